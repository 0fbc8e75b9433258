//! Rules that others make idle: a forbid inside a forbid, what is asked for of goods that are forbidden anyway, what
//! is asked for twice, a limit beside a tighter one.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{
    Condition, Join, LimitPart, Requirement, Restriction, RestrictionId, RestrictionRule, Separation, Subject, Validity,
};

use crate::check::context::Context;
use crate::check::report;
use crate::region::{Region, Undecided};

use super::implied::implies;
use super::rules::{Rule, Rules};
use super::shown::{self, Shown};
use super::words::{self, name, names, with_rules};

/// Looks at every rule that applies somewhere; of two that say the same the later one is reported.
pub(super) fn check(context: &Context<'_>, rules: &mut Rules<'_>, idle: &[usize], diagnostics: &mut Diagnostics) {
    let mut order: Vec<usize> = (0..rules.rules.len()).filter(|index| !idle.contains(index)).collect();
    order.sort_by_key(|index| std::cmp::Reverse(rules.rules.get(*index).map(|rule| context.span(rule.it.at))));
    let mut left_out: BTreeSet<usize> = idle.iter().copied().collect();
    for index in order {
        let Some(it) = rules.rules.get(index).map(|rule| rule.it) else { continue };
        match rule(context, rules, index, &left_out) {
            Ok(None) => {}
            Ok(Some(Found { diagnostic, whole })) => {
                if whole {
                    left_out.insert(index);
                }
                diagnostics.push(diagnostic);
            }
            Err(why) => {
                let question = format!("other rules leave nothing to `{}`", name(it));
                diagnostics.push(report::undecided(context.span(it.at), &question, why));
            }
        }
    }
}

/// A finding, and whether it is about the whole rule.
struct Found {
    diagnostic: Diagnostic,
    whole: bool,
}

fn rule(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    index: usize,
    left_out: &BTreeSet<usize>,
) -> Result<Option<Found>, Undecided> {
    let Some(it) = rules.rules.get(index).map(|rule| rule.it) else { return Ok(None) };
    let forbids = |other: usize, rule: &Rule<'_>| {
        other != index
            && !left_out.contains(&other)
            && rule.it.rule == RestrictionRule::Forbid
            && (it.subject == Subject::Item || rule.it.subject == Subject::Shipment)
    };
    let region = rules.region_of(index);
    let whole = |diagnostic| Found { diagnostic, whole: true };
    match &it.rule {
        RestrictionRule::Forbid => {
            let Some(others) = covered(rules, it, region, &forbids)? else { return Ok(None) };
            Ok(Some(whole(forbidden_twice(context, rules, it, &others))))
        }
        RestrictionRule::Require(requirement) => {
            if let Some(finding) = never_helps(context, rules, it, (requirement, region), &forbids)? {
                return Ok(Some(whole(finding)));
            }
            let asks = |other: usize, rule: &Rule<'_>| {
                other != index
                    && !left_out.contains(&other)
                    && (it.subject == Subject::Item || rule.it.subject == Subject::Shipment)
                    && asks_for(&rule.it.rule, requirement)
            };
            let Some(others) = covered(rules, it, region, &asks)? else { return Ok(None) };
            Ok(Some(whole(asked_twice(context, rules, it, &others))))
        }
        RestrictionRule::Limit(parts) => {
            if let Some(others) = covered(rules, it, region, &forbids)? {
                return Ok(Some(whole(forbidden_anyway(context, rules, it, &others, "limits"))));
            }
            limit(context, rules, (index, it, parts), left_out)
        }
        RestrictionRule::Separate(separation) => {
            let Some(others) = separated(rules, it, (separation, region), &forbids)? else { return Ok(None) };
            Ok(Some(whole(forbidden_anyway(context, rules, it, &others, "keeps apart"))))
        }
        RestrictionRule::Warn => Ok(None),
    }
}

/// The rules among those wanted that reach all that `region` holds of what is carried.
pub(super) fn covered<'a>(
    rules: &mut Rules<'a>,
    it: &Restriction,
    region: Region,
    wanted: &dyn Fn(usize, &Rule<'a>) -> bool,
) -> Result<Option<Vec<usize>>, Undecided> {
    let Some((_, part)) = rules.first_carried(&it.scope.services, region)? else { return Ok(None) };
    if rules.covering(part, wanted)?.is_none() {
        return Ok(None);
    }
    let all = rules.diagram.and(rules.all_carried, region)?;
    rules.covering(all, wanted)
}

