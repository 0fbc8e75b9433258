//! What a service carries at all.

use super::check;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Given, Item, Shipment};

fn policy() -> Policy {
    Policy::new().block("freight", single(vec![flat("1")]))
}

const FINE: &str = "available 1 = freight 1";

#[test]
fn every_failed_gate_is_a_reason() {
    let policy = || {
        policy()
            .limit(Expression::Measure(Measure::Weight), up_to("1000"))
            .standard(|service| service.to = SPAIN)
            .change(|program| program.valid = "2026-04-01..".parse().unwrap())
    };
    let from_france = Shipment { origin: Some(place("FR")), ..shipment() };
    check(policy(), from_france, "not served: tariff dates, origin, destination, limit 0 at 1200 of parcel 0");
    let fine = Shipment { ship_date: Some("2026-04-01".parse().unwrap()), ..to("ES 28001") };
    check(policy(), Shipment { weight: Some("1 kg".parse().unwrap()), ..fine }, FINE);
}

#[test]
fn a_limit_says_nothing_outside_its_scope() {
    let policy = || {
        policy().standard(|service| {
            service.limits.push(Limit {
                scope: Condition::Place(PlaceField::Destination, SPAIN),
                test: LimitTest::Condition(Condition::Never),
                text: String::new(),
                at: At(0),
            });
        })
    };
    check(policy(), to("DE"), FINE);
    check(policy(), to("ES"), "not served: limit 0 of parcel 0");
}

#[test]
fn a_limit_turns_away_what_the_billed_weight_does_not_cover() {
    let short = || is_in(Expression::Measure(Measure::Length), up_to("25"));
    let policy = policy()
        .limit(Expression::Measure(Measure::BilledWeight), up_to("9000"))
        .limit(Expression::Measure(Measure::Length), up_to("25"))
        .step(short(), WeightStepKind::Volumetric { divisor: n("5"), rounding: None })
        .step(Condition::Always, WeightStepKind::Bill(Expression::Measure(Measure::VolumetricWeight)));
    check(policy, shipment(), "not served: limit 1 at 30 of parcel 0");
}

#[test]
fn not_served_comes_before_refused_and_needs() {
    let policy = Policy::new()
        .block("freight", Body::Single(RowOutcome::Refuse(None)))
        .limit(Expression::Measure(Measure::Weight), up_to("1000"));
    check(policy, Shipment { sides: None, ..shipment() }, "not served: limit 0 at 1200 of parcel 0");
}

#[test]
fn refused_comes_before_needs_and_needs_before_refer() {
    let charge = |outcome| {
        policy()
            .fact("insured", FactPer::Shipment, FactKind::YesNo, None)
            .line("insurance", LineKind::Charge)
            .block_with("insurance", single(vec![flat("2")]), |block| block.scope.when = Condition::Yes(FactId(0)))
            .line("handling", LineKind::Charge)
            .block("handling", Body::Single(outcome))
    };
    check(charge(RowOutcome::Refuse(None)), shipment(), "refused: handling_2 row 0");
    check(charge(RowOutcome::Refer(None)), shipment(), "refer: handling_2 row 0");
    let freight_unknown = Policy::new()
        .fact("insured", FactPer::Shipment, FactKind::YesNo, None)
        .block_with("freight", Body::Single(RowOutcome::Refer(None)), |block| {
            block.scope.when = Condition::Yes(FactId(0));
        })
        .block_with("freight", single(vec![flat("2")]), |block| {
            block.scope.when = Condition::Not(Box::new(Condition::Yes(FactId(0))));
        });
    check(freight_unknown, shipment(), "needs insured");
}

