//! Calendars of business days that end before the process does.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::date::Date;
use tarifa_engine::program::{Anchor, At, CalendarId, Clock, ClockUnit, Gate, Process};

use super::Look;

/// Looks for calendars that do not cover the cases that a process takes.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let mut used: BTreeMap<CalendarId, At> = BTreeMap::new();
    for clock in clocks(process) {
        note(clock, &mut used);
    }
    for (id, at) in used {
        let Some(calendar) = look.program.calendars.get(usize::from(id.0)) else { continue };
        let (first, last) = calendar.covers;
        // Validity without a beginning says nothing of old cases; without an end it says that new ones come.
        let starts_before = process.valid.from != i32::MIN && process.valid.from < first;
        let open_ended = process.valid.to == i32::MAX;
        if !starts_before && process.valid.to <= last {
            continue;
        }
        let day = |day: i32| Date::from_days(day).map(|date| date.to_string()).unwrap_or_default();
        let message = format!(
            "`{}` counts business days of `{}`, which covers {}..{} only",
            process.name,
            calendar.name,
            day(first),
            day(last)
        );
        let note = match (starts_before, open_ended) {
            (true, _) => format!("the process takes cases from {} on", day(process.valid.from)),
            (false, true) => "the process takes cases without an end".to_owned(),
            (false, false) => format!("the process takes cases until {}", day(process.valid.to)),
        };
        let case = super::explore::beyond(look.runtime, process, look.order.clone(), last);
        let case = case.filter(|_| process.valid.to > last);
        let mut diagnostic = Diagnostic::new(Code::CALENDAR_ENDS, look.span(at), message)
            .related(look.span(calendar.at), "the calendar")
            .note(note)
            .note("a clock that leaves the calendar has no end that could be told");
        if let Some(told) = &case {
            let moment = told.moment().map(|moment| moment.to_string()).unwrap_or_default();
            diagnostic = diagnostic
                .note(format!("this case asks at {moment} whether {} is a business day", day(last.saturating_add(1))));
        }
        let help = "add the days that are missing to the calendar, or give the process the same dates with `valid`";
        let diagnostic = diagnostic.help(help);
        diagnostics.push(match case {
            Some(told) => look.witnessed(diagnostic, &told),
            None => diagnostic,
        });
    }
}

fn note(clock: &Clock, used: &mut BTreeMap<CalendarId, At>) {
    let counted = match clock.unit {
        ClockUnit::BusinessDays(calendar) => Some(calendar),
        ClockUnit::Minutes
        | ClockUnit::Hours
        | ClockUnit::Days
        | ClockUnit::Weeks
        | ClockUnit::Months
        | ClockUnit::Years => None,
    };
    for calendar in [counted, clock.rolling].into_iter().flatten() {
        used.entry(calendar).or_insert(clock.at);
    }
    for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
        if let Anchor::Clock(clock) = anchor {
            note(clock, used);
        }
    }
}

/// Every clock of a process, in the order of writing.
pub(super) fn clocks(process: &Process) -> Vec<&Clock> {
    let mut found: Vec<&Clock> = Vec::new();
    for window in &process.opening.windows {
        found.extend(of_gate(&window.gate));
    }
    for stage in &process.stages {
        for obligation in &stage.obligations {
            found.extend(obligation.within.as_ref());
            obligation.answers.iter().for_each(|answer| found.extend(of_gate(&answer.gate)));
        }
        stage.permissions.iter().for_each(|permission| found.extend(of_gate(&permission.gate)));
        found.extend(stage.timers.iter().filter_map(|timer| timer.after.as_ref()));
    }
    found
}

fn of_gate(gate: &Gate) -> impl Iterator<Item = &Clock> {
    [&gate.not_before, &gate.within, &gate.until].into_iter().flatten()
}
