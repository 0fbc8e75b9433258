//! What a column of a table can be: a key of the shipment, with the kind of its value.

use serde_json::{Map, Value};
use tarifa::Tariff;
use tarifa::currency::Currency;
use tarifa::program::{FactKind, FactPer};

use crate::trouble::Trouble;

/// A key counts as near if it takes at most this many changed letters to reach it.
const NEAR: usize = 2;

/// How the words of a cell become a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Text, a quantity, money, a date: a string.
    Text,
    /// A count of pieces: an integer.
    Count,
    /// `yes` or `no`, `true` or `false`, `1` or `0`.
    YesNo,
    /// Words with `|` between them.
    Words,
    /// Documents at hand with `|` between them, each with the days that are known: `un38_3 issued 2026-01-05`.
    Documents,
}

/// A key of the shipment: `weight`, `destination.country`, `item.category`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The key as it is written in a mapping.
    pub(crate) path: String,
    /// How a cell becomes its value.
    pub(crate) kind: CellKind,
}

/// Every key that a rule set takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets(Vec<Target>);

/// The keys that every rule set takes.
const BUILT_IN: &[(&str, CellKind)] = &[
    ("origin", CellKind::Text),
    ("origin.subdivision", CellKind::Text),
    ("origin.postcode", CellKind::Text),
    ("destination", CellKind::Text),
    ("destination.subdivision", CellKind::Text),
    ("destination.postcode", CellKind::Text),
    ("service", CellKind::Text),
    ("weight", CellKind::Text),
    ("length", CellKind::Text),
    ("width", CellKind::Text),
    ("height", CellKind::Text),
    ("declared_value", CellKind::Text),
    ("ship_date", CellKind::Text),
    ("provided", CellKind::Documents),
    ("item.category", CellKind::Text),
    ("item.quantity", CellKind::Count),
    ("item.weight", CellKind::Text),
    ("item.unit_value", CellKind::Text),
    ("item.hs", CellKind::Text),
    ("item.provided", CellKind::Documents),
];

/// The keys whose cells begin with a number.
const MEASURED: &[&str] = &["weight", "length", "width", "height", "declared_value", "item.weight", "item.unit_value"];

/// Whether a number has a comma between its digits.
fn has_decimal_comma(cell: &str) -> bool {
    let is_digit = |part: &str, at: Option<char>| !part.is_empty() && at.is_some_and(|sign| sign.is_ascii_digit());
    cell.split_once(',')
        .is_some_and(|(left, right)| is_digit(left, left.chars().last()) && is_digit(right, right.chars().next()))
}

impl Targets {
    /// The keys that the rule set of `tariff` takes.
    pub(crate) fn of(tariff: &Tariff) -> Self {
        Self::new(tariff.program().facts.iter().map(|fact| Target {
            path: match fact.per {
                FactPer::Shipment => fact.name.clone(),
                FactPer::Item => format!("item.{}", fact.name),
            },
            kind: match fact.kind {
                FactKind::YesNo => CellKind::YesNo,
                FactKind::AnyOf(_) => CellKind::Words,
                FactKind::Number { .. }
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::Place
                | FactKind::OneOf(_) => CellKind::Text,
            },
        }))
    }

    /// The built-in keys, and `facts` of the rule set.
    pub(crate) fn new(facts: impl IntoIterator<Item = Target>) -> Self {
        let built_in = BUILT_IN.iter().map(|(path, kind)| Target { path: (*path).to_owned(), kind: *kind });
        Self(built_in.chain(facts).collect())
    }

    /// The key that is written `path`; a place is its country, with more of it beside that or in it, and a rate of the
    /// host's is `rates.USD/CNY`.
    pub(crate) fn find(&self, path: &str) -> Option<Target> {
        let path = path.strip_suffix(".country").unwrap_or(path);
        self.0.iter().find(|target| target.path == path).cloned().or_else(|| rate(path))
    }

    /// The key that is written `path`, which the author meant to be one.
    pub(crate) fn get(&self, path: &str) -> Result<Target, Trouble> {
        self.find(path).ok_or_else(|| {
            let distance = |target: &&Target| strsim::osa_distance(&target.path, path);
            let near = self.0.iter().min_by_key(distance).filter(|target| distance(target) <= NEAR);
            Trouble::UnknownKey { key: path.to_owned(), near: near.map(|target| target.path.clone()) }
        })
    }
}

