//! Slips in clocks, and in what else a window says.

use super::super::expected;
use super::{Explainer, Failure, Spot};
use crate::lexer::TokenKind;

/// What to write where a calendar's days are meant.
const BUSINESS_DAYS: &str = "write `business days of cn`, with a calendar's name";

/// What to write where one of several clocks counts.
const OF_SEVERAL: &str =
    "write `the later of 14 days after delivered and 30 days after shipped`, or `the earlier of … and …`";

/// The unit that an author meant, and what to do about it.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" => "hours",
        "d" | "day" | "days" => "days",
        "min" | "mins" | "minute" | "minutes" => "minutes",
        "w" | "wk" | "wks" | "week" | "weeks" => "weeks",
        "mo" | "mon" | "mth" | "mths" | "month" | "months" => "months",
        "y" | "yr" | "yrs" | "year" | "years" => "years",
        _ => return None,
    })
}

/// The number that a word says.
fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let at = WORDS.iter().position(|number| *number == word);
    match word {
        "a" | "an" => Some(1),
        "fourteen" => Some(14),
        "fifteen" => Some(15),
        "thirty" => Some(30),
        _ => u32::try_from(at?).ok(),
    }
}

impl Explainer<'_> {
    /// What to do about a failure in a clock, or where one should begin.
    pub(super) fn help_with_clock(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        self.help_with_several(failure, spot)
            .or_else(|| self.help_with_length(failure, spot))
            .or_else(|| self.help_with_anchor(spot))
            .or_else(|| help_with_deadline(spot).map(str::to_owned))
            .or_else(|| self.help_with_window(failure, spot).map(str::to_owned))
            .or_else(|| help_with_times(spot).map(str::to_owned))
    }

    /// What to do where one of several clocks counts, and no `and` has come before the last of them.
    fn help_with_several(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        let goes_on = spot.expects("`,`") || (spot.before == "," && spot.expects(expected::A_NUMBER));
        if !goes_on || matches!(spot.found, "or" | "whichever") {
            return None;
        }
        let in_line = |at: &usize| !matches!(self.kind(*at), Some(TokenKind::Break | TokenKind::Mark(b'{')));
        let before: Vec<&str> = (0..failure.token)
            .rev()
            .take_while(in_line)
            .map(|at| self.text(at))
            .take_while(|text| *text != "and")
            .collect();
        let begun = before.windows(2).find_map(|pair| match pair {
            ["of", which @ ("later" | "latest" | "earlier" | "earliest")] => Some(*which),
            _ => None,
        })?;
        Some(format!("`the {begun} of` takes two clocks or more, with `and` before the last: `the {begun} of A and B`"))
    }

    /// What to do where a number, a unit or a calendar is expected.
    fn help_with_length(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.expects_only("`of`") {
            return Some(match spot.is_word() && spot.next != "open" && spot.found != "after" {
                true if !crate::layout::is_reserved(spot.found) => {
                    format!("write `of` before the calendar: `business days of {}`", spot.found)
                }
                true | false => BUSINESS_DAYS.to_owned(),
            });
        }
        let is_clock = spot.expects(expected::A_NUMBER) && matches!(spot.before, "within" | "until" | "before");
        if is_clock || spot.expects(expected::A_LENGTH) || spot.expects_only(expected::A_NUMBER) {
            return self.help_with_count(failure, spot);
        }
        if !spot.expects(expected::A_UNIT_OF_TIME) {
            return None;
        }
        let digits: String = spot.found.chars().take_while(char::is_ascii_digit).collect();
        if let Some(unit) = spot.found.strip_prefix(digits.as_str()).and_then(unit).filter(|_| !digits.is_empty()) {
            return Some(format!("write `{digits} {unit}`"));
        }
        if let Some(unit) = unit(spot.found).or_else(|| unit(&spot.found.to_lowercase())) {
            return Some(format!("write `{} {unit}`", spot.before));
        }
        let help = match spot.found {
            "working" | "work" | "banking" | "workdays" | "weekdays" | "workday" | "trading" => BUSINESS_DAYS,
            "business" => BUSINESS_DAYS,
            "calendar" | "natural" | "consecutive" | "full" | "whole" | "solar" | "civil" => {
                "write `days`, which are days of the calendar"
            }
            "second" | "seconds" | "sec" | "secs" | "s" => "the shortest unit is `minutes`",
            "quarter" | "quarters" => "write it in `months`: a quarter is `3 months`",
            "fortnight" | "fortnights" => "write it in `weeks`: a fortnight is `2 weeks`",
            ".." | "-" | "–" | "to" | "or" => {
                "write one length; a window is `not before 5 days after shipped, within 7 days after shipped`"
            }
            _ => return Some(format!("write the unit behind the number: `{} days`", spot.before)),
        };
        Some(help.to_owned())
    }

    /// What to do where the number of a clock is expected.
    fn help_with_count(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if let Some(count) = number_word(spot.found) {
            return Some(format!("write the number in digits: `{count} {}`", spot.next));
        }
        let of_several = |word: &str| {
            matches!(word, "later" | "latest" | "latter" | "earlier" | "earliest" | "longer" | "shorter" | "sooner")
        };
        if of_several(spot.found) || (spot.found == "the" && of_several(spot.next)) {
            return Some(OF_SEVERAL.to_owned());
        }
        if matches!(spot.found, "end" | "start" | "beginning" | "the") && !spot.next.is_empty() {
            return Some(
                "a clock counts from an event: `within 1 month after open`; it knows no ends of months".to_owned(),
            );
        }
        if self.kind(failure.token) == Some(TokenKind::Word) && matches!(spot.before, "until" | "before" | "within") {
            return Some(format!("write how long after it: `0 days after {}`", spot.found));
        }
        None
    }

    /// What to do where `after` or an event is expected.
    fn help_with_anchor(&self, spot: &Spot<'_>) -> Option<String> {
        if spot.expects("an event") {
            let help = match spot.kind {
                Some(TokenKind::Number) => "a clock counts from an event or an act; name the day under `events`",
                _ => "write the event or the act that it counts from: `after delivered`, `after open`",
            };
            return Some(help.to_owned());
        }
        if spot.expects("`is to act`") {
            return Some(format!("write `paused while {} is to act`", spot.before));
        }
        if matches!(spot.before, "the" | "a" | "an") && spot.earlier == "after" {
            return Some("write the event's name alone: `after open`".to_owned());
        }
        let is_behind_clock = spot.expects("`not before`") && spot.expects("`otherwise`");
        let begins_clock = spot.next.starts_with(|first: char| first.is_ascii_digit());
        match spot.found {
            "whichever" => return Some(OF_SEVERAL.to_owned()),
            "or" | "and" if begins_clock && (is_behind_clock || spot.expects("`after`") || spot.expects("`and`")) => {
                return Some(OF_SEVERAL.to_owned());
            }
            "excluding" | "except" | "without" | "skipping" | "ignoring" | "excepted" if is_behind_clock => {
                return Some(format!("{BUSINESS_DAYS}: it says which days do not count"));
            }
            "once" if matches!(spot.next, "" | "->" | "→" | "," | "{") => {
                return Some("write `up to 1 time`".to_owned());
            }
            "or" if is_behind_clock => {
                return Some(
                    "a clock counts from one event: write `the earlier of 14 days after delivered and 14 days after \
                     collected`, or `the later of … and …`"
                        .to_owned(),
                );
            }
            _ => {}
        }
        let help = match spot.found {
            "rolling" | "roll" | "rolled" | "rolls" | "moved" => "write `rolling to business days of cn`",
            "hold" | "held" | "holding" => "write `held until` and an event",
            "pause" | "paused" | "pausing" | "suspended" => "write `paused while seller is to act`",
            "from" | "since" | "following" | "of" | "counting" | "counted" | "starting" | "upon" | "past" | "on"
            | "as" | "once" | "beginning"
                if spot.expects("`after`") =>
            {
                "write `after` and the event or the act that it counts from"
            }
            "before" | "prior" if spot.expects("`after`") => "a clock counts forward: write `after` and an event",
            _ => return None,
        };
        (spot.expects("`->`") || spot.expects("`after`")).then(|| help.to_owned())
    }

    /// Whether an entry is one of `open by … { … }`.
    fn opens_window(&self, failure: Failure) -> bool {
        let is_open = |at: &usize| self.kind(*at) == Some(TokenKind::Mark(b'{'));
        let brace = (0..failure.region.first).rev().find(is_open);
        let line = |at: usize| (0..at).rev().take_while(|at| self.kind(*at) != Some(TokenKind::Break));
        brace.is_some_and(|brace| line(brace).last().is_some_and(|first| self.text(first) == "open"))
    }

    /// What to do about a failure in a window of an opening.
    fn help_with_window(&self, failure: Failure, spot: &Spot<'_>) -> Option<&'static str> {
        if spot.found == "," && spot.before == "otherwise" {
            return Some("`otherwise` stands last: `within 15 days after delivered, with photo, otherwise`");
        }
        if spot.expects("`:`") && matches!((spot.before, spot.found), ("no" | "not", "later" | "more" | "longer")) {
            return Some("write when it ends as `within 15 days after delivered`");
        }
        if spot.position == 0 && spot.found == "from" && self.opens_window(failure) {
            return Some("write when it opens as `not before 5 days after shipped`");
        }
        if spot.expects("`:`") && spot.expects("`,`") && spot.found != ":" {
            let begins = matches!(spot.found, "within" | "not" | "until" | "with" | "when" | "up" | "after" | "from");
            return begins.then_some("write a `:` behind the reasons");
        }
        if !(spot.expects("`not before`") && spot.expects("`until`")) {
            return None;
        }
        Some(match spot.found {
            "" if spot.before == ":" => "write when it is open: `within 15 days after delivered`",
            "from" | "after" | "starting" | "since" => "write when it opens as `not before 5 days after shipped`",
            "before" | "by" | "till" | "in" | "for" | "latest" | "max" => {
                "write when it ends as `within 15 days after delivered`"
            }
            "any" | "always" | "anytime" | "whenever" | "unlimited" => {
                "write when it ends, as in `until 1 year after open`; a window is never without an end"
            }
            "require" | "requires" | "needs" | "showing" | "providing" | "including" | "plus" => {
                "evidence follows `with`: `with photo or video`"
            }
            _ if spot.is_number() && !self.has_before(failure, "may") => {
                "write `within` before it, `not before`, or `until`"
            }
            _ if spot.is_word() && spot.before == "," && !crate::layout::is_reserved(spot.found) => {
                "evidence follows `with`: `with photo or video` asks for one of them, `with photo, with video` for both"
            }
            _ => return None,
        })
    }
}

