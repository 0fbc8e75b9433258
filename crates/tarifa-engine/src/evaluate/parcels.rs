//! The three ways to take a consignment of several parcels.

use crate::exact::Exact;
use crate::prepare::ParcelMeasures;
use crate::program::ParcelMode;

use super::measure::{Held, HeldState, View};
use super::run::{Evaluation, Stop};
use super::{BilledWeight, Event, Reason, Trace};

impl<T: Trace> Evaluation<'_, '_, '_, T> {
    /// Weighs and prices the consignment in the service's way.
    #[inline]
    pub(super) fn consignment(&mut self) -> Result<(), Stop> {
        if self.shipment.parcels.len() == 1 {
            return self.single();
        }
        match self.service.parcels {
            ParcelMode::PricedEach => self.priced_each(),
            ParcelMode::WeighedEach => self.weighed_each(),
            ParcelMode::WeighedTogether => self.weighed_together(),
        }
    }

    #[inline]
    fn single(&mut self) -> Result<(), Stop> {
        let measures = self.shipment.parcels.first().copied().unwrap_or_default();
        (self.view.parcels, self.view.weight, self.view.sides) = (0..1, measures.weight, measures.sides);
        // A listener is told what the general forms do; several parcels are counted in ways of their own.
        if !T::LISTENS {
            self.measures = self.shipment.measures.filter(|_| self.index.compact().is_there());
        }
        self.carry(0)?;
        self.note_weight(None);
        if self.is_not_served() { Ok(()) } else { self.price(0) }
    }

    /// Weighs what is at hand and tests the limits on it.
    ///
    /// The steps of a billed weight need not cover what a limit turns away: then the limit is the answer.
    #[inline]
    fn carry(&mut self, parcel: u16) -> Result<(), Stop> {
        let weighed = self.weigh().map_err(|stop| self.pinned(stop));
        if weighed.is_err() {
            self.view.billed = Held { state: HeldState::Unknown, missed: Vec::new() };
        }
        let limited = self.limits(parcel);
        if self.is_not_served() { Ok(()) } else { weighed.and(limited) }
    }

    fn priced_each(&mut self) -> Result<(), Stop> {
        let shipment = self.shipment;
        let mut found = Ok(());
        for (position, measures) in (0_u16..).zip(&shipment.parcels) {
            self.tell(|| Event::Parcel(Some(position)));
            self.view = View::of_parcel(position, *measures);
            let carried = self.carry(position);
            self.note_weight(Some(position));
            // Once it is not served, or something is amiss, only the other parcels' limits are of interest.
            if found.is_ok() && !self.is_not_served() {
                found = carried.and_then(|()| self.price(position)).map_err(|stop| self.pinned(stop));
            }
        }
        if self.is_not_served() { Ok(()) } else { found }
    }

    fn weighed_each(&mut self) -> Result<(), Stop> {
        let shipment = self.shipment;
        let mut found = Ok(());
        let mut together = self.all_parcels()?;
        together.billed = Held::known(Exact::ZERO);
        together.volumetric = Held::known(Exact::ZERO);
        for (position, measures) in (0_u16..).zip(&shipment.parcels) {
            self.tell(|| Event::Parcel(Some(position)));
            self.view = View::of_parcel(position, *measures);
            let carried = self.carry(position);
            found = found.and(carried).map_err(|stop| self.pinned(stop));
            self.note_weight(Some(position));
            add_held(&mut together.billed, &self.view.billed)?;
            add_held(&mut together.volumetric, &self.view.volumetric)?;
        }
        self.view = together;
        if self.is_not_served() { Ok(()) } else { found.and_then(|()| self.price_at_once()) }
    }

    fn weighed_together(&mut self) -> Result<(), Stop> {
        let shipment = self.shipment;
        self.tell(|| Event::Parcel(None));
        self.view = self.all_parcels()?;
        let mut found = self.weigh().map_err(|stop| self.pinned(stop));
        if found.is_err() {
            self.view.billed = Held { state: HeldState::Unknown, missed: Vec::new() };
        }
        // A size limit is about each parcel; weights and volumes are already sums.
        let largest = self.view.sides;
        for (position, measures) in (0_u16..).zip(&shipment.parcels) {
            self.view.sides = measures.sides;
            let limited = self.limits(position);
            found = found.and(limited).map_err(|stop| self.pinned(stop));
        }
        self.view.sides = largest;
        self.say_each_limit_once();
        if self.is_not_served() { Ok(()) } else { found.and_then(|()| self.price_at_once()) }
    }

    fn price_at_once(&mut self) -> Result<(), Stop> {
        self.tell(|| Event::Parcel(None));
        self.note_weight(None);
        if self.is_not_served() { Ok(()) } else { self.price(0) }
    }

    /// A sum that fails a limit fails it once, not for every parcel.
    fn say_each_limit_once(&mut self) {
        let mut said: Vec<(u16, Option<Exact>)> = Vec::new();
        self.quote.reasons.retain(|reason| match reason {
            Reason::Limit { limit, value, parcel: _ } if said.contains(&(*limit, *value)) => false,
            Reason::Limit { limit, value, parcel: _ } => {
                said.push((*limit, *value));
                true
            }
            Reason::TariffDates
            | Reason::ServiceDates
            | Reason::Origin
            | Reason::Destination
            | Reason::Forbidden { .. }
            | Reason::OverLimit { .. }
            | Reason::NotSeparate { .. }
            | Reason::Refused { .. }
            | Reason::Refer { .. } => true,
        });
    }

    /// All parcels together: weights and volumes summed, the largest of each side.
    pub(super) fn all_parcels(&mut self) -> Result<View, Stop> {
        let shipment = self.shipment;
        let count = u16::try_from(shipment.parcels.len()).unwrap_or(u16::MAX);
        let mut view = View {
            parcels: 0..count,
            weight: Some(Exact::ZERO),
            sides: Some([Exact::ZERO; 3]),
            volume: Some(Exact::ZERO),
            ..View::default()
        };
        for ParcelMeasures { weight, sides } in &shipment.parcels {
            view.weight = match (view.weight, weight) {
                (Some(sum), Some(weight)) => Some(sum.checked_add(*weight)?),
                (None, Some(_) | None) | (Some(_), None) => None,
            };
            (view.sides, view.volume) = match (view.sides, view.volume, sides) {
                (Some([l, w, h]), Some(sum), Some([length, width, height])) => {
                    let volume = length.checked_mul(*width)?.checked_mul(*height)?;
                    (Some([l.max(*length), w.max(*width), h.max(*height)]), Some(sum.checked_add(volume)?))
                }
                (Some(_) | None, Some(_) | None, Some(_) | None) => (None, None),
            };
        }
        Ok(view)
    }

    #[inline]
    fn note_weight(&mut self, parcel: Option<u16>) {
        if let HeldState::Known(grams) = self.view.billed.state {
            self.quote.billed_weights.push(BilledWeight { parcel, grams, priced_as: None });
        }
    }
}

/// Adds a parcel's weight to the sum; one that is unknown makes it unknown.
fn add_held(sum: &mut Held, part: &Held) -> Result<(), Stop> {
    sum.state = match (sum.state, part.state) {
        (HeldState::Known(sum), HeldState::Known(part)) => HeldState::Known(sum.checked_add(part)?),
        (HeldState::Unset, _) | (_, HeldState::Unset) => HeldState::Unset,
        (HeldState::Unknown, _) | (_, HeldState::Unknown) => HeldState::Unknown,
    };
    sum.missed.extend(part.missed.iter().copied());
    Ok(())
}
