//! Refunds of a fixed amount where less was paid: found by running the cases again with little paid.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::case_answer::{CaseMoney, CaseMoneyWay};
use tarifa_engine::currency::{Currency, Money};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Amount, Compensation, Payment, PaymentLine, Program, Reckoning};

use super::Look;
use super::explore::{self, Told};
use super::graph::name_of;

/// Reports a line by which somebody who opens cases gets more than little that was paid.
///
/// What another party keeps as its fee takes what there is, which is what such a line means. Says whether there was one.
pub(super) fn check(
    look: &Look<'_, '_>,
    position: Position,
    line: &PaymentLine,
    diagnostics: &mut Diagnostics,
) -> bool {
    if !look.process.opening.parties.contains(&line.party) {
        return false;
    }
    let amount = &reckoned(look.program, &line.amount);
    let Some(written) = fixed(amount) else { return false };
    let Some(little) = little(written) else { return false };
    let least = least(amount, &little);
    if least <= little.amount {
        return false;
    }
    let found = look.explored.at(position).find_map(|told| {
        let mut told = explore::of_little(look.runtime, look.process, told, little)?;
        told.words = vec![cut(look, &told, position, line)?.text.clone()];
        Some(told)
    });
    // Where conditions keep such a case away, there is nothing to report.
    let Some(told) = found else { return false };
    let party = look.process.parties.get(usize::from(line.party.0)).map_or("", String::as_str);
    let message = format!("`{party}` can get more here than was paid");
    let diagnostic = Diagnostic::new(Code::MORE_THAN_PAID, look.span(line.at), message)
        .note(format!("in this case {little} was paid: the line is cut there without a word"))
        .help(format!(
            "write the bound behind the whole amount, as in `{written} maximum paid`, or lead here only \
             `when paid at least {written}`"
        ));
    diagnostics.push(look.witnessed(diagnostic, &told));
    true
}

/// The money that the line moved in a case.
fn cut<'t>(look: &Look<'_, '_>, told: &'t Told, position: Position, line: &PaymentLine) -> Option<&'t CaseMoney> {
    let party = look.process.parties.get(usize::from(line.party.0))?;
    let origin = look.program.origins.get(usize::try_from(line.at.0).ok()?)?;
    told.standing.money.iter().find(|money| {
        money.way == CaseMoneyWay::Gets
            && money.who == *party
            && money.on.as_deref() == Some(name_of(look.process, position))
            && money.place.as_ref().is_some_and(|place| place.line == origin.line)
    })
}

/// One coin of the larger kind, or of the smallest, as long as that is less than what is written.
fn little(written: Money) -> Option<Money> {
    let one = Exact::from_integer(1);
    let cent = one.checked_div(Exact::from_integer(100)).ok().filter(|_| written.currency.minor_units() >= 2);
    let amount = std::iter::once(one).chain(cent).find(|coin| *coin < written.amount)?;
    Some(Money { amount, currency: written.currency })
}

/// An amount in which a compensation that is the same for every order is that amount.
pub(super) fn reckoned(program: &Program, payment: &Payment) -> Payment {
    let each = |parts: &[Payment]| parts.iter().map(|part| reckoned(program, part)).collect();
    match payment {
        Payment::Compensation(id) => match program.compensations.get(usize::from(id.0)) {
            Some(Compensation { amount: Reckoning::Amount(Amount::Flat(amount)), currency, .. }) => {
                Payment::Fixed(Money { amount: *amount, currency: *currency })
            }
            Some(_) | None => payment.clone(),
        },
        Payment::Sum(parts) => Payment::Sum(each(parts)),
        Payment::Least(parts) => Payment::Least(each(parts)),
        Payment::Greatest(parts) => Payment::Greatest(each(parts)),
        Payment::Share(share, of) => Payment::Share(*share, Box::new(reckoned(program, of))),
        Payment::Less(left, right) => {
            Payment::Less(Box::new(reckoned(program, left)), Box::new(reckoned(program, right)))
        }
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_) => payment.clone(),
    }
}

/// The first fixed amount within an amount.
fn fixed(payment: &Payment) -> Option<Money> {
    match payment {
        Payment::Fixed(money) if money.amount > Exact::ZERO => Some(*money),
        Payment::Sum(parts) | Payment::Greatest(parts) | Payment::Least(parts) => parts.iter().find_map(fixed),
        Payment::Share(_, of) => fixed(of),
        Payment::Less(left, _) => fixed(left),
        Payment::Fixed(_)
        | Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Amount(_)
        | Payment::Fact(_) => None,
    }
}

/// The least that an amount surely is where that little was paid.
fn least(payment: &Payment, paid: &Money) -> Exact {
    let is_same = |currency: Currency| currency == paid.currency;
    let each = |parts: &[Payment]| parts.iter().map(|part| least(part, paid)).collect::<Vec<_>>();
    match payment {
        Payment::Paid => paid.amount,
        Payment::Fixed(money) if is_same(money.currency) => money.amount,
        Payment::Share(share, of) => least(of, paid).checked_mul(*share).unwrap_or(Exact::ZERO),
        Payment::Sum(parts) => each(parts).into_iter().try_fold(Exact::ZERO, Exact::checked_add).unwrap_or(Exact::ZERO),
        Payment::Greatest(parts) => each(parts).into_iter().max().unwrap_or(Exact::ZERO),
        Payment::Least(parts) => each(parts).into_iter().min().unwrap_or(Exact::ZERO),
        Payment::Fixed(_)
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Less(..) => Exact::ZERO,
    }
}
