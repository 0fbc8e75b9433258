//! What the explanation needs beyond the answer, told while it is reckoned.
//!
//! A quote without a listener pays nothing: [`Silent`] is compiled away.

use crate::currency::Currency;
use crate::exact::Exact;
use crate::program::{BlockId, Component, Expression, GroupId, LineId};

use super::{RateUse, Rule};

/// Listens to an evaluation.
pub trait Trace {
    /// Whether anything listens; where nothing does, events are not even built.
    const LISTENS: bool;

    /// Takes the next event.
    fn event(&mut self, event: Event<'_>);
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Trace for Silent {
    const LISTENS: bool = false;

    #[inline(always)]
    fn event(&mut self, _event: Event<'_>) {}
}

/// Something that happened in an evaluation, in the order of happening.
///
/// References point into the program, so that a listener can tell nodes apart by their address
/// and take the values it needs from a formula's [`Event::Operand`]s.
#[derive(Clone, Copy, Debug)]
pub enum Event<'p> {
    /// From here on it is about this parcel, from 0; nothing where the consignment is taken at once.
    Parcel(Option<u16>),
    /// A step of the billed weight applied.
    WeightStep {
        /// The step, as an index into the service's.
        step: u16,
        /// What it did.
        effect: WeightEffect,
    },
    /// The billed weight is reckoned.
    BilledWeight {
        /// In grams.
        grams: Exact,
    },
    /// A statement applies; what follows, up to the next, is about it.
    Block(BlockId),
    /// The statement reads this row.
    Row {
        /// The row, from 0.
        row: u32,
        /// The value that chose it; none where there is one price for all, and for several bounds.
        measure: Option<Exact>,
    },
    /// The row is priced at the lower bound of the next, which is cheaper.
    NextBand {
        /// The measure of the shipment.
        measure: Exact,
        /// The measure that is priced.
        priced_as: Exact,
        /// The price of the shipment's own band, in the block's currency.
        own: Exact,
        /// The price taken.
        next: Exact,
    },
    /// The row is priced this many times, as whole top bands of a `repeat`.
    Repeated {
        /// How many.
        times: Exact,
        /// The upper bound of the top band.
        top: Exact,
    },
    /// One slice of a progressive price.
    Slice {
        /// The row, from 0.
        row: u32,
        /// The part of the measure inside the row.
        slice: Exact,
    },
    /// A node of a formula has this value. Every node that was reckoned is told, the inner before the outer.
    Operand {
        /// The node.
        node: &'p Expression,
        /// Its value, in base units or in the currency that the formula is in.
        value: Exact,
    },
    /// A rate was multiplied: how many units or whole steps it counted.
    Units {
        /// The measure, before the threshold is taken off.
        measure: Exact,
        /// How many units or started steps.
        count: Exact,
    },
    /// A component of the price.
    Component {
        /// The component.
        component: &'p Component,
        /// The line of its own that it is; none for a step of the price.
        part: Option<LineId>,
        /// Its amount, in the block's currency, for all parcels that it counts.
        amount: Exact,
        /// How often it counts.
        times: u16,
    },
    /// A `minimum` or `maximum` changed what stood before it.
    Clamped {
        /// What stood before.
        before: Exact,
        /// The bound.
        after: Exact,
    },
    /// A line has its amount.
    Line {
        /// The line.
        line: LineId,
        /// The exact amount, in the block's currency.
        original: Exact,
        /// The block's currency.
        currency: Currency,
        /// The exact amount in the tariff's currency, before it is rounded.
        converted: Exact,
        /// The amount of the answer.
        rounded: Exact,
    },
    /// An exchange rate was read.
    Rate {
        /// Which and which way.
        rate: RateUse,
        /// One unit of the currency converted is this much, exactly.
        factor: Exact,
    },
    /// A group charges this member; the other members' lines are taken back.
    GroupMember {
        /// The group.
        group: GroupId,
        /// The member charged.
        member: LineId,
    },
    /// A member of a group is not charged.
    NotCharged {
        /// The group.
        group: GroupId,
        /// The member.
        member: LineId,
        /// What it would have been.
        amount: Exact,
    },
    /// A rule cannot be decided.
    Undecided(Rule),
}

/// What a step of the billed weight did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightEffect {
    /// Rounded the sides to these centimetres.
    Sides([Exact; 3]),
    /// Took the volumetric weight.
    Volumetric {
        /// The volume, in cubic centimetres.
        volume: Exact,
        /// In grams, before its own rounding.
        exact: Exact,
        /// In grams.
        grams: Exact,
    },
    /// Set the billed weight to these grams.
    Billed(Exact),
    /// Changed the billed weight, or left it, by a minimum, a maximum or a rounding.
    Changed {
        /// In grams.
        before: Exact,
        /// In grams.
        after: Exact,
    },
}
