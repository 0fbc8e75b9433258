//! JSON Schemas: of the shipments and cases that one rule set takes, and of every answer.

use serde_json::{Map, Value, json};

use crate::case::MAX_EVENTS;
use crate::prepare::MAX_TEXT;
use crate::program::{Fact, FactKind, FactPer, Process, Program};

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a shipment for `program`: exactly its keys, with units and allowed words.
pub fn shipment_schema(program: &Program) -> Value {
    json!({
        "$schema": DIALECT,
        "title": format!("A shipment for {}", program.title),
        "type": "object",
        "properties": shipment(program),
        "additionalProperties": false,
        "$defs": definitions(program),
    })
}

/// The schema of a case for `program`: its order is a shipment, its events speak of the program's processes.
pub fn case_schema(program: &Program) -> Value {
    let named = |names: &dyn Fn(&Process) -> Vec<String>| {
        let mut all: Vec<String> = program.processes.iter().flat_map(names).collect();
        all.sort_unstable();
        all.dedup();
        json!({ "enum": all })
    };
    let reasons = named(&|process| process.reasons.clone());
    let mut act = Map::new();
    facts(program, FactPer::Shipment, &mut act);
    for amount in program.processes.iter().flat_map(|process| &process.amounts) {
        act.insert(amount.clone(), reference("money"));
    }
    for (key, schema) in [
        ("at", reference("date")),
        ("by", named(&|process| process.parties.clone())),
        ("act", named(&|process| process.acts.iter().map(|act| act.name.clone()).collect())),
        ("reason", reasons.clone()),
        ("evidence", json!({ "type": "array", "items": named(&|process| process.evidence.clone()) })),
        ("received", json!({ "type": "array", "items": { "type": "integer", "minimum": 0 } })),
    ] {
        act.insert(key.to_owned(), schema);
    }
    json!({
        "$schema": DIALECT,
        "title": format!("A case for {}", program.title),
        "type": "object",
        "properties": {
            "id": { "type": "string", "maxLength": MAX_TEXT, "description": "the host's own name of the case" },
            "process": named(&|process| vec![process.name.clone()]),
            "order": { "type": "object", "properties": shipment(program), "additionalProperties": false },
            "paid": { "anyOf": [
                reference("money"),
                {
                    "type": "object",
                    "properties": {
                        "total": reference("money"), "goods": reference("money"), "freight": reference("money"),
                    },
                    "additionalProperties": false,
                },
            ] },
            "refunded_before": reference("money"),
            "reason": reasons,
            "events": { "type": "array", "maxItems": MAX_EVENTS, "items": { "oneOf": [
                {
                    "type": "object",
                    "properties": {
                        "at": reference("date"),
                        "event": named(&|process| process.events.clone()),
                        "parcel": { "type": "integer", "minimum": 1 },
                    },
                    "required": ["at", "event"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": act,
                    "required": ["at", "by", "act"],
                    "additionalProperties": false,
                },
            ] } },
        },
        "additionalProperties": false,
        "$defs": definitions(program),
    })
}

/// The keys of a shipment.
fn shipment(program: &Program) -> Map<String, Value> {
    let mut shipment = Map::new();
    for (key, schema) in [
        ("origin", reference("place")),
        ("destination", reference("place")),
        ("service", json!({ "enum": program.services.iter().map(|service| &service.name).collect::<Vec<_>>() })),
        ("weight", reference("weight")),
        ("length", reference("length")),
        ("width", reference("length")),
        ("height", reference("length")),
        ("declared_value", reference("money")),
        ("ship_date", reference("date")),
        ("items", json!({ "type": "array", "items": reference("item") })),
        ("parcels", json!({ "type": "array", "items": reference("parcel"), "minItems": 1 })),
        ("order_items", json!({ "type": "array", "items": reference("item") })),
        ("provided", json!({ "type": "array", "items": reference("provided") })),
        ("rates", json!({ "type": "object", "additionalProperties": reference("number") })),
    ] {
        shipment.insert(key.to_owned(), schema);
    }
    facts(program, FactPer::Shipment, &mut shipment);
    shipment
}

/// The schema of every answer, as text.
#[must_use]
pub const fn answer_schema() -> &'static str {
    include_str!("answer.schema.json")
}

/// The schema of every answer to a case, as text.
#[must_use]
pub const fn case_answer_schema() -> &'static str {
    include_str!("case-answer.schema.json")
}

