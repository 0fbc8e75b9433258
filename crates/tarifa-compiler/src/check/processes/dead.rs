//! Lines that no case takes: conditions that never hold, clocks that something else always ends before, and
//! clocks that count from what nobody can have done. The other checks look at the process without them.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{
    ActId, Anchor, At, Clock, Edge, EventId, Gate, Guard, Late, Length, LengthUnit, Obligation, OutcomeId, PaymentLine,
    Process, Program, Stage, StageId, Target, Timer, Whichever, measured,
};

use super::Look;
use super::certain::{self, Known};
use super::combine::combinations;
use super::covered;
use super::ending::Ending;
use super::entered::over_on_entry;
use super::explore::{self, Told};
use super::graph::end_of;

/// A line that no case takes.
#[derive(Clone, Debug)]
pub(super) struct Dead {
    pub(super) at: At,
    /// Where it would lead.
    pub(super) to: Option<Position>,
    /// What is wrong.
    pub(super) message: String,
    /// Why.
    pub(super) note: String,
    /// Where a case shows it.
    pub(super) shown: Shown,
}

/// Where a case shows that a line is never taken.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown {
    /// It comes there, and goes on otherwise.
    At(Position),
    /// The act is tried there in vain.
    Trying(StageId, ActId),
    /// It is not opened for these reasons.
    Opening(usize),
    /// Nowhere: every case that could take it is taken by another line.
    Nowhere,
}

/// The end of a stage that comes whatever anybody does.
struct SureEnd<'a> {
    length: Length<'a>,
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
    for (number, window) in process.opening.windows.iter().enumerate() {
        if let Some(note) = contradiction(program, process, &window.gate, &certain::waited_for(&window.gate)) {
            let note = if covered::by_windows(program, process, number) { covered::NOTE.to_owned() } else { note };
            let message = "no case can be opened by this line".to_owned();
            dead.push(Dead { at: window.at, to: None, message, note, shown: Shown::Opening(number) });
        }
    }
    for ((index, stage), known) in process.stages.iter().enumerate().zip(&known) {
        let Some(own) = alive.stages.get_mut(index) else { continue };
        let Ok(id) = u16::try_from(index).map(StageId) else { continue };
        of_stage(Place { program, process, stage, id, known }, own, &mut dead);
    }
    for (id, outcome) in (0_u16..).map(OutcomeId).zip(&process.outcomes) {
        idle_payments(program, process, Position::Outcome(id), &outcome.payments, &mut dead);
    }
    (alive, dead)
}

/// A stage under the eye.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) program: &'a Program,
    pub(super) process: &'a Process,
    stage: &'a Stage,
    pub(super) id: StageId,
    known: &'a Known,
}

fn of_stage(place: Place<'_>, own: &mut Stage, dead: &mut Vec<Dead>) {
    let Place { program, process, stage, id, known } = place;
    let ends = sure_ends(program, stage);
    let here = Shown::At(Position::Stage(id));
    covered::take_out(Place { program, process, stage, id, known }, own, dead);
    for obligation in &mut own.obligations {
        let message = |act: u16| format!("`{}` is never possible here", act_name(process, act));
        obligation.answers.retain(|answer| {
            let over = || over_on_entry(program, process, id, &answer.gate);
            let found = contradiction(program, process, &answer.gate, &known.happened).or_else(over);
            let to = end_of(&answer.target, id);
            dead.extend(found.iter().map(|note| {
                let note = note.clone();
                let shown = Shown::Trying(id, answer.act);
                Dead { at: answer.at, to, message: message(answer.act.0), note, shown }
            }));
            found.is_none()
        });
        let late = obligation.within.as_ref().and_then(|edge| {
            let other = || ends.iter().filter(|end| end.at != obligation.at);
            Ending::of(edge).after(|clock| over_before(program, clock, other(), Kind::Deadline))
        });
        let leads = late_targets(obligation).into_iter().find_map(|target| end_of(target, id));
        if let Some(note) = late {
            let message = format!("`{}` is never late: the stage is over before", obligation.name);
            dead.push(Dead { at: obligation.at, to: leads, message, note, shown: here });
            obligation.late = None;
        }
        if let Some(Late::To(lines)) = &mut obligation.late {
            lines.retain(|(guard, target)| {
                let found = guard.as_ref().and_then(|guard| never(program, process, guard, &known.happened));
                let message = format!("a line of what happens where `{}` is late never holds", obligation.name);
                dead.extend(found.iter().map(|note| {
                    let (note, message) = (note.clone(), message.clone());
                    Dead { at: obligation.at, to: end_of(target, id), message, note, shown: here }
                }));
                found.is_none()
            });
        }
    }
    own.permissions.retain(|permission| {
        let gate = &permission.gate;
        let opens = gate.not_before.as_ref().map(Ending::of);
        let early = opens.and_then(|end| end.after(|clock| over_before(program, clock, ends.iter(), Kind::Gate)));
        let never_starts = |clock: &&Clock| known.never_starts(clock);
        let untold = opens
            .and_then(|end| end.after(|clock| Some(clock).filter(never_starts)))
            .or_else(|| gate.within.as_ref().and_then(|edge| never_begins(edge, never_starts)))
            .map(|clock| format!("nobody can have done what `{}` counts from", clock.text));
        let over = || over_on_entry(program, process, id, gate);
        let found = contradiction(program, process, gate, &known.happened).or(early).or(untold).or_else(over);
        let message = format!("`{}` is never possible here", act_name(process, permission.act.0));
        let to = end_of(&permission.target, id);
        dead.extend(found.iter().map(|note| Dead {
            at: permission.at,
            to,
            message: message.clone(),
            note: note.clone(),
            shown: Shown::Trying(id, permission.act),
        }));
        found.is_none()
    });
    own.timers.retain(|timer| {
        let others = ends.iter().filter(|end| end.at != timer.at);
        let early = timer.after.as_ref().and_then(|clock| over_before(program, clock, others, Kind::Timer));
        let found = timer.when.as_ref().and_then(|guard| never(program, process, guard, &known.happened)).or(early);
        let to = end_of(&timer.target, id);
        let message = "this never leads on".to_owned();
        dead.extend(found.iter().map(|note| {
            let (message, note) = (message.clone(), note.clone());
            Dead { at: timer.at, to, message, note, shown: here }
        }));
        found.is_none()
    });
    idle_payments(program, process, Position::Stage(id), &stage.payments, dead);
}

