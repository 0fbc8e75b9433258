//! Phrases that a price list would put so, each with the language's own words for it.
//!
//! What is answered here looks at several words around the failure; single words of other languages are in `foreign.rs`,
//! the forms of numbers, dates and postcodes in `printed.rs`.

use tarifa_diagnostics::Diagnostic;

use super::expected;
use super::{Explainer, Failure, shortened};
use crate::lexer::TokenKind;

/// What to do about a price that counts from a weight on.
const COUNTED_FROM: &str =
    "what counts from a bound on is `9.61 for the first 1 lb, then 0.38 per lb`, or `, then …` behind the row before";

/// What to do about a first and an additional weight.
const FIRST_WEIGHT: &str = "first and additional weight are one price: `up to 20 kg: 60.00 for the first 0.5 kg, then 20.00 per started 0.5 kg`";

/// The name of a measure that price lists put in two words.
fn measure_of_words(first: &str, second: &str) -> Option<&'static str> {
    Some(match (first, second) {
        ("longest" | "largest" | "max", "side" | "edge" | "dimension") => "longest_side",
        ("shortest" | "smallest" | "min", "side" | "edge" | "dimension") => "height",
        ("gross" | "actual" | "net" | "real" | "physical" | "dead", "weight") => "weight",
        ("dimensional" | "dim" | "volume", "weight") => "volumetric_weight",
        ("chargeable" | "billable" | "charged", "weight") => "billed_weight",
        ("declared" | "goods" | "order" | "invoice" | "item", "value") => "declared_value in EUR",
        ("unit", "value" | "price") => "unit_value",
        ("total", "items" | "pieces") | ("item", "count" | "quantity") => "total_quantity",
        _ => return None,
    })
}

/// What to do about a second `=`.
const ONE_SIGN: &str = "a price has one `=` before it; a condition tests with `is`: `when insured is yes`";

/// What to do about a head that says more than its measure.
const MEASURE_ALONE: &str =
    "the head of a column of bounds is the measure alone, as `weight`; each row says its own bound, as `up to 8 oz`";

