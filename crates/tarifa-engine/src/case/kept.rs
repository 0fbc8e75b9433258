//! The earliest end of a stage's clocks, kept from one step to the next: it is reckoned again only after something that
//! the clocks read.

use super::fold::{Fold, Next, What, earlier};
use super::state::{Halt, OwedState, State, TimerState};
use super::{Due, When};
use crate::program::{Anchor, Clock};

/// What is kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Kept {
    /// Nothing: it has not been reckoned yet, or some end is not known.
    #[default]
    Nothing,
    /// The earliest of ends that are all known; none where no clock runs.
    Earliest(Option<Next>, Reads),
}

/// What clocks are reckoned from, beside what the stage began with and what parties have to do in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reads {
    events: bool,
    acts: bool,
    facts: bool,
}

/// What happened that clocks may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Something outside.
    Event,
    /// An act that counted.
    Act,
    /// An act that counted, and told something.
    Facts,
}

impl Kept {
    /// Forgets it where it was reckoned from such a thing.
    pub(super) fn forget(&mut self, read: Read) {
        let Self::Earliest(_, reads) = self else { return };
        let is_read = match read {
            Read::Event => reads.events,
            Read::Act => reads.acts,
            Read::Facts => reads.acts || reads.facts,
        };
        if is_read {
            *self = Self::Nothing;
        }
    }
}

impl Reads {
    fn add(&mut self, clock: &Clock) {
        for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
            match anchor {
                // The stage's clocks begin anew where these change.
                Anchor::Entry | Anchor::Open => {}
                Anchor::Event(..) => self.events = true,
                Anchor::Act(..) => self.acts = true,
                Anchor::Date(_) => self.facts = true,
                Anchor::Clock(inner) => self.add(inner),
            }
        }
    }
}

impl Fold<'_> {
    /// The earliest end of the clocks that run in the stage, to be kept; nothing where some end is not known.
    pub(super) fn earliest_end(&self, state: &State) -> Result<Kept, Halt> {
        let (mut end, mut reads) = (None, Reads::default());
        let Some(stage) = self.stage(state) else { return Ok(Kept::Earliest(end, reads)) };
        let mut add = |what: fn(u16, Due) -> What, number: u16, clocks: &[Clock], when: When| {
            clocks.iter().for_each(|clock| reads.add(clock));
            let When::Known(due) = when else { return true };
            let next = earlier(end, what(number, due), due);
            end = next;
            next.is_some()
        };
        for ((number, obligation), owed) in (0_u16..).zip(&stage.obligations).zip(&state.owed) {
            if owed.state == OwedState::Open
                && let Some(edge) = &obligation.within
                && !add(What::Obligation, number, edge.clocks(), self.edge_ends(state, edge, &owed.extra)?)
            {
                return Ok(Kept::Nothing);
            }
        }
        for ((number, timer), told) in (0_u16..).zip(&stage.timers).zip(&state.timers) {
            if *told == TimerState::Runs
                && let Some(clock) = &timer.after
                && !add(What::Timer, number, std::slice::from_ref(clock), self.ends(state, clock, &[])?)
            {
                return Ok(Kept::Nothing);
            }
        }
        Ok(Kept::Earliest(end, reads))
    }
}
