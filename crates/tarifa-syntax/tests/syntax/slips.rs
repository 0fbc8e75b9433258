//! Slips that people make: each is one error, at its place, with words that lead to the fix.

use tarifa_diagnostics::Source;

use crate::support::parse;

/// Expects `slip`, between two sound statements, to have one finding, at the place between `«` and `»`.
#[track_caller]
pub(crate) fn check(slip: &str, code: &str, message: &str, helps: &str) {
    let marked = format!("zone before = AT\n{slip}\nzone after = BE\n");
    let (start, end) = (marked.find('«').unwrap(), marked.find('»').unwrap() - '«'.len_utf8());
    let text = marked.replace(['«', '»'], "");
    let (file, findings) = parse(&text);
    let source = Source::new("slip.tarifa", text.as_str());
    let found: Vec<String> = findings.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    assert_eq!(found, [format!("{code} {message}")], "in {slip}");
    for finding in &findings {
        let span = finding.primary.as_ref().unwrap().span;
        let place = (span.start as usize, span.end as usize);
        assert_eq!(place, (start, end), "the place in {slip} is `{}`", source.slice(span));
        assert_eq!(finding.helps.join(" / "), helps, "in {slip}");
    }
    let names: Vec<&str> = file.statements.iter().filter_map(crate::support::zone_name).collect();
    assert_eq!((names.first(), names.last()), (Some(&"before"), Some(&"after")), "the neighbours of {slip}");
}

#[test]
fn statements() {
    check("«frieght» a via standard to DE = 5.00", "E0102", "`frieght` begins no statement", "did you mean `freight`?");
    check("prefer«»", "E0101", "expected a name, found the end of the line", "");
    check("«rank» total", "E0101", "expected the end of the line, found `rank`", "write `rank by`");
    check(
        r#"«zones» usps read "a.csv" {
  zone = column "Z"
}"#,
        "E0102",
        "`zones` begins no statement of this version of the language",
        "",
    );
    check("«/»/ comment", "E0105", "`//` is not a sign of the language", "a comment begins with `#`");
}

#[test]
fn header() {
    check(
        r#"tariff t {
  currency «usd»
}"#,
        "E0101",
        "expected a currency such as `CNY`, found `usd`",
        "codes are written in capitals: `USD`",
    );
    check(
        r#"tariff t {
  currency USD
  rounding «half»
}"#,
        "E0101",
        "expected `none`, `up`, `down`, `half up`, `half even` or `half down`, found `half`",
        "write `half up` or `half even` or `half down`",
    );
    check(
        r#"tariff t {
  currency USD«,»
  paid by seller
}"#,
        "E0101",
        "expected the end of the line, found `,`",
        "leave the `,` out: the line ends here",
    );
}

