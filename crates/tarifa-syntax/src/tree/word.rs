//! The smallest parts: names, strings, quantities, dates.

use std::sync::Arc;

use tarifa_diagnostics::Span;

/// A piece of the author's text; cheap to clone.
pub type Text = Arc<str>;

/// A word that names something: `eu_far`, a code such as `DE`, `US-AK` or `CNY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word as written. `billed weight` in two words has the text `billed_weight`.
    pub text: Text,
    /// Where it stands.
    pub span: Span,
}

/// Text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringLiteral {
    /// The text without the quotation marks, `\"` and `\\` resolved.
    pub text: Text,
    /// Where it stands, quotation marks included.
    pub span: Span,
}

/// A number with the unit or currency behind it, if there is one.
///
/// Percentages have the unit `%`. Numbers are digits with at most one
/// decimal point, never signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The digits as written, such as `0.50`.
    pub number: Text,
    /// `kg`, `CNY`, `%`, `cm3 per kg`; none for a bare number.
    pub unit: Option<Unit>,
    /// Where it stands, unit included.
    pub span: Span,
}

/// A unit of measure or a currency, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `kg`, `cm3`, `CNY`, `days`, `%`.
    pub name: Name,
    /// The `kg` of `cm3 per kg`; only a volumetric step writes it.
    pub per: Option<Box<Name>>,
}

impl Unit {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.per.as_ref().map_or(self.name.span, |per| self.name.span.to(per.span))
    }
}

/// A day, or a minute of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// `2026-03-01`: four, two and two digits; whether there is such a day is not looked at.
    pub date: Text,
    /// `14:30`, where it is written; whether there is such a minute is not looked at.
    pub time: Option<Text>,
    /// Where it stands.
    pub span: Span,
}
