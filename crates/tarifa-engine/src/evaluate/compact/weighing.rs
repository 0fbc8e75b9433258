//! The way to the billed weight where no step has a condition.

use std::num::NonZero;

use crate::exact::Exact;
use crate::program::{BilledWeight, Condition, Expression, Measure, WeightStepKind};
use crate::rounding::Rounding;

use super::parts::{Denominators, Measures, RoundedParts, Slot, denominator, lcm, over, scaled};

/// The steps of a service, over parts of a gram of its own, in which volumes are whole too.
#[derive(Clone, Debug)]
pub(in crate::evaluate) struct Weighing {
    /// The roundings of the sides.
    sides: Vec<RoundedParts>,
    /// How the volume becomes a weight, where it does.
    volumetric: Option<Volumetric>,
    bill: Bill,
    /// What is done to the billed weight then.
    steps: Vec<Step>,
    /// The service's own parts in a part of every weight.
    finer: i64,
    /// Parts of a gram.
    den: NonZero<u64>,
    /// Back to the parts of every weight.
    last: Last,
    /// The parts of every weight.
    of_weights: NonZero<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Volumetric {
    /// The volume, times this.
    Times(i64),
    Rounded(RoundedParts),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bill {
    Weight,
    Volumetric,
    Greater,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Minimum(i64),
    Maximum(i64),
    Rounded(RoundedParts),
}

/// How the billed weight comes back to the parts of every weight.
#[derive(Clone, Copy, Debug)]
enum Last {
    /// By a rounding, whose steps are whole there.
    Rounded(RoundedParts),
    /// As it stands, where it is whole there.
    Whole,
}

/// What a parcel weighs, in parts.
#[derive(Clone, Copy, Debug)]
pub(in crate::evaluate) struct Weighed {
    /// The volumetric weight, in parts of the service's own, where a step sets it.
    pub(super) volumetric: Option<i64>,
    /// The billed weight, in the parts of every weight.
    pub(super) billed: i64,
}

impl Weighing {
    pub(super) fn new(written: &BilledWeight, denominators: Denominators) -> Option<Self> {
        let cube = denominators.side.checked_pow(3)?;
        let mut den = denominators.weight;
        for step in &written.steps {
            if let WeightStepKind::Volumetric { divisor, rounding: None } = step.kind {
                den = lcm(den, i64::try_from(grams_of_volume(cube, divisor)?.denominator()).ok()?)?;
            }
        }
        let mut found = Self {
            sides: Vec::new(),
            volumetric: None,
            bill: Bill::Weight,
            steps: Vec::new(),
            finer: den.checked_div(denominators.weight)?,
            den: denominator(den)?,
            last: Last::Whole,
            of_weights: denominator(denominators.weight)?,
        };
        let mut billed = false;
        for (position, step) in written.steps.iter().enumerate() {
            if step.when != Condition::Always {
                return None;
            }
            match &step.kind {
                WeightStepKind::Sides(rounding) if found.volumetric.is_none() => {
                    let unit = Exact::new(1, i128::from(denominators.side)).ok()?;
                    found.sides.push(RoundedParts::new(unit, *rounding, denominators.side)?);
                }
                WeightStepKind::Volumetric { divisor, rounding } if found.volumetric.is_none() => {
                    let unit = grams_of_volume(cube, *divisor)?;
                    found.volumetric = Some(match rounding {
                        None => Volumetric::Times(scaled(unit, den)?),
                        Some(rounding) => Volumetric::Rounded(RoundedParts::new(unit, *rounding, den)?),
                    });
                }
                WeightStepKind::Bill(formula) if !billed => {
                    billed = true;
                    found.bill = bill(formula, found.volumetric.is_some())?;
                    // What was done to the weight before, it is not billed.
                    found.steps.clear();
                }
                // A second of a kind could contradict the first.
                WeightStepKind::Sides(_) | WeightStepKind::Volumetric { .. } | WeightStepKind::Bill(_) => return None,
                WeightStepKind::Minimum(grams) => found.steps.push(Step::Minimum(scaled(*grams, den)?)),
                WeightStepKind::Maximum(grams) => found.steps.push(Step::Maximum(scaled(*grams, den)?)),
                WeightStepKind::Rounded(rounding) if position.checked_add(1) == Some(written.steps.len()) => {
                    found.last = Last::Rounded(rounded_weight(*rounding, den, denominators.weight)?);
                }
                WeightStepKind::Rounded(rounding) => {
                    found.steps.push(Step::Rounded(rounded_weight(*rounding, den, den)?));
                }
                WeightStepKind::RoundedByWeight(_) => return None,
            }
        }
        Some(found)
    }

    /// What a parcel weighs.
    #[inline(always)]
    pub(super) fn weigh(&self, measures: &Measures) -> Option<Weighed> {
        let weight = measures.get(Slot::Weight)?.checked_mul(self.finer)?;
        let volumetric = match &self.volumetric {
            None => None,
            Some(Volumetric::Times(factor)) => Some(self.volume(measures)?.checked_mul(*factor)?),
            Some(Volumetric::Rounded(rounded)) => Some(rounded.apply(self.volume(measures)?)?),
        };
        let mut billed = match self.bill {
            Bill::Weight => weight,
            Bill::Volumetric => volumetric?,
            Bill::Greater => weight.max(volumetric?),
        };
        for step in &self.steps {
            billed = match step {
                Step::Minimum(least) => billed.max(*least),
                Step::Maximum(most) => billed.min(*most),
                Step::Rounded(rounded) => rounded.apply(billed)?,
            };
        }
        let billed = match &self.last {
            Last::Rounded(rounded) => rounded.apply(billed)?,
            Last::Whole if self.finer == 1 => billed,
            Last::Whole => {
                let coarse = billed.checked_div(self.finer)?;
                (coarse.checked_mul(self.finer)? == billed).then_some(coarse)?
            }
        };
        Some(Weighed { volumetric, billed })
    }

    /// What a parcel weighs, in grams: the volumetric weight, where a step sets it, and the billed weight; the latter is
    /// also noted among the measures.
    pub(in crate::evaluate) fn grams(&self, measures: &mut Measures) -> Option<(Option<Exact>, Exact)> {
        let Weighed { volumetric, billed } = self.weigh(measures)?;
        measures.bill(billed);
        Some((volumetric.map(|parts| over(parts, self.den)), over(billed, self.of_weights)))
    }

    /// The volume of the rounded sides.
    #[inline(always)]
    fn volume(&self, measures: &Measures) -> Option<i64> {
        let (mut length, mut width, mut height) =
            (measures.get(Slot::Length)?, measures.get(Slot::Width)?, measures.get(Slot::Height)?);
        for rounding in &self.sides {
            (length, width, height) = (rounding.apply(length)?, rounding.apply(width)?, rounding.apply(height)?);
        }
        length.checked_mul(width)?.checked_mul(height)
    }
}

/// The grams of one cube of parts of a centimetre.
fn grams_of_volume(cube: i64, divisor: Exact) -> Option<Exact> {
    let volume = Exact::new(1, i128::from(cube)).ok()?;
    Some(volume.checked_div(divisor).ok()?.reduced())
}

fn rounded_weight(rounding: Rounding, from: i64, to: i64) -> Option<RoundedParts> {
    RoundedParts::new(Exact::new(1, i128::from(from)).ok()?, rounding, to)
}

/// The greater of weight and volumetric weight, or one of them.
fn bill(formula: &Expression, has_volumetric: bool) -> Option<Bill> {
    const WEIGHT: Expression = Expression::Measure(Measure::Weight);
    const VOLUMETRIC: Expression = Expression::Measure(Measure::VolumetricWeight);
    let bill = match formula {
        Expression::Measure(Measure::Weight) => return Some(Bill::Weight),
        Expression::Measure(Measure::VolumetricWeight) => Bill::Volumetric,
        Expression::Greatest(parts) if matches!(parts.as_slice(), [a, b] if (a, b) == (&WEIGHT, &VOLUMETRIC) || (a, b) == (&VOLUMETRIC, &WEIGHT)) => {
            Bill::Greater
        }
        Expression::Measure(_)
        | Expression::Greatest(_)
        | Expression::Constant(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Sum(_)
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => return None,
    };
    has_volumetric.then_some(bill)
}
