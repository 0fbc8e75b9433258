//! Facts of the order that are told later, by what parties do.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::from_shipment::Preparation;
use super::{Days, InputError};
use crate::date::Moment;
use crate::evaluate::Index;
use crate::program::{DateField, FactId, FactPer, FactValue, Program};
use crate::shipment::Given;

/// Reads facts that are told later.
pub(crate) struct TellFacts<'p> {
    pub(crate) program: &'p Program,
    pub(crate) index: &'p Index,
}

/// A fact that was told.
#[derive(Clone, Debug)]
pub struct ToldFact {
    pub(crate) value: Option<FactValue>,
    /// The days of a date in every zone, with their place in the order.
    pub(crate) days: SmallVec<[(usize, Option<Days>); 2]>,
}

impl TellFacts<'_> {
    /// The facts, each in its own form; or everything that is wrong with them.
    pub(crate) fn told(
        &self,
        prefix: &str,
        facts: &BTreeMap<String, Given>,
    ) -> Result<Vec<(FactId, ToldFact)>, Vec<InputError>> {
        let mut preparation = Preparation::new(self.program, self.index);
        let given = preparation.given(prefix, FactPer::Shipment, facts);
        let errors = preparation.into_errors();
        if !errors.is_empty() {
            return Err(errors);
        }
        let told = given.values.into_iter().filter(|(fact, _)| given.given.contains(u32::from(fact.0)));
        Ok(told.map(|(fact, value)| (fact, self.fact(fact, value))).collect())
    }

    fn fact(&self, fact: FactId, value: Option<FactValue>) -> ToldFact {
        let days = match &value {
            Some(FactValue::Date(moment)) => self.days(fact, *moment),
            Some(_) | None => SmallVec::new(),
        };
        ToldFact { value, days }
    }

    fn days(&self, fact: FactId, moment: Moment) -> SmallVec<[(usize, Option<Days>); 2]> {
        let Some(own) = self.program.zones.first() else { return SmallVec::new() };
        let zones = (0_u8..=u8::MAX).zip(&self.program.zones);
        let day = |(number, zone)| {
            let span = moment.days_in(own, zone);
            let slot = self.index.date_slot(DateField::Declared(fact), number);
            (slot, Some(Days { first: span.first.days(), last: span.last.days() }))
        };
        zones.map(day).collect()
    }
}