/// A requirement for what is forbidden even where it is met.
fn never_helps<'a>(
    context: &Context<'_>,
    rules: &mut Rules<'a>,
    it: &'a Restriction,
    (requirement, region): (&Requirement, Region),
    forbids: &dyn Fn(usize, &Rule<'a>) -> bool,
) -> Result<Option<Diagnostic>, Undecided> {
    let at_hand = requirement.documents.iter().map(|document| Condition::Provided(*document));
    // Where one of several is enough, none of them may help.
    let ways: Vec<Condition> = match requirement.join {
        Join::All => vec![Condition::All(at_hand.collect())],
        Join::Any => at_hand.collect(),
    };
    let mut others: BTreeSet<usize> = BTreeSet::new();
    for way in &ways {
        let met = rules.condition(way)?;
        let met = rules.diagram.and(region, met)?;
        match covered(rules, it, met, forbids)? {
            Some(found) => others.extend(found),
            None => return Ok(None),
        }
    }
    let others: Vec<usize> = others.into_iter().collect();
    let (message, label) = if covered(rules, it, region, forbids)?.is_some() {
        (
            format!("`{}` asks for what never helps: {}", name(it), by(rules, &others, "forbid", "it anyway")),
            "forbids it",
        )
    } else {
        let forbidden = by(rules, &others, "forbid", "what has it");
        (format!("no shipment meets `{}`: {forbidden}", name(it)), "forbids what meets it")
    };
    let diagnostic = Diagnostic::new(Code::REQUIRED_AND_FORBIDDEN, context.span(it.at), message)
        .label("asks for it")
        .help("leave one of the rules out, or narrow the `forbid` with `except`");
    let diagnostic = with_rules(diagnostic, context, rules, &others, label);
    let further = Condition::Any(ways);
    Ok(Some(with_shipment(context, rules, diagnostic, (it, Some(further)), &others)))
}

fn forbidden_twice(context: &Context<'_>, rules: &mut Rules<'_>, it: &Restriction, others: &[usize]) -> Diagnostic {
    let message = format!("`{}` changes nothing: {}", name(it), by(rules, others, "forbid", "all that it forbids"));
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
        .label("forbids it once more")
        .help("leave it out, or look for a slip in one of the scopes");
    let diagnostic = with_rules(diagnostic, context, rules, others, "forbids it");
    with_shipment(context, rules, diagnostic, (it, None), others)
}

fn forbidden_anyway(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    it: &Restriction,
    others: &[usize],
    does: &str,
) -> Diagnostic {
    let message =
        format!("`{}` {does} what never travels: {}", name(it), by(rules, others, "forbid", "all that it speaks of"));
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
        .label("says nothing of its own")
        .help("leave one of the rules out, or narrow the `forbid` with `except`");
    let diagnostic = with_rules(diagnostic, context, rules, others, "forbids it");
    let further = match &it.rule {
        RestrictionRule::Separate(separation) => Some(Condition::Category(separation.first.clone())),
        RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Limit(_) | RestrictionRule::Warn => {
            None
        }
    };
    with_shipment(context, rules, diagnostic, (it, further), others)
}

fn asked_twice(context: &Context<'_>, rules: &mut Rules<'_>, it: &Restriction, others: &[usize]) -> Diagnostic {
    let message =
        format!("`{}` changes nothing: {}", name(it), by(rules, others, "ask", "for as much wherever it does"));
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
        .label("asks for it once more")
        .help("leave it out, or look for a slip in one of the scopes");
    with_rules(diagnostic, context, rules, others, "asks for it")
}

/// The rules as the subject of a sentence: `forbid a` forbids …, `forbid a` and `forbid b` forbid ….
fn by(rules: &Rules<'_>, others: &[usize], verb: &str, object: &str) -> String {
    match others {
        [_] => format!("{} {verb}s {object}", names(rules, others)),
        _ => format!("{} together {verb} {object}", names(rules, others)),
    }
}

