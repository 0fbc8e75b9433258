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

#[test]
fn several_parcels_are_more_than_one() {
    // Two parcels of 15 kg are each within 20 kg.
    let of_no_parcel = |rule: &str| check_rules(rule, &[&format!("W0912 at `{rule}`, no shipment")]);
    of_no_parcel("forbid heavy to GB when weight over 25 kg");
    of_no_parcel("forbid heavy to GB when volume over 1000 l and longest_side up to 50 cm");
    check_rules("forbid heavy to GB when count of parcels over 1 and weight over 25 kg", &[]);
    check_rules("forbid heavy to GB when weight over 20 kg or declared_value in EUR over 90 EUR", &[]);
    check_rules("limit heavy for toys: weight at least 25 kg per consignment", &[]);
    check_rules(
        "limit heavy for toys: weight at least 22 kg per parcel\nforbid other to GB when weight over 15 kg",
        &["E0910 at `limit heavy for toys: weight at least 22 kg per parcel`"],
    );
    check_rules(
        "limit heavy for toys when weight over 10 kg: weight at least 22 kg per parcel",
        &["E0910 at `limit heavy for toys when weight over 10 kg: weight at least 22 kg per parcel`"],
    );
    check_rules(
        "forbid heavy for toys when weight over 25 kg and count of parcels over 1\nforbid light for toys when weight over 22 kg and count of parcels over 1",
        &["W0913 at `forbid heavy for toys when weight over 25 kg and count of parcels over 1`, no shipment"],
    );
    check_rules(
        "limit few for toys: count of parcels up to 3 per consignment\nforbid many for toys when count of parcels over 5",
        &["W0913 at `forbid many for toys when count of parcels over 5`, no shipment"],
    );
}

#[test]
fn bounds_for_a_parcel_and_for_all_of_them() {
    let idle = |rule: &str| check_rules(rule, &[&format!("W0913 at `{rule}`, no shipment")]);
    let never = |rule: &str| check_rules(rule, &[&format!("E0910 at `{rule}`")]);
    // The value is that of the whole consignment, per parcel, too.
    idle(
        "limit a for toys: declared_value in EUR up to 100 EUR per parcel, declared_value in EUR up to 80 EUR per consignment",
    );
    idle(
        "limit a for toys: declared_value in EUR up to 80 EUR per parcel, declared_value in EUR up to 100 EUR per consignment",
    );
    never(
        "limit a for toys: declared_value in EUR at least 100 EUR per parcel, declared_value in EUR up to 80 EUR per consignment",
    );
    idle("limit a for toys: weight up to 5 kg per parcel, weight up to 4 kg per consignment");
    idle("limit a for toys: longest_side up to 60 cm per parcel, longest_side up to 50 cm per consignment");
    never("limit a for toys: weight at least 5 kg per parcel, weight up to 4 kg per consignment");
    check_rules("limit a for toys: weight up to 4 kg per parcel, weight up to 5 kg per consignment", &[]);
    check_rules("limit a for toys: longest_side up to 40 cm per parcel, longest_side up to 50 cm per consignment", &[]);
}

#[test]
fn bounds_for_a_period_hold_for_each_consignment() {
    let idle = |rule: &str| check_rules(rule, &[&format!("W0913 at `{rule}`, no shipment")]);
    idle(
        "limit a for toys: declared_value in EUR up to 100 EUR per consignment, declared_value in EUR up to 80 EUR per consignee per month",
    );
    idle("limit a for toys: quantity up to 10 per consignment, quantity up to 8 per consignee per month");
    check_rules(
        "limit a for toys: quantity at least 10 per consignment, quantity up to 8 per consignee per month",
        &[
            "E0910 at `limit a for toys: quantity at least 10 per consignment, quantity up to 8 per consignee per month`",
        ],
    );
    check_rules(
        "limit a for toys: declared_value in EUR up to 80 EUR per consignment, declared_value in EUR up to 200 EUR per consignee per month",
        &[],
    );
}

