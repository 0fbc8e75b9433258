//! How a case begins: who opens it, when, and why.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Guard, Opening, ReasonId, Window};
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
        let found: Vec<_> = written.windows.iter().map(|window| self.window(window, words)).collect();
        let windows: Option<Vec<Window>> = found.into_iter().collect();
        let covered = self.every_reason(written, words);
        if covered.is_none() {
            words.miss_all();
        }
        let target = self.target(&written.target, Leader::Opening, &[], words);
        covered?;
        let windows = one_at_a_time(windows?);
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

    /// Reports reasons that stand in no window, or in two of which nothing says which one counts.
    fn every_reason(&mut self, written: &'t tree::Opening, words: &Vocabulary<'t>) -> Option<()> {
        let mut seen: BTreeMap<&str, &tree::Window> = BTreeMap::new();
        let mut general: Option<&tree::Window> = None;
        let mut complete = Some(());
        let mut told: Vec<Span> = Vec::new();
        for window in &written.windows {
            let mut earlier = Vec::new();
            if window.reasons.is_empty() {
                earlier.extend(general.replace(window).map(|other| ("every reason".to_owned(), window.span, other)));
            }
            for reason in &window.reasons {
                let other = seen.insert(&reason.text, window);
                earlier.extend(other.map(|other| (format!("`{}`", reason.text), reason.span, other)));
            }
            if let (Some(otherwise), true) = (window.otherwise, earlier.is_empty()) {
                let message = "`otherwise` stands where no other window holds, and there is none before this one";
                let help = "leave it out, or write before it the window with `when …`";
                told.push(window.span);
                complete = self.refuse(Diagnostic::new(Code::NOT_HERE, otherwise, message).help(help));
            }
            // A window with a condition leaves the other cases to those behind it.
            for (what, span, other) in earlier {
                if other.gate.when.is_none() && !told.contains(&other.span) {
                    complete = self.two_windows(&what, span, other.span);
                }
            }
        }
        if let (Some(general), Some((_, window))) = (general, seen.first_key_value()) {
            complete = self.two_windows("every reason", general.span, window.span);
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
            .related(first, "holds in every case")
            .help("write each reason in one window, or in each of them but the last when it holds: `when …`");
        self.refuse(diagnostic)
    }
}

/// Windows of which one at most holds for a reason: each only where those before it, for the same reason, do not.
fn one_at_a_time(windows: Vec<Window>) -> Vec<Window> {
    let mut lone: Vec<Window> = Vec::with_capacity(windows.len());
    for window in &windows {
        let earlier = windows.iter().take_while(|other| other.at != window.at);
        let guards_before = |reason: Option<ReasonId>| -> Vec<&Guard> {
            let same = earlier.clone().filter(|other| match reason {
                Some(reason) => other.reasons.contains(&reason),
                None => other.reasons.is_empty(),
            });
            same.filter_map(|other| other.gate.when.as_ref()).collect()
        };
        if window.reasons.is_empty() {
            lone.push(beside(window, Vec::new(), &guards_before(None)));
            continue;
        }
        // Reasons with the same windows before them stay together.
        let mut groups: Vec<(Vec<&Guard>, Vec<ReasonId>)> = Vec::new();
        for reason in &window.reasons {
            let guards = guards_before(Some(*reason));
            match groups.iter_mut().find(|(known, _)| *known == guards) {
                Some((_, reasons)) => reasons.push(*reason),
                None => groups.push((guards, vec![*reason])),
            }
        }
        lone.extend(groups.into_iter().map(|(guards, reasons)| beside(window, reasons, &guards)));
    }
    lone
}

/// A window for some of its reasons, where other guards do not hold.
fn beside(window: &Window, reasons: Vec<ReasonId>, others: &[&Guard]) -> Window {
    let mut window = Window { reasons, ..window.clone() };
    if !others.is_empty() {
        let not = others.iter().map(|guard| Guard::Not(Box::new((*guard).clone())));
        window.gate.when = Some(Guard::All(not.chain(window.gate.when.take()).collect()));
        let own = window.gate.condition.take();
        window.gate.condition = Some(own.map_or("otherwise".to_owned(), |own| format!("otherwise, {own}")));
    }
    window
}
