//! The fold over what happens: events and the ends of clocks, in the order of time.

use smallvec::SmallVec;

use super::kept::Kept;
use super::state::{Halt, OwedState, State, TimerState};
use super::{CaseFault, CaseIndex, CaseNeed, Due, Position, PreparedCase, When};
use crate::calendar::BusinessDays;
use crate::clock::{Point, ZoneDays};
use crate::evaluate::{Index, Runtime};
use crate::program::{PartyId, Process, Program, Stage};

/// The most steps of a case: a process that goes in circles ends here.
pub(super) const MAX_STEPS: u32 = 20_000;

/// What a fold reads.
#[derive(Clone, Copy)]
pub(super) struct Fold<'a> {
    pub(super) runtime: &'a Runtime,
    pub(super) program: &'a Program,
    pub(super) index: &'a Index,
    pub(super) process: &'a Process,
    pub(super) case: &'a PreparedCase,
    pub(super) zone: &'a ZoneDays,
    pub(super) calendars: &'a [BusinessDays],
    /// The parties for which clocks stand.
    pub(super) pausing: &'a [PartyId],
    /// Events after it have not happened.
    pub(super) now: Point,
}

/// Something that can come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    pub(super) what: What,
    /// The earliest instant: of a clock, the first that is too late.
    pub(super) first: Point,
    /// The latest.
    pub(super) last: Point,
    pub(super) doubt: Option<CaseNeed>,
}

/// What can come next; in the order in which ends at one instant come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The end of an obligation's clock.
    Obligation(u16, Due),
    /// The end of a timer's clock.
    Timer(u16, Due),
    /// An event.
    Event(u16),
}

pub(super) type Nexts = SmallVec<[Next; 4]>;

impl Next {
    /// Whether it surely comes before another.
    fn precedes(&self, other: &Self) -> bool {
        match (self.what, other.what) {
            (What::Event(_), _) => self.last < other.first,
            // An end comes before what happens at the first instant that is too late.
            (What::Obligation(..) | What::Timer(..), What::Event(_)) => self.last <= other.first,
            (What::Obligation(..) | What::Timer(..), What::Obligation(..) | What::Timer(..)) => {
                let both_known = self.first == self.last && other.first == other.last;
                self.last < other.first || (both_known && self.first == other.first && self.what < other.what)
            }
        }
    }

    pub(super) fn is_event(&self) -> bool {
        matches!(self.what, What::Event(_))
    }
}

/// What comes next, at a glance.
enum Plain {
    /// Nothing.
    Nothing,
    /// This event, and nothing else can come before it.
    Event(u16),
    /// The same of the end of a clock.
    End(Next),
    /// That takes a closer look.
    Several,
}

/// The earlier of two ends that are known; nothing where one is not.
pub(super) fn earlier(end: Option<Next>, what: What, due: Due) -> Option<Next> {
    if due.doubt.is_some() {
        return None;
    }
    let next = Next { what, first: due.first.at, last: due.first.at, doubt: None };
    match end {
        Some(end) if (end.first, end.what) <= (next.first, next.what) => Some(end),
        Some(_) | None => Some(next),
    }
}

impl<'a> Fold<'a> {
    /// What a case is folded with.
    pub(super) fn new(runtime: &'a Runtime, cases: &'a CaseIndex, case: &'a PreparedCase, now: Point) -> Option<Self> {
        let program = runtime.program();
        let number = usize::from(case.process.0);
        let process = program.processes.get(number)?;
        Some(Self {
            runtime,
            program,
            index: runtime.index(),
            process,
            case,
            zone: cases.zone(process)?,
            calendars: cases.calendars(program),
            pausing: cases.pausing(program, number),
            now,
        })
    }

