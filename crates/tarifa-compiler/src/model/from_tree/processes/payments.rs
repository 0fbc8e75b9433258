//! The money of a case: amounts, and who gets and pays what.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{AmountId, FactKind, Payment, PaymentLine, PaymentWay};
use tarifa_syntax::tree::{
    self, ClampWord, Expr, ExprKind, Name, Pick, Quantity, Reckoning, ReckoningKind, Sign, Soundness,
};

use super::super::Resolver;
use super::super::currency::is_percent;
use super::super::symbols::Value;
use super::vocabulary::Vocabulary;

/// Whether `the rest` means something at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// What the other lines leave of what was paid.
    OfPaid,
    /// Nothing is disposed of here.
    Nowhere,
}

impl<'t> Resolver<'t> {
    /// The lines of a stage or an outcome.
    pub(super) fn payment_line(&mut self, line: &tree::PaymentLine, words: &mut Vocabulary<'t>) -> Option<PaymentLine> {
        let party = self.party(&line.party, words);
        let (way, rest) = match &line.way {
            tree::PaymentWay::Gets | tree::PaymentWay::Keeps => (Some(PaymentWay::Held), Rest::OfPaid),
            tree::PaymentWay::Pays { to } => (self.party(to, words).map(PaymentWay::Own), Rest::Nowhere),
        };
        let amount = self.payment(&line.amount, rest, words);
        let when = match &line.when {
            None => Some(None),
            Some(when) => self.guard(&when.condition, words).map(Some),
        };
        if let (Some(PaymentWay::Own(to)), Some(from)) = (way, party)
            && to == from
        {
            let message = format!("`{}` would pay itself", line.party.text);
            return self
                .refuse(Diagnostic::new(Code::NOT_HERE, line.span, message).help("name the party that is paid"));
        }
        Some(PaymentLine { party: party?, way: way?, amount: amount?, when: when?, at: self.at(line.span) })
    }

    /// Reports a second line without a condition that takes the rest.
    pub(super) fn one_rest(&mut self, lines: &[tree::PaymentLine]) -> Option<()> {
        let mut rests = lines.iter().filter(|line| line.when.is_none() && line.amount.kind == ReckoningKind::Rest);
        let (Some(first), Some(second)) = (rests.next(), rests.next()) else { return Some(()) };
        let message = "the rest can go to one party, and another line takes it already";
        let diagnostic = Diagnostic::new(Code::REST_TWICE, second.span, message)
            .related(first.span, "takes the rest")
            .help("say how much one of them gets, or on what condition");
        self.refuse(diagnostic)
    }

    /// An amount of a case.
    pub(super) fn payment(&mut self, written: &Reckoning, rest: Rest, words: &mut Vocabulary<'t>) -> Option<Payment> {
        match &written.kind {
            ReckoningKind::Value(expr) => self.payment_of(expr, words),
            ReckoningKind::Rest => match rest {
                Rest::OfPaid => Some(Payment::Rest),
                Rest::Nowhere => {
                    let message =
                        "`the rest` is what other lines leave of what was paid, and nothing is shared out here";
                    let help = "write an amount, such as `paid` or `5.00 USD`";
                    self.refuse(Diagnostic::new(Code::NOT_HERE, written.span, message).help(help))
                }
            },
            ReckoningKind::ReceivedItems if words.tells_received() => Some(Payment::ReceivedItems),
            ReckoningKind::ReturnFreight if words.returns_goods => Some(Payment::ReturnFreight),
            // A line that could not be read may tell it.
            ReckoningKind::ReceivedItems | ReckoningKind::ReturnFreight if words.stages_read == Soundness::Damaged => {
                None
            }
            ReckoningKind::ReceivedItems => {
                let help =
                    "write `received` in the parentheses of the act that tells it: `seller must confirm(received) …`";
                self.never_told(written.span, "what came back", help)
            }
            ReckoningKind::ReturnFreight => {
                let help = "write in the stage in which the goods come back: `return freight via … paid by …`";
                self.never_told(written.span, "the freight of the way back", help)
            }
            ReckoningKind::PercentOf { percent, of } => {
                let share = self.share(percent);
                let of = self.payment(of, rest, words);
                Some(Payment::Share(share?, Box::new(of?)))
            }
            ReckoningKind::Per { .. } => self.of_shipment(written.span, "a rate per something"),
            ReckoningKind::InCurrency { value, .. } => {
                let amount = if let ReckoningKind::Value(value) = &value.kind { Some(value) } else { None };
                self.in_own_currency(amount, written.span)
            }
            ReckoningKind::Sum(terms) => {
                let terms: Vec<_> =
                    terms.iter().map(|term| Some((term.sign, self.payment(&term.term, rest, words)?))).collect();
                terms.into_iter().collect::<Option<_>>().map(sum)
            }
            ReckoningKind::Product(factors) => {
                let (number, money) = self.number_and_money(factors, written.span, |factor| {
                    let ReckoningKind::Value(Expr { kind: ExprKind::Quantity(quantity), .. }) = &factor.kind else {
                        return None;
                    };
                    Some(quantity)
                })?;
                Some(Payment::Share(number, Box::new(self.payment(money, rest, words)?)))
            }
            ReckoningKind::Pick { pick, of } => {
                let parts: Vec<_> = of.iter().map(|part| self.payment(part, rest, words)).collect();
                self.picked_payment(*pick, parts.into_iter().collect::<Option<_>>()?, written.span)
            }
            ReckoningKind::Clamped { value, clamps } => {
                let mut amount = self.payment(value, rest, words);
                for clamp in clamps {
                    let bound = self.payment(&clamp.amount, Rest::Nowhere, words);
                    let (Some(before), Some(bound)) = (amount.take(), bound) else { continue };
                    amount = Some(match clamp.word {
                        ClampWord::Minimum => Payment::Greatest(vec![before, bound]),
                        ClampWord::Maximum => Payment::Least(vec![before, bound]),
                    });
                }
                amount
            }
        }
    }

