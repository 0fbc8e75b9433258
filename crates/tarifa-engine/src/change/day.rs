//! Another day of shipping: the days on which some rule begins or ceases to hold, the nearest first.

use crate::date::{Date, Moment};
use crate::shipment::Shipment;

use super::{Change, Search, Suggestion};

/// The most days that are tried before and after the day of shipping.
const MAX_DAYS: usize = 100;

impl Search<'_> {
    /// The nearest later day and the nearest earlier day that pass.
    pub(super) fn other_days(&mut self) -> Vec<Suggestion> {
        let Some(day) = self.shipment.ship_date.map(Moment::written_day) else { return Vec::new() };
        let mut turning = self.runtime.turning_days(self.shipment);
        turning.sort_unstable();
        turning.dedup();
        let later: Vec<Date> = turning.iter().copied().filter(|other| *other > day).take(MAX_DAYS).collect();
        // A rule that begins on a day does not hold yet on the day before.
        let before = turning.iter().rev().filter_map(|other| other.previous());
        let earlier: Vec<Date> = before.filter(|other| *other < day).take(MAX_DAYS).collect();
        let first = |this: &mut Self, days: Vec<Date>| {
            days.into_iter().find_map(|day| {
                let changed = Shipment { ship_date: Some(Moment::Day(day)), ..this.shipment.clone() };
                this.suggestion(Change::ShipOn(day), changed)
            })
        };
        let later = first(self, later);
        let earlier = first(self, earlier);
        later.into_iter().chain(earlier).collect()
    }
}
