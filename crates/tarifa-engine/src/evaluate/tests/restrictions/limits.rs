//! Limits: for each piece, each parcel, the consignment and the order; their ends; and sums that are known in part.

use super::*;
use crate::shipment::Parcel;

fn limited(amount: Expression, bound: Interval, within: Within) -> Policy {
    policy().restriction("cap", Subject::Item, limit(amount, bound, within), is(PERFUME))
}

fn bottles(quantity: u64, volume: &str) -> Item {
    item(quantity, "perfume", &[("net_volume", ml(volume))])
}

fn parcels(contents: Vec<Vec<Item>>) -> Shipment {
    let parcel = |items| Parcel {
        weight: Some("1 kg".parse().unwrap()),
        sides: Some(["20 cm", "30 cm", "10 cm"].map(|side| side.parse().unwrap())),
        items: Some(items),
    };
    let parcels = Some(contents.into_iter().map(parcel).collect());
    Shipment { parcels, weight: None, sides: None, items: None, ..shipment() }
}

/// The goods are told, and not what is in which of two parcels.
fn undivided(items: Vec<Item>) -> Shipment {
    Shipment { items: Some(items), ..Shipment { parcels: without_items(), weight: None, sides: None, ..shipment() } }
}

fn without_items() -> Option<Vec<Parcel>> {
    let parcels = parcels(vec![vec![], vec![]]).parcels.unwrap();
    Some(parcels.into_iter().map(|parcel| Parcel { items: None, ..parcel }).collect())
}

fn under(bound: &str) -> Interval {
    Interval { lower: None, upper: Some((n(bound), End::Excluded)) }
}

#[test]
fn each_piece_is_limited_by_itself() {
    let cap = |bound| limited(fact(NET_VOLUME), bound, Within::Each);
    check(cap(up_to("30")), of(vec![bottles(9, "30")]), AVAILABLE);
    check(cap(under("30")), of(vec![bottles(9, "30")]), "refused: cap part 0 item 0 at 30");
    check(cap(up_to("30")), of(vec![bottles(1, "30.1"), bottles(1, "20")]), "refused: cap part 0 item 0 at 30.1");
    check(cap(up_to("30")), of(vec![item(1, "cream", &[("net_volume", ml("99"))])]), AVAILABLE);
    check(cap(up_to("30")), of(vec![pieces(1, "perfume")]), "needs net_volume of item 0");
}

#[test]
fn a_sum_is_over_the_matching_items_only() {
    let cap = || limited(total(fact(NET_VOLUME)), up_to("200"), Within::Parcel);
    check(cap(), of(vec![bottles(2, "100")]), AVAILABLE);
    check(cap(), of(vec![bottles(2, "120")]), "refused: cap part 0 parcel 0 at 240");
    check(cap(), of(vec![bottles(1, "120"), bottles(1, "120")]), "refused: cap part 0 parcel 0 at 240");
    let cream = item(1, "cream", &[("net_volume", ml("500"))]);
    check(cap(), of(vec![bottles(2, "100"), cream]), AVAILABLE);
    check(cap(), of(vec![bottles(2, "100"), pieces(1, "cream")]), AVAILABLE);
}

#[test]
fn each_parcel_is_limited_by_itself() {
    let cap = || limited(total(fact(NET_VOLUME)), up_to("200"), Within::Parcel);
    check(
        cap(),
        parcels(vec![vec![bottles(1, "150")], vec![bottles(1, "150")]]),
        "available 2 = freight 1 + freight 1",
    );
    let second = parcels(vec![vec![pieces(1, "phone")], vec![bottles(1, "150"), bottles(1, "60")]]);
    check(cap(), second, "refused: cap part 0 parcel 1 at 210");
    let whole = || limited(total(fact(NET_VOLUME)), up_to("200"), Within::Consignment);
    check(whole(), parcels(vec![vec![bottles(1, "150")], vec![bottles(1, "150")]]), "refused: cap part 0 at 300");
}

#[test]
fn what_is_in_each_parcel_is_asked_for_only_where_it_matters() {
    let cap = || limited(total(fact(NET_VOLUME)), up_to("200"), Within::Parcel);
    check(cap(), undivided(vec![bottles(2, "100")]), "available 2 = freight 1 + freight 1");
    check(cap(), undivided(vec![bottles(2, "150")]), "needs Contents");
    check(
        cap(),
        undivided(vec![item(2, "cream", &[("net_volume", ml("150"))])]),
        "available 2 = freight 1 + freight 1",
    );
    let by_weight = |bound| limited(Expression::Measure(Measure::Weight), up_to(bound), Within::Parcel);
    check(by_weight("1000"), undivided(vec![bottles(1, "1")]), "available 2 = freight 1 + freight 1");
    check(by_weight("999"), undivided(vec![bottles(1, "1")]), "refused: cap part 0");
}

