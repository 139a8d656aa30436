//! Tasks that sleep, each for another time of up to a second. The second is in the time of every column.

use std::time::Duration;

use super::{runs, sum};
use crate::runtimes::{Row, on_each};

/// The longest sleep.
const LONGEST: u64 = 1_000_000;

/// So many microseconds sleeps the task with this number. They follow one another in no order.
fn delay(i: u64) -> Duration {
    Duration::from_micros(i.wrapping_mul(0x9e37_79b9_7f4a_7c15) % LONGEST)
}

on_each! {
    pub fn run(work: u64) -> u64 {
        rt::block_on(async move {
            let tasks: Vec<_> = (0..work).map(|i| rt::spawn(async move {
                rt::sleep(delay(i)).await;
                i
            })).collect();
            sum(tasks).await
        })
    }
}

/// The row.
pub fn row() -> Row {
    Row { name: "timers", work: 1_000_000, little: 10, counted: None, runs: runs!() }
}
