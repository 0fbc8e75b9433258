//! The one scope grammar: where, when and for what a rule speaks.

use tarifa_diagnostics::Span;

use super::{Expr, Moment, Name, PlaceSet, StringLiteral};

/// The clauses of a scope, in whatever order they were written; a clause left out means everything.
///
/// Each clause is written at most once (`except` repeats).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// `via standard, plus`.
    pub via: Option<NameList>,
    /// `from CN`.
    pub from: Option<PlaceSet>,
    /// `to eu except eu_far`.
    pub to: Option<PlaceSet>,
    /// `for phone, laptop`.
    pub categories: Option<NameList>,
    /// `for all`, which says what leaving `for` out says; never beside categories.
    pub all_categories: Option<Span>,
    /// `valid 2026-01-01..2026-06-30`.
    pub valid: Option<Validity>,
    /// `when weight over 20 kg`.
    pub when: Option<When>,
    /// `except to GB`, `except (to GB when abv under 24%)`.
    pub except: Vec<Exception>,
    /// Where the clauses stand, from the first to the last; none where there is no clause.
    pub span: Option<Span>,
}

/// Names with commas between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameList {
    /// The names; never empty.
    pub names: Vec<Name>,
    /// Where the list stands.
    pub span: Span,
}

/// `valid 2026-01-01..2026-06-30 on order_date in "America/Chicago"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first day or moment; none where it is open (`..2026-06-30`).
    pub from: Option<Moment>,
    /// The last day or moment, included; none where it is open. A single date is both.
    pub until: Option<Moment>,
    /// The date fact after `on`; `ship_date` where it is not written.
    pub on: Option<Name>,
    /// The time zone after `in`; the tariff's where it is not written.
    pub zone: Option<StringLiteral>,
    /// Where it stands, `valid` included.
    pub span: Span,
}

/// `when` and its condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// What must hold.
    pub condition: Expr,
    /// Where it stands, `when` included.
    pub span: Span,
}

/// One `except`: its clauses hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The clauses; its own `except` is always empty.
    pub scope: Scope,
    /// Where it stands, `except` included.
    pub span: Span,
}
