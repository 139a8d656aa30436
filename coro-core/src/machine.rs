//! [`Machine`]: an explicit state, and the function that steps it.
//!
//! Invariant: while the body's own code runs, and ever after it has panicked, `state` is `Panicked`: the step took what was
//! in it. So nothing is dropped twice, and a coroutine that panicked keeps nothing half-moved. A child is resumed where it
//! lies in the state; if it panics, what was kept beside it is dropped.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;

use crate::{Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// What goes in and comes out of a machine.
pub trait Signature {
    /// What is sent in. `'resume` is the one resume that a sent value may be lent for.
    type Send<'resume>;
    /// What is thrown in.
    type Throw;
    /// What is yielded.
    type Yield;
    /// What is returned.
    type Return;
}

/// The signature of a machine whose sent values are not lent: four types and nothing else.
#[allow(clippy::type_complexity)]
pub struct Types<Send, Throw, Yield, Return>(PhantomData<fn(Send, Throw) -> (Yield, Return)>);

impl<Send, Throw, Yield, Return> Signature for Types<Send, Throw, Yield, Return> {
    type Send<'resume> = Send;
    type Throw = Throw;
    type Yield = Yield;
    type Return = Return;
}

/// A state enum, as the expansion declares it. rustc checks that for every coroutine, so little is asked of it.
pub trait State {
    /// The source file.
    const FILE: &'static str;

    /// Which state this is.
    fn point(&self) -> Point;

    /// Drops what is kept: from here on the coroutine has returned, or panicked.
    fn end(&mut self, panicked: bool);

    /// The body has come to its end: the step has taken the state out, so there is nothing to drop.
    fn complete(&mut self);

    /// Closes it. One that has panicked stays panicked.
    fn finish(&mut self) {
        if self.status() != Status::Panicked {
            self.end(false);
        }
    }

    /// The step has panicked. Everywhere but in a child it has taken the state, or put back what can go on.
    #[inline]
    fn unwind(&mut self) {
        if self.status() == Status::Suspended {
            self.end(true);
        }
    }

    /// Which of the reserved states this is, or `Suspended`.
    #[inline]
    fn status(&self) -> Status {
        self.point().0
    }

    /// The place it will go on from.
    fn resume_point(&self) -> ResumePoint {
        let Point(_, variant, line, column, saved) = self.point();
        ResumePoint { variant, file: Self::FILE, line, column, saved }
    }
}

/// A state: its status, its name, its line and column, and the names of what is kept there.
pub struct Point(pub Status, pub &'static str, pub u32, pub u32, pub &'static [&'static str]);

/// A coroutine as an explicit state machine. Its size is that of its state: the step is a closure that captures nothing.
pub struct Machine<S, Step, Sig> {
    state: S,
    step: Step,
    _signature: PhantomData<fn() -> Sig>,
}

/// Puts a machine together.
#[inline]
pub fn machine<Sig, S, Step>(state: S, step: Step) -> Machine<S, Step, Sig>
where
    Sig: Signature,
    S: State,
    Step: FnMut(&mut S, Resume<Sig::Send<'_>, Sig::Throw>) -> CoroutineState<Sig::Yield, Sig::Return>,
{
    Machine { state, step, _signature: PhantomData }
}

/// The state while the step runs.
pub(crate) struct Running<'step, S: State>(pub(crate) &'step mut S);

impl<S: State> Drop for Running<'_, S> {
    // Inline: behind a call, the state would have to be in memory at every step.
    #[inline]
    fn drop(&mut self) {
        self.0.unwind();
    }
}

// What the step captures never moves while a reference into it is kept: that would be a borrow of the captures, which lie
// outside of what the check of the body allows to be borrowed. A state is `Unpin` unless it has slots.
impl<S: Unpin, Step, Sig> Unpin for Machine<S, Step, Sig> {}

impl<'resume, S, Step, Sig> Coroutine<Sig::Send<'resume>, Sig::Throw> for Machine<S, Step, Sig>
where
    Sig: Signature,
    S: State,
    Step: FnMut(&mut S, Resume<Sig::Send<'_>, Sig::Throw>) -> CoroutineState<Sig::Yield, Sig::Return>,
{
    type Yield = Sig::Yield;
    type Return = Sig::Return;

    #[inline]
    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<Sig::Send<'resume>, Sig::Throw>,
    ) -> CoroutineState<Sig::Yield, Sig::Return> {
        // SAFETY: nothing is moved out of `this` but through the step, which leaves what is in a slot where it is.
        let this = unsafe { self.get_unchecked_mut() };
        let running = Running(&mut this.state);
        let outcome = (this.step)(running.0, resume);
        mem::forget(running);
        match outcome {
            CoroutineState::Yielded(value) => CoroutineState::Yielded(value),
            CoroutineState::Complete(value) => {
                this.state.complete();
                CoroutineState::Complete(value)
            }
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

impl<S, Step, Throw, Yield> Iterator for Machine<S, Step, Types<(), Throw, Yield, ()>>
where
    S: State + Unpin,
    Step: FnMut(&mut S, Resume<(), Throw>) -> CoroutineState<Yield, ()>,
{
    type Item = Yield;

    #[inline]
    fn next(&mut self) -> Option<Yield> {
        // A generator that is exhausted says so again and again: the iterator is fused.
        if self.state.status() == Status::Returned {
            return None;
        }
        Pin::new(self).resume(Resume::Send(())).yielded()
    }
}

impl<S, Step, Throw, Yield> FusedIterator for Machine<S, Step, Types<(), Throw, Yield, ()>>
where
    S: State + Unpin,
    Step: FnMut(&mut S, Resume<(), Throw>) -> CoroutineState<Yield, ()>,
{
}

impl<S: Clone, Step: Clone, Sig> Clone for Machine<S, Step, Sig> {
    fn clone(&self) -> Self {
        Machine { state: self.state.clone(), step: self.step.clone(), _signature: PhantomData }
    }
}

impl<S: fmt::Debug, Step, Sig> fmt::Debug for Machine<S, Step, Sig> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}
