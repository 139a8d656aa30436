//! [`sleep`]: a timer of the loop that wakes who awaits it.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::time::{Duration, Instant};

use crate::cancel;
use crate::event_loop::{self, Due, TimerId, with};

/// The time that lies so far ahead. What lies out of the clock's reach is in 30 years.
pub(crate) fn after(delay: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(delay).unwrap_or_else(|| now + Duration::from_secs(30 * 365 * 24 * 3600))
}

/// Suspends for this long.
///
/// `sleep(Duration::ZERO)` lets the rest of the loop have its turn: [`yield_now`].
///
/// ```
/// use coro_core::{run, sleep};
/// use std::time::{Duration, Instant};
///
/// run(async {
///     let start = Instant::now();
///     sleep(Duration::from_millis(5)).await;
///     assert!(start.elapsed() >= Duration::from_millis(5));
/// })
/// .unwrap();
/// ```
pub fn sleep(delay: Duration) -> Sleep {
    if delay.is_zero() { Sleep(State::Yield) } else { sleep_until(after(delay)) }
}

/// Suspends until this time. It suspends at least once.
///
/// ```
/// use coro_core::{run, time::sleep_until};
/// use std::time::{Duration, Instant};
///
/// run(async {
///     let deadline = Instant::now() + Duration::from_millis(5);
///     sleep_until(deadline).await;
///     assert!(Instant::now() >= deadline);
/// })
/// .unwrap();
/// ```
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep(State::Until(deadline))
}

/// Suspends until the loop's next turn.
///
/// ```
/// use coro_core::{run, spawn, time::yield_now};
///
/// run(async {
///     let other = spawn(async {});
///     yield_now().await;
///     assert!(other.is_finished());
/// })
/// .unwrap();
/// ```
pub fn yield_now() -> Sleep {
    Sleep(State::Yield)
}

/// What [`sleep`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Sleep(State);

#[derive(Debug)]
enum State {
    Yield,
    Until(Instant),
    /// The timer of the loop. When it is gone from there, it has fired.
    Armed(TimerId),
    Over,
}

impl Sleep {
    /// Whether it has been polled.
    pub(super) fn is_armed(&self) -> bool {
        matches!(self.0, State::Armed(_) | State::Over)
    }
}

impl Future for Sleep {
    type Output = ();

    /// # Panics
    ///
    /// Where no loop runs.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        match self.0 {
            State::Yield => {
                cx.waker().wake_by_ref();
                self.0 = State::Over;
                Poll::Pending
            }
            State::Until(deadline) => {
                let timer = with(|it| it.add_timer(deadline, Due::Wake(cx.waker().clone())));
                self.0 = State::Armed(timer);
                Poll::Pending
            }
            State::Armed(timer) => {
                if with(|it| it.rearm(timer, cx.waker())) {
                    return Poll::Pending;
                }
                self.0 = State::Over;
                Poll::Ready(())
            }
            State::Over => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let State::Armed(timer) = self.0 {
            event_loop::try_with(|it| it.remove_timer(timer));
        }
    }
}
