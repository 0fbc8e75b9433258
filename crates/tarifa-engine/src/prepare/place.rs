//! A place as far as the host told it.

use crate::program::{CountryClasses, PlaceSetId, Places};

/// A place as far as it is known, in the classes that the policy can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not told.
    Unknown,
    /// One class: what every place is whose country no rule divides.
    Class(u32),
    /// A country that rules divide further than the host told.
    Country {
        /// The country, as an index into [`Places::countries`].
        country: u16,
        /// The subdivision class, where it is told or there is only one.
        subdivision: Option<u32>,
        /// The postcode class, where it is told or there is only one.
        postcode: Option<u32>,
    },
}
