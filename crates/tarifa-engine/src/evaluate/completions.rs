//! What could change an answer: a quote that missed facts is tried with every completion of them.
//!
//! A fact is asked for if two completions that differ in it alone give different answers; so `p or
//! not p` asks for nothing. Two kinds are asked for wherever they are met: facts whose number
//! counts (a weight, a value that is charged by), and facts of which no few values stand for all.
//! Where there are more than a few completions, facts are told one at a time, and only those that are still missed
//! then (`branches`); where these branches are too many, all completions are tried, up to [`BUDGET`] of them; then
//! the facts of items are completed part by part (`parts`); where even that is too much, everything that was met is
//! asked for: that may be more than is needed, and is never less.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::answer::Verdict;
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::{Join, Program, RestrictionRule, ServiceId};

use super::choice::Choice;
use super::outcomes::{Lacking, Outcome, Table};
use super::representatives::Representatives;
use super::run::{Asked, Evaluation, Undecided};
use super::{Fault, Index, Missing, Need, Quote, Rule, Silent, Trace};

/// The most evaluations to find what could change one answer.
///
/// A large shipment gets fewer, so that the work stays the same.
pub const BUDGET: usize = 4_096;
/// How many completions are tried before their branches are.
const OUTRIGHT: usize = 64;
/// The fewest evaluations, however large the shipment is.
const LEAST_BUDGET: usize = 16;
/// Items times parcels that one evaluation looks at without being counted as more than one.
const LOOKS_PER_EVALUATION: usize = 64;

/// What a service says, and what it must know first.
#[inline]
pub(super) fn quote<T: Trace>(
    program: &Program,
    index: &Index,
    shipment: &Prepared,
    asked: Asked,
    quote: &mut Quote,
    trace: &mut T,
) -> Result<(), Fault> {
    let id = quote.service;
    let Some(service) = program.services.get(usize::from(id.0)) else { return Err(Fault::NoFreight(id)) };
    let mut silent = Silent;
    let mut evaluation = Evaluation::new(program, index, shipment, service, asked, quote, &mut silent);
    evaluation.run()?;
    if evaluation.missed.is_empty() && !T::LISTENS {
        return Ok(());
    }
    let missed = evaluation.missed;
    let mut completed = None;
    if !missed.is_empty() {
        let base = std::mem::replace(quote, Quote::new(id));
        (*quote, completed) = Completions::new(program, index, id, shipment, asked).settle(base, missed)?;
    }
    if T::LISTENS {
        // What is told is one evaluation: the one that the answer is taken from.
        let shipment = completed.as_ref().unwrap_or(shipment);
        let mut told = Quote::new(id);
        Evaluation::new(program, index, shipment, service, asked, &mut told, trace).run()?;
    }
    Ok(())
}

/// The completions of what a shipment misses.
pub(super) struct Completions<'p> {
    pub(super) program: &'p Program,
    pub(super) index: &'p Index,
    id: ServiceId,
    pub(super) shipment: &'p Prepared,
    asked: Asked,
    /// What is tried, with the values that stand for all.
    pub(super) open: Vec<(Missing, Vec<Choice>)>,
    /// Everything that is tried, or asked for wherever it is met.
    known: FxHashSet<Missing>,
    /// Everything that was met, with who asks.
    pub(super) met: Vec<(Missing, Rule)>,
    /// How many evaluations are left.
    pub(super) budget: usize,
}

/// How many evaluations a shipment is worth.
pub(super) fn budget(shipment: &Prepared) -> usize {
    let items = shipment.items.as_ref().map_or(0, Vec::len);
    let looks = items.saturating_mul(shipment.parcels.len());
    let evaluations = looks.checked_div(LOOKS_PER_EVALUATION).unwrap_or(0).saturating_add(1);
    BUDGET.checked_div(evaluations).unwrap_or(BUDGET).max(LEAST_BUDGET)
}

/// What a completion says, what it misses, and which lines it leaves undecided.
pub(super) type Evaluated = (Quote, Vec<(Missing, Rule)>, Vec<Undecided>);

impl<'p> Completions<'p> {
    fn new(program: &'p Program, index: &'p Index, id: ServiceId, shipment: &'p Prepared, asked: Asked) -> Self {
        let known = FxHashSet::default();
        Self { program, index, id, shipment, asked, open: Vec::new(), known, met: Vec::new(), budget: budget(shipment) }
    }

