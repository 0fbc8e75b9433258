//! Statements that never apply: what keeps them from it, and the gap that they leave.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Label, Span};
use tarifa_engine::program::{Block, LineKind};

use crate::check::context::{Carried, Context};
use crate::check::report;
use crate::region::{Region, Undecided};
use crate::witness::Finding;

use super::any_shipment;

/// The finding on a statement that never applies, with the limits that keep it from it.
pub(super) fn never_applies<'a>(
    context: &mut Context<'a>,
    block: &Block,
    regions: &[(Carried<'a>, Region)],
) -> Result<Diagnostic, Undecided> {
    let name = report::block_name(context.program, block);
    let statement = report::statement(context, block);
    let is_column =
        context.blocks().any(|(_, other)| other.at != block.at && report::statement(context, other) == statement);
    let message =
        if is_column { format!("this column of `{name}` never applies") } else { format!("`{name}` never applies") };
    let mut diagnostic = Diagnostic::new(Code::UNREACHABLE_PRICE, context.span(block.at), message);
    let overriding: Vec<&Block> = block.overridden_by.iter().filter_map(|id| context.block(*id)).collect();
    for other in overriding {
        let other_name = report::block_name(context.program, other);
        diagnostic = diagnostic.related(context.span(other.at), format!("`{other_name}` decides instead"));
    }
    for limit in limits_in_the_way(context, regions)? {
        diagnostic = diagnostic.related(limit, "without this limit it would apply");
    }
    Ok(diagnostic
        .note("no shipment that its services carry is within its places, dates and conditions")
        .help("compare its scope with what the services carry, or leave it out"))
}

/// The limits of the services of a statement without any one of which it would apply.
fn limits_in_the_way<'a>(context: &mut Context<'a>, regions: &[(Carried<'a>, Region)]) -> Result<Vec<Span>, Undecided> {
    const SERVICES: usize = 4;
    const LIMITS: usize = 20;
    let mut found = Vec::new();
    for (carried, region) in regions.iter().take(SERVICES) {
        for (index, limit) in carried.service.limits.iter().enumerate().take(LIMITS) {
            let without = context.without(carried, &[index])?;
            let applies = any_shipment(context, &without, *region, &[])?;
            let at = context.span(limit.at);
            if matches!(applies, Finding::Found(..) | Finding::Hidden) && !found.contains(&at) {
                found.push(at);
            }
        }
    }
    Ok(found)
}

/// Tells freight that never applies with the gap of a service that it is for: one slip turns the one into the other.
pub(super) fn with_gap(
    context: &Context<'_>,
    block: &Block,
    diagnostics: &mut Diagnostics,
    found: Diagnostic,
) -> Option<Diagnostic> {
    const SHOWN: usize = 6;
    let line = context.program.lines.get(usize::from(block.line.0));
    let is_freight = line.is_some_and(|line| line.kind == LineKind::Freight);
    if found.code != Code::UNREACHABLE_PRICE || !is_freight {
        return Some(found);
    }
    let services = context.services.iter().filter(|carried| block.scope.services.contains(carried.id.0.into()));
    let places: Vec<Span> = services.map(|carried| context.span(carried.service.at)).collect();
    let Some(mut gap) = places.iter().find_map(|place| report::take_out(diagnostics, Code::PRICE_GAP, *place)) else {
        return Some(found);
    };
    let own = found.primary.map(|label| Label { text: "and this never applies".to_owned(), ..label });
    for label in own.into_iter().chain(found.related) {
        if gap.related.len() < SHOWN && !gap.related.contains(&label) {
            gap.related.push(label);
        }
    }
    gap.helps = vec!["look for a slip in what the service carries, or in the scopes of these statements".to_owned()];
    Some(gap)
}
