//! [`spawn_blocking`]: a function that blocks, on a thread of its own.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::JoinError;
use crate::Cancelled;
use crate::event_loop::with;
use crate::future::{Future as Promised, FutureError, promise};

/// Runs a function on a thread of the loop's pool. It begins at once; this is for code that blocks or computes for long.
///
/// It cannot be cancelled. Who awaits it can be, and the function runs to its end all the same: the loop waits for it when it is
/// closed.
///
/// ```
/// use coro_core::{run, task::spawn_blocking};
///
/// run(async {
///     let manifest = spawn_blocking(|| std::fs::read_to_string("Cargo.toml")).await.unwrap();
///     assert!(manifest.unwrap().contains("coro-core"));
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[doc(alias = "run_in_executor")]
#[doc(alias = "to_thread")]
#[track_caller]
pub fn spawn_blocking<F, T>(f: F) -> Blocking<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (promise, future) = promise();
    let work = move || {
        let result = catch_unwind(AssertUnwindSafe(f));
        // Nobody may want it any more.
        let _ = promise.set_result(result);
    };
    with(|it| it.run_blocking(Box::new(work)));
    Blocking(future)
}

/// What [`spawn_blocking`] awaits.
#[must_use = "the function runs all the same, but its result is to be awaited"]
pub struct Blocking<T>(Promised<thread::Result<T>>);

impl<T> Future for Blocking<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll(cx)) {
            Ok(result) => result.map_err(JoinError::Panicked),
            Err(FutureError::Cancelled(cancelled)) => Err(JoinError::Cancelled(cancelled)),
            Err(_) => Err(JoinError::Cancelled(Cancelled::because("the event loop is closed"))),
        })
    }
}

impl<T> fmt::Debug for Blocking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.0).finish()
    }
}
