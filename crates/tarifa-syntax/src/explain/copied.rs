//! Slips at the edges of what is copied from a price list: signs at the ends of lines, titles and reasons without quotation
//! marks, rates as banks write them.

use super::expected;
use super::words::is_currency;
use super::{Explainer, Failure, foreign, shortened};
use crate::layout::{begins_statement, is_reserved};
use crate::lexer::TokenKind;

impl Explainer<'_> {
    /// What to write instead of what was copied.
    pub(super) fn copied(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if self.is_at_end(failure) {
            return None;
        }
        self.line_end(failure, expected)
            .or_else(|| self.row_start(failure, expected))
            .or_else(|| self.unquoted(failure, expected))
            .or_else(|| self.rate_of_bank(failure, expected))
            .or_else(|| self.fact_value(failure, expected))
            .or_else(|| self.copied_word(failure, expected))
    }

    /// A `,` behind a line, or before `minimum` and `maximum`.
    fn line_end(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if self.text(failure.token) != "," {
            return None;
        }
        let behind = self.token_after(failure);
        if matches!(behind, "minimum" | "maximum") && expected.iter().any(|word| word.contains(behind)) {
            return Some(format!("no `,` stands before `{behind}`"));
        }
        let is_last = self.rest_of_line(failure.token).trim_start_matches([',', '，']).trim().is_empty();
        (is_last && expected.contains(&expected::THE_END)).then(|| "leave the `,` out: the line ends here".to_owned())
    }

    /// `-45 kg` as a bound, and a ruler of `+---+`.
    fn row_start(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if !expected.contains(&"`otherwise`") {
            return None;
        }
        let behind = failure.token.saturating_add(1);
        match self.text(failure.token) {
            "+" if self.text(behind) == "-" => {
                Some("the line below the heads is written with bars: `|---|---|`".to_owned())
            }
            "-" if self.kind(behind) == Some(TokenKind::Number) => {
                let bound: Vec<&str> =
                    self.rest_of_line(behind).split_whitespace().take(2).map(|part| part.trim_matches(':')).collect();
                Some(format!("write `under {0}`, or `up to {0}`, which includes it", shortened(&bound.join(" "))))
            }
            _ => None,
        }
    }

    /// A title or a reason without its quotation marks.
    fn unquoted(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if self.kind(failure.token) != Some(TokenKind::Word) || !expected.contains(&expected::A_TEXT) {
            return None;
        }
        let before = self.before(failure);
        if matches!(before, "refer" | "refuse") {
            let reason = self.rest_of_line(failure.token).split('|').next().unwrap_or("").trim();
            return Some(format!("the reason stands in quotation marks: `{before} \"{}\"`", shortened(reason)));
        }
        let word = self.text(failure.token);
        let is_title = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        if !is_title
            || !begins_statement(self.text(failure.region.first))
            || failure.token != failure.region.first.saturating_add(2)
        {
            return None;
        }
        let is_part = |at: &usize| {
            self.kind(*at) == Some(TokenKind::Word) && !is_reserved(self.text(*at)) && self.text(*at) != "like"
        };
        let title: Vec<&str> =
            (failure.token..failure.region.after).take_while(is_part).map(|at| self.text(at)).collect();
        Some(format!("a title stands in quotation marks: `\"{}\"`", shortened(&title.join(" "))))
    }

    /// `EUR/USD = 1.0850`, and a currency with a letter too many.
    fn rate_of_bank(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let word = self.text(failure.token);
        if expected == [expected::A_CURRENCY] && word.len() == 4 && foreign::currency(word).is_none() {
            let near =
                word.get(..3).filter(|code| is_currency(code) && word.chars().all(|c| c.is_ascii_uppercase()))?;
            return Some(format!("did you mean `{near}`?"));
        }
        if expected != [expected::A_NUMBER] || !is_currency(word) {
            return None;
        }
        let behind = || failure.token.saturating_add(1)..failure.region.after;
        let other = behind().map(|at| self.text(at)).find(|other| is_currency(other))?;
        let rate = behind().find(|at| self.kind(*at) == Some(TokenKind::Number))?;
        Some(format!("write `1 {word} = {} {other}`", shortened(self.text(rate))))
    }

    /// `default No`, `is on delivery`.
    fn fact_value(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        let lower = word.to_lowercase();
        if matches!(&*lower, "yes" | "no") && lower != word && matches!(before, "default" | "assume" | "is") {
            return Some(format!("write `{lower}`"));
        }
        let behind = self.token_after(failure);
        let joins = is_reserved(word) && before == "is" && behind.starts_with(char::is_lowercase);
        (joins && !is_reserved(behind) && expected.contains(&"`not`"))
            .then(|| format!("a value is one word, as `{word}_{behind}`"))
    }

    /// Phrases of formulas and of facts that are the language's in other words.
    fn copied_word(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        let is_number = self.kind(failure.token) == Some(TokenKind::Number);
        let digits = is_number && word.bytes().all(|it| it.is_ascii_digit());
        match (before, word) {
            ("hs", _) if digits => Some(format!("write `hs{word}`, as one word")),
            ("number", "of") if self.text(failure.region.first) != "fact" => {
                Some("write `count of distinct hs6`, `count of parcels` or `total_quantity`".to_owned())
            }
            ("of", "(") if expected == [expected::A_NAME] => {
                Some("the words stand in a row, without parentheses: `one of small, large`".to_owned())
            }
            (_, "or") if self.token_after(failure) == "next" && expected.contains(&"`via`") => {
                Some("write `or next band if cheaper`".to_owned())
            }
            ("next", "weight" | "break" | "higher") => Some("write `or next band if cheaper`".to_owned()),
            ("first", _) if digits && self.in_cell(failure) => {
                Some("write `48.00 for the first 500 g, then 17.50 per started 500 g`".to_owned())
            }
            (_, "between") => {
                let rest = self.rest_of_line(failure.token.saturating_add(1)).trim();
                let begins_a_date = rest.as_bytes().get(4) == Some(&b'-');
                begins_a_date.then(|| "days stand behind `valid`: `valid 2026-10-15..2027-01-10`".to_owned())
            }
            (_, "or") if self.rest_of_line(failure.token).contains("whichever") && self.bills(failure) => {
                let other = self.token_after(failure);
                Some(format!("write `bill the greater of {before} and {}`", shortened(other)))
            }
            ("half", "the") if self.bills(failure) => {
                Some("half the difference is `bill the mean of weight and volumetric`".to_owned())
            }
            ("charge" | "price" | "fee", _) if is_number && self.stands_behind(failure, &["minimum", "maximum"]) => {
                let clamp = self.two_before(failure);
                Some(format!("write `{clamp} {}`", shortened(self.rest_of_line(failure.token).trim())))
            }
            ("second", "longest" | "-") => Some("the second-longest side is `width`".to_owned()),
            ("from", _) if digits && word.len() == 4 && self.token_after(failure) == "-" => {
                let day = self.rest_of_line(failure.token);
                let day = day.split(['=', '{', ' ']).next().unwrap_or(day);
                Some(format!("days stand behind `valid`: `valid {}..`", shortened(day)))
            }
            (_, "whichever") if self.rest_of_line(failure.token).contains("cheaper") => {
                Some("where a heavier band may cost less, write `or next band if cheaper`".to_owned())
            }
            (service, _) if self.is_place_behind_service(failure, expected) => Some(format!(
                "a place stands behind `to`, a further service behind a `,`: `via {} to {}`",
                shortened(service),
                shortened(word)
            )),
            (_, "only") if self.text(failure.region.first) == "charges" => {
                Some("where one of several is charged, write `take the highest`".to_owned())
            }
            _ => None,
        }
    }

    /// Whether a name stands behind a service without a word between them.
    fn is_place_behind_service(&self, failure: Failure, expected: &[&'static str]) -> bool {
        let is_name = self.kind(failure.token) == Some(TokenKind::Word) && !is_reserved(self.text(failure.token));
        let is_last = matches!(self.token_after(failure), "=" | "{");
        is_name && is_last && self.stands_behind(failure, &["via"]) && expected.contains(&"`to`")
    }

    /// The text two before the failure.
    fn two_before(&self, failure: Failure) -> &str {
        self.token_before(failure.token).and_then(|at| self.token_before(at)).map_or("", |at| self.text(at))
    }

    /// Whether one of these words stands two before the failure.
    fn stands_behind(&self, failure: Failure, words: &[&str]) -> bool {
        words.contains(&self.two_before(failure))
    }

    /// Whether the failure is in the line that says what is billed.
    fn bills(&self, failure: Failure) -> bool {
        (failure.region.first..failure.token).any(|at| self.text(at) == "bill")
    }

    /// Whether the failure is in a row of a table or of bands.
    fn in_cell(&self, failure: Failure) -> bool {
        matches!(self.text(failure.region.first), "|" | "up" | "under" | "otherwise")
    }

    /// The text behind the token at the failure.
    fn token_after(&self, failure: Failure) -> &str {
        let behind = failure.token.saturating_add(1)..failure.region.after;
        behind.into_iter().find(|at| self.kind(*at) != Some(TokenKind::Break)).map_or("", |at| self.text(at))
    }
}
