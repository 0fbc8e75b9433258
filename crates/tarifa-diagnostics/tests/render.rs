//! What a finding looks like, to people and to tools.
//!
//! Each snapshot holds the policy text, what people see and what tools get.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use tarifa_diagnostics::render::{Colour, finding, human};
use tarifa_diagnostics::{Code, Diagnostic, Source, SourceId, Sources, Span};

/// The place of `words` in the file number `source`.
#[track_caller]
fn at(sources: &Sources, source: u32, words: &str) -> Span {
    let id = SourceId(source);
    let text = &sources.get(id).expect("the file is there").text;
    let start = text.find(words).expect("the words are there");
    Span::new(id, start as u32, (start + words.len()) as u32)
}

/// Shows `diagnostic` in the snapshot called `name`.
#[track_caller]
fn check(name: &str, sources: &Sources, diagnostic: &Diagnostic) {
    let mut shown = String::new();
    for (_, source) in sources.iter() {
        if source.text.len() < 2000 {
            shown +=
                &format!("=== {:?}\n{}\n", source.name, source.text.escape_debug().to_string().replace("\\n", "\n"));
        }
    }
    let plain = human(diagnostic, sources, Colour::Plain);
    assert_eq!(without_escapes(&human(diagnostic, sources, Colour::Ansi)), plain, "colour adds nothing but colour");
    shown += &format!("=== people\n{plain}");
    shown += &format!("=== tools\n{}\n", serde_json::to_string_pretty(&finding(diagnostic, sources)).unwrap());
    insta::assert_snapshot!(name, shown);
}

/// `text` without its colours.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    plain.extend(parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)));
    plain
}

#[test]
fn one_place() {
    let sources = Sources::single("rules/zones.tarifa", "zone eu = AT, BE\nzone far = eu except eu_fra\n");
    let diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, at(&sources, 0, "eu_fra"), "unknown zone `eu_fra`")
        .label("nothing defines it")
        .help("did you mean `eu_far`?");
    check("one_place", &sources, &diagnostic);
}

#[test]
fn two_places_in_two_files_and_a_witness() {
    let sources = Sources::new(vec![
        Source::new("rules/a.tarifa", "freight a via standard to DE = 10.00\n"),
        Source::new(
            "rules/b.tarifa",
            "# more\nfreight b via standard to eu {\n  up to 1 kg: 9.00\n  up to 2 kg: 12.00\n}\n",
        ),
    ]);
    let diagnostic = Diagnostic::new(
        Code::PRICE_GAP,
        at(&sources, 1, "freight b"),
        "`freight b` and `freight a` price the same shipments",
    )
    .label("9.00 CNY")
    .related(at(&sources, 0, "freight a"), "10.00 CNY")
    .note("both hold via standard to DE, up to 2 kg")
    .help("write `overrides a` at the one that is to win\nor take `DE` out of the other")
    .witness("example \"two prices\" {\n  ship via standard to DE on 2026-03-02, 1 kg\n}\n");
    check("two_files", &sources, &diagnostic);
}

#[test]
fn a_place_of_several_lines_and_a_place_inside_it() {
    let sources = Sources::single("a.tarifa", "service s {\n  from CN\n  weight up to 30 kg\n}\n");
    let diagnostic = Diagnostic::new(
        Code::PRICE_GAP,
        at(&sources, 0, "service s {\n  from CN\n  weight up to 30 kg\n}"),
        "no price",
    )
    .label("no destination is written")
    .related(at(&sources, 0, "30 kg"), "the limit");
    check("several_lines", &sources, &diagnostic);
}

#[test]
fn distant_places_are_excerpts_of_their_own() {
    let text = format!("zone a = DE\n{}zone a = FR\n", "# more\n".repeat(500));
    let sources = Sources::single("a.tarifa", text.clone());
    let second = text.rfind("zone a").unwrap() as u32;
    let diagnostic =
        Diagnostic::new(Code::UNKNOWN_NAME, Span::new(SourceId(0), second, second + 6), "`a` is defined twice")
            .related(at(&sources, 0, "zone a"), "first here");
    check("distant", &sources, &diagnostic);
}

