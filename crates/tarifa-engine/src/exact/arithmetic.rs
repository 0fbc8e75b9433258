//! Sum, difference, product and quotient of exact numbers.
//!
//! Each has a fast way that never looks for common factors, and a slow way, taken only where the
//! fast one does not fit, that brings both numbers to lowest terms first.

use super::{ArithmeticError, Exact};

impl Exact {
    /// The sum.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where it does not fit; never a wrong value.
    #[inline]
    pub fn checked_add(self, other: Self) -> Result<Self, ArithmeticError> {
        match fast_add(self, other) {
            Some(sum) => Ok(sum),
            None => slow_add(self, other),
        }
    }

    /// The difference.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where it does not fit; never a wrong value.
    #[inline]
    pub fn checked_sub(self, other: Self) -> Result<Self, ArithmeticError> {
        self.checked_add(other.negated())
    }

    /// The product.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where it does not fit; never a wrong value.
    #[inline]
    pub fn checked_mul(self, other: Self) -> Result<Self, ArithmeticError> {
        match fast_mul(self, other) {
            Some(product) => Ok(product),
            None => slow_mul(self, other),
        }
    }

    /// The quotient, an exact fraction.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::DivisionByZero`], or [`ArithmeticError::Overflow`] where it does not fit.
    #[inline]
    pub fn checked_div(self, other: Self) -> Result<Self, ArithmeticError> {
        self.checked_mul(Self::new(other.den, other.num)?)
    }

    /// The number with the other sign.
    #[inline]
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { num: self.num.wrapping_neg(), den: self.den }
    }

    /// The number without its sign.
    #[inline]
    #[must_use]
    pub const fn abs(self) -> Self {
        Self { num: self.num.wrapping_abs(), den: self.den }
    }
}

/// Keeps the invariants of [`Exact`] for parts that a checked operation made.
#[inline]
fn build(num: i128, den: i128) -> Option<Exact> {
    (num != i128::MIN).then_some(Exact { num, den })
}

/// The product of two integers; one machine multiplication where both fit in 64 bits.
#[inline]
pub(super) fn times(left: i128, right: i128) -> Option<i128> {
    match (i64::try_from(left), i64::try_from(right)) {
        // The product of two 64-bit numbers fits in 127 bits.
        (Ok(left), Ok(right)) => Some(i128::from(left).wrapping_mul(i128::from(right))),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => left.checked_mul(right),
    }
}

/// Quotient towards zero and remainder; one machine division where both fit in 64 bits.
///
/// Gives nothing for a zero divisor.
#[inline]
pub(super) fn divide(dividend: i128, divisor: i128) -> Option<(i128, i128)> {
    if let (Ok(small), Ok(by)) = (i64::try_from(dividend), i64::try_from(divisor))
        && let (Some(quotient), Some(rest)) = (small.checked_div(by), small.checked_rem(by))
    {
        return Some((i128::from(quotient), i128::from(rest)));
    }
    Some((dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?))
}

#[inline]
fn fast_add(left: Exact, right: Exact) -> Option<Exact> {
    if left.den == right.den {
        return build(left.num.checked_add(right.num)?, left.den);
    }
    let (coarse, fine) = if left.den < right.den { (left, right) } else { (right, left) };
    // Decimals of different lengths meet at the longer one, which keeps denominators short.
    if let (Ok(coarse_den), Ok(fine_den)) = (u64::try_from(coarse.den), u64::try_from(fine.den))
        && let (Some(factor), Some(0)) = (fine_den.checked_div(coarse_den), fine_den.checked_rem(coarse_den))
    {
        return build(times(coarse.num, i128::from(factor))?.checked_add(fine.num)?, fine.den);
    }
    let num = times(coarse.num, fine.den)?.checked_add(times(fine.num, coarse.den)?)?;
    build(num, times(coarse.den, fine.den)?)
}

#[cold]
#[inline(never)]
fn slow_add(left: Exact, right: Exact) -> Result<Exact, ArithmeticError> {
    let (left, right) = (reduce(left), reduce(right));
    let common = gcd(left.den.unsigned_abs(), right.den.unsigned_abs());
    let add = || {
        let left_factor = right.den.checked_div(common)?;
        let right_factor = left.den.checked_div(common)?;
        let num = times(left.num, left_factor)?.checked_add(times(right.num, right_factor)?)?;
        // The two may have a factor in common that the denominator alone does not show.
        let shared = gcd(num.unsigned_abs(), common.unsigned_abs());
        let den = times(right_factor, right.den.checked_div(shared)?)?;
        build(num.checked_div(shared)?, den)
    };
    add().ok_or(ArithmeticError::Overflow)
}

#[inline]
fn fast_mul(left: Exact, right: Exact) -> Option<Exact> {
    build(times(left.num, right.num)?, times(left.den, right.den)?)
}

#[cold]
#[inline(never)]
fn slow_mul(left: Exact, right: Exact) -> Result<Exact, ArithmeticError> {
    // With each part freed of the other's factors the product is in lowest terms: what does not
    // fit then does not fit at all.
    let (left, right) = cross_reduce(left, right);
    fast_mul(left, right).ok_or(ArithmeticError::Overflow)
}

/// Brings two numbers to lowest terms, also across: `4/9 · 3/8` becomes `1/3 · 1/2`.
pub(super) fn cross_reduce(left: Exact, right: Exact) -> (Exact, Exact) {
    let (left, right) = (reduce(left), reduce(right));
    let first = reduce(Exact { num: left.num, den: right.den });
    let second = reduce(Exact { num: right.num, den: left.den });
    (Exact { num: first.num, den: second.den }, Exact { num: second.num, den: first.den })
}

/// The same number in lowest terms.
pub(super) fn reduce(value: Exact) -> Exact {
    if value.den == 1 {
        return value;
    }
    let common = gcd(value.num.unsigned_abs(), value.den.unsigned_abs());
    match (value.num.checked_div(common), value.den.checked_div(common)) {
        (Some(num), Some(den)) => Exact { num, den },
        // The divisor of a positive denominator is never zero.
        (None, Some(_) | None) | (Some(_), None) => value,
    }
}

/// The greatest common divisor of a number and a positive number.
///
/// At most the second, which came from an `i128` above zero, so the result is one too.
fn gcd(left: u128, right: u128) -> i128 {
    let (mut left, mut right) = (left, right);
    while let Some(rest) = small_remainder(left, right) {
        (left, right) = (right, rest);
    }
    i128::try_from(left).unwrap_or(1)
}

/// The remainder; nothing for a divisor of zero.
#[inline]
fn small_remainder(left: u128, right: u128) -> Option<u128> {
    match (u64::try_from(left), u64::try_from(right)) {
        (Ok(left), Ok(right)) => left.checked_rem(right).map(u128::from),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => left.checked_rem(right),
    }
}
