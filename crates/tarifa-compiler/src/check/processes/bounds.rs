//! Refunds above what was paid: amounts that somebody names, and sums that are more than there is.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::{Position, WhatHappened};
use tarifa_engine::case_answer::CaseMoneyWay;
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountId, FactId, Guard, Late, MoneyOrder, Payment, PaymentLine, PaymentWay, Process, Target,
};
use tarifa_engine::shipment::Given;

use super::Look;
use super::explore::{self, Told};
use super::little;
use super::money::{is_all, parts_of};
use super::values::{PAID, amounts};

/// Through how many names an amount is followed.
const DEPTH: usize = 4;
/// Of how many cases other amounts are tried.
const KEPT: usize = 12;

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
        if parts_of(&line.amount).is_none() && (is_more_than_paid(&line.amount) || is_all_and_more(&line.amount)) {
            let diagnostic = more(look, line);
            // What the way back costs is nothing where it was not priced.
            let is_priced = |told: &&Told| {
                !reads_way_back(&line.amount)
                    || told.standing.money.iter().any(|money| money.way == CaseMoneyWay::PaysReturnFreight)
            };
            diagnostics.push(match look.explored.at(position).find(is_priced) {
                Some(told) => look.witnessed(diagnostic, told),
                None => diagnostic,
            });
        } else if !little::check(look, position, line, diagnostics)
            && reads_names(&line.amount)
            && let Some(told) = with_other_amounts(look, position, &line.amount)
        {
            diagnostics.push(look.witnessed(more(look, line), &told));
        }
        return;
    };
    let names_more = |told: &&Told| told.position == position && names_more(look, told, &line.amount);
    let is_compared = is_compared(look.process, named, DEPTH);
    let mut case = look.explored.all().find(names_more).cloned();
    if case.is_none() {
        case = with_other_amounts(look, position, &line.amount);
    }
    if case.is_none() && is_compared {
        // Where nothing compares the amount on one way, a search that tries few amounts comes farther.
        let few = explore::explore_few(look.runtime, look.process, &look.orders);
        case = few.all().find(names_more).cloned();
    }
    if case.is_none() && is_compared {
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
        Some(told) => look.witnessed(diagnostic, &told),
        None => diagnostic,
    });
}

/// What is said of an amount of several parts.
fn more(look: &Look<'_, '_>, line: &PaymentLine) -> Diagnostic {
    Diagnostic::new(Code::MORE_THAN_PAID, look.span(line.at), "this can be more than what was paid")
        .note("nobody gets more than what was paid: the line would be cut there without a word")
        .help("write the bound behind the whole amount, in parentheses: `(… + …) maximum paid`")
}

/// A case that differs from one that was kept in what acts told, where that makes more than what was paid.
///
/// Of cases that differ in an amount up to what was paid alone not all were kept.
fn with_other_amounts(look: &Look<'_, '_>, position: Position, payment: &Payment) -> Option<Told> {
    let paid = paid();
    let mut tried: Vec<Money> = amounts(look.program, look.process);
    let cent = tried
        .first()
        .and_then(|money| Some(Money { amount: paid.checked_div(Exact::from_integer(8_000)).ok()?, ..*money }));
    let all = tried.first().map(|money| Money { amount: paid, ..*money });
    tried.retain(|money| money.amount < paid);
    tried.extend(all.into_iter().chain(cent));
    tried.sort_by_key(|money| std::cmp::Reverse(money.amount));
    look.explored.at(position).take(KEPT).find_map(|told| {
        let mut others =
            tried.iter().filter_map(|amount| explore::of_amount(look.runtime, look.process, told, *amount));
        others.find(|told| names_more(look, told, payment))
    })
}

/// All that was paid in the cases that are tried.
fn paid() -> Exact {
    let [goods, freight] = PAID;
    Exact::from_integer(goods.saturating_add(freight))
}

/// Whether an amount comes to more than what was paid in a case.
fn names_more(look: &Look<'_, '_>, told: &Told, payment: &Payment) -> bool {
    at_least(look, told, &little::reckoned(look.program, payment), &[]).is_some_and(|amount| amount > paid())
}

/// Whether an amount reads what the way back costs.
fn reads_way_back(payment: &Payment) -> bool {
    matches!(payment, Payment::Sum(parts) if parts.contains(&Payment::ReturnFreight))
}

/// Whether an amount reads what somebody names, wherever in it.
fn reads_names(payment: &Payment) -> bool {
    match payment {
        Payment::Amount(_) | Payment::Fact(_) => true,
        Payment::Sum(parts) | Payment::Least(parts) | Payment::Greatest(parts) => parts.iter().any(reads_names),
        Payment::Less(left, right) => reads_names(left) || reads_names(right),
        Payment::Share(_, of) => reads_names(of),
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_) => false,
    }
}

/// What an amount comes to in a case, at least; what is not told adds nothing.
fn at_least(look: &Look<'_, '_>, told: &Told, payment: &Payment, seen: &[AmountId]) -> Option<Exact> {
    let [goods, freight] = PAID.map(Exact::from_integer);
    let of = |part: &Payment| at_least(look, told, part, seen);
    match payment {
        Payment::Paid => goods.checked_add(freight).ok(),
        Payment::PaidGoods => Some(goods),
        Payment::PaidFreight => Some(freight),
        Payment::Fixed(money) => Some(money.amount),
        Payment::Amount(amount) => of_amount(look, told, *amount, seen),
        Payment::Fact(fact) => look.program.facts.get(usize::from(fact.0)).and_then(|fact| told_of(told, &fact.name)),
        Payment::Share(share, whole) => of(whole)?.checked_mul(*share).ok(),
        Payment::Sum(parts) => parts.iter().filter_map(of).try_fold(Exact::ZERO, Exact::checked_add).ok(),
        Payment::Less(left, right) => of(left)?.checked_sub(of(right)?).ok(),
        Payment::Least(parts) => parts.iter().map(of).collect::<Option<Vec<_>>>()?.into_iter().min(),
        Payment::Greatest(parts) => parts.iter().filter_map(of).max(),
        Payment::Rest | Payment::ReceivedItems | Payment::ReturnFreight | Payment::Compensation(_) => None,
    }
}

