//! Slips in restrictions, in what they ask for, and in what examples say of them.

use crate::slips::check;

#[test]
fn statements_of_other_names() {
    check("«forbidden» loose for power_bank", "E0102", "`forbidden` begins no statement", "write `forbid` and a name");
    check("«prohibit» loose for power_bank", "E0102", "`prohibit` begins no statement", "write `forbid` and a name");
    check(
        "«allow» loose for power_bank",
        "E0102",
        "`allow` begins no statement",
        "what nothing forbids is allowed; write `except` behind the `forbid` from which it is free",
    );
    check("«requires» cpnp for cosmetics", "E0102", "`requires` begins no statement", "did you mean `require`?");
    check("«must» cpnp", "E0102", "`must` begins no statement", "write `require` and what is asked for");
    check("«limits» small: quantity up to 2 each", "E0102", "`limits` begins no statement", "did you mean `limit`?");
    check(
        "«restrict» small: quantity up to 2 each",
        "E0102",
        "`restrict` begins no statement",
        "write `limit` and a name",
    );
    check(
        "«segregate» fire: lithium from gas per parcel",
        "E0102",
        "`segregate` begins no statement",
        "write `separate` and a name",
    );
    check(r#"«warning» charge_state because "x""#, "E0102", "`warning` begins no statement", "write `warn` and a name");
    check(r#"«license» cites "CITES permit""#, "E0102", "`license` begins no statement", "did you mean `licence`?");
    check(
        r#"«certificate» cites "CITES permit""#,
        "E0102",
        "`certificate` begins no statement",
        "write `document`, `label`, `packaging`, `licence` or `status`",
    );
    check(
        "«limit» : quantity up to 2 each",
        "E0102",
        "`limit` begins no statement",
        "a name stands behind `limit`, before the sign",
    );
    check(
        "forbid «for» power_bank",
        "E0101",
        "expected a name, found `for`",
        "`for` is a word of the language and cannot be a name; write a name before it, or another one in its place: \
         `forbid loose_lithium for …`",
    );
    check(
        "limit «x» for perfume: quantity up to 2 per parcel",
        "E0101",
        "expected a name, found `x`",
        "`x` is a word of the language and cannot be a name; write a name before it, or another one in its place: \
         `limit perfume for …: quantity up to 2 per parcel`",
    );
    check(
        "forbid«»",
        "E0101",
        "expected a name, found the end of the line",
        "the rule's name stands behind it: `forbid loose_lithium for …`",
    );
    check(
        r#"forbid «"loose"» for power_bank"#,
        "E0101",
        r#"expected a name, found `"loose"`"#,
        "it is written as a name, without quotation marks",
    );
    check(
        r#"warn «because» "x""#,
        "E0101",
        "expected a name, found `because`",
        "`because` is a word of the language and cannot be a name; write a name before it, or another one in its place: \
         `warn charge_state for … because \"…\"`",
    );
    check(
        "require «for» cosmetics",
        "E0101",
        "expected a name, found `for`",
        "`for` is a word of the language and cannot be a name; write a name before it, or another one in its place: \
         `require cpnp for …`",
    );
}

#[test]
fn clauses() {
    check(
        r#"forbid loose for power_bank «becuase» "x""#,
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `becuase`",
        "did you mean `because`?",
    );
    check(
        r#"forbid loose «reason» "x""#,
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `reason`",
        r#"write `because "…"`"#,
    );
    check(
        r#"forbid loose «source» "PI 965""#,
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `source`",
        r#"write `see "…"`"#,
    );
    check(
        r#"forbid loose «per» "IATA""#,
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `per`",
        "write `by` before who says so, `see` before where it is written",
    );
    check(
        "forbid loose «unless» via battery_line",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `unless`",
        "write `except when` before a condition, `except` before another clause",
    );
    check(
        "forbid loose «if» battery is loose",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `if`",
        "write `when`",
    );
    check(
        "forbid loose «on» US",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `on`",
        "write `via` before services, `to` before places, `for` before categories, `valid` before dates",
    );
    check(
        "forbid loose«:» for power_bank",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `:`",
        "its clauses stand directly behind the name, without a sign",
    );
    check(
        "forbid loose «=» power_bank",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `=`",
        "its clauses stand directly behind the name, without a sign",
    );
    check(
        "forbid loose«,» for power_bank",
        "E0101",
        "expected text in quotation marks, a clause (`for`, `except`, `because` …) or the end of the line, found `,`",
        "clauses stand side by side, without a `,`",
    );
    check(
        r#"forbid loose for power_bank,
  «because» "x""#,
        "E0101",
        "expected a name, found `because`",
        "delete the `,` before it, or write what it announces",
    );
    check(
        "forbid loose for power_bank «{» }",
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `{`",
        "a restriction has no block; its clauses stand one behind another",
    );
    check(
        "forbid loose for power_bank «and» phone",
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `and`",
        "a list is written with `,` between its parts",
    );
    check(
        "forbid loose for all «for phone»",
        "E0106",
        "`for` is written twice",
        "write one `for`, with commas between its parts",
    );
    check(
        "forbid loose for power_bank «for phone»",
        "E0106",
        "`for` is written twice",
        "write one `for`, with commas between its parts",
    );
    check("forbid loose to«»", "E0101", "expected a place, found the end of the line", "");
    check(
        "forbid loose except«»",
        "E0101",
        "expected `via`, `from`, `to`, `for`, `valid` or `when`, found the end of the line",
        "",
    );
    check(
        "forbid loose except via road «to GB»",
        "E0101",
        "a clause stands behind `except`, which is last",
        "clauses of an exception stand in parentheses: `except (via road to GB)` / what the rule itself speaks of stands before `except`",
    );
    check(
        "forbid loose except «(»via road",
        "E0103",
        "this `(` is never closed",
        "write the `)` behind what belongs into the parentheses",
    );
    check(
        "forbid loose except via road«)»",
        "E0103",
        "this `)` closes nothing",
        "delete it, or write the `(` that it closes",
    );
}

#[test]
fn texts_and_languages() {
    check(
        "forbid loose because «loose» batteries burn",
        "E0101",
        "expected text in quotation marks or a language such as `zh`, found `loose`",
        r#"put it into quotation marks: `"loose batteries burn"`"#,
    );
    check(
        "forbid loose by «IATA»",
        "E0101",
        "expected text in quotation marks, found `IATA`",
        r#"put it into quotation marks: `"IATA"`"#,
    );
    check(
        "forbid loose see «PI» 965",
        "E0101",
        "expected text in quotation marks, found `PI`",
        r#"put it into quotation marks: `"PI 965"`"#,
    );
    check(
        r#"forbid loose because «ZH» "x""#,
        "E0101",
        "expected text in quotation marks or a language such as `zh`, found `ZH`",
        r#"a language is written by its code, in small letters: `because zh "…"`"#,
    );
    check(
        r#"forbid loose because «chinese» "x""#,
        "E0101",
        "expected text in quotation marks or a language such as `zh`, found `chinese`",
        r#"a language is written by its code, in small letters: `because zh "…"`"#,
    );
    check(
        r#"forbid loose because «"x»
  except via road"#,
        "E0104",
        "this text is not closed on its line",
        r#"write a `"` behind it; a `"` inside the text is written `\"`"#,
    );
}

#[test]
fn a_clause_on_its_own_line() {
    check(
        "forbid loose for power_bank
  «exept» via road",
        "E0102",
        "`exept` begins no statement, and the one before it has ended",
        "did you mean `except`?",
    );
    check(
        "forbid loose for power_bank
«exept» via road",
        "E0102",
        "`exept` begins no statement, and the one before it has ended",
        "did you mean `except`?",
    );
    check(
        "forbid loose for power_bank
«unless» via road",
        "E0102",
        "`unless` begins no statement, and the one before it has ended",
        "write `except when` before a condition, `except` before another clause",
    );
    check(
        r#"forbid loose for power_bank
  «reason» "x""#,
        "E0102",
        "`reason` begins no statement, and the one before it has ended",
        r#"write `because "…"`"#,
    );
    check(
        "limit small:
  quantity up to 2 per parcel
  «weight» up to 2 kg each",
        "E0102",
        "`weight` begins no statement, and the one before it has ended",
        "a list goes on behind a `,`, a block stands between `{` and `}`",
    );
}

#[test]
fn declarations() {
    check(
        "document«»",
        "E0101",
        "expected a name, found the end of the line",
        r#"the name of what is asked for stands behind it: `document cpnp "CPNP notification"`"#,
    );
    check(
        r#"document «"CPNP"»"#,
        "E0101",
        r#"expected a name, found `"CPNP"`"#,
        "it is written as a name, without quotation marks",
    );
    check(
        r#"document «CPNP» "CPNP notification""#,
        "E0101",
        "expected a name, found `CPNP`",
        "names are written in lower case: `cpnp`",
    );
    check(
        r#"document cpnp«:» "CPNP notification""#,
        "E0101",
        "expected text in quotation marks or the end of the line, found `:`",
        r#"the words for people stand directly behind the name: `cpnp "…"`"#,
    );
    check(
        "document cpnp «CPNP» notification",
        "E0101",
        "expected text in quotation marks or the end of the line, found `CPNP`",
        "the words for people stand in quotation marks",
    );
    check(
        "document cpnp«,» msds",
        "E0101",
        "expected text in quotation marks or the end of the line, found `,`",
        "each has a line of its own",
    );
    check(
        "document label «lithium_mark»",
        "E0101",
        "expected text in quotation marks or the end of the line, found `lithium_mark`",
        "write one of the two words before the name",
    );
    check(
        "status approved «for» power_bank",
        "E0101",
        "expected text in quotation marks or the end of the line, found `for`",
        "for what it is asked for stands in a `require`",
    );
}

#[test]
fn requirements() {
    check(
        "require cpnp «and» msds for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `and`",
        "write a `,` between what is asked for together; `or` asks for one of them",
    );
    check(
        "require cpnp, msds «or» un38_3 for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `or`",
        "a `,` asks for all, `or` for one of them; write two rules where both are meant",
    );
    check(
        "require cpnp or msds«,» un38_3",
        "E0101",
        "expected `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `,`",
        "a `,` asks for all, `or` for one of them; write two rules where both are meant",
    );
    check(
        "require cpnp not older than 6 months«,» msds as papers",
        "E0101",
        "expected `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `,`",
        "an age is that of all that the rule asks for; write a `require` of its own for the others",
    );
    check(
        r#"require cpnp «"Notification"» for cosmetics"#,
        "E0101",
        r#"expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `"Notification"`"#,
        "a title stands behind the rule's own name: `require msds as papers \"Papers for lithium\"`",
    );
    check(
        "require either «cpnp» or msds",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `cpnp`",
        "write `or` between the names, and nothing before them",
    );
    check(
        "require document «cpnp» for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `cpnp`",
        "what is asked for stands by its name alone: `require cpnp`",
    );
    check(
        r#"require «"cpnp"» for cosmetics"#,
        "E0101",
        r#"expected a name, found `"cpnp"`"#,
        "it is written as a name, without quotation marks",
    );
    check(
        "require cpnp «eu_cosmetics» for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `eu_cosmetics`",
        "write a `,` between what is asked for, `as` before the rule's own name",
    );
    check(
        "require cpnp «called» eu_cosmetics for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `called`",
        "write `as` before the rule's name",
    );
    check(
        "require cpnp«:» for cosmetics",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `:`",
        "its clauses stand directly behind the name, without a sign",
    );
    check(
        "require cpnp «not» older then 5 years",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `not`",
        "write `not older than 5 years`, or `issued in the same year`",
    );
    check(
        "require cpnp «no» older than 5 years",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `no`",
        "write `not older than 5 years`, or `issued in the same year`",
    );
    check(
        "require cpnp not older than «five» years",
        "E0101",
        "expected a number, found `five`",
        "write a number and its unit: `not older than 5 years`",
    );
    check(
        "require cpnp «issued» this year",
        "E0101",
        "expected `,`, `as`, `not older than`, `issued in the same year`, a clause (`for`, `except`, `because` …) or the end of the line, found `issued`",
        "write `not older than 5 years`, or `issued in the same year`",
    );
    check(
        "require cpnp not older than 5 years «not older than 3 years»",
        "E0106",
        "`not older than` is written twice",
        "write one condition on the age",
    );
}

#[test]
fn limits() {
    check(
        "limit small «quantity» up to 2 each",
        "E0101",
        "expected text in quotation marks, `:` or a clause (`for`, `except`, `because` …), found `quantity`",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small for perfume «quantity» up to 2 each",
        "E0101",
        "expected `,`, `:` or a clause (`for`, `except`, `because` …), found `quantity`",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small for perfume, quantity «up» to 2 each",
        "E0101",
        "expected `,`, `:` or a clause (`for`, `except`, `because` …), found `up`",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small for perfume«»
  quantity up to 2 each",
        "E0101",
        "expected `,`, `:` or a clause (`for`, `except`, `because` …), found the end of the line",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small «=» quantity up to 2 each",
        "E0101",
        "expected text in quotation marks, `:` or a clause (`for`, `except`, `because` …), found `=`",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small «{» quantity up to 2 each }",
        "E0101",
        "expected text in quotation marks, `:` or a clause (`for`, `except`, `because` …), found `{`",
        "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`",
    );
    check(
        "limit small:«»",
        "E0101",
        "expected a value, found the end of the line",
        "write what is limited, then its bound: `quantity up to 2 per parcel`",
    );
    check(
        "limit small: «up» to 2 each",
        "E0101",
        "expected a value, found `up`",
        "write what is limited, then its bound: `quantity up to 2 per parcel`",
    );
    check(
        "limit small: 2 «per» parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `per`",
        "write what is limited, then its bound: `quantity up to 2 per parcel`",
    );
    check(
        "limit small: quantity 2 «per» parcel",
        "E0101",
        "expected `..`, found `per`",
        "write what is limited, then its bound: `quantity up to 2 per parcel`",
    );
    check(
        "limit small: «per» parcel quantity up to 2",
        "E0101",
        "expected a value, found `per`",
        "write what is limited, then its bound: `quantity up to 2 per parcel`",
    );
    check(
        "limit small: quantity «upto» 2 per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `upto`",
        "did you mean `up to`?",
    );
    check(
        "limit small: quantity «max» 2 pieces",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `max`",
        "write `up to` for a limit, `maximum` for a price",
    );
    check(
        "limit small: quantity «more» than 2 per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `more`",
        "write `over`, which excludes the bound, or `at least`, which includes it",
    );
    check(
        "limit small: quantity «no» more than 2 per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `no`",
        "write `up to`, which includes the bound",
    );
    check(
        "limit small: quantity «not» less than 2 per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `not`",
        "write `at least`, which includes the bound",
    );
    check(
        "limit small: quantity «at» most 2 per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `at`",
        "write `up to`, which includes the bound",
    );
    check(
        "limit small: quantity «<=» 2 per parcel",
        "E0105",
        "`<=` is not a sign of the language",
        "write `up to`, which includes the bound",
    );
    check(
        "limit small: sum «of» net_volume up to 30 ml per parcel",
        "E0101",
        "expected `up to`, `under`, `over` or `at least`, found `of`",
        "the sum over the items is written `total`: `total net_volume up to 200 ml`",
    );
    check(
        r#"limit small: quantity up to 2 each, «because» "x""#,
        "E0101",
        "expected a value, found `because`",
        "delete the `,` before it, or write what it announces",
    );
    check(
        "limit small: quantity up to 2 per parcel «and» weight up to 2 kg each",
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `and`",
        "a list is written with `,` between its parts",
    );
    check(
        "limit small: quantity up to 2 per parcel «weight» up to 2 kg each",
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `weight`",
        "write a `,` between the parts",
    );
    check(
        "limit small: quantity up to 2 per parcel to GB, weight «up» to 2 kg each",
        "E0101",
        "expected `,`, a clause (`for`, `except`, `because` …) or the end of the line, found `up`",
        "clauses stand before the `:` or behind the last part",
    );
}

#[test]
fn of_what_a_limit_is() {
    check(
        "limit small: quantity up to 2 per «package»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `package`",
        "write `per parcel`",
    );
    check(
        "limit small: quantity up to 2 per «piece»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `piece`",
        "write `each`",
    );
    check(
        "limit small: quantity up to 2 per «shipment»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `shipment`",
        "write `per consignment`, or `per parcel` where each of its parcels is meant",
    );
    check(
        "limit small: quantity up to 2 per «basket»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `basket`",
        "write `per order`",
    );
    check(
        "limit small: quantity up to 2 per «recipient» per month",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `recipient`",
        "write `per consignee per month`, or another period",
    );
    check(
        "limit small: quantity up to 2 per «month»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `month`",
        "write `per consignee per month`, or another period",
    );
    check(
        "limit small: quantity up to 2 per «parcell»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `parcell`",
        "did you mean `parcel`?",
    );
    check(
        "limit small: quantity up to 2 a «parcel»",
        "E0101",
        "expected `,`, `up to`, `under`, `over`, `at least`, `each`, `per` …, found `parcel`",
        "write `per parcel`",
    );
    check(
        "limit small: quantity up to 2 per consignee«»",
        "E0101",
        "expected `per`, found the end of the line",
        "write its period too: `per consignee per month`",
    );
    check(
        "limit small: quantity up to 2 per consignee «monthly»",
        "E0101",
        "expected `per`, found `monthly`",
        "write its period too: `per consignee per month`",
    );
    check(
        "limit small: quantity up to 2 per consignee per «fortnight»",
        "E0101",
        "expected `day`, `week`, `month`, `quarter` or `year`, found `fortnight`",
        "",
    );
}

#[test]
fn separations() {
    check(
        "separate fire «lithium» from gas per parcel",
        "E0101",
        "expected text in quotation marks, `:` or a clause (`for`, `except`, `because` …), found `lithium`",
        "write a `:` before what is kept apart: `separate a: lithium from gas_21 per parcel`",
    );
    check(
        "separate lithium from gas «per» parcel",
        "E0101",
        "expected `,`, `:` or a clause (`for`, `except`, `because` …), found `per`",
        "the rule's name stands behind it: `separate fire: lithium from gas_21 per parcel`",
    );
    check(
        "separate fire: lithium «gas» per parcel",
        "E0101",
        "expected `,` or `from`, found `gas`",
        "write both sides with `from` between them: `lithium, magnets from gas_21 per parcel`",
    );
    check(
        "separate fire: lithium, gas «per» parcel",
        "E0101",
        "expected `,` or `from`, found `per`",
        "write both sides with `from` between them: `lithium, magnets from gas_21 per parcel`",
    );
    check(
        "separate fire: lithium «and» gas per parcel",
        "E0101",
        "expected `,` or `from`, found `and`",
        "write both sides with `from` between them: `lithium, magnets from gas_21 per parcel`",
    );
    check(
        "separate fire: «from» gas per parcel",
        "E0101",
        "expected a name, found `from`",
        "write both sides with `from` between them: `lithium, magnets from gas_21 per parcel`",
    );
    check(
        "separate fire: lithium from gas «and» acid per parcel",
        "E0101",
        "expected `,` or `per`, found `and`",
        "a list is written with `,` between its parts",
    );
    check(
        "separate fire: lithium from gas«»",
        "E0101",
        "expected `,` or `per`, found the end of the line",
        "say in what they are kept apart: `per parcel`, `per order` or `per consignment`",
    );
    check(
        "separate fire: lithium from gas «each»",
        "E0101",
        "expected `,` or `per`, found `each`",
        "say in what they are kept apart: `per parcel`, `per order` or `per consignment`",
    );
    check(
        "separate fire: lithium from gas per «package»",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `package`",
        "write `per parcel`",
    );
    check(
        "separate fire: lithium from gas per «consignee» per month",
        "E0101",
        "expected `parcel`, `order` or `consignment`, found `consignee`",
        "say in what they are kept apart: `per parcel`, `per order` or `per consignment`",
    );
}

#[test]
fn examples() {
    check(
        r#"example "e" {
  ship to DE { 1 cream (provided cpnp «issued» 2025-01-01) }
}"#,
        "E0101",
        "expected `,` or `)`, found `issued`",
        "its days stand in parentheses: `provided cpnp (issued 2026-03-01)`",
    );
    check(
        r#"example "e" {
  ship to DE
  «provided» cpnp
}"#,
        "E0101",
        "expected `ship`, `parcel`, `with`, `order items`, `expect`, `case` or `at`, found `provided`",
        "write `with` before it: `with provided cpnp`",
    );
    check(
        r#"example "e" {
  ship to DE
  with provided cpnp (issued «on» 2025-01-01)
}"#,
        "E0101",
        "expected a date such as `2026-03-01`, found `on`",
        "the day stands directly behind `issued`",
    );
    check(
        r#"example "e" {
  ship to DE
  with provided cpnp («valid» until 2025-01-01)
}"#,
        "E0101",
        "expected `issued` or `valid to`, found `valid`",
        "write `issued` before the day of issue, `valid to` before the last valid day",
    );
    check(
        r#"example "e" {
  ship to DE
  with provided cpnp («2025»-01-01)
}"#,
        "E0101",
        "expected `issued` or `valid to`, found `2025`",
        "write `issued` before the day of issue, `valid to` before the last valid day",
    );
    check(
        r#"example "e" {
  ship to DE
  with provided cpnp (issued 2025-01-01, «issued 2025-01-02»)
}"#,
        "E0106",
        "`issued` is written twice",
        "write one `issued`",
    );
    check(
        r#"example "e" {
  ship to DE
  «so» far duty_free 300 USD
}"#,
        "E0101",
        "expected `ship`, `parcel`, `with`, `order items`, `expect`, `case` or `at`, found `so`",
        "write `with` before it: `with so far duty_free 300 USD`",
    );
    check(
        r#"example "e" {
  ship to DE
  with so far duty_free«»
}"#,
        "E0101",
        "expected a number or `per`, found the end of the line",
        "write the limit's name and how much: `so far duty_free 300 USD`, or `so far duty_free per month 2`",
    );
    check(
        r#"example "e" {
  ship to DE
  with so far duty_free «monthly» 300 USD
}"#,
        "E0101",
        "expected a number or `per`, found `monthly`",
        "write the limit's name and how much: `so far duty_free 300 USD`, or `so far duty_free per month 2`",
    );
    check(
        r#"example "e" {
  ship to DE
  with so far duty_free per «moth» 300 USD
}"#,
        "E0101",
        "expected `day`, `week`, `month`, `quarter` or `year`, found `moth`",
        "did you mean `month`?",
    );
    check(
        r#"example "e" {
  ship to DE
  «order» { 2 cream }
}"#,
        "E0101",
        "expected `ship`, `parcel`, `with`, `order items`, `expect`, `case` or `at`, found `order`",
        "write `order items`",
    );
    check(
        r#"example "e" {
  ship to DE
  with order items «{» 2 cream }
}"#,
        "E0101",
        "expected `,` or the end of the line, found `{`",
        "`order items { … }` is a line of its own, without `with`",
    );
    check(
        r#"example "e" {
  ship to DE
  order items { «cream» }
}"#,
        "E0101",
        "expected a number, found `cream`",
        "",
    );
    check(
        r#"example "e" {
  ship to DE
  expect «require» cpnp
}"#,
        "E0101",
        "expected `total`, `billed weight`, `charge`, `no charge`, `refused` or `available`, found `require`",
        "write `requires` and what is missing",
    );
    check(
        r#"example "e" {
  ship to DE
  expect requires«»
}"#,
        "E0101",
        "expected a name, found the end of the line",
        "",
    );
    check(
        r#"example "e" {
  ship to DE
  expect conditional «on» cpnp
}"#,
        "E0101",
        "expected `,` or the end of the line, found `on`",
        "write what is missing behind a `,`: `conditional, requires cpnp`",
    );
    check(
        r#"example "e" {
  ship to DE
  expect «warning» charge_state
}"#,
        "E0101",
        "expected `total`, `billed weight`, `charge`, `no charge`, `refused` or `available`, found `warning`",
        "write `warns` and the rule that warns",
    );
    check(
        r#"example "e" {
  ship to DE
  expect no «warnings»
}"#,
        "E0101",
        "expected `freight`, `charge`, `discount`, `tax` or `line`, found `warnings`",
        "write `no warning`",
    );
    check(
        r#"example "e" {
  ship to DE
  expect «forbidden» by loose
}"#,
        "E0101",
        "expected `total`, `billed weight`, `charge`, `no charge`, `refused` or `available`, found `forbidden`",
        "write `refused by` and the rule",
    );
}