#[test]
fn places() {
    check(
        "zone eu = AT, BE «BG»",
        "E0101",
        "expected `,`, `except` or the end of the line, found `BG`",
        "write a `,` between `BE` and `BG`",
    );
    check("zone eu «AT», BE", "E0101", "expected text in quotation marks or `=`, found `AT`", "");
    check("zone «EU» = AT, BE", "E0101", "expected a name, found `EU`", "names are written in lower case: `eu`");
    check("zone eu = AT, BE,«»", "E0101", "expected a place, found the end of the line", "");
    check(
        "zone eu = ES«(»35*, 38*",
        "E0103",
        "this `(` is never closed",
        "write the `)` behind what belongs into the parentheses",
    );
    check(
        "zone «per» = AT",
        "E0101",
        "expected a name, found `per`",
        "`per` is a word of the language and cannot be a name; choose another",
    );
    check(
        r#"zone eu = AT, BE
   «BG», CY"#,
        "E0102",
        "`BG` begins no statement, and the one before it has ended",
        "a list goes on behind a `,`, a block stands between `{` and `}`",
    );
    check(
        r#"zone eu = AT, BE
«BG», CY"#,
        "E0102",
        "`BG` begins no statement, and the one before it has ended",
        "a list goes on behind a `,`, a block stands between `{` and `}`",
    );
    check("zone «“»eu” = AT", "E0105", "`“` is not a sign of the language", r#"write straight quotation marks: `"…"`"#);
    check(
        "zone eu = AT; «BE»",
        "E0102",
        "`BE` begins no statement, and the one before it has ended",
        "a list goes on behind a `,`, a block stands between `{` and `}`",
    );
    check("zone eu = «A»*", "E0101", "expected a place, found `A`", "");
    check(
        "zone eu = all «expect» AT",
        "E0101",
        "expected `,`, `except` or the end of the line, found `expect`",
        "did you mean `except`?",
    );
    check("zone z = usps«:»4", "E0101", "expected `,`, `except` or the end of the line, found `:`", "");
    check(
        "zone z = DE«»",
        "E0105",
        r#"`\u{7}` is not a character of the language"#,
        "delete it, or put it into quotation marks where it belongs to a text",
    );
    check(
        r#"zone z = DE,«»

# c"#,
        "E0101",
        "expected a place, found the end of the line",
        "",
    );
}

#[test]
fn facts_and_formulas() {
    check(
        "fact insured: «yesno»",
        "E0101",
        "expected a type such as `yes/no`, `number`, `weight` or `one of …`, found `yesno`",
        "did you mean `yes/no`?",
    );
    check("fact insured «=» yes/no", "E0101", "expected text in quotation marks, `:` or `per item`, found `=`", "");
    check(
        "fact tier: one of a «b»",
        "E0101",
        "expected `,`, `default`, `assume` or the end of the line, found `b`",
        "",
    );
    check("define big = weight over«»", "E0101", "expected a value, found the end of the line", "");
    check("define big = weight over 3 kg or«»", "E0101", "expected a condition, found the end of the line", "");
    check(
        "define big = «(»a or b",
        "E0103",
        "this `(` is never closed",
        "write the `)` behind what belongs into the parentheses",
    );
    check(
        "define big = weight «≥» 3 kg",
        "E0105",
        "`≥` is not a sign of the language",
        "write `at least`, which includes the bound",
    );
    check(
        r#"fact tier: one of «"a"», "b""#,
        "E0101",
        r#"expected a name, found `"a"`"#,
        "it is written as a name, without quotation marks",
    );
    check(
        "fact w: number «of» Wh",
        "E0101",
        "expected `,`, `default`, `assume` or the end of the line, found `of`",
        "",
    );
    check(
        "fact w: «weigth»",
        "E0101",
        "expected a type such as `yes/no`, `number`, `weight` or `one of …`, found `weigth`",
        "did you mean `weight`?",
    );
    check(
        "define x2 = any «items» battery is loose",
        "E0101",
        "expected `is`, `has`, `up to`, `under`, `over`, `at least` or the end of the line, found `items`",
        "write `any of` or `any item`",
    );
    check("define y = not «not» a", "E0101", "expected `any item`, `every item` or a value, found `not`", "");
    check("define y = a is b «is» c", "E0101", "expected the end of the line, found `is`", "");
    let behind = "expected `is`, `has`, `up to`, `under`, `over`, `at least` or the end of the line, found `of`";
    check("define y = 5% of 3% «of» a", "E0101", behind, "");
    check(
        "define y = (a, «b»)",
        "E0101",
        "a list in parentheses stands only behind `in`, `greater of`, `lesser of` and `mean of`",
        "join conditions with `and` or `or`, amounts with `+`",
    );
    check(
        "define y = weight «between» 1 kg and 2 kg",
        "E0101",
        "expected `is`, `has`, `up to`, `under`, `over`, `at least` or the end of the line, found `between`",
        "write `over 1 kg up to 2 kg`, or `1 kg..2 kg` where both ends are included",
    );
    check("define y = greater of a«»", "E0101", "expected `and`, found the end of the line", "");
}

#[test]
fn categories_and_exchange() {
    check("exchange { 1 USD «7.1» CNY }", "E0101", "expected `=`, found `7.1`", "");
    check("exchange { 1 USD = 7.1«» }", "E0101", "expected a currency such as `CNY`, found `}`", "");
    check(
        r#"category a { b "B ids "5«" }»"#,
        "E0104",
        "this text is not closed on its line",
        r#"write a `"` behind it; a `"` inside the text is written `\"`"#,
    );
    check("category a { b, «2c» }", "E0101", "expected a name, found `2c`", "a name begins with a letter");
    check(
        "exchange { 1 USD = «CNY» 7.1 }",
        "E0101",
        "expected a number, found `CNY`",
        "the currency stands behind the number: `7.1 CNY`",
    );
}

#[test]
fn services() {
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight «upto» 30 kg
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `upto`",
        "did you mean `up to`?",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight «<=» 30 kg
}"#,
        "E0105",
        "`<=` is not a sign of the language",
        "write `up to`, which includes the bound",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight up to «30,000» g
}"#,
        "E0110",
        "`30,000` is no number: there are no separators of thousands, and the decimal mark is a point",
        "write `30000`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight «up» 30 kg
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `up`",
        "write `up to`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  only «whn» insured
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `whn`",
        "did you mean `when`?",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  form «CN»
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `CN`",
        "did you mean `from` instead of `form`?",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  transit «5-7» days
}"#,
        "E0101",
        "this is neither a date nor a number",
        "a date is written `2026-03-01`; a minus has a blank on each side; a range is `5..7`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  length + width «up» 90 cm
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `up`",
        "write `up to`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  parcels «priced» eech
}"#,
        "E0101",
        "expected `up to`, `under`, `over`, `at least`, `priced each`, `weighed together` or `weighed each, priced together`, found `priced`",
        "did you mean `priced each`?",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  billed weight { volumetric 6000 cm3«/»kg }
}"#,
        "E0105",
        "`/` is not a sign of the language",
        "write `cm3 per kg`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  billed weight { «volumetic» 6000 cm3 per kg }
}"#,
        "E0101",
        "expected `sides`, `volumetric`, `bill`, `minimum` or `rounded`, found `volumetic`",
        "did you mean `volumetric`?",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight up to 30 kg «up to 40 kg»
}"#,
        "E0106",
        "a second upper bound",
        "one test takes at most one lower and one upper bound; join two tests with `and`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight up to 20 x 3 kg«)»
}"#,
        "E0103",
        "this `)` closes nothing",
        "delete it, or write the `(` that it closes",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  only when «(»insured or weight up to 3 kg
}"#,
        "E0103",
        "this `(` is never closed",
        "write the `)` behind what belongs into the parentheses",
    );
    check(
        r#"service s "S" «{»
 from CN
 to DE"#,
        "E0103",
        "this `{` is never closed",
        "write a `}` on a line of its own behind the last line of the block",
    );
    check(
        r#"service s "S"
 «from» CN
 to DE
}"#,
        "E0101",
        "expected `{`, `like` or the end of the line, found `from`",
        "write a `{` at the end of the line before",
    );
    check(
        r#"service s «"S {»
 from CN
 to DE
}"#,
        "E0104",
        "this text is not closed on its line",
        r#"write a `"` behind it; a `"` inside the text is written `\"`"#,
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  only «insured»
}"#,
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `insured`",
        "write `only when`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  weight 30 kg«»
}"#,
        "E0101",
        "expected `..`, found the end of the line",
        "write `up to` before it, or the other end of the range behind it",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  transit «days» 7
}"#,
        "E0101",
        "expected a number, `up to`, `under`, `over` or `at least`, found `days`",
        "",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  billed weight { bill greater «weight» and volumetric }
}"#,
        "E0101",
        "expected `,`, `via`, `from`, `to`, `for`, `valid`, `when` …, found `weight`",
        "write `greater of`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  billed weight { rounded up «to» 1 g }
}"#,
        "E0101",
        "expected `in steps of`, found `to`",
        "write `in steps of 1 g`",
    );
    check(
        r#"service standard "S" {
  from CN
  to eu
  from CN «to» eu
}"#,
        "E0101",
        "expected `,`, `except` or the end of the line, found `to`",
        "write it on a line of its own",
    );
    check(
        r#"service s "S" {
  from CN
  weight «(»up to 3 kg
  to DE
}"#,
        "E0103",
        "this `(` is never closed",
        "write the `)` behind what belongs into the parentheses",
    );
    check(
        "service s «'»S' { to DE }",
        "E0105",
        "`'` is not a sign of the language",
        r#"write straight quotation marks: `"…"`"#,
    );
}

