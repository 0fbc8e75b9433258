//! Calendars, processes, compensations and examples of cases: what they come to, and every mistake.

use super::model_of;

/// What every fragment can speak of.
const RULES: &str = "
category phone
fact asked: one of refund_only, return_and_refund
fact order_date: date
fact fragile per item: yes/no
service ems { from CN; to all; weight up to 30 kg }
freight standard via ems = 20.00
";

/// A process with a stage of these lines.
fn stage(lines: &str) -> String {
    format!(
        "{RULES}returns p {{ parties buyer, seller; reasons damaged, lost; evidence photo; events delivered\n\
         open by buyer (reason, asked, amount) {{ within 15 days after delivered }} -> talk\n\
         stage talk {{ {lines}\n when 90 days pass after open -> paid_back(amount) }}\n\
         outcome paid_back(amount) {{ buyer gets amount maximum paid; seller keeps the rest }}\n\
         outcome closed {{ seller keeps paid }} }}"
    )
}

/// A process with these windows, whose case ends at once.
fn windows(lines: &str) -> String {
    format!(
        "{RULES}returns p {{ parties buyer; reasons damaged, lost; evidence photo; events delivered, shipped\n\
         open by buyer {{ {lines} }} -> refunded\n outcome refunded {{ buyer gets paid }} }}"
    )
}

/// Asserts that `text` has one finding: `code`, at `words`, and `part` somewhere in what is said of it.
#[track_caller]
fn check_error(text: &str, code: &str, words: &str, part: &str) {
    let (_, found, sources) = model_of(text);
    let found: Vec<_> = found.into_iter().filter(|one| one.code.id() != "W1002").collect();
    let [one] = found.as_slice() else { panic!("expected one finding, got {found:#?}") };
    assert_eq!(one.code.id(), code, "{one:#?}");
    assert_eq!(one.primary.as_ref().map_or("", |label| sources.slice(label.span)), words, "{one:#?}");
    let labels = one.related.iter().chain(&one.primary).map(|label| label.text.as_str());
    let said: Vec<&str> = [one.message.as_str()]
        .into_iter()
        .chain(labels)
        .chain(one.notes.iter().chain(&one.helps).map(String::as_str))
        .collect();
    assert!(said.iter().any(|text| text.contains(part)), "`{part}` is not said in {said:#?}");
}

/// Asserts that nothing but idle words is found, and that the process comes to `parts`.
#[track_caller]
fn check_means(text: &str, parts: &[&str]) {
    let (model, found, _) = model_of(text);
    let found: Vec<_> = found.into_iter().filter(|one| one.code.id() != "W1002").collect();
    assert!(found.is_empty(), "{found:#?}");
    let said = format!("{:?}", (&model.calendars, &model.processes, &model.compensations));
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in {said}");
    }
}

#[test]
fn what_is_taken_is_read() {
    let process = |money: &str| {
        format!(
            "{RULES}returns p {{ parties buyer; events delivered\n open by buyer (asked_for) {{ within 9 days after delivered }} -> part(asked_for)\n\
             outcome part(asked_for) {{ {money}; buyer keeps the rest }} }}"
        )
    };
    let told = |money: &str| {
        let (_, found, _) = model_of(&process(money));
        found.into_iter().map(|one| format!("{} {}", one.code.id(), one.message)).collect::<Vec<_>>()
    };
    assert_eq!(told("buyer gets asked_for maximum paid"), [""; 0]);
    assert_eq!(told("buyer gets 30% of paid"), ["W1002 `part` takes `asked_for`, and nothing in it reads it"]);
}

