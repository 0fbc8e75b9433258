//! Cases in examples: dated events, and what stands at a moment.

use tarifa_diagnostics::Span;

use super::{Given, Moment, Name, Quantity, Soundness, Text};

/// `case dispute, reason damaged, paid 80.00 USD { 2026-03-10 delivered … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The process.
    pub process: Name,
    /// What is told of the case, in the order written.
    pub told: Vec<CaseTold>,
    /// What happened, in the order written.
    pub events: Vec<CaseEvent>,
    /// Whether all of it could be read.
    pub soundness: Soundness,
}

/// One thing that is told of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseTold {
    /// `paid 80.00 USD`, `paid 80.00 USD (goods 70.00 USD, freight 10.00 USD)`.
    Paid(Box<Paid>),
    /// `refunded before 5.00 USD`: by other cases of the order.
    RefundedBefore(Quantity),
    /// `reason damaged`, `asked refund_only`: what the opening brings along, or a fact of the order.
    Fact(Given),
}

/// What was paid for the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// All of it.
    pub amount: Quantity,
    /// `goods 70.00 USD`.
    pub goods: Option<Quantity>,
    /// `freight 10.00 USD`.
    pub freight: Option<Quantity>,
    /// Where it stands.
    pub span: Span,
}

/// A line of a case: something that happened, or that a party did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// When.
    pub at: Moment,
    /// Who did it; none for an event.
    pub party: Option<Name>,
    /// The event or the act.
    pub name: Name,
    /// What the act brought along.
    pub arguments: Vec<CaseArgument>,
    /// `with photo, video`: what was shown.
    pub evidence: Vec<Name>,
    /// `of parcel 2`: the number of the parcel that it is about.
    pub parcel: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// What an act brought along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseArgument {
    /// `amount 10.00 USD`, `asked refund_only`.
    Given(Given),
    /// `received 8 of 1`: eight pieces of the order's first item.
    Pieces {
        /// The argument: `received`.
        name: Name,
        /// How many pieces: digits.
        count: Text,
        /// Of which of the order's items, the first being 1: digits.
        item: Text,
        /// Where it stands.
        span: Span,
    },
}

/// `at 2026-03-18: expect outcome refund_as_asked, buyer gets 30.00 USD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// When the case is looked at.
    pub at: Moment,
    /// What is expected; never empty.
    pub expectations: Vec<CaseExpectation>,
}

/// One thing that is expected of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseExpectation {
    /// What is written.
    pub kind: CaseExpectationKind,
    /// Where it stands.
    pub span: Span,
}

/// The things that can be expected of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseExpectationKind {
    /// `stage negotiation`.
    Stage(Name),
    /// `outcome closed`.
    Outcome(Name),
    /// `not opened`: nobody has opened it so far.
    NotOpened,
    /// `buyer gets 30.00 USD`, `seller keeps 50.00 USD`, `seller pays 4.00 USD`.
    Money {
        /// Who.
        party: Name,
        /// From where.
        way: CaseMoney,
        /// How much.
        amount: Quantity,
    },
    /// `seller must answer by 2026-03-17`.
    Must {
        /// Who.
        party: Name,
        /// What it is called.
        obligation: Name,
        /// Its last day or minute.
        by: Option<Moment>,
    },
    /// `buyer may add_evidence`, `buyer may add_evidence until 2026-03-17`.
    May {
        /// Who.
        party: Name,
        /// What.
        act: Name,
        /// Its last day or minute.
        until: Option<Moment>,
    },
    /// `nothing to do`: nobody must do anything.
    NothingToDo,
    /// `next due 2026-03-17`.
    NextDue(Moment),
    /// `too early`: the last attempt.
    TooEarly,
    /// `opens 2026-03-20`: when the last attempt will be possible.
    Opens(Moment),
    /// `too late`: the last attempt.
    TooLate,
    /// `ended 2026-03-20`: the last day or minute on which the last attempt was possible.
    Ended(Moment),
    /// `barred`: the last attempt.
    Barred,
    /// `not counted`: the last event.
    NotCounted,
    /// `needs time`, `needs asked`.
    Needs(Vec<Name>),
}

/// From where money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseMoney {
    /// `gets`.
    Gets,
    /// `keeps`.
    Keeps,
    /// `pays`.
    Pays,
}
