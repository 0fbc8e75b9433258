//! Rules that others make idle: a forbid inside a forbid, what is asked for of goods that are forbidden anyway, what
//! is asked for twice, a limit beside a tighter one.
//!
//! It is long because each kind of rule has its own ways of being idle, which are tried in one order.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{
    AmountTest, Condition, Expression, Join, LimitPart, Measure, Requirement, Restriction, RestrictionId,
    RestrictionRule, Separation, Subject, Validity, Within,
};

use crate::check::consignment::counts_parcels;
use crate::check::context::Context;
use crate::check::report;
use crate::region::{Region, Undecided};

use super::conditions::adds_up_parcels;
use super::implied::implies;
use super::parcel;
use super::refused::{Kind, kind};
use super::rules::{Parcels, Reach, Rule, Rules};
use super::shown::{self, Shown};
use super::slips::Slip;
use super::words::{self, by, name, with_rules};

/// Looks at every rule that applies somewhere; of two that say the same the later one is reported.
pub(super) fn check(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    idle: &[usize],
    diagnostics: &mut Diagnostics,
) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut order: Vec<usize> = (0..rules.rules.len()).filter(|index| !idle.contains(index)).collect();
    order.sort_by_key(|index| std::cmp::Reverse(rules.rules.get(*index).map(|rule| context.span(rule.it.at))));
    let mut left_out: BTreeSet<usize> = idle.iter().copied().collect();
    for index in order {
        let Some(it) = rules.rules.get(index).map(|rule| rule.it) else { continue };
        match rule(context, rules, index, &left_out) {
            Ok(None) => {}
            Ok(Some(Found { diagnostic, whole, by })) => {
                if whole {
                    left_out.insert(index);
                }
                match by {
                    Some(by) => slips.push(Slip { by, idle: index, diagnostic }),
                    None => diagnostics.push(diagnostic),
                }
            }
            Err(why) => {
                let question = format!("other rules leave nothing to `{}`", name(it));
                diagnostics.push(report::left_open(context.span(it.at), &question, why));
            }
        }
    }
    slips.reverse();
    slips
}

/// A finding, and whether it is about the whole rule.
struct Found {
    diagnostic: Diagnostic,
    whole: bool,
    /// The bans that forbid all that the rule speaks of.
    by: Option<Vec<usize>>,
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
    let whole = |diagnostic| Found { diagnostic, whole: true, by: None };
    let forbidden = |(by, diagnostic)| Found { diagnostic, whole: true, by: Some(by) };
    match &it.rule {
        RestrictionRule::Forbid => {
            if let Some(others) = covered(rules, it, region, &forbids)? {
                let finding = forbidden_twice(context, rules, it, &others);
                return Ok(Some(forbidden((others, finding))));
            }
            let refuses = |other: usize, rule: &Rule<'_>| {
                other != index
                    && !left_out.contains(&other)
                    && (it.subject == Subject::Item || rule.it.subject == Subject::Shipment)
            };
            let Some(others) =
                rules.covering_carried((Parcels::Any, &it.scope.services), region, Reach::Refusal, &refuses)?
            else {
                return Ok(None);
            };
            Ok(Some(whole(refused_twice(context, rules, it, &others))))
        }
        RestrictionRule::Require(requirement) => {
            if let Some((by, diagnostic)) = never_helps(context, rules, it, (requirement, region), &forbids)? {
                return Ok(Some(Found { diagnostic, whole: true, by }));
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
                let finding = forbidden_anyway(context, rules, it, &others, "limits");
                return Ok(Some(forbidden((others, finding))));
            }
            limit(context, rules, (index, it, parts), left_out)
        }
        RestrictionRule::Separate(separation) => {
            // Whatever forbids the items of one side leaves nothing to keep apart.
            let bans =
                |other: usize, rule: &Rule<'_>| !left_out.contains(&other) && rule.it.rule == RestrictionRule::Forbid;
            if let Some(others) = separated(rules, it, (separation, region), &bans)? {
                let finding = forbidden_anyway(context, rules, it, &others, "keeps apart");
                return Ok(Some(forbidden((others, finding))));
            }
            let wider = |other: usize, rule: &Rule<'_>| {
                other != index && !left_out.contains(&other) && keeps_apart(&rule.it.rule, separation)
            };
            let first = rules.of_categories(&separation.first)?;
            let first = rules.diagram.and(region, first)?;
            let Some(others) = covered(rules, it, first, &wider)? else { return Ok(None) };
            let message =
                format!("`{}` changes nothing: {}", name(it), by(rules, &others, "keep", "as much apart already"));
            let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
                .label("never decides")
                .help("leave it out, or look for a slip in one of the scopes");
            Ok(Some(whole(with_rules(diagnostic, context, rules, &others, "keeps apart as much or more"))))
        }
        RestrictionRule::Warn => {
            let Some(others) = covered(rules, it, region, &forbids)? else { return Ok(None) };
            let finding = forbidden_anyway(context, rules, it, &others, "warns of");
            Ok(Some(forbidden((others, finding))))
        }
    }
}

