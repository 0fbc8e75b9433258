//! How many days a clock takes at least and at most, as far as that can be told without a date.

use std::sync::LazyLock;

use super::{Anchor, Calendar, CalendarId, Clock, ClockUnit};
use crate::calendar::{BusinessDays, MAX_COVERED};
use crate::date::Date;

/// A clock from where it begins in the end, through the ends of other clocks.
#[derive(Clone, Copy, Debug)]
pub struct Length<'a> {
    /// What it counts from.
    pub from: &'a Anchor,
    /// The fewest days.
    pub least: u64,
    /// The most days; none where days off, a hold or a pause can make it longer.
    pub most: Option<u64>,
    /// Whether it counts civil days alone, so that it ends with its day.
    pub unit: LengthUnit,
    /// How many business days of a calendar it counts, where it counts nothing else.
    pub business: Option<(CalendarId, u32)>,
    /// How many minutes it counts, where it counts nothing else.
    pub minutes: Option<u64>,
}

/// In what a length counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Civil days, as many as it says.
    Days,
    /// Anything else.
    Other,
}

/// The length of a clock, whatever its calendar.
pub fn length(clock: &Clock) -> Length<'_> {
    measured(&[], clock)
}

/// The length of a clock that counts in one of these calendars; what a calendar does not cover has no length.
pub fn measured<'c>(calendars: &[Calendar], clock: &'c Clock) -> Length<'c> {
    let count = u64::from(clock.count);
    let up = |value: u64, by: u64| value.checked_div(by).unwrap_or(0);
    let calendar = |id: CalendarId| calendars.get(usize::from(id.0));
    let (least, most, unit) = match clock.unit {
        ClockUnit::Minutes => (up(count, 1_440), Some(up(count, 1_440).saturating_add(1)), LengthUnit::Other),
        ClockUnit::Hours => (up(count, 24), Some(up(count, 24).saturating_add(1)), LengthUnit::Other),
        ClockUnit::Days => (count, Some(count), LengthUnit::Days),
        ClockUnit::Weeks => (count.saturating_mul(7), Some(count.saturating_mul(7)), LengthUnit::Days),
        ClockUnit::Months => months(count),
        ClockUnit::Years => months(count.saturating_mul(12)),
        ClockUnit::BusinessDays(id) => match calendar(id).and_then(|calendar| stretch(calendar, clock.count)) {
            Some((least, most)) => (least, Some(most), LengthUnit::Other),
            None => (count, None, LengthUnit::Other),
        },
    };
    let rolled = match clock.rolling {
        None => Some(0),
        Some(id) => calendar(id).and_then(longest_roll),
    };
    let is_lengthened = clock.held_until.is_some() || clock.paused_while.is_some();
    let most = most.zip(rolled).map(|(most, rolled)| most.saturating_add(rolled)).filter(|_| !is_lengthened);
    let is_plain = !is_lengthened && clock.rolling.is_none();
    let unit = if is_plain { unit } else { LengthUnit::Other };
    match &clock.from {
        Anchor::Clock(inner) => {
            let inner = measured(calendars, inner);
            Length {
                from: inner.from,
                least: least.saturating_add(inner.least),
                most: most.zip(inner.most).map(|(own, inner)| own.saturating_add(inner)),
                unit: if inner.unit == LengthUnit::Days { unit } else { LengthUnit::Other },
                business: None,
                minutes: None,
            }
        }
        from @ (Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_)) => {
            let business = match clock.unit {
                ClockUnit::BusinessDays(id) if is_plain => Some((id, clock.count)),
                ClockUnit::BusinessDays(_)
                | ClockUnit::Minutes
                | ClockUnit::Hours
                | ClockUnit::Days
                | ClockUnit::Weeks
                | ClockUnit::Months
                | ClockUnit::Years => None,
            };
            let minutes = match clock.unit {
                ClockUnit::Minutes if is_plain => Some(count),
                ClockUnit::Hours if is_plain => Some(count.saturating_mul(60)),
                ClockUnit::Minutes
                | ClockUnit::Hours
                | ClockUnit::Days
                | ClockUnit::Weeks
                | ClockUnit::Months
                | ClockUnit::Years
                | ClockUnit::BusinessDays(_) => None,
            };
            Length { from, least, most, unit, business, minutes }
        }
    }
}

