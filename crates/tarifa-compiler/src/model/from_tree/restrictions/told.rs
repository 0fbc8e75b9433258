//! What examples tell and expect of restrictions.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::shipment::{self, Item, Shipment};
use tarifa_syntax::tree::{Expr, ExprKind, Name, OrderItems, Presence, Provided, SoFar};

use super::super::Resolver;
use super::super::example::Draft;
use super::super::names::Wanted;
use super::so_far::period_word;
use crate::model::Expectation;

impl<'t> Resolver<'t> {
    /// `with provided cpnp`.
    pub(in super::super) fn shipment_provided(&mut self, provided: &Provided, shipment: &mut Shipment) -> Option<()> {
        let provided = self.provided(provided)?;
        shipment.provided.push(provided);
        Some(())
    }

    /// `1 cream (provided cpnp)`.
    pub(in super::super) fn item_provided(&mut self, provided: &Provided, item: &mut Item) -> Option<()> {
        let provided = self.provided(provided)?;
        item.provided.push(provided);
        Some(())
    }

    /// A document at hand. An example does not count as a use of it.
    pub(in super::super) fn provided(&mut self, provided: &Provided) -> Option<shipment::Provided> {
        let known = match self.symbols.documents.peek(&provided.name.text) {
            Some(_) => Some(()),
            None => self.unknown_name(&provided.name, Wanted::Document),
        };
        let [issued, valid_to] = [&provided.issued, &provided.valid_to].map(|day| match day {
            None => Some(None),
            Some(day) => self.day(day).map(Some),
        });
        known?;
        Some(shipment::Provided { document: provided.name.text.to_string(), issued: issued?, valid_to: valid_to? })
    }

    /// `with so far duty_free 300 USD`.
    pub(in super::super) fn so_far(&mut self, so_far: &'t SoFar, shipment: &mut Shipment) -> Option<()> {
        let rule = &so_far.rule;
        let periods = self.so_far.periods_of(&rule.text);
        let period = match (so_far.period, periods.as_slice()) {
            (Some(period), periods) if periods.contains(&period) => period,
            (None, [only]) => *only,
            (_, []) if !self.restriction_names.contains_key(&*rule.text) => {
                return self.unknown_name(rule, Wanted::Limit);
            }
            (_, []) => {
                let message = format!("`{}` has no part per consignee, so nothing counts so far", rule.text);
                return self.refuse(Diagnostic::new(Code::NOT_HERE, so_far.span, message).help("leave it out"));
            }
            (_, periods) => {
                let list: Vec<_> = periods.iter().map(|period| format!("`per {}`", period_word(*period))).collect();
                let message = format!("`{}` counts {}", rule.text, list.join(" and "));
                let help = format!("write `so far {} per {} …`", rule.text, period_word(*periods.first()?));
                return self.refuse(Diagnostic::new(Code::NOT_HERE, so_far.span, message).help(help));
            }
        };
        // A limit that did not survive was reported where it stands.
        let fact = self.so_far.of(&rule.text, period)?;
        let key = self.facts.get(usize::from(fact.0))?.name.clone();
        let amount = Expr { kind: ExprKind::Quantity(so_far.amount.clone()), span: so_far.amount.span };
        let value = self.given_value(fact, rule, std::slice::from_ref(&amount))?;
        shipment.facts.insert(key, value);
        Some(())
    }

    /// `order items { 2 phone, 1 cream }`.
    pub(in super::super) fn order_items(&mut self, order: &'t OrderItems, shipment: &mut Shipment) -> Option<()> {
        let items = self.item_list(&order.items)?;
        shipment.order_items.get_or_insert_default().extend(items);
        Some(())
    }

    /// `requires cpnp, un38_3`.
    pub(in super::super) fn expected_requirements(
        &mut self,
        names: &[Name],
        span: Span,
        draft: &mut Draft,
    ) -> Option<()> {
        let mut documents = Vec::with_capacity(names.len());
        let mut complete = Some(());
        for name in names {
            match self.symbols.documents.peek(&name.text) {
                Some(_) => documents.push(name.text.to_string()),
                None => complete = self.unknown_name(name, Wanted::Document),
            }
        }
        complete?;
        documents.sort_unstable();
        documents.dedup();
        draft.expectations.push((Expectation::Requires(documents), span));
        Some(())
    }

    /// `warns charge_state`, `no warning charge_state`.
    pub(in super::super) fn expected_warning(
        &mut self,
        presence: Presence,
        rules: &[Name],
        span: Span,
        draft: &mut Draft,
    ) -> Option<()> {
        if rules.is_empty() {
            draft.expectations.push((Expectation::NoWarning(None), span));
        }
        let mut complete = Some(());
        for rule in rules {
            if self.restriction_names.get(&*rule.text).is_none_or(|(kind, _)| *kind != "warn") {
                complete = self.unknown_name(rule, Wanted::Warning);
                continue;
            }
            let name = rule.text.to_string();
            let expectation = match presence {
                Presence::Present => Expectation::Warns(name),
                Presence::Absent => Expectation::NoWarning(Some(name)),
            };
            draft.expectations.push((expectation, span));
        }
        complete
    }
}