fn definitions(program: &Program) -> Value {
    let mut item = Map::new();
    for (key, schema) in [
        ("category", json!({ "type": "string" })),
        ("quantity", json!({ "type": "integer", "minimum": 1 })),
        ("weight", reference("weight")),
        ("unit_value", reference("money")),
        ("hs", json!({ "type": "string" })),
        ("provided", json!({ "type": "array", "items": reference("provided") })),
    ] {
        item.insert(key.to_owned(), schema);
    }
    facts(program, FactPer::Item, &mut item);
    json!({
        "place": { "oneOf": [
            { "type": "string", "description": "`DE`, `US-AK` or `DE(10115)`" },
            {
                "type": "object",
                "properties": {
                    "country": { "type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1" },
                    "subdivision": { "type": "string", "description": "ISO 3166-2, such as `US-AK`" },
                    "postcode": { "type": "string" },
                },
                "additionalProperties": false,
            },
        ] },
        "weight": quantity("weight", "1.2 kg", "mg|g|kg|t|lb|oz"),
        "length": quantity("length", "20 cm", "mm|cm|m|inch|ft"),
        "volume": quantity("volume", "30 ml", "ml|l|cm3|m3|inch3|ft3"),
        "money": { "oneOf": [
            { "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)? [A-Z]{3}$", "description": "`80.00 USD`" },
            {
                "type": "object",
                "properties": { "amount": { "type": "string" }, "currency": { "type": "string" } },
                "required": ["amount", "currency"],
                "additionalProperties": false,
            },
        ] },
        "date": { "type": "string", "description": "`2026-03-02`, `2026-03-02 14:30` or RFC 3339" },
        "number": { "type": ["string", "integer"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$" },
        "item": { "type": "object", "properties": item, "additionalProperties": false },
        "parcel": {
            "type": "object",
            "properties": {
                "weight": reference("weight"),
                "length": reference("length"),
                "width": reference("length"),
                "height": reference("length"),
                "items": { "type": "array", "items": reference("item") },
            },
            "additionalProperties": false,
        },
        "provided": provided(program),
    })
}

/// Something at hand: its name, or its name and its days.
fn provided(program: &Program) -> Value {
    let names: Vec<&String> = program.documents.iter().map(|document| &document.name).collect();
    json!({ "oneOf": [
        { "enum": names },
        {
            "type": "object",
            "properties": {
                "document": { "enum": names },
                "issued": { "type": "string", "description": "the day of its issue, `2025-03-01`" },
                "valid_to": { "type": "string", "description": "its last valid day, `2026-12-31`" },
            },
            "required": ["document"],
            "additionalProperties": false,
        },
    ] })
}

/// A number with a unit, as one text or as an object.
fn quantity(title: &str, example: &str, units: &str) -> Value {
    json!({ "title": title, "oneOf": [
        { "type": "string", "pattern": format!(r"^[0-9]+(\.[0-9]+)? ?({units})$"), "examples": [example] },
        {
            "type": "object",
            "properties": {
                "value": { "type": "string" },
                "unit": { "enum": units.split('|').collect::<Vec<_>>() },
            },
            "required": ["value", "unit"],
            "additionalProperties": false,
        },
    ] })
}

fn facts(program: &Program, per: FactPer, properties: &mut Map<String, Value>) {
    for fact in program.facts.iter().filter(|fact| fact.per == per) {
        properties.insert(fact.name.clone(), fact_schema(fact));
    }
}

fn fact_schema(fact: &Fact) -> Value {
    let mut schema = match &fact.kind {
        FactKind::YesNo => json!({ "enum": [true, false, "yes", "no"] }),
        FactKind::Number { unit: None } => reference("number"),
        FactKind::Number { unit: Some(unit) } => json!({ "oneOf": [
            { "type": "string", "examples": [format!("15 {unit}")] },
            {
                "type": "object",
                "properties": { "value": { "type": "string" }, "unit": { "const": unit } },
                "required": ["value", "unit"],
                "additionalProperties": false,
            },
        ] }),
        FactKind::Money => reference("money"),
        FactKind::Weight => reference("weight"),
        FactKind::Length => reference("length"),
        FactKind::Volume => reference("volume"),
        FactKind::Date => reference("date"),
        FactKind::Text => json!({ "type": "string" }),
        FactKind::Place => reference("place"),
        FactKind::OneOf(words) => json!({ "enum": words }),
        FactKind::AnyOf(words) => json!({ "type": "array", "items": { "enum": words }, "uniqueItems": true }),
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(fact.title));
    }
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}
