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

/// Puts a machine together that calls itself. It captures nothing.
#[inline]
#[allow(clippy::type_complexity)]
pub fn recursive_machine<Sig, S, Step>(
    state: S,
    mut step: Step,
) -> Machine<
    Recursive<S>,
    impl FnMut(&mut Recursive<S>, Resume<Sig::Send<'_>, Sig::Throw>) -> CoroutineState<Sig::Yield, Sig::Return>
    + Clone,
    Sig,
>
where
    Sig: Signature,
    S: State,
    Step: FnMut(
            &mut S,
            Option<Sig::Return>,
            Resume<Sig::Send<'_>, Sig::Throw>,
        ) -> CoroutineState<Handover<Sig::Yield, S>, Sig::Return>
        + Clone,
{
    machine::<Sig, _, _>(
        Recursive { state, callers: Callers(None) },
        move |Recursive { state, callers }: &mut Recursive<S>,
              mut resume: Resume<Sig::Send<'_>, Sig::Throw>| {
            let mut returned = None;
            loop {
                match step(state, returned.take(), resume) {
                    Yielded(Handover::Value(value)) => return Yielded(value),
                    Yielded(Handover::Call(first)) => callers.push(mem::replace(state, first)),
                    Yielded(Handover::TailCall(first)) => set(state, first),
                    Complete(value) => match callers.pop() {
                        Some(caller) => {
                            set(state, caller);
                            returned = Some(value);
                        }
                        None => return Complete(value),
                    },
                }
                resume = Resume::Start;
            }
        },
    )
}
