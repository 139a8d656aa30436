//! Futures as machines: what a native `async fn` does, ours has to do.
//!
//! A future is driven like a coroutine. What is sent lies in a mailbox while it is polled, and an [`Exchange`] takes it
//! there: `exchange(value).await` is to a future what `yield value` is to a coroutine.

use std::any::Any;
use std::cell::RefCell;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::machine::{Machine, Outcome};
use crate::noisy::Noisy;
use crate::trace::say;

thread_local! {
    static MAILBOX: RefCell<Option<Box<dyn Any>>> = const { RefCell::new(None) };
}

/// What is sent and not taken is dropped after the poll.
struct Delivery;

impl Drop for Delivery {
    fn drop(&mut self) {
        MAILBOX.take();
    }
}

/// Polls once, with a value in the mailbox.
fn poll<F: Future>(future: Pin<&mut F>, value: impl Any) -> Outcome<(), F::Output> {
    MAILBOX.set(Some(Box::new(value)));
    let _delivery = Delivery;
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Outcome::Complete(value),
        Poll::Pending => Outcome::Yielded(()),
    }
}

/// A native future under test.
#[derive(Debug)]
pub struct Polled<F>(Pin<Box<F>>);

impl<F> Polled<F> {
    /// Ready to be polled.
    pub fn new(future: F) -> Polled<F> {
        Polled(Box::pin(future))
    }
}

impl<F: Future, S: 'static> Machine<S> for Polled<F> {
    type Yield = ();
    type Return = F::Output;

    fn start(&mut self, quiet: S) -> Outcome<(), F::Output> {
        poll(self.0.as_mut(), quiet)
    }

    fn send(&mut self, value: S) -> Outcome<(), F::Output> {
        poll(self.0.as_mut(), value)
    }

    /// Native futures have no such thing: the drop that follows is their close.
    fn close(&mut self) {}
}

#[cfg(feature = "machine")]
pub use ours::Explicit;

#[cfg(feature = "machine")]
mod ours {
    use std::pin::Pin;
    use std::task::Waker;

    use coro_core::{Cancelled, Complete, Coroutine, Status};

    use super::{Machine, Outcome, poll};

    /// An explicit machine of ours. It is closed, or a cancellation is thrown into it, which has to come to the same.
    #[derive(Debug)]
    pub struct Explicit<M, const CANCELS: bool>(Pin<Box<M>>);

    impl<M, const CANCELS: bool> Explicit<M, CANCELS> {
        /// Ready to be polled.
        pub fn new(machine: M) -> Explicit<M, CANCELS> {
            Explicit(Box::pin(machine))
        }
    }

    impl<M, S: 'static, const CANCELS: bool> Machine<S> for Explicit<M, CANCELS>
    where
        M: Future,
        for<'waker> M: Coroutine<&'waker Waker, Cancelled, Return = Result<<M as Future>::Output, Cancelled>>,
    {
        type Yield = ();
        type Return = M::Output;

        fn start(&mut self, quiet: S) -> Outcome<(), M::Output> {
            assert_eq!(self.0.status(), Status::Unresumed);
            self.send(quiet)
        }

        fn send(&mut self, value: S) -> Outcome<(), M::Output> {
            let outcome = poll(self.0.as_mut(), value);
            let after = match outcome {
                Outcome::Yielded(()) => Status::Suspended,
                Outcome::Complete(_) => Status::Returned,
            };
            assert_eq!(self.0.status(), after);
            outcome
        }

        fn close(&mut self) {
            match (CANCELS, self.0.status()) {
                (true, Status::Suspended) => {
                    let outcome = self.0.throw(Cancelled::new());
                    assert!(matches!(outcome, Ok(Complete(Err(_)))), "it was cancelled");
                }
                _ => self.0.close(),
            }
        }
    }
}

/// Whether a poll only brings a cancellation. A leaf leaves no trace then: a native future would not have been polled.
fn cancels() -> bool {
    #[cfg(feature = "machine")]
    return coro_core::cancel::in_flight();
    #[cfg(not(feature = "machine"))]
    false
}

/// Hands a value out, is pending once, and gives what is sent.
pub fn exchange<Yield: Debug, Sent>(value: Yield) -> Exchange<Yield, Sent> {
    Exchange { value: Some(value), _sent: PhantomData }
}

