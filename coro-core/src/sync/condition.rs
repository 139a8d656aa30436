//! [`Condition`]: waiting, with a lock set free, until something has changed.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::fmt;

use super::lock::{Lock, LockGuard, LockWait};
use super::turns::{Turn, Turns};
use crate::cancel;

/// What tasks wait for that have found what is under a [`Lock`] not as they need it.
///
/// ```
/// use coro_core::sync::{Condition, Lock};
/// use coro_core::{join, run};
///
/// run(async {
///     let (lock, changed) = (Lock::new(0), Condition::new());
///     let reader = async { *changed.wait_for(lock.lock().await, |value| *value > 0).await };
///     let writer = async {
///         *lock.lock().await = 7;
///         changed.notify(1);
///     };
///     assert_eq!(join((reader, writer)).await, (7, ()));
/// })
/// .unwrap();
/// ```
#[derive(Debug, Default)]
pub struct Condition {
    turns: Turns,
}

impl Condition {
    /// A condition that nobody waits for.
    pub fn new() -> Self {
        Condition::default()
    }

    /// Sets the lock free, waits for a notification, and locks again.
    ///
    /// A waiter that is cancelled when it was notified already passes the notification on.
    pub fn wait<'a, T: ?Sized>(&'a self, guard: LockGuard<'a, T>) -> ConditionWait<'a, T> {
        ConditionWait { condition: self, lock: guard.lock, state: State::Holding(guard) }
    }

    /// [`wait`](Condition::wait)s until the value is as it should be. It does not wait if it is already.
    pub async fn wait_for<'a, T: ?Sized>(
        &'a self,
        mut guard: LockGuard<'a, T>,
        mut is_right: impl FnMut(&mut T) -> bool,
    ) -> LockGuard<'a, T> {
        while !is_right(&mut guard) {
            guard = self.wait(guard).await;
        }
        guard
    }

    /// Lets so many of those who wait go on, the first ones.
    pub fn notify(&self, count: usize) {
        for _ in 0..count {
            if !self.turns.serve() {
                break;
            }
        }
    }

    /// Lets all who wait go on.
    pub fn notify_all(&self) {
        self.turns.serve_all();
    }
}

/// What [`Condition::wait`] awaits.
#[must_use = "futures do nothing unless they are awaited"]
pub struct ConditionWait<'a, T: ?Sized> {
    condition: &'a Condition,
    lock: &'a Lock<T>,
    state: State<'a, T>,
}

/// `Holding` the lock, `Waiting` for a notification, `Locking` again, `Over`.
enum State<'a, T: ?Sized> {
    Holding(LockGuard<'a, T>),
    Waiting(Turn),
    Locking(LockWait<'a, T>),
    Over,
}

impl<'a, T: ?Sized> Future for ConditionWait<'a, T> {
    type Output = LockGuard<'a, T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<LockGuard<'a, T>> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        let this = self.get_mut();
        loop {
            match &mut this.state {
                // Stands in line before the lock is free, so that no notification is missed.
                State::Holding(_) => {
                    let mut turn = Turn::default();
                    let _ = turn.poll(&this.condition.turns, cx);
                    this.state = State::Waiting(turn);
                    return Poll::Pending;
                }
                State::Waiting(turn) => {
                    ready!(turn.poll(&this.condition.turns, cx));
                    this.state = State::Locking(this.lock.lock());
                }
                State::Locking(lock) => {
                    let guard = ready!(Pin::new(lock).poll(cx));
                    this.state = State::Over;
                    return Poll::Ready(guard);
                }
                State::Over => panic!("a condition's wait was polled after it was ready"),
            }
        }
    }
}

impl<T: ?Sized> Drop for ConditionWait<'_, T> {
    fn drop(&mut self) {
        let notified = match &mut self.state {
            State::Holding(_) | State::Over => false,
            State::Waiting(turn) => turn.leave(&self.condition.turns),
            State::Locking(_) => true,
        };
        if notified {
            self.condition.notify(1);
        }
    }
}

impl<T: ?Sized> fmt::Debug for ConditionWait<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConditionWait")
    }
}