#[test]
fn prices() {
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg «6.00»
}"#,
        "E0101",
        "expected `:`, found `6.00`",
        "write a `:` between the bound and its price",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg «=» 6.00
}"#,
        "E0101",
        "expected `:`, found `=`",
        "write `:` instead of `=`: an `=` is for one price alone",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  «upto» 2 kg: 6.00
}"#,
        "E0101",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `upto`",
        "did you mean `up to`?",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: «1,250.00»
}"#,
        "E0110",
        "`1,250.00` is no number: there are no separators of thousands, and the decimal mark is a point",
        "write `1250.00`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: «12,50»
}"#,
        "E0110",
        "`12,50` is no number: there are no separators of thousands, and the decimal mark is a point",
        "write `12.50`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 for the first 1 kg «then» 3.00 per started 500 g
}"#,
        "E0101",
        "expected `,`, `as`, `or next band if cheaper`, `minimum`, `maximum` or the end of the line, found `then`",
        "write a `,` before `then`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 per startet «500» g
}"#,
        "E0101",
        "expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `500`",
        "did you mean `started` instead of `startet`?",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: refuze «"x"»
}"#,
        "E0101",
        r#"expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `"x"`"#,
        "did you mean `refuse` instead of `refuze`?",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: «$»6.00
}"#,
        "E0105",
        "`$` is not a sign of the language",
        "write the currency behind the number, by its code: `5.00 USD`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  «othewise»: 6.00
}"#,
        "E0101",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `othewise`",
        "did you mean `otherwise`?",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 +«»
}"#,
        "E0101",
        "expected a value, found the end of the line",
        "",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  «minium» 9.90
}"#,
        "E0101",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `minium`",
        "did you mean `minimum`?",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  «over» 2 kg: 6.00
}"#,
        "E0101",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `over`",
        "a row is bounded from above, by `up to` or `under`; the row before it is its lower bound",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg:«»
}"#,
        "E0101",
        "expected a price, found the end of the line",
        "",
    );
    check(
        "freight a via standard «too» DE = 5.00",
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `too`",
        "did you mean `to`?",
    );
    check(
        "freight a via standard to DE «5.00»",
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `5.00`",
        "a price stands behind a `=`: `= 5.00`",
    );
    check(
        "freight a via standard to DE «==» 5.00",
        "E0105",
        "`==` is not a sign of the language",
        "write `is` in a condition, `=` before a price",
    );
    check(
        r#"freight c via s to DE {
 | weight | DE |
 | up to 1 kg | 5.00«» 
}"#,
        "E0101",
        "expected `|`, found the end of the line",
        "a `|` ends every cell, the last of the row too",
    );
    check(
        r#"freight c via s to DE {
 | weight | DE |
 «| up to 1 kg | 5.00 | 6.00 |»
}"#,
        "E0107",
        "this row has 3 cells, but the first row heads 2 columns",
        "write one cell for each column; `-` is a refused one, and a bar ends each cell",
    );
    check(
        r#"freight c via s to DE {
 | weight | DE |
 | 1 kg | 5.00 x «|»
}"#,
        "E0101",
        "expected a value, found `|`",
        "",
    );
    check(
        "freight a via s to DE { up to 1 kg: 5.00 }«}»",
        "E0103",
        "this `}` closes nothing",
        "delete it, or write the `{` that it closes",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 USD «USD»
}"#,
        "E0101",
        "expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `USD`",
        "",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 per«»
}"#,
        "E0101",
        "expected a number or `started`, found the end of the line",
        "behind `per` stands what is counted, as in `5.00 per kg` or `3.00 per item`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 «for» first 1 kg
}"#,
        "E0101",
        "expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `for`",
        "write `for the first`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00, «3.00» per kg
}"#,
        "E0101",
        "expected `then`, found `3.00`",
        "a further amount is added with `+`; behind a `,` stands `then` and a rate",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  «2» kg: 6.00
}"#,
        "E0101",
        "expected `up to`, `under`, `otherwise`, `minimum` or `maximum`, found `2`",
        "a row begins with its upper bound: `up to 2 kg`, or `under 2 kg`, which leaves it out",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6.00 minimum«»
}"#,
        "E0101",
        "expected a value, found the end of the line",
        "",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  otherwise «6.00»
}"#,
        "E0101",
        "expected `:`, found `6.00`",
        "write a `:` between the bound and its price",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: EUR «6.00»
}"#,
        "E0101",
        "expected `,`, `per`, `as`, `for the first`, `or next band if cheaper`, `minimum`, `maximum` …, found `6.00`",
        "the currency stands behind the number: `6.00 EUR`",
    );
    check(
        r#"freight a via standard to DE {
  up to 1 kg: 5.00
  up to 2 kg: 6«.»
}"#,
        "E0110",
        "digits are expected behind the decimal point",
        "write `6`, or `6.00`",
    );
    check(
        "freight «via» s = 5.00",
        "E0101",
        "expected a name, found `via`",
        "`via` is a word of the language and cannot be a name; choose another",
    );
    check(
        "freight a to DE via s «{» up to 1 kg: 5.00",
        "E0103",
        "this `{` is never closed",
        "write a `}` on a line of its own behind the last line of the block",
    );
    check(
        "freight a via s to DE = 5.00 «when» weight over 3 kg",
        "E0101",
        "expected `,`, `per`, `as`, `paid by`, `for the first`, `minimum`, `maximum` …, found `when`",
        "where and when a line holds stands before the `=`",
    );
    check(
        r#"freight a via s to DE«:»
  up to 1 kg: 5.00"#,
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `:`",
        "a block stands between `{` and `}`",
    );
    check(
        r#"freight f via s «read» "a.csv" {
  over = column "x"
}"#,
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `read`",
        "this version of the language reads no files",
    );
}

