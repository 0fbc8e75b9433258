//! The program: a compiled tariff as plain data, and nothing that the text of
//! the policy could not be thrown away after.
//!
//! A [`Program`] is what the compiler hands to a host. It names things by
//! index, holds every quantity in base units (grams, centimetres, cubic
//! centimetres, major units of a currency) and lists lines in the order in
//! which they are computed. Its lists are in a canonical order, so that the
//! order of files and statements changes no byte of it.

mod condition;
mod fact;
mod nesting;
mod origin;
mod place;
mod price;
mod process;
mod restriction;
mod service;
mod walk;

use serde::{Deserialize, Serialize};

pub use condition::{AmountTest, Condition, DateField, End, Interval, PlaceField};
pub use fact::{Bits, Builtin, Categories, Category, Fact, FactId, FactKind, FactPer, FactRef, FactValue};
pub use nesting::MAX_NESTING;
pub use origin::{At, Origin};
pub use place::{CountryClasses, PlaceSetId, Places};
pub use price::{
    Amount, Bands, Block, BlockId, Body, BoundedRow, BoundedRows, ChargedPer, Component, Count, ExclusiveGroup,
    Expression, Group, GroupId, Line, LineId, LineKind, Measure, NextBand, PayerId, Per, Price, PricePart, PriceStep,
    Progressive, Row, RowOutcome, Scope, Units,
};
pub use process::{
    Act, ActId, AmountId, Anchor, Answer, Argument, Calendar, CalendarId, Clock, ClockUnit, Compensation,
    CompensationId, Edge, EventId, EvidenceId, Gate, Guard, Late, Length, LengthUnit, Longest, MoneyOrder, Obligation,
    Opening, Outcome, OutcomeId, PartyId, Payment, PaymentLine, PaymentWay, Permission, Process, ProcessId, ReasonId,
    Reckoning, ReturnFreight, Stage, StageId, Stay, Target, Timer, Unbounded, Version, VersionDay, Which, Whichever,
    Window, Work, length, longest, measured,
};
pub use restriction::{
    Age, AgeUnit, Because, Document, DocumentId, DocumentKind, Join, LimitPart, Requirement, Restriction,
    RestrictionId, RestrictionRule, Separation, Subject, Validity, Within,
};
pub use service::{
    BilledWeight, Limit, LimitTest, ParcelMode, Service, ServiceId, Transit, WeightStep, WeightStepKind,
};

pub use walk::{Node, NodeMut};

use crate::currency::Currency;
use crate::date::{DateRange, ZoneName};
use crate::exact::Exact;
use crate::rounding::Rounding;

/// The version of the program's form; an artefact of another version is refused.
pub const FORMAT: u32 = 5;

/// A compiled tariff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The tariff's name.
    pub name: String,
    /// The tariff's title, or its name where it has none.
    pub title: String,
    /// The currency of every answer.
    pub currency: Currency,
    /// The zones in which dates are read; the first is the tariff's own.
    pub zones: Vec<ZoneName>,
    /// The dates outside which nothing is served.
    pub valid: DateRange,
    /// How each money line is rounded; none where the header says `rounding none`.
    pub rounding: Option<Rounding>,
    /// Who can pay a line; the first pays a line that does not say.
    pub payers: Vec<String>,
    /// The facts that the policy declares, by name.
    pub facts: Vec<Fact>,
    /// The partition of the world's places that the policy can tell apart.
    pub places: Places,
    /// The tree of categories.
    pub categories: Categories,
    /// The services, by name.
    pub services: Vec<Service>,
    /// What `require` can ask for, by name.
    pub documents: Vec<Document>,
    /// What may be shipped, and on what conditions; by name, [`RestrictionId`] points into it.
    pub restrictions: Vec<Restriction>,
    /// The periods of written exchange rates.
    pub exchange: Vec<ExchangePeriod>,
    /// The money lines, each after all that it is computed from.
    pub lines: Vec<Line>,
    /// The statements that price a line; [`BlockId`] points into it. Blocks of one line stand together, in the order of `lines`.
    pub blocks: Vec<Block>,
    /// The groups of which one member is charged.
    pub groups: Vec<Group>,
    /// The calendars of business days, by name.
    pub calendars: Vec<Calendar>,
    /// The processes of returns, disputes and claims, by name.
    pub processes: Vec<Process>,
    /// What carriers owe for loss, damage and delay, by name.
    pub compensations: Vec<Compensation>,
    /// The services to prefer, in the order of writing.
    pub preferences: Vec<Preference>,
    /// What the recommendation goes by, the first word first.
    pub ranking: Vec<RankBy>,
    /// Where each thing was written. Left out of the content hash.
    pub origins: Vec<Origin>,
    /// The files, for [`Origin::file`]. Left out of the content hash.
    pub files: Vec<String>,
}

/// Exchange rates that hold in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangePeriod {
    /// The days, both included.
    pub valid: DateRange,
    /// The written pairs: one unit of the first currency is this much of the second.
    pub rates: Vec<ExchangeRate>,
    /// Where it was written.
    pub at: At,
}

/// `1 USD = 7.1240 CNY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The currency of which one unit is priced.
    pub from: Currency,
    /// The currency in which it is priced.
    pub to: Currency,
    /// How much one unit is.
    pub rate: Exact,
}

/// `prefer standard when …`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preference {
    /// The services preferred, as a set over [`ServiceId`].
    pub services: Bits,
    /// When.
    pub when: Condition,
    /// Where it was written.
    pub at: At,
}

/// A word of `rank by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RankBy {
    /// The lower total first.
    Total,
    /// The shorter transit first, by its upper end.
    Transit,
    /// The lower line of that name first.
    Line(LineId),
}
