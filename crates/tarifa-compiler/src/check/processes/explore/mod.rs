//! Cases that show what a process does: found by trying what parties may do, what can happen and what time
//! brings, each of them run through the engine.

mod acts;
mod search;
mod time;

use std::collections::BTreeMap;

use tarifa_engine::case::{Case, CaseFault, CaseNeed, Position};
use tarifa_engine::case_answer::CaseStanding;
use tarifa_engine::date::Moment;
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::Process;
use tarifa_engine::shipment::Shipment;

use super::graph::name_of;
use super::values::{USUAL_DAY, orders};
use search::Search;
use time::Time;

/// How many days before the end of a version its cases begin.
const RUN: i32 = 150;
/// After how many days a case is asked for once more that may wait for ever.
const LONG: i32 = 500;

/// A case that was run, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) case: Case,
    pub(super) position: Position,
    pub(super) standing: CaseStanding,
    /// What must be known first.
    pub(super) needs: Vec<CaseNeed>,
    now: Time,
    /// A later time at which it stands there still.
    later: Option<Time>,
}

impl Told {
    /// When it stands there.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.now.moment()
    }

    /// When it stands there still, where that was asked.
    pub(super) fn later(&self) -> Option<Moment> {
        self.later?.moment()
    }
}

/// A case that has no answer.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    /// Why.
    pub(super) fault: CaseFault,
    /// The case an hour before.
    pub(super) before: Told,
    /// When it was asked for.
    pub(super) asked: Moment,
}

/// What was found by running cases.
#[derive(Clone, Debug, Default)]
pub(super) struct Explored {
    cases: BTreeMap<Position, Vec<Told>>,
    /// What went wrong.
    pub(super) faults: Vec<Failed>,
    /// Cases whose last act was barred.
    pub(super) barred: Vec<Told>,
    /// Cases that cannot be decided before something is known that nobody can tell any more.
    pub(super) open: Vec<Told>,
}

impl Explored {
    /// A case that has come to `position`.
    pub(super) fn reached(&self, position: Position) -> Option<&Told> {
        self.cases.get(&position).and_then(|cases| cases.first())
    }

    /// Every case that was kept.
    pub(super) fn all(&self) -> impl Iterator<Item = &Told> {
        self.cases.values().flatten()
    }
}

/// Runs cases of a process until nothing new is found; of the orders it may be opened for, `further` are tried too.
pub(super) fn explore(runtime: &Runtime, process: &Process, further: Option<Shipment>) -> Explored {
    let mut search = Search::new(runtime, process);
    for order in std::iter::once(Shipment::default()).chain(further) {
        for order in orders(runtime.program(), process, order) {
            // A version that has ended takes no case of today; its last ones still have to run.
            let start = if process.valid.to < USUAL_DAY.saturating_add(RUN) {
                process.valid.to.saturating_sub(RUN).max(process.valid.from)
            } else {
                process.valid.from.max(USUAL_DAY)
            };
            let start = Time::morning(start);
            search.begin(&order, start);
        }
    }
    while let Some(told) = search.open.pop_front() {
        for next in search.next(&told) {
            search.keep(next);
        }
    }
    search.explored
}

/// The same case much later, where the engine says that it stands in the same stage still.
pub(super) fn lasting(runtime: &Runtime, process: &Process, told: &Told) -> Option<Told> {
    let mut search = Search::new(runtime, process);
    let later = Time::morning(told.now.day.saturating_add(LONG));
    let still = search.run(told.case.clone(), later)?;
    let is_the_same = still.position == told.position && still.standing.history.len() == told.standing.history.len();
    is_the_same.then(|| Told { later: Some(later), ..told.clone() })
}

/// A case that another version of the program leads elsewhere, or whose money it moves otherwise.
pub(super) fn told_apart(other: &Runtime, process: &Process, explored: &Explored) -> Option<(Told, Told)> {
    let mut search = Search::new(other, process);
    explored.all().find_map(|told| {
        let second = search.run(told.case.clone(), told.now)?;
        let is_apart = second.position != told.position || second.standing.money != told.standing.money;
        is_apart.then(|| (told.clone(), second))
    })
}

/// A case that was opened so late that it needs a day behind the end of a calendar.
pub(super) fn beyond(runtime: &Runtime, process: &Process, order: Option<Shipment>, last: i32) -> Option<Told> {
    let mut search = Search::new(runtime, process);
    for order in std::iter::once(Shipment::default()).chain(order) {
        for order in orders(runtime.program(), process, order) {
            search.begin(&order, Time::morning(last.saturating_sub(1)));
        }
    }
    while let Some(told) = search.open.pop_front() {
        for next in search.next(&told) {
            search.keep(next);
        }
        let mut open = search.explored.open.iter().chain(std::iter::once(&told));
        let needs_a_day = |need: &CaseNeed| match need {
            CaseNeed::Calendar(_, day) => *day > last,
            CaseNeed::Time(_)
            | CaseNeed::Reason
            | CaseNeed::Service
            | CaseNeed::Paid
            | CaseNeed::PaidGoods
            | CaseNeed::PaidFreight
            | CaseNeed::Amount(_)
            | CaseNeed::Received
            | CaseNeed::ReturnFreight(_)
            | CaseNeed::Compensation(_)
            | CaseNeed::Order(_) => false,
        };
        if let Some(found) = open.find(|told| told.needs.iter().any(needs_a_day)) {
            return Some(found.clone());
        }
    }
    None
}

/// A case that goes round a circle of stages, from the first to the first, twice.
pub(super) fn round(runtime: &Runtime, process: &Process, explored: &Explored, circle: &[Position]) -> Option<Told> {
    let first = *circle.first()?;
    let mut told = explored.reached(first)?.clone();
    let stations: Vec<Position> = circle.iter().skip(1).copied().chain(std::iter::once(first)).collect();
    for station in stations.iter().chain(&stations) {
        let mut search = Search::new(runtime, process);
        let entries = |told: &Told| {
            let name = name_of(process, *station);
            told.standing.history.iter().filter(|step| step.to.as_deref() == Some(name)).count()
        };
        let before = entries(&told);
        let found = search.next(&told).into_iter().find(|next| next.position == *station && entries(next) > before);
        told = found?;
    }
    Some(told)
}
