//! What the checks say of whole processes: code, line, and whether a case shows it.

use tarifa_diagnostics::Sources;

/// A tariff to which processes belong.
const HEADER: &str = "tariff demo {
  currency  USD
  time zone \"Asia/Shanghai\"
  rounding  half up in steps of 0.01
}
service standard {
  from CN
  to   DE
  weight up to 30 kg
}
freight rates via standard = 50.00
fact asked: one of refund_only, return_and_refund
fact asked_amount: money
fact free_return: yes/no, default no
calendar cn covers 2024-01-01..2026-12-31 { weekend saturday, sunday }
";

/// The language reference's own process.
const DISPUTE: &str = "returns dispute \"Dispute\" valid 2024-01-01..2026-10-31 on open {
  time zone \"America/Los_Angeles\"
  parties  buyer, seller, platform
  reasons  not_received, not_as_described, damaged, changed_mind
  evidence photo, video
  events   shipped, delivered, protection_ends, chargeback
  open by buyer (reason, asked, asked_amount) {
    not_received:              not before 10 days after shipped, within 15 days after protection_ends
    not_as_described, damaged: within 15 days after last delivered, with photo or video
    changed_mind:              within 15 days after last delivered, when free_return
  } -> negotiation
  stage negotiation {
    seller must answer within 5 days {
      accept when asked is refund_only       -> refund_as_asked
      accept when asked is return_and_refund -> sending_back
      refuse with photo, counter(amount)     -> keep waiting
      if late as accept
    }
    buyer may withdraw -> closed
    buyer may change_request(asked, asked_amount) up to 2 times -> again
    when 7 days pass after open -> platform_review
    when chargeback has happened -> closed
  }
  stage platform_review {
    buyer, seller may add_evidence within 3 days
    platform must decide within 7 business days of cn {
      refund(amount) -> partial(amount)
      reject         -> closed
      if late        -> refund_in_full
    }
  }
  stage sending_back {
    buyer must ship_back within 10 days -> receiving, if late -> closed
  }
  stage receiving {
    seller must confirm(received) within 30 days -> refund_received, if late -> refund_in_full
    return freight via standard paid by seller when reason in (damaged, not_as_described), otherwise by buyer
  }
  outcome refund_in_full  { buyer gets paid }
  outcome refund_as_asked { buyer gets asked_amount maximum paid; seller keeps the rest }
  outcome refund_received { buyer gets price of received items; seller keeps the rest }
  outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }
  outcome closed          { seller keeps paid }
}
";

/// Each finding as `CODE line`, with ` *` where a case shows it.
fn found(text: &str) -> Vec<String> {
    let sources = Sources::single("policy.tarifa", text);
    let compilation = crate::compile(&sources);
    let shown = compilation.diagnostics.into_iter().map(|finding| {
        let span = finding.primary.as_ref().map(|label| label.span).unwrap_or_default();
        let number = sources.get(span.source).map_or(0, |source| source.line(span.start));
        let line = text.lines().nth((number as usize).saturating_sub(1)).unwrap_or_default().trim().to_owned();
        if let Some(witness) = &finding.witness {
            assert_well_written(witness);
        }
        format!("{} {line}{}", finding.code, if finding.witness.is_some() { " *" } else { "" })
    });
    shown.collect()
}

/// A trace can be pasted into a rule set: it is read without a mistake of form.
#[track_caller]
fn assert_well_written(witness: &str) {
    let (_, found) = tarifa_syntax::parse(&Sources::single("witness.tarifa", witness));
    assert!(!found.has_errors(), "{witness}\n{found:#?}");
}

/// The dispute with one piece of its text replaced by another.
#[track_caller]
fn check(piece: &str, replacement: &str, expected: &[&str]) {
    assert!(DISPUTE.contains(piece), "{piece}");
    let text = format!("{HEADER}{}", DISPUTE.replacen(piece, replacement, 1));
    assert_eq!(found(&text), expected);
}

#[test]
fn the_dispute_of_the_reference_is_sound() {
    check("", "", &[]);
}

#[test]
fn what_no_case_reaches() {
    check(
        "accept when asked is return_and_refund -> sending_back",
        "accept when asked is return_and_refund -> closed",
        // What stands behind it is told there.
        &["E1040 stage sending_back {"],
    );
    check(
        "buyer must ship_back within 10 days -> receiving, if late -> closed",
        "buyer may ship_back",
        &["E1041 stage sending_back { *"],
    );
    check(
        "buyer must ship_back within 10 days -> receiving, if late -> closed",
        "buyer must ship_back within 10 days -> sending_back, if late -> sending_back",
        &["E1041 stage sending_back { *"],
    );
}

