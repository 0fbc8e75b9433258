//! What is asked for, and what is not.

use super::check;
use crate::fixture::*;
use crate::program::*;
use crate::shipment::{Given, Item, Shipment};

const P: FactId = FactId(0);
const Q: FactId = FactId(1);

/// Freight 1, and a charge of 5 under a condition on two yes/no facts that nobody told.
fn charged_when(when: Condition) -> Policy {
    Policy::new()
        .fact("p", FactPer::Shipment, FactKind::YesNo, None)
        .fact("q", FactPer::Shipment, FactKind::YesNo, None)
        .block("freight", single(vec![flat("1")]))
        .line("extra", LineKind::Charge)
        .block_with("extra", single(vec![flat("5")]), |block| block.scope.when = when)
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

#[test]
fn only_what_could_change_the_answer_is_asked_for() {
    let (p, q) = (|| Condition::Yes(P), || Condition::Yes(Q));
    let cases = [
        (p(), "needs p"),
        (Condition::Any(vec![p(), not(p())]), "available 6 = freight 1 + extra 5"),
        (Condition::All(vec![p(), not(p())]), "available 1 = freight 1"),
        (Condition::All(vec![p(), q()]), "needs p, q"),
        (Condition::All(vec![p(), Condition::Any(vec![q(), not(q())])]), "needs p"),
        (Condition::Any(vec![Condition::All(vec![p(), q()]), Condition::All(vec![not(p()), q()])]), "needs q"),
        (Condition::All(vec![p(), Condition::Never]), "available 1 = freight 1"),
        (Condition::Any(vec![p(), Condition::Always]), "available 6 = freight 1 + extra 5"),
    ];
    for (when, expected) in cases {
        check(charged_when(when), shipment(), expected);
    }
}

#[test]
fn a_fact_that_is_given_or_has_a_default_is_not_asked_for() {
    let given = Shipment { facts: [("p".to_owned(), Given::YesNo(true))].into(), ..shipment() };
    check(charged_when(Condition::Yes(P)), given.clone(), "available 6 = freight 1 + extra 5");
    let with_default =
        |when| charged_when(when).change(|program| program.facts[0].default = Some(FactValue::YesNo(false)));
    check(with_default(Condition::Yes(P)), shipment(), "available 1 = freight 1");
    let is_given = || Condition::Given(FactRef::Declared(P));
    check(with_default(is_given()), shipment(), "available 1 = freight 1");
    check(with_default(is_given()), given, "available 6 = freight 1 + extra 5");
}

#[test]
fn two_rows_that_charge_the_same_ask_for_nothing() {
    let policy = |second: &str| {
        charged_when(Condition::Yes(P))
            .block_with("extra", single(vec![flat(second)]), |block| block.scope.when = not(Condition::Yes(P)))
    };
    check(policy("5"), shipment(), "available 6 = freight 1 + extra 5");
    check(policy("4"), shipment(), "needs p");
}

#[test]
fn a_place_is_asked_for_only_where_it_could_change_the_answer() {
    let hub = FactId(2);
    let is_in = |set| Condition::Place(PlaceField::Declared(hub), set);
    let policy = |when| charged_when(when).fact("hub", FactPer::Shipment, FactKind::Place, None);
    check(policy(is_in(GERMANY)), shipment(), "needs hub");
    let either = || Condition::Any(vec![is_in(GERMANY), not(is_in(GERMANY))]);
    check(policy(either()), shipment(), "available 6 = freight 1 + extra 5");
    // A place in Spain of which the postcode is not told.
    let spain = Shipment { facts: [("hub".to_owned(), Given::Place(place("ES")))].into(), ..shipment() };
    check(policy(is_in(SPAIN)), spain.clone(), "available 6 = freight 1 + extra 5");
    check(policy(is_in(CANARIES)), spain.clone(), "needs Postcode(Declared(FactId(2)))");
    let either = Condition::Any(vec![is_in(CANARIES), not(is_in(CANARIES))]);
    check(policy(either), spain, "available 6 = freight 1 + extra 5");
}

#[test]
fn a_number_that_is_only_tested_is_asked_for_only_where_a_test_could_turn() {
    let grams = || Expression::Fact(FactRef::Declared(FactId(2)));
    let policy = |when| charged_when(when).fact("net", FactPer::Shipment, FactKind::Weight, None);
    let either = Condition::Any(vec![is_in(grams(), up_to("500")), is_in(grams(), over("500"))]);
    check(policy(either), shipment(), "available 6 = freight 1 + extra 5");
    check(policy(is_in(grams(), up_to("500"))), shipment(), "needs net");
    let hole = Condition::Any(vec![is_in(grams(), up_to("500")), is_in(grams(), over("501"))]);
    check(policy(hole), shipment(), "needs net");
}

#[test]
fn a_number_that_is_charged_by_is_asked_for_with_everything_else_at_once() {
    let value = single(vec![add(Amount::Formula(declared_value_in("CNY")))]);
    let policy =
        || charged_when(Condition::Yes(P)).line("insurance", LineKind::Charge).block("insurance", value.clone());
    let bare = Shipment { declared_value: None, ..shipment() };
    check(policy(), bare.clone(), "needs DeclaredValue, p");
    let unknown_weight = Shipment { weight: None, sides: None, ..bare };
    let by_weight = Policy::new().block("freight", single(vec![per(Count::Started, "1", "1000", "0")]));
    check(by_weight, unknown_weight, "needs Weight(0)");
}

#[test]
fn sides_are_asked_for_only_where_the_billed_weight_reads_them() {
    let weights = [Measure::Weight, Measure::VolumetricWeight].map(Expression::Measure).to_vec();
    let policy = |bill: Expression| {
        let volumetric = WeightStepKind::Volumetric { divisor: n("5"), rounding: None };
        Policy::new()
            .block("freight", single(vec![per(Count::Started, "1", "1000", "0")]))
            .step(Condition::Always, volumetric)
            .step(Condition::Always, WeightStepKind::Bill(bill))
    };
    let flat_pack = Shipment { sides: None, ..shipment() };
    check(policy(Expression::Greatest(weights)), flat_pack.clone(), "needs Sides(0)");
    check(policy(Expression::Measure(Measure::Weight)), flat_pack, "available 2 = freight 2");
}

#[test]
fn what_turns_the_shipment_away_in_any_case_needs_no_answer() {
    let refused = |when| {
        Policy::new()
            .fact("p", FactPer::Shipment, FactKind::YesNo, None)
            .block("freight", single(vec![flat("1")]))
            .line("handling", LineKind::Charge)
            .block_with("handling", Body::Single(RowOutcome::Refuse(None)), |block| block.scope.when = when)
    };
    check(
        refused(Condition::Any(vec![Condition::Yes(P), not(Condition::Yes(P))])),
        shipment(),
        "refused: handling_1 row 0",
    );
    check(refused(Condition::Yes(P)), shipment(), "needs p");
}

#[test]
fn items_are_looked_at_one_by_one() {
    let battery = FactKind::OneOf(["none", "in_device", "loose"].map(str::to_owned).to_vec());
    let loose = || Condition::OneOf(FactId(2), Bits::from_members([2]));
    let policy = |when| {
        charged_when(when).category("phone", &["5090301"], &["851713"]).category("power_bank", &[], &["8507"]).fact(
            "battery",
            FactPer::Item,
            battery.clone(),
            None,
        )
    };
    let with = |items: Vec<Item>| Shipment { items: Some(items), ..shipment() };
    let told = |word: &str| Item {
        facts: [("battery".to_owned(), Given::Text(word.to_owned()))].into(),
        ..pieces(1, "phone")
    };
    let any = || Condition::AnyItem(Box::new(loose()));
    let every = || Condition::EveryItem(Box::new(loose()));
    const CHARGED: &str = "available 6 = freight 1 + extra 5";
    const FREE: &str = "available 1 = freight 1";
    check(policy(any()), with(vec![]), FREE);
    check(policy(every()), with(vec![]), CHARGED);
    check(policy(any()), with(vec![told("none"), told("loose"), pieces(1, "phone")]), CHARGED);
    check(policy(every()), with(vec![told("none"), pieces(1, "phone")]), FREE);
    check(policy(any()), with(vec![told("none"), pieces(1, "phone")]), "needs battery of item 1");
    check(policy(any()), Shipment { items: None, ..shipment() }, "needs Items");
    let is_phone = || Condition::AnyItem(Box::new(Condition::Category(Bits::from_members([0]))));
    let hs = |code: &str| Item { hs: Some(code.to_owned()), quantity: Some(1), ..Item::default() };
    check(policy(is_phone()), with(vec![pieces(1, "5090301")]), CHARGED);
    check(policy(is_phone()), with(vec![hs("8517.13.00")]), CHARGED);
    check(policy(is_phone()), with(vec![hs("8507.60")]), FREE);
    check(policy(is_phone()), with(vec![Item::default()]), "needs Item(0, Builtin(ItemCategory))");
    let both = Item { hs: Some("8517.13".to_owned()), ..pieces(1, "power_bank") };
    check(policy(is_phone()), with(vec![both]), CHARGED);
}

#[test]
fn too_many_completions_ask_for_everything_that_was_met_unless_few_branches_stand_for_them() {
    let facts: Vec<Condition> = (2..15).map(|fact| Condition::Yes(FactId(fact))).collect();
    let names = (2..15).map(|fact| format!("f{fact:02}"));
    let policy = |when| {
        names
            .clone()
            .fold(charged_when(when), |policy, name| policy.fact(&name, FactPer::Shipment, FactKind::YesNo, None))
    };
    // Whatever the facts are, the charge applies: the first that is `no` says so, of whatever the others are.
    let one_by_one = Condition::Any(vec![Condition::All(facts.clone()), not(Condition::All(facts.clone()))]);
    check(policy(one_by_one), shipment(), "available 6 = freight 1 + extra 5");
    // Here every fact must be known for it, which is more than can be tried.
    let either = |fact: &Condition| Condition::Any(vec![fact.clone(), not(fact.clone())]);
    let all_at_once = Condition::All(facts.iter().map(either).collect());
    check(policy(all_at_once), shipment(), &format!("needs {}", names.clone().collect::<Vec<_>>().join(", ")));
}

#[test]
fn a_group_asks_only_for_members_that_could_be_charged() {
    let policy = |rule| {
        charged_when(Condition::Yes(P))
            .line("other", LineKind::Charge)
            .block("other", single(vec![flat("9")]))
            .group(rule, &["other", "extra"])
    };
    check(policy(ExclusiveGroup::Highest), shipment(), "available 10 = freight 1 + other 9");
    check(policy(ExclusiveGroup::First), shipment(), "available 10 = freight 1 + other 9");
}
