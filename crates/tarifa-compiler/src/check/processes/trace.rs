//! A case as an `example` that can be pasted into the rule set.

use tarifa_engine::case::{Case, CaseEvent, Position, WhatHappened};
use tarifa_engine::case_answer::AttemptVerdict;
use tarifa_engine::program::{Process, Program};
use tarifa_engine::shipment::Shipment;

use crate::witness;

use super::explore::Told;
use super::graph::name_of;

/// The example of a case and where it stands; nothing where it stands nowhere.
pub(super) fn example(program: &Program, process: &Process, told: &Told) -> Option<String> {
    let name = name_of(process, told.position);
    let moment = told.moment()?;
    // What was tried last, where it did not count.
    let tried = told.standing.attempts.last();
    let tried = tried.filter(|_| told.case.events.last().is_some_and(|event| event.at == moment));
    let tried = tried.map(|tried| match tried.verdict {
        AttemptVerdict::TooEarly => "too early",
        AttemptVerdict::TooLate => "too late",
        AttemptVerdict::Barred => "barred",
        AttemptVerdict::NotCounted => "not counted",
    });
    let expected = match (told.position, tried) {
        (Position::NotOpen, None) => return None,
        (position, _) => standing(process, position),
    };
    let words: String =
        tried.into_iter().chain(told.words.iter().map(String::as_str)).map(|word| format!(", {word}")).collect();
    let later = told.later().map(|(later, position)| format!("\n  at {later}: expect {}", standing(process, position)));
    let later = later.unwrap_or_default();
    let comes = if name.is_empty() { "is not opened".to_owned() } else { format!("comes to {name}") };
    let mut text = format!("example \"{} {comes}\" {{\n", process.name);
    let order = Shipment { facts: std::collections::BTreeMap::new(), ..told.case.order.clone() };
    if order != Shipment::default() {
        text.push_str(&witness::shipped(program, &order));
        text.push('\n');
    }
    text.push_str(&head(program, process, &told.case));
    text.push_str(" {\n");
    for event in &told.case.events {
        text.push_str(&line(program, event));
    }
    text.push_str(&format!("  }}\n  at {moment}: expect {expected}{words}{later}\n}}"));
    Some(text)
}

/// Where a case stands, in the words of `expect`.
fn standing(process: &Process, position: Position) -> String {
    let name = name_of(process, position);
    match position {
        Position::NotOpen => "not opened".to_owned(),
        Position::Stage(_) => format!("stage {name}"),
        Position::Outcome(_) => format!("outcome {name}"),
    }
}

fn head(program: &Program, process: &Process, case: &Case) -> String {
    let mut text = format!("  case {}", process.name);
    if let Some(total) = case.paid.total {
        text.push_str(&format!(", paid {total}"));
    }
    if let (Some(goods), Some(freight)) = (case.paid.goods, case.paid.freight) {
        text.push_str(&format!(" (goods {goods}, freight {freight})"));
    }
    for (name, given) in &case.order.facts {
        text.push_str(&format!(", {}", witness::fact(program, name, given)));
    }
    text
}

/// `2026-03-12 10:00 buyer open (reason damaged) with photo`.
fn line(program: &Program, event: &CaseEvent) -> String {
    let at = event.at;
    match &event.what {
        WhatHappened::Event { event, parcel: None } => format!("    {at} {event}\n"),
        WhatHappened::Event { event, parcel: Some(parcel) } => format!("    {at} {event} of parcel {parcel}\n"),
        WhatHappened::Act { by, act, reason, evidence, received, arguments } => {
            let mut told: Vec<String> = reason.iter().map(|reason| format!("reason {reason}")).collect();
            told.extend(arguments.iter().map(|(name, given)| witness::fact(program, name, given)));
            let pieces = received.iter().flatten().zip(1_u64..);
            told.extend(pieces.map(|(pieces, item)| format!("received {pieces} of {item}")));
            let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
            let shown = if evidence.is_empty() { String::new() } else { format!(" with {}", evidence.join(", ")) };
            format!("    {at} {by} {act}{told}{shown}\n")
        }
    }
}
