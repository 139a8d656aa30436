//! [`Turns`]: who waits, first come, first served.
//!
//! ```text
//!              serve               poll
//!   waiting ----------> served ----------> done
//!      |                   |
//!      | leave: false      | leave: true, and the turn is to be given to the next
//!      v                   v
//!     gone                gone
//! ```

use core::task::{Context, Poll, Waker};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Those who wait for one thing.
#[derive(Debug, Default)]
pub(super) struct Turns(RefCell<List>);

#[derive(Debug, Default)]
struct List {
    next: u64,
    /// By their numbers. Who has a number and is not here was served.
    waiting: BTreeMap<u64, Waker>,
}

impl Turns {
    /// Serves the first. Answers false if nobody waits.
    pub(super) fn serve(&self) -> bool {
        let first = self.0.borrow_mut().waiting.pop_first();
        match first {
            Some((_, waker)) => {
                waker.wake();
                true
            }
            None => false,
        }
    }

    /// Serves all that wait now.
    pub(super) fn serve_all(&self) {
        let waiting = std::mem::take(&mut self.0.borrow_mut().waiting);
        waiting.into_values().for_each(Waker::wake);
    }

    /// Wakes all that wait, and serves none: there is something else for them to see.
    pub(super) fn wake_all(&self) {
        let waiting: Vec<_> = self.0.borrow().waiting.values().cloned().collect();
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// A place among those who wait.
#[derive(Debug, Default)]
pub(super) struct Turn(Option<u64>);

impl Turn {
    /// Waits, at the end of the line, until it is served.
    pub(super) fn poll(&mut self, turns: &Turns, cx: &mut Context<'_>) -> Poll<()> {
        let mut list = turns.0.borrow_mut();
        match self.0 {
            None => {
                let number = list.next;
                list.next += 1;
                list.waiting.insert(number, cx.waker().clone());
                self.0 = Some(number);
                Poll::Pending
            }
            Some(number) => match list.waiting.get_mut(&number) {
                Some(waker) => {
                    waker.clone_from(cx.waker());
                    Poll::Pending
                }
                None => {
                    self.0 = None;
                    Poll::Ready(())
                }
            },
        }
    }

    /// Whether it stands in the line, or was served and does not know it yet.
    pub(super) fn has_place(&self) -> bool {
        self.0.is_some()
    }

    /// Leaves the line. Whether it was served, and did not know it yet.
    pub(super) fn leave(&mut self, turns: &Turns) -> bool {
        match self.0.take() {
            Some(number) => turns.0.borrow_mut().waiting.remove(&number).is_none(),
            None => false,
        }
    }
}
