//! Fewer pieces of an item, or the shipment without it.

use crate::currency::Money;
use crate::exact::Exact;
use crate::shipment::{Item, Shipment};
use crate::unit::Quantity;

use super::{Change, MAX_ITEMS, Search, Suggestion};

/// The item at a position, counted through the parcels.
pub(super) fn item_mut(shipment: &mut Shipment, position: usize) -> Option<&mut Item> {
    if let Some(items) = &mut shipment.items {
        return items.get_mut(position);
    }
    let parcels = shipment.parcels.as_mut()?;
    parcels.iter_mut().filter_map(|parcel| parcel.items.as_mut()).flatten().nth(position)
}

/// Every item, counted through the parcels.
pub(super) fn items(shipment: &Shipment) -> Vec<&Item> {
    match &shipment.items {
        Some(items) => items.iter().collect(),
        None => {
            let parcels = shipment.parcels.iter().flatten();
            parcels.filter_map(|parcel| parcel.items.as_ref()).flatten().collect()
        }
    }
}

impl Search<'_> {
    /// For each item the most pieces that pass.
    pub(super) fn fewer(&mut self) -> Vec<Suggestion> {
        let quantities: Vec<Option<u64>> =
            items(self.shipment).iter().take(MAX_ITEMS).map(|item| item.quantity).collect();
        let mut found = Vec::new();
        for (item, quantity) in quantities.into_iter().enumerate() {
            let Some(from) = quantity.filter(|quantity| *quantity > 1) else { continue };
            let (mut passes, mut fails) = (0_u64, from);
            // INVARIANT: `passes` pieces pass, or none do; `fails` pieces do not.
            while fails.saturating_sub(passes) > 1 {
                let middle = passes.midpoint(fails);
                let changed = self.with_quantity(item, from, middle);
                match changed.as_ref().and_then(|changed| self.passes(changed)) {
                    Some(_) => passes = middle,
                    None => fails = middle,
                }
            }
            if passes > 0
                && let Some(changed) = self.with_quantity(item, from, passes)
            {
                found.extend(self.suggestion(Change::Quantity { item, from, to: passes }, changed));
            }
        }
        found
    }

    /// Each item without which the rest passes.
    pub(super) fn leave_out(&mut self) -> Vec<Suggestion> {
        let count = items(self.shipment).len();
        if count < 2 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for item in 0..count.min(MAX_ITEMS) {
            let changed = self.without(item);
            found.extend(self.suggestion(Change::LeaveOut(item), changed));
        }
        found
    }

    /// The shipment with fewer pieces of an item; its own weight and value fall with them where a piece tells both.
    fn with_quantity(&self, position: usize, from: u64, to: u64) -> Option<Shipment> {
        let mut changed = self.shipment.clone();
        let item = item_mut(&mut changed, position)?;
        item.quantity = Some(to);
        let item = item.clone();
        lighten(&mut changed, &item, from.saturating_sub(to));
        Some(changed)
    }

    fn without(&self, position: usize) -> Shipment {
        let mut changed = self.shipment.clone();
        let Some(item) = item_mut(&mut changed, position).cloned() else { return changed };
        match &mut changed.items {
            Some(items) => {
                items.remove(position);
            }
            None => {
                let mut left = position;
                for items in changed.parcels.iter_mut().flatten().filter_map(|parcel| parcel.items.as_mut()) {
                    if left < items.len() {
                        items.remove(left);
                        break;
                    }
                    left = left.saturating_sub(items.len());
                }
            }
        }
        lighten(&mut changed, &item, item.quantity.unwrap_or(0));
        changed
    }
}

/// Takes the weight and the value of some pieces off the shipment's own.
fn lighten(shipment: &mut Shipment, item: &Item, pieces: u64) {
    let Ok(pieces) = i64::try_from(pieces).map(Exact::from_integer) else { return };
    if let (Some(whole), Some(piece)) = (shipment.weight, item.weight) {
        let rest = || -> Option<Quantity> {
            let off = piece.in_base().ok()?.checked_mul(pieces).ok()?;
            let rest = whole.in_base().ok()?.checked_sub(off).ok()?;
            rest.is_positive().then(|| Quantity::from_base(rest, whole.unit).ok())?
        };
        shipment.weight = rest().or(shipment.weight);
    }
    if let (Some(whole), Some(piece)) = (shipment.declared_value, item.unit_value)
        && whole.currency == piece.currency
    {
        let rest = piece.amount.checked_mul(pieces).and_then(|off| whole.amount.checked_sub(off));
        if let Ok(rest) = rest
            && !rest.is_negative()
        {
            shipment.declared_value = Some(Money::new(rest, whole.currency));
        }
    }
}
