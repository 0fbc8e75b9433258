//! The money of a case: amounts, what falls due on entering a stage, and what an outcome disposes of.

use super::fold::Fold;
use super::guard::Holds;
use super::known::{Known, act};
use super::state::{Halt, State};
use super::{CaseFault, CaseNeed, MoneyLine, MoneyWay};
use crate::answer::Verdict;
use crate::clock::Stamp;
use crate::currency::{Currency, Money};
use crate::date::{Date, Moment};
use crate::evaluate::Missing;
use crate::evaluate::at_hand::{Applies, AtHand};
use crate::exact::{Exact, RoundingMode};
use crate::prepare::{Days, Prepared, PreparedItem};
use crate::program::{
    Builtin, Compensation, CompensationId, DateField, FactRef, FactValue, OutcomeId, PartyId, Payment, PaymentLine,
    PaymentWay, ReturnFreight, StageId,
};

/// Whether a line takes what the others leave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Amount,
    Rest,
}

impl<'a> Fold<'a> {
    /// An amount of money, exactly, in the currency of the case.
    pub(super) fn payment(&self, state: &State, known: &Known, payment: &'a Payment) -> Result<Exact, Halt> {
        let need = |amount: Option<Exact>, need: CaseNeed| amount.ok_or_else(|| Halt::need(need));
        match payment {
            Payment::Paid => need(self.case.paid, CaseNeed::Paid),
            Payment::PaidGoods => need(self.case.paid_goods, CaseNeed::PaidGoods),
            Payment::PaidFreight => need(self.case.paid_freight, CaseNeed::PaidFreight),
            Payment::Rest => self.left(state),
            Payment::ReceivedItems => self.received_items(known),
            Payment::ReturnFreight => match state.return_freight {
                Some(amount) => Ok(amount),
                None if state.needs.is_empty() => Ok(Exact::ZERO),
                None => Err(Halt::Needs(state.needs.clone())),
            },
            Payment::Compensation(id) => self.compensation(known, *id),
            Payment::Fixed(money) => Ok(self.at_hand(known).converted(*money, self.case.currency)?),
            Payment::Amount(amount) => {
                let told = known.amounts.get(usize::from(amount.0)).copied().flatten();
                need(told, CaseNeed::Amount(*amount))
            }
            Payment::Fact(fact) => match known.order(self.case).facts.get(usize::from(fact.0)) {
                Some(Some(FactValue::Money(amount, currency))) => {
                    let money = Money::new(*amount, *currency);
                    Ok(self.at_hand(known).converted(money, self.case.currency)?)
                }
                Some(Some(_) | None) | None => Err(Halt::need(CaseNeed::Order(Missing::Fact(*fact)))),
            },
            Payment::Share(share, of) => Ok(self.payment(state, known, of)?.checked_mul(*share)?),
            Payment::Sum(parts) => self.together(state, known, parts, |left, right| Ok(left.checked_add(right)?)),
            Payment::Least(parts) => self.together(state, known, parts, |left, right| Ok(left.min(right))),
            Payment::Greatest(parts) => self.together(state, known, parts, |left, right| Ok(left.max(right))),
            Payment::Less(left, right) => {
                let (left, right) = (self.payment(state, known, left)?, self.payment(state, known, right)?);
                Ok(left.checked_sub(right)?.max(Exact::ZERO))
            }
        }
    }

    fn together(
        &self,
        state: &State,
        known: &Known,
        parts: &'a [Payment],
        together: fn(Exact, Exact) -> Result<Exact, Halt>,
    ) -> Result<Exact, Halt> {
        let mut found: Option<Exact> = None;
        for part in parts {
            let part = self.payment(state, known, part)?;
            found = Some(match found {
                None => part,
                Some(found) => together(found, part)?,
            });
        }
        Ok(found.unwrap_or(Exact::ZERO))
    }

    /// What was paid and has not been disposed of.
    pub(super) fn left(&self, state: &State) -> Result<Exact, Halt> {
        let mut left = self.case.paid.ok_or_else(|| Halt::need(CaseNeed::Paid))?;
        for line in state.money.iter().filter(|line| line.way == MoneyWay::Held) {
            left = left.checked_sub(line.amount)?;
        }
        Ok(left)
    }

