//! Cases that show what a process does: found by trying what parties may do, what can happen and what time
//! brings, each of them run through the engine.

mod acts;
mod search;
mod time;

use std::collections::{BTreeMap, BTreeSet};

use tarifa_engine::case::{Bar, Case, CaseFault, CaseNeed, PaidInput, Position, WhatHappened};
use tarifa_engine::case_answer::CaseStanding;
use tarifa_engine::currency::Money;
use tarifa_engine::date::Moment;
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::{ActId, CalendarId, Process};
use tarifa_engine::shipment::{Given, Shipment};

use super::graph::name_of;
use super::values::{USUAL_DAY, orders};
use acts::{Amounts, acts_of};
use search::Search;
use time::{Time, day_of};

/// How many days before the end of a version its cases begin.
const RUN: i32 = 150;
/// After how many days a case is asked for once more that may wait for ever.
const LONG: i32 = 500;
/// How many ways of opening a case late are tried.
const OPENINGS: usize = 6;
/// From how many cases a way round a circle is tried.
const STARTS: usize = 8;

/// A case that was run, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) case: Case,
    pub(super) position: Position,
    pub(super) standing: CaseStanding,
    /// What must be known first.
    pub(super) needs: Vec<CaseNeed>,
    /// What barred its last attempt.
    pub(super) bar: Option<Bar>,
    now: Time,
    /// What else stands so then, in the words of `expect`.
    pub(super) words: Vec<String>,
    /// Where the same case stands later, where that was asked.
    later: Option<(Time, Position)>,
}

impl Told {
    /// When it stands there.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.now.moment()
    }

    /// Where the same case stands later, where that was asked.
    pub(super) fn later(&self) -> Option<(Moment, Position)> {
        let (time, position) = self.later?;
        Some((time.moment()?, position))
    }

    /// How many days it stays there.
    pub(super) fn stay(&self) -> Option<i32> {
        self.later?.0.day.checked_sub(self.now.day)
    }

    /// For what reason its last act would open it.
    pub(super) fn reason_of_last(&self) -> Option<&String> {
        match &self.case.events.last()?.what {
            WhatHappened::Act { reason, .. } => reason.as_ref(),
            WhatHappened::Event { .. } => None,
        }
    }

    /// When it is opened, counted in days from the first that is told of it.
    fn days_before(&self) -> Option<i32> {
        let first = self.case.events.iter().filter_map(|event| day_of(&event.at.to_string())).min()?;
        day_of(self.standing.opened.as_deref()?)?.checked_sub(first)
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
    /// Cases whose last act was barred by conditions.
    pub(super) barred: Vec<Told>,
    /// Cases that cannot be decided before something is known that nobody can tell any more.
    pub(super) open: Vec<Told>,
}

impl Explored {
    /// A case that has come to `position`.
    pub(super) fn reached(&self, position: Position) -> Option<&Told> {
        self.cases.get(&position).and_then(|cases| cases.first())
    }

    /// The cases that have come to `position`.
    pub(super) fn at(&self, position: Position) -> impl Iterator<Item = &Told> {
        self.cases.get(&position).into_iter().flatten()
    }

    /// Every case that was kept.
    pub(super) fn all(&self) -> impl Iterator<Item = &Told> {
        self.cases.values().flatten()
    }
}

/// Runs cases of a process until nothing new is found; of the orders it may be opened for, `further` are tried too.
pub(super) fn explore(runtime: &Runtime, process: &Process, further: &[Shipment]) -> Explored {
    explored(Search::new(runtime, process), runtime, process, further)
}

/// The same with little and with more than what was paid alone, for what needs no other amounts.
pub(super) fn explore_few(runtime: &Runtime, process: &Process, further: &[Shipment]) -> Explored {
    explored(Search::new(runtime, process).telling(Amounts::Few), runtime, process, further)
}

fn explored(mut search: Search<'_>, runtime: &Runtime, process: &Process, further: &[Shipment]) -> Explored {
    for order in every_order(runtime, process, further) {
        // A version that has ended takes no case of today; its last ones still have to run.
        let start = if process.valid.to < USUAL_DAY.saturating_add(RUN) {
            process.valid.to.saturating_sub(RUN).max(process.valid.from)
        } else {
            process.valid.from.max(USUAL_DAY)
        };
        let start = Time::morning(start);
        search.begin(&order, start);
    }
    while let Some(told) = search.open.pop_front() {
        for next in search.next(&told) {
            search.keep(next);
        }
    }
    search.explored
}

