//! Codes about names and the make-up of statements (02xx, 04xx).

super::codes! {
    E0201 UNKNOWN_NAME "a name that nothing defines";
    E0202 DUPLICATE_NAME "a name defined twice";
    E0203 RESERVED_NAME "a name that every rule set already has";
    E0204 UNKNOWN_PLACE "a place code that ISO 3166 does not have";
    E0205 CYCLIC_DEFINITION "definitions that need each other";
    E0206 WRONG_KIND_OF_NAME "a name of another kind than is needed";
    E0207 CYCLIC_LINES "money lines worked out from each other";
    E0208 NOT_YET_KNOWN "a name that is not known yet where it is read";
    E0401 NO_HEADER "a rule set without a header";
    E0402 TWO_HEADERS "a rule set with two headers";
    E0403 LINE_MISSING "a statement without a line that it needs";
    E0404 LINE_TWICE "a line written twice";
    E0405 BOUNDS_ORDER "rows out of order";
    E0406 EMPTY_RANGE "bounds that nothing lies between";
    E0407 FIRST_AND_THEN "a first price and a further rate that do not fit";
    E0408 WRONG_WEIGHT "a card by weight where another weight is billed";
    E0409 ITEM_FACT_ALONE "an item fact where no item is spoken of";
    E0410 WEIGHT_LINES "weight lines of which not exactly one applies";
    E0411 BLANK_CELL "a blank cell in a card";
    E0412 BAD_CARD "a card whose columns do not fit together";
    E0413 LOOSER_LIMIT "a limit looser than the general one";
    E0414 COLUMN_OUTSIDE "a column for places that the statement leaves out";
    E0415 PERCENT_OF_NOTHING "a percentage of nothing";
    E0416 RATE_WITHOUT_MEASURE "a rate per unit of something that nothing measures";
    E0417 BAD_POSTCODE "a postcode pattern that the country does not have";
    E0418 BAD_STEP "a step or divisor that nothing can be counted in";
    E0419 BAD_RATE "an exchange rate that is none";
    E0420 NOT_HERE "words that mean nothing at this place";
    E0421 BAD_DEFAULT "a default that is no value of its fact";
    E0422 BAD_DATE "a date that is none";
    E0423 UNKNOWN_TIME_ZONE "a time zone that does not exist";
    W0424 NO_COLUMN "a place of the statement that no column of its card holds";
    W0425 BOUND_BEYOND "a bound beyond what the service carries";
    W0426 ODD_DIVISOR "a volumetric divisor that no carrier bills by";
    W0427 ODD_RATE "exchange rates that contradict each other";
    W0428 MULTIPLE "an amount that is taken many times";
}
