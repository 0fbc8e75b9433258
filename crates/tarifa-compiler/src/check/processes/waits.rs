//! Waits that nothing ends: stages whose every way on needs somebody who acts, or an event that may never come.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{
    Anchor, Answer, Clock, Guard, Obligation, Process, Program, ReasonId, Stage, StageId, Target,
};

use super::Look;
use super::certain::{self, Known};
use super::combine::combinations;
use super::ending::Ending;
use super::graph::{By, beginning, reached_from, stages, ways};
use super::openings::{self, Opened};
use super::reach;

/// Looks for stages that a case may never leave.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let Some(start) = beginning(process) else { return };
    let reached = reached_from(process, start);
    let mut openings: Option<Vec<Opened>> = None;
    for (id, stage) in stages(process) {
        let position = Position::Stage(id);
        // What is never reached, and what has no end at all, is reported as that.
        if !reached.contains(&position) || !reach::ends(look, position) {
            continue;
        }
        if is_surely_left(look.program, process, look.known, id) {
            continue;
        }
        // `no deadline` is the author's own word, and has its warning.
        if stage.obligations.iter().any(|obligation| obligation.within.is_none()) {
            continue;
        }
        // What is not sure for every case can be sure for each reason by itself.
        let openings = openings.get_or_insert_with(|| openings::each(look.program, process));
        let (left, waiting): (Vec<&Opened>, Vec<&Opened>) = openings
            .iter()
            .filter(|opened| opened.reached.contains(&position))
            .partition(|opened| is_surely_left(look.program, &opened.process, &opened.known, id));
        if waiting.is_empty() && !left.is_empty() {
            continue;
        }
        let diagnostic = match lasting_ends(id, stage).first() {
            Some(end) => {
                let message = format!("the stage `{}` waits for what may never happen", stage.name);
                Diagnostic::new(Code::MAY_NEVER_START, look.span(end.at()), message)
                    .note(format!(
                        "nothing says that what `{}` waits for ever happens, and nothing else leads on by itself",
                        end.text()
                    ))
                    .help("write what happens otherwise, such as `when 60 days pass -> …`")
            }
            None => {
                let message = format!("a case can wait in the stage `{}` for ever", stage.name);
                let diagnostic = Diagnostic::new(Code::ENDLESS_WAIT, look.span(stage.at), message);
                let done = stage.obligations.iter().find(|obligation| can_be_done_and_stay(stage, obligation));
                match (standing_still(stage), done) {
                    (Some((obligation, clock)), _) => {
                        let party = process.parties.get(usize::from(obligation.party.0)).map_or("", String::as_str);
                        let still = format!("stands while `{party}` is to act, and it is `{party}` that must act here");
                        diagnostic
                            .related(look.span(clock.at), still)
                            .help("name the other party, or leave out the pause")
                    }
                    (None, Some(done)) => diagnostic
                        .related(look.span(done.at), "once this is done, no clock runs any more")
                        .help("write what happens then, such as `when 7 days pass -> …`"),
                    (None, None) => diagnostic
                        .note("every way on needs somebody who acts, and nothing happens where nobody does")
                        .help(
                            "write `must … within …` with `if late -> …`, or `when 30 days pass -> …`; where the rules \
                             themselves know no end, say who is to act: `must … no deadline`",
                        ),
                }
            }
        };
        let reasons = if left.is_empty() { Vec::new() } else { names(process, &waiting) };
        let diagnostic = match reasons.as_slice() {
            [] => diagnostic,
            reasons => diagnostic.note(format!("so it is where the reason is {}", reasons.join(" or "))),
        };
        diagnostics.push(match look.lasting(position) {
            Some(told) => look.witnessed(diagnostic, &told),
            None => diagnostic,
        });
    }
}

/// A deadline that stands while the party is to act that it is for.
fn standing_still(stage: &Stage) -> Option<(&Obligation, &Clock)> {
    stage.obligations.iter().find_map(|own| Some((own, standing_clock(own)?)))
}

