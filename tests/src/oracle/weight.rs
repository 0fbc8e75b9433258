//! The billed weight, step by step.

use tarifa_engine::program::{Measure, WeightStepKind};

use super::condition::lies;
use super::{Fraction, Missing, View, fraction, round};

impl View<'_> {
    /// Works the service's steps and notes the billed and the volumetric weight.
    ///
    /// Where the weight is not known, no billed weight is noted: a rule that reads it says so.
    pub(super) fn weigh(&mut self) -> Result<(), Missing> {
        let Ok(mut billed) = self.measure(Measure::Weight) else { return Ok(()) };
        let mut volume = self.parcel.volume.clone();
        for step in &self.service.billed_weight.steps {
            if !self.holds(&step.when)? {
                continue;
            }
            match &step.kind {
                WeightStepKind::Sides(rounding) => {
                    let rounded = |side| round(side, &fraction(rounding.step), rounding.mode);
                    let of_each = self.parcel.each.iter().map(|sides| sides.iter().map(rounded).product::<Fraction>());
                    volume = self.parcel.sides.as_ref().map(|_| of_each.sum());
                }
                WeightStepKind::Volumetric { divisor, rounding } => {
                    let volume = volume.clone().ok_or_else(|| Missing("length".into()))?;
                    let volumetric = volume / fraction(*divisor);
                    self.volumetric = Some(match rounding {
                        Some(rounding) => round(&volumetric, &fraction(rounding.step), rounding.mode),
                        None => volumetric,
                    });
                }
                WeightStepKind::Bill(expression) => billed = self.amount(expression)?,
                WeightStepKind::Minimum(least) => billed = billed.max(fraction(*least)),
                WeightStepKind::Maximum(most) => billed = billed.min(fraction(*most)),
                WeightStepKind::Rounded(rounding) => {
                    billed = round(&billed, &fraction(rounding.step), rounding.mode);
                }
                WeightStepKind::RoundedByWeight(rows) => {
                    let row = rows.iter().find(|(interval, _)| lies(&billed, interval));
                    if let Some((_, Some(rounding))) = row {
                        billed = round(&billed, &fraction(rounding.step), rounding.mode);
                    }
                }
            }
        }
        self.billed = Some(billed);
        Ok(())
    }
}
