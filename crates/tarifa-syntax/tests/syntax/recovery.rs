//! What an error costs: only its own statement, and of a block only its own line.

use tarifa_syntax::tree::{
    ExampleLine, ExampleLineKind, PriceBody, Returns, ReturnsLineKind, Soundness, StageLine, StageLineKind,
    StatementKind,
};

use crate::support::{findings, parse, zone_name};

/// The places of the findings of `text`, with their codes.
fn places(text: &str) -> Vec<String> {
    let shown = findings(text);
    shown
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0.to_owned()))
        .filter(|line| !line.starts_with(' '))
        .collect()
}

/// The zones that `text` still defines.
fn zones(text: &str) -> Vec<String> {
    parse(text).0.statements.iter().filter_map(zone_name).map(str::to_owned).collect()
}

/// The names of the statements of `text` that are left out.
fn broken(text: &str) -> Vec<String> {
    parse(text).0.broken.iter().map(|broken| broken.name.as_ref().map_or("", |name| &name.text).to_owned()).collect()
}

#[test]
fn several_slips_are_several_errors() {
    let text = "zone a = DE FR\nzone b = DE\nfrieght f = 5\nzone c DE\nservice s {\n  form CN\n  to DE\n  weight upto 3 kg\n}\nzone d = IT";
    assert_eq!(places(text), ["E0101 1:13", "E0102 3:1", "E0101 4:8", "E0101 6:8", "E0101 8:10"]);
    assert_eq!(zones(text), ["b", "d"]);
    assert_eq!(broken(text), ["a", "f", "c"]);
}

#[test]
fn a_broken_line_costs_only_itself_and_damages_its_block() {
    let text = "freight f via s {\n  up to 1 kg: 5\n  upto 2 kg: 6\n  up to 3 kg: 7\n}";
    let (file, found) = parse(text);
    assert_eq!(found.len(), 1);
    let [statement] = file.statements.as_slice() else { panic!("{file:?}") };
    assert_eq!(statement.soundness, Soundness::Damaged);
    let StatementKind::Price(line) = &statement.kind else { panic!("{statement:?}") };
    let PriceBody::Bands(bands) = &line.body else { panic!("{line:?}") };
    assert_eq!(bands.rows.len(), 2);
}

#[test]
fn a_broken_line_of_an_inner_block_damages_the_statement() {
    let text =
        "service s {\n  from CN\n  billed weight {\n    minimum 50 g\n    roundet up in steps of 1 g\n  }\n  to DE\n}";
    assert_eq!(places(text), ["E0101 5:5"]);
    let (file, _) = parse(text);
    let StatementKind::Service(service) = &file.statements[0].kind else { panic!("{file:?}") };
    assert_eq!((file.statements[0].soundness, service.lines.len()), (Soundness::Damaged, 3));
}

#[test]
fn every_broken_line_of_a_block_is_reported() {
    let text = "category c {\n  a\n  2b\n  d { e, 3f, g }\n  \"h\"\n}";
    assert_eq!(places(text), ["E0101 4:10", "E0101 3:3", "E0101 5:3"]);
}

#[test]
fn a_block_whose_head_is_broken_is_left_out_whole() {
    let text = "freight f vai s {\n  up to 1 kg: 5\n}\nzone z = DE";
    assert_eq!(
        (places(text), zones(text), broken(text)),
        (vec!["E0101 1:11".into()], vec!["z".into()], vec!["f".into()])
    );
}

#[test]
fn a_card_whose_heads_are_broken_is_left_out_whole() {
    let text = "freight f {\n  | weight | DE FR |\n  | up to 1 kg | 5 |\n}";
    assert_eq!((places(text), broken(text)), (vec!["E0101 2:17".into()], vec!["f".into()]));
}

#[test]
fn a_brace_that_is_not_closed_ends_at_the_next_statement() {
    let text = "service s {\n  from CN\n  weight up to 3 kg\nfreight f = 5\nzone z = DE";
    assert_eq!(
        (places(text), broken(text), zones(text)),
        (vec!["E0103 1:11".into()], vec!["s".into()], vec!["z".into()])
    );
}

#[test]
fn a_parenthesis_that_is_not_closed_costs_its_line() {
    let text = "service s {\n  only when (a or b\n  weight up to 3 kg\n  from CN\n}";
    let (file, _) = parse(text);
    let StatementKind::Service(service) = &file.statements[0].kind else { panic!("{file:?}") };
    assert_eq!((places(text), service.lines.len()), (vec!["E0103 2:13".into()], 2));
}

#[test]
fn a_brace_too_many_costs_nothing_else() {
    let text = "freight f {\n  up to 1 kg: 5\n}\n}\nzone z = DE";
    assert_eq!((places(text), parse(text).0.statements.len()), (vec!["E0103 4:1".into()], 2));
}

