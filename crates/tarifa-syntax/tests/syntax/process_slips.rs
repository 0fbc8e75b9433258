//! Slips in calendars, processes, compensations and cases, each in a block of sound lines.

use crate::slips::check;

/// Expects `line` of a block, as `slip` puts it there, to be a slip with this message and this way out.
#[track_caller]
fn check_line(slip: &str, line: &str, message: &str, helps: &str) {
    let code = match message {
        _ if message.ends_with("is not a sign of the language") => "E0105",
        _ if message.starts_with("this block holds no") => "E0109",
        _ if message.starts_with("a percentage before") => "E0108",
        _ => "E0101",
    };
    check(&slip.replace("LINE", line), code, message, helps);
}

#[track_caller]
fn in_stage(line: &str, message: &str, helps: &str) {
    check_line("returns r {\n  stage a {\n    buyer may go -> z\n    LINE\n  }\n}", line, message, helps);
}

#[track_caller]
fn in_answers(line: &str, message: &str, helps: &str) {
    let slip = "returns r {\n  stage a {\n    seller must answer within 5 days {\n      LINE\n      if late -> z\n    }\n  }\n}";
    check_line(slip, line, message, helps);
}

#[track_caller]
fn in_window(line: &str, message: &str, helps: &str) {
    check_line("returns r {\n  open by buyer {\n    LINE\n  } -> a\n}", line, message, helps);
}

#[track_caller]
fn in_outcome(line: &str, message: &str, helps: &str) {
    check_line("returns r {\n  outcome z {\n    LINE\n  }\n}", line, message, helps);
}

#[track_caller]
fn in_process(line: &str, message: &str, helps: &str) {
    check_line("returns r {\n  LINE\n  events e\n}", line, message, helps);
}

#[track_caller]
fn in_calendar(line: &str, message: &str, helps: &str) {
    check_line("calendar cn covers 2026-01-01..2026-12-31 {\n  LINE\n}", line, message, helps);
}

#[track_caller]
fn in_case(line: &str, message: &str, helps: &str) {
    let slip = "example \"e\" {\n  case r, paid 5 USD {\n    LINE\n  }\n  at 2026-01-05: expect stage a\n}";
    check_line(slip, line, message, helps);
}

#[track_caller]
fn in_standing(line: &str, message: &str, helps: &str) {
    check_line("example \"e\" {\n  case r { 2026-01-01 e }\n  at 2026-01-05: expect LINE\n}", line, message, helps);
}

#[track_caller]
fn in_example(line: &str, message: &str, helps: &str) {
    check_line("example \"e\" {\n  case r { 2026-01-01 e }\n  LINE\n}", line, message, helps);
}

