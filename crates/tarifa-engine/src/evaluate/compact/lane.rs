//! The whole way from the gates to the lines in whole numbers, for one parcel on a lane that is known.
//!
//! It goes as the general walk does, and reads the same compact forms; what it cannot say outright (a limit that
//! fails, a fact that is missing, a row that refuses, a group) it leaves to that walk, which then begins anew.

use std::num::NonZero;

use crate::exact::Exact;
use crate::program::{BlockId, LineId, LineKind, PayerId};

use super::super::index::{Candidate, Test};
use super::super::known::Known;
use super::super::{BilledWeight, Quote, QuoteLine};
use super::parts::over;
use super::{Compact, CompactService, Measures};

/// The most lines of a policy that is walked so.
const MOST_LINES: usize = 24;

/// One walk.
struct Walk<'k, 'a, 'q> {
    known: &'k Known<'a>,
    compact: &'a Compact,
    service: &'a CompactService,
    measures: Measures,
    quote: &'q mut Quote,
    money: NonZero<u64>,
    lines: Lines,
}

/// The lines so far, in parts of money.
struct Lines {
    /// Which lines are charged, a bit for each.
    charged: u32,
    /// By line; nought where it is not charged.
    amounts: [i64; MOST_LINES],
    total: i64,
    freight: Freight,
}

/// Whether some line is a freight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freight {
    Missing,
    Charged,
}

/// Weighs and prices the parcel, and tells the total; what was entered so far is worth nothing where it says nothing.
#[inline]
pub(in crate::evaluate) fn price(known: &mut Known<'_>, quote: &mut Quote) -> Option<Exact> {
    let compact = known.index.compact();
    let service = compact.services.get(usize::from(known.service.0))?;
    let mut measures = known.shipment.measures?;
    gates(compact, known)?;
    let weighed = service.weighing.as_ref()?.weigh(&mut measures)?;
    let grams = over(weighed.billed, compact.of_weights?);
    known.billed = Some(grams);
    quote.billed_weights.push(BilledWeight { parcel: None, grams, priced_as: None });
    let lines = Lines { charged: 0, amounts: [0; MOST_LINES], total: 0, freight: Freight::Missing };
    let mut walk = Walk { known, compact, service, measures, quote, money: compact.money?, lines };
    walk.limits()?;
    walk.blocks()?;
    (walk.lines.freight == Freight::Charged).then(|| over(walk.lines.total, walk.money))
}

/// Tests the dates and places of the tariff and the service.
#[inline]
fn gates(compact: &Compact, known: &Known<'_>) -> Option<()> {
    let own = known.program.services.get(usize::from(known.service.0))?;
    let carried = compact.is_valid(known)?
        && known.holds(&own.when)?
        && known.place(known.shipment.origin, own.from)?
        && known.place(known.shipment.destination, own.to)?;
    carried.then_some(())
}

impl Walk<'_, '_, '_> {
    #[inline]
    fn limits(&self) -> Option<()> {
        for limit in &self.service.limits {
            if !limit.as_ref()?.holds(&self.measures) {
                return None;
            }
        }
        Some(())
    }

    /// Charges every statement of the lane that applies.
    #[inline]
    fn blocks(&mut self) -> Option<()> {
        let lane = self.known.index.lane(self.known.service, self.known.shipment.destination);
        if lane.test != Test::Done {
            return None;
        }
        for candidate in lane.candidates {
            // Of a group one line is charged, which takes all of them to tell.
            if candidate.group.is_some() {
                return None;
            }
            if candidate.test == Test::Done || self.applies(*candidate)? {
                self.charge(candidate.block)?;
            }
        }
        Some(())
    }

    #[inline]
    fn applies(&self, candidate: Candidate) -> Option<bool> {
        let block = |id: BlockId| self.known.program.blocks.get(id.0 as usize);
        let own = block(candidate.block)?;
        if candidate.test == Test::Condition {
            return self.known.holds(&own.scope.when);
        }
        if !self.known.is_in_scope(&own.scope)? {
            return Some(false);
        }
        for overriding in &own.overridden_by {
            if self.known.is_in_scope(&block(*overriding)?.scope)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Enters the lines of a statement.
    #[inline]
    fn charge(&mut self, block: BlockId) -> Option<()> {
        let body = self.compact.body(block)?;
        let (position, price) = body.row(&self.measures)?;
        let row = u32::try_from(position).ok()?;
        let amount = price.amount(&self.measures, |line| self.lines.amount(line))?;
        self.enter((body.line, body.kind), (block, row, body.payer), amount)?;
        for part in price.parts() {
            let amount = part.amount(&self.measures, |line| self.lines.amount(line))?;
            self.enter((part.line, part.kind), (block, row, body.payer), amount)?;
        }
        Some(())
    }

    /// Enters a line that no other statement decides.
    #[inline]
    fn enter(
        &mut self,
        (line, kind): (LineId, LineKind),
        (block, row, payer): (BlockId, u32, PayerId),
        parts: i64,
    ) -> Option<()> {
        self.lines.add(line, kind, parts)?;
        self.quote.lines.push(QuoteLine { line, block, row, parcel: 0, payer, amount: over(parts, self.money) });
        Some(())
    }
}

impl Lines {
    /// The amount of a line before; nought where it does not apply.
    #[inline]
    fn amount(&self, line: LineId) -> Option<i64> {
        self.amounts.get(usize::from(line.0)).copied()
    }

    #[inline]
    fn add(&mut self, line: LineId, kind: LineKind, amount: i64) -> Option<()> {
        *self.amounts.get_mut(usize::from(line.0))? = amount;
        let bit = 1_u32.wrapping_shl(u32::from(line.0));
        if self.charged & bit != 0 {
            return None;
        }
        self.charged |= bit;
        self.total = match kind {
            LineKind::Discount => self.total.checked_sub(amount)?,
            LineKind::Freight | LineKind::Charge | LineKind::Tax => self.total.checked_add(amount)?,
        };
        if kind == LineKind::Freight {
            self.freight = Freight::Charged;
        }
        Some(())
    }
}
