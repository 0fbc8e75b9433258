//! Written exchange rates.

mod doubts;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Money;
use tarifa_engine::date::DateRange;
use tarifa_engine::program::{ExchangePeriod, ExchangeRate, Expression};
use tarifa_syntax::tree;

use super::Resolver;
use super::statements::Stated;
use super::typed::Kind;

/// A rate with where it is written.
struct Written {
    rate: ExchangeRate,
    /// The statement of its period.
    statement: Span,
    span: Span,
}

impl<'t> Resolver<'t> {
    /// The periods of written rates.
    pub(super) fn exchange(&mut self, exchanges: &[Stated<'t, tree::Exchange>]) -> Vec<ExchangePeriod> {
        let mut written = Vec::new();
        let mut periods: Vec<_> = exchanges.iter().map(|exchange| self.period(exchange, &mut written)).collect();
        self.doubt_rates(&written);
        periods.sort_by_key(|period| (period.valid.from, period.valid.to));
        periods
    }

    fn period(&mut self, exchange: &Stated<'t, tree::Exchange>, all: &mut Vec<Written>) -> ExchangePeriod {
        let valid = match &exchange.it.valid {
            None => Some(DateRange::ALWAYS),
            Some(validity) => {
                let stray = validity.on.as_ref().map(|name| name.span).or(validity.zone.as_ref().map(|zone| zone.span));
                if let Some(span) = stray {
                    let message = "exchange rates go by the ship date in the tariff's own time zone";
                    self.report(Diagnostic::new(Code::NOT_HERE, span, message).help("remove it"));
                }
                self.days(validity)
            }
        };
        let mut rates: Vec<(ExchangeRate, Span)> = Vec::new();
        for written in &exchange.it.rates {
            let Some(rate) = self.rate_pair(written) else { continue };
            let same = |known: &ExchangeRate| {
                (known.from, known.to) == (rate.from, rate.to) || (known.to, known.from) == (rate.from, rate.to)
            };
            if let Some((_, earlier)) = rates.iter().find(|(known, _)| same(known)) {
                let message = format!("the rate between {} and {} is written twice", rate.from, rate.to);
                let diagnostic =
                    Diagnostic::new(Code::BAD_RATE, written.span, message).related(*earlier, "the other one");
                self.report(diagnostic.help("keep one of them; the inverse is worked out exactly"));
                continue;
            }
            rates.push((rate, written.span));
        }
        all.extend(rates.iter().map(|(rate, span)| Written { rate: *rate, statement: exchange.span, span: *span }));
        let mut rates: Vec<_> = rates.into_iter().map(|(rate, _)| rate).collect();
        rates.sort_by_key(|rate| (rate.from, rate.to));
        ExchangePeriod { valid: valid.unwrap_or(DateRange::ALWAYS), rates, at: self.at(exchange.span) }
    }

    /// `1 USD = 7.1240 CNY`.
    pub(super) fn rate_pair(&mut self, written: &tree::ExchangeRate) -> Option<ExchangeRate> {
        let (left, right) = (self.money(&written.left), self.money(&written.right));
        let (left, right) = (left?, right?);
        if left.currency == right.currency {
            let message = format!("a rate is between two currencies, and both of these are {}", left.currency);
            return self
                .refuse(Diagnostic::new(Code::BAD_RATE, written.span, message).help("write `1 USD = 7.1240 CNY`"));
        }
        if !left.amount.is_positive() || !right.amount.is_positive() {
            let message = "both sides of an exchange rate are more than zero";
            return self
                .refuse(Diagnostic::new(Code::BAD_RATE, written.span, message).help("write `1 USD = 7.1240 CNY`"));
        }
        let rate = self.exact(right.amount.checked_div(left.amount), written.span)?;
        Some(ExchangeRate { from: left.currency, to: right.currency, rate })
    }

    /// An amount with its currency.
    pub(super) fn money(&mut self, quantity: &tree::Quantity) -> Option<Money> {
        let value = self.quantity(quantity)?;
        match (value.kind, value.expression) {
            (Kind::Money(currency), Expression::Constant(amount)) => Some(Money::new(amount, currency)),
            (kind, _) => {
                let message = format!("{} is {kind}, and money is needed here", self.quoted(quantity.span));
                let help = "write an amount with its currency, as in `80.00 USD`";
                self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, quantity.span, message).help(help))
            }
        }
    }
}