/// The rules among those wanted that reach all that `region` holds of what is carried.
pub(super) fn covered<'a>(
    rules: &mut Rules<'a>,
    it: &Restriction,
    region: Region,
    wanted: &dyn Fn(usize, &Rule<'a>) -> bool,
) -> Result<Option<Vec<usize>>, Undecided> {
    rules.covering_carried((Parcels::Any, &it.scope.services), region, Reach::Scope, wanted)
}

/// The bans of all that a requirement speaks of, where it is forbidden with the paper or without, and the finding.
type Unhelpful = (Option<Vec<usize>>, Diagnostic);

/// A requirement for what is forbidden even where it is met.
fn never_helps<'a>(
    context: &Context<'_>,
    rules: &mut Rules<'a>,
    it: &'a Restriction,
    (requirement, region): (&Requirement, Region),
    forbids: &dyn Fn(usize, &Rule<'a>) -> bool,
) -> Result<Option<Unhelpful>, Undecided> {
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
    let anyway = covered(rules, it, region, forbids)?;
    let (message, label) = if anyway.is_some() {
        (
            format!("`{}` asks for what never helps: {}", name(it), by(rules, &others, "forbid", "it anyway")),
            "forbids it",
        )
    } else {
        let forbidden = by(rules, &others, "forbid", "what has it");
        (format!("no shipment meets `{}`: {forbidden}", name(it)), "forbids what meets it")
    };
    let document = requirement.documents.first().and_then(|id| context.program.documents.get(usize::from(id.0)));
    let help = match document {
        Some(document) if anyway.is_some() => format!(
            "where it is to lift the ban, write `except when provided has {}` behind the `forbid`; otherwise leave one of the rules out",
            document.name
        ),
        Some(_) | None => "leave one of the rules out, or narrow the `forbid` with `except`".to_owned(),
    };
    let diagnostic =
        Diagnostic::new(Code::REQUIRED_AND_FORBIDDEN, context.span(it.at), message).label("asks for it").help(help);
    let diagnostic = with_rules(diagnostic, context, rules, &others, label);
    let further = Condition::Any(ways);
    let diagnostic = with_shipment(context, rules, diagnostic, (it, Some(further)), &others);
    Ok(Some((anyway, diagnostic)))
}

fn forbidden_twice(context: &Context<'_>, rules: &mut Rules<'_>, it: &Restriction, others: &[usize]) -> Diagnostic {
    let message = format!("`{}` changes nothing: {}", name(it), by(rules, others, "forbid", "all that it forbids"));
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
        .label("forbids it once more")
        .help("leave it out; where it was to forbid something else, correct its `for`, `to`, `via`, `valid` or `when`");
    let diagnostic = with_rules(diagnostic, context, rules, others, "forbids it");
    with_shipment(context, rules, diagnostic, (it, None), others)
}

fn refused_twice(context: &Context<'_>, rules: &mut Rules<'_>, it: &Restriction, others: &[usize]) -> Diagnostic {
    let message = format!("`{}` changes nothing: {}", name(it), by(rules, others, "refuse", "all that it forbids"));
    let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(it.at), message)
        .label("forbids it once more")
        .help("leave it out, or look for a slip in one of the bounds or scopes");
    let diagnostic = with_rules(diagnostic, context, rules, others, "refuses it");
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
        RestrictionRule::Separate(separation) => Some(Condition::Any(vec![
            Condition::Category(separation.first.clone()),
            Condition::Category(separation.second.clone()),
        ])),
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
        .help("leave it out; where another document, age, place or goods were meant, correct it");
    with_rules(diagnostic, context, rules, others, "asks for it")
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
        Shown::Nothing if speaks_of_several(&condition) => words::unshown(diagnostic),
        Shown::Nothing => {
            Diagnostic::new(Code::RULE_NEVER_APPLIES, context.span(it.at), format!("`{}` never applies", name(it)))
                .note("no shipment that its services carry is within its places, dates and conditions")
                .help("compare its scope with what the services carry, or leave the rule out")
        }
        Shown::Open => words::unshown(diagnostic),
    }
}

