//! Cases read as the language reference tells of them, on the dispute of its sample.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of tests are small, and a test that overflows should stop"
)]

mod artefact;
mod attempts;
mod clocks;
mod dispute;
mod document;
mod flow;
mod money;
mod order;
mod properties;
mod versions;

use dispute::{case, runtime};

use crate::case::Case;
use crate::case_answer::{CaseStanding, CaseStatus, RightState};
use crate::date::Moment;
use crate::evaluate::Runtime;

/// A standing as few lines: where, who must and may do what, money, attempts, needs.
fn told(standing: &CaseStanding) -> String {
    let zone = format!(" {}", standing.zone);
    let mut lines = Vec::new();
    let name = standing.name.clone().unwrap_or_default();
    let since = standing.since.clone().unwrap_or_default();
    lines.push(match standing.status {
        CaseStatus::NotOpen => "not open".to_owned(),
        CaseStatus::Stage => format!("stage {name} since {since}"),
        CaseStatus::Outcome => format!("outcome {name} on {since}"),
    });
    lines.extend(standing.must.iter().map(|duty| duty.text.clone()));
    lines.extend(standing.may.iter().filter(|right| right.state == RightState::Now).map(|right| right.text.clone()));
    lines.extend(standing.money.iter().map(|line| line.text.clone()));
    let attempt = |attempt: &crate::case_answer::CaseAttempt| {
        format!("{} {} {} {}", attempt.when, attempt.who, attempt.what, attempt.text)
    };
    lines.extend(standing.attempts.iter().map(attempt));
    lines.extend(standing.needs.iter().map(|need| format!("needs {}", need.fact)));
    lines.join("\n").replace(&zone, "")
}

#[track_caller]
fn standing_of(runtime: &Runtime, case: &Case, now: &str) -> CaseStanding {
    let prepared = runtime.prepare_case(case).unwrap();
    let now: Moment = now.parse().unwrap();
    let standing = runtime.case(&prepared[0], now).unwrap();
    crate::explain::standing(runtime, &prepared[0].versions[0], &standing).unwrap()
}

#[track_caller]
fn check_with(runtime: &Runtime, case: &Case, now: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(&standing_of(runtime, case, now)), expected.join("\n"), "at {now}");
}

/// The dispute, at a moment, told line by line.
#[track_caller]
fn check(events: &str, now: &str, expected: &str) {
    check_with(&runtime(|_| {}), &case(events), now, expected);
}
