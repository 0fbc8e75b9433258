//! Every mistake: one finding, at its words, with what leads to the fix.

use tarifa_diagnostics::Sources;

use super::model_of;

/// Asserts that `text` has one mistake: `code`, at `words`, and `part` somewhere in what is said of it.
#[track_caller]
fn check_error(text: &str, code: &str, words: &str, part: &str) {
    let (_, found, sources) = model_of(text);
    let found: Vec<_> = found.into_iter().collect();
    let [one] = found.as_slice() else { panic!("expected one finding, got {found:#?}") };
    assert_eq!(one.code.id(), code, "{one:#?}");
    let place = one.primary.as_ref().map_or("", |label| sources.slice(label.span));
    assert_eq!(place, words, "{one:#?}");
    let labels = one.related.iter().chain(&one.primary).map(|label| label.text.as_str());
    let said: Vec<&str> = [one.message.as_str()]
        .into_iter()
        .chain(labels)
        .chain(one.notes.iter().chain(&one.helps).map(String::as_str))
        .collect();
    assert!(said.iter().any(|text| text.contains(part)), "`{part}` is not said in {said:#?}");
    assert!(
        one.message.chars().next().is_some_and(|c| !c.is_uppercase()) && !one.message.ends_with('.'),
        "{}",
        one.message
    );
}

/// Asserts that nothing is found.
#[track_caller]
fn check_fine(text: &str) {
    let (_, found, _) = model_of(text);
    assert!(found.is_empty(), "{found:#?}");
}

const SERVICE: &str = "service standard { from CN; to DE, FR, US; weight up to 30 kg }\n";

fn with_service(text: &str) -> String {
    format!("{SERVICE}{text}")
}

#[test]
fn header() {
    let header = |lines: &str| format!("tariff t {{ {lines} }}");
    check_error("zone eu = DE\ntariff t { currency CNY; rounding none; paid by a }", "E0403", "t", "time zone");
    check_error(&header("time zone \"UTC\"; rounding none"), "E0403", "t", "currency");
    check_error(&header("currency CNY; time zone \"UTC\""), "E0403", "t", "rounding");
    check_error(&header("currency RMB; time zone \"UTC\"; rounding none"), "E0305", "RMB", "did you mean `CNY`");
    check_error(&header("currency XAU; time zone \"UTC\"; rounding none"), "E0305", "XAU", "pay in");
    check_error(
        &header("currency CNY; time zone \"Shanghai\"; rounding none"),
        "E0423",
        "\"Shanghai\"",
        "Asia/Shanghai",
    );
    check_error(&header("currency CNY; time zone \"UTC\"; rounding up in steps of 0"), "E0418", "0", "more than zero");
    check_error(
        &header("currency CNY; time zone \"UTC\"; rounding up in steps of 1 kg"),
        "E0301",
        "1 kg",
        "steps of money",
    );
    check_error(
        &header("currency CNY; currency EUR; time zone \"UTC\"; rounding none"),
        "E0404",
        "currency EUR",
        "twice",
    );
    check_error(
        &header("currency CNY; time zone \"UTC\"; rounding none; valid 2026-02-30.."),
        "E0422",
        "2026-02-30",
        "no day",
    );
    check_error(
        &header("currency CNY; time zone \"UTC\"; rounding none; valid 2026-12-31..2026-01-01"),
        "E0406",
        "valid 2026-12-31..2026-01-01",
        "exchange the dates",
    );
    let two = "tariff a { currency CNY; time zone \"UTC\"; rounding none }\ntariff b { currency CNY; time zone \"UTC\"; rounding none }";
    check_error(two, "E0402", "b", "one `tariff` header");
}

#[test]
fn words_of_price_lists() {
    let price = |price: &str| with_service(&format!("freight a via standard = {price}\n"));
    check_error(&price("60.00元"), "E0303", "元", "write the currency by its code: `CNY`");
    check_error(&price("5.00 usd per kg"), "E0303", "usd", "write the currency by its code: `USD`");
    check_error(&price("5.00 per kgs"), "E0303", "kgs", "did you mean `kg`?");
    check_error(&price("5.00 per shipment"), "E0303", "shipment", "write `per consignment`");
    check_error(&price("5.00 per box"), "E0303", "box", "write `per parcel`");
    check_error(&price("5.00 per pcs"), "E0303", "pcs", "write `per item`");
    check_error(&price("free"), "E0201", "free", "write `0.00`");
    check_error("define heavy = weight over 10 LB", "E0305", "LB", "did you mean `lb`?");
    check_error("define heavy = weight over 2 KG", "E0305", "KG", "did you mean `kg`?");
    check_error("zone germany = de", "E0201", "de", "written in capitals: `DE`");
    // Of one slip, one finding.
    check_error("zone eu = gb, de\nzone eu_far = fr, de", "E0201", "gb", "written in capitals: `GB`, `DE`, `FR`");
    check_error("zone islands = ES(07, 35), ES(38*)", "E0417", "07", "and so is this");
    check_error(&with_service("freight a via standard to us = 5.00"), "E0201", "us", "written in capitals: `US`");
    check_error("define big = length over 60", "E0302", "60", "`60 cm`");
    check_error("zone chicago = US(600-608)", "E0417", "600-608", "write `600..608`");
}

#[test]
fn no_header() {
    let sources = Sources::single("t.tarifa", "zone eu = DE");
    let (tree, _) = tarifa_syntax::parse(&sources);
    let (_, found) = super::super::from_tree(&tree, &sources);
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["E0401"]);
}

#[test]
fn facts() {
    check_error("fact a: yes/no\nfact a: text", "E0202", "a", "first defined here");
    check_error("fact weight: weight", "E0203", "weight", "choose another name");
    check_error("fact tier: one of a, b, a", "E0202", "a", "defined twice");
    check_error("fact tier: one of bronze, silver, default gold", "E0310", "gold", "bronze, silver");
    check_error("fact tier: one of bronze, silver, default bronz", "E0310", "bronz", "did you mean `bronze`");
    check_error("fact insured: yes/no, default 3", "E0421", "3", "`yes` or `no`");
    check_error("fact net: volume, default 3 kg", "E0301", "3 kg", "a volume");
    check_error("fact net: volume, default 3", "E0302", "3", "no unit");
    check_error("fact net: number in kg", "E0301", "kg", "write `weight`");
    check_error("fact net: number in EUR", "E0301", "EUR", "write `money`");
    check_error("fact paid: money, default 3", "E0421", "3", "10.00 EUR");
    check_error("fact day: date, default 3", "E0421", "3", "2026-03-01");
    check_error("fact day: date, default 2026-13-01", "E0422", "2026-13-01", "2026-13-01");
    check_fine("fact age: number in days, default 2 weeks");
    check_fine("fact abv: number in %, default 12%");
}

