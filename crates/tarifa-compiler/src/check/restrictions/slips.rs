//! One slip, one finding: a ban that is too wide leaves nothing to many rules, and is told once, with all of them.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};

use crate::check::context::Context;

use super::rules::Rules;
use super::words::{by, name, names, with_rules};

/// A rule that bans leave nothing.
#[derive(Debug)]
pub(super) struct Slip {
    /// The bans.
    pub(super) by: Vec<usize>,
    /// The rule.
    pub(super) idle: usize,
    /// What would be said of it alone.
    pub(super) diagnostic: Diagnostic,
}

/// Tells each slip once. What follows from bans of which it is told already that nothing travels is not told again.
pub(super) fn tell(
    context: &Context<'_>,
    rules: &Rules<'_>,
    mut slips: Vec<Slip>,
    told: &[Vec<usize>],
    diagnostics: &mut Diagnostics,
) {
    slips.retain(|slip| !told.iter().any(|told| slip.by.iter().all(|by| told.contains(by))));
    while let Some(first) = slips.first().map(|slip| slip.by.clone()) {
        let (same, others): (Vec<Slip>, Vec<Slip>) = slips.into_iter().partition(|slip| slip.by == first);
        slips = others;
        diagnostics.push(one(context, rules, &first, same));
    }
}

fn one(context: &Context<'_>, rules: &Rules<'_>, bans: &[usize], mut slips: Vec<Slip>) -> Diagnostic {
    let nowhere = || Diagnostic::nowhere(Code::RULE_COVERED, "a restriction that others make idle");
    if slips.len() < 2 {
        return slips.pop().map_or_else(nowhere, |slip| slip.diagnostic);
    }
    let idle: Vec<usize> = slips.iter().map(|slip| slip.idle).collect();
    let asks = slips.iter().any(|slip| slip.diagnostic.code == Code::REQUIRED_AND_FORBIDDEN);
    let code = if asks { Code::REQUIRED_AND_FORBIDDEN } else { Code::RULE_COVERED };
    let places = bans.iter().filter_map(|index| rules.rules.get(*index)).map(|rule| (context.span(rule.it.at), rule));
    let Some((span, ban)) = places.min_by_key(|(span, _)| *span) else { return nowhere() };
    let count = idle.len();
    let message = format!(
        "{}: {} change nothing",
        by(rules, bans, "forbid", "all that other rules speak of"),
        names(rules, &idle)
    );
    let mut diagnostic = Diagnostic::new(code, span, message)
        .label(format!("`{}` leaves nothing to {count} rules", name(ban.it)))
        .help("narrow the `forbid`, with `except` or by its scope, or leave these rules out");
    for other in bans.iter().filter_map(|index| rules.rules.get(*index)).filter(|rule| rule.id != ban.id) {
        diagnostic = diagnostic.related(context.span(other.it.at), format!("`{}` forbids it", name(other.it)));
    }
    diagnostic = with_rules(diagnostic, context, rules, &idle, "changes nothing");
    let witness = slips.into_iter().find_map(|slip| slip.diagnostic.witness);
    match witness {
        Some(witness) => diagnostic.witness(witness),
        None => diagnostic,
    }
}
