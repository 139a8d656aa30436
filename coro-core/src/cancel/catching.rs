//! [`catch_cancelled`]: asyncio's `except CancelledError`.

use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::{Cancelled, catch, settle};

/// Awaits a future, and catches the cancellation that ends it: who awaits this goes on.
///
/// ```
/// use coro_core::cancel::catch_cancelled;
/// use coro_core::{run, task::current_task};
///
/// run(async {
///     current_task().unwrap().cancel();
///     let caught = catch_cancelled(std::future::pending::<()>()).await;
///     assert!(caught.is_err());
///     current_task().unwrap().uncancel();
/// })
/// .unwrap();
/// ```
pub fn catch_cancelled<F: Future>(future: F) -> CatchCancelled<F> {
    CatchCancelled { future: Some(future) }
}

pin_project! {
    /// What [`catch_cancelled`] awaits.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct CatchCancelled<F> {
        #[pin]
        future: Option<F>,
    }
}

impl<F: Future> Future for CatchCancelled<F> {
    type Output = Result<F::Output, Cancelled>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut future = self.project().future;
        let polled = future.as_mut().as_pin_mut().expect("it is not polled after it was ready").poll(cx);
        let result = match (catch(), polled) {
            (Some(cancelled), _) => {
                settle();
                Err(cancelled)
            }
            (None, Poll::Ready(value)) => Ok(value),
            (None, Poll::Pending) => return Poll::Pending,
        };
        future.set(None);
        Poll::Ready(result)
    }
}
