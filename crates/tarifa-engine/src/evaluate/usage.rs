//! How a program reads each fact: what tells its values apart, and whether its number counts.

use std::collections::BTreeMap;

use crate::currency::Currency;
use crate::date::DateRange;
use crate::exact::Exact;
use crate::program::{
    Bits, Builtin, Condition, DateField, Expression, FactId, FactRef, Interval, LimitTest, Node, Program,
    RestrictionRule,
};

/// How every fact is read, over the whole program.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// Numbers and money, by fact.
    pub(super) amounts: BTreeMap<FactRef, AmountUsage>,
    /// The sets of words that conditions ask for.
    pub(super) words: BTreeMap<FactId, Vec<Bits>>,
    /// The words of sets that conditions ask for.
    pub(super) members: BTreeMap<FactId, Vec<u16>>,
    /// The texts that conditions ask for.
    pub(super) texts: BTreeMap<FactId, Vec<String>>,
    /// The sets of categories that conditions ask for.
    pub(super) categories: Vec<Bits>,
    /// The Harmonised System prefixes that conditions and categories tell codes apart by.
    pub(super) codes: Vec<String>,
    /// How codes themselves are read.
    pub(super) code_reads: CodeReads,
    /// By date: the zone's index and the days on which something begins to hold or ceases to.
    pub(super) days: BTreeMap<DateField, Vec<(u8, i32)>>,
}

/// Whether Harmonised System codes are only told apart by what they begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CodeReads {
    /// They are.
    #[default]
    ByPrefix,
    /// Different codes are counted somewhere.
    Counted,
}

/// How a number or an amount of money is read.
#[derive(Clone, Debug, Default)]
pub(super) struct AmountUsage {
    /// The ends of the intervals that it is tested against, with the currency they are in.
    pub(super) thresholds: Vec<(Option<Currency>, Exact)>,
    /// How often it is read.
    reads: usize,
    /// How often it is only tested against an interval.
    tests: usize,
}

impl AmountUsage {
    /// Whether nothing but the listed thresholds tells its values apart.
    pub(super) const fn is_only_tested(&self) -> bool {
        self.reads == self.tests
    }
}

impl Usage {
    pub(super) fn from_program(program: &Program) -> Self {
        let mut usage = Self::default();
        let mut visitor = |node: Node<'_>| usage.node(node);
        for service in &program.services {
            service.visit(&mut visitor);
        }
        for block in &program.blocks {
            block.visit(&mut visitor);
        }
        for preference in &program.preferences {
            preference.when.visit(&mut visitor);
        }
        for restriction in &program.restrictions {
            restriction.visit(&mut visitor);
        }
        for limit in program.services.iter().flat_map(|service| &service.limits) {
            if let LimitTest::Amount { amount, interval } = &limit.test {
                usage.test(amount, interval);
            }
        }
        for restriction in &program.restrictions {
            if let RestrictionRule::Separate(separation) = &restriction.rule {
                usage.categories.extend([separation.first.clone(), separation.second.clone()]);
            }
        }
        usage.codes.extend(program.categories.nodes.iter().flat_map(|node| node.hs.iter().cloned()));
        usage.range(program.valid);
        for period in &program.exchange {
            usage.range(period.valid);
        }
        usage.settle();
        usage
    }

    fn node(&mut self, node: Node<'_>) {
        match node {
            Node::Expression(expression) => {
                if matches!(expression, Expression::DistinctHs(_)) {
                    self.code_reads = CodeReads::Counted;
                }
                if let Some((fact, _)) = fact_of(expression) {
                    let amount = self.amounts.entry(fact).or_default();
                    amount.reads = amount.reads.saturating_add(1);
                }
            }
            Node::Condition(condition) => self.condition(condition),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Amount(test) => self.test(&test.amount, &test.interval),
            Condition::OneOf(fact, words) => self.words.entry(*fact).or_default().push(words.clone()),
            Condition::Has(fact, word) => self.members.entry(*fact).or_default().push(*word),
            Condition::Text(fact, texts) => self.texts.entry(*fact).or_default().extend(texts.iter().cloned()),
            Condition::Category(nodes) => self.categories.push(nodes.clone()),
            Condition::Hs(prefixes) => self.codes.extend(prefixes.iter().cloned()),
            Condition::Date { field, zone, from, to } => {
                let days = self.days.entry(*field).or_default();
                days.push((*zone, *from));
                days.push((*zone, to.saturating_add(1)));
            }
            Condition::Always
            | Condition::Never
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Compare { .. }
            | Condition::Place(..)
            | Condition::Yes(_)
            | Condition::Given(_)
            | Condition::Provided(_)
            | Condition::Service(_)
            | Condition::AnyItem(_)
            | Condition::EveryItem(_) => {}
        }
    }

    /// A fact by itself against an interval: only the ends tell values apart.
    fn test(&mut self, amount: &Expression, interval: &Interval) {
        let Some((fact, currency)) = fact_of(amount) else { return };
        let usage = self.amounts.entry(fact).or_default();
        usage.tests = usage.tests.saturating_add(1);
        let ends = [interval.lower, interval.upper].into_iter().flatten();
        usage.thresholds.extend(ends.map(|(bound, _)| (currency, bound)));
    }

    /// Days of the ship date in the tariff's zone.
    fn range(&mut self, range: DateRange) {
        let days = self.days.entry(DateField::ShipDate).or_default();
        days.extend(range.from.map(|day| (0, day.days())));
        days.extend(range.to.map(|day| (0, day.days().saturating_add(1))));
    }

    fn settle(&mut self) {
        for amount in self.amounts.values_mut() {
            amount.thresholds.sort_unstable();
            amount.thresholds.dedup();
        }
        for days in self.days.values_mut() {
            days.sort_unstable();
            days.dedup();
        }
        for texts in self.texts.values_mut() {
            texts.sort_unstable();
            texts.dedup();
        }
        for members in self.members.values_mut() {
            members.sort_unstable();
            members.dedup();
        }
        self.categories.sort_unstable();
        self.categories.dedup();
        self.codes.sort_unstable();
        self.codes.dedup();
    }
}

/// The fact that a formula is, and the currency that it is read in.
fn fact_of(expression: &Expression) -> Option<(FactRef, Option<Currency>)> {
    match expression {
        Expression::Fact(fact) => Some((*fact, None)),
        Expression::Money { fact, currency } => Some((*fact, Some(*currency))),
        Expression::Constant(_)
        | Expression::Measure(_)
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Sum(_)
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => None,
    }
}

/// The fact that stands for the declared value.
pub(super) const DECLARED_VALUE: FactRef = FactRef::Builtin(Builtin::DeclaredValue);
