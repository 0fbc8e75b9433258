//! How much the discounts of a service can come to, as shares of other lines and a sum.

use std::collections::BTreeMap;

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, Block, Component, Condition, Expression, LineId, LineKind, Price, PriceStep, Program, RowOutcome, ServiceId,
};

/// The most that discounts take off: so much of each line, and a sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Most {
    /// Of each line.
    pub(super) shares: BTreeMap<LineId, Exact>,
    /// Beside that, in the tariff's currency.
    pub(super) sum: Exact,
}

/// The most that all discounts of a service take off together; none where that cannot be told.
pub(super) fn of_service(program: &Program, service: ServiceId) -> Option<Most> {
    let mut lines: BTreeMap<LineId, Most> = BTreeMap::new();
    for block in program.blocks.iter().filter(|block| is_discount(program, block)) {
        if !block.scope.services.contains(service.0.into()) {
            continue;
        }
        let most = of_block(program, block)?;
        let known = lines.entry(block.line).or_default();
        // Statements of one line never apply together.
        known.sum = known.sum.max(most.sum);
        for (line, share) in most.shares {
            let slot = known.shares.entry(line).or_insert(Exact::ZERO);
            *slot = (*slot).max(share);
        }
    }
    let mut all = Most::default();
    for most in lines.into_values() {
        all.add(&most, Exact::ONE)?;
    }
    Some(all)
}

/// Whether a statement takes off.
pub(super) fn is_discount(program: &Program, block: &Block) -> bool {
    program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Discount)
}

impl Most {
    /// Whether it never takes more off a line than there is.
    pub(super) fn is_within_lines(&self) -> bool {
        !self.sum.is_positive() && self.shares.values().all(|share| *share <= Exact::ONE)
    }

    fn add(&mut self, other: &Self, times: Exact) -> Option<()> {
        self.sum = self.sum.checked_add(other.sum.checked_mul(times).ok()?).ok()?;
        for (line, share) in &other.shares {
            let slot = self.shares.entry(*line).or_insert(Exact::ZERO);
            *slot = slot.checked_add(share.checked_mul(times).ok()?).ok()?;
        }
        Some(())
    }
}

fn of_block(program: &Program, block: &Block) -> Option<Most> {
    let mut most = Most::default();
    for outcome in block.body.outcomes() {
        let RowOutcome::Price(price) = outcome else { continue };
        let row = of_price(program, price, block)?;
        most.sum = most.sum.max(row.sum);
        for (line, share) in row.shares {
            let slot = most.shares.entry(line).or_insert(Exact::ZERO);
            *slot = (*slot).max(share);
        }
    }
    // A sum that is taken off only above itself never takes off more than there is.
    if most.shares.is_empty()
        && let Some((line, least)) = asks_for_line(&block.scope.when)
        && least.is_positive()
        && most.sum <= least
    {
        let share = most.sum.checked_div(least).ok()?;
        return Some(Most { shares: BTreeMap::from([(line, share)]), sum: Exact::ZERO });
    }
    Some(most)
}

/// A line that a condition asks to be at least so much.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn asks_for_line(condition: &Condition) -> Option<(LineId, Exact)> {
    match condition {
        Condition::All(parts) => parts.iter().find_map(asks_for_line),
        Condition::Amount(test) => match (&test.amount, test.interval.lower) {
            (Expression::Line(line), Some((least, _))) => Some((*line, least)),
            (_, _) => None,
        },
        _ => None,
    }
}

fn of_price(program: &Program, price: &Price, block: &Block) -> Option<Most> {
    let mut most = Most::default();
    let mut is_known = true;
    for step in &price.steps {
        match step {
            PriceStep::Add(component) => match of_component(program, component) {
                Some(part) => most.add(&part, Exact::ONE)?,
                None => is_known = false,
            },
            PriceStep::Minimum(least) => most.sum = most.sum.checked_add(*least).ok()?,
            PriceStep::Maximum(cap) => {
                if !is_known || most.sum.is_positive() || !most.is_within_lines() {
                    most = Most { shares: BTreeMap::new(), sum: *cap };
                    is_known = true;
                }
            }
        }
    }
    let same_currency = block.currency == program.currency || most.sum.is_zero();
    (is_known && price.parts.is_empty() && same_currency).then_some(most)
}

fn of_component(program: &Program, component: &Component) -> Option<Most> {
    match &component.amount {
        Amount::Flat(sum) | Amount::Formula(Expression::Constant(sum)) => {
            Some(Most { shares: BTreeMap::new(), sum: *sum })
        }
        Amount::Share { share, of } => {
            let mut most = Most::default();
            most.add(&of_formula(program, of)?, *share)?;
            Some(most)
        }
        Amount::Formula(formula) => of_formula(program, formula),
        Amount::Units(_) => None,
    }
}

/// The most that a formula comes to.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn of_formula(program: &Program, formula: &Expression) -> Option<Most> {
    match formula {
        Expression::Constant(sum) => Some(Most { shares: BTreeMap::new(), sum: *sum }),
        Expression::Line(line) => Some(Most { shares: BTreeMap::from([(*line, Exact::ONE)]), sum: Exact::ZERO }),
        Expression::Group(group) => {
            // What is charged of a group is one of its members.
            let members = &program.groups.get(usize::from(group.0))?.members;
            Some(Most { shares: members.iter().map(|line| (*line, Exact::ONE)).collect(), sum: Exact::ZERO })
        }
        Expression::Sum(parts) => {
            let mut most = Most::default();
            for part in parts {
                most.add(&of_formula(program, part)?, Exact::ONE)?;
            }
            Some(most)
        }
        // Any part bounds the least of them; one that is lines alone is best.
        Expression::Least(parts) => {
            let bounds: Vec<Most> = parts.iter().filter_map(|part| of_formula(program, part)).collect();
            bounds.iter().find(|most| most.is_within_lines()).or(bounds.first()).cloned()
        }
        _ => None,
    }
}