/// The orders that cases are opened for: an empty one and `further`, with the facts that the process reads.
fn every_order(runtime: &Runtime, process: &Process, further: &[Shipment]) -> Vec<Shipment> {
    let all = std::iter::once(Shipment::default()).chain(further.iter().cloned());
    all.flat_map(|order| orders(runtime.program(), process, order)).collect()
}

/// The same case much later, where the engine says that it stands in the same stage still.
pub(super) fn lasting(runtime: &Runtime, process: &Process, told: &Told) -> Option<Told> {
    let mut search = Search::new(runtime, process);
    let later = Time::morning(told.now.day.saturating_add(LONG));
    let still = search.run(told.case.clone(), later)?;
    let is_the_same = still.position == told.position && still.standing.history.len() == told.standing.history.len();
    is_the_same.then(|| Told { later: Some((later, still.position)), ..told.clone() })
}

/// A case that another version of the program leads elsewhere from a stage, or whose money it moves otherwise.
pub(super) fn told_apart(
    runtime: &Runtime,
    other: &Runtime,
    process: &Process,
    explored: &Explored,
    stage: Position,
) -> Option<(Told, Told)> {
    let (mut own, mut search) = (Search::new(runtime, process), Search::new(other, process));
    let mut apart = |told: &Told| {
        let second = search.run(told.case.clone(), told.now)?;
        let is_apart = second.position != told.position || second.standing.money != told.standing.money;
        is_apart.then(|| (told.clone(), second))
    };
    // Of cases that differ in an amount alone not all were kept.
    let kept = explored.all().find_map(&mut apart);
    kept.or_else(|| explored.at(stage).find_map(|told| own.next(told).iter().find_map(&mut apart)))
}

/// The same case when the next clock has ended and nobody has acted, where that leads elsewhere.
pub(super) fn goes_on(runtime: &Runtime, process: &Process, told: &Told) -> Option<Told> {
    let due = day_of(&told.standing.next_due.as_ref()?.last_minute)?;
    let later = Time::morning(due.saturating_add(1)).max(told.now.next());
    let next = Search::new(runtime, process).run(told.case.clone(), later)?;
    (next.position != told.position).then(|| Told { later: Some((later, next.position)), ..told.clone() })
}

/// Whether nobody can say where a case stands when its next clock has ended and nobody has acted, as an amount is missing.
pub(super) fn is_open_after(runtime: &Runtime, process: &Process, told: &Told) -> bool {
    let Some(due) = told.standing.next_due.as_ref().and_then(|due| day_of(&due.last_minute)) else { return false };
    let later = Time::morning(due.saturating_add(1)).max(told.now.next());
    let mut search = Search::new(runtime, process);
    let next = search.run(told.case.clone(), later);
    let mut open = next.iter().chain(&search.explored.open);
    open.any(|told| told.needs.iter().any(|need| matches!(need, CaseNeed::Amount(_))))
}

/// A case in which somebody tries an act in vain, as late as the stage lasts.
pub(super) fn in_vain(runtime: &Runtime, process: &Process, told: &Told, act: ActId) -> Option<Told> {
    let Position::Stage(stage) = told.position else { return None };
    let (parties, act) = acts_of(process, stage).into_iter().find(|(_, own)| *own == act.0)?;
    let due = told.standing.next_due.as_ref().and_then(|due| day_of(&due.last_minute)).map(Time::morning);
    let mut search = Search::new(runtime, process);
    for now in due.filter(|due| *due > told.now).into_iter().chain(std::iter::once(told.now.next())) {
        let reason = told.standing.reason.as_deref();
        for happened in acts::acts(runtime.program(), process, &parties, act, reason, Amounts::Every) {
            let Some(tried) = search.with(&told.case, now, happened) else { continue };
            if tried.position == told.position && tried.standing.attempts.len() > told.standing.attempts.len() {
                return Some(goes_on(runtime, process, &tried).unwrap_or(tried));
            }
        }
    }
    None
}

