//! Generated text: nothing panics, and a mutation costs only the statement that it touches.

use proptest::prelude::*;
use tarifa_syntax::tree::{File, Soundness};

use crate::support::{outline, parse, zone_name};

/// Sound statements of every kind.
const STATEMENTS: &[&str] = &[
    "tariff t \"T\" {\n  currency SEK\n  time zone \"Europe/Stockholm\"\n  valid 2026-01-01..2026-12-31\n  rounding half up in steps of 0.01\n  paid by seller\n}",
    "fact tier \"Tier\": one of blue, red, default blue",
    "fact cells per item: any of none, inside",
    "define big = longest_side over 120 cm or (weight over 20 kg and not insured)",
    "zone far = NO(90*, 9950..9990), GB(HS1..HS9, KW*) except SE",
    "category devices {\n  handset \"H\" ids \"1\" hs \"85\"\n  cell { pouch, button }\n}",
    "service s \"S\" {\n  from SE\n  to far, DE\n  weight up to 30 kg\n  weight up to 10 kg to FI when insured\n  transit 3..5 days\n  billed weight {\n    volumetric 6000 cm3 per kg\n    bill the greater of weight and volumetric when longest_side over 40 cm, otherwise weight\n    rounded up in steps of 1 g\n  }\n  parcels priced each\n}",
    "freight f via s to far {\n  up to 150 g: 11.50 for the first 50 g, then 0.75 per started 10 g\n  up to 2 kg: 58.50 per kg + 16.50 as registration\n  otherwise: refuse \"too heavy\"\n}",
    "freight card via s {\n  | weight | far | DE |\n  |---|---|---|\n  | up to 1 kg | 5.00 | - |\n  | otherwise | refer \"x\" | 6.00, then 1.00 per kg |\n}",
    "charge fuel via s except (to DE when insured) = 18.5% of (freight + remote) minimum 2.00",
    "charges h take the highest {\n  a when weight over 25 kg = 35.00\n  b = 5.00\n}",
    "discount d when tier is red = 5% of freight paid by platform",
    "tax v to DE = 3.00 EUR x count of distinct hs6",
    "exchange valid 2026-03-01.. { 1 USD = 7.1240 SEK; 1 EUR = 7.7310 SEK }",
    "document cpnp \"CPNP notification\"",
    "status approved",
    "forbid loose \"Loose\" for cell when cells is inside by \"IATA\"\n  because \"x\" because zh \"y\"\n  see \"PI 965\"\n  except via s\n  except (to DE when insured)",
    "require cpnp, un38_3 as papers \"Papers\" not older than 1 year for handset to far because \"x\"",
    "require cpnp or msds issued in the same year",
    "limit small for handset to DE: weight up to 2 kg each, total weight up to (total needed + 2 kg) per parcel,\n  quantity 1..4 per order, declared_value in USD up to 5 USD per consignee per month because \"x\"",
    "separate fire: cell, pouch from gas per consignment except to DE",
    "warn charge_state for cell valid ..2026-12-31 because \"x\"",
    "example \"r\" {\n  ship via s to DE { 1 handset (provided cpnp, cells inside) }\n  order items { 2 cell }\n  with provided un38_3 (issued 2025-03-01, valid to 2026-12-31), so far small per month 300 USD\n  expect conditional, requires cpnp and msds, warns charge_state, no warning\n}",
    "examples \"r\" {\n  ship to DE\n  | provided | requires |\n  | cpnp, msds (issued 2025-03-01) | cpnp, msds |\n}",
    "prefer s when declared_value in USD under 5 USD",
    "rank by total, then transit",
    "example \"e\" {\n  ship via s from SE to DE(10115) on 2026-03-02, 1.2 kg, 20 x 15 x 10 cm, worth 80.00 USD { 1 handset (cells inside) }\n  with tier red\n  expect total 88.60 SEK, no charge fuel\n}",
    "examples \"t\" {\n  ship via s from SE to DE\n  | weight | total |\n  | 50 g | 11.50 |\n}",
    "invariant \"i\": freight rises with weight via s",
    "calendar cn \"China\" covers 2026-01-01..2026-12-31 {\n  weekend saturday, sunday\n  holiday 2026-10-01..2026-10-07 \"National Day\", 2026-05-01\n  workday 2026-10-10\n}",
    "returns dispute \"D\" valid 2024-01-01.. on open except for gift_card {\n  time zone \"Europe/Stockholm\"\n  parties buyer, seller\n  reasons lost, damaged\n  evidence photo, video\n  events shipped, delivered\n  open by buyer (reason, asked) {\n    lost: not before 10 days after shipped, within 15 days after 2 weeks after last delivered\n    damaged: until 15 business days of cn after delivered, with photo or video, when insured\n  } -> talk\n  stage talk(amount) {\n    seller must answer within 5 days after open rolling to business days of cn {\n      accept when asked is refund_only -> paid_back\n      refuse with photo, counter(amount) -> keep waiting\n      if late as accept\n    }\n    buyer must ship_back within 10 days -> talk(5.00 EUR), if late -> closed\n    buyer, seller may add_proof up to 2 times -> again\n    seller may delay -> extend ship_back by 8 days\n    when 7 days pass after open -> closed\n    when delivered has not happened and photo was shown -> closed\n    return freight via s paid by seller when reason is damaged, otherwise by buyer\n  }\n  outcome paid_back { buyer gets lesser of (amount, 30% of paid) maximum paid; seller keeps the rest }\n  outcome closed { seller keeps paid }\n}",
    "compensation c via s valid 2026-01-01.. on lost when reason is lost = lesser of (declared_value in CNY at rate of ordered, 500.00 + 60.00 per started kg of weight) + freight",
    "example \"c\" {\n  case dispute, reason damaged, paid 80.00 USD (goods 70.00 USD, freight 10.00 USD) {\n    2026-03-10 delivered of parcel 2\n    2026-03-12 14:30 buyer open (asked refund_only) with photo\n    2026-04-01 seller confirm(received 8 of 1)\n  }\n  at 2026-03-18: expect stage talk, seller must answer by 2026-03-17, buyer gets 30.00 USD, too late, needs time\n}",
];

