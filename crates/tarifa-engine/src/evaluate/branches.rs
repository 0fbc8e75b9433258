//! What could change an answer where there are too many completions to try them all: one missing fact is told at a time,
//! and another one only where it is still missed then.
//!
//! Most facts matter only beside some values of others, so that few branches stand for very many completions. A branch
//! that misses nothing more says what all its completions say. Two of them that differ in one fact alone, among those that
//! both were told, stand for two completions that differ in it alone.

use smallvec::SmallVec;

use crate::prepare::Prepared;
use crate::program::{Builtin, FactRef, PlaceField};

use super::Missing;
use super::completions::{Completions, budget};
use super::outcomes::Table;

/// The facts that a branch was told, by their positions among those that are open, with the number of the value; in the
/// order of the facts.
type Told = SmallVec<[(usize, usize); 8]>;

impl Completions<'_> {
    /// What every branch says, and the facts that could change it; nothing where there are too many branches.
    pub(super) fn branches(&mut self) -> Option<(Table, Vec<Missing>)> {
        let mut left = budget(self.shipment);
        let mut table = Table::default();
        let mut leaves: Vec<Told> = Vec::new();
        let mut stack: Vec<(Prepared, Told)> = vec![(self.shipment.clone(), Told::new())];
        while let Some((shipment, told)) = stack.pop() {
            left = left.checked_sub(1)?;
            let (result, outcome, missed) = self.evaluate(&shipment);
            self.meet(&missed);
            let open = |(missing, _): &(Missing, _)| {
                let fact = self.open.iter().position(|(open, _)| open == missing)?;
                let is_told = told.iter().any(|(told, _)| *told == fact);
                (!is_told).then_some(fact)
            };
            // What goods are and where they go decides which rules speak at all; of the rest, the fewer values a fact
            // has, the fewer are the branches in which the others are missed.
            let turn = |fact: &usize| {
                let (missing, choices) = self.open.get(*fact)?;
                Some((!leads(*missing), choices.len(), *fact))
            };
            let Some(fact) = missed.iter().filter_map(open).min_by_key(turn) else {
                table.add(result, outcome, shipment);
                leaves.push(told);
                continue;
            };
            let (missing, choices) = self.open.get(fact)?;
            if stack.len().saturating_add(choices.len()) > left {
                return None;
            }
            for (number, choice) in choices.iter().enumerate().rev() {
                let mut shipment = shipment.clone();
                choice.put(*missing, self.index, self.program, &mut shipment);
                let mut told = told.clone();
                let place = told.partition_point(|(other, _)| *other < fact);
                told.insert(place, (fact, number));
                stack.push((shipment, told));
            }
        }
        self.met.sort_unstable();
        self.met.dedup();
        let mut essential = differing(&leaves, &table.outcomes, self.open.len());
        essential.sort_unstable();
        let asked = essential.into_iter().filter_map(|fact| self.open.get(fact).map(|(missing, _)| *missing)).collect();
        Some((table, asked))
    }
}

/// Whether most other facts matter only beside some values of this one.
fn leads(missing: Missing) -> bool {
    matches!(
        missing,
        Missing::Country(PlaceField::Destination) | Missing::Item(_, FactRef::Builtin(Builtin::ItemCategory))
    )
}

/// The facts, of so many, in which two branches that say different things differ, and in no other.
fn differing(leaves: &[Told], outcomes: &[u32], facts: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (number, (one, says)) in leaves.iter().zip(outcomes).enumerate() {
        if found.len() == facts {
            break;
        }
        for (other, otherwise) in leaves.iter().zip(outcomes).take(number) {
            if says != otherwise
                && let Some(fact) = only_difference(one, other)
                && !found.contains(&fact)
            {
                found.push(fact);
            }
        }
    }
    found
}

/// The one fact of which two branches were told different values; none where there are several.
fn only_difference(one: &Told, other: &Told) -> Option<usize> {
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    let mut found = None;
    while let (Some((fact, value)), Some((against, told))) = (ones.peek(), others.peek()) {
        match fact.cmp(against) {
            std::cmp::Ordering::Less => {
                ones.next();
            }
            std::cmp::Ordering::Greater => {
                others.next();
            }
            std::cmp::Ordering::Equal => {
                if value != told && found.replace(*fact).is_some() {
                    return None;
                }
                ones.next();
                others.next();
            }
        }
    }
    found
}
