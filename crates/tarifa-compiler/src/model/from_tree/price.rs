//! One price: its amounts, what they are per, first and further weight, clamps and parts.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, ChargedPer, Component, Count, Expression, Measure, Node, Per, Price, PricePart, PriceStep, RowOutcome,
    Units,
};
use tarifa_syntax::tree::{
    self, Clamp, ClampWord, Counting, Expr, ExprKind, PriceExpr, PriceForm, PriceTerm, Rate, Sign,
};

use super::Resolver;
use super::currency::is_percent;
use super::expression::{Place, Stage};
use super::symbols::Value;
use super::typed::{Kind, Typed};

/// What a price stands in.
#[derive(Clone, Debug)]
pub(super) struct PriceContext {
    /// The currency of the statement.
    pub(super) currency: Currency,
    /// What `by` or a card's head measures; none for billed weight that nothing names.
    pub(super) measure: Option<Typed>,
    pub(super) slicing: Slicing,
    pub(super) before: Before,
    pub(super) repeat: Repeating,
}

/// Whether a price is for the whole measure or a slice of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slicing {
    Whole,
    Slice,
}

/// What stands before the row, from which `, then` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// No row: this is the first, or there are no bands.
    Nothing,
    /// A row with this upper bound.
    Bound(Exact),
    /// Rows with several bounds each, of which none is the one to count from.
    SeveralBounds,
}

/// Whether `repeat` can stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeating {
    Possible,
    Impossible,
}

impl PriceContext {
    fn place(&self) -> Place {
        Place { bare: Some(self.currency), ..Place::of(Stage::Pricing) }
    }

    /// What a rate per weight reads.
    fn measured(&self, measure: &Typed) -> Expression {
        match self.slicing {
            Slicing::Whole => measure.expression.clone(),
            Slicing::Slice => Expression::Slice,
        }
    }
}

