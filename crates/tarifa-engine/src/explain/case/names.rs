//! Names, days and questions of a case, for people.

use crate::case::{CaseIndex, CaseNeed, Happening, Leads, Position, PreparedCase, PreparedEvent};
use crate::case_answer::{CaseQuestion, Deadline, Included};
use crate::clock::{End, EndKind, Point, Precise, Stamp, ZoneDays};
use crate::date::Date;
use crate::evaluate::{Need, Runtime};
use crate::explain::needs;
use crate::program::{ActId, EventId, EvidenceId, PartyId, Process, ProcessId, Program, ReasonId, ServiceId};

/// What names are looked up in.
pub(super) struct Names<'a> {
    pub(super) program: &'a Program,
    pub(super) process: &'a Process,
    /// The case; none where nothing is said of its events and order.
    pub(super) case: Option<&'a PreparedCase>,
    pub(super) zone: &'a ZoneDays,
    pub(super) cases: &'a CaseIndex,
}

fn named(names: &[String], number: u16) -> String {
    names.get(usize::from(number)).cloned().unwrap_or_default()
}

impl<'a> Names<'a> {
    /// Of a process and one of its cases.
    pub(super) fn new(runtime: &'a Runtime, process: ProcessId, case: Option<&'a PreparedCase>) -> Option<Self> {
        let (program, cases) = (runtime.program(), runtime.cases());
        let process = program.processes.get(usize::from(process.0))?;
        Some(Self { program, process, case, zone: cases.zone(process)?, cases })
    }

    /// The names of a version of the process, of which the events of the case are not known where it is another one.
    pub(super) fn of_version(&self, version: ProcessId) -> Option<Self> {
        let process = self.program.processes.get(usize::from(version.0))?;
        let case = self.case.filter(|case| case.process == version);
        Some(Self { process, case, zone: self.cases.zone(process)?, ..*self })
    }

    pub(super) fn party(&self, party: PartyId) -> String {
        named(&self.process.parties, party.0)
    }

    pub(super) fn reason(&self, reason: ReasonId) -> String {
        named(&self.process.reasons, reason.0)
    }

    pub(super) fn evidence(&self, kind: EvidenceId) -> String {
        named(&self.process.evidence, kind.0)
    }

    pub(super) fn event(&self, event: EventId) -> String {
        named(&self.process.events, event.0)
    }

    pub(super) fn act(&self, act: ActId) -> String {
        self.process.acts.get(usize::from(act.0)).map_or_else(String::new, |act| act.name.clone())
    }

    pub(super) fn service(&self, service: ServiceId) -> String {
        let service = self.program.services.get(usize::from(service.0));
        service.map_or_else(String::new, |service| service.name.clone())
    }

    /// The stage or outcome; none while a case is not open.
    pub(super) fn position(&self, position: Position) -> Option<String> {
        self.of_position(position).map(|(name, _)| name.to_owned())
    }

    pub(super) fn position_title(&self, position: Position) -> Option<String> {
        self.of_position(position).map(|(_, title)| title.to_owned())
    }

    fn of_position(&self, position: Position) -> Option<(&str, &str)> {
        match position {
            Position::NotOpen => None,
            Position::Stage(stage) => {
                let stage = self.process.stages.get(usize::from(stage.0))?;
                Some((&stage.name, &stage.title))
            }
            Position::Outcome(outcome) => {
                let outcome = self.process.outcomes.get(usize::from(outcome.0))?;
                Some((&outcome.name, &outcome.title))
            }
        }
    }

    /// Where a rule leads; none where the case stays.
    pub(super) fn leads(&self, leads: Leads, from: Position) -> Option<String> {
        match leads {
            Leads::Stays => None,
            Leads::Extends => None,
            Leads::Stage(stage) => self.position(Position::Stage(stage)),
            Leads::Outcome(outcome) => self.position(Position::Outcome(outcome)),
            Leads::Again => self.position(from),
        }
    }

    /// `2026-03-12`, or `2026-03-12 14:30` where the time is known.
    pub(super) fn when(&self, stamp: Stamp) -> String {
        if stamp.is_exact() {
            return self.precise(stamp.first);
        }
        let (first, last) = (date(stamp.first.day), date(stamp.last.day));
        if first == last { first } else { format!("{first}..{last}") }
    }

    /// The minute; the day alone of what follows from the end of a day.
    fn precise(&self, at: Precise) -> String {
        let follows_from_day = self.zone.day_of(at.at) != at.day;
        if follows_from_day { date(at.day) } else { self.clock(at.at) }
    }

    /// What a clock of the zone shows: `2026-03-12 14:30`, with seconds where there are any.
    pub(super) fn clock(&self, at: Point) -> String {
        let shown = self.zone.shown(at);
        let seconds = if shown.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
        shown.strftime(seconds).to_string()
    }

