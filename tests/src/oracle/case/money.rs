//! Who gets and pays what.

use num_traits::{One, Zero};
use tarifa_engine::currency::{Currency, Money};
use tarifa_engine::exact::RoundingMode;
use tarifa_engine::program::{
    Amount, Compensation, Expression, Payment, PaymentLine, PaymentWay, Reckoning, ReturnFreight,
};
use tarifa_engine::shipment::{Given, Shipment};

use super::super::{Fraction, View, fraction, quote, round, together, views, whole};
use super::{State, World};

impl World<'_> {
    /// What was paid and has not gone back before.
    pub(super) fn paid(&self) -> Option<Fraction> {
        let paid = &self.case.paid;
        let parts = || Some(self.money(&paid.goods?) + self.money(&paid.freight?));
        let total = paid.total.map(|total| self.money(&total)).or_else(parts)?;
        Some(total - self.case.refunded_before.map_or_else(Fraction::zero, |before| self.money(&before)))
    }

    /// A part of what was paid, where something went back before.
    fn at_most_left(&self, part: Fraction) -> Fraction {
        self.paid().map_or(part.clone(), |left| part.min(left))
    }

    fn money(&self, money: &Money) -> Fraction {
        fraction(money.amount) * self.rate(&self.case.order, money.currency, self.currency)
    }

    fn rate(&self, order: &Shipment, from: Currency, to: Currency) -> Fraction {
        self.view(order).rate(from, to).expect("a rate of the policy")
    }

    /// The order as its own service sees it.
    fn view<'b>(&'b self, order: &'b Shipment) -> View<'b> {
        let service = self.model.services.iter().find(|own| order.service.as_deref() == Some(own.name.as_str()));
        views(self.model, order, service.expect("the order's service")).remove(0)
    }

    /// An amount; the name of what must be known first where it cannot be told.
    pub(super) fn payment(&self, state: &State<'_>, payment: &Payment) -> Result<Fraction, String> {
        let all = |parts: &[Payment]| -> Result<Vec<Fraction>, String> {
            parts.iter().map(|part| self.payment(state, part)).collect()
        };
        Ok(match payment {
            Payment::Paid => self.paid().ok_or("paid")?,
            Payment::PaidGoods => self.at_most_left(self.money(&self.case.paid.goods.ok_or("paid.goods")?)),
            Payment::PaidFreight => self.at_most_left(self.money(&self.case.paid.freight.ok_or("paid.freight")?)),
            Payment::Rest => state.left.clone().ok_or("paid")?,
            Payment::ReceivedItems => {
                let received = state.received.as_ref().ok_or("received")?;
                let items = state.order.items.as_deref().unwrap_or_default();
                let mut sum = Fraction::zero();
                for (item, pieces) in items.iter().zip(received) {
                    sum += self.money(&item.unit_value.expect("an item with its price")) * whole(*pieces);
                }
                sum
            }
            Payment::ReturnFreight => state.way_back.clone().unwrap_or_else(Fraction::zero),
            Payment::Compensation(id) => {
                let compensation = &self.model.compensations[usize::from(id.0)];
                let owed = self.owed(state, compensation);
                owed * self.rate(&state.order, compensation.currency, self.currency)
            }
            Payment::Fixed(money) => self.money(money),
            Payment::Amount(amount) => {
                let name = &self.process.amounts[usize::from(amount.0)];
                state.amounts.get(&amount.0).cloned().ok_or_else(|| name.clone())?
            }
            Payment::Fact(fact) => {
                let name = &self.model.facts[usize::from(fact.0)].name;
                match state.order.facts.get(name) {
                    Some(Given::Money(money)) => self.money(money),
                    other => panic!("a money fact holds {other:?}"),
                }
            }
            Payment::Share(share, of) => fraction(*share) * self.payment(state, of)?,
            Payment::Sum(parts) => all(parts)?.into_iter().sum(),
            Payment::Less(left, right) => {
                (self.payment(state, left)? - self.payment(state, right)?).max(Fraction::zero())
            }
            Payment::Least(parts) => all(parts)?.into_iter().min().expect("an amount"),
            Payment::Greatest(parts) => all(parts)?.into_iter().max().expect("an amount"),
        })
    }

    fn owed(&self, state: &State<'_>, compensation: &Compensation) -> Fraction {
        let service = self.model.services.iter().find(|own| state.order.service.as_deref() == Some(own.name.as_str()));
        let mut each = views(self.model, &state.order, service.expect("the order's service"));
        each.iter_mut().for_each(|view| view.weigh().expect("a weight"));
        let pieces: Vec<_> = each.iter().map(|view| view.parcel.clone()).collect();
        let whole = View { parcel: together(&pieces), ..each[0].clone() };
        reckoned(&whole, &each, &compensation.amount).max(Fraction::zero())
    }

    /// To the smallest coin.
    fn rounded(&self, amount: &Fraction) -> Fraction {
        match &self.model.rounding {
            Some(rounding) if self.currency == self.model.currency => {
                round(amount, &fraction(rounding.step), rounding.mode)
            }
            Some(_) | None => {
                let mut coin = Fraction::one();
                for _ in 0..self.currency.minor_units() {
                    coin /= whole(10);
                }
                round(amount, &coin, RoundingMode::HalfUp)
            }
        }
    }

    /// Lines of money, in their order.
    pub(super) fn pay(&self, state: &mut State<'_>, lines: &[PaymentLine]) {
        for line in lines {
            if !self.allows(state, line.when.as_ref()) {
                continue;
            }
            let who = &self.process.parties[usize::from(line.party.0)];
            let amount = match self.payment(state, &line.amount) {
                Ok(amount) => self.rounded(&amount).max(Fraction::zero()),
                Err(need) => {
                    state.needs.insert(need);
                    state.left = None;
                    continue;
                }
            };
            match line.way {
                PaymentWay::Held => {
                    let Some(left) = &mut state.left else { continue };
                    let amount = amount.min(left.clone());
                    *left -= &amount;
                    state.money.push(format!("{who} gets {amount}"));
                }
                PaymentWay::Own(to) => {
                    let to = &self.process.parties[usize::from(to.0)];
                    state.money.push(format!("{who} pays {amount} to {to}"));
                }
            }
        }
    }

    /// The way back: from the order's destination to its origin.
    pub(super) fn pay_way_back(&self, state: &mut State<'_>, freight: &ReturnFreight) {
        let service = &self.model.services[usize::from(freight.service.0)].name;
        let order = Shipment {
            origin: state.order.destination.clone(),
            destination: state.order.origin.clone(),
            service: Some(service.clone()),
            ..state.order.clone()
        };
        let option = quote(self.model, &order).expect("all is told").remove(0);
        let total = option.total.expect("a service that carries it back");
        let total = self.rounded(&(total * self.rate(&order, self.model.currency, self.currency)));
        let payer = freight.payers.iter().find(|(guard, _)| self.allows(state, guard.as_ref()));
        if let Some((_, payer)) = payer {
            let who = &self.process.parties[usize::from(payer.0)];
            state.money.push(format!("{who} pays {total} for {service}"));
        }
        state.way_back = Some(total);
    }
}

/// What is owed for the whole consignment; what its service charges is added up over its parcels.
fn reckoned(whole: &View<'_>, parcels: &[View<'_>], reckoning: &Reckoning) -> Fraction {
    let each =
        |parts: &[Reckoning]| -> Vec<Fraction> { parts.iter().map(|part| reckoned(whole, parcels, part)).collect() };
    match reckoning {
        Reckoning::Amount(Amount::Formula(charged @ (Expression::Line(_) | Expression::Group(_)))) => {
            parcels.iter().map(|parcel| parcel.amount(charged).expect("all is told")).sum()
        }
        Reckoning::Amount(amount) => whole.charge(amount).expect("all is told"),
        Reckoning::Sum(parts) => each(parts).into_iter().sum(),
        Reckoning::Least(parts) => each(parts).into_iter().min().expect("an amount"),
        Reckoning::Greatest(parts) => each(parts).into_iter().max().expect("an amount"),
        Reckoning::Times(factor, amount) => fraction(*factor) * reckoned(whole, parcels, amount),
        Reckoning::Converted { amount, from, to } => {
            reckoned(whole, parcels, amount) * whole.rate(*from, *to).expect("all is told")
        }
    }
}