#[test]
fn defines() {
    check_error("define a = b\ndefine b = a", "E0205", "a", "by itself");
    check_error("define big = weigth over 2 kg", "E0201", "weigth", "did you mean `weight`");
    check_error("define big = weight over 2", "E0302", "2", "write the unit");
    check_error("define big = weight over 2 cm", "E0301", "2 cm", "a length");
    check_error("define big = weight over 2 kgs", "E0303", "kgs", "did you mean `kg`");
    check_error("define big = weight over 5 kg up to 2 kg", "E0406", "over 5 kg up to 2 kg", "exchange");
    check_error("define odd = weight + length up to 2 kg", "E0301", "length", "a weight");
    check_error("define odd = weight x length up to 2 kg", "E0301", "length", "only one factor");
    check_error("define dear = declared_value over 5 EUR", "E0306", "declared_value", "declared_value in EUR");
    check_error("define dear = declared_value in EUR over 5 USD", "E0304", "5 USD", "money in USD");
    check_error("define dear = declared_value in EUR over 5", "E0302", "5", "5 EUR");
    check_error("define odd = weight in EUR over 5 EUR", "E0301", "weight", "only money");
    check_error("define odd = weight and insured\nfact insured: yes/no", "E0308", "weight", "yes or no");
    check_error("define odd = insured over 2 kg\nfact insured: yes/no", "E0309", "insured", "no bounds");
    check_error(
        "define odd = insured + weight over 2 kg\nfact insured: yes/no",
        "E0307",
        "insured",
        "an amount is needed",
    );
    check_error(
        &with_service(
            "freight f via standard {\n  | tier | DE |\n  | gold | 9.85 |\n}\nfact tier: one of gold, silver",
        ),
        "E0307",
        "tier",
        "when tier is gold",
    );
    check_error("fact odd: yes/no, default nil", "E0421", "nil", "leave the default out");
    check_error("define odd = tier is gold\nfact tier: one of silver, bronze", "E0310", "gold", "silver, bronze");
    check_error("define odd = silver\nfact tier: one of silver, bronze", "E0206", "silver", "tier is silver");
    check_error("define odd = stuff is wood\nfact stuff: any of wood, seed", "E0309", "stuff", "stuff has wood");
    check_error("define odd = tier has gold\nfact tier: one of gold", "E0309", "tier", "any of");
    check_error("define odd = order_date over 2 kg\nfact order_date: date", "E0301", "2 kg", "a date");
    check_error("define odd = order_date is 2026-02-29\nfact order_date: date", "E0422", "2026-02-29", "no day");
    check_error("define odd = volume over 2 weight", "E0303", "weight", "`2 x weight`");
    check_error("define odd = billed_weight is given", "E0309", "billed_weight", "never `given`");
    check_error("define odd = girth + total over 2 cm", "E0208", "total", "name every line");
    check_error("define odd = count of items over 2", "E0420", "items", "total_quantity");
    check_error(
        "define odd = any item (any item (weight over 2 kg))",
        "E0420",
        "(any item (weight over 2 kg))",
        "inside it",
    );
    check_error(
        "define odd = 11111111111111111111111111111 over 2",
        "E0311",
        "11111111111111111111111111111",
        "digits",
    );
    check_error("define odd = destination in UK", "E0204", "UK", "did you mean `GB`");
    check_error("define odd = destination in europe", "E0201", "europe", "no zone");
    check_error(
        "define odd = service is standrd\nservice standard { to DE }",
        "E0201",
        "standrd",
        "did you mean `standard`",
    );
    check_fine("define age_ok = age up to 2 weeks\nfact age: number in days");
    check_fine("define strong = any item (abv over 24%)\nfact abv per item: number in %");
    check_fine("define bulky = length x width x height over 20 l");
}

/// What is exchanged, or measured by the wrong measure, is one slip in however many cells.
#[test]
fn cells_and_bounds_in_the_wrong_place() {
    let card = |rows: &str| with_service(&format!("freight f via standard {{\n{rows}\n}}"));
    check_error(
        &card("| billed weight | DE |\n| up to 1 kg | 5.00 |\n| 6.00 | up to 2 kg |"),
        "E0412",
        "6.00",
        "exchange them",
    );
    check_error(
        &card("| DE | billed weight |\n| up to 1 kg | 5.00 |\n| up to 2 kg | 6.00 |"),
        "E0412",
        "billed weight",
        "exchange them",
    );
    check_error(&card("up to 20 cm: 5.00\nup to 40 cm: 6.00\notherwise: 7.00"), "E0301", "up to 20 cm", "by length");
    check_error(&card("up to 20 cm: 5.00\nup to 4 kg: 6.00"), "E0301", "20 cm", "a weight");
    check_error(
        &with_service(
            "freight f via standard to DE {\n| billed weight | DE | FR | US |\n| up to 1 kg | 5.00 | 6.00 | 7.00 |\n}",
        ),
        "E0414",
        "FR",
        "and this one US",
    );
}

/// A row that was left out, or a scope that is broken, is the only slip.
#[test]
fn what_follows_from_what_is_left_out() {
    let sources = Sources::single(
        "t.tarifa",
        "freight f via standard {\n up to 1 kg: 5.00 per 100\n up to 2 kg: 5.00, then 1.00 per started 1 kg\n}\n\
         service standard { to DE }\ntariff t { currency CNY; time zone \"UTC\"; rounding none }",
    );
    let (tree, broken) = tarifa_syntax::parse(&sources);
    let (_, found) = super::super::from_tree(&tree, &sources);
    assert_eq!((broken.len(), found.len()), (1, 0), "{found:#?}");
    check_error(
        "service a { from CN; to eu; currency USD }\nservice b { from CN; to eu }\nzone eu = DE, UK\n\
         freight f via a to eu = 5.00",
        "E0204",
        "UK",
        "`GB`",
    );
}

#[test]
fn near_words_of_other_kinds() {
    check_error("tariff t { currency EUA; time zone \"UTC\"; rounding none }", "E0305", "EUA", "did you mean `EUR`");
    check_error(&with_service("rank by price"), "E0201", "price", "write `total`");
    check_error(&with_service("charge a by standard = 1.00"), "E0206", "standard", "`via standard`");
    check_error(&with_service("charge a when US = 1.00"), "E0308", "US", "`destination in US`");
    check_error(&with_service("fact b: yes/no\ncharge a when b in USD = 1.00"), "E0308", "b in USD", "`in USD when b`");
}

/// A minimum above a maximum leaves nothing to work out, and one above the amount makes it idle.
#[test]
fn clamps_that_take_all() {
    let charge = |price: &str| with_service(&format!("charge a via standard = {price}"));
    check_error(&charge("0.90 per kg minimum 60.00 maximum 14.50"), "E0406", "minimum 60.00", "exchange the amounts");
    check_error(&charge("0.90 per kg maximum 14.50 minimum 60.00"), "E0406", "minimum 60.00", "exchange the amounts");
    check_fine(&charge("0.90 per kg minimum 14.50 maximum 14.50"));
    check_error(&charge("0.15 minimum 12.00"), "W0520", "0.15", "no `per …`");
    check_fine(&charge("0.15 per kg minimum 12.00"));
    check_fine(&charge("(5% of freight) + 1.00 minimum 12.00"));
    check_fine(&with_service("freight a via standard {\n minimum 12.00\n up to 1 kg: 10.00\n up to 30 kg: 20.00\n}"));
}

/// The author's own units, before those that most write.
#[test]
fn units_that_are_lost() {
    check_error("define big = weight over 2 lb or weight under 1", "E0302", "1", "`1 lb`");
    check_error("define big = weight over 2 or girth over 40 inch", "E0302", "2", "`2 lb`");
    check_error("define big = length over 20 or weight over 70 oz", "E0302", "20", "`20 inch`");
    check_error("define big = length over 20mm or width over 5 # 3 inch", "E0302", "5", "`5 mm`");
    check_error("define big = length over 20 # 3 inch", "E0302", "20", "`20 cm`");
}

