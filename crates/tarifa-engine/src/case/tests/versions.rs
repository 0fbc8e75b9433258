//! Which version of a process a case keeps, and to which orders a process applies.

use super::dispute::*;
use super::standing_of;
use crate::case_answer::CaseStanding;
use crate::evaluate::Runtime;
use crate::program::*;

fn two_versions() -> Runtime {
    Runtime::new(program(|program| {
        let mut old = program.processes[0].clone();
        old.valid.to = crate::fixture::day("2026-03-11");
        old.stages[0].obligations[0].within = within(3, DAYS).map(Edge::One);
        program.processes[0].valid.from = crate::fixture::day("2026-03-12");
        program.processes.insert(0, old);
    }))
}

#[test]
fn a_case_keeps_the_rules_of_its_opening_day() {
    let opened = |day: &str| {
        format!(
            "2026-03-10 delivered
        {day} buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo"
        )
    };
    let by = |day: &str| {
        let prepared = two_versions().prepare_case(&case(&opened(day))).unwrap();
        let standing = two_versions().case(&prepared[0], "2026-03-14".parse().unwrap()).unwrap();
        let version = prepared[0].versions.iter().find(|case| case.process == standing.process).unwrap();
        let told = crate::explain::standing(&two_versions(), version, &standing).unwrap();
        told.must[0].by.clone().unwrap().last_minute
    };
    assert_eq!(by("2026-03-11"), "2026-03-14 23:59");
    assert_eq!(by("2026-03-12"), "2026-03-17 23:59");
}

#[test]
fn what_one_version_knows_is_no_mistake_of_another() {
    let runtime = Runtime::new(program(|program| {
        let mut old = program.processes[0].clone();
        old.valid.to = crate::fixture::day("2026-03-11");
        old.events[3] = "recall".to_owned();
        program.processes[0].valid.from = crate::fixture::day("2026-03-12");
        program.processes.insert(0, old);
    }));
    let closed = case(
        "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-13 chargeback",
    );
    let prepared = runtime.prepare_case(&closed).unwrap();
    let standing = runtime.case(&prepared[0], "2026-03-14".parse().unwrap()).unwrap();
    assert_eq!(standing.position, crate::case::Position::Outcome(CLOSED));
    // What neither knows is told once.
    let mut wrong = closed;
    wrong.events[2].what = crate::case::WhatHappened::Event { event: "chargebak".to_owned(), parcel: None };
    assert_eq!(runtime.prepare_case(&wrong).unwrap_err().codes(), ["E0732"]);
}

#[test]
fn a_version_may_go_by_a_date_of_the_order() {
    let runtime = runtime(|process| {
        process.valid = Version {
            from: crate::fixture::day("2026-03-01"),
            to: i32::MAX,
            on: VersionDay::Date(DateField::ShipDate),
        };
    });
    let mut early = case("2026-03-10 delivered");
    early.order.ship_date = Some("2026-02-20".parse().unwrap());
    let errors = runtime.prepare_case(&early).unwrap_err();
    assert_eq!(errors.codes(), ["E0731"]);
    early.order.ship_date = Some("2026-03-02".parse().unwrap());
    assert_eq!(standing_of(&runtime, &early, "2026-03-10").may.len(), 2);
}

#[test]
fn a_case_without_a_process_has_each_that_applies() {
    let runtime = Runtime::new(program(|program| {
        let mut other = program.processes[0].clone();
        other.name = "withdrawal".to_owned();
        other.events = vec!["lost".to_owned()];
        other.opening.windows.clear();
        other.stages[0].timers.clear();
        program.processes.push(other);
        let mut elsewhere = program.processes[0].clone();
        elsewhere.name = "zz".to_owned();
        elsewhere.scope.services = Bits::from_members([1]);
        program.processes.push(elsewhere);
    }));
    let mut any = case("2026-03-10 delivered");
    any.process = None;
    let prepared = runtime.prepare_case(&any).unwrap();
    let names = prepared.iter().map(|case| case.versions[0].process.0).collect::<Vec<_>>();
    assert_eq!(names, [0, 1]);
    // A named process is taken at its word.
    any.process = Some("withdrawal".to_owned());
    assert_eq!(runtime.prepare_case(&any).unwrap_err().codes(), ["E0732"]);
    any.process = Some("withdrawl".to_owned());
    let errors = runtime.prepare_case(&any).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "E0731: process: the rule set has no process called `withdrawl`: did you mean `withdrawal`?"
    );
    any.process = Some("zz".to_owned());
    assert_eq!(runtime.prepare_case(&any).unwrap_err().codes(), ["E0731"]);
}

