//! Counting: days, business days, months and exact time from an instant.

use super::{End, EndKind, Point, Precise, SECOND, ZoneDays};
use crate::calendar::{BusinessDays, NotCovered};
use crate::date::Date;
use crate::program::{CalendarId, ClockUnit};

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) number: u32,
    pub(crate) unit: ClockUnit,
}

/// Why a count has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncountable {
    /// A calendar does not cover a day that is needed.
    NotCovered(CalendarId, NotCovered),
    /// It ends beyond the calendar of years.
    TooFar,
}

/// What a count looks things up in.
pub(crate) trait Calendars {
    /// The business days of a calendar.
    fn business_days(&self, calendar: CalendarId) -> Option<&BusinessDays>;
}

impl Calendars for [BusinessDays] {
    fn business_days(&self, calendar: CalendarId) -> Option<&BusinessDays> {
        self.get(usize::from(calendar.0))
    }
}

/// The end of a period that runs from `from`.
pub(crate) fn end(
    count: Count,
    from: Precise,
    zone: &ZoneDays,
    calendars: &[BusinessDays],
) -> Result<End, Uncountable> {
    let last = match count.unit {
        // Of most clocks, without a look at the other units.
        ClockUnit::Days => plus_days(from.day, count.number).ok_or(Uncountable::TooFar)?,
        ClockUnit::Minutes | ClockUnit::Hours => {
            let exact = exact(count).unwrap_or_default();
            return Ok(End::including(within_years(from.at.plus(exact))?));
        }
        ClockUnit::Weeks | ClockUnit::Months | ClockUnit::Years | ClockUnit::BusinessDays(_) => {
            day(count, from.day, calendars)?
        }
    };
    Ok(End::of_day(last, zone))
}

/// The day so many days later.
#[inline]
fn plus_days(from: i32, number: u32) -> Option<i32> {
    let number = i32::try_from(number).ok()?;
    from.checked_add(number).filter(|day| Date::from_days(*day).is_some())
}

/// Where what is not possible before the count becomes possible: the start of its last day, or the instant itself.
pub(crate) fn begin(
    count: Count,
    from: Precise,
    zone: &ZoneDays,
    calendars: &[BusinessDays],
) -> Result<Precise, Uncountable> {
    match exact(count) {
        Some(exact) => {
            let at = within_years(from.at.plus(exact))?;
            Ok(Precise { at, day: zone.day_of(at) })
        }
        None => {
            let day = day(count, from.day, calendars)?;
            Ok(Precise { at: zone.start_of(day), day })
        }
    }
}

/// An end, moved on by a count.
///
/// Exact time moves the instant. Days move the day; of an end that is an instant they keep the time of day.
pub(crate) fn extended(
    end: End,
    count: Count,
    zone: &ZoneDays,
    calendars: &[BusinessDays],
) -> Result<End, Uncountable> {
    match (exact(count), end.kind) {
        (Some(exact), _) => Ok(End { at: within_years(end.at.plus(exact))?, kind: EndKind::Instant }),
        (None, EndKind::Day(last)) => Ok(End::of_day(day(count, last, calendars)?, zone)),
        (None, EndKind::Instant) => {
            let shown = zone.shown(end.at.before());
            let moved = day(count, Date::from_civil(shown.date()).days(), calendars)?;
            let date = Date::from_days(moved).ok_or(Uncountable::TooFar)?;
            let (_, at) = zone.local(date.civil().to_datetime(shown.time()));
            Ok(End::including(at))
        }
    }
}

/// The instant, if it lies in a year that can be written.
fn within_years(at: Point) -> Result<Point, Uncountable> {
    /// 9999-01-01 in UTC.
    const TOO_FAR: Point = Point(253_370_764_800_i64.saturating_mul(SECOND));
    if at < TOO_FAR { Ok(at) } else { Err(Uncountable::TooFar) }
}

/// The last day of a count of days.
fn day(count: Count, from: i32, calendars: &[BusinessDays]) -> Result<i32, Uncountable> {
    let Count { number, unit } = count;
    let days = |number: u32| i32::try_from(number).ok().and_then(|number| from.checked_add(number));
    let months = |number: u32| {
        let number = i32::try_from(number).ok()?;
        Date::from_days(from)?.plus_months(number).map(Date::days)
    };
    let found = match unit {
        ClockUnit::Days | ClockUnit::Hours | ClockUnit::Minutes => days(number),
        ClockUnit::Weeks => number.checked_mul(7).and_then(days),
        ClockUnit::Months => months(number),
        ClockUnit::Years => number.checked_mul(12).and_then(months),
        ClockUnit::BusinessDays(calendar) => {
            let business = calendars.business_days(calendar).ok_or(Uncountable::TooFar)?;
            Some(business.after(from, number).map_err(|missing| Uncountable::NotCovered(calendar, missing))?)
        }
    };
    found.filter(|day| Date::from_days(*day).is_some()).ok_or(Uncountable::TooFar)
}

/// The microseconds of exact time; none for days.
fn exact(Count { number, unit }: Count) -> Option<i64> {
    let seconds = match unit {
        ClockUnit::Minutes => 60_i64,
        ClockUnit::Hours => 3_600,
        ClockUnit::Days | ClockUnit::Weeks | ClockUnit::Months | ClockUnit::Years | ClockUnit::BusinessDays(_) => {
            return None;
        }
    };
    Some(i64::from(number).saturating_mul(seconds).saturating_mul(SECOND))
}

impl Count {
    /// Whether it counts exact time, so that what it counts from needs a time of day.
    pub(crate) fn is_exact_time(self) -> bool {
        exact(self).is_some()
    }
}

/// The instant so long after another that clocks stood.
pub(crate) fn stood(from: Point, to: Point) -> i64 {
    to.0.saturating_sub(from.0).max(0)
}
