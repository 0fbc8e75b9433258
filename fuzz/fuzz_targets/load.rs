//! Any bytes are an artefact or a clear error; what loads can be asked.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tarifa::Tariff;
use tarifa_tests::generate::{Dice, complete_shipment};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(tariff) = Tariff::load(bytes) {
        let _ = tariff.quote(&complete_shipment(&mut Dice::new(1)));
    }
});