/// Pieces of text that the grammar knows, and some that it does not.
const PIECES: &[&str] = &[
    "zone",
    "freight",
    "charge",
    "service",
    "example",
    "examples",
    "tariff",
    "fact",
    "forbid",
    "require",
    "limit",
    "separate",
    "warn",
    "document",
    "label",
    "because",
    "see",
    "by",
    "each",
    "as",
    "not older than",
    "issued",
    "provided",
    "so far",
    "order items",
    "via",
    "from",
    "to",
    "for",
    "valid",
    "when",
    "except",
    "and",
    "or",
    "not",
    "in",
    "is",
    "up to",
    "under",
    "over",
    "at least",
    "otherwise",
    "per",
    "started",
    "then",
    "x",
    "of",
    "5%",
    "total",
    "count of",
    "greater of",
    "any item",
    "billed weight",
    "minimum",
    "eu",
    "DE",
    "USD",
    "5.00",
    "2026-01-01",
    "..",
    "1 kg",
    "\"text\"",
    "\"",
    "{",
    "}",
    "(",
    ")",
    "|",
    ",",
    ":",
    ";",
    "=",
    "+",
    "-",
    "*",
    "->",
    "#",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "\t",
    "，",
    "（",
    "\u{202e}",
    "é",
    "西",
    "\u{0}",
    "<=",
    "…",
    "'",
    "\\",
    "| - |",
    "→",
    "returns",
    "calendar",
    "stage",
    "outcome",
    "open by",
    "case",
    "at",
    "must",
    "may",
    "gets",
    "within",
    "after",
    "5 days",
    "business days of",
    "if late",
    "keep waiting",
    "again",
    "the rest",
    "has happened",
    "lesser of",
];

