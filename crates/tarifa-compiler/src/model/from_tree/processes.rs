//! Calendars, processes, compensations, and what examples say of cases.
//!
//! Judged here is the make-up of each: names, kinds, counts, what can be seen without a case. Whether guards cover
//! every case, whether an end is reached and whether money is settled is the checker's business.

mod calendars;
mod cases;
mod clocks;
mod compensations;
mod expected;
mod gates;
mod guards;
mod obligations;
mod opening;
mod payments;
mod stages;
mod targets;
mod versions;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{Calendar, Compensation, CompensationId, Process, Scope};
use tarifa_syntax::tree::{Name, Returns, ReturnsLineKind, Soundness};

use super::Resolver;
use super::expression::{Place, Stage};
use super::names::nearest;
use super::statements::{Stated, Statements};
use calendars::CalendarNames;
pub(super) use cases::CaseWords;
use opening::Opened;
use vocabulary::Vocabulary;

/// How many stages, and how many outcomes, a process can have.
const MOST_STAGES: usize = 500;

/// What is said of cases, and the names by which it is found.
#[derive(Default)]
pub(super) struct Cases<'t> {
    pub(super) calendars: Vec<Calendar>,
    calendar_names: CalendarNames<'t>,
    pub(super) processes: Vec<Process>,
    /// The names of processes that did not survive.
    broken: BTreeSet<&'t str>,
    pub(super) compensations: Vec<Compensation>,
    /// Several versions can share a name.
    compensation_names: BTreeMap<&'t str, Vec<CompensationId>>,
}

impl<'t> Resolver<'t> {
    /// The calendars, what carriers owe, and the processes.
    pub(super) fn processes(&mut self, statements: &Statements<'t>) {
        self.calendars(&statements.calendars);
        self.compensations(&statements.compensations);
        let mut versions = Vec::new();
        for stated in &statements.processes {
            match self.process(stated) {
                Some(process) => {
                    versions.push(stated.it.name.span);
                    self.cases.processes.push(process);
                }
                None => {
                    self.cases.broken.insert(&stated.it.name.text);
                    self.damaged.push(stated.span);
                }
            }
        }
        self.versions(&versions);
    }

    /// `returns dispute "Dispute" valid 2024-01-01.. on open { … }`.
    fn process(&mut self, stated: &Stated<'t, Returns>) -> Option<Process> {
        let it = stated.it;
        let zone = self.process_zone(it);
        let mut words = self.vocabulary(stated);
        let scope = self.process_scope(it);
        let valid = self.version(it, &mut words);
        let mut opening = None;
        let (mut stages, mut outcomes) = (Vec::new(), Vec::new());
        let mut complete = Some(());
        for line in &it.lines {
            let done = match &line.kind {
                ReturnsLineKind::TimeZone(_)
                | ReturnsLineKind::Parties(_)
                | ReturnsLineKind::Reasons(_)
                | ReturnsLineKind::Evidence(_)
                | ReturnsLineKind::Events(_) => Some(()),
                ReturnsLineKind::Open(written) => {
                    let found = self.opening(written, line.span, &mut words);
                    opening = found;
                    opening.as_ref().map(|_| ())
                }
                ReturnsLineKind::Stage(written) => {
                    self.stage(written, line.span, &mut words).map(|stage| stages.push(stage))
                }
                ReturnsLineKind::Outcome(written) => {
                    self.case_outcome(written, line.span, &mut words).map(|outcome| outcomes.push(outcome))
                }
            };
            complete = complete.and(done);
        }
        self.idle_words(&words);
        let (zone, scope, valid, Opened { opening }) = (zone?, scope?, valid?, opening?);
        complete?;
        let at = self.at(it.name.span);
        words.sound.then(|| Process {
            name: it.name.text.to_string(),
            title: it.title.as_ref().map_or_else(|| it.name.text.to_string(), |title| title.text.to_string()),
            scope,
            valid,
            zone,
            parties: words.parties.texts(),
            reasons: words.reasons.texts(),
            evidence: words.evidence.texts(),
            events: words.events.texts(),
            acts: words.program_acts(),
            amounts: words.amounts.texts(),
            opening,
            stages,
            outcomes,
            at,
        })
    }

    /// The zone in which a process counts its days.
    fn process_zone(&mut self, it: &Returns) -> Option<u8> {
        let zones = it.lines.iter().filter_map(|line| match &line.kind {
            ReturnsLineKind::TimeZone(zone) => Some(zone),
            ReturnsLineKind::Parties(_)
            | ReturnsLineKind::Reasons(_)
            | ReturnsLineKind::Evidence(_)
            | ReturnsLineKind::Events(_)
            | ReturnsLineKind::Open(_)
            | ReturnsLineKind::Stage(_)
            | ReturnsLineKind::Outcome(_) => None,
        });
        let mut zones = zones;
        zones.next().map_or(Some(0), |zone| self.zone_index(zone))
    }

    /// To which orders a process applies; its dates are its version's.
    fn process_scope(&mut self, it: &Returns) -> Option<Scope> {
        let scope = tarifa_syntax::tree::Scope { valid: None, ..it.scope.clone() };
        let place = Place::of(Stage::Choosing);
        let found = self.scope(&scope, place)?;
        self.weighed_before_priced(scope.span.unwrap_or_default(), |visitor| found.when.visit(visitor))?;
        Some(found)
    }

    /// Reports a name that a process does not have; in silence where the line that defines it may be broken.
    fn unknown_word<'c, T>(
        &mut self,
        name: &Name,
        wanted: &str,
        known: impl IntoIterator<Item = &'c str>,
        words: &Vocabulary<'t>,
    ) -> Option<T> {
        if words.soundness == Soundness::Damaged || self.symbols.broken.contains(&*name.text) {
            return None;
        }
        if let Some((kind, span)) = words.kind_of(&name.text) {
            let message = format!("`{}` is {kind}, and {wanted} is needed here", name.text);
            let diagnostic = Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message);
            return self.refuse(diagnostic.related(span, "told here"));
        }
        let message = format!("`{}` does not know {wanted} called `{}`", words.process, name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let Some(near) = nearest(&name.text, known) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else if let Some(help) = where_told(&name.text, wanted) {
            diagnostic = diagnostic.help(help);
        }
        self.refuse(diagnostic)
    }
}

/// Where a word of a process is told that nothing tells yet.
fn where_told(name: &str, wanted: &str) -> Option<String> {
    match wanted {
        "a party" => Some(format!("add `{name}` to the line `parties`")),
        "a reason" => Some(format!("add `{name}` to the line `reasons`")),
        "evidence" => Some(format!("add `{name}` to the line `evidence`")),
        "an event, an act or a date" => {
            Some(format!("add `{name}` to the line `events`, or count from something else"))
        }
        "a calendar" => Some(format!("write one: `calendar {name} covers … {{ weekend saturday, sunday }}`")),
        "an event" => Some(format!("add `{name}` to the line `events`")),
        "a stage or an outcome" => Some(format!("write it: `stage {name} {{ … }}` or `outcome {name} {{ … }}`")),
        "an amount of money" => {
            Some(format!("let an act bring it along, as in `offer({name})`, or declare a fact `{name}: money`"))
        }
        _ => None,
    }
}
