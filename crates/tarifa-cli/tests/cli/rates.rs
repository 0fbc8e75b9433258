//! `tarifa rates`.

use super::run::check;

#[test]
fn a_grid() {
    let at = ["--from", "CN", "--to", "DE", "--at", "2026-03-02"];
    check("rates_standard", &[&["rates", "parcels", "--via", "standard"], &at[..]].concat());
    check("rates_express", &[&["rates", "parcels", "--via", "express", "--weight", "1.2 kg"], &at[..]].concat());
    check(
        "rates_gold",
        &[&["rates", "parcels", "--via", "standard", "--set", "seller_tier=gold", "--format", "json"], &at[..]]
            .concat(),
    );
}

#[test]
fn a_zone_is_asked_for_by_its_name() {
    check("rates_zone", &["rates", "parcels", "--via", "standard", "--from", "CN", "--to", "eu", "--at", "2026-03-02"]);
}

/// A bound that does not belong to the row below it: the last weight under it, and the first at it.
#[test]
fn bounds_that_are_excluded() {
    let rules = "../../../../rules/air-cargo";
    check("rates_under", &["rates", rules, "--via", "strict_breaks", "--from", "CN", "--to", "US"]);
}

/// A charge that applies from a weight on has rows of its own, at its last weight without and its first weight with it.
#[test]
fn weights_from_which_a_charge_applies() {
    check("rates_thresholds", &["rates", "thresholds", "--via", "parcel", "--to", "DE"]);
}

/// What is nowhere written: where a minimum ends and a maximum begins, and where the next band becomes cheaper.
#[test]
fn weights_between_bounds() {
    check("rates_kinks", &["rates", "kinks", "--via", "air", "--to", "DE"]);
}

/// Values at which a duty ends, a tax begins, an insurance ends and a restriction begins have a table of their own.
#[test]
fn values_from_which_lines_apply() {
    let rates = ["rates", "values", "--via", "parcel", "--to", "DE"];
    check("rates_values", &rates);
    check("rates_values_insured", &[&rates[..], &["--set", "insured=yes", "--weight", "500 g"]].concat());
    check("rates_values_csv", &[&rates[..], &["--format", "csv"]].concat());
    // No line of this lane asks for the value but the restriction.
    check("rates_values_elsewhere", &["rates", "values", "--via", "parcel", "--to", "FR", "--format", "json"]);
    // A value that is given leaves no table of values.
    check("rates_values_given", &[&rates[..], &["--set", "declared_value=100 EUR"]].concat());
}

#[test]
fn what_the_prices_depend_on() {
    check("rates_needs", &["rates", "parcels", "--via", "standard", "--to", "DE"]);
}

#[test]
fn a_place_that_is_not_served() {
    check(
        "rates_not_served",
        &["rates", "parcels", "--via", "express", "--from", "CN", "--to", "FR", "--at", "2026-03-02"],
    );
}

#[test]
fn slips() {
    check("rates_no_service", &["rates", "parcels", "--via", "expres", "--to", "DE"]);
    check("rates_no_place", &["rates", "parcels", "--via", "express", "--to", "Germany"]);
    check("rates_no_zone", &["rates", "parcels", "--via", "express", "--to", "zone8"]);
    check("rates_no_weight", &["rates", "parcels", "--via", "express", "--to", "DE", "--weight", "1"]);
}
