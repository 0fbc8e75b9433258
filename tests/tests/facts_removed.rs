//! Every fact of the examples of the carriers' restrictions, taken away in turn and in pairs.
//!
//! Two things hold then. An answer that is given all the same is the one of the whole shipment, so that nothing is
//! available whose whole shipment is refused. And every question could change the answer: two shipments that differ in
//! that fact alone are answered differently.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its rule set cannot be read"
)]

use std::collections::BTreeMap;

use tarifa::answer::{ServiceOption, Verdict};
use tarifa_tests::generate::Dice;
use tarifa_tests::removed::{Questions, Told, counted, told, turns_away};
use tarifa_tests::shipped;

/// Takes facts from the examples of a rule set: each in turn, and so many pairs.
fn check(folder: &str, pairs: u64) {
    let compilation = shipped::compile(folder);
    let tariff = compilation.tariff.as_ref().expect("it compiles");
    let defaults: Vec<String> =
        tariff.program().facts.iter().filter(|fact| fact.default.is_some()).map(|fact| fact.name.clone()).collect();
    let examples = || compilation.model.examples.iter();
    let questions = Questions::new(tariff, examples().map(|example| &example.shipment));
    let mut dice = Dice::new(1);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let (mut removed, mut asked) = (0, 0);
    for example in examples() {
        let shipment = &example.shipment;
        let Some(service) = shipment.service.as_deref() else { continue };
        let whole = questions.option(shipment, service).expect("an example is answered");
        let facts = told(shipment, &defaults);
        let mut taken: Vec<Vec<&Told>> = facts.iter().map(|fact| vec![fact]).collect();
        if facts.len() > 1 {
            taken.extend((0..pairs).map(|_| vec![dice.pick(&facts), dice.pick(&facts)]));
        }
        for taken in taken {
            let less = taken.iter().fold(shipment.clone(), |less, fact| fact.taken_from(&less));
            let Some(option) = questions.option(&less, service) else { continue };
            removed += 1;
            let context = format!("{}: without {taken:?}", example.title);
            if let Some(wrong) = compared(&whole, &option) {
                found.insert(context.clone(), wrong);
            }
            for need in &option.needs {
                asked += 1;
                if questions.difference(&less, service, need, shipment).is_none() {
                    let by =
                        format!("asks for {} {:?} by {:?}, which changes nothing", need.fact, need.item, need.asked_by);
                    found.insert(format!("{context}, {}", need.fact), by);
                }
            }
        }
    }
    let list: Vec<String> = found.iter().map(|(context, wrong)| format!("{context}: {wrong}")).collect();
    assert!(list.is_empty(), "{folder}: {} of {removed} removals, {asked} questions\n{}", list.len(), list.join("\n"));
    assert!(removed > 20 && asked > 10, "{folder}: {removed} removals, {asked} questions");
}

/// What is wrong with an answer to less than the whole shipment.
fn compared(whole: &ServiceOption, less: &ServiceOption) -> Option<String> {
    if less.verdict == Verdict::Needs || turns_away(less) && turns_away(whole) {
        return None;
    }
    let (whole, less) = (counted(whole), counted(less));
    (whole != less).then(|| format!("the whole shipment says {whole}, without it {less}"))
}

#[test]
fn aliexpress() {
    check("aliexpress", 0);
}

#[test]
fn china_special_lines() {
    check("carriers/china-special-lines", 2);
}

#[test]
fn royal_mail() {
    check("carriers/royal-mail", 2);
}

#[test]
fn shopee_sls() {
    check("carriers/shopee-sls", 2);
}

#[test]
fn usps_international() {
    check("carriers/usps-international", 2);
}

