//! Many restrictions: what a verdict costs with 100, 1,000 and 10,000 of them, by the engine and by hand-written Rust
//! beside it, and what it costs to compile and check them.
//!
//! 6,000 categories, 240 destinations, 20 services; one requested service, one kind of goods, input interned, the
//! answer as ids. Both sides must find the same rules for every shipment before anything is measured. The engine
//! prices the shipment, too.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark is a test, where a broken assumption must stop the run, and criterion writes its own main"
)]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tarifa::Sources;
use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::prepare::Prepared;
use tarifa_engine::program::ServiceId;
use tarifa_engine::shipment::{Given, Item, PlaceInput, Shipment};
use tarifa_tests::large::{Battery, DESTINATIONS, GOODS, LargeKind, LargeRule, destinations, goods_name, large};

const COUNTS: [usize; 3] = [100, 1_000, 10_000];

/// A rule as hand-written code keeps it.
struct ByHandRule {
    to: [u64; DESTINATIONS.div_ceil(64)],
    via: u32,
    battery: Battery,
    kind: LargeKind,
}

/// A shipment as the hand-written code takes it.
#[derive(Clone, Copy)]
struct ByHand {
    service: usize,
    destination: usize,
    goods: usize,
    pieces: u32,
    battery: Battery,
}

/// How many rules refuse it, and how many ask for a document.
type Found = (usize, usize);

/// The rules by the goods that they speak of.
fn tables(rules: &[LargeRule]) -> Vec<Vec<ByHandRule>> {
    let mut tables: Vec<Vec<ByHandRule>> = (0..GOODS).map(|_| Vec::new()).collect();
    for rule in rules {
        for goods in rule.goods.clone() {
            let mut to = [0; DESTINATIONS.div_ceil(64)];
            rule.to.iter().for_each(|country| to[country / 64] |= 1 << (country % 64));
            let via = rule.via.iter().fold(0, |set, service| set | 1 << service);
            tables[goods].push(ByHandRule { to, via, battery: rule.battery, kind: rule.kind });
        }
    }
    tables
}

#[inline(never)]
fn verdict_by_hand(tables: &[Vec<ByHandRule>], shipment: &ByHand) -> Found {
    let (mut refused, mut asked) = (0, 0);
    for rule in &tables[shipment.goods] {
        if rule.via >> shipment.service & 1 == 0
            || rule.to[shipment.destination / 64] >> (shipment.destination % 64) & 1 == 0
            || rule.battery == Battery::Loose && shipment.battery != Battery::Loose
        {
            continue;
        }
        match rule.kind {
            LargeKind::Forbid => refused += 1,
            LargeKind::Require(_) => asked += 1,
            LargeKind::Limit(pieces) => refused += usize::from(shipment.pieces > pieces),
        }
    }
    (refused, asked)
}

/// Shipments of goods that rules speak of, to and by what they name and what they do not.
fn shipments(runtime: &Runtime, rules: &[LargeRule]) -> Vec<(ByHand, ServiceId, Prepared)> {
    let mut seed = 42_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let codes = destinations();
    let place = |country: &str| Some(PlaceInput { country: country.to_owned(), subdivision: None, postcode: None });
    (0..1_024)
        .map(|_| {
            let rule = &rules[random(rules.len())];
            let goods = rule.goods.start + random(rule.goods.len());
            let destination = if random(2) == 0 { rule.to[random(rule.to.len())] } else { random(DESTINATIONS) };
            let service = rule.via[random(rule.via.len())];
            let battery = if random(2) == 0 { Battery::Loose } else { Battery::Any };
            let pieces = u32::try_from(1 + random(9)).unwrap();
            let word = if battery == Battery::Loose { "loose" } else { "none" };
            let item = Item {
                category: Some(goods_name(goods)),
                quantity: Some(u64::from(pieces)),
                facts: BTreeMap::from([("battery".to_owned(), Given::Text(word.to_owned()))]),
                ..Item::default()
            };
            let shipment = Shipment {
                origin: place("CN"),
                destination: place(&codes[destination]),
                weight: Some("1.2 kg".parse().unwrap()),
                ship_date: Some("2026-03-02".parse().unwrap()),
                items: Some(vec![item]),
                ..Shipment::default()
            };
            let name = format!("s{service}");
            let id = runtime.program().services.iter().position(|service| service.name == name).unwrap();
            let by_hand = ByHand { service, destination, goods, pieces, battery };
            (by_hand, ServiceId(u16::try_from(id).unwrap()), runtime.prepare(&shipment).unwrap())
        })
        .collect()
}

/// Both must say the same before their speed is worth anything; requirements are told where nothing refuses.
fn agree(runtime: &Runtime, tables: &[Vec<ByHandRule>], shipments: &[(ByHand, ServiceId, Prepared)]) {
    let mut met = [0; 3];
    for (by_hand, service, prepared) in shipments {
        let quote = runtime.quote(*service, prepared).unwrap();
        let (refused, asked) = verdict_by_hand(tables, by_hand);
        assert_eq!(quote.reasons.len(), refused, "goods {} to {}", by_hand.goods, by_hand.destination);
        if refused == 0 {
            assert_eq!(quote.requirements.len(), asked, "goods {} to {}", by_hand.goods, by_hand.destination);
        }
        met[if refused > 0 {
            0
        } else if asked > 0 {
            1
        } else {
            2
        }] += 1;
    }
    assert!(met.iter().all(|count| *count > 20), "every verdict occurs: {met:?}");
}

fn verdicts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verdict by so many rules");
    for count in COUNTS {
        let rule_set = large(count);
        let compilation = tarifa::compile(&Sources::single("large.tarifa", rule_set.text.as_str()));
        let tariff = compilation.tariff.unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics));
        let runtime = Runtime::new(tariff.program().clone());
        let tables = tables(&rule_set.rules);
        let shipments = shipments(&runtime, &rule_set.rules);
        agree(&runtime, &tables, &shipments);
        group.throughput(Throughput::Elements(u64::try_from(shipments.len()).unwrap()));
        group.bench_function(BenchmarkId::new("by hand", count), |bencher| {
            bencher.iter(|| {
                for (by_hand, _, _) in &shipments {
                    black_box(verdict_by_hand(&tables, black_box(by_hand)));
                }
            });
        });
        group.bench_function(BenchmarkId::new("engine", count), |bencher| {
            let mut quote = Quote::new(ServiceId(0));
            bencher.iter(|| {
                for (_, service, prepared) in &shipments {
                    runtime.quote_into(*service, black_box(prepared), &mut quote).unwrap();
                    black_box(&quote);
                }
            });
        });
    }
    group.finish();
}

fn compiling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile so many rules");
    group.sample_size(10);
    for count in COUNTS {
        let text = large(count).text;
        group.throughput(Throughput::Elements(u64::try_from(count).unwrap()));
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| {
                let compilation = tarifa::compile(&Sources::single("large.tarifa", black_box(text.as_str())));
                assert!(compilation.tariff.is_some() && compilation.diagnostics.is_empty());
                black_box(compilation)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, verdicts, compiling);
criterion_main!(benches);
