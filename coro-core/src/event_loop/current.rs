//! The loop that runs on this thread.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread_local;

use super::Loop;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Loop>>> = const { RefCell::new(None) };
}

/// The loop of this thread, while it runs.
pub(crate) fn try_with<R>(f: impl FnOnce(&Loop) -> R) -> Option<R> {
    // It fails when the thread is ending: no loop runs on it any more.
    CURRENT.try_with(|current| current.borrow().as_deref().map(f)).ok().flatten()
}

/// The loop of this thread, to keep.
#[cfg(feature = "stream")]
pub(crate) fn running() -> Option<Rc<Loop>> {
    CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
}

/// The loop of this thread.
///
/// # Panics
///
/// Where none runs.
#[track_caller]
pub(crate) fn with<R>(f: impl FnOnce(&Loop) -> R) -> R {
    match try_with(f) {
        Some(value) => value,
        None => panic!("no event loop runs on this thread: this is for code inside `coro_core::run`"),
    }
}

/// While this is alive, a loop runs on this thread.
pub(super) struct Entered {
    /// The one that ran before.
    before: Option<Rc<Loop>>,
}

impl Entered {
    pub(super) fn new(it: &Rc<Loop>) -> Self {
        CURRENT.with_borrow_mut(|current| {
            assert!(current.is_none(), "an event loop runs on this thread already");
            *current = Some(it.clone());
        });
        Entered { before: None }
    }

    /// For the end of a loop, which may be dropped where it, or another, runs.
    pub(super) fn again(it: &Rc<Loop>) -> Self {
        Entered { before: CURRENT.replace(Some(it.clone())) }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.replace(self.before.take());
    }
}
