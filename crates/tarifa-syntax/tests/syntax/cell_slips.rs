//! Slips of printed tables and price lists: cells without a price, lost bars, names and measures of two words.

use crate::slips::check;

/// Expects the finding of `check` in the second row of a card.
#[track_caller]
fn check_row(row: &str, message: &str, help: &str) {
    let card = format!(
        "freight rates via standard {{\n  | billed weight | eu | US |\n  | up to 1 kg | 5.00 | 6.00 |\n  {row}\n  | up to 3 kg | 9.00 | 9.50 |\n}}"
    );
    check(&card, "E0101", message, help);
}

#[test]
fn words_of_price_lists_lead_to_those_of_the_language() {
    check_row(
        "| up to 2 kg | 7.00 | 48.00 first «500» g |",
        "expected `,`, `|`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum` …, found `500`",
        "write `48.00 for the first 500 g, then 17.50 per started 500 g`",
    );
    check(
        "charge peak via standard «between» 2026-10-15 and 2027-01-10 = 2.50",
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `between`",
        "days stand behind `valid`: `valid 2026-10-15..2027-01-10`",
    );
    check(
        "charges handling via standard «only» the highest applies {\n  a = 1.00\n}",
        "E0101",
        "expected `,`, `via`, `from`, `to`, `for`, `valid`, `when` …, found `only`",
        "where one of several is charged, write `take the highest`",
    );
    let billed = |line: &str| format!("service s {{\n  from CN\n  to DE\n  billed weight {{\n    {line}\n  }}\n}}");
    check(
        &billed("bill weight «or» volumetric, whichever is greater"),
        "E0101",
        "expected `,`, `via`, `from`, `to`, `for`, `valid`, `when` …, found `or`",
        "write `bill the greater of weight and volumetric`",
    );
    check(
        &billed("bill half «the» difference when weight over 1 kg, otherwise weight"),
        "E0101",
        "expected `,`, `via`, `from`, `to`, `for`, `valid`, `when` …, found `the`",
        "half the difference is `bill the mean of weight and volumetric`",
    );
    check(
        "freight general via air when class is general or next «weight» break if cheaper {\n  up to 1 kg: 5.00\n}",
        "E0101",
        "expected `=`, `{`, `via`, `from`, `to`, `for`, `valid` …, found `weight`",
        "write `or next band if cheaper`",
    );
}

#[test]
fn words_of_carriers_lead_to_those_of_the_language() {
    let service = |line: &str| format!("service s {{\n  from CN\n  to DE\n  {line}\n}}");
    let steps = "expected `sides`, `volumetric`, `bill`, `minimum` or `rounded`, found";
    let (least, most) = ("write `minimum 50 g`", "write `maximum 30 kg`");
    for (step, found, help) in
        [("«at» least 50 g", "at", least), ("«no» less than 50 g", "no", least), ("«at» most 30 kg", "at", most)]
    {
        check(&service(&format!("billed weight {{ {step} }}")), "E0101", &format!("{steps} `{found}`"), help);
    }
    check(
        "freight f via s {\n  minimum charge «of» 60.00\n  up to 1 kg: 5.00\n}",
        "E0101",
        "expected the end of the line, found `of`",
        "write `minimum 60.00`",
    );
    check(
        "freight air via air «until» 2026-01-31 = 25.00",
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `until`",
        "days stand behind `valid`: `valid ..2026-01-31`, which includes the day",
    );
    check_row(
        "| up to 2 kg | 7.00 | 4.00 per kg «of» actual weight |",
        "expected `,`, `|`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum` …, found `of`",
        "the first head of a card says what its rates count, as `weight` or `billed weight`",
    );
    check(
        "freight f via s {\n  up to 1 kg: 5.00\n  otherwise «refuse» \"too heavy\"\n}",
        "E0101",
        "expected `:`, found `refuse`",
        "write a `:` before `refuse`",
    );
}

#[test]
fn rows_by_a_word_are_one_finding() {
    check(
        "freight f via s by box {\n  «small»: 9.85\n  large: 23.60\n}",
        "E0101",
        "a row begins with its bound, and `small` is none",
        "where prices go by a word, write one statement for each: `… when … is small = 9.85`",
    );
}

