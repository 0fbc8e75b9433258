//! What the checks say of whole rule sets: code, place and shipment.

mod contradictions;
mod one_slip;
mod relations;
mod restrictions;
mod slips;
mod transits;

use tarifa_diagnostics::{Diagnostic, Sources};

const HEADER: &str = "tariff demo {
  currency  CNY
  time zone \"Asia/Shanghai\"
  valid     2026-01-01..2026-12-31
  rounding  half up in steps of 0.01
}
";

const STANDARD: &str = "service standard {
  from   CN
  to     DE, FR
  weight up to 30 kg
}
";

fn findings(policy: &str) -> (Sources, Vec<Diagnostic>) {
    let sources = Sources::single("policy.tarifa", policy);
    let compilation = crate::compile(&sources);
    let found = compilation.diagnostics.into_iter().collect();
    (sources, found)
}

/// A rule set after the header, and each finding as `CODE line: words of the shipment`, the line being that of the text.
#[track_caller]
fn check(policy: &str, expected: &[&str]) {
    assert_eq!(shown(policy), expected);
}

/// Each finding of a rule set after the header.
fn shown(policy: &str) -> Vec<String> {
    let text = format!("{HEADER}{policy}");
    let (sources, found) = findings(&text);
    found
        .iter()
        .map(|finding| {
            let span = finding.primary.as_ref().map(|label| label.span).unwrap_or_default();
            let source = sources.get(span.source).unwrap();
            let line =
                text.lines().nth((source.line(span.start) as usize).saturating_sub(1)).unwrap_or_default().trim();
            let witness = finding.witness.as_deref().unwrap_or("no shipment");
            let ship = witness.lines().map(str::trim).filter(|line| !line.starts_with("example") && *line != "}");
            format!("{} at `{line}`: {}", finding.code, ship.collect::<Vec<_>>().join("; "))
        })
        .collect()
}

/// The standard service with these statements.
#[track_caller]
fn check_standard(statements: &str, expected: &[&str]) {
    check(&format!("{STANDARD}{statements}"), expected);
}

#[test]
fn what_is_priced_everywhere_is_fine() {
    check_standard("freight rates via standard = 50.00 per kg", &[]);
    check_standard("freight rates via standard {\n up to 2 kg: 60.00\n up to 30 kg: 90.00\n}", &[]);
}

#[test]
fn a_gap_above_the_last_row() {
    check_standard(
        "freight rates via standard {\n up to 2 kg: 60.00\n under 30 kg: 90.00\n}",
        &["E0501 at `under 30 kg: 90.00`: ship via standard from CN to DE on 2026-01-01, 30 kg; expect available"],
    );
}

#[test]
fn a_gap_of_a_country() {
    check_standard(
        "freight rates via standard to DE = 50.00 per kg",
        &["E0501 at `service standard {`: ship via standard from CN to FR on 2026-01-01, 1 kg; expect available"],
    );
}

#[test]
fn a_gap_of_dates() {
    check_standard(
        "freight rates via standard valid 2026-01-01..2026-06-30 = 50.00 per kg",
        &[
            "E0501 at `freight rates via standard valid 2026-01-01..2026-06-30 = 50.00 per kg`: ship via standard from CN to DE on 2026-07-01, 1 kg; expect available",
        ],
    );
}

#[test]
fn a_gap_that_only_the_volume_reaches() {
    let service = "service bulky {
  from CN
  to DE
  weight up to 2 kg
  longest_side up to 100 cm
  billed weight {
    volumetric 5000 cm3 per kg
    bill the greater of weight and volumetric
  }
}
";
    // A cube of one metre weighs 200 kg by its volume.
    let rows = |last| format!("{service}freight rates via bulky {{\n up to 2 kg: 60.00\n up to {last}: 90.00\n}}");
    check(&rows("200 kg"), &[]);
    check(
        &rows("199 kg"),
        &["E0501 at `up to 199 kg: 90.00`: \
           ship via bulky from CN to DE on 2026-01-01, 1 kg, 100 x 100 x 100 cm; expect available"],
    );
}

#[test]
fn sums_of_sides_bound_the_billed_weight() {
    // Of parcels whose sides sum to 90 cm the cube of 30 cm is the largest: 4.5 kg at 6000.
    let service = "service packet {
  from CN
  to DE
  weight up to 2 kg
  longest_side up to 60 cm
  length + width + height up to 90 cm
  billed weight {
    volumetric 6000 cm3 per kg
    bill the greater of weight and volumetric
  }
}
";
    check(&format!("{service}freight rates via packet {{\n up to 2 kg: 60.00\n up to 4.5 kg: 90.00\n}}"), &[]);
}

