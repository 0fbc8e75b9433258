//! For a missing fact, values of which every possible value behaves like one.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::date::{Date, Moment, ZoneName};
use crate::exact::Exact;
use crate::prepare::{Days, Place, Prepared};
use crate::program::{Builtin, DateField, FactId, FactKind, FactPer, FactRef, FactValue, PlaceField, Program};

use super::Missing;
use super::choice::Choice;
use super::document::turning_days;
use super::usage::{AmountUsage, CodeReads, DECLARED_VALUE, Usage};

/// The most words of an any-of fact whose subsets are tried.
const MAX_MEMBERS: usize = 6;
/// The most codes that are tried.
const MAX_CODES: usize = 256;
/// The digits of the longest code.
const CODE_DIGITS: usize = 12;
/// The most membership tests to find which places behave alike.
const MAX_TESTS: usize = 2_000_000;

/// Finds the values.
pub(super) struct Representatives<'p> {
    pub(super) program: &'p Program,
    pub(super) usage: &'p Usage,
    pub(super) shipment: &'p Prepared,
}

impl Representatives<'_> {
    /// The values to try; none for a fact that is asked for wherever it is met, since its number counts or
    /// nothing bounds what it could be.
    pub(super) fn of(&self, missing: Missing) -> Option<Vec<Choice>> {
        match missing {
            Missing::Fact(fact) | Missing::Item(_, FactRef::Declared(fact)) => self.declared(fact),
            Missing::Item(_, FactRef::Builtin(Builtin::ItemCategory)) => Some(self.categories()),
            Missing::Item(position, FactRef::Builtin(Builtin::ItemHs)) => self.codes(position),
            Missing::DeclaredValue => {
                let money = self.usage.amounts.get(&DECLARED_VALUE);
                let amounts = money_choices(money)?;
                Some(amounts.into_iter().map(Choice::DeclaredValue).collect())
            }
            Missing::Country(PlaceField::Origin | PlaceField::Destination) => self.classes(),
            Missing::Postcode(PlaceField::Declared(fact)) => self.declared_place(fact),
            Missing::Subdivision(field) => self.subdivisions(field),
            Missing::Postcode(field) => self.postcodes(field),
            Missing::Date(field) => self.days(field, None),
            Missing::Time(DateField::ShipDate) => self.days(DateField::ShipDate, self.shipment.ship_date),
            Missing::Time(DateField::Declared(_))
            | Missing::Country(PlaceField::Declared(_))
            | Missing::Weight(_)
            | Missing::Sides(_)
            | Missing::Items
            | Missing::Item(_, FactRef::Builtin(_))
            | Missing::Issued(..)
            | Missing::Contents
            | Missing::Rate(..) => None,
        }
    }

    fn declared(&self, id: FactId) -> Option<Vec<Choice>> {
        let fact = self.program.facts.get(usize::from(id.0))?;
        let values = match &fact.kind {
            FactKind::YesNo => vec![FactValue::YesNo(true), FactValue::YesNo(false)],
            FactKind::OneOf(words) => self.words(id, words),
            FactKind::AnyOf(_) => self.subsets(id)?,
            FactKind::Text => self.texts(id),
            FactKind::Number { .. } | FactKind::Weight | FactKind::Length | FactKind::Volume => {
                let numbers = number_choices(self.usage.amounts.get(&FactRef::Declared(id)))?;
                numbers.into_iter().map(FactValue::Number).collect()
            }
            FactKind::Money => {
                let amounts = money_choices(self.usage.amounts.get(&FactRef::Declared(id)))?;
                amounts.into_iter().map(|money| FactValue::Money(money.amount, money.currency)).collect()
            }
            FactKind::Date if fact.per == FactPer::Shipment => return self.days(DateField::Declared(id), None),
            FactKind::Place => {
                let classes = self.of_classes(0..self.program.places.class_count())?;
                classes.into_iter().map(|class| FactValue::Place(vec![class])).collect()
            }
            FactKind::Date => return None,
        };
        Some(values.into_iter().map(Choice::Fact).collect())
    }

    /// One word of each kind that conditions tell apart.
    fn words(&self, id: FactId, words: &[String]) -> Vec<FactValue> {
        let sets = self.usage.words.get(&id).map(Vec::as_slice).unwrap_or_default();
        let mut seen: FxHashSet<Vec<bool>> = FxHashSet::default();
        let numbers = (0_u16..).take(words.len());
        let new = numbers.filter(|word| seen.insert(sets.iter().map(|set| set.contains(u32::from(*word))).collect()));
        new.map(FactValue::OneOf).collect()
    }

    fn subsets(&self, id: FactId) -> Option<Vec<FactValue>> {
        let members = self.usage.members.get(&id).map(Vec::as_slice).unwrap_or_default();
        if members.len() > MAX_MEMBERS {
            return None;
        }
        let count = 1_u32.checked_shl(u32::try_from(members.len()).ok()?)?;
        let subset = |chosen: u32| {
            let bits = (0_u32..).zip(members).filter(move |(bit, _)| chosen >> bit & 1 == 1);
            FactValue::AnyOf(crate::program::Bits::from_members(bits.map(|(_, word)| u32::from(*word))))
        };
        Some((0..count).map(subset).collect())
    }

    fn texts(&self, id: FactId) -> Vec<FactValue> {
        let texts = self.usage.texts.get(&id).map(Vec::as_slice).unwrap_or_default();
        // Longer than every text that is asked for, so it is none of them.
        let other = "x".repeat(texts.iter().map(String::len).max().unwrap_or(0).saturating_add(1));
        texts.iter().cloned().chain([other]).map(FactValue::Text).collect()
    }

    /// One category of each kind that conditions tell apart, and none of them.
    fn categories(&self) -> Vec<Choice> {
        let sets = &self.usage.categories;
        let nodes = (0_u32..).take(self.program.categories.nodes.len()).map(Some);
        let mut seen: FxHashSet<Vec<bool>> = FxHashSet::default();
        let signature =
            |node: Option<u32>| sets.iter().map(|set| node.is_some_and(|node| set.contains(node))).collect();
        std::iter::once(None).chain(nodes).filter(|node| seen.insert(signature(*node))).map(Choice::Category).collect()
    }

    /// A code for each way to begin that rules ask for, and no further, and one that begins like none of them; those that
    /// go on where the one that is told ends.
    fn codes(&self, position: u32) -> Option<Vec<Choice>> {
        let prefixes = &self.usage.codes;
        if self.usage.code_reads == CodeReads::Counted || prefixes.len() > MAX_CODES {
            return None;
        }
        let told = self.item(position)?.hs.as_deref().unwrap_or_default();
        let own = prefixes.iter().map(String::as_str).filter(|prefix| prefix.starts_with(told));
        let codes = std::iter::once(told).chain(own).filter_map(|start| beginning_with(start, prefixes));
        let mut seen: FxHashSet<String> = FxHashSet::default();
        Some(codes.filter(|code| seen.insert(code.clone())).map(Choice::Code).collect())
    }

    fn item(&self, position: u32) -> Option<&crate::prepare::PreparedItem> {
        let items = self.shipment.items.as_deref().unwrap_or_default();
        let position = position as usize;
        items.get(position).or_else(|| self.shipment.order_items.get(position.checked_sub(items.len())?))
    }

    /// One place of each kind that the policy's sets tell apart.
    fn classes(&self) -> Option<Vec<Choice>> {
        let classes = self.of_classes(0..self.program.places.class_count())?;
        Some(classes.into_iter().map(Choice::Class).collect())
    }

    /// Of some classes one for each way in which the policy's sets hold them.
    fn of_classes(&self, classes: impl ExactSizeIterator<Item = u32>) -> Option<Vec<u32>> {
        let sets = &self.program.places.sets;
        if classes.len().saturating_mul(sets.len()) > MAX_TESTS {
            return None;
        }
        let mut seen: FxHashSet<Vec<bool>> = FxHashSet::default();
        let signature = |class: u32| sets.iter().map(|set| set.contains(class)).collect();
        Some(classes.filter(|class| seen.insert(signature(*class))).collect())
    }

    /// What a declared place could be that is known by less than its postcode.
    fn declared_place(&self, fact: FactId) -> Option<Vec<Choice>> {
        let Some(FactValue::Place(possible)) = self.shipment.facts.get(usize::from(fact.0))? else { return None };
        let classes = self.of_classes(possible.iter().copied())?;
        Some(classes.into_iter().map(|class| Choice::Fact(FactValue::Place(vec![class]))).collect())
    }

    fn place(&self, field: PlaceField) -> Option<Place> {
        match field {
            PlaceField::Origin => Some(self.shipment.origin),
            PlaceField::Destination => Some(self.shipment.destination),
            PlaceField::Declared(_) => None,
        }
    }

    fn subdivisions(&self, field: PlaceField) -> Option<Vec<Choice>> {
        let Place::Country { country, postcode, .. } = self.place(field)? else { return None };
        let classes = self.program.places.countries.get(usize::from(country))?;
        let others = postcode.map_or(0..classes.postcode_classes(), |known| known..known.saturating_add(1));
        let alike = |one: u32| others.clone().map(move |other| classes.class(one, other)).collect();
        let kinds = self.kinds(classes.subdivision_classes(), alike)?;
        Some(kinds.into_iter().map(Choice::Subdivision).collect())
    }

    fn postcodes(&self, field: PlaceField) -> Option<Vec<Choice>> {
        let Place::Country { country, subdivision, .. } = self.place(field)? else { return None };
        let classes = self.program.places.countries.get(usize::from(country))?;
        let others = subdivision.map_or(0..classes.subdivision_classes(), |known| known..known.saturating_add(1));
        let alike = |one: u32| others.clone().map(move |other| classes.class(other, one)).collect();
        let kinds = self.kinds(classes.postcode_classes(), alike)?;
        Some(kinds.into_iter().map(Choice::Postcode).collect())
    }

    /// Of the numbers below `count`, one for each way in which the policy's sets hold its classes.
    fn kinds(&self, count: u32, classes: impl Fn(u32) -> Vec<u32>) -> Option<Vec<u32>> {
        let sets = &self.program.places.sets;
        let tests = (count as usize).saturating_mul(sets.len()).saturating_mul(classes(0).len());
        if tests > MAX_TESTS {
            return None;
        }
        let mut seen: FxHashSet<Vec<bool>> = FxHashSet::default();
        let signature = |one: u32| {
            let classes = classes(one);
            let tests = sets.iter().flat_map(|set| classes.iter().map(|class| set.contains(*class)));
            tests.collect::<Vec<bool>>()
        };
        Some((0..count).filter(|one| seen.insert(signature(*one))).collect())
    }

    /// The instants at which something changes, and those just before; only those of the day that is told, if one is.
    fn days(&self, field: DateField, told: Option<Moment>) -> Option<Vec<Choice>> {
        let zones = &self.program.zones;
        let own = zones.first()?;
        let told: Option<Vec<Days>> = told.map(|moment| zones.iter().map(|zone| days_in(moment, own, zone)).collect());
        let boundaries = self.usage.days.get(&field).map(Vec::as_slice).unwrap_or_default();
        let at_hand = match field {
            DateField::ShipDate => turning_days(self.program, self.shipment),
            DateField::Declared(_) => Vec::new(),
        };
        let at_hand: Vec<(u8, i32)> = at_hand.into_iter().map(|day| (0, day)).collect();
        let around = boundaries.iter().chain(&at_hand).filter_map(|(zone, day)| {
            let (zone, day) = (zones.get(usize::from(*zone))?, Date::from_days(*day)?);
            let before = day.previous().and_then(|day| moment_at(day, "23:59:59"));
            Some([(moment_at(day, "00:00:00"), zone), (before, zone)])
        });
        // Where nothing changes on any day, one is as good as another.
        let first = told.as_ref().and_then(|told| told.first()).and_then(|days| Date::from_days(days.first));
        let any = first.or_else(|| Date::from_year_month_day(2026, 1, 1)).and_then(|day| moment_at(day, "00:00:00"));
        let mut found: Vec<SmallVec<[Days; 2]>> = Vec::new();
        for (moment, zone) in around.flatten().chain([(any, own)]) {
            let Some(moment) = moment else { continue };
            let days: SmallVec<[Days; 2]> = zones.iter().map(|other| instant_in(moment, zone, other)).collect();
            let possible = told.as_ref().is_none_or(|told| {
                told.iter().zip(&days).all(|(told, day)| told.first <= day.first && day.first <= told.last)
            });
            if possible && !found.contains(&days) {
                found.push(days);
            }
        }
        (!found.is_empty()).then(|| found.into_iter().map(Choice::Days).collect())
    }
}

