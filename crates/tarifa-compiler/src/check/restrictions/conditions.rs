//! Conditions of services and restrictions: those that regions are made of, and what they say of goods.

use std::collections::BTreeMap;

use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, Bits, Condition, End, Expression, Interval, LimitTest, Measure, Node, ParcelMode, PlaceField, Program,
    RestrictionRule, Service, Within,
};

use crate::check::context::in_dates;
use crate::check::refusals::not;
use crate::model::Model;
use crate::region::{Space, SpaceBuilder, Subject};

use super::codes::Codes;
use super::possible::{days_of_rates, of_some_item, told_money};
use super::refused::{Kind, kind, needed};

/// Whether a condition leaves out some goods of those that it asks for.
pub(super) fn takes_goods_out(when: &Condition, category: Option<&Bits>) -> bool {
    categories_named(when) > usize::from(category.is_some())
}

/// What must hold for a service to carry a shipment, as conditions.
pub(super) fn gates(program: &Program, service: &Service) -> Vec<Condition> {
    let mut gates = vec![
        Condition::Place(PlaceField::Origin, service.from),
        Condition::Place(PlaceField::Destination, service.to),
        service.when.clone(),
        in_dates(program.valid),
    ];
    for limit in &service.limits {
        let test = match &limit.test {
            LimitTest::Condition(condition) => condition.clone(),
            LimitTest::Amount { amount, interval } => {
                Condition::Amount(AmountTest { amount: amount.clone(), interval: *interval })
            }
        };
        gates.push(if limit.scope == Condition::Always { test } else { Condition::Any(vec![not(&limit.scope), test]) });
    }
    gates
}

/// What must hold for a service to carry a shipment in as many parcels as may be, where rules read what they weigh or
/// measure together: several parcels, each within its limit, can be more.
pub(super) fn gates_of_parcels(program: &Program, service: &Service) -> Vec<Condition> {
    let several = Interval { lower: Some((Exact::from_integer(2), End::Included)), upper: None };
    let several = AmountTest { amount: Expression::Measure(Measure::ParcelCount), interval: several };
    let is_of_each = |gate: &Condition| match gate {
        Condition::Amount(AmountTest { amount: Expression::Measure(Measure::Weight), .. }) => {
            service.parcels != ParcelMode::WeighedTogether
        }
        Condition::Amount(AmountTest { amount, .. }) => kind(amount) == Kind::AddedUp,
        Condition::Any(_) => adds_up_parcels(gate),
        Condition::Always
        | Condition::Never
        | Condition::All(_)
        | Condition::Not(_)
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
        | Condition::EveryItem(_) => false,
    };
    let widened = |gate: Condition| {
        if !is_of_each(&gate) {
            return gate;
        }
        let mut parts = Vec::new();
        // All together are no less than one of them.
        if let Condition::Amount(AmountTest { amount, interval: Interval { lower: Some(lower), .. } }) = &gate {
            let interval = Interval { lower: Some(*lower), upper: None };
            parts.push(Condition::Amount(AmountTest { amount: amount.clone(), interval }));
        }
        parts.push(Condition::Any(vec![gate, Condition::Amount(several.clone())]));
        Condition::All(parts)
    };
    gates(program, service).into_iter().map(widened).collect()
}

/// Whether a condition reads what parcels weigh or measure together.
pub(super) fn adds_up_parcels(condition: &Condition) -> bool {
    let mut found = false;
    condition.visit(&mut |node| {
        found |= matches!(node, Node::Expression(Expression::Measure(Measure::Weight | Measure::Volume)));
    });
    found
}

/// Whether any rule reads what parcels weigh or measure together.
pub(super) fn reads_parcels_together(model: &Model, program: &Program) -> bool {
    let of_parts = |rule: &RestrictionRule| match rule {
        RestrictionRule::Limit(parts) => {
            parts.iter().any(|part| part.within == Within::Consignment && adds_up_parcels(&part.test))
        }
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => false,
    };
    program.restrictions.iter().any(|it| adds_up_parcels(&it.scope.when) || of_parts(&it.rule))
        || model.exceptions.iter().any(|it| adds_up_parcels(&it.from.when) || adds_up_parcels(&it.without))
}

