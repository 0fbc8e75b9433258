//! Processes, calendars and compensations in an artefact: read back whole, and refused where they mean nothing.

use super::dispute::*;
use crate::artefact::{content_hash, from_artefact, to_artefact};
use crate::program::*;

#[track_caller]
fn refused(change: impl FnOnce(&mut Program), what: &str) {
    let error = from_artefact(&to_artefact(&program(change))).unwrap_err().to_string();
    assert_eq!(error, format!("the compiled tariff is not well formed: {what}; compile it again"));
}

#[test]
fn a_process_is_read_back_whole() {
    let written = program(|_| {});
    assert_eq!(from_artefact(&to_artefact(&written)).unwrap(), written);
}

#[test]
fn places_are_left_out_of_the_hash() {
    let mut moved = program(|_| {});
    let mut places = 0;
    moved.visit_places(&mut |at| {
        places += 1;
        *at = At(0);
    });
    assert!(places > 40, "{places}");
    assert_eq!(content_hash(&moved), content_hash(&program(|_| {})));
    assert_ne!(content_hash(&program(|program| program.processes[0].stages[0].timers.clear())), content_hash(&moved));
}

#[test]
fn what_means_nothing_is_refused() {
    refused(|program| program.processes[0].zone = 9, "an unknown time zone");
    refused(|program| program.processes[0].opening.target = Target::KeepWaiting, "an opening that leads nowhere");
    refused(|program| program.processes[0].opening.target = goes(StageId(9)), "an unknown stage");
    refused(|program| program.processes[0].stages[0].obligations[0].party = PartyId(3), "an unknown party");
    refused(|program| program.processes[0].stages[0].obligations[0].late = None, "a deadline without a consequence");
    refused(
        |program| program.processes[0].stages[0].obligations[0].late = Some(Late::As(act("reject"))),
        "silence taken as what is no answer",
    );
    refused(
        |program| program.processes[0].stages[1].obligations[0].answers[0].target = ends(PARTIAL),
        "a stage or outcome entered with other amounts",
    );
    refused(
        |program| program.processes[0].outcomes[0].payments[0].amount = Payment::Fact(ASKED),
        "a condition on a fact of another kind",
    );
    refused(
        |program| program.processes[0].opening.windows[2].gate.when = Some(Guard::Shown(EvidenceId(7))),
        "an unknown kind of evidence",
    );
    refused(
        |program| {
            let never = Timer { after: None, when: None, target: Target::Again, at: At(0) };
            program.processes[0].stages[0].timers.push(never);
        },
        "a timer that never ends",
    );
    refused(|program| program.calendars[0].covers = (0, i32::MAX), "a calendar covers no days");
    refused(|program| program.calendars[0].covers = (0, 50_000), "a calendar covers too many days");
    refused(|program| program.calendars.clear(), "an unknown calendar");
}

#[test]
fn nothing_is_an_amount_that_can_be_loaded() {
    let nothing = program(|program| {
        program.processes[0].outcomes[0].payments.push(line(SELLER, Payment::Sum(Vec::new())));
    });
    assert_eq!(from_artefact(&to_artefact(&nothing)).unwrap(), nothing);
    refused(
        |program| program.processes[0].outcomes[0].payments.push(line(SELLER, Payment::Least(Vec::new()))),
        "an amount of nothing",
    );
}

#[test]
fn nesting_is_bounded() {
    let mut guard = Guard::Happened(CHARGEBACK);
    for _ in 0..MAX_NESTING + 1 {
        guard = Guard::Not(Box::new(guard));
    }
    let deep = program(|program| program.processes[0].stages[0].timers[1].when = Some(guard));
    assert!(from_artefact(&to_artefact(&deep)).is_err());
    let mut clock = clock(1, DAYS, Anchor::Open);
    for _ in 0..MAX_NESTING + 1 {
        clock = Clock { from: Anchor::Clock(Box::new(clock.clone())), ..clock };
    }
    let deep = program(|program| program.processes[0].stages[0].timers[0].after = Some(clock));
    assert!(from_artefact(&to_artefact(&deep)).is_err());
}
