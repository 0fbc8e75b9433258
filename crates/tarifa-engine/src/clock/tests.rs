//! The days of a process, read as the language reference tells them.

use super::{Count, End, EndKind, Precise, Uncountable, ZoneDays, begin, end, extended};
use crate::calendar::BusinessDays;
use crate::date::{Date, Moment};
use crate::fixture::chinese_calendar;
use crate::program::{CalendarId, ClockUnit};

const CN: ClockUnit = ClockUnit::BusinessDays(CalendarId(0));

fn zone(name: &str) -> ZoneDays {
    ZoneDays::new(name.parse().unwrap())
}

fn from(text: &str, zone: &ZoneDays) -> Precise {
    text.parse::<Moment>().unwrap().stamp_in(zone).first
}

fn date(day: i32) -> String {
    Date::from_days(day).unwrap().to_string()
}

/// The first instant too late, as a clock of the zone shows it, with its offset.
fn shown(found: Result<End, Uncountable>, zone: &ZoneDays) -> String {
    match found {
        Ok(End { at, kind: EndKind::Day(day) }) => format!("with {}, before {}", date(day), clock(at, zone)),
        Ok(End { at, kind: EndKind::Instant }) => format!("at {}", clock(at.before(), zone)),
        Err(Uncountable::NotCovered(_, missing)) => format!("cn does not cover {}", date(missing.day)),
        Err(Uncountable::TooFar) => "too far".to_owned(),
    }
}

