//! A thousand tasks that do something within a time limit, again and again: timers that are cancelled.

use std::time::Duration;

use super::{runs, sum};
use crate::runtimes::{Row, on_each};

const TASKS: u64 = 1000;
/// Much longer than what is limited by it takes.
const LIMIT: Duration = Duration::from_secs(60);

on_each! {
    pub fn run(work: u64) -> u64 {
        rt::block_on(async move {
            let tasks: Vec<_> = (0..TASKS).map(|_| rt::spawn(async move {
                let mut sum = 0;
                for _ in 0..work / TASKS {
                    let in_time = rt::timeout(LIMIT, rt::yield_now()).await;
                    sum += u64::from(in_time.is_some());
                }
                sum
            })).collect();
            sum(tasks).await
        })
    }
}

/// The row.
pub fn row() -> Row {
    Row { name: "timeouts", work: 1_000_000, little: 2000, counted: Some(20_000), runs: runs!() }
}
