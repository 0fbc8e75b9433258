//! The billed weight: from what the scales and the tape measure say to the weight that is priced.

use smallvec::SmallVec;

use crate::exact::Exact;
use crate::program::{Interval, WeightStep, WeightStepKind};
use crate::rounding::Rounding;

use super::condition::Truth;
use super::measure::{Held, HeldState};
use super::run::{Evaluation, Stop};
use super::{Event, Fault, Rule, Trace, WeightEffect};

/// What the steps have done so far beyond the two weights themselves.
#[derive(Default)]
struct Taken {
    /// The roundings of the sides.
    sides: SmallVec<[Rounding; 1]>,
    /// The step that set the volumetric weight.
    volumetric: Option<u16>,
    /// The step that set the billed weight.
    bill: Option<u16>,
    /// Whether a `bill` step is written at all, applies or may apply.
    bills: Bills,
}

/// How the `bill` steps stand.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Bills {
    /// None is written.
    #[default]
    Unwritten,
    /// Some are written, and none of them applies so far.
    Silent,
    /// One applies or may apply.
    Heard,
}

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// Takes every step for what is at hand, in the order written.
    #[inline]
    pub(super) fn weigh(&mut self) -> Result<(), Stop> {
        if self.weigh_compactly().is_some() {
            return Ok(());
        }
        let service = self.service;
        self.view.billed = match self.view.weight {
            Some(weight) => Held::known(weight),
            None => Held::default(),
        };
        if !service.billed_weight.steps.is_empty() {
            self.take_steps(&service.billed_weight.steps)?;
            if let HeldState::Unknown = self.view.billed.state {
                self.view.least_billed = self.least_billed(&service.billed_weight.steps);
            }
        }
        if let HeldState::Known(grams) = self.view.billed.state {
            self.tell(|| Event::BilledWeight { grams });
            if let Some(measures) = &mut self.measures {
                self.index.compact().bill(measures, grams);
            }
        }
        Ok(())
    }

    /// Takes the steps in their compact form, where there is one and it answers.
    #[inline]
    fn weigh_compactly(&mut self) -> Option<()> {
        let weighing = self.index.compact().weighing(self.id)?;
        let (volumetric, billed) = weighing.grams(self.measures.as_mut()?)?;
        self.view.billed.state = HeldState::Known(billed);
        if let Some(grams) = volumetric {
            self.view.volumetric.state = HeldState::Known(grams);
        }
        Some(())
    }

    #[inline]
    fn take_steps(&mut self, steps: &'p [WeightStep]) -> Result<(), Stop> {
        let mut taken = Taken::default();
        for (position, step) in (0_u16..).zip(steps) {
            self.rule = Rule::WeightStep(self.id, position);
            let mark = self.missed.len();
            match self.step(position, step, &mut taken) {
                Ok(()) => {}
                // What is missing matters only to those who read the weight.
                Err(Stop::Unknown) => self.hold_back(mark, &step.kind),
                Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
            }
        }
        if taken.bills == Bills::Silent {
            return Err(Fault::NoBilledWeight(self.id).into());
        }
        Ok(())
    }

    /// Takes one step where it applies.
    #[inline]
    fn step(&mut self, position: u16, step: &'p WeightStep, taken: &mut Taken) -> Result<(), Stop> {
        let truth = self.holds(&step.when)?;
        if matches!(step.kind, WeightStepKind::Bill(_)) && taken.bills != Bills::Heard {
            taken.bills = if truth == Truth::No { Bills::Silent } else { Bills::Heard };
        }
        match truth {
            Truth::No => return Ok(()),
            Truth::Unknown => return Err(Stop::Unknown),
            Truth::Yes => {}
        }
        let effect = match &step.kind {
            WeightStepKind::Sides(rounding) => {
                taken.sides.push(*rounding);
                WeightEffect::Sides(self.rounded_sides(&taken.sides)?)
            }
            WeightStepKind::Volumetric { divisor, rounding } => {
                let volume = self.rounded_volume(&taken.sides)?;
                let exact = volume.checked_div(*divisor)?;
                let grams = round(exact, *rounding)?;
                self.set_once(position, grams, &mut taken.volumetric, |view| &mut view.volumetric)?;
                WeightEffect::Volumetric { volume, exact, grams }
            }
            WeightStepKind::Bill(weight) => {
                let grams = self.amount(weight)?;
                self.set_once(position, grams, &mut taken.bill, |view| &mut view.billed)?;
                WeightEffect::Billed(grams)
            }
            WeightStepKind::Minimum(least) => self.change(|grams| Ok(grams.max(*least)))?,
            WeightStepKind::Maximum(most) => self.change(|grams| Ok(grams.min(*most)))?,
            WeightStepKind::Rounded(rounding) => self.change(|grams| Ok(rounding.apply(grams)?))?,
            WeightStepKind::RoundedByWeight(rows) => self.change(|grams| rounded_by_weight(grams, rows))?,
        };
        self.tell(|| Event::WeightStep { step: position, effect });
        Ok(())
    }

    /// Sets a weight that only one step may set, unless two set the same.
    #[inline]
    fn set_once(
        &mut self,
        position: u16,
        grams: Exact,
        by: &mut Option<u16>,
        held: impl FnOnce(&mut super::measure::View) -> &mut Held,
    ) -> Result<(), Stop> {
        let id = self.id;
        let held = held(&mut self.view);
        match (*by, held.state) {
            (Some(first), HeldState::Known(before)) if before != grams => {
                Err(Fault::Conflict { first: Rule::WeightStep(id, first), second: Rule::WeightStep(id, position) }
                    .into())
            }
            // A weight that another step leaves unknown stays so.
            (_, HeldState::Unknown) => Ok(()),
            (_, HeldState::Unset | HeldState::Known(_)) => {
                held.state = HeldState::Known(grams);
                *by = Some(position);
                Ok(())
            }
        }
    }

    /// Changes the billed weight.
    #[inline]
    fn change(&mut self, change: impl FnOnce(Exact) -> Result<Exact, Stop>) -> Result<WeightEffect, Stop> {
        match self.view.billed.state {
            HeldState::Known(before) => {
                let after = change(before)?;
                self.view.billed.state = HeldState::Known(after);
                Ok(WeightEffect::Changed { before, after })
            }
            HeldState::Unset => Err(self.measure(crate::program::Measure::Weight).err().unwrap_or(Stop::Unknown)),
            HeldState::Unknown => Err(Stop::Unknown),
        }
    }

    /// Keeps what a step misses with the weight that it leaves unknown.
    #[cold]
    fn hold_back(&mut self, mark: usize, kind: &WeightStepKind) {
        let missed = self.missed.split_off(mark.min(self.missed.len()));
        match kind {
            // Rounded sides are read by the volumetric weight alone.
            WeightStepKind::Sides(_) | WeightStepKind::Volumetric { .. } => {
                self.view.volumetric.state = HeldState::Unknown;
                self.view.volumetric.missed.extend(missed);
            }
            WeightStepKind::Bill(_)
            | WeightStepKind::Minimum(_)
            | WeightStepKind::Maximum(_)
            | WeightStepKind::Rounded(_)
            | WeightStepKind::RoundedByWeight(_) => {
                self.view.billed.state = HeldState::Unknown;
                self.view.billed.missed.extend(missed);
            }
        }
    }

    /// The volume of the rounded sides, of all parcels at hand.
    #[inline]
    fn rounded_volume(&mut self, roundings: &[Rounding]) -> Result<Exact, Stop> {
        let single = self.view.parcels.len() == 1;
        if single {
            let [length, width, height] = self.rounded_sides(roundings)?;
            return Ok(length.checked_mul(width)?.checked_mul(height)?);
        }
        let (shipment, parcels) = (self.shipment, self.view.parcels.clone());
        let mut volume = Exact::ZERO;
        for (position, parcel) in (0_u16..).zip(&shipment.parcels) {
            if !parcels.contains(&position) {
                continue;
            }
            let Some(sides) = parcel.sides else { return Err(self.miss_sides()) };
            let [length, width, height] = round_sides(sides, roundings)?;
            volume = volume.checked_add(length.checked_mul(width)?.checked_mul(height)?)?;
        }
        Ok(volume)
    }

    #[inline]
    fn rounded_sides(&mut self, roundings: &[Rounding]) -> Result<[Exact; 3], Stop> {
        let sides = self.sides()?;
        round_sides(sides, roundings)
    }
}

#[inline]
fn round_sides(sides: [Exact; 3], roundings: &[Rounding]) -> Result<[Exact; 3], Stop> {
    let [mut length, mut width, mut height] = sides;
    for rounding in roundings {
        (length, width, height) = (rounding.apply(length)?, rounding.apply(width)?, rounding.apply(height)?);
    }
    Ok([length, width, height])
}

#[inline]
fn round(value: Exact, rounding: Option<Rounding>) -> Result<Exact, Stop> {
    match rounding {
        Some(rounding) => Ok(rounding.apply(value)?),
        None => Ok(value),
    }
}

/// Rounds by the first row whose bounds hold the weight; above every row it stays as it is.
fn rounded_by_weight(grams: Exact, rows: &[(Interval, Option<Rounding>)]) -> Result<Exact, Stop> {
    match rows.iter().find(|(interval, _)| interval.contains(grams)) {
        Some((_, rounding)) => round(grams, *rounding),
        None => Ok(grams),
    }
}
