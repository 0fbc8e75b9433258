//! Sets of places as the author means them.

use tarifa_engine::place_code::PostcodePattern;

/// A set of places.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceSet {
    /// Every place.
    All,
    /// Part of one country.
    Region(PlaceRegion),
    /// All places of any of these.
    Union(Vec<PlaceSet>),
    /// The places of the first that are not in the second.
    Difference(Box<PlaceSet>, Box<PlaceSet>),
}

/// A country, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceRegion {
    /// A country, by its ISO 3166-1 code.
    Country(String),
    /// A subdivision, by its ISO 3166-2 code.
    Subdivision {
        /// The country.
        country: String,
        /// The subdivision, such as `US-AK`.
        subdivision: String,
    },
    /// The postcodes of a country that any of the patterns matches.
    Postcodes {
        /// The country.
        country: String,
        /// The patterns.
        patterns: Vec<PostcodePattern>,
    },
}
