//! Known slips, and what to write instead.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::expected::{self, LANGUAGE_WORDS};
use super::{Explainer, Failure, shortened};
use crate::lexer::TokenKind;
use crate::near::nearest;

/// Operators of other languages, the longer before the shorter, with what to write instead.
const OPERATORS: &[(&str, &str)] = &[
    ("<=", "write `up to`, which includes the bound"),
    ("=<", "write `up to`, which includes the bound"),
    ("≤", "write `up to`, which includes the bound"),
    ("<", "write `under`, which excludes the bound"),
    (">=", "write `at least`, which includes the bound"),
    ("=>", "write `at least`, which includes the bound"),
    ("≥", "write `at least`, which includes the bound"),
    (">", "write `over`, which excludes the bound"),
    ("==", "write `is`"),
    ("!=", "write `is not`"),
    ("≠", "write `is not`"),
    ("!", "write `not`"),
    ("&&", "write `and`"),
    ("&", "write `and`"),
    ("||", "write `or`"),
    ("*", "write `x` for multiplication"),
    ("/", "there is no division; write a share as `12.5% of …`, and a rate as `5.00 per kg`"),
    ("÷", "there is no division; write a share as `12.5% of …`, and a rate as `5.00 per kg`"),
    ("–", "write `..` between the ends of a range, `-` with blanks for minus"),
    ("—", "write `..` between the ends of a range, `-` with blanks for minus"),
    ("…", "write `..`"),
    ("“", "write straight quotation marks: `\"…\"`"),
    ("”", "write straight quotation marks: `\"…\"`"),
    ("„", "write straight quotation marks: `\"…\"`"),
    ("«", "write straight quotation marks: `\"…\"`"),
    ("「", "write straight quotation marks: `\"…\"`"),
    ("‘", "write straight quotation marks: `\"…\"`"),
    ("’", "write straight quotation marks: `\"…\"`"),
    ("'", "write straight quotation marks: `\"…\"`"),
    ("$", "write the currency behind the number, by its code: `5.00 USD`"),
    ("€", "write the currency behind the number, by its code: `5.00 EUR`"),
    ("£", "write the currency behind the number, by its code: `5.00 GBP`"),
    ("¥", "write the currency behind the number, by its code: `5.00 CNY` or `5.00 JPY`"),
    ("￥", "write the currency behind the number, by its code: `5.00 CNY` or `5.00 JPY`"),
    ("[", "write `(` and `)`"),
    ("]", "write `(` and `)`"),
    ("//", "a comment begins with `#`"),
    ("±", "write a range: `a..b`"),
    ("~", "write `..` between the ends of a range"),
    ("～", "write `..` between the ends of a range"),
    ("。", "a statement ends with its line"),
];

