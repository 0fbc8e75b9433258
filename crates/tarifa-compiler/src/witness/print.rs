//! A shipment as an `example` that can be pasted into the rule set.

use std::fmt::Write as _;

use tarifa_engine::program::{Fact, FactKind, Program};
use tarifa_engine::shipment::{Given, Item, PlaceInput, Provided, Shipment};
use tarifa_engine::unit::Quantity;

/// The example called `title`, which expects `expected`.
pub(crate) fn example(program: &Program, title: &str, shipment: &Shipment, expected: &str) -> String {
    format!("example \"{}\" {{\n{}\n  expect {expected}\n}}", title.replace('"', "'"), shipped(program, shipment))
}

/// The lines of an example that tell of a shipment.
pub(crate) fn shipped(program: &Program, shipment: &Shipment) -> String {
    let mut text = "  ship".to_owned();
    if let Some(service) = &shipment.service {
        put(&mut text, &format!(" via {service}"));
    }
    for (word, place) in [("from", &shipment.origin), ("to", &shipment.destination)] {
        if let Some(place) = place {
            put(&mut text, &format!(" {word} {}", self::place(place)));
        }
    }
    if let Some(moment) = &shipment.ship_date {
        put(&mut text, &format!(" on {moment}"));
    }
    let details = [
        shipment.weight.map(|weight| quantity(&weight)),
        shipment.sides.as_ref().map(sides),
        shipment.declared_value.map(|money| format!("worth {money}")),
    ];
    let details: Vec<String> = details.into_iter().flatten().collect();
    if !details.is_empty() {
        put(&mut text, &format!(", {}", details.join(", ")));
    }
    if let Some(items) = &shipment.items {
        put(&mut text, &format!(" {}", self::items(program, items)));
    }
    for parcel in shipment.parcels.iter().flatten() {
        let details = [parcel.weight.map(|weight| quantity(&weight)), parcel.sides.as_ref().map(sides)];
        let details: Vec<String> = details.into_iter().flatten().collect();
        put(&mut text, &format!("\n  parcel {}", details.join(", ")));
        if let Some(items) = &parcel.items {
            put(&mut text, &format!(" {}", self::items(program, items)));
        }
    }
    if let Some(items) = &shipment.order_items {
        put(&mut text, &format!("\n  order items {}", self::items(program, items)));
    }
    let mut facts: Vec<String> = shipment.facts.iter().map(|(name, given)| fact(program, name, given)).collect();
    facts.extend(shipment.provided.iter().map(provided));
    facts.extend(shipment.rates.iter().map(|rate| format!("1 {} = {} {}", rate.from, rate.rate, rate.to)));
    if !facts.is_empty() {
        put(&mut text, &format!("\n  with {}", facts.join(", ")));
    }
    text
}

fn put(text: &mut String, part: &str) {
    // Writing to a string cannot fail.
    let _ = text.write_str(part);
}

fn place(place: &PlaceInput) -> String {
    let code = place.subdivision.as_ref().unwrap_or(&place.country);
    match &place.postcode {
        Some(postcode) => format!("{code}({postcode})"),
        None => code.clone(),
    }
}

fn quantity(quantity: &Quantity) -> String {
    quantity.to_string()
}

fn sides(sides: &[Quantity; 3]) -> String {
    let [length, width, height] = sides;
    if length.unit == width.unit && width.unit == height.unit {
        format!("{} x {} x {}", length.value, width.value, height)
    } else {
        format!("{length} x {width} x {height}")
    }
}

/// What stands in braces.
fn items(program: &Program, items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| self::item(program, item)).collect();
    if items.is_empty() { "{ }".to_owned() } else { format!("{{ {} }}", items.join(", ")) }
}

/// A document at hand.
fn provided(provided: &Provided) -> String {
    let days = [("issued", provided.issued), ("valid to", provided.valid_to)];
    let days = days.into_iter().filter_map(|(word, day)| day.map(|day| format!("{word} {day}")));
    let days: Vec<String> = days.collect();
    let document = &provided.document;
    if days.is_empty() { format!("provided {document}") } else { format!("provided {document} ({})", days.join(", ")) }
}

fn item(program: &Program, item: &Item) -> String {
    let without_category = if item.quantity.is_some_and(|pieces| pieces > 1) { "items" } else { "item" };
    let category = item.category.as_deref().unwrap_or(without_category);
    let mut facts: Vec<String> = item.facts.iter().map(|(name, given)| fact(program, name, given)).collect();
    facts.extend(item.weight.map(|weight| format!("weight {}", quantity(&weight))));
    facts.extend(item.unit_value.map(|value| format!("unit_value {value}")));
    facts.extend(item.hs.as_ref().map(|code| format!("hs \"{code}\"")));
    facts.extend(item.provided.iter().map(provided));
    let pieces = item.quantity.unwrap_or(1);
    if facts.is_empty() {
        format!("{pieces} {category}")
    } else {
        format!("{pieces} {category} ({})", facts.join(", "))
    }
}

/// `tier gold`: what a host tells of a fact.
pub(crate) fn fact(program: &Program, name: &str, given: &Given) -> String {
    let kind = program.facts.iter().find(|fact: &&Fact| fact.name == name).map(|fact| &fact.kind);
    let value = match given {
        Given::YesNo(true) => "yes".to_owned(),
        Given::YesNo(false) => "no".to_owned(),
        Given::Number(number) => number.to_string(),
        Given::Quantity(value) => quantity(value),
        Given::Labelled(number, unit) => format!("{number} {unit}"),
        Given::Money(money) => money.to_string(),
        Given::Text(text) if matches!(kind, Some(FactKind::OneOf(_))) => text.clone(),
        Given::Text(text) => format!("\"{}\"", text.replace('"', "'")),
        Given::Words(words) => format!("({})", words.join(", ")),
        Given::Date(moment) => moment.to_string(),
        Given::Place(place) => self::place(place),
    };
    format!("{name} {value}")
}