impl Resolver<'_> {
    /// What a row, a cell or `=` says.
    pub(super) fn outcome(&mut self, price: &PriceExpr, context: &PriceContext) -> Option<RowOutcome> {
        let text = |reason: &Option<tree::StringLiteral>| reason.as_ref().map(|reason| reason.text.to_string());
        match &price.form {
            PriceForm::Terms { terms, clamps } => self.price(terms, clamps, context).map(RowOutcome::Price),
            PriceForm::Refuse { reason } => Some(RowOutcome::Refuse(text(reason))),
            PriceForm::Refer { reason } => Some(RowOutcome::Refer(text(reason))),
            PriceForm::Dash => Some(RowOutcome::Refuse(None)),
            PriceForm::Repeat if context.repeat == Repeating::Possible => Some(RowOutcome::Repeat),
            PriceForm::Repeat => {
                let message = "`repeat` stands in the last row of bands, behind one with a bound, and repeats that";
                self.refuse(
                    Diagnostic::new(Code::NOT_HERE, price.span, message)
                        .help("write `otherwise: repeat` as the last row"),
                )
            }
        }
    }

    fn price(&mut self, terms: &[PriceTerm], clamps: &[Clamp], context: &PriceContext) -> Option<Price> {
        let mut price = Price { steps: Vec::new(), parts: Vec::new() };
        let mut complete = Some(());
        for term in terms {
            let Some(components) = self.term(term, context) else {
                complete = None;
                continue;
            };
            let line = term.part.as_ref().map(|part| self.symbols.values.peek(&part.text));
            match line {
                Some(Some(Value::Line(line))) => {
                    price.parts.extend(components.into_iter().map(|component| PricePart { line, component }));
                }
                // Another meaning of the name is reported where the lines are declared.
                Some(Some(Value::Fact(_) | Value::Define(_) | Value::Group(_)) | None) => complete = None,
                None => price.steps.extend(components.into_iter().map(PriceStep::Add)),
            }
        }
        let written = clamps;
        let clamps = self.clamps(written, context.currency);
        complete?;
        price.steps.extend(clamps?);
        self.raised_amount(terms, written, &price.steps);
        Some(price)
    }

    /// `minimum 9.90`, `maximum 100.00`.
    pub(super) fn clamps(&mut self, clamps: &[Clamp], currency: Currency) -> Option<Vec<PriceStep>> {
        let mut steps = Vec::new();
        for clamp in clamps {
            let place = Place { bare: Some(currency), ..Place::of(Stage::Pricing) };
            let mut amount = self.amount(&clamp.amount, place)?;
            if amount.kind == Kind::Number(None) {
                amount.kind = Kind::Money(currency);
            }
            let amount = self.constant_of(amount, &Kind::Money(currency), clamp.span, "the price")?;
            steps.push(match clamp.word {
                ClampWord::Minimum => PriceStep::Minimum(amount),
                ClampWord::Maximum => PriceStep::Maximum(amount),
            });
        }
        self.crossed_clamps(clamps, &steps)?;
        Some(steps)
    }

    /// Reports a minimum above a maximum, of which only the last would ever be charged.
    fn crossed_clamps(&mut self, clamps: &[Clamp], steps: &[PriceStep]) -> Option<()> {
        let bounds = || clamps.iter().zip(steps);
        let crossed = bounds().find_map(|(clamp, step)| {
            let PriceStep::Minimum(least) = step else { return None };
            let above = bounds().find(|(_, step)| matches!(step, PriceStep::Maximum(most) if most < least));
            above.map(|(other, _)| (clamp, other))
        });
        let Some((minimum, maximum)) = crossed else { return Some(()) };
        let message = format!("the {} is above the {}", self.written(minimum.span), self.written(maximum.span));
        let diagnostic =
            Diagnostic::new(Code::EMPTY_RANGE, minimum.span, message).related(maximum.span, "the other bound");
        self.refuse(diagnostic.help("exchange the amounts, or correct the one that is wrong"))
    }

    /// Doubts an amount that its own minimum always raises: mostly its rate is lost.
    fn raised_amount(&mut self, terms: &[PriceTerm], clamps: &[Clamp], steps: &[PriceStep]) {
        let flat = steps.iter().try_fold(Exact::ZERO, |sum, step| match step {
            PriceStep::Add(Component { amount: Amount::Flat(amount), .. }) => sum.checked_add(*amount).ok(),
            PriceStep::Add(_) => None,
            PriceStep::Minimum(_) | PriceStep::Maximum(_) => Some(sum),
        });
        let clamped = steps.iter().filter(|step| !matches!(step, PriceStep::Add(_))).zip(clamps);
        let raising = clamped.filter_map(|(step, clamp)| match step {
            PriceStep::Minimum(least) => flat.filter(|flat| flat < least).map(|_| clamp),
            PriceStep::Maximum(_) | PriceStep::Add(_) => None,
        });
        if let (Some(clamp), Some(term)) = (raising.last(), terms.first()) {
            let message = format!(
                "{} has no `per …`, so that it is always raised to the {}",
                self.quoted(term.span),
                self.written(clamp.span)
            );
            let diagnostic =
                Diagnostic::new(Code::LOST_RATE, term.span, message).related(clamp.span, "what is always charged");
            self.report(diagnostic.help("write what the amount is for, as in `0.15 per kg`, or the minimum alone"));
        }
    }

    /// One term: a rate, and the further rate behind `, then`.
    fn term(&mut self, term: &PriceTerm, context: &PriceContext) -> Option<Vec<Component>> {
        let main = self.rate(&term.rate, term.sign, Exact::ZERO, context);
        let Some(then) = &term.then else {
            if let Some(first) = &term.first {
                let message = format!("nothing says what more than {} costs", self.quoted(first.span));
                let help = "add the rate of what comes after it: `, then 0.75 per started 10 g`";
                return self.refuse(Diagnostic::new(Code::FIRST_AND_THEN, first.span, message).help(help));
            }
            return Some(vec![main?]);
        };
        if context.slicing == Slicing::Slice {
            let message = "in `progressive` bands each slice already counts from the bound before it";
            return self.refuse(
                Diagnostic::new(Code::FIRST_AND_THEN, then.span, message).help("write one rate for the slice"),
            );
        }
        let Some(per) = then.per.iter().find(|per| charged_per(per).is_none()) else {
            let message = format!("{} has no unit to count in", self.quoted(then.span));
            let help = "write what it is for: `, then 0.75 per started 10 g`";
            return self.refuse(Diagnostic::new(Code::FIRST_AND_THEN, then.span, message).help(help));
        };
        let (above, kind) = match (&term.first, context.before) {
            (Some(first), _) => {
                let first = self.quantity_of_count(first)?;
                let Expression::Constant(above) = first.expression else { return None };
                (above, first.kind)
            }
            (None, Before::Bound(above)) => {
                (above, context.measure.as_ref().map_or(Kind::Weight, |it| it.kind.clone()))
            }
            // The row before was left out, and reported.
            (None, Before::Nothing) if self.is_damaged(then.span) => return None,
            (None, Before::Nothing) => {
                let message = "`, then` counts from the bound of the row before, and there is none";
                let help = "say what the first price covers: `11.50 for the first 50 g, then …`";
                return self.refuse(Diagnostic::new(Code::FIRST_AND_THEN, then.span, message).help(help));
            }
            (None, Before::SeveralBounds) => {
                let message = "`, then` counts from the bound of the row before, and these rows have several bounds";
                let help = "say what the first price covers: `11.50 for the first 50 g, then …`";
                return self.refuse(Diagnostic::new(Code::FIRST_AND_THEN, then.span, message).help(help));
            }
        };
        let step = self.quantity_of_count(&per.size)?;
        let described = "what it counts from";
        let other = term.first.as_ref().map_or(term.span, |first| first.span);
        self.fit(Typed { span: per.size.span, ..step }, &kind, (other, described))?;
        let further = self.rate(then, term.sign, above, context);
        let (main, further) = (main?, further?);
        if !matches!(main.amount, Amount::Flat(_)) {
            let message = "the price before `, then` is a fixed amount, and the rate counts on from there";
            let help = "write `15.00, then 3.00 per started 500 g`";
            return self.refuse(Diagnostic::new(Code::FIRST_AND_THEN, term.rate.span, message).help(help));
        }
        Some(vec![main, further])
    }

    /// An amount, perhaps per something, counted above a threshold.
    fn rate(&mut self, rate: &Rate, sign: Sign, above: Exact, context: &PriceContext) -> Option<Component> {
        let charged = rate.per.iter().find_map(charged_per);
        let mut units = rate.per.iter().filter(|per| charged_per(per).is_none());
        let per = units.next();
        if let Some(second) = units.next() {
            let message = "an amount is per one unit";
            return self.refuse(
                Diagnostic::new(Code::NOT_HERE, second.span, message).help("write two amounts with `+` between them"),
            );
        }
        let Some(per) = per else {
            let amount = self.price_amount(&rate.amount, context)?;
            return Some(Component { amount: signed(amount, sign), charged });
        };
        let value = self.money_of(&rate.amount, context);
        let units = self.units(per, above, context);
        let (value, units) = (value?, units?);
        let Expression::Constant(number) = value.expression else {
            let message =
                format!("{} is worked out, and a rate per unit is a written amount", self.quoted(rate.amount.span));
            return self.refuse(
                Diagnostic::new(Code::NOT_HERE, rate.amount.span, message).help("write an amount such as `3.50`"),
            );
        };
        let rate = if sign == Sign::Minus { number.negated() } else { number };
        Some(Component { amount: Amount::Units(Units { rate, ..units }), charged })
    }

    /// An amount per nothing: a sum, a percentage, a formula.
    pub(super) fn price_amount(&mut self, expr: &Expr, context: &PriceContext) -> Option<Amount> {
        if let ExprKind::Quantity(quantity) = &expr.kind
            && is_percent(quantity)
        {
            return self.percent_of_measure(quantity, context);
        }
        if let ExprKind::PercentOf { percent, of } = &expr.kind {
            let share = self.number(percent)?;
            let share = self.exact(share.checked_div(Exact::from_integer(100)), percent.span)?;
            let of = self.money_of(of, context)?;
            return Some(Amount::Share { share, of: of.expression });
        }
        let value = self.money_of(expr, context)?;
        if let Expression::Constant(number) = value.expression {
            return Some(Amount::Flat(number));
        }
        self.multiple(expr, &value.expression);
        Some(Amount::Formula(value.expression))
    }

    /// Doubts an amount that is taken many times: mostly a percentage of it is meant.
    fn multiple(&mut self, expr: &Expr, value: &Expression) {
        const MANY: Exact = Exact::from_integer(5);
        let (ExprKind::Product(written), Expression::Product(factors)) = (&expr.kind, value) else { return };
        let many = |factor: &Expression| matches!(factor, Expression::Constant(number) if *number >= MANY);
        let mut reads_money = false;
        value.visit(&mut |node| {
            reads_money |=
                matches!(node, Node::Expression(Expression::Line(_) | Expression::Group(_) | Expression::Money { .. }));
        });
        if let ([number, of], [factor, _]) = (written.as_slice(), factors.as_slice())
            && many(factor)
            && reads_money
        {
            let message = format!("{} takes the whole amount many times", self.quoted(expr.span));
            let help =
                format!("write `{}% of {}`, unless that is meant", self.written(number.span), self.written(of.span));
            self.report(Diagnostic::new(Code::MULTIPLE, expr.span, message).help(help));
        }
    }

    /// `2%` of the value that bands measure.
    fn percent_of_measure(&mut self, percent: &tree::Quantity, context: &PriceContext) -> Option<Amount> {
        let share = self.number(percent)?;
        let share = self.exact(share.checked_div(Exact::from_integer(100)), percent.span)?;
        let Some(measure) = context.measure.as_ref().filter(|measure| matches!(measure.kind, Kind::Money(_))) else {
            let message = format!("nothing says what {} is taken of", self.quoted(percent.span));
            let written = self.written(percent.span);
            let help = format!("write `{written} of freight`, or bands `by declared_value in EUR`");
            return self.refuse(Diagnostic::new(Code::PERCENT_OF_NOTHING, percent.span, message).help(help));
        };
        let value = Typed { expression: context.measured(measure), ..measure.clone() };
        let described = "this price";
        let span = percent.span;
        let value = self.fit(value, &Kind::Money(context.currency), (span, described))?;
        Some(Amount::Share { share, of: value.expression })
    }

    /// Money in the statement's currency; a bare number is an amount of it.
    fn money_of(&mut self, expr: &Expr, context: &PriceContext) -> Option<Typed> {
        let mut value = self.amount(expr, context.place())?;
        if value.kind == Kind::Number(None) && has_constant(&value.expression) {
            value.kind = Kind::Money(context.currency);
        }
        self.fit(value, &Kind::Money(context.currency), (expr.span, "the price"))
    }

    /// What a rate is per; its rate is filled in by the caller.
    pub(super) fn units(&mut self, per: &tree::Per, above: Exact, context: &PriceContext) -> Option<Units> {
        let count = match per.counting {
            Counting::Proportional => Count::Proportional,
            Counting::Started => Count::Started,
        };
        let word = per.size.unit.as_ref().map_or("", |unit| &unit.name.text);
        let step = self.quantity_of_count(&per.size)?;
        let Expression::Constant(size) = step.expression else { return None };
        if !size.is_positive() {
            let message = "a rate cannot be per nothing";
            return self.refuse(
                Diagnostic::new(Code::BAD_STEP, per.size.span, message).help("write `per kg` or `per started 500 g`"),
            );
        }
        let units = |unit, of| Some(Units { rate: Exact::ZERO, step: size, unit, count, above, of });
        match word {
            "item" | "items" => return units(Per::Item, Expression::Measure(Measure::TotalQuantity)),
            "parcel" | "parcels" => return units(Per::Parcel, Expression::Measure(Measure::ParcelCount)),
            _ => {}
        }
        let shown = match (&step.kind, word.parse()) {
            (Kind::Money(currency), _) => Per::Money(*currency),
            (Kind::Number(label), _) => Per::Number(label.clone()),
            (Kind::Weight | Kind::Length | Kind::Volume, Ok(unit)) => Per::Unit(unit),
            (Kind::Weight | Kind::Length | Kind::Volume | Kind::Duration | Kind::Percent | Kind::AnyMoney(_), _) => {
                let message = format!("a price cannot be per {word}");
                return self.refuse(
                    Diagnostic::new(Code::RATE_WITHOUT_MEASURE, per.span, message)
                        .help("write `per kg`, `per item` or `per parcel`"),
                );
            }
        };
        match context.measure.as_ref().filter(|measure| measure.kind == step.kind) {
            Some(measure) => units(shown, context.measured(measure)),
            None if step.kind == Kind::Weight => units(shown, Expression::Measure(Measure::BilledWeight)),
            None => {
                let message = format!("nothing says which {} {} is per", kind_noun(&step.kind), self.quoted(per.span));
                let help = format!("name it before the price: `by {}`", kind_measure(&step.kind));
                self.refuse(Diagnostic::new(Code::RATE_WITHOUT_MEASURE, per.span, message).help(help))
            }
        }
    }

    /// The size of a step, or what a first amount covers.
    fn quantity_of_count(&mut self, size: &tree::Quantity) -> Option<Typed> {
        let size = match &size.unit {
            Some(unit) if &*unit.name.text == "consignment" => tree::Quantity { unit: None, ..size.clone() },
            Some(_) | None => size.clone(),
        };
        self.quantity(&size)
    }
}

