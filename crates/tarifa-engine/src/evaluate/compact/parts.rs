//! Whole numbers of parts: measures, bounds and roundings over denominators that are known beforehand.

use std::num::NonZero;

use crate::exact::Exact;
use crate::prepare::ParcelMeasures;
use crate::program::{Amount, Body, End, Expression, Measure, Price, PriceStep, Program, RowOutcome, WeightStepKind};
use crate::rounding::Rounding;

use super::divisor::Divisor;

/// Denominators beyond this leave too little room above the line.
const FINEST: i64 = 1_000_000_000;

/// The parts in which measures are counted, as fractions of their base units.
#[derive(Clone, Copy, Debug)]
pub(in crate::evaluate) struct Denominators {
    /// Parts of a gram: milligrams, or finer where the policy's own steps are.
    pub(super) weight: i64,
    /// Parts of a centimetre: an inch is 2.54 cm.
    pub(super) side: i64,
}

/// A measure that compact forms read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Weight,
    Length,
    Width,
    Height,
    Billed,
}

/// How many slots there are.
pub(super) const SLOTS: usize = 5;

/// The measures of the one parcel at hand, in parts; below nought where one is missing or is no whole number of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measures([i64; SLOTS]);

const MISSING: i64 = -1;

impl Measures {
    /// The measures of a parcel.
    pub(super) fn of_parcel(parcel: &ParcelMeasures, denominators: Denominators) -> Self {
        let Denominators { weight, side } = denominators;
        let [length, width, height] = match parcel.sides {
            Some([length, width, height]) => [parts(length, side), parts(width, side), parts(height, side)],
            None => [MISSING; 3],
        };
        let weight = parcel.weight.map_or(MISSING, |grams| parts(grams, weight));
        // In the order of the slots.
        Self([weight, length, width, height, MISSING])
    }

    /// All of them, in the order of the slots.
    #[inline]
    pub(super) const fn all(&self) -> [i64; SLOTS] {
        self.0
    }

    #[inline]
    pub(super) fn get(&self, slot: Slot) -> Option<i64> {
        self.0.get(slot as usize).copied().filter(|parts| *parts >= 0)
    }

    /// Takes the billed weight, in parts.
    #[inline]
    pub(super) fn bill(&mut self, parts: i64) {
        if let Some(billed) = self.0.get_mut(Slot::Billed as usize) {
            *billed = parts;
        }
    }

    /// Takes a billed weight that the general form reckoned.
    #[inline]
    pub(in crate::evaluate) fn bill_exactly(&mut self, grams: Exact, denominators: Denominators) {
        self.bill(parts(grams, denominators.weight));
    }
}

/// The number in parts, or that it cannot be told in them.
#[inline]
fn parts(value: Exact, den: i64) -> i64 {
    whole_parts(value, den).unwrap_or(MISSING)
}

/// The number in parts, where it is a whole number of them.
#[inline]
fn whole_parts(value: Exact, den: i64) -> Option<i64> {
    let num = i64::try_from(value.numerator()).ok()?;
    if value.denominator() == 1 {
        return num.checked_mul(den);
    }
    let own = i64::try_from(value.denominator()).ok()?;
    let factor = den.checked_div(own)?;
    (factor.checked_mul(own)? == den).then(|| num.checked_mul(factor)).flatten()
}

impl Slot {
    /// The slot of a measure that has one.
    pub(super) const fn of(measure: Measure) -> Option<Self> {
        match measure {
            Measure::Weight => Some(Self::Weight),
            Measure::BilledWeight => Some(Self::Billed),
            Measure::Length => Some(Self::Length),
            Measure::Width => Some(Self::Width),
            Measure::Height => Some(Self::Height),
            Measure::VolumetricWeight
            | Measure::Girth
            | Measure::Volume
            | Measure::TotalQuantity
            | Measure::ParcelCount => None,
        }
    }

    /// The slot that a formula is, where it is nothing else.
    pub(super) fn of_formula(formula: &Expression) -> Option<Self> {
        if let Expression::Measure(measure) = formula { Self::of(*measure) } else { None }
    }
}

