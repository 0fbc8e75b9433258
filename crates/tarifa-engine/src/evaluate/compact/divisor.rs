//! Division by a number that is known beforehand: a multiplication by its inverse, and a rounding.

use std::num::NonZero;

use crate::exact::RoundingMode;

/// Divides numbers that are not below nought, and rounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Divisor {
    divisor: NonZero<u64>,
    /// The least number that is not below 2^(63 + shift) over the divisor.
    inverse: u64,
    /// As many as make a power of two that is not below the divisor.
    shift: u32,
    /// What is added before dividing, so that rounding down is the rounding that is wanted.
    bias: u64,
    ties: Ties,
}

/// Where a number halfway between two goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ties {
    /// As the bias has it.
    Biased,
    /// Down from the odd number above it.
    ToEven,
}

impl Divisor {
    /// Rounded division by a number above nought.
    pub(super) fn new(divisor: i64, mode: RoundingMode) -> Option<Self> {
        let half = divisor.checked_div(2)?;
        let bias = match mode {
            RoundingMode::Up => divisor.checked_sub(1)?,
            RoundingMode::Down => 0,
            RoundingMode::HalfUp | RoundingMode::HalfEven => half,
            RoundingMode::HalfDown => divisor.checked_sub(1)?.checked_div(2)?,
        };
        let is_even = divisor.checked_rem(2)? == 0;
        let ties = if mode == RoundingMode::HalfEven && is_even { Ties::ToEven } else { Ties::Biased };
        let divisor = NonZero::new(u64::try_from(divisor).ok()?)?;
        let shift = divisor.get().checked_next_power_of_two()?.trailing_zeros();
        // INVARIANT: below 2^64, as the divisor is more than 2^(shift - 1).
        let power = 1_u128.checked_shl(shift.checked_add(63)?)?;
        let inverse = u64::try_from(power.div_ceil(u128::from(divisor.get()))).ok()?;
        Some(Self { divisor, inverse, shift, bias: u64::try_from(bias).ok()?, ties })
    }

    /// Division by one.
    pub(super) fn one() -> Option<Self> {
        Self::new(1, RoundingMode::Down)
    }

    /// Whether it divides by one.
    pub(super) const fn is_one(&self) -> bool {
        self.divisor.get() == 1
    }

    /// The rounded quotient of a dividend that is not below nought; nothing for another.
    #[inline(always)]
    pub(super) fn divide(&self, dividend: i64) -> Option<i64> {
        // The sum of two numbers below 2^63 fits without a sign.
        let biased = dividend.cast_unsigned().wrapping_add(self.bias);
        if dividend < 0 || biased > i64::MAX.cast_unsigned() {
            return None;
        }
        // Exact for every dividend below 2^63: what the inverse is too much by, times the dividend, stays below one part.
        let product = u128::from(biased.wrapping_shl(1)).wrapping_mul(u128::from(self.inverse));
        let quotient = u64::try_from(product.wrapping_shr(64)).ok()?.wrapping_shr(self.shift);
        let above =
            self.ties == Ties::ToEven && quotient & 1 == 1 && quotient.wrapping_mul(self.divisor.get()) == biased;
        // INVARIANT: not above what was divided.
        Some(quotient.wrapping_sub(u64::from(above)).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::exact::Exact;

    use super::*;

    const MODES: [RoundingMode; 5] =
        [RoundingMode::Up, RoundingMode::Down, RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::HalfDown];

    /// Compares with the exact quotient, rounded.
    #[track_caller]
    fn check(dividend: i64, divisor: i64) {
        for mode in MODES {
            let quotient = Exact::new(i128::from(dividend), i128::from(divisor)).unwrap();
            let expected = quotient.round_to(Exact::ONE, mode).unwrap().to_integer().unwrap();
            match Divisor::new(divisor, mode).unwrap().divide(dividend) {
                Some(found) => assert_eq!(i128::from(found), expected, "{dividend} / {divisor} {mode:?}"),
                // Only the bias has no room.
                None => assert!(dividend.checked_add(divisor).is_none(), "{dividend} / {divisor} {mode:?}"),
            }
        }
    }

    #[test]
    fn small_numbers_divide_as_on_paper() {
        (1..=40).for_each(|divisor| (0..=200).for_each(|dividend| check(dividend, divisor)));
    }

    #[test]
    fn the_largest_numbers_divide_as_well() {
        let edges =
            |around: i64| (0..3).flat_map(move |step| [around.checked_sub(step), around.checked_add(step)]).flatten();
        let powers: Vec<i64> = (0..63).flat_map(|power| edges(1 << power)).chain(edges(i64::MAX)).collect();
        for divisor in powers.iter().filter(|divisor| **divisor > 0) {
            powers.iter().filter(|dividend| **dividend >= 0).for_each(|dividend| check(*dividend, *divisor));
        }
    }

    #[test]
    fn what_cannot_be_divided_has_no_quotient() {
        let divisor = Divisor::new(7, RoundingMode::Up).unwrap();
        assert_eq!([-1, i64::MIN, i64::MAX].map(|dividend| divisor.divide(dividend)), [None; 3]);
        assert!([0, -1].iter().all(|none| Divisor::new(*none, RoundingMode::Up).is_none()));
    }

    proptest! {
        #[test]
        fn any_numbers_divide_as_on_paper(dividend in 0..=i64::MAX, divisor in 1..=i64::MAX, bits in 0..62_u32) {
            check(dividend >> bits, (divisor >> (bits / 2)).max(1));
            check(dividend, (divisor >> bits).max(1));
        }
    }
}
