//! What the engine says of a case, in the oracle's words, and what the oracle says of it at supposed times.

use jiff::Timestamp;
use num_rational::BigRational;
use tarifa::case::{
    Attempt, Bar, Case, CaseFault, Cause, Certainty, Leads, Standing, Step, Verdict, Waiting, WhatHappened,
};
use tarifa::case_answer::{
    CaseAttempt, CaseDuty, CaseMoney, CaseMoneyWay, CaseRight, CaseStanding, CaseStatus, CaseStep, CaseWaiting,
    Deadline, Included, NoDeadline, RightState, StepCause,
};
use tarifa::date::Moment;
use tarifa::{Compilation, Tariff};
use tarifa_engine::explain;
use tarifa_engine::program::EvidenceId;

use crate::generate::Possible;
use crate::oracle::case::{ELSEWHERE, Fault, Happened, Instant, Told, World, Zone};

fn fraction(value: tarifa::exact::Exact) -> BigRational {
    BigRational::new(value.numerator().into(), value.denominator().into())
}

fn deadline(end: &Deadline) -> String {
    let at: Timestamp = end.instant.parse().expect("an instant");
    match end.instant_included {
        Included::Yes => format!("{}, at {}", end.last_minute, at.as_microsecond()),
        Included::No => format!("{}, before {}", end.last_minute, at.as_microsecond()),
    }
}

/// What the engine says, in the oracle's words.
fn in_the_oracles_words(raw: &Standing, told: &CaseStanding) -> Told {
    let name = told.name.clone().unwrap_or_default();
    let position = match told.status {
        CaseStatus::NotOpen => "not open".to_owned(),
        CaseStatus::Stage => format!("stage {name}"),
        CaseStatus::Outcome => format!("outcome {name}"),
    };
    let step = |(raw, step): (&Step, &CaseStep)| {
        let who = step.who.clone().unwrap_or_default();
        let what = &step.what;
        let cause = match (step.cause, &raw.cause) {
            (StepCause::Event, _) => format!("event {what}"),
            (StepCause::Act, _) => format!("act {who} {what}"),
            (StepCause::Late, _) => format!("late {who} {what}"),
            (StepCause::Timer, Cause::Timer { timer, .. }) => format!("timer {timer}"),
            (StepCause::Timer, other) => panic!("{other:?} is no timer"),
        };
        let to = step.to.clone().unwrap_or_default();
        let leads = match raw.leads {
            Leads::Stays => "stays".to_owned(),
            Leads::Stage(_) | Leads::Outcome(_) => format!("-> {to}"),
            Leads::Again => format!("again {to}"),
            Leads::Extends => "extends".to_owned(),
        };
        let from = step.from.clone().unwrap_or_else(|| "nothing".to_owned());
        format!("{} {cause} in {from}: {leads}", step.when)
    };
    let zone = format!(" {}", told.zone);
    let attempt = |(raw, attempt): (&Attempt, &CaseAttempt)| {
        let opens = attempt.opens.as_ref().map(|opens| opens.trim_end_matches(zone.as_str()));
        let why = match raw.verdict {
            Verdict::TooEarly { .. } => {
                opens.map_or("too early".to_owned(), |opens| format!("too early, opens {opens}"))
            }
            Verdict::TooLate { .. } => {
                let ended = attempt.ended.as_ref().map(|ended| format!(", ended {}", deadline(ended)));
                format!("too late{}", ended.unwrap_or_default())
            }
            Verdict::Barred(Bar::Evidence(wanted)) => format!("barred Evidence({})", one_of(wanted.kinds())),
            Verdict::Barred(bar @ (Bar::WrongParty | Bar::UsedUp(_) | Bar::Guard | Bar::Reason)) => {
                format!("barred {bar:?}")
            }
            Verdict::NotCounted(why) => format!("not counted {why:?}"),
        };
        format!("{} {} {}: {why}", attempt.when, attempt.who, attempt.what)
    };
    let must = |duty: &CaseDuty| {
        let by = match (&duty.by, duty.without) {
            (Some(by), _) => deadline(by),
            (None, Some(why @ (NoDeadline::None | NoDeadline::Waits | NoDeadline::Paused | NoDeadline::Needs))) => {
                format!("{why:?}")
            }
            (None, None) => panic!("a reason for no deadline"),
        };
        format!("{} must {} by {by}, else {:?}", duty.who, duty.what, duty.otherwise)
    };
    let may = |right: &CaseRight| {
        let state = match right.state {
            RightState::Now => "now",
            RightState::Later => "later",
            RightState::Waits => "waits",
        };
        let opens = right.opens.as_ref().map(|opens| opens.trim_end_matches(zone.as_str()).to_owned());
        let until = right.until.as_ref().map(deadline);
        let (who, what, left, reasons) = (&right.who, &right.what, right.times_left, &right.reasons);
        format!("{who:?} may {what} {state} opens {opens:?} until {until:?} left {left:?} for {reasons:?}")
    };
    let waiting = |(raw, told): (&Waiting, &CaseWaiting)| {
        let to = told.to.clone().unwrap_or_default();
        format!("{} at {:?} -> {to}", raw.timer, told.when.as_ref().map(deadline))
    };
    let money = |line: &CaseMoney| {
        let amount = fraction(line.amount.amount);
        match (&line.to, line.way) {
            (Some(to), _) => format!("{} pays {amount} to {to}", line.who),
            (None, CaseMoneyWay::PaysReturnFreight) => {
                format!("{} pays {amount} for return_line", line.who)
            }
            (None, _) => format!("{} gets {amount}", line.who),
        }
    };
    Told {
        version: usize::from(raw.process.0),
        position,
        opened: told.opened.clone(),
        since: told.since.clone(),
        reason: told.reason.clone(),
        history: raw.history.iter().zip(&told.history).map(step).collect(),
        attempts: raw.attempts.iter().zip(&told.attempts).map(attempt).collect(),
        must: told.must.iter().map(must).collect(),
        may: told.may.iter().map(may).collect(),
        waiting: raw.waiting.iter().zip(&told.waiting).map(waiting).collect(),
        next_due: told.next_due.as_ref().map(deadline),
        money: told.money.iter().map(money).collect(),
        undisposed: told.undisposed.map(|money| fraction(money.amount)),
        needs: told.needs.iter().map(|need| need.fact.clone()).collect(),
    }
}

