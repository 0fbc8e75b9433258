//! Counting to the end of a clock: what it begins with, the pauses in which it stands, more time that was given, and days
//! off over which it rolls.

use super::CaseNeed;
use super::fold::Fold;
use super::state::{Halt, Pause, State};
use crate::calendar::NotCovered;
use crate::clock::{self, Count, End, EndKind, Precise, Stamp, Uncountable};
use crate::program::{CalendarId, Clock, ClockUnit, PartyId};

/// The end of a clock.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended {
    At(End),
    /// The clock stands.
    Paused,
    /// A calendar does not cover a day; it is not before this end.
    NotCovered(CaseNeed, End),
    /// Beyond the years.
    TooFar,
}

/// What a count begins with, of what is known of it; pauses are as short or as long as they can be.
#[derive(Clone, Copy)]
pub(super) struct Begin {
    at: Precise,
    within: Stamp,
    pauses: Pauses,
}

/// How long pauses are of which the times are not known.
#[derive(Clone, Copy)]
enum Pauses {
    Shortest,
    Longest,
}

impl Begin {
    /// What leads to the earliest end.
    pub(super) fn earliest(within: Stamp) -> Self {
        Self { at: within.first, within, pauses: Pauses::Shortest }
    }

    /// What leads to the latest end.
    pub(super) fn latest(within: Stamp) -> Self {
        Self { at: within.last, within, pauses: Pauses::Longest }
    }

    /// From when to when a clock stands; to no time where it stands still.
    fn pause(self, pause: &Pause, unit: ClockUnit) -> (Precise, Option<Precise>) {
        // What begins both begins both at one time.
        let from = |otherwise: Precise| if pause.from == self.within { self.at } else { otherwise };
        match (Count { number: 0, unit }.is_exact_time(), self.pauses) {
            (false, _) => (pause.from.first, pause.to.map(|to| to.first)),
            (true, Pauses::Longest) => (from(pause.from.first), pause.to.map(|to| to.last)),
            (true, Pauses::Shortest) => (from(pause.from.last), pause.to.map(|to| to.first)),
        }
    }
}

impl Fold<'_> {
    /// The event of a pause of which the time is not known, where that can move the end of a clock.
    pub(super) fn untimed_pause(&self, state: &State, clock: &Clock) -> Option<u16> {
        let party = clock.paused_while.filter(|_| is_exact_time(clock))?;
        let pauses = state.pauses.iter().filter(|pause| pause.party == party);
        let ends = pauses.flat_map(|pause| [Some(pause.from), pause.to]).flatten();
        ends.filter(|stamp| !stamp.is_exact()).find_map(|stamp| self.event_of(state, stamp))
    }

    /// When a count ends that begins so.
    pub(super) fn end_from(
        &self,
        state: &State,
        clock: &Clock,
        extra: &[(u32, ClockUnit)],
        from: Begin,
    ) -> Result<Ended, Halt> {
        match self.counted(state, clock, extra, from) {
            Ok(Some(end)) => Ok(Ended::At(end)),
            Ok(None) => Ok(Ended::Paused),
            Err(Uncountable::NotCovered(calendar, missing)) => {
                let need = CaseNeed::Calendar(calendar, missing.day);
                Ok(Ended::NotCovered(need, not_before(from.at, missing, self)))
            }
            Err(Uncountable::TooFar) => Ok(Ended::TooFar),
        }
    }

    /// The end of a count; none while the clock stands.
    fn counted(
        &self,
        state: &State,
        clock: &Clock,
        extra: &[(u32, ClockUnit)],
        from: Begin,
    ) -> Result<Option<End>, Uncountable> {
        let mut end = clock::end(count_of(clock), from.at, self.zone, self.calendars)?;
        if let Some(party) = clock.paused_while {
            match self.after_pauses(state, party, clock.unit, from, end)? {
                Some(moved) => end = moved,
                None => return Ok(None),
            }
        }
        for (number, unit) in extra {
            end = clock::extended(end, Count { number: *number, unit: *unit }, self.zone, self.calendars)?;
        }
        if let Some(calendar) = clock.rolling {
            end = self.rolled(end, calendar)?;
        }
        Ok(Some(end))
    }

    /// The end, moved on by the pauses that lie before it; none while one of them lasts.
    fn after_pauses(
        &self,
        state: &State,
        party: PartyId,
        unit: ClockUnit,
        from: Begin,
        end: End,
    ) -> Result<Option<End>, Uncountable> {
        let mut end = end;
        for pause in state.pauses.iter().filter(|pause| pause.party == party) {
            let (stood, to) = from.pause(pause, unit);
            if stood.at >= end.at {
                break;
            }
            let Some(to) = to else { return Ok(None) };
            let begin = if stood.at < from.at.at { from.at } else { stood };
            if to.at > begin.at {
                end = self.moved(end, unit, begin, to)?;
            }
        }
        Ok(Some(end))
    }

    /// An end, moved on by what lies between two instants, in the unit of the clock.
    fn moved(&self, end: End, unit: ClockUnit, begin: Precise, to: Precise) -> Result<End, Uncountable> {
        let days = |number: i32| u32::try_from(number.max(0)).unwrap_or(0);
        let count = match unit {
            ClockUnit::Minutes | ClockUnit::Hours => {
                let stood = clock::stood(begin.at, to.at);
                return Ok(End { at: end.at.plus(stood), kind: EndKind::Instant });
            }
            ClockUnit::Days | ClockUnit::Weeks | ClockUnit::Months | ClockUnit::Years => {
                Count { number: days(to.day.saturating_sub(begin.day)), unit: ClockUnit::Days }
            }
            ClockUnit::BusinessDays(calendar) => {
                let business = self.calendars.get(usize::from(calendar.0)).ok_or(Uncountable::TooFar)?;
                let number = business.between(begin.day, to.day);
                Count { number: number.map_err(|missing| Uncountable::NotCovered(calendar, missing))?, unit }
            }
        };
        clock::extended(end, count, self.zone, self.calendars)
    }

    /// An end on a day off, moved to the next business day.
    fn rolled(&self, end: End, calendar: CalendarId) -> Result<End, Uncountable> {
        let business = self.calendars.get(usize::from(calendar.0)).ok_or(Uncountable::TooFar)?;
        let day = match end.kind {
            EndKind::Day(day) => day,
            EndKind::Instant => self.zone.day_of(end.at.before()),
        };
        let rolled = business.roll(day).map_err(|missing| Uncountable::NotCovered(calendar, missing))?;
        if rolled == day {
            return Ok(end);
        }
        let number = u32::try_from(rolled.saturating_sub(day)).unwrap_or(0);
        clock::extended(end, Count { number, unit: ClockUnit::Days }, self.zone, self.calendars)
    }
}

/// How an end that cannot be told begins: it is not before this instant.
fn not_before(from: Precise, missing: NotCovered, fold: &Fold<'_>) -> End {
    let at = if missing.day > from.day { fold.zone.start_of(missing.day) } else { from.at };
    End { at, kind: EndKind::Instant }
}

/// What a clock counts.
pub(super) const fn count_of(clock: &Clock) -> Count {
    Count { number: clock.count, unit: clock.unit }
}

/// Whether a clock counts exact time, so that it asks for the time of what it counts from.
pub(super) fn is_exact_time(clock: &Clock) -> bool {
    count_of(clock).is_exact_time()
}
