//! What parties must and may do in a stage, what happens by itself, and where it leads.

use tarifa_diagnostics::Span;

use super::{Clock, Duration, Edge, Gate, Name, NameList, Reckoning, Soundness, When};

/// `seller must answer within 5 days { … }`, `buyer must ship_back within 10 days -> receiving, if late -> closed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Who.
    pub party: Name,
    /// What it is called; in the short form also the act that does it.
    pub name: Name,
    /// By when.
    pub deadline: Deadline,
    /// How it can be done; the short form has one, whose act is the obligation's name. Empty only where
    /// damaged.
    pub answers: Vec<Answer>,
    /// What happens otherwise; empty only without a deadline, or where damaged.
    pub late: Vec<Late>,
    /// Whether all lines of its block could be read.
    pub soundness: Soundness,
    /// Where it stands up to its block or its arrow.
    pub span: Span,
}

/// By when something must be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a process has a handful of them, most with the large variant")]
pub enum Deadline {
    /// `within 5 days`.
    Within(Edge),
    /// `no deadline`, at this place.
    None(Span),
}

/// What a party does, with what it brings along: `counter(amount)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its name.
    pub name: Name,
    /// What it brings along: a declared fact, `reason`, `received`, or an amount of money.
    pub arguments: Vec<Name>,
    /// Where it stands.
    pub span: Span,
}

/// `accept when asked is refund_only -> refund_as_asked`.
///
/// Where several share one target, each has a copy of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is done.
    pub act: Act,
    /// What must hold for it to count: evidence, a guard, how often. No clock.
    pub gate: Gate,
    /// `otherwise`: where no other line of the same act holds; never beside a guard.
    pub otherwise: Option<Span>,
    /// Where it leads.
    pub target: Target,
    /// Where it stands, without the target.
    pub span: Span,
}

/// One `if late`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// What is written.
    pub kind: LateKind,
    /// Where it stands.
    pub span: Span,
}

/// The ways to say what happens where something is not done in time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a process has a handful of them, most with the large variant")]
pub enum LateKind {
    /// `if late as accept`.
    As(Name),
    /// `if late -> closed`, `if late -> closed when …`, `if late -> closed otherwise`.
    To {
        /// Where it leads.
        target: Target,
        /// The guard behind it.
        when: Option<When>,
        /// `otherwise`; never beside a guard.
        otherwise: Option<Span>,
    },
}

/// `buyer, seller may add_evidence within 3 days`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Who.
    pub parties: NameList,
    /// What.
    pub act: Act,
    /// When, how often and on what conditions.
    pub gate: Gate,
    /// Where it leads; none leads nowhere.
    pub target: Option<Target>,
}

/// `when 7 days pass after open -> platform_review`, `when chargeback has happened -> closed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// `7 days pass after open`.
    pub after: Option<Clock>,
    /// The condition; behind a clock it follows `and`. Never missing beside a missing clock.
    pub when: Option<When>,
    /// Where it leads.
    pub target: Target,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What is written.
    pub kind: TargetKind,
    /// Where it stands, without the arrow.
    pub span: Span,
}

/// The ways to lead on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// `negotiation`, `partial(amount)`: a stage or an outcome, with the amounts that it takes.
    To {
        /// Its name.
        name: Name,
        /// The amounts.
        arguments: Vec<Reckoning>,
    },
    /// `keep waiting`.
    KeepWaiting,
    /// `again`.
    Again,
    /// `extend confirm by 8 days`.
    Extend {
        /// What must be done.
        obligation: Name,
        /// How much longer it may take.
        by: Duration,
    },
}
