//! Which column is which key.

use super::super::target::{CellKind, Target, Targets};
use super::Mapping;

fn targets() -> Targets {
    Targets::new([Target { path: "insured".into(), kind: CellKind::YesNo }])
}

/// The columns that `words` make of a table with these heads, or the trouble.
#[track_caller]
fn check(words: &[&str], heads: &[&str], expected: &str) {
    let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
    let heads: Vec<_> = heads.iter().map(|head| (*head).to_owned()).collect();
    let resolved = Mapping::parse(&words).and_then(|mapping| mapping.resolve(&heads, &targets()));
    let shown = match resolved {
        Ok(columns) => {
            let read = columns.read.iter().map(|column| {
                let unit = column.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
                format!("{}={}{unit}", column.target.path, heads[column.index])
            });
            let unread = columns.unread.iter().map(|head| format!("({head})"));
            read.chain(unread).collect::<Vec<_>>().join("; ")
        }
        Err(trouble) => trouble.to_string(),
    };
    assert_eq!(shown, expected);
}

#[test]
fn heads_are_keys() {
    check(
        &[],
        &["weight", "destination.postcode", "insured"],
        "weight=weight; destination.postcode=destination.postcode; insured=insured",
    );
    check(&[], &["origin", "destination"], "origin=origin; destination=destination");
    check(&[], &["weight in kg", "Note"], "weight=weight in kg in kg; (Note)");
}

#[test]
fn a_mapping_names_the_column_and_the_unit() {
    check(&["weight=Weight (kg) in kg"], &["Weight (kg)"], "weight=Weight (kg) in kg");
    check(&["weight=Weight (kg)"], &["Weight (kg)"], "weight=Weight (kg)");
    check(&["declared_value = Goods in USD"], &["Goods"], "declared_value=Goods in USD");
}

#[test]
fn a_head_that_ends_like_a_unit_is_a_head() {
    check(&["weight=Weight in kg"], &["Weight in kg"], "weight=Weight in kg");
    check(&["weight=Weight in kg in kg"], &["Weight in kg"], "weight=Weight in kg in kg");
}

#[test]
fn several_in_one_word() {
    check(
        &["weight=W in g,destination=To", "item.hs=HS"],
        &["HS", "To", "W"],
        "weight=W in g; destination=To; item.hs=HS",
    );
    check(&["weight=Weight, gross in g"], &["Weight, gross"], "weight=Weight, gross in g");
}

#[test]
fn a_mapped_key_leaves_the_column_of_its_name_alone() {
    check(&["weight=Net"], &["weight", "Net"], "weight=Net; (weight)");
}

#[test]
fn slips() {
    check(&["weight"], &["weight"], "`weight` is not written as KEY=COLUMN or KEY=VALUE");
    check(&["wieght=W"], &["W"], "the rule set takes no key `wieght`");
    check(&["weight=Weigth in kg"], &["Weight"], "the table has no column `Weigth`");
    check(&["weight=A", "weight=B"], &["A", "B"], "`weight` is given twice");
}
