//! Refunds above what was paid: amounts that somebody names, and sums that are more than there is.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::{Position, WhatHappened};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{AmountId, FactId, Guard, MoneyOrder, Payment, PaymentLine, PaymentWay, Process};
use tarifa_engine::shipment::Given;

use super::Look;
use super::explore::Told;
use super::little;
use super::money::parts_of;
use super::values::PAID;

/// Looks at the lines of a stage or an outcome.
pub(super) fn check(look: &Look<'_, '_>, position: Position, lines: &[PaymentLine], diagnostics: &mut Diagnostics) {
    for line in lines.iter().filter(|line| line.way == PaymentWay::Held) {
        bounded(look, position, line, diagnostics);
    }
}

/// Reports an amount that nothing holds down to what was paid.
fn bounded(look: &Look<'_, '_>, position: Position, line: &PaymentLine, diagnostics: &mut Diagnostics) {
    let Some(named) = named(&line.amount) else {
        // What is a part of what was paid is summed up where the whole outcome is looked at.
        if parts_of(&line.amount).is_none() && is_more_than_paid(&line.amount) {
            let message = "this can be more than what was paid";
            let diagnostic = Diagnostic::new(Code::MORE_THAN_PAID, look.span(line.at), message)
                .note("nobody gets more than what was paid: the line would be cut there without a word")
                .help("write the bound behind the whole amount, in parentheses: `(… + …) maximum paid`");
            diagnostics.push(look.shown(diagnostic, position));
        } else {
            little::check(look, position, line, diagnostics);
        }
        return;
    };
    let case = look.explored.all().find(|told| told.position == position && names_more(look, told, named));
    if case.is_none() && is_compared(look.process, named) {
        return;
    }
    let name = match named {
        Named::Amount(amount) => look.process.amounts.get(usize::from(amount.0)).map(String::as_str),
        Named::Fact(fact) => look.program.facts.get(usize::from(fact.0)).map(|fact| fact.name.as_str()),
    };
    let name = name.unwrap_or_default();
    let diagnostic =
        Diagnostic::new(Code::MORE_THAN_PAID, look.span(line.at), format!("`{name}` can be more than what was paid"))
            .note("nobody gets more than what was paid: the line would be cut there without a word")
            .help(format!("write the bound: `{name} maximum paid`"));
    diagnostics.push(match case {
        Some(told) => look.witnessed(diagnostic, told),
        None => diagnostic,
    });
}

/// Whether a case was told an amount above what was paid.
fn names_more(look: &Look<'_, '_>, told: &Told, named: Named) -> bool {
    let [goods, freight] = PAID;
    let paid = Exact::from_integer(goods.saturating_add(freight));
    let is_more = |given: &Given| match given {
        Given::Money(money) => money.amount > paid,
        Given::YesNo(_)
        | Given::Number(_)
        | Given::Quantity(_)
        | Given::Labelled(..)
        | Given::Text(_)
        | Given::Words(_)
        | Given::Date(_)
        | Given::Place(_) => false,
    };
    let fact = match named {
        Named::Fact(fact) => look.program.facts.get(usize::from(fact.0)).map(|fact| fact.name.as_str()),
        Named::Amount(_) => None,
    };
    let of_order = fact.and_then(|name| told.case.order.facts.get(name)).is_some_and(is_more);
    of_order
        || told.case.events.iter().any(|event| match &event.what {
            // An amount can be handed on by another name.
            WhatHappened::Act { arguments, .. } => {
                arguments.iter().any(|(name, given)| is_more(given) && fact.is_none_or(|fact| fact == name))
            }
            WhatHappened::Event { .. } => false,
        })
}

/// Whether an amount can surely be more than what was paid, at the most that its parts can be.
fn is_more_than_paid(payment: &Payment) -> bool {
    let one = Exact::from_integer(1);
    most(payment).is_some_and(|(goods, freight)| goods > one || freight > one)
}

/// The most that an amount can be, in parts of the goods' money and of the freight's; none where that is not known.
fn most(payment: &Payment) -> Option<(Exact, Exact)> {
    match payment {
        Payment::Sum(parts) => parts.iter().try_fold((Exact::ZERO, Exact::ZERO), |(goods, freight), part| {
            let (more_goods, more_freight) = most(part)?;
            Some((goods.checked_add(more_goods).ok()?, freight.checked_add(more_freight).ok()?))
        }),
        Payment::Least(parts) => {
            let known = parts.iter().filter_map(most);
            known.reduce(|left, right| (left.0.min(right.0), left.1.min(right.1)))
        }
        Payment::Less(left, _) => most(left),
        Payment::ReceivedItems => Some((Exact::from_integer(1), Exact::ZERO)),
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Share(..)
        | Payment::Greatest(_) => parts_of(payment),
    }
}

/// An amount that somebody names.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    Amount(AmountId),
    Fact(FactId),
}

/// The amount that somebody names and that nothing bounds.
fn named(payment: &Payment) -> Option<Named> {
    match payment {
        Payment::Amount(amount) => Some(Named::Amount(*amount)),
        Payment::Fact(fact) => Some(Named::Fact(*fact)),
        Payment::Sum(parts) | Payment::Greatest(parts) => parts.iter().find_map(named),
        Payment::Less(left, _) => named(left),
        Payment::Share(_, of) => named(of),
        // One bound is enough.
        Payment::Least(parts) if parts.iter().all(|part| named(part).is_some()) => parts.first().and_then(named),
        Payment::Least(_)
        | Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_) => None,
    }
}

/// Whether some condition of the process holds the amount down to what was paid.
fn is_compared(process: &Process, amount: Named) -> bool {
    let mut found = false;
    process.visit_guards(&mut |guard| found |= compares(guard, amount));
    found
}

fn compares(guard: &Guard, amount: Named) -> bool {
    match guard {
        Guard::Money { left, order, right } => {
            let (small, large) = match order {
                MoneyOrder::Under | MoneyOrder::UpTo => (left, right),
                MoneyOrder::Over | MoneyOrder::AtLeast => (right, left),
            };
            // A fixed bound was chosen by somebody who knows the orders.
            let is_fixed = matches!(large, Payment::Fixed(_));
            named(small) == Some(amount) && (is_fixed || most(large).is_some() && !is_more_than_paid(large))
        }
        Guard::Not(inner) => compares(inner, amount),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| compares(part, amount)),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => false,
    }
}