#[test]
fn lines_that_no_case_takes() {
    check(
        "when 7 days pass after open -> platform_review",
        "when 7 days pass after open -> platform_review\n    when 9 days pass after open -> closed",
        &["W1053 when 9 days pass after open -> closed *"],
    );
    check(
        "buyer may withdraw -> closed",
        "buyer may withdraw when free_return and not free_return -> closed",
        &["W1053 buyer may withdraw when free_return and not free_return -> closed *"],
    );
    check(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence within 3 days after confirm",
        &["W1053 buyer, seller may add_evidence within 3 days after confirm *"],
    );
    // The lines before it leave nothing to an `otherwise`; what lacks its evidence is left to it.
    for (guard, expected) in [("", &["W1053 accept otherwise -> closed"][..]), ("with photo ", &[])] {
        check(
            "accept when asked is return_and_refund -> sending_back",
            &format!("accept {guard}when asked is return_and_refund -> sending_back\n      accept otherwise -> closed"),
            expected,
        );
    }
    check(
        "if late as accept",
        "if late -> refund_as_asked when asked is refund_only\n      if late -> closed when asked is return_and_refund\n      \
         if late -> platform_review otherwise",
        &["W1053 seller must answer within 5 days {"],
    );
    check(
        "otherwise by buyer",
        "by buyer when reason in (not_received, changed_mind), otherwise by platform",
        &[
            "W1053 return freight via standard paid by seller when reason in (damaged, not_as_described), by buyer when reason in (not_received, changed_mind), otherwise by platform",
        ],
    );
    check(
        "buyer may withdraw -> closed",
        "buyer may withdraw when free_return -> closed\n    buyer may withdraw when not free_return -> closed\n    \
         buyer may withdraw -> platform_review",
        &["W1053 buyer may withdraw -> platform_review"],
    );
    // Where something is reached by such a line alone, that is the finding.
    check(
        "accept when asked is return_and_refund -> sending_back",
        "accept when asked is refund_only and asked is return_and_refund -> sending_back\n      \
         accept when asked is return_and_refund -> closed",
        &["E1040 stage sending_back { *"],
    );
    check(
        "seller must answer within 5 days",
        "seller must answer within 0 days",
        &["W1054 seller must answer within 0 days {"],
    );
}

#[test]
fn waits_without_an_end() {
    // The deadline ends with an answer that keeps waiting, and only the timer leads on.
    check(
        "    when 7 days pass after open -> platform_review\n",
        "    platform may step_in -> platform_review\n",
        &["E1042 stage negotiation { *"],
    );
    check(
        "when 7 days pass after open -> platform_review",
        "when 7 days pass after chargeback -> platform_review",
        &["W1043 when 7 days pass after chargeback -> platform_review *"],
    );
    // An act of another stage, that nobody need have done.
    check(
        "seller must confirm(received) within 30 days",
        "seller must confirm(received) within 30 days after change_request",
        &[
            "W1043 seller must confirm(received) within 30 days after change_request -> refund_received, if late -> refund_in_full *",
        ],
    );
    check(
        "buyer must ship_back within 10 days",
        "buyer must ship_back within 10 days paused while buyer is to act",
        &["E1042 stage sending_back { *"],
    );
    // Two timers whose conditions cover every case are one clock.
    check(
        "when 7 days pass after open -> platform_review",
        "when 7 days pass after open and asked is refund_only -> platform_review\n    \
         when 9 days pass after open and asked is return_and_refund -> platform_review",
        &[],
    );
    check(
        "    when 7 days pass after open -> platform_review\n",
        "    when 7 days pass after open and asked is refund_only -> platform_review\n",
        &["E1042 stage negotiation { *"],
    );
}

#[test]
fn waits_that_end_for_each_reason_by_itself() {
    // Each reason's window tells the event that its own clock counts from.
    check(
        "when 7 days pass after open -> platform_review",
        "when 20 days pass after shipped and reason is not_received -> platform_review\n    \
         when 25 days pass after delivered and reason is not not_received -> platform_review",
        &[],
    );
    check(
        "when 7 days pass after open -> platform_review",
        "when 20 days pass after delivered and reason is not_received -> platform_review\n    \
         when 25 days pass after delivered and reason is not not_received -> platform_review",
        &["E1042 stage negotiation { *"],
    );
    // A condition that holds at once covers what the clock's condition leaves.
    check(
        "when 7 days pass after open -> platform_review",
        "when free_return -> platform_review\n    when 7 days pass after open and not free_return -> platform_review",
        &[],
    );
    check(
        "when 7 days pass after open -> platform_review",
        "when free_return -> platform_review\n    when chargeback has not happened and free_return -> closed",
        &["E1042 stage negotiation { *"],
    );
}

