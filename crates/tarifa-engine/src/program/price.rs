//! What is charged: lines, the statements that price them, and formulas.
//!
//! It is long because it is the whole vocabulary of prices, data and nothing else.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::exact::Exact;
use crate::program::nesting::deeper;
use crate::program::{At, Bits, Condition, End, FactRef, Interval, PlaceSetId};
use crate::unit::Unit;

/// A money line, as an index into the program's `lines`; also the order of computing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineId(pub u16);

/// A price statement, or one column of a card, as an index into the program's `blocks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlockId(pub u32);

/// An exclusive group, as an index into the program's `groups`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupId(pub u16);

/// Who pays, as an index into the program's `payers`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PayerId(pub u16);

/// A money line of the answer: all statements that price it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The name by which formulas read it: `freight`, `registration`, `fuel`.
    pub name: String,
    /// What it is.
    pub kind: LineKind,
    /// The group of which at most one member is charged.
    pub group: Option<GroupId>,
    /// The first of its blocks; empty for a line that only parts fill.
    pub first_block: BlockId,
    /// How many blocks it has.
    pub block_count: u32,
}

/// What a money line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// The freight, or a part of it that stands alone (`as registration`). A shipment without freight is not served.
    Freight,
    /// Added.
    Charge,
    /// A positive amount that is taken off.
    Discount,
    /// Added.
    Tax,
}

/// Lines of which one is charged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The group's name; in a formula it means the amount charged.
    pub name: String,
    /// Which member is charged.
    pub rule: ExclusiveGroup,
    /// The members, in the order written; they stand together in the order of computing.
    pub members: Vec<LineId>,
    /// Where it was written.
    pub at: At,
}

/// Which member of a group is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExclusiveGroup {
    /// The highest rounded amount; of equals the first written.
    Highest,
    /// The first, as written, that applies.
    First,
}

/// A price statement (one column of it, where it is a card).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The line that it prices.
    pub line: LineId,
    /// The name of the statement, such as `standard_eu`.
    pub name: String,
    /// Where it applies.
    pub scope: Scope,
    /// The blocks that decide instead wherever their scope holds; transitive.
    pub overridden_by: Vec<BlockId>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Who pays it.
    pub payer: PayerId,
    /// What it charges.
    pub body: Body,
    /// Where it was written: the statement's head, or the column's head.
    pub at: At,
}

/// Where a block applies: everything that its scope words say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// The services of `via`, over [`crate::program::ServiceId`]; every service where nothing is said.
    pub services: Bits,
    /// The places of `from`; everywhere where nothing is said.
    pub from: Option<PlaceSetId>,
    /// The places of `to`; everywhere where nothing is said.
    pub to: Option<PlaceSetId>,
    /// `for`, `valid`, `when` and `except`.
    pub when: Condition,
}

/// What a block charges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// One price for all.
    Single(RowOutcome),
    /// The row of the band that holds the measure.
    Bands(Bands),
    /// Each slice of the measure at the price of its band, summed.
    Progressive(Progressive),
    /// The cheapest row whose every bound holds.
    Rows(BoundedRows),
}

/// Bands of one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bands {
    /// What is banded: the billed weight, or what `by` names.
    pub measure: Expression,
    /// The rows; their upper bounds ascend.
    pub rows: Vec<Row>,
}

/// `or next band if cheaper`, of all rows or of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextBand {
    /// The shipment's own band alone.
    #[default]
    Ignored,
    /// The next band's price at its lower bound, where that is less; air cargo's weight break.
    IfCheaper,
}

/// One band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The upper bound, in the measure's base unit, and whether it is included; none for `otherwise`.
    pub upper: Option<(Exact, End)>,
    /// What is charged.
    pub outcome: RowOutcome,
    /// Whether a shipment that the row holds may be priced as the least of the next row.
    pub next_band: NextBand,
    /// Where the row or cell was written.
    pub at: At,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RowOutcome {
    /// A price.
    Price(Price),
    /// Not carried, with the reason; `-` in a card has none.
    Refuse(Option<String>),
    /// Somebody must be asked, with the text.
    Refer(Option<String>),
    /// As many whole top bands as fit, then the band of the rest.
    Repeat,
}

/// Bands that each price their own slice of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progressive {
    /// What is sliced.
    pub measure: Expression,
    /// The slices; [`Expression::Slice`] in a price means the part of the measure inside the row.
    pub rows: Vec<Row>,
    /// `minimum` and `maximum` lines of the block: they clamp the sum of the slices, parts aside.
    pub clamps: Vec<PriceStep>,
}

/// A card with several bound columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoundedRows {
    /// The measure of each bound column.
    pub measures: Vec<Expression>,
    /// The rows, as printed.
    pub rows: Vec<BoundedRow>,
}

/// One row of such a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoundedRow {
    /// The bound of each measure; none for no bound.
    pub uppers: Vec<Option<(Exact, End)>>,
    /// What is charged.
    pub outcome: RowOutcome,
    /// Where it was written.
    pub at: At,
}

/// A price: steps from left to right, and parts that are lines of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// What is added and clamped, in the order written.
    pub steps: Vec<PriceStep>,
    /// Parts that are lines of their own; no clamp touches them.
    pub parts: Vec<PricePart>,
}