#[test]
fn stages() {
    in_stage(
        "seller «has» to answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `has`",
        "write `must`",
    );
    in_stage(
        "seller «should» answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `should`",
        "write `must`",
    );
    in_stage(
        "seller «shall» answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `shall`",
        "write `must`",
    );
    in_stage(
        "seller «needs» to answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `needs`",
        "write `must`",
    );
    in_stage(
        "seller «required» to answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `required`",
        "write `must`",
    );
    in_stage(
        "buyer «can» withdraw -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `can`",
        "write `may`",
    );
    in_stage(
        "buyer «could» withdraw -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `could`",
        "write `may`",
    );
    in_stage(
        "buyer «is» allowed to withdraw -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `is`",
        "write `may`",
    );
    in_stage(
        "must «answer» within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `answer`",
        "write who before `must`: `seller must …`",
    );
    in_stage(
        "seller «answer» within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `answer`",
        "a line says who, then `must`, `may`, `gets`, `keeps` or `pays`",
    );
    in_stage(
        "the «seller» must answer within 5 days -> b, if late -> z",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `seller`",
        "write the party's name alone",
    );
    in_stage(
        "buyer, seller «must» answer within 5 days -> b, if late -> z",
        "expected `,` or `may`, found `must`",
        "only one party must; write a line for each",
    );
    in_stage(
        "seller «mustn»'t answer -> b",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `mustn`",
        "what is not written is not possible: leave the line out",
    );
    in_stage(
        "«Seller» must answer within 5 days -> b, if late -> z",
        "expected a name or `when`, found `Seller`",
        "names are written in lower case: `seller`",
    );
    in_stage(
        "seller must answer «->» b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `->`",
        "say by when: `within 5 days`, or `no deadline`",
    );
    in_stage(
        "seller must answer «in» 5 days -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `in`",
        "write `within`",
    );
    in_stage(
        "seller must answer «by» day 7 -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `by`",
        "write `within` and how long: `within 5 days` counts from entry into the stage",
    );
    in_stage(
        "seller must answer «by» 2026-01-01 -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `by`",
        "write `within` and how long: `within 5 days` counts from entry into the stage",
    );
    in_stage(
        "seller must answer «before» 5 days -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `before`",
        "write `within` and how long: `within 5 days` counts from entry into the stage",
    );
    in_stage(
        "seller must answer «5» days -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `5`",
        "write `within` before it",
    );
    in_stage(
        "seller must answer «until» end of month -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `until`",
        "write `within` and how long: `within 5 days` counts from entry into the stage",
    );
    in_stage(
        "seller must answer «at» once -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `at`",
        "write how long it may take: `within 24 hours`, `within 1 day`",
    );
    in_stage(
        "seller must answer «immediately» -> b, if late -> z",
        "expected `when`, `within`, `no deadline` or `with`, found `immediately`",
        "write how long it may take: `within 24 hours`, `within 1 day`",
    );
    in_stage(
        "seller must answer within 5 days -> b «if» late -> z",
        "expected `,` or the end of the line, found `if`",
        "write a `,` before `if late`",
    );
    in_stage(
        "seller must answer within 5 days -> b, «if» no answer -> z",
        "expected `if late`, found `if`",
        "write `if late -> …`",
    );
    in_stage(
        "seller must answer within 5 days -> b, «otherwise» -> z",
        "expected `if late`, found `otherwise`",
        "write `if late -> …`",
    );
    in_stage(
        "seller must answer within 5 days -> b, «else» -> z",
        "expected `if late`, found `else`",
        "write `if late -> …`",
    );
    in_stage("seller must answer within 5 days -> b, «or» z", "expected `if late`, found `or`", "write `if late -> …`");
    in_stage(
        "seller must answer within 5 days -> b, «if» silent -> z",
        "expected `if late`, found `if`",
        "write `if late -> …`",
    );
    in_stage(
        "seller must answer within 5 days -> b, «if» not -> z",
        "expected `if late`, found `if`",
        "write `if late -> …`",
    );
    in_stage(
        "seller must answer within 5 days -> b, «when» late -> z",
        "expected `if late`, found `when`",
        "write `if late -> …`",
    );
    in_stage(
        "seller must answer within 5 days ->«,» if late -> z",
        "expected a stage or an outcome, found `,`",
        "write the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days -> stage «b», if late -> z",
        "expected `,` or the end of the line, found `b`",
        "write its name alone: `-> b`",
    );
    in_stage(
        "seller must answer within 5 days -> b, if late «go» to z",
        "expected `->` or `as`, found `go`",
        "write `-> …`, or `as` and an answer",
    );
    in_stage(
        "seller must answer within 5 days -> b, if late «z»",
        "expected `->` or `as`, found `z`",
        "write `-> …`, or `as` and an answer",
    );
    in_stage(
        "seller must answer within 5 days -> b, if late as«»",
        "expected a name, found the end of the line",
        "write the answer whose lines hold then: `if late as accept`",
    );
    in_stage(
        "seller must answer no deadline -> b, «if late -> z»",
        "without a deadline nothing is late",
        "write `within 5 days`, or leave out `if late`",
    );
    in_stage(
        "seller must answer «without» deadline -> b",
        "expected `when`, `within`, `no deadline` or `with`, found `without`",
        "write `no deadline`",
    );
    in_stage(
        "seller must answer«,» no deadline -> b",
        "expected `when`, `within`, `no deadline` or `with`, found `,`",
        "delete the `,`",
    );
    in_stage(
        "seller must answer within 5 days -> wait, if late -> keep «on» waiting",
        "expected `,`, `when`, `otherwise` or the end of the line, found `on`",
        "write `keep waiting`",
    );
    in_stage(
        "seller may delay -> extend confirm «8» days",
        "expected `by`, found `8`",
        "write `by` and how much longer: `extend confirm by 8 days`",
    );
    in_stage(
        "seller may delay -> extend confirm by 8«»",
        "expected a unit of time such as `days` or `business days of`, found the end of the line",
        "write the unit behind the number: `8 days`",
    );
    in_stage(
        "seller may delay -> extend «by» 8 days",
        "expected a name or the end of the line, found `by`",
        "a line leads to one stage or outcome",
    );
    in_stage(
        "buyer may change «twice» -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `twice`",
        "write `up to 2 times`, with the number that is meant",
    );
    in_stage(
        "buyer may change up to 2 «->» again",
        "expected `times`, found `->`",
        "write `times` behind the number: `up to 2 times`",
    );
    in_stage(
        "buyer may change «max» 2 times -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `max`",
        "write when it ends as `within 15 days after delivered`",
    );
    in_stage(
        "buyer may change «at» most 2 times -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `at`",
        "write `up to 2 times`, with the number that is meant",
    );
    in_stage(
        "buyer may change «2» times -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `2`",
        "write `up to` before it",
    );
    in_stage(
        "buyer may change within 9 days «once» -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `once`",
        "write `up to 1 time`",
    );
    in_stage(
        "seller must answer within 5 days«,» { accept -> z; if late -> z }",
        "expected `{`, `->`, `when`, `after` or `with`, found `,`",
        "delete the `,`",
    );
    in_stage(
        "buyer may change -> «\"z\"»",
        "expected a stage or an outcome, found `\"z\"`",
        "write its name without quotation marks: `-> closed`",
    );
    in_stage(
        "buyer may change «a»",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `a`",
        "write `->` before what follows: `-> a`",
    );
    in_answers(
        "deny «a»",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `a`",
        "write `->` before what follows: `-> a`",
    );
    in_answers(
        "if late «when» mall -> a",
        "expected `->` or `as`, found `when`",
        "the condition stands behind what follows: `if late -> refunded when …`, and `otherwise` in the last",
    );
    in_stage(
        "seller must answer within 3 «Weeks» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `Weeks`",
        "write `3 weeks`",
    );
    in_stage(
        "buyer may change «once» -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `once`",
        "write `up to 1 time`",
    );
    in_stage(
        "buyer may change «if» asked is y -> again",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `if`",
        "write `when`",
    );
    in_stage(
        "buyer may add «photo» or video -> z",
        "expected `,`, `->`, `when`, `up to`, `not before`, `within`, `until` …, found `photo`",
        "what an act brings along stands in parentheses, as in `counter(amount)`; evidence follows `with`",
    );
    in_stage(
        "after «7» days -> b",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `7`",
        "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`",
    );
    in_stage(
        "«7» days after open -> b",
        "expected a name or `when`, found `7`",
        "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`",
    );
    in_stage(
        "when 7 days «passed» after open -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over`, `at least` …, found `passed`",
        "write `pass` behind the length of time: `when 7 days pass after open -> …`",
    );
    in_stage(
        "when 7 days «after» open -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over`, `at least` …, found `after`",
        "write `pass` behind the length of time: `when 7 days pass after open -> …`",
    );
    in_stage(
        "when 7 days «have» passed after open -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over`, `at least` …, found `have`",
        "write `pass` behind the length of time: `when 7 days pass after open -> …`",
    );
    in_stage(
        "when chargeback «happens» -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over` or `at least`, found `happens`",
        "write `has happened`",
    );
    in_stage(
        "when chargeback «happened» -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over` or `at least`, found `happened`",
        "write `has happened`",
    );
    in_stage(
        "when chargeback «occurs» -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over` or `at least`, found `occurs`",
        "write `has happened`",
    );
    in_stage(
        "when chargeback has not «been» -> b",
        "expected `happened`, found `been`",
        "write `has happened`, or `has not happened`",
    );
    in_stage(
        "when chargeback «hasn»'t happened -> b",
        "expected `->`, `is`, `has`, `up to`, `under`, `over` or `at least`, found `hasn`",
        "write `has not happened`",
    );
    in_stage(
        "when photo was «given» -> b",
        "expected `not` or `shown`, found `given`",
        "write `was shown`, or `was not shown`",
    );
    in_stage(
        "when chargeback has happened«,» b",
        "expected `->`, found `,`",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "when chargeback has happened«»",
        "expected `->`, found the end of the line",
        "write `-> …` with the stage or outcome that follows",
    );
    in_stage(
        "if «chargeback» has happened -> b",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `chargeback`",
        "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`",
    );
    in_stage(
        "«on» chargeback -> b",
        "expected a name or `when`, found `on`",
        "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`",
    );
    in_stage(
        "upon «chargeback» -> b",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `chargeback`",
        "write `when 7 days pass after open -> …`, or `when chargeback has happened -> …`",
    );
    in_stage(
        "return freight «paid» by seller",
        "expected `via`, found `paid`",
        "write the service that carries it back: `return freight via return_line`",
    );
    in_stage("return freight via back «by» seller", "expected `paid by`, found `by`", "write `paid by` and the party");
    in_stage(
        "return freight via back paid by seller «otherwise» by buyer",
        "expected `,`, `when` or the end of the line, found `otherwise`",
        "write a `,` before `otherwise`",
    );
    in_stage(
        "return freight via back paid by seller, otherwise «buyer»",
        "expected `by`, found `buyer`",
        "write `by` before the party: `otherwise by buyer`",
    );
    in_stage(
        "return freight via back «seller» pays",
        "expected `paid by`, found `seller`",
        "write `paid by` and the party",
    );
    in_stage(
        "return «shipping» via back paid by seller",
        "expected `,`, `must`, `may`, `gets`, `keeps` or `pays`, found `shipping`",
        "write `return freight via return_line paid by seller`",
    );
}