/// What only the line that could not be read tells is not missed.
#[test]
fn a_line_that_could_not_be_read_is_told_once() {
    check(
        "confirm(received) within 30 days",
        "confirm(received) within 30.5 days",
        &["E0101 seller must confirm(received) within 30.5 days -> refund_received, if late -> refund_in_full"],
    );
}

/// A way back to a stage whose clock has ended for good is shown by the case that has no answer for it.
#[test]
fn a_circle_that_is_gone_through_at_once() {
    let text = format!(
        "{HEADER}returns r {{\n  parties buyer\n  events e\n  open by buyer {{ within 9 days after e }} -> a\n  \
         stage a {{\n    buyer may go -> z\n    when 20 days pass after open -> a\n  }}\n  \
         outcome z {{ buyer gets paid }}\n}}\n"
    );
    let found = crate::compile(&Sources::single("policy.tarifa", text.as_str())).diagnostics;
    let notes: Vec<&str> = found.iter().flat_map(|finding| finding.notes.iter().map(String::as_str)).collect();
    assert!(notes.iter().any(|note| note.contains("the case takes more than")), "{notes:#?}");
}

/// One line that leads to the wrong place is one finding.
#[test]
fn what_is_not_reached_since_a_case_goes_round_or_waits() {
    check(
        "when 7 days pass after open -> platform_review",
        "when free_return -> closed",
        &["E1042 stage negotiation { *"],
    );
    check(
        "buyer may withdraw -> closed\n    buyer may change_request(asked, asked_amount) up to 2 times -> again\n    \
         when 7 days pass after open -> platform_review",
        "buyer may withdraw -> closed\n    buyer may change_request(asked, asked_amount) -> negotiation\n    \
         when 7 days pass -> closed",
        &["E1044 stage negotiation { *"],
    );
}

#[test]
fn circles_without_a_bound() {
    // Seven days after the opening, the stage leads back at once.
    check("reject         -> closed", "reject         -> negotiation", &["E1044 stage negotiation { *"]);
    check("reject         -> closed", "reject up to 2 times -> negotiation\n      decline -> closed", &[]);
    check(
        "-> receiving, if late -> closed",
        "-> receiving, if late -> sending_elsewhere\n  }\n  stage sending_elsewhere {\n    buyer must ship_there within 10 days -> receiving, if late -> sending_back",
        &["E1044 stage sending_back { *"],
    );
}

#[test]
fn conditions_that_leave_a_case_or_hit_twice() {
    check(
        "accept when asked is return_and_refund -> sending_back",
        "accept when asked is return_and_refund and free_return -> sending_back",
        &["E1045 seller must answer within 5 days { *"],
    );
    check(
        "accept when asked is return_and_refund -> sending_back",
        "accept when asked is return_and_refund or free_return -> sending_back",
        &["E1046 accept when asked is return_and_refund or free_return -> sending_back *"],
    );
    check(
        "paid by seller when reason in (damaged, not_as_described), otherwise by buyer",
        "paid by seller when reason in (damaged, not_as_described), by buyer when reason is changed_mind",
        &[
            "E1045 return freight via standard paid by seller when reason in (damaged, not_as_described), by buyer when reason is changed_mind *",
        ],
    );
}

#[test]
fn amounts_are_compared_in_order() {
    let lines = "refund(amount) when amount up to 30% of paid -> partial(amount)
      refund(amount) when amount over 30% of paid and amount up to 60% of paid -> closed";
    check(
        "refund(amount) -> partial(amount)",
        &format!("{lines}\n refund(amount) when amount over 60% of paid -> refund_in_full"),
        &[],
    );
    check(
        "refund(amount) -> partial(amount)",
        &format!("{lines}\n refund(amount) when amount over 70% of paid -> refund_in_full"),
        &["E1045 platform must decide within 7 business days of cn { *"],
    );
}

