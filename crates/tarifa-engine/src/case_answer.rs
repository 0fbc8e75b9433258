//! What a host gets of a case: where it stands, who must or may do what by when, and the money, each
//! with the rule behind it and in words.

use std::fmt;

use serde::Serialize;

use crate::answer::SourcePlace;
use crate::currency::Money;

/// The answer to a case: one standing for each process of the order that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseAnswer {
    /// The tariff's name.
    pub tariff: String,
    /// The content hash of the tariff that answered.
    pub hash: String,
    /// The id of the case, as the host gave it.
    pub id: Option<String>,
    /// The moment that was asked for, as it was given.
    pub now: String,
    /// The processes, in the order of the rule set.
    pub cases: Vec<CaseStanding>,
    /// What the host should know about its input.
    pub warnings: Vec<String>,
}

/// Where a case of one process stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseStanding {
    /// The process.
    pub process: String,
    /// What staff call it.
    pub title: String,
    /// The zone of its days.
    pub zone: String,
    /// Whether the case is open, or has ended.
    pub status: CaseStatus,
    /// The stage or outcome; none while it is not open.
    pub name: Option<String>,
    /// What staff call that stage or outcome.
    pub name_title: Option<String>,
    /// Whether that is certain; where it is not, `needs` tells what must be known first.
    pub certainty: CaseCertainty,
    /// When it was opened.
    pub opened: Option<String>,
    /// When it came to where it stands.
    pub since: Option<String>,
    /// Why it was opened.
    pub reason: Option<String>,
    /// What happened, in the order of time.
    pub history: Vec<CaseStep>,
    /// What was tried and did not count, in the order of time.
    pub attempts: Vec<CaseAttempt>,
    /// What somebody must do.
    pub must: Vec<CaseDuty>,
    /// What somebody may do, now or later.
    pub may: Vec<CaseRight>,
    /// What happens by itself.
    pub waiting: Vec<CaseWaiting>,
    /// The next deadline or timer.
    pub next_due: Option<Deadline>,
    /// Who got, kept and paid what.
    pub money: Vec<CaseMoney>,
    /// What was paid and is not disposed of yet; none where it is not known what was paid.
    pub undisposed: Option<Money>,
    /// What must be known first.
    pub needs: Vec<CaseQuestion>,
}

/// Whether a case is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// It is not.
    NotOpen,
    /// It is in a stage.
    Stage,
    /// It has ended with an outcome.
    Outcome,
}

/// Whether a standing is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseCertainty {
    /// It is; only money may be asked for.
    Certain,
    /// It is told as far as it is certain.
    Undecided,
}

/// The end of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The last minute that is in time, as a clock of the zone shows it: `2026-03-17 23:59`.
    pub last_minute: String,
    /// The zone.
    pub zone: String,
    /// The first instant that is too late, for a day; the last instant that is in time, for hours. With its offset.
    pub instant: String,
    /// Whether that instant is still in time.
    pub instant_included: Included,
}

/// Whether an instant is still in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Included {
    /// It is: the deadline counts hours or minutes.
    Yes,
    /// It is not: the deadline is a day, which ends there.
    No,
}

impl fmt::Display for Deadline {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.last_minute, self.zone)
    }
}

/// One step of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseStep {
    /// When: a day, or a minute of the zone's clock.
    pub when: String,
    /// What caused it.
    pub cause: StepCause,
    /// The event, act, obligation or timer.
    pub what: String,
    /// Who acted, or did not.
    pub who: Option<String>,
    /// Where the case stood; none while it was not open.
    pub from: Option<String>,
    /// Where it led; none where it stayed.
    pub to: Option<String>,
    /// All of it in words.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// What causes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepCause {
    /// Something outside the process.
    Event,
    /// Something that a party did.
    Act,
    /// Something that was not done in time.
    Late,
    /// A timer, or a condition that leads on.
    Timer,
}

