//! A quote into an answer that is used again allocates nothing.

#![expect(clippy::unwrap_used, reason = "the whole file is a test, where a broken assumption must stop the run")]

use tarifa::shipment::{PlaceInput, Shipment};
use tarifa::{Sources, Tariff};
use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::program::ServiceId;

const POLICY: &str = r#"tariff post {
  currency CNY
  time zone "Asia/Shanghai"
  rounding half up in steps of 0.01
  paid by seller
}
zone far = ES(35*)
service economy {
  from CN
  to DE, ES
  weight up to 30 kg
  length + width + height up to 150 cm
  billed weight {
    volumetric 8000 cm3 per kg
    bill the greater of weight and volumetric
    rounded up in steps of 1 g
  }
}
freight standard to DE, ES {
  minimum 11.00
  up to 500 g: 10.00 for the first 100 g, then 0.60 per started 10 g
  otherwise: 58.50 per kg + 16.50 as registration
}
charge remote to far = 3.50 per started kg minimum 25.00
charge peak valid 2026-11-01..2026-12-31 = 2.00
charge fuel = 18.5% of (freight + remote)
"#;

fn shipment(weight: &str, country: &str, postcode: Option<&str>) -> Shipment {
    let place = |country: &str, postcode: Option<&str>| {
        Some(PlaceInput { country: country.to_owned(), subdivision: None, postcode: postcode.map(str::to_owned) })
    };
    Shipment {
        origin: place("CN", None),
        destination: place(country, postcode),
        weight: Some(weight.parse().unwrap()),
        sides: Some(["30 cm", "20 cm", "10 cm"].map(|side| side.parse().unwrap())),
        ship_date: Some("2026-11-20".parse().unwrap()),
        ..Shipment::default()
    }
}

/// Counts what one quote allocates, once the answer has been used, and compares the total.
#[track_caller]
fn check(runtime: &Runtime, shipment: &Shipment, expected: &str) {
    let prepared = runtime.prepare(shipment).unwrap();
    let mut quote = Quote::new(ServiceId(0));
    let counted = allocation_counter::measure(|| runtime.quote_into(ServiceId(0), &prepared, &mut quote).unwrap());
    let found = quote.total.map_or_else(|| format!("{:?}", quote.verdict), |total| total.to_string());
    assert_eq!((found.as_str(), counted.count_total), (expected, 0));
    let counted = allocation_counter::measure(|| runtime.verdict_into(ServiceId(0), &prepared, &mut quote).unwrap());
    assert_eq!((quote.total, counted.count_total), (None, 0), "the verdict alone");
}

#[test]
fn a_quote_allocates_nothing_beyond_its_answer() {
    let tariff = Tariff::compile(&Sources::single("post.tarifa", POLICY)).unwrap();
    for runtime in [tariff.runtime().clone(), Runtime::without_compact_forms(tariff.program().clone())] {
        check(&runtime, &shipment("300 g", "DE", None), "70.5");
        check(&runtime, &shipment("1.2 kg", "DE", None), "101.69");
        check(&runtime, &shipment("2.5 kg", "ES", Some("35001")), "221.43");
    }
}
