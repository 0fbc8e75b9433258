//! Calendars of business days that end before the process does, or that have none.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::date::Date;
use tarifa_engine::program::{
    Anchor, At, Calendar, CalendarId, Clock, ClockUnit, Edge, Gate, Process, Stage, VersionDay, longest,
};

use super::super::context::Context;
use super::Look;
use super::explore::{self, Told, asked_day};

/// Looks for calendars that do not cover the cases that a process takes.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let process = look.process;
    for (id, at) in used(process) {
        let Some(calendar) = look.program.calendars.get(usize::from(id.0)) else { continue };
        if calendar.has_business_days() {
            ends(look, calendar, at, diagnostics);
            continue;
        }
        let uses = |other: &&Process| used(other).contains_key(&id);
        // Several processes may count in it, and it is one mistake.
        if look.program.processes.iter().find(uses).is_some_and(|first| first.at == process.at) {
            let diagnostic = nothing_to_count(look.span(calendar.at), calendar).related(look.span(at), "counted here");
            let asks = |told: &&Told| asked_day(told).is_some_and(|(asked, _)| asked == id);
            diagnostics.push(match look.explored.open.iter().chain(look.explored.all()).find(asks) {
                Some(told) => look.witnessed(diagnostic, told),
                None => diagnostic,
            });
        }
    }
}

/// Looks for calendars without business days that no process counts in.
pub(super) fn unused(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let program = context.program;
    for (id, calendar) in (0_u16..).map(CalendarId).zip(&program.calendars) {
        if !calendar.has_business_days() && !program.processes.iter().any(|process| used(process).contains_key(&id)) {
            diagnostics.push(nothing_to_count(context.span(calendar.at), calendar));
        }
    }
}

fn nothing_to_count(span: Span, calendar: &Calendar) -> Diagnostic {
    let message = format!("`{}` has no business day: every day that it covers is off", calendar.name);
    Diagnostic::new(Code::NO_BUSINESS_DAY, span, message)
        .note("a clock that counts business days of it never ends")
        .help("correct its weekend and its holidays, or add the days that are worked as `workday`")
}

/// Reports a calendar that ends before the last case of a process.
fn ends(look: &Look<'_, '_>, calendar: &Calendar, at: At, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let (first, last) = calendar.covers;
    // Validity without a beginning says nothing of old cases; without an end it says that new ones come.
    let starts_before = process.valid.from != i32::MIN && process.valid.from < first;
    if !starts_before && is_over_by(look, last) {
        return;
    }
    let ahead = || explore::ahead(look.runtime, process, &look.orders, first);
    let beyond = || explore::beyond(look.runtime, process, &look.explored, &look.orders, last);
    let case = if starts_before { ahead() } else { beyond() };
    if !starts_before && process.valid.to <= last && case.is_none() {
        return;
    }
    let day = |day: i32| Date::from_days(day).map(|date| date.to_string()).unwrap_or_default();
    let message = format!(
        "`{}` counts business days of `{}`, which covers {}..{} only",
        process.name,
        calendar.name,
        day(first),
        day(last)
    );
    let note = match (starts_before, process.valid.to == i32::MAX) {
        (true, _) => format!("the process takes cases from {} on", day(process.valid.from)),
        (false, true) => "the process takes cases without an end".to_owned(),
        (false, false) => {
            format!("the process takes cases until {}, and their clocks run on from there", day(process.valid.to))
        }
    };
    let mut diagnostic = Diagnostic::new(Code::CALENDAR_ENDS, look.span(at), message)
        .related(look.span(calendar.at), "the calendar")
        .note(note)
        .note("a clock that leaves the calendar has no end that could be told");
    if let Some(told) = &case {
        let asked = asked_day(told).map_or(last.saturating_add(1), |(_, asked)| asked);
        let moment = told.moment().map(|moment| moment.to_string()).unwrap_or_default();
        diagnostic = diagnostic.note(format!("this case asks at {moment} whether {} is a business day", day(asked)));
    }
    let help = "add the days that are missing to the calendar, or end the process's `valid` so long before the \
                calendar that every clock ends within it";
    let diagnostic = diagnostic.help(help);
    diagnostics.push(match case {
        Some(told) => look.witnessed(diagnostic, &told),
        None => diagnostic,
    });
}

/// Whether the last case of a process has surely ended by a day.
fn is_over_by(look: &Look<'_, '_>, last: i32) -> bool {
    let longest = match look.process.valid.on {
        VersionDay::Open => longest(look.program, look.process).ok(),
        // It may be opened any time after that.
        VersionDay::Event(_) | VersionDay::Date(_) => None,
    };
    longest.is_some_and(|longest| {
        i64::from(look.process.valid.to).saturating_add_unsigned(longest.days) <= i64::from(last)
    })
}

/// The calendars in which a process counts, and where first.
fn used(process: &Process) -> BTreeMap<CalendarId, At> {
    let mut used = BTreeMap::new();
    for clock in clocks(process) {
        note(clock, &mut used);
    }
    used
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
fn clocks(process: &Process) -> impl Iterator<Item = &Clock> {
    let opening = process.opening.windows.iter().flat_map(|window| of_gate(&window.gate));
    opening.chain(process.stages.iter().flat_map(of_stage))
}

/// Every clock of a stage, in the order of writing.
pub(super) fn of_stage(stage: &Stage) -> Vec<&Clock> {
    let mut found: Vec<&Clock> = Vec::new();
    for obligation in &stage.obligations {
        found.extend(obligation.within.iter().flat_map(Edge::clocks));
        obligation.answers.iter().for_each(|answer| found.extend(of_gate(&answer.gate)));
    }
    stage.permissions.iter().for_each(|permission| found.extend(of_gate(&permission.gate)));
    found.extend(stage.timers.iter().filter_map(|timer| timer.after.as_ref()));
    found
}

/// The clocks of a gate.
pub(super) fn of_gate(gate: &Gate) -> impl Iterator<Item = &Clock> {
    gate.clocks()
}
