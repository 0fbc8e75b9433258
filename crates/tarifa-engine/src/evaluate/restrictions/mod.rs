//! What may be shipped: which restrictions apply, and what each of them says.
//!
//! # What it decides, where the language leaves it open
//!
//! - A rule about items is read of each item by itself; it names every item that it hits.
//! - A condition reads the consignment: its weight, the largest of each side.
//! - A requirement is met by what is at hand for the item or for the whole shipment.
//! - Of items that are not told, every rule that could be about some item asks for them.
//! - A warning that may apply is told as possible, and asks for nothing.

mod bound;
mod group;
mod index;
mod limit;
mod members;
mod outright;
mod require;
mod separate;

use smallvec::SmallVec;

use crate::exact::Exact;
use crate::prepare::{Place, PreparedItem};
use crate::program::{Condition, PlaceField, Restriction, RestrictionId, RestrictionRule, Subject};

use super::condition::Truth;
use super::measure::{Held, View};
use super::run::{Evaluation, Stop};
use super::{Certainty, Missing, Quote, Reason, Rule, Trace, Warned};

pub(super) use group::Group;
use index::Lane;
pub(crate) use index::RestrictionIndex;
pub(super) use outright::outright;

/// The most reasons, requirements or warnings of one answer; what comes after them changes no verdict.
const MAX_TOLD: usize = 10_000;

/// What of a rule's scope is still to be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scoped {
    /// The condition but for the category: the index tested the rest.
    Condition,
    /// Everything.
    Whole,
}

/// Rules that look at several items at once, to be read when all have been seen.
#[derive(Debug, Default)]
struct Together {
    rules: SmallVec<[u32; 8]>,
    settled: usize,
}

impl Together {
    fn add(&mut self, rule: u32) {
        if self.rules.last() == Some(&rule) {
            return;
        }
        self.rules.push(rule);
        // A long list is cleared of what it holds twice whenever it has doubled.
        if self.rules.len() > self.settled.saturating_mul(2).saturating_add(1024) {
            self.settle();
        }
    }

    fn settle(&mut self) {
        if self.rules.len() > 1 {
            self.rules.sort_unstable();
            self.rules.dedup();
        }
        self.settled = self.rules.len();
    }
}

