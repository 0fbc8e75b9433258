//! Conformance to real tariffs: every folder under `rules/` compiles with nothing left undecided, and its own examples
//! come out to the last digit.
//!
//! The examples were carried over from published rate sheets, calculators and bug reports, 800 of the 829 results that
//! were collected, each beside the rules that answer it; the rest are the project's own, at bounds and between rules.
//! A count for each folder keeps any of them from vanishing in silence.
//!
//! All 26 shipments that were collected with the verdict of a published restriction are examples, too, in the flagship and
//! under `carriers/`.
//!
//! The 29 collected results that are not examples:
//!
//! - d1517, d1518, d1520, d1521, d1523, d1524, d1527, d1530, d1532, d1533, d1536, d1538, d1539, d1540, d1542, d1543,
//!   d1545, d1546 (ZTO to Australia) and d1549, d1550, d1551, d1553 (USPS by PFC): the tables behind them are not
//!   public, and single prices do not make a tariff.
//! - s0747 to s0753 (J&T): inputs that the calculator rejects, such as a negative weight. An example holds a shipment
//!   that is well made, so they are tests of the input: `jnt_mindoro_takes_no_parcel_without_weight_or_sides`.
//!
//! Four results say more than the language does, and are carried over as far as it goes: s0803 also splits an amount
//! over the lines of an order; s0811 calls an area without a template an error, here it is not served; s0925 and s1013
//! give a volume or a volumetric weight alone, here it is priced at one yuan a unit to show it.

#![expect(clippy::expect_used, reason = "a test stops where its rule set cannot be read")]

use tarifa::answer::Verdict;
use tarifa::diagnostics::Severity;
use tarifa_tests::shipped::{compile, rule_sets};

macro_rules! rule_sets {
    ($($test:ident: $folder:literal has $count:literal examples;)*) => {
        const RULE_SETS: &[&str] = &[$($folder),*];

        $(#[test]
        fn $test() {
            check($folder, $count);
        })*
    };
}

rule_sets! {
    air_cargo: "air-cargo" has 7 examples;
    aliexpress: "aliexpress" has 430 examples;
    cainiao_us: "cainiao-us" has 72 examples;
    china_special_lines: "carriers/china-special-lines" has 20 examples;
    royal_mail: "carriers/royal-mail" has 15 examples;
    shopee_sls: "carriers/shopee-sls" has 13 examples;
    usps_claims: "carriers/usps-claims" has 6 examples;
    usps_international: "carriers/usps-international" has 22 examples;
    china_domestic_rounding: "china-domestic-rounding" has 14 examples;
    chinapost_ems: "chinapost-ems" has 25 examples;
    chinapost_russia: "chinapost-russia" has 66 examples;
    chinapost_small_packet: "chinapost-small-packet" has 1 examples;
    dhl_ecommerce_lax: "dhl-ecommerce-lax" has 55 examples;
    four_px_ed: "forwarders/4px-ed" has 11 examples;
    cne_global_saver: "forwarders/cne-global-saver" has 33 examples;
    hsd: "forwarders/hsd" has 71 examples;
    huahan: "forwarders/huahan" has 46 examples;
    k5: "forwarders/k5" has 8 examples;
    letian: "forwarders/letian" has 11 examples;
    runbai: "forwarders/runbai" has 10 examples;
    ubi_nz: "forwarders/ubi-nz" has 7 examples;
    wanb: "forwarders/wanb" has 39 examples;
    yunexpress_general: "forwarders/yunexpress-general" has 35 examples;
    yunexpress_us: "forwarders/yunexpress-us" has 27 examples;
    zto: "forwarders/zto" has 68 examples;
    half_volumetric: "half-volumetric" has 9 examples;
    hongkong_dhl: "hongkong-dhl" has 96 examples;
    hongkong_post: "hongkong-post" has 210 examples;
    jnt_mindoro: "jnt-mindoro" has 62 examples;
    china_seven_days: "law/china-seven-days" has 4 examples;
    cmr: "law/cmr" has 12 examples;
    ftc_mail_order: "law/ftc-mail-order" has 6 examples;
    uk_consumer_rights: "law/uk-consumer-rights" has 8 examples;
    four_px_claims: "platforms/4px" has 9 examples;
    amazon: "platforms/amazon" has 8 examples;
    carriers_liability: "platforms/carriers-liability" has 27 examples;
    china_post_ems: "platforms/china-post-ems" has 6 examples;
    ebay: "platforms/ebay" has 11 examples;
    eu_withdrawal: "platforms/eu-withdrawal" has 7 examples;
    lazada: "platforms/lazada" has 5 examples;
    paypal: "platforms/paypal" has 3 examples;
    shopee: "platforms/shopee" has 8 examples;
    temu: "platforms/temu" has 6 examples;
    tiktok_shop: "platforms/tiktok-shop" has 6 examples;
    postcodes: "postcodes" has 7 examples;
    shop_templates: "shop-templates" has 9 examples;
}

