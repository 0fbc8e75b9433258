//! What carriers owe for loss, damage and delay: amounts reckoned from a shipment.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Amount, Compensation, CompensationId, DateField, Reckoning, Scope};
use tarifa_syntax::tree::{self, ClampWord, Expr, ExprKind, Name, Pick, ReckoningKind, Sign, Summand};

use super::super::Resolver;
use super::super::expression::{Place, Stage};
use super::super::meaning::{Meaning, is_built_in};
use super::super::price::{Before, PriceContext, Repeating, Slicing, signed};
use super::super::statements::Stated;

/// The date whose rates convert a compensation, and where it is said.
type RateDay = Option<(DateField, Span)>;

impl<'t> Resolver<'t> {
    /// What carriers owe, by name.
    pub(super) fn compensations(&mut self, compensations: &[Stated<'t, tree::Compensation>]) {
        let mut places: Vec<(&'t str, Span, Option<&'t tree::Validity>, Scope)> = Vec::new();
        for stated in compensations {
            let name = &stated.it.name;
            let compensation = self.compensation(stated.it);
            let versions = self.cases.compensation_names.entry(&name.text).or_default();
            let Some(compensation) = compensation else {
                self.damaged.push(stated.span);
                continue;
            };
            let index = self.cases.compensations.len();
            versions.push(CompensationId(u16::try_from(index).unwrap_or(u16::MAX)));
            if index == usize::from(u16::MAX) {
                self.beyond_limit::<()>(name.span, "compensations", index);
            }
            let valid = stated.it.scope.valid.as_ref();
            let earlier = places.iter().find(|(text, _, dates, scope)| {
                *text == &*name.text && !self.never_meet((*dates, scope), (valid, &compensation.scope))
            });
            if let Some((_, earlier, ..)) = earlier {
                self.duplicate(&name.text, "the compensation", (*earlier, name.span));
            }
            places.push((&name.text, name.span, valid, compensation.scope.clone()));
            self.cases.compensations.push(compensation);
        }
    }

    /// Whether two scopes surely have no shipment in common: by their services, or by dates of one kind.
    fn never_meet(
        &self,
        (first_dates, first): (Option<&tree::Validity>, &Scope),
        (second_dates, second): (Option<&tree::Validity>, &Scope),
    ) -> bool {
        if !first.services.iter().any(|service| second.services.contains(service)) {
            return true;
        }
        let (Some(first), Some(second)) = (first_dates, second_dates) else { return false };
        let on = |validity: &tree::Validity| validity.on.as_ref().map(|name| name.text.clone());
        let is_before = |earlier: &tree::Validity, later: &tree::Validity| match (&earlier.until, &later.from) {
            // Days are written with the year first, so that their order is that of their text.
            (Some(until), Some(from)) => until.date < from.date,
            (_, _) => false,
        };
        on(first) == on(second) && (is_before(first, second) || is_before(second, first))
    }

    /// `compensation lost_ems via ems valid … on lost when reason is lost = …`.
    fn compensation(&mut self, it: &'t tree::Compensation) -> Option<Compensation> {
        if is_built_in(&it.name.text) {
            self.reserved(&it.name);
            return None;
        }
        if let Some(earlier) = self.symbols.values.place(&it.name.text) {
            self.duplicate(&it.name.text, "the name", (earlier, it.name.span));
            return None;
        }
        let scope = self.scope(&it.scope, Place::of(Stage::Pricing));
        let currency = match &it.currency {
            Some(code) => self.currency_of(code),
            None => self.reckoning_currency(&it.amount),
        }?;
        let context = PriceContext {
            currency,
            measure: None,
            slicing: Slicing::Whole,
            before: Before::Nothing,
            repeat: Repeating::Impossible,
        };
        let mut rate_day = None;
        let amount = self.reckoning(&it.amount, &context, &mut rate_day);
        Some(Compensation {
            name: it.name.text.to_string(),
            title: it.title.as_ref().map_or_else(|| it.name.text.to_string(), |title| title.text.to_string()),
            scope: scope?,
            amount: amount?,
            currency,
            rate_day: rate_day.map_or(DateField::ShipDate, |(day, _)| day),
            at: self.at(it.name.span),
        })
    }

    /// The currency of a compensation that does not say: the one that is written, if every amount has it.
    fn reckoning_currency(&mut self, written: &tree::Reckoning) -> Option<Currency> {
        let exprs = amounts_of(written);
        self.currency_of_amounts(&exprs)
    }

    /// An amount of a compensation.
    fn reckoning(
        &mut self,
        written: &tree::Reckoning,
        context: &PriceContext,
        rate_day: &mut RateDay,
    ) -> Option<Reckoning> {
        if let Some(plain) = plain(written) {
            let day = self.rate_days(written, rate_day);
            let amount = self.price_amount(&plain, context).map(Reckoning::Amount);
            return day.and(amount);
        }
        match &written.kind {
            ReckoningKind::Per { amount, per } => {
                self.rate_per(amount, per, written.span, context).map(Reckoning::Amount)
            }
            ReckoningKind::Sum(terms) => {
                let terms: Vec<_> = terms
                    .iter()
                    .map(|term| {
                        let amount = self.reckoning(&term.term, context, rate_day)?;
                        Some(match (term.sign, amount) {
                            (Sign::Plus, amount) => amount,
                            (Sign::Minus, Reckoning::Amount(amount)) => Reckoning::Amount(signed(amount, Sign::Minus)),
                            (Sign::Minus, amount) => Reckoning::Times(Exact::from_integer(-1), Box::new(amount)),
                        })
                    })
                    .collect();
                terms.into_iter().collect::<Option<_>>().map(Reckoning::Sum)
            }
            ReckoningKind::Pick { pick, of } => {
                let parts: Vec<_> = of.iter().map(|part| self.reckoning(part, context, rate_day)).collect();
                let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
                match pick {
                    Pick::Lesser => Some(Reckoning::Least(parts)),
                    Pick::Greater => Some(Reckoning::Greatest(parts)),
                    Pick::Mean => {
                        let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
                        let each = Exact::ONE.checked_div(Exact::from_integer(count));
                        Some(Reckoning::Times(self.exact(each, written.span)?, Box::new(Reckoning::Sum(parts))))
                    }
                }
            }
            ReckoningKind::Clamped { value, clamps } => {
                let mut amount = self.reckoning(value, context, rate_day);
                for clamp in clamps {
                    let bound = self.reckoning(&clamp.amount, context, rate_day);
                    let (Some(before), Some(bound)) = (amount.take(), bound) else { continue };
                    amount = Some(match clamp.word {
                        ClampWord::Minimum => Reckoning::Greatest(vec![before, bound]),
                        ClampWord::Maximum => Reckoning::Least(vec![before, bound]),
                    });
                }
                amount
            }
            ReckoningKind::Rest | ReckoningKind::ReceivedItems | ReckoningKind::ReturnFreight => {
                let message = format!(
                    "{} is known in a case only, and a compensation is reckoned from a shipment",
                    self.quoted(written.span)
                );
                let help = "write it in a `returns` block, beside the compensation's name";
                self.refuse(Diagnostic::new(Code::NOT_HERE, written.span, message).help(help))
            }
            ReckoningKind::PercentOf { percent, of } => {
                let share = self.share(percent);
                let of = self.reckoning(of, context, rate_day);
                Some(Reckoning::Times(share?, Box::new(of?)))
            }
            ReckoningKind::Product(factors) => {
                let (number, money) = self.number_and_money(factors, written.span, |factor| {
                    let ReckoningKind::Value(Expr { kind: ExprKind::Quantity(quantity), .. }) = &factor.kind else {
                        return None;
                    };
                    Some(quantity)
                })?;
                Some(Reckoning::Times(number, Box::new(self.reckoning(money, context, rate_day)?)))
            }
            ReckoningKind::InCurrency { value, currency, at_rate_of } => {
                let to = self.currency_of(currency)?;
                if to != context.currency {
                    let message = format!(
                        "{} is money in {to}, and {} is needed here",
                        self.quoted(written.span),
                        context.currency
                    );
                    let help = format!("write `in {}`", context.currency);
                    return self.refuse(Diagnostic::new(Code::CURRENCY_MISMATCH, written.span, message).help(help));
                }
                if let Some(name) = at_rate_of {
                    self.rate_day(name, rate_day)?;
                }
                let from = self.reckoning_currency(value)?;
                let context = PriceContext { currency: from, ..context.clone() };
                let amount = Box::new(self.reckoning(value, &context, rate_day)?);
                Some(Reckoning::Converted { amount, from, to })
            }
            ReckoningKind::Value(expr) => self.price_amount(expr, context).map(Reckoning::Amount),
        }
    }

    /// `60.00 per started kg of weight`.
    fn rate_per(
        &mut self,
        amount: &tree::Reckoning,
        per: &[tree::PerMeasure],
        span: Span,
        context: &PriceContext,
    ) -> Option<Amount> {
        let [per] = per else {
            let message = format!("{} is per several things", self.quoted(span));
            return self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help("write one amount per one unit"));
        };
        let measure = match &per.of {
            None => Some(None),
            Some(of) => self.by_measure(of).map(Some),
        };
        let rate = plain(amount).map(|rate| self.price_amount(&rate, context));
        let context = PriceContext { measure: measure?, ..context.clone() };
        let units = self.units(&per.per, Exact::ZERO, &context);
        match (rate, units?) {
            (Some(Some(Amount::Flat(rate))), units) => {
                Some(Amount::Units(tarifa_engine::program::Units { rate, ..units }))
            }
            (Some(None), _) => None,
            (_, _) => {
                let message =
                    format!("{} is worked out, and a rate per unit is a written amount", self.quoted(amount.span));
                self.refuse(
                    Diagnostic::new(Code::NOT_HERE, amount.span, message).help("write an amount such as `3.50`"),
                )
            }
        }
    }

