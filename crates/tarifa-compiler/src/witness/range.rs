//! Arithmetic on intervals of exact numbers with open and closed ends.
//!
//! Every result holds at least the values that are possible: where an end
//! cannot be told (an overflow, signs that mix) it is left open, which makes a
//! search longer but never a proof wrong.

use tarifa_engine::exact::{ArithmeticError, Exact, RoundingMode};
use tarifa_engine::program::{End, Interval};
use tarifa_engine::rounding::Rounding;

/// An end of an interval: the value and whether it belongs to it; none where there is no bound.
pub(crate) type Bound = Option<(Exact, End)>;

/// Every number.
pub(crate) const EVERYTHING: Interval = Interval { lower: None, upper: None };

/// Only `value`.
pub(crate) fn point(value: Exact) -> Interval {
    Interval { lower: Some((value, End::Included)), upper: Some((value, End::Included)) }
}

/// The value of an interval that holds only one.
pub(crate) fn single(interval: &Interval) -> Option<Exact> {
    match (interval.lower, interval.upper) {
        (Some((low, End::Included)), Some((high, End::Included))) if low == high => Some(low),
        (_, _) => None,
    }
}

/// The numbers in both; none where there is no such number.
pub(crate) fn intersection(left: &Interval, right: &Interval) -> Option<Interval> {
    let both = Interval { lower: higher(left.lower, right.lower), upper: lower_of(left.upper, right.upper) };
    (!both.is_empty()).then_some(both)
}

/// The smallest interval that holds both.
pub(crate) fn hull(left: &Interval, right: &Interval) -> Interval {
    let lower = match (left.lower, right.lower) {
        (Some(l), Some(r)) => Some(if starts_before(l, r) { l } else { r }),
        (_, _) => None,
    };
    let upper = match (left.upper, right.upper) {
        (Some(l), Some(r)) => Some(if ends_before(l, r) { r } else { l }),
        (_, _) => None,
    };
    Interval { lower, upper }
}

/// Whether every number of `inner` is in `outer`.
pub(crate) fn holds_all(outer: &Interval, inner: &Interval) -> bool {
    intersection(outer, inner).is_some_and(|both| both == *inner)
}

/// The sums.
pub(crate) fn add(left: &Interval, right: &Interval) -> Interval {
    Interval {
        lower: join(left.lower, right.lower, Exact::checked_add),
        upper: join(left.upper, right.upper, Exact::checked_add),
    }
}

/// The differences.
pub(crate) fn subtract(left: &Interval, right: &Interval) -> Interval {
    add(left, &negate(right))
}

/// The numbers with the other sign.
pub(crate) fn negate(interval: &Interval) -> Interval {
    let turn = |(value, end): (Exact, End)| (value.negated(), end);
    Interval { lower: interval.upper.map(turn), upper: interval.lower.map(turn) }
}

/// The products; told only where neither side goes below nought or one is a single number.
pub(crate) fn multiply(left: &Interval, right: &Interval) -> Interval {
    if let Some(factor) = single(left) {
        return scale(right, factor);
    }
    if let Some(factor) = single(right) {
        return scale(left, factor);
    }
    if !is_not_negative(left) || !is_not_negative(right) {
        return EVERYTHING;
    }
    Interval {
        lower: join(left.lower, right.lower, Exact::checked_mul),
        upper: join(left.upper, right.upper, Exact::checked_mul),
    }
}

/// The numbers times `factor`.
pub(crate) fn scale(interval: &Interval, factor: Exact) -> Interval {
    if factor.is_zero() {
        return point(Exact::ZERO);
    }
    let times = |bound: Bound| bound.and_then(|(value, end)| Some((value.checked_mul(factor).ok()?, end)));
    let scaled = Interval { lower: times(interval.lower), upper: times(interval.upper) };
    if factor.is_negative() { Interval { lower: scaled.upper, upper: scaled.lower } } else { scaled }
}

/// The quotients of numbers that are not negative; the divisors' lower end may be nought.
pub(crate) fn divide(dividends: &Interval, divisors: &Interval) -> Interval {
    if !is_not_negative(dividends) || !is_not_negative(divisors) {
        return EVERYTHING;
    }
    let by = |left: Exact, right: Exact| left.checked_div(right);
    let lower = join(dividends.lower, divisors.upper, by).or(Some((Exact::ZERO, End::Included)));
    Interval { lower, upper: join(dividends.upper, divisors.lower, by) }
}

/// The lesser of a number of each.
pub(crate) fn least(left: &Interval, right: &Interval) -> Interval {
    let lower = match (left.lower, right.lower) {
        (Some(l), Some(r)) => Some(if starts_before(l, r) { l } else { r }),
        (_, _) => None,
    };
    Interval { lower, upper: lower_of(left.upper, right.upper) }
}

/// The greater of a number of each.
pub(crate) fn greatest(left: &Interval, right: &Interval) -> Interval {
    negate(&least(&negate(left), &negate(right)))
}

/// The numbers after rounding.
pub(crate) fn round(interval: &Interval, rounding: Rounding) -> Interval {
    let Rounding { mode, step } = rounding;
    let lower = interval.lower.and_then(|(value, end)| {
        let rounded = value.round_to(step, mode).ok()?;
        // Just over a step that rounds up, the next step is reached.
        let leaves = end == End::Excluded && !value.is_negative() && mode == RoundingMode::Up && rounded == value;
        Some((if leaves { rounded.checked_add(step).ok()? } else { rounded }, End::Included))
    });
    let upper = interval.upper.and_then(|(value, end)| {
        let rounded = value.round_to(step, mode).ok()?;
        Some((if end == End::Excluded { just_under(value, rounded, mode, step)? } else { rounded }, End::Included))
    });
    Interval { lower, upper }
}