#[test]
fn clocks() {
    in_stage(
        "seller must answer within 5 days «from» open -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `from`",
        "write `after` and the event or the act that it counts from",
    );
    in_stage(
        "seller must answer within 5 days «of» open -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `of`",
        "write `after` and the event or the act that it counts from",
    );
    in_stage(
        "seller must answer within 5 days «since» open -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `since`",
        "write `after` and the event or the act that it counts from",
    );
    in_stage(
        "seller must answer within 5 days «following» open -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `following`",
        "write `after` and the event or the act that it counts from",
    );
    in_stage(
        "seller must answer within 5 «working» days -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `working`",
        "write `business days of cn`, with a calendar's name",
    );
    in_stage(
        "seller must answer within 5 business days «->» b, if late -> z",
        "expected `of`, found `->`",
        "write `business days of cn`, with a calendar's name",
    );
    in_stage(
        "seller must answer within 5 business days «after» open -> b, if late -> z",
        "expected `of`, found `after`",
        "write `business days of cn`, with a calendar's name",
    );
    in_stage(
        "seller must answer within 5 business days «cn» -> b, if late -> z",
        "expected `of`, found `cn`",
        "write `of` before the calendar: `business days of cn`",
    );
    in_stage(
        "seller must answer within 5 «calendar» days -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `calendar`",
        "write `days`, which are days of the calendar",
    );
    in_stage(
        "seller must answer within 5 «natural» days -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `natural`",
        "write `days`, which are days of the calendar",
    );
    in_stage(
        "seller must answer within 5 «->» b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `->`",
        "write the unit behind the number: `5 days`",
    );
    in_stage(
        "seller must answer within «five» days -> b, if late -> z",
        "expected a length of time such as `5 days`, found `five`",
        "write the number in digits: `5 days`",
    );
    in_stage(
        "seller must answer within «a» week -> b, if late -> z",
        "expected a length of time such as `5 days`, found `a`",
        "write the number in digits: `1 week`",
    );
    in_stage(
        "seller must answer within «24h» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `24h`",
        "write `24 hours`",
    );
    in_stage(
        "seller must answer within 24 «h» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `h`",
        "write `24 hours`",
    );
    in_stage(
        "seller must answer within «5d» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `5d`",
        "write `5 days`",
    );
    in_stage(
        "seller must answer within 30 «min» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `min`",
        "write `30 minutes`",
    );
    in_stage(
        "seller must answer within 30 «seconds» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `seconds`",
        "the shortest unit is `minutes`",
    );
    in_stage(
        "seller must answer within 2 «fortnights» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `fortnights`",
        "write it in `weeks`: a fortnight is `2 weeks`",
    );
    in_stage(
        "seller must answer within 1 «quarter» -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `quarter`",
        "write it in `months`: a quarter is `3 months`",
    );
    in_stage(
        "seller must answer within «end» of month -> b, if late -> z",
        "expected a length of time such as `5 days`, found `end`",
        "a clock counts from an event: `within 1 month after open`; it knows no ends of months",
    );
    in_stage(
        "seller must answer within «1.5» days -> b, if late -> z",
        "a clock has no decimal point",
        "write a whole number, as in `24 hours`",
    );
    in_stage(
        "seller must answer within 5«-»7 days -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `-`",
        "write one length; a window is `not before 5 days after shipped, within 7 days after shipped`",
    );
    in_stage(
        "seller must answer within 5«..»7 days -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `..`",
        "write one length; a window is `not before 5 days after shipped, within 7 days after shipped`",
    );
    in_stage(
        "seller must answer within 5 days after «->» b, if late -> z",
        "expected an event, found `->`",
        "write the event or the act that it counts from: `after delivered`, `after open`",
    );
    in_stage(
        "seller must answer within 5 days after 2026«-»01-01 -> b, if late -> z",
        "expected a unit of time such as `days` or `business days of`, found `-`",
        "write one length; a window is `not before 5 days after shipped, within 7 days after shipped`",
    );
    in_stage(
        "seller must answer within 5 days after the «opening» -> b, if late -> z",
        "expected `{`, `->`, `when` or `with`, found `opening`",
        "write the event's name alone: `after open`",
    );
    in_stage(
        "seller must answer within 5 days paused while seller «acts» -> b, if late -> z",
        "expected `is to act`, found `acts`",
        "write `paused while seller is to act`",
    );
    in_stage(
        "seller must answer within 5 days «hold» until shipped -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `hold`",
        "write `held until` and an event",
    );
    in_stage(
        "seller must answer within 5 days «rolling» -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `rolling`",
        "write `rolling to business days of cn`",
    );
    in_stage(
        "seller must answer within 5 days rolling to business days «->» b, if late -> z",
        "expected `of`, found `->`",
        "write `business days of cn`, with a calendar's name",
    );
    in_stage(
        "seller must answer within 5 days«»",
        "expected `{`, `->`, `when`, `after` or `with`, found the end of the line",
        "write `-> …` with what follows and `, if late -> …`; or a `{` and the answers",
    );
    in_stage(
        "seller must answer within «5 days» -> b",
        "this does not say what happens where it is not done in time",
        "write `if late -> …` with the stage or outcome that follows, or `no deadline`",
    );
    in_stage(
        "seller must answer within 5 days «goes» to b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `goes`",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days «=>» b, if late -> z",
        "`=>` is not a sign of the language",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days «>» b, if late -> z",
        "`>` is not a sign of the language",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days «-»-> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `-`",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days «-» > b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `-`",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days →«→» b, if late -> z",
        "expected a stage or an outcome, found `→`",
        "write one `->`",
    );
    in_stage(
        "seller must answer within 5 days «then» b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `then`",
        "write `->` before the stage or outcome that follows",
    );
    in_stage(
        "seller must answer within 5 days«:» b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `:`",
        "write `->` before the stage or outcome that follows; a block stands between `{` and `}`",
    );
}

#[test]
fn answers() {
    in_answers(
        "accept«:» b",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `:`",
        "write `->` before the stage or outcome that follows; a block stands between `{` and `}`",
    );
    in_answers(
        "accept when asked is y«»",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found the end of the line",
        "write `-> …` with the stage or outcome that follows",
    );
    in_answers(
        "accept «if» asked is y -> b",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `if`",
        "write `when`",
    );
    in_answers(
        "if «accept» -> b",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `accept`",
        "write the answer alone, and for a silence `if late -> …`",
    );
    in_answers(
        "accept -> b«,» refuse -> c",
        "expected the end of the line, found `,`",
        "write each on a line of its own",
    );
    in_answers(
        "refuse with photo or video «and» report -> keep waiting",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `and`",
        "`with photo or video` asks for one of them, `with photo with video` for both",
    );
    in_answers(
        "refuse «without» photo -> keep waiting",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `without`",
        "leave it out, or write `when photo was not shown`",
    );
    in_answers(
        "refuse «showing» photo -> keep waiting",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `showing`",
        "write `with` before evidence",
    );
    in_answers(
        "counter «amount» -> keep waiting",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `amount`",
        "what an act brings along stands in parentheses, as in `counter(amount)`; evidence follows `with`",
    );
    in_answers(
        "counter(amount «USD») -> keep waiting",
        "expected `,` or `)`, found `USD`",
        "write the name alone: an amount is in the currency of what was paid",
    );
    in_answers(
        "counter(«5» USD) -> keep waiting",
        "expected a name, found `5`",
        "write a name for what it brings along: `counter(amount)`",
    );
    in_answers("counter(«)» -> keep waiting", "expected a name, found `)`", "delete the empty parentheses");
    in_answers(
        "accept -> b «when» asked is y",
        "expected the end of the line, found `when`",
        "the condition stands before the `->`",
    );
    in_answers(
        "accept -> keep_waiting «again»",
        "expected the end of the line, found `again`",
        "a line leads to one stage or outcome",
    );
    in_answers(
        "if «timeout» -> c",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `timeout`",
        "write the answer alone, and for a silence `if late -> …`",
    );
    in_answers(
        "accept «or» refuse -> b",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `or`",
        "write a `,` between answers that lead to the same",
    );
    in_answers(
        "accept «and» sign -> b",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `and`",
        "write a `,` between answers that lead to the same",
    );
}

