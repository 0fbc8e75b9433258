//! A number and a unit, in the unit that its author chose.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Error as _, MapAccess, Visitor},
};

use super::{Dimension, Unit, UnknownUnit};
use crate::{
    decimal::{self, DecimalError},
    exact::{ArithmeticError, Exact},
};

/// An exact amount of something, such as `1.2 kg`.
///
/// Two quantities are equal if both number and unit are: 1 kg is not 1000 g here, since each prints
/// as it was written. [`Quantity::compare`] compares what they amount to.
///
/// ```
/// use tarifa_engine::unit::{Quantity, Unit};
///
/// let weight: Quantity = "1.2 kg".parse()?;
/// assert_eq!(weight.in_base()?.to_string(), "1200");
/// assert_eq!(weight.in_unit(Unit::Gram)?.to_string(), "1200 g");
/// assert_eq!(
///     "1.2 kgs".parse::<Quantity>().map_err(|error| error.to_string()),
///     Err("`kgs` is no unit: did you mean `kg`?".to_owned()),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// How many.
    pub value: Exact,
    /// Of what.
    pub unit: Unit,
}

/// Says why a text or a piece of data is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// A number alone.
    #[error("`{number}` has no unit: write one, as in `{number} kg`")]
    NoUnit {
        /// The number as it was written.
        number: String,
    },
    /// A unit alone.
    #[error("`{text}` has no number: write one, as in `1.5 kg`")]
    NoNumber {
        /// What was written, cut short.
        text: String,
    },
    /// A word that is no unit.
    #[error(transparent)]
    UnknownUnit(#[from] UnknownUnit),
    /// Something that is no number.
    #[error(transparent)]
    Number(#[from] DecimalError),
    /// A quantity below nought.
    #[error("`{text}` is negative")]
    Negative {
        /// What was written, cut short.
        text: String,
    },
}

/// Says why a quantity is not known in another unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitMismatch {
    /// The two measure different things.
    #[error("`{from}` is a {} and `{to}` a {}", from.dimension(), to.dimension())]
    Dimensions {
        /// The unit at hand.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
    /// The number does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

impl Quantity {
    /// So many of a unit.
    #[must_use]
    pub const fn new(value: Exact, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// What it measures.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        self.unit.dimension()
    }

    /// How many base units it is: grams, centimetres, cm³, Wh or minutes.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where that does not fit.
    #[inline]
    pub fn in_base(self) -> Result<Exact, ArithmeticError> {
        self.value.checked_mul(self.unit.factor())
    }

    /// So many base units of `unit`'s dimension, shown in `unit`.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where that does not fit.
    pub fn from_base(value: Exact, unit: Unit) -> Result<Self, ArithmeticError> {
        Ok(Self { value: value.checked_div(unit.factor())?, unit })
    }

    /// The same quantity in another unit, exactly.
    ///
    /// # Errors
    ///
    /// [`UnitMismatch`] where the units measure different things or the number does not fit.
    pub fn in_unit(self, unit: Unit) -> Result<Self, UnitMismatch> {
        if self.dimension() != unit.dimension() {
            return Err(UnitMismatch::Dimensions { from: self.unit, to: unit });
        }
        Ok(Self::from_base(self.in_base()?, unit)?)
    }

    /// Which of the two is more, whatever their units.
    ///
    /// # Errors
    ///
    /// [`UnitMismatch`] where the units measure different things or a number does not fit.
    pub fn compare(self, other: Self) -> Result<Ordering, UnitMismatch> {
        if self.dimension() != other.dimension() {
            return Err(UnitMismatch::Dimensions { from: self.unit, to: other.unit });
        }
        Ok(self.in_base()?.cmp(&other.in_base()?))
    }

    /// A quantity of two texts, as in `{"value": "1.2", "unit": "kg"}`.
    ///
    /// # Errors
    ///
    /// [`QuantityError`], which says what is wrong with which of them.
    pub fn from_parts(value: &str, unit: &str) -> Result<Self, QuantityError> {
        let number = decimal::from_str_exact(value)?;
        if number.is_negative() {
            return Err(QuantityError::Negative { text: value.to_owned() });
        }
        Ok(Self { value: number, unit: unit.parse()? })
    }
}

/// Reads a number and a unit, with or without blanks between and around them.
impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        // The unit begins at the first character that no number has. An exponent is left to the
        // number, which explains it.
        let in_number = |c: char| c.is_ascii_digit() || "+-.,'’_".contains(c) || c.is_whitespace();
        let (number, unit) = match text.split_once(|c| !in_number(c)) {
            Some((number, _)) => text.split_at_checked(number.len()).unwrap_or((text, "")),
            None => (text, ""),
        };
        match (number.trim(), unit) {
            (_, "") => match decimal::from_str_exact(text) {
                Ok(_) => Err(QuantityError::NoUnit { number: text.to_owned() }),
                Err(error) => Err(error.into()),
            },
            ("" | "-", _) => Err(QuantityError::NoNumber { text: decimal::excerpt(text) }),
            (number, unit) => match exponent(unit) {
                Some(exponent) => {
                    Err(DecimalError::Exponent { text: decimal::excerpt(&format!("{number}{exponent}")) }.into())
                }
                None => Self::from_parts(number, unit),
            },
        }
    }
}

/// The exponent at the head of what follows a number, as in `e3 kg`.
fn exponent(unit: &str) -> Option<&str> {
    let digits = unit.strip_prefix(['e', 'E'])?.trim_start_matches(['+', '-']);
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let length = unit.len().checked_sub(after.len())?;
    (after.len() < digits.len()).then(|| unit.get(..length)).flatten()
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{} {}", self.value, self.unit.word_after(self.value)))
    }
}

/// An object in text formats, `{"value": "1.2", "unit": "kg"}`; a pair in binary ones.
impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        if !serializer.is_human_readable() {
            return (self.value, self.unit).serialize(serializer);
        }
        let mut object = serializer.serialize_struct("Quantity", 2)?;
        object.serialize_field("value", &self.value)?;
        object.serialize_field("unit", &self.unit)?;
        object.end()
    }
}

/// Takes `"1.2 kg"` as well as the object; a bare number is an error that says so.
impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (value, unit) = <(Exact, Unit)>::deserialize(deserializer)?;
            return Ok(Self { value, unit });
        }
        deserializer.deserialize_any(QuantityVisitor)
    }
}

struct QuantityVisitor;

impl<'de> Visitor<'de> for QuantityVisitor {
    type Value = Quantity;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number with its unit, as in \"1.2 kg\" or {\"value\": \"1.2\", \"unit\": \"kg\"}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quantity, A::Error> {
        /// The two keys, so that any other is an error.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Parts {
            value: Exact,
            unit: String,
        }
        let parts = Parts::deserialize(de::value::MapAccessDeserializer::new(map))?;
        if parts.value.is_negative() {
            return Err(A::Error::custom(QuantityError::Negative { text: parts.value.to_string() }));
        }
        let unit = parts.unit.parse().map_err(A::Error::custom)?;
        Ok(Quantity { value: parts.value, unit })
    }
}
