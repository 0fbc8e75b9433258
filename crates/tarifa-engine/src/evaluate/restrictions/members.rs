//! The items that a limit or a separation speaks of: those that it surely does, and those of which something is missing.

use smallvec::SmallVec;

use crate::prepare::PreparedItem;
use crate::program::{Restriction, Subject};

use super::super::condition::Truth;
use super::super::run::{Evaluation, Stop};
use super::super::{Missing, Rule, Trace};

/// An item that a limit may speak of.
pub(super) struct Member<'s> {
    pub(super) position: u32,
    pub(super) item: &'s PreparedItem,
    /// Whether it surely is one.
    pub(super) truth: Truth,
    /// What is missing to tell.
    pub(super) missed: Vec<(Missing, Rule)>,
}

/// Items that a limit may speak of; most shipments hold few.
pub(super) type Members<'s> = SmallVec<[Member<'s>; 2]>;

/// The items that a sum is surely over, and those that it may be over.
#[derive(Default)]
pub(super) struct Inside<'m, 's> {
    pub(super) sure: SmallVec<[&'m Member<'s>; 2]>,
    pub(super) maybe: SmallVec<[&'m Member<'s>; 2]>,
}

impl<'p, 's, T: Trace> Evaluation<'p, 's, '_, T> {
    /// The items that are or may be those that the rule speaks of.
    pub(super) fn members(
        &mut self,
        restriction: &'p Restriction,
        first: usize,
        items: &'s [PreparedItem],
    ) -> Result<Members<'s>, Stop> {
        let mut members = Members::new();
        for (position, item) in (u32::try_from(first).unwrap_or(u32::MAX)..).zip(items) {
            self.item = Some((position, item));
            let mark = self.missed.len();
            let truth = self.reaches_whole(restriction)?;
            let missed = self.missed.split_off(mark);
            if truth != Truth::No {
                members.push(Member { position, item, truth, missed });
            }
        }
        self.item = None;
        Ok(members)
    }

    /// The items of the order that travel in another consignment and that the rule may speak of.
    pub(super) fn rest_of_order(&mut self, restriction: &'p Restriction, scope: Truth) -> Result<Members<'s>, Stop> {
        let shipment = self.shipment;
        let first = shipment.items.as_ref().map_or(0, Vec::len);
        match restriction.subject {
            Subject::Item => self.members(restriction, first, &shipment.order_items),
            Subject::Shipment if scope == Truth::No => Ok(Members::new()),
            Subject::Shipment => Ok(everything(first, &shipment.order_items)),
        }
    }
}

/// Every item, for a rule that speaks of the shipment.
pub(super) fn everything(first: usize, items: &[PreparedItem]) -> Members<'_> {
    let positions = u32::try_from(first).unwrap_or(u32::MAX)..;
    let member = |(position, item)| Member { position, item, truth: Truth::Yes, missed: Vec::new() };
    positions.zip(items).map(member).collect()
}

pub(super) fn divided<'m, 's>(members: impl IntoIterator<Item = &'m Member<'s>>) -> Inside<'m, 's> {
    let (sure, maybe) = members.into_iter().partition(|member| member.truth == Truth::Yes);
    Inside { sure, maybe }
}

pub(super) fn inside<'m, 's>(members: &'m [Member<'s>]) -> Inside<'m, 's> {
    divided(members)
}

/// The members and the rest of the order; the rest is of no concern unless something of it travels here.
pub(super) fn inside_order<'m, 's>(own: &'m [Member<'s>], rest: &'m [Member<'s>], subject: Subject) -> Inside<'m, 's> {
    let concerned = subject == Subject::Shipment || own.iter().any(|member| member.truth == Truth::Yes);
    let all = own.iter().chain(rest);
    if concerned { divided(all) } else { Inside { sure: SmallVec::new(), maybe: all.collect() } }
}
