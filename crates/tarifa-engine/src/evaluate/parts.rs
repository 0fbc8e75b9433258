//! What could change an answer where there are too many completions to try them all: facts of items are taken apart.
//!
//! A rule about one item decides by the facts of that item alone, so facts that no rule reads together are completed
//! apart from each other. What a part says is then seen beside every completion of the shipment's own facts: a fact
//! matters if two completions of its part differ by it, and no other part turns the shipment away in any case.
//!
//! It is long because taking apart and putting together again are one argument, and are read together.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answer::Verdict;
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::{DocumentId, LineId, PayerId, RestrictionId, RestrictionRule, Subject, Within};

use super::completions::Completions;
use super::outcomes::Lacking;
use super::run::Undecided;
use super::{Fault, Missing, Quote, Reason, Rule};

/// How many times as many evaluations as for completions tried all together.
const BUDGET_FACTOR: usize = 4;

/// What a completion of one part says, while the others are not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Said {
    NotServed,
    Refused,
    Fault,
    /// Nothing that would turn the shipment away.
    Open {
        referred: bool,
        lines: Vec<(LineId, u16, PayerId, Exact)>,
        weights: Vec<Exact>,
        undecided: Vec<Undecided>,
        requirements: Vec<Lacking>,
        /// What no value stands for.
        missed: Vec<Missing>,
    },
}

impl Said {
    const fn is_open(&self) -> bool {
        match self {
            Self::Open { .. } => true,
            Self::NotServed | Self::Refused | Self::Fault => false,
        }
    }
}

/// Facts that are completed together, by their positions among those that are open.
struct Part {
    facts: Vec<usize>,
    /// How many completions there are.
    count: usize,
    /// What each says, by the shipment's completion and then the part's own; numbers of `Tables::kinds`.
    said: Vec<u32>,
}

/// What all parts say.
struct Tables {
    /// The shipment's own facts.
    shared: Vec<usize>,
    shared_count: usize,
    parts: Vec<Part>,
    /// The facts of parts that are too large to be completed.
    given_up: Vec<usize>,
    kinds: Vec<Said>,
}

/// What ties facts together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Tie {
    /// All prices and limits of the service.
    Prices,
    /// A rule that looks at several items at once.
    Rule(RestrictionId),
    /// A rule that looks at one item.
    OfItem(RestrictionId, u32),
    /// The same document, whichever rules require it for an item.
    Document(DocumentId, u32),
}

