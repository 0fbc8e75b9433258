//! What a variable of a region asks about a shipment, or about one item.

use tarifa_engine::program::{Condition, DateField, DocumentId, Expression, FactId, FactRef, PlaceField};

/// A question with one answer for every shipment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Subject {
    /// Which service.
    Service,
    /// Which day, as the zone of that index reads it.
    Date(DateField, u8),
    /// Which place class.
    Place(PlaceField),
    /// Which word of a one-of fact.
    OneOf(FactId),
    /// Whether a yes/no fact is yes.
    Yes(FactId),
    /// Whether an any-of fact has a word.
    Has(FactId, u16),
    /// Which of the texts that the policy names, or another.
    Text(FactId),
    /// Whether the host gave the fact.
    Given(FactRef),
    /// Whether a document is at hand and valid.
    Provided(DocumentId),
    /// How much of an amount there is.
    Amount(Expression),
    /// Whether some item passes.
    AnyItem(Condition),
    /// Which category an item is in.
    Category,
    /// Which of the Harmonised System prefixes that the policy names an item has, by the longest.
    Hs,
}

impl Subject {
    /// The place in the order of asking: what divides a tariff most comes first, and what the numbers say last.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Service => 0,
            Self::Place(_) => 1,
            Self::Date(..) => 2,
            Self::Category | Self::Hs => 3,
            Self::OneOf(_) | Self::Text(_) => 4,
            Self::Yes(_) | Self::Has(..) | Self::Given(_) | Self::Provided(_) | Self::AnyItem(_) => 5,
            Self::Amount(_) => 6,
        }
    }
}
