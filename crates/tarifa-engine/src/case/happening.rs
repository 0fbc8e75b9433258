//! What happened in a case, named by index.

use smallvec::SmallVec;

use super::input::WhatHappened;
use super::known::Known;
use crate::clock::Stamp;
use crate::exact::Exact;
use crate::prepare::{Prepared, ToldFact};
use crate::program::{ActId, AmountId, EventId, EvidenceId, FactId, PartyId, Process, ReasonId};

/// Something that happened, or will.
#[derive(Clone, Debug)]
pub struct PreparedEvent {
    /// When.
    pub when: Stamp,
    /// What.
    pub what: Happening,
    /// Its place in the case as it was told, which is the same for every version of the process.
    pub(super) told: u16,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// Something outside the process.
    Event {
        /// What.
        event: EventId,
        /// The parcel, from 0; none for the whole order.
        parcel: Option<u16>,
    },
    /// Something that a party did.
    Act(Box<Act>),
    /// Something that only another version of the process knows.
    Foreign(Box<ForeignHappening>),
}

/// Which versions of a process know of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownTo {
    /// Every one.
    Every,
    /// This one, and not every other.
    Some,
}

/// What only another version of the process knows: it is told, and leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignHappening {
    /// The party that did it; none of something outside the process.
    pub by: Option<String>,
    /// The event or the act.
    pub what: String,
    /// The parcel, from 1; none for the whole order.
    pub parcel: Option<u64>,
}

impl ForeignHappening {
    pub(super) fn of(what: &WhatHappened) -> Self {
        match what {
            WhatHappened::Event { event, parcel } => Self { by: None, what: event.clone(), parcel: *parcel },
            WhatHappened::Act { by, act, .. } => Self { by: Some(by.clone()), what: act.clone(), parcel: None },
        }
    }
}

/// Whether a process knows what happened by its name.
pub(super) fn knows(process: &Process, what: &WhatHappened) -> bool {
    match what {
        WhatHappened::Event { event, .. } => process.events.contains(event),
        WhatHappened::Act { by, act, .. } => {
            process.parties.contains(by) && process.acts.iter().any(|own| own.name == *act)
        }
    }
}

/// What happens outside comes first, then acts by their names; the same for every version of the process.
pub(super) fn rank(what: &WhatHappened) -> (u8, &str, Option<u64>, &str) {
    match what {
        WhatHappened::Event { event, parcel } => (0, event, *parcel, ""),
        WhatHappened::Act { by, act, .. } => (1, act, None, by),
    }
}

/// Something that a party did, with what it brings along.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who.
    pub by: PartyId,
    /// What.
    pub act: ActId,
    pub(super) reason: Option<ReasonId>,
    pub(super) evidence: SmallVec<[EvidenceId; 2]>,
    pub(super) amounts: SmallVec<[(AmountId, Option<Exact>); 2]>,
    pub(super) received: Option<SmallVec<[u64; 4]>>,
    pub(super) facts: SmallVec<[(FactId, ToldFact); 2]>,
    /// Which versions of the process know it.
    pub(super) known_to: KnownTo,
    /// The order with these facts told.
    pub(super) order: Option<Box<Prepared>>,
}

impl Act {
    /// Whether it tells something that is not known.
    pub(super) fn tells(&self, known: &Known) -> bool {
        self.reason.is_some()
            || self.order.is_some()
            || self.received.is_some()
            || !self.amounts.is_empty()
            || self.evidence.iter().any(|kind| !known.shown.contains(kind))
    }

    /// Tells an order its facts.
    pub(super) fn tell(&self, order: &mut Prepared) {
        self.facts.iter().for_each(|(fact, told)| told.put(*fact, order));
    }
}

impl ToldFact {
    /// Puts the value into an order.
    fn put(&self, fact: FactId, order: &mut Prepared) {
        if let Some(slot) = order.facts.get_mut(usize::from(fact.0)) {
            slot.clone_from(&self.value);
        }
        order.given.insert(u32::from(fact.0));
        for (slot, days) in &self.days {
            if let Some(own) = order.days.get_mut(*slot) {
                *own = *days;
            }
        }
    }
}
