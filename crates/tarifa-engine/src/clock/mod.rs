//! Clocks: when a period ends, in civil days or exact time.
//!
//! A day's deadline ends with its day, so that the first instant that is too late is the start of
//! the next day in the process's zone. An hours' deadline includes its instant, so that the first
//! instant that is too late comes one microsecond after. With both written as the first instant too
//! late (`End::at`), acts and ends are ordered without a special case: what is done before it is
//! in time.

mod count;
#[cfg(test)]
mod tests;
mod zone;

pub(crate) use count::{Count, Uncountable, begin, end, extended, stood};
pub(crate) use zone::ZoneDays;

/// An instant, in microseconds from 1970-01-01 00:00 UTC; what is finer is cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Point(pub(crate) i64);

/// Microseconds of a second.
pub(crate) const SECOND: i64 = 1_000_000;

impl Point {
    /// The instant that the database speaks of.
    pub(crate) fn from_timestamp(at: jiff::Timestamp) -> Self {
        let microseconds = at.as_nanosecond().div_euclid(1_000);
        Self(i64::try_from(microseconds).unwrap_or(i64::MAX))
    }

    /// So many microseconds later.
    #[inline]
    pub(crate) const fn plus(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    /// The instant before.
    #[inline]
    pub(crate) const fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

/// An instant, and the day that clocks count from.
///
/// What follows from a day's deadline happens at the start of the next day, and counts from the deadline's day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Precise {
    /// The instant.
    pub(crate) at: Point,
    /// The day, counted from 1970-01-01, in the process's zone.
    pub(crate) day: i32,
}

/// When something happened, as far as it is known: at some instant from the first to the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp {
    /// The earliest that it can have been.
    pub(crate) first: Precise,
    /// The latest; the same where the instant is known.
    pub(crate) last: Precise,
}

impl Stamp {
    /// Before everything.
    pub(crate) const BEFORE: Self = {
        let before = Precise { at: Point(i64::MIN), day: i32::MIN };
        Self { first: before, last: before }
    };

    /// An instant that is known.
    pub(crate) const fn exact(at: Precise) -> Self {
        Self { first: at, last: at }
    }

    /// Whether the instant is known.
    #[inline]
    pub(crate) fn is_exact(&self) -> bool {
        self.first == self.last
    }

    /// The earlier of two, end by end.
    pub(crate) fn min(self, other: Self) -> Self {
        let earlier = |left: Precise, right: Precise| if right.at < left.at { right } else { left };
        Self { first: earlier(self.first, other.first), last: earlier(self.last, other.last) }
    }

    /// The later of two, end by end.
    pub(crate) fn max(self, other: Self) -> Self {
        let later = |left: Precise, right: Precise| if right.at > left.at { right } else { left };
        Self { first: later(self.first, other.first), last: later(self.last, other.last) }
    }
}

/// The end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct End {
    /// The first instant that is too late.
    pub(crate) at: Point,
    /// How it is told.
    pub(crate) kind: EndKind,
}

impl End {
    /// The later of two.
    pub(crate) fn later(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }

    /// The earlier of two.
    pub(crate) fn earlier(self, other: Self) -> Self {
        if other.at < self.at { other } else { self }
    }
}

/// How an end is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndKind {
    /// With this day, at 24:00.
    Day(i32),
    /// With the instant before `End::at`.
    Instant,
}

impl End {
    /// The end of a day.
    pub(crate) fn of_day(day: i32, zone: &ZoneDays) -> Self {
        Self { at: zone.start_of(day.saturating_add(1)), kind: EndKind::Day(day) }
    }

    /// An instant that is still in time.
    pub(crate) const fn including(at: Point) -> Self {
        Self { at: at.plus(1), kind: EndKind::Instant }
    }

    /// What follows from it: the instant, and the day that clocks count from.
    pub(crate) fn stamp(self, zone: &ZoneDays) -> Precise {
        match self.kind {
            EndKind::Day(day) => Precise { at: self.at, day },
            EndKind::Instant => {
                let at = self.at.before();
                Precise { at, day: zone.day_of(at) }
            }
        }
    }
}
