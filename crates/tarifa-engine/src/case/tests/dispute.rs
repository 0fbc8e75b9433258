//! The dispute of the language reference, as the compiler would build it, and what tests change of it.

use crate::case::{Case, CaseEvent, PaidInput, WhatHappened};
use crate::evaluate::Runtime;
use crate::fixture::{EVERYWHERE, Policy, chinese_calendar, pieces, shipment};
use crate::program::*;
use crate::shipment::{Given, Item, Shipment};

pub(super) const BUYER: PartyId = PartyId(0);
pub(super) const SELLER: PartyId = PartyId(1);
pub(super) const PLATFORM: PartyId = PartyId(2);

const EVENTS: [&str; 4] = ["shipped", "delivered", "protection_ends", "chargeback"];
pub(super) const SHIPPED: EventId = EventId(0);
pub(super) const DELIVERED: EventId = EventId(1);
pub(super) const PROTECTION_ENDS: EventId = EventId(2);
pub(super) const CHARGEBACK: EventId = EventId(3);

const REASONS: [&str; 4] = ["not_received", "not_as_described", "damaged", "changed_mind"];
const ACTS: [&str; 12] = [
    "open",
    "accept",
    "refuse",
    "counter",
    "withdraw",
    "change_request",
    "add_evidence",
    "refund",
    "reject",
    "ship_back",
    "confirm",
    "delay",
];
/// `amount`.
pub(super) const AMOUNT: AmountId = AmountId(0);
/// `asked`, `asked_amount`, `free_return`, `order_date`.
pub(super) const ASKED: FactId = FactId(0);
pub(super) const ASKED_AMOUNT: FactId = FactId(1);
pub(super) const FREE_RETURN: FactId = FactId(2);
pub(super) const ORDER_DATE: FactId = FactId(3);

pub(super) const NEGOTIATION: StageId = StageId(0);
pub(super) const PLATFORM_REVIEW: StageId = StageId(1);
pub(super) const SENDING_BACK: StageId = StageId(2);
pub(super) const RECEIVING: StageId = StageId(3);
pub(super) const REFUND_IN_FULL: OutcomeId = OutcomeId(0);
pub(super) const REFUND_AS_ASKED: OutcomeId = OutcomeId(1);
pub(super) const REFUND_RECEIVED: OutcomeId = OutcomeId(2);
pub(super) const PARTIAL: OutcomeId = OutcomeId(3);
pub(super) const CLOSED: OutcomeId = OutcomeId(4);

pub(super) const DAYS: ClockUnit = ClockUnit::Days;
pub(super) const HOURS: ClockUnit = ClockUnit::Hours;
pub(super) const BUSINESS: ClockUnit = ClockUnit::BusinessDays(CalendarId(0));

pub(super) fn act(name: &str) -> ActId {
    ActId(u16::try_from(ACTS.iter().position(|known| *known == name).unwrap()).unwrap())
}

pub(super) fn reason(name: &str) -> ReasonId {
    ReasonId(u16::try_from(REASONS.iter().position(|known| *known == name).unwrap()).unwrap())
}

pub(super) fn clock(count: u32, unit: ClockUnit, from: Anchor) -> Clock {
    Clock { count, unit, from, rolling: None, held_until: None, paused_while: None, text: String::new(), at: At(0) }
}

pub(super) fn within(count: u32, unit: ClockUnit) -> Option<Clock> {
    Some(clock(count, unit, Anchor::Entry))
}

pub(super) fn after(count: u32, unit: ClockUnit, event: EventId, which: Which) -> Option<Clock> {
    Some(clock(count, unit, Anchor::Event(event, which)))
}

pub(super) fn ends(outcome: OutcomeId) -> Target {
    Target::Outcome(outcome, Vec::new())
}

pub(super) fn goes(stage: StageId) -> Target {
    Target::Stage(stage, Vec::new())
}

pub(super) fn answer(name: &str, target: Target) -> Answer {
    Answer { act: act(name), gate: Gate::default(), target, at: At(0) }
}

pub(super) fn late(target: Target) -> Option<Late> {
    Some(Late::To(vec![(None, target)]))
}

pub(super) fn obligation(
    party: PartyId,
    name: &str,
    within: Option<Clock>,
    answers: Vec<Answer>,
    late: Option<Late>,
) -> Obligation {
    Obligation { party, name: name.to_owned(), within: within.map(Edge::One), answers, late, at: At(0) }
}

pub(super) fn permission(parties: &[PartyId], name: &str, gate: Gate, target: Target) -> Permission {
    Permission { parties: parties.to_vec(), act: act(name), gate, target, at: At(0) }
}

pub(super) fn line(party: PartyId, amount: Payment) -> PaymentLine {
    PaymentLine { party, way: PaymentWay::Held, amount, when: None, at: At(0) }
}

fn asked_is(word: u32) -> Option<Guard> {
    Some(Guard::Holds(Condition::OneOf(ASKED, Bits::from_members([word]))))
}

fn stage(name: &str) -> Stage {
    Stage {
        name: name.to_owned(),
        title: name.to_owned(),
        parameters: Vec::new(),
        obligations: Vec::new(),
        permissions: Vec::new(),
        timers: Vec::new(),
        payments: Vec::new(),
        return_freight: None,
        at: At(0),
    }
}

