//! What restrictions ask for, and what they do not.

use super::*;

fn forbid(policy: Policy, name: &str, when: Condition) -> Policy {
    policy.restriction(name, Subject::Item, RestrictionRule::Forbid, when)
}

#[test]
fn only_what_could_change_the_verdict_is_asked_for() {
    let loose_power_banks = || forbid(policy(), "ban", both(is(POWER_BANK), loose()));
    check(loose_power_banks(), of(vec![pieces(1, "power_bank")]), "needs battery of item 0");
    check(loose_power_banks(), of(vec![pieces(1, "phone")]), AVAILABLE);
    // Loose or not, it is refused.
    let either = forbid(loose_power_banks(), "other", both(is(POWER_BANK), not(loose())));
    check(either, of(vec![pieces(1, "power_bank")]), "refused: other item 0");
    // Loose or not, it may be shipped.
    let never = both(both(is(POWER_BANK), loose()), not(loose()));
    check(forbid(policy(), "never", never), of(vec![pieces(1, "power_bank")]), AVAILABLE);
}

#[test]
fn items_that_are_not_told_are_asked_for_by_rules_that_could_speak_of_them() {
    let unknown = || Shipment { items: None, ..shipment() };
    check(forbid(policy(), "ban", is(PERFUME)), unknown(), "needs Items");
    let elsewhere = policy().restriction_with("ban", Subject::Item, RestrictionRule::Forbid, is(PERFUME), |rule| {
        rule.scope.to = Some(SPAIN);
    });
    check(elsewhere, unknown(), AVAILABLE);
    let required = || policy().restriction("rule", Subject::Item, require(&[CPNP], Join::All), is(PERFUME));
    check(required(), unknown(), "needs Items");
    check(required(), Shipment { provided: vec![provided("cpnp")], ..unknown() }, AVAILABLE);
    let warns = policy().restriction("warns", Subject::Item, RestrictionRule::Warn, is(PERFUME));
    check(warns, unknown(), AVAILABLE);
}

#[test]
fn a_requirement_that_is_met_in_any_case_asks_nothing() {
    let required = || policy().restriction("rule", Subject::Item, require(&[CPNP], Join::All), loose());
    check(required(), of(vec![pieces(1, "phone")]), "needs battery of item 0");
    let own = Item { provided: vec![provided("cpnp")], ..pieces(1, "phone") };
    check(required(), of(vec![own]), AVAILABLE);
    // The same is lacking, whichever rule asks for it.
    let twice = required().restriction("other", Subject::Item, require(&[CPNP], Join::All), not(loose()));
    check(twice, of(vec![pieces(1, "phone")]), "requires other item 0: cpnp Absent");
}

#[test]
fn a_number_is_asked_for_where_a_threshold_could_turn() {
    let strong = is_in(fact(ABV), over("24"));
    let policy = || forbid(policy(), "strong", both(is(PERFUME), strong.clone()));
    check(policy(), of(vec![pieces(1, "perfume")]), "needs abv of item 0");
    let percent = |text: &str| item(1, "perfume", &[("abv", Given::Labelled(n(text), "%".to_owned()))]);
    check(policy(), of(vec![percent("24")]), AVAILABLE);
    check(policy(), of(vec![percent("24.01")]), "refused: strong item 0");
    check(policy(), of(vec![pieces(1, "cream")]), AVAILABLE);
}
