//! What has no effect: definitions that nothing uses, services that carry
//! nothing, statements and rows that no shipment reaches.

mod never;

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    At, Bands, Bits, Block, Body, Condition, End, Expression, Interval, Measure, Node, PlaceSetId, Row, ServiceId,
    WeightStepKind,
};

use crate::model::{Definition, Usage};
use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question};

use super::consignment;
use super::context::{Carried, Context, is_price};
use super::{gap, report};

use never::{never_applies, with_gap};

/// Looks for what has no effect.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    definitions(context, diagnostics);
    let idle = services(context, diagnostics);
    let (mut rows, mut undelivered) = (BTreeMap::new(), Vec::new());
    for (id, block) in context.blocks() {
        if context.never_used.blocks.contains(&id) {
            continue;
        }
        // Rows of a statement that was meant for another lane are judged once it stands there.
        let is_misplaced = context.freight_conflicts.iter().any(|(_, pair)| pair.contains(&id));
        let found = if is_misplaced { None } else { statement(context, block, &idle, &mut rows)? };
        if let Some(found) = found {
            let found = in_a_hole(context, block, diagnostics, found);
            match delivered_nowhere(context, block) {
                Some(_) if is_exchanged(context, block) => {}
                Some(places) => undelivered_with(&mut undelivered, block, found.note(places)),
                None => {
                    let told = with_gap(context, block, diagnostics, found);
                    diagnostics.extend(told);
                }
            }
        }
    }
    let related = "nor does one reach this";
    diagnostics.extend(rows.into_values().filter_map(|found| report::in_one(found, related, "columns or statements")));
    diagnostics.extend(
        undelivered
            .into_iter()
            .filter_map(|group| report::in_one(group.found, "nor does this apply", "columns or statements")),
    );
    Ok(())
}

/// Findings on rows that no shipment reaches, by what is to be mended.
type IdleRows = BTreeMap<(Cause, &'static str), Vec<Diagnostic>>;

/// What is to be mended where no shipment reaches a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// A `minimum` line that raises every billed weight above the row, or a `maximum` that lowers it below.
    Clamp(At),
    /// The statement, whose columns are one finding.
    Statement(report::Statement),
}

fn definitions(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for definition in context.model.definitions.iter().filter(|definition| is_idle(definition)) {
        let (kind, name) = (definition.kind, &definition.name);
        diagnostics.push(
            Diagnostic::new(Code::UNUSED_DEFINITION, definition.span, format!("nothing uses the {kind} `{name}`"))
                .help(format!("leave `{name}` out, or look for the place that should use it")),
        );
    }
}

/// Whether nothing uses a definition; categories are there for the host's goods, whether or not a rule names them.
fn is_idle(definition: &Definition) -> bool {
    definition.usage == Usage::Unused && definition.kind != "category"
}

/// Reports the services that nothing can be shipped by, and gives them back.
fn services(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Vec<ServiceId> {
    let mut idle = Vec::new();
    for carried in context.services.clone() {
        let name = &carried.service.name;
        match any_shipment(context, &carried, Region::FULL, &[]) {
            Ok(Finding::Nothing) if context.never_used.services.contains(&carried.id) => idle.push(carried.id),
            Ok(Finding::Nothing) => {
                idle.push(carried.id);
                diagnostics.push(nothing_carried(context, &carried));
            }
            Ok(Finding::Undecided(why)) | Err(why) => {
                let question = format!("anything can be shipped by `{name}`");
                diagnostics.push(report::undecided(context.span(carried.service.at), &question, why));
            }
            Ok(Finding::Found(..) | Finding::Hidden) => {}
        }
    }
    idle
}

/// A service that nothing can be shipped by, with each line without which something could.
fn nothing_carried<'a>(context: &mut Context<'a>, carried: &Carried<'a>) -> Diagnostic {
    const TRIED: usize = 50;
    let service = carried.service;
    let mut lines = Vec::new();
    for (index, limit) in service.limits.iter().enumerate().take(TRIED) {
        let without = context.without(carried, &[index]);
        if without.is_ok_and(|without| is_something_left(context, &without)) {
            lines.push(context.span(limit.at));
        }
    }
    for step in service.billed_weight.steps.iter().take(TRIED) {
        let mut without = carried.clone();
        for (_, parcel) in &mut without.cases {
            parcel.steps.retain(|other| other.at != step.at);
        }
        if is_something_left(context, &without) {
            lines.push(context.span(step.at));
        }
    }
    let message = format!("nothing can be shipped by `{}`", service.name);
    let diagnostic = Diagnostic::new(Code::NOTHING_CARRIED, context.span(service.at), message)
        .note("its places, dates and limits leave no shipment");
    let help = match lines.as_slice() {
        [] => "look for two lines of it that exclude each other",
        [_] => "look for a slip in that line",
        _ => "look for a slip in one of these lines: together they exclude everything",
    };
    lines
        .into_iter()
        .fold(diagnostic, |told, line| told.related(line, "without this line, something is left"))
        .help(help)
}

