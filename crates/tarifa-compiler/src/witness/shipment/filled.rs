//! From numbers to the words of a shipment: its weight, its sides, its items.

use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Builtin, Expression, FactRef, Program};
use tarifa_engine::shipment::{Given, Item, Shipment};
use tarifa_engine::unit::{Dimension, Quantity, Unit};

use super::super::facts::{Facts, with_unit};
use super::super::numbers::Slot;
use super::super::system::System;
use super::wanted::Wanted;

/// What the numbers say of the items.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The fewest items.
    pub(super) items: usize,
    /// The pieces of all items.
    quantity: Option<u64>,
    /// How many different codes.
    distinct: Option<usize>,
    /// Sums over items.
    totals: Vec<(Expression, Exact)>,
}

/// Writes the numbers into the shipment.
pub(super) fn fill(shipment: &mut Shipment, facts: &mut Facts, (values, system): (&[(Slot, Exact)], System)) -> Pieces {
    let mut pieces = Pieces::default();
    let mut sides = [None; 3];
    for (slot, value) in values {
        let value = *value;
        let count = || value.to_integer().and_then(|count| u64::try_from(count).ok());
        match slot {
            Slot::Weight => shipment.weight = Some(weight(value)),
            Slot::Side(index) => {
                if let Some(side) = sides.get_mut(*index) {
                    *side = Some(value);
                }
            }
            Slot::DeclaredValue(currency) => {
                shipment.declared_value = Some(Money { amount: value, currency: *currency });
            }
            Slot::Number(fact) => facts.number(*fact, value),
            Slot::Money(fact, currency) => facts.money(*fact, Money { amount: value, currency: *currency }),
            Slot::Quantity => pieces.quantity = count(),
            Slot::DistinctHs(_) => pieces.distinct = count().and_then(|count| usize::try_from(count).ok()),
            Slot::TotalOfItems(amount) => pieces.totals.push((amount.clone(), value)),
            Slot::Opaque(_) => {}
        }
    }
    if let [Some(length), Some(width), Some(height)] = sides {
        shipment.sides = Some(in_one_unit([length, width, height], system));
    }
    let wants_one = pieces.quantity.is_some_and(|quantity| quantity > 0) || !pieces.totals.is_empty();
    pieces.items = pieces.distinct.unwrap_or(0).max(usize::from(wants_one));
    pieces
}

/// The items with their pieces, codes and sums; none where nothing is said of items.
pub(super) fn with_pieces(
    mut items: Vec<Item>,
    pieces: &Pieces,
    wanted: &Wanted,
    program: &Program,
) -> Option<Vec<Item>> {
    let nothing_said = wanted.item_variables.is_empty() && pieces.quantity.is_none() && pieces.distinct.is_none();
    if nothing_said && pieces.totals.is_empty() && items.is_empty() {
        return None;
    }
    let others = u64::try_from(items.len().saturating_sub(1)).unwrap_or(0);
    if let (Some(quantity), Some(first)) = (pieces.quantity, items.first_mut()) {
        first.quantity = Some(quantity.saturating_sub(others).max(1));
    }
    if let Some(distinct) = pieces.distinct {
        for (index, item) in items.iter_mut().enumerate() {
            let code = index.min(distinct.saturating_sub(1)).saturating_add(100_001);
            item.hs.get_or_insert_with(|| code.to_string());
        }
    }
    for (amount, total) in &pieces.totals {
        let Expression::TotalOfItems(each) = amount else { continue };
        let Some(first) = items.first_mut() else { continue };
        let quantity = first.quantity.and_then(|quantity| i64::try_from(quantity).ok()).unwrap_or(1);
        let Ok(value) = total.checked_div(Exact::from_integer(quantity)) else { continue };
        set_item_amount(program, first, each, value);
    }
    Some(items)
}

/// Gives an item the amount that makes the sum right, where the amount is a fact of its own.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn set_item_amount(program: &Program, item: &mut Item, amount: &Expression, value: Exact) {
    match amount {
        Expression::Fact(FactRef::Declared(id)) => {
            if let Some(fact) = program.facts.get(id.0 as usize) {
                item.facts.insert(fact.name.clone(), with_unit(fact, value));
            }
        }
        Expression::Fact(FactRef::Builtin(Builtin::ItemWeight)) => item.weight = Some(weight(value)),
        Expression::Money { fact: FactRef::Builtin(Builtin::ItemUnitValue), currency } => {
            item.unit_value = Some(Money { amount: value, currency: *currency });
        }
        Expression::Money { fact: FactRef::Declared(id), currency } => {
            if let Some(fact) = program.facts.get(id.0 as usize) {
                item.facts.insert(fact.name.clone(), Given::Money(Money { amount: value, currency: *currency }));
            }
        }
        // The engine will say that the sum is not as it should be.
        _ => {}
    }
}

/// Sides in the author's unit, where they are plain numbers in it.
fn in_one_unit(sides: [Exact; 3], system: System) -> [Quantity; 3] {
    let in_inches = sides.map(|side| Quantity::from_base(side, Unit::Inch).ok());
    let is_plain = |side: &Quantity| side.value.to_decimal_string().is_some_and(|number| number.len() <= PLAIN);
    match (system, in_inches) {
        (System::Imperial, [Some(length), Some(width), Some(height)])
            if [length, width, height].iter().all(is_plain) =>
        {
            [length, width, height]
        }
        (System::Imperial | System::Metric, _) => sides.map(|value| Quantity { value, unit: Unit::Centimetre }),
    }
}

/// How many characters a plain number has.
const PLAIN: usize = 6;

/// A weight in the unit in which people say it.
fn weight(grams: Exact) -> Quantity {
    Quantity::readable(grams, Dimension::Weight)
}