#[test]
fn money_is_disposed_of_once() {
    check(
        "buyer gets asked_amount maximum paid; seller keeps the rest",
        "buyer gets asked_amount maximum paid",
        &["E1048 outcome refund_as_asked { buyer gets asked_amount maximum paid } *"],
    );
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets paid; seller keeps paid_freight }",
        &["E1048 outcome refund_in_full  { buyer gets paid; seller keeps paid_freight } *"],
    );
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets 30% of paid; seller keeps 70% of paid }",
        &[],
    );
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets paid_goods; seller keeps paid_freight }",
        &[],
    );
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets paid when free_return; seller keeps paid when not free_return }",
        &[],
    );
    check(
        "partial(amount) { buyer gets amount maximum paid;",
        "partial(amount) { buyer gets amount;",
        &["W1052 outcome partial(amount) { buyer gets amount; seller keeps the rest } *"],
    );
    check(
        "partial(amount) { buyer gets amount maximum paid;",
        "partial(amount) { buyer gets (amount maximum paid) + paid_freight;",
        &["W1052 outcome partial(amount) { buyer gets (amount maximum paid) + paid_freight; seller keeps the rest } *"],
    );
    check(
        "when chargeback has happened -> closed",
        "when chargeback has happened -> refund_received",
        &["E1056 outcome refund_received { buyer gets price of received items; seller keeps the rest } *"],
    );
}

#[test]
fn the_way_back_is_paid_for_once() {
    check(
        "-> receiving, if late -> closed",
        "-> receiving, if late -> closed\n    return freight via standard paid by buyer",
        &["W1055 return freight via standard paid by buyer *"],
    );
}

#[test]
fn evidence_before_the_decision() {
    check(
        "-> receiving, if late -> closed",
        "-> receiving, if late -> closed\n    buyer may add_evidence",
        &["W1047 buyer may add_evidence *"],
    );
}

#[test]
fn clocks_that_end_together() {
    check(
        "when 7 days pass after open -> platform_review",
        "when 7 days pass after open -> platform_review\n    when 7 days pass after open -> closed",
        &["E1051 when 7 days pass after open -> closed *"],
    );
    check(
        "when 7 days pass after open -> platform_review",
        "when 7 days pass after open -> platform_review\n    when 1 week passes after open and free_return -> closed",
        &["E1051 when 1 week passes after open and free_return -> closed *"],
    );
}

#[test]
fn a_calendar_covers_the_process() {
    check(
        "valid 2024-01-01..2026-10-31 on open",
        "valid 2024-01-01.. on open",
        &["W1050 platform must decide within 7 business days of cn { *"],
    );
}

#[test]
fn what_opens_after_its_stage_has_ended() {
    // The decision comes within seven business days; whatever the calendar, the eighth is later.
    check(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence not before 8 business days of cn",
        &["W1053 buyer, seller may add_evidence not before 8 business days of cn *"],
    );
    check(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence not before 7 business days of cn",
        &[],
    );
    // Seven business days are never more than eleven days here.
    check(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence not before 12 days",
        &["W1053 buyer, seller may add_evidence not before 12 days *"],
    );
    check("buyer, seller may add_evidence within 3 days", "buyer, seller may add_evidence not before 9 days", &[]);
    // Nine business days are never fewer than eleven.
    check(
        "buyer must ship_back within 10 days -> receiving, if late -> closed",
        "buyer must ship_back within 10 days -> receiving, if late -> closed
    buyer may cancel not before 9 business days of cn -> closed",
        &["W1053 buyer may cancel not before 9 business days of cn -> closed *"],
    );
    check(
        "buyer must ship_back within 10 days -> receiving, if late -> closed",
        "buyer must ship_back within 10 days -> receiving, if late -> closed
    buyer may cancel not before 8 business days of cn -> closed",
        &[],
    );
    // Both count from an event; where it has not happened, neither runs.
    check(
        "when chargeback has happened -> closed",
        "when 3 days pass after chargeback -> closed\n    buyer may appeal not before 5 days after chargeback -> closed",
        &["W1053 buyer may appeal not before 5 days after chargeback -> closed *"],
    );
}

#[test]
fn pauses_that_never_come() {
    check(
        "platform must decide within 7 business days of cn {",
        "platform must decide within 7 business days of cn paused while seller is to act {",
        &["W1053 platform must decide within 7 business days of cn paused while seller is to act { *"],
    );
    check(
        "within 15 days after last delivered, with photo or video",
        "within 15 days after last delivered paused while seller is to act, with photo or video",
        &[
            "W1053 not_as_described, damaged: within 15 days after last delivered paused while seller is to act, with photo or video",
        ],
    );
    // From the opening on, the seller has had to answer.
    check(
        "platform must decide within 7 business days of cn {",
        "platform must decide within 20 business days of cn after open paused while seller is to act {",
        &[],
    );
    check(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence within 3 days paused while platform is to act",
        &[],
    );
}

