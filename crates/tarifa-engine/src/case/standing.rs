//! The answer: where a case stands, as ids, instants and exact numbers.

use smallvec::SmallVec;

use crate::clock::{End, Precise, Stamp};
use crate::currency::Currency;
use crate::evaluate::Missing;
use crate::exact::Exact;
use crate::program::{
    ActId, AmountId, At, CalendarId, CompensationId, EvidenceId, OutcomeId, PartyId, ProcessId, ReasonId, ServiceId,
    StageId, Whichever,
};

/// Where a case stands at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The process.
    pub process: ProcessId,
    /// Where.
    pub position: Position,
    /// Whether the position is certain.
    pub certainty: Certainty,
    /// When it was opened.
    pub opened: Option<Stamp>,
    /// When it came to its position.
    pub entered: Option<Stamp>,
    /// Why it was opened.
    pub reason: Option<ReasonId>,
    /// What happened, in the order of time.
    pub history: Vec<Step>,
    /// What was tried and did not count, in the order of time.
    pub attempts: Vec<Attempt>,
    /// What somebody must do now.
    pub duties: SmallVec<[Duty; 2]>,
    /// What somebody may do now or later.
    pub rights: SmallVec<[Right; 2]>,
    /// What leads on by itself at a known time.
    pub waiting: SmallVec<[Waiting; 2]>,
    /// The next end of a clock that leads on.
    pub next_due: Option<End>,
    /// The currency of the money.
    pub currency: Currency,
    /// Who got, kept and paid what, in the order of happening.
    pub money: SmallVec<[MoneyLine; 2]>,
    /// What was paid and has not been disposed of; none where it is not known.
    pub undisposed: Option<Exact>,
    /// What must be known first, each once.
    pub needs: SmallVec<[CaseNeed; 1]>,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// Not opened.
    #[default]
    NotOpen,
    /// In a stage.
    Stage(StageId),
    /// Ended.
    Outcome(OutcomeId),
}

/// Whether a position is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is; only money may be missing.
    Certain,
    /// Something must be known first; it is told how far the case is certain.
    Undecided,
}

/// One step of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub when: Stamp,
    /// What caused it.
    pub cause: Cause,
    /// Where the case stood.
    pub from: Position,
    /// Where it led.
    pub to: Position,
    /// What else it did.
    pub leads: Leads,
    /// The rule that decided it.
    pub at: Option<At>,
}

/// What caused a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Something outside the process; an index into the prepared events.
    Told(u16),
    /// Something that a party did; an index into the prepared events.
    Act(u16),
    /// Something was not done in time.
    Late {
        /// The stage.
        stage: StageId,
        /// The obligation, as an index into the stage's.
        obligation: u16,
        /// The end of its clock.
        end: End,
    },
    /// A timer.
    Timer {
        /// The stage.
        stage: StageId,
        /// The timer, as an index into the stage's.
        timer: u16,
        /// The end of its clock; none where an event or a condition led on.
        end: Option<End>,
    },
}

/// Where a rule leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere.
    Stays,
    /// Into a stage.
    Stage(StageId),
    /// To an end.
    Outcome(OutcomeId),
    /// Into the same stage once more.
    Again,
    /// Nowhere, but an obligation of the stage has more time.
    Extends,
}

/// Something that was tried and did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// An index into the prepared events.
    pub event: u16,
    /// Where the case stood.
    pub position: Position,
    /// The version of the process that says why: before a case is open, that of the attempt's own day.
    pub process: ProcessId,
    /// Why it did not count.
    pub verdict: Verdict,
    /// The rule that decided it.
    pub at: Option<At>,
}

/// Why an act did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It comes too early.
    TooEarly {
        /// When it becomes possible; none where something must happen first.
        opens: Option<Precise>,
    },
    /// It comes too late.
    TooLate {
        /// When it ended; none where that depends on a time that nobody told.
        ended: Option<End>,
    },
    /// A rule forbids it.
    Barred(Bar),
    /// No rule speaks of it here.
    NotCounted(Uncounted),
}

/// How a rule forbids an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// Another party may.
    WrongParty,
    /// It was done as often as it may be.
    UsedUp(u32),
    /// Evidence is missing: one of these kinds.
    Evidence(Wanted),
    /// Its condition does not hold.
    Guard,
    /// The case cannot be opened for this reason.
    Reason,
}

/// Kinds of evidence of which one is wanted; of many, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted([Option<EvidenceId>; 4]);

impl Wanted {
    pub(super) fn of(kinds: &[EvidenceId]) -> Self {
        let mut wanted = [None; 4];
        for (place, kind) in wanted.iter_mut().zip(kinds) {
            *place = Some(*kind);
        }
        Self(wanted)
    }

    /// The kinds, in the order of the policy.
    pub fn kinds(&self) -> impl Iterator<Item = EvidenceId> + '_ {
        self.0.iter().copied().flatten()
    }
}

