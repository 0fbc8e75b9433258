//! Limits: what is too deep or too large is said, and what is only long is read.

use tarifa_diagnostics::Code;
use tarifa_syntax::limits;

use crate::support::parse;

/// Expects `text` to have findings of these codes.
#[track_caller]
fn check(text: &str, codes: &[Code]) {
    let (_, found) = parse(text);
    let shown: Vec<Code> = found.iter().map(|found| found.code).collect();
    assert_eq!(shown, codes, "{:?}", found.iter().next());
}

/// A formula in `depth` parentheses.
fn nested(depth: usize) -> String {
    format!("define d = {}a{}", "(".repeat(depth), ")".repeat(depth))
}

#[test]
fn brackets_nest_up_to_the_limit() {
    check(&nested(limits::NESTING), &[]);
    check(&nested(limits::NESTING + 1), &[Code::NESTING_TOO_DEEP]);
    let blocks = |depth: usize| format!("category c {}{}", "{ c ".repeat(depth), "}".repeat(depth));
    check(&blocks(limits::NESTING), &[]);
    check(&blocks(limits::NESTING + 1), &[Code::NESTING_TOO_DEEP]);
    check(&nested(100_000), &[Code::NESTING_TOO_DEEP]);
    check(&"(".repeat(100_000), &[Code::UNKNOWN_STATEMENT]);
}

#[test]
fn the_deepest_nesting_of_everything_fits_a_small_stack() {
    let text = format!("define d = {}a{}", "(not any item greater of (b, ".repeat(64), "))".repeat(64));
    let deep = move || check(&text, &[]);
    // Reading, and dropping what was read.
    std::thread::Builder::new().stack_size(256 * 1024).spawn(deep).unwrap().join().unwrap();
}

#[test]
fn chains_are_as_long_as_they_like() {
    for (operator, operand) in [("+", "a"), ("x", "a"), ("and", "a"), ("or", "not a"), ("and", "a is b")] {
        let chain = vec![operand; 5_000].join(&format!(" {operator} "));
        check(&format!("define d = {chain}"), &[]);
    }
    check(&format!("zone z = {}", vec!["DE(1*, 2..3)"; 5_000].join(", ")), &[]);
    check(&format!("charge c {} = 5", "except to DE ".repeat(5_000)), &[]);
}

#[test]
fn prefixes_do_not_nest() {
    // None of these may recurse once per word.
    for word in ["not ", "any item ", "5% of ", "total ", "greater of ", "count of ", "the greater of "] {
        let (file, found) = parse(&format!("define d = {}a", word.repeat(20_000)));
        assert_eq!((file.statements.len(), found.len()), (0, 1), "{word}");
    }
}

#[test]
fn lists_do_not_nest() {
    // None of these may recurse once per part.
    let many = 5_000;
    for text in [
        format!("example \"e\" {{\n  ship to DE\n  expect {}refer\n}}", "refused by a, ".repeat(many)),
        format!("example \"e\" {{\n  ship to DE\n  expect {}refer\n}}", "requires a, b, warns c, ".repeat(many)),
        format!("example \"e\" {{\n  ship to DE\n  with {}a\n}}", "provided a (issued 2026-01-01), ".repeat(many)),
        format!("forbid f {}", "because zh \"x\" see \"y\" by \"z\" ".repeat(many)),
        format!("forbid f {}", "except via a ".repeat(many)),
        format!("require {}a", "a, ".repeat(many)),
        format!("require {}a", "a or ".repeat(many)),
        format!("limit f: {}weight up to 2 kg each", "total weight up to 2 kg per parcel, ".repeat(many)),
        format!("separate f: {}a from {}a per parcel", "a, ".repeat(many), "a, ".repeat(many)),
    ] {
        let (file, found) = parse(&text);
        assert_eq!((file.statements.len(), found.len()), (1, 0), "{}", &text[..60]);
    }
}

#[test]
fn a_file_and_a_statement_have_a_largest_size() {
    check(&" ".repeat(limits::SOURCE_BYTES), &[]);
    check(&" ".repeat(limits::SOURCE_BYTES + 1), &[Code::SOURCE_TOO_LARGE]);
    let zone = format!("zone z = {}DE\nzone y = FR", "DE,".repeat(limits::STATEMENT_BYTES / 3));
    check(&zone, &[Code::STATEMENT_TOO_LARGE]);
}

#[test]
fn at_most_so_many_findings_are_shown_and_it_is_said() {
    let (_, found) = parse(&"zone z DE\n".repeat(limits::ERRORS * 10));
    assert_eq!(found.len(), limits::ERRORS);
    let last = found.iter().last().unwrap();
    assert_eq!(last.notes, ["this file has more findings; they show once these are put right"]);
}

#[test]
fn hostile_text_takes_linear_time() {
    // Each of these once took more than a second in a parser of this kind.
    let long = 50_000;
    for text in [
        "\n".repeat(long),
        ";".repeat(long),
        "{".repeat(long),
        "}\n".repeat(long),
        "(\n".repeat(long),
        "zone z = (\n".repeat(long / 10),
        "\"".repeat(long),
        "|".repeat(long),
        format!("freight f {{\n{}}}", "| a | b\n".repeat(long / 10)),
        format!("freight f {{\n{}}}", "upto 1 kg: 5\n".repeat(long / 10)),
        format!("category c {{ {} }}", "a { ".repeat(100)),
        format!("category c {}{}{}", "{ c ".repeat(120), "2x,".repeat(long / 10), "}".repeat(120)),
        "a".repeat(long),
        "1".repeat(long),
        "- ".repeat(long),
        "#".repeat(long),
        "\u{202e}".repeat(long),
        "zonee z\n".repeat(long / 10),
        "1,".repeat(long),
        format!("forbid f {}", "except ".repeat(long)),
        format!("forbid f\n{}", "exept via a\n".repeat(long / 10)),
        format!("limit f: {}", "a up to ".repeat(long)),
        format!("require {}", "a or ".repeat(long / 10)),
        format!("example \"e\" {{\n expect {}\n}}", "requires a, ".repeat(long / 10)),
        format!("examples \"e\" {{\n | provided |\n | {} |\n}}", "a, ".repeat(long / 10)),
        format!("returns r {{ stage a {{ {} }} }}", "a must ".repeat(long / 10)),
        format!("returns r {{ stage a {{ when {} }} }}", "7 days after ".repeat(long / 10)),
        format!("returns r {{\n{}}}", "stage a {\n".repeat(long / 10)),
        format!("returns r {{ outcome z {{ b gets {} }} }}", "lesser of (a, ".repeat(long / 10)),
        format!("compensation c = {}1{}", "(".repeat(100), ")".repeat(100)),
        format!("compensation c = {}", "lesser of (".repeat(120)),
        format!("compensation c = {}", "1 per kg ".repeat(long / 10)),
        format!("example \"e\" {{ at 2026-01-01: expect {} }}", "needs a, ".repeat(long / 10)),
        format!("example \"e\" {{ case r {{ {} }} }}", "2026-01-01 a (a, ".repeat(long / 10)),
    ] {
        let (file, _) = parse(&text);
        assert!(file.statements.len() <= 1);
    }
}
