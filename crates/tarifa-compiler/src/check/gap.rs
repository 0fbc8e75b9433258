//! Gaps: what a service carries and nothing prices, and what a price statement applies to and none of its rows does.

mod consignments;
mod nearest;

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::evaluate::{Fault, Quote};
use tarifa_engine::program::{Bits, Block, BlockId, LineKind, PlaceSetId};
use tarifa_engine::shipment::Shipment;

use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::report;
use nearest::{Kind, Near};

/// Looks for gaps, service by service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    // A statement that did not survive may be the one that fills the gap.
    if !context.model.damaged.is_empty() {
        return Ok(());
    }
    let (mut gaps, mut unpriced) = (Vec::new(), Vec::new());
    let services = context.services.clone();
    let outcome = services.iter().try_for_each(|carried| {
        rows(context, carried, &mut gaps)?;
        freight(context, carried, (diagnostics, &mut unpriced))
    });
    told_once(gaps, diagnostics);
    meant_for_another(context, &mut unpriced, diagnostics);
    diagnostics.extend(
        unpriced
            .into_iter()
            .filter_map(|gap| report::in_one(gap.found, "and so it is with what this service carries", "services")),
    );
    outcome
}

/// Two statements for one lane and none for another are one slip: one of the two was meant for the other lane.
fn meant_for_another(context: &Context<'_>, unpriced: &mut Vec<ServiceGap>, diagnostics: &mut Diagnostics) {
    let ([(conflict, _)], [gap]) = (context.freight_conflicts.as_slice(), unpriced.as_slice()) else { return };
    let [lane] = gap.found.as_slice() else { return };
    let Some(mut told) = report::take_out(diagnostics, Code::PRICE_CONFLICT, *conflict) else { return };
    told.related.extend(lane.primary.as_ref().map(|label| tarifa_diagnostics::Label {
        span: label.span,
        text: "no `freight` prices all that this service carries".to_owned(),
    }));
    told.notes.extend(lane.notes.iter().cloned());
    told.helps =
        vec!["is one of the two statements meant for what has no price? Look at its `via` and `to`".to_owned()];
    diagnostics.push(told);
    unpriced.clear();
}

/// Places to which no freight goes, or days on which none does, of however many services: a country that a zone has too
/// much, a month that a version has too little.
struct ServiceGap {
    key: String,
    found: Vec<Diagnostic>,
}

/// What a service carries and no row of a statement prices.
struct RowGap {
    statement: report::Statement,
    block: BlockId,
    service: String,
    diagnostic: Diagnostic,
}

/// Tells each statement's gap once, however many of its columns and services have it.
fn told_once(gaps: Vec<RowGap>, diagnostics: &mut Diagnostics) {
    let mut by_statement: BTreeMap<(report::Statement, &str), Vec<RowGap>> = BTreeMap::new();
    for gap in gaps {
        by_statement.entry((gap.statement.clone(), gap.diagnostic.code.id())).or_default().push(gap);
    }
    for gaps in by_statement.into_values() {
        let mut others = gaps.into_iter();
        let Some(first) = others.next() else { continue };
        let others = others.as_slice();
        let columns: BTreeSet<BlockId> =
            others.iter().map(|gap| gap.block).filter(|block| *block != first.block).collect();
        let services: BTreeSet<&str> =
            others.iter().map(|gap| gap.service.as_str()).filter(|service| *service != first.service).collect();
        let mut diagnostic = first.diagnostic;
        match columns.len() {
            0 => {}
            1 => diagnostic = diagnostic.note("so it is with another column of the statement"),
            count => diagnostic = diagnostic.note(format!("so it is with {count} other columns of the statement")),
        }
        if !services.is_empty() {
            let services: Vec<String> = services.into_iter().map(|service| format!("`{service}`")).collect();
            diagnostic = diagnostic.note(format!("so it is with what is carried by {}", services.join(", ")));
        }
        diagnostics.push(diagnostic);
    }
}