impl<'p, 's, T: Trace> Evaluation<'p, 's, '_, T> {
    /// Reads every restriction that can matter.
    pub(super) fn restrict(&mut self) -> Result<(), Stop> {
        let reasons = self.quote.reasons.len();
        let mut outer = None;
        if self.shipment.parcels.len() > 1 {
            let whole = self.whole_view()?;
            outer = Some(std::mem::replace(&mut self.view, whole));
        }
        let index = self.index.restrictions();
        let lane = match (self.shipment.origin, self.shipment.destination) {
            (Place::Class(origin), Place::Class(destination)) => index.lane(self.id.0, origin, destination),
            (Place::Unknown | Place::Class(_) | Place::Country { .. }, _) => None,
        };
        let mut together = Together::default();
        match lane {
            Some(lane) => {
                index.of_shipment(&lane, |rule| self.rule(rule, Scoped::Condition, &mut together))?;
            }
            None => {
                for rule in index.all(self.id.0, Subject::Shipment) {
                    self.rule(rule, Scoped::Whole, &mut together)?;
                }
            }
        }
        self.each_item(lane, &mut together)?;
        together.settle();
        for rule in &together.rules {
            self.read_together(*rule)?;
        }
        self.item = None;
        if let Some(outer) = outer {
            self.view = outer;
        }
        in_order(self.quote, reasons);
        Ok(())
    }

    /// Reads the rules about items of every item of the consignment.
    fn each_item(&mut self, lane: Option<Lane<'p>>, together: &mut Together) -> Result<(), Stop> {
        let shipment = self.shipment;
        let index = self.index.restrictions();
        let Some(items) = &shipment.items else {
            match lane {
                Some(lane) => index.items(lane).try_for_each(|rule| self.unknown_items(rule, Scoped::Condition))?,
                None => {
                    let mut rules = index.all(self.id.0, Subject::Item);
                    rules.try_for_each(|rule| self.unknown_items(rule, Scoped::Whole))?;
                }
            }
            return Ok(());
        };
        for (position, item) in (0_u32..).zip(items) {
            self.item = Some((position, item));
            let Some((lane, categories)) = lane.zip(item.certain_categories()) else {
                let id = self.id.0;
                let mut all = |rule| self.rule(rule, Scoped::Whole, together);
                match lane {
                    Some(lane) => index.items(lane).try_for_each(&mut all)?,
                    None => index.all(id, Subject::Item).try_for_each(&mut all)?,
                }
                continue;
            };
            index.of_item(categories, &lane, |rule| self.rule(rule, Scoped::Condition, together))?;
        }
        self.item = None;
        Ok(())
    }

    /// Reads one rule of what is at hand: an item, or the shipment.
    #[inline]
    fn rule(&mut self, number: u32, scoped: Scoped, together: &mut Together) -> Result<(), Stop> {
        let Some(restriction) = self.program.restrictions.get(number as usize) else { return Ok(()) };
        let id = RestrictionId(number);
        self.rule = Rule::Restriction(id);
        let item = self.item.map(|(position, _)| position);
        match &restriction.rule {
            RestrictionRule::Forbid => {
                if self.reaches(id, restriction, scoped)? == Truth::Yes {
                    self.refuse(Reason::Forbidden { restriction: id, item });
                }
            }
            RestrictionRule::Require(requirement) => self.require(id, restriction, requirement, scoped)?,
            RestrictionRule::Warn => self.warn(id, restriction, scoped)?,
            RestrictionRule::Limit(_) | RestrictionRule::Separate(_) => together.add(number),
        }
        Ok(())
    }

    fn read_together(&mut self, number: u32) -> Result<(), Stop> {
        let Some(restriction) = self.program.restrictions.get(number as usize) else { return Ok(()) };
        let id = RestrictionId(number);
        self.item = None;
        self.rule = Rule::Restriction(id);
        match &restriction.rule {
            RestrictionRule::Limit(parts) => self.limited(id, restriction, parts),
            RestrictionRule::Separate(separation) => self.separate(id, restriction, separation),
            RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Warn => Ok(()),
        }
    }

    fn warn(&mut self, id: RestrictionId, restriction: &'p Restriction, scoped: Scoped) -> Result<(), Stop> {
        let mark = self.missed.len();
        let truth = self.reaches(id, restriction, scoped)?;
        self.missed.truncate(mark);
        self.tell_warning(id, truth);
        Ok(())
    }

    fn tell_warning(&mut self, restriction: RestrictionId, truth: Truth) {
        let certainty = match truth {
            Truth::Yes => Certainty::Surely,
            Truth::Unknown => Certainty::Possibly,
            Truth::No => return,
        };
        if self.quote.warnings.len() < MAX_TOLD {
            let item = self.item.map(|(position, _)| position);
            self.quote.warnings.push(Warned { restriction, item, certainty });
        }
    }

    /// Whether the rule's scope holds for what is at hand.
    #[inline]
    fn reaches(&mut self, id: RestrictionId, restriction: &'p Restriction, scoped: Scoped) -> Result<Truth, Stop> {
        match scoped {
            Scoped::Condition => {
                let Some(rule) = self.index.restrictions().rule(id.0) else { return Ok(Truth::No) };
                self.both(rule.once.as_deref(), rule.each.as_deref())
            }
            Scoped::Whole => self.reaches_whole(restriction),
        }
    }

    fn reaches_whole(&mut self, restriction: &'p Restriction) -> Result<Truth, Stop> {
        let scope = &restriction.scope;
        if !scope.services.contains(u32::from(self.id.0)) {
            return Ok(Truth::No);
        }
        let mark = self.missed.len();
        let places = [(PlaceField::Origin, scope.from), (PlaceField::Destination, scope.to)];
        let mut answer = Truth::Yes;
        for (field, set) in places {
            answer = answer.and(set.map_or(Truth::Yes, |set| self.place(field, set)));
        }
        if answer != Truth::No {
            answer = answer.and(self.holds(&scope.when)?);
        }
        if answer == Truth::No {
            self.missed.truncate(mark);
        }
        Ok(answer)
    }

    /// Whether two conditions hold, as far as they are there.
    #[inline]
    fn both(&mut self, first: Option<&'p Condition>, second: Option<&'p Condition>) -> Result<Truth, Stop> {
        let mark = self.missed.len();
        let mut answer = Truth::Yes;
        for condition in [first, second].into_iter().flatten() {
            if answer != Truth::No {
                answer = answer.and(self.holds(condition)?);
            }
        }
        if answer == Truth::No {
            self.missed.truncate(mark);
        }
        Ok(answer)
    }

    /// Reads a rule about items where the items are not told.
    fn unknown_items(&mut self, number: u32, scoped: Scoped) -> Result<(), Stop> {
        let Some(restriction) = self.program.restrictions.get(number as usize) else { return Ok(()) };
        let Some(rule) = self.index.restrictions().rule(number) else { return Ok(()) };
        let id = RestrictionId(number);
        self.rule = Rule::Restriction(id);
        let mark = self.missed.len();
        if let RestrictionRule::Require(requirement) = &restriction.rule
            && self.is_met(requirement)
        {
            return Ok(());
        }
        let mut answer = self.both(rule.once.as_deref(), None)?;
        if scoped == Scoped::Whole {
            let scope = &restriction.scope;
            for (field, set) in [(PlaceField::Origin, scope.from), (PlaceField::Destination, scope.to)] {
                answer = answer.and(set.map_or(Truth::Yes, |set| self.place(field, set)));
            }
        }
        let warns = restriction.rule == RestrictionRule::Warn;
        if answer == Truth::No || warns {
            self.missed.truncate(mark);
        }
        if answer != Truth::No && warns {
            self.tell_warning(id, Truth::Unknown);
        } else if answer != Truth::No {
            self.miss(Missing::Items);
        }
        Ok(())
    }

    /// Notes that the shipment is refused.
    #[cold]
    fn refuse(&mut self, reason: Reason) {
        if self.quote.reasons.len() < MAX_TOLD {
            self.quote.reasons.push(reason);
        }
    }

    /// All parcels together, with the billed weights that were reckoned.
    fn whole_view(&mut self) -> Result<View, Stop> {
        let mut view = self.all_parcels()?;
        let mut billed = Some(Exact::ZERO);
        let each = self.quote.billed_weights.iter().filter(|weight| weight.parcel.is_some());
        let whole = self.quote.billed_weights.iter().find(|weight| weight.parcel.is_none());
        let mut count = 0_usize;
        for weight in each {
            count = count.saturating_add(1);
            billed = match billed {
                Some(sum) => Some(sum.checked_add(weight.grams)?),
                None => None,
            };
        }
        let complete = count == self.shipment.parcels.len();
        if let Some(grams) = whole.map(|whole| whole.grams).or(billed.filter(|_| complete)) {
            view.billed = Held::known(grams);
        }
        Ok(view)
    }
}