#[test]
fn charges_and_conditions() {
    check(
        "charge fuel via standard = 18.5 «of» freight",
        "E0101",
        "only a percentage can be taken `of` something",
        "write `5% of freight`; multiplication is `x`, as in `2 x freight`",
    );
    check(
        "charge fuel via standard = «5% of freight» + fuel",
        "E0108",
        "a percentage before `+` or `-` needs parentheses",
        "write `5% of (freight + fuel)`, or `(5% of freight) + fuel`",
    );
    check(
        "charge fuel via standard = 20 % «freight»",
        "E0101",
        "expected `,`, `per`, `as`, `paid by`, `for the first`, `minimum`, `maximum` …, found `freight`",
        "a percentage is taken `of` something: `20% of freight`",
    );
    check(
        "charge fuel via standard valid «1.3».2026.. = 5.00",
        "E0101",
        "expected a date such as `2026-03-01`, found `1.3`",
        "a date is written `2026-03-01`",
    );
    check(
        "charge fuel valid «2026»-3-1.. = 5.00",
        "E0101",
        "expected a date such as `2026-03-01`, found `2026`",
        "a date is written `2026-03-01`",
    );
    check(
        "charge fuel when weight «>» 3 kg = 5.00",
        "E0105",
        "`>` is not a sign of the language",
        "write `over`, which excludes the bound",
    );
    check(
        "charge fuel when weight over 3 kg «&&» insured = 5.00",
        "E0105",
        "`&&` is not a sign of the language",
        "write `and`",
    );
    check(
        "charge fuel to DE «to FR» = 5.00",
        "E0106",
        "`to` is written twice",
        "write one `to`, with commas between its parts",
    );
    check(
        r#"charges h «take» highest {
 a = 5.00
}"#,
        "E0101",
        "expected text in quotation marks, `via`, `from`, `to`, `for`, `valid`, `when` …, found `take`",
        "write `take the highest` or `take the first`",
    );
    check(
        "charge fuel = 2.00 «/» 3",
        "E0105",
        "`/` is not a sign of the language",
        "there is no division; write a share as `12.5% of …`, and a rate as `5.00 per kg`",
    );
    check(
        "charge fuel = «-»2.00",
        "E0101",
        "`-` is not expected here",
        "a minus has a blank on each side: `a - b`; there are no negative numbers",
    );
    check(
        "charge fuel = a «-»b",
        "E0101",
        "`-` is not expected here",
        "a minus has a blank on each side: `a - b`; there are no negative numbers",
    );
    check(
        "charge fuel «paid» platform = 2.00",
        "E0101",
        "expected text in quotation marks, `=`, `{`, `via`, `from`, `to`, `for` …, found `paid`",
        "write `paid by`",
    );
    check(
        "charge fuel to eu except «=» 2.00",
        "E0101",
        "expected `via`, `from`, `to`, `for`, `valid`, `when` or a place, found `=`",
        "",
    );
    check(
        "charge a via s «and» t = 1.00",
        "E0101",
        "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found `and`",
        "a list is written with `,` between its parts",
    );
    check("charge f = 3 «*» 2", "E0105", "`*` is not a sign of the language", "write `x` for multiplication");
}

