//! Rows that hold shipments and are never charged: another row of the card holds all that they hold for less, or the next
//! band, which `or next band if cheaper` lets in, is always cheaper.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{
    Amount, At, Bands, Block, Body, BoundedRow, Count, End, Expression, NextBand, Price, PriceStep, RowOutcome,
};

use crate::region::Undecided;

use super::context::Context;
use super::report;

/// Looks at every card with several bounds and at all bands that look ahead.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut found: BTreeMap<(report::Statement, usize), Vec<Diagnostic>> = BTreeMap::new();
    for (_, block) in context.blocks() {
        let rows = match &block.body {
            Body::Rows(rows) => dominated(context, block, &rows.rows),
            Body::Bands(bands) => outpriced(context, block, bands),
            Body::Single(_) | Body::Progressive(_) => Vec::new(),
        };
        for (row, told) in rows {
            found.entry((report::statement(context, block), row)).or_default().push(told);
        }
    }
    let related = "so it is in this column";
    diagnostics.extend(found.into_values().filter_map(|found| report::in_one(found, related, "columns")));
    Ok(())
}

/// Rows of a card with several bounds that cost more than one that holds all that they hold.
fn dominated(context: &Context<'_>, block: &Block, rows: &[BoundedRow]) -> Vec<(usize, Diagnostic)> {
    let priced: Vec<(usize, &BoundedRow, Exact)> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((index, row, least(price(&row.outcome)?, None, Exact::ZERO)?)))
        .collect();
    // Looking at all pairs of a card of very many rows takes time.
    const MOST: usize = 300;
    if priced.len() > MOST {
        return Vec::new();
    }
    // Rows that one row undercuts are one slip, in it or in its bounds.
    let mut by_cheaper: BTreeMap<usize, (usize, Diagnostic, usize)> = BTreeMap::new();
    for (index, row, amount) in &priced {
        let Some((cheaper, other, less)) = priced.iter().find(|(_, other, less)| less < amount && holds(other, row))
        else {
            continue;
        };
        let note =
            format!("what it holds costs {} by that row, and {} by this", money(block, *less), money(block, *amount));
        let told = finding(context, block, (row.at, other.at), "another row holds all that it holds, for less");
        let entry = by_cheaper.entry(*cheaper).or_insert_with(|| (*index, told.note(note), 0));
        entry.2 = entry.2.saturating_add(1);
    }
    let told = by_cheaper.into_values().map(|(index, told, count)| match count {
        1 => (index, told),
        _ => (index, told.note(format!("so it is with {count} rows beside it"))),
    });
    told.collect()
}

/// Whether each bound of `other` is at least that of `row`.
fn holds(other: &BoundedRow, row: &BoundedRow) -> bool {
    other.uppers.iter().zip(&row.uppers).all(|(other, row)| match (other, row) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((bound, end)), Some((inner, inner_end))) => {
            inner < bound || (inner == bound && (end == inner_end || *end == End::Included))
        }
    })
}

/// Rows whose least price is more than that of the next band at its lower bound.
fn outpriced(context: &Context<'_>, block: &Block, bands: &Bands) -> Vec<(usize, Diagnostic)> {
    let measure = Some(&bands.measure);
    let neighbours = bands.rows.iter().zip(bands.rows.iter().skip(1)).enumerate();
    let outpriced = neighbours.filter_map(|(index, (row, next))| {
        let above = index.checked_sub(1).and_then(|before| bands.rows.get(before)?.upper);
        let (from, upper) = (above.map_or(Exact::ZERO, |(bound, _)| bound), row.upper?.0);
        let here = least(price(&row.outcome)?, measure, from)?;
        let ahead = least(price(&next.outcome)?, measure, upper)?;
        if row.next_band != NextBand::IfCheaper || ahead >= here {
            return None;
        }
        let weight = |weight| report::amount_text(&bands.measure, weight);
        let note = format!(
            "at {} it comes to {}, and the next band at {} to {}",
            weight(from),
            money(block, here),
            weight(upper),
            money(block, ahead)
        );
        Some((index, finding(context, block, (row.at, next.at), "the next band is always cheaper").note(note)))
    });
    outpriced.collect()
}

/// The least and the most that a statement comes to wherever it applies; none where the shipment's other facts count, or
/// where no row may hold it.
pub(super) fn extremes(body: &Body) -> Option<(Exact, Exact)> {
    let flat = |outcome: &RowOutcome| least(price(outcome)?, None, Exact::ZERO);
    let amounts: Option<Vec<Exact>> = match body {
        Body::Single(outcome) => Some(vec![flat(outcome)?]),
        Body::Bands(bands) if bands.rows.last()?.upper.is_none() => {
            bands.rows.iter().map(|row| flat(&row.outcome)).collect()
        }
        Body::Rows(rows) if rows.rows.last()?.uppers.iter().all(Option::is_none) => {
            rows.rows.iter().map(|row| flat(&row.outcome)).collect()
        }
        Body::Bands(_) | Body::Rows(_) | Body::Progressive(_) => None,
    };
    let amounts = amounts?;
    Some((amounts.iter().min().copied()?, amounts.iter().max().copied()?))
}

fn price(outcome: &RowOutcome) -> Option<&Price> {
    match outcome {
        RowOutcome::Price(price) if price.parts.is_empty() => Some(price),
        RowOutcome::Price(_) | RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
    }
}

/// What a price comes to where the measure is `at`; none where the shipment's other facts count.
fn least(price: &Price, measure: Option<&Expression>, at: Exact) -> Option<Exact> {
    price.steps.iter().try_fold(Exact::ZERO, |sum, step| match step {
        PriceStep::Minimum(bound) => Some(sum.max(*bound)),
        PriceStep::Maximum(bound) => Some(sum.min(*bound)),
        PriceStep::Add(component) => match &component.amount {
            _ if component.charged.is_some() => None,
            Amount::Flat(amount) => sum.checked_add(*amount).ok(),
            Amount::Units(units) if measure == Some(&units.of) && units.count == Count::Proportional => {
                let above = at.checked_sub(units.above).ok()?.max(Exact::ZERO);
                sum.checked_add(units.rate.checked_mul(above.checked_div(units.step).ok()?).ok()?).ok()
            }
            Amount::Units(_) | Amount::Share { .. } | Amount::Formula(_) => None,
        },
    })
}

/// An amount to the cent, for people to compare.
fn money(block: &Block, amount: Exact) -> Money {
    let cent = Exact::new(1, 100).unwrap_or(Exact::ONE);
    Money { amount: amount.round_to(cent, RoundingMode::HalfUp).unwrap_or(amount), currency: block.currency }
}

fn finding(context: &Context<'_>, block: &Block, (row, other): (At, At), why: &str) -> Diagnostic {
    let name = report::block_name(context.program, block);
    Diagnostic::new(Code::UNREACHABLE_ROW, context.span(row), format!("`{name}` never charges this row: {why}"))
        .related(context.span(other), "this row")
        .help("look for a slip in one of the two rows, or leave this one out")
}
