//! Limits that leave nothing: by themselves, with another part, or with what their scope or their services ask for.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{Condition, LimitPart, Restriction, RestrictionRule, Scope, Subject, Within};

use crate::check::context::Context;
use crate::check::report;
use crate::region::{Region, Undecided};

use super::conditions::adds_up_parcels;
use super::implied::{are_too_many, exclude, is_sum, leaves_nothing};
use super::parcel;
use super::refused::needed;
use super::rules::{Parcels, Reach, Rule, Rules};
use super::shown::{self, Shown};
use super::words::{self, name};

/// Looks at every limit that applies somewhere; gives back those that leave nothing.
pub(super) fn check(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    idle: &[usize],
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let limits: Vec<(usize, &Restriction, &[LimitPart])> = rules
        .rules
        .iter()
        .enumerate()
        .filter(|(index, _)| !idle.contains(index))
        .filter_map(|(index, rule)| match &rule.it.rule {
            RestrictionRule::Limit(parts) => Some((index, rule.it, parts.as_slice())),
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => None,
        })
        .collect();
    let mut left_out: Vec<usize> = idle.to_vec();
    // What two parts say of each other is told in better words than what several rules come to.
    for way in [Way::Parts, Way::Rules] {
        for limit in &limits {
            if left_out.contains(&limit.0) {
                continue;
            }
            let found = match way {
                Way::Parts => one(context, rules, *limit, &limits),
                Way::Rules => together(context, rules, (limit.0, limit.1), &left_out),
            };
            match found {
                Ok(None) => {}
                Ok(Some(diagnostic)) => {
                    left_out.push(limit.0);
                    diagnostics.push(diagnostic);
                }
                Err(why) => {
                    let question = format!("`{}` leaves nothing", name(limit.1));
                    diagnostics.push(report::undecided(context.span(limit.1.at), &question, why));
                    left_out.push(limit.0);
                }
            }
        }
    }
    left_out.split_off(idle.len())
}

/// How limits leave nothing.
#[derive(Clone, Copy)]
enum Way {
    /// By what one part says, or two.
    Parts,
    /// By what several rules come to.
    Rules,
}

type Limit<'a> = (usize, &'a Restriction, &'a [LimitPart]);

fn one(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it, parts): Limit<'_>,
    limits: &[Limit<'_>],
) -> Result<Option<Diagnostic>, Undecided> {
    for part in parts {
        if leaves_nothing(context.program, part) {
            let message = format!("`{}` of `{}` leaves nothing", part.text, name(it));
            let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                .help("write `forbid` where nothing is to travel, or correct the bound");
            return with_shipment(context, rules, index, it, diagnostic).map(Some);
        }
    }
    for (number, part) in parts.iter().enumerate().filter(|(_, part)| has_lower(part)) {
        for (other_index, other, others) in limits {
            for (place, upper) in others.iter().enumerate() {
                if (*other_index, place) == (index, number) || !exclude(context.program, part, upper) {
                    continue;
                }
                // The part with the lower bound speaks of no more than the other one, or a sum could still be reached.
                let inside = is_inside(rules, (index, it), (*other_index, other))?;
                if !inside && (is_sum(part) || !is_inside(rules, (*other_index, other), (index, it))?) {
                    continue;
                }
                let message = format!(
                    "`{}` of `{}` and `{}` of `{}` leave nothing",
                    part.text,
                    name(it),
                    upper.text,
                    name(other)
                );
                let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                    .label("asks for so much at least")
                    .related(context.span(upper.at), "allows no more than that")
                    .help("correct one of the bounds, or narrow one of the scopes");
                return with_shipment(context, rules, index, if inside { it } else { other }, diagnostic).map(Some);
            }
        }
    }
    if let Some(diagnostic) = of_pieces(context, rules, (index, it), parts)? {
        return Ok(Some(diagnostic));
    }
    // What is said of a parcel is compared with what services say of each of them, the rest with what travels together.
    if rules.several_are_more() {
        let of_parcels: Vec<LimitPart> =
            parts.iter().filter(|part| matches!(part.within, Within::Each | Within::Parcel)).cloned().collect();
        // What the scope says of all parcels together it does not say of one.
        let when = if adds_up_parcels(&it.scope.when) { Condition::Always } else { it.scope.when.clone() };
        let reached = rules.reached(&Scope { when, ..it.scope.clone() }, it.subject)?;
        if let Some(found) = of_scope(context, rules, (index, it), &of_parcels, (Parcels::One, reached))? {
            return Ok(Some(found));
        }
    }
    let reached = rules.region_of(index);
    if let Some(found) = of_scope(context, rules, (index, it), parts, (Parcels::Any, reached))? {
        return Ok(Some(found));
    }
    match parcel::excludes_itself(context, rules, (index, it), parts)? {
        Some(diagnostic) => with_shipment(context, rules, index, it, diagnostic).map(Some),
        None => Ok(None),
    }
}

