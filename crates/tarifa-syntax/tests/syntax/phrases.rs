//! Phrases of price lists: each is one error, at its place, with the language's own words for it.

use crate::slips::check;

/// Expects a header with one line of its own to have one finding.
#[track_caller]
fn check_header(line: &str, message: &str, help: &str) {
    check(&format!("tariff t {{\n  {line}\n  paid by sender\n}}"), "E0101", message, help);
}

/// Expects a service with one line of its own to have one finding.
#[track_caller]
fn check_service(line: &str, message: &str, help: &str) {
    check(&format!("service s {{\n  from CN\n  {line}\n  weight up to 2 kg\n}}"), "E0101", message, help);
}

/// Expects a row between two sound ones to be one finding that ends so.
#[track_caller]
fn check_row(row: &str, message: &str, help: &str) {
    check(&format!("freight f via s {{\n  up to 1 kg: 5.00\n  {row}\n}}"), "E0101", message, help);
}

/// Expects a price of a charge to have one finding.
#[track_caller]
fn check_charge(rest: &str, message: &str, help: &str) {
    check(&format!("charge c {rest}"), "E0101", message, help);
}

const PRICE_ENDS: &str = "expected `,`, `per`, `as`, `paid by`, `for the first`, `minimum`, `maximum` …, found";

#[test]
fn headers() {
    check_header(
        "currency «US»$",
        "expected a currency such as `CNY`, found `US`",
        "a currency is written by its code, as `USD`",
    );
    check_header("currency«:» USD", "expected a currency such as `CNY`, found `:`", "leave the `:` out");
    check_header(
        "rounding «nearest» 0.01",
        "expected `none`, `up`, `down`, `half up`, `half even` or `half down`, found `nearest`",
        "write `half up in steps of 0.01`",
    );
    check_header("rounding half up «to» 2 decimals", "expected `in steps of`, found `to`", "write `in steps of 0.01`");
}

#[test]
fn limits() {
    let bounds = "expected `up to`, `under`, `over` or `at least`, found";
    check_service("max «weight» 150 lb", &format!("{bounds} `weight`"), "write `weight up to …`");
    check_service("weight«:» up to 150 lb", &format!("{bounds} `:`"), "leave the `:` out");
    check_service(
        "length 140 mm «-» 353 mm",
        "expected `..`, found `-`",
        "write `..` between the two ends: `14 cm..35 cm`",
    );
    check_service(
        "length up to 1 m «or» width up to 2 m",
        "expected `via`, `from`, `to`, `for`, `valid`, `when`, `except` …, found `or`",
        "where one of several is enough, write `only when … or …`",
    );
    check_service(
        "parcels weighed each«»",
        "expected `,`, found the end of the line",
        "write `priced each`, or `weighed each, priced together`",
    );
    check_service(
        "to «China»",
        "expected a place, found `China`",
        "a country is written by its code of ISO 3166, as `CN`, a zone by its name in lower case",
    );
    check(
        "service s {\n  length up to 108«\"»\n  weight up to 2 kg\n}",
        "E0104",
        "this text is not closed on its line",
        "write `108 inch`",
    );
}

#[test]
fn weights() {
    let step = |line: &str| format!("billed weight {{\n    {line}\n  }}");
    check_service(
        &step("bill the greater of weight«,» volumetric"),
        "expected `and`, found `,`",
        "write `and`, or all of them in parentheses: `greater of (a, b, c)`",
    );
    check_service(
        &step("bill the greater of weight and volumetric «weight»"),
        "expected `,`, `via`, `from`, `to`, `for`, `valid`, `when` …, found `weight`",
        "write `volumetric_weight`, or `volumetric` alone",
    );
    check_service(
        &step("rounded by weight {\n      up to 20 kg: «0.5» kg\n    }"),
        "expected `up`, `down`, `half up`, `half even` or `half down`, found `0.5`",
        "write `up in steps of 0.5 kg`",
    );
}

#[test]
fn rows() {
    let begins = "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found";
    check_row(
        "«1» kg and over: 7.00",
        &format!("{begins} `1`"),
        "the row of all that is left is `otherwise`; where the bound belongs to it, the row before is `under 1 kg`",
    );
    check_row(
        "«2» kg: 7.00",
        &format!("{begins} `2`"),
        "a row begins with its upper bound: `up to 2 kg`, or `under 2 kg`, which leaves it out",
    );
    check_row("otherwise «7.00»", "expected `:`, found `7.00`", "write a `:` between the bound and its price");
    check_row(
        "up to 2 kg: 9.61 + 0.38 per lb «above» 1 lb",
        "expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `above`",
        "what counts from a bound on is `9.61 for the first 1 lb, then 0.38 per lb`, or `, then …` behind the row before",
    );
}

#[test]
fn cards() {
    let card = |heads: &str| format!("freight f via s {{\n  {heads}\n  | up to 1 kg | 5.00 |\n}}");
    check(
        &card("| «|» DE |"),
        "E0101",
        "expected the head of a column, found `|`",
        "every column has a head: what its rows' bounds measure, as `billed weight`, or the places it prices",
    );
    check(
        &card("| weight «not» over | DE |"),
        "E0101",
        "expected `,`, `|` or `except`, found `not`",
        "the head of a column of bounds is the measure alone, as `weight`; each row says its own bound, as `up to 8 oz`",
    );
    check(
        "freight f via s {\n  | weight | DE |\n  up to 1 kg «|» 5.00 |\n}",
        "E0101",
        "expected `:`, found `|`",
        "a row of a table begins with a `|`, too",
    );
}

