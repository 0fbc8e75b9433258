//! What the checks say of restrictions as a whole: one contradiction in a rule set, and rule sets without any.

use super::check;

const STANDARD: &str = "service standard { from DE; to FR, GB; weight up to 20 kg }
freight rates via standard = 9.50
";

const HEAD: &str = "service standard { from DE; to FR, GB; weight up to 20 kg }
service express { from DE; to FR; weight up to 5 kg }
freight rates = 9.50
document cpnp
document msds
fact battery per item: one of none, in_device, loose
fact net_volume per item: volume
fact wh per item: number in Wh
category beauty { cosmetics { perfume, cream } }
category lithium { power_bank, coin_cell }
";

/// Rules, and each finding as `CODE line`.
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
fn rules_that_differ_are_fine() {
    check_rules("forbid a for perfume to GB\nforbid b for perfume to FR via express\nrequire cpnp for cream", &[]);
    check_rules("forbid a for perfume when battery is loose\nforbid b for perfume when battery is in_device", &[]);
    check_rules("forbid a for cosmetics to GB except for perfume\nrequire cpnp for perfume to GB", &[]);
    check_rules("limit a for perfume: net_volume up to 30 ml each, total net_volume up to 200 ml per parcel", &[]);
    check_rules(
        "limit a for perfume: quantity up to 4 per parcel\nlimit b for perfume to GB: quantity up to 2 per parcel",
        &[],
    );
    check_rules(
        "require msds for lithium when battery is not none and (total wh over 4 Wh or total quantity over 2 or count of parcels over 2)",
        &[],
    );
    check_rules("forbid weapons for power_bank\nforbid b for coin_cell via express", &[]);
    check_rules(
        "forbid a for perfume valid 2026-01-01..2026-06-30\nforbid b for perfume valid 2026-07-01..2026-11-30",
        &[],
    );
}

#[test]
fn a_requirement_inside_a_ban_never_helps() {
    check_rules(
        "forbid ban for cosmetics to GB\nrequire cpnp for perfume to GB",
        &["W0911 at `require cpnp for perfume to GB`"],
    );
    check_rules(
        "forbid fr for perfume to FR\nforbid gb for beauty to GB\nrequire cpnp for perfume via standard",
        // That what never ships needs a paper follows from it.
        &["W0916 at `category beauty { cosmetics { perfume, cream } }`"],
    );
    // The ban falls away where the paper is at hand.
    check_rules("forbid ban for perfume to GB except when provided has cpnp\nrequire cpnp for perfume to GB", &[]);
    // What has the paper is forbidden.
    check_rules(
        "forbid ban for perfume when provided has cpnp\nrequire cpnp for perfume to GB",
        &["W0911 at `require cpnp for perfume to GB`"],
    );
}

#[test]
fn limits_that_leave_nothing() {
    check_rules(
        "limit a for perfume: quantity up to 0 per parcel",
        &["E0910 at `limit a for perfume: quantity up to 0 per parcel`"],
    );
    check_rules(
        "limit a for perfume: weight up to 0 g each",
        &["E0910 at `limit a for perfume: weight up to 0 g each`"],
    );
    check_rules(
        "limit a for perfume: net_volume at least 50 ml each, net_volume up to 30 ml each",
        &["E0910 at `limit a for perfume: net_volume at least 50 ml each, net_volume up to 30 ml each`"],
    );
    check_rules(
        "limit a for perfume: quantity at least 4 per parcel\nlimit b for beauty: quantity up to 3 per parcel",
        &["E0910 at `limit a for perfume: quantity at least 4 per parcel`"],
    );
    check_rules(
        "limit a for power_bank when wh over 100 Wh: wh up to 100 Wh each",
        &["E0910 at `limit a for power_bank when wh over 100 Wh: wh up to 100 Wh each`"],
    );
    check_rules(
        "limit a for beauty: weight at least 2 kg per parcel\nlimit b for perfume to GB: weight up to 1 kg per parcel",
        &["E0910 at `limit a for beauty: weight at least 2 kg per parcel`"],
    );
    check_rules(
        "limit a for beauty: quantity at least 4 per parcel\nlimit b for perfume: quantity up to 3 per parcel",
        &[],
    );
    check_rules("limit a for perfume: quantity at least 2 per parcel, quantity up to 3 per parcel", &[]);
}

