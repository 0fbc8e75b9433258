//! Conditions in three-valued logic: yes, no, or unknown with the facts that are missing.

use crate::prepare::{Days, Place, PreparedItem, Presence};
use crate::program::{
    AmountTest, Bits, Builtin, Condition, DateField, FactId, FactRef, FactValue, PlaceField, PlaceSetId,
};

use super::run::{Evaluation, RateUsage, Stop};
use super::{Missing, Trace};

/// The answer of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// A missing fact could decide either way.
    Unknown,
}

impl From<bool> for Truth {
    #[inline]
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl Truth {
    #[inline]
    pub(super) const fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl Truth {
    /// Whether both hold.
    #[inline]
    pub(super) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            (Self::Unknown, Self::Yes | Self::Unknown) | (Self::Yes, Self::Unknown) => Self::Unknown,
        }
    }
}

impl<'p, 's, T: Trace> Evaluation<'p, 's, '_, T> {
    /// Whether the condition holds; what is missing is noted only where the answer is unknown.
    #[inline(always)]
    pub(super) fn holds(&mut self, condition: &'p Condition) -> Result<Truth, Stop> {
        // Most scopes and steps are unconditional, and a call costs more than this test.
        if matches!(condition, Condition::Always) { Ok(Truth::Yes) } else { self.tested(condition) }
    }

    fn tested(&mut self, condition: &'p Condition) -> Result<Truth, Stop> {
        match condition {
            Condition::Always => Ok(Truth::Yes),
            Condition::Never => Ok(Truth::No),
            Condition::All(parts) => self.unless_decided(parts, Truth::No),
            Condition::Any(parts) => self.unless_decided(parts, Truth::Yes),
            Condition::Not(inner) => Ok(self.holds(inner)?.not()),
            Condition::Amount(AmountTest { amount, interval }) => {
                let mark = self.missed.len();
                match self.compared(|this| Ok(interval.contains(this.amount(amount)?)))? {
                    Truth::Unknown => self.by_the_least(condition, mark),
                    known @ (Truth::Yes | Truth::No) => Ok(known),
                }
            }
            Condition::Compare { left, difference, right } => {
                let mark = self.missed.len();
                let compared = self.compared(|this| {
                    let (left, right) = (this.amount(left), this.amount(right));
                    Ok(difference.contains(left?.checked_sub(right?)?))
                })?;
                match compared {
                    Truth::Unknown => self.by_the_least(condition, mark),
                    known @ (Truth::Yes | Truth::No) => Ok(known),
                }
            }
            Condition::Place(field, set) => Ok(self.place(*field, *set)),
            Condition::Date { field, zone, from, to } => Ok(self.date(*field, *zone, *from, *to)),
            Condition::Yes(_) | Condition::OneOf(..) | Condition::Has(..) | Condition::Text(..) => {
                Ok(self.fact_test(condition))
            }
            Condition::Given(fact) => Ok(self.is_given(*fact).into()),
            Condition::Provided(document) => Ok(self.provided(*document, None)),
            Condition::Service(services) => Ok(services.contains(u32::from(self.id.0)).into()),
            Condition::Category(nodes) => Ok(self.category(nodes)),
            Condition::Hs(prefixes) => Ok(self.hs(prefixes)),
            Condition::AnyItem(inner) => self.items(inner, Truth::Yes),
            Condition::EveryItem(inner) => self.items(inner, Truth::No),
        }
    }

    /// The answer of parts of which one that says `decisive` decides alone.
    fn unless_decided(&mut self, parts: &'p [Condition], decisive: Truth) -> Result<Truth, Stop> {
        let mark = self.missed.len();
        let mut answer = decisive.not();
        for part in parts {
            let truth = self.holds(part)?;
            if truth == decisive {
                self.missed.truncate(mark);
                return Ok(decisive);
            }
            if truth == Truth::Unknown {
                answer = Truth::Unknown;
            }
        }
        Ok(answer)
    }

    /// The answer over all items, of which one that says `decisive` decides alone.
    fn items(&mut self, inner: &'p Condition, decisive: Truth) -> Result<Truth, Stop> {
        let Some(items) = &self.shipment.items else {
            self.miss(Missing::Items);
            return Ok(Truth::Unknown);
        };
        let mark = self.missed.len();
        let outer = self.item;
        let mut answer = decisive.not();
        for (position, item) in (0_u32..).zip(items) {
            self.item = Some((position, item));
            let truth = self.holds(inner)?;
            if truth == decisive {
                self.missed.truncate(mark);
                answer = decisive;
                break;
            }
            if truth == Truth::Unknown {
                answer = Truth::Unknown;
            }
        }
        self.item = outer;
        Ok(answer)
    }

    /// A test of numbers, which is unknown where a number is.
    #[inline]
    fn compared(&mut self, test: impl FnOnce(&mut Self) -> Result<bool, Stop>) -> Result<Truth, Stop> {
        let outer = std::mem::replace(&mut self.rates, RateUsage::Compared);
        let found = test(self);
        self.rates = outer;
        match found {
            Ok(holds) => Ok(holds.into()),
            Err(Stop::Unknown) => Ok(Truth::Unknown),
            Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => Err(stop),
        }
    }

    /// Whether a place is in a set.
    #[inline]
    pub(super) fn place(&mut self, field: PlaceField, set: PlaceSetId) -> Truth {
        let shipment = self.shipment;
        match field {
            PlaceField::Origin => self.place_in(shipment.origin, field, set),
            PlaceField::Destination => self.place_in(shipment.destination, field, set),
            PlaceField::Declared(fact) => self.declared_place(fact, set),
        }
    }

    #[inline]
    pub(super) fn place_in(&mut self, place: Place, field: PlaceField, set: PlaceSetId) -> Truth {
        let Some(members) = self.program.places.sets.get(set.0 as usize) else { return Truth::No };
        if let Place::Class(class) = place {
            return members.contains(class).into();
        }
        self.uncertain_place(place, field, members)
    }

    #[cold]
    fn uncertain_place(&mut self, place: Place, field: PlaceField, members: &Bits) -> Truth {
        let known = place.membership(&self.program.places, members);
        if known.subdivision_decides {
            self.miss(Missing::Subdivision(field));
        }
        if known.postcode_decides {
            self.miss(Missing::Postcode(field));
        }
        if known.country_decides {
            self.miss(Missing::Country(field));
        }
        known.truth
    }

    fn declared_place(&mut self, fact: FactId, set: PlaceSetId) -> Truth {
        let Some(members) = self.program.places.sets.get(set.0 as usize) else { return Truth::No };
        match self.declared(fact) {
            Some(FactValue::Place(classes)) => {
                let inside = classes.iter().filter(|class| members.contains(**class)).count();
                if inside == 0 {
                    Truth::No
                } else if inside == classes.len() {
                    Truth::Yes
                } else {
                    self.miss(Missing::Postcode(PlaceField::Declared(fact)));
                    Truth::Unknown
                }
            }
            Some(_) | None => self.unknown_fact(fact),
        }
    }

    /// Whether a date, read in a zone, lies between two days.
    #[inline]
    pub(super) fn date(&mut self, field: DateField, zone: u8, from: i32, to: i32) -> Truth {
        match self.days(field, zone) {
            Some(Days { first, last }) if from <= first && last <= to => Truth::Yes,
            Some(Days { first, last }) if last < from || to < first => Truth::No,
            Some(Days { .. }) => {
                self.miss(Missing::Time(field));
                Truth::Unknown
            }
            None => {
                self.miss_date(field);
                Truth::Unknown
            }
        }
    }

    /// The days that a date can be in a zone.
    #[inline]
    pub(super) fn days(&self, field: DateField, zone: u8) -> Option<Days> {
        let days = match (field, self.item) {
            (DateField::Declared(fact), Some((_, item))) if self.index.is_item_fact(fact) => item.days.as_slice(),
            (DateField::ShipDate | DateField::Declared(_), Some(_) | None) => self.shipment.days.as_slice(),
        };
        days.get(self.index.date_slot(field, zone)).copied().flatten()
    }

    #[cold]
    fn miss_date(&mut self, field: DateField) {
        let missing = match (field, self.item) {
            (DateField::Declared(fact), Some((position, _))) if self.index.is_item_fact(fact) => {
                Missing::Item(position, FactRef::Declared(fact))
            }
            (DateField::ShipDate | DateField::Declared(_), Some(_) | None) => Missing::Date(field),
        };
        self.miss(missing);
    }

    /// The value of a declared fact, of the shipment or of the item at hand.
    #[inline]
    pub(super) fn declared(&self, fact: FactId) -> Option<&'s FactValue> {
        if !self.index.is_item_fact(fact) {
            return self.shipment.facts.get(usize::from(fact.0))?.as_ref();
        }
        let (_, item) = self.item?;
        item.facts.get(self.index.item_slot(fact))?.as_ref()
    }

    #[cold]
    fn unknown_fact(&mut self, fact: FactId) -> Truth {
        self.miss_fact(fact);
        Truth::Unknown
    }

    /// Notes that a declared fact is missing.
    #[cold]
    pub(super) fn miss_fact(&mut self, fact: FactId) -> Stop {
        match self.item {
            Some((position, _)) if self.index.is_item_fact(fact) => {
                self.miss(Missing::Item(position, FactRef::Declared(fact)))
            }
            Some(_) | None => self.miss(Missing::Fact(fact)),
        }
    }

    /// Tests of one declared fact that is no number.
    fn fact_test(&mut self, condition: &'p Condition) -> Truth {
        let (Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) | Condition::Text(fact, _)) =
            condition
        else {
            return Truth::No;
        };
        match (condition, self.declared(*fact)) {
            (Condition::Yes(_), Some(FactValue::YesNo(value))) => (*value).into(),
            (Condition::OneOf(_, words), Some(FactValue::OneOf(word))) => words.contains(u32::from(*word)).into(),
            (Condition::Has(_, word), Some(FactValue::AnyOf(words))) => words.contains(u32::from(*word)).into(),
            (Condition::Text(_, texts), Some(FactValue::Text(text))) => texts.contains(text).into(),
            (_, Some(_) | None) => self.unknown_fact(*fact),
        }
    }

    fn is_given(&self, fact: FactRef) -> bool {
        match (fact, self.item) {
            (FactRef::Declared(fact), Some((_, item))) if self.index.is_item_fact(fact) => {
                item.given.contains(u32::from(fact.0))
            }
            (FactRef::Declared(fact), Some(_) | None) => self.shipment.given.contains(u32::from(fact.0)),
            (FactRef::Builtin(builtin), item) => self.is_builtin_given(builtin, item.map(|(_, item)| item)),
        }
    }

    fn is_builtin_given(&self, builtin: Builtin, item: Option<&PreparedItem>) -> bool {
        let shipment = self.shipment;
        match builtin {
            Builtin::Origin => shipment.origin != Place::Unknown,
            Builtin::Destination => shipment.destination != Place::Unknown,
            Builtin::Weight => shipment.parcels.iter().all(|parcel| parcel.weight.is_some()),
            Builtin::Length | Builtin::Width | Builtin::Height => {
                shipment.parcels.iter().all(|parcel| parcel.sides.is_some())
            }
            Builtin::DeclaredValue => shipment.declared_value.is_some(),
            Builtin::ShipDate => shipment.ship_date.is_some(),
            Builtin::Items => shipment.items.is_some(),
            Builtin::Parcels => shipment.parcels_given == Presence::Given,
            Builtin::ItemCategory => item.is_some_and(PreparedItem::has_category_key),
            Builtin::ItemQuantity => item.is_some_and(|item| item.quantity.is_some()),
            Builtin::ItemWeight => item.is_some_and(|item| item.weight.is_some()),
            Builtin::ItemUnitValue => item.is_some_and(|item| item.unit_value.is_some()),
            Builtin::ItemHs => item.is_some_and(|item| item.hs.is_some()),
        }
    }

    /// Whether the item at hand is in one of the categories.
    pub(super) fn category(&mut self, nodes: &Bits) -> Truth {
        let Some((position, item)) = self.item else { return Truth::No };
        match item.is_in(nodes) {
            Ok(answer) => answer.into(),
            Err(key) => {
                self.miss(Missing::Item(position, FactRef::Builtin(key)));
                Truth::Unknown
            }
        }
    }

    /// Whether the Harmonised System code of the item at hand begins with one of these.
    fn hs(&mut self, prefixes: &[String]) -> Truth {
        let Some((position, item)) = self.item else { return Truth::No };
        match item.has_hs(prefixes) {
            Some(answer) => answer.into(),
            None => {
                self.miss(Missing::Item(position, FactRef::Builtin(Builtin::ItemHs)));
                Truth::Unknown
            }
        }
    }
}
