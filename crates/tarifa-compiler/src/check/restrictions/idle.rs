//! Rules that never apply, and exceptions that take out nothing or everything.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::date::Date;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, At, Builtin, Condition, DateField, End, Expression, FactRef, Join, Measure, Node, Restriction,
    RestrictionRule, Scope, Subject,
};

use crate::check::consignment::counts_parcels;
use crate::check::context::Context;
use crate::check::report;
use crate::model::RestrictionException;
use crate::region::{Region, Undecided};

use super::conditions::{adds_up_parcels, categories_named};
use super::rules::{Parcels, Rules};
use super::shown;
use super::words::{self, name};

/// Looks for rules that never apply; gives back their indices.
pub(super) fn rules(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    lifted: &[usize],
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let mut idle = lifted.to_vec();
    for index in (0..rules.rules.len()).filter(|index| !lifted.contains(index)) {
        match rule(context, rules, index) {
            Ok(None) => {}
            Ok(Some(finding)) => {
                idle.push(index);
                diagnostics.push(finding);
            }
            Err(why) => {
                let Some(rule) = rules.rules.get(index) else { continue };
                let question = format!("`{}` ever applies", name(rule.it));
                diagnostics.push(report::left_open(context.span(rule.it.at), &question, why));
            }
        }
    }
    idle
}

fn rule(context: &Context<'_>, rules: &mut Rules<'_>, index: usize) -> Result<Option<Diagnostic>, Undecided> {
    let Some(it) = rules.rules.get(index).map(|rule| rule.it) else { return Ok(None) };
    let region = rules.region_of(index);
    let Some((service, part)) = rules.first_carried(Parcels::Any, &it.scope.services, region)? else {
        return Ok(if rules.tells_goods_apart(&it.scope.when) { Some(never(context, rules, index)?) } else { None });
    };
    if rules.several_are_more()
        && !counts_parcels(&it.scope.when)
        && rules.first_carried(Parcels::One, &it.scope.services, region)?.is_none()
    {
        return Ok(Some(of_no_parcel(context, it)));
    }
    if asks_for_what_is_there(rules, index)? {
        let message = format!("`{}` applies only where what it asks for is at hand already", name(it));
        let diagnostic = Diagnostic::new(Code::RULE_NEVER_APPLIES, context.span(it.at), message)
            .help("look for a slip in its `when`, or leave it out");
        return Ok(Some(diagnostic));
    }
    // What relates amounts is not known to regions: such a rule has to be met by a shipment.
    if counts_exclude(&it.scope.when) {
        return Ok(Some(never(context, rules, index)?));
    }
    if is_told_by_codes(rules, &it.scope.when) {
        return Ok(None);
    }
    if is_related(&it.scope.when) || reads_measures(&it.scope.when) && rules.is_doubtful(part) {
        let about = words::reached(it, None);
        let mut services = vec![service];
        services.extend(rules.services_of(region)?);
        let mut open = None;
        for service in services {
            match shown::shipment(context, service, (&about.0, about.1), |_| true) {
                Ok(None) => {}
                Ok(Some(_)) => return Ok(None),
                Err(why) => open = Some(why),
            }
        }
        return match open {
            Some(why) => Err(why),
            // What no single parcel is, several can be together.
            None if rules.several_are_more() && adds_up_parcels(&it.scope.when) => {
                Ok((!counts_parcels(&it.scope.when)).then(|| of_no_parcel(context, it)))
            }
            None => Ok(Some(never(context, rules, index)?)),
        };
    }
    Ok(None)
}

/// A rule that several parcels meet together, and none by itself: often each of them is meant.
fn of_no_parcel(context: &Context<'_>, it: &Restriction) -> Diagnostic {
    let message = format!("`{}` never applies to one parcel, only to several together", name(it));
    Diagnostic::new(Code::RULE_NEVER_APPLIES, context.span(it.at), message)
        .note("its services carry no single parcel that meets it, and a condition reads all parcels together")
        .help(
            "write `limit … per parcel` for what holds of each parcel, or `count of parcels over 1 and …` for several",
        )
}

/// Whether a `require` applies only where what it asks for is at hand.
fn asks_for_what_is_there(rules: &mut Rules<'_>, index: usize) -> Result<bool, Undecided> {
    let Some(it) = rules.rules.get(index).map(|rule| rule.it) else { return Ok(false) };
    let RestrictionRule::Require(requirement) = &it.rule else { return Ok(false) };
    if requirement.validity.is_some() {
        return Ok(false);
    }
    let at_hand = requirement.documents.iter().map(|document| Condition::Provided(*document)).collect();
    let met = match requirement.join {
        Join::All => Condition::All(at_hand),
        Join::Any => Condition::Any(at_hand),
    };
    let met = rules.condition(&met)?;
    Ok(rules.diagram.minus(rules.region_of(index), met)?.is_empty())
}

