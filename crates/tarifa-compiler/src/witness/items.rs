//! From `any item` and `every item` to items: one for each `any` that no item
//! before it serves, each of them and every other passing all that `every` says.

use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{AmountTest, Bits, Builtin, Condition, End, Expression, FactRef, Interval, Node, Program};
use tarifa_engine::shipment::Item;
use tarifa_engine::unit::{Quantity, Unit};

use crate::region::{Allowed, Diagram, Path, Region, Space, SpaceBuilder, Subject, Undecided};

use super::facts::{self, Facts};
use super::round_number::{Grain, roundest};

/// The variables of one item, for all that is ever asked of items.
#[derive(Debug)]
pub(crate) struct ItemSpace {
    space: Space,
    diagram: Diagram,
    /// What holds of every item, where its number of pieces is asked for: it has at least one.
    pieces: Option<Condition>,
}

/// What a path says of the items.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemWishes {
    /// Each must be passed by some item.
    pub(super) some: Vec<Condition>,
    /// None may be passed by any.
    pub(super) none: Vec<Condition>,
}

/// Items, or why there are none.
#[derive(Clone, Debug)]
pub(super) enum Items {
    /// These.
    Found(Vec<Item>),
    /// Some item of the first must pass what no item may.
    Impossible,
    /// It was not found out.
    Unknown,
}

impl ItemSpace {
    /// The space of every condition on items that stands in `space`.
    pub(crate) fn new(program: &Program, space: &Space, node_budget: usize) -> Self {
        let mut builder = SpaceBuilder::new(program);
        let mut pieces = None;
        for subject in space.subjects() {
            if let Subject::AnyItem(condition) = subject {
                builder.add(condition);
                condition.visit(&mut |node| {
                    if matches!(node, Node::Expression(amount) if *amount == PIECES) {
                        pieces = Some(at_least_one());
                    }
                });
            }
        }
        pieces.iter().for_each(|condition| builder.add(condition));
        Self { space: builder.finish(), diagram: Diagram::new(node_budget), pieces }
    }

    /// Items that are as they must be; at least `count` of them.
    pub(super) fn realise(&mut self, program: &Program, wishes: &ItemWishes, count: usize) -> Items {
        match self.try_realise(program, wishes, count) {
            Ok(items) => items,
            Err(Undecided::Size | Undecided::Search) => Items::Unknown,
        }
    }

    fn try_realise(&mut self, program: &Program, wishes: &ItemWishes, count: usize) -> Result<Items, Undecided> {
        let mut allowed = match &self.pieces {
            Some(condition) => self.space.region(&mut self.diagram, program, condition)?,
            None => Region::FULL,
        };
        for condition in &wishes.none {
            let part = self.space.region(&mut self.diagram, program, condition)?;
            allowed = self.diagram.minus(allowed, part)?;
        }
        let mut regions = Vec::new();
        for condition in &wishes.some {
            let part = self.space.region(&mut self.diagram, program, condition)?;
            let wanted = self.diagram.and(allowed, part)?;
            if wanted.is_empty() {
                return Ok(Items::Impossible);
            }
            // One item may serve several wishes.
            let mut shared = None;
            for (index, known) in regions.iter().enumerate() {
                let both = self.diagram.and(*known, wanted)?;
                if !both.is_empty() {
                    shared = Some((index, both));
                    break;
                }
            }
            match shared.and_then(|(index, both)| Some((regions.get_mut(index)?, both))) {
                Some((slot, both)) => *slot = both,
                None => regions.push(wanted),
            }
        }
        while regions.len() < count {
            regions.push(allowed);
        }
        let mut items = Vec::new();
        for region in regions {
            let Some(path) = self.space.first_path(&self.diagram, region) else { return Ok(Items::Impossible) };
            match self.item(program, &path) {
                Some(item) => items.push(item),
                None => return Ok(Items::Unknown),
            }
        }
        Ok(Items::Found(items))
    }

