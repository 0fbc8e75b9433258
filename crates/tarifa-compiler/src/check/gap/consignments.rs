//! Consignments of several parcels that are priced at once: their weights add up beyond the last row.

use tarifa_engine::evaluate::Fault;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Block, BlockId, End, Expression, Interval, ParcelMode};
use tarifa_engine::shipment::Shipment;

use crate::check::consignment::{same, shared};
use crate::check::context::{Carried, Context};
use crate::check::report;
use crate::region::Undecided;
use crate::witness::{Finding, Question, Verdict};

/// The numbers of parcels that are tried.
const COUNTS: [u16; 7] = [2, 3, 5, 10, 20, 40, 80];

/// A consignment to which the block applies and none of its rows does, though they price every single parcel.
pub(super) fn beyond_rows(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    (id, block): (BlockId, &Block),
) -> Result<Option<Shipment>, Undecided> {
    let is_priced_at_once = match carried.service.parcels {
        ParcelMode::PricedEach => false,
        ParcelMode::WeighedEach | ParcelMode::WeighedTogether => true,
    };
    let Some((_, measure, bound)) = report::last_row(&block.body).filter(|_| is_priced_at_once) else {
        return Ok(None);
    };
    let decided = context.decided(carried.id, block)?;
    // So many parcels above such a share of the bound are together above it; the heavier each, the fewer are needed.
    let share = |count: u16| bound.0.checked_div(Exact::from_integer(i64::from(count))).unwrap_or(bound.0);
    let shares: Vec<_> = COUNTS.into_iter().map(|count| Some((share(count), End::Excluded))).collect();
    for (case, parcel) in &carried.cases {
        let region = context.and(decided, *case)?;
        for lower in shares.iter().copied().chain([None]) {
            let further: [(Expression, Interval); 1] = [(measure.clone(), Interval { lower, upper: None })];
            let question = Question { region, parcel, further: &further };
            let runtime = context.asker.runtime;
            let found = context.asker.ask(&question, |shipment, _| {
                let consignments =
                    COUNTS.into_iter().flat_map(|count| [same(shipment, count), shared(shipment, count)]);
                let mut beyond = consignments.flatten().filter(|consignment| {
                    let prepared = runtime.prepare(consignment).ok();
                    let answer = prepared.map(|prepared| runtime.quote(carried.id, &prepared));
                    answer == Some(Err(Fault::NoRow(id)))
                });
                beyond.next().map_or(Verdict::Stop, Verdict::Confirmed)
            });
            if let Finding::Found(_, consignment) = found {
                return Ok(Some(consignment));
            }
        }
    }
    Ok(None)
}
