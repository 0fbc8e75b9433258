//! Cells of a row, or heads of a card, that stand in each other's column: one slip, and one finding.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::currency::Currency;
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree::{Card, CardRow, CellKind, Quantity};

use super::super::Resolver;
use super::super::typed::Kind;
use super::Column;

impl Resolver<'_> {
    /// Reports a price and a bound, or two bounds, that stand in each other's column.
    pub(super) fn exchanged_cells(&mut self, card: &Card, columns: &[Column]) -> Option<()> {
        self.exchanged(card, |row| price_and_bound(row, columns))?;
        self.exchanged(card, |row| two_bounds(row, columns))
    }

    /// Reports the columns that `of_row` finds; where it finds the same two in every row, the heads are exchanged.
    fn exchanged(&mut self, card: &Card, of_row: impl Fn(&CardRow) -> Option<(usize, usize)>) -> Option<()> {
        let found: Vec<_> = card.rows.iter().filter_map(|row| Some((row, of_row(row)?))).collect();
        let Some((row, (first, second))) = found.first().copied() else { return Some(()) };
        let is_in_all = found.len() == card.rows.len() && found.iter().all(|(_, cells)| *cells == (first, second));
        let spans = if is_in_all && card.rows.len() > 1 {
            (card.heads.get(first)?.span, card.heads.get(second)?.span)
        } else {
            (row.cells.get(first)?.span, row.cells.get(second)?.span)
        };
        let message = format!("{} and {} stand in each other's column", self.quoted(spans.0), self.quoted(spans.1));
        let diagnostic = Diagnostic::new(Code::BAD_CARD, spans.0, message).related(spans.1, "the other one");
        self.refuse(diagnostic.help("exchange them"))
    }
}

/// The only price among the bounds of a row and the only bound among its prices.
fn price_and_bound(row: &CardRow, columns: &[Column]) -> Option<(usize, usize)> {
    let cells = || columns.iter().zip(&row.cells).enumerate();
    let mut prices =
        cells().filter(|(_, (column, cell))| matches!((column, &cell.kind), (Column::Bound(_), CellKind::Price(_))));
    let mut bounds = cells().filter(|(_, (column, cell))| {
        matches!((column, &cell.kind), (Column::Places(_) | Column::Others, CellKind::Bound(_)))
    });
    match ((prices.next(), prices.next()), (bounds.next(), bounds.next())) {
        ((Some((price, _)), None), (Some((bound, _)), None)) => Some((price, bound)),
        _ => None,
    }
}

/// The only two bounds of a row whose units are those of the other's column.
fn two_bounds(row: &CardRow, columns: &[Column]) -> Option<(usize, usize)> {
    let strangers = columns.iter().zip(&row.cells).enumerate().filter_map(|(index, (column, cell))| {
        let (Column::Bound(measure), CellKind::Bound(bound)) = (column, &cell.kind) else { return None };
        let written = kind_of(bound.bound()?.1)?;
        (written != measure.kind).then_some((index, written, &measure.kind))
    });
    match strangers.collect::<Vec<_>>().as_slice() {
        [(first, written, wanted), (second, other, its)] if written == *its && other == *wanted => {
            Some((*first, *second))
        }
        _ => None,
    }
}

/// What a quantity is by its unit; none where it has none of the language's.
fn kind_of(quantity: &Quantity) -> Option<Kind> {
    let unit = quantity.unit.as_ref().filter(|unit| unit.per.is_none())?;
    let text = &*unit.name.text;
    let measured = text.parse::<Unit>().ok().map(|unit| Kind::of_dimension(unit.dimension()));
    measured.or_else(|| text.parse::<Currency>().ok().map(Kind::Money))
}
