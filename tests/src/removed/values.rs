//! Values that facts can have, near every bound that the rules write.

use std::collections::{BTreeMap, BTreeSet};

use tarifa::Tariff;
use tarifa_engine::currency::{Currency, Money};
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Condition, Expression, FactKind, FactPer, FactRef, Interval, LimitTest, Node, Program};
use tarifa_engine::shipment::{Given, PlaceInput, Shipment};
use tarifa_engine::unit::{Quantity, Unit};

use crate::generate::Dice;

/// Everything that a rule set compares something with.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Bounds of amounts, in base units.
    bounds: Vec<Exact>,
    /// Those that a fact is compared with, alone or in a formula.
    bounds_of: BTreeMap<String, Vec<Exact>>,
    currencies: Vec<Currency>,
    /// Days on which something begins or ends.
    days: Vec<i32>,
    texts: Vec<String>,
    /// Codes that begin with what rules ask for, and one that does not.
    codes: Vec<String>,
    places: Vec<PlaceInput>,
    /// Where shipments of examples leave from, and where they go.
    lanes: [Vec<PlaceInput>; 2],
    goods: Vec<Vec<tarifa_engine::shipment::Item>>,
}

impl Values {
    /// What the rules and the examples of a tariff speak of.
    pub(super) fn of<'s>(tariff: &Tariff, examples: impl Iterator<Item = &'s Shipment>) -> Self {
        let program = tariff.program();
        let mut bounds = BTreeSet::from([Exact::ONE, Exact::from_integer(100_000)]);
        let mut currencies = BTreeSet::from(["USD".parse().expect("a currency"), "EUR".parse().expect("a currency")]);
        let mut days = BTreeSet::new();
        let mut texts = BTreeSet::from(["zzz".to_owned()]);
        let mut codes = BTreeSet::from(["999999999999".to_owned()]);
        let mut code = |prefix: &String| {
            codes.insert(format!("{prefix}{}", "0".repeat(12 - prefix.len())));
        };
        program.categories.nodes.iter().flat_map(|node| &node.hs).for_each(&mut code);
        let mut ends = |interval: &Interval| {
            bounds.extend([interval.lower, interval.upper].into_iter().flatten().map(|(bound, _)| bound));
        };
        let mut bounds_of: BTreeMap<String, Vec<Exact>> = BTreeMap::new();
        let mut visitor = |node: Node<'_>| match node {
            Node::Condition(Condition::Amount(test)) => {
                ends(&test.interval);
                let bounds = [test.interval.lower, test.interval.upper].into_iter().flatten().map(|(bound, _)| bound);
                let bounds: Vec<Exact> = bounds.collect();
                test.amount.visit(&mut |node| {
                    let (Node::Expression(Expression::Fact(fact)) | Node::Expression(Expression::Money { fact, .. })) =
                        node
                    else {
                        return;
                    };
                    if let FactRef::Declared(id) = fact {
                        let name = program.facts[usize::from(id.0)].name.clone();
                        bounds_of.entry(name).or_default().extend(&bounds);
                    }
                });
            }
            Node::Condition(Condition::Date { from, to, .. }) => days.extend([*from, to.saturating_add(1)]),
            Node::Condition(Condition::Text(_, own)) => texts.extend(own.iter().cloned()),
            Node::Condition(Condition::Hs(prefixes)) => prefixes.iter().for_each(&mut code),
            Node::Expression(Expression::Money { currency, .. }) => {
                currencies.insert(*currency);
            }
            Node::Condition(_) | Node::Expression(_) => {}
        };
        visit(program, &mut visitor);
        for limit in program.services.iter().flat_map(|service| &service.limits) {
            if let LimitTest::Amount { interval, .. } = &limit.test {
                ends(interval);
            }
        }
        let mut places = BTreeSet::new();
        let mut lanes = [Vec::new(), Vec::new()];
        let mut goods = vec![Vec::new()];
        for shipment in examples {
            places.extend(shipment.origin.iter().chain(&shipment.destination).cloned());
            let [origins, destinations] = &mut lanes;
            origins.extend(shipment.origin.iter().cloned());
            destinations.extend(shipment.destination.iter().cloned());
            goods.extend(shipment.items.iter().cloned());
            if let Some(day) = shipment.ship_date {
                days.insert(day.written_day().days());
            }
        }
        let country = |code: &String| PlaceInput { country: code.clone(), subdivision: None, postcode: None };
        places.extend(program.places.countries.iter().map(|classes| country(&classes.code)));
        // Of countries that every set holds or none, one is as good as another.
        let mut kinds: BTreeSet<Vec<bool>> = BTreeSet::new();
        for classes in &program.places.countries {
            if kinds.insert(program.places.sets.iter().map(|set| set.contains(classes.first)).collect()) {
                lanes.iter_mut().for_each(|lane| lane.push(country(&classes.code)));
            }
        }
        days.retain(|day| (10_000..40_000).contains(day));
        Self {
            bounds: bounds.into_iter().collect(),
            bounds_of,
            currencies: currencies.into_iter().collect(),
            days: days.into_iter().collect(),
            texts: texts.into_iter().collect(),
            codes: codes.into_iter().collect(),
            places: places.into_iter().collect(),
            lanes,
            goods,
        }
    }

    /// An amount at, below, above or between the bounds, or a part of one that several pieces come to; never nought.
    fn number(&self, dice: &mut Dice) -> Exact {
        self.near(dice, &self.bounds)
    }

    fn near(&self, dice: &mut Dice, bounds: &[Exact]) -> Exact {
        let bound = *dice.pick(bounds);
        let little = Exact::new(1, 10_000).expect("small");
        let pieces = Exact::from_integer(i64::try_from(dice.between(2, 12)).expect("small"));
        let value = match dice.between(0, 6) {
            0 | 1 => Ok(bound),
            2 => bound.checked_add(little),
            3 => bound.checked_sub(little),
            4 => bound.checked_div(pieces).and_then(|part| part.checked_add(little)),
            5 => bound.checked_div(pieces),
            _ => bound.checked_add(*dice.pick(bounds)),
        };
        value.ok().filter(|value| value.is_positive()).unwrap_or(little)
    }

    fn money(&self, dice: &mut Dice) -> Money {
        Money::new(self.number(dice), *dice.pick(&self.currencies))
    }

    pub(super) fn quantity(&self, dice: &mut Dice, unit: Unit) -> Quantity {
        Quantity::new(self.number(dice), unit)
    }

    pub(super) fn declared_value(&self, dice: &mut Dice) -> Money {
        self.money(dice)
    }

    pub(super) fn pieces(&self, dice: &mut Dice) -> u64 {
        if dice.once_in(4) { dice.between(1, 20_000) } else { dice.between(1, 12) }
    }

    pub(super) fn code(&self, dice: &mut Dice) -> String {
        dice.pick(&self.codes).clone()
    }

    pub(super) fn goods(&self, dice: &mut Dice) -> Vec<tarifa_engine::shipment::Item> {
        dice.pick(&self.goods).clone()
    }

    pub(super) fn place(&self, dice: &mut Dice) -> PlaceInput {
        dice.pick(&self.places).clone()
    }

    /// Where a shipment of an example leaves from, or any place.
    pub(super) fn origin(&self, dice: &mut Dice) -> PlaceInput {
        let [origins, _] = &self.lanes;
        if dice.once_in(4) { self.place(dice) } else { dice.pick(origins).clone() }
    }

    /// Where a shipment of an example goes, or any place.
    pub(super) fn destination(&self, dice: &mut Dice) -> PlaceInput {
        let [_, destinations] = &self.lanes;
        if dice.once_in(4) { self.place(dice) } else { dice.pick(destinations).clone() }
    }

    /// A place of a country, with whatever more an example tells of one there.
    pub(super) fn place_in(&self, dice: &mut Dice, country: &str) -> PlaceInput {
        let own: Vec<&PlaceInput> = self.places.iter().filter(|place| place.country == country).collect();
        (*dice.pick(&own)).clone()
    }

    /// A day on or around one that matters, or around `near`.
    pub(super) fn date(&self, dice: &mut Dice, near: Option<Date>) -> Date {
        let day = match (near, self.days.as_slice()) {
            (Some(near), _) => {
                let age = *dice.pick(&[0, 1, 30, 90, 180, 365, 366, 367, 730, 1_826, 1_827, 3_000]);
                near.days() - age
            }
            (None, []) => 20_000,
            (None, days) => *dice.pick(days) + i32::try_from(dice.between(0, 2)).expect("small") - 1,
        };
        Date::from_days(day).expect("a day of a policy")
    }

    pub(super) fn moment(&self, dice: &mut Dice) -> Moment {
        self.date(dice, None).to_string().parse().expect("a day")
    }

    /// A value of a declared fact.
    pub(super) fn given(&self, dice: &mut Dice, name: &str, kind: &FactKind) -> Given {
        let bounds = self.bounds_of.get(name).unwrap_or(&self.bounds);
        // What the host tells of its own may be nothing, which alone keeps a sum that is at its bound already.
        let number = |dice: &mut Dice| if dice.once_in(6) { Exact::ZERO } else { self.near(dice, bounds) };
        let in_unit = |dice: &mut Dice, unit| Given::Quantity(Quantity::new(number(dice), unit));
        match kind {
            FactKind::YesNo => Given::YesNo(dice.once_in(2)),
            FactKind::Number { unit: None } => Given::Number(number(dice)),
            FactKind::Number { unit: Some(unit) } => Given::Labelled(number(dice), unit.clone()),
            FactKind::Money => Given::Money(Money::new(self.near(dice, bounds), *dice.pick(&self.currencies))),
            FactKind::Weight => in_unit(dice, Unit::Gram),
            FactKind::Length => in_unit(dice, Unit::Centimetre),
            FactKind::Volume => in_unit(dice, Unit::CubicCentimetre),
            FactKind::Date => Given::Date(self.moment(dice)),
            FactKind::Text => Given::Text(dice.pick(&self.texts).clone()),
            FactKind::Place => Given::Place(self.place(dice)),
            FactKind::OneOf(words) => Given::Text(dice.pick(words).clone()),
            FactKind::AnyOf(words) => Given::Words(words.iter().filter(|_| dice.once_in(2)).cloned().collect()),
        }
    }
}

/// Every condition and formula of the rules.
fn visit(program: &Program, visitor: &mut dyn FnMut(Node<'_>)) {
    for service in &program.services {
        service.visit(visitor);
    }
    for block in &program.blocks {
        block.visit(visitor);
    }
    for restriction in &program.restrictions {
        restriction.visit(visitor);
    }
}

/// The kind of a declared fact.
pub(super) fn kind_of<'p>(program: &'p Program, name: &str, per: FactPer) -> Option<&'p FactKind> {
    program.facts.iter().find(|fact| fact.name == name && fact.per == per).map(|fact| &fact.kind)
}