#[test]
fn rules_that_never_apply() {
    check_rules("forbid a to US", &["W0912 at `forbid a to US`, no shipment"]);
    check_rules("forbid a to GB via express", &["W0912 at `forbid a to GB via express`, no shipment"]);
    check_rules(
        "forbid a when girth over 100 cm and width up to 20 cm and height up to 20 cm",
        &["W0912 at `forbid a when girth over 100 cm and width up to 20 cm and height up to 20 cm`, no shipment"],
    );
    check_rules("forbid a when weight over 25 kg", &["W0912 at `forbid a when weight over 25 kg`, no shipment"]);
    check_rules(
        "forbid a for perfume when battery is loose and battery is none",
        &["W0912 at `forbid a for perfume when battery is loose and battery is none`, no shipment"],
    );
    check_rules(
        "require cpnp for perfume when provided has cpnp",
        &["W0912 at `require cpnp for perfume when provided has cpnp`, no shipment"],
    );
    check_rules("require cpnp for perfume when not provided has cpnp", &[]);
    check_rules(
        "forbid a for perfume valid ..2020-12-31",
        &["W0918 at `forbid a for perfume valid ..2020-12-31`, no shipment"],
    );
    check_rules(
        "forbid a for perfume valid 2027-02-01..",
        &["W0918 at `forbid a for perfume valid 2027-02-01..`, no shipment"],
    );
    check_rules("forbid a for perfume valid ..2026-01-01", &[]);
}

#[test]
fn rules_inside_others() {
    check_rules("forbid a for beauty to GB\nforbid b for perfume to GB", &["W0913 at `forbid b for perfume to GB`"]);
    check_rules("forbid a for perfume to GB\nforbid b for perfume to GB", &["W0913 at `forbid b for perfume to GB`"]);
    check_rules("forbid b for perfume to GB\nforbid a for beauty to GB", &["W0913 at `forbid b for perfume to GB`"]);
    check_rules(
        "forbid a for perfume to GB\nforbid b for perfume to FR via express\nforbid c for perfume via express",
        &["W0913 at `forbid c for perfume via express`"],
    );
    check_rules(
        "forbid a for perfume to GB when battery is loose\nforbid b for perfume to GB when battery is not loose\n\
         forbid c for perfume to GB valid 2026-03-01..",
        &["W0913 at `forbid c for perfume to GB valid 2026-03-01..`"],
    );
    check_rules(
        "require cpnp for beauty\nrequire cpnp for perfume to GB",
        &["W0913 at `require cpnp for perfume to GB`, no shipment"],
    );
    check_rules("require cpnp for beauty\nrequire cpnp not older than 1 year for perfume to GB", &[]);
    check_rules(
        "limit a for beauty: quantity up to 2 per parcel\nlimit b for perfume to GB: quantity up to 5 per parcel",
        &["W0913 at `limit b for perfume to GB: quantity up to 5 per parcel`, no shipment"],
    );
    check_rules(
        "limit a for perfume: quantity up to 2 per consignment, quantity up to 5 per parcel",
        &["W0913 at `limit a for perfume: quantity up to 2 per consignment, quantity up to 5 per parcel`, no shipment"],
    );
    check_rules(
        "forbid a for perfume to GB\nlimit b for perfume to GB: quantity up to 5 per parcel",
        &["W0913 at `limit b for perfume to GB: quantity up to 5 per parcel`"],
    );
}

#[test]
fn exceptions_of_nothing_and_of_everything() {
    check_rules(
        "forbid a for perfume to GB except to FR",
        &["W0914 at `forbid a for perfume to GB except to FR`, no shipment"],
    );
    check_rules(
        "forbid a for perfume except for power_bank",
        &["W0914 at `forbid a for perfume except for power_bank`, no shipment"],
    );
    check_rules(
        "forbid a for perfume to GB except for beauty",
        &["W0915 at `forbid a for perfume to GB except for beauty`, no shipment"],
    );
    check_rules("forbid a for perfume except to GB except via express", &[]);
}

#[test]
fn what_never_ships() {
    check_rules(
        "forbid a for perfume via standard\nforbid b for perfume via express",
        &["W0916 at `category beauty { cosmetics { perfume, cream } }`"],
    );
    check_rules(
        "forbid a for beauty via express\nforbid b for lithium via express",
        &["W0916 at `service express { from DE; to FR; weight up to 5 kg }`"],
    );
    check_rules("forbid a via express", &["W0916 at `forbid a via express`"]);
    check_rules("forbid a\nrequire cpnp for cream\nforbid b for perfume to GB", &["W0916 at `forbid a`"]);
    check_rules(
        "forbid a to GB\nfreight gb via standard to GB overrides rates = 12.00",
        &["W0917 at `freight gb via standard to GB overrides rates = 12.00`"],
    );
}