#[test]
fn a_list_that_lost_its_end_is_left_out() {
    for text in [
        "zone z = AT, BE\n  BG, CY\nzone y = DE",
        "zone z = AT, BE\nBG, CY\nzone y = DE",
        "zone z = AT\n  (12)\nzone y = DE",
    ] {
        assert_eq!((places(text).len(), zones(text), broken(text)), (1, vec!["y".into()], vec!["z".into()]), "{text}");
    }
}

#[test]
fn a_list_that_ends_with_a_comma_takes_no_statement_with_it() {
    let text = "zone z = AT, BE,\nzone y = DE";
    assert_eq!((places(text), zones(text)), (vec!["E0101 1:17".into()], vec!["y".into()]));
}

#[test]
fn statements_of_later_versions_are_one_error_each() {
    let text = "categories read \"a\"\n  because \"x\"\n  except via d\nzones r read \"b\" {\n  zone = column \"Z\" }\nzone z = DE";
    assert_eq!((places(text), zones(text)), (vec!["E0102 1:1".into(), "E0102 4:1".into()], vec!["z".into()]));
}

#[test]
fn a_restriction_that_lost_a_part_is_left_out_whole() {
    for text in [
        "forbid f for a\n  exept via b\nzone z = DE",
        "forbid f for a\nexept via b\nzone z = DE",
        "forbid f for a\n  because \"x\"\n  unless via b\nzone z = DE",
        "forbid f for a\nunless via b\nzone z = DE",
        "forbid f for a; except via b\nzone z = DE",
        "forbid f for a because \"x\n  except via b\nzone z = DE",
        "forbid f for a except\nzone z = DE",
        "forbid f for a except via b to DE\nzone z = DE",
        "limit f: quantity up to 2 each\n  weight up to 2 kg each\nzone z = DE",
        "limit f: quantity up to 2 each,\nzone z = DE",
        "separate f: a from b, per parcel\nzone z = DE",
        "warn f for a\n  becuase \"x\"\nzone z = DE",
    ] {
        let (file, _) = parse(text);
        assert_eq!(
            (places(text).len(), file.statements.len(), zones(text)),
            (1, 1, vec!["z".into()]),
            "{text}\n{}",
            findings(text)
        );
        assert!(broken(text).contains(&"f".to_owned()), "{text}");
    }
}

#[test]
fn a_requirement_that_is_broken_keeps_its_rule_name() {
    assert_eq!(broken("require cpnp as eu_cosmetics to to DE"), ["eu_cosmetics"]);
    assert_eq!(broken("require cpnp to to DE"), [""]);
}

#[test]
fn a_restriction_goes_on_with_the_next_line() {
    let text = "require a\nissued in the same year\n  not older than 1 year";
    assert_eq!(places(text), ["E0106 3:3"], "{}", findings(text));
    let text = "limit f: quantity up to 2\n  per parcel\nlimit g: quantity up to 2\n  each\nrequire a\n  as b";
    assert_eq!((places(text), parse(text).0.statements.len()), (Vec::<String>::new(), 3));
}

#[test]
fn stray_lines_are_one_error_up_to_the_next_statement() {
    let text = "once upon a time\nthere was { a block\n}\n zone inner = DE\nzone z = DE";
    assert_eq!((places(text), zones(text)), (vec!["E0102 1:1".into()], vec!["z".into()]));
}

#[test]
fn a_row_of_another_width_costs_its_row() {
    let text = "freight f {\n  | weight | DE |\n  | up to 1 kg | 5 | 6 |\n  | up to 2 kg | 7 |\n}";
    let (file, _) = parse(text);
    let StatementKind::Price(line) = &file.statements[0].kind else { panic!("{file:?}") };
    let PriceBody::Card(card) = &line.body else { panic!("{line:?}") };
    assert_eq!(
        (places(text), card.rows.len(), file.statements[0].soundness),
        (vec!["E0107 3:3".into()], 1, Soundness::Damaged)
    );
}

#[test]
fn a_brace_in_the_wrong_place_is_one_error() {
    for text in [
        "tariff t {\n  currenc}y USD\n  paid by seller\n}\nzone z = DE",
        "freight f {\n  | weight | DE |\n  | up to} 1 kg | 5 |\n  | up to 2 kg | 7 |\n}\nzone z = DE",
        "examples \"e\" {\n  ship to DE, worth 5 USD  1 lamp }\n  | weight | total |\n  | 1 g | 5 |\n}\nzone z = DE",
    ] {
        assert_eq!((places(text).len(), zones(text)), (1, vec!["z".into()]), "{text}\n{}", findings(text));
    }
}

