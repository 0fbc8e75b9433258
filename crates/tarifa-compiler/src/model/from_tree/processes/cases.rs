//! Cases in examples: what was paid, what is told, what happened.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::case::{Case, CaseEvent, PaidInput, WhatHappened};
use tarifa_engine::currency::Money;
use tarifa_engine::program::{Act, Argument, Process};
use tarifa_engine::shipment::Given;
use tarifa_syntax::tree::{self, CaseArgument, CaseTold, ExprKind, Name, Quantity};

use super::super::Resolver;
use super::super::example::Draft;
use super::super::names::nearest;
use super::super::symbols::Value;

/// The words of a process that an example can use: those of all its versions.
#[derive(Clone, Default)]
pub(in super::super) struct CaseWords {
    process: String,
    pub(super) parties: BTreeSet<String>,
    pub(super) reasons: BTreeSet<String>,
    pub(super) evidence: BTreeSet<String>,
    pub(super) events: BTreeSet<String>,
    pub(super) acts: BTreeSet<String>,
    pub(super) amounts: BTreeSet<String>,
    pub(super) stages: BTreeSet<String>,
    pub(super) outcomes: BTreeSet<String>,
    pub(super) obligations: BTreeSet<String>,
    /// What each act brings along, by the act's name; facts by theirs.
    brings: BTreeMap<String, BTreeSet<String>>,
}

impl CaseWords {
    fn add(&mut self, process: &Process, facts: &[tarifa_engine::program::Fact]) {
        self.parties.extend(process.parties.iter().cloned());
        self.reasons.extend(process.reasons.iter().cloned());
        self.evidence.extend(process.evidence.iter().cloned());
        self.events.extend(process.events.iter().cloned());
        self.acts.extend(process.acts.iter().map(|act| act.name.clone()));
        self.amounts.extend(process.amounts.iter().cloned());
        self.stages.extend(process.stages.iter().map(|stage| stage.name.clone()));
        self.outcomes.extend(process.outcomes.iter().map(|outcome| outcome.name.clone()));
        let obligations = process.stages.iter().flat_map(|stage| &stage.obligations);
        self.obligations.extend(obligations.map(|obligation| obligation.name.clone()));
        for act in &process.acts {
            self.brings.entry(act.name.clone()).or_default().extend(brought(act, process, facts));
        }
    }

    fn brings(&self, act: &str, name: &str) -> bool {
        self.brings.get(act).is_some_and(|names| names.contains(name))
    }
}

/// What an act brings along, by name.
fn brought<'a>(
    act: &'a Act,
    process: &'a Process,
    facts: &'a [tarifa_engine::program::Fact],
) -> impl Iterator<Item = String> + 'a {
    act.arguments.iter().filter_map(|argument| match argument {
        Argument::Reason => Some("reason".to_owned()),
        Argument::Received => Some("received".to_owned()),
        Argument::Fact(id) => facts.get(usize::from(id.0)).map(|fact| fact.name.clone()),
        Argument::Amount(id) => process.amounts.get(usize::from(id.0)).cloned(),
    })
}

impl<'t> Resolver<'t> {
    /// `case dispute, reason damaged, paid 80.00 USD { 2026-03-10 delivered }`.
    pub(in super::super) fn example_case(
        &mut self,
        written: &'t tree::Case,
        span: Span,
        draft: &mut Draft,
    ) -> Option<()> {
        if let Some((earlier, _)) = &draft.case {
            self.line_twice(*earlier, span, "this example");
            return None;
        }
        let words = self.case_words(&written.process)?;
        let mut case = Case { process: Some(written.process.text.to_string()), ..Case::default() };
        // What is told of the case is what the act of opening brings along.
        let mut told: BTreeMap<String, Given> = BTreeMap::new();
        let mut complete = Some(());
        for it in &written.told {
            let done = match it {
                CaseTold::Paid(paid) => self.paid(paid).map(|paid| case.paid = paid),
                CaseTold::RefundedBefore(amount) => self.money(amount).map(|money| case.refunded_before = Some(money)),
                CaseTold::Fact(given) => self.told_of_case(given, &words, &mut case, &mut told, draft),
            };
            complete = complete.and(done);
        }
        for event in &written.events {
            match self.case_event(event, &words, &told) {
                Some(event) => case.events.push(event),
                None => complete = None,
            }
        }
        draft.case = Some((span, case));
        draft.words = words;
        complete
    }

