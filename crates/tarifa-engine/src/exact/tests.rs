//! What exact numbers promise, in examples and against unbounded rationals.

#![expect(clippy::arithmetic_side_effects, reason = "the yardstick has no bound")]

use std::{
    cmp::Ordering,
    hash::{BuildHasher, RandomState},
};

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn exact(text: &str) -> Exact {
    match text.split_once('/') {
        Some((num, den)) => Exact::new(num.parse().unwrap(), den.parse().unwrap()).unwrap(),
        None => crate::decimal::from_str_exact(text).unwrap(),
    }
}

#[track_caller]
fn check_rounding(value: &str, step: &str, mode: RoundingMode, expected: &str) {
    let rounded = exact(value).round_to(exact(step), mode).unwrap();
    assert_eq!(rounded, exact(expected), "{value} {mode} in steps of {step} is {rounded}");
}

#[test]
fn rounding_goes_where_its_word_says() {
    use RoundingMode::{Down, HalfDown, HalfEven, HalfUp, Up};
    check_rounding("1.001", "0.01", Up, "1.01");
    check_rounding("1.00", "0.01", Up, "1");
    check_rounding("1.009", "0.01", Down, "1");
    check_rounding("1.005", "0.01", HalfUp, "1.01");
    check_rounding("1.004999", "0.01", HalfUp, "1");
    check_rounding("1.005", "0.01", HalfEven, "1");
    check_rounding("1.015", "0.01", HalfEven, "1.02");
    check_rounding("1.0050001", "0.01", HalfEven, "1.01");
    check_rounding("1.005", "0.01", HalfDown, "1");
    check_rounding("1.0050001", "0.01", HalfDown, "1.01");
    check_rounding("32/3", "0.01", HalfUp, "10.67");
    check_rounding("32/3", "0.01", Down, "10.66");
    check_rounding("10.12", "0.05", HalfUp, "10.10");
    check_rounding("10.125", "0.05", HalfUp, "10.15");
    check_rounding("1234", "500", Up, "1500");
    check_rounding("1", "1/3", Up, "1");
    check_rounding("0.4", "1/3", Up, "2/3");
}

#[test]
fn rounding_is_symmetric_about_nought() {
    use RoundingMode::{Down, HalfDown, HalfEven, HalfUp, Up};
    check_rounding("-1.001", "0.01", Up, "-1.01");
    check_rounding("-1.009", "0.01", Down, "-1");
    check_rounding("-1.005", "0.01", HalfUp, "-1.01");
    check_rounding("-1.015", "0.01", HalfEven, "-1.02");
    check_rounding("-1.005", "0.01", HalfEven, "-1");
    check_rounding("-1.005", "0.01", HalfDown, "-1");
    check_rounding("-0.001", "0.01", Down, "0");
}

#[test]
fn a_step_must_be_positive() {
    for step in [Exact::ZERO, Exact::from_integer(-1)] {
        assert_eq!(Exact::ONE.round_to(step, RoundingMode::Up), Err(ArithmeticError::StepNotPositive));
    }
}

#[test]
fn started_steps_are_counted() {
    let steps = |value: &str| exact(value).steps_of(exact("10"), RoundingMode::Up).unwrap();
    assert_eq!([steps("0"), steps("0.001"), steps("10"), steps("10.5")], [0, 1, 1, 2]);
}

#[test]
fn floor_and_ceiling_are_true_below_nought() {
    assert_eq!((exact("7/2").floor(), exact("7/2").ceil()), (3, 4));
    assert_eq!((exact("-7/2").floor(), exact("-7/2").ceil()), (-4, -3));
    assert_eq!((exact("-4").floor(), exact("-4").ceil()), (-4, -4));
}

