//! Time zones by their IANA names.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    sync::LazyLock,
};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The database that is part of the program, whatever the system has.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone of the IANA database, such as `Asia/Shanghai`, and its rules.
///
/// Cheap to clone. Zones are equal if their names are.
///
/// ```
/// use tarifa_engine::date::ZoneName;
///
/// let zone: ZoneName = "Asia/Shanghai".parse()?;
/// assert_eq!(zone.name(), "Asia/Shanghai");
/// let slip = "Shanghai".parse::<ZoneName>().map_err(|error| error.to_string());
/// assert_eq!(
///     slip.err().as_deref(),
///     Some("`Shanghai` is no time zone of the IANA database: did you mean `Asia/Shanghai`?"),
/// );
/// # Ok::<(), tarifa_engine::date::UnknownZone>(())
/// ```
#[derive(Clone)]
pub struct ZoneName {
    name: Box<str>,
    zone: TimeZone,
}

/// A text that is no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no time zone of the IANA database{}", near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownZone {
    /// What was written, cut short.
    pub text: String,
    /// What was probably meant.
    pub near: Option<String>,
}

impl ZoneName {
    /// Universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".into(), zone: TimeZone::UTC }
    }

    /// The name as the database has it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The zone's rules.
    pub(crate) fn rules(&self) -> &TimeZone {
        &self.zone
    }
}

/// Reads a name of the database, letter for letter.
impl FromStr for ZoneName {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        // The database takes any case; a policy has one spelling.
        let known = ZONES.get(text).ok().filter(|zone| !zone.is_unknown());
        match known {
            Some(zone) if zone.iana_name() == Some(text) => Ok(Self { name: text.into(), zone }),
            Some(_) | None => Err(UnknownZone { text: crate::decimal::excerpt(text), near: near(text) }),
        }
    }
}

/// The zone that was probably meant: another case, a city alone, or a slip or two.
fn near(text: &str) -> Option<String> {
    let city = match text.trim() {
        "Beijing" | "Peking" | "Shenzhen" | "Guangzhou" | "北京" | "上海" => "Shanghai".to_owned(),
        other => other.replace(' ', "_"),
    };
    let spelt = ZONES.available().find(|name| name.as_str().eq_ignore_ascii_case(&city));
    let is_last_part = |name: &str| name.rsplit_once('/').is_some_and(|(_, last)| last.eq_ignore_ascii_case(&city));
    let named = spelt.or_else(|| ZONES.available().find(|name| is_last_part(name.as_str())));
    named.map(|name| name.as_str().to_owned()).or_else(|| misspelt(&city))
}

/// The most slips in a name that is still read as another one.
const SLIPS: usize = 2;

/// The zone whose name, or whose city, a misspelt text comes nearest to.
fn misspelt(text: &str) -> Option<String> {
    // A long text is no slip, and measuring it would take time.
    if !(4..=40).contains(&text.chars().count()) {
        return None;
    }
    let distance = |name: &str| {
        let whole = strsim::osa_distance(&name.to_lowercase(), &text.to_lowercase());
        match name.rsplit_once('/') {
            Some((_, city)) if !text.contains('/') => {
                whole.min(strsim::osa_distance(&city.to_lowercase(), &text.to_lowercase()))
            }
            Some(_) | None => whole,
        }
    };
    let names = ZONES.available().map(|name| name.as_str().to_owned());
    let near = names.map(|name| (distance(&name), name)).filter(|(slips, _)| *slips <= SLIPS);
    near.min().map(|(_, name)| name)
}

impl PartialEq for ZoneName {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ZoneName {}

impl PartialOrd for ZoneName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ZoneName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name.cmp(&other.name)
    }
}

impl Hash for ZoneName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl fmt::Debug for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Serialize for ZoneName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for ZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(D::Error::custom)
    }
}
