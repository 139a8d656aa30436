//! [`SharedFuture`]: a result that many read.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use super::FutureError;
use super::state::State;
use crate::cancel;

/// A [`Future`](super::Future) that many can await. Each gets a copy of the result.
///
/// To cancel one of those who await it does not cancel it: the others go on.
///
/// ```
/// use coro_core::future::promise;
/// use coro_core::{run, spawn};
///
/// run(async {
///     let (promise, future) = promise::<u32>();
///     let future = future.share();
///     let readers = [spawn(future.clone()), spawn(future)];
///     promise.set_result(1).unwrap();
///     for reader in readers {
///         assert_eq!(reader.await.unwrap(), Ok(1));
///     }
/// })
/// .unwrap();
/// ```
#[must_use = "a future is to be awaited"]
pub struct SharedFuture<T, E = Infallible> {
    state: Arc<State<T, E>>,
    /// The waker that this one has on the list.
    listed: Option<Waker>,
}

impl<T: Clone, E: Clone> SharedFuture<T, E> {
    pub(super) fn new(state: Arc<State<T, E>>) -> Self {
        SharedFuture { state, listed: None }
    }

    /// A copy of the result.
    ///
    /// # Errors
    ///
    /// While it is pending; when it failed or was cancelled.
    pub fn result(&self) -> Result<T, FutureError<E>> {
        self.state.copy()
    }

    /// Cancels it, for all of its readers. Answers false if it is done.
    pub fn cancel(&self) -> bool {
        self.state.cancel(crate::Cancelled::new())
    }

    /// Whether it has a result, has failed, or was cancelled.
    #[doc(alias = "done")]
    pub fn is_done(&self) -> bool {
        self.state.is_done()
    }
}

impl<T: Clone, E: Clone> Future for SharedFuture<T, E> {
    type Output = Result<T, FutureError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        let this = self.get_mut();
        this.state.poll_copy(cx.waker(), &mut this.listed)
    }
}

impl<T, E> Drop for SharedFuture<T, E> {
    fn drop(&mut self) {
        if let Some(listed) = self.listed.take() {
            self.state.leave(&listed);
        }
    }
}

impl<T, E> Unpin for SharedFuture<T, E> {}

impl<T, E> Clone for SharedFuture<T, E> {
    fn clone(&self) -> Self {
        SharedFuture { state: self.state.clone(), listed: None }
    }
}

impl<T, E> fmt::Debug for SharedFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedFuture").field("state", &self.state.name()).finish()
    }
}
