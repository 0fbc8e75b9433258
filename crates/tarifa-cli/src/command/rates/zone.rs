//! A place that stands for a zone, so that a grid can be asked for by the zone's name.

use tarifa::place_code::{Country, sample, sample_outside};
use tarifa::program::{Bits, CountryClasses, PlaceSetId, Program};

use crate::trouble::Trouble;

/// A place in the zone that is called `name`, as it is written on the command line; none where no rule uses such a zone.
pub(super) fn representative(program: &Program, name: &str) -> Option<String> {
    // A country stands for itself, and says which part of it is meant.
    if name.parse::<Country>().is_ok() {
        return None;
    }
    let index = program.places.names.iter().position(|zone| zone == name)?;
    let zone = program.places.sets.get(index)?;
    program.places.countries.iter().find_map(|country| in_country(country, zone))
}

/// The country of a set that lies in one alone, so that nobody has to say where a service collects.
pub(in crate::command) fn only_country(program: &Program, set: PlaceSetId) -> Option<String> {
    let zone = program.places.sets.get(usize::try_from(set.0).ok()?)?;
    let mut countries = program.places.countries.iter().filter(|country| in_country(country, zone).is_some());
    let only = countries.next()?;
    countries.next().is_none().then(|| only.code.clone())
}

/// A place in each country of the zone that is called `name`; the country itself where no rule divides it.
pub(in crate::command) fn members(program: &Program, name: &str) -> Option<Vec<String>> {
    if name.parse::<Country>().is_ok() {
        return None;
    }
    let index = program.places.names.iter().position(|zone| zone == name)?;
    let zone = program.places.sets.get(index)?;
    let whole = |country: &CountryClasses| {
        let end = country.first.saturating_add(country.class_count());
        (country.first..end).all(|class| zone.contains(class))
    };
    let member = |country: &CountryClasses| match whole(country) {
        true => Some(country.code.clone()),
        false => in_country(country, zone),
    };
    Some(program.places.countries.iter().filter_map(member).collect())
}

/// That no rule uses a zone of that name, and which there are.
pub(in crate::command) fn unknown(program: &Program, name: &str) -> Trouble {
    let zones = program.places.names.iter().filter(|zone| *zone != "all" && is_zone_name(zone));
    Trouble::UnknownPlace { text: name.to_owned(), zones: zones.cloned().collect() }
}

/// Whether a text is written as zones are, and not as the code of a place.
pub(in crate::command) fn is_zone_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
        && text.chars().all(|sign| sign.is_alphanumeric() || sign == '_')
}

/// A place of `country` in `zone`.
fn in_country(country: &CountryClasses, zone: &Bits) -> Option<String> {
    let code: Country = country.code.parse().ok()?;
    let subdivisions = std::iter::once(None).chain(country.subdivisions.iter().map(Some));
    let cuts = || std::iter::once(None).chain(country.postcodes.iter().map(Some));
    let classes = subdivisions.flat_map(|subdivision| cuts().map(move |cut| (subdivision, cut)));
    // INVARIANT: the classes of a country are numbered in this order, see `CountryClasses`.
    let mut in_zone = (country.first..).zip(classes).filter(|(number, _)| zone.contains(*number));
    in_zone.find_map(|(_, (subdivision, cut))| {
        let place = subdivision.unwrap_or(&country.code);
        let postcode = match cut {
            None if country.postcodes.is_empty() => return Some(place.clone()),
            None => sample_outside(code, &country.postcodes)?,
            Some(interval) => sample(code, *interval)?,
        };
        Some(format!("{place}({postcode})"))
    })
}
