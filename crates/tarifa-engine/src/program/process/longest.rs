//! The longest that a case can take: from its opening to an end, where everybody takes all the time that there is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Act, ActId, Anchor, Clock, Edge, Guard, Late, Obligation, OutcomeId, Process, Stage, StageId, Target, Whichever,
    measured,
};
use crate::program::Program;

/// How many ways are tried.
const TRIED: u32 = 50_000;
/// How many stages a way may have.
const DEEPEST: usize = 200;

/// The longest way from the opening to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Longest {
    /// How many days it takes at most; what is counted in hours is rounded up.
    pub days: u64,
    /// The stages on the way.
    pub stays: Vec<Stay>,
    /// Where it ends.
    pub outcome: OutcomeId,
}

/// A stay in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Which.
    pub stage: StageId,
    /// The day on which it begins, counted from the opening.
    pub from: u64,
    /// The day on which it ends.
    pub to: u64,
    /// What ends it.
    pub by: String,
}

/// Why a case has no longest way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbounded {
    /// Nothing ends the stage by itself.
    #[error("nothing ends `{stage}` where nobody acts")]
    NoDeadline {
        /// The stage.
        stage: String,
    },
    /// The clock waits for something that need not happen, or stands still for as long as somebody likes.
    #[error("`{clock}` in `{stage}` counts from what need not happen, or can stand still")]
    Waits {
        /// The stage.
        stage: String,
        /// The clock.
        clock: String,
    },
    /// There are too many ways to try.
    #[error("there are too many ways to try them all")]
    TooManyWays,
}

/// The longest way of a process, or why there is none.
///
/// # Errors
///
/// [`Unbounded`] where a case can take as long as it likes, or as long as something outside lets it.
pub fn longest(program: &Program, process: &Process) -> Result<Longest, Unbounded> {
    let mut search = Search { program, process, tried: 0, best: None, fault: None };
    let at = At { day: 0, used: BTreeMap::new(), stays: Vec::new() };
    search.follow(&process.opening.target, None, &at);
    match (search.fault, search.best) {
        (Some(fault), _) => Err(fault),
        (None, Some(longest)) => Ok(longest),
        (None, None) => Err(Unbounded::TooManyWays),
    }
}

/// A case on its way.
#[derive(Clone)]
struct At {
    day: u64,
    /// How often counted acts were done, and what has led on by itself for good.
    used: BTreeMap<(u16, usize), u32>,
    stays: Vec<Stay>,
}

struct Search<'a> {
    program: &'a Program,
    process: &'a Process,
    tried: u32,
    best: Option<Longest>,
    fault: Option<Unbounded>,
}

/// A way out of a stage.
struct Way<'a> {
    target: &'a Target,
    /// The day on which it can be taken last.
    day: u64,
    by: String,
    /// Which line, and how often it may be taken; without a count it leads to where the case has not been.
    line: usize,
    times: Option<u32>,
}

impl<'a> Search<'a> {
    /// Goes where a target leads.
    fn follow(&mut self, target: &'a Target, from: Option<StageId>, at: &At) {
        self.tried = self.tried.saturating_add(1);
        if self.fault.is_some() {
            return;
        }
        if self.tried > TRIED || at.stays.len() > DEEPEST {
            self.fault = Some(Unbounded::TooManyWays);
            return;
        }
        match target {
            Target::Outcome(outcome, _) => {
                if self.best.as_ref().is_none_or(|best| at.day > best.days) {
                    self.best = Some(Longest { days: at.day, stays: at.stays.clone(), outcome: *outcome });
                }
            }
            Target::Stage(stage, _) => self.stay(*stage, at),
            Target::Again => from.into_iter().for_each(|stage| self.stay(stage, at)),
            Target::KeepWaiting | Target::Extend { .. } => {}
        }
    }

