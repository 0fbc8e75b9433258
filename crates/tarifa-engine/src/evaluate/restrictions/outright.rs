//! Restrictions of one parcel of which everything that matters is known, read without looking further.
//!
//! It finds what the general reading finds, or says nothing; then that reading decides.

use smallvec::SmallVec;

use crate::answer::Verdict;
use crate::prepare::{Place, PreparedDocument, PreparedItem};
use crate::program::{
    AmountTest, Condition, LimitPart, Requirement, Restriction, RestrictionId, RestrictionRule, Subject, Within,
};

use super::super::known::Known;
use super::super::{Certainty, Lack, Quote, Reason, Unmet, Warned};
use super::index::{Indexed, Lane};
use super::{MAX_TOLD, Together, in_order};

/// Items with their positions.
type Items<'a> = SmallVec<[(u32, &'a PreparedItem); 2]>;

/// What is found on the way.
struct Reading<'k, 'a, 'q> {
    known: &'k mut Known<'a>,
    /// The position of the item at hand.
    position: Option<u32>,
    /// Limits, to be read when every item has been seen.
    together: Together,
    quote: &'q mut Quote,
}

/// Reads every restriction that can matter; what was noted so far is worth nothing where it says nothing.
#[inline(never)]
pub(in super::super) fn outright(known: &mut Known<'_>, quote: &mut Quote) -> Option<()> {
    let shipment = known.shipment;
    let index = known.index.restrictions();
    let (Place::Class(origin), Place::Class(destination)) = (shipment.origin, shipment.destination) else {
        return None;
    };
    // Several parcels have measures of their own.
    if shipment.parcels.len() != 1 {
        return None;
    }
    let lane = index.lane(known.service.0, origin, destination)?;
    let mut reading = Reading { known, position: None, together: Together::default(), quote };
    index.of_shipment(&lane, |rule| reading.rule(rule).ok_or(())).ok()?;
    match &shipment.items {
        Some(items) => reading.items(&lane, items)?,
        // Every rule about some item would ask for them.
        None if index.items(lane).next().is_some() => return None,
        None => {}
    }
    if !reading.together.rules.is_empty() {
        reading.limits()?;
    }
    let Reading { quote, .. } = reading;
    if quote.reasons.len() > 1 || quote.requirements.len() > 1 || quote.warnings.len() > 1 {
        in_order(quote, 0);
    }
    if !quote.reasons.is_empty() {
        quote.verdict = Verdict::Refused;
        quote.requirements.clear();
    } else if !quote.requirements.is_empty() {
        quote.verdict = Verdict::Conditional;
    }
    Some(())
}

impl<'a> Reading<'_, 'a, '_> {
    fn items(&mut self, lane: &Lane<'_>, items: &'a [PreparedItem]) -> Option<()> {
        let index = self.known.index.restrictions();
        for (position, item) in (0_u32..).zip(items) {
            (self.known.item, self.position) = (Some(item), Some(position));
            index.of_item(item.certain_categories()?, lane, |rule| self.rule(rule).ok_or(())).ok()?;
        }
        (self.known.item, self.position) = (None, None);
        Some(())
    }

    /// Reads one rule of what is at hand: an item, or the shipment.
    #[inline]
    fn rule(&mut self, number: u32) -> Option<()> {
        let restriction = self.known.program.restrictions.get(number as usize)?;
        let (id, item) = (RestrictionId(number), self.position);
        match &restriction.rule {
            RestrictionRule::Forbid => {
                if self.reaches(number)? {
                    self.refuse(Reason::Forbidden { restriction: id, item })?;
                }
            }
            RestrictionRule::Require(requirement) => {
                if self.reaches(number)? {
                    self.require(id, requirement)?;
                }
            }
            RestrictionRule::Warn => {
                if self.reaches(number)? && self.quote.warnings.len() < MAX_TOLD {
                    self.quote.warnings.push(Warned { restriction: id, item, certainty: Certainty::Surely });
                }
            }
            RestrictionRule::Limit(_) => self.together.add(number),
            RestrictionRule::Separate(_) => return None,
        }
        Some(())
    }

