//! State to standing: who must or may do what, by when, and what happens otherwise.

use smallvec::SmallVec;

use super::fold::Fold;
use super::gate::Opens;
use super::guard::Holds;
use super::state::{Halt, Line, OwedState, State, TimerState};
use super::step::leads;
use super::{CaseNeed, Certainty, Duty, Position, Right, RightCondition, RightSource, Standing, Waiting, When};
use crate::clock::{End, Point, Precise};
use crate::program::{
    ActId, Argument, At, Condition, DateField, Expression, FactId, FactRef, Gate, Guard, Node, PlaceField, VersionDay,
};

impl<'a> Fold<'a> {
    /// The standing that a state is.
    pub(super) fn report(&self, state: State, missing: Option<SmallVec<[CaseNeed; 1]>>) -> Standing {
        let certainty = if missing.is_some() { Certainty::Undecided } else { Certainty::Certain };
        let mut standing = Standing {
            process: self.case.process,
            position: state.position,
            certainty,
            opened: state.opened,
            entered: state.entered,
            reason: state.known.reason,
            history: Vec::new(),
            attempts: Vec::new(),
            duties: SmallVec::new(),
            rights: SmallVec::new(),
            waiting: SmallVec::new(),
            next_due: None,
            currency: self.case.currency,
            money: SmallVec::new(),
            undisposed: self.left(&state).ok(),
            needs: missing.unwrap_or_default(),
        };
        if certainty == Certainty::Certain {
            standing.needs.clone_from(&state.needs);
            self.duties(&state, &mut standing);
            self.rights(&state, &mut standing);
            self.waiting(&state, &mut standing);
            let dues =
                standing.duties.iter().map(|duty| duty.by).chain(standing.waiting.iter().map(|timer| timer.when));
            standing.next_due = dues.filter_map(known_end).min();
        }
        standing.needs.sort_unstable();
        standing.needs.dedup();
        Standing { history: state.history, attempts: state.attempts, money: state.money, ..standing }
    }

    fn duties(&self, state: &State, standing: &mut Standing) {
        let Some(stage) = self.stage(state) else { return };
        for ((number, obligation), owed) in (0_u16..).zip(&stage.obligations).zip(&state.owed) {
            if owed.state != OwedState::Open {
                continue;
            }
            let by =
                obligation.within.as_ref().map_or(Ok(When::Never), |edge| self.edge_ends(state, edge, &owed.extra));
            let by = self.or_ask_when(by, standing);
            let late = obligation.within.as_ref().and_then(|_| self.late_target(state, obligation).ok());
            let late = late.map(|(target, _)| leads(target));
            let party = obligation.party;
            standing.duties.push(Duty { party, obligation: number, by, late, at: obligation.at });
        }
    }

    fn waiting(&self, state: &State, standing: &mut Standing) {
        let Some(stage) = self.stage(state) else { return };
        for ((number, timer), told) in (0_u16..).zip(&stage.timers).zip(&state.timers) {
            let Some(clock) = timer.after.as_ref().filter(|_| *told == TimerState::Runs) else { continue };
            let when = self.or_ask_when(self.ends(state, clock, &[]), standing);
            standing.waiting.push(Waiting { timer: number, when, leads: leads(&timer.target), at: timer.at });
        }
    }

    fn rights(&self, state: &State, standing: &mut Standing) {
        match state.position {
            Position::NotOpen => {
                let opening = &self.process.opening;
                let day = self.zone.day_of(self.now);
                let valid = self.process.valid;
                let is_valid = valid.on != VersionDay::Open || (valid.from..=valid.to).contains(&day);
                for (number, window) in (0_u16..).zip(&opening.windows).filter(|_| is_valid) {
                    let source = RightSource::Window(number);
                    let line = Line::Window(number);
                    self.right(state, standing, (source, line), opening.act, &window.gate, window.at);
                }
            }
            Position::Stage(id) => {
                let permissions = self.stage(state).map(|stage| stage.permissions.as_slice()).unwrap_or_default();
                for (number, permission) in (0_u16..).zip(permissions) {
                    let source = RightSource::Permission(number);
                    let line = Line::Permission(id, number);
                    self.right(state, standing, (source, line), permission.act, &permission.gate, permission.at);
                }
            }
            Position::Outcome(_) => {}
        }
    }

