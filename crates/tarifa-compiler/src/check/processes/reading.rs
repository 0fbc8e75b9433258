//! What the conditions, clocks and payments of a process read of the order.

use std::collections::BTreeSet;

use tarifa_engine::program::{
    Anchor, Clock, Condition, DateField, Edge, Expression, FactRef, Gate, Guard, Node, Payment, Process, VersionDay,
};

/// The facts of the order that a process reads.
pub(super) fn facts_read(process: &Process) -> BTreeSet<u16> {
    let mut reading = Reading::default();
    reading.condition(&process.scope.when);
    match process.valid.on {
        VersionDay::Date(field) => reading.date(field),
        VersionDay::Open | VersionDay::Event(_) => {}
    }
    process.opening.windows.iter().for_each(|window| reading.gate(&window.gate));
    for stage in &process.stages {
        for obligation in &stage.obligations {
            obligation.within.iter().flat_map(Edge::clocks).for_each(|clock| reading.clock(clock));
            obligation.answers.iter().for_each(|answer| reading.gate(&answer.gate));
            if let Some(tarifa_engine::program::Late::To(lines)) = &obligation.late {
                lines.iter().filter_map(|(guard, _)| guard.as_ref()).for_each(|guard| reading.guard(guard));
            }
        }
        stage.permissions.iter().for_each(|permission| reading.gate(&permission.gate));
        for timer in &stage.timers {
            timer.after.iter().for_each(|clock| reading.clock(clock));
            timer.when.iter().for_each(|guard| reading.guard(guard));
        }
        for line in &stage.payments {
            line.when.iter().for_each(|guard| reading.guard(guard));
            reading.payment(&line.amount);
        }
        for (guard, _) in stage.return_freight.iter().flat_map(|freight| &freight.payers) {
            guard.iter().for_each(|guard| reading.guard(guard));
        }
    }
    for line in process.outcomes.iter().flat_map(|outcome| &outcome.payments) {
        line.when.iter().for_each(|guard| reading.guard(guard));
        reading.payment(&line.amount);
    }
    reading.facts
}

/// What a condition reads: facts of the order by their number, and `None` for anything else of it.
pub(super) fn read_by(guard: &Guard) -> BTreeSet<Option<u16>> {
    let mut reading = Reading::default();
    reading.guard(guard);
    if reading.facts.is_empty() {
        return BTreeSet::from([None]);
    }
    reading.facts.into_iter().map(Some).collect()
}

/// The facts that have been met.
#[derive(Default)]
struct Reading {
    facts: BTreeSet<u16>,
}

impl Reading {
    fn condition(&mut self, condition: &Condition) {
        condition.visit(&mut |node| match node {
            Node::Condition(
                Condition::Yes(fact) | Condition::OneOf(fact, _) | Condition::Has(fact, _) | Condition::Text(fact, _),
            ) => {
                self.facts.insert(fact.0);
            }
            Node::Condition(Condition::Given(FactRef::Declared(fact)))
            | Node::Expression(
                Expression::Fact(FactRef::Declared(fact)) | Expression::Money { fact: FactRef::Declared(fact), .. },
            ) => {
                self.facts.insert(fact.0);
            }
            Node::Condition(Condition::Date { field, .. }) => self.date(*field),
            Node::Condition(_) | Node::Expression(_) => {}
        });
    }

    fn date(&mut self, field: DateField) {
        match field {
            DateField::ShipDate => {}
            DateField::Declared(fact) => {
                self.facts.insert(fact.0);
            }
        }
    }

    fn gate(&mut self, gate: &Gate) {
        gate.clocks().for_each(|clock| self.clock(clock));
        gate.when.iter().for_each(|guard| self.guard(guard));
    }

    fn clock(&mut self, clock: &Clock) {
        for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
            match anchor {
                Anchor::Date(field) => self.date(*field),
                Anchor::Clock(clock) => self.clock(clock),
                Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) => {}
            }
        }
    }

    fn guard(&mut self, guard: &Guard) {
        match guard {
            Guard::Holds(condition) => self.condition(condition),
            Guard::Money { left, right, .. } => {
                self.payment(left);
                self.payment(right);
            }
            Guard::Not(inner) => self.guard(inner),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| self.guard(part)),
            Guard::Reason(_) | Guard::Happened(_) | Guard::Shown(_) => {}
        }
    }

    fn payment(&mut self, payment: &Payment) {
        match payment {
            Payment::Fact(fact) => {
                self.facts.insert(fact.0);
            }
            Payment::Share(_, of) => self.payment(of),
            Payment::Sum(parts) | Payment::Least(parts) | Payment::Greatest(parts) => {
                parts.iter().for_each(|part| self.payment(part));
            }
            Payment::Less(left, right) => {
                self.payment(left);
                self.payment(right);
            }
            Payment::Paid
            | Payment::PaidGoods
            | Payment::PaidFreight
            | Payment::Rest
            | Payment::ReceivedItems
            | Payment::ReturnFreight
            | Payment::Compensation(_)
            | Payment::Fixed(_)
            | Payment::Amount(_) => {}
        }
    }
}
