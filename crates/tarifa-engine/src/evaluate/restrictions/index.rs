//! Which restrictions can matter, by service, places and category: sets of rules that are intersected.
//!
//! A rule is a bit. For a destination and for a category only the words that have a bit are kept, so that what a
//! verdict costs goes by the rules that match, and not by how many there are.
//!
//! It is long because the tables and what fills them must agree bit by bit, and are read together.

use rustc_hash::FxHashMap;

use crate::program::{
    Bits, Builtin, Condition, DateField, Expression, FactPer, FactRef, Node, PlaceSetId, Program, Restriction,
    RestrictionRule, Subject,
};

/// The most words of the tables by place; beyond, places are tested rule by rule.
const MAX_WORDS: usize = 8_000_000;

/// What is looked up once of a program's restrictions.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestrictionIndex {
    rules: Vec<Indexed>,
    /// How many words hold a bit for every rule.
    words: usize,
    /// A row for each service.
    services: Vec<u64>,
    origins: Columns,
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

/// A rule's condition, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Indexed {
    /// What reads no item.
    pub(super) once: Condition,
    /// What reads the item at hand, the categories that the index tests left out.
    pub(super) each: Condition,
    /// The categories that the index tests.
    category: Option<Bits>,
}

/// The rows of rules by column, and the column of each class of places.
#[derive(Clone, Debug, Default)]
struct Columns {
    of_class: Vec<u32>,
    rows: Vec<u64>,
}

/// By number, the words that are not empty, with their positions.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    entries: Vec<(u32, u64)>,
}

/// What is the same for every item of a shipment: where it goes, and by what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane<'i> {
    service: &'i [u64],
    origin: &'i [u64],
    destination: &'i [u64],
    column: u32,
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
        let mut services = vec![0; program.services.len().saturating_mul(words)];
        for (number, rule) in restrictions.iter().enumerate() {
            for service in rule.scope.services.iter() {
                set(&mut services, service as usize, words, number);
            }
        }
        let origins = Columns::of(program, words, |rule| rule.scope.from);
        let destinations = Columns::of(program, words, |rule| rule.scope.to);
        let mut subjects = [vec![0; words], vec![0; words]];
        let mut uncategorised = vec![0; words];
        for (number, (restriction, rule)) in restrictions.iter().zip(&rules).enumerate() {
            let [whole, items] = &mut subjects;
            match restriction.subject {
                Subject::Shipment => set(whole, 0, words, number),
                Subject::Item => set(items, 0, words, number),
            }
            if restriction.subject == Subject::Item && rule.category.is_none() {
                set(&mut uncategorised, 0, words, number);
            }
        }
        let [whole, _] = &subjects;
        let whole = Lists::by_column(&destinations, words, whole);
        let uncategorised = Lists::by_column(&destinations, words, &uncategorised);
        let categories = Lists::by_category(program, &rules);
        Self { rules, words, services, origins, destinations, whole, uncategorised, categories, subjects }
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
        let (_, origin) = self.origins.row(origin, self.words)?;
        let (column, destination) = self.destinations.row(destination, self.words)?;
        Some(Lane { service: row(&self.services, usize::from(service), self.words)?, origin, destination, column })
    }

    /// The rules about the shipment as a whole, on a lane.
    #[inline]
    pub(super) fn whole(&self, lane: Lane<'_>) -> impl Iterator<Item = u32> {
        rules(self.whole.get(lane.column), lane)
    }

    /// The rules that ask for no category, on a lane.
    #[inline]
    pub(super) fn uncategorised(&self, lane: Lane<'_>) -> impl Iterator<Item = u32> {
        rules(self.uncategorised.get(lane.column), lane)
    }

    /// The rules that ask for a category, on a lane.
    #[inline]
    pub(super) fn of_category(&self, category: u32, lane: Lane<'_>) -> impl Iterator<Item = u32> {
        rules(self.categories.get(category), lane)
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
        let service = row(&self.services, usize::from(service), self.words).unwrap_or_default();
        let words = (0_u32..).zip(of_subject.iter().zip(service));
        words.flat_map(|(word, (subject, service))| Members { word, mask: subject & service })
    }

    /// The rules about items on a lane, whatever they ask for.
    pub(super) fn items(&self, lane: Lane<'_>) -> impl Iterator<Item = u32> {
        let [_, items] = &self.subjects;
        let words = (0_u32..).zip(items).map(move |(word, mask)| Members { word, mask: lane.masked(word, *mask) });
        words.flatten()
    }
}

