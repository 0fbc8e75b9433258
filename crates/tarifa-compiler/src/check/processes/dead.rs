//! Lines that no case takes: conditions that never hold, clocks that something else always ends before, and
//! clocks that count from what nobody can have done. The other checks look at the process without them.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::case::Position;
use tarifa_engine::program::{
    Anchor, At, Clock, Gate, Guard, Late, Length, LengthUnit, Obligation, Process, Program, Stage, StageId, Target,
    Timer, length,
};

use super::calendars::clocks;
use super::certain::{self, Known};
use super::combine::combinations;
use super::graph::end_of;

/// A line that no case takes.
#[derive(Clone, Debug)]
pub(super) struct Dead {
    pub(super) at: At,
    /// Where it would lead.
    pub(super) to: Option<Position>,
    /// What is wrong.
    message: String,
    /// Why.
    note: String,
}

/// The end of a stage that comes whatever anybody does.
struct SureEnd<'a> {
    length: Length<'a>,
    most: u64,
    /// Whether it is somebody's deadline, which comes before a timer of the same instant.
    is_deadline: bool,
    at: At,
    text: &'a str,
}

/// The process without the lines that no case takes, and those lines.
pub(super) fn without(program: &Program, process: &Process) -> (Process, Vec<Dead>) {
    let mut alive = process.clone();
    let mut dead = Vec::new();
    let known = certain::known(process);
    for window in &process.opening.windows {
        if let Some(note) = contradiction(program, process, &window.gate) {
            let message = "no case can be opened by this line".to_owned();
            dead.push(Dead { at: window.at, to: None, message, note });
        }
    }
    for ((index, stage), known) in process.stages.iter().enumerate().zip(&known) {
        let Some(own) = alive.stages.get_mut(index) else { continue };
        let Ok(id) = u16::try_from(index).map(StageId) else { continue };
        of_stage(Place { program, process, stage, id, known }, own, &mut dead);
    }
    for line in process.outcomes.iter().flat_map(|outcome| &outcome.payments) {
        if let Some(note) = line.when.as_ref().and_then(|guard| never(program, process, guard)) {
            dead.push(Dead { at: line.at, to: None, message: "this line never moves money".to_owned(), note });
        }
    }
    (alive, dead)
}

/// A stage under the eye.
#[derive(Clone, Copy)]
struct Place<'a> {
    program: &'a Program,
    process: &'a Process,
    stage: &'a Stage,
    id: StageId,
    known: &'a Known,
}

fn of_stage(place: Place<'_>, own: &mut Stage, dead: &mut Vec<Dead>) {
    let Place { program, process, stage, id, known } = place;
    let ends = sure_ends(stage);
    for obligation in &mut own.obligations {
        let message = |act: u16| format!("`{}` is never possible here", act_name(process, act));
        obligation.answers.retain(|answer| {
            let found = contradiction(program, process, &answer.gate);
            let to = end_of(&answer.target, id);
            dead.extend(found.iter().map(|note| {
                let note = note.clone();
                Dead { at: answer.at, to, message: message(answer.act.0), note }
            }));
            found.is_none()
        });
        let late = obligation.within.as_ref().and_then(|clock| {
            let other = ends.iter().filter(|end| end.at != obligation.at);
            over_before(clock, other, Kind::Deadline)
        });
        let leads = late_targets(obligation).into_iter().find_map(|target| end_of(target, id));
        if let Some(note) = late {
            let message = format!("`{}` is never late: the stage is over before", obligation.name);
            dead.push(Dead { at: obligation.at, to: leads, message, note });
            obligation.late = None;
        }
        if let Some(Late::To(lines)) = &mut obligation.late {
            lines.retain(|(guard, target)| {
                let found = guard.as_ref().and_then(|guard| never(program, process, guard));
                let message = format!("a line of what happens where `{}` is late never holds", obligation.name);
                dead.extend(found.iter().map(|note| {
                    let (note, message) = (note.clone(), message.clone());
                    Dead { at: obligation.at, to: end_of(target, id), message, note }
                }));
                found.is_none()
            });
        }
    }
    own.permissions.retain(|permission| {
        let gate = &permission.gate;
        let clocks = || [&gate.not_before, &gate.within].into_iter().flatten();
        let early = gate.not_before.as_ref().and_then(|clock| over_before(clock, ends.iter(), Kind::Gate));
        let untold = clocks()
            .find(|clock| known.never_starts(clock))
            .map(|clock| format!("nobody can have done what `{}` counts from", clock.text));
        let found = contradiction(program, process, gate).or(early).or(untold);
        let message = format!("`{}` is never possible here", act_name(process, permission.act.0));
        let to = end_of(&permission.target, id);
        dead.extend(found.iter().map(|note| Dead {
            at: permission.at,
            to,
            message: message.clone(),
            note: note.clone(),
        }));
        found.is_none()
    });
    own.timers.retain(|timer| {
        let others = ends.iter().filter(|end| end.at != timer.at);
        let early = timer.after.as_ref().and_then(|clock| over_before(clock, others, Kind::Timer));
        let found = timer.when.as_ref().and_then(|guard| never(program, process, guard)).or(early);
        let to = end_of(&timer.target, id);
        let message = "this never leads on".to_owned();
        dead.extend(found.iter().map(|note| Dead { at: timer.at, to, message: message.clone(), note: note.clone() }));
        found.is_none()
    });
    for line in &stage.payments {
        if let Some(note) = line.when.as_ref().and_then(|guard| never(program, process, guard)) {
            dead.push(Dead { at: line.at, to: None, message: "this line never moves money".to_owned(), note });
        }
    }
}

