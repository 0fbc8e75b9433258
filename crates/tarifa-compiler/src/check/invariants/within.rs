//! `total at least 8.00`: an amount within bounds wherever there is a price.

use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Body, End, Expression, Interval, LineKind, Measure, Row};

use crate::check::context::{Carried, Context};
use crate::check::least;
use crate::check::pieces::{self, Kind, Piece};
use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict};

use super::{Outcome, amount};

/// How many rows of one statement are looked into.
const ROWS: usize = 40;

/// Whether the amount lies in `interval` for every shipment in `when` that the service prices.
pub(super) fn check(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    formula: Option<&Expression>,
    interval: &Interval,
) -> Result<Outcome, Undecided> {
    let program = context.program;
    let freight = pieces::of_service(context, carried, |block| {
        program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight)
    })?;
    for piece in freight.iter().filter(|piece| piece.kind == Kind::Price) {
        let region = context.and(piece.region, when)?;
        if let Some(outcome) = broken(context, carried, region, piece, formula, interval)? {
            return Ok(outcome);
        }
    }
    Ok(if is_sure(context, carried, formula, interval)? { Outcome::Proved } else { Outcome::Open })
}

/// Whether it is known on paper that the amount stays within.
fn is_sure(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    formula: Option<&Expression>,
    interval: &Interval,
) -> Result<bool, Undecided> {
    let (Some((bound, end)), None) = (interval.lower, interval.upper) else { return Ok(false) };
    // Over a bound is at least the next amount that can be paid; only `at least` is proved.
    if end == End::Excluded {
        return Ok(false);
    }
    match formula {
        None => least::is_total_at_least(context, carried, bound),
        Some(Expression::Line(line)) => {
            let Some(line) = super::in_program(context.program, context.model, *line) else { return Ok(false) };
            let of_line = |kind: LineKind| kind == LineKind::Freight;
            if !context.program.lines.get(usize::from(line.0)).is_some_and(|line| of_line(line.kind)) {
                return Ok(false);
            }
            for (_, block) in context.blocks() {
                if block.line == line && block.scope.services.contains(carried.id.0.into()) {
                    // A part that is a line of its own is not in the amount.
                    let whole = block.body.parts().next().is_none();
                    let least = least::freight_at_least(context, carried, block)?;
                    if !whole || least.is_none_or(|least| least < bound) {
                        return Ok(false);
                    }
                }
            }
            Ok(true)
        }
        Some(_) => Ok(false),
    }
}

/// Looks at both ends of rows for a shipment whose amount lies outside.
fn broken(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    region: Region,
    piece: &Piece<'_>,
    formula: Option<&Expression>,
    interval: &Interval,
) -> Result<Option<Outcome>, Undecided> {
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        if region.is_empty() {
            continue;
        }
        for cell in cells(piece) {
            let question = Question { region, parcel, further: &cell };
            let (program, model) = (context.program, context.model);
            let formula_of = |quote: &tarifa_engine::evaluate::Quote| amount(program, model, quote, formula);
            let found = context.asker.ask(&question, |_, answer| match answer {
                Ok(quote) => match formula_of(quote) {
                    Some(amount) if !interval.contains(amount) => Verdict::Confirmed(amount),
                    Some(_) | None => Verdict::Stop,
                },
                Err(_) => Verdict::Stop,
            });
            if let Finding::Found(shipment, amount) = found {
                let money = Money { amount, currency: context.program.currency };
                let what = if formula.is_none() { "the total" } else { "the amount" };
                let expected = if formula.is_none() { format!("total {money}") } else { "available".to_owned() };
                let instead = format!("{what} of the shipment below is {money}");
                return Ok(Some(Outcome::Refuted { shipments: vec![(*shipment, expected)], instead }));
            }
        }
    }
    Ok(None)
}

/// The places of a piece where its prices are lowest and highest: both ends of its rows.
fn cells(piece: &Piece<'_>) -> Vec<Vec<(Expression, Interval)>> {
    let (measure, rows): (Expression, &[Row]) = match &piece.block.body {
        Body::Bands(bands) => (bands.measure.clone(), &bands.rows),
        Body::Progressive(bands) => (bands.measure.clone(), &bands.rows),
        Body::Single(_) | Body::Rows(_) => (Expression::Measure(Measure::BilledWeight), &[]),
    };
    let mut cells = Vec::new();
    let mut add = |interval: Interval| {
        let mut cell = piece.cell.clone();
        cell.push((measure.clone(), interval));
        cells.push(cell);
    };
    // The lightest that there is.
    for grams in [1, 10, 100, 1_000] {
        add(Interval { lower: None, upper: Some((Exact::from_integer(grams), End::Included)) });
    }
    let mut lower = None;
    for row in rows.iter().take(ROWS) {
        let own = row.interval(lower);
        lower = row.upper;
        for width in [1, 1_000] {
            let upper = own.lower.and_then(|(low, _)| low.checked_add(Exact::from_integer(width)).ok());
            add(Interval { lower: own.lower, upper: upper.map(|upper| (upper, End::Included)).or(own.upper) });
        }
        if let Some((upper, End::Included)) = own.upper {
            add(Interval { lower: Some((upper, End::Included)), upper: Some((upper, End::Included)) });
        }
    }
    // The heaviest and anything between.
    for kilograms in [1_000, 100, 30, 20, 10, 5, 2, 1] {
        let grams = Exact::from_integer(i64::saturating_mul(kilograms, 1_000));
        add(Interval { lower: Some((grams, End::Included)), upper: None });
    }
    cells
}
