//! Dates, moments, time zones and ranges of dates.
//!
//! A tariff speaks of calendar days, and a day begins at another instant in each zone. So a
//! [`Moment`] that is only a date may be one of several days elsewhere ([`DaySpan`]), and a test
//! of it against a [`DateRange`] has three answers. Nothing here reads a clock, and the zones are
//! those of the bundled IANA database: the system's own never changes a price.
//! Months and years are counted elsewhere.

mod moment;
mod range;
#[cfg(test)]
mod tests;
mod zone;

use std::{fmt, str::FromStr};

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub use moment::{DaySpan, Instant, LocalTime, Moment};
pub use range::{DateRange, Membership};
pub use zone::{UnknownZone, ZoneName};

/// A day of the Gregorian calendar, held as a count of days: 0 is 1970-01-01.
///
/// ```
/// use tarifa_engine::date::Date;
///
/// let date: Date = "2026-03-01".parse()?;
/// assert_eq!(date.days(), 20_513);
/// assert_eq!(date.previous().map(|day| day.to_string()).as_deref(), Some("2026-02-28"));
/// # Ok::<(), tarifa_engine::date::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    // INVARIANT: the count of some civil date, so that there is always a way back.
    days: i32,
}

/// Days that can be written have years of four digits, and so has their neighbour in any zone.
const FIRST: i32 = count(1, 1, 1);
const LAST: i32 = count(9998, 12, 31);

/// Says why a text is not a date or a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Another form.
    #[error("`{text}` is not a date: write year, month and day, as in `2026-03-01`")]
    NotADate {
        /// What was written, cut short.
        text: String,
    },
    /// A form that needs only its zeros.
    #[error("`{text}` lacks leading zeros: write `{meant}`")]
    MissingZeros {
        /// What was written.
        text: String,
        /// The date that was probably meant.
        meant: Date,
    },
    /// A day that the calendar does not have.
    #[error("there is no day `{text}`")]
    NoSuchDay {
        /// What was written.
        text: String,
    },
    /// A date followed by something that is no time of day.
    #[error(
        "`{text}` is not a time of day: write hours and minutes, as in `14:30`, and a zone offset if it is known, as in `14:30+08:00`"
    )]
    NotATime {
        /// What was written, cut short.
        text: String,
    },
    /// A range whose end lies before its start.
    #[error("the range ends on `{to}`, before it starts on `{from}`")]
    Backwards {
        /// The start.
        from: Date,
        /// The end.
        to: Date,
    },
}

impl Date {
    /// The day of a year, month and day of the month.
    ///
    /// Nothing where the calendar has no such day, or the year is not one of 1 to 9998.
    #[must_use]
    pub fn from_year_month_day(year: i16, month: i8, day: i8) -> Option<Self> {
        Self::writable(civil::Date::new(year, month, day).ok()?)
    }

    /// The day with this count from 1970-01-01, if its year is one of 1 to 9998.
    #[must_use]
    pub fn from_days(days: i32) -> Option<Self> {
        (FIRST..=LAST).contains(&days).then_some(Self { days })
    }

    /// The count of days from 1970-01-01.
    #[inline]
    #[must_use]
    pub const fn days(self) -> i32 {
        self.days
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        self.civil().month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i8 {
        self.civil().day()
    }

    /// The day so many days later, or earlier for a negative number.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_days(self.days.checked_add(days)?)
    }

    /// The same day of the month so many months later, or the month's last where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let months = jiff::Span::new().try_months(months).ok()?;
        Self::writable(self.civil().checked_add(months).ok()?)
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.plus_days(1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        self.plus_days(-1)
    }

    fn writable(date: civil::Date) -> Option<Self> {
        Self::from_days(Self::from_civil(date).days)
    }

    pub(crate) fn from_civil(date: civil::Date) -> Self {
        Self { days: count(date.year(), date.month(), date.day()) }
    }

    pub(crate) fn civil(self) -> civil::Date {
        let (year, month, day) = year_month_day(self.days);
        civil::Date::new(year, month, day).unwrap_or_default()
    }
}

/// The days of four hundred years, after which the calendar repeats itself.
const CYCLE: i32 = 146_097;
/// The days from 0000-03-01, with which a year begins here so that a leap day ends it, to 1970-01-01.
const TO_EPOCH: i32 = 719_468;

/// The count of a day that there is, from 1970-01-01.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "years of four digits have days that fit by far, and no divisor is 0"
)]
const fn count(year: i16, month: i8, day: i8) -> i32 {
    let (month, day) = (month as i32, day as i32);
    let year = year as i32 - if month <= 2 { 1 } else { 0 };
    let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    cycle * CYCLE + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - TO_EPOCH
}

/// The year, month and day of a count that a [`Date`] holds.
#[expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "years of four digits have days that fit by far, and no divisor is 0"
)]
const fn year_month_day(days: i32) -> (i16, i8, i8) {
    let shifted = days + TO_EPOCH;
    let (cycle, of_cycle) = (shifted.div_euclid(CYCLE), shifted.rem_euclid(CYCLE));
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = cycle * 400 + year + if month <= 2 { 1 } else { 0 };
    (year as i16, month as i8, day as i8)
}

/// Reads `2026-03-01` and no other form.
impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let not_a_date = || DateError::NotADate { text: crate::decimal::excerpt(text) };
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(not_a_date());
        };
        let short = |part: &str| matches!(part.len(), 1 | 2);
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_form = year.len() == 4 && short(month) && short(day);
        if !is_form || ![year, month, day].into_iter().all(is_digits) {
            return Err(not_a_date());
        }
        let date = match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Self::from_year_month_day(year, month, day),
            (Ok(_) | Err(_), Ok(_) | Err(_), Ok(_) | Err(_)) => None,
        };
        let date = date.ok_or_else(|| DateError::NoSuchDay { text: text.to_owned() })?;
        if month.len() < 2 || day.len() < 2 {
            return Err(DateError::MissingZeros { text: text.to_owned(), meant: date });
        }
        Ok(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.civil().to_string())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// `"2026-03-01"` in text formats, the count of days in binary ones.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i32(self.days) }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            return text.parse().map_err(D::Error::custom);
        }
        let days = i32::deserialize(deserializer)?;
        Self::from_days(days).ok_or_else(|| D::Error::custom("a count of days beyond the calendar"))
    }
}
