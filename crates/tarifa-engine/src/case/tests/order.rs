//! What is known by its day alone: asked for where the order matters, and only there.

use super::dispute::*;
use super::{check, check_with};
use crate::program::*;

#[test]
fn the_order_of_delivery_and_opening_on_one_day_matters() {
    let opened = "2026-03-10 delivered
        2026-03-10 buyer open (reason damaged, asked refund_only) with photo";
    check(
        opened,
        "2026-03-10",
        "
        not open
        needs time of delivered
        needs time of open by buyer",
    );
    let timed = "2026-03-10 09:00 delivered
        2026-03-10 10:00 buyer open (reason damaged, asked refund_only) with photo";
    check(
        timed,
        "2026-03-10",
        "
        stage negotiation since 2026-03-10 10:00
        seller must answer by 2026-03-15 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn one_time_is_not_enough_where_the_other_can_lie_on_both_sides() {
    check(
        "2026-03-10 delivered
        2026-03-10 10:00 buyer open (reason damaged, asked refund_only) with photo",
        "2026-03-11",
        "
        not open
        needs time of delivered",
    );
}

#[test]
fn events_of_one_day_that_do_not_touch_each_other_need_no_time() {
    let opened = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-13 shipped
        2026-03-13 seller counter (amount 10.00 USD)
        2026-03-21 buyer add_evidence
        2026-03-21 seller add_evidence
        2026-03-21 buyer add_evidence";
    check(
        opened,
        "2026-03-21",
        "
        stage platform_review since 2026-03-19
        platform must decide by 2026-03-30 23:59, otherwise refund_in_full
        buyer, seller may add_evidence until 2026-03-22 23:59",
    );
}

#[test]
fn two_answers_of_one_day_need_their_times() {
    let opened = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-14 seller accept
        2026-03-14 buyer withdraw";
    check(
        opened,
        "2026-03-20",
        "
        stage negotiation since 2026-03-12
        needs time of accept by seller
        needs time of withdraw by buyer",
    );
    // At one instant their order is as little known.
    let at_once = opened.replace("2026-03-14 ", "2026-03-14 12:00 ");
    check(
        &at_once,
        "2026-03-20",
        "
        stage negotiation since 2026-03-12
        needs time of accept by seller
        needs time of withdraw by buyer",
    );
}

fn in_hours(process: &mut Process) {
    process.stages[0].obligations[0].within = within(48, HOURS).map(Edge::One);
}

#[test]
fn hours_need_the_time_of_what_they_count_from() {
    let opened = |at: &str| {
        format!(
            "2026-03-10 delivered
        {at} buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo"
        )
    };
    check_with(
        &runtime(in_hours),
        &case(&opened("2026-03-12 14:30")),
        "2026-03-14 14:30",
        "
        stage negotiation since 2026-03-12 14:30
        seller must answer by 2026-03-14 14:30, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    check_with(
        &runtime(in_hours),
        &case(&opened("2026-03-12 14:30")),
        "2026-03-14 14:31",
        "
        outcome refund_as_asked on 2026-03-14 14:30
        buyer gets 30.00 USD
        seller gets 50.00 USD",
    );
    // Of a day alone it is certain before the earliest end and after the latest.
    check_with(
        &runtime(in_hours),
        &case(&opened("2026-03-12")),
        "2026-03-13",
        "
        stage negotiation since 2026-03-12
        seller must answer, its deadline not known, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times
        needs time of open by buyer",
    );
    check_with(
        &runtime(in_hours),
        &case(&opened("2026-03-12")),
        "2026-03-14 12:00",
        "
        stage negotiation since 2026-03-12
        needs time of open by buyer",
    );
}

#[test]
fn an_act_of_the_day_of_an_hours_deadline_needs_its_time() {
    let answered = |at: &str| {
        format!(
            "2026-03-10 delivered
        2026-03-12 14:30 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        {at} seller counter (amount 5.00 USD)"
        )
    };
    check_with(
        &runtime(in_hours),
        &case(&answered("2026-03-14")),
        "2026-03-15",
        "
        stage negotiation since 2026-03-12 14:30
        needs time of counter by seller",
    );
    check_with(
        &runtime(in_hours),
        &case(&answered("2026-03-13")),
        "2026-03-15",
        "
        stage negotiation since 2026-03-12 14:30
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    check_with(
        &runtime(in_hours),
        &case(&answered("2026-03-14 14:30")),
        "2026-03-15",
        "
        stage negotiation since 2026-03-12 14:30
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    check_with(
        &runtime(in_hours),
        &case(&answered("2026-03-14 14:30:01")),
        "2026-03-15",
        "
        outcome refund_as_asked on 2026-03-14 14:30
        buyer gets 30.00 USD
        seller gets 50.00 USD
        2026-03-14 14:30:01 seller counter too late (ended 2026-03-14 14:30)",
    );
}

#[test]
fn an_end_that_hangs_on_an_unknown_time_is_not_told_of_what_is_surely_too_late() {
    let runtime = runtime(|process| {
        process.opening.windows[1].gate.within = after(36, HOURS, DELIVERED, Which::First).map(Edge::One);
    });
    check_with(
        &runtime,
        &case("2026-03-10 delivered\n 2026-03-13 buyer open (reason damaged) with photo"),
        "2026-03-13",
        "
        not open
        buyer may open for not_as_described, damaged
        2026-03-13 buyer open too late (the time of what it counts from is not known)
        needs time of delivered",
    );
}

#[test]
fn a_time_that_clocks_show_twice_is_not_known() {
    // On 2026-11-01 clocks of Los Angeles show 01:30 twice.
    let opened = "2026-10-30 delivered
        2026-11-01 01:30 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    check_with(
        &runtime(in_hours),
        &case(opened),
        "2026-11-03 01:00",
        "
        stage negotiation since 2026-11-01
        needs time of open by buyer",
    );
}

#[test]
fn many_events_of_one_day_end_soon() {
    let mut events = String::from(
        "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo\n",
    );
    for _ in 0..300 {
        events.push_str("2026-03-13 seller counter (amount 1.00 USD)\n2026-03-13 buyer withdraw\n");
    }
    let runtime = runtime(|_| {});
    let prepared = runtime.prepare_case(&case(&events)).unwrap();
    let standing = runtime.case(&prepared[0], "2026-03-20".parse().unwrap()).unwrap();
    assert_eq!(standing.certainty, crate::case::Certainty::Undecided);
}

#[test]
fn what_follows_from_hours_of_unknown_time_asks_for_the_same_time() {
    let runtime = runtime(|process| {
        in_hours(process);
        process.stages[2].obligations[0].within = within(24, HOURS).map(Edge::One);
    });
    let opened = "2026-03-10 delivered
        2026-03-11 09:00 shipped
        2026-03-12 buyer open (reason damaged, asked return_and_refund) with photo
        2026-03-13 09:00 shipped";
    check_with(
        &runtime,
        &case(opened),
        "2026-03-15 12:00",
        "
        stage sending_back since 2026-03-14
        needs time of open by buyer",
    );
}

#[test]
fn what_is_told_on_the_day_of_opening_and_decides_nothing_needs_no_time() {
    check(
        "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only) with photo
        2026-03-12 shipped",
        "2026-03-12",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-17 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn a_day_that_is_not_over_has_both_orders_already() {
    let answered = "2026-03-10 delivered
        2026-03-12 14:30 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-14 seller counter (amount 5.00 USD)";
    // The host says what happened on the day; whether it was in time is not known, now or later.
    for now in ["2026-03-14 00:00", "2026-03-14 14:30", "2026-03-14 23:00", "2026-03-15"] {
        check_with(
            &runtime(in_hours),
            &case(answered),
            now,
            "
            stage negotiation since 2026-03-12 14:30
            needs time of counter by seller",
        );
    }
}
