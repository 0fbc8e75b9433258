//! One quoting task, by the engine and by hand-written fixed-point Rust beside it.
//!
//! 24 tables (4 services x 6 zones) of 5 bands, volumetric weight, fuel, remote postcodes, a peak
//! season and a minimum; one requested service, input interned, answer lines as ids. Both sides
//! must agree to the cent on every shipment before anything is measured.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark is a test, where a broken assumption must stop the run, and criterion writes its own main"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tarifa::{Sources, Tariff};
use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::prepare::Prepared;
use tarifa_engine::program::ServiceId;
use tarifa_engine::shipment::{PlaceInput, Shipment};

const SERVICES: i64 = 4;
const ZONES: [&str; 6] = ["DE", "FR", "ES", "IT", "PL", "SE"];
/// Days from 1970-01-01 of the peak season, 2026-11-01 to 2026-12-31.
const PEAK: (i32, i32) = (20_758, 20_818);

/// The figures of a table: cents for the first 100 g, and per started 10 g, 50 g, 100 g and 500 g of the bands behind.
fn figures(service: i64, zone: i64) -> [i64; 5] {
    let base = 1_000 + service * 170 + zone * 90;
    [base, 60 + service * 3, 220 + zone * 7, 390 + service * 11, 1_500 + zone * 25]
}

fn policy() -> String {
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let mut text = String::from(
        "tariff bench {\n currency CNY\n time zone \"Asia/Shanghai\"\n rounding half up in steps of 0.01\n paid by seller\n}\n\
         zone far = ES(35*, 38*, 07*), FR(20*)\n",
    );
    for service in 0..SERVICES {
        text.push_str(&format!(
            "service s{service} {{\n from CN\n to {}\n weight up to 30 kg\n billed weight {{\n  volumetric 8000 cm3 per kg\n  \
             bill the greater of weight and volumetric\n  rounded up in steps of 1 g\n }}\n length + width + height up to 150 cm\n}}\n",
            ZONES.join(", ")
        ));
        for (zone, country) in (0..).zip(ZONES) {
            let [first, a, b, c, d] = figures(service, zone).map(money);
            text.push_str(&format!(
                "freight s{service}_{zone} via s{service} to {country} {{\n minimum 11.00\n up to 100 g: {first}\n \
                 up to 500 g: {first} for the first 100 g, then {a} per started 10 g\n \
                 up to 2 kg: {first} for the first 100 g, then {b} per started 50 g\n \
                 up to 10 kg: {first} for the first 100 g, then {c} per started 100 g\n \
                 otherwise: {first} for the first 100 g, then {d} per started 500 g\n}}\n"
            ));
        }
    }
    text.push_str(
        "charge remote to far = 3.50 per started kg minimum 25.00\n\
         charge peak valid 2026-11-01..2026-12-31 = 2.00\n\
         charge fuel = 18.5% of (freight + remote)\n",
    );
    text
}

/// A shipment as the hand-written code takes it.
#[derive(Clone, Copy)]
struct ByHand {
    service: usize,
    zone: usize,
    far: bool,
    day: i32,
    grams: i64,
    millimetres: [i64; 3],
}

/// The answer of the hand-written code: ids and cents.
#[derive(Clone, Copy, Default)]
struct Lines {
    lines: [(u8, i64); 4],
    count: usize,
    total: i64,
}

impl Lines {
    #[inline]
    fn push(&mut self, id: u8, cents: i64) {
        self.lines[self.count] = (id, cents);
        self.count += 1;
        self.total += cents;
    }
}

/// Upper bounds and steps in grams.
const BANDS: [(i64, i64); 5] = [(100, 1), (500, 10), (2_000, 50), (10_000, 100), (i64::MAX, 500)];

#[inline(never)]
fn quote_by_hand(tables: &[[[i64; 5]; 6]; 4], shipment: &ByHand) -> Option<Lines> {
    let [length, width, height] = shipment.millimetres;
    if shipment.grams > 30_000 || length + width + height > 1_500 {
        return None;
    }
    // 8000 cm3 per kg are 8000 mm3 per gram.
    let volumetric = (length * width * height + 7_999) / 8_000;
    let billed = shipment.grams.max(volumetric);
    let table = &tables[shipment.service][shipment.zone];
    let band = BANDS.partition_point(|(upper, _)| *upper < billed);
    let steps = (billed - 100).max(0) + BANDS[band].1 - 1;
    let rate = if band == 0 { 0 } else { table[band] };
    let freight = (table[0] + steps / BANDS[band].1 * rate).max(1_100);
    let mut lines = Lines::default();
    lines.push(0, freight);
    let mut remote = 0;
    if shipment.far {
        remote = ((billed + 999) / 1_000 * 350).max(2_500);
        lines.push(1, remote);
    }
    if (PEAK.0..=PEAK.1).contains(&shipment.day) {
        lines.push(2, 200);
    }
    // 18.5% in cents, half up.
    lines.push(3, ((freight + remote) * 185 + 500) / 1_000);
    Some(lines)
}