    /// The stage that the case is in.
    pub(super) fn stage(&self, state: &State) -> Option<&'a Stage> {
        match state.position {
            Position::Stage(stage) => self.process.stages.get(usize::from(stage.0)),
            Position::NotOpen | Position::Outcome(_) => None,
        }
    }

    /// Takes everything up to `now`.
    pub(super) fn run(&self, state: &mut State) -> Result<(), Halt> {
        let mut settled = Point(i64::MIN);
        let mut steps = MAX_STEPS;
        loop {
            steps = steps.checked_sub(1).ok_or(CaseFault::TooManySteps { most: MAX_STEPS })?;
            let next = match self.plain_next(state)? {
                Plain::Event(event) => {
                    self.event(state, event)?;
                    self.lead_on(state)?;
                    continue;
                }
                Plain::End(next) => next,
                Plain::Nothing => return Ok(()),
                Plain::Several => {
                    let nexts = self.nexts(state, self.now)?;
                    match nexts.as_slice() {
                        [] => return Ok(()),
                        [only] => *only,
                        [first, ..] => {
                            if first.first >= settled {
                                settled = self.explore(state, &nexts)?;
                            }
                            *first
                        }
                    }
                }
            };
            self.take(state, next)?;
        }
    }

    /// What comes next, where that is plain: nothing else can come before it.
    fn plain_next(&self, state: &mut State) -> Result<Plain, Halt> {
        if matches!(state.kept, Kept::Nothing) {
            state.kept = self.earliest_end(state)?;
        }
        let Kept::Earliest(end, _) = &state.kept else { return Ok(Plain::Several) };
        if !state.ahead.is_empty() {
            return Ok(Plain::Several);
        }
        let mut events = self.case.events.get(usize::from(state.cursor)..).unwrap_or_default().iter();
        let event = events.next().filter(|event| event.when.first.at <= self.now);
        let Some(event) = event else {
            return Ok(end.filter(|end| end.first <= self.now).map_or(Plain::Nothing, Plain::End));
        };
        let (first, last) = (event.when.first.at, event.when.last.at);
        match end {
            Some(end) if end.last <= first => return Ok(Plain::End(*end)),
            Some(end) if end.first <= last => return Ok(Plain::Several),
            Some(_) | None => {}
        }
        let is_alone = events.next().is_none_or(|other| last < other.when.first.at || other.when.first.at > self.now);
        Ok(if is_alone { Plain::Event(state.cursor) } else { Plain::Several })
    }

    /// Takes one thing, and whatever it lets lead on at once.
    pub(super) fn take(&self, state: &mut State, next: Next) -> Result<(), Halt> {
        match next.what {
            What::Event(event) => self.event(state, event)?,
            What::Obligation(number, due) => self.late(state, number, due)?,
            What::Timer(number, due) => self.timer(state, number, due)?,
        }
        self.lead_on(state)
    }

    /// Everything that can come next; several where their order is not known. The canonical one stands first.
    ///
    /// Ends of clocks count up to `until`, events up to `now`.
    pub(super) fn nexts(&self, state: &State, until: Point) -> Result<Nexts, Halt> {
        // An event of a day can come after an end of that day, also where neither the end nor the day's is reached.
        let mut events = self.case.events.iter().zip(0_u16..).skip(usize::from(state.cursor));
        let event = events.find(|(_, number)| !state.has_taken(*number)).map(|(event, _)| event.when);
        let begun = event.filter(|when| when.first.at <= self.now);
        let until = begun.map_or(until, |when| until.max(when.last.at));
        let mut nexts = self.clock_ends(state)?;
        nexts.retain(|next| next.first <= until);
        let mut least = nexts.iter().map(|next| next.last).min().unwrap_or(Point(i64::MAX));
        let from = usize::from(state.cursor);
        for (number, event) in (state.cursor..).zip(self.case.events.iter().skip(from)) {
            if event.when.first.at > self.now || event.when.first.at > least {
                break;
            }
            if !state.has_taken(number) {
                let (first, last) = (event.when.first.at, event.when.last.at);
                nexts.push(Next { what: What::Event(number), first, last, doubt: None });
                least = least.min(last);
            }
        }
        if nexts.len() > 1 {
            let all = nexts.clone();
            nexts.retain(|next| !all.iter().any(|other| other.precedes(next)));
            nexts.sort_by_key(|next| (next.first, !next.is_event(), next.what));
        }
        // An end that may have come, or may not, is never guessed.
        for next in &nexts {
            let hidden = next.last > until || nexts.len() > 1;
            if let Some(need) = next.doubt
                && hidden
            {
                return Err(Halt::need(need));
            }
        }
        Ok(nexts)
    }

    /// The ends of the clocks that run in the stage.
    fn clock_ends(&self, state: &State) -> Result<Nexts, Halt> {
        let mut nexts = Nexts::new();
        let Some(stage) = self.stage(state) else { return Ok(nexts) };
        for ((number, obligation), owed) in (0_u16..).zip(&stage.obligations).zip(&state.owed) {
            if owed.state == OwedState::Open
                && let Some(edge) = &obligation.within
                && let When::Known(due) = self.edge_ends(state, edge, &owed.extra)?
            {
                let Due { first, last, doubt } = due;
                nexts.push(Next { what: What::Obligation(number, due), first: first.at, last: last.at, doubt });
            }
        }
        for ((number, timer), told) in (0_u16..).zip(&stage.timers).zip(&state.timers) {
            if *told == TimerState::Runs
                && let Some(clock) = &timer.after
                && let When::Known(due) = self.ends(state, clock, &[])?
            {
                let Due { first, last, doubt } = due;
                nexts.push(Next { what: What::Timer(number, due), first: first.at, last: last.at, doubt });
            }
        }
        Ok(nexts)
    }
}