#[test]
fn windows() {
    in_window(
        "damaged «within» 5 days after e",
        "expected `,` or `:`, found `within`",
        "write a `:` behind the reasons",
    );
    in_window(
        "damaged: «5» days after e",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found `5`",
        "write `within` before it, `not before`, or `until`",
    );
    in_window(
        "damaged:«»",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found the end of the line",
        "write when it is open: `within 15 days after delivered`",
    );
    in_window(
        "damaged: within «5 days»",
        "this does not say from when, and before a case is opened there is no stage",
        "write the event that it counts from: `within 15 days after delivered`",
    );
    in_window(
        "damaged: «from» 5 days after e",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found `from`",
        "write when it opens as `not before 5 days after shipped`",
    );
    in_window(
        "damaged: not before «e»",
        "expected a length of time such as `5 days`, found `e`",
        "write how long after it: `0 days after e`",
    );
    in_window(
        "damaged: until «protection_ends»",
        "expected a length of time such as `5 days`, found `protection_ends`",
        "write how long after it: `0 days after protection_ends`",
    );
    in_window(
        "damaged: «after» 5 days",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found `after`",
        "write when it opens as `not before 5 days after shipped`",
    );
    in_window(
        "damaged: «before» 5 days after e",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found `before`",
        "write when it ends as `within 15 days after delivered`",
    );
    in_window(
        "damaged: up to 5 «days» after e",
        "expected `times`, found `days`",
        "`up to` counts times, as in `up to 2 times`; how long is written `within 5 days`",
    );
    in_window(
        "«from» 5 days after e until 9 days after e",
        "`from` is not expected here",
        "write when it opens as `not before 5 days after shipped`",
    );
    in_window(
        "no «later» than 5 days after e",
        "expected `,` or `:`, found `later`",
        "write when it ends as `within 15 days after delivered`",
    );
    in_window(
        "damaged, lost «within» 5 days after e",
        "expected `,` or `:`, found `within`",
        "write a `:` behind the reasons",
    );
    in_window(
        "damaged: within 5 days after e «and» with photo",
        "expected `,`, `when`, `otherwise`, `up to`, `not before`, `within`, `until` …, found `and`",
        "a list is written with `,` between its parts",
    );
    in_window(
        "damaged: within 5 days after e, otherwise«,» with photo",
        "expected the end of the line, found `,`",
        "`otherwise` stands last: `within 15 days after delivered, with photo, otherwise`",
    );
    in_window(
        "damaged: within 5 days after e, «photo»",
        "expected `when`, `otherwise`, `up to`, `not before`, `within`, `until` or `with`, found `photo`",
        "evidence follows `with`: `with photo or video` asks for one of them, `with photo, with video` for both",
    );
    in_window(
        "damaged: within 5 days after e, with photo, «video»",
        "expected `when`, `otherwise`, `up to`, `not before`, `within`, `until` or `with`, found `video`",
        "evidence follows `with`: `with photo or video` asks for one of them, `with photo, with video` for both",
    );
    in_window(
        "damaged: «any» time",
        "expected `when`, `up to`, `not before`, `within`, `until` or `with`, found `any`",
        "write when it ends, as in `until 1 year after open`; a window is never without an end",
    );
    in_window(
        "damaged: within 5 days after e, «require» photo",
        "expected `when`, `otherwise`, `up to`, `not before`, `within`, `until` or `with`, found `require`",
        "evidence follows `with`: `with photo or video`",
    );
}

#[test]
fn money() {
    in_outcome(
        "refund «buyer» 30.00 USD",
        "expected `gets`, `keeps` or `pays`, found `buyer`",
        "write `buyer gets 30.00 USD`",
    );
    in_outcome("refund «paid» to buyer", "expected `gets`, `keeps` or `pays`, found `paid`", "write `buyer gets paid`");
    in_outcome("refund «the» rest", "expected `gets`, `keeps` or `pays`, found `the`", "write `buyer gets the rest`");
    in_outcome("buyer «receives» paid", "expected `gets`, `keeps` or `pays`, found `receives`", "write `gets`");
    in_outcome("buyer «is» refunded paid", "expected `gets`, `keeps` or `pays`, found `is`", "write `gets`");
    in_outcome("buyer «get» paid", "expected `gets`, `keeps` or `pays`, found `get`", "write `gets`");
    in_outcome(
        "buyer gets back «paid»",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `paid`",
        "delete `back`",
    );
    in_outcome(
        "buyer gets «USD» 30.00",
        "expected an amount such as `paid` or `5.00 USD`, found `USD`",
        "the currency stands behind the number: `30.00 USD`",
    );
    in_outcome(
        "buyer gets «$»30",
        "`$` is not a sign of the language",
        "write the currency behind the number, by its code: `5.00 USD`",
    );
    in_outcome("buyer gets «50%»", "this does not say what it is a percentage of", "write `50% of paid`");
    in_outcome(
        "buyer gets 50% «paid»",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `paid`",
        "a percentage is taken `of` something: `50% of paid`",
    );
    in_outcome(
        "buyer gets half «of» paid",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `of`",
        "write `50% of paid`",
    );
    in_outcome(
        "buyer gets «all»",
        "expected an amount such as `paid` or `5.00 USD`, found `all`",
        "write `paid` for all that was paid",
    );
    in_outcome(
        "buyer gets full «refund»",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `refund`",
        "write `paid` for all that was paid",
    );
    in_outcome(
        "seller keeps the «remainder»",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `remainder`",
        "write `the rest`",
    );
    in_outcome(
        "seller keeps what «is» left",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `is`",
        "write `the rest`",
    );
    in_outcome(
        "seller gets the rest «of» paid",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `of`",
        "write `the rest` alone: it is what the other lines leave of what was paid",
    );
    in_outcome(
        "buyer gets amount «up» to paid",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `up`",
        "write `maximum`: `amount maximum paid`",
    );
    in_outcome(
        "buyer gets amount «max» paid",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `max`",
        "write `maximum`: `amount maximum paid`",
    );
    in_outcome(
        "buyer gets min«(»amount, paid)",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `(`",
        "write `lesser of (a, b)`, or `greater of (a, b)`",
    );
    in_outcome(
        "buyer gets lesser of amount«,» paid",
        "expected `and`, found `,`",
        "write the amounts in parentheses: `lesser of (a, b)`",
    );
    in_outcome(
        "buyer gets amount «capped» at paid",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `capped`",
        "write `maximum`: `amount maximum paid`",
    );
    in_outcome(
        "seller pays 5.00 USD«»",
        "expected `to`, `per`, `minimum` or `maximum`, found the end of the line",
        "write to whom: `seller pays 5.00 USD to platform`",
    );
    in_outcome(
        "seller pays buyer «5.00» USD",
        "expected `to`, `per`, `minimum` or `maximum`, found `5.00`",
        "write to whom: `seller pays 5.00 USD to platform`",
    );
    in_outcome(
        "buyer gets paid«,» seller keeps the rest",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `,`",
        "write each on a line of its own",
    );
    in_outcome(
        "buyer gets paid «and» seller keeps the rest",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `and`",
        "write each on a line of its own",
    );
    in_outcome(
        "buyer gets paid -«» ",
        "expected an amount such as `paid` or `5.00 USD`, found the end of the line",
        "write an amount such as `paid`, `the rest`, `30% of paid` or `5.00 USD`",
    );
    in_outcome(
        "buyer gets price «of» items received",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `of`",
        "write `price of received items`",
    );
    in_outcome(
        "buyer gets price «of» returned items",
        "expected `when`, `per`, `minimum`, `maximum` or the end of the line, found `of`",
        "write `price of received items`",
    );
    in_outcome(
        "buyer gets «30% of paid» + 5.00 USD",
        "a percentage before `+` or `-` needs parentheses",
        "write `30% of (paid + 5.00 USD)`, or `(30% of paid) + 5.00 USD`",
    );
    in_outcome(
        "buyer gets «0.5» of paid",
        "only a percentage can be taken `of` something",
        "write `30% of paid`; multiplication is `x`, as in `3 x freight`",
    );
    in_outcome(
        "buyer«:» paid",
        "expected `gets`, `keeps` or `pays`, found `:`",
        "a line says who, then `gets`, `keeps` or `pays`, and how much",
    );
    in_outcome(
        "nobody«»",
        "expected `gets`, `keeps` or `pays`, found the end of the line",
        "a line says who, then `gets`, `keeps` or `pays`, and how much",
    );
}

