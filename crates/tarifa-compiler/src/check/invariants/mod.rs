//! Invariants: claims about every shipment, proved, refuted by a shipment, or said to be undecided.

mod moves;
mod verdicts;
mod within;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::answer::Verdict as Answer;
use tarifa_engine::evaluate::Quote;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Expression, LineId, Program};
use tarifa_engine::shipment::Shipment;

use crate::model::{Invariant, InvariantClaim, Model};
use crate::region::Undecided;
use crate::witness;

use super::context::{Carried, Context};

/// What became of a claim for one service.
enum Outcome {
    /// It holds for every shipment.
    Proved,
    /// These shipments break it; each with what is expected of it, and what is true instead.
    Refuted {
        /// The shipments and what the claim expects of them.
        shipments: Vec<(Shipment, String)>,
        /// What is true instead.
        instead: String,
    },
    /// Neither was found.
    Open,
}

/// Looks at every invariant.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let model = context.model;
    for invariant in &model.invariants {
        let mut open = false;
        let mut refuted = None;
        for carried in services(context, invariant) {
            match outcome(context, invariant, &carried)? {
                Outcome::Proved => {}
                Outcome::Open => open = true,
                Outcome::Refuted { shipments, instead } => {
                    refuted = Some(refutation(context, invariant, &shipments, &instead));
                    break;
                }
            }
        }
        let undecided = || {
            let message = format!("the invariant `{}` is neither proved nor refuted", invariant.title);
            Diagnostic::new(Code::INVARIANT_UNDECIDED, invariant.span, message)
                .note("no shipment that was tried breaks it, and its rules depend on each other too much for a proof")
                .help("claim less, such as one line instead of the total, or one service")
        };
        diagnostics.extend(refuted.or_else(|| open.then(undecided)));
    }
    Ok(())
}

/// The services that a claim is about.
fn services<'a>(context: &Context<'a>, invariant: &Invariant) -> Vec<Carried<'a>> {
    let is_meant = |carried: &&Carried<'_>| invariant.services.is_empty() || invariant.services.contains(&carried.id);
    context.services.iter().filter(is_meant).cloned().collect()
}

fn outcome(context: &mut Context<'_>, invariant: &Invariant, carried: &Carried<'_>) -> Result<Outcome, Undecided> {
    let when = context.region(&invariant.when)?;
    match &invariant.claim {
        InvariantClaim::Never(answer) => verdicts::never(context, carried, when, *answer),
        InvariantClaim::Always(answer) => verdicts::always(context, carried, when, *answer),
        InvariantClaim::Within { amount, interval } => {
            within::check(context, carried, &invariant.when, amount.as_ref(), interval)
        }
        InvariantClaim::Moves { line, trend, with } => {
            moves::check(context, carried, &invariant.when, line.as_deref(), *trend, *with)
        }
    }
}

fn refutation(
    context: &Context<'_>,
    invariant: &Invariant,
    shipments: &[(Shipment, String)],
    instead: &str,
) -> Diagnostic {
    let examples: Vec<String> = shipments
        .iter()
        .map(|(shipment, expected)| witness::example(context.program, &invariant.title, shipment, expected))
        .collect();
    Diagnostic::new(
        Code::INVARIANT_REFUTED,
        invariant.span,
        format!("the invariant `{}` does not hold", invariant.title),
    )
    .note(instead)
    .help("correct the rule that breaks it, or claim less")
    .witness(examples.join("\n"))
}

/// An answer in the language's words.
fn words(answer: Answer) -> &'static str {
    match answer {
        Answer::NotServed => "not served",
        Answer::Refused => "refused",
        Answer::Needs => "needs",
        Answer::Refer => "refer",
        Answer::Conditional => "conditional",
        Answer::Available => "available",
    }
}

/// The amount of a formula over lines in a quote: the formula's lines are the model's.
fn amount(program: &Program, model: &Model, quote: &Quote, formula: Option<&Expression>) -> Option<Exact> {
    match formula {
        None => quote.total,
        Some(Expression::Line(line)) => quote.total.and(line_amount(quote, in_program(program, model, *line)?)),
        Some(Expression::Constant(value)) => Some(*value),
        Some(Expression::Sum(parts)) => {
            let mut parts = parts.iter().map(|part| amount(program, model, quote, Some(part)));
            parts.try_fold(Exact::ZERO, |sum, part| sum.checked_add(part?).ok())
        }
        Some(Expression::Difference(left, right)) => {
            let right = amount(program, model, quote, Some(right))?;
            amount(program, model, quote, Some(left))?.checked_sub(right).ok()
        }
        Some(_) => None,
    }
}

/// The sum of a line's amounts, 0 where it does not apply.
fn line_amount(quote: &Quote, line: LineId) -> Option<Exact> {
    let lines = quote.lines.iter().filter(|found| found.line == line);
    lines.map(|found| found.amount).try_fold(Exact::ZERO, |sum, amount| sum.checked_add(amount).ok())
}

/// The program's number of a line of the model.
fn in_program(program: &Program, model: &Model, line: LineId) -> Option<LineId> {
    named(program, &model.lines.get(usize::from(line.0))?.name)
}

/// The line of that name.
fn named(program: &Program, name: &str) -> Option<LineId> {
    let index = program.lines.iter().position(|line| line.name == name)?;
    u16::try_from(index).ok().map(LineId)
}