#[test]
fn goods_on_both_sides() {
    check_rules(
        "separate a: lithium from power_bank per parcel",
        &["W0920 at `separate a: lithium from power_bank per parcel`"],
    );
    check_rules("separate a: lithium from beauty per parcel", &[]);
    check(
        &format!("{STANDARD}category gx hs \"8507\"\ncategory gy hs \"8507\"\nforbid b for gx to GB"),
        &["W0919 at `category gy hs \"8507\"`: no shipment"],
    );
    check(&format!("{STANDARD}category gx hs \"8507\"\ncategory gy hs \"8507\"\nforbid b for gx, gy to GB"), &[]);
}

#[test]
fn bounds_that_no_parcel_meets() {
    check_rules(
        "limit a for perfume via express: weight at least 6 kg per parcel",
        &["E0910 at `limit a for perfume via express: weight at least 6 kg per parcel`"],
    );
    check_rules(
        "limit a for perfume when weight up to 2 kg: weight at least 3 kg per parcel",
        &["E0910 at `limit a for perfume when weight up to 2 kg: weight at least 3 kg per parcel`"],
    );
    check_rules("limit a: weight over 30 kg per parcel", &["E0910 at `limit a: weight over 30 kg per parcel`"]);
    // Two parcels of 4 kg together are heavy enough, and two light ones are not light together.
    check_rules("limit a for perfume via express: weight at least 6 kg per consignment", &[]);
    check_rules(
        "forbid a for perfume to GB when weight up to 2 kg\nlimit b for perfume to GB: weight up to 2 kg per parcel",
        &[],
    );
}

#[test]
fn limits_and_bans_that_leave_nothing_between_them() {
    check_rules(
        "forbid a for perfume to GB when net_volume up to 100 ml\nlimit b for perfume to GB: net_volume up to 100 ml each",
        &["E0910 at `limit b for perfume to GB: net_volume up to 100 ml each`"],
    );
    check_rules(
        "forbid a for perfume to GB when net_volume under 100 ml\nlimit b for perfume to GB: net_volume up to 100 ml each",
        &[],
    );
    check_rules(
        "forbid a for perfume to GB when quantity up to 3\nlimit b for perfume to GB: quantity up to 3 per parcel",
        &["E0910 at `limit b for perfume to GB: quantity up to 3 per parcel`"],
    );
    check_rules(
        "limit a for perfume to GB: net_volume at least 50 ml each\nlimit b for perfume to GB: net_volume up to 200 ml each\n\
         forbid c for perfume to GB when net_volume 50 ml..200 ml",
        &["E0910 at `limit a for perfume to GB: net_volume at least 50 ml each`"],
    );
}

#[test]
fn pieces_that_are_more_than_their_sum_may_be() {
    check_rules(
        "limit a for perfume: net_volume at least 50 ml each, total net_volume up to 40 ml per parcel",
        &["E0910 at `limit a for perfume: net_volume at least 50 ml each, total net_volume up to 40 ml per parcel`"],
    );
    check_rules("limit a for perfume: net_volume at least 50 ml each, total net_volume up to 50 ml per parcel", &[]);
    check_rules(
        "limit a for perfume: net_volume over 50 ml each\nlimit b for beauty: total net_volume up to 50 ml per order",
        &["E0910 at `limit a for perfume: net_volume over 50 ml each`"],
    );
    check_rules(
        "limit a for perfume: weight at least 3 kg each, weight up to 2 kg per parcel",
        &["E0910 at `limit a for perfume: weight at least 3 kg each, weight up to 2 kg per parcel`"],
    );
    check_rules(
        "limit a for perfume: quantity at least 3 per parcel, net_volume at least 20 ml each, total net_volume up to 59 ml per parcel",
        &[
            "E0910 at `limit a for perfume: quantity at least 3 per parcel, net_volume at least 20 ml each, total net_volume up to 59 ml per parcel`",
        ],
    );
    check_rules(
        "limit a for perfume when quantity at least 6: quantity up to 4 per parcel",
        &["E0910 at `limit a for perfume when quantity at least 6: quantity up to 4 per parcel`"],
    );
}