#[test]
fn limits_of_a_part_are_known() {
    let service = "service standard {
  from CN
  to DE, FR
  weight up to 30 kg
  weight up to 10 kg to FR
}
";
    check(
        &format!(
            "{service}freight de via standard to DE = 50.00 per kg\nfreight fr via standard to FR {{\n up to 10 kg: 90.00\n}}"
        ),
        &[],
    );
}

#[test]
fn two_statements_for_one_lane() {
    check_standard(
        "freight rates via standard = 50.00 per kg\nfreight germany via standard to DE = 45.00 per kg",
        &["E0502 at `freight germany via standard to DE = 45.00 per kg`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg; expect available"],
    );
    check_standard(
        "freight rates via standard = 50.00 per kg\nfreight germany via standard to DE overrides rates = 45.00 per kg",
        &[],
    );
    check_standard(
        "freight rates via standard except to DE = 50.00 per kg\nfreight germany via standard to DE = 45.00 per kg",
        &[],
    );
}

#[test]
fn two_statements_that_agree() {
    check_standard(
        "freight rates via standard = 50.00 per kg\nfreight germany via standard to DE = 50.00 per kg",
        &["W0502 at `freight germany via standard to DE = 50.00 per kg`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg; expect available"],
    );
}

#[test]
fn two_statements_that_agree_on_light_parcels_alone() {
    check_standard(
        "freight rates via standard {\n up to 2 kg: 60.00\n up to 30 kg: 90.00\n}
freight germany via standard to DE {\n up to 2 kg: 60.00\n up to 30 kg: 95.00\n}",
        &["E0502 at `freight germany via standard to DE {`: \
           ship via standard from CN to DE on 2026-01-01, 3 kg; expect available"],
    );
}

#[test]
fn dates_that_cover_twice() {
    check_standard(
        "freight rates via standard = 50.00 per kg
charge fuel via standard valid 2026-01-01..2026-06-30 = 10% of freight
charge fuel via standard valid 2026-06-30..2026-12-31 = 12% of freight",
        &["E0502 at `charge fuel via standard valid 2026-06-30..2026-12-31 = 12% of freight`: \
           ship via standard from CN to DE on 2026-06-30, 1 kg; expect available"],
    );
}

#[test]
fn dates_that_leave_a_hole() {
    check_standard(
        "freight rates via standard = 50.00 per kg
charge fuel via standard valid 2026-01-01..2026-06-30 = 10% of freight
charge fuel via standard valid 2026-07-02..2026-12-31 = 12% of freight",
        &["W0510 at `charge fuel via standard valid 2026-07-02..2026-12-31 = 12% of freight`: \
           ship via standard from CN to DE on 2026-07-01, 1 kg; expect available"],
    );
}

#[test]
fn facts_keep_statements_apart() {
    check_standard(
        "fact tier: one of bronze, silver, gold
freight bronze via standard when tier is bronze = 50.00 per kg
freight others via standard when tier is not bronze = 45.00 per kg",
        &[],
    );
    check_standard(
        "fact tier: one of bronze, silver, gold
freight bronze via standard when tier is bronze = 50.00 per kg
freight gold via standard when tier is gold = 45.00 per kg",
        &["E0501 at `service standard {`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg; with tier silver; expect available"],
    );
}

#[test]
fn items_are_taken_together() {
    let facts = "fact fragile per item: yes/no\ncategory goods { cup, plate }\n";
    check_standard(
        &format!(
            "{facts}freight careful via standard when any item fragile = 60.00 per kg
freight rough via standard when every item (not fragile) = 50.00 per kg"
        ),
        &[],
    );
    check_standard(
        &format!(
            "{facts}freight careful via standard when any item fragile = 60.00 per kg
freight rough via standard when any item (not fragile) = 50.00 per kg
freight empty via standard when not any item fragile and not any item (not fragile) = 50.00 per kg"
        ),
        &["E0502 at `freight rough via standard when any item (not fragile) = 50.00 per kg`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg { 1 goods (fragile no), 1 goods (fragile yes) }; \
           expect available"],
    );
}

