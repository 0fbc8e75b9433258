//! One evaluation: one service, one shipment, from the gates to the total.

use smallvec::SmallVec;

use crate::answer::Verdict;
use crate::exact::{ArithmeticError, Exact};
use crate::prepare::{Prepared, PreparedItem};
use crate::program::{
    BlockId, Condition, DateField, Expression, LineId, LineKind, PayerId, Program, Service, ServiceId,
};

use super::compact::Measures;
use super::measure::View;
use super::restrictions::Group;
use super::{Event, Fault, Index, Missing, Quote, Reason, Rule, Trace, Truth};

/// Why a number or an answer could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A fact is missing; it is noted, unless it follows from a line that is itself undecided.
    Unknown,
    /// A number does not fit.
    Arithmetic(ArithmeticError),
    /// The program does not decide.
    Fault(Fault),
}

impl From<ArithmeticError> for Stop {
    fn from(error: ArithmeticError) -> Self {
        Self::Arithmetic(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A line whose amount cannot be told, and the statement that would tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Undecided {
    pub(super) parcel: u16,
    pub(super) line: LineId,
    pub(super) block: BlockId,
}

/// The state of one evaluation.
pub(super) struct Evaluation<'p, 's, 't, T> {
    pub(super) program: &'p Program,
    pub(super) index: &'p Index,
    pub(super) shipment: &'s Prepared,
    pub(super) service: &'p Service,
    pub(super) id: ServiceId,
    pub(super) asked: Asked,
    /// What measures mean: a parcel, or all of them together.
    pub(super) view: View,
    /// The same measures in parts, where the compact forms can be asked.
    pub(super) measures: Option<Measures>,
    /// The item at hand, with its position.
    pub(super) item: Option<(u32, &'s PreparedItem)>,
    /// The items that sums are over; all of the shipment's where there is none.
    pub(super) group: Option<Group<'s>>,
    /// A measure that is taken at another value, in a row that is priced at a bound.
    pub(super) substitute: Option<(&'p Expression, Exact)>,
    /// The part of the measure inside the row at hand.
    pub(super) slice: Exact,
    /// The rule that is reckoned.
    pub(super) rule: Rule,
    /// What was asked for in vain, and by whom.
    pub(super) missed: Vec<(Missing, Rule)>,
    /// The lines that cannot be told.
    pub(super) undecided: Vec<Undecided>,
    /// Where the lines of the parcel at hand begin.
    pub(super) first_line: usize,
    /// Where the reasons of the parcel at hand begin.
    pub(super) first_reason: usize,
    /// What was missing, and what was said, before the group at hand.
    pub(super) group_missed: usize,
    pub(super) group_reasons: usize,
    /// The parcel at hand, in lines.
    pub(super) parcel: u16,
    pub(super) quote: &'t mut Quote,
    pub(super) listening: Listening,
    pub(super) rates: RateUsage,
    /// The day whose exchange rates are read.
    pub(super) rate_day: DateField,
    pub(super) trace: &'t mut T,
}

/// What a host asks of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whether it takes the shipment, and what that costs.
    Quote,
    /// Whether it takes the shipment, as far as that does not go by the price.
    Verdict,
}

/// Whether events go to the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listening {
    /// They do.
    On,
    /// What is reckoned is only compared with something else.
    Hushed,
}

/// Whether a rate that is read enters an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RateUsage {
    /// It does, and is listed in the answer.
    Charged,
    /// It only decides a condition.
    Compared,
}

impl<'p, 's, 't, T: Trace> Evaluation<'p, 's, 't, T> {
    #[inline]
    pub(super) fn new(
        program: &'p Program,
        index: &'p Index,
        shipment: &'s Prepared,
        service: &'p Service,
        asked: Asked,
        quote: &'t mut Quote,
        trace: &'t mut T,
    ) -> Self {
        let id = quote.service;
        Self {
            program,
            index,
            shipment,
            service,
            id,
            asked,
            view: View::default(),
            measures: None,
            item: None,
            group: None,
            substitute: None,
            slice: Exact::ZERO,
            rule: Rule::Tariff,
            missed: Vec::new(),
            undecided: Vec::new(),
            first_line: 0,
            first_reason: 0,
            group_missed: 0,
            group_reasons: 0,
            parcel: 0,
            quote,
            listening: Listening::On,
            rates: RateUsage::Compared,
            rate_day: DateField::ShipDate,
            trace,
        }
    }

    /// Evaluates all; the verdict is `needs` where something was missed that may matter.
    #[inline]
    pub(super) fn run(&mut self) -> Result<(), Fault> {
        match self.decide() {
            Ok(()) => Ok(()),
            Err(Stop::Arithmetic(error)) => Err(Fault::Arithmetic { rule: self.rule, error }),
            Err(Stop::Fault(fault)) => Err(fault),
            // Whoever meets an unknown says what it leaves undecided; nothing is left to say here.
            Err(Stop::Unknown) => Ok(()),
        }
    }

    /// Whether a condition that stands by itself holds of the consignment.
    pub(super) fn judge(&mut self, condition: &'p Condition) -> Result<Truth, Fault> {
        let view = match self.shipment.parcels.as_slice() {
            [only] => Ok(View::of_parcel(0, *only)),
            _ => self.all_parcels(),
        };
        let truth = view.and_then(|view| {
            self.view = view;
            self.holds(condition)
        });
        match truth {
            Ok(truth) => Ok(truth),
            Err(Stop::Arithmetic(error)) => Err(Fault::Arithmetic { rule: self.rule, error }),
            Err(Stop::Fault(fault)) => Err(fault),
            Err(Stop::Unknown) => Ok(Truth::Unknown),
        }
    }

