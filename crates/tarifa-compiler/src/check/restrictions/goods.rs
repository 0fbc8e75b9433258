//! What can never travel: goods that every service forbids, services that forbid all goods, prices of such lanes.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{Bits, Condition, LineKind, RestrictionId, RestrictionRule, Scope, ServiceId, Subject};

use crate::check::context::Context;
use crate::check::refusals::scope;
use crate::check::report;
use crate::region::{Region, Undecided};

use super::conditions::topmost;
use super::rules::{Parcels, Reach, Rule, Rules};
use super::shown::{self, Shown};
use super::words::{self, name, with_rules};

/// Looks for goods, services and prices of which nothing ever travels; gives back the rules that forbid each.
pub(super) fn check(
    context: &mut Context<'_>,
    rules: &mut Rules<'_>,
    empty: &[usize],
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Vec<usize>>, Undecided> {
    let mut told = Vec::new();
    let services = services(context, rules, diagnostics, &mut told)?;
    categories(context, rules, &services, diagnostics, &mut told)?;
    prices(context, rules, &services, diagnostics, &mut told)?;
    context.never_used.services = services;
    // That a limit leaves nothing is told already, and with it that nothing travels by these.
    for (number, _) in (0_u16..).zip(&context.program.services) {
        let carried = rules.carried_by(ServiceId(number));
        let is_empty = |index: usize, rule: &Rule<'_>| rule.it.subject == Subject::Shipment && empty.contains(&index);
        if !carried.is_empty() && rules.covering(carried, Reach::Refusal, &is_empty)?.is_some() {
            context.never_used.services.push(ServiceId(number));
        }
    }
    Ok(told)
}

/// Services that forbid everything that they could carry.
fn services(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    diagnostics: &mut Diagnostics,
    told: &mut Vec<Vec<usize>>,
) -> Result<Vec<ServiceId>, Undecided> {
    let mut found: Vec<(Vec<usize>, Vec<ServiceId>)> = Vec::new();
    for (number, _) in (0_u16..).zip(&context.program.services) {
        let id = ServiceId(number);
        let every = Scope { services: only(id), from: None, to: None, when: Condition::Always };
        let Some(others) = forbidden(rules, &every)? else { continue };
        match found.iter_mut().find(|(bans, _)| *bans == others) {
            // One ban that is too wide is one slip, however many services it empties.
            Some((bans, services)) if bans.len() == 1 => services.push(id),
            Some(_) | None => found.push((others, vec![id])),
        }
    }
    for (bans, services) in &found {
        diagnostics.push(closed(context, rules, bans, services));
    }
    told.extend(found.iter().map(|(bans, _)| bans.clone()));
    Ok(found.into_iter().flat_map(|(_, services)| services).collect())
}

/// Services of which some bans leave nothing, told where the slip is: at the ban, where it is one alone.
fn closed(context: &Context<'_>, rules: &mut Rules<'_>, bans: &[usize], services: &[ServiceId]) -> Diagnostic {
    let names: Vec<_> = services.iter().filter_map(|id| context.program.services.get(usize::from(id.0))).collect();
    let quoted: Vec<String> = names.iter().map(|service| format!("`{}`", service.name)).collect();
    let title = format!("nothing travels by {}", names.first().map_or("it", |service| &service.name));
    let members = Bits::from_members(services.iter().map(|id| u32::from(id.0)));
    let every = Scope { services: members, from: None, to: None, when: Condition::Always };
    let shown: Vec<_> = names.iter().take(words::SHOWN).map(|service| (context.span(service.at), service)).collect();
    let ban = match bans {
        [ban] => rules.rules.get(*ban).map(|rule| rule.it),
        _ => None,
    };
    if let Some(ban) = ban {
        let carriers = words::listed(&quoted);
        let message = format!("`{}` forbids everything that {carriers} could carry", name(ban));
        let diagnostic = Diagnostic::new(Code::NEVER_SHIPPED, context.span(ban.at), message)
            .label("leaves nothing to ship")
            .help("say what it forbids, with `for`, `to`, `via` or `when`, or what it does not, with `except`");
        let diagnostic =
            shown.iter().fold(diagnostic, |told, (span, _)| told.related(*span, "nothing is ever shipped by it"));
        return with_witness(context, diagnostic, (&title, &every), &ids(rules, bans));
    }
    let place = shown.first().map(|(span, _)| *span);
    let message = format!("{} forbids everything that it could carry", words::listed(&quoted));
    let diagnostic = match place {
        Some(span) => Diagnostic::new(Code::NEVER_SHIPPED, span, message),
        None => Diagnostic::nowhere(Code::NEVER_SHIPPED, message),
    };
    let diagnostic = diagnostic
        .label("nothing is ever shipped by it")
        .help("narrow one of the rules that together forbid all, or leave the service out");
    with_shipment(context, rules, diagnostic, (&title, &every), bans)
}

/// Categories that no service carries anywhere, where no rule says so by itself.
fn categories(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    closed: &[ServiceId],
    diagnostics: &mut Diagnostics,
    told: &mut Vec<Vec<usize>>,
) -> Result<(), Undecided> {
    let program = context.program;
    let open = Bits::from_members(
        (0_u16..)
            .zip(&program.services)
            .map(|(number, _)| number)
            .filter(|number| !closed.contains(&ServiceId(*number)))
            .map(u32::from),
    );
    if open.is_empty() {
        return Ok(());
    }
    let mut known = Bits::default();
    for top in rules.topmost_forbidden() {
        let Some(node) = program.categories.nodes.get(top as usize) else { continue };
        if node.parent.is_some_and(|parent| known.contains(parent)) {
            known.insert(top);
            continue;
        }
        let when = Condition::Category(Bits::from_members([top]));
        let every = Scope { services: open.clone(), from: None, to: None, when };
        let Some(others) = forbidden(rules, &every)? else { continue };
        known.insert(top);
        // One rule that forbids it everywhere says just what is meant.
        if others.len() < 2 {
            continue;
        }
        let message = format!("`{}` can never be shipped: all that its services could carry is forbidden", node.name);
        let diagnostic = Diagnostic::new(Code::NEVER_SHIPPED, context.span(node.at), message)
            .help("look for a slip in a scope, or write one `forbid` without places and services");
        let title = format!("{} never travels", node.name);
        diagnostics.push(with_shipment(context, rules, diagnostic, (&title, &every), &others));
        told.push(others);
    }
    Ok(())
}

/// Freight of lanes on which everything is forbidden.
fn prices(
    context: &mut Context<'_>,
    rules: &mut Rules<'_>,
    closed: &[ServiceId],
    diagnostics: &mut Diagnostics,
    told: &mut Vec<Vec<usize>>,
) -> Result<(), Undecided> {
    let blocks: Vec<_> = context.blocks().collect();
    for (id, block) in blocks {
        let kind = context.program.lines.get(usize::from(block.line.0)).map(|line| line.kind);
        let services =
            block.scope.services.iter().filter(|service| !closed.iter().any(|closed| u32::from(closed.0) == *service));
        let every = Scope { services: Bits::from_members(services), ..block.scope.clone() };
        if kind != Some(LineKind::Freight) {
            continue;
        }
        if every.services.is_empty() {
            // The services themselves are reported.
            if !block.scope.services.is_empty() {
                context.never_used.blocks.insert(id);
            }
            continue;
        }
        let Some(others) = forbidden(rules, &every)? else { continue };
        context.never_used.blocks.insert(id);
        let name = report::block_name(context.program, block);
        let message = format!("`{name}` prices what is forbidden altogether");
        let diagnostic = Diagnostic::new(Code::FORBIDDEN_PRICED, context.span(block.at), message)
            .label("nothing is ever priced by it")
            .help("leave the statement out, or narrow what forbids it");
        let title = format!("{name} prices nothing");
        diagnostics.push(with_shipment(context, rules, diagnostic, (&title, &every), &others));
        told.push(others);
    }
    Ok(())
}

/// The rules that forbid all goods of a scope in one parcel; none where some can travel, or where none is carried at all.
///
/// That several parcels together may be more than a rule forbids is hardly meant: it is told as the slip that it is.
fn forbidden(rules: &mut Rules<'_>, every: &Scope) -> Result<Option<Vec<usize>>, Undecided> {
    let of_goods = goods(rules)?;
    let region = rules.scope(every)?;
    let region = rules.diagram.and(of_goods, region)?;
    let forbids = |_: usize, rule: &Rule<'_>| rule.it.rule == RestrictionRule::Forbid;
    rules.covering_carried((Parcels::One, &every.services), region, Reach::Scope, &forbids)
}

/// The goods that the policy knows; all where it knows none.
fn goods(rules: &mut Rules<'_>) -> Result<Region, Undecided> {
    if let Some(known) = rules.known_goods {
        return Ok(known);
    }
    let count = u32::try_from(rules.program.categories.nodes.len()).unwrap_or(u32::MAX);
    let known = if count == 0 { rules.possible.items } else { rules.of_categories(&Bits::from_members(0..count))? };
    rules.known_goods = Some(known);
    Ok(known)
}

fn only(service: ServiceId) -> Bits {
    Bits::from_members([u32::from(service.0)])
}

/// Shows a shipment that is refused, and the rules that refuse it all.
fn with_shipment(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    diagnostic: Diagnostic,
    (title, every): (&str, &Scope),
    others: &[usize],
) -> Diagnostic {
    let diagnostic = with_rules(diagnostic, context, rules, others, "forbids it");
    with_witness(context, diagnostic, (title, every), &ids(rules, others))
}

fn ids(rules: &Rules<'_>, others: &[usize]) -> Vec<RestrictionId> {
    others.iter().filter_map(|index| rules.rules.get(*index)).map(|rule| rule.id).collect()
}

/// Shows a shipment that one of some rules refuses.
fn with_witness(
    context: &Context<'_>,
    diagnostic: Diagnostic,
    (title, every): (&str, &Scope),
    ids: &[RestrictionId],
) -> Diagnostic {
    let services: Vec<ServiceId> =
        every.services.iter().filter_map(|service| u16::try_from(service).ok()).map(ServiceId).collect();
    let count = u32::try_from(context.program.categories.nodes.len()).unwrap_or(u32::MAX);
    let goods = if count == 0 { Condition::Always } else { Condition::Category(Bits::from_members(0..count)) };
    let condition = Condition::All(vec![scope(every), goods]);
    match shown::refused(context, title, &services, (&condition, Subject::Item), ids) {
        Shown::Example(example) => diagnostic.witness(example),
        // The services carry nothing of it in the first place, which other checks report.
        Shown::Nothing => diagnostic,
        Shown::Open => words::unshown(diagnostic),
    }
}

impl Rules<'_> {
    /// The topmost categories that rules forbid, parents before their children.
    fn topmost_forbidden(&self) -> Vec<u32> {
        let forbids = self.rules.iter().filter(|rule| rule.it.rule == RestrictionRule::Forbid);
        let mut seen = Bits::default();
        for rule in forbids {
            if let Some(category) = rule.category() {
                topmost(self.program, category).into_iter().for_each(|top| seen.insert(top));
            }
        }
        seen.iter().collect()
    }
}