/// The same case where little was paid and everything is worth as little, where it comes to the same place.
pub(super) fn of_little(runtime: &Runtime, process: &Process, told: &Told, little: Money) -> Option<Told> {
    let mut case = told.case.clone();
    case.paid = PaidInput { total: Some(little), goods: None, freight: None };
    let lower = |given: &mut Given| {
        if let Given::Money(money) = given {
            *money = little;
        }
    };
    case.order.facts.values_mut().for_each(lower);
    case.order.declared_value = case.order.declared_value.map(|_| little);
    for item in case.order.items.iter_mut().flatten() {
        item.unit_value = item.unit_value.map(|_| little);
    }
    for event in &mut case.events {
        match &mut event.what {
            WhatHappened::Act { arguments, .. } => arguments.values_mut().for_each(lower),
            WhatHappened::Event { .. } => {}
        }
    }
    Search::new(runtime, process).run(case, told.now).filter(|found| found.position == told.position)
}

/// The same case where acts told one amount wherever they told any, where it comes to the same place.
pub(super) fn of_amount(runtime: &Runtime, process: &Process, told: &Told, amount: Money) -> Option<Told> {
    let mut case = told.case.clone();
    for event in &mut case.events {
        if let WhatHappened::Act { arguments, .. } = &mut event.what {
            for given in arguments.values_mut() {
                if let Given::Money(money) = given {
                    *money = amount;
                }
            }
        }
    }
    Search::new(runtime, process).run(case, told.now).filter(|found| found.position == told.position)
}

/// A case that was opened so late that it needs a day behind the end of a calendar.
pub(super) fn beyond(
    runtime: &Runtime,
    process: &Process,
    explored: &Explored,
    further: &[Shipment],
    last: i32,
) -> Option<Told> {
    // As late as a version takes a case, by each way of opening one.
    let latest = process.valid.to.min(last.saturating_sub(1));
    let before: BTreeSet<i32> = explored.all().filter_map(Told::days_before).collect();
    let earlier = before.into_iter().filter(|days| *days > 0).take(OPENINGS).map(|days| latest.saturating_sub(days));
    let starts: Vec<i32> = std::iter::once(latest).chain(earlier).collect();
    asking(Search::new(runtime, process), runtime, process, further, &starts, |day| day > last)
}

/// A case of the first day of a version that needs a day before the beginning of a calendar.
pub(super) fn ahead(runtime: &Runtime, process: &Process, further: &[Shipment], first: i32) -> Option<Told> {
    let search = Search::new(runtime, process);
    asking(search, runtime, process, further, &[process.valid.from], |day| day < first)
}

/// A case that begins on one of these days and asks for such a day of a calendar.
fn asking(
    mut search: Search<'_>,
    runtime: &Runtime,
    process: &Process,
    further: &[Shipment],
    starts: &[i32],
    is_asked: impl Fn(i32) -> bool,
) -> Option<Told> {
    for order in every_order(runtime, process, further) {
        for day in starts {
            search.begin(&order, Time::morning(*day));
        }
    }
    let asks = |told: &Told| asked_day(told).is_some_and(|(_, day)| is_asked(day));
    while let Some(told) = search.open.pop_front() {
        for next in search.next(&told) {
            search.keep(next);
        }
        let mut open = search.explored.open.iter().chain(std::iter::once(&told));
        if let Some(found) = open.find(|told| asks(told)) {
            return Some(found.clone());
        }
    }
    search.explored.open.into_iter().find(asks)
}

/// The calendar and the day that a case asks for.
pub(super) fn asked_day(told: &Told) -> Option<(CalendarId, i32)> {
    told.needs.iter().find_map(|need| match need {
        CaseNeed::Calendar(calendar, day) => Some((*calendar, *day)),
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
        | CaseNeed::Order(_) => None,
    })
}

/// A case that goes round a circle of stages, from the first to the first, so many times.
pub(super) fn round(
    runtime: &Runtime,
    process: &Process,
    explored: &Explored,
    circle: &[Position],
    times: usize,
) -> Option<Told> {
    let first = *circle.first()?;
    let stations = circle.iter().skip(1).copied().chain(std::iter::once(first));
    let stations: Vec<Position> = stations.collect();
    let entries = |told: &Told, station: Position| {
        let name = name_of(process, station);
        told.standing.history.iter().filter(|step| step.to.as_deref() == Some(name)).count()
    };
    explored.at(first).take(STARTS).find_map(|start| {
        let mut told = start.clone();
        for _ in 0..times {
            let before = told.clone();
            for station in &stations {
                let is_round = |next: &Told| entries(next, *station) > entries(&before, *station);
                // What is over on entry is passed through at once.
                if !is_round(&told) {
                    told = Search::new(runtime, process).next(&told).into_iter().find(is_round)?;
                }
            }
        }
        Some(told)
    })
}
