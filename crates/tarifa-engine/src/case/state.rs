//! The state of a case between two things that happen.

use smallvec::SmallVec;

use super::kept::Kept;
use super::known::Known;
use super::{Attempt, CaseFault, CaseNeed, Cause, MoneyLine, Position, PreparedCase, Step, Uncounted, Verdict};
use crate::clock::{End, Stamp};
use crate::evaluate::Fault;
use crate::evaluate::at_hand::Untold;
use crate::exact::{ArithmeticError, Exact};
use crate::program::{ClockUnit, PartyId, StageId};

/// How far a case has come.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) position: Position,
    pub(super) opened: Option<Stamp>,
    pub(super) entered: Option<Stamp>,
    /// When the latest thing happened.
    pub(super) latest: Stamp,
    /// All events before this one have been taken.
    pub(super) cursor: u16,
    /// Events that were taken before others that stand before them, ascending.
    pub(super) ahead: SmallVec<[u16; 4]>,
    /// What must be done in the stage, by the index of the obligation.
    pub(super) owed: SmallVec<[Owed; 2]>,
    /// The timers of the stage.
    pub(super) timers: SmallVec<[TimerState; 2]>,
    /// The earliest end of the stage's clocks; forgotten where something changes it.
    pub(super) kept: Kept,
    /// How often lines with a count were used.
    pub(super) used: SmallVec<[(Line, u32); 4]>,
    /// The acts that counted, in the order of taking.
    pub(super) done: SmallVec<[u16; 24]>,
    pub(super) known: Known,
    /// When parties had something that they must do, for those for which clocks stand.
    pub(super) pauses: SmallVec<[Pause; 2]>,
    /// Obligations that were not met in time, in the order of ending.
    pub(super) lapsed: SmallVec<[Lapsed; 2]>,
    pub(super) money: SmallVec<[MoneyLine; 2]>,
    /// The return freight, once it fell due.
    pub(super) return_freight: Option<Exact>,
    pub(super) history: Vec<Step>,
    pub(super) attempts: Vec<Attempt>,
    /// What money asks for.
    pub(super) needs: SmallVec<[CaseNeed; 1]>,
}

/// Something that must be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owed {
    pub(super) state: OwedState,
    /// More time, in the order given.
    pub(super) extra: SmallVec<[(u32, ClockUnit); 1]>,
}

/// How far something that must be done has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OwedState {
    /// It is to be done.
    #[default]
    Open,
    /// It was done.
    Done,
    /// It was not done in time.
    Late(End),
}

/// How far a timer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TimerState {
    /// Its clock has not ended.
    #[default]
    Runs,
    /// Its clock has ended, and its condition has not held.
    Armed,
    /// It has led on.
    Fired,
}

/// A line of the process that may be used a number of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// A window of the opening.
    Window(u16),
    /// An answer: of a stage, an obligation.
    Answer(StageId, u16, u16),
    /// A permission of a stage.
    Permission(StageId, u16),
}

/// A time in which a party had something that it must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    pub(super) party: PartyId,
    pub(super) from: Stamp,
    pub(super) to: Option<Stamp>,
}

/// Something that was not done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lapsed {
    pub(super) stage: StageId,
    pub(super) obligation: u16,
    pub(super) end: End,
}

/// Why the fold cannot go on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Halt {
    /// Something must be known first.
    Needs(SmallVec<[CaseNeed; 1]>),
    /// The program does not decide.
    Fault(CaseFault),
}

impl Halt {
    pub(super) fn need(need: CaseNeed) -> Self {
        Self::Needs(SmallVec::from_elem(need, 1))
    }
}

impl From<Untold> for Halt {
    fn from(untold: Untold) -> Self {
        match untold {
            Untold::Missing(missing) => Self::Needs(missing.into_iter().map(CaseNeed::Order).collect()),
            Untold::Fault(fault) => Self::Fault(fault.into()),
        }
    }
}

impl From<CaseFault> for Halt {
    fn from(fault: CaseFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<ArithmeticError> for Halt {
    fn from(error: ArithmeticError) -> Self {
        Self::Fault(error.into())
    }
}

impl State {
    /// Whether an event has been taken.
    #[inline]
    pub(super) fn has_taken(&self, event: u16) -> bool {
        event < self.cursor || (!self.ahead.is_empty() && self.ahead.contains(&event))
    }

    /// Notes that an event has been taken.
    pub(super) fn take(&mut self, event: u16) {
        if event == self.cursor {
            self.cursor = self.cursor.saturating_add(1);
            while self.ahead.first() == Some(&self.cursor) {
                self.ahead.remove(0);
                self.cursor = self.cursor.saturating_add(1);
            }
        } else if let Err(position) = self.ahead.binary_search(&event) {
            self.ahead.insert(position, event);
        }
    }

    /// How often a line was used.
    pub(super) fn uses(&self, line: Line) -> u32 {
        self.used.iter().find(|(known, _)| *known == line).map_or(0, |(_, count)| *count)
    }

    pub(super) fn count_use(&mut self, line: Line) {
        match self.used.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.used.push((line, 1)),
        }
    }

    /// Notes something that money asks for, once.
    pub(super) fn ask(&mut self, needs: &[CaseNeed]) {
        for need in needs {
            if !self.needs.contains(need) {
                self.needs.push(*need);
            }
        }
    }

    /// Whether two orders of the same events have led to the same standing.
    pub(super) fn same(&self, other: &Self, case: &PreparedCase) -> bool {
        self.position == other.position
            && self.entered == other.entered
            && self.opened == other.opened
            && (self.cursor, &self.ahead) == (other.cursor, &other.ahead)
            && self.owed == other.owed
            && self.timers == other.timers
            && self.pauses == other.pauses
            && self.lapsed == other.lapsed
            && self.money == other.money
            && self.return_freight == other.return_freight
            && self.needs == other.needs
            && sorted(&self.used) == sorted(&other.used)
            && sorted(&self.done) == sorted(&other.done)
            && self.known.same(&other.known, case)
            && self.same_history(other)
    }

    /// Steps and attempts may come in another order, as long as each is the same.
    ///
    /// Where a case stood when something was told from outside, or tried that its version does not know, says nothing
    /// of where it stands.
    fn same_history(&self, other: &Self) -> bool {
        let steps = |state: &Self| {
            let mut steps = state.history.clone();
            for step in &mut steps {
                if matches!(step.cause, Cause::Told(_)) {
                    (step.from, step.to) = (Position::NotOpen, Position::NotOpen);
                }
            }
            steps.sort_by_key(|step| step.cause);
            steps
        };
        let attempts = |state: &Self| {
            let mut attempts = state.attempts.clone();
            for attempt in &mut attempts {
                if attempt.verdict == Verdict::NotCounted(Uncounted::SomeVersions) {
                    attempt.position = Position::NotOpen;
                }
            }
            attempts.sort_by_key(|attempt| attempt.event);
            attempts
        };
        self.history.len() == other.history.len()
            && self.attempts.len() == other.attempts.len()
            && steps(self) == steps(other)
            && attempts(self) == attempts(other)
    }
}

fn sorted<T: Ord + Clone>(list: &[T]) -> Vec<T> {
    let mut list = list.to_vec();
    list.sort_unstable();
    list
}
