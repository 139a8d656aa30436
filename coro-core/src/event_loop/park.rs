//! How the loop waits where it has no sockets to watch: the thread is parked.

use std::thread::{self, Thread};
use std::time::Duration;

/// Waits on behalf of the loop.
pub(crate) struct Parker(());

/// Ends the wait, from any thread.
pub(crate) struct Unparker(Thread);

impl Parker {
    pub(crate) fn new() -> std::io::Result<(Self, Unparker)> {
        Ok((Parker(()), Unparker(thread::current())))
    }

    /// Waits until it is unparked, at most for this long.
    pub(crate) fn park(&self, timeout: Duration) {
        if !timeout.is_zero() {
            thread::park_timeout(timeout);
        }
    }
}

impl Unparker {
    pub(crate) fn unpark(&self) {
        self.0.unpark();
    }
}
