//! What must hold for an act to count: its time, its evidence and its conditions.

use serde::{Deserialize, Serialize};

use super::{Clock, EventId, EvidenceId, Payment, ReasonId};
use crate::program::Condition;
use crate::program::nesting::deeper;

/// What must hold for an act to count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// `not before 10 days after shipped`: it opens at the start of that day.
    pub not_before: Option<Clock>,
    /// `within 15 days after delivered`: it is closed until the anchor happens, and ends with the clock.
    pub within: Option<Clock>,
    /// `until 15 days after delivered`: it is open before the anchor, too.
    pub until: Option<Clock>,
    /// `with photo or video`: every inner list is an alternative of which one is enough.
    pub evidence: Vec<Vec<EvidenceId>>,
    /// `when …`.
    pub when: Option<Guard>,
    /// That condition as it was written: `when mall`, `otherwise`.
    pub condition: Option<String>,
    /// `up to 2 times`, over the whole case.
    pub times: Option<u32>,
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