/// Whether a condition can be met by several parcels alone, which are no shipment that is looked for.
fn speaks_of_several(condition: &Condition) -> bool {
    adds_up_parcels(condition) || counts_parcels(condition)
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
    let program = context.program;
    let mut tests = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let tighter = |other: usize, rule: &Rule<'_>| {
            let RestrictionRule::Limit(others) = &rule.it.rule else { return false };
            let own = other == index;
            let is_wider = it.subject == Subject::Item || rule.it.subject == Subject::Shipment;
            (own || !left_out.contains(&other) && is_wider)
                && others.iter().enumerate().any(|(place, candidate)| {
                    let is_other = !own || candidate.at != part.at;
                    // Of two that say the same, the later one changes nothing.
                    let is_earlier = !own || place < number || !implies(program, part, candidate);
                    is_other && is_earlier && implies(program, candidate, part)
                })
        };
        tests.push((part, covered(rules, it, region, &tighter)?));
    }
    // What is written as one part can be several tests, and changes nothing where none of them does.
    let decides: Vec<_> = tests.iter().filter(|(_, others)| others.is_none()).map(|(part, _)| part.at).collect();
    let idle: Vec<_> = tests
        .into_iter()
        .filter(|(part, _)| !decides.contains(&part.at))
        .filter_map(|(part, others)| Some((part, others?)))
        .collect();
    if idle.is_empty() {
        if let Some(found) = refused_anyway(context, rules, (index, it, parts), left_out)? {
            return Ok(Some(found));
        }
        let found = parcel::idle_part(context, rules, (index, it), parts)?;
        return Ok(found.map(|diagnostic| Found { diagnostic, whole: parts.len() == 1, by: None }));
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
        .help("leave it out; where it was to be the tighter one, correct its bound, or the scope of the other one");
    let diagnostic = if part.within == Within::Parcel && is_whole(part) {
        diagnostic.note("this is told of the whole consignment, `per parcel`, too")
    } else {
        diagnostic
    };
    let diagnostic = with_rules(diagnostic, context, rules, &others, "is as tight or tighter");
    Ok(Some(Found { diagnostic, whole, by: None }))
}

