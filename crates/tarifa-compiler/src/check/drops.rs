//! Prices that fall as the measure rises: two rows of one statement of which
//! the heavier parcel's costs less, shown by two shipments that differ in
//! nothing but their weight.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::evaluate::{Fault, Quote};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Bands, Block, BlockId, Body, End, Expression, Interval, LineId, LineKind, Measure, NextBand, Row, WeightStepKind,
};
use tarifa_engine::shipment::Shipment;
use tarifa_engine::unit::{Quantity, Unit};

use crate::region::{Region, Undecided};
use crate::witness::{self, Finding, Parcel, Question, Verdict};

use super::context::Context;
use super::reckon::{self, Where};
use super::report;

/// How many drops of one statement are shown beside the first.
const SHOWN: usize = 5;
/// How many drops of one statement are looked into.
const TRIED: usize = 12;

/// Looks for drops in every statement; the columns of a card are one statement.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut statements: BTreeMap<(LineId, &str), Vec<Candidate<'_>>> = BTreeMap::new();
    for (id, block) in context.blocks() {
        let Body::Bands(bands) = &block.body else { continue };
        if !is_by_weight(&bands.measure) || bands.next_band == NextBand::IfCheaper || is_discount(context, block) {
            continue;
        }
        let drops = on_paper(bands).into_iter().map(|drop| (id, block, bands, drop));
        statements.entry((block.line, &block.name)).or_default().extend(drops);
    }
    for drops in statements.into_values() {
        diagnostics.extend(statement(context, &drops)?);
    }
    Ok(())
}

/// The drops of one statement in one finding.
fn statement(context: &mut Context<'_>, drops: &[Candidate<'_>]) -> Result<Option<Diagnostic>, Undecided> {
    let mut first: Option<Diagnostic> = None;
    for (count, (id, block, bands, drop)) in drops.iter().take(TRIED).enumerate() {
        if count > SHOWN && first.is_some() {
            break;
        }
        let Some(shown_by) = confirmed(context, (*id, block), &bands.measure, drop)? else { continue };
        first = Some(match first {
            None => finding(context, block, &bands.measure, drop, &shown_by),
            Some(found) => {
                let bound = report::amount_text(&bands.measure, drop.bound);
                found.related(context.span(drop.after.at), format!("so it is over {bound} here"))
            }
        });
    }
    let more = drops.len().saturating_sub(SHOWN.saturating_add(1));
    Ok(first.map(|found| if more > 0 { found.note(format!("and it may be so in {more} more rows")) } else { found }))
}

fn is_by_weight(measure: &Expression) -> bool {
    matches!(measure, Expression::Measure(Measure::BilledWeight | Measure::Weight))
}

fn is_discount(context: &Context<'_>, block: &Block) -> bool {
    context.program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Discount)
}

/// A drop with its statement.
type Candidate<'b> = (BlockId, &'b Block, &'b Bands, Drop<'b>);

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
        let (bound, end) = before.upper?;
        let at = reckon::row(&before.outcome, &bands.measure, bound, Where::At)?;
        let over = reckon::row(&after.outcome, &bands.measure, bound, Where::JustOver)?;
        (over < at).then_some(Drop { bound, end, before, after })
    });
    drops.collect()
}

/// Two shipments, the lighter first, with what the statement charges for each.
struct ShownBy {
    lighter: (Shipment, Exact),
    heavier: (Shipment, Exact),
}

