//! Words that stand in the wrong place, and what to write instead.

use super::expected::{self, LANGUAGE_WORDS};
use super::{Explainer, Failure, foreign, shortened};
use crate::layout::{begins_statement, is_reserved};
use crate::lexer::TokenKind;
use crate::near::{nearest, nearest_within};

/// Whether `word` has the form of a currency.
pub(super) fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.chars().all(|character| character.is_ascii_uppercase())
}

/// The word of the language that `word` is one slip away from; none where it is one itself.
pub(super) fn near_word(word: &str) -> Option<&'static str> {
    if LANGUAGE_WORDS.contains(&word) || is_reserved(word) || begins_statement(word) {
        return None;
    }
    nearest_within(1, word, LANGUAGE_WORDS.iter().copied()).or_else(|| {
        let firsts = LANGUAGE_WORDS.iter().filter_map(|phrase| Some(phrase.split_once(' ')?.0));
        expected::phrases(nearest_within(1, word, firsts)?).next()
    })
}

impl Explainer<'_> {
    /// `Zone 8` as the head of a column, as a name: `zone_8`.
    fn title_as_head(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_title = self.text(failure.token).chars().any(char::is_lowercase);
        if !is_title || !expected.contains(&expected::A_HEAD) {
            return None;
        }
        let is_part = |at: &usize| matches!(self.kind(*at), Some(TokenKind::Word | TokenKind::Number));
        let parts = (failure.token..failure.region.after).take_while(is_part).take(6);
        let name: Vec<String> = parts.map(|at| self.text(at).to_lowercase()).collect();
        Some(shortened(&name.join("_")).to_string())
    }

    /// What to write instead of the word at the failure.
    pub(super) fn help_at_word(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let word = self.text(failure.token);
        let behind = failure.token.checked_add(1);
        if expected.contains(&"a place") && word == "except" {
            return Some("write `all` before it for all places but these: `all except US`".to_owned());
        }
        if expected.contains(&"a place") && is_reserved(word) && word.len() == 2 {
            let code = word.to_uppercase();
            return Some(format!("the codes of countries are written in capitals: `{code}`"));
        }
        if expected == [expected::A_NAME] && is_reserved(word) {
            return Some(format!("`{word}` is a word of the language and cannot be a name; choose another"));
        }
        if expected.contains(&expected::A_NUMBER) && self.before(failure) == "volumetric" {
            return Some("write the divisor and what it counts: `volumetric 6000 cm3 per kg`".to_owned());
        }
        if let Some(name) = self.title_as_head(failure, expected) {
            return Some(format!("a column is headed by a zone's name, not by its title: `{name}`"));
        }
        if let Some(help) = self.lost_comma(failure, expected) {
            return Some(help);
        }
        if let Some(code) = Some(word).filter(|_| expected == [expected::A_CURRENCY]).and_then(foreign::currency) {
            return Some(format!("a currency is written by its code: `{code}`"));
        }
        let next = behind.filter(|next| self.kind(*next) == Some(TokenKind::Word));
        let next = next.map_or("", |next| self.text(next));
        // Of phrases, the words behind the first tell which is meant.
        let phrase = (!next.is_empty()).then(|| format!("{word}{next}"));
        let near = phrase.as_deref().and_then(|phrase| nearest(phrase, expected::in_backticks(expected)));
        if let Some(near) = near.or_else(|| nearest(word, expected::in_backticks(expected))) {
            return Some(format!("did you mean `{near}`?"));
        }
        if word == "for" && matches!(next, "the" | "first") {
            return Some("write `for the first`".to_owned());
        }
        if let Some(help) = self.help_at_function_word(word, expected) {
            return Some(help.to_owned());
        }
        let fits = |phrase: &&str| !is_reserved(word) || expected::in_backticks(expected).any(|other| other == *phrase);
        let phrases: Vec<String> = expected::phrases(word).filter(fits).map(|phrase| format!("`{phrase}`")).collect();
        if !phrases.is_empty() {
            return Some(format!("write {}", phrases.join(" or ")));
        }
        if let Some(help) = foreign::word(word) {
            return Some(help.to_owned());
        }
        if is_currency(word) && behind.and_then(|behind| self.kind(behind)) == Some(TokenKind::Number) {
            let number = self.text(behind?);
            return Some(format!("the currency stands behind the number: `{} {word}`", shortened(number)));
        }
        if expected == [expected::A_CURRENCY] && is_currency(&word.to_uppercase()) {
            return Some(format!("codes are written in capitals: `{}`", word.to_uppercase()));
        }
        if expected == [expected::A_NAME] && word.starts_with(char::is_uppercase) {
            return Some(format!("names are written in lower case: `{}`", shortened(&word.to_lowercase())));
        }
        if let Some(near) = near_word(word) {
            return Some(format!("did you mean `{near}`?"));
        }
        if expected == [expected::A_TEXT] {
            let rest = self.source.get(failure.at..).unwrap_or("");
            let whole = rest.split_whitespace().next().unwrap_or(word);
            return Some(format!("put it into quotation marks: `\"{}\"`", shortened(whole)));
        }
        None
    }

    /// A name that ends a line behind another name, where a list could go on: no word of the language ends one.
    pub(super) fn lost_comma(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let before = self.token_before(failure.token).filter(|before| *before >= failure.region.first)?;
        let is_last = failure
            .token
            .checked_add(1)
            .is_none_or(|next| next >= failure.region.after || self.kind(next) == Some(TokenKind::Break));
        let is_name = |at: usize| self.kind(at) == Some(TokenKind::Word) && !is_reserved(self.text(at));
        let is_list = expected.contains(&"`,`") && expected.contains(&"`except`");
        (is_list && is_last && is_name(before) && is_name(failure.token)).then(|| {
            format!(
                "write a `,` between `{}` and `{}`",
                shortened(self.text(before)),
                shortened(self.text(failure.token))
            )
        })
    }

    /// What to do about a function word that stands in the wrong place.
    pub(super) fn help_at_function_word(&self, word: &str, expected: &[&'static str]) -> Option<&'static str> {
        let expects = |word: &str| expected.contains(&word);
        match word {
            "then" => Some("write a `,` before `then`"),
            "over" | "at" | "from" if expects("`otherwise`") => {
                Some("a row is bounded from above, by `up to` or `under`; the row before it is its lower bound")
            }
            "via" | "from" | "to" | "for" | "valid" | "when" | "except" if expects("`per`") => {
                Some("where and when a line holds stands before the `=`")
            }
            "from" | "to" | "valid" if expects(expected::THE_END) => Some("write it on a line of its own"),
            "and" | "or" if expects("`,`") => Some("a list is written with `,` between its parts"),
            "ids" | "hs" => Some("the codes behind it stand in quotation marks: `hs \"8517.13\"`"),
            "read" => Some("this version of the language reads no files"),
            _ => None,
        }
    }
}
