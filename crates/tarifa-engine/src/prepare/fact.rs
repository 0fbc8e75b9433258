//! Declared facts: by name, of their kind, in base units, defaults filled in.

use std::collections::BTreeMap;

use crate::currency::Money;
use crate::date::Moment;
use crate::exact::Exact;
use crate::program::{Bits, Fact, FactId, FactKind, FactPer, FactValue};
use crate::shipment::Given;
use crate::unit::{Dimension, Quantity, Unit};

use super::error::{InputProblem, nearest};
use super::from_shipment::Preparation;

/// The facts of the shipment or of an item.
pub(super) struct GivenFacts {
    /// Every fact of that kind, with its value or default.
    pub(super) values: Vec<(FactId, Option<FactValue>)>,
    /// Which the host gave.
    pub(super) given: Bits,
    /// The dates among them.
    pub(super) dates: Vec<(FactId, Option<Moment>)>,
}

impl Preparation<'_> {
    /// Takes the facts that the host gave, and defaults for the rest.
    pub(super) fn given(&mut self, prefix: &str, per: FactPer, facts: &BTreeMap<String, Given>) -> GivenFacts {
        let mut found = GivenFacts { values: Vec::new(), given: Bits::default(), dates: Vec::new() };
        for name in facts.keys() {
            self.is_declared(prefix, per, name);
        }
        for (number, fact) in (0_u16..).zip(&self.program.facts).filter(|(_, fact)| fact.per == per) {
            let value = match facts.get(&fact.name) {
                Some(given) => {
                    found.given.insert(u32::from(number));
                    self.value(&format!("{prefix}{}", fact.name), fact, given)
                }
                None => fact.default.clone(),
            };
            if fact.kind == FactKind::Date {
                let moment = match &value {
                    Some(FactValue::Date(moment)) => Some(*moment),
                    Some(_) | None => None,
                };
                found.dates.push((FactId(number), moment));
            }
            found.values.push((FactId(number), value));
        }
        found
    }

    /// Reports a name that no fact has, or that is told elsewhere.
    fn is_declared(&mut self, prefix: &str, per: FactPer, name: &str) {
        let facts = &self.program.facts;
        let problem = match facts.iter().find(|fact| fact.name == name) {
            Some(fact) if fact.per == per => return,
            Some(fact) => InputProblem::FactElsewhere {
                name: fact.name.clone(),
                instead: match fact.per {
                    FactPer::Item => "of each item",
                    FactPer::Shipment => "of the shipment, not of an item",
                },
            },
            None => InputProblem::UnknownFact {
                what: match per {
                    FactPer::Item => "item fact",
                    FactPer::Shipment => "fact",
                },
                name: crate::decimal::excerpt(name),
                near: nearest(name, facts.iter().filter(|fact| fact.per == per).map(|fact| fact.name.as_str())),
            },
        };
        self.report(&format!("{prefix}{}", crate::decimal::excerpt(name)), problem);
    }

    /// The value of a fact in base units, if it is of its kind.
    fn value(&mut self, path: &str, fact: &Fact, given: &Given) -> Option<FactValue> {
        match (&fact.kind, given) {
            (FactKind::YesNo, Given::YesNo(value)) => Some(FactValue::YesNo(*value)),
            (FactKind::Number { unit }, _) => self.number(path, unit.as_deref(), given).map(FactValue::Number),
            (FactKind::Money, Given::Money(Money { amount, currency })) => Some(FactValue::Money(*amount, *currency)),
            (FactKind::Weight, Given::Quantity(quantity)) => self.measure(path, given, *quantity, Dimension::Weight),
            (FactKind::Length, Given::Quantity(quantity)) => self.measure(path, given, *quantity, Dimension::Length),
            (FactKind::Volume, Given::Quantity(quantity)) => self.measure(path, given, *quantity, Dimension::Volume),
            (FactKind::Date, Given::Date(moment)) => Some(FactValue::Date(*moment)),
            (FactKind::Text, Given::Text(text)) => self.is_text(path, text).then(|| FactValue::Text(text.clone())),
            (FactKind::Place, Given::Place(place)) => {
                let place = self.place(path, place);
                Some(FactValue::Place(place.possible(&self.program.places)))
            }
            (FactKind::OneOf(words), Given::Text(word)) => self.word(path, words, word).map(FactValue::OneOf),
            (FactKind::AnyOf(words), Given::Words(chosen)) => {
                let chosen: Vec<_> = chosen.iter().map(|word| self.word(path, words, word)).collect();
                let members: Option<Vec<u32>> = chosen.into_iter().map(|word| word.map(u32::from)).collect();
                members.map(|members| FactValue::AnyOf(Bits::from_members(members)))
            }
            (
                FactKind::YesNo
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::Place
                | FactKind::OneOf(_)
                | FactKind::AnyOf(_),
                _,
            ) => {
                self.wrong_kind(path, &expected(&fact.kind), given);
                None
            }
        }
    }

    /// A number in the unit that the policy names.
    fn number(&mut self, path: &str, unit: Option<&str>, given: &Given) -> Option<Exact> {
        let known = unit.and_then(|unit| unit.parse::<Unit>().ok());
        let value = match (unit, known, given) {
            (None, _, Given::Number(value)) => Some(*value),
            (Some(unit), _, Given::Labelled(value, label)) if label == unit => Some(*value),
            (Some(_), Some(unit), Given::Quantity(quantity)) if quantity.dimension() == unit.dimension() => {
                match quantity.in_unit(unit) {
                    Ok(quantity) => Some(quantity.value),
                    Err(_) => {
                        self.report(path, InputProblem::OutOfRange);
                        return None;
                    }
                }
            }
            (None | Some(_), _, _) => None,
        };
        if value.is_none() {
            let expected = match unit {
                Some(unit) => format!("a number in {unit}, as in \"5 {unit}\""),
                None => "a number without a unit, as in \"5\"".to_owned(),
            };
            self.wrong_kind(path, &expected, given);
        }
        value.map(Exact::reduced)
    }

    /// A weight, length or volume in base units.
    fn measure(&mut self, path: &str, given: &Given, quantity: Quantity, wanted: Dimension) -> Option<FactValue> {
        if quantity.dimension() != wanted {
            self.wrong_kind(path, &expected_measure(wanted), given);
            return None;
        }
        self.base(path, quantity).map(FactValue::Number)
    }

    /// The position of a word that a fact lists.
    fn word(&mut self, path: &str, words: &[String], word: &str) -> Option<u16> {
        let position = words.iter().position(|known| known == word);
        if position.is_none() {
            let problem = InputProblem::UnknownWord {
                word: crate::decimal::excerpt(word),
                allowed: words.join(", "),
                near: nearest(word, words.iter().map(String::as_str)),
            };
            self.report(path, problem);
        }
        position.and_then(|position| u16::try_from(position).ok())
    }

    pub(super) fn wrong_kind(&mut self, path: &str, expected: &str, given: &Given) {
        let found = describe(given);
        self.report(path, InputProblem::WrongKind { expected: expected.to_owned(), found });
    }
}

