//! Cases that show what a process does: found by trying what parties may do, what can happen and what time
//! brings, each of them run through the engine.

use std::collections::{BTreeMap, VecDeque};

use tarifa_engine::case::{Case, CaseEvent, CaseFault, CaseNeed, Certainty, PaidInput, Position, WhatHappened};
use tarifa_engine::case_answer::{AttemptVerdict, CaseStanding, StepCause};
use tarifa_engine::currency::Money;
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::exact::Exact;
use tarifa_engine::explain;
use tarifa_engine::program::{Anchor, Argument, Clock, Gate, Guard, Process, StageId};
use tarifa_engine::shipment::{Given, Shipment};

use super::graph::name_of;
use super::values::{PAID, USUAL_DAY, amounts, orders, values};

/// How many cases of one process are run.
const RUNS: u32 = 2_500;
/// How many days before the end of a version its cases begin.
const RUN: i32 = 150;
/// After how many days a case is asked for once more that may wait for ever.
const LONG: i32 = 500;
/// How many cases are kept for each stage and outcome, order, reason and what acts have told.
const KEPT: usize = 2;
/// How many barred acts are kept.
const BARRED: usize = 400;
/// How many ways of telling one act's arguments are tried.
const TOLD: usize = 40;
/// From when to when things happen on one day, in hours.
const HOURS: (u16, u16) = (8, 20);

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

/// A time of a process's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Time {
    day: i32,
    hour: u16,
}

impl Time {
    fn morning(day: i32) -> Self {
        Self { day, hour: HOURS.0 }
    }

    /// An hour later, or the next morning.
    fn next(self) -> Self {
        if self.hour >= HOURS.1 {
            Self::morning(self.day.saturating_add(1))
        } else {
            Self { hour: self.hour.saturating_add(1), ..self }
        }
    }

    fn moment(self) -> Option<Moment> {
        let date = Date::from_days(self.day)?;
        format!("{date} {:02}:00", self.hour).parse().ok()
    }
}

/// The day that a text of an answer begins with.
fn day_of(text: &str) -> Option<i32> {
    match text.get(..10)?.parse().ok()? {
        Moment::Day(date) => Some(date.days()),
        Moment::Local(_) | Moment::Instant(_) => None,
    }
}

/// A search at work.
struct Search<'a> {
    runtime: &'a Runtime,
    process: &'a Process,
    explored: Explored,
    open: VecDeque<Told>,
    runs: u32,
}

/// Runs cases of a process until nothing new is found; of the orders it may be opened for, `further` are tried too.
pub(super) fn explore(runtime: &Runtime, process: &Process, further: Option<Shipment>) -> Explored {
    let mut search = Search { runtime, process, explored: Explored::default(), open: VecDeque::new(), runs: 0 };
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
    let mut search = Search { runtime, process, explored: Explored::default(), open: VecDeque::new(), runs: 0 };
    let later = Time::morning(told.now.day.saturating_add(LONG));
    let still = search.run(told.case.clone(), later)?;
    let is_the_same = still.position == told.position && still.standing.history.len() == told.standing.history.len();
    is_the_same.then(|| Told { later: Some(later), ..told.clone() })
}

/// A case that another version of the program leads elsewhere, or whose money it moves otherwise.
pub(super) fn told_apart(other: &Runtime, process: &Process, explored: &Explored) -> Option<(Told, Told)> {
    let mut search = Search { runtime: other, process, explored: Explored::default(), open: VecDeque::new(), runs: 0 };
    explored.all().find_map(|told| {
        let second = search.run(told.case.clone(), told.now)?;
        let is_apart = second.position != told.position || second.standing.money != told.standing.money;
        is_apart.then(|| (told.clone(), second))
    })
}

