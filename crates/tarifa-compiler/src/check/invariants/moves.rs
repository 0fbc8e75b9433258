//! `freight rises with weight`: an amount that never falls as a measure rises, all else equal.

use tarifa_engine::currency::Money;
use tarifa_engine::evaluate::Quote;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, Block, Body, Component, Condition, End, Expression, Interval, LineId, LineKind, Measure, NextBand, Node,
    Price, PriceStep, RowOutcome, WeightStepKind,
};
use tarifa_engine::shipment::Shipment;
use tarifa_engine::unit::{Dimension, Quantity};

use crate::check::context::{Carried, Context};
use crate::check::reckon::{self, Where};
use crate::model::Trend;
use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict};

use super::{Outcome, line_amount, named};

/// How many bounds are looked at on both sides.
const BOUNDS: usize = 200;

/// Whether the amount of `line`, or the total, moves with the measure for every shipment in `when`.
pub(super) fn check(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: &Condition,
    line: Option<&str>,
    trend: Trend,
    with: Measure,
) -> Result<Outcome, Undecided> {
    if !is_weight(with) {
        return Ok(Outcome::Open);
    }
    let region = context.region(when)?;
    let line = line.and_then(|name| named(context.program, name));
    for bound in bounds(context, carried) {
        if let Some(outcome) = broken(context, carried, region, bound, line, trend)? {
            return Ok(outcome);
        }
    }
    let is_sure = !reads_weight(when) && keeps_to(context, carried, line, trend);
    Ok(if is_sure { Outcome::Proved } else { Outcome::Open })
}

fn is_weight(measure: Measure) -> bool {
    matches!(measure, Measure::Weight | Measure::BilledWeight)
}

/// Every weight at which something of the service changes, and some between.
fn bounds(context: &Context<'_>, carried: &Carried<'_>) -> Vec<Exact> {
    let mut bounds: Vec<Exact> = [500, 1_000, 2_000, 5_000, 10_000, 20_000].map(Exact::from_integer).to_vec();
    let mut look = |node: Node<'_>| {
        if let Node::Condition(Condition::Amount(test)) = node
            && matches!(test.amount, Expression::Measure(Measure::Weight | Measure::BilledWeight))
        {
            bounds.extend([test.interval.lower, test.interval.upper].into_iter().flatten().map(|(value, _)| value));
        }
    };
    carried.service.visit(&mut look);
    let of_service = |block: &&Block| block.scope.services.contains(carried.id.0.into());
    for block in context.program.blocks.iter().filter(of_service) {
        block.visit(&mut look);
    }
    for block in context.program.blocks.iter().filter(of_service) {
        if let Body::Bands(bands) = &block.body
            && matches!(bands.measure, Expression::Measure(Measure::Weight | Measure::BilledWeight))
        {
            // Bounds where the price falls on paper come first.
            let neighbours = bands.rows.iter().zip(bands.rows.iter().skip(1));
            for (before, after) in neighbours {
                let Some((bound, _)) = before.upper else { continue };
                let at = reckon::row(&before.outcome, &bands.measure, bound, Where::At);
                let over = reckon::row(&after.outcome, &bands.measure, bound, Where::JustOver);
                match (at, over) {
                    (Some(at), Some(over)) if over >= at => {}
                    (Some(_) | None, Some(_) | None) => bounds.insert(0, bound),
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    bounds.retain(|bound| bound.is_positive() && seen.insert(*bound));
    bounds.truncate(BOUNDS);
    bounds
}

/// Looks for a parcel of the bound's weight and one just over it whose amounts move the wrong way.
fn broken(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    region: Region,
    bound: Exact,
    line: Option<LineId>,
    trend: Trend,
) -> Result<Option<Outcome>, Undecided> {
    let weight = Expression::Measure(Measure::Weight);
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        if region.is_empty() {
            continue;
        }
        let mut further = vec![(
            weight.clone(),
            Interval { lower: Some((bound, End::Included)), upper: Some((bound, End::Included)) },
        )];
        if parcel.steps.iter().any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. })) {
            let light = Interval { lower: None, upper: Some((bound, End::Included)) };
            further.push((Expression::Measure(Measure::VolumetricWeight), light));
        }
        let question = Question { region, parcel, further: &further };
        let runtime = context.asker.runtime;
        let mut heavier = None;
        let found = context.asker.ask(&question, |shipment, answer| {
            let Some(lighter_amount) = answer.as_ref().ok().and_then(|quote| value(quote, line)) else {
                return Verdict::Stop;
            };
            for more in [1, 10, 100, 500, 1_000] {
                let mut other = shipment.clone();
                let Ok(grams) = bound.checked_add(Exact::from_integer(more)) else { continue };
                other.weight = Some(Quantity::readable(grams, Dimension::Weight));
                let quote = runtime.prepare(&other).ok().and_then(|p| runtime.quote(parcel.service, &p).ok());
                let Some(amount) = quote.as_ref().and_then(|quote| value(quote, line)) else { continue };
                let wrong = match trend {
                    Trend::Rises => amount < lighter_amount,
                    Trend::Falls => amount > lighter_amount,
                };
                if wrong {
                    heavier = Some((other, amount));
                    return Verdict::Confirmed(lighter_amount);
                }
            }
            Verdict::Stop
        });
        if let (Finding::Found(lighter, amount), Some((heavier, other))) = (found, heavier) {
            return Ok(Some(refuted(context, (*lighter, amount), (heavier, other), line)));
        }
    }
    Ok(None)
}