#[test]
fn lines_that_end_too_early() {
    let head = "expected `,`, `=`, `{`, `via`, `from`, `to`, `for` …, found the end of the line";
    check("freight f via s to DE«»", "E0101", head, "write `= price`, or a `{` and the rows of a block");
    check(
        "service s {\n  billed weight«»\n    minimum 5 g\n  }\n}",
        "E0101",
        "expected `{`, `up to`, `under`, `over` or `at least`, found the end of the line",
        "a block begins with a `{` at the end of its first line",
    );
}

#[test]
fn quotation_marks() {
    let unclosed = "this text is not closed on its line";
    check("category clothing Clothing«\" { a }»", "E0104", unclosed, "is the `\"` before `Clothing` missing?");
    check("category c {\n  a hs 8507.60«\"»\n}", "E0104", unclosed, "is the `\"` before `hs` missing?");
    check(
        "category c {\n  a «hs» 8507.60\n}",
        "E0101",
        "expected text in quotation marks, `{`, `ids`, `hs` or the end of the line, found `hs`",
        "the codes behind it stand in quotation marks: `hs \"8517.13\"`",
    );
}

#[test]
fn choosing() {
    check(
        "prefer standard «if» insured",
        "E0101",
        "expected `via`, `from`, `to`, `for`, `valid`, `when`, `except` …, found `if`",
        "write `when`",
    );
}

