//! Calendars, processes and compensations: every index points at something of the right kind.

use super::{Check, Verdict, ensure, length, within};
use crate::calendar::MAX_COVERED;
use crate::date::Date;
use crate::program::{
    ActId, Amount, AmountId, Anchor, Argument, Calendar, CalendarId, Clock, ClockUnit, Compensation, DateField, Edge,
    FactId, FactKind, FactPer, Gate, Guard, Late, LineId, Obligation, PartyId, Payment, PaymentLine, PaymentWay,
    Process, Reckoning, Scope, Stage, Target, Timer, VersionDay,
};

/// The most stages of a process.
const MAX_STAGES: usize = 500;

/// A process being tested.
struct Of<'c> {
    check: &'c Check<'c>,
    process: &'c Process,
}

impl Check<'_> {
    /// Tests calendars, processes and compensations.
    pub(super) fn processes(&self) -> Verdict {
        let program = self.program;
        let few = |count: usize| count < usize::from(u16::MAX);
        ensure(few(program.calendars.len()), "too many calendars")?;
        ensure(few(program.processes.len()), "too many processes")?;
        ensure(few(program.compensations.len()), "too many compensations")?;
        program.calendars.iter().try_for_each(calendar)?;
        program.processes.iter().try_for_each(|process| Of { check: self, process }.process())?;
        program.compensations.iter().try_for_each(|compensation| self.compensation(compensation))
    }

    fn scope(&self, scope: &Scope) -> Verdict {
        ensure(within(&scope.services, length(&self.program.services)), "a process for an unknown service")?;
        [scope.from, scope.to].into_iter().flatten().try_for_each(|set| self.set(set))
    }

    fn compensation(&self, compensation: &Compensation) -> Verdict {
        self.scope(&compensation.scope)?;
        self.date(compensation.rate_day)?;
        // Every line has been charged when a compensation is reckoned.
        let all = LineId(u16::MAX);
        self.nodes(all, |visitor| compensation.scope.when.visit(visitor))?;
        self.nodes(all, |visitor| compensation.amount.visit(visitor))?;
        reckoning(&compensation.amount)
    }

    /// A date of the order.
    fn date(&self, field: DateField) -> Verdict {
        match field {
            DateField::ShipDate => Ok(()),
            DateField::Declared(fact) => self.order_fact(fact, |kind| matches!(kind, FactKind::Date)),
        }
    }

    fn order_fact(&self, fact: FactId, fits: impl FnOnce(&FactKind) -> bool) -> Verdict {
        self.kind(fact, fits)?;
        let of_order = self.program.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Shipment);
        ensure(of_order, "a process reads a fact of items where there is no item")
    }
}

fn calendar(calendar: &Calendar) -> Verdict {
    let (first, last) = calendar.covers;
    let is_day = |day: i32| Date::from_days(day).is_some();
    ensure(is_day(first) && is_day(last) && first <= last, "a calendar covers no days")?;
    ensure(last.saturating_sub(first) <= MAX_COVERED, "a calendar covers too many days")?;
    for ranges in [&calendar.holidays, &calendar.workdays] {
        let forward = ranges.iter().all(|(first, last)| first <= last);
        let ascending = ranges.is_sorted_by(|left, right| left.1 < right.0);
        ensure(forward && ascending, "the days of a calendar are out of order")?;
    }
    Ok(())
}

fn reckoning(amount: &Reckoning) -> Verdict {
    match amount {
        Reckoning::Amount(Amount::Units(units)) => ensure(units.step.is_positive(), "a rate for steps of nothing"),
        Reckoning::Amount(Amount::Flat(_) | Amount::Share { .. } | Amount::Formula(_)) => Ok(()),
        Reckoning::Sum(parts) | Reckoning::Least(parts) | Reckoning::Greatest(parts) => {
            ensure(!parts.is_empty(), "a compensation of nothing")?;
            parts.iter().try_for_each(reckoning)
        }
        Reckoning::Times(_, amount) | Reckoning::Converted { amount, .. } => reckoning(amount),
    }
}

fn known<T>(list: &[T], number: u16, what: &str) -> Verdict {
    ensure(usize::from(number) < list.len(), what)
}

