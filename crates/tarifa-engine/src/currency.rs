//! Currencies of ISO 4217, and money in them.
//!
//! Codes, names and minor units come from `iso_currency`; here is what a tariff accepts of them.

mod money;
#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub use money::{Money, MoneyError};

/// A currency that one can pay in, by its ISO 4217 code.
///
/// Funds (such as `CLF`), metals and test codes are none; the special drawing right `XDR` is one, since conventions of
/// carriage limit liability in it. A code that was withdrawn is one, since
/// tariffs of its days may be evaluated later; [`Currency::superseded_by`] tells them apart.
///
/// ```
/// use tarifa_engine::currency::Currency;
///
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!((yen.code(), yen.minor_units()), ("JPY", 0));
/// # Ok::<(), tarifa_engine::currency::CurrencyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// Says why a text is not a currency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    /// A code that ISO 4217 does not have.
    #[error("`{text}` is no currency of ISO 4217{}", near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// What was written, cut short.
        text: String,
        /// What was probably meant.
        near: Option<Currency>,
    },
    /// A fund, a metal, a test code.
    #[error("`{code}` ({name}) is not a currency that one can pay in")]
    NotForPayment {
        /// The code.
        code: String,
        /// Its name in ISO 4217.
        name: String,
    },
}

impl Currency {
    /// The euro: for what needs some currency before one is known, such as a tariff whose header lacks it.
    pub const EUR: Self = Self(*b"EUR");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // INVARIANT: three ASCII capitals, as every way to make one checks.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many digits its smallest coin has after the point: 2 for `EUR`, 0 for `JPY`, and 2 for `XDR`, which has no coin.
    #[must_use]
    pub fn minor_units(&self) -> u32 {
        if self.is_common() || self.code() == SPECIAL_DRAWING_RIGHT {
            return 2;
        }
        self.entry().and_then(iso_currency::Currency::exponent).map_or(0, u32::from)
    }

    /// Its English name.
    #[must_use]
    pub fn name(&self) -> String {
        self.entry().map(|entry| entry.name().to_owned()).unwrap_or_default()
    }

    /// The currency that took its place, for a code that was withdrawn: `EUR` for `HRK`.
    #[must_use]
    pub fn superseded_by(&self) -> Option<Self> {
        let entry = self.entry()?;
        entry.is_superseded()?;
        from_entry(entry.latest())
    }

    /// The currency that an author or host probably meant by a text that is none.
    #[must_use]
    pub fn near(text: &str) -> Option<Self> {
        let text = text.trim();
        let code = match text.to_uppercase().as_str() {
            "RMB" | "CNH" | "YUAN" | "元" | "人民币" | "CN¥" => "CNY".to_owned(),
            "€" | "EURO" | "EUROS" => "EUR".to_owned(),
            "£" | "UKP" | "STG" => "GBP".to_owned(),
            "US$" | "$US" | "DOLLAR" | "DOLLARS" => "USD".to_owned(),
            "YEN" | "円" | "JP¥" => "JPY".to_owned(),
            "HK$" => "HKD".to_owned(),
            "NTD" | "NT$" => "TWD".to_owned(),
            upper => upper.to_owned(),
        };
        from_entry(iso_currency::Currency::from_code(&code)?)
    }

    /// Whether it is one of those that most money is in: one can pay in each, and its coins have two digits.
    ///
    /// So the table is not searched for them; a test compares them with it.
    const fn is_common(self) -> bool {
        matches!(
            &self.0,
            b"AUD"
                | b"BRL"
                | b"CAD"
                | b"CHF"
                | b"CNY"
                | b"EUR"
                | b"GBP"
                | b"HKD"
                | b"MXN"
                | b"PLN"
                | b"RUB"
                | b"SGD"
                | b"USD"
        )
    }

    fn entry(self) -> Option<iso_currency::Currency> {
        iso_currency::Currency::from_code(self.code())
    }
}

/// Nobody pays in it, but conventions of carriage limit liability in it, at rates that the Fund publishes each day.
const SPECIAL_DRAWING_RIGHT: &str = "XDR";

/// The currency of a table entry, if one can pay in it.
fn from_entry(entry: iso_currency::Currency) -> Option<Currency> {
    if (entry.is_fund() || entry.is_special()) && entry.code() != SPECIAL_DRAWING_RIGHT {
        return None;
    }
    Some(Currency(entry.code().as_bytes().try_into().ok()?))
}

/// Reads a code in capitals.
impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        if let Ok(code) = text.as_bytes().try_into()
            && Self(code).is_common()
        {
            return Ok(Self(code));
        }
        let entry = iso_currency::Currency::from_code(text)
            .ok_or_else(|| CurrencyError::Unknown { text: crate::decimal::excerpt(text), near: Self::near(text) })?;
        from_entry(entry).ok_or_else(|| CurrencyError::NotForPayment {
            code: entry.code().to_owned(),
            name: entry.name().to_owned(),
        })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(D::Error::custom)
    }
}