#[test]
fn examples_and_invariants() {
    check(
        r#"example "x" {
 ship via s «form» CN to DE
 expect total 5.00
}"#,
        "E0101",
        "expected a number, `,`, `{`, `via`, `from`, `to`, `on` …, found `form`",
        "did you mean `from`?",
    );
    check(
        r#"example «x» {
 ship via s from CN to DE
}"#,
        "E0101",
        "expected text in quotation marks, found `x`",
        r#"put it into quotation marks: `"x"`"#,
    );
    check(
        r#"example "x" {
 ship via s to DE, «20x15x10» cm
}"#,
        "E0110",
        "`20x15x10` is no number",
        "put blanks around `x`: `20 x 15 x 10 cm`",
    );
    check(
        "invariant never «availble» via s",
        "E0101",
        "expected `via`, `from`, `to`, `for`, `valid`, `when`, `except` …, found `availble`",
        "did you mean `available`?",
    );
    check(
        "invariant freight «rise» with weight",
        "E0101",
        "expected `via`, `from`, `to`, `for`, `valid`, `when`, `except` …, found `rise`",
        "did you mean `rises with`?",
    );
    check(
        r#"example "e" {
  ship via s from CN to DE, 1 kg { 1 phone «2» laptop }
}"#,
        "E0101",
        "expected the end of the line, found `2`",
        "",
    );
    check(
        r#"example "e" {
  ship via s from CN to DE, 1 kg { «phone» }
}"#,
        "E0101",
        "expected a number, found `phone`",
        "",
    );
    check(
        r#"example "e" {
  ship via s from CN to «eu», 1 kg
}"#,
        "E0101",
        "expected a country such as `DE`, found `eu`",
        "",
    );
    check(
        r#"example "e" {
  expect total «=» 5.00
}"#,
        "E0101",
        "expected a number, found `=`",
        "write the value directly behind the name, without `=`",
    );
    check(
        r#"example "e" {
  with a «=» 1
}"#,
        "E0101",
        "expected a value, `,` or the end of the line, found `=`",
        "write the value directly behind the name, without `=`",
    );
    check(
        r#"examples "e" {
  ship via s
  | weight | total |
  «| 1 kg | 5.00 | 7 |»
}"#,
        "E0107",
        "this row has 3 cells, but the first row heads 2 columns",
        "write one cell for each column; `-` is a refused one, and a bar ends each cell",
    );
    check(r#"invariant "x" freight over«»"#, "E0101", "expected a value, found the end of the line", "");
}

