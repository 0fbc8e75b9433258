//! When something happened, as precisely as the host knows it.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp, civil,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Date, DateError, ZoneName};
use crate::clock::{Point, Precise, Stamp, ZoneDays};

/// A day, a local time, or an instant.
///
/// Written `2026-03-02`, `2026-03-02 14:30` (seconds are allowed, `T` is as good as the blank) and,
/// as in RFC 3339, `2026-03-02T14:30:00+08:00`. Days and local times are those of the tariff's zone.
/// Text and data keep the form that was written.
///
/// ```
/// use tarifa_engine::date::{Moment, ZoneName};
///
/// let (shanghai, chicago): (ZoneName, ZoneName) =
///     ("Asia/Shanghai".parse()?, "America/Chicago".parse()?);
/// // A day of Shanghai begins on the day before in Chicago.
/// let day: Moment = "2026-03-02".parse()?;
/// let days = day.days_in(&shanghai, &chicago);
/// assert_eq!((days.first.to_string(), days.last.to_string()), ("2026-03-01".into(), "2026-03-02".into()));
/// // With a time it is one day everywhere.
/// let time: Moment = "2026-03-02 14:30".parse()?;
/// assert_eq!(time.days_in(&shanghai, &chicago).only().map(|day| day.to_string()), Some("2026-03-02".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A day, its time not known.
    Day(Date),
    /// A time of the tariff's own clock.
    Local(LocalTime),
    /// An instant, with the offset that it was written with.
    Instant(Instant),
}

/// A date and a time of day, in a zone that is told elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(civil::DateTime);

/// An instant, shown with the offset that it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instant {
    at: Timestamp,
    offset: Offset,
}

/// The days that a moment can be in some zone; only one if its time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DaySpan {
    /// The earliest.
    pub first: Date,
    /// The latest.
    pub last: Date,
}

impl DaySpan {
    /// One day.
    #[must_use]
    pub const fn single(date: Date) -> Self {
        Self { first: date, last: date }
    }

    /// The day, if it is only one.
    #[inline]
    #[must_use]
    pub fn only(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }
}

impl Moment {
    /// The days that it can be in `zone`; days and local times being read in `own`, the tariff's.
    ///
    /// A local time that a clock shows twice, or never, stands for both instants it can mean.
    #[must_use]
    pub fn days_in(self, own: &ZoneName, zone: &ZoneName) -> DaySpan {
        match self {
            Self::Day(date) if own == zone => DaySpan::single(date),
            Self::Day(date) => elsewhere(date, own.rules(), zone.rules()),
            Self::Local(LocalTime(local)) if own == zone => day_of(local),
            Self::Local(LocalTime(local)) => {
                let possible = own.rules().to_ambiguous_timestamp(local);
                match (possible.earlier(), possible.later()) {
                    (Ok(earlier), Ok(later)) => span(earlier, later, zone.rules()),
                    (Ok(_) | Err(_), Ok(_) | Err(_)) => around(day_of(local).first),
                }
            }
            Self::Instant(Instant { at, .. }) => span(at, at, zone.rules()),
        }
    }

    /// The day as it was written.
    #[must_use]
    pub fn written_day(self) -> Date {
        let local = match self {
            Self::Day(date) => return date,
            Self::Local(LocalTime(local)) => local,
            Self::Instant(Instant { at, offset }) => offset.to_datetime(at),
        };
        day_of(local).first
    }
}

impl Moment {
    /// When it was, in a zone whose own days and local times it is written in.
    pub(crate) fn stamp_in(self, zone: &ZoneDays) -> Stamp {
        let precise = |at: Point| Precise { at, day: zone.day_of(at) };
        match self {
            Self::Day(date) => {
                let day = date.days();
                let (first, next) = (zone.start_of(day), zone.start_of(day.saturating_add(1)));
                Stamp { first: Precise { at: first, day }, last: Precise { at: next.before().max(first), day } }
            }
            Self::Local(LocalTime(local)) => {
                let (earlier, later) = zone.local(local);
                let first = precise(earlier);
                Stamp { first, last: if later == earlier { first } else { precise(later) } }
            }
            Self::Instant(Instant { at, .. }) => Stamp::exact(precise(Point::from_timestamp(at))),
        }
    }