impl Completions<'_> {
    /// The answer by parts; everything that was met is asked for where even the parts are too large.
    pub(super) fn settle_by_parts(mut self, base: Quote) -> Result<(Quote, Option<Prepared>), Fault> {
        self.budget = super::completions::budget(self.shipment).saturating_mul(BUDGET_FACTOR);
        let tables = loop {
            let Some(mut tables) = self.taken_apart() else { return Ok((self.ask_all(base), None)) };
            // A fact that came up on the way, or ties others together, begins it anew.
            let fresh = self.fill(&mut tables);
            if fresh.is_empty() {
                break tables;
            }
            self.meet(&fresh);
        };
        if (0..tables.shared_count).all(|shared| tables.blocking(shared).is_some()) {
            return self.turned_away(&tables, base);
        }
        let mut asked: FxHashSet<Missing> = tables.hard().collect();
        asked.extend(
            tables
                .essential(&self)
                .chain(tables.given_up.iter().copied())
                .filter_map(|fact| self.open.get(fact).map(|(missing, _)| *missing)),
        );
        if !asked.is_empty() {
            return Ok((self.ask(base, &asked), None));
        }
        let mut completed = self.shipment.clone();
        for facts in std::iter::once(&tables.shared).chain(tables.parts.iter().map(|part| &part.facts)) {
            self.complete(facts, 0, &mut completed);
        }
        let (result, _, _) = self.evaluate(&completed);
        Ok((Quote { warnings: base.warnings, ..result? }, Some(completed)))
    }

    /// The parts of what is open; nothing where there are too many completions.
    fn taken_apart(&self) -> Option<Tables> {
        let is_of_item = |fact: &usize| matches!(self.open.get(*fact), Some((Missing::Item(..), _)));
        let (of_items, shared): (Vec<usize>, Vec<usize>) = (0..self.open.len()).partition(is_of_item);
        let shared_count = self.count(&shared);
        let mut tables = Tables { shared, shared_count, parts: Vec::new(), given_up: Vec::new(), kinds: Vec::new() };
        if shared_count > super::completions::budget(self.shipment) {
            return None;
        }
        let mut left = self.budget.checked_sub(shared_count)?;
        for facts in self.tied(&of_items) {
            let count = self.count(&facts);
            match left.checked_sub(count.saturating_mul(shared_count)) {
                Some(rest) => {
                    left = rest;
                    tables.parts.push(Part { facts, count, said: Vec::new() });
                }
                None => tables.given_up.extend(facts),
            }
        }
        // What the shipment's own facts say by themselves is a part without facts.
        tables.parts.push(Part { facts: Vec::new(), count: 1, said: Vec::new() });
        Some(tables)
    }

    fn count(&self, facts: &[usize]) -> usize {
        let sizes = facts.iter().filter_map(|fact| self.open.get(*fact)).map(|(_, choices)| choices.len());
        sizes.fold(1, usize::saturating_mul)
    }

    /// The facts of items in groups that no rule ties to each other.
    fn tied(&self, of_items: &[usize]) -> Vec<Vec<usize>> {
        let numbers: FxHashMap<Missing, usize> =
            of_items.iter().filter_map(|fact| self.open.get(*fact).map(|(missing, _)| (*missing, *fact))).collect();
        let mut group: FxHashMap<usize, usize> = of_items.iter().map(|fact| (*fact, *fact)).collect();
        let mut by_tie: FxHashMap<Tie, usize> = FxHashMap::default();
        for (missing, rule) in &self.met {
            let (Some(fact), Missing::Item(position, _)) = (numbers.get(missing), missing) else { continue };
            for tie in self.ties(*rule, *position) {
                let other = *by_tie.entry(tie).or_insert(*fact);
                let (from, to) = (root(&group, *fact), root(&group, other));
                group.insert(from.max(to), from.min(to));
            }
        }
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut places: FxHashMap<usize, usize> = FxHashMap::default();
        for fact in of_items {
            let place = *places.entry(root(&group, *fact)).or_insert_with(|| {
                found.push(Vec::new());
                found.len().saturating_sub(1)
            });
            if let Some(part) = found.get_mut(place) {
                part.push(*fact);
            }
        }
        found
    }

    /// What ties the facts of an item that a rule asks for to others.
    fn ties(&self, rule: Rule, item: u32) -> Vec<Tie> {
        let Rule::Restriction(id) = rule else { return vec![Tie::Prices] };
        let Some(restriction) = self.program.restrictions.get(id.0 as usize) else { return vec![Tie::Prices] };
        let of_item = Tie::OfItem(id, item);
        match (&restriction.rule, restriction.subject) {
            (RestrictionRule::Forbid | RestrictionRule::Warn, Subject::Item) => vec![of_item],
            (RestrictionRule::Require(requirement), Subject::Item) => {
                let documents = requirement.documents.iter().map(|document| Tie::Document(*document, item));
                documents.chain([of_item]).collect()
            }
            (RestrictionRule::Limit(parts), Subject::Item) if parts.iter().all(|part| part.within == Within::Each) => {
                vec![of_item]
            }
            (
                RestrictionRule::Forbid
                | RestrictionRule::Warn
                | RestrictionRule::Require(_)
                | RestrictionRule::Limit(_)
                | RestrictionRule::Separate(_),
                Subject::Item | Subject::Shipment,
            ) => vec![Tie::Rule(id)],
        }
    }

    /// Evaluates every completion of every part; what was met that was not known.
    fn fill(&self, tables: &mut Tables) -> Vec<(Missing, Rule)> {
        let known: FxHashSet<(Missing, Rule)> = self.met.iter().copied().collect();
        let mut fresh = FxHashSet::default();
        let mut numbers: FxHashMap<Said, u32> = FxHashMap::default();
        let Tables { shared, shared_count, parts, kinds, .. } = tables;
        for part in parts {
            for own in 0..*shared_count {
                let mut beside = self.shipment.clone();
                self.complete(shared, own, &mut beside);
                for combination in 0..part.count {
                    let mut completed = beside.clone();
                    self.complete(&part.facts, combination, &mut completed);
                    let (said, missed) = self.say(&completed);
                    fresh.extend(missed.into_iter().filter(|met| !known.contains(met)));
                    let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
                    let number = *numbers.entry(said).or_insert_with_key(|said| {
                        kinds.push(said.clone());
                        next
                    });
                    part.said.push(number);
                }
            }
        }
        let mut fresh: Vec<(Missing, Rule)> = fresh.into_iter().collect();
        fresh.sort_unstable();
        fresh
    }

    /// Gives the facts the values of one combination.
    fn complete(&self, facts: &[usize], combination: usize, shipment: &mut Prepared) {
        let mut rest = combination;
        for (missing, choices) in facts.iter().filter_map(|fact| self.open.get(*fact)) {
            let digit = rest.checked_rem(choices.len()).unwrap_or(0);
            if let Some(choice) = choices.get(digit) {
                choice.put(*missing, self.index, self.program, shipment);
            }
            rest = rest.checked_div(choices.len()).unwrap_or(0);
        }
    }

    fn say(&self, shipment: &Prepared) -> (Said, Vec<(Missing, Rule)>) {
        let Ok((quote, missed, undecided)) = self.run(shipment) else { return (Said::Fault, Vec::new()) };
        let is_tried = |missing: &Missing| self.open.iter().any(|(open, _)| open == missing);
        let said = match quote.verdict {
            Verdict::NotServed => Said::NotServed,
            Verdict::Refused => Said::Refused,
            Verdict::Needs | Verdict::Refer | Verdict::Conditional | Verdict::Available => {
                let referred = quote.reasons.iter().any(|reason| matches!(reason, Reason::Refer { .. }));
                let lines = quote.lines.iter().map(|line| (line.line, line.parcel, line.payer, line.amount));
                let mut hard: Vec<Missing> =
                    missed.iter().map(|(missing, _)| *missing).filter(|missing| !is_tried(missing)).collect();
                hard.sort_unstable();
                hard.dedup();
                Said::Open {
                    referred,
                    lines: if referred { Vec::new() } else { lines.collect() },
                    weights: self.weights(&quote),
                    undecided,
                    requirements: self.lacking(&quote),
                    missed: hard,
                }
            }
        };
        (said, missed)
    }

    /// The answer where every completion turns the shipment away.
    fn turned_away(&self, tables: &Tables, base: Quote) -> Result<(Quote, Option<Prepared>), Fault> {
        let mut common: Option<Vec<Reason>> = None;
        let mut example: Option<(Quote, Prepared)> = None;
        for shared in 0..tables.shared_count {
            let Some(part) = tables.blocking(shared) else { continue };
            for combination in 0..part.count {
                let mut completed = self.shipment.clone();
                self.complete(&tables.shared, shared, &mut completed);
                self.complete(&part.facts, combination, &mut completed);
                let (quote, _, _) = self.run(&completed)?;
                match &mut common {
                    Some(common) => common.retain(|reason| quote.reasons.contains(reason)),
                    common @ None => *common = Some(quote.reasons.clone()),
                }
                // That a shipment is not carried is certain, too, where all others refuse it.
                let better = example
                    .as_ref()
                    .is_none_or(|(known, _)| known.verdict == Verdict::NotServed && quote.verdict == Verdict::Refused);
                if better {
                    example = Some((quote, completed));
                }
            }
        }
        let Some((mut quote, completed)) = example else { return Ok((base, None)) };
        quote.warnings = base.warnings;
        // A reason that only some completions give is left out, unless none is given by all.
        if let Some(common) = common.filter(|common| !common.is_empty()) {
            quote.reasons = common;
        }
        Ok((quote, Some(completed)))
    }
}