#[test]
fn measures_by_other_words() {
    check_error("service a { to DE; thickness up to 3 cm }", "E0201", "thickness", "write `height`");
    check_error("service a { to DE; depth up to 3 cm }", "E0201", "depth", "write `height`");
    check_error("service a { to DE; circumference up to 90 cm }", "E0201", "circumference", "`girth`");
    check_error("service a { to DE; size up to 90 cm }", "E0201", "size", "length + width + height");
    check_error("service a { to DE; gross_weight up to 2 kg }", "E0201", "gross_weight", "`weight`");
}

/// A name that is given twice may mean the other one: that is one slip.
#[test]
fn what_needs_itself_under_a_name_given_twice() {
    check_error("service a { to DE }\nservice a like a { to FR }", "E0202", "a", "first defined here");
    check_error("zone a = DE\nzone a = a, FR", "E0202", "a", "first defined here");
    check_error("define a = weight over 1 kg\ndefine a = a or length over 1 cm", "E0202", "a", "first defined here");
}

/// The line that is one too many, as the author reads.
#[test]
fn too_many_lines() {
    let lines: String = (0..65_535).rev().map(|n| format!("charge c{n} via standard = 1.00\n")).collect();
    let (_, found, sources) = model_of(&with_service(&lines));
    let found: Vec<_> = found.into_iter().collect();
    let [one] = found.as_slice() else { panic!("expected one finding, got {}", found.len()) };
    let place = one.primary.as_ref().map_or("", |label| sources.slice(label.span));
    assert_eq!((one.code.id(), place), ("E0801", "c0"));
}

#[test]
fn too_deep_a_define_is_a_limit() {
    let chain: String = (1..40).map(|n| format!("define a{n:02} = not a{:02}\n", n - 1)).collect();
    let (_, found, _) = model_of(&format!("fact a00: yes/no\n{chain}"));
    assert!(found.iter().all(|it| it.code.id() == "E0801") && found.len() == 1, "{found:#?}");
}

#[test]
fn places() {
    check_error("zone eu = DE\nzone eu = FR", "E0202", "eu", "first defined here");
    check_error("zone others = DE", "E0203", "others", "another name");
    check_error("zone a = b\nzone b = a", "E0205", "a", "needs itself");
    check_error("zone eu = DE, XX", "E0204", "XX", "ISO 3166-1");
    check_error("zone us = US-XX", "E0204", "US-XX", "US-XX");
    check_error("zone eu = eu_main except FR", "E0201", "eu_main", "no zone");
    check_error("zone far = DE(1011)", "E0417", "1011", "1011");
    check_error("zone far = DE(9*, 20000..10000)", "E0417", "20000..10000", "20000");
    check_error("zone far = tier\nfact tier: text", "E0206", "tier", "is a fact");
}

#[test]
fn categories() {
    check_error("category a { b, c }\ncategory d { b }", "E0202", "b", "first defined here");
    check_error("category a { b ids \"1\"; c ids \"1\" }", "E0202", "\"1\"", "category id");
    check_error("category a { b hs \"85x\" }", "E0311", "\"85x\"", "digits");
    check_error("category a hs \"2203..2208\"", "E0311", "\"2203..2208\"", "no ranges");
    check_error("define odd = any item (hs in (\"93\", \"tobacco\"))", "E0311", "\"tobacco\"", "digits");
}

#[test]
fn services() {
    check_error("service a { to DE }\nservice a { to FR }", "E0202", "a", "first defined here");
    check_error("service a { to DE; to FR }", "E0404", "to FR", "twice");
    check_error("service a { to DE; weight 14..60 }", "E0302", "60", "60 kg");
    check_error("service a { to DE; weight up to 30 }", "E0302", "30", "no unit");
    check_error("service a { to DE; weight up to 30 cm }", "E0301", "30 cm", "a length");
    check_error("service a { to DE; weight 30 kg..2 kg }", "E0406", "30 kg..2 kg", "exchange");
    check_error(
        "service a { to DE; weight up to 10 kg; weight up to 20 kg to DE }",
        "E0413",
        "weight up to 20 kg to DE",
        "general limit",
    );
    check_error(
        "service a { to DE; weight at least 1 kg; weight at least 1 g to DE }",
        "E0413",
        "weight at least 1 g to DE",
        "general limit",
    );
    check_error("service a { to DE; freight up to 2 CNY }", "E0208", "freight", "nothing is priced yet");
    check_error(
        "service a { to DE; watt up to 100 Wh }\nfact watt per item: number in Wh",
        "E0409",
        "watt",
        "any item",
    );
    check_error("service a like b { to DE }", "E0201", "b", "no service");
    check_error("service a like b { to DE }\nservice b like a { to FR }", "E0205", "a", "like itself");
    check_error("service a { to DE; transit 12..7 days }", "E0406", "transit 12..7 days", "exchange");
    check_error("service a { to DE; transit 12 kg }", "E0301", "12 kg", "a duration");
    check_error("service a { to DE; transit 5 hours }", "E0311", "5 hours", "whole number of days");
    check_error("service a { to DE; currency RMB }", "E0305", "RMB", "did you mean `CNY`");
    check_error("service a { to DE; only when weight }", "E0308", "weight", "yes or no");
    check_fine("service a { to DE; weight up to 10 kg to DE; weight up to 20 kg }");
    check_fine("service a like b\nservice b { to DE; transit 2 weeks }");
    check_error("service a { to DE; transit 2 days; transit 3 days }", "E0404", "transit 3 days", "twice");
    check_error("service a { to DE; transit 2 days via a }", "E0420", "a", "the other service");
    check_error(
        "service a { to DE; transit 2 days when billed_weight over 2 kg }",
        "E0208",
        "billed_weight",
        "`weight`",
    );
    check_fine(
        "service a { to DE; transit 2..3 days; transit 4 days when weight over 2 kg; transit 4 days to DE(27498) }",
    );
}

