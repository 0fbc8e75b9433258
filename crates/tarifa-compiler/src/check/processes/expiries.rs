//! Two ends at one instant: clocks of one stage with the same length and start that lead to different places.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{At, Clock, Late, Stage, StageId, Target};

use super::Look;
use super::graph::stages;

/// Looks for clocks that end together.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    for (id, stage) in stages(look.process) {
        for [deadlines, timers] in [[silences(stage), Vec::new()], [Vec::new(), timed(stage)]] {
            // At one instant an obligation's end comes before a timer's, so that only like meets like.
            together(look, id, &deadlines, diagnostics);
            together(look, id, &timers, diagnostics);
        }
    }
}

/// A clock and where it leads without a condition.
type Expiry<'a> = (&'a Clock, &'a Target, At);

fn together(look: &Look<'_, '_>, id: StageId, expiries: &[Expiry<'_>], diagnostics: &mut Diagnostics) {
    for (index, (clock, target, at)) in expiries.iter().enumerate() {
        let later = expiries.iter().skip(index.saturating_add(1));
        for (other, other_target, other_at) in later {
            if !is_same(clock, other) || target == other_target || is_nowhere(target) || is_nowhere(other_target) {
                continue;
            }
            let message = "two clocks end at the same instant and lead to different places";
            let diagnostic = Diagnostic::new(Code::TWO_ENDS, look.span(*other_at), message)
                .related(look.span(*at), "ends at the same instant")
                .help("give one of them another length, or let both lead to the same place");
            diagnostics.push(look.shown(diagnostic, Position::Stage(id)));
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
        if let (Some(clock), Some(target)) = (&obligation.within, target) {
            found.push((clock, target, obligation.at));
        }
    }
    found
}

fn timed(stage: &Stage) -> Vec<Expiry<'_>> {
    let timers = stage.timers.iter().filter(|timer| timer.when.is_none());
    timers.filter_map(|timer| timer.after.as_ref().map(|clock| (clock, &timer.target, timer.at))).collect()
}

/// Whether two clocks surely end together.
fn is_same(left: &Clock, right: &Clock) -> bool {
    left.count == right.count
        && left.unit == right.unit
        && left.from == right.from
        && left.rolling == right.rolling
        && left.held_until == right.held_until
        && left.paused_while == right.paused_while
}

fn is_nowhere(target: &Target) -> bool {
    match target {
        Target::KeepWaiting | Target::Extend { .. } => true,
        Target::Stage(..) | Target::Outcome(..) | Target::Again => false,
    }
}