impl Of<'_> {
    fn process(&self) -> Verdict {
        let Self { check, process } = self;
        check.scope(&process.scope)?;
        ensure(usize::from(process.zone) < check.program.zones.len(), "an unknown time zone")?;
        ensure(process.stages.len() <= MAX_STAGES, "too many stages")?;
        let names = [&process.parties, &process.reasons, &process.evidence, &process.events, &process.amounts];
        let few = |count: usize| count < usize::from(u16::MAX);
        ensure(names.iter().all(|names| few(names.len())), "too many names in a process")?;
        ensure(few(process.acts.len()) && few(process.outcomes.len()), "too many names in a process")?;
        match process.valid.on {
            VersionDay::Open => {}
            VersionDay::Event(event) => known(&process.events, event.0, "an unknown event")?,
            VersionDay::Date(field) => check.date(field)?,
        }
        for argument in process.acts.iter().flat_map(|act| &act.arguments) {
            match argument {
                Argument::Reason | Argument::Received => {}
                Argument::Fact(fact) => check.order_fact(*fact, |_| true)?,
                Argument::Amount(amount) => self.amount(*amount)?,
            }
        }
        // Guards may read what is charged: every line is known then.
        check.nodes(LineId(u16::MAX), |visitor| process.visit(visitor))?;
        let mut guards = Ok(());
        process.visit_guards(&mut |guard| {
            if guards.is_ok() {
                guards = self.guard(guard);
            }
        });
        guards?;
        self.opening()?;
        process.stages.iter().try_for_each(|stage| self.stage(stage))?;
        for outcome in &process.outcomes {
            outcome.parameters.iter().try_for_each(|amount| self.amount(*amount))?;
            self.lines(&outcome.payments)?;
        }
        Ok(())
    }

    fn opening(&self) -> Verdict {
        let opening = &self.process.opening;
        opening.parties.iter().try_for_each(|party| self.party(*party))?;
        self.act(opening.act)?;
        for window in &opening.windows {
            window.reasons.iter().try_for_each(|reason| known(&self.process.reasons, reason.0, "an unknown reason"))?;
            self.gate(&window.gate)?;
        }
        ensure(
            !matches!(opening.target, Target::KeepWaiting | Target::Again | Target::Extend { .. }),
            "an opening that leads nowhere",
        )?;
        self.target(&opening.target)
    }

    fn stage(&self, stage: &Stage) -> Verdict {
        stage.parameters.iter().try_for_each(|amount| self.amount(*amount))?;
        stage.obligations.iter().try_for_each(|obligation| self.obligation(obligation))?;
        for permission in &stage.permissions {
            permission.parties.iter().try_for_each(|party| self.party(*party))?;
            self.act(permission.act)?;
            self.gate(&permission.gate)?;
            self.target(&permission.target)?;
        }
        for Timer { after, when, target, .. } in &stage.timers {
            ensure(after.is_some() || when.is_some(), "a timer that never ends")?;
            after.iter().try_for_each(|clock| self.clock(clock))?;
            self.target(target)?;
        }
        self.lines(&stage.payments)?;
        match &stage.return_freight {
            None => Ok(()),
            Some(freight) => {
                known(&self.check.program.services, freight.service.0, "an unknown service")?;
                freight.payers.iter().try_for_each(|(_, party)| self.party(*party))
            }
        }
    }

    fn obligation(&self, obligation: &Obligation) -> Verdict {
        self.party(obligation.party)?;
        obligation.within.iter().try_for_each(|edge| self.edge(edge))?;
        ensure(obligation.within.is_none() || obligation.late.is_some(), "a deadline without a consequence")?;
        for answer in &obligation.answers {
            self.act(answer.act)?;
            self.gate(&answer.gate)?;
            self.target(&answer.target)?;
        }
        match &obligation.late {
            None => Ok(()),
            Some(Late::As(act)) => {
                let is_answer = obligation.answers.iter().any(|answer| answer.act == *act);
                ensure(is_answer, "silence taken as what is no answer")
            }
            Some(Late::To(lines)) => lines.iter().try_for_each(|(_, target)| self.target(target)),
        }
    }

    fn gate(&self, gate: &Gate) -> Verdict {
        let edges = [&gate.not_before, &gate.within, &gate.until];
        edges.into_iter().flatten().try_for_each(|edge| self.edge(edge))?;
        let kinds = gate.evidence.iter().flatten();
        kinds.into_iter().try_for_each(|kind| known(&self.process.evidence, kind.0, "an unknown kind of evidence"))
    }

    fn edge(&self, edge: &Edge) -> Verdict {
        ensure(!edge.clocks().is_empty(), "one of several clocks that are none")?;
        edge.clocks().iter().try_for_each(|clock| self.clock(clock))
    }

    fn clock(&self, clock: &Clock) -> Verdict {
        self.unit(clock.unit)?;
        clock.rolling.iter().try_for_each(|calendar| self.calendar(*calendar))?;
        clock.paused_while.iter().try_for_each(|party| self.party(*party))?;
        self.anchor(&clock.from)?;
        clock.held_until.iter().try_for_each(|anchor| self.anchor(anchor))
    }

    fn unit(&self, unit: ClockUnit) -> Verdict {
        match unit {
            ClockUnit::BusinessDays(calendar) => self.calendar(calendar),
            ClockUnit::Minutes
            | ClockUnit::Hours
            | ClockUnit::Days
            | ClockUnit::Weeks
            | ClockUnit::Months
            | ClockUnit::Years => Ok(()),
        }
    }

    fn anchor(&self, anchor: &Anchor) -> Verdict {
        match anchor {
            Anchor::Entry | Anchor::Open => Ok(()),
            Anchor::Event(event, _) => known(&self.process.events, event.0, "an unknown event"),
            Anchor::Act(act, _) => self.act(*act),
            Anchor::Date(field) => self.check.date(*field),
            Anchor::Clock(clock) => self.clock(clock),
        }
    }

    fn target(&self, target: &Target) -> Verdict {
        let handed = |parameters: &[AmountId], amounts: &[Payment]| {
            ensure(parameters.len() == amounts.len(), "a stage or outcome entered with other amounts")?;
            amounts.iter().try_for_each(|amount| self.payment(amount))
        };
        match target {
            Target::Stage(stage, amounts) => {
                let stage = self.process.stages.get(usize::from(stage.0)).ok_or("an unknown stage")?;
                handed(&stage.parameters, amounts)
            }
            Target::Outcome(outcome, amounts) => {
                let outcome = self.process.outcomes.get(usize::from(outcome.0)).ok_or("an unknown outcome")?;
                handed(&outcome.parameters, amounts)
            }
            Target::KeepWaiting | Target::Again => Ok(()),
            Target::Extend { unit, .. } => self.unit(*unit),
        }
    }

    fn lines(&self, lines: &[PaymentLine]) -> Verdict {
        for line in lines {
            self.party(line.party)?;
            match line.way {
                PaymentWay::Held => {}
                PaymentWay::Own(to) => self.party(to)?,
            }
            self.payment(&line.amount)?;
        }
        Ok(())
    }

    fn payment(&self, payment: &Payment) -> Verdict {
        match payment {
            Payment::Paid
            | Payment::PaidGoods
            | Payment::PaidFreight
            | Payment::Rest
            | Payment::ReceivedItems
            | Payment::ReturnFreight
            | Payment::Fixed(_) => Ok(()),
            Payment::Compensation(id) => known(&self.check.program.compensations, id.0, "an unknown compensation"),
            Payment::Amount(amount) => self.amount(*amount),
            Payment::Fact(fact) => self.check.order_fact(*fact, |kind| matches!(kind, FactKind::Money)),
            Payment::Share(_, of) => self.payment(of),
            // `nothing` is a sum of no parts.
            Payment::Sum(parts) => parts.iter().try_for_each(|part| self.payment(part)),
            Payment::Least(parts) | Payment::Greatest(parts) => {
                ensure(!parts.is_empty(), "an amount of nothing")?;
                parts.iter().try_for_each(|part| self.payment(part))
            }
            Payment::Less(left, right) => self.payment(left).and_then(|()| self.payment(right)),
        }
    }

    /// What a guard names beside its conditions.
    fn guard(&self, guard: &Guard) -> Verdict {
        match guard {
            Guard::Holds(_) => Ok(()),
            Guard::Reason(reasons) => {
                reasons.iter().try_for_each(|reason| known(&self.process.reasons, reason.0, "an unknown reason"))
            }
            Guard::Happened(event) => known(&self.process.events, event.0, "an unknown event"),
            Guard::Shown(kind) => known(&self.process.evidence, kind.0, "an unknown kind of evidence"),
            Guard::Money { left, right, .. } => self.payment(left).and_then(|()| self.payment(right)),
            Guard::Not(inner) => self.guard(inner),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().try_for_each(|part| self.guard(part)),
        }
    }

    fn party(&self, party: PartyId) -> Verdict {
        known(&self.process.parties, party.0, "an unknown party")
    }

    fn act(&self, act: ActId) -> Verdict {
        known(&self.process.acts, act.0, "an unknown act")
    }

    fn amount(&self, amount: AmountId) -> Verdict {
        known(&self.process.amounts, amount.0, "an unknown amount")
    }

    fn calendar(&self, calendar: CalendarId) -> Verdict {
        known(&self.check.program.calendars, calendar.0, "an unknown calendar")
    }
}