impl Explainer<'_> {
    /// The finding for a slip that is known.
    pub(super) fn known_slip(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        self.unclosed_text(failure)
            .or_else(|| self.number_form(failure))
            .or_else(|| self.date_form(failure))
            .or_else(|| self.operator(failure))
            .or_else(|| self.word(failure, expected))
    }

    /// Text whose quotation mark is not closed.
    fn unclosed_text(&self, failure: Failure) -> Option<Diagnostic> {
        if self.kind(failure.token)? != TokenKind::UnclosedText {
            return None;
        }
        let message = "this text is not closed on its line";
        let finding = Diagnostic::new(Code::UNCLOSED_TEXT, self.span(failure.token)?, message);
        Some(finding.help("write a `\"` behind it; a `\"` inside the text is written `\\\"`"))
    }

    /// A number with a comma, a blank or a second point in it, or glued to an `x`.
    fn number_form(&self, failure: Failure) -> Option<Diagnostic> {
        let at = failure.token;
        let glued = self.text(at);
        if self.kind(at) == Some(TokenKind::Number) && glued.contains('x') {
            let message = format!("`{}` is no number", shortened(glued));
            let finding = Diagnostic::new(Code::NUMBER_FORM, self.span(at)?, message);
            return Some(finding.help("put blanks around `x`: `20 x 15 x 10 cm`"));
        }
        let number = |at: Option<usize>| at.filter(|at| self.kind(*at) == Some(TokenKind::Number));
        // The failure is at the separator, or at the number behind it.
        for separator in [at.checked_sub(1), Some(at)].into_iter().flatten() {
            let (Some(left), Some(right)) = (number(separator.checked_sub(1)), number(separator.checked_add(1))) else {
                continue;
            };
            let mark = self.text(separator);
            let span = self.span(left)?.to(self.span(right)?);
            if !matches!(mark, "," | "." | "'" | "’" | "，")
                || !self.touches(left, separator)
                || !self.touches(separator, right)
            {
                continue;
            }
            return Some(self.separator(span, mark, self.text(right)));
        }
        // `1 250.00`
        let left = number(at.checked_sub(1))?;
        let right = number(Some(at))?;
        let digits = |at: usize| self.text(at).chars().take_while(char::is_ascii_digit).count();
        if digits(right) == 3 && self.text(left).len() <= 3 {
            return Some(self.separator(self.span(left)?.to(self.span(right)?), " ", self.text(right)));
        }
        None
    }

    /// A number with a separator in it.
    fn separator(&self, span: Span, mark: &str, right: &str) -> Diagnostic {
        let text = self.source.get(span.start as usize..span.end as usize).unwrap_or("");
        let digits = right.chars().take_while(char::is_ascii_digit).count();
        let written = if mark != "." && digits != 3 { text.replace(mark, ".") } else { text.replace(mark, "") };
        let message = format!(
            "`{}` is no number: there are no separators of thousands, and the decimal mark is a point",
            shortened(text)
        );
        let finding = Diagnostic::new(Code::NUMBER_FORM, span, message);
        if written.matches('.').count() > 1 {
            return finding.help("write the digits without separators, as in `1250.00`");
        }
        finding.help(format!("write `{written}`"))
    }

    /// A date in another form.
    fn date_form(&self, failure: Failure) -> Option<Diagnostic> {
        let is_number = |at: Option<usize>| at.is_some_and(|at| self.kind(at) == Some(TokenKind::Number));
        let mark = self.text(failure.token);
        let before = failure.token.checked_sub(1);
        let behind = failure.token.checked_add(1);
        if !matches!(mark, "-" | "/" | ".") || !is_number(before) || !is_number(behind) {
            return None;
        }
        if !self.touches(before?, failure.token) || !self.touches(failure.token, behind?) {
            return None;
        }
        let span = self.span(before?)?.to(self.span(behind?)?);
        let message = "this is neither a date nor a number";
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, message);
        Some(finding.help("a date is written `2026-03-01`; a minus has a blank on each side; a range is `5..7`"))
    }

    /// An operator or a character of another language.
    fn operator(&self, failure: Failure) -> Option<Diagnostic> {
        let rest = self.source.get(failure.at..)?;
        let kind = self.kind(failure.token);
        let is_unknown = kind == Some(TokenKind::Unknown);
        if let Some((operator, help)) = OPERATORS
            .iter()
            .filter(|(operator, _)| rest.starts_with(operator))
            .max_by_key(|(operator, _)| operator.len())
            && !self.is_at_end(failure)
        {
            let end = failure.at.saturating_add(operator.len());
            let span = Span::new(self.id, u32::try_from(failure.at).ok()?, u32::try_from(end).ok()?);
            let message = format!("`{operator}` is not a sign of the language");
            return Some(Diagnostic::new(Code::UNKNOWN_CHARACTER, span, message).help(*help));
        }
        if is_unknown {
            let message = format!("`{}` is not a character of the language", self.text(failure.token).escape_debug());
            let finding = Diagnostic::new(Code::UNKNOWN_CHARACTER, self.span(failure.token)?, message);
            return Some(finding.help("delete it, or put it into quotation marks where it belongs to a text"));
        }
        let next = failure.token.checked_add(1)?;
        if kind == Some(TokenKind::Mark(b'-')) && !self.is_at_end(failure) && self.touches(failure.token, next) {
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.place(failure), "`-` is not expected here");
            return Some(finding.help("a minus has a blank on each side: `a - b`; there are no negative numbers"));
        }
        None
    }

    /// A word that is misspelt, or that cannot stand where a name is wanted.
    fn word(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        let finding = || self.general(failure, expected);
        let word = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let is_word = self.kind(failure.token) == Some(TokenKind::Word);
        let wants_name = expected.contains(&expected::A_NAME);
        if is_word && wants_name && crate::layout::is_reserved(word) {
            let message = format!("`{word}` is a word of the language and cannot be a name");
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.place(failure), message);
            return Some(finding.help(format!("choose another name, such as `my_{word}`")));
        }
        if is_word
            && let Some(near) = nearest(word, expected::in_backticks(expected).chain(LANGUAGE_WORDS.iter().copied()))
        {
            return Some(finding().help(format!("did you mean `{near}`?")));
        }
        if is_word && wants_name && word.starts_with(char::is_uppercase) {
            return Some(finding().help(format!("names are written in lower case: `{}`", word.to_lowercase())));
        }
        if self.kind(failure.token) == Some(TokenKind::Number) && wants_name {
            return Some(finding().help("a name begins with a letter"));
        }
        if word == "then" {
            return Some(finding().help("write a `,` before `then`"));
        }
        let first = failure.region.first;
        let opening = self.text(first);
        if failure.token > first
            && !LANGUAGE_WORDS.contains(&opening)
            && let Some(near) = nearest(opening, LANGUAGE_WORDS.iter().copied())
        {
            return Some(finding().help(format!("did you mean `{near}` instead of `{opening}`?")));
        }
        None
    }

    /// Whether two tokens stand side by side without a blank.
    fn touches(&self, left: usize, right: usize) -> bool {
        match (self.layout.tokens.get(left), self.layout.tokens.get(right)) {
            (Some(left), Some(right)) => left.end == right.start,
            _ => false,
        }
    }
}
