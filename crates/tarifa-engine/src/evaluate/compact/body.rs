//! What a statement comes to where it has one price or bands, in the tariff's own currency.

use smallvec::SmallVec;

use crate::exact::{Exact, RoundingMode};
use crate::program::{
    Amount, Bands, Block, Body, Condition, Count, DateField, Expression, LineId, LineKind, NextBand, PayerId, Price,
    PriceStep, Program, Row, RowOutcome, Units,
};

use super::divisor::Divisor;
use super::parts::{Denominators, RoundedParts, Slot, lcm, most, scaled};
use super::registers::{Register, Sum};
use super::units::{Plain, Step, Units as CompactUnits};

/// Parts of a unit of money beyond which too little room is left above the line.
const FINEST_MONEY: i64 = 1_000_000_000_000;

/// One price for all, or the price of the band that holds a measure.
#[derive(Clone, Debug)]
pub(in crate::evaluate) struct CompactBody {
    /// The line that it prices.
    pub(super) line: LineId,
    pub(super) kind: LineKind,
    /// Who pays it.
    pub(super) payer: PayerId,
    /// When it applies, where its scope says no more than between which days of shipping.
    pub(super) days: Option<Days>,
    /// What is banded; nothing where there is one price.
    measure: Option<Register>,
    /// The most parts that each row holds, ascending.
    uppers: Vec<i64>,
    /// The rows; none for one that only the general form can read.
    rows: Vec<Option<CompactPrice>>,
}

/// Days of shipping, as they are in a zone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) zone: u8,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// The price of a row: the line itself, and its parts that are lines of their own.
#[derive(Clone, Debug)]
pub(in crate::evaluate) struct CompactPrice {
    whole: Steps,
    parts: Vec<CompactPart>,
}

/// A part of a price that is a line of its own.
#[derive(Clone, Debug)]
pub(super) struct CompactPart {
    pub(super) line: LineId,
    pub(super) kind: LineKind,
    steps: Steps,
}

/// What is added and clamped from left to right, over one denominator, and rounded at the end.
#[derive(Clone, Debug)]
struct Steps {
    reckoning: Reckoning,
    /// The rounding; none where the amounts are whole parts of money already.
    rounded: Option<RoundedParts>,
}

#[derive(Clone, Debug)]
enum Reckoning {
    Plain(Plain),
    Stepped(Vec<Step>),
}

impl CompactBody {
    pub(super) fn new(program: &Program, block: &Block, denominators: Denominators) -> Option<Self> {
        if block.currency != program.currency {
            return None;
        }
        let (line, payer, kind) = (block.line, block.payer, kind_of(program, block.line)?);
        let days = if let Condition::Date { field: DateField::ShipDate, zone, from, to } = block.scope.when {
            Some(Days { zone, from, to })
        } else {
            None
        };
        let price = |outcome: &RowOutcome| match outcome {
            RowOutcome::Price(price) => CompactPrice::new(program, block.line, price, denominators),
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => None,
        };
        match &block.body {
            Body::Single(outcome) => {
                let rows = vec![Some(price(outcome)?)];
                Some(Self { line, kind, payer, days, measure: None, uppers: Vec::new(), rows })
            }
            Body::Bands(Bands { measure, rows }) => {
                let slot = Slot::of_formula(measure)?;
                let upper = |row: &Row| most(row.upper, denominators.of_slot(slot));
                Some(Self {
                    line,
                    kind,
                    payer,
                    days,
                    measure: Some(Register::of_measure(slot)),
                    uppers: rows.iter().map(upper).collect::<Option<_>>()?,
                    rows: rows
                        .iter()
                        // What looks at the next row as well is left to the general form.
                        .map(|row| price(&row.outcome).filter(|_| row.next_band == NextBand::Ignored))
                        .collect(),
                })
            }
            Body::Progressive(_) | Body::Rows(_) => None,
        }
    }

    /// The row that decides, with its price; nothing where the general form must look.
    #[inline]
    pub(in crate::evaluate) fn row(&self, read: impl Fn(Register) -> Option<i64>) -> Option<(usize, &CompactPrice)> {
        let position = match self.measure {
            None => 0,
            Some(register) => {
                let measure = read(register).filter(|measure| *measure >= 0)?;
                self.uppers.partition_point(|upper| *upper < measure)
            }
        };
        Some((position, self.rows.get(position)?.as_ref()?))
    }
}

impl CompactPrice {
    fn new(program: &Program, line: LineId, price: &Price, denominators: Denominators) -> Option<Self> {
        let mut parts: Vec<CompactPart> = Vec::new();
        for part in &price.parts {
            // A part that is the line itself, or is written twice, is entered in a way of its own.
            if part.line == line || parts.iter().any(|known| known.line == part.line) {
                return None;
            }
            let steps = Steps::new(program, &[PriceStep::Add(part.component.clone())], denominators)?;
            parts.push(CompactPart { line: part.line, kind: kind_of(program, part.line)?, steps });
        }
        Some(Self { whole: Steps::new(program, &price.steps, denominators)?, parts })
    }

    /// The parts that are lines of their own.
    #[inline]
    pub(super) fn parts(&self) -> &[CompactPart] {
        &self.parts
    }

    /// The rounded amount of the line in parts, given the measures and the lines before.
    #[inline]
    pub(super) fn amount(&self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        self.whole.rounded(read)
    }

