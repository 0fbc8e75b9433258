//! A rule set of ten thousand restrictions compiles, and has nothing to report.

use tarifa::Sources;
use tarifa_tests::large::large;

#[test]
fn a_large_rule_set_of_restrictions_is_fine() {
    let large = large(10_000);
    let compilation = tarifa::compile(&Sources::single("large.tarifa", large.text));
    assert!(compilation.tariff.is_some(), "{:#?}", compilation.diagnostics.iter().take(5).collect::<Vec<_>>());
    assert!(compilation.diagnostics.is_empty(), "{:#?}", compilation.diagnostics.iter().take(5).collect::<Vec<_>>());
}
