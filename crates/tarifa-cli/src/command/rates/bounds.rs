//! The weights at which the price of a service may change in kind.
//!
//! They are read off the program: the bounds of its bands, the first weights
//! of its formulas, the weights from which a line applies, the limits of the service. Which of them matter for a
//! place is left to the engine: it answers at and just over each.

use std::collections::{BTreeMap, BTreeSet};

use tarifa::exact::Exact;
use tarifa::program::{
    Amount, At, Block, Body, Condition, End, Expression, LimitTest, Measure, Node, PriceStep, Program, RowOutcome,
    Service, WeightStepKind,
};
use tarifa::unit::{Quantity, Unit};

/// A millimetre, in centimetres.
const HAIR: Exact = Unit::Millimetre.factor();

/// What stands at a weight.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound {
    /// Whether the weight itself belongs to what lies below.
    pub(super) end: Option<End>,
    /// Whether a minimum or a maximum of the billed weight stands there.
    pub(super) is_clamp: bool,
    /// The statement, the file and the line of each row that ends or starts there.
    pub(super) rows: BTreeSet<(String, String, u32)>,
}

/// The weights, in grams, with what ends or starts there.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Each weight.
    pub(super) at: BTreeMap<Exact, Bound>,
}

impl Bounds {
    /// Those of the service number `index` of `program`.
    pub(super) fn of(program: &Program, index: u32, service: &Service) -> Self {
        let mut bounds = Self::default();
        for limit in &service.limits {
            if let LimitTest::Amount { amount, interval } = &limit.test
                && is_weight(amount)
            {
                bounds.add(interval.lower.map(|(weight, end)| (weight, flipped(end))));
                bounds.add(interval.upper);
            }
        }
        for step in &service.billed_weight.steps {
            bounds.add_conditions(&step.when);
            match &step.kind {
                WeightStepKind::Minimum(weight) | WeightStepKind::Maximum(weight) => {
                    if let Some(bound) = bounds.add(Some((*weight, End::Included))) {
                        bound.is_clamp = true;
                    }
                }
                WeightStepKind::RoundedByWeight(rows) => {
                    for (interval, _) in rows {
                        bounds.add(interval.upper);
                    }
                }
                WeightStepKind::Sides(_)
                | WeightStepKind::Volumetric { .. }
                | WeightStepKind::Bill(_)
                | WeightStepKind::Rounded(_) => {}
            }
        }
        for block in program.blocks.iter().filter(|block| block.scope.services.contains(index)) {
            bounds.add_conditions(&block.scope.when);
            bounds.add_block(program, block);
        }
        bounds
    }

    /// Adds the weights at which a condition may begin or cease to hold.
    fn add_conditions(&mut self, condition: &Condition) {
        condition.visit(&mut |node| {
            if let Node::Condition(Condition::Amount(test)) = node
                && is_weight(&test.amount)
            {
                self.add(test.interval.lower.map(|(weight, end)| (weight, flipped(end))));
                self.add(test.interval.upper);
            }
        });
    }

    fn add(&mut self, upper: Option<(Exact, End)>) -> Option<&mut Bound> {
        let (weight, end) = upper.filter(|(weight, _)| weight.is_positive())?;
        let bound = self.at.entry(weight).or_default();
        bound.end.get_or_insert(end);
        Some(bound)
    }

    fn add_block(&mut self, program: &Program, block: &Block) {
        match &block.body {
            Body::Single(outcome) => self.add_formula(program, block, outcome, block.at),
            Body::Bands(bands) => {
                let next = bands.rows.iter().skip(1).map(Some).chain(std::iter::once(None));
                for (row, next) in bands.rows.iter().zip(next) {
                    if is_weight(&bands.measure) {
                        self.add_row(program, block, row.upper, row.at);
                        // With `or next band if cheaper`, the next row may apply below its start and this one not.
                        self.add_row(
                            program,
                            block,
                            row.upper.filter(|_| next.is_some()),
                            next.map_or(row.at, |next| next.at),
                        );
                    }
                    self.add_formula(program, block, &row.outcome, row.at);
                }
            }
            Body::Progressive(progressive) => {
                for row in &progressive.rows {
                    if is_weight(&progressive.measure) {
                        self.add_row(program, block, row.upper, row.at);
                    }
                }
            }
            Body::Rows(rows) => {
                for row in &rows.rows {
                    for (measure, upper) in rows.measures.iter().zip(&row.uppers) {
                        if is_weight(measure) {
                            self.add_row(program, block, *upper, row.at);
                        }
                    }
                    self.add_formula(program, block, &row.outcome, row.at);
                }
            }
        }
    }

    /// Adds the first weight of `A for the first F, then …`.
    fn add_formula(&mut self, program: &Program, block: &Block, outcome: &RowOutcome, at: At) {
        let RowOutcome::Price(price) = outcome else { return };
        for step in &price.steps {
            if let PriceStep::Add(component) = step
                && let Amount::Units(units) = &component.amount
                && is_weight(&units.of)
            {
                self.add_row(program, block, Some((units.above, End::Included)), at);
            }
        }
    }

    fn add_row(&mut self, program: &Program, block: &Block, upper: Option<(Exact, End)>, at: At) {
        let place = place(program, at);
        if let Some(bound) = self.add(upper) {
            bound.rows.extend(place.map(|(file, line)| (block.name.clone(), file, line)));
        }
    }
}

/// The sides of the smallest parcel that the service takes anywhere, in centimetres: a parcel that its weight prices.
pub(super) fn least_sides(service: &Service) -> [Quantity; 3] {
    let least = |side: Measure| {
        let at_least = service.limits.iter().filter_map(|limit| match &limit.test {
            LimitTest::Amount { amount: Expression::Measure(measure), interval } if *measure == side => interval.lower,
            LimitTest::Amount { .. } | LimitTest::Condition(_) => None,
        });
        let lengths = at_least.map(|(length, end)| match end {
            End::Included => length,
            // More than the bound, by less than anyone measures.
            End::Excluded => length.checked_add(HAIR).unwrap_or(length),
        });
        let value = lengths.max().unwrap_or(Exact::ONE).max(Exact::ONE);
        Quantity { value, unit: Unit::Centimetre }
    };
    [least(Measure::Length), least(Measure::Width), least(Measure::Height)]
}

fn is_weight(expression: &Expression) -> bool {
    matches!(expression, Expression::Measure(Measure::Weight | Measure::BilledWeight))
}

/// A lower bound that is included is an upper bound, of what lies below, that is not.
pub(super) fn flipped(end: End) -> End {
    match end {
        End::Included => End::Excluded,
        End::Excluded => End::Included,
    }
}

/// The file and line of `at`.
pub(super) fn place(program: &Program, at: At) -> Option<(String, u32)> {
    let origin = program.origins.get(usize::try_from(at.0).ok()?)?;
    let file = program.files.get(usize::try_from(origin.file).ok()?)?;
    Some((file.clone(), origin.line))
}