    /// The goods that came back, at the price that was paid for them.
    fn received_items(&self, known: &Known) -> Result<Exact, Halt> {
        let received = known.received.and_then(|event| act(self.case, event)?.received.as_ref());
        let Some(received) = received else { return Err(Halt::need(CaseNeed::Received)) };
        let order = known.order(self.case);
        let Some(items) = &order.items else { return Err(Halt::need(CaseNeed::Order(Missing::Items))) };
        let mut sum = Exact::ZERO;
        for (position, (pieces, item)) in (0_u32..).zip(received.iter().zip(items)) {
            if *pieces == 0 {
                continue;
            }
            let pieces = Exact::from_wide_integer(i128::from(*pieces))?;
            let price = self.price_of(known, position, item, items.len())?;
            sum = sum.checked_add(price.checked_mul(pieces)?)?;
        }
        Ok(sum)
    }

    /// What was paid for one piece; of the only item of an order it follows from what was paid for the goods.
    fn price_of(&self, known: &Known, position: u32, item: &PreparedItem, items: usize) -> Result<Exact, Halt> {
        if let Some(value) = item.unit_value {
            return Ok(self.at_hand(known).converted(value, self.case.currency)?);
        }
        match (self.case.paid_goods.or(self.case.paid), item.quantity) {
            (Some(paid), Some(quantity)) if items == 1 => Ok(paid.checked_div(quantity)?),
            (Some(_) | None, Some(_) | None) => {
                let value = FactRef::Builtin(Builtin::ItemUnitValue);
                Err(Halt::need(CaseNeed::Order(Missing::Item(position, value))))
            }
        }
    }

    /// What a carrier owes, in the currency of the case; nought where the compensation does not apply.
    fn compensation(&self, known: &Known, id: CompensationId) -> Result<Exact, Halt> {
        let at_hand = self.at_hand(known);
        let Some(compensation) = self.program.compensations.get(usize::from(id.0)) else { return Ok(Exact::ZERO) };
        match owed(at_hand, compensation)? {
            Some(money) => Ok(at_hand.converted_on(money, self.case.currency, compensation.rate_day)?),
            None => Ok(Exact::ZERO),
        }
    }

    /// Pays what falls due on entering a stage.
    pub(super) fn pay_on_entry(&self, state: &mut State, id: StageId, when: Stamp) -> Result<(), Halt> {
        let Some(stage) = self.process.stages.get(usize::from(id.0)) else { return Ok(()) };
        if let Some(freight) = &stage.return_freight {
            let paid = self.return_freight(state, freight, when);
            self.or_ask(state, paid)?;
        }
        self.pay(state, &stage.payments)
    }

    /// Disposes of what was paid.
    pub(super) fn settle(&self, state: &mut State, id: OutcomeId) -> Result<(), Halt> {
        let Some(outcome) = self.process.outcomes.get(usize::from(id.0)) else { return Ok(()) };
        let asked = state.needs.len();
        self.pay(state, &outcome.payments)?;
        // What waits for an amount cannot be settled yet.
        if state.needs.len() == asked
            && self.case.paid.is_some()
            && let Ok(left) = self.left(state)
            && !left.is_zero()
        {
            return Err(CaseFault::NotSettled { outcome: id, left }.into());
        }
        Ok(())
    }

    /// Pays line by line; what takes the rest comes last.
    fn pay(&self, state: &mut State, lines: &'a [PaymentLine]) -> Result<(), Halt> {
        for takes in [Takes::Amount, Takes::Rest] {
            for line in lines.iter().filter(|line| takes_of(&line.amount) == takes) {
                let paid = self.line(state, line);
                self.or_ask(state, paid)?;
            }
        }
        Ok(())
    }

    /// Notes what is missing for money, and goes on.
    fn or_ask(&self, state: &mut State, paid: Result<Option<MoneyLine>, Halt>) -> Result<(), Halt> {
        match paid {
            Ok(line) => {
                state.money.extend(line);
                Ok(())
            }
            Err(Halt::Needs(needs)) => {
                state.ask(&needs);
                Ok(())
            }
            Err(fault @ Halt::Fault(_)) => Err(fault),
        }
    }

    /// One line, if it holds.
    fn line(&self, state: &State, line: &'a PaymentLine) -> Result<Option<MoneyLine>, Halt> {
        if !self.when(state, &state.known, line.when.as_ref())?.decided()? {
            return Ok(None);
        }
        let exact = self.payment(state, &state.known, &line.amount)?;
        let amount = self.rounded(exact)?.max(Exact::ZERO);
        let (way, amount) = match line.way {
            PaymentWay::Held => (MoneyWay::Held, amount.min(self.left(state)?)),
            PaymentWay::Own(to) => (MoneyWay::Own(to), amount),
        };
        Ok(Some(MoneyLine { party: line.party, way, amount, position: state.position, at: line.at }))
    }

    /// An amount of the case's currency, rounded as its lines are.
    fn rounded(&self, amount: Exact) -> Result<Exact, Halt> {
        rounded(self.program.rounding, self.program.currency, amount, self.case.currency)
    }

