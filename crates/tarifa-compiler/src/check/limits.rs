//! Limits that change nothing: whatever they stop, the rest of their service stops too.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::answer::Verdict as Answer;
use tarifa_engine::program::{At, Condition, Expression, Limit, LimitTest, Measure, ParcelMode};
use tarifa_engine::shipment::Shipment;

use crate::region::Undecided;
use crate::witness::{self, Finding, Question, Verdict};

use super::consignment;
use super::context::{Carried, Context};

/// The most limits of a service that are looked at.
const MOST: usize = 60;

/// Looks at every limit of every service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    // What nothing is carried by has a finding of its own.
    let is_told = diagnostics.iter().any(|found| found.code == Code::NOTHING_CARRIED);
    if is_told || !context.model.damaged.is_empty() {
        return Ok(());
    }
    // A limit that several services have, by `like`, is idle where it is in all of them.
    let mut idle: BTreeMap<At, Option<Diagnostic>> = BTreeMap::new();
    for carried in context.services.clone() {
        let limits = &carried.service.limits;
        let mut dropped = Vec::new();
        // Of two that say the same, the later one is idle.
        for (index, limit) in limits.iter().enumerate().rev() {
            let found = if limits.len() > MOST || idle.get(&limit.at) == Some(&None) {
                None
            } else {
                of_limit(context, &carried, (index, limit), &dropped)?
            };
            if found.is_some() {
                dropped.push(index);
            }
            let known = idle.entry(limit.at).or_insert_with(|| found.clone());
            if found.is_none() {
                *known = None;
            }
        }
    }
    diagnostics.extend(idle.into_values().flatten());
    Ok(())
}

/// The finding on a limit that changes nothing, as far as one parcel shows it.
fn of_limit<'a>(
    context: &mut Context<'a>,
    carried: &Carried<'a>,
    (index, limit): (usize, &Limit),
    dropped: &[usize],
) -> Result<Option<Diagnostic>, Undecided> {
    if counts_parcels(limit) || !stands_for_all(context, carried, limit) {
        return Ok(None);
    }
    let mut without = dropped.to_vec();
    without.push(index);
    if stopped_by_it(context, carried, &without, &[index])? != Stopped::Nothing {
        return Ok(None);
    }
    let mut told = Diagnostic::new(Code::IDLE_LIMIT, context.span(limit.at), "this limit changes nothing");
    let limits = carried.service.limits.iter().enumerate();
    let others = limits.filter(|(other, its)| !without.contains(other) && is_of_one_measure(limit, its));
    for (other, its) in others.collect::<Vec<_>>() {
        // A general limit that others narrow everywhere says what holds where they do not, and is meant so.
        let but_other: Vec<usize> = (0..carried.service.limits.len()).filter(|kept| *kept != other).collect();
        if stopped_by_it(context, carried, &but_other, &[index])? != Stopped::Nothing {
            continue;
        }
        let mut fewer = without.clone();
        fewer.push(other);
        if let Stopped::Shown(shipment) = stopped_by_it(context, carried, &fewer, &[index, other])? {
            let title = format!("{} does not carry it, whatever this limit says", carried.service.name);
            return Ok(Some(
                told.label("whatever it stops is stopped anyway")
                    .related(context.span(its.at), "by this limit")
                    .help("all limits hold together: leave out the wider one, or look for a slip in one of the two")
                    .witness(witness::example(context.program, &title, &shipment, "not served")),
            ));
        }
    }
    // What limits on several measures leave together, carriers print all the same.
    if limit.scope == Condition::Always || applies(context, carried, limit, &without)? {
        return Ok(None);
    }
    told = told.label("nothing that the service carries is within its scope");
    Ok(Some(told.help("compare its places, dates and conditions with those of the service, or leave it out")))
}