/// The fact that stands for the group of another.
fn root(group: &FxHashMap<usize, usize>, fact: usize) -> usize {
    let mut at = fact;
    // INVARIANT: a group points to a smaller number or to itself, so this ends.
    while let Some(next) = group.get(&at).filter(|next| **next != at) {
        at = *next;
    }
    at
}

impl Tables {
    fn kind(&self, number: u32) -> Option<&Said> {
        self.kinds.get(number as usize)
    }

    /// What a part says beside a completion of the shipment's own facts.
    fn row<'t>(&'t self, part: &'t Part, shared: usize) -> impl Iterator<Item = u32> + Clone + 't {
        let start = shared.saturating_mul(part.count);
        part.said.get(start..start.saturating_add(part.count)).unwrap_or_default().iter().copied()
    }

    fn is_open(&self, number: u32) -> bool {
        self.kind(number).is_some_and(Said::is_open)
    }

    /// Whether some completion of a part leaves the answer open beside a completion of the shipment's own facts.
    fn passes(&self, part: &Part, shared: usize) -> bool {
        self.row(part, shared).any(|said| self.is_open(said))
    }

    fn others_pass(&self, part: usize, shared: usize) -> bool {
        self.parts.iter().enumerate().all(|(number, other)| number == part || self.passes(other, shared))
    }

