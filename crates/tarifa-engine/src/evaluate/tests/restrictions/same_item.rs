//! `for`, facts of items and `except` are read of the same item.

use super::*;

fn forbidding(when: Condition) -> Policy {
    policy().restriction("ban", Subject::Item, RestrictionRule::Forbid, when)
}

#[test]
fn a_rule_speaks_of_one_item_at_a_time() {
    let loose_power_banks = || forbidding(both(is(POWER_BANK), loose()));
    let banned = "refused: ban item 0";
    check(loose_power_banks(), of(vec![item(1, "power_bank", &[("battery", word("loose"))])]), banned);
    // The one is a power bank and the other has a loose battery.
    let mixed = of(vec![
        item(1, "power_bank", &[("battery", word("in_device"))]),
        item(1, "phone", &[("battery", word("loose"))]),
    ]);
    check(loose_power_banks(), mixed, AVAILABLE);
    check(loose_power_banks(), of(vec![]), AVAILABLE);
}

#[test]
fn every_item_that_is_hit_is_named() {
    let loose = |category: &str| item(1, category, &[("battery", word("loose"))]);
    let basket = of(vec![loose("phone"), item(1, "phone", &[("battery", word("none"))]), loose("power_bank")]);
    check(forbidding(super::loose()), basket, "refused: ban item 0, ban item 2");
}

#[test]
fn an_exception_lifts_the_rule_from_the_item_that_it_speaks_of() {
    let policy = || forbidding(both(loose(), not(is(PHONE))));
    let loose = |category: &str| item(1, category, &[("battery", word("loose"))]);
    check(policy(), of(vec![loose("phone")]), AVAILABLE);
    check(policy(), of(vec![loose("phone"), loose("power_bank")]), "refused: ban item 1");
}

#[test]
fn several_keys_of_an_item_add_up() {
    let both_keys = Item { hs: Some("3303.00".to_owned()), ..pieces(1, "cream") };
    check(forbidding(is(PERFUME)), of(vec![both_keys.clone()]), "refused: ban item 0");
    check(
        forbidding(Condition::Category(Bits::from_members([PERFUME, CREAM]))),
        of(vec![both_keys]),
        "refused: ban item 0",
    );
    let by_code = Item { hs: Some("8507.60".to_owned()), quantity: Some(1), ..Item::default() };
    check(forbidding(is(POWER_BANK)), of(vec![by_code.clone()]), "refused: ban item 0");
    check(forbidding(is(PHONE)), of(vec![by_code]), AVAILABLE);
}

#[test]
fn a_category_outside_the_tree_is_asked_for() {
    check(forbidding(is(PERFUME)), of(vec![pieces(1, "parfume")]), "needs Item(0, Builtin(ItemCategory))");
    check(policy(), of(vec![pieces(1, "parfume")]), AVAILABLE);
}

#[test]
fn a_rule_about_the_shipment_is_read_once() {
    let heavy = || {
        let weight = is_in(Expression::Measure(Measure::Weight), over("1000"));
        policy().restriction("heavy", Subject::Shipment, RestrictionRule::Forbid, weight)
    };
    check(heavy(), of(vec![]), "refused: heavy");
    check(heavy(), Shipment { items: None, ..shipment() }, "refused: heavy");
    check(heavy(), weighing("1 kg"), AVAILABLE);
}

#[test]
fn places_services_and_dates_narrow_a_rule() {
    let to_germany = |change: fn(&mut Restriction)| {
        policy().restriction_with("ban", Subject::Item, RestrictionRule::Forbid, is(PERFUME), change)
    };
    let perfume = |place: &str| Shipment { items: Some(vec![pieces(1, "perfume")]), ..to(place) };
    check(to_germany(|rule| rule.scope.to = Some(GERMANY)), perfume("DE"), "refused: ban item 0");
    check(to_germany(|rule| rule.scope.to = Some(GERMANY)), perfume("FR"), AVAILABLE);
    check(to_germany(|rule| rule.scope.to = Some(CANARIES)), perfume("ES"), "needs Postcode(Destination)");
    check(to_germany(|rule| rule.scope.to = Some(CANARIES)), perfume("ES 35001"), "refused: ban item 0");
    check(to_germany(|rule| rule.scope.services = Bits::from_members([7])), perfume("DE"), AVAILABLE);
}
