//! Case to prepared: checked, named by index, in the order of time.
//!
//! It is long because every key of a case has its mistakes, and each is told beside the reading of its key.

use std::collections::BTreeMap;
use std::fmt;

use smallvec::SmallVec;

use super::happening::{Act, ForeignHappening, Happening, KnownTo, PreparedEvent, knows, rank};
use super::input::{Case, CaseEvent, PaidInput, WhatHappened};
use super::{CaseIndex, MAX_EVENTS};
use crate::clock::ZoneDays;
use crate::currency::{Currency, Money};
use crate::decimal::excerpt;
use crate::evaluate::Index;
use crate::evaluate::at_hand::AtHand;
use crate::exact::Exact;
use crate::prepare::{InputError, InputErrors, InputProblem, Prepared, TellFacts, nearest};
use crate::program::{
    ActId, AmountId, Argument, EventId, EvidenceId, FactId, PartyId, Process, ProcessId, Program, ReasonId,
};
use crate::shipment::Given;

/// A checked case, ready to be asked for its standing at any moment.
#[derive(Clone, Debug)]
pub struct PreparedCase {
    /// The process that it is prepared for.
    pub process: ProcessId,
    /// The order.
    pub order: Prepared,
    /// The currency of its money.
    pub currency: Currency,
    /// What was paid, less what went back before.
    pub(super) paid: Option<Exact>,
    pub(super) paid_goods: Option<Exact>,
    pub(super) paid_freight: Option<Exact>,
    /// Why it is opened, where the act of opening does not say.
    pub(super) reason: Option<ReasonId>,
    /// What happened, in the order of time; what is known by its day alone stands at the start of the day.
    pub events: Vec<PreparedEvent>,
    /// The events from outside, by [`EventId`].
    pub(super) occurrences: Vec<SmallVec<[u16; 4]>>,
}

/// Checks a case for one process.
pub(super) fn prepare(
    program: &Program,
    index: &Index,
    cases: &CaseIndex,
    id: ProcessId,
    order: &Prepared,
    case: &Case,
    foreign: Foreign,
) -> Result<PreparedCase, InputErrors> {
    let (Some(process), Some(zone)) = (
        program.processes.get(usize::from(id.0)),
        program.processes.get(usize::from(id.0)).and_then(|process| cases.zone(process)),
    ) else {
        return Err(one("process", InputProblem::OutOfRange));
    };
    let currency = currency(program, case);
    let other_versions =
        program.processes.iter().filter(|other| other.name == process.name && !std::ptr::eq(*other, process));
    let other_versions = other_versions.collect();
    let mut preparation =
        Preparation { program, index, process, other_versions, zone, order, currency, foreign, errors: Vec::new() };
    let paid = preparation.paid(&case.paid, case.refunded_before);
    let reason = case.reason.as_deref().and_then(|reason| preparation.reason(&"reason", reason));
    let events = preparation.events(&case.events);
    if !preparation.errors.is_empty() {
        return Err(InputErrors(preparation.errors));
    }
    let mut occurrences = vec![SmallVec::new(); process.events.len()];
    for (number, event) in (0_u16..).zip(&events) {
        if let Happening::Event { event, .. } = event.what
            && let Some(list) = occurrences.get_mut(usize::from(event.0))
        {
            list.push(number);
        }
    }
    let [paid, paid_goods, paid_freight] = paid;
    let order = order.clone();
    Ok(PreparedCase { process: id, order, currency, paid, paid_goods, paid_freight, reason, events, occurrences })
}

/// What a name means that the process does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// A mistake: the process was named.
    Mistake,
    /// Something of another process.
    Skipped,
}

/// The currency of what was paid; where that is not known, of the first amount that an act tells.
fn currency(program: &Program, case: &Case) -> Currency {
    let paid = case.paid.total.or(case.paid.goods).or(case.paid.freight);
    let mut told = case.events.iter().filter_map(|event| match &event.what {
        WhatHappened::Event { .. } => None,
        WhatHappened::Act { arguments, .. } => arguments.values().find_map(|given| match given {
            Given::Money(money) => Some((event.at.written_day(), *money)),
            Given::YesNo(_)
            | Given::Number(_)
            | Given::Quantity(_)
            | Given::Labelled(..)
            | Given::Text(_)
            | Given::Words(_)
            | Given::Date(_)
            | Given::Place(_) => None,
        }),
    });
    let of_order = || {
        case.order.facts.values().find_map(|given| match given {
            Given::Money(money) => Some(*money),
            Given::YesNo(_)
            | Given::Number(_)
            | Given::Quantity(_)
            | Given::Labelled(..)
            | Given::Text(_)
            | Given::Words(_)
            | Given::Date(_)
            | Given::Place(_) => None,
        })
    };
    let least = told.by_ref().map(|(day, money)| (day, money.currency)).min();
    let found = paid.map(|money| money.currency).or(least.map(|(_, currency)| currency));
    found.or_else(|| of_order().map(|money| money.currency)).unwrap_or(program.currency)
}

