//! Two ends at one instant: clocks of one stage that end together and lead to different places.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::{CaseFault, Position};
use tarifa_engine::program::{At, Clock, ClockUnit, Guard, Late, Stage, StageId, Target};

use super::Look;
use super::combine::combinations;
use super::ending::Ending;
use super::graph::stages;

/// Looks for clocks that end together.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut told: Vec<(At, At)> = Vec::new();
    for (id, stage) in stages(look.process) {
        // At one instant an obligation's end comes before a timer's, so that only like meets like.
        together(look, id, &silences(stage), &mut told, diagnostics);
        together(look, id, &timed(stage), &mut told, diagnostics);
    }
    // What meets only on some days is found by running cases.
    for failed in &look.explored.faults {
        let CaseFault::TwoEnds { first, second } = failed.fault else { continue };
        if told.contains(&(first, second)) || told.contains(&(second, first)) {
            continue;
        }
        told.push((first, second));
        let message = "two clocks can end at the same instant and lead to different places";
        let diagnostic = Diagnostic::new(Code::TWO_ENDS, look.span(second), message)
            .related(look.span(first), "ends at the same instant in this case")
            .help("let both lead to the same place, or write a condition on one of them");
        diagnostics.push(look.failed(diagnostic, failed));
    }
}

/// An end, where it leads, on what condition.
type Expiry<'a> = (Ending<'a>, &'a Target, Option<&'a Guard>, At);

fn together(
    look: &Look<'_, '_>,
    id: StageId,
    expiries: &[Expiry<'_>],
    told: &mut Vec<(At, At)>,
    diagnostics: &mut Diagnostics,
) {
    for (index, (end, target, when, at)) in expiries.iter().enumerate() {
        let later = expiries.iter().skip(index.saturating_add(1));
        for (other, other_target, other_when, other_at) in later {
            if !end.is_with(*other, is_same) || target == other_target || is_nowhere(target) || is_nowhere(other_target)
            {
                continue;
            }
            let guards: Vec<&Guard> = [*when, *other_when].into_iter().flatten().collect();
            let words = match guards.as_slice() {
                [] => String::new(),
                guards => {
                    let Some(found) = combinations(look.program, look.process, guards) else { continue };
                    let both = found.into_iter().find(|combination| !combination.holds.contains(&false));
                    let Some(both) = both else { continue };
                    both.words
                }
            };
            told.push((*at, *other_at));
            let message = "two clocks end at the same instant and lead to different places";
            let mut diagnostic = Diagnostic::new(Code::TWO_ENDS, look.span(*other_at), message)
                .related(look.span(*at), "ends at the same instant");
            if !words.is_empty() {
                diagnostic = diagnostic.note(format!("so it is where {words}"));
            }
            diagnostic = diagnostic.help("give one of them another length, or let both lead to the same place");
            let failed = look.explored.faults.iter().find(|failed| match failed.fault {
                CaseFault::TwoEnds { first, second } => [(*at, *other_at), (*other_at, *at)].contains(&(first, second)),
                CaseFault::Order(_)
                | CaseFault::NoWay { .. }
                | CaseFault::NotSettled { .. }
                | CaseFault::TooManySteps { .. }
                | CaseFault::Arithmetic { .. }
                | CaseFault::NoProcess => false,
            });
            diagnostics.push(match failed {
                Some(failed) => look.failed(diagnostic, failed),
                None => look.shown(diagnostic, Position::Stage(id)),
            });
        }
    }
}

fn silences(stage: &Stage) -> Vec<Expiry<'_>> {
    let mut found = Vec::new();
    for obligation in &stage.obligations {
        let target = match &obligation.late {
            Some(Late::To(lines)) => match lines.as_slice() {
                [(None, target)] => Some(target),
                _ => None,
            },
            Some(Late::As(act)) => {
                let mut answers = obligation.answers.iter().filter(|answer| answer.act == *act);
                match (answers.next(), answers.next()) {
                    (Some(only), None) if only.gate.when.is_none() => Some(&only.target),
                    (_, _) => None,
                }
            }
            None => None,
        };
        if let (Some(edge), Some(target)) = (&obligation.within, target) {
            found.push((Ending::of(edge), target, None, obligation.at));
        }
    }
    found
}

fn timed(stage: &Stage) -> Vec<Expiry<'_>> {
    let timers = stage.timers.iter();
    timers
        .filter_map(|timer| {
            let end = Ending::of_clock(timer.after.as_ref()?);
            Some((end, &timer.target, timer.when.as_ref(), timer.at))
        })
        .collect()
}

/// Whether two clocks surely end together.
fn is_same(left: &Clock, right: &Clock) -> bool {
    length(left) == length(right)
        && left.from == right.from
        && left.rolling == right.rolling
        && left.held_until == right.held_until
        && left.paused_while == right.paused_while
}

/// How long, in the smallest unit that it is surely a multiple of.
fn length(clock: &Clock) -> (u64, ClockUnit) {
    let count = u64::from(clock.count);
    match clock.unit {
        ClockUnit::Weeks => (count.saturating_mul(7), ClockUnit::Days),
        ClockUnit::Years => (count.saturating_mul(12), ClockUnit::Months),
        ClockUnit::Hours => (count.saturating_mul(60), ClockUnit::Minutes),
        unit @ (ClockUnit::Minutes | ClockUnit::Days | ClockUnit::Months | ClockUnit::BusinessDays(_)) => (count, unit),
    }
}

fn is_nowhere(target: &Target) -> bool {
    match target {
        Target::KeepWaiting | Target::Extend { .. } => true,
        Target::Stage(..) | Target::Outcome(..) | Target::Again => false,
    }
}
