//! How a case begins: who opens it, when, and why.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Opening, ReasonId, Window};
use tarifa_syntax::tree::{self, Soundness};

use super::super::Resolver;
use super::clocks::ClockPlace;
use super::targets::Leader;
use super::vocabulary::Vocabulary;

/// An opening that is well made.
pub(super) struct Opened {
    pub(super) opening: Opening,
}

impl<'t> Resolver<'t> {
    /// `open by buyer (reason, asked) { … } -> negotiation`.
    pub(super) fn opening(
        &mut self,
        written: &'t tree::Opening,
        span: Span,
        words: &mut Vocabulary<'t>,
    ) -> Option<Opened> {
        let parties = self.party_list(&written.parties, words);
        let mut windows = Vec::new();
        let mut complete = Some(());
        for window in &written.windows {
            match self.window(window, words) {
                Some(window) => windows.push(window),
                None => complete = None,
            }
        }
        let covered = self.every_reason(written, words);
        let target = self.target(&written.target, Leader::Opening, &[], words);
        complete?;
        covered?;
        let opening =
            Opening { parties: parties?, act: words.act("open")?, windows, target: target?, at: self.at(span) };
        Some(Opened { opening })
    }

    /// `not_as_described, damaged: within 15 days after last delivered, with photo`.
    fn window(&mut self, written: &'t tree::Window, words: &mut Vocabulary<'t>) -> Option<Window> {
        let reasons: Vec<_> = written.reasons.iter().map(|reason| self.reason(reason, words)).collect();
        let gate = self.gate(&written.gate, ClockPlace::Window, words);
        let reasons: Vec<ReasonId> = reasons.into_iter().collect::<Option<_>>()?;
        Some(Window { reasons, gate: gate?, at: self.at(written.span) })
    }

    /// Reports reasons that stand in two windows or in none.
    fn every_reason(&mut self, written: &'t tree::Opening, words: &Vocabulary<'t>) -> Option<()> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut general: Option<Span> = None;
        let mut complete = Some(());
        for window in &written.windows {
            if window.reasons.is_empty() {
                if let Some(earlier) = general.replace(window.span) {
                    complete = self.two_windows("every reason", window.span, earlier);
                }
                continue;
            }
            for reason in &window.reasons {
                if let Some(earlier) = seen.insert(&reason.text, reason.span) {
                    complete = self.two_windows(&format!("`{}`", reason.text), reason.span, earlier);
                }
            }
        }
        if let (Some(general), Some((_, reason))) = (general, seen.first_key_value()) {
            complete = self.two_windows("every reason", general, *reason);
        }
        if general.is_some() || written.soundness == Soundness::Damaged || words.soundness == Soundness::Damaged {
            return complete;
        }
        for reason in words.reasons.names() {
            if seen.contains_key(reason) {
                continue;
            }
            let span = words.reasons.place(reason).unwrap_or_default();
            let message = format!("no window says when a case can be opened for `{reason}`");
            let help = format!(
                "write a line in `open by`, such as `{reason}: within 15 days after delivered`, or remove the reason"
            );
            complete = self.refuse(Diagnostic::new(Code::REASON_WITHOUT_WINDOW, span, message).help(help));
        }
        complete
    }

    fn two_windows<T>(&mut self, what: &str, second: Span, first: Span) -> Option<T> {
        let (first, second) = (first.min(second), first.max(second));
        let message = format!("two windows say when a case can be opened for {what}");
        let diagnostic = Diagnostic::new(Code::WINDOWS_CONFLICT, second, message)
            .related(first, "the other one")
            .help("write each reason in one window; what holds for all of them stands in each");
        self.refuse(diagnostic)
    }
}
