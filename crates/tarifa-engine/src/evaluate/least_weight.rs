//! What a parcel is billed for at least where something is missing: enough to turn away what is too heavy anyway.

use crate::exact::Exact;
use crate::program::{Expression, Measure, WeightStep, WeightStepKind};

use super::Trace;
use super::condition::Truth;
use super::measure::{HeldState, View};
use super::run::{Evaluation, Listening};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// The least that the steps can come to, whatever is missing; nothing where that is not told.
    #[cold]
    pub(super) fn least_billed(&mut self, steps: &'p [WeightStep]) -> Option<Exact> {
        let mark = self.missed.len();
        let (rule, listening) = (self.rule, std::mem::replace(&mut self.listening, Listening::Hushed));
        let least = self.least_of(steps);
        (self.rule, self.listening) = (rule, listening);
        self.missed.truncate(mark);
        least
    }

    fn least_of(&mut self, steps: &'p [WeightStep]) -> Option<Exact> {
        let mut least = self.view.weight.unwrap_or(Exact::ZERO);
        let mut billed: Option<Exact> = None;
        for step in steps {
            let truth = self.holds(&step.when).ok()?;
            if truth == Truth::No {
                continue;
            }
            let changed = match &step.kind {
                WeightStepKind::Sides(_) | WeightStepKind::Volumetric { .. } => continue,
                WeightStepKind::Bill(formula) => {
                    // Of the weights that may be billed one is.
                    let formula = least_of(formula, &self.view)?;
                    least = billed.map_or(formula, |billed| billed.min(formula));
                    billed = Some(least);
                    continue;
                }
                WeightStepKind::Minimum(bound) => least.max(*bound),
                WeightStepKind::Maximum(bound) => least.min(*bound),
                WeightStepKind::Rounded(rounding) => rounding.apply(least).ok()?,
                // What is rounded by rows can be less for more.
                WeightStepKind::RoundedByWeight(_) => return None,
            };
            least = if truth == Truth::Yes { changed } else { changed.min(least) };
        }
        Some(least)
    }
}

/// The least value of what is billed: of weights that are never below nought.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form may fall where a weight rises")]
fn least_of(formula: &Expression, view: &View) -> Option<Exact> {
    let parts = |parts: &[Expression]| parts.iter().map(|part| least_of(part, view)).collect::<Option<Vec<Exact>>>();
    match formula {
        Expression::Measure(Measure::Weight) => Some(view.weight.unwrap_or(Exact::ZERO)),
        Expression::Measure(Measure::VolumetricWeight) => match view.volumetric.state {
            HeldState::Known(grams) => Some(grams),
            HeldState::Unset | HeldState::Unknown => Some(Exact::ZERO),
        },
        Expression::Greatest(of) => parts(of)?.into_iter().max(),
        Expression::Least(of) => parts(of)?.into_iter().min(),
        Expression::Sum(of) => parts(of)?.into_iter().try_fold(Exact::ZERO, |sum, part| sum.checked_add(part).ok()),
        Expression::Mean(of) => parts(of)?.into_iter().min(),
        _ => None,
    }
}