/// See [`exchange`].
#[derive(Debug)]
pub struct Exchange<Yield, Sent> {
    value: Option<Yield>,
    _sent: PhantomData<Sent>,
}

impl<Yield, Sent> Unpin for Exchange<Yield, Sent> {}

impl<Yield: Debug, Sent: 'static> Future for Exchange<Yield, Sent> {
    type Output = Sent;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Sent> {
        if cancels() {
            return Poll::Pending;
        }
        match self.value.take() {
            Some(value) => {
                say(format_args!("yield {value:?}"));
                Poll::Pending
            }
            None => {
                let sent = MAILBOX.take().expect("something is sent at each poll");
                Poll::Ready(*sent.downcast().expect("it is sent what the body says"))
            }
        }
    }
}

/// [`exchange`], of a number for a number.
pub fn ask(value: i64) -> Exchange<i64, i64> {
    exchange(value)
}

/// A future whose polls and whose death are in the trace: it is pending so often, then gives the value.
pub fn wait<T>(name: &'static str, pending: u32, value: T) -> Wait<T> {
    Wait { this: Noisy::new(name), pending, value: Some(value) }
}

/// See [`wait`].
#[derive(Debug)]
pub struct Wait<T> {
    this: Noisy,
    pending: u32,
    value: Option<T>,
}

impl<T> Unpin for Wait<T> {}

impl<T> Future for Wait<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if cancels() {
            return Poll::Pending;
        }
        say(format_args!("poll {}", self.this));
        match self.pending.checked_sub(1) {
            Some(pending) => {
                self.pending = pending;
                Poll::Pending
            }
            None => Poll::Ready(self.value.take().expect("it is polled until it is ready")),
        }
    }
}

/// Compares both machines of the items, which each side has for itself: a `Result<(), Difference>`.
///
/// In them `machine! { async fn .. }` is a native function on one side, and a machine of ours on the other.
#[macro_export]
macro_rules! async_pair {
    (($send:ty) $main:ident ($($value:expr),*) { $($item:tt)* }) => {{
        #[allow(unused, clippy::all)]
        mod native {
            use super::*;
            use $crate::native_machine as machine;
            $($item)*
        }
        $crate::async_ours! { $($item)* }
        let native = || $crate::awaits::Polled::new(native::$main($($value),*));
        $crate::compare::compare::<$send, _, _>(false, native, || {
            $crate::wrap_async_ours!(false, $main($($value),*))
        })
        .and_then(|()| {
            $crate::compare::compare::<$send, _, _>(false, native, || {
                $crate::wrap_async_ours!(true, $main($($value),*))
            })
        })
    }};
}

/// An `async fn` as it stands.
#[doc(hidden)]
#[macro_export]
macro_rules! native_machine {
    ($($function:tt)*) => {
        $($function)*
    };
}

/// An `async fn` as a machine of ours.
#[cfg(feature = "machine")]
#[doc(hidden)]
#[macro_export]
macro_rules! explicit_machine {
    ($($function:tt)*) => {
        #[::coro_core::coroutine]
        $($function)*
    };
}

/// Our side, as a module `ours`.
#[cfg(feature = "machine")]
#[doc(hidden)]
#[macro_export]
macro_rules! async_ours {
    ($($item:tt)*) => {
        #[allow(unused, clippy::all)]
        mod ours {
            use super::*;
            use $crate::explicit_machine as machine;
            $($item)*
        }
    };
}

/// Our machine, for the driver.
#[cfg(feature = "machine")]
#[doc(hidden)]
#[macro_export]
macro_rules! wrap_async_ours {
    ($cancels:literal, $main:ident ($($value:expr),*)) => {
        $crate::awaits::Explicit::<_, $cancels>::new(ours::$main($($value),*))
    };
}

/// In place of our machine a second native one.
#[cfg(not(feature = "machine"))]
#[doc(hidden)]
#[macro_export]
macro_rules! async_ours {
    ($($all:tt)*) => {};
}

/// In place of our machine a second native one.
#[cfg(not(feature = "machine"))]
#[doc(hidden)]
#[macro_export]
macro_rules! wrap_async_ours {
    ($cancels:literal, $main:ident ($($value:expr),*)) => {
        $crate::awaits::Polled::new(native::$main($($value),*))
    };
}