/// What numbers just under `value`, which itself becomes `rounded`, become.
fn just_under(value: Exact, rounded: Exact, mode: RoundingMode, step: Exact) -> Option<Exact> {
    let drops = match mode {
        RoundingMode::Down => value.is_positive() && rounded == value,
        // Only the middle itself goes up.
        RoundingMode::HalfUp => value.is_positive() && rounded.checked_sub(value).ok()? == half(step)?,
        RoundingMode::Up | RoundingMode::HalfEven | RoundingMode::HalfDown => false,
    };
    if drops { rounded.checked_sub(step).ok() } else { Some(rounded) }
}

/// The numbers, none below nought, that rounding brings into `target`.
pub(crate) fn unround(target: &Interval, rounding: Rounding) -> Interval {
    let Rounding { mode, step } = rounding;
    let lower = target.lower.and_then(|(value, end)| {
        let first = first_step(value, end, step)?;
        Some(match mode {
            RoundingMode::Up => (first.checked_sub(step).ok()?, End::Excluded),
            RoundingMode::Down => (first, End::Included),
            RoundingMode::HalfUp | RoundingMode::HalfEven => (first.checked_sub(half(step)?).ok()?, End::Included),
            RoundingMode::HalfDown => (first.checked_sub(half(step)?).ok()?, End::Excluded),
        })
    });
    let upper = target.upper.and_then(|(value, end)| {
        let last = first_step(value.negated(), end, step)?.negated();
        Some(match mode {
            RoundingMode::Up => (last, End::Included),
            RoundingMode::Down => (last.checked_add(step).ok()?, End::Excluded),
            RoundingMode::HalfUp => (last.checked_add(half(step)?).ok()?, End::Excluded),
            RoundingMode::HalfEven | RoundingMode::HalfDown => (last.checked_add(half(step)?).ok()?, End::Included),
        })
    });
    // A number that rounds up to nought is nought.
    let lower = lower.filter(|(value, _)| !value.is_negative()).or(Some((Exact::ZERO, End::Included)));
    Interval { lower, upper }
}

/// The first multiple of `step` at or over `value`; over it where the value is excluded.
fn first_step(value: Exact, end: End, step: Exact) -> Option<Exact> {
    let towards = if value.is_negative() { RoundingMode::Down } else { RoundingMode::Up };
    let first = value.round_to(step, towards).ok()?;
    if end == End::Excluded && first == value { first.checked_add(step).ok() } else { Some(first) }
}

/// The interval with long fractions at its ends moved outwards to short ones.
pub(crate) fn shortened(interval: &Interval) -> Interval {
    const LONG: i128 = 1 << 32;
    let outwards = |value: Exact, end, (positive, negative): (RoundingMode, RoundingMode)| {
        let is_long = value.denominator() > LONG && value.reduced().denominator() > LONG;
        let mode = if value.is_negative() { negative } else { positive };
        let grid = Exact::new(1, 1 << 20).ok().filter(|_| is_long);
        let short = grid.and_then(|grid| value.round_to(grid, mode).ok());
        short.map_or((value, end), |short| (short, End::Included))
    };
    let (down, up) = ((RoundingMode::Down, RoundingMode::Up), (RoundingMode::Up, RoundingMode::Down));
    let lower = interval.lower.map(|(value, end)| outwards(value, end, down));
    let upper = interval.upper.map(|(value, end)| outwards(value, end, up));
    Interval { lower, upper }
}

/// Whether no number lies below nought.
pub(crate) fn is_not_negative(interval: &Interval) -> bool {
    interval.lower.is_some_and(|(value, _)| !value.is_negative())
}

fn half(step: Exact) -> Option<Exact> {
    step.checked_div(Exact::from_integer(2)).ok()
}

fn join(left: Bound, right: Bound, operation: impl Fn(Exact, Exact) -> Result<Exact, ArithmeticError>) -> Bound {
    let ((left, left_end), (right, right_end)) = (left?, right?);
    let end = match (left_end, right_end) {
        (End::Included, End::Included) => End::Included,
        (End::Excluded, _) | (_, End::Excluded) => End::Excluded,
    };
    Some((operation(left, right).ok()?, end))
}

fn higher(left: Bound, right: Bound) -> Bound {
    match (left, right) {
        (Some(l), Some(r)) => Some(if starts_before(l, r) { r } else { l }),
        (bound, None) | (None, bound) => bound,
    }
}

fn lower_of(left: Bound, right: Bound) -> Bound {
    match (left, right) {
        (Some(l), Some(r)) => Some(if ends_before(l, r) { l } else { r }),
        (bound, None) | (None, bound) => bound,
    }
}

fn starts_before(left: (Exact, End), right: (Exact, End)) -> bool {
    left.0 < right.0 || (left.0 == right.0 && left.1 == End::Included)
}

fn ends_before(left: (Exact, End), right: (Exact, End)) -> bool {
    left.0 < right.0 || (left.0 == right.0 && left.1 == End::Excluded)
}
