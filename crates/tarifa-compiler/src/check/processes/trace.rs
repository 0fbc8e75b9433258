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
    let expected = match told.position {
        Position::NotOpen => return None,
        Position::Stage(_) => format!("stage {name}"),
        Position::Outcome(_) => format!("outcome {name}"),
    };
    let moment = told.moment()?;
    let barred = told.standing.attempts.last().is_some_and(|last| {
        last.verdict == AttemptVerdict::Barred && told.case.events.last().is_some_and(|event| event.at == moment)
    });
    let barred = if barred { ", barred" } else { "" };
    let still = told.later().map(|later| format!("\n  at {later}: expect {expected}")).unwrap_or_default();
    let mut text = format!("example \"{} comes to {name}\" {{\n", process.name);
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
    text.push_str(&format!("  }}\n  at {moment}: expect {expected}{barred}{still}\n}}"));
    Some(text)
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
