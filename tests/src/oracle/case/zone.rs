//! Days and instants of a zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use tarifa_engine::date::Moment;

use super::{End, Instant, Mark};

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    name: String,
}

impl Zone {
    /// The zone of that name.
    pub fn new(name: &str) -> Self {
        Self { zone: TimeZone::get(name).expect("a zone of the database"), name: name.to_owned() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first instant of a day.
    pub fn start_of(&self, day: Date) -> Instant {
        let start = self.zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
        start.expect("a day that can be written").as_microsecond()
    }

    /// What a clock shows.
    pub fn local(&self, at: Instant) -> DateTime {
        self.zone.to_datetime(Timestamp::from_microsecond(at).expect("an instant that can be written"))
    }

    /// The day of an instant.
    pub fn day_of(&self, at: Instant) -> Date {
        self.local(at).date()
    }

    /// The day of an instant, counted from 1970-01-01.
    pub fn day_number(&self, at: Instant) -> i32 {
        let epoch: Date = "1970-01-01".parse().expect("a day");
        self.day_of(at).since((jiff::Unit::Day, epoch)).expect("a count of days").get_days()
    }

    /// An instant on its own day.
    pub fn mark(&self, at: Instant) -> Mark {
        Mark { at, day: self.day_of(at) }
    }

    /// The instant at which a clock shows something; the earlier where it does so twice, the later side where never.
    pub fn instant_of(&self, local: DateTime) -> Instant {
        self.zone.to_ambiguous_timestamp(local).compatible().expect("an instant").as_microsecond()
    }

    /// The first and the last instant that a moment can be, of a moment that is written in this zone.
    pub fn span(&self, moment: &Moment) -> (Instant, Instant) {
        let text = moment.to_string();
        if let Ok(at) = text.parse::<Timestamp>() {
            return (at.as_microsecond(), at.as_microsecond());
        }
        if let Ok(day) = text.parse::<Date>()
            && text.len() == 10
        {
            return (self.start_of(day), self.start_of(next(day)) - 1);
        }
        let local: DateTime = text.parse().expect("a local time");
        let possible = self.zone.to_ambiguous_timestamp(local);
        let (one, other) = (possible.earlier().expect("an instant"), possible.later().expect("an instant"));
        (one.min(other).as_microsecond(), one.max(other).as_microsecond())
    }

    /// A minute of the zone's clock, with seconds where there are some.
    pub fn clock(&self, at: Instant) -> String {
        let local = self.local(at);
        let form = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
        local.strftime(form).to_string()
    }

    /// A mark as people are told: by its day where it follows from the end of a day.
    pub fn shown(&self, mark: Mark) -> String {
        if self.day_of(mark.at) == mark.day { self.clock(mark.at) } else { mark.day.to_string() }
    }

    /// The first instant that is too late.
    pub fn too_late(&self, end: End) -> Instant {
        match end {
            End::Day(day) => self.start_of(next(day)),
            End::Instant(at) => at + 1,
        }
    }

    /// What follows from an end happens then.
    pub fn after(&self, end: End) -> Mark {
        match end {
            End::Day(day) => Mark { at: self.start_of(next(day)), day },
            End::Instant(at) => Mark { at, day: self.day_of(at) },
        }
    }

    /// An end as people are told.
    pub fn deadline(&self, end: End) -> String {
        match end {
            End::Day(day) => format!("{day} 23:59, before {}", self.start_of(next(day))),
            End::Instant(at) => format!("{}, at {at}", self.clock(at)),
        }
    }
}

/// The day after.
pub(super) fn next(day: Date) -> Date {
    plus(day, 1)
}

/// So many days later.
pub(super) fn plus(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).expect("a day that can be written")
}
