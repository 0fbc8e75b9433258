//! Single conditions, rates and reckonings of an order, for what is not a quote.

use smallvec::SmallVec;

use super::condition::Truth;
use super::measure::View;
use super::run::{Asked, Evaluation, Stop};
use super::{Fault, Index, Missing, Quote, Rule, Silent};
use crate::currency::{Currency, Money};
use crate::exact::{ArithmeticError, Exact};
use crate::prepare::Prepared;
use crate::program::{
    At, BilledWeight, Bits, Compensation, Condition, DateField, ParcelMode, PlaceField, PlaceSetId, Program, Reckoning,
    Scope, Service, ServiceId,
};

/// Stands for the service of an order that names none; no set of services contains it.
static NOBODY: Service = Service {
    name: String::new(),
    title: String::new(),
    from: PlaceSetId(0),
    to: PlaceSetId(0),
    currency: Currency::EUR,
    when: Condition::Always,
    limits: Vec::new(),
    transit: Vec::new(),
    billed_weight: BilledWeight { steps: Vec::new() },
    parcels: ParcelMode::PricedEach,
    at: At(0),
};
const NO_SERVICE: ServiceId = ServiceId(u16::MAX);

/// An order, as conditions read it.
#[derive(Clone, Copy)]
pub(crate) struct AtHand<'p, 's> {
    pub(crate) program: &'p Program,
    pub(crate) index: &'p Index,
    pub(crate) order: &'s Prepared,
}

/// Why something cannot be told of an order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Untold {
    /// Facts are missing.
    Missing(SmallVec<[Missing; 2]>),
    /// The program does not decide.
    Fault(Fault),
}

impl From<ArithmeticError> for Untold {
    fn from(error: ArithmeticError) -> Self {
        Self::Fault(Fault::Arithmetic { rule: Rule::Tariff, error })
    }
}

/// What an evaluation writes into.
struct Room {
    quote: Quote,
    silent: Silent,
}

impl Room {
    fn new() -> Self {
        Self { quote: Quote::new(NO_SERVICE), silent: Silent }
    }
}

/// Whether a rule applies to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applies {
    Yes,
    No,
}

impl<'p, 's> AtHand<'p, 's> {
    /// The order's service; the only one where there is no other.
    pub(crate) fn service(&self) -> Option<ServiceId> {
        let only = (self.program.services.len() == 1).then_some(ServiceId(0));
        self.order.service.or(only)
    }

    /// Whether the order's service is one of these; nothing where it is not known, and matters.
    pub(crate) fn carries(&self, services: &Bits) -> Option<bool> {
        match self.service() {
            Some(service) => Some(services.contains(u32::from(service.0))),
            None => {
                let count = u32::try_from(self.program.services.len()).unwrap_or(u32::MAX);
                (0..count).all(|service| services.contains(service)).then_some(true)
            }
        }
    }

    fn evaluation<'t>(&self, room: &'t mut Room) -> Result<Evaluation<'p, 's, 't, Silent>, Stop> {
        let known = self.service().and_then(|id| Some((id, self.program.services.get(usize::from(id.0))?)));
        let (id, service) = known.unwrap_or((NO_SERVICE, &NOBODY));
        room.quote.restart(id);
        let Room { quote, silent } = room;
        let mut evaluation =
            Evaluation::new(self.program, self.index, self.order, service, Asked::Quote, quote, silent);
        evaluation.view = match self.order.parcels.as_slice() {
            [only] => View::of_parcel(0, *only),
            _ => evaluation.all_parcels()?,
        };
        Ok(evaluation)
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, condition: &'p Condition) -> Result<Applies, Untold> {
        if matches!(condition, Condition::Always) {
            return Ok(Applies::Yes);
        }
        let mut room = Room::new();
        let mut evaluation = self.evaluation(&mut room).map_err(|stop| untold(stop, Rule::Tariff, &[]))?;
        let truth = evaluation.holds(condition);
        told(&evaluation, truth)
    }

    /// Whether a scope holds but for its services.
    pub(crate) fn is_in_scope(&self, scope: &'p Scope) -> Result<Applies, Untold> {
        if scope.from.is_none() && scope.to.is_none() && matches!(scope.when, Condition::Always) {
            return Ok(Applies::Yes);
        }
        let mut room = Room::new();
        let mut evaluation = self.evaluation(&mut room).map_err(|stop| untold(stop, Rule::Tariff, &[]))?;
        let mut unknown = false;
        for (field, set) in [(PlaceField::Origin, scope.from), (PlaceField::Destination, scope.to)] {
            match set.map(|set| evaluation.place(field, set)) {
                None | Some(Truth::Yes) => {}
                Some(Truth::No) => return Ok(Applies::No),
                Some(Truth::Unknown) => unknown = true,
            }
        }
        match evaluation.holds(&scope.when) {
            Ok(Truth::Yes) if unknown => told(&evaluation, Ok(Truth::Unknown)),
            truth => told(&evaluation, truth),
        }
    }

    /// An amount of money in a currency, at the rates of the day of shipping.
    pub(crate) fn converted(&self, money: Money, to: Currency) -> Result<Exact, Untold> {
        if money.currency == to {
            return Ok(money.amount);
        }
        let mut room = Room::new();
        let mut evaluation = self.evaluation(&mut room).map_err(|stop| untold(stop, Rule::Tariff, &[]))?;
        let rate = evaluation.rate(money.currency, to).map_err(|stop| untold_of(&evaluation, stop))?;
        Ok(money.amount.checked_mul(rate)?)
    }

    /// What a carrier owes by a compensation that applies, exactly, in its own currency.
    ///
    /// `freight` means what the order's own service charges, over all parcels.
    pub(crate) fn reckoned(&self, compensation: &'p Compensation) -> Result<Exact, Untold> {
        let mut room = Room::new();
        let mut evaluation = self.evaluation(&mut room).map_err(|stop| untold(stop, Rule::Tariff, &[]))?;
        if evaluation.id != NO_SERVICE && reads_lines(&compensation.amount) {
            evaluation.run().map_err(Untold::Fault)?;
            if !evaluation.missed.is_empty() {
                return Err(untold_of(&evaluation, Stop::Unknown));
            }
            evaluation.add_parcels().map_err(|stop| untold_of(&evaluation, stop))?;
            if self.order.parcels.len() != 1 {
                evaluation.view = evaluation.all_parcels().map_err(|stop| untold_of(&evaluation, stop))?;
            }
        }
        evaluation.rate_day = compensation.rate_day;
        let amount = reckon(&mut evaluation, &compensation.amount);
        amount.map_err(|stop| untold_of(&evaluation, stop))
    }

    /// What a compensation comes to in another currency, at the rates of its own day.
    pub(crate) fn converted_on(&self, money: Money, to: Currency, day: DateField) -> Result<Exact, Untold> {
        let mut room = Room::new();
        let mut evaluation = self.evaluation(&mut room).map_err(|stop| untold(stop, Rule::Tariff, &[]))?;
        evaluation.rate_day = day;
        let rate = evaluation.rate(money.currency, to).map_err(|stop| untold_of(&evaluation, stop))?;
        Ok(money.amount.checked_mul(rate)?)
    }
}

