//! Bands: bounds that ascend, each row with its price.

mod order;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Bands, Body, End, Expression, Measure, NextBand, PriceStep, Progressive, Row, RowOutcome,
};
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree::{self, BoundWord, LineHead, PriceExpr, Progression, RowBound};

use super::Resolver;
use super::price::{Before, PriceContext, Repeating, Slicing};
use super::typed::{Kind, Typed};

/// An upper bound; none for `otherwise`.
pub(super) type Upper = Option<(Exact, End)>;

/// A row before its price is worked out: the price, and where the row or cell stands.
pub(super) struct WrittenRow<'t> {
    pub(super) price: &'t PriceExpr,
    /// `or next band if cheaper` on the row or in the cell.
    pub(super) next_band: Option<Span>,
    pub(super) span: Span,
}

impl<'t> Resolver<'t> {
    /// The upper bounds of rows, which must ascend; only the last may be `otherwise`.
    pub(super) fn row_bounds(
        &mut self,
        bounds: &[&RowBound],
        kind: &Kind,
        measure: (Span, &str),
    ) -> Option<Vec<Upper>> {
        if let Some(other) = self.bounds_of_another_kind(bounds, kind) {
            let first = bounds.first().map_or(measure.0, |bound| bound.span);
            let message = format!("the rows are bounded by amounts of another kind: {} is {kind}", measure.1);
            let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, first, message)
                .label(other.to_string())
                .related(measure.0, kind.to_string())
                .help("say what the rows measure, as in `by length` before the `{`, or as the head of a card's column");
            return self.refuse(diagnostic);
        }
        let found: Vec<_> = bounds.iter().map(|bound| self.row_bound(bound, kind, measure)).collect();
        let mixed = mixed_units(bounds);
        let found: Option<Vec<Upper>> = found.into_iter().collect();
        let Some(found) = found else {
            mixed.into_iter().for_each(|(_, mixed)| self.report(mixed));
            return None;
        };
        self.rows_ascend(bounds, &found, mixed.as_ref().map(|(usual, _)| usual.as_str()))?;
        mixed.into_iter().for_each(|(_, mixed)| self.report(mixed));
        Some(found)
    }

    /// The kind of which all bounds are, where it is not the measure's: then the measure is the slip, and not each row.
    fn bounds_of_another_kind(&self, bounds: &[&RowBound], kind: &Kind) -> Option<Kind> {
        let quantities = || bounds.iter().filter_map(|bound| bound.bound()).map(|(_, quantity)| quantity);
        let mut kinds = quantities().map(|quantity| {
            let unit: Unit = quantity.unit.as_ref()?.name.text.parse().ok()?;
            quantity.unit.as_ref().filter(|unit| unit.per.is_none())?;
            Some(Kind::of_dimension(unit.dimension()))
        });
        let first = kinds.next().flatten().filter(|first| first != kind)?;
        let is_own = matches!(kind, Kind::Number(Some(_)));
        (!is_own && quantities().nth(1).is_some() && kinds.all(|other| other.as_ref() == Some(&first))).then_some(first)
    }

    /// One upper bound in base units.
    pub(super) fn row_bound(&mut self, bound: &RowBound, kind: &Kind, measure: (Span, &str)) -> Option<Upper> {
        let Some((word, quantity)) = bound.bound() else { return Some(None) };
        let value = self.quantity(quantity)?;
        let number = self.constant_of(value, kind, measure.0, measure.1)?;
        let end = if word == BoundWord::Under { End::Excluded } else { End::Included };
        let is_reached = number.is_positive() || (number.is_zero() && end == End::Included);
        if !is_reached {
            let message = format!("nothing is {}", self.written(bound.span));
            return self.refuse(Diagnostic::new(Code::EMPTY_RANGE, bound.span, message));
        }
        Some(Some((number, end)))
    }

    /// A block of bands.
    pub(super) fn bands(&mut self, head: &LineHead, bands: &'t tree::Bands, context: &PriceContext) -> Option<Body> {
        let measure = context.measure.clone().unwrap_or_else(|| billed_weight(bands.span));
        let described = self.quoted(measure.span);
        let at = head.measure.as_ref().map_or(bands.span, |measure| measure.span);
        let described = if head.measure.is_some() { described.as_str() } else { "the billed weight" };
        let bounds: Vec<_> = bands.rows.iter().map(|row| &row.bound).collect();
        let uppers = self.row_bounds(&bounds, &measure.kind, (at, described));
        let clamps = self.clamps(&bands.clamps, context.currency);
        let written = |row: &'t tree::Row| WrittenRow { price: &row.price, next_band: row.next_band, span: row.span };
        let rows: Vec<_> = bands.rows.iter().map(written).collect();
        let Some(uppers) = uppers else {
            // The prices are judged all the same; a row's place among its neighbours is not known.
            let unplaced =
                PriceContext { before: Before::Bound(Exact::ZERO), repeat: Repeating::Possible, ..context.clone() };
            for row in rows {
                self.outcome(row.price, &unplaced);
            }
            return None;
        };
        self.banded(head, measure, &uppers, &rows, &clamps?, context)
    }

    /// Bands from bounds and prices, whether written in rows or in a card's column.
    pub(super) fn banded(
        &mut self,
        head: &LineHead,
        measure: Typed,
        uppers: &[Upper],
        written: &[WrittenRow<'_>],
        clamps: &[PriceStep],
        context: &PriceContext,
    ) -> Option<Body> {
        let slicing = match head.progression {
            Progression::Whole => Slicing::Whole,
            Progression::Progressive(_) => Slicing::Slice,
        };
        let mut rows = Vec::with_capacity(written.len());
        let mut complete = Some(());
        let mut before = Before::Nothing;
        for (upper, row) in uppers.iter().zip(written) {
            let repeat = match (upper, before, slicing) {
                (None, Before::Bound(_), Slicing::Whole) => Repeating::Possible,
                (_, _, _) => Repeating::Impossible,
            };
            let context = PriceContext { measure: Some(measure.clone()), slicing, before, repeat, ..context.clone() };
            match self.outcome(row.price, &context) {
                Some(outcome) => {
                    let at = self.at(row.span);
                    rows.push(Row { upper: *upper, outcome, next_band: NextBand::Ignored, at });
                }
                None => complete = None,
            }
            before = upper.map_or(before, |(bound, _)| Before::Bound(bound));
        }
        complete?;
        let of_a_row = written.iter().find_map(|row| row.next_band);
        if let (Slicing::Slice, Some(span)) = (slicing, head.next_band.or(of_a_row)) {
            let message =
                "`or next band if cheaper` prices the whole by one band, and `progressive` bands price slices";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help("keep one of the two"));
        }
        self.next_bands(head, &mut rows, written)?;
        Some(match slicing {
            Slicing::Whole => {
                rows.iter_mut().for_each(|row| clamp(&mut row.outcome, clamps));
                Body::Bands(Bands { measure: measure.expression, rows })
            }
            Slicing::Slice => {
                Body::Progressive(Progressive { measure: measure.expression, rows, clamps: clamps.to_vec() })
            }
        })
    }
}