fn outcome(name: &str, parameters: &[AmountId], payments: Vec<PaymentLine>) -> Outcome {
    Outcome { name: name.to_owned(), title: name.to_owned(), parameters: parameters.to_vec(), payments, at: At(0) }
}

fn window(reasons: &[&str], gate: Gate) -> Window {
    Window { reasons: reasons.iter().map(|name| reason(name)).collect(), gate, at: At(0) }
}

pub(super) fn at_most(amount: Payment) -> Payment {
    Payment::Least(vec![amount, Payment::Paid])
}

fn stages() -> Vec<Stage> {
    let kept = |name: &str, evidence: Vec<Vec<EvidenceId>>| {
        let gate = Gate { evidence, ..Gate::default() };
        Answer { act: act(name), gate, target: Target::KeepWaiting, at: At(0) }
    };
    let accept = |word: u32, target: Target| {
        let gate = Gate { when: asked_is(word), ..Gate::default() };
        Answer { act: act("accept"), gate, target, at: At(0) }
    };
    let timer = |after: Option<Clock>, when: Option<Guard>, target: Target| Timer { after, when, target, at: At(0) };
    let seller = obligation(
        SELLER,
        "answer",
        within(5, DAYS),
        vec![
            accept(0, ends(REFUND_AS_ASKED)),
            accept(1, goes(SENDING_BACK)),
            kept("refuse", vec![vec![EvidenceId(0)]]),
            kept("counter", Vec::new()),
        ],
        Some(Late::As(act("accept"))),
    );
    let twice = Gate { times: Some(2), ..Gate::default() };
    let refund = Target::Outcome(PARTIAL, vec![Payment::Amount(AMOUNT)]);
    vec![
        Stage {
            obligations: vec![seller],
            permissions: vec![
                permission(&[BUYER], "withdraw", Gate::default(), ends(CLOSED)),
                permission(&[BUYER], "change_request", twice, Target::Again),
            ],
            timers: vec![
                timer(Some(clock(7, DAYS, Anchor::Open)), None, goes(PLATFORM_REVIEW)),
                timer(None, Some(Guard::Happened(CHARGEBACK)), ends(CLOSED)),
            ],
            ..stage("negotiation")
        },
        Stage {
            obligations: vec![obligation(
                PLATFORM,
                "decide",
                within(7, BUSINESS),
                vec![answer("refund", refund), answer("reject", ends(CLOSED))],
                late(ends(REFUND_IN_FULL)),
            )],
            permissions: vec![permission(
                &[BUYER, SELLER],
                "add_evidence",
                Gate { within: within(3, DAYS).map(Edge::One), ..Gate::default() },
                Target::KeepWaiting,
            )],
            ..stage("platform_review")
        },
        Stage {
            obligations: vec![obligation(
                BUYER,
                "ship_back",
                within(10, DAYS),
                vec![answer("ship_back", goes(RECEIVING))],
                late(ends(CLOSED)),
            )],
            ..stage("sending_back")
        },
        Stage {
            obligations: vec![obligation(
                SELLER,
                "confirm",
                within(30, DAYS),
                vec![answer("confirm", ends(REFUND_RECEIVED))],
                late(ends(REFUND_IN_FULL)),
            )],
            ..stage("receiving")
        },
    ]
}

fn opening() -> Opening {
    let evidence = vec![vec![EvidenceId(0), EvidenceId(1)]];
    let delivered = || after(15, DAYS, DELIVERED, Which::Last);
    let windows = vec![
        window(
            &["not_received"],
            Gate {
                not_before: after(10, DAYS, SHIPPED, Which::First).map(Edge::One),
                within: after(15, DAYS, PROTECTION_ENDS, Which::First).map(Edge::One),
                ..Gate::default()
            },
        ),
        window(
            &["not_as_described", "damaged"],
            Gate { within: delivered().map(Edge::One), evidence, ..Gate::default() },
        ),
        window(
            &["changed_mind"],
            Gate {
                within: delivered().map(Edge::One),
                when: Some(Guard::Holds(Condition::Yes(FREE_RETURN))),
                ..Gate::default()
            },
        ),
    ];
    // What is said of an attempt is found by its place.
    let windows = (1_u32..).zip(windows).map(|(place, window)| Window { at: At(place), ..window }).collect();
    Opening { parties: vec![BUYER], act: act("open"), windows, target: goes(NEGOTIATION), at: At(0) }
}

fn outcomes() -> Vec<Outcome> {
    let rest = || line(SELLER, Payment::Rest);
    vec![
        outcome("refund_in_full", &[], vec![line(BUYER, Payment::Paid)]),
        outcome("refund_as_asked", &[], vec![line(BUYER, at_most(Payment::Fact(ASKED_AMOUNT))), rest()]),
        outcome("refund_received", &[], vec![line(BUYER, Payment::ReceivedItems), rest()]),
        outcome("partial", &[AMOUNT], vec![line(BUYER, at_most(Payment::Amount(AMOUNT))), rest()]),
        outcome("closed", &[], vec![line(SELLER, Payment::Paid)]),
    ]
}

