//! What parties must and may do, what happens by itself, and where it leads.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Act, Answer, Deadline, Gate, Late, LateKind, Obligation, Permission, Soundness, Target, TargetKind, Timer, When,
};

impl Builder<'_> {
    /// `seller must answer within 5 days { … }`, `buyer must ship_back within 10 days -> receiving, if late -> closed`.
    pub(super) fn obligation(&mut self, node: Node<'_>) -> Option<Obligation> {
        let mut parts = Parts::of(node);
        let party = self.name(&parts.accept(Rule::name)?);
        let act = self.act(parts.accept(Rule::act)?)?;
        let mut span = party.span.to(act.span);
        let mut gate = Gate::default();
        let mut deadline = None;
        while !matches!(parts.peek()?, Rule::answers | Rule::target) {
            let part = parts.next()?;
            span = span.to(self.span(&part));
            match part.as_rule() {
                Rule::deadline => {
                    deadline = Some(Deadline::Within(self.edge(Parts::of(part).accept(Rule::edge)?)?));
                }
                Rule::no_deadline => deadline = Some(Deadline::None(self.span(&part))),
                _ => self.gate_part(&mut gate, part)?,
            }
        }
        let deadline = deadline?;
        let (answers, late, soundness) = match parts.next()? {
            target if target.as_rule() == Rule::target => {
                let target = self.target(target)?;
                let late: Option<Vec<_>> = parts.map(|late| self.late(late)).collect();
                let answer = Answer { span: act.span, act: act.clone(), gate, otherwise: None, target };
                (vec![answer], late?, Soundness::Sound)
            }
            block => {
                self.refuse_before_block(&act, &gate)?;
                self.answers(block)
            }
        };
        self.check_consequence(&deadline, &late, soundness, span)?;
        Some(Obligation { party, name: act.name, deadline, answers, late, soundness, span })
    }

    /// Says that what an act brings along, and what must hold for it, stand with the answers where there is a block.
    fn refuse_before_block(&mut self, act: &Act, gate: &Gate) -> Option<()> {
        let name = &act.name.text;
        let (place, message) = match (act.arguments.is_empty(), gate.span) {
            (false, _) => {
                (act.span, format!("`{name}` is done by one of its answers, so it brings nothing along itself"))
            }
            (true, Some(span)) => {
                (span, format!("`{name}` is done by one of its answers, so this stands with each of them"))
            }
            (true, None) => return Some(()),
        };
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, place, message);
        self.report(finding.help("write it inside the block, as in `refuse(amount) with photo -> keep waiting`"));
        None
    }

    /// The answers of a block and what happens otherwise.
    fn answers(&mut self, block: Node<'_>) -> (Vec<Answer>, Vec<Late>, Soundness) {
        let span = self.span(&block);
        let ((answers, late), soundness) = self.part_of_block(span, |builder| {
            let (lines, groups): (Vec<_>, Vec<_>) = Parts::of(block).partition(|line| line.as_rule() == Rule::late);
            let late = builder.entries(lines, Self::late);
            let groups = builder.entries(groups, Self::answer_group);
            let answers: Vec<Answer> = groups.into_iter().flatten().collect();
            builder.require_entries(&answers, span, "answer");
            (answers, late)
        });
        (answers, late, soundness)
    }

    /// Reports a deadline without `if late`, and `if late` without a deadline.
    fn check_consequence(
        &mut self,
        deadline: &Deadline,
        late: &[Late],
        soundness: Soundness,
        obligation: Span,
    ) -> Option<()> {
        let finding = match (deadline, late.first()) {
            (Deadline::Within(clock), None) if soundness == Soundness::Sound => {
                let message = "this does not say what happens where it is not done in time";
                let finding = Diagnostic::new(Code::SYNTAX_ERROR, clock.span(), message);
                finding.help("write `if late -> …` with the stage or outcome that follows, or `no deadline`")
            }
            (Deadline::None(span), Some(late)) => {
                let finding = Diagnostic::new(Code::SYNTAX_ERROR, late.span, "without a deadline nothing is late");
                finding
                    .related(*span, "`no deadline` is written here")
                    .help("write `within 5 days`, or leave out `if late`")
            }
            (Deadline::Within(_) | Deadline::None(_), _) => return Some(()),
        };
        self.report(finding.related(obligation, "what must be done"));
        None
    }

    /// `counter(amount)`.
    fn act(&mut self, node: Node<'_>) -> Option<Act> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        Some(Act { name, arguments: self.parameters(&mut parts), span })
    }

    /// `refuse with photo, counter(amount) -> keep waiting`: each answer with the target.
    fn answer_group(&mut self, node: Node<'_>) -> Option<Vec<Answer>> {
        let (answers, target): (Vec<_>, Vec<_>) = Parts::of(node).partition(|part| part.as_rule() == Rule::answer);
        let target = self.target(target.into_iter().next()?)?;
        answers.into_iter().map(|answer| self.answer(answer, target.clone())).collect()
    }

    /// `accept when asked is refund_only`, with where it leads.
    fn answer(&mut self, node: Node<'_>, target: Target) -> Option<Answer> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let act = self.act(parts.accept(Rule::act)?)?;
        let mut gate = Gate::default();
        let mut otherwise = None;
        for part in parts {
            if part.as_rule() == Rule::otherwise {
                otherwise = Some(self.span(&part));
            } else {
                self.gate_part(&mut gate, part)?;
            }
        }
        if let (Some(otherwise), Some(when)) = (otherwise, &gate.when) {
            return self.refuse_guarded_otherwise(otherwise, when);
        }
        Some(Answer { act, gate, otherwise, target, span })
    }

    /// Says that `otherwise` has no condition.
    pub(super) fn refuse_guarded_otherwise<T>(&mut self, otherwise: Span, when: &When) -> Option<T> {
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, otherwise, "`otherwise` stands where no condition holds");
        let finding = finding.related(when.span, "the condition beside it");
        self.report(finding.help("write the condition or `otherwise`, not both"));
        None
    }

    /// `if late as accept`, `if late -> closed when …`.
    fn late(&mut self, node: Node<'_>) -> Option<Late> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        if let Some(name) = parts.accept(Rule::name) {
            return Some(Late { kind: LateKind::As(self.name(&name)), span });
        }
        let target = self.target(parts.accept(Rule::target)?)?;
        let (mut when, mut otherwise) = (None, None);
        if let Some(part) = parts.next() {
            let span = self.span(&part);
            if part.as_rule() == Rule::otherwise {
                otherwise = Some(span);
            } else {
                when = Some(When { condition: self.condition(Parts::of(part).next()?)?, span });
            }
        }
        Some(Late { kind: LateKind::To { target, when, otherwise }, span })
    }

    /// `buyer, seller may add_evidence within 3 days`.
    pub(super) fn permission(&mut self, node: Node<'_>) -> Option<Permission> {
        let mut parts = Parts::of(node);
        let parties = self.listed_names(parts.accept(Rule::names)?);
        let act = self.act(parts.accept(Rule::act)?)?;
        let mut gate = Gate::default();
        let mut target = None;
        for part in parts {
            if part.as_rule() == Rule::target {
                target = Some(self.target(part)?);
            } else {
                self.gate_part(&mut gate, part)?;
            }
        }
        Some(Permission { parties, act, gate, target })
    }

    /// `when 7 days pass after open -> platform_review`, `when chargeback has happened -> closed`.
    pub(super) fn timer(&mut self, node: Node<'_>) -> Option<Timer> {
        let start = self.span(&node);
        let (mut after, mut when, mut target) = (None, None, None);
        for part in Parts::of(node) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::passing => {
                    for part in Parts::of(part) {
                        let span = self.span(&part);
                        match part.as_rule() {
                            Rule::passing_clock => after = Some(self.clock(part)?),
                            Rule::condition => when = Some(When { condition: self.condition(part)?, span }),
                            Rule::and_word => {}
                            _ => return None,
                        }
                    }
                }
                Rule::condition => {
                    let word = Span::new(start.source, start.start, span.end);
                    when = Some(When { condition: self.condition(part)?, span: word });
                }
                Rule::target => target = Some(self.target(part)?),
                _ => return None,
            }
        }
        Some(Timer { after, when, target: target? })
    }

    /// Where something leads.
    pub(super) fn target(&mut self, node: Node<'_>) -> Option<Target> {
        let span = self.span(&node);
        let node = Parts::of(node).next()?;
        let rule = node.as_rule();
        let mut parts = Parts::of(node);
        let kind = match rule {
            Rule::keep_waiting => TargetKind::KeepWaiting,
            Rule::again => TargetKind::Again,
            Rule::extend => TargetKind::Extend {
                obligation: self.name(&parts.accept(Rule::name)?),
                by: self.duration(parts.accept(Rule::duration)?)?,
            },
            Rule::leads_to => {
                let name = self.name(&parts.accept(Rule::name)?);
                let arguments: Option<Vec<_>> = parts.map(|amount| self.reckoning(amount)).collect();
                TargetKind::To { name, arguments: arguments? }
            }
            _ => return None,
        };
        Some(Target { kind, span })
    }
}
