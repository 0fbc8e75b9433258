//! What the checks know of restrictions beyond each condition by itself: codes beside categories, money in two
//! currencies, some item beside every item, counts, sides and parcels.

const HEAD: &str = "service standard { from DE; to FR, GB; weight up to 20 kg }
freight rates via standard = 9.50
document msds
fact frozen per item: yes/no
category batteries hs \"8507\"
category toys
category books
";

/// Rules, and each finding as `CODE at LINE`, with a shipment behind it where there is one.
#[track_caller]
fn check_rules(rules: &str, expected: &[&str]) {
    let found: Vec<String> = super::shown(&format!("{HEAD}{rules}"))
        .into_iter()
        .filter(|finding| !finding.starts_with("W0514"))
        .map(|finding| finding.split(": ship").next().unwrap_or_default().to_owned())
        .map(|finding| finding.replace("`: no shipment", "`, no shipment"))
        .collect();
    assert_eq!(found, expected, "{rules}");
}

#[test]
fn a_longer_code_lies_within_a_category_that_claims_a_shorter_one() {
    check_rules(
        "forbid ban for batteries\nlimit cells when hs in (\"850760\"): quantity up to 2 per parcel",
        &["W0913 at `limit cells when hs in (\"850760\"): quantity up to 2 per parcel`"],
    );
    check_rules(
        "forbid ban for batteries\nforbid cells when hs in (\"8507.60\", \"8507.80\")",
        &["W0913 at `forbid cells when hs in (\"8507.60\", \"8507.80\")`"],
    );
    check_rules(
        "forbid ban for batteries\nrequire msds when hs in (\"850760\")",
        &["W0911 at `require msds when hs in (\"850760\")`"],
    );
    check_rules(
        "limit few for batteries: quantity up to 2 per parcel\nlimit many when hs in (\"850760\"): quantity at least 3 per parcel",
        &["E0910 at `limit many when hs in (\"850760\"): quantity at least 3 per parcel`"],
    );
    // A wider code, another one, or what is named and not told by its code, is left.
    check_rules("forbid ban for batteries\nlimit cells when hs in (\"85\"): quantity up to 2 per parcel", &[]);
    check_rules("forbid ban for batteries\nlimit cells when hs in (\"8506\"): quantity up to 2 per parcel", &[]);
    check_rules("forbid cells when hs in (\"8507\")\nlimit some for batteries: quantity up to 2 per parcel", &[]);
    // Goods that are named as others can have the code, too.
    check_rules(
        "forbid ban for batteries\nlimit cells for toys when hs in (\"850760\"): quantity up to 2 per parcel",
        &["W0913 at `limit cells for toys when hs in (\"850760\"): quantity up to 2 per parcel`"],
    );
    check_rules(
        "forbid ban for batteries except for toys\nlimit cells when hs in (\"850760\"): quantity up to 2 per parcel",
        &[],
    );
}

const RATES: &str = "exchange { 1 EUR = 1.10 USD; 1 EUR = 7.70 CNY; 1 USD = 7.00 CNY }\n";

#[test]
fn bounds_in_two_currencies_meet_where_the_policy_has_the_rate() {
    let check_rates = |rules: &str, expected: &[&str]| check_rules(&format!("{RATES}{rules}"), expected);
    check_rates(
        "limit much for toys: declared_value in EUR at least 100 EUR per consignment\nlimit little for toys: declared_value in USD under 110 USD per consignment",
        &["E0910 at `limit little for toys: declared_value in USD under 110 USD per consignment`"],
    );
    // At the bound itself 100 EUR are 110 USD.
    check_rates(
        "limit much for toys: declared_value in EUR at least 100 EUR per consignment\nlimit little for toys: declared_value in USD up to 110 USD per consignment",
        &[],
    );
    check_rates(
        "forbid dear for toys when declared_value in USD over 300 USD and declared_value in EUR under 200 EUR",
        &[
            "W0912 at `forbid dear for toys when declared_value in USD over 300 USD and declared_value in EUR under 200 EUR`, no shipment",
        ],
    );
    check_rates(
        "forbid dear for toys when unit_value in USD over 300 USD\nforbid dearer for toys when unit_value in EUR over 300 EUR",
        &["W0913 at `forbid dearer for toys when unit_value in EUR over 300 EUR`"],
    );
    // The value of the shipment says nothing of that of a piece.
    check_rates(
        "forbid dear for toys when declared_value in USD over 300 USD and unit_value in EUR under 200 EUR",
        &[],
    );
}

#[test]
fn bounds_in_two_currencies_are_left_where_the_host_has_the_rate() {
    let rules = "forbid dear for toys when declared_value in USD over 300 USD and declared_value in EUR under 200 EUR";
    check_rules(rules, &[]);
    // On other days the host gives it.
    check_rules(
        &format!(
            "exchange valid 2026-01-01..2026-06-30 {{ 1 EUR = 1.10 USD; 1 EUR = 7.70 CNY; 1 USD = 7.00 CNY }}\n{rules}"
        ),
        &[],
    );
    check_rules(
        &format!(
            "exchange valid 2026-01-01..2026-06-30 {{ 1 EUR = 1.10 USD; 1 EUR = 7.70 CNY; 1 USD = 7.00 CNY }}\n{rules} valid 2026-02-01..2026-06-30"
        ),
        &[&format!("W0912 at `{rules} valid 2026-02-01..2026-06-30`, no shipment")],
    );
    // What is told in yuan is worth more euros than dollars say, or fewer.
    check_rules(
        "exchange { 1 EUR = 1.10 USD; 1 EUR = 7.00 CNY; 1 USD = 7.00 CNY }\nforbid dear for toys when declared_value in USD over 100 USD and declared_value in EUR under 105 EUR",
        &[],
    );
}

#[test]
fn some_item_beside_every_item() {
    for never in [
        "forbid a when any item (category is toys) and every item (category is books)",
        "forbid a for toys when every item (category is books)",
        "forbid a when frozen and every item (not frozen)",
        "forbid a for toys when not any item (category in (toys, books))",
    ] {
        check_rules(never, &[&format!("W0912 at `{never}`, no shipment")]);
    }
    check_rules("forbid a when any item (frozen)\nforbid b when frozen", &["W0913 at `forbid b when frozen`"]);
    // Of no items every one is frozen, and none.
    check_rules("forbid a when any item (frozen)\nforbid b when every item (frozen)", &[]);
    check_rules("forbid a when every item (frozen) and every item (not frozen)", &[]);
    check_rules("forbid a when any item (category is toys) and any item (category is books)", &[]);
    // An item that is named as toys can be a battery by its code.
    check_rules("forbid a for toys when every item (category is batteries)", &[]);
}

#[test]
fn counts_that_never_are() {
    for never in [
        "count of parcels under 1",
        "count of distinct hs6 under 0",
        "count of parcels over 2 and count of parcels under 1",
        "quantity under 1",
        "quantity over 5 and total quantity up to 5",
        "weight under 0 kg",
    ] {
        let rule = format!("forbid a when {never}");
        check_rules(&rule, &[&format!("W0912 at `{rule}`, no shipment")]);
    }
    check_rules("forbid a to GB when count of parcels under 2", &[]);
    // Of no items there are no pieces.
    check_rules("forbid a to GB when total quantity under 1", &[]);
    check_rules("forbid a to GB when count of distinct hs6 under 1", &[]);
}
