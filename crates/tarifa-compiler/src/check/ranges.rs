//! Between what bounds the amounts of a service lie, reckoned on paper: what is said here holds for every shipment.
//!
//! Each row of each statement is looked at with the measures that it and the limits leave. Bounds that cannot be told
//! are left open, which proves less but never too much.

use std::collections::BTreeMap;

use tarifa_engine::currency::Currency;
use tarifa_engine::exact::{Exact, RoundingMode};
use tarifa_engine::program::{
    Amount, Bands, Block, Body, ChargedPer, Component, Count, End, Expression, Interval, LineId, LineKind, Measure,
    NextBand, ParcelMode, Price, PriceStep, RowOutcome, Units,
};
use tarifa_engine::rounding::Rounding;

use crate::region::{Region, Undecided};
use crate::witness::range;
use crate::witness::{Parcel, measured, rates_in};

use super::consignment;
use super::context::{Carried, Context};
use super::known::{self, Known, Several};

/// The most rows of one statement that are reckoned.
const ROWS: usize = 5_000;

/// The bounds of each line and of the total.
#[derive(Clone, Debug)]
pub(super) struct Ranges {
    lines: BTreeMap<LineId, Interval>,
    total: Interval,
}

impl Ranges {
    /// Where the total lies.
    pub(super) fn total(&self) -> Interval {
        self.total
    }

    /// Where the amount of a line lies; nought where nothing charges it.
    pub(super) fn line(&self, line: LineId) -> Interval {
        self.lines.get(&line).copied().unwrap_or(range::point(Exact::ZERO))
    }
}

/// The bounds of what the service charges for the shipments in `when`, of which `claimed` is known besides.
pub(super) fn of_service(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    claimed: &[Known],
) -> Result<Ranges, Undecided> {
    let several = known::several(carried, claimed);
    // Parcels that are priced each are summed: the first pays what is charged once, the others do not.
    let first = of_parcel(context, carried, when, claimed, (several, Turn::First))?;
    if several == Several::Never || carried.service.parcels != ParcelMode::PricedEach {
        return Ok(first);
    }
    let later = of_parcel(context, carried, when, claimed, (several, Turn::Later))?;
    let lines = first.lines.iter().map(|(line, one)| (*line, with_more(*one, later.line(*line)))).collect();
    Ok(Ranges { lines, total: with_more(first.total, later.total) })
}

/// Whether what is charged once in a consignment is still to be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    First,
    Later,
}

/// One amount, and any number of others beside it.
fn with_more(one: Interval, others: Interval) -> Interval {
    let never_less = range::is_not_negative(&others);
    let never_more = others.upper.is_some_and(|(most, _)| !most.is_positive());
    Interval { lower: one.lower.filter(|_| never_less), upper: one.upper.filter(|_| never_more) }
}

fn of_parcel(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    claimed: &[Known],
    (several, turn): (Several, Turn),
) -> Result<Ranges, Undecided> {
    let program = context.program;
    let mut paper = Paper { context, carried, several, turn, lines: BTreeMap::new() };
    for (index, line) in (0..=u16::MAX).zip(&program.lines) {
        let mut found: Option<Interval> = paper.lines.get(&LineId(index)).copied();
        for block in program.blocks.iter().filter(|block| block.line == LineId(index)) {
            if block.scope.services.contains(carried.id.0.into()) {
                for amounts in paper.block(block, when, claimed)? {
                    for (part, amount) in amounts.parts {
                        // A part is charged where its row is, and nought elsewhere.
                        let amount = range::hull(&paper.rounded(amount), &range::point(Exact::ZERO));
                        let slot = paper.lines.entry(part).or_insert(amount);
                        *slot = range::hull(slot, &amount);
                    }
                    let main = paper.rounded(amounts.main);
                    found = Some(found.map_or(main, |found| range::hull(&found, &main)));
                }
            }
        }
        if let Some(found) = found {
            let is_certain = line.group.is_none() && paper.always_applies(LineId(index), when)?;
            let found = if is_certain { found } else { range::hull(&found, &range::point(Exact::ZERO)) };
            paper.lines.insert(LineId(index), found);
        }
    }
    let lines = paper.lines;
    let mut total = range::point(Exact::ZERO);
    for (index, line) in (0..=u16::MAX).zip(&program.lines) {
        let Some(amount) = lines.get(&LineId(index)).filter(|_| line.group.is_none()) else { continue };
        total = match line.kind {
            LineKind::Discount => range::subtract(&total, amount),
            LineKind::Freight | LineKind::Charge | LineKind::Tax => range::add(&total, amount),
        };
    }
    for group in &program.groups {
        let members = group.members.iter().filter_map(|line| lines.get(line));
        if let Some(charged) = members.copied().reduce(|one, other| range::hull(&one, &other)) {
            total = range::add(&total, &charged);
        }
    }
    Ok(Ranges { lines, total })
}

