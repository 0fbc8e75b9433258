//! Holes in the dates of a name that recurs: a fuel charge of weeks with one week missing.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::date::Date;
use tarifa_engine::program::{Block, Condition, DateField, LineId, LineKind, Scope};

use crate::region::Undecided;
use crate::witness::{Finding, Question, Verdict};

use super::context::Context;
use super::report;

/// Statements of one line that differ in their dates alone: the first day, the last, and the statement.
type Series<'b> = Vec<(i32, i32, &'b Block)>;

/// Looks for holes between the statements of one name.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut all: BTreeMap<(LineId, String), Series<'_>> = BTreeMap::new();
    for (_, block) in context.blocks() {
        let kind = context.program.lines.get(usize::from(block.line.0)).map(|line| line.kind);
        // A hole in the freight is a gap, and an error.
        if kind == Some(LineKind::Freight) {
            continue;
        }
        let (dates, rest) = split(&block.scope);
        if let Some((from, to)) = dates {
            all.entry((block.line, rest)).or_default().push((from, to, block));
        }
    }
    for series in all.values_mut() {
        series.sort_by_key(|(from, to, block)| (*from, *to, block.at));
        let neighbours = series.iter().zip(series.iter().skip(1));
        for ((_, end, before), (start, _, after)) in neighbours {
            let (first, last) = (end.saturating_add(1), start.saturating_sub(1));
            if first <= last {
                hole(context, (before, after), (first, last), diagnostics)?;
            }
        }
    }
    Ok(())
}

/// The dates of a scope, and everything else of it as a text to compare.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn split(scope: &Scope) -> (Option<(i32, i32)>, String) {
    let parts: &[Condition] = match &scope.when {
        Condition::All(parts) => parts,
        other => std::slice::from_ref(other),
    };
    let mut dates = None;
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Condition::Date { field: DateField::ShipDate, zone: 0, from, to } if dates.is_none() => {
                dates = Some((*from, *to));
            }
            other => rest.push(other),
        }
    }
    (dates, format!("{:?} {:?} {:?} {rest:?}", scope.services, scope.from, scope.to))
}

fn hole(
    context: &mut Context<'_>,
    (before, after): (&Block, &Block),
    (from, to): (i32, i32),
    diagnostics: &mut Diagnostics,
) -> Result<(), Undecided> {
    let dates = context.region(&Condition::Date { field: DateField::ShipDate, zone: 0, from, to })?;
    let mut scope = before.scope.clone();
    scope.when = without_dates(&scope.when);
    let scope = context.scope(&scope)?;
    let region = context.and(dates, scope)?;
    for carried in context.services.clone() {
        if !before.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        for (case, parcel) in &carried.cases {
            let region = context.and(region, *case)?;
            let question = Question { region, parcel, further: &[] };
            let found = context.asker.ask(&question, |_, answer| match answer {
                Ok(quote) if quote.total.is_some() && quote.lines.iter().all(|line| line.line != before.line) => {
                    Verdict::Confirmed(())
                }
                // Another statement of the name charges it on these days.
                Ok(_) | Err(_) => Verdict::Hidden,
            });
            if let Finding::Found(shipment, ()) = found {
                let name = report::block_name(context.program, before);
                let day = |days| Date::from_days(days).map(|day| day.to_string()).unwrap_or_default();
                let days = if from == to { day(from) } else { format!("{} to {}", day(from), day(to)) };
                context.holes.push((before.line, context.span(after.at), days.clone()));
                diagnostics.push(
                    Diagnostic::new(
                        Code::DATE_HOLE,
                        context.span(after.at),
                        format!("`{name}` is not charged from {days}"),
                    )
                    .label("it begins again here")
                    .related(context.span(before.at), "it ends here")
                    .help("close the hole, or leave the warning with a reason where it is meant")
                    .witness(report::example(
                        context,
                        &format!("{name} on {}", day(from)),
                        &shipment,
                    )),
                );
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What a condition asks beside the ship date.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn without_dates(condition: &Condition) -> Condition {
    let is_date = |part: &Condition| matches!(part, Condition::Date { field: DateField::ShipDate, zone: 0, .. });
    match condition {
        Condition::All(parts) => Condition::All(parts.iter().filter(|part| !is_date(part)).cloned().collect()),
        other if is_date(other) => Condition::Always,
        other => other.clone(),
    }
}
