//! The ways in which a case can be opened, each looked at alone: what is sure for one reason need not be for another.

use std::collections::BTreeSet;

use tarifa_engine::case::Position;
use tarifa_engine::program::{Guard, Late, Process, Program, ReasonId, Stage, Window};

use super::certain::{self, Known};
use super::dead;
use super::graph::{beginning, reached_from};

/// A process as it is for the cases that one line opens, and for one reason.
pub(super) struct Opened {
    /// The reason, where the process has reasons.
    pub(super) reason: Option<ReasonId>,
    /// The process, with no line that only other reasons take.
    pub(super) process: Process,
    /// What is known in each of its stages.
    pub(super) known: Vec<Known>,
    /// What such a case can come to.
    pub(super) reached: BTreeSet<Position>,
}

/// A process for every line that opens it and every reason of that line.
pub(super) fn each(program: &Program, process: &Process) -> Vec<Opened> {
    let windows = process.opening.windows.iter();
    let openings = windows.flat_map(|window| {
        let reasons: Vec<Option<ReasonId>> = match window.reasons.as_slice() {
            [] => vec![None],
            reasons => reasons.iter().copied().map(Some).collect(),
        };
        reasons.into_iter().map(move |reason| (window, reason))
    });
    openings.map(|(window, reason)| opened(program, process, window, reason)).collect()
}

fn opened(program: &Program, process: &Process, window: &Window, reason: Option<ReasonId>) -> Opened {
    let mut own = process.clone();
    own.opening.windows = vec![Window { reasons: reason.into_iter().collect(), ..window.clone() }];
    if let Some(reason) = reason {
        own.stages.iter_mut().flat_map(guards).for_each(|guard| settle(guard, reason));
    }
    let (own, _) = dead::without(program, &own);
    let known = certain::known(&own);
    let reached = beginning(&own).map(|start| reached_from(&own, start)).unwrap_or_default();
    Opened { reason, process: own, known, reached }
}

/// The conditions on the ways out of a stage.
fn guards(stage: &mut Stage) -> Vec<&mut Guard> {
    let mut guards = Vec::new();
    for obligation in &mut stage.obligations {
        guards.extend(obligation.answers.iter_mut().filter_map(|answer| answer.gate.when.as_mut()));
        match &mut obligation.late {
            Some(Late::To(lines)) => guards.extend(lines.iter_mut().filter_map(|(guard, _)| guard.as_mut())),
            Some(Late::As(_)) | None => {}
        }
    }
    guards.extend(stage.permissions.iter_mut().filter_map(|permission| permission.gate.when.as_mut()));
    guards.extend(stage.timers.iter_mut().filter_map(|timer| timer.when.as_mut()));
    guards
}

/// Answers what a condition asks about the reason: nothing is left of it but what always or never holds.
fn settle(guard: &mut Guard, reason: ReasonId) {
    match guard {
        Guard::Reason(reasons) if reasons.contains(&reason) => *guard = Guard::All(Vec::new()),
        Guard::Reason(_) => *guard = Guard::Any(Vec::new()),
        Guard::Not(inner) => settle(inner, reason),
        Guard::All(parts) | Guard::Any(parts) => parts.iter_mut().for_each(|part| settle(part, reason)),
        Guard::Holds(_) | Guard::Happened(_) | Guard::Shown(_) | Guard::Money { .. } => {}
    }
}
