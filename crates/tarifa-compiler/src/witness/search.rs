//! Finding numbers that satisfy several bounds at once, or proving that there
//! are none: intervals are narrowed against every bound, and halved where that
//! is not enough (branch and bound).

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
    /// The number to take where nothing speaks against it.
    pub(super) preferred: Exact,
    /// Whether it counts.
    pub(super) grain: Grain,
    /// When its number is chosen.
    pub(super) turn: Turn,
}

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

/// How many choices of a number one look for a point may take back.
const CHOICES: usize = 40;

/// Searches numbers for which every constraint holds, looking at no more than `budget` boxes.
pub(super) fn solve(constraints: &[Constraint], starts: &[Start], budget: usize) -> Solution {
    let caps: Vec<_> = constraints.iter().filter_map(largest_box).collect();
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|index| starts.get(*index).map(|start| start.turn));
    let capped = |c: &Constraint| Constraint { term: c.term.capped(&caps), target: c.target };
    let tight: Vec<_> = constraints.iter().map(capped).collect();
    let mut open = vec![starts.iter().map(|start| start.range).collect::<Vec<_>>()];
    for _ in 0..budget {
        let Some(mut region) = open.pop() else { return Solution::Impossible };
        if narrow(&tight, starts, &mut region).is_err() {
            continue;
        }
        if let Some(found) = dive(&tight, starts, &region, &order, &mut { CHOICES }) {
            return Solution::Found(found);
        }
        match halve(constraints, starts, &region) {
            Some([left, right]) => open.extend([right, left]),
            None => return Solution::Unknown,
        }
    }
    if open.is_empty() { Solution::Impossible } else { Solution::Unknown }
}

/// What a bound on a sum of three unknowns says of their product: the unknowns, and the most that it can be.
///
/// Of boxes whose sides sum to S the cube is the largest, of S³/27; with
/// weights a, b, c before the sides, S³/(27·a·b·c). Halving alone would come
/// close to that corner for ever.
fn largest_box(constraint: &Constraint) -> Option<(Vec<Unknown>, Exact)> {
    let (most, _) = constraint.target.upper?;
    let Term::Sum(parts) = &constraint.term else { return None };
    let mut sides: Vec<(Unknown, Exact)> = Vec::new();
    collect_sides(parts, Exact::ONE, &mut sides)?;
    let [(a, of_a), (b, of_b), (c, of_c)] = *sides.as_slice() else { return None };
    let third = most.checked_div(Exact::from_integer(3)).ok()?;
    let cube = third.checked_mul(third).ok()?.checked_mul(third).ok()?;
    let weights = of_a.checked_mul(of_b).ok()?.checked_mul(of_c).ok()?;
    let largest = cube.checked_div(weights).ok().filter(|_| weights.is_positive())?;
    let mut unknowns = vec![a, b, c];
    unknowns.sort_unstable();
    Some((unknowns, largest))
}

/// Adds the unknowns of a sum with the weights before them; none where it is more than that.
fn collect_sides(parts: &[Term], weight: Exact, sides: &mut Vec<(Unknown, Exact)>) -> Option<()> {
    for part in parts {
        match part {
            Term::Unknown(unknown) => match sides.iter_mut().find(|(known, _)| known == unknown) {
                Some((_, known)) => *known = known.checked_add(weight).ok()?,
                None => sides.push((*unknown, weight)),
            },
            Term::Scaled(inner, factor) => {
                collect_sides(std::slice::from_ref(inner), weight.checked_mul(*factor).ok()?, sides)?;
            }
            Term::Sum(inner) => collect_sides(inner, weight, sides)?,
            Term::Constant(_)
            | Term::Difference(..)
            | Term::Product(_)
            | Term::Least(_)
            | Term::Greatest(_)
            | Term::Rounded(..)
            | Term::RoundedByRows(..) => return None,
        }
    }
    Some(())
}

/// Applies every constraint until nothing changes any more.
fn narrow(constraints: &[Constraint], starts: &[Start], region: &mut [Interval]) -> Result<(), Contradiction> {
    for _ in 0..ROUNDS {
        let before = region.to_vec();
        for constraint in constraints {
            constraint.term.narrow(&constraint.target, region)?;
        }
        for (slot, start) in region.iter_mut().zip(starts) {
            *slot = match start.grain {
                Grain::Whole => to_whole(slot).ok_or(Contradiction)?,
                Grain::Any => range::shortened(slot),
            };
        }
        if before == *region {
            break;
        }
    }
    Ok(())
}

