//! Parcels on a scale: what the engine charges for one parcel at a bound and just over it.

use std::collections::BTreeMap;

use tarifa_engine::evaluate::{Fault, Quote};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Block, BlockId, End, Expression, Interval, LineId, Measure, WeightStepKind};
use tarifa_engine::shipment::Shipment;
use tarifa_engine::unit::{Dimension, Quantity, Unit};

use crate::check::context::Context;
use crate::region::{Region, Undecided};
use crate::witness::{Finding, Parcel, Question, Verdict};

use super::Drop;

/// How many parcels are searched for the drops of one part of a statement; each serves for all of them.
const SEARCHES: usize = 2;
/// How far over a bound the heavier parcel may be, in thousandths of a kilogram or of a pound: where billed weights are
/// rounded, the next step is further.
const JUST_OVER: [i64; 5] = [1, 10, 100, 1_000, 5_000];

/// Two shipments, the lighter first, with what the statement charges for each.
pub(super) struct ShownBy {
    pub(super) lighter: (Shipment, Charged),
    pub(super) heavier: (Shipment, Charged),
}

/// What a statement charges for one shipment.
pub(super) struct Charged {
    /// All of it.
    pub(super) sum: Exact,
    /// What stands in each line of the answer: parts may be lines of their own.
    pub(super) lines: BTreeMap<LineId, Exact>,
}

/// What the engine makes of parcels of one statement that differ in their weight alone.
///
/// A parcel that the statement prices is searched once. From then on only its weight changes, which costs two quotes
/// and no search; the engine has the word.
pub(super) struct Scale<'a> {
    id: BlockId,
    region: Region,
    parcel: Parcel<'a>,
    parcels: Vec<Shipment>,
    searches: usize,
}

/// A scale for each part of what a statement prices in which the same steps of the billed weight apply.
pub(super) fn scales<'a>(
    context: &mut Context<'a>,
    (id, block): (BlockId, &Block),
) -> Result<Vec<Scale<'a>>, Undecided> {
    let mut scales = Vec::new();
    for carried in context.services.clone() {
        if !block.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let decided = context.decided(carried.id, block)?;
        for (case, parcel) in carried.cases {
            let region = context.and(decided, case)?;
            if !region.is_empty() {
                scales.push(Scale { id, region, parcel, parcels: Vec::new(), searches: SEARCHES });
            }
        }
    }
    Ok(scales)
}

impl Scale<'_> {
    /// Two parcels that show a drop, where there are such.
    pub(super) fn shows(
        &mut self,
        context: &mut Context<'_>,
        measure: &Expression,
        drop: &Drop<'_>,
    ) -> Option<ShownBy> {
        let known = self.parcels.iter().find_map(|parcel| self.weighed(context, parcel, drop));
        if known.is_some() || self.searches == 0 {
            return known;
        }
        self.searches = self.searches.saturating_sub(1);
        let parcel = self.search(context, measure, drop)?;
        let found = self.weighed(context, &parcel, drop);
        self.parcels.push(parcel);
        found
    }

    /// Changes a parcel's weight to what the bound is, and to what is just over it.
    fn weighed(&self, context: &Context<'_>, parcel: &Shipment, drop: &Drop<'_>) -> Option<ShownBy> {
        let runtime = context.asker.runtime;
        let of_weight = |grams: Exact| {
            let weight = Some(Quantity::readable(grams, Dimension::Weight));
            let shipment = Shipment { weight, ..parcel.clone() };
            let prepared = runtime.prepare(&shipment).ok()?;
            let charged = charged(&runtime.quote(self.parcel.service, &prepared), self.id)?;
            Some((shipment, charged))
        };
        let lighter = of_weight(at_bound(drop))?;
        let heavier = JUST_OVER.into_iter().find_map(|steps| {
            let over = thousandth(drop.bound).checked_mul(Exact::from_integer(steps)).ok()?;
            let heavier = of_weight(drop.bound.checked_add(over).ok()?)?;
            (heavier.1.sum < lighter.1.sum).then_some(heavier)
        });
        Some(ShownBy { lighter, heavier: heavier? })
    }

    /// Looks for a parcel about the bound whose weight is what is billed, or nothing would change with it.
    fn search(&self, context: &mut Context<'_>, measure: &Expression, drop: &Drop<'_>) -> Option<Shipment> {
        let most = JUST_OVER.into_iter().max().unwrap_or_default();
        let upper = drop.bound.checked_add(Exact::from_integer(most)).ok()?;
        let over = Interval { lower: Some((drop.bound, End::Included)), upper: Some((upper, End::Included)) };
        let mut further = vec![(Expression::Measure(Measure::Weight), over), (measure.clone(), over)];
        if self.parcel.steps.iter().any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. })) {
            let light = Interval { lower: None, upper: Some((drop.bound, End::Excluded)) };
            further.push((Expression::Measure(Measure::VolumetricWeight), light));
        }
        let question = Question { region: self.region, parcel: &self.parcel, further: &further };
        let found = context.asker.ask_briefly(&question, |_, answer| match charged(answer, self.id) {
            Some(_) => Verdict::Confirmed(()),
            None => Verdict::Hidden,
        });
        match found {
            Finding::Found(shipment, ()) => Some(*shipment),
            Finding::Nothing | Finding::Hidden | Finding::Undecided(_) => None,
        }
    }
}

/// What a statement charges, with its parts; none where it charges nothing.
fn charged(answer: &Result<Quote, Fault>, id: BlockId) -> Option<Charged> {
    let quote = answer.as_ref().ok()?;
    let mut charged = Charged { sum: Exact::ZERO, lines: BTreeMap::new() };
    for line in quote.lines.iter().filter(|line| line.block == id) {
        charged.sum = charged.sum.checked_add(line.amount).ok()?;
        let of_line = charged.lines.entry(line.line).or_insert(Exact::ZERO);
        *of_line = of_line.checked_add(line.amount).ok()?;
    }
    (!charged.lines.is_empty()).then_some(charged)
}

/// A thousandth of the unit in which people say a weight, in grams.
fn thousandth(grams: Exact) -> Exact {
    let said = Quantity::readable(grams, Dimension::Weight).unit;
    let unit = if matches!(said, Unit::Pound | Unit::Ounce) { Unit::Pound } else { Unit::Kilogram };
    unit.factor().checked_div(Exact::from_integer(1_000)).unwrap_or(Exact::ONE)
}

/// The heaviest that the lighter row prices, in grams; a gram less where the bound itself belongs to what follows.
fn at_bound(drop: &Drop<'_>) -> Exact {
    match drop.end {
        End::Included => drop.bound,
        End::Excluded => drop.bound.checked_sub(Exact::ONE).unwrap_or(drop.bound),
    }
}
