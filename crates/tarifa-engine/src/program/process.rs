//! Returns, disputes and claims: processes with clocks, and the calendars that they count in.
//!
//! A process is a graph of stages. A stage says who must or may do what by when, and where each act,
//! each silence and each event leads; an outcome ends the case and disposes of what was paid. Times
//! of a process are read in its own zone.

use serde::{Deserialize, Serialize};

use crate::currency::{Currency, Money};
use crate::exact::Exact;
use crate::program::{Amount, At, Condition, DateField, FactId, Scope, ServiceId};

/// A calendar of business days, as an index into the program's `calendars`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CalendarId(pub u16);

/// A process, as an index into the program's `processes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProcessId(pub u16);

/// A party of a process, as an index into its `parties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartyId(pub u16);

/// A reason, as an index into a process's `reasons`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReasonId(pub u16);

/// A kind of evidence, as an index into a process's `evidence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EvidenceId(pub u16);

/// Something that happens outside the process, as an index into a process's `events`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventId(pub u16);

/// Something that a party does, as an index into a process's `acts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActId(pub u16);

/// A stage, as an index into a process's `stages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StageId(pub u16);

/// An outcome, as an index into a process's `outcomes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OutcomeId(pub u16);

/// An amount of money that an act brings along, as an index into a process's `amounts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AmountId(pub u16);

/// What a carrier owes, as an index into the program's `compensations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CompensationId(pub u16);

/// A calendar of business days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The name in the policy.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// The first and the last day that it knows, counted from 1970-01-01; a clock that leaves them has no answer.
    pub covers: (i32, i32),
    /// Which days of the week are none, Monday first.
    pub weekend: [Work; 7],
    /// Days off, as ranges with both ends, ascending and disjoint.
    pub holidays: Vec<(i32, i32)>,
    /// Days worked although they are days off, as ranges with both ends, ascending and disjoint.
    pub workdays: Vec<(i32, i32)>,
    /// Where it was written.
    pub at: At,
}

/// Whether a day of the week is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// It is.
    Business,
    /// It is a day off.
    Weekend,
}

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
    Not(Box<Guard>),
    /// `and`.
    All(Vec<Guard>),
    /// `or`.
    Any(Vec<Guard>),
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

/// How long, in what days, from when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: ClockUnit,
    /// From when.
    pub from: Anchor,
    /// `rolling to business days of cn`: an end on a day off moves to the next business day.
    pub rolling: Option<CalendarId>,
    /// `held until E`: the later of the two.
    pub held_until: Option<Anchor>,
    /// `paused while seller is to act`: the clock stands while that party has something that it must do.
    pub paused_while: Option<PartyId>,
    /// The clock as it was written.
    pub text: String,
    /// Where it was written.
    pub at: At,
}

/// In what a clock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockUnit {
    /// Minutes, exactly; needs a time.
    Minutes,
    /// Hours, exactly; needs a time.
    Hours,
    /// Days of the calendar.
    Days,
    /// Seven days each.
    Weeks,
    /// Months; a missing day is the month's last.
    Months,
    /// Years; a missing day is the month's last.
    Years,
    /// Business days of a calendar; the next one is the first.
    BusinessDays(CalendarId),
}

/// From when a clock counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Anchor {
    /// From entry into the stage.
    Entry,
    /// From the opening.
    Open,
    /// From something that happens outside.
    Event(EventId, Which),
    /// From something that a party did.
    Act(ActId, Which),
    /// From a date that the host tells of the order.
    Date(DateField),
    /// From the end of another clock.
    Clock(Box<Clock>),
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// The first; also where nothing is said.
    First,
    /// The last; of an event of parcels it waits for each of the order's parcels.
    Last,
    /// Each by itself: the clock ends with the latest so far.
    Each,
}

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
    pub within: Option<Clock>,
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

/// `buyer gets amount maximum paid`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// Who.
    pub party: PartyId,
    /// From where or to whom.
    pub way: PaymentWay,
    /// How much.
    pub amount: Payment,
    /// Where it holds; otherwise the line says nothing.
    pub when: Option<Guard>,
    /// Where it was written.
    pub at: At,
}

/// From where money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentWay {
    /// `gets`, `keeps`: out of what was paid for the order.
    Held,
    /// `pays`: out of the party's own pocket, to the other.
    Own(PartyId),
}

/// An amount of money of a case, in the currency of what was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Payment {
    /// All that was paid and has not gone back before.
    Paid,
    /// What was paid for the goods.
    PaidGoods,
    /// What was paid for the freight.
    PaidFreight,
    /// `the rest`: what the other lines leave of what was paid.
    Rest,
    /// `price of received items`: the goods that came back, at the price that was paid for them.
    ReceivedItems,
    /// The return freight of the case.
    ReturnFreight,
    /// What a carrier owes by a compensation, converted at the rates of its own day.
    Compensation(CompensationId),
    /// A fixed amount; in another currency it is converted at the case's rates.
    Fixed(Money),
    /// An amount that an act brought along, or that the stage or outcome was entered with.
    Amount(AmountId),
    /// A money fact of the order.
    Fact(FactId),
    /// `30% of paid`.
    Share(Exact, Box<Payment>),
    /// `a + b`.
    Sum(Vec<Payment>),
    /// `a - b`; never below zero.
    Less(Box<Payment>, Box<Payment>),
    /// `the lesser of`; also `a maximum b`.
    Least(Vec<Payment>),
    /// `the greater of`; also `a minimum b`.
    Greatest(Vec<Payment>),
}

/// `return freight via return_line paid by seller when …, otherwise by buyer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnFreight {
    /// The service that carries it back: from the order's destination to its origin.
    pub service: ServiceId,
    /// Who pays: the first whose guard holds.
    pub payers: Vec<(Option<Guard>, PartyId)>,
    /// Where it was written.
    pub at: At,
}

/// An amount that a shipment is reckoned to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reckoning {
    /// An amount as in a price: fixed, per unit, a share, a formula.
    Amount(Amount),
    /// `a + b`.
    Sum(Vec<Reckoning>),
    /// `the lesser of`; also `a maximum b`.
    Least(Vec<Reckoning>),
    /// `the greater of`; also `a minimum b`.
    Greatest(Vec<Reckoning>),
}

/// What a carrier owes: `compensation lost_ems via ems valid … on lost when reason is lost = …`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compensation {
    /// The name in the policy.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// Where it applies.
    pub scope: Scope,
    /// How much; `freight` in it is what the shipment's own service charges.
    pub amount: Reckoning,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The day whose exchange rates it is converted at.
    pub rate_day: DateField,
    /// Where it was written.
    pub at: At,
}
