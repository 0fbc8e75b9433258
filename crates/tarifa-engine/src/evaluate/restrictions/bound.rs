//! What a part of a limit bounds, and whether it rises with every item that joins.

use crate::exact::Exact;
use crate::program::{AmountTest, Condition, Expression, Interval, Measure, Node};

/// Where the value of a part must lie.
pub(super) const fn interval(test: &Condition) -> Option<Interval> {
    match test {
        Condition::Amount(AmountTest { interval, .. }) => Some(*interval),
        Condition::Compare { difference, .. } => Some(*difference),
        Condition::Always
        | Condition::Never
        | Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
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
        | Condition::EveryItem(_) => None,
    }
}

/// Whether a value lies above what a part allows, so that more of it does, too.
pub(super) fn is_above(test: &Condition, value: Exact) -> bool {
    interval(test).is_some_and(|interval| !Interval { lower: None, ..interval }.contains(value))
}

/// Whether a part sums over items.
pub(super) fn sums_items(test: &Condition) -> bool {
    let mut found = false;
    test.visit(&mut |node| {
        found |= match node {
            Node::Expression(expression) => is_sum(expression),
            Node::Condition(_) => false,
        };
    });
    found
}

const fn is_sum(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::TotalOfItems(_) | Expression::DistinctHs(_) | Expression::Measure(Measure::TotalQuantity)
    )
}

/// Whether the value of a part never falls when an item joins or a piece is added.
pub(super) fn rises(test: &Condition) -> bool {
    if let Condition::Compare { left, right, .. } = test {
        return grows(left) && !contains_sum(right);
    }
    matches!(test, Condition::Amount(AmountTest { amount, .. }) if grows(amount))
}

fn grows(expression: &Expression) -> bool {
    match expression {
        Expression::TotalOfItems(_) => true,
        Expression::Measure(_) | Expression::DistinctHs(_) => true,
        Expression::Sum(parts)
        | Expression::Product(parts)
        | Expression::Least(parts)
        | Expression::Greatest(parts)
        | Expression::Mean(parts) => parts.iter().all(grows),
        Expression::Convert { amount, .. } => grows(amount),
        Expression::Difference(left, right) => grows(left) && !contains_sum(right),
        // A negative number before a sum would turn it around.
        Expression::Constant(value) => !value.is_negative(),
        Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Choose { .. } => !contains_sum(expression),
    }
}

fn contains_sum(expression: &Expression) -> bool {
    let mut found = false;
    expression.visit(&mut |node| {
        if let Node::Expression(inner) = node {
            found |= is_sum(inner);
        }
    });
    found
}
