//! `… in CNY` takes every amount of a formula in that currency, and what is made of them stays.

use tarifa::Sources;

/// What a charge by `formula` comes to for goods of 100 USD, at 7 CNY to a dollar.
#[track_caller]
fn check(formula: &str, expected: &str) {
    let policy = format!(
        r#"
tariff money "Money" {{
  currency  CNY
  time zone "Asia/Shanghai"
  rounding  none
}}
exchange {{ 1 USD = 7.00 CNY }}
service parcel {{ to DE; weight up to 1 kg }}
freight parcel = 1.00
charge goods = {formula}
example "goods of 100 dollars" {{
  ship via parcel to DE on 2026-03-02, 500 g, worth 100.00 USD
  expect charge goods {expected} CNY
}}
"#
    );
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", policy));
    let outcomes = compilation.run_examples().unwrap_or_default();
    assert_eq!(outcomes.len(), 1, "`{formula}` does not compile: {:#?}", compilation.diagnostics);
    assert!(outcomes.iter().all(tarifa::examples::Outcome::passed), "`{formula}`: {outcomes:#?}");
}

#[test]
fn the_amount_alone() {
    check("declared_value in CNY", "700.00");
}

#[test]
fn a_percentage_of_it() {
    check("0.5% of declared_value in CNY", "3.50");
    check("0.5% of (declared_value in CNY)", "3.50");
    check("(0.5% of declared_value) in CNY", "3.50");
}

#[test]
fn a_multiple_of_it() {
    check("2 x declared_value in CNY", "1400.00");
}

#[test]
fn the_lesser_of_two() {
    check("(the lesser of declared_value and 50 USD) in CNY", "350.00");
    check("(the greater of declared_value and 50 USD) in CNY", "700.00");
}

#[test]
fn a_sum() {
    check("(declared_value + 10 USD) in CNY", "770.00");
}
