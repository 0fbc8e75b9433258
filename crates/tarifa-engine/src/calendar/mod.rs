//! Business days: a calendar made ready for counting.
//!
//! A calendar knows the days that it covers and no others: a count that leaves them has no answer,
//! and is never continued by guessing.

#[cfg(test)]
mod tests;

use crate::program::{Calendar, Work};

/// The most days that a calendar may cover: more than a century, so that its table stays small.
pub const MAX_COVERED: i32 = 40_000;

/// Monday first, 1970-01-01 was a Thursday.
const THURSDAY: i32 = 3;

/// The business days of a calendar, ascending, and the days that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BusinessDays {
    covers: (i32, i32),
    days: Vec<i32>,
}

/// A day that a calendar does not cover is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotCovered {
    /// The first day that the calendar would have to know.
    pub(crate) day: i32,
}

impl BusinessDays {
    /// Lists the business days of a calendar.
    pub(crate) fn from_calendar(calendar: &Calendar) -> Self {
        let (first, last) = calendar.covers;
        let last = last.min(first.saturating_add(MAX_COVERED));
        let days = (first..=last).filter(|day| is_worked(calendar, *day)).collect();
        Self { covers: (first, last), days }
    }

    /// Whether there are any.
    pub(crate) fn any(&self) -> bool {
        !self.days.is_empty()
    }

    /// The `count`th business day after a day; the day itself for a count of nought.
    pub(crate) fn after(&self, day: i32, count: u32) -> Result<i32, NotCovered> {
        if count == 0 {
            return Ok(day);
        }
        let (first, last) = self.covers;
        let next = day.saturating_add(1);
        if next < first || next > last {
            return Err(NotCovered { day: next });
        }
        let begin = self.days.partition_point(|business| *business < next);
        let position = usize::try_from(count).ok().and_then(|count| begin.checked_add(count)?.checked_sub(1));
        let found = position.and_then(|position| self.days.get(position));
        found.copied().ok_or(NotCovered { day: last.saturating_add(1) })
    }

    /// The day itself where it is a business day, and the next business day otherwise.
    pub(crate) fn roll(&self, day: i32) -> Result<i32, NotCovered> {
        let (first, last) = self.covers;
        if day < first || day > last {
            return Err(NotCovered { day });
        }
        let position = self.days.partition_point(|business| *business < day);
        self.days.get(position).copied().ok_or(NotCovered { day: last.saturating_add(1) })
    }

    /// How many business days lie after `from` and up to `to`.
    pub(crate) fn between(&self, from: i32, to: i32) -> Result<u32, NotCovered> {
        if to <= from {
            return Ok(0);
        }
        let (first, last) = self.covers;
        if from < first.saturating_sub(1) {
            return Err(NotCovered { day: from.saturating_add(1) });
        }
        if to > last {
            return Err(NotCovered { day: last.saturating_add(1) });
        }
        let count_to = |day: i32| self.days.partition_point(|business| *business <= day);
        Ok(u32::try_from(count_to(to).saturating_sub(count_to(from))).unwrap_or(u32::MAX))
    }
}

/// A day worked although it would be off is worked; then holidays and the weekend are off.
fn is_worked(calendar: &Calendar, day: i32) -> bool {
    let within = |ranges: &[(i32, i32)]| {
        let position = ranges.partition_point(|(_, last)| *last < day);
        ranges.get(position).is_some_and(|(first, _)| *first <= day)
    };
    if within(&calendar.workdays) {
        return true;
    }
    let weekday = usize::try_from(day.saturating_add(THURSDAY).rem_euclid(7)).unwrap_or(0);
    let is_weekend = calendar.weekend.get(weekday) == Some(&Work::Weekend);
    !is_weekend && !within(&calendar.holidays)
}
