//! Conditions, ready to be evaluated: names resolved, constants in base units.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;
use crate::program::nesting::deeper;
use crate::program::{Bits, DocumentId, Expression, FactId, FactRef, PlaceSetId};

/// A test of a shipment, or of the item at hand. Its answer is yes, no or unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Holds for everything.
    Always,
    /// Holds for nothing.
    Never,
    /// `and`: two or more.
    All(#[serde(deserialize_with = "deeper")] Vec<Condition>),
    /// `or`: two or more.
    Any(#[serde(deserialize_with = "deeper")] Vec<Condition>),
    /// `not`.
    Not(#[serde(deserialize_with = "deeper")] Box<Condition>),
    /// An amount between constants: `weight over 2 kg up to 5 kg`.
    Amount(AmountTest),
    /// Two amounts of one kind: the first minus the second lies in the interval around zero.
    Compare {
        /// The first.
        #[serde(deserialize_with = "deeper")]
        left: Expression,
        /// Where `left - right` must lie: an interval with zero as its only end.
        difference: Interval,
        /// The second.
        #[serde(deserialize_with = "deeper")]
        right: Expression,
    },
    /// The place is in the set.
    Place(PlaceField, PlaceSetId),
    /// The day, as the zone with that index in `Program::zones` reads it, lies between both, in days since 1970-01-01.
    Date {
        /// Which date.
        field: DateField,
        /// The zone's index.
        zone: u8,
        /// The first day; `i32::MIN` for no bound.
        from: i32,
        /// The last day; `i32::MAX` for no bound.
        to: i32,
    },
    /// A yes/no fact is yes.
    Yes(FactId),
    /// A one-of fact has one of these words.
    OneOf(FactId, Bits),
    /// An any-of fact has this word.
    Has(FactId, u16),
    /// A text fact is one of these.
    Text(FactId, Vec<String>),
    /// The host gave the fact (a default is not given).
    Given(FactRef),
    /// The document is at hand for the shipment or the item at hand, and valid on the day of shipping.
    Provided(DocumentId),
    /// The service at hand is one of these.
    Service(Bits),
    /// The item at hand is in one of these categories; the set is closed under descent.
    Category(Bits),
    /// The item at hand has a Harmonised System code with one of these prefixes (digits only).
    Hs(Vec<String>),
    /// Some item passes.
    AnyItem(#[serde(deserialize_with = "deeper")] Box<Condition>),
    /// Every item passes.
    EveryItem(#[serde(deserialize_with = "deeper")] Box<Condition>),
}

/// An amount and the interval in which it must lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmountTest {
    /// The amount, in base units.
    #[serde(deserialize_with = "deeper")]
    pub amount: Expression,
    /// Where it must lie.
    pub interval: Interval,
}

/// A range of amounts, each end included, excluded or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end and whether it is included (`at least`) or not (`over`).
    pub lower: Option<(Exact, End)>,
    /// The upper end and whether it is included (`up to`) or not (`under`).
    pub upper: Option<(Exact, End)>,
}

/// Whether an end of an interval belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It does.
    Included,
    /// It does not.
    Excluded,
}

impl Interval {
    /// Whether no number lies inside.
    ///
    /// ```
    /// use tarifa_engine::exact::Exact;
    /// use tarifa_engine::program::{End, Interval};
    ///
    /// let over = Some((Exact::ONE, End::Excluded));
    /// let up_to = Some((Exact::ONE, End::Included));
    /// assert!(Interval { lower: over, upper: up_to }.is_empty());
    /// assert!(!Interval { lower: up_to, upper: up_to }.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match (self.lower, self.upper) {
            (Some((low, low_end)), Some((high, high_end))) => {
                low > high || (low == high && (low_end == End::Excluded || high_end == End::Excluded))
            }
            (Some(_), None) | (None, Some(_) | None) => false,
        }
    }

    /// Whether `value` lies inside.
    #[inline]
    pub fn contains(&self, value: Exact) -> bool {
        let above = self.lower.is_none_or(|(bound, end)| match end {
            End::Included => value >= bound,
            End::Excluded => value > bound,
        });
        above
            && self.upper.is_none_or(|(bound, end)| match end {
                End::Included => value <= bound,
                End::Excluded => value < bound,
            })
    }
}

/// Which place a condition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlaceField {
    /// Where the shipment leaves from.
    Origin,
    /// Where it goes.
    Destination,
    /// A declared place fact.
    Declared(FactId),
}

/// Which date a condition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DateField {
    /// The day of shipping.
    ShipDate,
    /// A declared date fact.
    Declared(FactId),
}
