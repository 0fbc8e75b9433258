//! Sets of places → a partition of the world, and sets of its classes.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_engine::place_code::{Country, PostcodeInterval, partition as disjoint};
use tarifa_engine::program::{Bits, CountryClasses, Places};

use crate::model::{NamedPlaces, PlaceRegion, PlaceSet};

/// The coarsest numbering of places that tells apart whatever `sets` tell apart country by country.
pub(super) fn partition(sets: &[NamedPlaces]) -> Places {
    let mut cuts = Cuts::default();
    for named in sets {
        cuts.collect(&named.set);
    }
    let mut first = 0_u32;
    let mut countries = Vec::new();
    for country in Country::all() {
        let code = country.code().to_owned();
        let subdivisions = cuts.subdivisions.remove(&code).unwrap_or_default().into_iter().collect();
        let postcodes = disjoint(cuts.postcodes.remove(&code).unwrap_or_default());
        let classes = CountryClasses { code, first, subdivisions, postcodes };
        first = first.saturating_add(class_count(&classes));
        countries.push(classes);
    }
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    let world = World { countries: &countries, class_count: first };
    let bits = sets.iter().map(|named| Bits::from_members(world.classes(&named.set))).collect();
    Places { sets: bits, names: sets.iter().map(|named| named.name.clone()).collect(), countries }
}

/// How many classes the country has.
fn class_count(country: &CountryClasses) -> u32 {
    let plus_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    plus_one(country.subdivisions.len()).saturating_mul(plus_one(country.postcodes.len()))
}

/// What the sets name inside each country.
#[derive(Default)]
struct Cuts {
    subdivisions: BTreeMap<String, BTreeSet<String>>,
    postcodes: BTreeMap<String, Vec<PostcodeInterval>>,
}

impl Cuts {
    fn collect(&mut self, set: &PlaceSet) {
        match set {
            PlaceSet::All | PlaceSet::Region(PlaceRegion::Country(_)) => {}
            PlaceSet::Region(PlaceRegion::Subdivision { country, subdivision }) => {
                self.subdivisions.entry(country.clone()).or_default().insert(subdivision.clone());
            }
            PlaceSet::Region(PlaceRegion::Postcodes { country, patterns }) => {
                let intervals = patterns.iter().map(tarifa_engine::place_code::PostcodePattern::interval);
                self.postcodes.entry(country.clone()).or_default().extend(intervals);
            }
            PlaceSet::Union(parts) => parts.iter().for_each(|part| self.collect(part)),
            PlaceSet::Difference(from, without) => {
                self.collect(from);
                self.collect(without);
            }
        }
    }
}

/// The numbered classes.
struct World<'a> {
    countries: &'a [CountryClasses],
    class_count: u32,
}

impl World<'_> {
    fn classes(&self, set: &PlaceSet) -> BTreeSet<u32> {
        match set {
            PlaceSet::All => (0..self.class_count).collect(),
            PlaceSet::Region(region) => self.region(region),
            PlaceSet::Union(parts) => parts.iter().flat_map(|part| self.classes(part)).collect(),
            PlaceSet::Difference(from, without) => {
                let without = self.classes(without);
                self.classes(from).into_iter().filter(|class| !without.contains(class)).collect()
            }
        }
    }

    fn region(&self, region: &PlaceRegion) -> BTreeSet<u32> {
        match region {
            PlaceRegion::Country(country) => self.cells(country, |_, _| true),
            PlaceRegion::Subdivision { country, subdivision } => {
                self.cells(country, |own, _| own.is_some_and(|own| own == subdivision))
            }
            PlaceRegion::Postcodes { country, patterns } => self.cells(country, |_, interval| {
                interval.is_some_and(|cut| patterns.iter().any(|pattern| pattern.interval().holds(cut)))
            }),
        }
    }

    /// The classes of a country whose subdivision and postcode cut (none for all others) pass `test`.
    fn cells(&self, code: &str, test: impl Fn(Option<&str>, Option<PostcodeInterval>) -> bool) -> BTreeSet<u32> {
        let Ok(index) = self.countries.binary_search_by(|country| country.code.as_str().cmp(code)) else {
            return BTreeSet::new();
        };
        let Some(country) = self.countries.get(index) else { return BTreeSet::new() };
        let subdivisions = std::iter::once(None).chain(country.subdivisions.iter().map(|own| Some(own.as_str())));
        let mut number = country.first;
        let mut classes = BTreeSet::new();
        for subdivision in subdivisions {
            for cut in std::iter::once(None).chain(country.postcodes.iter().copied().map(Some)) {
                if test(subdivision, cut) {
                    classes.insert(number);
                }
                number = number.saturating_add(1);
            }
        }
        classes
    }
}
