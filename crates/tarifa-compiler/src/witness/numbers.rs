//! From formulas of the program to terms over the numbers of one shipment: a
//! single parcel, a service whose applying weight steps are known, and a day.

use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Builtin, End, Expression, FactId, FactRef, Interval, Measure, Node, Program, WeightStep, WeightStepKind,
};
use tarifa_engine::rounding::Rounding;

use super::everyday;
use super::rates;
use super::search::{Constraint, Problem, Start};
use super::shipment::Parcel;
use super::system::System;
use super::term::{Term, Unknown};

/// What an unknown of the search is in the shipment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Slot {
    /// The weight, in grams.
    Weight,
    /// A side, in centimetres; 0 is the longest.
    Side(usize),
    /// The declared value, in this currency.
    DeclaredValue(Currency),
    /// A numeric fact.
    Number(FactId),
    /// A money fact, in this currency.
    Money(FactId, Currency),
    /// The pieces of all items.
    Quantity,
    /// The sum over items.
    TotalOfItems(Expression),
    /// How many different codes the items have, on so many digits.
    DistinctHs(u8),
    /// An amount that the search does not look into; the engine has the last word.
    Opaque(Expression),
}

/// Whether what the search proves is proved of every shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validity {
    /// It is.
    Everywhere,
    /// A rate that the host gives was assumed.
    AssumedRate,
}

/// The numbers of one shipment.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    program: &'a Program,
    steps: &'a [&'a WeightStep],
    system: System,
    day: i32,
    /// What each unknown is.
    pub(super) slots: Vec<Slot>,
    /// Where each unknown can lie.
    pub(super) starts: Vec<Start>,
    /// Whether proofs hold everywhere.
    pub(super) validity: Validity,
}

impl<'a> Numbers<'a> {
    /// The numbers of `parcel` on `day`.
    pub(super) fn new(program: &'a Program, parcel: &'a Parcel<'_>, day: i32) -> Self {
        let (steps, system) = (parcel.steps.as_slice(), parcel.system);
        let mut numbers =
            Self { program, steps, system, day, slots: Vec::new(), starts: Vec::new(), validity: Validity::Everywhere };
        numbers.slot(Slot::Weight);
        numbers
    }

    /// The amount as a term.
    pub(super) fn term(&mut self, amount: &Expression) -> Term {
        match amount {
            Expression::Constant(value) => Term::Constant(*value),
            Expression::Measure(measure) => self.measure(*measure),
            Expression::Fact(fact) => self.fact(*fact),
            Expression::Money { fact, currency } => self.money(*fact, *currency),
            Expression::Sum(terms) => Term::Sum(self.terms(terms)),
            Expression::Difference(left, right) => {
                Term::Difference(Box::new(self.term(left)), Box::new(self.term(right)))
            }
            Expression::Product(factors) => Term::Product(self.terms(factors)),
            Expression::Least(terms) => Term::Least(self.terms(terms)),
            Expression::Greatest(terms) => Term::Greatest(self.terms(terms)),
            Expression::Mean(terms) => {
                let count = i64::try_from(terms.len()).unwrap_or(1);
                let share = Exact::ONE.checked_div(Exact::from_integer(count)).unwrap_or(Exact::ONE);
                Term::Scaled(Box::new(Term::Sum(self.terms(terms))), share)
            }
            Expression::Convert { amount, from, to } => {
                let rate = self.rate(*from, *to);
                Term::Scaled(Box::new(self.term(amount)), rate)
            }
            Expression::TotalOfItems(_) => self.unknown(Slot::TotalOfItems(amount.clone())),
            Expression::DistinctHs(digits) => self.unknown(Slot::DistinctHs(*digits)),
            Expression::Line(_) | Expression::Group(_) | Expression::Slice | Expression::Choose { .. } => {
                self.unknown(Slot::Opaque(amount.clone()))
            }
        }
    }

    /// What holds of the numbers of every parcel: its sides are in order.
    fn natural(&mut self) -> Vec<Constraint> {
        if !self.slots.iter().any(|slot| matches!(slot, Slot::Side(_))) {
            return Vec::new();
        }
        let [longest, middle, shortest] = self.sides();
        let not_shorter = |longer: &Term, shorter: &Term| Constraint {
            term: Term::Difference(Box::new(longer.clone()), Box::new(shorter.clone())),
            target: Interval { lower: Some((Exact::ZERO, End::Included)), upper: None },
        };
        vec![not_shorter(&longest, &middle), not_shorter(&middle, &shortest)]
    }

    /// The search for numbers that keep `constraints` and what always holds.
    pub(super) fn problem(&mut self, constraints: &[Constraint]) -> Problem {
        let constraints = constraints.iter().cloned().chain(self.natural()).collect();
        let side = |index: usize| self.slots.iter().position(|slot| *slot == Slot::Side(index)).map(Unknown);
        let shapes = match [side(0), side(1), side(2)] {
            [Some(length), Some(width), Some(height)] => everyday::shapes(self.system, [length, width, height]),
            [_, _, _] => Vec::new(),
        };
        Problem { constraints, starts: self.starts.clone(), shapes }
    }

    /// Makes the sides part of the search.
    pub(super) fn add_sides(&mut self) {
        self.sides();
    }

    fn terms(&mut self, amounts: &[Expression]) -> Vec<Term> {
        amounts.iter().map(|amount| self.term(amount)).collect()
    }

