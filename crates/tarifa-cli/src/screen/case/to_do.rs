//! What is to be done in a case: who must or may do what by when, and what happens otherwise or by itself.

use tarifa::case_answer::{CaseDuty, CaseRight, CaseStanding, CaseWaiting, NoDeadline, RightState};
use tarifa_diagnostics::render::safe;

use super::super::style::{STRONG, paint};
use super::super::{Column, Table};
use super::place;

/// One line for each duty, right and timer.
pub(super) fn table(standing: &CaseStanding) -> Table {
    let mut table = Table::new([
        ("who", Column::Words),
        ("what is next", Column::Text),
        ("when", Column::Text),
        ("otherwise", Column::Words),
        ("where", Column::Words),
    ]);
    for duty in &standing.must {
        table.row([
            paint(STRONG, safe(&duty.who)),
            safe(&what_must_be_done(duty)).into_owned(),
            by_when(duty),
            safe(duty.otherwise.as_deref().unwrap_or_default()).into_owned(),
            place(duty.place.as_ref()),
        ]);
    }
    for right in &standing.may {
        table.row([
            safe(&right.who.join(", ")).into_owned(),
            safe(&what_may_be_done(right)).into_owned(),
            from_when(right),
            String::new(),
            place(right.place.as_ref()),
        ]);
    }
    for waiting in &standing.waiting {
        table.row([
            "by itself".to_owned(),
            safe(&what_happens(waiting)).into_owned(),
            after(waiting),
            String::new(),
            place(waiting.place.as_ref()),
        ]);
    }
    table
}

/// `must answer: accept, refuse or counter`.
fn what_must_be_done(duty: &CaseDuty) -> String {
    match duty.by_doing.as_slice() {
        [] => format!("must {}", duty.what),
        [only] if *only == duty.what => format!("must {}", duty.what),
        [rest @ .., last] if !rest.is_empty() => format!("must {}: {} or {last}", duty.what, rest.join(", ")),
        [only, ..] => format!("must {}: {only}", duty.what),
    }
}

fn by_when(duty: &CaseDuty) -> String {
    match (&duty.by, duty.without) {
        (Some(by), _) => paint(STRONG, safe(&format!("by {by}"))),
        (None, None | Some(NoDeadline::None)) => "without a deadline".to_owned(),
        (None, Some(NoDeadline::Waits)) => safe(&clock_waits(&duty.waits_for)).into_owned(),
        (None, Some(NoDeadline::Paused)) => "its clock is paused".to_owned(),
        (None, Some(NoDeadline::Needs)) => "not known yet".to_owned(),
    }
}

/// `may open for damaged, not_as_described`.
fn what_may_be_done(right: &CaseRight) -> String {
    let reasons = if right.reasons.is_empty() { String::new() } else { format!(" for {}", right.reasons.join(", ")) };
    let times = match right.times_left {
        None => String::new(),
        Some(1) => ", once".to_owned(),
        Some(times) => format!(", up to {times} times"),
    };
    let condition = right.condition.as_ref().map(|condition| format!(", {condition}")).unwrap_or_default();
    format!("may {}{reasons}{times}{condition}", right.what)
}

/// `its clock waits for delivered`.
fn clock_waits(waits_for: &[String]) -> String {
    if waits_for.is_empty() {
        return "its clock has not begun".to_owned();
    }
    format!("its clock waits for {}", waits_for.join(" and "))
}

fn from_when(right: &CaseRight) -> String {
    let until = right.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
    let text = match (right.state, &right.opens) {
        (RightState::Waits, _) => format!("not yet: {}", clock_waits(&right.waits_for)),
        (RightState::Now | RightState::Later, Some(opens)) => format!("from {opens}{until}"),
        (RightState::Now | RightState::Later, None) => format!("now{until}"),
    };
    safe(&text).into_owned()
}

/// `goes on to review: 7 days after open`; when is told beside it.
fn what_happens(waiting: &CaseWaiting) -> String {
    let why = waiting.text.split_once(", when ").map_or(waiting.text.as_str(), |(_, why)| why);
    match &waiting.to {
        Some(to) => format!("goes on to {to} when {why}"),
        None => format!("when {why}"),
    }
}

fn after(waiting: &CaseWaiting) -> String {
    waiting.when.as_ref().map(|when| safe(&format!("after {when}")).into_owned()).unwrap_or_default()
}
