//! Formulas, in base units.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use tarifa_engine::program::{Builtin, Expression, FactRef, FactValue, Measure};

use super::condition::{digits, nothing};
use super::{Fraction, Missing, View, base, fraction, whole};

impl<'a> View<'a> {
    /// The value of `expression`.
    pub(super) fn amount(&self, expression: &Expression) -> Result<Fraction, Missing> {
        if let Some((measure, value)) = &self.stand_in
            && measure == expression
        {
            return Ok(value.clone());
        }
        match expression {
            Expression::Constant(value) => Ok(fraction(*value)),
            Expression::Measure(measure) => self.measure(*measure),
            Expression::Fact(fact) => self.number(*fact),
            Expression::Money { fact, currency } => {
                let (amount, own) = self.money(*fact)?;
                Ok(amount * self.rate(own, *currency)?)
            }
            Expression::Line(line) => Ok(self.line_or_nothing(*line)?),
            Expression::Group(group) => {
                let members = &self.model.groups[usize::from(group.0)].members;
                members.iter().map(|member| self.line_or_nothing(*member)).sum()
            }
            Expression::Slice => Ok(self.slice.clone().expect("a slice inside a progressive row")),
            Expression::Sum(parts) => parts.iter().map(|part| self.amount(part)).sum(),
            Expression::Difference(left, right) => Ok(self.amount(left)? - self.amount(right)?),
            Expression::Product(parts) => parts.iter().map(|part| self.amount(part)).product(),
            Expression::Least(parts) => Ok(self.amounts(parts)?.into_iter().min().unwrap_or_else(nothing)),
            Expression::Greatest(parts) => Ok(self.amounts(parts)?.into_iter().max().unwrap_or_else(nothing)),
            Expression::Mean(parts) => {
                let amounts = self.amounts(parts)?;
                let count = whole(amounts.len() as u64);
                Ok(amounts.into_iter().sum::<Fraction>() / count)
            }
            Expression::Convert { amount, from, to } => Ok(self.amount(amount)? * self.rate(*from, *to)?),
            Expression::Choose { arms, otherwise } => {
                for (when, value) in arms {
                    if self.holds(when)? {
                        return self.amount(value);
                    }
                }
                self.amount(otherwise)
            }
            Expression::TotalOfItems(amount) => {
                let mut sum = nothing();
                let items = match &self.group {
                    Some(group) => group.clone(),
                    None => self.items()?.iter().collect(),
                };
                for item in items {
                    let quantity = item.quantity.ok_or_else(|| Missing("quantity".into()))?;
                    sum += (Self { item: Some(item), ..self.clone() }).amount(amount)? * whole(quantity);
                }
                Ok(sum)
            }
            Expression::DistinctHs(length) => {
                let mut codes = BTreeSet::new();
                for item in self.items()? {
                    let code = digits(item.hs.as_ref().ok_or_else(|| Missing("hs".into()))?);
                    let length = if *length == 0 { code.len() } else { usize::from(*length) };
                    codes.insert(code.get(..length).ok_or_else(|| Missing("hs".into()))?.to_owned());
                }
                Ok(Fraction::from_integer(BigInt::from(codes.len())))
            }
        }
    }

    fn amounts(&self, parts: &[Expression]) -> Result<Vec<Fraction>, Missing> {
        parts.iter().map(|part| self.amount(part)).collect()
    }

    pub(super) fn measure(&self, measure: Measure) -> Result<Fraction, Missing> {
        let weight = || self.parcel.weight.clone().ok_or_else(|| Missing("weight".into()));
        let side = |index: usize| {
            let sides = self.parcel.sides.as_ref().ok_or_else(|| Missing("length".into()))?;
            Ok::<_, Missing>(sides[index].clone())
        };
        match measure {
            Measure::Weight => weight(),
            Measure::BilledWeight => self.billed.clone().map_or_else(|| Err(Missing("weight".into())), Ok),
            Measure::VolumetricWeight => self.volumetric.clone().map_or_else(|| Err(Missing("length".into())), Ok),
            Measure::Length => side(0),
            Measure::Width => side(1),
            Measure::Height => side(2),
            Measure::Girth => Ok((side(1)? + side(2)?) * whole(2)),
            Measure::Volume => self.parcel.volume.clone().ok_or_else(|| Missing("length".into())),
            Measure::TotalQuantity => {
                let mut sum = nothing();
                for item in self.items()? {
                    sum += whole(item.quantity.ok_or_else(|| Missing("quantity".into()))?);
                }
                Ok(sum)
            }
            Measure::ParcelCount => Ok(whole(self.parcel_count as u64)),
        }
    }

    fn number(&self, fact: FactRef) -> Result<Fraction, Missing> {
        let item = || self.item.expect("an item fact stands under an item");
        match fact {
            FactRef::Declared(id) => match self.declared(id)? {
                FactValue::Number(value) => Ok(fraction(value)),
                other => panic!("a number fact holds {other:?}"),
            },
            FactRef::Builtin(Builtin::Weight) => self.measure(Measure::Weight),
            FactRef::Builtin(Builtin::Length) => self.measure(Measure::Length),
            FactRef::Builtin(Builtin::Width) => self.measure(Measure::Width),
            FactRef::Builtin(Builtin::Height) => self.measure(Measure::Height),
            FactRef::Builtin(Builtin::ItemQuantity) => {
                item().quantity.map(whole).ok_or_else(|| Missing("quantity".into()))
            }
            FactRef::Builtin(Builtin::ItemWeight) => item().weight.map(base).ok_or_else(|| Missing("weight".into())),
            FactRef::Builtin(
                Builtin::Origin
                | Builtin::Destination
                | Builtin::DeclaredValue
                | Builtin::ShipDate
                | Builtin::Items
                | Builtin::Parcels
                | Builtin::ItemCategory
                | Builtin::ItemUnitValue
                | Builtin::ItemHs,
            ) => panic!("{fact:?} is no number"),
        }
    }

    fn money(&self, fact: FactRef) -> Result<(Fraction, tarifa_engine::currency::Currency), Missing> {
        let given = match fact {
            FactRef::Declared(id) => match self.declared(id)? {
                FactValue::Money(amount, currency) => return Ok((fraction(amount), currency)),
                other => panic!("a money fact holds {other:?}"),
            },
            FactRef::Builtin(Builtin::DeclaredValue) => self.shipment.declared_value.or_else(|| self.value_of_items()),
            FactRef::Builtin(_) => self.item.expect("an item fact stands under an item").unit_value,
        };
        let money = given.ok_or_else(|| Missing("declared_value".into()))?;
        Ok((fraction(money.amount), money.currency))
    }

    /// The sum of the items' values, where each has one and all are of one currency.
    fn value_of_items(&self) -> Option<tarifa_engine::currency::Money> {
        let items = self.shipment.items.as_ref().filter(|items| !items.is_empty())?;
        let mut sum = items.first()?.unit_value?;
        sum.amount = tarifa_engine::exact::Exact::ZERO;
        for item in items {
            let value = item.unit_value.filter(|value| value.currency == sum.currency)?;
            let pieces = tarifa_engine::exact::Exact::from_integer(i64::try_from(item.quantity?).ok()?);
            sum.amount = sum.amount.checked_add(value.amount.checked_mul(pieces).ok()?).ok()?;
        }
        Some(sum)
    }
}
