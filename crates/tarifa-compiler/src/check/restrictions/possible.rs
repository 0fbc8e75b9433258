//! What can be at all: amounts that cannot be less than so much, and what one thing that is asked says of another one.
//!
//! Regions know nothing of what relates their variables. What is said here is put beside what services carry, so that
//! every question about rules has it: one side is no longer than the longest, money in one currency is so much in
//! another, what holds of the item at hand holds of some item. Each is left out where it would make regions large,
//! which only ever leaves a finding out.

use std::collections::BTreeMap;

use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Builtin, Condition, DateField, End, Expression, FactRef, Interval, Measure, Node, Program,
};

use crate::region::{Allowed, Region, Subject, Undecided, Variable};
use crate::witness::rate_on_day;

use super::conditions::{categories_named, positive_categories};
use super::implied::least;
use super::rules::Rules;

/// How many pairs of cells one relation may look at.
const CELLS: u32 = 4_096;
/// By how many nodes one relation may make the region grow.
const GROWTH: usize = 2_000;
/// How many conditions of some item are compared with each other.
const ANY_ITEMS: usize = 24;
/// How many spans of days with rates of their own are told apart.
const SPANS: usize = 40;

/// What shipments can be, and what they can be beside an item at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Possible {
    /// With or without items.
    pub(super) shipments: Region,
    /// With the item at hand.
    pub(super) items: Region,
}

impl Possible {
    /// Everything.
    pub(super) const FULL: Self = Self { shipments: Region::FULL, items: Region::FULL };
}

/// The days on which a policy's rates decide how much of one currency another one is.
pub(super) fn days_of_rates(program: &Program) -> Vec<Condition> {
    let spans = spans(program);
    spans.into_iter().map(|(from, to)| days(from, to)).collect()
}

fn days(from: i32, to: i32) -> Condition {
    Condition::Date { field: DateField::ShipDate, zone: 0, from, to }
}

/// Spans of days, on each of which one set of rates holds; none where they are too many.
fn spans(program: &Program) -> Vec<(i32, i32)> {
    let mut firsts = std::collections::BTreeSet::from([i32::MIN]);
    for period in &program.exchange {
        firsts.extend(period.valid.from.map(tarifa_engine::date::Date::days));
        firsts.extend(period.valid.to.map(|last| last.days().saturating_add(1)));
    }
    if program.exchange.is_empty() || firsts.len() > SPANS {
        return Vec::new();
    }
    let lasts = firsts.iter().skip(1).map(|first| first.saturating_sub(1)).chain([i32::MAX]);
    firsts.iter().copied().zip(lasts).collect()
}

/// A money amount without its currency, and the currency.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form is no money of one currency that is told")]
pub(super) fn told_money(amount: &Expression) -> Option<(String, Currency)> {
    match amount {
        Expression::Money { fact, currency } => Some((format!("{fact:?}"), *currency)),
        Expression::TotalOfItems(each) => told_money(each).map(|(key, currency)| (format!("total {key}"), currency)),
        _ => None,
    }
}

/// How often the longest side an amount of sides is at the least and at the most.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form is no sum of sides")]
fn of_longest(amount: &Expression) -> Option<(Exact, Exact)> {
    let number = Exact::from_integer;
    match amount {
        Expression::Measure(Measure::Length) => Some((Exact::ONE, Exact::ONE)),
        Expression::Measure(Measure::Width | Measure::Height) => Some((Exact::ZERO, Exact::ONE)),
        Expression::Measure(Measure::Girth) => Some((Exact::ZERO, number(4))),
        Expression::Sum(parts) => parts.iter().try_fold((Exact::ZERO, Exact::ZERO), |(low, high), part| {
            let (least, most) = of_longest(part)?;
            Some((low.checked_add(least).ok()?, high.checked_add(most).ok()?))
        }),
        Expression::Product(parts) => match parts.as_slice() {
            [Expression::Constant(factor), sides] | [sides, Expression::Constant(factor)] if factor.is_positive() => {
                let (least, most) = of_longest(sides)?;
                Some((least.checked_mul(*factor).ok()?, most.checked_mul(*factor).ok()?))
            }
            _ => None,
        },
        _ => None,
    }
}

