//! Cases as JSON documents.

use super::dispute::*;
use super::{standing_of, told};
use crate::json;

const DOCUMENT: &str = r#"{
    "process": "dispute",
    "order": {"origin": "CN", "destination": "DE", "service": "standard", "items": [{"quantity": 8, "unit_value": "10.00 USD"}]},
    "paid": {"goods": "70.00 USD", "freight": "10.00 USD"},
    "events": [
        {"at": "2026-03-14T18:00:00Z", "by": "seller", "act": "counter", "amount": "5.00 USD"},
        {"at": "2026-03-12 14:30", "by": "buyer", "act": "open", "reason": "damaged", "asked": "refund_only",
            "asked_amount": {"amount": "30.00", "currency": "USD"}, "evidence": ["photo"]},
        {"at": "2026-03-10", "event": "delivered", "parcel": 1}
    ]
}"#;

#[test]
fn a_document_is_read_in_any_order() {
    let runtime = runtime(|_| {});
    let case = json::case(&runtime, DOCUMENT).unwrap();
    let standing = standing_of(&runtime, &case, "2026-03-15");
    assert_eq!(
        told(&standing),
        "stage negotiation since 2026-03-12 14:30\nbuyer may withdraw\nbuyer may change_request, up to 2 times",
    );
    let steps: Vec<String> = standing.history.iter().map(ToString::to_string).collect();
    assert_eq!(
        steps,
        [
            "2026-03-10: delivered of parcel 1",
            "2026-03-12 14:30: buyer did open -> negotiation",
            "2026-03-14 11:00: seller did counter",
        ]
    );
    let due = standing.next_due.unwrap();
    assert_eq!(due.to_string(), "2026-03-19 23:59 America/Los_Angeles");
    assert_eq!(due.instant, "2026-03-20T00:00:00-07:00");
}

/// What is wrong with the document once `from` stands as `to`.
#[track_caller]
fn wrong(from: &str, to: &str, expected: &str) {
    assert!(DOCUMENT.contains(from), "{from}");
    let runtime = runtime(|_| {});
    let errors = match json::case(&runtime, &DOCUMENT.replace(from, to)) {
        Ok(case) => runtime.prepare_case(&case).map(|_| ()).unwrap_err(),
        Err(errors) => errors,
    };
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn every_mistake_is_told_with_its_path() {
    wrong(
        r#""process""#,
        r#""proces""#,
        "E0701: proces: `proces` is no key that the rule set knows here: did you mean `process`?",
    );
    wrong(
        r#""event": "delivered""#,
        r#""event": "delivred""#,
        "E0732: events[2].event: `dispute` has no event called `delivred`: did you mean `delivered`?",
    );
    wrong(
        r#""by": "seller""#,
        r#""by": "sellers""#,
        "E0732: events[0].by: `dispute` has no party called `sellers`: did you mean `seller`?",
    );
    wrong(
        r#""act": "counter", "amount": "5.00 USD""#,
        r#""act": "counter""#,
        "E0733: events[0]: `counter` brings along `amount`: tell it",
    );
    wrong(
        r#""act": "counter", "amount": "5.00 USD""#,
        r#""act": "accept", "amount": "5.00 USD""#,
        "E0733: events[0].amount: `accept` does not bring along `amount`: it brings along nothing",
    );
    wrong(
        r#""at": "2026-03-10", "#,
        "",
        "E0705: events[2]: expected `at`: when it happened, as in \"2026-03-12\" or \"2026-03-12 14:30\", found an object without it",
    );
    wrong(
        r#""destination": "DE""#,
        r#""destination": "XX""#,
        "E0702: order.destination.country: `XX` is no country of ISO 3166-1",
    );
    wrong(
        r#""quantity": 8"#,
        r#""quantity": 0"#,
        "E0708: order.items[0].quantity: a quantity must be more than zero, and is 0: leave it out where it is not known",
    );
    wrong(
        r#""freight": "10.00 USD""#,
        r#""freight": "10.00 EUR""#,
        "E0705: paid.freight: expected an amount in USD, as the rest of what was paid, found 10.00 EUR",
    );
    wrong(
        r#""goods": "70.00 USD""#,
        r#""goods": "70.00 USD", "total": "90.00 USD""#,
        "E0734: paid: 90 USD was paid, and its parts come to 80 USD: correct one of them",
    );
}

#[test]
fn words_of_a_fact_are_checked_in_acts_too() {
    wrong(
        r#""asked": "refund_only""#,
        r#""asked": "refund""#,
        "E0706: events[1].asked: `refund` is none of refund_only, return_and_refund",
    );
}

#[test]
fn the_schema_lists_what_the_processes_speak_of() {
    let schema = json::case_schema(&program(|_| {})).to_string();
    for word in ["not_as_described", "chargeback", "asked_amount", "refunded_before", "carrier_report", "ship_back"] {
        assert!(schema.contains(word), "{word}");
    }
}
