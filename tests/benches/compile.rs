//! From policy text to the first quote, for a rule set of 50 KB; the bar is 30 ms.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a benchmark is a test, where a broken assumption must stop the run"
)]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tarifa::shipment::{PlaceInput, Shipment};
use tarifa::{Sources, Tariff};

const COUNTRIES: [&str; 12] = ["DE", "FR", "ES", "IT", "PL", "SE", "NL", "BE", "AT", "PT", "FI", "DK"];
const BYTES: usize = 50_000;

/// Services with a table for every country, as carriers print them, until there are 50 KB.
fn policy() -> String {
    let mut text = String::from(
        "tariff large {\n currency CNY\n time zone \"Asia/Shanghai\"\n rounding half up in steps of 0.01\n paid by seller\n}\n\
         zone far = ES(35*, 38*, 07*), FR(20*)\n",
    );
    let mut service = 0;
    while text.len() < BYTES {
        write!(
            text,
            "service s{service} {{\n from CN\n to {}\n weight up to 30 kg\n billed weight {{\n  volumetric 8000 cm3 per kg\n  \
             bill the greater of weight and volumetric\n  rounded up in steps of 1 g\n }}\n length + width + height up to 150 cm\n}}\n",
            COUNTRIES.join(", ")
        )
        .unwrap();
        for (zone, country) in COUNTRIES.iter().enumerate() {
            let rate = 40 + service * 3 + zone;
            writeln!(
                text,
                "freight s{service}_{zone} via s{service} to {country} {{\n minimum 11.00\n up to 100 g: {rate}.50\n \
                 up to 500 g: {rate}.50 for the first 100 g, then 0.60 per started 10 g\n \
                 up to 2 kg: {rate}.50 for the first 100 g, then 2.20 per started 50 g\n \
                 up to 10 kg: {rate}.50 for the first 100 g, then 3.90 per started 100 g\n \
                 otherwise: {rate}.50 for the first 100 g, then 15.00 per started 500 g\n}}"
            )
            .unwrap();
        }
        service += 1;
    }
    text.push_str(
        "charge remote to far = 3.50 per started kg minimum 25.00\n\
         charge peak valid 2026-11-01..2026-12-31 = 2.00\n\
         charge fuel = 18.5% of (freight + remote)\n",
    );
    text
}

fn shipment() -> Shipment {
    let place = |country: &str| Some(PlaceInput { country: country.to_owned(), subdivision: None, postcode: None });
    Shipment {
        origin: place("CN"),
        destination: place("DE"),
        weight: Some("1.2 kg".parse().unwrap()),
        sides: Some(["30 cm", "20 cm", "10 cm"].map(|side| side.parse().unwrap())),
        ship_date: Some("2026-03-02".parse().unwrap()),
        ..Shipment::default()
    }
}

fn compiling(criterion: &mut Criterion) {
    let (text, shipment) = (policy(), shipment());
    let mut group = criterion.benchmark_group("compile");
    group.throughput(Throughput::Bytes(u64::try_from(text.len()).unwrap()));
    group.sample_size(20);
    group.bench_function("50 KB to the first quote", |bencher| {
        bencher.iter(|| {
            let sources = Sources::single("large.tarifa", black_box(text.as_str()));
            let tariff = Tariff::compile(&sources).unwrap_or_else(|error| panic!("{error}"));
            black_box(tariff.quote(&shipment).unwrap())
        });
    });
    group.finish();
}

criterion_group!(benches, compiling);
criterion_main!(benches);
