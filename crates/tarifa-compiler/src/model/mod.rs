//! The model: what the policy says once every name is resolved and every
//! amount has a type and base units.
//!
//! It shares the engine's vocabulary for conditions, formulas and price
//! statements, so that there is one meaning of each; what is still the
//! author's here, and not yet the machine's, is kept beside it: places as
//! sets of countries, subdivisions and postcodes instead of classes, lines in
//! the order of writing, overrides as written, and a span for every origin.
//! The oracle evaluates the model; [`crate::lower`] turns it into a program.

mod case;
mod example;
mod from_tree;
mod place_set;

use tarifa_diagnostics::{Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::date::{DateRange, ZoneName};
use tarifa_engine::program::{
    At, Bits, Block, Calendar, Categories, Compensation, Condition, Document, ExchangePeriod, Fact, Group, Line,
    PlaceSetId, Preference, Process, RankBy, Restriction, Scope, Service,
};
use tarifa_engine::rounding::Rounding;

pub use case::{CaseExample, CaseExpectation, CaseLook, CaseMoneyWay};
pub use example::{Example, Expectation, Invariant, InvariantClaim, Trend};
pub use from_tree::from_tree;
pub use place_set::{PlaceRegion, PlaceSet};

/// A policy with its names resolved and its amounts typed.
#[derive(Clone, Debug)]
pub struct Model {
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
    /// How each money line is rounded.
    pub rounding: Option<Rounding>,
    /// Who can pay a line; the first pays a line that does not say.
    pub payers: Vec<String>,
    /// The facts, by name.
    pub facts: Vec<Fact>,
    /// The facts whose default is written `assume`, over `FactId`: it may switch a restriction off.
    pub assumed: Bits,
    /// The sets of places that scopes and conditions use; [`PlaceSetId`] points into it.
    pub place_sets: Vec<NamedPlaces>,
    /// The tree of categories, in the order of names within a parent.
    pub categories: Categories,
    /// The services, by name, each with all that `like` gives it.
    pub services: Vec<Service>,
    /// What `require` can ask for, by name.
    pub documents: Vec<Document>,
    /// What may be shipped, and on what conditions; by name.
    pub restrictions: Vec<Restriction>,
    /// What `except` takes out of restrictions, in the order of writing.
    pub exceptions: Vec<RestrictionException>,
    /// The periods of written rates.
    pub exchange: Vec<ExchangePeriod>,
    /// The money lines. `LineId` points here; the order of computing comes with lowering.
    pub lines: Vec<Line>,
    /// The price statements, one for each card column. `overridden_by` holds what is written, not its closure; `first_block` and `block_count` of the lines are filled by lowering.
    pub blocks: Vec<Block>,
    /// The exclusive groups.
    pub groups: Vec<Group>,
    /// The calendars of business days, by name.
    pub calendars: Vec<Calendar>,
    /// The processes of returns, disputes and claims, by name.
    pub processes: Vec<Process>,
    /// What carriers owe for loss, damage and delay, by name.
    pub compensations: Vec<Compensation>,
    /// The services to prefer.
    pub preferences: Vec<Preference>,
    /// What the recommendation goes by.
    pub ranking: Vec<RankBy>,
    /// The place of each [`At`].
    pub origins: Vec<Span>,
    /// What was defined, for findings on what nothing uses.
    pub definitions: Vec<Definition>,
    /// The examples of shipments.
    pub examples: Vec<Example>,
    /// The examples of cases, in the order of writing.
    pub case_examples: Vec<CaseExample>,
    /// The claims to be proved.
    pub invariants: Vec<Invariant>,
    /// The statements that did not survive; where one could have priced or limited something, no gap is reported.
    pub damaged: Vec<Span>,
    /// Slips in cards that a gap may show as well, with a shipment.
    pub doubts: Vec<Doubt>,
}

impl Model {
    /// Where the thing at `at` was written.
    pub fn span(&self, at: At) -> Span {
        self.origins.get(at.0 as usize).copied().unwrap_or_default()
    }

    /// The places that `id` names.
    pub fn places(&self, id: PlaceSetId) -> Option<&PlaceSet> {
        self.place_sets.get(id.0 as usize).map(|named| &named.set)
    }
}

/// A slip that leaves a card well made, and that is told with the gap that it brings about, if it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A place without a column: a gap shows it already.
    Place(Diagnostic),
    /// Heads or cells of the card at this place that are exchanged: the gap says so too.
    Exchange {
        /// What is found.
        finding: Diagnostic,
        /// The card.
        card: Span,
    },
}

/// A set of places and what the author calls it.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPlaces {
    /// A zone's name, or the list as written.
    pub name: String,
    /// The places.
    pub set: PlaceSet,
}

/// An `except` of a restriction, whose condition the program keeps as part of the rule's alone.
#[derive(Clone, Debug, PartialEq)]
pub struct RestrictionException {
    /// The restriction, by its place.
    pub restriction: At,
    /// The restriction's scope without any `except`.
    pub from: Scope,
    /// What is taken out.
    pub without: Condition,
    /// Where it stands.
    pub span: Span,
}

/// Something that the policy defines and rules may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is, in the language's word: `zone`, `fact`, `category`, `define`, `service`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Where it is defined.
    pub span: Span,
    /// Whether something uses it.
    pub usage: Usage,
}

/// Whether something uses a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// Something does.
    Used,
    /// Nothing does.
    Unused,
}
