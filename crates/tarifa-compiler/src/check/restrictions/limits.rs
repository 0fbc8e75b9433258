//! Limits that leave nothing: by themselves, with another part, or with what their scope or their services ask for.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{LimitPart, Restriction, RestrictionRule, Subject, Within};

use crate::check::context::Context;
use crate::check::report;
use crate::region::Undecided;

use super::implied::{exclude, is_sum, leaves_nothing};
use super::rules::Rules;
use super::shown::{self, Shown};
use super::words::{self, name};

/// Looks at every limit that applies somewhere; gives back those that leave nothing.
pub(super) fn check(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    idle: &[usize],
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let limits: Vec<(usize, &Restriction, &[LimitPart])> = rules
        .rules
        .iter()
        .enumerate()
        .filter(|(index, _)| !idle.contains(index))
        .filter_map(|(index, rule)| match &rule.it.rule {
            RestrictionRule::Limit(parts) => Some((index, rule.it, parts.as_slice())),
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => None,
        })
        .collect();
    let mut found = Vec::new();
    for limit in &limits {
        match one(context, rules, *limit, &limits) {
            Ok(None) => {}
            Ok(Some(diagnostic)) => {
                found.push(limit.0);
                diagnostics.push(diagnostic);
            }
            Err(why) => {
                let question = format!("`{}` leaves nothing", name(limit.1));
                diagnostics.push(report::undecided(context.span(limit.1.at), &question, why));
            }
        }
    }
    found
}

type Limit<'a> = (usize, &'a Restriction, &'a [LimitPart]);

fn one(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it, parts): Limit<'_>,
    limits: &[Limit<'_>],
) -> Result<Option<Diagnostic>, Undecided> {
    for part in parts {
        if leaves_nothing(context.program, part) {
            let message = format!("`{}` of `{}` leaves nothing", part.text, name(it));
            let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                .help("write `forbid` where nothing is to travel, or correct the bound");
            return with_shipment(context, rules, index, it, diagnostic).map(Some);
        }
    }
    for (number, part) in parts.iter().enumerate().filter(|(_, part)| has_lower(part)) {
        for (other_index, other, others) in limits {
            for (place, upper) in others.iter().enumerate() {
                if (*other_index, place) == (index, number) || !exclude(part, upper) {
                    continue;
                }
                // The part with the lower bound speaks of no more than the other one, or a sum could still be reached.
                let inside = is_inside(rules, (index, it), (*other_index, other))?;
                if !inside && (is_sum(part) || !is_inside(rules, (*other_index, other), (index, it))?) {
                    continue;
                }
                let message = format!(
                    "`{}` of `{}` and `{}` of `{}` leave nothing",
                    part.text,
                    name(it),
                    upper.text,
                    name(other)
                );
                let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                    .label("asks for so much at least")
                    .related(context.span(upper.at), "allows no more than that")
                    .help("correct one of the bounds, or narrow one of the scopes");
                return with_shipment(context, rules, index, if inside { it } else { other }, diagnostic).map(Some);
            }
        }
    }
    of_scope(context, rules, (index, it), parts)
}

/// Whether all that the one rule speaks of lies within the other one.
fn is_inside(
    rules: &mut Rules<'_>,
    (one_index, one): (usize, &Restriction),
    (other_index, other): (usize, &Restriction),
) -> Result<bool, Undecided> {
    let left = rules.diagram.minus(rules.region_of(one_index), rules.region_of(other_index))?;
    Ok(left.is_empty() && (one.subject == Subject::Item || other.subject == Subject::Shipment))
}

/// Whether a part asks for so much at least.
fn has_lower(part: &LimitPart) -> bool {
    use tarifa_engine::program::{AmountTest, Condition, Interval};
    matches!(&part.test, Condition::Amount(AmountTest { interval: Interval { lower: Some(_), .. }, .. }))
}

/// Parts that speak of each item by itself, and that nothing passes that the scope and the services let through.
fn of_scope(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    (index, it): (usize, &Restriction),
    parts: &[LimitPart],
) -> Result<Option<Diagnostic>, Undecided> {
    let mut left = rules.diagram.and(rules.all_carried, rules.region_of(index))?;
    for part in parts.iter().filter(|part| part.within == Within::Each) {
        let passes = rules.condition(&part.test)?;
        left = rules.diagram.and(left, passes)?;
        if left.is_empty() {
            let message = format!("`{}` of `{}` leaves nothing of what it speaks of", part.text, name(it));
            let diagnostic = Diagnostic::new(Code::LIMITS_LEAVE_NOTHING, context.span(part.at), message)
                .note("the scope of the rule, its other parts or its services ask for the opposite")
                .help("write `forbid` where nothing is to travel, or correct the bound");
            return with_shipment(context, rules, index, it, diagnostic).map(Some);
        }
    }
    Ok(None)
}

/// Shows a shipment within the scope of a rule that the limit refuses.
fn with_shipment(
    context: &Context<'_>,
    rules: &mut Rules<'_>,
    index: usize,
    it: &Restriction,
    diagnostic: Diagnostic,
) -> Result<Diagnostic, Undecided> {
    let Some(id) = rules.rules.get(index).map(|rule| rule.id) else { return Ok(diagnostic) };
    let services = rules.services_of(rules.region_of(index))?;
    let (condition, _) = words::reached(it, None);
    let title = format!("{} leaves nothing", name(it));
    // A sum over items is refused only where there is one.
    let shown = shown::refused(context, &title, &services, (&condition, Subject::Item), &[id]);
    Ok(match shown {
        Shown::Example(example) => diagnostic.witness(example),
        Shown::Nothing => diagnostic,
        Shown::Open => words::unshown(diagnostic),
    })
}