fn refuted(
    context: &Context<'_>,
    (lighter, light): (Shipment, Exact),
    (heavier, heavy): (Shipment, Exact),
    line: Option<LineId>,
) -> Outcome {
    let money = |amount| Money { amount, currency: context.program.currency }.to_string();
    let weight = |shipment: &Shipment| shipment.weight.map_or_else(String::new, |weight| weight.to_string());
    let expected = |amount| match line.and_then(|line| context.program.lines.get(usize::from(line.0))) {
        None => format!("total {}", money(amount)),
        Some(found) if found.name == "freight" => format!("freight {}", money(amount)),
        Some(found) => format!("line {} {}", found.name, money(amount)),
    };
    let instead = format!("{} costs {}, {} costs {}", weight(&lighter), money(light), weight(&heavier), money(heavy));
    let shipments = vec![(lighter, expected(light)), (heavier, expected(heavy))];
    Outcome::Refuted { shipments, instead }
}

fn value(quote: &Quote, line: Option<LineId>) -> Option<Exact> {
    match line {
        None => quote.total,
        Some(line) => quote.total.and_then(|_| line_amount(quote, line)),
    }
}

/// Whether the amount moves so by its form alone: nothing but rows and rates reads the weight, and each moves so.
fn keeps_to(context: &Context<'_>, carried: &Carried<'_>, line: Option<LineId>, trend: Trend) -> bool {
    let of_service = |block: &&Block| block.scope.services.contains(carried.id.0.into());
    let blocks: Vec<&Block> = context.program.blocks.iter().filter(of_service).collect();
    let steps = carried.service.billed_weight.steps.iter().all(|step| {
        !reads_weight(&step.when)
            && match &step.kind {
                WeightStepKind::Bill(amount) => is_rising_weight(amount),
                WeightStepKind::RoundedByWeight(_) => false,
                WeightStepKind::Sides(_)
                | WeightStepKind::Volumetric { .. }
                | WeightStepKind::Minimum(_)
                | WeightStepKind::Maximum(_)
                | WeightStepKind::Rounded(_) => true,
            }
    });
    // A charge may be a share of any other line; freight is a share of none.
    let freight = line.filter(|line| {
        let line = context.program.lines.get(usize::from(line.0));
        line.is_some_and(|line| line.kind == LineKind::Freight)
    });
    let is_meant = |block: &Block| freight.is_none_or(|line| block.line == line);
    let kinds = blocks
        .iter()
        .filter(|block| is_meant(block))
        .all(|block| !crate::check::discounts::is_discount(context.program, block) && body_moves(&block.body, trend));
    steps && kinds && blocks.iter().all(|block| !reads_weight(&block.scope.when))
}

