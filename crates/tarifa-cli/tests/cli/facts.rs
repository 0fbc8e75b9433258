//! `tarifa facts`.

use super::run::{check, tarifa};

#[test]
fn a_table() {
    check("facts_table", &["facts", "parcels"]);
}

#[test]
fn what_can_be_provided() {
    check("facts_documents", &["facts", "restricted"]);
}

#[test]
fn a_schema() {
    check("facts_schema", &["facts", "parcels", "--format", "json-schema"]);
}

#[test]
fn the_schema_of_answers() {
    let schema = tarifa(&["facts", "parcels", "--format", "answer-schema"], "");
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert!(schema.pointer("/properties/options").is_some(), "{schema}");
}

/// The table and the schema know the same declared facts.
#[test]
fn the_schema_holds_every_declared_key() {
    let schema = tarifa(&["facts", "parcels", "--format", "json-schema"], "");
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert!(schema.pointer("/properties/seller_tier").is_some(), "{schema}");
}