fn is_something_left(context: &mut Context<'_>, carried: &Carried<'_>) -> bool {
    matches!(any_shipment(context, carried, Region::FULL, &[]), Ok(Finding::Found(..) | Finding::Hidden))
}

/// A statement that never applies, or one with rows that nothing reaches.
fn statement(
    context: &mut Context<'_>,
    block: &Block,
    idle: &[ServiceId],
    idle_rows: &mut IdleRows,
) -> Result<Option<Diagnostic>, Undecided> {
    let carriers: Vec<Carried<'_>> = context
        .services
        .iter()
        .filter(|carried| block.scope.services.contains(carried.id.0.into()) && !idle.contains(&carried.id))
        .cloned()
        .collect();
    if carriers.is_empty() && !block.scope.services.is_empty() {
        // The service itself is reported.
        return Ok(None);
    }
    let mut regions = Vec::new();
    for carried in carriers {
        let decided = context.decided(carried.id, block)?;
        regions.push((carried, decided));
    }
    let mut reached = false;
    for (carried, region) in &regions {
        match any_shipment(context, carried, *region, &[])? {
            Finding::Nothing => {}
            Finding::Found(..) | Finding::Hidden | Finding::Undecided(_) => {
                reached = true;
                break;
            }
        }
    }
    if !reached {
        // A shipment of the regions is one parcel: what only several reach is not known here.
        if !consignment::counts_parcels(&block.scope.when) {
            return Ok(Some(never_applies(context, block, &regions)?));
        }
    } else if let Body::Bands(bands) = &block.body
        && !consignment::counts_parcels_in(&bands.measure)
        && regions.iter().all(|(carried, _)| consignment::is_like_one_parcel(context.program, carried))
    {
        rows(context, block, bands, &regions, idle_rows)?;
    }
    Ok(None)
}

/// A statement that never applies where its line has a hole in its dates: a slip in the days of the statement, and one finding.
fn in_a_hole(context: &Context<'_>, block: &Block, diagnostics: &mut Diagnostics, found: Diagnostic) -> Diagnostic {
    let of_line: Vec<_> = context.holes.iter().filter(|(line, ..)| *line == block.line).collect();
    let [(_, place, days)] = of_line.as_slice() else { return found };
    let mut dates = false;
    block.scope.when.visit(&mut |node| dates |= matches!(node, Node::Condition(Condition::Date { .. })));
    match report::take_out(diagnostics, Code::DATE_HOLE, *place).filter(|_| dates) {
        Some(hole) => {
            let witness = hole.witness.unwrap_or_default();
            let name = report::block_name(context.program, block);
            let mut told = found.note(format!("`{name}` is not charged from {days}")).witness(witness);
            told.helps = vec!["look for a slip in the days behind `valid`, or leave the statement out".to_owned()];
            told
        }
        None => found,
    }
}

/// Statements that no service delivers for: one country that a zone has lost, in however many tables.
struct Undelivered {
    services: Bits,
    places: Option<PlaceSetId>,
    found: Vec<Diagnostic>,
}

/// Puts a finding beside those of the same services or of the same places.
fn undelivered_with(groups: &mut Vec<Undelivered>, block: &Block, found: Diagnostic) {
    let (services, places) = (&block.scope.services, block.scope.to);
    match groups.iter_mut().find(|group| group.services == *services || group.places == places) {
        Some(group) => group.found.push(found),
        None => groups.push(Undelivered { services: services.clone(), places, found: vec![found] }),
    }
}

/// Whether the gaps of a statement's services say already that their places are exchanged.
fn is_exchanged(context: &Context<'_>, block: &Block) -> bool {
    let mut carriers = context.services.iter().filter(|carried| block.scope.services.contains(carried.id.0.into()));
    carriers.all(|carried| gap::exchanged(context, carried))
}

/// What to say of the places of a statement where none of its services delivers to any of them.
fn delivered_nowhere(context: &Context<'_>, block: &Block) -> Option<String> {
    let set = |id: PlaceSetId| context.program.places.sets.get(id.0 as usize);
    let places = block.scope.to.and_then(set)?;
    let mut carriers = context.services.iter().filter(|carried| block.scope.services.contains(carried.id.0.into()));
    let is_delivered = carriers.any(|carried| {
        set(carried.service.to).is_none_or(|delivered| places.iter().any(|class| delivered.contains(class)))
    });
    (!is_delivered).then(|| {
        "none of its services delivers there: look for a place that their `to`, or a zone in it, has lost".to_owned()
    })
}

