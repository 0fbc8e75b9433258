//! Where the rows of two statements say different things.

use tarifa_engine::program::{Block, Body, BoundedRow, BoundedRows, End, Expression, Interval, Row, RowOutcome};

/// Bounds of measures, all of which hold.
pub(super) type Cell = Vec<(Expression, Interval)>;

/// The cells in which two statements are not word for word the same; none where they agree everywhere.
pub(super) fn differing(a: &Block, b: &Block) -> Vec<Cell> {
    let same_money = a.currency == b.currency && a.payer == b.payer;
    if same_money && a.body == b.body {
        return Vec::new();
    }
    let (of_a, of_b) = (cells(&a.body), cells(&b.body));
    let mut found = Vec::new();
    if let (Body::Rows(a), Body::Rows(b)) = (&a.body, &b.body) {
        // Every row with several bounds holds the smallest shipment, on which all may agree.
        let corners = [a, b].map(|rows| rows.rows.iter().map(|row| corner(rows, row)).collect::<Vec<Cell>>());
        let [of_a, of_b] = corners;
        found.extend(of_a.iter().flat_map(|a| of_b.iter().filter_map(|b| meeting(a, b))).take(MOST));
    }
    let mut start = 0;
    for (cell_a, outcome_a) in &of_a {
        let mut met = false;
        for (index, (cell_b, outcome_b)) in of_b.iter().enumerate().skip(start) {
            let Some(cell) = meeting(cell_a, cell_b) else {
                // Rows of one measure ascend: past the last that meets, none meets any more.
                if met && is_banded(&a.body, &b.body) {
                    break;
                }
                continue;
            };
            if !met && is_banded(&a.body, &b.body) {
                start = index;
            }
            met = true;
            if !(same_money && outcome_a.is_some() && outcome_a == outcome_b) {
                found.push(cell);
            }
            if found.len() > MOST {
                return found;
            }
        }
    }
    found
}

/// Whether both are bands of one measure.
fn is_banded(a: &Body, b: &Body) -> bool {
    match (a, b) {
        (Body::Bands(a), Body::Bands(b)) => a.measure == b.measure,
        (Body::Single(_) | Body::Bands(_) | Body::Progressive(_) | Body::Rows(_), _) => false,
    }
}

/// More cells than anybody looks into.
const MOST: usize = 256;

/// The cells of a body with what they say; nothing said where only the engine can tell.
fn cells(body: &Body) -> Vec<(Cell, Option<&RowOutcome>)> {
    match body {
        Body::Single(outcome) => vec![(Vec::new(), Some(outcome))],
        Body::Bands(bands) => {
            of_rows(&bands.measure, &bands.rows).map(|(cell, row)| (cell, Some(&row.outcome))).collect()
        }
        // What a slice costs depends on the slices before it.
        Body::Progressive(bands) => of_rows(&bands.measure, &bands.rows).map(|(cell, _)| (cell, None)).collect(),
        Body::Rows(rows) => {
            let cell = |row: &BoundedRow| {
                let bounds = rows.measures.iter().cloned().zip(&row.uppers);
                bounds.map(|(measure, upper)| (measure, Interval { lower: None, upper: *upper })).collect()
            };
            // Of several rows that hold the cheapest decides, which only the engine can tell.
            let outcome = |row| if rows.rows.len() == 1 { Some(row) } else { None };
            rows.rows.iter().map(|row| (cell(row), outcome(&row.outcome))).collect()
        }
    }
}

/// What a row with several bounds holds above the next smaller bound of each measure.
fn corner(rows: &BoundedRows, row: &BoundedRow) -> Cell {
    let bounds = rows.measures.iter().zip(&row.uppers).enumerate();
    bounds
        .map(|(measure, (expression, upper))| {
            let others = rows.rows.iter().filter_map(|other| *other.uppers.get(measure)?);
            let smaller = others.filter(|(other, _)| upper.is_none_or(|(bound, _)| *other < bound));
            let lower = smaller.max_by_key(|(bound, _)| *bound).map(|(bound, end)| match end {
                End::Included => (bound, End::Excluded),
                End::Excluded => (bound, End::Included),
            });
            (expression.clone(), Interval { lower, upper: *upper })
        })
        .collect()
}

fn of_rows<'r>(measure: &'r Expression, rows: &'r [Row]) -> impl Iterator<Item = (Cell, &'r Row)> + 'r {
    let lowers = std::iter::once(None).chain(rows.iter().map(|row| row.upper));
    rows.iter().zip(lowers).map(move |(row, lower)| (vec![(measure.clone(), row.interval(lower))], row))
}

/// Both cells at once; none where bounds of one measure exclude each other.
fn meeting(a: &Cell, b: &Cell) -> Option<Cell> {
    let mut both = a.clone();
    for (measure, interval) in b {
        match both.iter_mut().find(|(known, _)| known == measure) {
            Some((_, known)) => *known = crate::witness::intersection(known, interval)?,
            None => both.push((measure.clone(), *interval)),
        }
    }
    Some(both)
}
