//! Lines in the order of computing: which statement prices each, and what it comes to.

use crate::exact::Exact;
use crate::program::{Block, BlockId, Condition, Line, LineId, LineKind, PlaceField, Scope};

use super::body::{Outcome, Reckoned, number};
use super::compact::Register;
use super::condition::Truth;
use super::index::{Candidate, Test};
use super::run::{Asked, Evaluation, RateUsage, Stop, Undecided};
use super::{Event, Fault, QuoteLine, Reason, Rule, Trace};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// Prices what is at hand: every statement of the lane that applies.
    #[inline]
    pub(super) fn price(&mut self, parcel: u16) -> Result<(), Stop> {
        if self.asked == Asked::Verdict {
            return Ok(());
        }
        self.parcel = parcel;
        self.first_line = self.quote.lines.len();
        self.first_reason = self.quote.reasons.len();
        let (index, program) = (self.index, self.program);
        let lane = index.lane(self.id, self.shipment.destination);
        let mut group = None;
        for candidate in lane.candidates {
            let Some(block) = program.blocks.get(candidate.block.0 as usize) else { continue };
            if candidate.group != group {
                self.close_group(group)?;
                self.open_group();
                group = candidate.group;
            }
            self.rule = Rule::Block(candidate.block);
            match self.applies(*candidate, block, lane.test)? {
                Truth::No => {}
                Truth::Unknown => self.leave_undecided(candidate.block, block),
                Truth::Yes => self.charge(candidate.block, block)?,
            }
        }
        self.close_group(group)?;
        self.require_freight()
    }

    /// Whether a statement decides here: its scope holds, and no overriding one's does.
    #[inline]
    fn applies(&mut self, candidate: Candidate, block: &'p Block, to: Test) -> Result<Truth, Stop> {
        match (candidate.test, to) {
            (Test::Done, Test::Done) => return Ok(Truth::Yes),
            (Test::Condition, Test::Done) => return self.holds(&block.scope.when),
            (Test::Done | Test::Condition | Test::Needed, Test::Done | Test::Condition | Test::Needed) => {}
        }
        let mark = self.missed.len();
        let mut truth = self.scope_holds(&block.scope, to)?;
        for overriding in &block.overridden_by {
            if truth == Truth::No {
                break;
            }
            let Some(overriding) = self.program.blocks.get(overriding.0 as usize) else { continue };
            truth = match (truth, self.scope_holds(&overriding.scope, Test::Needed)?) {
                (_, Truth::Yes) => Truth::No,
                (truth, Truth::No) => truth,
                (_, Truth::Unknown) => Truth::Unknown,
            };
        }
        if truth == Truth::No {
            self.missed.truncate(mark);
        }
        Ok(truth)
    }

    /// Whether everything that the scope words say holds.
    #[inline]
    fn scope_holds(&mut self, scope: &'p Scope, to: Test) -> Result<Truth, Stop> {
        if !scope.services.contains(u32::from(self.id.0)) {
            return Ok(Truth::No);
        }
        let mark = self.missed.len();
        let mut answer = Truth::Yes;
        let from = scope.from.map(|set| (PlaceField::Origin, set));
        let to = scope.to.filter(|_| to == Test::Needed).map(|set| (PlaceField::Destination, set));
        for (field, set) in [from, to].into_iter().flatten() {
            answer = both(answer, self.place(field, set));
            if answer == Truth::No {
                self.missed.truncate(mark);
                return Ok(Truth::No);
            }
        }
        if matches!(scope.when, Condition::Always) {
            return Ok(answer);
        }
        answer = both(answer, self.holds(&scope.when)?);
        if answer == Truth::No {
            self.missed.truncate(mark);
        }
        Ok(answer)
    }

    /// Charges a statement that applies.
    #[inline]
    fn charge(&mut self, id: BlockId, block: &'p Block) -> Result<(), Stop> {
        if let Some(entered) = self.charge_compactly(id, block) {
            return entered;
        }
        self.tell(|| Event::Block(id));
        self.rates = RateUsage::Charged;
        let found = self.body(id, block);
        self.rates = RateUsage::Compared;
        match found {
            Ok(Outcome::Priced(reckoned)) => self.enter_lines(id, block, &reckoned),
            Ok(Outcome::Refused { row }) => self.turn_away(id, block, Reason::Refused { block: id, row }),
            Ok(Outcome::Referred { row }) => self.turn_away(id, block, Reason::Refer { block: id, row }),
            Err(Stop::Unknown) => {
                self.leave_undecided(id, block);
                Ok(())
            }
            Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => Err(stop),
        }
    }

    /// Enters the lines of a statement whose compact form answers.
    #[inline]
    fn charge_compactly(&mut self, id: BlockId, block: &'p Block) -> Option<Result<(), Stop>> {
        let measures = self.measures.as_ref()?;
        let compact = self.index.compact();
        let read = |register: Register| match register.line() {
            Some(line) => compact.parts(self.decided_line(line)?),
            None => measures.read(register),
        };
        let (position, price) = compact.body(id)?.row(read)?;
        let amounts = price.amounts(block.line, read)?;
        let enter = |(line, parts)| {
            let Some(amount) = compact.exact(parts) else { return Ok(()) };
            self.enter_rounded(id, block, line, number(position), amount)
        };
        Some(amounts.into_iter().try_for_each(enter))
    }

    /// Enters a price and its parts as lines: converted once, rounded once.
    #[inline]
    fn enter_lines(&mut self, id: BlockId, block: &'p Block, reckoned: &Reckoned) -> Result<(), Stop> {
        self.rates = RateUsage::Charged;
        let rate = self.rate(block.currency, self.program.currency);
        self.rates = RateUsage::Compared;
        let rate = match rate {
            Ok(rate) => rate,
            Err(Stop::Unknown) => {
                self.leave_undecided(id, block);
                return Ok(());
            }
            Err(stop @ (Stop::Arithmetic(_) | Stop::Fault(_))) => return Err(stop),
        };
        if let Some(amount) = reckoned.amount {
            self.enter_line(id, block, block.line, reckoned.row, amount, rate)?;
        }
        for (line, amount) in &reckoned.parts {
            self.enter_line(id, block, *line, reckoned.row, *amount, rate)?;
        }
        Ok(())
    }

    #[inline]
    fn enter_line(
        &mut self,
        id: BlockId,
        block: &Block,
        line: LineId,
        row: u32,
        original: Exact,
        rate: Exact,
    ) -> Result<(), Stop> {
        let same = block.currency == self.program.currency;
        let converted = if same { original } else { original.checked_mul(rate)? };
        let rounded = match self.program.rounding {
            Some(rounding) => rounding.apply(converted)?,
            None => converted,
        };
        self.tell(|| Event::Line { line, original, currency: block.currency, converted, rounded });
        self.enter_rounded(id, block, line, row, rounded)
    }

    #[inline]
    fn enter_rounded(
        &mut self,
        id: BlockId,
        block: &Block,
        line: LineId,
        row: u32,
        rounded: Exact,
    ) -> Result<(), Stop> {
        self.refuse_second_decision(id, line)?;
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default();
        match lines.iter().find(|known| known.line == line) {
            None => {
                let (parcel, payer) = (self.parcel, block.payer);
                self.quote.lines.push(QuoteLine { line, block: id, row, parcel, payer, amount: rounded });
                Ok(())
            }
            // Two statements that decide the same alike are only a warning of the checker's.
            Some(known) if known.amount == rounded && known.payer == block.payer => Ok(()),
            Some(known) => Err(Fault::Conflict { first: Rule::Block(known.block), second: Rule::Block(id) }.into()),
        }
    }

    /// Notes that a row turns the shipment away, or to a person.
    #[cold]
    fn turn_away(&mut self, id: BlockId, block: &'p Block, reason: Reason) -> Result<(), Stop> {
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default();
        if let Some(known) = lines.iter().find(|known| known.line == block.line) {
            return Err(Fault::Conflict { first: Rule::Block(known.block), second: Rule::Block(id) }.into());
        }
        for known in self.quote.reasons.get(self.first_reason..).unwrap_or_default() {
            let other = match (known, reason) {
                (Reason::Refused { block, .. }, Reason::Refer { .. })
                | (Reason::Refer { block, .. }, Reason::Refused { .. }) => *block,
                (
                    Reason::TariffDates
                    | Reason::ServiceDates
                    | Reason::Origin
                    | Reason::Destination
                    | Reason::Limit { .. }
                    | Reason::Forbidden { .. }
                    | Reason::OverLimit { .. }
                    | Reason::NotSeparate { .. }
                    | Reason::Refused { .. }
                    | Reason::Refer { .. },
                    _,
                ) => continue,
            };
            if self.line_of(other) == Some(block.line) {
                return Err(Fault::Conflict { first: Rule::Block(other), second: Rule::Block(id) }.into());
            }
        }
        if !self.quote.reasons.contains(&reason) {
            self.quote.reasons.push(reason);
        }
        self.mark_undecided(id, block);
        Ok(())
    }

    /// A line that another statement turned away cannot be priced by this one.
    #[inline]
    fn refuse_second_decision(&self, id: BlockId, line: LineId) -> Result<(), Stop> {
        for known in self.quote.reasons.get(self.first_reason..).unwrap_or_default() {
            let (Reason::Refused { block, .. } | Reason::Refer { block, .. }) = known else { continue };
            if self.line_of(*block) == Some(line) {
                return Err(Fault::Conflict { first: Rule::Block(*block), second: Rule::Block(id) }.into());
            }
        }
        Ok(())
    }

    pub(super) fn line_of(&self, block: BlockId) -> Option<LineId> {
        self.program.blocks.get(block.0 as usize).map(|block| block.line)
    }

    pub(super) fn line_named(&self, line: LineId) -> Option<&'p Line> {
        self.program.lines.get(usize::from(line.0))
    }

    #[cold]
    fn leave_undecided(&mut self, id: BlockId, block: &'p Block) {
        let rule = self.rule;
        self.tell(|| Event::Undecided(rule));
        self.mark_undecided(id, block);
    }

    /// Marks a statement's line and all lines that its parts could be.
    #[cold]
    fn mark_undecided(&mut self, id: BlockId, block: &'p Block) {
        let parcel = self.parcel;
        let parts = block.body.parts().map(|part| part.line);
        for line in std::iter::once(block.line).chain(parts) {
            let undecided = Undecided { parcel, line, block: id };
            if !self.undecided.contains(&undecided) {
                self.undecided.push(undecided);
            }
        }
    }

    /// A shipment that a service carries has a freight, or the policy has a hole.
    #[inline]
    fn require_freight(&mut self) -> Result<(), Stop> {
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default().iter().map(|line| line.line);
        let undecided = self.undecided.iter().filter(|found| found.parcel == self.parcel).map(|found| found.line);
        let is_freight = |line: LineId| self.line_named(line).is_some_and(|line| line.kind == LineKind::Freight);
        if lines.chain(undecided).any(is_freight) { Ok(()) } else { Err(Fault::NoFreight(self.id).into()) }
    }
}

#[inline]
fn both(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Truth::No, _) | (_, Truth::No) => Truth::No,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::Yes, Truth::Yes) => Truth::Yes,
    }
}
