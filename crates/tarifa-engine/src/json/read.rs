//! From JSON to a [`Shipment`], with every mistake told.

use std::collections::BTreeMap;

use crate::currency::{Currency, Money};
use crate::date::{Date, Moment};
use crate::decimal;
use crate::exact::Exact;
use crate::prepare::{InputError, InputErrors, InputProblem, nearest};
use crate::program::{Fact, FactKind, FactPer, Program};
use crate::shipment::{Given, GivenRate, Item, Parcel, PlaceInput, Provided, Shipment};
use crate::unit::{Dimension, Quantity};

use super::MAX_DOCUMENT;
use super::value::Json;

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

/// Reads a shipment for `program`.
pub(super) fn shipment(program: &Program, document: &str) -> Result<Shipment, InputErrors> {
    let mut reader = Reader { program, problems: Vec::new() };
    let shipment = reader.document(document);
    if reader.problems.is_empty() { Ok(shipment) } else { Err(InputErrors(reader.problems)) }
}

struct Reader<'p> {
    program: &'p Program,
    problems: Vec<InputError>,
}

/// The fields of an object, to be taken one by one; what is left over is unknown.
struct Fields {
    path: String,
    entries: Vec<(String, Json)>,
}

impl Fields {
    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value under `key`, and its path; `null` is as good as nothing.
    fn take(&mut self, key: &str) -> Option<(String, Json)> {
        let position = self.entries.iter().position(|(own, _)| own == key)?;
        let (_, value) = self.entries.remove(position);
        (value != Json::Null).then(|| (self.path_of(key), value))
    }
}