/// What a kind of fact takes, with an example.
fn expected(kind: &FactKind) -> String {
    match kind {
        FactKind::YesNo => "yes or no, as in true".to_owned(),
        FactKind::Number { unit: Some(unit) } => format!("a number in {unit}, as in \"5 {unit}\""),
        FactKind::Number { unit: None } => "a number without a unit, as in \"5\"".to_owned(),
        FactKind::Money => "money, as in \"19.00 EUR\"".to_owned(),
        FactKind::Weight => expected_measure(Dimension::Weight),
        FactKind::Length => expected_measure(Dimension::Length),
        FactKind::Volume => expected_measure(Dimension::Volume),
        FactKind::Date => "a date, as in \"2026-03-01\", or a moment, as in \"2026-03-01 14:30\"".to_owned(),
        FactKind::Text => "a text".to_owned(),
        FactKind::Place => "a place, as in {\"country\": \"DE\"}".to_owned(),
        FactKind::OneOf(words) => format!("one of {}", words.join(", ")),
        FactKind::AnyOf(words) => format!("a list of any of {}", words.join(", ")),
    }
}

pub(super) fn expected_measure(dimension: Dimension) -> String {
    let example = match dimension {
        Dimension::Weight => "1.2 kg",
        Dimension::Length => "20 cm",
        Dimension::Volume => "500 ml",
        Dimension::Energy => "15 Wh",
        Dimension::Duration => "2 days",
    };
    format!("a {dimension}, as in \"{example}\"")
}

fn describe(given: &Given) -> String {
    match given {
        Given::YesNo(true) => "yes".to_owned(),
        Given::YesNo(false) => "no".to_owned(),
        Given::Number(value) => format!("the number {value}"),
        Given::Quantity(quantity) => format!("the {} {quantity}", quantity.dimension()),
        Given::Labelled(value, unit) => format!("{value} {}", crate::decimal::excerpt(unit)),
        Given::Money(money) => format!("the amount {money}"),
        Given::Text(text) => format!("the text `{}`", crate::decimal::excerpt(text)),
        Given::Words(_) => "a list of words".to_owned(),
        Given::Date(moment) => format!("the date {moment}"),
        Given::Place(place) => format!("a place in {}", crate::decimal::excerpt(&place.country)),
    }
}
