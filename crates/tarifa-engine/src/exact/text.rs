//! Exact numbers as text and as data.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::Exact;
use crate::decimal;

/// Digits after the point that [`Exact`]'s `Display` shows of a fraction that never ends.
const SHOWN_DIGITS: usize = 3;

impl Exact {
    /// The number as a decimal with every digit, where it has an end.
    ///
    /// ```
    /// use tarifa_engine::exact::Exact;
    ///
    /// assert_eq!(Exact::new(-17, 80)?.to_decimal_string().as_deref(), Some("-0.2125"));
    /// assert_eq!(Exact::new(1, 3)?.to_decimal_string(), None);
    /// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
    /// ```
    #[must_use]
    pub fn to_decimal_string(self) -> Option<String> {
        let value = self.reduced();
        let places = decimal_places(value.den.unsigned_abs())?;
        let (text, _) = long_division(value, places);
        Some(text)
    }

    /// The number for a reader: a decimal where that is the whole truth within `max_digits` after
    /// the point, else its first digits and the fraction.
    ///
    /// ```
    /// use tarifa_engine::exact::Exact;
    ///
    /// assert_eq!(Exact::new(32, 3)?.to_display(3), "10.666… (32/3)");
    /// assert_eq!(Exact::new(21, 2)?.to_display(3), "10.5");
    /// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
    /// ```
    #[must_use]
    pub fn to_display(self, max_digits: usize) -> String {
        let value = self.reduced();
        match long_division(value, max_digits) {
            (text, Rest::None) => text,
            (text, Rest::Some) => format!("{text}… ({}/{})", value.num, value.den),
        }
    }

    /// The number with exactly `places` digits after the point, where that loses nothing.
    #[must_use]
    pub(crate) fn to_places(self, places: usize) -> Option<String> {
        let (mut text, rest) = long_division(self.reduced(), places);
        let written = text.split_once('.').map_or(0, |(_, digits)| digits.len());
        if written == 0 && places > 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', places.saturating_sub(written)));
        matches!(rest, Rest::None).then_some(text)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_decimal_string().unwrap_or_else(|| self.to_display(SHOWN_DIGITS));
        formatter.pad(&text)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// What a long division left over.
enum Rest {
    None,
    Some,
}

/// Writes a number with at most `max_digits` after the point, cut off, without trailing zeros.
fn long_division(value: Exact, max_digits: usize) -> (String, Rest) {
    let den = value.den.unsigned_abs();
    let num = value.num.unsigned_abs();
    let whole = num.checked_div(den).unwrap_or(0);
    let mut rest = num.checked_rem(den).unwrap_or(0);
    let sign = if value.is_negative() { "-" } else { "" };
    let mut text = format!("{sign}{whole}");
    let mut written = 0_usize;
    while rest != 0 && written < max_digits {
        if written == 0 {
            text.push('.');
        }
        let digit;
        (digit, rest) = next_digit(rest, den);
        text.push(char::from(b'0'.saturating_add(digit)));
        written = written.saturating_add(1);
    }
    (text, if rest == 0 { Rest::None } else { Rest::Some })
}

/// Divides `10 * rest` by `den`, where `rest < den`, without a product that could overflow.
fn next_digit(rest: u128, den: u128) -> (u8, u128) {
    // 10 r = 2 (2 (2 r) + r), and each sum of two numbers below `den` passes it at most once.
    let add = |(digit, left): (u8, u128), (more, right): (u8, u128)| {
        let digit = digit.wrapping_add(more);
        let sum = left.wrapping_add(right);
        if sum >= den { (digit.wrapping_add(1), sum.wrapping_sub(den)) } else { (digit, sum) }
    };
    let one = (0, rest);
    let two = add(one, one);
    let four = add(two, two);
    let five = add(four, one);
    add(five, five)
}

/// How many digits after the point a fraction in lowest terms needs; nothing if it never ends.
fn decimal_places(den: u128) -> Option<usize> {
    let (twos, odd) = count_factor(den, 2);
    let (fives, other) = count_factor(odd, 5);
    (other == 1).then_some(twos.max(fives))
}

fn count_factor(value: u128, factor: u128) -> (usize, u128) {
    let (mut count, mut value) = (0_usize, value);
    while let (Some(0), Some(less)) = (value.checked_rem(factor), value.checked_div(factor))
        && value != 0
    {
        (count, value) = (count.saturating_add(1), less);
    }
    (count, value)
}

/// A short decimal or `num/den` in text formats, the two parts in lowest terms in binary ones: the
/// same number always gives the same bytes.
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.reduced();
        if !serializer.is_human_readable() {
            return (value.num, value.den).serialize(serializer);
        }
        match value.to_decimal_string() {
            Some(text) if decimal::from_str_exact(&text).is_ok() => serializer.serialize_str(&text),
            Some(_) | None => serializer.collect_str(&format_args!("{}/{}", value.num, value.den)),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (num, den) = <(i128, i128)>::deserialize(deserializer)?;
            return Self::new(num, den).map_err(D::Error::custom);
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let Some((num, den)) = text.split_once('/') else {
            return decimal::from_str_exact(&text).map_err(D::Error::custom);
        };
        let part = |text: &str| text.parse::<i128>().map_err(D::Error::custom);
        Self::new(part(num)?, part(den)?).map_err(D::Error::custom)
    }
}
