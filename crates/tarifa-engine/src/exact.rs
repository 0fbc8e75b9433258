//! Exact rational numbers: every amount, weight and rate on the way to an answer.
//!
//! Text becomes an [`Exact`] in [`decimal`](crate::decimal), units are in [`unit`](crate::unit);
//! here is only the arithmetic.
//! No operation ever rounds unless it is asked to, and one that does not fit is an error.

mod arithmetic;
mod order;
mod round;
#[cfg(test)]
mod tests;
mod text;

use std::num::NonZero;

pub use round::RoundingMode;

/// Says why an exact operation has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ArithmeticError {
    /// The result, even in lowest terms, needs more than 127 bits above or below the line.
    #[error("the number is too large or too fine to be kept exactly")]
    Overflow,
    /// A division by zero, or a fraction whose denominator is zero.
    #[error("a division by zero")]
    DivisionByZero,
    /// A rounding to multiples of zero or of a negative step.
    #[error("a rounding step must be more than zero")]
    StepNotPositive,
}

/// An exact fraction of two 128-bit integers.
///
/// Operations keep whatever denominator falls out and look for common factors only where the
/// result would not fit otherwise, since a quote does about twenty of them in 150 ns.
/// Equality, order and hash are by value: 2/4 and 1/2 are the same number.
///
/// ```
/// use tarifa_engine::exact::{Exact, RoundingMode};
///
/// let rate = Exact::new(5850, 100)?;            // 58.50 per kg
/// let weight = Exact::new(3, 10)?;              // 300 g
/// let price = rate.checked_mul(weight)?.checked_add(Exact::new(1650, 100)?)?;
/// assert_eq!(price.to_string(), "34.05");
///
/// let third = Exact::from_integer(32).checked_div(Exact::from_integer(3))?;
/// assert_eq!(third.to_string(), "10.666… (32/3)");
/// let cent = Exact::new(1, 100)?;
/// assert_eq!(third.round_to(cent, RoundingMode::HalfUp)?.to_string(), "10.67");
/// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Exact {
    // INVARIANT: never `i128::MIN`, so that the sign can always be turned.
    num: i128,
    // INVARIANT: more than zero.
    den: i128,
}

impl Exact {
    /// Nought.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// One.
    pub const ONE: Self = Self { num: 1, den: 1 };

    /// Makes the fraction `num / den`.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::DivisionByZero`] for a zero denominator, and
    /// [`ArithmeticError::Overflow`] where either part is `i128::MIN`.
    #[inline]
    pub const fn new(num: i128, den: i128) -> Result<Self, ArithmeticError> {
        if den == 0 {
            return Err(ArithmeticError::DivisionByZero);
        }
        if num == i128::MIN || den == i128::MIN {
            return Err(ArithmeticError::Overflow);
        }
        if den > 0 { Ok(Self { num, den }) } else { Ok(Self { num: num.wrapping_neg(), den: den.wrapping_neg() }) }
    }

    /// Makes a whole number.
    #[inline]
    #[must_use]
    pub const fn from_integer(value: i64) -> Self {
        Self { num: value as i128, den: 1 }
    }

    /// Makes a whole number of any size that fits.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] for `i128::MIN`, the one that does not.
    #[inline]
    pub const fn from_wide_integer(value: i128) -> Result<Self, ArithmeticError> {
        Self::new(value, 1)
    }

    /// Makes the fraction `num / den` of parts that always fit: for figures known when this is
    /// compiled.
    #[inline]
    #[must_use]
    pub const fn from_ratio(num: i64, den: NonZero<u64>) -> Self {
        Self { num: num as i128, den: den.get() as i128 }
    }

    /// The part above the line, as it stands: not in lowest terms.
    #[inline]
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.num
    }

    /// The part below the line, as it stands: more than zero, not in lowest terms.
    #[inline]
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.den
    }

    /// The same number in lowest terms.
    #[must_use]
    pub fn reduced(self) -> Self {
        arithmetic::reduce(self)
    }

    /// The number as an integer, where it is one.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        let Self { num, den } = self.reduced();
        (den == 1).then_some(num)
    }

    /// Whether the number is nought.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether the number is below nought.
    #[inline]
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Whether the number is above nought.
    #[inline]
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.num > 0
    }

    /// -1, 0 or 1.
    #[inline]
    #[must_use]
    pub const fn sign(self) -> i32 {
        self.num.signum() as i32
    }
}

impl From<i64> for Exact {
    #[inline]
    fn from(value: i64) -> Self {
        Self::from_integer(value)
    }
}

impl From<u32> for Exact {
    #[inline]
    fn from(value: u32) -> Self {
        Self::from_integer(i64::from(value))
    }
}

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}
