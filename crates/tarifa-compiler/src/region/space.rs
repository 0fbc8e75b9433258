//! The variables of a question, and what their cells mean.

use rustc_hash::FxHashMap;
use tarifa_engine::program::{Bits, Interval};

use super::cuts::{self, Cut};
use super::{Subject, Variable};

/// How the values of a variable are cut into cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Domain {
    /// No, then yes.
    YesNo,
    /// Indices of what the subject counts, from 0; the number of them.
    Indices(u32),
    /// The texts named, in order, and a last cell for every other.
    Texts(Vec<String>),
    /// Cells between ascending cuts.
    Ordered(Vec<Cut>),
}

impl Domain {
    /// How many cells there are.
    pub(crate) fn cells(&self) -> u32 {
        let count = match self {
            Self::YesNo => 2,
            Self::Indices(count) => return *count,
            Self::Texts(texts) => texts.len().saturating_add(1),
            Self::Ordered(cuts) => cuts.len().saturating_add(1),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether runs of cells that are not neighbours may be kept together on one path.
    pub(crate) fn is_unordered(&self) -> bool {
        match self {
            Self::YesNo | Self::Indices(_) | Self::Texts(_) => true,
            Self::Ordered(_) => false,
        }
    }
}

/// What a path allows of one variable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Allowed {
    /// Yes, or no.
    YesNo(bool),
    /// One of these indices.
    Indices(Bits),
    /// One of these texts; `None` is a text that the policy does not name.
    Texts(Vec<Option<String>>),
    /// A value in the interval.
    Within(Interval),
}

/// The variables of a question in the order of asking.
#[derive(Clone, Debug, Default)]
pub(crate) struct Space {
    pub(super) variables: Vec<(Subject, Domain)>,
    pub(super) by_key: FxHashMap<String, Variable>,
}

impl Space {
    /// What `variable` asks.
    pub(crate) fn subject(&self, variable: Variable) -> Option<&Subject> {
        self.variables.get(variable.0 as usize).map(|(subject, _)| subject)
    }

    /// What every variable asks, in order.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.variables.iter().map(|(subject, _)| subject)
    }

    /// How the values of `variable` are cut.
    pub(crate) fn domain(&self, variable: Variable) -> Option<&Domain> {
        self.variables.get(variable.0 as usize).map(|(_, domain)| domain)
    }

    /// How many cells `variable` has.
    pub(crate) fn cells(&self, variable: Variable) -> u32 {
        self.domain(variable).map_or(1, Domain::cells)
    }

    /// The variable that asks about `subject`, where a condition asked.
    pub(crate) fn variable(&self, subject: &Subject) -> Option<Variable> {
        self.by_key.get(&key(subject)).copied()
    }

    /// What `runs` of cells allow.
    pub(crate) fn allowed(&self, variable: Variable, runs: &[(u32, u32)]) -> Option<Allowed> {
        let cells = || runs.iter().flat_map(|(first, end)| *first..*end);
        Some(match self.domain(variable)? {
            Domain::YesNo => Allowed::YesNo(cells().next()? == 1),
            Domain::Indices(_) => Allowed::Indices(Bits::from_members(cells())),
            Domain::Texts(texts) => Allowed::Texts(cells().map(|cell| texts.get(cell as usize).cloned()).collect()),
            Domain::Ordered(cuts) => {
                let (first, end) = runs.first()?;
                let lower = first.checked_sub(1).and_then(|index| cuts.get(index as usize)).copied();
                let upper = end.checked_sub(1).and_then(|index| cuts.get(index as usize)).copied();
                Allowed::Within(cuts::between(lower, upper))
            }
        })
    }

    /// The run of cells of an ordered variable that lie in `interval`.
    pub(super) fn run(&self, variable: Variable, interval: &Interval) -> Option<(u32, u32)> {
        match self.domain(variable)? {
            Domain::Ordered(cuts) => cuts::run(cuts, interval),
            Domain::YesNo | Domain::Indices(_) | Domain::Texts(_) => None,
        }
    }
}

/// A text that tells subjects apart; formulas have no order or hash of their own.
pub(super) fn key(subject: &Subject) -> String {
    format!("{subject:?}")
}
