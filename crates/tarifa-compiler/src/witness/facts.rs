//! From what a path allows of declared facts to the values that a host could give.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_engine::currency::Money;
use tarifa_engine::date::Date;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Bits, DocumentId, Fact, FactId, FactKind, FactRef, FactValue, Program};
use tarifa_engine::shipment::{Given, Provided};
use tarifa_engine::unit::{Dimension, Quantity};

use crate::region::{Allowed, Subject};

use super::places;

/// What a path says of one declared fact.
#[derive(Clone, Debug, Default)]
struct Said {
    value: Option<Value>,
    words: BTreeMap<u16, bool>,
    given: Option<bool>,
}

/// The value that a fact must have.
#[derive(Clone, Debug)]
enum Value {
    YesNo(bool),
    OneOf(Bits),
    Texts(Vec<Option<String>>),
    Number(Exact),
    Money(Money),
    Place(Bits),
}

/// The declared facts and the documents of a shipment or an item, as they become known.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    said: BTreeMap<FactId, Said>,
    provided: BTreeSet<DocumentId>,
}

impl Facts {
    /// Takes in what a path allows of `subject`; what is not about a declared fact is left alone.
    pub(super) fn take(&mut self, subject: &Subject, allowed: &Allowed) {
        let (fact, value) = match (subject, allowed) {
            (Subject::Yes(fact), Allowed::YesNo(answer)) => (*fact, Value::YesNo(*answer)),
            (Subject::OneOf(fact), Allowed::Indices(words)) => (*fact, Value::OneOf(words.clone())),
            (Subject::Text(fact), Allowed::Texts(texts)) => (*fact, Value::Texts(texts.clone())),
            (Subject::Place(tarifa_engine::program::PlaceField::Declared(fact)), Allowed::Indices(classes)) => {
                (*fact, Value::Place(classes.clone()))
            }
            (Subject::Has(fact, word), Allowed::YesNo(answer)) => {
                self.said.entry(*fact).or_default().words.insert(*word, *answer);
                return;
            }
            (Subject::Given(FactRef::Declared(fact)), Allowed::YesNo(answer)) => {
                self.said.entry(*fact).or_default().given = Some(*answer);
                return;
            }
            (Subject::Provided(document), Allowed::YesNo(true)) => {
                self.provided.insert(*document);
                return;
            }
            (_, _) => return,
        };
        self.said.entry(fact).or_default().value = Some(value);
    }

    /// Sets a number that a search found.
    pub(super) fn number(&mut self, fact: FactId, value: Exact) {
        self.said.entry(fact).or_default().value = Some(Value::Number(value));
    }

    /// Sets an amount that a search found.
    pub(super) fn money(&mut self, fact: FactId, value: Money) {
        self.said.entry(fact).or_default().value = Some(Value::Money(value));
    }

    /// The documents at hand, issued on `day`.
    pub(super) fn provided(&self, program: &Program, day: Option<Date>) -> Vec<Provided> {
        let documents = self.provided.iter().filter_map(|id| program.documents.get(usize::from(id.0)));
        let provide = |name: &String| Provided { document: name.clone(), issued: day, valid_to: None };
        documents.map(|document| provide(&document.name)).collect()
    }

    /// Leaves out what is said of facts that are not given, beside what their defaults are; gives back these facts.
    pub(super) fn leave_out(&mut self) -> Vec<FactId> {
        let said = self.said.iter_mut().filter(|(_, said)| said.given == Some(false));
        let lacking = said.filter(|(_, said)| said.value.is_some() || !said.words.is_empty());
        lacking
            .map(|(id, said)| {
                (said.value, said.words) = (None, BTreeMap::new());
                *id
            })
            .collect()
    }

    /// The facts as a host would give them; none where one cannot be as it must.
    pub(super) fn given(&self, program: &Program) -> Option<BTreeMap<String, Given>> {
        let mut given = BTreeMap::new();
        for (id, said) in &self.said {
            let fact = program.facts.get(id.0 as usize)?;
            if is_default(fact, said) && said.given != Some(true) {
                continue;
            }
            if said.given == Some(false) {
                // A fact that is not given has its default or nothing at all.
                if said.value.is_some() || !said.words.is_empty() {
                    return None;
                }
                continue;
            }
            given.insert(fact.name.clone(), value(program, fact, said)?);
        }
        Some(given)
    }
}

