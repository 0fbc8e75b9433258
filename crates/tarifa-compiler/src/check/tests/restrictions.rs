//! What the checks say of rule sets with restrictions: defaults that lift rules, and prices of what is not refused.

use super::check_standard;

const BATTERY: &str = "category lithium { power_bank }\nfreight rates via standard = 50.00\n";

/// A fact with this default, and a rule that reads it.
#[track_caller]
fn check_default(fact: &str, rule: &str, lifted: Lifted) {
    let finding = format!("E0905 at `fact {fact}`: no shipment");
    let expected = match lifted {
        Lifted::Yes => vec![finding.as_str()],
        Lifted::No => Vec::new(),
    };
    check_standard(&format!("{BATTERY}fact {fact}\n{rule}"), &expected);
}

/// Whether the default lifts the rule.
#[derive(Clone, Copy)]
enum Lifted {
    Yes,
    No,
}

#[test]
fn a_default_that_lifts_a_rule_is_refused() {
    let battery = "battery per item: one of none, loose, default none";
    check_default(battery, "forbid a when battery is loose", Lifted::Yes);
    check_default(battery, "forbid a for lithium except when battery is none", Lifted::Yes);
    check_default(battery, "forbid a when any item (battery is loose)", Lifted::Yes);
    check_default(battery, "forbid a when battery is given", Lifted::Yes);
    check_default(battery, "document msds\nrequire msds for lithium when battery is loose", Lifted::Yes);
    check_default("wh per item: number in Wh, default 10 Wh", "forbid a when wh over 100 Wh", Lifted::Yes);
    check_default("wh per item: number in Wh, default 10 Wh", "limit a for lithium: wh up to 100 Wh each", Lifted::Yes);
    check_default(
        "wh per item: number in Wh, default 200 Wh",
        "limit a for lithium: total wh up to 100 Wh per parcel",
        Lifted::Yes,
    );
    check_default("paid: money, default 1.00 CNY", "limit a: paid in CNY up to 9 CNY per order", Lifted::Yes);
    check_default("tested: date, default 2026-01-01", "forbid a when tested under 2025-01-01", Lifted::Yes);
    check_default("made: any of wood, seed, default wood", "forbid a when made has seed", Lifted::Yes);
    check_default("known: yes/no, default yes", "forbid a to FR when not known", Lifted::Yes);
}

#[test]
fn a_default_that_lets_the_rule_apply_is_fine() {
    let battery = "battery per item: one of none, loose, default loose";
    check_default(battery, "forbid a when battery is loose", Lifted::No);
    check_default(battery, "forbid a when any item (battery is loose)", Lifted::No);
    check_default("wh per item: number in Wh, default 200 Wh", "forbid a when wh over 100 Wh", Lifted::No);
    check_default("known: yes/no, default no", "forbid a to FR when not known", Lifted::No);
}

#[test]
fn what_is_assumed_or_only_warned_of_is_fine() {
    check_default("battery per item: one of none, loose, assume none", "forbid a when battery is loose", Lifted::No);
    let battery = "battery per item: one of none, loose, default none";
    check_default(battery, "warn a when battery is loose because \"pack it well\"", Lifted::No);
    check_default(battery, "charge care via standard when any item (battery is loose) = 2.00", Lifted::No);
}

#[test]
fn what_is_refused_needs_no_price() {
    let freight = "freight rates via standard to DE = 50.00\n";
    let gap = "E0501 at `service standard {`: ship via standard from CN to FR on 2026-01-01, 1 kg; expect available";
    check_standard(freight, &[gap]);
    check_standard(&format!("{freight}forbid france to FR"), &[]);
    check_standard(&format!("{freight}forbid france to FR when weight over 1 kg"), &[gap]);
    check_standard(
        "freight rates via standard { up to 10 kg: 50.00 }\nlimit heavy: weight up to 10 kg per parcel",
        &[],
    );
}

#[test]
fn prices_of_items_are_checked_beside_rules_of_items() {
    let battery = "category books\ncategory lithium\nfact battery per item: one of none, loose\n\
                   freight rates via standard = 50.00\n";
    let charges = "charge care when any item (battery is loose) = 2.00\ncharge care to FR when any item (battery is none) = 3.00\n";
    check_standard(
        &format!("{battery}{charges}forbid loose when battery is loose"),
        &["W0505 at `charge care when any item (battery is loose) = 2.00`: no shipment"],
    );
    check_standard(&format!("{battery}{charges}forbid loose when battery is loose except to DE"), &[]);
}

#[test]
fn invariants_know_what_is_refused() {
    let battery = "category books\ncategory lithium\nfact battery per item: one of none, loose\n\
                   freight rates via standard = 50.00\nforbid loose for lithium when battery is loose except to FR\n";
    let claim = |claim: &str| format!("{battery}invariant {claim}");
    check_standard(
        &claim("never available when destination is DE and any item (category is lithium and battery is loose)"),
        &[],
    );
    check_standard(&claim("never refused to FR"), &[]);
    check_standard(
        &claim("never refused"),
        &[
            "E0601 at `invariant never refused`: ship via standard from CN to DE on 2026-01-01, 1 kg { 1 lithium (battery loose) }; expect refused",
        ],
    );
}

/// Rules of an item beside all items, pieces and sums: each applies somewhere, which the checker has to find out.
#[track_caller]
fn check_applies(rule: &str) {
    check_standard(
        &format!(
            "category beauty\nfact insured: yes/no, assume no\nfact battery per item: one of none, loose\n\
             fact watt_hours per item: number in Wh\nfact net_volume per item: volume\nfreight rates via standard = 50.00\n\
             warn known when insured and battery is loose and watt_hours over 1 Wh and net_volume over 1 ml because \"known\"\n{rule}"
        ),
        &[],
    );
}

#[test]
fn rules_of_items_beside_sums_and_other_items_are_followed() {
    check_applies("forbid a for beauty when any item (battery is loose) except when quantity is 1");
    check_applies(
        "forbid a for beauty when watt_hours over 3 Wh and any item (battery is loose) and not (quantity is 1)",
    );
    check_applies("forbid a for beauty when total net_volume over 200 ml or every item (watt_hours up to 100 Wh)");
    check_applies(
        "forbid a for beauty when battery is loose and total net_volume over 200 ml or (insured and every item (watt_hours up to 100 Wh)) except when quantity is 1",
    );
}