    fn item(&self, program: &Program, path: &Path) -> Option<Item> {
        let mut item = Item { quantity: Some(1), ..Item::default() };
        let mut facts = Facts::default();
        let mut categories = None;
        for (variable, runs) in &path.0 {
            let (subject, allowed) = (self.space.subject(*variable)?, self.space.allowed(*variable, runs)?);
            facts.take(subject, &allowed);
            match (subject, &allowed) {
                (Subject::Category, Allowed::Indices(allowed)) => categories = Some(allowed.clone()),
                (Subject::Hs, Allowed::Texts(texts)) => item.hs = texts.iter().flatten().next().cloned(),
                (Subject::Amount(Expression::Fact(FactRef::Declared(fact))), Allowed::Within(interval)) => {
                    facts.number(*fact, roundest(interval, Exact::ONE, Grain::Any)?);
                }
                (
                    Subject::Amount(Expression::Fact(FactRef::Builtin(Builtin::ItemWeight))),
                    Allowed::Within(interval),
                ) => {
                    let value = roundest(interval, Exact::from_integer(100), Grain::Any)?;
                    item.weight = Some(Quantity { value, unit: Unit::Gram });
                }
                (
                    Subject::Amount(Expression::Fact(FactRef::Builtin(Builtin::ItemQuantity))),
                    Allowed::Within(interval),
                ) => {
                    let value = roundest(interval, Exact::ONE, Grain::Whole)?;
                    item.quantity = Some(u64::try_from(value.to_integer()?).ok().filter(|pieces| *pieces > 0)?);
                }
                (Subject::Amount(Expression::Money { fact, currency }), Allowed::Within(interval)) => {
                    let money =
                        Money { amount: roundest(interval, Exact::from_integer(10), Grain::Any)?, currency: *currency };
                    match fact {
                        FactRef::Declared(fact) => facts.money(*fact, money),
                        FactRef::Builtin(Builtin::ItemUnitValue) => item.unit_value = Some(money),
                        FactRef::Builtin(_) => return None,
                    }
                }
                (Subject::Amount(_) | Subject::Date(..) | Subject::AnyItem(_), _) => return None,
                (_, _) => {}
            }
        }
        item.category = category(program, categories.as_ref());
        item.facts = facts.given(program)?;
        item.provided = facts.provided(program, None);
        Some(item)
    }
}

/// The number of pieces of an item.
const PIECES: Expression = Expression::Fact(FactRef::Builtin(Builtin::ItemQuantity));

fn at_least_one() -> Condition {
    let interval = Interval { lower: Some((Exact::ONE, End::Included)), upper: None };
    Condition::Amount(AmountTest { amount: PIECES, interval })
}

/// The name of the first category allowed; the last index is no category at all.
fn category(program: &Program, allowed: Option<&Bits>) -> Option<String> {
    let nodes = &program.categories.nodes;
    let index = match allowed {
        Some(allowed) => allowed.iter().next()?,
        None => 0,
    };
    nodes.get(index as usize).map(|node| node.name.clone())
}

/// A declared item fact with an everyday value, for what the engine asks for beyond the path.
pub(super) fn add_fact(program: &Program, item: &mut Item, fact: FactRef) -> Option<()> {
    match fact {
        FactRef::Declared(id) => {
            let fact = program.facts.get(id.0 as usize)?;
            let value = facts::sample(program, fact, &std::collections::BTreeMap::new())?;
            item.facts.insert(fact.name.clone(), value);
        }
        FactRef::Builtin(Builtin::ItemCategory) => item.category = Some(program.categories.nodes.first()?.name.clone()),
        FactRef::Builtin(Builtin::ItemQuantity) => item.quantity = Some(1),
        FactRef::Builtin(Builtin::ItemWeight) => {
            item.weight = Some(Quantity { value: Exact::from_integer(100), unit: Unit::Gram });
        }
        FactRef::Builtin(Builtin::ItemUnitValue) => {
            item.unit_value = Some(Money { amount: Exact::from_integer(10), currency: program.currency });
        }
        FactRef::Builtin(Builtin::ItemHs) => item.hs = Some("999999".to_owned()),
        FactRef::Builtin(_) => return None,
    }
    Some(())
}
