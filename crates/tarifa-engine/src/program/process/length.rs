//! How many days a clock takes at least and at most, as far as that can be told without a date.

use super::{Anchor, Clock, ClockUnit};

/// A clock from where it begins in the end, through the ends of other clocks.
#[derive(Clone, Copy, Debug)]
pub struct Length<'a> {
    /// What it counts from.
    pub from: &'a Anchor,
    /// The fewest days.
    pub least: u64,
    /// The most days; none where days off, a hold or a pause can make it longer.
    pub most: Option<u64>,
    /// Whether it counts civil days alone, so that it ends with its day.
    pub unit: LengthUnit,
}

/// In what a length counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Civil days, as many as it says.
    Days,
    /// Anything else.
    Other,
}

/// The length of a clock.
pub fn length(clock: &Clock) -> Length<'_> {
    let count = u64::from(clock.count);
    let up = |value: u64, by: u64| value.checked_div(by).unwrap_or(0);
    let (least, most, unit) = match clock.unit {
        ClockUnit::Minutes => (up(count, 1_440), Some(up(count, 1_440).saturating_add(1)), LengthUnit::Other),
        ClockUnit::Hours => (up(count, 24), Some(up(count, 24).saturating_add(1)), LengthUnit::Other),
        ClockUnit::Days => (count, Some(count), LengthUnit::Days),
        ClockUnit::Weeks => (count.saturating_mul(7), Some(count.saturating_mul(7)), LengthUnit::Days),
        // Three days make up for short and long months, whatever the month.
        ClockUnit::Months => months(count),
        ClockUnit::Years => months(count.saturating_mul(12)),
        ClockUnit::BusinessDays(_) => (count, None, LengthUnit::Other),
    };
    let is_lengthened = clock.rolling.is_some() || clock.held_until.is_some() || clock.paused_while.is_some();
    let most = most.filter(|_| !is_lengthened);
    let unit = if is_lengthened { LengthUnit::Other } else { unit };
    match &clock.from {
        Anchor::Clock(inner) => {
            let inner = length(inner);
            Length {
                from: inner.from,
                least: least.saturating_add(inner.least),
                most: most.zip(inner.most).map(|(own, inner)| own.saturating_add(inner)),
                unit: if inner.unit == LengthUnit::Days { unit } else { LengthUnit::Other },
            }
        }
        from @ (Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_)) => {
            Length { from, least, most, unit }
        }
    }
}

fn months(count: u64) -> (u64, Option<u64>, LengthUnit) {
    let days = |year: u64| count.saturating_mul(year).checked_div(12).unwrap_or(0);
    (days(365).saturating_sub(3), Some(days(366).saturating_add(4)), LengthUnit::Other)
}
