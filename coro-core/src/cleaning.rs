//! [`Cleaning`]: a machine with a `defer!` that awaits.
//!
//! Who cancels it lets the deferred blocks run to their end. An executor that does not know of cancellation drops it instead.
//! Then it is cancelled in its destructor, and polled once: the deferred blocks run as far as they come without waiting.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

#[cfg(feature = "stream")]
use futures_core::{FusedStream, Stream};

#[cfg(feature = "stream")]
use crate::async_generator::{AsyncGenerator, async_generator};
use crate::async_machine::{AsyncMachine, Pause, async_machine};
use crate::machine::State;
use crate::{Cancelled, Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// A machine that can be cancelled, and so cleans up when it is dropped.
pub trait Cancellable: for<'waker> Coroutine<&'waker Waker, Cancelled> {}

impl<M> Cancellable for M where M: for<'waker> Coroutine<&'waker Waker, Cancelled> {}

/// A machine that cleans up when it is dropped.
pub struct Cleaning<M: Cancellable> {
    machine: M,
}

/// Puts a machine together.
#[inline]
pub fn cleaning_machine<Return, S, Step>(state: S, step: Step) -> Cleaning<AsyncMachine<S, Step, Return>>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    Cleaning { machine: async_machine(state, step) }
}

/// Puts a generator together.
#[cfg(feature = "stream")]
#[inline]
pub fn cleaning_generator<Item, S, Step>(state: S, step: Step) -> Cleaning<AsyncGenerator<S, Step, Item>>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Item>, ()>,
{
    Cleaning { machine: async_generator(state, step) }
}

impl<M: Cancellable> Cleaning<M> {
    fn machine(self: Pin<&mut Self>) -> Pin<&mut M> {
        // SAFETY: the machine is pinned when this is: it does not move, also not in the destructor.
        unsafe { self.map_unchecked_mut(|this| &mut this.machine) }
    }

    /// Cancels what is suspended, which polls it once.
    #[cfg(feature = "std")]
    fn clean_up(self: Pin<&mut Self>) {
        if self.machine.status() == Status::Suspended {
            crate::cancel::aside(|| drop(self.machine().resume(Resume::Throw(Cancelled::new()))));
        }
    }

    /// Without cancellation there is nothing to do.
    #[cfg(not(feature = "std"))]
    fn clean_up(self: Pin<&mut Self>) {}
}

impl<M: Cancellable> Drop for Cleaning<M> {
    fn drop(&mut self) {
        // SAFETY: what is dropped is not moved any more, and if it was ever suspended it was pinned.
        unsafe { Pin::new_unchecked(self) }.clean_up();
    }
}

impl<M: Cancellable + fmt::Debug> fmt::Debug for Cleaning<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.fmt(f)
    }
}

impl<M: Cancellable + Future> Future for Cleaning<M> {
    type Output = M::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<M::Output> {
        self.machine().poll(cx)
    }
}

#[cfg(feature = "stream")]
impl<M: Cancellable + Stream> Stream for Cleaning<M> {
    type Item = M::Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<M::Item>> {
        self.machine().poll_next(cx)
    }
}

#[cfg(feature = "stream")]
impl<M: Cancellable + FusedStream> FusedStream for Cleaning<M> {
    fn is_terminated(&self) -> bool {
        self.machine.is_terminated()
    }
}

impl<'waker, M: Cancellable> Coroutine<&'waker Waker, Cancelled> for Cleaning<M> {
    type Yield = <M as Coroutine<&'waker Waker, Cancelled>>::Yield;
    type Return = <M as Coroutine<&'waker Waker, Cancelled>>::Return;

    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<Self::Yield, Self::Return> {
        self.machine().resume(resume)
    }

    fn finish(mut self: Pin<&mut Self>) {
        self.as_mut().clean_up();
        self.machine().finish();
    }

    fn status(&self) -> Status {
        self.machine.status()
    }

    fn resume_point(&self) -> ResumePoint {
        self.machine.resume_point()
    }
}
