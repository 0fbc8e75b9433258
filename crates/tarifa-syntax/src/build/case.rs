//! Cases in examples.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Case, CaseArgument, CaseEvent, CaseExpectation, CaseExpectationKind, CaseMoney, CaseTold, Paid, Standing,
};

impl Builder<'_> {
    /// `case dispute, reason damaged, paid 80.00 USD { 2026-03-10 delivered }`.
    pub(super) fn case(&mut self, node: Node<'_>) -> Option<Case> {
        let mut parts = Parts::of(node);
        let process = self.name(&parts.accept(Rule::name)?);
        let mut told = Vec::new();
        while parts.peek() != Some(Rule::case_block) {
            let part = parts.next()?;
            told.push(self.case_told(part)?);
        }
        let block = parts.next()?;
        let span = self.span(&block);
        let (events, soundness) =
            self.part_of_block(span, |builder| builder.entries(Parts::of(block), Self::case_event));
        Some(Case { process, told, events, soundness })
    }

    /// What is told of a case.
    fn case_told(&mut self, node: Node<'_>) -> Option<CaseTold> {
        match node.as_rule() {
            Rule::paid => self.paid(node).map(|paid| CaseTold::Paid(Box::new(paid))),
            Rule::refunded_before => {
                self.quantity(Parts::of(node).accept(Rule::quantity)?).map(CaseTold::RefundedBefore)
            }
            _ => self.given(node).map(CaseTold::Fact),
        }
    }

    /// `paid 80.00 USD (goods 70.00 USD, freight 10.00 USD)`.
    fn paid(&mut self, node: Node<'_>) -> Option<Paid> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let amount = self.quantity(parts.accept(Rule::quantity)?)?;
        let mut paid = Paid { amount, goods: None, freight: None, span };
        for part in parts {
            let span = self.span(&part);
            let mut part = Parts::of(part);
            let word = part.accept(Rule::paid_part_word)?;
            let amount = self.quantity(part.accept(Rule::quantity)?)?;
            match word.as_str().trim_end() {
                "goods" => self.put_once(&mut paid.goods, amount, span, "goods"),
                "freight" => self.put_once(&mut paid.freight, amount, span, "freight"),
                _ => return None,
            }
        }
        Some(paid)
    }

    /// `2026-03-12 14:30 buyer open with photo`, `2026-03-10 delivered of parcel 2`.
    fn case_event(&mut self, node: Node<'_>) -> Option<CaseEvent> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let at = self.moment(parts.accept(Rule::moment)?)?;
        let first = self.name(&parts.accept(Rule::name)?);
        let second = parts.accept(Rule::name).map(|name| self.name(&name));
        let (party, name) = match second {
            Some(act) => (Some(first), act),
            None => (None, first),
        };
        let mut event = CaseEvent { at, party, name, arguments: Vec::new(), evidence: Vec::new(), parcel: None, span };
        for part in parts {
            match part.as_rule() {
                Rule::case_arguments if event.party.is_none() => {
                    let message =
                        format!("`{}` is an event, and only what a party does brings something along", event.name.text);
                    let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.span(&part), message);
                    self.report(finding.help("write the party before it: `seller counter(amount 10.00 USD)`; a parcel is told as `of parcel 2`"));
                    return None;
                }
                Rule::case_arguments => {
                    for argument in Parts::of(part) {
                        event.arguments.push(self.case_argument(argument)?);
                    }
                }
                Rule::shown => event.evidence = self.names(Parts::of(part)),
                Rule::of_parcel => {
                    let number = Parts::of(part).accept(Rule::number)?;
                    event.parcel = Some(self.whole_number(&number, "the number of a parcel", "of parcel 2")?);
                }
                _ => return None,
            }
        }
        Some(event)
    }

    /// `amount 10.00 USD`, `received 8 of 1`.
    fn case_argument(&mut self, node: Node<'_>) -> Option<CaseArgument> {
        if node.as_rule() != Rule::pieces {
            return self.given(node).map(CaseArgument::Given);
        }
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let mut numbers = parts.filter(|part| part.as_rule() == Rule::number);
        let count = self.whole_number(&numbers.next()?, "a number of pieces", "received 8 of 1")?;
        let item = self.whole_number(&numbers.next()?, "the number of an item", "received 8 of 1")?;
        Some(CaseArgument::Pieces { name, count, item, span })
    }

    /// `at 2026-03-18: expect outcome refund_as_asked, buyer gets 30.00 USD`.
    pub(super) fn standing(&mut self, node: Node<'_>) -> Option<Standing> {
        let mut parts = Parts::of(node);
        let at = self.moment(parts.accept(Rule::moment)?)?;
        let expectations: Option<Vec<_>> = parts.map(|part| self.case_expectation(part)).collect();
        Some(Standing { at, expectations: expectations? })
    }

    /// One thing that is expected of a case.
    fn case_expectation(&mut self, node: Node<'_>) -> Option<CaseExpectation> {
        let span = self.span(&node);
        let node = Parts::of(node).next()?;
        let rule = node.as_rule();
        let mut parts = Parts::of(node);
        let kind = match rule {
            Rule::expect_money => {
                let party = self.name(&parts.accept(Rule::name)?);
                let way = match parts.next()?.as_rule() {
                    Rule::gets => CaseMoney::Gets,
                    Rule::keeps => CaseMoney::Keeps,
                    Rule::pays => CaseMoney::Pays,
                    _ => return None,
                };
                CaseExpectationKind::Money { party, way, amount: self.quantity(parts.accept(Rule::quantity)?)? }
            }
            Rule::expect_must => CaseExpectationKind::Must {
                party: self.name(&parts.accept(Rule::name)?),
                obligation: self.name(&parts.accept(Rule::name)?),
                by: self.last_moment(&mut parts)?,
            },
            Rule::expect_may => CaseExpectationKind::May {
                party: self.name(&parts.accept(Rule::name)?),
                act: self.name(&parts.accept(Rule::name)?),
                until: self.last_moment(&mut parts)?,
            },
            Rule::expect_stage => CaseExpectationKind::Stage(self.name(&parts.accept(Rule::name)?)),
            Rule::expect_outcome => CaseExpectationKind::Outcome(self.name(&parts.accept(Rule::name)?)),
            Rule::next_due => CaseExpectationKind::NextDue(self.moment(parts.accept(Rule::moment)?)?),
            Rule::opens => CaseExpectationKind::Opens(self.moment(parts.accept(Rule::moment)?)?),
            Rule::ended => CaseExpectationKind::Ended(self.moment(parts.accept(Rule::moment)?)?),
            Rule::not_opened => CaseExpectationKind::NotOpened,
            Rule::nothing_to_do => CaseExpectationKind::NothingToDo,
            Rule::too_early => CaseExpectationKind::TooEarly,
            Rule::too_late => CaseExpectationKind::TooLate,
            Rule::barred => CaseExpectationKind::Barred,
            Rule::not_counted => CaseExpectationKind::NotCounted,
            Rule::case_needs => CaseExpectationKind::Needs(self.names(parts)),
            _ => return None,
        };
        Some(CaseExpectation { kind, span })
    }

    /// The moment behind `by` or `until`, where there is one.
    fn last_moment(&mut self, parts: &mut Parts<'_>) -> Option<Option<crate::tree::Moment>> {
        match parts.accept(Rule::moment) {
            Some(moment) => self.moment(moment).map(Some),
            None => Some(None),
        }
    }
}
