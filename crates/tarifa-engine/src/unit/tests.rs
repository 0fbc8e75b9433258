//! What units and quantities promise.

use super::*;

#[track_caller]
fn check_factor(unit: &str, base: &str) {
    let unit: Unit = unit.parse().unwrap();
    assert_eq!(unit.factor().to_string(), base);
}

#[test]
fn factors_are_those_of_the_agreements() {
    check_factor("mg", "0.001");
    check_factor("kg", "1000");
    check_factor("t", "1000000");
    check_factor("lb", "453.59237");
    check_factor("oz", "28.349523125");
    check_factor("mm", "0.1");
    check_factor("m", "100");
    check_factor("inch", "2.54");
    check_factor("ft", "30.48");
    check_factor("l", "1000");
    check_factor("m3", "1000000");
    check_factor("inch3", "16.387064");
    check_factor("ft3", "28316.846592");
    check_factor("hours", "60");
    check_factor("weeks", "10080");
}

#[test]
fn the_relations_between_units_hold() {
    let times = |unit: Unit, count: i64| unit.factor().checked_mul(count.into()).unwrap();
    assert_eq!(times(Unit::Ounce, 16), Unit::Pound.factor());
    assert_eq!(times(Unit::Inch, 12), Unit::Foot.factor());
    assert_eq!(times(Unit::CubicInch, 1728), Unit::CubicFoot.factor());
    for (side, cube) in [(Unit::Inch, Unit::CubicInch), (Unit::Foot, Unit::CubicFoot), (Unit::Metre, Unit::CubicMetre)]
    {
        let side = side.factor();
        let product = side.checked_mul(side).unwrap().checked_mul(side).unwrap();
        assert_eq!(product, cube.factor());
    }
}

#[test]
fn words_and_bases_are_consistent() {
    for unit in Unit::ALL {
        assert_eq!(unit.word().parse(), Ok(unit));
        assert!(unit.dimension().units().any(|other| other == unit));
        let json = serde_json::to_string(&unit).unwrap();
        assert_eq!(json, format!("\"{unit}\""));
        assert_eq!(unit.dimension().base().factor(), Exact::ONE);
    }
}

#[track_caller]
fn check_near(word: &str, expected: Option<&str>) {
    assert!(word.parse::<Unit>().is_err(), "{word} is a unit");
    assert_eq!(Unit::near(word).map(Unit::word), expected);
}

#[test]
fn spoken_forms_are_suggestions_only() {
    check_near("KG", Some("kg"));
    check_near("kgs", Some("kg"));
    check_near("lbs", Some("lb"));
    check_near("lbs.", Some("lb"));
    check_near("gram", Some("g"));
    check_near("in", Some("inch"));
    check_near("inches", Some("inch"));
    check_near("cm³", Some("cm3"));
    check_near("cbm", Some("m3"));
    check_near("wh", Some("Wh"));
    check_near("hrs", Some("hours"));
    check_near("公斤", Some("kg"));
    check_near("stone", None);
    check_near("", None);
}

#[track_caller]
fn check(text: &str, expected: &str) {
    match text.parse::<Quantity>() {
        Ok(quantity) => assert_eq!(quantity.to_string(), expected, "{text:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{text:?}"),
    }
}

#[test]
fn quantities_are_read_and_shown_in_the_authors_unit() {
    check("1.2 kg", "1.2 kg");
    check("500g", "500 g");
    check("  15   Wh ", "15 Wh");
    check("0 cm", "0 cm");
    check("2.50 lb", "2.5 lb");
    check("1 day", "1 day");
    check("1 days", "1 day");
    check("2 day", "2 days");
}

#[test]
fn every_slip_is_named() {
    check("1.2", "`1.2` has no unit: write one, as in `1.2 kg`");
    check("kg", "`kg` has no number: write one, as in `1.5 kg`");
    check("", "expected a number, found nothing");
    check("-1 kg", "`-1` is negative");
    check("1.2 kgs", "`kgs` is no unit: did you mean `kg`?");
    check("1.2 stone", "`stone` is no unit");
    check("1e3 kg", "`1e3` has an exponent: write the number out in full");
    check("1E-3kg", "`1E-3` has an exponent: write the number out in full");
    check("+1 kg", "a number has no `+` in front: write `1`");
    check(
        "1,200 kg",
        "`1,200` has `,` between its digits: numbers have no thousands separators and a decimal point, as in `1234.50`",
    );
    check(
        "1 200 kg",
        "`1 200` has ` ` between its digits: numbers have no thousands separators and a decimal point, as in `1234.50`",
    );
    check("1.2 kg x", "`kg x` is no unit");
    check("12345678901234567890123456789 g", "the number has 29 digits, and at most 28 can be kept exactly");
}

#[test]
fn conversions_are_exact_and_keep_dimensions_apart() {
    let pound: Quantity = "1 lb".parse().unwrap();
    assert_eq!(pound.in_unit(Unit::Kilogram).unwrap().to_string(), "0.45359237 kg");
    let kilogram: Quantity = "1 kg".parse().unwrap();
    let back = kilogram.in_unit(Unit::Pound).unwrap().in_unit(Unit::Kilogram).unwrap();
    assert_eq!(back.value, Exact::ONE);
    assert_eq!(kilogram.compare("1000 g".parse().unwrap()), Ok(std::cmp::Ordering::Equal));
    assert_eq!(kilogram.in_unit(Unit::Foot).unwrap_err().to_string(), "`kg` is a weight and `ft` a length");
}

#[track_caller]
fn check_json(json: &str, expected: &str) {
    match serde_json::from_str::<Quantity>(json) {
        Ok(quantity) => assert_eq!(quantity.to_string(), expected),
        Err(error) => assert!(error.to_string().contains(expected), "{error}"),
    }
}

#[test]
fn data_has_a_unit_and_no_bare_numbers() {
    check_json(r#""1.2 kg""#, "1.2 kg");
    check_json(r#"{"value": "1.2", "unit": "kg"}"#, "1.2 kg");
    check_json("1.2", "expected a number with its unit, as in \"1.2 kg\"");
    check_json(r#"{"value": 1.2, "unit": "kg"}"#, "expected a string");
    check_json(r#"{"value": "1.2", "unit": "kg", "x": 1}"#, "unknown field `x`");
    check_json(r#"{"value": "-1.2", "unit": "kg"}"#, "`-1.2` is negative");
    check_json(r#"{"value": "1.2", "unit": "kgs"}"#, "did you mean `kg`?");
    let weight: Quantity = "1.20 kg".parse().unwrap();
    assert_eq!(serde_json::to_string(&weight).unwrap(), r#"{"value":"1.2","unit":"kg"}"#);
    let bytes = postcard::to_stdvec(&weight).unwrap();
    assert_eq!(postcard::from_bytes::<Quantity>(&bytes), Ok(weight));
}
