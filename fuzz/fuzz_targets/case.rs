//! A generated process with some of its letters changed is compiled or refused; what compiles says where any case
//! stands that can be read, and where a generated one does, and its artefact says the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tarifa::case::Case;
use tarifa::date::Moment;
use tarifa::{Sources, Tariff};
use tarifa_tests::generate::{CaseDice, Possible, process_rules};

fuzz_target!(|input: (u64, Vec<(u16, u8)>, &str, u64)| {
    let (seed, changes, document, choice) = input;
    let rules = process_rules(seed);
    let mut bytes = rules.text.clone().into_bytes();
    for (place, letter) in changes {
        let place = usize::from(place) % bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(place) {
            *byte = letter;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let Ok(tariff) = Tariff::compile(&Sources::single("fuzz.tarifa", text.as_ref())) else { return };
    let loaded = Tariff::load(&tariff.to_artefact()).expect("what was written can be loaded");
    // The case is written for the process as it was generated, so that some of it may be foreign to this one.
    let unchanged = tarifa::compile(&Sources::single("fuzz.tarifa", rules.text.as_str()));
    let mut dice = CaseDice::new(choice, &rules, &unchanged.model.processes);
    let (generated, nows) = dice.case(&mut |_, _| Possible::default());
    let read = tariff.case_from_json(document);
    let later: Vec<Moment> = ["2026-03-20", "9998-12-31"].iter().filter_map(|day| day.parse().ok()).collect();
    let ask = |case: &Case, now: Moment| {
        assert_eq!(format!("{:?}", tariff.case(case, now)), format!("{:?}", loaded.case(case, now)));
    };
    for case in read.iter().chain([&generated]) {
        nows.iter().chain(&later).for_each(|now| ask(case, *now));
    }
});
