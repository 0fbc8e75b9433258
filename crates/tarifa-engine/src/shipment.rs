//! What a host tells: a shipment in its own words, before it is checked
//! against a tariff.
//!
//! Everything is optional, since what is missing is asked for only where it
//! could change the answer.

use std::collections::BTreeMap;

use crate::currency::{Currency, Money};
use crate::date::{Date, Moment};
use crate::exact::Exact;
use crate::unit::Quantity;

/// A consignment to be quoted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shipment {
    /// Where it leaves from.
    pub origin: Option<PlaceInput>,
    /// Where it goes.
    pub destination: Option<PlaceInput>,
    /// The service asked for; every service where none is.
    pub service: Option<String>,
    /// The actual weight; the sum of the items' where none is given.
    pub weight: Option<Quantity>,
    /// The three sides, in any order; those not known are none.
    pub sides: Option<[Quantity; 3]>,
    /// The declared value; the sum of the items' where none is given.
    pub declared_value: Option<Money>,
    /// The day or moment of shipping.
    pub ship_date: Option<Moment>,
    /// The items; none where the host does not know them, empty where there are none.
    pub items: Option<Vec<Item>>,
    /// The parcels of a consignment of several; weights and sides are then theirs.
    pub parcels: Option<Vec<Parcel>>,
    /// Items of the same order that travel in another consignment; a limit per order counts them.
    pub order_items: Option<Vec<Item>>,
    /// Documents, labels, packaging and licences at hand for the whole shipment.
    pub provided: Vec<Provided>,
    /// Facts that the rule set declares, by name.
    pub facts: BTreeMap<String, Given>,
    /// Exchange rates that the host gives, for what the policy does not fix.
    pub rates: Vec<GivenRate>,
}

/// A country, with as much more as is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceInput {
    /// The ISO 3166-1 code, such as `US`.
    pub country: String,
    /// The ISO 3166-2 code, such as `US-AK`.
    pub subdivision: Option<String>,
    /// The postcode as written.
    pub postcode: Option<String>,
}

/// One kind of goods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The category's name in the policy, or the host's own id for it.
    pub category: Option<String>,
    /// The number of pieces.
    pub quantity: Option<u64>,
    /// The weight of one piece.
    pub weight: Option<Quantity>,
    /// The value of one piece.
    pub unit_value: Option<Money>,
    /// The Harmonised System code.
    pub hs: Option<String>,
    /// Item facts that the rule set declares, by name; per piece.
    pub facts: BTreeMap<String, Given>,
    /// Documents, labels, packaging and licences at hand for this item.
    pub provided: Vec<Provided>,
}

/// Something that a rule can require, at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// Its name in the rule set: `cpnp`.
    pub document: String,
    /// The day of its issue, which a rule about its age asks for.
    pub issued: Option<Date>,
    /// Its last valid day; without one it does not expire.
    pub valid_to: Option<Date>,
}

/// One parcel of a consignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parcel {
    /// The actual weight.
    pub weight: Option<Quantity>,
    /// The three sides, in any order.
    pub sides: Option<[Quantity; 3]>,
    /// What is in it; the shipment's items are then those of its parcels.
    pub items: Option<Vec<Item>>,
}

/// The value of a declared fact, as the host gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Yes or no.
    YesNo(bool),
    /// A number without a unit.
    Number(Exact),
    /// A number with a unit of weight, length or volume.
    Quantity(Quantity),
    /// A number with a unit of the policy's own, such as `Wh`.
    Labelled(Exact, String),
    /// Money.
    Money(Money),
    /// A word of a one-of fact, or a text.
    Text(String),
    /// The words of an any-of fact.
    Words(Vec<String>),
    /// A day or a moment.
    Date(Moment),
    /// A place.
    Place(PlaceInput),
}

/// One unit of a currency in another, as the host gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenRate {
    /// The currency of which one unit is priced.
    pub from: Currency,
    /// The currency in which it is priced.
    pub to: Currency,
    /// How much one unit is.
    pub rate: Exact,
}
