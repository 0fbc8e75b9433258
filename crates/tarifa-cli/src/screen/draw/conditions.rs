//! Conditions in words, where they are of few.

use tarifa::program::{AmountTest, Condition, End, Expression, FactId, FactKind, FactRef, Guard, Interval, MoneyOrder};

use super::money::amount;
use super::words::Of;

/// A guard in words; nothing where it says what only the rule set can.
pub(super) fn guard_words(of: Of<'_>, guard: &Guard) -> Option<String> {
    let process = of.process;
    match guard {
        Guard::Holds(condition) => condition_words(of, condition),
        Guard::Reason(reasons) => {
            let name = |reason: &tarifa::program::ReasonId| process.reasons.get(usize::from(reason.0)).cloned();
            let names: Vec<String> = reasons.iter().filter_map(name).collect();
            Some(format!("reason is {}", names.join(" or ")))
        }
        Guard::Happened(event) => process.events.get(usize::from(event.0)).map(|event| format!("{event} has happened")),
        Guard::Shown(evidence) => {
            process.evidence.get(usize::from(evidence.0)).map(|evidence| format!("{evidence} was shown"))
        }
        Guard::Money { left, order, right } => {
            let order = match order {
                MoneyOrder::Under => "under",
                MoneyOrder::UpTo => "up to",
                MoneyOrder::Over => "over",
                MoneyOrder::AtLeast => "at least",
            };
            Some(format!("{} {order} {}", amount(of, left), amount(of, right)))
        }
        Guard::Not(inner) => match &**inner {
            Guard::Happened(event) => {
                process.events.get(usize::from(event.0)).map(|event| format!("{event} has not happened"))
            }
            Guard::Shown(evidence) => {
                process.evidence.get(usize::from(evidence.0)).map(|evidence| format!("{evidence} was not shown"))
            }
            inner @ (Guard::Holds(_)
            | Guard::Reason(_)
            | Guard::Money { .. }
            | Guard::Not(_)
            | Guard::All(_)
            | Guard::Any(_)) => guard_words(of, inner).map(|words| negated(&words)),
        },
        Guard::All(parts) => joined(parts.iter().map(|part| guard_words(of, part)), " and "),
        Guard::Any(parts) => joined(parts.iter().map(|part| guard_words(of, part)), " or "),
    }
}

/// `not mall`; what has several words stands in parentheses.
fn negated(words: &str) -> String {
    if words.contains(' ') { format!("not ({words})") } else { format!("not {words}") }
}

fn joined(parts: impl Iterator<Item = Option<String>>, between: &str) -> Option<String> {
    let parts: Option<Vec<String>> = parts.collect();
    parts.map(|parts| parts.join(between))
}

/// A condition on the order.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is said by few words is listed, and everything else is not said"
)]
fn condition_words(of: Of<'_>, condition: &Condition) -> Option<String> {
    match condition {
        Condition::Always => Some("always".to_owned()),
        Condition::Never => Some("never".to_owned()),
        Condition::All(parts) => joined(parts.iter().map(|part| condition_words(of, part)), " and "),
        Condition::Any(parts) => joined(parts.iter().map(|part| condition_words(of, part)), " or "),
        Condition::Not(inner) => condition_words(of, inner).map(|words| negated(&words)),
        Condition::Yes(fact) => fact_name(of, *fact),
        Condition::OneOf(fact, words) => {
            let kind = of.program.facts.get(usize::from(fact.0)).map(|fact| &fact.kind);
            let Some(FactKind::OneOf(known)) = kind else { return None };
            let named =
                (0_u32..).zip(known).filter(|(number, _)| words.contains(*number)).map(|(_, word)| word.as_str());
            Some(format!("{} is {}", fact_name(of, *fact)?, named.collect::<Vec<_>>().join(" or ")))
        }
        Condition::Amount(AmountTest { amount: Expression::Fact(FactRef::Declared(fact)), interval })
            if matches!(of.program.facts.get(usize::from(fact.0))?.kind, FactKind::Number { unit: None }) =>
        {
            Some(format!("{}{}", fact_name(of, *fact)?, interval_words(interval)))
        }
        _ => None,
    }
}

fn interval_words(interval: &Interval) -> String {
    let mut words = String::new();
    if let Some((bound, end)) = interval.lower {
        let word = match end {
            End::Included => "at least",
            End::Excluded => "over",
        };
        words.push_str(&format!(" {word} {bound}"));
    }
    if let Some((bound, end)) = interval.upper {
        let word = match end {
            End::Included => "up to",
            End::Excluded => "under",
        };
        words.push_str(&format!(" {word} {bound}"));
    }
    words
}

fn fact_name(of: Of<'_>, fact: FactId) -> Option<String> {
    of.program.facts.get(usize::from(fact.0)).map(|fact| fact.name.clone())
}
