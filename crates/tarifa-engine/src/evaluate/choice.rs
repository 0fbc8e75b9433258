//! A value that a missing fact could have, and the shipment in which it has it.

use smallvec::SmallVec;

use crate::currency::Money;
use crate::prepare::{Days, Place, Prepared, PreparedItem};
use crate::program::{DateField, FactRef, FactValue, PlaceField, Program};

use super::{Index, Missing};

/// A value that a missing fact could have.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Choice {
    /// Of a declared fact.
    Fact(FactValue),
    /// The declared value.
    DeclaredValue(Money),
    /// A place class, for a place that is missing altogether.
    Class(u32),
    /// A class of subdivisions.
    Subdivision(u32),
    /// A class of postcodes.
    Postcode(u32),
    /// The days of a date, by zone.
    Days(SmallVec<[Days; 2]>),
    /// The category of an item; none that any rule names.
    Category(Option<u32>),
    /// The digits of an item's Harmonised System code.
    Code(String),
}

impl Choice {
    /// Gives the missing fact this value.
    pub(super) fn put(&self, missing: Missing, index: &Index, program: &Program, shipment: &mut Prepared) {
        match (self, missing) {
            (Self::Fact(value), Missing::Fact(fact) | Missing::Postcode(PlaceField::Declared(fact))) => {
                if let Some(slot) = shipment.facts.get_mut(usize::from(fact.0)) {
                    *slot = Some(value.clone());
                }
            }
            (Self::Fact(value), Missing::Item(position, FactRef::Declared(fact))) => {
                let slot = item(shipment, position).and_then(|item| item.facts.get_mut(index.item_slot(fact)));
                if let Some(slot) = slot {
                    *slot = Some(value.clone());
                }
            }
            (Self::Category(node), Missing::Item(position, _)) => {
                if let Some(item) = item(shipment, position) {
                    item.name_category(*node);
                }
            }
            (Self::Code(code), Missing::Item(position, _)) => {
                if let Some(item) = item(shipment, position) {
                    item.name_code(code, &program.categories);
                }
            }
            (Self::DeclaredValue(money), _) => shipment.declared_value = Some(*money),
            (
                Self::Class(_) | Self::Subdivision(_) | Self::Postcode(_),
                Missing::Country(field) | Missing::Subdivision(field) | Missing::Postcode(field),
            ) => {
                let place = match field {
                    PlaceField::Origin => &mut shipment.origin,
                    PlaceField::Destination => &mut shipment.destination,
                    PlaceField::Declared(_) => return,
                };
                *place = self.placed(*place, program);
            }
            (Self::Days(days), Missing::Date(field) | Missing::Time(field)) => {
                put_days(days, field, index, shipment);
            }
            (Self::Days(days), Missing::Fact(fact)) => {
                put_days(days, DateField::Declared(fact), index, shipment);
            }
            // Choices are made for the kind of what is missing.
            (
                Self::Fact(_)
                | Self::Class(_)
                | Self::Subdivision(_)
                | Self::Postcode(_)
                | Self::Days(_)
                | Self::Category(_)
                | Self::Code(_),
                _,
            ) => {}
        }
    }

    /// The place with one more thing known of it.
    fn placed(&self, place: Place, program: &Program) -> Place {
        let (subdivision, postcode) = match self {
            Self::Class(class) => return Place::Class(*class),
            Self::Subdivision(class) => (Some(*class), None),
            Self::Postcode(class) => (None, Some(*class)),
            Self::Fact(_) | Self::DeclaredValue(_) | Self::Days(_) | Self::Category(_) | Self::Code(_) => return place,
        };
        let Place::Country { country, subdivision: known_subdivision, postcode: known_postcode } = place else {
            return place;
        };
        let Some(classes) = program.places.countries.get(usize::from(country)) else { return place };
        Place::in_country(classes, country, subdivision.or(known_subdivision), postcode.or(known_postcode))
    }
}

fn item(shipment: &mut Prepared, position: u32) -> Option<&mut PreparedItem> {
    let position = position as usize;
    let Prepared { items, order_items, .. } = shipment;
    let count = items.as_ref().map_or(0, Vec::len);
    match position.checked_sub(count) {
        // The rest of the order is counted on from the consignment.
        Some(position) => order_items.get_mut(position),
        None => items.as_mut()?.get_mut(position),
    }
}

fn put_days(days: &[Days], field: DateField, index: &Index, shipment: &mut Prepared) {
    for (zone, day) in (0_u8..=u8::MAX).zip(days) {
        if let Some(slot) = shipment.days.get_mut(index.date_slot(field, zone)) {
            *slot = Some(*day);
        }
    }
}
