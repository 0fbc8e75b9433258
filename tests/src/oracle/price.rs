//! Lines and what prices them.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;
use tarifa_engine::program::{
    Amount, Bands, Block, BlockId, Body, BoundedRows, ChargedPer, Component, Count, End, ExclusiveGroup, LineId,
    LineKind, NextBand, ParcelMode, Price, PriceStep, Progressive, Row, RowOutcome, Units,
};

use super::condition::nothing;
use super::{Fraction, Missing, Outcome, View, fraction, round, whole};

/// The lines that are charged, with their payers.
type Lines = BTreeMap<LineId, (Fraction, String)>;

/// What a block comes to: its own line's amount and those of its parts, exact, in the block's currency.
#[derive(Clone, Debug, Default)]
struct Charged {
    own: Fraction,
    parts: BTreeMap<LineId, Fraction>,
}

impl Charged {
    fn sum(&self) -> Fraction {
        self.parts.values().fold(self.own.clone(), |sum, part| sum + part)
    }

    fn add(&mut self, other: &Self) {
        self.own += &other.own;
        for (line, amount) in &other.parts {
            *self.parts.entry(*line).or_insert_with(Fraction::zero) += amount;
        }
    }

    fn times(&self, factor: &Fraction) -> Self {
        let parts = self.parts.iter().map(|(line, amount)| (*line, amount * factor)).collect();
        Self { own: &self.own * factor, parts }
    }
}

