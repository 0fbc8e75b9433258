//! Whether a condition or formula reads the item at hand; what stands inside `any item`, `every item` and `total`
//! reads all of them, and not this one.

use tarifa_engine::program::{Builtin, Condition, DateField, Expression, FactId, FactPer, FactRef, Node, PlaceField};

use super::super::Resolver;

impl Resolver<'_> {
    /// Whether a condition is one of the item at hand.
    pub(super) fn condition_reads_item(&self, condition: &Condition) -> bool {
        some_of_condition(condition, &|node| self.reads_item(&node))
    }

    /// Whether an amount is one of the item at hand.
    pub(super) fn formula_reads_item(&self, formula: &Expression) -> bool {
        some_of_formula(formula, &|node| self.reads_item(&node))
    }

    /// Whether a node by itself reads the item at hand.
    fn reads_item(&self, node: &Node<'_>) -> bool {
        match node {
            Node::Expression(Expression::Fact(fact) | Expression::Money { fact, .. })
            | Node::Condition(Condition::Given(fact)) => self.is_of_item(*fact),
            Node::Condition(Condition::Category(_) | Condition::Hs(_)) => true,
            Node::Condition(
                Condition::Place(PlaceField::Declared(fact), _)
                | Condition::Date { field: DateField::Declared(fact), .. }
                | Condition::Yes(fact)
                | Condition::OneOf(fact, _)
                | Condition::Has(fact, _)
                | Condition::Text(fact, _),
            ) => self.is_item_fact(*fact),
            Node::Expression(_) | Node::Condition(_) => false,
        }
    }

    fn is_of_item(&self, fact: FactRef) -> bool {
        match fact {
            FactRef::Declared(fact) => self.is_item_fact(fact),
            FactRef::Builtin(
                Builtin::ItemCategory
                | Builtin::ItemQuantity
                | Builtin::ItemWeight
                | Builtin::ItemUnitValue
                | Builtin::ItemHs,
            ) => true,
            FactRef::Builtin(
                Builtin::Origin
                | Builtin::Destination
                | Builtin::Weight
                | Builtin::Length
                | Builtin::Width
                | Builtin::Height
                | Builtin::DeclaredValue
                | Builtin::ShipDate
                | Builtin::Items
                | Builtin::Parcels,
            ) => false,
        }
    }

    fn is_item_fact(&self, fact: FactId) -> bool {
        self.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Item)
    }
}

/// Whether some node of a condition passes, what is asked of all items left out.
fn some_of_condition(condition: &Condition, passes: &dyn Fn(Node<'_>) -> bool) -> bool {
    passes(Node::Condition(condition))
        || match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| some_of_condition(part, passes)),
            Condition::Not(inner) => some_of_condition(inner, passes),
            Condition::Amount(test) => some_of_formula(&test.amount, passes),
            Condition::Compare { left, right, .. } => some_of_formula(left, passes) || some_of_formula(right, passes),
            Condition::Always
            | Condition::Never
            | Condition::Place(..)
            | Condition::Date { .. }
            | Condition::Yes(_)
            | Condition::OneOf(..)
            | Condition::Has(..)
            | Condition::Text(..)
            | Condition::Given(_)
            | Condition::Provided(_)
            | Condition::Service(_)
            | Condition::Category(_)
            | Condition::Hs(_)
            | Condition::AnyItem(_)
            | Condition::EveryItem(_) => false,
        }
}

/// Whether some node of a formula passes, what is added up over items left out.
pub(super) fn some_of_formula(formula: &Expression, passes: &dyn Fn(Node<'_>) -> bool) -> bool {
    passes(Node::Expression(formula))
        || match formula {
            Expression::Constant(_)
            | Expression::Measure(_)
            | Expression::Fact(_)
            | Expression::Money { .. }
            | Expression::Line(_)
            | Expression::Group(_)
            | Expression::Slice
            | Expression::DistinctHs(_)
            | Expression::TotalOfItems(_) => false,
            Expression::Sum(parts)
            | Expression::Product(parts)
            | Expression::Least(parts)
            | Expression::Greatest(parts)
            | Expression::Mean(parts) => parts.iter().any(|part| some_of_formula(part, passes)),
            Expression::Difference(left, right) => some_of_formula(left, passes) || some_of_formula(right, passes),
            Expression::Convert { amount, .. } => some_of_formula(amount, passes),
            Expression::Choose { arms, otherwise } => {
                let arm = |(when, value): &(Condition, Expression)| {
                    some_of_condition(when, passes) || some_of_formula(value, passes)
                };
                arms.iter().any(arm) || some_of_formula(otherwise, passes)
            }
        }
}