/// A limit of each piece that only refuses what is refused anyway.
fn refused_anyway(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it, parts): (usize, &Restriction, &[LimitPart]),
    left_out: &BTreeSet<usize>,
) -> Result<Option<Found>, Undecided> {
    // What is written as one part can be several tests, of which each is compared by itself: then nothing is said.
    let is_single = |part: &LimitPart| parts.iter().filter(|other| other.at == part.at).count() == 1;
    let mut reached: [Option<Region>; 2] = [None; 2];
    for part in parts.iter().filter(|part| is_looked_into(part) && is_single(part)) {
        // What a part says of a parcel is compared with what services carry alone.
        let [of_one, of_any] = &mut reached;
        let (parcels, reached) = if bounds_a_parcel(part) { (Parcels::One, of_one) } else { (Parcels::Any, of_any) };
        let Some((_, first)) = rules.first_carried(parcels, &it.scope.services, rules.region_of(index))? else {
            continue;
        };
        let passes = rules.condition(&part.test)?;
        let some = rules.diagram.minus(first, passes)?;
        if bounds_a_parcel(part) && !some.is_empty() {
            continue;
        }
        let others_refuse = |other: usize, rule: &Rule<'_>| {
            !left_out.contains(&other) && (it.subject == Subject::Item || rule.it.subject == Subject::Shipment)
        };
        let refuses = |other: usize, rule: &Rule<'_>| other != index && others_refuse(other, rule);
        if parts.len() == 1 && rules.covering(some, Reach::Refusal, &refuses)?.is_none() {
            continue;
        }
        let reached = match reached {
            Some(reached) => *reached,
            None => {
                let all = rules.diagram.and(rules.all_carried(parcels), rules.region_of(index))?;
                *reached.insert(all)
            }
        };
        let fails = rules.diagram.minus(reached, passes)?;
        if !fails.is_empty() && bounds_a_parcel(part) {
            continue;
        }
        let mut left = fails;
        let mut own = false;
        for other in parts.iter().filter(|other| other.at != part.at) {
            let passes = rules.passing(other)?;
            let less = rules.diagram.and(left, passes)?;
            own |= less != left;
            left = less;
        }
        let Some(mut others) = rules.covering(left, Reach::Refusal, &refuses)? else { continue };
        if fails.is_empty() {
            let what = format!("`{}` of `{}`", part.text, name(it));
            let message = format!("{what} changes nothing: whatever it speaks of is within the bound");
            let diagnostic = Diagnostic::new(Code::RULE_COVERED, context.span(part.at), message)
                .label("never decides")
                .note("the scope of the rule, or its services, let nothing else through")
                .help("leave it out, or look for a slip in the bound or in the scope");
            return Ok(Some(Found { diagnostic, whole: parts.len() == 1, by: None }));
        }
        if own {
            others.push(index);
        }
        let span = if parts.len() == 1 { context.span(it.at) } else { context.span(part.at) };
        let what =
            if parts.len() == 1 { format!("`{}`", name(it)) } else { format!("`{}` of `{}`", part.text, name(it)) };
        let message = if others.as_slice() == [index] {
            format!("{what} changes nothing: another part of the rule refuses as much already")
        } else {
            format!("{what} changes nothing: {}", by(rules, &others, "refuse", "all that is over it"))
        };
        let diagnostic = Diagnostic::new(Code::RULE_COVERED, span, message)
            .label("never decides")
            .help("leave it out, or look for a slip in one of the bounds or scopes");
        let diagnostic = with_rules(diagnostic, context, rules, &others, "refuses it");
        let over = Some(crate::check::refusals::not(&part.test));
        let diagnostic = with_shipment(context, rules, diagnostic, (it, over), &others);
        return Ok(Some(Found { diagnostic, whole: parts.len() == 1, by: None }));
    }
    Ok(None)
}

/// Whether what a part says is known of each item, of each parcel or of the whole consignment by itself.
fn is_looked_into(part: &LimitPart) -> bool {
    part.within == Within::Each || bounds_a_parcel(part) || is_whole(part)
}

/// Whether a part is about an amount of the whole consignment.
fn is_whole(part: &LimitPart) -> bool {
    let Condition::Amount(AmountTest { amount, .. }) = &part.test else { return false };
    part.within != Within::Order && kind(amount) == Kind::Whole
}

/// Whether a part says how large a parcel may be at the most, which services say of each parcel, too.
fn bounds_a_parcel(part: &LimitPart) -> bool {
    let Condition::Amount(AmountTest { amount, interval }) = &part.test else { return false };
    let is_measure = matches!(
        amount,
        Expression::Measure(
            Measure::Weight | Measure::Volume | Measure::Length | Measure::Width | Measure::Height | Measure::Girth
        )
    );
    is_measure && part.within == Within::Parcel && interval.lower.is_none()
}

/// Whether a rule keeps apart all that `wanted` does, or more.
fn keeps_apart(rule: &RestrictionRule, wanted: &Separation) -> bool {
    let RestrictionRule::Separate(other) = rule else { return false };
    let holds = |wide: &tarifa_engine::program::Bits, narrow: &tarifa_engine::program::Bits| {
        narrow.iter().all(|category| wide.contains(category))
    };
    super::implied::reach(other.within) >= super::implied::reach(wanted.within)
        && holds(&other.first, &wanted.first)
        && holds(&other.second, &wanted.second)
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
    if let Some(found) = covered(rules, it, first, forbids)? {
        return Ok(Some(found));
    }
    // The other side is met wherever the rule's services and places are.
    let second = rules.scope(&tarifa_engine::program::Scope { when: Condition::Always, ..it.scope.clone() })?;
    let goods = rules.of_categories(&separation.second)?;
    let second = rules.diagram.and(second, goods)?;
    covered(rules, it, second, forbids)
}
