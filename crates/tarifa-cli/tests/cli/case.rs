//! `tarifa case`.

use super::run::{check, check_with_input};

#[test]
fn a_case_through_its_life() {
    check("case_not_open", &["case", "disputes", "cases/damaged.json", "--at", "2026-03-09"]);
    check("case_stage", &["case", "disputes", "cases/damaged.json", "--at", "2026-03-13 15:00"]);
    check("case_ended", &["case", "disputes", "cases/damaged.json", "--at", "2026-03-18T00:00:00-07:00"]);
}

#[test]
fn what_is_next() {
    check("case_next", &["case", "disputes", "cases/damaged.json", "--at", "2026-03-13 15:00", "--next"]);
    let json = ["case", "disputes", "cases/damaged.json", "--at", "2026-03-13 15:00", "--next", "--format", "json"];
    check("case_next_json", &json);
}

#[test]
fn for_programs() {
    let arguments = ["case", "disputes", "cases/damaged.json", "--at", "2026-03-13 15:00", "--format", "json"];
    check("case_json", &arguments);
}

#[test]
fn what_is_missing_is_a_finding() {
    let case = r#"{"process": "dispute", "paid": "80.00 USD", "events": [
        {"at": "2026-03-10", "event": "delivered"},
        {"at": "2026-03-12 14:30", "by": "buyer", "act": "open", "reason": "damaged", "asked": "return_and_refund", "evidence": ["photo"]},
        {"at": "2026-03-13 10:00", "by": "seller", "act": "accept"},
        {"at": "2026-03-14", "by": "buyer", "act": "ship_back"},
        {"at": "2026-03-19 15:00", "by": "seller", "act": "confirm"}]}"#;
    check_with_input("case_needs_time", &["case", "disputes", "-", "--at", "2026-03-19 18:00"], case);
}

#[test]
fn a_case_that_cannot_be_taken() {
    let at = ["--at", "2026-03-13"];
    let case = r#"{"process": "disputes", "paid": "80 USD"}"#;
    check_with_input("case_no_such_process", &[&["case", "disputes", "-"][..], &at].concat(), case);
    let case = r#"{"process": "dispute", "paid": "80", "happened": [], "events": [{"event": "delivered"}]}"#;
    check_with_input("case_wrong", &[&["case", "disputes", "-"][..], &at].concat(), case);
    check("case_bad_moment", &["case", "disputes", "cases/damaged.json", "--at", "tomorrow"]);
    check("case_without_process", &["case", "parcels", "cases/damaged.json", "--at", "2026-03-13"]);
}
