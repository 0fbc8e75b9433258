//! Codes about what the checker proves about a rule set as a whole (05xx).

super::codes! {
    E0501 PRICE_GAP "a shipment that a service carries and no row prices";
}
