//! One slip that breaks several rules at once: it is one finding, at the place of the slip.

use super::check;

/// Two services, each with its own table, to two zones.
fn two_services(lines: &str) -> String {
    format!(
        "service air {{\n from CN\n to west\n weight up to 2 kg\n}}\nservice sea {{\n from CN\n to west\n weight up to 30 kg\n}}\n{lines}"
    )
}

#[test]
fn a_table_under_the_wrong_service() {
    let rates = "zone west = DE, FR\nfreight air via air {\n up to 1 kg: 5.00\n up to 2 kg: 6.00\n}\n\
                 freight sea via air {\n up to 10 kg: 8.00\n up to 30 kg: 9.00\n}";
    check(
        &two_services(rates),
        &["E0502 at `freight sea via air {`: ship via air from CN to DE on 2026-01-01, 1 kg; expect available"],
    );
}

#[test]
fn a_place_that_a_zone_has_too_much_or_has_lost() {
    let rates = |west: &str| {
        two_services(&format!(
            "zone west = {west}\nfreight air via air {{\n | billed weight | DE | FR |\n | up to 2 kg | 5.00 | 6.00 |\n}}\n\
             freight sea via sea {{\n | billed weight | DE | FR |\n | up to 30 kg | 4.00 | 5.00 |\n}}"
        ))
    };
    check(&rates("DE, FR"), &[]);
    check(
        &rates("DE, FR, ES"),
        &["E0501 at `service air {`: ship via air from CN to ES on 2026-01-01, 1 kg; expect available"],
    );
    check(&rates("DE"), &["W0505 at `| billed weight | DE | FR |`: no shipment"]);
}

/// Zones that share a place, in a card whose cheapest row decides: the smallest shipment may cost the same in both columns.
#[test]
fn zones_that_share_a_place_in_a_card_of_several_bounds() {
    check(
        "zone west = DE, FR\nzone east = PL, FR\nservice box {\n from CN\n to west, east\n weight up to 5 kg\n height up to 20 cm\n}\n\
         freight box via box {\n | weight | height | west | east |\n | up to 2 kg | up to 10 cm | 5.00 | 5.00 |\n \
         | up to 5 kg | up to 20 cm | 6.00 | 9.00 |\n}",
        &["E0502 at `| weight | height | west | east |`: \
           ship via box from CN to FR on 2026-01-01, 3 kg, 30 x 20 x 15 cm; expect available"],
    );
}

#[test]
fn days_of_rates() {
    let policy = |first: &str, second: &str| {
        format!(
            "service a {{\n from CN\n to DE\n currency EUR\n}}\nservice b {{\n from CN\n to DE\n currency USD\n}}\n\
             freight a via a = 5.00\nfreight b via b = 6.00\nexchange valid 2026-01-01..{first} {{ 1 EUR = 8 CNY; 1 USD = 7 CNY }}\n\
             exchange valid {second}..2026-12-31 {{ 1 EUR = 8.1 CNY; 1 USD = 7.1 CNY }}"
        )
    };
    check(&policy("2026-03-31", "2026-04-01"), &[]);
    check(
        &policy("2026-03-31", "2026-04-02"),
        &["E0509 at `freight a via a = 5.00`: \
           ship via a from CN to DE on 2026-04-01, 1 kg; expect available"],
    );
    check(
        &policy("2026-04-01", "2026-04-01"),
        &["E0515 at `exchange valid 2026-04-01..2026-12-31 { 1 EUR = 8.1 CNY; 1 USD = 7.1 CNY }`: no shipment"],
    );
}

#[test]
fn a_month_with_the_wrong_year() {
    let fuel = |february: &str| {
        format!(
            "service a {{\n from CN\n to DE\n}}\nfreight a via a = 5.00\ncharge fuel valid 2026-01-01..2026-01-31 = 1.00\n\
             charge fuel valid {february} = 1.10\ncharge fuel valid 2026-03-01..2026-12-31 = 1.20"
        )
    };
    check(&fuel("2026-02-01..2026-02-28"), &[]);
    check(
        &fuel("2025-02-01..2025-02-28"),
        &["W0505 at `charge fuel valid 2025-02-01..2025-02-28 = 1.10`: \
           ship via a from CN to DE on 2026-02-01, 1 kg; expect available"],
    );
}

#[test]
fn a_discount_that_is_too_large_by_several_services() {
    let policy = "zone west = DE\nfreight air via air = 5.00\nfreight sea via sea = 4.00\ndiscount club = 40.00";
    check(
        &two_services(policy),
        &["E0508 at `discount club = 40.00`: ship via air from CN to DE on 2026-01-01, 1 g; expect available"],
    );
}