/// A case that was opened so late that it needs a day behind the end of a calendar.
pub(super) fn beyond(runtime: &Runtime, process: &Process, order: Option<Shipment>, last: i32) -> Option<Told> {
    let mut search = Search { runtime, process, explored: Explored::default(), open: VecDeque::new(), runs: 0 };
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
        let mut search = Search { runtime, process, explored: Explored::default(), open: VecDeque::new(), runs: 0 };
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

impl Search<'_> {
    /// Opens cases of an order in every way.
    fn begin(&mut self, order: &Shipment, start: Time) {
        let process = self.process;
        let money =
            |amount: i64| Money { amount: Exact::from_integer(amount), currency: self.runtime.program().currency };
        let [goods, freight] = PAID;
        let paid = PaidInput {
            total: Some(money(goods.saturating_add(freight))),
            goods: Some(money(goods)),
            freight: Some(money(freight)),
        };
        let reasons: Vec<Option<String>> =
            if process.reasons.is_empty() { vec![None] } else { process.reasons.iter().cloned().map(Some).collect() };
        for window in &process.opening.windows {
            let mut case = Case { process: Some(process.name.clone()), order: order.clone(), paid, ..Case::default() };
            let mut now = start;
            for event in anchors(&window.gate) {
                let Some(event) = process.events.get(usize::from(event)) else { continue };
                let Some(at) = now.moment() else { continue };
                case.events.push(CaseEvent { at, what: WhatHappened::Event { event: event.clone(), parcel: None } });
                now = now.next();
            }
            for (number, reason) in (0_u16..).zip(&reasons) {
                let is_meant = window.reasons.is_empty() || window.reasons.iter().any(|reason| reason.0 == number);
                if !is_meant {
                    continue;
                }
                let acts = self.acts(&process.opening.parties, process.opening.act.0, reason.as_deref());
                for act in acts {
                    if let Some(told) = self.attempt(&case, now, act) {
                        self.keep(told);
                    }
                }
            }
        }
    }

    /// What can come next of a case.
    fn next(&mut self, told: &Told) -> Vec<Told> {
        let Position::Stage(id) = told.position else { return Vec::new() };
        let process = self.process;
        let mut found = Vec::new();
        let mut tried = Vec::new();
        for (parties, act) in acts_of(process, id) {
            if tried.contains(&(parties.clone(), act)) {
                continue;
            }
            for happened in self.acts(&parties, act, told.standing.reason.as_deref()) {
                found.extend(self.attempt(&told.case, told.now, happened));
            }
            tried.push((parties, act));
        }
        if let Some(day) = told.standing.next_due.as_ref().and_then(|due| day_of(&due.last_minute)) {
            let now = Time::morning(day.saturating_add(1)).max(told.now.next());
            found.extend(self.run(told.case.clone(), now));
        }
        for event in &process.events {
            let happened = WhatHappened::Event { event: event.clone(), parcel: None };
            if told.case.events.iter().any(|known| known.what == happened) {
                continue;
            }
            found.extend(self.attempt(&told.case, told.now, happened));
        }
        found
    }

    /// Lets something happen: now, or as soon as it is possible.
    fn attempt(&mut self, case: &Case, now: Time, happened: WhatHappened) -> Option<Told> {
        let from = now.next();
        let told = self.with(case, from, happened.clone())?;
        let attempts = told.standing.attempts.len();
        let last = told.standing.attempts.last();
        match last {
            Some(last) if last.verdict == AttemptVerdict::TooEarly => {
                let day = day_of(last.opens.as_deref()?)?;
                let later = self.with(case, Time::morning(day).max(from).next(), happened)?;
                (later.standing.attempts.len() < attempts).then_some(later)
            }
            Some(last) if attempts > case_attempts(case, &told) => {
                if last.verdict == AttemptVerdict::Barred && self.explored.barred.len() < BARRED {
                    self.explored.barred.push(told);
                }
                None
            }
            Some(_) | None => Some(told),
        }
    }

    fn with(&mut self, case: &Case, now: Time, happened: WhatHappened) -> Option<Told> {
        let mut case = case.clone();
        case.events.push(CaseEvent { at: now.moment()?, what: happened });
        self.run(case, now)
    }

    /// Asks the engine where a case stands.
    fn run(&mut self, case: Case, now: Time) -> Option<Told> {
        self.runs = self.runs.saturating_add(1);
        if self.runs > RUNS {
            return None;
        }
        let prepared = self.runtime.prepare_case(&case).ok()?;
        let versions = prepared.first()?;
        match self.runtime.case(versions, now.moment()?) {
            Ok(standing) => {
                let own = versions.versions.iter().find(|own| own.process == standing.process)?;
                let (position, certainty) = (standing.position, standing.certainty);
                let needs = standing.needs.to_vec();
                let standing = explain::standing(self.runtime, own, &standing)?;
                let told = Told { case, position, standing, needs, now, later: None };
                if certainty == Certainty::Undecided {
                    self.explored.open.push(told);
                    return None;
                }
                Some(told)
            }
            Err(fault) => {
                let known = self.explored.faults.iter().any(|known| known.fault == fault);
                if !known && let Some((before, asked)) = self.before(&case, now).zip(now.moment()) {
                    self.explored.faults.push(Failed { fault, before, asked });
                }
                None
            }
        }
    }

    /// The case an hour before, where that can be told.
    fn before(&self, case: &Case, now: Time) -> Option<Told> {
        let prepared = self.runtime.prepare_case(case).ok()?;
        let versions = prepared.first()?;
        let now = if now.hour > HOURS.0 {
            Time { day: now.day, hour: now.hour.saturating_sub(1) }
        } else {
            Time { day: now.day.saturating_sub(1), hour: HOURS.1 }
        };
        let standing = self.runtime.case(versions, now.moment()?).ok()?;
        let own = versions.versions.iter().find(|own| own.process == standing.process)?;
        let (position, needs) = (standing.position, standing.needs.to_vec());
        let standing = explain::standing(self.runtime, own, &standing)?;
        Some(Told { case: case.clone(), position, standing, needs, now, later: None })
    }

    /// Keeps a case that shows something new.
    fn keep(&mut self, told: Told) {
        if told.position == Position::NotOpen {
            return;
        }
        let known = self.explored.cases.entry(told.position).or_default();
        let is_first = known.is_empty();
        let is_alike = |other: &&Told| {
            other.case.order == told.case.order
                && other.standing.reason == told.standing.reason
                && told_by(&other.case) == told_by(&told.case)
                && to_do(&other.standing) == to_do(&told.standing)
                && came_by(&other.standing) == came_by(&told.standing)
        };
        if known.iter().filter(is_alike).count() < KEPT {
            known.push(told.clone());
            // What has not been seen is looked at first, so that the farthest stage is reached before much is tried.
            if is_first { self.open.push_front(told) } else { self.open.push_back(told) }
        }
    }

    /// An act in each way of telling what it brings along.
    fn acts(&self, parties: &[tarifa_engine::program::PartyId], act: u16, reason: Option<&str>) -> Vec<WhatHappened> {
        let process = self.process;
        let Some((name, arguments)) = process.acts.get(usize::from(act)).map(|act| (act.name.clone(), &act.arguments))
        else {
            return Vec::new();
        };
        let Some(party) = parties.first().and_then(|party| process.parties.get(usize::from(party.0))) else {
            return Vec::new();
        };
        let mut ways: Vec<BTreeMap<String, Given>> = vec![BTreeMap::new()];
        let (mut told_reason, mut received) = (None, None);
        for argument in arguments {
            let (name, values) = match argument {
                Argument::Reason => {
                    told_reason = reason.map(str::to_owned);
                    continue;
                }
                Argument::Received => {
                    received = Some(vec![1]);
                    continue;
                }
                Argument::Fact(id) => {
                    let Some(fact) = self.runtime.program().facts.get(usize::from(id.0)) else { continue };
                    (fact.name.clone(), values(self.runtime.program(), process, *id, fact))
                }
                Argument::Amount(amount) => {
                    let Some(name) = process.amounts.get(usize::from(amount.0)) else { continue };
                    let amounts = amounts(self.runtime.program(), process).into_iter();
                    (name.clone(), amounts.map(Given::Money).collect())
                }
            };
            let mut more = Vec::new();
            for way in &ways {
                for value in &values {
                    let mut way = way.clone();
                    way.insert(name.clone(), value.clone());
                    more.push(way);
                }
            }
            more.truncate(TOLD);
            ways = more;
        }
        let mut shown = vec![asked_for(process, act)];
        if reads_evidence(process) {
            shown.push(process.evidence.clone());
        }
        let happened = |evidence: &Vec<String>, arguments: &BTreeMap<String, Given>| WhatHappened::Act {
            by: party.clone(),
            act: name.clone(),
            reason: told_reason.clone(),
            evidence: evidence.clone(),
            received: received.clone(),
            arguments: arguments.clone(),
        };
        let each = |evidence| ways.iter().map(move |arguments| happened(evidence, arguments)).collect::<Vec<_>>();
        shown.iter().flat_map(each).collect()
    }
}