    /// A part that turns the shipment away whatever its facts are.
    fn blocking(&self, shared: usize) -> Option<&Part> {
        self.parts.iter().find(|part| !self.passes(part, shared))
    }

    /// What no value stands for, and some completion cannot do without.
    fn hard(&self) -> impl Iterator<Item = Missing> {
        let parts = self.parts.iter().enumerate();
        let kinds = parts.flat_map(move |(number, part)| {
            let shared = (0..self.shared_count).filter(move |shared| self.others_pass(number, *shared));
            shared.flat_map(move |shared| self.row(part, shared))
        });
        kinds.filter_map(|kind| self.kind(kind)).flat_map(|said| match said {
            Said::Open { missed, .. } => missed.clone(),
            Said::NotServed | Said::Refused | Said::Fault => Vec::new(),
        })
    }

    /// The facts of which two values, all else equal, give different answers.
    fn essential<'t>(&'t self, of: &'t Completions<'_>) -> impl Iterator<Item = usize> + 't {
        let parts = self.parts.iter().enumerate();
        let own = parts.flat_map(move |(number, part)| {
            let strides = strides(of, &part.facts);
            strides.into_iter().filter_map(move |(fact, stride, size)| {
                let differs = (0..self.shared_count).filter(|shared| self.others_pass(number, *shared)).any(|shared| {
                    let row: Vec<u32> = self.row(part, shared).collect();
                    (0..row.len()).any(|at| row.get(at) != row.get(first_of(at, stride, size)))
                });
                differs.then_some(fact)
            })
        });
        let shared = strides(of, &self.shared).into_iter().filter_map(move |(fact, stride, size)| {
            (0..self.shared_count).any(|at| self.differ(first_of(at, stride, size), at)).then_some(fact)
        });
        own.chain(shared)
    }

    /// Whether two completions of the shipment's own facts give different answers beside some completion of the rest.
    fn differ(&self, one: usize, other: usize) -> bool {
        if one == other {
            return false;
        }
        let pairs = |part: &Part| -> Vec<(u32, u32)> { self.row(part, one).zip(self.row(part, other)).collect() };
        let parts: Vec<Vec<(u32, u32)>> = self.parts.iter().map(pairs).collect();
        let any = |test: &dyn Fn(bool, bool, bool) -> bool, of: &[(u32, u32)]| {
            of.iter().any(|(one, other)| test(self.is_open(*one), self.is_open(*other), one != other))
        };
        let differs = |everywhere: &dyn Fn(bool, bool, bool) -> bool, somewhere: &dyn Fn(bool, bool, bool) -> bool| {
            parts.iter().all(|part| any(everywhere, part)) && parts.iter().any(|part| any(somewhere, part))
        };
        differs(&|one, other, _| one && other, &|one, other, differ| one && other && differ)
            || differs(&|one, _, _| one, &|one, other, _| one && !other)
            || differs(&|_, other, _| other, &|one, other, _| !one && other)
    }
}

/// For each fact of a part its position among the open ones, and how its values recur among the completions.
fn strides(of: &Completions<'_>, facts: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut stride = 1_usize;
    let mut found = Vec::new();
    for fact in facts {
        let size = of.open.get(*fact).map_or(1, |(_, choices)| choices.len());
        found.push((*fact, stride, size));
        stride = stride.saturating_mul(size);
    }
    found
}

/// The completion that differs from one at most by having the fact's first value.
fn first_of(at: usize, stride: usize, size: usize) -> usize {
    let digit = at.checked_div(stride).and_then(|rest| rest.checked_rem(size)).unwrap_or(0);
    at.saturating_sub(digit.saturating_mul(stride))
}
