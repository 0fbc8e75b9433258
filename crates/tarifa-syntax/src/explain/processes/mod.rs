//! Known slips in calendars, processes, compensations and cases, and what to write instead.

mod calendars;
mod cases;
mod clocks;
mod money;
mod stages;

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::{Explainer, Failure, expected, foreign};
use crate::lexer::TokenKind;

/// The words around a failure.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    /// The word at the failure; empty at the end of a line or of an entry.
    pub(super) found: &'s str,
    /// What `found` is; none at the end.
    pub(super) kind: Option<TokenKind>,
    /// The word behind it, on the same line.
    pub(super) next: &'s str,
    /// The word before it.
    pub(super) before: &'s str,
    /// The word before that.
    pub(super) earlier: &'s str,
    /// The first word of the entry or the statement.
    pub(super) first: &'s str,
    /// Which word of the entry the failure is at, counted from nought.
    pub(super) position: usize,
    /// What is expected.
    expected: &'s [&'static str],
}

impl Spot<'_> {
    /// Whether `word` is expected.
    pub(super) fn expects(&self, word: &str) -> bool {
        self.expected.contains(&word)
    }

    /// Whether nothing but `word` is expected.
    pub(super) fn expects_only(&self, word: &str) -> bool {
        self.expected == [word]
    }

    /// Whether a word is at the failure.
    pub(super) fn is_word(&self) -> bool {
        self.kind == Some(TokenKind::Word)
    }

    /// Whether a number is at the failure.
    pub(super) fn is_number(&self) -> bool {
        self.kind == Some(TokenKind::Number)
    }
}

/// What the author of a line meant who began a statement with `word`.
pub(super) fn meant_statement(word: &str) -> Option<&'static str> {
    Some(match word {
        "dispute" | "process" | "procedure" | "refund" | "complaint" | "workflow" | "withdrawal" | "case" | "stage" => {
            "write `returns` and a name, for a process with stages and clocks"
        }
        "claim" | "claims" | "liability" | "insurance" | "indemnity" => {
            "write `compensation` and a name for what a carrier owes, `returns` and a name for a process"
        }
        "holiday" | "holidays" | "weekend" | "workdays" | "business" => {
            "write `calendar cn covers 2026-01-01..2026-12-31 { … }` around it"
        }
        _ => return None,
    })
}

