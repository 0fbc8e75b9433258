//! From a place class to a place that a host could give.

use tarifa_engine::place_code::{Country, sample, sample_outside};
use tarifa_engine::program::{Bits, CountryClasses, Program};
use tarifa_engine::shipment::PlaceInput;

/// Countries that make a familiar example.
const FAMILIAR: [&str; 4] = ["DE", "US", "GB", "CN"];

/// A place in one of the classes, of few words; of every class where none are given. None where no class has a place.
pub(super) fn place(program: &Program, classes: Option<&Bits>) -> Option<PlaceInput> {
    let allowed = |class: u32| classes.is_none_or(|classes| classes.contains(class));
    let countries = &program.places.countries;
    let familiar = FAMILIAR.iter().filter_map(|code| countries.iter().find(|country| country.code == *code));
    let whole = familiar.chain(countries).filter(|country| !is_divided(country));
    let undivided = whole.filter(|country| allowed(country.first)).map(|country| PlaceInput {
        country: country.code.clone(),
        subdivision: None,
        postcode: None,
    });
    let divided = countries.iter().filter(|country| is_divided(country));
    let parts =
        divided.flat_map(|country| classes_of(country).filter(|class| allowed(*class)).map(move |c| (country, c)));
    undivided.chain(parts.filter_map(|(country, class)| part(country, class))).next()
}

fn is_divided(country: &CountryClasses) -> bool {
    !country.subdivisions.is_empty() || !country.postcodes.is_empty()
}

fn classes_of(country: &CountryClasses) -> std::ops::Range<u32> {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
    let classes = count(country.subdivisions.len()).saturating_mul(count(country.postcodes.len()));
    country.first..country.first.saturating_add(classes)
}

/// A place of one class of a divided country.
fn part(country: &CountryClasses, class: u32) -> Option<PlaceInput> {
    let postcodes = u32::try_from(country.postcodes.len()).ok()?.checked_add(1)?;
    let offset = class.checked_sub(country.first)?;
    let (subdivision, postcode) = (offset.checked_div(postcodes)?, offset.checked_rem(postcodes)?);
    let code: Country = country.code.parse().ok()?;
    let postcode = match postcode.checked_sub(1) {
        _ if country.postcodes.is_empty() => None,
        None => Some(sample_outside(code, &country.postcodes)?),
        Some(index) => Some(sample(code, *country.postcodes.get(index as usize)?)?),
    };
    let subdivision = match subdivision.checked_sub(1) {
        _ if country.subdivisions.is_empty() => None,
        None => Some(other_subdivision(country)?),
        Some(index) => Some(country.subdivisions.get(index as usize)?.clone()),
    };
    Some(PlaceInput { country: country.code.clone(), subdivision, postcode: postcode.map(|code| code.to_string()) })
}

/// A subdivision of the country that no rule names.
fn other_subdivision(country: &CountryClasses) -> Option<String> {
    let all = rust_iso3166::iso3166_2::SUBDIVISION_COUNTRY_MAP.get(&country.code)?;
    all.iter().map(|one| one.code.to_owned()).find(|code| !country.subdivisions.contains(code))
}
