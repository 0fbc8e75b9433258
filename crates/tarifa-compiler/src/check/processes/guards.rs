//! Conditions that leave a case, or hit twice: lines of one act, of one silence, of one payment.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::case::{CaseFault, Position};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::{ActId, Answer, At, Condition, Guard, Late, Obligation, Process, Stage, StageId, Target};

use super::Look;
use super::combine::combinations;
use super::explore::{self, Failed, Told};
use super::graph::{name_of, stages};
use super::reading::read_by;

/// Lines of which one should decide.
struct Lines<'a> {
    /// What they decide, in words.
    what: String,
    /// Each line's condition, where it leads, and where it stands.
    lines: Vec<(Option<&'a Guard>, Leads<'a>, Span)>,
    /// Where a gap is reported.
    span: Span,
}

/// Where a line leads, as far as two of them can be told apart.
#[derive(PartialEq)]
enum Leads<'a> {
    Target(&'a Target),
    Payer(u16),
}

/// A case that shows a gap.
enum Shown<'a> {
    /// The act did not count.
    Barred(&'a Told),
    /// The case has no answer.
    Failed(&'a Failed),
}

/// Looks for conditions that leave a case or hit twice.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    for (id, stage) in stages(look.process) {
        for (number, obligation) in stage.obligations.iter().enumerate() {
            acts(look, id, number, obligation, diagnostics);
            late(look, id, number, obligation, diagnostics);
        }
        if let Some(freight) = &stage.return_freight {
            let span = look.span(freight.at);
            let lines = freight.payers.iter().map(|(when, party)| (when.as_ref(), Leads::Payer(party.0), span));
            let lines = Lines { what: "who pays the freight of the way back".to_owned(), lines: lines.collect(), span };
            let swap = |process: &mut Process| {
                let stage = process.stages.get_mut(usize::from(id.0));
                stage
                    .and_then(|stage| stage.return_freight.as_mut())
                    .into_iter()
                    .for_each(|own| own.payers = exchanged(&own.payers, |(when, _)| when.is_some()));
            };
            if twice(look, id, &lines, swap, diagnostics) {
                continue;
            }
            let witness = look.explored.faults.iter().find(|failed| is_no_way(&failed.fault, freight.at));
            gap(look, stage, &lines, witness.map(Shown::Failed), diagnostics);
        }
    }
}

/// The lines of each act of an obligation, and of all together.
fn acts(look: &Look<'_, '_>, id: StageId, number: usize, obligation: &Obligation, diagnostics: &mut Diagnostics) {
    let Some(stage) = look.process.stages.get(usize::from(id.0)) else { return };
    let mut acts: Vec<ActId> = obligation.answers.iter().map(|answer| answer.act).collect();
    acts.dedup();
    let mut seen: Vec<ActId> = Vec::new();
    let mut is_told = false;
    for act in acts {
        if seen.contains(&act) {
            continue;
        }
        seen.push(act);
        let lines = lines_of(look, obligation, act);
        if lines.lines.len() < 2 {
            continue;
        }
        let swap = |process: &mut Process| {
            changed(process, id, number, |own| {
                own.answers = exchanged(&own.answers, |answer| answer.gate.when.is_some());
            });
        };
        if twice(look, id, &lines, swap, diagnostics) {
            is_told = true;
            continue;
        }
        is_told |= gap(look, stage, &lines, barred(look, id, act).map(Shown::Barred), diagnostics);
    }
    let is_counted = |answer: &Answer| answer.gate.times.is_some() || !answer.gate.evidence.is_empty();
    if is_told || obligation.answers.iter().any(is_counted) {
        return;
    }
    let all = obligation.answers.iter();
    let all = all.map(|answer| (answer.gate.when.as_ref(), Leads::Target(&answer.target), look.span(answer.at)));
    let lines = Lines {
        what: format!("how `{}` can be done", obligation.name),
        lines: all.collect(),
        span: look.span(obligation.at),
    };
    let first = obligation.answers.first().map(|answer| answer.act);
    gap(look, stage, &lines, first.and_then(|act| barred(look, id, act)).map(Shown::Barred), diagnostics);
}

