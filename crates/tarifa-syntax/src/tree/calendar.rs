//! Calendars: which days business is done.

use tarifa_diagnostics::Span;

use super::{Moment, Name, NameList, StringLiteral};

/// `calendar cn covers 2026-01-01..2026-12-31 { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// The days that it knows.
    pub covers: Days,
    /// Its lines, as written.
    pub lines: Vec<CalendarLine>,
}

/// A line of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarLine {
    /// What is written.
    pub kind: CalendarLineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of lines of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarLineKind {
    /// `weekend saturday, sunday`: the days of the week that are off.
    Weekend(NameList),
    /// `holiday 2026-10-01..2026-10-07 "National Day"`: days off; never empty.
    Holidays(Vec<NamedDays>),
    /// `workday 2026-10-10`: days worked although they would be off; never empty.
    Workdays(Vec<NamedDays>),
}

/// Days with the words for people behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDays {
    /// The days.
    pub days: Days,
    /// What they are called.
    pub title: Option<StringLiteral>,
}

/// `2026-10-01..2026-10-07`, both included, or one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day; never with a time.
    pub from: Moment,
    /// The last day; never with a time. A single day is both.
    pub until: Moment,
    /// Where they stand.
    pub span: Span,
}
