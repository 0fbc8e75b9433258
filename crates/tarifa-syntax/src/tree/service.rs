//! Services: where they go, what they take, how they weigh.

use tarifa_diagnostics::Span;

use super::{Bounds, Expr, Name, PlaceSet, Quantity, RowBound, Scope, StringLiteral, Validity};

/// `service standard "…" like other { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// `like standard`: every line of the other that it does not write.
    pub like: Option<Name>,
    /// Its lines, as written.
    pub lines: Vec<ServiceLine>,
}

/// A line of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// What is written.
    pub kind: ServiceLineKind,
    /// The scope behind a limit, `only when` or `transit` line; empty for the others.
    pub scope: Scope,
    /// Where it stands, the scope included.
    pub span: Span,
}

/// The kinds of lines of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceLineKind {
    /// `from CN`.
    From(PlaceSet),
    /// `to eu, US`.
    To(PlaceSet),
    /// `valid 2026-01-01..`.
    Valid(Validity),
    /// `currency CNY`.
    Currency(Name),
    /// `length + width + height up to 90 cm`.
    Limit {
        /// What is limited.
        measure: Expr,
        /// To what.
        bounds: Box<Bounds>,
    },
    /// `only when insured`.
    OnlyWhen(Expr),
    /// `transit 12..20 days`.
    Transit {
        /// The shortest; none for `transit 7 days`. It takes the unit of the longest where it has none.
        from: Option<Quantity>,
        /// The longest.
        to: Quantity,
    },
    /// `billed weight { … }`.
    BilledWeight(BilledWeight),
    /// `parcels priced each`.
    Parcels(ParcelMode),
}

/// How several parcels of a consignment are weighed and priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelMode {
    /// `priced each`.
    PricedEach,
    /// `weighed each, priced together`.
    WeighedEachPricedTogether,
    /// `weighed together`.
    WeighedTogether,
}

/// `billed weight { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledWeight {
    /// The steps, in the order written, which is the order of computing.
    pub steps: Vec<Step>,
    /// Where the block stands, braces included.
    pub span: Span,
}

/// A step of the billed weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub kind: StepKind,
    /// The `to`, `valid`, `when` behind it.
    pub scope: Scope,
    /// `otherwise` behind it: where no other step of its kind applies.
    pub otherwise: Option<Span>,
    /// Where it stands, the scope included.
    pub span: Span,
}

/// The kinds of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// `sides rounded up in steps of 1 cm`.
    Sides(Rounding),
    /// `volumetric 6000 cm3 per kg`, or `167 kg per m3`.
    Volumetric {
        /// A quantity whose unit has a `per`.
        divisor: Quantity,
        /// `rounded up in steps of 10 g`.
        rounding: Option<Rounding>,
    },
    /// `bill the greater of weight and volumetric when …, otherwise weight`.
    Bill {
        /// The weight that is billed where the scope holds.
        weight: Expr,
        /// `, otherwise weight`: what is billed where it does not.
        otherwise: Option<Expr>,
    },
    /// `minimum 50 g`.
    Minimum(Quantity),
    /// `maximum 20 kg`.
    Maximum(Quantity),
    /// `rounded up in steps of 1 g`.
    Rounded(Rounding),
    /// `rounded by weight { up to 10 kg: half up in steps of 0.1 kg; … }`.
    RoundedBy {
        /// `weight`.
        measure: Expr,
        /// The rows, as written.
        rows: Vec<RoundedRow>,
    },
}

/// `up to 10 kg: half up in steps of 0.1 kg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundedRow {
    /// What it reaches to.
    pub bound: RowBound,
    /// How it rounds.
    pub rounding: Rounding,
    /// Where it stands.
    pub span: Span,
}

/// `half up in steps of 0.1 kg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub direction: Direction,
    /// `0.1 kg`; a bare number in the header.
    pub step: Quantity,
    /// Where it stands, from the direction.
    pub span: Span,
}

/// Which way a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `up`.
    Up,
    /// `down`.
    Down,
    /// `half up`.
    HalfUp,
    /// `half down`.
    HalfDown,
    /// `half even`.
    HalfEven,
}
