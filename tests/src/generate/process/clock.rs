//! Random clocks: of every unit, from every anchor, rolling, held and paused.

use super::Writer;

/// Where a clock stands, which decides what it can count from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a window of the opening.
    Window,
    /// In a stage.
    Stage,
}

impl Writer {
    /// A clock, or the later or the earlier of several.
    pub(super) fn edge(&mut self, place: Place, most: u64) -> String {
        let (construct, words) = *self.dice.pick(&[("later of", "the later of"), ("earlier of", "the earlier of")]);
        if !self.maybe(5, construct) {
            return self.clock(place, most);
        }
        let clocks: Vec<String> = (0..self.dice.between(2, 3)).map(|_| self.clock(place, most)).collect();
        let (last, first) = clocks.split_last().expect("two clocks");
        format!("{words} {} and {last}", first.join(", "))
    }

    /// A clock up to about `most` days long.
    pub(super) fn clock(&mut self, place: Place, most: u64) -> String {
        let (unit, is_exact) = match place {
            // A window of an hour is seldom met.
            Place::Window if self.dice.once_in(2) => (format!("{} days", self.dice.between(5, most)), false),
            Place::Window | Place::Stage => self.duration(most),
        };
        let anchor = self.anchor(place, is_exact);
        format!("{unit}{anchor}{}", self.ending(place))
    }

    /// A clock of which `pass` stands behind its length.
    pub(super) fn passing(&mut self, most: u64) -> String {
        let (unit, is_exact) = self.duration(most);
        let verb = if unit.starts_with("1 ") { "passes" } else { "pass" };
        let anchor = self.anchor(Place::Stage, is_exact);
        format!("{unit} {verb}{anchor}{}", self.ending(Place::Stage))
    }

    /// A length, and whether it counts exact time.
    pub(super) fn duration(&mut self, most: u64) -> (String, bool) {
        let counted = |count: u64, unit: &str| {
            if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
        };
        match self.dice.between(0, 14) {
            0 | 1 => {
                self.uses("hours");
                let count = *self.dice.pick(&[1, 12, 24, 36, 48, 120]);
                (counted(count, "hour"), true)
            }
            2 => {
                self.uses("minutes");
                let count = *self.dice.pick(&[1, 30, 90, 1_440]);
                (counted(count, "minute"), true)
            }
            3 => {
                self.uses("weeks");
                (counted(self.dice.between(1, 2), "week"), false)
            }
            4 => {
                self.uses("months");
                (counted(self.dice.between(1, 2), "month"), false)
            }
            5 => {
                self.uses("years");
                (counted(1, "year"), false)
            }
            6..=8 => {
                self.uses("business days");
                let count = self.dice.between(1, most);
                let calendar = *self.dice.pick(&["cn", "cn", "all_days"]);
                let days = if count == 1 { "1 business day" } else { &format!("{count} business days") };
                (format!("{days} of {calendar}"), false)
            }
            _ => {
                self.uses("days");
                (counted(self.dice.between(1, most), "day"), false)
            }
        }
    }

    /// From when it counts; mostly from entry in a stage.
    fn anchor(&mut self, place: Place, is_exact: bool) -> String {
        if place == Place::Stage && !self.dice.once_in(3) {
            self.uses("from entry");
            return String::new();
        }
        let inner = if self.maybe(8, "on another clock's end") {
            let (length, _) = self.duration(4);
            format!("{length} after ")
        } else {
            String::new()
        };
        // A date of the order has no time, which hours need.
        let is_exact = is_exact || inner.contains("hour") || inner.contains("minute");
        let choice = match place {
            Place::Window if self.dice.once_in(2) => *self.dice.pick(&[6, 8, 10]),
            Place::Window | Place::Stage => self.dice.between(0, 10),
        };
        let anchor = match (choice, place) {
            (0 | 1, Place::Stage) => {
                self.uses("after open");
                "open"
            }
            (2, Place::Stage) => {
                self.uses("after entry");
                "entry"
            }
            (3, Place::Stage) => {
                self.uses("after an act");
                *self.dice.pick(&["first change_request", "add_evidence", "last add_evidence", "each add_evidence"])
            }
            (4, _) if !is_exact => {
                self.uses("after a date");
                "promised"
            }
            (5, _) => {
                self.uses("after each");
                *self.dice.pick(&["each delivered", "each report"])
            }
            (6 | 7, _) => {
                self.uses("after last");
                "last delivered"
            }
            (8, _) => {
                self.uses("after first");
                "first delivered"
            }
            (9, _) => {
                self.uses("after an event");
                "ends"
            }
            _ => {
                self.uses("after an event");
                "shipped"
            }
        };
        format!(" after {inner}{anchor}")
    }

    fn ending(&mut self, place: Place) -> String {
        let mut ending = String::new();
        if self.maybe(8, "rolling") {
            ending.push_str(" rolling to business days of cn");
        }
        if self.maybe(14, "held until") {
            let chosen: &&str =
                self.dice.pick(&[" held until ends", " held until last delivered", " held until report"]);
            ending.push_str(chosen);
        }
        if place == Place::Stage && self.maybe(10, "paused") {
            let chosen: &&str = self.dice.pick(&[" paused while buyer is to act", " paused while platform is to act"]);
            ending.push_str(chosen);
        }
        ending
    }
}
