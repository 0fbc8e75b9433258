//! What examples expect of cases, and of what carriers owe.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::date::Moment;
use tarifa_syntax::tree::{self, CaseExpectationKind, CaseMoney, Name, Presence, Quantity, Standing};

use super::super::Resolver;
use super::super::example::Draft;
use super::super::names::nearest;
use super::cases::CaseWords;
use crate::model::{CaseExpectation, CaseLook, CaseMoneyWay, Expectation};

/// What a case can ask for beside amounts and facts.
const ASKED: [&str; 8] =
    ["time", "reason", "service", "paid", "paid_goods", "paid_freight", "received", "return_freight"];

impl<'t> Resolver<'t> {
    /// `at 2026-03-18: expect outcome refund_as_asked`.
    pub(in super::super) fn example_standing(
        &mut self,
        standing: &'t Standing,
        span: Span,
        draft: &mut Draft,
    ) -> Option<()> {
        if draft.case.is_none() {
            // A case that is broken has been reported; what is expected of it is not judged.
            if draft.is_of_case {
                return None;
            }
            let message = "nothing says which case is looked at";
            let help = "write the case before it: `case dispute, paid 80.00 USD { 2026-03-10 delivered }`";
            return self.refuse(Diagnostic::new(Code::LINE_MISSING, span, message).help(help));
        }
        let at = self.moment(&standing.at);
        let words = std::mem::take(&mut draft.words);
        let expectations: Vec<_> =
            standing.expectations.iter().map(|it| Some((self.case_expectation(&it.kind, &words)?, it.span))).collect();
        draft.words = words;
        let look = CaseLook { at: at?, span, expectations: expectations.into_iter().collect::<Option<_>>()? };
        draft.looks.push(look);
        Some(())
    }

    fn case_expectation(&mut self, kind: &CaseExpectationKind, words: &CaseWords) -> Option<CaseExpectation> {
        Some(match kind {
            CaseExpectationKind::Stage(name) => {
                CaseExpectation::Stage(self.case_word(name, "stage", |words| &words.stages, words)?)
            }
            CaseExpectationKind::Outcome(name) => {
                CaseExpectation::Outcome(self.case_word(name, "outcome", |words| &words.outcomes, words)?)
            }
            CaseExpectationKind::NotOpened => CaseExpectation::NotOpened,
            CaseExpectationKind::Money { party, way, amount } => {
                let (party, amount) = (self.case_party(party, words), self.money(amount));
                let way = match way {
                    CaseMoney::Gets => CaseMoneyWay::Gets,
                    CaseMoney::Keeps => CaseMoneyWay::Keeps,
                    CaseMoney::Pays => CaseMoneyWay::Pays,
                };
                CaseExpectation::Money { party: party?, way, amount: amount? }
            }
            CaseExpectationKind::Must { party, obligation, by } => {
                let party = self.case_party(party, words);
                let obligation = self.case_word(obligation, "obligation", |words| &words.obligations, words);
                let by = self.optional_moment(by.as_ref());
                CaseExpectation::Must { party: party?, obligation: obligation?, by: by.ok()? }
            }
            CaseExpectationKind::May { party, act, until } => {
                let party = self.case_party(party, words);
                let act = self.case_word(act, "act", |words| &words.acts, words);
                let until = self.optional_moment(until.as_ref());
                CaseExpectation::May { party: party?, act: act?, until: until.ok()? }
            }
            CaseExpectationKind::NothingToDo => CaseExpectation::NothingToDo,
            CaseExpectationKind::NextDue(moment) => CaseExpectation::NextDue(self.moment(moment)?),
            CaseExpectationKind::TooEarly => CaseExpectation::TooEarly,
            CaseExpectationKind::Opens(moment) => CaseExpectation::Opens(self.moment(moment)?),
            CaseExpectationKind::TooLate => CaseExpectation::TooLate,
            CaseExpectationKind::Ended(moment) => CaseExpectation::Ended(self.moment(moment)?),
            CaseExpectationKind::Barred => CaseExpectation::Barred,
            CaseExpectationKind::NotCounted => CaseExpectation::NotCounted,
            CaseExpectationKind::Needs(names) => {
                let names: Vec<_> = names.iter().map(|name| self.asked_of_case(name, words)).collect();
                CaseExpectation::Needs(names.into_iter().collect::<Option<_>>()?)
            }
        })
    }

    fn case_party(&mut self, name: &Name, words: &CaseWords) -> Option<String> {
        self.case_word(name, "party", |words| &words.parties, words)
    }

    /// The moment, where one is written; what is wrong with it has been reported.
    fn optional_moment(&mut self, moment: Option<&tree::Moment>) -> Result<Option<Moment>, ()> {
        match moment {
            None => Ok(None),
            Some(moment) => self.moment(moment).map(Some).ok_or(()),
        }
    }

    /// Something that a case can ask for.
    fn asked_of_case(&mut self, name: &Name, words: &CaseWords) -> Option<String> {
        if ASKED.contains(&&*name.text) || words.amounts.contains(&*name.text) {
            return Some(name.text.to_string());
        }
        self.needed_fact(name)
    }

    /// The name of a compensation of the rule set.
    pub(in super::super) fn known_compensation(&mut self, name: &Name) -> Option<String> {
        if self.cases.compensation_names.contains_key(&*name.text) {
            return Some(name.text.to_string());
        }
        if self.symbols.broken.contains(&*name.text) {
            return None;
        }
        let message = format!("there is no compensation called `{}`", name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let Some(near) = nearest(&name.text, self.cases.compensation_names.keys().copied()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.refuse(diagnostic)
    }

    /// `compensation lost_ems 560.00 CNY`, `no compensation lost_ems`.
    pub(in super::super) fn expected_compensation(
        &mut self,
        presence: Presence,
        name: &'t Name,
        amount: Option<&'t Quantity>,
        span: Span,
        draft: &mut Draft,
    ) -> Option<()> {
        let name = self.known_compensation(name)?;
        let amount = match amount {
            None => Some(None),
            Some(amount) => self.line_money(amount).map(Some),
        }?;
        let expectation = match (presence, amount) {
            (Presence::Absent, _) => Expectation::NoCompensation(name),
            (Presence::Present, amount) => Expectation::Compensation(name, amount),
        };
        draft.expectations.push((expectation, span));
        Some(())
    }
}
