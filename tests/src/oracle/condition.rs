//! Conditions, as they are read aloud.

use num_traits::Zero;
use tarifa_compiler::model::{PlaceRegion, PlaceSet};
use tarifa_engine::date::{DateRange, Membership, Moment};
use tarifa_engine::place_code::{Postcode, PostcodeMatch};
use tarifa_engine::program::{
    Builtin, Category, Condition, DateField, DocumentId, End, FactId, FactPer, FactRef, FactValue, Interval,
    PlaceField, PlaceSetId,
};
use tarifa_engine::shipment::{Given, Item, PlaceInput};

use super::{Fraction, Missing, View, fraction};

/// Whether `value` lies inside `interval`.
pub(super) fn lies(value: &Fraction, interval: &Interval) -> bool {
    let above = interval.lower.is_none_or(|(bound, end)| match end {
        End::Included => *value >= fraction(bound),
        End::Excluded => *value > fraction(bound),
    });
    let below = interval.upper.is_none_or(|(bound, end)| match end {
        End::Included => *value <= fraction(bound),
        End::Excluded => *value < fraction(bound),
    });
    above && below
}

impl<'a> View<'a> {
    /// Whether `condition` holds.
    ///
    /// Facts are read only as far as they are needed, so that a complete shipment need not give what nothing asks.
    pub(super) fn holds(&self, condition: &Condition) -> Result<bool, Missing> {
        Ok(match condition {
            Condition::Always => true,
            Condition::Never => false,
            Condition::All(parts) => {
                for part in parts {
                    if !self.holds(part)? {
                        return Ok(false);
                    }
                }
                true
            }
            Condition::Any(parts) => {
                for part in parts {
                    if self.holds(part)? {
                        return Ok(true);
                    }
                }
                false
            }
            Condition::Not(inner) => !self.holds(inner)?,
            Condition::Amount(test) => lies(&self.amount(&test.amount)?, &test.interval),
            Condition::Compare { left, difference, right } => {
                lies(&(self.amount(left)? - self.amount(right)?), difference)
            }
            Condition::Place(field, set) => self.place_holds(*field, *set)?,
            Condition::Date { field, zone, from, to } => self.date_holds(*field, usize::from(*zone), *from, *to)?,
            Condition::Yes(fact) => matches!(self.declared(*fact)?, FactValue::YesNo(true)),
            Condition::OneOf(fact, words) => match self.declared(*fact)? {
                FactValue::OneOf(word) => words.contains(u32::from(word)),
                other => panic!("a one-of fact holds {other:?}"),
            },
            Condition::Has(fact, word) => match self.declared(*fact)? {
                FactValue::AnyOf(words) => words.contains(u32::from(*word)),
                other => panic!("an any-of fact holds {other:?}"),
            },
            Condition::Text(fact, texts) => match self.declared(*fact)? {
                FactValue::Text(text) => texts.contains(&text),
                other => panic!("a text fact holds {other:?}"),
            },
            Condition::Given(fact) => self.is_given(*fact),
            Condition::Provided(document) => self.is_provided(*document)?,
            Condition::Service(services) => {
                let position = self.model.services.iter().position(|service| service.name == self.service.name);
                services.contains(u32::try_from(position.expect("the service is one of the model's")).expect("few"))
            }
            Condition::Category(categories) => {
                self.categories_of_item()?.into_iter().any(|node| categories.contains(node))
            }
            Condition::Hs(prefixes) => {
                let item = self.item.expect("a condition on an item stands under `any item` or `every item`");
                let digits = digits(item.hs.as_ref().ok_or_else(|| Missing("hs".into()))?);
                prefixes.iter().any(|prefix| digits.starts_with(prefix.as_str()))
            }
            Condition::AnyItem(inner) => {
                let mut missing = None;
                for item in self.items()? {
                    match (Self { item: Some(item), ..self.clone() }).holds(inner) {
                        Ok(true) => return Ok(true),
                        Ok(false) => {}
                        Err(error) => missing = Some(error),
                    }
                }
                missing.map_or(Ok(false), Err)?
            }
            Condition::EveryItem(inner) => {
                let mut missing = None;
                for item in self.items()? {
                    match (Self { item: Some(item), ..self.clone() }).holds(inner) {
                        Ok(true) => {}
                        Ok(false) => return Ok(false),
                        Err(error) => missing = Some(error),
                    }
                }
                missing.map_or(Ok(true), Err)?
            }
        })
    }

