//! Exchange, converting once and rounding once.

use super::check;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{GivenRate, Shipment};

fn in_dollars(amount: &str) -> Policy {
    Policy::new().block_with("freight", single(vec![flat(amount)]), |block| block.currency = currency("USD"))
}

fn with_rate(from: &str, rate: &str, to: &str) -> Shipment {
    let rate = GivenRate { from: currency(from), to: currency(to), rate: n(rate) };
    Shipment { rates: vec![rate], ..shipment() }
}

#[test]
fn a_line_is_converted_once_and_rounded_once() {
    let policy = in_dollars("1.005").exchange("..", "USD", "7.1240", "CNY");
    check(policy, shipment(), "available 7.16 = freight 7.16");
}

#[test]
fn the_inverse_of_a_written_pair_is_exact() {
    check(in_dollars("3").exchange("..", "CNY", "0.15", "USD"), shipment(), "available 20 = freight 20");
}

#[test]
fn two_pairs_lead_through_the_tariffs_currency() {
    let euros =
        Expression::Convert { amount: Box::new(declared_value_in("USD")), from: currency("USD"), to: currency("EUR") };
    let policy = Policy::new()
        .block_with("freight", single(vec![add(Amount::Formula(euros))]), |block| block.currency = currency("EUR"))
        .exchange("..", "USD", "7", "CNY")
        .exchange("..", "EUR", "8", "CNY");
    // 80 USD are 70 EUR, which are 560 CNY.
    check(policy, shipment(), "available 560 = freight 560");
}

#[test]
fn the_hosts_rate_counts_only_where_the_policy_has_none_for_the_day() {
    let policy = |valid| in_dollars("10").exchange(valid, "USD", "7", "CNY");
    check(policy("2026-03-01..2026-03-31"), with_rate("USD", "9", "CNY"), "available 70 = freight 70");
    check(policy("2026-04-01.."), with_rate("USD", "9", "CNY"), "available 90 = freight 90");
    check(policy("2026-04-01.."), with_rate("CNY", "0.125", "USD"), "available 80 = freight 80");
    check(policy("2026-04-01.."), shipment(), "needs rate USD/CNY");
}

#[test]
fn rounding_none_keeps_the_fraction() {
    let policy = Policy::new()
        .block("freight", single(vec![per(Count::Proportional, "1", "7", "0")]))
        .change(|program| program.rounding = None);
    check(policy, weighing("1 g"), "available 0.142… (1/7) = freight 0.142… (1/7)");
}

#[test]
fn what_does_not_fit_is_an_error_and_never_a_value() {
    let huge = "9999999999999999999999999999";
    let square = Expression::Product(vec![Expression::Constant(n(huge)), Expression::Constant(n(huge))]);
    let policy = Policy::new().block("freight", single(vec![add(Amount::Formula(square))]));
    check(policy, shipment(), "fault: the number is too large or too fine to be kept exactly");
}
