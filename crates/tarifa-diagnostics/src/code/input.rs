//! Codes about shipments, artefacts and limits (07xx, 08xx).

super::codes! {
    E0701 UNKNOWN_KEY "an input key that the rule set does not know";
    E0801 TOO_MANY "more of something than a rule set can hold";
}
