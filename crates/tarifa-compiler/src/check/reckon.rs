//! Prices of one row reckoned on paper, to see where a look is worth while;
//! what is shown to an author comes from the engine.

use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{Amount, Component, Count, Expression, Price, PriceStep, RowOutcome};

/// Where beside a value of the measure a price is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// At the value itself.
    At,
    /// Just over it.
    JustOver,
}

/// What a row comes to at `value` of the measure; none where it depends on anything else.
pub(super) fn row(outcome: &RowOutcome, measure: &Expression, value: Exact, at: Where) -> Option<Exact> {
    match outcome {
        RowOutcome::Price(price) => self::price(price, measure, value, at),
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
    }
}

fn price(price: &Price, measure: &Expression, value: Exact, at: Where) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for step in &price.steps {
        sum = match step {
            PriceStep::Add(component) => sum.checked_add(self::component(component, measure, value, at)?).ok()?,
            PriceStep::Minimum(least) => sum.max(*least),
            PriceStep::Maximum(most) => sum.min(*most),
        };
    }
    for part in &price.parts {
        sum = sum.checked_add(component(&part.component, measure, value, at)?).ok()?;
    }
    Some(sum)
}

fn component(component: &Component, measure: &Expression, value: Exact, at: Where) -> Option<Exact> {
    match &component.amount {
        Amount::Flat(amount) | Amount::Formula(Expression::Constant(amount)) => Some(*amount),
        Amount::Units(units) if units.of == *measure => {
            let above = value.checked_sub(units.above).ok()?;
            if above.is_negative() || (above.is_zero() && at == Where::At) {
                return Some(Exact::ZERO);
            }
            let steps = above.checked_div(units.step).ok()?;
            let counted = match (units.count, at) {
                (Count::Proportional, Where::At | Where::JustOver) => steps,
                (Count::Started, Where::At) => steps.round_to(Exact::ONE, RoundingMode::Up).ok()?,
                (Count::Started, Where::JustOver) => {
                    steps.round_to(Exact::ONE, RoundingMode::Down).ok()?.checked_add(Exact::ONE).ok()?
                }
            };
            units.rate.checked_mul(counted).ok()
        }
        Amount::Units(_) | Amount::Share { .. } | Amount::Formula(_) => None,
    }
}

/// Whether a price never falls as its measures rise: no rate is below nought.
pub(super) fn rises(outcome: &RowOutcome) -> bool {
    let RowOutcome::Price(price) = outcome else { return false };
    let rising = |component: &Component| match &component.amount {
        Amount::Units(units) => !units.rate.is_negative(),
        Amount::Flat(_) | Amount::Share { .. } | Amount::Formula(_) => true,
    };
    let steps = price.steps.iter().all(|step| match step {
        PriceStep::Add(component) => rising(component),
        PriceStep::Minimum(_) | PriceStep::Maximum(_) => true,
    });
    steps && price.parts.iter().all(|part| rising(&part.component))
}