/// What an amount comes to that an act told, or that was handed on to the stage or the outcome that reads it.
fn of_amount(look: &Look<'_, '_>, told: &Told, amount: AmountId, seen: &[AmountId]) -> Option<Exact> {
    let by_act = || look.process.amounts.get(usize::from(amount.0)).and_then(|name| told_of(told, name));
    // An act tells by the same name what is handed on changed.
    if seen.contains(&amount) {
        return by_act();
    }
    let handed = handed_on(look.process, amount);
    match handed.as_slice() {
        [] => by_act(),
        [only] if **only == Payment::Amount(amount) => by_act(),
        [only] => {
            let seen: Vec<AmountId> = seen.iter().copied().chain([amount]).collect();
            at_least(look, told, only, &seen)
        }
        // Of amounts that are handed on in several ways, the case does not say which it was.
        [_, ..] => None,
    }
}

/// The amounts that lines hand on as `amount`.
fn handed_on(process: &Process, amount: AmountId) -> Vec<&Payment> {
    let mut found: Vec<&Payment> = Vec::new();
    for target in targets(process) {
        let (parameters, handed) = match target {
            Target::Stage(id, handed) => (process.stages.get(usize::from(id.0)).map(|stage| &stage.parameters), handed),
            Target::Outcome(id, handed) => {
                (process.outcomes.get(usize::from(id.0)).map(|outcome| &outcome.parameters), handed)
            }
            Target::KeepWaiting | Target::Again | Target::Extend { .. } => continue,
        };
        let own = parameters.into_iter().flatten().zip(handed).filter(|(parameter, _)| **parameter == amount);
        for (_, payment) in own {
            if !found.contains(&payment) {
                found.push(payment);
            }
        }
    }
    found
}

/// Where every line of a process leads.
fn targets(process: &Process) -> impl Iterator<Item = &Target> {
    let stages = process.stages.iter().flat_map(|stage| {
        let answers = stage.obligations.iter().flat_map(|obligation| {
            let late = match &obligation.late {
                Some(Late::To(lines)) => lines.as_slice(),
                Some(Late::As(_)) | None => &[],
            };
            obligation.answers.iter().map(|answer| &answer.target).chain(late.iter().map(|(_, target)| target))
        });
        let permissions = stage.permissions.iter().map(|permission| &permission.target);
        answers.chain(permissions).chain(stage.timers.iter().map(|timer| &timer.target))
    });
    std::iter::once(&process.opening.target).chain(stages)
}

/// The money that a case was last told by a name.
fn told_of(told: &Told, name: &str) -> Option<Exact> {
    let money = |given: &Given| match given {
        Given::Money(money) => Some(money.amount),
        Given::YesNo(_)
        | Given::Number(_)
        | Given::Quantity(_)
        | Given::Labelled(..)
        | Given::Text(_)
        | Given::Words(_)
        | Given::Date(_)
        | Given::Place(_) => None,
    };
    let acts = told.case.events.iter().rev().find_map(|event| match &event.what {
        WhatHappened::Act { arguments, .. } => arguments.get(name).and_then(money),
        WhatHappened::Event { .. } => None,
    });
    acts.or_else(|| told.case.order.facts.get(name).and_then(money))
}

/// Whether an amount is all that was paid and something besides.
fn is_all_and_more(payment: &Payment) -> bool {
    let is_something = |part: &Payment| match part {
        Payment::ReceivedItems | Payment::ReturnFreight | Payment::Compensation(_) => true,
        Payment::Fixed(money) => money.amount > Exact::ZERO,
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Share(..)
        | Payment::Sum(_)
        | Payment::Less(..)
        | Payment::Least(_)
        | Payment::Greatest(_) => false,
    };
    matches!(payment, Payment::Sum(parts) if is_all(payment) && parts.iter().any(is_something))
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

/// Whether an amount is one that somebody names, and nothing else.
fn is_name(payment: &Payment) -> bool {
    matches!(payment, Payment::Amount(_) | Payment::Fact(_))
}

/// Whether some condition of the process holds the amount down to what was paid, or to an amount that is held down so.
fn is_compared(process: &Process, amount: Named, depth: usize) -> bool {
    let mut found = false;
    process.visit_guards(&mut |guard| found |= compares(process, guard, amount, depth));
    found
}

fn compares(process: &Process, guard: &Guard, amount: Named, depth: usize) -> bool {
    match guard {
        Guard::Money { left, order, right } => {
            let (small, large) = match order {
                MoneyOrder::Under | MoneyOrder::UpTo => (left, right),
                MoneyOrder::Over | MoneyOrder::AtLeast => (right, left),
            };
            // A fixed bound was chosen by somebody who knows the orders.
            let is_fixed = matches!(large, Payment::Fixed(_));
            let is_part = most(large).is_some() && !is_more_than_paid(large);
            let is_held_down = || {
                let bound = named(large).filter(|bound| *bound != amount && is_name(large));
                bound.zip(depth.checked_sub(1)).is_some_and(|(bound, deeper)| is_compared(process, bound, deeper))
            };
            named(small) == Some(amount) && (is_fixed || is_part || is_held_down())
        }
        Guard::Not(inner) => compares(process, inner, amount, depth),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| compares(process, part, amount, depth)),
        Guard::Holds(_) | Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => false,
    }
}