/// The lines of silence.
fn late(look: &Look<'_, '_>, id: StageId, number: usize, obligation: &Obligation, diagnostics: &mut Diagnostics) {
    let Some(stage) = look.process.stages.get(usize::from(id.0)) else { return };
    let span = look.span(obligation.at);
    let lines = match &obligation.late {
        None => return,
        Some(Late::As(act)) => {
            let lines = lines_of(look, obligation, *act);
            // Two lines and more have been looked at as those of the act.
            if lines.lines.len() > 1 {
                return;
            }
            Lines { what: format!("what happens where `{}` is late", obligation.name), ..lines }
        }
        Some(Late::To(lines)) => {
            let lines = lines.iter().map(|(when, target)| (when.as_ref(), Leads::Target(target), span));
            Lines { what: format!("what happens where `{}` is late", obligation.name), lines: lines.collect(), span }
        }
    };
    let swap = |process: &mut Process| {
        changed(process, id, number, |own| match &mut own.late {
            Some(Late::To(lines)) => *lines = exchanged(lines, |(when, _)| when.is_some()),
            Some(Late::As(_)) | None => {}
        });
    };
    if twice(look, id, &lines, swap, diagnostics) {
        return;
    }
    let witness = look.explored.faults.iter().find(|failed| is_no_way(&failed.fault, obligation.at));
    // Silence tells no amount, so that no line can be said to hold.
    let untold = || {
        let here = look.explored.at(Position::Stage(id));
        here.filter(|told| explore::is_open_after(look.runtime, look.process, told)).find(|told| owes(told, obligation))
    };
    let shown = witness.map(Shown::Failed).or_else(|| untold().map(Shown::Barred));
    gap(look, stage, &lines, shown, diagnostics);
}

/// Whether somebody must still do what is obliged.
fn owes(told: &Told, obligation: &Obligation) -> bool {
    told.standing.must.iter().any(|duty| duty.what == obligation.name)
}

fn lines_of<'a>(look: &Look<'_, 'a>, obligation: &'a Obligation, act: ActId) -> Lines<'a> {
    let answers = obligation.answers.iter().filter(|answer| answer.act == act);
    let name = look.process.acts.get(usize::from(act.0)).map_or("", |act| &act.name);
    Lines {
        what: format!("where `{name}` leads"),
        lines: answers
            .map(|answer| (answer.gate.when.as_ref(), Leads::Target(&answer.target), look.span(answer.at)))
            .collect(),
        span: look.span(obligation.at),
    }
}

/// Reports a case for which no line holds, and says whether there is one.
fn gap(
    look: &Look<'_, '_>,
    stage: &Stage,
    lines: &Lines<'_>,
    shown: Option<Shown<'_>>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let guards: Vec<&Guard> = lines.lines.iter().filter_map(|(when, _, _)| *when).collect();
    if guards.is_empty() || guards.len() < lines.lines.len() {
        return false;
    }
    let Some(found) = combinations(look.program, look.process, &guards) else { return false };
    let Some(left) = found.iter().find(|combination| !combination.holds.contains(&true)) else { return false };
    if shown.is_none() && is_narrowed(look, stage, &guards) {
        return false;
    }
    let message = format!("the conditions do not say {} in every case", lines.what);
    let mut diagnostic = Diagnostic::new(Code::GUARD_GAP, lines.span, message);
    if !left.words.is_empty() {
        diagnostic = diagnostic.note(format!("no line holds where {}", left.words));
    }
    diagnostic = diagnostic.help("write a line for the cases that are left, or `otherwise` in the last one");
    diagnostics.push(match shown {
        Some(Shown::Barred(told)) => look.witnessed(diagnostic, told),
        Some(Shown::Failed(failed)) => look.failed(diagnostic, failed),
        None => diagnostic,
    });
    true
}

/// Reports two lines that hold in one case and lead to different places.
fn twice(
    look: &Look<'_, '_>,
    id: StageId,
    lines: &Lines<'_>,
    swap: impl Fn(&mut Process),
    diagnostics: &mut Diagnostics,
) -> bool {
    let guarded: Vec<_> = lines.lines.iter().filter_map(|(when, leads, span)| Some(((*when)?, leads, *span))).collect();
    let guards: Vec<&Guard> = guarded.iter().map(|(guard, _, _)| *guard).collect();
    if guards.len() < 2 {
        return false;
    }
    let Some(found) = combinations(look.program, look.process, &guards) else { return false };
    for combination in &found {
        let held: Vec<_> = guarded.iter().zip(&combination.holds).filter(|(_, holds)| **holds).collect();
        let [((_, first, first_span), _), rest @ ..] = held.as_slice() else { continue };
        let Some(((_, _, second), _)) = rest.iter().find(|((_, leads, _), _)| leads != first) else { continue };
        let message = format!("two lines say {}", lines.what);
        let mut diagnostic = Diagnostic::new(Code::GUARD_TWICE, *second, message);
        if second != first_span {
            diagnostic = diagnostic.related(*first_span, "holds in the same case, and decides");
        }
        if !combination.words.is_empty() {
            diagnostic = diagnostic.note(format!("both hold where {}", combination.words));
        }
        let is_complete = guards.len() < lines.lines.len();
        let left = found.iter().find(|other| !other.holds.contains(&true)).filter(|_| !is_complete);
        if let Some(left) = left.filter(|left| !left.words.is_empty()) {
            diagnostic = diagnostic.note(format!("and none holds where {}", left.words));
        }
        diagnostic = diagnostic.help("write conditions that exclude each other, or `otherwise` in the last line");
        diagnostics.push(match swapped(look, id, swap) {
            Some((told, other)) => {
                let (first, second) = (name_of(look.process, told.position), name_of(look.process, other.position));
                if first != second {
                    let note =
                        format!("this case comes to `{first}`; with the lines exchanged, it comes to `{second}`");
                    diagnostic = diagnostic.note(note);
                }
                look.witnessed(diagnostic, &told)
            }
            None => diagnostic,
        });
        return true;
    }
    false
}

