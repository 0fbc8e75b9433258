//! Codes about types, units and currencies (03xx).

super::codes! {
    E0301 TYPE_MISMATCH "two operands of different kinds";
    E0302 MISSING_UNIT "an amount without the unit it needs";
    E0303 UNKNOWN_UNIT "a unit that does not exist";
    E0304 CURRENCY_MISMATCH "two currencies in one price";
    E0305 UNKNOWN_CURRENCY "a currency that does not exist";
    E0306 CURRENCY_NEEDED "money of which no currency is said";
    E0307 NOT_AN_AMOUNT "something else where an amount is needed";
    E0308 NOT_A_CONDITION "something else where a yes or no is needed";
    E0309 WRONG_TEST "a test that this kind of fact does not have";
    E0310 UNKNOWN_VALUE "a value that the fact does not have";
    E0311 BAD_NUMBER "a number that cannot be kept or used";
    W0312 MIXED_UNITS "a bound in another system of units than the rows beside it";
}
