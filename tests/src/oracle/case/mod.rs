//! The oracle of cases: where a case stands, found by walking through time one thing after another.
//!
//! It answers cases of which every time is known to the instant. What is known by its day alone is
//! told apart by asking it about times that it can have had. It looks everything up anew at every
//! step: every clock is counted from the beginning whenever somebody asks for its end.

mod act;
mod clock;
mod guard;
mod money;
mod report;
mod walk;
mod zone;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tarifa_compiler::model::Model;
use tarifa_engine::case::{Case, CaseEvent};
use tarifa_engine::currency::Currency;
use tarifa_engine::program::{ActId, EvidenceId, Process, ReasonId};
use tarifa_engine::shipment::Shipment;

use super::Fraction;
pub use act::ELSEWHERE;
pub use zone::Zone;

/// Microseconds from 1970-01-01 00:00 UTC.
pub type Instant = i64;

/// An instant, and the day that clocks count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The instant.
    pub at: Instant,
    /// The day: of what follows from the end of a day, that day.
    pub day: Date,
}

/// The end of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With this day.
    Day(Date),
    /// With this instant, which is in time.
    Instant(Instant),
}

/// When a clock ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is known.
    At(End),
    /// What it counts from, or is held until, has not happened.
    Waits,
    /// It stands while somebody is to act.
    Paused,
    /// There is no clock.
    Never,
}

/// What happened, and when, with its time supposed where nobody told it.
#[derive(Clone, Debug)]
pub struct Happened<'a> {
    /// The event.
    pub event: &'a CaseEvent,
    /// The instant.
    pub at: Instant,
    /// How the time is told.
    pub shown: String,
}

/// Where a case stands, as people are told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The version of the process, by its place among all processes.
    pub version: usize,
    /// The stage or outcome.
    pub position: String,
    /// When it was opened.
    pub opened: Option<String>,
    /// Since when it stands there.
    pub since: Option<String>,
    /// Why it was opened.
    pub reason: Option<String>,
    /// Each step: when, what caused it, from where, to where.
    pub history: Vec<String>,
    /// What did not count, and why.
    pub attempts: Vec<String>,
    /// Who must do what by when, and what happens otherwise.
    pub must: Vec<String>,
    /// Who may do what, from when, until when, how often.
    pub may: Vec<String>,
    /// What leads on by itself.
    pub waiting: Vec<String>,
    /// The next end of a clock.
    pub next_due: Option<String>,
    /// Who got and paid what.
    pub money: Vec<String>,
    /// What was paid and is not disposed of.
    pub undisposed: Option<Fraction>,
    /// What must be known first.
    pub needs: BTreeSet<String>,
}

/// Why a case has no standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two clocks end at one instant and lead to different places.
    TwoEnds,
    /// No line says where it goes.
    NoWay,
    /// Something that was paid is left.
    NotSettled,
    /// It goes in circles.
    TooManySteps,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Position {
    #[default]
    NotOpen,
    Stage(usize),
    Outcome(usize),
}

/// What has become of something that must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owed {
    Open,
    Done,
    Late(End),
}

/// What has become of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Timing {
    Runs,
    /// Its clock has ended, and its condition did not hold.
    Ended,
    Fired,
}

/// All there is to know of a case at some moment of the walk.
#[derive(Clone)]
struct State<'a> {
    position: Position,
    opened: Option<(Mark, String)>,
    entered: Option<(Mark, String)>,
    reason: Option<ReasonId>,
    /// The order, with what acts have told of it.
    order: Shipment,
    amounts: BTreeMap<u16, Fraction>,
    received: Option<Vec<u64>>,
    shown: BTreeSet<EvidenceId>,
    /// What parties did that counted.
    done: Vec<(ActId, Mark)>,
    /// How often each written line was used.
    uses: BTreeMap<String, u32>,
    owed: Vec<Owed>,
    /// The time that something has more, by its place in the stage.
    extra: Vec<Vec<tarifa_engine::program::Target>>,
    timers: Vec<Timing>,
    /// When somebody had something to do: who, from, to.
    to_act: Vec<(u16, Mark, Option<Mark>)>,
    /// What came too late anywhere: the party, its acts, and the end.
    lapsed: Vec<(u16, Vec<ActId>, End)>,
    left: Option<Fraction>,
    way_back: Option<Fraction>,
    money: Vec<String>,
    history: Vec<String>,
    attempts: Vec<String>,
    needs: BTreeSet<String>,
    steps: u32,
    /// How far the walk has come.
    now: Mark,
    now_shown: String,
    /// How many of the events have happened.
    passed: usize,
    _case: std::marker::PhantomData<&'a ()>,
}

/// What does not change in a case.
pub struct World<'a> {
    /// The rule set.
    pub model: &'a Model,
    /// The process.
    pub process: &'a Process,
    /// The case.
    pub case: &'a Case,
    /// Its zone.
    pub zone: Zone,
    /// What happens, in the order of time.
    pub events: Vec<Happened<'a>>,
    /// The currency of what was paid.
    pub currency: Currency,
    /// When it is asked.
    pub now: Instant,
}

impl World<'_> {
    /// Where the case stands.
    pub fn standing(&self) -> Result<Told, Fault> {
        let mut state = self.begin();
        self.walk(&mut state)?;
        Ok(self.report(state))
    }
}
