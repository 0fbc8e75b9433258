//! Clocks of a case: anchors, rolling ends, held, paused, extended.

use super::check_with;
use super::dispute::*;
use crate::case::{Case, CaseEvent, WhatHappened};
use crate::program::*;
use crate::shipment::{Given, Parcel};

const OPENED: &str = "2026-03-10 delivered
    2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";

/// When the seller must answer, with another clock.
#[track_caller]
fn answer_by(within: Clock, events: &str, now: &str, expected: &str) {
    let runtime = runtime(|process| {
        process.stages[0].obligations[0].within = Some(Edge::One(within));
        process.stages[0].timers.clear();
    });
    let standing = super::standing_of(&runtime, &case(events), now);
    let duty = standing.must.first().map(|duty| duty.text.clone());
    let needs: Vec<&str> = standing.needs.iter().map(|need| need.fact.as_str()).collect();
    let told = duty.unwrap_or_else(|| standing.name.clone().unwrap_or_default()) + &needs.join(" ");
    assert_eq!(
        told.replace(" America/Los_Angeles", "").replace(", otherwise refund_as_asked", ""),
        expected,
        "at {now}"
    );
}

#[test]
fn an_end_rolls_to_the_next_business_day() {
    // 2026-03-14 is a Saturday.
    let rolling = |days| Clock { rolling: Some(CalendarId(0)), ..clock(days, DAYS, Anchor::Entry) };
    answer_by(rolling(1), OPENED, "2026-03-12", "seller must answer by 2026-03-13 23:59");
    answer_by(rolling(2), OPENED, "2026-03-12", "seller must answer by 2026-03-16 23:59");
    let friday = &OPENED.replace("2026-03-12", "2026-03-12 18:00");
    let rolling = Clock { rolling: Some(CalendarId(0)), ..clock(48, HOURS, Anchor::Entry) };
    answer_by(rolling, friday, "2026-03-12", "seller must answer by 2026-03-16 18:00");
    // Hours that begin at some time of a Saturday end on Sunday, and then on Monday at the same hour, or on Monday.
    let rolling = Clock { rolling: Some(CalendarId(0)), ..clock(36, HOURS, Anchor::Entry) };
    let saturday = &OPENED.replace("2026-03-12", "2026-03-14");
    answer_by(rolling, saturday, "2026-03-18", "refund_as_asked");
}

#[test]
fn a_deadline_is_held_until_something_happens() {
    let held =
        || Clock { held_until: Some(Anchor::Event(PROTECTION_ENDS, Which::First)), ..clock(3, DAYS, Anchor::Entry) };
    answer_by(
        held(),
        OPENED,
        "2026-03-17",
        "seller must answer, its deadline not begun: protection_ends has not happened",
    );
    let ended = |at: &str| format!("{OPENED}\n {at} protection_ends");
    answer_by(held(), &ended("2026-03-13"), "2026-03-13", "seller must answer by 2026-03-15 23:59");
    answer_by(held(), &ended("2026-03-17"), "2026-03-14", "seller must answer by 2026-03-17 23:59");
    answer_by(held(), &ended("2026-03-16"), "2026-03-17", "refund_as_asked");
}

#[test]
fn a_clock_that_counts_from_another_begins_with_its_day() {
    let inner = clock(2, DAYS, Anchor::Event(DELIVERED, Which::First));
    let chained = clock(1, ClockUnit::Months, Anchor::Clock(Box::new(inner)));
    answer_by(chained, OPENED, "2026-03-12", "seller must answer by 2026-04-12 23:59");
}