#[test]
fn clocks() {
    check_means(
        &stage("seller must answer within 5 days -> closed, if late -> closed"),
        &["count: 5, unit: Days, from: Entry"],
    );
    check_means(&stage("buyer may write within 36 hours after open"), &["count: 36, unit: Hours, from: Open"]);
    check_means(
        &stage("buyer may write until 2 weeks after last delivered"),
        &["unit: Weeks, from: Event(EventId(0), Last)"],
    );
    check_means(&stage("buyer may write within 3 days after each write"), &["from: Act(ActId(1), Each)"]);
    check_means(
        &stage(
            "buyer may write within 12 months after 14 days after order_date held until delivered paused while seller is to act",
        ),
        &[
            "count: 12, unit: Months, from: Clock(Clock { count: 14, unit: Days, from: Date(Declared(",
            "held_until: Some(Event(EventId(0), First))",
            "paused_while: Some(PartyId(1))",
        ],
    );
    check_error(
        &stage("buyer may write within 5 days after delivred"),
        "E0201",
        "delivred",
        "did you mean `delivered`?",
    );
    check_error(
        &stage("buyer may write within 5 days after last order_date"),
        "E0420",
        "last order_date",
        "there is one",
    );
    check_error(&stage("buyer may write within 5 days after photo"), "E0206", "photo", "is evidence");
    check_error(&stage("buyer may write within 5 business days of cn"), "E0201", "cn", "calendar");
    check_error(&stage("buyer may write within 9999999 days"), "E0311", "9999999 days", "no clock can count it");
}

/// What follows from one lost line is no finding of its own.
#[test]
fn a_line_that_is_lost_is_told_once() {
    let process = |windows: &str, stage: &str| {
        format!(
            "returns r {{\n  parties buyer, court\n  reasons lost, late\n  events e, f\n  open by buyer (reason) {{ {windows} }} -> a\n  \
             stage a {{ {stage} }}\n  outcome z {{ buyer gets price of received items; court keeps the rest }}\n}}"
        )
    };
    let check_one = |text: &str, code: &str| {
        let (_, found, _) = model_of(text);
        let codes: Vec<_> = found.into_iter().map(|one| one.code.id()).collect();
        assert_eq!(codes, [code], "in {text}");
    };
    let windows = "lost: within 9 days after e; late: within 9 days after f";
    let stage = "buyer must go(received) within 9 days -> z, if late -> z";
    check_one(&process("lost: within 9 days after e", stage), "E1002");
    check_one(&process(windows, &format!("{stage}; when f has happened -> b")).replace("after f", "after e"), "E0201");
}

/// A stage that is copied and not renamed is one finding, with the name that is lost.
#[test]
fn a_stage_that_is_defined_twice() {
    let twice = |targets: &str| {
        format!(
            "returns r {{\n  parties buyer\n  events e\n  open by buyer {{ within 9 days after e }} -> a\n  \
             stage a {{ {targets} }}\n  stage a {{ buyer may go -> z }}\n  outcome z {{ buyer gets paid }}\n}}"
        )
    };
    check_error(&twice("buyer may go -> b"), "E0202", "a", "is one of them `b`? Give it that name");
    check_error(&twice("buyer may go -> z"), "E0202", "a", "first defined here");
}

