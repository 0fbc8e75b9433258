//! `tarifa due`.

use super::run::{check, check_with_input, tarifa};

const AT: [&str; 2] = ["--at", "2026-03-16 09:00"];

#[test]
fn the_soonest_first_with_what_it_costs() {
    check("due", &[&["due", "disputes", "cases/many.jsonl"][..], &AT].concat());
    check("due_week", &[&["due", "disputes", "cases/many.jsonl", "--within", "7d"][..], &AT].concat());
    check("due_json", &[&["due", "disputes", "cases/many.jsonl", "--format", "json"][..], &AT].concat());
}

#[test]
fn a_deadline_counts_from_the_moment_however_it_is_written() {
    let at = |at: &str| {
        let output = tarifa(&["due", "disputes", "cases/many.jsonl", "--within", "39h", "--at", at], "");
        String::from_utf8(output.stdout).unwrap().lines().count()
    };
    // The seller's five days end on the 17th at 24:00 in Los Angeles, 39 hours later.
    assert_eq!(at("2026-03-16 09:00"), at("2026-03-16T09:00:00-07:00"));
    assert_eq!(at("2026-03-16T09:00:00-07:00"), at("2026-03-16T16:00:00Z"));
    assert_eq!(at("2026-03-16 08:59") + 1, at("2026-03-16 09:00"));
}

#[test]
fn nothing_is_passed_over_in_silence() {
    let cases = "{\"process\": \"dispute\", \"paid\": \"1 USD\"}\n\nnothing\n{\"process\": \"disputes\"}\n\
        {\"process\": \"dispute\", \"paid\": \"80.00 USD\", \"events\": [\
        {\"at\": \"2026-03-10\", \"event\": \"delivered\"}, \
        {\"at\": \"2026-03-12\", \"by\": \"buyer\", \"act\": \"open\", \"evidence\": [\"photo\"]}]}\n";
    check_with_input("due_wrong", &[&["due", "disputes", "-"][..], &AT].concat(), cases);
    check_with_input("due_wrong_json", &[&["due", "disputes", "-", "--format", "json"][..], &AT].concat(), cases);
}

#[test]
fn a_job_that_cannot_be_done() {
    check_with_input("due_nothing", &[&["due", "disputes", "-"][..], &AT].concat(), "\n");
    check_with_input("due_within", &[&["due", "disputes", "-", "--within", "2 months"][..], &AT].concat(), "{}");
}
