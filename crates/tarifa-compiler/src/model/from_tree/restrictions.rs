//! Documents, restrictions, and what examples say of them.
//!
//! The one entry for statements is [`Resolver::restrictions`]; the others are what the lines of examples come to.
//! None of them is taken for granted: what is not understood yet is an error at its place.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::shipment::{Item, Shipment};
use tarifa_syntax::tree::{Document, Name, OrderItems, Presence, Provided, Restriction, SoFar};

use super::Resolver;
use super::example::Draft;
use super::statements::Stated;

impl<'t> Resolver<'t> {
    /// What the rule set forbids, requires, limits, separates and warns of, and what it asks for.
    pub(super) fn restrictions(
        &mut self,
        documents: &[Stated<'t, Document>],
        restrictions: &[Stated<'t, Restriction>],
    ) {
        let spans = documents.iter().map(|stated| stated.span);
        for span in spans.chain(restrictions.iter().map(|stated| stated.span)) {
            let _: Option<()> = self.not_understood(span);
        }
    }

    /// `with provided cpnp`.
    pub(super) fn shipment_provided(&mut self, provided: &'t Provided, _shipment: &mut Shipment) -> Option<()> {
        self.not_understood(provided.span)
    }

    /// `1 cream (provided cpnp)`.
    pub(super) fn item_provided(&mut self, provided: &'t Provided, _item: &mut Item) -> Option<()> {
        self.not_understood(provided.span)
    }

    /// `with so far duty_free 300 USD`.
    pub(super) fn so_far(&mut self, so_far: &'t SoFar, _shipment: &mut Shipment) -> Option<()> {
        self.not_understood(so_far.span)
    }

    /// `order items { 2 phone, 1 cream }`.
    pub(super) fn order_items(&mut self, order: &'t OrderItems, _shipment: &mut Shipment) -> Option<()> {
        self.not_understood(order.span)
    }

    /// `requires cpnp, un38_3`.
    pub(super) fn expected_requirements(&mut self, _names: &'t [Name], span: Span, _draft: &mut Draft) -> Option<()> {
        self.not_understood(span)
    }

    /// `warns charge_state`, `no warning charge_state`.
    pub(super) fn expected_warning(
        &mut self,
        _presence: Presence,
        _rules: &'t [Name],
        span: Span,
        _draft: &mut Draft,
    ) -> Option<()> {
        self.not_understood(span)
    }

    /// Reports what this version of the compiler gives no meaning.
    fn not_understood<T>(&mut self, span: Span) -> Option<T> {
        let message = "this version of the language gives this no meaning";
        self.refuse(Diagnostic::new(Code::UNKNOWN_STATEMENT, span, message))
    }
}
