//! What a rule set asks of a host: every key, its kind, and what may be given.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::program::{
    Builtin, Condition, DateField, Expression, Fact, FactKind, FactPer, FactRef, FactValue, Measure, Node, PlaceField,
    Program, Restriction, RestrictionRule, Subject, WeightStepKind, Within,
};

/// A key that a host can give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AskedFact {
    /// The path of the key: `destination`, `items[].battery`.
    pub key: String,
    /// What staff call it.
    pub title: String,
    /// What is written there, in words: `weight, such as "1.2 kg"`.
    pub kind: String,
    /// The words that may be given, where they are few.
    pub allowed: Vec<String>,
    /// The value where none is given; without one, it is asked for where it could change the answer.
    pub default: Option<String>,
}

/// What the rules of `program` read, built-in facts first, then the declared ones by name.
pub fn asked_facts(program: &Program) -> Vec<AskedFact> {
    let read = Read::of(program);
    let mut facts: Vec<AskedFact> = BUILTINS
        .iter()
        .filter(|(builtin, ..)| read.builtins.contains(builtin))
        .map(|(builtin, key, title, kind)| AskedFact {
            key: (*key).to_owned(),
            title: (*title).to_owned(),
            kind: (*kind).to_owned(),
            allowed: if *builtin == Builtin::ItemCategory { categories(program) } else { Vec::new() },
            default: None,
        })
        .collect();
    facts.extend(program.facts.iter().map(declared));
    facts.extend(provided(program));
    facts.extend(rest_of_order(program));
    facts.extend(read.converts.then(rates));
    facts
}

/// The exchange rates of the host's.
fn rates() -> AskedFact {
    AskedFact {
        key: "rates".to_owned(),
        title: "Exchange rates, where the rule set has none".to_owned(),
        kind: r#"numbers by pair, such as {"USD/CNY": "7.1240"}: how many CNY a USD is"#.to_owned(),
        allowed: Vec::new(),
        default: None,
    }
}

/// What a rule can require, of the shipment or of an item.
fn provided(program: &Program) -> Option<AskedFact> {
    if program.documents.is_empty() {
        return None;
    }
    let titled = program.documents.iter().map(|document| match document.title == document.name {
        true => document.name.clone(),
        false => format!("{} ({})", document.name, document.title),
    });
    Some(AskedFact {
        key: "provided, items[].provided".to_owned(),
        title: "What is at hand for the shipment, or for an item".to_owned(),
        kind: r#"list of names, or of {document, issued, valid_to} with days such as "2026-03-01""#.to_owned(),
        allowed: titled.collect(),
        default: Some("nothing".to_owned()),
    })
}

/// The rest of the order, where a rule looks at it.
fn rest_of_order(program: &Program) -> Option<AskedFact> {
    let looks = |rule: &RestrictionRule| match rule {
        RestrictionRule::Limit(parts) => parts.iter().any(|part| part.within == Within::Order),
        RestrictionRule::Separate(separation) => separation.within == Within::Order,
        RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Warn => false,
    };
    let any = program.restrictions.iter().any(|restriction| looks(&restriction.rule));
    any.then(|| AskedFact {
        key: "order_items[]".to_owned(),
        title: "Goods of the same order that travel in another consignment".to_owned(),
        kind: "list of items".to_owned(),
        allowed: Vec::new(),
        default: Some("none".to_owned()),
    })
}

