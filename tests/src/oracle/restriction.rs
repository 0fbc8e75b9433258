//! Restrictions, one rule and one item at a time.

use tarifa_engine::date::Date;
use tarifa_engine::program::{
    AgeUnit, Condition, DocumentId, Join, LimitPart, Requirement, Restriction, RestrictionRule, Scope, Separation,
    Subject, Validity, Within,
};
use tarifa_engine::shipment::{Item, Provided};

use super::condition::lies;
use super::{Fraction, Missing, Piece, View};

/// Why a restriction refuses; everything is numbered from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OracleReason {
    /// The restriction, in the model's order.
    pub restriction: usize,
    /// The part of a limit.
    pub part: Option<usize>,
    /// The item; those of the rest of the order follow the consignment's own.
    pub item: Option<usize>,
    /// The item that it does not keep apart from.
    pub other_item: Option<usize>,
    /// The parcel, where the rule looks at parcels.
    pub parcel: Option<usize>,
    /// The value that a limit does not take.
    pub value: Option<Fraction>,
}

/// Why something does not count as being at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OracleLack {
    /// It is not at hand.
    Absent,
    /// It is issued after the day of shipping.
    NotYetIssued,
    /// It is older than the rule takes.
    TooOld,
    /// Its last valid day is before the day of shipping.
    Expired,
}

/// A requirement that is not met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OracleUnmet {
    /// The restriction, in the model's order.
    pub restriction: usize,
    /// The item for which it asks.
    pub item: Option<usize>,
    /// What is lacking, by number.
    pub documents: Vec<(usize, OracleLack)>,
}

/// A warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OracleWarned {
    /// The restriction, in the model's order.
    pub restriction: usize,
    /// The item of which it warns.
    pub item: Option<usize>,
}

/// What all restrictions say of a shipment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Why it is refused.
    pub reasons: Vec<OracleReason>,
    /// What must be provided.
    pub unmet: Vec<OracleUnmet>,
    /// What is told beside.
    pub warnings: Vec<OracleWarned>,
}

/// The consignment as rules see it.
pub(super) struct Consignment<'a> {
    /// The items, each with the parcel that it is in.
    pub(super) items: Vec<(&'a Item, Option<usize>)>,
    /// The parcels.
    pub(super) parcels: Vec<Piece>,
    /// What else belongs to the order.
    pub(super) rest: &'a [Item],
}

impl<'a> View<'a> {
    /// What every restriction says; `self` is a view of the whole consignment.
    pub(super) fn restrictions(&self, goods: &Consignment<'a>) -> Result<Said, Missing> {
        let mut said = Said::default();
        for (number, rule) in self.model.restrictions.iter().enumerate() {
            self.restriction(number, rule, goods, &mut said)?;
        }
        said.reasons.sort();
        said.unmet.sort();
        said.warnings.sort();
        Ok(said)
    }

    fn restriction(
        &self,
        number: usize,
        rule: &Restriction,
        goods: &Consignment<'a>,
        said: &mut Said,
    ) -> Result<(), Missing> {
        if let RestrictionRule::Separate(separation) = &rule.rule {
            return self.separate(number, rule, separation, goods, said);
        }
        let spoken_of = self.spoken_of(rule, goods)?;
        match &rule.rule {
            RestrictionRule::Forbid => {
                let reason = |item| OracleReason { item, ..plain(number) };
                said.reasons.extend(spoken_of.into_iter().map(reason));
            }
            RestrictionRule::Warn => {
                let warned = |item| OracleWarned { restriction: number, item };
                said.warnings.extend(spoken_of.into_iter().map(warned));
            }
            RestrictionRule::Require(requirement) => {
                for item in spoken_of {
                    let of_item = item.map_or(&[][..], |item| goods.items[item].0.provided.as_slice());
                    let documents = self.lacking(requirement, of_item)?;
                    if !documents.is_empty() {
                        said.unmet.push(OracleUnmet { restriction: number, item, documents });
                    }
                }
            }
            RestrictionRule::Limit(parts) => {
                if !spoken_of.is_empty() {
                    for (part_number, part) in parts.iter().enumerate() {
                        // What is written as one part is one reason, though it may be kept as several.
                        let before = &parts[..part_number];
                        let told = |reason: &OracleReason| {
                            reason.restriction == number
                                && reason.part.is_some_and(|told| before.get(told).is_some_and(|it| it.at == part.at))
                        };
                        if said.reasons.iter().any(told) {
                            continue;
                        }
                        let reason = OracleReason { part: Some(part_number), ..plain(number) };
                        self.limit(rule, part, &spoken_of, goods, &reason, said)?;
                    }
                }
            }
            RestrictionRule::Separate(_) => {}
        }
        Ok(())
    }