/// Shows a shipment that the rule reaches and one of the others refuses; where there is none, the rule never applies.
fn with_shipment(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    diagnostic: Diagnostic,
    (it, further): (&Restriction, Option<Condition>),
    others: &[usize],
) -> Diagnostic {
    let ids: Vec<RestrictionId> =
        others.iter().filter_map(|index| rules.rules.get(*index)).map(|rule| rule.id).collect();
    let (condition, subject) = words::reached(it, further);
    let subject = if subject == Subject::Shipment && !matches!(it.rule, RestrictionRule::Separate(_)) {
        Subject::Shipment
    } else {
        Subject::Item
    };
    let region = rules.condition(&condition);
    let services = region.and_then(|region| rules.services_of(region)).unwrap_or_default();
    let services: Vec<_> =
        services.into_iter().filter(|service| it.scope.services.contains(u32::from(service.0))).collect();
    let title = format!("{} changes nothing", name(it));
    match shown::refused(context, &title, &services, (&condition, subject), &ids) {
        Shown::Example(example) => diagnostic.witness(example),
        Shown::Nothing => {
            Diagnostic::new(Code::RULE_NEVER_APPLIES, context.span(it.at), format!("`{}` never applies", name(it)))
                .note("no shipment that its services carry is within its places, dates and conditions")
                .help("compare its scope with what the services carry, or leave the rule out")
        }
        Shown::Open => words::unshown(diagnostic),
    }
}

/// Whether whatever meets a rule meets `wanted`, too.
fn asks_for(rule: &RestrictionRule, wanted: &Requirement) -> bool {
    let RestrictionRule::Require(other) = rule else { return false };
    let is_as_strict = match (other.validity, wanted.validity) {
        (_, None) => true,
        (Some(Validity::NotOlderThan(a)), Some(Validity::NotOlderThan(b))) => a.unit == b.unit && a.count <= b.count,
        (Some(Validity::SameYear), Some(Validity::SameYear)) => true,
        (Some(Validity::SameYear), Some(Validity::NotOlderThan(age))) => {
            age.unit == tarifa_engine::program::AgeUnit::Years
        }
        (Some(Validity::NotOlderThan(_)), Some(Validity::SameYear)) | (None, Some(_)) => false,
    };
    let has = |document| other.documents.contains(document);
    let names_enough = match (other.join, wanted.join) {
        (Join::All, Join::All) => wanted.documents.iter().all(has),
        (Join::All, Join::Any) => wanted.documents.iter().any(has),
        (Join::Any, Join::Any) => other.documents.iter().all(|document| wanted.documents.contains(document)),
        (Join::Any, Join::All) => wanted.documents.len() == 1 && other.documents == wanted.documents,
    };
    is_as_strict && names_enough
}

/// A limit of which every part, or one part, is inside a tighter one.
fn limit(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it, parts): (usize, &Restriction, &[LimitPart]),
    left_out: &BTreeSet<usize>,
) -> Result<Option<Found>, Undecided> {
    let region = rules.region_of(index);
    let mut idle = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let tighter = |other: usize, rule: &Rule<'_>| {
            let RestrictionRule::Limit(others) = &rule.it.rule else { return false };
            let own = other == index;
            let is_wider = it.subject == Subject::Item || rule.it.subject == Subject::Shipment;
            (own || !left_out.contains(&other) && is_wider)
                && others.iter().enumerate().any(|(place, candidate)| {
                    let is_other = !own || place != number;
                    // Of two that say the same, the later one changes nothing.
                    let is_earlier = !own || place < number || !implies(part, candidate);
                    is_other && is_earlier && implies(candidate, part)
                })
        };
        if let Some(others) = covered(rules, it, region, &tighter)? {
            idle.push((part, others));
        }
    }
    let whole = idle.len() == parts.len();
    let Some((part, _)) = idle.first() else { return Ok(None) };
    let others: BTreeSet<usize> = idle.iter().flat_map(|(_, others)| others.iter().copied()).collect();
    let others: Vec<usize> = others.into_iter().collect();
    let (span, what) = if whole {
        (context.span(it.at), format!("`{}`", name(it)))
    } else {
        (context.span(part.at), format!("`{}` of `{}`", part.text, name(it)))
    };
    let message = if others.as_slice() == [index] {
        format!("{what} changes nothing: another part of the rule is as tight or tighter")
    } else {
        format!("{what} changes nothing: {}", by(rules, &others, "limit", "as much or more wherever it applies"))
    };
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, span, message)
        .label("never decides")
        .help("leave it out, or look for a slip in one of the bounds or scopes");
    let diagnostic = with_rules(diagnostic, context, rules, &others, "is as tight or tighter");
    Ok(Some(Found { diagnostic, whole }))
}

/// The rules that forbid all goods of one side of a `separate`.
fn separated<'a>(
    rules: &mut Rules<'a>,
    it: &Restriction,
    (separation, region): (&Separation, Region),
    forbids: &dyn Fn(usize, &Rule<'a>) -> bool,
) -> Result<Option<Vec<usize>>, Undecided> {
    // The scope's condition is read of the items of the first kind.
    let first = rules.of_categories(&separation.first)?;
    let first = rules.diagram.and(region, first)?;
    covered(rules, it, first, forbids)
}
