//! What one service writes, and its limits.

use rustc_hash::FxHashSet;
use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::program::{
    At, BilledWeight, Condition, Expression, Interval, Limit, LimitTest, ParcelMode, PlaceSetId, Transit,
};
use tarifa_syntax::tree::{Bounds, Expr, ServiceLine};

use super::super::Resolver;
use super::super::compare::Bounded;
use super::super::expression::{Place, Stage};

/// The lines of a service; what is not written is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) from: Option<PlaceSetId>,
    pub(super) to: Option<PlaceSetId>,
    pub(super) when: Option<Condition>,
    pub(super) currency: Option<Currency>,
    pub(super) limits: Vec<DraftLimit>,
    pub(super) transit: Vec<DraftTransit>,
    pub(super) billed_weight: Option<BilledWeight>,
    pub(super) parcels: Option<ParcelMode>,
}

/// A `transit` line; one without a scope is for what the others leave.
#[derive(Clone, Debug)]
pub(super) struct DraftTransit {
    pub(super) scope: Option<Condition>,
    pub(super) days: (u16, u16),
    pub(super) at: At,
}

/// The `transit` lines, each with where it holds.
pub(super) fn transits(lines: Vec<DraftTransit>) -> Vec<Transit> {
    let scoped: Vec<Condition> = lines.iter().filter_map(|line| line.scope.clone()).collect();
    let rest = match scoped.len() {
        0 => Condition::Always,
        _ => Condition::Not(Box::new(Condition::Any(scoped))),
    };
    let transit = |line: DraftTransit| Transit {
        when: line.scope.unwrap_or_else(|| rest.clone()),
        from: line.days.0,
        to: line.days.1,
        at: line.at,
    };
    lines.into_iter().map(transit).collect()
}

/// A limit with what it is on.
#[derive(Clone, Debug)]
pub(super) struct DraftLimit {
    /// The measure; none for `only when`.
    pub(super) measure: Option<Expression>,
    pub(super) limit: Limit,
    pub(super) span: Span,
}

impl DraftLimit {
    /// The measure and the written bounds.
    pub(super) fn bounds(&self) -> Option<(&Expression, Interval)> {
        match &self.limit.test {
            LimitTest::Amount { amount, interval } => Some((amount, *interval)),
            LimitTest::Condition(_) => None,
        }
    }
}

impl Draft {
    /// Takes over what `other` writes and this does not; the limits on one measure are one thing.
    pub(super) fn take_over(&mut self, other: &Self) {
        self.from = self.from.or(other.from);
        self.to = self.to.or(other.to);
        self.when = self.when.take().or_else(|| other.when.clone());
        self.currency = self.currency.or(other.currency);
        if self.transit.is_empty() {
            self.transit.clone_from(&other.transit);
        }
        self.billed_weight = self.billed_weight.take().or_else(|| other.billed_weight.clone());
        self.parcels = self.parcels.or(other.parcels);
        let written: FxHashSet<String> = self.limits.iter().map(|limit| format!("{:?}", limit.measure)).collect();
        let missing = other.limits.iter().filter(|limit| !written.contains(&format!("{:?}", limit.measure)));
        self.limits.extend(missing.cloned());
    }
}

impl Resolver<'_> {
    /// `weight up to 10 kg to CY, MT`.
    pub(super) fn limit(&mut self, line: &ServiceLine, measure: &Expr, bounds: &Bounds) -> Option<DraftLimit> {
        let place = Place::of(Stage::Carrying);
        let scope = self.limit_scope(line);
        let amount = self.amount(measure, place)?;
        let test = match self.bounded(&amount, bounds, place)? {
            Bounded::Interval(interval) => LimitTest::Amount { amount: amount.expression.clone(), interval },
            Bounded::Condition(condition) => LimitTest::Condition(condition),
        };
        Some(self.draft_limit(line, Some(amount.expression), scope?, test))
    }

    /// `only when insured`.
    pub(super) fn only_when(&mut self, line: &ServiceLine, condition: &Expr) -> Option<DraftLimit> {
        let scope = self.limit_scope(line);
        let condition = self.condition(condition, Place::of(Stage::Carrying))?;
        Some(self.draft_limit(line, None, scope?, LimitTest::Condition(condition)))
    }

    fn limit_scope(&mut self, line: &ServiceLine) -> Option<Condition> {
        if let Some(via) = &line.scope.via {
            let message = "a limit stands in its service, so it has no `via`";
            self.report(
                Diagnostic::new(Code::NOT_HERE, via.span, message).help("write the limit in the other service"),
            );
        }
        self.scope_condition(&line.scope, Place::of(Stage::Carrying))
    }

    fn draft_limit(
        &mut self,
        line: &ServiceLine,
        measure: Option<Expression>,
        scope: Condition,
        test: LimitTest,
    ) -> DraftLimit {
        let limit = Limit { scope, test, text: self.written(line.span), at: self.at(line.span) };
        DraftLimit { measure, limit, span: line.span }
    }
}
