//! The nearest change that would make a shipment shippable by a service.
//!
//! Nothing is guessed: every change that is told has been made and quoted. Changes come in the order of how small
//! they are: something to provide, another service, another day, fewer pieces, several parcels, an item left out.

mod day;
mod goods;
mod split;
#[cfg(test)]
mod tests;

use crate::answer::Verdict;
use crate::evaluate::{Lack, Quote, Runtime};
use crate::program::{Join, RestrictionRule, ServiceId};
use crate::shipment::{Provided, Shipment};
use crate::unit::Quantity;

/// The most items of which changes are looked for.
const MAX_ITEMS: usize = 50;
/// The most quotes to look for changes, so that a large shipment ends as soon as a small one.
const MAX_QUOTES: u32 = 5_000;

/// A change that was made and quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What to change.
    pub change: Change,
    /// What the service then says: available, or conditional where something must be provided besides.
    pub verdict: Verdict,
    /// The shipment with the change made.
    pub shipment: Shipment,
}

/// Something to change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Documents to provide, each for an item (from 0) or for the shipment; a document's name in the rule set.
    Provide(Vec<(String, Option<usize>)>),
    /// Another service takes it as it is; its name.
    Service(String),
    /// Another day of shipping.
    ShipOn(crate::date::Date),
    /// Fewer pieces of an item, the most that pass.
    Quantity {
        /// The item, from 0.
        item: usize,
        /// How many pieces there are.
        from: u64,
        /// How many pass.
        to: u64,
    },
    /// Several parcels: of each the items, from 0, with their pieces. Where items have no weights of their own,
    /// each parcel is taken to weigh its share by pieces.
    Split(Vec<Vec<(usize, u64)>>),
    /// Parcels of one weight in place of one, where no goods are told.
    Divide {
        /// How many, the fewest that pass.
        parcels: u16,
        /// What each weighs.
        weight: Quantity,
    },
    /// An item left out, from 0.
    LeaveOut(usize),
}

/// The changes that would make `shipment` shippable by `service`, the smallest first; none where it is available.
///
/// For a conditional service it is what to provide, or another service that takes it as it is.
///
/// A shipment that is not well made, or of which something must be known first, has no nearest change.
#[must_use]
pub fn nearest(runtime: &Runtime, shipment: &Shipment, service: ServiceId) -> Vec<Suggestion> {
    let mut search = Search { runtime, shipment, service, conditional: Accepted::No, quotes: MAX_QUOTES };
    let Some(quote) = search.quote(shipment, service) else { return Vec::new() };
    match quote.verdict {
        Verdict::Available | Verdict::Needs => return Vec::new(),
        Verdict::Conditional => {}
        Verdict::NotServed | Verdict::Refused | Verdict::Refer => search.conditional = Accepted::Yes,
    }
    let mut found = Vec::new();
    found.extend(search.provide(&quote));
    found.extend(search.other_services());
    if quote.verdict != Verdict::Conditional {
        found.extend(search.other_days());
        found.extend(search.fewer());
        found.extend(search.split(&quote));
        found.extend(search.divide(&quote));
        found.extend(search.leave_out());
    }
    found
}

/// Whether a service that asks for documents is taken for one that ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Accepted {
    Yes,
    No,
}

/// A search for changes of one shipment.
struct Search<'r> {
    runtime: &'r Runtime,
    shipment: &'r Shipment,
    service: ServiceId,
    conditional: Accepted,
    /// How many quotes are left.
    quotes: u32,
}

impl Search<'_> {
    fn quote(&mut self, shipment: &Shipment, service: ServiceId) -> Option<Quote> {
        self.quotes = self.quotes.checked_sub(1)?;
        let prepared = self.runtime.prepare(shipment).ok()?;
        self.runtime.quote(service, &prepared).ok()
    }

    /// The verdict on a changed shipment, where it can be shipped.
    fn passes(&mut self, shipment: &Shipment) -> Option<Verdict> {
        let service = self.service;
        self.passes_by(shipment, service)
    }

    fn passes_by(&mut self, shipment: &Shipment, service: ServiceId) -> Option<Verdict> {
        match self.quote(shipment, service)?.verdict {
            Verdict::Available => Some(Verdict::Available),
            Verdict::Conditional if self.conditional == Accepted::Yes => Some(Verdict::Conditional),
            Verdict::Conditional | Verdict::NotServed | Verdict::Refused | Verdict::Needs | Verdict::Refer => None,
        }
    }

    fn suggestion(&mut self, change: Change, shipment: Shipment) -> Option<Suggestion> {
        let verdict = self.passes(&shipment)?;
        Some(Suggestion { change, verdict, shipment })
    }

    /// What is lacking, or one document that lifts the rule which refuses.
    fn provide(&mut self, quote: &Quote) -> Vec<Suggestion> {
        let program = self.runtime.program();
        if quote.verdict == Verdict::Conditional {
            let mut lacking = Vec::new();
            for unmet in &quote.requirements {
                let rule = program.restrictions.get(unmet.restriction.0 as usize).map(|restriction| &restriction.rule);
                let enough = match rule {
                    Some(RestrictionRule::Require(requirement)) if requirement.join == Join::Any => 1,
                    Some(_) | None => usize::MAX,
                };
                let named = unmet.documents.iter().take(enough).filter_map(|(id, _): &(_, Lack)| {
                    let name = program.documents.get(usize::from(id.0))?.name.clone();
                    Some((name, unmet.item.and_then(|item| usize::try_from(item).ok())))
                });
                lacking.extend(named);
            }
            lacking.sort_unstable();
            lacking.dedup();
            let changed = self.with_documents(&lacking);
            return self.suggestion(Change::Provide(lacking), changed).into_iter().collect();
        }
        let mut found = Vec::new();
        for document in &program.documents {
            if self.shipment.provided.iter().any(|own| own.document == document.name) {
                continue;
            }
            let one = vec![(document.name.clone(), None)];
            let changed = self.with_documents(&one);
            found.extend(self.suggestion(Change::Provide(one), changed));
        }
        found
    }

    /// The shipment with documents that are issued on the day of shipping.
    fn with_documents(&self, documents: &[(String, Option<usize>)]) -> Shipment {
        let mut changed = self.shipment.clone();
        let issued = changed.ship_date.map(crate::date::Moment::written_day);
        for (document, item) in documents {
            let own = Provided { document: document.clone(), issued, valid_to: None };
            match item.map(|position| goods::item_mut(&mut changed, position)) {
                Some(Some(item)) => item.provided.push(own),
                Some(None) => {}
                None => changed.provided.push(own),
            }
        }
        changed
    }

    /// The services that take it as it is.
    fn other_services(&mut self) -> Vec<Suggestion> {
        let shipment = self.shipment;
        let mut found = Vec::new();
        for (number, service) in (0_u16..).zip(&self.runtime.program().services) {
            let id = ServiceId(number);
            if id == self.service {
                continue;
            }
            if let Some(verdict) = self.passes_by(shipment, id) {
                let changed = Shipment { service: Some(service.name.clone()), ..shipment.clone() };
                found.push(Suggestion { change: Change::Service(service.name.clone()), verdict, shipment: changed });
            }
        }
        found
    }
}
