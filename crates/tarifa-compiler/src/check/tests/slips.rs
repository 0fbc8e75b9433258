//! Slips of copied price lists that leave every statement well made: each is one finding, at its place.

use super::{check, check_standard};

/// A card of the standard service with two columns.
fn card(rows: &str) -> String {
    format!("freight rates via standard {{\n | billed weight | DE | FR |\n{rows}\n}}")
}

#[test]
fn a_rate_that_is_lost() {
    let rest = "| up to 10 kg | 97.00 per kg + 22.00 | 74.50 per kg + 20.00 |\n| up to 30 kg | 96.00 per kg + 34.00 | 74.00 per kg + 26.00 |";
    check_standard(
        &card(&format!("| up to 2 kg | 98.00 + 22.00 | 75.00 per kg + 18.00 |\n{rest}")),
        &["W0520 at `| up to 2 kg | 98.00 + 22.00 | 75.00 per kg + 18.00 |`: \
           ship via standard from CN to DE on 2026-01-01, 1 kg; expect available"],
    );
    // In the middle it would be a price that falls as well; that is one slip.
    check_standard(
        "freight rates via standard {\n up to 5 kg: 9.00 per kg\n up to 10 kg: 8.95\n up to 30 kg: 8.95 per kg + 1.00\n}",
        &["W0520 at `up to 10 kg: 8.95`: \
           ship via standard from CN to DE on 2026-01-01, 6 kg; expect available"],
    );
}

/// The lightest have an amount, as is usual; then one cell of the rates behind it has lost its `per kg`.
#[test]
fn a_rate_that_is_lost_behind_amounts() {
    let rows = |second: &str, last: &str| {
        card(&format!(
            "| up to 1 kg | 9.00 | 12.00 |\n| up to 10 kg | 9.00 per kg | {second} |\n| up to 30 kg | 9.00 per kg + 0.50 | {last} |"
        ))
    };
    check_standard(&rows("12.00 per kg", "12.00 per kg + 0.50"), &[]);
    check_standard(
        &rows("12.00 per kg", "12.00 + 0.50"),
        &["W0520 at `| up to 30 kg | 9.00 per kg + 0.50 | 12.00 + 0.50 |`: \
           ship via standard from CN to FR on 2026-01-01, 11 kg; expect available"],
    );
    // Beside it in its row all have a rate.
    check_standard(
        &card("| up to 10 kg | 9.00 | 12.00 |\n| up to 30 kg | 0.95 per kg | 1.25 |"),
        &["W0520 at `| up to 30 kg | 0.95 per kg | 1.25 |`: \
           ship via standard from CN to FR on 2026-01-01, 11 kg; expect available"],
    );
}

#[test]
fn amounts_that_are_meant() {
    // One price for the lightest, as is usual.
    check_standard(
        "freight rates via standard {\n up to 2 kg: 16.00\n up to 10 kg: 8.00 per kg\n up to 30 kg: 8.00 per kg\n}",
        &[],
    );
    check_standard(
        "freight rates via standard {\n up to 1 kg: 16.00\n up to 10 kg: 16.00 per kg\n up to 30 kg: 16.00 per kg\n}",
        &[],
    );
    let row = "| up to 2 kg | 16.00 | 16.50 per kg |\n| up to 30 kg | 9.00 per kg | 16.50 per kg |";
    check_standard(&card(row), &[]);
}

#[test]
fn a_place_without_a_column() {
    let charge = |to: &str| {
        format!(
            "freight rates via standard = 50.00 per kg\ncharge remote to {to} {{\n | billed weight | DE |\n | up to 30 kg | 5.00 |\n}}"
        )
    };
    check_standard(&charge("DE, FR"), &["W0424 at `charge remote to DE, FR {`: no shipment"]);
    check_standard(&charge("DE"), &[]);
    // What has no price at all is shown with a shipment, and once.
    check_standard(
        "freight rates via standard to DE, FR {\n | billed weight | DE |\n | up to 30 kg | 5.00 |\n}",
        &["E0501 at `service standard {`: ship via standard from CN to FR on 2026-01-01, 1 kg; expect available"],
    );
}

#[test]
fn a_bound_beyond_what_is_carried() {
    let boxes = |height: &str| {
        format!(
            "service box {{\n from CN\n to DE\n weight up to 20 kg\n height up to 30 cm\n}}\nfreight boxes via box {{\n \
             | weight | height | DE |\n | up to 5 kg | up to 15 cm | 4.90 |\n | up to 20 kg | {height} | 9.90 |\n}}"
        )
    };
    check(&boxes("up to 300 cm"), &["W0425 at `| up to 20 kg | up to 300 cm | 9.90 |`: no shipment"]);
    check(&boxes("up to 30 cm"), &[]);
    check(&boxes("otherwise"), &[]);
}

/// A country in two zones is one slip, in however many tables the zones have columns.
#[test]
fn zones_that_share_a_place() {
    let table = |service: &str| {
        format!(
            "service {service} {{\n from CN\n to west, east\n}}\nfreight {service}_rates via {service} {{\n | billed weight | west | east |\n | otherwise | 5.00 | 6.00 |\n}}\n"
        )
    };
    check(
        &format!("zone west = DE, FR\nzone east = PL, FR\n{}{}", table("a"), table("b")),
        &["E0502 at `| billed weight | west | east |`: \
           ship via a from CN to FR on 2026-01-01, 1 kg; expect available"],
    );
}

/// A minimum that lifts every weight above the first rows is one slip, in however many columns and statements.
#[test]
fn a_minimum_above_the_rows() {
    let rates = |name: &str, to: &str| {
        format!("freight {name} via heavy to {to} {{\n up to 10 kg: 5.00\n up to 30 kg: 9.00\n otherwise: 12.00\n}}\n")
    };
    check(
        &format!(
            "service heavy {{\n from CN\n to DE, FR\n weight up to 30 kg\n billed weight {{\n minimum 50 kg\n }}\n}}\n{}{}",
            rates("home", "DE"),
            rates("abroad", "FR")
        ),
        &["W0506 at `up to 10 kg: 5.00`: no shipment"],
    );
}

/// What a line that begins no statement would have defined is not missed.
#[test]
fn a_statement_that_is_called_otherwise() {
    check_standard(
        "freight rates via standard = 5.00\nsurcharge remote = 5.00\ncharge fuel = 5% of (freight + remote)",
        &["E0102 at `surcharge remote = 5.00`: no shipment"],
    );
}

/// The services of a group alone say the currency of its members.
#[test]
fn a_group_of_services_of_one_currency() {
    check_standard(
        "service abroad {\n from CN\n to US\n currency USD\n}\nfreight rates via standard, abroad = 5.00 CNY\n\
         charges size via standard take the highest {\n long when weight over 9 kg = 3.00\n heavy when weight over 20 kg = 4.00\n}\n\
         exchange { 1 USD = 7 CNY }",
        &[],
    );
}
