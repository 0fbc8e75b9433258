//! Numbers that a person believes: an everyday parcel where the bounds allow one.
//!
//! What is found here is as true as what the whole search finds; what is not
//! found here says nothing.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::Interval;

use super::super::range;
use super::super::round_number::roundest;
use super::{Look, Shape, Solution, Turn, all_hold};

/// How many boxes of plausible numbers are looked at where no shape fits.
const BOXES: usize = 40;
/// How many choices a shape leaves to the other numbers.
const CHOICES: usize = 12;

/// Plausible numbers within `whole`, which is narrowed already.
pub(super) fn find(look: &Look<'_>, shapes: &[Shape], whole: &[Interval]) -> Option<Vec<Exact>> {
    shapes.iter().find_map(|shape| with_shape(look, shape, whole)).or_else(|| in_plausible_ranges(look, whole))
}

/// The numbers found, each made round where it is not and the others allow it: halving ends on numbers that nobody would write.
pub(super) fn rounder(look: &Look<'_>, whole: &[Interval], mut found: Vec<Exact>) -> Vec<Exact> {
    for index in look.order {
        let (Some(whole), Some(start)) = (whole.get(*index), look.starts.get(*index)) else { continue };
        let is_round = |value: &Exact| value.to_integer().is_some() && start.plausible.contains(*value);
        // A weight makes up for the other numbers, and halving leaves it where it happens to be.
        if start.turn == Turn::Early && found.get(*index).is_some_and(is_round) {
            continue;
        }
        let with = |interval: Interval| {
            let mut region: Vec<Interval> = found.iter().copied().map(range::point).collect();
            *region.get_mut(*index)? = interval;
            look.narrow(&mut region).ok()?;
            Some(region)
        };
        let Some(free) = with(*whole).and_then(|region| region.get(*index).copied()) else { continue };
        let plausible = range::intersection(&free, &start.plausible).unwrap_or(free);
        let round = roundest(&plausible, start.preferred, start.grain);
        if let Some(values) = round.and_then(|value| all_hold(look.constraints, &with(range::point(value))?)) {
            found = values;
        }
    }
    found
}

fn with_shape(look: &Look<'_>, shape: &Shape, whole: &[Interval]) -> Option<Vec<Exact>> {
    let mut region = whole.to_vec();
    for (unknown, value) in shape {
        let slot = region.get_mut(unknown.0)?;
        if !slot.contains(*value) {
            return None;
        }
        *slot = range::point(*value);
    }
    look.narrow(&mut region).ok()?;
    look.dive(&region, look.order, &mut { CHOICES })
}

fn in_plausible_ranges(look: &Look<'_>, whole: &[Interval]) -> Option<Vec<Exact>> {
    let both = whole.iter().zip(look.starts).map(|(whole, start)| range::intersection(whole, &start.plausible));
    match look.branch(both.collect::<Option<Vec<_>>>()?, BOXES) {
        Solution::Found(found) => Some(found),
        Solution::Impossible | Solution::Unknown => None,
    }
}
