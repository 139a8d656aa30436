//! [`Semaphore`]: at most so many at a time.

use core::pin::Pin;
use core::task::{Context, Poll};

use super::counter::Counter;
use super::turns::Turn;

/// At most so many tasks at a time hold a permit.
///
/// ```
/// use coro_core::sync::Semaphore;
/// use coro_core::{gather, run, sleep};
/// use std::{rc::Rc, time::Duration};
///
/// run(async {
///     let two_at_a_time = Rc::new(Semaphore::new(2));
///     let work = (0..6).map(|_| {
///         let semaphore = two_at_a_time.clone();
///         async move {
///             let _permit = semaphore.acquire().await;
///             sleep(Duration::from_millis(1)).await;
///         }
///     });
///     gather(work).await.unwrap();
///     assert_eq!(two_at_a_time.available(), 2);
/// })
/// .unwrap();
/// ```
#[derive(Debug)]
pub struct Semaphore(Counter);

impl Semaphore {
    /// A semaphore with so many permits.
    pub fn new(permits: usize) -> Self {
        Semaphore(Counter::new(permits))
    }

    /// Waits for a permit.
    pub fn acquire(&self) -> Acquire<'_> {
        Acquire { semaphore: self, turn: Turn::default() }
    }

    /// A permit, if one is left.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.0.try_take().then(|| Permit(self))
    }

    /// Adds a permit: as many can be acquired at a time from here on.
    #[doc(alias = "release")]
    pub fn add_permit(&self) {
        self.0.give();
    }

    /// How many permits are left.
    pub fn available(&self) -> usize {
        self.0.left()
    }
}

/// What [`Semaphore::acquire`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Acquire<'a> {
    semaphore: &'a Semaphore,
    turn: Turn,
}

impl<'a> Future for Acquire<'a> {
    type Output = Permit<'a>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Permit<'a>> {
        let semaphore = self.semaphore;
        // It is never closed.
        semaphore.0.poll_take(&mut self.turn, cx).map(|_| Permit(semaphore))
    }
}

impl Drop for Acquire<'_> {
    fn drop(&mut self) {
        self.semaphore.0.leave(&mut self.turn);
    }
}

/// A permit of a [`Semaphore`]. It is given back when this is dropped.
#[derive(Debug)]
#[must_use = "a permit that is dropped is given back at once"]
pub struct Permit<'a>(&'a Semaphore);

impl Permit<'_> {
    /// Never gives it back: as many less can be acquired from here on.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.0.give();
    }
}
