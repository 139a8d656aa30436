//! [`State`]: what a promise and its future share.
//!
//! Invariant: `waiting` is empty once there is an outcome, and everything that was in it is scheduled.

use core::task::{Poll, Waker};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::FutureError;
use crate::Cancelled;
use crate::event_loop::{self, Exception, Parked, report};

/// What a future has come to.
pub(super) enum Outcome<T, E> {
    Pending,
    Result(T),
    Failed {
        error: E,
        /// How to tell the exception handler, while nobody has read it.
        unread: Option<fn(&E) -> String>,
    },
    Broken,
    Cancelled(Cancelled),
    /// The result was taken.
    Taken,
}

/// Who waits for the outcome.
pub(super) enum Waiting {
    Task(Waker),
    /// A callback that is parked in its loop, and which one it is.
    Callback(Parked, usize),
}

/// Who waits, in order. Mostly it is one task, for which nothing is allocated.
#[derive(Default)]
struct List {
    first: Option<Waker>,
    /// Those behind it; or all, if a callback came first. In a box of its own, as it is seldom there.
    #[allow(clippy::box_collection)]
    others: Option<Box<Vec<Waiting>>>,
}

impl List {
    fn push(&mut self, waiting: Waiting) {
        match waiting {
            Waiting::Task(waker) if self.is_empty() => self.first = Some(waker),
            waiting => self.others.get_or_insert_default().push(waiting),
        }
    }

    fn is_empty(&self) -> bool {
        self.first.is_none() && self.others.is_none()
    }

    /// Puts a waker on the list, unless it is the first already, or `listed`: the one that the caller has further down.
    #[inline]
    fn push_waker(&mut self, waker: &Waker, listed: &mut Option<Waker>) {
        if self.is_empty() {
            // Nobody is dropped by this, which the compiler does not see.
            return std::mem::forget(self.first.replace(waker.clone()));
        }
        if !self.first.iter().chain(listed.as_ref()).any(|known| known.will_wake(waker)) {
            self.push(Waiting::Task(waker.clone()));
            *listed = Some(waker.clone());
        }
    }

    /// Takes a waker off the list, the last one that is equal.
    fn remove_waker(&mut self, waker: &Waker) -> Option<Waiting> {
        let is_it = |it: &Waiting| matches!(it, Waiting::Task(listed) if listed.will_wake(waker));
        let behind = self.others.as_mut().and_then(|others| {
            let at = others.iter().rposition(is_it)?;
            Some(others.remove(at))
        });
        behind.or_else(|| self.first.take_if(|first| first.will_wake(waker)).map(Waiting::Task))
    }

    #[inline]
    fn schedule(self) {
        if let Some(waker) = self.first {
            waker.wake();
        }
        if let Some(others) = self.others {
            others.into_iter().for_each(Waiting::schedule);
        }
    }
}

struct Inner<T, E> {
    outcome: Outcome<T, E>,
    waiting: List,
}

impl<T, E> Inner<T, E> {
    fn is_pending(&self) -> bool {
        matches!(self.outcome, Outcome::Pending)
    }

    #[inline]
    fn take(&mut self) -> Result<T, FutureError<E>> {
        match &self.outcome {
            Outcome::Pending | Outcome::Taken => Err(FutureError::InvalidState),
            Outcome::Broken => Err(FutureError::BrokenPromise),
            Outcome::Cancelled(cancelled) => Err(FutureError::Cancelled(cancelled.clone())),
            Outcome::Result(_) | Outcome::Failed { .. } => {
                match std::mem::replace(&mut self.outcome, Outcome::Taken) {
                    Outcome::Result(value) => Ok(value),
                    Outcome::Failed { error, .. } => Err(FutureError::Failed(error)),
                    _ => unreachable!("it has just been looked at"),
                }
            }
        }
    }

    fn copy(&mut self) -> Result<T, FutureError<E>>
    where
        T: Clone,
        E: Clone,
    {
        match &mut self.outcome {
            Outcome::Pending | Outcome::Taken => Err(FutureError::InvalidState),
            Outcome::Broken => Err(FutureError::BrokenPromise),
            Outcome::Cancelled(cancelled) => Err(FutureError::Cancelled(cancelled.clone())),
            Outcome::Result(value) => Ok(value.clone()),
            Outcome::Failed { error, unread } => {
                *unread = None;
                Err(FutureError::Failed(error.clone()))
            }
        }
    }

    /// Whether it is pending. Then the waker is on the list. `listed` is the one that the caller has there.
    fn is_to_wait(&mut self, waker: &Waker, listed: &mut Option<Waker>) -> bool {
        if !self.is_pending() {
            return false;
        }
        self.waiting.push_waker(waker, listed);
        true
    }
}

/// What a promise and its future share.
pub(super) struct State<T, E>(Mutex<Inner<T, E>>);

