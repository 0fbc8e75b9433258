//! Which of several conditions of a case can hold together: by regions for what the order tells, and by
//! trying every answer for reasons, events, evidence and amounts of money.

use std::collections::BTreeSet;

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Condition, FactKind, Guard, MoneyOrder, Payment, Process, Program};

use super::items;
use crate::region::{Allowed, Diagram, Region, Space, SpaceBuilder, Subject, Undecided};

/// How many nodes the conditions of one process may have.
const NODES: usize = 200_000;
/// How many answers to questions that are no region are tried.
const ANSWERS: usize = 4_096;
/// How many combinations are told apart.
const COMBINATIONS: usize = 256;

/// Conditions that hold together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Combination {
    /// Which of the conditions hold.
    pub(super) holds: Vec<bool>,
    /// A case of it in words; empty where it cannot be told shortly.
    pub(super) words: String,
}

/// The question that an atom of a condition asks, where it is none about the order.
#[derive(Clone, Debug, PartialEq)]
enum Question {
    Reason,
    Happened(u16),
    Shown(u16),
    /// How the first amount compares with the second: less, equal, more.
    Money(Payment, Payment),
}

/// Every combination of `guards` that can hold together; nothing where that cannot be decided.
pub(super) fn combinations(program: &Program, process: &Process, guards: &[&Guard]) -> Option<Vec<Combination>> {
    let mut questions = Vec::new();
    let mut builder = SpaceBuilder::new(program);
    for guard in guards {
        gather(guard, &mut questions, &mut builder);
    }
    let space = builder.finish();
    // Amounts can depend on each other: what only a search could settle stays open.
    let is_dependent = |subject: &Subject| matches!(subject, Subject::Amount(_));
    let dependent = space.subjects().filter(|subject| is_dependent(subject)).count();
    if dependent > 1 {
        return None;
    }
    let mut diagram = Diagram::new(NODES);
    let possible = items::possible(program, &space, &mut diagram).ok()??;
    let mut combining = Combining { program, process, questions, space, diagram, possible, found: Vec::new() };
    combining.try_all(guards).ok()?;
    Some(combining.found)
}

fn gather(guard: &Guard, questions: &mut Vec<Question>, builder: &mut SpaceBuilder<'_>) {
    let question = match guard {
        Guard::Holds(condition) => {
            builder.add(condition);
            return;
        }
        Guard::Not(inner) => return gather(inner, questions, builder),
        Guard::All(parts) | Guard::Any(parts) => {
            return parts.iter().for_each(|part| gather(part, questions, builder));
        }
        Guard::Reason(_) => Question::Reason,
        Guard::Happened(event) => Question::Happened(event.0),
        Guard::Shown(evidence) => Question::Shown(evidence.0),
        Guard::Money { left, right, .. } => Question::Money(left.clone(), right.clone()),
    };
    if !questions.contains(&question) {
        questions.push(question);
    }
}

/// A search over the answers at work.
struct Combining<'a> {
    program: &'a Program,
    process: &'a Process,
    questions: Vec<Question>,
    space: Space,
    diagram: Diagram,
    /// The orders whose items there can be.
    possible: Region,
    found: Vec<Combination>,
}