#[test]
fn lines_of_a_process() {
    in_process(
        "«party» buyer, seller",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `party`",
        "write `parties`",
    );
    in_process(
        "parties«:» buyer, seller",
        "expected a name, found `:`",
        "the names stand directly behind the word: `parties buyer, seller`",
    );
    in_process(
        "parties buyer «seller»",
        "expected `,` or the end of the line, found `seller`",
        "write a `,` between the names",
    );
    in_process(
        "parties buyer «and» seller",
        "expected `,` or the end of the line, found `and`",
        "a list is written with `,` between its parts",
    );
    in_process(
        "parties «=» buyer, seller",
        "expected a name, found `=`",
        "the names stand directly behind the word: `parties buyer, seller`",
    );
    in_process(
        "«reason» damaged",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `reason`",
        "write `reasons`",
    );
    in_process(
        "«event» shipped",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `event`",
        "write `events`",
    );
    in_process(
        "«proof» photo",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `proof`",
        "write `evidence`",
    );
    in_process(
        r#"«timezone» "Europe/Paris""#,
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `timezone`",
        "write `time zone`",
    );
    in_process(
        r#"«zone» "Europe/Paris""#,
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `zone`",
        "write `time zone`",
    );
    in_process(
        "time zone «Europe»/Paris",
        "expected text in quotation marks, found `Europe`",
        r#"put it into quotation marks: `"Europe/Paris"`"#,
    );
    in_process(
        "«state» a { buyer may go -> z }",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `state`",
        "write `stage` and its name",
    );
    in_process(
        "«step» a { buyer may go -> z }",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `step`",
        "write `stage` and its name",
    );
    in_process(
        "stage a«:» { buyer may go -> z }",
        "expected text in quotation marks or `{`, found `:`",
        "a block stands between `{` and `}`",
    );
    in_process("stage «{» buyer may go -> z }", "expected a name, found `{`", "write its name before the `{`");
    in_process("stage a «{ }»", "this block holds no line", "write at least one line, or remove the statement");
    in_process(
        "«end» z { buyer gets paid }",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `end`",
        "write `outcome` and its name",
    );
    in_process(
        "«result» z { buyer gets paid }",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `result`",
        "write `outcome` and its name",
    );
    in_process(
        "outcome z «buyer» gets paid",
        "expected text in quotation marks or `{`, found `buyer`",
        "a block stands between `{` and `}`",
    );
    in_process(
        "outcome z«:» buyer gets paid",
        "expected text in quotation marks or `{`, found `:`",
        "a block stands between `{` and `}`",
    );
    in_process(
        "outcome z «=» buyer gets paid",
        "expected text in quotation marks or `{`, found `=`",
        "a block stands between `{` and `}`",
    );
    in_process(
        "outcome z(amount «USD») { buyer gets amount }",
        "expected `,` or `)`, found `USD`",
        "write the name alone: an amount is in the currency of what was paid",
    );
    in_process(
        "stage a «->» b",
        "expected text in quotation marks or `{`, found `->`",
        "a block stands between `{` and `}`",
    );
}

#[test]
fn calendars() {
    in_calendar(
        "«weekends»: sat, sun",
        "expected `weekend`, `holiday` or `workday`, found `weekends`",
        "did you mean `weekend`?",
    );
    in_calendar(
        "«weekends» saturday, sunday",
        "expected `weekend`, `holiday` or `workday`, found `weekends`",
        "did you mean `weekend`?",
    );
    in_calendar(
        "weekend«:» saturday",
        "expected a name, found `:`",
        "the days stand directly behind the word: `weekend saturday, sunday`",
    );
    in_calendar(
        "weekend saturday «sunday»",
        "expected `,` or the end of the line, found `sunday`",
        "write a `,` between the days",
    );
    in_calendar(
        "weekend saturday «and» sunday",
        "expected `,` or the end of the line, found `and`",
        "write a `,` between the days",
    );
    in_calendar(
        "weekend «Saturday», Sunday",
        "expected a name, found `Saturday`",
        "names are written in lower case: `saturday`",
    );
    in_calendar(
        r#"weekend «"saturday"»"#,
        r#"expected a name, found `"saturday"`"#,
        "it is written as a name, without quotation marks",
    );
    in_calendar(
        "«holidays» 2026-01-01",
        "expected `weekend`, `holiday` or `workday`, found `holidays`",
        "did you mean `holiday`?",
    );
    in_calendar(
        "holiday«:» 2026-01-01",
        "expected a date such as `2026-03-01`, found `:`",
        "the day stands directly behind the word: `holiday 2026-10-01`",
    );
    in_calendar(
        "holiday 2026-01-01 «-» 2026-01-03",
        "expected text in quotation marks, `,`, `..` or the end of the line, found `-`",
        "write `2026-01-01..2026-01-03`: both days are included",
    );
    in_calendar(
        "holiday 2026-01-01 «to» 2026-01-03",
        "expected text in quotation marks, `,`, `..` or the end of the line, found `to`",
        "write `2026-01-01..2026-01-03`: both days are included",
    );
    in_calendar(
        "holiday 2026-01-01«-»2026-01-03",
        "expected text in quotation marks, `,`, `..` or the end of the line, found `-`",
        "write `2026-01-01..2026-01-03`: both days are included",
    );
    in_calendar(
        "holiday «01.01».2026",
        "expected a date such as `2026-03-01`, found `01.01`",
        "a date is written `2026-03-01`",
    );
    in_calendar(
        "holiday «1» January",
        "expected a date such as `2026-03-01`, found `1`",
        "a date is written `2026-03-01`",
    );
    in_calendar(
        "holiday 2026-01-01 «New» Year",
        "expected text in quotation marks, `,`, `..` or the end of the line, found `New`",
        r#"put it into quotation marks: `"New Year"`"#,
    );
    in_calendar(
        r#"holiday «"New Year"» 2026-01-01"#,
        r#"expected a date such as `2026-03-01`, found `"New Year"`"#,
        r#"the day stands before what it is called: `holiday 2026-01-01 "New Year"`"#,
    );
    in_calendar(
        "holiday 2026-01-01 «2026»-01-02",
        "expected text in quotation marks, `,`, `..` or the end of the line, found `2026`",
        "write a `,` between days, or `..` between the first and the last",
    );
    in_calendar(
        "«working» day 2026-01-01",
        "expected `weekend`, `holiday` or `workday`, found `working`",
        "write `workday` and the day",
    );
    in_calendar(
        "«workdays» 2026-01-01",
        "expected `weekend`, `holiday` or `workday`, found `workdays`",
        "did you mean `workday`?",
    );
    in_calendar(
        "«work» 2026-01-01",
        "expected `weekend`, `holiday` or `workday`, found `work`",
        "write `workday` and the day",
    );
    in_calendar(
        "«2026»-01-01 holiday",
        "expected `weekend`, `holiday` or `workday`, found `2026`",
        "write `holiday` or `workday` before the day",
    );
    in_calendar(
        "«closed» 2026-01-01",
        "expected `weekend`, `holiday` or `workday`, found `closed`",
        "write `holiday` and the day",
    );
}

