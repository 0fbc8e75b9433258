//! Gates: whether an act counts at its time, with its evidence and on its conditions.

use smallvec::SmallVec;

use super::anchor::{Anchored, Happened};
use super::counted::count_of;
use super::fold::Fold;
use super::guard::Holds;
use super::happening::Act;
use super::known::Known;
use super::state::{Halt, Line, State};
use super::{Bar, CaseNeed, Due, Verdict, Wanted, When};
use crate::clock::{self, Precise, Stamp, Uncountable};
use crate::program::{Anchor, Clock, Edge, EvidenceId, Gate, Whichever};

/// Whether an act counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passes {
    Yes,
    No(Verdict),
}

/// When a gate opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    /// It is not bound.
    Always,
    /// Something must happen first.
    Waits,
    /// Something must happen first, and will.
    Later(Precise),
    /// At some instant from the first to the last.
    At(Precise, Precise, Option<CaseNeed>),
}

impl Opens {
    /// The first and the last instant of what is known to come.
    fn bounds(self) -> Option<(Precise, Precise, Option<CaseNeed>)> {
        match self {
            Self::Always | Self::Waits => None,
            Self::Later(at) => Some((at, at, None)),
            Self::At(first, last, need) => Some((first, last, need)),
        }
    }

    /// The later or the earlier of two.
    fn with(self, other: Self, whichever: Whichever) -> Self {
        let (Some((first, last, need)), Some((others, lasts, needs))) = (self.bounds(), other.bounds()) else {
            // What waits begins after all that has begun.
            let is_self =
                matches!((self, whichever), (Self::Waits, Whichever::Later) | (Self::Always, Whichever::Earlier))
                    || matches!(
                        (other, whichever),
                        (Self::Always, Whichever::Later) | (Self::Waits, Whichever::Earlier)
                    );
            return if is_self { self } else { other };
        };
        let (first, last) = match whichever {
            Whichever::Later => (first.max(others), last.max(lasts)),
            Whichever::Earlier => (first.min(others), last.min(lasts)),
        };
        Self::At(first, last, need.or(needs).filter(|_| first != last))
    }
}

/// What begins, of which one is enough.
pub(super) type Group = SmallVec<[Opens; 2]>;

/// Whether something has begun when an act is tried.
enum Begun {
    Yes,
    /// It begins then, as far as that is known.
    No(Option<Precise>),
    Unknown(CaseNeed),
}

/// An act that is tried.
#[derive(Clone, Copy)]
pub(super) struct Tried<'c> {
    /// Its index among the events.
    pub(super) event: u16,
    pub(super) when: Stamp,
    pub(super) act: &'c Act,
    /// What is known once it has told what it brings along.
    pub(super) known: &'c Known,
}

impl<'a> Fold<'a> {
    /// Whether an act passes a gate.
    pub(super) fn passes(&self, state: &State, tried: Tried<'_>, line: Line, gate: &'a Gate) -> Result<Passes, Halt> {
        if let Some(verdict) = self.too_early(state, tried, gate)? {
            return Ok(Passes::No(verdict));
        }
        let mut first_end: Option<Due> = None;
        for edge in [&gate.within, &gate.until].into_iter().flatten() {
            match self.edge_ends(state, edge, &[])? {
                When::Waits | When::Paused | When::Never => {}
                When::Known(due) => {
                    if self.is_late(tried, due)? {
                        let is_first = first_end.is_none_or(|known| due.first.at < known.first.at);
                        first_end = if is_first { Some(due) } else { first_end };
                    }
                }
            }
        }
        if let Some(due) = first_end {
            let ended = due.doubt.is_none().then_some(due.first);
            return Ok(Passes::No(Verdict::TooLate { ended }));
        }
        if let Some(most) = gate.times
            && state.uses(line) >= most
        {
            return Ok(Passes::No(Verdict::Barred(Bar::UsedUp(most))));
        }
        let shown = |wanted: &[EvidenceId]| wanted.iter().any(|kind| tried.act.evidence.contains(kind));
        if let Some(missing) = gate.evidence.iter().find(|wanted| !shown(wanted)) {
            return Ok(Passes::No(Verdict::Barred(Bar::Evidence(Wanted::of(missing)))));
        }
        match self.when(state, tried.known, gate.when.as_ref())? {
            Holds::Yes => Ok(Passes::Yes),
            Holds::No => Ok(Passes::No(Verdict::Barred(Bar::Guard))),
            Holds::Unknown(needs) => Err(Halt::Needs(needs)),
        }
    }

    /// Whether an act comes before all that must have begun; then it is told when the last of that does.
    fn too_early(&self, state: &State, tried: Tried<'_>, gate: &Gate) -> Result<Option<Verdict>, Halt> {
        let is_begun = |edge: &Edge| edge.alone().is_some_and(|clock| has_begun(state, clock));
        if gate.not_before.is_none() && gate.within.as_ref().is_none_or(is_begun) {
            return Ok(None);
        }
        let (mut early, mut unknown): (Option<Option<Precise>>, Option<CaseNeed>) = (None, None);
        for group in self.beginnings(state, gate) {
            match self.first_of(tried, &group?) {
                Begun::Yes => {}
                Begun::Unknown(need) => unknown = unknown.or(Some(need)),
                Begun::No(opens) => {
                    early = Some(match early {
                        // Where one of them waits for something that may never happen, no time can be told.
                        Some(known) => known.zip(opens).map(|(known, opens)| known.max(opens)),
                        None => opens,
                    });
                }
            }
        }
        match (early, unknown) {
            (Some(opens), _) => Ok(Some(Verdict::TooEarly { opens })),
            (None, Some(need)) => Err(Halt::need(need)),
            (None, None) => Ok(None),
        }
    }

