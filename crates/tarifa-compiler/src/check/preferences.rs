//! Preferences: one that adds nothing to the others, and two that hold for one shipment.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::evaluate::Quote;
use tarifa_engine::program::{Expression, Interval, LineKind, Measure, Node, Preference};
use tarifa_engine::shipment::Shipment;

use crate::region::{Region, Undecided};
use crate::witness::{self, Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::idle::any_shipment;
use super::pieces::{self, Kind, Piece};
use super::report;

/// Looks at every preference alone and at every two of them.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let program = context.program;
    let mut all: Vec<&Preference> = program.preferences.iter().collect();
    all.sort_by_key(|preference| context.span(preference.at));
    idle(context, &all, diagnostics)?;
    for (index, second) in all.iter().enumerate() {
        for first in all.iter().take(index) {
            if first.services != second.services
                && let Some(diagnostic) = conflict(context, first, second)?
            {
                diagnostics.push(diagnostic);
            }
        }
    }
    Ok(())
}

/// Preferences without which nothing would change.
fn idle(context: &mut Context<'_>, all: &[&Preference], diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut kept: Vec<&Preference> = all.to_vec();
    // Of two that say the same, the later one is idle.
    for preference in all.iter().rev() {
        let when = context.region(&preference.when)?;
        if !matters(context, preference, when)? {
            diagnostics.push(never_matters(context, preference));
            continue;
        }
        let others: Vec<&Preference> = kept
            .iter()
            .copied()
            .filter(|other| other.at != preference.at && other.services == preference.services)
            .collect();
        let mut said = Vec::new();
        for other in &others {
            said.push(context.region(&other.when)?);
        }
        let said = context.asker.diagram.union(said)?;
        let alone = context.minus(when, said)?;
        if !others.is_empty() && !matters(context, preference, alone)? {
            kept.retain(|other| other.at != preference.at);
            let mut diagnostic = never_matters(context, preference);
            for other in others {
                diagnostic = diagnostic.related(context.span(other.at), "its service is preferred here already");
            }
            diagnostics.push(diagnostic);
        }
    }
    Ok(())
}

/// Whether the preferred service carries a shipment of `region`.
fn matters(context: &mut Context<'_>, preference: &Preference, region: Region) -> Result<bool, Undecided> {
    for carried in preferred(context, preference) {
        if any_shipment(context, &carried, region, &[])? != Finding::Nothing {
            return Ok(true);
        }
    }
    Ok(false)
}

fn preferred<'a>(context: &Context<'a>, preference: &Preference) -> Vec<Carried<'a>> {
    let is_meant = |carried: &&Carried<'_>| preference.services.contains(carried.id.0.into());
    context.services.iter().filter(is_meant).cloned().collect()
}

fn never_matters(context: &Context<'_>, preference: &Preference) -> Diagnostic {
    Diagnostic::new(Code::IDLE_PREFERENCE, context.span(preference.at), "this preference never matters")
        .note("no shipment that its service carries is preferred by it alone")
        .help("compare its condition with what the service carries and with the other preferences, or leave it out")
}

/// Two preferences for different services that hold for one shipment which both services price.
fn conflict(
    context: &mut Context<'_>,
    first: &Preference,
    second: &Preference,
) -> Result<Option<Diagnostic>, Undecided> {
    let both = {
        let (first, second) = (context.region(&first.when)?, context.region(&second.when)?);
        context.and(first, second)?
    };
    let mut open = None;
    for one in preferred(context, first) {
        for other in preferred(context, second) {
            match priced_by_both(context, &one, &other, both)? {
                Finding::Found(_, shipment) => {
                    return Ok(Some(finding(context, (first, &one), (second, &other), shipment)));
                }
                Finding::Undecided(why) => open = Some((why, one.service.name.clone(), other.service.name.clone())),
                Finding::Nothing | Finding::Hidden => {}
            }
        }
    }
    Ok(open.map(|(why, one, other)| {
        let question = format!("`{one}` and `{other}` are preferred for one shipment");
        report::undecided(context.span(second.at), &question, why)
            .related(context.span(first.at), "the other preference")
    }))
}