    /// An amount of a case that is written as a formula.
    pub(super) fn payment_of(&mut self, expr: &Expr, words: &mut Vocabulary<'t>) -> Option<Payment> {
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.fixed(quantity),
            ExprKind::Name(name) => self.payment_named(name, words),
            ExprKind::Sum(terms) => {
                let terms: Vec<_> =
                    terms.iter().map(|term| Some((term.sign, self.payment_of(&term.term, words)?))).collect();
                terms.into_iter().collect::<Option<_>>().map(sum)
            }
            ExprKind::Product(factors) => {
                let (number, money) = self.number_and_money(factors, expr.span, |factor| {
                    let ExprKind::Quantity(quantity) = &factor.kind else { return None };
                    Some(quantity)
                })?;
                Some(Payment::Share(number, Box::new(self.payment_of(money, words)?)))
            }
            ExprKind::PercentOf { percent, of } => {
                let share = self.share(percent);
                let of = self.payment_of(of, words);
                Some(Payment::Share(share?, Box::new(of?)))
            }
            ExprKind::Pick { pick, of } => {
                let parts: Vec<_> = of.iter().map(|part| self.payment_of(part, words)).collect();
                self.picked_payment(*pick, parts.into_iter().collect::<Option<_>>()?, expr.span)
            }
            ExprKind::InCurrency { value, .. } => self.in_own_currency(Some(value), expr.span),
            ExprKind::Total(_) | ExprKind::Count { .. } => self.of_shipment(expr.span, "a count of the shipment"),
            ExprKind::Text(_)
            | ExprKind::Moment(_)
            | ExprKind::Code(_)
            | ExprKind::Place(_)
            | ExprKind::YesNo(_)
            | ExprKind::Compare { .. }
            | ExprKind::Is { .. }
            | ExprKind::Given { .. }
            | ExprKind::In { .. }
            | ExprKind::Has { .. }
            | ExprKind::Occurred { .. }
            | ExprKind::Items { .. }
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_) => self.not_an_amount(expr.span, "no money"),
        }
    }

    /// `5.00 USD`.
    fn fixed(&mut self, quantity: &Quantity) -> Option<Payment> {
        if is_percent(quantity) {
            let message = format!("nothing says what {} is taken of", self.quoted(quantity.span));
            let help = format!("write `{} of paid`", self.written(quantity.span));
            return self.refuse(Diagnostic::new(Code::PERCENT_OF_NOTHING, quantity.span, message).help(help));
        }
        if quantity.unit.is_none() {
            let message = format!("{} has no currency, and a case can be paid in any", self.quoted(quantity.span));
            let currency = self.currency.map_or_else(|| "USD".to_owned(), |currency| currency.to_string());
            let help = format!("write the currency, as in `{} {currency}`", self.written(quantity.span));
            return self.refuse(Diagnostic::new(Code::MISSING_UNIT, quantity.span, message).help(help));
        }
        self.money(quantity).map(Payment::Fixed)
    }

    fn payment_named(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<Payment> {
        match &*name.text {
            "paid" => return Some(Payment::Paid),
            "paid_goods" => return Some(Payment::PaidGoods),
            "paid_freight" => return Some(Payment::PaidFreight),
            // A sum of nothing needs no currency and no rate.
            "nothing" => return Some(Payment::Sum(Vec::new())),
            _ => {}
        }
        if let Some(amount) = words.amounts.find(&name.text) {
            return Some(Payment::Amount(AmountId(amount)));
        }
        if let Some(versions) = self.cases.compensation_names.get(&*name.text) {
            // Each is nothing where it does not apply.
            let mut parts: Vec<_> = versions.iter().map(|id| Payment::Compensation(*id)).collect();
            return match (parts.pop(), parts.is_empty()) {
                (Some(only), true) => Some(only),
                (Some(last), false) => {
                    parts.push(last);
                    Some(Payment::Sum(parts))
                }
                // None of that name survived, which has been reported.
                (None, _) => None,
            };
        }
        if let Some(Value::Fact(id)) = self.symbols.values.find(&name.text) {
            let kind = &self.facts.get(usize::from(id.0))?.kind;
            if *kind == FactKind::Money {
                return Some(Payment::Fact(id));
            }
            let message = format!("the fact `{}` is not money, and money is needed here", name.text);
            let mut diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, name.span, message);
            if let Some(place) = self.symbols.values.place(&name.text) {
                diagnostic = diagnostic.related(place, "declared here");
            }
            return self.refuse(diagnostic);
        }
        if self.symbols.values.peek(&name.text).is_some() || super::super::meaning::is_built_in(&name.text) {
            return self.of_shipment(name.span, "an amount of a shipment");
        }
        let mut known: Vec<&str> = words.amounts.names().collect();
        known.extend(["paid", "paid_goods", "paid_freight", "nothing"]);
        known.extend(self.cases.compensation_names.keys().copied());
        self.unknown_word(name, "an amount of money", known, words)
    }

    /// `30%` as a share.
    pub(super) fn share(&mut self, percent: &Quantity) -> Option<Exact> {
        let number = self.number(percent)?;
        self.exact(number.checked_div(Exact::from_integer(100)), percent.span)
    }

    /// The product of plain numbers, and the one factor that is money.
    pub(super) fn number_and_money<'f, F>(
        &mut self,
        factors: &'f [F],
        span: Span,
        plain: impl Fn(&'f F) -> Option<&'f Quantity>,
    ) -> Option<(Exact, &'f F)> {
        let mut number = Exact::ONE;
        let mut money = Vec::new();
        for factor in factors {
            match plain(factor).filter(|quantity| quantity.unit.is_none() || is_percent(quantity)) {
                Some(quantity) if is_percent(quantity) => {
                    let share = self.share(quantity)?;
                    number = self.exact(number.checked_mul(share), span)?;
                }
                Some(quantity) => {
                    let factor = self.number(quantity)?;
                    number = self.exact(number.checked_mul(factor), span)?;
                }
                None => money.push(factor),
            }
        }
        if let [money] = money.as_slice() {
            return Some((number, *money));
        }
        let message = format!("{} is not a number times an amount of money", self.quoted(span));
        self.refuse(
            Diagnostic::new(Code::TYPE_MISMATCH, span, message).help("write one amount, as in `2 x paid_freight`"),
        )
    }

    fn picked_payment(&mut self, pick: Pick, parts: Vec<Payment>, span: Span) -> Option<Payment> {
        match pick {
            Pick::Greater => Some(Payment::Greatest(parts)),
            Pick::Lesser => Some(Payment::Least(parts)),
            Pick::Mean => {
                let message = "a case takes the lesser or the greater of amounts, not their mean";
                self.refuse(Diagnostic::new(Code::NOT_HERE, span, message))
            }
        }
    }

    /// Reports what is reckoned of a shipment and not of a case.
    fn of_shipment<T>(&mut self, span: Span, what: &str) -> Option<T> {
        let message = format!("{} is {what}, and a case deals with what was paid", self.quoted(span));
        let help = "reckon it in a `compensation`, and write that one's name here";
        self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help(help))
    }

    /// Reports `price_now in USD`: an amount that a case is told has the currency of what was paid already.
    fn in_own_currency<T>(&mut self, amount: Option<&Expr>, span: Span) -> Option<T> {
        let what = "money in a currency of its own";
        let Some(Expr { kind: ExprKind::Name(Name { text: amount, .. }), .. }) = amount else {
            return self.of_shipment(span, what);
        };
        let message = format!("{} is {what}, and a case deals with what was paid", self.quoted(span));
        let help = format!("write `{amount}` alone: a case is told it in the currency of what was paid");
        self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help(help))
    }

    /// Reports an amount that no case can know.
    fn never_told<T>(&mut self, span: Span, what: &str, help: &str) -> Option<T> {
        let message = format!("nothing in this process tells {what}");
        self.refuse(Diagnostic::new(Code::NEVER_TOLD, span, message).help(help))
    }
}

/// The terms added up, those with a minus taken off.
fn sum(terms: Vec<(Sign, Payment)>) -> Payment {
    let (mut plus, mut minus) = (Vec::new(), Vec::new());
    for (sign, term) in terms {
        match sign {
            Sign::Plus => plus.push(term),
            Sign::Minus => minus.push(term),
        }
    }
    let together = |mut terms: Vec<Payment>| match (terms.pop(), terms.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            terms.extend(last);
            Payment::Sum(terms)
        }
    };
    if minus.is_empty() {
        return together(plus);
    }
    Payment::Less(Box::new(together(plus)), Box::new(together(minus)))
}
