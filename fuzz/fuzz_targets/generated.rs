//! A generated rule set with some of its letters changed is compiled or refused; what compiles answers generated
//! shipments, whole or with something left out, and its artefact answers the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tarifa::{Sources, Tariff};
use tarifa_tests::generate::{Dice, LEFT_OUT, rule_set, without};

fuzz_target!(|input: (u64, Vec<(u16, u8)>, u64)| {
    let (seed, changes, choice) = input;
    let rules = rule_set(seed);
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
    let mut dice = Dice::new(choice);
    let whole = rules.shipment(&mut dice);
    let what: &&str = dice.pick(LEFT_OUT);
    let less = without(&whole, what).less;
    for shipment in [whole, less] {
        assert_eq!(format!("{:?}", tariff.quote(&shipment)), format!("{:?}", loaded.quote(&shipment)));
    }
});
