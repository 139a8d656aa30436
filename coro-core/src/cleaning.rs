//! [`Cleaning`]: a machine with a `defer!` that awaits.
//!
//! Who cancels it lets the deferred blocks run to their end. An executor that does not know of cancellation drops it instead.
//! Then it is cancelled in its destructor, and polled once: the deferred blocks run as far as they come without waiting.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::async_machine::{AsyncMachine, Pause, async_machine};
use crate::machine::State;
use crate::{Cancelled, Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// A machine that cleans up when it is dropped.
pub struct Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    machine: AsyncMachine<S, Step, Return>,
}

/// Puts a machine together.
#[inline]
pub fn cleaning_machine<Return, S, Step>(state: S, step: Step) -> Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    Cleaning { machine: async_machine(state, step) }
}

impl<S, Step, Return> Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    fn machine(self: Pin<&mut Self>) -> Pin<&mut AsyncMachine<S, Step, Return>> {
        // SAFETY: the machine is pinned when this is: it does not move, also not in the destructor.
        unsafe { self.map_unchecked_mut(|this| &mut this.machine) }
    }

    /// Cancels what is suspended, and polls it once.
    #[cfg(feature = "std")]
    fn clean_up(self: Pin<&mut Self>) {
        if self.machine.status() == Status::Suspended {
            crate::cancel::aside(|| {
                crate::cancel::throw(Cancelled::new());
                let _ = self.machine().poll(&mut Context::from_waker(Waker::noop()));
            });
        }
    }

    /// Without cancellation there is nothing to do.
    #[cfg(not(feature = "std"))]
    fn clean_up(self: Pin<&mut Self>) {}
}

impl<S, Step, Return> Drop for Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    fn drop(&mut self) {
        // SAFETY: what is dropped is not moved any more, and if it was ever suspended it was pinned.
        unsafe { Pin::new_unchecked(self) }.clean_up();
    }
}

impl<S, Step, Return> fmt::Debug for Cleaning<S, Step, Return>
where
    S: State + fmt::Debug,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.fmt(f)
    }
}

impl<S, Step, Return> Future for Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    type Output = Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Return> {
        self.machine().poll(cx)
    }
}

impl<'waker, S, Step, Return> Coroutine<&'waker Waker, Cancelled> for Cleaning<S, Step, Return>
where
    S: State,
    Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
{
    type Yield = ();
    type Return = Result<Return, Cancelled>;

    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<(), Result<Return, Cancelled>> {
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
