//! Gathering the variables of a question: every condition that takes part is
//! shown to the builder first, since domains are cut where conditions cut.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Builtin, Condition, End, Expression, FactKind, FactRef, Interval, Measure, Node, PlaceField, Program,
};

use super::cuts::{Cut, lower_cut, upper_cut};
use super::space::key;
use super::{Domain, Space, Subject, Variable};

/// What was seen of a variable so far.
#[derive(Debug)]
struct Seen {
    subject: Subject,
    cuts: BTreeSet<Cut>,
    texts: BTreeSet<String>,
}

/// Gathers variables and cuts.
#[derive(Debug)]
pub(crate) struct SpaceBuilder<'a> {
    program: &'a Program,
    seen: BTreeMap<(u8, String), Seen>,
}

impl<'a> SpaceBuilder<'a> {
    /// A builder for conditions of `program`.
    pub(crate) fn new(program: &'a Program) -> Self {
        Self { program, seen: BTreeMap::new() }
    }

    /// Takes in a condition.
    pub(crate) fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::Always | Condition::Never => {}
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Condition::Not(part) => self.add(part),
            Condition::Amount(test) => self.add_amount(&test.amount, &test.interval),
            Condition::Compare { left, difference, right } => {
                self.add_amount(&difference_of(left, right), difference);
            }
            Condition::Place(field, _) => self.add_subject(Subject::Place(*field)),
            Condition::Date { field, zone, from, to } => {
                let seen = self.seen(Subject::Date(*field, *zone));
                seen.cuts.extend(day_interval(*from, *to).iter().flat_map(|i| [lower_cut(i), upper_cut(i)]).flatten());
            }
            Condition::Yes(fact) => self.add_subject(Subject::Yes(*fact)),
            Condition::OneOf(fact, _) => self.add_subject(Subject::OneOf(*fact)),
            Condition::Has(fact, word) => self.add_subject(Subject::Has(*fact, *word)),
            Condition::Text(fact, texts) => self.seen(Subject::Text(*fact)).texts.extend(texts.iter().cloned()),
            Condition::Given(fact) => self.add_subject(Subject::Given(*fact)),
            Condition::Provided(document) => self.add_subject(Subject::Provided(*document)),
            Condition::Service(_) => self.add_subject(Subject::Service),
            Condition::Category(_) => self.add_subject(Subject::Category),
            Condition::Hs(prefixes) => self.seen(Subject::Hs).texts.extend(prefixes.iter().cloned()),
            Condition::AnyItem(_) | Condition::EveryItem(_) => {
                if let Some((subject, _)) = items_subject(condition) {
                    self.add_subject(subject);
                }
            }
        }
    }

    /// Takes in a bound of an amount that no condition says, such as a row's.
    pub(crate) fn add_amount(&mut self, amount: &Expression, interval: &Interval) {
        let seen = self.seen(Subject::Amount(normal(amount)));
        seen.cuts.extend([lower_cut(interval), upper_cut(interval)].into_iter().flatten());
    }

    /// Whether anything that was taken in is about items.
    pub(crate) fn asks_of_items(&self) -> bool {
        self.seen.values().any(|seen| match &seen.subject {
            Subject::AnyItem(_) | Subject::Given(FactRef::Builtin(Builtin::Items)) => true,
            Subject::Amount(amount) => adds_up(amount),
            Subject::Service
            | Subject::Date(..)
            | Subject::Place(_)
            | Subject::OneOf(_)
            | Subject::Yes(_)
            | Subject::Has(..)
            | Subject::Text(_)
            | Subject::Given(_)
            | Subject::Provided(_)
            | Subject::Category
            | Subject::Hs => false,
        })
    }

    /// What was asked about so far.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.seen.values().map(|seen| &seen.subject)
    }

    /// Makes sure that `subject` is a variable.
    pub(crate) fn add_subject(&mut self, subject: Subject) {
        self.seen(subject);
    }

    /// The space of all that was gathered.
    pub(crate) fn finish(self) -> Space {
        let mut space = Space { variables: Vec::with_capacity(self.seen.len()), by_key: FxHashMap::default() };
        for ((_, key), seen) in self.seen {
            let variable = Variable(u32::try_from(space.variables.len()).unwrap_or(u32::MAX));
            space.by_key.insert(key, variable);
            let domain = domain(self.program, &seen.subject, seen.cuts, seen.texts);
            space.variables.push((seen.subject, domain));
        }
        space
    }

    fn seen(&mut self, subject: Subject) -> &mut Seen {
        let key = (subject.rank(), key(&subject));
        self.seen.entry(key).or_insert_with(|| Seen { subject, cuts: BTreeSet::new(), texts: BTreeSet::new() })
    }
}

