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
#[test]
fn a_large_basket_asks_for_exactly_what_matters() {
    // Eight items whose battery, volume and strength are not told: far more completions than can be tried at once.
    let base = forbid(policy(), "loose", both(is(POWER_BANK), loose()));
    let base = forbid(base, "strong", both(is(PERFUME), is_in(fact(ABV), over("24"))));
    let never = both(both(is(PHONE), loose()), not(loose()));
    let base = forbid(base, "never", never);
    let basket = ["power_bank", "perfume", "phone", "cream", "power_bank", "perfume", "phone", "cream"];
    let items = basket.iter().map(|category| pieces(1, category)).collect();
    check(base, of(items), "needs battery of item 0, abv of item 1, battery of item 4, abv of item 5");
}

#[test]
fn a_large_basket_with_a_missing_day_is_exact_too() {
    let day = Condition::Date { field: DateField::ShipDate, zone: 0, from: day("2026-06-01"), to: day("2026-12-31") };
    let base = forbid(policy(), "loose", Condition::All(vec![is(POWER_BANK), loose(), day]));
    let never = both(both(is(PHONE), loose()), not(loose()));
    let base = forbid(base, "never", never);
    let basket = std::iter::repeat_n("power_bank", 8).chain(std::iter::repeat_n("phone", 8));
    let shipment = Shipment { ship_date: None, ..of(basket.map(|category| pieces(1, category)).collect()) };
    let asked = (0..8).map(|item| format!("battery of item {item}")).collect::<Vec<_>>().join(", ");
    check(base, shipment, &format!("needs Date(ShipDate), {asked}"));
}

#[test]
fn an_item_that_is_refused_in_any_case_decides_for_the_whole_basket() {
    let base = forbid(policy(), "loose", both(is(POWER_BANK), loose()));
    let base = forbid(base, "other", both(is(POWER_BANK), not(loose())));
    let base = forbid(base, "phones", both(is(PHONE), loose()));
    let basket = std::iter::once("power_bank").chain(std::iter::repeat_n("phone", 12));
    check(base, of(basket.map(|category| pieces(1, category)).collect()), "refused: other item 0");
}
