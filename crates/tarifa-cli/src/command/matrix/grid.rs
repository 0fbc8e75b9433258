//! The answers of all cells, each distinct one kept once.

use std::collections::BTreeMap;

use tarifa::Tariff;
use tarifa::lanes::{Lane, LaneKind, LaneVerdict};
use tarifa::shipment::Shipment;

use super::axes::Axes;
use crate::shipments::Problem;
use crate::trouble::Trouble;

/// The answers: by service, category and group of destinations that are alike.
#[derive(Debug)]
pub(super) struct Grid {
    distinct: Vec<LaneVerdict>,
    cells: Vec<usize>,
    categories: usize,
    /// The group of each destination.
    group_of: Vec<usize>,
    groups: usize,
}

impl Grid {
    /// Asks every cell.
    pub(super) fn ask(tariff: &Tariff, axes: &Axes, known: &Shipment) -> Result<Self, Trouble> {
        let lanes = tariff.lanes();
        let mut numbers: BTreeMap<LaneVerdict, usize> = BTreeMap::new();
        let mut cells = Vec::new();
        for (service, origin) in &axes.services {
            for (category, _) in &axes.categories {
                for group in &axes.alike {
                    let Some(one) = group.first().and_then(|one| axes.destinations.get(*one)) else { continue };
                    let from = known.origin.clone().or_else(|| origin.clone());
                    let lane = Lane { service, category, from, to: one.place.clone() };
                    let verdict = lanes
                        .verdict(known, &lane)
                        .map_err(|error| Trouble::Shipment { problems: Problem::of_quote(error) })?;
                    let next = numbers.len();
                    cells.push(*numbers.entry(verdict).or_insert(next));
                }
            }
        }
        let mut distinct: Vec<_> = numbers.into_iter().map(|(verdict, number)| (number, verdict)).collect();
        distinct.sort();
        let mut group_of = vec![0; axes.destinations.len()];
        for (group, members) in axes.alike.iter().enumerate() {
            for member in members {
                if let Some(slot) = group_of.get_mut(*member) {
                    *slot = group;
                }
            }
        }
        Ok(Self {
            distinct: distinct.into_iter().map(|(_, verdict)| verdict).collect(),
            cells,
            categories: axes.categories.len(),
            group_of,
            groups: axes.alike.len(),
        })
    }

    /// The number of the answer in a cell; equal numbers are equal answers.
    pub(super) fn number(&self, service: usize, category: usize, destination: usize) -> usize {
        let group = self.group_of.get(destination).copied().unwrap_or_default();
        let row = service.saturating_mul(self.categories).saturating_add(category);
        self.cells.get(row.saturating_mul(self.groups).saturating_add(group)).copied().unwrap_or_default()
    }

    /// The answer with that number.
    pub(super) fn verdict(&self, number: usize) -> Option<&LaneVerdict> {
        self.distinct.get(number)
    }

    /// Every distinct answer.
    pub(super) fn verdicts(&self) -> impl Iterator<Item = &LaneVerdict> {
        self.distinct.iter()
    }

    /// The facts that most of the undecided cells wait for, in the order of their keys.
    pub(super) fn mostly_needed(&self) -> Vec<String> {
        let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
        let undecided = self.cells.iter().filter_map(|number| self.verdict(*number));
        let undecided = undecided.filter(|verdict| verdict.kind == LaneKind::Needs);
        let mut all = 0_usize;
        for verdict in undecided {
            all = all.saturating_add(1);
            for fact in &verdict.needs {
                let count = waiting.entry(fact).or_default();
                *count = count.saturating_add(1);
            }
        }
        let mostly = waiting.into_iter().filter(|(_, count)| count.saturating_mul(2) > all);
        mostly.map(|(fact, _)| fact.to_owned()).collect()
    }

    /// How many cells are of that kind.
    pub(super) fn count(&self, kind: LaneKind) -> usize {
        let mut sizes = vec![0_usize; self.groups];
        for group in &self.group_of {
            if let Some(size) = sizes.get_mut(*group) {
                *size = size.saturating_add(1);
            }
        }
        let is_kind = |number: usize| self.verdict(number).is_some_and(|verdict| verdict.kind == kind);
        let cells = self.cells.iter().zip(sizes.iter().cycle());
        cells.filter(|(number, _)| is_kind(**number)).map(|(_, size)| *size).fold(0, usize::saturating_add)
    }
}
