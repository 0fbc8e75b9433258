//! `tarifa compile`, and the compiled rule set in place of the text.

use std::fs;

use super::run::{check, tarifa};

/// The rule set called `parcels`, compiled to a file in a folder of its own.
fn compiled() -> (tempfile::TempDir, String) {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("parcels.tariff").display().to_string();
    let run = tarifa(&["compile", "parcels", "-o", &file], "");
    assert!(run.status.success() && run.stdout.is_empty());
    assert!(String::from_utf8(run.stderr).unwrap().starts_with("compiled parcels to "));
    (folder, file)
}

#[test]
fn the_same_policy_gives_the_same_file_from_anywhere() {
    let (_one, first) = compiled();
    let folder = tempfile::TempDir::new().unwrap();
    let copy = folder.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(super::run::fixtures().join("parcels")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    let second = tarifa(&["compile", copy.to_str().unwrap(), "--output", "-"], "");
    assert!(second.status.success());
    assert_eq!(fs::read(first).unwrap(), second.stdout);
}

#[test]
fn every_command_takes_it_and_answers_the_same() {
    let (_folder, file) = compiled();
    for rest in [
        &["quote", "RULES", "shipments/phone.json"][..],
        &["quote", "RULES", "shipments/phone.json", "--format", "json", "--why"],
        &["rates", "RULES", "--via", "standard", "--to", "DE", "--from", "CN", "--at", "2026-03-02"],
        &["facts", "RULES"],
        &["facts", "RULES", "--format", "json-schema"],
    ] {
        let with = |rules: &str| {
            let arguments: Vec<_> = rest.iter().map(|word| if *word == "RULES" { rules } else { word }).collect();
            tarifa(&arguments, "")
        };
        let (text, artefact) = (with("parcels"), with(&file));
        assert_eq!(String::from_utf8(artefact.stdout), String::from_utf8(text.stdout), "{rest:?}");
        assert_eq!(artefact.status.code(), text.status.code(), "{rest:?}");
    }
    assert!(tarifa(&["check", &file], "").status.success());
    assert_eq!(tarifa(&["test", &file], "").status.code(), Some(2));
    assert_eq!(tarifa(&["compile", &file, "-o", "-"], "").status.code(), Some(2));
}

#[test]
fn a_damaged_file_is_refused() {
    let (_folder, file) = compiled();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let run = tarifa(&["quote", &file, "shipments/phone.json"], "");
    assert_eq!(run.status.code(), Some(2));
    assert!(run.stdout.is_empty());
    assert!(String::from_utf8(run.stderr).unwrap().starts_with("error: cannot load "));
}

#[test]
fn rules_with_errors_are_not_compiled() {
    check("compile_broken", &["compile", "broken", "-o", "never.tariff"]);
    assert!(!super::run::fixtures().join("never.tariff").exists());
}

#[test]
fn one_rule_set_at_a_time() {
    check("compile_several", &["compile", ".", "-o", "never.tariff"]);
}
