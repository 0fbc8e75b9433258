//! How a billed weight came about, in words.

use crate::answer::{BilledWeightAnswer, StepTaken};
use crate::evaluate::{BilledWeight, WeightEffect};
use crate::program::{Program, ServiceId, WeightStepKind};
use crate::unit::Unit;

use super::formula::{self, Values};
use super::recorder::StepTold;
use super::words;

/// A step with its numbers.
pub(super) fn step_in_words(
    program: &Program,
    service: ServiceId,
    step: u16,
    effect: &WeightEffect,
    values: &Values,
) -> String {
    let steps = program.services.get(usize::from(service.0)).map(|service| &service.billed_weight.steps);
    let kind = steps.and_then(|steps| steps.get(usize::from(step))).map(|step| &step.kind);
    match (effect, kind) {
        (WeightEffect::Sides(sides), kind) => {
            let sides = match kind {
                Some(WeightStepKind::Sides(rounding)) if words::is_in_inches(rounding.step) => {
                    sides.map(|side| words::quantity(side, Unit::Inch))
                }
                Some(_) | None => sides.map(words::length),
            };
            format!("sides rounded: {}", sides.join(" x "))
        }
        (WeightEffect::Volumetric { volume, exact, grams }, kind) => {
            let divisor = match kind {
                Some(WeightStepKind::Volumetric { divisor, .. }) => words::divisor(*divisor),
                Some(_) | None => String::new(),
            };
            let volume = words::volume(*volume);
            let rounded = if exact == grams { String::new() } else { format!(", rounded {}", words::weight(*grams)) };
            format!("volumetric: {volume} / {divisor} = {}{rounded}", words::weight(*exact))
        }
        (WeightEffect::Billed(grams), Some(WeightStepKind::Bill(weight))) => {
            let reckoned = formula::expression(weight, values, program);
            format!("billed: {reckoned} = {}", words::weight(*grams))
        }
        (WeightEffect::Billed(grams), _) => format!("billed: {}", words::weight(*grams)),
        (WeightEffect::Changed { before, after }, kind) => {
            let what = match kind {
                Some(WeightStepKind::Minimum(least)) => format!("minimum {}", words::weight(*least)),
                Some(WeightStepKind::Maximum(most)) => format!("maximum {}", words::weight(*most)),
                Some(WeightStepKind::Rounded(rounding)) => {
                    format!("rounded {} in steps of {}", rounding.mode, words::weight(rounding.step))
                }
                Some(
                    WeightStepKind::RoundedByWeight(_)
                    | WeightStepKind::Sides(_)
                    | WeightStepKind::Volumetric { .. }
                    | WeightStepKind::Bill(_),
                )
                | None => "rounded by weight".to_owned(),
            };
            if before == after {
                format!("{what}: stays {}", words::weight(*after))
            } else {
                format!("{what}: {} becomes {}", words::weight(*before), words::weight(*after))
            }
        }
    }
}

/// The billed weights of a quote, each with its steps.
pub(super) fn billed_weights(
    program: &Program,
    service: ServiceId,
    billed: &[BilledWeight],
    steps: &[StepTold],
    parcels: usize,
) -> Vec<BilledWeightAnswer> {
    let written = program.services.get(usize::from(service.0)).map(|service| &service.billed_weight.steps);
    let several = billed.len() > 1;
    let answer = |weight: &BilledWeight| {
        let of_this = |step: &&StepTold| !several || step.parcel == weight.parcel;
        let taken = steps.iter().filter(of_this).map(|told| StepTaken {
            text: told.text.clone(),
            place: written
                .and_then(|steps| steps.get(usize::from(told.step)))
                .and_then(|step| words::source_place(program, step.at)),
        });
        BilledWeightAnswer {
            parcel: weight.parcel.filter(|_| parcels > 1).map(|parcel| usize::from(parcel).saturating_add(1)),
            grams: weight.grams,
            text: words::weight(weight.grams),
            priced_as: weight.priced_as,
            steps: taken.collect(),
        }
    };
    billed.iter().map(answer).collect()
}