/// Takes one number after the other, the roundest that the ones before leave; of `choices` each takes one.
fn dive(
    constraints: &[Constraint],
    starts: &[Start],
    region: &[Interval],
    order: &[usize],
    choices: &mut usize,
) -> Option<Vec<Exact>> {
    let Some((index, later)) = order.split_first() else { return all_hold(constraints, region) };
    for value in candidates(region.get(*index)?, starts.get(*index)?) {
        *choices = choices.checked_sub(1)?;
        let mut region = region.to_vec();
        if let Some(slot) = region.get_mut(*index) {
            *slot = range::point(value);
        }
        if narrow(constraints, starts, &mut region).is_ok()
            && let Some(values) = dive(constraints, starts, &region, later, choices)
        {
            return Some(values);
        }
    }
    None
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

/// Cuts the interval that matters most in two; none where there is nothing to cut.
fn halve(constraints: &[Constraint], starts: &[Start], region: &[Interval]) -> Option<[Vec<Interval>; 2]> {
    let (unknown, at) = decisive(constraints, starts, region)?;
    let interval = region.get(unknown.0)?;
    let lower = Interval { lower: interval.lower, upper: Some((at, End::Included)) };
    let upper = Interval { lower: Some((at, End::Excluded)), upper: interval.upper };
    let with = |part: Interval| {
        let mut region = region.to_vec();
        if let Some(slot) = region.get_mut(unknown.0) {
            *slot = part;
        }
        region
    };
    Some([with(lower), with(upper)])
}

/// The unknown whose knowledge tells most about an open constraint, and where to cut it.
///
/// Of the constraints that the box does not settle, the one of most unknowns is looked at first.
fn decisive(constraints: &[Constraint], starts: &[Start], region: &[Interval]) -> Option<(Unknown, Exact)> {
    let mut open: Vec<(&Constraint, Vec<Unknown>)> = Vec::new();
    for constraint in constraints {
        if !range::holds_all(&constraint.target, &constraint.term.range(region)) {
            let mut read = Vec::new();
            constraint.term.unknowns(&mut read);
            open.push((constraint, read));
        }
    }
    open.sort_by_key(|(_, read)| std::cmp::Reverse(read.len()));
    open.iter().find_map(|(constraint, read)| {
        let cuts = read.iter().filter_map(|unknown| {
            let at = cut(region.get(unknown.0)?, starts.get(unknown.0)?)?;
            let mut pinned = region.to_vec();
            *pinned.get_mut(unknown.0)? = range::point(at);
            Some((width(&constraint.term.range(&pinned)), *unknown, at))
        });
        cuts.min().map(|(_, unknown, at)| (unknown, at))
    })
}

/// How wide an interval is.
fn width(interval: &Interval) -> Width {
    match (interval.lower, interval.upper) {
        (Some((low, _)), Some((high, _))) => high.checked_sub(low).map_or(Width::Open, Width::Bounded),
        (_, _) => Width::Open,
    }
}

/// An open interval is wider than any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    Bounded(Exact),
    Open,
}

