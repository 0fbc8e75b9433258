//! Known slips, and what to write instead.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::cells::unpriced;
use super::expected;
use super::words::{is_currency, near_word};
use super::{Explainer, Failure, foreign, shortened};
use crate::layout::{begins_statement, is_reserved};
use crate::lexer::TokenKind;
use crate::near::nearest;

/// What to do about a `{` on a line of its own.
const BRACE_ABOVE: &str = "write a `{` at the end of the line before";

impl Explainer<'_> {
    /// The finding for a slip that is known.
    pub(super) fn known_slip(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        self.unclosed_text(failure)
            .or_else(|| self.unclosed_row(failure, expected))
            .or_else(|| self.unpriced_cell(failure))
            .or_else(|| self.number_form(failure))
            .or_else(|| {
                let help = self
                    .lost_bar(failure, expected)
                    .or_else(|| self.copied(failure, expected))
                    .or_else(|| self.carrier_phrase(failure, expected))?;
                Some(self.general(failure, expected).help(help))
            })
            .or_else(|| self.process_slip(failure, expected))
            .or_else(|| self.printed_form(failure, expected))
            .or_else(|| self.date_form(failure))
            .or_else(|| self.operator(failure))
            .or_else(|| self.word(failure, expected))
            .or_else(|| self.process_form(failure, expected))
            .or_else(|| self.other_phrase(failure, expected))
    }

    /// Text whose quotation mark is not closed, at the failure or further on its line: there the one before it is lost.
    pub(super) fn unclosed_text(&self, failure: Failure) -> Option<Diagnostic> {
        let line = (failure.token..failure.region.after).take_while(|at| self.kind(*at) != Some(TokenKind::Break));
        let at = line.into_iter().find(|at| self.kind(*at) == Some(TokenKind::UnclosedText))?;
        let message = "this text is not closed on its line";
        let finding = Diagnostic::new(Code::UNCLOSED_TEXT, self.span(at)?, message);
        let is_inches = at.checked_sub(1).is_some_and(|before| self.is_bound(before) && self.touches(before, at));
        if is_inches {
            return Some(finding.help(format!("write `{} inch`", self.text(at.saturating_sub(1)))));
        }
        if at == failure.token {
            return Some(finding.help("write a `\"` behind it; a `\"` inside the text is written `\\\"`"));
        }
        Some(finding.help(format!("is the `\"` before `{}` missing?", shortened(self.text(failure.token)))))
    }

    /// A row of a card whose last cell no bar ends.
    fn unclosed_row(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        let is_row = self.kind(failure.region.first) == Some(TokenKind::Mark(b'|'));
        if !is_row || !self.is_at_end(failure) || !expected.contains(&"`|`") {
            return None;
        }
        let message = "expected `|`, found the end of the line";
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.place(failure), message);
        Some(finding.help("a `|` ends every cell, the last of the row too"))
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
        if glued == "."
            && at
                .checked_sub(1)
                .is_some_and(|before| self.kind(before) == Some(TokenKind::Number) && self.touches(before, at))
        {
            let number = self.text(at.checked_sub(1)?);
            let finding =
                Diagnostic::new(Code::NUMBER_FORM, self.span(at)?, "digits are expected behind the decimal point");
            return Some(finding.help(format!("write `{number}`, or `{number}.00`")));
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
        let is_bound = self.text(failure.region.first) == "|" && self.text(before?.checked_sub(1)?) == "|";
        if let Some(bound) = self.end_of_range(before?).filter(|_| is_bound) {
            let help = format!("a row begins where the one before it ends: write `up to {bound}`");
            return Some(finding.help(help));
        }
        Some(finding.help("a date is written `2026-03-01`; a minus has a blank on each side; a range is `5..7`"))
    }

    /// An operator or a character of another language.
    fn operator(&self, failure: Failure) -> Option<Diagnostic> {
        // Of `==`, the first sign may have been read already.
        let before = failure
            .token
            .checked_sub(1)
            .filter(|before| self.text(*before) == "=" && self.touches(*before, failure.token));
        let at =
            before.and_then(|before| self.layout.tokens.get(before)).map_or(failure.at, |sign| sign.start as usize);
        let rest = self.source.get(at..)?;
        let kind = self.kind(failure.token);
        let is_unknown = kind == Some(TokenKind::Unknown);
        if let Some((operator, help)) = foreign::sign(rest)
            && !self.is_at_end(failure)
        {
            let end = at.saturating_add(operator.len());
            let span = Span::new(self.id, u32::try_from(at).ok()?, u32::try_from(end).ok()?);
            let message = format!("`{operator}` is not a sign of the language");
            let finding = Diagnostic::new(Code::UNKNOWN_CHARACTER, span, message);
            return Some(match self.rate_by_slash(failure) {
                // An `n/a` that stands here has lost its bar.
                Some(rate) if unpriced(&rate.replace(" per ", "/")).is_some() => {
                    finding.help("write `-` where nothing is carried, and a `|` before it")
                }
                Some(rate) if self.text(failure.region.first) == "with" => {
                    let (from, to) = rate.split_once(" per ").unwrap_or_default();
                    finding.help(format!(
                        "a rate of the host's is told like one of `exchange`: `with 1 {from} = 7.1240 {to}`"
                    ))
                }
                Some(rate) if self.is_label(failure) => {
                    let label = rate.replace(' ', "_");
                    finding.help(format!(
                        "a unit that the rule set names is one word, as `{label}`, in the fact and wherever it stands"
                    ))
                }
                Some(rate) => finding.help(format!("write `{rate}`")),
                None => finding.help(help),
            });
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

    /// A word that is misspelt, or that cannot stand where it stands.
    fn word(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        if let Some(help) = self.help_in_restriction(failure, expected) {
            return Some(self.general(failure, expected).help(help));
        }
        let help = if self.is_at_end(failure) {
            self.help_on_next_line(failure, expected)
        } else {
            self.lost_brace(failure, expected).or_else(|| self.help_at(failure, expected))
        };
        let help = help.or_else(|| self.help_before(failure, expected))?;
        Some(self.general(failure, expected).help(help))
    }

    /// What to do where a line goes on with a statement whose block was never opened.
    fn lost_brace(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let before = self.token_before(failure.token)?;
        let breaks = before.checked_add(1) != Some(failure.token);
        (expected.contains(&"`{`") && breaks).then(|| BRACE_ABOVE.to_owned())
    }

    /// What to do where a line ends too early: a misspelt word on the next one, or a body that is missing.
    fn help_on_next_line(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let behind = self.layout.tokens.get(failure.token..).unwrap_or_default();
        let next = behind.iter().find(|token| token.kind != TokenKind::Break);
        let word = next.filter(|token| token.kind == TokenKind::Word).map_or("", |token| token.text(self.source));
        if next.is_some_and(|next| next.kind == TokenKind::Mark(b'=')) && expected.contains(&"`=`") {
            return Some("write the `=` at the end of this line, and the price behind it".to_owned());
        }
        let near = nearest(word, expected::in_backticks(expected)).filter(|_| !begins_statement(word));
        if let Some(near) = near {
            return Some(format!("did you mean `{near}` instead of `{word}` on the next line?"));
        }
        match (expected.contains(&"`{`"), expected.contains(&"`=`")) {
            (true, true) => Some("write `= price`, or a `{` and the rows of a block".to_owned()),
            (true, false) => Some("a block begins with a `{` at the end of its first line".to_owned()),
            (false, _) => None,
        }
    }

    /// What to write instead of what stands at the failure.
    fn help_at(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        match self.kind(failure.token)? {
            TokenKind::Word => self.help_at_word(failure, expected),
            TokenKind::Number => self.help_at_number(failure, expected),
            TokenKind::Text if expected == [expected::A_NAME] => {
                Some("it is written as a name, without quotation marks".to_owned())
            }
            TokenKind::Mark(b'{') if failure.token == failure.region.first => Some(BRACE_ABOVE.to_owned()),
            TokenKind::Mark(b'=') if expected.contains(&expected::A_NUMBER) => {
                Some("write the value directly behind the name, without `=`".to_owned())
            }
            TokenKind::Mark(b':') if expected.contains(&"`{`") && !self.goes_on(failure, expected) => {
                Some("a block stands between `{` and `}`".to_owned())
            }
            TokenKind::Mark(_)
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Break
            | TokenKind::Comment
            | TokenKind::Unknown => None,
        }
    }

    /// Whether a price stands behind the sign at the failure, on its line.
    fn goes_on(&self, failure: Failure, expected: &[&'static str]) -> bool {
        let end = self.layout.tokens.get(failure.token).map_or(0, |token| token.end as usize);
        let rest = self.source.get(end..).and_then(|rest| rest.lines().next()).unwrap_or("");
        expected.contains(&"`=`") && !rest.trim().is_empty()
    }

    /// What to write instead of the number at the failure.
    fn help_at_number(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let number = self.text(failure.token);
        let before = self.token_before(failure.token);
        let amount = before.and_then(|before| self.token_before(before)).and_then(|at| self.kind(at));
        let before = before.map_or("", |before| self.text(before));
        let is_period = before == "to" && expected.contains(&"a place");
        if let Some((day, to)) = self.date_at(failure.token).zip(self.token_before(failure.token)).filter(|_| is_period)
            && let Some(first) = self.date_before(to)
        {
            return Some(format!("write `{first}..{day}`: both days are included"));
        }
        if expected.contains(&expected::A_DATE) && expected.len() <= 2 {
            return Some("a date is written `2026-03-01`".to_owned());
        }
        if is_currency(before) && amount != Some(TokenKind::Number) {
            return Some(format!("the currency stands behind the number: `{} {before}`", shortened(number)));
        }
        (expected == [expected::A_NAME]).then(|| "a name begins with a letter".to_owned())
    }

    /// What may have gone wrong before the failure.
    fn help_before(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let before = self.token_before(failure.token).filter(|before| *before >= failure.region.first)?;
        if self.is_at_end(failure) && expected == ["`..`"] {
            return Some("write `up to` before it, or the other end of the range behind it".to_owned());
        }
        if self.text(before) == "%" && expected.contains(&"`of`") && !self.is_at_end(failure) {
            return Some("a percentage is taken `of` something: `20% of freight`".to_owned());
        }
        let is_code =
            |at: usize| self.kind(at) == Some(TokenKind::Word) && self.text(at).starts_with(char::is_uppercase);
        let is_place = |at: usize| is_code(at) && !is_currency(self.text(at));
        if expected.contains(&"`,`") && is_place(before) && is_place(failure.token) {
            return Some(format!("write a `,` between `{}` and `{}`", self.text(before), self.text(failure.token)));
        }
        for suspect in [before, failure.region.first] {
            let word = self.text(suspect);
            if self.kind(suspect) != Some(TokenKind::Word) || is_reserved(word) || suspect >= failure.token {
                continue;
            }
            let phrases: Vec<String> = expected::phrases(word).map(|phrase| format!("`{phrase}`")).collect();
            if !phrases.is_empty() && suspect == before {
                return Some(format!("write {}", phrases.join(" or ")));
            }
            if let Some(near) = near_word(word).filter(|_| word.len() > 3) {
                return Some(format!("did you mean `{near}` instead of `{word}`?"));
            }
        }
        None
    }

    /// Whether a token is the number of a bound: `108` of `up to 108`.
    fn is_bound(&self, at: usize) -> bool {
        let word = self.token_before(at).map_or("", |before| self.text(before));
        self.kind(at) == Some(TokenKind::Number) && matches!(word, "to" | "over" | "under" | "least" | "x" | "×" | "..")
    }

    /// Whether two tokens stand side by side without a blank.
    pub(super) fn touches(&self, left: usize, right: usize) -> bool {
        match (self.layout.tokens.get(left), self.layout.tokens.get(right)) {
            (Some(left), Some(right)) => left.end == right.start,
            _ => false,
        }
    }
}
