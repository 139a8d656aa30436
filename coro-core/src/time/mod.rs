//! Sleeping, and time limits.

mod sleep;

pub(crate) use sleep::after;
pub use sleep::{Sleep, sleep, sleep_until, yield_now};
