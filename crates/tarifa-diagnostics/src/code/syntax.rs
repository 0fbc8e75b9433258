//! Codes about the form of the text: characters, lines, statements (01xx).

super::codes! {
    E0101 SYNTAX_ERROR "the text is not a statement of the language";
}
