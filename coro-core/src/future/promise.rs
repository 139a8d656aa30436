//! [`Promise`]: the writing side.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use super::Future;
use super::state::{Outcome, State};
use crate::Cancelled;

/// Makes a promise, and the future that it completes.
///
/// ```
/// use coro_core::future::promise;
/// use coro_core::run;
///
/// let answer = run(async {
///     let (promise, future) = promise::<u32>();
///     std::thread::spawn(|| promise.set_result(42));
///     future.await
/// });
/// assert_eq!(answer, Ok(Ok(42)));
/// ```
#[doc(alias = "create_future")]
pub fn promise<T>() -> (Promise<T>, Future<T>) {
    Promise::new()
}

/// The writing side of a future. Dropping it breaks the promise, which the future says as an error.
#[must_use = "a promise that is dropped is broken"]
pub struct Promise<T, E = Infallible> {
    /// None when it has been resolved.
    state: Option<Arc<State<T, E>>>,
}

impl<T, E> Promise<T, E> {
    /// Makes a promise that can fail: [`promise`], with a type of error.
    pub fn new() -> (Self, Future<T, E>) {
        let state = State::pending();
        (Promise { state: Some(state.clone()) }, Future::new(state))
    }

    /// Resolves it. An outcome that is refused is given back.
    #[inline]
    fn resolve(mut self, outcome: Outcome<T, E>) -> Result<(), Outcome<T, E>> {
        let state = self.state.take();
        // There is nothing left to drop, which the compiler does not see.
        std::mem::forget(self);
        match state {
            Some(state) => state.resolve(outcome),
            None => Err(outcome),
        }
    }

    /// Completes the future.
    ///
    /// # Errors
    ///
    /// Gives the value back if the future was cancelled.
    pub fn set_result(self, value: T) -> Result<(), T> {
        match self.resolve(Outcome::Result(value)) {
            Err(Outcome::Result(value)) => Err(value),
            _ => Ok(()),
        }
    }

    /// Fails the future. If nobody reads the error, the exception handler is told.
    ///
    /// ```
    /// use coro_core::future::{FutureError, Promise};
    ///
    /// let (promise, mut future) = Promise::<(), &str>::new();
    /// promise.set_error("no").unwrap();
    /// assert_eq!(future.take_result(), Err(FutureError::Failed("no")));
    /// ```
    ///
    /// # Errors
    ///
    /// Gives the error back if the future was cancelled.
    #[doc(alias = "set_exception")]
    pub fn set_error(self, error: E) -> Result<(), E>
    where
        E: fmt::Debug,
    {
        match self.resolve(Outcome::Failed { error, unread: Some(|error| format!("{error:?}")) }) {
            Err(Outcome::Failed { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// Cancels the future. Answers false if it was cancelled before.
    pub fn cancel(self) -> bool {
        self.resolve(Outcome::Cancelled(Cancelled::new())).is_ok()
    }

    /// Whether the future was cancelled: there is no need to go on.
    ///
    /// ```
    /// use coro_core::future::promise;
    ///
    /// let (promise, future) = promise::<()>();
    /// future.cancel();
    /// assert!(promise.is_cancelled());
    /// ```
    pub fn is_cancelled(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_cancelled())
    }
}

impl<T, E> Drop for Promise<T, E> {
    #[inline]
    fn drop(&mut self) {
        if let Some(state) = self.state.take() {
            break_promise(&state);
        }
    }
}

#[cold]
fn break_promise<T, E>(state: &State<T, E>) {
    // It is refused if the future was cancelled.
    drop(state.resolve(Outcome::Broken));
}

impl<T, E> fmt::Debug for Promise<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.state.as_ref().map_or("resolved", |state| state.name());
        f.debug_struct("Promise").field("state", &name).finish()
    }
}
