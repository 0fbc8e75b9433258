//! Which processes a case has, and which of their versions: by the order's scope and the version's day.

use super::fold::Fold;
use super::happening::Happening;
use super::input::Case;
use super::known::Known;
use super::prepare::{self, Foreign};
use super::state::{Halt, State};
use super::step::needs_of;
use super::{
    Attempt, CaseFault, CaseNeed, Certainty, Position, PreparedCase, PreparedEvent, Standing, Uncounted, Verdict,
};
use crate::clock::{Point, Stamp};
use crate::date::Moment;
use crate::decimal::excerpt;
use crate::evaluate::Runtime;
use crate::evaluate::at_hand::{Applies, AtHand, Untold};
use crate::prepare::{InputError, InputErrors, InputProblem, MAX_TEXT, Prepared, nearest};
use crate::program::{Process, ProcessId, VersionDay};

/// A case of one process, prepared for each of its versions that can apply.
#[derive(Clone, Debug)]
pub struct CaseOfProcess {
    /// One for each version, in the order of their days; at least one.
    pub versions: Vec<PreparedCase>,
}

impl Runtime {
    /// Checks a case and makes it ready: for the process that it names, or for each that can apply to the order.
    ///
    /// # Errors
    ///
    /// [`InputErrors`]: everything that is wrong with it, each with its path and a way out.
    pub fn prepare_case(&self, case: &Case) -> Result<Vec<CaseOfProcess>, InputErrors> {
        if let Some(id) = case.id.as_deref().filter(|id| id.len() > MAX_TEXT) {
            let (what, instead) = ("bytes of text", "shorten the id");
            return Err(one("id", InputProblem::TooMany { what, found: id.len(), most: MAX_TEXT, instead }));
        }
        let order = self.prepare(&case.order).map_err(|errors| within("order", errors))?;
        let processes = &self.program().processes;
        let named = case.process.as_deref();
        if let Some(name) = named
            && !processes.iter().any(|process| process.name == name)
        {
            let names = || processes.iter().map(|process| process.name.as_str());
            let mut known: Vec<&str> = names().collect();
            known.dedup();
            let problem = InputProblem::UnknownProcess {
                name: excerpt(name),
                near: nearest(name, names()),
                known: known.join(", "),
            };
            return Err(one("process", problem));
        }
        let foreign = if named.is_some() { Foreign::Mistake } else { Foreign::Skipped };
        let mut found: Vec<(&str, CaseOfProcess)> = Vec::new();
        let mut mistakes = Mistakes::default();
        for (number, process) in (0_u16..).zip(processes) {
            let is_meant = named.is_none_or(|name| process.name == name);
            if !is_meant || self.scope(process, &order) == Scoped::No {
                continue;
            }
            let id = ProcessId(number);
            let own = |foreign| prepare::prepare(self.program(), self.index(), self.cases(), id, &order, case, foreign);
            let (prepared, unknown) = match own(foreign) {
                Ok(prepared) => (prepared, InputErrors(Vec::new())),
                // What only another version of the process knows is none of this one's.
                Err(errors) => match own(Foreign::Skipped) {
                    Ok(prepared) => (prepared, errors),
                    Err(_) => return Err(errors),
                },
            };
            if self.is_out_of_date(process, &prepared) {
                continue;
            }
            mistakes.narrow(unknown);
            match found.iter_mut().find(|(name, _)| *name == process.name) {
                Some((_, known)) => known.versions.push(prepared),
                None => found.push((&process.name, CaseOfProcess { versions: vec![prepared] })),
            }
        }
        if let Some(errors) = mistakes.errors() {
            return Err(errors);
        }
        if let Some(name) = named
            && found.is_empty()
        {
            let why = "its scope or its dates leave it out";
            return Err(one("process", InputProblem::ProcessNotForOrder { process: name.to_owned(), why }));
        }
        let mut cases: Vec<CaseOfProcess> = found.into_iter().map(|(_, case)| case).collect();
        let first_day = |case: &PreparedCase| processes.get(usize::from(case.process.0)).map(|own| own.valid.from);
        cases.iter_mut().for_each(|case| case.versions.sort_by_key(first_day));
        Ok(cases)
    }

    /// Where a case stands at `now`, in the version that applies to it.
    ///
    /// # Errors
    ///
    /// [`CaseFault`], which a checked program gives only for numbers that do not fit.
    pub fn case(&self, case: &CaseOfProcess, now: Moment) -> Result<Standing, CaseFault> {
        self.of_versions(case, |version| self.end_of(version, now))
    }

