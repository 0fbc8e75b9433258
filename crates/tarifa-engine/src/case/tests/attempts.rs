//! Acts that do not count: too early, too late, barred, or spoken of by no rule.

use super::check;

#[test]
fn a_window_opens_with_the_start_of_its_day() {
    let tried = "2026-03-10 shipped
        2026-03-15 protection_ends
        2026-03-19 buyer open (reason not_received, asked refund_only)";
    check(
        tried,
        "2026-03-19",
        "
        not open
        2026-03-19 buyer open too early (opens 2026-03-20 00:00)",
    );
    check(
        &tried.replace("2026-03-19 buyer", "2026-03-20 00:00 buyer"),
        "2026-03-20",
        "
        stage negotiation since 2026-03-20 00:00
        seller must answer by 2026-03-25 23:59, otherwise refund_as_asked
        buyer may withdraw
        buyer may change_request, up to 2 times",
    );
}

#[test]
fn a_window_is_closed_until_its_anchor_happens() {
    check(
        "2026-03-12 buyer open (reason damaged) with photo",
        "2026-03-12",
        "
        not open
        2026-03-12 buyer open too early (delivered has not happened)",
    );
    // The host knows the day, and it has not come.
    check(
        "2026-03-10 shipped
        2026-05-01 protection_ends
        2026-04-01 buyer open (reason not_received)",
        "2026-04-01",
        "
        not open
        2026-04-01 buyer open too early (opens 2026-05-01 00:00)",
    );
}

#[test]
fn what_is_too_early_in_two_ways_is_told_when_the_last_of_them_opens() {
    // The window opens ten days after shipping, and not before the protection ends.
    let tried = |ends: &str| {
        format!("2026-03-10 shipped\n {ends} protection_ends\n 2026-03-12 buyer open (reason not_received)")
    };
    let opens = |at: &str| format!("not open\n 2026-03-12 buyer open too early (opens {at} 00:00)");
    check(&tried("2026-03-15"), "2026-03-12", &opens("2026-03-20"));
    check(&tried("2026-04-02"), "2026-03-12", &opens("2026-04-02"));
    // Nobody knows when the protection ends, so that no time is told.
    check(
        "2026-03-10 shipped\n 2026-03-12 buyer open (reason not_received)",
        "2026-03-12",
        "
        not open
        2026-03-12 buyer open too early (protection_ends has not happened)",
    );
}

#[test]
fn a_window_ends_with_its_last_day() {
    let tried = |when: &str| format!("2026-03-10 delivered\n {when} buyer open (reason damaged) with photo");
    check(
        &tried("2026-03-26 00:00"),
        "2026-03-27",
        "
        not open
        2026-03-26 00:00 buyer open too late (ended 2026-03-25 23:59)",
    );
    check(
        &tried("2026-03-26"),
        "2026-03-27",
        "
        not open
        2026-03-26 buyer open too late (ended 2026-03-25 23:59)",
    );
}

#[test]
fn evidence_conditions_and_parties_bar_an_act() {
    check(
        "2026-03-10 delivered
        2026-03-11 buyer open (reason damaged)
        2026-03-12 buyer open (reason damaged) with carrier_report
        2026-03-13 buyer open (reason changed_mind)
        2026-03-14 seller open (reason damaged) with photo",
        "2026-03-14",
        "
        not open
        buyer may open for not_as_described, damaged until 2026-03-25 23:59
        2026-03-11 buyer open barred (open needs photo or video)
        2026-03-12 buyer open barred (open needs photo or video)
        2026-03-13 buyer open barred (its condition does not hold)
        2026-03-14 seller open barred (seller may not open)",
    );
}

#[test]
fn what_no_rule_speaks_of_is_not_counted() {
    let opened = "2026-03-09 seller accept
        2026-03-10 delivered
        2026-03-12 buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo";
    check(
        &format!(
            "{opened}
        2026-03-13 seller counter (amount 1.00 USD)
        2026-03-14 seller counter (amount 2.00 USD)
        2026-03-14 platform reject
        2026-03-15 buyer open (reason damaged) with photo
        2026-03-16 buyer withdraw
        2026-03-17 buyer withdraw"
        ),
        "2026-03-18",
        "
        outcome closed on 2026-03-16
        seller gets 80.00 USD
        2026-03-09 seller accept not counted (the case is not open)
        2026-03-14 seller counter not counted (it has been done already)
        2026-03-14 platform reject not counted (negotiation has no such act)
        2026-03-15 buyer open not counted (the case is open already)
        2026-03-17 buyer withdraw not counted (the case has ended with closed)",
    );
}
