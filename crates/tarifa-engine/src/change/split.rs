//! Several parcels in place of one, so that limits per parcel and separations are kept.

use crate::evaluate::{Quote, Reason};
use crate::exact::{Exact, RoundingMode};
use crate::shipment::{Item, Parcel, Shipment};
use crate::unit::Quantity;

use super::{Change, MAX_ITEMS, Search, Suggestion};

/// The most parcels that are suggested.
const MAX_PARCELS: usize = 20;

/// The most parcels of one weight that are suggested.
const MAX_DIVIDED: u16 = 20;

/// What a parcel holds: items, from 0, with their pieces.
type Load = Vec<(usize, u64)>;

impl Search<'_> {
    /// A division into parcels that passes; each parcel takes as much as it can, in the order of the items.
    pub(super) fn split(&mut self, quote: &Quote) -> Option<Suggestion> {
        let items = self.shipment.items.as_ref().filter(|items| items.len() <= MAX_ITEMS)?;
        if !is_of_parcels(quote) || self.shipment.parcels.is_some() {
            return None;
        }
        let quantities: Option<Vec<u64>> = items.iter().map(|item| item.quantity).collect();
        let mut loads: Vec<Load> = Vec::new();
        for (item, quantity) in quantities?.into_iter().enumerate() {
            let mut left = quantity;
            for number in 0..MAX_PARCELS {
                if left == 0 {
                    break;
                }
                if number == loads.len() {
                    loads.push(Vec::new());
                }
                left = left.saturating_sub(self.fill(&mut loads, number, item, left));
            }
            if left > 0 {
                return None;
            }
        }
        let changed = self.divided(&loads)?;
        (loads.len() > 1).then(|| self.suggestion(Change::Split(loads), changed))?
    }

    /// The fewest parcels of one weight that pass, of a shipment of which no goods are told; each as large as it may be.
    pub(super) fn divide(&mut self, quote: &Quote) -> Option<Suggestion> {
        let has_goods = self.shipment.items.as_ref().is_some_and(|items| !items.is_empty());
        if has_goods || self.shipment.parcels.is_some() || !is_of_parcels(quote) {
            return None;
        }
        let whole = self.shipment.weight?;
        // A weight as scales show it: a third of a kilogram has no end in decimals.
        let grain = Exact::new(1, 1000).ok()?;
        (2..=MAX_DIVIDED).find_map(|parcels| {
            let weight = share(whole, 1, u64::from(parcels))?;
            let weight = Quantity { value: weight.value.round_to(grain, RoundingMode::Up).ok()?, ..weight };
            let parcel =
                Parcel { weight: Some(weight), sides: self.shipment.sides, items: self.shipment.items.clone() };
            let all = vec![parcel; usize::from(parcels)];
            let changed =
                Shipment { weight: None, sides: None, items: None, parcels: Some(all), ..self.shipment.clone() };
            self.suggestion(Change::Divide { parcels, weight }, changed)
        })
    }

    /// Puts as many pieces of an item into a parcel as pass there, and says how many.
    fn fill(&mut self, loads: &mut [Load], number: usize, item: usize, pieces: u64) -> u64 {
        let with = |loads: &[Load], pieces: u64| {
            let mut loads = loads.to_vec();
            if let Some(load) = loads.get_mut(number) {
                load.push((item, pieces));
            }
            loads
        };
        let (mut passes, mut fails) = (0_u64, pieces.saturating_add(1));
        while fails.saturating_sub(passes) > 1 {
            // All at once is the likeliest, and then nothing else is tried.
            let middle = if fails > pieces { pieces } else { passes.midpoint(fails) };
            let changed = self.divided(&with(loads, middle));
            match changed.as_ref().and_then(|changed| self.passes(changed)) {
                Some(_) => passes = middle,
                None => fails = middle,
            }
        }
        if passes > 0
            && let Some(load) = loads.get_mut(number)
        {
            load.push((item, passes));
        }
        passes
    }

    /// The shipment with these parcels, each of the shipment's own size.
    fn divided(&self, loads: &[Load]) -> Option<Shipment> {
        let items = self.shipment.items.as_deref()?;
        let pieces: u64 = items.iter().filter_map(|item| item.quantity).fold(0, u64::saturating_add);
        let parcel = |load: &Load| -> Option<Parcel> {
            let inside =
                load.iter().map(|(item, pieces)| Some(Item { quantity: Some(*pieces), ..items.get(*item)?.clone() }));
            let inside: Option<Vec<Item>> = inside.collect();
            let inside = inside?;
            let own = inside.iter().all(|item| item.weight.is_some());
            let here = load.iter().map(|(_, pieces)| *pieces).fold(0, u64::saturating_add);
            let weight = if own { None } else { self.shipment.weight.and_then(|weight| share(weight, here, pieces)) };
            Some(Parcel { weight, sides: self.shipment.sides, items: Some(inside) })
        };
        let parcels: Option<Vec<Parcel>> = loads.iter().filter(|load| !load.is_empty()).map(parcel).collect();
        Some(Shipment { items: None, weight: None, sides: None, parcels: Some(parcels?), ..self.shipment.clone() })
    }
}

/// Whether something of a parcel is what refuses: what it holds, or that it is too heavy or too large for the service.
fn is_of_parcels(quote: &Quote) -> bool {
    quote.reasons.iter().any(|reason| match reason {
        Reason::OverLimit { parcel, .. } | Reason::NotSeparate { parcel, .. } => parcel.is_some(),
        Reason::Limit { .. } => true,
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Forbidden { .. }
        | Reason::Refused { .. }
        | Reason::Refer { .. } => false,
    })
}

/// A parcel's share of the whole weight: so many of all pieces.
fn share(whole: Quantity, here: u64, pieces: u64) -> Option<Quantity> {
    let number = |count: u64| i64::try_from(count).ok().map(Exact::from_integer);
    let grams = whole.in_base().ok()?.checked_mul(number(here)?).ok()?.checked_div(number(pieces)?).ok()?;
    Quantity::from_base(grams, whole.unit).ok()
}
