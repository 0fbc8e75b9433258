//! Steps: where acts, ends of clocks and conditions lead.

use super::fold::Fold;
use super::guard::Holds;
use super::kept::Kept;
use super::state::{Halt, Lapsed, Owed, OwedState, Pause, State, TimerState};
use super::{CaseFault, CaseNeed, Cause, Due, Leads, Position, Step};
use crate::clock::Stamp;
use crate::exact::Exact;
use crate::program::{AmountId, At, Guard, Late, Obligation, OutcomeId, Payment, StageId, Target, Timer};

use super::fold::MAX_STEPS;

/// When and why a case moves.
#[derive(Clone, Copy)]
pub(super) struct Moves {
    pub(super) when: Stamp,
    pub(super) cause: Cause,
    pub(super) at: At,
}

/// Where a target leads.
pub(super) const fn leads(target: &Target) -> Leads {
    match target {
        Target::Stage(stage, _) => Leads::Stage(*stage),
        Target::Outcome(outcome, _) => Leads::Outcome(*outcome),
        Target::KeepWaiting => Leads::Stays,
        Target::Again => Leads::Again,
        Target::Extend { .. } => Leads::Extends,
    }
}

impl<'a> Fold<'a> {
    /// Goes where a target leads.
    pub(super) fn lead(&self, state: &mut State, target: &'a Target, moves: Moves) -> Result<(), Halt> {
        let from = state.position;
        let step = state.history.len();
        state.history.push(Step {
            when: moves.when,
            cause: moves.cause,
            from,
            to: from,
            leads: leads(target),
            at: Some(moves.at),
        });
        match target {
            Target::KeepWaiting => {}
            Target::Extend { obligation, count, unit } => {
                if let Some(stage) = self.stage(state) {
                    let named = stage.obligations.iter().zip(&mut state.owed);
                    let mut named = named.filter(|(own, _)| own.name == *obligation);
                    named.by_ref().for_each(|(_, owed)| owed.extra.push((*count, *unit)));
                    state.kept = Kept::Nothing;
                }
            }
            Target::Again => self.begin_stage(state, moves.when),
            Target::Stage(stage, amounts) => {
                if let Some(own) = self.process.stages.get(usize::from(stage.0)) {
                    self.hand_over(state, &own.parameters, amounts)?;
                }
                self.enter_stage(state, *stage, moves.when)?;
            }
            Target::Outcome(outcome, amounts) => {
                if let Some(own) = self.process.outcomes.get(usize::from(outcome.0)) {
                    self.hand_over(state, &own.parameters, amounts)?;
                }
                self.end(state, *outcome, moves.when)?;
            }
        }
        let to = state.position;
        if let Some(step) = state.history.get_mut(step) {
            step.to = to;
        }
        Ok(())
    }

    /// Takes the amounts that a stage or an outcome is entered with.
    fn hand_over(&self, state: &mut State, parameters: &[AmountId], amounts: &'a [Payment]) -> Result<(), Halt> {
        let mut values: smallvec::SmallVec<[Option<Exact>; 2]> = smallvec::SmallVec::new();
        for amount in amounts {
            let value = match self.payment(state, &state.known, amount) {
                Ok(value) => Some(value),
                Err(Halt::Needs(needs)) => {
                    state.ask(&needs);
                    None
                }
                Err(fault @ Halt::Fault(_)) => return Err(fault),
            };
            values.push(value);
        }
        for (parameter, value) in parameters.iter().zip(values) {
            state.known.set_amount(usize::from(parameter.0), value);
        }
        Ok(())
    }

    fn enter_stage(&self, state: &mut State, id: StageId, when: Stamp) -> Result<(), Halt> {
        state.position = Position::Stage(id);
        self.begin_stage(state, when);
        self.pay_on_entry(state, id, when)
    }

    /// Begins the clocks and obligations of the stage at hand.
    fn begin_stage(&self, state: &mut State, when: Stamp) {
        state.entered = Some(when);
        state.kept = Kept::Nothing;
        state.latest = state.latest.max(when);
        state.owed.clear();
        state.timers.clear();
        if let Some(stage) = self.stage(state) {
            stage.obligations.iter().for_each(|_| state.owed.push(Owed::default()));
            stage.timers.iter().for_each(|_| state.timers.push(TimerState::Runs));
        }
        self.note_pauses(state, when);
    }

