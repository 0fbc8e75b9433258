//! Any text is parsed or explained, and every place lies inside the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tarifa_diagnostics::Sources;

fuzz_target!(|text: &str| {
    let sources = Sources::single("fuzz.tarifa", text);
    let (_, diagnostics) = tarifa_syntax::parse(&sources);
    for diagnostic in &diagnostics {
        if let Some(label) = &diagnostic.primary {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(text.get(start..end).is_some(), "{diagnostic:?}");
        }
    }
});
