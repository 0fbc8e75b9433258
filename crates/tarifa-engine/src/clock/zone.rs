//! The days of a zone: where each begins.

use std::sync::OnceLock;

use jiff::{Timestamp, civil};

use super::{Point, SECOND};
use crate::date::{Date, ZoneName};

/// Seconds of a day without a change of clocks.
const DAY: i64 = 86_400;
/// The days whose starts are kept: 1990-01-01 to 2079-12-31. Others are asked of the database each time.
const KEPT: (i32, i32) = (7_305, 40_176);
/// The days of a block, as a power of two.
const BLOCK: u32 = 6;

/// A zone whose days are found without asking the database each time.
#[derive(Clone, Debug)]
pub(crate) struct ZoneDays {
    name: ZoneName,
    kept: OnceLock<Kept>,
}

/// What is kept of a zone.
#[derive(Clone, Debug)]
struct Kept {
    /// From which day on a day begins so many seconds after 00:00 UTC of the same date.
    offsets: Vec<(i32, i64)>,
    /// For each block of so many days, which offset it begins with: clocks change in few of them.
    blocks: Vec<u16>,
    /// The days of UTC on which clocks change, ascending.
    turns: Vec<i32>,
}

impl ZoneDays {
    /// The days of a zone.
    pub(crate) const fn new(name: ZoneName) -> Self {
        Self { name, kept: OnceLock::new() }
    }

    /// The zone.
    pub(crate) const fn name(&self) -> &ZoneName {
        &self.name
    }

    /// The first instant of a day.
    #[inline]
    pub(crate) fn start_of(&self, day: i32) -> Point {
        let kept = (KEPT.0..=KEPT.1).contains(&day);
        if kept { start(day, self.kept_offset(day)) } else { self.asked_start(day) }
    }

