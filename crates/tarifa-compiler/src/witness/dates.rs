//! From what a path allows of a date, in several zones, to a day or a moment.

use tarifa_engine::date::{Date, Moment, ZoneName};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{End, Interval, Program};

/// What a path says of one date: the zone's index and the days, counted from 1970-01-01.
pub(super) type DayLimits = Vec<(u8, Interval)>;

/// The quarters of an hour of a day; every zone's midnight falls on one.
const QUARTERS: u32 = 96;

/// Moments that keep `limits`: one as near to each of `wanted` as can be, each once.
///
/// None where no moment keeps them.
pub(super) fn moments(program: &Program, limits: &DayLimits, wanted: &[i32]) -> Vec<Moment> {
    let mut days: Vec<i32> = wanted.to_vec();
    for (_, interval) in limits {
        for (bound, end) in [interval.lower, interval.upper].into_iter().flatten() {
            let Some(day) = bound.to_integer().and_then(|day| i32::try_from(day).ok()) else { continue };
            // The bound's own day in its zone may be the day before or after in the tariff's.
            let first = if end == End::Included { day } else { day.saturating_sub(1) };
            days.extend([first, first.saturating_add(1), first.saturating_sub(1)]);
        }
    }
    let mut found: Vec<Moment> = Vec::new();
    for date in days.into_iter().filter_map(Date::from_days) {
        if let Some(moment) = on_day(program, limits, date)
            && !found.contains(&moment)
        {
            found.push(moment);
        }
    }
    found
}

/// The day itself where it keeps the limits whatever the time, else a quarter of an hour of it that does.
fn on_day(program: &Program, limits: &DayLimits, date: Date) -> Option<Moment> {
    let plain = Moment::Day(date);
    if keeps(program, limits, plain) {
        return Some(plain);
    }
    let is_elsewhere = limits.iter().any(|(zone, _)| *zone != 0);
    if !is_elsewhere || limits.iter().any(|(_, interval)| !is_near(interval, date)) {
        return None;
    }
    // Noon first: most zones agree on the day then.
    let times = (48..QUARTERS).chain(0..48).map(|quarter| {
        let (hour, minute) = (quarter.checked_div(4).unwrap_or(0), quarter.wrapping_rem(4).saturating_mul(15));
        format!("{date} {hour:02}:{minute:02}")
    });
    times.filter_map(|text| text.parse::<Moment>().ok()).find(|moment| keeps(program, limits, *moment))
}

/// Whether a moment of `date` can be a day of the interval in some zone.
fn is_near(interval: &Interval, date: Date) -> bool {
    [-1, 0, 1].into_iter().filter_map(|days| date.plus_days(days)).any(|day| interval.contains(count(day.days())))
}

fn count(days: i32) -> Exact {
    Exact::from_integer(i64::from(days))
}

fn keeps(program: &Program, limits: &DayLimits, moment: Moment) -> bool {
    limits
        .iter()
        .all(|(zone, interval)| day_in(program, moment, *zone).is_some_and(|day| interval.contains(count(day))))
}

/// The day that `moment` is in the zone of that index; none where the time would tell.
pub(super) fn day_in(program: &Program, moment: Moment, zone: u8) -> Option<i32> {
    let utc = ZoneName::utc();
    let own = program.zones.first().unwrap_or(&utc);
    let zone = program.zones.get(usize::from(zone)).unwrap_or(own);
    moment.days_in(own, zone).only().map(Date::days)
}