/// Changes what somebody must do in a stage.
fn changed(process: &mut Process, id: StageId, number: usize, change: impl FnMut(&mut Obligation)) {
    let stage = process.stages.get_mut(usize::from(id.0));
    stage.and_then(|stage| stage.obligations.get_mut(number)).into_iter().for_each(change);
}

/// A case that goes elsewhere where the lines stand in another order: both hold in it.
fn swapped(look: &Look<'_, '_>, id: StageId, swap: impl Fn(&mut Process)) -> Option<(Told, Told)> {
    let mut program = look.program.clone();
    let process = program.processes.iter_mut().find(|process| process.at == look.process.at)?;
    swap(process);
    let other = Runtime::new(program);
    explore::told_apart(look.runtime, &other, look.process, &look.explored, Position::Stage(id))
}

/// Lines in the opposite order; what holds otherwise stays the last.
fn exchanged<T: Clone>(lines: &[T], has_condition: impl Fn(&T) -> bool) -> Vec<T> {
    let (guarded, otherwise): (Vec<&T>, Vec<&T>) = lines.iter().rev().partition(|line| has_condition(line));
    guarded.into_iter().chain(otherwise.into_iter().rev()).cloned().collect()
}

/// Whether conditions elsewhere may have left the gap out before the case comes here.
fn is_narrowed(look: &Look<'_, '_>, stage: &Stage, guards: &[&Guard]) -> bool {
    let process = look.process;
    let scope = Guard::Holds(process.scope.when.clone());
    let windows = process.opening.windows.iter().filter_map(|window| window.gate.when.as_ref());
    let others = process.stages.iter().filter(|other| other.at != stage.at);
    let elsewhere = others.flat_map(|other| {
        let answers = other.obligations.iter().flat_map(|obligation| &obligation.answers);
        let gates = answers.map(|answer| &answer.gate).chain(other.permissions.iter().map(|may| &may.gate));
        gates.filter_map(|gate| gate.when.as_ref()).chain(other.timers.iter().filter_map(|timer| timer.when.as_ref()))
    });
    let is_scoped = process.scope.when != Condition::Always;
    let mut elsewhere = is_scoped.then_some(&scope).into_iter().chain(windows).chain(elsewhere);
    elsewhere.any(|other| guards.iter().any(|guard| is_about_the_same(guard, other)))
}

/// Whether two conditions ask about one thing.
fn is_about_the_same(left: &Guard, right: &Guard) -> bool {
    match (left, right) {
        (Guard::Not(inner), other) | (other, Guard::Not(inner)) => is_about_the_same(inner, other),
        (Guard::All(parts) | Guard::Any(parts), other) | (other, Guard::All(parts) | Guard::Any(parts)) => {
            parts.iter().any(|part| is_about_the_same(part, other))
        }
        (Guard::Reason(_), Guard::Reason(_)) => true,
        (Guard::Happened(left), Guard::Happened(right)) => left == right,
        (Guard::Shown(left), Guard::Shown(right)) => left == right,
        (Guard::Holds(_) | Guard::Money { .. }, Guard::Holds(_) | Guard::Money { .. }) => {
            !read_by(left).is_disjoint(&read_by(right))
        }
        (Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) | Guard::Holds(_) | Guard::Money { .. }, _) => false,
    }
}

/// A case in which an act was tried in a stage, and its conditions barred it.
fn barred<'l>(look: &'l Look<'_, '_>, id: StageId, act: ActId) -> Option<&'l Told> {
    let name = look.process.acts.get(usize::from(act.0)).map(|act| act.name.as_str())?;
    let is_tried = |told: &&Told| told.standing.attempts.last().is_some_and(|last| last.what == name);
    look.explored.barred.iter().filter(|told| told.position == Position::Stage(id)).find(is_tried)
}

fn is_no_way(fault: &CaseFault, place: At) -> bool {
    match fault {
        CaseFault::NoWay { at } => *at == place,
        CaseFault::Order(_)
        | CaseFault::TwoEnds { .. }
        | CaseFault::NotSettled { .. }
        | CaseFault::TooManySteps { .. }
        | CaseFault::Arithmetic { .. }
        | CaseFault::NoProcess => false,
    }
}
