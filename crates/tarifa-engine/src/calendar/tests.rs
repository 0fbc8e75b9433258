//! Business days as the language tells of them.

use super::BusinessDays;
use crate::fixture::{chinese_calendar, day};

fn shown(found: Result<i32, super::NotCovered>) -> String {
    let date = |day: i32| crate::date::Date::from_days(day).unwrap().to_string();
    match found {
        Ok(day) => date(day),
        Err(super::NotCovered { day }) => format!("does not cover {}", date(day)),
    }
}

#[track_caller]
fn after(from: &str, count: u32, expected: &str) {
    let days = BusinessDays::from_calendar(&chinese_calendar());
    assert_eq!(shown(days.after(day(from), count)), expected, "{count} business days after {from}");
}

#[track_caller]
fn rolls(from: &str, expected: &str) {
    let days = BusinessDays::from_calendar(&chinese_calendar());
    assert_eq!(shown(days.roll(day(from))), expected, "{from} rolled");
}

#[test]
fn the_next_business_day_is_the_first() {
    // 2026-03-06 is a Friday.
    after("2026-03-05", 1, "2026-03-06");
    after("2026-03-06", 1, "2026-03-09");
    after("2026-03-07", 1, "2026-03-09");
    after("2026-03-08", 1, "2026-03-09");
    after("2026-03-06", 5, "2026-03-13");
    after("2026-03-06", 6, "2026-03-16");
}

#[test]
fn no_days_after_a_day_is_that_day() {
    after("2026-03-07", 0, "2026-03-07");
}

#[test]
fn holidays_are_off_and_workdays_are_not() {
    // Off from 2026-10-01 to 2026-10-07; Saturday 2026-10-10 is worked.
    after("2026-09-30", 1, "2026-10-08");
    after("2026-10-08", 2, "2026-10-10");
    after("2026-10-09", 1, "2026-10-10");
    after("2026-10-10", 1, "2026-10-12");
}

#[test]
fn an_end_on_a_day_off_rolls_forward() {
    rolls("2026-03-06", "2026-03-06");
    rolls("2026-03-07", "2026-03-09");
    rolls("2026-10-03", "2026-10-08");
    rolls("2026-10-10", "2026-10-10");
}

#[test]
fn nothing_is_counted_outside_the_covered_period() {
    after("2025-12-31", 1, "2026-01-01");
    after("2025-12-30", 1, "does not cover 2025-12-31");
    after("2026-12-30", 1, "2026-12-31");
    after("2026-12-30", 2, "does not cover 2027-01-01");
    after("2026-12-31", 1, "does not cover 2027-01-01");
    rolls("2025-12-31", "does not cover 2025-12-31");
    rolls("2027-01-01", "does not cover 2027-01-01");
}

#[test]
fn business_days_between_two_days_leave_the_first_out() {
    let days = BusinessDays::from_calendar(&chinese_calendar());
    assert_eq!(days.between(day("2026-03-06"), day("2026-03-13")), Ok(5));
    assert_eq!(days.between(day("2026-03-07"), day("2026-03-08")), Ok(0));
    assert_eq!(days.between(day("2026-03-13"), day("2026-03-06")), Ok(0));
}
