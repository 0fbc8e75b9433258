//! From a path to a shipment that keeps every step of it at once.

mod filled;
mod solved;
mod wanted;

use tarifa_engine::date::{Date, Moment};
use tarifa_engine::program::{Expression, FactId, Interval, Program, ServiceId, WeightStep};
use tarifa_engine::shipment::{Given, Shipment};

use crate::region::{Path, Space, Variable};

use super::items::{ItemSpace, Items};
use super::system::System;
use super::{dates, everyday, places};

pub(crate) use solved::least_value;

use solved::Numbered;

/// Whose shipment is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Parcel<'a> {
    /// The service that is asked.
    pub(crate) service: ServiceId,
    /// The steps of its billed weight that apply.
    pub(crate) steps: Vec<&'a WeightStep>,
    /// Whether its rules read the sides at all.
    pub(crate) sides: Sides,
    /// The units in which its rules are written.
    pub(crate) system: System,
}

/// Whether the rules of a service read the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// They do.
    Read,
    /// They do not.
    Unread,
}

/// What became of a path.
#[derive(Clone, Debug)]
pub(super) enum Realised {
    /// A shipment that should be on it, and the facts which it lacks although they are read on it: it is on it where the
    /// engine comes to an answer without them.
    Shipment(Box<Shipment>, Vec<FactId>),
    /// No shipment is; the steps of these variables exclude each other.
    Impossible(Vec<Variable>),
    /// It was not found out.
    Unknown,
}

/// Looks for a shipment on `path` whose further `amounts` lie where they must.
pub(super) fn realise(
    program: &Program,
    space: &Space,
    items: &mut ItemSpace,
    parcel: &Parcel<'_>,
    path: &Path,
    further: &[(Expression, Interval)],
) -> Realised {
    let Some(wanted) = wanted::read(space, path) else { return Realised::Unknown };
    let mut shipment = Shipment {
        service: program.services.get(parcel.service.0 as usize).map(|service| service.name.clone()),
        ..Shipment::default()
    };
    for (place, wish) in [(&mut shipment.origin, &wanted.origin), (&mut shipment.destination, &wanted.destination)] {
        *place = places::place(program, wish.as_ref().map(|(_, classes)| classes));
        if let (None, Some((variable, _))) = (&place, wish) {
            return Realised::Impossible(vec![*variable]);
        }
    }
    let moments = dates::moments(program, &wanted.ship_date, &wanted_days(program));
    if moments.is_empty() {
        return Realised::Impossible(wanted.date_variables);
    }
    let mut facts = wanted.facts.clone();
    match solved::numbers(program, parcel, &wanted, further, &moments) {
        Numbered::Found { moment, values } => {
            shipment.ship_date = Some(moment);
            let pieces = filled::fill(&mut shipment, &mut facts, (&values, parcel.system));
            match items.realise(program, &wanted.items, pieces.items) {
                Items::Found(found) => shipment.items = filled::with_pieces(found, &pieces, &wanted, program),
                Items::Impossible => return Realised::Impossible(wanted.item_variables),
                Items::Unknown => return Realised::Unknown,
            }
        }
        Numbered::Impossible(core) => return Realised::Impossible(core),
        Numbered::Unknown => return Realised::Unknown,
    }
    let lacking = facts.leave_out();
    let Some(given) = facts.given(program) else {
        return Realised::Impossible(path.0.iter().map(|(variable, _)| *variable).collect());
    };
    shipment.facts = given;
    shipment.provided = facts.provided(program, shipment.ship_date.map(Moment::written_day));
    for (fact, limits) in &wanted.other_dates {
        let (Some(fact), Some(moment)) = (
            program.facts.get(fact.0 as usize),
            dates::moments(program, limits, &wanted_days(program)).first().copied(),
        ) else {
            return Realised::Impossible(wanted.date_variables);
        };
        shipment.facts.insert(fact.name.clone(), Given::Date(moment));
    }
    Realised::Shipment(Box::new(shipment), lacking)
}

/// Days that are worth trying: the everyday one, and one in each period of rates.
fn wanted_days(program: &Program) -> Vec<i32> {
    let periods = program.exchange.iter();
    let ends = periods.flat_map(|period| {
        let after = period.valid.to.and_then(Date::next);
        [period.valid.from, period.valid.to, after].into_iter().flatten().map(Date::days)
    });
    let mut days = vec![everyday::day(program)];
    days.extend(ends);
    days
}
