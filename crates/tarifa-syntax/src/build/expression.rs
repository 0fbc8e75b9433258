//! Conditions and formulas: precedence by hand over the grammar's flat lists.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::{Builder, Node, Parts, Subject};
use crate::grammar::Rule;
use crate::tree::{
    Bound, BoundWord, Bounds, Distinctness, Expr, ExprKind, Name, Occurrence, Pick, PlaceKind, Polarity, Quantifier,
    Sign, Summand, YesNo,
};

/// A factor, and whether it is a bare `5% of …`.
pub(super) struct Factor {
    /// The factor.
    pub(super) expr: Expr,
    /// Whether it ends in a percentage that no parentheses close.
    pub(super) share: Share,
}

/// Whether an expression is a bare `5% of …`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// It is, at this place.
    Bare(Span),
    /// It is not.
    None,
}

impl Builder<'_> {
    /// Clauses with `and` and `or`: `and` binds tighter.
    pub(super) fn condition(&mut self, node: Node<'_>) -> Option<Expr> {
        let mut alternatives = Vec::with_capacity(1);
        let mut together = Vec::with_capacity(1);
        for part in Parts::of(node) {
            match part.as_rule() {
                Rule::and_word => {}
                Rule::or_word => alternatives.push(joined(std::mem::take(&mut together), ExprKind::And)?),
                _ => together.push(self.clause(part)?),
            }
        }
        alternatives.push(joined(together, ExprKind::And)?);
        joined(alternatives, ExprKind::Or)
    }

    /// One test, perhaps negated, perhaps of any or every item.
    fn clause(&mut self, node: Node<'_>) -> Option<Expr> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let negation = parts.accept(Rule::not_word).map(|not| self.span(&not));
        let quantifier = parts.accept(Rule::quantifier);
        let formula = parts.accept(Rule::formula)?;
        let mut expr = self.formula(formula)?;
        if let Some(test) = parts.next() {
            expr = self.test(expr, test)?;
        }
        if let Some(word) = quantifier {
            let quantifier = if word.as_str().starts_with("any") { Quantifier::Any } else { Quantifier::Every };
            let span = self.span(&word).to(expr.span);
            expr = Expr { kind: ExprKind::Items { quantifier, condition: Box::new(expr) }, span };
        }
        if negation.is_some() {
            expr = Expr { kind: ExprKind::Not(Box::new(expr)), span };
        }
        Some(expr)
    }

    /// `value` with the test behind it.
    fn test(&mut self, value: Expr, node: Node<'_>) -> Option<Expr> {
        let span = value.span.to(self.span(&node));
        let value = Box::new(value);
        let rule = node.as_rule();
        if rule == Rule::bounds {
            let bounds = Box::new(self.bounds(node)?);
            return Some(Expr { kind: ExprKind::Compare { value, bounds }, span });
        }
        let mut parts = Parts::of(node);
        let polarity = if parts.accept(Rule::not_word).is_some() { Polarity::Negative } else { Polarity::Positive };
        if matches!(rule, Rule::happened_test | Rule::shown_test) {
            let kind = self.occurred(value, rule, polarity, span);
            return Some(Expr { kind, span });
        }
        let kind = match (rule, parts.peek()?) {
            (Rule::is_test, Rule::given_word) => ExprKind::Given { value, polarity },
            (Rule::is_test, _) => ExprKind::Is { value, polarity, other: Box::new(self.factor(&mut parts)?.expr) },
            (Rule::has_test, _) => ExprKind::Has { value, member: Box::new(self.factor(&mut parts)?.expr) },
            (Rule::in_test, Rule::range) => {
                let bounds = Box::new(self.range(parts.next()?)?);
                let within = Expr { kind: ExprKind::Compare { value, bounds }, span };
                match polarity {
                    Polarity::Positive => return Some(within),
                    Polarity::Negative => ExprKind::Not(Box::new(within)),
                }
            }
            (Rule::in_test, Rule::group) => {
                let group = parts.next()?;
                ExprKind::In { value, polarity, members: self.members(group)? }
            }
            (Rule::in_test, _) => ExprKind::In { value, polarity, members: vec![self.factor(&mut parts)?.expr] },
            _ => return None,
        };
        Some(Expr { kind, span })
    }

    /// `chargeback has happened`, `photo was not shown`.
    ///
    /// `happened` stays free as a value of a fact: where no case is spoken of, `marks has happened` is a test of `marks`.
    fn occurred(&mut self, what: Box<Expr>, rule: Rule, polarity: Polarity, span: Span) -> ExprKind {
        let occurrence = if rule == Rule::shown_test { Occurrence::Shown } else { Occurrence::Happened };
        if (self.subject, occurrence, polarity) == (Subject::Shipment, Occurrence::Happened, Polarity::Positive) {
            const HAPPENED: &str = "happened";
            let start = span.end.saturating_sub(u32::try_from(HAPPENED.len()).unwrap_or(0));
            let span = Span::new(span.source, start, span.end);
            let member = Name { text: self.words.share(HAPPENED), span };
            return ExprKind::Has { value: what, member: Box::new(Expr { kind: ExprKind::Name(member), span }) };
        }
        ExprKind::Occurred { what, occurrence, polarity }
    }

    /// The conditions of a list in parentheses.
    pub(super) fn members(&mut self, group: Node<'_>) -> Option<Vec<Expr>> {
        Parts::of(group).map(|member| self.condition(member)).collect()
    }

    /// One or two bounds.
    pub(super) fn bounds(&mut self, node: Node<'_>) -> Option<Bounds> {
        let span = self.span(&node);
        let mut bounds = Bounds { lower: None, upper: None, span };
        for part in Parts::of(node) {
            if part.as_rule() == Rule::range {
                return self.range(part);
            }
            let bound = self.bound(part)?;
            let (slot, side) = match bound.word {
                BoundWord::AtLeast | BoundWord::Over => (&mut bounds.lower, "lower"),
                BoundWord::UpTo | BoundWord::Under | BoundWord::Range => (&mut bounds.upper, "upper"),
            };
            if slot.is_some() {
                let finding = Diagnostic::new(Code::WRITTEN_TWICE, bound.span, format!("a second {side} bound"));
                let help = "one test takes at most one lower and one upper bound; join two tests with `and`";
                self.report(finding.help(help));
                return None;
            }
            *slot = Some(bound);
        }
        Some(bounds)
    }

    /// `up to 30 kg`.
    fn bound(&mut self, node: Node<'_>) -> Option<Bound> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = match parts.next()?.as_rule() {
            Rule::up_to => BoundWord::UpTo,
            Rule::under => BoundWord::Under,
            Rule::at_least => BoundWord::AtLeast,
            Rule::over => BoundWord::Over,
            _ => return None,
        };
        let value = self.formula(parts.accept(Rule::formula)?)?;
        Some(Bound { word, value, span })
    }

    /// `50 g..30 kg`.
    pub(super) fn range(&mut self, node: Node<'_>) -> Option<Bounds> {
        let span = self.span(&node);
        let mut ends = Vec::with_capacity(2);
        for part in Parts::of(node).filter(|part| part.as_rule() != Rule::dots) {
            let end = self.span(&part);
            let kind = match part.as_rule() {
                Rule::moment => ExprKind::Moment(self.moment(part)?),
                _ => ExprKind::Quantity(self.quantity(part)?),
            };
            ends.push(Bound { word: BoundWord::Range, value: Expr { kind, span: end }, span: end });
        }
        let upper = ends.pop();
        Some(Bounds { lower: ends.pop(), upper, span })
    }

    /// Factors with `+`, `-` and `x`: `x` binds tighter.
    pub(super) fn formula(&mut self, node: Node<'_>) -> Option<Expr> {
        let mut parts = Parts::of(node);
        let mut summands = Vec::with_capacity(1);
        let mut sign = Sign::Plus;
        let mut share = Share::None;
        loop {
            if let Share::Bare(span) = share {
                self.report_share(span, &mut parts);
                return None;
            }
            let factor = self.term(&mut parts)?;
            share = factor.share;
            summands.push(Summand { sign, term: factor.expr });
            sign = match parts.next().map(|operator| operator.as_rule()) {
                Some(Rule::plus) => Sign::Plus,
                Some(Rule::minus) => Sign::Minus,
                _ => break,
            };
        }
        if summands.len() == 1 {
            return summands.pop().map(|summand| summand.term);
        }
        let span = summands.first()?.term.span.to(summands.last()?.term.span);
        Some(Expr { kind: ExprKind::Sum(summands), span })
    }

    /// Factors with `x` between them.
    pub(super) fn term(&mut self, parts: &mut Parts<'_>) -> Option<Factor> {
        let mut last = self.factor(parts)?;
        let mut factors = Vec::with_capacity(1);
        while parts.accept(Rule::times).is_some() {
            factors.push(last.expr);
            last = self.factor(parts)?;
        }
        let share = last.share;
        factors.push(last.expr);
        Some(Factor { expr: joined(factors, ExprKind::Product)?, share })
    }

    /// Says that `5% of a + b` can be read in two ways.
    pub(super) fn report_share(&mut self, span: Span, parts: &mut Parts<'_>) {
        let message = "a percentage before `+` or `-` needs parentheses";
        let finding = Diagnostic::new(Code::NEEDS_PARENTHESES, span, message);
        let help = parts
            .around()
            .and_then(|(before, next)| both_readings(before, next, span.end.saturating_sub(span.start) as usize));
        self.report(finding.help(help.unwrap_or_else(|| "write `5% of (a + b)`, or `(5% of a) + b`".to_owned())));
    }

    /// `5% of freight`, `declared_value in USD`, or an operand.
    pub(super) fn factor(&mut self, parts: &mut Parts<'_>) -> Option<Factor> {
        let node = parts.next()?;
        let mut share = Share::None;
        let mut expr = self.operand(node)?;
        if let Some(of) = parts.accept(Rule::of_word) {
            let ExprKind::Quantity(percent) = expr.kind else { return None };
            if percent.unit.as_ref().is_none_or(|unit| &*unit.name.text != "%") {
                let message = "only a percentage can be taken `of` something";
                let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.span(&of), message);
                self.report(finding.help("write `5% of freight`; multiplication is `x`, as in `2 x freight`"));
                return None;
            }
            let of = self.operand(parts.next()?)?;
            // `5% of declared_value in CNY` is 5% of (declared_value in CNY).
            let of = self.converted(of, parts)?;
            let span = percent.span.to(of.span);
            expr = Expr { kind: ExprKind::PercentOf { percent, of: Box::new(of) }, span };
            share = Share::Bare(span);
        } else {
            expr = self.converted(expr, parts)?;
        }
        Some(Factor { expr, share })
    }

    /// The operand in the currency that is written after it, if one is.
    fn converted(&mut self, expr: Expr, parts: &mut Parts<'_>) -> Option<Expr> {
        let Some(conversion) = parts.accept(Rule::in_currency) else { return Some(expr) };
        let span = expr.span.to(self.span(&conversion));
        let currency = self.name(&Parts::of(conversion).next()?);
        Some(Expr { kind: ExprKind::InCurrency { value: Box::new(expr), currency }, span })
    }

    /// A literal, a name, a function of the language, or parentheses.
    pub(super) fn operand(&mut self, node: Node<'_>) -> Option<Expr> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::quantity => ExprKind::Quantity(self.quantity(node)?),
            Rule::moment => ExprKind::Moment(self.moment(node)?),
            Rule::string => ExprKind::Text(self.string(&node)),
            Rule::yes_no => ExprKind::YesNo(if node.as_str().trim_end() == "yes" { YesNo::Yes } else { YesNo::No }),
            Rule::name => ExprKind::Name(self.name(&node)),
            Rule::billed_weight => ExprKind::Name(self.billed_weight_name(&node)),
            Rule::all => ExprKind::Place(crate::tree::Place { kind: PlaceKind::All, span }),
            Rule::place_code => {
                let place = self.place_code(node)?;
                match place.kind {
                    PlaceKind::Code(code) => ExprKind::Code(code),
                    PlaceKind::All | PlaceKind::Zone(_) | PlaceKind::Postcodes { .. } => ExprKind::Place(place),
                }
            }
            Rule::total => ExprKind::Total(Box::new(self.operand(Parts::of(node).next()?)?)),
            Rule::count => {
                let mut parts = Parts::of(node);
                let distinctness = parts.accept(Rule::distinct).map_or(Distinctness::Each, |_| Distinctness::Distinct);
                ExprKind::Count { distinctness, of: self.name(&parts.next()?) }
            }
            Rule::pick => return self.pick(node),
            Rule::group => return self.parentheses(node),
            _ => return None,
        };
        Some(Expr { kind, span })
    }

    /// Parentheses around one condition.
    fn parentheses(&mut self, node: Node<'_>) -> Option<Expr> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let inner = parts.next()?;
        if let Some(second) = parts.next() {
            let message = "a list in parentheses stands only behind `in`, `greater of`, `lesser of` and `mean of`";
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.span(&second), message);
            self.report(finding.help("join conditions with `and` or `or`, amounts with `+`"));
            return None;
        }
        let inner = self.condition(inner)?;
        Some(Expr { kind: inner.kind, span })
    }

    /// `greater of (a, b)`, `the greater of a and b`.
    fn pick(&mut self, node: Node<'_>) -> Option<Expr> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = parts.accept(Rule::pick_word)?;
        let pick = Self::pick_word(&word);
        let mut of = Vec::new();
        if parts.peek() == Some(Rule::group) {
            for operand in Parts::of(parts.next()?) {
                of.push(self.condition(operand)?);
            }
        } else {
            for operand in parts.filter(|part| part.as_rule() != Rule::and_word) {
                of.push(self.operand(operand)?);
            }
        }
        if of.len() < 2 {
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, "this needs two values or more to choose from");
            self.report(finding.help("write `greater of (a, b)`"));
            return None;
        }
        Some(Expr { kind: ExprKind::Pick { pick, of }, span })
    }

    /// `the greater of`, `lesser of`, `mean of`.
    pub(super) fn pick_word(word: &Node<'_>) -> Pick {
        if word.as_str().contains("greater") {
            Pick::Greater
        } else if word.as_str().contains("lesser") {
            Pick::Lesser
        } else {
            Pick::Mean
        }
    }
}

/// One expression as it is, several as a list.
fn joined(mut list: Vec<Expr>, kind: impl FnOnce(Vec<Expr>) -> ExprKind) -> Option<Expr> {
    if list.len() == 1 {
        return list.pop();
    }
    let span = list.first()?.span.to(list.last()?.span);
    Some(Expr { kind: kind(list), span })
}

/// How the two readings of a share and what is added to it are written; none where a term is more than an amount.
fn both_readings(before: &str, next: &str, length: usize) -> Option<String> {
    let before = before.trim_end();
    let sign = before.chars().next_back().filter(|sign| matches!(sign, '+' | '-'))?;
    let before = before.strip_suffix(sign)?.trim_end();
    let share = before.get(before.len().checked_sub(length)?..)?;
    let (percent, of) = share.split_once(" of ")?;
    let is_amount = !next.contains(" per ") && !next.contains(" as ") && share.len().saturating_add(next.len()) < 80;
    (is_amount && !share.contains('\n') && !next.contains('\n'))
        .then(|| format!("write `{percent} of ({of} {sign} {next})`, or `({share}) {sign} {next}`"))
}
