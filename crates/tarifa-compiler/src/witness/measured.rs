//! Where an amount lies for every parcel of which some bounds are known.

use tarifa_engine::currency::Currency;
use tarifa_engine::date::Date;
use tarifa_engine::program::{Expression, Interval, Program};

use super::numbers::{Numbers, Validity};
use super::range;
use super::rates;
use super::search::{self, Constraint};
use super::shipment::{Parcel, Sides};

/// The values of `amount` over all parcels that keep the bounds of `known`; none where no parcel does.
///
/// Bounds that go by a rate of the host's are left out, which leaves more values than there are.
pub(crate) fn measured(
    program: &Program,
    parcel: &Parcel<'_>,
    known: &[(Expression, Interval)],
    amount: &Expression,
) -> Option<Interval> {
    let on_days = days(program).into_iter().filter_map(|day| measured_on(program, day, parcel, known, amount));
    on_days.reduce(|one, other| range::hull(&one, &other))
}

/// What one unit of `from` can be in `to`; none where the policy has no rate for some day.
pub(crate) fn rates_in(program: &Program, from: Currency, to: Currency) -> Option<Interval> {
    let on_days = days(program).into_iter().map(|day| rates::on_day(program, day, from, to).map(range::point));
    on_days.reduce(|one, other| Some(range::hull(&one?, &other?))).flatten()
}

fn measured_on(
    program: &Program,
    day: i32,
    parcel: &Parcel<'_>,
    known: &[(Expression, Interval)],
    amount: &Expression,
) -> Option<Interval> {
    let mut numbers = Numbers::new(program, parcel, day);
    if parcel.sides == Sides::Read {
        numbers.add_sides();
    }
    let mut constraints = Vec::new();
    for (bounded, target) in known {
        let term = numbers.term(bounded);
        match numbers.validity {
            Validity::Everywhere => constraints.push(Constraint { term, target: *target }),
            Validity::AssumedRate => numbers.validity = Validity::Everywhere,
        }
    }
    let term = numbers.term(amount);
    if numbers.validity == Validity::AssumedRate {
        return Some(range::EVERYTHING);
    }
    let narrowed = search::narrowed(&numbers.problem(&constraints))?;
    Some(term.range(&narrowed))
}

/// A day of each stretch of the tariff's dates in which no rate changes.
fn days(program: &Program) -> Vec<i32> {
    let first = program.valid.from.map_or(i32::MIN, Date::days);
    let mut days = vec![first];
    for period in &program.exchange {
        days.extend(period.valid.from.map(Date::days));
        days.extend(period.valid.to.and_then(Date::next).map(Date::days));
    }
    days.retain(|day| *day >= first && program.valid.to.is_none_or(|last| *day <= last.days()));
    days.sort_unstable();
    days.dedup();
    days
}
