//! Cutting a box in two, where knowing more of one number tells most about the bounds that are open.

use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{End, Interval};

use super::super::range;
use super::super::round_number::{Grain, middle};
use super::super::term::Unknown;
use super::{Constraint, Start};

/// Cuts the interval that matters most in two; none where there is nothing to cut.
pub(super) fn halve(constraints: &[Constraint], starts: &[Start], region: &[Interval]) -> Option<[Vec<Interval>; 2]> {
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
        Grain::Any | Grain::Pounds | Grain::Inches => (span > step && inside.contains(short)).then_some(short),
    }
}
