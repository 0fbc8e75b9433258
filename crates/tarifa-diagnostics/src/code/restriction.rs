//! Codes about restrictions (09xx).

super::codes! {
    E0901 LIMIT_WITHOUT_EXTENT "a limit that does not say for what it holds";
    E0902 LIMIT_MEASURE "a limit of something that it cannot measure";
    E0903 WARNING_WITHOUT_WORDS "a warning that has no words to show";
    E0904 RESTRICTION_NAME "one name for restrictions of two kinds";
    E0905 DEFAULT_LIFTS_RULE "a default that switches a restriction off";
    E0906 TOTAL_SO_FAR "a total so far that the host cannot tell apart";
    E0907 BAD_AGE "an age that no document can have";
    E0908 GOODS_AS_NAME "a restriction that is called by goods and speaks of all goods";
    E0910 LIMITS_LEAVE_NOTHING "limits that leave nothing";
    W0911 REQUIRED_AND_FORBIDDEN "a requirement for what is forbidden anyway";
    W0912 RULE_NEVER_APPLIES "a restriction that never applies";
    W0913 RULE_COVERED "a restriction that others make idle";
    W0914 EXCEPTION_IDLE "an exception that excepts nothing";
    W0915 EXCEPTION_OF_EVERYTHING "an exception that lifts its whole rule";
    W0916 NEVER_SHIPPED "goods or a service that restrictions forbid altogether";
    W0917 FORBIDDEN_PRICED "freight for what is forbidden altogether";
    W0918 RULE_DAYS_OVER "a restriction whose days lie outside those of the tariff";
    W0919 HS_TWICE "a code that two kinds of goods claim";
    W0920 SEPARATE_FROM_ITSELF "goods that are kept apart from themselves";
    W0921 VOLUME_OF_PARCEL "a bound in litres of the parcel's own volume";
}