#[test]
fn a_fixed_refund_above_what_was_paid() {
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets 5.00 USD; seller keeps the rest }",
        &["W1052 outcome refund_in_full  { buyer gets 5.00 USD; seller keeps the rest } *"],
    );
    check(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets greater of (5.00 USD, 10% of paid); seller keeps the rest }",
        &["W1052 outcome refund_in_full  { buyer gets greater of (5.00 USD, 10% of paid); seller keeps the rest } *"],
    );
    for bounded in [
        "buyer gets 5.00 USD maximum paid; seller keeps the rest",
        "buyer gets lesser of (5.00 USD, 10% of paid); seller keeps the rest",
        "buyer gets paid - 5.00 USD; seller keeps the rest",
        "seller keeps 5.00 USD; buyer gets the rest",
        "buyer gets 5.00 USD when paid at least 5.00 USD; seller keeps the rest",
    ] {
        check("outcome refund_in_full  { buyer gets paid }", &format!("outcome refund_in_full  {{ {bounded} }}"), &[]);
    }
    // Nobody comes there with less.
    let text = format!("{HEADER}{DISPUTE}")
        .replace("outcome closed ", "outcome token { buyer gets 20.00 USD; seller keeps the rest }\n  outcome closed ");
    let led = |condition: &str| {
        let lines = format!(
            "accept when asked is refund_only and paid under {condition} -> refund_as_asked
      accept when asked is refund_only and paid at least {condition} -> token"
        );
        found(&text.replace("accept when asked is refund_only       -> refund_as_asked", &lines))
    };
    assert_eq!(led("20.00 USD"), [""; 0]);
    assert_eq!(led("0.50 USD"), ["W1052 outcome token { buyer gets 20.00 USD; seller keeps the rest } *"]);
}

#[test]
fn a_calendar_covers_the_last_case() {
    let ends = ["W1050 platform must decide within 7 business days of cn { *"];
    check("valid 2024-01-01..2026-10-31 on open", "valid 2024-01-01..2026-12-31 on open", &ends);
    // Seven days after the opening the review begins, and takes seven business days.
    check("valid 2024-01-01..2026-10-31 on open", "valid 2024-01-01..2026-12-20 on open", &ends);
    check("valid 2024-01-01..2026-10-31 on open", "valid 2024-01-01..2026-12-10 on open", &[]);
}

#[test]
fn a_calendar_has_business_days() {
    let text = format!("{HEADER}{DISPUTE}");
    let idle = text.replace("weekend saturday, sunday", "holiday 2024-01-01..2026-12-31");
    assert_eq!(found(&idle), ["E1057 calendar cn covers 2024-01-01..2026-12-31 { holiday 2024-01-01..2026-12-31 } *"]);
    let unused = text
        .replace("7 business days of cn", "7 days")
        .replace("weekend saturday, sunday", "weekend monday, tuesday, wednesday, thursday, friday, saturday, sunday");
    assert_eq!(found(&unused).len(), 1, "{:?}", found(&unused));
}

/// One of the cases that show what is wrong holds these lines.
#[track_caller]
fn shows(piece: &str, replacement: &str, lines: &[&str]) {
    assert!(DISPUTE.contains(piece), "{piece}");
    let text = format!("{HEADER}{}", DISPUTE.replacen(piece, replacement, 1));
    let found = crate::compile(&Sources::single("policy.tarifa", text)).diagnostics;
    let witnesses: Vec<String> = found.into_iter().filter_map(|finding| finding.witness).collect();
    let is_shown = witnesses.iter().any(|witness| lines.iter().all(|line| witness.contains(line)));
    assert!(is_shown, "{lines:?}\n{}", witnesses.join("\n"));
}

