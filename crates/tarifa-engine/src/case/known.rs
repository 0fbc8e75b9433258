//! What acts have told so far.

use smallvec::SmallVec;

use super::PreparedCase;
use super::happening::{Act, Happening};
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::{EvidenceId, ReasonId};

/// What is known of the case beside its position.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) told: Told,
    pub(super) reason: Option<ReasonId>,
    /// The amounts that acts brought along, or that a stage was entered with, in the case's currency.
    pub(super) amounts: SmallVec<[Option<Exact>; 4]>,
    /// The act that told what came back.
    pub(super) received: Option<u16>,
    /// The evidence shown, ascending.
    pub(super) shown: SmallVec<[EvidenceId; 4]>,
}

/// Which acts have told facts of the order.
#[derive(Clone, Debug, Default)]
pub(super) enum Told {
    /// None.
    #[default]
    Nothing,
    /// One, or one that told again all that others had: its order was prepared with the case.
    By(u16),
    /// Several, each something of its own; in the order of telling.
    ByMany(SmallVec<[u16; 4]>, Box<Prepared>),
}

impl Known {
    /// The order with what has been told of it.
    pub(super) fn order<'a>(&'a self, case: &'a PreparedCase) -> &'a Prepared {
        match &self.told {
            Told::Nothing => &case.order,
            Told::By(event) => match act(case, *event).and_then(|act| act.order.as_deref()) {
                Some(order) => order,
                None => &case.order,
            },
            Told::ByMany(_, order) => order,
        }
    }

    /// What is known once an act has told what it brings along.
    pub(super) fn after(&self, case: &PreparedCase, event: u16, act: &Act) -> Self {
        let mut after = Self {
            told: if act.order.is_some() { self.told_after(case, event, act) } else { self.told.clone() },
            reason: act.reason.or(self.reason),
            amounts: SmallVec::from_slice(&self.amounts),
            received: act.received.as_ref().map_or(self.received, |_| Some(event)),
            shown: SmallVec::from_slice(&self.shown),
        };
        for (amount, value) in &act.amounts {
            after.set_amount(usize::from(amount.0), *value);
        }
        for evidence in &act.evidence {
            if let Err(position) = after.shown.binary_search(evidence) {
                after.shown.insert(position, *evidence);
            }
        }
        after
    }

    pub(super) fn set_amount(&mut self, position: usize, value: Option<Exact>) {
        if self.amounts.len() <= position {
            self.amounts.resize(position.saturating_add(1), None);
        }
        if let Some(slot) = self.amounts.get_mut(position) {
            *slot = value;
        }
    }

    fn told_after(&self, case: &PreparedCase, event: u16, told: &Act) -> Told {
        let earlier: SmallVec<[u16; 4]> = match &self.told {
            Told::Nothing => return Told::By(event),
            Told::By(earlier) => SmallVec::from_slice(&[*earlier]),
            Told::ByMany(earlier, _) => earlier.clone(),
        };
        let tells = |fact| told.facts.iter().any(|(own, _)| *own == fact);
        let covered = earlier.iter().filter_map(|event| act(case, *event)).flat_map(|act| &act.facts);
        if covered.into_iter().all(|(fact, _)| tells(*fact)) {
            return Told::By(event);
        }
        let mut events = earlier;
        events.push(event);
        let mut order = case.order.clone();
        for act in events.iter().filter_map(|event| act(case, *event)) {
            act.tell(&mut order);
        }
        Told::ByMany(events, Box::new(order))
    }

    /// Whether both know the same, however they came to it.
    pub(super) fn same(&self, other: &Self, case: &PreparedCase) -> bool {
        let (left, right) = (self.order(case), other.order(case));
        let orders = std::ptr::eq(left, right) || (left.facts == right.facts && left.days == right.days);
        orders
            && self.reason == other.reason
            && self.received == other.received
            && self.shown == other.shown
            && self.amounts == other.amounts
    }
}

/// What a party did, by the index of the event.
pub(super) fn act(case: &PreparedCase, event: u16) -> Option<&Act> {
    match &case.events.get(usize::from(event))?.what {
        Happening::Act(act) => Some(act),
        Happening::Event { .. } | Happening::Foreign(_) => None,
    }
}