#[test]
fn billed_weight() {
    let block = |steps: &str| format!("service a {{ to DE; billed weight {{ {steps} }} }}");
    let bill = "bill the greater of weight and volumetric";
    check_error(&block("volumetric 6000 cm3 per kg"), "E0410", "volumetric 6000 cm3 per kg", "add a line");
    check_error(&block(&format!("volumetric 0 cm3 per kg; {bill}")), "E0418", "0 cm3 per kg", "more than zero");
    check_error(
        &block(&format!("volumetric 6000 cm per kg; {bill}")),
        "E0301",
        "6000 cm per kg",
        "write `6000 cm3 per kg`",
    );
    check_error(
        &block(&format!("volumetric 139 inch per lb; {bill}")),
        "E0301",
        "139 inch per lb",
        "write `139 inch3 per lb`",
    );
    check_error(&block(&format!("volumetric 6000 kg per kg; {bill}")), "E0301", "6000 kg per kg", "167 kg per m3");
    check_error(
        &block(&format!("volumetric 6000 cm3 per kg; volumetric 8000 cm3 per kg when length over 60 cm; {bill}")),
        "E0410",
        "volumetric 8000 cm3 per kg when length over 60 cm",
        "apply at once",
    );
    check_error(
        &block(&format!(
            "volumetric 6000 cm3 per kg when length up to 60 cm; volumetric 8000 cm3 per kg when length over 61 cm; {bill}"
        )),
        "E0410",
        "volumetric 8000 cm3 per kg when length over 61 cm",
        "otherwise",
    );
    check_error(
        &block(&format!(
            "volumetric 6000 cm3 per kg when length up to 60 cm; volumetric 8000 cm3 per kg when length at least 60 cm; {bill}"
        )),
        "E0410",
        "volumetric 8000 cm3 per kg when length at least 60 cm",
        "apply at once",
    );
    check_error(
        &block("bill weight; bill volumetric when length over 60 cm"),
        "E0410",
        "bill volumetric when length over 60 cm",
        "apply at once",
    );
    check_error(
        &block("bill weight when length over 60 cm"),
        "E0410",
        "bill weight when length over 60 cm",
        "otherwise",
    );
    check_error(&block("bill length"), "E0301", "length", "a weight");
    check_error(&block("bill billed_weight"), "E0208", "billed_weight", "volumetric_weight");
    check_error(&block("minimum 50"), "E0302", "50", "no unit");
    check_error(&block("minimum 50 cm"), "E0301", "50 cm", "a length");
    check_error(&block("rounded up in steps of 0 g"), "E0418", "0 g", "more than zero");
    check_error(&block("rounded up in steps of 1 cm"), "E0301", "1 cm", "a weight");
    check_error(&block("sides rounded up in steps of 1 kg"), "E0301", "1 kg", "a length");
    check_error(
        &block("rounded by weight { up to 10 kg: up in steps of 1 kg; up to 5 kg: up in steps of 1 g }"),
        "E0405",
        "up to 5 kg",
        "order of their bounds",
    );
    check_fine(&block(&format!(
        "volumetric 6000 cm3 per kg when length up to 60 cm; volumetric 8000 cm3 per kg when length over 60 cm; {bill}"
    )));
    check_fine(&block(&format!(
        "volumetric 6000 cm3 per kg valid ..2026-03-31; volumetric 8000 cm3 per kg valid 2026-04-01..; {bill}"
    )));
    check_fine(&block(
        "volumetric 167 kg per m3; bill the mean of weight and volumetric when length over 60 cm, otherwise weight",
    ));
}

#[test]
fn scopes() {
    let freight = |scope: &str| with_service(&format!("freight f {scope} = 10.00"));
    check_error(&freight("via standrd"), "E0201", "standrd", "did you mean `standard`");
    check_error(
        &freight("via phone").replace("freight", "category phone { a }\nfreight"),
        "E0206",
        "phone",
        "is a category",
    );
    check_error(&freight("to germany"), "E0201", "germany", "no zone");
    check_error(&freight("for phones"), "E0201", "phones", "no category");
    check_error(&freight("valid 2026-05-01..2026-04-01"), "E0406", "valid 2026-05-01..2026-04-01", "exchange");
    check_error(&freight("valid 2026-05-01 10:00.."), "E0422", "2026-05-01 10:00", "whole days");
    check_error(&freight("valid 2026-05-01.. on order_date"), "E0201", "order_date", "order_date");
    check_error(&freight("valid 2026-05-01.. in \"Chicago\""), "E0423", "\"Chicago\"", "America/Chicago");
    check_error(
        &freight("when battery is loose").replace("freight", "fact battery per item: one of none, loose\nfreight"),
        "E0409",
        "battery",
        "every item",
    );
    check_error(&freight("except to XX"), "E0204", "XX", "ISO 3166-1");
    check_fine(&freight("except (to FR when weight over 2 kg)"));
}

#[test]
fn prices() {
    let freight = |price: &str| with_service(&format!("freight f via standard = {price}"));
    check_error(&freight("10.00 kg"), "E0301", "10.00 kg", "a weight");
    check_error(&freight("10.00 XYZ"), "E0305", "XYZ", "ISO 4217");
    check_error(&freight("10.00 USD + 5.00 EUR"), "E0304", "5.00 EUR", "money in USD");
    check_error(&freight("4.00 per kg minimum 20.00 USD"), "E0304", "20.00 USD", "say `in USD`");
    check_error(
        &with_service("charge c = the lesser of (5.00, 2% of declared_value in USD)"),
        "E0304",
        "declared_value in USD",
        "money in CNY",
    );
    check_error(&freight("10.00 per kgs"), "E0303", "kgs", "did you mean `kg`");
    check_error(&freight("10.00 per m3"), "E0416", "per m3", "by volume");
    check_error(&freight("10.00 per 0 kg"), "E0418", "0 kg", "per nothing");
    check_error(&freight("10.00, then 2.00 per kg"), "E0407", "2.00 per kg", "for the first");
    check_error(&freight("10.00 for the first 1 kg"), "E0407", "1 kg", "then");
    check_error(&freight("10.00 for the first 1 kg, then 2.00"), "E0407", "2.00", "per started 10 g");
    check_error(&freight("10.00 for the first 1 cm, then 2.00 per kg"), "E0301", "kg", "a length");
    check_error(&freight("5% of weight"), "E0301", "weight", "a weight");
    check_error(&freight("5%"), "E0415", "5%", "5% of freight");
    check_error(&freight("10.00 minimum 5.00 kg"), "E0301", "5.00 kg", "a weight");
    check_error(&freight("total_quantity"), "E0301", "total_quantity", "a plain number");
    check_error(&freight("declared_value"), "E0306", "declared_value", "in CNY");
    check_error(&freight("repeat"), "E0420", "repeat", "last row");
    check_error(&freight("10.00 + 5.00 as weight"), "E0203", "weight", "another name");
    check_error(&with_service("freight f via standard progressive = 10.00"), "E0420", "progressive", "bands");
    check_error(
        &with_service("charge c = 3.00\ncharge c via standard = 5% of (c + freight)"),
        "E0207",
        "charge c via standard = 5% of (c + freight)",
        "itself",
    );
    check_error(&with_service("charge a = 5% of b\ncharge b = 5% of a"), "E0207", "charge a = 5% of b", "each other");
    check_error(&with_service("charge a = 5% of frieght"), "E0201", "frieght", "did you mean `freight`");
    check_error(&with_service("charge a = 5% of total"), "E0208", "total", "name every line");
    check_error(&with_service("tax vat = 19% of (declared_value + freight)"), "E0306", "declared_value", "in CNY");
    check_error(&with_service("tax vat = 19% of (declared_value in EUR + freight)"), "E0304", "freight", "convert");
    check_error(&with_service("charge a = 5.00\ntax a = 6.00"), "E0202", "a", "money line");
    check_error(&with_service("freight f via standard overrides g = 10.00"), "E0201", "g", "to override");
    check_error(&with_service("freight f via standard overrides f = 10.00"), "E0205", "f", "overrides itself");
    check_error(
        &with_service("freight g via standard = 5 kg\nfreight f via standard overrides g = 10.00"),
        "E0301",
        "5 kg",
        "a weight",
    );
    check_error(
        &with_service("freight f via standard overrides g = 1.00\nfreight g via standard overrides f = 2.00"),
        "E0205",
        "f",
        "override each other",
    );
    check_error(
        "service a { to DE; currency EUR }\nservice b { to DE; currency USD }\nfreight f via a, b = 10.00",
        "E0306",
        "10.00",
        "say the currency",
    );
    check_error(
        "service a { to DE; currency USD }\ncharge c via a = 5.00 + 2% of freight",
        "E0304",
        "freight",
        "say `in CNY`",
    );
    check_fine("service a { to DE; currency USD }\nfreight f via a = 5.00\ncharge c via a = 2% of freight");
    check_fine(&with_service("tax duty = 3.00 EUR x count of distinct hs6"));
    check_fine(&with_service("tax vat = 19% of (declared_value in CNY + freight)"));
}