    /// Stays in a stage for as long as it lasts, and leaves it by every way.
    fn stay(&mut self, id: StageId, at: &At) {
        let process = self.process;
        let Some(stage) = process.stages.get(usize::from(id.0)) else { return };
        let bound = match self.bound(stage, at.day) {
            Ok(bound) => bound,
            Err(fault) => {
                self.fault = Some(fault);
                return;
            }
        };
        let mut ways = self.ways(stage, at.day, bound);
        // The latest first, so that the longest is found early.
        ways.sort_by_key(|way| std::cmp::Reverse(way.day));
        for way in ways {
            let key = (id.0, way.line);
            let count = at.used.get(&key).copied().unwrap_or(0);
            // A line without a count is taken once on a way: to take it again would be a circle that nothing ends.
            if count >= way.times.unwrap_or(1) {
                continue;
            }
            let mut next = at.clone();
            next.used.insert(key, count.saturating_add(1));
            next.stays.push(Stay { stage: id, from: at.day, to: way.day, by: way.by });
            next.day = way.day;
            self.follow(way.target, Some(id), &next);
        }
    }

    /// The last day of a stage that begins on `day`.
    fn bound(&self, stage: &Stage, day: u64) -> Result<u64, Unbounded> {
        let mut sure: Option<u64> = None;
        let mut perhaps: Option<u64> = None;
        let mut waits = None;
        for obligation in stage.obligations.iter().filter(|obligation| leaves(obligation)) {
            let Some(edge) = &obligation.within else { continue };
            match self.edge(edge, day) {
                Some(end) => {
                    let end = end.saturating_add(self.extensions(stage, obligation));
                    sure = Some(sure.map_or(end, |sure| sure.min(end)));
                }
                None => waits = waits.or_else(|| Some(edge.text())),
            }
        }
        for timer in &stage.timers {
            let Some(clock) = timer.after.as_ref().filter(|_| !is_nowhere(&timer.target)) else { continue };
            match (self.end(clock, day), &timer.when) {
                (Some(end), None) => sure = Some(sure.map_or(end, |sure| sure.min(end))),
                // Conditions that were checked to cover every case: the latest of them.
                (Some(end), Some(_)) => perhaps = Some(perhaps.map_or(end, |perhaps| perhaps.max(end))),
                (None, _) => waits = waits.or(Some(Cow::Borrowed(&clock.text))),
            }
        }
        sure.or(perhaps).ok_or_else(|| match waits {
            Some(clock) => Unbounded::Waits { stage: stage.name.clone(), clock: clock.into_owned() },
            None => Unbounded::NoDeadline { stage: stage.name.clone() },
        })
    }

    /// The last day of a clock, or of the one of several that counts.
    fn edge(&self, edge: &Edge, day: u64) -> Option<u64> {
        let mut ends = edge.clocks().iter().map(|clock| self.end(clock, day));
        match edge {
            Edge::One(_) | Edge::Of(Whichever::Later, _) => {
                ends.try_fold(0, |last: u64, end| end.map(|end| last.max(end)))
            }
            Edge::Of(Whichever::Earlier, _) => ends.flatten().min(),
        }
    }