    /// `2026-03-20 00:00 America/Los_Angeles`.
    pub(super) fn opens(&self, at: Precise) -> String {
        format!("{} {}", self.clock(at.at), self.zone.name())
    }

    pub(super) fn deadline(&self, end: End) -> Deadline {
        let zone = self.zone.name().to_string();
        match end.kind {
            EndKind::Day(day) => {
                // The last minute is shown as people say it, whatever clocks do in that night.
                let last_minute = format!("{} 23:59", date(day));
                let (instant, instant_included) = (self.zone.with_offset(end.at), Included::No);
                Deadline { last_minute, zone, instant, instant_included }
            }
            EndKind::Instant => {
                let at = end.at.before();
                let (instant, instant_included) = (self.zone.with_offset(at), Included::Yes);
                Deadline { last_minute: self.clock(at), zone, instant, instant_included }
            }
        }
    }

    /// An event of the case.
    pub(super) fn told(&self, event: u16) -> Option<&'a PreparedEvent> {
        self.case?.events.get(usize::from(event))
    }

    /// An event of the case in words: `delivered`, `delivered of parcel 2`, `open by buyer`.
    pub(super) fn happening(&self, event: u16) -> String {
        match self.told(event).map(|event| &event.what) {
            Some(Happening::Event { event, parcel: None }) => self.event(*event),
            Some(Happening::Event { event, parcel: Some(parcel) }) => {
                format!("{} of parcel {}", self.event(*event), parcel.saturating_add(1))
            }
            Some(Happening::Act(act)) => format!("{} by {}", self.act(act.act), self.party(act.by)),
            Some(Happening::Foreign(foreign)) => match (&foreign.by, foreign.parcel) {
                (Some(by), _) => format!("{} by {by}", foreign.what),
                (None, Some(parcel)) => format!("{} of parcel {parcel}", foreign.what),
                (None, None) => foreign.what.clone(),
            },
            None => String::new(),
        }
    }

    pub(super) fn question(&self, need: CaseNeed) -> CaseQuestion {
        let question = |fact: String, title: &str| CaseQuestion { fact, title: title.to_owned() };
        match need {
            CaseNeed::Time(event) => {
                let when = self.told(event).map(|event| self.when(event.when));
                let what = self.happening(event);
                let title = format!("the time of day of {what} on {}", when.unwrap_or_default());
                CaseQuestion { fact: format!("time of {what}"), title }
            }
            CaseNeed::Reason => question("reason".to_owned(), "why the case is opened"),
            CaseNeed::Service => question("order.service".to_owned(), "the service of the order"),
            CaseNeed::Paid => question("paid".to_owned(), "what was paid"),
            CaseNeed::PaidGoods => question("paid.goods".to_owned(), "what was paid for the goods"),
            CaseNeed::PaidFreight => question("paid.freight".to_owned(), "what was paid for the freight"),
            CaseNeed::Amount(amount) => {
                let amount = named(&self.process.amounts, amount.0);
                let title = format!("the {amount}, in the currency of what was paid");
                CaseQuestion { fact: amount, title }
            }
            CaseNeed::Received => question("received".to_owned(), "how many pieces of each item came back"),
            CaseNeed::Calendar(calendar, day) => {
                let calendar = self.program.calendars.get(usize::from(calendar.0));
                let name = calendar.map_or("", |calendar| calendar.name.as_str());
                let title = format!("the business days of {name} from {} on, which it does not cover", date(day));
                CaseQuestion { fact: format!("calendar {name}"), title }
            }
            CaseNeed::ReturnFreight(service) => {
                let service = self.service(service);
                let title = format!("the freight of the way back, which {service} does not price");
                CaseQuestion { fact: "return freight".to_owned(), title }
            }
            CaseNeed::Compensation(compensation) => {
                let compensation = self.program.compensations.get(usize::from(compensation.0));
                let name = compensation.map_or_else(String::new, |compensation| compensation.name.clone());
                CaseQuestion { title: format!("what is owed by {name}"), fact: name }
            }
            CaseNeed::Order(missing) => {
                let need = Need { missing, asked_by: smallvec::SmallVec::new() };
                let Some(case) = self.case else { return question("order".to_owned(), "a fact of the order") };
                let told = needs::need(self.program, &case.order, &need);
                let item = told.item.map(|item| format!("items[{}].", item.saturating_sub(1))).unwrap_or_default();
                CaseQuestion { fact: format!("order.{item}{}", told.fact), title: told.title }
            }
        }
    }
}

fn date(day: i32) -> String {
    Date::from_days(day).map_or_else(String::new, |date| date.to_string())
}
