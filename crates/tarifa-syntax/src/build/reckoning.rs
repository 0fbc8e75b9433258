//! Amounts of money of cases and compensations: precedence by hand over the grammar's flat lists.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::expression::Share;
use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    ClampWord, ExprKind, PerMeasure, Pick, Quantity, Reckoning, ReckoningClamp, ReckoningKind, ReckoningTerm, Sign,
};

impl Builder<'_> {
    /// Terms with `+` and `-`, then the clamps.
    pub(super) fn reckoning(&mut self, node: Node<'_>) -> Option<Reckoning> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let mut terms = Vec::with_capacity(1);
        let mut sign = Sign::Plus;
        loop {
            let (term, share) = self.reckoned(parts.accept(Rule::reckoned)?)?;
            terms.push(ReckoningTerm { sign, term });
            sign = match parts.peek() {
                Some(Rule::plus) => Sign::Plus,
                Some(Rule::minus) => Sign::Minus,
                _ => break,
            };
            parts.next();
            if let Share::Bare(span) = share {
                self.report_share(span, &mut parts);
                return None;
            }
        }
        let value = if terms.len() == 1 {
            terms.pop()?.term
        } else {
            let span = terms.first()?.term.span.to(terms.last()?.term.span);
            Reckoning { kind: ReckoningKind::Sum(terms), span }
        };
        let clamps: Option<Vec<_>> = parts.map(|clamp| self.reckoned_clamp(clamp)).collect();
        let clamps = clamps?;
        if clamps.is_empty() {
            return Some(value);
        }
        Some(Reckoning { kind: ReckoningKind::Clamped { value: Box::new(value), clamps }, span })
    }

    /// `maximum paid`.
    fn reckoned_clamp(&mut self, node: Node<'_>) -> Option<ReckoningClamp> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = match parts.next()?.as_rule() {
            Rule::minimum => ClampWord::Minimum,
            Rule::maximum => ClampWord::Maximum,
            _ => return None,
        };
        Some(ReckoningClamp { word, amount: self.reckoned(parts.accept(Rule::reckoned)?)?.0, span })
    }

    /// Factors with `x` between them, then what they are counted per.
    fn reckoned(&mut self, node: Node<'_>) -> Option<(Reckoning, Share)> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let (mut last, mut share) = self.reckoned_factor(&mut parts)?;
        let mut factors = Vec::with_capacity(1);
        while parts.accept(Rule::times).is_some() {
            factors.push(last);
            (last, share) = self.reckoned_factor(&mut parts)?;
        }
        let mut value = if factors.is_empty() {
            last
        } else {
            factors.push(last);
            let span = factors.first()?.span.to(factors.last()?.span);
            Reckoning { kind: ReckoningKind::Product(factors), span }
        };
        let mut per = Vec::new();
        while let Some(measure) = parts.accept(Rule::per_measure) {
            per.push(self.per_measure(measure)?);
        }
        if !per.is_empty() {
            value = Reckoning { kind: ReckoningKind::Per { amount: Box::new(value), per }, span };
            // `19.00 XDR per kg of weight in GBP at rate of order_date`.
            value = self.reckoned_in_currency(value, &mut parts)?;
        }
        Some((value, share))
    }

    /// `per started kg of weight`.
    fn per_measure(&mut self, node: Node<'_>) -> Option<PerMeasure> {
        let mut parts = Parts::of(node);
        let per = self.per(parts.accept(Rule::per)?)?;
        let of = match parts.find(|part| part.as_rule() != Rule::of_word) {
            Some(measure) => Some(self.operand(measure)?),
            None => None,
        };
        Some(PerMeasure { per, of })
    }

    /// `30% of paid`, `declared_value in CNY at rate of order_date`, or an operand.
    fn reckoned_factor(&mut self, parts: &mut Parts<'_>) -> Option<(Reckoning, Share)> {
        let first = parts.next()?;
        if parts.accept(Rule::of_word).is_none() {
            let value = self.reckoned_operand(first)?;
            return Some((self.reckoned_in_currency(value, parts)?, Share::None));
        }
        let percent = self.percentage(first)?;
        let of = self.reckoned_operand(parts.next()?)?;
        let of = self.reckoned_in_currency(of, parts)?;
        let span = percent.span.to(of.span);
        let kind = ReckoningKind::PercentOf { percent, of: Box::new(of) };
        Some((Reckoning { kind, span }, Share::Bare(span)))
    }

    /// A number that is taken `of` something: only a percentage.
    fn percentage(&mut self, node: Node<'_>) -> Option<Quantity> {
        let percent = self.quantity(node)?;
        if percent.unit.as_ref().is_some_and(|unit| &*unit.name.text == "%") {
            return Some(percent);
        }
        let message = "only a percentage can be taken `of` something";
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, percent.span, message);
        self.report(finding.help("write `30% of paid`; multiplication is `x`, as in `3 x freight`"));
        None
    }

    /// The value in the currency that is written after it, if one is.
    fn reckoned_in_currency(&mut self, value: Reckoning, parts: &mut Parts<'_>) -> Option<Reckoning> {
        let Some(conversion) = parts.accept(Rule::in_currency) else { return Some(value) };
        let mut span = value.span.to(self.span(&conversion));
        let currency = self.name(&Parts::of(conversion).accept(Rule::currency)?);
        let mut at_rate_of = None;
        if let Some(day) = parts.accept(Rule::at_rate_of) {
            span = span.to(self.span(&day));
            at_rate_of = Some(self.name(&Parts::of(day).accept(Rule::name)?));
        }
        Some(Reckoning { kind: ReckoningKind::InCurrency { value: Box::new(value), currency, at_rate_of }, span })
    }

    /// A literal, a name, what only a case knows, a choice, or parentheses.
    fn reckoned_operand(&mut self, node: Node<'_>) -> Option<Reckoning> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::the_rest => ReckoningKind::Rest,
            Rule::received_items => ReckoningKind::ReceivedItems,
            Rule::return_freight => ReckoningKind::ReturnFreight,
            Rule::reckoned_group => self.reckoning(Parts::of(node).next()?)?.kind,
            Rule::reckoned_pick => self.reckoned_pick(node, span)?,
            Rule::quantity => self.whole_amount(node)?,
            _ => ReckoningKind::Value(self.operand(node)?),
        };
        Some(Reckoning { kind, span })
    }

    /// `5.00 USD`; a percentage alone is of nothing.
    fn whole_amount(&mut self, node: Node<'_>) -> Option<ReckoningKind> {
        let value = self.operand(node)?;
        if let ExprKind::Quantity(quantity) = &value.kind
            && quantity.unit.as_ref().is_some_and(|unit| &*unit.name.text == "%")
        {
            let finding =
                Diagnostic::new(Code::SYNTAX_ERROR, value.span, "this does not say what it is a percentage of");
            self.report(finding.help(format!("write `{}% of paid`", quantity.number)));
            return None;
        }
        Some(ReckoningKind::Value(value))
    }

    /// `lesser of (a, b)`, `the greater of a and b`.
    fn reckoned_pick(&mut self, node: Node<'_>, span: Span) -> Option<ReckoningKind> {
        let mut parts = Parts::of(node);
        let pick = Self::pick_word(&parts.accept(Rule::pick_word)?);
        if pick == Pick::Mean {
            let message = "an amount is not a mean of others";
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, message);
            self.report(finding.help("write `lesser of (a, b)` or `greater of (a, b)`"));
            return None;
        }
        let of: Option<Vec<_>> = match parts.accept(Rule::reckoned_list) {
            Some(list) => Parts::of(list).map(|amount| self.reckoning(amount)).collect(),
            None => parts
                .filter(|part| part.as_rule() != Rule::and_word)
                .map(|amount| self.reckoned_operand(amount))
                .collect(),
        };
        Some(ReckoningKind::Pick { pick, of: of? })
    }
}
