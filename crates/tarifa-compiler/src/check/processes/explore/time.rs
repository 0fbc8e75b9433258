//! Times at which cases are asked for: hours of days on a process's clock.

use tarifa_engine::date::{Date, Moment};

/// From when to when things happen on one day, in hours.
const HOURS: (u16, u16) = (8, 20);

/// A time of a process's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Time {
    pub(super) day: i32,
    hour: u16,
}

impl Time {
    /// When the day's first things happen.
    pub(super) fn morning(day: i32) -> Self {
        Self { day, hour: HOURS.0 }
    }

    /// The time that a text of a moment says: `2026-03-02 10:00`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let hour = text.get(11..13)?.parse().ok()?;
        Some(Self { day: day_of(text)?, hour })
    }

    /// An hour later, or the next morning.
    pub(super) fn next(self) -> Self {
        if self.hour >= HOURS.1 {
            Self::morning(self.day.saturating_add(1))
        } else {
            Self { hour: self.hour.saturating_add(1), ..self }
        }
    }

    /// As the engine reads it.
    pub(super) fn moment(self) -> Option<Moment> {
        let date = Date::from_days(self.day)?;
        format!("{date} {:02}:00", self.hour).parse().ok()
    }

    /// An hour before, or the evening before.
    pub(super) fn before(self) -> Self {
        if self.hour > HOURS.0 {
            Self { hour: self.hour.saturating_sub(1), ..self }
        } else {
            Self { day: self.day.saturating_sub(1), hour: HOURS.1 }
        }
    }
}

/// The day that a text of an answer begins with.
pub(super) fn day_of(text: &str) -> Option<i32> {
    match text.get(..10)?.parse().ok()? {
        Moment::Day(date) => Some(date.days()),
        Moment::Local(_) | Moment::Instant(_) => None,
    }
}
