//! One body, six ways to suspend it: ours, by hand, the compiler's own coroutines, and three crates.
//!
//! Each file of [`rows`] holds one body and its six implementations; [`driver`] drives them all alike. The bench target
//! measures time, the binaries measure instructions, size and build time. [`runtimes`] does the same for the event loop.
//! `README.md` has the commands.

#![cfg_attr(feature = "native", feature(coroutines, coroutine_trait, stmt_expr_attributes))]

/// Takes the items that use the compiler's own coroutines, and gives them back where the feature is on: the parser
/// refuses `yield` even in what a `#[cfg]` would take away.
#[cfg(feature = "native")]
macro_rules! native {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "native"))]
macro_rules! native {
    ($($item:tt)*) => {};
}

pub mod awaits;
pub mod callgrind;
pub mod driver;
pub mod generated;
pub mod measured;
pub mod row;
pub mod rows;
pub mod runtimes;
pub mod table;
