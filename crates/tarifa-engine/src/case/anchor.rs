//! Clocks of a case: what they count from, and when they end.

use smallvec::SmallVec;

use super::counted::{Begin, Ended, count_of, is_exact_time};
use super::fold::Fold;
use super::happening::Happening;
use super::known::act;
use super::state::{Halt, State};
use super::{CaseNeed, Due, When};
use crate::clock::{self, End, EndKind, Precise, Stamp};
use crate::evaluate::Missing;
use crate::program::{ActId, Anchor, Clock, ClockUnit, DateField, Edge, EventId, FactValue, Which, Whichever};

/// What a clock counts from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchored {
    /// It has not happened, and it is not known when it will.
    NotYet,
    /// It is known.
    From {
        /// When.
        stamp: Stamp,
        /// The event that it is, for who asks for its time.
        event: Option<u16>,
        /// Whether it has happened.
        happened: Happened,
    },
}

/// Whether an anchor has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// It has.
    Yes,
    /// It will.
    Later,
    /// Its time tells; of a day, from its beginning on.
    ByTime,
    /// Its time tells: it is the end of another clock, which can be anywhere between two instants.
    ByEnd,
}

impl Fold<'_> {
    /// What a clock counts from.
    pub(super) fn anchored(&self, state: &State, anchor: &Anchor) -> Result<Anchored, Halt> {
        let known = |stamp: Option<Stamp>| match stamp {
            Some(stamp) => Anchored::From { stamp, event: self.event_of(state, stamp), happened: Happened::Yes },
            None => Anchored::NotYet,
        };
        match anchor {
            Anchor::Entry => Ok(known(state.entered)),
            Anchor::Open => Ok(known(state.opened)),
            Anchor::Event(event, which) => Ok(self.event_anchor(state, *event, *which)),
            Anchor::Act(act, which) => Ok(self.act_anchor(state, *act, *which)),
            Anchor::Date(field) => self.date_anchor(state, *field),
            Anchor::Clock(inner) => match self.ends(state, inner, &[])? {
                When::Known(Due { doubt: Some(need @ CaseNeed::Calendar(..)), .. }) => Err(Halt::need(need)),
                When::Known(Due { first, last, doubt }) => {
                    let stamp = Stamp { first: first.stamp(self.zone), last: last.stamp(self.zone) };
                    let event = match doubt {
                        Some(CaseNeed::Time(event)) => Some(event),
                        Some(_) | None => None,
                    };
                    Ok(Anchored::From { stamp, event, happened: Happened::ByEnd })
                }
                When::Waits | When::Paused | When::Never => Ok(Anchored::NotYet),
            },
        }
    }

    /// The event whose time is not known, where a stamp is not exact.
    #[inline]
    pub(super) fn event_of(&self, state: &State, stamp: Stamp) -> Option<u16> {
        if stamp.is_exact() { None } else { self.untimed_event(state, stamp) }
    }

    fn untimed_event(&self, state: &State, stamp: Stamp) -> Option<u16> {
        let all = (0_u16..).zip(&self.case.events);
        let mut untimed = all.filter(|(event, told)| !told.when.is_exact() && state.has_taken(*event));
        // What an end of hours let happen is as little known as the last event that has no time.
        let last = untimed.clone().last();
        untimed.find(|(_, event)| event.when == stamp).or(last).map(|(event, _)| event)
    }

    fn event_anchor(&self, state: &State, event: EventId, which: Which) -> Anchored {
        let all = self.case.occurrences.get(usize::from(event.0)).map(SmallVec::as_slice).unwrap_or_default();
        let taken = |event: &&u16| state.has_taken(**event);
        let any_taken = all.iter().any(|event| state.has_taken(*event));
        let happened = if any_taken { Happened::Yes } else { Happened::Later };
        match which {
            Which::First => self.combine(all.iter().copied(), Stamp::min, happened),
            Which::Each if any_taken => self.combine(all.iter().filter(taken).copied(), Stamp::max, Happened::Yes),
            Which::Each => self.combine(all.iter().copied(), Stamp::min, Happened::Later),
            // The latest so far, once every parcel has had it; before, the one that will be the last to have it.
            Which::Last => {
                let so_far: SmallVec<[u16; 8]> = all.iter().filter(taken).copied().collect();
                if self.complete(&so_far).is_some() {
                    return self.combine(so_far.into_iter(), Stamp::max, Happened::Yes);
                }
                match self.complete(all) {
                    Some(needed) => self.combine(needed.iter().copied(), Stamp::max, Happened::Later),
                    None => Anchored::NotYet,
                }
            }
        }
    }

    /// The first of these events that together tell of each parcel of the order; none where they do not.
    fn complete<'e>(&self, events: &'e [u16]) -> Option<&'e [u16]> {
        let mut parcels: SmallVec<[u16; 8]> = SmallVec::new();
        for (index, event) in events.iter().enumerate() {
            let is_complete = match self.case.events.get(usize::from(*event)).map(|event| &event.what) {
                Some(Happening::Event { parcel: None, .. }) => true,
                Some(Happening::Event { parcel: Some(parcel), .. }) => {
                    if let Err(place) = parcels.binary_search(parcel) {
                        parcels.insert(place, *parcel);
                    }
                    parcels.len() >= self.case.order.parcels.len()
                }
                Some(Happening::Act(_) | Happening::Foreign(_)) | None => false,
            };
            if is_complete {
                return events.get(..=index);
            }
        }
        None
    }

    fn act_anchor(&self, state: &State, wanted: ActId, which: Which) -> Anchored {
        let done = state.done.iter().copied();
        let done = done.filter(|event| act(self.case, *event).is_some_and(|act| act.act == wanted));
        match which {
            Which::First => self.combine(done, Stamp::min, Happened::Yes),
            Which::Last | Which::Each => self.combine(done, Stamp::max, Happened::Yes),
        }
    }

    fn combine(
        &self,
        events: impl Iterator<Item = u16>,
        together: fn(Stamp, Stamp) -> Stamp,
        happened: Happened,
    ) -> Anchored {
        let mut found: Option<(Stamp, u16)> = None;
        for event in events {
            let Some(when) = self.case.events.get(usize::from(event)).map(|event| event.when) else { continue };
            found = Some(match found {
                None => (when, event),
                Some((stamp, known)) => {
                    let stamp = together(stamp, when);
                    (stamp, if stamp == when { event } else { known })
                }
            });
        }
        match found {
            None => Anchored::NotYet,
            Some((stamp, event)) => Anchored::From { stamp, event: (!stamp.is_exact()).then_some(event), happened },
        }
    }

    /// A date of the order, its days read in the process's zone.
    fn date_anchor(&self, state: &State, field: DateField) -> Result<Anchored, Halt> {
        let order = state.known.order(self.case);
        let moment = match field {
            DateField::ShipDate => order.ship_date,
            DateField::Declared(fact) => match order.facts.get(usize::from(fact.0)) {
                Some(Some(FactValue::Date(moment))) => Some(*moment),
                Some(Some(_) | None) | None => None,
            },
        };
        match moment {
            Some(moment) => {
                let stamp = moment.stamp_in(self.zone);
                Ok(Anchored::From { stamp, event: None, happened: Happened::ByTime })
            }
            None => Err(Halt::need(CaseNeed::Order(Missing::Date(field)))),
        }
    }

    /// When a clock ends, or the one of several that counts, with more time that was given.
    #[inline]
    pub(super) fn edge_ends(&self, state: &State, edge: &Edge, extra: &[(u32, ClockUnit)]) -> Result<When, Halt> {
        match edge {
            Edge::One(clock) => self.ends(state, clock, extra),
            Edge::Of(whichever, clocks) => self.end_of_several(state, *whichever, clocks, extra),
        }
    }

    fn end_of_several(
        &self,
        state: &State,
        whichever: Whichever,
        clocks: &[Clock],
        extra: &[(u32, ClockUnit)],
    ) -> Result<When, Halt> {
        let mut ends: Option<When> = None;
        for clock in clocks {
            let next = self.ends(state, clock, extra)?;
            ends = Some(ends.map_or(next, |known| known.with(next, whichever)));
        }
        Ok(ends.unwrap_or(When::Never))
    }

    /// When a clock ends, with more time that was given.
    pub(super) fn ends(&self, state: &State, clock: &Clock, extra: &[(u32, ClockUnit)]) -> Result<When, Halt> {
        let begun = match &clock.from {
            Anchor::Entry => state.entered,
            Anchor::Open => state.opened,
            Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) | Anchor::Clock(_) => None,
        };
        if let Some(due) = begun.and_then(|stamp| self.plain_end(clock, extra, stamp)) {
            return Ok(When::Known(due));
        }
        let (stamp, event) = match self.anchored(state, &clock.from)? {
            Anchored::NotYet => return Ok(When::Waits),
            Anchored::From { stamp, event, .. } => (stamp, event),
        };
        if let Some(due) = self.plain_end(clock, extra, stamp) {
            return Ok(When::Known(due));
        }
        let is_told = is_told(clock, stamp);
        let pause = self.untimed_pause(state, clock);
        let same = is_told && pause.is_none();
        let first = self.end_from(state, clock, extra, Begin::earliest(stamp))?;
        let last = if same { first } else { self.end_from(state, clock, extra, Begin::latest(stamp))? };
        let need = || match event.or(pause.filter(|_| stamp.is_exact())) {
            Some(event) => CaseNeed::Time(event),
            None => self.time_of_anchor(clock),
        };
        let never = End { at: clock::Point(i64::MAX), kind: EndKind::Instant };
        let due = match (first, last) {
            (Ended::Paused, _) => return Ok(When::Paused),
            (Ended::TooFar, _) | (_, Ended::TooFar) => return Ok(When::Never),
            (Ended::NotCovered(need, first), _) | (Ended::At(first), Ended::NotCovered(need, _)) => {
                Due { first, last: never, doubt: Some(need) }
            }
            // It may have ended before the clock stood.
            (Ended::At(first), Ended::Paused) => Due { first, last: never, doubt: Some(need()) },
            (Ended::At(first), Ended::At(last)) => {
                let (first, last) =
                    if same { (first, last) } else { self.between(state, clock, extra, stamp, first, last)? };
                Due { first, last, doubt: (first != last).then(need) }
            }
        };
        let Some(anchor) = &clock.held_until else { return Ok(When::Known(due)) };
        match self.anchored(state, anchor)? {
            Anchored::NotYet => Ok(When::Waits),
            Anchored::From { stamp, event, .. } => {
                let first = self.held(due.first, stamp.first);
                let last = self.held(due.last, stamp.last);
                let need = event.map(CaseNeed::Time).or(due.doubt);
                Ok(When::Known(Due { first, last, doubt: need.filter(|_| first != last) }))
            }
        }
    }

    /// The end of a clock that nothing moves, from an instant that is known; none where it takes a closer look.
    #[inline]
    fn plain_end(&self, clock: &Clock, extra: &[(u32, ClockUnit)], from: Stamp) -> Option<Due> {
        let is_moved = clock.paused_while.is_some() || clock.rolling.is_some() || clock.held_until.is_some();
        if is_moved || !extra.is_empty() || !is_told(clock, from) {
            return None;
        }
        let end = clock::end(count_of(clock), from.first, self.zone, self.calendars).ok()?;
        Some(Due { first: end, last: end, doubt: None })
    }

    /// The first and the last end of a count that begins between two instants.
    ///
    /// An hour of a day off is the same hour of the business day after it: of two counts that end on different days, the
    /// one that begins first may end last, and anything between the days that they end on is possible.
    fn between(
        &self,
        state: &State,
        clock: &Clock,
        extra: &[(u32, ClockUnit)],
        from: Stamp,
        first: End,
        last: End,
    ) -> Result<(End, End), Halt> {
        let is_business = |(_, unit): &(u32, ClockUnit)| matches!(unit, ClockUnit::BusinessDays(_));
        if !is_exact_time(clock) || !(clock.rolling.is_some() || extra.iter().any(is_business)) {
            return Ok((first, last));
        }
        let day = |end: End| self.zone.day_of(end.at.before());
        let plain = Clock { rolling: None, ..clock.clone() };
        let ends = [Begin::earliest(from), Begin::latest(from)].map(|from| self.end_from(state, &plain, &[], from));
        if let [Ok(Ended::At(early)), Ok(Ended::At(late))] = ends
            && day(early) == day(late)
        {
            return Ok((first, last));
        }
        let at = |at: clock::Point| End { at, kind: EndKind::Instant };
        let (early, late) = (day(first).min(day(last)), day(first).max(day(last)));
        Ok((at(self.zone.start_of(early).plus(1)), at(self.zone.start_of(late.saturating_add(1)))))
    }

    /// What asks for the time of a date of the order.
    fn time_of_anchor(&self, clock: &Clock) -> CaseNeed {
        match &clock.from {
            Anchor::Date(field) => CaseNeed::Order(Missing::Time(*field)),
            Anchor::Clock(inner) => self.time_of_anchor(inner),
            Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) => CaseNeed::Time(0),
        }
    }

    /// The later of an end and what it is held until: its day, or its instant.
    fn held(&self, end: End, until: Precise) -> End {
        let held = match end.kind {
            EndKind::Day(_) => End::of_day(until.day, self.zone),
            EndKind::Instant => End::including(until.at),
        };
        end.later(held)
    }
}

/// Whether what a clock counts from is known well enough: a count of days does not ask for the time of the day that it
/// begins with.
#[inline]
fn is_told(clock: &Clock, from: Stamp) -> bool {
    from.is_exact() || (from.first.day == from.last.day && !is_exact_time(clock))
}