    /// Notes `at rate of order_date`, which a compensation says of one date.
    fn rate_days(&mut self, written: &tree::Reckoning, rate_day: &mut RateDay) -> Option<()> {
        let mut complete = Some(());
        for name in rates_of(written) {
            complete = self.rate_day(name, rate_day).and(complete);
        }
        complete
    }

    /// Notes one `at rate of order_date`.
    fn rate_day(&mut self, name: &Name, rate_day: &mut RateDay) -> Option<()> {
        let day = self.rate_date(name)?;
        match rate_day {
            Some((known, place)) if *known != day => {
                let message = "a compensation is converted at the rates of one day, and here are two";
                let diagnostic = Diagnostic::new(Code::NOT_HERE, name.span, message).related(*place, "the other one");
                self.refuse(diagnostic.help("write one date behind `at rate of`"))
            }
            Some(_) => Some(()),
            None => {
                *rate_day = Some((day, name.span));
                Some(())
            }
        }
    }

    fn rate_date(&mut self, name: &Name) -> Option<DateField> {
        let meaning = self.name(name, Place::of(Stage::Pricing))?;
        let Meaning::Date(day) = meaning else {
            let message = format!("`{}` is {meaning}, and rates are those of a date", name.text);
            let help = "declare it: `fact order_date: date`";
            return self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, name.span, message).help(help));
        };
        Some(day)
    }
}

