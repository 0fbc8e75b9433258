//! Events: what is told from outside, and what parties do, or try to do.

use super::fold::Fold;
use super::gate::{Passes, Tried};
use super::guard::Holds;
use super::happening::{Act, Happening, KnownTo};
use super::kept::{Kept, Read};
use super::state::{Halt, Line, OwedState, State};
use super::step::Moves;
use super::{Attempt, Bar, CaseNeed, Cause, Leads, Position, Step, Uncounted, Verdict};
use crate::clock::Stamp;
use crate::program::{At, Stage, StageId, Target, VersionDay};

/// What becomes of an act.
enum Fate<'a> {
    /// It counts.
    Counts { line: Line, target: &'a Target, obligation: Option<u16>, at: At },
    /// It does not.
    Not { verdict: Verdict, at: Option<At> },
}

impl<'a> Fold<'a> {
    /// Takes an event.
    pub(super) fn event(&self, state: &mut State, number: u16) -> Result<(), Halt> {
        state.take(number);
        let Some(event) = self.case.events.get(usize::from(number)) else { return Ok(()) };
        state.latest = state.latest.max(event.when);
        match &event.what {
            Happening::Event { .. } => {
                state.kept.forget(Read::Event);
                note(state, number, event.when);
                Ok(())
            }
            Happening::Foreign(foreign) => {
                match foreign.by {
                    None => note(state, number, event.when),
                    Some(_) => self.attempted(state, number, Verdict::NotCounted(Uncounted::SomeVersions), None),
                }
                Ok(())
            }
            Happening::Act(act) => {
                let told = act.tells(&state.known).then(|| state.known.after(self.case, number, act));
                let known = told.as_ref().unwrap_or(&state.known);
                let tried = Tried { event: number, when: event.when, act, known };
                match self.fate(state, tried)? {
                    Fate::Not { verdict, at } => {
                        self.attempted(state, number, verdict, at);
                        Ok(())
                    }
                    Fate::Counts { line, target, obligation, at } => {
                        state.count_use(line);
                        state.done.push(number);
                        state.kept.forget(if told.is_some() { Read::Facts } else { Read::Act });
                        if state.position == Position::NotOpen {
                            state.opened = Some(event.when);
                        }
                        if let Some(told) = told {
                            state.known = told;
                        }
                        let moves = Moves { when: event.when, cause: Cause::Act(number), at };
                        self.fulfil(state, obligation, event.when);
                        self.lead(state, target, moves)
                    }
                }
            }
        }
    }

    /// Notes something that was tried and did not count.
    fn attempted(&self, state: &mut State, event: u16, verdict: Verdict, at: Option<At>) {
        let (position, process) = (state.position, self.case.process);
        state.attempts.push(Attempt { event, position, process, verdict, at });
    }

    /// Notes that something that had to be done is done.
    fn fulfil(&self, state: &mut State, obligation: Option<u16>, when: Stamp) {
        if let Some(owed) = obligation.and_then(|number| state.owed.get_mut(usize::from(number))) {
            owed.state = OwedState::Done;
            state.kept = Kept::Nothing;
            self.note_pauses(state, when);
        }
    }

