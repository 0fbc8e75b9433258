//! Limits: each piece, each parcel, the consignment, the order.
//!
//! Where it is not known which items a sum is over, or how much of them there is, it decides all the same if it
//! cannot come out otherwise: what is summed is never less than nothing, and there is at least one piece of an item.

use crate::exact::Exact;
use crate::program::{AmountTest, Condition, LimitPart, Restriction, RestrictionId, RestrictionRule, Subject, Within};

use super::super::condition::Truth;
use super::super::measure::{Held, View};
use super::super::run::{Evaluation, RateUsage, Stop};
use super::super::{Missing, Reason, Rule, Trace};
use super::bound::{interval, is_above, rises, sums_items};
use super::group::{Counted, Group};
use super::members::{Inside, Member, Members, divided, everything, inside, inside_order};

/// What a part says of what it was read of.
struct Judged {
    truth: Truth,
    value: Option<Exact>,
}

/// A limit at hand.
#[derive(Clone, Copy)]
struct Limit<'p, 'm> {
    id: RestrictionId,
    subject: Subject,
    /// Whether the rule applies to the shipment, where it speaks of the shipment.
    scope: Truth,
    /// What is missing to tell that.
    doubts: &'m [(Missing, Rule)],
    number: u16,
    part: &'p LimitPart,
}

