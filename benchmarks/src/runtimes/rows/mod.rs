//! The rows, a file each.

mod echo;
mod ping_pong;
mod spawn_join;
mod timeouts;
mod timers;
mod tree;
mod yields;

use super::Row;

/// The runs of a row, in the order of [`Runtime::ALL`](super::Runtime::ALL).
macro_rules! runs {
    () => {
        [ours::run, tokio::run, smol::run]
    };
}

use runs;

/// The sum of what tasks return.
async fn sum(tasks: Vec<impl Future<Output = u64>>) -> u64 {
    let mut sum = 0;
    for task in tasks {
        sum += task.await;
    }
    sum
}

/// All rows, in the order of the tables.
pub fn all() -> Vec<Row> {
    vec![
        spawn_join::row(),
        yields::of_one::row(),
        yields::of_many::row(),
        ping_pong::row(),
        timers::row(),
        timeouts::row(),
        tree::none::row(),
        tree::io::row(),
        echo::row(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtimes::Runtime;

    #[test]
    fn all_runtimes_compute_the_same_checksum() {
        for row in all() {
            let [ours, tokio, smol] = Runtime::ALL.map(|runtime| row.run(runtime, row.little));
            assert_eq!(ours, tokio, "{}", row.name);
            assert_eq!(ours, smol, "{}", row.name);
            assert_ne!(ours, 0, "{}", row.name);
        }
    }
}
