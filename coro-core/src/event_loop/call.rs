//! `call_soon` and its kin: functions that the loop calls.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::callbacks::{Handle, TimerHandle, callback};
use super::remote::{Event, Remote};
use super::{Due, Loop, current};

/// Calls a function in the next turn of the loop.
///
/// Functions are called in the order in which they came. This is for code that runs on the loop's thread: from another one, use
/// [`LoopHandle::call_soon`].
///
/// ```
/// use coro_core::event_loop::call_soon;
/// use coro_core::sleep;
/// use std::time::Duration;
///
/// coro_core::run(async {
///     call_soon(|| println!("soon"));
///     println!("first");
///     sleep(Duration::ZERO).await;
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn call_soon(f: impl FnOnce() + 'static) -> Handle {
    let callback = callback(f);
    current::with(|it| it.call_soon(callback.clone()));
    Handle(callback)
}

/// Calls a function after this long.
///
/// ```
/// use coro_core::event_loop::call_later;
/// use coro_core::sleep;
/// use std::time::Duration;
///
/// coro_core::run(async {
///     call_later(Duration::from_millis(1), || println!("later"));
///     sleep(Duration::from_millis(2)).await;
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn call_later(delay: Duration, f: impl FnOnce() + 'static) -> TimerHandle {
    call_at(crate::time::after(delay), f)
}

/// Calls a function at this time. Functions of the same time are called in the order in which they came.
///
/// ```
/// use coro_core::event_loop::call_at;
/// use std::time::{Duration, Instant};
///
/// coro_core::run(async {
///     let timer = call_at(Instant::now() + Duration::from_secs(60), || println!("a minute later"));
///     timer.cancel();
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn call_at(when: Instant, f: impl FnOnce() + 'static) -> TimerHandle {
    let callback = callback(f);
    let id = current::with(|it| it.add_timer(when, Due::Call(callback.clone())));
    TimerHandle { callback, when, id }
}

/// A loop, as other threads see it.
#[derive(Clone)]
pub struct LoopHandle(Arc<Remote>);

impl LoopHandle {
    /// The loop that runs on this thread.
    ///
    /// # Panics
    ///
    /// Where none runs.
    #[doc(alias = "get_running_loop")]
    #[track_caller]
    pub fn current() -> Self {
        current::with(LoopHandle::of)
    }

    /// Calls a function on the loop's thread, in its next turn. This may be used from any thread. The function is dropped
    /// if the loop is closed before.
    ///
    /// ```
    /// use coro_core::event_loop::LoopHandle;
    /// use coro_core::sleep;
    /// use std::time::Duration;
    ///
    /// coro_core::run(async {
    ///     let handle = LoopHandle::current();
    ///     let thread = std::thread::spawn(move || handle.call_soon(|| println!("on the loop's thread")));
    ///     sleep(Duration::from_millis(10)).await;
    ///     thread.join().unwrap();
    /// })
    /// .unwrap();
    /// ```
    #[doc(alias = "call_soon_threadsafe")]
    pub fn call_soon(&self, f: impl FnOnce() + Send + 'static) {
        self.0.send(Event::Call(Box::new(f)));
    }
}

impl LoopHandle {
    pub(super) fn of(it: &Loop) -> Self {
        LoopHandle(it.remote.clone())
    }

    /// Stops the loop: its turn is finished, and what that has queued waits. [`EventLoop::run_forever`] returns then;
    /// [`run`](crate::run) cancels what is left, its main task too. This may be used from any thread, and before the loop
    /// runs.
    ///
    /// ```
    /// use coro_core::event_loop::EventLoop;
    ///
    /// let mut event_loop = EventLoop::new()?;
    /// let handle = event_loop.handle();
    /// let thread = std::thread::spawn(move || handle.stop());
    /// event_loop.run_forever();
    /// thread.join().unwrap();
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// [`EventLoop::run_forever`]: super::EventLoop::run_forever
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl fmt::Debug for LoopHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoopHandle")
    }
}
