//! Clocks of a process: how long, in what days, from when; and what else must hold for an act to count.

use tarifa_diagnostics::Span;

use super::{Name, Text, When};

/// When something begins or ends: with a clock, or with one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly every edge is one clock")]
pub enum Edge {
    /// `14 days after delivered`.
    One(Clock),
    /// `the later of 14 days after delivered and 30 days after shipped`.
    Of {
        /// Which of them.
        whichever: Whichever,
        /// Two or more.
        clocks: Vec<Clock>,
        /// Where it stands, without the word before it.
        span: Span,
    },
}

/// Which of several clocks counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whichever {
    /// `the later of`.
    Later,
    /// `the earlier of`.
    Earlier,
}

impl Edge {
    /// Every clock of it, as written.
    #[must_use]
    pub fn clocks(&self) -> &[Clock] {
        match self {
            Self::One(clock) => std::slice::from_ref(clock),
            Self::Of { clocks, .. } => clocks,
        }
    }

    /// Where it stands, without the word before it.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::One(clock) => clock.span,
            Self::Of { span, .. } => *span,
        }
    }
}

/// `7 business days of cn after last delivered rolling to business days of cn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// How long.
    pub length: Duration,
    /// What follows `after`; none counts from entry into the stage, or from the opening where no stage is.
    pub after: Option<Anchor>,
    /// `rolling to business days of cn`: the calendar.
    pub rolling: Option<Name>,
    /// What follows `held until`.
    pub held_until: Option<Anchor>,
    /// `paused while seller is to act`: the party.
    pub paused_while: Option<Name>,
    /// Where it stands, without the word before it.
    pub span: Span,
}

/// `5 days`, `7 business days of cn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many: digits.
    pub count: Text,
    /// Of what.
    pub unit: DurationUnit,
    /// Where it stands.
    pub span: Span,
}

/// In what a clock counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    /// `minutes`, or `minute`.
    Minutes,
    /// `hours`, or `hour`.
    Hours,
    /// `days`, or `day`.
    Days,
    /// `weeks`, or `week`.
    Weeks,
    /// `months`, or `month`.
    Months,
    /// `years`, or `year`.
    Years,
    /// `business days of cn`, or `business day of cn`.
    BusinessDays {
        /// The calendar.
        calendar: Name,
    },
}

/// From when a clock counts: `last delivered`, `14 days after last delivered`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// `14 days after`, the outermost first; at most three.
    pub lengths: Vec<Duration>,
    /// `first`, `last`, `each`; none where it is not written.
    pub which: Option<Which>,
    /// An event, an act, a date fact of the order, `open`, or `entry`.
    pub name: Name,
    /// Where it stands, without `after`.
    pub span: Span,
}

/// Which of several events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// `first`.
    First,
    /// `last`.
    Last,
    /// `each`.
    Each,
}

/// What must hold for an act to count; each part at most once, except evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// `not before 10 days after shipped`.
    pub not_before: Option<Edge>,
    /// `within 15 days after last delivered`.
    pub within: Option<Edge>,
    /// `until 15 days after last delivered`.
    pub until: Option<Edge>,
    /// `with photo or video`; several are all asked for.
    pub evidence: Vec<Evidence>,
    /// `when asked is refund_only`.
    pub when: Option<When>,
    /// `up to 2 times`.
    pub times: Option<Times>,
    /// Where the parts stand, from the first to the last; none where there is no part.
    pub span: Option<Span>,
}

/// `with photo or video`: one of them is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The alternatives; never empty.
    pub any_of: Vec<Name>,
    /// Where it stands, `with` included.
    pub span: Span,
}

/// `up to 2 times`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// How often: digits.
    pub count: Text,
    /// Where it stands.
    pub span: Span,
}
