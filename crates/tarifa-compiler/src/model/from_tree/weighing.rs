//! The steps from what scales and tape say to the billed weight.

mod cover;
mod divisor;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{BilledWeight, Condition, End, Expression, Interval, Measure, WeightStep, WeightStepKind};
use tarifa_engine::rounding::Rounding;
use tarifa_syntax::tree::{self, Expr, ExprKind, Pick, RoundedRow, Step, StepKind};

use super::Resolver;
use super::condition::{all, any, not};
use super::expression::{Place, Stage};
use super::typed::Kind;

/// The kinds of steps of which exactly one line applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exclusive {
    Volumetric,
    Bill,
}

/// A line of an exclusive kind: where it applies and where it stands.
#[derive(Clone, Debug)]
struct Line {
    kind: Exclusive,
    when: Condition,
    span: Span,
}

impl Resolver<'_> {
    /// The steps of a `billed weight` block.
    pub(super) fn billed_weight(&mut self, block: &tree::BilledWeight) -> Option<BilledWeight> {
        let mut steps = Vec::new();
        let mut lines = Vec::new();
        let mut complete = Some(());
        for step in &block.steps {
            match self.weight_step(step, &mut lines) {
                Some(found) => steps.extend(found),
                None => complete = None,
            }
        }
        complete?;
        let holds = |damaged: &Span| {
            damaged.source == block.span.source && damaged.start <= block.span.start && block.span.end <= damaged.end
        };
        // A line that could not be read may be the one that is missed.
        if !self.damaged.iter().any(holds) {
            self.judge_lines(&lines, block.span);
        }
        Some(BilledWeight { steps })
    }

    /// One written step: one step of the model, or two where it says `, otherwise`.
    fn weight_step(&mut self, step: &Step, lines: &mut Vec<Line>) -> Option<Vec<WeightStep>> {
        let place = Place::of(Stage::Weighing);
        let scope = self.scope_condition(&step.scope, place);
        let exclusive = match &step.kind {
            StepKind::Volumetric { .. } => Some(Exclusive::Volumetric),
            StepKind::Bill { .. } => Some(Exclusive::Bill),
            StepKind::Sides(_)
            | StepKind::Minimum(_)
            | StepKind::Maximum(_)
            | StepKind::Rounded(_)
            | StepKind::RoundedBy { .. } => None,
        };
        let kind = self.step_kind(&step.kind);
        let (scope, kind) = (scope?, kind?);
        let when = match step.otherwise {
            Some(span) => all([scope.clone(), self.otherwise(exclusive, lines, span)?]),
            None => scope,
        };
        let mut steps = Vec::new();
        if let Some(kind) = exclusive {
            lines.push(Line { kind, when: when.clone(), span: step.span });
        }
        if let StepKind::Bill { otherwise: Some(otherwise), .. } = &step.kind {
            let elsewhere = self.billed(otherwise)?;
            let when = not(when.clone());
            lines.push(Line { kind: Exclusive::Bill, when: when.clone(), span: otherwise.span });
            let at = self.at(otherwise.span);
            steps.push(WeightStep { when, kind: WeightStepKind::Bill(elsewhere), at });
        }
        let at = self.at(step.span);
        steps.insert(0, WeightStep { when, kind, at });
        Some(steps)
    }

    /// Where none of the earlier lines of the same kind applies.
    fn otherwise(&mut self, kind: Option<Exclusive>, lines: &[Line], span: Span) -> Option<Condition> {
        let earlier: Vec<_> =
            lines.iter().filter(|line| Some(line.kind) == kind).map(|line| line.when.clone()).collect();
        if earlier.is_empty() {
            let message = "`otherwise` needs an earlier line of its kind that says when that one applies";
            return self.refuse(
                Diagnostic::new(Code::NOT_HERE, span, message)
                    .help("write the line with `when` first, or remove `otherwise`"),
            );
        }
        Some(not(any(earlier)))
    }

    fn step_kind(&mut self, kind: &StepKind) -> Option<WeightStepKind> {
        Some(match kind {
            StepKind::Sides(rounding) => WeightStepKind::Sides(self.rounding(rounding, &Kind::Length)?),
            StepKind::Volumetric { divisor, rounding } => {
                let rounding = rounding.as_ref().map(|rounding| self.rounding(rounding, &Kind::Weight));
                let divisor = self.divisor(divisor)?;
                WeightStepKind::Volumetric { divisor, rounding: rounding.map_or(Some(None), |it| it.map(Some))? }
            }
            StepKind::Bill { weight, .. } => WeightStepKind::Bill(self.billed(weight)?),
            StepKind::Minimum(weight) => WeightStepKind::Minimum(self.weight(weight)?),
            StepKind::Maximum(weight) => WeightStepKind::Maximum(self.weight(weight)?),
            StepKind::Rounded(rounding) => WeightStepKind::Rounded(self.rounding(rounding, &Kind::Weight)?),
            StepKind::RoundedBy { measure, rows } => WeightStepKind::RoundedByWeight(self.rounded_by(measure, rows)?),
        })
    }

    fn weight(&mut self, quantity: &tree::Quantity) -> Option<Exact> {
        let weight = self.quantity(quantity)?;
        self.constant_of(weight, &Kind::Weight, quantity.span, "the billed weight")
    }

    /// The weight that is billed; a mean is never below the weight itself.
    fn billed(&mut self, weight: &Expr) -> Option<Expression> {
        let value = self.amount(weight, Place::of(Stage::Weighing))?;
        let value = self.fit(value, &Kind::Weight, (weight.span, "the billed weight"))?;
        if let ExprKind::Pick { pick: Pick::Mean, .. } = weight.kind {
            return Some(Expression::Greatest(vec![value.expression, Expression::Measure(Measure::Weight)]));
        }
        Some(value.expression)
    }

    /// `rounded by weight { up to 10 kg: half up in steps of 0.1 kg }`.
    fn rounded_by(&mut self, measure: &Expr, rows: &[RoundedRow]) -> Option<Vec<(Interval, Option<Rounding>)>> {
        let is_weight =
            matches!(&measure.kind, ExprKind::Name(name) if matches!(&*name.text, "weight" | "billed_weight"));
        if !is_weight {
            let message =
                format!("the billed weight is rounded by what it weighs, not by {}", self.quoted(measure.span));
            return self.refuse(
                Diagnostic::new(Code::NOT_HERE, measure.span, message).help("write `rounded by weight { … }`"),
            );
        }
        let bounds: Vec<_> = rows.iter().map(|row| &row.bound).collect();
        let uppers = self.row_bounds(&bounds, &Kind::Weight, (measure.span, "the billed weight"));
        let roundings: Vec<_> = rows.iter().map(|row| self.rounding(&row.rounding, &Kind::Weight)).collect();
        let uppers = uppers?;
        let mut lower = None;
        let mut found = Vec::new();
        for (upper, rounding) in uppers.into_iter().zip(roundings) {
            found.push((Interval { lower, upper }, Some(rounding?)));
            lower = upper.map(|(bound, end)| {
                let flipped = match end {
                    End::Included => End::Excluded,
                    End::Excluded => End::Included,
                };
                (bound, flipped)
            });
        }
        Some(found)
    }
}