/// Takes down the lines of money whose conditions never hold.
fn idle_payments(
    program: &Program,
    process: &Process,
    position: Position,
    lines: &[PaymentLine],
    dead: &mut Vec<Dead>,
) {
    for line in lines {
        if let Some(note) = line.when.as_ref().and_then(|guard| never(program, process, guard, &BTreeSet::new())) {
            let (message, shown) = ("this line never moves money".to_owned(), Shown::At(position));
            dead.push(Dead { at: line.at, to: None, message, note, shown });
        }
    }
}

pub(super) fn act_name(process: &Process, act: u16) -> String {
    process.acts.get(usize::from(act)).map(|act| act.name.clone()).unwrap_or_default()
}

/// Why a gate never opens, by its condition, where these events have surely happened.
fn contradiction(program: &Program, process: &Process, gate: &Gate, happened: &BTreeSet<EventId>) -> Option<String> {
    gate.when.as_ref().and_then(|guard| never(program, process, guard, happened))
}

/// Why a condition never holds where these events have surely happened.
fn never(program: &Program, process: &Process, guard: &Guard, happened: &BTreeSet<EventId>) -> Option<String> {
    let holds = |guard: &Guard| {
        let found = combinations(program, process, &[guard])?;
        Some(found.iter().any(|combination| combination.holds.contains(&true)))
    };
    if !holds(guard)? {
        return Some("its condition contradicts itself, so that it holds in no case".to_owned());
    }
    // Only events that it asks for can make a difference.
    let asked = happened.iter().filter(|event| asks_for(guard, **event)).copied();
    let parts: Vec<Guard> = std::iter::once(guard.clone()).chain(asked.clone().map(Guard::Happened)).collect();
    if parts.len() == 1 || holds(&Guard::All(parts))? {
        return None;
    }
    let name = |event: EventId| process.events.get(usize::from(event.0)).map_or("", String::as_str);
    let names: Vec<String> = asked.map(|event| format!("`{}`", name(event))).collect();
    Some(format!("its condition holds in no case here, where {} has surely happened", names.join(" and ")))
}

/// Whether a condition asks whether an event has happened.
fn asks_for(guard: &Guard, event: EventId) -> bool {
    match guard {
        Guard::Happened(asked) => *asked == event,
        Guard::Not(inner) => asks_for(inner, event),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| asks_for(part, event)),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Shown(_) | Guard::Money { .. } => false,
    }
}