/// Shipments of every service, zone, season and size, in an order that no branch predictor learns.
fn shipments(runtime: &Runtime) -> Vec<(ByHand, ServiceId, Prepared)> {
    let mut seed = 42_u64;
    let mut random = |below: i64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(seed >> 33).unwrap() % below
    };
    let services = &runtime.program().services;
    (0..1_024)
        .map(|_| {
            let (service, zone) = (random(SERVICES), usize::try_from(random(6)).unwrap());
            let far = (zone == 1 || zone == 2) && random(3) == 0;
            let postcode = match (ZONES[zone], far) {
                ("ES", true) => Some("35001"),
                ("ES", false) => Some("28001"),
                ("FR", true) => Some("20000"),
                ("FR", false) => Some("75001"),
                _ => None,
            };
            let peak = random(2) == 0;
            let sizes = [300, 1_500, 8_000, 12_000];
            let size = usize::try_from(random(4)).unwrap();
            let grams = 1 + random(sizes[size]);
            let millimetres = [10 * (1 + random(60)), 10 * (1 + random(40)), 10 * (1 + random(30))];
            let place = |country: &str, postcode: Option<&str>| {
                Some(PlaceInput {
                    country: country.to_owned(),
                    subdivision: None,
                    postcode: postcode.map(str::to_owned),
                })
            };
            let shipment = Shipment {
                origin: place("CN", None),
                destination: place(ZONES[zone], postcode),
                weight: Some(format!("{grams} g").parse().unwrap()),
                sides: Some(millimetres.map(|side| format!("{side} mm").parse().unwrap())),
                ship_date: Some(if peak { "2026-11-20" } else { "2026-03-02" }.parse().unwrap()),
                ..Shipment::default()
            };
            let name = format!("s{service}");
            let id = services.iter().position(|service| service.name == name).unwrap();
            let service = usize::try_from(service).unwrap();
            let day = if peak { 20_777 } else { 20_514 };
            let by_hand = ByHand { service, zone, far, day, grams, millimetres };
            (by_hand, ServiceId(u16::try_from(id).unwrap()), runtime.prepare(&shipment).unwrap())
        })
        .collect()
}

/// Both must say the same before their speed is worth anything.
fn agree(runtime: &Runtime, tables: &[[[i64; 5]; 6]; 4], shipments: &[(ByHand, ServiceId, Prepared)]) {
    for (by_hand, service, prepared) in shipments {
        let quote = runtime.quote(*service, prepared).unwrap();
        let total = quote.total.map(|total| total.to_string());
        let expected = quote_by_hand(tables, by_hand).map(|lines| {
            assert_eq!(lines.count, quote.lines.len());
            tarifa_engine::exact::Exact::new(i128::from(lines.total), 100).unwrap().to_string()
        });
        assert_eq!(total, expected, "{:?} {} g", by_hand.millimetres, by_hand.grams);
    }
}

fn quoting(criterion: &mut Criterion) {
    let compilation = tarifa::compile(&Sources::single("bench.tarifa", policy()));
    let tariff: Tariff = compilation.tariff.unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics));
    let runtime = Runtime::new(tariff.program().clone());
    let mut tables = [[[0; 5]; 6]; 4];
    for (service, zones) in (0..).zip(&mut tables) {
        for (zone, table) in (0..).zip(zones) {
            *table = figures(service, zone);
        }
    }
    let shipments = shipments(&runtime);
    agree(&runtime, &tables, &shipments);
    let mut group = criterion.benchmark_group("quote");
    group.throughput(Throughput::Elements(u64::try_from(shipments.len()).unwrap()));
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            for (by_hand, _, _) in &shipments {
                black_box(quote_by_hand(&tables, black_box(by_hand)));
            }
        });
    });
    group.bench_function("engine", |bencher| {
        let mut quote = Quote::new(ServiceId(0));
        bencher.iter(|| {
            for (_, service, prepared) in &shipments {
                runtime.quote_into(*service, black_box(prepared), &mut quote).unwrap();
                black_box(&quote);
            }
        });
    });
    group.finish();
}

criterion_group!(benches, quoting);
criterion_main!(benches);