    /// Whether an act came after an end.
    fn is_late(&self, tried: Tried<'_>, due: Due) -> Result<bool, Halt> {
        if tried.when.last.at < due.first.at {
            Ok(false)
        } else if tried.when.first.at >= due.last.at {
            Ok(true)
        } else {
            Err(Halt::need(self.unknown_time(tried, due.doubt)))
        }
    }

    /// What would tell whether an act came before or after.
    fn unknown_time(&self, tried: Tried<'_>, need: Option<CaseNeed>) -> CaseNeed {
        need.unwrap_or(CaseNeed::Time(tried.event))
    }

    /// When all of a gate begins that must have begun: of each group, one is enough.
    pub(super) fn beginnings(&self, state: &State, gate: &Gate) -> impl Iterator<Item = Result<Group, Halt>> {
        let opens = gate.not_before.iter().map(|edge| self.opens(state, edge).map(|opens| Group::from_elem(opens, 1)));
        // What is in time for the later of two is in time for one of them, and for the earlier one for both.
        let within = gate.within.iter().flat_map(|edge| match edge {
            Edge::One(_) | Edge::Of(Whichever::Earlier, _) => edge.clocks().chunks(1),
            Edge::Of(Whichever::Later, clocks) => clocks.chunks(clocks.len().max(1)),
        });
        opens.chain(within.map(|clocks| clocks.iter().map(|clock| self.begun(state, clock)).collect()))
    }

    /// Whether an act comes after something of a group has begun.
    fn first_of(&self, tried: Tried<'_>, group: &[Opens]) -> Begun {
        let (mut first, mut unknown): (Option<Precise>, Option<CaseNeed>) = (None, None);
        for opens in group {
            match *opens {
                Opens::Always => return Begun::Yes,
                Opens::Waits => {}
                Opens::Later(opens) => first = Some(first.map_or(opens, |first| first.min(opens))),
                Opens::At(_, last, _) if tried.when.first.at >= last.at => return Begun::Yes,
                Opens::At(opens, ..) if tried.when.last.at < opens.at => {
                    first = Some(first.map_or(opens, |first| first.min(opens)));
                }
                Opens::At(_, _, need) => unknown = unknown.or(Some(self.unknown_time(tried, need))),
            }
        }
        unknown.map_or(Begun::No(first), Begun::Unknown)
    }

    /// When `not before` opens.
    fn opens(&self, state: &State, edge: &Edge) -> Result<Opens, Halt> {
        let (whichever, clocks) = match edge {
            Edge::One(clock) => return self.opens_with(state, clock),
            Edge::Of(whichever, clocks) => (*whichever, clocks),
        };
        let mut opens: Option<Opens> = None;
        for clock in clocks {
            let next = self.opens_with(state, clock)?;
            opens = Some(opens.map_or(next, |known| known.with(next, whichever)));
        }
        Ok(opens.unwrap_or(Opens::Always))
    }

    fn opens_with(&self, state: &State, clock: &Clock) -> Result<Opens, Halt> {
        let (stamp, event) = match self.anchored(state, &clock.from)? {
            Anchored::NotYet => return Ok(Opens::Waits),
            Anchored::From { stamp, event, .. } => (stamp, event),
        };
        let count = count_of(clock);
        let begin = |from: Precise| clock::begin(count, from, self.zone, self.calendars);
        match (begin(stamp.first), begin(stamp.last)) {
            (Ok(first), Ok(last)) => {
                let need = event.map(CaseNeed::Time).filter(|_| first != last);
                Ok(Opens::At(first, last, need))
            }
            (Err(Uncountable::NotCovered(calendar, missing)), _)
            | (_, Err(Uncountable::NotCovered(calendar, missing))) => {
                let day = missing.day.max(stamp.first.day);
                let first = Precise { at: self.zone.start_of(day), day };
                let last = Precise { at: clock::Point(i64::MAX), day };
                Ok(Opens::At(first, last, Some(CaseNeed::Calendar(calendar, missing.day))))
            }
            (Err(Uncountable::TooFar), _) | (_, Err(Uncountable::TooFar)) => Ok(Opens::Waits),
        }
    }

    /// When a clock of `within` begins: with what it counts from.
    fn begun(&self, state: &State, clock: &Clock) -> Result<Opens, Halt> {
        match self.anchored(state, &clock.from)? {
            Anchored::NotYet => Ok(Opens::Waits),
            Anchored::From { happened: Happened::Yes, .. } => Ok(Opens::Always),
            // It has not been taken, so that an act comes before it, whatever its time.
            Anchored::From { stamp, happened: Happened::Later, .. } => Ok(Opens::Later(stamp.first)),
            Anchored::From { stamp, event, happened: Happened::ByTime } => {
                let day_only = stamp.first.day == stamp.last.day;
                let last = if day_only { stamp.first } else { stamp.last };
                Ok(Opens::At(stamp.first, last, event.map(CaseNeed::Time)))
            }
            Anchored::From { stamp, event, happened: Happened::ByEnd } => {
                Ok(Opens::At(stamp.first, stamp.last, event.map(CaseNeed::Time)))
            }
        }
    }
}

/// Whether what a clock counts from has surely happened, as the entry of the stage at hand has.
fn has_begun(state: &State, clock: &Clock) -> bool {
    match &clock.from {
        Anchor::Entry => state.entered.is_some(),
        Anchor::Open => state.opened.is_some(),
        Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) | Anchor::Clock(_) => false,
    }
}
