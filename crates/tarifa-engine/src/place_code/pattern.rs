//! What a policy writes between the parentheses of `ES(35*, 38*)`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Country, Postcode, PostcodeError, PostcodeInterval, PostcodeMatch,
    format::Scheme,
    outward,
    postcode::{compact, malformed},
};
use crate::decimal::excerpt;

/// A set of postcodes of one country: a prefix, a range, or a whole code.
///
/// - `35*` is every code that begins so.
/// - `9000..9999` is every code whose first four characters lie between the two, both included. The
///   two ends have one length and one form.
/// - `10115` is that code, with what carries it further: `99501` is `99501-1234` too, and a part
///   that is a code in its own right (Dutch `1012`, Portuguese `9500`, a Canadian or Irish routing
///   key) is all of its codes.
///
/// British codes go by area, district and inward code, since their digits are a number and not a
/// text:
///
/// - `KW*` is the area KW; `S*` is Sheffield and not SW.
/// - `PA6`, `PA6*` and `PA6 *` are the district 6 of PA, with its letters if it has some (`SW1` is
///   `SW1A` too), but not 60 to 69: a pattern that can be an outward code is one. So `PA67*` is
///   district 67 and does not match `PA6 7LN`; `PA6 7*` does.
/// - `HS1..HS9` is the districts 1 to 9 of HS. A range stays in one area.
/// - `SW1A`, `SW1A 1*` and `SW1A 1AA` are a lettered district, a sector and one postcode.
///
/// ```
/// use tarifa_engine::place_code::{Country, Postcode, PostcodeMatch, PostcodePattern};
///
/// let britain: Country = "GB".parse()?;
/// let hebrides = PostcodePattern::parse(britain, "HS1..HS9")?;
/// assert_eq!(hebrides.matches(&Postcode::parse(britain, "HS2 0XP")?), PostcodeMatch::Inside);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostcodePattern {
    country: Country,
    interval: PostcodeInterval,
    text: String,
}

/// Says why a text is not a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Something that is neither a code nor the beginning of one.
    #[error(transparent)]
    Postcode(#[from] PostcodeError),
    /// The beginning of a code without `*`.
    #[error("`{text}` is only the beginning of a postcode of {country}: write `{text}*` for all that begin so")]
    MissingStar {
        /// What was written.
        text: String,
        /// The country.
        country: Country,
    },
    /// Two beginnings with a hyphen between.
    #[error("`{from}-{to}` is no postcode of {country}: write `{from}..{to}` for all from one to the other")]
    Hyphen {
        /// The lower end as written.
        from: String,
        /// The upper end as written.
        to: String,
        /// The country.
        country: Country,
    },
    /// A `*` that is not at the end.
    #[error("`{text}` has a `*` that is not at its end: a pattern is a beginning, as in `35*`")]
    StarInside {
        /// What was written, cut short.
        text: String,
    },
    /// Letters that are no British postcode area.
    #[error("`{area}` is no British postcode area: the letters of a pattern are one area, as in `KW*`")]
    UnknownArea {
        /// The letters.
        area: String,
    },
    /// Ends of different length or form.
    #[error("the ends of `{from}..{to}` are not alike: a range compares as many characters as both have")]
    UnlikeEnds {
        /// The lower end as written.
        from: String,
        /// The upper end as written.
        to: String,
    },
    /// Ends in two areas.
    #[error("`{from}..{to}` runs from one postcode area into another: write a pattern for each area")]
    TwoAreas {
        /// The lower end as written.
        from: String,
        /// The upper end as written.
        to: String,
    },
    /// The upper end before the lower.
    #[error("`{from}..{to}` ends before it starts")]
    Backwards {
        /// The lower end as written.
        from: String,
        /// The upper end as written.
        to: String,
    },
}

impl PostcodePattern {
    /// Reads a pattern for postcodes of `country`.
    ///
    /// # Errors
    ///
    /// [`PatternError`], which says what is wrong with it for that country.
    pub fn parse(country: Country, text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let interval = match text.split_once("..") {
            Some((from, to)) => range(country, from.trim(), to.trim())?,
            None => match text.strip_suffix('*') {
                Some(head) => {
                    if hyphen_is_misplaced(country, head) {
                        hyphen_for_range(country, head)?;
                    }
                    PostcodeInterval::starting_with(&beginning(country, head)?)
                }
                None => single(country, text)?,
            },
        };
        Ok(Self { country, interval, text: text.to_uppercase() })
    }

