//! Restrictions: what may not be sent, what has to come with it, how much of it may travel, and what is asked for.

use tarifa_diagnostics::Span;

use super::{Bounds, Expr, Name, NameList, Quantity, Scope, StringLiteral};

/// `document cpnp "CPNP notification"`: something that a `require` can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which keyword.
    pub kind: DocumentKind,
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// `document`: a paper, a report, a number of a register.
    Document,
    /// `label`: a mark on the parcel.
    Label,
    /// `packaging`: a way to pack.
    Packaging,
    /// `licence`: a permission that somebody holds.
    Licence,
    /// `status`: what a party is registered or admitted as.
    Status,
}

/// `forbid`, `require`, `limit`, `separate`, `warn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Which of them, with what only it says.
    pub kind: RestrictionKind,
    /// Its name; none only for a `require` without `as`.
    pub name: Option<Name>,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// What every restriction can say.
    pub clauses: Clauses,
}

/// The kinds of restrictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestrictionKind {
    /// `forbid loose_lithium for power_bank when battery is loose`.
    Forbid,
    /// `require cpnp for cosmetics to eu`.
    Require(Requirement),
    /// `limit perfume_gb for perfume to GB: net_volume up to 30 ml each, quantity up to 2 per parcel`.
    Limit {
        /// The parts, all of which must hold; never empty.
        parts: Vec<LimitPart>,
    },
    /// `separate lithium_fire: lithium from flammable_3, gas_21 per parcel`.
    Separate(Separation),
    /// `warn charge_state for lithium because "…"`.
    Warn,
}

/// The clauses of a restriction, in whatever order they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    /// Where, when and for what.
    pub scope: Scope,
    /// `by "IATA"`: who says so.
    pub authority: Vec<StringLiteral>,
    /// `because "…"`, `because zh "…"`.
    pub because: Vec<Because>,
    /// `see "PI 965"`: where it is written.
    pub see: Vec<StringLiteral>,
}

/// One `because`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// `zh`, `pt-BR`: the language of the text by BCP 47; none where it is not written.
    pub language: Option<Name>,
    /// The text.
    pub text: StringLiteral,
    /// Where it stands, `because` included.
    pub span: Span,
}

/// What a `require` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The documents, labels, packagings, licences, statuses; never empty.
    pub documents: Vec<Name>,
    /// Whether all of them are asked for; a single one is all of them.
    pub choice: Choice,
    /// How old they may be.
    pub age: Option<DocumentAge>,
    /// Where the list of documents stands.
    pub span: Span,
}

/// Whether all of several documents are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `require msds, un38_3`.
    All,
    /// `require msds or un38_3`: at least one.
    One,
}

/// How old a document may be on the ship date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentAge {
    /// What is written.
    pub kind: DocumentAgeKind,
    /// Where it stands.
    pub span: Span,
}

/// The ways to say how old a document may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentAgeKind {
    /// `not older than 5 years`.
    NotOlderThan(Quantity),
    /// `issued in the same year`: it expires on 31 December of the year of its issue.
    IssuedInTheSameYear,
}

/// `total net_volume up to 200 ml per parcel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitPart {
    /// What is limited.
    pub measure: Expr,
    /// By what.
    pub bounds: Bounds,
    /// Of what the measure is taken; none where it is not written.
    pub extent: Option<LimitExtent>,
    /// Where it stands.
    pub span: Span,
}

/// Of what a measure is taken, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitExtent {
    /// What is written.
    pub kind: LimitExtentKind,
    /// Where it stands.
    pub span: Span,
}

/// Of what a measure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitExtentKind {
    /// `each`: a piece of a kind of item.
    Each,
    /// `per parcel`, `per order`, `per consignment`.
    Per(Together),
    /// `per consignee per month`: what one consignee is sent in the period.
    PerConsignee(Period),
}

/// What travels or is bought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Together {
    /// `parcel`.
    Parcel,
    /// `order`, whose pieces may travel in several consignments.
    Order,
    /// `consignment`, which may be of several parcels.
    Consignment,
}

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// `day`.
    Day,
    /// `week`.
    Week,
    /// `month`.
    Month,
    /// `quarter`.
    Quarter,
    /// `year`.
    Year,
}

/// `lithium from flammable_3, gas_21 per parcel`: what never travels together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The categories before `from`.
    pub these: NameList,
    /// The categories behind `from`.
    pub those: NameList,
    /// In what they never meet.
    pub apart: Together,
    /// Where `per parcel` stands.
    pub apart_span: Span,
}
