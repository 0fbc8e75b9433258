//! The declared values at which the price of a service may change in kind: thresholds of duties and taxes, steps of
//! an insurance, the most that a service or a restriction lets through.

use std::collections::BTreeMap;

use tarifa::currency::Currency;
use tarifa::exact::Exact;
use tarifa::program::{
    Body, Builtin, Condition, End, Expression, FactRef, LimitTest, Node, Program, RestrictionRule, Service,
};

use super::bounds::{Bound, flipped, place};

/// The values, by currency and amount, with what ends or starts there.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Each value.
    pub(super) at: BTreeMap<(Currency, Exact), Bound>,
}

impl Values {
    /// Those of the service number `index` of `program`.
    pub(super) fn of(program: &Program, index: u32, service: &Service) -> Self {
        let mut values = Self::default();
        for limit in &service.limits {
            if let LimitTest::Amount { amount, interval } = &limit.test {
                values.add(amount, interval.lower.map(|(value, end)| (value, flipped(end))));
                values.add(amount, interval.upper);
            }
        }
        service.visit(&mut |node| values.add_node(&node));
        for block in program.blocks.iter().filter(|block| block.scope.services.contains(index)) {
            block.visit(&mut |node| values.add_node(&node));
            let (measure, rows) = match &block.body {
                Body::Bands(bands) => (&bands.measure, &bands.rows),
                Body::Progressive(bands) => (&bands.measure, &bands.rows),
                Body::Rows(rows) => {
                    for row in &rows.rows {
                        for (measure, upper) in rows.measures.iter().zip(&row.uppers) {
                            values.add(measure, *upper);
                        }
                    }
                    continue;
                }
                Body::Single(_) => continue,
            };
            for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
                let Some(bound) = values.add(measure, row.upper) else { continue };
                for at in [row.at, next.at] {
                    bound.rows.extend(place(program, at).map(|(file, line)| (block.name.clone(), file, line)));
                }
            }
        }
        for restriction in program.restrictions.iter().filter(|rule| rule.scope.services.contains(index)) {
            restriction.visit(&mut |node| values.add_node(&node));
            if let RestrictionRule::Limit(parts) = &restriction.rule {
                parts.iter().for_each(|part| part.test.visit(&mut |node| values.add_node(&node)));
            }
        }
        values
    }

    /// Adds the values at which a condition may begin or cease to hold.
    fn add_node(&mut self, node: &Node<'_>) {
        if let Node::Condition(Condition::Amount(test)) = node {
            self.add(&test.amount, test.interval.lower.map(|(value, end)| (value, flipped(end))));
            self.add(&test.amount, test.interval.upper);
        }
    }

    fn add(&mut self, amount: &Expression, upper: Option<(Exact, End)>) -> Option<&mut Bound> {
        let Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), currency } = amount else {
            return None;
        };
        let (value, end) = upper.filter(|(value, _)| value.is_positive())?;
        let bound = self.at.entry((*currency, value)).or_default();
        bound.end.get_or_insert(end);
        Some(bound)
    }
}

/// The distance to "just over" a value: the smallest coin.
pub(super) fn coin(currency: Currency) -> Exact {
    let tenth = |coin: Exact, _| coin.checked_div(Exact::from_integer(10));
    (0..currency.minor_units()).try_fold(Exact::ONE, tenth).unwrap_or(Exact::ONE)
}
