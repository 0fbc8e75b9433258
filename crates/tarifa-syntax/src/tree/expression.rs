//! Conditions and formulas: one tree for both.

use tarifa_diagnostics::Span;

use super::{Moment, Name, Place, Quantity, StringLiteral};

/// A condition or a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What is written.
    pub kind: ExprKind,
    /// Where it stands. Parentheses around it belong to it.
    pub span: Span,
}

/// The ways to write a condition or a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `30 kg`, `19.00 CNY`, `5%`, `3`.
    Quantity(Quantity),
    /// `"…"`.
    Text(StringLiteral),
    /// `2026-03-01`, `2026-03-01 14:30`.
    Moment(Moment),
    /// `yes` or `no`.
    YesNo(YesNo),
    /// A fact, a derived measure, a line, a `define`, a zone, a category, a value of `one of`; also the tariff's `total`.
    Name(Name),
    /// A word in capitals: `DE`, `US-AK`, `CNY`.
    Code(Name),
    /// A part of a country: `ES(35*)`, or `all`. A bare code is [`ExprKind::Code`], a bare zone [`ExprKind::Name`].
    Place(Place),
    /// `a + b - c`: two terms or more, the first with [`Sign::Plus`].
    Sum(Vec<Summand>),
    /// `a x b x c`: two factors or more.
    Product(Vec<Expr>),
    /// `5% of e`.
    PercentOf {
        /// `5%`; its unit is always `%`.
        percent: Quantity,
        /// What it is taken of.
        of: Box<Expr>,
    },
    /// `total net_volume`: the sum over the items, each times its quantity.
    Total(Box<Expr>),
    /// `count of parcels`, `count of distinct hs6`.
    Count {
        /// Whether equal values count once.
        distinctness: Distinctness,
        /// What is counted.
        of: Name,
    },
    /// `greater of (a, b)`, `the greater of a and b`.
    Pick {
        /// Which of them.
        pick: Pick,
        /// Two operands or more.
        of: Vec<Expr>,
    },
    /// `declared_value in USD`.
    InCurrency {
        /// The money.
        value: Box<Expr>,
        /// `USD`.
        currency: Name,
    },
    /// `x over A up to B`: at least one bound.
    Compare {
        /// What is compared.
        value: Box<Expr>,
        /// With what.
        bounds: Box<Bounds>,
    },
    /// `x is a`, `x is not a`.
    Is {
        /// The left side.
        value: Box<Expr>,
        /// Whether `not` is written.
        polarity: Polarity,
        /// The right side.
        other: Box<Expr>,
    },
    /// `x is given`, `x is not given`.
    Given {
        /// The fact.
        value: Box<Expr>,
        /// Whether `not` is written.
        polarity: Polarity,
    },
    /// `x in eu`, `x in (DE, FR)`, `x not in eu`.
    In {
        /// The left side.
        value: Box<Expr>,
        /// Whether `not` is written.
        polarity: Polarity,
        /// What it is looked for in; never empty.
        members: Vec<Expr>,
    },
    /// `materials has wood`.
    Has {
        /// The set.
        value: Box<Expr>,
        /// What it must hold.
        member: Box<Expr>,
    },
    /// `chargeback has happened`, `carrier_report was not shown`; only a case has such tests.
    Occurred {
        /// The event or the evidence.
        what: Box<Expr>,
        /// Which of the two.
        occurrence: Occurrence,
        /// Whether `not` is written.
        polarity: Polarity,
    },
    /// `any item (…)`, `every item (…)`.
    Items {
        /// Any or every.
        quantifier: Quantifier,
        /// What must hold of the item.
        condition: Box<Expr>,
    },
    /// `not c`.
    Not(Box<Expr>),
    /// `a and b and c`: two conditions or more.
    And(Vec<Expr>),
    /// `a or b or c`: two conditions or more.
    Or(Vec<Expr>),
}

/// A term of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summand {
    /// The sign before it.
    pub sign: Sign,
    /// The term.
    pub term: Expr,
}

/// The sign of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`, or none before the first.
    Plus,
    /// `-`.
    Minus,
}

/// The bounds of a comparison or a limit: one or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// `at least A`, `over A`, or the `A` of `A..B`.
    pub lower: Option<Bound>,
    /// `up to B`, `under B`, or the `B` of `A..B`.
    pub upper: Option<Bound>,
    /// Where they stand.
    pub span: Span,
}

/// One bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The word that says which.
    pub word: BoundWord,
    /// The value. In `12..20 days` the first is a bare number and takes the unit of the second.
    pub value: Expr,
    /// Where it stands, the word included.
    pub span: Span,
}

/// How a bound is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundWord {
    /// `up to B`: included.
    UpTo,
    /// `under B`: excluded.
    Under,
    /// `at least A`: included.
    AtLeast,
    /// `over A`: excluded.
    Over,
    /// An end of `A..B`: included.
    Range,
}

/// Whether a test is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// As it stands.
    Positive,
    /// With `not`.
    Negative,
}

/// What can have come about in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// `has happened`: an event.
    Happened,
    /// `was shown`: evidence.
    Shown,
}

/// Which items a condition must hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `any item`.
    Any,
    /// `every item`.
    Every,
}

/// Whether equal values count once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distinctness {
    /// `count of`.
    Each,
    /// `count of distinct`.
    Distinct,
}

/// Which of several values is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// `greater of`.
    Greater,
    /// `lesser of`.
    Lesser,
    /// `mean of`.
    Mean,
}

/// The two values of a yes/no fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YesNo {
    /// `yes`.
    Yes,
    /// `no`.
    No,
}