/// `2026-03-17: seller did not answer within 5 days (dispute.tarifa:31): as accept -> refund_as_asked`.
impl fmt::Display for CaseStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.when, self.text)?;
        if let Some(place) = &self.place {
            write!(formatter, " ({}:{})", place.file, place.line)?;
        }
        match &self.to {
            Some(to) => write!(formatter, " -> {to}"),
            None => Ok(()),
        }
    }
}

/// Something that was tried and did not count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseAttempt {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// Why it did not count.
    pub verdict: AttemptVerdict,
    /// When it becomes possible, where it came too early.
    pub opens: Option<String>,
    /// When it ended, where it came too late.
    pub ended: Option<Deadline>,
    /// The reason in words: `too early (opens 2026-03-20 00:00 America/Los_Angeles)`.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// Why an act did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptVerdict {
    /// It came too early.
    TooEarly,
    /// It came too late.
    TooLate,
    /// A rule forbids it.
    Barred,
    /// No rule speaks of it here.
    NotCounted,
}

/// What somebody must do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseDuty {
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// How: the acts that do it.
    pub by_doing: Vec<String>,
    /// By when; none where that is not known, or there is no deadline.
    pub by: Option<Deadline>,
    /// Why no deadline is known, where none is.
    pub without: Option<NoDeadline>,
    /// What must happen before its clock begins; empty where it has begun.
    pub waits_for: Vec<String>,
    /// Where it leads if it is late, where that can be told.
    pub otherwise: Option<String>,
    /// All of it in words.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// Why no deadline is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDeadline {
    /// There is none.
    None,
    /// What it counts from, or is held until, has not happened.
    Waits,
    /// Its clock stands while somebody else is to act.
    Paused,
    /// Something must be known first.
    Needs,
}

/// What somebody may do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseRight {
    /// Who.
    pub who: Vec<String>,
    /// What.
    pub what: String,
    /// The reasons for which a case may be opened so; empty for anything else.
    pub reasons: Vec<String>,
    /// Whether it is possible now.
    pub state: RightState,
    /// What must happen first, where something must; by its name.
    pub waits_for: Vec<String>,
    /// The condition, where it is not known yet whether it holds: `when mall`, `otherwise`.
    pub condition: Option<String>,
    /// From when on, where that lies ahead.
    pub opens: Option<String>,
    /// Until when, where that is known.
    pub until: Option<Deadline>,
    /// How often still; none without a bound.
    pub times_left: Option<u32>,
    /// All of it in words.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// Whether a right can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RightState {
    /// Now.
    Now,
    /// At a known time.
    Later,
    /// When something has happened.
    Waits,
}

/// What happens by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseWaiting {
    /// When, where that is known.
    pub when: Option<Deadline>,
    /// Where it leads.
    pub to: Option<String>,
    /// All of it in words.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// Something that falls due in a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseDue {
    /// The process.
    pub process: String,
    /// Where the case stands.
    pub stage: Option<String>,
    /// Who must act; none where it happens by itself.
    pub who: Option<String>,
    /// What must be done, or what happens.
    pub what: String,
    /// By when.
    pub by: Deadline,
    /// Where the case goes otherwise, where that can be told.
    pub otherwise: Option<String>,
    /// The money that moves if nobody acts and nothing else comes first.
    pub money: Vec<String>,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// One movement of money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseMoney {
    /// Who.
    pub who: String,
    /// Whether it comes out of what was paid, or out of the party's own pocket.
    pub way: CaseMoneyWay,
    /// How much.
    pub amount: Money,
    /// To whom, of a payment out of the own pocket.
    pub to: Option<String>,
    /// The stage or outcome that says so.
    pub on: Option<String>,
    /// All of it in words: `buyer gets 30.00 USD`.
    pub text: String,
    /// The rule.
    pub place: Option<SourcePlace>,
}

/// From where money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseMoneyWay {
    /// Out of what was paid: the party gets or keeps it.
    Gets,
    /// Out of the party's own pocket, to another.
    Pays,
    /// Out of the party's own pocket, for the way back.
    PaysReturnFreight,
}

/// Something that must be known first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseQuestion {
    /// The key: of a fact of the order, or `time of delivered`.
    pub fact: String,
    /// What it is, in words.
    pub title: String,
}