/// A rule without a shipment, and why it has none.
fn never(context: &Context<'_>, rules: &mut Rules<'_>, index: usize) -> Result<Diagnostic, Undecided> {
    let Some(it) = rules.rules.get(index).map(|rule| rule.it) else {
        return Err(Undecided::Search);
    };
    let span = context.span(it.at);
    if let Some((word, day)) = days_outside(context, &it.scope.when) {
        let message = format!("the days of `{}` lie {word} those of the tariff", name(it));
        return Ok(Diagnostic::new(Code::RULE_DAYS_OVER, span, message)
            .note(format!("the tariff is valid {} {day}", if word == "before" { "from" } else { "up to" }))
            .help("leave the rule out, or correct its dates"));
    }
    let message = format!("`{}` never applies", name(it));
    let diagnostic = Diagnostic::new(Code::RULE_NEVER_APPLIES, span, message);
    let region = rules.region_of(index);
    if rules.diagram.and(region, rules.possible.shipments)?.is_empty() {
        let why = if region.is_empty() && !rules.scope(&it.scope)?.is_empty() || !region.is_empty() {
            "no shipment can meet its conditions"
        } else {
            "its conditions exclude each other"
        };
        return Ok(diagnostic.note(why).help("look for a slip in `when`, `valid` or `except`, or leave the rule out"));
    }
    Ok(diagnostic
        .note("no shipment that its services carry is within its places, dates and conditions")
        .help("compare its scope with what the services carry, or leave the rule out"))
}

/// Whether the days of a rule lie before or behind those of the tariff, and the day where these begin or end.
fn days_outside(context: &Context<'_>, when: &Condition) -> Option<(&'static str, Date)> {
    let valid = context.program.valid;
    let (from, to) = days(when)?;
    match (valid.from, valid.to) {
        (Some(first), _) if to < first.days() => Some(("before", first)),
        (_, Some(last)) if from > last.days() => Some(("behind", last)),
        (_, _) => None,
    }
}

/// The days of shipping that a condition asks for as a whole, as the tariff's zone reads them.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form asks for no days as a whole")]
fn days(condition: &Condition) -> Option<(i32, i32)> {
    match condition {
        Condition::Date { field: DateField::ShipDate, zone: 0, from, to } => Some((*from, *to)),
        Condition::All(parts) => parts.iter().filter_map(days).reduce(|(from, to), (f, t)| (from.max(f), to.min(t))),
        _ => None,
    }
}

/// Whether a condition reads a measure of the parcel, and nothing that is counted or added up: counts and sums depend on
/// no measure, and are no doubt by themselves.
fn reads_measures(condition: &Condition) -> bool {
    let (mut measures, mut counts) = (false, false);
    condition.visit(&mut |node| match node {
        Node::Expression(Expression::Measure(Measure::TotalQuantity | Measure::ParcelCount))
        | Node::Expression(Expression::TotalOfItems(_) | Expression::DistinctHs(_)) => counts = true,
        Node::Expression(Expression::Measure(_)) => measures = true,
        Node::Expression(_) | Node::Condition(_) => {}
    });
    measures && !counts
}

/// Whether a condition says of the item at hand what it also says of all items: neither is known of the other.
fn is_related(condition: &Condition) -> bool {
    let mut found = false;
    condition.visit(&mut |node| {
        found |= matches!(node, Node::Condition(Condition::AnyItem(_) | Condition::EveryItem(_)));
    });
    found && condition_of_item(condition)
}

/// Whether one item can be of two kinds of goods of which a condition speaks, as it is named and by its code: no search
/// through items that are of one kind each tells then that there is none.
fn is_told_by_codes(rules: &Rules<'_>, condition: &Condition) -> bool {
    categories_named(condition) > 1 && is_related(condition) && rules.has_codes(condition)
}

/// Whether a condition asks for a category of the item at hand.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form asks for none, or of other items")]
fn condition_of_item(condition: &Condition) -> bool {
    match condition {
        Condition::Category(_) => true,
        Condition::All(parts) => parts.iter().any(condition_of_item),
        _ => false,
    }
}

/// Whether a condition as a whole asks for more pieces of one item than of all, or for less than a piece.
fn counts_exclude(condition: &Condition) -> bool {
    let mut least = (Exact::ONE, End::Included);
    let mut most = Vec::new();
    let mut stack = vec![condition];
    while let Some(next) = stack.pop() {
        if let Condition::All(parts) = next {
            stack.extend(parts);
        }
        let Condition::Amount(AmountTest { amount, interval }) = next else { continue };
        let of_item = *amount == Expression::Fact(FactRef::Builtin(Builtin::ItemQuantity));
        let of_all = *amount == Expression::Measure(Measure::TotalQuantity);
        if let Some(lower) = interval.lower.filter(|lower| of_item && lower.0 >= least.0) {
            least = lower;
        }
        most.extend(interval.upper.filter(|_| of_item || of_all));
    }
    most.iter().any(|(most, end)| {
        let ends_meet = least.1 == End::Included && *end == End::Included;
        *most < least.0 || *most == least.0 && !ends_meet
    }) && reads_item_count(condition)
}

/// Whether a condition reads how many pieces an item has.
fn reads_item_count(condition: &Condition) -> bool {
    let mut found = false;
    condition.visit(&mut |node| {
        found |= matches!(node, Node::Expression(Expression::Fact(FactRef::Builtin(Builtin::ItemQuantity))));
    });
    found
}