/// The clock of a deadline that stands while the party is to act that it is for.
pub(super) fn standing_clock(own: &Obligation) -> Option<&Clock> {
    let end = Ending::of(own.within.as_ref()?);
    let stands = |clock: &Clock| clock.paused_while == Some(own.party);
    let standing = || end.clocks().iter().find(|clock| stands(clock));
    if end.comes(|clock| !stands(clock)) { None } else { standing() }
}

/// Whether some clock leads out of a stage whatever anybody does.
pub(super) fn is_left(id: StageId, stage: &Stage) -> bool {
    !lasting_ends(id, stage).is_empty()
}

/// Whether every case leaves a stage some time, whatever anybody does.
fn is_surely_left(program: &Program, process: &Process, known: &[Known], id: StageId) -> bool {
    let known = certain::of(known, id);
    process.stages.get(usize::from(id.0)).is_some_and(|stage| {
        lasting_ends(id, stage).iter().any(|end| known.comes(*end)) || is_covered(program, process, id, stage, &known)
    })
}

/// The reasons of some openings, each once.
fn names(process: &Process, openings: &[&Opened]) -> Vec<String> {
    let reasons: BTreeSet<ReasonId> = openings.iter().filter_map(|opened| opened.reason).collect();
    let name = |reason: ReasonId| process.reasons.get(usize::from(reason.0));
    reasons.into_iter().filter_map(name).map(|name| format!("`{name}`")).collect()
}

/// The ends that lead out of a stage whatever anybody does.
fn lasting_ends(id: StageId, stage: &Stage) -> Vec<Ending<'_>> {
    let mut ends: Vec<Ending<'_>> = Vec::new();
    for way in ways(id, stage) {
        if way.to.is_none() {
            continue;
        }
        match way.by {
            By::Time(clock, None) => ends.push(Ending::of_clock(clock)),
            By::Act { .. } | By::Silence | By::Time(_, Some(_)) | By::Event(_) => {}
        }
    }
    for obligation in stage.obligations.iter().filter(|obligation| !can_be_done_and_stay(stage, obligation)) {
        // A clock that stands while its own party is to act never ends.
        ends.extend(obligation.within.as_ref().filter(|_| standing_clock(obligation).is_none()).map(Ending::of));
    }
    ends
}

/// Whether the conditions that lead on, at once or with clocks that surely start, cover every case: `when x -> …`
/// and `when 3 days pass and not x -> …`.
fn is_covered(program: &Program, process: &Process, id: StageId, stage: &Stage, known: &Known) -> bool {
    let guards = ways(id, stage).into_iter().filter_map(|way| match way.by {
        By::Time(clock, Some(guard)) if way.to.is_some() && known.starts(clock) => Some(guard),
        By::Event(guard) if way.to.is_some() => guard,
        By::Act { .. } | By::Silence | By::Time(..) | By::Event(_) => None,
    });
    let guards: Vec<&Guard> = guards.collect();
    !guards.is_empty()
        && combinations(program, process, &guards)
            .is_some_and(|found| found.iter().all(|combination| combination.holds.contains(&true)))
}

/// Whether somebody can do what must be done, and the case stays where it is with no clock that counts from that.
fn can_be_done_and_stay(stage: &Stage, obligation: &Obligation) -> bool {
    let leads_on_after = |answer: &Answer| {
        stage.timers.iter().any(|timer| {
            let counts = |clock: &Clock| matches!(clock.from, Anchor::Act(act, _) if act == answer.act);
            timer.when.is_none() && timer.after.as_ref().is_some_and(counts)
        })
    };
    obligation.answers.iter().any(|answer| match answer.target {
        Target::KeepWaiting => !leads_on_after(answer),
        Target::Stage(..) | Target::Outcome(..) | Target::Again | Target::Extend { .. } => false,
    })
}
