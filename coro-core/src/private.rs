//! All that generated code may name. Not for people: it may change in any release.

pub use crate::defer::{Defer, defer};
pub use crate::machine::{Machine, Signature, State, Types, machine};
pub use crate::propagate::{FromResidual, Try};

use crate::Resume;

/// What the check of a body calls where the body suspends. It never runs.
#[track_caller]
pub fn never_runs<T>() -> T {
    unreachable!("the check of a coroutine's body is compiled and never run")
}

impl<Send, Throw> Resume<Send, Throw> {
    /// Before the first suspension: nothing can have been sent yet.
    ///
    /// # Panics
    ///
    /// When something was.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn expect_start(self) {
        match self {
            Resume::Start => {}
            Resume::Send(_) => panic!("a value was sent to a coroutine that has not been started"),
            Resume::Throw(_) => panic!("an error was thrown into a coroutine that has not been started"),
        }
    }

    /// The first value of a coroutine that names it.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn expect_first(self) -> Send {
        match self {
            Resume::Start => panic!("this coroutine is started by sending its first value"),
            Resume::Send(value) => value,
            Resume::Throw(_) => panic!("an error was thrown into a coroutine that has not been started"),
        }
    }

    /// The value of a `yield` into which errors can be thrown.
    ///
    /// # Panics
    ///
    /// When the coroutine is started a second time.
    ///
    /// # Errors
    ///
    /// The thrown one.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn sent_or_thrown(self) -> Result<Send, Throw> {
        match self {
            Resume::Start => panic!("a coroutine can be started only once"),
            Resume::Send(value) => Ok(value),
            Resume::Throw(error) => Err(error),
        }
    }
}

impl<Send> Resume<Send> {
    /// The value of a `yield`.
    ///
    /// # Panics
    ///
    /// When the coroutine is started a second time.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn sent(self) -> Send {
        match self {
            Resume::Start => panic!("a coroutine can be started only once"),
            Resume::Send(value) => value,
            Resume::Throw(never) => match never {},
        }
    }
}
