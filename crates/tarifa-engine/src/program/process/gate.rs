//! What must hold for an act to count: its time, its evidence and its conditions.

use serde::{Deserialize, Serialize};

use super::{Clock, Edge, EventId, EvidenceId, Payment, ReasonId};
use crate::program::Condition;
use crate::program::nesting::deeper;

/// What must hold for an act to count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// `not before 10 days after shipped`: it opens at the start of that day.
    pub not_before: Option<Edge>,
    /// `within 15 days after delivered`: it is closed until what its clocks count from has happened, and ends with them.
    pub within: Option<Edge>,
    /// `until 15 days after delivered`: it is open before the anchor, too.
    pub until: Option<Edge>,
    /// `with photo or video`: every inner list is an alternative of which one is enough.
    pub evidence: Vec<Vec<EvidenceId>>,
    /// `when …`.
    pub when: Option<Guard>,
    /// That condition as it was written: `when mall`, `otherwise`.
    pub condition: Option<String>,
    /// `up to 2 times`, over the whole case.
    pub times: Option<u32>,
}

impl Gate {
    /// The clocks that must have begun for it to be open: those that it opens with the end of, and those of `within`.
    pub fn beginnings(&self) -> impl Iterator<Item = &Clock> {
        [&self.not_before, &self.within].into_iter().flatten().flat_map(Edge::clocks)
    }

    /// Every clock of it.
    pub fn clocks(&self) -> impl Iterator<Item = &Clock> {
        self.beginnings().chain(self.until.iter().flat_map(Edge::clocks))
    }

    /// The clocks that each close it: it is never open after one of them has ended.
    pub fn bounds(&self) -> impl Iterator<Item = &Clock> {
        [&self.within, &self.until].into_iter().flatten().flat_map(Edge::bounds)
    }
}

/// A condition of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Guard {
    /// A condition on the order and what acts have told.
    Holds(Condition),
    /// `reason in (damaged, not_as_described)`.
    Reason(Vec<ReasonId>),
    /// `chargeback has happened`.
    Happened(EventId),
    /// `carrier_report was shown`: evidence was brought along by any act so far.
    Shown(EvidenceId),
    /// `amount up to 50% of paid`: money compared in the currency of what was paid.
    Money {
        /// The first.
        left: Payment,
        /// How.
        order: MoneyOrder,
        /// The second.
        right: Payment,
    },
    /// `not`.
    Not(#[serde(deserialize_with = "deeper")] Box<Guard>),
    /// `and`.
    All(#[serde(deserialize_with = "deeper")] Vec<Guard>),
    /// `or`.
    Any(#[serde(deserialize_with = "deeper")] Vec<Guard>),
}

/// How two amounts of money are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoneyOrder {
    /// The first is less.
    Under,
    /// The first is not more.
    UpTo,
    /// The first is more.
    Over,
    /// The first is not less.
    AtLeast,
}