/// Whether two limits are on one measure, or are conditions both; a side is limited by a longer one, too, where its own
/// bound is wider.
fn is_of_one_measure(limit: &Limit, other: &Limit) -> bool {
    match (&limit.test, &other.test) {
        (LimitTest::Amount { amount, interval }, LimitTest::Amount { amount: its, interval: theirs }) => {
            let wider = interval.upper.zip(theirs.upper).is_some_and(|((bound, _), (other, _))| bound > other);
            amount == its || (wider && is_longer_side(its, amount))
        }
        (LimitTest::Condition(_), LimitTest::Condition(_)) => true,
        (LimitTest::Amount { .. }, LimitTest::Condition(_)) | (LimitTest::Condition(_), LimitTest::Amount { .. }) => {
            false
        }
    }
}

/// Whether both are sides, and the first is the longer one.
fn is_longer_side(longer: &Expression, shorter: &Expression) -> bool {
    let sides = [Measure::Length, Measure::Width, Measure::Height];
    let rank = |of: &Expression| sides.iter().position(|side| *of == Expression::Measure(*side));
    rank(longer).zip(rank(shorter)).is_some_and(|(longer, shorter)| longer < shorter)
}

/// Whether a limit holds for anything that the service would carry without it.
fn applies<'a>(
    context: &mut Context<'a>,
    carried: &Carried<'a>,
    limit: &Limit,
    without: &[usize],
) -> Result<bool, Undecided> {
    let scope = context.region(&limit.scope)?;
    let region = context.gates(carried.id, carried.service, without)?.region;
    let region = context.and(region, scope)?;
    for (case, parcel) in context.cases(carried, region)? {
        if context.asker.any(&Question { region: case, parcel: &parcel, further: &[] }) != Finding::Nothing {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What some limits stop and nothing else does.
#[derive(Clone, Debug, PartialEq)]
enum Stopped {
    /// This, as the engine says too.
    Shown(Box<Shipment>),
    /// Nothing.
    Nothing,
    /// It was not found out.
    Open,
}

/// What each of the limits `failing` stops, where those of `without` are left out.
fn stopped_by_it<'a>(
    context: &mut Context<'a>,
    carried: &Carried<'a>,
    without: &[usize],
    failing: &[usize],
) -> Result<Stopped, Undecided> {
    let service = carried.service;
    let mut region = context.gates(carried.id, service, without)?.region;
    for index in failing {
        let kept: Vec<usize> = (0..service.limits.len()).filter(|other| other != index).collect();
        let passing = context.gates(carried.id, service, &kept)?.region;
        region = context.minus(region, passing)?;
    }
    let mut is_open = false;
    for (case, parcel) in context.cases(carried, region)? {
        let question = Question { region: case, parcel: &parcel, further: &[] };
        let found = context.asker.ask(&question, |_, answer| match answer {
            Ok(quote) if quote.verdict == Answer::NotServed => Verdict::Confirmed(()),
            Ok(_) => Verdict::Otherwise,
            Err(_) => Verdict::Hidden,
        });
        match found {
            Finding::Found(shipment, ()) => return Ok(Stopped::Shown(shipment)),
            Finding::Undecided(_) | Finding::Hidden => is_open = true,
            Finding::Nothing => {}
        }
    }
    Ok(if is_open { Stopped::Open } else { Stopped::Nothing })
}

/// Whether what one parcel shows of a limit holds for any number of them.
fn stands_for_all(context: &Context<'_>, carried: &Carried<'_>, limit: &Limit) -> bool {
    if consignment::is_like_one_parcel(context.program, carried) {
        return true;
    }
    // Each parcel has its own sides and, unless all are weighed together, its own weight.
    match &limit.test {
        LimitTest::Amount { amount: Expression::Measure(Measure::Weight), .. } => {
            carried.service.parcels != ParcelMode::WeighedTogether
        }
        LimitTest::Amount { amount, .. } => {
            matches!(amount, Expression::Measure(Measure::Length | Measure::Width | Measure::Height | Measure::Girth))
        }
        LimitTest::Condition(_) => false,
    }
}

/// Whether a limit reads how many parcels there are.
fn counts_parcels(limit: &Limit) -> bool {
    let test = match &limit.test {
        LimitTest::Condition(condition) => consignment::counts_parcels(condition),
        LimitTest::Amount { amount, .. } => consignment::counts_parcels_in(amount),
    };
    test || consignment::counts_parcels(&limit.scope)
}
