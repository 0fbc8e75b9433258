//! What currencies and money promise.

use super::*;

#[track_caller]
fn check_currency(text: &str, expected: &str) {
    match text.parse::<Currency>() {
        Ok(currency) => {
            assert_eq!(format!("{currency} {}", currency.minor_units()), expected, "{text}");
        }
        Err(error) => assert_eq!(error.to_string(), expected, "{text}"),
    }
}

#[test]
fn common_currencies_are_those_of_the_table() {
    let letters = || b'A'..=b'Z';
    let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| Currency([a, b, c]))));
    let common: Vec<Currency> = codes.filter(|currency| currency.is_common()).collect();
    assert_eq!(common.len(), 13);
    for currency in common {
        let entry = currency.entry().unwrap();
        assert_eq!(entry.exponent(), Some(2), "{currency}");
        assert_eq!(from_entry(entry), Some(currency), "{currency}");
    }
}

#[test]
fn codes_are_those_of_the_standard() {
    check_currency("USD", "USD 2");
    check_currency("CNY", "CNY 2");
    check_currency("JPY", "JPY 0");
    check_currency("KWD", "KWD 3");
    check_currency("XOF", "XOF 0");
    check_currency("usd", "`usd` is no currency of ISO 4217: did you mean `USD`?");
    check_currency("RMB", "`RMB` is no currency of ISO 4217: did you mean `CNY`?");
    check_currency("YEN", "`YEN` is no currency of ISO 4217: did you mean `JPY`?");
    check_currency("€", "`€` is no currency of ISO 4217: did you mean `EUR`?");
    check_currency("ABC", "`ABC` is no currency of ISO 4217");
    check_currency("", "`` is no currency of ISO 4217");
    check_currency("XAU", "`XAU` (Gold (one troy ounce)) is not a currency that one can pay in");
    check_currency("XXX", "`XXX` (No currency) is not a currency that one can pay in");
}

#[test]
fn withdrawn_codes_name_their_successor() {
    let successor = |code: &str| code.parse::<Currency>().unwrap().superseded_by();
    assert_eq!(successor("HRK"), "EUR".parse().ok());
    assert_eq!(successor("EUR"), None);
}

#[track_caller]
fn check(text: &str, expected: &str) {
    match text.parse::<Money>() {
        Ok(money) => assert_eq!(money.to_string(), expected, "{text:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{text:?}"),
    }
}

#[test]
fn money_is_read_and_shown_with_its_coins() {
    check("80.00 USD", "80.00 USD");
    check("80 USD", "80.00 USD");
    check(" 80.5USD ", "80.50 USD");
    check("0.0125 CNY", "0.0125 CNY");
    check("1500 JPY", "1500 JPY");
    check("-5 EUR", "-5.00 EUR");
}

#[test]
fn every_slip_is_named() {
    check("80.00", "`80.00` has no currency: write one, as in `80.00 EUR`");
    check("USD", "`USD` has no amount: write one, as in `19.00 EUR`");
    check("", "expected a number, found nothing");
    check("USD 80.00", "the amount comes before the currency: write `80.00 USD`");
    check("€80.00", "the amount comes before the currency: write `80.00 EUR`");
    check("80 usd", "`usd` is no currency of ISO 4217: did you mean `USD`?");
    check("80 €", "`€` is no currency of ISO 4217: did you mean `EUR`?");
    check(
        "1,080.00 USD",
        "`1,080.00` has `,` between its digits: numbers have no thousands separators and a decimal point, as in `1234.50`",
    );
    check("1e3 USD", "`1e3` has an exponent: write the number out in full");
}

#[track_caller]
fn check_json(json: &str, expected: &str) {
    match serde_json::from_str::<Money>(json) {
        Ok(money) => assert_eq!(money.to_string(), expected),
        Err(error) => assert!(error.to_string().contains(expected), "{error}"),
    }
}

#[test]
fn data_has_a_currency_and_no_bare_numbers() {
    check_json(r#""80.00 USD""#, "80.00 USD");
    check_json(r#"{"amount": "80.00", "currency": "USD"}"#, "80.00 USD");
    check_json("80.00", "expected an amount with its currency, as in \"80.00 USD\"");
    check_json(r#"{"amount": 80.00, "currency": "USD"}"#, "expected a string");
    check_json(r#"{"amount": "80.00", "currency": "USD", "x": 1}"#, "unknown field `x`");
    check_json(r#"{"amount": "80.00"}"#, "missing field `currency`");
    let written = |text: &str| serde_json::to_string(&text.parse::<Money>().unwrap()).unwrap();
    assert_eq!(written("80 USD"), r#"{"amount":"80.00","currency":"USD"}"#);
    assert_eq!(written("0.125 USD"), r#"{"amount":"0.125","currency":"USD"}"#);
}

#[test]
fn no_amount_is_lost_in_data() {
    let third = Money::new(crate::exact::Exact::new(1, 3).unwrap(), "USD".parse().unwrap());
    let json = serde_json::to_string(&third).unwrap();
    assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), third);
    let bytes = postcard::to_stdvec(&third).unwrap();
    assert_eq!(postcard::from_bytes::<Money>(&bytes), Ok(third));
}