#[test]
fn overflow_is_an_error_and_common_factors_are_not() {
    let huge = Exact::new(i128::MAX, 1).unwrap();
    assert_eq!(huge.checked_add(Exact::ONE), Err(ArithmeticError::Overflow));
    assert_eq!(huge.negated().checked_sub(Exact::ONE), Err(ArithmeticError::Overflow));
    assert_eq!(huge.checked_mul(exact("2")), Err(ArithmeticError::Overflow));
    assert_eq!(Exact::new(i128::MIN, 1), Err(ArithmeticError::Overflow));
    assert_eq!(Exact::ONE.checked_div(Exact::ZERO), Err(ArithmeticError::DivisionByZero));
    assert_eq!(Exact::new(1, 0), Err(ArithmeticError::DivisionByZero));
    // 2^100/2^99 * 2^99/2^100 is 1, though neither product fits.
    let (more, less) = (1_i128 << 100, 1_i128 << 99);
    let (two, half) = (Exact::new(more, less).unwrap(), Exact::new(less, more).unwrap());
    assert_eq!(two.checked_mul(half), Ok(Exact::ONE));
    assert_eq!(two.checked_add(half), Ok(exact("2.5")));
    assert_eq!(two.round_to(half, RoundingMode::Up), Ok(exact("2")));
}

#[test]
fn order_is_exact_where_products_do_not_fit() {
    let third = Exact::new(i128::MAX / 3, i128::MAX).unwrap();
    let more = Exact::new(i128::MAX / 3 + 1, i128::MAX).unwrap();
    let near = Exact::new(i128::MAX / 3, i128::MAX - 1).unwrap();
    assert!(third < more && third < near && near < more);
    assert!(third.negated() > near.negated());
    assert_eq!(near.cmp(&near), Ordering::Equal);
}

#[track_caller]
fn check_text(value: &str, decimal: Option<&str>, shown: &str) {
    assert_eq!(exact(value).to_decimal_string().as_deref(), decimal);
    assert_eq!(exact(value).to_display(3), shown);
}

#[test]
fn text_tells_the_whole_truth() {
    check_text("0", Some("0"), "0");
    check_text("8000/100", Some("80"), "80");
    check_text("1/8", Some("0.125"), "0.125");
    check_text("1/16", Some("0.0625"), "0.062… (1/16)");
    check_text("-1/3", None, "-0.333… (-1/3)");
    check_text("32/3", None, "10.666… (32/3)");
    check_text(
        "1/1267650600228229401496703205376",
        Some(HALF_TO_THE_HUNDREDTH),
        "0.000… (1/1267650600228229401496703205376)",
    );
}

const HALF_TO_THE_HUNDREDTH: &str =
    "0.0000000000000000000000000000007888609052210118054117285652827862296732064351090230047702789306640625";

#[test]
fn the_largest_denominators_are_written_out() {
    let fine = Exact::new(1, 1 << 126).unwrap();
    assert_eq!(fine.to_decimal_string().unwrap().len(), 128);
    let nearly_one = Exact::new(i128::MAX - 1, i128::MAX).unwrap();
    assert!(nearly_one.to_display(5).starts_with("0.99999… ("));
}

#[track_caller]
fn check_json(value: &str, json: &str) {
    assert_eq!(serde_json::to_string(&exact(value)).unwrap(), json);
    assert_eq!(serde_json::from_str::<Exact>(json).unwrap(), exact(value));
}

#[test]
fn data_is_canonical_and_refuses_what_is_no_number() {
    check_json("80.00", "\"80\"");
    check_json("2/4", "\"0.5\"");
    check_json("-4/6", "\"-2/3\"");
    check_json("1/1099511627776", "\"1/1099511627776\"");
    for damaged in ["0.5", "\"1/0\"", "\"1/x\"", "\"\"", "null", "\"1e3\""] {
        assert!(serde_json::from_str::<Exact>(damaged).is_err(), "{damaged}");
    }
    let bytes = |value: &str| postcard::to_stdvec(&exact(value)).unwrap();
    assert_eq!(bytes("2/4"), bytes("0.50"));
    assert_eq!(postcard::from_bytes::<Exact>(&bytes("-2/3")).unwrap(), exact("-2/3"));
    assert!(postcard::from_bytes::<Exact>(&postcard::to_stdvec(&(1_i128, 0_i128)).unwrap()).is_err());
}

