//! What is looked up once, when a program is made ready: the statements of every lane, and where
//! facts and dates stand in a prepared shipment.

use rustc_hash::FxHashMap;

use super::compact::{Compact, Compaction, Measures};
use super::restrictions::RestrictionIndex;
use super::usage::Usage;
use crate::prepare::{ParcelMeasures, Place};
use crate::program::{Block, BlockId, Condition, DateField, FactId, FactKind, FactPer, GroupId, Program, ServiceId};

/// The most entries of the lane table; beyond, a lane is its service, and places are tested in each quote.
const MAX_LANE_ENTRIES: usize = 20_000_000;

/// What is derived from a program, to answer quickly.
#[derive(Clone, Debug)]
pub struct Index {
    zones: usize,
    facts: Vec<FactPlace>,
    shipment_dates: usize,
    item_dates: usize,
    item_facts: usize,
    lanes: Lanes,
    usage: Usage,
    restrictions: RestrictionIndex,
    compact: Compact,
}

/// Where a declared fact stands.
#[derive(Clone, Copy, Debug)]
struct FactPlace {
    per: FactPer,
    /// Among the facts of an item.
    slot: usize,
    /// Among the dates of the shipment (after the ship date), or of an item.
    date: usize,
}

/// The statements that can apply, by service and by destination.
#[derive(Clone, Debug, Default)]
struct Lanes {
    /// The column of every place class: classes that no statement tells apart share one.
    columns: Vec<u32>,
    column_count: usize,
    /// Where the statements of service × column begin in `candidates`; one more at the end.
    starts: Vec<u32>,
    candidates: Vec<Candidate>,
    /// All statements of a service, for a destination that is not known to one class.
    services: Vec<Vec<Candidate>>,
}

/// A statement that can apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) block: BlockId,
    /// The exclusive group of its line.
    pub(super) group: Option<GroupId>,
    /// Whether anything but the destination is to be tested.
    pub(super) test: Test,
}

/// Whether a test is still to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// The index did it.
    Done,
    /// Of a statement's scope only its condition is left.
    Condition,
    /// The evaluation does it.
    Needed,
}

/// The statements of a lane, in the order of computing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane<'i> {
    pub(super) candidates: &'i [Candidate],
    /// Whether the destination is still to be tested.
    pub(super) test: Test,
}

impl Index {
    /// Derives the index.
    #[must_use]
    pub fn from_program(program: &Program) -> Self {
        Self { compact: Compact::from_program(program), ..Self::without_compact_forms(program) }
    }

    /// Derives the index of a program whose general form alone is to be read.
    pub(super) fn without_compact_forms(program: &Program) -> Self {
        let (mut shipment_dates, mut item_dates, mut item_facts) = (0_usize, 0_usize, 0_usize);
        let facts = program.facts.iter().map(|fact| {
            let dates = match fact.per {
                FactPer::Shipment => &mut shipment_dates,
                FactPer::Item => &mut item_dates,
            };
            let place = FactPlace { per: fact.per, slot: item_facts, date: *dates };
            if fact.kind == FactKind::Date {
                *dates = dates.saturating_add(1);
            }
            if fact.per == FactPer::Item {
                item_facts = item_facts.saturating_add(1);
            }
            place
        });
        let facts = facts.collect();
        let zones = program.zones.len();
        Self {
            zones,
            facts,
            shipment_dates,
            item_dates,
            item_facts,
            lanes: Lanes::from_program(program),
            usage: Usage::from_program(program),
            restrictions: RestrictionIndex::from_program(program),
            compact: Compact::default(),
        }
    }

    /// Which restrictions can matter.
    #[inline]
    pub(super) const fn restrictions(&self) -> &RestrictionIndex {
        &self.restrictions
    }

    /// Whether a declared fact is told of each item.
    #[inline]
    #[must_use]
    pub fn is_item_fact(&self, fact: FactId) -> bool {
        self.facts.get(usize::from(fact.0)).is_some_and(|place| place.per == FactPer::Item)
    }

