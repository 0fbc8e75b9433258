//! What is looked up for cases, made ready once: the days of zones and of calendars.

use std::sync::OnceLock;

use crate::calendar::BusinessDays;
use crate::clock::ZoneDays;
use crate::program::{Anchor, Clock, Edge, Gate, PartyId, Process, Program};

/// What is derived from a program for its cases; found out when a first case asks for it.
#[derive(Clone, Debug)]
pub struct CaseIndex {
    zones: Vec<ZoneDays>,
    calendars: OnceLock<Vec<BusinessDays>>,
    pausing: OnceLock<Vec<Vec<PartyId>>>,
    amounts: OnceLock<Vec<String>>,
}

impl CaseIndex {
    /// Makes a program ready for cases.
    #[must_use]
    pub fn from_program(program: &Program) -> Self {
        let zones = program.zones.iter().cloned().map(ZoneDays::new).collect();
        Self { zones, calendars: OnceLock::new(), pausing: OnceLock::new(), amounts: OnceLock::new() }
    }

    /// The days of a process's zone.
    pub(crate) fn zone(&self, process: &Process) -> Option<&ZoneDays> {
        self.zones.get(usize::from(process.zone))
    }

    /// The business days of every calendar.
    pub(super) fn calendars(&self, program: &Program) -> &[BusinessDays] {
        self.calendars.get_or_init(|| program.calendars.iter().map(BusinessDays::from_calendar).collect())
    }

    /// The amounts of money that acts bring along, by the names of all processes.
    pub(crate) fn amounts(&self, program: &Program) -> &[String] {
        self.amounts.get_or_init(|| {
            let mut names: Vec<String> =
                program.processes.iter().flat_map(|process| process.amounts.iter().cloned()).collect();
            names.sort_unstable();
            names.dedup();
            names
        })
    }

    /// The parties of a process for which clocks stand.
    pub(super) fn pausing(&self, program: &Program, process: usize) -> &[PartyId] {
        let pausing = self.pausing.get_or_init(|| program.processes.iter().map(pausing).collect());
        pausing.get(process).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The parties for which some clock of a process stands, each once.
fn pausing(process: &Process) -> Vec<PartyId> {
    let mut parties = Vec::new();
    let gates = process.opening.windows.iter().map(|window| &window.gate);
    gates.for_each(|gate| of_gate(gate, &mut parties));
    for stage in &process.stages {
        for obligation in &stage.obligations {
            obligation.within.iter().for_each(|edge| of_edge(edge, &mut parties));
            obligation.answers.iter().for_each(|answer| of_gate(&answer.gate, &mut parties));
        }
        stage.permissions.iter().for_each(|permission| of_gate(&permission.gate, &mut parties));
        stage.timers.iter().filter_map(|timer| timer.after.as_ref()).for_each(|clock| of_clock(clock, &mut parties));
    }
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn of_gate(gate: &Gate, parties: &mut Vec<PartyId>) {
    [&gate.not_before, &gate.within, &gate.until].into_iter().flatten().for_each(|edge| of_edge(edge, parties));
}

fn of_edge(edge: &Edge, parties: &mut Vec<PartyId>) {
    edge.clocks().iter().for_each(|clock| of_clock(clock, parties));
}

fn of_clock(clock: &Clock, parties: &mut Vec<PartyId>) {
    parties.extend(clock.paused_while);
    for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
        match anchor {
            Anchor::Clock(inner) => of_clock(inner, parties),
            Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) => {}
        }
    }
}
