//! What falls due in a case soon, and the money that moves if nobody acts: ids and numbers, of which words are made
//! only where they are shown.

use super::report::known_end;
use super::{CaseFault, CaseNeed, CaseOfProcess, Certainty, Duty, Leads, MoneyLine, Position, Standing, When};
use crate::clock::{End, EndKind, Point, SECOND};
use crate::currency::Currency;
use crate::date::Moment;
use crate::evaluate::Runtime;
use crate::program::{At, Process, ProcessId};

/// Something that falls due in a case.
#[derive(Clone, Debug, PartialEq)]
pub struct FallsDue {
    /// The process.
    pub process: ProcessId,
    /// Where the case stands.
    pub position: Position,
    /// What.
    pub what: DueThing,
    /// By when.
    pub by: End,
    /// Where the case goes otherwise, where that can be told.
    pub leads: Option<Leads>,
    /// The currency of the money.
    pub currency: Currency,
    /// The money that moves if nobody acts and nothing else comes first.
    pub money: Box<[MoneyLine]>,
    /// The rule.
    pub at: At,
}

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DueThing {
    /// Somebody must do something: the stage's obligation, as an index.
    Duty(u16),
    /// It happens by itself: the stage's timer, as an index.
    Timer(u16),
}

/// What falls due in a case of one process.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueOfCase {
    /// What falls due, duties first.
    pub due: Vec<FallsDue>,
    /// Where the position is not certain: the version that was asked, and what must be known first.
    pub undecided: Option<(ProcessId, Vec<CaseNeed>)>,
}

impl FallsDue {
    /// The same with the money of another added, line by line; none where a sum does not fit.
    #[must_use]
    pub fn with_money_of(mut self, other: &Self) -> Option<Self> {
        let mut lines = std::mem::take(&mut self.money).into_vec();
        for line in &other.money {
            match lines.iter_mut().find(|own| (own.party, own.way) == (line.party, line.way)) {
                Some(own) => own.amount = own.amount.checked_add(line.amount).ok()?,
                None => lines.push(*line),
            }
        }
        Some(Self { money: lines.into_boxed_slice(), ..self })
    }

    /// The instant that is shown, in microseconds from 1970-01-01 00:00 UTC; what falls due is put in its order.
    #[must_use]
    pub const fn microsecond(&self) -> i64 {
        shown(self.by).0
    }
}

/// The instant that a deadline shows: of a day the first that is too late, of hours the last that is in time.
const fn shown(end: End) -> Point {
    match end.kind {
        EndKind::Day(_) => end.at,
        EndKind::Instant => end.at.before(),
    }
}

impl Runtime {
    /// What falls due in a case from `now` until so many seconds later.
    ///
    /// # Errors
    ///
    /// [`CaseFault`], which a checked program gives only for numbers that do not fit.
    pub fn due(&self, case: &CaseOfProcess, now: Moment, seconds: i64) -> Result<DueOfCase, CaseFault> {
        let standing = self.case(case, now)?;
        let process = self.program().processes.get(usize::from(standing.process.0)).ok_or(CaseFault::NoProcess)?;
        let zone = self.cases().zone(process).ok_or(CaseFault::NoProcess)?;
        let end = now.end_in(zone);
        // A day is over at the start of the next.
        let asked = match now {
            Moment::Day(_) => end.plus(1),
            Moment::Local(_) | Moment::Instant(_) => end,
        };
        let until = asked.plus(seconds.saturating_mul(SECOND));
        let mut found = DueOfCase::default();
        if standing.certainty == Certainty::Undecided {
            found.undecided = Some((standing.process, standing.needs.to_vec()));
        }
        let soon = |when: When| known_end(when).filter(|end| shown(*end) <= until);
        for Duty { obligation, by, late, at, .. } in &standing.duties {
            if let Some(by) = soon(*by) {
                let due = self.falls_due(case, &standing, DueThing::Duty(*obligation), by, *late, *at);
                found.due.push(due);
            }
        }
        for timer in &standing.waiting {
            if let Some(by) = soon(timer.when) {
                let due =
                    self.falls_due(case, &standing, DueThing::Timer(timer.timer), by, Some(timer.leads), timer.at);
                found.due.push(due);
            }
        }
        Ok(found)
    }

    fn falls_due(
        &self,
        case: &CaseOfProcess,
        standing: &Standing,
        what: DueThing,
        by: End,
        leads: Option<Leads>,
        at: At,
    ) -> FallsDue {
        let money = leads.map(|leads| self.moves(case, standing, what, by, leads)).unwrap_or_default();
        let (process, position, currency) = (standing.process, standing.position, standing.currency);
        FallsDue { process, position, what, by, leads, currency, money, at }
    }

    /// The money that moves when a deadline passes and nobody acts: the case is asked again right after it.
    fn moves(
        &self,
        case: &CaseOfProcess,
        standing: &Standing,
        what: DueThing,
        by: End,
        leads: Leads,
    ) -> Box<[MoneyLine]> {
        let to = match (leads, what) {
            (Leads::Stage(stage), _) => Position::Stage(stage),
            (Leads::Outcome(outcome), _) => Position::Outcome(outcome),
            (Leads::Again, DueThing::Timer(_)) => standing.position,
            (Leads::Again, DueThing::Duty(_)) | (Leads::Stays | Leads::Extends, _) => return Box::default(),
        };
        let after = match by.kind {
            EndKind::Day(_) => by.at,
            EndKind::Instant => by.at.before().plus(SECOND),
        };
        let Ok(later) = self.case_at(case, after) else { return Box::default() };
        let process = |id: ProcessId| self.program().processes.get(usize::from(id.0));
        let name = |id, position| process(id).and_then(|process| name(process, position));
        // Where something else comes first, this deadline leads nowhere, and nothing is told of it.
        if name(later.process, later.position) != name(standing.process, to) {
            return Box::default();
        }
        later.money.iter().skip(standing.money.len()).copied().collect()
    }
}

/// The name of a stage or an outcome.
fn name(process: &Process, position: Position) -> Option<&str> {
    match position {
        Position::NotOpen => None,
        Position::Stage(stage) => process.stages.get(usize::from(stage.0)).map(|stage| stage.name.as_str()),
        Position::Outcome(outcome) => process.outcomes.get(usize::from(outcome.0)).map(|outcome| outcome.name.as_str()),
    }
}