/// A clock of `within` with which it never begins: with any of those that must all have begun, or where none of those does
/// of which one is enough.
fn never_begins(edge: &Edge, never_starts: impl Fn(&&Clock) -> bool) -> Option<&Clock> {
    let mut clocks = edge.clocks().iter();
    match edge {
        Edge::One(_) | Edge::Of(Whichever::Earlier, _) => clocks.find(never_starts),
        Edge::Of(Whichever::Later, _) => clocks.clone().all(|clock| never_starts(&clock)).then(|| clocks.next())?,
    }
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
fn over_before<'e, 'a: 'e>(
    program: &Program,
    clock: &Clock,
    ends: impl Iterator<Item = &'e SureEnd<'a>>,
    kind: Kind,
) -> Option<String> {
    let own = measured(&program.calendars, clock);
    let mut ends = ends.filter(|end| {
        let other = &end.length;
        let starts_together = own.from == other.from;
        // The entry is never before the opening.
        let starts_later = matches!((own.from, other.from), (Anchor::Entry, Anchor::Open));
        if !starts_together && !starts_later {
            return false;
        }
        // At one instant a deadline comes before a timer.
        let gives_way = kind == Kind::Timer && end.is_deadline && starts_together;
        if let (Some((calendar, own)), Some((others, other))) = (own.business, other.business)
            && calendar == others
        {
            return own > other || gives_way && own == other;
        }
        if let (Some(own), Some(other)) = (own.minutes, other.minutes) {
            return own > other || gives_way && own == other;
        }
        let is_same_instant = gives_way
            && own.unit == LengthUnit::Days
            && other.unit == LengthUnit::Days
            && other.most == Some(own.least);
        other.most.is_some_and(|most| own.least > most) || is_same_instant
    });
    ends.next().map(|end| format!("`{}` always ends the stage before `{}`", end.text, clock.text))
}

/// The ends of a stage that come whatever anybody does, as soon as what they count from has happened.
fn sure_ends<'a>(program: &Program, stage: &'a Stage) -> Vec<SureEnd<'a>> {
    let mut found = Vec::new();
    let mut add = |clock: &'a Clock, at, is_deadline| {
        let length = measured(&program.calendars, clock);
        if length.most.is_some() || length.business.is_some() {
            found.push(SureEnd { length, is_deadline, at, text: &clock.text });
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
        if !stays && !is_extended && !targets.is_empty() && targets.into_iter().all(leaves) {
            let bounds = obligation.within.iter().flat_map(Edge::bounds);
            bounds.for_each(|clock| add(clock, obligation.at, true));
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

/// Reports the lines that no other finding has told of, and deadlines that leave no time.
pub(super) fn report(look: &Look<'_, '_>, process: &Process, told: &[Position], diagnostics: &mut Diagnostics) {
    for line in look.dead.iter().filter(|line| line.to.is_none_or(|to| !told.contains(&to))) {
        let diagnostic = Diagnostic::new(Code::DEAD_LINE, look.span(line.at), line.message.clone())
            .note(line.note.clone())
            .help("correct it, or remove the line");
        diagnostics.push(match line.case(look, process) {
            Some(told) => look.witnessed(diagnostic, &told),
            None => diagnostic,
        });
    }
    for stage in &process.stages {
        for obligation in &stage.obligations {
            let mut bounds = obligation.within.iter().flat_map(Edge::bounds);
            let is_none =
                |clock: &&Clock| clock.count == 0 && clock.held_until.is_none() && matches!(clock.from, Anchor::Entry);
            let Some(clock) = bounds.find(is_none) else { continue };
            let message = format!("`{}` must be done at once: the deadline leaves no time", obligation.name);
            diagnostics.push(
                Diagnostic::new(Code::NO_TIME, look.span(clock.at), message)
                    .note("the clock ends with the day, or at the very instant, at which the stage is entered")
                    .help("write how much time there is, as in `within 2 days`"),
            );
        }
    }
}

/// A case that comes to `position`, and where it goes when nobody acts.
pub(super) fn goes_on(look: &Look<'_, '_>, position: Position) -> Option<Told> {
    let on = look.explored.at(position).filter_map(|told| explore::goes_on(look.runtime, look.process, told));
    // The one that stays longest is not ended by something else.
    let longest = on.reduce(|longest, told| if told.stay() > longest.stay() { told } else { longest });
    longest.or_else(|| look.explored.reached(position).cloned())
}

/// Where a line that no case takes would lead there.
pub(super) fn leading_to(dead: &[Dead], position: Position) -> impl Iterator<Item = &Dead> {
    dead.iter().filter(move |line| line.to == Some(position))
}

impl Dead {
    /// A case that shows it.
    pub(super) fn case(&self, look: &Look<'_, '_>, process: &Process) -> Option<Told> {
        match self.shown {
            Shown::Nowhere => None,
            Shown::At(position) => goes_on(look, position),
            Shown::Trying(stage, act) => {
                let reached = look.explored.at(Position::Stage(stage));
                reached.filter_map(|told| explore::in_vain(look.runtime, process, told, act)).next()
            }
            Shown::Opening(window) => process.opening.windows.get(window).and_then(|window| {
                let names = window.reasons.iter().filter_map(|reason| process.reasons.get(usize::from(reason.0)));
                let names: Vec<&String> = names.collect();
                let is_of_window = |told: &&Told| {
                    told.position == Position::NotOpen
                        && (names.is_empty() || told.reason_of_last().is_some_and(|reason| names.contains(&reason)))
                };
                look.explored.barred.iter().find(is_of_window).cloned()
            }),
        }
    }

    /// Why no case takes it.
    pub(super) fn why(&self) -> String {
        format!("leads there, but {}", self.note)
    }
}