impl Explainer<'_> {
    /// What to write instead of a phrase of a price list.
    pub(super) fn price_list_phrase(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        self.blank_head(failure, expected)
            .or_else(|| self.behind_head(failure, expected))
            .or_else(|| self.in_limit(failure, expected))
            .or_else(|| self.rounding_row(failure, expected))
            .or_else(|| self.in_row(failure, expected))
            .or_else(|| self.in_price(failure, expected))
            .or_else(|| self.in_formula(failure, expected))
            .or_else(|| self.in_fact(failure, expected))
    }

    /// The finding for a phrase of a price list of which no other answer is known.
    pub(super) fn other_phrase(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        let help = self
            .colon(failure, expected)
            .or_else(|| self.in_header(failure, expected))
            .or_else(|| self.in_places(failure, expected))
            .or_else(|| self.without_sign(failure, expected))?;
        Some(self.general(failure, expected).help(help))
    }

    /// A head of a card that says nothing, or more than a measure.
    fn blank_head(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_row = self.text(failure.region.first) == "|";
        if is_row && self.text(failure.token) == "|" && expected == [expected::A_HEAD] {
            return Some(
                "every column has a head: what its rows' bounds measure, as `billed weight`, or the places it prices"
                    .to_owned(),
            );
        }
        let measure = self.before(failure);
        let is_measure = matches!(measure, "weight" | "length" | "width" | "height" | "volume" | "girth");
        let is_more = matches!(self.text(failure.token), "(" | "not" | "up" | "in");
        (is_row && is_measure && is_more && expected.contains(&"`|`")).then(|| MEASURE_ALONE.to_owned())
    }

    /// A `:` where none stands, or none where one does.
    fn colon(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_colon = self.text(failure.token) == ":";
        if is_colon && expected.contains(&"`=`") {
            return Some("write `=` instead of `:`".to_owned());
        }
        let is_value = [expected::A_CURRENCY, expected::A_TEXT, expected::A_DATE, "`up to`", "`none`"];
        if is_colon && is_value.iter().any(|value| expected.contains(value)) {
            return Some("leave the `:` out".to_owned());
        }
        if expected == ["`:`"] && self.text(failure.token) == "=" {
            return Some("write `:` instead of `=`: an `=` is for one price alone".to_owned());
        }
        if expected == ["`:`"] && self.text(failure.token) == "|" {
            return Some("a row of a table begins with a `|`, too".to_owned());
        }
        let is_price = self.kind(failure.token) == Some(TokenKind::Number);
        (expected == ["`:`"] && is_price).then(|| "write a `:` between the bound and its price".to_owned())
    }

    /// Lines of the header.
    fn in_header(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let word = self.text(failure.token);
        if expected == [expected::A_CURRENCY] && self.after(failure) == "$" {
            return Some("a currency is written by its code, as `USD`".to_owned());
        }
        (expected.contains(&"`half up`") && matches!(word, "nearest" | "round" | "to" | "commercial"))
            .then(|| "write `half up in steps of 0.01`".to_owned())
    }

    /// A place by its name in English, and a service or a place without the word before it.
    fn in_places(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let word = self.text(failure.token);
        if word == "{" && expected == ["a place"] {
            return Some("places stand in a row, without braces: `zone eu = DE, FR`".to_owned());
        }
        let is_title_case =
            word.starts_with(|first: char| first.is_uppercase()) && word.chars().skip(1).any(char::is_lowercase);
        if is_title_case && expected.contains(&"a place") && expected.len() <= 2 {
            return Some(
                "a country is written by its code of ISO 3166, as `CN`, a zone by its name in lower case".to_owned(),
            );
        }
        let is_head = ["`via`", "`to`", "`=`", "`{`"].iter().all(|part| expected.contains(part));
        let is_name = self.kind(failure.token) == Some(TokenKind::Word) && expected.contains(&expected::A_TEXT);
        if !is_name {
            return None;
        }
        let second = failure.region.first.saturating_add(2);
        let is_lower = word.starts_with(char::is_lowercase);
        let joined = (failure.token == second && is_lower).then(|| format!("{}_{word}", self.before(failure)));
        if !is_head {
            return joined.map(|name| {
                format!("a name is one word, as `{}`; a title stands in quotation marks", shortened(&name))
            });
        }
        Some(match joined {
            Some(name) => format!(
                "a name is one word, as `{}`; a service stands behind `via`, a place behind `to`",
                shortened(&name)
            ),
            None => "a service stands behind `via`, a place behind `to`".to_owned(),
        })
    }

    /// What stands behind the first words of a restriction or of rates.
    fn behind_head(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        let is_number = self.kind(failure.token) == Some(TokenKind::Number);
        if self.text(failure.region.first) == "limit" && before == "to" && is_number {
            let name = shortened(self.text(failure.region.first.saturating_add(1)));
            return Some(format!("write `limit {name} for …: quantity up to {} per parcel`", shortened(word)));
        }
        if self.text(failure.region.first) == "exchange" && is_number && expected.contains(&"`{`") {
            return Some(format!(
                "rates stand in braces: `exchange {{ {} }}`",
                shortened(self.rest_of_line(failure.token))
            ));
        }
        None
    }

    /// Limits of a service.
    fn in_limit(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        let is_bound = expected.contains(&"`up to`") && expected.contains(&"`at least`");
        if let Some(name) = measure_of_words(before, word).filter(|_| is_bound) {
            return Some(format!("write `{name}`"));
        }
        if is_bound && matches!(before, "max" | "maximum") {
            return Some(format!("write `{} up to …`", shortened(word)));
        }
        if is_bound && matches!(before, "min" | "minimum") {
            return Some(format!("write `{} at least …`", shortened(word)));
        }
        let at_number = failure.token.checked_sub(1).filter(|before| self.text(*before) == "from");
        let number =
            if word == "from" && is_bound { failure.token.checked_add(1) } else { at_number.map(|_| failure.token) };
        if let Some(number) = number.filter(|number| self.kind(*number) == Some(TokenKind::Number)) {
            let unit = number.checked_add(1).map_or("", |unit| self.text(unit));
            let bound = format!("{} {}", self.text(number), shortened(unit));
            return Some(format!("a lower bound is `at least {bound}`, or `over {bound}`, which leaves it out"));
        }
        let is_apart = !self.touches(failure.token, failure.token.saturating_add(1));
        if expected.contains(&"`..`") && word == "-" && (is_apart || expected == ["`..`"]) {
            return Some("write `..` between the two ends: `14 cm..35 cm`".to_owned());
        }
        if expected == ["`,`"] && before == "each" && self.is_at_end(failure) {
            return Some("write `priced each`, or `weighed each, priced together`".to_owned());
        }
        let is_limit = expected.contains(&"`via`") && expected.contains(&expected::THE_END);
        let is_alone = self.kind(failure.region.first) == Some(TokenKind::Word) && !self.holds(failure, "when");
        (is_limit && is_alone && word == "or" && self.holds(failure, "to"))
            .then(|| "where one of several is enough, write `only when … or …`".to_owned())
    }

    /// A row of `rounded by weight` that gives the step alone.
    fn rounding_row(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_number = self.kind(failure.token) == Some(TokenKind::Number);
        let unit = failure.token.checked_add(1).filter(|unit| self.kind(*unit) == Some(TokenKind::Word));
        let step = format!("{} {}", self.text(failure.token), unit.map_or("kg", |unit| self.text(unit)));
        (is_number && expected.contains(&"`half up`") && !expected.contains(&"`none`"))
            .then(|| format!("write `up in steps of {}`", shortened(&step)))
    }

    /// The beginning of a row.
    fn in_row(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if !expected.contains(&"`otherwise`") {
            return None;
        }
        if matches!(self.text(failure.token), "first" | "additional" | "each" | "every" | "next") {
            return Some(FIRST_WEIGHT.to_owned());
        }
        if self.kind(failure.token) != Some(TokenKind::Number) {
            return None;
        }
        if let Some(bound) = self.end_of_range(failure.token) {
            return Some(format!("a row begins where the one before it ends: write `up to {bound}`"));
        }
        let unit = failure.token.checked_add(1).filter(|unit| self.kind(*unit) == Some(TokenKind::Word))?;
        let bound = format!("{} {}", self.text(failure.token), shortened(self.text(unit)));
        let behind = unit.checked_add(1).map_or("", |behind| self.text(behind));
        Some(match behind {
            "and" | "or" | "plus" | "+" => format!(
                "the row of all that is left is `otherwise`; where the bound belongs to it, the row before is `under {bound}`"
            ),
            _ => format!("a row begins with its upper bound: `up to {bound}`, or `under {bound}`, which leaves it out"),
        })
    }

    /// The upper end of `100-300 USD`, where `first` is its lower one.
    pub(super) fn end_of_range(&self, first: usize) -> Option<String> {
        let mark = first.checked_add(1).filter(|mark| matches!(self.text(*mark), "-" | "–" | ".."))?;
        let last = mark.checked_add(1).filter(|last| self.kind(*last) == Some(TokenKind::Number))?;
        let unit = last.checked_add(1).filter(|unit| self.kind(*unit) == Some(TokenKind::Word))?;
        Some(format!("{} {}", shortened(self.text(last)), shortened(self.text(unit))))
    }

    /// A price without the `=` before it.
    fn without_sign(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_line = matches!(self.text(failure.region.first), "freight" | "charge" | "discount" | "tax");
        let is_number = self.kind(failure.token) == Some(TokenKind::Number);
        let word = self.text(failure.token);
        let is_day = is_number && word.len() == 4 && self.after(failure) == "-";
        if is_line && is_day && expected.contains(&"`=`") {
            let period = self.rest_of_line(failure.token);
            let period = period.split(['=', '{']).next().unwrap_or(period).trim_end();
            return Some(format!("the days on which it holds stand behind `valid`: `valid {}`", shortened(period)));
        }
        let price = if self.after(failure) == "%" { format!("{word}% of …") } else { shortened(word) };
        (is_line && is_number && expected.contains(&"`=`")).then(|| format!("a price stands behind a `=`: `= {price}`"))
    }

    /// A price and what stands behind it.
    fn in_price(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        let goes_on = expected.contains(&"`per`") || expected.contains(&"`minimum`");
        let is_number = self.kind(failure.token) == Some(TokenKind::Number);
        if expected == ["`then`"] && self.text(failure.region.first) == "rank" {
            return Some(format!("what decides next stands behind `, then`: `, then {}`", shortened(word)));
        }
        if expected == ["`then`"] && is_number {
            return Some("a further amount is added with `+`; behind a `,` stands `then` and a rate".to_owned());
        }
        if expected == ["`then`"] && matches!(word, "minimum" | "maximum" | "min" | "max") {
            let clamp = if word.starts_with("min") { "minimum" } else { "maximum" };
            return Some(format!("no `,` stands before `{clamp}`"));
        }
        if before == "per" && expected.contains(&"`started`") && !is_number {
            return Some("behind `per` stands what is counted, as in `5.00 per kg` or `3.00 per item`".to_owned());
        }
        if self.lacks_unit_behind_per(failure, expected) {
            return Some(format!("write what is counted behind the number, as in `per {before} g`"));
        }
        if !goes_on || expected.contains(&"`otherwise`") || self.holds(failure, "expect") {
            return None;
        }
        match (before, word) {
            ("plus", _) if is_number => Some("write `+` instead of `plus`".to_owned()),
            ("start" | "begun" | "beginning", _) => {
                Some("write `per started 500 g` for steps that count whole".to_owned())
            }
            (_, "for") if matches!(self.after(failure), "each" | "every" | "additional" | "further" | "next") => {
                Some("steps that count whole are `per started`: `then 20.00 per started 0.5 kg`".to_owned())
            }
            (unit, "of") if self.counts_weight(failure) => Some(format!(
                "a rate counts the billed weight; by another one it stands behind `by`, as in `charge screening by weight = 0.11 per {unit}`"
            )),
            (_, "above" | "over" | "beyond" | "exceeding" | "after") => Some(COUNTED_FROM.to_owned()),
            (_, "min" | "minimum") if !expected.contains(&"`when`") => Some("write `minimum`".to_owned()),
            (_, "max" | "maximum") if !expected.contains(&"`when`") => Some("write `maximum`".to_owned()),
            (_, ":" | "=") => self.tested_by_sign(failure).or_else(|| (word == "=").then(|| ONE_SIGN.to_owned())),
            _ => None,
        }
    }

    /// Whether a rate says of which weight it is: `0.11 per kg of weight`.
    fn counts_weight(&self, failure: Failure) -> bool {
        let rest = self.rest_of_line(failure.token);
        self.holds_before(failure, "per") && rest.contains("weight")
    }

    /// Whether the number behind `per` has no unit: `20.00 per 100`.
    fn lacks_unit_behind_per(&self, failure: Failure, expected: &[&'static str]) -> bool {
        let number = self.token_before(failure.token).filter(|at| self.kind(*at) == Some(TokenKind::Number));
        let word = number.and_then(|number| self.token_before(number)).map_or("", |word| self.text(word));
        expected.contains(&"a unit") && matches!(word, "per" | "started")
    }

    /// `when registered = yes: 3.60`, where the failure is the second sign.
    fn tested_by_sign(&self, failure: Failure) -> Option<String> {
        let value = self.token_before(failure.token)?;
        let sign = self.token_before(value).filter(|sign| self.text(*sign) == "=")?;
        let fact = self.token_before(sign).filter(|fact| self.kind(*fact) == Some(TokenKind::Word))?;
        let is_test = self.holds_before(failure, "when") && self.kind(value) == Some(TokenKind::Word);
        let price = shortened(self.rest_of_line(failure.token.checked_add(1)?));
        is_test.then(|| {
            let (fact, value) = (self.text(fact), self.text(value));
            format!("a condition tests with `is`, and the price stands behind the `=`: `{fact} is {value} = {price}`")
        })
    }

    /// Formulas and conditions.
    fn in_formula(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let (before, word) = (self.before(failure), self.text(failure.token));
        if before == "volumetric" && word == "weight" {
            return Some("write `volumetric_weight`, or `volumetric` alone".to_owned());
        }
        if expected == ["`and`"] && word == "," {
            return Some("write `and`, or all of them in parentheses: `greater of (a, b, c)`".to_owned());
        }
        if word == "per" && self.begins_parentheses_of(failure) {
            return Some(format!("write the share of the rate without parentheses: `150% of {before} per kg`"));
        }
        if word == "per" && expected.contains(&"`)`") && self.holds_before(failure, "of") {
            return Some(
                "a rate stands in a price alone: `4.00 per started kg minimum 180.00` is the greater of the two"
                    .to_owned(),
            );
        }
        if matches!(word, "yes" | "no") && expected.contains(&"`=`") && self.holds_before(failure, "when") {
            return Some(format!("write `{before} is {word}`"));
        }
        let is_test =
            self.holds_before(failure, "when") && self.kind(failure.token.saturating_add(1)) == Some(TokenKind::Word);
        (word == "=" && is_test && !expected.contains(&"`=`")).then(|| "write `is`".to_owned())
    }

    /// Whether a number alone stands before the failure in parentheses of which a share is taken.
    fn begins_parentheses_of(&self, failure: Failure) -> bool {
        let number = self.token_before(failure.token).filter(|at| self.kind(*at) == Some(TokenKind::Number));
        let open = number.and_then(|number| self.token_before(number)).filter(|at| self.text(*at) == "(");
        open.and_then(|open| self.token_before(open)).is_some_and(|at| self.text(at) == "of")
    }

    /// The type of a fact.
    fn in_fact(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if self.text(failure.region.first) != "fact" {
            return None;
        }
        let word = self.text(failure.token);
        if expected.contains(&"`:`") && self.kind(failure.token) == Some(TokenKind::Word) {
            return Some("write a `:` before the type".to_owned());
        }
        let is_type = expected.iter().any(|expected| expected.starts_with("a type such as"));
        if !is_type {
            return None;
        }
        match word {
            "bool" | "boolean" | "flag" | "yes" | "no" | "true" | "false" => Some("write `yes/no`".to_owned()),
            "string" | "str" => Some("write `text`".to_owned()),
            "int" | "integer" | "decimal" | "float" | "count" => Some("write `number`".to_owned()),
            "amount" | "price" | "currency" => Some("write `money`".to_owned()),
            "country" => Some("write `place`".to_owned()),
            _ if self.after(failure) == "," => Some(format!("write `one of {}, …`", shortened(word))),
            _ => None,
        }
    }

    /// The text before the failure.
    pub(super) fn before(&self, failure: Failure) -> &str {
        self.token_before(failure.token).map_or("", |before| self.text(before))
    }

    /// The text behind the token at the failure.
    fn after(&self, failure: Failure) -> &str {
        failure.token.checked_add(1).map_or("", |after| self.text(after))
    }

    /// Whether the region holds a word.
    fn holds(&self, failure: Failure, word: &str) -> bool {
        (failure.region.first..failure.region.after).any(|at| self.text(at) == word)
    }

    /// Whether the region holds a word before the failure.
    pub(super) fn holds_before(&self, failure: Failure, word: &str) -> bool {
        (failure.region.first..failure.token).any(|at| self.text(at) == word)
    }
}