    #[inline]
    fn decide(&mut self) -> Result<(), Stop> {
        self.gates()?;
        let priced = self.consignment();
        if self.is_not_served() {
            self.missed.clear();
            self.quote.reasons.retain(is_about_carrying);
            self.without_price(Verdict::NotServed);
            return Ok(());
        }
        if !self.index.restrictions().is_empty() {
            self.restrict()?;
            if self.is_refused() {
                // What is not carried in any case needs no price.
                return self.conclude();
            }
        }
        // What is not known yet may turn the shipment away: then no statement has to price it.
        if priced.is_err() && !self.missed.is_empty() {
            self.quote.verdict = Verdict::Needs;
            return Ok(());
        }
        priced?;
        self.conclude()
    }

    /// Whether a date, a place or a limit surely fails; such reasons come before any other.
    #[inline]
    pub(super) fn is_not_served(&self) -> bool {
        self.quote.reasons.iter().any(is_about_carrying)
    }

    /// Whether a row or a restriction surely refuses it.
    #[inline]
    fn is_refused(&self) -> bool {
        self.quote.reasons.iter().any(is_refusal)
    }

    /// Takes the verdict from what was found, and adds the lines up.
    #[inline]
    fn conclude(&mut self) -> Result<(), Stop> {
        if self.is_refused() {
            self.missed.clear();
            self.quote.reasons.retain(is_refusal);
            self.quote.requirements.clear();
            self.without_price(Verdict::Refused);
        } else if !self.missed.is_empty() {
            // The lines stay for now: completions are compared by them, and no answer shows them.
            self.quote.verdict = Verdict::Needs;
        } else if !self.quote.reasons.is_empty() {
            self.without_price(Verdict::Refer);
        } else {
            if self.asked == Asked::Quote {
                add_up(self.program, self.quote)?;
            }
            if !self.quote.requirements.is_empty() {
                self.quote.verdict = Verdict::Conditional;
            }
        }
        Ok(())
    }

    /// Takes a verdict that has no price.
    #[cold]
    fn without_price(&mut self, verdict: Verdict) {
        self.quote.verdict = verdict;
        self.quote.lines.clear();
        self.quote.rates.clear();
    }

    /// Adds up the lines of all parcels, so that a line's name means what is charged of it altogether.
    pub(super) fn add_parcels(&mut self) -> Result<(), Stop> {
        let lines = std::mem::take(&mut self.quote.lines);
        for line in lines {
            match self.quote.lines.iter_mut().find(|known| known.line == line.line) {
                Some(known) => known.amount = known.amount.checked_add(line.amount)?,
                None => self.quote.lines.push(line),
            }
        }
        self.first_line = 0;
        Ok(())
    }

    /// Notes that the rule at hand asks for something that is missing.
    #[cold]
    pub(super) fn miss(&mut self, missing: Missing) -> Stop {
        self.missed.push((missing, self.rule));
        Stop::Unknown
    }

    /// What stopped the rule at hand, to be told when another is at hand.
    #[cold]
    pub(super) fn pinned(&self, stop: Stop) -> Stop {
        match stop {
            Stop::Arithmetic(error) => Stop::Fault(Fault::Arithmetic { rule: self.rule, error }),
            Stop::Unknown | Stop::Fault(_) => stop,
        }
    }

    /// Tells the listener, if there is one.
    #[inline(always)]
    pub(super) fn tell(&mut self, event: impl FnOnce() -> Event<'p>) {
        if T::LISTENS && self.listening == Listening::On {
            self.trace.event(event());
        }
    }
}

/// Adds the lines up, by payer and altogether.
#[inline]
pub(super) fn add_up(program: &Program, quote: &mut Quote) -> Result<(), ArithmeticError> {
    let mut total: Option<Exact> = None;
    for line in &quote.lines {
        let discount = program.lines.get(usize::from(line.line.0)).is_some_and(|line| match line.kind {
            LineKind::Discount => true,
            LineKind::Freight | LineKind::Charge | LineKind::Tax => false,
        });
        let signed = if discount { line.amount.negated() } else { line.amount };
        total = Some(total.map_or(Ok(signed), |sum| sum.checked_add(signed))?);
        add_to_payer(&mut quote.payers, line.payer, signed)?;
    }
    quote.payers.sort_unstable_by_key(|(payer, _)| *payer);
    quote.total = total.or(Some(Exact::ZERO));
    Ok(())
}

/// Whether a reason says that the service does not carry the shipment at all.
fn is_about_carrying(reason: &Reason) -> bool {
    match reason {
        Reason::TariffDates | Reason::ServiceDates | Reason::Origin | Reason::Destination | Reason::Limit { .. } => {
            true
        }
        Reason::Refused { .. }
        | Reason::Refer { .. }
        | Reason::Forbidden { .. }
        | Reason::OverLimit { .. }
        | Reason::NotSeparate { .. } => false,
    }
}

/// Whether a reason says that a rule refuses the shipment.
fn is_refusal(reason: &Reason) -> bool {
    match reason {
        Reason::Refused { .. } | Reason::Forbidden { .. } | Reason::OverLimit { .. } | Reason::NotSeparate { .. } => {
            true
        }
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Limit { .. }
        | Reason::Refer { .. } => false,
    }
}

#[inline]
fn add_to_payer(
    payers: &mut SmallVec<[(PayerId, Exact); 2]>,
    payer: PayerId,
    amount: Exact,
) -> Result<(), ArithmeticError> {
    match payers.iter_mut().find(|(known, _)| *known == payer) {
        Some((_, sum)) => *sum = sum.checked_add(amount)?,
        None => payers.push((payer, amount)),
    }
    Ok(())
}