/// A standing, with the versions of the process that it can be of.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The numbers of the versions.
    pub versions: Vec<usize>,
    /// Whether it is certain.
    pub certainty: Certainty,
    /// The standing.
    pub told: Told,
}

/// What the engine says; none where the process is not for the order.
pub fn found(tariff: &Tariff, case: &Case, now: Moment) -> Option<Result<Found, Fault>> {
    let runtime = tariff.runtime();
    let prepared = match runtime.prepare_case(case) {
        Ok(prepared) => prepared,
        Err(errors) => {
            assert_eq!(errors.codes(), ["E0731"], "{errors}");
            return None;
        }
    };
    let standing = match runtime.case(&prepared[0], now) {
        Ok(standing) => standing,
        Err(CaseFault::TwoEnds { .. }) => return Some(Err(Fault::TwoEnds)),
        Err(CaseFault::NoWay { .. }) => return Some(Err(Fault::NoWay)),
        Err(CaseFault::NotSettled { .. }) => return Some(Err(Fault::NotSettled)),
        Err(CaseFault::TooManySteps { .. }) => return Some(Err(Fault::TooManySteps)),
        Err(fault) => panic!("{fault}"),
    };
    let version = prepared[0].versions.iter().find(|version| version.process == standing.process).expect("a version");
    let told = explain::standing(runtime, version, &standing).expect("words");
    let versions = prepared[0].versions.iter().map(|version| usize::from(version.process.0)).collect();
    Some(Ok(Found { versions, certainty: standing.certainty, told: in_the_oracles_words(&standing, &told) }))
}

