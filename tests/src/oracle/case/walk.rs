//! Through time: what happens, what ends, and where it leads.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use num_traits::Zero;
use tarifa_engine::case::WhatHappened;
use tarifa_engine::program::{Late, Obligation, Target};

use super::{End, Ending, Fault, Instant, Mark, Owed, Position, State, Timing, World};

/// More steps than any generated case takes.
const MOST_STEPS: u32 = 10_000;

/// What ends: an obligation of the stage, or a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ends {
    Obligation(usize),
    Timer(usize),
}

impl<'a> World<'a> {
    pub(super) fn begin(&self) -> State<'a> {
        let before = Mark { at: Instant::MIN, day: Date::MIN };
        let reason = self.case.reason.as_ref().and_then(|name| self.reason(name));
        State {
            position: Position::NotOpen,
            opened: None,
            entered: None,
            reason,
            order: self.case.order.clone(),
            amounts: BTreeMap::new(),
            received: None,
            shown: BTreeSet::new(),
            done: Vec::new(),
            uses: BTreeMap::new(),
            owed: Vec::new(),
            extra: Vec::new(),
            timers: Vec::new(),
            to_act: Vec::new(),
            lapsed: Vec::new(),
            left: self.paid(),
            way_back: None,
            money: Vec::new(),
            history: Vec::new(),
            attempts: Vec::new(),
            needs: BTreeSet::new(),
            steps: 0,
            now: before,
            now_shown: String::new(),
            passed: 0,
            _case: std::marker::PhantomData,
        }
    }

    /// From the beginning to the moment that is asked for.
    pub(super) fn walk(&self, state: &mut State<'a>) -> Result<(), Fault> {
        loop {
            state.steps += 1;
            if state.steps > MOST_STEPS {
                return Err(Fault::TooManySteps);
            }
            let next = self.events.get(state.passed).filter(|happened| happened.at <= self.now);
            let horizon = next.map_or(self.now, |happened| happened.at);
            // What holds leads on first, then what ends before something else happens.
            if self.condition_leads_on(state)? {
                continue;
            }
            if let Some((end, what)) = self.next_end(state, horizon)? {
                self.expire(state, end, what)?;
                continue;
            }
            let Some(happened) = next else { return Ok(()) };
            state.passed += 1;
            state.now = self.zone.mark(happened.at);
            state.now_shown.clone_from(&happened.shown);
            match &happened.event.what {
                WhatHappened::Event { event, parcel } => {
                    let of = parcel.map(|parcel| format!(" of parcel {parcel}")).unwrap_or_default();
                    let at = self.name(state.position);
                    state.history.push(format!("{} event {event}{of} in {at}: stays", happened.shown));
                }
                WhatHappened::Act { .. } => self.act(state, happened)?,
            }
        }
    }

    /// The clock that ends first, up to an instant.
    fn next_end(&self, state: &State<'_>, horizon: Instant) -> Result<Option<(End, Ends)>, Fault> {
        let Position::Stage(stage) = state.position else { return Ok(None) };
        let stage = &self.process.stages[stage];
        let mut ends: Vec<(Instant, Ends, End)> = Vec::new();
        for (number, obligation) in stage.obligations.iter().enumerate() {
            if state.owed[number] == Owed::Open
                && let Some(edge) = &obligation.within
                && let Ending::At(end) = self.edge(state, edge, &state.extra[number])
            {
                ends.push((self.zone.too_late(end), Ends::Obligation(number), end));
            }
        }
        for (number, timer) in stage.timers.iter().enumerate() {
            if state.timers[number] == Timing::Runs
                && let Some(clock) = &timer.after
                && let Ending::At(end) = self.ending(state, clock, &[])
            {
                ends.push((self.zone.too_late(end), Ends::Timer(number), end));
            }
        }
        ends.retain(|(too_late, ..)| *too_late <= horizon);
        ends.sort_by_key(|(too_late, what, _)| (*too_late, *what));
        let Some((first, what, end)) = ends.first().copied() else { return Ok(None) };
        for (other, beside, _) in &ends {
            let alike =
                matches!((what, beside), (Ends::Obligation(_), Ends::Obligation(_)) | (Ends::Timer(_), Ends::Timer(_)));
            if *other == first
                && alike
                && let (Some(here), Some(there)) = (self.leads(state, what)?, self.leads(state, *beside)?)
                && here != there
            {
                return Err(Fault::TwoEnds);
            }
        }
        Ok(Some((end, what)))
    }

    /// Where an end leads; nowhere where its condition does not hold.
    fn leads(&self, state: &State<'_>, what: Ends) -> Result<Option<Target>, Fault> {
        let Position::Stage(stage) = state.position else { return Ok(None) };
        let stage = &self.process.stages[stage];
        match what {
            Ends::Obligation(number) => {
                self.late(state, &stage.obligations[number]).cloned().map(Some).ok_or(Fault::NoWay)
            }
            Ends::Timer(number) => {
                let timer = &stage.timers[number];
                Ok(self.allows(state, timer.when.as_ref()).then(|| timer.target.clone()))
            }
        }
    }

    /// Where silence leads.
    pub(super) fn late<'b>(&self, state: &State<'_>, obligation: &'b Obligation) -> Option<&'b Target> {
        match obligation.late.as_ref()? {
            Late::As(act) => {
                let mut lines = obligation.answers.iter().filter(|answer| answer.act == *act);
                lines.find(|answer| self.allows(state, answer.gate.when.as_ref())).map(|answer| &answer.target)
            }
            Late::To(lines) => {
                lines.iter().find(|(guard, _)| self.allows(state, guard.as_ref())).map(|(_, target)| target)
            }
        }
    }

    fn expire(&self, state: &mut State<'a>, end: End, what: Ends) -> Result<(), Fault> {
        let Position::Stage(number) = state.position else { return Ok(()) };
        let stage = &self.process.stages[number];
        let (entered, entered_shown) = state.entered.clone().expect("a stage was entered");
        // What is already over on entry ends on entry.
        let (mark, shown) = if self.zone.too_late(end) <= entered.at {
            (entered, entered_shown)
        } else {
            let mark = self.zone.after(end);
            (mark, self.zone.shown(mark))
        };
        let target = self.leads(state, what)?;
        match what {
            Ends::Obligation(number) => {
                let obligation = &stage.obligations[number];
                state.owed[number] = Owed::Late(end);
                let acts = obligation.answers.iter().map(|answer| answer.act).collect();
                state.lapsed.push((obligation.party.0, acts, end));
                self.stops_acting(state, obligation.party.0, mark);
                let who = &self.process.parties[usize::from(obligation.party.0)];
                let line = format!("{shown} late {who} {}", obligation.name);
                state.now = mark;
                state.now_shown = shown;
                self.follow(state, &line, target.as_ref().expect("silence leads somewhere"))
            }
            Ends::Timer(number) => {
                let Some(target) = target else {
                    state.timers[number] = Timing::Ended;
                    return Ok(());
                };
                state.timers[number] = Timing::Fired;
                state.now = mark;
                let line = format!("{shown} timer {number}");
                state.now_shown = shown;
                self.follow(state, &line, &target)
            }
        }
    }

    /// What leads on without a clock, or behind one that has ended: as soon as its condition holds.
    fn condition_leads_on(&self, state: &mut State<'a>) -> Result<bool, Fault> {
        let Position::Stage(stage) = state.position else { return Ok(false) };
        for (number, timer) in self.process.stages[stage].timers.iter().enumerate() {
            let watches = match state.timers[number] {
                Timing::Runs => timer.after.is_none(),
                Timing::Ended => true,
                Timing::Fired => false,
            };
            if watches && self.allows(state, timer.when.as_ref()) {
                state.timers[number] = Timing::Fired;
                let line = format!("{} timer {number}", state.now_shown);
                self.follow(state, &line, &timer.target)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes where a target leads, and writes it down.
    pub(super) fn follow(&self, state: &mut State<'a>, line: &str, target: &Target) -> Result<(), Fault> {
        let from = self.name(state.position);
        let to = |state: &State<'_>, leads: &str| format!("{line} in {from}: {leads}{}", self.name(state.position));
        match target {
            Target::Stage(stage, given) => {
                let stage = usize::from(stage.0);
                let parameters = &self.process.stages[stage].parameters;
                self.take(state, parameters, given);
                self.leave(state);
                state.position = Position::Stage(stage);
                let line = to(state, "-> ");
                state.history.push(line);
                self.enter(state, stage);
            }
            Target::Outcome(outcome, given) => {
                let outcome = usize::from(outcome.0);
                let rule = &self.process.outcomes[outcome];
                self.take(state, &rule.parameters, given);
                self.leave(state);
                state.position = Position::Outcome(outcome);
                let line = to(state, "-> ");
                state.history.push(line);
                state.entered = Some((state.now, state.now_shown.clone()));
                self.pay(state, &rule.payments);
                if state.left.as_ref().is_some_and(|left| !left.is_zero()) {
                    return Err(Fault::NotSettled);
                }
            }
            Target::KeepWaiting => {
                let line = format!("{line} in {from}: stays");
                state.history.push(line);
            }
            Target::Again => {
                let line = to(state, "again ");
                state.history.push(line);
                self.leave(state);
                if let Position::Stage(stage) = state.position {
                    self.enter(state, stage);
                }
            }
            Target::Extend { obligation, .. } => {
                let line = format!("{line} in {from}: extends");
                state.history.push(line);
                if let Position::Stage(stage) = state.position {
                    let rule = &self.process.stages[stage];
                    for (own, extra) in rule.obligations.iter().zip(&mut state.extra) {
                        if own.name == *obligation {
                            extra.push(target.clone());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The amounts that a stage or outcome is entered with.
    fn take(
        &self,
        state: &mut State<'_>,
        parameters: &[tarifa_engine::program::AmountId],
        given: &[tarifa_engine::program::Payment],
    ) {
        let amounts: Vec<_> = given.iter().map(|given| self.payment(state, given)).collect();
        for (parameter, amount) in parameters.iter().zip(amounts) {
            match amount {
                Ok(amount) => {
                    state.amounts.insert(parameter.0, amount);
                }
                Err(need) => {
                    state.amounts.remove(&parameter.0);
                    state.needs.insert(need);
                }
            }
        }
    }

    fn enter(&self, state: &mut State<'_>, number: usize) {
        let stage = &self.process.stages[number];
        state.entered = Some((state.now, state.now_shown.clone()));
        state.owed = vec![Owed::Open; stage.obligations.len()];
        state.extra = vec![Vec::new(); stage.obligations.len()];
        state.timers = vec![Timing::Runs; stage.timers.len()];
        for obligation in &stage.obligations {
            state.to_act.push((obligation.party.0, state.now, None));
        }
        // The way back comes first: what is paid can be reckoned from it.
        if let Some(freight) = &stage.return_freight {
            self.pay_way_back(state, freight);
        }
        self.pay(state, &stage.payments);
    }

    /// Nobody has anything to do any more.
    fn leave(&self, state: &mut State<'_>) {
        let now = state.now;
        for (.., to) in &mut state.to_act {
            to.get_or_insert(now);
        }
    }

    /// One thing less that a party has to do.
    pub(super) fn stops_acting(&self, state: &mut State<'_>, party: u16, at: Mark) {
        if let Some((.., to)) = state.to_act.iter_mut().find(|(own, _, to)| *own == party && to.is_none()) {
            *to = Some(at);
        }
    }
}
