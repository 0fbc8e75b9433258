//! The items that a sum is over.

use smallvec::SmallVec;

use crate::exact::Exact;
use crate::prepare::PreparedItem;

use super::super::run::{Evaluation, Stop};
use super::super::{Missing, Trace};

/// Items with their positions; those of the rest of the order are counted on from the consignment's.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Group<'s> {
    /// The items.
    pub(super) items: SmallVec<[(u32, &'s PreparedItem); 2]>,
    /// How what is missing is counted.
    pub(super) counted: Counted,
}

/// How an amount that is missing enters a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Counted {
    /// The sum is unknown.
    #[default]
    Exactly,
    /// As the least that it can be: one piece, and nothing of it.
    AtLeast,
}

impl<'s, T: Trace> Evaluation<'_, 's, '_, T> {
    /// Visits the items of the group at hand, or all of the shipment's.
    pub(in super::super) fn for_each_item(
        &mut self,
        mut visit: impl FnMut(&mut Self, u32, &'s PreparedItem),
    ) -> Result<(), Stop> {
        let shipment = self.shipment;
        if let Some(group) = self.group.take() {
            // A sum asks how what is missing is counted while the group is away.
            let Group { items, counted } = group;
            for (position, item) in &items {
                self.group = Some(Group { items: SmallVec::new(), counted });
                visit(self, *position, item);
            }
            self.group = Some(Group { items, counted });
            return Ok(());
        }
        let Some(items) = &shipment.items else { return Err(self.miss(Missing::Items)) };
        for (position, item) in (0_u32..).zip(items) {
            visit(self, position, item);
        }
        Ok(())
    }

    /// A quantity and an amount per piece; where the least is asked for, what is missing counts so.
    pub(in super::super) fn at_least(
        &mut self,
        mark: usize,
        (quantity, each): (Result<Exact, Stop>, Result<Exact, Stop>),
    ) -> (Result<Exact, Stop>, Result<Exact, Stop>) {
        if self.group.as_ref().is_none_or(|group| group.counted == Counted::Exactly) {
            return (quantity, each);
        }
        let known = |found: Result<Exact, Stop>, least: Exact| match found {
            Err(Stop::Unknown) => Ok(least),
            Ok(_) | Err(Stop::Arithmetic(_) | Stop::Fault(_)) => found,
        };
        self.missed.truncate(mark);
        (known(quantity, Exact::ONE), known(each, Exact::ZERO))
    }
}
