//! pyperformance's `async_tree`: six levels, and on each a `gather` of six. There are 46,656 leaves, and 55,987 nodes.

use std::time::Duration;

use crate::runtimes::{Row, on_each};

/// Of each node above the leaves. `NUM_RECURSE_BRANCHES` of pyperformance.
const BRANCHES: u64 = 6;
/// `NUM_RECURSE_LEVELS`.
const LEVELS: u64 = 6;
/// What a leaf of the other variant sleeps, `IO_SLEEP_TIME`.
const IO: Duration = Duration::from_millis(50);

on_each! {
    /// How many leaves there are below.
    // Not an `async fn`: whether its future is `Send` is asked inside of it, so it has to be said.
    #[allow(clippy::manual_async_fn)]
    fn node<Leaf, F>(level: u64, leaf: Leaf) -> impl Future<Output = u64> + rt::Spawned
    where
        Leaf: Fn() -> F + Copy + Send + 'static,
        F: Future<Output = ()> + rt::Spawned + 'static,
    {
        async move {
            if level == 0 {
                leaf().await;
                return 1;
            }
            rt::gather((0..BRANCHES).map(move |_| node(level - 1, leaf))).await.into_iter().sum()
        }
    }

    pub fn none(levels: u64) -> u64 {
        rt::block_on(node(levels, || async {}))
    }

    pub fn io(levels: u64) -> u64 {
        rt::block_on(node(levels, || rt::sleep(IO)))
    }
}

/// `async_tree_none`: the leaves return at once.
pub mod none {
    use super::*;

    /// The row.
    pub fn row() -> Row {
        Row {
            name: "tree_none",
            work: LEVELS,
            little: 2,
            counted: Some(LEVELS - 1),
            runs: [ours::none, tokio::none, smol::none],
        }
    }
}

/// `async_tree_io`: each leaf sleeps.
pub mod io {
    use super::*;

    /// The row.
    pub fn row() -> Row {
        Row { name: "tree_io", work: LEVELS, little: 2, counted: None, runs: [ours::io, tokio::io, smol::io] }
    }
}
