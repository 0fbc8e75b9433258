//! The places that a policy can tell apart: a partition of every country into
//! classes, so that a scope is a set of small numbers.
//!
//! A country that no rule divides is one class. Where rules name subdivisions
//! or postcodes of it, its classes are the combinations of one subdivision
//! class and one postcode class: `first + subdivision × postcode classes + postcode`.

use serde::{Deserialize, Serialize};

use crate::place_code::PostcodeInterval;
use crate::program::Bits;

/// A set of place classes, as an index into [`Places::sets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceSetId(pub u32);

/// The partition, and the sets that rules use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// Every country of ISO 3166-1, by its code.
    pub countries: Vec<CountryClasses>,
    /// Sets over class numbers.
    pub sets: Vec<Bits>,
    /// The zone or list that each set was written as, for explanations; beside `sets`.
    pub names: Vec<String>,
}

/// How one country is divided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryClasses {
    /// The ISO 3166-1 code, such as `DE`.
    pub code: String,
    /// The number of its first class.
    pub first: u32,
    /// The ISO 3166-2 codes that rules name, sorted; class 0 is every other subdivision, class `i + 1` the `i`th.
    pub subdivisions: Vec<String>,
    /// The cuts of the postcode order, ascending and disjoint; class 0 is every postcode outside them, class `i + 1` the `i`th.
    pub postcodes: Vec<PostcodeInterval>,
}

impl CountryClasses {
    /// How many classes its subdivisions fall into.
    #[must_use]
    pub fn subdivision_classes(&self) -> u32 {
        u32::try_from(self.subdivisions.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// How many classes its postcodes fall into.
    #[must_use]
    pub fn postcode_classes(&self) -> u32 {
        u32::try_from(self.postcodes.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// How many classes it has.
    #[must_use]
    pub fn class_count(&self) -> u32 {
        self.subdivision_classes().saturating_mul(self.postcode_classes())
    }

    /// The number of the class with this subdivision class and this postcode class.
    #[must_use]
    pub fn class(&self, subdivision: u32, postcode: u32) -> u32 {
        let inside = subdivision.saturating_mul(self.postcode_classes()).saturating_add(postcode);
        self.first.saturating_add(inside)
    }
}

impl Places {
    /// How many classes there are in the world.
    #[must_use]
    pub fn class_count(&self) -> u32 {
        let ends = self.countries.iter().map(|country| country.first.saturating_add(country.class_count()));
        ends.max().unwrap_or(0)
    }
}
