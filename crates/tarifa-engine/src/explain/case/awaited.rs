//! What a clock that has not begun waits for, by the names of the policy.

use super::names::Names;
use crate::case::{Attempt, Happening, Position};
use crate::program::{Anchor, Clock, Gate, Which};

/// What must happen before clocks begin or end that have not: the events and acts that they count from or are held until.
pub(super) fn of_clocks<'p>(names: &Names<'_>, clocks: impl IntoIterator<Item = &'p Clock>) -> Vec<String> {
    let mut anchors = Vec::new();
    for clock in clocks {
        anchors_of(clock, &mut anchors);
    }
    let mut awaited: Vec<String> = Vec::new();
    for anchor in anchors {
        let waits = match anchor {
            Anchor::Event(event, which) => {
                let told = |what: &Happening| matches!(what, Happening::Event { event: told, .. } if told == event);
                match (has_told(names, told), which) {
                    (false, _) => Some(names.event(*event)),
                    (true, Which::Last) => Some(format!("{} of every parcel", names.event(*event))),
                    (true, Which::First | Which::Each) => None,
                }
            }
            Anchor::Act(act, _) => {
                let told = |what: &Happening| matches!(what, Happening::Act(told) if told.act == *act);
                (!has_told(names, told)).then(|| names.act(*act))
            }
            Anchor::Entry | Anchor::Open | Anchor::Date(_) | Anchor::Clock(_) => None,
        };
        awaited.extend(waits.filter(|waits| !awaited.contains(waits)));
    }
    awaited
}

/// What must happen before something could have counted that came too early.
pub(super) fn of_attempt(names: &Names<'_>, attempt: &Attempt) -> Vec<String> {
    let gate = gate_of(names, attempt);
    of_clocks(names, gate.into_iter().flat_map(|gate| [&gate.not_before, &gate.within]).flatten())
}

/// `delivered has not happened`.
pub(super) fn not_yet(awaited: &[String]) -> String {
    match awaited {
        [] => "what it counts from has not happened".to_owned(),
        [only] => format!("{only} has not happened"),
        [first @ .., last] => format!("{} and {last} have not happened", first.join(", ")),
    }
}

/// Whether the case tells of something, at whatever time.
fn has_told(names: &Names<'_>, is_it: impl Fn(&Happening) -> bool) -> bool {
    names.case.is_some_and(|case| case.events.iter().any(|event| is_it(&event.what)))
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
