//! Invariants: what must hold of every possible shipment.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Condition, Expression, Measure, ServiceId};
use tarifa_syntax::tree::{self, Claim, Expr, ExprKind, Slope};

use super::Resolver;
use super::compare::Bounded;
use super::example::engine_verdict;
use super::expression::{Place, Stage};
use super::statements::Stated;
use super::symbols::Value;
use super::typed::{Kind, Typed};
use crate::model::{Invariant, InvariantClaim, Trend};

impl<'t> Resolver<'t> {
    /// The invariants in the order of writing.
    pub(super) fn invariants(&mut self, invariants: &[Stated<'t, tree::Invariant>]) -> Vec<Invariant> {
        invariants.iter().filter_map(|stated| self.invariant(stated)).collect()
    }

    fn invariant(&mut self, stated: &Stated<'t, tree::Invariant>) -> Option<Invariant> {
        let invariant = stated.it;
        let claim = self.claim(&invariant.claim, stated.span);
        let place = Place { bare: self.currency, ..Place::of(Stage::Claiming) };
        let services = match &invariant.scope.via {
            None => Some(self.every_service()),
            Some(list) => self.service_set(&list.names.iter().collect::<Vec<_>>()),
        };
        let without_via = tree::Scope { via: None, ..invariant.scope.clone() };
        let when = self.scope_condition(&without_via, place);
        let (claim, services, when) = (claim?, services?, when?);
        let title = match &invariant.title {
            Some(title) => title.text.to_string(),
            None => self.written(stated.span).trim_start_matches("invariant").trim_start().to_owned(),
        };
        let services = services.iter().filter_map(|id| u16::try_from(id).ok().map(ServiceId)).collect();
        Some(Invariant { title, span: stated.span, claim, services, when })
    }

    fn claim(&mut self, claim: &Claim, span: Span) -> Option<InvariantClaim> {
        match claim {
            Claim::Never(verdict) => Some(InvariantClaim::Never(engine_verdict(*verdict))),
            Claim::Always(verdict) => Some(InvariantClaim::Always(engine_verdict(*verdict))),
            Claim::Moves { what, slope, with } => {
                let trend = match slope {
                    Slope::Rises => Trend::Rises,
                    Slope::Falls => Trend::Falls,
                };
                let (line, with) = (self.moving_line(what), self.moving_measure(with));
                Some(InvariantClaim::Moves { line: line?, trend, with: with? })
            }
            Claim::Holds(expr) => self.holds(expr, span),
        }
    }

    /// What moves: the total, or a line.
    fn moving_line(&mut self, what: &Expr) -> Option<Option<String>> {
        if let ExprKind::Name(name) = &what.kind {
            match (&*name.text, self.symbols.values.peek(&name.text)) {
                ("total", _) => return Some(None),
                (line, Some(Value::Line(_))) => return Some(Some(line.to_owned())),
                (_, Some(Value::Fact(_) | Value::Define(_) | Value::Group(_)) | None) => {}
            }
        }
        let message = format!("{} is neither the total nor a money line", self.quoted(what.span));
        self.refuse(
            Diagnostic::new(Code::NOT_HERE, what.span, message)
                .help("write `total`, `freight` or the name of a charge"),
        )
    }

    fn moving_measure(&mut self, with: &Expr) -> Option<Measure> {
        let value = self.amount(with, Place::of(Stage::Claiming))?;
        if let Expression::Measure(measure) = value.expression {
            return Some(measure);
        }
        let message = format!("{} is not a measure of the parcel", self.quoted(with.span));
        self.refuse(
            Diagnostic::new(Code::NOT_HERE, with.span, message)
                .help("write `weight`, `billed_weight`, `length` or `volume`"),
        )
    }

    /// `total at least 8.00`.
    fn holds(&mut self, expr: &Expr, span: Span) -> Option<InvariantClaim> {
        let ExprKind::Compare { value, bounds } = &expr.kind else {
            let message = "this claims nothing that can be proved";
            let help = "write `total at least 8.00`, `freight rises with weight` or `never available`";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, expr.span, message).help(help));
        };
        let currency = self.currency?;
        let place = Place { bare: Some(currency), ..Place::of(Stage::Claiming) };
        let is_total = matches!(&value.kind, ExprKind::Name(name) if &*name.text == "total");
        let amount = if is_total {
            Typed { expression: Expression::Sum(Vec::new()), kind: Kind::Money(currency), span: value.span }
        } else {
            self.amount(value, place)?
        };
        match self.bounded(&amount, bounds, place)? {
            Bounded::Interval(interval) => {
                Some(InvariantClaim::Within { amount: (!is_total).then_some(amount.expression), interval })
            }
            Bounded::Condition(Condition::Always) => None,
            Bounded::Condition(_) => {
                let message = "an invariant compares with written amounts";
                self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help("write `total at least 8.00`"))
            }
        }
    }
}
