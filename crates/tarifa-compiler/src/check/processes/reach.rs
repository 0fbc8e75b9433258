//! Stages and outcomes that no case reaches, and stages from which no case reaches an end.
//!
//! What follows from one missing line is one finding: of stages that are reached only through each other the first
//! is reported, and where a case is caught, what it would have come to is told there.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::case::Position;
use tarifa_engine::program::{OutcomeId, Process};

use super::Look;
use super::dead;
use super::graph::{beginning, name_of, next_of, reached_from, stages};

/// What other findings have told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// What [`lost`] finds.
    Lost,
}

/// What no case comes to, and no line leads to in vain: perhaps some line should lead there that leads elsewhere.
pub(super) fn lost(look: &Look<'_, '_>) -> Vec<Position> {
    let process = look.process;
    let Some(start) = beginning(process) else { return Vec::new() };
    let reached = reached_from(process, start);
    let missed: Vec<_> = places(look).into_iter().filter(|(position, _)| !reached.contains(position)).collect();
    let firsts = firsts(process, &missed).into_iter().map(|missed| missed.position);
    firsts.filter(|position| dead::leading_to(look.dead, *position).next().is_none()).collect()
}

/// Looks for what is not reached, and for what is not left.
pub(super) fn check(look: &Look<'_, '_>, told: Told, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let Some(start) = beginning(process) else { return };
    let reached = reached_from(process, start);
    let is_reached = |(position, _): &(Position, Span)| reached.contains(position);
    let (there, missed): (Vec<_>, Vec<_>) = places(look).into_iter().partition(is_reached);
    let missed = firsts(process, &missed);
    let is_caught = |position: Position| matches!(position, Position::Stage(_)) && !ends(look, position);
    let caught: Vec<_> = there.into_iter().filter(|(position, _)| is_caught(*position)).collect();
    let mut seen: BTreeSet<Position> = BTreeSet::new();
    for (position, span) in &caught {
        if seen.contains(position) {
            continue;
        }
        let circle: Vec<Position> = caught
            .iter()
            .map(|(other, _)| *other)
            .filter(|other| {
                reached_from(process, *position).contains(other) && reached_from(process, *other).contains(position)
            })
            .collect();
        // A stage that only leads to others that are caught is no finding of its own.
        let leads_out = reached_from(process, *position).iter().any(|next| !circle.contains(next));
        if leads_out {
            continue;
        }
        seen.extend(&circle);
        let names: Vec<String> = circle.iter().map(|stage| format!("`{}`", name_of(process, *stage))).collect();
        let message = match (names.as_slice(), next_of(process, *position).is_empty()) {
            ([only], true) => format!("nothing leads on from the stage {only}"),
            ([only], false) => format!("nothing leads on from the stage {only} but into it again"),
            (several, _) => format!("no outcome is reached from {}: they lead to each other alone", several.join(", ")),
        };
        let mut diagnostic = Diagnostic::new(Code::TRAP, *span, message)
            .note("a case that has come here stays for ever, and what was paid is never disposed of");
        if !missed.is_empty() {
            let names: Vec<String> = missed.iter().map(|missed| format!("`{}`", missed.name)).collect();
            diagnostic =
                diagnostic.note(format!("no case comes to {}, which may be where it should lead", names.join(", ")));
        }
        let help = "write where it leads, and what happens where nobody acts: `if late -> …` or `when … pass -> …`";
        let diagnostic = diagnostic.help(help);
        diagnostics.push(match look.lasting(*position) {
            Some(told) => look.witnessed(diagnostic, &told),
            None => look.shown(diagnostic, *position),
        });
    }
    if !caught.is_empty() {
        return;
    }
    for missed in missed {
        if told == Told::Lost && dead::leading_to(look.dead, missed.position).next().is_none() {
            continue;
        }
        let what = match missed.position {
            Position::Outcome(_) => format!("no case ends with the outcome `{}`", missed.name),
            Position::Stage(_) | Position::NotOpen => format!("no case comes to the stage `{}`", missed.name),
        };
        let mut diagnostic = Diagnostic::new(Code::STAGE_UNREACHED, missed.span, what);
        for line in dead::leading_to(look.dead, missed.position) {
            diagnostic = diagnostic.related(look.span(line.at), line.why());
        }
        if !missed.behind.is_empty() {
            diagnostic = diagnostic.note(format!("and so none to {}, behind it", missed.behind.join(", ")));
        }
        let diagnostic = diagnostic.help("write the line that leads there, or remove it");
        let mut leading = dead::leading_to(look.dead, missed.position);
        diagnostics.push(match leading.find_map(|line| line.case(look, look.written)) {
            Some(told) => look.witnessed(diagnostic, &told),
            None => diagnostic,
        });
    }
}

/// Every stage and outcome with its place.
fn places(look: &Look<'_, '_>) -> Vec<(Position, Span)> {
    let of_stages = stages(look.process).map(|(id, stage)| (Position::Stage(id), look.span(stage.at)));
    let outcomes = (0_u16..).map(OutcomeId).zip(&look.process.outcomes);
    of_stages.chain(outcomes.map(|(id, outcome)| (Position::Outcome(id), look.span(outcome.at)))).collect()
}

/// What no case reaches, with what is missed because of it.
struct Missed {
    position: Position,
    span: Span,
    name: String,
    behind: Vec<String>,
}

/// Of what is not reached, what nothing else that is not reached leads to; of a circle the first that is written.
fn firsts(process: &Process, missed: &[(Position, Span)]) -> Vec<Missed> {
    let leads = |from: Position, to: Position| from != to && reached_from(process, from).contains(&to);
    let mut firsts: Vec<(Position, Span)> = Vec::new();
    for (position, span) in missed {
        let is_behind = missed.iter().any(|(other, _)| leads(*other, *position) && !leads(*position, *other));
        let is_of_circle = firsts.iter().any(|(first, _)| leads(*first, *position));
        if !is_behind && !is_of_circle {
            firsts.push((*position, *span));
        }
    }
    let mut told: BTreeSet<Position> = BTreeSet::new();
    let mut found = Vec::new();
    for (position, span) in firsts {
        let behind = missed.iter().map(|(other, _)| *other).filter(|other| leads(position, *other));
        let behind: Vec<String> =
            behind.filter(|other| told.insert(*other)).map(|other| format!("`{}`", name_of(process, other))).collect();
        found.push(Missed { position, span, name: name_of(process, position).to_owned(), behind });
    }
    found
}

/// What no case reaches that is reported, or told of.
pub(super) fn unreached(process: &Process) -> Vec<Position> {
    let Some(start) = beginning(process) else { return Vec::new() };
    let reached = reached_from(process, start);
    let of_stages = stages(process).map(|(id, _)| Position::Stage(id));
    let outcomes = (0_u16..).map(OutcomeId).zip(&process.outcomes).map(|(id, _)| Position::Outcome(id));
    of_stages.chain(outcomes).filter(|position| !reached.contains(position)).collect()
}

/// Whether some outcome is reached from a stage.
pub(super) fn ends(look: &Look<'_, '_>, position: Position) -> bool {
    reached_from(look.process, position).iter().any(|end| match end {
        Position::Outcome(_) => true,
        Position::NotOpen | Position::Stage(_) => false,
    })
}