impl Rules<'_> {
    /// What shipments and their items can be.
    pub(super) fn possible(&mut self) -> Result<Possible, Undecided> {
        let amounts = self.amounts();
        let mut shipments = Region::FULL;
        for (variable, amount) in &amounts {
            if let Some(floor) = of_shipment_at_least(self.program, amount) {
                let relation = self.from(*variable, floor)?;
                shipments = self.joined(shipments, relation)?;
            }
        }
        for relation in self.rates(&amounts)?.into_iter().chain(self.sides(&amounts)?) {
            shipments = self.joined(shipments, relation)?;
        }
        let some = self.some_items()?;
        for (variable, passes) in &some {
            for (wider, other) in some.iter().filter(|(other, _)| other != variable) {
                if self.diagram.minus(*passes, *other)?.is_empty() {
                    let relation = self.either_no(*variable, *wider)?;
                    shipments = self.joined(shipments, relation)?;
                }
            }
        }
        let mut items = Region::FULL;
        for (variable, amount) in &amounts {
            if let Some(floor) = least(self.program, amount) {
                let relation = self.from(*variable, floor)?;
                items = self.joined(items, relation)?;
            }
            for (whole, _) in amounts.iter().filter(|(_, whole)| is_part(self.program, amount, whole)) {
                let relation = self.at_most(*variable, Exact::ONE, *whole)?;
                items = self.joined(items, relation)?;
            }
        }
        for (variable, passes) in some {
            let some = self.diagram.within(variable, 2, &[(1, 2)])?;
            let fails = self.diagram.not(passes)?;
            let relation = self.diagram.union(vec![some, fails])?;
            items = self.joined(items, relation)?;
        }
        Ok(Possible { shipments, items })
    }

    /// The amounts that regions ask for.
    fn amounts(&self) -> Vec<(Variable, Expression)> {
        let amount =
            |subject: &Subject| if let Subject::Amount(amount) = subject { Some(amount.clone()) } else { None };
        let amounts = self.space.subjects().filter_map(amount);
        amounts.filter_map(|it| Some((self.space.variable(&Subject::Amount(it.clone()))?, it))).collect()
    }

    /// What is in both; the first alone where the second would make it large.
    fn joined(&mut self, all: Region, relation: Region) -> Result<Region, Undecided> {
        let before = self.diagram.size();
        let both = self.diagram.and(all, relation)?;
        Ok(if self.diagram.size().saturating_sub(before) > GROWTH { all } else { both })
    }

    /// The conditions of some item that say surely which items pass, and these.
    fn some_items(&mut self) -> Result<Vec<(Variable, Region)>, Undecided> {
        let asked: Vec<Condition> = self
            .space
            .subjects()
            .filter_map(|subject| if let Subject::AnyItem(passes) = subject { Some(passes.clone()) } else { None })
            .take(ANY_ITEMS)
            .collect();
        let mut found = Vec::new();
        for passes in asked {
            // An item can be more than the region says, by its code: where that matters, nothing is said.
            if !self.tells_goods_apart(&passes) || excludes_goods(&passes) && self.has_codes(&passes) {
                continue;
            }
            let Some(variable) = self.space.variable(&Subject::AnyItem(passes.clone())) else { continue };
            // Where the inner condition was not gathered, nothing is known of it.
            match self.condition(&passes) {
                Ok(region) => found.push((variable, region)),
                Err(Undecided::Search) => {}
                Err(Undecided::Size) => return Err(Undecided::Size),
            }
        }
        Ok(found)
    }

    /// That the first is no, or the second yes.
    fn either_no(&mut self, first: Variable, second: Variable) -> Result<Region, Undecided> {
        let no = self.diagram.within(first, 2, &[(0, 1)])?;
        let yes = self.diagram.within(second, 2, &[(1, 2)])?;
        self.diagram.union(vec![no, yes])
    }

    /// That an amount is no less than `floor`.
    fn from(&mut self, variable: Variable, floor: (Exact, End)) -> Result<Region, Undecided> {
        let cells = self.space.cells(variable);
        let below = (0..cells).take_while(|cell| {
            self.cell(variable, *cell).is_some_and(|it| Interval { lower: Some(floor), upper: it.upper }.is_empty())
        });
        let first = u32::try_from(below.count()).unwrap_or(0);
        self.diagram.within(variable, cells, &[(first, cells)])
    }

    /// That `left` is no more than `factor` times `right`.
    fn at_most(&mut self, left: Variable, factor: Exact, right: Variable) -> Result<Region, Undecided> {
        let (lefts, rights) = (self.space.cells(left), self.space.cells(right));
        if left == right || lefts.saturating_mul(rights) > CELLS {
            return Ok(Region::FULL);
        }
        let mut ways = Vec::new();
        for cell in 0..rights {
            let upper = self.cell(right, cell).and_then(|it| it.upper);
            let upper = upper.and_then(|(most, end)| Some((most.checked_mul(factor).ok()?, end)));
            let within = (0..lefts).take_while(|cell| {
                self.cell(left, *cell).is_some_and(|it| !Interval { lower: it.lower, upper }.is_empty())
            });
            let end = u32::try_from(within.count()).unwrap_or(lefts);
            let here = self.diagram.within(right, rights, &[(cell, cell.saturating_add(1))])?;
            let less = if end == 0 { Region::EMPTY } else { self.diagram.within(left, lefts, &[(0, end)])? };
            ways.push(self.diagram.and(here, less)?);
        }
        self.diagram.union(ways)
    }

    /// Where the values of one cell lie.
    fn cell(&self, variable: Variable, cell: u32) -> Option<Interval> {
        match self.space.allowed(variable, &[(cell, cell.saturating_add(1))]) {
            Some(Allowed::Within(interval)) => Some(interval),
            Some(Allowed::YesNo(_) | Allowed::Indices(_) | Allowed::Texts(_)) | None => None,
        }
    }

    /// What money in one currency is in another one, where the policy says how much.
    fn rates(&mut self, amounts: &[(Variable, Expression)]) -> Result<Vec<Region>, Undecided> {
        let mut groups: BTreeMap<String, Vec<(Variable, Currency)>> = BTreeMap::new();
        for (variable, amount) in amounts {
            if let Some((key, currency)) = told_money(amount) {
                groups.entry(key).or_default().push((*variable, currency));
            }
        }
        let mut found = Vec::new();
        for group in groups.into_values() {
            for (position, one) in group.iter().enumerate() {
                for other in group.iter().skip(position.saturating_add(1)) {
                    found.extend(self.rates_of(*one, *other)?);
                }
            }
        }
        Ok(found)
    }

    fn rates_of(
        &mut self,
        (left, one): (Variable, Currency),
        (right, other): (Variable, Currency),
    ) -> Result<Vec<Region>, Undecided> {
        let mut found = Vec::new();
        for (first, last) in spans(self.program) {
            // Any day of the span tells its rates.
            let day = if first == i32::MIN { last } else { first };
            let Some((low, high)) = ratios(self.program, day, one, other) else { continue };
            let Ok(inverse) = Exact::ONE.checked_div(low) else { continue };
            let no_more = self.at_most(right, high, left)?;
            let no_less = self.at_most(left, inverse, right)?;
            let both = self.diagram.and(no_more, no_less)?;
            let on = self.condition(&days(first, last))?;
            let otherwise = self.diagram.not(on)?;
            found.push(self.diagram.union(vec![otherwise, both])?);
        }
        Ok(found)
    }

    /// How the sides of parcels bound each other, each side being the largest of all parcels.
    fn sides(&mut self, amounts: &[(Variable, Expression)]) -> Result<Vec<Region>, Undecided> {
        let of = |measure| {
            let found = amounts.iter().find(|(_, amount)| *amount == Expression::Measure(measure));
            found.map(|(variable, _)| *variable)
        };
        let [length, width, height, girth] = [Measure::Length, Measure::Width, Measure::Height, Measure::Girth].map(of);
        let (half, quarter, four) = (Exact::new(1, 2), Exact::new(1, 4), Exact::from_integer(4));
        let (Ok(half), Ok(quarter)) = (half, quarter) else { return Ok(Vec::new()) };
        let mut wanted: Vec<(Variable, Exact, Variable)> = Vec::new();
        let pairs = [
            (width, Exact::ONE, length),
            (height, Exact::ONE, length),
            (height, Exact::ONE, width),
            (girth, four, width),
            (width, half, girth),
            (height, quarter, girth),
        ];
        wanted.extend(pairs.into_iter().filter_map(|(less, factor, more)| Some((less?, factor, more?))));
        for (variable, amount) in amounts {
            let Some((length, (least, most))) = length.zip(of_longest(amount)) else { continue };
            wanted.push((*variable, most, length));
            if let Ok(inverse) = Exact::ONE.checked_div(least) {
                wanted.push((length, inverse, *variable));
            }
        }
        wanted.into_iter().map(|(less, factor, more)| self.at_most(less, factor, more)).collect()
    }
}

