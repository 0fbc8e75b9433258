//! Clocks and the calendars that they count in: how long, in what days, from when.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ActId, CalendarId, EventId, PartyId};
use crate::program::nesting::deeper;
use crate::program::{At, DateField};

/// When something begins or ends: with a clock, or with one of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edge {
    /// `14 days after delivered`.
    One(Clock),
    /// `the later of 14 days after delivered and 30 days after shipped`; never empty.
    Of(Whichever, Vec<Clock>),
}

/// Which of several clocks counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whichever {
    /// The one that ends last; it is not known before the others are.
    Later,
    /// The one that ends first, of those that have begun.
    Earlier,
}

impl Edge {
    /// Every clock of it, as written.
    #[must_use]
    pub fn clocks(&self) -> &[Clock] {
        match self {
            Self::One(clock) => std::slice::from_ref(clock),
            Self::Of(_, clocks) => clocks,
        }
    }

    /// The clock, where it is one.
    #[must_use]
    pub const fn alone(&self) -> Option<&Clock> {
        match self {
            Self::One(clock) => Some(clock),
            Self::Of(..) => None,
        }
    }

    /// The clocks that each end it: it never ends after one of them that has begun.
    #[must_use]
    pub fn bounds(&self) -> &[Clock] {
        match self {
            Self::One(_) | Self::Of(Whichever::Earlier, _) => self.clocks(),
            Self::Of(Whichever::Later, _) => &[],
        }
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let (whichever, clocks) = match self {
            Self::One(clock) => return Cow::Borrowed(&clock.text),
            Self::Of(Whichever::Later, clocks) => ("later", clocks),
            Self::Of(Whichever::Earlier, clocks) => ("earlier", clocks),
        };
        let texts: Vec<&str> = clocks.iter().map(|clock| clock.text.as_str()).collect();
        Cow::Owned(match texts.split_last() {
            Some((last, first)) if !first.is_empty() => format!("the {whichever} of {} and {last}", first.join(", ")),
            Some(_) | None => texts.concat(),
        })
    }

    /// Where it was written.
    #[must_use]
    pub fn at(&self) -> At {
        self.clocks().first().map(|clock| clock.at).unwrap_or_default()
    }
}

/// How long, in what days, from when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: ClockUnit,
    /// From when.
    pub from: Anchor,
    /// `rolling to business days of cn`: an end on a day off moves to the next business day.
    pub rolling: Option<CalendarId>,
    /// `held until E`: the later of the two.
    #[serde(deserialize_with = "deeper")]
    pub held_until: Option<Anchor>,
    /// `paused while seller is to act`: the clock stands while that party has something that it must do.
    pub paused_while: Option<PartyId>,
    /// The clock as it was written.
    pub text: String,
    /// Where it was written.
    pub at: At,
}

/// In what a clock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockUnit {
    /// Minutes, exactly; needs a time.
    Minutes,
    /// Hours, exactly; needs a time.
    Hours,
    /// Days of the calendar.
    Days,
    /// Seven days each.
    Weeks,
    /// Months; a missing day is the month's last.
    Months,
    /// Years; a missing day is the month's last.
    Years,
    /// Business days of a calendar; the next one is the first.
    BusinessDays(CalendarId),
}

/// From when a clock counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Anchor {
    /// From entry into the stage.
    Entry,
    /// From the opening.
    Open,
    /// From something that happens outside.
    Event(EventId, Which),
    /// From something that a party did.
    Act(ActId, Which),
    /// From a date that the host tells of the order.
    Date(DateField),
    /// From the end of another clock.
    Clock(#[serde(deserialize_with = "deeper")] Box<Clock>),
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// The first; also where nothing is said.
    First,
    /// The last; of an event of parcels it waits for each of the order's parcels.
    Last,
    /// Each by itself: the clock ends with the latest so far.
    Each,
}

/// A calendar of business days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The name in the policy.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// The first and the last day that it knows, counted from 1970-01-01; a clock that leaves them has no answer.
    pub covers: (i32, i32),
    /// Which days of the week are none, Monday first.
    pub weekend: [Work; 7],
    /// Days off, as ranges with both ends, ascending and disjoint.
    pub holidays: Vec<(i32, i32)>,
    /// Days worked although they are days off, as ranges with both ends, ascending and disjoint.
    pub workdays: Vec<(i32, i32)>,
    /// Where it was written.
    pub at: At,
}

impl Calendar {
    /// Whether any day that it covers is a business day.
    pub fn has_business_days(&self) -> bool {
        crate::calendar::BusinessDays::from_calendar(self).any()
    }
}

/// Whether a day of the week is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// It is.
    Business,
    /// It is a day off.
    Weekend,
}