/// What to do where a deadline is expected.
fn help_with_deadline(spot: &Spot<'_>) -> Option<&'static str> {
    if !spot.expects("`no deadline`") {
        return None;
    }
    Some(match spot.found {
        "" | "->" | "→" | "{" => "say by when: `within 5 days`, or `no deadline`",
        "in" | "inside" | "during" | "for" | "after" => "write `within`",
        "by" | "before" | "until" | "till" | "latest" | "not" => {
            "write `within` and how long: `within 5 days` counts from entry into the stage"
        }
        "at" | "immediately" | "promptly" | "asap" | "now" | "soon" => {
            "write how long it may take: `within 24 hours`, `within 1 day`"
        }
        "without" | "whenever" | "anytime" | "any" | "unlimited" => "write `no deadline`",
        "," => "delete the `,`",
        _ if spot.is_number() => "write `within` before it",
        _ => return None,
    })
}

/// What to do about a number of times.
fn help_with_times(spot: &Spot<'_>) -> Option<&'static str> {
    if spot.expects("`times`") {
        let is_length = unit(spot.found).is_some() || matches!(spot.found, "business" | "working" | "calendar");
        return Some(if is_length {
            "`up to` counts times, as in `up to 2 times`; how long is written `within 5 days`"
        } else {
            "write `times` behind the number: `up to 2 times`"
        });
    }
    if !spot.expects("`up to`") {
        return None;
    }
    Some(match spot.found {
        "once" => "write `up to 1 time`",
        "twice" | "max" | "maximum" | "at" | "only" | "thrice" => {
            "write `up to 2 times`, with the number that is meant"
        }
        _ if spot.is_number() && matches!(spot.next, "times" | "time" | "x") => "write `up to` before it",
        _ => return None,
    })
}
