//! Neither the order of statements nor that of files changes the model.

use tarifa_diagnostics::{Source, Sources};

use crate::model::Model;

const STATEMENTS: [&str; 31] = [
    "tariff t { currency CNY; time zone \"Asia/Shanghai\"; rounding half up in steps of 0.01; paid by seller }",
    "fact tier: one of gold, silver",
    "fact battery per item: yes/no",
    "define big = weight over 2 kg or dear",
    "define dear = declared_value in USD over 100 USD",
    "zone north = DK, SE except south",
    "zone south = DE(8*, 9*)",
    "category toys { ball; kite }",
    "category books { atlas }",
    "service standard { from CN; to north, south; weight up to 30 kg; currency EUR }",
    "service express like standard { transit 2..3 days }",
    "freight cheap via standard to south { up to 2 kg: 5.00 + 1.00 as registration; up to 30 kg: 9.00, then 1.00 per kg }",
    "freight cheap via standard to north = 7.00 per kg",
    "freight fast via express overrides cheap = 20.00 paid by buyer",
    "charge fuel valid 2026-01-01.. in \"America/Chicago\" = 5% of (freight + peak)",
    "charge peak for toys valid 2026-01-01.. in \"Europe/Berlin\" when big = 3.00 CNY",
    "charges handling take the highest { oversize when length over 1 m = 5.00 CNY; odd when tier is gold = 4.00 CNY }",
    "exchange { 1 EUR = 7.7 CNY; 1 USD = 7.1 CNY }",
    "exchange valid ..2025-12-31 { 1 EUR = 7.5 CNY }",
    "document msds",
    "label adr",
    "require msds for toys when big",
    "require adr or msds as papers",
    "limit spent to south: declared_value up to 100 EUR per consignee per month",
    "limit counted for books: quantity up to 2 per consignee per day, quantity up to 9 per consignee per year",
    "limit spent to north: declared_value up to 50 EUR per consignee per month",
    "calendar cn covers 2026-01-01..2026-12-31 { weekend saturday, sunday; holiday 2026-10-01 }",
    "calendar fr covers 2026-01-01..2026-12-31 { weekend sunday }",
    "returns claim valid ..2025-12-31 on open { parties buyer; events got; open by buyer { within 9 days after got } -> done\noutcome done { buyer gets paid } }",
    "returns claim valid 2026-01-01.. on open { time zone \"Europe/Paris\"; parties buyer; events got; open by buyer { within 9 business days of fr after got } -> done\noutcome done { buyer gets loss maximum paid; buyer gets the rest } }",
    "compensation loss via standard = 5.00 + 2.00 per started kg of weight + freight",
];

/// Everything of a model that a program is made of, with the words at each origin.
fn essence(files: Vec<Source>) -> String {
    let sources = Sources::new(files);
    let (tree, found) = tarifa_syntax::parse(&sources);
    assert!(found.is_empty(), "{found:#?}");
    let (model, found) = super::super::from_tree(&tree, &sources);
    assert!(found.is_empty(), "{found:#?}");
    let words: Vec<_> = model.origins.iter().map(|span| sources.slice(*span)).collect();
    let Model { zones, payers, facts, place_sets, categories, services, exchange, lines, blocks, groups, .. } = &model;
    let Model { documents, restrictions, calendars, processes, compensations, .. } = &model;
    format!(
        "{words:?}\n{zones:?}\n{payers:?}\n{facts:?}\n{place_sets:?}\n{categories:?}\n{services:?}\n{exchange:?}\n{lines:?}\n{blocks:#?}\n{groups:?}\n{documents:?}\n{restrictions:#?}\n{calendars:?}\n{processes:#?}\n{compensations:?}"
    )
}

fn one_file(statements: &[&str]) -> Vec<Source> {
    vec![Source::new("all.tarifa", statements.join("\n"))]
}

#[test]
fn statements_in_any_order_say_the_same() {
    let written = essence(one_file(&STATEMENTS));
    let mut reversed = STATEMENTS;
    reversed.reverse();
    assert_eq!(essence(one_file(&reversed)), written);
    for turn in [3, 7, 11, 16] {
        let mut turned = STATEMENTS;
        turned.rotate_left(turn);
        turned.swap(0, turn);
        assert_eq!(essence(one_file(&turned)), written, "turned by {turn}");
    }
}

#[test]
fn files_in_any_order_say_the_same() {
    let written = essence(one_file(&STATEMENTS));
    let files =
        STATEMENTS.iter().enumerate().map(|(index, text)| Source::new(format!("{:02}.tarifa", index * 7 % 26), *text));
    assert_eq!(essence(files.collect()), written);
}
