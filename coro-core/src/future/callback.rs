//! [`Callback`]: a function that can be told from others.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::Future;

/// What a loop calls when a future is done.
///
/// Its clones are the same callback: [`remove_done_callback`](Future::remove_done_callback) removes all of them.
pub struct Callback<T, E>(Rc<RefCell<Function<T, E>>>);

type Function<T, E> = dyn FnMut(&Future<T, E>);

impl<T, E> Callback<T, E> {
    /// Makes a callback of a function.
    pub fn new(f: impl FnMut(&Future<T, E>) + 'static) -> Self {
        Callback(Rc::new(RefCell::new(f)))
    }

    pub(super) fn call(&self, future: &Future<T, E>) {
        (self.0.borrow_mut())(future);
    }

    /// Tells it from others, as long as it is there.
    pub(super) fn id(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }
}

impl<T, E> Clone for Callback<T, E> {
    fn clone(&self) -> Self {
        Callback(self.0.clone())
    }
}

impl<T, E> PartialEq for Callback<T, E> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl<T, E> Eq for Callback<T, E> {}

impl<T, E> fmt::Debug for Callback<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}
