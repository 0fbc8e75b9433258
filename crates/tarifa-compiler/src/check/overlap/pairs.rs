//! Which statements are worth comparing: those of one service that fill one
//! line, deliver to a common place and are valid on a common day.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_engine::program::{Block, BlockId, Condition, DateField, LineId, Program, ServiceId};

use crate::check::context::Context;

/// A statement with the days outside which it never applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Dated {
    from: i32,
    to: i32,
    id: BlockId,
}

/// The pairs of statements of `service` that may apply to one shipment, each once, the lower id first.
pub(super) fn of_service(context: &Context<'_>, service: ServiceId) -> BTreeSet<(BlockId, BlockId)> {
    let mut lines: BTreeMap<LineId, Vec<(BlockId, &Block)>> = BTreeMap::new();
    for (id, block) in context.blocks() {
        if block.scope.services.contains(service.0.into()) {
            for line in filled(block) {
                lines.entry(line).or_default().push((id, block));
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for blocks in lines.values().filter(|blocks| blocks.len() > 1) {
        for bucket in buckets(context.program, blocks) {
            pairs_of(bucket, |a, b| {
                let is_settled =
                    |x: BlockId, y: BlockId| context.block(x).is_some_and(|block| block.overridden_by.contains(&y));
                if !is_settled(a, b) && !is_settled(b, a) {
                    pairs.insert((a.min(b), a.max(b)));
                }
            });
        }
    }
    pairs
}

/// Every line that a statement fills.
fn filled(block: &Block) -> BTreeSet<LineId> {
    std::iter::once(block.line).chain(block.body.parts().map(|part| part.line)).collect()
}

/// The statements by the place classes that they deliver to.
fn buckets(program: &Program, blocks: &[(BlockId, &Block)]) -> Vec<Vec<Dated>> {
    let mut everywhere = Vec::new();
    let mut by_class: BTreeMap<u32, Vec<Dated>> = BTreeMap::new();
    for (id, block) in blocks {
        let (from, to) = days(&block.scope.when);
        let dated = Dated { from, to, id: *id };
        match block.scope.to.and_then(|set| program.places.sets.get(set.0 as usize)) {
            None => everywhere.push(dated),
            Some(classes) => {
                for class in classes.iter() {
                    by_class.entry(class).or_default().push(dated);
                }
            }
        }
    }
    // Classes that the same statements deliver to are one bucket.
    let mut buckets: BTreeSet<Vec<Dated>> = by_class.into_values().collect();
    buckets =
        buckets.into_iter().map(|bucket| bucket.into_iter().chain(everywhere.iter().copied()).collect()).collect();
    buckets.insert(everywhere);
    buckets.into_iter().collect()
}

/// Hands out the pairs of a bucket whose days meet.
fn pairs_of(mut bucket: Vec<Dated>, mut pair: impl FnMut(BlockId, BlockId)) {
    bucket.sort_unstable();
    for (index, one) in bucket.iter().enumerate() {
        let later = bucket.iter().skip(index.saturating_add(1));
        for other in later.take_while(|other| other.from <= one.to) {
            pair(one.id, other.id);
        }
    }
}

/// The days of shipping, in the tariff's zone, outside which a condition never holds.
fn days(condition: &Condition) -> (i32, i32) {
    const ALL: (i32, i32) = (i32::MIN, i32::MAX);
    match condition {
        Condition::Date { field: DateField::ShipDate, zone: 0, from, to } => (*from, *to),
        Condition::All(parts) => parts.iter().map(days).fold(ALL, |(from, to), (f, t)| (from.max(f), to.min(t))),
        Condition::Any(parts) => {
            let all = parts.iter().map(days).reduce(|(from, to), (f, t)| (from.min(f), to.max(t)));
            all.unwrap_or(ALL)
        }
        Condition::Always
        | Condition::Never
        | Condition::Not(_)
        | Condition::Amount(_)
        | Condition::Compare { .. }
        | Condition::Place(..)
        | Condition::Date { .. }
        | Condition::Yes(_)
        | Condition::OneOf(..)
        | Condition::Has(..)
        | Condition::Text(..)
        | Condition::Given(_)
        | Condition::Provided(_)
        | Condition::Service(_)
        | Condition::Category(_)
        | Condition::Hs(_)
        | Condition::AnyItem(_)
        | Condition::EveryItem(_) => ALL,
    }
}
