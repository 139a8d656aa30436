//! [`Promise`] and [`Future`]: a value that comes later, and a list of callbacks that wait for it.
//!
//! ```text
//!              Promise::set_result ----------> result
//!             /                                             done: the list of callbacks is emptied,
//!   pending --- Promise::set_error ----------> error        and each is scheduled once, in order
//!             \
//!              +- Promise dropped -----------> broken promise
//!              `- cancel, from either side --> cancelled
//! ```
//!
//! A promise is resolved once, by type: each of its methods takes it. It may be resolved on another thread. No callback
//! runs inside `set_result`: the loop on which it was registered calls it in its next turn.
//!
//! This future is one that somebody else completes, as `asyncio.Future` is. It implements [`std::future::Future`], of which
//! `async fn`s are the other kind.

mod callback;
mod promise;
mod shared;
mod state;

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

pub use callback::Callback;
pub use promise::{Promise, promise};
pub use shared::SharedFuture;

use crate::event_loop::with;
use crate::{Cancelled, cancel};
use state::{State, Waiting};

/// Why a future has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FutureError<E = Infallible> {
    /// It is not done, or its result was taken.
    #[doc(alias = "InvalidStateError")]
    InvalidState,
    /// It was cancelled.
    Cancelled(Cancelled),
    /// The promise was dropped.
    BrokenPromise,
    /// The promise was resolved to this error.
    Failed(E),
}