#[test]
fn a_measure_is_that_of_a_parcel_that_holds_such_an_item() {
    let light = || limited(Expression::Measure(Measure::Weight), up_to("1000"), Within::Parcel);
    let mut shipment = parcels(vec![vec![pieces(1, "perfume")], vec![pieces(1, "phone")]]);
    shipment.parcels.as_mut().unwrap()[1].weight = Some("2 kg".parse().unwrap());
    check(light(), shipment.clone(), "available 2 = freight 1 + freight 1");
    shipment.parcels.as_mut().unwrap()[0].weight = Some("1.1 kg".parse().unwrap());
    check(light(), shipment, "refused: cap part 0 parcel 0 at 1100");
}

#[test]
fn the_rest_of_the_order_counts_where_something_of_it_travels_here() {
    let cap = || limited(total(Expression::Constant(n("1"))), up_to("2"), Within::Order);
    let ordered = |here: Vec<Item>, rest: Vec<Item>| Shipment { order_items: Some(rest), ..of(here) };
    check(cap(), ordered(vec![pieces(1, "perfume")], vec![pieces(1, "perfume")]), AVAILABLE);
    check(cap(), ordered(vec![pieces(1, "perfume")], vec![pieces(2, "perfume")]), "refused: cap part 0 at 3");
    check(cap(), ordered(vec![pieces(1, "phone")], vec![pieces(3, "perfume")]), AVAILABLE);
    check(cap(), ordered(vec![pieces(1, "perfume")], vec![pieces(9, "cream")]), AVAILABLE);
}

#[test]
fn a_sum_that_is_over_in_part_refuses() {
    let cap = || limited(total(fact(NET_VOLUME)), up_to("200"), Within::Consignment);
    check(cap(), of(vec![bottles(2, "120"), pieces(1, "perfume")]), "refused: cap part 0 at 240");
    check(cap(), of(vec![bottles(2, "100"), pieces(1, "perfume")]), "needs net_volume of item 1");
    let uncounted = Item { quantity: None, ..bottles(1, "250") };
    check(cap(), of(vec![uncounted]), "refused: cap part 0 at 250");
    let uncounted = Item { quantity: None, ..bottles(1, "150") };
    check(cap(), of(vec![uncounted]), "needs Item(0, Builtin(ItemQuantity))");
    // Whether the second is perfume does not matter: together they would be within the limit.
    let unknown = |volume| Item { category: None, ..bottles(1, volume) };
    check(cap(), of(vec![bottles(1, "100"), unknown("100")]), AVAILABLE);
    check(cap(), of(vec![bottles(1, "100"), unknown("101")]), "needs Item(1, Builtin(ItemCategory))");
    check(cap(), of(vec![bottles(1, "201"), unknown("1")]), "refused: cap part 0 at 201");
}

#[test]
fn every_part_holds_by_itself() {
    let part = |test, within| LimitPart { test, within, text: "part".to_owned(), at: At(0) };
    let rule = RestrictionRule::Limit(vec![
        part(is_in(fact(NET_VOLUME), up_to("30")), Within::Each),
        part(is_in(total(fact(NET_VOLUME)), up_to("50")), Within::Parcel),
    ]);
    let cap = || policy().restriction("cap", Subject::Item, rule.clone(), is(PERFUME));
    check(cap(), of(vec![bottles(1, "30")]), AVAILABLE);
    check(cap(), of(vec![bottles(2, "30")]), "refused: cap part 1 parcel 0 at 60");
    check(cap(), of(vec![bottles(2, "31")]), "refused: cap part 0 item 0 at 31, cap part 1 parcel 0 at 62");
}

#[test]
fn a_limit_of_the_shipment_needs_no_items() {
    let value = || {
        let rule = limit(declared_value_in("USD"), up_to("80"), Within::Consignment);
        policy().restriction("value", Subject::Shipment, rule, Condition::Always)
    };
    check(value(), Shipment { items: None, ..shipment() }, AVAILABLE);
    let dear = Shipment { declared_value: Some("80.01 USD".parse().unwrap()), ..shipment() };
    check(value(), dear, "refused: value part 0 at 80.01");
    check(value(), Shipment { declared_value: None, ..shipment() }, "needs DeclaredValue");
}