#[test]
fn openings() {
    check_error(&windows("damaged: within 15 days after delivered"), "E1002", "lost", "no window");
    check_error(
        &windows("damaged, lost: within 15 days after delivered; lost: within 9 days after shipped"),
        "E1001",
        "lost",
        "two windows",
    );
    // A window with a condition leaves the other cases to the next, each only where those before it do not hold.
    check_means(
        &windows(
            "damaged: within 9 days after delivered, when destination in DE; damaged, lost: within 15 days after delivered",
        ),
        &["reasons: [ReasonId(0)], gate: Gate {", "when: Some(All([Not(Holds(", "reasons: [ReasonId(1)], gate: Gate {"],
    );
    check_means(
        &windows("within 9 days after delivered, when destination in DE; within 15 days after delivered, otherwise"),
        &["when: Some(All([Not(Holds("],
    );
    check_error(
        &windows("within 9 days after delivered; within 15 days after delivered, when destination in DE"),
        "E1001",
        "within 15 days after delivered, when destination in DE",
        "when it holds",
    );
    check_error(&windows("within 9 days after delivered, otherwise"), "E0420", "otherwise", "none before this one");
    check_error(
        &windows("not before 10 days after shipped, within 9 days after shipped"),
        "E1003",
        "9 days after shipped",
        "never open",
    );
    check_error(
        &windows("not before 2 weeks after shipped, until 13 days after shipped"),
        "E1003",
        "13 days after shipped",
        "opens",
    );
    check_means(&windows("not before 14 days after shipped, until 2 weeks after shipped"), &["not_before: Some"]);
    for (window, ends) in [
        (
            "not before the later of 5 days after shipped and 9 days after delivered, until 8 days after delivered",
            "8 days after delivered",
        ),
        (
            "not before 9 days after delivered, within the earlier of 30 days after shipped and 8 days after delivered",
            "the earlier of 30 days after shipped and 8 days after delivered",
        ),
        (
            "not before the earlier of 9 days after delivered and 5 days after shipped, until the earlier of 8 days after delivered and 4 days after shipped",
            "the earlier of 8 days after delivered and 4 days after shipped",
        ),
        (
            "not before the later of 9 days after delivered and 5 days after shipped, until the later of 8 days after delivered and 4 days after shipped",
            "the later of 8 days after delivered and 4 days after shipped",
        ),
    ] {
        check_error(&windows(window), "E1003", ends, "never open");
    }
    for window in [
        "not before the earlier of 5 days after shipped and 9 days after delivered, until 8 days after delivered",
        "not before 9 days after delivered, within the later of 30 days after shipped and 8 days after delivered",
    ] {
        check_means(&windows(window), &["not_before: Some"]);
    }
    for (clocks, idle) in [
        ("the later of 14 days after delivered and 2 weeks after delivered", "2 weeks after delivered"),
        (
            "the later of 14 days after delivered, 3 days after shipped and 1 year after delivered",
            "14 days after delivered",
        ),
        ("the earlier of 14 days after delivered and 1 year after delivered", "1 year after delivered"),
    ] {
        check_error(&windows(&format!("within {clocks}")), "W1004", idle, "is never the");
    }
    check_error(
        &windows("not before 3 months after shipped, within 88 days after shipped"),
        "E1003",
        "88 days after shipped",
        "never open",
    );
    // From 29 November 2026 three months are 91 days; 92 days are enough for any three.
    check_error(
        &windows("not before 3 months after shipped, within 90 days after shipped"),
        "W1003",
        "90 days after shipped",
        "not open in every month",
    );
    check_means(&windows("not before 3 months after shipped, within 92 days after shipped"), &["not_before: Some"]);
    check_error(
        &windows(
            "damaged: within 9 days after delivered, otherwise; damaged: within 5 days after shipped, otherwise; \
             lost: within 5 days after shipped",
        ),
        "E0420",
        "otherwise",
        "none before this one",
    );
    check_error(
        &windows("not before 9 days after shipped held until delivered"),
        "E1013",
        "9 days after shipped held until delivered",
        "`when delivered has happened`",
    );
    check_error(
        &stage("buyer may go not before 9 days paused while seller is to act -> closed"),
        "E1013",
        "9 days paused while seller is to act",
        "moves the end",
    );
    check_error(&windows("within 9 days after entry"), "E1010", "entry", "before the case is open");
    check_error(&windows("within 9 days after delivered, with foto"), "E0201", "foto", "did you mean `photo`?");
    check_means(
        &windows("within 9 days after delivered, with photo and photo"),
        &["evidence: [[EvidenceId(0)], [EvidenceId(0)]]"],
    );
    check_error(&windows("within 9 days after delivered, up to 0 times"), "E0311", "up to 0 times", "above zero");
}

#[test]
fn guards() {
    check_means(&stage("buyer may go when reason is not lost -> closed"), &["Not(Reason([ReasonId(1)]))"]);
    check_means(
        &stage("buyer may go when delivered has not happened and asked is refund_only -> closed"),
        &["All([Not(Happened(EventId(0))), Holds(OneOf("],
    );
    check_means(
        &stage("buyer may go when photo was shown or amount up to 50% of paid -> closed"),
        &["Shown(EvidenceId(0))", "Money { left: Amount(AmountId(0)), order: UpTo, right: Share("],
    );
    check_error(&stage("buyer may go when delivered -> closed"), "E0308", "delivered", "`delivered has happened`");
    check_error(
        &stage("buyer may go when reason is dammaged -> closed"),
        "E0201",
        "dammaged",
        "did you mean `damaged`?",
    );
    check_error(&stage("buyer may go when asked is nothing_else -> closed"), "E0310", "nothing_else", "refund_only");
    check_error(&stage("buyer may go when billed_weight over 2 kg -> closed"), "E0208", "billed_weight", "`weight`");
    check_error(&stage("buyer may go when amount up to 5 -> closed"), "E0302", "5", "currency");
}