/// Puts what the restrictions said in the order of the rules.
fn in_order(quote: &mut Quote, first_reason: usize) {
    if let Some(reasons) = quote.reasons.get_mut(first_reason..)
        && reasons.len() > 1
    {
        reasons.sort_by_key(place_of);
    }
    if quote.requirements.len() > 1 {
        quote.requirements.sort_by_key(|unmet| (unmet.restriction, unmet.item));
    }
    if quote.warnings.len() > 1 {
        quote.warnings.sort_unstable();
    }
}

/// Where a reason of a restriction stands among them.
fn place_of(reason: &Reason) -> (u32, u16, Option<u32>, Option<u16>) {
    match *reason {
        Reason::Forbidden { restriction, item } => (restriction.0, 0, item, None),
        Reason::OverLimit { restriction, part, item, parcel, value: _ } => (restriction.0, part, item, parcel),
        Reason::NotSeparate { restriction, first, second: _, parcel } => (restriction.0, 0, Some(first), parcel),
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Limit { .. }
        | Reason::Refused { .. }
        | Reason::Refer { .. } => (0, 0, None, None),
    }
}

impl PreparedItem {
    /// The categories that its keys name, where that is all there is to know.
    #[inline]
    fn certain_categories(&self) -> Option<&[u32]> {
        self.is_categorised().then_some(self.categories.as_slice())
    }
}