impl Explainer<'_> {
    /// The finding for a slip that is known in what the statement is about.
    pub(super) fn process_slip(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        let keyword = self.keyword(failure)?;
        let spot = self.spot(failure, expected);
        let help = match keyword {
            "returns" => self
                .help_with_arrow(failure, &spot)
                .or_else(|| self.help_with_clock(failure, &spot))
                .or_else(|| self.help_in_stage(failure, &spot))
                .or_else(|| self.help_with_money(failure, &spot)),
            "compensation" => self.help_with_money(failure, &spot),
            "calendar" => self.help_in_calendar(failure, &spot),
            "example" => self.help_in_case(failure, &spot),
            _ => None,
        }?;
        let rest = self.source.get(failure.at..).unwrap_or("");
        match foreign::sign(rest).filter(|_| !self.is_at_end(failure) && spot.kind != Some(TokenKind::Arrow)) {
            Some((sign, _)) => {
                let start = u32::try_from(failure.at).ok()?;
                let end = start.saturating_add(u32::try_from(sign.len()).ok()?);
                let message = format!("`{sign}` is not a sign of the language");
                Some(Diagnostic::new(Code::UNKNOWN_CHARACTER, Span::new(self.id, start, end), message).help(help))
            }
            None => Some(self.general(failure, expected).help(help)),
        }
    }

    /// The finding for a failure that nothing else explains: what can stand in such a place.
    pub(super) fn process_form(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        let spot = self.spot(failure, expected);
        let help = match self.keyword(failure)? {
            "returns" => self.form_in_process(failure, &spot),
            "compensation" if spot.before == "=" => Some("write the amount: `500.00 + freight`, or `nothing`"),
            "compensation" if spot.expects("`=`") => {
                Some("write `=` and the amount: `compensation lost via ems = 500.00 + freight`")
            }
            "calendar" if spot.expects("`{`") => Some("a block stands between `{` and `}`"),
            "example" => form_in_case(&spot),
            _ => None,
        }?;
        Some(self.general(failure, expected).help(help))
    }

    /// Whether the line of an obligation ends and the next one reads like an answer of its lost block.
    pub(super) fn loses_answers(&self, failure: Failure) -> bool {
        let line = |from: usize| {
            let breaks = |at: &usize| self.kind(*at) == Some(TokenKind::Break);
            let first = (from..).find(|at| !breaks(at)).unwrap_or(from);
            (first..self.layout.tokens.len()).take_while(move |at| self.kind(*at) != Some(TokenKind::Break))
        };
        let mut next = line(failure.token);
        let begins_timer = next.clone().next().is_some_and(|first| self.text(first) == "when");
        let leads_on = next.clone().any(|at| self.kind(at) == Some(TokenKind::Arrow));
        self.has_before(failure, "must")
            && leads_on
            && !begins_timer
            && !next.any(|at| matches!(self.text(at), "must" | "may") || self.kind(at) == Some(TokenKind::Mark(b'}')))
    }

    /// The words around a failure.
    fn spot<'s>(&'s self, failure: Failure, expected: &'s [&'static str]) -> Spot<'s> {
        let is_at_end = self.is_at_end(failure);
        let before = self.token_before(failure.token).filter(|before| *before >= failure.region.first);
        let earlier = before.and_then(|before| self.token_before(before));
        let next = failure.token.checked_add(1).filter(|next| self.kind(*next) != Some(TokenKind::Break));
        let text = |at: Option<usize>| at.map_or("", |at| self.text(at));
        Spot {
            found: if is_at_end { "" } else { self.text(failure.token) },
            kind: self.kind(failure.token).filter(|_| !is_at_end),
            next: text(next),
            before: text(before),
            earlier: text(earlier),
            first: self.text(failure.region.first),
            position: failure.token.saturating_sub(failure.region.first),
            expected,
        }
    }

    /// The first word of the statement that holds the failure.
    fn keyword(&self, failure: Failure) -> Option<&str> {
        let behind = self.layout.chunks.partition_point(|chunk| chunk.first <= failure.region.first);
        let chunk = self.layout.chunks.get(behind.checked_sub(1)?)?;
        Some(self.text(chunk.first))
    }

    /// The tokens of the failure's line from the token `from` on, as written.
    pub(super) fn rest_of_line(&self, from: usize) -> &str {
        let Some(start) = self.layout.tokens.get(from).map(|token| token.start as usize) else { return "" };
        let rest = self.source.get(start..).unwrap_or("");
        rest.split(['\n', ';', '}', '#']).next().unwrap_or(rest).trim_end()
    }

    /// Whether `word` stands between the beginning of the entry and the failure.
    pub(super) fn has_before(&self, failure: Failure, word: &str) -> bool {
        (failure.region.first..failure.token).any(|at| self.text(at) == word)
    }
}

/// What can stand in a line of a case, or of what is expected of one.
fn form_in_case(spot: &Spot<'_>) -> Option<&'static str> {
    if spot.first == "at" && spot.expects("`gets`") {
        return Some(
            "write `stage` or `outcome` and its name, or a party and `gets`, `keeps`, `pays`, `must` or `may`",
        );
    }
    if spot.expects("`with`") && spot.expects("`of parcel`") {
        return Some(
            "a line is a day and an event, or a day, a party and what it does; what that brings along stands in parentheses: `2026-03-14 seller counter(amount 10.00 USD)`",
        );
    }
    (spot.first == "at" && spot.position == 1).then_some("write the day or the minute behind `at`")
}

impl Explainer<'_> {
    /// What can stand at a failure in a process.
    fn form_in_process(&self, failure: Failure, spot: &Spot<'_>) -> Option<&'static str> {
        if spot.expects("`no deadline`") {
            return Some(
                "an act is one name, as in `ship_back`; behind it stands `within` and how long, or `no deadline`",
            );
        }
        if spot.expects("`must`") && spot.expects("`gets`") {
            return Some("a line says who, then `must`, `may`, `gets`, `keeps` or `pays`");
        }
        if spot.expects("`gets`") {
            return Some("a line says who, then `gets`, `keeps` or `pays`, and how much");
        }
        if spot.expects("`with`") && spot.expects("`up to`") && spot.is_word() && !self.has_before(failure, "->") {
            return Some(
                "what an act brings along stands in parentheses, as in `counter(amount)`; evidence follows `with`",
            );
        }
        if spot.expects("`with`") && spot.expects("`within`") && spot.expects("`until`") {
            return Some(
                "a window says when: `within 15 days after delivered`, and, behind a `,`, what else must hold",
            );
        }
        if spot.expects("`open by`") {
            return Some(
                "a line begins with `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` or `outcome`",
            );
        }
        if spot.expects("`->`") && !spot.expects("`is`") {
            return Some("write `->` and the stage or outcome that follows");
        }
        if spot.expects("`{`") {
            return Some("a block stands between `{` and `}`");
        }
        spot.expects(expected::AN_AMOUNT)
            .then_some("write an amount such as `paid`, `the rest`, `30% of paid` or `5.00 USD`")
    }
}
