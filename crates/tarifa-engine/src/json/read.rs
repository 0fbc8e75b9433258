//! From JSON to a [`Shipment`], with every mistake told.

pub(super) mod case;
mod path;
mod shape;
mod values;

use std::collections::BTreeMap;

use crate::currency::Currency;
use crate::evaluate::Runtime;
use crate::prepare::{InputError, InputErrors, InputProblem};
use crate::program::{Fact, FactKind, FactPer, Program};
use crate::shipment::{Given, GivenRate, Item, Parcel, PlaceInput, Provided, Shipment};
use crate::unit::Quantity;

use super::MAX_DOCUMENT;
use super::value::Json;
use path::Path;
use shape::Fields;

/// The keys of a shipment beside the declared facts.
const SHIPMENT_KEYS: &[&str] = &[
    "origin",
    "destination",
    "service",
    "weight",
    "length",
    "width",
    "height",
    "declared_value",
    "ship_date",
    "items",
    "parcels",
    "order_items",
    "provided",
    "rates",
];
/// The keys of an item beside the declared item facts.
const ITEM_KEYS: &[&str] = &["category", "quantity", "weight", "unit_value", "hs", "provided"];
/// The keys of a parcel.
const PARCEL_KEYS: &[&str] = &["weight", "length", "width", "height", "items"];

/// Reads a shipment for the program of `runtime`.
///
/// Where the document's form is wrong, what could be read of it is judged all the same, so that one run tells all.
pub(super) fn shipment(runtime: &Runtime, document: &str) -> Result<Shipment, InputErrors> {
    let mut reader = Reader { program: runtime.program(), amounts: &[], problems: Vec::new() };
    let shipment = reader.document(document);
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(shipment);
    }
    let judged = runtime.prepare(&shipment).err().map(|errors| errors.0).unwrap_or_default();
    let of_form = problems.len();
    for error in judged {
        let is_told = problems.iter().take(of_form).any(|told| told.path == error.path);
        if !is_told {
            problems.push(error);
        }
    }
    Err(InputErrors(problems))
}

struct Reader<'p> {
    program: &'p Program,
    /// The amounts of money that acts bring along, by the names of all processes.
    amounts: &'p [String],
    problems: Vec<InputError>,
}

