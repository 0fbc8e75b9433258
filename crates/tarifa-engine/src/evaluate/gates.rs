//! What a service carries at all: dates, places and limits.

use crate::exact::Exact;
use crate::program::{Condition, DateField, Expression, Interval, Limit, LimitTest, Measure, PlaceField};

use super::condition::Truth;
use super::money::day_bounds;
use super::run::{Evaluation, Stop};
use super::{Event, Reason, Rule, Trace};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// Tests the tariff's dates and the service's dates and places; every failure is a reason.
    #[inline]
    pub(super) fn gates(&mut self) -> Result<(), Stop> {
        let service = self.service;
        if !self.program.valid.is_always() {
            self.rule = Rule::Tariff;
            let (from, to) = day_bounds(self.program.valid);
            let truth = self.date(DateField::ShipDate, 0, from, to);
            self.gate(truth, Reason::TariffDates);
        }
        self.rule = Rule::Service(self.id);
        let truth = self.holds(&service.when)?;
        self.gate(truth, Reason::ServiceDates);
        let truth = self.place(PlaceField::Origin, service.from);
        self.gate(truth, Reason::Origin);
        let truth = self.place(PlaceField::Destination, service.to);
        self.gate(truth, Reason::Destination);
        Ok(())
    }

    #[inline]
    fn gate(&mut self, truth: Truth, reason: Reason) {
        match truth {
            Truth::Yes => {}
            Truth::No => self.quote.reasons.push(reason),
            Truth::Unknown => {
                let rule = self.rule;
                self.tell(|| Event::Undecided(rule));
            }
        }
    }

    /// Tests the limits on what is at hand; every failure is a reason.
    #[inline]
    pub(super) fn limits(&mut self, parcel: u16) -> Result<(), Stop> {
        let service = self.service;
        let mut found = Ok(());
        let mut compact = self.index.compact().limits(self.id).iter();
        for (position, limit) in (0_u16..).zip(&service.limits) {
            if let Some(Some(limit)) = compact.next()
                && self.measures.as_ref().is_some_and(|measures| limit.holds(measures))
            {
                continue;
            }
            self.rule = Rule::Limit(self.id, position);
            match self.limit(limit) {
                Ok((truth, value)) => self.gate(truth, Reason::Limit { limit: position, parcel, value }),
                // Another limit may turn the shipment away, and then this one does not matter.
                Err(stop) => found = found.and(Err(self.pinned(stop))),
            }
        }
        found
    }

    /// Whether the billed weight is above what it may be, whatever is missing of it.
    #[cold]
    fn is_too_heavy(&self, amount: &Expression, interval: &Interval) -> bool {
        let least = self.view.least_billed.filter(|_| *amount == Expression::Measure(Measure::BilledWeight));
        least.is_some_and(|least| !Interval { lower: None, ..*interval }.contains(least))
    }

    /// The value that a failed condition looked at, where it is one bound.
    #[cold]
    fn value_tested(&mut self, condition: &'p Condition) -> Option<Exact> {
        let Condition::Amount(test) = condition else { return None };
        self.amount(&test.amount).ok()
    }

    /// Whether a limit holds, or says nothing here; and the value that it looked at.
    #[inline]
    fn limit(&mut self, limit: &'p Limit) -> Result<(Truth, Option<Exact>), Stop> {
        let mark = self.missed.len();
        let scope = self.holds(&limit.scope)?;
        if scope == Truth::No {
            return Ok((Truth::Yes, None));
        }
        let (truth, value) = match &limit.test {
            LimitTest::Condition(condition) => {
                let truth = self.holds(condition)?;
                (truth, if truth == Truth::No { self.value_tested(condition) } else { None })
            }
            LimitTest::Amount { amount, interval } => match self.amount(amount) {
                Ok(value) => (interval.contains(value).into(), Some(value)),
                Err(Stop::Unknown) if self.is_too_heavy(amount, interval) => (Truth::No, None),
                Err(Stop::Unknown) => (Truth::Unknown, None),
                Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
            },
        };
        match (scope, truth) {
            (_, Truth::Yes) => {
                self.missed.truncate(mark);
                Ok((Truth::Yes, value))
            }
            (Truth::Yes | Truth::No, Truth::No | Truth::Unknown) => Ok((truth, value)),
            (Truth::Unknown, Truth::No | Truth::Unknown) => Ok((Truth::Unknown, value)),
        }
    }
}
