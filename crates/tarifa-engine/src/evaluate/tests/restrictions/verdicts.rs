//! In which order verdicts win, and that all reasons of one come at once.

use super::*;

fn forbid(policy: Policy, name: &str, when: Condition) -> Policy {
    policy.restriction(name, Subject::Item, RestrictionRule::Forbid, when)
}

fn perfume() -> Shipment {
    of(vec![item(1, "perfume", &[("net_volume", ml("100"))])])
}

#[test]
fn every_reason_to_refuse_is_listed() {
    let policy = forbid(policy(), "first", is(PERFUME)).restriction(
        "second",
        Subject::Item,
        limit(fact(NET_VOLUME), up_to("50"), Within::Each),
        is(PERFUME),
    );
    check(policy, perfume(), "refused: first item 0, second part 0 item 0 at 100");
}

#[test]
fn what_is_not_served_is_not_refused() {
    let policy = forbid(policy(), "ban", is(PERFUME)).limit(Expression::Measure(Measure::Weight), up_to("1000"));
    check(policy, perfume(), "not served: limit 0 at 1200 of parcel 0");
}

#[test]
fn a_sure_refusal_asks_nothing() {
    let policy = forbid(forbid(policy(), "ban", is(PERFUME)), "loose", loose());
    check(policy, perfume(), "refused: ban item 0");
}

#[test]
fn a_refusing_row_and_a_restriction_are_listed_together() {
    let policy = policy().line("handling", LineKind::Charge).block("handling", Body::Single(RowOutcome::Refuse(None)));
    check(forbid(policy, "ban", is(PERFUME)), perfume(), "refused: handling_1 row 0, ban item 0");
}

#[test]
fn what_is_refused_needs_no_price() {
    let unpriced = forbid(policy(), "ban", is(PERFUME)).change(|program| program.blocks.clear());
    check(unpriced, perfume(), "refused: ban item 0");
}

#[test]
fn a_question_comes_before_a_requirement_and_a_refusal_before_both() {
    let required = |policy: Policy| policy.restriction("cpnp", Subject::Item, require(&[CPNP], Join::All), is(PERFUME));
    check(required(policy()), perfume(), "requires cpnp item 0: cpnp Absent");
    check(required(forbid(policy(), "loose", loose())), perfume(), "needs battery of item 0");
    check(required(forbid(policy(), "ban", is(PERFUME))), perfume(), "refused: ban item 0");
}

#[test]
fn what_is_referred_is_not_conditional() {
    let policy = policy()
        .line("handling", LineKind::Charge)
        .block("handling", Body::Single(RowOutcome::Refer(None)))
        .restriction("cpnp", Subject::Item, require(&[CPNP], Join::All), is(PERFUME));
    check(policy, perfume(), "refer: handling_1 row 0");
}

#[test]
fn a_warning_changes_no_verdict_and_asks_nothing() {
    use super::super::super::{Certainty, Runtime, Warned};
    let runtime = Runtime::new(
        policy()
            .restriction("loose", Subject::Item, RestrictionRule::Warn, loose())
            .restriction("perfume", Subject::Item, RestrictionRule::Warn, is(PERFUME))
            .restriction("phone", Subject::Item, RestrictionRule::Warn, is(PHONE))
            .build(),
    );
    let quote = runtime.quote(ServiceId(0), &runtime.prepare(&perfume()).unwrap()).unwrap();
    assert_eq!(quote.verdict, crate::answer::Verdict::Available);
    let warned = |rule, certainty| Warned { restriction: RestrictionId(rule), item: Some(0), certainty };
    assert_eq!(quote.warnings, [warned(0, Certainty::Possibly), warned(1, Certainty::Surely)]);
}