#[test]
fn cases() {
    in_case(
        "«delivered» 2026-01-01",
        "expected a date such as `2026-03-01`, found `delivered`",
        "the day stands first: `2026-03-10 delivered`",
    );
    in_case(
        "2026-01-01«:» delivered",
        "expected a name or a time such as `14:30`, found `:`",
        "what happened stands directly behind the day: `2026-03-10 delivered`",
    );
    in_case(
        "2026-01-01«,» delivered",
        "expected a name or a time such as `14:30`, found `,`",
        "what happened stands directly behind the day: `2026-03-10 delivered`",
    );
    in_case(
        "2026-01-01 buyer opens «a» dispute",
        "expected `with`, `of parcel` or the end of the line, found `a`",
        "a line is a day and an event, or a day, a party and what it does; what that brings along stands in parentheses: `2026-03-14 seller counter(amount 10.00 USD)`",
    );
    in_case(
        "2026-01-01 the buyer «open»",
        "expected `with`, `of parcel` or the end of the line, found `open`",
        "a line is a day and an event, or a day, a party and what it does; what that brings along stands in parentheses: `2026-03-14 seller counter(amount 10.00 USD)`",
    );
    in_case(
        "2026-01-01 buyer open«,» with photo",
        "expected `with`, `of parcel` or the end of the line, found `,`",
        "delete the `,`",
    );
    in_case(
        "2026-01-01 buyer open with photo «and» video",
        "expected `,`, `of parcel` or the end of the line, found `and`",
        "a list is written with `,` between its parts",
    );
    in_case(
        "2026-01-01 buyer open «reason» damaged",
        "expected `with`, `of parcel` or the end of the line, found `reason`",
        "a line is a day and an event, or a day, a party and what it does; what that brings along stands in parentheses: `2026-03-14 seller counter(amount 10.00 USD)`",
    );
    in_case(
        "2026-01-01 delivered parcel «2»",
        "expected `with`, `of parcel` or the end of the line, found `2`",
        "write `of parcel 2`",
    );
    in_case(
        "2026-01-01 delivered «(parcel 2)»",
        "`delivered` is an event, and only what a party does brings something along",
        "write the party before it: `seller counter(amount 10.00 USD)`; a parcel is told as `of parcel 2`",
    );
    in_case(
        "«2026»-01-01T10:00 delivered",
        "expected a date such as `2026-03-01`, found `2026`",
        "a day and a time are written `2026-03-12 14:30`",
    );
    in_case("2026-01-01 10:00«:»00 delivered", "expected a name, found `:`", "a time has hours and minutes: `14:30`");
    in_case(
        "2026-01-01 «10h» delivered",
        "expected a name or a time such as `14:30`, found `10h`",
        "a day and a time are written `2026-03-12 14:30`",
    );
    in_case(
        "«01.01».2026 delivered",
        "expected a date such as `2026-03-01`, found `01.01`",
        "a date is written `2026-03-01`",
    );
    in_case(
        "2026-01-01 «by» buyer open",
        "expected a name or a time such as `14:30`, found `by`",
        "the party stands directly behind the day: `2026-03-12 buyer open`",
    );
}

#[test]
fn standings() {
    in_standing(
        "state «a»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `a`",
        "write `stage` and its name",
    );
    in_standing("«in» stage a", "`in` is not expected here", "write `stage` or `outcome` and its name");
    in_standing(
        "a«»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found the end of the line",
        "write `stage` or `outcome` and its name, or a party and `gets`, `keeps`, `pays`, `must` or `may`",
    );
    in_standing(
        "buyer «receives» 5 USD",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `receives`",
        "write `gets`",
    );
    in_standing("buyer gets «paid»", "expected a number, found `paid`", "write how much: `buyer gets 30.00 USD`");
    in_standing(
        "buyer must go «until» 2026-01-05",
        "expected `,`, `by` or the end of the line, found `until`",
        "write the last day or minute: `seller must answer by 2026-03-17`",
    );
    in_standing(
        "buyer must go «within» 5 days",
        "expected `,`, `by` or the end of the line, found `within`",
        "write the last day or minute: `seller must answer by 2026-03-17`",
    );
    in_standing(
        "buyer may go «by» 2026-01-05",
        "expected `,`, `until` or the end of the line, found `by`",
        "write the last day or minute: `buyer may withdraw until 2026-03-17`",
    );
    in_standing(
        "next «deadline» 2026-01-05",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `deadline`",
        "write `next due` and the day or minute",
    );
    in_standing(
        "due «2026»-01-05",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `2026`",
        "write `next due` and the day or minute",
    );
    in_standing(
        "nothing«»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found the end of the line",
        "write `nothing to do`",
    );
    in_standing(
        "late«»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found the end of the line",
        "write `too late`",
    );
    in_standing(
        "refused«»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found the end of the line",
        "write `barred`, `too early` or `too late`",
    );
    in_standing(
        "closed«»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found the end of the line",
        "write `stage` or `outcome` and its name, or a party and `gets`, `keeps`, `pays`, `must` or `may`",
    );
    in_standing(
        "total «5» USD",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `5`",
        "money of a case is told by party: `buyer gets 30.00 USD`",
    );
    in_standing(
        "barred «by» count",
        "expected `,`, `must`, `may`, `gets`, `keeps`, `pays` or the end of the line, found `by`",
        "write `barred` alone",
    );
    in_standing(
        "too early, opens «on» 2026-01-05",
        "expected a date such as `2026-03-01`, `must`, `may`, `gets`, `keeps` or `pays`, found `on`",
        "the day stands directly behind the word: `opens 2026-03-20`",
    );
    in_standing(
        "stage a «and» buyer gets 5 USD",
        "expected `,` or the end of the line, found `and`",
        "a list is written with `,` between its parts",
    );
    in_standing(
        "no «stage»",
        "expected `must`, `may`, `gets`, `keeps` or `pays`, found `stage`",
        "write `not opened` where there is no case yet",
    );
}