/// A file of sound statements between zones that mark where it begins and ends.
fn policy(statements: &[usize]) -> Vec<String> {
    let middle = statements.iter().map(|at| STATEMENTS[at % STATEMENTS.len()].to_owned());
    let first = std::iter::once("zone first = AT".to_owned());
    first.chain(middle).chain(std::iter::once("zone last = BE".to_owned())).collect()
}

/// Every place in the tree lies in the text and begins before it ends.
fn check_places(file: &File, text: &str) {
    for statement in &file.statements {
        assert!(statement.span.start < statement.span.end && statement.span.end as usize <= text.len());
    }
    for broken in &file.broken {
        assert!(broken.span.start < broken.span.end && broken.span.end as usize <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn soup_never_panics(pieces in proptest::collection::vec(0..PIECES.len(), 0..80), blanks in any::<bool>()) {
        let words: Vec<&str> = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let text = words.join(if blanks { " " } else { "" });
        let (file, found) = parse(&text);
        check_places(&file, &text);
        for finding in &found {
            let span = finding.primary.as_ref().unwrap().span;
            prop_assert!(span.start <= span.end && span.end as usize <= text.len());
            prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize), "{finding:?}");
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        let (file, _) = parse(&text);
        check_places(&file, &text);
    }

    #[test]
    fn what_is_sound_has_no_finding(statements in proptest::collection::vec(0..STATEMENTS.len(), 1..8)) {
        let text = policy(&statements).join("\n");
        let (file, found) = parse(&text);
        prop_assert!(found.is_empty(), "{found:?}");
        prop_assert_eq!(file.statements.len(), statements.len() + 2);
    }

    /// One piece is put into, or taken out of, one statement: the others stay as they were, and where the statement
    /// itself stays too, either something was reported or it still reads.
    #[test]
    fn a_mutation_costs_only_its_statement(
        statements in proptest::collection::vec(0..STATEMENTS.len(), 3..6),
        which in 0..6usize,
        place in any::<proptest::sample::Index>(),
        piece in 0..PIECES.len(),
        length in 0..6usize,
    ) {
        let mut parts = policy(&statements);
        let which = 1 + which % statements.len();
        let (before, after) = {
            let before: Vec<String> = parts.iter().take(which).map(|part| outline(&parse(part).0.statements)).collect();
            let after: Vec<String> = parts.iter().skip(which + 1).map(|part| outline(&parse(part).0.statements)).collect();
            (before, after)
        };
        let target = &mut parts[which];
        // The keyword stays: without it, the line is a part of the statement before.
        let keyword = target.find([' ', '\n']).unwrap() + 1;
        let rest: Vec<usize> = target.char_indices().map(|(at, _)| at).filter(|at| *at >= keyword).collect();
        let at = *place.get(&rest);
        let end = target[at..].char_indices().map(|(more, _)| at + more).nth(length).unwrap_or(target.len());
        // A statement that a mutation splits in two would be two statements rightly.
        let piece = PIECES[piece].replace(['\n', '\r'], " ");
        target.replace_range(at..end, &piece);
        let text = parts.join("\n");
        let (file, found) = parse(&text);
        check_places(&file, &text);
        let starts: Vec<usize> = parts.iter().scan(0, |at, part| { let start = *at; *at += part.len() + 1; Some(start) }).collect();
        let one = |index: usize| {
            let start = starts[index] as u32;
            let held: Vec<_> = file.statements.iter().filter(|statement| statement.span.start == start).cloned().collect();
            outline(&held)
        };
        for (index, was) in before.iter().enumerate() {
            prop_assert_eq!(&one(index), was, "before, in\n{}", text);
        }
        for (index, was) in after.iter().enumerate() {
            prop_assert_eq!(&one(which + 1 + index), was, "after, in\n{}", text);
        }
        let zones: Vec<&str> = file.statements.iter().filter_map(zone_name).collect();
        prop_assert_eq!(zones.last(), Some(&"last"));
        let damaged = file.statements.iter().any(|statement| statement.soundness == Soundness::Damaged);
        prop_assert!((!damaged && file.broken.is_empty()) || !found.is_empty(), "a loss without a finding in\n{}", text);
    }
}