    /// The words of a process, where one of that name survived.
    fn case_words(&mut self, name: &Name) -> Option<CaseWords> {
        let mut words = CaseWords { process: name.text.to_string(), ..CaseWords::default() };
        let mut is_there = false;
        for process in self.cases.processes.iter().filter(|process| *process.name == *name.text) {
            is_there = true;
            words.add(process, &self.facts);
        }
        if is_there {
            return Some(words);
        }
        if self.cases.broken.contains(&*name.text) || self.symbols.broken.contains(&*name.text) {
            return None;
        }
        let message = format!("there is no process called `{}`", name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let Some(near) = nearest(&name.text, self.cases.processes.iter().map(|process| process.name.as_str())) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.refuse(diagnostic)
    }

    /// A word of a process in an example; one that it does not have is reported.
    pub(super) fn case_word(
        &mut self,
        name: &Name,
        what: &str,
        list: fn(&CaseWords) -> &BTreeSet<String>,
        words: &CaseWords,
    ) -> Option<String> {
        let known = list(words);
        if known.contains(&*name.text) {
            return Some(name.text.to_string());
        }
        let message = format!("`{}` has no {what} called `{}`", words.process, name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let Some(near) = nearest(&name.text, known.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else if what == "act" && words.obligations.contains(&*name.text) {
            let help = "what must be done is done by one of its answers: write the answer that was given";
            diagnostic = diagnostic.help(help);
        } else if !known.is_empty() {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            diagnostic = diagnostic.help(format!("there is {}", known.join(", ")));
        }
        self.refuse(diagnostic)
    }

    /// `paid 80.00 USD (goods 70.00 USD, freight 10.00 USD)`.
    fn paid(&mut self, written: &tree::Paid) -> Option<PaidInput> {
        let total = self.money(&written.amount);
        let [goods, freight] = [&written.goods, &written.freight].map(|part: &Option<Quantity>| match part {
            None => Some(None),
            Some(part) => self.money(part).map(Some),
        });
        Some(PaidInput { total: Some(total?), goods: goods?, freight: freight? })
    }

    /// `reason damaged`, `asked refund_only`.
    fn told_of_case(
        &mut self,
        given: &'t tree::Given,
        words: &CaseWords,
        case: &mut Case,
        told: &mut BTreeMap<String, Given>,
        draft: &mut Draft,
    ) -> Option<()> {
        let name = &given.name;
        if &*name.text == "reason" && !words.reasons.is_empty() {
            case.reason = Some(self.given_reason(given, words)?);
            return Some(());
        }
        if words.amounts.contains(&*name.text) {
            let money = self.given_money(given)?;
            if !words.brings("open", &name.text) {
                return self.not_brought("open", name, words);
            }
            told.insert(name.text.to_string(), Given::Money(money));
            return Some(());
        }
        self.shipment_fact(name, &given.values, &mut draft.shipment)
    }

    fn given_reason(&mut self, given: &tree::Given, words: &CaseWords) -> Option<String> {
        if let [tree::Expr { kind: ExprKind::Name(reason), .. }] = given.values.as_slice() {
            return self.case_word(reason, "reason", |words| &words.reasons, words);
        }
        let message = format!("{} names no reason", self.quoted(given.span));
        self.refuse(
            Diagnostic::new(Code::UNKNOWN_VALUE, given.span, message).help("write one of the process's reasons"),
        )
    }

    fn given_money(&mut self, given: &tree::Given) -> Option<Money> {
        if let [tree::Expr { kind: ExprKind::Quantity(amount), .. }] = given.values.as_slice() {
            return self.money(amount);
        }
        let message = format!("{} is no amount of money", self.quoted(given.span));
        let help = format!("write the amount, as in `{} 30.00 USD`", given.name.text);
        self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, given.span, message).help(help))
    }

    fn case_event(
        &mut self,
        written: &'t tree::CaseEvent,
        words: &CaseWords,
        told: &BTreeMap<String, Given>,
    ) -> Option<CaseEvent> {
        let at = self.moment(&written.at);
        let what = match &written.party {
            Some(party) => self.case_act(written, party, words, told),
            None => self.outside_event(written, words),
        };
        Some(CaseEvent { at: at?, what: what? })
    }

    /// `2026-03-10 delivered of parcel 2`.
    fn outside_event(&mut self, written: &tree::CaseEvent, words: &CaseWords) -> Option<WhatHappened> {
        if words.acts.contains(&*written.name.text) && !words.events.contains(&*written.name.text) {
            let message = format!("this does not say who did `{}`", written.name.text);
            let party = words.parties.first().map_or("buyer", String::as_str);
            let help = format!("write the party before it: `{party} {}`", written.name.text);
            return self.refuse(Diagnostic::new(Code::WRONG_KIND_OF_NAME, written.name.span, message).help(help));
        }
        let event = self.case_word(&written.name, "event", |words| &words.events, words);
        if !written.arguments.is_empty() || !written.evidence.is_empty() {
            let message = "an event brings nothing along: only what a party does tells and shows something";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, written.span, message));
        }
        let parcel = match &written.parcel {
            None => Some(None),
            Some(number) => self.ordinal(number, written.span).map(Some),
        };
        Some(WhatHappened::Event { event: event?, parcel: parcel? })
    }

    /// `2026-03-14 seller counter(amount 10.00 USD) with photo`.
    fn case_act(
        &mut self,
        written: &'t tree::CaseEvent,
        party: &Name,
        words: &CaseWords,
        told: &BTreeMap<String, Given>,
    ) -> Option<WhatHappened> {
        let by = self.case_word(party, "party", |words| &words.parties, words);
        let act = self.case_word(&written.name, "act", |words| &words.acts, words)?;
        let (mut reason, mut received) = (None, None);
        let mut arguments: BTreeMap<String, Given> = BTreeMap::new();
        if act == "open" {
            arguments.extend(told.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        let mut complete = Some(());
        for argument in &written.arguments {
            let done = match argument {
                CaseArgument::Pieces { name, count, item, span } => {
                    self.pieces(&act, name, (count, item, *span), words, &mut received)
                }
                CaseArgument::Given(given) if &*given.name.text == "reason" && !words.reasons.is_empty() => {
                    self.given_reason(given, words).map(|found| reason = Some(found))
                }
                CaseArgument::Given(given) => self.act_argument(&act, given, words).map(|value| {
                    arguments.insert(given.name.text.to_string(), value);
                }),
            };
            complete = complete.and(done);
        }
        let evidence: Vec<_> = written
            .evidence
            .iter()
            .map(|name| self.case_word(name, "evidence", |words| &words.evidence, words))
            .collect();
        if written.parcel.is_some() {
            let message = "what a party does is about the whole order, and not about one parcel";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, written.span, message));
        }
        complete?;
        let evidence = evidence.into_iter().collect::<Option<_>>()?;
        Some(WhatHappened::Act { by: by?, act, reason, evidence, received, arguments })
    }

    fn act_argument(&mut self, act: &str, given: &'t tree::Given, words: &CaseWords) -> Option<Given> {
        let name = &given.name;
        if !words.brings(act, &name.text) {
            return self.not_brought(act, name, words);
        }
        if words.amounts.contains(&*name.text) {
            return self.given_money(given).map(Given::Money);
        }
        match self.symbols.values.peek(&name.text) {
            Some(Value::Fact(id)) => self.given_value(id, name, &given.values),
            Some(Value::Define(_) | Value::Line(_) | Value::Group(_)) | None => self.not_brought(act, name, words),
        }
    }

    /// `received 8 of 1`.
    fn pieces(
        &mut self,
        act: &str,
        name: &Name,
        (count, item, span): (&str, &str, Span),
        words: &CaseWords,
        received: &mut Option<Vec<u64>>,
    ) -> Option<()> {
        if &*name.text != "received" || !words.brings(act, "received") {
            return self.not_brought(act, name, words);
        }
        let item = self.ordinal(item, span)?;
        let Ok(count) = count.parse::<u64>() else {
            let message = format!("`{count}` is no number of pieces");
            return self.refuse(Diagnostic::new(Code::BAD_NUMBER, span, message));
        };
        let list = received.get_or_insert_default();
        let position = usize::try_from(item.saturating_sub(1)).unwrap_or(usize::MAX);
        if position >= MOST_ITEMS {
            let message = format!("no order has {item} items");
            return self.refuse(Diagnostic::new(Code::BAD_NUMBER, span, message));
        }
        if list.len() <= position {
            list.resize(position.saturating_add(1), 0);
        }
        if let Some(slot) = list.get_mut(position) {
            *slot = count;
        }
        Some(())
    }

    /// The number of a parcel or an item, the first being 1.
    fn ordinal(&mut self, written: &str, span: Span) -> Option<u64> {
        match written.parse::<u64>() {
            Ok(number) if number > 0 => Some(number),
            Ok(_) | Err(_) => {
                let message = format!("`{written}` is no number of a parcel or an item; the first is 1");
                self.refuse(Diagnostic::new(Code::BAD_NUMBER, span, message))
            }
        }
    }

    /// Reports something that an act does not bring along.
    fn not_brought<T>(&mut self, act: &str, name: &Name, words: &CaseWords) -> Option<T> {
        let message = format!("`{act}` brings no `{}` along", name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        let known = words.brings.get(act).cloned().unwrap_or_default();
        if let Some(near) = nearest(&name.text, known.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else if known.is_empty() {
            diagnostic = diagnostic.help("it brings nothing along");
        } else {
            diagnostic = diagnostic.help(format!("it brings {}", known.into_iter().collect::<Vec<_>>().join(", ")));
        }
        self.refuse(diagnostic)
    }
}

/// The most items of an order that an example can speak of.
const MOST_ITEMS: usize = 10_000;
