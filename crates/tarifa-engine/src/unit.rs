//! Units of weight, length, volume, energy and time, and quantities in them.
//!
//! Every factor is exact. The pound and the inch are those of the international yard and pound
//! agreement of 1959: 1 yd = 0.9144 m, so 1 inch = 25.4 mm and 1 ft = 304.8 mm, and 1 lb
//! (avoirdupois) = 453.59237 g, 1 oz = 1/16 lb (NIST Handbook 44, appendix C; in the United Kingdom
//! Weights and Measures Act 1985, schedule 1). A litre is 1000 cm³ (12th CGPM, 1964).
//!
//! Months and years have no fixed length and are no units here: they belong to calendars.

mod quantity;
mod readable;
#[cfg(test)]
mod tests;

use std::{fmt, num::NonZero, str::FromStr};

use serde::{Deserialize, Serialize};

pub use quantity::{Quantity, QuantityError, UnitMismatch};
pub use readable::glance;

use crate::exact::Exact;

/// What a unit measures. Quantities of different dimensions never meet in a sum or a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Counted in grams.
    Weight,
    /// Counted in centimetres.
    Length,
    /// Counted in cubic centimetres.
    Volume,
    /// Counted in watt-hours.
    Energy,
    /// Counted in minutes.
    Duration,
}

impl Dimension {
    /// The unit in which the engine computes: its factor is 1.
    #[must_use]
    pub const fn base(self) -> Unit {
        match self {
            Self::Weight => Unit::Gram,
            Self::Length => Unit::Centimetre,
            Self::Volume => Unit::CubicCentimetre,
            Self::Energy => Unit::WattHour,
            Self::Duration => Unit::Minute,
        }
    }

    /// The language's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Length => "length",
            Self::Volume => "volume",
            Self::Energy => "energy",
            Self::Duration => "duration",
        }
    }

    /// Its units, in the order of the reference.
    pub fn units(self) -> impl Iterator<Item = Unit> {
        Unit::ALL.into_iter().filter(move |unit| unit.dimension() == self)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Makes [`Unit`] and its table: word, dimension, and how many base units one is.
macro_rules! units {
    ($($unit:ident, $doc:literal, $word:literal, $dimension:ident, $num:literal / $den:literal;)*) => {
        /// A unit of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Unit {
            $(#[doc = $doc] #[serde(rename = $word)] $unit,)*
        }

        impl Unit {
            /// Every unit, in the order of the reference.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$unit),*];

            /// The language's word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$unit => $word,)* }
            }

            /// What it measures.
            #[must_use]
            pub const fn dimension(self) -> Dimension {
                match self { $(Self::$unit => Dimension::$dimension,)* }
            }

            /// How many base units of its dimension it is, exactly.
            ///
            /// ```
            /// use tarifa_engine::unit::Unit;
            ///
            /// assert_eq!(Unit::Pound.factor().to_string(), "453.59237");
            /// ```
            #[must_use]
            pub const fn factor(self) -> Exact {
                match self { $(Self::$unit => const { ratio($num, $den) },)* }
            }
        }
    };
}

units! {
    Milligram,       "1/1000 g.",         "mg",      Weight,   1 / 1_000;
    Gram,            "The base.",         "g",       Weight,   1 / 1;
    Kilogram,        "1000 g.",           "kg",      Weight,   1_000 / 1;
    Tonne,           "1000 kg.",          "t",       Weight,   1_000_000 / 1;
    Pound,           "453.59237 g.",      "lb",      Weight,   45_359_237 / 100_000;
    Ounce,           "1/16 lb.",          "oz",      Weight,   28_349_523_125 / 1_000_000_000;
    Millimetre,      "1/10 cm.",          "mm",      Length,   1 / 10;
    Centimetre,      "The base.",         "cm",      Length,   1 / 1;
    Metre,           "100 cm.",           "m",       Length,   100 / 1;
    Inch,            "2.54 cm.",          "inch",    Length,   254 / 100;
    Foot,            "12 inches.",        "ft",      Length,   3_048 / 100;
    Millilitre,      "1 cm³.",            "ml",      Volume,   1 / 1;
    Litre,           "1000 cm³.",         "l",       Volume,   1_000 / 1;
    CubicCentimetre, "The base.",         "cm3",     Volume,   1 / 1;
    CubicMetre,      "1,000,000 cm³.",    "m3",      Volume,   1_000_000 / 1;
    CubicInch,       "2.54³ cm³.",        "inch3",   Volume,   16_387_064 / 1_000_000;
    CubicFoot,       "30.48³ cm³.",       "ft3",     Volume,   28_316_846_592 / 1_000_000;
    WattHour,        "The base.",         "Wh",      Energy,   1 / 1;
    Minute,          "The base.",         "minutes", Duration, 1 / 1;
    Hour,            "60 minutes.",       "hours",   Duration, 60 / 1;
    Day,             "24 hours exactly.", "days",    Duration, 1_440 / 1;
    Week,            "7 days exactly.",   "weeks",   Duration, 10_080 / 1;
}