#[test]
fn statements_and_rows_that_nothing_reaches() {
    check_standard(
        "freight rates via standard = 50.00 per kg\ncharge heavy via standard when weight over 30 kg = 20.00",
        &["W0505 at `charge heavy via standard when weight over 30 kg = 20.00`: no shipment"],
    );
    check_standard(
        "freight rates via standard {\n up to 30 kg: 60.00\n up to 31 kg: 90.00\n}",
        &["W0506 at `up to 31 kg: 90.00`: no shipment"],
    );
    check_standard(
        "freight rates via standard = 50.00 per kg
freight germany via standard to DE overrides rates = 45.00 per kg
freight france via standard to FR overrides rates = 45.00 per kg",
        &["W0505 at `freight rates via standard = 50.00 per kg`: no shipment"],
    );
}

#[test]
fn prices_that_fall_with_the_weight() {
    check_standard(
        "freight rates via standard {\n up to 2 kg: 60.00 per kg\n up to 30 kg: 50.00 per kg\n}",
        &["W0507 at `up to 30 kg: 50.00 per kg`: \
           ship via standard from CN to DE on 2026-01-01, 2 kg; expect freight 120.00 CNY; \
           ship via standard from CN to DE on 2026-01-01, 2.001 kg; expect freight 100.05 CNY"],
    );
    check_standard(
        "freight rates via standard or next band if cheaper {\n up to 2 kg: 60.00 per kg\n up to 30 kg: 50.00 per kg\n}",
        &[],
    );
}

#[test]
fn drops_are_shown_line_by_line_and_in_the_unit_of_the_bound() {
    check_standard(
        "freight rates via standard {\n up to 2 kg: 60.00 per kg + 5.00 as entry\n up to 30 kg: 50.00 per kg + 5.00 as entry\n}",
        &["W0507 at `up to 30 kg: 50.00 per kg + 5.00 as entry`: \
           ship via standard from CN to DE on 2026-01-01, 2 kg; expect freight 120.00 CNY, line entry 5.00 CNY; \
           ship via standard from CN to DE on 2026-01-01, 2.001 kg; expect freight 100.05 CNY, line entry 5.00 CNY"],
    );
    check_standard(
        "freight rates via standard {\n up to 10 lb: 60.00\n up to 70 lb: 50.00\n}",
        &["W0507 at `up to 70 lb: 50.00`: \
           ship via standard from CN to DE on 2026-01-01, 10 lb; expect freight 60.00 CNY; \
           ship via standard from CN to DE on 2026-01-01, 10.001 lb; expect freight 50.00 CNY"],
    );
}

#[test]
fn charges_that_meet_are_found_where_the_freight_has_a_price() {
    check(
        "service parcel {
 from CN
 to DE
 weight 5 kg..30 kg
}
freight rates via parcel {
 up to 6 kg: 60.00
 otherwise: refer \"ask\"
}
charge fuel valid 2026-01-01..2026-01-31 = 5% of freight
charge fuel valid 2026-01-31..2026-02-28 = 6% of freight",
        &["E0502 at `charge fuel valid 2026-01-31..2026-02-28 = 6% of freight`: \
           ship via parcel from CN to DE on 2026-01-31, 5 kg; expect available"],
    );
}

#[test]
fn witnesses_are_parcels_that_people_send() {
    let service = |limits: &str| {
        format!(
            "service packet {{\n from CN\n to DE\n{limits}\n billed weight {{\n volumetric 5000 cm3 per kg
 bill the greater of weight and volumetric\n }}\n}}\n"
        )
    };
    // Light and large.
    check(
        &format!("{}freight rates via packet {{\n up to 30 kg: 90.00\n}}", service("weight up to 2 kg")),
        &["E0501 at `up to 30 kg: 90.00`: \
           ship via packet from CN to DE on 2026-01-01, 1 kg, 80 x 60 x 50 cm; expect available"],
    );
    // Small enough for its weight to count.
    check(
        &format!(
            "{}freight rates via packet {{\n up to 200 g: 60.00\n up to 30 kg: 50.00\n}}",
            service("weight up to 2 kg")
        ),
        &[
            "E0501 at `up to 30 kg: 50.00`: \
           ship via packet from CN to DE on 2026-01-01, 1 kg, 80 x 60 x 50 cm; expect available",
            "W0507 at `up to 30 kg: 50.00`: \
           ship via packet from CN to DE on 2026-01-01, 200 g, 15 x 10 x 5 cm; expect freight 60.00 CNY; \
           ship via packet from CN to DE on 2026-01-01, 201 g, 15 x 10 x 5 cm; expect freight 50.00 CNY",
        ],
    );
}

