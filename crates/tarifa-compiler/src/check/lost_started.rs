//! A rate in proportion among rates per started step of the same size, in one statement: mostly the word was lost.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, At, Block, BlockId, Body, Component, Count, End, Expression, Interval, Measure, PriceStep, RowOutcome,
    Units,
};

use crate::region::Undecided;

use super::context::Context;
use super::lost_rates::{per_text, priced_within};
use super::report;

/// A rate of a row.
struct Rate<'a> {
    block: (BlockId, &'a Block),
    row: usize,
    at: At,
    units: &'a Units,
}

/// Looks at the rates of every statement.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut statements: BTreeMap<report::Statement, Vec<Rate<'_>>> = BTreeMap::new();
    for block in context.blocks() {
        statements.entry(report::statement(context, block.1)).or_default().extend(rates(block));
    }
    for rates in statements.values() {
        let mut sizes: BTreeMap<Exact, (Vec<&Rate<'_>>, Vec<&Rate<'_>>)> = BTreeMap::new();
        for rate in rates {
            let (started, proportional) = sizes.entry(rate.units.step).or_default();
            match rate.units.count {
                Count::Started => started.push(rate),
                Count::Proportional => proportional.push(rate),
            }
        }
        for (started, proportional) in sizes.values() {
            if let ([odd], [beside, ..]) = (proportional.as_slice(), started.as_slice()) {
                diagnostics.extend(finding(context, odd, beside)?);
            }
        }
    }
    Ok(())
}

/// The rates of a block by weight.
fn rates<'a>(block: (BlockId, &'a Block)) -> impl Iterator<Item = Rate<'a>> {
    let rows: Vec<(usize, At, &RowOutcome)> = match &block.1.body {
        Body::Single(outcome) => vec![(0, block.1.at, outcome)],
        Body::Bands(bands) => bands.rows.iter().enumerate().map(|(row, it)| (row, it.at, &it.outcome)).collect(),
        Body::Rows(rows) => rows.rows.iter().enumerate().map(|(row, it)| (row, it.at, &it.outcome)).collect(),
        Body::Progressive(_) => Vec::new(),
    };
    rows.into_iter().flat_map(move |(row, at, outcome)| {
        let steps = match outcome {
            RowOutcome::Price(price) => price.steps.as_slice(),
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => &[],
        };
        steps.iter().filter_map(move |step| match step {
            PriceStep::Add(Component { amount: Amount::Units(units), .. }) if is_weight(&units.of) => {
                Some(Rate { block, row, at, units })
            }
            PriceStep::Add(_) | PriceStep::Minimum(_) | PriceStep::Maximum(_) => None,
        })
    })
}

fn is_weight(of: &Expression) -> bool {
    matches!(of, Expression::Measure(Measure::Weight | Measure::BilledWeight))
}

/// The finding, with a shipment whose last step is begun; none where the billed weight never ends within a step.
fn finding(context: &mut Context<'_>, odd: &Rate<'_>, beside: &Rate<'_>) -> Result<Option<Diagnostic>, Undecided> {
    let Some(begun) = begun_step(odd) else { return Ok(None) };
    let further = [(odd.units.of.clone(), begun)];
    let Some((shipment, amount)) = priced_within(context, odd.block, &further, odd.row)? else { return Ok(None) };
    let name = report::block_name(context.program, odd.block.1);
    let per = per_text(odd.units.step, &odd.units.unit);
    let message = format!("this rate of `{name}` is `per {per}`, and what stands beside it `per started {per}`");
    let money = Money { amount, currency: context.program.currency };
    let weight = shipment.weight.map_or_else(String::new, |weight| format!("{weight} "));
    Ok(Some(
        Diagnostic::new(Code::LOST_STARTED, context.span(odd.at), message)
            .label("a begun step is charged in part")
            .related(context.span(beside.at), "a begun step is charged whole")
            .note(format!("{weight}costs {money}"))
            .help(format!("write `per started {per}`, unless the carrier charges by the gram here"))
            .witness(report::example(context, &format!("{name} of a begun step"), &shipment)),
    ))
}

/// Weights that end within the first whole step of a row.
fn begun_step(rate: &Rate<'_>) -> Option<Interval> {
    let Units { above, step, .. } = rate.units;
    let lower = match &rate.block.1.body {
        Body::Bands(bands) => rate.row.checked_sub(1).and_then(|before| bands.rows.get(before)?.upper),
        Body::Single(_) | Body::Progressive(_) | Body::Rows(_) => None,
    };
    let from = lower.map_or(*above, |(bound, _)| bound.max(*above));
    let whole = Exact::from_wide_integer(from.checked_sub(*above).ok()?.checked_div(*step).ok()?.ceil()).ok()?;
    let begin = above.checked_add(whole.checked_mul(*step).ok()?).ok()?;
    let tenth = step.checked_div(Exact::from_integer(10)).ok()?;
    let end = begin.checked_add(*step).ok()?.checked_sub(tenth).ok()?;
    Some(Interval { lower: Some((begin.checked_add(tenth).ok()?, End::Included)), upper: Some((end, End::Included)) })
}