impl View<'_> {
    /// Every line that is charged, with its payer; or that somebody must be asked, or that a row refuses.
    pub(super) fn lines(&self) -> Result<Outcome<Lines>, Missing> {
        let mut lines = BTreeMap::new();
        let mut refer = false;
        let mut freight = false;
        for (index, block) in self.model.blocks.iter().enumerate() {
            if !self.applies(index, block)? {
                continue;
            }
            match self.block(block)? {
                Outcome::Refuse => return Ok(Outcome::Refuse),
                Outcome::Refer => refer = true,
                Outcome::Priced(charged) => {
                    freight |= self.model.lines[usize::from(block.line.0)].kind == LineKind::Freight;
                    let payer = &self.model.payers[usize::from(block.payer.0)];
                    for line in charged.parts.keys().chain([&block.line]) {
                        lines.insert(*line, (self.line_or_nothing(*line)?, payer.clone()));
                    }
                }
            }
        }
        if refer {
            return Ok(Outcome::Refer);
        }
        assert!(freight, "a checked rule set prices what it carries: {}", self.service.name);
        lines.retain(|line, _| self.is_charged(*line).unwrap_or(true));
        Ok(Outcome::Priced(lines))
    }

    /// The rounded amount of a line in the tariff's currency; nothing where it does not apply.
    pub(super) fn line_or_nothing(&self, line: LineId) -> Result<Fraction, Missing> {
        if !self.is_charged(line)? {
            return Ok(nothing());
        }
        self.line_alone(line)
    }

    /// Whether no other line of its group is charged instead.
    fn is_charged(&self, line: LineId) -> Result<bool, Missing> {
        let Some(group) = self.model.lines[usize::from(line.0)].group else { return Ok(true) };
        let group = &self.model.groups[usize::from(group.0)];
        let mut best: Option<(LineId, Fraction)> = None;
        for member in &group.members {
            if !self.has_block(*member)? {
                continue;
            }
            let amount = self.line_alone(*member)?;
            let better = match (&best, group.rule) {
                (None, _) => true,
                (Some(_), ExclusiveGroup::First) => false,
                (Some((_, highest)), ExclusiveGroup::Highest) => amount > *highest,
            };
            if better {
                best = Some((*member, amount));
            }
        }
        Ok(best.is_some_and(|(member, _)| member == line))
    }

    fn has_block(&self, line: LineId) -> Result<bool, Missing> {
        for (index, block) in self.model.blocks.iter().enumerate() {
            if block.line == line && self.applies(index, block)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The rounded amount of a line, its group aside.
    fn line_alone(&self, line: LineId) -> Result<Fraction, Missing> {
        let mut sum = nothing();
        for (index, block) in self.model.blocks.iter().enumerate() {
            let concerns = block.line == line || block.body.parts().any(|part| part.line == line);
            if !concerns || !self.applies(index, block)? {
                continue;
            }
            if let Outcome::Priced(charged) = self.block(block)? {
                let rate = self.rate(block.currency, self.model.currency)?;
                if block.line == line {
                    sum += self.rounded(&(&charged.own * &rate));
                }
                if let Some(part) = charged.parts.get(&line) {
                    sum += self.rounded(&(part * &rate));
                }
            }
        }
        Ok(sum)
    }

    fn rounded(&self, amount: &Fraction) -> Fraction {
        match &self.model.rounding {
            Some(rounding) => round(amount, &fraction(rounding.step), rounding.mode),
            None => amount.clone(),
        }
    }

    /// Whether the block's scope holds and no block that overrides it decides instead.
    fn applies(&self, index: usize, block: &Block) -> Result<bool, Missing> {
        if !self.in_scope(block)? {
            return Ok(false);
        }
        let mut seen = BTreeSet::from([index]);
        let mut open: Vec<BlockId> = block.overridden_by.clone();
        while let Some(over) = open.pop() {
            let over_index = over.0 as usize;
            if !seen.insert(over_index) {
                continue;
            }
            let over = &self.model.blocks[over_index];
            if self.in_scope(over)? {
                return Ok(false);
            }
            open.extend(over.overridden_by.iter().copied());
        }
        Ok(true)
    }

    fn in_scope(&self, block: &Block) -> Result<bool, Missing> {
        let scope = &block.scope;
        let position = self.model.services.iter().position(|service| service.name == self.service.name);
        if !scope.services.contains(u32::try_from(position.expect("one of the model's")).expect("few")) {
            return Ok(false);
        }
        for (set, place, name) in
            [(scope.from, &self.shipment.origin, "origin"), (scope.to, &self.shipment.destination, "destination")]
        {
            if let Some(set) = set
                && !self.place_in(place.as_ref(), name, set)?
            {
                return Ok(false);
            }
        }
        self.holds(&scope.when)
    }

    fn block(&self, block: &Block) -> Result<Outcome<Charged>, Missing> {
        match &block.body {
            Body::Single(outcome) => self.outcome(outcome),
            Body::Bands(bands) => self.bands(bands),
            Body::Progressive(progressive) => self.progressive(progressive),
            Body::Rows(rows) => self.bounded_rows(rows),
        }
    }

    fn outcome(&self, outcome: &RowOutcome) -> Result<Outcome<Charged>, Missing> {
        Ok(match outcome {
            RowOutcome::Price(price) => Outcome::Priced(self.price(price)?),
            RowOutcome::Refuse(_) => Outcome::Refuse,
            RowOutcome::Refer(_) => Outcome::Refer,
            RowOutcome::Repeat => panic!("`repeat` stands only in a banded block"),
        })
    }

    fn bands(&self, bands: &Bands) -> Result<Outcome<Charged>, Missing> {
        let value = self.amount(&bands.measure)?;
        let index = bands.rows.iter().position(|row| holds_below(row, &value)).expect("a row for what is carried");
        let row = &bands.rows[index];
        if let RowOutcome::Repeat = row.outcome {
            return self.repeated(bands, index, &value);
        }
        let own = self.outcome(&row.outcome)?;
        if let (NextBand::IfCheaper, Outcome::Priced(own), Some((bound, _)), Some(next)) =
            (row.next_band, &own, row.upper, bands.rows.get(index + 1))
            && matches!(next.outcome, RowOutcome::Price(_))
            && let Outcome::Priced(there) = self.standing_in(bands, &fraction(bound)).outcome(&next.outcome)?
            && there.sum() < own.sum()
        {
            return Ok(Outcome::Priced(there));
        }
        Ok(own)
    }

    fn standing_in(&self, bands: &Bands, value: &Fraction) -> Self {
        Self { stand_in: Some((bands.measure.clone(), value.clone())), ..self.clone() }
    }

    /// As many whole top bands as fit, then the band of the rest.
    fn repeated(&self, bands: &Bands, index: usize, value: &Fraction) -> Result<Outcome<Charged>, Missing> {
        let (top, _) = bands.rows[index - 1].upper.expect("the row before `repeat` has a bound");
        let top = fraction(top);
        let count = (value / &top).floor();
        let rest = value - &top * &count;
        let mut sum = match self.standing_in(bands, &top).outcome(&bands.rows[index - 1].outcome)? {
            Outcome::Priced(whole_band) => whole_band.times(&count),
            other => return Ok(other),
        };
        if rest > nothing() {
            let row = bands.rows.iter().find(|row| holds_below(row, &rest)).expect("the rest is below the top");
            match self.standing_in(bands, &rest).outcome(&row.outcome)? {
                Outcome::Priced(charged) => sum.add(&charged),
                other => return Ok(other),
            }
        }
        Ok(Outcome::Priced(sum))
    }

    fn progressive(&self, progressive: &Progressive) -> Result<Outcome<Charged>, Missing> {
        let value = self.amount(&progressive.measure)?;
        let mut sum = Charged::default();
        let mut from = nothing();
        for row in &progressive.rows {
            let to = row.upper.map_or_else(|| value.clone(), |(bound, _)| fraction(bound).min(value.clone()));
            if to > from || (from.is_zero() && value.is_zero()) {
                let slice = Self { slice: Some(&to - &from), ..self.clone() };
                match slice.outcome(&row.outcome)? {
                    Outcome::Priced(charged) => sum.add(&charged),
                    other => return Ok(other),
                }
            }
            if holds_below(row, &value) {
                clamp(&mut sum.own, &progressive.clamps);
                return Ok(Outcome::Priced(sum));
            }
            from = from.max(to);
        }
        panic!("a row for what is carried")
    }

    fn bounded_rows(&self, card: &BoundedRows) -> Result<Outcome<Charged>, Missing> {
        let values = card.measures.iter().map(|measure| self.amount(measure)).collect::<Result<Vec<_>, _>>()?;
        let mut cheapest: Option<Charged> = None;
        let mut fallback = None;
        for row in &card.rows {
            let fits = row.uppers.iter().zip(&values).all(|(upper, value)| below(*upper, value));
            if !fits {
                continue;
            }
            match self.outcome(&row.outcome)? {
                Outcome::Priced(charged) => {
                    if cheapest.as_ref().is_none_or(|best| charged.sum() < best.sum()) {
                        cheapest = Some(charged);
                    }
                }
                other => fallback = fallback.or(Some(other)),
            }
        }
        Ok(match (cheapest, fallback) {
            (Some(charged), _) => Outcome::Priced(charged),
            (None, Some(other)) => other,
            (None, None) => panic!("a row for what is carried"),
        })
    }

    fn price(&self, price: &Price) -> Result<Charged, Missing> {
        let mut charged = Charged::default();
        for step in &price.steps {
            match step {
                PriceStep::Add(component) => charged.own += self.component(component)?,
                PriceStep::Minimum(least) => charged.own = charged.own.max(fraction(*least)),
                PriceStep::Maximum(most) => charged.own = charged.own.min(fraction(*most)),
            }
        }
        for part in &price.parts {
            *charged.parts.entry(part.line).or_insert_with(Fraction::zero) += self.component(&part.component)?;
        }
        Ok(charged)
    }

    fn component(&self, component: &Component) -> Result<Fraction, Missing> {
        let amount = self.charge(&component.amount)?;
        let each = self.service.parcels == ParcelMode::PricedEach;
        Ok(match component.charged {
            Some(ChargedPer::Parcel) if !each => amount * whole(self.parcel_count as u64),
            Some(ChargedPer::Consignment) if each && !self.first_parcel => nothing(),
            Some(ChargedPer::Parcel | ChargedPer::Consignment) | None => amount,
        })
    }

    /// What an amount comes to, exactly.
    pub(super) fn charge(&self, amount: &Amount) -> Result<Fraction, Missing> {
        Ok(match amount {
            Amount::Flat(amount) => fraction(*amount),
            Amount::Units(units) => self.units(units)?,
            Amount::Share { share, of } => fraction(*share) * self.amount(of)?,
            Amount::Formula(formula) => self.amount(formula)?,
        })
    }

    fn units(&self, units: &Units) -> Result<Fraction, Missing> {
        let measured = self.amount(&units.of)?;
        let above = (measured - fraction(units.above)).max(nothing());
        let steps = above / fraction(units.step);
        let steps = match units.count {
            Count::Proportional => steps,
            Count::Started => steps.ceil(),
        };
        Ok(fraction(units.rate) * steps)
    }
}

/// Applies the clamps of a progressive block.
fn clamp(amount: &mut Fraction, clamps: &[PriceStep]) {
    for step in clamps {
        match step {
            PriceStep::Minimum(least) => *amount = amount.clone().max(fraction(*least)),
            PriceStep::Maximum(most) => *amount = amount.clone().min(fraction(*most)),
            PriceStep::Add(_) => panic!("only clamps stand behind a progressive block"),
        }
    }
}

fn holds_below(row: &Row, value: &Fraction) -> bool {
    below(row.upper, value)
}

fn below(upper: Option<(tarifa_engine::exact::Exact, End)>, value: &Fraction) -> bool {
    upper.is_none_or(|(bound, end)| match end {
        End::Included => *value <= fraction(bound),
        End::Excluded => *value < fraction(bound),
    })
}
