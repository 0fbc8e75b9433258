//! Money: entering stages, outcomes, the way back, compensations, and what is missing for them.

use super::check_with;
use super::dispute::*;
use crate::case::{CaseFault, Owed, PaidInput};
use crate::evaluate::Runtime;
use crate::fixture::{currency, flat, n, single};
use crate::program::*;

const BACK: &str = "2026-03-10 delivered
    2026-03-12 buyer open (reason damaged, asked return_and_refund) with photo
    2026-03-13 seller accept
    2026-03-20 buyer ship_back
    2026-04-01 seller confirm (received 8)";
const OPENED: &str = "2026-03-10 delivered
    2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";

#[test]
fn what_was_paid_is_asked_for_where_money_is_reckoned() {
    let mut unpaid = case(OPENED);
    unpaid.paid = PaidInput::default();
    check_with(
        &runtime(|_| {}),
        &unpaid,
        "2026-03-18",
        "
        outcome refund_as_asked on 2026-03-17
        needs paid",
    );
}

#[test]
fn never_more_comes_back_than_was_paid_across_cases() {
    let mut again = case(OPENED);
    again.refunded_before = Some("60.00 USD".parse().unwrap());
    check_with(
        &runtime(|_| {}),
        &again,
        "2026-03-18",
        "
        outcome refund_as_asked on 2026-03-17
        buyer gets 20.00 USD
        seller gets 0.00 USD",
    );
    again.refunded_before = Some("90.00 USD".parse().unwrap());
    assert_eq!(runtime(|_| {}).prepare_case(&again).unwrap_err().codes(), ["E0708"]);
}

#[test]
fn money_moves_on_entering_a_stage_too() {
    let runtime = runtime(|process| {
        process.stages[2].payments = vec![line(BUYER, Payment::Share(n("1/3"), Box::new(Payment::Paid)))];
        process.outcomes[4].payments = vec![line(SELLER, Payment::Rest)];
    });
    let accepted = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked return_and_refund) with photo
        2026-03-13 seller accept";
    check_with(
        &runtime,
        &case(accepted),
        "2026-03-24",
        "
        outcome closed on 2026-03-23
        buyer gets 26.67 USD
        seller gets 53.33 USD",
    );
}

#[test]
fn an_outcome_that_leaves_something_is_a_fault() {
    let runtime = runtime(|process| {
        process.outcomes[1].payments.pop();
    });
    let prepared = runtime.prepare_case(&case(OPENED)).unwrap();
    let fault = runtime.case(&prepared[0], "2026-03-20".parse().unwrap()).unwrap_err();
    assert_eq!(fault, CaseFault::NotSettled { outcome: REFUND_AS_ASKED, left: n("50") });
}

/// The way back is priced in CNY at a rate of 8.
fn with_way_back(change: impl FnOnce(&mut Program)) -> Runtime {
    Runtime::new(program(|program| {
        program.exchange.push(ExchangePeriod {
            valid: "2026-01-01..2026-12-31".parse().unwrap(),
            rates: vec![ExchangeRate { from: currency("USD"), to: currency("CNY"), rate: n("8") }],
            at: At(0),
        });
        let body = single(vec![flat("100")]);
        program.blocks.push(Block {
            line: LineId(0),
            name: "back".to_owned(),
            scope: Scope { services: Bits::from_members([1]), from: None, to: None, when: Condition::Always },
            overridden_by: Vec::new(),
            currency: currency("CNY"),
            payer: PayerId(0),
            body,
            at: At(0),
        });
        program.lines[0].block_count = 1;
        let by_seller = Guard::Reason(vec![reason("damaged"), reason("not_as_described")]);
        program.processes[0].stages[3].return_freight = Some(ReturnFreight {
            service: ServiceId(1),
            payers: vec![(Some(by_seller), SELLER), (None, BUYER)],
            at: At(0),
        });
        change(program);
    }))
}