#[test]
fn a_block_whose_brace_is_lost_is_one_error() {
    let text = "service s {\n  from CN\n  billed weight\n    minimum 50 g\n    rounded up in steps of 1 g\n  }\n  to DE\n}\nzone z = DE";
    assert_eq!(
        (places(text), zones(text), broken(text)),
        (vec!["E0101 3:16".into()], vec!["z".into()], vec!["s".into()]),
        "{}",
        findings(text)
    );
}

#[test]
fn a_name_whose_keyword_is_lost_is_noted_as_broken() {
    assert_eq!(broken("servce plus \"Plus\" { to DE }"), ["plus"]);
    assert_eq!(broken("zone z = DE\nplain \"Plain\" { to DE }"), ["plain"]);
}

#[test]
fn heads_that_lost_a_bar_are_one_error() {
    let rows = "| up to 1 kg | 5 | 6 |\n| up to 2 kg | 7 | 8 |\n}\nzone z = DE";
    for (heads, place) in [
        ("| weight | DE  FR |", "E0101 2:16"),
        ("| weight DE | FR |", "E0101 2:10"),
        ("weight | DE | FR |", "E0101 2:1"),
    ] {
        let text = format!("freight f {{\n{heads}\n{rows}");
        assert_eq!((places(&text), zones(&text)), (vec![place.to_owned()], vec!["z".into()]), "{}", findings(&text));
    }
    let text = "examples \"e\" {\n| to weight | total |\n| DE | 1 kg | 5 |\n| FR | 2 kg | 7 |\n}\nzone z = DE";
    assert_eq!((places(text), zones(text)), (vec!["E0107 2:1".into()], vec!["z".into()]));
    let text = format!("freight f {{\n| weight | eu |\n{rows}");
    assert_eq!((places(&text), zones(&text)), (vec!["E0107 2:1".into()], vec!["z".into()]));
}

#[test]
fn a_misspelt_word_on_the_next_line_is_found() {
    let text = "charge c via s to DE\n  whne a = 5.00";
    assert!(findings(text).contains("did you mean `when` instead of `whne` on the next line?"), "{}", findings(text));
    assert_eq!(places(text).len(), 1);
}

#[test]
fn names_in_a_damaged_block_are_noted_as_broken() {
    assert_eq!(broken("category c {\n  a\n  b hs 85\n}"), ["a", "b"]);
    assert_eq!(broken("category c C {\n  a { d, e }\n}"), ["c", "a", "d", "e"]);
    assert_eq!(broken("charges c take the highest {\n  a when b = 5\n  d = = 5\n}"), ["a", "d"]);
    assert!(broken("category c { a, b }").is_empty());
}

/// The process of `text`, its stages and outcomes by name with whether all of each could be read.
fn process(text: &str) -> (Returns, Vec<(String, Soundness)>) {
    let (file, _) = parse(text);
    let kind = &file.statements[0].kind;
    let process = if let StatementKind::Returns(process) = kind { Some(process) } else { None }.unwrap();
    assert_eq!(file.statements[0].soundness, Soundness::Damaged, "in {text}");
    let parts = process.lines.iter().filter_map(|line| match &line.kind {
        ReturnsLineKind::Stage(stage) => Some((stage.name.text.to_string(), stage.soundness)),
        ReturnsLineKind::Outcome(outcome) => Some((outcome.name.text.to_string(), outcome.soundness)),
        ReturnsLineKind::TimeZone(_)
        | ReturnsLineKind::Parties(_)
        | ReturnsLineKind::Reasons(_)
        | ReturnsLineKind::Evidence(_)
        | ReturnsLineKind::Events(_)
        | ReturnsLineKind::Open(_) => None,
    });
    (process.as_ref().clone(), parts.collect())
}

#[test]
fn a_broken_obligation_costs_only_itself() {
    let text = "returns r {\n  stage a {\n    seller has to answer within 5 days -> b, if late -> z\n    buyer may go -> z\n  }\n  stage b {\n    buyer may go -> z\n  }\n  outcome z { buyer gets paid }\n}";
    let (process, parts) = process(text);
    let sound = |name: &str| (name.to_owned(), Soundness::Sound);
    assert_eq!(places(text), ["E0101 3:12"]);
    assert_eq!(parts, [("a".to_owned(), Soundness::Damaged), sound("b"), sound("z")]);
    let ReturnsLineKind::Stage(stage) = &process.lines[0].kind else { panic!("{process:?}") };
    assert!(matches!(stage.lines[..], [StageLine { kind: StageLineKind::May(_), .. }]), "{stage:?}");
}