/// Between how much of `other` one unit of `one` is worth on a day, whichever currency the value is told in; none where
/// the host may have to give a rate.
fn ratios(program: &Program, day: i32, one: Currency, other: Currency) -> Option<(Exact, Exact)> {
    let rates = program.exchange.iter().flat_map(|period| &period.rates);
    let mut told: Vec<Currency> = rates.flat_map(|rate| [rate.from, rate.to]).chain([program.currency]).collect();
    told.extend([one, other]);
    let mut found: Option<(Exact, Exact)> = None;
    for currency in told {
        let (into_one, into_other) =
            (rate_on_day(program, day, currency, one), rate_on_day(program, day, currency, other));
        let ratio = match (into_one, into_other) {
            (Some(into_one), Some(into_other)) => into_other.checked_div(into_one).ok()?,
            // What is told in a currency of which the policy has no rate at all is converted by the host.
            (None, None) => continue,
            (Some(_), None) | (None, Some(_)) => return None,
        };
        found = Some(match found {
            None => (ratio, ratio),
            Some((low, high)) => (low.min(ratio), high.max(ratio)),
        });
    }
    found
}

/// The least that an amount of a shipment can be, which may have no items.
fn of_shipment_at_least(program: &Program, amount: &Expression) -> Option<(Exact, End)> {
    let mut counts = false;
    amount.visit(&mut |node| {
        counts |=
            matches!(node, Node::Expression(Expression::TotalOfItems(_) | Expression::Measure(Measure::TotalQuantity)));
    });
    if matches!(amount, Expression::DistinctHs(_)) {
        return Some((Exact::ZERO, End::Included));
    }
    let floor = least(program, amount)?;
    if counts { (floor.0 >= Exact::ZERO).then_some((Exact::ZERO, End::Included)) } else { Some(floor) }
}

