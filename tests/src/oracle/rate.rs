//! Exchange rates: the policy's of the ship date, then the host's.

use num_traits::{One, Zero};
use tarifa_engine::currency::Currency;

use super::{Fraction, Missing, View, fraction};

impl View<'_> {
    /// How much one unit of `from` is in `to`: by a pair, or by two pairs through the tariff's currency.
    pub(super) fn rate(&self, from: Currency, to: Currency) -> Result<Fraction, Missing> {
        if from == to {
            return Ok(Fraction::one());
        }
        if let Some(rate) = self.pair(from, to)? {
            return Ok(rate);
        }
        let own = self.model.currency;
        match (self.pair(from, own)?, self.pair(own, to)?) {
            (Some(first), Some(second)) if from != own && to != own => Ok(first * second),
            (Some(_) | None, Some(_) | None) => Err(Missing(format!("rate {from}/{to}"))),
        }
    }

    /// The rate of a pair: as written, the inverse of what is written, or as the host gives it.
    fn pair(&self, from: Currency, to: Currency) -> Result<Option<Fraction>, Missing> {
        let mut undecided = None;
        for period in &self.model.exchange {
            let holds = match &self.shipment.ship_date {
                Some(moment) => self.date_lies(moment, 0, period.valid),
                None if period.valid.is_always() => Ok(true),
                None => Err(Missing("ship_date".into())),
            };
            for rate in &period.rates {
                let found = if (rate.from, rate.to) == (from, to) {
                    fraction(rate.rate)
                } else if (rate.from, rate.to) == (to, from) && !fraction(rate.rate).is_zero() {
                    fraction(rate.rate).recip()
                } else {
                    continue;
                };
                match &holds {
                    Ok(true) => return Ok(Some(found)),
                    Ok(false) => {}
                    Err(missing) => undecided = Some(missing.clone()),
                }
            }
        }
        if let Some(missing) = undecided {
            return Err(missing);
        }
        let given = self.shipment.rates.iter();
        let direct = given.clone().find(|rate| (rate.from, rate.to) == (from, to)).map(|rate| fraction(rate.rate));
        let inverse =
            || given.clone().find(|rate| (rate.from, rate.to) == (to, from)).map(|rate| fraction(rate.rate).recip());
        Ok(direct.or_else(inverse))
    }
}
