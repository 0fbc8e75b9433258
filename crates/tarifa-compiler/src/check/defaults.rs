//! Defaults that switch a restriction off: where a fact's default lets through what another value would not, a host
//! that tells nothing would ship what is forbidden. Only `assume` says that this is meant.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::date::Moment;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, Condition, DateField, Expression, Fact, FactId, FactKind, FactRef, FactValue, Node, PlaceField,
    Restriction, RestrictionRule,
};

use crate::region::{Diagram, SpaceBuilder, Undecided};

use super::context::Context;
use super::refusals::{not, scope};

/// How many nodes the regions of one rule and one fact may have.
const NODES: usize = 100_000;

/// Looks at every fact with a default and every restriction that reads it.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let program = context.program;
    for (index, fact) in (0_u16..).zip(&program.facts) {
        let id = FactId(index);
        let Some(default) = fact.default.as_ref().filter(|_| !context.model.assumed.contains(u32::from(index))) else {
            continue;
        };
        for restriction in program.restrictions.iter().filter(|restriction| reads(restriction, id)) {
            let Some(fires) = fires(restriction) else { continue };
            if is_switched_off(context, &one_item(&fires), id, default)? {
                diagnostics.push(switched_off(context, fact, default, restriction));
                break;
            }
        }
    }
    Ok(())
}

/// When a restriction stops or asks for something; none for one that only tells.
fn fires(restriction: &Restriction) -> Option<Condition> {
    let scope = scope(&restriction.scope);
    match &restriction.rule {
        RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Separate(_) => Some(scope),
        RestrictionRule::Limit(parts) => {
            let fails = Condition::Any(parts.iter().map(|part| not(&part.test)).collect());
            Some(Condition::All(vec![scope, fails]))
        }
        RestrictionRule::Warn => None,
    }
}

/// Whether a restriction reads a fact.
fn reads(restriction: &Restriction, id: FactId) -> bool {
    let mut found = false;
    restriction.visit(&mut |node| {
        found |= match node {
            Node::Condition(
                Condition::Yes(fact)
                | Condition::OneOf(fact, _)
                | Condition::Has(fact, _)
                | Condition::Text(fact, _)
                | Condition::Given(FactRef::Declared(fact))
                | Condition::Date { field: DateField::Declared(fact), .. }
                | Condition::Place(PlaceField::Declared(fact), _),
            )
            | Node::Expression(
                Expression::Fact(FactRef::Declared(fact)) | Expression::Money { fact: FactRef::Declared(fact), .. },
            ) => *fact == id,
            Node::Condition(_) | Node::Expression(_) => false,
        };
    });
    found
}

/// Whether some shipment passes `fires` with another value of the fact and not with its default.
fn is_switched_off(
    context: &Context<'_>,
    fires: &Condition,
    id: FactId,
    default: &FactValue,
) -> Result<bool, Undecided> {
    let mut by_default = fires.clone();
    put_default(&mut by_default, id, default);
    let mut builder = SpaceBuilder::new(context.program);
    builder.add(fires);
    builder.add(&by_default);
    let space = builder.finish();
    let mut diagram = Diagram::new(NODES);
    let with = space.region(&mut diagram, context.program, fires)?;
    let without = space.region(&mut diagram, context.program, &by_default)?;
    Ok(!diagram.minus(with, without)?.is_empty())
}

/// The condition of a shipment of one item, of which `any item` and `every item` say the same.
fn one_item(condition: &Condition) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(one_item).collect();
    match condition {
        Condition::AnyItem(inner) | Condition::EveryItem(inner) => one_item(inner),
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(inner) => Condition::Not(Box::new(one_item(inner))),
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
        | Condition::Category(_)
        | Condition::Hs(_) => condition.clone(),
    }
}

/// Writes the default in place of the fact.
fn put_default(condition: &mut Condition, id: FactId, default: &FactValue) {
    let known = match (&*condition, default) {
        (Condition::Yes(fact), FactValue::YesNo(value)) if *fact == id => Some(*value),
        (Condition::OneOf(fact, words), FactValue::OneOf(word)) if *fact == id => {
            Some(words.contains(u32::from(*word)))
        }
        (Condition::Has(fact, word), FactValue::AnyOf(words)) if *fact == id => Some(words.contains(u32::from(*word))),
        (Condition::Text(fact, texts), FactValue::Text(text)) if *fact == id => Some(texts.contains(text)),
        // What is taken for granted was not given.
        (Condition::Given(FactRef::Declared(fact)), _) if *fact == id => Some(false),
        (Condition::Date { field: DateField::Declared(fact), from, to, .. }, FactValue::Date(Moment::Day(day)))
            if *fact == id =>
        {
            Some((*from..=*to).contains(&day.days()))
        }
        _ => None,
    };
    if let Some(holds) = known {
        *condition = if holds { Condition::Always } else { Condition::Never };
        return;
    }
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| put_default(part, id, default));
        }
        Condition::Not(inner) | Condition::AnyItem(inner) | Condition::EveryItem(inner) => {
            put_default(inner, id, default);
        }
        Condition::Amount(AmountTest { amount, interval }) => {
            put_default_amount(amount, id, default);
            if let Some(value) = constant(amount) {
                *condition = if interval.contains(value) { Condition::Always } else { Condition::Never };
            }
        }
        Condition::Compare { left, right, difference } => {
            put_default_amount(left, id, default);
            put_default_amount(right, id, default);
            let value = constant(left).zip(constant(right)).and_then(|(left, right)| left.checked_sub(right).ok());
            if let Some(value) = value {
                *condition = if difference.contains(value) { Condition::Always } else { Condition::Never };
            }
        }
        Condition::Always
        | Condition::Never
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
        | Condition::Hs(_) => {}
    }
}

