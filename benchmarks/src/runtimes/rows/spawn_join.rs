//! Tasks that return at once: all are spawned, then all are joined.

use super::{runs, sum};
use crate::runtimes::{Row, on_each};

on_each! {
    pub fn run(work: u64) -> u64 {
        rt::block_on(async move {
            let tasks: Vec<_> = (0..work).map(|i| rt::spawn(async move { i })).collect();
            sum(tasks).await
        })
    }
}

/// The row.
pub fn row() -> Row {
    Row { name: "spawn_join", work: 1_000_000, little: 100, counted: Some(20_000), runs: runs!() }
}
