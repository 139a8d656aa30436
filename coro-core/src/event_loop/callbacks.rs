//! Callbacks: what waits to be called, and the handles of `call_soon`, `call_later` and `call_at`.

use core::fmt;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use super::timers::TimerId;
use super::{current, remote};

/// A callback, whatever its type.
pub(crate) trait Call {
    /// Runs it, unless it ran before or was cancelled.
    fn call(&self);
    /// Drops it unrun.
    fn cancel(&self);
    /// Whether it is yet to run.
    fn is_pending(&self) -> bool;
}

struct Callback<F>(Cell<Option<F>>);

impl<F: FnOnce()> Call for Callback<F> {
    fn call(&self) {
        if let Some(callback) = self.0.take() {
            callback();
        }
    }

    fn cancel(&self) {
        self.0.take();
    }

    fn is_pending(&self) -> bool {
        let callback = self.0.take();
        let pending = callback.is_some();
        self.0.set(callback);
        pending
    }
}

pub(crate) fn callback(f: impl FnOnce() + 'static) -> Rc<dyn Call> {
    Rc::new(Callback(Cell::new(Some(f))))
}

/// Names a callback that is parked in its loop until something happens, perhaps on another thread.
///
/// The serial number is that of no other of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parked {
    pub(super) event_loop: usize,
    pub(super) index: usize,
    pub(super) serial: u64,
}

impl Parked {
    /// Has it run in the next turn of its loop.
    pub(crate) fn call(self) {
        let on_its_thread = current::try_with(|it| {
            let its = it.number == self.event_loop;
            if its {
                it.call_parked(self);
            }
            its
        });
        if on_its_thread != Some(true) {
            remote::send(self.event_loop, remote::Event::CallParked(self));
        }
    }
}

/// A callback that waits to be run. Dropping this changes nothing.
#[derive(Clone)]
pub struct Handle(pub(super) Rc<dyn Call>);

impl Handle {
    /// Drops the callback, if it has not run yet.
    ///
    /// ```
    /// use coro_core::event_loop::call_soon;
    ///
    /// coro_core::run(async {
    ///     call_soon(|| unreachable!()).cancel();
    /// })
    /// .unwrap();
    /// ```
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether it is yet to run.
    pub fn is_pending(&self) -> bool {
        self.0.is_pending()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("pending", &self.is_pending()).finish()
    }
}

/// A callback that waits for its time. Dropping this changes nothing.
#[derive(Clone)]
pub struct TimerHandle {
    pub(super) callback: Rc<dyn Call>,
    pub(super) when: Instant,
    pub(super) id: TimerId,
}

impl TimerHandle {
    /// Drops the callback, if it has not run yet.
    ///
    /// ```
    /// use coro_core::event_loop::call_later;
    /// use std::time::Duration;
    ///
    /// coro_core::run(async {
    ///     let timer = call_later(Duration::from_secs(3600), || unreachable!());
    ///     timer.cancel();
    ///     assert!(!timer.is_pending());
    /// })
    /// .unwrap();
    /// ```
    pub fn cancel(&self) {
        self.callback.cancel();
        drop(current::try_with(|it| it.timers.borrow_mut().remove(self.id)));
    }

    /// Whether it is yet to run.
    pub fn is_pending(&self) -> bool {
        self.callback.is_pending()
    }

    /// When it is to run.
    pub fn when(&self) -> Instant {
        self.when
    }
}

impl fmt::Debug for TimerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimerHandle").field("when", &self.when).field("pending", &self.is_pending()).finish()
    }
}