/// An amount without rates, bounds and words of a case, as a formula.
fn plain(written: &tree::Reckoning) -> Option<Expr> {
    let span = written.span;
    let expr = |kind| Some(Expr { kind, span });
    match &written.kind {
        ReckoningKind::Value(value) => Some(value.clone()),
        ReckoningKind::PercentOf { percent, of } => {
            expr(ExprKind::PercentOf { percent: percent.clone(), of: Box::new(plain(of)?) })
        }
        ReckoningKind::InCurrency { value, currency, at_rate_of: _ } => {
            expr(ExprKind::InCurrency { value: Box::new(plain(value)?), currency: currency.clone() })
        }
        ReckoningKind::Sum(terms) => {
            let terms = terms.iter().map(|term| Some(Summand { sign: term.sign, term: plain(&term.term)? }));
            expr(ExprKind::Sum(terms.collect::<Option<_>>()?))
        }
        ReckoningKind::Product(factors) => expr(ExprKind::Product(factors.iter().map(plain).collect::<Option<_>>()?)),
        ReckoningKind::Pick { pick, of } => {
            expr(ExprKind::Pick { pick: *pick, of: of.iter().map(plain).collect::<Option<_>>()? })
        }
        ReckoningKind::Rest
        | ReckoningKind::ReceivedItems
        | ReckoningKind::ReturnFreight
        | ReckoningKind::Per { .. }
        | ReckoningKind::Clamped { .. } => None,
    }
}

/// The parts of an amount, each as the parts of a compensation that it is made of.
fn parts_of(written: &tree::Reckoning) -> Vec<&tree::Reckoning> {
    match &written.kind {
        ReckoningKind::Value(_) | ReckoningKind::Rest | ReckoningKind::ReceivedItems | ReckoningKind::ReturnFreight => {
            Vec::new()
        }
        ReckoningKind::PercentOf { of, .. } => vec![of],
        ReckoningKind::Per { amount, .. } => vec![amount],
        ReckoningKind::InCurrency { value, .. } => vec![value],
        ReckoningKind::Sum(terms) => terms.iter().map(|term| &term.term).collect(),
        ReckoningKind::Product(factors) => factors.iter().collect(),
        ReckoningKind::Pick { of, .. } => of.iter().collect(),
        ReckoningKind::Clamped { value, clamps } => {
            std::iter::once(&**value).chain(clamps.iter().map(|clamp| &clamp.amount)).collect()
        }
    }
}

/// The formulas of an amount, outermost first; of what is converted, it is the currency that it is converted to.
fn amounts_of(written: &tree::Reckoning) -> Vec<Expr> {
    if let Some(expr) = plain(written) {
        return vec![expr];
    }
    if let ReckoningKind::InCurrency { value, currency, .. } = &written.kind {
        let inner = amounts_of(value).into_iter().next();
        let converted = inner.map(|inner| Expr {
            kind: ExprKind::InCurrency { value: Box::new(inner), currency: currency.clone() },
            span: written.span,
        });
        return converted.into_iter().collect();
    }
    parts_of(written).into_iter().flat_map(amounts_of).collect()
}

/// The dates behind `at rate of`.
fn rates_of(written: &tree::Reckoning) -> Vec<&Name> {
    let own = match &written.kind {
        ReckoningKind::InCurrency { at_rate_of, .. } => at_rate_of.as_ref(),
        ReckoningKind::Value(_)
        | ReckoningKind::Rest
        | ReckoningKind::ReceivedItems
        | ReckoningKind::ReturnFreight
        | ReckoningKind::PercentOf { .. }
        | ReckoningKind::Per { .. }
        | ReckoningKind::Sum(_)
        | ReckoningKind::Product(_)
        | ReckoningKind::Pick { .. }
        | ReckoningKind::Clamped { .. } => None,
    };
    own.into_iter().chain(parts_of(written).into_iter().flat_map(rates_of)).collect()
}
