//! From opening to the end: silence, answers, timers and attempts.

use super::check;

const OPENED: &str = "2026-03-10 delivered
    2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";

#[test]
fn a_case_is_opened_in_its_window() {
    check(
        OPENED,
        "2026-03-12",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-17 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn silence_has_its_consequence_with_the_end_of_the_last_day() {
    check(
        OPENED,
        "2026-03-17 23:59:59",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-17 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    check(
        OPENED,
        "2026-03-18 00:00",
        "
        outcome refund_as_asked on 2026-03-17
        buyer gets 30.00 USD
        seller gets 50.00 USD",
    );
    check(
        OPENED,
        "2027-03-18",
        "
        outcome refund_as_asked on 2026-03-17
        buyer gets 30.00 USD
        seller gets 50.00 USD",
    );
}

#[test]
fn the_same_silence_leads_where_the_request_does() {
    let asked = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked return_and_refund) with video";
    check(
        asked,
        "2026-03-20",
        "
        stage sending_back since 2026-03-17
        buyer must ship_back by 2026-03-27 23:59, otherwise closed",
    );
    // A clock that an expiry started counts from the deadline's day, whoever looks whenever.
    check(
        asked,
        "2026-03-28",
        "outcome closed on 2026-03-27
        seller gets 80.00 USD",
    );
}

#[test]
fn an_answer_in_time_decides() {
    let accepted = &format!("{OPENED}\n 2026-03-14 seller accept");
    check(
        accepted,
        "2026-03-13",
        "
        stage negotiation since 2026-03-12
        seller must answer by 2026-03-17 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    check(
        accepted,
        "2026-03-14",
        "
        outcome refund_as_asked on 2026-03-14
        buyer gets 30.00 USD
        seller gets 50.00 USD",
    );
}

#[test]
fn an_act_on_the_last_day_counts_and_one_after_midnight_does_not() {
    let kept = "
        stage negotiation since 2026-03-12
        buyer may withdraw
        buyer may change_request, up to 2 times";
    check(&format!("{OPENED}\n 2026-03-17 seller counter (amount 10.00 USD)"), "2026-03-18", kept);
    check(&format!("{OPENED}\n 2026-03-17 23:59 seller counter (amount 10.00 USD)"), "2026-03-18", kept);
    check(
        &format!("{OPENED}\n 2026-03-18 00:00 seller counter (amount 10.00 USD)"),
        "2026-03-18",
        "
        outcome refund_as_asked on 2026-03-17
        buyer gets 30.00 USD
        seller gets 50.00 USD
        2026-03-18 00:00 seller counter too late (ended 2026-03-17 23:59)",
    );
}

#[test]
fn an_answer_that_keeps_waiting_fulfils_its_obligation_alone() {
    let countered = &format!("{OPENED}\n 2026-03-13 seller counter (amount 10.00 USD)");
    check(
        countered,
        "2026-03-19",
        "
        stage negotiation since 2026-03-12
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
    // Seven days after opening the platform looks at it; seven business days from then, but for the weekend.
    check(
        countered,
        "2026-03-20",
        "
        stage platform_review since 2026-03-19
        platform must decide by 2026-03-30 23:59, otherwise refund_in_full
        buyer, seller may add_evidence until 2026-03-22 23:59",
    );
    check(
        countered,
        "2026-03-31",
        "
        outcome refund_in_full on 2026-03-30
        buyer gets 80.00 USD",
    );
}

#[test]
fn a_stage_entered_again_has_its_clocks_anew_and_its_counters_not() {
    let changed = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo
        2026-03-14 buyer change_request (asked refund_only, asked_amount 20.00 USD)
        2026-03-15 buyer change_request (asked refund_only, asked_amount 25.00 USD)
        2026-03-16 buyer change_request (asked refund_only, asked_amount 80.00 USD)";
    check(
        changed,
        "2026-03-16",
        "
        stage negotiation since 2026-03-15
        seller must answer by 2026-03-20 23:59, otherwise refund_as_asked
        buyer may withdraw
        2026-03-16 buyer change_request barred (change_request is possible up to 2 times)",
    );
    // The timer counts from opening, and comes first.
    check(
        changed,
        "2026-03-20",
        "
        stage platform_review since 2026-03-19
        platform must decide by 2026-03-30 23:59, otherwise refund_in_full
        buyer, seller may add_evidence until 2026-03-22 23:59
        2026-03-16 buyer change_request barred (change_request is possible up to 2 times)",
    );
}

#[test]
fn an_event_leads_on_at_once() {
    check(
        &format!("{OPENED}\n 2026-03-13 09:00 chargeback"),
        "2026-03-13 09:00",
        "
        outcome closed on 2026-03-13 09:00
        seller gets 80.00 USD",
    );
}

#[test]
fn goods_that_came_back_are_paid_by_the_piece() {
    let back = "2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked return_and_refund) with photo
        2026-03-13 seller accept
        2026-03-20 buyer ship_back
        2026-04-01 seller confirm (received 6)";
    check(
        back,
        "2026-04-01",
        "
        outcome refund_received on 2026-04-01
        buyer gets 60.00 USD
        seller gets 20.00 USD",
    );
    check(
        back,
        "2026-03-31",
        "
        stage receiving since 2026-03-20
        seller must confirm by 2026-04-19 23:59, otherwise refund_in_full",
    );
}

#[test]
fn the_platform_disposes_of_no_more_than_was_paid() {
    let decided = |amount: &str| {
        format!(
            "{OPENED}
            2026-03-13 seller refuse with photo
            2026-03-23 platform refund (amount {amount})"
        )
    };
    check(
        &decided("12.345 USD"),
        "2026-03-23",
        "
        outcome partial on 2026-03-23
        buyer gets 12.35 USD
        seller gets 67.65 USD",
    );
    check(
        &decided("99.00 USD"),
        "2026-03-23",
        "
        outcome partial on 2026-03-23
        buyer gets 80.00 USD
        seller gets 0.00 USD",
    );
}
