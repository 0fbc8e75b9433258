//! What parties must and may do.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Answer, Guard, Late, Obligation, Permission, Target};
use tarifa_syntax::tree::{self, Deadline, LateKind, Name, Soundness};

use super::super::Resolver;
use super::clocks::ClockPlace;
use super::targets::Leader;
use super::vocabulary::Vocabulary;

impl<'t> Resolver<'t> {
    /// `seller must answer within 5 days { … }`.
    pub(super) fn obligation(
        &mut self,
        written: &tree::Obligation,
        musts: &[&Name],
        words: &mut Vocabulary<'t>,
    ) -> Option<Obligation> {
        let party = self.party(&written.party, words);
        let within = match &written.deadline {
            Deadline::Within(edge) => self.edge(edge, ClockPlace::Stage, words).map(Some),
            Deadline::None(span) => {
                let message = format!(
                    "nothing happens where `{}` never does this, so the case can wait for ever",
                    written.party.text
                );
                let help = "write `within 5 days` and `if late -> …`, unless something else leads on";
                self.report(Diagnostic::new(Code::NO_DEADLINE, *span, message).help(help));
                Some(None)
            }
        };
        let answers: Vec<_> = written.answers.iter().map(|answer| self.answer(answer, musts, words)).collect();
        self.one_answer_each(&written.answers)?;
        let late = self.late(written, words);
        Some(Obligation {
            party: party?,
            name: written.name.text.to_string(),
            within: within?,
            answers: answers.into_iter().collect::<Option<_>>()?,
            late: late?,
            at: self.at(written.span),
        })
    }

    /// `accept when asked is refund_only -> refund_as_asked`.
    fn answer(&mut self, written: &tree::Answer, musts: &[&Name], words: &mut Vocabulary<'t>) -> Option<Answer> {
        let act = words.act(&written.act.name.text);
        let gate = self.gate(&written.gate, ClockPlace::Stage, words);
        let leader = Leader::Act { times: counted(&written.gate), span: written.span };
        let target = self.target(&written.target, leader, musts, words);
        Some(Answer { act: act?, gate: gate?, target: target?, at: self.at(written.span) })
    }

    /// Reports lines of one act of which one always decides before or beside the other.
    fn one_answer_each(&mut self, answers: &[tree::Answer]) -> Option<()> {
        for (index, answer) in answers.iter().enumerate() {
            // Evidence, a guard or a count can send the act on to the next line.
            if answer.gate.span.is_some() {
                continue;
            }
            let others = answers.iter().enumerate().filter(|(_, other)| other.act.name.text == answer.act.name.text);
            let idle = others.filter(|(other, it)| {
                *other > index || (*other < index && answer.otherwise.is_none() && it.gate.span.is_none())
            });
            let Some((_, idle)) = idle.max_by_key(|(position, _)| *position) else { continue };
            let message =
                format!("`{}` leads to two places: a line without a condition always decides", answer.act.name.text);
            let help = "write when each line holds, and `otherwise` in the last one";
            let diagnostic = Diagnostic::new(Code::TWO_ANSWERS, idle.span, message);
            return self.refuse(diagnostic.related(answer.span, "has no condition").help(help));
        }
        Some(())
    }

    /// What happens where something is not done in time; the inner none without a deadline.
    #[expect(clippy::option_option, reason = "nothing written is another thing than something broken")]
    fn late(&mut self, written: &tree::Obligation, words: &mut Vocabulary<'t>) -> Option<Option<Late>> {
        let mut lines: Vec<(Option<Guard>, Target)> = Vec::new();
        let mut complete = Some(());
        let mut decided: Option<Span> = None;
        let mut as_act = None;
        for late in &written.late {
            if let Some(earlier) = decided {
                let message = "this never happens: the `if late` before it always decides";
                let diagnostic = Diagnostic::new(Code::TWO_ANSWERS, late.span, message);
                let help = "write when each line holds, and `otherwise` in the last one";
                complete = self.refuse(diagnostic.related(earlier, "has no condition").help(help));
                continue;
            }
            match &late.kind {
                LateKind::As(name) => {
                    decided = Some(late.span);
                    as_act = self.late_as(name, written, words);
                    complete = complete.and(as_act.map(|_| ()));
                    if as_act.is_some() && !lines.is_empty() {
                        let message = "`if late as` takes all lines of an answer, so it stands alone";
                        let help = "write the lines of the answer out, each with `if late -> …`";
                        complete = self.refuse(Diagnostic::new(Code::NOT_HERE, late.span, message).help(help));
                    }
                }
                LateKind::To { target, when, otherwise: _ } => {
                    let guard = match when {
                        None => Some(None),
                        Some(when) => self.guard(&when.condition, words).map(Some),
                    };
                    if when.is_none() {
                        decided = Some(late.span);
                    }
                    let leader = Leader::Itself { what: "silence" };
                    match (guard, self.target(target, leader, &[], words)) {
                        (Some(guard), Some(target)) => lines.push((guard, target)),
                        (_, _) => complete = None,
                    }
                }
            }
        }
        complete?;
        Some(match as_act {
            Some(act) => Some(Late::As(act)),
            None if lines.is_empty() => None,
            None => Some(Late::To(lines)),
        })
    }

    /// `if late as accept`: one of the answers.
    fn late_as(
        &mut self,
        name: &Name,
        written: &tree::Obligation,
        words: &Vocabulary<'t>,
    ) -> Option<tarifa_engine::program::ActId> {
        if written.answers.iter().any(|answer| answer.act.name.text == name.text) {
            return words.act(&name.text);
        }
        if written.soundness == Soundness::Damaged {
            return None;
        }
        let message = format!("`{}` is none of the answers of `{}`", name.text, written.name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        let known = written.answers.iter().map(|answer| &*answer.act.name.text);
        diagnostic = match super::nearest(&name.text, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("write one of the answers, or where it leads: `if late -> …`"),
        };
        self.refuse(diagnostic)
    }

    /// `buyer, seller may add_evidence within 3 days`.
    pub(super) fn permission(
        &mut self,
        written: &tree::Permission,
        span: Span,
        musts: &[&Name],
        words: &mut Vocabulary<'t>,
    ) -> Option<Permission> {
        let parties = self.party_list(&written.parties, words);
        let act = words.act(&written.act.name.text);
        let gate = self.gate(&written.gate, ClockPlace::Stage, words);
        let target = match &written.target {
            None => Some(Target::KeepWaiting),
            Some(target) => {
                let leader = Leader::Act { times: counted(&written.gate), span: written.act.span };
                self.target(target, leader, musts, words)
            }
        };
        Some(Permission { parties: parties?, act: act?, gate: gate?, target: target?, at: self.at(span) })
    }
}

/// How often an act counts, as far as it can be read; what is wrong with the number is said elsewhere.
fn counted(gate: &tree::Gate) -> Option<u32> {
    gate.times.as_ref().map(|times| times.count.parse().unwrap_or(1))
}