/// The rate from one currency to another, also as an answer names it that needs it: `rate USD/CNY`.
fn rate(path: &str) -> Option<Target> {
    let pair = path.strip_prefix("rates.").or_else(|| path.strip_prefix("rate "))?;
    let is_currency = |code: &str| code.parse::<Currency>().is_ok();
    let (from, to) = pair.split_once('/')?;
    (is_currency(from) && is_currency(to)).then(|| Target { path: format!("rates.{pair}"), kind: CellKind::Text })
}

impl Target {
    /// Writes the value that `cell`, with `unit` after it, is into `shipment`.
    pub(crate) fn write(
        &self,
        shipment: &mut Map<String, Value>,
        cell: &str,
        unit: Option<&str>,
    ) -> Result<(), String> {
        let value = self.value(cell, unit)?;
        let (parent, key) = self.path.split_once('.').unwrap_or(("", &self.path));
        let whole = shipment.get_mut(if parent.is_empty() { key } else { parent });
        match (parent, whole) {
            // A place whose parts were given first.
            ("", Some(Value::Object(parts))) => _ = parts.insert("country".into(), value),
            ("", _) => _ = shipment.insert(key.to_owned(), value),
            ("item", _) => {
                let items = shipment.entry("items").or_insert_with(|| Value::Array(vec![Value::Object(Map::new())]));
                let item = items.as_array_mut().and_then(|items| items.first_mut()).and_then(Value::as_object_mut);
                _ = item.and_then(|item| item.insert(key.to_owned(), value));
            }
            (_, Some(Value::Object(parts))) => _ = parts.insert(key.to_owned(), value),
            // A place whose country was given first, or nothing.
            (_, country) => {
                let mut parts = Map::new();
                if let Some(country) = country {
                    parts.insert("country".into(), country.take());
                }
                parts.insert(key.to_owned(), value);
                shipment.insert(parent.to_owned(), Value::Object(parts));
            }
        }
        Ok(())
    }

    fn value(&self, cell: &str, unit: Option<&str>) -> Result<Value, String> {
        match self.kind {
            CellKind::Text => {
                if (unit.is_some() || MEASURED.contains(&self.path.as_str())) && has_decimal_comma(cell) {
                    let point = cell.replace(',', ".");
                    return Err(format!(
                        "`{}` is `{cell}`, and the decimal mark is a point, as in `{point}`; there are no separators of thousands",
                        self.path
                    ));
                }
                // A cell that says its own unit means that.
                let unit = unit.filter(|_| !cell.contains(char::is_alphabetic));
                Ok(Value::String(unit.map_or_else(|| cell.to_owned(), |unit| format!("{cell} {unit}"))))
            }
            CellKind::Count => cell
                .parse::<u64>()
                .map(Value::from)
                .map_err(|_| format!("`{}` is a number of pieces, and `{cell}` is none", self.path)),
            CellKind::YesNo => match cell.to_lowercase().as_str() {
                "yes" | "true" | "1" => Ok(Value::Bool(true)),
                "no" | "false" | "0" => Ok(Value::Bool(false)),
                _ => Err(format!("`{}` is yes or no, and `{cell}` is neither", self.path)),
            },
            // An empty cell never comes here: `--set tags=` tells that there are none.
            CellKind::Words if cell.is_empty() => Ok(Value::Array(Vec::new())),
            CellKind::Words => {
                Ok(Value::Array(cell.split('|').map(|word| Value::String(word.trim().to_owned())).collect()))
            }
            CellKind::Documents => {
                let documents: Result<_, _> = cell.split('|').map(|words| self.document(words)).collect();
                Ok(Value::Array(documents?))
            }
        }
    }

    /// A document at hand: its name, and the days that are told of it.
    fn document(&self, words: &str) -> Result<Value, String> {
        let unclear = || {
            format!(
                "`{}` is the names of what is at hand with `|` between them, each as in `cpnp issued 2026-01-05 valid to 2027-01-04`, and `{}` is not",
                self.path,
                words.trim()
            )
        };
        let words: Vec<_> = words.split_whitespace().collect();
        let (name, mut days) = words.split_first().ok_or_else(unclear)?;
        let mut document = Map::from_iter([("document".to_owned(), Value::from(*name))]);
        loop {
            let (key, day, rest) = match days {
                [] => return Ok(Value::Object(document)),
                ["issued", day, rest @ ..] => ("issued", day, rest),
                ["valid", "to", day, rest @ ..] => ("valid_to", day, rest),
                _ => return Err(unclear()),
            };
            if document.insert(key.to_owned(), Value::from(*day)).is_some() {
                return Err(unclear());
            }
            days = rest;
        }
    }
}
