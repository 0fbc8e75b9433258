//! Forms that carriers print and tables hold, and what to write instead.

use tarifa_diagnostics::{Code, Diagnostic};

use super::expected;
use super::{Explainer, Failure, shortened};
use crate::lexer::TokenKind;

/// What to do about a row that begins with its lower bound, as in `+45 kg`.
const BOUND_FROM_ABOVE: &str = "a row is bounded from above, by `up to` or `under`, and the row before it is its lower bound; the last row may be `otherwise`";

/// What to do about a word between an amount and a further step.
const FURTHER_STEP: &str =
    "write each further step as `per started 500 g`, as in `5.00 for the first 500 g, then 3.00 per started 500 g`";

impl Explainer<'_> {
    /// The finding for a form that carriers print.
    pub(super) fn printed_form(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        self.wide_digits(failure).or_else(|| self.hyphened_name(failure, expected)).or_else(|| {
            let help = self
                .inches(failure, expected)
                .or_else(|| self.period(failure, expected))
                .or_else(|| self.cubic(failure))
                .or_else(|| self.divisor(failure, expected))
                .or_else(|| self.rounding_step(failure, expected))
                .or_else(|| self.postcode_list(failure))
                .or_else(|| self.phrase(failure, expected))
                .or_else(|| self.price_list_phrase(failure, expected))?;
            Some(self.general(failure, expected).help(help))
        })
    }

    /// Digits that are not 0 to 9, such as those of East Asian keyboards: `３０`.
    fn wide_digits(&self, failure: Failure) -> Option<Diagnostic> {
        let is_digit = |character: char| character.is_numeric() && !character.is_ascii();
        // Behind a digit of the language they were read as a unit.
        let behind = self.token_before(failure.token).filter(|before| self.text(*before).contains(is_digit));
        let first = behind.unwrap_or(failure.token);
        let joins = |at: &usize| *at == first || self.touches(at.wrapping_sub(1), *at);
        let run = (first..failure.region.after).take_while(joins);
        let last = run
            .take_while(|at| self.text(*at).chars().all(|sign| sign.is_numeric() || matches!(sign, '.' | '．')))
            .last()?;
        let span = self.span(first)?.to(self.span(last)?);
        let written = self.source.get(span.start as usize..span.end as usize)?;
        if !written.contains(is_digit) {
            return None;
        }
        let plain: Option<String> = written.chars().map(plain_digit).collect();
        let message = format!("`{}` is no number: its digits are not 0 to 9", shortened(written));
        let finding = Diagnostic::new(Code::NUMBER_FORM, span, message);
        Some(match plain {
            Some(plain) => finding.help(format!("write `{plain}`")),
            None => finding.help("write the digits 0 to 9"),
        })
    }

    /// A name with hyphens, where no minus can stand: `extra-small`.
    fn hyphened_name(&self, failure: Failure, expected: &[&'static str]) -> Option<Diagnostic> {
        // A capital letter is a failure before the hyphen.
        let behind = failure.token.saturating_add(1);
        let is_name = expected == [expected::A_NAME] && self.is_hyphen(behind);
        let at_hyphen = failure.token.checked_sub(1).filter(|_| self.is_hyphen(failure.token));
        let first = at_hyphen.or(is_name.then_some(failure.token))?;
        if expected.contains(&"`-`") || expected.contains(&"`+`") || expected.contains(&"`x`") {
            return None;
        }
        let is_part = |at: usize| matches!(self.kind(at), Some(TokenKind::Word | TokenKind::Number));
        let end = (first..failure.region.after)
            .take_while(|at| {
                (*at == first || self.touches(at.wrapping_sub(1), *at)) && (is_part(*at) || self.is_hyphen(*at))
            })
            .last()?;
        if self.kind(first) != Some(TokenKind::Word) || !is_part(end) {
            return None;
        }
        let span = self.span(first)?.to(self.span(end)?);
        let written = self.source.get(span.start as usize..span.end as usize)?;
        let message = format!("`{}` is no name: a `-` is a minus", shortened(written));
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, message);
        let name = written.to_lowercase().replace(['-', '－'], "_");
        Some(finding.help(format!("the parts of a name are joined by `_`: `{}`", shortened(&name))))
    }

    /// `108 in`, which begins a conversion to a currency.
    fn inches(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let word = self.token_before(failure.token).filter(|before| self.text(*before) == "in")?;
        let number = self.token_before(word).filter(|before| self.kind(*before) == Some(TokenKind::Number))?;
        expected.contains(&expected::A_CURRENCY).then(|| format!("did you mean `{} inch`?", self.text(number)))
    }

    /// Two days with something else than `..` between them, or one with a word before it.
    fn period(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_word = |words: &[&str]| words.contains(&self.text(failure.token));
        let next = failure.token.checked_add(1)?;
        let day = self.date_at(next);
        if expected.contains(&"`..`") && is_word(&["-", "to", "until", "till", "through", "up", "and"]) {
            let before = self.date_before(failure.token)?;
            let day = day.or_else(|| self.date_at(next.checked_add(1)?));
            return Some(match day {
                Some(day) => format!("write `{before}..{day}`: both days are included"),
                None => "the two days of a period stand around `..`: `2026-01-01..2026-06-30`".to_owned(),
            });
        }
        if !expected.contains(&expected::A_DATE) || expected.len() > 2 {
            return None;
        }
        let day = day.or_else(|| self.date_at(next.checked_add(1)?))?;
        if is_word(&["from", "since", "after", "starting"]) {
            return Some(format!("write `{day}..`: a period that stays open begins with its day"));
        }
        is_word(&["until", "till", "to", "up", "through"])
            .then(|| format!("write `..{day}`: the day behind `..` is included"))
    }

    /// `1 cubic foot`.
    fn cubic(&self, failure: Failure) -> Option<String> {
        let cubic = self.token_before(failure.token)?;
        if !matches!(self.text(cubic), "cubic" | "cu") {
            return None;
        }
        let unit = match self.text(failure.token) {
            "foot" | "feet" | "ft" => "ft3",
            "inch" | "inches" | "in" => "inch3",
            "metre" | "metres" | "meter" | "meters" | "m" => "m3",
            "centimetre" | "centimetres" | "centimeter" | "centimeters" | "cm" => "cm3",
            _ => return None,
        };
        let number = self.token_before(cubic).filter(|before| self.kind(*before) == Some(TokenKind::Number));
        Some(match number {
            Some(number) => format!("write `{} {unit}`", self.text(number)),
            None => format!("write `{unit}`"),
        })
    }

    /// `volumetric 139`.
    fn divisor(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let number = self.token_before(failure.token)?;
        let word = self.token_before(number)?;
        let is_bare = self.text(word) == "volumetric" && self.kind(number) == Some(TokenKind::Number);
        let number = self.text(number);
        (is_bare && expected.contains(&"a unit")).then(|| {
            format!("write what it counts: `volumetric {number} cm3 per kg`, or `volumetric {number} inch3 per lb`")
        })
    }

    /// `half up to 0.01`.
    fn rounding_step(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        if expected != ["`in steps of`"] {
            return None;
        }
        let behind = failure.token..failure.region.after;
        let step: Vec<&str> = behind
            .skip_while(|at| matches!(self.text(*at), "to" | "in" | "steps" | "of" | "the" | "next" | "nearest"))
            .take_while(|at| matches!(self.kind(*at), Some(TokenKind::Number | TokenKind::Word)))
            .take(2)
            .map(|at| self.text(at))
            .collect();
        let is_step = step.first().is_some_and(|step| step.starts_with(|sign: char| sign.is_ascii_digit()));
        let is_count = step.last().is_some_and(|word| matches!(*word, "decimals" | "decimal" | "digits" | "places"));
        Some(if is_step && !is_count {
            format!("write `in steps of {}`", step.join(" "))
        } else {
            "write `in steps of 0.01`".to_owned()
        })
    }

    /// A postcode behind a country, or behind `ZIP`, without parentheses.
    fn postcode_list(&self, failure: Failure) -> Option<String> {
        let place = self.token_before(failure.token)?;
        let before = self.token_before(place).map_or("", |before| self.text(before));
        let is_listed = before == "," && (self.has_before(failure, "to") || self.has_before(failure, "from"));
        let is_place =
            matches!(before, "from" | "to" | "except" | "in") || self.text(failure.region.first) == "zone" || is_listed;
        if self.kind(failure.token) != Some(TokenKind::Number) || !is_place {
            return None;
        }
        let (country, number) = (self.text(place), self.text(failure.token));
        let is_prefix = failure.token.checked_add(1).is_some_and(|next| self.text(next) == "*");
        let is_postcode = (if is_prefix { 1 } else { 3 }..=10).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_rate = failure.token.checked_add(1).is_some_and(|next| self.text(next) == "per");
        if !is_postcode || is_rate {
            return None;
        }
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let country = match country {
            "ZIP" | "zip" | "Zip" => "US",
            country if is_code => country,
            _ => return None,
        };
        Some(format!(
            "postcodes stand in parentheses behind their country: `{country}({number})`, or `{country}({number}*)` for all that begin so"
        ))
    }

    /// Phrases of price lists.
    fn phrase(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let expects = |word: &str| expected.contains(&word);
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        let (word, next) = (self.text(failure.token), failure.token.checked_add(1).map_or("", |next| self.text(next)));
        let is_step =
            matches!(next, "additional" | "further" | "extra") || next.starts_with(|sign: char| sign.is_ascii_digit());
        let text = match (before, word) {
            (_, "next") if next == "band" => "write `or next band if cheaper`",
            (",", "or") if next == "next" => "write `or next band if cheaper` without the `,` before it",
            (_, "+") if expects("`otherwise`") => BOUND_FROM_ABOVE,
            (_, "additional" | "further") | ("additional" | "further", _) if expects("`per`") => FURTHER_STEP,
            ("each" | "every", _) if self.kind(failure.token) == Some(TokenKind::Number) => FURTHER_STEP,
            (_, "each" | "every") if is_step && (expects("`then`") || expects("`per`")) => FURTHER_STEP,
            ("the", _) if matches!(self.kind(failure.token), Some(TokenKind::Word)) && self.pays(failure) => {
                return Some(format!("write `paid by {}`", shortened(word)));
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// `cm3/kg` at a failure as a rate.
    pub(super) fn rate_by_slash(&self, failure: Failure) -> Option<String> {
        let is_word = |at: usize| self.kind(at) == Some(TokenKind::Word);
        let is_amount = |at: usize| is_word(at) || self.kind(at) == Some(TokenKind::Number);
        let before = self.token_before(failure.token).filter(|before| is_amount(*before))?;
        let unit = failure.token.checked_add(1).filter(|unit| is_word(*unit) && self.text(failure.token) == "/")?;
        Some(format!("{} per {}", shortened(self.text(before)), shortened(self.text(unit))))
    }

    /// Whether the words around a slash are a unit that only the rule set can name: `A/m` of a fact or of a restriction.
    pub(super) fn is_label(&self, failure: Failure) -> bool {
        let is_word = self.token_before(failure.token).is_some_and(|at| self.kind(at) == Some(TokenKind::Word));
        let first = self.text(failure.region.first);
        is_word && matches!(first, "fact" | "forbid" | "require" | "limit" | "warn" | "example" | "examples" | "ship")
    }

    /// Whether `paid by the` stands before the failure.
    fn pays(&self, failure: Failure) -> bool {
        let the = self.token_before(failure.token);
        let by = the.and_then(|the| self.token_before(the));
        by.is_some_and(|by| self.text(by) == "by" && self.token_before(by).is_some_and(|at| self.text(at) == "paid"))
    }

    /// Whether a token is a hyphen without blanks around it.
    fn is_hyphen(&self, at: usize) -> bool {
        let next = at.saturating_add(1);
        self.kind(at) == Some(TokenKind::Mark(b'-')) && self.touches(at.wrapping_sub(1), at) && self.touches(at, next)
    }

    /// The date that begins with the token `at`: `2026`, `-`, `01`, `-`, `31` side by side.
    pub(super) fn date_at(&self, at: usize) -> Option<&str> {
        let end = at.checked_add(4)?;
        let sides = (at..end).all(|at| self.touches(at, at.saturating_add(1)));
        let span = self.span(at)?.to(self.span(end)?);
        let text = self.source.get(span.start as usize..span.end as usize)?;
        let is_date = text.len() == 10
            && text.bytes().enumerate().all(|(position, byte)| match position {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        (sides && is_date).then_some(text)
    }

    /// The date that ends before the token `at`.
    pub(super) fn date_before(&self, at: usize) -> Option<&str> {
        self.date_at(at.checked_sub(5)?)
    }
}

/// The digit or point that `character` is a form of; none where there is none.
fn plain_digit(character: char) -> Option<char> {
    match character {
        '０'..='９' => {
            let digit = u32::from(character).checked_sub(u32::from('０'))?;
            char::from_digit(digit, 10)
        }
        '．' => Some('.'),
        '.' => Some('.'),
        digit if digit.is_ascii_digit() => Some(digit),
        _ => None,
    }
}
