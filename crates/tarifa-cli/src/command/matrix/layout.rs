//! Rows and columns: those with the same answers stand together.

use std::collections::{BTreeMap, BTreeSet};

use tarifa::lanes::LaneKind;

use super::axes::{Axes, Axis};
use super::grid::Grid;

/// From so many destinations on, a column can stand for all that no other names.
const MANY: usize = 30;

/// A matrix as it is shown.
#[derive(Debug)]
pub(super) struct Layout {
    /// The columns, the one of most destinations first.
    pub(super) columns: Vec<ColumnHead>,
    /// The rows.
    pub(super) rows: Vec<RowOfCells>,
    /// Where nothing goes at all: services, and the destinations that none of them serves.
    pub(super) not_served: Vec<ColumnHead>,
}

/// What a column is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ColumnHead {
    /// The services, where columns tell them apart.
    pub(super) services: Vec<String>,
    /// The destinations, where columns tell them apart.
    pub(super) destinations: Vec<String>,
}

/// A row.
#[derive(Clone, Debug)]
pub(super) struct RowOfCells {
    /// The categories, services or destinations; positions.
    pub(super) members: Vec<usize>,
    /// The numbers of the answers, one for each column.
    pub(super) cells: Vec<usize>,
}

/// What a column asks, and the answers of every row.
type Answers = BTreeMap<Vec<usize>, Vec<usize>>;

impl Layout {
    /// The matrix with equal rows and columns put together.
    pub(super) fn new(axes: &Axes, grid: &Grid) -> Self {
        let mut columns = columns(axes, grid);
        let is_empty = |cells: &Vec<usize>| cells.iter().all(|number| is_kind(grid, *number, LaneKind::NotServed));
        let (empty, mut served): (Vec<_>, Vec<_>) = columns.drain(..).partition(|(_, cells)| is_empty(cells));
        served.sort_by(|(one, _), (other, _)| {
            let size = |head: &ColumnHead| head.destinations.len();
            size(other).cmp(&size(one)).then_with(|| one.cmp(other))
        });
        let rows = rows(axes, &served);
        Self {
            columns: served.into_iter().map(|(head, _)| head).collect(),
            rows,
            not_served: empty.into_iter().map(|(head, _)| head).collect(),
        }
    }
}

impl Layout {
    /// The rows of the columns in `part`, put together anew: fewer columns tell fewer rows apart.
    pub(super) fn part(&self, part: std::ops::Range<usize>) -> Vec<RowOfCells> {
        let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for row in &self.rows {
            let cells = row.cells.get(part.clone()).unwrap_or_default().to_vec();
            alike.entry(cells).or_default().extend(&row.members);
        }
        let mut rows: Vec<_> = alike.into_iter().collect();
        for (_, members) in &mut rows {
            members.sort();
        }
        rows.sort_by(|(_, one), (_, other)| one.cmp(other));
        rows.into_iter().map(|(cells, members)| RowOfCells { members, cells }).collect()
    }

    /// The column, or the rest that is not served, whose destinations need no list, since every other is named.
    pub(super) fn elsewhere(&self) -> Option<&ColumnHead> {
        let heads = || self.columns.iter().chain(&self.not_served);
        let largest = heads().max_by_key(|head| head.destinations.len())?;
        let tells_services = heads().any(|head| !head.services.is_empty());
        (!tells_services && largest.destinations.len() >= MANY).then_some(largest)
    }
}

fn is_kind(grid: &Grid, number: usize, kind: LaneKind) -> bool {
    grid.verdict(number).is_some_and(|verdict| verdict.kind == kind)
}

/// How many rows there are before any are put together.
fn row_count(axes: &Axes) -> usize {
    match axes.rows {
        Axis::Categories => axes.categories.len(),
        Axis::Services => axes.services.len(),
        Axis::Destinations => axes.destinations.len(),
    }
}