/// Where to cut: near the middle, on a number with few digits, so that fractions stay short.
fn cut(interval: &Interval, start: &Start) -> Option<Exact> {
    let middle = middle(interval)?;
    let (Some((low, _)), Some((high, _))) = (interval.lower, interval.upper) else { return Some(middle) };
    let span = high.checked_sub(low).ok()?;
    let step = Exact::ONE.checked_div(Exact::from_integer(1 << 20)).ok()?;
    let short = middle.round_to(step, RoundingMode::Down).ok()?;
    let inside = Interval { lower: Some((low, End::Included)), upper: Some((high, End::Excluded)) };
    match start.grain {
        Grain::Whole => middle.round_to(Exact::ONE, RoundingMode::Down).ok().filter(|at| inside.contains(*at)),
        // An interval too narrow for a short number is not worth cutting.
        Grain::Any => (span > step && inside.contains(short)).then_some(short),
    }
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
    (!range::is_empty(&whole)).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tarifa_engine::rounding::Rounding;

    fn number(text: &str) -> Exact {
        tarifa_engine::decimal::from_str_exact(text).unwrap()
    }

    /// `>0`, `>=2`, `<=90`, `..`, joined by blanks.
    fn interval(text: &str) -> Interval {
        let mut interval = range::EVERYTHING;
        for part in text.split_whitespace() {
            if let Some(value) = part.strip_prefix(">=") {
                interval.lower = Some((number(value), End::Included));
            } else if let Some(value) = part.strip_prefix("<=") {
                interval.upper = Some((number(value), End::Included));
            } else if let Some(value) = part.strip_prefix('>') {
                interval.lower = Some((number(value), End::Excluded));
            } else if let Some(value) = part.strip_prefix('<') {
                interval.upper = Some((number(value), End::Excluded));
            }
        }
        interval
    }

    fn unknown(index: usize) -> Term {
        Term::Unknown(Unknown(index))
    }

    fn up(term: Term, step: &str) -> Term {
        Term::Rounded(Box::new(term), Rounding::new(RoundingMode::Up, number(step)).unwrap())
    }

    fn sides() -> Vec<Term> {
        vec![unknown(1), unknown(2), unknown(3)]
    }

    /// The greater of weight and volume over 8, rounded up to 500 g.
    fn billed() -> Term {
        let volumetric = Term::Scaled(Box::new(Term::Product(sides())), number("0.125"));
        up(Term::Greatest(vec![unknown(0), volumetric]), "500")
    }

    /// Weight and three sides, in order, against bounds; what comes out, or `impossible`.
    #[track_caller]
    fn check(bounds: &[(Term, &str)], expected: &str) {
        let mut constraints: Vec<_> =
            bounds.iter().map(|(term, target)| Constraint { term: term.clone(), target: interval(target) }).collect();
        for (longer, shorter) in [(1, 2), (2, 3)] {
            let term = Term::Difference(Box::new(unknown(longer)), Box::new(unknown(shorter)));
            constraints.push(Constraint { term, target: interval(">=0") });
        }
        let start = |preferred: &str, turn| Start {
            range: interval(">0"),
            preferred: number(preferred),
            grain: Grain::Any,
            turn,
        };
        let sides = ["20", "15", "10"].map(|side| start(side, Turn::Early));
        let starts: Vec<_> = std::iter::once(start("1000", Turn::Last)).chain(sides).collect();
        let solution = match solve(&constraints, &starts, 5_000) {
            Solution::Found(values) => values.iter().map(Exact::to_string).collect::<Vec<_>>().join(" "),
            Solution::Impossible => "impossible".into(),
            Solution::Unknown => "unknown".into(),
        };
        assert_eq!(solution, expected);
    }

    #[test]
    fn a_free_parcel_is_an_everyday_one() {
        check(&[], "1000 20 15 10");
    }

    #[test]
    fn just_over_a_bound_is_a_round_number() {
        check(&[(unknown(0), ">2000 <=5000")], "3000 20 15 10");
        check(&[(unknown(0), ">2000 <=2001")], "2001 20 15 10");
        check(&[(unknown(0), ">2000 <2001")], "2000.5 20 15 10");
    }

    #[test]
    fn the_billed_weight_can_pass_a_weight_limit_by_volume() {
        check(&[(unknown(0), "<=1000"), (billed(), ">1000"), (unknown(1), "<=60")], "1000 60 15 10");
        check(&[(billed(), ">1000"), (unknown(1), "<=60")], "2000 20 15 10");
    }

    #[test]
    fn size_limits_bound_the_billed_weight() {
        let limits = |billed_weight| {
            vec![(unknown(0), "<=30000"), (unknown(1), "<=60"), (Term::Sum(sides()), "<=90"), (billed(), billed_weight)]
        };
        check(&limits(">30000"), "impossible");
        // Weight light, volume alone: at most 30 x 30 x 30 cm, which is 3375 g.
        let mut light = limits(">3500");
        light.push((unknown(0), "<=100"));
        check(&light, "impossible");
    }

    #[test]
    fn the_largest_box_of_a_sum_is_found() {
        let light = [(unknown(0), "<=100"), (Term::Sum(sides()), "<=90"), (billed(), ">3000")];
        check(&light, "100 40 25 25");
    }

    #[test]
    fn between_two_steps_of_rounding_there_is_nothing() {
        check(&[(billed(), ">500 <1000")], "impossible");
        check(&[(billed(), ">500 <=1000"), (unknown(1), "<=10")], "1000 10 10 10");
    }

    #[test]
    fn the_longest_side_of_a_sum_is_at_least_its_third() {
        check(&[(Term::Sum(sides()), ">=90"), (unknown(1), "<30")], "impossible");
    }

    #[test]
    fn what_is_billed_is_never_below_the_weight() {
        let less = Term::Difference(Box::new(billed()), Box::new(unknown(0)));
        check(&[(less, "<0"), (unknown(0), "<=30000"), (unknown(1), "<=60")], "impossible");
    }
}
