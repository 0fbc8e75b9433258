//! Goods that keep apart.

use super::*;
use crate::shipment::Parcel;

fn apart(within: Within) -> Policy {
    let rule = RestrictionRule::Separate(Separation {
        first: Bits::from_members([PHONE, POWER_BANK]),
        second: Bits::from_members([PERFUME, POWER_BANK]),
        within,
    });
    policy().restriction("fire", Subject::Item, rule, Condition::Always)
}

fn parcels(contents: Vec<Vec<Item>>) -> Shipment {
    let parcel = |items| Parcel { items: Some(items), weight: Some("1 kg".parse().unwrap()), ..Parcel::default() };
    let parcels = Some(contents.into_iter().map(parcel).collect());
    Shipment { parcels, weight: None, sides: None, items: None, ..shipment() }
}

const BOTH: &str = "available 2 = freight 1 + freight 1";

#[test]
fn two_kinds_do_not_share_a_parcel() {
    let (phone, perfume) = (|| pieces(1, "phone"), || pieces(1, "perfume"));
    check(apart(Within::Parcel), of(vec![phone(), perfume()]), "refused: fire items 0 and 1 parcel 0");
    check(apart(Within::Parcel), of(vec![perfume(), phone()]), "refused: fire items 1 and 0 parcel 0");
    check(apart(Within::Parcel), of(vec![phone(), pieces(1, "cream")]), AVAILABLE);
    check(apart(Within::Parcel), parcels(vec![vec![phone()], vec![perfume()]]), BOTH);
    check(
        apart(Within::Parcel),
        parcels(vec![vec![phone()], vec![pieces(1, "cream"), perfume(), phone()]]),
        "refused: fire items 3 and 2 parcel 1",
    );
    check(apart(Within::Consignment), parcels(vec![vec![phone()], vec![perfume()]]), "refused: fire items 0 and 1");
}

#[test]
fn two_pieces_of_both_kinds_do_not_share_a_parcel_in_one_line_or_in_two() {
    check(apart(Within::Parcel), of(vec![pieces(1, "power_bank")]), AVAILABLE);
    check(apart(Within::Parcel), of(vec![pieces(2, "power_bank")]), "refused: fire items 0 and 0 parcel 0");
    let uncounted = || Item { quantity: None, ..pieces(1, "power_bank") };
    check(apart(Within::Parcel), of(vec![uncounted()]), "needs Item(0, Builtin(ItemQuantity))");
    check(apart(Within::Parcel), of(vec![Item { quantity: None, ..pieces(1, "phone") }]), AVAILABLE);
    let each = parcels(vec![vec![pieces(1, "power_bank")], vec![pieces(1, "power_bank")]]);
    check(apart(Within::Parcel), each, BOTH);
    check(
        apart(Within::Parcel),
        of(vec![pieces(1, "power_bank"), pieces(1, "power_bank")]),
        "refused: fire items 0 and 1 parcel 0",
    );
}

#[test]
fn the_rest_of_the_order_keeps_apart_where_the_order_does() {
    let ordered = |here: &str, rest: &[&str]| Shipment {
        order_items: Some(rest.iter().map(|category| pieces(1, category)).collect()),
        ..of(vec![pieces(1, here)])
    };
    check(apart(Within::Order), ordered("phone", &["perfume"]), "refused: fire items 0 and 1");
    check(apart(Within::Order), ordered("perfume", &["cream", "phone"]), "refused: fire items 2 and 0");
    check(apart(Within::Order), ordered("cream", &["perfume", "phone"]), AVAILABLE);
    check(apart(Within::Consignment), ordered("phone", &["perfume"]), AVAILABLE);
}

#[test]
fn what_is_not_told_is_asked_for_only_beside_its_counterpart() {
    let untold = || Item { category: None, ..pieces(1, "phone") };
    check(apart(Within::Parcel), of(vec![pieces(1, "phone"), untold()]), "needs Item(1, Builtin(ItemCategory))");
    check(apart(Within::Parcel), of(vec![pieces(1, "cream"), untold()]), AVAILABLE);
    let undivided = |items| {
        let parcels = parcels(vec![vec![], vec![]]).parcels.unwrap();
        let parcels = parcels.into_iter().map(|parcel| Parcel { items: None, ..parcel }).collect();
        Shipment { items: Some(items), parcels: Some(parcels), weight: None, sides: None, ..shipment() }
    };
    check(apart(Within::Parcel), undivided(vec![pieces(1, "phone"), pieces(1, "perfume")]), "needs Contents");
    check(apart(Within::Parcel), undivided(vec![pieces(1, "phone"), pieces(1, "cream")]), BOTH);
}
