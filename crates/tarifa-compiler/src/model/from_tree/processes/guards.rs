//! Guards: conditions of a case, those of its order among them.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{Condition, FactKind, Guard, MoneyOrder, Payment};
use tarifa_syntax::tree::{Bound, BoundWord, Expr, ExprKind, Name, Occurrence, Polarity};

use super::super::Resolver;
use super::super::expression::{Place, Stage};
use super::super::symbols::Value;
use super::vocabulary::Vocabulary;

impl<'t> Resolver<'t> {
    /// A condition of a case.
    pub(super) fn guard(&mut self, expr: &Expr, words: &mut Vocabulary<'t>) -> Option<Guard> {
        if !self.speaks_of_case(expr, words) {
            return self.order_condition(expr, words).map(Guard::Holds);
        }
        match &expr.kind {
            ExprKind::Not(inner) => self.guard(inner, words).map(|inner| Guard::Not(Box::new(inner))),
            ExprKind::And(parts) => self.guards(parts, words).map(Guard::All),
            ExprKind::Or(parts) => self.guards(parts, words).map(Guard::Any),
            ExprKind::Occurred { what, occurrence, polarity } => {
                let guard = self.occurred(what, *occurrence, words)?;
                Some(signed(*polarity, guard))
            }
            ExprKind::Is { value, polarity, other } => {
                let guard = self.is_one(value, std::slice::from_ref(&**other), words)?;
                Some(signed(*polarity, guard))
            }
            ExprKind::In { value, polarity, members } => {
                let guard = self.is_one(value, members, words)?;
                Some(signed(*polarity, guard))
            }
            ExprKind::Compare { value, bounds } => {
                let tests: Vec<_> = [&bounds.lower, &bounds.upper]
                    .into_iter()
                    .flatten()
                    .map(|bound| self.money_bound(value, bound, words))
                    .collect();
                tests.into_iter().collect::<Option<Vec<_>>>().map(together)
            }
            ExprKind::Name(name) => self.word_alone(name, words),
            ExprKind::YesNo(_)
            | ExprKind::Quantity(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::PercentOf { .. }
            | ExprKind::Total(_)
            | ExprKind::Count { .. }
            | ExprKind::Pick { .. }
            | ExprKind::InCurrency { .. }
            | ExprKind::Given { .. }
            | ExprKind::Has { .. }
            | ExprKind::Items { .. }
            | ExprKind::Text(_)
            | ExprKind::Moment(_)
            | ExprKind::Code(_)
            | ExprKind::Place(_) => {
                let message = format!("{} is no condition of a case", self.quoted(expr.span));
                let help = "write `reason is …`, `… has happened`, `… was shown`, or compare money: `amount up to 50% of paid`";
                self.refuse(Diagnostic::new(Code::NOT_A_CONDITION, expr.span, message).help(help))
            }
        }
    }

    fn guards(&mut self, parts: &[Expr], words: &mut Vocabulary<'t>) -> Option<Vec<Guard>> {
        let parts: Vec<_> = parts.iter().map(|part| self.guard(part, words)).collect();
        parts.into_iter().collect()
    }

    /// A condition of the order alone.
    fn order_condition(&mut self, expr: &Expr, words: &mut Vocabulary<'t>) -> Option<Condition> {
        let condition = self.condition(expr, Place::of(Stage::Choosing));
        if condition.is_none() {
            words.sound = false;
        }
        let condition = condition?;
        self.weighed_before_priced(expr.span, |visitor| condition.visit(visitor))?;
        Some(condition)
    }

    /// `chargeback has happened`, `photo was shown`.
    fn occurred(&mut self, what: &Expr, occurrence: Occurrence, words: &mut Vocabulary<'t>) -> Option<Guard> {
        let ExprKind::Name(name) = &what.kind else {
            let message = format!("{} is neither an event nor evidence", self.quoted(what.span));
            return self.refuse(Diagnostic::new(Code::WRONG_TEST, what.span, message));
        };
        match occurrence {
            Occurrence::Happened => self.event_named(name, words).map(Guard::Happened),
            Occurrence::Shown => self.evidence_named(name, words).map(Guard::Shown),
        }
    }

    /// `reason in (damaged, lost)`, `amount is paid`.
    fn is_one(&mut self, value: &Expr, members: &[Expr], words: &mut Vocabulary<'t>) -> Option<Guard> {
        if let ExprKind::Name(name) = &value.kind
            && &*name.text == "reason"
        {
            let found: Vec<_> = members.iter().map(|member| self.member_reason(member, words)).collect();
            return found.into_iter().collect::<Option<_>>().map(Guard::Reason);
        }
        let tests: Vec<_> = members.iter().map(|member| self.money_is(value, member, words)).collect();
        let mut tests = tests.into_iter().collect::<Option<Vec<_>>>()?;
        match (tests.pop(), tests.is_empty()) {
            (Some(only), true) => Some(only),
            (Some(last), false) => {
                tests.push(last);
                Some(Guard::Any(tests))
            }
            (None, _) => None,
        }
    }

    fn member_reason(&mut self, member: &Expr, words: &mut Vocabulary<'t>) -> Option<tarifa_engine::program::ReasonId> {
        let ExprKind::Name(name) = &member.kind else {
            let message = format!("{} is no reason", self.quoted(member.span));
            return self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message));
        };
        self.reason(name, words)
    }

    fn money_is(&mut self, value: &Expr, other: &Expr, words: &mut Vocabulary<'t>) -> Option<Guard> {
        let (left, right) = (self.payment_of(value, words), self.payment_of(other, words));
        let (left, right) = (left?, right?);
        let test = |order| Guard::Money { left: left.clone(), order, right: right.clone() };
        Some(Guard::All(vec![test(MoneyOrder::UpTo), test(MoneyOrder::AtLeast)]))
    }

    fn money_bound(&mut self, value: &Expr, bound: &Bound, words: &mut Vocabulary<'t>) -> Option<Guard> {
        let (left, right): (Option<Payment>, _) = (self.payment_of(value, words), self.payment_of(&bound.value, words));
        let order = match bound.word {
            BoundWord::UpTo => MoneyOrder::UpTo,
            BoundWord::Under => MoneyOrder::Under,
            BoundWord::AtLeast => MoneyOrder::AtLeast,
            BoundWord::Over => MoneyOrder::Over,
            BoundWord::Range => {
                let message = "an amount of a case is compared with `up to`, `under`, `at least` or `over`";
                return self.refuse(Diagnostic::new(Code::WRONG_TEST, bound.span, message));
            }
        };
        Some(Guard::Money { left: left?, order, right: right? })
    }

    /// A word of the process that says nothing by itself.
    fn word_alone(&mut self, name: &Name, words: &Vocabulary<'t>) -> Option<Guard> {
        let kind = words.kind_of(&name.text).map_or("an amount of money", |(kind, _)| kind);
        let help = if words.events.peek(&name.text).is_some() {
            format!("write `{} has happened`", name.text)
        } else if words.evidence.peek(&name.text).is_some() {
            format!("write `{} was shown`", name.text)
        } else if words.reasons.peek(&name.text).is_some() {
            format!("write `reason is {}`", name.text)
        } else {
            format!("compare it, as in `{} up to 50% of paid`", name.text)
        };
        let message = format!("`{}` is {kind}, and a yes or no is needed here", name.text);
        self.refuse(Diagnostic::new(Code::NOT_A_CONDITION, name.span, message).help(help))
    }

    /// Whether a condition speaks of the case, and not of the order alone.
    fn speaks_of_case(&self, expr: &Expr, words: &Vocabulary<'t>) -> bool {
        let any = |parts: &[Expr]| parts.iter().any(|part| self.speaks_of_case(part, words));
        match &expr.kind {
            ExprKind::Occurred { .. } => true,
            ExprKind::Name(name) => self.is_word_of_case(name, words),
            ExprKind::Not(inner) => self.speaks_of_case(inner, words),
            ExprKind::And(parts) | ExprKind::Or(parts) => any(parts),
            ExprKind::Is { value, other, .. } => {
                self.is_of_case(value, words) || (self.is_money_fact(value) && self.is_of_case(other, words))
            }
            ExprKind::In { value, .. } => self.is_of_case(value, words),
            ExprKind::Compare { value, bounds } => {
                let bounds = [&bounds.lower, &bounds.upper].into_iter().flatten();
                self.is_of_case(value, words)
                    || self.is_money_fact(value)
                    || bounds.map(|bound| &bound.value).any(|bound| self.is_of_case(bound, words))
            }
            ExprKind::YesNo(_)
            | ExprKind::Quantity(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::PercentOf { .. }
            | ExprKind::Total(_)
            | ExprKind::Count { .. }
            | ExprKind::Pick { .. }
            | ExprKind::InCurrency { .. }
            | ExprKind::Given { .. }
            | ExprKind::Has { .. }
            | ExprKind::Items { .. }
            | ExprKind::Text(_)
            | ExprKind::Moment(_)
            | ExprKind::Code(_)
            | ExprKind::Place(_) => false,
        }
    }

    /// Whether an amount or the left side of a test is one that only a case knows.
    fn is_of_case(&self, expr: &Expr, words: &Vocabulary<'t>) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => self.is_word_of_case(name, words),
            ExprKind::Sum(terms) => terms.iter().any(|summand| self.is_of_case(&summand.term, words)),
            ExprKind::Product(parts) | ExprKind::Pick { of: parts, .. } => {
                parts.iter().any(|part| self.is_of_case(part, words))
            }
            ExprKind::PercentOf { of, .. } => self.is_of_case(of, words),
            ExprKind::InCurrency { value, .. } => self.is_of_case(value, words),
            ExprKind::Occurred { .. }
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Is { .. }
            | ExprKind::In { .. }
            | ExprKind::Compare { .. }
            | ExprKind::YesNo(_)
            | ExprKind::Quantity(_)
            | ExprKind::Total(_)
            | ExprKind::Count { .. }
            | ExprKind::Given { .. }
            | ExprKind::Has { .. }
            | ExprKind::Items { .. }
            | ExprKind::Text(_)
            | ExprKind::Moment(_)
            | ExprKind::Code(_)
            | ExprKind::Place(_) => false,
        }
    }

    fn is_word_of_case(&self, name: &Name, words: &Vocabulary<'t>) -> bool {
        let text = &*name.text;
        matches!(text, "reason" | "paid" | "paid_goods" | "paid_freight")
            || words.amounts.peek(text).is_some()
            || words.events.peek(text).is_some()
            || ((words.evidence.peek(text).is_some() || words.reasons.peek(text).is_some())
                && self.symbols.values.peek(text).is_none())
            || self.cases.compensation_names.contains_key(text)
    }

    /// Whether this is money that the host tells of the order, in whatever currency.
    fn is_money_fact(&self, expr: &Expr) -> bool {
        let ExprKind::Name(name) = &expr.kind else { return false };
        let Some(Value::Fact(id)) = self.symbols.values.peek(&name.text) else { return false };
        self.facts.get(usize::from(id.0)).is_some_and(|fact| fact.kind == FactKind::Money)
    }
}

/// The guard, or its opposite.
fn signed(polarity: Polarity, guard: Guard) -> Guard {
    match polarity {
        Polarity::Positive => guard,
        Polarity::Negative => Guard::Not(Box::new(guard)),
    }
}

/// All of several guards.
fn together(mut guards: Vec<Guard>) -> Guard {
    match (guards.pop(), guards.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            guards.extend(last);
            Guard::All(guards)
        }
    }
}