#[test]
fn targets() {
    check_error(&stage("buyer may go -> close"), "E0201", "close", "did you mean `closed`?");
    check_error(&stage("buyer may go -> closed(amount)"), "E1008", "closed(amount)", "takes no amount");
    check_error(&stage("buyer may go -> paid_back"), "E1008", "paid_back", "-> paid_back(amount)");
    check_error(&stage("buyer may go -> again"), "E1006", "again", "up to 2 times");
    check_error(&stage("when delivered has happened -> again"), "E1006", "again", "an event");
    check_error(&stage("buyer may go up to 1 time -> extend answer by 8 days"), "E0201", "answer", "an obligation");
    check_error(&stage("when delivered has happened -> keep waiting"), "E0420", "keep waiting", "stands behind an act");
    check_means(
        &stage(
            "seller must answer within 5 days -> closed, if late -> closed; seller may delay up to 1 time -> extend answer by 8 days",
        ),
        &["Extend { obligation: \"answer\", count: 8, unit: Days }"],
    );
}

#[test]
fn obligations() {
    let answers = |lines: &str| stage(&format!("seller must answer within 5 days {{ {lines} }}"));
    check_error(
        &answers("yes_do -> closed; yes_do -> closed; if late as yes_do"),
        "E1007",
        "yes_do",
        "leads to two places",
    );
    check_error(&answers("yes_do -> closed; if late as no_do"), "E0201", "no_do", "none of the answers");
    check_error(
        &answers("yes_do -> closed; if late -> closed; if late -> closed when asked is refund_only"),
        "E1007",
        "if late -> closed when asked is refund_only",
        "never happens",
    );
    check_means(
        &answers("yes_do when asked is refund_only -> closed; yes_do otherwise -> closed; if late as yes_do"),
        &["late: Some(As(ActId(1)))"],
    );
    check_error(&stage("seller must answer no deadline -> closed"), "W1001", "no deadline", "wait for ever");
    check_error(
        &stage("platform must answer within 5 days -> closed, if late -> closed"),
        "E0201",
        "platform",
        "a party",
    );
    check_error(
        &answers("give(amount) -> closed; if late as give")
            .replace("stage talk {", "stage talk { buyer may give -> closed;"),
        "E1009",
        "give",
        "bring the same along",
    );
}

#[test]
fn money() {
    let pays = |line: &str| stage(&format!("seller pays {line} to buyer"));
    check_means(&pays("(30% of paid_goods) + 5.00 USD"), &["Sum([Share(", "PaidGoods), Fixed("]);
    check_means(&pays("lesser of (paid, 5.00 USD)"), &["Least([Paid, Fixed("]);
    check_error(&pays("the rest"), "E0420", "the rest", "nothing is shared out here");
    check_error(&pays("5.00"), "E0302", "5.00", "currency");
    check_error(&pays("weight"), "E0420", "weight", "`compensation`");
    check_error(&pays("asked_amount in USD"), "E0420", "asked_amount in USD", "write `asked_amount` alone");
    check_error(
        &pays("(asked_amount + 5.00 USD) in USD"),
        "E0420",
        "(asked_amount + 5.00 USD) in USD",
        "`compensation`",
    );
    check_error(&pays("price of received items"), "E1012", "price of received items", "received");
    check_error(&pays("order_date"), "E0301", "order_date", "not money");
    check_error(&stage("buyer pays 5.00 USD to buyer"), "E0420", "buyer pays 5.00 USD to buyer", "pay itself");
}

#[test]
fn calendars() {
    let calendar = |lines: &str| format!("calendar cn covers 2026-01-01..2026-12-31 {{ {lines} }}");
    check_means(
        &calendar("weekend saturday, sunday; holiday 2026-10-03..2026-10-04, 2026-10-05; workday 2026-10-10"),
        &[
            "holidays: [(20729, 20731)]",
            "weekend: [Business, Business, Business, Business, Business, Weekend, Weekend]",
        ],
    );
    check_error(&calendar("holiday 2027-01-01"), "E1004", "2027-01-01", "outside");
    check_error(&calendar("weekend sunday; workday 2026-10-10"), "E1004", "2026-10-10", "business day already");
    check_error(&calendar("weekend sunday; weekend saturday"), "E0404", "weekend saturday", "twice");
    check_error(&calendar("holiday 2026-10-04..2026-10-01"), "E0406", "2026-10-04..2026-10-01", "exchange");
}

