//! Cases that show what a process does: found by trying what parties may do, what can happen and what time
//! brings, each of them run through the engine.

use std::collections::{BTreeMap, VecDeque};

use tarifa_engine::case::{Case, CaseEvent, CaseFault, Certainty, PaidInput, Position, WhatHappened};
use tarifa_engine::case_answer::{AttemptVerdict, CaseStanding};
use tarifa_engine::currency::Money;
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::exact::Exact;
use tarifa_engine::explain;
use tarifa_engine::program::{Anchor, Argument, Clock, Fact, FactKind, FactPer, Gate, Process, Program, StageId};
use tarifa_engine::shipment::{Given, Shipment};

use super::graph::name_of;

/// How many cases of one process are run.
const RUNS: u32 = 4_000;
/// How many cases are kept for each stage and outcome, order and reason.
const KEPT: usize = 2;
/// How many barred acts are kept.
const BARRED: usize = 400;
/// How many ways of telling one act's arguments are tried.
const TOLD: usize = 12;
/// How many orders are tried.
const ORDERS: usize = 24;
/// The day on which cases begin where the process leaves it open: 2 March 2026.
const USUAL_DAY: i32 = 20_514;
/// From when to when things happen on one day, in hours.
const HOURS: (u16, u16) = (8, 20);

/// A case that was run, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) case: Case,
    pub(super) position: Position,
    pub(super) standing: CaseStanding,
    now: Time,
}

impl Told {
    /// When it stands there.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.now.moment()
    }
}

/// What was found by running cases.
#[derive(Clone, Debug, Default)]
pub(super) struct Explored {
    cases: BTreeMap<Position, Vec<Told>>,
    /// What went wrong, with the case and the stage before it.
    pub(super) faults: Vec<(CaseFault, Told)>,
    /// Cases whose last act was barred.
    pub(super) barred: Vec<Told>,
}

