//! What a service says of what it carries, in pieces: for each statement the
//! stretches of rows that say the same kind of thing.

use tarifa_engine::program::{Block, Body, Expression, Interval, Row, RowOutcome};

use crate::region::{Region, Undecided};

use super::context::{Carried, Context};

/// What kind of thing a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A price.
    Price,
    /// Not carried.
    Refuse,
    /// Somebody must be asked.
    Refer,
}

/// A stretch of rows of one statement.
#[derive(Clone, Debug)]
pub(super) struct Piece<'b> {
    /// The statement.
    pub(super) block: &'b Block,
    /// Where it decides.
    pub(super) region: Region,
    /// The bounds of the stretch.
    pub(super) cell: Vec<(Expression, Interval)>,
    /// What it says.
    pub(super) kind: Kind,
}

/// The pieces of every statement of the service that `wanted` takes.
pub(super) fn of_service<'a>(
    context: &mut Context<'a>,
    carried: &Carried<'_>,
    wanted: impl Fn(&Block) -> bool,
) -> Result<Vec<Piece<'a>>, Undecided> {
    let mut pieces = Vec::new();
    for (_, block) in context.blocks() {
        if !block.scope.services.contains(carried.id.0.into()) || !wanted(block) {
            continue;
        }
        let region = context.decided(carried.id, block)?;
        let stretches = stretches(&block.body);
        pieces.extend(stretches.into_iter().map(|(cell, kind)| Piece { block, region, cell, kind }));
    }
    Ok(pieces)
}

/// The kind of thing that a row says.
pub(super) fn kind(outcome: &RowOutcome) -> Kind {
    match outcome {
        RowOutcome::Price(_) | RowOutcome::Repeat => Kind::Price,
        RowOutcome::Refuse(_) => Kind::Refuse,
        RowOutcome::Refer(_) => Kind::Refer,
    }
}

/// Bounds of measures, and what the rows within say.
type Stretch = (Vec<(Expression, Interval)>, Kind);

fn stretches(body: &Body) -> Vec<Stretch> {
    match body {
        Body::Single(outcome) => vec![(Vec::new(), kind(outcome))],
        Body::Bands(bands) => of_rows(&bands.measure, &bands.rows),
        Body::Progressive(bands) => of_rows(&bands.measure, &bands.rows),
        Body::Rows(rows) => {
            let cell = |row: &tarifa_engine::program::BoundedRow| {
                let bounds = rows.measures.iter().cloned().zip(&row.uppers);
                bounds.map(|(measure, upper)| (measure, Interval { lower: None, upper: *upper })).collect()
            };
            rows.rows.iter().map(|row| (cell(row), kind(&row.outcome))).collect()
        }
    }
}

fn of_rows(measure: &Expression, rows: &[Row]) -> Vec<Stretch> {
    let mut found: Vec<(Interval, Kind)> = Vec::new();
    let mut lower = None;
    for row in rows {
        let interval = row.interval(lower);
        let kind = kind(&row.outcome);
        match found.last_mut() {
            Some((last, known)) if *known == kind => last.upper = interval.upper,
            Some(_) | None => found.push((interval, kind)),
        }
        lower = row.upper;
    }
    found.into_iter().map(|(interval, kind)| (vec![(measure.clone(), interval)], kind)).collect()
}
