//! What cases are tried with: orders, facts and amounts at which a condition of the process changes its answer.

use tarifa_engine::currency::Money;
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Argument, Condition, Expression, Fact, FactId, FactKind, FactPer, FactRef, Guard, Node, Payment, Process, Program,
};
use tarifa_engine::shipment::{Given, Shipment};

/// What is paid for goods and freight.
pub(super) const PAID: [i64; 2] = [70, 10];
/// The day on which cases begin where the process leaves it open: 2 March 2026.
pub(super) const USUAL_DAY: i32 = 20_514;
/// How many orders are tried.
const ORDERS: usize = 24;
/// How many values of one fact or amount are tried.
const VALUES: usize = 16;

/// Orders that tell every fact, and with each other word of each fact of few words.
pub(super) fn orders(program: &Program, process: &Process, mut order: Shipment) -> Vec<Shipment> {
    let is_told = |fact: &Fact| {
        process.acts.iter().flat_map(|act| &act.arguments).any(|argument| match argument {
            Argument::Fact(id) => program.facts.get(usize::from(id.0)).is_some_and(|told| told.name == fact.name),
            Argument::Reason | Argument::Amount(_) | Argument::Received => false,
        })
    };
    let read = super::reading::facts_read(process);
    let facts = (0_u16..)
        .zip(&program.facts)
        .filter(|(id, fact)| fact.per == FactPer::Shipment && read.contains(id) && !is_told(fact));
    let mut choices = Vec::new();
    for (id, fact) in facts {
        let mut values = values(program, process, FactId(id), fact).into_iter();
        if let Some(first) = values.next() {
            order.facts.entry(fact.name.clone()).or_insert(first);
        }
        choices.extend(values.map(|value| (fact.name.clone(), value)));
    }
    let mut orders = vec![order.clone()];
    for (name, value) in choices.into_iter().take(ORDERS) {
        let mut other = order.clone();
        other.facts.insert(name, value);
        orders.push(other);
    }
    orders
}

/// Values of a fact: every word of few; of numbers those at which a condition changes its answer.
pub(super) fn values(program: &Program, process: &Process, id: FactId, fact: &Fact) -> Vec<Given> {
    match &fact.kind {
        FactKind::YesNo => vec![Given::YesNo(true), Given::YesNo(false)],
        FactKind::OneOf(words) => words.iter().cloned().map(Given::Text).collect(),
        FactKind::AnyOf(words) => vec![Given::Words(words.clone())],
        FactKind::Money => {
            // Little, more than what was paid, and around what it is compared with.
            let money = |amount: Exact| Given::Money(Money { amount, currency: program.currency });
            let mut bounds = numbers(process, id);
            process.visit_guards(&mut |guard| compared_fact(program, guard, id, &mut bounds));
            let cent = Exact::from_integer(1).checked_div(Exact::from_integer(100)).unwrap_or(Exact::ZERO);
            let bounds = around(bounds, &cent).into_iter().skip(1);
            [30, 100].map(Exact::from_integer).into_iter().chain(bounds).map(money).collect()
        }
        FactKind::Number { unit: None } => {
            around(numbers(process, id), &Exact::from_integer(1)).into_iter().map(Given::Number).collect()
        }
        FactKind::Number { unit: Some(unit) } => vec![Given::Labelled(Exact::from_integer(1), unit.clone())],
        FactKind::Date => Date::from_days(USUAL_DAY).map(|day| Given::Date(Moment::Day(day))).into_iter().collect(),
        FactKind::Text => vec![Given::Text("x".to_owned())],
        FactKind::Weight | FactKind::Length | FactKind::Volume | FactKind::Place => Vec::new(),
    }
}

/// Amounts that an act brings along: little, much, more than what was paid, and those at which a condition changes.
pub(super) fn amounts(program: &Program, process: &Process) -> Vec<Money> {
    let mut bounds = Vec::new();
    process.visit_guards(&mut |guard| compared(program, guard, &mut bounds));
    let mut amounts: Vec<Exact> = [30, 60].into_iter().map(Exact::from_integer).collect();
    let Ok(cent) = Exact::from_integer(1).checked_div(Exact::from_integer(100)) else { return Vec::new() };
    amounts.extend(around(bounds, &cent).into_iter().skip(1));
    amounts.push(Exact::from_integer(100));
    let mut known: Vec<Exact> = Vec::new();
    for amount in amounts {
        if !known.contains(&amount) && amount > Exact::ZERO {
            known.push(amount);
        }
    }
    known.into_iter().map(|amount| Money { amount, currency: program.currency }).collect()
}

/// One, and each bound with its neighbours.
fn around(bounds: Vec<Exact>, step: &Exact) -> Vec<Exact> {
    let mut found = vec![Exact::from_integer(1)];
    for bound in bounds {
        for value in [bound.checked_sub(*step).ok(), Some(bound), bound.checked_add(*step).ok()].into_iter().flatten() {
            if !found.contains(&value) && value >= Exact::ZERO && found.len() < VALUES {
                found.push(value);
            }
        }
    }
    found
}

/// The numbers that conditions of a process compare a fact with.
fn numbers(process: &Process, id: FactId) -> Vec<Exact> {
    let mut found = Vec::new();
    process.visit(&mut |node| {
        if let Node::Condition(Condition::Amount(test)) = node
            && test.amount == Expression::Fact(FactRef::Declared(id))
        {
            found.extend([test.interval.lower, test.interval.upper].into_iter().flatten().map(|(bound, _)| bound));
        }
    });
    found
}

/// The amounts that a condition compares something with, of a case in which the usual amount was paid.
fn compared(program: &Program, guard: &Guard, found: &mut Vec<Exact>) {
    match guard {
        Guard::Money { left, right, .. } => {
            found.extend([left, right].into_iter().filter_map(|side| amount_of(program, side)));
        }
        Guard::Not(inner) => compared(program, inner, found),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| compared(program, part, found)),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => {}
    }
}

/// The amounts that a condition compares a money fact with.
fn compared_fact(program: &Program, guard: &Guard, id: FactId, found: &mut Vec<Exact>) {
    match guard {
        Guard::Money { left, right, .. } => {
            let is_fact = |side: &Payment| *side == Payment::Fact(id);
            let others = [(left, right), (right, left)].into_iter().filter(|(side, _)| is_fact(side));
            found.extend(others.filter_map(|(_, other)| amount_of(program, other)));
        }
        Guard::Not(inner) => compared_fact(program, inner, id, found),
        Guard::All(parts) | Guard::Any(parts) => {
            parts.iter().for_each(|part| compared_fact(program, part, id, found));
        }
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => {}
    }
}

/// What an amount comes to that is a part of what was paid.
fn amount_of(program: &Program, payment: &Payment) -> Option<Exact> {
    let [goods, freight] = PAID.map(Exact::from_integer);
    match payment {
        Payment::Paid => goods.checked_add(freight).ok(),
        Payment::PaidGoods => Some(goods),
        Payment::PaidFreight => Some(freight),
        Payment::Fixed(money) if money.currency == program.currency => Some(money.amount),
        Payment::Share(share, of) => amount_of(program, of)?.checked_mul(*share).ok(),
        Payment::Fixed(_)
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Sum(_)
        | Payment::Less(..)
        | Payment::Least(_)
        | Payment::Greatest(_) => None,
    }
}