impl Denominators {
    /// Those that make the policy's own weights whole.
    pub(super) fn of(program: &Program) -> Self {
        let mut weight = 1_000;
        let mut take = |grams: Exact| {
            let finer = i64::try_from(grams.reduced().denominator()).ok().and_then(|den| lcm(weight, den));
            weight = finer.filter(|finer| *finer <= FINEST).unwrap_or(weight);
        };
        for step in program.services.iter().flat_map(|service| &service.billed_weight.steps) {
            match &step.kind {
                WeightStepKind::Minimum(grams) | WeightStepKind::Maximum(grams) => take(*grams),
                WeightStepKind::Rounded(rounding) => take(rounding.step),
                WeightStepKind::RoundedByWeight(rows) => {
                    rows.iter().filter_map(|(_, rounding)| *rounding).for_each(|rounding| take(rounding.step));
                }
                WeightStepKind::Sides(_) | WeightStepKind::Volumetric { .. } | WeightStepKind::Bill(_) => {}
            }
        }
        for price in program.blocks.iter().flat_map(|block| prices(&block.body)) {
            for step in &price.steps {
                if let PriceStep::Add(component) = step
                    && let Amount::Units(units) = &component.amount
                    && matches!(units.of, Expression::Measure(Measure::BilledWeight | Measure::Weight))
                {
                    take(units.step);
                    take(units.above);
                }
            }
        }
        Self { weight, side: 100 }
    }

    pub(super) const fn of_slot(self, slot: Slot) -> i64 {
        match slot {
            Slot::Weight | Slot::Billed => self.weight,
            Slot::Length | Slot::Width | Slot::Height => self.side,
        }
    }
}

/// The prices of bodies that can have a compact form.
fn prices(body: &Body) -> impl Iterator<Item = &Price> {
    let (single, rows) = match body {
        Body::Single(outcome) => (Some(outcome), [].as_slice()),
        Body::Bands(bands) => (None, bands.rows.as_slice()),
        Body::Progressive(_) | Body::Rows(_) => (None, [].as_slice()),
    };
    single.into_iter().chain(rows.iter().map(|row| &row.outcome)).filter_map(|outcome| match outcome {
        RowOutcome::Price(price) => Some(price),
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
    })
}

/// Rounding of parts of one kind to parts of another: the value times `mul` over a divisor, in whole steps of `each`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoundedParts {
    mul: i64,
    by: Divisor,
    each: i64,
}

impl RoundedParts {
    /// Rounds what is `unit` for each part taken, to parts of which `den` are one unit.
    pub(super) fn new(unit: Exact, rounding: Rounding, den: i64) -> Option<Self> {
        let steps = unit.checked_div(rounding.step).ok()?.reduced();
        let divisor = i64::try_from(steps.denominator()).ok()?;
        Some(Self {
            mul: i64::try_from(steps.numerator()).ok()?,
            by: Divisor::new(divisor, rounding.mode)?,
            each: scaled(rounding.step, den)?,
        })
    }

    /// Whether every number stays as it is.
    pub(super) fn changes_nothing(&self) -> bool {
        (self.mul, self.each) == (1, 1) && self.by.is_one()
    }

    /// The rounded value of one that is not below nought.
    #[inline(always)]
    pub(super) fn apply(&self, value: i64) -> Option<i64> {
        self.by.divide(value.checked_mul(self.mul)?)?.checked_mul(self.each)
    }
}

/// The number as a whole number of parts.
pub(super) fn scaled(value: Exact, den: i64) -> Option<i64> {
    i64::try_from(value.checked_mul(Exact::from_integer(den)).ok()?.to_integer()?).ok()
}

/// The most parts that are within an upper end; every number of parts where there is none.
pub(super) fn most(end: Option<(Exact, End)>, den: i64) -> Option<i64> {
    let Some((bound, end)) = end else { return Some(i64::MAX) };
    let bound = bound.checked_mul(Exact::from_integer(den)).ok()?;
    i64::try_from(match end {
        End::Included => bound.floor(),
        End::Excluded => bound.ceil().checked_sub(1)?,
    })
    .ok()
}

/// The fewest parts that are within a lower end; every number of parts where there is none.
pub(super) fn fewest(end: Option<(Exact, End)>, den: i64) -> Option<i64> {
    let Some((bound, end)) = end else { return Some(i64::MIN) };
    let bound = bound.checked_mul(Exact::from_integer(den)).ok()?;
    i64::try_from(match end {
        End::Included => bound.ceil(),
        End::Excluded => bound.floor().checked_add(1)?,
    })
    .ok()
}

/// The least common multiple of two positive numbers.
pub(super) fn lcm(left: i64, right: i64) -> Option<i64> {
    let (mut divisor, mut rest) = (left, right);
    while rest != 0 {
        (divisor, rest) = (rest, divisor.checked_rem(rest)?);
    }
    left.checked_div(divisor)?.checked_mul(right)
}

/// A fraction whose denominator was fixed beforehand.
#[inline]
pub(super) fn over(num: i64, den: NonZero<u64>) -> Exact {
    Exact::from_ratio(num, den)
}

/// A denominator, as fractions take it.
pub(super) fn denominator(den: i64) -> Option<NonZero<u64>> {
    NonZero::new(u64::try_from(den).ok()?)
}