impl Resolver<'_> {
    /// Notes which rows look at the next one: all where the head says so, else those that say it themselves.
    fn next_bands(&mut self, head: &LineHead, rows: &mut [Row], written: &[WrittenRow<'_>]) -> Option<()> {
        if let Some(everywhere) = head.next_band {
            if let Some(again) = written.iter().find_map(|row| row.next_band) {
                let message = "the statement says this for all of its rows already";
                let diagnostic = Diagnostic::new(Code::NOT_HERE, again, message).related(everywhere, "here");
                return self.refuse(diagnostic.help("keep one of the two"));
            }
            rows.iter_mut().for_each(|row| row.next_band = NextBand::IfCheaper);
            return Some(());
        }
        let is_priced: Vec<bool> = rows.iter().map(|row| matches!(row.outcome, RowOutcome::Price(_))).collect();
        let mut complete = Some(());
        for ((row, written), index) in rows.iter_mut().zip(written).zip(0_usize..) {
            let Some(span) = written.next_band else { continue };
            let message = match (is_priced.get(index), is_priced.get(index.saturating_add(1))) {
                (_, None) => "no band comes after the last row",
                (Some(true), Some(true)) => {
                    row.next_band = NextBand::IfCheaper;
                    continue;
                }
                (Some(false) | None, Some(_)) => "this row has no price that the next band could be cheaper than",
                (Some(true), Some(false)) => "the next row has no price that could be cheaper",
            };
            self.report(Diagnostic::new(Code::NOT_HERE, span, message).help("remove `or next band if cheaper`"));
            complete = None;
        }
        complete
    }
}

/// Adds the clamps that hold for every row.
pub(super) fn clamp(outcome: &mut RowOutcome, clamps: &[PriceStep]) {
    match outcome {
        RowOutcome::Price(price) => price.steps.extend(clamps.iter().cloned()),
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => {}
    }
}

/// What bands measure that do not say.
pub(super) fn billed_weight(span: Span) -> Typed {
    Typed { expression: Expression::Measure(Measure::BilledWeight), kind: Kind::Weight, span }
}

/// Whether a unit is one of kilograms and centimetres, and not of pounds and inches.
const fn is_metric(unit: Unit) -> bool {
    !matches!(unit, Unit::Pound | Unit::Ounce | Unit::Inch | Unit::Foot | Unit::CubicInch | Unit::CubicFoot)
}

/// The unit of most bounds, and a warning of those in pounds or inches among metric ones, or the other way round: the
/// fewer are told.
pub(super) fn mixed_units(bounds: &[&RowBound]) -> Option<(String, Diagnostic)> {
    let (mut metric, mut other) = (Vec::new(), Vec::new());
    for bound in bounds {
        let Some((_, quantity)) = bound.bound() else { continue };
        let word = quantity.unit.as_ref().map_or("", |unit| &*unit.name.text);
        match Unit::ALL.into_iter().find(|unit| unit.word() == word) {
            Some(unit) if is_metric(unit) => metric.push((quantity.span, word)),
            Some(_) => other.push((quantity.span, word)),
            None => {}
        }
    }
    let (few, many) = if metric.len() < other.len() { (metric, other) } else { (other, metric) };
    let ((span, word), (beside, usual)) = (few.first()?, many.first()?);
    let mut diagnostic = Diagnostic::new(
        Code::MIXED_UNITS,
        *span,
        format!("this bound is in `{word}`, and the rows beside it are in `{usual}`"),
    )
    .related(*beside, format!("in `{usual}`"))
    .help(format!("write the bound in `{usual}`, unless the carrier's table changes its units here"));
    if few.len() > 1 {
        diagnostic = diagnostic.note(format!("so it is with {} rows of the table", few.len()));
    }
    Some(((*usual).to_owned(), diagnostic))
}