/// Expects the last help for the only line of a service or of a freight's bands to be `help`.
#[track_caller]
fn check_help(statement: &str, help: &str) {
    let (_, findings) = parse(statement);
    let found: Vec<_> = findings.iter().map(|found| (found.message.as_str(), found.helps.join(" / "))).collect();
    assert_eq!(found.iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>(), [help], "in {statement}: {found:#?}");
}

#[track_caller]
fn check_service_line(line: &str, help: &str) {
    check_help(&format!("service s {{\n  {line}\n}}"), help);
}

#[track_caller]
fn check_row(row: &str, help: &str) {
    check_help(&format!("freight a via s {{\n  {row}\n}}"), help);
}

#[test]
fn names_with_hyphens() {
    check(
        "service «extra-small» { from CN; to DE }",
        "E0101",
        "`extra-small` is no name: a `-` is a minus",
        "the parts of a name are joined by `_`: `extra_small`",
    );
    check_help("zone Far-East-2 = JP", "the parts of a name are joined by `_`: `far_east_2`");
    check_help(
        "charge a = 5% of freight-fuel",
        "a minus has a blank on each side: `a - b`; there are no negative numbers",
    );
}

#[test]
fn printed_measures() {
    check_service_line("length up to 108 in", "did you mean `108 inch`?");
    check_service_line("length + 2 x width up to 108 in", "did you mean `108 inch`?");
    check_service_line("volume up to 1 cubic foot", "write `1 ft3`");
    check_service_line("volume up to 0.5 cubic metres", "write `0.5 m3`");
    check_service_line(
        "billed weight { volumetric 139 }",
        "write what it counts: `volumetric 139 cm3 per kg`, or `volumetric 139 inch3 per lb`",
    );
    check_service_line("billed weight { rounded half up to 0.5 kg }", "write `in steps of 0.5 kg`");
    check_service_line("billed weight { rounded up to the next 500 g }", "write `in steps of 500 g`");
    check_help("tariff t {\n  rounding half up to 0.01\n}", "write `in steps of 0.01`");
    check_service_line("parcels weighted together", "did you mean `weighed together`?");
}

#[test]
fn digits_of_other_keyboards() {
    check(
        "freight a via s = «５.００» per kg",
        "E0110",
        "`５.００` is no number: its digits are not 0 to 9",
        "write `5.00`",
    );
    check_row("up to ３０ kg: 5.00", "write `30`");
    check_row("up to 3０ kg: 5.00", "write `30`");
    check_row("up to ٣ kg: 5.00", "write the digits 0 to 9");
}

#[test]
fn printed_periods() {
    check_help(
        "freight a via s valid 2026-01-01 - 2026-06-30 = 5.00",
        "write `2026-01-01..2026-06-30`: both days are included",
    );
    check_help(
        "freight a via s valid 2026-01-01 until 2026-06-30 = 5.00",
        "write `2026-01-01..2026-06-30`: both days are included",
    );
    check_help(
        "freight a via s valid 2026-01-01 - spring = 5.00",
        "the two days of a period stand around `..`: `2026-01-01..2026-06-30`",
    );
    check_help(
        "freight a via s valid from 2026-01-01 = 5.00",
        "write `2026-01-01..`: a period that stays open begins with its day",
    );
    check_help(
        "freight a via s valid until 2026-01-01 = 5.00",
        "write `..2026-01-01`: the day behind `..` is included",
    );
}

