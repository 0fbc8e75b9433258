//! Amounts that go by a measure or by lines before, and the plainest price that is made of one.

use super::divisor::Divisor;
use super::registers::{Register, Sum};

/// A rate for each begun step, or each part, of a sum above a threshold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Units {
    pub(super) of: Sum,
    pub(super) above: i64,
    pub(super) steps: Divisor,
    pub(super) rate: i64,
}

/// What is done to the amount so far.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Flat(i64),
    Units(Units),
    Minimum(i64),
    Maximum(i64),
}

/// A flat amount, a rate, and bounds of their sum.
///
/// It is reckoned without a branch for what the statement says, so that a processor that guesses branches guesses none
/// of them wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    units: Units,
    flat: i64,
    least: i64,
    most: i64,
}

impl Units {
    #[inline]
    pub(super) fn amount(&self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        let excess = self.of.of(read)?.checked_sub(self.above)?.max(0);
        self.steps.divide(excess)?.checked_mul(self.rate)
    }
}

impl Plain {
    /// The price of these steps, where they say no more than that: amounts first, at most one of them a rate, then bounds.
    pub(super) fn new(steps: &[Step]) -> Option<Self> {
        let nothing = Units { of: Sum::NOUGHT, above: 0, steps: Divisor::one()?, rate: 0 };
        let mut plain = Self { units: nothing, flat: 0, least: i64::MIN, most: i64::MAX };
        let (mut rated, mut bounded) = (false, false);
        for step in steps {
            match step {
                Step::Flat(flat) if !bounded => plain.flat = plain.flat.checked_add(*flat)?,
                Step::Units(units) if !rated && !bounded => {
                    plain.units = *units;
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
                Step::Flat(_) | Step::Units(_) | Step::Minimum(_) | Step::Maximum(_) => return None,
            }
        }
        Some(plain)
    }

    #[inline]
    pub(super) fn amount(&self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        let amount = self.flat.checked_add(self.units.amount(read)?)?;
        Some(amount.max(self.least).min(self.most))
    }
}
