//! Facts that the policy declares, the built-in ones, and the category tree.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::date::Moment;
use crate::exact::Exact;

/// A declared fact, as an index into the program's `facts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactId(pub u16);

/// A fact that the policy declares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The key under which the host gives it.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// Whether the shipment has it or each item.
    pub per: FactPer,
    /// The kind of its value.
    pub kind: FactKind,
    /// The value where the host gives none; without one, a rule that needs the fact asks for it.
    pub default: Option<FactValue>,
    /// Where it was declared.
    pub at: crate::program::At,
}

/// What a fact is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactPer {
    /// Told once.
    Shipment,
    /// Told of each item, per piece.
    Item,
}

/// The kind of a fact's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactKind {
    /// `yes/no`.
    YesNo,
    /// `number`, with the unit that the policy names, such as `Wh` or `%`.
    Number {
        /// The unit as the policy writes it.
        unit: Option<String>,
    },
    /// `money`, in any currency.
    Money,
    /// `weight`, held in grams.
    Weight,
    /// `length`, held in centimetres.
    Length,
    /// `volume`, held in cubic centimetres.
    Volume,
    /// `date`, a day or a moment.
    Date,
    /// `text`.
    Text,
    /// `place`, as a destination is given.
    Place,
    /// `one of …`, the words in order.
    OneOf(Vec<String>),
    /// `any of …`: a set of the words.
    AnyOf(Vec<String>),
}

/// A value of a fact, in base units; what a host gives, once interned, or a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FactValue {
    /// Of a yes/no fact.
    YesNo(bool),
    /// Of a number, weight, length or volume fact.
    Number(Exact),
    /// Of a money fact.
    Money(Exact, Currency),
    /// Of a date fact.
    Date(Moment),
    /// Of a text fact.
    Text(String),
    /// Of a place fact: the place classes that it can be (see [`crate::program::Places`]).
    Place(Vec<u32>),
    /// Of a one-of fact: the index of the word.
    OneOf(u16),
    /// Of an any-of fact: the set of words.
    AnyOf(Bits),
}

/// Which fact an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FactRef {
    /// A declared fact; an item fact is read from the item at hand.
    Declared(FactId),
    /// A built-in one.
    Builtin(Builtin),
}

/// The facts that every rule set knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Builtin {
    /// Where it leaves from.
    Origin,
    /// Where it goes.
    Destination,
    /// The actual weight.
    Weight,
    /// The longest side.
    Length,
    /// The middle side.
    Width,
    /// The shortest side.
    Height,
    /// The declared value.
    DeclaredValue,
    /// The day or moment of shipping.
    ShipDate,
    /// The items.
    Items,
    /// The parcels of a consignment.
    Parcels,
    /// An item's category.
    ItemCategory,
    /// An item's number of pieces.
    ItemQuantity,
    /// An item's weight, per piece.
    ItemWeight,
    /// An item's value, per piece.
    ItemUnitValue,
    /// An item's Harmonised System code.
    ItemHs,
}

/// A set of small indices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The set of `members`.
    pub fn from_members(members: impl IntoIterator<Item = u32>) -> Self {
        let mut bits = Self::default();
        for member in members {
            bits.insert(member);
        }
        bits
    }

    /// Adds `member`.
    pub fn insert(&mut self, member: u32) {
        let (word, bit) = Self::position(member);
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(slot) = self.0.get_mut(word) {
            *slot |= bit;
        }
    }

    /// Whether `member` is in the set.
    #[inline]
    pub fn contains(&self, member: u32) -> bool {
        let (word, bit) = Self::position(member);
        self.0.get(word).is_some_and(|slot| slot & bit != 0)
    }

    /// The members, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let base = u32::try_from(index).unwrap_or(u32::MAX).saturating_mul(64);
            (0..64_u32).filter(move |bit| word >> bit & 1 == 1).map(move |bit| base.saturating_add(bit))
        })
    }

    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether the sets share a member.
    pub fn intersects(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    #[inline]
    fn position(member: u32) -> (usize, u64) {
        ((member >> 6) as usize, 1 << (member & 63))
    }
}

/// The tree of categories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Categories {
    /// Each node after its parent.
    pub nodes: Vec<Category>,
}

/// A node of the category tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// The name in the policy.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// The node above.
    pub parent: Option<u32>,
    /// The host's own ids that mean this node.
    pub ids: Vec<String>,
    /// The Harmonised System prefixes that mean this node, digits only.
    pub hs: Vec<String>,
    /// Where it was written.
    pub at: crate::program::At,
}
