//! Places: countries, subdivisions, postcodes, zones, and sets of them.

use tarifa_diagnostics::Span;

use super::{Name, Text};

/// `A, B except C, D`: C and D are taken from all before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceSet {
    /// The places before `except`; never empty.
    pub places: Vec<Place>,
    /// The places after `except`; empty where it is not written.
    pub except: Vec<Place>,
    /// Where the set stands.
    pub span: Span,
}

/// One member of a set of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is written.
    pub kind: PlaceKind,
    /// Where it stands.
    pub span: Span,
}

/// The ways to write a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// `all`.
    All,
    /// A country or a subdivision: `DE`, `US-AK`.
    Code(Name),
    /// A zone's name.
    Zone(Name),
    /// `ES(35*, 38*)`: a part of a country or subdivision.
    Postcodes {
        /// `ES`.
        country: Name,
        /// What stands in the parentheses; never empty.
        postcodes: Vec<Postcodes>,
    },
}

/// One entry of a postcode list. Letters, digits, and inner blanks or hyphens as written, or in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postcodes {
    /// `10115`.
    Whole {
        /// The postcode.
        code: Text,
        /// Where it stands.
        span: Span,
    },
    /// `35*`: the text before the `*`.
    Prefix {
        /// `35`.
        prefix: Text,
        /// Where it stands, the `*` included.
        span: Span,
    },
    /// `9000..9999`, `IV1..IV28`: both ends included.
    Range {
        /// The first.
        from: Text,
        /// The last.
        to: Text,
        /// Where the range stands.
        span: Span,
    },
}
