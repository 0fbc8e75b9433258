//! Prices: lines with a price, bands or a card, exclusive charges, exchange rates.

use tarifa_diagnostics::Span;

use super::{BoundWord, Expr, Name, PlaceSet, Quantity, Scope, Sign, StringLiteral, Validity};

/// A `freight`, `charge`, `discount` or `tax`; also a member of `charges`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceLine {
    /// Which of them; a member of `charges` is a charge.
    pub kind: LineKind,
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// What stands between the name and the body.
    pub head: LineHead,
    /// How it is priced.
    pub body: PriceBody,
    /// The line without its body's braces: for pointing at it.
    pub span: Span,
}

/// Which line of the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineKind {
    /// `freight`.
    Freight,
    /// `charge`.
    Charge,
    /// `discount`.
    Discount,
    /// `tax`.
    Tax,
}

/// The clauses of a price line, in whatever order they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineHead {
    /// Where, when and for what.
    pub scope: Scope,
    /// `in USD`: the currency of the amounts that name none.
    pub currency: Option<Name>,
    /// `by declared_value in EUR`: what the bands measure; billed weight where it is not written.
    pub measure: Option<Expr>,
    /// `progressive`: each band prices its own part.
    pub progression: Progression,
    /// `or next band if cheaper`.
    pub next_band: Option<Span>,
    /// `overrides standard_eu`.
    pub overrides: Vec<Name>,
    /// `paid by platform`, written in the head or behind the body.
    pub payer: Option<Name>,
}

/// Whether each band prices its own part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progression {
    /// The whole is priced by the band that holds it.
    #[default]
    Whole,
    /// `progressive`.
    Progressive(Span),
}

/// How a line is priced. Reading a file will be a further kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceBody {
    /// `= price`.
    Price(PriceExpr),
    /// `{ up to 1 kg: … }`.
    Bands(Bands),
    /// `{ | billed weight | eu | … }`.
    Card(Card),
}

/// Rows of bounds with their prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// `minimum` and `maximum` lines, which hold for every row.
    pub clamps: Vec<Clamp>,
    /// The rows, as written; empty only in a damaged statement.
    pub rows: Vec<Row>,
    /// Where the block stands, braces included.
    pub span: Span,
}

/// `up to 1 kg: price`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it reaches to.
    pub bound: RowBound,
    /// What it costs.
    pub price: PriceExpr,
    /// `or next band if cheaper` on this row.
    pub next_band: Option<Span>,
    /// Where it stands.
    pub span: Span,
}

/// What a row reaches to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowBound {
    /// The word, with its value.
    pub word: RowBoundWord,
    /// Where it stands.
    pub span: Span,
}

/// The words that bound a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowBoundWord {
    /// `up to X`.
    UpTo(Quantity),
    /// `under X`.
    Under(Quantity),
    /// `otherwise`.
    Otherwise,
}

/// A printed card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `minimum` and `maximum` lines, which hold for every cell.
    pub clamps: Vec<Clamp>,
    /// The first row.
    pub heads: Vec<CardHead>,
    /// The other rows; each has as many cells as there are heads. `|---|` rows are left out.
    pub rows: Vec<CardRow>,
    /// Where the block stands, braces included.
    pub span: Span,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardHead {
    /// What is written.
    pub kind: CardHeadKind,
    /// The text between the bars, trimmed.
    pub span: Span,
}

/// The ways to head a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardHeadKind {
    /// One name: a measure such as `weight` or `billed weight`, a zone, or `others`. Only its definition tells which.
    Name(Name),
    /// A sum of measures or a converted one: `length + width + height`, `declared_value in EUR`.
    Measure(Expr),
    /// A code, postcodes, or several places: `DE`, `US, AU`.
    Places(PlaceSet),
}

/// A row of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// Its cells, as many as the card has heads.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub span: Span,
}

/// A cell of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is written.
    pub kind: CellKind,
    /// `or next band if cheaper` behind a price.
    pub next_band: Option<Span>,
    /// The text between the bars, trimmed; for a blank cell the bars themselves.
    pub span: Span,
}

