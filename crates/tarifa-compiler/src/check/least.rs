//! The least that a service's prices come to, reckoned on paper from below.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Block, Body, End, Expression, LineKind, Measure, Row, RowOutcome};

use crate::region::Undecided;
use crate::witness::least_value;

use super::context::{Carried, Context};
use super::discounts;
use super::reckon::{self, Where};

/// Whether it is sure that every total of the service is at least `bound`.
pub(super) fn is_total_at_least(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    bound: Exact,
) -> Result<bool, Undecided> {
    let Some(most) = discounts::of_service(context.program, carried.id) else { return Ok(false) };
    if most.is_within_lines() && !bound.is_positive() {
        return Ok(true);
    }
    for (_, block) in context.blocks() {
        let prices_nothing = !block.body.outcomes().any(is_priced);
        if !block.scope.services.contains(carried.id.0.into()) || !is_freight(context, block) || prices_nothing {
            continue;
        }
        // What applies to nothing that is carried charges nothing.
        if !applies(context, carried, block)? {
            continue;
        }
        let share = most.shares.get(&block.line).copied().unwrap_or(Exact::ZERO);
        // What other lines lose, they lose of their own amounts, which are not below nought.
        let others_stay = most.shares.iter().all(|(line, share)| *line == block.line || *share <= Exact::ONE);
        let left = freight_at_least(context, carried, block)?.and_then(|least| {
            let kept = Exact::ONE.checked_sub(share).ok()?;
            least.checked_mul(kept).ok()?.checked_sub(most.sum).ok()
        });
        if !others_stay || share > Exact::ONE || left.is_none_or(|left| left < bound) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a statement applies to some shipment that the service carries, as far as regions tell.
fn applies(context: &mut Context<'_>, carried: &Carried<'_>, block: &Block) -> Result<bool, Undecided> {
    let decided = context.decided(carried.id, block)?;
    for (case, _) in &carried.cases {
        if !context.and(decided, *case)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The least that a freight statement charges, in the tariff's currency; none where it cannot be told.
pub(super) fn freight_at_least(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    block: &Block,
) -> Result<Option<Exact>, Undecided> {
    if block.currency != context.program.currency {
        return Ok(None);
    }
    let decided = context.decided(carried.id, block)?;
    let mut least: Option<Exact> = None;
    for (case, parcel) in &carried.cases {
        if context.and(decided, *case)?.is_empty() {
            continue;
        }
        let Some(here) = of_body(&block.body, |measure| least_value(context.program, parcel, measure)) else {
            return Ok(None);
        };
        least = Some(least.map_or(here, |least| least.min(here)));
    }
    Ok(least)
}

/// A lower end of a measure.
type Bound = Option<(Exact, End)>;

fn of_body(body: &Body, floor: impl Fn(&Expression) -> Bound) -> Option<Exact> {
    match body {
        Body::Single(outcome) => {
            let measure = Expression::Measure(Measure::BilledWeight);
            of_row(outcome, &measure, floor(&measure))
        }
        Body::Bands(bands) => of_rows(&bands.measure, &bands.rows, floor(&bands.measure)),
        // Several rows may hold; the cheapest decides, and each is a lower bound where all are looked at.
        Body::Rows(rows) => {
            let measure = Expression::Measure(Measure::BilledWeight);
            let all: Option<Vec<Exact>> = rows
                .rows
                .iter()
                .filter(|row| is_priced(&row.outcome))
                .map(|row| of_row(&row.outcome, &measure, floor(&measure)))
                .collect();
            all?.into_iter().min()
        }
        Body::Progressive(_) => None,
    }
}

fn of_rows(measure: &Expression, rows: &[Row], floor: Bound) -> Option<Exact> {
    let mut lower: Bound = None;
    let mut least: Option<Exact> = None;
    for row in rows {
        let starts = beyond(row.interval(lower).lower, floor);
        lower = row.upper;
        let is_below_floor = matches!((row.upper, floor), (Some((upper, _)), Some((floor, _))) if upper < floor);
        if is_below_floor || !is_priced(&row.outcome) {
            continue;
        }
        let here = of_row(&row.outcome, measure, starts)?;
        least = Some(least.map_or(here, |least| least.min(here)));
    }
    least
}

fn is_priced(outcome: &RowOutcome) -> bool {
    match outcome {
        RowOutcome::Price(_) | RowOutcome::Repeat => true,
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) => false,
    }
}

fn of_row(outcome: &RowOutcome, measure: &Expression, starts: Bound) -> Option<Exact> {
    let (value, at) = match starts {
        Some((value, End::Included)) => (value, Where::At),
        Some((value, End::Excluded)) => (value, Where::JustOver),
        None => (Exact::ZERO, Where::JustOver),
    };
    reckon::rises(outcome).then(|| reckon::row(outcome, measure, value, at)).flatten()
}

fn beyond(left: Bound, right: Bound) -> Bound {
    match (left, right) {
        (Some((l, _)), Some((r, _))) if l < r => right,
        (Some(_), _) => left,
        (None, other) => other,
    }
}

fn is_freight(context: &Context<'_>, block: &Block) -> bool {
    context.program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight)
}
