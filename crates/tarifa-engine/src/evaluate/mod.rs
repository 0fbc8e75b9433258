//! The one evaluator: what a service says to a prepared shipment.
//!
//! # What it decides, where the language leaves it open
//!
//! - **Verdicts**, the first that holds: not served (a date, a place or a limit surely fails),
//!   refused (a row that surely applies says `refuse` or `-`), needs, refer, available.
//! - **Unknown** is a third answer of every condition. A quote that met one is tried with every
//!   completion of the missing facts ([`completions`]): where all say the same, nothing is asked.
//! - **Parcels.** Priced each: limits, billed weight and lines for each parcel; an amount `per
//!   consignment` counts for the first parcel that its statement prices. Weighed each: limits and
//!   billed weights for each parcel; the statements then read the summed weights, volumes and
//!   billed weights. Weighed together: weights and volumes are summed before the steps; limits
//!   read the sums. Where several parcels are priced at once, a side means the largest of the
//!   parcels, except in limits, which hold for every parcel's own sides. An amount `per parcel`
//!   then counts as often as there are parcels.
//! - **Billed weight** starts as the weight. Conditions read the sides as measured; rounded sides
//!   enter the volume alone.
//! - **A line's name** in a formula means its rounded amount for the parcel at hand.
//! - **Items.** Of no items, `any item` is no and `every item` yes; items not told are unknown.
//! - **Rates** are those of the day of shipping in the tariff's zone.

mod amount;
pub(crate) mod at_hand;
mod block;
mod body;
mod branches;
mod choice;
mod compact;
pub mod completions;
mod condition;
mod document;
mod gates;
mod group;
mod index;
mod known;
mod least_weight;
mod measure;
mod money;
mod outcomes;
mod outright;
mod parcels;
mod parts;
mod price;
mod quote;
mod representatives;
mod restrictions;
mod run;
#[cfg(test)]
mod tests;
mod trace;
mod usage;
mod weight;

pub use compact::Compaction;
pub(crate) use compact::Measures;
pub(crate) use condition::Truth;
pub use index::Index;
pub use quote::{
    BilledWeight, Certainty, Fault, Lack, Missing, Need, Quote, QuoteLine, RateDirection, RateSource, RateUse, Reason,
    Rule, Unmet, Warned,
};
pub use trace::{Event, Silent, Trace, WeightEffect};

use self::run::{Asked, Evaluation};
use crate::case::CaseIndex;
use crate::date::Date;
use crate::prepare::{InputErrors, Prepared, from_shipment};
use crate::program::{Condition, DateField, Program, ServiceId};
use crate::shipment::Shipment;

/// A program made ready to answer.
#[derive(Clone, Debug)]
pub struct Runtime {
    program: Program,
    index: Index,
    cases: CaseIndex,
}

impl Runtime {
    /// Makes a program ready: lanes are indexed once, so that a quote looks at few statements.
    #[must_use]
    pub fn new(program: Program) -> Self {
        let index = Index::from_program(&program);
        let cases = CaseIndex::from_program(&program);
        Self { program, index, cases }
    }

    /// Makes a program ready in its general form alone: slower, with the same answers.
    ///
    /// It is for comparing the two.
    #[must_use]
    pub fn without_compact_forms(program: Program) -> Self {
        let index = Index::without_compact_forms(&program);
        let cases = CaseIndex::from_program(&program);
        Self { program, index, cases }
    }

    /// The program.
    #[must_use]
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// What was indexed.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// What was indexed of cases.
    pub(crate) const fn cases(&self) -> &CaseIndex {
        &self.cases
    }

    /// Checks a shipment and makes it ready to be quoted.
    ///
    /// # Errors
    ///
    /// [`InputErrors`]: everything that is wrong with it, each with its path and a way out.
    pub fn prepare(&self, shipment: &Shipment) -> Result<Prepared, InputErrors> {
        from_shipment::prepare(&self.program, &self.index, shipment)
    }

    /// The days on which some rule about the ship date begins or ceases to hold, and those of the documents at hand.
    pub(crate) fn turning_days(&self, shipment: &Shipment) -> Vec<Date> {
        let boundaries = self.index.usage().days.get(&DateField::ShipDate).map(Vec::as_slice).unwrap_or_default();
        let of_documents = self.prepare(shipment).map(|prepared| document::turning_days(&self.program, &prepared));
        let of_rules = boundaries.iter().map(|(_, day)| *day);
        of_rules.chain(of_documents.unwrap_or_default()).filter_map(Date::from_days).collect()
    }

