//! Decimal text to exact numbers and back: the only module that touches `rust_decimal`.
//!
//! It stays behind this wall because it changes numbers in silence where one does not watch:
//!
//! - `from_str` rounds the 29th digit away; only `from_str_exact` refuses it.
//! - Its sums and products, the checked ones too, round past 96 bits by design. Nothing here
//!   computes with a `Decimal`: it is taken apart into digits and scale, and [`Exact`] computes.
//! - Its default serde reads JSON numbers through binary floating point, and `from_f64_retain`
//!   keeps the float's error. No `Decimal` is ever read from or written to data.
//! - It accepts forms that our language does not have: a leading `+`, `_` between digits, `.5`.
//!   They are turned down before it sees them.

use rust_decimal::Decimal;

use crate::exact::{ArithmeticError, Exact};

/// The most digits a number may be written with, zeros in front not counted.
pub const MAX_DIGITS: usize = 28;

/// Says why a text is not a decimal number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Nothing is written.
    #[error("expected a number, found nothing")]
    Empty,
    /// Something that no rule below names.
    #[error("`{text}` is not a number: write digits and, if needed, a decimal point, as in `12.50`")]
    NotANumber {
        /// What was written, cut short.
        text: String,
    },
    /// A number with `+` in front.
    #[error("a number has no `+` in front: write `{number}`")]
    LeadingPlus {
        /// The rest of what was written, cut short.
        number: String,
    },
    /// A point without digits before or behind it.
    #[error("`{text}` needs digits on both sides of the decimal point, as in `0.5`")]
    BarePoint {
        /// What was written, cut short.
        text: String,
    },
    /// A number such as `1e3`.
    #[error("`{text}` has an exponent: write the number out in full")]
    Exponent {
        /// What was written, cut short.
        text: String,
    },
    /// A comma, apostrophe, underscore or blank between digits.
    #[error(
        "`{text}` has `{separator}` between its digits: numbers have no thousands separators and a decimal point, as in `1234.50`"
    )]
    Separator {
        /// What was written, cut short.
        text: String,
        /// The character between the digits.
        separator: char,
    },
    /// More digits than can be kept exactly.
    #[error("the number has {digits} digits, and at most {MAX_DIGITS} can be kept exactly")]
    TooManyDigits {
        /// How many were written, zeros in front not counted.
        digits: usize,
    },
}

/// Reads a decimal number: an optional `-`, digits, and optionally a point and digits.
///
/// The denominator is the power of ten that was written (`80.00` is 8000/100), so that amounts of
/// one table share one. Whether a negative number makes sense is for the caller to say; `-0` is 0.
///
/// ```
/// use tarifa_engine::decimal::from_str_exact;
///
/// assert_eq!(from_str_exact("12.50")?.to_string(), "12.5");
/// assert!(from_str_exact("1,250.00").is_err());
/// assert!(from_str_exact("12345678901234567890123456789").is_err());
/// # Ok::<(), tarifa_engine::decimal::DecimalError>(())
/// ```
///
/// # Errors
///
/// A [`DecimalError`] that says what in the text is wrong. A number is never rounded to fit.
pub fn from_str_exact(text: &str) -> Result<Exact, DecimalError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) || text.is_empty() {
        return Err(what_is_wrong(text));
    }
    if whole.is_empty() || fraction.is_some_and(str::is_empty) {
        return Err(if unsigned.is_empty() {
            DecimalError::NotANumber { text: excerpt(text) }
        } else {
            DecimalError::BarePoint { text: excerpt(text) }
        });
    }
    let places = fraction.map_or(0, str::len);
    let digits = whole.trim_start_matches('0').len().saturating_add(places);
    let too_many = || DecimalError::TooManyDigits { digits };
    if digits > MAX_DIGITS {
        return Err(too_many());
    }
    let decimal = Decimal::from_str_exact(text).map_err(|_| too_many())?;
    let scaled = |decimal: Decimal| -> Result<Exact, ArithmeticError> {
        let den = 10_i128.checked_pow(decimal.scale()).ok_or(ArithmeticError::Overflow)?;
        Exact::new(decimal.mantissa(), den)
    };
    scaled(decimal).map_err(|_| too_many())
}

/// Writes a number with exactly `places` digits after the point, if that loses nothing.
///
/// ```
/// use tarifa_engine::decimal::{from_str_exact, to_fixed};
///
/// assert_eq!(to_fixed(from_str_exact("88.6")?, 2).as_deref(), Some("88.60"));
/// assert_eq!(to_fixed(from_str_exact("88.605")?, 2), None);
/// # Ok::<(), tarifa_engine::decimal::DecimalError>(())
/// ```
#[must_use]
pub fn to_fixed(value: Exact, places: u32) -> Option<String> {
    value.to_places(usize::try_from(places).ok()?)
}