fn clock(at: super::Point, zone: &ZoneDays) -> String {
    let timestamp = jiff::Timestamp::from_microsecond(at.0).unwrap();
    timestamp.to_zoned(zone.name().rules().clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
}

#[track_caller]
fn ends(number: u32, unit: ClockUnit, after: &str, name: &str, expected: &str) {
    let zone = zone(name);
    let calendars = [BusinessDays::from_calendar(&chinese_calendar())];
    let found = end(Count { number, unit }, from(after, &zone), &zone, &calendars);
    assert_eq!(shown(found, &zone), expected, "{number} {unit:?} after {after} in {name}");
}

#[test]
fn within_n_days_ends_with_the_nth_day_after() {
    ends(5, ClockUnit::Days, "2026-03-12", "Asia/Shanghai", "with 2026-03-17, before 2026-03-18 00:00 +08:00");
    ends(0, ClockUnit::Days, "2026-03-12", "Asia/Shanghai", "with 2026-03-12, before 2026-03-13 00:00 +08:00");
    // The time of the day on which it begins does not matter.
    ends(5, ClockUnit::Days, "2026-03-12 00:00", "Asia/Shanghai", "with 2026-03-17, before 2026-03-18 00:00 +08:00");
    ends(5, ClockUnit::Days, "2026-03-12 23:59", "Asia/Shanghai", "with 2026-03-17, before 2026-03-18 00:00 +08:00");
    ends(2, ClockUnit::Weeks, "2026-03-12", "UTC", "with 2026-03-26, before 2026-03-27 00:00 +00:00");
}

#[test]
fn an_instant_counts_from_its_day_in_the_zone() {
    let late = "2026-03-12T20:00:00Z";
    ends(1, ClockUnit::Days, late, "Asia/Shanghai", "with 2026-03-14, before 2026-03-15 00:00 +08:00");
    ends(1, ClockUnit::Days, late, "UTC", "with 2026-03-13, before 2026-03-14 00:00 +00:00");
    let early = "2026-03-12T04:00:00Z";
    ends(1, ClockUnit::Days, early, "America/Los_Angeles", "with 2026-03-12, before 2026-03-13 00:00 -07:00");
}

#[test]
fn days_are_civil_days_where_clocks_change() {
    let zone = "America/Los_Angeles";
    // Clocks go forward on 2026-03-08 and back on 2026-11-01.
    ends(1, ClockUnit::Days, "2026-03-07 12:00", zone, "with 2026-03-08, before 2026-03-09 00:00 -07:00");
    ends(2, ClockUnit::Days, "2026-03-06 12:00", zone, "with 2026-03-08, before 2026-03-09 00:00 -07:00");
    ends(1, ClockUnit::Days, "2026-10-31 12:00", zone, "with 2026-11-01, before 2026-11-02 00:00 -08:00");
}

#[test]
fn hours_are_exact_where_clocks_change() {
    let zone = "America/Los_Angeles";
    ends(24, ClockUnit::Hours, "2026-03-07 12:00", zone, "at 2026-03-08 13:00 -07:00");
    ends(24, ClockUnit::Hours, "2026-10-31 12:00", zone, "at 2026-11-01 11:00 -08:00");
    ends(120, ClockUnit::Hours, "2026-03-12 14:30", "Asia/Shanghai", "at 2026-03-17 14:30 +08:00");
    ends(90, ClockUnit::Minutes, "2026-03-08 01:00", zone, "at 2026-03-08 03:30 -07:00");
}

#[test]
fn a_day_begins_with_its_first_instant() {
    // In Beirut clocks go forward at midnight, so that 2026-03-29 begins at 01:00.
    ends(1, ClockUnit::Days, "2026-03-27", "Asia/Beirut", "with 2026-03-28, before 2026-03-29 01:00 +03:00");
    // In Toronto of 1919 they went forward at 23:30: the next day began at 00:30.
    ends(1, ClockUnit::Days, "1919-03-29", "America/Toronto", "with 1919-03-30, before 1919-03-31 00:30 -04:00");
    // In Havana clocks go back at 01:00, so that midnight comes twice: the day begins with the first.
    ends(1, ClockUnit::Days, "2025-10-31", "America/Havana", "with 2025-11-01, before 2025-11-02 00:00 -04:00");
    // Samoa had no 2011-12-30.
    ends(1, ClockUnit::Days, "2011-12-28", "Pacific/Apia", "with 2011-12-29, before 2011-12-31 00:00 +14:00");
}

#[test]
fn a_missing_day_is_the_months_last() {
    ends(1, ClockUnit::Months, "2026-01-31", "UTC", "with 2026-02-28, before 2026-03-01 00:00 +00:00");
    ends(1, ClockUnit::Months, "2028-01-31", "UTC", "with 2028-02-29, before 2028-03-01 00:00 +00:00");
    ends(2, ClockUnit::Months, "2026-01-31", "UTC", "with 2026-03-31, before 2026-04-01 00:00 +00:00");
    ends(1, ClockUnit::Years, "2028-02-29", "UTC", "with 2029-02-28, before 2029-03-01 00:00 +00:00");
    ends(4, ClockUnit::Years, "2028-02-29", "UTC", "with 2032-02-29, before 2032-03-01 00:00 +00:00");
    ends(12, ClockUnit::Months, "2026-03-15", "UTC", "with 2027-03-15, before 2027-03-16 00:00 +00:00");
}

#[test]
fn business_days_begin_with_the_next() {
    ends(7, CN, "2026-03-06", "Asia/Shanghai", "with 2026-03-17, before 2026-03-18 00:00 +08:00");
    ends(1, CN, "2026-09-30", "Asia/Shanghai", "with 2026-10-08, before 2026-10-09 00:00 +08:00");
    ends(1, CN, "2026-12-31", "Asia/Shanghai", "cn does not cover 2027-01-01");
}

#[test]
fn nothing_ends_beyond_the_years() {
    ends(u32::MAX, ClockUnit::Days, "2026-03-06", "UTC", "too far");
    ends(u32::MAX, ClockUnit::Years, "2026-03-06", "UTC", "too far");
    ends(9_000, ClockUnit::Years, "2026-03-06", "UTC", "too far");
}

#[track_caller]
fn opens(number: u32, unit: ClockUnit, after: &str, name: &str, expected: &str) {
    let zone = zone(name);
    let calendars = [BusinessDays::from_calendar(&chinese_calendar())];
    let found = begin(Count { number, unit }, from(after, &zone), &zone, &calendars).unwrap();
    assert_eq!(clock(found.at, &zone), expected, "not before {number} {unit:?} after {after} in {name}");
}

#[test]
fn not_before_n_days_opens_with_the_nth_day_after() {
    opens(10, ClockUnit::Days, "2026-03-10", "Asia/Shanghai", "2026-03-20 00:00 +08:00");
    opens(10, ClockUnit::Days, "2026-03-10 23:00", "Asia/Shanghai", "2026-03-20 00:00 +08:00");
    opens(1, ClockUnit::Months, "2026-01-31", "UTC", "2026-02-28 00:00 +00:00");
    opens(48, ClockUnit::Hours, "2026-03-10 23:00", "UTC", "2026-03-12 23:00 +00:00");
}

#[track_caller]
fn extends(base: (u32, ClockUnit), by: (u32, ClockUnit), after: &str, name: &str, expected: &str) {
    let zone = zone(name);
    let calendars = [BusinessDays::from_calendar(&chinese_calendar())];
    let first = end(Count { number: base.0, unit: base.1 }, from(after, &zone), &zone, &calendars).unwrap();
    let found = extended(first, Count { number: by.0, unit: by.1 }, &zone, &calendars);
    assert_eq!(shown(found, &zone), expected);
}

#[test]
fn an_end_is_extended_from_itself() {
    let days = ClockUnit::Days;
    extends((5, days), (8, days), "2026-03-12", "UTC", "with 2026-03-25, before 2026-03-26 00:00 +00:00");
    extends((5, days), (1, CN), "2026-03-08", "UTC", "with 2026-03-16, before 2026-03-17 00:00 +00:00");
    extends((48, ClockUnit::Hours), (24, ClockUnit::Hours), "2026-03-12 14:30", "UTC", "at 2026-03-15 14:30 +00:00");
    // Days keep the time of day, whatever clocks do in between.
    let zone = "America/Los_Angeles";
    extends((24, ClockUnit::Hours), (2, days), "2026-03-05 14:30", zone, "at 2026-03-08 14:30 -07:00");
}

#[test]
fn kept_days_agree_with_the_database() {
    for name in [
        "America/Los_Angeles",
        "Asia/Shanghai",
        "Asia/Beirut",
        "Africa/Cairo",
        "Pacific/Apia",
        "Europe/Dublin",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Casablanca",
    ] {
        let zone = zone(name);
        let last = Date::from_year_month_day(2079, 12, 31).unwrap().days();
        for day in Date::from_year_month_day(1990, 1, 1).unwrap().days()..=last {
            let start = zone.start_of(day);
            assert_eq!(start, zone.asked_start(day), "{name} {}", date(day));
            if zone.start_of(day + 1) > start {
                assert_eq!(zone.day_of(start), day, "{name} {}", date(day));
                assert_eq!(zone.day_of(zone.start_of(day + 1).before()), day, "{name} {}", date(day));
            }
            for (hour, minute) in [(0, 0), (1, 59), (2, 30), (3, 15), (23, 59)] {
                let local = Date::from_days(day).unwrap().civil().at(hour, minute, 7, 123_456_789);
                assert_eq!(zone.local(local), zone.asked_local(local), "{name} {local}");
            }
        }
    }
}
