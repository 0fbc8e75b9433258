//! Guards: conditions of a case, in three-valued logic.

use smallvec::SmallVec;

use super::CaseNeed;
use super::fold::Fold;
use super::known::Known;
use super::state::{Halt, State};
use crate::currency::Money;
use crate::evaluate::at_hand::{Applies, AtHand, Untold};
use crate::exact::Exact;
use crate::program::{FactValue, Guard, MoneyOrder, Payment, Program};

/// Whether a guard holds; what is missing is told only where it could decide either way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Holds {
    Yes,
    No,
    Unknown(SmallVec<[CaseNeed; 1]>),
}

impl From<bool> for Holds {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl Holds {
    /// The answer, or what must be known first.
    pub(super) fn decided(self) -> Result<bool, Halt> {
        match self {
            Self::Yes => Ok(true),
            Self::No => Ok(false),
            Self::Unknown(needs) => Err(Halt::Needs(needs)),
        }
    }
}

impl<'a> Fold<'a> {
    /// The order as it is known.
    pub(super) fn at_hand<'s>(&'s self, known: &'s Known) -> AtHand<'a, 's> {
        let program: &'a Program = self.program;
        AtHand { program, index: self.index, order: known.order(self.case) }
    }

    /// Whether an optional guard holds; one that is not written does.
    pub(super) fn when(&self, state: &State, known: &Known, guard: Option<&'a Guard>) -> Result<Holds, Halt> {
        guard.map_or(Ok(Holds::Yes), |guard| self.holds(state, known, guard))
    }

    /// Whether a guard holds.
    pub(super) fn holds(&self, state: &State, known: &Known, guard: &'a Guard) -> Result<Holds, Halt> {
        match guard {
            Guard::Holds(condition) => match self.at_hand(known).holds(condition) {
                Ok(Applies::Yes) => Ok(Holds::Yes),
                Ok(Applies::No) => Ok(Holds::No),
                Err(Untold::Missing(missing)) => Ok(Holds::Unknown(missing.into_iter().map(CaseNeed::Order).collect())),
                Err(Untold::Fault(fault)) => Err(fault.into()),
            },
            Guard::Reason(reasons) => Ok(match known.reason {
                Some(reason) => reasons.contains(&reason).into(),
                None => Holds::Unknown(SmallVec::from_elem(CaseNeed::Reason, 1)),
            }),
            Guard::Happened(event) => {
                let all = self.case.occurrences.get(usize::from(event.0));
                Ok(all.is_some_and(|all| all.iter().any(|event| state.has_taken(*event))).into())
            }
            Guard::Shown(evidence) => Ok(known.shown.contains(evidence).into()),
            Guard::Money { left, order, right } => {
                // Two amounts of one currency are compared without a rate of exchange.
                if let (Some(left), Some(right)) = (self.as_told(known, left), self.as_told(known, right))
                    && left.currency == right.currency
                {
                    return Ok(compare(left.amount, *order, right.amount).into());
                }
                let pair =
                    self.payment(state, known, left).and_then(|left| Ok((left, self.payment(state, known, right)?)));
                match pair {
                    Ok((left, right)) => Ok(compare(left, *order, right).into()),
                    Err(Halt::Needs(needs)) => Ok(Holds::Unknown(needs)),
                    Err(fault @ Halt::Fault(_)) => Err(fault),
                }
            }
            Guard::Not(inner) => Ok(match self.holds(state, known, inner)? {
                Holds::Yes => Holds::No,
                Holds::No => Holds::Yes,
                unknown @ Holds::Unknown(_) => unknown,
            }),
            Guard::All(parts) => self.unless_decided(state, known, parts, &Holds::No),
            Guard::Any(parts) => self.unless_decided(state, known, parts, &Holds::Yes),
        }
    }

    /// Money as it was written or told, in its own currency.
    fn as_told(&self, known: &Known, payment: &Payment) -> Option<Money> {
        match payment {
            Payment::Fixed(money) => Some(*money),
            Payment::Fact(fact) => match known.order(self.case).facts.get(usize::from(fact.0)) {
                Some(Some(FactValue::Money(amount, currency))) => Some(Money::new(*amount, *currency)),
                Some(Some(_) | None) | None => None,
            },
            Payment::Paid
            | Payment::PaidGoods
            | Payment::PaidFreight
            | Payment::Rest
            | Payment::ReceivedItems
            | Payment::ReturnFreight
            | Payment::Compensation(_)
            | Payment::Amount(_)
            | Payment::Share(..)
            | Payment::Sum(_)
            | Payment::Less(..)
            | Payment::Least(_)
            | Payment::Greatest(_) => None,
        }
    }

    /// The answer of parts of which one that says `decisive` decides alone.
    fn unless_decided(
        &self,
        state: &State,
        known: &Known,
        parts: &'a [Guard],
        decisive: &Holds,
    ) -> Result<Holds, Halt> {
        let mut missing: SmallVec<[CaseNeed; 1]> = SmallVec::new();
        for part in parts {
            match self.holds(state, known, part)? {
                Holds::Unknown(needs) => missing.extend(needs),
                decided if decided == *decisive => return Ok(decided),
                Holds::Yes | Holds::No => {}
            }
        }
        if missing.is_empty() {
            return Ok(if *decisive == Holds::Yes { Holds::No } else { Holds::Yes });
        }
        missing.sort_unstable();
        missing.dedup();
        Ok(Holds::Unknown(missing))
    }
}

fn compare(left: Exact, order: MoneyOrder, right: Exact) -> bool {
    match order {
        MoneyOrder::Under => left < right,
        MoneyOrder::UpTo => left <= right,
        MoneyOrder::Over => left > right,
        MoneyOrder::AtLeast => left >= right,
    }
}
