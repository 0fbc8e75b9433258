//! Where acts, silence and events lead.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{AmountId, OutcomeId, Payment, StageId, Target};
use tarifa_syntax::tree::{self, Name, Reckoning, TargetKind};

use super::super::Resolver;
use super::payments::Rest;
use super::vocabulary::Vocabulary;

/// What leads somewhere, which says where it can lead.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leader<'a> {
    /// The opening: into a stage or to an end.
    Opening,
    /// An act, which may be counted.
    Act {
        /// How often it counts.
        times: Option<u32>,
        /// What is written before the arrow.
        span: Span,
    },
    /// Silence or time, which nobody counts.
    Itself {
        /// The words for it.
        what: &'a str,
    },
}

impl<'t> Resolver<'t> {
    /// `negotiation`, `partial(amount)`, `keep waiting`, `again`, `extend confirm by 8 days`.
    pub(super) fn target(
        &mut self,
        written: &tree::Target,
        leader: Leader<'_>,
        musts: &[&Name],
        words: &mut Vocabulary<'t>,
    ) -> Option<Target> {
        match &written.kind {
            TargetKind::To { name, arguments } => self.leads_to(name, arguments, written.span, words),
            TargetKind::KeepWaiting => match leader {
                Leader::Act { .. } => Some(Target::KeepWaiting),
                Leader::Opening | Leader::Itself { .. } => {
                    let message = "`keep waiting` stands behind an act: it says that what had to be done is done";
                    let help = match leader {
                        Leader::Opening => "lead to a stage or an outcome",
                        Leader::Act { .. } | Leader::Itself { .. } => {
                            "lead to a stage or an outcome; what need not be done is written `buyer may answer within 5 days`"
                        }
                    };
                    self.refuse(Diagnostic::new(Code::NOT_HERE, written.span, message).help(help))
                }
            },
            TargetKind::Again => {
                self.is_counted(written.span, "again", leader)?;
                Some(Target::Again)
            }
            TargetKind::Extend { obligation, by } => {
                let counted = self.is_counted(written.span, "extend", leader);
                let length = self.length(by, words);
                let known = musts.iter().any(|must| must.text == obligation.text);
                if !known {
                    let names: Vec<&str> = musts.iter().map(|must| &*must.text).collect();
                    return self.unknown_word(obligation, "an obligation with a deadline in this stage", names, words);
                }
                counted?;
                let (count, unit) = length?;
                Some(Target::Extend { obligation: obligation.text.to_string(), count, unit })
            }
        }
    }

    /// Reports what could go on for ever.
    fn is_counted(&mut self, span: Span, word: &str, leader: Leader<'_>) -> Option<()> {
        let (message, help, other) = match leader {
            Leader::Act { times: Some(_), .. } => return Some(()),
            Leader::Act { times: None, span } => (
                format!("nothing counts how often this leads to `{word}`, so that a case need never end"),
                "write how often it is possible, as in `up to 2 times -> again`",
                Some(span),
            ),
            Leader::Itself { what } => (
                format!("{what} leads to `{word}` as often as it likes, so that a case need never end"),
                "lead to a stage or an outcome; only an act that is counted leads to `again` or `extend`",
                None,
            ),
            Leader::Opening => (
                format!("a case that is opened begins with a stage or an outcome, so there is nothing to do `{word}`"),
                "lead to a stage or an outcome",
                None,
            ),
        };
        let mut diagnostic = Diagnostic::new(Code::UNCOUNTED, span, message).help(help);
        if let Some(other) = other {
            diagnostic = diagnostic.related(other, "the act that is not counted");
        }
        self.refuse(diagnostic)
    }

    /// A stage or an outcome with the amounts that it takes.
    fn leads_to(
        &mut self,
        name: &Name,
        arguments: &[Reckoning],
        span: Span,
        words: &mut Vocabulary<'t>,
    ) -> Option<Target> {
        let find = |list: &[super::vocabulary::Entered<'t>]| {
            let position = list.iter().position(|entered| entered.name.text == name.text)?;
            let entered = list.get(position)?;
            Some((u16::try_from(position).ok()?, entered.parameters.clone(), entered.name.span))
        };
        let (stage, outcome) = (find(&words.stages), find(&words.outcomes));
        let (parameters, place) = match (&stage, &outcome) {
            (Some((_, parameters, place)), _) | (None, Some((_, parameters, place))) => (parameters.clone(), *place),
            // It is told where the stage is defined twice.
            (None, None) if words.lost == Some(&*name.text) => return None,
            (None, None) => {
                // What it would lead to, nothing else leads to.
                words.miss_all();
                let known: Vec<&str> =
                    words.stages.iter().chain(&words.outcomes).map(|entered| &*entered.name.text).collect();
                return self.unknown_word(name, "a stage or an outcome", known, words);
            }
        };
        let amounts = self.arguments(name, &parameters, arguments, (span, place), words)?;
        match (stage, outcome) {
            (Some((stage, ..)), _) => Some(Target::Stage(StageId(stage), amounts)),
            (None, Some((outcome, ..))) => Some(Target::Outcome(OutcomeId(outcome), amounts)),
            (None, None) => None,
        }
    }

    fn arguments(
        &mut self,
        name: &Name,
        parameters: &[AmountId],
        arguments: &[Reckoning],
        (span, place): (Span, Span),
        words: &mut Vocabulary<'t>,
    ) -> Option<Vec<Payment>> {
        let found: Vec<_> = arguments.iter().map(|amount| self.payment(amount, Rest::Nowhere, words)).collect();
        if parameters.len() != arguments.len() {
            let takes = match parameters.len() {
                0 => "no amount".to_owned(),
                1 => "one amount".to_owned(),
                several => format!("{several} amounts"),
            };
            let message = format!(
                "`{}` takes {takes}, and {} {} given",
                name.text,
                arguments.len(),
                if arguments.len() == 1 { "is" } else { "are" }
            );
            let all: Vec<String> = words.amounts.texts();
            let listed: Vec<&str> =
                parameters.iter().filter_map(|id| all.get(usize::from(id.0)).map(String::as_str)).collect();
            let help = if listed.is_empty() {
                format!("write `-> {}`", name.text)
            } else {
                format!("write `-> {}({})`", name.text, listed.join(", "))
            };
            let diagnostic = Diagnostic::new(Code::TARGET_ARGUMENTS, span, message).related(place, "defined here");
            return self.refuse(diagnostic.help(help));
        }
        found.into_iter().collect()
    }
}
