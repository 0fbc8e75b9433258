//! A search at work: what parties may do, what can happen and what time brings is tried from each case that was found.

use std::collections::{BTreeMap, VecDeque};

use tarifa_engine::case::{Bar, Case, CaseEvent, Certainty, PaidInput, Position, Verdict, WhatHappened};
use tarifa_engine::case_answer::{AttemptVerdict, CaseStanding, StepCause};
use tarifa_engine::currency::Money;
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::exact::Exact;
use tarifa_engine::explain;
use tarifa_engine::program::{Guard, Late, Process};
use tarifa_engine::shipment::{Given, Shipment};

use super::super::values::{PAID, USUAL_DAY};
use super::acts::{Amounts, acts, acts_of, anchors};
use super::time::{Time, day_of};
use super::{Explored, Failed, Told};

/// How many cases of one process are run.
const RUNS: u32 = 3_000;
/// How many cases are kept for each stage and outcome, order, reason and what acts have told.
const KEPT: usize = 2;
/// How many cases in which conditions bar an act are kept for each stage and act.
const BARRED: usize = 40;

/// A search at work.
pub(super) struct Search<'a> {
    runtime: &'a Runtime,
    process: &'a Process,
    pub(super) explored: Explored,
    pub(super) open: VecDeque<Told>,
    amounts: Amounts,
    runs: u32,
}

impl<'a> Search<'a> {
    /// A search that has found nothing yet.
    pub(super) fn new(runtime: &'a Runtime, process: &'a Process) -> Self {
        Self {
            runtime,
            process,
            explored: Explored::default(),
            open: VecDeque::new(),
            amounts: Amounts::Every,
            runs: 0,
        }
    }

    /// The same search with other amounts of money.
    pub(super) fn telling(self, amounts: Amounts) -> Self {
        Self { amounts, ..self }
    }

    /// Opens cases of an order in every way.
    pub(super) fn begin(&mut self, order: &Shipment, start: Time) {
        let process = self.process;
        let order = &dated(order, start);
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
        let windows = process.opening.windows.iter();
        for (window, happened) in
            windows.flat_map(|window| anchors(&window.gate).into_iter().map(move |all| (window, all)))
        {
            let mut case = Case { process: Some(process.name.clone()), order: order.clone(), paid, ..Case::default() };
            let mut now = start;
            for event in happened {
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
                let acts = acts(
                    self.runtime.program(),
                    process,
                    &process.opening.parties,
                    process.opening.act.0,
                    reason.as_deref(),
                    self.amounts,
                );
                for act in acts {
                    if let Some(told) = self.attempt(&case, now, act) {
                        self.keep(told);
                    }
                }
            }
        }
    }

    /// What can come next of a case.
    pub(super) fn next(&mut self, told: &Told) -> Vec<Told> {
        let Position::Stage(id) = told.position else { return Vec::new() };
        let process = self.process;
        let mut found = Vec::new();
        let mut tried = Vec::new();
        for (parties, act) in acts_of(process, id) {
            if tried.contains(&(parties.clone(), act)) {
                continue;
            }
            for happened in
                acts(self.runtime.program(), process, &parties, act, told.standing.reason.as_deref(), self.amounts)
            {
                found.extend(self.attempt(&told.case, told.now, happened));
            }
            tried.push((parties, act));
        }
        found.extend(self.silence(told));
        for event in &process.events {
            let happened = WhatHappened::Event { event: event.clone(), parcel: None };
            if told.case.events.iter().any(|known| known.what == happened) {
                continue;
            }
            found.extend(self.attempt(&told.case, told.now, happened));
        }
        found
    }

    /// What comes of a case where nobody acts until its next clock has ended.
    fn silence(&mut self, told: &Told) -> Option<Told> {
        let day = told.standing.next_due.as_ref().and_then(|due| day_of(&due.last_minute))?;
        let now = Time::morning(day.saturating_add(1)).max(told.now.next());
        self.run(told.case.clone(), now)
    }

    /// Whether amounts decide what happens where nobody acts.
    fn is_decided_by_amounts(&self, position: Position) -> bool {
        let Position::Stage(id) = position else { return false };
        let stage = self.process.stages.get(usize::from(id.0));
        stage.into_iter().flat_map(|stage| &stage.obligations).any(|obligation| match &obligation.late {
            Some(Late::To(lines)) => lines.iter().filter_map(|(when, _)| when.as_ref()).any(reads_money),
            Some(Late::As(act)) => {
                let answers = obligation.answers.iter().filter(|answer| answer.act == *act);
                answers.filter_map(|answer| answer.gate.when.as_ref()).any(reads_money)
            }
            None => false,
        })
    }