/// The rows at both ends that no shipment reaches; rows in between are reached by the weights in between.
fn rows(
    context: &mut Context<'_>,
    block: &Block,
    bands: &Bands,
    regions: &[(Carried<'_>, Region)],
    idle_rows: &mut IdleRows,
) -> Result<(), Undecided> {
    let count = bands.rows.len();
    let above = |index: usize| index.checked_sub(1).and_then(|before| bands.rows.get(before)).and_then(|row| row.upper);
    // The first row from the top that something reaches, by halving: what reaches a row reaches those below.
    let reaches_up = |context: &mut Context<'_>, index: usize| {
        let lower = above(index).map(flipped);
        is_reached(context, bands, regions, Interval { lower, upper: None })
    };
    let reached = partition(count, |index| reaches_up(context, index))?;
    let reaches_down = |context: &mut Context<'_>, index: usize| {
        let upper = bands.rows.get(index).and_then(|row| row.upper);
        is_reached(context, bands, regions, Interval { lower: None, upper })
    };
    let unreached_below = count.saturating_sub(partition(count, |from_top| {
        reaches_down(context, count.saturating_sub(from_top).saturating_sub(1))
    })?);
    let idle = |range: std::ops::Range<usize>| -> Vec<&Row> {
        bands.rows.get(range).unwrap_or_default().iter().filter(|row| is_price(&row.outcome)).collect()
    };
    for (rows, words) in [(idle(0..unreached_below.min(reached)), "below"), (idle(reached..count), "above")] {
        let Some(first) = rows.first() else { continue };
        let name = report::block_name(context.program, block);
        let measure = report::measure_name(context.program, &bands.measure);
        let mut diagnostic = Diagnostic::new(
            Code::UNREACHABLE_ROW,
            context.span(first.at),
            format!("no shipment reaches this row of `{name}`"),
        )
        .note(format!(
            "every {measure} that its services carry lies {}",
            if words == "above" { "below" } else { "above" }
        ))
        .help("leave the row out, or look for a slip in it or in the limits of the service");
        if rows.len() > 1 {
            diagnostic = diagnostic.note(format!("so it is with {} rows of the statement", rows.len()));
        }
        let (clamp, label) = match words {
            "below" => (minimum_above(bands, first, regions), "this line raises every billed weight above it"),
            _ => (maximum_below(bands, above(reached), regions), "this line lowers every billed weight below it"),
        };
        let cause = match clamp {
            Some(at) => {
                diagnostic = diagnostic.related(context.span(at), label);
                Cause::Clamp(at)
            }
            None => Cause::Statement(report::statement(context, block)),
        };
        idle_rows.entry((cause, words)).or_default().push(diagnostic);
    }
    Ok(())
}

/// The `minimum` line that raises the billed weight of every shipment above `row`.
fn minimum_above(bands: &Bands, row: &Row, regions: &[(Carried<'_>, Region)]) -> Option<At> {
    let (upper, _) = row.upper?;
    clamping(bands, regions, |step| matches!(step, WeightStepKind::Minimum(weight) if *weight >= upper))
}

/// The `maximum` line that lowers the billed weight of every shipment to a row's lower bound or below.
fn maximum_below(bands: &Bands, lower: Option<(Exact, End)>, regions: &[(Carried<'_>, Region)]) -> Option<At> {
    let (lower, _) = lower?;
    clamping(bands, regions, |step| matches!(step, WeightStepKind::Maximum(weight) if *weight <= lower))
}

/// The first step of the billed weight that is such and holds everywhere, where every service has one.
fn clamping(bands: &Bands, regions: &[(Carried<'_>, Region)], is_such: impl Fn(&WeightStepKind) -> bool) -> Option<At> {
    if bands.measure != Expression::Measure(Measure::BilledWeight) {
        return None;
    }
    let of_service = |(carried, _): &(Carried<'_>, Region)| {
        let mut steps = carried.service.billed_weight.steps.iter();
        steps.find(|step| step.when == Condition::Always && is_such(&step.kind)).map(|step| step.at)
    };
    let found: Option<Vec<At>> = regions.iter().map(of_service).collect();
    found?.first().copied()
}

/// How many of `0..count` hold, where all that hold come first.
fn partition(count: usize, mut holds: impl FnMut(usize) -> Result<bool, Undecided>) -> Result<usize, Undecided> {
    let (mut low, mut high) = (0, count);
    // The usual case first: all do.
    if let Some(last) = count.checked_sub(1)
        && holds(last)?
    {
        return Ok(count);
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle)? {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn is_reached(
    context: &mut Context<'_>,
    bands: &Bands,
    regions: &[(Carried<'_>, Region)],
    interval: Interval,
) -> Result<bool, Undecided> {
    let further: [(Expression, Interval); 1] = [(bands.measure.clone(), interval)];
    for (carried, region) in regions {
        match any_shipment(context, carried, *region, &further)? {
            Finding::Nothing => {}
            Finding::Found(..) | Finding::Hidden | Finding::Undecided(_) => return Ok(true),
        }
    }
    Ok(false)
}

fn flipped((bound, end): (Exact, End)) -> (Exact, End) {
    match end {
        End::Included => (bound, End::Excluded),
        End::Excluded => (bound, End::Included),
    }
}

/// Whether the service carries a shipment of `region`, whatever it costs.
pub(super) fn any_shipment(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    region: Region,
    further: &[(Expression, Interval)],
) -> Result<Finding<()>, Undecided> {
    let mut open = None;
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        let question = Question { region, parcel, further };
        match context.asker.any(&question) {
            found @ Finding::Found(..) => return Ok(found),
            Finding::Undecided(why) => open = Some(why),
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    Ok(open.map_or(Finding::Nothing, Finding::Undecided))
}
