//! `tarifa check`.

use super::run::{check, check_with_input, tarifa};

#[test]
fn a_rule_set_without_findings() {
    check("check_fine", &["check", "parcels"]);
    check("check_fine_json", &["check", "parcels", "--format", "json"]);
}

#[test]
fn findings() {
    check("check_broken", &["check", "broken"]);
    check("check_broken_json", &["check", "broken", "--format", "json"]);
}

#[test]
fn several_rule_sets_and_a_file_of_one() {
    check("check_several", &["check", "parcels/freight.tarifa", "failing", "parcels"]);
}

#[test]
fn the_standard_input() {
    check_with_input("check_stdin", &["check", "-"], "tariff a {\n");
}

#[test]
fn no_rules_is_never_success() {
    check("check_no_rules", &["check", "shipments"]);
    check("check_no_folder", &["check", "nowhere"]);
}

/// A finding fails the check from the severity on that was asked for, whatever the format.
#[test]
fn the_format_never_changes_the_exit_code() {
    for rules in ["parcels", "broken", "shipments"] {
        for fail_on in ["error", "warning"] {
            let human = tarifa(&["check", rules, "--fail-on", fail_on], "");
            let json = tarifa(&["check", rules, "--fail-on", fail_on, "--format", "json"], "");
            assert_eq!(human.status.code(), json.status.code(), "{rules} {fail_on}");
        }
    }
}

#[test]
fn findings_are_results_and_the_count_is_not() {
    let run = tarifa(&["check", "broken"], "");
    assert!(String::from_utf8(run.stdout).unwrap().contains("error["));
    assert!(String::from_utf8(run.stderr).unwrap().starts_with("checked 1 rule set: "));
}

#[test]
fn colour_is_used_where_it_is_asked_for() {
    assert!(tarifa(&["--color", "always", "check", "broken"], "").stdout.contains(&0x1b));
    assert!(!tarifa(&["check", "broken"], "").stdout.contains(&0x1b));
}