/// So many pieces of so much each are more than a sum may come to.
fn of_pieces(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    parts: &[LimitPart],
) -> Result<Option<Diagnostic>, Undecided> {
    for (pieces, each, total) in parts
        .iter()
        .flat_map(|pieces| parts.iter().flat_map(move |each| parts.iter().map(move |total| (pieces, each, total))))
    {
        if !are_too_many(pieces, each, total) {
            continue;
        }
        let message =
            format!("`{}`, `{}` and `{}` of `{}` leave nothing", pieces.text, each.text, total.text, name(it));
        let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(total.at), message)
            .label("so many pieces come to more")
            .related(context.span(pieces.at), "asks for so many pieces at least")
            .related(context.span(each.at), "asks for so much of each")
            .help("correct one of the bounds");
        return with_shipment(context, rules, index, it, diagnostic).map(Some);
    }
    Ok(None)
}

/// Whether all that the one rule speaks of lies within the other one.
fn is_inside(
    rules: &mut Rules<'_>,
    (one_index, one): (usize, &Restriction),
    (other_index, other): (usize, &Restriction),
) -> Result<bool, Undecided> {
    let left = rules.diagram.minus(rules.region_of(one_index), rules.region_of(other_index))?;
    Ok(left.is_empty() && (one.subject == Subject::Item || other.subject == Subject::Shipment))
}

/// Whether a part asks for so much at least.
fn has_lower(part: &LimitPart) -> bool {
    use tarifa_engine::program::{AmountTest, Interval};
    matches!(&part.test, Condition::Amount(AmountTest { interval: Interval { lower: Some(_), .. }, .. }))
}

/// Parts that nothing passes that the scope and the services let through, or that no item passes together.
fn of_scope(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    parts: &[LimitPart],
    (parcels, reached): (Parcels, Region),
) -> Result<Option<Diagnostic>, Undecided> {
    let Some((_, mut first)) = rules.first_carried(parcels, &it.scope.services, reached)? else {
        return Ok(None);
    };
    for part in parts {
        let passes = rules.passing(part)?;
        first = rules.diagram.and(first, passes)?;
    }
    if !first.is_empty() {
        return Ok(None);
    }
    let mut left = rules.diagram.and(rules.all_carried(parcels), reached)?;
    for (number, part) in parts.iter().enumerate() {
        let passes = rules.passing(part)?;
        left = rules.diagram.and(left, passes)?;
        if !left.is_empty() {
            continue;
        }
        for other in parts.get(..number).unwrap_or_default() {
            let both = rules.passing(other)?;
            if rules.diagram.and(passes, both)?.is_empty() {
                let message = format!("`{}` and `{}` of `{}` leave nothing", other.text, part.text, name(it));
                let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                    .related(context.span(other.at), "what passes this never passes the other")
                    .help("correct one of the bounds; `forbid` is the word where nothing is to travel");
                return with_shipment(context, rules, index, it, diagnostic).map(Some);
            }
        }
        let carried = rules.scope(&Scope { when: Condition::Always, ..it.scope.clone() })?;
        let carried = rules.diagram.and(rules.all_carried(parcels), carried)?;
        let why = if rules.diagram.and(passes, carried)?.is_empty() {
            "its services carry nothing that meets it"
        } else if rules.diagram.and(passes, reached)?.is_empty() {
            "the scope of the rule asks for the opposite"
        } else {
            "the scope of the rule, its other parts and its services together ask for the opposite"
        };
        let message = format!("`{}` of `{}` leaves nothing of what it speaks of", part.text, name(it));
        let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
            .note(why)
            .help("write `forbid` where nothing is to travel, or correct the bound");
        return with_shipment(context, rules, index, it, diagnostic).map(Some);
    }
    Ok(None)
}

