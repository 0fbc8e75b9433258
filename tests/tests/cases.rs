//! The engine agrees with the oracle on where cases stand, in every field, on random processes and random events; and
//! what it says at one moment never contradicts what it says at another.
//!
//! `TARIFA_CASES=1000000 cargo test --release -p tarifa-tests --test cases` asks about as many cases as it says.

#![expect(
    clippy::expect_used,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "the whole file is a test, where a broken assumption must stop the run"
)]

use std::collections::{BTreeMap, BTreeSet};

use tarifa::case::{Case, Certainty, WhatHappened};
use tarifa::date::Moment;
use tarifa::{Compilation, Sources, Tariff};
use tarifa_tests::generate::{CaseDice, Dice, PROCESS_CONSTRUCTS, ProcessRules, process_rules};
use tarifa_tests::oracle::case::{Fault, Instant, Told, Zone};
use tarifa_tests::told::{Found, expected, found, possible};

/// Cases of each process.
const CASES: u64 = 16;

/// Times that are supposed for what is known by its day alone.
const SUPPOSED: usize = 10;

/// How many cases are asked about.
fn cases() -> u64 {
    std::env::var("TARIFA_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(800)
}

/// What a run has seen, so that it can be told whether it has seen enough.
#[derive(Default)]
struct Tally {
    constructs: BTreeMap<&'static str, usize>,
    /// Processes that the checks refuse.
    refused: usize,
    seen: BTreeMap<String, usize>,
}

impl Tally {
    fn sees(&mut self, what: impl Into<String>) {
        *self.seen.entry(what.into()).or_insert(0) += 1;
    }
}

/// A process and one of its cases.
struct Asked<'a> {
    rules: &'a ProcessRules,
    compilation: &'a Compilation,
    tariff: &'a Tariff,
    zone: Zone,
    case: Case,
    nows: Vec<Moment>,
    seed: u64,
    number: u64,
}

impl Asked<'_> {
    /// When each event can have been.
    fn spans(&self, case: &Case) -> Vec<(Instant, Instant)> {
        case.events.iter().map(|event| self.zone.span(&event.at)).collect()
    }

    /// All versions of the process.
    fn versions(&self) -> Vec<usize> {
        (0..self.compilation.model.processes.len()).collect()
    }

    /// The last instant of a moment.
    fn instant(&self, now: &Moment) -> Instant {
        self.zone.span(now).1
    }

    fn found(&self, case: &Case, now: Moment) -> Option<Result<Found, Fault>> {
        found(self.tariff, case, now)
    }

    /// The process and the case, to be read by whoever looks into a failure.
    fn context(&self, now: &Moment) -> String {
        let process = self.rules.text.find("returns dispute").expect("a process");
        let mut events: Vec<_> = self.case.events.iter().collect();
        events.sort_by_key(|event| self.zone.span(&event.at));
        let events: Vec<String> = events.iter().map(|event| format!("  {} {:?}", event.at, event.what)).collect();
        let (seed, number, text) = (self.seed, self.number, &self.rules.text[process..]);
        format!("process {seed}, case {number} at {now}\n{text}\n{}", events.join("\n"))
    }

    #[track_caller]
    fn check<T: PartialEq + std::fmt::Debug>(&self, now: &Moment, left: &T, right: &T, what: &str) {
        assert!(left == right, "{what}: {}\n{}", difference(left, right), self.context(now));
    }
}

/// The lines in which two values differ.
fn difference(left: &impl std::fmt::Debug, right: &impl std::fmt::Debug) -> String {
    let (left, right) = (format!("{left:#?}"), format!("{right:#?}"));
    let without = |one: &str, other: &str, mark: &str| -> String {
        let lines = one.lines().filter(|line| !other.lines().any(|own| own == *line));
        lines.map(|line| format!("{mark} {}\n", line.trim())).collect()
    };
    let lines = format!("\n{}{}", without(&left, &right, "left "), without(&right, &left, "right"));
    if lines.trim().is_empty() { format!("\nleft {left}\nright {right}") } else { lines }
}

