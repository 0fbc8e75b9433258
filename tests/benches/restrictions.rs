//! Many restrictions: what they cost in a quote with 60 to 10,000 of them, by the engine and by hand-written Rust beside
//! it, and what it costs to compile and check them.
//!
//! 6,000 categories, 240 destinations, 20 services; one requested service, one kind of goods, input interned, the
//! answer as ids. The engine is asked for the verdict alone, which includes the service's dates, places and limits, and
//! for price and verdict; what the price costs is measured on the same rule set without its restrictions, so that the
//! difference is theirs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tarifa::Sources;
use tarifa_engine::evaluate::Quote;
use tarifa_engine::program::ServiceId;
use tarifa_tests::by_hand::{restricting::Task, runtime};
use tarifa_tests::large::large;

const COUNTS: [usize; 5] = [60, 100, 600, 1_000, 10_000];
/// More than a branch predictor learns, and few enough that memory is not what is measured.
const SHIPMENTS: usize = 2_048;

fn verdicts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verdict by so many rules");
    group.throughput(Throughput::Elements(u64::try_from(SHIPMENTS).unwrap_or(u64::MAX)));
    for count in COUNTS {
        let rule_set = large(count);
        let task = Task::new(runtime(&rule_set.text), &rule_set.rules, SHIPMENTS);
        group.bench_function(BenchmarkId::new("by hand", count), |bencher| {
            bencher.iter(|| task.by_hand(|found| _ = black_box(found)));
        });
        group.bench_function(BenchmarkId::new("verdict alone", count), |bencher| {
            let mut quote = Quote::new(ServiceId(0));
            bencher.iter(|| task.by_engine_alone(&mut quote, |quote| _ = black_box(quote)));
        });
        for (name, task) in [("price alone", task.without_restrictions()), ("price and verdict", task)] {
            group.bench_function(BenchmarkId::new(name, count), |bencher| {
                let mut quote = Quote::new(ServiceId(0));
                bencher.iter(|| task.by_engine(&mut quote, |quote| _ = black_box(quote)));
            });
        }
    }
    group.finish();
}

fn compiling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile so many rules");
    group.sample_size(10);
    for count in COUNTS {
        let text = large(count).text;
        group.throughput(Throughput::Elements(u64::try_from(count).unwrap_or(u64::MAX)));
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
