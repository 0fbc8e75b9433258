//! Codes about names and the make-up of statements (02xx, 04xx).

super::codes! {
    E0201 UNKNOWN_NAME "a name that nothing defines";
}
