//! Times every implementation of every row. `cargo run --release --bin report` makes a table of the results.

use std::time::Duration;

use coroutine_benchmarks::rows;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn bench(criterion: &mut Criterion) {
    for row in rows::all() {
        let mut group = criterion.benchmark_group(row.name);
        group.throughput(Throughput::Elements((row.yields)(row.work)));
        for implementation in &row.implementations {
            group.bench_function(implementation.column.name(), |bencher| {
                bencher.iter(|| implementation.run(row.work));
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = bench
}
criterion_main!(benches);