#[test]
fn lines_of_an_example() {
    in_example(
        "expect «stage» a",
        "expected `total`, `billed weight`, `charge`, `no charge`, `refused` or `available`, found `stage`",
        "a case is looked at at a moment: `at 2026-03-18: expect stage negotiation`",
    );
    in_example(
        "at 2026-01-05 «expect» stage a",
        "expected a time such as `14:30` or `:`, found `expect`",
        "write a `:` before `expect`",
    );
    in_example("at 2026-01-05: «stage» a", "expected `expect`, found `stage`", "write `expect`");
    in_example(
        "«on» 2026-01-05: expect stage a",
        "expected `ship`, `parcel`, `with`, `order items`, `expect`, `case` or `at`, found `on`",
        "write `at` before the moment: `at 2026-03-18: expect stage negotiation`",
    );
    in_example(
        "«2026»-01-05: expect stage a",
        "expected `ship`, `parcel`, `with`, `order items`, `expect`, `case` or `at`, found `2026`",
        "write `at` before the moment: `at 2026-03-18: expect stage negotiation`",
    );
    in_example(
        "at«:» expect stage a",
        "expected a date such as `2026-03-01`, found `:`",
        "write the day or the minute behind `at`",
    );
    in_example(
        "«when» 2026-01-05: expect stage a",
        "expected the end of the line, found `when`",
        "write `at` before the moment: `at 2026-03-18: expect stage negotiation`",
    );
}

