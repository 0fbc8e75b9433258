//! The compact forms answer as the general forms do: at bounds, for fine and huge numbers, and where a fact is missing.

use proptest::prelude::*;

use crate::exact::Exact;
use crate::fixture::*;
use crate::prepare::{ParcelMeasures, Prepared};
use crate::program::*;

use super::super::{Compaction, Runtime};

/// A tariff of everything that has a compact form; its billed weight has more steps where it is asked to.
fn policy(more: Vec<WeightStepKind>) -> Program {
    let measure = Expression::Measure;
    let greater = Expression::Greatest(vec![measure(Measure::Weight), measure(Measure::VolumetricWeight)]);
    let size = Expression::Sum(vec![measure(Measure::Length), measure(Measure::Girth)]);
    let under = |bound| Interval { lower: None, upper: Some((n(bound), End::Excluded)) };
    let between = Interval { lower: Some((n("0.1"), End::Included)), upper: Some((n("30000"), End::Included)) };
    let per_kg = |rate| per(Count::Proportional, rate, "1000", "0");
    let rows = vec![
        ("100.5", priced(vec![flat("12.345")])),
        ("500", priced(vec![flat("10"), per(Count::Started, "0.333", "7", "100")])),
        ("2000/3", priced(vec![per_kg("58.50"), PriceStep::Minimum(n("31.99"))])),
        ("20000", priced(vec![per_kg("41.07"), flat("1/3"), PriceStep::Maximum(n("700"))])),
        ("otherwise", RowOutcome::Refuse(None)),
    ];
    let registration =
        PricePart { line: LineId(1), component: Component { amount: Amount::Flat(n("16.5")), charged: None } };
    let remote =
        RowOutcome::Price(Price { steps: vec![per(Count::Started, "3.5", "1000", "0")], parts: vec![registration] });
    let lines = Expression::Sum(vec![Expression::Line(LineId(0)), Expression::Line(LineId(2))]);
    let always = |policy: Policy, kind| policy.step(Condition::Always, kind);
    let steps = [
        WeightStepKind::Sides(up("1")),
        WeightStepKind::Volumetric { divisor: n("5"), rounding: None },
        WeightStepKind::Bill(greater),
        WeightStepKind::Minimum(n("50")),
    ];
    let policy = Policy::new()
        .line("registration", LineKind::Charge)
        .line("remote", LineKind::Charge)
        .line("fuel", LineKind::Charge)
        .limit(measure(Measure::Weight), between)
        .limit(size, under("300"))
        .block("freight", bands(rows))
        .block_with("remote", Body::Single(remote), |block| block.scope.to = Some(GERMANY))
        .block("fuel", single(vec![share("18.5", lines)]));
    steps.into_iter().chain(more).fold(policy, always).build()
}

/// Quotes a parcel in both ways.
#[track_caller]
fn check(program: &Program, measures: ParcelMeasures) {
    let (compact, general) = (Runtime::new(program.clone()), Runtime::without_compact_forms(program.clone()));
    let parts = compact.index().measures(&[measures]);
    let parcels = [measures].into_iter().collect();
    let prepared = Prepared { parcels, measures: parts, ..compact.prepare(&shipment()).unwrap() };
    assert_eq!(compact.quote(ServiceId(0), &prepared), general.quote(ServiceId(0), &prepared), "{measures:?}");
}

fn ends() -> Vec<Vec<WeightStepKind>> {
    vec![vec![], vec![WeightStepKind::Rounded(up("0.5"))], vec![WeightStepKind::Rounded(up("1/3"))]]
}

#[test]
fn everything_in_the_tariff_has_a_compact_form() {
    let runtime = Runtime::new(policy(vec![WeightStepKind::Rounded(up("0.5"))]));
    assert_eq!(runtime.index().compaction(), Compaction { blocks: 3, weighings: 1, limits: 2 });
}

#[test]
fn a_clamp_before_the_first_amount_clamps_nothing() {
    let clamps = || vec![PriceStep::Minimum(n("5")), flat("1")];
    let measures = ParcelMeasures { weight: Some(n("300")), sides: None };
    check(&Policy::new().block("freight", single(clamps())).build(), measures);
    check(
        &Policy::new().block("freight", single(vec![flat("9")])).block("freight", single(clamps())).build(),
        measures,
    );
}

#[test]
fn at_every_bound_and_just_beside_it_the_forms_agree() {
    let bounds = ["0.1", "50", "100", "100.5", "107", "500", "2000/3", "17000", "20000", "30000"];
    for program in ends().into_iter().map(policy) {
        for bound in bounds {
            for beside in ["0", "0.001", "-0.001", "1/7", "-1/7", "0.0000000001"] {
                let weight = Some(n(bound).checked_add(n(beside)).unwrap());
                check(&program, ParcelMeasures { weight, sides: Some([n("4"), n("3"), n("2.54")]) });
            }
        }
    }
}

#[test]
fn what_is_missing_is_asked_for_alike() {
    let program = policy(vec![]);
    check(&program, ParcelMeasures { weight: None, sides: Some([n("4"), n("3"), n("2")]) });
    check(&program, ParcelMeasures { weight: Some(n("300")), sides: None });
    check(&program, ParcelMeasures::default());
}

/// A number above nought, of any size and fineness.
fn number() -> impl Strategy<Value = Exact> {
    let whole = prop_oneof![1..=40_000_i128, 1..=400_i128, 1..=i128::MAX];
    let parts =
        prop_oneof![Just(1_i128), Just(10), Just(100), Just(1_000), Just(100_000), 1..=1_000_i128, 1..=i128::MAX];
    (whole, parts).prop_map(|(whole, parts)| Exact::new(whole, parts).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_parcel_is_answered_alike(weight in number(), sides in [number(), number(), number()], end in 0..3_usize) {
        let mut sides = sides;
        sides.sort_unstable_by(|left, right| right.cmp(left));
        check(&policy(ends()[end].clone()), ParcelMeasures { weight: Some(weight), sides: Some(sides) });
    }
}