impl Reader<'_> {
    fn document(&mut self, document: &str) -> Shipment {
        if document.len() > MAX_DOCUMENT {
            let instead = "send fewer items, or several shipments";
            let problem =
                InputProblem::TooMany { what: "bytes of JSON", found: document.len(), most: MAX_DOCUMENT, instead };
            self.problem(&Path::Whole, problem);
            return Shipment::default();
        }
        match serde_json::from_str::<Json<'_>>(document) {
            Ok(json) => self.shipment(json),
            Err(error) => {
                self.problem(
                    &Path::Whole,
                    InputProblem::NotJson {
                        expected: "a shipment is one object, such as {\"weight\": \"1.2 kg\"}",
                        error: error.to_string(),
                    },
                );
                Shipment::default()
            }
        }
    }

    fn shipment(&mut self, json: Json<'_>) -> Shipment {
        self.shipment_at(&Path::Whole, json)
    }

    fn shipment_at(&mut self, path: &Path<'_>, json: Json<'_>) -> Shipment {
        let Some(mut fields) = self.object(path, json, "a shipment") else { return Shipment::default() };
        let shipment = Shipment {
            origin: self.optional(&mut fields, "origin", Self::place),
            destination: self.optional(&mut fields, "destination", Self::place),
            service: self.optional(&mut fields, "service", Self::text),
            weight: self.optional(&mut fields, "weight", Self::weight),
            sides: self.sides(&mut fields),
            declared_value: self.optional(&mut fields, "declared_value", Self::money),
            ship_date: self.optional(&mut fields, "ship_date", Self::moment),
            items: self.optional(&mut fields, "items", |reader, path, json| reader.list(path, json, Self::item)),
            parcels: self.optional(&mut fields, "parcels", |reader, path, json| reader.list(path, json, Self::parcel)),
            order_items: self
                .optional(&mut fields, "order_items", |reader, path, json| reader.list(path, json, Self::item)),
            provided: self.provided(&mut fields),
            facts: self.facts(&mut fields, FactPer::Shipment),
            rates: self.optional(&mut fields, "rates", Self::rates).unwrap_or_default(),
        };
        self.nothing_left(fields, SHIPMENT_KEYS, FactPer::Shipment);
        shipment
    }

    fn item(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Item> {
        let mut fields = self.object(path, json, "an item")?;
        let item = Item {
            category: self.optional(&mut fields, "category", Self::text),
            quantity: self.optional(&mut fields, "quantity", Self::count),
            weight: self.optional(&mut fields, "weight", Self::weight),
            unit_value: self.optional(&mut fields, "unit_value", Self::money),
            hs: self.optional(&mut fields, "hs", Self::text),
            facts: self.facts(&mut fields, FactPer::Item),
            provided: self.provided(&mut fields),
        };
        self.nothing_left(fields, ITEM_KEYS, FactPer::Item);
        Some(item)
    }

    fn parcel(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Parcel> {
        let mut fields = self.object(path, json, "a parcel")?;
        let parcel = Parcel {
            weight: self.optional(&mut fields, "weight", Self::weight),
            sides: self.sides(&mut fields),
            items: self.optional(&mut fields, "items", |reader, path, json| reader.list(path, json, Self::item)),
        };
        self.nothing_left(fields, PARCEL_KEYS, FactPer::Item);
        Some(parcel)
    }

    /// `["cpnp", {"document": "un38_3", "issued": "2025-03-01", "valid_to": "2026-12-31"}]`: what is at hand.
    fn provided(&mut self, fields: &mut Fields<'_, '_>) -> Vec<Provided> {
        let given =
            self.optional(fields, "provided", |reader, path, json| reader.list(path, json, Self::provided_document));
        given.unwrap_or_default()
    }

    fn provided_document(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Provided> {
        if let Json::Text(document) = json {
            let document = document.into_owned();
            return Some(Provided { document, issued: None, valid_to: None });
        }
        let mut fields = self.object(path, json, "a document, or its name")?;
        let document = self.optional(&mut fields, "document", Self::text);
        let issued = self.optional(&mut fields, "issued", Self::day);
        let valid_to = self.optional(&mut fields, "valid_to", Self::day);
        self.nothing_left(fields, &["document", "issued", "valid_to"], FactPer::Item);
        let Some(document) = document else {
            let expected = "`document`: the name of something that the rule set can require".to_owned();
            self.problem(path, InputProblem::WrongKind { expected, found: "an object without it".to_owned() });
            return None;
        };
        Some(Provided { document, issued, valid_to })
    }

    /// The three sides; all of them or none.
    fn sides(&mut self, fields: &mut Fields<'_, '_>) -> Option<[Quantity; 3]> {
        const SIDES: [&str; 3] = ["length", "width", "height"];
        let (given, absent): (Vec<&str>, Vec<&str>) = SIDES.into_iter().partition(|key| fields.has(key));
        // All are read, so that all mistakes are told.
        let [length, width, height] = SIDES.map(|key| self.optional(fields, key, Self::length));
        if !given.is_empty() && !absent.is_empty() {
            self.problem(fields.path, InputProblem::MissingSide { absent: absent.join("` and `") });
        }
        Some([length?, width?, height?])
    }

    /// The declared facts among the fields.
    fn facts(&mut self, fields: &mut Fields<'_, '_>, per: FactPer) -> BTreeMap<String, Given> {
        let mut given = BTreeMap::new();
        let program = self.program;
        for fact in program.facts.iter().filter(|fact| fact.per == per) {
            if fields.entries.is_empty() {
                break;
            }
            if let Some(json) = fields.take(&fact.name)
                && let Some(value) = self.given(&Path::Key(fields.path, &fact.name), json, fact)
            {
                given.insert(fact.name.clone(), value);
            }
        }
        given
    }

    fn given(&mut self, path: &Path<'_>, json: Json<'_>, fact: &Fact) -> Option<Given> {
        Some(match &fact.kind {
            FactKind::YesNo => Given::YesNo(self.yes_no(path, json)?),
            FactKind::Number { unit: None } => Given::Number(self.number(path, json)?),
            FactKind::Number { unit: Some(unit) } => {
                let (number, unit) = self.labelled(path, json, unit)?;
                Given::Labelled(number, unit)
            }
            FactKind::Money => Given::Money(self.money(path, json)?),
            FactKind::Weight => Given::Quantity(self.weight(path, json)?),
            FactKind::Length => Given::Quantity(self.length(path, json)?),
            FactKind::Volume => Given::Quantity(self.volume(path, json)?),
            FactKind::Date => Given::Date(self.moment(path, json)?),
            FactKind::Text | FactKind::OneOf(_) => Given::Text(self.text(path, json)?),
            FactKind::AnyOf(_) => Given::Words(self.list(path, json, Self::text)?),
            FactKind::Place => Given::Place(self.place(path, json)?),
        })
    }

    /// `{"USD/CNY": "7.1240"}`: one unit of the first is this much of the second.
    fn rates(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Vec<GivenRate>> {
        let fields = self.object(path, json, "`rates`")?;
        let mut rates = Vec::new();
        for (pair, rate) in fields.entries.iter().cloned() {
            let path = &Path::Key(fields.path, &pair);
            let rate = self.number(path, rate);
            let (from, to) = pair.split_once('/').unwrap_or((&pair, ""));
            match (from.parse::<Currency>(), to.parse::<Currency>()) {
                (Ok(from), Ok(to)) => rates.extend(rate.map(|rate| GivenRate { from, to, rate })),
                (Err(error), _) | (_, Err(error)) => {
                    let wanted = "both currencies, such as \"USD/CNY\": \"7.1240\" for 1 USD = 7.1240 CNY";
                    self.malformed(path, &error, wanted);
                }
            }
        }
        Some(rates)
    }

    fn place(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<PlaceInput> {
        match json {
            Json::Text(text) => Some(place_from_text(&text)),
            Json::Object(_) => {
                let mut fields = self.object(path, json, "a place")?;
                let country = self.optional(&mut fields, "country", Self::text);
                let subdivision = self.optional(&mut fields, "subdivision", Self::text);
                let postcode = self.optional(&mut fields, "postcode", Self::text);
                self.nothing_left(fields, &["country", "subdivision", "postcode"], FactPer::Item);
                if country.is_none() && subdivision.is_none() {
                    self.problem(path, InputProblem::NoCountry);
                    return None;
                }
                let of_subdivision = subdivision.as_deref().and_then(|code| code.split('-').next()).map(str::to_owned);
                Some(PlaceInput { country: country.or(of_subdivision)?, subdivision, postcode })
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(
                    path,
                    &json,
                    "a place such as \"DE\" or {\"country\": \"DE\", \"postcode\": \"10115\"}",
                );
                None
            }
        }
    }
}

/// `DE`, `US-AK` or `DE(10115)`, as the language writes them.
fn place_from_text(text: &str) -> PlaceInput {
    let text = text.trim();
    let (code, postcode) = match text.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        Some((code, postcode)) => (code.trim(), Some(postcode.trim().to_owned())),
        None => (text, None),
    };
    let country = code.split('-').next().unwrap_or(code).to_owned();
    let subdivision = code.contains('-').then(|| code.to_owned());
    PlaceInput { country, subdivision, postcode }
}
