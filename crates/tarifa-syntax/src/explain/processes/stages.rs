//! Slips in openings, stages, obligations and what leads where.

use super::super::expected;
use super::super::shortened;
use super::{Explainer, Failure, Spot};
use crate::lexer::TokenKind;

/// What to write for what happens by itself.
const TIMER: &str = "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`";

/// What to write for a silence.
const IF_LATE: &str = "write `if late -> …`";

/// What is done of itself by leaving it out.
const LEAVE_OUT: &str = "what is not written is not possible: leave the line out";

impl Explainer<'_> {
    /// What to do where an arrow is expected, or what it leads to.
    pub(super) fn help_with_arrow(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.expects("a stage or an outcome") && spot.is_word() && crate::layout::is_reserved(spot.found) {
            return Some(format!("`{}` is a word of the language and cannot be a name; choose another", spot.found));
        }
        if spot.expects("a stage or an outcome") && spot.kind == Some(TokenKind::Text) {
            return Some("write its name without quotation marks: `-> closed`".to_owned());
        }
        if spot.expects("a stage or an outcome") {
            let is_arrow = spot.kind == Some(TokenKind::Arrow);
            let help = if is_arrow { "write one `->`" } else { "write the stage or outcome that follows" };
            return Some(help.to_owned());
        }
        if matches!(spot.before, "stage" | "outcome") && matches!(spot.earlier, "->" | "→") && spot.is_word() {
            return Some(format!("write its name alone: `-> {}`", spot.found));
        }
        if spot.before == "keep" && matches!(spot.earlier, "->" | "→") {
            return Some("write `keep waiting`".to_owned());
        }
        if !spot.expects("`->`") {
            return None;
        }
        let is_late = spot.expects("`as`");
        if is_late && matches!(spot.found, "when" | "otherwise") {
            let help =
                "the condition stands behind what follows: `if late -> refunded when …`, and `otherwise` in the last";
            return Some(help.to_owned());
        }
        if spot.is_word() && self.is_place(spot.found) {
            return Some(format!("write `->` before what follows: `-> {}`", shortened(spot.found)));
        }
        let help = match spot.found {
            "goes" | "go" | "leads" | "lead" | "then" | "becomes" | "moves" | "to" | "next" | "gives" | "-" | "="
            | ">" | "–" | "—" | "»" | ">>" => "write `->` before the stage or outcome that follows",
            ":" => "write `->` before the stage or outcome that follows; a block stands between `{` and `}`",
            "," if spot.next == "{" => "delete the `,`",
            "," if !spot.expects("`,`") => "write `->` before the stage or outcome that follows",
            "" if spot.expects("`{`") && self.has_before(failure, "must") => {
                "write `-> …` with what follows and `, if late -> …`; or a `{` and the answers"
            }
            "" => "write `-> …` with the stage or outcome that follows",
            _ => return None,
        };
        Some(if is_late { "write `-> …`, or `as` and an answer".to_owned() } else { help.to_owned() })
    }

    /// Whether a stage or an outcome is called so.
    fn is_place(&self, name: &str) -> bool {
        let words = 0..self.layout.tokens.len();
        let mut named = words.filter(|at| matches!(self.text(*at), "stage" | "outcome"));
        named.any(|at| at.checked_add(1).is_some_and(|next| self.text(next) == name))
    }

    /// What to do about a failure in a line of a process or of a stage.
    pub(super) fn help_in_stage(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.position == 0 {
            return self.help_at_line(spot);
        }
        if spot.expects("`must`") || spot.expects("`gets`") || spot.found == "must" && spot.expects("`may`") {
            return self.help_behind_party(failure, spot);
        }
        if let Some(help) = help_with_openers(spot) {
            return Some(help);
        }
        help_with_late(spot)
            .or_else(|| help_with_test(spot))
            .or_else(|| self.help_with_answer(failure, spot))
            .or_else(|| help_with_return_freight(spot))
            .or_else(|| help_with_head(spot))
            .map(str::to_owned)
    }

    /// What to do where a line begins wrongly.
    fn help_at_line(&self, spot: &Spot<'_>) -> Option<String> {
        if spot.found.starts_with(char::is_uppercase) && spot.is_word() {
            return Some(format!("names are written in lower case: `{}`", shortened(&spot.found.to_lowercase())));
        }
        if spot.expects("`open by`") {
            return help_at_process_line(spot).map(str::to_owned);
        }
        if spot.is_number() {
            return Some(TIMER.to_owned());
        }
        match spot.found {
            "silence" | "silent" | "timeout" | "expired" | "overdue" | "late" => Some(IF_LATE.to_owned()),
            "otherwise" | "else" | "default" if spot.expects("`if late`") => Some(IF_LATE.to_owned()),
            "on" | "upon" | "if" | "otherwise" | "by" | "at" => Some(TIMER.to_owned()),
            word if spot.expects("`if late`") && crate::layout::is_reserved(word) => {
                Some(format!("`{word}` is a word of the language and cannot be a name; choose another"))
            }
            _ => None,
        }
    }

    /// What to do where `must`, `may`, `gets`, `keeps` or `pays` is expected.
    fn help_behind_party(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.position == 1 {
            match spot.first {
                "must" | "may" => return Some(format!("write who before `{0}`: `seller {0} …`", spot.first)),
                "the" | "a" | "an" | "any" | "each" => return Some("write the party's name alone".to_owned()),
                "if" | "on" | "upon" | "once" | "after" | "whenever" | "as" => return Some(TIMER.to_owned()),
                "return" => return Some("write `return freight via return_line paid by seller`".to_owned()),
                "refund" | "reimburse" | "give" | "release" | "repay" | "credit" if spot.is_word() => {
                    let rest = self.rest_of_line(failure.token);
                    // `refund paid to buyer`, `refund the rest`, `refund buyer 30.00 USD`
                    let (party, amount) = match rest.split_once(" to ") {
                        Some((amount, party)) => (party, amount),
                        None if matches!(spot.found, "paid" | "the" | "all" | "nothing") => ("buyer", rest),
                        None => (spot.found, self.rest_of_line(failure.token.saturating_add(1))),
                    };
                    let amount = if amount.is_empty() { "paid" } else { amount };
                    return Some(format!("write `{} gets {}`", shortened(party.trim()), shortened(amount)));
                }
                _ => {}
            }
        }
        let (must, may) = ("write `must`", "write `may`");
        let help = match (spot.found, spot.next) {
            ("must", _) => "only one party must; write a line for each",
            ("mustn" | "cannot" | "never", _) | ("can", "not" | "'") => LEAVE_OUT,
            ("is" | "are", "allowed" | "permitted" | "able" | "free" | "entitled" | "welcome") => may,
            ("is" | "are", "refunded" | "paid" | "credited" | "reimbursed" | "given") => "write `gets`",
            ("is" | "are" | "has" | "have" | "should" | "shall" | "needs" | "need" | "required" | "obliged", _)
            | ("will" | "ought", _)
                if spot.expects("`must`") =>
            {
                must
            }
            ("can" | "could" | "might" | "allowed", _) if spot.expects("`may`") => may,
            ("receives" | "receive" | "get" | "obtains" | "recovers" | "takes" | "refunded" | "got", _) => {
                "write `gets`"
            }
            ("keep" | "retains" | "retain" | "holds", _) => "write `keeps`",
            ("pay" | "bears" | "owes" | "reimburses" | "refunds" | "compensates", _) => {
                "write `pays`, and behind the amount `to` and whom"
            }
            _ => return None,
        };
        Some(help.to_owned())
    }

    /// What to do about a failure in an answer or a permission.
    fn help_with_answer(&self, failure: Failure, spot: &Spot<'_>) -> Option<&'static str> {
        if self.has_before(failure, "(") && spot.before != ")" {
            match spot.found {
                ")" if spot.before == "(" => return Some("delete the empty parentheses"),
                _ if spot.before == "(" && spot.is_number() && spot.expects_only(expected::A_NAME) => {
                    return Some("write a name for what it brings along: `counter(amount)`");
                }
                _ if spot.is_word() && spot.expects("`)`") && spot.expects("`,`") && !spot.expects("`+`") => {
                    return Some("write the name alone: an amount is in the currency of what was paid");
                }
                _ => {}
            }
        }
        let has_target = spot.expects(expected::THE_END) && self.has_before(failure, "->");
        let is_answer = spot.expects("`with`") && spot.expects("`->`");
        match spot.found {
            "if" if spot.next == "late" && spot.expects("`,`") => Some("write a `,` before `if late`"),
            "may" | "must" => None,
            "and" if is_answer && (spot.earlier == "with" || self.has_before(failure, "with")) => {
                Some("`with photo or video` asks for one of them, `with photo with video` for both")
            }
            "and" | "or" if is_answer => Some("write a `,` between answers that lead to the same"),
            "within" | "until" | "not" if is_answer && !spot.expects("`not before`") => Some(
                "an answer has the time of its obligation; one with its own is a line: `buyer may accept within 2 days -> …`",
            ),
            "without" if is_answer => Some("leave it out, or write `when photo was not shown`"),
            "showing" | "providing" | "including" | "plus" | "attaching" | "needs" | "require" | "requires"
                if is_answer =>
            {
                Some("write `with` before evidence")
            }
            "," if has_target => Some("write each on a line of its own"),
            "when" if has_target => Some("the condition stands before the `->`"),
            _ if has_target && spot.is_word() => Some("a line leads to one stage or outcome"),
            "by" if spot.before == "extend" => Some("write what is extended: `extend confirm by 8 days`"),
            _ if spot.expects_only("`by`") && spot.earlier == "extend" => {
                Some("write `by` and how much longer: `extend confirm by 8 days`")
            }
            "within" | "not" | "until" if spot.expects("`{`") && spot.expects("`,`") => {
                Some("write the window between `{` and `}`: `open by buyer { within 15 days after delivered } -> …`")
            }
            _ if spot.position == 1 && spot.first == "if" => {
                Some("write the answer alone, and for a silence `if late -> …`")
            }
            _ => None,
        }
    }
}

