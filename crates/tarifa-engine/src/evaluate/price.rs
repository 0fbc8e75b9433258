//! One price: its steps from left to right, and its parts.

use crate::exact::{Exact, RoundingMode};
use crate::program::{Amount, BlockId, ChargedPer, Component, Count, LineId, ParcelMode, Price, PriceStep, Units};

use super::body::{Parts, Reckoned, add_part};
use super::run::{Evaluation, Stop};
use super::{Event, Trace};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// What a price comes to, in the block's currency.
    #[inline]
    pub(super) fn reckon(&mut self, id: BlockId, row: u32, price: &'p Price) -> Result<Reckoned, Stop> {
        let mut amount = price.steps.is_empty().then_some(Exact::ZERO);
        let mut unknown = match self.steps(id, &price.steps, &mut amount) {
            Ok(()) => None,
            Err(Stop::Unknown) => Some(Stop::Unknown),
            Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
        };
        let mut parts = Parts::new();
        for part in &price.parts {
            match self.component(id, &part.component, Some(part.line)) {
                Ok(None) => {}
                Ok(Some(amount)) => add_part(&mut parts, part.line, amount)?,
                Err(Stop::Unknown) => unknown = Some(Stop::Unknown),
                Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
            }
        }
        match unknown {
            Some(stop) => Err(stop),
            None => Ok(Reckoned { row, amount, parts }),
        }
    }

    /// Adds and clamps from left to right; an amount of none is charged with another parcel.
    #[inline]
    pub(super) fn steps(
        &mut self,
        id: BlockId,
        steps: &'p [PriceStep],
        amount: &mut Option<Exact>,
    ) -> Result<(), Stop> {
        let mut unknown = false;
        for step in steps {
            match (step, *amount) {
                (PriceStep::Add(component), before) => match self.component(id, component, None) {
                    Ok(None) => {}
                    Ok(Some(part)) => *amount = Some(before.map_or(Ok(part), |before| before.checked_add(part))?),
                    // The rest is looked at too, so that everything that is missing is noted at once.
                    Err(Stop::Unknown) => unknown = true,
                    Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
                },
                (PriceStep::Minimum(least), Some(before)) => *amount = Some(self.clamp(before, before.max(*least))),
                (PriceStep::Maximum(most), Some(before)) => *amount = Some(self.clamp(before, before.min(*most))),
                (PriceStep::Minimum(_) | PriceStep::Maximum(_), None) => {}
            }
        }
        if unknown { Err(Stop::Unknown) } else { Ok(()) }
    }

    #[inline]
    fn clamp(&mut self, before: Exact, after: Exact) -> Exact {
        if T::LISTENS && before != after {
            self.tell(|| Event::Clamped { before, after });
        }
        after
    }

    /// One amount, as often as it counts; nothing where it counts with another parcel.
    #[inline]
    fn component(
        &mut self,
        id: BlockId,
        component: &'p Component,
        part: Option<LineId>,
    ) -> Result<Option<Exact>, Stop> {
        let times = self.times(id, component.charged);
        if times == 0 {
            return Ok(None);
        }
        let once = self.amount_once(&component.amount)?;
        let amount = if times == 1 { once } else { once.checked_mul(Exact::from(u32::from(times)))? };
        self.tell(|| Event::Component { component, part, amount, times });
        Ok(Some(amount))
    }

    /// One amount, counted once.
    #[inline]
    pub(super) fn amount_once(&mut self, amount: &'p Amount) -> Result<Exact, Stop> {
        match amount {
            Amount::Flat(amount) => Ok(*amount),
            Amount::Units(units) => self.units(units),
            Amount::Share { share, of } => Ok(self.amount(of)?.checked_mul(*share)?),
            Amount::Formula(formula) => self.amount(formula),
        }
    }

    /// A rate for each unit above the threshold.
    #[inline]
    fn units(&mut self, units: &'p Units) -> Result<Exact, Stop> {
        let measure = self.amount(&units.of)?;
        let excess = if units.above.is_zero() { measure } else { measure.checked_sub(units.above)? };
        let excess = excess.max(Exact::ZERO);
        let count = match units.count {
            Count::Proportional => excess.checked_div(units.step)?,
            Count::Started => Exact::from_wide_integer(excess.steps_of(units.step, RoundingMode::Up)?)?,
        };
        self.tell(|| Event::Units { measure, count });
        Ok(count.checked_mul(units.rate)?)
    }

    /// How often an amount counts for what is at hand.
    #[inline]
    fn times(&self, id: BlockId, charged: Option<ChargedPer>) -> u16 {
        let Some(charged) = charged else { return 1 };
        let count = self.shipment.parcels.len();
        match (charged, self.service.parcels) {
            (ChargedPer::Parcel, ParcelMode::PricedEach) => 1,
            (ChargedPer::Parcel, ParcelMode::WeighedEach | ParcelMode::WeighedTogether) => {
                u16::try_from(count).unwrap_or(u16::MAX)
            }
            (ChargedPer::Consignment, ParcelMode::WeighedEach | ParcelMode::WeighedTogether) => 1,
            (ChargedPer::Consignment, ParcelMode::PricedEach) => {
                let earlier = self.quote.lines.get(..self.first_line).unwrap_or_default();
                u16::from(!earlier.iter().any(|line| line.block == id))
            }
        }
    }
}
