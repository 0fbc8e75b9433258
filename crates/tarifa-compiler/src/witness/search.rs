//! Finding numbers that satisfy several bounds at once, or proving that there
//! are none: intervals are narrowed against every bound, and halved where that
//! is not enough (branch and bound).

mod caps;
mod halve;
mod plausible;
#[cfg(test)]
mod tests;

use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{End, Interval};

use super::range;
use super::round_number::{Grain, close_to, middle, roundest};
use super::term::{Contradiction, Term, Unknown};

/// A bound on a term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Constraint {
    /// What is bounded.
    pub(super) term: Term,
    /// Where it must lie.
    pub(super) target: Interval,
}

/// An unknown number before the search.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Start {
    /// Where it can lie at all.
    pub(super) range: Interval,
    /// Where it lies in shipments that people send.
    pub(super) plausible: Interval,
    /// The number to take where nothing speaks against it.
    pub(super) preferred: Exact,
    /// Whether it counts.
    pub(super) grain: Grain,
    /// When its number is chosen.
    pub(super) turn: Turn,
}

/// The bounds of a search, and the numbers between which it looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    /// What must hold.
    pub(super) constraints: Vec<Constraint>,
    /// The unknowns.
    pub(super) starts: Vec<Start>,
    /// Numbers that go well together, such as the sides of a shoe box; tried first, in this order.
    pub(super) shapes: Vec<Shape>,
}

/// A number for each of some unknowns.
pub(super) type Shape = Vec<(Unknown, Exact)>;

/// When a number is chosen: the last has to make up for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Early, so that it can be an everyday one.
    Early,
    /// Last.
    Last,
}

/// What a search ends with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Solution {
    /// A number for each unknown.
    Found(Vec<Exact>),
    /// No numbers do.
    Impossible,
    /// The budget was spent first.
    Unknown,
}

/// How often all bounds are applied before the intervals are halved.
const ROUNDS: usize = 6;
/// How many choices of a number a look for a point in one of the first boxes may take back.
const CHOICES: usize = 40;
/// How many boxes are looked into that closely; where a point is hard to find, halving tells more.
const CLOSELY: usize = 12;
/// How many choices a look into a later box may take back.
const FEW_CHOICES: usize = 6;

/// Searches numbers for which every constraint holds, looking at no more than `budget` boxes.
pub(super) fn solve(problem: &Problem, budget: usize) -> Solution {
    let (constraints, order) = (tightened(problem), order(problem));
    let look = Look { constraints: &constraints, starts: &problem.starts, order: &order };
    let Some(whole) = look.whole() else { return Solution::Impossible };
    if let Some(found) = plausible::find(&look, &problem.shapes, &whole) {
        return Solution::Found(plausible::rounder(&look, &whole, found));
    }
    match look.branch(whole.clone(), budget) {
        Solution::Found(found) => Solution::Found(plausible::rounder(&look, &whole, found)),
        none @ (Solution::Impossible | Solution::Unknown) => none,
    }
}

/// Where the unknowns can lie, as far as looking at each bound alone tells; none where the bounds exclude each other.
pub(super) fn narrowed(problem: &Problem) -> Option<Vec<Interval>> {
    let constraints = tightened(problem);
    Look { constraints: &constraints, starts: &problem.starts, order: &[] }.whole()
}

/// The constraints, with what is known of the largest box of a sum of sides.
fn tightened(problem: &Problem) -> Vec<Constraint> {
    let caps: Vec<_> = problem.constraints.iter().filter_map(caps::largest_box).collect();
    let capped = |c: &Constraint| Constraint { term: c.term.capped(&caps), target: c.target };
    problem.constraints.iter().map(capped).collect()
}

/// The unknowns in the order in which their numbers are chosen.
fn order(problem: &Problem) -> Vec<usize> {
    let mut order: Vec<usize> = (0..problem.starts.len()).collect();
    order.sort_by_key(|index| problem.starts.get(*index).map(|start| start.turn));
    order
}

/// What a search looks at.
#[derive(Clone, Copy, Debug)]
struct Look<'p> {
    constraints: &'p [Constraint],
    starts: &'p [Start],
    /// The unknowns in the order of choosing their numbers.
    order: &'p [usize],
}

