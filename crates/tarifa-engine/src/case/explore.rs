//! What happened within one day in an unknown order: every order is tried, and where they lead to
//! different standings, the times are asked for.

use smallvec::SmallVec;

use super::CaseNeed;
use super::fold::{Fold, Next};
use super::state::{Halt, State};
use crate::clock::Point;

/// The most states that are looked at side by side; where there are more, the times are asked for.
const MAX_SIDE_BY_SIDE: usize = 256;

/// The most steps that are looked at; where there are more, the times are asked for.
const MAX_TRIED: u32 = 4_096;

/// How far one order leads.
struct Branch {
    state: State,
    /// What it cannot go on without.
    halt: Option<SmallVec<[CaseNeed; 1]>>,
}

impl Fold<'_> {
    /// Tries every order of what overlaps; the instant up to which the order does not matter.
    pub(super) fn explore(&self, state: &State, nexts: &[Next]) -> Result<Point, Halt> {
        let end = self.end_of_overlap(state, nexts);
        let ask = || Halt::Needs(self.untimed(state, end));
        // What has happened before is the same in every order.
        let mut open = vec![State { history: Vec::new(), attempts: Vec::new(), ..state.clone() }];
        let mut done: Vec<Branch> = Vec::new();
        let mut steps = MAX_TRIED;
        while !open.is_empty() {
            let mut further: Vec<State> = Vec::new();
            for state in open {
                steps = steps.checked_sub(1).ok_or_else(ask)?;
                if let Some(branch) = self.branch(state, end, &mut further)? {
                    done.push(branch);
                }
                if further.len() > MAX_SIDE_BY_SIDE {
                    return Err(ask());
                }
            }
            if let Some((first, others)) = done.split_first()
                && !others.iter().all(|other| self.agree(first, other))
            {
                return Err(ask());
            }
            done.truncate(1);
            open = further;
        }
        match done.into_iter().next().and_then(|branch| branch.halt) {
            Some(needs) => Err(Halt::Needs(needs)),
            None => Ok(end),
        }
    }

    /// Goes on by one step in every way; where nothing is left, it is done.
    fn branch(&self, state: State, end: Point, further: &mut Vec<State>) -> Result<Option<Branch>, Halt> {
        let nexts = match self.nexts(&state, end.before()) {
            Ok(nexts) => nexts,
            Err(Halt::Needs(needs)) => return Ok(Some(Branch { state, halt: Some(needs) })),
            Err(fault @ Halt::Fault(_)) => return Err(fault),
        };
        let nexts: SmallVec<[Next; 4]> = nexts.into_iter().filter(|next| next.first < end).collect();
        if nexts.is_empty() {
            return Ok(Some(Branch { state, halt: None }));
        }
        for next in &nexts {
            let mut taken = state.clone();
            match self.take(&mut taken, *next) {
                Ok(()) => {
                    if !further.iter().any(|known| known.same(&taken, self.case)) {
                        further.push(taken);
                    }
                }
                Err(Halt::Needs(needs)) => return Ok(Some(Branch { state: taken, halt: Some(needs) })),
                Err(fault @ Halt::Fault(_)) => return Err(fault),
            }
        }
        Ok(None)
    }

    fn agree(&self, one: &Branch, other: &Branch) -> bool {
        one.halt == other.halt && one.state.same(&other.state, self.case)
    }

    /// The instant after the last event that overlaps, each with the next.
    fn end_of_overlap(&self, state: &State, nexts: &[Next]) -> Point {
        let events = nexts.iter().filter(|next| next.is_event());
        let mut last = events.map(|next| next.last).max().unwrap_or_default();
        for (number, event) in (state.cursor..).zip(self.case.events.iter().skip(usize::from(state.cursor))) {
            if event.when.first.at > last || event.when.first.at > self.now {
                break;
            }
            if !state.has_taken(number) {
                last = last.max(event.when.last.at);
            }
        }
        last.plus(1)
    }

    /// The events before an instant whose times are not known; all of them where all are.
    fn untimed(&self, state: &State, end: Point) -> SmallVec<[CaseNeed; 1]> {
        let from = usize::from(state.cursor);
        let within = (state.cursor..).zip(self.case.events.iter().skip(from));
        let within = within.take_while(|(_, event)| event.when.first.at < end && event.when.first.at <= self.now);
        let open = within.filter(|(number, _)| !state.has_taken(*number));
        let untimed = |(_, event): &(u16, &super::PreparedEvent)| !event.when.is_exact();
        let needs: SmallVec<[CaseNeed; 1]> =
            open.clone().filter(untimed).map(|(number, _)| CaseNeed::Time(number)).collect();
        if needs.is_empty() { open.map(|(number, _)| CaseNeed::Time(number)).collect() } else { needs }
    }
}