/// The rules of some words, on a lane.
#[inline]
fn rules(entries: &[(u32, u64)], lane: Lane<'_>) -> impl Iterator<Item = u32> {
    entries.iter().flat_map(move |(word, mask)| Members { word: *word, mask: lane.masked(*word, *mask) })
}

impl Lane<'_> {
    #[inline]
    fn masked(self, word: u32, mask: u64) -> u64 {
        let position = word as usize;
        let of = |row: &[u64]| row.get(position).copied().unwrap_or(0);
        mask & of(self.service) & of(self.destination) & of(self.origin)
    }
}

/// The members of one word.
struct Members {
    word: u32,
    mask: u64,
}

impl Iterator for Members {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.mask == 0 {
            return None;
        }
        let bit = self.mask.trailing_zeros();
        self.mask &= self.mask.wrapping_sub(1);
        Some(self.word.wrapping_shl(6) | bit)
    }
}

impl Indexed {
    fn of(program: &Program, restriction: &Restriction) -> Self {
        let mut parts = Vec::new();
        flatten(&restriction.scope.when, &mut parts);
        // What is kept apart is brought up by either kind.
        let mut category = match &restriction.rule {
            RestrictionRule::Separate(kinds) => Some(Bits::from_members(kinds.first.iter().chain(kinds.second.iter()))),
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Limit(_)
            | RestrictionRule::Warn => None,
        };
        let (mut once, mut each) = (Vec::new(), Vec::new());
        for part in parts {
            if let Condition::Category(nodes) = part
                && category.is_none()
                && restriction.subject == Subject::Item
            {
                category = Some(nodes.clone());
            } else if reads_item(program, part) {
                each.push(part.clone());
            } else {
                once.push(part.clone());
            }
        }
        Self { once: joined(once), each: joined(each), category }
    }
}

/// The parts of a condition that must all hold.
fn flatten<'c>(condition: &'c Condition, parts: &mut Vec<&'c Condition>) {
    if let Condition::All(inner) = condition {
        inner.iter().for_each(|part| flatten(part, parts));
    } else if !matches!(condition, Condition::Always) {
        parts.push(condition);
    }
}

fn joined(mut parts: Vec<Condition>) -> Condition {
    match parts.len() {
        0 => Condition::Always,
        1 => parts.pop().unwrap_or(Condition::Always),
        _ => Condition::All(parts),
    }
}

/// Whether a condition depends on the item at hand.
fn reads_item(program: &Program, condition: &Condition) -> bool {
    let declared = |fact: crate::program::FactId| {
        program.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Item)
    };
    let read = |fact: FactRef| match fact {
        FactRef::Declared(fact) => declared(fact),
        FactRef::Builtin(builtin) => is_of_item(builtin),
    };
    let mut found = false;
    condition.visit(&mut |node| {
        found |= match node {
            Node::Expression(Expression::Fact(fact) | Expression::Money { fact, .. }) => read(*fact),
            Node::Expression(_) => false,
            Node::Condition(condition) => match condition {
                Condition::Category(_) | Condition::Hs(_) | Condition::Provided(_) => true,
                Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) => declared(*fact),
                Condition::Text(fact, _) => declared(*fact),
                Condition::Date { field: DateField::Declared(fact), .. } => declared(*fact),
                Condition::Given(fact) => read(*fact),
                Condition::Place(crate::program::PlaceField::Declared(fact), _) => declared(*fact),
                Condition::Always
                | Condition::Never
                | Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Amount(_)
                | Condition::Compare { .. }
                | Condition::Place(..)
                | Condition::Date { field: DateField::ShipDate, .. }
                | Condition::Service(_)
                | Condition::AnyItem(_)
                | Condition::EveryItem(_) => false,
            },
        };
    });
    found
}

/// Whether a built-in fact is told of each item.
const fn is_of_item(builtin: Builtin) -> bool {
    match builtin {
        Builtin::ItemCategory
        | Builtin::ItemQuantity
        | Builtin::ItemWeight
        | Builtin::ItemUnitValue
        | Builtin::ItemHs => true,
        Builtin::Origin
        | Builtin::Destination
        | Builtin::Weight
        | Builtin::Length
        | Builtin::Width
        | Builtin::Height
        | Builtin::DeclaredValue
        | Builtin::ShipDate
        | Builtin::Items
        | Builtin::Parcels => false,
    }
}

