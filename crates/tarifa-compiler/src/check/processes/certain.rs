//! What has surely been done, or happened, when a case comes to a stage, and what may have been.

use std::collections::BTreeSet;

use tarifa_engine::case::Position;
use tarifa_engine::program::{
    ActId, Anchor, Clock, Edge, EventId, Gate, Guard, Process, StageId, VersionDay, Whichever,
};

use super::ending::Ending;
use super::graph::{By, beginning, ways};

/// What is known of a case on entering a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// What has surely been done.
    pub(super) done: BTreeSet<ActId>,
    /// What has surely happened.
    pub(super) happened: BTreeSet<EventId>,
    /// What may have been done by the time that it is left.
    pub(super) may_be_done: BTreeSet<ActId>,
}

impl Known {
    /// Whether an end surely comes.
    pub(super) fn comes(&self, end: Ending<'_>) -> bool {
        end.comes(|clock| self.starts(clock))
    }

    /// Whether a clock surely starts.
    pub(super) fn starts(&self, clock: &Clock) -> bool {
        self.tells(&clock.from) && clock.held_until.as_ref().is_none_or(|anchor| self.tells(anchor))
    }

    fn tells(&self, anchor: &Anchor) -> bool {
        match anchor {
            Anchor::Entry | Anchor::Open | Anchor::Date(_) => true,
            Anchor::Event(event, _) => self.happened.contains(event),
            Anchor::Act(act, _) => self.done.contains(act),
            Anchor::Clock(clock) => self.starts(clock),
        }
    }

    /// Whether a clock counts from an act that nobody can have done.
    pub(super) fn never_starts(&self, clock: &Clock) -> bool {
        [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten().any(|anchor| match anchor {
            Anchor::Act(act, _) => !self.may_be_done.contains(act),
            Anchor::Clock(clock) => self.never_starts(clock),
            Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Date(_) => false,
        })
    }
}

/// What is known in each stage; of one that no case reaches nothing is.
pub(super) fn known(process: &Process) -> Vec<Known> {
    let mut entered: Vec<Option<Known>> = vec![None; process.stages.len()];
    let mut open: Vec<StageId> = Vec::new();
    if let Some(Position::Stage(first)) = beginning(process) {
        meet(&mut entered, first, opening(process));
        open.push(first);
    }
    // Sets of what is certain only shrink and sets of what is possible only grow, so that this ends.
    while let Some(id) = open.pop() {
        let (Some(stage), Some(Some(known))) =
            (process.stages.get(usize::from(id.0)), entered.get(usize::from(id.0)).cloned())
        else {
            continue;
        };
        let own = ways(id, stage).into_iter().filter_map(|way| match way.by {
            By::Act { act, .. } => Some(act),
            By::Silence | By::Time(..) | By::Event(_) => None,
        });
        let may_be_done: BTreeSet<ActId> = known.may_be_done.iter().copied().chain(own).collect();
        if let Some(Some(entered)) = entered.get_mut(usize::from(id.0)) {
            entered.may_be_done.clone_from(&may_be_done);
        }
        for way in ways(id, stage) {
            let Some(Position::Stage(to)) = way.to else { continue };
            let mut next = Known { may_be_done: may_be_done.clone(), ..known.clone() };
            match way.by {
                By::Act { act, .. } => {
                    next.done.insert(act);
                }
                By::Silence => {}
                By::Time(clock, guard) => {
                    told_by_clock(clock, &mut next);
                    guard.into_iter().for_each(|guard| told_by_guard(guard, &mut next));
                }
                By::Event(guard) => guard.into_iter().for_each(|guard| told_by_guard(guard, &mut next)),
            }
            if meet(&mut entered, to, next) {
                open.push(to);
            }
        }
    }
    entered.into_iter().map(Option::unwrap_or_default).collect()
}

/// Takes down what is known on one more way into a stage, and says whether that is news.
fn meet(entered: &mut [Option<Known>], to: StageId, next: Known) -> bool {
    let Some(known) = entered.get_mut(usize::from(to.0)) else { return false };
    let met = match known {
        None => next,
        Some(known) => Known {
            done: known.done.intersection(&next.done).copied().collect(),
            happened: known.happened.intersection(&next.happened).copied().collect(),
            may_be_done: known.may_be_done.union(&next.may_be_done).copied().collect(),
        },
    };
    let is_news = known.as_ref() != Some(&met);
    *known = Some(met);
    is_news
}

/// What is known of every case that has been opened.
fn opening(process: &Process) -> Known {
    let of_window = |gate: &Gate| {
        let mut known = Known { happened: waited_for(gate), ..Known::default() };
        gate.when.iter().for_each(|guard| told_by_guard(guard, &mut known));
        known.happened
    };
    let mut windows = process.opening.windows.iter().map(|window| of_window(&window.gate));
    let first = windows.next().unwrap_or_default();
    let mut happened = windows.fold(first, |common, window| common.intersection(&window).copied().collect());
    if let VersionDay::Event(event) = process.valid.on {
        happened.insert(event);
    }
    let open = BTreeSet::from([process.opening.act]);
    Known { done: open.clone(), happened, may_be_done: open }
}

/// The events that have happened when a gate is open.
pub(super) fn waited_for(gate: &Gate) -> BTreeSet<EventId> {
    let mut known = Known::default();
    // A gate that is held open until something has happened is open before that.
    // Of what begins with the first of several, any one may have happened.
    let opens = gate.not_before.as_ref().filter(|edge| !matches!(edge, Edge::Of(Whichever::Earlier, _)));
    let within = gate.within.as_ref().filter(|edge| !matches!(edge, Edge::Of(Whichever::Later, _)));
    let clocks = within.into_iter().chain(opens).flat_map(Edge::clocks);
    clocks.for_each(|clock| told_by_anchor(&clock.from, &mut known));
    known.happened
}

fn told_by_clock(clock: &Clock, known: &mut Known) {
    for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
        told_by_anchor(anchor, known);
    }
}

fn told_by_anchor(anchor: &Anchor, known: &mut Known) {
    match anchor {
        Anchor::Event(event, _) => {
            known.happened.insert(*event);
        }
        Anchor::Act(act, _) => {
            known.done.insert(*act);
        }
        Anchor::Clock(clock) => told_by_clock(clock, known),
        Anchor::Entry | Anchor::Open | Anchor::Date(_) => {}
    }
}

fn told_by_guard(guard: &Guard, known: &mut Known) {
    match guard {
        Guard::Happened(event) => {
            known.happened.insert(*event);
        }
        Guard::All(parts) => parts.iter().for_each(|part| told_by_guard(part, known)),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Shown(_) | Guard::Money { .. } | Guard::Not(_) | Guard::Any(_) => {}
    }
}

/// What is known of a stage.
pub(super) fn of(known: &[Known], id: StageId) -> Known {
    known.get(usize::from(id.0)).cloned().unwrap_or_default()
}
