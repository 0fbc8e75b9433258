//! What can be told outright: conditions and amounts of one parcel whose facts are at hand, yes or no.
//!
//! It says nothing where a fact is missing, money is to be exchanged or something is asked that is seldom asked;
//! three-valued logic ([`super::condition`]) then decides at the same place.

use crate::exact::Exact;
use crate::prepare::{Days, Place, Prepared, PreparedItem};
use crate::program::{
    AmountTest, Builtin, Condition, DateField, Expression, FactId, FactRef, FactValue, Measure, PlaceField, PlaceSetId,
    Program, Scope, ServiceId,
};

use super::Index;

/// A shipment of one parcel, as what can be told outright is read of it.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) program: &'a Program,
    pub(super) index: &'a Index,
    pub(super) shipment: &'a Prepared,
    pub(super) service: ServiceId,
    /// The billed weight in parts, once it is reckoned.
    pub(super) billed: Option<i64>,
    /// The item at hand.
    pub(super) item: Option<&'a PreparedItem>,
    /// The items that sums are over; all of the shipment's where there is none.
    pub(super) group: Option<&'a [(u32, &'a PreparedItem)]>,
}

impl<'a> Known<'a> {
    /// A shipment of which no item is at hand.
    #[inline]
    pub(super) const fn new(
        program: &'a Program,
        index: &'a Index,
        shipment: &'a Prepared,
        service: ServiceId,
    ) -> Self {
        Self { program, index, shipment, service, billed: None, item: None, group: None }
    }

