//! What a statement comes to: a single price, bands, slices, or the cheapest of bounded rows.

use smallvec::SmallVec;

use crate::exact::{Exact, RoundingMode};
use crate::program::{
    Bands, Block, BlockId, Body, BoundedRow, BoundedRows, End, Expression, LineId, LineKind, Measure, NextBand, Price,
    Progressive, Row, RowOutcome,
};

use super::run::{Evaluation, Listening, Stop};
use super::{Event, Fault, Trace};

/// What a statement says.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// A price.
    Priced(Reckoned),
    /// The row says `refuse`.
    Refused { row: u32 },
    /// The row says `refer`.
    Referred { row: u32 },
}

/// A price in the block's currency, before it is converted and rounded.
#[derive(Clone, Debug)]
pub(super) struct Reckoned {
    /// The row that was read, or the first of several.
    pub(super) row: u32,
    /// The amount; none where all of it is charged with another parcel.
    pub(super) amount: Option<Exact>,
    /// The parts that are lines of their own.
    pub(super) parts: Parts,
}

/// Parts that are lines of their own.
pub(super) type Parts = SmallVec<[(LineId, Exact); 1]>;

impl Reckoned {
    /// Everything together, to compare offers of one statement.
    fn sum(&self) -> Result<Exact, Stop> {
        let mut sum = self.amount.unwrap_or(Exact::ZERO);
        for (_, part) in &self.parts {
            sum = sum.checked_add(*part)?;
        }
        Ok(sum)
    }

    /// Adds another price of the same statement.
    fn add(&mut self, other: &Self) -> Result<(), Stop> {
        self.amount = match (self.amount, other.amount) {
            (Some(left), Some(right)) => Some(left.checked_add(right)?),
            (left, right) => left.or(right),
        };
        for (line, amount) in &other.parts {
            add_part(&mut self.parts, *line, *amount)?;
        }
        Ok(())
    }

    /// Takes the price several times.
    fn times(&mut self, times: Exact) -> Result<(), Stop> {
        if let Some(amount) = &mut self.amount {
            *amount = amount.checked_mul(times)?;
        }
        for (_, part) in &mut self.parts {
            *part = part.checked_mul(times)?;
        }
        Ok(())
    }
}