/// Writes the default in place of the fact in every part of a formula.
fn put_default_amount(amount: &mut Expression, id: FactId, default: &FactValue) {
    let known = match (&*amount, default) {
        (Expression::Fact(FactRef::Declared(fact)), FactValue::Number(number)) if *fact == id => {
            Some(Expression::Constant(*number))
        }
        (Expression::Money { fact: FactRef::Declared(fact), currency }, FactValue::Money(number, of))
            if *fact == id =>
        {
            let number = Expression::Constant(*number);
            Some(if of == currency {
                number
            } else {
                Expression::Convert { amount: Box::new(number), from: *of, to: *currency }
            })
        }
        _ => None,
    };
    if let Some(known) = known {
        *amount = known;
        return;
    }
    match amount {
        Expression::Sum(parts)
        | Expression::Product(parts)
        | Expression::Least(parts)
        | Expression::Greatest(parts)
        | Expression::Mean(parts) => parts.iter_mut().for_each(|part| put_default_amount(part, id, default)),
        Expression::Difference(left, right) => {
            put_default_amount(left, id, default);
            put_default_amount(right, id, default);
        }
        Expression::Convert { amount, .. } | Expression::TotalOfItems(amount) => {
            put_default_amount(amount, id, default);
        }
        Expression::Choose { arms, otherwise } => {
            for (when, value) in arms {
                put_default(when, id, default);
                put_default_amount(value, id, default);
            }
            put_default_amount(otherwise, id, default);
        }
        Expression::Constant(_)
        | Expression::Measure(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::DistinctHs(_) => {}
    }
}

/// The number that a formula comes to, where it reads nothing.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not reckoned here stays a formula")]
fn constant(amount: &Expression) -> Option<Exact> {
    let over = |parts: &[Expression], first: Exact, add: fn(Exact, Exact) -> Option<Exact>| {
        parts.iter().try_fold(first, |sum, part| add(sum, constant(part)?))
    };
    match amount {
        Expression::Constant(number) => Some(*number),
        Expression::Sum(parts) => over(parts, Exact::ZERO, |a, b| a.checked_add(b).ok()),
        Expression::Product(parts) => over(parts, Exact::ONE, |a, b| a.checked_mul(b).ok()),
        Expression::Difference(left, right) => constant(left)?.checked_sub(constant(right)?).ok(),
        _ => None,
    }
}

fn switched_off(context: &Context<'_>, fact: &Fact, default: &FactValue, restriction: &Restriction) -> Diagnostic {
    let (name, rule) = (&fact.name, &restriction.name);
    let does = match &restriction.rule {
        RestrictionRule::Forbid => "forbids",
        RestrictionRule::Require(_) => "requires",
        RestrictionRule::Limit(_) => "limits",
        RestrictionRule::Separate(_) => "keeps apart",
        RestrictionRule::Warn => "warns of",
    };
    let value = value_text(fact, default);
    let message =
        format!("where the host does not tell `{name}`, it is {value}, and `{rule}` lets pass what it {does}");
    Diagnostic::new(Code::DEFAULT_LIFTS_RULE, context.span(fact.at), message)
        .label("its default stands here")
        .related(context.span(restriction.at), "reads it")
        .help("leave out the default, so that it is asked for; or write `assume` for `default` where that is meant")
}

/// A default in the author's words.
fn value_text(fact: &Fact, default: &FactValue) -> String {
    let word = |index: u16| match &fact.kind {
        FactKind::OneOf(words) | FactKind::AnyOf(words) => {
            words.get(usize::from(index)).map(|word| format!("`{word}`"))
        }
        FactKind::YesNo
        | FactKind::Number { .. }
        | FactKind::Money
        | FactKind::Weight
        | FactKind::Length
        | FactKind::Volume
        | FactKind::Date
        | FactKind::Text
        | FactKind::Place => None,
    };
    let text = match default {
        FactValue::YesNo(true) => Some("`yes`".to_owned()),
        FactValue::YesNo(false) => Some("`no`".to_owned()),
        FactValue::OneOf(index) => word(*index),
        FactValue::AnyOf(words) => words.iter().next().and_then(|index| word(u16::try_from(index).ok()?)),
        FactValue::Number(_) | FactValue::Money(..) | FactValue::Date(_) | FactValue::Text(_) | FactValue::Place(_) => {
            None
        }
    };
    text.unwrap_or_else(|| "its default".to_owned())
}