/// Why no rule speaks of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Uncounted {
    /// The case is not open.
    NotOpen,
    /// The case is open already.
    AlreadyOpen,
    /// The stage knows no such act.
    NotHere,
    /// It has been done already.
    Done,
    /// The case has ended.
    Ended,
    /// The day is not one of this version's.
    OtherVersion,
    /// Not every version of the process knows such an act: the one that the case is opened in does not, or the case is
    /// not open yet.
    SomeVersions,
}

/// When a clock ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a known end.
    Known(Due),
    /// What it counts from, or is held until, has not happened.
    Waits,
    /// It stands while somebody is to act.
    Paused,
    /// Without a deadline.
    Never,
}

/// The end of a clock, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Due {
    /// The earliest that it can be.
    pub first: End,
    /// The latest; the same where it is known.
    pub last: End,
    /// What would tell; none where the end is known.
    pub doubt: Option<CaseNeed>,
}

impl When {
    /// The later or the earlier of two ends; the later one is not known before both are, and of those that can be told
    /// the earlier one ends before anything that begins later does.
    pub(super) fn with(self, other: Self, whichever: Whichever) -> Self {
        match (self, other, whichever) {
            (Self::Known(one), Self::Known(other), _) => Self::Known(one.with(other, whichever)),
            (known @ Self::Known(_), _, Whichever::Earlier) | (_, known @ Self::Known(_), Whichever::Earlier) => known,
            (Self::Never, _, Whichever::Later) | (_, Self::Never, Whichever::Later) => Self::Never,
            (Self::Waits, _, _) | (_, Self::Waits, _) => Self::Waits,
            (Self::Paused, _, _) | (_, Self::Paused, _) => Self::Paused,
            (Self::Never, Self::Never, Whichever::Earlier) => Self::Never,
        }
    }
}

impl Due {
    fn with(self, other: Self, whichever: Whichever) -> Self {
        let (first, last) = match whichever {
            Whichever::Later => (self.first.later(other.first), self.last.later(other.last)),
            Whichever::Earlier => (self.first.earlier(other.first), self.last.earlier(other.last)),
        };
        let can_be_it = |due: &Self| match whichever {
            Whichever::Later => due.last.at > first.at,
            Whichever::Earlier => due.first.at < last.at,
        };
        let doubts = [self, other].into_iter().filter(can_be_it).find_map(|due| due.doubt);
        Self { first, last, doubt: doubts.filter(|_| first != last) }
    }
}

/// What somebody must do.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// Who.
    pub party: PartyId,
    /// The stage's obligation, as an index.
    pub obligation: u16,
    /// By when.
    pub by: When,
    /// Where it leads if it is late; none where that cannot be told yet, or there is no deadline.
    pub late: Option<Leads>,
    /// The rule.
    pub at: At,
}

/// What somebody may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Right {
    /// Which rule gives it.
    pub source: RightSource,
    /// What.
    pub act: ActId,
    /// From when on; none for now. [`When::Waits`] where something must happen first.
    pub opens: Option<Precise>,
    /// Until when.
    pub until: When,
    /// Whether something must happen first.
    pub waits: bool,
    /// How often still; none for without a bound.
    pub left: Option<u32>,
    /// What its condition comes to.
    pub condition: RightCondition,
    /// The rule.
    pub at: At,
}

/// What the condition of a right comes to; a right of which it surely does not hold is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightCondition {
    /// There is none, or it surely holds.
    Holds,
    /// What is not known, or what the act brings along, decides.
    Undecided,
}

/// What gives a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightSource {
    /// A window of the opening, as an index.
    Window(u16),
    /// A permission of the stage, as an index.
    Permission(u16),
}

/// What leads on by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The stage's timer, as an index.
    pub timer: u16,
    /// When.
    pub when: When,
    /// Where to.
    pub leads: Leads,
    /// The rule.
    pub at: At,
}

/// One movement of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyLine {
    /// Who gets, keeps or pays it.
    pub party: PartyId,
    /// From where or to whom.
    pub way: MoneyWay,
    /// How much.
    pub amount: Exact,
    /// Where the case stood, or came to, that says so.
    pub position: Position,
    /// The rule.
    pub at: At,
}

/// From where money comes, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyWay {
    /// Out of what was paid.
    Held,
    /// Out of the party's own pocket, to another.
    Own(PartyId),
    /// Out of the party's own pocket, for the freight of a service.
    ReturnFreight(ServiceId),
}

/// Something that must be known first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseNeed {
    /// The time of day of an event; an index into the prepared events.
    Time(u16),
    /// Why the case is opened.
    Reason,
    /// The service of the order.
    Service,
    /// What was paid.
    Paid,
    /// What was paid for the goods.
    PaidGoods,
    /// What was paid for the freight.
    PaidFreight,
    /// An amount that no act has told.
    Amount(AmountId),
    /// How many pieces came back.
    Received,
    /// A day that a calendar does not cover.
    Calendar(CalendarId, i32),
    /// A price of the return freight, which the service does not give.
    ReturnFreight(ServiceId),
    /// What a carrier owes.
    Compensation(CompensationId),
    /// A fact of the order.
    Order(Missing),
}