    /// The items that a rule speaks of; or, where it speaks of the shipment, `None` once. Nothing where it does not apply.
    fn spoken_of(&self, rule: &Restriction, goods: &Consignment<'a>) -> Result<Vec<Option<usize>>, Missing> {
        match rule.subject {
            Subject::Shipment => Ok(if self.in_restriction(&rule.scope)? { vec![None] } else { Vec::new() }),
            Subject::Item => {
                self.items()?;
                let mut found = Vec::new();
                for (number, (item, _)) in goods.items.iter().enumerate() {
                    if self.of(item).in_restriction(&rule.scope)? {
                        found.push(Some(number));
                    }
                }
                Ok(found)
            }
        }
    }

    /// The same with an item at hand.
    fn of(&self, item: &'a Item) -> Self {
        Self { item: Some(item), ..self.clone() }
    }

    fn in_restriction(&self, scope: &Scope) -> Result<bool, Missing> {
        let position = self.model.services.iter().position(|service| service.name == self.service.name);
        if !scope.services.contains(u32::try_from(position.expect("one of the model's")).expect("few")) {
            return Ok(false);
        }
        let places =
            [(scope.from, &self.shipment.origin, "origin"), (scope.to, &self.shipment.destination, "destination")];
        for (set, place, name) in places {
            if let Some(set) = set
                && !self.place_in(place.as_ref(), name, set)?
            {
                return Ok(false);
            }
        }
        self.holds(&scope.when)
    }

    /// The documents of a requirement that are lacking, beside what is at hand for the shipment.
    fn lacking(&self, requirement: &Requirement, of_item: &[Provided]) -> Result<Vec<(usize, OracleLack)>, Missing> {
        let mut lacking = Vec::new();
        for document in &requirement.documents {
            if let Some(lack) = self.lack(*document, requirement.validity, of_item)? {
                lacking.push((usize::from(document.0), lack));
            }
        }
        match requirement.join {
            Join::Any if lacking.len() < requirement.documents.len() => Ok(Vec::new()),
            Join::Any | Join::All => Ok(lacking),
        }
    }

    /// Why a document does not count; none where it does.
    fn lack(
        &self,
        document: DocumentId,
        validity: Option<Validity>,
        of_item: &[Provided],
    ) -> Result<Option<OracleLack>, Missing> {
        let name = &self.model.documents[usize::from(document.0)].name;
        // Of several copies, the one that comes nearest to counting says why it does not.
        let mut nearest = OracleLack::Absent;
        for own in of_item.iter().chain(&self.shipment.provided).filter(|own| own.document == *name) {
            match self.fault_of(own, validity)? {
                None => return Ok(None),
                Some(lack) => nearest = nearest.max(lack),
            }
        }
        Ok(Some(nearest))
    }

    fn fault_of(&self, own: &Provided, validity: Option<Validity>) -> Result<Option<OracleLack>, Missing> {
        if own.issued.is_none() && own.valid_to.is_none() && validity.is_none() {
            return Ok(None);
        }
        let day = self.ship_day()?;
        if own.valid_to.is_some_and(|last| last < day) {
            return Ok(Some(OracleLack::Expired));
        }
        if own.issued.is_some_and(|issued| issued > day) {
            return Ok(Some(OracleLack::NotYetIssued));
        }
        let Some(validity) = validity else { return Ok(None) };
        let issued = own.issued.ok_or_else(|| Missing(format!("provided.{}.issued", own.document)))?;
        Ok((last_day(issued, validity) < day).then_some(OracleLack::TooOld))
    }

    /// The day of shipping in the tariff's zone.
    fn ship_day(&self) -> Result<Date, Missing> {
        let moment = self.shipment.ship_date.ok_or_else(|| Missing("ship_date".into()))?;
        Ok(moment.days_in(&self.model.zones[0], &self.model.zones[0]).first)
    }

