//! A place as far as the host told it, in the classes that the policy can tell apart.

use crate::evaluate::Truth;
use crate::program::{Bits, CountryClasses, Places};

/// A place as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not told.
    Unknown,
    /// One class: what every place is that rules do not divide further than the host told.
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

/// Whether a place is in a set, and what would tell where that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Membership {
    pub(crate) truth: Truth,
    /// The country could change it.
    pub(crate) country_decides: bool,
    /// The subdivision could change it.
    pub(crate) subdivision_decides: bool,
    /// The postcode could change it.
    pub(crate) postcode_decides: bool,
}

impl Membership {
    const fn certain(truth: Truth) -> Self {
        Self { truth, country_decides: false, subdivision_decides: false, postcode_decides: false }
    }
}

impl Place {
    /// A place in a country, once its subdivision and postcode classes are known as far as told.
    pub(crate) fn in_country(
        classes: &CountryClasses,
        country: u16,
        subdivision: Option<u32>,
        postcode: Option<u32>,
    ) -> Self {
        match (subdivision, postcode) {
            (Some(subdivision), Some(postcode)) => Self::Class(classes.class(subdivision, postcode)),
            (Some(_) | None, Some(_) | None) => Self::Country { country, subdivision, postcode },
        }
    }

    /// Every class that it can be.
    pub(crate) fn possible(self, places: &Places) -> Vec<u32> {
        match self {
            Self::Class(class) => vec![class],
            Self::Unknown => (0..places.class_count()).collect(),
            Self::Country { country, subdivision, postcode } => {
                let Some(classes) = places.countries.get(usize::from(country)) else { return Vec::new() };
                let subdivisions = choices(subdivision, classes.subdivision_classes());
                let pairs = subdivisions.flat_map(|subdivision| {
                    let postcodes = choices(postcode, classes.postcode_classes());
                    postcodes.map(move |postcode| (subdivision, postcode))
                });
                pairs.map(|(subdivision, postcode)| classes.class(subdivision, postcode)).collect()
            }
        }
    }

    /// Whether it is one of `members`, as far as it is known.
    pub(crate) fn membership(self, places: &Places, members: &Bits) -> Membership {
        match self {
            Self::Class(class) => Membership::certain(members.contains(class).into()),
            Self::Unknown => {
                let found = agreed(self.possible(places).into_iter().map(|class| members.contains(class)));
                Membership { country_decides: found == Truth::Unknown, ..Membership::certain(found) }
            }
            Self::Country { country, subdivision, postcode } => {
                let Some(classes) = places.countries.get(usize::from(country)) else {
                    return Membership::certain(Truth::No);
                };
                let inside = |subdivision, postcode| members.contains(classes.class(subdivision, postcode));
                let subdivisions = || choices(subdivision, classes.subdivision_classes());
                let postcodes = || choices(postcode, classes.postcode_classes());
                let found = agreed(
                    subdivisions()
                        .flat_map(|one| postcodes().map(move |other| (one, other)))
                        .map(|(subdivision, postcode)| inside(subdivision, postcode)),
                );
                let by_subdivision = |postcode| agreed(subdivisions().map(|one| inside(one, postcode)));
                let by_postcode = |subdivision| agreed(postcodes().map(|one| inside(subdivision, one)));
                Membership {
                    truth: found,
                    country_decides: false,
                    subdivision_decides: found == Truth::Unknown
                        && postcodes().any(|postcode| by_subdivision(postcode) == Truth::Unknown),
                    postcode_decides: found == Truth::Unknown
                        && subdivisions().any(|subdivision| by_postcode(subdivision) == Truth::Unknown),
                }
            }
        }
    }
}

/// The class that is known, or all of them.
fn choices(known: Option<u32>, count: u32) -> std::ops::Range<u32> {
    match known {
        Some(class) => class..class.saturating_add(1),
        None => 0..count,
    }
}

/// The answer that all give, or unknown.
fn agreed(answers: impl IntoIterator<Item = bool>) -> Truth {
    let mut answers = answers.into_iter();
    let Some(first) = answers.next() else { return Truth::No };
    if answers.all(|answer| answer == first) { first.into() } else { Truth::Unknown }
}