    /// The freight of the way back, and who pays it.
    fn return_freight(
        &self,
        state: &mut State,
        freight: &'a ReturnFreight,
        when: Stamp,
    ) -> Result<Option<MoneyLine>, Halt> {
        let Some(party) = self.payer(state, freight)? else { return Ok(None) };
        let order = self.way_back(state.known.order(self.case), freight, when);
        let quote = self.runtime.quote(freight.service, &order)?;
        let total = match (quote.verdict, quote.total) {
            (Verdict::Available | Verdict::Conditional, Some(total)) => total,
            (Verdict::Needs, _) => {
                let needs = quote.needs.iter().map(|need| CaseNeed::Order(need.missing));
                return Err(Halt::Needs(needs.collect()));
            }
            (Verdict::Available | Verdict::Conditional | Verdict::NotServed | Verdict::Refused | Verdict::Refer, _) => {
                return Err(Halt::need(CaseNeed::ReturnFreight(freight.service)));
            }
        };
        let money = Money::new(total, self.program.currency);
        let amount = self.rounded(self.at_hand(&state.known).converted(money, self.case.currency)?)?;
        state.return_freight = Some(amount);
        let way = MoneyWay::ReturnFreight(freight.service);
        Ok(Some(MoneyLine { party, way, amount, position: state.position, at: freight.at }))
    }

    /// The first payer whose guard holds.
    fn payer(&self, state: &State, freight: &'a ReturnFreight) -> Result<Option<PartyId>, Halt> {
        for (guard, party) in &freight.payers {
            match self.when(state, &state.known, guard.as_ref())? {
                Holds::Yes => return Ok(Some(*party)),
                Holds::No => {}
                Holds::Unknown(needs) => return Err(Halt::Needs(needs)),
            }
        }
        Err(CaseFault::NoWay { at: freight.at }.into())
    }

    /// The order on its way back: from its destination to its origin, on the day on which the stage was entered.
    fn way_back(&self, order: &Prepared, freight: &ReturnFreight, when: Stamp) -> Prepared {
        let day = when.first.day;
        let mut back = order.clone();
        std::mem::swap(&mut back.origin, &mut back.destination);
        back.service = Some(freight.service);
        back.ship_date = Date::from_days(day).map(Moment::Day);
        for (zone, _) in (0_u8..=u8::MAX).zip(&self.program.zones) {
            if let Some(slot) = back.days.get_mut(self.index.date_slot(DateField::ShipDate, zone)) {
                *slot = Some(Days { first: day, last: day });
            }
        }
        back
    }
}

/// Whether an amount is what the other lines leave, or is reckoned from it.
fn takes_of(amount: &Payment) -> Takes {
    let any = |parts: &[Payment]| {
        if parts.iter().any(|part| takes_of(part) == Takes::Rest) { Takes::Rest } else { Takes::Amount }
    };
    match amount {
        Payment::Rest => Takes::Rest,
        Payment::Share(_, of) => takes_of(of),
        Payment::Sum(parts) | Payment::Least(parts) | Payment::Greatest(parts) => any(parts),
        Payment::Less(left, right) => {
            if takes_of(left) == Takes::Rest {
                Takes::Rest
            } else {
                takes_of(right)
            }
        }
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_) => Takes::Amount,
    }
}

/// What a carrier owes for an order, rounded, in the compensation's own currency; nothing where it does not apply.
pub(super) fn owed(at_hand: AtHand<'_, '_>, compensation: &Compensation) -> Result<Option<Money>, Halt> {
    match at_hand.carries(&compensation.scope.services) {
        Some(true) => {}
        Some(false) => return Ok(None),
        None => return Err(Halt::need(CaseNeed::Service)),
    }
    if at_hand.is_in_scope(&compensation.scope)? == Applies::No {
        return Ok(None);
    }
    // What is deducted leaves nothing at the least.
    let exact = at_hand.reckoned(compensation)?.max(Exact::ZERO);
    let program = at_hand.program;
    let amount = rounded(program.rounding, program.currency, exact, compensation.currency)?;
    Ok(Some(Money::new(amount, compensation.currency)))
}

/// The header's rounding in its own currency, and half up to the smallest coin in any other.
pub(super) fn rounded(
    rounding: Option<crate::rounding::Rounding>,
    own: Currency,
    amount: Exact,
    currency: Currency,
) -> Result<Exact, Halt> {
    if let Some(rounding) = rounding.filter(|_| own == currency) {
        return Ok(rounding.apply(amount)?);
    }
    let coins = 10_i128.saturating_pow(currency.minor_units());
    Ok(amount.round_to(Exact::new(1, coins)?, RoundingMode::HalfUp)?)
}