/// Whether the default alone is what the path says.
fn is_default(fact: &Fact, said: &Said) -> bool {
    match (&fact.default, &said.value) {
        (Some(FactValue::AnyOf(words)), None) => {
            said.words.iter().all(|(word, has)| words.contains((*word).into()) == *has)
        }
        (Some(FactValue::YesNo(default)), Some(Value::YesNo(answer))) => default == answer,
        (Some(FactValue::OneOf(default)), Some(Value::OneOf(words))) => words.contains((*default).into()),
        (Some(FactValue::Number(default)), Some(Value::Number(value))) => default == value,
        (Some(FactValue::Text(default)), Some(Value::Texts(texts))) => {
            texts.iter().flatten().any(|text| text == default)
        }
        (Some(FactValue::Place(classes)), Some(Value::Place(allowed))) => {
            classes.iter().all(|class| allowed.contains(*class))
        }
        (Some(_) | None, Some(_) | None) => false,
    }
}

fn value(program: &Program, fact: &Fact, said: &Said) -> Option<Given> {
    match &said.value {
        None => sample(program, fact, &said.words),
        Some(Value::YesNo(answer)) => Some(Given::YesNo(*answer)),
        Some(Value::OneOf(allowed)) => {
            let FactKind::OneOf(words) = &fact.kind else { return None };
            let index = allowed.iter().next()?;
            Some(Given::Text(words.get(index as usize)?.clone()))
        }
        Some(Value::Texts(texts)) => {
            let named = texts.iter().flatten().next();
            Some(Given::Text(named.cloned().unwrap_or_else(|| "another".to_owned())))
        }
        Some(Value::Number(number)) => Some(with_unit(fact, *number)),
        Some(Value::Money(money)) => Some(Given::Money(*money)),
        Some(Value::Place(classes)) => places::place(program, Some(classes)).map(Given::Place),
    }
}

/// A number in the unit that the fact is told in.
pub(super) fn with_unit(fact: &Fact, number: Exact) -> Given {
    let quantity = |dimension: Dimension| Given::Quantity(Quantity { value: number, unit: dimension.base() });
    match &fact.kind {
        FactKind::Weight => quantity(Dimension::Weight),
        FactKind::Length => quantity(Dimension::Length),
        FactKind::Volume => quantity(Dimension::Volume),
        FactKind::Number { unit: Some(unit) } => Given::Labelled(number, unit.clone()),
        FactKind::Number { unit: None }
        | FactKind::YesNo
        | FactKind::Money
        | FactKind::Date
        | FactKind::Text
        | FactKind::Place
        | FactKind::OneOf(_)
        | FactKind::AnyOf(_) => Given::Number(number),
    }
}

/// An everyday value of a fact of which nothing but some words is said.
pub(super) fn sample(program: &Program, fact: &Fact, words: &BTreeMap<u16, bool>) -> Option<Given> {
    Some(match &fact.kind {
        FactKind::YesNo => Given::YesNo(false),
        FactKind::Number { .. } | FactKind::Weight | FactKind::Length | FactKind::Volume => with_unit(fact, Exact::ONE),
        FactKind::Money => Given::Money(Money { amount: Exact::from_integer(10), currency: program.currency }),
        FactKind::Date => Given::Date(super::everyday::moment(program)?),
        FactKind::Text => Given::Text("another".to_owned()),
        FactKind::Place => Given::Place(places::place(program, None)?),
        FactKind::OneOf(all) => Given::Text(all.first()?.clone()),
        FactKind::AnyOf(all) => {
            let wanted: BTreeSet<u16> = words.iter().filter(|(_, has)| **has).map(|(word, _)| *word).collect();
            Given::Words(wanted.iter().filter_map(|word| all.get(usize::from(*word)).cloned()).collect())
        }
    })
}