/// Shows every condition that takes part to one builder.
pub(super) fn gather(model: &Model, program: &Program, codes: &Codes) -> Space {
    let mut builder = Gathered { builder: SpaceBuilder::new(program), codes };
    builder.builder.add_subject(Subject::Service);
    builder.builder.add_subject(Subject::Place(PlaceField::Origin));
    builder.builder.add_subject(Subject::Place(PlaceField::Destination));
    builder.builder.add_subject(Subject::Category);
    let adds_up = reads_parcels_together(model, program);
    for service in &program.services {
        gates(program, service).iter().for_each(|gate| builder.add(gate));
        if adds_up {
            gates_of_parcels(program, service).iter().for_each(|gate| builder.add(gate));
        }
    }
    for restriction in &program.restrictions {
        builder.add(&restriction.scope.when);
        match &restriction.rule {
            RestrictionRule::Limit(parts) => {
                for part in parts {
                    builder.add(&part.test);
                    needed(program, part).iter().for_each(|condition| builder.add(condition));
                }
            }
            RestrictionRule::Require(requirement) => {
                let at_hand = |document: &_| Subject::Provided(*document);
                requirement.documents.iter().map(at_hand).for_each(|subject| builder.builder.add_subject(subject));
            }
            RestrictionRule::Forbid | RestrictionRule::Separate(_) | RestrictionRule::Warn => {}
        }
    }
    for exception in &model.exceptions {
        builder.add(&exception.from.when);
        builder.add(&exception.without);
    }
    program.blocks.iter().for_each(|block| builder.add(&block.scope.when));
    // Rates matter where one amount is asked for in two currencies.
    let mut currencies: BTreeMap<String, Currency> = BTreeMap::new();
    let mut are_two = false;
    for subject in builder.builder.subjects() {
        let Subject::Amount(amount) = subject else { continue };
        let Some((key, currency)) = told_money(amount) else { continue };
        are_two |= *currencies.entry(key).or_insert(currency) != currency;
    }
    if are_two {
        days_of_rates(program).iter().for_each(|days| builder.add(days));
    }
    builder.builder.finish()
}

/// A builder that is shown conditions as rules read them.
struct Gathered<'a> {
    builder: SpaceBuilder<'a>,
    codes: &'a Codes,
}

impl Gathered<'_> {
    /// Takes in a condition, and what it asks of some item.
    fn add(&mut self, condition: &Condition) {
        self.builder.add(&self.codes.read(condition));
        for passes in of_some_item(condition) {
            self.builder.add(&self.codes.read(&passes));
        }
    }
}

/// The categories that a condition asks for as a whole.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form asks for no category as a whole")]
pub(super) fn asked_for(condition: &Condition) -> Option<&Bits> {
    match condition {
        Condition::Category(categories) => Some(categories),
        Condition::All(parts) => parts.iter().find_map(asked_for),
        _ => None,
    }
}

/// How many times a condition names categories, to ask for them or for none of them.
pub(super) fn categories_named(condition: &Condition) -> usize {
    let mut named = 0_usize;
    condition.visit(&mut |node| {
        named = named.saturating_add(usize::from(matches!(node, Node::Condition(Condition::Category(_)))));
    });
    named
}

/// How many times a condition asks for categories rather than for none of them.
pub(super) fn positive_categories(condition: &Condition) -> usize {
    fn count(condition: &Condition, is_negated: bool) -> usize {
        match condition {
            Condition::Category(_) => usize::from(!is_negated),
            Condition::Not(inner) => count(inner, !is_negated),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().map(|part| count(part, is_negated)).sum(),
            Condition::Always
            | Condition::Never
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
            | Condition::Hs(_)
            | Condition::AnyItem(_)
            | Condition::EveryItem(_) => 0,
        }
    }
    count(condition, false)
}

/// The categories of a set whose parent is not in it.
pub(super) fn topmost(program: &Program, categories: &Bits) -> Vec<u32> {
    let parent = |node: u32| program.categories.nodes.get(node as usize).and_then(|node| node.parent);
    categories.iter().filter(|node| parent(*node).is_none_or(|parent| !categories.contains(parent))).collect()
}