/// What the oracle says, of times that it is told: by the first version in which the case was opened, otherwise by that
/// of the last attempt's day, otherwise by that of `now`.
pub fn expected(
    compilation: &Compilation,
    versions: &[usize],
    case: &Case,
    times: &[(usize, Instant)],
    now: Instant,
) -> Result<Told, Fault> {
    let mut versions = versions.to_vec();
    versions.sort_by_key(|version| compilation.model.processes[*version].valid.from);
    let mut all = Vec::new();
    for version in versions {
        match by_version(compilation, version, case, times, now) {
            Ok(told) => all.push(told),
            Err(fault) if all.iter().all(|told: &Told| told.opened.is_none()) => return Err(fault),
            Err(_) => {}
        }
    }
    let of_the_day = |told: &&Told| {
        let process = &compilation.model.processes[told.version];
        let zone = Zone::new(compilation.model.zones[usize::from(process.zone)].name());
        let opens = |(number, at): &&(usize, Instant)| {
            let opening = &process.acts[usize::from(process.opening.act.0)].name;
            *at <= now && matches!(&case.events[*number].what, WhatHappened::Act { act, .. } if act == opening)
        };
        let at = times.iter().filter(opens).map(|(_, at)| *at).max().unwrap_or(now);
        (process.valid.from..=process.valid.to).contains(&zone.day_number(at))
    };
    let own = all.iter().find(|told| told.opened.is_some()).or_else(|| all.iter().find(of_the_day));
    let mut own = own.unwrap_or(&all[0]).clone();
    for tried in &mut own.attempts {
        let Some(what) = tried.strip_suffix(ELSEWHERE) else { continue };
        let others = all.iter().flat_map(|other| &other.attempts);
        let mut answers = others.filter(|answer| answer.starts_with(what) && !answer.ends_with(ELSEWHERE));
        *tried = answers.next().cloned().unwrap_or_else(|| format!("{what}not counted OtherVersion"));
    }
    Ok(own)
}

fn by_version(
    compilation: &Compilation,
    version: usize,
    case: &Case,
    times: &[(usize, Instant)],
    now: Instant,
) -> Result<Told, Fault> {
    let model = &compilation.model;
    let process = &model.processes[version];
    let zone = Zone::new(model.zones[usize::from(process.zone)].name());
    let events = times
        .iter()
        .map(|(number, at)| {
            let event = &case.events[*number];
            let (first, last) = zone.span(&event.at);
            let shown = if first == last { zone.clock(*at) } else { event.at.written_day().to_string() };
            Happened { event, at: *at, shown }
        })
        .collect();
    let currency = case.paid.goods.expect("what was paid").currency;
    let told = World { model, process, case, zone, events, currency, now }.standing()?;
    Ok(Told { version, ..told })
}

/// What can be done next, as the engine says.
pub fn possible(tariff: &Tariff, case: &Case, now: Moment) -> Possible {
    let mut possible = Possible::default();
    let Ok(answer) = tariff.case(case, now) else { return possible };
    for standing in &answer.cases {
        let instant = |end: &Deadline| end.instant.parse::<Timestamp>().ok();
        for duty in &standing.must {
            possible.acts.extend(duty.by_doing.iter().map(|act| (duty.who.clone(), act.clone())));
            possible.edges.extend(duty.by.as_ref().and_then(instant));
        }
        for right in &standing.may {
            possible.acts.extend(right.who.iter().map(|who| (who.clone(), right.what.clone())));
            possible.edges.extend(right.until.as_ref().and_then(instant));
        }
        possible.edges.extend(standing.waiting.iter().filter_map(|waiting| instant(waiting.when.as_ref()?)));
    }
    possible
}

/// Kinds of evidence of which one is wanted.
pub fn one_of(kinds: impl Iterator<Item = EvidenceId>) -> String {
    kinds.map(|kind| kind.0.to_string()).collect::<Vec<_>>().join(" or ")
}
