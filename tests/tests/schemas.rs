//! The published schemas say of answers what hosts get: every answer of the examples that ship satisfies them.

#![expect(clippy::unwrap_used, reason = "the whole file is a test, where a broken assumption must stop the run")]

use jsonschema::Validator;
use serde_json::Value;
use tarifa_tests::shipped;

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
    let mut seen = 0;
    for folder in shipped::rule_sets() {
        let compilation = shipped::compile(&folder);
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
