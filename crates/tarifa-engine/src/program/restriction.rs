//! What may be shipped, and on what conditions: rules beside the prices, in the same scopes.

use serde::{Deserialize, Serialize};

use crate::program::{At, Bits, Condition, Scope};

/// A restriction, as an index into the program's `restrictions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RestrictionId(pub u32);

/// Something that `require` asks for, as an index into the program's `documents`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentId(pub u16);

/// Something that the host can have at hand: `document cpnp "CPNP notification"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The key under which the host gives it.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Where it was declared.
    pub at: At,
}

/// What a requirement is made of, for the words of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A paper or a file: a certificate, a report, an invoice.
    Document,
    /// A mark or label on the parcel or the goods.
    Label,
    /// A way of packing.
    Packaging,
    /// A licence, permit or registration number.
    Licence,
    /// What a party is: a certified company, a known consignor.
    Status,
}

/// A rule about what may be shipped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restriction {
    /// The rule's name; of a `require` without one, the names of its documents.
    pub name: String,
    /// What staff call it, or the name.
    pub title: String,
    /// What it says.
    pub rule: RestrictionRule,
    /// Where it applies; its condition is read of the item at hand where the subject is an item.
    pub scope: Scope,
    /// What it speaks of.
    pub subject: Subject,
    /// Whose rule it is: `by "IATA"`.
    pub authorities: Vec<String>,
    /// Why, in one or more languages.
    pub because: Vec<Because>,
    /// Where to read more: `see "PI 965"`.
    pub see: Vec<String>,
    /// Where it was written.
    pub at: At,
}

/// What a restriction speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// The shipment as a whole: neither `for` nor an item fact is in its scope.
    Shipment,
    /// Each item by itself: `for`, item facts and `except` are read of one item.
    Item,
}

/// A reason in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The language's tag, such as `zh`; none for the policy's own.
    pub language: Option<String>,
    /// The reason.
    pub text: String,
}

/// What a restriction says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RestrictionRule {
    /// It is not carried.
    Forbid,
    /// Something must be at hand.
    Require(Requirement),
    /// No more than so much; every part holds by itself.
    Limit(Vec<LimitPart>),
    /// Two kinds of goods keep apart.
    Separate(Separation),
    /// Told, and nothing else.
    Warn,
}

/// What must be at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The documents; at least one.
    pub documents: Vec<DocumentId>,
    /// Whether one of them is enough.
    pub join: Join,
    /// How old they may be.
    pub validity: Option<Validity>,
}

/// Whether all or one of several is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    /// Each of them.
    All,
    /// One is enough.
    Any,
}

/// How old a document may be on the day of shipping, beyond its own last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    /// `not older than 5 years`: the day of issue plus this is not before the day of shipping.
    NotOlderThan(Age),
    /// `issued in the same year`: it ends with 31 December of the year of its issue.
    SameYear,
}

/// An age in units of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Age {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: AgeUnit,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgeUnit {
    /// Days.
    Days,
    /// Seven days.
    Weeks,
    /// Months; a missing day is the month's last.
    Months,
    /// Years; 29 February is 28 February where there is none.
    Years,
}

/// One part of a limit: `total net_volume up to 200 ml per parcel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitPart {
    /// What must hold: [`Condition::Amount`], or [`Condition::Compare`] where the bound is a formula.
    ///
    /// `TotalOfItems` in it sums over the items of the group that the rule speaks of, and nothing else; a measure is
    /// that of the parcel, or of the consignment.
    pub test: Condition,
    /// For what it must hold.
    pub within: Within,
    /// The part as it was written.
    pub text: String,
    /// Where it was written.
    pub at: At,
}

/// For what a part of a limit must hold, and what it sums over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// For each item, per piece.
    Each,
    /// For each parcel.
    Parcel,
    /// For the consignment, and the items of the same order that travel by another.
    Order,
    /// For the consignment; also for a consignee's period, whose total so far is a declared fact in the test.
    Consignment,
}

/// Two kinds of goods that keep apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Separation {
    /// The one kind, closed under descent; the scope's condition is read of its items.
    pub first: Bits,
    /// The other kind, closed under descent.
    pub second: Bits,
    /// What they may not share; never [`Within::Each`].
    pub within: Within,
}
