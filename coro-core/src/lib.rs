//! Coroutines for stable Rust, written as ordinary functions.
//!
//! [`#[coro_core::coroutine]`](macro@coroutine) turns a function into an explicit state machine: an enum with one variant for each
//! place where it suspends, whose fields are the locals alive there. The [`Coroutine`] trait drives it.
//!
//! ```
//! #[coro_core::coroutine(yield = u64)]
//! fn fib(limit: u64) {
//!     let (mut a, mut b) = (0, 1);
//!     for _ in 0..limit {
//!         yield_!(a);
//!         (a, b) = (b, a + b);
//!     }
//! }
//!
//! assert_eq!(fib(8).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5, 8, 13]);
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;

#[cfg(all(feature = "runtime", feature = "stream"))]
pub mod aclosing;
#[cfg(feature = "stream")]
mod async_generator;
mod async_machine;
pub mod cancel;
mod cleaning;
#[cfg(feature = "runtime")]
pub mod combine;
mod coroutine;
mod defer;
#[cfg(feature = "runtime")]
pub mod event_loop;
#[cfg(feature = "alloc")]
mod frames;
#[cfg(feature = "runtime")]
pub mod future;
mod machine;
#[cfg(feature = "net")]
pub mod net;
mod part;
#[doc(hidden)]
pub mod private;
mod propagate;
mod receiver;
#[cfg(feature = "alloc")]
mod recursive;
mod slot;
mod states;
mod stub;
#[cfg(feature = "runtime")]
pub mod sync;
#[cfg(feature = "runtime")]
pub mod task;
#[cfg(feature = "runtime")]
pub mod time;

pub use coro_macros::coroutine;

/// The form with the real `yield` keyword.
///
/// It is in a module of its own because an attribute and a macro of one name cannot stand in one.
pub mod keyword {
    pub use coro_macros::coroutine_with_keyword as coroutine;
}
#[cfg(all(feature = "runtime", feature = "stream"))]
#[doc(inline)]
pub use aclosing::aclosing;
#[doc(inline)]
pub use cancel::Cancelled;
#[doc(no_inline)]
pub use coroutine::CoroutineState::{Complete, Yielded};
pub use coroutine::{Coroutine, CoroutineState, Iter, Resume, ResumePoint, Status};
#[cfg(feature = "runtime")]
#[doc(inline)]
pub use {
    combine::{TaskGroup, gather, join, select},
    event_loop::run,
    task::spawn,
    time::{sleep, timeout},
};