fn act_name(process: &Process, act: u16) -> String {
    process.acts.get(usize::from(act)).map(|act| act.name.clone()).unwrap_or_default()
}

/// Why a gate never opens, by its condition.
fn contradiction(program: &Program, process: &Process, gate: &Gate) -> Option<String> {
    gate.when.as_ref().and_then(|guard| never(program, process, guard))
}

/// Why a condition never holds.
fn never(program: &Program, process: &Process, guard: &Guard) -> Option<String> {
    let found = combinations(program, process, &[guard])?;
    let holds = found.iter().any(|combination| combination.holds.contains(&true));
    (!holds).then(|| "its condition contradicts itself, so that it holds in no case".to_owned())
}

/// What a clock is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Deadline,
    Timer,
    /// Something opens with its end.
    Gate,
}

/// Why a clock never ends in the stage: another one always ends the stage before.
fn over_before<'e, 'a: 'e>(clock: &Clock, ends: impl Iterator<Item = &'e SureEnd<'a>>, kind: Kind) -> Option<String> {
    let own = length(clock);
    let mut ends = ends.filter(|end| {
        // The entry is never before the opening.
        let is_comparable = own.from == end.length.from
            || (matches!(own.from, Anchor::Entry) && matches!(end.length.from, Anchor::Open));
        let is_same_instant = kind == Kind::Timer
            && end.is_deadline
            && own.from == end.length.from
            && own.unit == LengthUnit::Days
            && end.length.unit == LengthUnit::Days
            && own.least == end.most;
        is_comparable && (own.least > end.most || is_same_instant)
    });
    ends.next().map(|end| format!("`{}` always ends the stage before `{}`", end.text, clock.text))
}

/// The ends of a stage that come whatever anybody does.
fn sure_ends(stage: &Stage) -> Vec<SureEnd<'_>> {
    let mut found = Vec::new();
    let mut add = |clock, at, is_deadline| {
        let length = length(clock);
        if matches!(length.from, Anchor::Entry | Anchor::Open)
            && let Some(most) = length.most
        {
            found.push(SureEnd { length, most, is_deadline, at, text: &clock.text });
        }
    };
    for obligation in &stage.obligations {
        let targets = late_targets(obligation);
        let stays = obligation.answers.iter().any(|answer| !leaves(&answer.target));
        let is_extended = stage
            .permissions
            .iter()
            .map(|permission| &permission.target)
            .chain(stage.timers.iter().map(|timer| &timer.target))
            .any(|target| matches!(target, Target::Extend { obligation: name, .. } if *name == obligation.name));
        if let Some(clock) = &obligation.within
            && !stays
            && !is_extended
            && !targets.is_empty()
            && targets.into_iter().all(leaves)
        {
            add(clock, obligation.at, true);
        }
    }
    for Timer { after, when, target, at } in &stage.timers {
        if let (Some(clock), None) = (after, when)
            && leaves(target)
        {
            add(clock, *at, false);
        }
    }
    found
}

fn late_targets(obligation: &Obligation) -> Vec<&Target> {
    match &obligation.late {
        None => Vec::new(),
        Some(Late::To(lines)) => lines.iter().map(|(_, target)| target).collect(),
        Some(Late::As(act)) => {
            obligation.answers.iter().filter(|answer| answer.act == *act).map(|answer| &answer.target).collect()
        }
    }
}

/// Whether a case is elsewhere then.
fn leaves(target: &Target) -> bool {
    match target {
        Target::Stage(..) | Target::Outcome(..) => true,
        Target::KeepWaiting | Target::Again | Target::Extend { .. } => false,
    }
}

/// Reports the lines that no other finding has told of, deadlines that leave no time, and pauses that never come.
pub(super) fn report(
    process: &Process,
    dead: &[Dead],
    told: &[Position],
    span: impl Fn(At) -> Span,
    diagnostics: &mut Diagnostics,
) {
    for line in dead.iter().filter(|line| line.to.is_none_or(|to| !told.contains(&to))) {
        diagnostics.push(
            Diagnostic::new(Code::DEAD_LINE, span(line.at), line.message.clone())
                .note(line.note.clone())
                .help("correct it, or remove the line"),
        );
    }
    for stage in &process.stages {
        for obligation in &stage.obligations {
            let Some(clock) = obligation.within.as_ref().filter(|clock| clock.count == 0) else { continue };
            if clock.held_until.is_some() || !matches!(clock.from, Anchor::Entry) {
                continue;
            }
            let message = format!("`{}` must be done at once: the deadline leaves no time", obligation.name);
            diagnostics.push(
                Diagnostic::new(Code::NO_TIME, span(clock.at), message)
                    .note("the clock ends with the day, or at the very instant, at which the stage is entered")
                    .help("write how much time there is, as in `within 2 days`"),
            );
        }
    }
    let has_duty = |party| process.stages.iter().flat_map(|stage| &stage.obligations).any(|must| must.party == party);
    for clock in clocks(process) {
        let Some(party) = clock.paused_while.filter(|party| !has_duty(*party)) else { continue };
        let name = process.parties.get(usize::from(party.0)).map_or("", String::as_str);
        diagnostics.push(
            Diagnostic::new(
                Code::DEAD_LINE,
                span(clock.at),
                format!("this clock never stands: `{name}` must do nothing"),
            )
            .help("name a party that must do something, or remove the pause"),
        );
    }
}

/// Where a line that no case takes would lead there.
pub(super) fn leading_to(dead: &[Dead], position: Position) -> impl Iterator<Item = &Dead> {
    dead.iter().filter(move |line| line.to == Some(position))
}

impl Dead {
    /// Why no case takes it.
    pub(super) fn why(&self) -> String {
        format!("leads there, but {}", self.note)
    }
}
