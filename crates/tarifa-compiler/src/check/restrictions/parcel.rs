//! What one parcel can be: sides, girth, volume and weight that limits ask for together, and that services allow.
//!
//! Whether a parcel is as all of them say is searched for as a shipment of one parcel, without the scope of the rule,
//! so that the same bounds are looked into once however many rules say them.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{
    AmountTest, Condition, Expression, Interval, LimitPart, Measure, Node, ParcelMode, Restriction, ServiceId, Subject,
    Within,
};

use crate::check::context::Context;
use crate::check::refusals::not;
use crate::region::Undecided;

use super::rules::Rules;
use super::shown;
use super::words::{listed, name};

/// How many different questions about a parcel one rule set may ask.
const QUESTIONS: usize = 400;

/// Parts of a limit that no parcel of its services meets together.
pub(super) fn excludes_itself(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    parts: &[LimitPart],
) -> Result<Option<Diagnostic>, Undecided> {
    let sized = sized(parts);
    if !sized.iter().any(|(_, test)| reads_sides(test)) {
        return Ok(None);
    }
    let services = services(rules, index)?;
    let tests: Vec<Condition> = sized.iter().map(|(_, test)| test.clone()).collect();
    if is_there(context, rules, &services, &tests) != Answer::No {
        return Ok(None);
    }
    // Two of them tell it best, where two are enough.
    let pairs = sized
        .iter()
        .enumerate()
        .flat_map(|(place, one)| sized.iter().skip(place.saturating_add(1)).map(move |other| (one, other)));
    let mut meant: Vec<&LimitPart> = sized.iter().map(|(part, _)| *part).collect();
    for ((one, test), (other, others_test)) in pairs {
        if is_there(context, rules, &services, &[test.clone(), others_test.clone()]) == Answer::No {
            meant = vec![*one, *other];
            break;
        }
    }
    let texts: Vec<String> = meant.iter().map(|part| format!("`{}`", part.text)).collect();
    let message = match texts.as_slice() {
        [only] => format!("{only} of `{}` leaves nothing: its services carry no such parcel", name(it)),
        _ => format!("{} of `{}` leave nothing: there is no such parcel", listed(&texts), name(it)),
    };
    let Some((last, before)) = meant.split_last() else { return Ok(None) };
    let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(last.at), message)
        .help("correct one of the bounds; `forbid` is the word where nothing is to travel");
    let label = "no parcel that meets this meets the rest";
    Ok(Some(before.iter().fold(diagnostic, |told, part| told.related(context.span(part.at), label))))
}

/// A part of a limit that every parcel meets that its services carry and that meets the other parts.
pub(super) fn idle_part(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    parts: &[LimitPart],
) -> Result<Option<Diagnostic>, Undecided> {
    let sized = sized(parts);
    for (part, test) in sized.iter().filter(|(part, test)| part.within == Within::Parcel && reads_sides(test)) {
        let is_alone = parts.iter().filter(|other| other.at == part.at).count() == 1;
        // All three sides are told as they are printed, though the shorter ones say nothing beside an equal longest one.
        if !is_alone || has_lower(test) || is_side(test) {
            continue;
        }
        let mut tests: Vec<Condition> =
            sized.iter().filter(|(other, _)| other.at != part.at).map(|(_, test)| test.clone()).collect();
        tests.push(not(test));
        let services = services(rules, index)?;
        if is_there(context, rules, &services, &tests) != Answer::No {
            continue;
        }
        let message = format!("`{}` of `{}` changes nothing: every parcel is within the bound", part.text, name(it));
        return Ok(Some(
            Diagnostic::new(Code::RULE_COVERED, context.span(part.at), message)
                .label("never decides")
                .note("the other bounds of the rule, and those of its services, let no larger parcel through")
                .help("leave it out, or look for a slip in one of the bounds"),
        ));
    }
    Ok(None)
}

/// What the parts say of each parcel by itself.
fn sized(parts: &[LimitPart]) -> Vec<(&LimitPart, Condition)> {
    parts.iter().filter_map(|part| Some((part, of_each(part)?))).collect()
}