#[test]
fn bands() {
    let bands = |head: &str, rows: &str| with_service(&format!("freight f via standard {head} {{ {rows} }}"));
    check_error(&bands("", "up to 2 kg: 5.00; up to 1 kg: 6.00"), "E0405", "up to 1 kg", "order of their bounds");
    check_error(&bands("", "otherwise: 5.00; up to 1 kg: 6.00"), "E0405", "up to 1 kg", "move `otherwise`");
    check_error(
        &bands("", "up to 2 kg: 5.00; up to 5 kg: 6.00; up to 10 lb: 7.00"),
        "E0405",
        "up to 10 lb",
        "did you mean `10 kg`?",
    );
    // The row that is out of its place is told, and what would fit there.
    let order = |rows: &str, at: &str, help: &str| check_error(&bands("", rows), "E0405", at, help);
    order("under 500 kg: 4.00; under 1 kg: 5.00; under 2 kg: 6.00", "under 500 kg", "did you mean `500 g`?");
    order("up to 1 kg: 4.00; up to 5000 kg: 5.00; up to 10 kg: 6.00; up to 20 kg: 7.00", "up to 5000 kg", "`5000 g`?");
    order("up to 2 kg: 4.00; up to 5 kg: 5.00; up to 3 kg: 6.00; up to 20 kg: 7.00", "up to 3 kg", "the order");
    order("up to 2 lb: 4.00; up to 10 kg: 5.00; up to 20 lb: 6.00; up to 70 lb: 7.00", "up to 10 kg", "`10 lb`?");
    order("up to 1 kg: 4.00; up to 2 kg: 5.00; up to 5 g: 6.00; up to 10 kg: 7.00", "up to 5 g", "`5 kg`?");
    order("up to 1 kg: 4.00; up to 2 kg: 5.00; up to 2 kg: 5.00; up to 10 kg: 7.00", "up to 2 kg", "leave one of them");
    order("up to 70 kg: 4.00; up to 2 kg: 5.00; up to 5 kg: 6.00", "up to 70 kg", "`70 g`?");
    check_error(
        &bands("by declared_value in CNY", "up to 700 CNY: 4.00; up to 20 CNY: 5.00; up to 50 CNY: 6.00"),
        "E0405",
        "up to 700 CNY",
        "in its place",
    );
    check_error(
        &with_service("fact box: one of small, large\nfreight f via standard by box { up to 2: 9.85 }"),
        "E0307",
        "box",
        "`freight small when box is small = …`",
    );
    let told = |rates: &str| {
        with_service(&format!(
            "freight f via standard = 5.00\nexample \"x\" {{ ship via standard from CN to DE, 1 kg; with {rates}; expect available }}"
        ))
    };
    check_fine(&told("1 USD = 7.1240 CNY, 1 EUR = 7.7310 CNY"));
    check_error(&told("1 USD = 7.1240 CNY, 1 CNY = 0.14 USD"), "E0419", "1 CNY = 0.14 USD", "keep one");
    check_error(&bands("", "up to 2: 5.00"), "E0302", "2", "write the unit");
    check_error(&bands("", "up to 2 cm: 5.00"), "E0301", "2 cm", "a length");
    check_error(&bands("", "under 0 kg: 5.00; up to 2 kg: 6.00"), "E0406", "under 0 kg", "nothing is");
    check_error(&bands("", "up to 2 kg: 5.00, then 1.00 per kg"), "E0407", "1.00 per kg", "for the first");
    check_error(&bands("", "otherwise: repeat"), "E0420", "repeat", "last row");
    check_error(
        &bands("by declared_value", "up to 2 EUR: 5.00"),
        "E0306",
        "declared_value",
        "by declared_value in EUR",
    );
    check_error(&bands("by declared_value in EUR", "up to 2 kg: 5.00"), "E0301", "2 kg", "money in EUR");
    check_error(&bands("by declared_value in EUR", "up to 2 EUR: 2% + 5.00 CNY"), "E0304", "5.00 CNY", "money in EUR");
    check_error(
        &bands("progressive", "up to 2 kg: 5.00 per kg; up to 4 kg: 3.00, then 1.00 per kg"),
        "E0407",
        "1.00 per kg",
        "slice",
    );
    check_error(
        &bands("progressive or next band if cheaper", "up to 2 kg: 5.00 per kg"),
        "E0420",
        "or next band if cheaper",
        "keep one",
    );
    let cheaper = "or next band if cheaper";
    check_fine(&bands("", "under 45 kg: 9.00 per kg or next band if cheaper; otherwise: 8.00 per kg"));
    check_error(
        &bands("", "under 45 kg: 9.00 per kg; otherwise: 8.00 or next band if cheaper"),
        "E0420",
        cheaper,
        "no band",
    );
    check_error(
        &bands("", "under 45 kg: 9.00 or next band if cheaper; otherwise: refer"),
        "E0420",
        cheaper,
        "the next row",
    );
    check_error(
        &bands("", "under 45 kg: refuse or next band if cheaper; otherwise: 8.00"),
        "E0420",
        cheaper,
        "no price",
    );
    check_error(
        &bands("progressive", "under 45 kg: 9.00 per kg or next band if cheaper; otherwise: 8.00 per kg"),
        "E0420",
        cheaper,
        "slices",
    );
    check_fine(&bands("by total_quantity", "up to 5: 10.00; otherwise: 2.00 per item"));
    check_fine(
        &bands("by volume", "up to 5 l: 10.00, then 0 per l; otherwise: 2.00 per l")
            .replace("10.00, then 0 per l", "10.00"),
    );
    check_fine(&bands(
        "",
        "under 2 kg: 5.00; up to 2 kg: 6.00; up to 3 kg: 7.00, then 1.00 per started 500 g; otherwise: repeat",
    ));
}

