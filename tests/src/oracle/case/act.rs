//! What parties do: whether it counts, and why it does not.

use tarifa_engine::case::WhatHappened;
use tarifa_engine::currency::Money;
use tarifa_engine::program::{ActId, Argument, Gate, PartyId, Process, ReasonId, Target, VersionDay};
use tarifa_engine::shipment::Given;

use super::super::fraction;
use super::{Ending, Fault, Happened, Owed, Position, State, World};
use crate::told::one_of;

/// Whether a version of the process has such an act.
fn knows(version: &Process, act: &str) -> bool {
    version.acts.iter().any(|own| own.name == act)
}

/// A line that an act can be done by.
struct Line<'b> {
    key: String,
    parties: Vec<PartyId>,
    gate: &'b Gate,
    target: &'b Target,
    obligation: Option<usize>,
}

/// Why an act does not count before a case is open: another version of the process may say it.
pub const ELSEWHERE: &str = "elsewhere";

/// Why an act does not count; the better reason comes later.
type Why = String;

impl<'a> World<'a> {
    pub(super) fn reason(&self, name: &str) -> Option<ReasonId> {
        let position = self.process.reasons.iter().position(|own| own == name)?;
        u16::try_from(position).ok().map(ReasonId)
    }

    /// The name of where a case stands.
    pub(super) fn name(&self, position: Position) -> String {
        match position {
            Position::NotOpen => "nothing".to_owned(),
            Position::Stage(stage) => self.process.stages[stage].name.clone(),
            Position::Outcome(outcome) => self.process.outcomes[outcome].name.clone(),
        }
    }

    pub(super) fn act(&self, state: &mut State<'a>, happened: &Happened<'a>) -> Result<(), Fault> {
        let WhatHappened::Act { by, act, .. } = &happened.event.what else { return Ok(()) };
        if !knows(self.process, act) {
            state.attempts.push(format!("{} {by} {act}: not counted SomeVersions", happened.shown));
            return Ok(());
        }
        match self.tried(state, happened) {
            Ok((line, mut told)) => {
                let id = self.act_of(act);
                told.done.push((id, told.now));
                *told.uses.entry(line.key).or_insert(0) += 1;
                if let Some(number) = line.obligation {
                    told.owed[number] = Owed::Done;
                    let party = line.parties[0].0;
                    let at = told.now;
                    self.stops_acting(&mut told, party, at);
                }
                *state = told;
                if state.position == Position::NotOpen {
                    state.opened = Some((state.now, happened.shown.clone()));
                }
                self.follow(state, &format!("{} act {by} {act}", happened.shown), line.target)
            }
            Err(why) => {
                state.attempts.push(format!("{} {by} {act}: {why}", happened.shown));
                Ok(())
            }
        }
    }

    fn act_of(&self, name: &str) -> ActId {
        let position = self.process.acts.iter().position(|act| act.name == name).expect("an act of the process");
        ActId(u16::try_from(position).expect("few acts"))
    }

    /// The line by which an act counts, and the case with what the act tells.
    fn tried(&self, state: &State<'a>, happened: &Happened<'a>) -> Result<(Line<'a>, State<'a>), Why> {
        let WhatHappened::Act { by, act, .. } = &happened.event.what else { return Err(String::new()) };
        let act = self.act_of(act);
        let told = self.told(state, happened);
        let lines = self.lines(state, &told, act, happened)?;
        let mut whys: Vec<Why> = Vec::new();
        for line in lines {
            if !line.parties.iter().any(|party| self.process.parties[usize::from(party.0)] == *by) {
                whys.push("barred WrongParty".to_owned());
                continue;
            }
            match line.obligation.map(|number| state.owed[number]) {
                Some(Owed::Done) => whys.push("not counted Done".to_owned()),
                Some(Owed::Late(end)) => whys.push(format!("too late, ended {}", self.zone.deadline(end))),
                Some(Owed::Open) | None => match self.passes(state, &told, &line, happened) {
                    Ok(()) => return Ok((line, told)),
                    Err(why) => whys.push(why),
                },
            }
        }
        // What stops it first is told.
        if let Some(why) = whys.into_iter().next() {
            return Err(why);
        }
        // No line speaks of it here.
        let late = state
            .lapsed
            .iter()
            .rev()
            .find(|(party, acts, _)| acts.contains(&act) && self.process.parties[usize::from(*party)] == *by);
        let stage = match state.position {
            Position::NotOpen => {
                let name = &self.process.acts[usize::from(act.0)].name;
                let mut versions = self.model.processes.iter().filter(|other| other.name == self.process.name);
                let is_shared = versions.all(|version| knows(version, name));
                return Err(format!("not counted {}", if is_shared { "NotOpen" } else { "SomeVersions" }));
            }
            Position::Outcome(_) => None,
            Position::Stage(stage) => Some(&self.process.stages[stage]),
        };
        if act == self.process.opening.act && stage.is_some() && late.is_none() {
            return Err("not counted AlreadyOpen".to_owned());
        }
        match (late, stage) {
            (Some((.., end)), _) => Err(format!("too late, ended {}", self.zone.deadline(*end))),
            (None, Some(_)) => Err("not counted NotHere".to_owned()),
            (None, None) => Err("not counted Ended".to_owned()),
        }
    }

