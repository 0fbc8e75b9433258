//! A statement that has lost its condition meets every one of its kind: that is one finding, at that statement.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Label};
use tarifa_engine::program::{BlockId, Condition};

use crate::check::context::Context;
use crate::check::report;

/// The findings, those of one statement without a condition with several others in one.
pub(super) fn told_once(context: &Context<'_>, found: Vec<((BlockId, BlockId), Diagnostic)>) -> Vec<Diagnostic> {
    let mut met: BTreeMap<BlockId, usize> = BTreeMap::new();
    for ((first, second), _) in found.iter().filter(|(_, found)| found.code == Code::PRICE_CONFLICT) {
        for (one, other) in [(first, second), (second, first)] {
            if has_none(context, *one) && !has_none(context, *other) {
                let count = met.entry(*one).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    let mut told: BTreeMap<BlockId, Diagnostic> = BTreeMap::new();
    let mut rest = Vec::new();
    for ((first, second), diagnostic) in found {
        let is_conflict = diagnostic.code == Code::PRICE_CONFLICT;
        let culprit = [first, second].into_iter().find(|id| is_conflict && met.get(id).is_some_and(|count| *count > 1));
        let Some(culprit) = culprit else {
            rest.push(diagnostic);
            continue;
        };
        let other = if culprit == first { second } else { first };
        let known = told.remove(&culprit);
        let known = known.unwrap_or_else(|| of_culprit(context, culprit, &diagnostic));
        told.insert(culprit, with_other(context, known, other));
    }
    rest.extend(told.into_values());
    rest
}

/// Whether a statement has no condition at all.
fn has_none(context: &Context<'_>, id: BlockId) -> bool {
    context.block(id).is_some_and(|block| block.scope.when == Condition::Always)
}

/// The finding at the statement without a condition, with the shipment of its first pair.
fn of_culprit(context: &Context<'_>, culprit: BlockId, first: &Diagnostic) -> Diagnostic {
    let Some(block) = context.block(culprit) else { return first.clone() };
    let name = report::block_name(context.program, block);
    let message = format!("`{name}` has no condition, and meets others that have one");
    let told = Diagnostic::new(Code::PRICE_CONFLICT, context.span(block.at), message)
        .label("this statement applies always")
        .help(format!(
            "write its `when`, as the others have one; or write `overrides {}` after them, where it is for all the rest",
            block.name
        ));
    Diagnostic { notes: first.notes.clone(), witness: first.witness.clone(), ..told }
}

fn with_other(context: &Context<'_>, mut told: Diagnostic, other: BlockId) -> Diagnostic {
    told.related.extend(
        context
            .block(other)
            .map(|block| Label { span: context.span(block.at), text: "and this one apply both".to_owned() }),
    );
    told
}