/// The ways to fill a cell. Which of them fits is the column's matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Nothing between the bars.
    Blank,
    /// `up to 500 g`, `under 1 kg`, `otherwise`.
    Bound(RowBound),
    /// A price; `-` is [`PriceForm::Dash`].
    Price(PriceExpr),
}

/// What something costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceExpr {
    /// What is written.
    pub form: PriceForm,
    /// Where it stands.
    pub span: Span,
}

/// The ways to write a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceForm {
    /// Amounts with a plus or minus between them.
    Terms {
        /// The main part first, then the fees; never empty.
        terms: Vec<PriceTerm>,
        /// `minimum` and `maximum` behind them: they clamp the whole price before them, in the order written.
        clamps: Vec<Clamp>,
    },
    /// `refuse "too heavy"`.
    Refuse {
        /// Why.
        reason: Option<StringLiteral>,
    },
    /// `refer "ask for a quote"`.
    Refer {
        /// Why.
        reason: Option<StringLiteral>,
    },
    /// `repeat`: whole top bands, then the band of the rest.
    Repeat,
    /// `-`: refused.
    Dash,
}

/// `11.50 for the first 50 g, then 0.75 per started 10 g as carriage`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceTerm {
    /// The sign before it; plus for the first.
    pub sign: Sign,
    /// The amount, or the amount per something.
    pub rate: Rate,
    /// `for the first 50 g`.
    pub first: Option<Quantity>,
    /// `, then 0.75 per started 10 g`.
    pub then: Option<Rate>,
    /// `as registration`: a line of its own.
    pub part: Option<Name>,
    /// Where it stands.
    pub span: Span,
}

/// An amount, perhaps per something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// `11.50`, `3.00 EUR x count of distinct hs6`, `5% of (freight + fuel)`, `2%` in a progressive band. Never a sum
    /// outside parentheses.
    pub amount: Expr,
    /// `per started 10 g`, `per item`; at most two (`3.50 per kg per parcel`).
    pub per: Vec<Per>,
    /// Where it stands.
    pub span: Span,
}

/// `per kg`, `per started 10 g`, `per item`, `per parcel`, `per consignment`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Per {
    /// In proportion, or by whole steps.
    pub counting: Counting,
    /// The `10` of `per 10 g`; 1 where it is not written. Its unit is always there, `item`, `parcel` and
    /// `consignment` among them; without a number its text is `1`, with the span of the unit.
    pub size: Quantity,
    /// Where it stands, `per` included.
    pub span: Span,
}

/// How a `per` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// `per`: in proportion.
    Proportional,
    /// `per started`: rounded up to whole steps.
    Started,
}

/// `minimum 9.90` or `maximum 100.00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clamp {
    /// Which of them.
    pub word: ClampWord,
    /// The amount.
    pub amount: Expr,
    /// Where it stands, the word included.
    pub span: Span,
}

/// Which way a clamp works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClampWord {
    /// `minimum`.
    Minimum,
    /// `maximum`.
    Maximum,
}

/// `charges handling take the highest { … }`: one of them is charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charges {
    /// The name of the group.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// Which one is charged.
    pub take: Take,
    /// Where `take the …` stands.
    pub take_span: Span,
    /// What holds for every member: scope, currency, payer.
    pub head: LineHead,
    /// The members, as written; empty only in a damaged statement.
    pub members: Vec<PriceLine>,
}

/// Which of several charges is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// `take the highest`.
    Highest,
    /// `take the first`.
    First,
}

/// `exchange valid … { 1 USD = 7.1240 CNY; … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// When the rates hold.
    pub valid: Option<Validity>,
    /// The rates, as written; empty only in a damaged statement.
    pub rates: Vec<ExchangeRate>,
}

/// `1 USD = 7.1240 CNY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRate {
    /// `1 USD`.
    pub left: Quantity,
    /// `7.1240 CNY`.
    pub right: Quantity,
    /// Where it stands.
    pub span: Span,
}

impl RowBound {
    /// The word of a comparison that says the same; none for `otherwise`.
    pub fn bound(&self) -> Option<(BoundWord, &Quantity)> {
        match &self.word {
            RowBoundWord::UpTo(value) => Some((BoundWord::UpTo, value)),
            RowBoundWord::Under(value) => Some((BoundWord::Under, value)),
            RowBoundWord::Otherwise => None,
        }
    }
}
