//! What dates, moments, zones and ranges promise.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[track_caller]
fn check_date(text: &str, expected: &str) {
    match text.parse::<Date>() {
        Ok(date) => assert_eq!(date.to_string(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn dates_have_one_form() {
    check_date("2026-03-01", "2026-03-01");
    check_date("2024-02-29", "2024-02-29");
    check_date("0001-01-01", "0001-01-01");
    check_date("9998-12-31", "9998-12-31");
    check_date("2026-02-29", "there is no day `2026-02-29`");
    check_date("2026-13-01", "there is no day `2026-13-01`");
    check_date("2026-00-10", "there is no day `2026-00-10`");
    check_date("0000-01-01", "there is no day `0000-01-01`");
    check_date("2026-3-1", "`2026-3-1` lacks leading zeros: write `2026-03-01`");
    for text in [
        "",
        "01/03/2026",
        "2026/03/01",
        "20260301",
        "26-03-01",
        "2026-03-01x",
        "2026-03",
        "+2026-03-01",
        "-2026-03-01",
        "２０２６-03-01",
        "2026-003-01",
        "2026--3-01",
    ] {
        check_date(text, &format!("`{text}` is not a date: write year, month and day, as in `2026-03-01`"));
    }
}

#[test]
fn days_are_counted() {
    assert_eq!(date("1970-01-01").days(), 0);
    assert_eq!(date("1969-12-31").days(), -1);
    assert_eq!(date("2024-02-28").plus_days(2), Some(date("2024-03-01")));
    assert_eq!(date("9998-12-31").next(), None);
    assert_eq!(date("0001-01-01").previous(), None);
    assert_eq!(date("2026-01-01").plus_days(i32::MAX), None);
    assert_eq!(Date::from_days(i32::MIN), None);
    let day = date("2026-03-09");
    assert_eq!((day.year(), day.month(), day.day()), (2026, 3, 9));
}

#[track_caller]
fn check_moment(text: &str, expected: &str) {
    match text.parse::<Moment>() {
        Ok(moment) => assert_eq!(moment.to_string(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn moments_keep_the_form_they_were_written_in() {
    check_moment("2026-03-02", "2026-03-02");
    check_moment("2026-03-02 14:30", "2026-03-02 14:30");
    check_moment("2026-03-02T14:30:05", "2026-03-02 14:30:05");
    check_moment("2026-03-02T14:30:00+08:00", "2026-03-02T14:30+08:00");
    check_moment("2026-03-02 14:30:00.250-03:30", "2026-03-02T14:30:00.25-03:30");
    check_moment("2026-03-02T00:00Z", "2026-03-02T00:00+00:00");
    check_moment("2026-02-30 14:30", "there is no day `2026-02-30`");
    for time in [
        "24:00",
        "14",
        "14:60",
        "2:30 pm",
        "14:30+8",
        "14:30+24:61",
        "14:30.5",
        "",
        "14:30 +08:00",
        "14:30:00.1234567890",
        "14:30[Asia/Shanghai]",
        "14:30+26:00",
    ] {
        check_moment(
            &format!("2026-03-02 {time}"),
            &format!(
                "`{time}` is not a time of day: write hours and minutes, as in `14:30`, and a zone offset if it is known, as in `14:30+08:00`"
            ),
        );
    }
}

#[track_caller]
fn check_zone(text: &str, expected: &str) {
    match text.parse::<ZoneName>() {
        Ok(zone) => assert_eq!(zone.to_string(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn zones_are_those_of_the_iana_database() {
    check_zone("Asia/Shanghai", "Asia/Shanghai");
    check_zone("UTC", "UTC");
    let unknown = "is no time zone of the IANA database";
    check_zone("asia/shanghai", &format!("`asia/shanghai` {unknown}: did you mean `Asia/Shanghai`?"));
    check_zone("New York", &format!("`New York` {unknown}: did you mean `America/New_York`?"));
    check_zone("Beijing", &format!("`Beijing` {unknown}: did you mean `Asia/Shanghai`?"));
    check_zone("Mars/Olympus", &format!("`Mars/Olympus` {unknown}"));
    check_zone("", &format!("`` {unknown}"));
}

#[track_caller]
fn check_days(moment: &str, own: &str, zone: &str, expected: &str) {
    let moment: Moment = moment.parse().unwrap();
    let DaySpan { first, last } = moment.days_in(&own.parse().unwrap(), &zone.parse().unwrap());
    let found = if first == last { first.to_string() } else { format!("{first}..{last}") };
    assert_eq!(found, expected, "{moment} of {own} in {zone}");
}

#[test]
fn a_day_of_one_zone_touches_two_days_of_another() {
    check_days("2026-03-02", "Asia/Shanghai", "Asia/Shanghai", "2026-03-02");
    check_days("2026-03-02", "Asia/Shanghai", "America/Chicago", "2026-03-01..2026-03-02");
    check_days("2026-03-02", "America/Chicago", "Asia/Shanghai", "2026-03-02..2026-03-03");
    check_days("2026-03-02", "Asia/Shanghai", "Asia/Hong_Kong", "2026-03-02");
    // UTC+14 against UTC-11.
    check_days("2026-03-02", "Pacific/Kiritimati", "Pacific/Pago_Pago", "2026-02-28..2026-03-01");
    check_days("9998-12-31", "Asia/Shanghai", "America/Chicago", "9998-12-30..9998-12-31");
    check_days("0001-01-01", "Asia/Shanghai", "UTC", "0000-12-31..0001-01-01");
}

#[test]
fn a_time_is_one_day_everywhere() {
    check_days("2026-03-02 12:59", "Asia/Shanghai", "America/Chicago", "2026-03-01");
    check_days("2026-03-02 14:30", "Asia/Shanghai", "America/Chicago", "2026-03-02");
    check_days("2026-03-02T00:30+08:00", "Asia/Shanghai", "UTC", "2026-03-01");
    check_days("2026-03-01T16:00Z", "America/Chicago", "Asia/Shanghai", "2026-03-02");
    check_days("2026-03-01T15:59:59.999Z", "UTC", "Asia/Shanghai", "2026-03-01");
}

#[test]
fn times_that_a_clock_shows_twice_or_never_stand_for_both() {
    // On 2026-11-01 the hour from 01:00 comes twice in New York: 05:30 and 06:30 UTC.
    check_days("2026-11-01 01:30", "America/New_York", "America/New_York", "2026-11-01");
    check_days("2026-11-01 01:30", "America/New_York", "UTC", "2026-11-01");
    // 23:30 in Sao Paulo on 2019-02-16 came twice: 01:30 and 02:30 UTC of the next day; in a zone two
    // hours behind, those are two days.
    check_days("2019-02-16 23:30", "America/Sao_Paulo", "Atlantic/South_Georgia", "2019-02-16..2019-02-17");
    // 02:30 was left out in Chicago on 2026-03-08.
    check_days("2026-03-08 02:30", "America/Chicago", "UTC", "2026-03-08");
}

#[test]
fn clocks_going_back_over_midnight_lose_no_day() {
    // At 2019-02-17 00:00 clocks in Sao Paulo went back to 23:00: 02:00 UTC of the 17th.
    check_days("2019-02-17", "UTC", "America/Sao_Paulo", "2019-02-16..2019-02-17");
    // Samoa had no 2011-12-30.
    check_days("2011-12-30", "UTC", "Pacific/Apia", "2011-12-29..2011-12-31");
    check_days("2011-12-30", "Pacific/Apia", "UTC", "2011-12-30");
}

#[track_caller]
fn check_membership(range: &str, moment: &str, expected: Membership) {
    let (own, zone) = ("Asia/Shanghai".parse().unwrap(), "America/Chicago".parse().unwrap());
    let range: DateRange = range.parse().unwrap();
    let moment: Moment = moment.parse().unwrap();
    assert_eq!(range.membership(moment.days_in(&own, &zone)), expected);
}

#[test]
fn membership_is_decided_only_where_it_is_certain() {
    use Membership::{DependsOnTime, Inside, Outside};
    let range = "2026-03-02..2026-03-08";
    check_membership(range, "2026-03-01", Outside);
    check_membership(range, "2026-03-02", DependsOnTime);
    check_membership(range, "2026-03-03", Inside);
    check_membership(range, "2026-03-08", Inside);
    check_membership(range, "2026-03-09", DependsOnTime);
    check_membership(range, "2026-03-10", Outside);
    check_membership(range, "2026-03-02 12:00", Outside);
    check_membership(range, "2026-03-02 14:30", Inside);
    check_membership(range, "2026-03-09T13:59:59+08:00", Outside);
    check_membership("..", "2026-03-02", Inside);
    check_membership("2026-03-02..", "2026-03-02", DependsOnTime);
    check_membership("..2026-03-01", "2026-03-02", DependsOnTime);
}

#[track_caller]
fn check_range(text: &str, expected: &str) {
    match text.parse::<DateRange>() {
        Ok(range) => assert_eq!(range.to_string(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn ranges_include_both_ends_and_may_be_open() {
    check_range("2026-01-01..2026-06-30", "2026-01-01..2026-06-30");
    check_range("2026-07-01..", "2026-07-01..");
    check_range("..2025-12-31", "..2025-12-31");
    check_range("2026-01-01..2026-01-01", "2026-01-01..2026-01-01");
    check_range("2026-02-01..2026-01-01", "the range ends on `2026-01-01`, before it starts on `2026-02-01`");
    check_range("2026-01-01", "`2026-01-01` is not a date: write year, month and day, as in `2026-03-01`");
}

#[track_caller]
fn check_intersection(left: &str, right: &str, expected: Option<&str>) {
    let (left, right): (DateRange, DateRange) = (left.parse().unwrap(), right.parse().unwrap());
    let found = left.intersection(right).map(|range| range.to_string());
    assert_eq!(found.as_deref(), expected);
    assert_eq!(right.intersection(left).map(|range| range.to_string()).as_deref(), expected);
}

#[test]
fn intersections_are_ranges() {
    check_intersection("2026-01-01..2026-06-30", "2026-06-30..", Some("2026-06-30..2026-06-30"));
    check_intersection("2026-01-01..2026-06-30", "2026-07-01..", None);
    check_intersection("..2026-06-30", "2026-01-01..", Some("2026-01-01..2026-06-30"));
    check_intersection("..", "..2026-06-30", Some("..2026-06-30"));
}

#[test]
fn data_is_read_back_and_checked() {
    let range: DateRange = "2026-07-01..".parse().unwrap();
    assert_eq!(serde_json::to_string(&range).unwrap(), r#"{"from":"2026-07-01","to":null}"#);
    let bytes = postcard::to_stdvec(&range).unwrap();
    assert_eq!(postcard::from_bytes::<DateRange>(&bytes), Ok(range));
    assert!(postcard::from_bytes::<Date>(&postcard::to_stdvec(&i32::MAX).unwrap()).is_err());
    assert_eq!(serde_json::from_str::<ZoneName>("\"UTC\"").unwrap(), ZoneName::utc());
    for text in ["\"2026-03-02\"", "\"2026-03-02 14:30\"", "\"2026-03-02T14:30+08:00\""] {
        let moment: Moment = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), text);
    }
    assert!(serde_json::from_str::<Moment>("20260302").is_err());
    assert!(serde_json::from_str::<ZoneName>("\"Shanghai\"").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The quick way of reading a moment says what the long way says.
    #[test]
    fn both_ways_of_reading_a_moment_agree(
        date in "(0000|0001|1999|2024|2026|9998|9999)-(0[0-3]|1[0-3]|2)-(0[01]|2[89]|3[0-2]|7)",
        time in "([Tt ]|  )[0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(\\.25)?([Zz]|[+-][0-3][0-9]:[0-6][0-9])?x?|",
    ) {
        let text = date + &time;
        if let Some(moment) = moment::usual(text.as_bytes()) {
            prop_assert_eq!(Ok(moment), moment::any(&text));
        }
    }

    /// Whatever the hour turns out to be, the day is one of those that the date alone allowed.
    #[test]
    fn a_time_never_contradicts_what_its_day_promised(
        days in 15_000_i32..22_000, hour in 0_u8..24, own in 0_usize..6, zone in 0_usize..6
    ) {
        let zones = ["Asia/Shanghai", "America/Chicago", "America/Sao_Paulo", "Pacific/Apia",
            "Europe/Dublin", "Australia/Lord_Howe"].map(|name| name.parse::<ZoneName>().unwrap());
        let date = Date::from_days(days).unwrap();
        let time: Moment = format!("{date} {hour:02}:00").parse().unwrap();
        let known = time.days_in(&zones[own], &zones[zone]);
        let promised = Moment::Day(date).days_in(&zones[own], &zones[zone]);
        let local = date.civil().at(i8::try_from(hour).unwrap(), 0, 0, 0);
        let offset = zones[own].rules().to_ambiguous_timestamp(local).offset();
        // A time that the clock left out belongs to no day.
        prop_assume!(!matches!(offset, jiff::tz::AmbiguousOffset::Gap { .. }));
        prop_assert!(promised.first <= known.first && known.last <= promised.last);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        let _ = text.parse::<Moment>();
        let _ = text.parse::<DateRange>();
        let _ = text.parse::<ZoneName>();
    }
}

#[test]
fn days_are_counted_as_the_calendar_has_them() {
    let first = civil::date(1, 1, 1);
    let days = |date: civil::Date| i32::try_from(civil::date(1970, 1, 1).duration_until(date).as_hours() / 24);
    let check = |date: civil::Date| {
        let own = Date::from_year_month_day(date.year(), date.month(), date.day()).unwrap();
        assert_eq!(own.days(), days(date).unwrap(), "{date}");
        assert_eq!(Date::from_days(own.days()), Some(own), "{date}");
        assert_eq!((own.year(), own.month(), own.day()), (date.year(), date.month(), date.day()), "{date}");
    };
    // Every day of four hundred years, and each cycle's turns of months.
    let mut date = civil::date(1800, 1, 1);
    while date < civil::date(2200, 1, 3) {
        check(date);
        date = date.tomorrow().unwrap();
    }
    let mut month = first;
    while month < civil::date(9998, 12, 1) {
        check(month);
        check(month.last_of_month());
        month = month.last_of_month().tomorrow().unwrap();
    }
    check(civil::date(9998, 12, 31));
    assert_eq!(Date::from_days(Date::from_year_month_day(9998, 12, 31).unwrap().days() + 1), None);
    assert_eq!(Date::from_days(Date::from_year_month_day(1, 1, 1).unwrap().days() - 1), None);
}