#[test]
fn prices() {
    check_charge("= 6.92 plus «0.08»", &format!("{PRICE_ENDS} `0.08`"), "write `+` instead of `plus`");
    check_charge("= 5.00 per kg «min» 25.00", &format!("{PRICE_ENDS} `min`"), "write `minimum`");
    check_charge(
        "= 5.00 per kg, «minimum» 25.00",
        "expected `then`, found `minimum`",
        "no `,` stands before `minimum`",
    );
    check_charge(
        "= 5.00 per kg, «15.00» as label",
        "expected `then`, found `15.00`",
        "a further amount is added with `+`; behind a `,` stands `then` and a rate",
    );
    check_charge(
        "= 5.00, then 6.15 per start «1» lb",
        "expected `per`, `as`, `paid by`, `minimum`, `maximum` or the end of the line, found `1`",
        "write `per started 500 g` for steps that count whole",
    );
    check_charge(
        "when insured = yes «=» 4.30",
        &format!("{PRICE_ENDS} `=`"),
        "a condition tests with `is`, and the price stands behind the `=`: `insured is yes = 4.30`",
    );
    check_charge(
        "valid 2026-01-12..2026-01-18 «38.5»% of freight",
        "expected a time such as `14:30`, `=`, `{`, `via`, `from`, `to`, `for` …, found `38.5`",
        "a price stands behind a `=`: `= 38.5% of …`",
    );
    check_charge(
        "= the greater of (180, 4 «per» started kg)",
        "expected `,`, `)`, `is`, `has`, `up to`, `under`, `over` …, found `per`",
        "a rate stands in a price alone: `4.00 per started kg minimum 180.00` is the greater of the two",
    );
    check(
        "«charge» handling take the highest {\n  large when weight over 5 kg = 5.00\n  long = 3.00\n}",
        "E0101",
        "one `charge` takes nothing from others",
        "did you mean `charges`, of which one is taken?",
    );
}

#[test]
fn definitions() {
    check("define cheap«:» weight up to 2 kg", "E0101", "expected `=`, found `:`", "write `=` instead of `:`");
    check(
        "fact home \"Home\" «yes»/no",
        "E0101",
        "expected text in quotation marks, `:` or `per item`, found `yes`",
        "write a `:` before the type",
    );
    let types = "expected a type such as `yes/no`, `number`, `weight` or `one of …`, found";
    check("fact home: «bool»", "E0101", &format!("{types} `bool`"), "write `yes/no`");
    check("fact terms: «ddp», ddu", "E0101", &format!("{types} `ddp`"), "write `one of ddp, …`");
}

#[test]
fn words_of_price_sheets() {
    check(
        "zone eu = «{» DE, FR }",
        "E0101",
        "expected a place, found `{`",
        "places stand in a row, without braces: `zone eu = DE, FR`",
    );
    check_row(
        "«first» 0.5 kg 60, additional 0.5 kg 20",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `first`",
        "first and additional weight are one price: `up to 20 kg: 60.00 for the first 0.5 kg, then 20.00 per started 0.5 kg`",
    );
    check_charge(
        "= 60 for the first 0.5 kg, then 20 «for» each additional 0.5 kg",
        "expected `per`, `as`, `paid by`, `minimum`, `maximum` or the end of the line, found `for`",
        "steps that count whole are `per started`: `then 20.00 per started 0.5 kg`",
    );
    check(
        "discount spring «2026»-03-01..2026-03-31 = 10% of freight",
        "E0101",
        "expected text in quotation marks, `=`, `{`, `via`, `from`, `to`, `for` …, found `2026`",
        "the days on which it holds stand behind `valid`: `valid 2026-03-01..2026-03-31`",
    );
    check(
        "exchange «1» EUR = 8 CNY",
        "E0101",
        "expected `{` or `valid`, found `1`",
        "rates stand in braces: `exchange { 1 EUR = 8 CNY }`",
    );
    check(
        "limit battery to «2» per parcel",
        "E0101",
        "expected a place, found `2`",
        "write `limit battery for …: quantity up to 2 per parcel`",
    );
}

/// What people write who come from spreadsheets and zone charts.
#[test]
fn ranges_titles_and_signs() {
    let row = "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `2`";
    check_row("«2»-5 kg: 8.00", row, "a row begins where the one before it ends: write `up to 5 kg`");
    check_row(
        "up to 5 kg «=» 8.00",
        "expected `:`, found `=`",
        "write `:` instead of `=`: an `=` is for one price alone",
    );
    check(
        "charge peak valid 2026-09-27 to «2026»-11-21 = 0.40",
        "E0101",
        "expected a place, found `2026`",
        "write `2026-09-27..2026-11-21`: both days are included",
    );
    check(
        "freight f via s {\n  | weight | zone_2 | «Zone» 8 |\n  | up to 1 kg | 1.00 | 2.00 |\n}",
        "E0101",
        "expected the head of a column or the end of the line, found `Zone`",
        "a column is headed by a zone's name, not by its title: `zone_8`",
    );
    check(
        "freight f via s {\n  | weight | DE |\n  | «1-2» kg | 1.00 |\n}",
        "E0101",
        "this is neither a date nor a number",
        "a row begins where the one before it ends: write `up to 2 kg`",
    );
    check(
        "charge home «delivery» when residential = 6.10",
        "E0101",
        "expected text in quotation marks, `=`, `{`, `via`, `from`, `to`, `for` …, found `delivery`",
        "a name is one word, as `home_delivery`; a service stands behind `via`, a place behind `to`",
    );
    check_service(
        "billed weight { volumetric «length» x width x height; bill volumetric }",
        "expected a number, found `length`",
        "write the divisor and what it counts: `volumetric 6000 cm3 per kg`",
    );
}
