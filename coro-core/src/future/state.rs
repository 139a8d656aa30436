//! [`State`]: what a promise and its future share.
//!
//! Invariant: `waiting` is empty once there is an outcome, and everything that was in it is scheduled.

use core::task::Waker;
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

struct Inner<T, E> {
    outcome: Outcome<T, E>,
    waiting: Vec<Waiting>,
}

/// What a promise and its future share.
pub(super) struct State<T, E>(Mutex<Inner<T, E>>);

impl<T, E> State<T, E> {
    pub(super) fn pending() -> Arc<Self> {
        Arc::new(State(Mutex::new(Inner { outcome: Outcome::Pending, waiting: Vec::new() })))
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T, E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the outcome, and schedules who waits for it. An outcome that comes too late is given back.
    pub(super) fn resolve(&self, outcome: Outcome<T, E>) -> Result<(), Outcome<T, E>> {
        let waiting = {
            let mut inner = self.lock();
            if !matches!(inner.outcome, Outcome::Pending) {
                return Err(outcome);
            }
            inner.outcome = outcome;
            std::mem::take(&mut inner.waiting)
        };
        waiting.into_iter().for_each(Waiting::schedule);
        Ok(())
    }

    pub(super) fn cancel(&self, cancelled: Cancelled) -> bool {
        self.resolve(Outcome::Cancelled(cancelled)).is_ok()
    }

    pub(super) fn is_done(&self) -> bool {
        !matches!(self.lock().outcome, Outcome::Pending)
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
        let mut inner = self.lock();
        match &inner.outcome {
            Outcome::Pending | Outcome::Taken => Err(FutureError::InvalidState),
            Outcome::Broken => Err(FutureError::BrokenPromise),
            Outcome::Cancelled(cancelled) => Err(FutureError::Cancelled(cancelled.clone())),
            Outcome::Result(_) | Outcome::Failed { .. } => {
                match std::mem::replace(&mut inner.outcome, Outcome::Taken) {
                    Outcome::Result(value) => Ok(value),
                    Outcome::Failed { error, .. } => Err(FutureError::Failed(error)),
                    _ => unreachable!("it has just been looked at"),
                }
            }
        }
    }

    pub(super) fn copy(&self) -> Result<T, FutureError<E>>
    where
        T: Clone,
        E: Clone,
    {
        match &mut self.lock().outcome {
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

    /// Puts somebody on the list, or schedules them if it is done already.
    pub(super) fn wait(&self, waiting: Waiting) {
        let mut inner = self.lock();
        if matches!(inner.outcome, Outcome::Pending) {
            inner.waiting.push(waiting);
        } else {
            drop(inner);
            waiting.schedule();
        }
    }

    /// Whether it is done. If it is not, the waker will be woken. `listed` is the one that the caller has on the list.
    pub(super) fn wait_for(&self, waker: &Waker, listed: &mut Option<Waker>) -> bool {
        let mut inner = self.lock();
        if !matches!(inner.outcome, Outcome::Pending) {
            return true;
        }
        if !listed.as_ref().is_some_and(|listed| listed.will_wake(waker)) {
            inner.waiting.push(Waiting::Task(waker.clone()));
            *listed = Some(waker.clone());
        }
        false
    }

    pub(super) fn remove_callback(&self, callback: usize) -> usize {
        let is_it = |it: &mut Waiting| matches!(it, Waiting::Callback(_, id) if *id == callback);
        let removed: Vec<_> = self.lock().waiting.extract_if(.., is_it).collect();
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
    fn drop(&mut self) {
        let inner = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Outcome::Failed { error, unread: Some(text) } = &inner.outcome {
            report(Exception::new("a future failed and nobody read its error", None).with_error(text(error)));
        }
    }
}
