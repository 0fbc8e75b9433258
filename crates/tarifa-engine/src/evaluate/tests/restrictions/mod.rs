//! What may be shipped: verdicts of restrictions, on programs built by hand.

mod documents;
mod limits;
mod questions;
mod same_item;
mod separate;
mod verdicts;

use super::super::{Reason, Runtime, Unmet};
use super::check;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Given, Item, Provided, Shipment};

/// The categories of every policy here.
pub(super) const PHONE: u32 = 0;
pub(super) const POWER_BANK: u32 = 1;
pub(super) const PERFUME: u32 = 2;
pub(super) const CREAM: u32 = 3;
/// The facts of every policy here.
pub(super) const BATTERY: FactId = FactId(0);
pub(super) const NET_VOLUME: FactId = FactId(1);
pub(super) const ABV: FactId = FactId(2);

/// A free service, four categories, and facts of items.
pub(super) fn policy() -> Policy {
    let batteries = ["none", "in_device", "loose"].map(str::to_owned).to_vec();
    Policy::new()
        .block("freight", single(vec![flat("1")]))
        .category("phone", &[], &["851713"])
        .category("power_bank", &[], &["8507"])
        .category("perfume", &[], &["3303"])
        .category("cream", &[], &["3304"])
        .fact("battery", FactPer::Item, FactKind::OneOf(batteries), None)
        .fact("net_volume", FactPer::Item, FactKind::Volume, None)
        .fact("abv", FactPer::Item, FactKind::Number { unit: Some("%".to_owned()) }, None)
        .document("cpnp")
        .document("msds")
}

/// The price of everything that may be shipped.
pub(super) const AVAILABLE: &str = "available 1 = freight 1";
pub(super) const CPNP: DocumentId = DocumentId(0);
pub(super) const MSDS: DocumentId = DocumentId(1);

pub(super) fn is(category: u32) -> Condition {
    Condition::Category(Bits::from_members([category]))
}

pub(super) fn loose() -> Condition {
    Condition::OneOf(BATTERY, Bits::from_members([2]))
}

pub(super) fn both(first: Condition, second: Condition) -> Condition {
    Condition::All(vec![first, second])
}

pub(super) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(super) fn require(documents: &[DocumentId], join: Join) -> RestrictionRule {
    RestrictionRule::Require(Requirement { documents: documents.to_vec(), join, validity: None })
}

/// One part of a limit.
pub(super) fn limit(amount: Expression, interval: Interval, within: Within) -> RestrictionRule {
    let test = is_in(amount, interval);
    RestrictionRule::Limit(vec![LimitPart { test, within, text: "part".to_owned(), at: At(0) }])
}

pub(super) fn fact(fact: FactId) -> Expression {
    Expression::Fact(FactRef::Declared(fact))
}

pub(super) fn total(amount: Expression) -> Expression {
    Expression::TotalOfItems(Box::new(amount))
}

/// Some pieces of a category with a fact.
pub(super) fn item(quantity: u64, category: &str, facts: &[(&str, Given)]) -> Item {
    let facts = facts.iter().map(|(name, given)| ((*name).to_owned(), given.clone())).collect();
    Item { facts, ..pieces(quantity, category) }
}

pub(super) fn word(text: &str) -> Given {
    Given::Text(text.to_owned())
}

pub(super) fn ml(text: &str) -> Given {
    Given::Quantity(format!("{text} ml").parse().unwrap())
}

pub(super) fn of(items: Vec<Item>) -> Shipment {
    Shipment { items: Some(items), ..shipment() }
}

pub(super) fn provided(document: &str) -> Provided {
    Provided { document: document.to_owned(), issued: None, valid_to: None }
}

/// What a restriction says, in a few words.
pub(super) fn reason(runtime: &Runtime, reason: &Reason) -> String {
    let name = |id: RestrictionId| runtime.program().restrictions[id.0 as usize].name.clone();
    let of = |what: &str, number: Option<u32>| number.map_or_else(String::new, |number| format!(" {what} {number}"));
    match reason {
        Reason::Forbidden { restriction, item } => format!("{}{}", name(*restriction), of("item", *item)),
        Reason::OverLimit { restriction, part, item, parcel, value } => format!(
            "{} part {part}{}{}{}",
            name(*restriction),
            of("item", *item),
            of("parcel", parcel.map(u32::from)),
            value.map_or_else(String::new, |value| format!(" at {value}")),
        ),
        Reason::NotSeparate { restriction, first, second, parcel } => {
            format!("{} items {first} and {second}{}", name(*restriction), of("parcel", parcel.map(u32::from)))
        }
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Limit { .. }
        | Reason::Refused { .. }
        | Reason::Refer { .. } => format!("{reason:?}"),
    }
}

/// What is lacking, in a few words.
pub(super) fn unmet(runtime: &Runtime, unmet: &Unmet) -> String {
    let name = &runtime.program().restrictions[unmet.restriction.0 as usize].name;
    let document = |id: DocumentId| runtime.program().documents[usize::from(id.0)].name.clone();
    let documents: Vec<String> =
        unmet.documents.iter().map(|(id, lack)| format!("{} {lack:?}", document(*id))).collect();
    let item = unmet.item.map_or_else(String::new, |item| format!(" item {item}"));
    format!("{name}{item}: {}", documents.join(" + "))
}