impl<T, E> State<T, E> {
    pub(super) fn pending() -> Arc<Self> {
        Arc::new(State(Mutex::new(Inner { outcome: Outcome::Pending, waiting: List::default() })))
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T, E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the outcome, and schedules who waits for it. An outcome that comes too late is given back.
    #[inline]
    pub(super) fn resolve(&self, outcome: Outcome<T, E>) -> Result<(), Outcome<T, E>> {
        let waiting = {
            let mut inner = self.lock();
            if !inner.is_pending() {
                return Err(outcome);
            }
            inner.outcome = outcome;
            std::mem::take(&mut inner.waiting)
        };
        waiting.schedule();
        Ok(())
    }

    pub(super) fn cancel(&self, cancelled: Cancelled) -> bool {
        self.resolve(Outcome::Cancelled(cancelled)).is_ok()
    }

    pub(super) fn is_done(&self) -> bool {
        !self.lock().is_pending()
    }

    pub(super) fn is_cancelled(&self) -> bool {
        matches!(self.lock().outcome, Outcome::Cancelled(_))
    }

    pub(super) fn name(&self) -> &'static str {
        match self.lock().outcome {
            Outcome::Pending => "pending",
            Outcome::Result(_) => "result",
            Outcome::Failed { .. } => "failed",
            Outcome::Broken => "broken",
            Outcome::Cancelled(_) => "cancelled",
            Outcome::Taken => "taken",
        }
    }

    pub(super) fn take(&self) -> Result<T, FutureError<E>> {
        self.lock().take()
    }

    /// Takes the result, or has the waker woken when there is one. `listed` is the waker that the caller has on the list.
    pub(super) fn poll_take(
        self: &mut Arc<Self>,
        waker: &Waker,
        listed: &mut Option<Waker>,
    ) -> Poll<Result<T, FutureError<E>>> {
        // The promise is gone when it is resolved: mostly nobody else has it then, and it need not be locked.
        if Arc::strong_count(self) == 1
            && let Some(State(inner)) = Arc::get_mut(self)
        {
            let inner = inner.get_mut().unwrap_or_else(PoisonError::into_inner);
            if !inner.is_pending() {
                return Poll::Ready(inner.take());
            }
        }
        let mut inner = self.lock();
        if inner.is_to_wait(waker, listed) { Poll::Pending } else { Poll::Ready(inner.take()) }
    }

    pub(super) fn copy(&self) -> Result<T, FutureError<E>>
    where
        T: Clone,
        E: Clone,
    {
        self.lock().copy()
    }

    /// [`poll_take`](State::poll_take), but the result stays. Each reader has a waker of its own on the list, and
    /// [`leave`](State::leave)s.
    pub(super) fn poll_copy(
        &self,
        waker: &Waker,
        listed: &mut Option<Waker>,
    ) -> Poll<Result<T, FutureError<E>>>
    where
        T: Clone,
        E: Clone,
    {
        let mut inner = self.lock();
        if !inner.is_pending() {
            *listed = None;
            return Poll::Ready(inner.copy());
        }
        let mut before = None;
        if !listed.as_ref().is_some_and(|listed| listed.will_wake(waker)) {
            before = listed.replace(waker.clone()).and_then(|old| inner.waiting.remove_waker(&old));
            inner.waiting.push(Waiting::Task(waker.clone()));
        }
        drop(inner);
        drop(before);
        Poll::Pending
    }

    /// Takes the waker of a reader that is gone off the list.
    pub(super) fn leave(&self, listed: &Waker) {
        let removed = self.lock().waiting.remove_waker(listed);
        drop(removed);
    }

    /// Puts somebody on the list, or schedules them if it is done already.
    pub(super) fn wait(&self, waiting: Waiting) {
        let mut inner = self.lock();
        if inner.is_pending() {
            inner.waiting.push(waiting);
        } else {
            drop(inner);
            waiting.schedule();
        }
    }

    pub(super) fn remove_callback(&self, callback: usize) -> usize {
        let is_it = |it: &mut Waiting| matches!(it, Waiting::Callback(_, id) if *id == callback);
        let removed: Vec<_> = match &mut self.lock().waiting.others {
            Some(others) => others.extract_if(.., is_it).collect(),
            None => return 0,
        };
        for waiting in &removed {
            if let Waiting::Callback(parked, _) = waiting {
                // Callbacks are not `Send`, so it is parked in the loop of this thread.
                drop(event_loop::try_with(|it| it.unpark_callback(*parked)));
            }
        }
        removed.len()
    }
}

impl Waiting {
    fn schedule(self) {
        match self {
            Waiting::Task(waker) => waker.wake(),
            Waiting::Callback(parked, _) => parked.call(),
        }
    }
}

impl<T, E> Drop for State<T, E> {
    #[inline]
    fn drop(&mut self) {
        let inner = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Outcome::Failed { error, unread: Some(text) } = &inner.outcome {
            report_unread(text(error));
        }
    }
}

#[cold]
fn report_unread(error: String) {
    report(Exception::new("a future failed and nobody read its error", None).with_error(error));
}