/// The built-in facts, with their keys.
const BUILTINS: &[(Builtin, &str, &str, &str)] = &[
    (Builtin::Origin, "origin", "Where it leaves from", r#"place, such as "CN""#),
    (
        Builtin::Destination,
        "destination",
        "Where it goes",
        r#"place, such as "DE" or {"country": "DE", "postcode": "10115"}"#,
    ),
    (Builtin::ShipDate, "ship_date", "Day or moment of shipping", r#"date, such as "2026-03-02""#),
    (Builtin::Weight, "weight", "Actual weight", r#"weight, such as "1.2 kg""#),
    (Builtin::Length, "length, width, height", "The three sides, in any order", r#"length, such as "20 cm""#),
    (Builtin::DeclaredValue, "declared_value", "Declared value", r#"money, such as "80.00 USD""#),
    (Builtin::Parcels, "parcels", "Parcels, where there are several", "list of {weight, length, width, height, items}"),
    (Builtin::Items, "items", "Goods", "list of items"),
    (Builtin::ItemCategory, "items[].category", "Category", "a category of the rule set, or the host's own id for it"),
    (Builtin::ItemQuantity, "items[].quantity", "Number of pieces", "whole number"),
    (Builtin::ItemWeight, "items[].weight", "Weight of one piece", r#"weight, such as "200 g""#),
    (Builtin::ItemUnitValue, "items[].unit_value", "Value of one piece", r#"money, such as "40.00 USD""#),
    (Builtin::ItemHs, "items[].hs", "Harmonised System code", r#"text, such as "8517.13""#),
];

fn declared(fact: &Fact) -> AskedFact {
    let key = match fact.per {
        FactPer::Shipment => fact.name.clone(),
        FactPer::Item => format!("items[].{}", fact.name),
    };
    let (kind, allowed) = match &fact.kind {
        FactKind::YesNo => ("true or false".to_owned(), Vec::new()),
        FactKind::Number { unit: None } => (r#"number, such as "15""#.to_owned(), Vec::new()),
        FactKind::Number { unit: Some(unit) } => (format!(r#"number in {unit}, such as "15 {unit}""#), Vec::new()),
        FactKind::Money => (r#"money, such as "80.00 USD""#.to_owned(), Vec::new()),
        FactKind::Weight => (r#"weight, such as "1.2 kg""#.to_owned(), Vec::new()),
        FactKind::Length => (r#"length, such as "20 cm""#.to_owned(), Vec::new()),
        FactKind::Volume => (r#"volume, such as "30 ml""#.to_owned(), Vec::new()),
        FactKind::Date => (r#"date, such as "2026-03-02""#.to_owned(), Vec::new()),
        FactKind::Text => ("text".to_owned(), Vec::new()),
        FactKind::Place => (r#"place, such as "DE""#.to_owned(), Vec::new()),
        FactKind::OneOf(words) => ("one of the words".to_owned(), words.clone()),
        FactKind::AnyOf(words) => ("list of any of the words".to_owned(), words.clone()),
    };
    let default = fact.default.as_ref().map(|value| in_words(value, &fact.kind));
    AskedFact { key, title: fact.title.clone(), kind, allowed, default }
}

/// A default as the policy writes it.
fn in_words(value: &FactValue, kind: &FactKind) -> String {
    let word = |index: usize| match kind {
        FactKind::OneOf(words) | FactKind::AnyOf(words) => words.get(index).cloned().unwrap_or_default(),
        FactKind::YesNo
        | FactKind::Number { .. }
        | FactKind::Money
        | FactKind::Weight
        | FactKind::Length
        | FactKind::Volume
        | FactKind::Date
        | FactKind::Text
        | FactKind::Place => String::new(),
    };
    match value {
        FactValue::YesNo(true) => "yes".to_owned(),
        FactValue::YesNo(false) => "no".to_owned(),
        FactValue::Number(number) => format!("{number}{}", base_unit(kind)),
        FactValue::Money(amount, currency) => crate::currency::Money::new(*amount, *currency).to_string(),
        FactValue::Date(moment) => moment.to_string(),
        FactValue::Text(text) => format!("{text:?}"),
        FactValue::Place(_) => "a place".to_owned(),
        FactValue::OneOf(index) => word(usize::from(*index)),
        FactValue::AnyOf(set) => set.iter().map(|index| word(index as usize)).collect::<Vec<_>>().join(", "),
    }
}

/// The unit in which a number of this kind is held, with a blank before it.
fn base_unit(kind: &FactKind) -> String {
    match kind {
        FactKind::Number { unit: Some(unit) } => format!(" {unit}"),
        FactKind::Weight => " g".to_owned(),
        FactKind::Length => " cm".to_owned(),
        FactKind::Volume => " cm3".to_owned(),
        FactKind::Number { unit: None }
        | FactKind::YesNo
        | FactKind::Money
        | FactKind::Date
        | FactKind::Text
        | FactKind::Place
        | FactKind::OneOf(_)
        | FactKind::AnyOf(_) => String::new(),
    }
}

fn categories(program: &Program) -> Vec<String> {
    program.categories.nodes.iter().map(|node| node.name.clone()).collect()
}

/// The built-in facts that some rule reads.
struct Read {
    builtins: BTreeSet<Builtin>,
    /// Whether money of one currency is read or priced in another.
    converts: bool,
}

impl Read {
    fn of(program: &Program) -> Self {
        let mut read = Self {
            builtins: BTreeSet::from([Builtin::Origin, Builtin::Destination]),
            converts: program.blocks.iter().any(|block| block.currency != program.currency),
        };
        // Each service prices several parcels, in one way or another.
        if !program.services.is_empty() {
            read.builtins.insert(Builtin::Parcels);
        }
        if !program.valid.is_always() || program.exchange.iter().any(|period| !period.valid.is_always()) {
            read.builtins.insert(Builtin::ShipDate);
        }
        let mut visitor = |node: Node<'_>| read.node(&node);
        for service in &program.services {
            service.visit(&mut visitor);
        }
        for block in &program.blocks {
            block.visit(&mut visitor);
        }
        for preference in &program.preferences {
            preference.when.visit(&mut visitor);
        }
        for restriction in &program.restrictions {
            restriction.visit(&mut visitor);
        }
        for process in &program.processes {
            process.visit(&mut visitor);
        }
        for compensation in &program.compensations {
            compensation.scope.when.visit(&mut visitor);
            compensation.amount.visit(&mut visitor);
        }
        for restriction in &program.restrictions {
            read.restriction(restriction);
        }
        let steps = program.services.iter().flat_map(|service| &service.billed_weight.steps);
        if steps.into_iter().any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. })) {
            read.builtins.insert(Builtin::Length);
        }
        if !read.builtins.is_disjoint(&BTreeSet::from([
            Builtin::ItemCategory,
            Builtin::ItemQuantity,
            Builtin::ItemWeight,
            Builtin::ItemUnitValue,
            Builtin::ItemHs,
        ])) || program.facts.iter().any(|fact| fact.per == FactPer::Item)
        {
            read.builtins.insert(Builtin::Items);
        }
        read
    }

    /// What a restriction reads beside its conditions and formulas.
    fn restriction(&mut self, restriction: &Restriction) {
        if restriction.subject == Subject::Item {
            self.builtins.insert(Builtin::Items);
        }
        match &restriction.rule {
            RestrictionRule::Separate(_) => {
                self.builtins.insert(Builtin::ItemCategory);
            }
            // A document can end before the day of shipping.
            RestrictionRule::Require(_) => {
                self.builtins.insert(Builtin::ShipDate);
            }
            RestrictionRule::Limit(_) | RestrictionRule::Forbid | RestrictionRule::Warn => {}
        }
    }

    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Expression(expression) => self.expression(expression),
            Node::Condition(condition) => self.condition(condition),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        self.converts |= matches!(expression, Expression::Money { .. } | Expression::Convert { .. });
        let builtin = match expression {
            Expression::Measure(Measure::Weight | Measure::BilledWeight) => Builtin::Weight,
            Expression::Measure(
                Measure::VolumetricWeight
                | Measure::Length
                | Measure::Width
                | Measure::Height
                | Measure::Girth
                | Measure::Volume,
            ) => Builtin::Length,
            Expression::Measure(Measure::TotalQuantity) => Builtin::ItemQuantity,
            Expression::Measure(Measure::ParcelCount) => Builtin::Parcels,
            Expression::Fact(FactRef::Builtin(builtin)) => *builtin,
            Expression::Money { fact: FactRef::Builtin(builtin), .. } => *builtin,
            Expression::DistinctHs(_) => Builtin::ItemHs,
            Expression::TotalOfItems(_) => Builtin::ItemQuantity,
            Expression::Constant(_)
            | Expression::Fact(FactRef::Declared(_))
            | Expression::Money { fact: FactRef::Declared(_), .. }
            | Expression::Line(_)
            | Expression::Group(_)
            | Expression::Slice
            | Expression::Sum(_)
            | Expression::Difference(..)
            | Expression::Product(_)
            | Expression::Least(_)
            | Expression::Greatest(_)
            | Expression::Mean(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. } => return,
        };
        self.builtins.insert(builtin);
    }

    fn condition(&mut self, condition: &Condition) {
        let builtin = match condition {
            Condition::Place(PlaceField::Origin, _) => Builtin::Origin,
            Condition::Place(PlaceField::Destination, _) => Builtin::Destination,
            Condition::Date { field: DateField::ShipDate, .. } => Builtin::ShipDate,
            Condition::Given(FactRef::Builtin(builtin)) => *builtin,
            Condition::Category(_) => Builtin::ItemCategory,
            Condition::Hs(_) => Builtin::ItemHs,
            Condition::AnyItem(_) | Condition::EveryItem(_) => Builtin::Items,
            Condition::Always
            | Condition::Never
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Amount(_)
            | Condition::Compare { .. }
            | Condition::Place(PlaceField::Declared(_), _)
            | Condition::Date { field: DateField::Declared(_), .. }
            | Condition::Yes(_)
            | Condition::OneOf(..)
            | Condition::Has(..)
            | Condition::Text(..)
            | Condition::Given(FactRef::Declared(_))
            | Condition::Provided(_)
            | Condition::Service(_) => return,
        };
        self.builtins.insert(builtin);
    }
}