#[test]
fn compensations() {
    let owed = |amount: &str| format!("{RULES}compensation lost via ems = {amount}");
    check_means(
        &owed("lesser of (declared_value in CNY, 500.00 + 60.00 per started kg of weight) + freight"),
        &["Least([Amount(Formula(Money {", "Amount(Units(Units { rate: ", "Amount(Formula(Line(LineId(0))))"],
    );
    check_means(&owed("declared_value in CNY at rate of order_date maximum 800.00"), &["rate_day: Declared("]);
    // A rate per something can be converted, multiplied and taken off as a whole.
    check_means(
        &owed("19.00 XDR per kg of weight in CNY at rate of order_date"),
        &["Converted { amount: Amount(Units(", "from: XDR, to: CNY", "rate_day: Declared("],
    );
    check_means(&owed("80% of (10.00 per kg of weight + 5.00)"), &["Times(0.8, Sum([Amount(Units("]);
    check_means(&owed("2 x (10.00 per kg of weight)"), &["Times(2, Amount(Units("]);
    check_means(&owed("freight - lesser of (10.00 per kg of weight, 5.00)"), &["Times(-1, Least(["]);
    check_error(
        &owed("5.00 CNY + 19.00 XDR per kg of weight in USD"),
        "E0304",
        "19.00 XDR per kg of weight in USD",
        "in CNY",
    );
    check_error(&owed("declared_value in CNY at rate of asked"), "E0301", "asked", "rates are those of a date");
    check_error(&owed("paid"), "E0201", "paid", "paid");
    check_error(&owed("the rest"), "E0420", "the rest", "known in a case only");
    check_error(&format!("{}\ncompensation lost = 5.00", owed("4.00")), "E0202", "lost", "first defined here");
}

#[test]
fn examples_of_cases() {
    let example = |case: &str, expected: &str| {
        let process =
            stage("seller must answer within 5 days { counter(amount) with photo -> closed; if late -> closed }");
        format!("{process}\nexample \"it\" {{ case {case}; at 2026-03-14: expect {expected} }}")
    };
    let whole = "p, reason lost, paid 80.00 USD, amount 5.00 USD { 2026-03-10 delivered; 2026-03-12 buyer open }";
    let (model, found, _) = model_of(&example(whole, "stage talk, seller must answer by 2026-03-17"));
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(model.case_examples.len(), 1);
    check_error(&example(&whole.replace("p,", "q,"), "nothing to do"), "E0201", "q", "no process");
    check_error(&example(&whole.replace("lost", "lots"), "nothing to do"), "E0201", "lots", "did you mean `lost`?");
    check_error(&example(&whole.replace("delivered", "deliverd"), "nothing to do"), "E0201", "deliverd", "event");
    check_error(&example(&whole.replace("buyer open", "open"), "nothing to do"), "E0206", "open", "buyer open");
    check_error(
        &example(&whole.replace("buyer open", "buyer open(photo yes)"), "nothing to do"),
        "E0201",
        "photo",
        "brings",
    );
    check_error(
        &example(&whole.replace("buyer open", "buyer open; 2026-03-13 seller answer"), "nothing to do"),
        "E0201",
        "answer",
        "done by one of its answers",
    );
    check_error(&example(whole, "stage tlk"), "E0201", "tlk", "did you mean `talk`?");
    check_error(&example(whole, "needs tme"), "E0201", "tme", "tme");
}

#[test]
fn versions() {
    let version = |days: &str| {
        windows("within 9 days after delivered")
            .replace(RULES, "")
            .replace("returns p", &format!("returns p valid {days}"))
    };
    let both = |first: &str, second: &str| format!("{RULES}{}\n{}", version(first), version(second));
    check_means(&both("..2025-12-31 on open", "2026-01-01.. on open"), &["from: 20454"]);
    check_error(&both("..2026-01-01 on open", "2026-01-01.. on open"), "E1005", "p", "end the dates");
    check_error(&both("..2025-12-31 on open", "2026-01-01.. on delivered"), "E1005", "p", "the same day behind `on`");
    check_error(
        &format!("{RULES}{}", version("2026-01-01.. on deliverd")),
        "E0201",
        "deliverd",
        "did you mean `delivered`?",
    );
}
