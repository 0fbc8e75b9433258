//! The nearest changes that would make a shipment shippable, as lines that a person acts on and as data for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use tarifa::Tariff;
use tarifa::answer::{Answer, Verdict};
use tarifa::change::{Change, Suggestion};
use tarifa::shipment::Shipment;
use tarifa_diagnostics::render::safe;

use crate::screen::answer::document;

/// The most changes that are told of a service.
const SHOWN: usize = 6;

/// For each service that does not take a shipment, the changes after which it would.
pub(super) type Changes = BTreeMap<String, Vec<Told>>;

/// A change, in words and in parts.
#[derive(Serialize)]
pub(super) struct Told {
    /// What to do.
    pub(super) text: String,
    /// What the service then says.
    verdict: Verdict,
    #[serde(flatten)]
    what: What,
}

/// What to change; items count from 1.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum What {
    Provide { documents: Vec<Provide> },
    Service { service: String },
    ShipOn { date: String },
    Quantity { item: usize, from: u64, to: u64 },
    Split { parcels: Vec<Vec<Piece>> },
    Divide { count: u16, weight: String },
    LeaveOut { item: usize },
}

/// A document to provide, for an item or for the shipment.
#[derive(Serialize)]
struct Provide {
    document: String,
    item: Option<usize>,
}

/// What of an item goes into a parcel.
#[derive(Serialize)]
struct Piece {
    item: usize,
    quantity: u64,
}

/// For each service that does not take `shipment`, what would have to change.
pub(super) fn nearest(tariff: &Tariff, shipment: &Shipment, answer: &Answer) -> Changes {
    let refused = |verdict: Verdict| match verdict {
        Verdict::NotServed | Verdict::Refused => true,
        Verdict::Needs | Verdict::Refer | Verdict::Conditional | Verdict::Available => false,
    };
    let of_service = |service: &str| {
        let found = tariff.nearest_changes(shipment, service);
        let told = |suggestion: &Suggestion| Told {
            text: line(tariff, shipment, suggestion),
            verdict: suggestion.verdict,
            what: parts(&suggestion.change),
        };
        found.iter().take(SHOWN).map(told).collect::<Vec<_>>()
    };
    let options = answer.options.iter().filter(|option| refused(option.verdict));
    options.map(|option| (option.service.clone(), of_service(&option.service))).collect()
}

fn parts(change: &Change) -> What {
    let from_one = |position: usize| position.saturating_add(1);
    match change {
        Change::Provide(documents) => {
            let provide =
                |(name, item): &(String, Option<usize>)| Provide { document: name.clone(), item: item.map(from_one) };
            What::Provide { documents: documents.iter().map(provide).collect() }
        }
        Change::Service(service) => What::Service { service: service.clone() },
        Change::ShipOn(day) => What::ShipOn { date: day.to_string() },
        Change::Quantity { item, from, to } => What::Quantity { item: from_one(*item), from: *from, to: *to },
        Change::Split(parcels) => {
            let piece = |(item, quantity): &(usize, u64)| Piece { item: from_one(*item), quantity: *quantity };
            let parcels = parcels.iter().map(|parcel| parcel.iter().map(piece).collect());
            What::Split { parcels: parcels.collect() }
        }
        Change::Divide { parcels, weight } => What::Divide { count: *parcels, weight: weight.to_string() },
        Change::LeaveOut(item) => What::LeaveOut { item: from_one(*item) },
    }
}

/// What to do, and what the service then says where that is not simply yes.
fn line(tariff: &Tariff, shipment: &Shipment, suggestion: &Suggestion) -> String {
    let what = match &suggestion.change {
        Change::Provide(documents) => {
            let provide = |(name, item): &(String, Option<usize>)| {
                let declared = tariff.program().documents.iter().find(|document| document.name == *name);
                let title = declared.map_or_else(|| name.clone(), |declared| document(&declared.title, name));
                let whose = item.map(|item| format!(" for {}", item_called(shipment, item))).unwrap_or_default();
                format!("{title}{whose}")
            };
            format!("provide {}", documents.iter().map(provide).collect::<Vec<_>>().join(" and "))
        }
        Change::Service(service) => format!("send it by {service}"),
        Change::ShipOn(day) => format!("ship on {day}"),
        Change::Quantity { item, from, to } => {
            format!("send {to} of {} instead of {from}", item_called(shipment, *item))
        }
        Change::Split(parcels) => {
            let parcel = |items: &Vec<(usize, u64)>| {
                let piece = |(item, count): &(usize, u64)| format!("{count} of {}", item_called(shipment, *item));
                items.iter().map(piece).collect::<Vec<_>>().join(" and ")
            };
            let parcels: Vec<_> = parcels.iter().map(parcel).collect();
            format!("split it into {} parcels: {}", parcels.len(), parcels.join("; "))
        }
        Change::Divide { parcels, weight } => {
            format!("send it in {parcels} parcels of {} each", weight.at_a_glance())
        }
        Change::LeaveOut(item) => format!("leave out {}", item_called(shipment, *item)),
    };
    let then = match suggestion.verdict {
        Verdict::Conditional => ", and provide what is then asked for",
        Verdict::Available | Verdict::Refer | Verdict::Needs | Verdict::Refused | Verdict::NotServed => "",
    };
    safe(&format!("{what}{then}")).into_owned()
}

/// `item 2 (power_bank)`.
fn item_called(shipment: &Shipment, position: usize) -> String {
    let own = shipment.items.iter().flatten();
    let of_parcels = shipment.parcels.iter().flatten().flat_map(|parcel| parcel.items.iter().flatten());
    let item = own.chain(of_parcels).nth(position);
    let number = position.saturating_add(1);
    match item.and_then(|item| item.category.as_ref()) {
        Some(category) => format!("item {number} ({category})"),
        None => format!("item {number}"),
    }
}
