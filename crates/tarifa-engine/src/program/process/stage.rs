//! Stages and outcomes: who must or may do what, what leads on by itself, and where to.

use serde::{Deserialize, Serialize};

use super::{
    ActId, AmountId, Clock, ClockUnit, Edge, Gate, Guard, OutcomeId, PartyId, Payment, PaymentLine, ReturnFreight,
    StageId,
};
use crate::program::At;

/// A stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// The amounts that it is entered with.
    pub parameters: Vec<AmountId>,
    /// What somebody must do.
    pub obligations: Vec<Obligation>,
    /// What somebody may do.
    pub permissions: Vec<Permission>,
    /// What leads on by itself.
    pub timers: Vec<Timer>,
    /// What is paid on entering.
    pub payments: Vec<PaymentLine>,
    /// The return freight that falls due on entering.
    pub return_freight: Option<ReturnFreight>,
    /// Where it was written.
    pub at: At,
}

/// What somebody must do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Obligation {
    /// Who.
    pub party: PartyId,
    /// What it is called: `answer`, `ship_back`.
    pub name: String,
    /// By when; none for `no deadline`.
    pub within: Option<Edge>,
    /// What is done, in the order written: for one act, the first line whose guard holds.
    pub answers: Vec<Answer>,
    /// What happens otherwise; none only without a deadline.
    pub late: Option<Late>,
    /// Where it was written.
    pub at: At,
}

/// One way to do what must be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What is done.
    pub act: ActId,
    /// What must hold for it to count.
    pub gate: Gate,
    /// Where it leads.
    pub target: Target,
    /// Where it was written.
    pub at: At,
}

/// What happens where something is not done in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Late {
    /// `if late as accept`: as if that act had been done, by its guarded lines.
    As(ActId),
    /// `if late -> closed`: the first line whose guard holds.
    To(Vec<(Option<Guard>, Target)>),
}

/// What somebody may do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Permission {
    /// Who.
    pub parties: Vec<PartyId>,
    /// What.
    pub act: ActId,
    /// When, how often and on what conditions.
    pub gate: Gate,
    /// Where it leads; [`Target::KeepWaiting`] where nothing is said.
    pub target: Target,
    /// Where it was written.
    pub at: At,
}

/// What leads on by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timer {
    /// `when 7 days pass after open`: at the clock's end; otherwise as soon as the guard holds.
    pub after: Option<Clock>,
    /// `when chargeback has happened`.
    pub when: Option<Guard>,
    /// Where it leads.
    pub target: Target,
    /// Where it was written.
    pub at: At,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// Into a stage, with the amounts that it takes.
    Stage(StageId, Vec<Payment>),
    /// To an end, with the amounts that it takes.
    Outcome(OutcomeId, Vec<Payment>),
    /// Nowhere: what had to be done is done.
    KeepWaiting,
    /// Into the same stage once more: clocks from entry start anew, what had to be done must be done again.
    Again,
    /// Nowhere, but what must be done has more time, by its name.
    Extend {
        /// The name of what must be done.
        obligation: String,
        /// How many.
        count: u32,
        /// Of what.
        unit: ClockUnit,
    },
}

/// An end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// The amounts that it is reached with.
    pub parameters: Vec<AmountId>,
    /// Who gets and pays what; what was paid is disposed of to the last cent.
    pub payments: Vec<PaymentLine>,
    /// Where it was written.
    pub at: At,
}