/// Whether an amount adds up or counts items.
fn adds_up(amount: &Expression) -> bool {
    let mut found = false;
    amount.visit(&mut |node| {
        found |= matches!(
            node,
            Node::Expression(
                Expression::TotalOfItems(_) | Expression::DistinctHs(_) | Expression::Measure(Measure::TotalQuantity)
            )
        );
    });
    found
}

fn domain(program: &Program, subject: &Subject, cuts: BTreeSet<Cut>, texts: BTreeSet<String>) -> Domain {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    match subject {
        Subject::Service => Domain::Indices(count(program.services.len())),
        Subject::Place(PlaceField::Origin | PlaceField::Destination | PlaceField::Declared(_)) => {
            Domain::Indices(place_classes(program))
        }
        Subject::OneOf(fact) => match program.facts.get(fact.0 as usize).map(|fact| &fact.kind) {
            Some(FactKind::OneOf(words)) => Domain::Indices(count(words.len())),
            Some(_) | None => Domain::Indices(1),
        },
        // One more than there are nodes: an item of no category that the policy knows.
        Subject::Category => Domain::Indices(count(program.categories.nodes.len()).saturating_add(1)),
        Subject::Text(_) | Subject::Hs => Domain::Texts(texts.into_iter().collect()),
        Subject::Yes(_) | Subject::Has(..) | Subject::Given(_) | Subject::Provided(_) | Subject::AnyItem(_) => {
            Domain::YesNo
        }
        Subject::Date(..) | Subject::Amount(_) => Domain::Ordered(cuts.into_iter().collect()),
    }
}

/// How many place classes the policy tells apart.
fn place_classes(program: &Program) -> u32 {
    let ends = program.places.countries.iter().map(|country| {
        let parts = |list: usize| u32::try_from(list).unwrap_or(u32::MAX).saturating_add(1);
        let classes = parts(country.subdivisions.len()).saturating_mul(parts(country.postcodes.len()));
        country.first.saturating_add(classes)
    });
    ends.max().unwrap_or(1)
}

/// The days from `from` to `to`, as a half-open interval so that neighbouring days share a cut; none where there is no day.
pub(super) fn day_interval(from: i32, to: i32) -> Option<Interval> {
    if from > to {
        return None;
    }
    let day = |day: i64| Exact::from_integer(day);
    let lower = (from != i32::MIN).then(|| (day(i64::from(from)), End::Included));
    let upper = (to != i32::MAX).then(|| (day(i64::from(to).saturating_add(1)), End::Excluded));
    Some(Interval { lower, upper })
}

/// The subject of `any item` and `every item`, and whether the condition is its yes or its no.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn items_subject(condition: &Condition) -> Option<(Subject, bool)> {
    match condition {
        Condition::AnyItem(passes) => Some((Subject::AnyItem((**passes).clone()), true)),
        // Every item passes where none fails.
        Condition::EveryItem(passes) => Some((Subject::AnyItem(negated(passes)), false)),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn negated(condition: &Condition) -> Condition {
    match condition {
        Condition::Not(inner) => (**inner).clone(),
        other => Condition::Not(Box::new(other.clone())),
    }
}

/// `left - right`, the amount that a comparison bounds.
pub(super) fn difference_of(left: &Expression, right: &Expression) -> Expression {
    Expression::Difference(Box::new(normal(left)), Box::new(normal(right)))
}

/// The amount with the terms of a sum in one order, so that `length + width` and `width + length` are one variable.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
pub(super) fn normal(amount: &Expression) -> Expression {
    match amount {
        Expression::Sum(terms) => {
            let mut terms: Vec<_> = terms.iter().map(normal).collect();
            terms.sort_by_cached_key(|term| format!("{term:?}"));
            Expression::Sum(terms)
        }
        other => other.clone(),
    }
}