    /// Whether the document is at hand, for the item or for the shipment, and valid on the day of shipping.
    fn is_provided(&self, document: DocumentId) -> Result<bool, Missing> {
        let name = &self.model.documents[usize::from(document.0)].name;
        let of_item = self.item.map(|item| item.provided.as_slice()).unwrap_or_default();
        for own in of_item.iter().chain(&self.shipment.provided).filter(|own| own.document == *name) {
            let starts = own.issued.map_or(i32::MIN, tarifa_engine::date::Date::days);
            let ends = own.valid_to.map_or(i32::MAX, tarifa_engine::date::Date::days);
            let always = (starts, ends) == (i32::MIN, i32::MAX);
            if always || self.date_holds(DateField::ShipDate, 0, starts, ends)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn items(&self) -> Result<&'a [Item], Missing> {
        self.shipment.items.as_deref().ok_or_else(|| Missing("items".into()))
    }

    /// The value of a declared fact, of the item at hand where it is an item's; the default where none is given.
    pub(super) fn declared(&self, id: FactId) -> Result<FactValue, Missing> {
        let fact = &self.model.facts[usize::from(id.0)];
        let given = match fact.per {
            FactPer::Shipment => self.shipment.facts.get(&fact.name),
            FactPer::Item => self.item.and_then(|item| item.facts.get(&fact.name)),
        };
        match given {
            Some(given) => Ok(interned(given, &fact.kind)),
            None => fact.default.clone().ok_or_else(|| Missing(fact.name.clone())),
        }
    }

    fn is_given(&self, fact: FactRef) -> bool {
        let shipment = self.shipment;
        match fact {
            FactRef::Declared(id) => {
                let fact = &self.model.facts[usize::from(id.0)];
                match fact.per {
                    FactPer::Shipment => shipment.facts.contains_key(&fact.name),
                    FactPer::Item => self.item.is_some_and(|item| item.facts.contains_key(&fact.name)),
                }
            }
            FactRef::Builtin(builtin) => match builtin {
                Builtin::Origin => shipment.origin.is_some(),
                Builtin::Destination => shipment.destination.is_some(),
                Builtin::Weight => self.parcel.weight.is_some(),
                Builtin::Length | Builtin::Width | Builtin::Height => self.parcel.sides.is_some(),
                Builtin::DeclaredValue => shipment.declared_value.is_some(),
                Builtin::ShipDate => shipment.ship_date.is_some(),
                Builtin::Items => shipment.items.is_some(),
                Builtin::Parcels => shipment.parcels.is_some(),
                Builtin::ItemCategory => self.item.is_some_and(|item| item.category.is_some()),
                Builtin::ItemQuantity => self.item.is_some_and(|item| item.quantity.is_some()),
                Builtin::ItemWeight => self.item.is_some_and(|item| item.weight.is_some()),
                Builtin::ItemUnitValue => self.item.is_some_and(|item| item.unit_value.is_some()),
                Builtin::ItemHs => self.item.is_some_and(|item| item.hs.is_some()),
            },
        }
    }

    /// The nodes that any key of the item at hand names: its category's name, the host's id, its HS code.
    fn categories_of_item(&self) -> Result<Vec<u32>, Missing> {
        let item = self.item.expect("a condition on an item stands under `any item` or `every item`");
        let code = item.hs.as_ref().map(|hs| digits(hs));
        let names =
            |node: &Category| item.category.as_ref().is_some_and(|own| node.name == *own || node.ids.contains(own));
        let coded = |node: &Category| {
            code.as_ref().is_some_and(|code| node.hs.iter().any(|prefix| code.starts_with(prefix.as_str())))
        };
        let nodes = (0_u32..).zip(&self.model.categories.nodes);
        let found: Vec<u32> = nodes.filter(|(_, node)| names(node) || coded(node)).map(|(number, _)| number).collect();
        if found.is_empty() { Err(Missing("category".into())) } else { Ok(found) }
    }

    fn place_holds(&self, field: PlaceField, set: PlaceSetId) -> Result<bool, Missing> {
        match field {
            PlaceField::Origin => self.place_in(self.shipment.origin.as_ref(), "origin", set),
            PlaceField::Destination => self.place_in(self.shipment.destination.as_ref(), "destination", set),
            PlaceField::Declared(id) => {
                let name = &self.model.facts[usize::from(id.0)].name;
                match self.shipment.facts.get(name) {
                    Some(Given::Place(place)) => self.place_in(Some(place), name, set),
                    Some(_) | None => Err(Missing(name.clone())),
                }
            }
        }
    }

    pub(super) fn place_in(&self, place: Option<&PlaceInput>, name: &str, set: PlaceSetId) -> Result<bool, Missing> {
        let place = place.ok_or_else(|| Missing(name.to_owned()))?;
        let set = self.model.places(set).expect("a place set of the model");
        belongs(place, set).ok_or_else(|| Missing(format!("{name} in detail")))
    }

    fn date_holds(&self, field: DateField, zone: usize, from: i32, to: i32) -> Result<bool, Missing> {
        let day = |days| tarifa_engine::date::Date::from_days(days);
        let range = DateRange { from: day(from), to: day(to) };
        match field {
            DateField::ShipDate => {
                let moment = self.shipment.ship_date.ok_or_else(|| Missing("ship_date".into()))?;
                self.date_lies(&moment, zone, range)
            }
            DateField::Declared(id) => match self.declared(id)? {
                FactValue::Date(moment) => self.date_lies(&moment, zone, range),
                other => panic!("a date fact holds {other:?}"),
            },
        }
    }

    pub(super) fn date_lies(&self, moment: &Moment, zone: usize, range: DateRange) -> Result<bool, Missing> {
        let days = moment.days_in(&self.model.zones[0], &self.model.zones[zone]);
        match range.membership(days) {
            Membership::Inside => Ok(true),
            Membership::Outside => Ok(false),
            Membership::DependsOnTime => Err(Missing("ship time".into())),
        }
    }
}

/// Whether the place belongs to the set; none where a detail is missing that decides it.
fn belongs(place: &PlaceInput, set: &PlaceSet) -> Option<bool> {
    match set {
        PlaceSet::All => Some(true),
        PlaceSet::Region(PlaceRegion::Country(country)) => Some(place.country == *country),
        PlaceSet::Region(PlaceRegion::Subdivision { country, subdivision }) => {
            if place.country != *country {
                return Some(false);
            }
            place.subdivision.as_ref().map(|own| own == subdivision)
        }
        PlaceSet::Region(PlaceRegion::Postcodes { country, patterns }) => {
            if place.country != *country {
                return Some(false);
            }
            let postcode = place.postcode.as_ref()?;
            let postcode = Postcode::parse(country.parse().ok()?, postcode).ok()?;
            let matches: Vec<_> = patterns.iter().map(|pattern| pattern.matches(&postcode)).collect();
            if matches.contains(&PostcodeMatch::Inside) {
                Some(true)
            } else if matches.contains(&PostcodeMatch::NeedsMore) {
                None
            } else {
                Some(false)
            }
        }
        PlaceSet::Union(parts) => {
            let answers: Vec<_> = parts.iter().map(|part| belongs(place, part)).collect();
            if answers.contains(&Some(true)) {
                Some(true)
            } else if answers.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        PlaceSet::Difference(from, without) => match (belongs(place, from), belongs(place, without)) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            (None, _) | (_, None) => None,
        },
    }
}

/// A given value in the form of the fact's kind.
fn interned(given: &Given, kind: &tarifa_engine::program::FactKind) -> FactValue {
    use tarifa_engine::program::{Bits, FactKind};
    let position = |words: &[String], word: &str| words.iter().position(|own| own == word).expect("a word of the fact");
    match (given, kind) {
        (Given::YesNo(value), _) => FactValue::YesNo(*value),
        (Given::Number(value) | Given::Labelled(value, _), _) => FactValue::Number(*value),
        (Given::Quantity(quantity), _) => FactValue::Number(quantity.in_base().expect("a small quantity")),
        (Given::Money(money), _) => FactValue::Money(money.amount, money.currency),
        (Given::Date(moment), _) => FactValue::Date(*moment),
        (Given::Text(word), FactKind::OneOf(words)) => {
            FactValue::OneOf(u16::try_from(position(words, word)).expect("few words"))
        }
        (Given::Text(text), _) => FactValue::Text(text.clone()),
        (Given::Words(given), FactKind::AnyOf(words)) => {
            let members = given.iter().map(|word| u32::try_from(position(words, word)).expect("few words"));
            FactValue::AnyOf(Bits::from_members(members))
        }
        (Given::Words(_) | Given::Place(_), _) => panic!("a value of another kind than the fact's"),
    }
}

/// The digits of a Harmonised System code.
pub(super) fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}

/// Nothing, as an amount.
pub(super) fn nothing() -> Fraction {
    Fraction::zero()
}
