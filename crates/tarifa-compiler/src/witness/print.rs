//! A shipment as an `example` that can be pasted into the rule set.

use std::fmt::Write as _;

use tarifa_engine::program::{Fact, FactKind, Program};
use tarifa_engine::shipment::{Given, Item, PlaceInput, Shipment};
use tarifa_engine::unit::Quantity;

/// The example called `title`, which expects `expected`.
pub(crate) fn example(program: &Program, title: &str, shipment: &Shipment, expected: &str) -> String {
    let mut text = format!("example \"{}\" {{\n  ship", title.replace('"', "'"));
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
        let items: String = items.iter().map(|item| format!("{}, ", self::item(program, item))).collect();
        put(
            &mut text,
            &format!(" {{ {}}}", items.strip_suffix(", ").map(|items| format!("{items} ")).unwrap_or_default()),
        );
    }
    for parcel in shipment.parcels.iter().flatten() {
        let details = [parcel.weight.map(|weight| quantity(&weight)), parcel.sides.as_ref().map(sides)];
        let details: Vec<String> = details.into_iter().flatten().collect();
        put(&mut text, &format!("\n  parcel {}", details.join(", ")));
    }
    let facts: Vec<String> = shipment.facts.iter().map(|(name, given)| fact(program, name, given)).collect();
    if !facts.is_empty() {
        put(&mut text, &format!("\n  with {}", facts.join(", ")));
    }
    put(&mut text, &format!("\n  expect {expected}\n}}"));
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

fn item(program: &Program, item: &Item) -> String {
    let category = item.category.as_deref().unwrap_or("goods");
    let mut facts: Vec<String> = item.facts.iter().map(|(name, given)| fact(program, name, given)).collect();
    facts.extend(item.weight.map(|weight| format!("weight {}", quantity(&weight))));
    facts.extend(item.unit_value.map(|value| format!("unit_value {value}")));
    facts.extend(item.hs.as_ref().map(|code| format!("hs \"{code}\"")));
    let pieces = item.quantity.unwrap_or(1);
    if facts.is_empty() {
        format!("{pieces} {category}")
    } else {
        format!("{pieces} {category} ({})", facts.join(", "))
    }
}

fn fact(program: &Program, name: &str, given: &Given) -> String {
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
