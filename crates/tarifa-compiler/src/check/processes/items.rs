//! What `any item` and `every item` say together: where some item passes one condition, some item passes every wider one.

use tarifa_engine::program::{Builtin, Condition, Expression, FactId, FactPer, FactRef, Node, Program};

use crate::region::{Diagram, Region, Space, SpaceBuilder, Subject, Undecided};

/// How many conditions of some item are told apart.
const CONDITIONS: usize = 8;
/// How many nodes the conditions of one item may have.
const NODES: usize = 20_000;

/// The answers to `any item` that the items of one order can give together; none where that cannot be decided.
pub(super) fn possible(program: &Program, space: &Space, diagram: &mut Diagram) -> Result<Option<Region>, Undecided> {
    let of_items = |subject: &Subject| if let Subject::AnyItem(passes) = subject { Some(passes.clone()) } else { None };
    let asked: Vec<Condition> = space.subjects().filter_map(of_items).collect();
    if asked.len() > CONDITIONS || !asked.iter().all(|passes| is_of_one_item(program, passes)) {
        return Ok(None);
    }
    let mut builder = SpaceBuilder::new(program);
    asked.iter().for_each(|passes| builder.add(passes));
    let of_one = builder.finish();
    // An item's category and its code depend on each other, and so can two amounts.
    let has = |wanted: fn(&Subject) -> bool| of_one.subjects().filter(|subject| wanted(subject)).count();
    let amounts = has(|subject| matches!(subject, Subject::Amount(_)));
    if amounts > 1 || has(|subject| matches!(subject, Subject::Category | Subject::Hs)) > 1 {
        return Ok(None);
    }
    let mut one = Diagram::new(NODES);
    let mut passing = Vec::new();
    for passes in &asked {
        passing.push(of_one.region(&mut one, program, passes)?);
    }
    let variables: Vec<_> = asked.into_iter().filter_map(|passes| space.variable(&Subject::AnyItem(passes))).collect();
    let mut ways = Vec::new();
    for answers in 0..1_u32.checked_shl(u32::try_from(variables.len()).unwrap_or(0)).unwrap_or(0) {
        let is_yes =
            |number: usize| answers.checked_shr(u32::try_from(number).unwrap_or(0)).is_some_and(|it| it & 1 == 1);
        let no = passing.iter().enumerate().filter(|(number, _)| !is_yes(*number)).map(|(_, region)| *region);
        let no = one.union(no.collect())?;
        let mut can_be = true;
        for (_, region) in passing.iter().enumerate().filter(|(number, _)| is_yes(*number)) {
            // Each item that passes passes nothing that none does.
            can_be &= !one.minus(*region, no)?.is_empty();
        }
        if can_be {
            let mut way = Region::FULL;
            for (number, variable) in variables.iter().enumerate() {
                let answer = u32::from(is_yes(number));
                let own = diagram.within(*variable, 2, &[(answer, answer.saturating_add(1))])?;
                way = diagram.and(way, own)?;
            }
            ways.push(way);
        }
    }
    diagram.union(ways).map(Some)
}

/// Whether a condition reads nothing but one item, in a way that a region tells exactly.
fn is_of_one_item(program: &Program, condition: &Condition) -> bool {
    let of_item = |fact: FactId| program.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Item);
    let is_told_of_item = |fact: &FactRef| match fact {
        FactRef::Declared(fact) => of_item(*fact),
        FactRef::Builtin(builtin) => match builtin {
            Builtin::ItemCategory
            | Builtin::ItemQuantity
            | Builtin::ItemWeight
            | Builtin::ItemUnitValue
            | Builtin::ItemHs => true,
            Builtin::Origin
            | Builtin::Destination
            | Builtin::Weight
            | Builtin::Length
            | Builtin::Width
            | Builtin::Height
            | Builtin::DeclaredValue
            | Builtin::ShipDate
            | Builtin::Items
            | Builtin::Parcels => false,
        },
    };
    let mut is_plain = true;
    condition.visit(&mut |node| {
        is_plain &= match node {
            Node::Condition(condition) => match condition {
                Condition::Always
                | Condition::Never
                | Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Amount(_)
                | Condition::Category(_)
                | Condition::Hs(_) => true,
                Condition::Yes(fact)
                | Condition::OneOf(fact, _)
                | Condition::Has(fact, _)
                | Condition::Text(fact, _) => of_item(*fact),
                Condition::Compare { .. }
                | Condition::Place(..)
                | Condition::Date { .. }
                | Condition::Given(_)
                | Condition::Provided(_)
                | Condition::Service(_)
                | Condition::AnyItem(_)
                | Condition::EveryItem(_) => false,
            },
            Node::Expression(Expression::Fact(fact) | Expression::Money { fact, .. }) => is_told_of_item(fact),
            Node::Expression(expression) => matches!(expression, Expression::Constant(_)),
        };
    });
    is_plain
}
