//! Rounding to whole steps: the only place where a number changes its value.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    ArithmeticError, Exact,
    arithmetic::{cross_reduce, divide, times},
};

/// Which way a number between two steps goes.
///
/// Every mode is symmetric about nought: a discount of 1.005 rounds as a charge of 1.005 does.
/// For weights and prices, which are not negative, `Up` is simply up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// Away from nought: 1.1 becomes 2, -1.1 becomes -2. Written `up`.
    Up,
    /// Towards nought: 1.9 becomes 1, -1.9 becomes -1. Written `down`.
    Down,
    /// To the nearest step, from the middle away from nought: 2.5 becomes 3. Written `half up`.
    HalfUp,
    /// To the nearest step, from the middle to the even one: 2.5 becomes 2. Written `half even`.
    HalfEven,
    /// To the nearest step, from the middle towards nought: 2.5 becomes 2, 3.5 becomes 3. Written `half down`.
    HalfDown,
}

impl RoundingMode {
    /// Every mode, in the order of the reference.
    pub const ALL: [Self; 5] = [Self::Up, Self::Down, Self::HalfUp, Self::HalfEven, Self::HalfDown];

    /// The language's words for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::HalfUp => "half up",
            Self::HalfEven => "half even",
            Self::HalfDown => "half down",
        }
    }
}

impl fmt::Display for RoundingMode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}

impl Exact {
    /// Rounds to a whole multiple of `step`.
    ///
    /// ```
    /// use tarifa_engine::exact::{Exact, RoundingMode};
    ///
    /// let five_cents = Exact::new(5, 100)?;
    /// let amount = Exact::new(1012, 100)?;
    /// assert_eq!(amount.round_to(five_cents, RoundingMode::Up)?.to_string(), "10.15");
    /// assert_eq!(amount.round_to(five_cents, RoundingMode::HalfUp)?.to_string(), "10.1");
    /// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::StepNotPositive`], or [`ArithmeticError::Overflow`].
    #[inline]
    pub fn round_to(self, step: Self, mode: RoundingMode) -> Result<Self, ArithmeticError> {
        // Cents stay cents: what already stands over the step's own denominator needs no division.
        if step.num == 1 && self.den == step.den {
            return Ok(self);
        }
        let steps = self.steps_of(step, mode)?;
        match times(steps, step.num) {
            Some(num) if num != i128::MIN => Ok(Self { num, den: step.den }),
            Some(_) | None => Self::from_wide_integer(steps)?.checked_mul(step),
        }
    }

    /// How many whole steps the number is, rounded: `per started 10 g` counts with `Up`.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::StepNotPositive`], or [`ArithmeticError::Overflow`].
    #[inline]
    pub fn steps_of(self, step: Self, mode: RoundingMode) -> Result<i128, ArithmeticError> {
        if !step.is_positive() {
            return Err(ArithmeticError::StepNotPositive);
        }
        match fast_steps(self, step, mode) {
            Some(steps) => Ok(steps),
            None => slow_steps(self, step, mode),
        }
    }

    /// The greatest whole number that is not above this one.
    #[inline]
    #[must_use]
    pub fn floor(self) -> i128 {
        // A positive denominator neither divides by zero nor overflows.
        self.num.checked_div_euclid(self.den).unwrap_or(0)
    }

    /// The smallest whole number that is not below this one.
    #[inline]
    #[must_use]
    pub fn ceil(self) -> i128 {
        self.negated().floor().wrapping_neg()
    }
}

#[inline]
fn fast_steps(value: Exact, step: Exact, mode: RoundingMode) -> Option<i128> {
    // Money in cents and weights in grams stand over the step's own denominator.
    let (dividend, divisor) = if value.den == step.den {
        (value.num, step.num)
    } else {
        (times(value.num, step.den)?, times(value.den, step.num)?)
    };
    let (whole, rest) = divide(dividend, divisor)?;
    let rest = rest.unsigned_abs();
    let to_next = divisor.unsigned_abs().checked_sub(rest)?;
    let away = match mode {
        RoundingMode::Up => rest != 0,
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest >= to_next,
        RoundingMode::HalfEven => rest > to_next || (rest == to_next && whole & 1 != 0),
        RoundingMode::HalfDown => rest > to_next,
    };
    if away { whole.checked_add(value.num.signum()) } else { Some(whole) }
}

#[cold]
#[inline(never)]
fn slow_steps(value: Exact, step: Exact, mode: RoundingMode) -> Result<i128, ArithmeticError> {
    // Dividing is multiplying by the inverse: free the two of common factors and try once more.
    let inverse = Exact::new(step.den, step.num)?;
    let (value, inverse) = cross_reduce(value, inverse);
    let step = Exact::new(inverse.den, inverse.num)?;
    fast_steps(value, step, mode).ok_or(ArithmeticError::Overflow)
}