#[test]
fn cards() {
    let card = |head: &str, rows: &str| {
        let rows = rows.replace(" / ", "\n");
        with_service(&format!("freight f via standard {head} {{\n{rows}\n}}"))
    };
    check_error(&card("", "| billed weight | DE | / | up to 1 kg | |"), "E0411", "", "write `-`");
    // What parses as a name or a code is no price all the same.
    check_error(&card("", "| billed weight | DE | / | up to 1 kg | NA |"), "E0412", "NA", "write `-`");
    check_error(&card("", "| billed weight | DE | / | up to 1 kg | none |"), "E0412", "none", "write `-`");
    check_error(&card("", "| billed weight | DE | / | up to 1 kg | TBD |"), "E0412", "TBD", "refer");
    check_fine(&(card("", "| billed weight | DE | / | up to 1 kg | none |") + "\ndefine none = 5.00 CNY"));
    check_error(&card("", "| billed weight | DEU | / | up to 1 kg | 5.00 |"), "E0204", "DEU", "did you mean `DE`");
    check_error(
        &card("", "| billed weight | germany | / | up to 1 kg | 5.00 |"),
        "E0201",
        "germany",
        "zone or measure",
    );
    check_error(&card("", "| billed weight | DE | / | 5.00 | 5.00 |"), "E0412", "5.00", "holds bounds");
    check_error(
        &card("", "| billed weight | DE | / | up to 1 kg | up to 2 kg |"),
        "E0412",
        "up to 2 kg",
        "holds prices",
    );
    check_error(
        &card("", "| billed weight | others | others | / | up to 1 kg | 5.00 | 6.00 |"),
        "E0412",
        "others",
        "one column",
    );
    check_error(
        &card("to DE", "| billed weight | DE | FR | / | up to 1 kg | 5.00 | 6.00 |"),
        "E0414",
        "FR",
        "statement's `to`",
    );
    check_error(
        &card("", "| billed weight | DE | / | up to 2 kg | 5.00 | / | up to 1 kg | 6.00 |"),
        "E0405",
        "up to 1 kg",
        "order of their bounds",
    );
    check_error(
        &card("", "| weight | length | DE | / | up to 2 kg | up to 10 cm | 5.00, then 1.00 per kg |"),
        "E0407",
        "1.00 per kg",
        "several bounds",
    );
    check_error(
        &card("by weight", "| billed weight | DE | / | up to 1 kg | 5.00 |"),
        "E0412",
        "billed weight",
        "what the statement says",
    );
    check_error(
        "service v { to DE; billed weight { volumetric 6000 cm3 per kg; bill the greater of weight and volumetric } }\nfreight f via v {\n| weight | DE |\n| up to 2 kg | 5.00 |\n}",
        "E0408",
        "weight",
        "`billed weight`",
    );
    check_fine(&card("to DE, FR", "| billed weight | DE | others | / |---|---|---| / | up to 1 kg | 5.00 | - |"));
    check_fine(&card("", "| DE | FR | / | 5.00 | 6.00 |"));
}

#[test]
fn groups() {
    let group = |text: &str| with_service(&format!("charges handling {text}"));
    check_error(&group("take the highest { a = 5.00; b = 5 kg }"), "E0301", "5 kg", "a weight");
    check_error(&group("take the highest { a = 5.00; b = 5% of a }"), "E0207", "b = 5% of a", "itself");
    check_error(&group("take the highest by weight { a = 5.00 }"), "E0420", "weight", "members");
    check_error(&format!("{}\ncharge a = 6.00", group("take the highest { a = 5.00 }")), "E0202", "a", "money line");
}

#[test]
fn exchange() {
    check_error("exchange { 1 USD = 7 RMB }", "E0305", "RMB", "did you mean `CNY`");
    check_error("exchange { 1 USD = 7 USD }", "E0419", "1 USD = 7 USD", "two currencies");
    check_error("exchange { 1 USD = 0 CNY }", "E0419", "1 USD = 0 CNY", "more than zero");
    check_error("exchange { 1 USD = 7 CNY; 1 CNY = 0.14 USD }", "E0419", "1 CNY = 0.14 USD", "inverse");
}

#[test]
fn choice() {
    check_error(&with_service("prefer express when weight up to 2 kg"), "E0201", "express", "no service");
    check_error(
        &with_service("prefer standard when billed_weight up to 2 kg"),
        "E0208",
        "billed_weight",
        "write `weight`",
    );
    check_error(&with_service("rank by price"), "E0201", "price", "price");
    check_error(&with_service("rank by total\nrank by transit"), "E0404", "rank by transit", "twice");
}

#[test]
fn examples() {
    let example = |ship: &str, expect: &str| {
        with_service(&format!(
            "fact tier: one of gold, silver\nfact battery per item: yes/no\ncategory phone {{ smart }}\ncharge fuel = 5.00\nexample \"e\" {{ ship {ship}; expect {expect} }}"
        ))
    };
    check_error(&example("via express to DE", "total 5"), "E0201", "express", "no service");
    check_error(&example("via standard to DE(1*)", "total 5"), "E0420", "DE(1*)", "one place");
    check_error(&example("via standard to DE(1011)", "total 5"), "E0417", "1011", "1011");
    check_error(&example("via standard to DE, 5 cm", "total 5"), "E0301", "5 cm", "a length");
    check_error(&example("via standard to DE, 5 x 4 x 3 kg", "total 5"), "E0301", "3 kg", "a weight");
    check_error(&example("via standard to DE on 2026-02-30", "total 5"), "E0422", "2026-02-30", "no day");
    check_error(&example("via standard to DE { 1 fone }", "total 5"), "E0201", "fone", "no category");
    check_error(&example("via standard to DE { 0 phone }", "total 5"), "E0311", "0 phone", "above zero");
    check_error(&example("via standard to DE { 1 phone (tier gold) }", "total 5"), "E0420", "tier", "with tier gold");
    check_error(&example("via standard to DE; with battery", "total 5"), "E0409", "battery", "1 phone");
    check_error(&example("via standard to DE; with tier bronze", "total 5"), "E0310", "bronze", "gold, silver");
    check_error(&example("via standard to DE", "total 5 EUR"), "E0304", "5 EUR", "tariff's currency");
    check_error(&example("via standard to DE", "charge feul"), "E0201", "feul", "did you mean `fuel`");
    check_error(&example("via standard to DE", "refused by nobody"), "E0201", "nobody", "price statement or service");
    check_error(&example("via standard to DE", "needs tear"), "E0201", "tear", "did you mean `tier`");
    check_error(&example("via standard to DE", "billed weight 5"), "E0302", "5", "no unit");
    check_error(&example("via standard to DE", "total 5 paid by selller"), "E0201", "selller", "did you mean `seller`");
    check_error(&with_service("example \"e\" { expect total 5 }"), "E0403", "\"e\"", "ships nothing");
    check_error(&with_service("example \"e\" { ship via standard to DE }"), "E0403", "\"e\"", "expects nothing");
    let table = |rows: &str| {
        with_service(&format!("examples \"e\" {{\nship via standard to DE\n{}\n}}", rows.replace(" / ", "\n")))
    };
    check_error(&table("| wieght | total | / | 5 g | 5 |"), "E0201", "wieght", "did you mean `weight`");
    check_error(&table("| weight | total | / | 5 cm | 5 |"), "E0301", "5 cm", "a length");
    check_error(&table("| weight | total | / | - | 5 |"), "E0310", "-", "leave it blank");
    check_error(&table("| weight | total | / | 5 g | |"), "E0403", "| 5 g | |", "expects nothing");
    check_fine(&table("| weight | total | freight | / | 5 g | refused | - |"));
}

#[test]
fn invariants() {
    check_error(&with_service("invariant price rises with weight"), "E0420", "price", "`total`");
    check_error(
        &with_service("invariant freight rises with destination"),
        "E0307",
        "destination",
        "an amount is needed",
    );
    check_error(&with_service("invariant total at least 5 EUR"), "E0304", "5 EUR", "money in CNY");
    check_error(&with_service("invariant never available via express"), "E0201", "express", "no service");
    check_fine(&with_service("invariant total at least 8.00 via standard"));
    check_fine(&with_service("invariant freight rises with weight via standard"));
}

