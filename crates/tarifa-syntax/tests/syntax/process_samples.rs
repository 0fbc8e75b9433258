//! Every construct of calendars, processes, compensations and cases with its tree: source and output together.

use crate::samples::check;

#[test]
fn calendars() {
    check(
        "calendars",
        r#"
calendar north "Business days in the north" covers 2026-01-01..2027-12-31 {
  weekend saturday, sunday
  holiday 2026-12-24..2026-12-26 "Christmas", 2027-01-01
  holiday 2026-06-19 "Midsummer"
  workday 2026-12-19, 2027-01-02..2027-01-03 "stocktaking"
}
calendar every_day covers 2026-01-01..2026-12-31 { holiday 2026-01-01 }
"#,
    );
}

#[test]
fn a_whole_process() {
    check(
        "a_whole_process",
        r#"
returns dispute "Dispute" valid 2024-01-01.. on open except for gift_card {
  time zone "America/Los_Angeles"
  parties  buyer, seller, platform
  reasons  not_received, not_as_described, damaged, changed_mind
  evidence photo, video, carrier_report
  events   shipped, delivered, protection_ends, chargeback      # told by the host

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
      if late as accept                                          # takes that answer's guarded lines
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
    return freight via return_line paid by seller when reason in (damaged, not_as_described), otherwise by buyer
  }
  outcome refund_in_full  { buyer gets paid }
  outcome refund_as_asked { buyer gets asked_amount maximum paid; seller keeps the rest }
  outcome refund_received { buyer gets price of received items; seller keeps the rest }
  outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }
  outcome closed          { seller keeps paid }
}
"#,
    );
}

#[test]
fn openings() {
    check(
        "openings",
        r#"
returns withdrawal for shoes, coats to eu when not worn {
  open by consumer { within 14 days after last delivered } -> withdrawn
}
returns claim valid 2025-01-01..2025-12-31 on handed_over in "Europe/Paris" {
  open by sender, receiver (amount) {
    lost: not before 10 business days of north after handed_over until 80 days after handed_over,
          with receipt with proof or invoice, up to 1 time
    late: until 6 months after promised_day
    torn: within 120 hours after each delivered rolling to business days of north held until last report paused while carrier is to act
    gone: within 12 months after 14 days after last delivered, when insured and scan has not happened
    dear: not before the later of 10 days after shipped and 5 days after promised,
          until the earliest of 60 days after last delivered, 75 days after ordered and
          1 year after shipped rolling to business days of north, with photo
  } -> check(amount)
}
"#,
    );
}

#[test]
fn obligations() {
    check(
        "obligations",
        r#"
returns r {
  stage asked(amount) "What the buyer asks" {
    seller must reply with photo when tier is gold within 24 hours -> done, if late -> late_reply
    seller must wait no deadline -> done
    carrier must look no deadline {
      find up to 3 times -> again
      lose otherwise -> lost(5.00 EUR + 60% of paid, amount)
      lose when amount up to 50% of paid -> lost(0 EUR, the rest)
    }
    seller must pay_back within 1 week after 3 minutes after first notice {
      pay(amount) with slip
        when amount up to 50% of paid -> done
      refuse, ignore up to 1 time -> keep waiting
      if late -> small when amount under 10 EUR
      if late -> large otherwise
    }
    buyer must sign within 1 year -> done,
      if late -> a when photo was shown, if late -> b otherwise
  }
}
"#,
    );
}

#[test]
fn permissions_and_timers() {
    check(
        "permissions_and_timers",
        r#"
returns r {
  stage talk {
    buyer, seller may add_evidence within 3 days
    seller may delay up to 1 time -> extend confirm by 8 days
    buyer may appeal(amount) with letter, not before 1 day, until 2 months after entry, when paid over 5 EUR -> court(amount)
    when 7 days pass after open -> review
    when 1 business day of north passes rolling to business days of north and asked is refund_only -> review
    when chargeback has happened -> closed
    when lost has not happened and letter was not shown or total weight over 5 kg -> closed
  }
}
"#,
    );
}