    /// Where a fact of items stands in an item.
    #[inline]
    pub(crate) fn item_slot(&self, fact: FactId) -> usize {
        self.facts.get(usize::from(fact.0)).map_or(usize::MAX, |place| place.slot)
    }

    /// How the program reads each fact.
    pub(super) const fn usage(&self) -> &Usage {
        &self.usage
    }

    /// The compact forms.
    #[inline]
    pub(super) const fn compact(&self) -> &Compact {
        &self.compact
    }

    /// The measures of the only parcel as the compact forms read them.
    pub(crate) fn measures(&self, parcels: &[ParcelMeasures]) -> Option<Measures> {
        self.compact.measures(parcels)
    }

    /// How much of the program has a compact form.
    #[must_use]
    pub fn compaction(&self) -> Compaction {
        self.compact.share()
    }

    /// How many facts an item has.
    pub(crate) const fn item_facts(&self) -> usize {
        self.item_facts
    }

    /// How many days are kept of the shipment: its dates in every zone.
    pub(crate) const fn shipment_days(&self) -> usize {
        self.shipment_dates.saturating_add(1).saturating_mul(self.zones)
    }

    /// How many days are kept of an item.
    pub(crate) const fn item_days(&self) -> usize {
        self.item_dates.saturating_mul(self.zones)
    }

    /// Where a date, read in a zone, stands among the days of the shipment or of an item.
    #[inline]
    pub(crate) fn date_slot(&self, field: DateField, zone: u8) -> usize {
        let field = match field {
            DateField::ShipDate => return usize::from(zone),
            DateField::Declared(fact) => match self.facts.get(usize::from(fact.0)) {
                Some(FactPlace { per: FactPer::Shipment, date, .. }) => date.saturating_add(1),
                Some(FactPlace { per: FactPer::Item, date, .. }) => *date,
                None => usize::MAX,
            },
        };
        field.saturating_mul(self.zones).saturating_add(usize::from(zone))
    }

    /// The statements that can apply to a service and a destination.
    #[inline]
    pub(super) fn lane(&self, service: ServiceId, destination: Place) -> Lane<'_> {
        let service = usize::from(service.0);
        if let Place::Class(class) = destination
            && let Some(candidates) = self.lanes.lane(service, class)
        {
            return Lane { candidates, test: Test::Done };
        }
        let candidates = self.lanes.services.get(service).map(Vec::as_slice).unwrap_or_default();
        Lane { candidates, test: Test::Needed }
    }
}

impl Lanes {
    #[inline]
    fn lane(&self, service: usize, class: u32) -> Option<&[Candidate]> {
        let column = *self.columns.get(class as usize)?;
        let cell = service.checked_mul(self.column_count)?.checked_add(column as usize)?;
        let start = *self.starts.get(cell)?;
        let end = *self.starts.get(cell.checked_add(1)?)?;
        self.candidates.get(start as usize..end as usize)
    }

    fn from_program(program: &Program) -> Self {
        let mut services: Vec<Vec<Candidate>> = vec![Vec::new(); program.services.len()];
        for (number, block) in (0_u32..).zip(&program.blocks) {
            let group = program.lines.get(usize::from(block.line.0)).and_then(|line| line.group);
            let candidate = Candidate { block: BlockId(number), group, test: Test::Needed };
            for service in block.scope.services.iter() {
                if let Some(list) = services.get_mut(service as usize) {
                    list.push(candidate);
                }
            }
        }
        let (columns, column_count) = columns(program);
        let mut lanes = Self { columns, column_count, services, ..Self::default() };
        lanes.fill(program);
        lanes
    }