#[test]
fn a_broken_answer_costs_only_itself_and_marks_its_obligation() {
    let text = "returns r {\n  stage a {\n    seller must answer within 5 days {\n      accept goes to b\n      refuse -> z\n      if no answer -> z\n    }\n    buyer must pay within 1 day -> z, if late -> z\n  }\n}";
    let (process, parts) = process(text);
    assert_eq!(places(text), ["E0101 4:14", "E0101 6:10"]);
    assert_eq!(parts, [("a".to_owned(), Soundness::Damaged)]);
    let ReturnsLineKind::Stage(stage) = &process.lines[0].kind else { panic!("{process:?}") };
    let obligations: Vec<(usize, Soundness)> = stage
        .lines
        .iter()
        .filter_map(|line| {
            let StageLineKind::Must(obligation) = &line.kind else { return None };
            Some((obligation.answers.len(), obligation.soundness))
        })
        .collect();
    assert_eq!(obligations, [(1, Soundness::Damaged), (1, Soundness::Sound)]);
}

#[test]
fn what_the_builder_refuses_marks_its_stage_too() {
    let text = "returns r {\n  stage a {\n    seller must answer within 5 days -> b\n  }\n  outcome z { buyer gets 50%; seller keeps the rest }\n  outcome y { buyer gets paid }\n}";
    let (_, parts) = process(text);
    let damaged = |name: &str| (name.to_owned(), Soundness::Damaged);
    assert_eq!(places(text), ["E0101 3:31", "E0101 5:26"]);
    assert_eq!(parts, [damaged("a"), damaged("z"), ("y".to_owned(), Soundness::Sound)]);
}

#[test]
fn a_process_that_lost_a_brace_is_one_error() {
    for (text, at) in [
        (
            "returns r {\n  stage a\n    buyer may go -> z\n    when 7 days pass -> z\n  }\n  outcome z { buyer gets paid }\n}\nzone z = DE",
            "E0101 2:10",
        ),
        (
            "returns r {\n  stage a {\n    seller must answer within 5 days\n      accept -> b\n      if late -> z\n    }\n  }\n  outcome z { buyer gets paid }\n}\nzone z = DE",
            "E0101 3:37",
        ),
        (
            "returns r {\n  open by buyer\n    within 5 days after e\n  } -> a\n  outcome z { buyer gets paid }\n}\nzone z = DE",
            "E0101 2:16",
        ),
        (
            "example \"e\" {\n  case r, paid 5 USD\n    2026-01-01 e\n    2026-01-02 f\n  }\n  at 2026-01-05: expect stage a\n}\nzone z = DE",
            "E0101 2:21",
        ),
        (
            "returns r {\n  stage a {\n    seller must answer within 5 days\n      accept when x -> b\n      if late -> z\n    }\n  }\n}\nzone z = DE",
            "E0101 3:37",
        ),
        (
            "returns r {\n  outcome z buyer gets a; seller keeps the rest }\n  outcome y { buyer gets paid }\n}\nzone z = DE",
            "E0101 2:13",
        ),
        (
            "returns r {\n  open by buyer { within 5 days after e } ->\n  stage a {\n    buyer may go -> z\n  }\n}\nzone z = DE",
            "E0101 2:45",
        ),
        (
            "returns r {\n  stage a {\n    buyer may go -> z\n  outcome z { buyer gets paid }\n}\nzone z = DE",
            "E0103 2:11",
        ),
        (
            "returns r {\n  stage a {\n    seller must answer within 5 days {\n      yes -> z\n      if late -> z\n  }\n  outcome z { buyer gets paid }\n}\nzone z = DE",
            "E0103 3:38",
        ),
        // Nothing is told by margins: the first.
        ("returns r {\nstage a {\nbuyer may go -> z\noutcome z { buyer gets paid }\n}\nzone z = DE", "E0103 1:11"),
    ] {
        assert_eq!((places(text), zones(text)), (vec![at.into()], vec!["z".into()]), "in {text}");
    }
}

#[test]
fn a_broken_event_costs_only_itself() {
    let text = "example \"e\" {\n  case r {\n    2026-01-01 e\n    delivered 2026-01-02\n  }\n  at 2026-01-05: expect stage a\n  at 2026-01-06: expect a\n}";
    let (file, _) = parse(text);
    let StatementKind::Example(example) = &file.statements[0].kind else { panic!("{file:?}") };
    let [ExampleLine { kind: ExampleLineKind::Case(case), .. }, ExampleLine { kind: ExampleLineKind::At(_), .. }] =
        &example.lines[..]
    else {
        panic!("{example:?}")
    };
    assert_eq!(places(text), ["E0101 4:5", "E0101 7:26"]);
    assert_eq!((case.events.len(), case.soundness), (1, Soundness::Damaged));
}
