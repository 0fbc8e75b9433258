//! Money in another currency on a day for which the policy, which fixes that
//! currency on other days, has no rate; a currency that it fixes on no day; and
//! days that have two rates.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Currency;
use tarifa_engine::date::Date;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{At, Block, Condition, DateField, ExchangePeriod, Expression, LineKind, Node, Program};
use tarifa_engine::shipment::Shipment;

use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict, rate_on_day};

use super::context::{Carried, Context};
use super::report;

/// Looks for days without a rate.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut settled = BTreeSet::new();
    let mut told: Vec<(Region, Diagnostic)> = Vec::new();
    let mut holes: BTreeMap<(Currency, Currency), Days> = BTreeMap::new();
    for (_, block) in context.blocks() {
        for (pair, whose) in pairs(context.program, block) {
            if settled.contains(&pair) {
                continue;
            }
            let hole = match holes.get(&pair) {
                Some(hole) => *hole,
                None => {
                    let hole = hole(context, pair)?;
                    holes.insert(pair, hole);
                    hole
                }
            };
            let days = match hole {
                Days::Some(days) if days.is_empty() => {
                    settled.insert(pair);
                    continue;
                }
                Days::Some(days) => days,
                // In which currencies a host tells values is its own affair.
                Days::All if whose == Whose::Told => continue,
                Days::All => Region::FULL,
            };
            for carried in context.services.clone() {
                if !settled.contains(&pair)
                    && block.scope.services.contains(carried.id.0.into())
                    && let Some(shipment) = charged_in(context, &carried, block, pair, days)?
                {
                    settled.insert(pair);
                    match hole {
                        Days::All => diagnostics.push(no_rate(context, block, pair, &shipment)),
                        // Days between two statements of rates are one slip, however many currencies they leave out.
                        Days::Some(days) => match told.iter_mut().find(|(other, _)| *other == days) {
                            Some((_, found)) => {
                                found.notes.push(format!("so it is with the rate from {} to {}", pair.0, pair.1));
                            }
                            None => told.push((days, finding(context, block, pair, &shipment))),
                        },
                    }
                }
            }
        }
    }
    diagnostics.extend(told.into_iter().map(|(_, found)| found));
    Ok(())
}

/// Looks for two rates of one pair on one day.
pub(super) fn twice(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut known: BTreeMap<(Currency, Currency), Vec<(&ExchangePeriod, Exact)>> = BTreeMap::new();
    let mut found: BTreeMap<(At, At), Diagnostic> = BTreeMap::new();
    for period in &context.program.exchange {
        for rate in &period.rates {
            let earlier = known.entry((rate.from, rate.to)).or_default();
            let other = earlier.iter().find(|(other, found)| *found != rate.rate && other.valid.overlaps(period.valid));
            if let Some((other, _)) = other {
                let pair = (rate.from, rate.to);
                // Days that two statements share are one slip, however many rates they have.
                let told = match found.remove(&(other.at, period.at)) {
                    Some(told) => told.note(format!("so it is with the rates from {} to {}", pair.0, pair.1)),
                    None => two_rates(context, pair, other, period),
                };
                found.insert((other.at, period.at), told);
            }
            earlier.push((period, rate.rate));
        }
    }
    diagnostics.extend(found.into_values());
    Ok(())
}

fn two_rates(
    context: &Context<'_>,
    (from, to): (Currency, Currency),
    one: &ExchangePeriod,
    other: &ExchangePeriod,
) -> Diagnostic {
    let (one, other) = if context.span(other.at) < context.span(one.at) { (other, one) } else { (one, other) };
    let both = one.valid.intersection(other.valid);
    let day = both.and_then(|days| days.from.or(days.to)).map_or_else(|| "every day".to_owned(), |day| day.to_string());
    Diagnostic::new(
        Code::TWO_RATES,
        context.span(other.at),
        format!("two different rates from {from} to {to} hold on {day}"),
    )
    .label("the second")
    .related(context.span(one.at), "the first")
    .help("let the dates of one end before the other's begin, or leave one of the rates out")
}

/// Whose money has to be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// The statement's own, whatever the shipment.
    Own,
    /// What a host may tell, such as the declared value.
    Told,
}

/// The conversions that a statement needs.
fn pairs(program: &Program, block: &Block) -> BTreeMap<(Currency, Currency), Whose> {
    let mut pairs = BTreeMap::new();
    block.body.visit(&mut |node| {
        if let Node::Expression(Expression::Money { currency, .. }) = node {
            let told = program.exchange.iter().flat_map(|period| &period.rates).flat_map(|rate| [rate.from, rate.to]);
            pairs.extend(told.filter(|told| told != currency).map(|told| ((told, *currency), Whose::Told)));
        }
    });
    if block.currency != program.currency {
        pairs.insert((block.currency, program.currency), Whose::Own);
    }
    block.body.visit(&mut |node| {
        if let Node::Expression(Expression::Convert { from, to, .. }) = node
            && from != to
        {
            pairs.insert((*from, *to), Whose::Own);
        }
    });
    pairs
}

