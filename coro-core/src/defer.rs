//! The guard behind `defer!`.

use core::fmt;

/// Runs a closure when it is dropped: at the end of its scope, on every way out.
pub struct Defer<F: FnOnce()>(Option<F>);

/// Makes the guard.
#[inline]
pub fn defer<F: FnOnce()>(cleanup: F) -> Defer<F> {
    Defer(Some(cleanup))
}

impl<F: FnOnce()> Drop for Defer<F> {
    fn drop(&mut self) {
        if let Some(cleanup) = self.0.take() {
            cleanup();
        }
    }
}

impl<F: FnOnce()> fmt::Debug for Defer<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Defer")
    }
}