impl Combining<'_> {
    fn try_all(&mut self, guards: &[&Guard]) -> Result<(), Undecided> {
        let sizes: Vec<usize> = self.questions.iter().map(|question| self.answers(question)).collect();
        let count = sizes.iter().try_fold(1_usize, |count, size| count.checked_mul(*size));
        let Some(count) = count.filter(|count| *count <= ANSWERS) else { return Err(Undecided::Size) };
        let mut known: BTreeSet<Vec<bool>> = BTreeSet::new();
        for number in 0..count {
            let mut rest = number;
            let mut answers = Vec::with_capacity(sizes.len());
            for size in &sizes {
                answers.push(rest.checked_rem(*size).unwrap_or(0));
                rest = rest.checked_div(*size).unwrap_or(0);
            }
            if !self.is_possible(&answers) {
                continue;
            }
            for (region, holds) in self.split(guards, &answers)? {
                if known.len() > COMBINATIONS {
                    return Err(Undecided::Size);
                }
                if known.insert(holds.clone()) {
                    let words = self.words(&answers, region);
                    self.found.push(Combination { holds, words });
                }
            }
        }
        Ok(())
    }

    /// The orders for which each combination holds, the other questions being answered.
    fn split(&mut self, guards: &[&Guard], answers: &[usize]) -> Result<Vec<(Region, Vec<bool>)>, Undecided> {
        let mut parts = vec![(self.possible, Vec::new())];
        for guard in guards {
            let holding = self.region(guard, answers)?;
            let mut next = Vec::new();
            for (region, holds) in parts {
                let inside = self.diagram.and(region, holding)?;
                let outside = self.diagram.minus(region, holding)?;
                for (region, answer) in [(inside, true), (outside, false)] {
                    if !region.is_empty() {
                        next.push((region, holds.iter().copied().chain([answer]).collect::<Vec<bool>>()));
                    }
                }
            }
            if next.len() > COMBINATIONS {
                return Err(Undecided::Size);
            }
            parts = next;
        }
        Ok(parts)
    }

    fn region(&mut self, guard: &Guard, answers: &[usize]) -> Result<Region, Undecided> {
        let whether = |holds: bool| Ok(if holds { Region::FULL } else { Region::EMPTY });
        match guard {
            Guard::Holds(condition) => self.condition(condition),
            Guard::Not(inner) => {
                let inner = self.region(inner, answers)?;
                self.diagram.not(inner)
            }
            Guard::All(parts) => {
                let parts: Result<Vec<_>, _> = parts.iter().map(|part| self.region(part, answers)).collect();
                self.diagram.intersection(parts?)
            }
            Guard::Any(parts) => {
                let parts: Result<Vec<_>, _> = parts.iter().map(|part| self.region(part, answers)).collect();
                self.diagram.union(parts?)
            }
            Guard::Reason(reasons) => {
                let answer = self.answer(&Question::Reason, answers);
                whether(reasons.iter().any(|reason| usize::from(reason.0) == answer))
            }
            Guard::Happened(event) => whether(self.answer(&Question::Happened(event.0), answers) == 1),
            Guard::Shown(evidence) => whether(self.answer(&Question::Shown(evidence.0), answers) == 1),
            Guard::Money { left, order, right } => {
                let answer = self.answer(&Question::Money(left.clone(), right.clone()), answers);
                whether(match order {
                    MoneyOrder::Under => answer == 0,
                    MoneyOrder::UpTo => answer <= 1,
                    MoneyOrder::Over => answer == 2,
                    MoneyOrder::AtLeast => answer >= 1,
                })
            }
        }
    }

    fn condition(&mut self, condition: &Condition) -> Result<Region, Undecided> {
        self.space.region(&mut self.diagram, self.program, condition)
    }

    fn answer(&self, question: &Question, answers: &[usize]) -> usize {
        let position = self.questions.iter().position(|known| known == question);
        position.and_then(|position| answers.get(position)).copied().unwrap_or(0)
    }

    /// How many answers a question has.
    fn answers(&self, question: &Question) -> usize {
        match question {
            Question::Reason => self.process.reasons.len().max(1),
            Question::Happened(_) | Question::Shown(_) => 2,
            Question::Money(..) => 3,
        }
    }

    /// Whether comparisons of one amount with several agree with each other.
    fn is_possible(&self, answers: &[usize]) -> bool {
        let compared = self.questions.iter().zip(answers).filter_map(|(question, answer)| match question {
            Question::Money(left, right) => Some((left, scale(right)?, *answer)),
            Question::Reason | Question::Happened(_) | Question::Shown(_) => None,
        });
        let compared: Vec<_> = compared.collect();
        compared.iter().all(|(left, (base, lesser), answer)| {
            compared.iter().all(|(other, (other_base, greater), other_answer)| {
                // What is not more than the lesser is less than the greater.
                left != other || base != other_base || lesser >= greater || *answer == 2 || *other_answer == 0
            })
        })
    }

    /// A case of a region and these answers, in words.
    fn words(&self, answers: &[usize], region: Region) -> String {
        let mut told = Vec::new();
        for (question, answer) in self.questions.iter().zip(answers) {
            let name = |names: &[String], number: u16| names.get(usize::from(number)).cloned().unwrap_or_default();
            let not = if *answer == 1 { "" } else { "not " };
            match question {
                Question::Reason => {
                    told.extend(self.process.reasons.get(*answer).map(|reason| format!("reason is {reason}")));
                }
                Question::Happened(event) => {
                    told.push(format!("{} has {not}happened", name(&self.process.events, *event)));
                }
                Question::Shown(evidence) => {
                    told.push(format!("{} was {not}shown", name(&self.process.evidence, *evidence)));
                }
                Question::Money(..) => {}
            }
        }
        let path = self.space.first_path(&self.diagram, region);
        for (variable, cells) in path.iter().flat_map(|path| path.0.iter()) {
            told.extend(self.fact_words(*variable, cells));
        }
        told.join(" and ")
    }

    fn fact_words(&self, variable: crate::region::Variable, runs: &[(u32, u32)]) -> Option<String> {
        let allowed = self.space.allowed(variable, runs)?;
        let name = |fact: tarifa_engine::program::FactId| self.program.facts.get(usize::from(fact.0));
        match (self.space.subject(variable)?, allowed) {
            (Subject::Yes(fact), Allowed::YesNo(answer)) => {
                let not = if answer { "" } else { "not " };
                Some(format!("{not}{}", name(*fact)?.name))
            }
            (Subject::OneOf(fact), Allowed::Indices(words)) => {
                let fact = name(*fact)?;
                let FactKind::OneOf(known) = &fact.kind else { return None };
                let word = known.get(usize::try_from(words.iter().next()?).ok()?)?;
                Some(format!("{} is {word}", fact.name))
            }
            (_, _) => None,
        }
    }
}

/// Against what an amount is, and how many times that: amounts of one base can be put in order.
fn scale(payment: &Payment) -> Option<(Base<'_>, Exact)> {
    match payment {
        Payment::Fixed(money) => Some((Base::Currency(money.currency), money.amount)),
        Payment::Share(share, of) => {
            let (base, times) = scale(of)?;
            Some((base, times.checked_mul(*share).ok()?))
        }
        other @ (Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Sum(_)
        | Payment::Less(..)
        | Payment::Least(_)
        | Payment::Greatest(_)) => Some((Base::Amount(other), Exact::from_integer(1))),
    }
}

/// What amounts are measured by.
#[derive(PartialEq)]
enum Base<'a> {
    Currency(tarifa_engine::currency::Currency),
    Amount(&'a Payment),
}
