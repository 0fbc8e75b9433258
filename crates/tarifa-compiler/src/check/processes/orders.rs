//! Orders for which cases of a process are tried: within its scope, and for each of its conditions on the goods, the
//! places or the measures one where it holds and one where it does not.

use tarifa_engine::program::{Condition, DateField, Expression, FactRef, Guard, Measure, Node, PlaceField, Process};
use tarifa_engine::shipment::{Item, Shipment};

use crate::region::{Diagram, Region, SpaceBuilder, Undecided};
use crate::witness::{Asker, Finding, ItemSpace, Parcel, Question, Sides};

use super::super::context::Context;
use super::super::idle::any_shipment;

/// The size of the diagrams that orders are looked for in.
const NODES: usize = 20_000;
/// How many orders are tried.
const ORDERS: usize = 8;

/// Orders of a process beside an empty one.
pub(super) fn orders(context: &mut Context<'_>, process: &Process) -> Vec<Shipment> {
    let conditions = conditions(process);
    let is_open = conditions.is_empty() && process.scope.from.is_none() && process.scope.to.is_none();
    let found =
        if is_open { any(context, process).into_iter().collect() } else { told_apart(context, process, conditions) };
    let piece = || vec![Item { quantity: Some(1), ..Item::default() }];
    found
        .into_iter()
        .map(|mut order: Shipment| {
            order.items.get_or_insert_with(piece);
            order
        })
        .collect()
}

/// What one of the services of a process carries.
fn any(context: &mut Context<'_>, process: &Process) -> Option<Shipment> {
    let carriers = context.services.clone();
    let carried = carriers.iter().find(|carried| process.scope.services.contains(carried.id.0.into()))?;
    match any_shipment(context, carried, Region::FULL, &[]) {
        Ok(Finding::Found(shipment, ())) => Some(*shipment),
        Ok(Finding::Nothing | Finding::Hidden | Finding::Undecided(_)) | Err(_) => None,
    }
}

/// Orders of the scope for which the conditions hold, and do not.
fn told_apart(context: &Context<'_>, process: &Process, conditions: Vec<Condition>) -> Vec<Shipment> {
    let carried = context.services.iter().find(|carried| process.scope.services.contains(carried.id.0.into()));
    let Some((service, system)) = carried.map(|carried| (carried.id, carried.system)) else { return Vec::new() };
    let places = [(PlaceField::Origin, process.scope.from), (PlaceField::Destination, process.scope.to)];
    let places = places.into_iter().filter_map(|(field, places)| Some(Condition::Place(field, places?)));
    let scope: Vec<Condition> = places.chain([process.scope.when.clone()]).collect();
    let program = context.program;
    let mut builder = SpaceBuilder::new(program);
    scope.iter().chain(&conditions).for_each(|condition| builder.add(condition));
    let space = builder.finish();
    let items = ItemSpace::new(program, &space, NODES);
    let asker = Asker { program, runtime: context.asker.runtime, space, diagram: Diagram::new(NODES), items };
    let sides = if conditions.iter().any(reads_sides) { Sides::Read } else { Sides::Unread };
    let mut search = Search { asker, parcel: Parcel { service, steps: Vec::new(), sides, system }, found: Vec::new() };
    // What could not be looked for has no order; what was found before it stands.
    let _undecided = search.tell_apart(&scope, &conditions);
    search.found
}

/// A search at work.
struct Search<'a> {
    asker: Asker<'a>,
    parcel: Parcel<'a>,
    found: Vec<Shipment>,
}

