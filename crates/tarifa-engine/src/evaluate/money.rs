//! Exchange: the written pair, its exact inverse, or two pairs through the tariff's currency.

use crate::currency::Currency;
use crate::date::{Date, DateRange};
use crate::exact::Exact;
use crate::program::FactRef;

use super::condition::Truth;
use super::run::{Evaluation, RateUsage, Stop};
use super::{Event, Missing, RateDirection, RateSource, RateUse, Trace};

/// A rate that was found, with its value the way it is read.
#[derive(Clone, Copy)]
struct Leg {
    rate: RateUse,
    factor: Exact,
}

impl<T: Trace> Evaluation<'_, '_, '_, T> {
    /// A money fact in a currency.
    pub(super) fn money(&mut self, fact: FactRef, currency: Currency) -> Result<Exact, Stop> {
        let Some(money) = self.money_of(fact) else { return Err(self.miss_money(fact)) };
        if money.currency == currency {
            return Ok(money.amount);
        }
        let rate = self.rate(money.currency, currency)?;
        Ok(money.amount.checked_mul(rate)?)
    }

    /// How much of `to` one unit of `from` is, on the day of shipping.
    #[inline]
    pub(super) fn rate(&mut self, from: Currency, to: Currency) -> Result<Exact, Stop> {
        if from == to { Ok(Exact::ONE) } else { self.exchange(from, to) }
    }

    fn exchange(&mut self, from: Currency, to: Currency) -> Result<Exact, Stop> {
        let base = self.program.currency;
        // The policy's own pairs decide wherever they lead to an answer; only then the host's.
        if let Some(leg) = self.written(from, to)? {
            return Ok(self.take(leg));
        }
        let through = from != base && to != base;
        if through && let (Some(first), Some(second)) = (self.written(from, base)?, self.written(base, to)?) {
            return self.take_both(first, second);
        }
        if let Some(leg) = self.given(from, to)? {
            return Ok(self.take(leg));
        }
        if through && let (Some(first), Some(second)) = (self.any_leg(from, base)?, self.any_leg(base, to)?) {
            return self.take_both(first, second);
        }
        Err(self.miss(Missing::Rate(from, to)))
    }

    fn any_leg(&mut self, from: Currency, to: Currency) -> Result<Option<Leg>, Stop> {
        match self.written(from, to)? {
            Some(leg) => Ok(Some(leg)),
            None => self.given(from, to),
        }
    }

    /// The written pair of the day, or its inverse.
    fn written(&mut self, from: Currency, to: Currency) -> Result<Option<Leg>, Stop> {
        let program = self.program;
        let mut inverse = None;
        for (number, period) in (0_u16..).zip(&program.exchange) {
            for (position, rate) in (0_u16..).zip(&period.rates) {
                let forward = (rate.from, rate.to) == (from, to);
                let backward = (rate.to, rate.from) == (from, to);
                if !(forward || backward) || !self.is_period_of_the_day(period.valid)? {
                    continue;
                }
                let source = RateSource::Written { period: number, rate: position };
                if forward {
                    let how = RateUse { source, direction: RateDirection::Forward };
                    return Ok(Some(Leg { rate: how, factor: rate.rate }));
                }
                inverse.get_or_insert((source, rate.rate));
            }
        }
        inverse.map(|(source, rate)| inverted(source, rate)).transpose()
    }

    fn given(&mut self, from: Currency, to: Currency) -> Result<Option<Leg>, Stop> {
        let mut inverse = None;
        for (position, given) in (0_u16..).zip(&self.shipment.rates) {
            let source = RateSource::Given(position);
            if (given.from, given.to) == (from, to) {
                let rate = RateUse { source, direction: RateDirection::Forward };
                return Ok(Some(Leg { rate, factor: given.rate }));
            }
            if (given.to, given.from) == (from, to) {
                inverse.get_or_insert((source, given.rate));
            }
        }
        inverse.map(|(source, rate)| inverted(source, rate)).transpose()
    }

    /// Whether a period of rates holds on the day of shipping.
    fn is_period_of_the_day(&mut self, valid: DateRange) -> Result<bool, Stop> {
        if valid.is_always() {
            return Ok(true);
        }
        let (from, to) = day_bounds(valid);
        match self.date(self.rate_day, 0, from, to) {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => Err(Stop::Unknown),
        }
    }

    fn take(&mut self, leg: Leg) -> Exact {
        if self.rates == RateUsage::Charged && !self.quote.rates.contains(&leg.rate) {
            self.quote.rates.push(leg.rate);
        }
        self.tell(|| Event::Rate { rate: leg.rate, factor: leg.factor });
        leg.factor
    }

    fn take_both(&mut self, first: Leg, second: Leg) -> Result<Exact, Stop> {
        let (first, second) = (self.take(first), self.take(second));
        Ok(first.checked_mul(second)?)
    }
}

fn inverted(source: RateSource, rate: Exact) -> Result<Leg, Stop> {
    let factor = Exact::ONE.checked_div(rate)?;
    Ok(Leg { rate: RateUse { source, direction: RateDirection::Inverse }, factor })
}

/// The first and last day of a range, as counts; an open end is the end of time.
pub(super) fn day_bounds(range: DateRange) -> (i32, i32) {
    (range.from.map_or(i32::MIN, Date::days), range.to.map_or(i32::MAX, Date::days))
}