    /// The latest instant that it can be: of a day, its last.
    pub(crate) fn end_in(self, zone: &ZoneDays) -> Point {
        self.stamp_in(zone).last.at
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

/// The days that a day of one zone touches in another.
fn elsewhere(date: Date, own: &TimeZone, zone: &TimeZone) -> DaySpan {
    let start = |date: Date| own.to_ambiguous_timestamp(date.civil().to_datetime(civil::Time::midnight()));
    let end = date.next().and_then(|next| start(next).compatible().ok());
    let last_instant = end.and_then(|end| end.checked_sub(jiff::SignedDuration::from_nanos(1)).ok());
    match (start(date).compatible(), last_instant) {
        (Ok(start), Some(end)) => span(start, end.max(start), zone),
        (Ok(_) | Err(_), Some(_) | None) => around(date),
    }
}

/// The days from one instant to another in a zone.
fn span(first: Timestamp, last: Timestamp, zone: &TimeZone) -> DaySpan {
    // Where clocks go back over midnight, a later instant can be on the day before.
    let turns = zone.following(first).map(|turn| turn.timestamp()).take_while(|turn| *turn <= last);
    let before = |turn: Timestamp| turn.checked_sub(jiff::SignedDuration::from_nanos(1)).ok();
    let instants = turns.flat_map(|turn| [before(turn), Some(turn)]).flatten().chain([last]);
    let day = |instant: Timestamp| day_of(zone.to_datetime(instant));
    instants
        .map(day)
        .fold(day(first), |all, one| DaySpan { first: all.first.min(one.first), last: all.last.max(one.last) })
}

/// A day and its neighbours: what is left to say at the ends of time.
fn around(date: Date) -> DaySpan {
    DaySpan { first: date.previous().unwrap_or(date), last: date.next().unwrap_or(date) }
}

fn day_of(local: civil::DateTime) -> DaySpan {
    DaySpan::single(Date::from_civil(local.date()))
}

impl FromStr for Moment {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        usual(text.as_bytes()).map_or_else(|| any(text), Ok)
    }
}

/// Reads the usual forms, digit by digit; what is none of them is read, or turned down, the long way.
pub(super) fn usual(text: &[u8]) -> Option<Moment> {
    let ([y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], time) = text.split_first_chunk()? else { return None };
    let year = i16::from(two([*y1, *y2])?).checked_mul(100)?.checked_add(i16::from(two([*y3, *y4])?))?;
    let civil = civil::Date::new(year, two([*m1, *m2])?, two([*d1, *d2])?).ok()?;
    let date = Date::writable(civil)?;
    let [b'T' | b' ', h1, h2, b':', m1, m2, rest @ ..] = time else {
        return time.is_empty().then_some(Moment::Day(date));
    };
    let (second, rest) = match rest {
        [b':', s1, s2, rest @ ..] => (two([*s1, *s2])?, rest),
        rest => (0, rest),
    };
    let local = civil.to_datetime(civil::Time::new(two([*h1, *h2])?, two([*m1, *m2])?, second, 0).ok()?);
    let (sign, hours, minutes) = match rest {
        [] => return Some(Moment::Local(LocalTime(local))),
        [b'Z'] => (b'+', 0, 0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => (*sign, two([*h1, *h2])?, two([*m1, *m2])?),
        _ => return None,
    };
    let offset = signed_offset(sign, hours, minutes)?;
    let at = offset.to_timestamp(local).ok()?;
    Some(Moment::Instant(Instant { at, offset }))
}

/// Two digits.
fn two(digits: [u8; 2]) -> Option<i8> {
    let [ten, one] = digits.map(|digit| digit.wrapping_sub(b'0'));
    if ten > 9 || one > 9 {
        None
    } else {
        i8::try_from(ten).ok()?.checked_mul(10)?.checked_add(i8::try_from(one).ok()?)
    }
}

/// Reads every form, and says what is wrong with what is none.
pub(super) fn any(text: &str) -> Result<Moment, DateError> {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return text.parse().map(Moment::Day);
    };
    // What is no date in front of a letter or a blank is no moment as a whole: `tomorrow`, `12 March`.
    let whole = || DateError::NotADate { text: crate::decimal::excerpt(text) };
    let date: Date = date.parse().map_err(|error| match error {
        DateError::NotADate { .. } => whole(),
        DateError::MissingZeros { .. }
        | DateError::NoSuchDay { .. }
        | DateError::NotATime { .. }
        | DateError::Backwards { .. } => error,
    })?;
    let not_a_time = || DateError::NotATime { text: crate::decimal::excerpt(time) };
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at_checked(at).ok_or_else(not_a_time)?;
    let local = date.civil().to_datetime(clock_time(clock).ok_or_else(not_a_time)?);
    if offset.is_empty() {
        return Ok(Moment::Local(LocalTime(local)));
    }
    let offset = zone_offset(offset).ok_or_else(not_a_time)?;
    let at = offset.to_timestamp(local).map_err(|_| not_a_time())?;
    Ok(Moment::Instant(Instant { at, offset }))
}

/// Reads `14:30`, `14:30:15` or `14:30:15.25`.
fn clock_time(text: &str) -> Option<civil::Time> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = parts.next();
    if parts.next().is_some() || (second.is_none() && fraction.is_some()) {
        return None;
    }
    let second = second.map_or(Some(0), two_digits)?;
    civil::Time::new(hour, minute, second, fraction.map_or(Some(0), nanoseconds)?).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    two(text.as_bytes().try_into().ok()?)
}

