//! Calendars of business days.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::date::Date;
use tarifa_engine::program::{Calendar, CalendarId, Work};
use tarifa_syntax::tree::{self, CalendarLineKind, Days, NameList, NamedDays};

use super::super::Resolver;
use super::super::names::nearest;
use super::super::statements::Stated;
use super::vocabulary::Vocabulary;

/// The days of the week, Monday first.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A range of days, both included, and where it is written.
type DayRange = (i32, i32, Span);

/// The calendars by name; none for one that did not survive, whose name is known all the same.
pub(super) type CalendarNames<'t> = BTreeMap<&'t str, (Option<CalendarId>, Span)>;

impl<'t> Resolver<'t> {
    /// The calendars, by name.
    pub(super) fn calendars(&mut self, calendars: &[Stated<'t, tree::Calendar>]) {
        for stated in calendars {
            let name = &stated.it.name;
            if let Some((_, earlier)) = self.cases.calendar_names.get(&*name.text) {
                self.duplicate(&name.text, "the calendar", (*earlier, name.span));
                continue;
            }
            let calendar = self.calendar(stated);
            let id =
                calendar.is_some().then(|| CalendarId(u16::try_from(self.cases.calendars.len()).unwrap_or(u16::MAX)));
            if self.cases.calendars.len() == usize::from(u16::MAX) {
                self.beyond_limit::<()>(name.span, "calendars", usize::from(u16::MAX));
            }
            self.cases.calendar_names.insert(&name.text, (id, name.span));
            match calendar {
                Some(calendar) => self.cases.calendars.push(calendar),
                None => self.damaged.push(stated.span),
            }
        }
    }

    fn calendar(&mut self, stated: &Stated<'t, tree::Calendar>) -> Option<Calendar> {
        let it = stated.it;
        let covers = self.day_range(&it.covers);
        let mut weekend: Option<([Work; 7], Span)> = None;
        let (mut holidays, mut workdays) = (Vec::new(), Vec::new());
        let mut complete = Some(());
        for line in &it.lines {
            let done = match &line.kind {
                CalendarLineKind::Weekend(days) => {
                    if let Some((_, earlier)) = weekend {
                        self.line_twice(earlier, line.span, "this calendar");
                        None
                    } else {
                        self.weekend(days).map(|days| weekend = Some((days, line.span)))
                    }
                }
                CalendarLineKind::Holidays(days) => self.named_days(days, covers, &mut holidays),
                CalendarLineKind::Workdays(days) => self.named_days(days, covers, &mut workdays),
            };
            complete = complete.and(done);
        }
        let weekend = weekend.map_or([Work::Business; 7], |(days, _)| days);
        self.workdays_are_off(&workdays, &holidays, &weekend);
        let covers = covers?;
        complete?;
        Some(Calendar {
            name: it.name.text.to_string(),
            title: it.title.as_ref().map_or_else(|| it.name.text.to_string(), |title| title.text.to_string()),
            covers: (covers.0, covers.1),
            weekend,
            holidays: disjoint(holidays),
            workdays: disjoint(workdays),
            at: self.at(it.name.span),
        })
    }

    /// `2026-10-01..2026-10-07`.
    fn day_range(&mut self, days: &Days) -> Option<DayRange> {
        let (from, until) = (self.day(&days.from), self.day(&days.until));
        let (from, until) = (from.map(Date::days)?, until.map(Date::days)?);
        if from <= until {
            return Some((from, until, days.span));
        }
        let message = format!("no day is in {}", self.quoted(days.span));
        self.refuse(Diagnostic::new(Code::EMPTY_RANGE, days.span, message).help("exchange the dates"))
    }

    /// `weekend saturday, sunday`.
    fn weekend(&mut self, days: &NameList) -> Option<[Work; 7]> {
        let mut weekend = [Work::Business; 7];
        let mut complete = Some(());
        for name in &days.names {
            let day = WEEK.iter().position(|day| *day == &*name.text).and_then(|day| weekend.get_mut(day));
            if let Some(day) = day {
                *day = Work::Weekend;
                continue;
            }
            let message = format!("`{}` is no day of the week", name.text);
            let mut diagnostic = Diagnostic::new(Code::UNKNOWN_VALUE, name.span, message);
            diagnostic = match nearest(&name.text, WEEK) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("write the days that are off, as in `weekend saturday, sunday`"),
            };
            complete = self.refuse(diagnostic);
        }
        complete.map(|()| weekend)
    }

    /// Days off or worked, all of them days that the calendar knows.
    fn named_days(&mut self, days: &[NamedDays], covers: Option<DayRange>, into: &mut Vec<DayRange>) -> Option<()> {
        let mut complete = Some(());
        for named in days {
            let Some(range) = self.day_range(&named.days) else {
                complete = None;
                continue;
            };
            if let Some((first, last, place)) = covers
                && (range.0 < first || range.1 > last)
            {
                let message =
                    format!("{} lies outside the days that the calendar covers", self.quoted(named.days.span));
                let diagnostic = Diagnostic::new(Code::CALENDAR_DAY, named.days.span, message)
                    .related(place, "the days that it covers")
                    .help("widen `covers`, or remove the day");
                complete = self.refuse(diagnostic);
                continue;
            }
            into.push(range);
        }
        complete
    }

    /// Reports a day that is said to be worked although it would be so anyway.
    fn workdays_are_off(&mut self, workdays: &[DayRange], holidays: &[DayRange], weekend: &[Work; 7]) {
        for (first, last, span) in workdays {
            let is_off = |day: &i32| {
                holidays.iter().any(|(from, until, _)| (*from..=*until).contains(day)) || weekday(*day, weekend)
            };
            // A week has every day of the week, so that a long range need not be walked to its end.
            let Some(day) = (*first..=*last).find(|day| !is_off(day)) else { continue };
            let day = Date::from_days(day).map_or_else(String::new, |day| day.to_string());
            let message = format!("{day} is a business day already, so `workday` says nothing of it");
            let help = "check the date, or the `weekend` and `holiday` lines; a workday is one that would be off";
            self.report(Diagnostic::new(Code::CALENDAR_DAY, *span, message).help(help));
        }
    }

    /// The calendar of that name.
    pub(super) fn calendar_named(&mut self, name: &tree::Name, words: &Vocabulary<'t>) -> Option<CalendarId> {
        if let Some((id, _)) = self.cases.calendar_names.get(&*name.text) {
            // One that is broken has been reported.
            return *id;
        }
        let known: Vec<&str> = self.cases.calendar_names.keys().copied().collect();
        self.unknown_word(name, "a calendar", known, words)
    }
}

/// Whether the day of the week is off; 1970-01-01 was a Thursday.
fn weekday(day: i32, weekend: &[Work; 7]) -> bool {
    let position = usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or_default();
    weekend.get(position) == Some(&Work::Weekend)
}

/// The ranges in order, those that touch made one.
fn disjoint(mut ranges: Vec<DayRange>) -> Vec<(i32, i32)> {
    ranges.sort_by_key(|(first, last, _)| (*first, *last));
    let mut found: Vec<(i32, i32)> = Vec::with_capacity(ranges.len());
    for (first, last, _) in ranges {
        match found.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            Some(_) | None => found.push((first, last)),
        }
    }
    found
}
