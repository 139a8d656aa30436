//! [`Event`]: a flag to wait for.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::cell::Cell;

use super::turns::{Turn, Turns};
use crate::cancel;

/// A flag that tasks wait for.
///
/// ```
/// use coro_core::sync::Event;
/// use coro_core::{join, run};
///
/// run(async {
///     let ready = Event::new();
///     join((ready.wait(), async { ready.set() })).await;
///     assert!(ready.is_set());
/// })
/// .unwrap();
/// ```
#[derive(Debug, Default)]
pub struct Event {
    set: Cell<bool>,
    turns: Turns,
}

impl Event {
    /// A flag that is not set.
    pub fn new() -> Self {
        Event::default()
    }

    /// Sets it: all that wait go on, also if it is cleared before they do.
    pub fn set(&self) {
        self.set.set(true);
        self.turns.serve_all();
    }

    /// Clears it: who waits from here on waits for the next time.
    pub fn clear(&self) {
        self.set.set(false);
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.set.get()
    }

    /// Waits until it is set.
    pub fn wait(&self) -> EventWait<'_> {
        EventWait { event: self, turn: Turn::default() }
    }
}

/// What [`Event::wait`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct EventWait<'a> {
    event: &'a Event,
    turn: Turn,
}

impl Future for EventWait<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        let event = self.event;
        if event.is_set() { Poll::Ready(()) } else { self.turn.poll(&event.turns, cx) }
    }
}

impl Drop for EventWait<'_> {
    fn drop(&mut self) {
        self.turn.leave(&self.event.turns);
    }
}
