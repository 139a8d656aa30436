//! [`Timers`]: what is to happen at which time.
//!
//! The deadlines are in two parts: those that are new in a heap, the others in a sorted list, whose end is the earliest. When
//! the heap has outgrown the list they are merged. To sort a million deadlines and walk along them is much faster than to
//! pop each from a heap of a million, where each step down misses the cache.
//!
//! A cancelled timer is taken out of the slab at once, so that what it would have called is dropped; its deadline stays, and finds
//! nothing when it comes. When there are more than 100 of those, and more than half of all, they are swept out.

use core::cmp::{Ordering, Reverse};
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
    index: u32,
    serial: u64,
}

/// Ordered by time; at equal times, by the order in which they were made.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Deadline {
    /// Nanoseconds since `Timers::start`.
    when: u64,
    id: TimerId,
}

/// All timers of a loop.
pub(crate) struct Timers {
    start: Instant,
    new: BinaryHeap<Reverse<Deadline>>,
    /// The earliest at the end.
    sorted: Vec<Deadline>,
    due: Slab<(u64, Due)>,
}

/// How many expire in one turn. What a timer and its task take of the caches is still there when the task is stepped.
const MAX_EXPIRED: usize = 512;
/// Fewer cancelled timers than this are not worth a sweep.
const MIN_CANCELLED: usize = 100;
/// A heap that is smaller than this is fast.
const MIN_MERGED: usize = 1024;

impl Timers {
    pub(crate) fn new() -> Self {
        Timers { start: Instant::now(), new: BinaryHeap::new(), sorted: Vec::new(), due: Slab::new() }
    }

    fn nanoseconds(&self, when: Instant) -> u64 {
        let since = when.saturating_duration_since(self.start);
        since.as_secs().saturating_mul(1_000_000_000).saturating_add(since.subsec_nanos().into())
    }

    pub(crate) fn insert(&mut self, when: Instant, serial: u64, due: Due) -> TimerId {
        let index = u32::try_from(self.due.insert((serial, due))).expect("too many timers");
        let id = TimerId { index, serial };
        self.new.push(Reverse(Deadline { when: self.nanoseconds(when), id }));
        id
    }

    /// What the timer will do, if it has not done so and was not cancelled.
    pub(crate) fn get_mut(&mut self, id: TimerId) -> Option<&mut Due> {
        let (serial, due) = self.due.get_mut(id.index as usize)?;
        (*serial == id.serial).then_some(due)
    }

    /// Cancels it. What it would have done is given back, to be dropped where no part of the loop is borrowed.
    pub(crate) fn remove(&mut self, id: TimerId) -> Option<Due> {
        self.get_mut(id)?;
        Some(self.due.remove(id.index as usize).1)
    }

    /// Drops the deadlines of cancelled timers, where they are many, or next; and merges what is new, where that is much.
    pub(crate) fn sweep(&mut self) {
        let deadlines = self.new.len() + self.sorted.len();
        if deadlines == 0 {
            return;
        }
        let cancelled = deadlines - self.due.len();
        if cancelled > MIN_CANCELLED && cancelled > deadlines / 2 {
            let due = &self.due;
            self.new.retain(|Reverse(deadline)| deadline.is_of(due));
            self.sorted.retain(|deadline| deadline.is_of(due));
        }
        if self.new.len() > MIN_MERGED && self.new.len() > self.sorted.len() {
            self.sorted.extend(self.new.drain().map(|Reverse(deadline)| deadline));
            self.sorted.sort_unstable_by(|one, other| other.cmp(one));
        }
        while let Some(next) = self.next()
            && !next.is_of(&self.due)
        {
            self.pop();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    fn next(&self) -> Option<Deadline> {
        match (self.new.peek(), self.sorted.last()) {
            (Some(Reverse(new)), Some(sorted)) => Some(*new.min(sorted)),
            (Some(Reverse(new)), None) => Some(*new),
            (None, sorted) => sorted.copied(),
        }
    }

    fn pop(&mut self) -> Option<Deadline> {
        match (self.new.peek(), self.sorted.last()) {
            (Some(Reverse(new)), Some(sorted)) if sorted < new => self.sorted.pop(),
            (Some(_), _) => self.new.pop().map(|Reverse(deadline)| deadline),
            (None, _) => self.sorted.pop(),
        }
    }

    /// How long until the next one.
    pub(crate) fn until_next(&self) -> Option<Duration> {
        let next = self.next()?;
        Some(Duration::from_nanos(next.when.saturating_sub(self.nanoseconds(Instant::now()))))
    }

    /// Takes those whose time has come, in order.
    pub(crate) fn expire(&mut self, now: Instant, into: &mut Vec<Due>) {
        let now = self.nanoseconds(now);
        while into.len() < MAX_EXPIRED && self.next().is_some_and(|next| next.when <= now) {
            if let Some(deadline) = self.pop() {
                into.extend(self.remove(deadline.id));
            }
        }
    }
}

impl Deadline {
    /// Whether its timer is there.
    fn is_of(&self, due: &Slab<(u64, Due)>) -> bool {
        due.get(self.id.index as usize).is_some_and(|(serial, _)| *serial == self.id.serial)
    }
}

impl Ord for Deadline {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.when, self.id.serial).cmp(&(other.when, other.id.serial))
    }
}

impl PartialOrd for Deadline {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