#[test]
fn discounts_above_what_is_charged() {
    check_standard(
        "freight rates via standard = 50.00 per kg\ndiscount everything via standard = 100% of freight",
        &[],
    );
    check_standard("freight rates via standard = 10.00 + 50.00 per kg\ndiscount welcome via standard = 10.00", &[]);
    check_standard(
        "freight rates via standard = 10.00\ndiscount welcome via standard to FR = 10.01",
        &["E0508 at `discount welcome via standard to FR = 10.01`: \
           ship via standard from CN to FR on 2026-01-01, 1 g; expect available"],
    );
}

#[test]
fn days_without_a_rate_for_what_is_told() {
    let rates = |second: &str| {
        format!(
            "freight rates via standard = 7.00 per kg
tax vat via standard when declared_value in EUR up to 150 EUR = 20% of declared_value in CNY
exchange valid 2026-01-01..2026-06-30 {{ 1 EUR = 8.0 CNY }}
exchange valid {second}..2026-12-31 {{ 1 EUR = 8.1 CNY }}"
        )
    };
    check_standard(&rates("2026-07-01"), &[]);
    check_standard(
        &rates("2026-07-02"),
        &["E0509 at `tax vat via standard when declared_value in EUR up to 150 EUR = 20% of declared_value in CNY`: \
           ship via standard from CN to DE on 2026-07-01, 1 kg, worth 10.00 EUR; expect available"],
    );
}

#[test]
fn days_without_a_rate() {
    check_standard(
        "freight rates via standard in USD = 7.00 per kg
exchange valid 2026-01-01..2026-06-30 { 1 USD = 7.1240 CNY }
exchange valid 2026-07-02..2026-12-31 { 1 USD = 7.1240 CNY }",
        &["E0509 at `freight rates via standard in USD = 7.00 per kg`: \
           ship via standard from CN to DE on 2026-07-01, 1 kg; expect available"],
    );
    // Where the policy fixes no rate at all, the host gives it.
    check_standard("freight rates via standard in USD = 7.00 per kg", &[]);
    // Where it fixes others, one that it leaves out may be forgotten.
    check_standard(
        "freight rates via standard in USD = 7.00 per kg
charge customs via standard = 300.00 JPY
exchange { 1 USD = 7.1240 CNY }",
        &["W0517 at `charge customs via standard = 300.00 JPY`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg; with 1 JPY = 1 CNY; expect available"],
    );
}

#[test]
fn values_in_two_currencies_are_one_value() {
    check_standard(
        "freight low via standard when declared_value in USD up to 100 USD = 50.00
freight high via standard when declared_value in EUR over 90 EUR = 60.00
exchange valid 2026-01-01..2026-12-31 { 1 USD = 7.00 CNY; 1 EUR = 7.70 CNY }",
        &["E0502 at `freight high via standard when declared_value in EUR over 90 EUR = 60.00`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg, worth 90.50 EUR; expect available"],
    );
    // 110 USD are 100 EUR on every day that has a rate.
    check_standard(
        "freight low via standard when declared_value in USD up to 110 USD = 50.00
freight high via standard when declared_value in EUR over 100 EUR = 60.00
exchange valid 2026-01-01..2026-12-31 { 1 USD = 7.00 CNY; 1 EUR = 7.70 CNY }",
        &[],
    );
}

#[test]
fn weight_lines_that_collide() {
    let service = |lines: &str| {
        format!(
            "service packet {{\n from CN\n to DE\n weight up to 2 kg\n longest_side up to 60 cm\n billed weight {{\n{lines}
 bill the greater of weight and volumetric\n }}\n}}\nfreight rates via packet = 50.00 per kg\n"
        )
    };
    check(
        &service(
            "volumetric 8000 cm3 per kg when length + width + height up to 90 cm
volumetric 6000 cm3 per kg when length + width + height over 90 cm",
        ),
        &[],
    );
    // Sides that sum to more than 180 cm are longer than 60 cm.
    check(
        &service(
            "volumetric 8000 cm3 per kg when longest_side up to 60 cm
volumetric 6000 cm3 per kg when length + width + height over 180 cm",
        ),
        &[],
    );
    check(
        &service(
            "volumetric 8000 cm3 per kg when longest_side up to 60 cm
volumetric 6000 cm3 per kg when length + width + height over 90 cm",
        ),
        &["E0503 at `volumetric 6000 cm3 per kg when length + width + height over 90 cm`: \
           ship via packet from CN to DE on 2026-01-01, 1 kg, 50 x 40 x 30 cm; expect available"],
    );
}

