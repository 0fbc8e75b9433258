//! Where a case stands after twenty events: a dispute with windows, clocks, evidence, counters and money.
//!
//! What falls due in many cases is measured beside.
//!
//! The case is checked once and asked at a moment at which all its events have happened; reading and checking it are
//! measured beside.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark is a test, where a broken assumption must stop the run, and criterion writes its own main"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tarifa::{Source, Sources, Tariff};
use tarifa_engine::case::{Certainty, Position};
use tarifa_engine::date::Moment;
use tarifa_engine::program::OutcomeId;
use tarifa_tests::cases;

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

fn standing(criterion: &mut Criterion) {
    let tariff = Tariff::compile(&Sources::single("bench.tarifa", POLICY)).unwrap();
    let runtime = tariff.runtime();
    let document = document();
    let case = tariff.case_from_json(&document).unwrap();
    let prepared = runtime.prepare_case(&case).unwrap();
    let Some(first) = prepared.first() else { panic!("the process applies") };
    let now: Moment = "2026-04-10T00:00:00Z".parse().unwrap();

    let standing = runtime.case(first, now).unwrap();
    let partial = tariff.program().processes[0].outcomes.iter().position(|outcome| outcome.name == "partial").unwrap();
    assert_eq!(case.events.len(), 20);
    assert_eq!(standing.position, Position::Outcome(OutcomeId(u16::try_from(partial).unwrap())));
    assert_eq!(standing.certainty, Certainty::Certain);
    assert_eq!(standing.attempts.len(), 1, "the refusal without a photo");

    criterion.bench_function("standing after 20 events", |bencher| {
        bencher.iter(|| runtime.case(black_box(first), black_box(now)).unwrap());
    });
    criterion.bench_function("check a case of 20 events", |bencher| {
        bencher.iter(|| runtime.prepare_case(black_box(&case)).unwrap());
    });
    criterion.bench_function("read a case of 20 events", |bencher| {
        bencher.iter(|| tariff.case_from_json(black_box(&document)).unwrap());
    });
}

/// What `tarifa due` does with each line of its input, on one core: read the case, check it, and ask what falls due.
fn due(criterion: &mut Criterion) {
    const CASES: u64 = 1_000;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(cases::RULES);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        Source::new(path.to_string_lossy(), std::fs::read_to_string(&path).unwrap())
    });
    let tariff = Tariff::compile(&Sources::new(files.collect())).unwrap();
    let lines: Vec<String> = (0..CASES).map(cases::case).collect();
    let now: Moment = cases::AT.parse().unwrap();
    let count = |line: &String| {
        let case = tariff.case_from_json(line).unwrap();
        let (due, needs) = tariff.due(&case, now, 48 * 3_600).unwrap();
        assert!(needs.is_empty(), "{line}: {needs:?}");
        due.len()
    };
    let due: usize = lines.iter().map(count).sum();
    assert!(due > 100, "only {due} fall due");

    let mut group = criterion.benchmark_group("what falls due in many cases");
    group.throughput(Throughput::Elements(CASES));
    group.bench_function("from JSON lines, on one core", |bencher| {
        bencher.iter(|| lines.iter().map(count).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, standing, due);
criterion_main!(benches);
