//! Cancellation: a throw, by poll.
//!
//! asyncio cancels a task by throwing `CancelledError` into the coroutine that it is suspended in. A
//! [`Future`] can only be polled, so the thrown value travels beside the poll: a thread-local cell
//! holds the [`Cancelled`] that is *in flight* on this thread, if one is.
//!
//! ```text
//!               throw, then poll the future                    raise, return Pending
//!    nothing ----------------------------> in flight <---------------------------------.
//!                                              |                                       |
//!                                              | catch: the innermost machine's await  |
//!                                              v                                       |
//!                                          unwinding (defer blocks run, and may await) '
//! ```
//!
//! - **To throw into a future**: put a `Cancelled` in flight ([`throw`]), then poll the future.
//! - **The innermost explicit machine** whose awaited child comes back while it is still in flight catches it, drops the
//!   child, and unwinds: an early return at that await. Nobody below took it, so the child is a leaf or foreign. It does
//!   not matter whether the child is pending or ready: a cancellation at the moment of the return beats the return. The
//!   machine's `defer!` blocks run, and may await.
//! - **An async generator** that is suspended at a `yield` catches it there, as at an await.
//! - **A machine that has ended as cancelled** puts it in flight again and returns
//!   [`Poll::Pending`](core::task::Poll::Pending); its parent finds it in flight and does the same.
//! - **Who awaits it once more**, after the cancellation is over (a `timeout` has caught it, say), gets one more: it would wait for
//!   ever. That needs a task of the loop, whose requests tell what is over. While one is under way, and where there is no
//!   such task, what has ended stays pending: a foreign combinator polls all of its children, those too that have ended, and
//!   one more would interrupt the cleanup of the others.
//! - **The root** (a task) that sees `Pending` with it in flight ends as cancelled. `Ready` with it in flight: as above, the
//!   cancellation beats the return.
//! - **Leaf futures** need do nothing. Those of this crate stay pending while one is in flight, so that an `async` block, which
//!   knows nothing of all this, ends at that await too.
//! - **Futures that stand for other work** (a join handle, `timeout`, `gather`, `shield`, a task group) act on it: they catch
//!   it, cancel what they wait for, and put it in flight again when that has ended as cancelled.
//!
//! A foreign future in the middle (an `async` block, a combinator of another crate that polls all its children, as `futures::join!`
//! does) polls its children with it in flight, and so passes it on. If it has no machine of ours inside, it is a leaf and is
//! dropped, as any Rust executor would cancel it.
//!
//! **What polls only those children that were woken does not pass it on**: `FuturesUnordered`, and what stands on it
//! (`buffer_unordered`, `join_all` of many). It is dropped like a leaf, and its children with it: their `defer!` blocks run as far as
//! they come without waiting. A child that was woken just then is polled, and ends: of it there comes no value any more. To wake all
//! of them for a throw would not do: `FuturesUnordered` stops after two that wake themselves, and a task that knew all wakers below it
//! would not know which of them are below the `timeout` that throws. [`gather`](crate::combine::gather),
//! [`TaskGroup`](crate::combine::TaskGroup) and [`wait`](crate::combine::wait()) have tasks instead, each of which is thrown into.
//!
//! Each poll that can meet a cancellation costs one read of a thread-local byte. Without the feature `std` there are no
//! thread-locals, and there is no cancellation: nothing is ever in flight.
//!
//! Rejected: a flag on the `Context` (unstable); cancelling by drop (cleanup could not await); a second method beside `poll`
//! (foreign futures in the middle would not pass it on).

#[cfg(feature = "std")]
mod catching;
#[cfg(feature = "runtime")]
mod scope;

use core::fmt;
#[cfg(feature = "runtime")]
use core::task::Context;
#[cfg(feature = "std")]
use std::{cell::Cell, sync::Arc};

#[cfg(feature = "std")]
pub use catching::{CatchCancelled, catch_cancelled};
#[cfg(feature = "runtime")]
pub(crate) use scope::CancelScope;

/// What is thrown into a task that is cancelled.
///
/// ```
/// use coro_core::Cancelled;
///
/// assert_eq!(Cancelled::new().to_string(), "cancelled");
/// assert_eq!(Cancelled::new().message(), None);
/// ```
#[doc(alias = "CancelledError")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cancelled {
    #[cfg(feature = "std")]
    message: Option<Arc<str>>,
}

impl Cancelled {
    /// A cancellation without a message.
    pub const fn new() -> Self {
        Cancelled {
            #[cfg(feature = "std")]
            message: None,
        }
    }

    /// A cancellation that says why.
    ///
    /// ```
    /// use coro_core::Cancelled;
    ///
    /// assert_eq!(Cancelled::because("shutting down").to_string(), "cancelled: shutting down");
    /// ```
    #[cfg(feature = "std")]
    pub fn because(message: impl Into<Arc<str>>) -> Self {
        Cancelled { message: Some(message.into()) }
    }

    /// Why, if whoever cancelled said so.
    pub fn message(&self) -> Option<&str> {
        #[cfg(feature = "std")]
        return self.message.as_deref();
        #[cfg(not(feature = "std"))]
        None
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => write!(f, "cancelled: {message}"),
            None => f.write_str("cancelled"),
        }
    }
}