#[test]
fn money() {
    check(
        "money",
        r#"
returns r {
  stage paying {
    seller keeps 10% of paid_freight when reason is changed_mind
    return freight via back paid by seller when tier is gold,
      by buyer when tier is blue, otherwise by platform
    return freight via back paid by buyer
  }
  outcome shared(amount) "Shared" {
    buyer gets lesser of (amount, price of received items + return freight) maximum paid_goods minimum 1.00 EUR
    carrier pays loss in EUR at rate of ordered to seller when reason is lost
    platform pays the greater of amount and the rest to buyer
    seller keeps 50% of (paid - amount)
    seller keeps nothing; seller keeps the rest
  }
}
"#,
    );
}

#[test]
fn compensations() {
    check(
        "compensations",
        r#"
compensation lost_ems via ems valid 2026-01-01.. on lost when reason is lost =
  lesser of (declared_value in CNY at rate of order_date, 500.00 + 60.00 per started kg of weight) + freight
compensation delay "Delay" via ems = 50% of freight
compensation domestic to SE in SEK = declared_value in SEK maximum 3 x freight
compensation air = lesser of (declared_value in EUR, 26.00 EUR per kg of weight)
compensation each_parcel = 20.00 per parcel + 5.00 per started 500 g of total net_weight + count of parcels x 2.00
compensation none_at_all when damaged = nothing
"#,
    );
}

#[test]
fn cases() {
    check(
        "cases",
        r#"
example "seller silent for five days" {
  ship via s from SE to DE on 2026-03-01, 1 kg { 2 phone }
  case dispute, reason damaged, paid 80.00 USD, asked refund_only, asked_amount 30.00 USD {
    2026-03-10 delivered
    2026-03-12 buyer open with photo
  }
  at 2026-03-18: expect outcome refund_as_asked, buyer gets 30.00 USD
}
example "the long way" {
  case claim, paid 80.00 USD (goods 70.00 USD, freight 10.00 USD), refunded before 5.00 USD, insured, marks (a, b) {
    2026-03-10 08:15 delivered of parcel 2; 2026-03-10 buyer open (reason damaged, asked refund_only) with photo, video
    2026-03-12 14:30 seller counter(amount 10.00 USD)
    2026-04-01 seller confirm(received 8 of 1, received 0 of 2)
    2026-04-02 seller confirm(received 8)
  }
  at 2026-03-09: expect not opened, too early, opens 2026-03-20
  at 2026-03-13 12:00: expect stage negotiation, seller must answer by 2026-03-17, buyer may withdraw,
    buyer may add_evidence until 2026-03-17 23:59, next due 2026-03-17
  at 2026-04-03: expect too late, ended 2026-04-02, barred, not counted, nothing to do, seller keeps 50.00 USD,
    carrier pays 5 USD, needs time, needs asked and reason, carrier must pay
}
example "what the carrier owes" {
  ship via ems on 2026-03-01, 1 kg
  expect compensation lost_ems 560.00 CNY, no compensation delay, compensation air
}
"#,
    );
}

/// The words of processes are names like any other, inside and outside of them.
#[test]
fn words_of_processes_are_free_as_names() {
    check(
        "words_of_processes_are_free_as_names",
        r#"
fact stage: one of open, must, may, gets, happened, shown, again, default open
fact within per item: yes/no
category outcome { keeps, pays, paid, events, the, rest, after, case, until }
define late = stage is gets and not any item within or stage is happened
define marked = marks has happened
freight covers via until for keeps, pays to all when stage is must = 5.00 + paid as rest
returns calendar {
  parties open, gets, keeps
  reasons within, until, stage
  evidence when_ever, evidence
  events after, paid, pass, first, last, events
  open by open, gets (paid, stage) { stage, within: within 5 days after first, with evidence; until: until 1 day after first last } -> stage
  stage stage(paid) {
    gets must must within 5 days after pass { again -> again; keep -> keep waiting; keep when paid has happened -> extend; if late as again }
    gets may may -> stage(paid)
    when paid has happened -> outcome
  }
  outcome outcome { gets gets paid; keeps keeps the rest; pays pays paid to gets }
}
example "names" {
  case calendar, stage open, paid yes { 2026-01-01 after; 2026-01-02 open open; 2026-01-03 paid }
  at 2026-01-05: expect stage stage, gets must must, outcome outcome, gets gets 5 EUR
}
"#,
    );
}
