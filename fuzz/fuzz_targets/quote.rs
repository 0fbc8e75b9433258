//! Any text is compiled or refused; what compiles quotes any shipment that
//! can be read, and its artefact answers the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tarifa::{Sources, Tariff};
use tarifa_tests::generate::{Dice, complete_shipment};

fuzz_target!(|input: (&str, &str, u64)| {
    let (text, document, seed) = input;
    let Ok(tariff) = Tariff::compile(&Sources::single("fuzz.tarifa", text)) else { return };
    let loaded = Tariff::load(&tariff.to_artefact()).expect("what was written can be loaded");
    assert_eq!(tariff.hash(), loaded.hash());
    let random = complete_shipment(&mut Dice::new(seed));
    for shipment in tariff.shipment_from_json(document).into_iter().chain([random]) {
        let answer = tariff.quote(&shipment);
        assert_eq!(format!("{answer:?}"), format!("{:?}", loaded.quote(&shipment)));
    }
});