/// What one row comes to, with the parts that are lines of their own.
struct Amounts {
    main: Interval,
    parts: Vec<(LineId, Interval)>,
}

/// The reckoning of one service.
struct Paper<'p, 'c, 'a> {
    context: &'p mut Context<'a>,
    carried: &'p Carried<'c>,
    several: Several,
    turn: Turn,
    /// The lines reckoned so far, in the order of computing.
    lines: BTreeMap<LineId, Interval>,
}

/// A row that is looked at: who is weighed, what is known of it, and where its price is written.
struct At<'r, 'a> {
    parcel: &'r Parcel<'a>,
    known: &'r [Known],
    block: &'r Block,
}

impl Paper<'_, '_, '_> {
    /// Whether some statement of the line applies to whatever the service carries in `when`.
    fn always_applies(&mut self, line: LineId, when: Region) -> Result<bool, Undecided> {
        let program = self.context.program;
        let blocks = || program.blocks.iter().filter(|block| block.line == line);
        let is_freight = program.lines.get(usize::from(line.0)).is_some_and(|line| line.kind == LineKind::Freight);
        if is_freight && blocks().next().is_some() {
            // Whatever has a price has a freight.
            return Ok(true);
        }
        if self.adds_up() {
            // Conditions that every single parcel meets a sum of them need not meet.
            return Ok(false);
        }
        let mut applies = Vec::new();
        for block in blocks().filter(|block| block.scope.services.contains(self.carried.id.0.into())) {
            applies.push(self.context.decided(self.carried.id, block)?);
        }
        let applies = self.context.asker.diagram.union(applies)?;
        let all = self.context.and(self.carried.region, when)?;
        Ok(self.context.minus(all, applies)?.is_empty())
    }

    /// What each row of a statement that something reaches comes to, in the tariff's currency.
    fn block(&mut self, block: &Block, when: Region, claimed: &[Known]) -> Result<Vec<Amounts>, Undecided> {
        let decided = self.context.decided(self.carried.id, block)?;
        let region = self.context.and(decided, when)?;
        let mut all = Vec::new();
        let mut known = known::of_service(self.carried.service);
        known.extend(known::of_condition(&block.scope.when));
        known.extend(claimed.iter().cloned());
        let carried = self.carried;
        for (case, parcel) in &carried.cases {
            if self.context.and(region, *case)?.is_empty() {
                continue;
            }
            if rows(&block.body) > ROWS {
                all.push(Amounts { main: range::EVERYTHING, parts: everywhere(&block.body) });
            } else {
                all.extend(self.body(&At { parcel, known: &known, block }));
            }
        }
        Ok(all)
    }

    fn body(&self, at: &At<'_, '_>) -> Vec<Amounts> {
        match &at.block.body {
            Body::Single(outcome) => self.row(at, &[], outcome).into_iter().collect(),
            Body::Bands(bands) => {
                let reached = self.bands(at, bands);
                match bands.rows.iter().map(|row| row.next_band).find(|next| *next == NextBand::IfCheaper) {
                    None | Some(NextBand::Ignored) => reached,
                    Some(NextBand::IfCheaper) => {
                        // The next row may be cheaper, even one that the limits leave out of reach.
                        let any = together(self.bands(&At { known: &[], ..*at }, bands));
                        let least = any.as_ref().and_then(|any| any.main.lower);
                        let parts = any.map(|any| any.parts).unwrap_or_default();
                        let cheaper = |row: Amounts| Amounts {
                            main: Interval { lower: least, ..row.main },
                            parts: row.parts.into_iter().chain(parts.iter().copied()).collect(),
                        };
                        reached.into_iter().map(cheaper).collect()
                    }
                }
            }
            Body::Rows(rows) => {
                let priced = rows.rows.iter().filter_map(|row| {
                    let bounds = rows.measures.iter().cloned().zip(&row.uppers);
                    let own: Vec<Known> =
                        bounds.map(|(measure, upper)| (measure, Interval { lower: None, upper: *upper })).collect();
                    self.row(at, &own, &row.outcome)
                });
                priced.collect()
            }
            Body::Progressive(_) => vec![Amounts { main: range::EVERYTHING, parts: everywhere(&at.block.body) }],
        }
    }

    fn bands(&self, at: &At<'_, '_>, bands: &Bands) -> Vec<Amounts> {
        let mut lower = None;
        let rows = bands.rows.iter().filter_map(|row| {
            let own = (bands.measure.clone(), row.interval(lower));
            lower = row.upper;
            self.row(at, &[own], &row.outcome)
        });
        rows.collect()
    }

    /// What a row comes to; none where it has no price or nothing reaches it.
    fn row(&self, at: &At<'_, '_>, own: &[Known], outcome: &RowOutcome) -> Option<Amounts> {
        let price = match outcome {
            RowOutcome::Price(price) => price,
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) => return None,
            RowOutcome::Repeat => {
                return Some(Amounts { main: range::EVERYTHING, parts: everywhere(&at.block.body) });
            }
        };
        let known: Vec<Known> = at.known.iter().chain(own).cloned().collect();
        if !self.adds_up() {
            // Nothing at all is measured so: the row is out of reach.
            measured(self.context.program, at.parcel, &known, &Expression::Measure(Measure::Weight))?;
        }
        let at = At { known: &known, ..*at };
        let converted = |amount| self.converted(amount, at.block.currency, self.context.program.currency);
        let parts = price.parts.iter().map(|part| (part.line, converted(self.component(&at, &part.component))));
        Some(Amounts { main: converted(self.price(&at, price)), parts: parts.collect() })
    }

    fn price(&self, at: &At<'_, '_>, price: &Price) -> Interval {
        price.steps.iter().fold(range::point(Exact::ZERO), |sum, step| match step {
            PriceStep::Add(component) => range::add(&sum, &self.component(at, component)),
            PriceStep::Minimum(least) => range::greatest(&sum, &range::point(*least)),
            PriceStep::Maximum(most) => range::least(&sum, &range::point(*most)),
        })
    }

    fn component(&self, at: &At<'_, '_>, component: &Component) -> Interval {
        let amount = match &component.amount {
            Amount::Flat(amount) => range::point(*amount),
            Amount::Units(units) => self.units(at, units),
            Amount::Share { share, of } => range::scale(&self.amount(at, of), *share),
            Amount::Formula(formula) => self.amount(at, formula),
        };
        match (component.charged, self.carried.service.parcels) {
            (Some(ChargedPer::Consignment), ParcelMode::PricedEach) if self.turn == Turn::Later => {
                range::point(Exact::ZERO)
            }
            (Some(ChargedPer::Parcel), ParcelMode::WeighedEach | ParcelMode::WeighedTogether)
                if self.several == Several::Perhaps =>
            {
                range::multiply(&amount, &AT_LEAST_ONE)
            }
            (Some(ChargedPer::Consignment | ChargedPer::Parcel) | None, _) => amount,
        }
    }

    fn units(&self, at: &At<'_, '_>, units: &Units) -> Interval {
        let above = range::subtract(&self.amount(at, &units.of), &range::point(units.above));
        let above = range::greatest(&above, &range::point(Exact::ZERO));
        let Ok(per_unit) = Exact::ONE.checked_div(units.step) else { return range::EVERYTHING };
        let steps = range::scale(&above, per_unit);
        let counted = match (units.count, Rounding::new(RoundingMode::Up, Exact::ONE)) {
            (Count::Proportional, _) => steps,
            (Count::Started, Ok(whole)) => range::round(&steps, whole),
            (Count::Started, Err(_)) => range::EVERYTHING,
        };
        range::scale(&counted, units.rate)
    }

    /// The values of a formula.
    fn amount(&self, at: &At<'_, '_>, amount: &Expression) -> Interval {
        let each = |parts: &[Expression]| parts.iter().map(|part| self.amount(at, part)).collect::<Vec<_>>();
        let fold = |parts: &[Expression], combine: fn(&Interval, &Interval) -> Interval| {
            each(parts).into_iter().reduce(|one, other| combine(&one, &other)).unwrap_or(range::EVERYTHING)
        };
        match amount {
            Expression::Constant(value) => range::point(*value),
            Expression::Line(line) => self.lines.get(line).copied().unwrap_or(range::point(Exact::ZERO)),
            Expression::Group(group) => {
                let members =
                    self.context.program.groups.get(usize::from(group.0)).into_iter().flat_map(|it| &it.members);
                let members = members.filter_map(|line| self.lines.get(line));
                members.fold(range::point(Exact::ZERO), |all, member| range::hull(&all, member))
            }
            Expression::Sum(parts) => fold(parts, range::add),
            Expression::Product(parts) => fold(parts, range::multiply),
            Expression::Least(parts) => fold(parts, range::least),
            Expression::Greatest(parts) => fold(parts, range::greatest),
            Expression::Difference(left, right) => range::subtract(&self.amount(at, left), &self.amount(at, right)),
            Expression::Convert { amount, from, to } => self.converted(self.amount(at, amount), *from, *to),
            Expression::Choose { arms, otherwise } => arms
                .iter()
                .map(|(_, value)| self.amount(at, value))
                .fold(self.amount(at, otherwise), |all, arm| range::hull(&all, &arm)),
            Expression::Measure(measure) => self.measure(at, *measure),
            Expression::Fact(_)
            | Expression::Money { .. }
            | Expression::TotalOfItems(_)
            | Expression::DistinctHs(_)
            | Expression::Mean(_) => self.told(at, amount),
            Expression::Slice => range::EVERYTHING,
        }
    }

    fn measure(&self, at: &At<'_, '_>, measure: Measure) -> Interval {
        if measure == Measure::ParcelCount {
            return if self.several == Several::Never { range::point(Exact::ONE) } else { AT_LEAST_ONE };
        }
        self.told(at, &Expression::Measure(measure))
    }

    /// What the measures of one parcel allow; of several that add up only the lower end is known, and that of one alone.
    fn told(&self, at: &At<'_, '_>, amount: &Expression) -> Interval {
        let known = if self.adds_up() { &[] } else { at.known };
        let one = measured(self.context.program, at.parcel, known, amount).unwrap_or(range::EVERYTHING);
        if self.adds_up() { Interval { lower: one.lower, upper: None } } else { one }
    }

    /// Whether the measures of several parcels are added before they are priced.
    fn adds_up(&self) -> bool {
        self.several == Several::Perhaps && !consignment::is_like_one_parcel(self.context.program, self.carried)
    }

    fn converted(&self, amount: Interval, from: Currency, to: Currency) -> Interval {
        if from == to {
            return amount;
        }
        match rates_in(self.context.program, from, to) {
            Some(rates) if range::is_not_negative(&amount) => range::multiply(&amount, &rates),
            Some(_) | None => range::EVERYTHING,
        }
    }

    fn rounded(&self, amount: Interval) -> Interval {
        self.context.program.rounding.map_or(amount, |rounding| range::round(&amount, rounding))
    }
}

/// One or more.
const AT_LEAST_ONE: Interval = Interval { lower: Some((Exact::ONE, End::Included)), upper: None };

fn rows(body: &Body) -> usize {
    body.outcomes().count()
}

/// The parts of a body, of which nothing is known.
fn everywhere(body: &Body) -> Vec<(LineId, Interval)> {
    body.parts().map(|part| (part.line, range::EVERYTHING)).collect()
}

/// Rows of which any may be charged.
fn together(rows: Vec<Amounts>) -> Option<Amounts> {
    rows.into_iter().reduce(|mut one, other| {
        one.main = range::hull(&one.main, &other.main);
        one.parts.extend(other.parts);
        one
    })
}
