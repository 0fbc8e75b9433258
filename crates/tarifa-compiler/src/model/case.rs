//! Examples of cases: dated events, and what is expected to stand at moments.

use tarifa_diagnostics::Span;
use tarifa_engine::case::Case;
use tarifa_engine::currency::Money;
use tarifa_engine::date::Moment;

/// A case and what is expected of it.
#[derive(Clone, Debug)]
pub struct CaseExample {
    /// The title.
    pub title: String,
    /// The example.
    pub span: Span,
    /// The case, which names its process.
    pub case: Case,
    /// When it is looked at, in the order written; at least one.
    pub looks: Vec<CaseLook>,
}

/// What is expected at one moment.
#[derive(Clone, Debug)]
pub struct CaseLook {
    /// When the case is looked at, in the zone of its process.
    pub at: Moment,
    /// The line.
    pub span: Span,
    /// What is expected; at least one.
    pub expectations: Vec<(CaseExpectation, Span)>,
}

/// One thing that is expected of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseExpectation {
    /// `stage negotiation`.
    Stage(String),
    /// `outcome closed`.
    Outcome(String),
    /// `not opened`.
    NotOpened,
    /// `buyer gets 30.00 USD`, `seller pays 4.00 USD`: the sum of all that the party gets or pays so far.
    Money {
        /// Who.
        party: String,
        /// From where.
        way: CaseMoneyWay,
        /// How much.
        amount: Money,
    },
    /// `seller must answer by 2026-03-17`.
    Must {
        /// Who.
        party: String,
        /// What it is called.
        obligation: String,
        /// Its last day or minute.
        by: Option<Moment>,
    },
    /// `buyer may add_evidence until 2026-03-17`.
    May {
        /// Who.
        party: String,
        /// What.
        act: String,
        /// Its last day or minute.
        until: Option<Moment>,
    },
    /// `nothing to do`.
    NothingToDo,
    /// `next due 2026-03-17`.
    NextDue(Moment),
    /// `too early`: the last attempt.
    TooEarly,
    /// `opens 2026-03-20`.
    Opens(Moment),
    /// `too late`: the last attempt.
    TooLate,
    /// `ended 2026-03-20`.
    Ended(Moment),
    /// `barred`: the last attempt.
    Barred,
    /// `not counted`: the last attempt.
    NotCounted,
    /// `needs time`: these are asked for.
    Needs(Vec<String>),
}

/// From where money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseMoneyWay {
    /// `gets`.
    Gets,
    /// `keeps`: also out of what was paid.
    Keeps,
    /// `pays`: out of the party's own pocket.
    Pays,
}
