//! Codes about processes as a whole: stages, waits, circles, conditions, money, clocks (10xx).

super::codes! {
    E1040 STAGE_UNREACHED "a stage or an outcome that no case reaches";
    E1041 TRAP "a stage from which no outcome is reached";
    E1042 ENDLESS_WAIT "a wait that nothing ends";
    W1043 MAY_NEVER_START "a wait for what may never happen";
    E1044 ENDLESS_CIRCLE "a case that can go round for ever";
    E1045 GUARD_GAP "conditions that leave a case";
    E1046 GUARD_TWICE "conditions that hit twice";
    W1047 LATE_EVIDENCE "evidence after the decision";
    E1048 NOT_SETTLED "money that is left, or given away twice";
    E1049 MONEY_AGAIN "money that moves again and again";
    W1050 CALENDAR_ENDS "a calendar that ends before the process";
    E1051 TWO_ENDS "two ends at one instant";
    W1052 MORE_THAN_PAID "an amount that can be more than what was paid";
    W1053 DEAD_LINE "a line that no case takes";
    W1054 NO_TIME "a deadline that leaves no time";
    W1055 FREIGHT_TWICE "a way back that is paid for twice";
    E1056 NOT_TOLD "an amount that a case may never be told";
    E1057 NO_BUSINESS_DAY "a calendar without business days";
}
