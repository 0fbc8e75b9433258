//! Random cases of a process: what happens when, mostly what is possible, often at the very edge of a clock.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use tarifa_engine::case::{Case, CaseEvent, PaidInput, WhatHappened};
use tarifa_engine::currency::Money;
use tarifa_engine::date::Moment;
use tarifa_engine::program::{Argument, Process};
use tarifa_engine::shipment::{Given, Item, Parcel, Shipment};

use super::super::Dice;
use super::super::shipment::{place, quantity};
use super::ProcessRules;

/// What can be done, and the instants at which that changes.
#[derive(Clone, Debug, Default)]
pub struct Possible {
    /// Who may do what.
    pub acts: Vec<(String, String)>,
    /// The ends and beginnings of clocks.
    pub edges: Vec<Timestamp>,
}

/// How exactly a case tells its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// To the instant.
    Instants,
    /// By the day.
    Days,
    /// Either.
    Both,
}

/// Days around which something is the matter: clocks that change, ends of months and years, a leap day.
const STARTS: &[&str] = &[
    "2026-03-02",
    "2026-03-05",
    "2026-03-25",
    "2026-10-20",
    "2026-10-28",
    "2026-01-29",
    "2027-02-24",
    "2028-02-26",
    "2026-04-01",
    "2026-04-20",
    "2026-09-02",
    "2026-09-30",
    "2026-12-26",
];

/// The choices of one case.
pub struct CaseDice<'a> {
    /// The choices.
    pub dice: Dice,
    /// The rule set.
    pub rules: &'a ProcessRules,
    /// The versions of the process.
    pub versions: &'a [Process],
    zone: TimeZone,
    /// What was tried last, which somebody may try again.
    last: Option<(String, String)>,
}