/// The days without a rate of a pair.
#[derive(Clone, Copy, Debug)]
enum Days {
    /// These.
    Some(Region),
    /// Every day, though other rates are written.
    All,
}

/// The days without a rate; none at all where the policy writes no rates and prices freight in the currency, since then the
/// host gives them.
fn hole(context: &mut Context<'_>, (from, to): (Currency, Currency)) -> Result<Days, Undecided> {
    let program = context.program;
    // Between two neighbouring ends of periods nothing changes.
    let mut starts: BTreeSet<i32> = BTreeSet::from([i32::MIN]);
    for period in &program.exchange {
        starts.extend(period.valid.from.map(Date::days));
        starts.extend(period.valid.to.and_then(Date::next).map(Date::days));
    }
    let ends = starts.iter().skip(1).map(|start| start.saturating_sub(1)).chain([i32::MAX]);
    let (fixed, open): (Vec<_>, Vec<_>) =
        starts.iter().copied().zip(ends).partition(|(start, _)| rate_on_day(program, *start, from, to).is_some());
    if fixed.is_empty() {
        let is_left_to_host = program.exchange.is_empty() && is_of_freight(program, from);
        return Ok(if is_left_to_host { Days::Some(Region::EMPTY) } else { Days::All });
    }
    let mut parts = Vec::new();
    for (from, to) in open {
        parts.push(context.region(&Condition::Date { field: DateField::ShipDate, zone: 0, from, to })?);
    }
    context.asker.diagram.union(parts).map(Days::Some)
}

/// Whether some freight is in this currency: where a policy writes no rates at all, the host is then known to give it.
/// A currency that only some charge is in may be a slip.
fn is_of_freight(program: &Program, currency: Currency) -> bool {
    let freight = |block: &Block| {
        let line = program.lines.get(usize::from(block.line.0));
        line.is_some_and(|line| line.kind == LineKind::Freight)
    };
    program.blocks.iter().any(|block| block.currency == currency && freight(block))
}

fn charged_in(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    block: &Block,
    (from, to): (Currency, Currency),
    hole: Region,
) -> Result<Option<Box<Shipment>>, Undecided> {
    let decided = context.decided(carried.id, block)?;
    let region = context.and(decided, hole)?;
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        let question = Question { region, parcel, further: &[] };
        let found = context.asker.ask(&question, |shipment, answer| {
            let asked = shipment.rates.iter().any(|rate| (rate.from, rate.to) == (from, to));
            if asked && answer.is_ok() { Verdict::Confirmed(()) } else { Verdict::Hidden }
        });
        if let Finding::Found(shipment, ()) = found {
            return Ok(Some(shipment));
        }
    }
    Ok(None)
}

fn no_rate(context: &Context<'_>, block: &Block, (from, to): (Currency, Currency), shipment: &Shipment) -> Diagnostic {
    let name = report::block_name(context.program, block);
    let message = format!("`{name}` needs a rate from {from} to {to}, and no `exchange` statement has one");
    let beside = if context.program.exchange.is_empty() { "" } else { " beside the other rates" };
    let mut diagnostic =
        Diagnostic::new(Code::NO_RATE, context.span(block.at), message).label(format!("{from} has to become {to}"));
    if let Some(period) = context.program.exchange.iter().min_by_key(|period| context.span(period.at)) {
        diagnostic = diagnostic.related(context.span(period.at), "other rates are written here");
    }
    diagnostic
        .note("without it every such shipment asks the host for the rate")
        .help(format!("write a rate of {from}{beside}; where the host is meant to give it, say so with `allow`"))
        .witness(report::example(context, &format!("{name} in {from}"), shipment))
}

fn finding(context: &Context<'_>, block: &Block, (from, to): (Currency, Currency), shipment: &Shipment) -> Diagnostic {
    let name = report::block_name(context.program, block);
    let day = shipment.ship_date.map(|moment| moment.written_day().to_string()).unwrap_or_default();
    let mut diagnostic = Diagnostic::new(
        Code::RATE_GAP,
        context.span(block.at),
        format!("`{name}` needs a rate from {from} to {to}, and none holds on {day}"),
    )
    .label(format!("{from} has to become {to}"));
    for period in &context.program.exchange {
        diagnostic = diagnostic.related(context.span(period.at), "these rates hold on other days");
    }
    // The host is not asked for a rate that the policy shall have.
    let told = Shipment { rates: Vec::new(), ..shipment.clone() };
    diagnostic
        .help(format!("write an `exchange` statement with {from} for {day}, or lengthen the one beside it"))
        .witness(report::example(context, &format!("{name} on {day}"), &told))
}
