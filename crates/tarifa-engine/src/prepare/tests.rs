//! What is taken of a shipment, and what is turned down with which words.

use super::{MAX_ITEMS, MAX_TEXT, Prepared};
use crate::evaluate::Runtime;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Given, GivenRate, Item, Parcel, Shipment};

fn runtime() -> Runtime {
    let words = ["bronze", "silver", "gold"].map(str::to_owned).to_vec();
    let policy = Policy::new()
        .fact("seller_tier", FactPer::Shipment, FactKind::OneOf(words), Some(FactValue::OneOf(0)))
        .fact("watt_hours", FactPer::Item, FactKind::Number { unit: Some("Wh".to_owned()) }, None)
        .fact("waiting", FactPer::Shipment, FactKind::Number { unit: Some("days".to_owned()) }, None)
        .fact("materials", FactPer::Item, FactKind::AnyOf(vec!["wood".to_owned(), "seed".to_owned()]), None)
        .category("phone", &["5090301"], &["851713"])
        .category("power_bank", &[], &["8507"])
        .block("freight", single(vec![flat("1")]));
    Runtime::new(policy.build())
}

#[track_caller]
fn prepare(shipment: &Shipment) -> Prepared {
    runtime().prepare(shipment).unwrap()
}

/// Every violation of a shipment, a line each.
#[track_caller]
fn check(shipment: &Shipment, expected: &[&str]) {
    let found = match runtime().prepare(shipment) {
        Ok(prepared) => prepared.warnings.iter().map(ToString::to_string).collect(),
        Err(errors) => errors.0.iter().map(ToString::to_string).collect::<Vec<_>>(),
    };
    assert_eq!(found, expected);
}

fn items(items: Vec<Item>) -> Shipment {
    Shipment { items: Some(items), ..shipment() }
}

fn facts(name: &str, given: Given) -> Shipment {
    Shipment { facts: [(name.to_owned(), given)].into(), ..shipment() }
}

#[test]
fn a_fine_shipment_is_taken() {
    check(&shipment(), &[]);
    let prepared = prepare(&shipment());
    assert_eq!(prepared.parcels[0].weight, Some(n("1200")));
    assert_eq!(prepared.parcels[0].sides, Some([n("30"), n("20"), n("10")]));
}

#[test]
fn weights_sides_and_quantities_are_more_than_zero() {
    check(
        &weighing("0 kg"),
        &["E0708: weight: a weight must be more than zero, and is 0 kg: leave it out where it is not known"],
    );
    let flat = Shipment { sides: Some(["20 cm", "0 cm", "10 cm"].map(|side| side.parse().unwrap())), ..shipment() };
    check(&flat, &["E0708: width: a side must be more than zero, and is 0 cm: leave it out where it is not known"]);
    let none = items(vec![pieces(0, "phone")]);
    check(
        &none,
        &["E0708: items[0].quantity: a quantity must be more than zero, and is 0: leave it out where it is not known"],
    );
    let owed = Shipment { declared_value: Some("-1 USD".parse().unwrap()), ..shipment() };
    check(&owed, &["E0708: declared_value: a declared value must not be negative, and is -1.00 USD"]);
}

#[test]
fn a_quantity_is_of_the_kind_that_is_asked_for() {
    check(&weighing("30 cm"), &["E0705: weight: expected a weight, as in \"1.2 kg\", found the length 30 cm"]);
}

#[test]
fn places_are_real() {
    let unknown = "is no country of ISO 3166-1";
    check(
        &to("UK"),
        &[&format!(
            "E0702: destination.country: `UK` {unknown}: did you mean `GB` (United Kingdom of Great Britain and Northern Ireland)?"
        )],
    );
    check(
        &to("ES 3500"),
        &["E0703: destination.postcode: `3500` is no postcode of ES (Spain): they look like `28001`"],
    );
    let foreign = Shipment {
        destination: Some(crate::shipment::PlaceInput { subdivision: Some("US-AK".to_owned()), ..place("CA") }),
        ..shipment()
    };
    check(
        &foreign,
        &[
            "E0702: destination.subdivision: `US-AK` is no part of `CA`: give a subdivision of that country, or leave it out",
        ],
    );
}

#[test]
fn unknown_names_suggest_near_ones() {
    let service = Shipment { service: Some("standart".to_owned()), ..shipment() };
    check(&service, &["E0704: service: the rule set has no service called `standart`: did you mean `standard`?"]);
    let service = Shipment { service: Some("nope".to_owned()), ..shipment() };
    let runtime = runtime();
    let known: Vec<&str> = runtime.program().services.iter().map(|service| service.name.as_str()).collect();
    let known = format!("E0704: service: the rule set has no service called `nope`: known are {}", known.join(", "));
    check(&service, &[&known]);
    check(
        &facts("seler_tier", Given::YesNo(true)),
        &["E0701: seler_tier: the rule set has no fact called `seler_tier`: did you mean `seller_tier`?"],
    );
    check(
        &facts("seller_tier", Given::Text("golden".to_owned())),
        &["E0706: seller_tier: `golden` is none of bronze, silver, gold: did you mean `gold`?"],
    );
    check(&facts("watt_hours", Given::Number(n("15"))), &["E0701: watt_hours: `watt_hours` is told of each item"]);
    check(
        &items(vec![pieces(1, "sofa")]),
        &["items[0].category: `sofa` is no category of this rule set, so it counts as not told"],
    );
    check(
        &items(vec![pieces(1, "power_bnk")]),
        &["items[0].category: `power_bnk` is no category of this rule set; did you mean `power_bank`?"],
    );
}