    fn end(&self, state: &mut State, id: OutcomeId, when: Stamp) -> Result<(), Halt> {
        state.position = Position::Outcome(id);
        self.begin_stage(state, when);
        self.settle(state, id)
    }

    /// Notes from when to when parties have something that they must do, where clocks stand for them.
    pub(super) fn note_pauses(&self, state: &mut State, when: Stamp) {
        for party in self.pausing {
            let is_to_act = self.stage(state).is_some_and(|stage| {
                let mut owed = stage.obligations.iter().zip(&state.owed);
                owed.any(|(obligation, owed)| obligation.party == *party && owed.state == OwedState::Open)
            });
            let open = state.pauses.iter_mut().rev().find(|pause| pause.party == *party && pause.to.is_none());
            match (open, is_to_act) {
                (Some(pause), false) => pause.to = Some(when),
                (None, true) => state.pauses.push(Pause { party: *party, from: when, to: None }),
                (Some(_), true) | (None, false) => continue,
            }
            state.kept = Kept::Nothing;
        }
    }

    /// An obligation's clock has ended.
    pub(super) fn late(&self, state: &mut State, number: u16, due: Due) -> Result<(), Halt> {
        let Position::Stage(id) = state.position else { return Ok(()) };
        let Some(stage) = self.stage(state) else { return Ok(()) };
        let Some(obligation) = stage.obligations.get(usize::from(number)) else { return Ok(()) };
        let (target, at) = self.late_target(state, obligation)?;
        self.no_other_end(state, number, due, target, obligation.at)?;
        let cause = Cause::Late { stage: id, obligation: number, end: due.first };
        let moves = Moves { when: self.when_due(state, due), cause, at };
        state.latest = moves.when;
        let extends_itself = matches!(target, Target::Extend { obligation: name, .. } if *name == obligation.name);
        if !extends_itself {
            if let Some(owed) = state.owed.get_mut(usize::from(number)) {
                owed.state = OwedState::Late(due.first);
            }
            state.kept = Kept::Nothing;
            state.lapsed.push(Lapsed { stage: id, obligation: number, end: due.first });
            self.note_pauses(state, moves.when);
        }
        self.lead(state, target, moves)
    }

    /// Where an obligation leads that is late, and the line that says so.
    pub(super) fn late_target(&self, state: &State, obligation: &'a Obligation) -> Result<(&'a Target, At), Halt> {
        let holds = |guard: Option<&'a Guard>| self.when(state, &state.known, guard)?.decided();
        let at = obligation.at;
        match &obligation.late {
            None => {}
            Some(Late::As(act)) => {
                for answer in obligation.answers.iter().filter(|answer| answer.act == *act) {
                    if holds(answer.gate.when.as_ref())? {
                        return Ok((&answer.target, answer.at));
                    }
                }
            }
            Some(Late::To(lines)) => {
                for (guard, target) in lines {
                    if holds(guard.as_ref())? {
                        return Ok((target, at));
                    }
                }
            }
        }
        Err(CaseFault::NoWay { at }.into())
    }

    /// Two obligations that end at one instant must lead to the same place.
    fn no_other_end(&self, state: &State, number: u16, due: Due, target: &Target, at: At) -> Result<(), Halt> {
        let Some(stage) = self.stage(state) else { return Ok(()) };
        let others = (0_u16..).zip(&stage.obligations).zip(&state.owed);
        for ((_, other), owed) in others.filter(|((position, _), _)| *position != number) {
            if owed.state != OwedState::Open || other.late.is_none() {
                continue;
            }
            let Some(edge) = &other.within else { continue };
            if self.edge_ends(state, edge, &owed.extra)? == super::When::Known(due) {
                let (other_target, _) = self.late_target(state, other)?;
                if !(is_nowhere(target) || is_nowhere(other_target) || target == other_target) {
                    return Err(CaseFault::TwoEnds { first: at, second: other.at }.into());
                }
            }
        }
        Ok(())
    }