    fn measure(&mut self, measure: Measure) -> Term {
        let [longest, middle, shortest] = match measure {
            Measure::Weight => return self.unknown(Slot::Weight),
            Measure::BilledWeight => return self.billed_weight(),
            Measure::VolumetricWeight => return self.volumetric_weight(),
            Measure::TotalQuantity => return self.unknown(Slot::Quantity),
            Measure::ParcelCount => return Term::Constant(Exact::ONE),
            Measure::Length | Measure::Width | Measure::Height | Measure::Girth | Measure::Volume => self.sides(),
        };
        match measure {
            Measure::Length => longest,
            Measure::Width => middle,
            Measure::Height => shortest,
            Measure::Girth => Term::Scaled(Box::new(Term::Sum(vec![middle, shortest])), Exact::from_integer(2)),
            Measure::Volume => Term::Product(vec![longest, middle, shortest]),
            Measure::Weight
            | Measure::BilledWeight
            | Measure::VolumetricWeight
            | Measure::TotalQuantity
            | Measure::ParcelCount => Term::Constant(Exact::ONE),
        }
    }

    fn sides(&mut self) -> [Term; 3] {
        [0, 1, 2].map(|side| self.unknown(Slot::Side(side)))
    }

    /// The billed weight after every step that applies.
    fn billed_weight(&mut self) -> Term {
        let mut reads_itself = false;
        for step in self.steps {
            step.when.visit(&mut |node| {
                reads_itself |= matches!(node, Node::Expression(Expression::Measure(Measure::BilledWeight)));
            });
        }
        if reads_itself {
            // A step that looks at the billed weight so far means another number than the finished one.
            return self.unknown(Slot::Opaque(Expression::Measure(Measure::BilledWeight)));
        }
        let mut billed = self.unknown(Slot::Weight);
        for step in self.steps {
            billed = match &step.kind {
                WeightStepKind::Sides(_) | WeightStepKind::Volumetric { .. } => billed,
                WeightStepKind::Bill(amount) => self.term(amount),
                WeightStepKind::Minimum(least) => Term::Greatest(vec![billed, Term::Constant(*least)]),
                WeightStepKind::Maximum(most) => Term::Least(vec![billed, Term::Constant(*most)]),
                WeightStepKind::Rounded(rounding) => Term::Rounded(Box::new(billed), *rounding),
                WeightStepKind::RoundedByWeight(rows) => Term::RoundedByRows(Box::new(billed), rows.clone()),
            };
        }
        billed
    }

    /// The volume of the rounded sides over the divisor; unknown where no step sets it.
    fn volumetric_weight(&mut self) -> Term {
        let mut sides = self.sides();
        for step in self.steps {
            match &step.kind {
                WeightStepKind::Sides(rounding) => sides = sides.map(|side| rounded(side, Some(*rounding))),
                WeightStepKind::Volumetric { divisor, rounding } => {
                    let per_gram = Exact::ONE.checked_div(*divisor).unwrap_or(Exact::ONE);
                    let exact = Term::Scaled(Box::new(Term::Product(sides.to_vec())), per_gram);
                    return rounded(exact, *rounding);
                }
                WeightStepKind::Bill(_)
                | WeightStepKind::Minimum(_)
                | WeightStepKind::Maximum(_)
                | WeightStepKind::Rounded(_)
                | WeightStepKind::RoundedByWeight(_) => {}
            }
        }
        self.unknown(Slot::Opaque(Expression::Measure(Measure::VolumetricWeight)))
    }

    fn fact(&mut self, fact: FactRef) -> Term {
        match fact {
            FactRef::Declared(id) => self.unknown(Slot::Number(id)),
            FactRef::Builtin(Builtin::Weight) => self.unknown(Slot::Weight),
            FactRef::Builtin(Builtin::Length) => self.unknown(Slot::Side(0)),
            FactRef::Builtin(Builtin::Width) => self.unknown(Slot::Side(1)),
            FactRef::Builtin(Builtin::Height) => self.unknown(Slot::Side(2)),
            FactRef::Builtin(_) => self.unknown(Slot::Opaque(Expression::Fact(fact))),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
    fn money(&mut self, fact: FactRef, currency: Currency) -> Term {
        let known = |slot: &Slot| match slot {
            Slot::DeclaredValue(own) if fact == FactRef::Builtin(Builtin::DeclaredValue) => Some(*own),
            Slot::Money(id, own) if fact == FactRef::Declared(*id) => Some(*own),
            _ => None,
        };
        // The amount is told in the currency that is asked for first; others are converted from it.
        let own = self.slots.iter().find_map(known).unwrap_or(currency);
        let slot = match fact {
            FactRef::Builtin(Builtin::DeclaredValue) => Slot::DeclaredValue(own),
            FactRef::Declared(id) => Slot::Money(id, own),
            FactRef::Builtin(_) => Slot::Opaque(Expression::Money { fact, currency }),
        };
        let amount = self.unknown(slot);
        if own == currency {
            return amount;
        }
        let rate = self.rate(own, currency);
        Term::Scaled(Box::new(amount), rate)
    }

    fn rate(&mut self, from: Currency, to: Currency) -> Exact {
        rates::on_day(self.program, self.day, from, to).unwrap_or_else(|| {
            self.validity = Validity::AssumedRate;
            Exact::ONE
        })
    }

    fn unknown(&mut self, slot: Slot) -> Term {
        Term::Unknown(self.slot(slot))
    }

    fn slot(&mut self, slot: Slot) -> Unknown {
        if let Some(index) = self.slots.iter().position(|known| *known == slot) {
            return Unknown(index);
        }
        self.starts.push(everyday::start(self.program, self.system, &slot));
        self.slots.push(slot);
        Unknown(self.slots.len().saturating_sub(1))
    }
}

fn rounded(term: Term, rounding: Option<Rounding>) -> Term {
    match rounding {
        Some(rounding) => Term::Rounded(Box::new(term), rounding),
        None => term,
    }
}
