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

/// A warning that is allowed in the text is no finding, and an allowance that nothing needs is one.
#[test]
fn a_warning_that_is_meant() {
    let policy = |comment: &str| {
        format!(
            "tariff a {{ currency EUR; time zone \"Europe/Berlin\"; rounding none }}\n\
             service s {{ from DE; to AT; weight up to 2 kg }}\n\
             {comment}\nfreight s via s {{ up to 1 kg: 9.00; up to 2 kg: 8.00 }}\n"
        )
    };
    let codes = |comment: &str| {
        let run = tarifa(&["check", "-", "--fail-on", "warning", "--format", "json"], &policy(comment));
        let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let codes = report["findings"].as_array().unwrap().iter().map(|found| found["code"].to_string());
        (codes.collect::<Vec<_>>().join(" "), run.status.code())
    };
    assert_eq!(codes(""), ("\"W0507\"".into(), Some(1)));
    assert_eq!(codes("# allow(W0507): so it is printed"), (String::new(), Some(0)));
    assert_eq!(codes("# allow(W0507, W0506): so it is printed"), ("\"W0103\"".into(), Some(1)));
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