    /// A timer's clock has ended.
    pub(super) fn timer(&self, state: &mut State, number: u16, due: Due) -> Result<(), Halt> {
        let Position::Stage(id) = state.position else { return Ok(()) };
        let timers = self.stage(state).map(|stage| stage.timers.as_slice()).unwrap_or_default();
        let Some(timer) = timers.get(usize::from(number)) else { return Ok(()) };
        state.latest = self.when_due(state, due);
        if self.leads_now(state, timer)? {
            for (position, other) in (0_u16..).zip(timers) {
                let runs = state.timers.get(usize::from(position)) == Some(&TimerState::Runs);
                if position != number
                    && runs
                    && let Some(clock) = &other.after
                    && self.ends(state, clock, &[])? == super::When::Known(due)
                    && !(is_nowhere(&timer.target) || is_nowhere(&other.target) || timer.target == other.target)
                    && self.leads_now(state, other)?
                {
                    return Err(CaseFault::TwoEnds { first: timer.at, second: other.at }.into());
                }
            }
        }
        if timer.when.is_some() {
            // From now on it leads on as soon as its condition holds.
            set(state, number, TimerState::Armed);
            return Ok(());
        }
        set(state, number, TimerState::Fired);
        let cause = Cause::Timer { stage: id, timer: number, end: Some(due.first) };
        let moves = Moves { when: state.latest, cause, at: timer.at };
        self.lead(state, &timer.target, moves)
    }

    /// Whether a timer leads on where its clock ends now.
    fn leads_now(&self, state: &State, timer: &Timer) -> Result<bool, Halt> {
        match &timer.when {
            None => Ok(true),
            Some(guard) => Ok(matches!(self.holds(state, &state.known, guard)?, Holds::Yes)),
        }
    }

    /// When what follows from an end happens: with the end, and not before what has happened already.
    fn when_due(&self, state: &State, due: Due) -> Stamp {
        let end = Stamp { first: due.first.stamp(self.zone), last: due.last.stamp(self.zone) };
        match state.entered {
            // A deadline that was past already on entry ends on entry.
            Some(entered) => entered.max(end),
            None => end,
        }
    }

    /// Goes on as long as a condition of the stage leads on at once.
    pub(super) fn lead_on(&self, state: &mut State) -> Result<(), Halt> {
        for _ in 0..MAX_STEPS {
            if !self.leads_on(state)? {
                return Ok(());
            }
        }
        Err(CaseFault::TooManySteps { most: MAX_STEPS }.into())
    }

    fn leads_on(&self, state: &mut State) -> Result<bool, Halt> {
        let Position::Stage(id) = state.position else { return Ok(false) };
        let Some(stage) = self.stage(state) else { return Ok(false) };
        for (number, timer) in (0_u16..).zip(&stage.timers) {
            let told = state.timers.get(usize::from(number)).copied().unwrap_or_default();
            let is_armed = match told {
                TimerState::Armed => true,
                TimerState::Runs => timer.after.is_none(),
                TimerState::Fired => false,
            };
            let Some(guard) = timer.when.as_ref().filter(|_| is_armed) else { continue };
            match self.holds(state, &state.known, guard)? {
                Holds::No => {}
                Holds::Unknown(needs) => return Err(Halt::Needs(needs)),
                Holds::Yes => {
                    set(state, number, TimerState::Fired);
                    let cause = Cause::Timer { stage: id, timer: number, end: None };
                    let moves = Moves { when: state.latest, cause, at: timer.at };
                    self.lead(state, &timer.target, moves)?;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn set(state: &mut State, number: u16, told: TimerState) {
    state.kept = Kept::Nothing;
    if let Some(timer) = state.timers.get_mut(usize::from(number)) {
        *timer = told;
    }
}

const fn is_nowhere(target: &Target) -> bool {
    matches!(target, Target::KeepWaiting | Target::Extend { .. })
}

/// What must be known first, where that is all that stopped.
pub(super) fn needs_of(halt: Halt) -> Result<smallvec::SmallVec<[CaseNeed; 1]>, CaseFault> {
    match halt {
        Halt::Needs(needs) => Ok(needs),
        Halt::Fault(fault) => Err(fault),
    }
}