#[test]
fn an_unknown_fact_of_a_guard_is_asked_for() {
    let opened = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged) with photo";
    super::check(
        opened,
        "2026-03-18",
        "
        stage negotiation since 2026-03-12
        needs order.asked",
    );
    super::check(
        opened,
        "2026-03-17",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-17 23:59
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

/// The attempts of a case of [`two_versions`], in words.
fn attempts(events: &str, now: &str) -> Vec<String> {
    let told = told(events, now);
    told.attempts.iter().map(|attempt| format!("{} {}: {}", attempt.when, attempt.what, attempt.text)).collect()
}

fn told(events: &str, now: &str) -> CaseStanding {
    let runtime = two_versions();
    let prepared = runtime.prepare_case(&case(events)).unwrap();
    let standing = runtime.case(&prepared[0], now.parse().unwrap()).unwrap();
    let version = prepared[0].versions.iter().find(|case| case.process == standing.process).unwrap();
    crate::explain::standing(&runtime, version, &standing).unwrap()
}

#[test]
fn an_attempt_is_answered_by_the_version_of_its_own_day() {
    let first = "2026-03-09 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    let early = ["2026-03-09 open: too early (delivered has not happened)"];
    assert_eq!(attempts(first, "2026-03-09"), early);
    // Another attempt is of the later version, and so is the case once it is open.
    let second = format!(
        "{first}
        2026-03-12 12:00 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD)"
    );
    assert_eq!(
        attempts(&second, "2026-03-12"),
        [early[0], "2026-03-12 12:00 open: too early (delivered has not happened)"]
    );
    let open = format!(
        "{second}
        2026-03-12 13:00 delivered
        2026-03-12 14:00 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo"
    );
    let told = told(&open, "2026-03-14");
    assert_eq!(told.must[0].by.clone().unwrap().last_minute, "2026-03-17 23:59");
    assert_eq!(attempts(&open, "2026-03-14").len(), 2);
    assert_eq!(
        attempts(&open, "2026-03-14")[0],
        "2026-03-09 open: too early (opens 2026-03-12 13:00 America/Los_Angeles)"
    );
}

#[test]
fn who_may_open_is_asked_of_the_version_of_the_day() {
    let runtime = Runtime::new(program(|program| {
        let mut old = program.processes[0].clone();
        old.valid.to = crate::fixture::day("2026-03-11");
        old.opening.parties.push(SELLER);
        program.processes[0].valid.from = crate::fixture::day("2026-03-12");
        program.processes.insert(0, old);
    }));
    let events = "2026-03-09 seller open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-12 12:00 seller open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    let prepared = runtime.prepare_case(&case(events)).unwrap();
    let tried = |now: &str| {
        let standing = runtime.case(&prepared[0], now.parse().unwrap()).unwrap();
        let version = prepared[0].versions.iter().find(|case| case.process == standing.process).unwrap();
        let told = crate::explain::standing(&runtime, version, &standing).unwrap();
        told.attempts.into_iter().map(|attempt| attempt.text).collect::<Vec<_>>()
    };
    let early = "too early (delivered has not happened)";
    assert_eq!(tried("2026-03-10"), [early]);
    let [first, second] = &tried("2026-03-13")[..] else { panic!("two attempts") };
    assert_eq!(first, early);
    assert!(second.contains("seller"), "{second}");
}

#[test]
fn a_later_version_is_not_taken_while_an_earlier_one_may_have_been_opened() {
    // Whether the first attempt came before or after the delivery of that day decides the version.
    let events = "2026-03-11 12:00 delivered
        2026-03-11 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-12 10:00 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    let told = told(events, "2026-03-14");
    assert_eq!(told.certainty, crate::case_answer::CaseCertainty::Undecided);
    assert_eq!(told.needs[0].fact, "time of open by buyer");
}

#[test]
fn of_an_act_that_one_version_knows_the_same_is_told_whichever_the_case_is_opened_in() {
    let runtime = Runtime::new(program(|program| {
        let mut old = program.processes[0].clone();
        old.valid.to = crate::fixture::day("2026-03-11");
        old.acts.iter_mut().filter(|act| act.name == "withdraw").for_each(|act| act.name = "retract".to_owned());
        program.processes[0].valid.from = crate::fixture::day("2026-03-12");
        program.processes.insert(0, old);
    }));
    let tried = |events: &str, now: &str| {
        let prepared = runtime.prepare_case(&case(events)).unwrap();
        let standing = runtime.case(&prepared[0], now.parse().unwrap()).unwrap();
        let version = prepared[0].versions.iter().find(|case| case.process == standing.process).unwrap();
        let told = crate::explain::standing(&runtime, version, &standing).unwrap();
        told.attempts.iter().map(|attempt| format!("{}: {}", attempt.what, attempt.text)).collect::<Vec<_>>()
    };
    let before = "2026-03-10 delivered
        2026-03-10 12:00 buyer retract
        2026-03-10 13:00 seller accept";
    let expected = [
        "retract: not counted (only some versions of these rules know it)",
        "accept: not counted (the case is not open)",
    ];
    assert_eq!(tried(before, "2026-03-10"), expected);
    // Time passes into the other version, and the case is opened in it; the past stays.
    assert_eq!(tried(before, "2026-03-20"), expected);
    let opened = format!(
        "{before}
        2026-03-12 12:00 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo"
    );
    assert_eq!(tried(&opened, "2026-03-13"), expected);
}