/// The columns with the answers of every row; those with the same answers are one.
fn columns(axes: &Axes, grid: &Grid) -> Vec<(ColumnHead, Vec<usize>)> {
    let one_service = 0..1;
    let services = match axes.rows {
        Axis::Categories => 0..axes.services.len(),
        Axis::Services | Axis::Destinations => one_service,
    };
    let destinations = match axes.rows {
        Axis::Categories | Axis::Services => 0..axes.destinations.len(),
        Axis::Destinations => 0..1,
    };
    // First the destinations of each service, then the services that say the same everywhere.
    let mut alike: BTreeMap<(Vec<usize>, Vec<usize>), Vec<usize>> = BTreeMap::new();
    for service in services.clone() {
        let mut answers = Answers::new();
        for destination in destinations.clone() {
            let cell = |row: usize| match axes.rows {
                Axis::Categories => grid.number(service, row, destination),
                Axis::Services => grid.number(row, 0, destination),
                Axis::Destinations => grid.number(0, 0, row),
            };
            answers.entry((0..row_count(axes)).map(cell).collect()).or_default().push(destination);
        }
        for (cells, destinations) in answers {
            alike.entry((destinations, cells)).or_default().push(service);
        }
    }
    let service = |position: &usize| axes.services.get(*position).map(|(name, _)| name.clone());
    let destination = |position: &usize| axes.destinations.get(*position).map(|place| place.label.clone());
    let tells_services = axes.rows == Axis::Categories && axes.services.len() > 1;
    let tells_destinations = axes.rows != Axis::Destinations && axes.destinations.len() > 1;
    let column = |((destinations, cells), services): ((Vec<usize>, Vec<usize>), Vec<usize>)| {
        let head = ColumnHead {
            services: if tells_services { services.iter().filter_map(service).collect() } else { Vec::new() },
            destinations: match tells_destinations {
                true => destinations.iter().filter_map(destination).collect(),
                false => Vec::new(),
            },
        };
        (head, cells)
    };
    alike.into_iter().map(column).collect()
}

/// The rows, those with the same answers put together, in the order of the first of each.
fn rows(axes: &Axes, columns: &[(ColumnHead, Vec<usize>)]) -> Vec<RowOfCells> {
    let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for row in 0..row_count(axes) {
        let cells = columns.iter().filter_map(|(_, cells)| cells.get(row).copied()).collect();
        alike.entry(cells).or_default().push(row);
    }
    let mut rows: Vec<_> = alike.into_iter().collect();
    rows.sort_by(|(_, one), (_, other)| one.cmp(other));
    rows.into_iter().map(|(cells, members)| RowOfCells { members, cells }).collect()
}

/// What the members of a row are called.
pub(super) fn heads(axes: &Axes, members: &[usize]) -> Vec<String> {
    match axes.rows {
        Axis::Categories => category_heads(axes, members),
        Axis::Services => {
            members.iter().filter_map(|row| axes.services.get(*row)).map(|(name, _)| name.clone()).collect()
        }
        Axis::Destinations => {
            members.iter().filter_map(|row| axes.destinations.get(*row)).map(|place| place.label.clone()).collect()
        }
    }
}

/// The categories; a node stands for all below it where they are all here, and is told apart from them where they are not.
fn category_heads(axes: &Axes, members: &[usize]) -> Vec<String> {
    let here: BTreeSet<usize> = members.iter().copied().collect();
    // A node is whole where it is here and every child is whole; children stand after their parents.
    let mut whole: Vec<bool> = (0..axes.categories.len()).map(|node| here.contains(&node)).collect();
    let mut has_children = vec![false; axes.categories.len()];
    for (node, (_, parent)) in axes.categories.iter().enumerate().rev() {
        let Some(parent) = parent else { continue };
        let is_whole = whole.get(node).copied().unwrap_or(false);
        if let Some(children) = has_children.get_mut(*parent) {
            *children = true;
        }
        if let Some(above) = whole.get_mut(*parent).filter(|_| !is_whole) {
            *above = false;
        }
    }
    let is = |list: &[bool], node: usize| list.get(node).copied().unwrap_or(false);
    let mut heads = Vec::new();
    for member in members {
        let Some((name, parent)) = axes.categories.get(*member) else { continue };
        if parent.is_some_and(|parent| is(&whole, parent)) {
            continue;
        }
        heads.push(match (is(&has_children, *member), is(&whole, *member)) {
            (false, _) => name.clone(),
            (true, true) => format!("{name} (all)"),
            (true, false) => format!("{name} (other)"),
        });
    }
    heads
}