    fn fate(&self, state: &State, tried: Tried<'_>) -> Result<Fate<'a>, Halt> {
        match state.position {
            Position::NotOpen => self.opening(state, tried),
            Position::Stage(id) => match self.stage(state) {
                Some(stage) => self.in_stage(state, id, stage, tried),
                None => Ok(uncounted(Uncounted::NotHere)),
            },
            Position::Outcome(_) => Ok(self.lapsed(state, tried.act).unwrap_or(uncounted(Uncounted::Ended))),
        }
    }

    /// What becomes of an act before the case is open.
    fn opening(&self, state: &State, tried: Tried<'_>) -> Result<Fate<'a>, Halt> {
        let opening = &self.process.opening;
        if tried.act.act != opening.act {
            return Ok(uncounted(match tried.act.known_to {
                KnownTo::Every => Uncounted::NotOpen,
                // Whichever version the case will be opened in, the same is said of it.
                KnownTo::Some => Uncounted::SomeVersions,
            }));
        }
        // Who may open is asked of the version of the day.
        if self.process.valid.on == VersionDay::Open {
            let valid = self.process.valid.from..=self.process.valid.to;
            match (valid.contains(&tried.when.first.day), valid.contains(&tried.when.last.day)) {
                (true, true) => {}
                (false, false) => return Ok(uncounted(Uncounted::OtherVersion)),
                (true, false) | (false, true) => return Err(Halt::need(CaseNeed::Time(tried.event))),
            }
        }
        if !opening.parties.contains(&tried.act.by) {
            return Ok(Fate::Not { verdict: Verdict::Barred(Bar::WrongParty), at: Some(opening.at) });
        }
        let by_reason = !self.process.reasons.is_empty();
        let reason = tried.known.reason;
        if by_reason && reason.is_none() {
            return Err(Halt::need(CaseNeed::Reason));
        }
        let applies = |reasons: &[_]| reasons.is_empty() || reason.is_some_and(|reason| reasons.contains(&reason));
        let windows = (0_u16..).zip(&opening.windows).filter(|(_, window)| applies(&window.reasons));
        let is_one_of_several = windows.clone().nth(1).is_some();
        let mut failed = None;
        let mut barred = None;
        for (number, window) in windows {
            let line = Line::Window(number);
            // Of several, the window counts whose condition holds, and the others say nothing of the time.
            if is_one_of_several {
                match self.when(state, tried.known, window.gate.when.as_ref())? {
                    Holds::Yes => {}
                    Holds::No => {
                        let verdict = Verdict::Barred(Bar::Guard);
                        barred.get_or_insert(Fate::Not { verdict, at: Some(window.at) });
                        continue;
                    }
                    Holds::Unknown(needs) => return Err(Halt::Needs(needs)),
                }
            }
            match self.passes(state, tried, line, &window.gate)? {
                Passes::Yes => {
                    return Ok(Fate::Counts { line, target: &opening.target, obligation: None, at: window.at });
                }
                Passes::No(verdict) => {
                    failed.get_or_insert(Fate::Not { verdict, at: Some(window.at) });
                }
            }
        }
        let unopened = Fate::Not { verdict: Verdict::Barred(Bar::Reason), at: Some(opening.at) };
        Ok(failed.or(barred).unwrap_or(unopened))
    }

    /// What becomes of an act in a stage: the first line that it passes, and otherwise what stops it first.
    fn in_stage(&self, state: &State, id: StageId, stage: &'a Stage, tried: Tried<'_>) -> Result<Fate<'a>, Halt> {
        let mut failed: Option<Fate<'a>> = None;
        let mut fail = |verdict: Verdict, at: At| {
            failed.get_or_insert(Fate::Not { verdict, at: Some(at) });
        };
        for ((number, obligation), owed) in (0_u16..).zip(&stage.obligations).zip(&state.owed) {
            let answers = (0_u16..).zip(&obligation.answers).filter(|(_, answer)| answer.act == tried.act.act);
            for (position, answer) in answers {
                if obligation.party != tried.act.by {
                    fail(Verdict::Barred(Bar::WrongParty), answer.at);
                    continue;
                }
                match owed.state {
                    OwedState::Open => {}
                    OwedState::Done => {
                        fail(Verdict::NotCounted(Uncounted::Done), answer.at);
                        continue;
                    }
                    OwedState::Late(ended) => {
                        fail(Verdict::TooLate { ended: Some(ended) }, obligation.at);
                        continue;
                    }
                }
                let line = Line::Answer(id, number, position);
                match self.passes(state, tried, line, &answer.gate)? {
                    Passes::Yes => {
                        let obligation = Some(number);
                        return Ok(Fate::Counts { line, target: &answer.target, obligation, at: answer.at });
                    }
                    Passes::No(verdict) => fail(verdict, answer.at),
                }
            }
        }
        for (number, permission) in (0_u16..).zip(&stage.permissions) {
            if permission.act != tried.act.act {
                continue;
            }
            if !permission.parties.contains(&tried.act.by) {
                fail(Verdict::Barred(Bar::WrongParty), permission.at);
                continue;
            }
            let line = Line::Permission(id, number);
            match self.passes(state, tried, line, &permission.gate)? {
                Passes::Yes => {
                    return Ok(Fate::Counts { line, target: &permission.target, obligation: None, at: permission.at });
                }
                Passes::No(verdict) => fail(verdict, permission.at),
            }
        }
        if let Some(failed) = failed {
            return Ok(failed);
        }
        if let Some(lapsed) = self.lapsed(state, tried.act) {
            return Ok(lapsed);
        }
        let is_opening = tried.act.act == self.process.opening.act;
        Ok(uncounted(if is_opening { Uncounted::AlreadyOpen } else { Uncounted::NotHere }))
    }

    /// Whether an act is an answer to what was not done in time, and comes after it.
    fn lapsed(&self, state: &State, tried: &Act) -> Option<Fate<'a>> {
        state.lapsed.iter().rev().find_map(|lapsed| {
            let stage = self.process.stages.get(usize::from(lapsed.stage.0))?;
            let obligation = stage.obligations.get(usize::from(lapsed.obligation))?;
            let answers = obligation.answers.iter().any(|answer| answer.act == tried.act);
            let own = obligation.party == tried.by && answers;
            let verdict = Verdict::TooLate { ended: Some(lapsed.end) };
            own.then_some(Fate::Not { verdict, at: Some(obligation.at) })
        })
    }
}

/// Notes something that was told from outside.
fn note(state: &mut State, event: u16, when: Stamp) {
    let position = state.position;
    let cause = Cause::Told(event);
    state.history.push(Step { when, cause, from: position, to: position, leads: Leads::Stays, at: None });
}

fn uncounted<'a>(why: Uncounted) -> Fate<'a> {
    Fate::Not { verdict: Verdict::NotCounted(why), at: None }
}