/// Whether an amount of the item at hand is a part of an amount of the shipment.
fn is_part(program: &Program, amount: &Expression, whole: &Expression) -> bool {
    let is = |fact| *amount == Expression::Fact(FactRef::Builtin(fact));
    match whole {
        Expression::TotalOfItems(each) => {
            let counted = **each == Expression::Constant(Exact::ONE) && is(Builtin::ItemQuantity);
            counted || **each == *amount && least(program, amount).is_some_and(|(least, _)| least >= Exact::ZERO)
        }
        Expression::Measure(Measure::TotalQuantity) => is(Builtin::ItemQuantity),
        Expression::Measure(Measure::Weight) => is(Builtin::ItemWeight),
        Expression::Measure(_)
        | Expression::Constant(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Sum(_)
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::DistinctHs(_) => false,
    }
}

/// Whether a condition asks that an item is none of some goods.
fn excludes_goods(condition: &Condition) -> bool {
    categories_named(condition) > positive_categories(condition)
}

/// The conditions of one item inside `any item` and `every item`.
pub(super) fn of_some_item(condition: &Condition) -> Vec<Condition> {
    let mut found = Vec::new();
    condition.visit(&mut |node| {
        if let Node::Condition(Condition::AnyItem(passes) | Condition::EveryItem(passes)) = node {
            found.push((**passes).clone());
        }
    });
    found
}