#[test]
fn a_broken_statement_makes_no_further_mistakes() {
    let text = format!(
        "{}zone eu = DE,, FR\nservice standard {{ to eu }}\nfreight f via standard to eu = 5.00",
        super::HEADER
    );
    let sources = Sources::single("t.tarifa", text);
    let (tree, found) = tarifa_syntax::parse(&sources);
    assert_eq!(found.len(), 1, "{found:#?}");
    let (_, found) = super::super::from_tree(&tree, &sources);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn mistakes_beside_a_doubtful_currency_are_found_too() {
    let (_, found, _) = model_of(&with_service(
        "freight f via standard {\n| billed weight | DE | FR |\n| up to 1 kg | 5.00 | |\n| up to 2 kg | 9.50 USD | 2.00 per kgs |\n}",
    ));
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["E0411", "E0304", "E0303"], "the blank cell, the stray currency and the unknown unit");
    let (_, found, _) = model_of(&with_service("freight f via standard = 9.50 USD + 2.00 per kgs"));
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["E0304", "E0303"], "the stray currency and the unknown unit");
}

#[test]
fn every_mistake_is_found_in_one_run() {
    let text = "zone eu = DE, XX\nzone far = eu\nservice a { to eu, far; weight up to 5 }\nfreight f via b to eu = 5 kg\ncharge c = 5% of fright";
    let (_, found, _) = model_of(text);
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["E0204", "E0302", "E0201", "E0301", "E0201"]);
}

const GOODS: &str = "fact battery per item: one of none, loose
fact net_volume per item: volume
fact share: number in %
category lithium { power_bank }
category perfume
document cpnp
service standard { from CN; to DE, FR }
";

#[track_caller]
fn check_restriction(text: &str, code: &str, words: &str, part: &str) {
    check_error(&format!("{GOODS}{text}"), code, words, part);
}

#[test]
fn names_in_restrictions() {
    check_restriction("forbid a for powerbank", "E0201", "powerbank", "did you mean `power_bank`");
    check_restriction("forbid a for perfume via standrd", "E0201", "standrd", "did you mean `standard`");
    check_restriction("require cnpn for perfume", "E0201", "cnpn", "did you mean `cpnp`");
    check_restriction("forbid a when provided has cpmp", "E0201", "cpmp", "did you mean `cpnp`");
    check_restriction("forbid a when provided has perfume", "E0206", "perfume", "is a category");
    check_restriction("require perfume", "E0206", "perfume", "a document, label");
    check_restriction("forbid a when provided", "E0420", "provided", "provided has cpnp");
    check_restriction(
        "limit perfume: quantity up to 2 per parcel",
        "E0908",
        "perfume",
        "write `limit perfume for perfume`",
    );
    check_restriction("forbid perfume to FR", "E0908", "perfume", "write `forbid perfume for perfume`");
    check_restriction("label cpnp", "E0202", "cpnp", "first defined here");
    check_restriction("require cpnp, cpnp", "E0404", "cpnp", "twice");
    check_restriction("forbid a for perfume\nwarn a because \"x\"", "E0904", "a", "`forbid`");
    check_restriction(
        "require cpnp for lithium\nlimit cpnp: weight up to 1 kg per parcel",
        "E0904",
        "cpnp",
        "other one",
    );
    check_restriction("forbid a because \"x\" because \"y\"", "E0404", "because \"y\"", "join");
    check_restriction("forbid a because zh \"x\" because zh \"y\"", "E0404", "because zh \"y\"", "`zh`");
    check_fine(&format!("{GOODS}forbid a for perfume to DE\nforbid a for lithium to FR"));
}

#[test]
fn what_restrictions_read() {
    check_restriction("forbid a when battery is none_at_all", "E0310", "none_at_all", "its values are");
    check_restriction("forbid a when net_volume up to 2 kg", "E0301", "2 kg", "a volume");
    check_restriction("forbid a when declared_value up to 2 EUR", "E0306", "declared_value", "in EUR");
    check_restriction("forbid a when billed_weight over 2 kg", "E0208", "when billed_weight over 2 kg", "`weight`");
    check_restriction(
        "forbid a when any item (any item (battery is loose))",
        "E0420",
        "(any item (battery is loose))",
        "one item",
    );
    check_restriction("charge c = 2.00\nforbid a when c over 1 CNY", "E0208", "c", "nothing is priced");
    check_restriction("separate a: lithium from perfume per parcel for lithium", "E0420", "lithium", "both sides");
    check_restriction("warn a for lithium", "E0903", "a", "because");
}

#[test]
fn parts_of_limits() {
    let limit = |part: &str| format!("limit a for perfume: {part}");
    check_restriction(&limit("quantity up to 2"), "E0901", "quantity up to 2", "per parcel");
    check_restriction(&limit("quantity up to 2 each"), "E0902", "quantity", "one piece");
    check_restriction(&limit("total net_volume up to 2 l each"), "E0902", "total net_volume", "leave out `total`");
    check_restriction(&limit("length up to 2 cm each"), "E0902", "length", "per parcel");
    check_restriction(&limit("net_volume up to 2 l per parcel"), "E0902", "net_volume", "total net_volume");
    check_restriction(&limit("weight up to 2 kg per order"), "E0902", "weight", "total weight");
    check_restriction(&limit("declared_value up to 2 EUR per order"), "E0902", "declared_value", "total unit_value");
    check_restriction(
        &limit("total declared_value up to 2 EUR per parcel"),
        "E0902",
        "total declared_value",
        "`total unit_value`",
    );
    check_restriction(&limit("net_volume up to 2 kg each"), "E0301", "2 kg", "a volume");
    check_restriction(&limit("net_volume up to 2 each"), "E0302", "2", "no unit");
    check_restriction(&limit("quantity up to 2 EUR per parcel"), "E0301", "quantity", "only money");
    check_restriction(&limit("unit_value up to 2 each"), "E0302", "2", "no unit");
    check_restriction(&limit("declared_value in USD up to 2 EUR per parcel"), "E0304", "2 EUR", "money in USD");
    check_restriction(&limit("quantity over 2 up to 1 per parcel"), "E0406", "over 2 up to 1", "exchange");
    check_restriction(
        &limit("volumetric_weight up to 2 kg per parcel"),
        "E0208",
        "volumetric_weight up to 2 kg per parcel",
        "shipped",
    );
}

#[test]
fn totals_so_far() {
    check_restriction(
        "fact a_so_far: money\nlimit a: declared_value up to 2 EUR per consignee per month",
        "E0906",
        "declared_value up to 2 EUR per consignee per month",
        "`a_so_far`",
    );
    check_restriction(
        "limit a: quantity up to 2 per consignee per day, total_quantity up to 2 per consignee per day",
        "E0906",
        "total_quantity up to 2 per consignee per day",
        "`quantity`",
    );
    check_restriction("limit a: 5% up to 2% per consignee per day", "E0902", "5%", "no total");
    check_restriction(
        "charge c when a_so_far over 2 = 1.00\nlimit a: quantity up to 2 per consignee per day",
        "E0201",
        "a_so_far",
        "no fact",
    );
}

#[test]
fn ages_of_documents() {
    check_restriction("require cpnp not older than 1.5 years", "E0907", "1.5 years", "whole");
    check_restriction("require cpnp not older than 0 days", "E0907", "0 days", "from 1");
    check_restriction("require cpnp not older than 5 hours", "E0907", "5 hours", "whole days");
    check_restriction("require cpnp not older than 5 monts", "E0907", "5 monts", "did you mean `months`");
}

