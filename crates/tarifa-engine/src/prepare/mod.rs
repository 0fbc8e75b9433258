//! A shipment as the evaluator reads it: checked, named by index, in base
//! units, and dates read in every zone that the policy speaks of.
//!
//! [`from_shipment`] is the arrow into it. What
//! the host did not give stays missing here; the evaluator decides whether
//! that matters.

mod document;
mod error;
mod fact;
pub mod from_shipment;
mod goods;
mod item;
mod measures;
mod place;
#[cfg(test)]
mod tests;
mod told;

use smallvec::SmallVec;

use crate::currency::Money;
use crate::date::{Date, Moment};
use crate::evaluate::Measures;
use crate::exact::Exact;
use crate::program::{Bits, DocumentId, FactValue, ServiceId};
use crate::shipment::GivenRate;

pub(crate) use error::nearest;
pub use error::{InputError, InputErrors, InputProblem, InputWarning};
pub use item::PreparedItem;
pub use place::Place;
pub(crate) use told::TellFacts;
pub use told::ToldFact;

/// The most items of a shipment.
pub const MAX_ITEMS: usize = 10_000;
/// The most parcels of a shipment.
pub const MAX_PARCELS: usize = 1_000;
/// The most items times parcels, so that a rule that looks at every item for every parcel ends soon.
pub const MAX_ITEMS_TIMES_PARCELS: usize = 1_000_000;
/// The most bytes of a text that a host gives.
pub const MAX_TEXT: usize = 1_000;
/// The most exchange rates that a host gives.
pub const MAX_RATES: usize = 1_000;

/// The most documents at hand for the shipment, or for one item.
pub const MAX_PROVIDED: usize = 1_000;

/// A checked shipment, ready to be quoted by any service of the program that it was prepared for.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Where it leaves from.
    pub origin: Place,
    /// Where it goes.
    pub destination: Place,
    /// The service asked for; every service where none is.
    pub service: Option<ServiceId>,
    /// What the scales and the tape measure say of each parcel; at least one.
    pub(crate) parcels: SmallVec<[ParcelMeasures; 1]>,
    /// The measures of the only parcel in whole parts, where the program reads them so; always of `parcels`.
    pub(crate) measures: Option<Measures>,
    /// The declared value, the sum of the items' where the shipment has none of its own.
    pub declared_value: Option<Money>,
    /// The day or moment of shipping, as it was given.
    pub ship_date: Option<Moment>,
    /// The days of every date in every zone; see [`crate::evaluate::Index::date_slot`].
    pub(crate) days: SmallVec<[Option<Days>; 4]>,
    /// The items; none where the host does not know them.
    pub items: Option<Vec<PreparedItem>>,
    /// Items of the same order that travel in another consignment.
    pub order_items: Vec<PreparedItem>,
    /// What is at hand for the whole shipment.
    pub provided: Vec<PreparedDocument>,
    /// The shipment's declared facts by [`crate::program::FactId`], defaults filled in.
    pub facts: Vec<Option<FactValue>>,
    /// Which declared facts the host gave, so that a default is told from a gift.
    pub given: Bits,
    /// Whether the host gave a list of parcels.
    pub(crate) parcels_given: Presence,
    /// The exchange rates that the host gave.
    pub rates: Vec<GivenRate>,
    /// What the host should know about its input.
    pub warnings: Vec<InputWarning>,
}

impl Prepared {
    /// What the scales and the tape measure say of each parcel; at least one.
    #[must_use]
    pub fn parcels(&self) -> &[ParcelMeasures] {
        &self.parcels
    }
}

/// Something that a rule can require, at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreparedDocument {
    /// Which.
    pub document: DocumentId,
    /// The day of its issue.
    pub issued: Option<Date>,
    /// Its last valid day; without one it does not expire.
    pub valid_to: Option<Date>,
}

/// The weight and the sides of one parcel, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParcelMeasures {
    /// In grams.
    pub weight: Option<Exact>,
    /// In centimetres, the longest first.
    pub sides: Option<[Exact; 3]>,
}

/// The days, counted from 1970-01-01, that a date can be in some zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// The earliest.
    pub(crate) first: i32,
    /// The latest; the same where the day is certain.
    pub(crate) last: i32,
}

/// Whether the host gave something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It did.
    Given,
    /// It did not.
    #[default]
    Absent,
}