#[test]
fn a_service_that_carries_nothing() {
    check(
        "service none {
  from CN
  to DE
  longest_side up to 20 cm
  length + width + height at least 61 cm
}
freight rates via none = 50.00 per kg
",
        &["E0512 at `service none {`: no shipment"],
    );
    // What need not be told is carried, although rules read it.
    check_standard(
        "fact channel: text
fact pieces: number
freight rates via standard = 50.00 per kg
forbid told when channel is given
forbid many when channel is \"web\" and pieces over 3
",
        &[],
    );
    check(
        "fact channel: text
service none {
  from CN
  to DE
  only when channel is \"web\"
}
freight rates via none = 50.00 per kg
forbid told when channel is given
",
        &["E0590 at `service none {`: no shipment"],
    );
}

#[test]
fn a_finding_tells_a_slip_once() {
    // Each with what its finding says beside the message.
    #[track_caller]
    fn check_once(policy: &str, message: &str, said: &str) {
        let (_, found) = findings(&format!("{HEADER}{policy}"));
        assert_eq!(found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), [message], "{found:#?}");
        let labels = found.iter().flat_map(|it| it.related.iter().map(|label| label.text.as_str()));
        let words = found.iter().flat_map(|it| it.notes.iter().chain(&it.helps).map(String::as_str));
        assert!(labels.chain(words).any(|text| text == said), "`{said}` is not said in {found:#?}");
    }
    check_once(
        &format!(
            "{STANDARD}freight rates via standard {{\n | billed weight | DE | FR |\n | up to 20 kg | 5.00 | 6.00 |\n}}"
        ),
        "`freight rates` ends at billed weight `up to 20 kg`, and `standard` carries more",
        "so it is with another column of the statement",
    );
    check_once(
        &format!(
            "{STANDARD}service plus like standard {{ }}\nfreight rates via standard, plus {{\n up to 20 kg: 5.00\n}}"
        ),
        "`freight rates` ends at billed weight `up to 20 kg`, and `plus` carries more",
        "so it is with what is carried by `standard`",
    );
    check_once(
        &format!(
            "{STANDARD}freight a via standard {{\n | billed weight | DE | FR |\n | otherwise | 5.00 | 6.00 |\n}}\n\
             freight b via standard {{\n | billed weight | DE | FR |\n | otherwise | 7.00 | 8.00 |\n}}"
        ),
        "`freight a` and `freight b` price one shipment differently",
        "and this one apply both",
    );
    check_once(
        &format!(
            "{STANDARD}freight a via standard {{\n | billed weight | DE | DE, FR |\n | otherwise | 5.00 | 6.00 |\n}}"
        ),
        "two columns of `freight a` price one shipment differently",
        "and this one hold the same places",
    );
    check_once(
        &format!(
            "{STANDARD}freight a via standard = 5.00\ndiscount b via standard = 4.00\ndiscount c via standard = 3.00"
        ),
        "`discount b` and `discount c` take off more than is charged",
        "and here",
    );
    check_once(
        "service none {\n from CN\n to DE\n weight up to 30 kg\n weight at least 50 kg\n}\nfreight a via none = 5.00",
        "nothing can be shipped by `none`",
        "without this line, something is left",
    );
    check_once(
        "service none {\n from CN\n to DE\n billed_weight up to 30 kg\n billed weight {\n bill weight\n minimum 50 kg\n }\n}\nfreight a via none = 5.00",
        "nothing can be shipped by `none`",
        "without this line, something is left",
    );
}

#[test]
fn postcodes_and_subdivisions_are_told_apart() {
    check(
        "zone islands = ES(35*, 38*)
service standard {
  from CN
  to ES
}
freight mainland via standard to ES except to islands = 50.00 per kg
",
        &[
            "E0501 at `service standard {`: ship via standard from CN to ES(35001) on 2026-01-01, 1 kg; expect available",
        ],
    );
}

#[test]
fn what_the_checker_cannot_follow_it_says() {
    check_standard(
        "freight rates via standard = 50.00 per kg\ncharge handling via standard by freight {\n up to 2000.00 CNY: 10.00\n}",
        &["E0590 at `charge handling via standard by freight {`: no shipment"],
    );
}

#[test]
fn invariants_that_hold() {
    let rates =
        "freight rates via standard {\n up to 2 kg: 60.00\n up to 30 kg: 60.00, then 5.00 per started 500 g\n}\n";
    for claim in [
        "total at least 60.00 via standard",
        "freight at least 60.00 via standard",
        "freight rises with weight via standard",
        "total rises with weight",
        "never available when weight over 30 kg via standard",
        "never refused",
    ] {
        check_standard(&format!("{rates}invariant {claim}"), &[]);
    }
}

