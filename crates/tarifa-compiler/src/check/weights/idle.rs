//! Billed-weight lines that change nothing: below no `bill` line that keeps what they did, above no `volumetric` line
//! that reads it, for nothing that is carried, or up to a weight that nothing has.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{At, Condition, Expression, Measure, ParcelMode, WeightStep, WeightStepKind};

use crate::region::{Region, Undecided};

use super::super::context::{Carried, Context, at_least};

/// Reports every line that changes nothing; one that several services have, by `like`, where it is idle in all of them.
pub(in crate::check) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    if !context.model.damaged.is_empty() {
        return Ok(());
    }
    let mut idle: BTreeMap<At, Option<Diagnostic>> = BTreeMap::new();
    for carried in context.services.clone() {
        // What nothing is carried by has a finding of its own.
        if carried.region.is_empty() {
            continue;
        }
        let steps = &carried.service.billed_weight.steps;
        for (position, step) in steps.iter().enumerate() {
            let found = of_step(context, &carried, step, steps.get(position.saturating_add(1)..).unwrap_or_default())?;
            let known = idle.entry(step.at).or_insert_with(|| found.clone());
            if found.is_none() {
                *known = None;
            }
        }
    }
    // Rows that a minimum leaves nothing for name it already.
    let is_named = |told: &Diagnostic| {
        let place = told.primary.as_ref().map(|label| label.span);
        let names = |row: &Diagnostic| row.related.iter().any(|label| Some(label.span) == place);
        diagnostics.iter().any(|found| found.code == Code::UNREACHABLE_ROW && names(found))
    };
    let idle: Vec<Diagnostic> = idle.into_values().flatten().filter(|told| !is_named(told)).collect();
    diagnostics.extend(idle);
    Ok(())
}

fn of_step(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    step: &WeightStep,
    later: &[WeightStep],
) -> Result<Option<Diagnostic>, Undecided> {
    let when = context.region(&step.when)?;
    let taken = context.and(when, carried.region)?;
    let name = &carried.service.name;
    if taken.is_empty() {
        let help = format!("compare its scope with what `{name}` carries, or leave it out");
        return Ok(Some(told(context, step, "this line never applies").help(help)));
    }
    match &step.kind {
        // Whether a weight is set at all, and only once, is asked elsewhere.
        WeightStepKind::Volumetric { .. } | WeightStepKind::Bill(_) => Ok(None),
        WeightStepKind::Sides(_) => {
            let reads = |step: &&WeightStep| matches!(step.kind, WeightStepKind::Volumetric { .. });
            let reading = applying(context, later.iter().filter(reads))?;
            let is_read = !context.and(taken, reading)?.is_empty();
            let message = "this line changes nothing: no `volumetric` line below reads the rounded sides";
            let is_volume = |step: &WeightStep| matches!(step.kind, WeightStepKind::Volumetric { .. });
            let is_written = carried.service.billed_weight.steps.iter().any(is_volume);
            let help = if is_written {
                "write it above the `volumetric` line"
            } else {
                "write a `volumetric` line below, or leave it out"
            };
            let found = || told(context, step, message).help(help);
            Ok((!is_read).then(found))
        }
        WeightStepKind::Minimum(_)
        | WeightStepKind::Maximum(_)
        | WeightStepKind::Rounded(_)
        | WeightStepKind::RoundedByWeight(_) => {
            let sets = |step: &&WeightStep| matches!(step.kind, WeightStepKind::Bill(_));
            let set = applying(context, later.iter().filter(sets))?;
            if context.minus(taken, set)?.is_empty() {
                let message = "this line changes nothing: the `bill` line below sets the billed weight anew";
                let found = told(context, step, message).help("write it below the `bill` line");
                let bill = later.iter().find(sets).map(|bill| context.span(bill.at));
                return Ok(Some(bill.into_iter().fold(found, |found, at| found.related(at, "what is billed instead"))));
            }
            let WeightStepKind::Minimum(least) = step.kind else { return Ok(None) };
            // For some parcels alone, a minimum above what the scales may say is what carriers print: for bulky ones.
            let is_of_all = step.when == Condition::Always && carried.service.parcels != ParcelMode::WeighedTogether;
            if !is_of_all || reaches(context, taken, least)? {
                return Ok(None);
            }
            let message = format!("nothing that `{name}` carries weighs as much as this minimum");
            let help = "correct its number or its unit, or what the service carries";
            Ok(Some(told(context, step, &message).help(help)))
        }
    }
}

fn told(context: &Context<'_>, step: &WeightStep, message: &str) -> Diagnostic {
    Diagnostic::new(Code::IDLE_WEIGHT_STEP, context.span(step.at), message)
}

/// Where some of the lines apply.
fn applying<'s>(context: &mut Context<'_>, steps: impl Iterator<Item = &'s WeightStep>) -> Result<Region, Undecided> {
    let regions: Result<Vec<Region>, Undecided> = steps.map(|step| context.region(&step.when)).collect();
    context.asker.diagram.union(regions?)
}

/// Whether something of a region weighs so much.
fn reaches(context: &mut Context<'_>, region: Region, least: Exact) -> Result<bool, Undecided> {
    let weight = Expression::Measure(Measure::Weight);
    let heavy = context.asker.space.amount(&mut context.asker.diagram, &weight, at_least(least))?;
    Ok(!context.and(region, heavy)?.is_empty())
}