#[test]
fn amounts_of_the_consignment_beside_what_is_refused_anyway() {
    check_rules(
        "limit a for toys: declared_value in EUR up to 300 EUR per consignment\nforbid dear for toys when declared_value in EUR over 200 EUR",
        &["W0913 at `limit a for toys: declared_value in EUR up to 300 EUR per consignment`"],
    );
    check_rules(
        &format!(
            "{RATES}limit a for toys: declared_value in EUR up to 100 EUR per consignment\nlimit b for toys: declared_value in USD up to 150 USD per consignment"
        ),
        &["W0913 at `limit b for toys: declared_value in USD up to 150 USD per consignment`"],
    );
    check_rules(
        &format!(
            "{RATES}limit a for toys: declared_value in EUR up to 100 EUR per consignment\nlimit b for toys: declared_value in USD up to 105 USD per consignment"
        ),
        &["W0913 at `limit a for toys: declared_value in EUR up to 100 EUR per consignment`"],
    );
}

#[test]
fn sides_that_leave_no_parcel_and_bounds_that_all_parcels_meet() {
    let never = |rule: &str| check_rules(rule, &[&format!("E0910 at `{rule}`")]);
    let idle = |rule: &str| check_rules(rule, &[&format!("W0913 at `{rule}`, no shipment")]);
    never("limit a for toys: longest_side up to 10 cm per parcel, girth at least 60 cm per parcel");
    never("limit a for toys: longest_side up to 10 cm per parcel, volume at least 2 l per parcel");
    never("limit a for toys: longest_side up to 10 cm per consignment, girth at least 60 cm per parcel");
    idle("limit a for toys: longest_side up to 10 cm per parcel, girth up to 60 cm per parcel");
    idle("limit a for toys: longest_side up to 10 cm per parcel, volume up to 2 l per parcel");
    idle("limit a for toys: longest_side up to 60 cm per parcel, length + girth up to 400 cm per parcel");
    // At the bound itself: 10 cm all around are 1 l and a girth of 40 cm.
    check_rules("limit a for toys: longest_side up to 10 cm per parcel, volume at least 1 l per parcel", &[]);
    check_rules("limit a for toys: longest_side up to 10 cm per parcel, volume under 1 l per parcel", &[]);
    idle("limit a for toys: longest_side up to 10 cm per parcel, volume up to 1 l per parcel");
    check_rules("limit a for toys: longest_side up to 10 cm per parcel, girth at least 40 cm per parcel", &[]);
    check_rules(
        "limit a for toys: length up to 10 cm per parcel, width up to 10 cm per parcel, height up to 10 cm per parcel",
        &[],
    );
    // What services allow counts as well.
    check_rules(
        "service small { from DE; to FR; longest_side up to 10 cm }\nfreight cheap via small = 2.00\nlimit a for toys via small: girth up to 60 cm per parcel",
        &["W0913 at `limit a for toys via small: girth up to 60 cm per parcel`, no shipment"],
    );
    let scope = "forbid a when longest_side up to 10 cm and girth over 60 cm";
    check_rules(scope, &[&format!("W0912 at `{scope}`, no shipment")]);
    check_rules("forbid a to GB when longest_side up to 10 cm and girth up to 40 cm", &[]);
}

#[test]
fn a_parcel_is_no_bottle() {
    let outer = |rule: &str| check_rules(rule, &[&format!("W0921 at `{rule}`, no shipment")]);
    outer("limit a for toys: volume up to 200 ml per parcel");
    outer("limit a for toys: volume up to 2 l per consignment");
    check_rules("limit a for toys: volume up to 200 cm3 per parcel", &[]);
    check_rules("limit a for toys: volume up to 0.1 m3 per parcel", &[]);
    // Of parcels whatever is in them.
    check_rules("limit a: volume up to 60 l per parcel", &[]);
    check_rules("fact net_volume per item: volume\nlimit a for toys: total net_volume up to 200 ml per parcel", &[]);
}

#[test]
fn a_code_within_a_shorter_one_of_other_goods() {
    check_rules(
        "category cells hs \"850760\"\nforbid a for cells",
        &["W0919 at `category cells hs \"850760\"`, no shipment"],
    );
    check_rules("category cells hs \"8508\"\nforbid a for cells", &[]);
    check_rules("category all_of_it hs \"85\" { cells hs \"850860\" }\nforbid a for cells", &[]);
}

#[test]
fn a_ban_on_every_parcel_that_a_service_carries_leaves_it_nothing() {
    // Two parcels weigh more together; what is meant by it is one, and it is told at the ban.
    check_rules(
        "service small { from DE; to FR; weight up to 2 kg }\nfreight cheap via small = 2.00\nforbid light when weight up to 5 kg",
        &["W0916 at `forbid light when weight up to 5 kg`"],
    );
}