#[test]
fn invariants_that_hold_by_their_bounds() {
    let rates = "freight rates via standard to DE {
 up to 2 kg: 60.00
 up to 30 kg: 60.00, then 5.00 per started 500 g
}
freight france via standard to FR = refuse \"not now\"
charge fuel via standard = 10% of freight
discount loyal via standard when weight over 1 kg = 5.00\n";
    // 60.00 and 56 steps of 5.00 are 340.00; the fuel makes 374.00.
    for claim in [
        "total at least 61.00 via standard",
        "total over 60.99 via standard",
        "freight at least 60.00 via standard",
        "freight up to 340.00 via standard when count of parcels up to 1",
        "total up to 374.00 via standard when count of parcels up to 1",
        "freight + fuel at least 66.00 via standard",
        "freight + fuel up to 374.00 via standard when count of parcels up to 1",
        "freight up to 85.00 via standard when weight up to 4.5 kg and count of parcels up to 1",
    ] {
        check_standard(&format!("{rates}invariant {claim}"), &[]);
    }
    let falling = "freight rates via standard {\n up to 2 kg: 60.00\n up to 30 kg: 50.00\n}\n";
    check_standard(&format!("{falling}invariant freight falls with weight via standard"), &[DROP]);
}

/// What the checker says of a second row that starts lower.
const DROP: &str = "W0507 at `up to 30 kg: 50.00`: \
    ship via standard from CN to DE on 2026-01-01, 2 kg; expect freight 60.00 CNY; \
    ship via standard from CN to DE on 2026-01-01, 2.001 kg; expect freight 50.00 CNY";

#[test]
fn several_parcels_break_a_bound_that_one_keeps() {
    check_standard(
        "freight rates via standard = 60.00\ninvariant total up to 100.00 via standard",
        &["E0601 at `invariant total up to 100.00 via standard`: \
           ship via standard from CN to DE on 2026-01-01; parcel 1 g; parcel 1 g; expect total 120.00 CNY"],
    );
}

#[test]
fn invariants_that_a_shipment_breaks() {
    let rates =
        "freight rates via standard {\n up to 2 kg: 60.00\n up to 20 kg: 50.00\n otherwise: refuse \"too heavy\"\n}\n";
    let broken = |claim: &str, shipment: &str| {
        let (_, found) = findings(&format!("{HEADER}{STANDARD}{rates}invariant {claim}"));
        let refuted: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code.id() == "E0601").collect();
        let [refuted] = refuted.as_slice() else { panic!("{claim}: {found:#?}") };
        let witness = refuted.witness.as_deref().unwrap();
        assert!(witness.contains(shipment), "{claim}: {witness}");
    };
    broken("freight at least 55.00 via standard", "2.001 kg");
    broken("freight rises with weight via standard", "expect freight 50.00 CNY");
    broken("never available when weight over 10 kg", "11 kg");
    broken("never refused via standard", "21 kg");
    broken("always available from CN to DE when weight up to 25 kg via standard", "21 kg");
}

#[test]
fn what_only_several_parcels_reach_is_not_idle() {
    check(
        "service many {
  from CN
  to DE
  weight up to 30 kg
  parcels weighed each, priced together
}
freight rates via many {
  up to 30 kg: 90.00
  up to 60 kg: 120.00
  otherwise: refer \"by hand\"
}
charge many_parcels when count of parcels at least 3 = 9.00
charge each_parcel by count of parcels { up to 1: 1.00; up to 2: 2.00; otherwise: 3.00 }",
        &[],
    );
}

#[test]
fn parcels_that_are_priced_at_once_add_up() {
    let service = |mode: &str| {
        format!(
            "service many {{\n from CN\n to DE\n weight up to 30 kg\n parcels {mode}\n}}
freight rates via many {{\n up to 30 kg: 90.00\n}}"
        )
    };
    check(&service("priced each"), &[]);
    // A limit on the weight holds for the sum where parcels are weighed together.
    check(&service("weighed together"), &[]);
    check(
        &service("weighed each, priced together"),
        &["E0501 at `up to 30 kg: 90.00`: ship via many from CN to DE on 2026-01-01; \
           parcel 16 kg; parcel 16 kg; expect available"],
    );
    // Three of the heaviest parcels reach the last row, and no further.
    check(
        &service("weighed each, priced together").replace("up to 30 kg: 90.00", "up to 90 kg: 90.00"),
        &["E0501 at `up to 90 kg: 90.00`: ship via many from CN to DE on 2026-01-01; \
           parcel 19 kg; parcel 19 kg; parcel 19 kg; parcel 19 kg; parcel 19 kg; expect available"],
    );
}

