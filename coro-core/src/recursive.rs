//! Coroutines that delegate to themselves: `yield_from!(walk(left))` in the body of `walk`.
//!
//! A machine cannot contain itself. So there is one machine, whose state is that of the innermost call, and beside it a stack
//! of the states of its callers. To resume takes as long at any depth, a call allocates nothing once the stack has grown, and a
//! call behind which nothing is left to do takes its caller's place.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem;

use crate::machine::{Machine, Point, Signature, State, machine};
use crate::private::set;
use crate::{Complete, CoroutineState, Resume, Yielded};

/// What a step comes back with, where its coroutine calls itself.
pub enum Handover<Yield, S> {
    /// A value, for whoever drives the machine.
    Value(Yield),
    /// The first state of a call. The step has put down where the caller goes on.
    Call(S),
    /// The first state of a call that the caller has nothing left to do behind.
    TailCall(S),
}

/// The state of the innermost call, and those of its callers.
#[derive(Clone, Debug)]
pub struct Recursive<S> {
    // It is dropped first, as what a child keeps is.
    state: S,
    callers: Callers<S>,
}

/// The states of the callers, the innermost last. A machine that is in no call has a word for them, instead of a list's three.
#[allow(clippy::box_collection)]
#[derive(Clone, Debug)]
struct Callers<S>(Option<Box<Vec<S>>>);

impl<S> Callers<S> {
    #[inline]
    fn push(&mut self, caller: S) {
        self.0.get_or_insert_default().push(caller);
    }

    #[inline]
    fn pop(&mut self) -> Option<S> {
        self.0.as_mut()?.pop()
    }
}

impl<S> Drop for Callers<S> {
    #[inline]
    fn drop(&mut self) {
        // From the innermost outwards, also if a destructor panics: a list drops what is left of it.
        if let Some(callers) = &mut self.0 {
            callers.reverse();
        }
    }
}

impl<S: State> State for Recursive<S> {
    const FILE: &'static str = S::FILE;

    #[inline]
    fn point(&self) -> Point {
        self.state.point()
    }

    fn end(&mut self, panicked: bool) {
        // Dropped behind the state, also if that panics.
        let _callers = mem::replace(&mut self.callers, Callers(None));
        self.state.end(panicked);
    }

    #[inline]
    fn complete(&mut self) {
        self.state.complete();
    }

    fn unwind(&mut self) {
        match &self.callers.0 {
            // The step has taken the state of the innermost call.
            Some(callers) if !callers.is_empty() => self.end(true),
            _ => self.state.unwind(),
        }
    }
}

impl<S: State> Recursive<S> {
    /// A machine that has called nothing.
    #[inline]
    pub fn new(state: S) -> Self {
        Recursive { state, callers: Callers(None) }
    }
}

impl<S: State> Stack for Recursive<S> {
    type Frame = S;

    #[inline]
    fn innermost(&mut self) -> &mut S {
        &mut self.state
    }

    #[inline]
    fn call(&mut self, first: S) {
        self.callers.push(mem::replace(&mut self.state, first));
    }

    #[inline]
    fn tail_call(&mut self, first: S) {
        set(&mut self.state, first);
    }

    #[inline]
    fn leave(&mut self) -> bool {
        let caller = self.callers.pop();
        caller.map(|caller| set(&mut self.state, caller)).is_some()
    }
}

/// The innermost call, and its callers.
pub trait Stack: State {
    /// What stands for a call.
    type Frame;

    /// That of the innermost call.
    fn innermost(&mut self) -> &mut Self::Frame;

    /// Begins a call.
    fn call(&mut self, first: Self::Frame);

    /// Begins a call in the place of its caller, in which nothing is left.
    fn tail_call(&mut self, first: Self::Frame);

    /// Ends the innermost call. Gives whether there was one.
    fn leave(&mut self) -> bool;
}

/// Puts a machine together that calls itself. It captures nothing.
#[inline]
#[allow(clippy::type_complexity)]
pub fn recursive_machine<Sig, Calls, Step>(
    calls: Calls,
    mut step: Step,
) -> Machine<
    Calls,
    impl FnMut(&mut Calls, Resume<Sig::Send<'_>, Sig::Throw>) -> CoroutineState<Sig::Yield, Sig::Return> + Clone,
    Sig,
>
where
    Sig: Signature,
    Calls: Stack,
    Step: FnMut(
            &mut Calls::Frame,
            Option<Sig::Return>,
            Resume<Sig::Send<'_>, Sig::Throw>,
        ) -> CoroutineState<Handover<Sig::Yield, Calls::Frame>, Sig::Return>
        + Clone,
{
    machine::<Sig, _, _>(calls, move |calls: &mut Calls, mut resume: Resume<Sig::Send<'_>, Sig::Throw>| {
        let mut returned = None;
        loop {
            match step(calls.innermost(), returned.take(), resume) {
                Yielded(Handover::Value(value)) => return Yielded(value),
                Yielded(Handover::Call(first)) => calls.call(first),
                Yielded(Handover::TailCall(first)) => calls.tail_call(first),
                Complete(value) if !calls.leave() => return Complete(value),
                Complete(value) => returned = Some(value),
            }
            resume = Resume::Start;
        }
    })
}
