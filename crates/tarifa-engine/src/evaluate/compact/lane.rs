//! The whole way from the gates to the lines in whole numbers, for one parcel on a lane that is known.
//!
//! It goes as the general walk does, and reads the same compact forms; what it cannot say outright (a limit that
//! fails, a fact that is missing, a row that refuses, a group) it leaves to that walk, which then begins anew.

use std::num::NonZero;

use smallvec::SmallVec;

use crate::program::{BlockId, DateField, LineId, LineKind, PayerId};

use super::super::index::{Candidate, Test};
use super::super::known::Known;
use super::super::{BilledWeight, Quote, QuoteLine};
use super::body::Days;
use super::parts::over;
use super::registers::Registers;
use super::{Compact, CompactBody, CompactService};

/// Weighs the parcel where the service surely carries it, and enters what its price is reckoned from.
#[inline(always)]
pub(in crate::evaluate) fn carry(known: &mut Known<'_>, registers: &mut Registers, quote: &mut Quote) -> Option<()> {
    let compact = known.index.compact();
    let service = compact.services.get(usize::from(known.service.0))?;
    let measures = known.shipment.measures.as_ref()?;
    gates(compact, service, known)?;
    let billed = service.weighing.as_ref()?.weigh(measures)?.billed;
    known.billed = Some(billed);
    let grams = over(billed, compact.of_weights?);
    quote.billed_weights = SmallVec::from_buf([BilledWeight { parcel: None, grams, priced_as: None }]);
    registers.measured(measures, billed);
    for limit in &service.limits {
        if !limit.as_ref()?.holds_of(|slot| registers.measure(slot)) {
            return None;
        }
    }
    Some(())
}

/// Tests the dates and places of the tariff and the service.
#[inline(always)]
fn gates(compact: &Compact, service: &CompactService, known: &Known<'_>) -> Option<()> {
    let carried = compact.is_valid(known)?
        && service.when.as_ref().is_none_or(|when| known.holds(when) == Some(true))
        && known.place(known.shipment.origin, service.from)?
        && known.place(known.shipment.destination, service.to)?;
    carried.then_some(())
}

/// One walk along the statements.
struct Walk<'k, 'a, 'q> {
    known: &'k Known<'a>,
    compact: &'a Compact,
    quote: &'q mut Quote,
    money: NonZero<u64>,
    registers: &'q mut Registers,
    /// What is charged altogether, in parts of money.
    total: i64,
}

/// Prices the parcel, and tells the total; what was entered so far is worth nothing where it says nothing.
#[inline(never)]
pub(in crate::evaluate) fn price(known: &Known<'_>, registers: &mut Registers, quote: &mut Quote) -> Option<i64> {
    let compact = known.index.compact();
    let money = compact.money?;
    let mut walk = Walk { known, compact, quote, money, registers, total: 0 };
    walk.blocks()?;
    walk.registers.has_any(compact.freights).then_some(walk.total)
}

impl Walk<'_, '_, '_> {
    /// Charges every statement of the lane that applies.
    #[inline(always)]
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
            let body = self.compact.body(candidate.block);
            let applies = match (candidate.test, body.and_then(|body| body.days)) {
                (Test::Done, _) => true,
                (Test::Condition, Some(Days { zone, from, to })) => {
                    self.known.date(DateField::ShipDate, zone, from, to)?
                }
                (Test::Condition, None) | (Test::Needed, _) => self.applies(*candidate)?,
            };
            if applies {
                self.charge(candidate.block, body?)?;
            }
        }
        Some(())
    }

    /// Whether a statement's scope holds, and no overriding one's does.
    #[inline(never)]
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
    #[inline(always)]
    fn charge(&mut self, block: BlockId, body: &CompactBody) -> Option<()> {
        let (position, price) = body.row(|register| self.registers.get(register))?;
        let row = u32::try_from(position).ok()?;
        let amount = price.amount(|register| self.registers.get(register))?;
        self.enter((body.line, body.kind), (block, row, body.payer), amount)?;
        for part in price.parts() {
            let amount = part.amount(|register| self.registers.get(register))?;
            self.enter((part.line, part.kind), (block, row, body.payer), amount)?;
        }
        Some(())
    }

    /// Enters a line that no other statement decides.
    #[inline(always)]
    fn enter(
        &mut self,
        (line, kind): (LineId, LineKind),
        (block, row, payer): (BlockId, u32, PayerId),
        parts: i64,
    ) -> Option<()> {
        self.registers.charge(line, parts)?;
        self.total = match kind {
            LineKind::Discount => self.total.checked_sub(parts)?,
            LineKind::Freight | LineKind::Charge | LineKind::Tax => self.total.checked_add(parts)?,
        };
        self.quote.lines.push(QuoteLine { line, block, row, parcel: 0, payer, amount: over(parts, self.money) });
        Some(())
    }
}