    /// The same at an instant.
    pub(crate) fn case_at(&self, case: &CaseOfProcess, now: Point) -> Result<Standing, CaseFault> {
        self.of_versions(case, |_| Ok(now))
    }

    /// The standing in the first version that the case was opened in, or can have been; otherwise in that of the day.
    ///
    /// What was tried before it was open is answered by the version of its own day.
    fn of_versions(
        &self,
        case: &CaseOfProcess,
        now: impl Fn(&PreparedCase) -> Result<Point, CaseFault>,
    ) -> Result<Standing, CaseFault> {
        if let [only] = case.versions.as_slice() {
            return self.standing_at(only, now(only)?);
        }
        let mut told: Vec<(&PreparedCase, Standing)> = Vec::with_capacity(case.versions.len());
        let (mut opened, mut of_the_day) = (None, None);
        for version in &case.versions {
            let now = now(version)?;
            let standing = match self.standing_at(version, now) {
                Ok(standing) => standing,
                // What a later version makes of a case that is open already is of no account.
                Err(_) if opened.is_some() => continue,
                Err(fault) => return Err(fault),
            };
            let is_unknown = standing.certainty == Certainty::Undecided && self.is_tried(version, now);
            if opened.is_none() && (standing.opened.is_some() || is_unknown) {
                opened = Some(told.len());
            }
            if of_the_day.is_none() && self.is_of_the_day(version, now) {
                of_the_day = Some(told.len());
            }
            told.push((version, standing));
        }
        let own = opened.or(of_the_day).unwrap_or(0);
        if own >= told.len() {
            return Err(CaseFault::NoProcess);
        }
        let (own, mut standing) = told.swap_remove(own);
        let place = |version: &PreparedCase, attempt: &Attempt| {
            version.events.get(usize::from(attempt.event)).map(|event| event.told)
        };
        for attempt in standing.attempts.iter_mut().filter(|attempt| is_of_another_time(attempt)) {
            let same = place(own, attempt);
            let answers =
                told.iter().flat_map(|(version, other)| other.attempts.iter().map(move |tried| (version, tried)));
            let mut answers = answers.filter(|(version, tried)| place(version, tried) == same);
            if let Some((_, answer)) = answers.find(|(_, tried)| !is_of_another_time(tried)) {
                *attempt = Attempt { event: attempt.event, ..*answer };
            }
        }
        Ok(standing)
    }

    /// Where a case stands at `now`, in the version that it is prepared for.
    ///
    /// # Errors
    ///
    /// [`CaseFault`], which a checked program gives only for numbers that do not fit.
    pub fn standing(&self, case: &PreparedCase, now: Moment) -> Result<Standing, CaseFault> {
        self.standing_at(case, self.end_of(case, now)?)
    }

    /// The latest instant of a moment in the zone of a case.
    fn end_of(&self, case: &PreparedCase, now: Moment) -> Result<Point, CaseFault> {
        let process = self.program().processes.get(usize::from(case.process.0)).ok_or(CaseFault::NoProcess)?;
        Ok(now.end_in(self.cases().zone(process).ok_or(CaseFault::NoProcess)?))
    }

    /// Where a case stands at an instant.
    pub(crate) fn standing_at(&self, case: &PreparedCase, now: Point) -> Result<Standing, CaseFault> {
        let fold = Fold::new(self, self.cases(), case, now).ok_or(CaseFault::NoProcess)?;
        let known = Known { reason: case.reason, ..Known::default() };
        let room = case.events.len().saturating_add(4);
        let history = Vec::with_capacity(room);
        let mut state = State { latest: Stamp::BEFORE, known, history, ..State::default() };
        let missing = match self.scope(fold.process, &case.order) {
            Scoped::Yes | Scoped::No => match fold.run(&mut state) {
                Ok(()) => None,
                Err(halt) => Some(needs_of(halt)?),
            },
            Scoped::Unknown(needs) => Some(needs_of(needs)?),
        };
        Ok(fold.report(state, missing))
    }

