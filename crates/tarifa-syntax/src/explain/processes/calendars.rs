//! Slips in calendars.

use super::super::{expected, shortened};
use super::{Explainer, Failure, Spot};
use crate::lexer::TokenKind;

/// What to write for the days that a calendar knows.
const COVERS: &str = "write the days that it knows: `covers 2026-01-01..2026-12-31`";

impl Explainer<'_> {
    /// What to do about a failure in a calendar.
    pub(super) fn help_in_calendar(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.expects("`covers`") {
            return Some(COVERS.to_owned());
        }
        if spot.position == 0 && spot.expects("`holiday`") {
            return help_at_calendar_line(spot).map(str::to_owned);
        }
        let help = match spot.found {
            ":" | "=" if spot.position == 1 && spot.first == "weekend" => {
                "the days stand directly behind the word: `weekend saturday, sunday`"
            }
            ":" | "=" if spot.position == 1 => "the day stands directly behind the word: `holiday 2026-10-01`",
            "{" | "" if spot.before == ".." => "write the last day that it knows, too",
            _ if spot.first == "weekend" && spot.is_word() && spot.expects("`,`") => "write a `,` between the days",
            _ if spot.kind == Some(TokenKind::Text) && spot.expects_only(expected::A_DATE) => {
                "the day stands before what it is called: `holiday 2026-01-01 \"New Year\"`"
            }
            _ if spot.is_number() && spot.expects("`..`") => {
                "write a `,` between days, or `..` between the first and the last"
            }
            _ if spot.is_word() && spot.expects("`..`") && !matches!(spot.found, "to" | "and" | "until" | "till") => {
                return Some(format!(
                    "put it into quotation marks: `\"{}\"`",
                    shortened(self.rest_of_line(failure.token))
                ));
            }
            _ => return None,
        };
        Some(help.to_owned())
    }
}

/// What to do where a line of a calendar begins with another word.
fn help_at_calendar_line(spot: &Spot<'_>) -> Option<&'static str> {
    Some(match spot.found {
        "working" | "work" | "business" | "open" | "worked" => "write `workday` and the day",
        "closed" | "off" | "bank" | "vacation" | "festival" | "free" | "public" | "day" => {
            "write `holiday` and the day"
        }
        "saturday" | "sunday" | "friday" | "sat" | "sun" | "rest" => "write `weekend` before the days of the week",
        "covers" | "valid" => "what it covers stands before the `{`",
        _ if spot.is_number() => "write `holiday` or `workday` before the day",
        _ => return None,
    })
}