/// One step of a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PriceStep {
    /// Adds an amount.
    Add(Component),
    /// Raises what stands before it to this.
    Minimum(Exact),
    /// Lowers what stands before it to this.
    Maximum(Exact),
}

/// `+ 16.50 as registration`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PricePart {
    /// The line that it becomes.
    pub line: LineId,
    /// The amount.
    pub component: Component,
}

/// An amount and how often it is charged for a consignment of several parcels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// The amount.
    pub amount: Amount,
    /// What the author wrote after it; without it, the service's parcel mode decides.
    pub charged: Option<ChargedPer>,
}

/// `per parcel` or `per consignment` after an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChargedPer {
    /// Once for each parcel.
    Parcel,
    /// Once.
    Consignment,
}

/// One amount, in the block's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Amount {
    /// A fixed sum.
    Flat(Exact),
    /// A rate for each unit.
    Units(Units),
    /// A share of another amount: `18.5% of (freight + remote)`.
    Share {
        /// The share, so that 18.5% is 0.185.
        share: Exact,
        /// The whole.
        of: Expression,
    },
    /// Any other formula, such as `3.00 EUR x count of distinct hs6`.
    Formula(Expression),
}

/// A rate for each unit of a measure above a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Units {
    /// The rate for one step.
    pub rate: Exact,
    /// The size of a step, in the measure's base unit.
    pub step: Exact,
    /// The step's unit as the author wrote it.
    pub unit: Per,
    /// Whether a begun step counts whole.
    pub count: Count,
    /// What does not count: the first weight, or the band's lower bound.
    pub above: Exact,
    /// What is measured.
    pub of: Expression,
}

/// The unit of a rate, for explanations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Per {
    /// Weight, length or volume.
    Unit(Unit),
    /// Pieces.
    Item,
    /// Parcels.
    Parcel,
    /// Money.
    Money(Currency),
    /// A number with a unit of the policy's own, or none.
    Number(Option<String>),
}

/// Whether a begun step counts whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// `per kg`: in proportion.
    Proportional,
    /// `per started kg`: whole steps.
    Started,
}

/// A formula over what is known of the shipment, in base units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expression {
    /// A constant.
    Constant(Exact),
    /// A measure of the shipment or of the parcel at hand.
    Measure(Measure),
    /// A numeric fact; an item fact is read from the item at hand, per piece.
    Fact(FactRef),
    /// A money fact in a currency: `declared_value in USD`.
    Money {
        /// The fact.
        fact: FactRef,
        /// The currency wanted.
        currency: Currency,
    },
    /// A line's rounded amount in the tariff's currency; zero where it does not apply.
    Line(LineId),
    /// The amount charged of a group.
    Group(GroupId),
    /// The part of the measure inside the row at hand, in a progressive body.
    Slice,
    /// `a + b + …`.
    Sum(#[serde(deserialize_with = "deeper")] Vec<Expression>),
    /// `a - b`.
    Difference(
        #[serde(deserialize_with = "deeper")] Box<Expression>,
        #[serde(deserialize_with = "deeper")] Box<Expression>,
    ),
    /// `a x b x …`.
    Product(#[serde(deserialize_with = "deeper")] Vec<Expression>),
    /// `the lesser of`.
    Least(#[serde(deserialize_with = "deeper")] Vec<Expression>),
    /// `the greater of`.
    Greatest(#[serde(deserialize_with = "deeper")] Vec<Expression>),
    /// `the mean of`.
    Mean(#[serde(deserialize_with = "deeper")] Vec<Expression>),
    /// An amount in one currency, in another; at the rates of the ship date.
    Convert {
        /// The amount.
        #[serde(deserialize_with = "deeper")]
        amount: Box<Expression>,
        /// Its currency.
        from: Currency,
        /// The currency wanted.
        to: Currency,
    },
    /// The first arm that holds, or the last.
    Choose {
        /// The conditions with their values.
        #[serde(deserialize_with = "deeper")]
        arms: Vec<(Condition, Expression)>,
        /// The value where none holds.
        #[serde(deserialize_with = "deeper")]
        otherwise: Box<Expression>,
    },
    /// The sum over items of quantity times the amount.
    TotalOfItems(#[serde(deserialize_with = "deeper")] Box<Expression>),
    /// How many different Harmonised System codes the items have, on this many digits (0 for the whole code).
    DistinctHs(u8),
}

/// What can be measured of a shipment; of the parcel at hand where parcels are priced each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// The actual weight, in grams.
    Weight,
    /// The billed weight, in grams.
    BilledWeight,
    /// The volumetric weight, in grams.
    VolumetricWeight,
    /// The longest side, in centimetres.
    Length,
    /// The middle side, in centimetres.
    Width,
    /// The shortest side, in centimetres.
    Height,
    /// Twice the sum of width and height, in centimetres.
    Girth,
    /// The product of the sides, in cubic centimetres.
    Volume,
    /// The pieces of all items.
    TotalQuantity,
    /// The parcels of the consignment.
    ParcelCount,
}

impl Row {
    /// The interval of the measure between the upper bound of the row before (`lower`) and this row's own.
    pub fn interval(&self, lower: Option<(Exact, End)>) -> Interval {
        let flipped = lower.map(|(bound, end)| match end {
            End::Included => (bound, End::Excluded),
            End::Excluded => (bound, End::Included),
        });
        Interval { lower: flipped, upper: self.upper }
    }
}
