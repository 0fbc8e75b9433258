//! Which warnings a comment silences.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Sources, Span};

use super::{Coverage, apply};

const POLICY: &str = "\
zone a = DE
# allow(W0502): meant
# and explained
service b {
  from FR
  to   IT # allow(W0505, W0506): the carrier's own words
}
zone c = PL
";

/// What is left of `code` at the first `words` of `policy`.
#[track_caller]
fn check(policy: &str, code: Code, words: &str, expected: &[&str]) {
    let sources = Sources::single("a.tarifa", policy);
    let start = u32::try_from(policy.find(words).unwrap()).unwrap();
    let (tree, _) = tarifa_syntax::parse(&sources);
    let mut found = Diagnostics::default();
    found.push(Diagnostic::new(code, Span::new(tree.files[0].source, start, start), "look"));
    for (coverage, includes_unused) in [(Coverage::Whole, true), (Coverage::Partial, false)] {
        let kept = apply(&tree, &sources, coverage, found.clone());
        let kept: Vec<_> = kept.iter().map(|kept| format!("{} {}", kept.code, kept.message)).collect();
        let is_expected = |text: &&&str| includes_unused || !text.starts_with(Code::UNUSED_ALLOW.id());
        assert_eq!(kept, expected.iter().filter(is_expected).copied().collect::<Vec<_>>());
    }
}

fn warning(id: &str) -> Code {
    Code::find(id).unwrap()
}

const UNUSED_1: &str = "W0103 nothing here reports W0502";
const UNUSED_2: &str = "W0103 nothing here reports W0505";
const UNUSED_3: &str = "W0103 nothing here reports W0506";

#[test]
fn above_a_statement_it_speaks_for_the_whole_statement() {
    check(POLICY, warning("W0502"), "service b", &[UNUSED_2, UNUSED_3]);
    check(POLICY, warning("W0502"), "from FR", &[UNUSED_2, UNUSED_3]);
    check(POLICY, warning("W0502"), "zone a", &["W0502 look", UNUSED_1, UNUSED_2, UNUSED_3]);
    check(POLICY, warning("W0502"), "zone c", &["W0502 look", UNUSED_1, UNUSED_2, UNUSED_3]);
}

#[test]
fn behind_a_line_it_speaks_for_the_line() {
    check(POLICY, warning("W0506"), "to   IT", &[UNUSED_1, UNUSED_2]);
    check(POLICY, warning("W0506"), "from FR", &["W0506 look", UNUSED_1, UNUSED_2, UNUSED_3]);
}

#[test]
fn another_code_is_not_silenced() {
    check(POLICY, warning("W0507"), "service b", &["W0507 look", UNUSED_1, UNUSED_2, UNUSED_3]);
    check(POLICY, Code::UNKNOWN_NAME, "service b", &["E0201 look", UNUSED_1, UNUSED_2, UNUSED_3]);
}

#[test]
fn a_comment_must_name_a_warning_and_a_reason() {
    let check = |comment: &str, expected: &str| {
        check(&format!("# {comment}\nzone a = DE\n"), Code::UNKNOWN_NAME, "zone a", &[expected, "E0201 look"]);
    };
    check("allow(W0502)", "E0114 a reason is missing");
    check("allow(W0502):  ", "E0114 a reason is missing");
    check("allow(W0502: meant", "E0114 `)` is missing after the code");
    check("allow(E0501): meant", "E0114 E0501 is an error, and only a warning can be allowed");
    check("allow(W0999): meant", "E0114 there is no warning `W0999`");
    check("allow(): meant", "E0114 there is no warning ``");
}

#[test]
fn other_comments_are_left_alone() {
    check("# allow me\n# is allow(W0502)\nzone a = DE\n", warning("W0502"), "zone a", &["W0502 look"]);
}

#[test]
fn a_comment_at_the_end_of_the_file_speaks_for_nothing() {
    check("zone a = DE\n# allow(W0502): meant", warning("W0502"), "zone a", &["W0502 look", UNUSED_1]);
}