/// The evidence that some rule asks for with an act, the first of each choice.
fn asked_for(process: &Process, act: u16) -> Vec<String> {
    let is_opening = process.opening.act.0 == act;
    let windows = process.opening.windows.iter().filter(|_| is_opening).map(|window| &window.gate);
    let stages = process.stages.iter().flat_map(|stage| {
        let answers = stage.obligations.iter().flat_map(|must| &must.answers);
        let answers = answers.filter(|answer| answer.act.0 == act).map(|answer| &answer.gate);
        let permissions = stage.permissions.iter().filter(|may| may.act.0 == act);
        answers.chain(permissions.map(|may| &may.gate))
    });
    let mut found: Vec<String> = Vec::new();
    for one_of in windows.chain(stages).flat_map(|gate| &gate.evidence) {
        let name = one_of.first().and_then(|evidence| process.evidence.get(usize::from(evidence.0)));
        found.extend(name.filter(|name| !found.contains(name)).cloned());
    }
    found
}

/// Whether some condition asks what was shown.
fn reads_evidence(process: &Process) -> bool {
    fn is_shown(guard: &Guard) -> bool {
        match guard {
            Guard::Shown(_) => true,
            Guard::Not(inner) => is_shown(inner),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().any(is_shown),
            Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Money { .. } => false,
        }
    }
    let mut found = false;
    process.visit_guards(&mut |guard| found |= is_shown(guard));
    found
}