    /// The last day of a clock in a stage that begins on `day`; none where it need not start or can stand still.
    fn end(&self, clock: &Clock, day: u64) -> Option<u64> {
        let own = measured(&self.program.calendars, clock);
        let begins = match own.from {
            Anchor::Entry => day,
            Anchor::Open => 0,
            Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) | Anchor::Clock(_) => return None,
        };
        let most = own.most?;
        // What was over before the stage began ends with its beginning.
        Some(begins.saturating_add(most).max(day))
    }

    /// By how many days what must be done can be put off.
    fn extensions(&self, stage: &Stage, obligation: &Obligation) -> u64 {
        let permitted = stage.permissions.iter().map(|may| (&may.target, may.gate.times));
        let answered = stage.obligations.iter().flat_map(|must| &must.answers);
        let all = permitted.chain(answered.map(|answer| (&answer.target, answer.gate.times)));
        let days = all.filter_map(|(target, times)| match target {
            Target::Extend { obligation: name, count, unit } if *name == obligation.name => {
                let clock = Clock {
                    count: *count,
                    unit: *unit,
                    from: Anchor::Entry,
                    rolling: None,
                    held_until: None,
                    paused_while: None,
                    text: String::new(),
                    at: obligation.at,
                };
                Some(self.end(&clock, 0)?.saturating_mul(u64::from(times.unwrap_or(1))))
            }
            Target::Extend { .. } | Target::Stage(..) | Target::Outcome(..) | Target::KeepWaiting | Target::Again => {
                None
            }
        });
        days.fold(0, u64::saturating_add)
    }

    fn ways(&self, stage: &'a Stage, day: u64, bound: u64) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        let party = |party: u16| self.process.parties.get(usize::from(party)).map_or("", String::as_str);
        let act = |act: ActId| self.process.acts.get(usize::from(act.0)).map_or("", |act: &Act| act.name.as_str());
        let mut add = |target: &'a Target, day: u64, by: String, times: Option<u32>| {
            let line = ways.len();
            ways.push(Way { target, day: day.min(bound), by, line, times });
        };
        for obligation in &stage.obligations {
            let who = party(obligation.party.0);
            let end = obligation.within.as_ref().and_then(|edge| self.edge(edge, day));
            let end = end.map(|end| end.saturating_add(self.extensions(stage, obligation)));
            for answer in &obligation.answers {
                let by = format!("{who} does {}", act(answer.act));
                add(&answer.target, end.unwrap_or(bound), by, answer.gate.times);
            }
            let by = format!("{who} does not {}", obligation.name);
            match (&obligation.late, end) {
                (Some(Late::To(lines)), Some(end)) => {
                    lines.iter().for_each(|(_, target)| add(target, end, by.clone(), None));
                }
                (Some(Late::As(name)), Some(end)) => {
                    let answers = obligation.answers.iter().filter(|answer| answer.act == *name);
                    answers.for_each(|answer| add(&answer.target, end, by.clone(), None));
                }
                (Some(_) | None, _) => {}
            }
        }
        for may in &stage.permissions {
            let ends = [&may.gate.within, &may.gate.until].into_iter().flatten();
            let end = ends.filter_map(|edge| self.edge(edge, day)).min().unwrap_or(bound);
            let who = may.parties.first().map_or("", |first| party(first.0));
            add(&may.target, end, format!("{who} does {}", act(may.act)), may.gate.times);
        }
        for timer in &stage.timers {
            let (end, by) = match (&timer.after, &timer.when) {
                (Some(clock), _) => (self.end(clock, day), clock.text.clone()),
                (None, Some(Guard::Happened(event))) => {
                    let name = self.process.events.get(usize::from(event.0)).map_or("", String::as_str);
                    (Some(bound), format!("{name} happens"))
                }
                (None, _) => (Some(bound), "its condition holds".to_owned()),
            };
            if let Some(end) = end {
                add(&timer.target, end, by, None);
            }
        }
        // Where the stage is over on entry, nobody has time to act.
        let is_over = bound <= day && ways.iter().any(|way| way.day <= day && !is_nowhere(way.target));
        if is_over {
            let ended: BTreeSet<usize> = ways.iter().filter(|way| way.times.is_none()).map(|way| way.line).collect();
            ways.retain(|way| ended.contains(&way.line));
        }
        ways
    }
}

/// Whether a case is elsewhere when what must be done is done or late.
fn leaves(obligation: &Obligation) -> bool {
    let late = match &obligation.late {
        None => return false,
        Some(Late::To(lines)) => lines.iter().all(|(_, target)| !is_nowhere(target)),
        Some(Late::As(_)) => true,
    };
    late && obligation.answers.iter().all(|answer| !is_nowhere(&answer.target))
}

const fn is_nowhere(target: &Target) -> bool {
    matches!(target, Target::KeepWaiting | Target::Extend { .. })
}