/// The dispute of the reference, in Los Angeles, without its version and its exception.
pub(super) fn dispute() -> Process {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let arguments = |name: &str| match name {
        "open" => vec![Argument::Reason, Argument::Fact(ASKED), Argument::Fact(ASKED_AMOUNT)],
        "change_request" => vec![Argument::Fact(ASKED), Argument::Fact(ASKED_AMOUNT)],
        "counter" | "refund" => vec![Argument::Amount(AMOUNT)],
        "confirm" => vec![Argument::Received],
        _ => Vec::new(),
    };
    let acts = ACTS.iter().map(|name| Act { name: (*name).to_owned(), arguments: arguments(name) });
    Process {
        name: "dispute".to_owned(),
        title: "Dispute".to_owned(),
        scope: Scope { services: Bits::from_members([0]), from: None, to: None, when: Condition::Always },
        valid: Version { from: i32::MIN, to: i32::MAX, on: VersionDay::Open },
        zone: 2,
        parties: owned(&["buyer", "seller", "platform"]),
        reasons: owned(&REASONS),
        evidence: owned(&["photo", "video", "carrier_report"]),
        events: owned(&EVENTS),
        acts: acts.collect(),
        amounts: owned(&["amount"]),
        opening: opening(),
        stages: stages(),
        outcomes: outcomes(),
        at: At(0),
    }
}

/// A program with that process, changed.
pub(super) fn program(change: impl FnOnce(&mut Program)) -> Program {
    let asked = FactKind::OneOf(vec!["refund_only".to_owned(), "return_and_refund".to_owned()]);
    let no = Some(FactValue::YesNo(false));
    Policy::new()
        .fact("asked", FactPer::Shipment, asked, None)
        .fact("asked_amount", FactPer::Shipment, FactKind::Money, None)
        .fact("free_return", FactPer::Shipment, FactKind::YesNo, no)
        .fact("order_date", FactPer::Shipment, FactKind::Date, None)
        .service("return_line", |service| {
            service.from = EVERYWHERE;
        })
        .change(|program| {
            program.zones.push("America/Los_Angeles".parse().unwrap());
            program.calendars.push(chinese_calendar());
            let mut dispute = dispute();
            dispute.scope.services = Bits::from_members([0, 1]);
            program.processes.push(dispute);
        })
        .change(change)
        .build()
}

/// A case of the dispute: 80 USD paid for 8 pieces, and events as an example writes them.
#[track_caller]
pub(super) fn case(events: &str) -> Case {
    let events = events.lines().map(str::trim).filter(|line| !line.is_empty()).map(event).collect();
    let paid = PaidInput { total: Some("80.00 USD".parse().unwrap()), ..PaidInput::default() };
    let item = Item { unit_value: Some("10.00 USD".parse().unwrap()), ..pieces(8, "") };
    let items = Some(vec![Item { category: None, ..item }]);
    let order = Shipment { items, service: Some("standard".to_owned()), ..shipment() };
    Case { process: Some("dispute".to_owned()), order, paid, events, ..Case::default() }
}

/// `2026-03-12 14:30 buyer open (reason damaged, asked refund_only) with photo`, or `2026-03-10 delivered of parcel 2`.
#[track_caller]
fn event(line: &str) -> CaseEvent {
    let (head, evidence) = line.split_once(" with ").map_or((line, ""), |(head, evidence)| (head, evidence));
    let (head, arguments) =
        head.split_once('(').map_or((head, ""), |(head, rest)| (head, rest.trim().trim_end_matches(')')));
    let mut words: Vec<&str> = head.split_whitespace().collect();
    let date = words.remove(0);
    let timed = words[0].starts_with(|first: char| first.is_ascii_digit());
    let at = if timed { format!("{date} {}", words.remove(0)) } else { date.to_owned() };
    let at = at.parse().unwrap();
    let list = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    if EVENTS.contains(&words[0]) {
        let parcel = words.iter().position(|word| *word == "parcel").map(|at| words[at + 1].parse().unwrap());
        return CaseEvent { at, what: WhatHappened::Event { event: words[0].to_owned(), parcel } };
    }
    let (mut reason, mut received, mut told) = (None, None, std::collections::BTreeMap::new());
    for argument in list(arguments) {
        let (name, value) = argument.split_once(' ').unwrap();
        match name {
            "reason" => reason = Some(value.to_owned()),
            "received" => received = Some(value.split_whitespace().map(|pieces| pieces.parse().unwrap()).collect()),
            _ => {
                let money = value.parse().map(Given::Money);
                told.insert(name.to_owned(), money.unwrap_or_else(|_| Given::Text(value.to_owned())));
            }
        }
    }
    let what = WhatHappened::Act {
        by: words[0].to_owned(),
        act: words[1].to_owned(),
        reason,
        evidence: list(evidence),
        received,
        arguments: told,
    };
    CaseEvent { at, what }
}

pub(super) fn runtime(change: impl FnOnce(&mut Process)) -> Runtime {
    Runtime::new(program(|program| change(&mut program.processes[0])))
}