    /// The lines that speak of an act where the case stands.
    fn lines(
        &self,
        state: &State<'a>,
        told: &State<'a>,
        act: ActId,
        happened: &Happened<'a>,
    ) -> Result<Vec<Line<'a>>, Why> {
        let mut lines = Vec::new();
        match state.position {
            Position::NotOpen => {
                let opening = &self.process.opening;
                if act != opening.act {
                    return Ok(lines);
                }
                let WhatHappened::Act { by, .. } = &happened.event.what else { return Ok(lines) };
                let valid = self.process.valid;
                let day = self.zone.day_number(happened.at);
                if valid.on == VersionDay::Open && !(valid.from..=valid.to).contains(&day) {
                    return Err(ELSEWHERE.to_owned());
                }
                if !opening.parties.iter().any(|party| self.process.parties[usize::from(party.0)] == *by) {
                    return Err("barred WrongParty".to_owned());
                }
                let is_meant = |reasons: &[ReasonId]| {
                    reasons.is_empty() || told.reason.is_some_and(|reason| reasons.contains(&reason))
                };
                for (number, window) in opening.windows.iter().enumerate() {
                    if is_meant(&window.reasons) {
                        lines.push(Line {
                            key: format!("window {number}"),
                            parties: opening.parties.clone(),
                            gate: &window.gate,
                            target: &opening.target,
                            obligation: None,
                        });
                    }
                }
                // Of several windows for a reason, the condition tells which one it is.
                if lines.len() > 1 {
                    lines.retain(|line| self.allows(told, line.gate.when.as_ref()));
                    if lines.is_empty() {
                        return Err("barred Guard".to_owned());
                    }
                }
            }
            Position::Stage(id) => {
                let stage = &self.process.stages[id];
                for (number, obligation) in stage.obligations.iter().enumerate() {
                    for (answer_number, answer) in obligation.answers.iter().enumerate() {
                        if answer.act == act {
                            lines.push(Line {
                                key: format!("{id} obligation {number} answer {answer_number}"),
                                parties: vec![obligation.party],
                                gate: &answer.gate,
                                target: &answer.target,
                                obligation: Some(number),
                            });
                        }
                    }
                }
                for (number, permission) in stage.permissions.iter().enumerate() {
                    if permission.act == act {
                        lines.push(Line {
                            key: format!("{id} permission {number}"),
                            parties: permission.parties.clone(),
                            gate: &permission.gate,
                            target: &permission.target,
                            obligation: None,
                        });
                    }
                }
            }
            Position::Outcome(_) => {}
        }
        Ok(lines)
    }

    /// Whether the gate of a line lets an act pass.
    fn passes(&self, state: &State<'_>, told: &State<'_>, line: &Line<'_>, happened: &Happened<'_>) -> Result<(), Why> {
        let gate = line.gate;
        let mut opens = None;
        if let Some(edge) = &gate.not_before {
            let Some(begins) = self.opens(state, edge) else { return Err("too early".to_owned()) };
            opens = opens.max(Some(begins));
        }
        if let Some(edge) = &gate.within {
            let Some(from) = self.begun(state, edge) else { return Err("too early".to_owned()) };
            opens = opens.max(Some(from));
        }
        if let Some(opens) = opens.filter(|opens| *opens > happened.at) {
            return Err(format!("too early, opens {}", self.zone.clock(opens)));
        }
        let mut ended: Option<super::End> = None;
        for edge in [&gate.within, &gate.until].into_iter().flatten() {
            if let Ending::At(end) = self.edge(state, edge, &[])
                && self.zone.too_late(end) <= happened.at
                && ended.is_none_or(|other| self.zone.too_late(end) < self.zone.too_late(other))
            {
                ended = Some(end);
            }
        }
        if let Some(end) = ended {
            return Err(format!("too late, ended {}", self.zone.deadline(end)));
        }
        if let Some(most) = gate.times
            && state.uses.get(&line.key).copied().unwrap_or(0) >= most
        {
            return Err(format!("barred UsedUp({most})"));
        }
        let WhatHappened::Act { evidence, .. } = &happened.event.what else { return Ok(()) };
        let is_shown =
            |kind: &tarifa_engine::program::EvidenceId| evidence.contains(&self.process.evidence[usize::from(kind.0)]);
        if let Some(wanted) = gate.evidence.iter().find(|any| !any.iter().any(is_shown)) {
            return Err(format!("barred Evidence({})", one_of(wanted.iter().copied())));
        }
        if !self.allows(told, gate.when.as_ref()) {
            return Err("barred Guard".to_owned());
        }
        Ok(())
    }

    /// The case with what an act tells.
    fn told(&self, state: &State<'a>, happened: &Happened<'a>) -> State<'a> {
        let mut told = state.clone();
        let WhatHappened::Act { act, reason, evidence, received, arguments, .. } = &happened.event.what else {
            return told;
        };
        let rule = &self.process.acts[usize::from(self.act_of(act).0)];
        for argument in &rule.arguments {
            match argument {
                Argument::Reason => {
                    if let Some(reason) = reason.as_ref().and_then(|name| self.reason(name)) {
                        told.reason = Some(reason);
                    }
                }
                Argument::Received => {
                    if received.is_some() {
                        told.received.clone_from(received);
                    }
                }
                Argument::Fact(fact) => {
                    let name = &self.model.facts[usize::from(fact.0)].name;
                    if let Some(given) = arguments.get(name) {
                        told.order.facts.insert(name.clone(), given.clone());
                    }
                }
                Argument::Amount(amount) => {
                    let name = &self.process.amounts[usize::from(amount.0)];
                    if let Some(Given::Money(Money { amount: given, .. })) = arguments.get(name) {
                        told.amounts.insert(amount.0, fraction(*given));
                    }
                }
            }
        }
        let kinds = (0_u16..).zip(&self.process.evidence).filter(|(_, kind)| evidence.contains(kind));
        told.shown.extend(kinds.map(|(number, _)| tarifa_engine::program::EvidenceId(number)));
        told
    }
}