#[test]
fn every_rule_set_is_tested() {
    assert_eq!(rule_sets(), RULE_SETS, "a rule set came or went: list it above with the number of its examples");
}

/// The rule set in `folder` compiles, and its `count` examples pass. Nothing is left undecided (E0590, W0590).
#[track_caller]
fn check(folder: &str, count: usize) {
    let compilation = compile(folder);
    let complaints: Vec<String> = compilation
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error || diagnostic.code.id() == "W0590")
        .map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message))
        .collect();
    assert!(complaints.is_empty(), "{folder} does not compile:\n{}", complaints.join("\n"));

    let outcomes = compilation.run_examples().expect("a rule set without errors is a tariff");
    let failures: Vec<String> = outcomes
        .iter()
        .flat_map(|outcome| outcome.mismatches.iter().map(move |mismatch| (outcome, mismatch)))
        .map(|(outcome, mismatch)| {
            format!("{}: expected {}, found {}", outcome.title, mismatch.expected, mismatch.found)
        })
        .collect();
    assert!(failures.is_empty(), "{folder}:\n{}", failures.join("\n"));
    assert_eq!(outcomes.len(), count, "{folder} lost or gained examples");
}

/// How the parcel tariff of J&T answers a shipment, its sides and weights as in `json`.
#[track_caller]
fn quote_jnt_mindoro(json: &str) -> Result<Verdict, String> {
    let tariff = compile("jnt-mindoro").tariff.expect("it compiles");
    let document = format!(
        r#"{{"origin": {{"country": "PH"}}, "destination": {{"country": "PH", "subdivision": "PH-MDR"}}, {json}}}"#
    );
    let shipment = tariff.shipment_from_json(&document).map_err(|errors| errors.to_string())?;
    let answer = tariff.quote(&shipment).map_err(|error| error.to_string())?;
    Ok(answer.options.first().expect("the tariff has one service").verdict)
}

#[test]
fn jnt_mindoro_takes_no_parcel_without_weight_or_sides() {
    // s0747, s0748, s0750, s0751, s0752: what is no weight and no size is an error of the input.
    for malformed in [
        r#""weight": "0 kg""#,
        r#""weight": "-1 kg""#,
        r#""weight": "NaN kg""#,
        r#""weight": "1 kg", "length": "10 cm", "width": "10 cm""#,
        r#""weight": "1 kg", "length": "-5 cm", "width": "10 cm", "height": "10 cm""#,
    ] {
        assert!(quote_jnt_mindoro(malformed).is_err(), "{malformed}");
    }
    // s0749, s0753: what was not told is asked for.
    for incomplete in [r#""length": "10 cm", "width": "10 cm", "height": "10 cm""#, r#""parcels": []"#] {
        assert_ne!(quote_jnt_mindoro(incomplete), Ok(Verdict::Available), "{incomplete}");
    }
}
