//! Any document is a case of a fixed process or a clear error, whatever it tells of, and stands somewhere at any moment.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tarifa::{Sources, Tariff};
use tarifa_tests::generate::process_rules;

/// Generated processes that compile.
static TARIFFS: LazyLock<Vec<Tariff>> = LazyLock::new(|| {
    let compiled = |seed| Tariff::compile(&Sources::single("fuzz.tarifa", process_rules(seed).text)).ok();
    (0..20).filter_map(compiled).collect()
});

fuzz_target!(|input: (u8, &str, &str)| {
    let (choice, document, now) = input;
    let Some(tariff) = TARIFFS.get(usize::from(choice) % TARIFFS.len().max(1)) else { return };
    let Ok(case) = tariff.case_from_json(document) else { return };
    let now = now.parse().or_else(|_| "2026-03-20".parse());
    if let Ok(now) = now {
        let _ = tariff.case(&case, now);
    }
});