/// A factor of the table, whose denominators are never zero.
const fn ratio(num: i64, den: u64) -> Exact {
    match NonZero::new(den) {
        Some(den) => Exact::from_ratio(num, den),
        None => Exact::ZERO,
    }
}

impl Unit {
    /// The unit that an author or host probably meant by a word that is none.
    ///
    /// ```
    /// use tarifa_engine::unit::Unit;
    ///
    /// assert_eq!(Unit::near("KGS"), Some(Unit::Kilogram));
    /// assert_eq!(Unit::near("in"), Some(Unit::Inch));
    /// assert_eq!(Unit::near("parsec"), None);
    /// ```
    #[must_use]
    pub fn near(word: &str) -> Option<Self> {
        let word = word.trim().trim_end_matches('.').to_lowercase();
        let spelt = Self::ALL.into_iter().find(|unit| unit.word().eq_ignore_ascii_case(&word));
        spelt.or_else(|| spoken(&word))
    }

    /// The word after this amount: `1 day`, `2 days`.
    #[must_use]
    pub fn word_after(self, value: Exact) -> &'static str {
        if self.dimension() == Dimension::Duration && value == Exact::ONE {
            self.word().trim_end_matches('s')
        } else {
            self.word()
        }
    }
}

/// Units as people say, abbreviate or translate them.
fn spoken(word: &str) -> Option<Unit> {
    Some(match word {
        "milligram" | "milligrams" | "mgs" | "毫克" => Unit::Milligram,
        "gram" | "grams" | "gramme" | "grammes" | "gr" | "grs" | "gm" | "gms" | "克" => Unit::Gram,
        "kilo" | "kilos" | "kgs" | "kilogram" | "kilograms" | "kilogramme" | "kilogrammes" | "公斤" | "千克" => {
            Unit::Kilogram
        }
        "ton" | "tons" | "tonne" | "tonnes" | "mt" | "吨" => Unit::Tonne,
        "lbs" | "pound" | "pounds" | "#" | "磅" => Unit::Pound,
        "ozs" | "ounce" | "ounces" | "盎司" => Unit::Ounce,
        "millimetre" | "millimetres" | "millimeter" | "millimeters" | "毫米" => Unit::Millimetre,
        "cms" | "centimetre" | "centimetres" | "centimeter" | "centimeters" | "厘米" | "公分" => Unit::Centimetre,
        "metre" | "metres" | "meter" | "meters" | "mtr" | "米" => Unit::Metre,
        "in" | "ins" | "inches" | "\"" | "″" | "英寸" => Unit::Inch,
        "foot" | "feet" | "'" | "′" | "英尺" => Unit::Foot,
        "millilitre" | "millilitres" | "milliliter" | "milliliters" | "mls" | "毫升" => Unit::Millilitre,
        "litre" | "litres" | "liter" | "liters" | "ltr" | "升" => Unit::Litre,
        "cm³" | "cm^3" | "ccm" | "cc" | "cbcm" | "立方厘米" => Unit::CubicCentimetre,
        "m³" | "m^3" | "cbm" | "立方米" => Unit::CubicMetre,
        "in³" | "in^3" | "in3" | "inch³" | "cuin" | "cu_in" => Unit::CubicInch,
        "ft³" | "ft^3" | "cuft" | "cu_ft" | "cft" => Unit::CubicFoot,
        "watt_hour" | "watt_hours" | "watthour" | "watthours" | "瓦时" => Unit::WattHour,
        "min" | "mins" | "分钟" => Unit::Minute,
        "h" | "hr" | "hrs" | "小时" => Unit::Hour,
        "d" | "天" => Unit::Day,
        "w" | "wk" | "wks" | "周" => Unit::Week,
        _ => return None,
    })
}

/// A word that is no unit of the language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no unit{}", near.map(|unit| format!(": did you mean `{unit}`?")).unwrap_or_default())]
pub struct UnknownUnit {
    /// The word, cut short.
    pub word: String,
    /// What was probably meant.
    pub near: Option<Unit>,
}

/// Reads the language's word for a unit; `day` is as good as `days`.
impl FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(word: &str) -> Result<Self, UnknownUnit> {
        let is_it = |unit: &Self| {
            let singular = unit.word_after(Exact::ONE);
            word == unit.word() || word == singular
        };
        Self::ALL
            .into_iter()
            .find(is_it)
            .ok_or_else(|| UnknownUnit { word: crate::decimal::excerpt(word), near: Self::near(word) })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