/// What a part says of each parcel: what holds of all together is no less than what holds of each.
fn of_each(part: &LimitPart) -> Option<Condition> {
    let Condition::Amount(AmountTest { amount, interval }) = &part.test else { return None };
    if !is_of_parcel(amount) {
        return None;
    }
    match part.within {
        Within::Parcel => Some(part.test.clone()),
        Within::Consignment => {
            let upper = interval.upper?;
            let interval = Interval { lower: None, upper: Some(upper) };
            Some(Condition::Amount(AmountTest { amount: amount.clone(), interval }))
        }
        Within::Each | Within::Order => None,
    }
}

/// Whether an amount is made of what is measured of a parcel, each more of which makes it more.
fn is_of_parcel(amount: &Expression) -> bool {
    match amount {
        Expression::Measure(measure) => match measure {
            Measure::Weight | Measure::Length | Measure::Width | Measure::Height | Measure::Girth | Measure::Volume => {
                true
            }
            Measure::BilledWeight | Measure::VolumetricWeight | Measure::TotalQuantity | Measure::ParcelCount => false,
        },
        Expression::Sum(parts) => parts.iter().all(is_of_parcel),
        Expression::Product(parts) => parts
            .iter()
            .all(|part| matches!(part, Expression::Constant(factor) if factor.is_positive()) || is_of_parcel(part)),
        Expression::Constant(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Difference(..)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => false,
    }
}

/// Whether a test reads the size of a parcel.
fn reads_sides(test: &Condition) -> bool {
    let mut found = false;
    test.visit(&mut |node| {
        if let Node::Expression(Expression::Measure(measure)) = node {
            found |= *measure != Measure::Weight;
        }
    });
    found
}

/// Whether a test is about one side by itself.
fn is_side(test: &Condition) -> bool {
    let Condition::Amount(AmountTest { amount, .. }) = test else { return false };
    matches!(amount, Expression::Measure(Measure::Length | Measure::Width | Measure::Height))
}

fn has_lower(test: &Condition) -> bool {
    matches!(test, Condition::Amount(AmountTest { interval: Interval { lower: Some(_), .. }, .. }))
}

/// The services of a rule that carry any of what it speaks of.
fn services(rules: &mut Rules<'_>, index: usize) -> Result<Vec<ServiceId>, Undecided> {
    let region = rules.region_of(index);
    let within = rules.rules.get(index).map(|rule| rule.it.scope.services.clone()).unwrap_or_default();
    let services = rules.services_of(region)?;
    Ok(services.into_iter().filter(|service| within.contains(u32::from(service.0))).collect())
}

/// Whether there is a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// This was not found out.
    Open,
}

/// Whether one of some services carries a parcel that meets all of some tests; only where they carry any at all.
fn is_there(context: &Context<'_>, rules: &mut Rules<'_>, services: &[ServiceId], tests: &[Condition]) -> Answer {
    let mut answer = if services.is_empty() { Answer::Open } else { Answer::No };
    for service in services {
        match of_service(context, rules, *service, tests) {
            Answer::Yes => return Answer::Yes,
            Answer::Open => answer = Answer::Open,
            // A service that carries nothing at all is told elsewhere.
            Answer::No if of_service(context, rules, *service, &[]) != Answer::Yes => answer = Answer::Open,
            Answer::No => {}
        }
    }
    answer
}

fn of_service(context: &Context<'_>, rules: &mut Rules<'_>, service: ServiceId, tests: &[Condition]) -> Answer {
    let mode = context.program.services.get(usize::from(service.0)).map(|service| service.parcels);
    // Where parcels are weighed together, one of them alone may be too light.
    if mode.is_none_or(|mode| mode == ParcelMode::WeighedTogether) {
        return Answer::Open;
    }
    let key = (service, format!("{tests:?}"));
    if let Some(known) = rules.parcels.get(&key) {
        return *known;
    }
    if rules.parcels.len() >= QUESTIONS {
        return Answer::Open;
    }
    let all = Condition::All(tests.to_vec());
    let answer = match shown::shipment(context, service, (&all, Subject::Shipment), |_| true) {
        Ok(Some(_)) => Answer::Yes,
        Ok(None) => Answer::No,
        Err(Undecided::Search | Undecided::Size) => Answer::Open,
    };
    rules.parcels.insert(key, answer);
    answer
}