#[test]
fn a_ban_that_is_too_wide_is_told_once() {
    check_rules(
        "forbid ban for beauty\nlimit a for perfume to GB: net_volume up to 30 ml each\nrequire cpnp for cream\nwarn w for cream because \"cool\"",
        &["W0911 at `forbid ban for beauty`"],
    );
    check_rules(
        "forbid ban for beauty to GB\nlimit a for perfume to GB: net_volume up to 30 ml each\nforbid b for cream to GB",
        &["W0913 at `forbid ban for beauty to GB`"],
    );
    check_rules(
        "forbid ban for perfume\nseparate a: lithium from perfume per parcel",
        &["W0913 at `separate a: lithium from perfume per parcel`"],
    );
}

#[test]
fn what_is_refused_already() {
    check_rules(
        "forbid a for power_bank when wh over 100 Wh\nlimit b for power_bank: wh up to 160 Wh each",
        &["W0913 at `limit b for power_bank: wh up to 160 Wh each`"],
    );
    check_rules(
        "limit a for power_bank: wh up to 100 Wh each\nforbid b for power_bank when wh over 160 Wh",
        &["W0913 at `forbid b for power_bank when wh over 160 Wh`"],
    );
    check_rules(
        "limit a for perfume: total net_volume up to 100 ml per parcel, net_volume up to 200 ml each",
        &["W0913 at `limit a for perfume: total net_volume up to 100 ml per parcel, net_volume up to 200 ml each`"],
    );
    check_rules(
        "limit a for perfume via express: weight up to 6 kg per parcel",
        &["W0913 at `limit a for perfume via express: weight up to 6 kg per parcel`, no shipment"],
    );
    check_rules(
        "separate a: lithium from perfume per order\nseparate b: power_bank from perfume per parcel",
        &["W0913 at `separate b: power_bank from perfume per parcel`, no shipment"],
    );
}

#[test]
fn exceptions_that_no_item_meets() {
    let nothing = |rule: &str| check_rules(rule, &[&format!("W0914 at `{rule}`, no shipment")]);
    nothing("forbid a for perfume to GB when total_quantity up to 3 except when quantity over 5");
    nothing("forbid a for perfume to GB except when quantity under 1");
    nothing(
        "forbid a for perfume to GB when weight over 1 kg except when weight up to 3 kg except when weight up to 2 kg",
    );
    nothing(
        "forbid a for cream to GB when not any item (category is perfume) except when any item (category is perfume and quantity over 3)",
    );
    check_rules("forbid a for cream to GB when not any item (category is perfume)", &[]);
    // What is weighed and what is counted do not depend on each other.
    check_rules(
        "forbid a to GB for power_bank when battery is not none or (weight over 1 kg and weight over 4 kg) except when quantity is 1",
        &[],
    );
    check_rules("forbid a for cream to GB except when any item (category is perfume)", &[]);
    check_rules(
        "forbid a for cream to GB when not any item (category is cream)",
        &["W0912 at `forbid a for cream to GB when not any item (category is cream)`, no shipment"],
    );
    // Codes of other goods take nothing from what is told of goods without codes.
    check(
        &format!(
            "{STANDARD}category gx\ncategory gy\ncategory gz hs \"8507\"\nforbid b for gx to GB except for gy\nforbid c for gz to GB"
        ),
        &["W0914 at `forbid b for gx to GB except for gy`: no shipment"],
    );
}

#[test]
fn what_the_host_tells_may_be_nothing() {
    check_rules("fact dry_ice: weight\nforbid ice when dry_ice over 0 kg", &[]);
    check_rules("fact blade per item: length\nlimit blades for cream: blade up to 0 mm each", &[]);
}

#[test]
fn a_part_for_a_period_decides_beside_one_for_the_consignment() {
    check_rules("limit a for cream: quantity up to 2 per consignment, quantity up to 4 per consignee per month", &[]);
    check_rules(
        "limit a for cream: quantity up to 2 per consignee per day, quantity up to 9 per consignee per month",
        &[],
    );
    check_rules(
        "limit a for cream: quantity up to 9 per consignee per month, quantity up to 9 per consignee per month",
        &[
            "W0913 at `limit a for cream: quantity up to 9 per consignee per month, quantity up to 9 per consignee per month`, no shipment",
        ],
    );
}
