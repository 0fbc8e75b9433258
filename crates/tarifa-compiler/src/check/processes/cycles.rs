//! Circles of stages that nothing ends: neither a count of an act on the way, nor a clock that runs on.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::{CaseFault, Position};
use tarifa_engine::program::{Anchor, Clock, Process, Stage, StageId, Which};

use super::Look;
use super::explore::Failed;
use super::graph::{By, beginning, name_of, reached_from, stages, ways};
use super::reach;

/// Looks for circles without a bound.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let Some(start) = beginning(process) else { return };
    let reached = reached_from(process, start);
    let mut told: BTreeSet<Position> = BTreeSet::new();
    for (id, stage) in stages(process) {
        let position = Position::Stage(id);
        if !reached.contains(&position) || told.contains(&position) {
            continue;
        }
        // What nothing ends at all is reported as that.
        let Some(circle) = circle(process, position).filter(|_| reach::ends(look, position)) else { continue };
        told.extend(circle.iter().copied());
        let names: Vec<String> = circle.iter().map(|stage| format!("`{}`", name_of(process, *stage))).collect();
        let message = match names.as_slice() {
            [only] => format!("a case can begin the stage {only} again and again"),
            several => format!("a case can go round and round through {}", several.join(", ")),
        };
        let mut diagnostic = Diagnostic::new(Code::ENDLESS_CIRCLE, look.span(stage.at), message)
            .note("nothing on the way is counted, and every clock begins anew")
            .help("write `up to 2 times` behind an act on the way, or `when 60 days pass after open -> …`");
        for at in unbounded(process, position).into_iter().filter(|(next, _)| circle.contains(next)).map(|(_, at)| at) {
            diagnostic = diagnostic.related(look.span(at), "leads on without a count");
        }
        let trace = super::explore::round(look.runtime, process, &look.explored, &circle, 2);
        let is_too_long = |failed: &&Failed| matches!(failed.fault, CaseFault::TooManySteps { .. });
        diagnostics.push(match (trace, look.explored.faults.iter().find(is_too_long)) {
            (Some(told), _) => look.witnessed(diagnostic, &told),
            (None, Some(failed)) => look.failed(diagnostic, failed),
            (None, None) => look.shown(diagnostic, position),
        });
    }
}

/// The shortest circle through `start` that has no bound, from `start` on.
fn circle(process: &Process, start: Position) -> Option<Vec<Position>> {
    let mut seen: BTreeSet<Position> = BTreeSet::new();
    let mut paths = vec![vec![start]];
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            let last = path.last().copied().unwrap_or(start);
            for (next, _) in unbounded(process, last) {
                if next == start {
                    return Some(path);
                }
                if seen.insert(next) {
                    let mut path = path.clone();
                    path.push(next);
                    longer.push(path);
                }
            }
        }
        paths = longer;
    }
    None
}

/// Where a stage leads without a count, unless a clock that runs on ends it.
fn unbounded(process: &Process, position: Position) -> Vec<(Position, tarifa_engine::program::At)> {
    let Position::Stage(id) = position else { return Vec::new() };
    let Some(stage) = process.stages.get(usize::from(id.0)) else { return Vec::new() };
    if is_ended_by_time(process, id, stage) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for way in ways(id, stage) {
        let is_counted = match way.by {
            By::Act { times, .. } => times.is_some(),
            By::Silence | By::Time(..) | By::Event(_) => false,
        };
        if let Some(to @ Position::Stage(_)) = way.to
            && !is_counted
        {
            found.push((to, way.at));
        }
    }
    found
}

/// Whether a clock that no new entry renews leads from the stage to where it is not reached again.
fn is_ended_by_time(process: &Process, id: StageId, stage: &Stage) -> bool {
    ways(id, stage).into_iter().any(|way| match (way.by, way.to) {
        (By::Time(clock, None), Some(to)) => {
            runs_on(clock) && !reached_from(process, to).contains(&Position::Stage(id))
        }
        (By::Time(..) | By::Act { .. } | By::Silence | By::Event(_), _) => false,
    })
}

/// Whether a clock counts from something that stays as it is.
fn runs_on(clock: &Clock) -> bool {
    let is_fixed = |anchor: &Anchor| match anchor {
        Anchor::Open | Anchor::Date(_) | Anchor::Event(_, Which::First) | Anchor::Act(_, Which::First) => true,
        Anchor::Event(_, Which::Last) => true,
        Anchor::Entry | Anchor::Act(_, Which::Last | Which::Each) | Anchor::Event(_, Which::Each) => false,
        Anchor::Clock(clock) => runs_on(clock),
    };
    is_fixed(&clock.from) && clock.paused_while.is_none()
}
