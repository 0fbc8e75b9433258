//! Codes about returns, disputes and compensation (10xx).

super::codes! {
    E1001 WINDOWS_CONFLICT "two windows for one reason";
    E1002 REASON_WITHOUT_WINDOW "a reason that nothing can be opened for";
    E1003 NEVER_OPEN "a time that is over before it begins";
    E1004 CALENDAR_DAY "a day that a calendar cannot take";
    E1005 VERSIONS_MEET "versions of a process that take the same case";
    E1006 UNCOUNTED "a process that could go on for ever";
    E1007 TWO_ANSWERS "a line that another one leaves nothing to decide";
    E1008 TARGET_ARGUMENTS "a stage or an outcome with the wrong number of amounts";
    E1009 ACT_ARGUMENTS "one act that brings different things along";
    E1010 NOTHING_TO_COUNT_FROM "a clock that nothing starts";
    E1011 REST_TWICE "a rest that goes to two parties";
    E1012 NEVER_TOLD "an amount that no case can know";
    E1013 END_OF_A_BEGINNING "a beginning that is moved like an end";
    W1001 NO_DEADLINE "something that must be done at no time";
    W1002 IDLE_IN_PROCESS "a word of a process that plays no part";
    W1003 OPEN_IN_SOME_MONTHS "a time that is over before it begins in some months";
    W1004 CLOCK_NEVER_COUNTS "one of several clocks that never counts";
}