/// The amount of a reckoning; its depth is bounded as that of a condition.
fn reckon<'p>(evaluation: &mut Evaluation<'p, '_, '_, Silent>, amount: &'p Reckoning) -> Result<Exact, Stop> {
    let fold = |evaluation: &mut Evaluation<'p, '_, '_, Silent>, parts: &'p [Reckoning], together: Together| {
        let mut sum: Option<Exact> = None;
        for part in parts {
            let part = reckon(evaluation, part)?;
            sum = Some(match sum {
                None => part,
                Some(sum) => together(sum, part)?,
            });
        }
        Ok(sum.unwrap_or(Exact::ZERO))
    };
    match amount {
        Reckoning::Amount(amount) => evaluation.amount_once(amount),
        Reckoning::Sum(parts) => fold(evaluation, parts, Exact::checked_add),
        Reckoning::Least(parts) => fold(evaluation, parts, |left, right| Ok(left.min(right))),
        Reckoning::Greatest(parts) => fold(evaluation, parts, |left, right| Ok(left.max(right))),
        Reckoning::Times(factor, amount) => Ok(reckon(evaluation, amount)?.checked_mul(*factor)?),
        Reckoning::Converted { amount, from, to } => {
            let amount = reckon(evaluation, amount)?;
            let rate = evaluation.rate(*from, *to)?;
            Ok(amount.checked_mul(rate)?)
        }
    }
}

type Together = fn(Exact, Exact) -> Result<Exact, ArithmeticError>;

/// Whether a reckoning reads what is charged for the order.
fn reads_lines(amount: &Reckoning) -> bool {
    let mut found = false;
    amount.visit(&mut |node| {
        use crate::program::{Expression, Node};
        found |= matches!(node, Node::Expression(Expression::Line(_) | Expression::Group(_)));
    });
    found
}

fn told(evaluation: &Evaluation<'_, '_, '_, Silent>, truth: Result<Truth, Stop>) -> Result<Applies, Untold> {
    match truth {
        Ok(Truth::Yes) => Ok(Applies::Yes),
        Ok(Truth::No) => Ok(Applies::No),
        Ok(Truth::Unknown) => Err(untold_of(evaluation, Stop::Unknown)),
        Err(stop) => Err(untold_of(evaluation, stop)),
    }
}

fn untold_of(evaluation: &Evaluation<'_, '_, '_, Silent>, stop: Stop) -> Untold {
    untold(stop, evaluation.rule, &evaluation.missed)
}

#[cold]
fn untold(stop: Stop, rule: Rule, missed: &[(Missing, Rule)]) -> Untold {
    match stop {
        Stop::Unknown => {
            let mut missing: SmallVec<[Missing; 2]> = missed.iter().map(|(missing, _)| *missing).collect();
            missing.sort_unstable();
            missing.dedup();
            Untold::Missing(missing)
        }
        Stop::Arithmetic(error) => Untold::Fault(Fault::Arithmetic { rule, error }),
        Stop::Fault(fault) => Untold::Fault(fault),
    }
}
