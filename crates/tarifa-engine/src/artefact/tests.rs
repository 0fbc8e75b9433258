//! Artefacts are read back whole, and nothing else is read at all.

use super::*;
use crate::evaluate::Runtime;
use crate::fixture::*;
use crate::program::*;

/// A program with one of most things.
fn program() -> Program {
    let heavy = is_in(Expression::Measure(Measure::Weight), over("1000"));
    Policy::new()
        .fact("p", FactPer::Shipment, FactKind::YesNo, Some(FactValue::YesNo(false)))
        .category("phone", &["1"], &["8517"])
        .block("freight", bands(vec![("500", priced(vec![flat("1/3")])), ("otherwise", RowOutcome::Repeat)]))
        .line("fuel", LineKind::Charge)
        .block_with("fuel", single(vec![share("18.5", Expression::Line(LineId(0)))]), |block| {
            block.scope.to = Some(GERMANY);
            block.scope.when = Condition::All(vec![heavy, Condition::Not(Box::new(Condition::Yes(FactId(0))))]);
        })
        .exchange("2026-01-01..", "USD", "7.1", "CNY")
        .limit(Expression::Measure(Measure::Weight), up_to("30000"))
        .change(|program| {
            program.files = vec!["tariff.tarifa".to_owned()];
            program.origins = vec![Origin { file: 0, line: 3, start: 10, end: 20 }];
        })
        .build()
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let found = match from_artefact(bytes) {
        Ok(_) => "loaded".to_owned(),
        Err(error) => format!("{}: {error}", error.code()),
    };
    assert_eq!(found, expected);
}

/// A malformed program, written as the compiler never would.
#[track_caller]
fn check_malformed(change: impl FnOnce(&mut Program), what: &str) {
    let mut program = program();
    change(&mut program);
    check(&to_artefact(&program), &format!("E0813: the compiled tariff is not well formed: {what}; compile it again"));
}

#[test]
fn what_was_written_is_read_back() {
    let program = program();
    let bytes = to_artefact(&program);
    assert_eq!(from_artefact(&bytes).unwrap(), program);
    assert_eq!(to_artefact(&from_artefact(&bytes).unwrap()), bytes);
}

#[test]
fn places_do_not_change_the_hash_and_everything_else_does() {
    let hash = content_hash(&program());
    assert_eq!(hash.len(), 64);
    let mut moved = program();
    moved.files = vec!["other.tarifa".to_owned()];
    moved.origins = vec![Origin::default(); 3];
    moved.visit_places(&mut |at| *at = At(2));
    assert_eq!(content_hash(&moved), hash);
    let mut dearer = program();
    dearer.exchange[0].rates[0].rate = n("7.2");
    assert_ne!(content_hash(&dearer), hash);
}

#[test]
fn other_bytes_are_told_apart() {
    let bytes = to_artefact(&program());
    check(&bytes, "loaded");
    check(b"tariff x {}", "E0811: this is not a compiled tariff: make one with `tarifa compile`");
    check(b"", "E0811: this is not a compiled tariff: make one with `tarifa compile`");
    check(&bytes[..5], "E0813: the compiled tariff is cut short: 5 of 84 bytes are there; copy it again");
    check(&bytes[..50], "E0813: the compiled tariff is cut short: 50 of 84 bytes are there; copy it again");
    let short = &bytes[..bytes.len() - 1];
    let cut = format!(
        "E0813: the compiled tariff is cut short: {} of {} bytes are there; copy it again",
        short.len(),
        bytes.len()
    );
    check(short, &cut);
    let mut newer = bytes.clone();
    newer[8] = 99;
    let other =
        format!("E0812: the compiled tariff has form 99, and this version reads form {FORMAT}: compile it again");
    check(&newer, &other);
    for position in [20, 50, 90, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[position] ^= 1;
        check(&damaged, "E0813: the compiled tariff is damaged: copy it again, or compile it again");
    }
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let bytes = to_artefact(&program());
    for position in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[position] ^= 0x10;
        assert!(from_artefact(&damaged).is_err(), "byte {position}");
    }
}

#[test]
fn what_no_compiler_writes_is_refused() {
    check_malformed(|program| program.blocks[0].line = LineId(9), "a statement of another line");
    check_malformed(|program| program.blocks[1].scope.to = Some(PlaceSetId(99)), "an unknown set of places");
    check_malformed(|program| program.blocks[0].payer = PayerId(7), "a line that nobody pays");
    check_malformed(
        |program| program.blocks[0].body = single(vec![share("5", Expression::Line(LineId(1)))]),
        "a line is computed before what it is computed from",
    );
    check_malformed(
        |program| program.blocks[0].body = bands(vec![("5", priced(vec![])), ("3", priced(vec![]))]),
        "the bounds of a statement do not ascend",
    );
    check_malformed(
        |program| program.blocks[0].body = bands(vec![("otherwise", RowOutcome::Repeat)]),
        "a row repeats nothing",
    );
    check_malformed(
        |program| program.blocks[0].body = single(vec![per(Count::Started, "1", "0", "0")]),
        "a rate for steps of nothing",
    );
    check_malformed(|program| program.services[0].to = PlaceSetId(99), "an unknown set of places");
    check_malformed(|program| program.rounding = Some(up("0")), "a rounding to steps of nothing");
    check_malformed(
        |program| program.blocks[1].scope.when = Condition::Has(FactId(0), 0),
        "a condition on a fact of another kind",
    );
    check_malformed(|program| program.places.countries[3].first = 0, "the classes of places leave a hole or overlap");
    let items = |inner| Condition::AnyItem(Box::new(inner));
    check_malformed(
        |program| program.blocks[1].scope.when = items(items(items(Condition::Always))),
        "conditions on items stand inside each other",
    );
}

#[test]
fn nesting_is_bounded_before_the_stack_is() {
    let nested = |depth: usize| {
        let mut condition = Condition::Always;
        for _ in 0..depth {
            condition = Condition::Not(Box::new(condition));
        }
        condition
    };
    let mut program = program();
    program.blocks[1].scope.when = nested(MAX_NESTING);
    check(&to_artefact(&program), "loaded");
    // Deeper than any stack: the payload is made byte by byte, since even writing it would recurse.
    let marker = postcard::to_stdvec(&nested(20)).unwrap();
    program.blocks[1].scope.when = nested(20);
    let bytes = to_artefact(&program);
    let (before, after) = split_around(&bytes[HEADER..], &marker);
    let not = marker[0];
    let payload = [before, &vec![not; 5_000_000], &marker, after].concat();
    let mut crafted = bytes[..HEADER - 40].to_vec();
    crafted.extend_from_slice(&Sha256::digest(&payload));
    crafted.extend_from_slice(&u64::try_from(payload.len()).unwrap().to_le_bytes());
    crafted.extend_from_slice(&payload);
    assert!(matches!(from_artefact(&crafted), Err(ArtefactError::Malformed { .. })));
}

fn split_around<'a>(bytes: &'a [u8], marker: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = bytes.windows(marker.len()).position(|window| window == marker).unwrap();
    let (before, rest) = bytes.split_at(at);
    (before, &rest[marker.len()..])
}

#[test]
fn a_loaded_program_answers_as_the_compiled_one() {
    let quote = |program: Program| {
        let runtime = Runtime::new(program);
        let prepared = runtime.prepare(&weighing("1.6 kg")).unwrap();
        runtime.quote(ServiceId(0), &prepared).unwrap()
    };
    assert_eq!(quote(from_artefact(&to_artefact(&program())).unwrap()), quote(program()));
}
