//! Ranges of dates, both ends included, and what is known of a moment against one.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Date, DateError, DaySpan};

/// The days from one to another, both included; an end that is not written is open.
///
/// ```
/// use tarifa_engine::date::DateRange;
///
/// let range: DateRange = "2026-07-01..".parse()?;
/// assert!(range.contains("2026-07-01".parse()?));
/// assert!(!range.contains("2026-06-30".parse()?));
/// # Ok::<(), tarifa_engine::date::DateError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateRange {
    /// The first day; none where it is open.
    pub from: Option<Date>,
    /// The last day; none where it is open.
    pub to: Option<Date>,
}

/// Whether a moment lies in a range of dates, as far as one can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Membership {
    /// Whatever its time of day.
    Inside,
    /// Whatever its time of day.
    Outside,
    /// Only a time of day could tell: the answer is `needs: ship time`.
    DependsOnTime,
}

impl DateRange {
    /// Every day.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// The days between two ends.
    ///
    /// # Errors
    ///
    /// [`DateError::Backwards`] where the last day comes before the first.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Result<Self, DateError> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(DateError::Backwards { from, to }),
            (Some(_) | None, Some(_) | None) => Ok(Self { from, to }),
        }
    }

    /// Whether it has neither a first nor a last day.
    #[must_use]
    pub const fn is_always(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether the day is one of them.
    #[inline]
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// Whether a day that is only known to be one of several is one of them.
    #[inline]
    #[must_use]
    pub fn membership(self, days: DaySpan) -> Membership {
        if self.contains(days.first) && self.contains(days.last) {
            Membership::Inside
        } else if self.intersection(days.into()).is_some() {
            Membership::DependsOnTime
        } else {
            Membership::Outside
        }
    }

    /// The days that both have, if any.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (left, right) => left.or(right),
        };
        Self::new(from, to).ok()
    }

    /// Whether some day is in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersection(other).is_some()
    }
}

impl From<DaySpan> for DateRange {
    fn from(days: DaySpan) -> Self {
        Self { from: Some(days.first), to: Some(days.last) }
    }
}

/// Reads `2026-01-01..2026-06-30`, `2026-07-01..` or `..2025-12-31`.
impl FromStr for DateRange {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let not_a_range = || DateError::NotADate { text: crate::decimal::excerpt(text) };
        let (from, to) = text.split_once("..").ok_or_else(not_a_range)?;
        let end = |part: &str| match part.trim() {
            "" => Ok(None),
            date => date.parse().map(Some),
        };
        Self::new(end(from)?, end(to)?)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(formatter, "{from}")?;
        }
        formatter.write_str("..")?;
        match self.to {
            Some(to) => write!(formatter, "{to}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DateRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
