//! The header, facts, defines, zones and categories.

use tarifa_diagnostics::Span;

use super::{Expr, Name, PlaceSet, Rounding, StringLiteral, Unit, Validity};

/// `tariff aliexpress "…" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// Its lines, as written; whether one is missing or written twice is not looked at.
    pub lines: Vec<HeaderLine>,
}

/// A line of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderLine {
    /// What is written.
    pub kind: HeaderLineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of lines of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderLineKind {
    /// `currency CNY`.
    Currency(Name),
    /// `time zone "Asia/Shanghai"`.
    TimeZone(StringLiteral),
    /// `valid 2026-01-01..2026-12-31`.
    Valid(Validity),
    /// `rounding half up in steps of 0.01`.
    Rounding(HeaderRounding),
    /// `paid by seller`.
    PaidBy(Name),
}

/// How every money line is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderRounding {
    /// `rounding none`.
    None,
    /// `rounding half up in steps of 0.01`.
    To(Rounding),
}

/// `fact battery "…" per item: one of …, default …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// What it is told about.
    pub subject: FactSubject,
    /// What values it takes.
    pub fact_type: FactType,
    /// What holds where the host does not tell it.
    pub default: Option<Default>,
}

/// What a fact is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactSubject {
    /// The shipment.
    Shipment,
    /// `per item`: each kind of item.
    Item,
}

/// A type with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactType {
    /// Which type.
    pub kind: FactTypeKind,
    /// Where it stands.
    pub span: Span,
}

/// The types of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactTypeKind {
    /// `yes/no`.
    YesNo,
    /// `number`, `number in Wh`.
    Number(Option<Unit>),
    /// `money`.
    Money,
    /// `weight`.
    Weight,
    /// `length`.
    Length,
    /// `volume`.
    Volume,
    /// `date`.
    Date,
    /// `text`.
    Text,
    /// `place`.
    Place,
    /// `one of bronze, silver`.
    OneOf(Vec<Name>),
    /// `any of wood, seed`.
    AnyOf(Vec<Name>),
}

/// `default no`, `assume no`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Default {
    /// Which word.
    pub word: DefaultWord,
    /// The value.
    pub value: Expr,
    /// Where it stands, the word included.
    pub span: Span,
}

/// How firmly a value is taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultWord {
    /// `default`.
    Default,
    /// `assume`: even where a restriction would not apply.
    Assume,
}

/// `define bulky = longest_side over 120 cm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub value: Expr,
}

/// `zone eu = AT, BE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// What it holds.
    pub places: PlaceSet,
}

/// `category electronics { phone "Phones" ids "…" hs "…" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The topmost node.
    pub root: CategoryNode,
}

/// A category, with those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryNode {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// The host's own ids.
    pub ids: Vec<StringLiteral>,
    /// Prefixes of HS codes.
    pub hs: Vec<StringLiteral>,
    /// The categories below it.
    pub children: Vec<CategoryNode>,
    /// Where it stands, the braces left out.
    pub span: Span,
}