/// Adds to the part that is this line.
pub(super) fn add_part(parts: &mut Parts, line: LineId, amount: Exact) -> Result<(), Stop> {
    match parts.iter_mut().find(|(known, _)| *known == line) {
        Some((_, sum)) => *sum = sum.checked_add(amount)?,
        None => parts.push((line, amount)),
    }
    Ok(())
}

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// What the statement says of what is at hand.
    #[inline]
    pub(super) fn body(&mut self, id: BlockId, block: &'p Block) -> Result<Outcome, Stop> {
        match &block.body {
            Body::Single(outcome) => {
                self.tell(|| Event::Row { row: 0, measure: None });
                self.outcome(id, 0, outcome)
            }
            Body::Bands(bands) => self.bands(id, block, bands),
            Body::Progressive(progressive) => self.progressive(id, progressive),
            Body::Rows(rows) => self.bounded_rows(id, rows),
        }
    }

    /// What a row says, where it is no `repeat`.
    #[inline]
    fn outcome(&mut self, id: BlockId, row: u32, outcome: &'p RowOutcome) -> Result<Outcome, Stop> {
        match outcome {
            RowOutcome::Price(price) => Ok(Outcome::Priced(self.reckon(id, row, price)?)),
            RowOutcome::Refuse(_) => Ok(Outcome::Refused { row }),
            RowOutcome::Refer(_) => Ok(Outcome::Referred { row }),
            // Only bands repeat; a loaded program has no such row elsewhere.
            RowOutcome::Repeat => Err(Fault::NoRow(id).into()),
        }
    }

    #[inline]
    fn bands(&mut self, id: BlockId, block: &'p Block, bands: &'p Bands) -> Result<Outcome, Stop> {
        let measure = self.amount(&bands.measure)?;
        let Some((position, row)) = band_of(&bands.rows, measure) else { return Err(Fault::NoRow(id).into()) };
        match (&row.outcome, row.next_band) {
            (RowOutcome::Repeat, _) => self.repeat(id, bands, position, measure),
            (RowOutcome::Price(price), NextBand::IfCheaper) => {
                self.or_next_band(id, block, bands, (position, row, price), measure)
            }
            (RowOutcome::Price(_), NextBand::Ignored) | (RowOutcome::Refuse(_) | RowOutcome::Refer(_), _) => {
                self.tell(|| Event::Row { row: number(position), measure: Some(measure) });
                self.outcome(id, number(position), &row.outcome)
            }
        }
    }

    /// The row's own price, or that of the next row at its lower bound where it is less.
    fn or_next_band(
        &mut self,
        id: BlockId,
        block: &'p Block,
        bands: &'p Bands,
        (position, row, price): (usize, &'p Row, &'p Price),
        measure: Exact,
    ) -> Result<Outcome, Stop> {
        let next_position = position.saturating_add(1);
        let next = bands.rows.get(next_position).and_then(|next| price_of(&next.outcome));
        let (Some(next), Some((bound, _))) = (next, row.upper) else {
            self.tell(|| Event::Row { row: number(position), measure: Some(measure) });
            return Ok(Outcome::Priced(self.reckon(id, number(position), price)?));
        };
        let own_sum = self.hushed(|this| this.reckon(id, number(position), price)?.sum())?;
        let next_sum = self.hushed(|this| {
            this.at_bound(&bands.measure, bound, |this| this.reckon(id, number(next_position), next)?.sum())
        })?;
        if own_sum <= next_sum {
            self.tell(|| Event::Row { row: number(position), measure: Some(measure) });
            return Ok(Outcome::Priced(self.reckon(id, number(position), price)?));
        }
        self.tell(|| Event::Row { row: number(next_position), measure: Some(bound) });
        self.tell(|| Event::NextBand { measure, priced_as: bound, own: own_sum, next: next_sum });
        self.note_priced_as(block, &bands.measure, bound);
        self.at_bound(&bands.measure, bound, |this| {
            Ok(Outcome::Priced(this.reckon(id, number(next_position), next)?))
        })
    }

    /// The weight that the freight was priced at stands beside the billed weight.
    fn note_priced_as(&mut self, block: &Block, measure: &Expression, bound: Exact) {
        let freight = self.line_named(block.line).is_some_and(|line| line.kind == LineKind::Freight);
        if freight
            && *measure == Expression::Measure(Measure::BilledWeight)
            && let Some(weight) = self.quote.billed_weights.last_mut()
        {
            weight.priced_as = Some(bound);
        }
    }

    /// Whole top bands, then the band of the rest.
    fn repeat(&mut self, id: BlockId, bands: &'p Bands, position: usize, measure: Exact) -> Result<Outcome, Stop> {
        let top_position = position.checked_sub(1).ok_or(Fault::NoRow(id))?;
        let top = bands.rows.get(top_position).ok_or(Fault::NoRow(id))?;
        let (Some((bound, _)), Some(price)) = (top.upper, price_of(&top.outcome)) else {
            return match bands.rows.get(top_position).map(|row| &row.outcome) {
                Some(outcome @ (RowOutcome::Refuse(_) | RowOutcome::Refer(_))) => {
                    self.outcome(id, number(top_position), outcome)
                }
                Some(RowOutcome::Price(_) | RowOutcome::Repeat) | None => Err(Fault::NoRow(id).into()),
            };
        };
        let whole = measure.steps_of(bound, RoundingMode::Down)?;
        let times = Exact::from_wide_integer(whole)?;
        let rest = measure.checked_sub(bound.checked_mul(times)?)?;
        self.tell(|| Event::Row { row: number(top_position), measure: Some(bound) });
        self.tell(|| Event::Repeated { times, top: bound });
        let mut reckoned = self.at_bound(&bands.measure, bound, |this| this.reckon(id, number(top_position), price))?;
        reckoned.times(times)?;
        if rest.is_positive() {
            let Some((position, row)) = band_of(&bands.rows, rest) else { return Err(Fault::NoRow(id).into()) };
            self.tell(|| Event::Row { row: number(position), measure: Some(rest) });
            let of_rest =
                self.at_bound(&bands.measure, rest, |this| this.outcome(id, number(position), &row.outcome))?;
            match of_rest {
                Outcome::Priced(of_rest) => reckoned.add(&of_rest)?,
                Outcome::Refused { .. } | Outcome::Referred { .. } => return Ok(of_rest),
            }
        }
        Ok(Outcome::Priced(reckoned))
    }

    /// Every slice of the measure at the price of its row, summed.
    fn progressive(&mut self, id: BlockId, progressive: &'p Progressive) -> Result<Outcome, Stop> {
        let measure = self.amount(&progressive.measure)?;
        let Some((last, _)) = band_of(&progressive.rows, measure) else { return Err(Fault::NoRow(id).into()) };
        let outer = self.slice;
        let found = self.slices(id, progressive, last, measure);
        self.slice = outer;
        found
    }

    fn slices(
        &mut self,
        id: BlockId,
        progressive: &'p Progressive,
        last: usize,
        measure: Exact,
    ) -> Result<Outcome, Stop> {
        let mut lower = Exact::ZERO;
        let mut sum: Option<Reckoned> = None;
        for (position, row) in progressive.rows.iter().enumerate().take(last.saturating_add(1)) {
            let upper = row.upper.map_or(measure, |(bound, _)| bound.min(measure));
            let slice = upper.checked_sub(lower)?;
            self.slice = slice;
            self.tell(|| Event::Row { row: number(position), measure: Some(measure) });
            self.tell(|| Event::Slice { row: number(position), slice });
            match (self.outcome(id, number(position), &row.outcome)?, &mut sum) {
                (Outcome::Priced(part), Some(sum)) => sum.add(&part)?,
                (Outcome::Priced(part), sum @ None) => *sum = Some(part),
                (away @ (Outcome::Refused { .. } | Outcome::Referred { .. }), _) => return Ok(away),
            }
            lower = upper;
        }
        let Some(mut sum) = sum else { return Err(Fault::NoRow(id).into()) };
        self.steps(id, &progressive.clamps, &mut sum.amount)?;
        Ok(Outcome::Priced(sum))
    }

    /// The cheapest row whose every bound holds; a row that turns away decides only where none has a price.
    fn bounded_rows(&mut self, id: BlockId, rows: &'p BoundedRows) -> Result<Outcome, Stop> {
        let mut measures: SmallVec<[Exact; 4]> = SmallVec::new();
        let mut stop = None;
        for measure in &rows.measures {
            match self.amount(measure) {
                Ok(value) => measures.push(value),
                Err(found) => stop = Some(found),
            }
        }
        if let Some(stop) = stop {
            return Err(stop);
        }
        let mut cheapest: Option<(Exact, usize, &'p Price)> = None;
        let mut away = None;
        for (position, row) in rows.rows.iter().enumerate().filter(|(_, row)| holds_all(row, &measures)) {
            match &row.outcome {
                RowOutcome::Price(price) => {
                    let sum = self.hushed(|this| this.reckon(id, number(position), price)?.sum())?;
                    if cheapest.is_none_or(|(least, _, _)| sum < least) {
                        cheapest = Some((sum, position, price));
                    }
                }
                RowOutcome::Refuse(_) | RowOutcome::Refer(_) => {
                    away.get_or_insert((position, &row.outcome));
                }
                RowOutcome::Repeat => return Err(Fault::NoRow(id).into()),
            }
        }
        match (cheapest, away) {
            (Some((_, position, price)), _) => {
                self.tell(|| Event::Row { row: number(position), measure: None });
                Ok(Outcome::Priced(self.reckon(id, number(position), price)?))
            }
            (None, Some((position, outcome))) => self.outcome(id, number(position), outcome),
            (None, None) => Err(Fault::NoRow(id).into()),
        }
    }

    /// Reckons with the measure of the bands taken at a bound.
    fn at_bound<R>(
        &mut self,
        measure: &'p Expression,
        bound: Exact,
        reckon: impl FnOnce(&mut Self) -> Result<R, Stop>,
    ) -> Result<R, Stop> {
        let outer = self.substitute.replace((measure, bound));
        let found = reckon(self);
        self.substitute = outer;
        found
    }

    /// Reckons what is only compared, and tells nobody.
    fn hushed<R>(&mut self, reckon: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.listening, Listening::Hushed);
        let found = reckon(self);
        self.listening = outer;
        found
    }
}

fn price_of(outcome: &RowOutcome) -> Option<&Price> {
    match outcome {
        RowOutcome::Price(price) => Some(price),
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
    }
}

/// The first row whose upper bound holds the value; upper bounds ascend.
#[inline]
fn band_of(rows: &[Row], value: Exact) -> Option<(usize, &Row)> {
    let position = rows.partition_point(|row| !is_within(row.upper, value));
    rows.get(position).map(|row| (position, row))
}

#[inline]
fn is_within(upper: Option<(Exact, End)>, value: Exact) -> bool {
    match upper {
        None => true,
        Some((bound, End::Included)) => value <= bound,
        Some((bound, End::Excluded)) => value < bound,
    }
}

fn holds_all(row: &BoundedRow, measures: &[Exact]) -> bool {
    row.uppers.iter().zip(measures).all(|(upper, value)| is_within(*upper, *value))
}

/// A row's position as the answer has it.
#[inline]
pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
