//! `total at least 8.00`: an amount within bounds wherever there is a price.

use tarifa_engine::currency::Money;
use tarifa_engine::evaluate::Quote;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Body, Condition, End, Expression, Interval, LineKind, Measure, Row};

use crate::check::consignment;
use crate::check::context::{Carried, Context};
use crate::check::known::{self, Known, Several};
use crate::check::least;
use crate::check::pieces::{self, Kind, Piece};
use crate::check::ranges::{self, Ranges};
use crate::region::{Region, Undecided};
use crate::witness::range;
use crate::witness::{Finding, Question, Verdict};

use super::{Outcome, amount, in_program};

/// How many rows of one statement are looked into.
const ROWS: usize = 40;
/// The numbers of parcels that are tried where one parcel alone keeps within the bounds.
const COUNTS: [u16; 5] = [2, 3, 5, 10, 20];

/// Whether the amount lies in `interval` for every shipment in `when` that the service prices.
pub(super) fn check(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    condition: &Condition,
    formula: Option<&Expression>,
    interval: &Interval,
) -> Result<Outcome, Undecided> {
    let program = context.program;
    let when = context.region(condition)?;
    let freight = pieces::of_service(context, carried, |block| {
        program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight)
    })?;
    let claimed = known::of_condition(condition);
    for piece in freight.iter().filter(|piece| piece.kind == Kind::Price) {
        let region = context.and(piece.region, when)?;
        if let Some(outcome) = broken(context, carried, (region, &claimed), piece, formula, interval)? {
            return Ok(outcome);
        }
    }
    Ok(if is_sure(context, carried, condition, formula, interval)? { Outcome::Proved } else { Outcome::Open })
}

/// Whether it is known on paper that the amount stays within.
fn is_sure(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    condition: &Condition,
    formula: Option<&Expression>,
    interval: &Interval,
) -> Result<bool, Undecided> {
    let when = context.region(condition)?;
    let ranges = ranges::of_service(context, carried, when, &known::of_condition(condition))?;
    let amount = match formula {
        None => Some(ranges.total()),
        Some(formula) => of_formula(context, &ranges, formula),
    };
    if amount.is_some_and(|amount| range::holds_all(interval, &amount)) {
        return Ok(true);
    }
    // What is taken off is a share of what is charged: the bounds of each line alone do not know that.
    match (formula, interval.lower, interval.upper) {
        (None, Some((bound, End::Included)), None) => least::is_total_at_least(context, carried, bound),
        (_, _, _) => Ok(false),
    }
}

/// Where a formula over lines lies; none where it reads anything else.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn of_formula(context: &Context<'_>, ranges: &Ranges, formula: &Expression) -> Option<Interval> {
    match formula {
        Expression::Constant(value) => Some(range::point(*value)),
        Expression::Line(line) => Some(ranges.line(in_program(context.program, context.model, *line)?)),
        Expression::Sum(parts) => {
            let mut parts = parts.iter().map(|part| of_formula(context, ranges, part));
            parts.try_fold(range::point(Exact::ZERO), |sum, part| Some(range::add(&sum, &part?)))
        }
        Expression::Difference(left, right) => {
            Some(range::subtract(&of_formula(context, ranges, left)?, &of_formula(context, ranges, right)?))
        }
        _ => None,
    }
}

/// Looks at both ends of rows for a shipment whose amount lies outside.
fn broken(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    (region, claimed): (Region, &[Known]),
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
            let formula_of = |quote: &Quote| amount(program, model, quote, formula);
            let runtime = context.asker.runtime;
            let breaks = |quote: &Quote| formula_of(quote).filter(|amount| !interval.contains(*amount));
            let found = context.asker.ask(&question, |shipment, answer| {
                let Ok(quote) = answer else { return Verdict::Stop };
                if let Some(amount) = breaks(quote) {
                    return Verdict::Confirmed((shipment.clone(), amount));
                }
                let several = COUNTS.into_iter().filter_map(|count| consignment::same(shipment, count));
                let mut broken = several.filter_map(|consignment| {
                    let quote = runtime.quote(carried.id, &runtime.prepare(&consignment).ok()?).ok()?;
                    // A claim about single parcels says nothing of these.
                    let is_meant = known::several(carried, claimed) == Several::Perhaps;
                    Some((consignment, breaks(&quote).filter(|_| is_meant)?))
                });
                broken.next().map_or(Verdict::Stop, Verdict::Confirmed)
            });
            if let Finding::Found(_, (shipment, amount)) = found {
                let money = Money { amount, currency: context.program.currency };
                let what = if formula.is_none() { "the total" } else { "the amount" };
                let expected = if formula.is_none() { format!("total {money}") } else { "available".to_owned() };
                let instead = format!("{what} of the shipment below is {money}");
                return Ok(Some(Outcome::Refuted { shipments: vec![(shipment, expected)], instead }));
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