/// Looks for a shipment of `region` that both services price; found with all that the second asks.
fn priced_by_both(
    context: &mut Context<'_>,
    one: &Carried<'_>,
    other: &Carried<'_>,
    region: Region,
) -> Result<Finding<Shipment>, Undecided> {
    let theirs = prices(context, other)?;
    let mut open = None;
    for piece in prices(context, one)? {
        for their in &theirs {
            let region = context.and(region, piece.region)?;
            let region = context.and(region, their.region)?;
            let further: Vec<(Expression, Interval)> = piece.cell.iter().chain(&their.cell).cloned().collect();
            for (case, parcel) in &one.cases {
                let region = context.and(region, *case)?;
                let question = Question { region, parcel, further: &further };
                let (program, runtime) = (context.program, context.asker.runtime);
                let found = context.asker.ask(&question, |shipment, answer| {
                    if !answer.as_ref().is_ok_and(is_priced) {
                        return Verdict::Otherwise;
                    }
                    match witness::quote(program, runtime, other.id, shipment.clone()) {
                        Some((shipment, Ok(quote))) if is_priced(&quote) => Verdict::Confirmed(shipment),
                        Some((_, Ok(_))) | None => Verdict::Otherwise,
                        Some((_, Err(_))) => Verdict::Hidden,
                    }
                });
                match found {
                    Finding::Found(..) => return Ok(found),
                    Finding::Undecided(why) => open = Some(why),
                    Finding::Nothing | Finding::Hidden => {}
                }
            }
        }
    }
    Ok(open.map_or(Finding::Nothing, Finding::Undecided))
}

fn is_priced(quote: &Quote) -> bool {
    quote.total.is_some()
}

/// Where a service has a freight, in words that mean the same for every service.
///
/// The billed weight is the service's own: where nothing but the weight is billed it is that, and elsewhere what
/// depends on it is left to the engine.
fn prices<'a>(context: &mut Context<'a>, carried: &Carried<'_>) -> Result<Vec<Piece<'a>>, Undecided> {
    let program = context.program;
    let mut found = pieces::of_service(context, carried, |block| {
        program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight)
    })?;
    found.retain(|piece| piece.kind == Kind::Price);
    let mut carries = carried.gates;
    let mut reads = false;
    carried.service.visit(&mut |node| reads |= is_billed(&node));
    if reads {
        carries = Region::FULL;
    }
    let is_plain = carried.service.billed_weight.steps.is_empty();
    for piece in &mut found {
        let mut reads = false;
        piece.block.scope.when.visit(&mut |node| reads |= is_billed(&node));
        piece.region = if reads { carries } else { context.and(piece.region, carries)? };
        for (measure, _) in piece.cell.iter_mut().filter(|_| is_plain) {
            if *measure == Expression::Measure(Measure::BilledWeight) {
                *measure = Expression::Measure(Measure::Weight);
            }
        }
        piece.cell.retain(|(measure, _)| {
            let mut reads = false;
            measure.visit(&mut |node| reads |= is_billed(&node));
            !reads
        });
    }
    Ok(found)
}

fn is_billed(node: &Node<'_>) -> bool {
    matches!(node, Node::Expression(Expression::Measure(Measure::BilledWeight | Measure::VolumetricWeight)))
}

fn finding(
    context: &Context<'_>,
    (first, one): (&Preference, &Carried<'_>),
    (second, other): (&Preference, &Carried<'_>),
    shipment: Shipment,
) -> Diagnostic {
    let (one, other) = (&one.service.name, &other.service.name);
    // The question is which service to take, so the shipment names none.
    let shipment = Shipment { service: None, ..shipment };
    let title = format!("{one} or {other}");
    Diagnostic::new(
        Code::PREFERENCE_CONFLICT,
        context.span(second.at),
        format!("`{one}` and `{other}` are both preferred for one shipment"),
    )
    .label("this preference")
    .related(context.span(first.at), "and this one hold both")
    .help("narrow one of them with `when` or `except`, so that they never meet")
    .witness(witness::example(context.program, &title, &shipment, &format!("recommended {one}")))
}
