//! Where a case stands after twenty events: a dispute with windows, clocks, evidence, counters and money.
//!
//! What falls due in many cases is measured beside.
//!
//! The case is checked once and asked at a moment at which all its events have happened; reading and checking it are
//! measured beside.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark is a test, where a broken assumption must stop the run, and criterion writes its own main"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tarifa::{Source, Sources, Tariff};
use tarifa_engine::date::Moment;
use tarifa_tests::{cases, dispute};

fn standing(criterion: &mut Criterion) {
    let task = dispute::Task::new();
    criterion.bench_function("standing after 20 events", |bencher| bencher.iter(|| black_box(&task).standing()));
    criterion.bench_function("check a case of 20 events", |bencher| bencher.iter(|| black_box(&task).check()));
    criterion.bench_function("read a case of 20 events", |bencher| bencher.iter(|| black_box(&task).read()));
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
