//! Codes about restrictions (09xx).

super::codes! {
    E0901 LIMIT_WITHOUT_EXTENT "a limit that does not say for what it holds";
    E0902 LIMIT_MEASURE "a limit of something that it cannot measure";
    E0903 WARNING_WITHOUT_WORDS "a warning that has no words to show";
    E0904 RESTRICTION_NAME "one name for restrictions of two kinds";
    E0905 DEFAULT_LIFTS_RULE "a default that switches a restriction off";
    E0906 TOTAL_SO_FAR "a total so far that the host cannot tell apart";
    E0907 BAD_AGE "an age that no document can have";
}