#[test]
fn the_end_of_the_file_and_chinese_names() {
    let sources = Sources::single("rules/分区.tarifa", "zone 西欧 = DE, FR, 西欧州");
    let end = sources.get(SourceId(0)).unwrap().text.len() as u32;
    let diagnostic = Diagnostic::new(Code::SYNTAX_ERROR, Span::new(SourceId(0), end, end), "`}` is missing")
        .label("the file ends here")
        .related(at(&sources, 0, "西欧州"), "not a country");
    check("end_of_file", &sources, &diagnostic);
}

#[test]
fn no_place() {
    let diagnostic = Diagnostic::nowhere(Code::SYNTAX_ERROR, "no rules found in `rules`")
        .help("a rule set is a folder with a `tariff` header");
    check("no_place", &Sources::default(), &diagnostic);
}

#[test]
fn a_warning_says_so() {
    let shown = human(&Diagnostic::nowhere(Code::UNUSED_ALLOW, "look"), &Sources::default(), Colour::Plain);
    assert_eq!(shown, format!("warning[{}]: look\n", Code::UNUSED_ALLOW));
}

#[test]
fn nothing_that_a_terminal_obeys_gets_through() {
    let sources = Sources::single(
        "ru\u{202e}les\u{1b}[31m\n.tarifa",
        "a\u{202e}\u{9b} = \u{61c}1\r\n\tb \u{200f}\u{7}\u{2028}\r\n",
    );
    let diagnostic = Diagnostic::new(Code::SYNTAX_ERROR, Span::new(SourceId(0), 0, 4), "odd `\u{1b}[2J`")
        .label("a \u{7} bell")
        .related(at(&sources, 0, "\u{7}"), "\u{202e}right to left")
        .note("\u{9b}31m")
        .help("\u{2066}")
        .witness("example \"\u{1b}]0;\" {\n  \u{202e}\n}");
    check("hostile", &sources, &diagnostic);
    let shown = human(&diagnostic, &sources, Colour::Plain);
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
}

/// Wrong places are the mistake of a stage: they are shown somewhere rather than not at all, and never panic.
#[test]
fn wrong_places_are_shown_too() {
    let text = "zone 西欧 = DE\r\n\r\n";
    let sources = Sources::single("a.tarifa", text);
    for start in 0..=text.len() as u32 + 3 {
        for end in 0..=text.len() as u32 + 3 {
            for related in [SourceId(0), SourceId(7)] {
                let diagnostic = Diagnostic::new(Code::SYNTAX_ERROR, Span::new(SourceId(0), start, end), "wrong")
                    .related(Span::new(related, end, start), "other");
                assert!(human(&diagnostic, &sources, Colour::Plain).contains("a.tarifa:"));
                finding(&diagnostic, &sources);
            }
        }
    }
}

#[test]
fn long_lines_and_long_files_cost_what_they_show() {
    let line = format!("zone a = {}\n", "DE, ".repeat(500_000));
    let sources = Sources::single("long.tarifa", line.clone());
    let diagnostic = Diagnostic::new(Code::SYNTAX_ERROR, Span::new(SourceId(0), 1_000_001, 1_000_003), "too many")
        .label("`DE` again");
    check("long_line", &sources, &diagnostic);

    let sources = Sources::single("tall.tarifa", "zone a = DE\n".repeat(200_000));
    let whole =
        Diagnostic::new(Code::SYNTAX_ERROR, Span::new(SourceId(0), 0, 2_400_000), "all of it").label("from here on");
    check("tall_file", &sources, &whole);
    for line in 0..500 {
        let place = Span::new(SourceId(0), line * 4_800, line * 4_800 + 4);
        assert!(human(&Diagnostic::new(Code::SYNTAX_ERROR, place, "one of many"), &sources, Colour::Plain).len() < 400);
    }
}