    /// Lists a right, unless it has ended, is used up, or its condition does not hold.
    fn right(
        &self,
        state: &State,
        standing: &mut Standing,
        (source, line): (RightSource, Line),
        act: ActId,
        gate: &'a Gate,
        at: At,
    ) {
        let left = gate.times.map(|most| most.saturating_sub(state.uses(line)));
        if left == Some(0) {
            return;
        }
        let (mut opens, mut waits): (Option<Precise>, bool) = (None, false);
        for found in self.beginnings(state, gate) {
            match found {
                Ok(group) => match first_of(&group, self.now) {
                    Opens::Always => {}
                    Opens::Waits => waits = true,
                    Opens::Later(from) | Opens::At(_, from, _) => opens = opens.max(Some(from)),
                },
                Err(Halt::Fault(_)) => {}
                Err(Halt::Needs(needs)) => standing.needs.extend(needs),
            }
        }
        let mut until = When::Never;
        for edge in [&gate.within, &gate.until].into_iter().flatten() {
            let end = self.or_ask_when(self.edge_ends(state, edge, &[]), standing);
            until = earlier(until, end);
        }
        if known_end(until).is_some_and(|end| end.at <= self.now) {
            return;
        }
        let Some(condition) = self.condition(state, act, gate) else { return };
        standing.rights.push(Right { source, act, opens, until, waits, left, condition, at });
    }

    /// What the condition of a right comes to; none where it surely does not hold, and the act itself cannot change that.
    fn condition(&self, state: &State, act: ActId, gate: &'a Gate) -> Option<RightCondition> {
        let Some(guard) = &gate.when else { return Some(RightCondition::Holds) };
        let act = self.process.acts.get(usize::from(act.0))?;
        if act.arguments.iter().any(|argument| decides(*argument, guard)) {
            return Some(RightCondition::Undecided);
        }
        match self.when(state, &state.known, Some(guard)) {
            Ok(Holds::No) => None,
            Ok(Holds::Yes) => Some(RightCondition::Holds),
            Ok(Holds::Unknown(_)) | Err(_) => Some(RightCondition::Undecided),
        }
    }

    /// The end, asking for what it cannot be told without.
    fn or_ask_when(&self, when: Result<When, Halt>, standing: &mut Standing) -> When {
        match when {
            Ok(When::Known(due)) => {
                standing.needs.extend(due.doubt);
                When::Known(due)
            }
            Ok(when) => when,
            Err(Halt::Needs(needs)) => {
                standing.needs.extend(needs);
                When::Waits
            }
            Err(Halt::Fault(_)) => When::Waits,
        }
    }
}

/// Whether what an act brings along can change whether a guard holds.
fn decides(argument: Argument, guard: &Guard) -> bool {
    match guard {
        Guard::Not(inner) => decides(argument, inner),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| decides(argument, part)),
        Guard::Reason(_) => argument == Argument::Reason,
        Guard::Happened(_) | Guard::Shown(_) => false,
        Guard::Money { .. } => argument != Argument::Reason,
        Guard::Holds(condition) => match argument {
            Argument::Fact(fact) => reads(condition, fact),
            Argument::Reason | Argument::Amount(_) | Argument::Received => false,
        },
    }
}

/// Whether a condition reads a declared fact.
fn reads(condition: &Condition, wanted: FactId) -> bool {
    let mut found = false;
    let is_wanted = |fact: &FactRef| *fact == FactRef::Declared(wanted);
    condition.visit(&mut |node| {
        found |= match node {
            Node::Expression(Expression::Fact(fact) | Expression::Money { fact, .. }) => is_wanted(fact),
            Node::Expression(_) => false,
            Node::Condition(condition) => match condition {
                Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) => *fact == wanted,
                Condition::Text(fact, _) => *fact == wanted,
                Condition::Date { field, .. } => *field == DateField::Declared(wanted),
                Condition::Place(place, _) => *place == PlaceField::Declared(wanted),
                Condition::Given(fact) => is_wanted(fact),
                Condition::Always
                | Condition::Never
                | Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Amount(_)
                | Condition::Compare { .. }
                | Condition::Category(_)
                | Condition::Hs(_)
                | Condition::Provided(_)
                | Condition::Service(_)
                | Condition::AnyItem(_)
                | Condition::EveryItem(_) => false,
            },
        };
    });
    found
}

/// An end that is known.
pub(super) fn known_end(when: When) -> Option<End> {
    match when {
        When::Known(due) if due.doubt.is_none() => Some(due.first),
        When::Known(_) | When::Waits | When::Paused | When::Never => None,
    }
}

/// What begins first of a group; [`Opens::Always`] where something of it has begun.
fn first_of(group: &[Opens], now: Point) -> Opens {
    let mut first = Opens::Waits;
    for opens in group {
        let from = match *opens {
            Opens::Always => return Opens::Always,
            Opens::Waits => continue,
            Opens::Later(from) | Opens::At(_, from, _) => from,
        };
        if from.at <= now {
            return Opens::Always;
        }
        match first {
            Opens::Later(known) if known <= from => {}
            Opens::Later(_) | Opens::Always | Opens::Waits | Opens::At(..) => first = Opens::Later(from),
        }
    }
    first
}

/// The earlier of two ends; one that is not known yet gives way.
fn earlier(one: When, other: When) -> When {
    match (one, other) {
        (When::Known(left), When::Known(right)) => When::Known(left.min(right)),
        (When::Known(_), When::Waits | When::Paused | When::Never) => one,
        (When::Waits | When::Paused, When::Never | When::Waits | When::Paused) => one,
        (When::Waits | When::Paused | When::Never, _) => other,
    }
}