impl<'a> CaseDice<'a> {
    /// The case of a seed.
    pub fn new(seed: u64, rules: &'a ProcessRules, versions: &'a [Process]) -> Self {
        let zone = TimeZone::get(rules.zone).expect("a zone of the database");
        Self { dice: Dice::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d)), rules, versions, zone, last: None }
    }

    /// A case, and instants at which it is asked about; `possible` tells what can be done in it.
    pub fn case(&mut self, possible: &mut dyn FnMut(&Case, Moment) -> Possible) -> (Case, Vec<Moment>) {
        let told = *self.dice.pick(&[Told::Instants, Told::Instants, Told::Days, Told::Both]);
        let mut case = self.empty();
        // Around the first day of a version somebody tries to open a case too early.
        let has_first_day = self.versions.iter().any(|version| version.valid.from != i32::MIN);
        let start = if has_first_day && self.dice.once_in(3) { "2026-03-01" } else { *self.dice.pick(STARTS) };
        let mut day: Date = start.parse().expect("a day");
        let mut at = self.at(told, day, &[]);
        let mut edges: Vec<Timestamp> = Vec::new();
        let mut nows = vec![self.local(day, self.dice.clone().between(0, 23))];
        for step in 0..self.dice.between(4, 16) {
            let can = possible(&case, at);
            let is_act = step > 1 && !self.dice.once_in(4);
            let what = if is_act { self.act(&can) } else { self.event(&case) };
            let at_event = if matches!(what, WhatHappened::Event { .. }) && self.dice.once_in(8) {
                // A date to come.
                self.at(told, plus(day, self.dice.clone().between(3, 20)), &[])
            } else {
                at
            };
            case.events.push(CaseEvent { at: at_event, what });
            edges.extend(can.edges.iter().copied());
            if !self.dice.once_in(5) {
                day = plus(day, *self.dice.pick(&[0, 1, 1, 1, 2, 3, 5]));
            }
            at = self.at(told, day, &can.edges);
            let own = self.day_of(&at);
            day = day.max(own);
        }
        let can = possible(&case, at);
        edges.extend(can.edges);
        nows.extend(self.nows(day, &edges));
        self.shuffle(&mut case.events);
        (case, nows)
    }

    /// The events in another order.
    pub fn shuffle(&mut self, events: &mut [CaseEvent]) {
        for last in (1..events.len()).rev() {
            let other = usize::try_from(self.dice.between(0, last as u64)).expect("small");
            events.swap(last, other);
        }
    }

    fn nows(&mut self, day: Date, edges: &[Timestamp]) -> Vec<Moment> {
        let mut nows = Vec::new();
        for _ in 0..3 {
            let (ahead, hour) = (self.dice.between(0, 14), self.dice.between(0, 23));
            nows.push(self.local(plus(day, ahead), hour));
        }
        if !edges.is_empty() {
            for _ in 0..2 {
                let edge = *self.dice.pick(edges);
                nows.push(self.near(edge));
            }
        }
        let ahead = self.dice.between(0, 60);
        nows.push(plus(day, ahead).to_string().parse().expect("a day"));
        nows
    }

    /// An instant, or one second beside it.
    fn near(&mut self, edge: Timestamp) -> Moment {
        let beside = Span::new().seconds(*self.dice.pick(&[-1, 0, 0, 1]));
        instant(edge.checked_add(beside).expect("a year that can be written"), &self.zone)
    }

    fn local(&self, day: Date, hour: u64) -> Moment {
        let at = day.at(i8::try_from(hour).expect("an hour"), 30, 0, 0);
        instant(self.zone.to_timestamp(at).expect("an instant"), &self.zone)
    }

    fn day_of(&self, at: &Moment) -> Date {
        at.written_day().to_string().parse().expect("a day")
    }

    /// A time on a day, or at an edge.
    fn at(&mut self, told: Told, day: Date, edges: &[Timestamp]) -> Moment {
        let by_day = match told {
            Told::Instants => false,
            Told::Days => true,
            Told::Both => self.dice.once_in(2),
        };
        if by_day {
            return day.to_string().parse().expect("a day");
        }
        let ahead: Vec<Timestamp> = edges
            .iter()
            .copied()
            .filter(|edge| self.zone.to_datetime(*edge).date() >= day)
            .filter(|edge| self.zone.to_datetime(*edge).date() < plus(day, 12))
            .collect();
        if !ahead.is_empty() && self.dice.once_in(4) {
            let edge = *self.dice.pick(&ahead);
            return self.near(edge);
        }
        let (hour, minute) = *self.dice.pick(&[(0, 0), (1, 30), (2, 30), (9, 0), (12, 0), (14, 30), (23, 0), (23, 59)]);
        let second = if self.dice.once_in(2) { 0 } else { i8::try_from(self.dice.between(1, 59)).expect("small") };
        let local: DateTime = day.at(hour, minute, second, 0);
        let possible = self.zone.to_ambiguous_timestamp(local);
        if possible.is_ambiguous() || self.dice.once_in(2) {
            return instant(possible.compatible().expect("an instant"), &self.zone);
        }
        local.strftime("%Y-%m-%d %H:%M:%S").to_string().parse().expect("a local time")
    }

    fn event(&mut self, case: &Case) -> WhatHappened {
        let told = |name: &str| {
            let is = |event: &CaseEvent| matches!(&event.what, WhatHappened::Event { event, .. } if event == name);
            case.events.iter().any(is)
        };
        let event = match self.dice.between(0, 9) {
            _ if !told("shipped") && !self.dice.once_in(6) => "shipped",
            _ if !told("delivered") && !self.dice.once_in(6) => "delivered",
            0 | 1 => "delivered",
            2 => "shipped",
            3 | 4 => "ends",
            5 => "chargeback",
            _ => "report",
        };
        let parcels = case.order.parcels.as_ref().map_or(1, Vec::len) as u64;
        let parcel = if parcels > 1 && event == "delivered" && !self.dice.once_in(4) || self.dice.once_in(20) {
            Some(self.dice.between(1, parcels))
        } else {
            None
        };
        WhatHappened::Event { event: event.to_owned(), parcel }
    }

    fn act(&mut self, can: &Possible) -> WhatHappened {
        let process = self.dice.pick(self.versions);
        let again = self.last.take().filter(|_| self.dice.once_in(4));
        let (mut by, act) = if let Some(again) = again {
            again
        } else if can.acts.is_empty() || self.dice.once_in(6) {
            let act = self.dice.pick(&process.acts).name.clone();
            (self.dice.pick(&process.parties).clone(), act)
        } else {
            self.dice.pick(&can.acts).clone()
        };
        self.last = Some((by.clone(), act.clone()));
        if self.dice.once_in(12) {
            by = self.dice.pick(&process.parties).clone();
        }
        let mut rules = self
            .versions
            .iter()
            .filter_map(|process| process.acts.iter().find(|own| own.name == act).map(|rule| (process, rule)));
        let (process, rule) = rules.next().expect("an act of the process");
        let (mut reason, mut received, mut arguments) = (None, None, BTreeMap::new());
        for argument in &rule.arguments {
            match argument {
                Argument::Reason => reason = Some(self.dice.pick(&process.reasons).clone()),
                Argument::Received => received = Some(vec![self.dice.between(0, 2), self.dice.between(0, 1)]),
                Argument::Amount(amount) => {
                    let name = process.amounts[usize::from(amount.0)].clone();
                    let amount = self.money(90);
                    arguments.insert(name, Given::Money(amount));
                }
                // Two facts are told: the first is a choice, the second an amount.
                Argument::Fact(_) if arguments.is_empty() => {
                    let asked = *self.dice.pick(&["refund_only", "return_and_refund"]);
                    arguments.insert("asked".to_owned(), Given::Text(asked.to_owned()));
                    let amount = self.money(120);
                    arguments.insert("asked_amount".to_owned(), Given::Money(amount));
                }
                Argument::Fact(_) => {}
            }
        }
        let shown: &[&[&str]] =
            &[&[], &["photo"], &["video"], &["photo", "video"], &["photo", "video"], &["photo", "video"]];
        let evidence = self.dice.pick(shown).iter().map(|kind| (*kind).to_owned()).collect();
        WhatHappened::Act { by, act, reason, evidence, received, arguments }
    }

    fn money(&mut self, most: u64) -> Money {
        let amount = if self.rules.currency == "JPY" {
            (self.dice.between(0, most) * 100).to_string()
        } else {
            self.dice.amount(0, most)
        };
        format!("{amount} {}", self.rules.currency).parse().expect("money")
    }

    fn empty(&mut self) -> Case {
        let currency = self.rules.currency;
        let money = |amount: u64| -> Money {
            let text = if currency == "JPY" { (amount * 100).to_string() } else { format!("{amount}.05") };
            format!("{text} {currency}").parse().expect("money")
        };
        let (goods, freight) = (self.dice.between(30, 90), self.dice.between(1, 12));
        let refunded = self.dice.once_in(6).then(|| money(self.dice.between(1, 20)));
        let (goods, freight) = (money(goods), money(freight));
        let mut facts = BTreeMap::new();
        let mut give = |name: &str, given: Given| facts.insert(name.to_owned(), given);
        give("tier", Given::Text((*self.dice.pick(&["gold", "silver"])).to_owned()));
        give("insured", Given::YesNo(self.dice.once_in(2)));
        let promised = format!("2026-{:02}-{:02}", self.dice.pick(&[3, 10, 12]), self.dice.between(1, 28));
        give("promised", Given::Date(promised.parse().expect("a day")));
        give("score", Given::Number(i64::try_from(self.dice.between(3, 8)).expect("small").into()));
        let item = |pieces: u64, value: u64| Item {
            category: Some("phone".to_owned()),
            quantity: Some(pieces),
            weight: Some(quantity("400 g")),
            unit_value: Some(money(value)),
            ..Item::default()
        };
        let items = vec![item(2, self.dice.between(5, 40)), item(1, self.dice.between(5, 20))];
        let in_parcels = self.dice.once_in(3);
        let parcel = || Parcel { weight: Some(quantity("600 g")), ..Parcel::default() };
        let order = Shipment {
            origin: Some(place(("CN", None, None))),
            destination: Some(place(("DE", None, None))),
            service: Some("standard".to_owned()),
            weight: (!in_parcels).then(|| quantity("1.2 kg")),
            declared_value: Some(money(40)),
            ship_date: Some("2026-03-02 10:00".parse().expect("a moment")),
            items: Some(items),
            parcels: in_parcels.then(|| vec![parcel(), parcel()]),
            facts,
            ..Shipment::default()
        };
        let paid = PaidInput { total: None, goods: Some(goods), freight: Some(freight) };
        Case { process: Some("dispute".to_owned()), order, paid, refunded_before: refunded, ..Case::default() }
    }
}

fn plus(day: Date, days: u64) -> Date {
    day.checked_add(Span::new().days(i64::try_from(days).expect("small"))).expect("a year that can be written")
}

/// An instant with the offset of a zone.
fn instant(at: Timestamp, zone: &TimeZone) -> Moment {
    let shown = at.to_zoned(zone.clone());
    shown.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().parse().expect("an instant")
}