    /// The country.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// Its postcodes as one range of their order.
    #[must_use]
    pub const fn interval(&self) -> PostcodeInterval {
        self.interval
    }

    /// Whether a postcode belongs to it.
    #[must_use]
    pub fn matches(&self, postcode: &Postcode) -> PostcodeMatch {
        if postcode.country() != self.country || !self.interval.overlaps(postcode.span()) {
            PostcodeMatch::Outside
        } else if self.interval.holds(postcode.span()) {
            PostcodeMatch::Inside
        } else {
            PostcodeMatch::NeedsMore
        }
    }
}

/// A whole code.
fn single(country: Country, text: &str) -> Result<PostcodeInterval, PatternError> {
    if text.contains('*') {
        return Err(PatternError::StarInside { text: excerpt(text) });
    }
    if Postcode::parse(country, text).is_err() {
        hyphen_for_range(country, text)?;
    }
    match (Postcode::parse(country, text), beginning(country, text)) {
        (Ok(postcode), Ok(_)) => Ok(postcode.span()),
        (Err(_), Ok(_)) => Err(PatternError::MissingStar { text: text.to_owned(), country }),
        (Ok(_) | Err(_), Err(error)) => Err(error),
    }
}

/// Refuses two beginnings with a hyphen between, as carriers print a range.
fn hyphen_for_range(country: Country, text: &str) -> Result<(), PatternError> {
    match text.split_once(['-', '–']) {
        Some((from, to)) if range(country, from.trim(), to.trim()).is_ok() => {
            Err(PatternError::Hyphen { from: from.trim().to_owned(), to: to.trim().to_owned(), country })
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a hyphen stands where the country's codes have none, though they have one elsewhere.
fn hyphen_is_misplaced(country: Country, text: &str) -> bool {
    match (Scheme::of(country), text.find(['-', '–'])) {
        (Scheme::Masks(format), Some(at)) => format.misplaces_hyphen(at),
        (Scheme::Outward | Scheme::Masks(_) | Scheme::Free, _) => false,
    }
}

/// The codes from one beginning to another; a `*` after either changes nothing.
fn range(country: Country, from: &str, to: &str) -> Result<PostcodeInterval, PatternError> {
    let low = beginning(country, from.strip_suffix('*').unwrap_or(from))?;
    let high = beginning(country, to.strip_suffix('*').unwrap_or(to))?;
    let (from, to) = (from.to_owned(), to.to_owned());
    match Scheme::of(country) {
        Scheme::Outward if outward::area_of(&low) != outward::area_of(&high) => {
            return Err(PatternError::TwoAreas { from, to });
        }
        Scheme::Outward if outward::inward_of(&low).len() != outward::inward_of(&high).len() => {
            return Err(PatternError::UnlikeEnds { from, to });
        }
        Scheme::Masks(_) | Scheme::Free if !low.bytes().map(is_digit).eq(high.bytes().map(is_digit)) => {
            return Err(PatternError::UnlikeEnds { from, to });
        }
        Scheme::Outward | Scheme::Masks(_) | Scheme::Free => {}
    }
    let first = PostcodeInterval::starting_with(&low).first;
    let last = PostcodeInterval::starting_with(&high).last;
    if last < first { Err(PatternError::Backwards { from, to }) } else { Ok(PostcodeInterval { first, last }) }
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// The canonical text of a code or of how one begins.
fn beginning(country: Country, text: &str) -> Result<String, PatternError> {
    if text.contains('*') {
        return Err(PatternError::StarInside { text: excerpt(text) });
    }
    let compact = compact(country, text).ok_or_else(|| malformed(country, text))?;
    if compact.is_empty() {
        return Err(PostcodeError::Empty.into());
    }
    let canonical = match Scheme::of(country) {
        Scheme::Outward => outward::beginning(&outward::spaced(text)),
        Scheme::Masks(format) => format.is_beginning(&compact).then_some(compact),
        Scheme::Free => Some(compact),
    };
    let canonical = canonical.ok_or_else(|| malformed(country, text))?;
    match Scheme::of(country) {
        Scheme::Outward if !outward::is_area(outward::area_of(&canonical)) => {
            Err(PatternError::UnknownArea { area: outward::area_of(&canonical).to_owned() })
        }
        Scheme::Outward | Scheme::Masks(_) | Scheme::Free => Ok(canonical),
    }
}

/// As it was written, in capitals.
impl fmt::Display for PostcodePattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}
