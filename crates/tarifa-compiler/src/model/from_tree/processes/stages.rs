//! Stages and outcomes.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{AmountId, Outcome, PaymentLine, ReturnFreight, Stage, Timer};
use tarifa_syntax::tree::{self, Name, StageLineKind};

use super::super::Resolver;
use super::clocks::ClockPlace;
use super::targets::Leader;
use super::vocabulary::Vocabulary;

impl<'t> Resolver<'t> {
    /// `stage negotiation { … }`.
    pub(super) fn stage(&mut self, written: &'t tree::Stage, span: Span, words: &mut Vocabulary<'t>) -> Option<Stage> {
        let musts = self.deadlines_of(written);
        let takes = parameters(&words.stages, &written.name);
        words.amounts.forget_uses(&takes);
        let mut stage = Stage {
            name: written.name.text.to_string(),
            title: title(&written.name, written.title.as_ref()),
            parameters: takes,
            obligations: Vec::new(),
            permissions: Vec::new(),
            timers: Vec::new(),
            payments: Vec::new(),
            return_freight: None,
            at: self.at(span),
        };
        let mut freight: Option<Span> = None;
        let mut complete = Some(());
        for line in &written.lines {
            let done = match &line.kind {
                StageLineKind::Must(must) => {
                    self.obligation(must, &musts, words).map(|must| stage.obligations.push(must))
                }
                StageLineKind::May(may) => {
                    self.permission(may, line.span, &musts, words).map(|may| stage.permissions.push(may))
                }
                StageLineKind::Timer(timer) => {
                    self.timer(timer, line.span, words).map(|timer| stage.timers.push(timer))
                }
                StageLineKind::Payment(payment) => {
                    self.payment_line(payment, words).map(|payment| stage.payments.push(payment))
                }
                StageLineKind::ReturnFreight(written) => {
                    if let Some(earlier) = freight.replace(line.span) {
                        self.line_twice(earlier, line.span, "this stage");
                        None
                    } else {
                        self.return_freight(written, words).map(|freight| stage.return_freight = Some(freight))
                    }
                }
            };
            complete = complete.and(done);
        }
        let unread = words.amounts.take_unused(&stage.parameters);
        if complete.is_some() {
            self.unread_parameters(&written.name, &written.parameters, &unread);
        }
        let lines: Vec<tree::PaymentLine> = written
            .lines
            .iter()
            .filter_map(|line| match &line.kind {
                StageLineKind::Payment(payment) => Some((**payment).clone()),
                StageLineKind::Must(_)
                | StageLineKind::May(_)
                | StageLineKind::Timer(_)
                | StageLineKind::ReturnFreight(_) => None,
            })
            .collect();
        self.one_rest(&lines)?;
        complete.map(|()| stage)
    }

    /// The names of what must be done by some time; a second of one name is reported.
    fn deadlines_of(&mut self, written: &'t tree::Stage) -> Vec<&'t Name> {
        let mut names: Vec<&'t Name> = Vec::new();
        let mut known: Vec<&'t Name> = Vec::new();
        for line in &written.lines {
            let StageLineKind::Must(must) = &line.kind else { continue };
            if let Some(earlier) = known.iter().find(|name| name.text == must.name.text) {
                self.duplicate(&must.name.text, "the obligation", (earlier.span, must.name.span));
            }
            known.push(&must.name);
            match &must.deadline {
                tree::Deadline::Within(_) => names.push(&must.name),
                tree::Deadline::None(_) => {}
            }
        }
        names
    }

    /// `when 7 days pass after open -> platform_review`.
    fn timer(&mut self, written: &tree::Timer, span: Span, words: &mut Vocabulary<'t>) -> Option<Timer> {
        let after = match &written.after {
            None => Some(None),
            Some(clock) => self.clock(clock, ClockPlace::Stage, words).map(Some),
        };
        let when = match &written.when {
            None => Some(None),
            Some(when) => self.guard(&when.condition, words).map(Some),
        };
        let leader = Leader::Itself { what: if written.after.is_some() { "time" } else { "an event" } };
        let target = self.target(&written.target, leader, &[], words);
        Some(Timer { after: after?, when: when?, target: target?, at: self.at(span) })
    }

    /// `return freight via return_line paid by seller when …, otherwise by buyer`.
    fn return_freight(&mut self, written: &tree::ReturnFreight, words: &mut Vocabulary<'t>) -> Option<ReturnFreight> {
        let service = self.service(&written.via);
        let mut payers = Vec::new();
        let mut complete = Some(());
        let mut decided: Option<Span> = None;
        for payer in &written.payers {
            if let Some(earlier) = decided {
                let message =
                    format!("`{}` never pays: a payer without a condition stands before it", payer.party.text);
                let diagnostic = Diagnostic::new(Code::TWO_ANSWERS, payer.span, message);
                complete = self.refuse(
                    diagnostic
                        .related(earlier, "always pays")
                        .help("write the one without a condition last, behind `otherwise`"),
                );
                continue;
            }
            let party = self.party(&payer.party, words);
            let when = match &payer.when {
                None => Some(None),
                Some(when) => self.guard(&when.condition, words).map(Some),
            };
            if payer.when.is_none() {
                decided = Some(payer.span);
            }
            match (party, when) {
                (Some(party), Some(when)) => payers.push((when, party)),
                (_, _) => complete = None,
            }
        }
        complete?;
        Some(ReturnFreight { service: service?, payers, at: self.at(written.span) })
    }

    /// `outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }`.
    pub(super) fn case_outcome(
        &mut self,
        written: &'t tree::Outcome,
        span: Span,
        words: &mut Vocabulary<'t>,
    ) -> Option<Outcome> {
        let takes = parameters(&words.outcomes, &written.name);
        words.amounts.forget_uses(&takes);
        let payments: Vec<_> = written.payments.iter().map(|line| self.payment_line(line, words)).collect();
        let unread = words.amounts.take_unused(&takes);
        self.one_rest(&written.payments)?;
        let payments: Vec<PaymentLine> = payments.into_iter().collect::<Option<_>>()?;
        self.unread_parameters(&written.name, &written.parameters, &unread);
        Some(Outcome {
            name: written.name.text.to_string(),
            title: title(&written.name, written.title.as_ref()),
            parameters: takes,
            payments,
            at: self.at(span),
        })
    }

    /// Warns of amounts that a stage or an outcome takes and does not read.
    fn unread_parameters(&mut self, name: &Name, written: &[Name], unread: &[bool]) {
        for (amount, _) in written.iter().zip(unread).filter(|(_, unread)| **unread) {
            let message = format!("`{}` takes `{}`, and nothing in it reads it", name.text, amount.text);
            let help = format!("write where it goes, as `buyer gets {} maximum paid`, or leave it out", amount.text);
            self.report(Diagnostic::new(Code::IDLE_IN_PROCESS, amount.span, message).help(help));
        }
    }
}

fn title(name: &Name, title: Option<&tree::StringLiteral>) -> String {
    title.map_or_else(|| name.text.to_string(), |title| title.text.to_string())
}

fn parameters(list: &[super::vocabulary::Entered<'_>], name: &Name) -> Vec<AmountId> {
    let found = list.iter().find(|entered| entered.name.text == name.text);
    found.map(|entered| entered.parameters.clone()).unwrap_or_default()
}
