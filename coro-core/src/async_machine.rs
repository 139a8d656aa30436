//! [`AsyncMachine`]: what an `async fn` becomes. An explicit state, and the function that steps it while it waits.
//!
//! It is a [`Future`], which any executor runs, and a [`Coroutine`]: it is sent the waker of its task, yields while it waits,
//! and what can be thrown into it is [`Cancelled`]. To throw puts the cancellation in flight and polls: see
//! [`cancel`](crate::cancel). The machine that catches it is finished where it stands, as by an early `return`, and puts it
//! in flight again for its parent.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::cancel;
use crate::machine::{Running, State};
use crate::{Cancelled, Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// Why a step came back before the end.
pub enum Pause<Item = Infallible, Frame = Infallible> {
    /// It waits.
    Pending,
    /// It yields an item, if it is a generator.
    Item(Item),
    /// A cancellation was caught at the `.await` where it stands.
    Cancelled,
    /// It awaits itself: the machine of that call. The step has put down where the caller goes on.
    Call(Frame),
    /// The same, with nothing left to do behind the call.
    TailCall(Frame),
}

/// An `async fn` as an explicit state machine.
pub struct AsyncMachine<S: State, Step, Return> {
    state: S,
    step: Step,
    _returns: PhantomData<fn() -> Return>,
}

/// Puts a machine together.
#[inline]
pub fn async_machine<Return, S, Step>(state: S, step: Step) -> AsyncMachine<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    AsyncMachine { state, step, _returns: PhantomData }
}

impl<S: State + Unpin, Step, Return> Unpin for AsyncMachine<S, Step, Return> {}

impl<S: State, Step, Return> Drop for AsyncMachine<S, Step, Return> {
    /// Tells the loop's debug mode of a machine that was never awaited. That is likely a mistake, and nothing for a release build.
    #[inline]
    fn drop(&mut self) {
        #[cfg(feature = "runtime")]
        if cfg!(debug_assertions) && self.state.status() == Status::Unresumed {
            crate::event_loop::report_never_awaited(&self.state.resume_point());
        }
    }
}

impl<S: State + fmt::Debug, Step, Return> fmt::Debug for AsyncMachine<S, Step, Return> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}

impl<S, Step, Return> Future for AsyncMachine<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    type Output = Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Return> {
        // SAFETY: nothing is moved out of `this` but through the step, which leaves what is in a slot where it is.
        let this = unsafe { self.get_unchecked_mut() };
        let running = Running(&mut this.state);
        let outcome = (this.step)(&raw mut *running.0, cx);
        mem::forget(running);
        match outcome {
            CoroutineState::Complete(value) => {
                this.state.complete();
                Poll::Ready(value)
            }
            CoroutineState::Yielded(Pause::Pending) => Poll::Pending,
            CoroutineState::Yielded(Pause::Item(never) | Pause::Call(never) | Pause::TailCall(never)) => {
                match never {}
            }
            CoroutineState::Yielded(Pause::Cancelled) => {
                end_as_cancelled(&mut this.state);
                Poll::Pending
            }
        }
    }
}

/// Refuses to go on with a machine that a panic has ended. Who awaits one that has ended otherwise is cancelled.
///
/// # Panics
///
/// When a panic has ended it.
#[cold]
#[inline(never)]
pub fn ended(state: &impl State) {
    assert!(state.status() != Status::Panicked, "coroutine resumed after panicking");
    cancel::raise_again();
}

/// Drops what a machine keeps that a cancellation has ended, and passes that on.
#[cold]
#[inline(never)]
pub(crate) fn end_as_cancelled(state: &mut impl State) {
    cancel::catch_to_unwind();
    state.end(false);
    cancel::raise();
}

impl<'waker, S, Step, Return> Coroutine<&'waker Waker, Cancelled> for AsyncMachine<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    type Yield = ();
    type Return = Result<Return, Cancelled>;

    /// Polls. An error that is thrown in is a cancellation; cleanup that awaits then gets no waker until the next `send`.
    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<(), Result<Return, Cancelled>> {
        let polled = match resume_by_poll(self, resume, Self::poll) {
            Ok(polled) => polled,
            Err(cancelled) => return CoroutineState::Complete(Err(cancelled)),
        };
        match polled {
            Poll::Ready(value) => CoroutineState::Complete(Ok(value)),
            Poll::Pending => CoroutineState::Yielded(()),
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

/// Resumes a machine by polling it. An error that is thrown in is put in flight for the poll; what is in flight after it
/// has ended the machine.
pub(crate) fn resume_by_poll<'waker, Machine, Polled>(
    mut machine: Pin<&mut Machine>,
    resume: Resume<&'waker Waker, Cancelled>,
    poll: impl FnOnce(Pin<&mut Machine>, &mut Context<'_>) -> Poll<Polled>,
) -> Result<Poll<Polled>, Cancelled>
where
    Machine: Coroutine<&'waker Waker, Cancelled>,
{
    let waker = match resume {
        Resume::Send(waker) => waker,
        Resume::Start => Waker::noop(),
        #[cfg(feature = "std")]
        Resume::Throw(cancelled) => {
            cancel::throw(cancelled);
            Waker::noop()
        }
        #[cfg(not(feature = "std"))]
        Resume::Throw(cancelled) => {
            machine.finish();
            return Err(cancelled);
        }
    };
    let polled = poll(machine.as_mut(), &mut Context::from_waker(waker));
    #[cfg(feature = "std")]
    if let Some(cancelled) = cancel::catch() {
        machine.finish();
        return Err(cancelled);
    }
    Ok(polled)
}
