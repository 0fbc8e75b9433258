//! What measures mean at a moment of the evaluation: of one parcel, or of all together.

use std::ops::Range;

use crate::exact::Exact;
use crate::prepare::ParcelMeasures;
use crate::program::{Builtin, FactRef, Measure};

use super::run::{Evaluation, Stop};
use super::{Fault, Missing, Rule, Trace};

/// What is measured.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// The parcels that it covers.
    pub(super) parcels: Range<u16>,
    /// The weight in grams; the sum where it covers several.
    pub(super) weight: Option<Exact>,
    /// The sides in centimetres, longest first; the largest of each where it covers several.
    pub(super) sides: Option<[Exact; 3]>,
    /// The volume of the measured sides, where it was summed already.
    pub(super) volume: Option<Exact>,
    /// The volumetric weight in grams, so far.
    pub(super) volumetric: Held,
    /// The billed weight in grams, so far.
    pub(super) billed: Held,
    /// What is billed at least, where it is not known.
    pub(super) least_billed: Option<Exact>,
}

/// A weight that steps set, with what is missing where it cannot be told.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub(super) state: HeldState,
    /// What was asked for in vain; told on to whoever reads the weight.
    pub(super) missed: Vec<(Missing, Rule)>,
}

/// How far a weight is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum HeldState {
    /// No step has set it.
    #[default]
    Unset,
    /// It is known.
    Known(Exact),
    /// Something is missing.
    Unknown,
}

impl Held {
    /// A weight that is known.
    #[inline]
    pub(super) const fn known(value: Exact) -> Self {
        Self { state: HeldState::Known(value), missed: Vec::new() }
    }
}

impl View {
    /// A measure that is at hand as it is, without anything to be noted where it is not.
    #[inline(always)]
    pub(super) const fn known(&self, measure: Measure) -> Option<Exact> {
        match (measure, self.billed.state, self.volumetric.state, self.sides) {
            (Measure::BilledWeight, HeldState::Known(grams), _, _)
            | (Measure::VolumetricWeight, _, HeldState::Known(grams), _) => Some(grams),
            (Measure::Weight, _, _, _) => self.weight,
            (Measure::Length, _, _, Some([side, _, _]))
            | (Measure::Width, _, _, Some([_, side, _]))
            | (Measure::Height, _, _, Some([_, _, side])) => Some(side),
            (
                Measure::BilledWeight
                | Measure::VolumetricWeight
                | Measure::Length
                | Measure::Width
                | Measure::Height
                | Measure::Girth
                | Measure::Volume
                | Measure::TotalQuantity
                | Measure::ParcelCount,
                _,
                _,
                _,
            ) => None,
        }
    }

    /// One parcel by itself.
    #[inline]
    pub(super) fn of_parcel(parcel: u16, measures: ParcelMeasures) -> Self {
        Self {
            parcels: parcel..parcel.saturating_add(1),
            weight: measures.weight,
            sides: measures.sides,
            ..Self::default()
        }
    }
}

impl<T: Trace> Evaluation<'_, '_, '_, T> {
    /// A measure of what is at hand.
    #[inline]
    pub(super) fn measure(&mut self, measure: Measure) -> Result<Exact, Stop> {
        match measure {
            Measure::BilledWeight => match self.view.billed.state {
                HeldState::Known(grams) => Ok(grams),
                HeldState::Unset => self.weight(),
                HeldState::Unknown => Err(self.pass_on(Measure::BilledWeight)),
            },
            Measure::Weight => self.weight(),
            Measure::VolumetricWeight => match self.view.volumetric.state {
                HeldState::Known(grams) => Ok(grams),
                HeldState::Unset => Err(Fault::NoVolumetricWeight(self.id).into()),
                HeldState::Unknown => Err(self.pass_on(Measure::VolumetricWeight)),
            },
            Measure::Length => self.sides().map(|[length, _, _]| length),
            Measure::Width => self.sides().map(|[_, width, _]| width),
            Measure::Height => self.sides().map(|[_, _, height]| height),
            Measure::Girth => {
                let [_, width, height] = self.sides()?;
                Ok(width.checked_add(height)?.checked_mul(Exact::from_integer(2))?)
            }
            Measure::Volume => match self.view.volume {
                Some(volume) => Ok(volume),
                None => {
                    let [length, width, height] = self.sides()?;
                    Ok(length.checked_mul(width)?.checked_mul(height)?)
                }
            },
            Measure::TotalQuantity => self.total_quantity(),
            Measure::ParcelCount => {
                Ok(Exact::from_integer(i64::try_from(self.shipment.parcels.len()).unwrap_or(i64::MAX)))
            }
        }
    }

    #[inline]
    fn weight(&mut self) -> Result<Exact, Stop> {
        match self.view.weight {
            Some(weight) => Ok(weight),
            None => Err(self.miss_parcels(Missing::Weight, |parcel| parcel.weight.is_none())),
        }
    }

    #[inline]
    pub(super) fn sides(&mut self) -> Result<[Exact; 3], Stop> {
        match self.view.sides {
            Some(sides) => Ok(sides),
            None => Err(self.miss_sides()),
        }
    }

    pub(super) fn miss_sides(&mut self) -> Stop {
        self.miss_parcels(Missing::Sides, |parcel| parcel.sides.is_none())
    }

    /// Notes what the parcels at hand lack.
    #[cold]
    fn miss_parcels(&mut self, missing: fn(u16) -> Missing, lacks: fn(&ParcelMeasures) -> bool) -> Stop {
        let parcels = self.view.parcels.clone();
        let shipment = self.shipment;
        for (position, parcel) in (0_u16..).zip(&shipment.parcels) {
            if parcels.contains(&position) && lacks(parcel) {
                self.miss(missing(position));
            }
        }
        Stop::Unknown
    }

    /// Tells on what a weight that steps set is missing.
    #[cold]
    fn pass_on(&mut self, measure: Measure) -> Stop {
        let held = if measure == Measure::BilledWeight { &self.view.billed } else { &self.view.volumetric };
        let rule = self.rule;
        for (missing, asker) in &held.missed {
            self.missed.push((*missing, *asker));
            self.missed.push((*missing, rule));
        }
        Stop::Unknown
    }

    fn total_quantity(&mut self) -> Result<Exact, Stop> {
        let mut total = Ok(Exact::ZERO);
        self.for_each_item(|this, position, item| {
            let mark = this.missed.len();
            let missing = Missing::Item(position, FactRef::Builtin(Builtin::ItemQuantity));
            let quantity = item.quantity.ok_or_else(|| this.miss(missing));
            let (quantity, _) = this.at_least(mark, (quantity, Ok(Exact::ONE)));
            total = match (total, quantity) {
                (Ok(sum), Ok(quantity)) => Exact::checked_add(sum, quantity).map_err(Stop::from),
                (Err(stop), _) | (Ok(_), Err(stop)) => Err(stop),
            };
        })?;
        total
    }
}
