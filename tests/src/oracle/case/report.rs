//! Where the walk has come to, as people are told.

use tarifa_engine::program::{ActId, Argument, Edge, Gate, Guard, PartyId, Target, VersionDay, Whichever};

use super::{End, Ending, Owed, Position, State, Timing, Told, World};

impl World<'_> {
    pub(super) fn report(&self, state: State<'_>) -> Told {
        let position = match state.position {
            Position::NotOpen => "not open".to_owned(),
            Position::Stage(_) => format!("stage {}", self.name(state.position)),
            Position::Outcome(_) => format!("outcome {}", self.name(state.position)),
        };
        let mut told = Told {
            position,
            opened: state.opened.as_ref().map(|(_, shown)| shown.clone()),
            since: state.entered.as_ref().map(|(_, shown)| shown.clone()),
            reason: state.reason.map(|reason| self.process.reasons[usize::from(reason.0)].clone()),
            ..Told::default()
        };
        let mut dues: Vec<End> = Vec::new();
        match state.position {
            Position::NotOpen => self.windows(&state, &mut told),
            Position::Stage(stage) => self.stage(&state, stage, &mut told, &mut dues),
            Position::Outcome(_) => {}
        }
        let next = dues.into_iter().min_by_key(|end| self.zone.too_late(*end));
        told.next_due = next.map(|end| self.zone.deadline(end));
        told.history = state.history;
        told.attempts = state.attempts;
        told.money = state.money;
        told.undisposed = state.left;
        told.needs = state.needs;
        told
    }

    fn windows(&self, state: &State<'_>, told: &mut Told) {
        let (opening, valid) = (&self.process.opening, self.process.valid);
        let epoch: jiff::civil::Date = "1970-01-01".parse().expect("a day");
        let day = self.zone.day_of(self.now).since((jiff::Unit::Day, epoch)).expect("a count of days").get_days();
        if valid.on == VersionDay::Open && !(valid.from..=valid.to).contains(&day) {
            return;
        }
        for (number, window) in opening.windows.iter().enumerate() {
            let reasons = window.reasons.iter().map(|reason| self.process.reasons[usize::from(reason.0)].as_str());
            let reasons: Vec<&str> = reasons.collect();
            let key = format!("window {number}");
            let right = self.right(state, &key, &opening.parties, opening.act, &window.gate);
            told.may.extend(right.map(|right| format!("{right} for {reasons:?}")));
        }
    }

    fn stage(&self, state: &State<'_>, number: usize, told: &mut Told, dues: &mut Vec<End>) {
        let stage = &self.process.stages[number];
        for (place, obligation) in stage.obligations.iter().enumerate() {
            if state.owed[place] != Owed::Open {
                continue;
            }
            let clock = obligation.within.as_ref();
            let ending = clock.map_or(Ending::Never, |edge| self.edge(state, edge, &state.extra[place]));
            if let Ending::At(end) = ending {
                dues.push(end);
            }
            let who = &self.process.parties[usize::from(obligation.party.0)];
            let late = clock.and_then(|_| self.late(state, obligation)).map(|target| self.otherwise(target));
            told.must.push(format!("{who} must {} by {}, else {late:?}", obligation.name, self.when(ending)));
        }
        for (place, permission) in stage.permissions.iter().enumerate() {
            let key = format!("{number} permission {place}");
            let right = self.right(state, &key, &permission.parties, permission.act, &permission.gate);
            told.may.extend(right.map(|right| format!("{right} for []")));
        }
        for (place, timer) in stage.timers.iter().enumerate() {
            if let Some(clock) = timer.after.as_ref().filter(|_| state.timers[place] == Timing::Runs) {
                let ending = self.ending(state, clock, &[]);
                let when = match ending {
                    Ending::At(end) => {
                        dues.push(end);
                        Some(self.zone.deadline(end))
                    }
                    Ending::Waits | Ending::Paused | Ending::Never => None,
                };
                told.waiting.push(format!("{place} at {when:?} -> {}", self.otherwise(&timer.target)));
            }
        }
    }

    fn when(&self, ending: Ending) -> String {
        match ending {
            Ending::At(end) => self.zone.deadline(end),
            Ending::Waits => "Waits".to_owned(),
            Ending::Paused => "Paused".to_owned(),
            Ending::Never => "None".to_owned(),
        }
    }

    fn otherwise(&self, target: &Target) -> String {
        match target {
            Target::Stage(stage, _) => self.name(Position::Stage(usize::from(stage.0))),
            Target::Outcome(outcome, _) => self.name(Position::Outcome(usize::from(outcome.0))),
            Target::KeepWaiting => "keep waiting".to_owned(),
            Target::Again => "again".to_owned(),
            Target::Extend { .. } => "more time".to_owned(),
        }
    }

    /// What somebody may do now or later; nothing of what is over, used up, or surely not allowed.
    fn right(&self, state: &State<'_>, key: &str, parties: &[PartyId], act: ActId, gate: &Gate) -> Option<String> {
        let used = state.uses.get(key).copied().unwrap_or(0);
        let left = gate.times.map(|most| most.saturating_sub(used));
        if left == Some(0) {
            return None;
        }
        let begins = gate.not_before.as_ref().map(|edge| self.opens(state, edge));
        let happens = match &gate.within {
            None => Vec::new(),
            Some(edge @ Edge::Of(Whichever::Later, _)) => vec![self.begun(state, edge)],
            Some(edge) => self.marks(state, edge),
        };
        let waits = begins == Some(None) || happens.contains(&None);
        let opens = begins.flatten().max(happens.into_iter().flatten().max()).filter(|at| *at > self.now);
        let ends = [&gate.within, &gate.until].into_iter().flatten().map(|edge| self.edge(state, edge, &[]));
        let ends = ends.filter_map(|ending| if let Ending::At(end) = ending { Some(end) } else { None });
        let until = ends.min_by_key(|end| self.zone.too_late(*end));
        if until.is_some_and(|end| self.zone.too_late(end) <= self.now) {
            return None;
        }
        // What an act tells can change what it is allowed by.
        let told = &self.process.acts[usize::from(act.0)].arguments;
        let guard = gate.when.as_ref();
        if !guard.is_some_and(|guard| told.iter().any(|told| changes(*told, guard))) && !self.allows(state, guard) {
            return None;
        }
        let who: Vec<&str> = parties.iter().map(|party| self.process.parties[usize::from(party.0)].as_str()).collect();
        let what = &self.process.acts[usize::from(act.0)].name;
        let state = match (waits, opens) {
            (true, _) => "waits",
            (false, Some(_)) => "later",
            (false, None) => "now",
        };
        let opens = opens.map(|at| self.zone.clock(at));
        let until = until.map(|end| self.zone.deadline(end));
        Some(format!("{who:?} may {what} {state} opens {opens:?} until {until:?} left {left:?}"))
    }
}

/// Whether what is told can change whether a guard holds.
fn changes(told: Argument, guard: &Guard) -> bool {
    match guard {
        Guard::Not(inner) => changes(told, inner),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| changes(told, part)),
        Guard::Reason(_) => told == Argument::Reason,
        Guard::Money { .. } => told != Argument::Reason,
        Guard::Holds(condition) => match told {
            // A condition shows the facts that it reads.
            Argument::Fact(fact) => format!("{condition:?}").contains(&format!("{fact:?}")),
            Argument::Reason | Argument::Amount(_) | Argument::Received => false,
        },
        Guard::Happened(_) | Guard::Shown(_) => false,
    }
}