fn one(path: &str, problem: InputProblem) -> InputErrors {
    InputErrors(vec![InputError { path: path.to_owned(), problem }])
}

/// Where something stands in a case: an event, from 0, and what of it; put into words only where it is wrong.
#[derive(Clone, Copy)]
struct At(usize, &'static str);

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "events[{}]{}", self.0, self.1)
    }
}

/// The same in a list, from 0.
struct InList(At, usize);

impl fmt::Display for InList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}]", self.0, self.1)
    }
}

struct Preparation<'p> {
    program: &'p Program,
    index: &'p Index,
    process: &'p Process,
    other_versions: SmallVec<[&'p Process; 2]>,
    zone: &'p ZoneDays,
    order: &'p Prepared,
    currency: Currency,
    foreign: Foreign,
    errors: Vec<InputError>,
}

impl Preparation<'_> {
    fn report(&mut self, path: &str, problem: InputProblem) {
        self.errors.push(InputError { path: path.to_owned(), problem });
    }

    /// What was paid for all, for the goods and for the freight, less what went back before.
    fn paid(&mut self, paid: &PaidInput, before: Option<Money>) -> [Option<Exact>; 3] {
        let total = self.amount("paid", paid.total);
        let goods = self.amount("paid.goods", paid.goods);
        let freight = self.amount("paid.freight", paid.freight);
        let before = self.amount("refunded_before", before).unwrap_or(Exact::ZERO);
        let sum = match (goods, freight) {
            (Some(goods), Some(freight)) => goods.checked_add(freight).ok(),
            (Some(_) | None, Some(_) | None) => None,
        };
        if let (Some(total), Some(sum)) = (total, sum)
            && total != sum
        {
            self.report("paid", InputProblem::PartsDiffer { total, parts: sum, currency: self.currency });
        }
        let total = total.or(sum);
        let rest = |whole: Option<Exact>, part: Option<Exact>| whole?.checked_sub(part?).ok();
        let goods = goods.or_else(|| rest(total, freight));
        let freight = freight.or_else(|| rest(total, goods));
        if [goods, freight].into_iter().flatten().any(Exact::is_negative) {
            self.report("paid", InputProblem::Negative { what: "a part of what was paid", value: "less".to_owned() });
        }
        let left = total.and_then(|total| total.checked_sub(before).ok());
        if left.is_some_and(Exact::is_negative) {
            let what = "what was paid, less what went back before,";
            let value = left.map(|left| Money::new(left, self.currency).to_string()).unwrap_or_default();
            self.report("refunded_before", InputProblem::Negative { what, value });
        }
        let at_most = |part: Option<Exact>| match (part, left) {
            (Some(part), Some(left)) => Some(part.min(left)),
            (part, _) => part,
        };
        [left, at_most(goods), at_most(freight)]
    }

    /// An amount of the case's currency that is not negative.
    fn amount(&mut self, path: &str, money: Option<Money>) -> Option<Exact> {
        let money = money?;
        if money.currency != self.currency {
            let expected = format!("an amount in {}, as the rest of what was paid", self.currency);
            self.report(path, InputProblem::WrongKind { expected, found: money.to_string() });
            return None;
        }
        if money.amount.is_negative() {
            self.report(path, InputProblem::Negative { what: "what was paid", value: money.to_string() });
            return None;
        }
        Some(money.amount)
    }

    fn events(&mut self, events: &[CaseEvent]) -> Vec<PreparedEvent> {
        if events.len() > MAX_EVENTS {
            let (what, instead) = ("events", "leave out what the process does not speak of");
            let problem = InputProblem::TooMany { what, found: events.len(), most: MAX_EVENTS, instead };
            self.report("events", problem);
            return Vec::new();
        }
        let mut found: Vec<PreparedEvent> = Vec::with_capacity(events.len());
        for (told, event) in (0_u16..).zip(events) {
            let what = if self.is_foreign(&event.what) {
                Some(Happening::Foreign(Box::new(ForeignHappening::of(&event.what))))
            } else {
                self.what(usize::from(told), &event.what)
            };
            if let Some(what) = what {
                found.push(PreparedEvent { when: event.at.stamp_in(self.zone), what, told });
            }
        }
        let written = |event: &PreparedEvent| events.get(usize::from(event.told)).map(|event| &event.what);
        // The order in which a host lists them is not to be seen: what happened at one instant is told apart by itself.
        found.sort_by(|left, right| {
            (left.when.first, left.when.last)
                .cmp(&(right.when.first, right.when.last))
                .then_with(|| written(left).map(rank).cmp(&written(right).map(rank)))
                .then_with(|| format!("{:?}", written(left)).cmp(&format!("{:?}", written(right))))
        });
        found
    }

    /// Whether only another version of the process knows of something.
    fn is_foreign(&self, what: &WhatHappened) -> bool {
        !self.other_versions.is_empty()
            && !knows(self.process, what)
            && self.other_versions.iter().any(|other| knows(other, what))
    }

    fn what(&mut self, position: usize, what: &WhatHappened) -> Option<Happening> {
        let path = &At(position, "");
        match what {
            WhatHappened::Event { event, parcel } => {
                let process = self.process;
                let event = self.name(&At(position, ".event"), "event", event, process.events.iter()).map(EventId);
                let parcel = self.parcel(path, *parcel);
                Some(Happening::Event { event: event?, parcel: parcel? })
            }
            WhatHappened::Act { by, act, reason, evidence, received, arguments } => {
                let process = self.process;
                let by = self.name(&At(position, ".by"), "party", by, process.parties.iter()).map(PartyId);
                let acts = process.acts.iter().map(|act| &act.name);
                let act = self.name(&At(position, ".act"), "act", act, acts).map(ActId);
                let reason = reason.as_deref().and_then(|reason| self.reason(&At(position, ".reason"), reason));
                let shown = evidence.iter().enumerate().filter_map(|(number, evidence)| {
                    let path = InList(At(position, ".evidence"), number);
                    self.name(&path, "kind of evidence", evidence, process.evidence.iter()).map(EvidenceId)
                });
                let evidence: SmallVec<[EvidenceId; 2]> = shown.collect();
                let (by, act) = (by?, act?);
                let is_known = |other: &&Process| knows(other, what);
                let is_shared = self.other_versions.iter().all(is_known);
                let mut prepared = Act {
                    known_to: if is_shared { KnownTo::Every } else { KnownTo::Some },
                    by,
                    act,
                    reason,
                    evidence,
                    amounts: SmallVec::new(),
                    received: received.as_ref().map(|pieces| SmallVec::from_slice(pieces)),
                    facts: SmallVec::new(),
                    order: None,
                };
                self.arguments(path, &mut prepared, arguments);
                self.received(path, &prepared);
                Some(Happening::Act(Box::new(prepared)))
            }
        }
    }

    /// The index of a name; nothing where the process has no such name.
    fn name<'n>(
        &mut self,
        path: &dyn fmt::Display,
        what: &'static str,
        name: &str,
        names: impl Iterator<Item = &'n String> + Clone,
    ) -> Option<u16> {
        let position = names.clone().position(|known| known == name);
        if position.is_none() && self.foreign == Foreign::Mistake {
            let problem = InputProblem::UnknownInProcess {
                process: self.process.name.clone(),
                what,
                name: excerpt(name),
                near: nearest(name, names.clone().map(String::as_str)),
                known: names.map(String::as_str).collect::<Vec<_>>().join(", "),
            };
            self.report(&path.to_string(), problem);
        }
        position.and_then(|position| u16::try_from(position).ok())
    }

    fn reason(&mut self, path: &dyn fmt::Display, reason: &str) -> Option<ReasonId> {
        let process = self.process;
        self.name(path, "reason", reason, process.reasons.iter()).map(ReasonId)
    }

    /// The parcel, from 0; nothing where there is no such parcel.
    #[expect(clippy::option_option, reason = "no parcel named is another thing than a parcel that there is not")]
    fn parcel(&mut self, path: &At, parcel: Option<u64>) -> Option<Option<u16>> {
        let Some(parcel) = parcel else { return Some(None) };
        let count = self.order.parcels.len();
        let number = usize::try_from(parcel).ok().and_then(|parcel| parcel.checked_sub(1));
        match number.filter(|number| *number < count).and_then(|number| u16::try_from(number).ok()) {
            Some(number) => Some(Some(number)),
            None => {
                self.report(&format!("{path}.parcel"), InputProblem::NoSuchParcel { parcel, count });
                None
            }
        }
    }

    /// What the act brings along, as its rule asks for it.
    fn arguments(&mut self, path: &At, act: &mut Act, given: &BTreeMap<String, Given>) {
        let process = self.process;
        let Some(rule) = process.acts.get(usize::from(act.act.0)) else { return };
        let mut facts: BTreeMap<String, Given> = BTreeMap::new();
        for (name, value) in given {
            let amount = process.amounts.iter().position(|amount| amount == name);
            let amount = amount.and_then(|amount| u16::try_from(amount).ok()).map(AmountId);
            let fact = self.program.facts.iter().position(|fact| fact.name == *name);
            let fact = fact.and_then(|fact| u16::try_from(fact).ok()).map(FactId);
            let path = || format!("{path}.{}", excerpt(name));
            let taken = rule.arguments.iter().find(|argument| match argument {
                Argument::Reason | Argument::Received => false,
                Argument::Fact(own) => Some(*own) == fact,
                Argument::Amount(own) => Some(*own) == amount,
            });
            match (taken, value) {
                (Some(Argument::Amount(amount)), Given::Money(money)) => {
                    if money.amount.is_negative() {
                        let value = money.to_string();
                        self.report(&path(), InputProblem::Negative { what: "an amount", value });
                    }
                    let value = AtHand { program: self.program, index: self.index, order: self.order }
                        .converted(*money, self.currency)
                        .ok();
                    act.amounts.push((*amount, value));
                }
                (Some(Argument::Amount(_)), _) => {
                    let expected = "money, as in \"19.00 EUR\"".to_owned();
                    self.report(&path(), InputProblem::WrongKind { expected, found: "something else".to_owned() });
                }
                (Some(Argument::Fact(_)), value) => drop(facts.insert(name.clone(), value.clone())),
                (Some(Argument::Reason | Argument::Received) | None, _) => self.not_brought(&path(), rule, name),
            }
        }
        if act.reason.is_some() && !rule.arguments.contains(&Argument::Reason) && act.act != process.opening.act {
            self.not_brought(&format!("{path}.reason"), rule, "reason");
        }
        if act.received.is_some() && !rule.arguments.contains(&Argument::Received) {
            self.not_brought(&format!("{path}.received"), rule, "received");
        }
        self.missing(path, rule, act);
        self.facts(path, act, &facts);
    }

    fn not_brought(&mut self, path: &str, rule: &crate::program::Act, name: &str) {
        let known = rule.arguments.iter().filter_map(|argument| self.argument(*argument)).collect::<Vec<_>>();
        let known = known.join(", ");
        self.report(path, InputProblem::NotBrought { act: rule.name.clone(), name: excerpt(name), known });
    }

    /// Amounts and pieces must be told; a fact may be known already, and is asked for where a guard reads it.
    fn missing(&mut self, path: &At, rule: &crate::program::Act, act: &Act) {
        for argument in &rule.arguments {
            let told = match argument {
                Argument::Reason | Argument::Fact(_) => true,
                Argument::Amount(amount) => act.amounts.iter().any(|(own, _)| own == amount),
                Argument::Received => act.received.is_some(),
            };
            if !told && let Some(argument) = self.argument(*argument) {
                self.report(&path.to_string(), InputProblem::BringsAlong { act: rule.name.clone(), argument });
            }
        }
    }

    fn argument(&self, argument: Argument) -> Option<String> {
        match argument {
            Argument::Reason => Some("reason".to_owned()),
            Argument::Received => Some("received".to_owned()),
            Argument::Fact(fact) => self.program.facts.get(usize::from(fact.0)).map(|fact| fact.name.clone()),
            Argument::Amount(amount) => self.process.amounts.get(usize::from(amount.0)).cloned(),
        }
    }

    fn facts(&mut self, path: &At, act: &mut Act, facts: &BTreeMap<String, Given>) {
        if facts.is_empty() {
            return;
        }
        let tell = TellFacts { program: self.program, index: self.index };
        match tell.told(&format!("{path}."), facts) {
            Ok(told) => act.facts = told.into_iter().collect(),
            Err(mut errors) => self.errors.append(&mut errors),
        }
        let mut order = self.order.clone();
        act.tell(&mut order);
        act.order = Some(Box::new(order));
    }

    /// No more pieces of an item come back than were in the order.
    fn received(&mut self, path: &At, act: &Act) {
        let (Some(received), Some(items)) = (&act.received, &self.order.items) else { return };
        if received.len() > items.len() {
            let instead = "give one number for each item of the order";
            let problem =
                InputProblem::TooMany { what: "items came back", found: received.len(), most: items.len(), instead };
            self.report(&format!("{path}.received"), problem);
        }
        for (position, (pieces, item)) in received.iter().zip(items).enumerate() {
            let back = i64::try_from(*pieces).map_or(Exact::from_integer(i64::MAX), Exact::from_integer);
            if item.quantity.is_some_and(|quantity| back > quantity) {
                let of = item.quantity.map_or_else(String::new, |quantity| quantity.to_string());
                let path = format!("{path}.received[{position}]");
                self.report(&path, InputProblem::MoreThanSent { pieces: *pieces, of });
            }
        }
    }
}