/// Reads up to nine digits after the point of a second.
fn nanoseconds(text: &str) -> Option<i32> {
    let is_digits = matches!(text.len(), 1..=9) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits { format!("{text:0<9}").parse().ok() } else { None }
}

/// Reads `Z` or `+08:00`.
fn zone_offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    signed_offset(*text.as_bytes().first()?, two_digits(hours)?, two_digits(minutes)?)
}

fn signed_offset(sign: u8, hours: i8, minutes: i8) -> Option<Offset> {
    let minutes = Some(i32::from(minutes)).filter(|minutes| *minutes < 60)?;
    let seconds = i32::from(hours).checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
    let signed = if sign == b'-' { seconds.checked_neg()? } else { seconds };
    Offset::from_seconds(signed).ok()
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => fmt::Display::fmt(date, formatter),
            Self::Local(LocalTime(local)) => {
                write!(formatter, "{} ", local.date())?;
                write_clock(formatter, local.time())
            }
            Self::Instant(Instant { at, offset }) => {
                let local = offset.to_datetime(*at);
                write!(formatter, "{}T", local.date())?;
                write_clock(formatter, local.time())?;
                let minutes = offset.seconds().unsigned_abs().checked_div(60).unwrap_or(0);
                let (hours, minutes) = (minutes.checked_div(60).unwrap_or(0), minutes.checked_rem(60).unwrap_or(0));
                let sign = if offset.is_negative() { '-' } else { '+' };
                write!(formatter, "{sign}{hours:02}:{minutes:02}")
            }
        }
    }
}

fn write_clock(formatter: &mut fmt::Formatter<'_>, time: civil::Time) -> fmt::Result {
    write!(formatter, "{:02}:{:02}", time.hour(), time.minute())?;
    if time.second() != 0 || time.subsec_nanosecond() != 0 {
        write!(formatter, ":{:02}", time.second())?;
    }
    if time.subsec_nanosecond() != 0 {
        let fraction = format!("{:09}", time.subsec_nanosecond());
        write!(formatter, ".{}", fraction.trim_end_matches('0'))?;
    }
    Ok(())
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
