//! What the consignment holds: items of the shipment, of its parcels, and of the rest of the order.

use crate::shipment::Shipment;

use super::error::InputProblem;
use super::from_shipment::Preparation;
use super::{MAX_ITEMS, PreparedItem};

impl Preparation<'_> {
    /// The items, each with the parcel that it is in where that is told; none where no list was given.
    pub(super) fn goods(&mut self, shipment: &Shipment) -> Option<Vec<PreparedItem>> {
        let parcels = shipment.parcels.as_deref().unwrap_or_default();
        if parcels.iter().all(|parcel| parcel.items.is_none()) {
            let mut items = self.items("items", shipment.items.as_deref()?);
            // What is not told per parcel is known all the same where there is only one.
            if parcels.len() <= 1 {
                items.iter_mut().for_each(|item| item.parcel = Some(0));
            }
            return Some(items);
        }
        if shipment.items.is_some() {
            self.report("items", InputProblem::ItemsBesideParcels);
        }
        let mut goods = Vec::new();
        let mut all_told = true;
        for (position, parcel) in (0_u16..).zip(parcels) {
            let Some(items) = &parcel.items else {
                all_told = false;
                continue;
            };
            let key = format!("parcels[{position}].items");
            if goods.len().saturating_add(items.len()) > MAX_ITEMS {
                let instead = "give equal pieces as one item with a quantity";
                let found = goods.len().saturating_add(items.len());
                self.report(&key, InputProblem::TooMany { what: "items", found, most: MAX_ITEMS, instead });
                return None;
            }
            let items = self.items(&key, items).into_iter();
            goods.extend(items.map(|item| PreparedItem { parcel: Some(position), ..item }));
        }
        if !all_told {
            self.report("parcels", InputProblem::ItemsOfSomeParcels);
        }
        Some(goods)
    }
}
