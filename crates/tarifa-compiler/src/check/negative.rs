//! Discounts above what is charged: a total below nought.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Block, End, Expression, Interval, LineKind, Measure};
use tarifa_engine::shipment::Shipment;

use crate::region::Undecided;
use crate::witness::{Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::discounts;
use super::least;
use super::pieces::{self, Kind, Piece};
use super::report;

/// Looks for totals below nought, service by service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut found: BTreeMap<(Option<Span>, &str), Diagnostic> = BTreeMap::new();
    for carried in context.services.clone() {
        let taken: Vec<&Block> = context
            .blocks()
            .map(|(_, block)| block)
            .filter(|block| discounts::is_discount(context.program, block))
            .filter(|block| block.scope.services.contains(carried.id.0.into()))
            .collect();
        let most = discounts::of_service(context.program, carried.id);
        if taken.is_empty() || most.as_ref().is_some_and(discounts::Most::is_within_lines) {
            continue;
        }
        if let Some(diagnostic) = service(context, &carried, &taken)? {
            // One discount that is too large is one slip, by however many services.
            let place = (diagnostic.primary.as_ref().map(|label| label.span), diagnostic.code.id());
            let told = match found.remove(&place) {
                Some(told) => told.note(format!("so it is with what is carried by `{}`", carried.service.name)),
                None => diagnostic,
            };
            found.insert(place, told);
        }
    }
    diagnostics.extend(found.into_values());
    Ok(())
}

fn service(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    taken: &[&Block],
) -> Result<Option<Diagnostic>, Undecided> {
    let program = context.program;
    let is_freight =
        |block: &Block| program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight);
    let freight = pieces::of_service(context, carried, is_freight)?;
    for discount in taken {
        let decided = context.decided(carried.id, discount)?;
        for piece in freight.iter().filter(|piece| piece.kind == Kind::Price) {
            let region = context.and(piece.region, decided)?;
            if let Some((shipment, total)) = below_nought(context, carried, region, piece)? {
                let others = applied(context, carried, taken, &shipment);
                return Ok(Some(finding(context, (discount, &others), piece.block, &shipment, total)));
            }
        }
    }
    // Nothing was found: the least of every price must outweigh the most that is taken off.
    if least::is_total_at_least(context, carried, Exact::ZERO)? {
        return Ok(None);
    }
    let span = taken.first().map(|block| context.span(block.at)).unwrap_or_default();
    let question = format!("the discounts of `{}` stay below what is charged", carried.service.name);
    Ok(Some(report::undecided(span, &question, Undecided::Search)))
}

/// Looks for a total below nought among the cheapest shipments of a piece.
fn below_nought(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    region: crate::region::Region,
    piece: &Piece<'_>,
) -> Result<Option<(Box<Shipment>, Exact)>, Undecided> {
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        if region.is_empty() {
            continue;
        }
        for grams in [1, 10, 100, 1_000, 100_000_000] {
            let mut further = piece.cell.clone();
            let upper = Some((Exact::from_integer(grams), End::Included));
            further.push((Expression::Measure(Measure::BilledWeight), Interval { lower: None, upper }));
            let question = Question { region, parcel, further: &further };
            let found = context.asker.ask(&question, |_, answer| match answer.as_ref().map(|quote| quote.total) {
                Ok(Some(total)) if total.is_negative() => Verdict::Confirmed(total),
                Ok(_) | Err(_) => Verdict::Stop,
            });
            match found {
                Finding::Found(shipment, total) => return Ok(Some((shipment, total))),
                // The lightest that there is costs enough.
                Finding::Hidden => break,
                Finding::Nothing | Finding::Undecided(_) => {}
            }
        }
    }
    Ok(None)
}

/// The discounts that take something off a shipment.
fn applied<'b>(
    context: &Context<'_>,
    carried: &Carried<'_>,
    taken: &[&'b Block],
    shipment: &Shipment,
) -> Vec<&'b Block> {
    let runtime = context.asker.runtime;
    let prepared = runtime.prepare(shipment).ok();
    let quote = prepared.and_then(|prepared| runtime.quote(carried.id, &prepared).ok());
    let lines = quote.map(|quote| quote.lines).unwrap_or_default();
    let applies =
        |block: &Block| lines.iter().any(|line| context.block(line.block).is_some_and(|it| it.at == block.at));
    taken.iter().copied().filter(|block| applies(block)).collect()
}

fn finding(
    context: &Context<'_>,
    (discount, applied): (&Block, &[&Block]),
    freight: &Block,
    shipment: &Shipment,
    total: Exact,
) -> Diagnostic {
    let (name, priced) = (report::block_name(context.program, discount), report::block_name(context.program, freight));
    let total = Money { amount: total, currency: context.program.currency };
    let others: Vec<&Block> = applied.iter().copied().filter(|other| other.at != discount.at).collect();
    let names: Vec<String> =
        others.iter().map(|other| format!("`{}`", report::block_name(context.program, other))).collect();
    let message = match names.split_last() {
        None => format!("`{name}` takes off more than is charged"),
        Some((last, [])) => format!("`{name}` and {last} take off more than is charged"),
        Some((last, more)) => format!("`{name}`, {} and {last} take off more than is charged", more.join(", ")),
    };
    let diagnostic = Diagnostic::new(Code::NEGATIVE_TOTAL, context.span(discount.at), message);
    let label = if others.is_empty() { "more is taken off here" } else { "together more is taken off here" };
    let diagnostic =
        others.iter().fold(diagnostic.label(label), |told, other| told.related(context.span(other.at), "and here"));
    diagnostic
        .related(context.span(freight.at), format!("than `{priced}` and the charges come to"))
        .note(format!("the total of the shipment below is {total}"))
        .help("take off a share, `the lesser of` the amount and what is charged, or ask for a higher price with `when`")
        .witness(report::example(context, &format!("{name} leaves something to pay"), shipment))
}
