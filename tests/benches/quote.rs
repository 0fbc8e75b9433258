//! One quoting task, by the engine and by hand-written fixed-point Rust beside it; the bar is four times that.
//!
//! 24 tables (4 services x 6 zones) of 5 bands, volumetric weight, fuel, remote postcodes, a peak
//! season and a minimum; one requested service, input interned, answer lines as ids.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tarifa_engine::evaluate::Quote;
use tarifa_engine::program::ServiceId;
use tarifa_tests::by_hand::{quoting::Task, runtime};

/// More than a branch predictor learns, and few enough that memory is not what is measured.
const SHIPMENTS: usize = 8_192;

fn quoting(criterion: &mut Criterion) {
    let task = Task::new(runtime(&tarifa_tests::by_hand::quoting::policy()), SHIPMENTS);
    let mut group = criterion.benchmark_group("quote");
    group.throughput(Throughput::Elements(u64::try_from(SHIPMENTS).unwrap_or(u64::MAX)));
    group.bench_function("by hand", |bencher| bencher.iter(|| task.by_hand(|lines| _ = black_box(lines))));
    group.bench_function("engine", |bencher| {
        let mut quote = Quote::new(ServiceId(0));
        bencher.iter(|| task.by_engine(&mut quote, |quote| _ = black_box(quote)));
    });
    group.finish();
}

criterion_group!(benches, quoting);
criterion_main!(benches);