/// The fewest and the most days that so many business days of a calendar take; none where it covers fewer.
fn stretch(calendar: &Calendar, count: u32) -> Option<(u64, u64)> {
    let days = BusinessDays::from_calendar(calendar);
    let stretches = covered(calendar).map_while(|day| Some(u64::from(days.after(day, count).ok()?.abs_diff(day))));
    bounds(stretches)
}

/// The most days that an end moves to a business day; none where the calendar covers none.
fn longest_roll(calendar: &Calendar) -> Option<u64> {
    let days = BusinessDays::from_calendar(calendar);
    bounds(covered(calendar).map_while(|day| Some(u64::from(days.roll(day).ok()?.abs_diff(day))))).map(|(_, most)| most)
}

fn covered(calendar: &Calendar) -> std::ops::Range<i32> {
    let (first, last) = calendar.covers;
    first..last.min(first.saturating_add(MAX_COVERED))
}

fn bounds(values: impl Iterator<Item = u64>) -> Option<(u64, u64)> {
    values.fold(None, |known: Option<(u64, u64)>, value| match known {
        None => Some((value, value)),
        Some((least, most)) => Some((least.min(value), most.max(value))),
    })
}

/// The fewest and the most days of so many months, from whatever day.
fn months(count: u64) -> (u64, Option<u64>, LengthUnit) {
    let short = usize::try_from(count).ok().and_then(|count| SHORT_MONTHS.get(count).copied().flatten());
    if let Some((least, most)) = short {
        return (least, Some(most), LengthUnit::Other);
    }
    // Three days make up for short and long months, whatever the month.
    let days = |year: u64| count.saturating_mul(year).checked_div(12).unwrap_or(0);
    (days(365).saturating_sub(3), Some(days(366).saturating_add(4)), LengthUnit::Other)
}

/// The fewest and the most days of so many months, up to four years.
static SHORT_MONTHS: LazyLock<Vec<Option<(u64, u64)>>> = LazyLock::new(|| (0..=48).map(short_months).collect());

/// The fewest and the most days of up to four years, by trying the first and the last day of every month: around a
/// leap year, and around a century that is none.
fn short_months(count: i32) -> Option<(u64, u64)> {
    let mut found: Vec<u64> = Vec::new();
    for first_year in [2_000_i16, 2_092] {
        let mut first = Date::from_year_month_day(first_year, 1, 1)?;
        for _ in 0..150 {
            let next = first.plus_months(1)?;
            for day in [first, next.previous()?] {
                found.push(u64::try_from(day.plus_months(count)?.days().checked_sub(day.days())?).ok()?);
            }
            first = next;
        }
    }
    bounds(found.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: u64, expected: (u64, u64)) {
        let (least, most, _) = months(count);
        assert_eq!((least, most), (expected.0, Some(expected.1)), "{count} months");
    }

    #[test]
    fn months_are_as_long_as_the_calendar_makes_them() {
        check(1, (28, 31));
        check(2, (59, 62));
        // From 31 January or 28 February to April or May, and from July to October.
        check(3, (89, 92));
        check(12, (365, 366));
        // Over 2100, which has no 29 February.
        check(48, (1_460, 1_461));
    }

    #[test]
    fn every_day_of_four_hundred_years_lies_within_the_bounds() {
        let start = Date::from_year_month_day(2_000, 1, 1).unwrap();
        for count in [1, 3, 13, 36, 48, 49] {
            let (least, most, _) = months(count);
            for day in (0..146_097).filter_map(|days| start.plus_days(days)) {
                let end = day.plus_months(i32::try_from(count).unwrap()).unwrap();
                let length = u64::from(end.days().abs_diff(day.days()));
                assert!(least <= length && Some(length) <= most, "{count} months from {day}");
            }
        }
    }
}