#[test]
fn the_way_back_is_priced_by_its_service_and_paid_by_whom_the_reason_says() {
    check_with(
        &with_way_back(|_| {}),
        &case(BACK),
        "2026-04-01",
        "
        outcome refund_received on 2026-04-01
        seller pays 12.50 USD for the way back via return_line
        buyer gets 80.00 USD
        seller gets 0.00 USD",
    );
    let runtime = with_way_back(|program| {
        program.processes[0].outcomes[2].payments = vec![
            line(BUYER, Payment::Less(Box::new(Payment::ReceivedItems), Box::new(Payment::ReturnFreight))),
            line(SELLER, Payment::Rest),
        ];
    });
    let changed_mind = BACK.replace("reason damaged", "reason changed_mind");
    let mut free = case(&changed_mind);
    free.order.facts.insert("free_return".to_owned(), crate::shipment::Given::YesNo(true));
    check_with(
        &runtime,
        &free,
        "2026-04-01",
        "
        outcome refund_received on 2026-04-01
        buyer pays 12.50 USD for the way back via return_line
        buyer gets 67.50 USD
        seller gets 12.50 USD",
    );
}

#[test]
fn a_way_back_that_nobody_prices_is_asked_for() {
    let runtime = with_way_back(|program| program.services[1].from = crate::fixture::CHINA);
    check_with(
        &runtime,
        &case(BACK),
        "2026-03-21",
        "
        stage receiving since 2026-03-20
        seller must confirm by 2026-04-19 23:59, otherwise refund_in_full
        needs return freight",
    );
}

fn with_compensation(compensation: Compensation) -> Runtime {
    with_way_back(|program| {
        program.blocks[0].scope.services = Bits::from_members([0, 1]);
        program.compensations.push(compensation);
    })
}

/// The lesser of the declared value in CNY and 500, and the freight beside.
fn lost() -> Compensation {
    let value = Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), currency: currency("CNY") };
    let least =
        Reckoning::Least(vec![Reckoning::Amount(Amount::Formula(value)), Reckoning::Amount(Amount::Flat(n("500")))]);
    Compensation {
        name: "lost".to_owned(),
        title: "Lost".to_owned(),
        scope: Scope { services: Bits::from_members([0]), from: None, to: None, when: Condition::Always },
        amount: Reckoning::Sum(vec![least, Reckoning::Amount(Amount::Formula(Expression::Line(LineId(0))))]),
        currency: currency("CNY"),
        rate_day: DateField::Declared(ORDER_DATE),
        at: At(0),
    }
}

#[test]
fn a_compensation_is_reckoned_at_the_rate_of_its_own_day() {
    let runtime = with_compensation(lost());
    let mut order = case(OPENED).order;
    order.declared_value = Some("60.00 USD".parse().unwrap());
    order.items = None;
    let owed = |order: &crate::shipment::Shipment| {
        runtime.compensation(CompensationId(0), &runtime.prepare(order).unwrap()).unwrap()
    };
    let Owed::Needs(needs) = owed(&order) else { panic!("the day is not told") };
    assert_eq!(needs.len(), 1, "{needs:?}");
    order.facts.insert("order_date".to_owned(), crate::shipment::Given::Date("2026-03-01".parse().unwrap()));
    // 60 USD are 480 CNY, and the freight is 100.
    assert_eq!(owed(&order), Owed::Amount("580.00 CNY".parse().unwrap()));
    order.declared_value = Some("80.00 USD".parse().unwrap());
    assert_eq!(owed(&order), Owed::Amount("600.00 CNY".parse().unwrap()));
    order.service = Some("return_line".to_owned());
    assert_eq!(owed(&order), Owed::NotOwed);
}

#[test]
fn a_compensation_pays_inside_a_case() {
    let runtime = with_way_back(|program| {
        program.blocks[0].scope.services = Bits::from_members([0, 1]);
        program.compensations.push(lost());
        let paid = PaymentLine {
            party: SELLER,
            way: PaymentWay::Own(BUYER),
            amount: Payment::Compensation(CompensationId(0)),
            when: None,
            at: At(0),
        };
        program.processes[0].outcomes[4].payments.push(paid);
    });
    let mut withdrawn = case(&format!("{OPENED}\n 2026-03-13 buyer withdraw"));
    withdrawn.order.facts.insert("order_date".to_owned(), crate::shipment::Given::Date("2026-03-01".parse().unwrap()));
    check_with(
        &runtime,
        &withdrawn,
        "2026-03-13",
        "
        outcome closed on 2026-03-13
        seller gets 80.00 USD
        seller pays 75.00 USD to buyer",
    );
}
