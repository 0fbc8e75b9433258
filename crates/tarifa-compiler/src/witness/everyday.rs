//! What people send: the parcel, the value and the day of a shipment of which nothing else is asked.

use tarifa_engine::currency::{Currency, Money};
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{End, FactKind, Interval, Program};
use tarifa_engine::shipment::GivenRate;
use tarifa_engine::unit::{Dimension, Quantity, Unit};

use super::numbers::Slot;
use super::range;
use super::round_number::Grain;
use super::search::{Shape, Start, Turn};
use super::system::System;
use super::term::Unknown;

/// The day of shipping where none is asked for, counted from 1970-01-01: the tariff's first, or new year 2026.
pub(super) fn day(program: &Program) -> i32 {
    program.valid.from.or(program.valid.to).map_or(20_454, Date::days)
}

/// A weight for a shipment of which nothing asks for one.
pub(super) fn weight() -> Quantity {
    Quantity::readable(Exact::from_integer(1000), Dimension::Weight)
}

/// Sides for a shipment of which nothing asks for any.
pub(super) fn sides() -> [Quantity; 3] {
    [20, 15, 10].map(|side| Quantity { value: Exact::from_integer(side), unit: Unit::Centimetre })
}

/// A value for a shipment of which nothing asks for one.
pub(super) fn value(program: &Program) -> Money {
    Money { amount: Exact::from_integer(10), currency: program.currency }
}

/// The day of shipping where nothing asks for one.
pub(super) fn moment(program: &Program) -> Option<Moment> {
    Date::from_days(day(program)).map(Moment::Day)
}

/// A rate of the host's for what the policy does not fix.
pub(super) fn host_rate(from: Currency, to: Currency) -> GivenRate {
    GivenRate { from, to, rate: Exact::ONE }
}

/// Parcels that people send, in centimetres, the commonest first.
const PARCELS: [[i64; 3]; 24] = [
    [20, 15, 10],
    [15, 10, 5],
    [30, 20, 15],
    [40, 30, 20],
    [50, 40, 30],
    [60, 40, 40],
    [10, 8, 2],
    [35, 25, 2],
    [40, 10, 10],
    [60, 15, 10],
    [80, 40, 30],
    [80, 60, 50],
    [100, 15, 10],
    [100, 60, 50],
    [120, 15, 10],
    [120, 60, 60],
    [120, 80, 80],
    [150, 20, 10],
    [150, 60, 60],
    [100, 100, 100],
    [120, 100, 100],
    [200, 20, 10],
    [200, 80, 60],
    [240, 120, 100],
];

/// The sides of parcels that people send.
pub(super) fn shapes(system: System, sides: [Unknown; 3]) -> Vec<Shape> {
    let of = |parcel: &[i64; 3]| sides.into_iter().zip(parcel.map(|side| length(system, side))).collect();
    PARCELS.iter().map(of).collect()
}

/// So many centimetres, or about as many whole inches.
fn length(system: System, centimetres: i64) -> Exact {
    let metric = Exact::from_integer(centimetres);
    let inches = || {
        let share =
            metric.checked_mul(Exact::from_integer(2)).and_then(|twice| twice.checked_div(Exact::from_integer(5)));
        share
            .and_then(|inches| inches.round_to(Exact::ONE, RoundingMode::HalfUp))
            .and_then(|inches| inches.checked_mul(Unit::Inch.factor()))
    };
    match system {
        System::Metric => metric,
        System::Imperial => inches().unwrap_or(metric),
    }
}

/// Where an unknown can lie, and what is everyday for it.
pub(super) fn start(program: &Program, system: System, slot: &Slot) -> Start {
    let above = |end| Interval { lower: Some((Exact::ZERO, end)), upper: None };
    let (over_nought, not_negative) = (above(End::Excluded), above(End::Included));
    let whole = |preferred| (not_negative, preferred, Grain::Whole);
    let (range, preferred, grain) = match slot {
        Slot::Weight => (over_nought, 1000, Grain::Any),
        Slot::Side(0) => (over_nought, 20, Grain::Any),
        Slot::Side(1) => (over_nought, 15, Grain::Any),
        Slot::Side(_) => (over_nought, 10, Grain::Any),
        Slot::DeclaredValue(_) | Slot::Money(..) => (not_negative, 10, Grain::Any),
        Slot::Number(fact) => match program.facts.get(fact.0 as usize).map(|fact| &fact.kind) {
            // What the host tells of its own may be nothing: no dry ice, no blade.
            Some(FactKind::Weight | FactKind::Length | FactKind::Volume) => (not_negative, 10, Grain::Any),
            Some(_) | None => (range::EVERYTHING, 1, Grain::Any),
        },
        Slot::Quantity => whole(1),
        Slot::DistinctHs(_) => whole(0),
        Slot::TotalOfItems(_) | Slot::Opaque(_) => (range::EVERYTHING, 1, Grain::Any),
    };
    let turn = if *slot == Slot::Weight { Turn::Last } else { Turn::Early };
    let (preferred, grain) = match (system, slot) {
        (System::Imperial, Slot::Weight) => (Unit::Pound.factor(), Grain::Pounds),
        (System::Imperial, Slot::Side(_)) => (length(system, preferred), Grain::Inches),
        (System::Imperial | System::Metric, _) => (Exact::from_integer(preferred), grain),
    };
    Start { range, plausible: plausible(slot), preferred, grain, turn }
}

/// Where an unknown lies in shipments that people send.
fn plausible(slot: &Slot) -> Interval {
    let between = |low: i64, high: i64| {
        let end = |value| Some((Exact::from_integer(value), End::Included));
        Interval { lower: end(low), upper: end(high) }
    };
    match slot {
        Slot::Weight => between(1, 1_000_000),
        Slot::Side(_) => between(1, 300),
        Slot::Quantity | Slot::DistinctHs(_) => between(0, 100),
        Slot::DeclaredValue(_) | Slot::Money(..) | Slot::Number(_) | Slot::TotalOfItems(_) | Slot::Opaque(_) => {
            range::EVERYTHING
        }
    }
}