impl Reader<'_> {
    fn document(&mut self, document: &str) -> Shipment {
        if document.len() > MAX_DOCUMENT {
            let instead = "send fewer items, or several shipments";
            let problem =
                InputProblem::TooMany { what: "bytes of JSON", found: document.len(), most: MAX_DOCUMENT, instead };
            self.problem("", problem);
            return Shipment::default();
        }
        match serde_json::from_str::<Json>(document) {
            Ok(json) => self.shipment(json),
            Err(error) => {
                self.problem("", InputProblem::NotJson { error: error.to_string() });
                Shipment::default()
            }
        }
    }

    fn shipment(&mut self, json: Json) -> Shipment {
        let Some(mut fields) = self.object(String::new(), json, "a shipment") else { return Shipment::default() };
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

    fn item(&mut self, path: String, json: Json) -> Option<Item> {
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

    fn parcel(&mut self, path: String, json: Json) -> Option<Parcel> {
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
    fn provided(&mut self, fields: &mut Fields) -> Vec<Provided> {
        let list = |reader: &mut Self, path, json| reader.list(path, json, Self::provided_document);
        self.optional(fields, "provided", list).unwrap_or_default()
    }

    fn provided_document(&mut self, path: String, json: Json) -> Option<Provided> {
        if let Json::Text(document) = json {
            return Some(Provided { document, issued: None, valid_to: None });
        }
        let mut fields = self.object(path.clone(), json, "a document, or its name")?;
        let document = self.optional(&mut fields, "document", Self::text);
        let issued = self.optional(&mut fields, "issued", Self::day);
        let valid_to = self.optional(&mut fields, "valid_to", Self::day);
        self.nothing_left(fields, &["document", "issued", "valid_to"], FactPer::Item);
        let Some(document) = document else {
            let expected = "`document`: the name of something that the rule set can require".to_owned();
            self.problem(&path, InputProblem::WrongKind { expected, found: "an object without it".to_owned() });
            return None;
        };
        Some(Provided { document, issued, valid_to })
    }

    /// The three sides; all of them or none.
    fn sides(&mut self, fields: &mut Fields) -> Option<[Quantity; 3]> {
        let length = self.optional(fields, "length", Self::length);
        let width = self.optional(fields, "width", Self::length);
        let height = self.optional(fields, "height", Self::length);
        match (length, width, height) {
            (Some(length), Some(width), Some(height)) => Some([length, width, height]),
            (None, None, None) => None,
            (length, width, height) => {
                let given = [("length", length), ("width", width), ("height", height)];
                let absent = given.iter().filter(|(_, side)| side.is_none()).map(|(key, _)| *key);
                let absent = absent.collect::<Vec<_>>().join("` and `");
                let path = fields.path.clone();
                self.problem(&path, InputProblem::MissingSide { absent });
                None
            }
        }
    }

    /// The declared facts among the fields.
    fn facts(&mut self, fields: &mut Fields, per: FactPer) -> BTreeMap<String, Given> {
        let mut given = BTreeMap::new();
        let program = self.program;
        for fact in program.facts.iter().filter(|fact| fact.per == per) {
            if let Some((path, json)) = fields.take(&fact.name)
                && let Some(value) = self.given(path, json, fact)
            {
                given.insert(fact.name.clone(), value);
            }
        }
        given
    }

    fn given(&mut self, path: String, json: Json, fact: &Fact) -> Option<Given> {
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
    fn rates(&mut self, path: String, json: Json) -> Option<Vec<GivenRate>> {
        let fields = self.object(path, json, "`rates`")?;
        let mut rates = Vec::new();
        for (pair, rate) in fields.entries.iter().cloned() {
            let path = fields.path_of(&pair);
            let rate = self.number(path.clone(), rate);
            let (from, to) = pair.split_once('/').unwrap_or((&pair, ""));
            match (from.parse::<Currency>(), to.parse::<Currency>()) {
                (Ok(from), Ok(to)) => rates.extend(rate.map(|rate| GivenRate { from, to, rate })),
                (Err(error), _) | (_, Err(error)) => {
                    let wanted = "both currencies, such as \"USD/CNY\": \"7.1240\" for 1 USD = 7.1240 CNY";
                    self.malformed(&path, &error, wanted);
                }
            }
        }
        Some(rates)
    }

    fn place(&mut self, path: String, json: Json) -> Option<PlaceInput> {
        match json {
            Json::Text(text) => Some(place_from_text(&text)),
            Json::Object(_) => {
                let mut fields = self.object(path.clone(), json, "a place")?;
                let country = self.optional(&mut fields, "country", Self::text);
                let subdivision = self.optional(&mut fields, "subdivision", Self::text);
                let postcode = self.optional(&mut fields, "postcode", Self::text);
                self.nothing_left(fields, &["country", "subdivision", "postcode"], FactPer::Item);
                if country.is_none() && subdivision.is_none() {
                    self.problem(&path, InputProblem::NoCountry);
                    return None;
                }
                let of_subdivision = subdivision.as_deref().and_then(|code| code.split('-').next()).map(str::to_owned);
                Some(PlaceInput { country: country.or(of_subdivision)?, subdivision, postcode })
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(
                    &path,
                    &json,
                    "a place such as \"DE\" or {\"country\": \"DE\", \"postcode\": \"10115\"}",
                );
                None
            }
        }
    }

    fn weight(&mut self, path: String, json: Json) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Weight, "a weight with its unit, such as \"1.2 kg\"")
    }

    fn length(&mut self, path: String, json: Json) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Length, "a length with its unit, such as \"20 cm\"")
    }

    fn volume(&mut self, path: String, json: Json) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Volume, "a volume with its unit, such as \"30 ml\"")
    }

    fn quantity(&mut self, path: String, json: Json, dimension: Dimension, wanted: &str) -> Option<Quantity> {
        let parsed = match &json {
            Json::Text(text) => text.parse::<Quantity>(),
            Json::Object(_) => {
                let (value, unit) = self.pair(path.clone(), json, ["value", "unit"], wanted)?;
                Quantity::from_parts(&value, &unit)
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(&path, &json, wanted);
                return None;
            }
        };
        match parsed {
            Ok(quantity) if quantity.dimension() == dimension => Some(quantity),
            Ok(quantity) => {
                let found = format!("the {} `{quantity}`", quantity.dimension().word());
                self.problem(&path, InputProblem::WrongKind { expected: wanted.to_owned(), found });
                None
            }
            Err(error) => {
                self.malformed(&path, &error, wanted);
                None
            }
        }
    }

    fn money(&mut self, path: String, json: Json) -> Option<Money> {
        let wanted = "money with its currency, such as \"80.00 USD\"";
        let parsed = match &json {
            Json::Text(text) => text.parse::<Money>(),
            Json::Object(_) => {
                let (amount, currency) = self.pair(path.clone(), json, ["amount", "currency"], wanted)?;
                Money::from_parts(&amount, &currency)
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(&path, &json, wanted);
                return None;
            }
        };
        parsed.map_err(|error| self.malformed(&path, &error, wanted)).ok()
    }

    fn moment(&mut self, path: String, json: Json) -> Option<Moment> {
        let wanted = "a date or a moment, such as \"2026-03-02\" or \"2026-03-02T14:30:00+08:00\"";
        let text = self.text_of(&path, json, wanted)?;
        let parsed = text.parse::<Moment>();
        parsed.map_err(|error| self.malformed(&path, &error, wanted)).ok()
    }

    fn day(&mut self, path: String, json: Json) -> Option<Date> {
        let wanted = "a day, such as \"2026-03-02\"";
        let text = self.text_of(&path, json, wanted)?;
        let parsed = text.parse::<Date>();
        parsed.map_err(|error| self.malformed(&path, &error, wanted)).ok()
    }

    fn number(&mut self, path: String, json: Json) -> Option<Exact> {
        if let Json::Whole(value) = json {
            return Exact::from_wide_integer(value).ok();
        }
        let wanted = "the number as a text, such as \"7.1240\", so that no digit is lost on the way";
        let text = self.text_of(&path, json, wanted)?;
        let parsed = decimal::from_str_exact(&text);
        parsed.map_err(|error| self.malformed(&path, &error, wanted)).ok()
    }

    /// A number with the unit that the policy gives it, such as `"15 Wh"`.
    fn labelled(&mut self, path: String, json: Json, unit: &str) -> Option<(Exact, String)> {
        let wanted = format!("a number with its unit, such as \"15 {unit}\"");
        let (number, own) = match json {
            Json::Text(text) => {
                let text = text.trim();
                let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
                let (number, own) = text.split_at(split);
                (number.trim().to_owned(), own.trim().to_owned())
            }
            Json::Object(_) => self.pair(path.clone(), json, ["value", "unit"], &wanted)?,
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(&path, &json, &wanted);
                return None;
            }
        };
        match decimal::from_str_exact(&number) {
            Ok(number) => Some((number, own)),
            Err(error) => {
                self.malformed(&path, &error, &wanted);
                None
            }
        }
    }

    fn yes_no(&mut self, path: String, json: Json) -> Option<bool> {
        match &json {
            Json::YesNo(value) => Some(*value),
            Json::Text(text) if text == "yes" => Some(true),
            Json::Text(text) if text == "no" => Some(false),
            Json::Null | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.wrong_kind(&path, &json, "true or false");
                None
            }
        }
    }

    fn count(&mut self, path: String, json: Json) -> Option<u64> {
        let count = match &json {
            Json::Whole(value) => u64::try_from(*value).ok(),
            Json::Text(text) => text.parse().ok(),
            Json::Null | Json::YesNo(_) | Json::Broken | Json::List(_) | Json::Object(_) => None,
        };
        if count.is_none() {
            self.wrong_kind(&path, &json, "a whole number of pieces, such as 2");
        }
        count
    }

    fn text(&mut self, path: String, json: Json) -> Option<String> {
        self.text_of(&path, json, "a text")
    }

    fn text_of(&mut self, path: &str, json: Json, wanted: &str) -> Option<String> {
        match json {
            Json::Text(text) => Some(text),
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) | Json::Object(_) => {
                self.wrong_kind(path, &json, wanted);
                None
            }
        }
    }

    fn list<T>(
        &mut self,
        path: String,
        json: Json,
        mut element: impl FnMut(&mut Self, String, Json) -> Option<T>,
    ) -> Option<Vec<T>> {
        match json {
            Json::List(list) => {
                let read = |(index, json)| element(self, format!("{path}[{index}]"), json);
                Some(list.into_iter().enumerate().filter_map(read).collect())
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::Object(_) => {
                self.wrong_kind(&path, &json, "a list");
                None
            }
        }
    }

    /// The two texts of an object such as `{"value": "1.2", "unit": "kg"}`.
    fn pair(&mut self, path: String, json: Json, keys: [&str; 2], wanted: &str) -> Option<(String, String)> {
        let mut fields = self.object(path.clone(), json, wanted)?;
        let [first, second] = keys.map(|key| self.optional(&mut fields, key, Self::text));
        self.nothing_left(fields, &keys, FactPer::Item);
        if first.is_none() || second.is_none() {
            let found = "an object without them".to_owned();
            let expected = format!("`{}`: {wanted}", keys.join("` and `"));
            self.problem(&path, InputProblem::WrongKind { expected, found });
        }
        Some((first?, second?))
    }

    fn object(&mut self, path: String, json: Json, what: &str) -> Option<Fields> {
        match json {
            Json::Object(entries) => {
                for (index, (key, _)) in entries.iter().enumerate() {
                    if entries.iter().take(index).any(|(earlier, _)| earlier == key) {
                        let key = key.clone();
                        self.problem(&path, InputProblem::KeyTwice { key });
                    }
                }
                Some(Fields { path, entries })
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) => {
                self.wrong_kind(&path, &json, &format!("an object: {what}"));
                None
            }
        }
    }

    fn optional<T>(
        &mut self,
        fields: &mut Fields,
        key: &str,
        read: impl FnOnce(&mut Self, String, Json) -> Option<T>,
    ) -> Option<T> {
        let (path, json) = fields.take(key)?;
        read(self, path, json)
    }

    /// Reports every key that nothing took, with a near one that is known.
    fn nothing_left(&mut self, fields: Fields, keys: &[&str], per: FactPer) {
        let program = self.program;
        let facts = program.facts.iter().filter(|fact| fact.per == per).map(|fact| fact.name.as_str());
        let mut known: Vec<&str> = keys.to_vec();
        if keys == SHIPMENT_KEYS || keys == ITEM_KEYS {
            known.extend(facts);
        }
        for (key, value) in &fields.entries {
            if value == &Json::Null && known.contains(&key.as_str()) {
                continue;
            }
            let path = fields.path_of(key);
            let near = nearest(key, known.iter().copied());
            self.problem(&path, InputProblem::UnknownKey { key: key.clone(), near, known: known.join(", ") });
        }
    }

    fn wrong_kind(&mut self, path: &str, json: &Json, wanted: &str) {
        let found = json.kind().to_owned();
        self.problem(path, InputProblem::WrongKind { expected: wanted.to_owned(), found });
    }

    fn malformed(&mut self, path: &str, error: &dyn std::fmt::Display, wanted: &str) {
        self.problem(path, InputProblem::Malformed { why: error.to_string(), wanted: wanted.to_owned() });
    }

    fn problem(&mut self, path: &str, problem: InputProblem) {
        self.problems.push(InputError { path: path.to_owned(), problem });
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
