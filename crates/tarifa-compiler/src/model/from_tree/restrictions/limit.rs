//! The parts of a limit: what is measured, for what, and between which bounds.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::currency::Currency;
use tarifa_engine::program::Subject as About;
use tarifa_engine::program::{
    AmountTest, Builtin, Condition, Expression, FactRef, Interval, LimitPart, Measure, Node, Within,
};
use tarifa_syntax::tree::{self, Bounds, Expr, ExprKind, LimitExtentKind};

use super::super::Resolver;
use super::super::compare::Bounded;
use super::super::expression::{Place, Stage, Subject};
use super::super::literal::looks_like_currency;
use super::super::typed::Typed;
use super::reads::some_of_formula;

impl<'t> Resolver<'t> {
    /// Every part of a limit; a part between two formulas makes two, and so does one with a total so far.
    pub(super) fn limit_parts(
        &mut self,
        rule: &str,
        parts: &'t [tree::LimitPart],
        about: About,
    ) -> Option<Vec<LimitPart>> {
        let parts: Vec<_> = parts.iter().map(|part| self.limit_part(rule, part, about)).collect();
        Some(parts.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    fn limit_part(&mut self, rule: &str, part: &'t tree::LimitPart, about: About) -> Option<Vec<LimitPart>> {
        let Some(extent) = &part.extent else {
            let message = format!("{} does not say for what it holds", self.quoted(part.span));
            let help = "write behind it `each` (one piece), `per parcel`, `per order`, `per consignment`, or \
                        `per consignee per month`";
            return self.refuse(Diagnostic::new(Code::LIMIT_WITHOUT_EXTENT, part.span, message).help(help));
        };
        let mut alone = None;
        let (measure, within) = match extent.kind {
            LimitExtentKind::Each => (self.measure_of_each(part)?, Within::Each),
            LimitExtentKind::Per(together) => {
                let within = super::together(together);
                (self.measure_of_group(part, about, within)?, within)
            }
            LimitExtentKind::PerConsignee(period) => {
                let measure = self.measure_of_group(part, about, Within::Consignment)?;
                alone = Some(measure.expression.clone());
                (self.with_total_so_far(rule, period, part, measure)?, Within::Consignment)
            }
        };
        let subject = if within == Within::Each { Subject::Item } else { Subject::Shipment };
        let bounded = self.bounded(&measure, &part.bounds, Place { subject, ..Place::of(Stage::Carrying) })?;
        let mut tests = match bounded {
            Bounded::Interval(interval) => vec![Condition::Amount(AmountTest { amount: measure.expression, interval })],
            Bounded::Condition(Condition::All(tests)) => tests,
            Bounded::Condition(test) => vec![test],
        };
        if let Some(alone) = alone {
            // What is over the bound already is so whatever came before, which is never less than nothing.
            let already: Vec<_> = tests.iter().filter_map(|test| at_most(&alone, test)).collect();
            tests.extend(already);
        }
        let (text, at) = (self.written(part.span), self.at(part.span));
        for test in &tests {
            self.weighed_before_priced(part.span, |visitor| test.visit(visitor))?;
        }
        Some(tests.into_iter().map(|test| LimitPart { test, within, text: text.clone(), at }).collect())
    }

    /// What `each` measures: one piece of a kind of item.
    fn measure_of_each(&mut self, part: &tree::LimitPart) -> Option<Typed> {
        let measure = self.limit_measure(part, Place { subject: Subject::Item, ..Place::of(Stage::Carrying) })?;
        let written = self.quoted(part.measure.span);
        let (mut counts, mut sums) = (false, false);
        measure.expression.visit(&mut |node| match node {
            Node::Expression(
                Expression::Fact(FactRef::Builtin(Builtin::ItemQuantity)) | Expression::Measure(Measure::TotalQuantity),
            ) => counts = true,
            Node::Expression(Expression::TotalOfItems(_)) => sums = true,
            Node::Expression(_) | Node::Condition(_) => {}
        });
        let (message, help) = if counts {
            let message = format!("{written} counts pieces, and `each` speaks of one piece");
            (message, "write what the pieces are counted in: `quantity … per parcel`, `per order`, `per consignment`")
        } else if sums {
            let message = format!("{written} adds up the items, and `each` speaks of one piece");
            (message, "leave out `total`, or write `per parcel`, `per order` or `per consignment`")
        } else if !self.formula_reads_item(&measure.expression) {
            let message = format!("{written} is not told of each item, so `each` has nothing to look at");
            (message, "write `per parcel` or `per consignment`, or declare a fact `per item`")
        } else {
            return Some(measure);
        };
        self.refuse(Diagnostic::new(Code::LIMIT_MEASURE, part.measure.span, message).help(help))
    }

    /// What is measured of a parcel, an order or a consignment: `quantity` and `total …` of the items that the rule
    /// speaks of, anything else of the whole.
    fn measure_of_group(&mut self, part: &tree::LimitPart, about: About, within: Within) -> Option<Typed> {
        let measure = self.limit_measure(part, Place { subject: Subject::Group, ..Place::of(Stage::Carrying) })?;
        let written = self.quoted(part.measure.span);
        let of_whole = |node: Node<'_>| matches!(node, Node::Expression(Expression::Measure(_)));
        let of_whole = some_of_formula(&measure.expression, &of_whole);
        let declared = some_of_formula(&measure.expression, &|node| {
            matches!(
                node,
                Node::Expression(
                    Expression::Fact(FactRef::Builtin(Builtin::DeclaredValue))
                        | Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), .. }
                )
            )
        });
        if within == Within::Order && (of_whole || declared) {
            let message = format!("{written} is that of this consignment, and an order can be of several");
            let help = "count pieces or add up items: `quantity … per order`, `total weight … per order`, \
                        `total unit_value in EUR … per order`";
            return self.refuse(Diagnostic::new(Code::LIMIT_MEASURE, part.measure.span, message).help(help));
        }
        if declared && about == About::Item && is_total(&part.measure) {
            let message = format!("{written} is that of everything, and this limit speaks of some items");
            let help = "write `total unit_value` for the value of these items, or `declared_value` without `total`";
            return self.refuse(Diagnostic::new(Code::LIMIT_MEASURE, part.measure.span, message).help(help));
        }
        Some(measure)
    }

