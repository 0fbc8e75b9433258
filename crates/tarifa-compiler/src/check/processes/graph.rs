//! A process as a graph: which ways lead from stage to stage, and what takes them.

use std::collections::BTreeSet;

use tarifa_engine::case::Position;
use tarifa_engine::program::{ActId, Answer, At, Clock, Guard, Late, Process, Stage, StageId, Target};

/// A way out of a stage, or within it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'a> {
    /// Where it leads; none where the case stays as it is.
    pub(super) to: Option<Position>,
    /// What takes it.
    pub(super) by: By<'a>,
    /// The rule.
    pub(super) at: At,
}

/// What takes a way.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    /// Somebody acts.
    Act {
        /// The act.
        act: ActId,
        /// How often that counts.
        times: Option<u32>,
    },
    /// Somebody does not act in time.
    Silence,
    /// A clock ends, where the condition holds.
    Time(&'a Clock, Option<&'a Guard>),
    /// Something happens.
    Event(Option<&'a Guard>),
}

/// Every stage with its number.
pub(super) fn stages(process: &Process) -> impl Iterator<Item = (StageId, &Stage)> {
    (0_u16..).map(StageId).zip(&process.stages)
}

/// Where a target leads from `stage`.
pub(super) fn end_of(target: &Target, stage: StageId) -> Option<Position> {
    match target {
        Target::Stage(stage, _) => Some(Position::Stage(*stage)),
        Target::Outcome(outcome, _) => Some(Position::Outcome(*outcome)),
        Target::Again => Some(Position::Stage(stage)),
        Target::KeepWaiting | Target::Extend { .. } => None,
    }
}

/// Every way from a stage.
pub(super) fn ways(id: StageId, stage: &Stage) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for obligation in &stage.obligations {
        let act = |answer: &Answer| Way {
            to: end_of(&answer.target, id),
            by: By::Act { act: answer.act, times: answer.gate.times },
            at: answer.at,
        };
        ways.extend(obligation.answers.iter().map(act));
        let silent = |target: &Target| Way { to: end_of(target, id), by: By::Silence, at: obligation.at };
        match &obligation.late {
            None => {}
            Some(Late::As(act)) => {
                let answers = obligation.answers.iter().filter(|answer| answer.act == *act);
                ways.extend(answers.map(|answer| silent(&answer.target)));
            }
            Some(Late::To(lines)) => ways.extend(lines.iter().map(|(_, target)| silent(target))),
        }
    }
    for permission in &stage.permissions {
        let by = By::Act { act: permission.act, times: permission.gate.times };
        ways.push(Way { to: end_of(&permission.target, id), by, at: permission.at });
    }
    for timer in &stage.timers {
        let by = match &timer.after {
            Some(clock) => By::Time(clock, timer.when.as_ref()),
            None => By::Event(timer.when.as_ref()),
        };
        ways.push(Way { to: end_of(&timer.target, id), by, at: timer.at });
    }
    ways
}

/// Everything that a case can come to from `start`, with `start` itself.
pub(super) fn reached_from(process: &Process, start: Position) -> BTreeSet<Position> {
    let mut reached = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(position) = open.pop() {
        for next in next_of(process, position) {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}

/// Where one step leads.
pub(super) fn next_of(process: &Process, position: Position) -> BTreeSet<Position> {
    let Position::Stage(id) = position else { return BTreeSet::new() };
    let stage = process.stages.get(usize::from(id.0));
    stage.map(|stage| ways(id, stage).into_iter().filter_map(|way| way.to).collect()).unwrap_or_default()
}

/// Where a case begins.
pub(super) fn beginning(process: &Process) -> Option<Position> {
    // The opening stands in no stage, so that `again` has nothing to begin anew.
    match &process.opening.target {
        Target::Stage(stage, _) => Some(Position::Stage(*stage)),
        Target::Outcome(outcome, _) => Some(Position::Outcome(*outcome)),
        Target::Again | Target::KeepWaiting | Target::Extend { .. } => None,
    }
}

/// The name of a stage or an outcome.
pub(super) fn name_of(process: &Process, position: Position) -> &str {
    match position {
        Position::NotOpen => "",
        Position::Stage(stage) => process.stages.get(usize::from(stage.0)).map_or("", |stage| &stage.name),
        Position::Outcome(outcome) => process.outcomes.get(usize::from(outcome.0)).map_or("", |outcome| &outcome.name),
    }
}