#[test]
fn printed_postcodes() {
    let help = "postcodes stand in parentheses behind their country: `US(606)`, or `US(606*)` for all that begin so";
    check_help("freight a via s from ZIP 606 to US = 5.00", help);
    check_help("zone chicago = US 606", help);
    check_help("freight a via s to DE 5.00", "a price stands behind a `=`: `= 5.00`");
    check_help("freight a via s to DE 100 per kg", "a price stands behind a `=`: `= 100`");
}

#[test]
fn printed_prices() {
    let above = "a row is bounded from above, by `up to` or `under`, and the row before it is its lower bound; the last row may be `otherwise`";
    check_row("+45 kg: 5.00 per kg", above);
    check_row("| weight | DE |\n  | +45 kg | 5.00 |", above);
    check_row("up to 1 kg: 5.00 per kg next band if cheaper", "write `or next band if cheaper`");
    check_row(
        "up to 1 kg: 5.00 per kg, or next band if cheaper",
        "write `or next band if cheaper` without the `,` before it",
    );
    let step =
        "write each further step as `per started 500 g`, as in `5.00 for the first 500 g, then 3.00 per started 500 g`";
    check_row("up to 1 kg: 5.00 for the first 500 g, each additional 500 g 3.00", step);
    check_row("up to 1 kg: 5.00 for the first 500 g, then 3.00 each additional 500 g", step);
    check_row("up to 1 kg: 5.00 for the first 500 g, then 3.00 per additional 500 g", step);
    check_row("up to 1 kg: 5.00 for the first 500 g, then 3.00 each 500 g", step);
    check_row("up to 1 kg: 5.00 each", "write `per item` or `per parcel`");
    check_help("charge a = 5.00 paid by the platform", "write `paid by platform`");
    let place = "a place stands behind `to`, a further service behind a `,`: `via parcel to islands`";
    check_help("charge a via parcel islands = 5.00", place);
    check_help("charge a from 2026-01-01 = 5.00", "days stand behind `valid`: `valid 2026-01-01..`");
    check_help("charge a when second longest side over 30 inch = 5.00", "the second-longest side is `width`");
    check_help("charge a when second-longest side over 30 inch = 5.00", "the second-longest side is `width`");
    check_help(
        "freight a via ltl whichever is cheaper = 5.00",
        "where a heavier band may cost less, write `or next band if cheaper`",
    );
    check_help(
        "freight a via s = 150% of (5.20 per kg)",
        "write the share of the rate without parentheses: `150% of 5.20 per kg`",
    );
    check_help(
        "charge screening = 0.11 per kg of weight minimum 15.00",
        "a rate counts the billed weight; by another one it stands behind `by`, as in `charge screening by weight = 0.11 per kg`",
    );
    check_help("freight a via air { minimum charge 60.00; up to 2 kg: 5.00 }", "write `minimum 60.00`");
    check_help("service a { to DE; billed weight { at least 50 g } }", "write `minimum 50 g`");
}

#[test]
fn places_and_currencies() {
    let all = "write `all` before it for all places but these: `all except US`";
    check("service a { to «except» US }", "E0101", "expected a place, found `except`", all);
    let capitals = "the codes of countries are written in capitals: `AT`";
    check("zone eu = «at», be", "E0101", "expected a place, found `at`", capitals);
    check(
        "tariff t { currency «EURO» }",
        "E0101",
        "expected a currency such as `CNY`, found `EURO`",
        "a currency is written by its code: `EUR`",
    );
    check(
        "zone eu = near «far»",
        "E0101",
        "expected `,`, `except` or the end of the line, found `far`",
        "write a `,` between `near` and `far`",
    );
    let charge = "write `charge` and a name";
    check("«surcharge» remote to DE = 5.00", "E0102", "`surcharge` begins no statement", charge);
}