/// A whole code that begins so, and like no longer prefix; nothing where every code that begins so does.
fn beginning_with(start: &str, prefixes: &[String]) -> Option<String> {
    let goes_on = |prefix: &String| prefix.len() > start.len() && prefix.starts_with(start);
    if !prefixes.iter().any(goes_on) {
        let zeros = CODE_DIGITS.saturating_sub(start.len());
        return Some(format!("{start}{}", "0".repeat(zeros)));
    }
    // INVARIANT: some prefix is longer than `start`, and none has more than twelve digits, so this ends.
    let next = ('0'..='9').map(|digit| format!("{start}{digit}")).filter(|next| !prefixes.contains(next));
    next.into_iter().find_map(|next| beginning_with(&next, prefixes))
}

fn moment_at(day: Date, clock: &str) -> Option<Moment> {
    format!("{day} {clock}").parse().ok()
}

fn days_in(moment: Moment, own: &ZoneName, zone: &ZoneName) -> Days {
    let span = moment.days_in(own, zone);
    Days { first: span.first.days(), last: span.last.days() }
}

/// The day of an instant; a clock time that comes twice stands for its first.
fn instant_in(moment: Moment, own: &ZoneName, zone: &ZoneName) -> Days {
    let day = days_in(moment, own, zone).first;
    Days { first: day, last: day }
}