    /// Whether what the index did not test holds as well.
    #[inline]
    fn reaches(&self, number: u32) -> Option<bool> {
        let Indexed { once, each, .. } = self.known.index.restrictions().rule(number)?;
        let holds =
            |condition: &Option<Box<Condition>>| condition.as_deref().map_or(Some(true), |it| self.known.holds(it));
        Some(holds(once)? && holds(each)?)
    }

    #[inline]
    fn refuse(&mut self, reason: Reason) -> Option<()> {
        if self.quote.reasons.len() >= MAX_TOLD {
            return None;
        }
        self.quote.reasons.push(reason);
        Some(())
    }

    /// Notes that nothing of what is required is at hand.
    fn require(&mut self, restriction: RestrictionId, requirement: &Requirement) -> Option<()> {
        let of_item = self.known.item.map(|item| item.provided.as_slice()).unwrap_or_default();
        let asked = |own: &PreparedDocument| requirement.documents.contains(&own.document);
        // Whether what is at hand is valid takes a closer look.
        if of_item.iter().chain(&self.known.shipment.provided).any(asked) || self.quote.requirements.len() >= MAX_TOLD {
            return None;
        }
        let documents = requirement.documents.iter().map(|document| (*document, Lack::Absent)).collect();
        self.quote.requirements.push(Unmet { restriction, item: self.position, documents });
        Some(())
    }

    /// Tests the limits that were met.
    fn limits(&mut self) -> Option<()> {
        self.together.settle();
        let rules = std::mem::take(&mut self.together.rules);
        rules.iter().try_for_each(|rule| self.limit(*rule))
    }

    fn limit(&mut self, number: u32) -> Option<()> {
        let restriction = self.known.program.restrictions.get(number as usize)?;
        let RestrictionRule::Limit(parts) = &restriction.rule else { return None };
        if restriction.subject == Subject::Shipment && !self.reaches(number)? {
            return Some(());
        }
        let members = self.members(restriction)?;
        if members.is_empty() && restriction.subject == Subject::Item {
            return Some(());
        }
        let mut places = parts.iter().map(|part| (part.at, part.within));
        let mut before = None;
        for (position, part) in (0_u16..).zip(parts) {
            // What is written as one part and tested as several is told once.
            let place = places.next();
            if place == before {
                return None;
            }
            before = place;
            self.part(RestrictionId(number), position, part, &members)?;
        }
        Some(())
    }

    /// The items that a limit speaks of; the lane holds for all of them.
    fn members(&self, restriction: &Restriction) -> Option<Items<'a>> {
        let shipment = self.known.shipment;
        let items = (0_u32..).zip(shipment.items.as_deref()?);
        match restriction.subject {
            Subject::Shipment => Some(items.collect()),
            Subject::Item => {
                let mut members = Items::new();
                for (position, item) in items {
                    if (Known { item: Some(item), ..*self.known }).holds(&restriction.scope.when)? {
                        members.push((position, item));
                    }
                }
                Some(members)
            }
        }
    }

    /// Tests one part of a limit.
    fn part(&mut self, restriction: RestrictionId, part: u16, limit: &LimitPart, members: &Items<'a>) -> Option<()> {
        let Condition::Amount(AmountTest { amount, interval }) = &limit.test else { return None };
        let known = *self.known;
        let mut test = |known: Known<'_>, item: Option<u32>, parcel: Option<u16>| {
            let value = known.amount(amount)?;
            if interval.contains(value) {
                return Some(());
            }
            self.refuse(Reason::OverLimit { restriction, part, item, parcel, value: Some(value) })
        };
        match limit.within {
            Within::Each => {
                for (position, item) in members {
                    test(Known { item: Some(*item), ..known }, Some(*position), None)?;
                }
                Some(())
            }
            Within::Parcel => test(Known { group: Some(members.as_slice()), ..known }, None, Some(0)),
            Within::Consignment => test(Known { group: Some(members.as_slice()), ..known }, None, None),
            Within::Order if known.shipment.order_items.is_empty() => {
                test(Known { group: Some(members.as_slice()), ..known }, None, None)
            }
            Within::Order => None,
        }
    }
}
