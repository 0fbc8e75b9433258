//! Visiting every formula and condition inside a piece of the program, the
//! outer before the inner.
//!
//! The depth of what is visited is bounded: the compiler limits the nesting of
//! the text, and a loaded artefact is checked against the same limit.

use crate::program::{
    Amount, At, Block, Body, Component, Condition, Expression, LimitTest, Price, PricePart, PriceStep, Program,
    Reckoning, Restriction, RestrictionRule, RowOutcome, Service, WeightStepKind,
};

/// A formula or a condition on the way.
#[derive(Debug)]
pub enum Node<'a> {
    /// A formula.
    Expression(&'a Expression),
    /// A condition.
    Condition(&'a Condition),
}

/// A formula or a condition on the way, to be changed.
#[derive(Debug)]
pub enum NodeMut<'a> {
    /// A formula.
    Expression(&'a mut Expression),
    /// A condition.
    Condition(&'a mut Condition),
}

/// Writes the visitor once for shared and once for exclusive access.
macro_rules! walkers {
    ($visit:ident, $node:ident, $iter:ident, $($exclusive:tt)?) => {
        impl Expression {
            /// Hands `visitor` this formula and everything inside it.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                visitor($node::Expression(self));
                match self {
                    Self::Constant(_)
                    | Self::Measure(_)
                    | Self::Fact(_)
                    | Self::Money { .. }
                    | Self::Line(_)
                    | Self::Group(_)
                    | Self::Slice
                    | Self::DistinctHs(_) => {}
                    Self::Sum(parts)
                    | Self::Product(parts)
                    | Self::Least(parts)
                    | Self::Greatest(parts)
                    | Self::Mean(parts) => parts.$iter().for_each(|part| part.$visit(visitor)),
                    Self::Difference(left, right) => {
                        left.$visit(visitor);
                        right.$visit(visitor);
                    }
                    Self::Convert { amount, .. } => amount.$visit(visitor),
                    Self::TotalOfItems(amount) => amount.$visit(visitor),
                    Self::Choose { arms, otherwise } => {
                        for (when, value) in arms {
                            when.$visit(visitor);
                            value.$visit(visitor);
                        }
                        otherwise.$visit(visitor);
                    }
                }
            }
        }

        impl Condition {
            /// Hands `visitor` this condition and everything inside it.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                visitor($node::Condition(self));
                match self {
                    Self::Always
                    | Self::Never
                    | Self::Place(..)
                    | Self::Date { .. }
                    | Self::Yes(_)
                    | Self::OneOf(..)
                    | Self::Has(..)
                    | Self::Text(..)
                    | Self::Given(_)
                    | Self::Provided(_)
                    | Self::Service(_)
                    | Self::Category(_)
                    | Self::Hs(_) => {}
                    Self::All(parts) | Self::Any(parts) => parts.$iter().for_each(|part| part.$visit(visitor)),
                    Self::Not(inner) | Self::AnyItem(inner) | Self::EveryItem(inner) => inner.$visit(visitor),
                    Self::Amount(test) => test.amount.$visit(visitor),
                    Self::Compare { left, right, .. } => {
                        left.$visit(visitor);
                        right.$visit(visitor);
                    }
                }
            }
        }

        impl Component {
            /// Hands `visitor` every formula of the amount.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                match & $($exclusive)? self.amount {
                    Amount::Flat(_) => {}
                    Amount::Units(units) => units.of.$visit(visitor),
                    Amount::Share { of, .. } | Amount::Formula(of) => of.$visit(visitor),
                }
            }
        }

        impl Reckoning {
            /// Hands `visitor` every formula of the reckoning.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                match self {
                    Self::Amount(Amount::Flat(_)) => {}
                    Self::Amount(Amount::Units(units)) => units.of.$visit(visitor),
                    Self::Amount(Amount::Share { of, .. } | Amount::Formula(of)) => of.$visit(visitor),
                    Self::Sum(parts) | Self::Least(parts) | Self::Greatest(parts) => {
                        parts.$iter().for_each(|part| part.$visit(visitor));
                    }
                    Self::Times(_, amount) | Self::Converted { amount, .. } => amount.$visit(visitor),
                }
            }
        }

        impl Price {
            /// Hands `visitor` every formula of the price and its parts.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                for step in & $($exclusive)? self.steps {
                    match step {
                        PriceStep::Add(component) => component.$visit(visitor),
                        PriceStep::Minimum(_) | PriceStep::Maximum(_) => {}
                    }
                }
                for part in & $($exclusive)? self.parts {
                    part.component.$visit(visitor);
                }
            }
        }

        impl RowOutcome {
            /// Hands `visitor` every formula of the price, where there is one.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                match self {
                    Self::Price(price) => price.$visit(visitor),
                    Self::Refuse(_) | Self::Refer(_) | Self::Repeat => {}
                }
            }
        }

        impl Body {
            /// Hands `visitor` every formula of the rows.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                match self {
                    Self::Single(outcome) => outcome.$visit(visitor),
                    Self::Bands(bands) => {
                        bands.measure.$visit(visitor);
                        bands.rows.$iter().for_each(|row| row.outcome.$visit(visitor));
                    }
                    Self::Progressive(progressive) => {
                        progressive.measure.$visit(visitor);
                        progressive.rows.$iter().for_each(|row| row.outcome.$visit(visitor));
                    }
                    Self::Rows(rows) => {
                        rows.measures.$iter().for_each(|measure| measure.$visit(visitor));
                        rows.rows.$iter().for_each(|row| row.outcome.$visit(visitor));
                    }
                }
            }
        }

        impl Block {
            /// Hands `visitor` every condition of the scope and every formula of the body.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                self.scope.when.$visit(visitor);
                self.body.$visit(visitor);
            }
        }

        impl Restriction {
            /// Hands `visitor` every condition of the scope and every formula of the limits.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                self.scope.when.$visit(visitor);
                match & $($exclusive)? self.rule {
                    RestrictionRule::Limit(parts) => parts.$iter().for_each(|part| part.test.$visit(visitor)),
                    RestrictionRule::Forbid
                    | RestrictionRule::Require(_)
                    | RestrictionRule::Separate(_)
                    | RestrictionRule::Warn => {}
                }
            }
        }

        impl Service {
            /// Hands `visitor` every condition and formula of the limits, the transit times and the billed weight.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                self.when.$visit(visitor);
                for limit in & $($exclusive)? self.limits {
                    limit.scope.$visit(visitor);
                    match & $($exclusive)? limit.test {
                        LimitTest::Amount { amount, .. } => amount.$visit(visitor),
                        LimitTest::Condition(condition) => condition.$visit(visitor),
                    }
                }
                for transit in & $($exclusive)? self.transit {
                    transit.when.$visit(visitor);
                }
                for step in & $($exclusive)? self.billed_weight.steps {
                    step.when.$visit(visitor);
                    match & $($exclusive)? step.kind {
                        WeightStepKind::Bill(weight) => weight.$visit(visitor),
                        WeightStepKind::Sides(_)
                        | WeightStepKind::Volumetric { .. }
                        | WeightStepKind::Minimum(_)
                        | WeightStepKind::Maximum(_)
                        | WeightStepKind::Rounded(_)
                        | WeightStepKind::RoundedByWeight(_) => {}
                    }
                }
            }
        }
    };
}

