//! The plainest price: so much, and so much for each step or part of a measure, within bounds.
//!
//! It is reckoned without a branch for what the statement says, so that a processor that guesses branches guesses none
//! of them wrong.

use super::body::Step;
use super::divisor::Divisor;
use super::parts::{Measures, Slot};
use crate::exact::RoundingMode;

/// A flat amount, one rate above a threshold, and bounds of their sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    of: Slot,
    above: i64,
    steps: Divisor,
    rate: i64,
    flat: i64,
    least: i64,
    most: i64,
}

impl Plain {
    /// The price of these steps, where they say no more than that: amounts first, at most one of them a rate, then bounds.
    pub(super) fn new(steps: &[Step]) -> Option<Self> {
        let one = Divisor::new(1, RoundingMode::Down)?;
        let mut plain =
            Self { of: Slot::Weight, above: 0, steps: one, rate: 0, flat: 0, least: i64::MIN, most: i64::MAX };
        let (mut rated, mut bounded) = (false, false);
        for step in steps {
            match step {
                Step::Flat(flat) if !bounded => plain.flat = plain.flat.checked_add(*flat)?,
                Step::Started { of, above, steps, rate } if !rated && !bounded => {
                    (plain.of, plain.above, plain.steps, plain.rate) = (*of, *above, *steps, *rate);
                    rated = true;
                }
                Step::Proportional { of, above, rate } if !rated && !bounded => {
                    (plain.of, plain.above, plain.rate) = (*of, *above, *rate);
                    rated = true;
                }
                // A bound holds for what stands before it: a lower one that follows an upper one raises it again.
                Step::Minimum(least) if plain.most == i64::MAX => {
                    plain.least = plain.least.max(*least);
                    bounded = true;
                }
                Step::Maximum(most) if plain.most == i64::MAX => {
                    plain.most = *most;
                    bounded = true;
                }
                Step::Flat(_)
                | Step::Started { .. }
                | Step::Proportional { .. }
                | Step::Share { .. }
                | Step::Minimum(_)
                | Step::Maximum(_) => return None,
            }
        }
        Some(plain)
    }

    #[inline]
    pub(super) fn amount(&self, measures: &Measures) -> Option<i64> {
        let excess = measures.get(self.of)?.checked_sub(self.above)?.max(0);
        let rated = self.steps.divide(excess)?.checked_mul(self.rate)?;
        Some(self.flat.checked_add(rated)?.max(self.least).min(self.most))
    }
}
