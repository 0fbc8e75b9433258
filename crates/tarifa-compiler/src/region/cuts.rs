//! Cuts of an ordered domain into cells, with exact ends.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{End, Interval};

/// A point between two neighbouring values, so that `up to 2 kg` and `under 2 kg` are different cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    /// The value beside which it cuts.
    pub(crate) value: Exact,
    /// On which side of it.
    pub(crate) side: Side,
}

/// The side of a value on which a cut lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// The value belongs to what follows.
    Before,
    /// The value belongs to what comes before.
    After,
}

/// The cut at the lower end of an interval.
pub(crate) fn lower_cut(interval: &Interval) -> Option<Cut> {
    interval.lower.map(|(value, end)| match end {
        End::Included => Cut { value, side: Side::Before },
        End::Excluded => Cut { value, side: Side::After },
    })
}

/// The cut at the upper end of an interval.
pub(crate) fn upper_cut(interval: &Interval) -> Option<Cut> {
    interval.upper.map(|(value, end)| match end {
        End::Included => Cut { value, side: Side::After },
        End::Excluded => Cut { value, side: Side::Before },
    })
}

/// The interval from the cut before to the cut after.
pub(crate) fn between(lower: Option<Cut>, upper: Option<Cut>) -> Interval {
    let lower = lower.map(|cut| match cut.side {
        Side::Before => (cut.value, End::Included),
        Side::After => (cut.value, End::Excluded),
    });
    let upper = upper.map(|cut| match cut.side {
        Side::Before => (cut.value, End::Excluded),
        Side::After => (cut.value, End::Included),
    });
    Interval { lower, upper }
}

/// The run of cells that `interval` covers, among the cells that the ascending `cuts` make; none where it is empty.
pub(crate) fn run(cuts: &[Cut], interval: &Interval) -> Option<(u32, u32)> {
    let position = |cut: Cut| cuts.partition_point(|other| *other <= cut);
    let first = lower_cut(interval).map_or(0, position);
    // The upper cut itself ends the run: its cell is the one before it.
    let end = upper_cut(interval).map_or(cuts.len().saturating_add(1), position);
    let (first, end) = (u32::try_from(first).ok()?, u32::try_from(end).ok()?);
    (first < end).then_some((first, end))
}