/// Looks for two shipments that show a drop.
fn confirmed(
    context: &mut Context<'_>,
    (id, block): (BlockId, &Block),
    measure: &Expression,
    drop: &Drop<'_>,
) -> Result<Option<ShownBy>, Undecided> {
    for carried in context.services.clone() {
        if !block.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let decided = context.decided(carried.id, block)?;
        for (case, parcel) in &carried.cases {
            let region = context.and(decided, *case)?;
            if region.is_empty() {
                continue;
            }
            if let Some(found) = just_over(context, region, parcel, id, measure, drop) {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// Takes a parcel just over the bound and puts it on a diet.
fn just_over(
    context: &mut Context<'_>,
    region: Region,
    parcel: &Parcel<'_>,
    id: BlockId,
    measure: &Expression,
    drop: &Drop<'_>,
) -> Option<ShownBy> {
    let lower = match drop.end {
        End::Included => Some((drop.bound, End::Excluded)),
        End::Excluded => Some((drop.bound, End::Included)),
    };
    let has_volume = parcel.steps.iter().any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. }));
    for grams in [1, 10, 100, 1000, 5000] {
        let upper = drop.bound.checked_add(Exact::from_integer(grams)).ok()?;
        let mut further = vec![(measure.clone(), Interval { lower, upper: Some((upper, End::Included)) })];
        if has_volume {
            // The weight must be what is billed, or nothing would change with it.
            let light = Interval { lower: None, upper: Some((drop.bound, End::Excluded)) };
            further.push((Expression::Measure(Measure::VolumetricWeight), light));
        }
        let question = Question { region, parcel, further: &further };
        let mut lighter = None;
        let asker = &mut context.asker;
        let runtime = asker.runtime;
        let found = asker.ask_briefly(&question, |shipment, answer| {
            let Some(heavy) = charged(answer, id) else { return Verdict::Hidden };
            let mut light = shipment.clone();
            light.weight = Some(in_kilograms(drop.bound, drop.end));
            let quote = runtime.prepare(&light).ok().map(|prepared| runtime.quote(parcel.service, &prepared));
            match quote.as_ref().and_then(|quote| charged(quote, id)) {
                Some(amount) if heavy < amount => {
                    lighter = Some((light, amount));
                    Verdict::Confirmed(heavy)
                }
                Some(_) | None => Verdict::Hidden,
            }
        });
        if let (Finding::Found(heavier, amount), Some(lighter)) = (found, lighter) {
            return Some(ShownBy { lighter, heavier: (*heavier, amount) });
        }
    }
    None
}

/// What a statement charges, with its parts; none where it charges nothing.
fn charged(answer: &Result<Quote, Fault>, id: BlockId) -> Option<Exact> {
    let quote = answer.as_ref().ok()?;
    let lines = quote.lines.iter().filter(|line| line.block == id);
    let sum = lines.map(|line| line.amount).try_fold(None::<Exact>, |sum, amount| match sum {
        None => Ok(Some(amount)),
        Some(sum) => sum.checked_add(amount).map(Some),
    });
    sum.ok().flatten()
}

/// The bound as a weight; a gram less where the bound itself belongs to what follows.
fn in_kilograms(bound: Exact, end: End) -> Quantity {
    let grams = match end {
        End::Included => bound,
        End::Excluded => bound.checked_sub(Exact::ONE).unwrap_or(bound),
    };
    let weight = Quantity { value: grams, unit: Unit::Gram };
    weight.in_unit(Unit::Kilogram).ok().filter(|weight| weight.value >= Exact::ONE).unwrap_or(weight)
}

fn finding(context: &Context<'_>, block: &Block, measure: &Expression, drop: &Drop<'_>, by: &ShownBy) -> Diagnostic {
    let name = report::block_name(context.program, block);
    let bound = report::amount_text(measure, drop.bound);
    let money = |amount: Exact| Money { amount, currency: context.program.currency }.to_string();
    let weight = |shipment: &Shipment| shipment.weight.map_or_else(String::new, |weight| weight.to_string());
    let (light, heavy) = (money(by.lighter.1), money(by.heavier.1));
    let example = |shipment: &Shipment, title: &str, amount: &str| {
        witness::example(
            context.program,
            &format!("{name} {title} {bound}"),
            shipment,
            &charge_of(context, block, amount),
        )
    };
    let both = format!("{}\n{}", example(&by.lighter.0, "at", &light), example(&by.heavier.0, "just over", &heavy));
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

/// The expectation of what a statement charges.
fn charge_of(context: &Context<'_>, block: &Block, amount: &str) -> String {
    let line = context.program.lines.get(usize::from(block.line.0));
    match line.map(|line| (line.kind, &line.name)) {
        Some((LineKind::Charge, name)) => format!("charge {name} {amount}"),
        Some((LineKind::Tax, name)) => format!("tax {name} {amount}"),
        Some((LineKind::Discount, name)) => format!("discount {name} {amount}"),
        Some((LineKind::Freight, _)) | None => format!("freight {amount}"),
    }
}
