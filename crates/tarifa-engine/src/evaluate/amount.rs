//! Formulas: exact numbers from the shipment, in base units or in a currency.

use crate::exact::{ArithmeticError, Exact};
use crate::program::{Builtin, Expression, FactId, FactRef, FactValue, GroupId, LineId, Measure};

use super::condition::Truth;
use super::run::{Evaluation, Listening, Stop};
use super::{Event, Missing, Trace};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// The value of a formula.
    #[inline(always)]
    pub(super) fn amount(&mut self, node: &'p Expression) -> Result<Exact, Stop> {
        // A known weight or side is most of what is read, and a call costs more than this test.
        if !T::LISTENS
            && self.substitute.is_none()
            && let Expression::Measure(measure) = node
            && let Some(value) = self.view.known(*measure)
        {
            return Ok(value);
        }
        self.reckoned(node)
    }

    fn reckoned(&mut self, node: &'p Expression) -> Result<Exact, Stop> {
        if let Some((measure, value)) = self.substitute
            && measure == node
        {
            self.tell(|| Event::Operand { node, value });
            return Ok(value);
        }
        let value = match node {
            Expression::Constant(value) => *value,
            Expression::Measure(measure) => self.measure(*measure)?,
            Expression::Slice => self.slice,
            Expression::Line(line) => self.line(*line)?,
            Expression::Fact(_)
            | Expression::Money { .. }
            | Expression::Group(_)
            | Expression::Sum(_)
            | Expression::Difference(..)
            | Expression::Product(_)
            | Expression::Least(_)
            | Expression::Greatest(_)
            | Expression::Mean(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. }
            | Expression::TotalOfItems(_)
            | Expression::DistinctHs(_) => self.compound(node)?,
        };
        self.tell(|| Event::Operand { node, value });
        Ok(value)
    }

    fn compound(&mut self, node: &'p Expression) -> Result<Exact, Stop> {
        match node {
            Expression::Constant(_) | Expression::Measure(_) | Expression::Slice | Expression::Line(_) => {
                self.amount(node)
            }
            Expression::Fact(fact) => self.number(*fact),
            Expression::Money { fact, currency } => self.money(*fact, *currency),
            Expression::Group(group) => self.group_amount(*group),
            Expression::Sum(parts) => self.fold(parts, Exact::checked_add),
            Expression::Product(parts) => self.fold(parts, Exact::checked_mul),
            Expression::Least(parts) => self.fold(parts, |least, part| Ok(least.min(part))),
            Expression::Greatest(parts) => self.fold(parts, |greatest, part| Ok(greatest.max(part))),
            Expression::Mean(parts) => {
                let sum = self.fold(parts, Exact::checked_add)?;
                let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
                Ok(sum.checked_div(Exact::from_integer(count))?)
            }
            Expression::Difference(left, right) => {
                let (left, right) = (self.amount(left), self.amount(right));
                Ok(left?.checked_sub(right?)?)
            }
            Expression::Convert { amount, from, to } => {
                let amount = self.amount(amount);
                let rate = self.rate(*from, *to);
                Ok(amount?.checked_mul(rate?)?)
            }
            Expression::Choose { arms, otherwise } => self.choose(arms, otherwise),
            Expression::TotalOfItems(amount) => self.total_of_items(amount),
            Expression::DistinctHs(digits) => self.distinct_hs(*digits),
        }
    }

    /// Puts parts together; all are looked at, so that everything that is missing is noted at once.
    #[inline]
    fn fold(
        &mut self,
        parts: &'p [Expression],
        together: impl Fn(Exact, Exact) -> Result<Exact, ArithmeticError>,
    ) -> Result<Exact, Stop> {
        let mut parts = parts.iter();
        let Some(first) = parts.next() else { return Ok(Exact::ZERO) };
        let mut value = match self.amount(first) {
            Ok(value) => value,
            Err(stop) => return Err(self.note_rest(parts.as_slice(), stop)),
        };
        while let Some(part) = parts.next() {
            value = match self.amount(part) {
                Ok(part) => together(value, part)?,
                Err(stop) => return Err(self.note_rest(parts.as_slice(), stop)),
            };
        }
        Ok(value)
    }

    /// Notes what the parts behind one that stopped are missing; what does not fit weighs more than what is missing.
    #[cold]
    fn note_rest(&mut self, parts: &'p [Expression], stop: Stop) -> Stop {
        parts
            .iter()
            .filter_map(|part| self.amount(part).err())
            .fold(stop, |first, next| if first == Stop::Unknown { next } else { first })
    }

    /// The value of the first arm that holds.
    ///
    /// Arms behind one that is unknown could decide too; what that one misses is asked for first.
    fn choose(
        &mut self,
        arms: &'p [(crate::program::Condition, Expression)],
        otherwise: &'p Expression,
    ) -> Result<Exact, Stop> {
        for (when, value) in arms {
            match self.holds(when)? {
                Truth::Yes => return self.amount(value),
                Truth::No => {}
                Truth::Unknown => return Err(Stop::Unknown),
            }
        }
        self.amount(otherwise)
    }

    /// A line's rounded amount for the parcel at hand; nought where it does not apply.
    #[inline]
    fn line(&mut self, line: LineId) -> Result<Exact, Stop> {
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default();
        if let Some(found) = lines.iter().find(|found| found.line == line) {
            return Ok(found.amount);
        }
        let undecided = self.undecided.iter().any(|found| found.line == line && found.parcel == self.parcel);
        if undecided { Err(Stop::Unknown) } else { Ok(Exact::ZERO) }
    }

    /// A line's rounded amount, where nothing leaves it open.
    #[inline]
    pub(super) fn decided_line(&self, line: LineId) -> Option<Exact> {
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default();
        match lines.iter().find(|found| found.line == line) {
            Some(found) => Some(found.amount),
            None => self.undecided.is_empty().then_some(Exact::ZERO),
        }
    }

    /// What is charged of a group: the others of its lines have been taken back.
    fn group_amount(&mut self, group: GroupId) -> Result<Exact, Stop> {
        let Some(group) = self.program.groups.get(usize::from(group.0)) else { return Ok(Exact::ZERO) };
        let mut sum = Exact::ZERO;
        for member in &group.members {
            sum = sum.checked_add(self.line(*member)?)?;
        }
        Ok(sum)
    }

    /// A numeric fact, in base units.
    fn number(&mut self, fact: FactRef) -> Result<Exact, Stop> {
        match fact {
            FactRef::Declared(fact) => match self.declared(fact) {
                Some(FactValue::Number(value)) => Ok(*value),
                Some(_) | None => Err(self.miss_fact(fact)),
            },
            FactRef::Builtin(builtin) => self.builtin(builtin),
        }
    }

    fn builtin(&mut self, builtin: Builtin) -> Result<Exact, Stop> {
        let of_item = match (builtin, self.item) {
            (Builtin::Weight, _) => return self.measure(Measure::Weight),
            (Builtin::Length, _) => return self.measure(Measure::Length),
            (Builtin::Width, _) => return self.measure(Measure::Width),
            (Builtin::Height, _) => return self.measure(Measure::Height),
            (Builtin::ItemQuantity, Some((position, item))) => (position, item.quantity),
            (Builtin::ItemWeight, Some((position, item))) => (position, item.weight),
            // What is no number is never given as one: it stays asked for. A loaded program has none.
            (Builtin::Origin, _) => return Err(self.miss(Missing::Country(crate::program::PlaceField::Origin))),
            (Builtin::Destination, _) => {
                return Err(self.miss(Missing::Country(crate::program::PlaceField::Destination)));
            }
            (Builtin::DeclaredValue, _) => return Err(self.miss(Missing::DeclaredValue)),
            (Builtin::ShipDate, _) => {
                return Err(self.miss(Missing::Date(crate::program::DateField::ShipDate)));
            }
            (Builtin::Items | Builtin::Parcels, _) => return Err(self.miss(Missing::Items)),
            (Builtin::ItemCategory | Builtin::ItemUnitValue | Builtin::ItemHs, Some((position, _))) => (position, None),
            (
                Builtin::ItemCategory
                | Builtin::ItemQuantity
                | Builtin::ItemWeight
                | Builtin::ItemUnitValue
                | Builtin::ItemHs,
                None,
            ) => return Err(self.miss(Missing::Items)),
        };
        let (position, value) = of_item;
        value.ok_or_else(|| self.miss(Missing::Item(position, FactRef::Builtin(builtin))))
    }

    /// The sum over items of their quantity times the amount.
    fn total_of_items(&mut self, amount: &'p Expression) -> Result<Exact, Stop> {
        let outer = self.item;
        // Each item has its own value of the formula: only the sum is told.
        let listening = std::mem::replace(&mut self.listening, Listening::Hushed);
        let mut total = Ok(Exact::ZERO);
        let counted = self.for_each_item(|this, position, item| {
            this.item = Some((position, item));
            let mark = this.missed.len();
            let each = this.amount(amount);
            let quantity = match each {
                // Nothing is nothing, however often.
                Ok(each) if each.is_zero() => Ok(Exact::ONE),
                Ok(_) | Err(_) => this.builtin(Builtin::ItemQuantity),
            };
            let part = this.at_least(mark, (quantity, each));
            total = match (total, part) {
                (Ok(sum), (Ok(quantity), Ok(each))) => add_product(sum, quantity, each),
                (Err(stop), _) | (Ok(_), (Err(stop), _) | (_, Err(stop))) => Err(stop),
            };
        });
        self.item = outer;
        self.listening = listening;
        counted.and(total)
    }

    /// How many different Harmonised System codes the items have.
    fn distinct_hs(&mut self, digits: u8) -> Result<Exact, Stop> {
        let mut codes: Vec<&str> = Vec::new();
        let mut unknown = false;
        self.for_each_item(|this, position, item| {
            let code = item.hs.as_deref().and_then(|code| match digits {
                0 => Some(code),
                digits => code.get(..usize::from(digits)),
            });
            match code {
                Some(code) => codes.push(code),
                None => {
                    this.miss(Missing::Item(position, FactRef::Builtin(Builtin::ItemHs)));
                    unknown = true;
                }
            }
        })?;
        if unknown {
            return Err(Stop::Unknown);
        }
        codes.sort_unstable();
        codes.dedup();
        Ok(Exact::from_integer(i64::try_from(codes.len()).unwrap_or(i64::MAX)))
    }

    /// Notes the money that is missing.
    #[cold]
    pub(super) fn miss_money(&mut self, fact: FactRef) -> Stop {
        match (fact, self.item) {
            (FactRef::Declared(fact), _) => self.miss_fact(fact),
            (FactRef::Builtin(Builtin::ItemUnitValue), Some((position, _))) => self.miss(Missing::Item(position, fact)),
            (FactRef::Builtin(_), _) => self.miss(Missing::DeclaredValue),
        }
    }

    /// Whether a declared fact is told of items.
    #[inline]
    pub(super) fn money_of(&self, fact: FactRef) -> Option<crate::currency::Money> {
        match (fact, self.item) {
            (FactRef::Declared(fact), _) => self.declared_money(fact),
            (FactRef::Builtin(Builtin::ItemUnitValue), Some((_, item))) => item.unit_value,
            (FactRef::Builtin(Builtin::DeclaredValue), _) => self.shipment.declared_value,
            (FactRef::Builtin(_), _) => None,
        }
    }

    fn declared_money(&self, fact: FactId) -> Option<crate::currency::Money> {
        match self.declared(fact)? {
            FactValue::Money(amount, currency) => Some(crate::currency::Money::new(*amount, *currency)),
            FactValue::YesNo(_)
            | FactValue::Number(_)
            | FactValue::Date(_)
            | FactValue::Text(_)
            | FactValue::Place(_)
            | FactValue::OneOf(_)
            | FactValue::AnyOf(_) => None,
        }
    }
}

fn add_product(sum: Exact, quantity: Exact, each: Exact) -> Result<Exact, Stop> {
    Ok(sum.checked_add(quantity.checked_mul(each)?)?)
}
