//! `tarifa quote`.

use super::run::{check, check_with_input, tarifa};

#[test]
fn one_shipment() {
    check("quote_one", &["quote", "parcels", "shipments/phone.json"]);
    check("quote_one_json", &["quote", "parcels", "shipments/phone.json", "--format", "json"]);
    check("quote_one_service", &["quote", "parcels", "shipments/phone.json", "--service", "standard"]);
}

#[test]
fn why_not() {
    check("quote_why", &["quote", "parcels", "shipments/heavy.json", "--at", "2026-03-02", "--why"]);
}

#[test]
fn zones_are_told_with_their_countries() {
    let rules =
        "tariff z { currency EUR; time zone \"Europe/Vienna\"; rounding half up in steps of 0.01; paid by seller }
zone near = DE, FR
zone cape = ZA(8000..8099)
service parcel { from AT; to AT, near, cape; weight up to 20 kg }
freight parcel via parcel = 5.00";
    check_with_input("quote_zones", &["quote", "-", "shipments/abroad.json"], rules);
}

#[test]
fn missing_facts_are_findings() {
    check("quote_needs", &["quote", "parcels", "shipments/heavy.json", "--set", "destination=DE"]);
    check_with_input("quote_needs_all", &["quote", "parcels", "-"], "{}");
}

#[test]
fn a_shipment_that_cannot_be_taken() {
    check("quote_wrong", &["quote", "parcels", "shipments/wrong.json"]);
    check("quote_no_service", &["quote", "parcels", "shipments/phone.json", "--service", "expres"]);
    check_with_input("quote_not_json", &["quote", "parcels", "-"], "{ \"weight\": ");
}

#[test]
fn a_side_that_cannot_be_read_is_one_slip() {
    let shipment = r#"{"destination": "DE", "length": "20 cm", "width": "10 in", "height": "5 cm"}"#;
    check_with_input("quote_wrong_side", &["quote", "parcels", "-"], shipment);
}

#[test]
fn form_and_values_are_judged_in_one_run() {
    let shipment = r#"{"weight": 1.2, "destination": "XX", "wieght": "1 kg", "items": [{"category": "nothing"}]}"#;
    check_with_input("quote_wrong_in_two_ways", &["quote", "parcels", "-"], shipment);
}

#[test]
fn json_lines() {
    let arguments = ["quote", "parcels", "shipments/orders.jsonl", "--at", "2026-03-02"];
    check("quote_lines", &arguments);
    let run = tarifa(&[&arguments[..], &["--format", "json"]].concat(), "");
    assert_eq!(run.status.code(), Some(2));
    let lines: Vec<serde_json::Value> =
        String::from_utf8(run.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["shipment"], "line 2");
    assert!(lines[1]["answer"].is_null());
    assert_eq!(lines[1]["errors"][0]["code"], "E0705");
    assert_eq!(lines[1]["errors"][0]["path"], "weight");
    assert_eq!(lines[0]["answer"]["recommended"]["service"], "standard");
}

#[test]
fn a_table_with_a_mapping() {
    check(
        "quote_csv",
        &[
            "quote",
            "parcels",
            "shipments/orders.csv",
            "--at",
            "2026-03-02",
            "--set",
            "origin=CN",
            "--map",
            "weight=Weight (kg) in kg",
            "--map",
            "destination=Country",
        ],
    );
    check("quote_csv_unmapped", &["quote", "parcels", "shipments/orders.csv", "--map", "weight=Gewicht in kg"]);
}

#[test]
fn a_table_that_is_none() {
    check_with_input("quote_csv_empty", &["quote", "parcels", "-", "--input", "csv"], "");
    check_with_input("quote_csv_one_column", &["quote", "parcels", "-"], "Gewicht\n1 kg\n");
    check_with_input("quote_csv_unclosed", &["quote", "parcels", "-"], "origin,weight\nCN,\"1 kg\n");
}

#[test]
fn the_command_line_gives_what_the_input_leaves_out() {
    let shipment = r#"{"weight": "120 g", "length": "10 cm", "width": "10 cm", "height": "5 cm", "origin": "CN"}"#;
    check_with_input(
        "quote_set",
        &["quote", "parcels", "-", "--set", "destination=DE", "--at", "2026-03-02", "--service", "standard"],
        shipment,
    );
    check_with_input("quote_set_wrong", &["quote", "parcels", "-", "--set", "wieght=1 kg"], shipment);
    check_with_input("quote_set_bad_value", &["quote", "parcels", "-", "--set", "weight=1"], shipment);
}

#[test]
fn rules_that_do_not_compile() {
    let run = tarifa(&["quote", "broken", "shipments/phone.json"], "");
    assert_eq!(run.status.code(), Some(2));
    assert!(run.stdout.is_empty(), "no answer, no result");
    assert!(String::from_utf8(run.stderr).unwrap().contains("error["));
}

#[test]
fn one_standard_input_is_not_read_twice() {
    check("quote_stdin_twice", &["quote", "-", "-"]);
}

