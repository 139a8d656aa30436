//! [`Remote`]: what other threads reach of a loop, and how they find it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use slab::Slab;

use super::callbacks::Parked;
use super::id::{Id, LOOPS};
use super::park::Unparker;

/// What another thread asks of a loop.
pub(crate) enum Event {
    /// A waker was used.
    WakeTask(Id),
    /// A future that has a done callback was resolved.
    CallParked(Parked),
    /// `call_soon_threadsafe`.
    Call(Box<dyn FnOnce() + Send>),
}

/// The part of a loop that may be used from any thread.
pub(crate) struct Remote {
    events: Mutex<Vec<Event>>,
    /// Whether there are events: asked at every turn, and cheaper than the lock.
    pending: AtomicBool,
    /// The turn that is under way is to be the last.
    stop: AtomicBool,
    unparker: Unparker,
}

/// The loops of this process, by number.
static LOOPS_BY_NUMBER: RwLock<Slab<Arc<Remote>>> = RwLock::new(Slab::new());

impl Remote {
    /// Makes it known under a number.
    pub(super) fn register(unparker: Unparker) -> (usize, Arc<Self>) {
        let (pending, stop) = (AtomicBool::new(false), AtomicBool::new(false));
        let remote = Arc::new(Remote { events: Mutex::default(), pending, stop, unparker });
        let mut loops = LOOPS_BY_NUMBER.write().unwrap_or_else(PoisonError::into_inner);
        let number = loops.insert(remote.clone());
        assert!(number < LOOPS, "too many event loops");
        (number, remote)
    }

    /// Forgets it: what is sent to it from here on is dropped.
    pub(super) fn unregister(number: usize) {
        LOOPS_BY_NUMBER.write().unwrap_or_else(PoisonError::into_inner).remove(number);
    }

    /// Sends an event, and wakes the loop up.
    pub(crate) fn send(&self, event: Event) {
        self.events().push(event);
        // After the push, so that who sees the flag sees the event. The first of many wakes the loop.
        if !self.pending.swap(true, Ordering::AcqRel) {
            self.unparker.unpark();
        }
    }

    /// Has the loop stop after this turn, and wakes it up.
    pub(super) fn stop(&self) {
        if !self.stop.swap(true, Ordering::AcqRel) {
            self.unparker.unpark();
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Whether it was asked to stop. That is forgotten then.
    pub(super) fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::AcqRel)
    }

    pub(super) fn is_pending(&self) -> bool {
        self.pending.load(Ordering::Acquire)
    }

    /// What has been sent since the last time.
    pub(super) fn take(&self) -> Vec<Event> {
        // Before the events are taken: an event that comes in between raises the flag again.
        self.pending.store(false, Ordering::Release);
        std::mem::take(&mut *self.events())
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends to a loop by its number. A loop that is gone has no use for it.
pub(crate) fn send(number: usize, event: Event) {
    let remote = LOOPS_BY_NUMBER.read().unwrap_or_else(PoisonError::into_inner).get(number).cloned();
    if let Some(remote) = remote {
        remote.send(event);
    }
}
