//! Codes of places: countries, subdivisions, and postcodes with the patterns that match them.
//!
//! A postcode is compared by a key, in an order in which every pattern is one unbroken range (see
//! [`PostcodeInterval`]). So the patterns of a country cut its postcodes into finitely many
//! classes, and finding a postcode's class is a binary search.

mod country;
mod format;
mod interval;
mod outward;
mod pattern;
mod postcode;
mod sample;
#[cfg(test)]
mod tests;

pub use country::{Country, CountryError, Subdivision, SubdivisionError};
pub use interval::{PostcodeInterval, class_of, partition};
pub use pattern::{PatternError, PostcodePattern};
pub use postcode::{Postcode, PostcodeError, PostcodeMatch};
pub use sample::{sample, sample_outside};
