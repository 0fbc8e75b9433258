//! Examples, which are tests, and invariants, which are proofs.

use tarifa_diagnostics::Span;

use super::{
    Case, ExchangeRate, Expr, LineKind, Moment, Name, Period, Place, Quantity, Scope, Standing, StringLiteral, Text,
};

/// `example "…" { ship …; with …; expect … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it shows.
    pub title: StringLiteral,
    /// Its lines, as written.
    pub lines: Vec<ExampleLine>,
}

/// `examples "…" { ship …; | weight | total | … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples {
    /// What they show.
    pub title: StringLiteral,
    /// What all rows share.
    pub lines: Vec<ExampleLine>,
    /// The rows; none only in a damaged statement.
    pub table: Option<ExampleTable>,
}

/// A line of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleLine {
    /// What is written.
    pub kind: ExampleLineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of lines of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleLineKind {
    /// `ship via standard from CN to DE on 2026-03-02, 1.2 kg { 1 phone }`.
    Ship(Box<Ship>),
    /// `parcel 1.2 kg, 20 x 15 x 10 cm { 1 phone }`: one of several.
    Parcel(Box<Parcel>),
    /// `with seller_tier bronze, provided cpnp`.
    With(Vec<Told>),
    /// `order items { 2 phone, 1 cream }`: pieces of the same order that travel in other consignments.
    OrderItems(OrderItems),
    /// `case dispute, paid 80.00 USD { 2026-03-10 delivered … }`.
    Case(Box<Case>),
    /// `at 2026-03-18: expect outcome refund_as_asked`.
    At(Box<Standing>),
    /// `expect total 88.60 CNY, no charge fuel`.
    Expect(Vec<Expectation>),
}

/// A shipment; what is not written is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ship {
    /// The service asked for.
    pub via: Option<Name>,
    /// `from CN`: a code, with at most one whole postcode.
    pub from: Option<Place>,
    /// `to DE(10115)`.
    pub to: Option<Place>,
    /// `on 2026-03-02 14:30`.
    pub on: Option<Moment>,
    /// The shipment's own weight, sides, items.
    pub parcel: Parcel,
    /// `worth 80.00 USD`.
    pub worth: Option<Quantity>,
}

/// Weight, sides and items of a parcel or of the whole shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// `1.2 kg`.
    pub weight: Option<Quantity>,
    /// `20 x 15 x 10 cm`: three; a side without a unit has that of the last.
    pub sides: Option<[Quantity; 3]>,
    /// `{ 1 phone (battery in_device) }`; `{ }` says that there are none.
    pub items: Option<Vec<ExampleItem>>,
    /// Where it stands.
    pub span: Span,
}

/// `2 power_bank (battery loose)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleItem {
    /// How many: digits.
    pub quantity: Text,
    /// The category.
    pub category: Name,
    /// The facts in parentheses.
    pub facts: Vec<Given>,
    /// What is at hand for it: `provided cpnp` in the parentheses.
    pub provided: Vec<Provided>,
    /// Where it stands.
    pub span: Span,
}

/// A fact with its value: `watt_hours 15 Wh`, `materials (wood, seed)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The fact.
    pub name: Name,
    /// Its values: several in parentheses; none means yes.
    pub values: Vec<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// One thing that the host tells of a shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// `seller_tier bronze`.
    Fact(Given),
    /// `provided cpnp`.
    Provided(Provided),
    /// `so far duty_free 300 USD`.
    SoFar(SoFar),
    /// `1 USD = 7.1240 CNY`: a rate that the host gives.
    Rate(ExchangeRate),
}

/// `provided un38_3 (issued 2025-03-01, valid to 2026-12-31)`: a document that is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// The document, label, packaging, licence or status.
    pub name: Name,
    /// The day of its issue.
    pub issued: Option<Moment>,
    /// The last day on which it is valid.
    pub valid_to: Option<Moment>,
    /// Where it stands.
    pub span: Span,
}

/// `so far duty_free per month 300 USD`: what the consignee has been sent in the period, by a limit's measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoFar {
    /// The limit.
    pub rule: Name,
    /// The period, where several of its parts have one.
    pub period: Option<Period>,
    /// How much.
    pub amount: Quantity,
    /// Where it stands.
    pub span: Span,
}

/// `order items { 2 phone, 1 cream }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderItems {
    /// The items.
    pub items: Vec<ExampleItem>,
    /// Where the line stands.
    pub span: Span,
}

/// One thing that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// What is written.
    pub kind: ExpectationKind,
    /// Where it stands.
    pub span: Span,
}

