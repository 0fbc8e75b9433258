//! A postcode as a shipment gives it.

use std::fmt;

use super::{Country, PostcodeInterval, format::Scheme, interval::MAX_CHARACTERS, outward};
use crate::decimal::excerpt;

/// A postcode of a country, whole or as its first part (`HS1`, Dutch `1012`).
///
/// Case, blanks and hyphens do not matter, nor do the country's letters before digits (`LT-01100`).
///
/// ```
/// use tarifa_engine::place_code::Postcode;
///
/// let postcode = Postcode::parse("GB".parse()?, "sw1a1aa")?;
/// assert_eq!(postcode.to_string(), "SW1A 1AA");
/// assert!(Postcode::parse("DE".parse()?, "1011").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Postcode {
    country: Country,
    canonical: String,
    span: PostcodeInterval,
}

/// Whether a postcode belongs to a pattern, as far as one can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostcodeMatch {
    /// It does.
    Inside,
    /// It does not.
    Outside,
    /// Only more of the postcode could tell.
    NeedsMore,
}

/// Says why a text is not a postcode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostcodeError {
    /// Nothing is written.
    #[error("expected a postcode, found nothing")]
    Empty,
    /// Not of the country's form.
    #[error("`{text}` is no postcode of {country} ({}){}", country.name(), example.as_ref().map(|example| format!(": they look like `{example}`")).unwrap_or_default())]
    Malformed {
        /// What was written, cut short.
        text: String,
        /// The country.
        country: Country,
        /// A real one, where the country's form is known.
        example: Option<String>,
    },
}

impl Postcode {
    /// Reads a postcode of `country`.
    ///
    /// # Errors
    ///
    /// [`PostcodeError`] where the text is not of the form that the country's postcodes have.
    pub fn parse(country: Country, text: &str) -> Result<Self, PostcodeError> {
        let compact = compact(country, text).ok_or_else(|| malformed(country, text))?;
        if compact.is_empty() {
            return Err(PostcodeError::Empty);
        }
        let canonical = match Scheme::of(country) {
            Scheme::Outward => outward::code(text),
            Scheme::Masks(format) => format.is_whole(&compact).then_some(compact),
            Scheme::Free => is_free_form(&compact).then_some(compact),
        };
        let canonical = canonical.ok_or_else(|| malformed(country, text))?;
        Ok(Self::from_canonical(country, canonical))
    }

    /// The country.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// Every postcode that it can be the beginning of, itself among them.
    #[inline]
    #[must_use]
    pub const fn span(&self) -> PostcodeInterval {
        self.span
    }

    /// A postcode of a canonical text.
    pub(super) fn from_canonical(country: Country, canonical: String) -> Self {
        let span = whole(country, &canonical);
        Self { country, canonical, span }
    }
}

/// The codes that a whole code stands for: where forms are known, those that carry it further.
pub(super) fn whole(country: Country, canonical: &str) -> PostcodeInterval {
    match Scheme::of(country) {
        Scheme::Outward | Scheme::Masks(_) => PostcodeInterval::starting_with(canonical),
        Scheme::Free => PostcodeInterval::exactly(canonical),
    }
}

/// The text in capitals without blanks, hyphens and the country's letters before digits; nothing if
/// it holds other characters or too many.
pub(super) fn compact(country: Country, text: &str) -> Option<String> {
    let mut compact = String::new();
    for character in text.chars() {
        if character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2013}') {
            continue;
        }
        // Two more than a postcode has, for the country's letters.
        if !character.is_ascii_alphanumeric() || compact.len() > MAX_CHARACTERS.saturating_add(2) {
            return None;
        }
        compact.push(character.to_ascii_uppercase());
    }
    if let Scheme::Masks(format) = Scheme::of(country)
        && format.is_numeric()
        && let Some(digits) = compact.strip_prefix(country.code())
    {
        compact = digits.to_owned();
    }
    (compact.len() <= MAX_CHARACTERS).then_some(compact)
}

/// Whether a text can be a postcode of a country whose form is not known.
pub(super) fn is_free_form(compact: &str) -> bool {
    compact.len() >= 2 && compact.bytes().any(|byte| byte.is_ascii_digit())
}

pub(super) fn malformed(country: Country, text: &str) -> PostcodeError {
    let example = Scheme::of(country).example(country);
    let example = example.and_then(|example| Postcode::parse(country, example).ok());
    PostcodeError::Malformed { text: excerpt(text), country, example: example.map(|example| example.to_string()) }
}

/// As its country prints it.
impl fmt::Display for Postcode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Scheme::of(self.country) {
            Scheme::Outward => formatter.pad(&outward::printed(&self.canonical)),
            Scheme::Masks(format) => formatter.pad(&format.separated(&self.canonical)),
            Scheme::Free => formatter.pad(&self.canonical),
        }
    }
}
