//! The published schemas say of answers what hosts get: every answer of the examples that ship satisfies them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the whole file is a test, where a broken assumption must stop the run"
)]

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;
use tarifa::{Source, Sources};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of each folder under `rules` that holds some.
fn rule_sets(folder: &Path, found: &mut Vec<Vec<PathBuf>>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let files = entries.iter().filter(|path| path.extension().is_some_and(|extension| extension == "tarifa"));
    let files: Vec<PathBuf> = files.cloned().collect();
    if !files.is_empty() {
        found.push(files);
    }
    entries.iter().filter(|path| path.is_dir()).for_each(|path| rule_sets(path, found));
}

#[track_caller]
fn check(schema: &Validator, answer: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{answer:#}");
}

fn validator(schema: &str) -> Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

#[test]
fn every_answer_to_a_case_satisfies_its_schema() {
    let schema = validator(tarifa::json::case_answer_schema());
    let mut sets = Vec::new();
    rule_sets(&root().join("rules"), &mut sets);
    rule_sets(&root().join("docs/command/disputes"), &mut sets);
    let mut seen = 0;
    for files in sets {
        let sources = files.iter().map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            Source::new(name, std::fs::read_to_string(file).unwrap())
        });
        let compilation = tarifa::compile(&Sources::new(sources.collect()));
        let Some(tariff) = compilation.tariff else { continue };
        for example in &compilation.model.case_examples {
            let mut case = example.case.clone();
            case.id = Some(example.title.clone());
            for look in &example.looks {
                let answer = tariff.case(&case, look.at).unwrap();
                check(&schema, &serde_json::to_value(&answer).unwrap());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen} answers of examples");
}

#[test]
fn the_schema_of_answers_to_cases_takes_no_other_key() {
    let schema: Value = serde_json::from_str(tarifa::json::case_answer_schema()).unwrap();
    let objects = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for object in objects.filter(|object| object["type"] == "object") {
        assert_eq!(object["additionalProperties"], false, "{object:#}");
        assert_eq!(
            object["required"].as_array().unwrap().len(),
            object["properties"].as_object().unwrap().len(),
            "{object:#}"
        );
    }
}