/// How many attempts of a case came before its last event.
fn case_attempts(case: &Case, told: &Told) -> usize {
    let earlier = case.events.iter().map(|event| event.at).collect::<Vec<_>>();
    let is_earlier = |when: &str| earlier.iter().any(|moment| moment.to_string() == when);
    told.standing.attempts.iter().filter(|attempt| is_earlier(&attempt.when)).count()
}

/// What acts have told, and what it is now; amounts of money only above what was paid.
fn told_by(case: &Case) -> BTreeMap<&str, &Given> {
    let mut found = BTreeMap::new();
    for event in &case.events {
        if let WhatHappened::Act { arguments, .. } = &event.what {
            let most = Exact::from_integer(PAID.iter().sum());
            let is_much = |given: &Given| !matches!(given, Given::Money(money) if money.amount <= most);
            let told = arguments.iter().filter(|(_, given)| is_much(given));
            found.extend(told.map(|(name, given)| (name.as_str(), given)));
        }
    }
    found
}

/// What brought a case to where it stands: from where, and whether by an act, by silence or by itself.
fn came_by(standing: &CaseStanding) -> Option<(Option<&str>, StepCause)> {
    let last = standing.history.iter().rev().find(|step| step.to.is_some())?;
    Some((last.from.as_deref(), last.cause))
}

/// What must and may be done, by name.
fn to_do(standing: &CaseStanding) -> Vec<&str> {
    let musts = standing.must.iter().map(|duty| duty.what.as_str());
    musts.chain(standing.may.iter().map(|right| right.what.as_str())).collect()
}

/// Who may do what in a stage.
fn acts_of(process: &Process, id: StageId) -> Vec<(Vec<tarifa_engine::program::PartyId>, u16)> {
    let Some(stage) = process.stages.get(usize::from(id.0)) else { return Vec::new() };
    let musts =
        stage.obligations.iter().flat_map(|must| must.answers.iter().map(|answer| (vec![must.party], answer.act.0)));
    let mays = stage.permissions.iter().map(|may| (may.parties.clone(), may.act.0));
    musts.chain(mays).collect()
}

/// The events that a window's clocks count from.
fn anchors(gate: &Gate) -> Vec<u16> {
    let mut found = Vec::new();
    for clock in [&gate.not_before, &gate.within, &gate.until].into_iter().flatten() {
        note_anchors(clock, &mut found);
    }
    found
}

fn note_anchors(clock: &Clock, found: &mut Vec<u16>) {
    for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
        match anchor {
            Anchor::Event(event, _) if !found.contains(&event.0) => found.push(event.0),
            Anchor::Clock(clock) => note_anchors(clock, found),
            Anchor::Event(..) | Anchor::Entry | Anchor::Open | Anchor::Act(..) | Anchor::Date(_) => {}
        }
    }
}
