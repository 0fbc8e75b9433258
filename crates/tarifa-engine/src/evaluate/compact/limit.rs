//! Limits on sums of measures: `weight up to 30 kg`, `length + 2 x (width + height) up to 300 cm`.

use crate::program::{Condition, Expression, Limit, LimitTest, Measure};

use super::parts::{Denominators, Measures, Slot, fewest, most};

/// A limit that always applies, on sums of measures of one kind.
#[derive(Clone, Debug)]
pub(in crate::evaluate) struct CompactLimit {
    /// What is added up, each as often as its factor says.
    terms: Vec<(Slot, i64)>,
    fewest: i64,
    most: i64,
}

impl CompactLimit {
    pub(super) fn new(limit: &Limit, denominators: Denominators) -> Option<Self> {
        let (Condition::Always, LimitTest::Amount { amount, interval }) = (&limit.scope, &limit.test) else {
            return None;
        };
        let mut terms = Vec::new();
        add_terms(amount, 1, &mut terms)?;
        let mut kinds = terms.iter().map(|(slot, _)| denominators.of_slot(*slot));
        let den = kinds.next()?;
        if kinds.any(|other| other != den) {
            return None;
        }
        Some(Self { terms, fewest: fewest(interval.lower, den)?, most: most(interval.upper, den)? })
    }

    /// Whether the limit surely holds; its failure is for the general form to tell.
    #[inline]
    pub(in crate::evaluate) fn holds(&self, measures: &Measures) -> bool {
        self.holds_of(|slot| measures.get(slot))
    }

    /// Whether the limit surely holds of what is read.
    #[inline]
    pub(super) fn holds_of(&self, read: impl Fn(Slot) -> Option<i64>) -> bool {
        self.sum(read).is_some_and(|sum| self.fewest <= sum && sum <= self.most)
    }

    #[inline]
    fn sum(&self, read: impl Fn(Slot) -> Option<i64>) -> Option<i64> {
        let mut sum = 0_i64;
        for (slot, factor) in &self.terms {
            sum = sum.checked_add(read(*slot)?.checked_mul(*factor)?)?;
        }
        Some(sum)
    }
}

/// Adds what a formula adds up, as often as `factor` says.
fn add_terms(formula: &Expression, factor: i64, terms: &mut Vec<(Slot, i64)>) -> Option<()> {
    match formula {
        Expression::Measure(Measure::Girth) => {
            let twice = factor.checked_mul(2)?;
            terms.extend([(Slot::Width, twice), (Slot::Height, twice)]);
        }
        Expression::Measure(measure) => terms.push((Slot::of(*measure)?, factor)),
        Expression::Sum(parts) => parts.iter().try_for_each(|part| add_terms(part, factor, terms))?,
        Expression::Product(parts) => {
            let [Expression::Constant(times), part] = parts.as_slice() else { return None };
            let times = i64::try_from(times.to_integer()?).ok()?;
            add_terms(part, factor.checked_mul(times)?, terms)?;
        }
        Expression::Constant(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Difference(..)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => return None,
    }
    Some(())
}
