//! Prices that fall as the measure rises: two rows of one statement of which
//! the heavier parcel's costs less, shown by two shipments that differ in
//! nothing but their weight.

mod scale;

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Bands, Block, BlockId, Body, End, Expression, LineId, LineKind, Measure, NextBand, Row};
use tarifa_engine::shipment::Shipment;

use crate::region::Undecided;
use crate::witness;

use super::context::Context;
use super::reckon::{self, Where};
use super::report;

use scale::{Charged, ShownBy};

/// How many drops of one statement are shown beside the first.
const SHOWN: usize = 5;
/// How many drops of one statement are looked into.
const TRIED: usize = 12;

/// Looks for drops in every statement; the columns of a card are one statement.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut statements: BTreeMap<(LineId, &str), Vec<Column<'_>>> = BTreeMap::new();
    for (id, block) in context.blocks() {
        let Body::Bands(bands) = &block.body else { continue };
        if !is_by_weight(&bands.measure) || is_discount(context, block) {
            continue;
        }
        let mut drops = on_paper(bands);
        drops.retain(|drop| ![drop.before.at, drop.after.at].iter().any(|row| context.lost_rates.contains(row)));
        if !drops.is_empty() {
            let column = Column { id, block, measure: &bands.measure, drops };
            statements.entry((block.line, &block.name)).or_default().push(column);
        }
    }
    for columns in statements.into_values() {
        diagnostics.extend(statement(context, &columns)?);
    }
    Ok(())
}

/// The drops of one statement in one finding.
fn statement(context: &mut Context<'_>, columns: &[Column<'_>]) -> Result<Option<Diagnostic>, Undecided> {
    let mut first: Option<Diagnostic> = None;
    let mut left = TRIED;
    for Column { id, block, measure, drops } in columns {
        if left == 0 {
            break;
        }
        let mut scales = scale::scales(context, (*id, block))?;
        for drop in drops {
            let shown = TRIED.saturating_sub(left);
            if left == 0 || (shown > SHOWN && first.is_some()) {
                break;
            }
            left = left.saturating_sub(1);
            let Some(shown_by) = scales.iter_mut().find_map(|scale| scale.shows(context, measure, drop)) else {
                continue;
            };
            first = Some(match first {
                None => finding(context, block, measure, drop, &shown_by),
                Some(found) => {
                    let bound = report::amount_text(measure, drop.bound);
                    found.related(context.span(drop.after.at), format!("so it is over {bound} here"))
                }
            });
        }
    }
    let drops = columns.iter().map(|column| column.drops.len()).fold(0_usize, usize::saturating_add);
    let more = drops.saturating_sub(SHOWN.saturating_add(1));
    Ok(first.map(|found| if more > 0 { found.note(format!("and it may be so in {more} more rows")) } else { found }))
}

fn is_by_weight(measure: &Expression) -> bool {
    matches!(measure, Expression::Measure(Measure::BilledWeight | Measure::Weight))
}

fn is_discount(context: &Context<'_>, block: &Block) -> bool {
    context.program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Discount)
}

/// A block whose rows fall on paper.
struct Column<'b> {
    id: BlockId,
    block: &'b Block,
    measure: &'b Expression,
    drops: Vec<Drop<'b>>,
}

/// A bound over which the price falls.
struct Drop<'b> {
    bound: Exact,
    end: End,
    before: &'b Row,
    after: &'b Row,
}

/// The bounds over which the rows fall, as far as paper tells.
fn on_paper(bands: &Bands) -> Vec<Drop<'_>> {
    let neighbours = bands.rows.iter().zip(bands.rows.iter().skip(1));
    let drops = neighbours.filter_map(|(before, after)| {
        let (bound, end) = before.upper.filter(|_| before.next_band == NextBand::Ignored)?;
        let at = reckon::row(&before.outcome, &bands.measure, bound, Where::At)?;
        let over = reckon::row(&after.outcome, &bands.measure, bound, Where::JustOver)?;
        (over < at).then_some(Drop { bound, end, before, after })
    });
    drops.collect()
}

fn finding(context: &Context<'_>, block: &Block, measure: &Expression, drop: &Drop<'_>, by: &ShownBy) -> Diagnostic {
    let name = report::block_name(context.program, block);
    let bound = report::amount_text(measure, drop.bound);
    let money = |amount: Exact| Money { amount, currency: context.program.currency }.to_string();
    let weight = |shipment: &Shipment| shipment.weight.map_or_else(String::new, |weight| weight.to_string());
    let (light, heavy) = (money(by.lighter.1.sum), money(by.heavier.1.sum));
    let example = |(shipment, charged): &(Shipment, Charged), title: &str| {
        let lines = charged.lines.iter().map(|(line, amount)| expected(context, block, *line, &money(*amount)));
        let lines = lines.collect::<Vec<_>>().join(", ");
        witness::example(context.program, &format!("{name} {title} {bound}"), shipment, &lines)
    };
    let both = format!("{}\n{}", example(&by.lighter, "at"), example(&by.heavier, "just over"));
    Diagnostic::new(
        Code::PRICE_DROP,
        context.span(drop.after.at),
        format!("`{name}` costs less just over {bound} than at {bound}"),
    )
    .label("this row starts lower")
    .related(context.span(drop.before.at), "than this one ends")
    .note(format!("{} costs {light}, {} costs {heavy}", weight(&by.lighter.0), weight(&by.heavier.0)))
    .help("look for a slip in one of the rows; if it is meant, `or next band if cheaper` gives the lighter parcel the lower price")
    .witness(both)
}

/// The expectation of what a statement charges in one line: its own, or a part that is a line of its own.
fn expected(context: &Context<'_>, block: &Block, line: LineId, amount: &str) -> String {
    let of_answer = context.program.lines.get(usize::from(line.0));
    if let Some(part) = of_answer.filter(|_| line != block.line) {
        return format!("line {} {amount}", part.name);
    }
    match of_answer.map(|line| (line.kind, &line.name)) {
        Some((LineKind::Charge, name)) => format!("charge {name} {amount}"),
        Some((LineKind::Tax, name)) => format!("tax {name} {amount}"),
        Some((LineKind::Discount, name)) => format!("discount {name} {amount}"),
        Some((LineKind::Freight, _)) | None => format!("freight {amount}"),
    }
}
