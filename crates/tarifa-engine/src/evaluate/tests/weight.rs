//! The billed weight and its steps.

use crate::fixture::*;
use crate::program::*;
use crate::shipment::Shipment;

use super::super::Runtime;

/// The billed weight in grams of a shipment of 1.2 kg and 30 x 20 x 10 cm, or of another.
#[track_caller]
fn check(steps: Vec<(Condition, WeightStepKind)>, shipment: Shipment, expected: &str) {
    let policy = Policy::new().block("freight", single(vec![flat("1")]));
    let policy = steps.into_iter().fold(policy, |policy, (when, kind)| policy.step(when, kind));
    let runtime = Runtime::new(policy.build());
    let prepared = runtime.prepare(&shipment).unwrap();
    let found = match runtime.quote(ServiceId(0), &prepared) {
        Ok(quote) => quote.billed_weights.iter().map(|weight| weight.grams.to_string()).collect::<Vec<_>>().join(" "),
        Err(fault) => fault.to_string(),
    };
    assert_eq!(found, expected);
}

fn volumetric(divisor: &str) -> WeightStepKind {
    WeightStepKind::Volumetric { divisor: n(divisor), rounding: None }
}

fn greater() -> WeightStepKind {
    let weights = [Measure::Weight, Measure::VolumetricWeight];
    WeightStepKind::Bill(Expression::Greatest(weights.map(Expression::Measure).to_vec()))
}

const ALWAYS: Condition = Condition::Always;

#[test]
fn without_steps_it_is_the_weight() {
    check(vec![], shipment(), "1200");
}

#[test]
fn the_volumetric_weight_is_an_exact_fraction_until_it_is_rounded() {
    let billed = || vec![(ALWAYS, volumetric("7/2")), (ALWAYS, greater())];
    check(billed(), shipment(), "1714.285… (12000/7)");
    let rounded = |step| [billed(), vec![(ALWAYS, WeightStepKind::Rounded(up(step)))]].concat();
    check(rounded("1"), shipment(), "1715");
    check(rounded("500"), shipment(), "2000");
}

#[test]
fn a_volumetric_step_can_be_rounded_itself() {
    let volumetric = WeightStepKind::Volumetric { divisor: n("4.5"), rounding: Some(up("10")) };
    check(vec![(ALWAYS, volumetric), (ALWAYS, greater())], shipment(), "1340");
}

#[test]
fn rounded_sides_enter_the_volume_and_conditions_read_them_as_measured() {
    let long = is_in(Expression::Measure(Measure::Length), over("30"));
    let mut steps = vec![(ALWAYS, WeightStepKind::Sides(up("10")))];
    steps.extend([(Condition::Not(Box::new(long)), volumetric("5")), (ALWAYS, greater())]);
    let odd = Shipment { sides: Some(["30 cm", "19.1 cm", "10 cm"].map(|side| side.parse().unwrap())), ..shipment() };
    check(steps.clone(), odd, "1200");
    let long =
        Shipment { sides: Some(["30.1 cm", "19.1 cm", "10 cm"].map(|side| side.parse().unwrap())), ..shipment() };
    check(steps, long, "the volumetric weight is asked for, and no `volumetric` step applies");
}

#[test]
fn minimum_maximum_and_rounding_follow_in_order() {
    let steps = || {
        vec![
            (ALWAYS, WeightStepKind::Minimum(n("50"))),
            (ALWAYS, WeightStepKind::Rounded(up("100"))),
            (ALWAYS, WeightStepKind::Maximum(n("2000"))),
        ]
    };
    check(steps(), weighing("10 g"), "100");
    check(steps(), weighing("1.11 kg"), "1200");
    check(steps(), weighing("9 kg"), "2000");
}

#[test]
fn rounding_by_weight_takes_the_first_row_that_holds() {
    let half_up = crate::rounding::Rounding { mode: crate::exact::RoundingMode::HalfUp, step: n("100") };
    let rows = || vec![(up_to("1000"), Some(half_up)), (up_to("5000"), Some(up("500")))];
    let steps = || vec![(ALWAYS, WeightStepKind::RoundedByWeight(rows()))];
    check(steps(), weighing("949 g"), "900");
    check(steps(), weighing("1.001 kg"), "1500");
    check(steps(), weighing("5.123 kg"), "5123");
}

#[test]
fn two_bill_steps_that_differ_are_a_conflict_and_none_is_a_hole() {
    let bill = |measure| WeightStepKind::Bill(Expression::Measure(measure));
    let two =
        vec![(ALWAYS, volumetric("5")), (ALWAYS, bill(Measure::Weight)), (ALWAYS, bill(Measure::VolumetricWeight))];
    check(two, weighing("1 kg"), "two statements decide the same thing differently");
    let equal =
        vec![(ALWAYS, volumetric("5")), (ALWAYS, bill(Measure::Weight)), (ALWAYS, bill(Measure::VolumetricWeight))];
    check(equal, shipment(), "1200");
    let none = vec![(Condition::Never, bill(Measure::Weight))];
    check(none, shipment(), "the billed weight has `bill` steps, and none applies");
}