fn reads_weight(condition: &Condition) -> bool {
    let mut reads = false;
    condition.visit(&mut |node| {
        reads |= match node {
            Node::Expression(Expression::Measure(measure)) => {
                matches!(measure, Measure::Weight | Measure::BilledWeight | Measure::VolumetricWeight)
            }
            // What a line comes to depends on the weight.
            Node::Expression(Expression::Line(_) | Expression::Group(_)) => true,
            Node::Expression(_) | Node::Condition(_) => false,
        };
    });
    reads
}

/// Whether a weight formula never falls as the weight rises.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn is_rising_weight(amount: &Expression) -> bool {
    match amount {
        Expression::Constant(_) | Expression::Measure(_) => true,
        Expression::Least(parts) | Expression::Greatest(parts) | Expression::Mean(parts) | Expression::Sum(parts) => {
            parts.iter().all(is_rising_weight)
        }
        _ => false,
    }
}

fn body_moves(body: &Body, trend: Trend) -> bool {
    match body {
        Body::Single(outcome) => outcome_moves(outcome, trend),
        Body::Bands(bands) => {
            let is_by_weight = matches!(bands.measure, Expression::Measure(Measure::Weight | Measure::BilledWeight));
            let rows = bands.rows.iter().all(|row| outcome_moves(&row.outcome, trend));
            let neighbours = bands.rows.iter().zip(bands.rows.iter().skip(1));
            let steps = neighbours.into_iter().all(|(before, after)| {
                let Some((bound, _)) = before.upper else { return false };
                let at = reckon::row(&before.outcome, &bands.measure, bound, Where::At);
                let over = reckon::row(&after.outcome, &bands.measure, bound, Where::JustOver);
                match (at, over) {
                    (Some(at), Some(over)) => match trend {
                        Trend::Rises => at <= over,
                        Trend::Falls => at >= over,
                    },
                    // A row without a price ends the matter.
                    (_, None) => !matches!(after.outcome, RowOutcome::Price(_) | RowOutcome::Repeat),
                    (None, Some(_)) => false,
                }
            });
            (is_by_weight && rows && steps && bands.rows.iter().all(|row| row.next_band == NextBand::Ignored))
                || (!reads_weight_amount(&bands.measure) && rows)
        }
        Body::Progressive(_) | Body::Rows(_) => false,
    }
}

fn reads_weight_amount(amount: &Expression) -> bool {
    let mut reads = false;
    amount.visit(&mut |node| {
        reads |= matches!(
            node,
            Node::Expression(
                Expression::Measure(Measure::Weight | Measure::BilledWeight | Measure::VolumetricWeight)
                    | Expression::Line(_)
                    | Expression::Group(_)
            )
        );
    });
    reads
}

fn outcome_moves(outcome: &RowOutcome, trend: Trend) -> bool {
    match outcome {
        RowOutcome::Price(price) => price_moves(price, trend),
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) => true,
        RowOutcome::Repeat => false,
    }
}

fn price_moves(price: &Price, trend: Trend) -> bool {
    let steps = price.steps.iter().all(|step| match step {
        PriceStep::Add(component) => component_moves(component, trend),
        PriceStep::Minimum(_) | PriceStep::Maximum(_) => true,
    });
    steps && price.parts.iter().all(|part| component_moves(&part.component, trend))
}

fn component_moves(component: &Component, trend: Trend) -> bool {
    match &component.amount {
        Amount::Flat(_) => true,
        Amount::Units(units) => match trend {
            Trend::Rises => !units.rate.is_negative() && is_rising_weight(&units.of),
            // A rate of what the weight does not change stays what it is.
            Trend::Falls => {
                !reads_weight_amount(&units.of) || (!units.rate.is_positive() && is_rising_weight(&units.of))
            }
        },
        // A share of lines that move so, which are looked at themselves where the total is claimed.
        Amount::Share { share, of } => !share.is_negative() && is_rising_sum(of),
        Amount::Formula(formula) => !reads_weight_amount(formula),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn is_rising_sum(formula: &Expression) -> bool {
    match formula {
        Expression::Line(_) | Expression::Constant(_) => true,
        Expression::Sum(parts) => parts.iter().all(is_rising_sum),
        other => !reads_weight_amount(other),
    }
}
