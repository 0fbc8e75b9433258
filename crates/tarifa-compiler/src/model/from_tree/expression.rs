//! Formulas: every operand resolved, every operation between amounts of kinds that can meet.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Builtin, Expression, FactPer, FactRef, Measure, Node};
use tarifa_syntax::tree::{self, Distinctness, Expr, ExprKind, Pick, Sign};

use super::Resolver;
use super::meaning::Meaning;
use super::typed::{Kind, Typed};

/// Where a formula or condition stands, which says what it can read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) subject: Subject,
    pub(super) stage: Stage,
    /// The currency of a bare number that meets money; none where one must be written.
    pub(super) bare: Option<Currency>,
}

/// What a condition speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The shipment: an item fact needs `any item`, `every item` or `total`.
    Shipment,
    /// One item, inside these words.
    Item,
    /// A restriction, which speaks of the one item at hand where it reads an item fact.
    Restricted,
    /// The items of a limit together: `quantity` is theirs, and an item fact needs `total`.
    Group,
    /// A define: an item fact makes it one about items.
    Define,
}

/// When it is reckoned, which says what is known by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Before the billed weight is known.
    Weighing,
    /// Before there are money lines.
    Carrying,
    /// Among services, before one is looked at.
    Choosing,
    /// Among money lines.
    Pricing,
    /// Once everything is priced.
    Claiming,
}

impl Place {
    /// A statement about the shipment at `stage`.
    pub(super) fn of(stage: Stage) -> Self {
        Self { subject: Subject::Shipment, stage, bare: None }
    }

    /// The same place, inside words that speak of one item.
    pub(super) fn item(self) -> Self {
        Self { subject: Subject::Item, ..self }
    }
}

