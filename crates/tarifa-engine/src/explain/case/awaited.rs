//! What a clock that has not begun waits for, by the names of the policy.

use super::names::Names;
use crate::case::{Attempt, Happening, Position, PreparedEvent};
use crate::program::{Anchor, Clock, Gate, Which};

/// What must happen before clocks begin or end that have not: the events and acts that they count from or are held until.
pub(super) fn of_clocks<'p>(names: &Names<'_>, clocks: impl IntoIterator<Item = &'p Clock>) -> Vec<String> {
    awaited(names, clocks, |what| has_told(names, what, |_| true))
}

/// The same, of what the case has told already.
fn awaited<'p>(
    names: &Names<'_>,
    clocks: impl IntoIterator<Item = &'p Clock>,
    has_told: impl Fn(What<'_>) -> bool,
) -> Vec<String> {
    let mut anchors = Vec::new();
    for clock in clocks {
        anchors_of(clock, &mut anchors);
    }
    let mut awaited: Vec<String> = Vec::new();
    for anchor in anchors {
        let waits = match anchor {
            Anchor::Event(event, which) => {
                let event = names.event(*event);
                match (has_told(What::Event(&event)), which) {
                    (false, _) => Some(event),
                    (true, Which::Last) => Some(format!("{event} of every parcel")),
                    (true, Which::First | Which::Each) => None,
                }
            }
            Anchor::Act(act, _) => {
                let act = names.act(*act);
                (!has_told(What::Act(&act))).then_some(act)
            }
            Anchor::Entry | Anchor::Open | Anchor::Date(_) | Anchor::Clock(_) => None,
        };
        awaited.extend(waits.filter(|waits| !awaited.contains(waits)));
    }
    awaited
}

/// What must have happened before something could have counted that came too early, by the rules of `version`.
///
/// What happens after the attempt does not change what is said of it.
pub(super) fn of_attempt(names: &Names<'_>, version: &Names<'_>, attempt: &Attempt) -> Vec<String> {
    let clocks = gate_of(version, attempt).into_iter().flat_map(Gate::beginnings);
    let until = names.told(attempt.event).map(|event| event.when.last);
    awaited(version, clocks, |what| has_told(names, what, |event| until.is_some_and(|until| event.when.first <= until)))
}

/// `delivered has not happened`.
pub(super) fn not_yet(awaited: &[String]) -> String {
    match awaited {
        [] => "what it counts from has not happened".to_owned(),
        [only] => format!("{only} has not happened"),
        [first @ .., last] => format!("{} and {last} have not happened", first.join(", ")),
    }
}

/// What may have happened, by its name: versions of a process number the same things differently.
#[derive(Clone, Copy)]
enum What<'n> {
    Event(&'n str),
    Act(&'n str),
}

/// Whether the case tells of something, in one of those of its events.
fn has_told(names: &Names<'_>, wanted: What<'_>, counts: impl Fn(&PreparedEvent) -> bool) -> bool {
    let is_it = |what: &Happening| match (what, wanted) {
        (Happening::Event { event, .. }, What::Event(name)) => names.event(*event) == name,
        (Happening::Act(act), What::Act(name)) => names.act(act.act) == name,
        (Happening::Foreign(foreign), What::Event(name)) => foreign.by.is_none() && foreign.what == name,
        (Happening::Foreign(foreign), What::Act(name)) => foreign.by.is_some() && foreign.what == name,
        (Happening::Event { .. }, What::Act(_)) | (Happening::Act(_), What::Event(_)) => false,
    };
    names.case.is_some_and(|case| case.events.iter().any(|event| counts(event) && is_it(&event.what)))
}

/// What a clock counts from and is held until, and what these count from in turn.
fn anchors_of<'p>(clock: &'p Clock, found: &mut Vec<&'p Anchor>) {
    for anchor in std::iter::once(&clock.from).chain(&clock.held_until) {
        match anchor {
            Anchor::Clock(inner) => anchors_of(inner, found),
            Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) => found.push(anchor),
        }
    }
}

/// The gate that stopped an attempt.
fn gate_of<'p>(names: &Names<'p>, attempt: &Attempt) -> Option<&'p Gate> {
    let at = attempt.at?;
    match attempt.position {
        Position::NotOpen => {
            let mut windows = names.process.opening.windows.iter();
            windows.find(|window| window.at == at).map(|window| &window.gate)
        }
        Position::Stage(stage) => {
            let stage = names.process.stages.get(usize::from(stage.0))?;
            let answers = stage.obligations.iter().flat_map(|obligation| &obligation.answers);
            let mut gates = answers.map(|answer| (answer.at, &answer.gate));
            let permitted = stage.permissions.iter().map(|permission| (permission.at, &permission.gate));
            gates
                .find(|(own, _)| *own == at)
                .or_else(|| permitted.into_iter().find(|(own, _)| *own == at))
                .map(|it| it.1)
        }
        Position::Outcome(_) => None,
    }
}