impl Look<'_> {
    /// All that the unknowns can be.
    fn whole(&self) -> Option<Vec<Interval>> {
        let mut whole: Vec<Interval> = self.starts.iter().map(|start| start.range).collect();
        self.narrow(&mut whole).ok()?;
        Some(whole)
    }

    /// Looks for numbers in `whole` and halves it until there are some or none.
    fn branch(&self, whole: Vec<Interval>, budget: usize) -> Solution {
        let mut open = vec![whole];
        for count in 0..budget {
            let Some(mut region) = open.pop() else { return Solution::Impossible };
            if self.narrow(&mut region).is_err() {
                continue;
            }
            let mut choices = if count < CLOSELY { CHOICES } else { FEW_CHOICES };
            if let Some(found) = self.dive(&region, self.order, &mut choices) {
                return Solution::Found(found);
            }
            match halve::halve(self.constraints, self.starts, &region) {
                Some([left, right]) => open.extend([right, left]),
                None => return Solution::Unknown,
            }
        }
        if open.is_empty() { Solution::Impossible } else { Solution::Unknown }
    }

    /// Applies every constraint until nothing changes any more.
    fn narrow(&self, region: &mut [Interval]) -> Result<(), Contradiction> {
        for _ in 0..ROUNDS {
            let before = region.to_vec();
            for constraint in self.constraints {
                constraint.term.narrow(&constraint.target, region)?;
            }
            for (slot, start) in region.iter_mut().zip(self.starts) {
                *slot = match start.grain {
                    Grain::Whole => to_whole(slot).ok_or(Contradiction)?,
                    Grain::Any | Grain::Pounds | Grain::Inches => range::shortened(slot),
                };
            }
            if before == *region {
                break;
            }
        }
        Ok(())
    }

    /// Takes one number after the other, the roundest that the ones before leave; of `choices` each takes one.
    fn dive(&self, region: &[Interval], order: &[usize], choices: &mut usize) -> Option<Vec<Exact>> {
        let Some((index, later)) = order.split_first() else { return all_hold(self.constraints, region) };
        for value in candidates(region.get(*index)?, self.starts.get(*index)?) {
            *choices = choices.checked_sub(1)?;
            let mut region = region.to_vec();
            if let Some(slot) = region.get_mut(*index) {
                *slot = range::point(value);
            }
            if self.narrow(&mut region).is_ok()
                && let Some(values) = self.dive(&region, later, choices)
            {
                return Some(values);
            }
        }
        None
    }
}

/// The numbers to try in an interval: the one preferred, numbers near its ends, its middle.
fn candidates(interval: &Interval, start: &Start) -> Vec<Exact> {
    let ends = [interval.upper, interval.lower].into_iter().flatten().map(|(value, _)| value);
    let near = ends.chain(middle(interval)).filter_map(|value| close_to(interval, value, start.grain));
    let mut all = Vec::new();
    for value in roundest(interval, start.preferred, start.grain).into_iter().chain(near) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

/// The values, where every interval is a single number and every constraint holds.
fn all_hold(constraints: &[Constraint], region: &[Interval]) -> Option<Vec<Exact>> {
    let holds = |constraint: &Constraint| {
        range::single(&constraint.term.range(region)).is_some_and(|value| constraint.target.contains(value))
    };
    if !constraints.iter().all(holds) {
        return None;
    }
    region.iter().map(range::single).collect()
}

fn to_whole(interval: &Interval) -> Option<Interval> {
    let lower = interval.lower.and_then(|(value, end)| {
        let first = value.round_to(Exact::ONE, if value.is_negative() { RoundingMode::Down } else { RoundingMode::Up });
        let first = first.ok()?;
        let skips = end == End::Excluded && first == value;
        Some((if skips { first.checked_add(Exact::ONE).ok()? } else { first }, End::Included))
    });
    let upper = interval.upper.and_then(|(value, end)| {
        let last = value.round_to(Exact::ONE, if value.is_negative() { RoundingMode::Up } else { RoundingMode::Down });
        let last = last.ok()?;
        let skips = end == End::Excluded && last == value;
        Some((if skips { last.checked_sub(Exact::ONE).ok()? } else { last }, End::Included))
    });
    let whole = Interval { lower, upper };
    (!whole.is_empty()).then_some(whole)
}
