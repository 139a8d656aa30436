//! [`Lock`]: one at a time, across awaits.

use core::ops::{Deref, DerefMut};
use core::pin::Pin;
use core::task::{Context, Poll};
use std::cell::{RefCell, RefMut};
use std::fmt;

use super::semaphore::{Acquire, Permit, Semaphore};

/// A value that one task at a time may use, also while it awaits.
///
/// Between two awaits no other task runs: for that, a `RefCell` is enough.
///
/// ```
/// use coro_core::sync::Lock;
/// use coro_core::time::yield_now;
/// use coro_core::{join, run};
///
/// run(async {
///     let count = Lock::new(0);
///     let increment = async || {
///         let mut count = count.lock().await;
///         let before = *count;
///         yield_now().await;
///         *count = before + 1;
///     };
///     join((increment(), increment())).await;
///     assert_eq!(count.into_inner(), 2);
/// })
/// .unwrap();
/// ```
#[doc(alias = "Mutex")]
pub struct Lock<T: ?Sized> {
    one: Semaphore,
    // Borrowed by who has the permit, so there is no conflict.
    value: RefCell<T>,
}

impl<T> Lock<T> {
    /// Puts a value under a lock.
    pub fn new(value: T) -> Self {
        Lock { one: Semaphore::new(1), value: RefCell::new(value) }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Lock<T> {
    /// Waits until nobody else has it.
    #[doc(alias = "acquire")]
    pub fn lock(&self) -> LockWait<'_, T> {
        LockWait { lock: self, permit: self.one.acquire() }
    }

    /// The value, if nobody has it.
    pub fn try_lock(&self) -> Option<LockGuard<'_, T>> {
        self.one.try_acquire().map(|permit| self.guard(permit))
    }

    /// Whether somebody has it.
    pub fn is_locked(&self) -> bool {
        self.one.available() == 0
    }

    /// The value, by a borrow that rules others out.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    fn guard<'a>(&'a self, permit: Permit<'a>) -> LockGuard<'a, T> {
        LockGuard { value: self.value.borrow_mut(), lock: self, _permit: permit }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("value", &&self.value).finish_non_exhaustive()
    }
}

/// What [`Lock::lock`] awaits.
#[must_use = "futures do nothing unless they are awaited"]
pub struct LockWait<'a, T: ?Sized> {
    lock: &'a Lock<T>,
    permit: Acquire<'a>,
}

impl<'a, T: ?Sized> Future for LockWait<'a, T> {
    type Output = LockGuard<'a, T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<LockGuard<'a, T>> {
        let lock = self.lock;
        Pin::new(&mut self.permit).poll(cx).map(|permit| lock.guard(permit))
    }
}

impl<T: ?Sized> fmt::Debug for LockWait<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockWait")
    }
}

/// The value of a [`Lock`], which is free again when this is dropped.
#[must_use = "a guard that is dropped frees the lock at once"]
pub struct LockGuard<'a, T: ?Sized> {
    // It ends before the permit is given back.
    value: RefMut<'a, T>,
    pub(super) lock: &'a Lock<T>,
    _permit: Permit<'a>,
}

impl<T: ?Sized> Deref for LockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: ?Sized> DerefMut for LockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for LockGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