#[test]
fn a_date_of_the_order_is_a_day_of_the_zone() {
    let from_order = || clock(20, DAYS, Anchor::Date(DateField::Declared(ORDER_DATE)));
    answer_by(from_order(), OPENED, "2026-03-12", "negotiationorder.order_date");
    let runtime = runtime(|process| process.stages[0].obligations[0].within = Some(Edge::One(from_order())));
    let mut dated = case(OPENED);
    dated.order.facts.insert("order_date".to_owned(), Given::Date("2026-03-01".parse().unwrap()));
    check_with(
        &runtime,
        &dated,
        "2026-03-12",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-21 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn a_calendar_that_ends_is_asked_for_once_it_matters() {
    let business = || clock(30, BUSINESS, Anchor::Entry);
    let late = OPENED.replace("2026-03", "2026-12");
    let open = "seller must answer, its deadline not knowncalendar cn";
    answer_by(business(), &late, "2026-12-20", open);
    answer_by(business(), &late, "2026-12-31", open);
    answer_by(business(), &late, "2027-01-01", "negotiationcalendar cn");
}

#[test]
fn the_first_the_last_and_each_of_several() {
    let twice = "2026-03-09 shipped
        2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-14 shipped
        2026-03-20 shipped";
    let after = |which| clock(10, DAYS, Anchor::Event(SHIPPED, which));
    answer_by(after(Which::First), twice, "2026-03-12", "seller must answer by 2026-03-19 23:59");
    answer_by(after(Which::Each), twice, "2026-03-12", "seller must answer by 2026-03-19 23:59");
    answer_by(after(Which::Each), twice, "2026-03-14", "seller must answer by 2026-03-24 23:59");
    answer_by(after(Which::Last), twice, "2026-03-12", "seller must answer by 2026-03-19 23:59");
}

fn in_two_parcels(events: &str) -> Case {
    let mut case = case(events);
    case.order.weight = None;
    case.order.sides = None;
    case.order.parcels = Some(vec![Parcel::default(), Parcel::default()]);
    case
}

#[test]
fn the_last_delivery_waits_for_every_parcel() {
    let runtime = runtime(|_| {});
    let opened = "2026-03-14 buyer open (reason damaged, asked refund_only) with photo";
    let first = "2026-03-10 delivered of parcel 1";
    check_with(
        &runtime,
        &in_two_parcels(&format!("{first}\n{opened}")),
        "2026-03-14",
        "
        not open
        2026-03-14 buyer open too early (delivered of every parcel has not happened)",
    );
    let both = format!("{first}\n2026-03-12 delivered of parcel 2\n{opened}");
    check_with(
        &runtime,
        &in_two_parcels(&both),
        "2026-03-13",
        "
        not open
        buyer may open for not_as_described, damaged until 2026-03-27 23:59",
    );
    // What is told without a parcel is told of all.
    let whole = format!("2026-03-13 delivered\n{opened}");
    check_with(
        &runtime,
        &in_two_parcels(&whole),
        "2026-03-13",
        "
        not open
        buyer may open for not_as_described, damaged until 2026-03-28 23:59",
    );
}

#[test]
fn the_last_of_several_is_the_latest_so_far_whatever_is_told_of_days_to_come() {
    let runtime = runtime(|_| {});
    let twice = case("2026-03-10 delivered\n 2026-03-20 delivered");
    let until = |now: &str| {
        let standing = super::standing_of(&runtime, &twice, now);
        let right = standing.may.into_iter().find(|right| right.reasons.contains(&"damaged".to_owned())).unwrap();
        (right.opens, right.until.unwrap().last_minute)
    };
    let from = Some("2026-03-10 00:00 America/Los_Angeles".to_owned());
    assert_eq!(until("2026-03-01"), (from, "2026-03-25 23:59".to_owned()));
    assert_eq!(until("2026-03-10"), (None, "2026-03-25 23:59".to_owned()));
    assert_eq!(until("2026-03-20"), (None, "2026-04-04 23:59".to_owned()));
}

#[test]
fn a_clock_stands_while_somebody_else_is_to_act() {
    // The timer of seven days stands while the seller is to answer.
    let runtime = runtime(|process| {
        let timer = process.stages[0].timers[0].after.as_mut().unwrap();
        timer.paused_while = Some(SELLER);
        process.stages[0].obligations[0].within = within(30, DAYS).map(Edge::One);
    });
    let answered = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-16 seller counter (amount 10.00 USD)";
    let waiting = |now: &str| {
        let standing = super::standing_of(&runtime, &case(answered), now);
        (standing.name.unwrap(), standing.next_due.map(|due| due.last_minute), standing.since.unwrap())
    };
    assert_eq!(waiting("2026-03-15").1.as_deref(), Some("2026-04-11 23:59"), "the seller's own deadline alone");
    assert_eq!(waiting("2026-03-16").1.as_deref(), Some("2026-03-23 23:59"), "four days later than the 19th");
    assert_eq!(waiting("2026-03-24").2, "2026-03-23");
}

#[test]
fn hours_that_stand_from_and_to_unknown_times_end_at_any_time_between() {
    let runtime = runtime(|process| {
        let timer = process.stages[0].timers[0].after.as_mut().unwrap();
        (timer.count, timer.unit, timer.paused_while) = (48, HOURS, Some(SELLER));
        process.stages[0].obligations[0].within = within(30, DAYS).map(Edge::One);
    });
    let answered = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-13 seller counter (amount 10.00 USD)";
    let asked = |now: &str| {
        let standing = super::standing_of(&runtime, &case(answered), now);
        let due = standing.next_due.map(|due| due.last_minute);
        (standing.name.unwrap(), due, standing.needs.len())
    };
    assert_eq!(asked("2026-03-15 12:00"), ("negotiation".to_owned(), None, 1));
    let reviewed = Some("2026-03-24 23:59".to_owned());
    assert_eq!(asked("2026-03-16 12:00"), ("platform_review".to_owned(), reviewed, 0));
}

#[test]
fn an_obligation_is_extended_a_number_of_times() {
    let runtime = runtime(|process| {
        let target = Target::Extend { obligation: "answer".to_owned(), count: 8, unit: DAYS };
        let once = Gate { times: Some(1), ..Gate::default() };
        process.stages[0].permissions = vec![permission(&[SELLER], "delay", once, target)];
        process.stages[0].timers.clear();
    });
    let delayed = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-14 seller delay
        2026-03-15 seller delay";
    check_with(
        &runtime,
        &case(delayed),
        "2026-03-25 23:59",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-25 23:59, otherwise refund_as_asked
        2026-03-15 seller delay barred (delay is possible up to 1 times)",
    );
    check_with(
        &runtime,
        &case(delayed),
        "2026-03-26",
        "
        outcome refund_as_asked on 2026-03-25
        buyer gets 30.00 USD
        seller gets 50.00 USD
        2026-03-15 seller delay barred (delay is possible up to 1 times)",
    );
}

#[test]
fn a_deadline_that_is_past_on_entry_ends_on_entry() {
    let runtime = runtime(|process| {
        process.stages[1].timers.push(Timer {
            after: Some(clock(3, DAYS, Anchor::Open)),
            when: None,
            target: ends(CLOSED),
            at: At(0),
        });
    });
    let refused = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-13 seller refuse with photo";
    check_with(
        &runtime,
        &case(refused),
        "2026-03-20",
        "
        outcome closed on 2026-03-19
        seller gets 80.00 USD",
    );
}

#[test]
fn two_ends_at_one_instant_that_lead_apart_are_a_fault() {
    let runtime = runtime(|process| {
        let timer = |target: Target| Timer { after: Some(clock(2, DAYS, Anchor::Open)), when: None, target, at: At(0) };
        process.stages[0].timers = vec![timer(ends(CLOSED)), timer(ends(REFUND_IN_FULL))];
    });
    let prepared = runtime.prepare_case(&case(OPENED)).unwrap();
    let fault = runtime.case(&prepared[0], "2026-03-20".parse().unwrap()).unwrap_err();
    assert!(matches!(fault, crate::case::CaseFault::TwoEnds { .. }), "{fault}");
    // A condition that holds makes no difference, one that does not hold takes its timer out.
    let never = || Guard::Reason(Vec::new());
    for (when, is_fault) in [(Guard::Not(Box::new(never())), true), (never(), false)] {
        let runtime = self::runtime(|process| {
            let after = || Some(clock(2, DAYS, Anchor::Open));
            let timer = |when, target| Timer { after: after(), when, target, at: At(0) };
            process.stages[0].timers = vec![timer(Some(when), ends(CLOSED)), timer(None, ends(REFUND_IN_FULL))];
        });
        let prepared = runtime.prepare_case(&case(OPENED)).unwrap();
        assert_eq!(runtime.case(&prepared[0], "2026-03-20".parse().unwrap()).is_err(), is_fault);
    }
}

#[test]
fn an_obligation_ends_before_a_timer_of_the_same_instant() {
    let runtime = runtime(|process| process.stages[0].timers[0].after = Some(clock(5, DAYS, Anchor::Open)));
    check_with(
        &runtime,
        &case(OPENED),
        "2026-03-18",
        "
        outcome refund_as_asked on 2026-03-17
        buyer gets 30.00 USD
        seller gets 50.00 USD",
    );
}

#[test]
fn a_process_that_goes_in_circles_ends() {
    let runtime = runtime(|process| {
        process.stages[0].timers = vec![Timer {
            after: None,
            when: Some(Guard::Not(Box::new(Guard::Happened(CHARGEBACK)))),
            target: Target::Again,
            at: At(0),
        }];
    });
    let prepared = runtime.prepare_case(&case(OPENED)).unwrap();
    let fault = runtime.case(&prepared[0], "2026-03-20".parse().unwrap()).unwrap_err();
    assert!(matches!(fault, crate::case::CaseFault::TooManySteps { .. }), "{fault}");
}

#[test]
fn days_end_at_midnight_of_the_zone() {
    // 2026-03-18 07:00 in UTC is 2026-03-18 00:00 in Los Angeles.
    let at = |now: &str| super::standing_of(&runtime(|_| {}), &case(OPENED), now).name.unwrap();
    assert_eq!(at("2026-03-18T06:59:59Z"), "negotiation");
    assert_eq!(at("2026-03-18T07:00:00Z"), "refund_as_asked");
    assert_eq!(at("2026-03-18T14:59:59+08:00"), "negotiation");
    assert_eq!(at("2026-03-18T15:00:00+08:00"), "refund_as_asked");
}

#[test]
fn an_event_with_an_offset_counts_on_its_day_in_the_zone() {
    let mut instant = case(OPENED);
    instant.events[1].at = "2026-03-13T06:30:00Z".parse().unwrap();
    check_with(
        &runtime(|_| {}),
        &instant,
        "2026-03-13",
        "
        stage negotiation since 2026-03-12 23:30
        seller must answer by 2026-03-17 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn a_parcel_that_there_is_not_is_a_mistake() {
    let mut wrong = case(OPENED);
    let what = WhatHappened::Event { event: "delivered".to_owned(), parcel: Some(2) };
    wrong.events.push(CaseEvent { at: "2026-03-10".parse().unwrap(), what });
    let errors = runtime(|_| {}).prepare_case(&wrong).unwrap_err();
    assert_eq!(errors.to_string(), "E0734: events[2].parcel: there is no parcel 2: the order has 1, counted from 1");
}

#[test]
fn an_end_of_hours_from_an_unknown_time_is_not_the_beginning_of_its_day() {
    let runtime = runtime(|process| {
        let inner = clock(24, HOURS, Anchor::Event(DELIVERED, Which::First));
        let within = clock(36, HOURS, Anchor::Clock(Box::new(inner)));
        process.opening.windows.iter_mut().for_each(|window| window.gate.within = Some(Edge::One(within.clone())));
    });
    // 24 hours after some time of the 10th end at the same time of the 11th: the opening may come before.
    let opened = "2026-03-10 delivered
        2026-03-11 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    let standing = super::standing_of(&runtime, &case(opened), "2026-03-12");
    let needs: Vec<&str> = standing.needs.iter().map(|need| need.fact.as_str()).collect();
    assert_eq!(needs, ["time of delivered"]);
    let certain = opened.replace("2026-03-10", "2026-03-10 00:00");
    assert_eq!(super::standing_of(&runtime, &case(&certain), "2026-03-12").name.as_deref(), Some("negotiation"));
}