impl Columns {
    /// Classes of places share a column where every rule has both or neither; nothing where that grows too large.
    fn of(program: &Program, words: usize, place: impl Fn(&Restriction) -> Option<PlaceSetId>) -> Self {
        let classes = program.places.class_count() as usize;
        let mut by_set: FxHashMap<PlaceSetId, Vec<usize>> = FxHashMap::default();
        let mut everywhere = vec![0; words];
        for (number, rule) in program.restrictions.iter().enumerate() {
            match place(rule) {
                Some(id) => by_set.entry(id).or_default().push(number),
                None => set(&mut everywhere, 0, words, number),
            }
        }
        let mut used: Vec<PlaceSetId> = by_set.keys().copied().collect();
        used.sort_unstable();
        // Members of a column move on together when a set divides it.
        let mut of_class = vec![0_u32; classes];
        let mut count = 1_u32;
        for id in &used {
            let Some(members) = program.places.sets.get(id.0 as usize) else { continue };
            let mut moved: FxHashMap<u32, u32> = FxHashMap::default();
            for class in members.iter() {
                let Some(column) = of_class.get_mut(class as usize) else { continue };
                *column = *moved.entry(*column).or_insert_with(|| {
                    let new = count;
                    count = count.saturating_add(1);
                    new
                });
            }
        }
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let mut firsts: Vec<u32> = Vec::new();
        for (class, column) in (0_u32..).zip(&mut of_class) {
            let next = u32::try_from(firsts.len()).unwrap_or(u32::MAX);
            *column = *numbers.entry(*column).or_insert_with(|| {
                firsts.push(class);
                next
            });
        }
        if firsts.len().saturating_mul(words) > MAX_WORDS {
            return Self::default();
        }
        let mut rows: Vec<u64> = firsts.iter().flat_map(|_| everywhere.iter().copied()).collect();
        for (column, class) in firsts.iter().enumerate() {
            for id in &used {
                let inside = program.places.sets.get(id.0 as usize).is_some_and(|members| members.contains(*class));
                for number in by_set.get(id).filter(|_| inside).into_iter().flatten() {
                    set(&mut rows, column, words, *number);
                }
            }
        }
        Self { of_class, rows }
    }

    #[inline]
    fn row(&self, class: u32, words: usize) -> Option<(u32, &[u64])> {
        let column = *self.of_class.get(class as usize)?;
        Some((column, row(&self.rows, column as usize, words)?))
    }
}

impl Lists {
    /// For each column the words of `of` that are not empty there.
    fn by_column(columns: &Columns, words: usize, of: &[u64]) -> Self {
        let mut lists = Self::default();
        for row in columns.rows.chunks_exact(words.max(1)) {
            lists.open();
            let words = (0_u32..).zip(row.iter().zip(of)).map(|(word, (row, of))| (word, row & of));
            lists.entries.extend(words.filter(|(_, mask)| *mask != 0));
        }
        lists.open();
        lists
    }

    /// For each category the rules that ask for it.
    fn by_category(program: &Program, rules: &[Indexed]) -> Self {
        let mut found: Vec<Vec<(u32, u64)>> = vec![Vec::new(); program.categories.nodes.len()];
        for (number, rule) in (0_u32..).zip(rules) {
            let (word, bit) = (number >> 6, 1_u64 << (number & 63));
            for category in rule.category.iter().flat_map(Bits::iter) {
                let Some(list) = found.get_mut(category as usize) else { continue };
                match list.last_mut() {
                    Some((last, mask)) if *last == word => *mask |= bit,
                    Some(_) | None => list.push((word, bit)),
                }
            }
        }
        let mut lists = Self::default();
        for list in found {
            lists.open();
            lists.entries.extend(list);
        }
        lists.open();
        lists
    }

    fn open(&mut self) {
        self.starts.push(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
    }

    #[inline]
    fn get(&self, number: u32) -> &[(u32, u64)] {
        let number = number as usize;
        let bounds = self.starts.get(number).zip(self.starts.get(number.saturating_add(1)));
        bounds.and_then(|(start, end)| self.entries.get(*start as usize..*end as usize)).unwrap_or_default()
    }
}

/// Sets the bit of a rule in a row.
fn set(rows: &mut [u64], row: usize, words: usize, number: usize) {
    let position = row.saturating_mul(words).saturating_add(number >> 6);
    if let Some(word) = rows.get_mut(position) {
        *word |= 1 << (number & 63);
    }
}

#[inline]
fn row(rows: &[u64], number: usize, words: usize) -> Option<&[u64]> {
    let start = number.checked_mul(words)?;
    rows.get(start..start.checked_add(words)?)
}
