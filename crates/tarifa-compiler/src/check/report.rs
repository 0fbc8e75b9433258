//! What findings of several checks share: names, amounts and examples in the author's words.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Block, BlockId, Body, Builtin, End, Expression, FactRef, LineId, LineKind, Measure, Program,
};
use tarifa_engine::shipment::Shipment;
use tarifa_engine::unit::{Quantity, Unit};

use crate::region::Undecided;
use crate::witness;

use super::context::Context;

/// Says that a question at `span` stays open.
pub(super) fn undecided(span: Span, question: &str, why: Undecided) -> Diagnostic {
    Diagnostic::new(Code::UNDECIDED, span, format!("the checker cannot decide whether {question}"))
        .note(why.to_string())
        .help("say the same with fewer conditions that depend on each other")
}

/// Says that a question at `span` stays open whose answer would be no more than a warning.
pub(super) fn left_open(span: Span, question: &str, why: Undecided) -> Diagnostic {
    Diagnostic::new(Code::LEFT_OPEN, span, format!("the checker cannot decide whether {question}"))
        .note(why.to_string())
        .note("the rule is read as it is written; only whether it is needed was not found out")
        .help("show by an `example` that it applies, and write `# allow(W0590): …` above it with the reason")
}

/// Says that the rule set as a whole was too much.
pub(super) fn undecided_rule_set(why: Undecided) -> Diagnostic {
    Diagnostic::nowhere(Code::UNDECIDED, "the checker cannot decide whether this rule set has gaps or conflicts")
        .note(why.to_string())
        .help("split the rule set, or say the same with fewer different conditions")
}

/// A price statement in the author's words: `freight standard_eu`.
pub(super) fn block_name(program: &Program, block: &Block) -> String {
    let line = program.lines.get(usize::from(block.line.0));
    let word = match line.map(|line| line.kind) {
        Some(LineKind::Freight) | None => "freight",
        Some(LineKind::Charge) => "charge",
        Some(LineKind::Discount) => "discount",
        Some(LineKind::Tax) => "tax",
    };
    if block.name.is_empty() || block.name == word { word.to_owned() } else { format!("{word} {}", block.name) }
}

/// A statement as it was written, whose columns are blocks of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Statement {
    line: LineId,
    name: String,
    file: u32,
    /// The line of its head, or of the heads of its columns.
    row: u32,
    /// One of its columns, where that is what is meant.
    pub(super) column: Option<BlockId>,
}

/// The statement that `block` comes from.
pub(super) fn statement(context: &Context<'_>, block: &Block) -> Statement {
    let origin = context.program.origins.get(block.at.0 as usize).copied().unwrap_or_default();
    Statement { line: block.line, name: block.name.clone(), file: origin.file, row: origin.line, column: None }
}

/// The shipment as an example that the repaired rule set should pass.
pub(super) fn example(context: &Context<'_>, title: &str, shipment: &Shipment) -> String {
    witness::example(context.program, title, shipment, "available")
}

/// An amount in the unit in which people say it: `2 kg`, `60 cm`.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn amount_text(measure: &Expression, value: Exact) -> String {
    match unit_of(measure) {
        Some(unit) => Quantity::readable(value, unit.dimension()).at_a_glance(),
        None => match measure {
            Expression::Money { currency, .. } => format!("{value} {currency}"),
            _ => value.to_string(),
        },
    }
}

/// A bound in the language's words: `up to 2 kg`, `under 2 kg`.
pub(super) fn bound_text(measure: &Expression, (value, end): (Exact, End)) -> String {
    let word = match end {
        End::Included => "up to",
        End::Excluded => "under",
    };
    format!("{word} {}", amount_text(measure, value))
}

/// The name of a measure: `billed weight`, `insured_value`.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn measure_name<'p>(program: &'p Program, measure: &Expression) -> &'p str {
    match measure {
        Expression::Fact(FactRef::Declared(id)) | Expression::Money { fact: FactRef::Declared(id), .. } => {
            program.facts.get(usize::from(id.0)).map_or("measure", |fact| &fact.name)
        }
        Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), .. } => "declared value",
        Expression::Measure(Measure::ParcelCount) => "number of parcels",
        Expression::Measure(Measure::Width) => "width",
        Expression::Measure(Measure::Height) => "height",
        Expression::Measure(Measure::BilledWeight) => "billed weight",
        Expression::Measure(Measure::Weight) => "weight",
        Expression::Measure(Measure::VolumetricWeight) => "volumetric weight",
        Expression::Measure(Measure::Length) => "longest side",
        Expression::Measure(Measure::Girth) => "girth",
        Expression::Measure(Measure::Volume) => "volume",
        Expression::Measure(Measure::TotalQuantity) => "number of pieces",
        _ => "measure",
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn unit_of(measure: &Expression) -> Option<Unit> {
    match measure {
        Expression::Measure(Measure::BilledWeight | Measure::Weight | Measure::VolumetricWeight) => Some(Unit::Gram),
        Expression::Measure(Measure::Length | Measure::Width | Measure::Height | Measure::Girth) => {
            Some(Unit::Centimetre)
        }
        Expression::Measure(Measure::Volume) => Some(Unit::CubicCentimetre),
        Expression::Sum(terms) => unit_of(terms.first()?),
        _ => None,
    }
}

/// Where the last row of a body stands, what it measures and its bound.
pub(super) fn last_row(body: &Body) -> Option<(tarifa_engine::program::At, &Expression, (Exact, End))> {
    match body {
        Body::Single(_) | Body::Rows(_) => None,
        Body::Bands(bands) => bands.rows.last().and_then(|row| Some((row.at, &bands.measure, row.upper?))),
        Body::Progressive(bands) => bands.rows.last().and_then(|row| Some((row.at, &bands.measure, row.upper?))),
    }
}

/// How many further places a finding shows.
const FURTHER: usize = 5;

/// One finding for all that one slip brings about: the first, with the places of the others and what is said of them.
pub(super) fn in_one(mut found: Vec<Diagnostic>, related: &str, places: &str) -> Option<Diagnostic> {
    found.sort_by_key(|one| one.primary.as_ref().map(|label| label.span));
    let mut found = found.into_iter();
    let mut first = found.next()?;
    let more = found.len().saturating_sub(FURTHER);
    for other in found.take(FURTHER).filter_map(|other| other.primary) {
        first = first.related(other.span, related);
    }
    Some(if more > 0 { first.note(format!("and so it is with {more} more {places}")) } else { first })
}

/// Takes out the finding with this code at this place, to tell it in another way.
pub(super) fn take_out(diagnostics: &mut Diagnostics, code: Code, place: Span) -> Option<Diagnostic> {
    let is_it = |found: &Diagnostic| found.code == code && found.primary.as_ref().is_some_and(|it| it.span == place);
    let (mut taken, left): (Vec<_>, Vec<_>) = std::mem::take(diagnostics).into_iter().partition(is_it);
    diagnostics.extend(left);
    let first = taken.pop();
    diagnostics.extend(taken);
    first
}
