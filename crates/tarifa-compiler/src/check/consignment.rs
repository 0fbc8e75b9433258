//! Consignments of several parcels: where one parcel stands for all of them.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Block, Condition, Expression, LimitTest, Measure, Node, ParcelMode, Program, WeightStepKind,
};
use tarifa_engine::shipment::{self, Shipment};
use tarifa_engine::unit::Quantity;

use super::context::Carried;

/// Whether all that a consignment of several parcels can reach one parcel reaches as well.
///
/// Where each parcel is priced, it is so by itself. Where all are weighed together, it is so if nothing adds up but
/// their weight: the consignment is then limited and priced as one parcel of that weight. Volumes add up beyond what
/// one parcel within the limits can have, and weights of parcels that are weighed each add up beyond any limit.
pub(super) fn is_like_one_parcel(program: &Program, carried: &Carried<'_>) -> bool {
    match carried.service.parcels {
        ParcelMode::PricedEach => true,
        ParcelMode::WeighedEach => false,
        ParcelMode::WeighedTogether => !adds_up_more_than_weight(program, carried) && !sides_matter(program, carried),
    }
}

/// Whether volumes or the number of parcels are read anywhere.
fn adds_up_more_than_weight(program: &Program, carried: &Carried<'_>) -> bool {
    let mut steps = carried.service.billed_weight.steps.iter();
    let mut reads = steps.any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. }));
    let mut look = |node: Node<'_>| {
        reads |= match node {
            Node::Expression(Expression::Measure(measure)) => match measure {
                Measure::Volume | Measure::VolumetricWeight | Measure::ParcelCount => true,
                Measure::Weight
                | Measure::BilledWeight
                | Measure::Length
                | Measure::Width
                | Measure::Height
                | Measure::Girth
                | Measure::TotalQuantity => false,
            },
            Node::Expression(_) | Node::Condition(_) => false,
        };
    };
    carried.service.visit(&mut look);
    blocks(program, carried).for_each(|block| block.visit(&mut look));
    reads
}

/// Whether sides decide more than a limit of their own: limits are tested on each parcel, all else reads the largest
/// sides of all parcels, which no single parcel need have.
fn sides_matter(program: &Program, carried: &Carried<'_>) -> bool {
    let mut reads = false;
    let mut look = |node: Node<'_>| {
        reads |= matches!(
            node,
            Node::Expression(Expression::Measure(Measure::Length | Measure::Width | Measure::Height | Measure::Girth))
        );
    };
    carried.service.when.visit(&mut look);
    for limit in &carried.service.limits {
        limit.scope.visit(&mut look);
        match &limit.test {
            LimitTest::Condition(condition) if !matches!(condition, Condition::Amount(_)) => condition.visit(&mut look),
            LimitTest::Condition(_) | LimitTest::Amount { .. } => {}
        }
    }
    for step in &carried.service.billed_weight.steps {
        step.when.visit(&mut look);
        if let WeightStepKind::Bill(amount) = &step.kind {
            amount.visit(&mut look);
        }
    }
    blocks(program, carried).for_each(|block| block.visit(&mut look));
    reads
}

/// Whether a condition says of how many parcels it speaks.
pub(super) fn counts_parcels(condition: &Condition) -> bool {
    let mut counts = false;
    condition.visit(&mut |node| counts |= is_parcel_count(&node));
    counts
}

/// Whether an amount reads how many parcels there are.
pub(super) fn counts_parcels_in(amount: &Expression) -> bool {
    let mut counts = false;
    amount.visit(&mut |node| counts |= is_parcel_count(&node));
    counts
}

fn is_parcel_count(node: &Node<'_>) -> bool {
    matches!(node, Node::Expression(Expression::Measure(Measure::ParcelCount)))
}

/// The price statements of a service.
fn blocks<'p>(program: &'p Program, carried: &Carried<'_>) -> impl Iterator<Item = &'p Block> + use<'p> {
    let id = u32::from(carried.id.0);
    program.blocks.iter().filter(move |block| block.scope.services.contains(id))
}

/// So many parcels like the shipment.
pub(super) fn same(shipment: &Shipment, count: u16) -> Option<Shipment> {
    Some(of_parcels(shipment, shipment.weight?, count))
}

/// So many parcels of its size that share its weight.
pub(super) fn shared(shipment: &Shipment, count: u16) -> Option<Shipment> {
    let weight = shipment.weight?;
    let share = weight.value.checked_div(Exact::from_integer(i64::from(count))).ok()?;
    share.to_decimal_string()?;
    Some(of_parcels(shipment, Quantity { value: share, unit: weight.unit }, count))
}

fn of_parcels(shipment: &Shipment, weight: Quantity, count: u16) -> Shipment {
    let parcel = shipment::Parcel { weight: Some(weight), sides: shipment.sides, items: None };
    Shipment { weight: None, sides: None, parcels: Some(vec![parcel; usize::from(count)]), ..shipment.clone() }
}
