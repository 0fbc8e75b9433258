//! The tree: what the author wrote, statement by statement, with every word's place.
//!
//! It knows no names, types, units or currencies: a name is the author's word,
//! a number its digits, a unit the word behind it. Nesting is bounded by the
//! pre-scan (128 brackets) and operator chains are lists, so that walking or
//! dropping a tree never recurses deeply.

mod calendar;
mod case;
mod clock;
mod definition;
mod example;
mod expression;
mod obligation;
mod payment;
mod place;
mod price;
mod process;
mod restriction;
mod scope;
mod service;
mod statement;
mod word;

pub use calendar::{Calendar, CalendarLine, CalendarLineKind, Days, NamedDays};
pub use case::{
    Case, CaseArgument, CaseEvent, CaseExpectation, CaseExpectationKind, CaseMoney, CaseTold, Paid, Standing,
};
pub use clock::{Anchor, Clock, Duration, DurationUnit, Edge, Evidence, Gate, Times, Which, Whichever};
pub use definition::{
    Category, CategoryNode, Default, DefaultWord, Define, Fact, FactSubject, FactType, FactTypeKind, HeaderLine,
    HeaderLineKind, HeaderRounding, Tariff, Zone,
};
pub use example::{
    Claim, Example, ExampleCell, ExampleCellKind, ExampleHead, ExampleItem, ExampleLine, ExampleLineKind, ExampleRow,
    ExampleTable, Examples, Expectation, ExpectationKind, ExpectedLine, Given, Invariant, OrderItems, Parcel, Presence,
    Provided, Ship, Slope, SoFar, Told, Verdict,
};
pub use expression::{
    Bound, BoundWord, Bounds, Distinctness, Expr, ExprKind, Occurrence, Pick, Polarity, Quantifier, Sign, Summand,
    YesNo,
};
pub use obligation::{Act, Answer, Deadline, Late, LateKind, Obligation, Permission, Target, TargetKind, Timer};
pub use payment::{
    Compensation, Payer, PaymentLine, PaymentWay, PerMeasure, Reckoning, ReckoningClamp, ReckoningKind, ReckoningTerm,
    ReturnFreight,
};
pub use place::{Place, PlaceKind, PlaceSet, Postcodes};
pub use price::{
    Bands, Card, CardHead, CardHeadKind, CardRow, Cell, CellKind, Charges, Clamp, ClampWord, Counting, Exchange,
    ExchangeRate, LineHead, LineKind, Per, PriceBody, PriceExpr, PriceForm, PriceLine, PriceTerm, Progression, Rate,
    Row, RowBound, RowBoundWord, Take,
};
pub use process::{Opening, Outcome, Returns, ReturnsLine, ReturnsLineKind, Stage, StageLine, StageLineKind, Window};
pub use restriction::{
    Because, Choice, Clauses, Document, DocumentAge, DocumentAgeKind, DocumentKind, LimitExtent, LimitExtentKind,
    LimitPart, Period, Requirement, Restriction, RestrictionKind, Separation, Together,
};
pub use scope::{Exception, NameList, Scope, Validity, When};
pub use service::{
    BilledWeight, Direction, ParcelMode, RoundedRow, Rounding, Service, ServiceLine, ServiceLineKind, Step, StepKind,
};
pub use statement::{Broken, Comment, File, Prefer, Rank, Soundness, Statement, StatementKind, Tree};
pub use word::{Moment, Name, Quantity, StringLiteral, Text, Unit};