    /// The measure; money that has no currency of its own is taken in that of its bound.
    fn limit_measure(&mut self, part: &tree::LimitPart, place: Place) -> Option<Typed> {
        let currency = currency_of_bounds(&part.bounds).filter(|_| !names_currency(&part.measure));
        match currency {
            Some(currency) => self.in_currency(&part.measure, currency, place),
            None => self.amount(&part.measure, place),
        }
    }
}

/// The upper bound of a test, for another amount.
#[expect(clippy::wildcard_enum_match_arm, reason = "a part of a limit is one of two tests")]
fn at_most(amount: &Expression, test: &Condition) -> Option<Condition> {
    let below = |interval: &Interval| {
        let upper = interval.upper?;
        Some(Interval { lower: None, upper: Some(upper) })
    };
    match test {
        Condition::Amount(AmountTest { interval, .. }) => {
            Some(Condition::Amount(AmountTest { amount: amount.clone(), interval: below(interval)? }))
        }
        Condition::Compare { difference, right, .. } => {
            Some(Condition::Compare { left: amount.clone(), difference: below(difference)?, right: right.clone() })
        }
        _ => None,
    }
}

/// The currency of a written bound.
fn currency_of_bounds(bounds: &Bounds) -> Option<Currency> {
    let values = [&bounds.upper, &bounds.lower].into_iter().flatten().map(|bound| &bound.value.kind);
    let mut units = values.filter_map(|kind| if let ExprKind::Quantity(it) = kind { it.unit.as_ref() } else { None });
    units.find(|unit| looks_like_currency(&unit.name.text)).and_then(|unit| unit.name.text.parse().ok())
}

/// Whether a measure says its currency somewhere.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is no arithmetic says no currency")]
fn names_currency(measure: &Expr) -> bool {
    match &measure.kind {
        ExprKind::InCurrency { .. } => true,
        ExprKind::Total(inner) => names_currency(inner),
        ExprKind::PercentOf { of, .. } => names_currency(of),
        ExprKind::Sum(terms) => terms.iter().any(|summand| names_currency(&summand.term)),
        ExprKind::Product(parts) | ExprKind::Pick { of: parts, .. } => parts.iter().any(names_currency),
        _ => false,
    }
}

/// Whether `total` is written before a measure, whose currency may be said.
#[expect(clippy::wildcard_enum_match_arm, reason = "only two forms begin with the word")]
fn is_total(measure: &Expr) -> bool {
    match &measure.kind {
        ExprKind::Total(_) => true,
        ExprKind::InCurrency { value, .. } => is_total(value),
        _ => false,
    }
}
