//! The currency of a price statement: what `in` says, else what its amounts say, else its services', else the tariff's.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::program::{Bits, Service};
use tarifa_syntax::tree::{CellKind, Clamp, Expr, ExprKind, LineHead, PriceBody, PriceExpr, PriceForm, Rate};

use super::Resolver;
use super::literal::looks_like_currency;
use super::symbols::Value;
use super::typed::{Kind, Typed};

/// What the amounts of a statement say about their currency.
#[derive(Default)]
struct Evidence {
    /// Currencies that are written.
    written: Vec<(Currency, Span)>,
    /// A money line, which is in the tariff's currency.
    line: Option<Span>,
    /// A number without a currency.
    bare: Option<Span>,
}

impl Resolver<'_> {
    /// The currency of a statement's amounts; `measure` is what `by` names.
    pub(super) fn block_currency(
        &mut self,
        head: &LineHead,
        body: &PriceBody,
        measure: Option<&Typed>,
        in_scope: &Bits,
        services: &[Service],
    ) -> Option<Currency> {
        if let Some(code) = &head.currency {
            return self.currency_of(code);
        }
        let evidence = self.evidence(body, measure);
        let written = self.one_currency(&evidence)?;
        let tariff = self.currency?;
        let Some(bare) = evidence.bare else { return Some(written.map_or(tariff, |(currency, _)| currency)) };
        let currency = self.default_currency(bare, in_scope, services)?;
        let other = written.or(evidence.line.map(|line| (tariff, line))).filter(|(other, _)| *other != currency);
        let Some((other, place)) = other else { return Some(currency) };
        let message =
            format!("{} is money in {other}, and {} beside it in {currency}", self.quoted(place), self.quoted(bare));
        let diagnostic = Diagnostic::new(Code::CURRENCY_MISMATCH, place, message)
            .label(format!("money in {other}"))
            .related(bare, format!("a number alone is money in {currency} here"))
            .help(format!(
                "write the currency of both, say `in {other}` before the price, or convert: `{} in {currency}`",
                self.written(place)
            ));
        self.refuse(diagnostic)
    }

    /// The currency of amounts that stand alone: the one that is written, the tariff's where a number has none.
    pub(super) fn currency_of_amounts(&mut self, amounts: &[Expr]) -> Option<Currency> {
        let mut evidence = Evidence::default();
        amounts.iter().for_each(|amount| self.of_amount(amount, &mut evidence));
        let written = self.one_currency(&evidence)?;
        let tariff = self.currency?;
        match written {
            Some((currency, _)) if evidence.bare.is_none() && evidence.line.is_none() => Some(currency),
            Some(_) | None => Some(tariff),
        }
    }

    /// The currency that is written, where one is; two are reported.
    fn one_currency(&mut self, evidence: &Evidence) -> Option<Option<(Currency, Span)>> {
        let Some((first, place)) = evidence.written.first().copied() else { return Some(None) };
        let other = evidence.written.iter().find(|(currency, _)| *currency != first);
        let Some((other, there)) = other else { return Some(Some((first, place))) };
        let message = format!("one price has amounts in {first} and in {other}");
        let diagnostic = Diagnostic::new(Code::CURRENCY_MISMATCH, *there, message)
            .label(format!("money in {other}"))
            .related(place, format!("money in {first}"))
            .help(format!("write all amounts in one currency, or convert: `… in {first}`"));
        self.refuse(diagnostic)
    }

    /// What a number without a currency is money in: the services' currency, if all in scope have one.
    fn default_currency(&mut self, bare: Span, in_scope: &Bits, services: &[Service]) -> Option<Currency> {
        let mut spoken =
            services.iter().zip(0_u32..).filter(|(_, id)| in_scope.contains(*id)).map(|(service, _)| service);
        let Some(first) = spoken.next() else { return self.currency };
        let Some(other) = spoken.find(|service| service.currency != first.currency) else {
            return Some(first.currency);
        };
        let message = format!(
            "{} is {} for `{}` and {} for `{}`",
            self.quoted(bare),
            first.currency,
            first.name,
            other.currency,
            other.name
        );
        let help = format!("say the currency of the statement: `in {}` before the price", first.currency);
        self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, bare, message).help(help))
    }

    fn evidence(&mut self, body: &PriceBody, measure: Option<&Typed>) -> Evidence {
        let mut evidence = Evidence::default();
        match body {
            PriceBody::Price(price) => self.of_price(price, measure, &mut evidence),
            PriceBody::Bands(bands) => {
                bands.rows.iter().for_each(|row| self.of_price(&row.price, measure, &mut evidence));
                self.of_clamps(&bands.clamps, &mut evidence);
            }
            PriceBody::Card(card) => {
                for cell in card.rows.iter().flat_map(|row| &row.cells) {
                    if let CellKind::Price(price) = &cell.kind {
                        self.of_price(price, measure, &mut evidence);
                    }
                }
                self.of_clamps(&card.clamps, &mut evidence);
            }
        }
        evidence
    }

    fn of_price(&mut self, price: &PriceExpr, measure: Option<&Typed>, evidence: &mut Evidence) {
        let PriceForm::Terms { terms, clamps } = &price.form else { return };
        for term in terms {
            for Rate { amount, .. } in std::iter::once(&term.rate).chain(&term.then) {
                let is_percent = matches!(&amount.kind, ExprKind::Quantity(it) if is_percent(it));
                match measure.map(|measure| &measure.kind) {
                    Some(Kind::Money(currency)) if is_percent => evidence.written.push((*currency, amount.span)),
                    Some(_) | None => self.of_amount(amount, evidence),
                }
            }
        }
        self.of_clamps(clamps, evidence);
    }

    fn of_clamps(&mut self, clamps: &[Clamp], evidence: &mut Evidence) {
        clamps.iter().for_each(|clamp| self.of_amount(&clamp.amount, evidence));
    }

    fn of_amount(&mut self, expr: &Expr, evidence: &mut Evidence) {
        match &expr.kind {
            ExprKind::Quantity(quantity) => match &quantity.unit {
                None => {
                    evidence.bare.get_or_insert(expr.span);
                }
                Some(unit) if looks_like_currency(&unit.name.text) => {
                    evidence.written.extend(unit.name.text.parse().ok().map(|currency| (currency, expr.span)));
                }
                Some(_) => {}
            },
            ExprKind::Name(name) => match self.symbols.values.peek(&name.text) {
                Some(Value::Line(_) | Value::Group(_)) => {
                    evidence.line.get_or_insert(expr.span);
                }
                Some(Value::Define(index)) => {
                    if let Some(Kind::Money(currency)) = self.define_kind(index) {
                        evidence.written.push((currency, expr.span));
                    }
                }
                Some(Value::Fact(_)) | None => {}
            },
            ExprKind::InCurrency { currency, .. } => {
                evidence.written.extend(currency.text.parse().ok().map(|code| (code, expr.span)));
            }
            ExprKind::Sum(terms) => terms.iter().for_each(|summand| self.of_amount(&summand.term, evidence)),
            ExprKind::Pick { of, .. } => of.iter().for_each(|value| self.of_amount(value, evidence)),
            ExprKind::PercentOf { of, .. } => self.of_amount(of, evidence),
            ExprKind::Total(inner) => self.of_amount(inner, evidence),
            ExprKind::Product(factors) => {
                // A bare number beside an amount is a factor, not an amount.
                let mut inside = Evidence::default();
                factors.iter().for_each(|factor| self.of_amount(factor, &mut inside));
                if inside.written.is_empty() && inside.line.is_none() {
                    evidence.bare = evidence.bare.or(inside.bare);
                }
                evidence.line = evidence.line.or(inside.line);
                evidence.written.append(&mut inside.written);
            }
            ExprKind::Text(_)
            | ExprKind::Moment(_)
            | ExprKind::YesNo(_)
            | ExprKind::Code(_)
            | ExprKind::Place(_)
            | ExprKind::Count { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Is { .. }
            | ExprKind::Given { .. }
            | ExprKind::In { .. }
            | ExprKind::Has { .. }
            | ExprKind::Items { .. }
            | ExprKind::Occurred { .. }
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_) => {}
        }
    }
}

/// Whether a quantity is a percentage.
pub(super) fn is_percent(quantity: &tarifa_syntax::tree::Quantity) -> bool {
    quantity.unit.as_ref().is_some_and(|unit| &*unit.name.text == "%")
}