#[test]
fn cells_without_a_price() {
    let nothing = "write `-` where nothing is carried";
    check_row("| up to 2 kg | 7.00 | «n/a» |", "`n/a` is no price", nothing);
    check_row("| up to 2 kg | «N/A» | 7.00 |", "`N/A` is no price", nothing);
    check_row("| up to 2 kg | 7.00 | «--» |", "`--` is no price", nothing);
    check_row("| up to 2 kg | 7.00 | «- -» |", "`- -` is no price", nothing);
    check_row("| up to 2 kg | 7.00 | «—» |", "`—` is no price", nothing);
    check_row("| up to 2 kg | 7.00 | «X» |", "`X` is no price", nothing);
    check_row("| up to 2 kg | 7.00 | «no service» |", "`no service` is no price", nothing);
    check_row(
        "| up to 2 kg | 7.00 | «?» |",
        "`?` is no price",
        "write `refer \"on request\"` where somebody must be asked",
    );
    let bands = |price: &str| format!("freight rates via standard {{\n  up to 1 kg: 5.00\n  up to 2 kg: {price}\n}}");
    check(&bands("«n/a»"), "E0101", "`n/a` is no price", nothing);
    // Elsewhere the words are judged as what they are.
    check(
        "fact a: «n»/a",
        "E0101",
        "expected a type such as `yes/no`, `number`, `weight` or `one of …`, found `n`",
        "",
    );
}

#[test]
fn lost_bars() {
    check(
        "freight rates via standard {\n  | billed weight | eu | US |\n  | up to 1 kg | 5.00 n«/»a |\n}",
        "E0105",
        "`/` is not a sign of the language",
        "write `-` where nothing is carried, and a `|` before it",
    );
    check_row(
        "| up to 2 kg «7.00» | 8.00 |",
        "expected `|`, found `7.00`",
        "write a `|` between `up to 2 kg` and `7.00`",
    );
    check_row(
        "| up to 2 kg | 7.00 «8.00» |",
        "expected `,`, `|`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum` …, found `8.00`",
        "write a `|` between `7.00` and `8.00`",
    );
    let heads = |heads: &str| format!("freight rates via standard {{\n  {heads}\n  | up to 1 kg | 5.00 | 6.00 |\n}}");
    check(
        &heads("| billed weight «near» | far |"),
        "E0101",
        "expected `|`, found `near`",
        "write a `|` between `billed weight` and `near`",
    );
    check(
        &heads("| billed weight | near «far» |"),
        "E0101",
        "expected `,`, `|` or `except`, found `far`",
        "write a `|` between `near` and `far`, or a `,` where one column is for both",
    );
}

/// However many rows were pasted, it was one slip.
#[test]
fn tables_without_bars() {
    let message = "the cells of a table stand between bars";
    check(
        "freight rates via standard {\n  «billed weight\tnear\tfar»\n  up to 1 kg\t5.00\t6.00\n  up to 2 kg\t7.00\t8.00\n}",
        "E0101",
        message,
        "write `| billed weight | near | far |`, and so for each row",
    );
    check(
        "freight rates via standard {\n  «up to 1 kg   5.00    6.00»\n  up to 2 kg   7.00    8.00\n}",
        "E0101",
        message,
        "write `| up to 1 kg | 5.00 | 6.00 |`, and so for each row",
    );
    check_row("«up to 2 kg\t7.00\t8.00»", message, "write `| up to 2 kg | 7.00 | 8.00 |`, and so for each row");
    // With one price, the `:` is what is lost.
    check(
        "freight rates via standard {\n  up to 1 kg   «5.00»\n}",
        "E0101",
        "expected `:`, found `5.00`",
        "write a `:` between the bound and its price",
    );
}

#[test]
fn tests_by_signs() {
    let ends = "expected `,`, `per`, `as`, `paid by`, `for the first`, `minimum`, `maximum` …, found";
    let help =
        "a condition tests with `is`, and the price stands behind the `=`: `registered is yes = 3.60`".to_owned();
    check("charge a when registered = yes«:» 3.60", "E0101", &format!("{ends} `:`"), &help);
    check("charge a when registered = yes «=» 3.60", "E0101", &format!("{ends} `=`"), &help);
    check(
        "charge a when registered«:» 3.60",
        "E0101",
        "expected `=`, `{`, `via`, `from`, `to`, `for`, `valid` …, found `:`",
        "write `=` instead of `:`",
    );
    check(
        "charge a when registered «yes» = 3.60",
        "E0101",
        "expected `=`, `{`, `via`, `from`, `to`, `for`, `valid` …, found `yes`",
        "write `registered is yes`",
    );
}

