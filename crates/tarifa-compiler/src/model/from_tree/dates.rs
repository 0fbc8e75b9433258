//! Days, ranges of days, and time zones.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::date::{Date, DateError, DateRange, UnknownZone, ZoneName};
use tarifa_engine::program::{Condition, DateField};
use tarifa_syntax::tree::{Moment, Name, StringLiteral, Validity};

use super::Resolver;
use super::expression::Place;
use super::meaning::Meaning;

impl Resolver<'_> {
    /// A day; a time of day beside it is reported, since rules go by whole days.
    pub(super) fn day(&mut self, moment: &Moment) -> Option<Date> {
        if moment.time.is_some() {
            let message = format!("{} has a time of day, and rules go by whole days", self.quoted(moment.span));
            let help = format!("write `{}`", moment.date);
            return self.refuse(Diagnostic::new(Code::BAD_DATE, moment.span, message).help(help));
        }
        match moment.date.parse() {
            Ok(day) => Some(day),
            Err(error) => {
                let error: DateError = error;
                let mut diagnostic = Diagnostic::new(Code::BAD_DATE, moment.span, error.to_string());
                match last_of_month(&moment.date) {
                    Some(last) if matches!(error, DateError::NoSuchDay { .. }) => {
                        diagnostic = diagnostic.help(format!("the last day of that month is `{last}`"));
                    }
                    None if matches!(error, DateError::NoSuchDay { .. }) => {
                        diagnostic = diagnostic.help("a date is year, month and day, as in `2026-03-01`");
                    }
                    Some(_) | None => {}
                }
                self.refuse(diagnostic)
            }
        }
    }

    /// The days of a `valid` clause.
    pub(super) fn days(&mut self, validity: &Validity) -> Option<DateRange> {
        let from = validity.from.as_ref().map(|moment| self.day(moment));
        let to = validity.until.as_ref().map(|moment| self.day(moment));
        let (from, to) = (from.map_or(Some(None), |it| it.map(Some))?, to.map_or(Some(None), |it| it.map(Some))?);
        match DateRange::new(from, to) {
            Ok(range) => Some(range),
            Err(error) => self.refuse(
                Diagnostic::new(Code::EMPTY_RANGE, validity.span, error.to_string()).help("exchange the dates"),
            ),
        }
    }

    /// A `valid` clause as a condition.
    pub(super) fn validity(&mut self, validity: &Validity, place: Place) -> Option<Condition> {
        let field = match &validity.on {
            None => Some(DateField::ShipDate),
            Some(name) => self.date_field(name, place),
        };
        let zone = match &validity.zone {
            None => Some(0),
            Some(zone) => self.zone_index(zone),
        };
        let range = self.days(validity);
        let (field, zone, range) = (field?, zone?, range?);
        Some(Condition::Date {
            field,
            zone,
            from: range.from.map_or(i32::MIN, Date::days),
            to: range.to.map_or(i32::MAX, Date::days),
        })
    }

    /// The date fact behind `on`.
    fn date_field(&mut self, name: &Name, place: Place) -> Option<DateField> {
        let meaning = self.name(name, place)?;
        let Meaning::Date(field) = meaning else {
            let message = format!("`{}` is {meaning}, and `on` needs a date", name.text);
            let help = "declare it: `fact order_date: date`";
            return self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, name.span, message).help(help));
        };
        Some(field)
    }

    /// The place of a zone among those of the model.
    pub(super) fn zone_index(&mut self, written: &StringLiteral) -> Option<u8> {
        let zone = self.time_zone(written)?;
        let index = match self.time_zones.iter().position(|known| *known == zone) {
            Some(index) => index,
            None => {
                self.time_zones.push(zone);
                self.time_zones.len().saturating_sub(1)
            }
        };
        match u8::try_from(index) {
            Ok(index) => Some(index),
            Err(_) => self.beyond_limit(written.span, "time zones", 256),
        }
    }

    /// A zone of the IANA database.
    pub(super) fn time_zone(&mut self, written: &StringLiteral) -> Option<ZoneName> {
        match written.text.parse() {
            Ok(zone) => Some(zone),
            Err(UnknownZone { near, .. }) => {
                let message = format!("`{}` is no time zone of the IANA database", written.text);
                let mut diagnostic = Diagnostic::new(Code::UNKNOWN_TIME_ZONE, written.span, message);
                diagnostic = match near {
                    Some(near) => diagnostic.help(format!("did you mean `\"{near}\"`?")),
                    None => diagnostic.help("write an area and a city, as in `\"Asia/Shanghai\"`"),
                };
                self.refuse(diagnostic)
            }
        }
    }
}

/// The last day of the month of a date that has a day too many; none where the month is none.
fn last_of_month(written: &str) -> Option<Date> {
    let (month, day) = written.rsplit_once('-')?;
    let first: Date = format!("{month}-01").parse().ok()?;
    let last = first.plus_months(1)?.previous()?;
    day.parse::<i8>().is_ok_and(|day| day > last.day()).then_some(last)
}