#[test]
fn rows_that_are_never_charged() {
    let boxes = |small: &str| {
        format!(
            "service box {{\n from CN\n to DE, FR\n weight up to 20 kg\n height up to 30 cm\n}}\nfreight boxes via box {{\n \
             | weight | height | DE | FR |\n | up to 5 kg | up to 15 cm | {small} | 4.90 |\n | up to 20 kg | up to 30 cm | 9.90 | 9.90 |\n}}"
        )
    };
    check(&boxes("4.90"), &[]);
    check(&boxes("9.90"), &[]);
    check(&boxes("49.0"), &["W0506 at `| up to 5 kg | up to 15 cm | 49.0 | 4.90 |`: no shipment"]);
    let air = |second: &str| {
        format!(
            "service air {{\n from CN\n to DE\n weight up to 300 kg\n}}\nfreight air via air or next band if cheaper {{\n \
             under 45 kg: 4.35 per kg\n under 100 kg: {second}\n up to 300 kg: 2.75 per kg\n}}"
        )
    };
    check(&air("3.30 per kg"), &[]);
    check(&air("33.0 per kg"), &["W0506 at `under 100 kg: 33.0 per kg`: no shipment"]);
    check(&air("3.30 per lb"), &["W0506 at `under 100 kg: 3.30 per lb`: no shipment"]);
}

/// A condition of a service that is the wrong way round: what it then carries has no price, and no price applies.
#[test]
fn a_condition_the_wrong_way_round() {
    let boxes = |test: &str| {
        format!(
            "fact size: one of none, small, large, default none\nservice flat {{\n from CN\n to DE\n only when size {test} none\n}}\n\
             freight flat via flat when size is small = 5.00\nfreight flat via flat when size is large = 9.00"
        )
    };
    check(&boxes("is not"), &[]);
    check(
        &boxes("is"),
        &["E0501 at `service flat {`: ship via flat from CN to DE on 2026-01-01, 1 kg; expect available"],
    );
}

/// What lies beyond a `maximum` of the billed weight, and the line that lowers it.
#[test]
fn rows_beyond_a_maximum() {
    let rows = |most: &str| {
        format!(
            "service heavy {{\n from CN\n to DE\n weight up to 70 kg\n billed weight {{ maximum {most} }}\n}}\n\
             freight heavy via heavy {{\n up to 5 kg: 5.00\n up to 20 kg: 9.00\n up to 70 kg: 12.00\n}}"
        )
    };
    check(&rows("70 kg"), &[]);
    check(&rows("7 kg"), &["W0506 at `up to 70 kg: 12.00`: no shipment"]);
    let (_, found) = super::findings(&format!("{}{}", super::HEADER, rows("7 kg")));
    assert!(found[0].related.iter().any(|label| label.text.contains("lowers every billed weight")), "{found:#?}");
}

/// A charge that a limit keeps from applying names the limit.
#[test]
fn a_limit_in_the_way() {
    let policy = "service box {\n from CN\n to DE\n length up to 50 cm\n}\nfreight box via box = 5.00\ncharge long via box when length over 60 cm = 2.00";
    check(policy, &["W0505 at `charge long via box when length over 60 cm = 2.00`: no shipment"]);
    let (_, found) = super::findings(&format!("{}{policy}", super::HEADER));
    assert!(found[0].related.iter().any(|label| label.text.contains("without this limit")), "{found:#?}");
}

/// One row that undercuts all behind it: the rows are told once.
#[test]
fn a_row_that_undercuts_several() {
    let card = |second: &str| {
        format!(
            "service box {{\n from CN\n to DE\n weight up to 25 kg\n length up to 90 cm\n}}\nfreight box via box {{\n \
             | weight | length | DE |\n | up to 25 kg | up to 30 cm | 5.00 |\n | up to 25 kg | up to {second} cm | 6.00 |\n \
             | up to 25 kg | up to 60 cm | 7.00 |\n | up to 25 kg | up to 90 cm | 8.00 |\n}}"
        )
    };
    check(&card("45"), &[]);
    check(&card("90"), &["W0506 at `| up to 25 kg | up to 60 cm | 7.00 |`: no shipment"]);
}

/// A column that no lane of the service reaches has no part in its totals.
#[test]
fn a_discount_beside_a_column_that_never_applies() {
    check(
        "service box {\n from CN\n to DE\n weight up to 25 kg\n}\nfreight box via box {\n | billed weight | DE | FR |\n | up to 25 kg | 5.00 | 6.00 |\n}\ndiscount d via box = 2.00",
        &["W0505 at `| billed weight | DE | FR |`: no shipment"],
    );
}