    /// Fills the table; leaves it empty where it would grow beyond its bound.
    fn fill(&mut self, program: &Program) {
        let members = columns_of_sets(program, &self.columns);
        let mut starts: Vec<u32> = Vec::new();
        let mut candidates: Vec<Candidate> = Vec::new();
        for list in &self.services {
            let mut cells: Vec<Vec<Candidate>> = vec![Vec::new(); self.column_count];
            for candidate in list {
                let Some(block) = program.blocks.get(candidate.block.0 as usize) else { continue };
                match block.scope.to.and_then(|set| members.get(&set.0)) {
                    None => cells.iter_mut().for_each(|cell| cell.push(*candidate)),
                    Some(columns) => {
                        for column in columns {
                            if let Some(cell) = cells.get_mut(*column as usize) {
                                cell.push(*candidate);
                            }
                        }
                    }
                }
            }
            for cell in cells {
                starts.push(u32::try_from(candidates.len()).unwrap_or(u32::MAX));
                settle(program, &cell, &mut candidates);
            }
            if candidates.len() > MAX_LANE_ENTRIES || starts.len() > MAX_LANE_ENTRIES {
                return;
            }
        }
        starts.push(u32::try_from(candidates.len()).unwrap_or(u32::MAX));
        (self.starts, self.candidates) = (starts, candidates);
    }
}

/// Takes into `settled` the statements of one cell that can apply, and notes which of them do without a test.
fn settle(program: &Program, cell: &[Candidate], settled: &mut Vec<Candidate>) {
    let block = |id: BlockId| program.blocks.get(id.0 as usize);
    let always = |id: BlockId| block(id).is_some_and(is_unconditional);
    for candidate in cell {
        let Some(own) = block(candidate.block) else { continue };
        let overriding = |id: &&BlockId| cell.iter().any(|other| other.block == **id);
        if own.overridden_by.iter().filter(overriding).any(|id| always(*id)) {
            continue;
        }
        let alone = own.overridden_by.iter().find(overriding).is_none();
        let test = match own.scope.from {
            None if alone && is_unconditional(own) => Test::Done,
            None if alone => Test::Condition,
            None | Some(_) => Test::Needed,
        };
        settled.push(Candidate { test, ..*candidate });
    }
}

/// Whether a statement applies wherever its services and destinations do.
fn is_unconditional(block: &Block) -> bool {
    block.scope.from.is_none() && matches!(block.scope.when, Condition::Always)
}

/// The column of every class, and how many there are: classes share one where every set of destinations has both or neither.
fn columns(program: &Program) -> (Vec<u32>, usize) {
    let classes = program.places.class_count() as usize;
    if classes > MAX_LANE_ENTRIES {
        return (Vec::new(), 0);
    }
    let mut columns = vec![0_u32; classes];
    let mut count = 1_u32;
    for set in used_sets(program) {
        let Some(members) = program.places.sets.get(set as usize) else { continue };
        // Members of a column move on together; a column that empties stays, and costs little.
        let mut moved: FxHashMap<u32, u32> = FxHashMap::default();
        for class in members.iter() {
            let Some(column) = columns.get_mut(class as usize) else { continue };
            *column = *moved.entry(*column).or_insert_with(|| {
                let new = count;
                count = count.saturating_add(1);
                new
            });
        }
    }
    compacted(columns)
}

/// Renumbers columns in the order of their first class, so that none is empty.
fn compacted(mut columns: Vec<u32>) -> (Vec<u32>, usize) {
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    for column in &mut columns {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *column = *numbers.entry(*column).or_insert(next);
    }
    let count = numbers.len();
    (columns, count)
}

/// The columns that each set of destinations covers, ascending.
fn columns_of_sets(program: &Program, columns: &[u32]) -> FxHashMap<u32, Vec<u32>> {
    let mut found = FxHashMap::default();
    for set in used_sets(program) {
        let Some(members) = program.places.sets.get(set as usize) else { continue };
        let mut covered: Vec<u32> = members.iter().filter_map(|class| columns.get(class as usize).copied()).collect();
        covered.sort_unstable();
        covered.dedup();
        found.insert(set, covered);
    }
    found
}

/// The sets that are destinations of statements, each once, ascending.
fn used_sets(program: &Program) -> Vec<u32> {
    let mut sets: Vec<u32> = program.blocks.iter().filter_map(|block| block.scope.to).map(|set| set.0).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}
