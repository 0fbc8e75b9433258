//! What carriers owe for an order by itself, outside any case.

use smallvec::SmallVec;

use super::money::owed;
use super::step::needs_of;
use super::{CaseFault, CaseNeed};
use crate::currency::Money;
use crate::evaluate::Runtime;
use crate::evaluate::at_hand::AtHand;
use crate::prepare::Prepared;
use crate::program::CompensationId;

/// What a carrier owes for an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Owed {
    /// So much, rounded, in the currency of the compensation.
    Amount(Money),
    /// The compensation does not apply to the order.
    NotOwed,
    /// These must be known first.
    Needs(SmallVec<[CaseNeed; 1]>),
}

impl Runtime {
    /// What a carrier owes for an order by a compensation.
    ///
    /// # Errors
    ///
    /// [`CaseFault`], which a checked program gives only for numbers that do not fit.
    pub fn compensation(&self, id: CompensationId, order: &Prepared) -> Result<Owed, CaseFault> {
        let at_hand = AtHand { program: self.program(), index: self.index(), order };
        let compensation = self.program().compensations.get(usize::from(id.0)).ok_or(CaseFault::NoProcess)?;
        match owed(at_hand, compensation) {
            Ok(Some(money)) => Ok(Owed::Amount(money)),
            Ok(None) => Ok(Owed::NotOwed),
            Err(halt) => Ok(Owed::Needs(needs_of(halt)?)),
        }
    }
}
