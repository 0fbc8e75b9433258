//! `tarifa test`.

use super::run::{check, check_with_input};

const WITHOUT_EXAMPLES: &str = r#"
tariff bare "Bare" { currency CNY; time zone "Asia/Shanghai"; rounding none; paid by seller }
service standard "Standard" { from CN; to DE; weight up to 2 kg }
freight standard via standard to DE = 10.00
"#;

#[test]
fn examples_that_pass() {
    check("test_passed", &["test", "parcels"]);
}

#[test]
fn a_failure_shows_what_was_expected_and_the_whole_answer() {
    check("test_failed", &["test", "failing"]);
    check("test_failed_json", &["test", "failing", "--format", "json"]);
}

#[test]
fn a_filter() {
    check("test_filter", &["test", "failing", "--filter", "Germany"]);
}

#[test]
fn no_example_is_never_success() {
    check("test_filter_nothing", &["test", "parcels", "--filter", "Brazil"]);
    check_with_input("test_none", &["test", "-"], WITHOUT_EXAMPLES);
}

#[test]
fn rules_that_do_not_compile() {
    check("test_broken", &["test", "broken"]);
    check_with_input("test_stdin", &["test", "-"], "");
}
