//! Codes about what the checker proves about a rule set as a whole (05xx).

super::codes! {
    E0501 PRICE_GAP "a shipment that a service carries and no row prices";
    E0502 PRICE_CONFLICT "two statements that price one shipment differently";
    W0502 PRICED_TWICE "two statements that price one shipment alike";
    E0590 UNDECIDED "a question that the checker could not decide";
}
