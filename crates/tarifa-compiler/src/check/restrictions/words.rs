//! What findings about restrictions share: names, and the conditions behind them.

use tarifa_diagnostics::Diagnostic;
use tarifa_engine::evaluate::{Quote, Reason};
use tarifa_engine::program::{Condition, Restriction, RestrictionId, RestrictionRule, Subject};

use crate::check::context::Context;
use crate::check::refusals::scope;

use super::rules::Rules;

/// How many rules a finding points to.
pub(super) const SHOWN: usize = 4;

/// The word that a rule begins with.
pub(super) fn word(rule: &RestrictionRule) -> &'static str {
    match rule {
        RestrictionRule::Forbid => "forbid",
        RestrictionRule::Require(_) => "require",
        RestrictionRule::Limit(_) => "limit",
        RestrictionRule::Separate(_) => "separate",
        RestrictionRule::Warn => "warn",
    }
}

/// A rule in the author's words: `forbid loose_lithium`.
pub(super) fn name(it: &Restriction) -> String {
    format!("{} {}", word(&it.rule), it.name)
}

/// When a rule reaches what it speaks of, and what that is.
pub(super) fn reached(it: &Restriction, further: Option<Condition>) -> (Condition, Subject) {
    let parts = std::iter::once(scope(&it.scope)).chain(further);
    (Condition::All(parts.collect()), it.subject)
}

/// Points to the rules that a finding is about.
pub(super) fn with_rules(
    mut diagnostic: Diagnostic,
    context: &Context<'_>,
    rules: &Rules<'_>,
    others: &[usize],
    label: &str,
) -> Diagnostic {
    let mut others: Vec<&Restriction> =
        others.iter().filter_map(|index| rules.rules.get(*index)).map(|rule| rule.it).collect();
    others.sort_by_key(|it| context.span(it.at));
    for it in others.iter().take(SHOWN) {
        diagnostic = diagnostic.related(context.span(it.at), format!("`{}` {label}", name(it)));
    }
    let further = others.len().saturating_sub(SHOWN);
    if further > 0 { diagnostic.note(format!("so do {further} more")) } else { diagnostic }
}

/// The names of some rules, for a sentence.
pub(super) fn names(rules: &Rules<'_>, others: &[usize]) -> String {
    let names: Vec<String> =
        others.iter().filter_map(|index| rules.rules.get(*index)).map(|rule| format!("`{}`", name(rule.it))).collect();
    listed(&names)
}

/// Some names for a sentence; of many the first.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() && names.len() <= SHOWN => {
            format!("{} and {last}", before.join(", "))
        }
        _ => names.get(..SHOWN).unwrap_or(names).join(", "),
    }
}

/// The rules as the subject of a sentence: `forbid a` forbids …, `forbid a` and `forbid b` forbid ….
pub(super) fn by(rules: &Rules<'_>, others: &[usize], verb: &str, object: &str) -> String {
    match others {
        [_] => format!("{} {verb}s {object}", names(rules, others)),
        _ => format!("{} together {verb} {object}", names(rules, others)),
    }
}

/// Says that a finding is proved by the scopes alone.
pub(super) fn unshown(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.note("this follows from the scopes; a shipment that shows it was not found in time")
}

/// Whether an answer refuses by one of some rules.
pub(super) fn refuses(quote: &Quote, ids: &[RestrictionId]) -> bool {
    quote.reasons.iter().any(|reason| reason_of(reason).is_some_and(|id| ids.contains(&id)))
}

/// The rule behind a reason.
fn reason_of(reason: &Reason) -> Option<RestrictionId> {
    match reason {
        Reason::Forbidden { restriction, .. }
        | Reason::OverLimit { restriction, .. }
        | Reason::NotSeparate { restriction, .. } => Some(*restriction),
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Limit { .. }
        | Reason::Refused { .. }
        | Reason::Refer { .. } => None,
    }
}
