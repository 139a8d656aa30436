//! Coroutines that delegate to themselves, and hold borrows meanwhile: `yield_from!(solve(board, row + 1))`. And `async fn`s
//! that await themselves: `fetch(link).await`.
//!
//! A called machine may borrow what lies in the slots of its caller, so that no machine moves once it has started. They are kept
//! whole, in lists that never grow beyond what they were made for.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::mem;
use core::task::Context;

use crate::async_machine::{Pause, end_as_cancelled};
use crate::machine::{Point, State};
use crate::recursive::Stack;
use crate::{Complete, CoroutineState, Status, Yielded};

/// A machine, and those that it has called, each by the one before.
#[derive(Clone, Debug)]
pub struct Frames<S> {
    // They are dropped first, as what a child keeps is.
    calls: Option<Box<Calls<S>>>,
    first: S,
}

/// The machines of calls. None of them moves: a full list is put aside, and another one begun.
#[derive(Clone, Debug)]
struct Calls<S> {
    /// Never empty, if there is a call.
    last: Vec<S>,
    full: Vec<Vec<S>>,
    /// A list that was emptied, and can be begun again.
    spare: Vec<S>,
}

/// How many machines the first list has room for. Each one after it has twice as much as the one before.
const ROOM: usize = 8;

impl<S> Calls<S> {
    const EMPTY: Self = Calls { last: Vec::new(), full: Vec::new(), spare: Vec::new() };

    fn push(&mut self, frame: S) {
        if self.last.len() == self.last.capacity() {
            let mut next = mem::take(&mut self.spare);
            if next.capacity() == 0 {
                next = Vec::with_capacity(ROOM.max(2 * self.last.capacity()));
            }
            self.full.push(mem::replace(&mut self.last, next));
        }
        self.last.push(frame);
    }

    /// Drops the innermost machine in its place. Gives whether there was one.
    fn pop(&mut self) -> bool {
        let Some(others) = self.last.len().checked_sub(1) else { return false };
        // The list first, as the destructor may panic.
        let popping = Popping(self);
        popping.0.last.truncate(others);
        true
    }
}

/// Takes up the list before, when the last one is empty.
struct Popping<'calls, S>(&'calls mut Calls<S>);

impl<S> Drop for Popping<'_, S> {
    fn drop(&mut self) {
        let Calls { last, full, spare } = self.0;
        if last.is_empty()
            && let Some(full) = full.pop()
        {
            *spare = mem::replace(last, full);
        }
    }
}

impl<S> Drop for Calls<S> {
    fn drop(&mut self) {
        let rest = Rest(self);
        while rest.0.pop() {}
    }
}

/// The calls around one whose destructor has panicked: they are dropped as well.
struct Rest<'calls, S>(&'calls mut Calls<S>);

impl<S> Drop for Rest<'_, S> {
    fn drop(&mut self) {
        while self.0.pop() {}
    }
}

impl<S: State> Frames<S> {
    /// A machine that has called nothing.
    pub fn new(first: S) -> Self {
        Frames { calls: None, first }
    }

    fn is_in_call(&self) -> bool {
        self.calls.as_ref().is_some_and(|calls| !calls.last.is_empty())
    }
}

impl<S: State> Stack for Frames<S> {
    type Frame = S;

    fn innermost(&mut self) -> &mut S {
        match &mut self.calls {
            Some(calls) => calls.last.last_mut().unwrap_or(&mut self.first),
            None => &mut self.first,
        }
    }

    fn call(&mut self, first: S) {
        self.calls.get_or_insert_with(|| Box::new(Calls::EMPTY)).push(first);
    }

    fn tail_call(&mut self, first: S) {
        *self.innermost() = first;
    }

    fn leave(&mut self) -> bool {
        self.calls.as_mut().is_some_and(|calls| calls.pop())
    }
}

impl<S: State> State for Frames<S> {
    const FILE: &'static str = S::FILE;

    fn point(&self) -> Point {
        let innermost = self.calls.as_ref().and_then(|calls| calls.last.last());
        innermost.unwrap_or(&self.first).point()
    }

    fn status(&self) -> Status {
        self.first.status()
    }

    fn end(&mut self, panicked: bool) {
        /// Ends after the calls, also if one of them panics.
        struct Ending<'first, S: State>(&'first mut S, bool);

        impl<S: State> Drop for Ending<'_, S> {
            fn drop(&mut self) {
                self.0.end(self.1);
            }
        }

        let _first = Ending(&mut self.first, panicked);
        self.calls = None;
    }

    fn complete(&mut self) {
        self.first.complete();
    }

    fn unwind(&mut self) {
        if self.is_in_call() {
            self.end(true);
        } else {
            self.first.unwind();
        }
    }
}

/// What an `async fn` that awaits itself begins with, and how it is stepped.
#[allow(clippy::type_complexity)]
pub fn async_frames<Return, S, Step>(
    first: S,
    mut step: Step,
) -> (Frames<S>, impl FnMut(*mut Frames<S>, &mut Context<'_>) -> CoroutineState<Pause, Return>)
where
    S: State,
    Step: FnMut(*mut S, Option<Return>, &mut Context<'_>) -> CoroutineState<Pause<Infallible, S>, Return>,
{
    let step = move |frames: *mut Frames<S>, context: &mut Context<'_>| {
        let mut returned = None;
        loop {
            // SAFETY: who steps a machine has it exclusively, and no other reference to it is used before the step has come back.
            let frames = unsafe { &mut *frames };
            match step(frames.innermost(), returned.take(), context) {
                Yielded(Pause::Pending) => return Yielded(Pause::Pending),
                Yielded(Pause::Item(never)) => match never {},
                Yielded(Pause::Call(call)) => frames.call(call),
                Yielded(Pause::TailCall(call)) => frames.tail_call(call),
                Yielded(Pause::Cancelled) if !frames.is_in_call() => return Yielded(Pause::Cancelled),
                Yielded(Pause::Cancelled) => {
                    // Its caller finds the cancellation in flight.
                    end_as_cancelled(frames.innermost());
                    frames.leave();
                }
                Complete(value) if !frames.leave() => return Complete(value),
                Complete(value) => returned = Some(value),
            }
        }
    };
    (Frames::new(first), step)
}
