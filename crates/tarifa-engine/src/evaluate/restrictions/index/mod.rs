//! Which restrictions can matter, by service, places and category: sets of rules that are intersected.
//!
//! A rule is a bit. For a destination and for a category only the words that have a bit are kept, so that what a
//! verdict costs goes by the rules that match, and not by how many there are.
//!
//! The tables are filled in [`tables`], a rule's condition is taken apart in [`indexed`], and what is left of them on a
//! lane is in [`lane`].

mod indexed;
mod lane;
mod tables;

use crate::program::{Program, Subject};

pub(super) use indexed::Indexed;
pub(super) use lane::Lane;
use lane::Members;
use tables::{Columns, Lists, Rows, set};

/// What is looked up once of a program's restrictions.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestrictionIndex {
    rules: Vec<Indexed>,
    /// A row for each service.
    services: Rows,
    origins: Columns,
    /// For each service a row for each column of origins: the rules that both meet.
    starts: Rows,
    destinations: Columns,
    /// By destination: the rules about the shipment as a whole.
    whole: Lists,
    /// By destination: the rules about items that ask for no category.
    uncategorised: Lists,
    /// By category: the rules that ask for it.
    categories: Lists,
    /// The rules about the shipment as a whole, and those about items.
    subjects: [Vec<u64>; 2],
}

impl RestrictionIndex {
    /// Derives the index.
    pub(crate) fn from_program(program: &Program) -> Self {
        let restrictions = &program.restrictions;
        if restrictions.is_empty() {
            return Self::default();
        }
        let words = restrictions.len().div_ceil(64);
        let rules: Vec<Indexed> = restrictions.iter().map(|rule| Indexed::of(program, rule)).collect();
        let mut services = Rows::of(&vec![0; words], program.services.len());
        for (number, rule) in restrictions.iter().enumerate() {
            for service in rule.scope.services.iter() {
                services.set(service as usize, number);
            }
        }
        let origins = Columns::of(program, words, |rule| rule.scope.from);
        let starts = Rows::both(&services, origins.rows());
        let destinations = Columns::of(program, words, |rule| rule.scope.to);
        let mut subjects = [vec![0; words], vec![0; words]];
        let mut uncategorised = vec![0; words];
        for (number, (restriction, rule)) in restrictions.iter().zip(&rules).enumerate() {
            let [whole, items] = &mut subjects;
            match restriction.subject {
                Subject::Shipment => set(whole, number),
                Subject::Item => set(items, number),
            }
            if restriction.subject == Subject::Item && rule.category.is_none() {
                set(&mut uncategorised, number);
            }
        }
        let [whole, _] = &subjects;
        let whole = Lists::by_column(&destinations, whole);
        let uncategorised = Lists::by_column(&destinations, &uncategorised);
        let categories = Lists::by_category(program, &rules);
        Self { rules, services, origins, starts, destinations, whole, uncategorised, categories, subjects }
    }

    /// Whether there is no restriction at all.
    #[inline(always)]
    pub(crate) const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// A rule's condition, taken apart.
    #[inline]
    pub(super) fn rule(&self, number: u32) -> Option<&Indexed> {
        self.rules.get(number as usize)
    }

    /// The lane of a service and two classes of places; nothing where the tables grew too large.
    #[inline]
    pub(super) fn lane(&self, service: u16, origin: u32, destination: u32) -> Option<Lane<'_>> {
        let start = usize::from(service).checked_mul(self.origins.count())?;
        let start = self.starts.get(start.checked_add(self.origins.column(origin)? as usize)?)?;
        let column = self.destinations.column(destination)?;
        Some(Lane { start, destination: self.destinations.rows().get(column as usize)?, column })
    }

    /// Hands on the rules about the shipment as a whole, on a lane, as long as nothing is wrong.
    #[inline(always)]
    pub(super) fn of_shipment<E>(&self, lane: &Lane<'_>, read: impl FnMut(u32) -> Result<(), E>) -> Result<(), E> {
        lane.each(self.whole.get(lane.column), read)
    }

    /// Hands on the rules about an item of these categories, on a lane, as long as nothing is wrong: each once.
    #[inline(always)]
    pub(super) fn of_item<E>(
        &self,
        categories: &[u32],
        lane: &Lane<'_>,
        mut read: impl FnMut(u32) -> Result<(), E>,
    ) -> Result<(), E> {
        lane.each(self.uncategorised.get(lane.column), &mut read)?;
        for (number, category) in categories.iter().enumerate() {
            lane.each(self.categories.get(*category), |rule| {
                // What two categories of the item bring up is read once.
                let mut earlier = categories.iter().take(number);
                if earlier.any(|other| self.asks_for(rule, *other)) { Ok(()) } else { read(rule) }
            })?;
        }
        Ok(())
    }

    /// Whether a rule asks for one of these categories by the index.
    pub(super) fn asks_for(&self, number: u32, category: u32) -> bool {
        self.rule(number).and_then(|rule| rule.category.as_ref()).is_some_and(|nodes| nodes.contains(category))
    }

    /// The rules about a subject that `service` can meet, wherever it goes.
    pub(super) fn all(&self, service: u16, subject: Subject) -> impl Iterator<Item = u32> {
        let [whole, items] = &self.subjects;
        let of_subject = match subject {
            Subject::Shipment => whole,
            Subject::Item => items,
        };
        let service = self.services.get(usize::from(service)).unwrap_or_default();
        let words = (0_u32..).zip(of_subject.iter().zip(service));
        words.flat_map(|(word, (subject, service))| Members { word, mask: subject & service })
    }

    /// The rules about items on a lane, whatever they ask for.
    pub(super) fn items(&self, lane: Lane<'_>) -> impl Iterator<Item = u32> {
        let [_, items] = &self.subjects;
        let words = (0_u32..).zip(items).map(move |(word, mask)| lane.masked(word, *mask));
        words.flatten()
    }
}