/// The things that can be expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectationKind {
    /// `total 88.60 CNY`, `total 3.00 CNY paid by platform`.
    Total {
        /// How much.
        amount: Quantity,
        /// Of which payer alone.
        payer: Option<Name>,
    },
    /// `billed weight 1.2 kg`.
    BilledWeight(Quantity),
    /// `charge fuel`, `no charge fuel`, `charge fuel 3.20 CNY`, `freight 85.00`, `line registration 16.50`.
    Line {
        /// Which line.
        line: ExpectedLine,
        /// Whether it is there.
        presence: Presence,
        /// How much; none where only its presence is meant.
        amount: Option<Quantity>,
    },
    /// `available`, `refused by loose_lithium`, `needs battery`, `refer`, `not served`.
    Verdict {
        /// Which answer.
        verdict: Verdict,
        /// The rules behind `refused by`, the facts behind `needs`.
        names: Vec<Name>,
    },
    /// `requires cpnp, un38_3`: exactly these are missing.
    Requires(Vec<Name>),
    /// `warns charge_state`, `no warning charge_state`.
    Warning {
        /// Whether it is there.
        presence: Presence,
        /// The rules that warn; none is any, only behind `no warning`.
        rules: Vec<Name>,
    },
    /// `compensation lost_ems 560.00 CNY`, `no compensation lost_ems`.
    Compensation {
        /// Whether it is owed.
        presence: Presence,
        /// Which.
        name: Name,
        /// How much; none where only its presence is meant.
        amount: Option<Quantity>,
    },
    /// `recommended plus`.
    Recommended(Name),
}

/// Which line of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedLine {
    /// `charge fuel`, `discount gold`, `tax vat`, `freight standard_eu`; `freight` alone is the freight.
    Priced {
        /// Which kind.
        kind: LineKind,
        /// Its name.
        name: Option<Name>,
    },
    /// `line registration`: a part that is a line of its own.
    Part(Name),
}

/// Whether a line is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Present,
    /// `no`: it is not.
    Absent,
}

/// The answers there are for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `available`.
    Available,
    /// `conditional`.
    Conditional,
    /// `refused`.
    Refused,
    /// `not served`.
    NotServed,
    /// `refer`.
    Refer,
    /// `needs`.
    Needs,
}

/// The table of `examples`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleTable {
    /// The first row.
    pub heads: Vec<ExampleHead>,
    /// The other rows; each has as many cells as there are heads.
    pub rows: Vec<ExampleRow>,
}

/// The head of a column: `weight`, `to`, `total`, `billed weight`, `charge fuel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleHead {
    /// Its words; `billed weight` is one, with the text `billed_weight`.
    pub words: Vec<Name>,
    /// Where it stands.
    pub span: Span,
}

/// A row: one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleRow {
    /// Its cells, as many as the table has heads.
    pub cells: Vec<ExampleCell>,
    /// Where it stands.
    pub span: Span,
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleCell {
    /// What is written.
    pub kind: ExampleCellKind,
    /// The text between the bars, trimmed; for a blank cell the bars themselves.
    pub span: Span,
}

/// The ways to fill a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleCellKind {
    /// Nothing: not given, or not looked at.
    Blank,
    /// `-`: no such line.
    Dash,
    /// A value: `50 g`, `11.50`, `DE(10115)`, `bronze`, `20 x 15 x 10 cm` (a product), `2026-03-01`.
    Value(Expr),
    /// `cpnp, un38_3`: two names or more.
    Names(Vec<Name>),
    /// `cpnp, un38_3 (issued 2025-03-01)`: what is at hand, at least one with a day.
    Provided(Vec<Provided>),
    /// `refused by loose_lithium`, `needs battery`, `not served`.
    Verdict {
        /// Which answer.
        verdict: Verdict,
        /// The rules behind `refused by`, the facts behind `needs`.
        names: Vec<Name>,
    },
}

/// `invariant "…": freight rises with weight via standard`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// What it says, for people.
    pub title: Option<StringLiteral>,
    /// What must hold of every possible shipment.
    pub claim: Claim,
    /// Of which shipments.
    pub scope: Scope,
}

/// What an invariant says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// `freight rises with weight`: never less for more of it.
    Moves {
        /// What.
        what: Expr,
        /// Which way.
        slope: Slope,
        /// With what.
        with: Expr,
    },
    /// `never available`.
    Never(Verdict),
    /// `always refused`.
    Always(Verdict),
    /// `total at least 8.00`.
    Holds(Expr),
}

/// Which way one thing moves with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slope {
    /// `rises with`.
    Rises,
    /// `falls with`.
    Falls,
}
