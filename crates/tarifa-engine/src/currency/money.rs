//! An amount in a currency.

use std::{fmt, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
};

use super::{Currency, CurrencyError};
use crate::{
    decimal::{self, DecimalError},
    exact::Exact,
};

/// An exact amount of a currency, such as `80.00 USD`.
///
/// It may have more digits than the currency has coins for: a rate per gram, an unrounded line.
/// It may be negative, as a discount is; where it must not be, the caller says so.
///
/// ```
/// use tarifa_engine::currency::Money;
///
/// let value: Money = "80 USD".parse()?;
/// assert_eq!(value.to_string(), "80.00 USD");
/// assert_eq!("1500 JPY".parse::<Money>()?.to_string(), "1500 JPY");
/// # Ok::<(), tarifa_engine::currency::MoneyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much.
    pub amount: Exact,
    /// Of which currency.
    pub currency: Currency,
}

/// Says why a text is not money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// A number alone.
    #[error("`{amount}` has no currency: write one, as in `{amount} EUR`")]
    NoCurrency {
        /// The number as it was written.
        amount: String,
    },
    /// A currency alone.
    #[error("`{text}` has no amount: write one, as in `19.00 EUR`")]
    NoAmount {
        /// What was written, cut short.
        text: String,
    },
    /// The currency before the amount.
    #[error("the amount comes before the currency: write `{amount} {currency}`")]
    CurrencyFirst {
        /// The number as it was written.
        amount: String,
        /// The currency.
        currency: Currency,
    },
    /// A word that is no currency.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// Something that is no number.
    #[error(transparent)]
    Amount(#[from] DecimalError),
}

impl Money {
    /// So much of a currency.
    #[must_use]
    pub const fn new(amount: Exact, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Money of two texts, as in `{"amount": "80.00", "currency": "USD"}`.
    ///
    /// # Errors
    ///
    /// [`MoneyError`], which says what is wrong with which of them.
    pub fn from_parts(amount: &str, currency: &str) -> Result<Self, MoneyError> {
        Ok(Self { amount: decimal::from_str_exact(amount)?, currency: currency.parse()? })
    }

    /// The amount with at least the digits that its currency has coins for.
    #[must_use]
    pub fn amount_text(self) -> String {
        decimal::to_at_least(self.amount, self.currency.minor_units())
    }
}

/// Reads an amount, blanks, and a code: `80.00 USD`; `80.00USD` is the same.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let is_last_of_number = |c: char| c.is_ascii_digit() || c == '.';
        let after_number = text.rfind(is_last_of_number).and_then(|last| last.checked_add(1));
        let (amount, currency) = after_number
            .and_then(|at| text.split_at_checked(at))
            .map_or((text, ""), |(amount, currency)| (amount, currency.trim_start()));
        match (amount, currency) {
            (amount, "") => Err(without_currency(amount)),
            (amount, currency) => Self::from_parts(amount, currency),
        }
    }
}

/// Names the slip in a text that does not end in a currency after a number.
fn without_currency(text: &str) -> MoneyError {
    let Err(error) = decimal::from_str_exact(text) else {
        return MoneyError::NoCurrency { amount: decimal::excerpt(text) };
    };
    let is_first_of_number = |c: char| c.is_ascii_digit() || c == '-';
    let Some(at) = text.find(is_first_of_number) else {
        return if text.is_empty() { error.into() } else { MoneyError::NoAmount { text: decimal::excerpt(text) } };
    };
    let (head, amount) = text.split_at_checked(at).unwrap_or(("", text));
    let currency = head.trim_end().parse().ok().or_else(|| Currency::near(head));
    match (currency, decimal::from_str_exact(amount)) {
        (Some(currency), Ok(_)) => MoneyError::CurrencyFirst { amount: amount.to_owned(), currency },
        (None, Ok(_)) | (Some(_) | None, Err(_)) => error.into(),
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{} {}", self.amount_text(), self.currency))
    }
}

/// An object in text formats, `{"amount": "80.00", "currency": "USD"}`; a pair in binary ones.
///
/// The amount of a fraction without an end is written `num/den`, so that nothing is lost.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        if !serializer.is_human_readable() {
            return (self.amount, self.currency).serialize(serializer);
        }
        let mut object = serializer.serialize_struct("Money", 2)?;
        match decimal::to_fixed(self.amount, self.currency.minor_units()) {
            Some(text) => object.serialize_field("amount", &text)?,
            None => object.serialize_field("amount", &self.amount)?,
        }
        object.serialize_field("currency", &self.currency)?;
        object.end()
    }
}

/// Takes `"80.00 USD"` as well as the object; a bare number is an error that says so.
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (amount, currency) = <(Exact, Currency)>::deserialize(deserializer)?;
            return Ok(Self { amount, currency });
        }
        deserializer.deserialize_any(MoneyVisitor)
    }
}

struct MoneyVisitor;

impl<'de> Visitor<'de> for MoneyVisitor {
    type Value = Money;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "an amount with its currency, as in \"80.00 USD\" or {\"amount\": \"80.00\", \"currency\": \"USD\"}",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Money, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Money, A::Error> {
        /// The two keys, so that any other is an error.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Parts {
            amount: Exact,
            currency: Currency,
        }
        let Parts { amount, currency } = Parts::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Money { amount, currency })
    }
}
