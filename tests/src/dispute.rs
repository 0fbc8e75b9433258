//! A case of twenty events of a dispute with windows, clocks, evidence, counters and money: what its standing costs.

use tarifa::{Sources, Tariff};
use tarifa_engine::case::{Case, CaseOfProcess, Certainty, Position, Standing};
use tarifa_engine::date::Moment;
use tarifa_engine::program::OutcomeId;

const POLICY: &str = r#"
tariff bench {
  currency  CNY
  time zone "Asia/Shanghai"
  rounding  half up in steps of 0.01
  paid by   seller
}
fact asked "Asked": one of refund_only, return_and_refund
fact asked_amount "Asked amount": money
service standard { from CN; to DE; weight up to 30 kg }
freight standard_rates via standard = 50.00 per kg

returns dispute via standard {
  time zone "America/Los_Angeles"
  parties  buyer, seller, platform
  reasons  damaged, not_received
  evidence photo, video
  events   shipped, delivered, chargeback
  open by buyer (reason, asked, asked_amount) {
    damaged:      within 15 days after last delivered, with photo or video
    not_received: not before 10 days after shipped, within 60 days after shipped
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
    platform must decide within 12 days {
      refund(amount) -> partial(amount)
      reject         -> closed
      if late        -> refund_in_full
    }
  }
  stage sending_back {
    buyer must ship_back within 10 days -> refund_in_full, if late -> closed
  }
  outcome refund_in_full  { buyer gets paid }
  outcome refund_as_asked { buyer gets asked_amount maximum paid; seller keeps the rest }
  outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }
  outcome closed          { seller keeps paid }
}
"#;

/// Eight events that move the case, and twelve pieces of evidence.
fn document() -> String {
    let request = |at: &str, asked: &str| {
        format!(r#"{{"at":"{at}","by":"buyer","act":"change_request","asked":"{asked}","asked_amount":"40.00 USD"}}"#)
    };
    let open = r#""by":"buyer","act":"open","reason":"damaged","asked":"return_and_refund","asked_amount":"30.00 USD""#;
    let mut events = vec![
        r#"{"at":"2026-03-01 09:00","event":"shipped"}"#.to_owned(),
        r#"{"at":"2026-03-10 15:00","event":"delivered"}"#.to_owned(),
        format!(r#"{{"at":"2026-03-12 10:00",{open},"evidence":["photo"]}}"#),
        request("2026-03-13 10:00", "refund_only"),
        request("2026-03-14 10:00", "return_and_refund"),
        r#"{"at":"2026-03-15 10:00","by":"seller","act":"refuse"}"#.to_owned(),
        r#"{"at":"2026-03-15 11:00","by":"seller","act":"counter","amount":"10.00 USD"}"#.to_owned(),
        r#"{"at":"2026-03-25 12:00","by":"platform","act":"refund","amount":"22.00 USD"}"#.to_owned(),
    ];
    events.extend((0..12).map(|number| {
        let (day, hour) = (20 + number / 6, 8 + number);
        let by = r#""by":"buyer","act":"add_evidence","evidence":["photo"]"#;
        format!(r#"{{"at":"2026-03-{day}T{hour:02}:30:00-07:00",{by}}}"#)
    }));
    let order = r#"{"origin":"CN","destination":"DE","service":"standard","weight":"1.2 kg"}"#;
    format!(r#"{{"process":"dispute","order":{order},"paid":"80.00 USD","events":[{}]}}"#, events.join(","))
}

/// The case, and what it is asked with.
#[derive(Debug)]
pub struct Task {
    tariff: Tariff,
    document: String,
    case: Case,
    prepared: CaseOfProcess,
    now: Moment,
}

impl Default for Task {
    fn default() -> Self {
        Self::new()
    }
}

impl Task {
    /// Reads the case, and asks it at a moment at which all its events have happened.
    ///
    /// # Panics
    ///
    /// Where the case does not end as its rules say.
    #[must_use]
    pub fn new() -> Self {
        let tariff = Tariff::compile(&Sources::single("dispute.tarifa", POLICY)).expect("it is well made");
        let document = document();
        let case = tariff.case_from_json(&document).expect("it can be read");
        let mut prepared = tariff.runtime().prepare_case(&case).expect("its names are the process's");
        let prepared = prepared.remove(0);
        let now: Moment = "2026-04-10T00:00:00Z".parse().expect("a moment");
        let task = Self { tariff, document, case, prepared, now };

        let standing = task.standing();
        let outcomes = &task.tariff.program().processes[0].outcomes;
        let partial =
            outcomes.iter().zip(0_u16..).find(|(outcome, _)| outcome.name == "partial").expect("it is written");
        assert_eq!(task.case.events.len(), 20);
        assert_eq!(standing.position, Position::Outcome(OutcomeId(partial.1)));
        assert_eq!(standing.certainty, Certainty::Certain);
        assert_eq!(standing.attempts.len(), 1, "the refusal without a photo");
        task
    }

    /// Where it stands.
    ///
    /// # Panics
    ///
    /// Where a number does not fit.
    #[must_use]
    #[inline(never)]
    pub fn standing(&self) -> Standing {
        self.tariff.runtime().case(&self.prepared, self.now).expect("its numbers fit")
    }

    /// Checks it.
    ///
    /// # Panics
    ///
    /// Where it has a mistake.
    #[must_use]
    #[inline(never)]
    pub fn check(&self) -> Vec<CaseOfProcess> {
        self.tariff.runtime().prepare_case(&self.case).expect("its names are the process's")
    }

    /// Reads it from JSON.
    ///
    /// # Panics
    ///
    /// Where it cannot be read.
    #[must_use]
    #[inline(never)]
    pub fn read(&self) -> Case {
        self.tariff.case_from_json(&self.document).expect("it can be read")
    }
}
