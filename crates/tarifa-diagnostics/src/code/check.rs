//! Codes about what the checker proves about a rule set as a whole (05xx), and about invariants (06xx).

super::codes! {
    E0501 PRICE_GAP "a shipment that a service carries and no row prices";
    E0502 PRICE_CONFLICT "two statements that price one shipment differently";
    W0502 PRICED_TWICE "two statements that price one shipment alike";
    E0503 WEIGHT_STEP_CONFLICT "two lines that set one weight at once";
    E0504 WEIGHT_STEP_GAP "a weight that no line sets";
    W0505 UNREACHABLE_PRICE "a price statement that never applies";
    W0506 UNREACHABLE_ROW "a row that no shipment reaches";
    W0507 PRICE_DROP "a price that falls as the weight rises";
    E0508 NEGATIVE_TOTAL "discounts above what is charged";
    E0509 RATE_GAP "a date without an exchange rate";
    W0510 DATE_HOLE "a recurring name with a hole in its dates";
    E0512 NOTHING_CARRIED "a service that nothing can be shipped by";
    W0513 IDLE_PREFERENCE "a preference that never matters";
    W0514 UNUSED_DEFINITION "a definition that nothing uses";
    E0515 TWO_RATES "two exchange rates for one day";
    E0516 PREFERENCE_CONFLICT "two preferences for one shipment";
    W0517 NO_RATE "a currency without a rate in a policy that fixes others";
    E0518 TRANSIT_CONFLICT "two transit times for one shipment";
    W0519 IDLE_TRANSIT "a transit time that never holds";
    W0520 LOST_RATE "a price without the rate that those beside it have";
    W0521 PRICE_LEAP "a price that leaps at a bound";
    W0522 IDLE_LIMIT "a limit that changes nothing";
    W0523 ONE_POINT "a single value that two services leave out";
    W0528 LOST_STARTED "a rate in proportion among rates per started step";
    W0529 IDLE_WEIGHT_STEP "a line of the billed weight that changes nothing";
    E0590 UNDECIDED "a question that the checker could not decide";
    W0590 LEFT_OPEN "a look for idle rules that came to no end";
    E0601 INVARIANT_REFUTED "an invariant that a shipment breaks";
    E0602 INVARIANT_UNDECIDED "an invariant that is neither proved nor refuted";
}