/// What no freight statement of the service applies to.
fn freight(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    (diagnostics, unpriced): (&mut Diagnostics, &mut Vec<ServiceGap>),
) -> Result<(), Undecided> {
    let scopes = freight_scopes(context, carried)?;
    let priced = context.asker.diagram.union(scopes)?;
    for (region, parcel) in &carried.cases {
        let gap = context.minus(*region, priced)?;
        let question = Question { region: gap, parcel, further: &[] };
        let found =
            context.asker.ask(&question, |_, answer| confirm(answer, |fault| *fault == Fault::NoFreight(carried.id)));
        let span = context.span(carried.service.at);
        let name = &carried.service.name;
        match found {
            Finding::Found(shipment, ()) => {
                let (key, found) = no_freight(context, carried, priced, &shipment)?;
                match unpriced.iter_mut().find(|gap: &&mut ServiceGap| gap.key == key && !key.is_empty()) {
                    Some(gap) => gap.found.push(found),
                    None => unpriced.push(ServiceGap { key, found: vec![found] }),
                }
                return Ok(());
            }
            Finding::Undecided(why) => {
                diagnostics.push(report::undecided(
                    span,
                    &format!("everything that `{name}` carries has a freight"),
                    why,
                ));
                return Ok(());
            }
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    Ok(())
}

/// The scopes of every statement that can fill a freight line of the service.
fn freight_scopes(context: &mut Context<'_>, carried: &Carried<'_>) -> Result<Vec<Region>, Undecided> {
    let mut scopes = Vec::new();
    for (_, block) in context.blocks() {
        if block.scope.services.contains(carried.id.0.into()) && is_freight(context, block) {
            scopes.push(context.scope(&block.scope)?);
        }
    }
    Ok(scopes)
}

fn is_freight(context: &Context<'_>, block: &Block) -> bool {
    let line = context.program.lines.get(usize::from(block.line.0));
    line.is_some_and(|line| line.kind == LineKind::Freight)
}

/// What is said of a shipment without a freight, and what is the same for every service that has none of its kind.
fn no_freight(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    priced: Region,
    shipment: &Shipment,
) -> Result<(String, Diagnostic), Undecided> {
    let without = countries_without_freight(context, carried);
    let near = if without.is_empty() { nearest::nearest(context, carried, priced)? } else { None };
    let name = &carried.service.name;
    let witness = |told: Diagnostic, shipment: &Shipment| {
        let to = shipment.destination.as_ref().map(|place| place.country.clone()).unwrap_or_default();
        told.witness(report::example(context, &format!("{name} to {to} has a price"), shipment))
    };
    let plain = || {
        let message = format!("`{name}` carries this shipment and no `freight` prices it");
        Diagnostic::new(Code::PRICE_GAP, context.span(carried.service.at), message).label("carried by this service")
    };
    let help = format!("write a `freight` statement that applies to it, or narrow what `{name}` carries");
    Ok(match near {
        Some(Near { shipment, kind: Kind::Days(hole) }) => {
            (hole.key(), witness(hole.told(context, carried), &shipment))
        }
        Some(Near { shipment, kind: Kind::Clause { statement, note } }) => {
            let told = plain().related(statement, "this statement is the nearest").note(note).help(help);
            (String::new(), witness(told, &shipment))
        }
        None if without.is_empty() => (String::new(), witness(plain().help(help), shipment)),
        None if exchanged(context, carried) => {
            let told = plain()
                .note("its freight goes to the places where it collects, and to none where it delivers")
                .help(format!("are the `from` and the `to` of `{name}` exchanged?"));
            (String::new(), witness(told, shipment))
        }
        None => {
            let without = without.join(", ");
            let told = plain().note(format!("no `freight` of `{name}` delivers to {without}")).help(help);
            (without, witness(told, shipment))
        }
    })
}

/// Whether all freight of a service goes to where it collects, and none to where it delivers.
pub(super) fn exchanged(context: &Context<'_>, carried: &Carried<'_>) -> bool {
    let set = |id: PlaceSetId| context.program.places.sets.get(id.0 as usize);
    let (Some(from), Some(to)) = (set(carried.service.from), set(carried.service.to)) else { return false };
    let of_service = |block: &&Block| block.scope.services.contains(carried.id.0.into()) && is_freight(context, block);
    let mut blocks = context.blocks().map(|(_, block)| block).filter(of_service).peekable();
    let is_reversed = |places: &Bits| places.iter().all(|class| from.contains(class)) && !places.intersects(to);
    blocks.peek().is_some() && blocks.all(|block| block.scope.to.and_then(set).is_some_and(is_reversed))
}

/// The most countries that a message names.
const NAMED: usize = 20;

/// Countries that the service delivers to, wholly or in part, and no freight statement of it does.
fn countries_without_freight(context: &Context<'_>, carried: &Carried<'_>) -> Vec<String> {
    let program = context.program;
    let set = |id: PlaceSetId| program.places.sets.get(id.0 as usize);
    let mut priced: Vec<&Bits> = Vec::new();
    for (_, block) in context.blocks() {
        if block.scope.services.contains(carried.id.0.into()) && is_freight(context, block) {
            match block.scope.to.and_then(set) {
                Some(places) => priced.push(places),
                None => return Vec::new(),
            }
        }
    }
    let Some(delivered) = set(carried.service.to) else { return Vec::new() };
    let missing = delivered.iter().filter(|class| !priced.iter().any(|places| places.contains(*class)));
    let mut codes: Vec<String> = missing
        .filter_map(|class| {
            let after = program.places.countries.partition_point(|country| country.first <= class);
            Some(program.places.countries.get(after.checked_sub(1)?)?.code.clone())
        })
        .collect();
    codes.dedup();
    if codes.len() > NAMED {
        let more = codes.len().saturating_sub(NAMED);
        codes.truncate(NAMED);
        codes.push(format!("and {more} more"));
    }
    codes
}

/// What a statement of the service applies to and none of its rows does.
fn rows(context: &mut Context<'_>, carried: &Carried<'_>, gaps: &mut Vec<RowGap>) -> Result<(), Undecided> {
    for (id, block) in context.blocks() {
        if !block.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let covered = context.covered(&block.body)?;
        if covered == Region::FULL {
            continue;
        }
        let decided = context.decided(carried.id, block)?;
        let gap = context.minus(decided, covered)?;
        if let Some(diagnostic) = row_gap(context, carried, (id, block), gap)? {
            let statement = report::statement(context, block);
            gaps.push(RowGap { statement, block: id, service: carried.service.name.clone(), diagnostic });
        }
    }
    Ok(())
}

fn row_gap(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    (id, block): (BlockId, &Block),
    gap: Region,
) -> Result<Option<Diagnostic>, Undecided> {
    for (region, parcel) in &carried.cases {
        let gap = context.and(gap, *region)?;
        let question = Question { region: gap, parcel, further: &[] };
        let found = context.asker.ask(&question, |_, answer| confirm(answer, |fault| *fault == Fault::NoRow(id)));
        match found {
            Finding::Found(shipment, ()) => return Ok(Some(no_row(context, carried, block, &shipment))),
            Finding::Undecided(why) => {
                let name = report::block_name(context.program, block);
                let question = format!("the rows of `{name}` price everything that `{}` carries", carried.service.name);
                return Ok(Some(report::undecided(context.span(block.at), &question, why)));
            }
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    let found = consignments::beyond_rows(context, carried, (id, block))?;
    Ok(found.map(|shipment| no_row(context, carried, block, &shipment)))
}

fn no_row(context: &Context<'_>, carried: &Carried<'_>, block: &Block, shipment: &Shipment) -> Diagnostic {
    let (service, name) = (&carried.service.name, report::block_name(context.program, block));
    let title = format!("{service} is priced above the last row");
    match report::last_row(&block.body) {
        Some((at, measure, bound)) => {
            let (bound, measure) = (report::bound_text(measure, bound), report::measure_name(context.program, measure));
            let message = format!("`{name}` ends at {measure} `{bound}`, and `{service}` carries more");
            Diagnostic::new(Code::PRICE_GAP, context.span(at), message)
                .label("the last row")
                .related(context.span(carried.service.at), "what this service carries")
        }
        None => {
            let message = format!("`{service}` carries this shipment, and no row of `{name}` prices it");
            Diagnostic::new(Code::PRICE_GAP, context.span(block.at), message)
                .related(context.span(carried.service.at), "what this service carries")
        }
    }
    .help(format!("write a row for it, `otherwise: refuse` or `otherwise: refer`, or limit what `{service}` carries"))
    .witness(report::example(context, &title, shipment))
}

/// Confirms a fault; another fault hides what would have come after it.
pub(super) fn confirm(answer: &Result<Quote, Fault>, is_it: impl Fn(&Fault) -> bool) -> Verdict<()> {
    match answer {
        Err(fault) if is_it(fault) => Verdict::Confirmed(()),
        Err(_) => Verdict::Hidden,
        Ok(_) => Verdict::Otherwise,
    }
}
