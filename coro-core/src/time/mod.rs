//! Sleeping, and time limits.

mod sleep;
mod timeout;

pub(crate) use sleep::after;
pub use sleep::{Sleep, sleep, sleep_until, yield_now};
pub use timeout::{TimedOut, Timeout, timeout, timeout_at};
