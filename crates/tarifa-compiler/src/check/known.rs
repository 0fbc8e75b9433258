//! What is known of the measures of every shipment that a limit or a scope lets through.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Condition, Expression, Interval, LimitTest, Measure, Service};

use super::context::Carried;

/// An amount and where it lies.
pub(super) type Known = (Expression, Interval);

/// Whether a consignment may have several parcels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Several {
    /// It may.
    Perhaps,
    /// A limit or the claim forbids it.
    Never,
}

/// What the limits of a service that hold everywhere say.
pub(super) fn of_service(service: &Service) -> Vec<Known> {
    let mut known = of_condition(&service.when);
    for limit in service.limits.iter().filter(|limit| limit.scope == Condition::Always) {
        match &limit.test {
            LimitTest::Condition(condition) => known.extend(of_condition(condition)),
            LimitTest::Amount { amount, interval } => known.push((amount.clone(), *interval)),
        }
    }
    known
}

/// What a condition that holds says of amounts.
pub(super) fn of_condition(condition: &Condition) -> Vec<Known> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(of_condition).collect(),
        Condition::Amount(test) => vec![(test.amount.clone(), test.interval)],
        Condition::Always
        | Condition::Never
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Compare { .. }
        | Condition::Place(..)
        | Condition::Date { .. }
        | Condition::Yes(_)
        | Condition::OneOf(..)
        | Condition::Has(..)
        | Condition::Text(..)
        | Condition::Given(_)
        | Condition::Service(_)
        | Condition::Category(_)
        | Condition::Hs(_)
        | Condition::AnyItem(_)
        | Condition::EveryItem(_)
        | Condition::Provided(_) => Vec::new(),
    }
}

/// Whether a consignment of which `claimed` is known may have several parcels.
pub(super) fn several(carried: &Carried<'_>, claimed: &[Known]) -> Several {
    let of_service = of_service(carried.service);
    let bounds = of_service.iter().chain(claimed);
    let is_one = bounds.into_iter().any(|(amount, interval)| {
        *amount == Expression::Measure(Measure::ParcelCount)
            && !interval.contains(Exact::from_integer(2))
            && interval.upper.is_some_and(|(most, _)| most <= Exact::from_integer(2))
    });
    if is_one { Several::Never } else { Several::Perhaps }
}
