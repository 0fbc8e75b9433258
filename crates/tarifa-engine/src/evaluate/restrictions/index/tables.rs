//! The tables of the index: rows of rules by place, and lists of them by column and category.

use rustc_hash::FxHashMap;

use crate::program::{Bits, PlaceSetId, Program, Restriction};

use super::Indexed;

/// The most words of the tables by place; beyond, places are tested rule by rule.
const MAX_WORDS: usize = 8_000_000;

/// In each row a bit for every rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// How many words a row has.
    words: usize,
    bits: Vec<u64>,
}

/// The rows of rules by column, and the column of each class of places.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    of_class: Vec<u32>,
    count: usize,
    rows: Rows,
}

/// By number, the words that are not empty, with their positions.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    entries: Vec<(u32, u64)>,
}

impl Rows {
    /// So many rows that begin alike.
    pub(super) fn of(first: &[u64], count: usize) -> Self {
        Self { words: first.len(), bits: first.repeat(count) }
    }

    /// Sets the bit of a rule in a row.
    pub(super) fn set(&mut self, row: usize, number: usize) {
        let start = row.saturating_mul(self.words);
        set(self.bits.get_mut(start..).unwrap_or_default(), number);
    }

    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<&[u64]> {
        let start = row.checked_mul(self.words)?;
        self.bits.get(start..start.checked_add(self.words)?)
    }

    /// For each row of one a row for each of another: what both have; none where that grows too large.
    pub(super) fn both(rows: &Self, others: &Self) -> Self {
        let mut both = Self { words: rows.words, bits: Vec::new() };
        if rows.bits.len().saturating_mul(others.iter().count()) > MAX_WORDS {
            return both;
        }
        for row in rows.iter() {
            for other in others.iter() {
                both.bits.extend(row.iter().zip(other).map(|(row, other)| row & other));
            }
        }
        both
    }

    fn iter(&self) -> impl Iterator<Item = &[u64]> {
        self.bits.chunks_exact(self.words.max(1))
    }
}

impl Columns {
    /// Classes of places share a column where every rule has both or neither; nothing where that grows too large.
    pub(super) fn of(program: &Program, words: usize, place: impl Fn(&Restriction) -> Option<PlaceSetId>) -> Self {
        let classes = program.places.class_count() as usize;
        let mut by_set: FxHashMap<PlaceSetId, Vec<usize>> = FxHashMap::default();
        let mut everywhere = vec![0; words];
        for (number, rule) in program.restrictions.iter().enumerate() {
            match place(rule) {
                Some(id) => by_set.entry(id).or_default().push(number),
                None => set(&mut everywhere, number),
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
        let mut rows = Rows::of(&everywhere, firsts.len());
        for (column, class) in firsts.iter().enumerate() {
            for id in &used {
                let inside = program.places.sets.get(id.0 as usize).is_some_and(|members| members.contains(*class));
                for number in by_set.get(id).filter(|_| inside).into_iter().flatten() {
                    rows.set(column, *number);
                }
            }
        }
        Self { of_class, count: firsts.len(), rows }
    }

    /// The rows by column.
    #[inline]
    pub(super) const fn rows(&self) -> &Rows {
        &self.rows
    }

    /// How many columns there are.
    #[inline]
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The column of a class of places.
    #[inline]
    pub(super) fn column(&self, class: u32) -> Option<u32> {
        self.of_class.get(class as usize).copied()
    }
}

impl Lists {
    /// For each column the words of `of` that are not empty there.
    pub(super) fn by_column(columns: &Columns, of: &[u64]) -> Self {
        let mut lists = Self::default();
        for row in columns.rows.iter() {
            lists.open();
            let words = (0_u32..).zip(row.iter().zip(of)).map(|(word, (row, of))| (word, row & of));
            lists.entries.extend(words.filter(|(_, mask)| *mask != 0));
        }
        lists.open();
        lists
    }

    /// For each category the rules that ask for it.
    pub(super) fn by_category(program: &Program, rules: &[Indexed]) -> Self {
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
    pub(super) fn get(&self, number: u32) -> &[(u32, u64)] {
        if self.entries.is_empty() {
            return &[];
        }
        let number = number as usize;
        let bounds = self.starts.get(number).zip(self.starts.get(number.saturating_add(1)));
        bounds.and_then(|(start, end)| self.entries.get(*start as usize..*end as usize)).unwrap_or_default()
    }
}

/// Sets the bit of a rule in a row.
pub(super) fn set(row: &mut [u64], number: usize) {
    if let Some(word) = row.get_mut(number >> 6) {
        *word |= 1 << (number & 63);
    }
}