#[test]
fn names_and_measures_of_two_words() {
    check(
        "service big «parcel» { to DE }",
        "E0101",
        "expected text in quotation marks, `{`, `like` or the end of the line, found `parcel`",
        "a name is one word, as `big_parcel`; a title stands in quotation marks",
    );
    check(
        "service a {\n  longest «side» up to 60 cm\n}",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `side`",
        "write `longest_side`",
    );
    check(
        "service a {\n  gross «weight» up to 2 kg\n}",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `weight`",
        "write `weight`",
    );
}

/// Expects one finding `E0101` whose message begins with `expected`, with one help.
#[track_caller]
fn check_help(slip: &str, help: &str) {
    let (_, found) = crate::support::parse(&slip.replace(['«', '»'], ""));
    let helps: Vec<String> = found.iter().map(|found| found.helps.join(" / ")).collect();
    assert_eq!(helps, [help], "in {slip}: {found:#?}");
}

#[test]
fn what_is_copied_with_its_edges() {
    check_help("charge a when registered\n  = 3.60", "write the `=` at the end of this line, and the price behind it");
    check_help("charge a = 2.5% of freight minimum 0.60, maximum 8.00", "no `,` stands before `maximum`");
    check_help("service a {\n  weight up to 5 kg,\n  to DE\n}", "leave the `,` out: the line ends here");
    check_help("service a {\n  weight 0.5 - 30 kg\n}", "write `..` between the two ends: `14 cm..35 cm`");
    let row = |row: &str| format!("freight a via s {{\n  | weight | DE |\n  {row}\n  | under 45 kg | 5.00 |\n}}");
    check_help(&row("+--------+----+"), "the line below the heads is written with bars: `|---|---|`");
    check_help(&row("| -30 kg | 4.00 |"), "write `under 30 kg`, or `up to 30 kg`, which includes it");
    check_help(&row("| under 30 kg | 3.30/kg |"), "write `3.30 per kg`");
    check_help(
        "fact field per item: number in A/m",
        "a unit that the rule set names is one word, as `A_per_m`, in the fact and wherever it stands",
    );
    check_help(
        &row("| under 30 kg | refer above 20 kg |"),
        "the reason stands in quotation marks: `refer \"above 20 kg\"`",
    );
    check_help("service a Small parcels like b { to DE }", "a title stands in quotation marks: `\"Small parcels\"`");
    check_help("exchange {\n  EUR/USD = 1.0850\n}", "write `1 EUR = 1.0850 USD`");
    check_help("exchange {\n  1 EUR = 1.0850 USDT\n}", "did you mean `USD`?");
    check_help("fact a: yes/no, default No", "write `no`");
    check_help("fact a: one of (b, c)", "the words stand in a row, without parentheses: `one of small, large`");
    check_help("charge a when payment is on delivery = 3.00", "a value is one word, as `on_delivery`");
    check_help("charge a = 1.50 x count of distinct hs 6", "write `hs6`, as one word");
    check_help("freight a via b or next break if cheaper { up to 1 kg: 5.00 }", "write `or next band if cheaper`");
    check_help(
        "charge a to DE(18565), ES 07*, PT(9*) = 3.00",
        "postcodes stand in parentheses behind their country: `ES(07)`, or `ES(07*)` for all that begin so",
    );
}

#[test]
fn lower_bounds_and_bare_counts() {
    let lower = "a lower bound is `at least 2 kg`, or `over 2 kg`, which leaves it out";
    check_help("service a {\n weight from 2 kg up to 3 kg\n}", lower);
    check_help("charge a when weight from 2 kg up to 3 kg = 5.00", lower);
    check_help("charge a = 5.00 per 100", "write what is counted behind the number, as in `per 100 g`");
    check_help("charge a = 5.00 per started 500 + 3.00", "write what is counted behind the number, as in `per 500 g`");
    check_help("rank by total, transit", "what decides next stands behind `, then`: `, then transit`");
}