impl Search<'_> {
    fn tell_apart(&mut self, scope: &[Condition], conditions: &[Condition]) -> Result<(), Undecided> {
        let mut all = Region::FULL;
        for condition in scope {
            let own = self.region(condition)?;
            all = self.asker.diagram.and(all, own)?;
        }
        for condition in conditions {
            let holding = self.region(condition)?;
            let inside = self.asker.diagram.and(all, holding)?;
            let outside = self.asker.diagram.minus(all, holding)?;
            self.look(inside);
            self.look(outside);
        }
        if self.found.is_empty() {
            self.look(all);
        }
        Ok(())
    }

    fn region(&mut self, condition: &Condition) -> Result<Region, Undecided> {
        self.asker.space.region(&mut self.asker.diagram, self.asker.program, condition)
    }

    fn look(&mut self, region: Region) {
        if self.found.len() >= ORDERS || region.is_empty() {
            return;
        }
        let found = self.asker.any(&Question { region, parcel: &self.parcel, further: &[] });
        if let Finding::Found(shipment, ()) = found
            && !self.found.contains(&shipment)
        {
            self.found.push(*shipment);
        }
    }
}

/// The conditions of a process that read more of the order than facts that the rule set declares.
fn conditions(process: &Process) -> Vec<Condition> {
    fn note(guard: &Guard, found: &mut Vec<Condition>) {
        match guard {
            Guard::Holds(condition) => {
                if !found.contains(condition) && reads_order(condition) {
                    found.push(condition.clone());
                }
            }
            Guard::Not(inner) => note(inner, found),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| note(part, found)),
            Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) | Guard::Money { .. } => {}
        }
    }
    let mut found = Vec::new();
    note(&Guard::Holds(process.scope.when.clone()), &mut found);
    process.visit_guards(&mut |guard| note(guard, &mut found));
    found
}

/// Whether a condition reads the goods, the places, the measures, the day or the papers of the order.
fn reads_order(condition: &Condition) -> bool {
    let mut found = false;
    condition.visit(&mut |node| {
        found |= match node {
            Node::Condition(condition) => match condition {
                Condition::Place(..)
                | Condition::Date { field: DateField::ShipDate, .. }
                | Condition::Given(FactRef::Builtin(_))
                | Condition::Provided(_)
                | Condition::Service(_)
                | Condition::Category(_)
                | Condition::Hs(_)
                | Condition::AnyItem(_)
                | Condition::EveryItem(_) => true,
                Condition::Always
                | Condition::Never
                | Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Amount(_)
                | Condition::Compare { .. }
                | Condition::Date { field: DateField::Declared(_), .. }
                | Condition::Yes(_)
                | Condition::OneOf(..)
                | Condition::Has(..)
                | Condition::Text(..)
                | Condition::Given(FactRef::Declared(_)) => false,
            },
            Node::Expression(expression) => match expression {
                Expression::Measure(_)
                | Expression::Fact(FactRef::Builtin(_))
                | Expression::Money { fact: FactRef::Builtin(_), .. }
                | Expression::Line(_)
                | Expression::Group(_)
                | Expression::Slice
                | Expression::TotalOfItems(_)
                | Expression::DistinctHs(_) => true,
                Expression::Constant(_)
                | Expression::Fact(FactRef::Declared(_))
                | Expression::Money { fact: FactRef::Declared(_), .. }
                | Expression::Sum(_)
                | Expression::Difference(..)
                | Expression::Product(_)
                | Expression::Least(_)
                | Expression::Greatest(_)
                | Expression::Mean(_)
                | Expression::Convert { .. }
                | Expression::Choose { .. } => false,
            },
        };
    });
    found
}

/// Whether a condition reads the sides.
fn reads_sides(condition: &Condition) -> bool {
    let mut found = false;
    condition.visit(&mut |node| {
        found |= match node {
            Node::Expression(Expression::Measure(measure)) => match measure {
                Measure::BilledWeight
                | Measure::VolumetricWeight
                | Measure::Length
                | Measure::Width
                | Measure::Height
                | Measure::Girth
                | Measure::Volume => true,
                Measure::Weight | Measure::TotalQuantity | Measure::ParcelCount => false,
            },
            Node::Condition(_) | Node::Expression(_) => false,
        };
    });
    found
}