impl<'p, 's, T: Trace> Evaluation<'p, 's, '_, T> {
    /// Tests every part of a limit.
    pub(super) fn limited(
        &mut self,
        id: RestrictionId,
        restriction: &'p Restriction,
        parts: &'p [LimitPart],
    ) -> Result<(), Stop> {
        let shipment = self.shipment;
        let mark = self.missed.len();
        let scope = match restriction.subject {
            Subject::Shipment => self.reaches_whole(restriction)?,
            Subject::Item => Truth::Yes,
        };
        let doubts = self.missed.split_off(mark);
        if scope == Truth::No {
            return Ok(());
        }
        let members = match (&shipment.items, restriction.subject) {
            (Some(items), Subject::Item) => self.members(restriction, 0, items)?,
            (Some(items), Subject::Shipment) => everything(0, items),
            (None, Subject::Shipment | Subject::Item) => Members::new(),
        };
        if restriction.subject == Subject::Item && members.is_empty() {
            return Ok(());
        }
        let before = self.missed.len();
        for (number, part) in (0_u16..).zip(parts) {
            let limit = Limit { id, subject: restriction.subject, scope, doubts: &doubts, number, part };
            match part.within {
                Within::Each => self.each_piece(limit, &members)?,
                Within::Parcel => self.each_parcel(limit, &members)?,
                Within::Consignment => {
                    let judged = self.judged(limit, &inside(&members))?;
                    self.found(limit, &judged, None, None);
                }
                Within::Order => {
                    let rest = self.rest_of_order(restriction, scope)?;
                    let judged = self.judged(limit, &inside_order(&members, &rest, restriction.subject))?;
                    self.found(limit, &judged, None, None);
                }
            }
        }
        // Whether the rule applies matters only where a part of it would not hold.
        if scope == Truth::Unknown && self.missed.len() > before {
            self.missed.extend_from_slice(&doubts);
        }
        Ok(())
    }

    /// Tests a part for a piece of every item.
    fn each_piece(&mut self, limit: Limit<'p, '_>, members: &[Member<'s>]) -> Result<(), Stop> {
        if self.shipment.items.is_none() {
            self.miss(Missing::Items);
            return Ok(());
        }
        for member in members {
            self.item = Some((member.position, member.item));
            let mark = self.missed.len();
            let (truth, value) = self.tested_part(&limit.part.test)?;
            let truth = if truth == Truth::No { doubted(member.truth) } else { truth };
            match truth {
                Truth::Yes => self.missed.truncate(mark),
                Truth::Unknown => self.missed.extend(member.missed.iter().copied()),
                Truth::No => {}
            }
            self.found(limit, &Judged { truth, value }, Some(member.position), None);
        }
        self.item = None;
        Ok(())
    }

    /// Tests a part for every parcel that holds such items.
    fn each_parcel(&mut self, limit: Limit<'p, '_>, members: &[Member<'s>]) -> Result<(), Stop> {
        let shipment = self.shipment;
        if shipment.parcels.len() == 1 {
            let judged = self.judged(limit, &inside(members))?;
            self.found(limit, &judged, None, Some(0));
            return Ok(());
        }
        let sums = sums_items(&limit.part.test);
        let needs_contents = sums || limit.subject == Subject::Item;
        if needs_contents && members.iter().any(|member| member.item.parcel.is_none()) {
            return self.contents_untold(limit, members, sums);
        }
        let outer = self.view.clone();
        for (parcel, measures) in (0_u16..).zip(&shipment.parcels) {
            let here: Vec<&Member<'s>> = members.iter().filter(|member| member.item.parcel == Some(parcel)).collect();
            if here.is_empty() && limit.subject == Subject::Item {
                continue;
            }
            self.view = View::of_parcel(parcel, *measures);
            let billed = self.quote.billed_weights.iter().find(|weight| weight.parcel == Some(parcel));
            if let Some(weight) = billed {
                self.view.billed = Held::known(weight.grams);
            }
            let judged = self.judged(limit, &divided(here))?;
            self.found(limit, &judged, None, Some(parcel));
        }
        self.view = outer;
        Ok(())
    }

    /// Tests a part for every parcel where it is not told what is in them.
    ///
    /// What holds for everything together holds for each parcel; what no parcel keeps is not kept.
    fn contents_untold(&mut self, limit: Limit<'p, '_>, members: &[Member<'s>], sums: bool) -> Result<(), Stop> {
        let mark = self.missed.len();
        let surely = members.iter().any(|member| member.truth == Truth::Yes);
        let truth = if sums {
            let together = self.judged(limit, &inside(members))?.truth;
            let bounded_above = interval(&limit.part.test).is_some_and(|interval| interval.lower.is_none());
            if together == Truth::Yes && bounded_above && rises(&limit.part.test) { Truth::Yes } else { Truth::Unknown }
        } else {
            let outer = self.view.clone();
            let shipment = self.shipment;
            let (mut all, mut none) = (Truth::Yes, Truth::Yes);
            for (parcel, measures) in (0_u16..).zip(&shipment.parcels) {
                self.view = View::of_parcel(parcel, *measures);
                let (truth, _) = self.tested_part(&limit.part.test)?;
                (all, none) = (all.and(truth), none.and(truth.not()));
            }
            self.view = outer;
            match (all, none) {
                (Truth::Yes, _) => Truth::Yes,
                (_, Truth::Yes) if surely => Truth::No,
                (Truth::No | Truth::Unknown, _) => Truth::Unknown,
            }
        };
        match truth {
            Truth::Yes | Truth::No => self.missed.truncate(mark),
            Truth::Unknown => {
                self.miss(Missing::Contents);
                self.missed.extend(members.iter().flat_map(|member| member.missed.iter().copied()));
            }
        }
        self.found(limit, &Judged { truth, value: None }, None, None);
        Ok(())
    }

    /// What a part says of the items inside something; what is missing is noted where that is unknown.
    fn judged(&mut self, limit: Limit<'p, '_>, inside: &Inside<'_, 's>) -> Result<Judged, Stop> {
        let test = &limit.part.test;
        if self.shipment.items.is_none() {
            let (truth, value) = self.tested_part(test)?;
            return Ok(Judged { truth, value });
        }
        let mark = self.missed.len();
        let all = inside.sure.iter().chain(&inside.maybe).copied();
        let (whole, value) = self.tested_over(test, all, Counted::Exactly)?;
        let sure = || inside.sure.iter().copied();
        if inside.maybe.is_empty() && whole != Truth::Unknown {
            return Ok(Judged { truth: whole, value });
        }
        if !inside.sure.is_empty() && rises(test) {
            let before = self.missed.len();
            let (_, least) = self.tested_over(test, sure(), Counted::AtLeast)?;
            self.missed.truncate(before);
            if let Some(value) = least.filter(|value| is_above(test, *value)) {
                self.missed.truncate(mark);
                return Ok(Judged { truth: Truth::No, value: Some(value) });
            }
        }
        if inside.maybe.is_empty() {
            return Ok(Judged { truth: whole, value });
        }
        let of_sure = match inside.sure.is_empty() {
            true => Truth::Yes,
            false => self.tested_over(test, sure(), Counted::Exactly)?.0,
        };
        let truth = match (of_sure, whole) {
            (Truth::Yes, Truth::Yes) if rises(test) || !sums_items(test) => Truth::Yes,
            (Truth::No, Truth::No) if !sums_items(test) => Truth::No,
            (Truth::Yes | Truth::No | Truth::Unknown, _) => Truth::Unknown,
        };
        match truth {
            Truth::Yes | Truth::No => self.missed.truncate(mark),
            Truth::Unknown => {
                self.missed.extend(inside.maybe.iter().flat_map(|member| member.missed.iter().copied()));
            }
        }
        Ok(Judged { truth, value })
    }

    /// What an unknown test of a sum over all items says where the least that it can come to decides; what was missing
    /// since `mark` then does not matter.
    #[cold]
    pub(in super::super) fn by_the_least(&mut self, test: &'p Condition, mark: usize) -> Result<Truth, Stop> {
        let shipment = self.shipment;
        let Some(items) = &shipment.items else { return Ok(Truth::Unknown) };
        let Some(bounds) = interval(test) else { return Ok(Truth::Unknown) };
        if self.group.is_some() || !sums_items(test) || !rises(test) {
            return Ok(Truth::Unknown);
        }
        let before = self.missed.len();
        let members = everything(0, items);
        let (_, least) = self.tested_over(test, members.iter(), Counted::AtLeast)?;
        self.missed.truncate(before);
        let truth = match least {
            Some(least) if is_above(test, least) => Truth::No,
            Some(least) if bounds.upper.is_none() && bounds.contains(least) => Truth::Yes,
            Some(_) | None => return Ok(Truth::Unknown),
        };
        self.missed.truncate(mark);
        Ok(truth)
    }

    /// A part's test with its sums over some items, and its value.
    fn tested_over<'m>(
        &mut self,
        test: &'p Condition,
        members: impl Iterator<Item = &'m Member<'s>>,
        counted: Counted,
    ) -> Result<(Truth, Option<Exact>), Stop>
    where
        's: 'm,
    {
        let items = members.map(|member| (member.position, member.item)).collect();
        self.group = Some(Group { items, counted });
        let found = self.tested_part(test);
        self.group = None;
        found
    }

    /// A part's test of what is at hand, and the value that lies in its interval or does not.
    fn tested_part(&mut self, test: &'p Condition) -> Result<(Truth, Option<Exact>), Stop> {
        let outer = std::mem::replace(&mut self.rates, RateUsage::Compared);
        let value = if let Condition::Amount(AmountTest { amount, .. }) = test {
            Some(self.amount(amount))
        } else if let Condition::Compare { left, right, .. } = test {
            let (left, right) = (self.amount(left), self.amount(right));
            Some(left.and_then(|left| Ok(left.checked_sub(right?)?)))
        } else {
            None
        };
        self.rates = outer;
        match (value, interval(test)) {
            (Some(Ok(value)), Some(interval)) => Ok((interval.contains(value).into(), Some(value))),
            (Some(Err(Stop::Unknown)), _) => Ok((Truth::Unknown, None)),
            (Some(Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_)))), _) => Err(stop),
            (Some(Ok(_)) | None, _) => Ok((self.holds(test)?, None)),
        }
    }

    /// Whether what is written as one part, and tested as several, was found not to hold already.
    fn is_told(&self, limit: Limit<'p, '_>, item: Option<u32>, parcel: Option<u16>) -> bool {
        let Some(restriction) = self.program.restrictions.get(limit.id.0 as usize) else { return false };
        let RestrictionRule::Limit(parts) = &restriction.rule else { return false };
        let same = |part: &LimitPart| (part.at, part.within) == (limit.part.at, limit.part.within);
        let before = usize::from(limit.number).checked_sub(1).and_then(|before| parts.get(before));
        if !before.is_some_and(same) {
            return false;
        }
        let known = (limit.id, item, parcel);
        self.quote.reasons.iter().any(|reason| match reason {
            Reason::OverLimit { restriction, part, item, parcel, .. } => {
                (*restriction, *item, *parcel) == known && parts.get(usize::from(*part)).is_some_and(same)
            }
            Reason::TariffDates
            | Reason::ServiceDates
            | Reason::Origin
            | Reason::Destination
            | Reason::Limit { .. }
            | Reason::Forbidden { .. }
            | Reason::NotSeparate { .. }
            | Reason::Refused { .. }
            | Reason::Refer { .. } => false,
        })
    }

    /// Notes a part that does not hold, where the rule surely applies.
    fn found(&mut self, limit: Limit<'p, '_>, judged: &Judged, item: Option<u32>, parcel: Option<u16>) {
        if judged.truth != Truth::No {
            return;
        }
        if limit.scope == Truth::Unknown {
            // Whoever tells whether the rule applies tells whether it refuses.
            self.missed.extend_from_slice(limit.doubts);
            return;
        }
        // Of two amounts that are compared, neither is the bound of the other in words.
        let value = judged.value.filter(|_| matches!(limit.part.test, Condition::Amount(_)));
        let (restriction, part) = (limit.id, limit.number);
        if self.is_told(limit, item, parcel) {
            return;
        }
        self.refuse(Reason::OverLimit { restriction, part, item, parcel, value });
    }
}

/// A failure that is as certain as that the rule speaks of the item.
const fn doubted(member: Truth) -> Truth {
    member.not()
}