#[test]
fn what_restrictions_say() {
    check("quote_conditional", &["quote", "restricted", "shipments/goods.json"]);
    check("quote_refused", &["quote", "restricted", "shipments/power-bank.json"]);
    check("quote_refused_why", &["quote", "restricted", "shipments/power-bank.json", "--why", "--language", "zh"]);
    let run = tarifa(&["quote", "restricted", "shipments/goods.json", "--format", "json"], "");
    let answer: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let requirement = &answer["options"][1]["requirements"][0];
    assert_eq!(requirement["documents"][0]["why"], "expired", "{answer:#}");
    assert_eq!(requirement["because"][0]["text"], "EU Regulation 1223/2009, article 13");
}

#[test]
fn limits_distances_and_warnings() {
    let shipment = r#"{"origin": "CN", "destination": "GB", "weight": "1 kg", "ship_date": "2026-07-01", "items": [
        {"category": "perfume", "quantity": 3, "net_volume": "31 ml"},
        {"category": "phone", "quantity": 1, "battery": "in_device"},
        {"category": "toys", "quantity": 1}
    ]}"#;
    let arguments = ["quote", "restricted", "-", "--service", "standard"];
    check_with_input("quote_over_limit", &arguments, shipment);
    check_with_input("quote_over_limit_why", &[&arguments[..], &["--why"]].concat(), shipment);
    check_with_input("quote_over_limit_why_json", &[&arguments[..], &["--why", "--format", "json"]].concat(), shipment);
}

#[test]
fn documents_in_a_table() {
    let table = "origin,destination,weight,ship_date,item.category,item.quantity,item.battery,provided,item.provided\n\
        CN,DE,1 kg,2026-07-01,power_bank,1,none,un38_3 issued 2026-01-05|cpnp,\n\
        CN,DE,1 kg,2026-07-01,cream,1,none,,cpnp valid to 2026-06-30\n\
        CN,DE,1 kg,2026-07-01,cream,1,none,,cpnp until 2026-06-30\n\
        CN,DE,1 kg,2026-07-01,cream,1,none,,cpmp\n";
    check_with_input("quote_documents", &["quote", "restricted", "-"], table);
}

#[test]
fn a_key_twice_and_a_side_alone_are_one_finding_each() {
    for (document, finding) in [
        (r#"{"weight": "1 kg", "weight": "2 kg"}"#, "error[E0713]: `weight` is written twice: leave one of them out\n"),
        (
            r#"{"weight": "1 kg", "length": "20 cm"}"#,
            "error[E0714]: the sides lack `width` and `height`: give all three, in any order, or none\n",
        ),
    ] {
        let run = tarifa(&["quote", "parcels", "-"], document);
        let run = String::from_utf8_lossy(&run.stderr);
        assert!(run.contains(finding), "{run}");
        assert_eq!(run.matches("error[").count(), 1, "{run}");
    }
}

#[test]
fn a_document_of_very_many_keys_is_refused_at_once() {
    let keys: Vec<String> = (0..200_000).map(|number| format!("\"key{number}\": 1")).collect();
    let run = tarifa(&["quote", "parcels", "-"], &format!("{{{}}}", keys.join(", ")));
    assert_eq!(run.status.code(), Some(2));
    // No more are told than anybody reads.
    assert_eq!(String::from_utf8_lossy(&run.stderr).matches("error[E0701]").count(), 1_000);
}

#[test]
fn a_rate_of_the_host_is_told_under_its_key() {
    let policy = "tariff t { currency CNY; time zone \"UTC\"; rounding half up in steps of 0.01 }\nservice s { from CN; to DE; weight up to 2 kg }\nfreight s via s = 1.00 USD\n";
    let folder = std::env::temp_dir().join(format!("tarifa-rates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("t.tarifa"), policy).unwrap();
    let grid = |more: &[&str]| {
        let run = tarifa(&[&["rates", folder.to_str().unwrap(), "--via", "s", "--to", "DE"], more].concat(), "");
        String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned()
    };
    let open = grid(&[]);
    assert!(open.contains("give --set rates.USD/CNY=…"), "{open}");
    let told = grid(&["--set", "rates.USD/CNY=7.25"]);
    assert!(told.contains("7.25"), "{told}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_failed_condition_shows_its_value() {
    let policy = "tariff t { currency EUR; time zone \"UTC\"; rounding none }\nservice s { from CN; to DE; only when declared_value in EUR up to 150 EUR }\nfact tags: any of cold, frail\nfreight s via s = 1.00\ncharge c when tags has cold = 2.00\n";
    let folder = std::env::temp_dir().join(format!("tarifa-quote-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("t.tarifa"), policy).unwrap();
    let quote = |value: &str, more: &[&str]| {
        let document = format!(r#"{{"origin": "CN", "destination": "DE", "declared_value": "{value}"}}"#);
        let run = tarifa(&[&["quote", folder.to_str().unwrap(), "-"], more].concat(), &document);
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let refused = quote("180 EUR", &["--why"]);
    assert!(refused.contains("180.00 EUR  t.tarifa:2"), "{refused}");
    // An empty set is told by an empty value.
    let served = quote("80 EUR", &["--set", "tags="]);
    assert!(served.contains("total    1.00 EUR"), "{served}");
    std::fs::remove_dir_all(&folder).unwrap();
}
