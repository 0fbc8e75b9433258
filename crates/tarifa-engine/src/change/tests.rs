//! What is suggested, and in which order.

use super::{Change, nearest};
use crate::evaluate::Runtime;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Item, Shipment};

const PERFUME: u32 = 0;
const PHONE: u32 = 1;

fn policy() -> Policy {
    Policy::new()
        .service("air", |_| {})
        .block("freight", single(vec![flat("1")]))
        .category("perfume", &[], &[])
        .category("phone", &[], &[])
        .document("msds")
}

fn is(category: u32) -> Condition {
    Condition::Category(Bits::from_members([category]))
}

/// Adds a rule of the service `standard` alone.
fn rule(policy: Policy, rule: RestrictionRule, when: Condition) -> Policy {
    policy.restriction_with("rule", Subject::Item, rule, when, |rule| rule.scope.services = Bits::from_members([0]))
}

/// The same for every service, so that no other one helps.
fn rule_of_all(policy: Policy, rule: RestrictionRule, when: Condition) -> Policy {
    policy.restriction("rule", Subject::Item, rule, when)
}

fn of(items: Vec<Item>) -> Shipment {
    Shipment { items: Some(items), ..shipment() }
}

#[track_caller]
fn check(policy: Policy, shipment: &Shipment, expected: &[Change]) {
    let runtime = Runtime::new(policy.build());
    let found: Vec<Change> = nearest(&runtime, shipment, ServiceId(0)).into_iter().map(|found| found.change).collect();
    assert_eq!(found, expected);
}

fn per_parcel(bound: &str) -> RestrictionRule {
    let pieces = Expression::TotalOfItems(Box::new(Expression::Constant(n("1"))));
    let test = is_in(pieces, up_to(bound));
    RestrictionRule::Limit(vec![LimitPart { test, within: Within::Parcel, text: String::new(), at: At(0) }])
}

#[test]
fn what_may_be_shipped_needs_no_change() {
    check(policy(), &of(vec![pieces(1, "phone")]), &[]);
}

#[test]
fn what_is_lacking_is_to_be_provided() {
    let requirement = Requirement { documents: vec![DocumentId(0)], join: Join::All, validity: None };
    let required = rule(policy(), RestrictionRule::Require(requirement), is(PERFUME));
    let provide = Change::Provide(vec![("msds".to_owned(), Some(0))]);
    check(required, &of(vec![pieces(1, "perfume")]), &[provide, Change::Service("air".to_owned())]);
}

#[test]
fn a_document_that_lifts_a_ban_is_found() {
    let unless = Condition::All(vec![is(PERFUME), Condition::Not(Box::new(Condition::Provided(DocumentId(0))))]);
    let banned = rule_of_all(policy(), RestrictionRule::Forbid, unless);
    check(banned, &of(vec![pieces(1, "perfume")]), &[Change::Provide(vec![("msds".to_owned(), None)])]);
}

#[test]
fn an_item_is_left_out_or_sent_by_another_service() {
    let banned = || rule(policy(), RestrictionRule::Forbid, is(PERFUME));
    let mixed = of(vec![pieces(1, "phone"), pieces(1, "perfume")]);
    check(banned(), &mixed, &[Change::Service("air".to_owned()), Change::LeaveOut(1)]);
    let everywhere = rule_of_all(policy(), RestrictionRule::Forbid, is(PERFUME));
    check(everywhere, &of(vec![pieces(1, "perfume")]), &[]);
}

#[test]
fn the_nearest_day_on_either_side_is_found() {
    // It ships on 2026-03-02.
    let date = Condition::Date { field: DateField::ShipDate, zone: 0, from: day("2026-02-10"), to: day("2026-03-10") };
    let banned = rule_of_all(policy(), RestrictionRule::Forbid, Condition::All(vec![is(PHONE), date]));
    let days = ["2026-03-11", "2026-02-09"].map(|day| Change::ShipOn(day.parse().unwrap()));
    check(banned, &of(vec![pieces(1, "phone")]), &days);
}

#[test]
fn the_most_pieces_that_pass_and_a_division_are_found() {
    let limited = || rule_of_all(policy(), per_parcel("2"), is(PHONE));
    let fewer = Change::Quantity { item: 0, from: 5, to: 2 };
    let split = Change::Split(vec![vec![(0, 2)], vec![(0, 2)], vec![(0, 1)]]);
    check(limited(), &of(vec![pieces(5, "phone")]), &[fewer, split]);
}

#[test]
fn what_is_too_heavy_goes_in_the_fewest_parcels() {
    let up_to_2_kg = || {
        let mut built = policy().build();
        for service in &mut built.services {
            let weight = Expression::Measure(Measure::Weight);
            let interval = Interval { lower: None, upper: Some((n("2000"), End::Included)) };
            let test = LimitTest::Amount { amount: weight, interval };
            service.limits.push(Limit { scope: Condition::Always, test, text: String::new(), at: At(0) });
        }
        Runtime::new(built)
    };
    let heavy =
        |grams: &str| Shipment { weight: Some(format!("{grams} g").parse().unwrap()), items: None, ..shipment() };
    let found = |grams: &str| -> Vec<Change> {
        nearest(&up_to_2_kg(), &heavy(grams), ServiceId(0)).into_iter().map(|found| found.change).collect()
    };
    let divide = |parcels, weight: &str| Change::Divide { parcels, weight: weight.parse().unwrap() };
    assert_eq!(found("2000"), []);
    assert_eq!(found("4000"), [divide(2, "2000 g")]);
    assert_eq!(found("4001"), [divide(3, "1333.667 g")]);
    assert_eq!(found("40001"), []);
}

#[test]
fn goods_that_keep_apart_travel_in_parcels_of_their_own() {
    let first = Bits::from_members([PHONE]);
    let second = Bits::from_members([PERFUME]);
    let apart = RestrictionRule::Separate(Separation { first, second, within: Within::Parcel });
    let kept = rule_of_all(policy(), apart, Condition::Always);
    let split = Change::Split(vec![vec![(0, 1), (2, 1)], vec![(1, 1)]]);
    let goods = of(vec![pieces(1, "phone"), pieces(1, "perfume"), pieces(1, "phone")]);
    check(kept, &goods, &[split, Change::LeaveOut(1)]);
}

#[test]
fn what_must_be_known_first_has_no_nearest_change() {
    let banned = rule(policy(), RestrictionRule::Forbid, is(PERFUME));
    check(banned, &of(vec![Item::default()]), &[]);
}
