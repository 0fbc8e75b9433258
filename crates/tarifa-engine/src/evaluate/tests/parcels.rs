//! Consignments of several parcels, in the three modes.

use super::check;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Parcel, Shipment};

/// Two parcels of 1.2 kg and 0.3 kg.
fn two() -> Shipment {
    let parcel = |weight: &str, sides: [&str; 3]| Parcel {
        items: None,
        weight: Some(weight.parse().unwrap()),
        sides: Some(sides.map(|side| side.parse().unwrap())),
    };
    let parcels = vec![parcel("1.2 kg", ["30 cm", "20 cm", "10 cm"]), parcel("0.3 kg", ["40 cm", "10 cm", "10 cm"])];
    Shipment { weight: None, sides: None, parcels: Some(parcels), ..shipment() }
}

/// 10 per started kg of the billed weight, which is rounded up to whole half kilograms.
fn policy(mode: ParcelMode) -> Policy {
    Policy::new()
        .block("freight", single(vec![per(Count::Started, "10", "1000", "0")]))
        .step(Condition::Always, WeightStepKind::Rounded(up("500")))
        .standard(|service| service.parcels = mode)
}

use ParcelMode::{PricedEach, WeighedEach, WeighedTogether};

#[test]
fn each_mode_sums_at_another_point() {
    check(policy(PricedEach), two(), "available 30 = freight 20 + freight 10");
    check(policy(WeighedEach), two(), "available 20 = freight 20");
    check(policy(WeighedTogether), two(), "available 20 = freight 20");
}

#[test]
fn billed_weights_are_rounded_before_or_after_the_sum() {
    let fine = |mode| {
        policy(mode).change(|program| {
            program.blocks[0].body = single(vec![per(Count::Proportional, "1", "1", "0")]);
        })
    };
    check(fine(WeighedEach), two(), "available 2000 = freight 2000");
    check(fine(WeighedTogether), two(), "available 1500 = freight 1500");
}

#[test]
fn limits_hold_for_every_parcel_and_weights_together_where_they_are_summed() {
    let light = |mode| policy(mode).limit(Expression::Measure(Measure::Weight), up_to("1250"));
    check(light(PricedEach), two(), "available 30 = freight 20 + freight 10");
    check(light(WeighedEach), two(), "available 20 = freight 20");
    check(light(WeighedTogether), two(), "not served: limit 0 at 1500 of parcel 0");
    for mode in [PricedEach, WeighedEach, WeighedTogether] {
        let short = policy(mode).limit(Expression::Measure(Measure::Length), up_to("35"));
        check(short, two(), "not served: limit 0 at 40 of parcel 1");
    }
}

#[test]
fn an_amount_says_per_what_it_counts() {
    let with = |mode, charged| {
        let fee = PriceStep::Add(Component { amount: Amount::Flat(n("7")), charged });
        policy(mode).line("fee", LineKind::Charge).block("fee", single(vec![fee]))
    };
    let parcel = Some(ChargedPer::Parcel);
    let consignment = Some(ChargedPer::Consignment);
    check(with(PricedEach, None), two(), "available 44 = freight 20 + fee 7 + freight 10 + fee 7");
    check(with(PricedEach, parcel), two(), "available 44 = freight 20 + fee 7 + freight 10 + fee 7");
    check(with(PricedEach, consignment), two(), "available 37 = freight 20 + fee 7 + freight 10");
    check(with(WeighedEach, None), two(), "available 27 = freight 20 + fee 7");
    check(with(WeighedEach, parcel), two(), "available 34 = freight 20 + fee 14");
    check(with(WeighedTogether, consignment), two(), "available 27 = freight 20 + fee 7");
}

#[test]
fn a_fee_per_consignment_counts_with_the_first_parcel_that_it_is_for() {
    let fee = PriceStep::Add(Component { amount: Amount::Flat(n("7")), charged: Some(ChargedPer::Consignment) });
    let policy = policy(PricedEach).line("fee", LineKind::Charge).block_with("fee", single(vec![fee]), |block| {
        block.scope.when = is_in(Expression::Measure(Measure::Length), over("35"));
    });
    check(policy, two(), "available 37 = freight 20 + freight 10 + fee 7");
}

#[test]
fn a_parcel_that_is_not_weighed_is_asked_for() {
    let mut shipment = two();
    if let Some(parcels) = &mut shipment.parcels {
        parcels[1].weight = None;
    }
    check(policy(PricedEach), shipment.clone(), "needs Weight(1)");
    check(policy(WeighedTogether), shipment, "needs Weight(1)");
}

#[test]
fn parcels_can_be_counted() {
    let count = Expression::Measure(Measure::ParcelCount);
    let by_count = single(vec![add(Amount::Formula(count))]);
    let policy = policy(WeighedTogether).line("labels", LineKind::Charge).block("labels", by_count);
    check(policy, two(), "available 22 = freight 20 + labels 2");
}