/// `per parcel` and `per consignment`, which say how often an amount is charged.
fn charged_per(per: &tree::Per) -> Option<ChargedPer> {
    let word = per.size.unit.as_ref().map_or("", |unit| &*unit.name.text);
    match (word, &*per.size.number, per.counting) {
        ("parcel", "1", Counting::Proportional) => Some(ChargedPer::Parcel),
        ("consignment", "1", Counting::Proportional) => Some(ChargedPer::Consignment),
        _ => None,
    }
}

/// The amount, or what it takes off.
pub(super) fn signed(amount: Amount, sign: Sign) -> Amount {
    match (sign, amount) {
        (Sign::Plus, amount) => amount,
        (Sign::Minus, Amount::Flat(number)) => Amount::Flat(number.negated()),
        (Sign::Minus, Amount::Units(units)) => Amount::Units(Units { rate: units.rate.negated(), ..units }),
        (Sign::Minus, Amount::Share { share, of }) => Amount::Share { share: share.negated(), of },
        (Sign::Minus, Amount::Formula(formula)) => {
            Amount::Formula(Expression::Difference(Box::new(Expression::Constant(Exact::ZERO)), Box::new(formula)))
        }
    }
}

/// Whether an amount is written somewhere in a formula, so that its numbers can be money.
fn has_constant(expression: &Expression) -> bool {
    let mut found = false;
    expression.visit(&mut |node| found |= matches!(node, Node::Expression(Expression::Constant(_))));
    found
}

/// The noun of a kind, without its article.
fn kind_noun(kind: &Kind) -> &'static str {
    match kind {
        Kind::Weight => "weight",
        Kind::Length => "length",
        Kind::Volume => "volume",
        Kind::Money(_) | Kind::AnyMoney(_) => "money",
        Kind::Number(_) | Kind::Duration | Kind::Percent => "number",
    }
}

/// A measure of a kind, as an author would name it.
fn kind_measure(kind: &Kind) -> String {
    match kind {
        Kind::Weight => "weight".to_owned(),
        Kind::Length => "longest_side".to_owned(),
        Kind::Volume => "volume".to_owned(),
        Kind::Money(currency) => format!("declared_value in {currency}"),
        Kind::Number(_) | Kind::Duration | Kind::Percent | Kind::AnyMoney(_) => "total_quantity".to_owned(),
    }
}
