//! A rule's condition, taken apart: what the index tests, what reads no item, and what reads one.

use crate::program::{
    Bits, Builtin, Condition, DateField, Expression, FactId, FactPer, FactRef, Node, PlaceField, Program, Restriction,
    RestrictionRule, Subject,
};

/// A rule's condition, taken apart.
#[derive(Clone, Debug)]
pub(in super::super) struct Indexed {
    /// What reads no item, where anything does; apart, as rules without it are read in one look.
    pub(in super::super) once: Option<Box<Condition>>,
    /// What reads the item at hand, the categories that the index tests left out.
    pub(in super::super) each: Option<Box<Condition>>,
    /// The categories that the index tests.
    pub(super) category: Option<Bits>,
}

impl Indexed {
    pub(super) fn of(program: &Program, restriction: &Restriction) -> Self {
        let mut parts = Vec::new();
        flatten(&restriction.scope.when, &mut parts);
        // What is kept apart is brought up by either kind.
        let mut category = match &restriction.rule {
            RestrictionRule::Separate(kinds) => Some(Bits::from_members(kinds.first.iter().chain(kinds.second.iter()))),
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Limit(_)
            | RestrictionRule::Warn => None,
        };
        let (mut once, mut each) = (Vec::new(), Vec::new());
        for part in parts {
            if let Condition::Category(nodes) = part
                && category.is_none()
                && restriction.subject == Subject::Item
            {
                category = Some(nodes.clone());
            } else if reads_item(program, part) {
                each.push(part.clone());
            } else {
                once.push(part.clone());
            }
        }
        Self { once: joined(once), each: joined(each), category }
    }
}

/// The parts of a condition that must all hold.
fn flatten<'c>(condition: &'c Condition, parts: &mut Vec<&'c Condition>) {
    if let Condition::All(inner) = condition {
        inner.iter().for_each(|part| flatten(part, parts));
    } else if !matches!(condition, Condition::Always) {
        parts.push(condition);
    }
}

fn joined(mut parts: Vec<Condition>) -> Option<Box<Condition>> {
    let last = parts.pop()?;
    if parts.is_empty() {
        return Some(Box::new(last));
    }
    parts.push(last);
    Some(Box::new(Condition::All(parts)))
}

/// Whether a condition depends on the item at hand.
fn reads_item(program: &Program, condition: &Condition) -> bool {
    let declared = |fact: FactId| program.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Item);
    let read = |fact: FactRef| match fact {
        FactRef::Declared(fact) => declared(fact),
        FactRef::Builtin(builtin) => is_of_item(builtin),
    };
    let mut found = false;
    condition.visit(&mut |node| {
        found |= match node {
            Node::Expression(Expression::Fact(fact) | Expression::Money { fact, .. }) => read(*fact),
            Node::Expression(_) => false,
            Node::Condition(condition) => match condition {
                Condition::Category(_) | Condition::Hs(_) | Condition::Provided(_) => true,
                Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) => declared(*fact),
                Condition::Text(fact, _) => declared(*fact),
                Condition::Date { field: DateField::Declared(fact), .. } => declared(*fact),
                Condition::Given(fact) => read(*fact),
                Condition::Place(PlaceField::Declared(fact), _) => declared(*fact),
                Condition::Always
                | Condition::Never
                | Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Amount(_)
                | Condition::Compare { .. }
                | Condition::Place(..)
                | Condition::Date { field: DateField::ShipDate, .. }
                | Condition::Service(_)
                | Condition::AnyItem(_)
                | Condition::EveryItem(_) => false,
            },
        };
    });
    found
}

/// Whether a built-in fact is told of each item.
const fn is_of_item(builtin: Builtin) -> bool {
    match builtin {
        Builtin::ItemCategory
        | Builtin::ItemQuantity
        | Builtin::ItemWeight
        | Builtin::ItemUnitValue
        | Builtin::ItemHs => true,
        Builtin::Origin
        | Builtin::Destination
        | Builtin::Weight
        | Builtin::Length
        | Builtin::Width
        | Builtin::Height
        | Builtin::DeclaredValue
        | Builtin::ShipDate
        | Builtin::Items
        | Builtin::Parcels => false,
    }
}
