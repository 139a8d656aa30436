//! Tasks that let the others have their turn, and do nothing else.

use super::sum;
use crate::runtimes::{Row, on_each};

on_each! {
    /// So many tasks yield so often.
    pub fn yielding(tasks: u64, times: u64) -> u64 {
        rt::block_on(async move {
            let tasks: Vec<_> = (0..tasks).map(|i| rt::spawn(async move {
                for _ in 0..times {
                    rt::yield_now().await;
                }
                i + times
            })).collect();
            sum(tasks).await
        })
    }
}

/// One task.
pub mod of_one {
    use super::*;

    /// The row.
    pub fn row() -> Row {
        Row {
            name: "yield",
            work: 1_000_000,
            little: 100,
            counted: Some(20_000),
            runs: [
                |work| ours::yielding(1, work),
                |work| tokio::yielding(1, work),
                |work| smol::yielding(1, work),
            ],
        }
    }
}

/// A thousand tasks.
pub mod of_many {
    use super::*;

    const TASKS: u64 = 1000;

    /// The row.
    pub fn row() -> Row {
        Row {
            name: "yield_of_1000",
            work: 1_000_000,
            little: 2000,
            counted: Some(20_000),
            runs: [
                |work| ours::yielding(TASKS, work / TASKS),
                |work| tokio::yielding(TASKS, work / TASKS),
                |work| smol::yielding(TASKS, work / TASKS),
            ],
        }
    }
}