impl core::error::Error for Cancelled {}

/// Where the one cancellation of this thread stands.
#[cfg(feature = "std")]
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Nothing,
    /// Thrown, and caught by nobody yet.
    InFlight,
    /// Caught by a machine that has not suspended since. What was caught waits in `CAUGHT` to be raised again.
    Unwinding,
}

#[cfg(feature = "std")]
thread_local! {
    // Apart from the value, because a thread-local without a destructor is a plain load.
    static STATE: Cell<State> = const { Cell::new(State::Nothing) };
    static VALUE: Cell<Option<Cancelled>> = const { Cell::new(None) };
}

/// Puts a cancellation in flight: the future that is polled next on this thread gets it.
#[cfg(feature = "std")]
#[cold]
pub fn throw(cancelled: Cancelled) {
    STATE.set(State::InFlight);
    VALUE.set(Some(cancelled));
}

/// Whether a cancellation is in flight on this thread.
///
/// ```
/// use coro_core::{Cancelled, cancel};
///
/// assert!(!cancel::in_flight());
/// cancel::throw(Cancelled::new());
/// assert!(cancel::in_flight());
/// assert_eq!(cancel::catch(), Some(Cancelled::new()));
/// assert!(!cancel::in_flight());
/// ```
#[inline]
pub fn in_flight() -> bool {
    #[cfg(feature = "std")]
    return STATE.get() == State::InFlight;
    #[cfg(not(feature = "std"))]
    false
}

/// Whether a leaf is to stay pending, because a cancellation is in flight.
///
/// If somebody else takes that, the leaf is polled again, for what it might have missed.
#[cfg(feature = "runtime")]
#[inline]
pub(crate) fn interrupts(cx: &Context<'_>) -> bool {
    let interrupted = in_flight();
    if interrupted {
        cx.waker().wake_by_ref();
    }
    interrupted
}

/// Takes the cancellation that is in flight.
#[cfg(feature = "std")]
#[inline]
pub fn catch() -> Option<Cancelled> {
    in_flight().then(take)
}

/// Takes the cancellation of this thread, wherever it stands.
#[cfg(feature = "std")]
#[cold]
fn take() -> Cancelled {
    STATE.set(State::Nothing);
    VALUE.take().unwrap_or_default()
}

/// Runs `f` as if no cancellation were in flight or caught on this thread, and leaves that as it was.
#[cfg(feature = "std")]
pub(crate) fn aside<R>(f: impl FnOnce() -> R) -> R {
    struct Restore(State, Option<Cancelled>);
    impl Drop for Restore {
        fn drop(&mut self) {
            STATE.set(self.0);
            VALUE.set(self.1.take());
        }
    }
    let _restore = Restore(STATE.replace(State::Nothing), VALUE.take());
    f()
}

/// How an async generator goes on at a `yield` where it was suspended: not at all, if a cancellation was thrown in there.
#[doc(hidden)]
#[inline]
pub fn resumed() -> Option<()> {
    if in_flight() {
        catch_to_unwind();
        return None;
    }
    Some(())
}

/// Catches the cancellation that is in flight, if one is, for a machine that unwinds.
#[doc(hidden)]
#[cold]
pub fn catch_to_unwind() {
    #[cfg(feature = "std")]
    if in_flight() {
        STATE.set(State::Unwinding);
    }
}

/// Puts in flight again what [`catch_to_unwind`] caught: the machine has unwound, and returns `Pending`.
///
/// It may have been suspended in a `defer!` block in between. Its task has kept what was caught, then.
#[doc(hidden)]
#[cold]
pub fn raise() {
    #[cfg(feature = "std")]
    {
        if STATE.get() != State::Unwinding {
            VALUE.set(Some(kept_by_task().unwrap_or_default()));
        }
        STATE.set(State::InFlight);
    }
}

/// Puts one more in flight where what has ended is polled again, unless a cancellation of the task is under way.
#[cold]
pub(crate) fn raise_again() {
    #[cfg(feature = "runtime")]
    if STATE.get() == State::Nothing
        && let Some(task) = crate::task::current_task()
        && !task.is_being_cancelled()
    {
        throw(Cancelled::because("a future was awaited again after its end"));
    }
}

/// Says that what was thrown into this task has been caught, and is over.
#[cfg(feature = "std")]
fn settle() {
    #[cfg(feature = "runtime")]
    if let Some(task) = crate::task::current_task() {
        task.settle();
    }
}

/// What a machine of this task has caught that was suspended while it unwound.
#[cfg(feature = "std")]
fn kept_by_task() -> Option<Cancelled> {
    #[cfg(feature = "runtime")]
    return crate::task::current_task()?.unwinding();
    #[cfg(not(feature = "runtime"))]
    None
}

/// Takes what was caught to unwind: the machine has suspended in a `defer!` block, and what runs next on this thread is
/// somebody else.
#[cfg(feature = "runtime")]
#[inline]
pub(crate) fn suspend_unwinding() -> Option<Cancelled> {
    (STATE.get() == State::Unwinding).then(take)
}