impl<E: fmt::Display> fmt::Display for FutureError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FutureError::InvalidState => f.write_str("the future is not done, or its result was taken"),
            FutureError::Cancelled(cancelled) => write!(f, "the future was {cancelled}"),
            FutureError::BrokenPromise => f.write_str("the promise was dropped before it was resolved"),
            FutureError::Failed(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for FutureError<E> {}

/// The reading side of a [`promise`].
///
/// Awaiting it takes the result. To cancel who awaits it cancels it, as in asyncio; the promise is then refused.
/// For many readers there is [`share`](Future::share).
///
/// ```
/// use coro_core::future::promise;
/// use coro_core::{run, spawn};
///
/// run(async {
///     let (promise, future) = promise::<u32>();
///     let reader = spawn(async move { future.await.unwrap() + 1 });
///     promise.set_result(41).unwrap();
///     assert_eq!(reader.await.unwrap(), 42);
/// })
/// .unwrap();
/// ```
#[must_use = "a future is to be awaited"]
pub struct Future<T, E = Infallible> {
    state: Arc<State<T, E>>,
    /// The waker that this one has on the list.
    listed: Option<Waker>,
}

impl<T, E> Future<T, E> {
    fn new(state: Arc<State<T, E>>) -> Self {
        Future { state, listed: None }
    }

    /// A future that nobody completes: it is pending until it is cancelled.
    ///
    /// ```
    /// use coro_core::future::{Future, FutureError};
    ///
    /// let future = Future::<()>::pending();
    /// assert!(future.cancel());
    /// assert!(matches!(future.result(), Err(FutureError::Cancelled(_))));
    /// ```
    pub fn pending() -> Self {
        Future::new(State::pending())
    }

    /// Cancels it. Answers false if it is done.
    ///
    /// ```
    /// use coro_core::future::promise;
    ///
    /// let (promise, future) = promise();
    /// assert!(future.cancel());
    /// assert!(!future.cancel());
    /// assert_eq!(promise.set_result(1), Err(1));
    /// ```
    pub fn cancel(&self) -> bool {
        self.state.cancel(Cancelled::new())
    }

    /// [`cancel`](Future::cancel), saying why.
    pub fn cancel_because(&self, message: impl Into<Arc<str>>) -> bool {
        self.state.cancel(Cancelled::because(message))
    }

    /// Whether it has a result, has failed, or was cancelled.
    #[doc(alias = "done")]
    pub fn is_done(&self) -> bool {
        self.state.is_done()
    }

    /// Whether it was cancelled.
    #[doc(alias = "cancelled")]
    pub fn is_cancelled(&self) -> bool {
        self.state.is_cancelled()
    }

    /// A copy of the result.
    ///
    /// ```
    /// use coro_core::future::{FutureError, promise};
    ///
    /// let (promise, future) = promise::<u32>();
    /// assert_eq!(future.result(), Err(FutureError::InvalidState));
    /// promise.set_result(1).unwrap();
    /// assert_eq!(future.result(), Ok(1));
    /// ```
    ///
    /// # Errors
    ///
    /// While it is pending; when it failed or was cancelled.
    #[doc(alias = "exception")]
    pub fn result(&self) -> Result<T, FutureError<E>>
    where
        T: Clone,
        E: Clone,
    {
        self.state.copy()
    }

    /// Takes the result. From then on there is none.
    ///
    /// # Errors
    ///
    /// While it is pending; when it failed or was cancelled; when it was taken before.
    pub fn take_result(&mut self) -> Result<T, FutureError<E>> {
        self.state.take()
    }

    /// Has the loop of this thread call back when it is done; also if it is done already. The callback gives its name to
    /// [`remove_done_callback`](Future::remove_done_callback).
    ///
    /// ```
    /// use coro_core::future::promise;
    /// use coro_core::{run, sleep};
    /// use std::time::Duration;
    ///
    /// run(async {
    ///     let (promise, future) = promise::<u32>();
    ///     future.add_done_callback(|future| assert_eq!(future.result(), Ok(1)));
    ///     promise.set_result(1).unwrap();
    ///     sleep(Duration::ZERO).await;
    /// })
    /// .unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    #[track_caller]
    pub fn add_done_callback(&self, f: impl FnMut(&Future<T, E>) + 'static) -> Callback<T, E>
    where
        T: 'static,
        E: 'static,
    {
        let callback = Callback::new(f);
        self.add_callback(&callback);
        callback
    }

    /// [`add_done_callback`](Future::add_done_callback), for a callback that is already one: it may be on the lists of many
    /// futures, and on one list more than once.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    #[track_caller]
    pub fn add_callback(&self, callback: &Callback<T, E>)
    where
        T: 'static,
        E: 'static,
    {
        let (state, function) = (self.state.clone(), callback.clone());
        let scheduled = crate::event_loop::callback(move || function.call(&Future::new(state)));
        let parked = with(|it| it.park_callback(scheduled));
        self.state.wait(Waiting::Callback(parked, callback.id()));
    }

    /// Removes each callback that is this one, and says how many there were.
    ///
    /// ```
    /// use coro_core::future::{Callback, promise};
    /// use coro_core::run;
    ///
    /// run(async {
    ///     let (promise, future) = promise::<u32>();
    ///     let callback = Callback::new(|_| unreachable!());
    ///     future.add_callback(&callback);
    ///     future.add_callback(&callback);
    ///     assert_eq!(future.remove_done_callback(&callback), 2);
    ///     promise.set_result(1).unwrap();
    /// })
    /// .unwrap();
    /// ```
    pub fn remove_done_callback(&self, callback: &Callback<T, E>) -> usize {
        self.state.remove_callback(callback.id())
    }

    /// A future that many can read.
    pub fn share(self) -> SharedFuture<T, E>
    where
        T: Clone,
        E: Clone,
    {
        SharedFuture::new(self.state)
    }
}

impl<T, E> core::future::Future for Future<T, E> {
    type Output = Result<T, FutureError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(cancelled) = cancel::catch() {
            self.state.cancel(cancelled.clone());
            cancel::throw(cancelled);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let this = self.get_mut();
        this.state.poll_take(cx.waker(), &mut this.listed)
    }
}

impl<T, E> Unpin for Future<T, E> {}

impl<T, E> fmt::Debug for Future<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Future").field("state", &self.state.name()).finish()
    }
}
