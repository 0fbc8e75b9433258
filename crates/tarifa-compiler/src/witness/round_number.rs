//! The number that a person would take for an example.

use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{End, Interval};
use tarifa_engine::unit::Unit;

use super::range;

/// Steps of round numbers, as thousandths, from coarse to fine.
const STEPS: [i64; 19] = [
    1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2,
    1,
];

/// In what numbers are round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// Any number does.
    Any,
    /// Grams that are round in pounds or ounces.
    Pounds,
    /// Centimetres that are round in inches.
    Inches,
    /// Pieces, parcels.
    Whole,
}

/// The preferred number where it lies inside, else the roundest one, near the preferred.
///
/// None where no number was found; an interval that is not empty but very
/// narrow still gives its middle.
pub(super) fn roundest(interval: &Interval, preferred: Exact, grain: Grain) -> Option<Exact> {
    if interval.is_empty() {
        return None;
    }
    if interval.contains(preferred) {
        return Some(preferred);
    }
    in_units(grain, &[*interval, range::point(preferred)], |interval, preferred, grain| {
        with_steps(interval, preferred, grain, None)
    })
}

/// A round number of the first unit in which it is whole, else of the first.
fn in_units(
    grain: Grain,
    [interval, wanted]: &[Interval; 2],
    round: impl Fn(&Interval, Exact, Grain) -> Option<Exact>,
) -> Option<Exact> {
    let units = match grain {
        Grain::Any | Grain::Whole => return round(interval, range::single(wanted)?, grain),
        Grain::Pounds => &[Unit::Pound, Unit::Ounce] as &[Unit],
        Grain::Inches => &[Unit::Inch],
    };
    let found = units.iter().filter_map(|unit| {
        let scaled = range::scale(interval, Exact::ONE.checked_div(unit.factor()).ok()?);
        let wanted = range::single(wanted)?.checked_div(unit.factor()).ok()?;
        let number = round(&scaled, wanted, Grain::Any)?;
        let value = number.checked_mul(unit.factor()).ok().filter(|value| interval.contains(*value))?;
        Some((number.to_integer().is_none(), value))
    });
    found.min_by_key(|(is_broken, _)| *is_broken).map(|(_, value)| value)
}

/// A number inside that is close to `wanted`: no rounder than a sixteenth of the interval allows.
pub(super) fn close_to(interval: &Interval, wanted: Exact, grain: Grain) -> Option<Exact> {
    if interval.is_empty() {
        return None;
    }
    if grain == Grain::Whole || grain == Grain::Any {
        return close_in_unit(interval, wanted, grain);
    }
    in_units(grain, &[*interval, range::point(wanted)], close_in_unit)
}

fn close_in_unit(interval: &Interval, wanted: Exact, grain: Grain) -> Option<Exact> {
    if interval.contains(wanted) && grain == Grain::Any && wanted.reduced().denominator() <= 100 {
        return Some(wanted);
    }
    let width = match (interval.lower, interval.upper) {
        (Some((low, _)), Some((high, _))) => high.checked_sub(low).ok(),
        (_, _) => None,
    };
    let coarsest = width.and_then(|width| width.checked_div(Exact::from_integer(16)).ok());
    with_steps(interval, wanted, grain, coarsest)
}

/// The number on the coarsest step, none coarser than `coarsest`.
fn with_steps(interval: &Interval, preferred: Exact, grain: Grain, coarsest: Option<Exact>) -> Option<Exact> {
    let whole = |step: i64| grain != Grain::Whole || step.checked_rem(1000) == Some(0);
    let steps = STEPS.into_iter().filter(|step| *step > 0 && whole(*step));
    let steps = steps.filter_map(|step| Exact::new(i128::from(step), 1000).ok());
    let steps = steps.filter(|step| coarsest.is_none_or(|coarsest| *step <= coarsest || grain == Grain::Whole));
    let round = steps.filter_map(|step| nearest(interval, preferred, step));
    round.into_iter().next().or_else(|| match grain {
        Grain::Any | Grain::Pounds | Grain::Inches => included_end(interval).or_else(|| middle(interval)),
        Grain::Whole => None,
    })
}

/// The multiple of `step` inside that is nearest to `preferred`, which is outside.
fn nearest(interval: &Interval, preferred: Exact, step: Exact) -> Option<Exact> {
    let from_below = interval.lower.filter(|(low, _)| *low >= preferred);
    let (start, towards_larger) = match (from_below, interval.upper) {
        (Some((low, _)), _) => (low, true),
        (None, Some((high, _))) => (high, false),
        (None, None) => (preferred, true),
    };
    let mode = if towards_larger == start.is_negative() { RoundingMode::Down } else { RoundingMode::Up };
    let first = start.round_to(step, mode).ok()?;
    let next = if towards_larger { first.checked_add(step) } else { first.checked_sub(step) }.ok()?;
    [first, next].into_iter().find(|value| interval.contains(*value))
}

fn included_end(interval: &Interval) -> Option<Exact> {
    let included = |(value, end): (Exact, End)| (end == End::Included).then_some(value);
    interval.upper.and_then(included).or_else(|| interval.lower.and_then(included))
}

/// The middle of a bounded interval, else a number beyond its one end.
pub(super) fn middle(interval: &Interval) -> Option<Exact> {
    match (interval.lower, interval.upper) {
        (Some((low, _)), Some((high, _))) => {
            low.checked_add(high).and_then(|sum| sum.checked_div(Exact::from_integer(2))).ok()
        }
        (Some((low, _)), None) => low.checked_add(low.abs()).and_then(|twice| twice.checked_add(Exact::ONE)).ok(),
        (None, Some((high, _))) => high.checked_sub(high.abs()).and_then(|twice| twice.checked_sub(Exact::ONE)).ok(),
        (None, None) => Some(Exact::ZERO),
    }
}