    /// Whether a process applies to an order.
    fn scope(&self, process: &Process, order: &Prepared) -> Scoped {
        let at_hand = AtHand { program: self.program(), index: self.index(), order };
        let scope = &process.scope;
        match at_hand.carries(&scope.services) {
            Some(true) => {}
            Some(false) => return Scoped::No,
            None => return Scoped::Unknown(Halt::need(CaseNeed::Service)),
        }
        match at_hand.is_in_scope(scope) {
            Ok(Applies::Yes) => Scoped::Yes,
            Ok(Applies::No) => Scoped::No,
            Err(untold @ (Untold::Missing(_) | Untold::Fault(_))) => Scoped::Unknown(untold.into()),
        }
    }

    /// Whether the day that decides the version surely is not one of its days.
    fn is_out_of_date(&self, process: &Process, case: &PreparedCase) -> bool {
        let valid = process.valid.from..=process.valid.to;
        let days = match process.valid.on {
            VersionDay::Open => None,
            VersionDay::Event(event) => {
                let first = case.occurrences.get(usize::from(event.0)).and_then(|list| list.first());
                let first = first.and_then(|event| case.events.get(usize::from(*event)));
                first.map(|event| (event.when.first.day, event.when.last.day))
            }
            VersionDay::Date(field) => {
                let slot = self.index().date_slot(field, process.zone);
                case.order.days.get(slot).copied().flatten().map(|days| (days.first, days.last))
            }
        };
        days.is_some_and(|(first, last)| !valid.contains(&first) && !valid.contains(&last))
    }

    /// Whether a version is that of the last attempt to open the case, or of `now`.
    fn is_of_the_day(&self, case: &PreparedCase, now: Point) -> bool {
        let Some(process) = self.program().processes.get(usize::from(case.process.0)) else { return false };
        let Some(zone) = self.cases().zone(process) else { return false };
        let day = openings(process, case, now)
            .max_by_key(|attempt| attempt.when.first)
            .map_or_else(|| zone.day_of(now), |attempt| attempt.when.first.day);
        (process.valid.from..=process.valid.to).contains(&day)
    }

    /// Whether somebody tried to open a case on what can be a day of a version.
    fn is_tried(&self, case: &PreparedCase, now: Point) -> bool {
        let Some(process) = self.program().processes.get(usize::from(case.process.0)) else { return false };
        let valid = &process.valid;
        let can_be =
            |attempt: &PreparedEvent| attempt.when.last.day >= valid.from && attempt.when.first.day <= valid.to;
        openings(process, case, now).any(|attempt| valid.on != VersionDay::Open || can_be(attempt))
    }
}

/// The attempts to open a case up to `now`, of every version.
fn openings<'c>(process: &'c Process, case: &'c PreparedCase, now: Point) -> impl Iterator<Item = &'c PreparedEvent> {
    let name = process.acts.get(usize::from(process.opening.act.0)).map(|act| act.name.as_str());
    case.events.iter().filter(move |event| {
        event.when.first.at <= now
            && match &event.what {
                Happening::Act(act) => act.act == process.opening.act,
                Happening::Foreign(foreign) => foreign.by.is_some() && Some(foreign.what.as_str()) == name,
                Happening::Event { .. } => false,
            }
    })
}

/// Whether something was tried before a case was open, and another version says why it did not count.
fn is_of_another_time(attempt: &Attempt) -> bool {
    let why = [Uncounted::OtherVersion, Uncounted::SomeVersions].map(Verdict::NotCounted);
    attempt.position == Position::NotOpen && why.contains(&attempt.verdict)
}

/// What no version of a process knows.
#[derive(Debug, Default)]
struct Mistakes(Option<InputErrors>);

impl Mistakes {
    /// Keeps what the next version does not know either.
    fn narrow(&mut self, unknown: InputErrors) {
        match &mut self.0 {
            None => self.0 = Some(unknown),
            Some(InputErrors(all)) => all.retain(|error| unknown.0.iter().any(|other| other.path == error.path)),
        }
    }

    fn errors(self) -> Option<InputErrors> {
        self.0.filter(|errors| !errors.0.is_empty())
    }
}

/// Whether a process applies.
#[derive(Clone, Debug, PartialEq)]
enum Scoped {
    Yes,
    No,
    Unknown(Halt),
}

fn one(path: &str, problem: InputProblem) -> InputErrors {
    InputErrors(vec![InputError { path: path.to_owned(), problem }])
}

/// Mistakes of a part, with the path of the whole.
fn within(prefix: &str, errors: InputErrors) -> InputErrors {
    let path = |path: String| if path.is_empty() { prefix.to_owned() } else { format!("{prefix}.{path}") };
    InputErrors(errors.0.into_iter().map(|error| InputError { path: path(error.path), ..error }).collect())
}