    /// Whether a condition holds that belongs to no service's own rules, read as `service` would read it.
    ///
    /// # Errors
    ///
    /// [`Fault`], which a checked program gives only for numbers that do not fit.
    pub(crate) fn holds(&self, condition: &Condition, service: ServiceId, shipment: &Prepared) -> Result<Truth, Fault> {
        let Some(at_hand) = self.program.services.get(usize::from(service.0)) else { return Ok(Truth::No) };
        let (mut silent, mut quote) = (Silent, Quote::new(service));
        let mut evaluation =
            Evaluation::new(&self.program, &self.index, shipment, at_hand, Asked::Verdict, &mut quote, &mut silent);
        evaluation.judge(condition)
    }

    /// The `transit` lines of `service`, by position, that hold or, where a missing fact decides, may hold.
    ///
    /// # Errors
    ///
    /// [`Fault`], which a checked program gives only for numbers that do not fit.
    pub fn transit(&self, service: ServiceId, shipment: &Prepared) -> Result<Vec<(usize, Certainty)>, Fault> {
        let lines = self.program.services.get(usize::from(service.0)).map(|service| service.transit.as_slice());
        let mut found = Vec::new();
        for (position, line) in lines.unwrap_or_default().iter().enumerate() {
            match self.holds(&line.when, service, shipment)? {
                Truth::Yes => found.push((position, Certainty::Surely)),
                Truth::Unknown => found.push((position, Certainty::Possibly)),
                Truth::No => {}
            }
        }
        Ok(found)
    }

    /// What `service` says.
    ///
    /// # Errors
    ///
    /// [`Fault`], which a checked program gives only for numbers that do not fit.
    pub fn quote(&self, service: ServiceId, shipment: &Prepared) -> Result<Quote, Fault> {
        let mut quote = Quote::new(service);
        self.quote_into(service, shipment, &mut quote)?;
        Ok(quote)
    }

    /// What `service` says, written over an earlier answer: a host that keeps one answer for many quotes spares the room.
    ///
    /// # Errors
    ///
    /// [`Fault`], as [`Runtime::quote`]; the answer then says nothing.
    pub fn quote_into(&self, service: ServiceId, shipment: &Prepared, quote: &mut Quote) -> Result<(), Fault> {
        quote.restart(service);
        match outright::quote(&self.program, &self.index, shipment, Asked::Quote, quote) {
            Some(()) => Ok(()),
            None => self.answer_anew(Asked::Quote, shipment, quote),
        }
    }

    /// Whether `service` takes the shipment, without asking what that costs: its dates, places, limits and restrictions.
    ///
    /// The answer is a [`Quote`] without lines and total, and its verdict is that of the quote, but for what the price
    /// decides: where a price statement refuses, refers or asks for a fact, the quote does so, and the verdict alone does
    /// not know it. It is never more hopeful about restrictions than the quote: what it says of them, the quote says.
    ///
    /// # Errors
    ///
    /// [`Fault`], which a checked program gives only for numbers that do not fit.
    pub fn verdict(&self, service: ServiceId, shipment: &Prepared) -> Result<Quote, Fault> {
        let mut quote = Quote::new(service);
        self.verdict_into(service, shipment, &mut quote)?;
        Ok(quote)
    }

    /// [`Runtime::verdict`], written over an earlier answer.
    ///
    /// # Errors
    ///
    /// [`Fault`], as [`Runtime::verdict`]; the answer then says nothing.
    pub fn verdict_into(&self, service: ServiceId, shipment: &Prepared, quote: &mut Quote) -> Result<(), Fault> {
        quote.restart(service);
        match outright::quote(&self.program, &self.index, shipment, Asked::Verdict, quote) {
            Some(()) => Ok(()),
            None => self.answer_anew(Asked::Verdict, shipment, quote),
        }
    }

    /// Answers by the general walk what cannot be told outright; apart, so that it takes no room on the stack there.
    #[inline(never)]
    fn answer_anew(&self, asked: Asked, shipment: &Prepared, quote: &mut Quote) -> Result<(), Fault> {
        quote.restart(quote.service);
        completions::quote(&self.program, &self.index, shipment, asked, quote, &mut Silent)
    }

    /// What `service` says, with everything told to `trace` on the way.
    ///
    /// # Errors
    ///
    /// [`Fault`], which a checked program gives only for numbers that do not fit.
    pub fn quote_with<T: Trace>(&self, service: ServiceId, shipment: &Prepared, trace: &mut T) -> Result<Quote, Fault> {
        let mut quote = Quote::new(service);
        completions::quote(&self.program, &self.index, shipment, Asked::Quote, &mut quote, trace)?;
        Ok(quote)
    }
}
