//! [`Counter`]: so many of a thing, handed out in turns.
//!
//! Invariant: while somebody waits, there is none left. One that is given back goes to the first who waits, and never by way
//! of the count, where somebody who comes later could take it.

use core::task::{Context, Poll};
use std::cell::Cell;

use super::turns::{Turn, Turns};
use crate::cancel;

#[derive(Debug)]
pub(super) struct Counter {
    left: Cell<usize>,
    closed: Cell<bool>,
    turns: Turns,
}

/// Nothing will come any more.
pub(super) struct Closed;

impl Counter {
    pub(super) fn new(count: usize) -> Self {
        Counter { left: Cell::new(count), closed: Cell::new(false), turns: Turns::default() }
    }

    /// Takes one, if one is left.
    pub(super) fn try_take(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Takes one when it is this one's turn. A counter that is closed gives what is left.
    pub(super) fn poll_take(&self, turn: &mut Turn, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        if !turn.has_place() && self.try_take() {
            return Poll::Ready(Ok(()));
        }
        if turn.has_place() || !self.closed.get() {
            if turn.poll(&self.turns, cx).is_ready() {
                return Poll::Ready(Ok(()));
            }
            if !self.closed.get() {
                return Poll::Pending;
            }
        }
        turn.leave(&self.turns);
        Poll::Ready(Err(Closed))
    }

    /// Stops waiting. One that was handed over already is given back.
    pub(super) fn leave(&self, turn: &mut Turn) {
        if turn.leave(&self.turns) {
            self.give();
        }
    }

    /// Gives one, to the first who waits.
    pub(super) fn give(&self) {
        if !self.turns.serve() {
            self.left.set(self.left.get() + 1);
        }
    }

    /// Nothing will come any more: who waits is told.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.turns.wake_all();
    }

    pub(super) fn left(&self) -> usize {
        self.left.get()
    }
}
