//! The words of a picture: what must be done by when, and under which conditions.

use tarifa::program::{
    ActId, Clock, ClockUnit, Edge, Gate, Guard, PartyId, Process, Program, Stage, Target, Timer, Window,
};

use super::conditions::guard_words;
use super::money;

/// How many letters a condition may have before it is only said that there is one.
const LONGEST: usize = 120;

/// The process that is drawn, and the program that it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) program: &'a Program,
    pub(super) process: &'a Process,
}

/// A party's name.
pub(super) fn party(process: &Process, party: PartyId) -> String {
    process.parties.get(usize::from(party.0)).cloned().unwrap_or_default()
}

/// An act's name.
pub(super) fn act(process: &Process, act: ActId) -> String {
    process.acts.get(usize::from(act.0)).map(|act| act.name.clone()).unwrap_or_default()
}

/// What a stage asks for and allows: its clocks, and what does not lead on.
pub(super) fn stage(of: Of<'_>, stage: &Stage) -> Vec<String> {
    let process = of.process;
    let mut lines = Vec::new();
    for obligation in &stage.obligations {
        let by = obligation
            .within
            .as_ref()
            .map_or_else(|| ", no deadline".to_owned(), |edge| format!(" within {}", edge_words(process, edge)));
        lines.push(format!("{} must {}{by}", party(process, obligation.party), obligation.name));
        for answer in &obligation.answers {
            if let Some(then) = stays(&answer.target) {
                lines.push(format!("{}{}: {then}", act(process, answer.act), gate(of, &answer.gate)));
            }
        }
    }
    for permission in &stage.permissions {
        let who: Vec<String> = permission.parties.iter().map(|who| party(process, *who)).collect();
        let then = match stays(&permission.target) {
            None => continue,
            Some(then) if permission.target == Target::KeepWaiting => then.replace("keep waiting", ""),
            Some(then) => format!(": {then}"),
        };
        let may = format!("{} may {}", who.join(", "), act(process, permission.act));
        lines.push(format!("{may}{}{then}", gate(of, &permission.gate)));
    }
    for line in &stage.timers {
        if let Some(then) = stays(&line.target) {
            lines.push(format!("{}: {then}", timer(of, line)));
        }
    }
    lines.extend(money::lines(of, &stage.payments));
    if let Some(freight) = &stage.return_freight {
        let mut who: Vec<String> = freight.payers.iter().map(|(_, payer)| party(process, *payer)).collect();
        who.dedup();
        lines.push(format!("return freight paid by {}", who.join(" or ")));
    }
    lines
}

/// What happens where a case stays where it is.
fn stays(target: &Target) -> Option<String> {
    match target {
        Target::Stage(..) | Target::Outcome(..) | Target::Again => None,
        Target::KeepWaiting => Some("keep waiting".to_owned()),
        Target::Extend { obligation, count, unit } => {
            Some(format!("{obligation} has {count} {} more", unit_words(*unit)))
        }
    }
}

fn unit_words(unit: ClockUnit) -> &'static str {
    match unit {
        ClockUnit::Minutes => "minutes",
        ClockUnit::Hours => "hours",
        ClockUnit::Days => "days",
        ClockUnit::Weeks => "weeks",
        ClockUnit::Months => "months",
        ClockUnit::Years => "years",
        ClockUnit::BusinessDays(_) => "business days",
    }
}

/// The same of several clocks of which one counts.
fn edge_words(process: &Process, edge: &Edge) -> String {
    match edge {
        Edge::One(clock) => clock_words(process, clock),
        Edge::Of(..) => edge.text().into_owned(),
    }
}

/// The clock as it was written, and for whom it stands still.
fn clock_words(process: &Process, clock: &Clock) -> String {
    match clock.paused_while {
        Some(who) if !clock.text.contains("paused") => {
            format!("{}, paused while {} is to act", clock.text, party(process, who))
        }
        Some(_) | None => clock.text.clone(),
    }
}

/// `buyer opens for damaged, within 15 days after delivered, with photo or video`.
pub(super) fn opening(of: Of<'_>, window: &Window) -> String {
    let process = of.process;
    let who: Vec<String> = process.opening.parties.iter().map(|who| party(process, *who)).collect();
    let names = |reason: &tarifa::program::ReasonId| process.reasons.get(usize::from(reason.0)).cloned();
    let reasons: Vec<String> = window.reasons.iter().filter_map(names).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" for {}", reasons.join(", ")) };
    format!("{}: open{reasons}{}", who.join(", "), gate(of, &window.gate))
}

/// What must hold for an act to count, each part behind a comma.
pub(super) fn gate(of: Of<'_>, gate: &Gate) -> String {
    let process = of.process;
    let mut text = String::new();
    let edges = [("not before", &gate.not_before), ("within", &gate.within), ("until", &gate.until)];
    for (word, edge) in edges {
        if let Some(edge) = edge {
            text.push_str(&format!(", {word} {}", edge_words(process, edge)));
        }
    }
    for one_of in &gate.evidence {
        let names: Vec<&str> = one_of
            .iter()
            .filter_map(|evidence| process.evidence.get(usize::from(evidence.0)).map(String::as_str))
            .collect();
        text.push_str(&format!(", with {}", names.join(" or ")));
    }
    if let Some(times) = gate.times {
        text.push_str(&format!(", up to {times} {}", if times == 1 { "time" } else { "times" }));
    }
    text + &when(of, gate.when.as_ref())
}

/// A guard behind a comma; nothing where there is none.
pub(super) fn when(of: Of<'_>, guard: Option<&Guard>) -> String {
    guard.map(|guard| format!(", {}", condition(of, guard))).unwrap_or_default()
}

/// `when reason is damaged`; a condition that takes many words is not told again.
fn condition(of: Of<'_>, guard: &Guard) -> String {
    match guard_words(of, guard) {
        Some(words) if words.chars().count() <= LONGEST => format!("when {words}"),
        Some(_) | None => "on a condition".to_owned(),
    }
}

/// `7 days after open`, or `when chargeback has happened`.
pub(super) fn timer(of: Of<'_>, timer: &Timer) -> String {
    match (&timer.after, &timer.when) {
        (Some(clock), guard) => format!("{}{}", clock_words(of.process, clock), when(of, guard.as_ref())),
        (None, Some(guard)) => condition(of, guard),
        (None, None) => String::new(),
    }
}
