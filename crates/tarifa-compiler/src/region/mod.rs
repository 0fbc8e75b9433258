//! Regions: sets of shipments that the checks can combine, compare and look into.
//!
//! A condition of the program is a region. [`Space`] knows what the variables
//! mean and where their domains are cut; [`Diagram`] combines regions without
//! looking at that. Relations *between* variables (a longest side and a sum of
//! sides, a weight and the billed weight) are not known here: a path of a
//! region is a candidate, and [`crate::witness`] finds a shipment for it or
//! proves that there is none.

mod compile;
mod cuts;
mod diagram;
mod gather;
mod space;
mod subject;
#[cfg(test)]
mod tests;

pub(crate) use compile::place_set;
pub(crate) use diagram::{Diagram, Path, Region, Variable};
pub(crate) use gather::SpaceBuilder;
pub(crate) use space::{Allowed, Domain, Space};
pub(crate) use subject::Subject;

/// Why a question about regions stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Undecided {
    /// The conditions combine in too many ways.
    #[error("its conditions combine in more ways than the checker follows")]
    Size,
    /// Neither a shipment nor a proof that there is none was found in time.
    #[error("its conditions depend on each other in a way that the checker could not resolve")]
    Search,
}
