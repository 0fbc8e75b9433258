//! Evidence that is asked for too late: where the decision has been made already.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{ActId, Argument, Guard, Permission, Process, Stage, StageId, Target};

use super::Look;
use super::graph::{reached_from, stages, ways};

/// Looks for evidence that nothing decides by any more.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    for (id, stage) in stages(process) {
        if reads_evidence(process, id) {
            continue;
        }
        let shown = stage.permissions.iter().filter(|permission| is_for_evidence(process, permission));
        let shown = shown.filter(|_| !is_decided_later(process, id)).map(|permission| permission.at);
        // An act that leads on may well need a proof; not where every way leads to one end.
        let asked = stage.obligations.iter().flat_map(|obligation| &obligation.answers);
        let asked = asked.filter(|answer| !answer.gate.evidence.is_empty() && !decides_from(process, id));
        for at in shown.chain(asked.map(|answer| answer.at)) {
            let message = format!("evidence is taken in the stage `{}`, where nobody decides any more", stage.name);
            let diagnostic = Diagnostic::new(Code::LATE_EVIDENCE, look.span(at), message)
                .note("from here on nobody chooses between one way and another, whatever is shown")
                .help("take the evidence in the stage in which it is decided, or in one before it");
            diagnostics.push(look.shown(diagnostic, Position::Stage(id)));
        }
    }
}

/// Whether somebody chooses, in the stage or behind it: between two acts that lead to different places, or an amount.
fn is_decided_later(process: &Process, id: StageId) -> bool {
    reached_from(process, Position::Stage(id)).into_iter().any(|position| match position {
        Position::Stage(stage) => {
            process.stages.get(usize::from(stage.0)).is_some_and(|stage| is_choice(process, stage))
        }
        Position::NotOpen | Position::Outcome(_) => false,
    })
}

fn is_choice(process: &Process, stage: &Stage) -> bool {
    let musts = stage
        .obligations
        .iter()
        .flat_map(|must| must.answers.iter().map(|answer| (must.party, answer.act, &answer.target)));
    let mays = stage.permissions.iter().flat_map(|may| may.parties.iter().map(|party| (*party, may.act, &may.target)));
    let acts: Vec<_> = musts.chain(mays).filter(|(_, _, target)| **target != Target::KeepWaiting).collect();
    let names_amount = |act: ActId| {
        let act = process.acts.get(usize::from(act.0));
        act.is_some_and(|act| act.arguments.iter().any(|argument| matches!(argument, Argument::Amount(_))))
    };
    acts.iter().any(|(party, act, target)| {
        names_amount(*act)
            || acts.iter().any(|(other, second, leads)| party == other && act != second && target != leads)
    })
}

/// Whether an act is there to show something and for nothing else.
fn is_for_evidence(process: &Process, permission: &Permission) -> bool {
    let name = process.acts.get(usize::from(permission.act.0)).map_or("", |act| act.name.as_str());
    let stays = match permission.target {
        Target::KeepWaiting => true,
        Target::Stage(..) | Target::Outcome(..) | Target::Again | Target::Extend { .. } => false,
    };
    stays && (!permission.gate.evidence.is_empty() || name.contains("evidence"))
}

/// Whether more than one end can still be reached.
fn decides_from(process: &Process, id: StageId) -> bool {
    let outcomes = |position: &Position| match position {
        Position::Outcome(_) => true,
        Position::NotOpen | Position::Stage(_) => false,
    };
    reached_from(process, Position::Stage(id)).iter().filter(|position| outcomes(position)).count() > 1
        || process.stages.get(usize::from(id.0)).is_none_or(|stage| ways(id, stage).iter().all(|way| way.to.is_none()))
}

/// Whether a condition reads what was shown, in the stage or behind it.
fn reads_evidence(process: &Process, id: StageId) -> bool {
    let mut guards: Vec<&Guard> = Vec::new();
    for position in reached_from(process, Position::Stage(id)) {
        match position {
            Position::NotOpen => {}
            Position::Stage(stage) => {
                let Some(stage) = process.stages.get(usize::from(stage.0)) else { continue };
                guards.extend(stage.payments.iter().filter_map(|line| line.when.as_ref()));
                let payers = stage.return_freight.iter().flat_map(|freight| &freight.payers);
                guards.extend(payers.filter_map(|(guard, _)| guard.as_ref()));
            }
            Position::Outcome(outcome) => {
                let Some(outcome) = process.outcomes.get(usize::from(outcome.0)) else { continue };
                guards.extend(outcome.payments.iter().filter_map(|line| line.when.as_ref()));
            }
        }
    }
    guards.into_iter().any(is_shown)
}

fn is_shown(guard: &Guard) -> bool {
    match guard {
        Guard::Shown(_) => true,
        Guard::Not(inner) => is_shown(inner),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(is_shown),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Money { .. } => false,
    }
}
