//! Money of a case, and what carriers owe.

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{Compensation, Payer, PaymentLine, PaymentWay, ReturnFreight, Scope, When};

impl Builder<'_> {
    /// `buyer gets amount maximum paid`, `seller pays 5.00 USD to platform when …`.
    pub(super) fn payment_line(&mut self, node: Node<'_>) -> Option<PaymentLine> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let party = self.name(&parts.accept(Rule::name)?);
        let word = parts.next()?;
        let amount = self.reckoning(parts.accept(Rule::reckoning)?)?;
        let way = match word.as_rule() {
            Rule::gets => PaymentWay::Gets,
            Rule::keeps => PaymentWay::Keeps,
            Rule::pays => PaymentWay::Pays { to: self.name(&parts.accept(Rule::name)?) },
            _ => return None,
        };
        let when = self.guard(&mut parts)?;
        Some(PaymentLine { party, way, amount, when, span })
    }

    /// The `when` that may come next.
    fn guard(&mut self, parts: &mut Parts<'_>) -> Option<Option<When>> {
        let Some(when) = parts.accept(Rule::when) else { return Some(None) };
        let span = self.span(&when);
        Some(Some(When { condition: self.condition(Parts::of(when).next()?)?, span }))
    }

    /// `return freight via return_line paid by seller when …, otherwise by buyer`.
    pub(super) fn return_freight(&mut self, node: Node<'_>) -> Option<ReturnFreight> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::return_freight)?;
        let via = self.name(&parts.accept(Rule::name)?);
        let payers: Option<Vec<_>> = parts.map(|payer| self.case_payer(payer)).collect();
        Some(ReturnFreight { via, payers: payers?, span })
    }

    /// `by seller when …`, `otherwise by buyer`.
    fn case_payer(&mut self, node: Node<'_>) -> Option<Payer> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let otherwise = parts.accept(Rule::otherwise).map(|word| self.span(&word));
        let party = self.name(&parts.accept(Rule::name)?);
        Some(Payer { party, when: self.guard(&mut parts)?, otherwise, span })
    }

    /// `compensation lost_ems via ems when reason is lost = …`.
    pub(super) fn compensation(&mut self, node: Node<'_>) -> Option<Compensation> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let mut scope = Scope::default();
        let mut currency = None;
        while parts.peek() != Some(Rule::reckoning) {
            let part = parts.next()?;
            if part.as_rule() == Rule::in_currency {
                let span = self.span(&part);
                let code = self.name(&Parts::of(part).accept(Rule::currency)?);
                self.put_once(&mut currency, code, span, "in");
            } else {
                self.scope_clause(&mut scope, part)?;
            }
        }
        let amount = self.reckoning(parts.accept(Rule::reckoning)?)?;
        Some(Compensation { name, title, scope, currency, amount })
    }
}