#[test]
fn the_case_shows_what_is_wrong() {
    // Both lines hold for a return alone; what holds otherwise stays the last when they are exchanged.
    shows(
        "accept when asked is return_and_refund -> sending_back",
        "accept when asked in (refund_only, return_and_refund) -> sending_back
      accept otherwise -> closed",
        &["asked refund_only", "expect outcome refund_as_asked"],
    );
    // Both hold for one amount alone.
    shows(
        "refund(amount) -> partial(amount)",
        "refund(amount) when amount up to 50% of paid    -> partial(amount)
      refund(amount) when amount at least 50% of paid -> refund_in_full",
        &["(amount 40.00 USD)", "expect outcome partial"],
    );
    // It is tried on the last day of the stage.
    shows(
        "buyer, seller may add_evidence within 3 days",
        "buyer, seller may add_evidence not before 12 days",
        &["expect stage platform_review, too early\n", "expect outcome refund_in_full"],
    );
    // The money of a stage moves at each entry.
    shows(
        "platform must decide within 7 business days of cn {
      refund(amount) -> partial(amount)
      reject         -> closed",
        "platform pays 1.00 USD to buyer
    platform must decide within 7 business days of cn {
      refund(amount) -> partial(amount)
      send_back up to 2 times -> negotiation
      reject -> closed",
        &["platform send_back", "expect stage platform_review"],
    );
    shows(
        "outcome refund_in_full  { buyer gets paid }",
        "outcome refund_in_full  { buyer gets 5.00 USD; seller keeps the rest }",
        &["paid 1.00 USD", "buyer gets 1.00 USD"],
    );
}

#[test]
fn orders_of_the_scope_show_it() {
    let plain = "outcome partial(amount) { buyer gets amount; seller keeps the rest }";
    for scope in
        ["to DE", "for toys", "when weight over 2 kg and total_quantity up to 3", "to DE for toys when not toy"]
    {
        let text = DISPUTE
            .replacen(
                "valid 2024-01-01..2026-10-31 on open",
                &format!("{scope} valid 2024-01-01..2026-10-31 on open"),
                1,
            )
            .replacen("outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }", plain, 1);
        let header = format!("{HEADER}category toys {{ ball }}\ndefine toy = any item (category is ball)\n");
        assert!(found(&format!("{header}{text}")).contains(&format!("W1052 {plain} *")), "{scope}");
    }
}

#[test]
fn a_window_that_is_open_before_its_event() {
    // The delivery is certain where the window counts from it, and neither where it waits for it nor where it is held.
    let lines = "when 7 days pass after open -> platform_review";
    let on_delivery = "when 7 days pass after shipped -> platform_review";
    let opening = "not_received:              not before 10 days after shipped, within 15 days after protection_ends";
    for window in [
        "not_received, not_as_described, damaged, changed_mind: until 15 days after shipped",
        "not_received, not_as_described, damaged, changed_mind: within 15 days after delivered held until shipped",
    ] {
        let after = DISPUTE.split_once("changed_mind:").map_or("", |(_, after)| after);
        let rest = after.split_once('\n').map_or("", |(_, rest)| rest);
        let before = DISPUTE.split_once(opening).map_or("", |(before, _)| before);
        let text = format!("{before}{window}\n{rest}").replacen(lines, on_delivery, 1);
        let text = text.replacen(", protection_ends", "", 1).replacen(
            "if late as accept",
            "refer -> keep waiting; if late as accept",
            1,
        );
        let text = format!("{HEADER}{text}");
        assert!(found(&text).contains(&format!("W1043 {on_delivery} *")), "{window}\n{:#?}", found(&text));
    }
}

#[test]
fn one_slip_is_one_finding() {
    check(
        "platform must decide",
        "platfrom must decide",
        &["E0201 platfrom must decide within 7 business days of cn {"],
    );
    check(
        "when chargeback has happened -> closed",
        "when charge_back has happened -> closed",
        &["E0201 when charge_back has happened -> closed"],
    );
}

/// How long a case of the dispute can take, with one piece of its text replaced by another.
#[track_caller]
fn longest(piece: &str, replacement: &str) -> String {
    assert!(DISPUTE.contains(piece), "{piece}");
    let text = format!("{HEADER}{}", DISPUTE.replacen(piece, replacement, 1));
    let compilation = crate::compile(&Sources::single("policy.tarifa", text.as_str()));
    let checked = compilation.checked.unwrap();
    let program = checked.program();
    match tarifa_engine::program::longest(program, &program.processes[0]) {
        Ok(found) => format!("{} days", found.days),
        Err(why) => why.to_string(),
    }
}

#[test]
fn the_longest_case() {
    // After a changed request the seller accepts on day 7; the goods are sent on day 17, and confirmed on day 47.
    assert_eq!(longest("", ""), "47 days");
    assert_eq!(longest("within 30 days", "within 720 hours"), "48 days");
    assert_eq!(
        longest("within 30 days -> refund_received, if late -> refund_in_full", "no deadline -> refund_received"),
        "nothing ends `receiving` where nobody acts"
    );
    assert_eq!(
        longest("within 10 days ->", "within 10 days held until chargeback ->"),
        "`10 days held until chargeback` in `sending_back` counts from what need not happen, or can stand still"
    );
}

/// What is found in a small process about a refund, of which the stages and the outcomes are given.
#[track_caller]
fn small(windows: &str, rest: &str, expected: &[&str]) {
    let text = format!(
        "{HEADER}fact promised: date\nfact price_now: money\ncompensation credit = 5.00\n
returns small valid 2026-01-01..2026-10-31 on open {{
  parties buyer, seller
  events helped
  open by buyer (price_now) {{ {windows} }} -> first
{rest}
  outcome kept {{ seller keeps paid }}
}}"
    );
    // Only what is said of the process: not every one reads each fact.
    let said: Vec<String> = found(&text).into_iter().filter(|line| !line.starts_with("W0514")).collect();
    assert_eq!(said, expected, "{text}");
}

const WINDOW: &str = "within 30 days after helped, when price_now up to paid";

#[test]
fn clocks_of_hours_are_compared_to_the_minute() {
    for (timer, expected) in [
        ("when 49 hours pass -> kept", &["W1053 when 49 hours pass -> kept *"][..]),
        ("when 2880 minutes pass -> kept", &["W1053 when 2880 minutes pass -> kept *"]),
        ("when 47 hours pass -> kept", &["W1053 seller must answer within 48 hours -> kept, if late -> kept *"]),
    ] {
        small(
            WINDOW,
            &format!("stage first {{\nseller must answer within 48 hours -> kept, if late -> kept\n{timer}\n}}"),
            expected,
        );
    }
}

#[test]
fn what_is_over_before_its_stage_is_entered() {
    let stages = |length: &str, ask: &str| {
        format!(
            "stage first {{ seller must answer within {length} -> kept, if late -> second }}
stage second {{\nbuyer may ask {ask} -> kept\nwhen 30 days pass after open -> kept\n}}"
        )
    };
    small(
        WINDOW,
        &stages("3 days", "within 3 days after open"),
        &["W1053 buyer may ask within 3 days after open -> kept *"],
    );
    small(WINDOW, &stages("3 days", "within 4 days after open"), &[]);
    small(
        WINDOW,
        &stages("3 business days of cn", "within 2 business days of cn after open"),
        &["W1053 buyer may ask within 2 business days of cn after open -> kept *"],
    );
}

#[test]
fn conditions_on_what_has_surely_happened() {
    let stage = "stage first { seller must answer within 48 hours -> kept, if late -> kept }";
    let never = "within 30 days after helped, when helped has not happened";
    let line = format!("W1053 open by buyer (price_now) {{ {never} }} -> first *");
    small(never, stage, &[&line]);
    small("until 30 days after helped, when helped has not happened", stage, &[]);
}

#[test]
fn amounts_are_followed_to_what_was_paid() {
    let ends = |answer: &str, refund: &str| {
        format!(
            "stage first {{ seller must answer within 2 days {{ {answer}; refuse -> kept; if late -> kept }} }}
outcome part(sum) {{ buyer gets {refund}; seller keeps the rest }}"
        )
    };
    let gets = |refund: &str| format!("W1052 outcome part(sum) {{ buyer gets {refund}; seller keeps the rest }} *");
    // Held down through another amount, or by what is handed on.
    small(WINDOW, &ends("offer(sum) when sum up to price_now -> part(sum)", "sum"), &[]);
    small(WINDOW, &ends("offer(sum) when sum up to 50% of paid -> part(sum)", "2 x sum"), &[]);
    small(WINDOW, &ends("offer(sum) when sum up to price_now -> part(2 x sum)", "sum"), &[&gets("sum")]);
    small(WINDOW, &ends("offer(sum) when sum up to paid -> part(sum)", "150% of sum"), &[&gets("150% of sum")]);
    small(
        WINDOW,
        &ends("offer(sum) when sum up to paid -> part(sum); award(sum) -> part(sum)", "sum"),
        &[&gets("sum")],
    );
    small(
        WINDOW,
        &ends("offer(sum) when sum up to paid -> part(sum)", "paid - sum + credit"),
        &[&gets("paid - sum + credit")],
    );
    small(
        WINDOW,
        &ends("offer(sum) when sum up to paid -> part(sum)", "lesser of (sum, 1.00 USD) + credit"),
        &[&gets("lesser of (sum, 1.00 USD) + credit")],
    );
    // All that was paid and more is no money that is left.
    small(WINDOW, &ends("offer(sum) when sum up to paid -> part(sum)", "paid + sum"), &[&gets("paid + sum")]);
}

#[test]
fn silence_that_no_line_decides_has_a_case() {
    let stage = "stage first {\nseller must answer within 2 days { wait -> keep waiting; if late -> kept when price_now under paid_goods; if late -> kept when price_now over paid_goods }\nwhen 9 days pass -> kept\n}";
    small(
        WINDOW,
        stage,
        &[
            "E1045 seller must answer within 2 days { wait -> keep waiting; if late -> kept when price_now under paid_goods; if late -> kept when price_now over paid_goods } *",
        ],
    );
}

#[test]
fn calendars_of_cases_that_count_from_dates_of_the_order() {
    let window = "within 30 days after promised";
    let stage = "stage first { seller must answer within 100 business days of cn -> kept, if late -> kept }";
    small(
        window,
        stage,
        &[
            "W1002 events helped",
            "W1050 stage first { seller must answer within 100 business days of cn -> kept, if late -> kept } *",
        ],
    );
}

#[test]
fn a_clock_that_stands_for_its_own_party() {
    let must = "seller must answer within 2 days paused while seller is to act -> kept, if late -> kept";
    small(WINDOW, &format!("stage first {{\n{must}\nwhen 9 days pass -> kept\n}}"), &[&format!("W1053 {must} *")]);
}

#[test]
fn one_of_several_clocks() {
    let confirm = |clocks: &str, expected: &[&str]| {
        let deadline = format!("seller must confirm(received) within {clocks}");
        check("seller must confirm(received) within 30 days", &deadline, expected);
    };
    // The later one waits for both, the earlier one for either.
    confirm(
        "the later of 30 days and 10 days after change_request",
        &[
            "W1043 seller must confirm(received) within the later of 30 days and 10 days after change_request -> refund_received, if late -> refund_in_full *",
        ],
    );
    confirm("the earlier of 30 days and 10 days after change_request", &[]);
    confirm("the later of 30 days and 10 days after open", &[]);
    check(
        "buyer must ship_back within 10 days",
        "buyer must ship_back within the later of 3 days and 10 days paused while buyer is to act",
        &["E1042 stage sending_back { *"],
    );
    check(
        "buyer must ship_back within 10 days",
        "buyer must ship_back within the earlier of 3 days and 2 days after open paused while buyer is to act",
        &[],
    );
    // Each of the earlier ones ends the stage, the later ones only together.
    let stage = |clocks: &str| {
        format!(
            "stage first {{\nseller must answer within {clocks} -> kept, if late -> kept\nwhen 6 days pass -> kept\n}}"
        )
    };
    let idle = "W1053 when 6 days pass -> kept *";
    small(WINDOW, &stage("the earlier of 5 days and 9 days after open"), &[idle]);
    small(WINDOW, &stage("the later of 5 days and 3 days after open"), &[]);
    small(
        WINDOW,
        &stage("the later of 7 days and 3 days after open"),
        &["W1053 seller must answer within the later of 7 days and 3 days after open -> kept, if late -> kept *"],
    );
    // Two that end with the same clocks.
    let both = "the earlier of 5 days and 3 days after helped";
    small(
        WINDOW,
        &format!(
            "stage first {{\nseller must answer within {both} -> kept, if late -> kept\n\
             buyer must ask within {both} -> kept, if late -> other\n}}\noutcome other {{ buyer gets paid }}"
        ),
        &[&*format!("E1051 buyer must ask within {both} -> kept, if late -> other *")],
    );
    assert_eq!(
        longest(
            "buyer must ship_back within 10 days",
            "buyer must ship_back within the later of 10 days and 60 days after open"
        ),
        longest("buyer must ship_back within 10 days", "buyer must ship_back within 60 days after open"),
    );
}

/// What is found of two conditions on the items that say where one act leads.
#[track_caller]
fn of_items(first: &str, second: &str, expected: &[&str]) {
    let text = format!(
        "{HEADER}category phone\ncategory battery\nfact signed per item: yes/no
returns small valid 2026-01-01..2026-10-31 on open {{
  parties buyer, seller
  events helped
  open by buyer {{ within 30 days after helped }} -> first
  stage first {{
    seller must answer within 48 hours {{
      look when {first} -> kept
      look when {second} -> other
      if late -> kept
    }}
  }}
  outcome kept {{ seller keeps paid }}
  outcome other {{ buyer gets paid }}
}}"
    );
    let said: Vec<String> = found(&text).into_iter().filter(|line| !line.starts_with("W05")).collect();
    let said: Vec<&str> = said.iter().map(|line| line.split_once(' ').map_or("", |(code, _)| code)).collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn conditions_on_items_are_told_apart() {
    of_items("any item category is phone", "not any item category is phone", &[]);
    of_items("any item category is phone", "every item (not category is phone)", &[]);
    of_items("every item category is phone", "any item (not category is phone)", &[]);
    of_items("any item category is phone", "any item category is battery", &["E1046"]);
    of_items("any item (category is phone and signed)", "not any item category is phone", &["E1045"]);
    of_items(
        "any item category is phone and not any item category is battery",
        "any item category is battery",
        &["E1045"],
    );
    of_items(
        "any item (category in (phone, battery)) and not any item category is phone",
        "any item category is phone or not any item category is battery",
        &[],
    );
    of_items(
        "any item (category is phone and signed) and not any item category is phone",
        "not any item (category is phone and signed)",
        &["E1045", "W1053"],
    );
}