impl Explored {
    /// A case that has come to `position`.
    pub(super) fn reached(&self, position: Position) -> Option<&Told> {
        self.cases.get(&position).and_then(|cases| cases.first())
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
            search.begin(&order);
        }
    }
    while let Some(told) = search.open.pop_front() {
        for next in search.next(&told) {
            search.keep(next);
        }
    }
    search.explored
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
    fn begin(&mut self, order: &Shipment) {
        let process = self.process;
        let start = Time::morning(process.valid.from.max(USUAL_DAY).min(process.valid.to));
        let money =
            |amount: i64| Money { amount: Exact::from_integer(amount), currency: self.runtime.program().currency };
        let paid = PaidInput { total: Some(money(80)), goods: Some(money(70)), freight: Some(money(10)) };
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
                if standing.certainty != Certainty::Certain {
                    return None;
                }
                let own = versions.versions.iter().find(|own| own.process == standing.process)?;
                let position = standing.position;
                let standing = explain::standing(self.runtime, own, &standing)?;
                Some(Told { case, position, standing, now })
            }
            Err(fault) => {
                let known = self.explored.faults.iter().any(|(known, _)| *known == fault);
                if !known && let Some((position, standing)) = self.before(&case, now) {
                    self.explored.faults.push((fault, Told { case, position, standing, now }));
                }
                None
            }
        }
    }

    /// Where the case stood an hour before, where that can be told.
    fn before(&self, case: &Case, now: Time) -> Option<(Position, CaseStanding)> {
        let prepared = self.runtime.prepare_case(case).ok()?;
        let versions = prepared.first()?;
        let earlier = if now.hour > HOURS.0 {
            Time { day: now.day, hour: now.hour.saturating_sub(1) }
        } else {
            Time { day: now.day.saturating_sub(1), hour: HOURS.1 }
        };
        let standing = self.runtime.case(versions, earlier.moment()?).ok()?;
        let own = versions.versions.iter().find(|own| own.process == standing.process)?;
        Some((standing.position, explain::standing(self.runtime, own, &standing)?))
    }

    /// Keeps a case that shows something new.
    fn keep(&mut self, told: Told) {
        if told.position == Position::NotOpen {
            return;
        }
        let known = self.explored.cases.entry(told.position).or_default();
        let is_alike =
            |other: &&Told| other.case.order == told.case.order && other.standing.reason == told.standing.reason;
        if known.iter().filter(is_alike).count() < KEPT {
            known.push(told.clone());
            self.open.push_back(told);
        }
    }

    /// An act in each way of telling what it brings along.
    fn acts(&self, parties: &[tarifa_engine::program::PartyId], act: u16, reason: Option<&str>) -> Vec<WhatHappened> {
        let process = self.process;
        let Some(act) = process.acts.get(usize::from(act)) else { return Vec::new() };
        let Some(party) = parties.first().and_then(|party| process.parties.get(usize::from(party.0))) else {
            return Vec::new();
        };
        let mut ways: Vec<BTreeMap<String, Given>> = vec![BTreeMap::new()];
        let (mut told_reason, mut received) = (None, None);
        for argument in &act.arguments {
            let (name, values) = match argument {
                Argument::Reason => {
                    told_reason = reason.map(str::to_owned);
                    continue;
                }
                Argument::Received => {
                    received = Some(vec![1]);
                    continue;
                }
                Argument::Fact(fact) => {
                    let Some(fact) = self.runtime.program().facts.get(usize::from(fact.0)) else { continue };
                    (fact.name.clone(), values(self.runtime.program(), fact))
                }
                Argument::Amount(amount) => {
                    let Some(name) = process.amounts.get(usize::from(amount.0)) else { continue };
                    let amounts = [30, 60].map(|amount| Given::Money(self.money(amount)));
                    (name.clone(), amounts.to_vec())
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
        // With a reason that no act tells, the case itself says why.
        let happened = |arguments| WhatHappened::Act {
            by: party.clone(),
            act: act.name.clone(),
            reason: told_reason.clone(),
            evidence: process.evidence.clone(),
            received: received.clone(),
            arguments,
        };
        ways.into_iter().map(happened).collect()
    }

    fn money(&self, amount: i64) -> Money {
        Money { amount: Exact::from_integer(amount), currency: self.runtime.program().currency }
    }
}

/// How many attempts of a case came before its last event.
fn case_attempts(case: &Case, told: &Told) -> usize {
    let earlier = case.events.iter().map(|event| event.at).collect::<Vec<_>>();
    let is_earlier = |when: &str| earlier.iter().any(|moment| moment.to_string() == when);
    told.standing.attempts.iter().filter(|attempt| is_earlier(&attempt.when)).count()
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

/// Orders that tell every fact, and with each other word of each fact of few words.
fn orders(program: &Program, process: &Process, mut order: Shipment) -> Vec<Shipment> {
    let is_told = |fact: &Fact| {
        process.acts.iter().flat_map(|act| &act.arguments).any(|argument| match argument {
            Argument::Fact(id) => program.facts.get(usize::from(id.0)).is_some_and(|told| told.name == fact.name),
            Argument::Reason | Argument::Amount(_) | Argument::Received => false,
        })
    };
    let read = super::trace::facts_read(process);
    let facts = (0_u16..)
        .zip(&program.facts)
        .filter(|(id, fact)| fact.per == FactPer::Shipment && read.contains(id) && !is_told(fact));
    let mut choices = Vec::new();
    for (_, fact) in facts {
        let mut values = values(program, fact).into_iter();
        if let Some(first) = values.next() {
            order.facts.insert(fact.name.clone(), first);
        }
        choices.extend(values.map(|value| (fact.name.clone(), value)));
    }
    let mut orders = vec![order.clone()];
    for (name, value) in choices.into_iter().take(ORDERS) {
        let mut other = order.clone();
        other.facts.insert(name, value);
        orders.push(other);
    }
    orders
}

/// Values of a fact: every word of few, or one of many.
fn values(program: &Program, fact: &Fact) -> Vec<Given> {
    match &fact.kind {
        FactKind::YesNo => vec![Given::YesNo(true), Given::YesNo(false)],
        FactKind::OneOf(words) => words.iter().cloned().map(Given::Text).collect(),
        FactKind::AnyOf(words) => vec![Given::Words(words.clone())],
        FactKind::Money => {
            vec![Given::Money(Money { amount: Exact::from_integer(30), currency: program.currency })]
        }
        FactKind::Number { unit: None } => vec![Given::Number(Exact::from_integer(1))],
        FactKind::Number { unit: Some(unit) } => vec![Given::Labelled(Exact::from_integer(1), unit.clone())],
        FactKind::Date => Date::from_days(USUAL_DAY).map(|day| Given::Date(Moment::Day(day))).into_iter().collect(),
        FactKind::Text => vec![Given::Text("x".to_owned())],
        FactKind::Weight | FactKind::Length | FactKind::Volume | FactKind::Place => Vec::new(),
    }
}
