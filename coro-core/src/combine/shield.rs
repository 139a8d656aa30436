//! [`shield`]: a task that is left out of a cancellation.

use core::pin::Pin;
use core::task::{Context, Poll};

use crate::cancel;
use crate::task::{JoinError, JoinHandle};

/// Awaits a task, but does not pass a cancellation on to it: who awaits it ends, the task goes on.
///
/// ```
/// use coro_core::combine::shield;
/// use coro_core::time::{timeout, yield_now};
/// use coro_core::{run, sleep, spawn};
/// use std::time::Duration;
///
/// run(async {
///     let handle = spawn(sleep(Duration::from_millis(20)));
///     let task = handle.task();
///     assert!(timeout(Duration::from_millis(1), shield(handle)).await.is_err());
///     assert_eq!(task.cancelling(), 0);
/// })
/// .unwrap();
/// ```
pub fn shield<T>(task: JoinHandle<T>) -> Shield<T> {
    Shield { task }
}

/// What [`shield`] awaits. Dropping it lets the task go on.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Shield<T> {
    task: JoinHandle<T>,
}

impl<T> Future for Shield<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // The handle would pass it on.
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        Pin::new(&mut self.task).poll(cx)
    }
}
