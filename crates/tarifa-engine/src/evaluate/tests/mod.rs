//! What the evaluator answers, on programs built by hand.

mod compact;
mod lines;
mod money;
mod parcels;
mod restrictions;
mod served;
mod unknown;
mod weight;

use crate::answer::Verdict;
use crate::fixture::Policy;
use crate::program::{LineId, ServiceId};
use crate::shipment::Shipment;

use super::{Missing, Quote, Reason, Runtime};

/// Quotes by the first service and compares the answer in words.
#[track_caller]
fn check(policy: Policy, shipment: Shipment, expected: &str) {
    let runtime = Runtime::new(policy.build());
    let prepared = runtime.prepare(&shipment).unwrap();
    let general = Runtime::without_compact_forms(runtime.program().clone());
    assert_eq!(
        runtime.quote(ServiceId(0), &prepared),
        general.quote(ServiceId(0), &prepared),
        "the compact forms (left) and the general forms (right)"
    );
    let found = match runtime.quote(ServiceId(0), &prepared) {
        Ok(quote) => words(&runtime, &quote),
        Err(fault) => format!("fault: {fault}"),
    };
    assert_eq!(found, expected);
}

/// An answer in a line: `available 19 = freight 12 + fuel 7`.
fn words(runtime: &Runtime, quote: &Quote) -> String {
    let program = runtime.program();
    let name = |line: LineId| program.lines[usize::from(line.0)].name.clone();
    match quote.verdict {
        Verdict::Available | Verdict::Conditional => {
            let lines: Vec<String> =
                quote.lines.iter().map(|line| format!("{} {}", name(line.line), line.amount)).collect();
            let price = format!("available {} = {}", quote.total.unwrap(), lines.join(" + "));
            let unmet: Vec<String> =
                quote.requirements.iter().map(|unmet| restrictions::unmet(runtime, unmet)).collect();
            if quote.verdict == Verdict::Conditional { format!("requires {}", unmet.join(", ")) } else { price }
        }
        Verdict::Needs => {
            let needs: Vec<String> = quote.needs.iter().map(|need| missing(runtime, need.missing)).collect();
            format!("needs {}", needs.join(", "))
        }
        Verdict::NotServed => format!("not served: {}", reasons(runtime, quote)),
        Verdict::Refused => format!("refused: {}", reasons(runtime, quote)),
        Verdict::Refer => format!("refer: {}", reasons(runtime, quote)),
    }
}

fn reasons(runtime: &Runtime, quote: &Quote) -> String {
    let block = |id: crate::program::BlockId| runtime.program().blocks[id.0 as usize].name.clone();
    let reason = |reason: &Reason| match reason {
        Reason::Forbidden { .. } | Reason::OverLimit { .. } | Reason::NotSeparate { .. } => {
            restrictions::reason(runtime, reason)
        }
        Reason::TariffDates => "tariff dates".to_owned(),
        Reason::ServiceDates => "service dates".to_owned(),
        Reason::Origin => "origin".to_owned(),
        Reason::Destination => "destination".to_owned(),
        Reason::Limit { limit, parcel, value: Some(value) } => format!("limit {limit} at {value} of parcel {parcel}"),
        Reason::Limit { limit, parcel, value: None } => format!("limit {limit} of parcel {parcel}"),
        Reason::Refused { block: id, row } | Reason::Refer { block: id, row } => format!("{} row {row}", block(*id)),
    };
    quote.reasons.iter().map(reason).collect::<Vec<_>>().join(", ")
}

fn missing(runtime: &Runtime, missing: Missing) -> String {
    use crate::program::FactRef;
    let fact = |id: crate::program::FactId| runtime.program().facts[usize::from(id.0)].name.clone();
    match missing {
        Missing::Fact(id) => fact(id),
        Missing::Item(position, FactRef::Declared(id)) => format!("{} of item {position}", fact(id)),
        Missing::Rate(from, to) => format!("rate {from}/{to}"),
        other @ (Missing::Country(_)
        | Missing::Subdivision(_)
        | Missing::Postcode(_)
        | Missing::Weight(_)
        | Missing::Sides(_)
        | Missing::DeclaredValue
        | Missing::Date(_)
        | Missing::Time(_)
        | Missing::Items
        | Missing::Issued(..)
        | Missing::Contents
        | Missing::Item(..)) => format!("{other:?}"),
    }
}