    /// Keeps a case in which conditions barred an act.
    fn keep_barred(&mut self, told: Told) {
        let act = |told: &Told| told.standing.attempts.last().map(|last| last.what.clone());
        let is_alike = |other: &&Told| other.position == told.position && act(other) == act(&told);
        if self.explored.barred.iter().filter(is_alike).count() < BARRED {
            self.explored.barred.push(told);
        }
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
                if later.standing.attempts.len() < attempts {
                    return Some(later);
                }
                if later.bar == Some(Bar::Guard) {
                    self.keep_barred(later);
                }
                None
            }
            Some(_) if attempts > case_attempts(case, &told) => {
                if told.bar == Some(Bar::Guard) {
                    self.keep_barred(told);
                }
                None
            }
            Some(_) | None => Some(told),
        }
    }

    pub(super) fn with(&mut self, case: &Case, now: Time, happened: WhatHappened) -> Option<Told> {
        let mut case = case.clone();
        case.events.push(CaseEvent { at: now.moment()?, what: happened });
        self.run(case, now)
    }

    /// Asks the engine where a case stands.
    pub(super) fn run(&mut self, case: Case, now: Time) -> Option<Told> {
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
                let bar = standing.attempts.last().and_then(|last| match last.verdict {
                    Verdict::Barred(bar) => Some(bar),
                    Verdict::TooEarly { .. } | Verdict::TooLate { .. } | Verdict::NotCounted(_) => None,
                });
                let standing = explain::standing(self.runtime, own, &standing)?;
                let told = Told { case, position, standing, needs, bar, now, words: Vec::new(), later: None };
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

    /// The case an hour before, or when the last that happened in it had happened; where that can be told.
    fn before(&self, case: &Case, now: Time) -> Option<Told> {
        let last = case.events.last().and_then(|event| Time::of(&event.at.to_string()));
        let earlier = [Some(now.before()), last.filter(|last| *last < now)];
        earlier.into_iter().flatten().find_map(|now| self.at(case, now))
    }

    /// Where a case stands at an earlier time.
    fn at(&self, case: &Case, now: Time) -> Option<Told> {
        let prepared = self.runtime.prepare_case(case).ok()?;
        let versions = prepared.first()?;
        let standing = self.runtime.case(versions, now.moment()?).ok()?;
        let own = versions.versions.iter().find(|own| own.process == standing.process)?;
        let (position, needs) = (standing.position, standing.needs.to_vec());
        let standing = explain::standing(self.runtime, own, &standing)?;
        Some(Told { case: case.clone(), position, standing, needs, bar: None, now, words: Vec::new(), later: None })
    }

    /// Keeps a case that shows something new.
    pub(super) fn keep(&mut self, told: Told) {
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
        } else if self.is_decided_by_amounts(told.position) {
            // It is like others but for an amount, which silence may lead elsewhere, or nowhere.
            let silent = self.silence(&told);
            silent.into_iter().for_each(|told| self.keep(told));
        }
    }
}

/// An order of which the dates that nothing else decides are those of the day on which its case begins.
fn dated(order: &Shipment, start: Time) -> Shipment {
    let mut order = order.clone();
    let (usual, day) = (Date::from_days(USUAL_DAY), Date::from_days(start.day));
    let (Some(usual), Some(day)) = (usual, day) else { return order };
    for given in order.facts.values_mut() {
        if *given == Given::Date(Moment::Day(usual)) {
            *given = Given::Date(Moment::Day(day));
        }
    }
    order
}

/// How many attempts of a case came before its last event.
fn case_attempts(case: &Case, told: &Told) -> usize {
    let earlier = case.events.iter().map(|event| event.at).collect::<Vec<_>>();
    let is_earlier = |when: &str| earlier.iter().any(|moment| moment.to_string() == when);
    told.standing.attempts.iter().filter(|attempt| is_earlier(&attempt.when)).count()
}

/// Whether a condition compares amounts.
fn reads_money(guard: &Guard) -> bool {
    match guard {
        Guard::Money { .. } => true,
        Guard::Not(inner) => reads_money(inner),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(reads_money),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => false,
    }
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