#[test]
fn every_violation_is_found_at_once() {
    let wrong = Shipment { service: Some("x".to_owned()), items: Some(vec![pieces(0, "phone")]), ..weighing("0 g") };
    let codes: Vec<_> = runtime().prepare(&wrong).unwrap_err().0.iter().map(|error| error.problem.code()).collect();
    assert_eq!(codes, ["E0708", "E0708", "E0704"]);
}

#[test]
fn numbers_count_in_the_unit_that_the_policy_names() {
    let item = |given| items(vec![Item { facts: [("watt_hours".to_owned(), given)].into(), ..pieces(1, "phone") }]);
    check(&item(Given::Quantity("15 Wh".parse().unwrap())), &[]);
    check(
        &item(Given::Number(n("15"))),
        &["E0705: items[0].watt_hours: expected a number in Wh, as in \"5 Wh\", found the number 15"],
    );
    let prepared = prepare(&facts("waiting", Given::Quantity("2 weeks".parse().unwrap())));
    assert_eq!(prepared.facts[2], Some(FactValue::Number(n("14"))));
}

#[test]
fn defaults_fill_in_and_are_not_given() {
    let prepared = prepare(&shipment());
    assert_eq!(prepared.facts[0], Some(FactValue::OneOf(0)));
    assert!(!prepared.given.contains(0));
    let told = prepare(&facts("seller_tier", Given::Text("gold".to_owned())));
    assert_eq!(told.facts[0], Some(FactValue::OneOf(2)));
    assert!(told.given.contains(0));
}

#[test]
fn the_items_weigh_and_are_worth_what_the_shipment_does_not_say() {
    let item = |weight: &str, value: &str| Item {
        weight: Some(weight.parse().unwrap()),
        unit_value: Some(value.parse().unwrap()),
        ..pieces(2, "phone")
    };
    let two = items(vec![item("200 g", "30 USD"), item("0.1 kg", "5 USD")]);
    let silent = Shipment { weight: None, declared_value: None, ..two.clone() };
    let prepared = prepare(&silent);
    assert_eq!(prepared.parcels[0].weight, Some(n("600")));
    assert_eq!(prepared.declared_value, Some("70 USD".parse().unwrap()));
    check(&silent, &[]);
    check(
        &two,
        &[
            "the shipment weighs 1200 g and its items together 600 g: the shipment's own weight is taken",
            "the declared value is 80.00 USD and the items' together 70 USD: the shipment's own value is taken",
        ],
    );
    let partly = Shipment { weight: None, ..items(vec![item("200 g", "30 USD"), pieces(1, "phone")]) };
    assert_eq!(prepare(&partly).parcels[0].weight, None);
}

#[test]
fn codes_are_digits() {
    let coded = |code: &str| items(vec![Item { hs: Some(code.to_owned()), ..Item::default() }]);
    check(&coded("8517.13.00"), &[]);
    check(
        &coded("phone"),
        &[
            "E0709: items[0].hs: `phone` is no Harmonised System code: write 2 to 12 digits, with or without points, as in `8517.13`",
        ],
    );
}

#[test]
fn parcels_have_their_own_weights_and_sides() {
    let parcel = Parcel { weight: Some("1 kg".parse().unwrap()), sides: None, items: None };
    let parcels = |parcels| Shipment { weight: None, sides: None, parcels: Some(parcels), ..shipment() };
    check(&parcels(vec![parcel.clone()]), &[]);
    check(
        &parcels(vec![]),
        &["E0711: parcels: a consignment has at least one parcel: leave `parcels` out where there is only one"],
    );
    check(
        &Shipment { weight: Some("1 kg".parse().unwrap()), ..parcels(vec![parcel]) },
        &["E0711: weight: the parcels have their own weight: give it there, and not for the whole shipment"],
    );
}

#[test]
fn there_is_a_limit_to_everything() {
    let many = items(vec![pieces(1, "phone"); MAX_ITEMS + 1]);
    check(
        &many,
        &["E0710: items: 10001 items, and at most 10000 are taken: give equal pieces as one item with a quantity"],
    );
    let long = items(vec![pieces(1, &"x".repeat(MAX_TEXT + 1))]);
    check(&long, &["E0710: items[0].category: 1001 bytes of text, and at most 1000 are taken: shorten the text"]);
    let parcels = Shipment { weight: None, sides: None, parcels: Some(vec![Parcel::default(); 1_001]), ..shipment() };
    check(&parcels, &["E0710: parcels: 1001 parcels, and at most 1000 are taken: quote the consignment in parts"]);
}

#[test]
fn rates_are_positive_and_given_once() {
    let rate = |rate: &str| GivenRate { from: currency("USD"), to: currency("CNY"), rate: n(rate) };
    let given = |rates| Shipment { rates, ..shipment() };
    check(&given(vec![rate("7.1")]), &[]);
    check(
        &given(vec![rate("7.1"), rate("0")]),
        &[
            "E0708: rates[1]: an exchange rate must be more than zero, and is 0: leave it out where it is not known",
            "E0711: rates[1]: the rate from USD to CNY is given twice: give each pair once",
        ],
    );
}
