//! [`Timers`]: a heap of deadlines.
//!
//! A cancelled timer is taken out of the slab at once, so that what it would have called is dropped, and stays in the heap as a
//! deadline without a timer. When there are more than 100 of those, and more than half of the heap, the heap is rebuilt.

use core::cmp::Ordering;
use core::task::Waker;
use std::collections::BinaryHeap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use slab::Slab;

use super::callbacks::Call;

/// What happens at the deadline.
pub(crate) enum Due {
    /// `sleep` and all that is built on it.
    Wake(Waker),
    /// `call_later` and `call_at`.
    Call(Rc<dyn Call>),
}

/// Names a timer. The serial number is that of no other timer of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimerId {
    index: usize,
    serial: u64,
}

struct Deadline {
    when: Instant,
    id: TimerId,
}

/// All timers of a loop.
#[derive(Default)]
pub(crate) struct Timers {
    heap: BinaryHeap<Deadline>,
    due: Slab<(u64, Due)>,
}

/// Fewer cancelled timers than this are not worth a rebuild.
const MIN_CANCELLED: usize = 100;

impl Timers {
    pub(crate) fn insert(&mut self, when: Instant, serial: u64, due: Due) -> TimerId {
        let id = TimerId { index: self.due.insert((serial, due)), serial };
        self.heap.push(Deadline { when, id });
        id
    }

    /// What the timer will do, if it has not done so and was not cancelled.
    pub(crate) fn get_mut(&mut self, id: TimerId) -> Option<&mut Due> {
        let (serial, due) = self.due.get_mut(id.index)?;
        (*serial == id.serial).then_some(due)
    }

    /// Cancels it. What it would have done is given back, to be dropped where no part of the loop is borrowed.
    pub(crate) fn remove(&mut self, id: TimerId) -> Option<Due> {
        self.get_mut(id)?;
        Some(self.due.remove(id.index).1)
    }

    /// Drops what is cancelled, where it is much, or next.
    pub(crate) fn sweep(&mut self) {
        let cancelled = self.heap.len() - self.due.len();
        if cancelled > MIN_CANCELLED && cancelled > self.heap.len() / 2 {
            let mut deadlines = core::mem::take(&mut self.heap).into_vec();
            deadlines.retain(|deadline| self.get_mut(deadline.id).is_some());
            self.heap = deadlines.into();
        }
        while let Some(next) = self.heap.peek()
            && self.due.get(next.id.index).is_none_or(|(serial, _)| *serial != next.id.serial)
        {
            self.heap.pop();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    /// How long until the next one.
    pub(crate) fn until_next(&self) -> Option<Duration> {
        let next = self.heap.peek()?;
        Some(next.when.saturating_duration_since(Instant::now()))
    }

    /// Takes those whose time has come, in the order of their deadlines; equal ones in the order in which they were made.
    pub(crate) fn expire(&mut self, now: Instant, into: &mut Vec<Due>) {
        while let Some(next) = self.heap.peek()
            && next.when <= now
        {
            let id = next.id;
            self.heap.pop();
            into.extend(self.remove(id));
        }
    }
}

// The heap gives its greatest first: the earliest.
impl Ord for Deadline {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.when, other.id.serial).cmp(&(self.when, self.id.serial))
    }
}

impl PartialOrd for Deadline {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Deadline {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Deadline {}
