//! Prices that leap at a bound: a rate per gram among kilograms, a bound or an amount with digits too many.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Bands, Block, BlockId, Body};

use crate::region::Undecided;

use super::context::Context;
use super::reckon::{self, Where};
use super::{lost_rates, report};

/// How many times the price at a bound the one just over it may be.
const LEAP: i64 = 50;

/// Looks at every bound of every statement of bands; what leaps in several columns of a card is told once.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let blocks: Vec<(BlockId, &Block)> = context.blocks().collect();
    for (id, block) in blocks {
        let Body::Bands(bands) = &block.body else { continue };
        let Some((row, times)) = leap(bands) else { continue };
        let Some(over) = bands.rows.get(row).filter(|row| !context.lost_rates.contains(&row.at)) else { continue };
        let Some(before) = row.checked_sub(1).and_then(|before| bands.rows.get(before)) else { continue };
        let Some((shipment, amount)) = lost_rates::priced_in_row(context, (id, block), Some(bands), row)? else {
            continue;
        };
        context.lost_rates.insert(over.at);
        let name = report::block_name(context.program, block);
        let bound = before.upper.map_or_else(String::new, |(bound, _)| report::amount_text(&bands.measure, bound));
        let money = Money { amount, currency: context.program.currency };
        let weight = shipment.weight.map_or_else(String::new, |weight| format!("{weight} "));
        diagnostics.push(
            Diagnostic::new(
                Code::PRICE_LEAP,
                context.span(over.at),
                format!("`{name}` costs {times} times as much just over {bound} as at {bound}"),
            )
            .label("this row begins there")
            .related(context.span(before.at), "and this one ends far below")
            .note(format!("{weight}costs {money}"))
            .help("look for a slip in the unit behind `per`, or in the digits of the price or the bound")
            .witness(report::example(context, &format!("{name} in this row"), &shipment)),
        );
    }
    Ok(())
}

/// The first row that begins far above where the one before it ends, and how many times as high.
fn leap(bands: &Bands) -> Option<(usize, i128)> {
    let neighbours = bands.rows.iter().zip(bands.rows.iter().skip(1)).zip(1_usize..);
    let mut leaps = neighbours.filter_map(|((before, after), row)| {
        let (bound, _) = before.upper?;
        let at = reckon::row(&before.outcome, &bands.measure, bound, Where::At).filter(|at| at.is_positive())?;
        let over = reckon::row(&after.outcome, &bands.measure, bound, Where::JustOver)?;
        let times = over.checked_div(at).ok()?;
        (times >= Exact::from_integer(LEAP)).then(|| (row, times.floor()))
    });
    leaps.next()
}