#[test]
fn a_postcode_or_subdivision_that_rules_tell_apart_is_asked_for() {
    let policy = || {
        policy().line("remote", LineKind::Charge).block_with("remote", single(vec![flat("5")]), |block| {
            block.scope.to = Some(CANARIES);
        })
    };
    check(policy(), to("ES 35001"), "available 6 = freight 1 + remote 5");
    check(policy(), to("ES 28001"), FINE);
    check(policy(), to("ES"), "needs Postcode(Destination)");
    check(policy(), to("DE"), FINE);
    check(policy(), to("US"), FINE);
    check(policy().standard(|service| service.to = ALASKA), to("US"), "needs Subdivision(Destination)");
    check(policy().standard(|service| service.to = ALASKA), to("US-AK"), FINE);
    check(policy().standard(|service| service.to = ALASKA), to("US-CA"), "not served: destination");
    let nowhere = Shipment { destination: None, ..shipment() };
    check(policy(), nowhere, "needs Country(Destination)");
}

#[test]
fn dates_are_read_in_the_zone_that_the_rule_names() {
    let policy = || {
        policy().line("peak", LineKind::Charge).block_with("peak", single(vec![flat("5")]), |block| {
            let (from, to) = (day("2026-03-02"), day("2026-03-08"));
            block.scope.when = Condition::Date { field: DateField::ShipDate, zone: 1, from, to };
        })
    };
    let on = |moment: &str| Shipment { ship_date: Some(moment.parse().unwrap()), ..shipment() };
    // Shanghai's second of March begins while Chicago still has the first.
    check(policy(), on("2026-03-02"), "needs Time(ShipDate)");
    check(policy(), on("2026-03-02 13:59"), FINE);
    check(policy(), on("2026-03-02 14:00"), "available 6 = freight 1 + peak 5");
    check(policy(), on("2026-03-03"), "available 6 = freight 1 + peak 5");
    check(policy(), on("2026-03-01"), FINE);
    check(policy(), Shipment { ship_date: None, ..shipment() }, "needs Date(ShipDate)");
}

#[test]
fn what_is_billed_too_much_in_any_case_is_turned_away_without_the_measure_that_is_missing() {
    let weights = [Measure::Weight, Measure::VolumetricWeight].map(Expression::Measure);
    let policy = |most, last| {
        Policy::new()
            .step(Condition::Always, WeightStepKind::Volumetric { divisor: n("5"), rounding: None })
            .step(Condition::Always, WeightStepKind::Bill(Expression::Greatest(weights.to_vec())))
            .step(Condition::Always, last)
            .limit(Expression::Measure(Measure::BilledWeight), up_to(most))
            .block("freight", single(vec![flat("1")]))
    };
    let whole = || WeightStepKind::Rounded(up("1"));
    // Of either measure alone 1200 g are billed.
    let weightless = || Shipment { weight: None, ..shipment() };
    let sideless = || Shipment { sides: None, ..shipment() };
    for shipment in [weightless(), sideless()] {
        check(policy("1199", whole()), shipment.clone(), "not served: limit 0 of parcel 0");
        check(policy("1000", WeightStepKind::Rounded(up("500"))), shipment.clone(), "not served: limit 0 of parcel 0");
        check(policy("1300", WeightStepKind::Minimum(n("1500"))), shipment, "not served: limit 0 of parcel 0");
    }
    check(policy("1200", whole()), weightless(), "needs Weight(0)");
    check(policy("1200", whole()), sideless(), "needs Sides(0)");
    // What is more than that is cut.
    check(policy("1199", WeightStepKind::Maximum(n("1000"))), weightless(), "needs Weight(0)");
}

#[test]
fn pieces_of_nothing_need_not_be_counted() {
    let policy = || {
        let cells = Expression::Fact(FactRef::Declared(FactId(0)));
        Policy::new()
            .fact("cells", FactPer::Item, FactKind::Number { unit: None }, None)
            .limit(Expression::TotalOfItems(Box::new(cells)), up_to("4"))
            .block("freight", single(vec![flat("1")]))
    };
    let of_cells = |cells, quantity| {
        let facts = [("cells".to_owned(), Given::Number(n(cells)))].into();
        Item { facts, quantity, ..Item::default() }
    };
    let items = |second| Shipment { items: Some(vec![of_cells("4", Some(1)), of_cells(second, None)]), ..shipment() };
    check(policy(), items("0"), FINE);
    check(policy(), items("1"), "needs Item(1, Builtin(ItemQuantity))");
}
