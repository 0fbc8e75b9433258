//! The timeline of a case: what happened and by which rule, and what was tried and did not count.

use tarifa::case_answer::{AttemptVerdict, CaseStanding, StepCause};
use tarifa_diagnostics::render::safe;

use super::super::style::{BAD, FAINT, OPEN, STRONG, paint};
use super::super::{Column, Table};
use super::place;

/// What happened, in the order of time.
pub(super) fn happened(standing: &CaseStanding) -> Table {
    let mut table = Table::new([
        ("when", Column::Words),
        ("what happened", Column::Text),
        ("then", Column::Words),
        ("where", Column::Words),
    ]);
    for step in &standing.history {
        let text = safe(&step.text).into_owned();
        let what = match step.cause {
            StepCause::Event => paint(FAINT, text),
            StepCause::Act => text,
            StepCause::Late => paint(BAD, text),
            StepCause::Timer => paint(OPEN, text),
        };
        let to = step.to.as_ref().map(|to| paint(STRONG, safe(to))).unwrap_or_default();
        table.row([safe(&step.when).into_owned(), what, to, place(step.place.as_ref())]);
    }
    table
}

/// What was tried and did not count, and why.
pub(super) fn attempts(standing: &CaseStanding) -> Table {
    let mut table = Table::new([
        ("when", Column::Words),
        ("tried", Column::Words),
        ("did not count", Column::Text),
        ("where", Column::Words),
    ]);
    for attempt in &standing.attempts {
        let style = match attempt.verdict {
            AttemptVerdict::TooEarly | AttemptVerdict::TooLate | AttemptVerdict::Barred => BAD,
            AttemptVerdict::NotCounted => OPEN,
        };
        table.row([
            safe(&attempt.when).into_owned(),
            safe(&format!("{} {}", attempt.who, attempt.what)).into_owned(),
            paint(style, safe(&attempt.text)),
            place(attempt.place.as_ref()),
        ]);
    }
    table
}
