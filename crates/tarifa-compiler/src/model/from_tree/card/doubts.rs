//! Slips in printed cards that leave a card well made: a place without a column, a bound beyond what is carried.

use std::cmp::Ordering;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Condition, End, Expression, LimitTest, Measure, ParcelMode, PlaceSetId, Service};
use tarifa_engine::unit::{Dimension, Quantity};
use tarifa_syntax::tree::{Card, CardHead, CellKind, PlaceKind, PriceLine, RowBound};

use super::super::Resolver;
use super::super::bands::Upper;
use super::super::extent::Extents;
use super::super::prices::Frame;
use super::super::typed::{Kind, Typed};
use super::{Bounds, Column};
use crate::model::{Doubt, PlaceSet};

/// A column of bounds of a side.
struct Side<'a> {
    /// Its place among the sides, the longest first.
    rank: usize,
    head: &'a CardHead,
    /// Its position in the card.
    column: usize,
    uppers: &'a [Upper],
}

/// The place of a side among the sides, the longest first; none for what is none.
fn rank_of_side(measure: &Expression) -> Option<usize> {
    let sides = [Measure::Length, Measure::Width, Measure::Height];
    sides.iter().position(|side| *measure == Expression::Measure(*side))
}

impl Resolver<'_> {
    /// Notes a place of the statement's `to` that no column holds; what then has no price is shown with a shipment.
    pub(super) fn doubt_places(&mut self, price: &PriceLine, card: &Card, columns: &[Column], frame: &Frame) {
        let Some(to) = &price.head.scope.to else { return };
        let set = |id: PlaceSetId| self.place_sets.get(id.0 as usize).map(|named| named.set.clone());
        let mut held = Vec::new();
        for column in columns {
            match column {
                Column::Bound(_) => {}
                Column::Places(places) => held.extend(set(*places)),
                Column::Others => return,
            }
        }
        let Some(whole) = frame.scope.to.and_then(set) else { return };
        let (whole, held) = (Extents::of(&whole), Extents::of(&PlaceSet::Union(held)));
        let Some(country) = whole.outside(&held) else { return };
        let is_it = |kind: &PlaceKind| matches!(kind, PlaceKind::Code(code) if *code.text == *country);
        let span = to.places.iter().find(|place| is_it(&place.kind)).map_or(to.span, |place| place.span);
        let message = format!("the statement is for {country}, and no column of its card holds {country}");
        let diagnostic = Diagnostic::new(Code::NO_COLUMN, span, message)
            .related(card.heads.last().map_or(card.span, |head| head.span), "the last column")
            .help(format!("head a column with {country} or `others`, or take {country} out of the statement's `to`"));
        self.doubts.push(Doubt::Place(diagnostic));
    }

    /// Looks at the bounds of a card with several bounds.
    pub(super) fn doubt_bounds(
        &mut self,
        card: &Card,
        columns: &[Column],
        bounds: &Bounds,
        frame: &Frame,
        services: &[Service],
    ) {
        if bounds.measures.len() < 2 {
            return;
        }
        let exchanged = self.doubt_sides(card, columns, bounds);
        let places = (0_usize..).zip(columns).filter(|(_, column)| matches!(column, Column::Bound(_)));
        for ((column, _), (measure, uppers)) in places.zip(bounds.measures.iter().zip(&bounds.uppers)) {
            if exchanged.contains(&column) {
                continue;
            }
            let cells = card.rows.iter().filter_map(|row| row.cells.get(column));
            let written = cells.filter_map(|cell| match &cell.kind {
                CellKind::Bound(bound) => Some(bound),
                CellKind::Price(_) | CellKind::Blank => None,
            });
            self.doubt_column((measure, uppers), &written.collect::<Vec<_>>(), frame, services);
        }
    }

    /// Notes two columns of sides whose bounds are exchanged: sides come sorted, so that no shorter one is
    /// more than a longer one. Gives their positions.
    fn doubt_sides(&mut self, card: &Card, columns: &[Column], bounds: &Bounds) -> Vec<usize> {
        let heads = card.heads.iter().zip(columns).zip(0_usize..);
        let heads = heads.filter(|((_, column), _)| matches!(column, Column::Bound(_)));
        let sides: Vec<Side<'_>> = heads
            .zip(bounds.measures.iter().zip(&bounds.uppers))
            .filter_map(|(((head, _), column), (measure, uppers))| {
                Some(Side { rank: rank_of_side(&measure.expression)?, head, column, uppers })
            })
            .collect();
        for (longer, shorter) in sides.iter().flat_map(|one| sides.iter().map(move |other| (one, other))) {
            if longer.rank >= shorter.rank {
                continue;
            }
            let pairs = longer.uppers.iter().zip(shorter.uppers);
            let orders: Vec<_> =
                pairs.map(|(longer, shorter)| Some(longer.as_ref()?.0.cmp(&shorter.as_ref()?.0))).collect();
            let Some(row) = orders.iter().position(|order| *order == Some(Ordering::Less)) else { continue };
            let are_heads = orders.len() > 1 && !orders.contains(&Some(Ordering::Greater));
            let cell = |side: &Side<'_>| card.rows.get(row)?.cells.get(side.column).map(|cell| cell.span);
            let places =
                if are_heads { Some((longer.head.span, shorter.head.span)) } else { cell(longer).zip(cell(shorter)) };
            let Some((first, second)) = places else { continue };
            let (name, other) = (self.quoted(shorter.head.span), self.quoted(longer.head.span));
            let message = format!("a bound of {name} is above that of {other}, and no {name} is more than the {other}");
            let finding = Diagnostic::new(Code::BOUND_BEYOND, second, message)
                .related(first, "the sides come sorted, and this is the longer one")
                .help(format!("are {} and {} exchanged?", self.quoted(first), self.quoted(second)));
            self.doubts.push(Doubt::Exchange { finding, card: card.span });
            return vec![longer.column, shorter.column];
        }
        Vec::new()
    }

    /// Warns of bounds of a column that lie beyond what every service of the statement carries.
    fn doubt_column(
        &mut self,
        (measure, uppers): (&Typed, &[Upper]),
        written: &[&RowBound],
        frame: &Frame,
        services: &[Service],
    ) {
        let carriers: Vec<&Service> = services
            .iter()
            .zip(0_u32..)
            .filter(|(_, id)| frame.scope.services.contains(*id))
            .map(|(service, _)| service)
            .collect();
        let most: Option<Vec<(Exact, End, Span)>> =
            carriers.iter().map(|service| self.most(service, measure)).collect();
        let Some((most, end, limit)) =
            most.and_then(|most| most.into_iter().max_by_key(|(most, end, _)| (*most, *end == End::Included)))
        else {
            return;
        };
        let beyond: Vec<&RowBound> = uppers
            .iter()
            .zip(written)
            .filter(|(upper, _)| upper.is_some_and(|(bound, _)| bound > most))
            .map(|(_, written)| *written)
            .collect();
        let Some((first, further)) = beyond.split_first() else { return };
        let word = if end == End::Included { "up to" } else { "under" };
        let limit_text = match &measure.kind {
            Kind::Weight => Quantity::readable(most, Dimension::Weight).at_a_glance(),
            Kind::Length => Quantity::readable(most, Dimension::Length).at_a_glance(),
            Kind::Volume => Quantity::readable(most, Dimension::Volume).at_a_glance(),
            Kind::Number(_) | Kind::Duration | Kind::Percent | Kind::Money(_) | Kind::AnyMoney(_) => most.to_string(),
        };
        let message = format!("{} is beyond what is carried: {word} {limit_text}", self.quoted(first.span));
        let mut diagnostic = Diagnostic::new(Code::BOUND_BEYOND, first.span, message)
            .related(limit, "the limit of the service")
            .help("look for a slip in the bound or in the limit; `otherwise` says that a row has no bound of its own");
        if !further.is_empty() {
            diagnostic =
                diagnostic.note(format!("so it is with {} rows of the column", further.len().saturating_add(1)));
        }
        self.report(diagnostic);
    }

    /// The most of `measure` that a service carries in one parcel, and where it says so; none where that is not plain.
    fn most(&self, service: &Service, measure: &Typed) -> Option<(Exact, End, Span)> {
        if service.parcels == ParcelMode::WeighedEach {
            return None;
        }
        let limits = service.limits.iter().filter(|limit| limit.scope == Condition::Always);
        let uppers = limits.filter_map(|limit| match &limit.test {
            LimitTest::Amount { amount, interval } if *amount == measure.expression => {
                let place = self.origins.get(limit.at.0 as usize).copied().unwrap_or_default();
                interval.upper.map(|(most, end)| (most, end, place))
            }
            LimitTest::Amount { .. } | LimitTest::Condition(_) => None,
        });
        uppers.min_by_key(|(most, end, _)| (*most, *end == End::Included))
    }
}
