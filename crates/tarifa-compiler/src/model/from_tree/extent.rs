//! How much of each country a set of places holds, as far as whole countries tell.

use std::collections::BTreeMap;

use crate::model::{PlaceRegion, PlaceSet};

/// How much of a country a set holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    Nothing,
    /// Some of it; how much only postcodes and subdivisions tell.
    Part,
    Whole,
}

/// How much of each country a set holds.
#[derive(Clone, Debug)]
pub(super) struct Extents {
    named: BTreeMap<String, Extent>,
    /// Of every country that is not named.
    others: Extent,
}

impl Extents {
    /// The extents of `set`.
    pub(super) fn of(set: &PlaceSet) -> Self {
        let only = |country: &String, extent| Self {
            named: BTreeMap::from([(country.clone(), extent)]),
            others: Extent::Nothing,
        };
        match set {
            PlaceSet::All => Self { named: BTreeMap::new(), others: Extent::Whole },
            PlaceSet::Region(PlaceRegion::Country(country)) => only(country, Extent::Whole),
            PlaceSet::Region(PlaceRegion::Subdivision { country, .. } | PlaceRegion::Postcodes { country, .. }) => {
                only(country, Extent::Part)
            }
            PlaceSet::Union(parts) => {
                let mut whole = Self { named: BTreeMap::new(), others: Extent::Nothing };
                for part in parts {
                    let part = Self::of(part);
                    whole.combine(&part, Extent::max);
                }
                whole
            }
            PlaceSet::Difference(from, without) => {
                let mut rest = Self::of(from);
                rest.combine(&Self::of(without), |from, without| match (from, without) {
                    (Extent::Nothing, _) | (_, Extent::Whole) => Extent::Nothing,
                    (from, Extent::Nothing) => from,
                    (Extent::Part | Extent::Whole, Extent::Part) => Extent::Part,
                });
                rest
            }
        }
    }

    /// A country of which this holds something and `outer` nothing; `others` stands for those not named.
    pub(super) fn outside(&self, outer: &Self) -> Option<&str> {
        let named = self
            .named
            .iter()
            .find(|(country, extent)| **extent > Extent::Nothing && outer.at(country) == Extent::Nothing);
        named.map(|(country, _)| country.as_str())
    }

    /// Whether `outer` surely holds all of this.
    pub(super) fn surely_within(&self, outer: &Self) -> bool {
        let countries = self.named.keys().chain(outer.named.keys());
        let holds = |inner: Extent, outer: Extent| inner == Extent::Nothing || outer == Extent::Whole;
        holds(self.others, outer.others)
            && countries.into_iter().all(|country| holds(self.at(country), outer.at(country)))
    }

    fn at(&self, country: &str) -> Extent {
        self.named.get(country).copied().unwrap_or(self.others)
    }

    fn combine(&mut self, other: &Self, with: fn(Extent, Extent) -> Extent) {
        for country in other.named.keys() {
            self.named.entry(country.clone()).or_insert(self.others);
        }
        for (country, extent) in &mut self.named {
            *extent = with(*extent, other.at(country));
        }
        self.others = with(self.others, other.others);
    }
}
