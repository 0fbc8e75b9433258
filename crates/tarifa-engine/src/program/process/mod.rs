//! Returns, disputes and claims: processes with clocks, and the calendars that they count in.
//!
//! A process is a graph of stages. A stage says who must or may do what by when, and where each act,
//! each silence and each event leads; an outcome ends the case and disposes of what was paid. Times
//! of a process are read in its own zone.

mod clock;
mod gate;
mod index;
mod length;
mod longest;
mod money;
mod stage;
mod walk;

use serde::{Deserialize, Serialize};

pub use clock::{Anchor, Calendar, Clock, ClockUnit, Edge, Which, Whichever, Work};
pub use gate::{Gate, Guard, MoneyOrder};
pub use index::{
    ActId, AmountId, CalendarId, CompensationId, EventId, EvidenceId, OutcomeId, PartyId, ProcessId, ReasonId, StageId,
};
pub use length::{Length, LengthUnit, length, measured};
pub use longest::{Longest, Stay, Unbounded, longest};
pub use money::{Compensation, Payment, PaymentLine, PaymentWay, Reckoning, ReturnFreight};
pub use stage::{Answer, Late, Obligation, Outcome, Permission, Stage, Target, Timer};

use crate::program::{At, DateField, FactId, Scope};

/// A process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// The name in the policy. Versions of one process share it, and never apply to the same case.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// To which orders it applies; its dates stand in `valid` alone.
    pub scope: Scope,
    /// On which day a case must be, and which of its days counts.
    pub valid: Version,
    /// The zone in which its days are read, as an index into `Program::zones`.
    pub zone: u8,
    /// Who takes part.
    pub parties: Vec<String>,
    /// Why a case is opened.
    pub reasons: Vec<String>,
    /// What can be shown.
    pub evidence: Vec<String>,
    /// What happens outside and the host tells.
    pub events: Vec<String>,
    /// What parties do, each with what it brings along.
    pub acts: Vec<Act>,
    /// The names of the amounts of money that acts bring along; never a declared fact's.
    pub amounts: Vec<String>,
    /// How a case begins.
    pub opening: Opening,
    /// Its stages; the first is not special.
    pub stages: Vec<Stage>,
    /// Its ends.
    pub outcomes: Vec<Outcome>,
    /// Where it was written.
    pub at: At,
}

/// `valid 2024-01-01.. on open`: which cases a version of a process takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The first day; `i32::MIN` for no bound.
    pub from: i32,
    /// The last day; `i32::MAX` for no bound.
    pub to: i32,
    /// The day that counts.
    pub on: VersionDay,
}

/// The day that decides which version of a process a case keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersionDay {
    /// The day of opening.
    Open,
    /// The first time that the event happened.
    Event(EventId),
    /// A date that the host tells of the order.
    Date(DateField),
}

/// Something that a party does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its name: `accept`, `ship_back`.
    pub name: String,
    /// What it brings along, in the order written.
    pub arguments: Vec<Argument>,
}

/// What an act brings along; every one must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Argument {
    /// `reason`: one of the process's.
    Reason,
    /// A declared fact of the order, which has this value from then on.
    Fact(FactId),
    /// An amount of money.
    Amount(AmountId),
    /// `received`: how many pieces of each item have come back.
    Received,
}

/// How a case begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Who may open it.
    pub parties: Vec<PartyId>,
    /// The act of opening: what it brings along.
    pub act: ActId,
    /// When it may be opened; each reason stands in one, and a process without reasons has one.
    pub windows: Vec<Window>,
    /// Where it leads.
    pub target: Target,
    /// Where it was written.
    pub at: At,
}

/// When a case may be opened for some reasons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The reasons; empty for a process without.
    pub reasons: Vec<ReasonId>,
    /// When, and on what conditions.
    pub gate: Gate,
    /// Where it was written.
    pub at: At,
}