#[test]
fn statements() {
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must answer within 5 days«»
      accept -> b
      if late -> z
    }
  }
}",
        "E0101",
        "expected `{`, `->`, `when`, `after` or `with`, found the end of the line",
        "write `-> …` with what follows and `, if late -> …`; or a `{` and the answers",
    );
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must answer within 5 days «(»
      accept -> b
      if late -> z
    )
  }
}",
        "E0101",
        "expected `{`, `->`, `when`, `after` or `with`, found `(`",
        "write `->` and the stage or outcome that follows",
    );
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must answer within «5 days» {
      accept -> b
    }
  }
}",
        "E0101",
        "this does not say what happens where it is not done in time",
        "write `if late -> …` with the stage or outcome that follows, or `no deadline`",
    );
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must «answer(amount)» within 5 days {
      accept -> b
      if late -> z
    }
  }
}",
        "E0101",
        "`answer` is done by one of its answers, so it brings nothing along itself",
        "write it inside the block, as in `refuse(amount) with photo -> keep waiting`",
    );
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must answer «with photo» within 5 days {
      accept -> b
      if late -> z
    }
  }
}",
        "E0101",
        "`answer` is done by one of its answers, so this stands with each of them",
        "write it inside the block, as in `refuse(amount) with photo -> keep waiting`",
    );
    check(
        "returns r {
  stage a {
    buyer may go -> z
    seller must answer within 5 days «{
    }»
  }
}",
        "E0109",
        "this block holds no answer",
        "write at least one answer, or remove the statement",
    );
    check(
        "returns r {
  «open» buyer { within 5 days after e } -> a
}",
        "E0101",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `open`",
        "write `open by` and the parties: `open by buyer { within 15 days after delivered } -> …`",
    );
    check(
        "returns r {
  open by buyer { within 5 days after e }«»
}",
        "E0101",
        "expected `->`, found the end of the line",
        "write `-> …` with the stage or outcome that follows",
    );
    check(
        "returns r {
  open by buyer «within» 5 days after e -> a
}",
        "E0101",
        "expected `,` or `{`, found `within`",
        "write the window between `{` and `}`: `open by buyer { within 15 days after delivered } -> …`",
    );
    check(
        "returns r {
  «opened» by buyer { within 5 days after e } -> a
}",
        "E0101",
        "expected `time zone`, `parties`, `reasons`, `evidence`, `events`, `open by`, `stage` …, found `opened`",
        "write `open by` and the parties: `open by buyer { within 15 days after delivered } -> …`",
    );
    check(
        "returns r {
  open by buyer «or» seller { within 5 days after e } -> a
}",
        "E0101",
        "expected `,` or `{`, found `or`",
        "write a `,` between the parties: `open by buyer, seller`",
    );
    check(
        "returns r {
  open by buyer «{ }» -> a
}",
        "E0109",
        "this block holds no window",
        "write at least one window, or remove the statement",
    );
    check(
        "returns r {
  stage a«»
    buyer may go -> z
    buyer may stop -> z
  }
  events e
}",
        "E0101",
        "expected text in quotation marks or `{`, found the end of the line",
        "a block begins with a `{` at the end of its first line",
    );
    check("returns «{» events e }", "E0101", "expected a name, found `{`", "write its name before the `{`");
    check(
        "returns r «events» e",
        "E0101",
        "expected text in quotation marks, `{`, `via`, `from`, `to`, `for`, `valid` …, found `events`",
        "a block stands between `{` and `}`",
    );
    check(
        "returns r«:» { events e }",
        "E0101",
        "expected text in quotation marks, `{`, `via`, `from`, `to`, `for`, `valid` …, found `:`",
        "a block stands between `{` and `}`",
    );
    check("«return» r { events e }", "E0102", "`return` begins no statement", "did you mean `returns`?");
    check(
        "«dispute» r { events e }",
        "E0102",
        "`dispute` begins no statement",
        "write `returns` and a name, for a process with stages and clocks",
    );
    check(
        "«process» r { events e }",
        "E0102",
        "`process` begins no statement",
        "write `returns` and a name, for a process with stages and clocks",
    );
    check(
        "«refund» r { events e }",
        "E0102",
        "`refund` begins no statement",
        "write `returns` and a name, for a process with stages and clocks",
    );
    check(
        "calendar cn «{» weekend saturday }",
        "E0101",
        "expected text in quotation marks or `covers`, found `{`",
        "write the days that it knows: `covers 2026-01-01..2026-12-31`",
    );
    check(
        "calendar cn «2026»-01-01..2026-12-31 { weekend saturday }",
        "E0101",
        "expected text in quotation marks or `covers`, found `2026`",
        "write the days that it knows: `covers 2026-01-01..2026-12-31`",
    );
    check(
        "calendar cn covers «2026» { weekend saturday }",
        "E0101",
        "expected a date such as `2026-03-01`, found `2026`",
        "a date is written `2026-03-01`",
    );
    check(
        "calendar cn covers 2026-01-01.. «{» weekend saturday }",
        "E0101",
        "expected a date such as `2026-03-01`, found `{`",
        "write the last day that it knows, too",
    );
    check(
        "calendar cn «valid» 2026-01-01..2026-12-31 { weekend saturday }",
        "E0101",
        "expected text in quotation marks or `covers`, found `valid`",
        "write the days that it knows: `covers 2026-01-01..2026-12-31`",
    );
    check(
        "calendar cn covers 2026-01-01 «to» 2026-12-31 { weekend saturday }",
        "E0101",
        "expected `..`, found `to`",
        "write `2026-01-01..2026-12-31`: both days are included",
    );
    check(
        "«calender» cn covers 2026-01-01..2026-12-31 { weekend saturday }",
        "E0102",
        "`calender` begins no statement",
        "did you mean `calendar`?",
    );
    check(
        "«holidays» cn { weekend saturday }",
        "E0102",
        "`holidays` begins no statement",
        "write `calendar cn covers 2026-01-01..2026-12-31 { … }` around it",
    );
    check(
        "compensation c «{» 5.00 USD }",
        "E0101",
        "expected text in quotation marks, `=`, `via`, `from`, `to`, `for`, `valid` …, found `{`",
        "write `=` and the amount: `compensation lost via ems = 500.00 + freight`",
    );
    check(
        "compensation c«:» 5.00 USD",
        "E0101",
        "expected text in quotation marks, `=`, `via`, `from`, `to`, `for`, `valid` …, found `:`",
        "write `=` and the amount: `compensation lost via ems = 500.00 + freight`",
    );
    check(
        "compensation c «5.00» USD",
        "E0101",
        "expected text in quotation marks, `=`, `via`, `from`, `to`, `for`, `valid` …, found `5.00`",
        "write `=` and the amount: `compensation lost via ems = 500.00 + freight`",
    );
    check(
        "compensation c =«»",
        "E0101",
        "expected an amount such as `paid` or `5.00 USD`, found the end of the line",
        "write the amount: `500.00 + freight`, or `nothing`",
    );
    check(
        "compensation c = declared_value «up» to 500 USD",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `up`",
        "write `maximum`: `amount maximum paid`",
    );
    check(
        "compensation c = declared_value «at» rate of d",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `at`",
        "write the currency before the rate: `declared_value in CNY at rate of order_date`",
    );
    check(
        "compensation c = 5.00 per kg «weight»",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `weight`",
        "write `of` before what is measured: `per kg of weight`",
    );
    check(
        "compensation c = 3 times «freight»",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `freight`",
        "write `x`: `3 x freight`",
    );
    check(
        "compensation c = min«(»a, b)",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `(`",
        "write `lesser of (a, b)`, or `greater of (a, b)`",
    );
    check(
        "compensation c = lesser of a«,» b",
        "E0101",
        "expected `and`, found `,`",
        "write the amounts in parentheses: `lesser of (a, b)`",
    );
    check(
        "compensation c = lesser of (a«)»",
        "E0101",
        "expected `,`, `per`, `minimum` or `maximum`, found `)`",
        "write two amounts or more: `lesser of (a, b)`",
    );
    check(
        "compensation c = «mean of (a, b)»",
        "E0101",
        "an amount is not a mean of others",
        "write `lesser of (a, b)` or `greater of (a, b)`",
    );
    check(
        "compensation c = declared_value in USD «on» d",
        "E0101",
        "expected `per`, `minimum`, `maximum` or the end of the line, found `on`",
        "write `at rate of` and the date: `declared_value in CNY at rate of order_date`",
    );
    check("«compensations» c = 5.00", "E0102", "`compensations` begins no statement", "did you mean `compensation`?");
    check(
        "«claim» c = 5.00",
        "E0102",
        "`claim` begins no statement",
        "write `compensation` and a name for what a carrier owes, `returns` and a name for a process",
    );
    check(
        r#"example "e" {
  case r «reason» damaged {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected `,` or `{`, found `reason`",
        "write a `,` before it",
    );
    check(
        r#"example "e" {
  case r, reason«:» damaged {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected a value, `,` or `{`, found `:`",
        "write the value directly behind the name: `reason damaged`",
    );
    check(
        r#"example "e" {
  case r, reason «is» damaged {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected a value, `,` or `{`, found `is`",
        "write the value directly behind the name: `reason damaged`",
    );
    check(
        r#"example "e" {
  case r, paid USD «80.00» {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected `,` or `{`, found `80.00`",
        "the currency stands behind the number: `80.00 USD`",
    );
    check(
        r#"example "e" {
  case r, paid 80.00 USD «+» 5.00 USD {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected `,` or `{`, found `+`",
        "write all that was paid, and its parts in parentheses: `paid 80.00 USD (goods 70.00 USD, freight 10.00 USD)`",
    );
    check(
        r#"example "e" {
  case r, paid 80.00 USD (goods 70, «shipping» 10) {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected `goods` or `freight`, found `shipping`",
        "what was paid is for `goods` and for `freight`",
    );
    check(
        r#"example "e" {
  case r «paid» 80.00 USD {
    2026-01-01 e
  }
  at 2026-01-05: expect stage a
}"#,
        "E0101",
        "expected `,` or `{`, found `paid`",
        "write a `,` before it",
    );
}

#[test]
fn acts_with_names_of_the_language() {
    let help = "`valid` is a word of the language and cannot be a name; choose another";
    in_answers("«valid» -> z", "expected a name or `if late`, found `valid`", help);
    in_answers("«otherwise» -> z", "expected a name or `if late`, found `otherwise`", "write `if late -> …`");
}

#[test]
fn phrases_of_laws() {
    in_answers(
        "accept -> «x»",
        "expected a stage or an outcome, found `x`",
        "`x` is a word of the language and cannot be a name; choose another",
    );
    in_answers(
        "accept «within» 2 days -> z",
        "expected `,`, `->`, `when`, `otherwise`, `up to` or `with`, found `within`",
        "an answer has the time of its obligation; one with its own is a line: `buyer may accept within 2 days -> …`",
    );
    in_window(
        "until «end» of month after e",
        "expected `,`, `:` or a length of time such as `5 days`, found `end`",
        "a clock counts from an event: `within 1 month after open`; it knows no ends of months",
    );
    in_window(
        "within «later» of 5 days after e, 9 days after e",
        "expected `,`, `:` or a length of time such as `5 days`, found `later`",
        "write `the later of 14 days after delivered and 30 days after shipped`, or `the earlier of … and …`",
    );
    let behind = "expected `,`, `when`, `otherwise`, `up to`, `not before`, `within`, `until` …, found";
    in_window(
        "within 14 days after e «excluding» sundays",
        &format!("{behind} `excluding`"),
        "write `business days of cn`, with a calendar's name: it says which days do not count",
    );
    in_window(
        "within 14 days after e «or» f",
        &format!("{behind} `or`"),
        "a clock counts from one event: write `the earlier of 14 days after delivered and 14 days after collected`, or \
         `the later of … and …`",
    );
    let several = "write `the later of 14 days after delivered and 30 days after shipped`, or `the earlier of … and …`";
    in_window("within 14 days after e «or» 30 days after f", &format!("{behind} `or`"), several);
    in_window(
        "within 14 days after e, «whichever» is later",
        "expected `when`, `otherwise`, `up to`, `not before`, `within`, `until` or `with`, found `whichever`",
        several,
    );
    in_window("within the later of 14 days after e «or» 30 days after f", "expected `,`, found `or`", several);
    let two = "`the later of` takes two clocks or more, with `and` before the last: `the later of A and B`";
    in_window("within the later of 14 days after e «30» days after f", "expected `,`, found `30`", two);
    in_window("within the later of 14 days after e, «until» 30 days after f", "expected a number, found `until`", two);
    in_stage(
        "seller must answer within the later of 5 days, 2 days after open «->» b, if late -> z",
        "expected `,`, found `->`",
        two,
    );
    in_window(
        "within «the» latter of 14 days after e and 3 days after f",
        "expected `,`, `:` or a length of time such as `5 days`, found `the`",
        several,
    );
    in_window(
        "within «the» later between 14 days after e and 3 days after f",
        "expected `,`, `:` or a length of time such as `5 days`, found `the`",
        several,
    );
    in_stage(
        "seller must answer within 5 days «or» 9 days after open -> b, if late -> z",
        "expected `{`, `->`, `when`, `after` or `with`, found `or`",
        several,
    );
}
