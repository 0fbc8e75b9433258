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
