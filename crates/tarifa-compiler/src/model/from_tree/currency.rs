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
        if let Some((first, place)) = evidence.written.first().copied() {
            if let Some((other, there)) = evidence.written.iter().find(|(currency, _)| *currency != first) {
                let message = format!("one price has amounts in {first} and in {other}");
                let diagnostic = Diagnostic::new(Code::CURRENCY_MISMATCH, *there, message)
                    .label(format!("money in {other}"))
                    .related(place, format!("money in {first}"))
                    .help(format!("write all amounts in one currency, or convert: `… in {first}`"));
                return self.refuse(diagnostic);
            }
            return Some(first);
        }
        let tariff = self.currency?;
        let Some(bare) = evidence.bare else { return Some(tariff) };
        let mut spoken = services.iter().zip(0_u32..).filter(|(_, id)| in_scope.contains(*id)).map(|(service, _)| service);
        let first = spoken.next();
        let currency = first.map_or(tariff, |service| service.currency);
        if let (Some(first), Some(other)) = (first, spoken.find(|service| service.currency != currency)) {
            let message = format!("{} is {currency} for `{}` and {} for `{}`", self.quoted(bare), first.name, other.currency, other.name);
            let help = "say the currency of the statement: `in CNY` before the price";
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, bare, message).help(help));
        }
        if let Some(line) = evidence.line.filter(|_| currency != tariff) {
            let message = format!("{} is money in {currency}, and {} is money in {tariff}", self.quoted(bare), self.quoted(line));
            let diagnostic = Diagnostic::new(Code::CURRENCY_MISMATCH, bare, message)
                .label(format!("money in {currency}, the service's currency"))
                .related(line, format!("money in {tariff}, the tariff's currency"))
                .help(format!("write the currency, as in `{} {tariff}`, or convert the line: `{} in {currency}`", self.written(bare), self.written(line)));
            return self.refuse(diagnostic);
        }
        Some(currency)
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
