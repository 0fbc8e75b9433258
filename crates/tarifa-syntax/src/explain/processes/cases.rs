//! Slips in cases of examples, and in what is expected of them.

use super::super::expected;
use super::{Explainer, Failure, Spot};

/// How a line of what is expected begins.
const AT: &str = "write `at` before the moment: `at 2026-03-18: expect stage negotiation`";

/// What to do where a day and a time are written together.
const TIME: &str = "a day and a time are written `2026-03-12 14:30`";

impl Explainer<'_> {
    /// What to do about a failure in a case, or in what is expected of one.
    pub(super) fn help_in_case(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        let help = if spot.first == "case" {
            help_at_case(spot)
        } else if spot.first == "at" {
            self.help_with_standing(failure, spot)
        } else if spot.expects("`case`") && spot.position == 0 {
            let is_day = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            (is_day(spot.found) || is_day(spot.next)).then_some(AT)
        } else if spot.first == "expect" {
            help_with_moment(spot)
        } else {
            self.help_with_event(failure, spot)
        };
        help.map(str::to_owned)
    }

    /// What to do about a failure in a line of a case.
    fn help_with_event(&self, failure: Failure, spot: &Spot<'_>) -> Option<&'static str> {
        if spot.position == 0 && spot.expects(expected::A_DATE) {
            let text = spot.found;
            let is_date = spot.is_number() && text.len() == 4;
            let glued = self.text(failure.token.saturating_add(4));
            return match (spot.is_word(), is_date && glued.contains(|sign: char| sign.is_ascii_alphabetic())) {
                (true, _) => Some("the day stands first: `2026-03-10 delivered`"),
                (false, true) => Some(TIME),
                (false, false) => None,
            };
        }
        let is_event = spot.expects("`of parcel`") || spot.expects("a time such as `14:30`");
        match spot.found {
            ":" if spot.expects_only(expected::A_NAME) => Some("a time has hours and minutes: `14:30`"),
            ":" | "," | "-" if spot.expects("a time such as `14:30`") => {
                Some("what happened stands directly behind the day: `2026-03-10 delivered`")
            }
            "by" | "at" | "on" if spot.expects("a time such as `14:30`") => {
                Some("the party stands directly behind the day: `2026-03-12 buyer open`")
            }
            _ if is_event && spot.is_number() && spot.before == "parcel" => Some("write `of parcel 2`"),
            _ if is_event && spot.is_number() && spot.expects("a time such as `14:30`") => Some(TIME),
            "," if is_event => Some("delete the `,`"),
            _ => None,
        }
    }

    /// What to do about a failure in a line of what is expected of a case.
    fn help_with_standing(&self, failure: Failure, spot: &Spot<'_>) -> Option<&'static str> {
        if spot.expects_only("`expect`") {
            return Some("write `expect`");
        }
        if spot.expects("`:`") {
            return Some("write a `:` before `expect`");
        }
        if spot.expects("`gets`") {
            return help_behind_subject(spot);
        }
        match spot.found {
            "until" | "before" | "within" | "in" | "no" if spot.expects("`by`") => {
                Some("write the last day or minute: `seller must answer by 2026-03-17`")
            }
            "by" | "within" | "before" if spot.expects("`until`") => {
                Some("write the last day or minute: `buyer may withdraw until 2026-03-17`")
            }
            "in" | "at" | "on" if !spot.expects("`,`") => Some("write `stage` or `outcome` and its name"),
            _ if matches!(spot.before, "gets" | "keeps" | "pays") && !self.is_at_end(failure) => {
                Some("write how much: `buyer gets 30.00 USD`")
            }
            _ => None,
        }
    }
}

/// What to do about a failure in the head of a case.
fn help_at_case(spot: &Spot<'_>) -> Option<&'static str> {
    Some(match spot.found {
        ":" | "=" | "is" => "write the value directly behind the name: `reason damaged`",
        "+" if spot.expects("`{`") => {
            "write all that was paid, and its parts in parentheses: `paid 80.00 USD (goods 70.00 USD, freight 10.00 USD)`"
        }
        "when" | "on" if spot.expects(expected::THE_END) => AT,
        _ if spot.expects("`goods`") => "what was paid is for `goods` and for `freight`",
        _ if spot.is_word() && spot.expects("`,`") && spot.expects("`{`") => "write a `,` before it",
        _ if spot.position == 1 => "write the name of the process: `case dispute, paid 80.00 USD { … }`",
        _ => return None,
    })
}

/// What to do where a case's standing is expected without a moment.
fn help_with_moment(spot: &Spot<'_>) -> Option<&'static str> {
    let of_case = matches!(spot.found, "stage" | "outcome" | "too" | "opens" | "ended" | "barred" | "next" | "nothing")
        || matches!(spot.next, "gets" | "keeps" | "pays" | "must" | "may" | "opened" | "counted");
    (of_case && spot.expects("`total`"))
        .then_some("a case is looked at at a moment: `at 2026-03-18: expect stage negotiation`")
}

/// What to do where what stands before is no party.
fn help_behind_subject(spot: &Spot<'_>) -> Option<&'static str> {
    Some(match (spot.before, spot.found) {
        (_, "receives" | "receive" | "get" | "is") => "write `gets`",
        (_, "keep" | "retains") => "write `keeps`",
        (_, "pay") => "write `pays`",
        (_, "has" | "should" | "needs" | "shall") => "write `must`",
        (_, "can" | "could") => "write `may`",
        ("state" | "status" | "phase" | "step", _) => "write `stage` and its name",
        ("result" | "end" | "resolution", _) => "write `outcome` and its name",
        ("next" | "due" | "deadline", _) => "write `next due` and the day or minute",
        ("nothing" | "nobody", _) => "write `nothing to do`",
        ("late", _) => "write `too late`",
        ("early", _) => "write `too early`",
        ("refused" | "rejected" | "denied" | "forbidden", _) => "write `barred`, `too early` or `too late`",
        ("ignored" | "unknown", _) => "write `not counted`",
        ("total" | "money" | "refund", _) => "money of a case is told by party: `buyer gets 30.00 USD`",
        ("barred", _) => "write `barred` alone",
        ("no" | "unopened", _) => "write `not opened` where there is no case yet",
        ("opens" | "ended", "on" | "at" | "in") => "the day stands directly behind the word: `opens 2026-03-20`",
        _ => return None,
    })
}