impl Resolver<'_> {
    /// A formula with its kind.
    pub(super) fn amount(&mut self, expr: &Expr, place: Place) -> Option<Typed> {
        let span = expr.span;
        let typed = |expression, kind| Some(Typed { expression, kind, span });
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.quantity(quantity),
            ExprKind::Name(name) => {
                let meaning = self.name(name, place)?;
                let Meaning::Amount(value) = meaning else { return self.not_an_amount(span, &meaning.to_string()) };
                Some(Typed { span, ..value })
            }
            ExprKind::Sum(terms) => self.sum(terms, span, place),
            ExprKind::Product(factors) => self.product(factors, span, place),
            ExprKind::PercentOf { percent, of } => {
                let share = self.quantity(percent)?;
                let of = self.amount(of, place)?;
                typed(self.share_of(share, of.expression, span)?, of.kind)
            }
            ExprKind::Total(inner) => self.total(inner, span, place),
            ExprKind::Count { distinctness, of } => self.count(*distinctness, of, span),
            ExprKind::Pick { pick, of } => {
                let values = self.alike(of, place)?;
                let kind = values.first()?.kind.clone();
                let values = values.into_iter().map(|value| value.expression).collect();
                typed(picked(*pick, values), kind)
            }
            ExprKind::InCurrency { value, currency } => {
                let wanted = self.currency_of(currency);
                let value = self.in_currency(value, wanted?, place)?;
                Some(Typed { span, ..value })
            }
            ExprKind::Text(_) => self.not_an_amount(span, "text"),
            ExprKind::Moment(_) => self.not_an_amount(span, "a date"),
            ExprKind::Code(code) => {
                self.not_an_amount(span, if code.text.len() == 3 { "a currency" } else { "a place" })
            }
            ExprKind::Place(_) => self.not_an_amount(span, "a place"),
            ExprKind::YesNo(_)
            | ExprKind::Compare { .. }
            | ExprKind::Is { .. }
            | ExprKind::Given { .. }
            | ExprKind::In { .. }
            | ExprKind::Has { .. }
            | ExprKind::Items { .. }
            | ExprKind::Occurred { .. }
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_) => self.not_an_amount(span, "a condition"),
        }
    }

    /// Money in `currency`: money facts taken in it, other money converted to it.
    pub(super) fn in_currency(&mut self, expr: &Expr, currency: Currency, place: Place) -> Option<Typed> {
        let span = expr.span;
        let money = |expression| Some(Typed { expression, kind: Kind::Money(currency), span });
        if let ExprKind::Sum(terms) = &expr.kind {
            let mut values = Vec::with_capacity(terms.len());
            for summand in terms {
                let value = self.in_currency(&summand.term, currency, place);
                values.push(value.map(|value| (summand.sign, value.expression)));
            }
            return money(add(values.into_iter().collect::<Option<_>>()?));
        }
        if let ExprKind::PercentOf { percent, of } = &expr.kind {
            let share = self.quantity(percent)?;
            let of = self.in_currency(of, currency, place)?;
            return money(self.share_of(share, of.expression, span)?);
        }
        if let ExprKind::Total(inner) = &expr.kind {
            let value = self.in_currency(inner, currency, place.item())?;
            return self.total_of(value, span);
        }
        if let ExprKind::Pick { pick, of } = &expr.kind {
            let values: Vec<_> = of.iter().map(|value| self.in_currency(value, currency, place)).collect();
            let values = values.into_iter().map(|value| Some(value?.expression)).collect::<Option<_>>()?;
            return money(picked(*pick, values));
        }
        let value = self.amount(expr, place)?;
        match value.kind {
            Kind::Money(from) if from == currency => Some(value),
            Kind::Money(from) => money(Expression::Convert { amount: Box::new(value.expression), from, to: currency }),
            Kind::AnyMoney(fact) if value.expression == Expression::Fact(fact) => {
                money(Expression::Money { fact, currency })
            }
            Kind::AnyMoney(_) => {
                let message = format!("{} is worked out from money that has no currency of its own", self.quoted(span));
                let help = format!(
                    "take that money in {currency} where it is worked out, as in `5% of declared_value in {currency}`"
                );
                self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, span, message).help(help))
            }
            Kind::Number(_) | Kind::Weight | Kind::Length | Kind::Volume | Kind::Duration | Kind::Percent => {
                let message =
                    format!("{} is {}, and only money can be taken in {currency}", self.quoted(span), value.kind);
                self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, span, message).label(value.kind.to_string()))
            }
        }
    }

    fn sum(&mut self, terms: &[tree::Summand], span: Span, place: Place) -> Option<Typed> {
        let values: Vec<_> = terms.iter().map(|summand| self.amount(&summand.term, place)).collect();
        let values = self.meet(values.into_iter().collect::<Option<Vec<_>>>()?, place)?;
        let kind = values.first()?.kind.clone();
        if let Kind::AnyMoney(_) = kind {
            let message = format!("{} adds money that has no currency of its own", self.quoted(span));
            let help = format!("say which currency it is taken in: `({}) in EUR`", self.written(span));
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, span, message).help(help));
        }
        let signed =
            terms.iter().map(|summand| summand.sign).zip(values.into_iter().map(|value| value.expression)).collect();
        Some(Typed { expression: add(signed), kind, span })
    }

    /// Several amounts, all of one kind.
    pub(super) fn alike(&mut self, exprs: &[Expr], place: Place) -> Option<Vec<Typed>> {
        let values: Vec<_> = exprs.iter().map(|expr| self.amount(expr, place)).collect();
        self.meet(values.into_iter().collect::<Option<Vec<_>>>()?, place)
    }

    /// Makes all amounts one kind: that of the first that is more than a bare number.
    fn meet(&mut self, mut values: Vec<Typed>, place: Place) -> Option<Vec<Typed>> {
        let is_bare =
            |value: &Typed| value.kind == Kind::Number(None) && matches!(value.expression, Expression::Constant(_));
        let is_any_money = |value: &Typed| matches!(value.kind, Kind::AnyMoney(_));
        let lead = values.iter().find(|value| !is_bare(value) && !is_any_money(value));
        let lead = lead.or(values.iter().find(|value| !is_bare(value))).or(values.first())?.clone();
        if let (Kind::Money(_), Some(currency)) = (&lead.kind, place.bare) {
            values.iter_mut().filter(|value| is_bare(value)).for_each(|value| value.kind = Kind::Money(currency));
        }
        let described = self.quoted(lead.span);
        let fitted: Vec<_> =
            values.into_iter().map(|value| self.fit(value, &lead.kind, (lead.span, &described))).collect();
        fitted.into_iter().collect()
    }

    fn product(&mut self, factors: &[Expr], span: Span, place: Place) -> Option<Typed> {
        let values: Vec<_> = factors.iter().map(|factor| self.amount(factor, place)).collect();
        let values: Vec<Typed> = values.into_iter().collect::<Option<_>>()?;
        let measured: Vec<&Typed> =
            values.iter().filter(|value| !matches!(value.kind, Kind::Number(None) | Kind::Percent)).collect();
        let kind = match measured.as_slice() {
            [] => Kind::Number(None),
            [one] => one.kind.clone(),
            [a, b, c] if [a, b, c].iter().all(|side| side.kind == Kind::Length) => Kind::Volume,
            [first, second, ..] => {
                let message = format!("{} multiplies {} by {}", self.quoted(span), first.kind, second.kind);
                let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, second.span, message)
                    .label(second.kind.to_string())
                    .related(first.span, first.kind.to_string())
                    .help("only one factor can have a unit; the others are plain numbers or percentages");
                return self.refuse(diagnostic);
            }
        };
        if let Kind::AnyMoney(_) = kind {
            let money = measured.first()?.span;
            let message = format!("{} has no currency of its own", self.quoted(money));
            let help = format!("say which currency it is taken in: `({} in EUR)`", self.written(money));
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, money, message).help(help));
        }
        let expression = Expression::Product(values.into_iter().map(|value| value.expression).collect());
        Some(Typed { expression, kind, span })
    }

    /// A percentage of something; of a written amount it is one, too, as in `150% of 5.20 per kg`.
    fn share_of(&mut self, share: Typed, of: Expression, span: Span) -> Option<Expression> {
        match (share.expression, of) {
            (Expression::Constant(share), Expression::Constant(of)) => {
                self.exact(share.checked_mul(of), span).map(Expression::Constant)
            }
            (share, of) => Some(Expression::Product(vec![share, of])),
        }
    }

    /// `total net_volume`: the sum over the items, each times its quantity.
    fn total(&mut self, inner: &Expr, span: Span, place: Place) -> Option<Typed> {
        if let ExprKind::Name(name) = &inner.kind
            && &*name.text == "quantity"
        {
            let expression = match place.subject {
                Subject::Group => super::meaning::pieces(),
                Subject::Shipment | Subject::Item | Subject::Restricted | Subject::Define => {
                    Expression::Measure(Measure::TotalQuantity)
                }
            };
            return Some(Typed { expression, kind: Kind::Number(None), span });
        }
        let value = self.amount(inner, place.item())?;
        if let Kind::AnyMoney(_) = value.kind {
            let message = format!("{} has no currency of its own", self.quoted(inner.span));
            let help = format!("say which currency it is added up in: `total {} in EUR`", self.written(inner.span));
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, inner.span, message).help(help));
        }
        self.total_of(value, span)
    }

    /// The sum over the items of an amount that each of them has.
    fn total_of(&mut self, value: Typed, span: Span) -> Option<Typed> {
        if self.reads_items(&value.expression) {
            let expression = Expression::TotalOfItems(Box::new(value.expression));
            return Some(Typed { expression, kind: value.kind, span });
        }
        if let Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), .. } = value.expression {
            // The declared value is that of the whole shipment already.
            return Some(Typed { span, ..value });
        }
        let message =
            format!("{} is told of the whole shipment, so there is nothing to add up", self.quoted(value.span));
        self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help("write it without `total`"))
    }

    /// Whether a formula reads a fact of the item at hand.
    fn reads_items(&self, expression: &Expression) -> bool {
        let mut found = false;
        expression.visit(&mut |node| {
            let (Node::Expression(Expression::Fact(fact)) | Node::Expression(Expression::Money { fact, .. })) = node
            else {
                return;
            };
            found |= match fact {
                FactRef::Declared(id) => {
                    self.facts.get(usize::from(id.0)).is_some_and(|fact| fact.per == FactPer::Item)
                }
                FactRef::Builtin(fact) => matches!(
                    fact,
                    Builtin::ItemQuantity
                        | Builtin::ItemWeight
                        | Builtin::ItemUnitValue
                        | Builtin::ItemHs
                        | Builtin::ItemCategory
                ),
            };
        });
        found
    }

    fn count(&mut self, distinctness: Distinctness, of: &tree::Name, span: Span) -> Option<Typed> {
        let number = |expression| Some(Typed { expression, kind: Kind::Number(None), span });
        let digits = of.text.strip_prefix("hs").filter(|digits| digits.len() <= 2);
        match (&*of.text, distinctness, digits) {
            ("parcels", Distinctness::Each, _) => number(Expression::Measure(Measure::ParcelCount)),
            (_, Distinctness::Distinct, Some("")) => number(Expression::DistinctHs(0)),
            (_, Distinctness::Distinct, Some(digits)) if matches!(digits, "2" | "4" | "6" | "8" | "10") => {
                number(Expression::DistinctHs(digits.parse().unwrap_or(0)))
            }
            _ => self.refuse(
                Diagnostic::new(Code::NOT_HERE, of.span, format!("`{}` cannot be counted", of.text))
                    .help("write `count of parcels`, `count of distinct hs6` (or `hs4`, `hs`), or `total_quantity` for the pieces"),
            ),
        }
    }

    pub(super) fn not_an_amount<T>(&mut self, span: Span, what: &str) -> Option<T> {
        let message = format!("{} is {what}, and an amount is needed here", self.quoted(span));
        self.refuse(Diagnostic::new(Code::NOT_AN_AMOUNT, span, message).label(what))
    }
}

/// One of several values, or their mean.
fn picked(pick: Pick, values: Vec<Expression>) -> Expression {
    match pick {
        Pick::Greater => Expression::Greatest(values),
        Pick::Lesser => Expression::Least(values),
        Pick::Mean => Expression::Mean(values),
    }
}

/// The terms added up, those with a minus taken off.
fn add(terms: Vec<(Sign, Expression)>) -> Expression {
    let (mut plus, mut minus) = (Vec::new(), Vec::new());
    for (sign, term) in terms {
        match sign {
            Sign::Plus => plus.push(term),
            Sign::Minus => minus.push(term),
        }
    }
    let together = |mut terms: Vec<Expression>| match (terms.pop(), terms.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            terms.push(last);
            Expression::Sum(terms)
        }
        (None, _) => Expression::Constant(Exact::ZERO),
    };
    if minus.is_empty() {
        return together(plus);
    }
    Expression::Difference(Box::new(together(plus)), Box::new(together(minus)))
}