/// Every threshold, a number between each two, one below all and one above; nothing where the number itself counts.
fn number_choices(usage: Option<&AmountUsage>) -> Option<Vec<Exact>> {
    let Some(usage) = usage else { return Some(vec![Exact::ONE]) };
    if !usage.is_only_tested() {
        return None;
    }
    let thresholds: Vec<Exact> = usage.thresholds.iter().map(|(_, bound)| *bound).collect();
    between(&thresholds)
}

/// As for numbers, where all thresholds are in one currency.
fn money_choices(usage: Option<&AmountUsage>) -> Option<Vec<crate::currency::Money>> {
    let usage = usage.filter(|usage| usage.is_only_tested())?;
    let (currency, _) = usage.thresholds.first()?;
    let currency = (*currency)?;
    if usage.thresholds.iter().any(|(other, _)| *other != Some(currency)) {
        return None;
    }
    let thresholds: Vec<Exact> = usage.thresholds.iter().map(|(_, bound)| *bound).collect();
    let amounts = between(&thresholds)?;
    Some(amounts.into_iter().map(|amount| crate::currency::Money::new(amount, currency)).collect())
}

fn between(thresholds: &[Exact]) -> Option<Vec<Exact>> {
    let (Some(first), Some(last)) = (thresholds.iter().min(), thresholds.iter().max()) else {
        return Some(vec![Exact::ONE]);
    };
    let mut sorted = thresholds.to_vec();
    sorted.sort_unstable();
    let two = Exact::from_integer(2);
    let mut found = vec![first.checked_sub(Exact::ONE).ok()?, last.checked_add(Exact::ONE).ok()?];
    for pair in sorted.windows(2) {
        let [left, right] = pair else { continue };
        found.push(left.checked_add(*right).and_then(|sum| sum.checked_div(two)).ok()?);
    }
    found.extend(sorted);
    Some(found)
}