#[test]
fn what_examples_tell_of_restrictions() {
    let example = |with: &str| {
        format!(
            "limit a: quantity up to 2 per consignee per day\nlimit b: quantity up to 2 per consignee per day, \
             quantity up to 9 per consignee per year\nlimit c: weight up to 2 kg per parcel\n\
             example \"e\" {{ ship via standard from CN to DE; with {with}; expect refused }}"
        )
    };
    check_restriction(&example("provided cpmp"), "E0201", "cpmp", "did you mean `cpnp`");
    check_restriction(&example("so far d 2"), "E0201", "d", "no limit");
    check_restriction(&example("so far b 2"), "E0420", "so far b 2", "per year");
    check_restriction(&example("so far a per month 2"), "E0420", "so far a per month 2", "`per day`");
    check_restriction(&example("so far c 2"), "E0420", "so far c 2", "no part per consignee");
    check_restriction(&example("so far a 2 kg"), "E0301", "2 kg", "a plain number");
    let expects = |words: &str| {
        format!("warn w because \"x\"\nforbid f for perfume\nexample \"e\" {{ ship from CN to DE; expect {words} }}")
    };
    check_restriction(&expects("requires cpmp"), "E0201", "cpmp", "did you mean `cpnp`");
    check_restriction(&expects("warns f"), "E0201", "f", "no warning called");
    check_restriction(&expects("no warning v"), "E0201", "v", "did you mean `w`");
    check_restriction(&expects("refused by g"), "E0201", "g", "did you mean `f`");
}

/// A line that was copied and not renamed: the name that it has lost is told with it, and not beside it.
#[test]
fn a_copied_zone_keeps_its_name() {
    let zones = "zone near = DE\nzone near = US\n";
    let prices = "freight a via standard to near = 5.00\nfreight b via standard to distant = 9.00";
    check_error(&with_service(&format!("{zones}{prices}")), "E0202", "near", "is one of them `distant`?");
    let copied = format!("{SERVICE}service standard {{ from CN; to GB }}\n");
    check_error(
        &format!("{copied}freight a via standard, express = 5.00"),
        "E0202",
        "standard",
        "`express` is used here",
    );
}

/// Both ends of a range may have the star that a beginning has alone.
#[test]
fn ranges_of_beginnings_with_stars() {
    check_fine(&with_service("freight a via standard to US(600*..609*, 61*, 620..629) = 5.00"));
}

#[test]
fn two_bounds_with_one_slip() {
    check_error(&with_service("charge a when weight over 20 cm up to 50 cm = 1.00"), "E0301", "20 cm", "2 kg");
    check_error(&with_service("charge a when weight over 2 up to 5 = 1.00"), "E0302", "2", "2 kg");
    let card = |heads: &str, row: &str| {
        with_service(&format!(
            "freight f via standard {{\n | {heads} | others |\n | {row} | 5.00 |\n | up to 20 kg | up to 60 cm | 9.00 |\n}}"
        ))
    };
    let told = "stand in each other's column";
    check_error(&card("weight | length", "up to 30 cm | up to 2 kg"), "E0412", "up to 30 cm", told);
    check_error(&card("length | weight", "up to 2 kg | up to 30 cm"), "E0412", "length", told);
    check_error(&card("weight | length", "up to 2 cm | up to 30 cm"), "E0301", "2 cm", "a weight");
}

#[test]
fn names_of_days_places_and_zones_that_are_near() {
    let charge = |scope: &str| with_service(&format!("charge a {scope} = 1.00"));
    check_error(&charge("valid 2026-02-31.."), "E0422", "2026-02-31", "the last day of that month is `2026-02-28`");
    check_error(&charge("valid 2024-02-30.."), "E0422", "2024-02-30", "the last day of that month is `2024-02-29`");
    check_error(&charge("valid 2026-13-01.."), "E0422", "2026-13-01", "year, month and day");
    check_error(&charge("to DE(20000..10000)"), "E0417", "20000..10000", "exchange the ends: `10000..20000`");
    check_error(&charge("to US-AX"), "E0204", "US-AX", "`US-AK` (Alaska)");
    check_error(&charge("to US-QQ"), "E0204", "US-QQ", "ISO 3166-2");
    for slip in ["Asia/Shangai", "Shangai", "asia/shanghia"] {
        check_error(
            &charge(&format!("valid 2026-01-01.. in \"{slip}\"")),
            "E0423",
            &format!("\"{slip}\""),
            "did you mean `\"Asia/Shanghai\"`",
        );
    }
}

#[test]
fn divisors_that_no_carrier_bills_by() {
    let service = |divisor: &str| {
        format!(
            "service s {{ from CN; to DE; billed weight {{ volumetric {divisor}; bill the greater of weight and volumetric }} }}"
        )
    };
    let odd = |divisor: &str, part: &str| check_error(&service(divisor), "W0426", divisor, part);
    odd("50 cm3 per kg", "did you mean `5000 cm3 per kg`");
    odd("60000 cm3 per kg", "did you mean `6000 cm3 per kg`");
    odd("6000 cm3 per g", "far less");
    odd("139 cm3 per kg", "did you mean `139 inch3 per lb`");
    odd("5000 inch3 per lb", "did you mean `5000 cm3 per kg`");
    odd("16.7 kg per m3", "did you mean `167 kg per m3`");
    for usual in
        ["6000 cm3 per kg", "139 inch3 per lb", "167 kg per m3", "1000 kg per m3", "12000 cm3 per kg", "1 m3 per t"]
    {
        check_fine(&service(usual));
    }
}

#[test]
fn rates_that_contradict_each_other() {
    let rates = |first: &str, second: &str| {
        format!("exchange valid ..2026-03-31 {{ {first} }}\nexchange valid 2026-04-01.. {{ {second} }}")
    };
    check_error(&rates("1 USD = 7.12 CNY", "1 USD = 0.14 CNY"), "W0427", "1 USD = 0.14 CNY", "51 times");
    check_error(&rates("1 USD = 7.12 CNY", "1 USD = 71.2 CNY"), "W0427", "1 USD = 71.2 CNY", "10 times");
    check_error(
        "exchange { 1 USD = 0.14 CNY; 1 EUR = 7.80 CNY; 1 USD = 0.90 EUR }",
        "W0427",
        "1 USD = 0.14 CNY",
        "over EUR, 1 CNY is about 0.1425 USD, and directly 7.1429 USD",
    );
    let third = format!(
        "{}\nexchange valid ..2025-12-31 {{ 1 USD = 7.15 CNY }}",
        rates("1 USD = 0.14 CNY", "1 USD = 7.12 CNY")
    );
    check_error(&third, "W0427", "1 USD = 0.14 CNY", "51 times");
    check_fine(&rates("1 USD = 7.12 CNY", "1 CNY = 0.14 USD"));
    check_fine("exchange { 1 USD = 7.10 CNY; 1 EUR = 7.80 CNY; 1 USD = 0.90 EUR }");
}

#[test]
fn a_length_for_a_volume() {
    check_error(&with_service("charge a when volume over 1 ft = 1.00"), "E0301", "1 ft", "did you mean `1 ft3`");
}