    /// Hands on the line and its parts that are lines of their own, with their rounded amounts in parts.
    pub(in crate::evaluate) fn amounts(
        &self,
        own: LineId,
        read: impl Fn(Register) -> Option<i64>,
    ) -> Option<SmallVec<[(LineId, i64); 2]>> {
        let whole = Some((own, self.amount(&read)?));
        let parts = self.parts.iter().map(|part| Some((part.line, part.amount(&read)?)));
        std::iter::once(whole).chain(parts).collect()
    }
}

impl CompactPart {
    /// The rounded amount of the line in parts, given the measures and the lines before.
    #[inline]
    pub(super) fn amount(&self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        self.steps.rounded(read)
    }
}

fn kind_of(program: &Program, line: LineId) -> Option<LineKind> {
    program.lines.get(usize::from(line.0)).map(|line| line.kind)
}

impl Steps {
    fn new(program: &Program, written: &[PriceStep], denominators: Denominators) -> Option<Self> {
        // A clamp before the first amount has nothing to clamp; such a price is left to the general form.
        if matches!(written.first(), Some(PriceStep::Minimum(_) | PriceStep::Maximum(_))) {
            return None;
        }
        let rounding = program.rounding?;
        let money = i64::try_from(rounding.step.denominator()).ok()?;
        // As fine as money at least, so that what is written in its parts needs no rounding.
        let mut den = money;
        for step in written {
            let own = i64::try_from(finest(step, denominators, money)?.reduced().denominator()).ok()?;
            den = lcm(den, own).filter(|den| *den <= FINEST_MONEY)?;
        }
        let steps: Vec<Step> =
            written.iter().map(|step| Step::new(step, denominators, money, den)).collect::<Option<_>>()?;
        let unit = Exact::new(1, i128::from(den)).ok()?;
        let rounded = RoundedParts::new(unit, rounding, money)?;
        let reckoning = Plain::new(&steps).map_or(Reckoning::Stepped(steps), Reckoning::Plain);
        Some(Self { reckoning, rounded: (!rounded.changes_nothing()).then_some(rounded) })
    }

    #[inline]
    fn rounded(&self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        let amount = match &self.reckoning {
            Reckoning::Plain(plain) => plain.amount(read)?,
            Reckoning::Stepped(steps) => stepped(steps, read)?,
        };
        match &self.rounded {
            Some(rounded) => rounded.apply(amount),
            None => Some(amount),
        }
    }
}

fn stepped(steps: &[Step], read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
    steps.iter().try_fold(0_i64, |amount, step| match step {
        Step::Flat(flat) => amount.checked_add(*flat),
        Step::Units(units) => amount.checked_add(units.amount(&read)?),
        Step::Minimum(least) => Some(amount.max(*least)),
        Step::Maximum(most) => Some(amount.min(*most)),
    })
}

/// A number as fine as the step's amounts can be.
fn finest(step: &PriceStep, denominators: Denominators, money: i64) -> Option<Exact> {
    let component = match step {
        PriceStep::Minimum(bound) | PriceStep::Maximum(bound) => return Some(*bound),
        PriceStep::Add(component) => component,
    };
    match &component.amount {
        Amount::Flat(amount) => Some(*amount),
        Amount::Units(units) => match units.count {
            Count::Started => Some(units.rate),
            Count::Proportional => rate_of_part(units, denominators),
        },
        Amount::Share { share, .. } => share.checked_div(Exact::from_integer(money)).ok(),
        Amount::Formula(_) => None,
    }
}

/// The rate for one part of what is measured.
fn rate_of_part(units: &Units, denominators: Denominators) -> Option<Exact> {
    let den = denominators.of_slot(Slot::of_formula(&units.of)?);
    units.rate.checked_div(units.step.checked_mul(Exact::from_integer(den)).ok()?).ok()
}

impl Step {
    fn new(step: &PriceStep, denominators: Denominators, money: i64, den: i64) -> Option<Self> {
        let component = match step {
            PriceStep::Minimum(bound) => return Some(Self::Minimum(scaled(*bound, den)?)),
            PriceStep::Maximum(bound) => return Some(Self::Maximum(scaled(*bound, den)?)),
            PriceStep::Add(component) => component,
        };
        match &component.amount {
            Amount::Flat(amount) => Some(Self::Flat(scaled(*amount, den)?)),
            Amount::Units(units) => {
                let slot = Slot::of_formula(&units.of)?;
                let (of, parts) = (Sum::of_measure(slot), denominators.of_slot(slot));
                let above = scaled(units.above, parts)?;
                let (steps, rate) = match units.count {
                    Count::Started => {
                        (Divisor::new(scaled(units.step, parts)?, RoundingMode::Up)?, scaled(units.rate, den)?)
                    }
                    Count::Proportional => (Divisor::one()?, scaled(rate_of_part(units, denominators)?, den)?),
                };
                Some(Self::Units(CompactUnits { of, above, steps, rate }))
            }
            Amount::Share { share, of } => {
                let part = share.checked_div(Exact::from_integer(money)).ok()?;
                let (of, rate) = (sum_of_lines(of)?, scaled(part, den)?);
                Some(Self::Units(CompactUnits { of, above: 0, steps: Divisor::one()?, rate }))
            }
            Amount::Formula(_) => None,
        }
    }
}

/// The lines that a formula adds up, where it does nothing else.
fn sum_of_lines(formula: &Expression) -> Option<Sum> {
    let and = |sum: Sum, formula: &Expression| match formula {
        Expression::Line(line) => sum.and_line(*line),
        Expression::Sum(_)
        | Expression::Constant(_)
        | Expression::Measure(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => None,
    };
    if let Expression::Sum(parts) = formula {
        return parts.iter().try_fold(Sum::NOUGHT, and);
    }
    and(Sum::NOUGHT, formula)
}
