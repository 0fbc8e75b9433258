//! What is read of an input, whatever its form.

use std::fs;

use tempfile::TempDir;

use super::target::{CellKind, Target, Targets};
use super::{Form, Mapping, Reading, open};

/// The shipments of a file called `name` that holds `text`, or the trouble.
#[track_caller]
fn check_with(words: &[&str], form: Option<Form>, name: &str, text: impl AsRef<[u8]>, expected: &str) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
    let fact = |path: &str, kind| Target { path: path.into(), kind };
    let reading = Reading {
        form,
        mapping: &Mapping::parse(&words).unwrap(),
        targets: &Targets::new([fact("insured", CellKind::YesNo), fact("item.materials", CellKind::Words)]),
    };
    let mut shown = String::new();
    match open(&path, &reading) {
        Ok(shipments) => {
            for note in &shipments.notes {
                shown += &format!("note: {note}\n");
            }
            for entry in shipments {
                shown += &match entry {
                    Ok(entry) => match entry.json {
                        Ok(json) => format!("{}> {json}\n", entry.label),
                        Err(message) => format!("{}! {message}\n", entry.label),
                    },
                    Err(trouble) => format!("trouble: {trouble}\n"),
                };
            }
        }
        Err(trouble) => shown += &format!("trouble: {trouble}\n"),
    }
    assert_eq!(shown.replace(&format!("{}/", folder.path().display()), ""), expected);
}

#[track_caller]
fn check(name: &str, text: &str, expected: &str) {
    check_with(&[], None, name, text, expected);
}

#[test]
fn one_shipment_as_it_is_written() {
    check("a.json", "{\n  \"weight\": 1.50\n}", "> {\n  \"weight\": 1.50\n}\n");
    check("input", "\n\n {\n  \"weight\": 1.50\n}", "> \n\n {\n  \"weight\": 1.50\n}\n");
}

#[test]
fn an_array_of_them() {
    check("a.json", "[{\"weight\": 1.50}, {}]", "shipment 1> {\"weight\": 1.50}\nshipment 2> {}\n");
    check("a.json", "[{]", "trouble: the input is not JSON: key must be a string at line 1 column 3\n");
}

#[test]
fn one_on_each_line_and_a_bad_line_costs_only_itself() {
    check("a.jsonl", "{\"a\":1}\n\n{\n{\"b\":2}", "line 1> {\"a\":1}\nline 3> {\nline 4> {\"b\":2}\n");
    check("input", "{\"a\":1}\r\n{\"b\":2}\r\n", "line 1> {\"a\":1}\nline 2> {\"b\":2}\n");
    check_with(
        &[],
        None,
        "a.jsonl",
        b"{\"a\":\"\xff\"}\n{}\n",
        "trouble: `a.jsonl` is not UTF-8 text (line 1); save it as UTF-8\nline 2> {}\n",
    );
}

#[test]
fn a_table() {
    check(
        "a.csv",
        "\u{feff}origin,destination.country,destination.postcode,weight,Note\nCN,DE,10115,1.2 kg,hello\nCN, US ,,300 g\n",
        concat!(
            "note: not read, since no key of the rule set is called so: `Note`\n",
            "row 2> {\"destination\":{\"country\":\"DE\",\"postcode\":\"10115\"},\"origin\":\"CN\",\"weight\":\"1.2 kg\"}\n",
            "row 3! the row has 4 cells where the heads are 5\n",
        ),
    );
}

#[test]
fn a_column_that_names_the_shipments() {
    check(
        "a.csv",
        "shipment,destination\nA-4711,DE\n,US\n",
        "A-4711> {\"destination\":\"DE\"}\nrow 3> {\"destination\":\"US\"}\n",
    );
}

#[test]
fn a_place_and_its_parts_in_any_order() {
    check(
        "a.csv",
        "destination,destination.postcode\nDE,1\nDE(2),\n,3\n",
        "row 2> {\"destination\":{\"country\":\"DE\",\"postcode\":\"1\"}}\nrow 3> {\"destination\":\"DE(2)\"}\nrow 4> {\"destination\":{\"postcode\":\"3\"}}\n",
    );
    check(
        "a.csv",
        "origin.postcode,origin.country\n1,CN\n",
        "row 2> {\"origin\":{\"country\":\"CN\",\"postcode\":\"1\"}}\n",
    );
}

#[test]
fn units_goods_and_facts_of_a_table() {
    check_with(
        &["weight=Weight (kg) in kg", "item.unit_value=Price in USD"],
        None,
        "a.csv",
        "Weight (kg);Price;item.quantity;item.materials;insured\n1.2;3.50;2;wood|seed;yes\n;;2.5;;\n;;;;perhaps\n",
        concat!(
            "row 2> {\"insured\":true,\"items\":[{\"materials\":[\"wood\",\"seed\"],\"quantity\":2,\"unit_value\":\"3.50 USD\"}],\"weight\":\"1.2 kg\"}\n",
            "row 3! `item.quantity` is a number of pieces, and `2.5` is none\n",
            "row 4! `insured` is yes or no, and `perhaps` is neither\n",
        ),
    );
}

#[test]
fn a_cell_may_say_its_own_unit() {
    check("a.csv", "weight in kg\n500 g\n1.2\n", "row 2> {\"weight\":\"500 g\"}\nrow 3> {\"weight\":\"1.2 kg\"}\n");
    check("a.csv", "declared_value in USD\n80 EUR\n", "row 2> {\"declared_value\":\"80 EUR\"}\n");
}

#[test]
fn a_decimal_comma_is_named() {
    check(
        "a.csv",
        "origin;weight in kg\nCN;1,2\nCN;1.2\n",
        concat!(
            "row 2! `weight` is `1,2`, and the decimal mark is a point, as in `1.2`; there are no separators of thousands\n",
            "row 3> {\"origin\":\"CN\",\"weight\":\"1.2 kg\"}\n",
        ),
    );
}

#[test]
fn a_quotation_mark_without_its_partner() {
    let trouble = |line| format!("trouble: the `\"` in line {line} of the table is never closed\n");
    check("a.csv", "origin,weight\nCN,\"1 kg\nCN,2 kg\n", &trouble(2));
    check("a.csv", "origin,weight\nCN,1 kg\n\"CN\"\"\n,2 kg\n", &trouble(3));
    check("a.csv", "origin,weight\n\"CN\",\"1 kg\"\n", "row 2> {\"origin\":\"CN\",\"weight\":\"1 kg\"}\n");
    check("a.csv", "service\n\"a \"\"b\"\"\"\n", "row 2> {\"service\":\"a \\\"b\\\"\"}\n");
}

#[test]
fn a_table_without_a_known_column() {
    check("a.csv", "Gewicht,Land\n1,DE\n", "trouble: no column of the table is a key of the rule set\n");
}

#[test]
fn the_first_character_tells_the_form_of_a_nameless_input() {
    check("input", "weight\n1 kg\n", "row 2> {\"weight\":\"1 kg\"}\n");
    check_with(&[], Some(Form::Csv), "a.json", "weight\n1 kg\n", "row 2> {\"weight\":\"1 kg\"}\n");
    check("input", "", "> \n");
    check("input", "{\"weight\": \"1 kg\"}\n\n", "> {\"weight\": \"1 kg\"}\n\n\n");
    check("input", "{}\n\n{}", "line 1> {}\nline 3> {}\n");
}
