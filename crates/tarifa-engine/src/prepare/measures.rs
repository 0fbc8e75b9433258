//! Weights and sides, in base units.

use smallvec::{SmallVec, smallvec};

use crate::exact::Exact;
use crate::shipment::{Given, Shipment};
use crate::unit::{Dimension, Quantity};

use super::error::{InputProblem, InputWarning};
use super::fact::expected_measure;
use super::from_shipment::Preparation;
use super::{MAX_PARCELS, ParcelMeasures, PreparedItem};

/// The items of a parcel, which stand together.
fn inside(items: &[PreparedItem], parcel: u16) -> &[PreparedItem] {
    let first = items.partition_point(|item| item.parcel < Some(parcel));
    let end = items.partition_point(|item| item.parcel <= Some(parcel));
    items.get(first..end).unwrap_or_default()
}

impl Preparation<'_> {
    /// The parcels; a shipment that lists none is one.
    pub(super) fn parcels(
        &mut self,
        shipment: &Shipment,
        items: Option<&[PreparedItem]>,
    ) -> SmallVec<[ParcelMeasures; 1]> {
        let of_items = items.and_then(|items| self.weight_of_items(items));
        let Some(parcels) = &shipment.parcels else {
            let own = shipment.weight.and_then(|weight| self.weight("weight", weight));
            let sides = shipment.sides.and_then(|sides| self.sides("", sides));
            self.compare_weights(own, of_items);
            return smallvec![ParcelMeasures { weight: own.or(of_items), sides }];
        };
        for (what, given) in [("weight", shipment.weight.is_some()), ("sides", shipment.sides.is_some())] {
            if given {
                self.report(what, InputProblem::BesideParcels { what });
            }
        }
        if parcels.is_empty() {
            self.report("parcels", InputProblem::NoParcels);
        }
        if parcels.len() > MAX_PARCELS {
            let instead = "quote the consignment in parts";
            let problem = InputProblem::TooMany { what: "parcels", found: parcels.len(), most: MAX_PARCELS, instead };
            self.report("parcels", problem);
            return SmallVec::new();
        }
        let contents = parcels.iter().any(|parcel| parcel.items.is_some());
        let prepared: SmallVec<[ParcelMeasures; 1]> = (0_u16..)
            .zip(parcels)
            .map(|(position, parcel)| {
                let path = format!("parcels[{position}].");
                let own = parcel.weight.and_then(|weight| self.weight(&format!("{path}weight"), weight));
                let inside = items.filter(|_| contents).map(|items| inside(items, position));
                let of_items = inside.and_then(|items| self.weight_of_items(items));
                ParcelMeasures {
                    weight: own.or(of_items),
                    sides: parcel.sides.and_then(|sides| self.sides(&path, sides)),
                }
            })
            .collect();
        let sum = prepared.iter().try_fold(Exact::ZERO, |sum, parcel| sum.checked_add(parcel.weight?).ok());
        self.compare_weights(sum, of_items);
        prepared
    }

    /// The items' weights together, where every item tells its own.
    fn weight_of_items(&mut self, items: &[PreparedItem]) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for item in items {
            let part = item.weight?.checked_mul(item.quantity?).and_then(|weight| sum.checked_add(weight));
            let Ok(part) = part else {
                self.report("items", InputProblem::OutOfRange);
                return None;
            };
            sum = part;
        }
        sum.is_positive().then(|| sum.reduced())
    }

    fn compare_weights(&mut self, own: Option<Exact>, of_items: Option<Exact>) {
        if let (Some(given), Some(items)) = (own, of_items)
            && given != items
        {
            self.warnings.push(InputWarning::WeightDiffers { given, items });
        }
    }

    /// A weight in grams.
    pub(super) fn weight(&mut self, path: &str, weight: Quantity) -> Option<Exact> {
        self.positive(path, "a weight", weight, Dimension::Weight)
    }

    /// The sides in centimetres, the longest first.
    fn sides(&mut self, prefix: &str, sides: [Quantity; 3]) -> Option<[Exact; 3]> {
        let [length, width, height] = sides;
        let length = self.positive(&format!("{prefix}length"), "a side", length, Dimension::Length);
        let width = self.positive(&format!("{prefix}width"), "a side", width, Dimension::Length);
        let height = self.positive(&format!("{prefix}height"), "a side", height, Dimension::Length);
        let mut sides = [length?, width?, height?];
        sides.sort_unstable_by(|left, right| right.cmp(left));
        Some(sides)
    }

    fn positive(&mut self, path: &str, what: &'static str, quantity: Quantity, dimension: Dimension) -> Option<Exact> {
        if quantity.dimension() != dimension {
            self.wrong_kind(path, &expected_measure(dimension), &Given::Quantity(quantity));
            return None;
        }
        if !quantity.value.is_positive() {
            self.report(path, InputProblem::NotPositive { what, value: quantity.to_string() });
            return None;
        }
        self.base(path, quantity)
    }

    /// A quantity in base units.
    pub(super) fn base(&mut self, path: &str, quantity: Quantity) -> Option<Exact> {
        match quantity.in_base() {
            // In lowest terms, so that what is computed from it stays in machine words.
            Ok(value) => Some(value.reduced()),
            Err(_) => {
                self.report(path, InputProblem::OutOfRange);
                None
            }
        }
    }
}