#[test]
fn rows_of_consignments_that_are_weighed_together() {
    let service = |limits: &str, rows: &str| {
        format!(
            "service many {{\n from CN\n to DE\n weight up to 30 kg\n{limits}\n parcels weighed together\n}}
freight rates via many {{\n up to 30 kg: 90.00\n{rows}\n}}"
        )
    };
    // The limit holds for the sum, so no consignment weighs more; the sides of each parcel change nothing.
    for limits in ["", "longest_side up to 60 cm"] {
        check(&service(limits, "up to 40 kg: 95.00"), &["W0506 at `up to 40 kg: 95.00`: no shipment"]);
    }
    // Volumes add up beyond what one parcel can have.
    let volumetric = "longest_side up to 20 cm
billed weight {\n volumetric 6000 cm3 per kg\n bill the greater of weight and volumetric\n}";
    check(&service(volumetric, "up to 40 kg: 95.00\n otherwise: refer \"by hand\""), &[]);
}

const TWO_SERVICES: &str = "service express {
  from   CN
  to     DE, FR
  weight up to 20 kg
}
service standard {
  from   CN
  to     DE, FR
  weight up to 30 kg
}
freight express via express {
  up to 10 kg: 90.00
  otherwise: refuse \"too heavy\"
}
freight standard via standard = 50.00 per kg
";

#[test]
fn two_preferences_for_one_shipment() {
    let prefer = |lines: &str| format!("{TWO_SERVICES}{lines}");
    check(
        &prefer("prefer standard to DE\nprefer express when weight up to 5 kg"),
        &["E0516 at `prefer express when weight up to 5 kg`: \
           ship from CN to DE on 2026-01-01, 1 kg; expect recommended standard"],
    );
    check(&prefer("prefer standard to DE\nprefer express to FR"), &[]);
    // Where one of them does not carry or price the shipment, nothing is ambiguous.
    check(&prefer("prefer standard to DE when weight over 20 kg\nprefer express"), &[]);
    check(&prefer("prefer standard to DE when weight over 10 kg\nprefer express"), &[]);
}

#[test]
fn a_preference_that_says_nothing_new() {
    let prefer = |lines: &str| format!("{TWO_SERVICES}{lines}");
    check(
        &prefer("prefer standard to DE\nprefer standard when weight up to 5 kg to DE"),
        &["W0513 at `prefer standard when weight up to 5 kg to DE`: no shipment"],
    );
    check(&prefer("prefer standard to DE\nprefer standard to DE"), &["W0513 at `prefer standard to DE`: no shipment"]);
    check(&prefer("prefer standard to DE\nprefer standard when weight up to 5 kg"), &[]);
}

/// A rule set of many constructs that the checker passes, so that the engine must price or refuse everything.
const MANY: &str = "fact tier: one of bronze, silver, gold, default bronze
fact fragile per item: yes/no, default no
zone far = ES(35*, 38*), PT
category goods { cup, plate }
service standard {
  from CN
  to DE, ES, PT, US
  weight up to 30 kg
  weight up to 10 kg to far
  longest_side up to 60 cm
  length + width + height up to 90 cm
  only when declared_value in USD up to 800 USD or tier is gold
  billed weight {
    volumetric 8000 cm3 per kg when length + width + height up to 70 cm
    volumetric 6000 cm3 per kg otherwise
    bill the greater of weight and volumetric when longest_side over 40 cm, otherwise weight
    minimum 50 g
    rounded up in steps of 10 g
  }
}
freight rates via standard to DE, ES except to far {
  up to 2 kg: 11.50 for the first 50 g, then 0.75 per started 10 g
  up to 30 kg: 170.00, then 24.00 per started 500 g
}
freight islands via standard to far when tier is not gold {
  up to 5 kg: 80.00 per kg + 16.00 as registration
  up to 10 kg: 90.00 per kg
}
freight gold_islands via standard to far when tier is gold = 70.00 per kg
freight states via standard to US = 90.00 per kg minimum 30.00
freight gold_states via standard to US when tier is gold overrides states = 85.00 per kg
charge breakage via standard when any item fragile = 5.00
charge fuel via standard valid 2026-01-01..2026-06-30 = 10% of freight
charge fuel via standard valid 2026-07-01..2026-12-31 = 12% of freight
discount loyal via standard when tier is gold = 5% of (freight + fuel)
exchange valid 2026-01-01..2026-12-31 { 1 USD = 7.1240 CNY }
";