/// A limit that leaves nothing beside other limits and bans.
fn together(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    left_out: &[usize],
) -> Result<Option<Diagnostic>, Undecided> {
    let Some((_, first)) = rules.first_carried(Parcels::Any, &it.scope.services, rules.region_of(index))? else {
        return Ok(None);
    };
    let speaks = |rule: &Rule<'_>| it.subject == Subject::Item || rule.it.subject == Subject::Shipment;
    let forbids = |_: usize, rule: &Rule<'_>| speaks(rule) && rule.it.rule == RestrictionRule::Forbid;
    let refuses = |other: usize, rule: &Rule<'_>| speaks(rule) && !left_out.contains(&other);
    // What is forbidden anyway is found where it is asked what others leave to a rule.
    if rules.covering(first, Reach::Refusal, &refuses)?.is_none() {
        return Ok(None);
    }
    let all = rules.diagram.and(rules.all_carried(Parcels::Any), rules.region_of(index))?;
    let Some(mut found) = rules.covering(all, Reach::Refusal, &refuses)? else { return Ok(None) };
    if !found.contains(&index) || rules.covering(all, Reach::Refusal, &forbids)?.is_some() {
        return Ok(None);
    }
    // Of several ways, one with no rule that could be left out.
    for candidate in found.clone() {
        let fewer = |other: usize, _: &Rule<'_>| other != candidate && found.contains(&other);
        if candidate != index && rules.covering(all, Reach::Refusal, &fewer)?.is_some() {
            found.retain(|other| *other != candidate);
        }
    }
    let others: Vec<usize> = found.into_iter().filter(|other| *other != index).collect();
    let verb = if others.len() == 1 { "leave nothing between them" } else { "together leave nothing" };
    let message = format!("`{}` and {} {verb}", name(it), words::names(rules, &others));
    let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(it.at), message)
        .label("whatever meets it is refused")
        .help("correct one of the bounds, or write one `forbid` where nothing is to travel");
    let diagnostic = words::with_rules(diagnostic, context, rules, &others, "refuses the rest");
    let ids: Vec<_> =
        others.iter().chain([&index]).filter_map(|index| rules.rules.get(*index)).map(|rule| rule.id).collect();
    let services = rules.services_of(rules.region_of(index))?;
    let title = format!("{} leaves nothing", name(it));
    // What meets the limit tells most: another rule refuses it.
    let parts = match &it.rule {
        RestrictionRule::Limit(parts) => parts.iter().flat_map(|part| needed(context.program, part)).collect(),
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => Vec::new(),
    };
    let (condition, _) = words::reached(it, Some(Condition::All(parts)));
    Ok(Some(match shown::refused(context, &title, &services, (&condition, Subject::Item), &ids) {
        Shown::Example(example) => diagnostic.witness(example),
        Shown::Nothing => return with_shipment(context, rules, index, it, diagnostic).map(Some),
        Shown::Open => words::unshown(diagnostic),
    }))
}

/// Shows a shipment within the scope of a rule that the limit refuses.
fn with_shipment(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    index: usize,
    it: &Restriction,
    diagnostic: Diagnostic,
) -> Result<Diagnostic, Undecided> {
    let Some(id) = rules.rules.get(index).map(|rule| rule.id) else { return Ok(diagnostic) };
    let services = rules.services_of(rules.region_of(index))?;
    let (condition, _) = words::reached(it, None);
    let title = format!("{} leaves nothing", name(it));
    // A sum over items is refused only where there is one.
    let shown = shown::refused(context, &title, &services, (&condition, Subject::Item), &[id]);
    Ok(match shown {
        Shown::Example(example) => diagnostic.witness(example),
        Shown::Nothing => diagnostic,
        Shown::Open => words::unshown(diagnostic),
    })
}
