//! Differential tests: our machines against the compiler's own coroutines, from one source text.
//!
//! A body is written once. [`alike!`] makes both machines of it, drives them side by side with the same sent values,
//! cuts them off after each number of resumes, and compares the traces: yields, return value, panics, every effect
//! and every drop, in order.
//!
//! - `tests/`: bodies written by hand, a theme a file. `cargo test` runs them, and a few random ones.
//! - [`awaits`]: native `async fn`s against our machines, in the same way; `tests/async_*.rs` has their bodies.
//! - [`random`]: a generator of random bodies, which shrinks the ones that differ. `cargo run --release --bin random`
//!   runs many.
//!
//! With `--no-default-features` each native coroutine is compared with itself: whatever fails there is a mistake of the
//! tests.

#![feature(coroutine_trait)]

pub mod awaits;
pub mod compare;
pub mod effects;
pub mod machine;
pub mod noisy;
mod pair;
pub mod random;
pub mod sample;
pub mod trace;

/// What the bodies use.
pub mod prelude {
    pub use crate::awaits::{ask, exchange, wait};
    pub use crate::effects::*;
    pub use crate::noisy::*;
    pub use crate::trace::say;
    pub use crate::{alike, yield_};
}
