//! Waits that nothing ends: stages whose every way on needs somebody who acts, or an event that may never come.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{Anchor, Clock, EventId, Guard, Obligation, Process, Stage, StageId, Target};

use super::Look;
use super::combine::combinations;
use super::graph::{By, beginning, reached_from, stages, ways};
use super::reach;

/// Looks for stages that a case may never leave.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let Some(start) = beginning(process) else { return };
    let reached = reached_from(process, start);
    let certain = certain_events(process);
    for (id, stage) in stages(process) {
        let position = Position::Stage(id);
        // What is never reached, and what has no end at all, is reported as that.
        if !reached.contains(&position) || !reach::ends(look, position) {
            continue;
        }
        let clocks = lasting_clocks(id, stage);
        if clocks.iter().any(|clock| starts(clock, &certain)) || is_covered(look, id, stage, &certain) {
            continue;
        }
        // `no deadline` is the author's own word, and has its warning.
        if stage.obligations.iter().any(|obligation| obligation.within.is_none()) {
            continue;
        }
        let diagnostic = match clocks.first() {
            Some(clock) => {
                let message = format!("the stage `{}` waits for what may never happen", stage.name);
                Diagnostic::new(Code::MAY_NEVER_START, look.span(clock.at), message)
                    .note("its clocks count from events that no case needs, and nothing else leads on by itself")
                    .help("write what happens otherwise, such as `when 60 days pass -> …`")
            }
            None => {
                let message = format!("a case can wait in the stage `{}` for ever", stage.name);
                let diagnostic = Diagnostic::new(Code::ENDLESS_WAIT, look.span(stage.at), message);
                let done = stage.obligations.iter().find(|obligation| can_be_done_and_stay(obligation));
                match done {
                    Some(done) => diagnostic
                        .related(look.span(done.at), "once this is done, no clock runs any more")
                        .help("write what happens then, such as `when 7 days pass -> …`"),
                    None => diagnostic
                        .note("every way on needs somebody who acts, and nothing happens where nobody does")
                        .help("write `must … within … ` with `if late -> …`, or `when 30 days pass -> …`"),
                }
            }
        };
        diagnostics.push(look.shown(diagnostic, position));
    }
}

/// The clocks that lead out of a stage whatever anybody does.
fn lasting_clocks(id: StageId, stage: &Stage) -> Vec<&Clock> {
    let mut clocks: Vec<&Clock> = Vec::new();
    for way in ways(id, stage) {
        if way.to.is_none() {
            continue;
        }
        match way.by {
            By::Time(clock, None) => clocks.push(clock),
            By::Act { .. } | By::Silence | By::Time(_, Some(_)) | By::Event => {}
        }
    }
    for obligation in stage.obligations.iter().filter(|obligation| !can_be_done_and_stay(obligation)) {
        clocks.extend(obligation.within.as_ref());
    }
    clocks
}

/// Whether the conditions of clocks that surely start cover every case: `when 3 days pass and x`, `… and not x`.
fn is_covered(look: &Look<'_, '_>, id: StageId, stage: &Stage, certain: &BTreeSet<EventId>) -> bool {
    let guards = ways(id, stage).into_iter().filter_map(|way| match way.by {
        By::Time(clock, Some(guard)) if way.to.is_some() && starts(clock, certain) => Some(guard),
        By::Act { .. } | By::Silence | By::Time(..) | By::Event => None,
    });
    let guards: Vec<&Guard> = guards.collect();
    !guards.is_empty()
        && combinations(look.program, look.process, &guards)
            .is_some_and(|found| found.iter().all(|combination| combination.holds.contains(&true)))
}

/// Whether somebody can do what must be done, and the case stays where it is.
fn can_be_done_and_stay(obligation: &Obligation) -> bool {
    obligation.answers.iter().any(|answer| match answer.target {
        Target::KeepWaiting => true,
        Target::Stage(..) | Target::Outcome(..) | Target::Again | Target::Extend { .. } => false,
    })
}

/// Whether a clock surely starts.
fn starts(clock: &Clock, certain: &BTreeSet<EventId>) -> bool {
    let is_told = |anchor: &Anchor| match anchor {
        Anchor::Entry | Anchor::Open | Anchor::Date(_) | Anchor::Act(..) => true,
        Anchor::Event(event, _) => certain.contains(event),
        Anchor::Clock(clock) => starts(clock, certain),
    };
    is_told(&clock.from) && clock.held_until.as_ref().is_none_or(is_told)
}

/// The events that have happened, or are told of, whenever a case is opened.
fn certain_events(process: &Process) -> BTreeSet<EventId> {
    let mut windows = process.opening.windows.iter().map(|window| {
        let clocks = [&window.gate.within, &window.gate.not_before].into_iter().flatten();
        clocks.filter_map(|clock| event_of(&clock.from)).collect::<BTreeSet<_>>()
    });
    let first = windows.next().unwrap_or_default();
    windows.fold(first, |common, window| common.intersection(&window).copied().collect())
}

fn event_of(anchor: &Anchor) -> Option<EventId> {
    match anchor {
        Anchor::Event(event, _) => Some(*event),
        Anchor::Clock(clock) => event_of(&clock.from),
        Anchor::Entry | Anchor::Open | Anchor::Act(..) | Anchor::Date(_) => None,
    }
}
