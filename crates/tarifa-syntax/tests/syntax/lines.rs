//! The form of the text: which breaks end something, what punctuation and characters are taken.

use tarifa_diagnostics::{Code, Severity};

use crate::support::{findings, parse, tree};

/// Expects both texts to mean the same.
#[track_caller]
fn same(one: &str, other: &str) {
    assert_eq!(tree(one), tree(other), "{one}\nand\n{other}");
}

#[test]
fn a_break_is_ignored_behind_a_mark_that_asks_for_more() {
    same("zone z = DE, FR", "zone z =\n  DE,\n\n  # France\n  FR");
    same("define d = a + b x 2 and c or e", "define d = a +\n b x\n 2 and\n c or\n e");
    same("define d = a - b", "define d = a -\n b");
    same("freight f { up to 1 kg: 5 }", "freight f {\n up to 1 kg:\n  5\n}");
}

#[test]
fn a_break_is_ignored_in_parentheses() {
    same("define d = (a or b) and c", "define d = (\n a\n or\n b\n) and c");
    same("zone z = ES(35*, 38*)", "zone z = ES(\n35*\n,\n38*\n)");
}

#[test]
fn a_break_is_ignored_before_a_word_that_goes_on() {
    same(
        "charge c via s to DE when a and b except to FR = 5",
        "charge c\n via s\n to DE\n when a\n and b\n except to FR = 5",
    );
    same("freight f via s overrides g = 5", "freight f via s\n  overrides g = 5");
    same("charge c to DE by weight in USD { up to 1 kg: 1 }", "charge c\nto DE\nby weight\nin USD {\nup to 1 kg: 1\n}");
    same("service s { weight up to 1 kg to DE when a }", "service s {\n weight up to 1 kg\n   when a to DE\n}");
}

#[test]
fn in_a_block_a_word_that_begins_an_entry_begins_one() {
    same(
        "service s { from CN; to DE; weight up to 1 kg; valid 2026-01-01.. }",
        "service s {\n from CN\n to DE\n weight up to 1 kg\n valid 2026-01-01..\n}",
    );
    same("freight f { up to 1 kg: 5; otherwise: 6 }", "freight f {\n up to 1 kg: 5\n otherwise: 6\n}");
    same(
        "service s { billed weight { volumetric 6 cm3 per kg otherwise; minimum 1 g } }",
        "service s {\n billed weight {\n volumetric 6 cm3 per kg\n   otherwise\n minimum 1 g\n }\n}",
    );
}

#[test]
fn a_refused_price_at_the_end_of_a_line_is_no_minus() {
    same("freight f { up to 1 kg: -; up to 2 kg: 5 }", "freight f {\n up to 1 kg: -\n up to 2 kg: 5\n}");
}

#[test]
fn a_card_row_ends_with_its_line() {
    same(
        "freight f {\n| weight | DE |\n| up to 1 kg | - |\n| otherwise | 5 |\n}",
        "freight f { | weight | DE | ; | up to 1 kg | - | ; | otherwise | 5 | }",
    );
}

#[test]
fn the_marks_of_other_systems_are_taken() {
    same("zone z = DE, FR\nzone y = ES(35*)\n", "\u{feff}zone z = DE, FR\r\nzone y = ES(35*)\r\n");
    same(
        "freight f { up to 1 kg: 5.00; otherwise: 5% of (a + b) }",
        "freight f ｛ up to 1 kg：5.00； otherwise：5％ of （a ＋ b）｝",
    );
    same("zone z = DE, FR, IT", "zone z＝DE，FR、IT");
    same("charge c when a = 5 x 2", "charge\u{3000}c\u{a0}when a = 5 × 2");
    same("charge c = 20% of a", "charge c = 20 % of a");
    same("define d = weight over 5 kg", "define d = weight over 5kg");
}

#[test]
fn the_billed_weight_may_be_two_words() {
    same(
        "charge c when billed_weight over 1 kg = 5% of billed_weight",
        "charge c when billed weight over 1 kg = 5% of billed  weight",
    );
    same("freight f by billed_weight { up to 1 kg: 1 }", "freight f by billed weight { up to 1 kg: 1 }");
}

#[test]
fn comments_are_kept_and_mean_nothing() {
    let (file, found) = parse("# first\nzone z = DE, # second, with a } and a \"\n  FR\n#third\r\n");
    assert!(found.is_empty());
    let comments: Vec<(&str, u32)> = file.comments.iter().map(|comment| (&*comment.text, comment.span.start)).collect();
    assert_eq!(comments, [(" first", 0), (" second, with a } and a \"", 21), ("third", 53)]);
}

#[test]
fn statements_on_one_line_are_parted_by_semicolons() {
    same("zone z = DE\nzone y = FR", "zone z = DE; zone y = FR;");
}

#[test]
fn names_have_the_letters_of_any_alphabet() {
    let (_, found) = parse("zone 西欧 = DE\nzone größe = FR\nzone зона = IT\nzone ζώνη = GR\nzone 欧_eu = ES");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn reordering_marks_and_look_alike_letters_are_reported() {
    let warned = |text: &str, code: Code, place: (u32, u32)| {
        let (file, found) = parse(text);
        let shown: Vec<_> = found.iter().map(|found| (found.code, found.primary.as_ref().unwrap().span)).collect();
        let shown: Vec<_> = shown.iter().map(|(code, span)| (*code, (span.start, span.end))).collect();
        assert_eq!(shown, [(code, place)], "in {text:?}");
        assert_eq!(code.severity(), Severity::Warning);
        assert_eq!(file.statements.len(), 1);
    };
    // Cyrillic `е` in a Latin word.
    warned("zone \u{435}u = DE", Code::LOOK_ALIKE, (5, 8));
    warned("zone n\u{3bf}rth = DE", Code::LOOK_ALIKE, (5, 11));
    warned("zone z = DE # \u{202e}secret", Code::BIDIRECTIONAL, (14, 17));
    warned("zone z \"a\u{2066}b\" = DE", Code::BIDIRECTIONAL, (9, 12));
    warned("zone\u{200f} z = DE", Code::BIDIRECTIONAL, (4, 7));
}

#[test]
fn places_survive_the_layout() {
    // A full-width mark is three bytes; the error behind it is still at its place.
    assert_eq!(
        findings("zone z ＝ DE， FR BG"),
        "E0101 1:17: expected `,`, `except` or the end of the line, found `BG`\n  = write a `,` between `FR` and `BG`\n"
    );
}
