//! Whether something that a rule can require is at hand, and valid on the day of shipping.
//!
//! What the host lists is complete: a document that is not listed is not at hand. Days are those of
//! the tariff's own zone; a document is valid on its last day, and on the last day of its age.

use crate::date::Date;
use crate::prepare::{Prepared, PreparedDocument};
use crate::program::{Age, AgeUnit, DateField, DocumentId, Program, RestrictionRule, Validity};

use super::run::Evaluation;
use super::{Lack, Missing, Trace, Truth};

impl<T: Trace> Evaluation<'_, '_, '_, T> {
    /// Whether the document is at hand for the item at hand or for the shipment; what is missing is noted only
    /// where the answer is unknown.
    pub(super) fn provided(&mut self, document: DocumentId, validity: Option<Validity>) -> Truth {
        let shipment = self.shipment;
        let of_item = self.item.map(|(position, item)| (Some(position), item.provided.as_slice()));
        let of_shipment = (None, shipment.provided.as_slice());
        let mark = self.missed.len();
        let mut answer = Truth::No;
        for (item, provided) in of_item.into_iter().chain([of_shipment]) {
            for own in provided.iter().filter(|own| own.document == document) {
                match self.valid(own, validity, item) {
                    Truth::Yes => {
                        self.missed.truncate(mark);
                        return Truth::Yes;
                    }
                    Truth::No => {}
                    Truth::Unknown => answer = Truth::Unknown,
                }
            }
        }
        answer
    }

    /// Whether a document at hand is valid on the day of shipping.
    fn valid(&mut self, own: &PreparedDocument, validity: Option<Validity>, item: Option<u32>) -> Truth {
        if own.issued.is_none() && validity.is_some() {
            let mark = self.missed.len();
            let expired = self.is_valid_until(i32::MIN, own.valid_to.map_or(i32::MAX, Date::days)) == Truth::No;
            self.missed.truncate(mark);
            if expired {
                return Truth::No;
            }
            self.miss(Missing::Issued(own.document, item));
            return Truth::Unknown;
        }
        let last = last_day(own, validity);
        self.is_valid_until(own.issued.map_or(i32::MIN, Date::days), last)
    }

    /// Whether the day of shipping lies between two days; what never ends needs no day.
    fn is_valid_until(&mut self, first: i32, last: i32) -> Truth {
        if (first, last) == (i32::MIN, i32::MAX) {
            return Truth::Yes;
        }
        self.date(DateField::ShipDate, 0, first, last)
    }

    /// Why a document that is surely not valid for what is at hand does not count; of several, what comes closest.
    pub(super) fn lack(&self, document: DocumentId, validity: Option<Validity>) -> Lack {
        let day = self.days(DateField::ShipDate, 0);
        let of_item = self.item.map(|(_, item)| item.provided.as_slice()).unwrap_or_default();
        let own = of_item.iter().chain(&self.shipment.provided).filter(|own| own.document == document);
        let why = own.map(|own| {
            let issued_later = day.is_some_and(|day| own.issued.is_some_and(|issued| day.last < issued.days()));
            let expired = day.is_some_and(|day| own.valid_to.is_some_and(|valid| valid.days() < day.first));
            match validity {
                _ if expired => Lack::Expired,
                _ if issued_later => Lack::NotYetIssued,
                Some(_) => Lack::TooOld,
                None => Lack::Expired,
            }
        });
        // The reasons stand in this order: a copy that was good once comes closer than one that is not good yet.
        why.max().unwrap_or(Lack::Absent)
    }
}

/// The days on which what is at hand begins to count or ceases to, in the tariff's own zone.
pub(super) fn turning_days(program: &Program, shipment: &Prepared) -> Vec<i32> {
    let items = shipment.items.iter().flatten().chain(&shipment.order_items);
    let at_hand = shipment.provided.iter().chain(items.flat_map(|item| &item.provided));
    let mut days = Vec::new();
    for own in at_hand {
        days.extend(own.issued.map(Date::days));
        days.push(last_day(own, None).saturating_add(1));
        let rules = program.restrictions.iter().filter_map(|restriction| match &restriction.rule {
            RestrictionRule::Require(requirement) if requirement.documents.contains(&own.document) => {
                requirement.validity
            }
            RestrictionRule::Require(_)
            | RestrictionRule::Forbid
            | RestrictionRule::Limit(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => None,
        });
        days.extend(rules.map(|validity| last_day(own, Some(validity)).saturating_add(1)));
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// The last day on which a document is valid, as a count from 1970-01-01; `i32::MAX` for no end.
fn last_day(own: &PreparedDocument, validity: Option<Validity>) -> i32 {
    let stated = own.valid_to.map_or(i32::MAX, Date::days);
    let Some((issued, validity)) = own.issued.zip(validity) else { return stated };
    let by_age = match validity {
        Validity::NotOlderThan(age) => after(issued, age),
        Validity::SameYear => Date::from_year_month_day(issued.year(), 12, 31),
    };
    stated.min(by_age.map_or(i32::MAX, Date::days))
}

/// The day that is `age` after `day`; nothing beyond the last date that there is.
fn after(day: Date, age: Age) -> Option<Date> {
    let count = i32::try_from(age.count).ok()?;
    match age.unit {
        AgeUnit::Days => day.plus_days(count),
        AgeUnit::Weeks => day.plus_days(count.checked_mul(7)?),
        AgeUnit::Months => day.plus_months(count),
        AgeUnit::Years => day.plus_months(count.checked_mul(12)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(issued: &str, count: u32, unit: AgeUnit, expected: &str) {
        let last = after(issued.parse().unwrap(), Age { count, unit });
        assert_eq!(last.map(|day| day.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn a_document_is_valid_through_the_last_day_of_its_age() {
        check("2025-03-01", 30, AgeUnit::Days, "2025-03-31");
        check("2025-03-01", 2, AgeUnit::Weeks, "2025-03-15");
        check("2025-01-31", 1, AgeUnit::Months, "2025-02-28");
        check("2024-02-29", 1, AgeUnit::Years, "2025-02-28");
        check("2024-02-29", 4, AgeUnit::Years, "2028-02-29");
        check("2021-06-30", 5, AgeUnit::Years, "2026-06-30");
    }
}