    /// Whether the condition holds.
    #[inline]
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        // Most scopes are unconditional, or hold between two days.
        match condition {
            Condition::Always => Some(true),
            Condition::Date { field, zone, from, to } => self.date(*field, *zone, *from, *to),
            Condition::Never
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Amount(_)
            | Condition::Compare { .. }
            | Condition::Place(..)
            | Condition::Yes(_)
            | Condition::OneOf(..)
            | Condition::Has(..)
            | Condition::Text(..)
            | Condition::Given(_)
            | Condition::Provided(_)
            | Condition::Service(_)
            | Condition::Category(_)
            | Condition::Hs(_)
            | Condition::AnyItem(_)
            | Condition::EveryItem(_) => self.tested(condition),
        }
    }

    fn tested(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Never => Some(false),
            Condition::All(parts) => self.unless_decided(parts, false),
            Condition::Any(parts) => self.unless_decided(parts, true),
            Condition::Not(inner) => self.holds(inner).map(|holds| !holds),
            Condition::Amount(AmountTest { amount, interval }) => Some(interval.contains(self.amount(amount)?)),
            Condition::Compare { left, difference, right } => {
                Some(difference.contains(self.amount(left)?.checked_sub(self.amount(right)?).ok()?))
            }
            Condition::Place(PlaceField::Origin, set) => self.place(self.shipment.origin, *set),
            Condition::Place(PlaceField::Destination, set) => self.place(self.shipment.destination, *set),
            Condition::Place(PlaceField::Declared(_), _) | Condition::Given(_) => None,
            Condition::Date { field, zone, from, to } => self.date(*field, *zone, *from, *to),
            Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) | Condition::Text(fact, _) => {
                fact_test(condition, self.declared(*fact)?)
            }
            // What is not listed at all is not at hand.
            Condition::Provided(_) => {
                let of_item = self.item.is_none_or(|item| item.provided.is_empty());
                (of_item && self.shipment.provided.is_empty()).then_some(false)
            }
            Condition::Service(services) => Some(services.contains(u32::from(self.service.0))),
            Condition::Category(nodes) => self.item.map_or(Some(false), |item| item.is_in(nodes).ok()),
            Condition::Hs(prefixes) => self.item.map_or(Some(false), |item| item.has_hs(prefixes)),
            Condition::AnyItem(inner) => self.items(inner, true),
            Condition::EveryItem(inner) => self.items(inner, false),
        }
    }

    /// The answer of parts of which one that says `decisive` decides alone.
    fn unless_decided(&self, parts: &[Condition], decisive: bool) -> Option<bool> {
        for part in parts {
            if self.holds(part)? == decisive {
                return Some(decisive);
            }
        }
        Some(!decisive)
    }

    /// The answer over all items, of which one that says `decisive` decides alone.
    fn items(&self, inner: &Condition, decisive: bool) -> Option<bool> {
        for item in self.shipment.items.as_ref()? {
            if (Self { item: Some(item), ..*self }).holds(inner)? == decisive {
                return Some(decisive);
            }
        }
        Some(!decisive)
    }

    /// Whether everything that the scope words say holds.
    pub(super) fn is_in_scope(&self, scope: &Scope) -> Option<bool> {
        let places = [(self.shipment.origin, scope.from), (self.shipment.destination, scope.to)];
        if !scope.services.contains(u32::from(self.service.0)) {
            return Some(false);
        }
        for (place, set) in places {
            if let Some(set) = set
                && !self.place(place, set)?
            {
                return Some(false);
            }
        }
        self.holds(&scope.when)
    }

    /// Whether a place is in a set.
    #[inline]
    pub(super) fn place(&self, place: Place, set: PlaceSetId) -> Option<bool> {
        match place {
            Place::Class(class) => Some(self.program.places.sets.get(set.0 as usize)?.contains(class)),
            Place::Unknown | Place::Country { .. } => None,
        }
    }

    /// Whether a date, read in a zone, lies between two days.
    #[inline]
    pub(super) fn date(&self, field: DateField, zone: u8, from: i32, to: i32) -> Option<bool> {
        let days = match (field, self.item) {
            (DateField::Declared(fact), Some(item)) if self.index.is_item_fact(fact) => item.days.as_slice(),
            (DateField::ShipDate | DateField::Declared(_), Some(_) | None) => self.shipment.days.as_slice(),
        };
        let Days { first, last } = (*days.get(self.index.date_slot(field, zone))?)?;
        if from <= first && last <= to { Some(true) } else { (last < from || to < first).then_some(false) }
    }

    /// The value of a declared fact, of the shipment or of the item at hand.
    #[inline]
    fn declared(&self, fact: FactId) -> Option<&'a FactValue> {
        let value = if self.index.is_item_fact(fact) {
            self.item?.facts.get(self.index.item_slot(fact))
        } else {
            self.shipment.facts.get(usize::from(fact.0))
        };
        value?.as_ref()
    }

    /// The value of a formula.
    pub(super) fn amount(&self, node: &Expression) -> Option<Exact> {
        match node {
            Expression::Constant(value) => Some(*value),
            Expression::Measure(measure) => self.measure(*measure),
            Expression::Fact(FactRef::Declared(fact)) => number(self.declared(*fact)?),
            Expression::Fact(FactRef::Builtin(builtin)) => self.builtin(*builtin),
            Expression::Money { fact, currency } => {
                let money = match fact {
                    FactRef::Builtin(Builtin::ItemUnitValue) => self.item?.unit_value?,
                    FactRef::Builtin(Builtin::DeclaredValue) => self.shipment.declared_value?,
                    FactRef::Declared(_) | FactRef::Builtin(_) => return None,
                };
                (money.currency == *currency).then_some(money.amount)
            }
            Expression::Sum(parts) => self.fold(parts, |sum, part| sum.checked_add(part).ok()),
            Expression::Product(parts) => self.fold(parts, |product, part| product.checked_mul(part).ok()),
            Expression::Least(parts) => self.fold(parts, |least, part| Some(least.min(part))),
            Expression::Greatest(parts) => self.fold(parts, |greatest, part| Some(greatest.max(part))),
            Expression::Difference(left, right) => self.amount(left)?.checked_sub(self.amount(right)?).ok(),
            Expression::TotalOfItems(each) => self.total(|known| known.amount(each)),
            Expression::Line(_)
            | Expression::Group(_)
            | Expression::Slice
            | Expression::Mean(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. }
            | Expression::DistinctHs(_) => None,
        }
    }

    fn fold(&self, parts: &[Expression], together: impl Fn(Exact, Exact) -> Option<Exact>) -> Option<Exact> {
        let (first, rest) = parts.split_first()?;
        rest.iter().try_fold(self.amount(first)?, |value, part| together(value, self.amount(part)?))
    }

    fn measure(&self, measure: Measure) -> Option<Exact> {
        let [parcel] = self.shipment.parcels.as_slice() else { return None };
        match measure {
            Measure::Weight => parcel.weight,
            Measure::BilledWeight => self.index.compact().grams(self.billed?),
            Measure::Length => parcel.sides.map(|[length, _, _]| length),
            Measure::Width => parcel.sides.map(|[_, width, _]| width),
            Measure::Height => parcel.sides.map(|[_, _, height]| height),
            Measure::TotalQuantity => self.total(|_| Some(Exact::ONE)),
            Measure::VolumetricWeight | Measure::Girth | Measure::Volume | Measure::ParcelCount => None,
        }
    }

    fn builtin(&self, builtin: Builtin) -> Option<Exact> {
        match builtin {
            Builtin::Weight => self.measure(Measure::Weight),
            Builtin::Length => self.measure(Measure::Length),
            Builtin::Width => self.measure(Measure::Width),
            Builtin::Height => self.measure(Measure::Height),
            Builtin::ItemQuantity => self.item?.quantity,
            Builtin::ItemWeight => self.item?.weight,
            Builtin::Origin
            | Builtin::Destination
            | Builtin::DeclaredValue
            | Builtin::ShipDate
            | Builtin::Items
            | Builtin::Parcels
            | Builtin::ItemCategory
            | Builtin::ItemUnitValue
            | Builtin::ItemHs => None,
        }
    }

    /// The sum over items of their quantity times an amount.
    fn total(&self, each: impl Fn(&Self) -> Option<Exact>) -> Option<Exact> {
        let of = |item: &'a PreparedItem| {
            let each = each(&Self { item: Some(item), ..*self })?;
            item.quantity?.checked_mul(each).ok()
        };
        let add = |sum: Exact, item: &'a PreparedItem| sum.checked_add(of(item)?).ok();
        match self.group {
            Some(group) => group.iter().try_fold(Exact::ZERO, |sum, (_, item)| add(sum, item)),
            None => self.shipment.items.as_ref()?.iter().try_fold(Exact::ZERO, add),
        }
    }
}

/// A test of one declared fact that is no number.
fn fact_test(condition: &Condition, value: &FactValue) -> Option<bool> {
    if let (Condition::Yes(_), FactValue::YesNo(value)) = (condition, value) {
        Some(*value)
    } else if let (Condition::OneOf(_, words), FactValue::OneOf(word)) = (condition, value) {
        Some(words.contains(u32::from(*word)))
    } else if let (Condition::Has(_, word), FactValue::AnyOf(words)) = (condition, value) {
        Some(words.contains(u32::from(*word)))
    } else if let (Condition::Text(_, texts), FactValue::Text(text)) = (condition, value) {
        Some(texts.contains(text))
    } else {
        None
    }
}

fn number(value: &FactValue) -> Option<Exact> {
    if let FactValue::Number(value) = value { Some(*value) } else { None }
}