/// What to do where `if late`, or what follows it, is expected.
fn help_with_late(spot: &Spot<'_>) -> Option<&'static str> {
    if spot.expects_only("`if late`") {
        return Some(IF_LATE);
    }
    if spot.before == "as" && spot.earlier == "late" {
        return Some("write the answer whose lines hold then: `if late as accept`");
    }
    (spot.expects("`as`") && spot.expects("`->`")).then_some("write `-> …`, or `as` and an answer")
}

/// What to do about a failure in a test of what has come about.
fn help_with_test(spot: &Spot<'_>) -> Option<&'static str> {
    if spot.expects("`shown`") {
        return Some("write `was shown`, or `was not shown`");
    }
    if spot.expects_only("`happened`") {
        return Some("write `has happened`, or `has not happened`");
    }
    if !(spot.expects("`->`") && spot.expects("`is`")) {
        return None;
    }
    Some(match spot.found {
        "after" | "passed" | "have" | "elapse" | "elapsed" | "expire" | "expired" | "go" | "later" | "since"
        | "from" => "write `pass` behind the length of time: `when 7 days pass after open -> …`",
        "happens" | "happened" | "occurs" | "occurred" | "arrives" | "comes" => "write `has happened`",
        "hasn" | "hadn" | "didn" | "never" => "write `has not happened`",
        _ => return None,
    })
}

/// What to do about a failure in a line of return freight.
fn help_with_return_freight(spot: &Spot<'_>) -> Option<&'static str> {
    if spot.first != "return" {
        return None;
    }
    Some(match spot.found {
        _ if spot.expects_only("`via`") => "write the service that carries it back: `return freight via return_line`",
        _ if spot.expects_only("`paid by`") => "write `paid by` and the party",
        "otherwise" if spot.expects("`,`") => "write a `,` before `otherwise`",
        _ if spot.expects_only("`by`") => "write `by` before the party: `otherwise by buyer`",
        _ => return None,
    })
}

/// What to do about a failure in the list of who opens a case.
fn help_with_openers(spot: &Spot<'_>) -> Option<String> {
    let is_or = matches!(spot.found, "or" | "and" | "/" | "nor") && spot.expects("`,`") && spot.expects("`{`");
    (spot.first == "open" && is_or).then(|| {
        format!("write a `,` between the parties: `open by {}, {}`", shortened(spot.before), shortened(spot.next))
    })
}

/// What to do about a failure in the head of a line.
fn help_with_head(spot: &Spot<'_>) -> Option<&'static str> {
    let is_list = matches!(spot.first, "parties" | "reasons" | "evidence" | "events");
    Some(match spot.found {
        ":" | "=" if is_list && spot.position == 1 => {
            "the names stand directly behind the word: `parties buyer, seller`"
        }
        _ if is_list && spot.is_word() && spot.expects("`,`") && spot.found != "and" && spot.found != "or" => {
            "write a `,` between the names"
        }
        "{" if spot.expects_only(expected::A_NAME) => "write its name before the `{`",
        _ => return None,
    })
}

/// What to do where a line of a process begins with another word.
fn help_at_process_line(spot: &Spot<'_>) -> Option<&'static str> {
    Some(match (spot.found, spot.next) {
        (_, "must" | "may") => "what a party must or may do stands inside a `stage`",
        (_, "gets" | "keeps" | "pays") => "money stands inside an `outcome` or a `stage`",
        ("open" | "opened" | "opening" | "opens" | "start" | "begin" | "case" | "claim", _) => {
            "write `open by` and the parties: `open by buyer { within 15 days after delivered } -> …`"
        }
        ("party" | "actors" | "roles" | "participants" | "sides", _) => "write `parties`",
        ("causes" | "grounds" | "reason", _) => "write `reasons`",
        ("proof" | "proofs" | "attachments" | "evidences" | "documents", _) => "write `evidence`",
        ("event" | "milestones" | "milestone", _) => "write `events`",
        ("zone" | "timezone" | "tz", _) => "write `time zone`",
        ("state" | "step" | "phase" | "status" | "stages" | "steps" | "states", _) => "write `stage` and its name",
        ("end" | "result" | "final" | "outcomes" | "resolution" | "decision" | "closed", _) => {
            "write `outcome` and its name"
        }
        ("return", _) => "`return freight` stands inside a `stage`",
        ("window" | "windows" | "within" | "deadline" | "period", _) => {
            "until when a case can be opened stands in `open by`: `open by buyer { within 15 days after delivered } -> …`"
        }
        ("when" | "if" | "after" | "on", _) => "what happens by itself stands inside a `stage`",
        ("valid" | "for" | "via" | "to" | "from" | "except", _) => "to what it applies stands before the `{`",
        _ => return None,
    })
}
