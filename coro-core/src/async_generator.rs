//! [`AsyncGenerator`]: what an `async fn` that yields becomes. It is a [`Stream`], and a [`Coroutine`] as an
//! [`AsyncMachine`](crate::async_machine::AsyncMachine) is one: it is sent a waker, yields `Poll::Pending` while it waits, and
//! its items as `Poll::Ready`.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::{FusedStream, Stream};

use crate::async_machine::{Pause, end_as_cancelled, resume_by_poll};
use crate::machine::{Running, State};
use crate::{Cancelled, Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// An `async fn` that yields, as an explicit state machine.
pub struct AsyncGenerator<S, Step, Item> {
    state: S,
    step: Step,
    _yields: PhantomData<fn() -> Item>,
}

/// Puts a machine together.
#[inline]
pub fn async_generator<Item, S, Step>(state: S, step: Step) -> AsyncGenerator<S, Step, Item>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Item>, ()>,
{
    AsyncGenerator { state, step, _yields: PhantomData }
}

impl<S: Unpin, Step, Item> Unpin for AsyncGenerator<S, Step, Item> {}

impl<S: fmt::Debug, Step, Item> fmt::Debug for AsyncGenerator<S, Step, Item> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}

impl<S, Step, Item> Stream for AsyncGenerator<S, Step, Item>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Item>, ()>,
{
    type Item = Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Item>> {
        // SAFETY: nothing is moved out of `this` but through the step, which leaves what is in a slot where it is.
        let this = unsafe { self.get_unchecked_mut() };
        if this.state.status() == Status::Returned {
            return Poll::Ready(None);
        }
        let running = Running(&mut this.state);
        let outcome = (this.step)(&raw mut *running.0, cx);
        mem::forget(running);
        match outcome {
            CoroutineState::Yielded(Pause::Item(item)) => Poll::Ready(Some(item)),
            CoroutineState::Yielded(Pause::Pending) => Poll::Pending,
            CoroutineState::Yielded(Pause::Call(never) | Pause::TailCall(never)) => match never {},
            CoroutineState::Yielded(Pause::Cancelled) => {
                end_as_cancelled(&mut this.state);
                Poll::Pending
            }
            CoroutineState::Complete(()) => {
                this.state.complete();
                Poll::Ready(None)
            }
        }
    }
}

impl<S, Step, Item> FusedStream for AsyncGenerator<S, Step, Item>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Item>, ()>,
{
    fn is_terminated(&self) -> bool {
        self.state.status() == Status::Returned
    }
}

impl<'waker, S, Step, Item> Coroutine<&'waker Waker, Cancelled> for AsyncGenerator<S, Step, Item>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Item>, ()>,
{
    type Yield = Poll<Item>;
    type Return = Result<(), Cancelled>;

    /// Polls. What can be thrown in is a cancellation.
    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<Poll<Item>, Result<(), Cancelled>> {
        let polled = match resume_by_poll(self, resume, Self::poll_next) {
            Ok(polled) => polled,
            Err(cancelled) => return CoroutineState::Complete(Err(cancelled)),
        };
        match polled {
            Poll::Ready(Some(item)) => CoroutineState::Yielded(Poll::Ready(item)),
            Poll::Ready(None) => CoroutineState::Complete(Ok(())),
            Poll::Pending => CoroutineState::Yielded(Poll::Pending),
        }
    }

    fn finish(self: Pin<&mut Self>) {
        // SAFETY: what is in a slot is dropped in its place.
        unsafe { self.get_unchecked_mut() }.state.finish();
    }

    fn status(&self) -> Status {
        self.state.status()
    }

    fn resume_point(&self) -> ResumePoint {
        self.state.resume_point()
    }
}