/// Writes a number with at least `places` digits after the point, and all that it needs.
///
/// A fraction without an end is written as [`Exact`]'s `Display` does.
///
/// ```
/// use tarifa_engine::decimal::{from_str_exact, to_at_least};
///
/// assert_eq!(to_at_least(from_str_exact("88.6")?, 2), "88.60");
/// assert_eq!(to_at_least(from_str_exact("88.605")?, 2), "88.605");
/// # Ok::<(), tarifa_engine::decimal::DecimalError>(())
/// ```
#[must_use]
pub fn to_at_least(value: Exact, places: u32) -> String {
    to_fixed(value, places).unwrap_or_else(|| value.to_string())
}

/// Names the slip in a text that is not a plain decimal.
fn what_is_wrong(text: &str) -> DecimalError {
    if text.is_empty() {
        return DecimalError::Empty;
    }
    if let Some(number) = text.strip_prefix('+') {
        return DecimalError::LeadingPlus { number: excerpt(number) };
    }
    let text_shown = excerpt(text);
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let starts_with_digit = unsigned.starts_with(|first: char| first.is_ascii_digit());
    let ends_with_digit = unsigned.ends_with(|last: char| last.is_ascii_digit());
    let strange = unsigned.chars().find(|&c| !c.is_ascii_digit() && c != '.');
    match strange {
        Some(separator @ (',' | '\'' | '’' | '_' | ' ' | '\u{a0}' | '\u{202f}'))
            if starts_with_digit && ends_with_digit =>
        {
            DecimalError::Separator { text: text_shown, separator }
        }
        Some('e' | 'E') if starts_with_digit && ends_with_digit => DecimalError::Exponent { text: text_shown },
        Some(_) | None => DecimalError::NotANumber { text: text_shown },
    }
}

/// The first characters of a text, so that a message stays one line whatever was written.
pub(crate) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut rest = text.chars();
    let mut shown: String = rest.by_ref().take(SHOWN).collect();
    if rest.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        match from_str_exact(text) {
            Ok(value) => assert_eq!(value.to_string(), expected, "{text:?}"),
            Err(error) => assert_eq!(error.to_string(), expected, "{text:?}"),
        }
    }

    #[test]
    fn decimals_are_read_exactly() {
        check("0", "0");
        check("-0", "0");
        check("007", "7");
        check("80.00", "80");
        check("-1.50", "-1.5");
        check("0.1", "0.1");
        check("453.59237", "453.59237");
        check("1234567890123456789012345678", "1234567890123456789012345678");
        check("-9999999999999999999999999999", "-9999999999999999999999999999");
        check("0.0000000000000000000000000001", "0.0000000000000000000000000001");
        check("00000000000000000000000000000000000001.5", "1.5");
    }

    #[test]
    fn every_slip_is_named() {
        check("", "expected a number, found nothing");
        check("+1", "a number has no `+` in front: write `1`");
        check(".5", "`.5` needs digits on both sides of the decimal point, as in `0.5`");
        check("5.", "`5.` needs digits on both sides of the decimal point, as in `0.5`");
        check(".", "`.` needs digits on both sides of the decimal point, as in `0.5`");
        check("1e3", "`1e3` has an exponent: write the number out in full");
        for (text, mark) in [("1,000", ','), ("1'000.00", '\''), ("1 000", ' '), ("1_000", '_')] {
            check(
                text,
                &format!(
                    "`{text}` has `{mark}` between its digits: numbers have no thousands separators and a decimal point, as in `1234.50`"
                ),
            );
        }
        for text in ["-", "--1", "1.2.3", "abc", "１２", "1-2", "NaN", "inf", "0x10", " 1"] {
            check(
                text,
                &format!("`{text}` is not a number: write digits and, if needed, a decimal point, as in `12.50`"),
            );
        }
    }

    #[test]
    fn too_many_digits_are_an_error_and_never_rounded() {
        let message = |digits| format!("the number has {digits} digits, and at most 28 can be kept exactly");
        check("12345678901234567890123456789", &message(29));
        check("0.00000000000000000000000000001", &message(29));
        check("1.0000000000000000000000000000", &message(29));
        check(&"9".repeat(100_000), &message(100_000));
    }

    #[test]
    fn the_written_scale_is_kept() {
        let amount = from_str_exact("80.00").unwrap();
        assert_eq!((amount.numerator(), amount.denominator()), (8000, 100));
    }

    #[track_caller]
    fn check_fixed(value: &str, places: u32, expected: Option<&str>) {
        assert_eq!(to_fixed(from_str_exact(value).unwrap(), places).as_deref(), expected);
    }

    #[test]
    fn fixed_places_lose_nothing() {
        check_fixed("88.6", 2, Some("88.60"));
        check_fixed("88", 2, Some("88.00"));
        check_fixed("88", 0, Some("88"));
        check_fixed("-0.5", 1, Some("-0.5"));
        check_fixed("-0.5", 3, Some("-0.500"));
        check_fixed("0.125", 2, None);
        check_fixed("0.5", 0, None);
    }
}
