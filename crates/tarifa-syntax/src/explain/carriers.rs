//! Phrases of carriers for least and greatest weights and charges, sides, days, weights that a rate counts, and answers.

use super::{Explainer, Failure, shortened};
use crate::lexer::TokenKind;

impl Explainer<'_> {
    /// What to write instead of a phrase of carriers.
    pub(super) fn carrier_phrase(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if self.is_at_end(failure) {
            return None;
        }
        self.clamped_weight(failure, expected)
            .or_else(|| self.clamped_charge(failure))
            .or_else(|| self.last_day(failure, expected))
            .or_else(|| self.weight_of_card(failure, expected))
            .or_else(|| self.row_of_answer(failure, expected))
    }

    /// `no less than 50 g` and `at most 30 kg` as steps of the billed weight.
    fn clamped_weight(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if !expected.contains(&"`volumetric`") || !expected.contains(&"`bill`") {
            return None;
        }
        let number = (failure.token..failure.region.after).find(|at| self.kind(*at) == Some(TokenKind::Number))?;
        let weight = shortened(self.rest_of_line(number).trim_end_matches([' ', '}', ';']));
        match (self.text(failure.token), self.text(failure.token.checked_add(1)?)) {
            ("at", "least") | ("no" | "not", "less" | "below" | "under") => Some(format!("write `minimum {weight}`")),
            ("at", "most") | ("no" | "not", "more" | "above" | "over") => Some(format!("write `maximum {weight}`")),
            (_, _) => None,
        }
    }

    /// `minimum charge of 60.00`.
    fn clamped_charge(&self, failure: Failure) -> Option<String> {
        let noun = self.token_before(failure.token)?;
        let clamp = match self.token_before(noun).map_or("", |clamp| self.text(clamp)) {
            "minimum" => "minimum",
            "maximum" => "maximum",
            _ => return None,
        };
        let number = failure.token.checked_add(1)?;
        let is_noun = matches!(self.text(noun), "charge" | "price" | "fee" | "amount" | "freight");
        let is_amount =
            matches!(self.text(failure.token), "of" | ":" | "=") && self.kind(number) == Some(TokenKind::Number);
        (is_noun && is_amount).then(|| format!("write `{clamp} {}`", shortened(self.text(number))))
    }

    /// `until 2026-01-01`, without a day before it.
    fn last_day(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if !expected.contains(&"`valid`") || self.date_before(failure.token).is_some() {
            return None;
        }
        let day = self.date_at(failure.token.checked_add(1)?)?;
        match self.text(failure.token) {
            "until" | "till" | "through" | "ending" => {
                Some(format!("days stand behind `valid`: `valid ..{day}`, which includes the day"))
            }
            "starting" | "effective" | "since" | "beginning" => {
                Some(format!("days stand behind `valid`: `valid {day}..`"))
            }
            _ => None,
        }
    }

    /// `4.00 per kg of weight` in a cell of a card.
    fn weight_of_card(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_cell = self.text(failure.region.first) == "|" && expected.contains(&"`per`");
        let is_weight = self.text(failure.token) == "of" && self.rest_of_line(failure.token).contains("weight");
        (is_cell && is_weight && self.holds_before(failure, "per"))
            .then(|| "the first head of a card says what its rates count, as `weight` or `billed weight`".to_owned())
    }

    /// `otherwise refuse`, without its `:`.
    fn row_of_answer(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let answer = self.text(failure.token);
        (expected == ["`:`"] && matches!(answer, "refuse" | "refer" | "repeat"))
            .then(|| format!("write a `:` before `{answer}`"))
    }
}