    /// The answer that all completions give, with one of them; or what must be asked.
    ///
    /// Few completions are tried outright. Of more, branches are tried first, which are fewer where most facts matter
    /// only beside some values of others; then all completions, and then those of some facts after others.
    fn settle(mut self, base: Quote, missed: Vec<(Missing, Rule)>) -> Result<(Quote, Option<Prepared>), Fault> {
        self.meet(&missed);
        let all = self.budget;
        self.budget = all.min(OUTRIGHT);
        let table = match self.tables() {
            Some(table) => Some(table),
            None => {
                let before = (self.open.clone(), self.known.clone(), self.met.clone());
                if let Some((table, asked)) = self.branches() {
                    return self.answer(&table, asked, base);
                }
                (self.open, self.known, self.met) = before;
                self.budget = all;
                self.tables()
            }
        };
        let Some(table) = table else { return self.settle_by_parts(base) };
        let essential = self.essential(&table);
        self.answer(&table, essential, base)
    }

    /// What all completions say, of everything that any of them misses; nothing where they are too many.
    fn tables(&mut self) -> Option<Table> {
        loop {
            let (table, new) = self.try_all()?;
            if new.is_empty() {
                return Some(table);
            }
            self.meet(&new);
        }
    }

    /// The answer that all completions give, or what must be asked: what is essential, and what no value stands for.
    fn answer(&self, table: &Table, essential: Vec<Missing>, base: Quote) -> Result<(Quote, Option<Prepared>), Fault> {
        if let Some(decided) = table.decided() {
            // What may apply is told of the facts as they are.
            return decided.map(|(quote, completed)| (Quote { warnings: base.warnings, ..quote }, completed));
        }
        let asked: FxHashSet<Missing> = essential.into_iter().chain(table.missed()).collect();
        Ok((self.ask(base, &asked), None))
    }

    /// Takes in what was missed.
    pub(super) fn meet(&mut self, missed: &[(Missing, Rule)]) {
        let representatives =
            Representatives { program: self.program, usage: self.index.usage(), shipment: self.shipment };
        for (missing, _) in missed {
            if self.known.insert(*missing)
                && let Some(choices) = representatives.of(*missing)
            {
                self.open.push((*missing, choices));
            }
        }
        self.met.extend_from_slice(missed);
    }

    /// Evaluates every completion; nothing where they are too many.
    fn try_all(&mut self) -> Option<(Table, Vec<(Missing, Rule)>)> {
        let sizes = self.open.iter().map(|(_, choices)| choices.len());
        let count = sizes.fold(1_usize, usize::saturating_mul);
        self.budget = self.budget.checked_sub(count)?;
        let mut table = Table::default();
        let mut new: Vec<(Missing, Rule)> = Vec::new();
        for combination in 0..count {
            let completed = self.completed(combination);
            let (result, outcome, missed) = self.evaluate(&completed);
            for (missing, rule) in missed {
                let list = if self.known.contains(&missing) { &mut self.met } else { &mut new };
                list.push((missing, rule));
            }
            table.add(result, outcome, completed);
        }
        for list in [&mut self.met, &mut new] {
            list.sort_unstable();
            list.dedup();
        }
        Some((table, new))
    }

    /// The shipment with the values of one combination.
    fn completed(&self, combination: usize) -> Prepared {
        let mut shipment = self.shipment.clone();
        let mut rest = combination;
        for (missing, choices) in &self.open {
            let (next, digit) = (rest.checked_div(choices.len()), rest.checked_rem(choices.len()));
            if let Some(choice) = digit.and_then(|digit| choices.get(digit)) {
                choice.put(*missing, self.index, self.program, &mut shipment);
            }
            rest = next.unwrap_or(0);
        }
        shipment
    }

    /// Evaluates one completion.
    pub(super) fn run(&self, shipment: &Prepared) -> Result<Evaluated, Fault> {
        let service = self.program.services.get(usize::from(self.id.0)).ok_or(Fault::NoFreight(self.id))?;
        let (mut silent, mut quote) = (Silent, Quote::new(self.id));
        let mut evaluation =
            Evaluation::new(self.program, self.index, shipment, service, self.asked, &mut quote, &mut silent);
        evaluation.run()?;
        let Evaluation { missed, undecided, .. } = evaluation;
        Ok((quote, missed, undecided))
    }

