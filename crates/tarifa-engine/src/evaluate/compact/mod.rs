//! The compact form of what most statements are: bounds, rates and roundings as whole numbers over
//! denominators that are fixed when a program is made ready.
//!
//! It is a second representation of numbers, not a second evaluator: the walk from the gates to the
//! total is one, and asks at three places (the billed weight, a limit, a statement's body) whether
//! there is a compact form that answers. A compact form answers exactly or not at all: where a
//! fact is missing, a product does not fit or a number is not whole in its parts, it says nothing, and the
//! general form at the same place decides. What is told to a listener is always the general form's.
//!
//! Where all three answer all along the way of one parcel, that way is gone without anything else ([`lane`]).

mod body;
mod divisor;
pub(super) mod lane;
mod limit;
mod parts;
mod registers;
mod units;
mod weighing;

pub(super) use body::CompactBody;
pub(super) use limit::CompactLimit;
pub(crate) use parts::Measures;
pub(super) use registers::{Register, Registers};
pub(super) use weighing::Weighing;

use std::num::NonZero;

use crate::exact::Exact;
use crate::prepare::ParcelMeasures;
use crate::program::{BlockId, Condition, DateField, LineId, LineKind, PlaceSetId, Program, ServiceId};
use crate::rounding::Rounding;

use self::parts::{Denominators, denominator, over};
use self::registers::Sum;
use super::known::Known;
use super::money::day_bounds;

/// The compact forms of a program; none where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Compact {
    denominators: Option<Denominators>,
    /// The parts of a gram.
    of_weights: Option<NonZero<u64>>,
    /// The parts of a unit of money; none where amounts are not rounded.
    money: Option<NonZero<u64>>,
    /// The first and last day of the tariff, where it has any.
    valid: Option<(i32, i32)>,
    /// The lines that are freight, as far as they have registers.
    freights: Sum,
    services: Vec<CompactService>,
    blocks: Vec<Option<CompactBody>>,
}

/// The compact forms of one service.
#[derive(Clone, Debug)]
struct CompactService {
    /// When it is offered, where that is not always.
    when: Option<Condition>,
    from: PlaceSetId,
    to: PlaceSetId,
    weighing: Option<Weighing>,
    limits: Vec<Option<CompactLimit>>,
}

/// How much of a program has a compact form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compaction {
    /// The price statements that have one.
    pub blocks: usize,
    /// The services whose way to the billed weight has one.
    pub weighings: usize,
    /// The limits that have one.
    pub limits: usize,
}

impl Compact {
    /// Brings into the compact form what it can say.
    pub(super) fn from_program(program: &Program) -> Self {
        let denominators = Denominators::of(program);
        let services = program.services.iter().map(|service| CompactService {
            when: (service.when != Condition::Always).then(|| service.when.clone()),
            from: service.from,
            to: service.to,
            weighing: Weighing::new(&service.billed_weight, denominators),
            limits: service.limits.iter().map(|limit| CompactLimit::new(limit, denominators)).collect(),
        });
        let parts = |rounding: Rounding| denominator(i64::try_from(rounding.step.denominator()).ok()?);
        let lines = (0_u16..).map(LineId).zip(&program.lines);
        let freights = lines.filter(|(_, line)| line.kind == LineKind::Freight).map(|(line, _)| line);
        Self {
            denominators: Some(denominators),
            of_weights: denominator(denominators.weight),
            money: program.rounding.and_then(parts),
            valid: (!program.valid.is_always()).then(|| day_bounds(program.valid)),
            freights: freights.fold(Sum::NOUGHT, |sum, line| sum.and_line(line).unwrap_or(sum)),
            services: services.collect(),
            blocks: program.blocks.iter().map(|block| CompactBody::new(program, block, denominators)).collect(),
        }
    }

    /// The measures of the only parcel, in parts; none where there are several or there is no compact form at all.
    pub(super) fn measures(&self, parcels: &[ParcelMeasures]) -> Option<Measures> {
        let [parcel] = parcels else { return None };
        Some(Measures::of_parcel(parcel, self.denominators?))
    }

    /// Whether there are compact forms at all.
    #[inline]
    pub(super) const fn is_there(&self) -> bool {
        self.denominators.is_some()
    }

    /// Notes a billed weight that the general form reckoned.
    pub(super) fn bill(&self, measures: &mut Measures, grams: Exact) {
        if let Some(denominators) = self.denominators {
            measures.bill_exactly(grams, denominators);
        }
    }

    /// A weight in parts.
    pub(super) fn grams(&self, parts: i64) -> Option<Exact> {
        self.of_weights.map(|weights| over(parts, weights))
    }

    /// An amount in parts of a unit of money.
    #[inline]
    pub(super) fn exact(&self, parts: i64) -> Option<Exact> {
        self.money.map(|money| over(parts, money))
    }

    /// A rounded amount as parts of a unit of money.
    #[inline]
    pub(super) fn parts(&self, amount: Exact) -> Option<i64> {
        // Rounded lines stand over the rounding's own denominator, and nought over one.
        let fits = amount.is_zero() || amount.denominator() == i128::from(self.money?.get());
        fits.then(|| i64::try_from(amount.numerator()).ok()).flatten()
    }

    /// Whether the tariff is valid on the day of shipping, where that can be told outright.
    #[inline]
    fn is_valid(&self, known: &Known<'_>) -> Option<bool> {
        self.valid.map_or(Some(true), |(from, to)| known.date(DateField::ShipDate, 0, from, to))
    }

    #[inline]
    pub(super) fn weighing(&self, service: ServiceId) -> Option<&Weighing> {
        self.services.get(usize::from(service.0))?.weighing.as_ref()
    }

    #[inline]
    pub(super) fn limits(&self, service: ServiceId) -> &[Option<CompactLimit>] {
        self.services.get(usize::from(service.0)).map(|service| service.limits.as_slice()).unwrap_or_default()
    }

    #[inline]
    pub(super) fn body(&self, block: BlockId) -> Option<&CompactBody> {
        self.blocks.get(block.0 as usize)?.as_ref()
    }

    /// How much there is.
    pub(super) fn share(&self) -> Compaction {
        let limits = self.services.iter().flat_map(|service| &service.limits);
        Compaction {
            blocks: self.blocks.iter().flatten().count(),
            weighings: self.services.iter().filter(|service| service.weighing.is_some()).count(),
            limits: limits.flatten().count(),
        }
    }
}
