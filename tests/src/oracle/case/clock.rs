//! When clocks begin and end.

use jiff::Span;
use jiff::civil::Date;
use tarifa_engine::case::WhatHappened;
use tarifa_engine::date::Moment;
use tarifa_engine::program::{
    Anchor, CalendarId, Clock, ClockUnit, DateField, Edge, EventId, FactValue, Target, Which, Whichever, Work,
};
use tarifa_engine::shipment::Given;

use super::zone::{next, plus};
use super::{End, Ending, Instant, Mark, State, World};

impl World<'_> {
    /// When what `anchor` names was, or will be.
    pub(super) fn anchored(&self, state: &State<'_>, anchor: &Anchor) -> Option<Mark> {
        match anchor {
            Anchor::Entry => state.entered.as_ref().map(|(mark, _)| *mark),
            Anchor::Open => state.opened.as_ref().map(|(mark, _)| *mark),
            Anchor::Event(event, which) => self.occurrence(state, *event, *which),
            Anchor::Act(act, which) => {
                let mut done = state.done.iter().filter(|(own, _)| own == act).map(|(_, mark)| *mark);
                match which {
                    Which::First => done.next(),
                    Which::Last | Which::Each => done.next_back(),
                }
            }
            Anchor::Date(field) => Some(self.date(state, *field)),
            Anchor::Clock(inner) => match self.ending(state, inner, &[]) {
                Ending::At(end) => Some(self.zone.after(end)),
                Ending::Waits | Ending::Paused | Ending::Never => None,
            },
        }
    }

    fn occurrence(&self, state: &State<'_>, event: EventId, which: Which) -> Option<Mark> {
        let name = &self.process.events[usize::from(event.0)];
        let mut all: Vec<(usize, Mark, Option<u64>)> = Vec::new();
        for (number, happened) in self.events.iter().enumerate() {
            if let WhatHappened::Event { event, parcel } = &happened.event.what
                && event == name
            {
                all.push((number, self.zone.mark(happened.at), *parcel));
            }
        }
        let first = all.first().map(|(_, mark, _)| *mark);
        match which {
            Which::First => first,
            // The latest so far; before the first, that which is to come.
            Which::Each => {
                let so_far = all.iter().rev().find(|(number, ..)| *number < state.passed).map(|(_, mark, _)| *mark);
                so_far.or(first)
            }
            // The latest so far, once every parcel has had it; before, the one that will be the last to have it.
            Which::Last => {
                let parcels = self.case.order.parcels.as_ref().map_or(1, Vec::len) as u64;
                let mut known: Vec<(usize, Mark, Option<u64>)> = Vec::new();
                let mut last = None;
                for one in all {
                    let had = |parcel: u64| known.iter().any(|(.., of)| of.is_none_or(|of| of == parcel));
                    if one.0 >= state.passed && (1..=parcels).all(had) {
                        break;
                    }
                    known.push(one);
                    let had = |parcel: u64| known.iter().any(|(.., of)| of.is_none_or(|of| of == parcel));
                    if (1..=parcels).all(had) {
                        last = Some(one.1);
                    }
                }
                last
            }
        }
    }

    /// A date of the order is a day of the zone.
    fn date(&self, state: &State<'_>, field: DateField) -> Mark {
        let moment: Moment = match field {
            DateField::ShipDate => state.order.ship_date.expect("the date is told"),
            DateField::Declared(fact) => {
                let fact = &self.model.facts[usize::from(fact.0)];
                match (state.order.facts.get(&fact.name), &fact.default) {
                    (Some(Given::Date(moment)), _) | (None, Some(FactValue::Date(moment))) => *moment,
                    (told, _) => panic!("a date is told: {told:?}"),
                }
            }
        };
        self.zone.mark(self.zone.span(&moment).0)
    }

    /// When a clock ends, or the one of several that counts: the later one once all ends are known, the earlier one as
    /// soon as one is.
    pub(super) fn edge(&self, state: &State<'_>, edge: &Edge, extra: &[Target]) -> Ending {
        let endings: Vec<Ending> = edge.clocks().iter().map(|clock| self.ending(state, clock, extra)).collect();
        let mut known: Vec<End> = Vec::new();
        for ending in &endings {
            if let Ending::At(end) = ending {
                known.push(*end);
            }
        }
        known.sort_by_key(|end| self.zone.too_late(*end));
        let is_any = |wanted| endings.contains(&wanted);
        match edge {
            Edge::One(_) => endings[0],
            Edge::Of(Whichever::Later, _) if known.len() == endings.len() => Ending::At(known[known.len() - 1]),
            Edge::Of(Whichever::Earlier, _) if !known.is_empty() => Ending::At(known[0]),
            Edge::Of(..) if is_any(Ending::Waits) => Ending::Waits,
            Edge::Of(..) => Ending::Paused,
        }
    }

    /// Where what is not possible before becomes possible: the later one with the last, the earlier one with the first.
    pub(super) fn opens(&self, state: &State<'_>, edge: &Edge) -> Option<Instant> {
        let begins: Vec<Option<Instant>> = edge.clocks().iter().map(|clock| self.begins(state, clock)).collect();
        match edge {
            Edge::One(_) => begins[0],
            Edge::Of(Whichever::Later, _) => begins.into_iter().collect::<Option<Vec<Instant>>>()?.into_iter().max(),
            Edge::Of(Whichever::Earlier, _) => begins.into_iter().flatten().min(),
        }
    }

    /// When what the clocks of a window count from begins: the first of it for the later of them, all of it for the
    /// earlier.
    pub(super) fn begun(&self, state: &State<'_>, edge: &Edge) -> Option<Instant> {
        let marks = self.marks(state, edge);
        match edge {
            Edge::Of(Whichever::Later, _) => marks.into_iter().flatten().min(),
            Edge::One(_) | Edge::Of(Whichever::Earlier, _) => {
                marks.into_iter().collect::<Option<Vec<Instant>>>()?.into_iter().max()
            }
        }
    }

    /// When what each clock of a window counts from was, or will be.
    pub(super) fn marks(&self, state: &State<'_>, edge: &Edge) -> Vec<Option<Instant>> {
        edge.clocks().iter().map(|clock| self.anchored(state, &clock.from).map(|mark| mark.at)).collect()
    }

    /// When a clock ends, as far as the case has come.
    pub(super) fn ending(&self, state: &State<'_>, clock: &Clock, extra: &[Target]) -> Ending {
        let Some(from) = self.anchored(state, &clock.from) else { return Ending::Waits };
        let mut end = self.counted(clock.count, clock.unit, from);
        if let Some(party) = clock.paused_while {
            for (from_act, to_act) in spans(state, party.0) {
                let begins = from_act.max(from);
                if begins.at >= self.zone.too_late(end) {
                    continue;
                }
                let Some(to) = to_act else { return Ending::Paused };
                if to.at > begins.at {
                    end = self.stood(end, clock.unit, begins, to);
                }
            }
        }
        for target in extra {
            if let Target::Extend { count, unit, .. } = target {
                end = self.extended(end, *count, *unit);
            }
        }
        if let Some(calendar) = clock.rolling {
            end = self.rolled(end, calendar);
        }
        if let Some(held) = &clock.held_until {
            let Some(held) = self.anchored(state, held) else { return Ending::Waits };
            let held = match end {
                End::Day(_) => End::Day(held.day),
                End::Instant(_) => End::Instant(held.at),
            };
            if self.zone.too_late(held) > self.zone.too_late(end) {
                end = held;
            }
        }
        Ending::At(end)
    }

    /// The end of so many of a unit.
    pub(super) fn counted(&self, count: u32, unit: ClockUnit, from: Mark) -> End {
        match unit {
            ClockUnit::Minutes => End::Instant(from.at + i64::from(count) * 60_000_000),
            ClockUnit::Hours => End::Instant(from.at + i64::from(count) * 3_600_000_000),
            ClockUnit::Days | ClockUnit::Weeks | ClockUnit::Months | ClockUnit::Years | ClockUnit::BusinessDays(_) => {
                End::Day(self.day_after(count, unit, from.day))
            }
        }
    }

    /// Where what is not possible before so many of a unit becomes possible.
    pub(super) fn begins(&self, state: &State<'_>, clock: &Clock) -> Option<Instant> {
        let from = self.anchored(state, &clock.from)?;
        Some(match self.counted(clock.count, clock.unit, from) {
            End::Day(day) => self.zone.start_of(day),
            End::Instant(at) => at,
        })
    }

    fn day_after(&self, count: u32, unit: ClockUnit, from: Date) -> Date {
        match unit {
            ClockUnit::Days => plus(from, i64::from(count)),
            ClockUnit::Weeks => plus(from, 7 * i64::from(count)),
            ClockUnit::Months => from.checked_add(Span::new().months(i64::from(count))).expect("a day"),
            ClockUnit::Years => from.checked_add(Span::new().years(i64::from(count))).expect("a day"),
            ClockUnit::BusinessDays(calendar) => {
                let (mut day, mut left) = (from, count);
                while left > 0 {
                    day = next(day);
                    if self.is_business(calendar, day) {
                        left -= 1;
                    }
                }
                day
            }
            ClockUnit::Minutes | ClockUnit::Hours => panic!("exact time has no days"),
        }
    }

    /// Whether a day is worked.
    fn is_business(&self, calendar: CalendarId, day: Date) -> bool {
        let calendar = &self.model.calendars[usize::from(calendar.0)];
        let epoch: Date = "1970-01-01".parse().expect("a day");
        let number = day.since((jiff::Unit::Day, epoch)).expect("a count of days").get_days();
        assert!((calendar.covers.0..=calendar.covers.1).contains(&number), "the calendar knows {day}");
        let among = |ranges: &[(i32, i32)]| ranges.iter().any(|(first, last)| (*first..=*last).contains(&number));
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).expect("a weekday");
        let is_off = calendar.weekend[weekday] == Work::Weekend || among(&calendar.holidays);
        !is_off || among(&calendar.workdays)
    }

    fn rolled(&self, end: End, calendar: CalendarId) -> End {
        let own = match end {
            End::Day(day) => day,
            End::Instant(at) => self.zone.day_of(at),
        };
        let mut day = own;
        while !self.is_business(calendar, day) {
            day = next(day);
        }
        if day == own { end } else { self.moved_to(end, day) }
    }

    /// An end on another day; an instant keeps what the clock shows.
    fn moved_to(&self, end: End, day: Date) -> End {
        match end {
            End::Day(_) => End::Day(day),
            End::Instant(at) => End::Instant(self.zone.instant_of(day.to_datetime(self.zone.local(at).time()))),
        }
    }

    fn extended(&self, end: End, count: u32, unit: ClockUnit) -> End {
        match (unit, end) {
            (ClockUnit::Minutes | ClockUnit::Hours, End::Instant(at)) => {
                self.counted(count, unit, Mark { at, day: self.zone.day_of(at) })
            }
            // Behind the end of a day, exact time counts from the last instant that was in time.
            (ClockUnit::Minutes | ClockUnit::Hours, End::Day(day)) => {
                self.counted(count, unit, Mark { at: self.zone.too_late(end) - 1, day })
            }
            (_, End::Day(day)) => End::Day(self.day_after(count, unit, day)),
            (_, End::Instant(at)) => self.moved_to(end, self.day_after(count, unit, self.zone.day_of(at))),
        }
    }

    /// An end, later by as long as somebody was to act.
    fn stood(&self, end: End, unit: ClockUnit, from: Mark, to: Mark) -> End {
        match (unit, end) {
            (ClockUnit::BusinessDays(calendar), End::Day(day)) => {
                let (mut count, mut at) = (0, from.day);
                while at < to.day {
                    at = next(at);
                    if self.is_business(calendar, at) {
                        count += 1;
                    }
                }
                End::Day(self.day_after(count, unit, day))
            }
            (_, End::Day(day)) => {
                End::Day(plus(day, i64::from(to.day.since(from.day).expect("days between").get_days())))
            }
            (_, End::Instant(at)) => End::Instant(at + (to.at - from.at)),
        }
    }
}

/// When a party had something to do, in the order of time, without overlap; the last may not be over.
fn spans(state: &State<'_>, party: u16) -> Vec<(Mark, Option<Mark>)> {
    let own = state.to_act.iter().filter(|(own, ..)| *own == party).map(|(_, from, to)| (*from, *to));
    let mut own: Vec<(Mark, Option<Mark>)> = own.collect();
    own.sort_by_key(|(from, _)| *from);
    let mut merged: Vec<(Mark, Option<Mark>)> = Vec::new();
    for (from, to) in own {
        match merged.last_mut() {
            Some((_, end)) if end.is_none_or(|end| from.at < end.at) => {
                *end = match (*end, to) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    (None, _) | (_, None) => None,
                };
            }
            _ => merged.push((from, to)),
        }
    }
    merged
}