/// Looks at every `except`; gives back the rules that one of theirs lifts altogether.
pub(super) fn exceptions(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<usize>, Undecided> {
    let model = context.model;
    let by_place: BTreeMap<At, usize> = model.restrictions.iter().map(|it| it.at).zip(0..).collect();
    let mut lifted = Vec::new();
    for (number, exception) in model.exceptions.iter().enumerate() {
        let Some(index) = by_place.get(&exception.restriction).copied() else { continue };
        let whole = reach(rules, index, &exception.from, None)?;
        if whole.is_empty() {
            continue;
        }
        let taken = reach(rules, index, &exception.from, Some(&exception.without))?;
        if taken.is_empty() {
            if rules.tells_goods_apart(&Condition::All(vec![exception.from.when.clone(), exception.without.clone()])) {
                let finding = of_nothing(rules, index, exception);
                diagnostics.push(finding.note("the rule never applies there, with or without it"));
            }
        } else if rules.diagram.minus(whole, taken)?.is_empty() {
            lifted.push(index);
            diagnostics.push(of_everything(context, rules, index, exception));
        } else if let Some(other) = taken_twice(rules, (index, exception), (number, taken), &model.exceptions)? {
            diagnostics.push(of_nothing(rules, index, exception).related(other.span, "takes it out already"));
        } else {
            match is_never_met(context, rules, exception, taken) {
                Ok(false) => {}
                Ok(true) => {
                    let finding = of_nothing(rules, index, exception);
                    diagnostics.push(finding.note("no shipment is within the rule and within the `except`"));
                }
                Err(why) => {
                    let question = "this `except` takes anything out";
                    diagnostics.push(report::left_open(exception.span, question, why));
                }
            }
        }
    }
    Ok(lifted)
}

/// Whether no shipment is what an `except` takes out, though its amounts by themselves could be.
fn is_never_met(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    exception: &RestrictionException,
    taken: Region,
) -> Result<bool, Undecided> {
    let when = Condition::All(vec![exception.from.when.clone(), exception.without.clone()]);
    if counts_exclude(&when) {
        return Ok(true);
    }
    if is_told_by_codes(rules, &when) {
        return Ok(false);
    }
    let doubtful = is_related(&when) || reads_measures(&when) && rules.is_doubtful(taken);
    if !doubtful {
        return Ok(false);
    }
    let places = Scope { when, ..exception.from.clone() };
    let condition = crate::check::refusals::scope(&places);
    for service in rules.services_of(taken)? {
        if shown::shipment(context, service, (&condition, Subject::Item), |_| true)?.is_some() {
            return Ok(false);
        }
    }
    // What no single parcel is, several can be together.
    Ok(!(rules.several_are_more() && adds_up_parcels(&condition)))
}

/// Another `except` of the same rule that takes out as much; of two that take out the same, the earlier one.
fn taken_twice<'m>(
    rules: &mut Rules<'_>,
    (index, exception): (usize, &RestrictionException),
    (number, taken): (usize, Region),
    exceptions: &'m [RestrictionException],
) -> Result<Option<&'m RestrictionException>, Undecided> {
    for (place, other) in exceptions.iter().enumerate() {
        if place == number || other.restriction != exception.restriction {
            continue;
        }
        let as_well = reach(rules, index, &other.from, Some(&other.without))?;
        if (as_well != taken || place < number) && rules.diagram.minus(taken, as_well)?.is_empty() {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// What a scope reaches of what is carried, with a further condition.
fn reach(rules: &mut Rules<'_>, index: usize, scope: &Scope, further: Option<&Condition>) -> Result<Region, Undecided> {
    let subject = rules.rules.get(index).map_or(Subject::Item, |rule| rule.it.subject);
    let mut region = rules.reached(scope, subject)?;
    if let Some(further) = further {
        let further = rules.condition(further)?;
        region = rules.diagram.and(region, further)?;
    }
    rules.diagram.and(rules.all_carried(Parcels::Any), region)
}

fn of_nothing(rules: &Rules<'_>, index: usize, exception: &RestrictionException) -> Diagnostic {
    let rule = rules.rules.get(index).map(|rule| name(rule.it)).unwrap_or_default();
    let message = format!("this `except` takes nothing out of `{rule}`");
    Diagnostic::new(Code::EXCEPTION_IDLE, exception.span, message)
        .help("leave the `except` out, or look for a slip in it or in the scope before it")
}

fn of_everything(
    context: &Context<'_>,
    rules: &Rules<'_>,
    index: usize,
    exception: &RestrictionException,
) -> Diagnostic {
    let Some(it) = rules.rules.get(index).map(|rule| rule.it) else {
        return Diagnostic::nowhere(Code::EXCEPTION_OF_EVERYTHING, "this `except` lifts its whole rule");
    };
    let message = format!("this `except` takes everything out of `{}`, which never applies", name(it));
    Diagnostic::new(Code::EXCEPTION_OF_EVERYTHING, exception.span, message)
        .related(context.span(it.at), "never applies")
        .help("narrow the `except`, or leave the whole rule out")
}
