//! The written exchange rates of a day, as the engine reads them: the pair, its
//! exact inverse, or two pairs through the tariff's currency.

use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{ExchangeRate, Program};

/// How much of `to` one unit of `from` is on `day`, counted from 1970-01-01; none where no period covers the day.
pub(crate) fn on_day(program: &Program, day: i32, from: Currency, to: Currency) -> Option<Exact> {
    if from == to {
        return Some(Exact::ONE);
    }
    let base = program.currency;
    leg(program, day, from, to).or_else(|| {
        let (first, second) = (leg(program, day, from, base)?, leg(program, day, base, to)?);
        first.checked_mul(second).ok()
    })
}

fn leg(program: &Program, day: i32, from: Currency, to: Currency) -> Option<Exact> {
    let is_valid = |valid: tarifa_engine::date::DateRange| {
        valid.from.is_none_or(|first| first.days() <= day) && valid.to.is_none_or(|last| day <= last.days())
    };
    let periods = program.exchange.iter().filter(|period| is_valid(period.valid));
    let rates: Vec<&ExchangeRate> = periods.flat_map(|period| &period.rates).collect();
    let forward = rates.iter().find(|rate| (rate.from, rate.to) == (from, to)).map(|rate| rate.rate);
    forward.or_else(|| {
        let inverse = rates.iter().find(|rate| (rate.to, rate.from) == (from, to))?;
        Exact::ONE.checked_div(inverse.rate).ok()
    })
}