#[test]
fn what_the_checker_passes_never_faults() {
    use tarifa_engine::currency::Money;
    use tarifa_engine::date::{Date, Moment};
    use tarifa_engine::evaluate::Runtime;
    use tarifa_engine::exact::Exact;
    use tarifa_engine::program::ServiceId;
    use tarifa_engine::shipment::{Given, Item, PlaceInput, Shipment};
    use tarifa_engine::unit::{Quantity, Unit};

    let sources = Sources::single("policy.tarifa", format!("{HEADER}{MANY}"));
    let compilation = crate::compile(&sources);
    assert!(compilation.diagnostics.is_empty(), "{:#?}", compilation.diagnostics);
    let runtime = Runtime::new(compilation.checked.unwrap().into_program());

    let mut state = 1_u64;
    let mut next = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33).checked_rem(most).unwrap()
    };
    let mut priced = 0_u32;
    for _ in 0..20_000 {
        let place = |country: &str, postcode: Option<&str>| PlaceInput {
            country: country.into(),
            subdivision: None,
            postcode: postcode.map(Into::into),
        };
        let destinations = [
            place("DE", None),
            place("ES", Some("35001")),
            place("ES", Some("28001")),
            place("PT", None),
            place("US", None),
        ];
        let centimetres = |value| Quantity { value: Exact::from_integer(value), unit: Unit::Centimetre };
        let number = |value: u64| i64::try_from(value).unwrap();
        let item = |fragile| Item {
            category: Some("cup".into()),
            quantity: Some(1),
            facts: [("fragile".to_owned(), Given::YesNo(fragile))].into(),
            ..Item::default()
        };
        let shipment = Shipment {
            origin: Some(place("CN", None)),
            destination: destinations.get(usize::try_from(next(5)).unwrap()).cloned(),
            weight: Some(Quantity { value: Exact::from_integer(number(next(32_000)) + 1), unit: Unit::Gram }),
            sides: Some([0, 1, 2].map(|_| centimetres(number(next(45)) + 1))),
            declared_value: Some(Money {
                amount: Exact::from_integer(number(next(1_000))),
                currency: "USD".parse().unwrap(),
            }),
            ship_date: Date::from_days(20_454 + i32::try_from(next(365)).unwrap()).map(Moment::Day),
            items: Some((0..next(3)).map(|index| item(index == 1)).collect()),
            facts: [(
                "tier".to_owned(),
                Given::Text(["bronze", "silver", "gold"][usize::try_from(next(3)).unwrap()].into()),
            )]
            .into(),
            ..Shipment::default()
        };
        let prepared = runtime.prepare(&shipment).unwrap();
        let quote = runtime.quote(ServiceId(0), &prepared);
        priced += u32::from(quote.as_ref().unwrap_or_else(|fault| panic!("{fault}: {shipment:#?}")).total.is_some());
    }
    assert!(priced > 2_000, "{priced}");
}

/// The notes of the one finding on the standard service with these statements.
#[track_caller]
fn check_notes(statements: &str, expected: &[&str]) {
    let (_, found) = findings(&format!("{HEADER}{STANDARD}{statements}"));
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.notes, expected);
}

#[test]
fn notes_give_the_figures() {
    check_notes(
        "freight rates via standard = 50.00 per kg\nfreight germany via standard to DE = 45.00 per kg",
        &["of the shipment below the first makes 50.00 CNY, the second 45.00 CNY"],
    );
    check_notes("freight rates via standard to DE = 50.00 per kg", &["no `freight` of `standard` delivers to FR"]);
    check_notes(
        "freight rates via standard {\n up to 2 kg: 60.00 per kg\n up to 30 kg: 50.00 per kg\n}",
        &["2 kg costs 120.00 CNY, 2.001 kg costs 100.05 CNY"],
    );
}

#[test]
fn days_with_two_rates() {
    let rates = "freight rates via standard in USD = 7.00 per kg
exchange valid 2026-01-01..2026-12-31 { 1 USD = 7.10 CNY }\n";
    check_standard(
        &format!("{rates}exchange valid 2026-03-01..2026-03-31 {{ 1 USD = 7.20 CNY }}"),
        &["E0515 at `exchange valid 2026-03-01..2026-03-31 { 1 USD = 7.20 CNY }`: no shipment"],
    );
    check_standard(&format!("{rates}exchange valid 2026-03-01..2026-03-31 {{ 1 USD = 7.10 CNY }}"), &[]);
}