    /// The day that an instant lies in.
    #[inline]
    pub(crate) fn day_of(&self, point: Point) -> i32 {
        let days = point.0.div_euclid(DAY.saturating_mul(SECOND));
        let near = i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX });
        // A zone is at most a day ahead or behind.
        let (next, after) = (near.saturating_add(1), near.saturating_sub(1));
        if self.start_of(next) <= point {
            next
        } else if self.start_of(near) <= point {
            near
        } else {
            after
        }
    }

    #[inline]
    fn kept_offset(&self, day: i32) -> i64 {
        let kept = self.kept();
        let block = usize::try_from(block_of(day)).ok().and_then(|block| kept.blocks.get(block));
        let from = block.and_then(|first| kept.offsets.get(usize::from(*first)..)).unwrap_or_default();
        let so_far = from.iter().take_while(|(first, _)| *first <= day);
        so_far.last().map_or(0, |(_, offset)| *offset)
    }

    fn kept(&self) -> &Kept {
        self.kept.get_or_init(|| self.asked())
    }

    /// The offsets of the kept days: clocks change on few of them, and only these and their neighbours are asked for.
    fn asked(&self) -> Kept {
        let offset = |day: i32| {
            let seconds = self.asked_start(day).0.div_euclid(SECOND);
            seconds.saturating_sub(i64::from(day).saturating_mul(DAY))
        };
        let mut offsets = vec![(KEPT.0, offset(KEPT.0))];
        let mut turns = Vec::new();
        let from = Timestamp::from_second(i64::from(KEPT.0).saturating_mul(DAY)).unwrap_or_default();
        for turn in self.name.rules().following(from) {
            let turned = turn.timestamp().as_second().div_euclid(DAY);
            let Ok(turned) = i32::try_from(turned) else { break };
            if turned > KEPT.1 {
                break;
            }
            turns.push(turned);
            for day in turned.saturating_sub(1)..=turned.saturating_add(2) {
                let offset = offset(day);
                let is_later = offsets.last().is_none_or(|(last, _)| *last < day);
                if is_later && offsets.last().is_none_or(|(_, last)| *last != offset) {
                    offsets.push((day, offset));
                }
            }
        }
        let block = |offset: &(i32, i64)| block_of(offset.0);
        let blocks = (0..=block_of(KEPT.1)).map(|number| {
            let begun = offsets.partition_point(|offset| block(offset) < number);
            // One that begins with the block itself is found by its day.
            u16::try_from(begun.saturating_sub(1)).unwrap_or(u16::MAX)
        });
        let blocks = blocks.collect();
        Kept { offsets, blocks, turns }
    }

    /// Whether clocks change neither on a day nor on its neighbours, so that each of its times is one instant.
    fn is_even(&self, day: i32) -> bool {
        let kept = (KEPT.0.saturating_add(2)..=KEPT.1.saturating_sub(2)).contains(&day);
        let turns = &self.kept().turns;
        let next = turns.partition_point(|turn| *turn < day.saturating_sub(2));
        kept && turns.get(next).is_none_or(|turn| *turn > day.saturating_add(2))
    }

    /// The first instant of a day, from the database.
    pub(super) fn asked_start(&self, day: i32) -> Point {
        let at_the_ends = start(day, 0);
        let Some(date) = Date::from_days(day) else { return at_the_ends };
        let midnight = date.civil().to_datetime(civil::Time::midnight());
        let rules = self.name.rules();
        let ambiguous = rules.to_ambiguous_timestamp(midnight);
        let skipped = matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. });
        let Ok(start) = ambiguous.compatible() else { return at_the_ends };
        if skipped
            && let Ok(after) = start.checked_add(jiff::SignedDuration::from_nanos(1))
            && let Some(turn) = rules.preceding(after).next()
            && rules.to_datetime(turn.timestamp()).date() == date.civil()
        {
            // Midnight was skipped: the day begins where clocks went on.
            return Point::from_timestamp(turn.timestamp());
        }
        Point::from_timestamp(start)
    }

    /// The instants that a local time can mean: two where clocks show it twice or never.
    pub(crate) fn local(&self, local: civil::DateTime) -> (Point, Point) {
        let day = Date::from_civil(local.date()).days();
        if self.is_even(day) {
            let at = self.start_of(day).plus(of_day(local.time()));
            return (at, at);
        }
        self.asked_local(local)
    }

    /// The instants that a local time can mean, from the database.
    pub(super) fn asked_local(&self, local: civil::DateTime) -> (Point, Point) {
        let possible = self.name.rules().to_ambiguous_timestamp(local);
        match (possible.earlier(), possible.later()) {
            (Ok(earlier), Ok(later)) => (Point::from_timestamp(earlier), Point::from_timestamp(later)),
            (Ok(_) | Err(_), Ok(_) | Err(_)) => {
                let day = Date::from_civil(local.date()).days();
                (self.start_of(day), self.start_of(day))
            }
        }
    }

    /// What a clock of the zone shows.
    pub(crate) fn shown(&self, point: Point) -> civil::DateTime {
        let timestamp = Timestamp::from_microsecond(point.0);
        timestamp.map_or_else(|_| civil::DateTime::default(), |timestamp| self.name.rules().to_datetime(timestamp))
    }
}

impl ZoneDays {
    /// An instant as RFC 3339 has it, with the zone's offset.
    pub(crate) fn with_offset(&self, point: Point) -> String {
        let Ok(timestamp) = Timestamp::from_microsecond(point.0) else { return String::new() };
        let offset = self.name.rules().to_offset(timestamp);
        timestamp.display_with_offset(offset).to_string()
    }
}

/// The block that a kept day lies in.
#[inline]
const fn block_of(day: i32) -> i32 {
    day.saturating_sub(KEPT.0) >> BLOCK
}

/// The microseconds from 00:00, as clocks show it.
fn of_day(time: civil::Time) -> i64 {
    let minutes = i64::from(time.hour()).saturating_mul(60).saturating_add(i64::from(time.minute()));
    let seconds = minutes.saturating_mul(60).saturating_add(i64::from(time.second()));
    seconds.saturating_mul(SECOND).saturating_add(i64::from(time.subsec_nanosecond()).div_euclid(1_000))
}

/// The start of a day that begins `offset` seconds after 00:00 UTC.
#[inline]
fn start(day: i32, offset: i64) -> Point {
    let seconds = i64::from(day).saturating_mul(DAY).saturating_add(offset);
    Point(seconds.saturating_mul(SECOND))
}