    fn limit(
        &self,
        rule: &Restriction,
        part: &LimitPart,
        spoken_of: &[Option<usize>],
        goods: &Consignment<'a>,
        reason: &OracleReason,
        said: &mut Said,
    ) -> Result<(), Missing> {
        let spoken = |number: usize| match rule.subject {
            Subject::Shipment => true,
            Subject::Item => spoken_of.contains(&Some(number)),
        };
        let inside = |parcel: Option<usize>| -> Vec<&'a Item> {
            let items = goods.items.iter().enumerate().filter(|(number, _)| spoken(*number));
            items.filter(|(_, (_, own))| parcel.is_none() || *own == parcel).map(|(_, (item, _))| *item).collect()
        };
        match part.within {
            Within::Each => {
                for number in spoken_of.iter().flatten() {
                    if let Some(value) = self.of(goods.items[*number].0).exceeds(&part.test)? {
                        said.reasons.push(OracleReason { item: Some(*number), value, ..reason.clone() });
                    }
                }
            }
            Within::Parcel => {
                for (number, parcel) in goods.parcels.iter().enumerate() {
                    let several = goods.parcels.len() > 1;
                    let group = inside(several.then_some(number));
                    if group.is_empty() && rule.subject == Subject::Item {
                        continue;
                    }
                    let view = Self { parcel: parcel.clone(), group: Some(group), ..self.clone() };
                    if let Some(value) = view.exceeds(&part.test)? {
                        said.reasons.push(OracleReason { parcel: Some(number), value, ..reason.clone() });
                    }
                }
            }
            Within::Consignment | Within::Order => {
                let mut group = inside(None);
                if part.within == Within::Order {
                    for item in goods.rest {
                        if rule.subject == Subject::Shipment || self.of(item).in_restriction(&rule.scope)? {
                            group.push(item);
                        }
                    }
                }
                let view = Self { group: Some(group), ..self.clone() };
                if let Some(value) = view.exceeds(&part.test)? {
                    said.reasons.push(OracleReason { value, ..reason.clone() });
                }
            }
        }
        Ok(())
    }

    /// None where a part of a limit holds; else the value that it does not take, where it is one value.
    fn exceeds(&self, test: &Condition) -> Result<Option<Option<Fraction>>, Missing> {
        Ok(match test {
            Condition::Amount(test) => {
                let value = self.amount(&test.amount)?;
                (!lies(&value, &test.interval)).then_some(Some(value))
            }
            other => (!self.holds(other)?).then_some(None),
        })
    }

    fn separate(
        &self,
        number: usize,
        rule: &Restriction,
        separation: &Separation,
        goods: &Consignment<'a>,
        said: &mut Said,
    ) -> Result<(), Missing> {
        // Of each place that is shared, the first pair is told.
        let mut places: Vec<Option<usize>> = Vec::new();
        for (place, reason) in self.pairs_of(number, rule, separation, goods)? {
            if !places.contains(&place) {
                places.push(place);
                said.reasons.push(reason);
            }
        }
        Ok(())
    }

    /// Every pair that does not keep apart, of whatever rule.
    pub(super) fn pairs(&self, goods: &Consignment<'a>) -> Result<Vec<OracleReason>, Missing> {
        let mut found = Vec::new();
        for (number, rule) in self.model.restrictions.iter().enumerate() {
            if let RestrictionRule::Separate(separation) = &rule.rule {
                let pairs = self.pairs_of(number, rule, separation, goods)?;
                found.extend(pairs.into_iter().map(|(_, reason)| reason));
            }
        }
        Ok(found)
    }

    /// The pairs of one rule, each with the parcel that they share where it looks at parcels.
    fn pairs_of(
        &self,
        number: usize,
        rule: &Restriction,
        separation: &Separation,
        goods: &Consignment<'a>,
    ) -> Result<Vec<(Option<usize>, OracleReason)>, Missing> {
        let own = goods.items.len();
        let all: Vec<(&'a Item, Option<usize>)> = match separation.within {
            Within::Order => goods.items.iter().copied().chain(goods.rest.iter().map(|item| (item, None))).collect(),
            Within::Each | Within::Parcel | Within::Consignment => goods.items.clone(),
        };
        let mut pairs = Vec::new();
        // Two lines are told before two pieces of one line.
        for of_one_line in [false, true] {
            for (first, (one, one_in)) in all.iter().enumerate() {
                let one = self.of(one);
                if !one.is_in(&separation.first)? || !one.in_restriction(&rule.scope)? {
                    continue;
                }
                for (second, (other, other_in)) in all.iter().enumerate() {
                    let apart = separation.within == Within::Parcel && goods.parcels.len() > 1 && one_in != other_in;
                    let is_one_piece = all[first].0.quantity.is_none_or(|pieces| pieces < 2);
                    if (first == second) != of_one_line
                        || (of_one_line && is_one_piece)
                        || apart
                        || (first >= own && second >= own)
                        || !self.of(other).is_in(&separation.second)?
                    {
                        continue;
                    }
                    let (place, parcel) = match separation.within {
                        Within::Parcel if goods.parcels.len() > 1 => (*one_in, *one_in),
                        Within::Parcel => (*one_in, Some(0)),
                        Within::Each | Within::Order | Within::Consignment => (None, None),
                    };
                    let pair = OracleReason { item: Some(first), other_item: Some(second), parcel, ..plain(number) };
                    pairs.push((place, pair));
                }
            }
        }
        Ok(pairs)
    }

    fn is_in(&self, categories: &tarifa_engine::program::Bits) -> Result<bool, Missing> {
        self.holds(&Condition::Category(categories.clone()))
    }
}

fn plain(restriction: usize) -> OracleReason {
    OracleReason { restriction, part: None, item: None, other_item: None, parcel: None, value: None }
}

/// The last day on which a document of that day of issue counts.
fn last_day(issued: Date, validity: Validity) -> Date {
    let last = match validity {
        Validity::NotOlderThan(age) => {
            let count = i32::try_from(age.count).expect("a small age");
            match age.unit {
                AgeUnit::Days => issued.plus_days(count),
                AgeUnit::Weeks => issued.plus_days(count * 7),
                AgeUnit::Months => issued.plus_months(count),
                AgeUnit::Years => issued.plus_months(count * 12),
            }
        }
        Validity::SameYear => Date::from_year_month_day(issued.year(), 12, 31),
    };
    last.expect("a day of the calendar")
}
