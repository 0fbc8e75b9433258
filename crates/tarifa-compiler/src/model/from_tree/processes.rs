//! Calendars, processes, compensations, and what examples say of cases.
//!
//! The entry for statements is [`Resolver::processes`]; the others are what the lines of examples come to.
//! None of them is taken for granted: what is not understood yet is an error at its place.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_syntax::tree::{Case, Name, Presence, Quantity, Standing};

use super::Resolver;
use super::example::Draft;
use super::statements::Statements;

impl<'t> Resolver<'t> {
    /// The calendars, the processes and what carriers owe.
    pub(super) fn processes(&mut self, statements: &Statements<'t>) {
        let calendars = statements.calendars.iter().map(|stated| stated.span);
        let processes = statements.processes.iter().map(|stated| stated.span);
        let compensations = statements.compensations.iter().map(|stated| stated.span);
        for span in calendars.chain(processes).chain(compensations) {
            let _: Option<()> = self.without_meaning(span);
        }
    }

    /// `case dispute, reason damaged, paid 80.00 USD { 2026-03-10 delivered }`.
    pub(super) fn example_case(&mut self, _case: &'t Case, span: Span, _draft: &mut Draft) -> Option<()> {
        self.without_meaning(span)
    }

    /// `at 2026-03-18: expect outcome refund_as_asked`.
    pub(super) fn example_standing(&mut self, _standing: &'t Standing, span: Span, _draft: &mut Draft) -> Option<()> {
        self.without_meaning(span)
    }

    /// `compensation lost_ems 560.00 CNY`, `no compensation lost_ems`.
    pub(super) fn expected_compensation(
        &mut self,
        _presence: Presence,
        _name: &'t Name,
        _amount: Option<&'t Quantity>,
        span: Span,
        _draft: &mut Draft,
    ) -> Option<()> {
        self.without_meaning(span)
    }

    /// Reports what this version of the compiler gives no meaning.
    fn without_meaning<T>(&mut self, span: Span) -> Option<T> {
        let message = "this version of the language gives this no meaning";
        self.refuse(Diagnostic::new(Code::UNKNOWN_STATEMENT, span, message))
    }
}
