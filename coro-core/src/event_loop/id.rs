//! [`Id`]: the name of a task, and the wakers made of it.
//!
//! A waker is an id and nothing else: it owns no memory, cloning it counts nothing, and it may be used from any thread and
//! outlive its loop. What it wakes is looked up. An id whose generation is over finds nothing, or, after a million reuses of
//! one index, wakes a task too often, which every future allows.

use core::ptr;
use core::task::{RawWaker, RawWakerVTable, Waker};

use super::{current, remote};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("coro-core's event loop keeps a task's id in a waker's pointer: it needs 64 bits");

/// `event loop (16 bits) | generation (20) | index (28)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Id(usize);

const INDEX_BITS: u32 = 28;
const GENERATION_BITS: u32 = 20;
/// How many loops there can be at a time.
pub(super) const LOOPS: usize = 1 << 16;

impl Id {
    pub(super) fn new(event_loop: usize, generation: usize, index: usize) -> Self {
        assert!(index < 1 << INDEX_BITS, "too many tasks");
        let generation = generation % (1 << GENERATION_BITS);
        Id((event_loop << GENERATION_BITS | generation) << INDEX_BITS | index)
    }

    pub(super) fn event_loop(self) -> usize {
        self.0 >> (GENERATION_BITS + INDEX_BITS)
    }

    pub(super) fn index(self) -> usize {
        self.0 % (1 << INDEX_BITS)
    }

    /// The waker of the task with this id.
    #[inline]
    pub(crate) fn waker(self) -> Waker {
        // SAFETY: the functions of the table keep the contract of `RawWakerVTable`: they take the data for a number, own
        // nothing, and may be called from any thread.
        unsafe { Waker::from_raw(RawWaker::new(ptr::without_provenance(self.0), &TASK)) }
    }

    /// Has the task step in the next turn of its loop.
    #[inline]
    fn wake_task(self) {
        let on_its_thread = current::try_with(|it| {
            let its = it.number == self.event_loop();
            if its {
                it.wake_task(self);
            }
            its
        });
        if on_its_thread != Some(true) {
            remote::send(self.event_loop(), remote::Event::WakeTask(self));
        }
    }
}

static TASK: RawWakerVTable = RawWakerVTable::new(
    |data| RawWaker::new(data, &TASK),
    |data| Id(data.addr()).wake_task(),
    |data| Id(data.addr()).wake_task(),
    |_| (),
);