    pub(super) fn evaluate(&self, shipment: &Prepared) -> (Result<Quote, Fault>, Outcome, Vec<(Missing, Rule)>) {
        let (quote, missed, undecided) = match self.run(shipment) {
            Ok(found) => found,
            Err(fault) => return (Err(fault), Outcome::Fault, Vec::new()),
        };
        let outcome = match quote.verdict {
            Verdict::NotServed => Outcome::NotServed,
            Verdict::Refused => Outcome::Refused,
            Verdict::Refer => Outcome::Referred { requirements: self.lacking(&quote) },
            verdict @ (Verdict::Needs | Verdict::Conditional | Verdict::Available) => {
                let lines = quote.lines.iter().map(|line| (line.line, line.parcel, line.payer, line.amount));
                let mut missing: Vec<Missing> = missed.iter().map(|(missing, _)| *missing).collect();
                missing.sort_unstable();
                missing.dedup();
                Outcome::Other {
                    verdict,
                    lines: lines.collect(),
                    weights: self.weights(&quote),
                    undecided,
                    requirements: self.lacking(&quote),
                    missed: missing,
                }
            }
        };
        (Ok(quote), outcome, missed)
    }

    /// The billed weights that an answer is about.
    pub(super) fn weights(&self, quote: &Quote) -> Vec<Exact> {
        match self.asked {
            Asked::Quote => quote.billed_weights.iter().map(|weight| weight.grams).collect(),
            Asked::Verdict => Vec::new(),
        }
    }

    /// What an answer says must be provided; that two rules require the same is no difference.
    pub(super) fn lacking(&self, quote: &Quote) -> Vec<Lacking> {
        let mut lacking: Vec<Lacking> = Vec::new();
        for unmet in &quote.requirements {
            let rule = self.program.restrictions.get(unmet.restriction.0 as usize).map(|restriction| &restriction.rule);
            match rule {
                Some(RestrictionRule::Require(requirement)) if requirement.join == Join::Any => {
                    lacking.push((unmet.item, unmet.documents.to_vec()));
                }
                Some(_) | None => lacking.extend(unmet.documents.iter().map(|document| (unmet.item, vec![*document]))),
            }
        }
        lacking.sort_unstable();
        lacking.dedup();
        lacking
    }

    /// The facts of which two values, all else equal, give different answers.
    fn essential(&self, table: &Table) -> Vec<Missing> {
        let mut essential = Vec::new();
        let mut stride = 1_usize;
        for (missing, choices) in &self.open {
            let size = choices.len();
            let differs = table.outcomes.iter().enumerate().any(|(combination, kind)| {
                let digit = combination.checked_div(stride).and_then(|rest| rest.checked_rem(size)).unwrap_or(0);
                let first = combination.saturating_sub(digit.saturating_mul(stride));
                table.outcomes.get(first) != Some(kind)
            });
            if differs {
                essential.push(*missing);
            }
            stride = stride.saturating_mul(size);
        }
        essential
    }

    pub(super) fn ask(&self, base: Quote, asked: &FxHashSet<Missing>) -> Quote {
        let met = self.met.iter().copied().filter(|(missing, _)| asked.contains(missing)).collect();
        Quote { verdict: Verdict::Needs, needs: needs(met), ..unpriced(base) }
    }

    pub(super) fn ask_all(self, base: Quote) -> Quote {
        Quote { verdict: Verdict::Needs, needs: needs(self.met), ..unpriced(base) }
    }
}

/// A quote without what only an answer has.
fn unpriced(quote: Quote) -> Quote {
    Quote {
        lines: SmallVec::new(),
        total: None,
        payers: SmallVec::new(),
        rates: SmallVec::new(),
        reasons: Vec::new(),
        requirements: Vec::new(),
        ..quote
    }
}

/// What was missed, each once with everybody who asks.
fn needs(mut missed: Vec<(Missing, Rule)>) -> Vec<Need> {
    missed.sort_unstable();
    missed.dedup();
    let mut needs: Vec<Need> = Vec::new();
    for (missing, rule) in missed {
        match needs.last_mut() {
            Some(need) if need.missing == missing => need.asked_by.push(rule),
            Some(_) | None => needs.push(Need { missing, asked_by: SmallVec::from_elem(rule, 1) }),
        }
    }
    needs
}
