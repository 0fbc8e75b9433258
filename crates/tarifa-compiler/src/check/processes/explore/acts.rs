//! What can be done and what can happen: acts with each way of telling what they bring along, and the events that
//! windows count from.

use std::collections::BTreeMap;

use tarifa_engine::case::WhatHappened;
use tarifa_engine::program::{Anchor, Argument, FactKind, Gate, Guard, PartyId, Process, Program, StageId};
use tarifa_engine::shipment::Given;

use super::super::values::{amounts, values};

/// How many ways of telling one act's arguments are tried.
const TOLD: usize = 40;

/// Which amounts of money are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amounts {
    /// Also those at which a condition changes its answer.
    Every,
    /// Little, and more than what was paid.
    Few,
}

/// An act in each way of telling what it brings along.
pub(super) fn acts(
    program: &Program,
    process: &Process,
    parties: &[PartyId],
    act: u16,
    reason: Option<&str>,
    tried: Amounts,
) -> Vec<WhatHappened> {
    let Some((name, arguments)) = process.acts.get(usize::from(act)).map(|act| (act.name.clone(), &act.arguments))
    else {
        return Vec::new();
    };
    let Some(party) = parties.first().and_then(|party| process.parties.get(usize::from(party.0))) else {
        return Vec::new();
    };
    let mut ways: Vec<BTreeMap<String, Given>> = vec![BTreeMap::new()];
    let (mut told_reason, mut received) = (None, None);
    for argument in arguments {
        let (name, values) = match argument {
            Argument::Reason => {
                told_reason = reason.map(str::to_owned);
                continue;
            }
            Argument::Received => {
                received = Some(vec![1]);
                continue;
            }
            Argument::Fact(id) => {
                let Some(fact) = program.facts.get(usize::from(id.0)) else { continue };
                let mut values = values(program, process, *id, fact);
                if tried == Amounts::Few && fact.kind == FactKind::Money {
                    values.truncate(2);
                }
                (fact.name.clone(), values)
            }
            Argument::Amount(amount) => {
                let Some(name) = process.amounts.get(usize::from(amount.0)) else { continue };
                let all = amounts(program, process);
                let few = all.first().into_iter().chain(all.last()).copied().collect();
                let amounts = match tried {
                    Amounts::Every => all,
                    Amounts::Few => few,
                };
                (name.clone(), amounts.into_iter().map(Given::Money).collect())
            }
        };
        let mut more = Vec::new();
        for way in &ways {
            for value in &values {
                let mut way = way.clone();
                way.insert(name.clone(), value.clone());
                more.push(way);
            }
        }
        more.truncate(TOLD);
        ways = more;
    }
    let mut shown = vec![asked_for(process, act)];
    if reads_evidence(process) {
        shown.push(process.evidence.clone());
    }
    let happened = |evidence: &Vec<String>, arguments: &BTreeMap<String, Given>| WhatHappened::Act {
        by: party.clone(),
        act: name.clone(),
        reason: told_reason.clone(),
        evidence: evidence.clone(),
        received: received.clone(),
        arguments: arguments.clone(),
    };
    let each = |evidence| ways.iter().map(move |arguments| happened(evidence, arguments)).collect::<Vec<_>>();
    shown.iter().flat_map(each).collect()
}

/// The evidence that some rule asks for with an act, the first of each choice.
fn asked_for(process: &Process, act: u16) -> Vec<String> {
    let is_opening = process.opening.act.0 == act;
    let windows = process.opening.windows.iter().filter(|_| is_opening).map(|window| &window.gate);
    let stages = process.stages.iter().flat_map(|stage| {
        let answers = stage.obligations.iter().flat_map(|must| &must.answers);
        let answers = answers.filter(|answer| answer.act.0 == act).map(|answer| &answer.gate);
        let permissions = stage.permissions.iter().filter(|may| may.act.0 == act);
        answers.chain(permissions.map(|may| &may.gate))
    });
    let mut found: Vec<String> = Vec::new();
    for one_of in windows.chain(stages).flat_map(|gate| &gate.evidence) {
        let name = one_of.first().and_then(|evidence| process.evidence.get(usize::from(evidence.0)));
        found.extend(name.filter(|name| !found.contains(name)).cloned());
    }
    found
}

/// Whether some condition asks what was shown.
fn reads_evidence(process: &Process) -> bool {
    fn is_shown(guard: &Guard) -> bool {
        match guard {
            Guard::Shown(_) => true,
            Guard::Not(inner) => is_shown(inner),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().any(is_shown),
            Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Money { .. } => false,
        }
    }
    let mut found = false;
    process.visit_guards(&mut |guard| found |= is_shown(guard));
    found
}

/// Who may do what in a stage.
pub(super) fn acts_of(process: &Process, id: StageId) -> Vec<(Vec<PartyId>, u16)> {
    let Some(stage) = process.stages.get(usize::from(id.0)) else { return Vec::new() };
    let musts =
        stage.obligations.iter().flat_map(|must| must.answers.iter().map(|answer| (vec![must.party], answer.act.0)));
    let mays = stage.permissions.iter().map(|may| (may.parties.clone(), may.act.0));
    musts.chain(mays).collect()
}

/// The events that a window's clocks wait for, and those alone without which it does not open.
pub(super) fn anchors(gate: &Gate) -> Vec<Vec<u16>> {
    let (mut all, mut needed) = (Vec::new(), Vec::new());
    for clock in gate.clocks() {
        note_anchor(&clock.from, &mut all);
        clock.held_until.iter().for_each(|anchor| note_anchor(anchor, &mut all));
    }
    for clock in gate.beginnings() {
        note_anchor(&clock.from, &mut needed);
    }
    if needed == all { vec![all] } else { vec![all, needed] }
}

fn note_anchor(anchor: &Anchor, found: &mut Vec<u16>) {
    match anchor {
        Anchor::Event(event, _) if !found.contains(&event.0) => found.push(event.0),
        Anchor::Clock(clock) => note_anchor(&clock.from, found),
        Anchor::Event(..) | Anchor::Entry | Anchor::Open | Anchor::Act(..) | Anchor::Date(_) => {}
    }
}
