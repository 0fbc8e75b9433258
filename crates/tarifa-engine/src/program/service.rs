//! Services: what they carry, and how their billed weight comes about.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::exact::Exact;
use crate::program::{At, Condition, Expression, Interval, PlaceSetId};
use crate::rounding::Rounding;

/// A service, as an index into the program's `services`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ServiceId(pub u16);

/// A service that a shipment can be sent by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The name in the policy.
    pub name: String,
    /// What customers call it.
    pub title: String,
    /// Where it collects.
    pub from: PlaceSetId,
    /// Where it delivers.
    pub to: PlaceSetId,
    /// The currency of its prices, unless a block says otherwise.
    pub currency: Currency,
    /// When it can be used at all: its dates.
    pub when: Condition,
    /// What it carries.
    pub limits: Vec<Limit>,
    /// The days that it takes: lines of which one at most holds for a shipment.
    pub transit: Vec<Transit>,
    /// How its billed weight comes about, in the order written; empty for the weight itself.
    pub billed_weight: BilledWeight,
    /// How a consignment of several parcels is weighed and priced.
    pub parcels: ParcelMode,
    /// Where it was written.
    pub at: At,
}

/// `transit 12..20 days to US-AK, US-HI`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transit {
    /// Where the line holds; a line without a scope is spelt out as the negation of those that have one.
    pub when: Condition,
    /// The fewest days.
    pub from: u16,
    /// The most days.
    pub to: u16,
    /// Where it was written.
    pub at: At,
}

/// One line of what a service carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Where the line applies; elsewhere it says nothing.
    pub scope: Condition,
    /// What must hold.
    pub test: LimitTest,
    /// The line as it was written, for "why not".
    pub text: String,
    /// Where it was written.
    pub at: At,
}

/// What a limit asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LimitTest {
    /// A measure within bounds: `weight up to 30 kg`, `length + width + height up to 90 cm`.
    Amount {
        /// The measure.
        amount: Expression,
        /// The bounds.
        interval: Interval,
    },
    /// `only when …`, or size standards joined by `or`.
    Condition(Condition),
}

/// The steps from what the scales and the tape measure say to the weight that is priced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BilledWeight {
    /// The steps, in the order written.
    pub steps: Vec<WeightStep>,
}

/// One step, which applies where its condition holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightStep {
    /// Its places, dates and condition; `otherwise` is spelt out as the negation of the earlier lines of its kind.
    pub when: Condition,
    /// What it does.
    pub kind: WeightStepKind,
    /// Where it was written.
    pub at: At,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WeightStepKind {
    /// Rounds each side before the volume is taken.
    Sides(Rounding),
    /// Sets the volumetric weight: the volume of the (rounded) sides over the divisor.
    Volumetric {
        /// Cubic centimetres per gram.
        divisor: Exact,
        /// How the result is rounded, if at all.
        rounding: Option<Rounding>,
    },
    /// Sets the billed weight.
    Bill(Expression),
    /// Raises the billed weight to this many grams.
    Minimum(Exact),
    /// Lowers the billed weight to this many grams.
    Maximum(Exact),
    /// Rounds the billed weight.
    Rounded(Rounding),
    /// Rounds the billed weight by the first row whose bound holds it; a weight above every row is left as it is.
    RoundedByWeight(Vec<(Interval, Option<Rounding>)>),
}

/// How a consignment of several parcels is weighed and priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParcelMode {
    /// Everything per parcel, the lines summed. What a service does that does not say.
    #[default]
    PricedEach,
    /// Billed weights added, priced once.
    WeighedEach,
    /// Weights and volumes added, then billed and priced once.
    WeighedTogether,
}