/// Compiles the processes of some seeds, and hands over each case; two threads share the work.
fn for_each_case(processes: u64, ask: impl Fn(&Asked<'_>, &mut Tally) + Sync) -> Tally {
    let half = |first: u64| {
        let mut tally = Tally::default();
        for seed in (first..processes).step_by(2) {
            of_process(seed, &ask, &mut tally);
        }
        tally
    };
    let mut halves = std::thread::scope(|scope| {
        let halves = [0, 1].map(|first| scope.spawn(move || half(first)));
        halves.map(|half| half.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let [all, other] = &mut halves;
    other.constructs.iter().for_each(|(name, count)| *all.constructs.entry(name).or_insert(0) += count);
    other.seen.iter().for_each(|(name, count)| *all.seen.entry(name.clone()).or_insert(0) += count);
    all.refused += other.refused;
    std::mem::take(all)
}

fn of_process(seed: u64, ask: &impl Fn(&Asked<'_>, &mut Tally), tally: &mut Tally) {
    let rules = process_rules(seed);
    let compilation = tarifa::compile(&Sources::single("generated.tarifa", rules.text.as_str()));
    let Some(tariff) = &compilation.tariff else {
        tally.refused += 1;
        return;
    };
    rules.constructs.iter().for_each(|(name, count)| *tally.constructs.entry(name).or_insert(0) += count);
    for number in 0..CASES {
        let mut dice = CaseDice::new(seed << 16 | number, &rules, &compilation.model.processes);
        let (case, nows) = dice.case(&mut |case, now| possible(tariff, case, now));
        let zone = Zone::new(rules.zone);
        let rules = &rules;
        ask(&Asked { rules, compilation: &compilation, tariff, zone, case, nows, seed, number }, tally);
    }
}

/// A case of which every time is known, and no two are the same: the oracle says all of it.
fn compare(asked: &Asked<'_>, tally: &mut Tally) {
    let spans = asked.spans(&asked.case);
    let instants: BTreeSet<Instant> = spans.iter().map(|(first, _)| *first).collect();
    if instants.len() < spans.len() || spans.iter().any(|(first, last)| first != last) {
        return;
    }
    let mut times: Vec<(usize, Instant)> = spans.iter().map(|(first, _)| *first).enumerate().collect();
    times.sort_by_key(|(_, at)| *at);
    for now in &asked.nows {
        let Some(found) = asked.found(&asked.case, *now) else { continue };
        let versions = found.as_ref().map_or_else(|_| asked.versions(), |found| found.versions.clone());
        let expected = expected(asked.compilation, &versions, &asked.case, &times, asked.instant(now));
        let told = found.map(|found| found.told);
        tally.sees(match &told {
            Ok(told) => told.position.split(' ').next().unwrap_or_default().to_owned(),
            Err(fault) => format!("{fault:?}"),
        });
        asked.check(now, &told, &expected, "engine (left) and oracle (right)");
        let Ok(told) = &told else { continue };
        let attempts = told.attempts.iter().filter_map(|attempt| attempt.split(": ").nth(1));
        for why in attempts {
            tally.sees(why.split(['(', ',']).next().unwrap_or_default());
        }
    }
}

#[test]
fn the_engine_agrees_with_the_oracle() {
    let processes = cases().div_ceil(CASES);
    let tally = for_each_case(processes, compare);
    let used: BTreeSet<&str> = tally.constructs.keys().copied().collect();
    assert_eq!(used, PROCESS_CONSTRUCTS.iter().copied().collect(), "every construct is generated");
    // The checks find real defects in processes that dice have made.
    assert!(tally.refused * 3 < usize::try_from(processes).expect("few"), "{} processes are refused", tally.refused);
    for what in [
        "not",
        "stage",
        "outcome",
        "too early",
        "too late",
        "barred WrongParty",
        "barred UsedUp",
        "barred Evidence",
        "barred Guard",
        "not counted NotOpen",
        "not counted AlreadyOpen",
        "not counted NotHere",
        "not counted Done",
        "not counted Ended",
        "not counted OtherVersion",
    ] {
        assert!(tally.seen.get(what).is_some_and(|count| *count >= 3), "{what} occurs: {:?}", tally.seen);
    }
}

/// The acts that have begun at an instant, and all that happens outside.
fn up_to(asked: &Asked<'_>, now: Instant) -> Case {
    let mut prefix = asked.case.clone();
    prefix
        .events
        .retain(|event| matches!(event.what, WhatHappened::Event { .. }) || asked.zone.span(&event.at).0 <= now);
    prefix
}

/// Checks that a standing continues an earlier one.
#[track_caller]
fn continues(asked: &Asked<'_>, now: &Moment, earlier: &Found, later: &Found) {
    if earlier.certainty != Certainty::Certain || later.certainty != Certainty::Certain {
        return;
    }
    let pairs = [
        (&earlier.told.history, &later.told.history),
        (&earlier.told.attempts, &later.told.attempts),
        (&earlier.told.money, &later.told.money),
    ];
    // Money is told once it is known what it is reckoned from.
    let pairs = pairs.into_iter().take(if earlier.told.needs.is_empty() { 3 } else { 2 });
    for (before, after) in pairs {
        let kept = after.get(..before.len()).unwrap_or(after).to_vec();
        asked.check(now, &kept, before, "what was said later (left) and before (right)");
    }
}

#[test]
fn the_past_is_what_it_was_and_what_is_to_come_is_not_known() {
    let tally = for_each_case(cases().div_ceil(4 * CASES), |asked, tally| {
        let mut nows = asked.nows.clone();
        nows.sort_by_key(|now| asked.instant(now));
        let mut earlier: Option<Found> = None;
        for now in &nows {
            let at = asked.instant(now);
            let whole = asked.found(&asked.case, *now);
            asked.check(
                now,
                &asked.found(&up_to(asked, at), *now),
                &whole,
                "without (left) and with (right) what is to come",
            );
            let Some(Ok(whole)) = whole else { continue };
            if let Some(earlier) = &earlier {
                tally.sees("continued");
                continues(asked, now, earlier, &whole);
            }
            earlier = Some(whole);
        }
    });
    assert!(tally.seen["continued"] > 100, "{:?}", tally.seen);
}

#[test]
fn the_order_of_the_list_means_nothing() {
    for_each_case(cases().div_ceil(8 * CASES), |asked, _| {
        let mut shuffled = asked.case.clone();
        let mut dice = CaseDice::new(asked.number, asked.rules, &asked.compilation.model.processes);
        for now in &asked.nows {
            dice.shuffle(&mut shuffled.events);
            let found = asked.found(&shuffled, *now);
            asked.check(now, &found, &asked.found(&asked.case, *now), "shuffled (left) and not (right)");
        }
    });
}

#[test]
fn asked_at_every_hour_in_three_zones_it_never_contradicts_itself() {
    let zones = ["Asia/Shanghai", "America/St_Johns", "Pacific/Auckland"]
        .map(|name| jiff::tz::TimeZone::get(name).expect("a zone of the database"));
    for_each_case(cases().div_ceil(16 * CASES), |asked, _| {
        let first = asked.spans(&asked.case).into_iter().map(|(first, _)| first).min().unwrap_or_default();
        let start = jiff::Timestamp::from_microsecond(first).expect("an instant");
        let mut earlier: Option<Found> = None;
        for hour in
            (-2_i64..24 * 12).filter(|hour| hour.rem_euclid(3) == i64::try_from(asked.number % 3).expect("small"))
        {
            let at = start + jiff::SignedDuration::from_hours(hour);
            let written = |zone: &jiff::tz::TimeZone| -> Moment {
                let text = at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
                text.parse().expect("an instant")
            };
            let [one, two, three] = [&zones[0], &zones[1], &zones[2]].map(written);
            let found = asked.found(&asked.case, one);
            for other in [two, three] {
                asked.check(&other, &asked.found(&asked.case, other), &found, "one zone (right) and another (left)");
            }
            let Some(Ok(found)) = found else { continue };
            if let Some(earlier) = &earlier {
                continues(asked, &one, earlier, &found);
            }
            earlier = Some(found);
        }
    });
}

/// Times that events can have had, in the order of happening; what happens at one instant is in any order.
fn supposed(spans: &[(Instant, Instant)], dice: &mut Dice) -> Vec<(usize, Instant)> {
    let known: Vec<Instant> = spans.iter().filter(|(first, last)| first == last).map(|(first, _)| *first).collect();
    let mut times: Vec<(Instant, u64, usize)> = Vec::new();
    for (number, (first, last)) in spans.iter().enumerate() {
        let inside: Vec<Instant> = known.iter().copied().filter(|at| first < at && at < last).collect();
        let at = match dice.between(0, 5) {
            0 => *first,
            1 => *last,
            2 if !inside.is_empty() => *dice.pick(&inside) + *dice.pick(&[-1, 1]),
            _ => {
                first
                    + i64::try_from(dice.between(0, (last - first).unsigned_abs() / 60_000_000)).expect("small")
                        * 60_000_000
            }
        };
        times.push((at.clamp(*first, *last), dice.between(0, 1_000_000), number));
    }
    times.sort_unstable();
    times.into_iter().map(|(at, _, number)| (number, at)).collect()
}

/// What must be the same whatever the times were: of what is asked for, how far it is certain.
fn whatever(told: &Told, whole: bool) -> Told {
    // When a window opens or has ended is told by the day of what it counts from, or not at all.
    let verdict = |line: &String| line.split(',').next().unwrap_or_default().to_owned();
    let attempts = in_any_order(told.attempts.iter().map(verdict));
    let history = in_any_order(told.history.iter().map(|line| without_time(line)));
    let (opened, since, may) = (None, None, Vec::new());
    if whole {
        return Told { attempts, history, opened, since, may, ..told.clone() };
    }
    let Told { version, position, reason, .. } = told.clone();
    Told { version, position, reason, history, attempts, ..Told::default() }
}

/// Of one day, nobody knows what happened first.
fn in_any_order(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

/// A step without its time; of what happens outside, without where the case stood.
fn without_time(line: &str) -> String {
    let causes = [" event ", " act ", " late ", " timer "];
    let place = causes.iter().filter_map(|cause| line.find(cause)).min().unwrap_or_default();
    let step = &line[place..];
    if step.starts_with(" event ") { step.split(" in ").next().unwrap_or_default().to_owned() } else { step.to_owned() }
}

#[test]
fn what_is_known_by_its_day_is_never_guessed() {
    let tally = for_each_case(cases().div_ceil(2 * CASES), |asked, tally| {
        let spans = asked.spans(&asked.case);
        let instants: BTreeSet<Instant> = spans.iter().map(|(first, _)| *first).collect();
        if instants.len() == spans.len() && spans.iter().all(|(first, last)| first == last) {
            return;
        }
        let mut dice = Dice::new(asked.seed ^ asked.number << 32);
        for now in &asked.nows {
            let at = asked.instant(now);
            // What has begun must be over, so that all of it has surely happened.
            if spans.iter().any(|(first, last)| *first <= at && at < *last) {
                continue;
            }
            let Some(Ok(found)) = asked.found(&asked.case, *now) else { continue };
            let mut answers: Vec<Result<Told, Fault>> = Vec::new();
            for _ in 0..SUPPOSED {
                let times = supposed(&spans, &mut dice);
                answers.push(expected(asked.compilation, &found.versions, &asked.case, &times, at));
            }
            let told = |answer: &Result<Told, Fault>, whole| {
                answer.as_ref().map(|told| whatever(told, whole)).map_err(Clone::clone)
            };
            let differ = answers.iter().any(|answer| told(answer, false) != told(&answers[0], false));
            if found.certainty == Certainty::Undecided {
                tally.sees(if differ { "asked" } else { "asked in vain" });
                assert!(!found.told.needs.is_empty(), "{}", asked.context(now));
                continue;
            }
            tally.sees("certain");
            let whole = found.told.needs.is_empty();
            for answer in &answers {
                asked.check(
                    now,
                    &Ok(whatever(&found.told, whole)),
                    &told(answer, whole),
                    "engine (left) and oracle (right)",
                );
            }
        }
    });
    let seen = |what: &str| tally.seen.get(what).copied().unwrap_or(0);
    assert!(seen("certain") > 100 && seen("asked") > 20, "{:?}", tally.seen);
    // Of what is asked for in vain, another time that was not supposed may have made the difference.
    assert!(seen("asked in vain") * 5 < seen("asked"), "{:?}", tally.seen);
}
