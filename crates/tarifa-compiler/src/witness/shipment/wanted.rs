//! A path sorted by what its steps are about.

use tarifa_engine::program::{Bits, DateField, Expression, FactId, Interval, PlaceField};

use crate::region::{Allowed, Path, Space, Subject, Variable};

use super::super::dates::DayLimits;
use super::super::facts::Facts;
use super::super::items::ItemWishes;

/// A path in the words of a shipment.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) origin: Option<(Variable, Bits)>,
    pub(super) destination: Option<(Variable, Bits)>,
    pub(super) ship_date: DayLimits,
    pub(super) other_dates: Vec<(FactId, DayLimits)>,
    pub(super) date_variables: Vec<Variable>,
    pub(super) amounts: Vec<(Variable, Expression, Interval)>,
    pub(super) items: ItemWishes,
    pub(super) item_variables: Vec<Variable>,
    pub(super) facts: Facts,
}

/// Sorts the steps of a path by what they are about.
pub(super) fn read(space: &Space, path: &Path) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for (variable, runs) in &path.0 {
        let (subject, allowed) = (space.subject(*variable)?, space.allowed(*variable, runs)?);
        wanted.facts.take(subject, &allowed);
        match (subject, allowed) {
            (Subject::Place(PlaceField::Origin), Allowed::Indices(classes)) => {
                wanted.origin = Some((*variable, classes));
            }
            (Subject::Place(PlaceField::Destination), Allowed::Indices(classes)) => {
                wanted.destination = Some((*variable, classes));
            }
            (Subject::Date(DateField::ShipDate, zone), Allowed::Within(interval)) => {
                wanted.ship_date.push((*zone, interval));
                wanted.date_variables.push(*variable);
            }
            (Subject::Date(DateField::Declared(fact), zone), Allowed::Within(interval)) => {
                wanted.date_variables.push(*variable);
                match wanted.other_dates.iter_mut().find(|(known, _)| known == fact) {
                    Some((_, limits)) => limits.push((*zone, interval)),
                    None => wanted.other_dates.push((*fact, vec![(*zone, interval)])),
                }
            }
            (Subject::Amount(amount), Allowed::Within(interval)) => {
                wanted.amounts.push((*variable, amount.clone(), interval));
            }
            (Subject::AnyItem(condition), Allowed::YesNo(answer)) => {
                let list = if answer { &mut wanted.items.some } else { &mut wanted.items.none };
                list.push(condition.clone());
                wanted.item_variables.push(*variable);
            }
            (_, _) => {}
        }
    }
    Some(wanted)
}
