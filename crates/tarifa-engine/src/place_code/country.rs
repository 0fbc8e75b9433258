//! Countries of ISO 3166-1 and subdivisions of ISO 3166-2.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use rust_iso3166::iso3166_2;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::decimal::excerpt;

/// A country, by its two letters.
///
/// The codes are those of ISO 3166-1, and `XK` for Kosovo: the standard leaves it to its users, and
/// posts and carriers print it.
///
/// ```
/// use tarifa_engine::place_code::Country;
///
/// let country: Country = "DE".parse()?;
/// assert_eq!(country.name(), "Germany");
/// assert_eq!(Country::near("UK").map(|country| country.to_string()).as_deref(), Some("GB"));
/// # Ok::<(), tarifa_engine::place_code::CountryError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// A text that is no country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no country of ISO 3166-1{}", near.map(|near| format!(": did you mean `{near}` ({})?", near.name())).unwrap_or_default())]
pub struct CountryError {
    /// What was written, cut short.
    pub text: String,
    /// What was probably meant.
    pub near: Option<Country>,
}

/// The one code that carriers use and the standard leaves free.
const KOSOVO: &str = "XK";

impl Country {
    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // INVARIANT: two ASCII capitals, as every way to make one checks.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its English short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        rust_iso3166::from_alpha2(self.code()).map_or("Kosovo", |country| country.name)
    }

    /// Every country, by its code.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let codes = rust_iso3166::ALL_ALPHA2.iter().copied().chain([KOSOVO]);
        let mut all: Vec<Self> = codes.filter_map(Self::known).collect();
        all.sort_unstable();
        all
    }

    /// Its subdivisions, by their codes.
    #[must_use]
    pub fn subdivisions(self) -> Vec<Subdivision> {
        let known = iso3166_2::SUBDIVISION_COUNTRY_MAP.get(self.code()).copied().unwrap_or_default();
        let mut all: Vec<Subdivision> = known.iter().copied().map(Subdivision).collect();
        all.sort_unstable();
        all
    }

    /// The country that an author or host probably meant by a text that is none.
    #[must_use]
    pub fn near(text: &str) -> Option<Self> {
        let text = text.trim();
        let upper = text.to_uppercase();
        let code = match upper.as_str() {
            "UK" | "ENGLAND" | "SCOTLAND" | "WALES" | "GREAT BRITAIN" | "英国" => "GB",
            "EL" => "GR",
            "AMERICA" | "UNITED STATES" | "美国" => "US",
            "RUSSIA" | "俄罗斯" => "RU",
            "SOUTH KOREA" | "KOREA" | "韩国" => "KR",
            "VIETNAM" => "VN",
            "TURKEY" => "TR",
            "HOLLAND" => "NL",
            "CZECH REPUBLIC" => "CZ",
            "中国" => "CN",
            "KOSOVO" => KOSOVO,
            other => other,
        };
        let by_letters = || rust_iso3166::from_alpha3(code).map(|country| country.alpha2);
        let by_name = || {
            let is_it = |name: &str| name.to_uppercase() == upper;
            rust_iso3166::ALL.iter().find(|country| is_it(country.name)).map(|country| country.alpha2)
        };
        Self::known(code).or_else(|| Self::known(by_letters().or_else(by_name)?))
    }

    /// The country of two capitals, if there is one.
    fn known(code: &str) -> Option<Self> {
        let is_known = code == KOSOVO || rust_iso3166::from_alpha2(code).is_some();
        if is_known { Some(Self(code.as_bytes().try_into().ok()?)) } else { None }
    }
}

/// Reads two capitals.
impl FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, CountryError> {
        let unknown = || CountryError { text: excerpt(text), near: Self::near(text) };
        Self::known(text).ok_or_else(unknown)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(D::Error::custom)
    }
}

/// A subdivision of a country, such as `US-AK`.
///
/// ```
/// use tarifa_engine::place_code::Subdivision;
///
/// let quebec: Subdivision = "CA-QC".parse()?;
/// assert_eq!((quebec.country().name(), quebec.kind()), ("Canada", "Province"));
/// # Ok::<(), tarifa_engine::place_code::SubdivisionError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Subdivision(iso3166_2::Subdivision);

/// A text that is no subdivision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubdivisionError {
    /// Not of the form `US-AK`.
    #[error("`{text}` is no subdivision: write country and region, as in `US-AK`")]
    Form {
        /// What was written, cut short.
        text: String,
    },
    /// The country is none.
    #[error(transparent)]
    Country(#[from] CountryError),
    /// The country has no such region.
    #[error("`{text}` is no subdivision of {country} in ISO 3166-2{}", near.map(|near| format!(": did you mean `{near}` ({})?", near.name())).unwrap_or_default())]
    Unknown {
        /// What was written, cut short.
        text: String,
        /// The country.
        country: Country,
        /// What was probably meant.
        near: Option<Subdivision>,
    },
}

impl Subdivision {
    /// The code with its country, `US-AK`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code
    }

    /// Its name in the standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// What it is: a state, a province, a parish.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        self.0.subdivision_type
    }

    /// The country it belongs to.
    #[must_use]
    pub fn country(self) -> Country {
        // INVARIANT: every code of the table begins with the two letters of its country.
        let letters = self.0.code.as_bytes().first_chunk().copied();
        Country(letters.unwrap_or(*b"ZZ"))
    }
}

/// Reads `US-AK`.
impl FromStr for Subdivision {
    type Err = SubdivisionError;

    fn from_str(text: &str) -> Result<Self, SubdivisionError> {
        if let Some(known) = iso3166_2::from_code(text) {
            return Ok(Self(known));
        }
        let (country, region) = text.split_once('-').ok_or_else(|| SubdivisionError::Form { text: excerpt(text) })?;
        let country: Country = country.parse()?;
        let is_meant = |one: &Subdivision| {
            one.0.region_code.eq_ignore_ascii_case(region) || one.name().eq_ignore_ascii_case(region)
        };
        let near = country.subdivisions().into_iter().find(is_meant);
        Err(SubdivisionError::Unknown { text: excerpt(text), country, near })
    }
}

impl PartialEq for Subdivision {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Subdivision {}

impl PartialOrd for Subdivision {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Subdivision {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl Hash for Subdivision {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Display for Subdivision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl fmt::Debug for Subdivision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Subdivision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Subdivision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(D::Error::custom)
    }
}