walkers!(visit, Node, iter,);
walkers!(visit_mut, NodeMut, iter_mut, mut);

impl Body {
    /// What each row says, in order.
    pub fn outcomes(&self) -> Box<dyn Iterator<Item = &RowOutcome> + '_> {
        match self {
            Self::Single(outcome) => Box::new(std::iter::once(outcome)),
            Self::Bands(bands) => Box::new(bands.rows.iter().map(|row| &row.outcome)),
            Self::Progressive(progressive) => Box::new(progressive.rows.iter().map(|row| &row.outcome)),
            Self::Rows(rows) => Box::new(rows.rows.iter().map(|row| &row.outcome)),
        }
    }

    /// What each row says, in order, to be changed.
    pub fn outcomes_mut(&mut self) -> Box<dyn Iterator<Item = &mut RowOutcome> + '_> {
        match self {
            Self::Single(outcome) => Box::new(std::iter::once(outcome)),
            Self::Bands(bands) => Box::new(bands.rows.iter_mut().map(|row| &mut row.outcome)),
            Self::Progressive(progressive) => Box::new(progressive.rows.iter_mut().map(|row| &mut row.outcome)),
            Self::Rows(rows) => Box::new(rows.rows.iter_mut().map(|row| &mut row.outcome)),
        }
    }

    /// The prices of the rows that have one.
    pub fn prices(&self) -> impl Iterator<Item = &Price> {
        self.outcomes().filter_map(|outcome| match outcome {
            RowOutcome::Price(price) => Some(price),
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
        })
    }

    /// The parts of the prices that are lines of their own.
    pub fn parts(&self) -> impl Iterator<Item = &PricePart> {
        self.prices().flat_map(|price| &price.parts)
    }

    /// The parts of the prices that are lines of their own, to be changed.
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut PricePart> {
        self.outcomes_mut().flat_map(|outcome| match outcome {
            RowOutcome::Price(price) => price.parts.iter_mut(),
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => [].iter_mut(),
        })
    }
}

impl Program {
    /// Hands `visitor` every place that the program names, in the program's own order.
    pub fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        self.facts.iter_mut().for_each(|fact| visitor(&mut fact.at));
        self.categories.nodes.iter_mut().for_each(|category| visitor(&mut category.at));
        for service in &mut self.services {
            visitor(&mut service.at);
            service.limits.iter_mut().for_each(|limit| visitor(&mut limit.at));
            service.transit.iter_mut().for_each(|transit| visitor(&mut transit.at));
            service.billed_weight.steps.iter_mut().for_each(|step| visitor(&mut step.at));
        }
        self.exchange.iter_mut().for_each(|period| visitor(&mut period.at));
        for block in &mut self.blocks {
            visitor(&mut block.at);
            match &mut block.body {
                Body::Single(_) => {}
                Body::Bands(bands) => bands.rows.iter_mut().for_each(|row| visitor(&mut row.at)),
                Body::Progressive(progressive) => progressive.rows.iter_mut().for_each(|row| visitor(&mut row.at)),
                Body::Rows(rows) => rows.rows.iter_mut().for_each(|row| visitor(&mut row.at)),
            }
        }
        self.groups.iter_mut().for_each(|group| visitor(&mut group.at));
        self.documents.iter_mut().for_each(|document| visitor(&mut document.at));
        for restriction in &mut self.restrictions {
            visitor(&mut restriction.at);
            if let RestrictionRule::Limit(parts) = &mut restriction.rule {
                parts.iter_mut().for_each(|part| visitor(&mut part.at));
            }
        }
        self.calendars.iter_mut().for_each(|calendar| visitor(&mut calendar.at));
        self.processes.iter_mut().for_each(|process| process.visit_places(visitor));
        self.compensations.iter_mut().for_each(|compensation| visitor(&mut compensation.at));
        self.preferences.iter_mut().for_each(|preference| visitor(&mut preference.at));
    }
}