/// Numbers of every size, so that the fast and the slow ways are both taken.
fn any_exact() -> impl Strategy<Value = Exact> {
    let part = || {
        prop_oneof![
            4 => -1000_i128..1000,
            2 => any::<i64>().prop_map(i128::from),
            1 => any::<i128>(),
            1 => (0_u32..127).prop_map(|shift| 1_i128 << shift),
        ]
    };
    let den = prop_oneof![3 => (0_u32..6).prop_map(|places| 10_i128.pow(places)), 2 => part()];
    (part(), den).prop_filter_map("no such fraction", |(num, den)| Exact::new(num, den).ok())
}

fn big(value: Exact) -> BigRational {
    BigRational::new(BigInt::from(value.num), BigInt::from(value.den))
}

fn fits(value: &BigRational) -> bool {
    let max = BigInt::from(i128::MAX);
    value.numer().magnitude() <= max.magnitude() && *value.denom() <= max
}

#[track_caller]
fn check_agrees(found: Result<Exact, ArithmeticError>, expected: &BigRational) {
    match found {
        Ok(value) => {
            assert_eq!(big(value), *expected);
            assert!(value.den > 0 && value.num != i128::MIN);
        }
        Err(error) => assert_eq!(error, ArithmeticError::Overflow),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_agree_with_unbounded_rationals(left in any_exact(), right in any_exact()) {
        check_agrees(left.checked_add(right), &(big(left) + big(right)));
        check_agrees(left.checked_sub(right), &(big(left) - big(right)));
    }

    #[test]
    fn products_and_quotients_fail_only_where_they_cannot_fit(
        left in any_exact(), right in any_exact()
    ) {
        let expected = big(left) * big(right);
        check_agrees(left.checked_mul(right), &expected);
        prop_assert_eq!(left.checked_mul(right).is_ok(), fits(&expected));
        if !right.is_zero() {
            let expected = big(left) / big(right);
            check_agrees(left.checked_div(right), &expected);
            prop_assert_eq!(left.checked_div(right).is_ok(), fits(&expected));
        }
    }

    #[test]
    fn order_and_equality_agree_with_unbounded_rationals(
        left in any_exact(), right in any_exact()
    ) {
        prop_assert_eq!(left.cmp(&right), big(left).cmp(&big(right)));
        prop_assert_eq!(left.cmp(&left.reduced()), Ordering::Equal);
    }

    #[test]
    fn equal_numbers_hash_alike(num in any::<i64>(), den in 1_i64.., factor in 1_i64..1000) {
        let value = Exact::new(num.into(), den.into()).unwrap();
        let scaled = Exact::new(
            i128::from(num) * i128::from(factor),
            i128::from(den) * i128::from(factor),
        ).unwrap();
        let state = RandomState::new();
        prop_assert_eq!(state.hash_one(value), state.hash_one(scaled));
    }

    #[test]
    fn rounding_agrees_with_unbounded_rationals(value in any_exact(), step in any_exact()) {
        if !step.is_positive() { return Ok(()); }
        let quotient = big(value) / big(step);
        let (floor, half) = (quotient.floor(), BigRational::new(1.into(), 2.into()));
        let nought = BigRational::from_integer(0.into());
        for mode in RoundingMode::ALL {
            let truncated = quotient.trunc();
            let away = if quotient > nought { quotient.ceil() } else { floor.clone() };
            let distance = if quotient > nought { &quotient - &truncated } else { &truncated - &quotient };
            let even = (truncated.to_integer() % BigInt::from(2)) == BigInt::from(0);
            let steps = match mode {
                RoundingMode::Up => away,
                RoundingMode::Down => truncated,
                RoundingMode::HalfUp => if distance >= half { away } else { truncated },
                RoundingMode::HalfDown => if distance > half { away } else { truncated },
                RoundingMode::HalfEven => {
                    if distance > half || (distance == half && !even) { away } else { truncated }
                }
            };
            check_agrees(value.round_to(step, mode), &(steps * big(step)));
        }
        prop_assert_eq!(BigInt::from(value.floor()), big(value).floor().to_integer());
        prop_assert_eq!(BigInt::from(value.ceil()), big(value).ceil().to_integer());
    }

    #[test]
    fn what_is_written_is_read_back(value in any_exact()) {
        let json = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<Exact>(&json).unwrap(), value);
        let bytes = postcard::to_stdvec(&value).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Exact>(&bytes).unwrap(), value);
    }
}
