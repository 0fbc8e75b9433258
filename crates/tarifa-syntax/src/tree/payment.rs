//! Money of a case and what carriers owe.

use tarifa_diagnostics::Span;

use super::{ClampWord, Expr, Name, Per, Pick, Quantity, Scope, Sign, StringLiteral, When};

/// `buyer gets amount maximum paid`, `seller pays return freight to platform when …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLine {
    /// Who.
    pub party: Name,
    /// From where or to whom.
    pub way: PaymentWay,
    /// How much.
    pub amount: Reckoning,
    /// Where it holds.
    pub when: Option<When>,
    /// Where it stands.
    pub span: Span,
}

/// From where money comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentWay {
    /// `gets`: out of what was paid.
    Gets,
    /// `keeps`: out of what was paid.
    Keeps,
    /// `pays … to platform`: out of the party's own pocket.
    Pays {
        /// To whom.
        to: Name,
    },
}

/// `return freight via return_line paid by seller when …, otherwise by buyer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnFreight {
    /// The service that carries it back.
    pub via: Name,
    /// Who pays, in the order written; never empty.
    pub payers: Vec<Payer>,
    /// Where it stands.
    pub span: Span,
}

/// `by seller when …`, `otherwise by buyer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// Who.
    pub party: Name,
    /// The guard behind it.
    pub when: Option<When>,
    /// `otherwise`; never beside a guard.
    pub otherwise: Option<Span>,
    /// Where it stands.
    pub span: Span,
}

/// An amount of money of a case or of a compensation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// What is written.
    pub kind: ReckoningKind,
    /// Where it stands. Parentheses around it belong to it.
    pub span: Span,
}

/// The ways to write an amount of money.
///
/// Several parts nest only through parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReckoningKind {
    /// `5.00 USD`, `paid`, `paid_goods`, `nothing`, `amount`, `declared_value`, a compensation's name, `3`,
    /// `total net_volume`, `count of parcels`.
    Value(Expr),
    /// `the rest`.
    Rest,
    /// `price of received items`.
    ReceivedItems,
    /// `return freight`.
    ReturnFreight,
    /// `30% of paid`.
    PercentOf {
        /// `30%`; its unit is always `%`.
        percent: Quantity,
        /// What it is taken of.
        of: Box<Reckoning>,
    },
    /// `60.00 per started kg of weight`.
    Per {
        /// How much.
        amount: Box<Reckoning>,
        /// Per what; never empty.
        per: Vec<PerMeasure>,
    },
    /// `declared_value in CNY`, `declared_value in CNY at rate of order_date`.
    InCurrency {
        /// The money.
        value: Box<Reckoning>,
        /// `CNY`.
        currency: Name,
        /// The date whose rate converts it.
        at_rate_of: Option<Name>,
    },
    /// `a + b - c`: two terms or more, the first with [`Sign::Plus`].
    Sum(Vec<ReckoningTerm>),
    /// `3 x freight`: two factors or more.
    Product(Vec<Reckoning>),
    /// `lesser of (a, b)`, `greater of (a, b)`; two or more.
    Pick {
        /// Which of them.
        pick: Pick,
        /// The amounts.
        of: Vec<Reckoning>,
    },
    /// `amount maximum paid`.
    Clamped {
        /// The amount before.
        value: Box<Reckoning>,
        /// `minimum` and `maximum`, in the order written; never empty.
        clamps: Vec<ReckoningClamp>,
    },
}

/// A term of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReckoningTerm {
    /// The sign before it.
    pub sign: Sign,
    /// The term.
    pub term: Reckoning,
}

/// `per started kg of weight`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerMeasure {
    /// `per started kg`.
    pub per: Per,
    /// The measure behind `of`; `per item` and `per parcel` need none.
    pub of: Option<Expr>,
}

/// `maximum paid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReckoningClamp {
    /// Which of them.
    pub word: ClampWord,
    /// The amount.
    pub amount: Reckoning,
    /// Where it stands, the word included.
    pub span: Span,
}

/// `compensation lost_ems via ems valid … on lost when reason is lost = …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compensation {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// Where it applies.
    pub scope: Scope,
    /// `in USD`: the currency of its amounts; the tariff's where it is not written.
    pub currency: Option<Name>,
    /// How much.
    pub amount: Reckoning,
}
