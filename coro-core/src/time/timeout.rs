//! [`timeout`]: a limit to how long a future may take.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::time::{Duration, Instant};
use std::{fmt, io};

use pin_project_lite::pin_project;

use super::{Sleep, sleep, sleep_until};
use crate::Cancelled;
use crate::cancel::{self, CancelScope};

/// Awaits a future for at most this long. Then it is cancelled, and awaited until it has ended: its cleanup may await.
///
/// If it returns a value all the same, that is the value. A limit does not hold up a future that never suspends.
///
/// ```
/// use coro_core::time::{TimedOut, timeout};
/// use coro_core::{run, sleep};
/// use std::time::Duration;
///
/// run(async {
///     assert_eq!(timeout(Duration::from_secs(1), async { 1 }).await, Ok(1));
///     let forever = std::future::pending::<()>();
///     assert_eq!(timeout(Duration::from_millis(5), forever).await, Err(TimedOut));
/// })
/// .unwrap();
/// ```
///
/// Who was cancelled has ended, for good: an `async fn` too of which only a `&mut` was given here, which tokio would let go on. Who
/// awaits it again is cancelled in turn; an async generator whose `next()` was late has no more items. What is to outlive the limit is made a task, which [`shield`](crate::combine::shield)
/// keeps out of it:
///
/// ```
/// use coro_core::combine::shield;
/// use coro_core::{run, sleep, spawn, timeout};
/// use std::time::Duration;
///
/// run(async {
///     let mut answer = shield(spawn(async {
///         sleep(Duration::from_millis(20)).await;
///         42
///     }));
///     let answer = loop {
///         match timeout(Duration::from_millis(5), &mut answer).await {
///             Ok(answer) => break answer,
///             Err(late) => println!("it has {late}, and goes on"),
///         }
///     };
///     assert_eq!(answer.unwrap(), 42);
/// })
/// .unwrap();
/// ```
#[doc(alias = "wait_for")]
pub fn timeout<F: Future>(limit: Duration, future: F) -> Timeout<F> {
    Timeout { future: Some(future), limit: sleep(limit), scope: None }
}

/// [`timeout`], until a time.
///
/// ```
/// use coro_core::run;
/// use coro_core::time::{TimedOut, timeout_at};
/// use std::time::Instant;
///
/// run(async {
///     let forever = std::future::pending::<()>();
///     assert_eq!(timeout_at(Instant::now(), forever).await, Err(TimedOut));
/// })
/// .unwrap();
/// ```
pub fn timeout_at<F: Future>(deadline: Instant, future: F) -> Timeout<F> {
    Timeout { future: Some(future), limit: sleep_until(deadline), scope: None }
}

/// It took too long.
#[doc(alias = "TimeoutError")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("timed out")
    }
}

impl std::error::Error for TimedOut {}

impl From<TimedOut> for io::Error {
    fn from(_: TimedOut) -> Self {
        io::ErrorKind::TimedOut.into()
    }
}

pin_project! {
    /// What [`timeout`] awaits.
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Timeout<F> {
        #[pin]
        future: Option<F>,
        // Armed when the future has suspended for the first time, which is when the scope begins.
        #[pin]
        limit: Sleep,
        scope: Option<CancelScope>,
    }
}

impl<F: Future> Future for Timeout<F> {
    type Output = Result<F::Output, TimedOut>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Some(future) = this.future.as_mut().as_pin_mut() else {
            cancel::raise_again();
            return Poll::Pending;
        };
        // What is in flight here came from outside. It goes through, and is counted where it was thrown.
        if let Some(scope) = this.scope
            && !cancel::in_flight()
            && !scope.has_thrown()
            && this.limit.as_mut().poll(cx).is_ready()
        {
            scope.throw(Cancelled::new());
        }
        let scope = this.scope.get_or_insert_with(CancelScope::enter);
        let polled = future.poll(cx);
        if cancel::in_flight() {
            this.future.set(None);
            if scope.exit() {
                cancel::catch();
                return Poll::Ready(Err(TimedOut));
            }
            return Poll::Pending;
        }
        match polled {
            Poll::Ready(value) => {
                scope.exit();
                Poll::Ready(Ok(value))
            }
            Poll::Pending => {
                if !scope.has_thrown() && !this.limit.is_armed() {
                    let _ = this.limit.poll(cx);
                }
                Poll::Pending
            }
        }
    }
}

impl<F> fmt::Debug for Timeout<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeout").field("limit", &self.limit).finish_non_exhaustive()
    }
}