/// What a service says of a shipment that tells little: the verdict, and what it asks for.
#[track_caller]
fn check_asked(rules: &str, shipment: &str, verdict: Verdict, asked: &[&str]) {
    let header = r#"tariff t "T" { currency CNY; time zone "Asia/Shanghai"; rounding none }
        service s { from CN; to DE; weight up to 30 kg }
        freight s via s = 1.00
        "#;
    let compilation = tarifa::compile(&tarifa::Sources::single("t.tarifa", format!("{header}{rules}")));
    let tariff = compilation.tariff.unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics));
    let weight = if shipment.contains("parcels") { "" } else { r#""weight": "1 kg", "# };
    let json = format!(r#"{{"origin": "CN", "destination": "DE", {weight}{shipment}}}"#);
    let shipment = tariff.shipment_from_json(&json).expect("it is well made");
    let answer = tariff.quote(&shipment).expect("an answer");
    let option = &answer.options[0];
    let found: Vec<&str> = option.needs.iter().map(|need| need.fact.as_str()).collect();
    assert_eq!((option.verdict, found.as_slice()), (verdict, asked), "{rules}\n{json}");
}

#[test]
fn a_sum_that_is_over_a_bound_already_asks_for_no_more() {
    let rules = "fact cells per item: number\ncategory toys\nlabel mark\nrequire mark when total cells over 4";
    check_asked(rules, r#""items": [{"category": "toys", "cells": "5"}]"#, Verdict::Conditional, &[]);
    check_asked(rules, r#""items": [{"category": "toys", "cells": "4"}]"#, Verdict::Needs, &["quantity"]);
    let rules = "fact cells per item: number\ncategory toys\nforbid few when total cells up to 4";
    check_asked(rules, r#""items": [{"category": "toys", "cells": "5"}]"#, Verdict::Available, &[]);
}

#[test]
fn a_code_is_asked_for_only_where_it_decides() {
    let rules = "category toys\nforbid arms when hs in (\"9303\")\nforbid all_arms when hs in (\"93\")";
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1}]"#, Verdict::Needs, &["hs"]);
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "93"}]"#, Verdict::Refused, &[]);
    let rules = "category toys\nforbid arms when hs in (\"9303\")\nforbid others when not (hs in (\"9303\"))";
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1}]"#, Verdict::Refused, &[]);
    // Every next digit is asked for, so a code of two digits is told apart by what follows.
    let rules = "category toys\nforbid a when hs in (\"9300\", \"9301\", \"9302\", \"9303\", \"9304\", \"9305\")";
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "93"}]"#, Verdict::Needs, &["hs"]);
}

#[test]
fn a_code_that_is_too_short_is_asked_for_beside_a_name() {
    let rules = "category batteries hs \"8507\" { lithium hs \"8507.60\" }\ncategory toys hs \"9503\"\nforbid cells for lithium";
    // A name is the whole answer where there is no code.
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1}]"#, Verdict::Available, &[]);
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "9503.00"}]"#, Verdict::Available, &[]);
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "8507.10"}]"#, Verdict::Available, &[]);
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "8507.60"}]"#, Verdict::Refused, &[]);
    for short in ["85", "8507", "8507.6"] {
        let item =
            |category: &str| format!(r#""items": [{{"category": "{category}", "quantity": 1, "hs": "{short}"}}]"#);
        check_asked(rules, &item("toys"), Verdict::Needs, &["hs"]);
        check_asked(rules, &item("batteries"), Verdict::Needs, &["hs"]);
        check_asked(rules, &item("lithium"), Verdict::Refused, &[]);
    }
    // What is limited anyway is not asked for, and neither is what no rule tells apart.
    let rules =
        "category batteries hs \"8507\" { lithium hs \"8507.60\" }\ncategory toys\nforbid any_cell for batteries";
    check_asked(rules, r#""items": [{"category": "toys", "quantity": 1, "hs": "8507"}]"#, Verdict::Refused, &[]);
    let rules = "category batteries { lithium hs \"8507.60\" }\ncategory toys hs \"9503\"\nforbid play for toys";
    check_asked(rules, r#""items": [{"category": "lithium", "quantity": 1, "hs": "8507"}]"#, Verdict::Available, &[]);
}

#[test]
fn what_the_first_of_several_parcels_lacks_is_asked_for_by_its_place() {
    let rules = "limit heavy: weight up to 2 kg per parcel";
    let parcels = r#""parcels": [{}, {"weight": "1 kg"}]"#;
    check_asked(rules, parcels, Verdict::Needs, &["parcels[0].weight"]);
}
