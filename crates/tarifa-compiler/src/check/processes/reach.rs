//! Stages and outcomes that no case reaches, and stages from which no case reaches an end.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::OutcomeId;

use super::Look;
use super::graph::{beginning, next_of, reached_from, stages};

/// Looks for what is not reached, and for what is not left.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let Some(start) = beginning(process) else { return };
    let reached = reached_from(process, start);
    for (id, stage) in stages(process) {
        let position = Position::Stage(id);
        if !reached.contains(&position) {
            let message = format!("no case comes to the stage `{}`", stage.name);
            diagnostics.push(
                Diagnostic::new(Code::STAGE_UNREACHED, look.span(stage.at), message)
                    .help("write the line that leads there, or remove the stage"),
            );
            continue;
        }
        if ends(look, position) {
            continue;
        }
        let message = if next_of(process, position).iter().all(|next| *next == position) {
            format!("nothing leads on from the stage `{}`", stage.name)
        } else {
            format!("no outcome is reached from the stage `{}`", stage.name)
        };
        let diagnostic = Diagnostic::new(Code::TRAP, look.span(stage.at), message)
            .note("a case that has come here stays for ever, and what was paid is never disposed of")
            .help("write where it leads, and what happens where nobody acts: `if late -> …` or `when … pass -> …`");
        diagnostics.push(look.shown(diagnostic, position));
    }
    for (id, outcome) in (0_u16..).map(OutcomeId).zip(&process.outcomes) {
        if !reached.contains(&Position::Outcome(id)) {
            let message = format!("no case ends with the outcome `{}`", outcome.name);
            diagnostics.push(
                Diagnostic::new(Code::STAGE_UNREACHED, look.span(outcome.at), message)
                    .help("write the line that leads there, or remove the outcome"),
            );
        }
    }
}

/// Whether some outcome is reached from a stage.
pub(super) fn ends(look: &Look<'_, '_>, position: Position) -> bool {
    reached_from(look.process, position).iter().any(|end| match end {
        Position::Outcome(_) => true,
        Position::NotOpen | Position::Stage(_) => false,
    })
}
