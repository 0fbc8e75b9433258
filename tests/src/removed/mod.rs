//! Facts taken from a shipment in turn, and facts that are asked for told in every way that rules can tell apart.
//!
//! [`told`] lists what a shipment tells, [`Told::taken_from`] leaves it out, and [`Questions`] looks whether what an
//! answer asks for could change it.

mod questions;
mod values;

use tarifa_engine::shipment::{Item, Shipment};

pub use questions::{Questions, counted, turns_away};

/// Something that a shipment tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Where it leaves from.
    Origin,
    /// Where it goes.
    Destination,
    /// The subdivision of where it goes.
    Subdivision,
    /// The postcode of where it goes.
    Postcode,
    /// Its weight, or a parcel's, from 0.
    Weight(Option<usize>),
    /// Its sides, or a parcel's, from 0.
    Sides(Option<usize>),
    /// The declared value.
    DeclaredValue,
    /// The day of shipping.
    ShipDate,
    /// The goods.
    Items,
    /// Which goods are in which parcel.
    Contents,
    /// A declared fact of the shipment.
    Fact(String),
    /// What an item tells under a key.
    OfItem(usize, String),
    /// The day of issue of what is at hand for the shipment.
    Issued(usize),
    /// The day of issue of what is at hand for an item.
    IssuedOfItem(usize, usize),
}

/// Everything that a shipment tells, but for what others work out or a default says just as well.
pub fn told(shipment: &Shipment, defaults: &[String]) -> Vec<Told> {
    let mut found = Vec::new();
    let mut note = |is_told: bool, told: Told| found.extend(is_told.then_some(told));
    let items = items(shipment);
    note(shipment.origin.is_some(), Told::Origin);
    note(shipment.destination.is_some(), Told::Destination);
    if let Some(destination) = &shipment.destination {
        note(destination.subdivision.is_some(), Told::Subdivision);
        note(destination.postcode.is_some(), Told::Postcode);
    }
    // Without its own, the sum of the items' is the weight, and the value; that is another shipment, and no unknown.
    let weighed = !items.is_empty() && items.iter().all(|item| item.weight.is_some());
    let valued = !items.is_empty() && items.iter().all(|item| item.unit_value.is_some());
    note(shipment.weight.is_some() && !weighed, Told::Weight(None));
    note(shipment.sides.is_some(), Told::Sides(None));
    note(shipment.declared_value.is_some() && !valued, Told::DeclaredValue);
    note(shipment.ship_date.is_some(), Told::ShipDate);
    for (number, parcel) in shipment.parcels.iter().flatten().enumerate() {
        note(parcel.weight.is_some() && !weighed, Told::Weight(Some(number)));
        note(parcel.sides.is_some(), Told::Sides(Some(number)));
    }
    let in_parcels = shipment.parcels.iter().flatten().any(|parcel| parcel.items.is_some());
    note(in_parcels || shipment.items.is_some(), Told::Items);
    note(in_parcels, Told::Contents);
    for name in shipment.facts.keys().filter(|name| !defaults.contains(name)) {
        note(true, Told::Fact(name.clone()));
    }
    for (number, item) in items.iter().enumerate() {
        let of_item = |key: &str| Told::OfItem(number, key.to_owned());
        note(item.category.is_some(), of_item("category"));
        note(item.quantity.is_some(), of_item("quantity"));
        note(item.weight.is_some() && shipment.weight.is_some(), of_item("weight"));
        note(item.unit_value.is_some() && shipment.declared_value.is_some(), of_item("unit_value"));
        // What has a name needs no code to be known.
        note(item.hs.is_some() && item.category.is_none(), of_item("hs"));
        for name in item.facts.keys().filter(|name| !defaults.contains(name)) {
            note(true, of_item(name));
        }
        for (position, own) in item.provided.iter().enumerate() {
            note(own.issued.is_some(), Told::IssuedOfItem(number, position));
        }
    }
    for (position, own) in shipment.provided.iter().enumerate() {
        note(own.issued.is_some(), Told::Issued(position));
    }
    found
}

/// The shipment's items, wherever they are told.
pub fn items(shipment: &Shipment) -> Vec<&Item> {
    let of_parcels = shipment.parcels.iter().flatten().filter_map(|parcel| parcel.items.as_ref());
    shipment.items.iter().chain(of_parcels).flatten().collect()
}

/// The shipment's items, wherever they are told.
fn items_of(shipment: &mut Shipment) -> Vec<&mut Item> {
    let of_parcels = shipment.parcels.iter_mut().flatten().filter_map(|parcel| parcel.items.as_mut());
    shipment.items.iter_mut().chain(of_parcels).flatten().collect()
}

impl Told {
    /// The shipment without it, where something else has not taken it away already.
    pub fn taken_from(&self, shipment: &Shipment) -> Shipment {
        let mut less = shipment.clone();
        let parcel = |less: &mut Shipment, number: usize, take: &dyn Fn(&mut tarifa_engine::shipment::Parcel)| {
            less.parcels.iter_mut().flatten().nth(number).map(take);
        };
        match self {
            Self::Origin => less.origin = None,
            Self::Destination => less.destination = None,
            Self::Subdivision => less.destination.iter_mut().for_each(|place| place.subdivision = None),
            Self::Postcode => less.destination.iter_mut().for_each(|place| place.postcode = None),
            Self::Weight(None) => less.weight = None,
            Self::Weight(Some(number)) => parcel(&mut less, *number, &|parcel| parcel.weight = None),
            Self::Sides(None) => less.sides = None,
            Self::Sides(Some(number)) => parcel(&mut less, *number, &|parcel| parcel.sides = None),
            Self::DeclaredValue => less.declared_value = None,
            Self::ShipDate => less.ship_date = None,
            Self::Items => {
                less.items = None;
                less.parcels.iter_mut().flatten().for_each(|parcel| parcel.items = None);
            }
            // Nobody tells where goods are of which nobody tells that they are there.
            Self::Contents if less.parcels.iter().flatten().all(|parcel| parcel.items.is_none()) => {}
            Self::Contents => {
                less.items = Some(items(&less).into_iter().cloned().collect());
                less.parcels.iter_mut().flatten().for_each(|parcel| parcel.items = None);
            }
            Self::Fact(name) => {
                less.facts.remove(name);
            }
            Self::OfItem(number, key) => {
                let mut all = items_of(&mut less);
                let Some(item) = all.get_mut(*number) else { return less };
                match key.as_str() {
                    "category" => item.category = None,
                    "quantity" => item.quantity = None,
                    "weight" => item.weight = None,
                    "unit_value" => item.unit_value = None,
                    "hs" => item.hs = None,
                    name => {
                        item.facts.remove(name);
                    }
                }
            }
            Self::Issued(position) => less.provided[*position].issued = None,
            Self::IssuedOfItem(number, position) => {
                if let Some(item) = items_of(&mut less).get_mut(*number) {
                    item.provided[*position].issued = None;
                }
            }
        }
        less
    }
}
