//! The event loop: what happens between an `await` and the next.
//!
//! ```text
//!            .--------------------- run_once: one turn ----------------------.
//!            | (a) drop cancelled timers                                     |
//!            | (b) wait for I/O, for another thread, or for the next timer;  |
//!            |     if something is ready, only look, and not in every turn   |
//!            | (c) queue what I/O and other threads woke, then the timers    |
//!            |     that are due                                              |
//!            | (d) run as many callbacks as are queued now: what they queue  |
//!            |     waits for the next turn                                   |
//!            '---------------------------------------------------------------'
//! ```
//!
//! A callback is the step of a task, or a function given to [`call_soon`]. The loop is single-threaded; wakers, promises and
//! [`LoopHandle::call_soon`] may be used from any thread.

mod call;
mod callbacks;
mod current;
mod exceptions;
#[cfg(feature = "stream")]
mod generators;
mod id;
#[cfg(feature = "signal")]
mod interrupt;
#[cfg_attr(feature = "net", path = "reactor.rs")]
mod park;
mod pool;
mod registry;
mod remote;
mod run;
#[cfg(feature = "tracing")]
pub(crate) mod spans;
mod timers;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use slab::Slab;

pub use call::{LoopHandle, call_at, call_later, call_soon};
pub use callbacks::{Handle, TimerHandle};
pub use exceptions::{Exception, set_exception_handler};
pub use run::{EventLoop, run};

pub(crate) use callbacks::{Call, Parked, callback};
#[cfg(feature = "stream")]
pub(crate) use current::running;
pub(crate) use current::{try_with, with};
pub(crate) use exceptions::{panic_message, report, report_never_awaited};
#[cfg(feature = "stream")]
pub(crate) use generators::Closable;
pub(crate) use id::Id;
#[cfg(feature = "net")]
pub(crate) use park::{Direction, Io};
pub(crate) use timers::{Due, TimerId};

use crate::task::AnyTask;
use exceptions::ExceptionHandler;
use park::Parker;
use pool::Pool;
use remote::{Event, Remote};
use timers::Timers;

/// What waits to be run.
enum Ready {
    Step(Rc<AnyTask>),
    Call(Rc<dyn Call>),
    /// A task that somebody counts on has ended. The index is a whole word, though a half would do: this is then copied by
    /// words. A processor that reads a word of which the halves were written apart waits for both.
    Count(Rc<dyn Count>, usize),
}

/// Who waits for many tasks, and is told of each by its index: a callback for which nothing is allocated.
pub(crate) trait Count {
    /// This one has ended.
    fn count(&self, index: usize);
}

/// A task that has not ended.
struct Entry {
    id: Id,
    task: Rc<AnyTask>,
}

/// The loop itself. No cell is borrowed while code of a user runs: not a step, not a callback, not a destructor.
pub(crate) struct Loop {
    pub(crate) number: usize,
    remote: Arc<Remote>,
    parker: Parker,
    ready: RefCell<VecDeque<Ready>>,
    tasks: RefCell<Slab<Entry>>,
    parked: RefCell<Slab<(u64, Rc<dyn Call>)>>,
    timers: RefCell<Timers>,
    /// Scratch space of `queue_due_timers`.
    due: RefCell<Vec<Due>>,
    /// The task that is stepped.
    current: Cell<Option<Id>>,
    pool: RefCell<Pool>,
    #[cfg(feature = "stream")]
    generators: generators::Generators,
    serial: Cell<u64>,
    /// How many callbacks have run since it looked at the sockets.
    ran: Cell<usize>,
    debug: Cell<bool>,
    exception_handler: RefCell<Option<ExceptionHandler>>,
}

/// The longest wait, as in asyncio: some systems refuse longer ones.
const MAX_WAIT: Duration = Duration::from_secs(24 * 3600);
/// While there are callbacks to run, sockets are looked at after so many: it is a system call.
const LOOK_EVERY: usize = 64;
/// What debug mode calls slow.
const SLOW: Duration = Duration::from_millis(100);
/// Loops take their serial numbers from ranges of their own.
const SERIALS: u64 = 1 << 40;
static SERIAL_RANGES: AtomicU64 = AtomicU64::new(0);

impl Loop {
    fn new() -> std::io::Result<Rc<Self>> {
        let (parker, unparker) = Parker::new()?;
        let (number, remote) = Remote::register(unparker);
        Ok(Rc::new(Loop {
            number,
            remote,
            parker,
            ready: RefCell::default(),
            tasks: RefCell::default(),
            parked: RefCell::default(),
            timers: RefCell::new(Timers::new()),
            due: RefCell::default(),
            current: Cell::new(None),
            pool: RefCell::default(),
            #[cfg(feature = "stream")]
            generators: generators::Generators::default(),
            serial: Cell::new(SERIAL_RANGES.fetch_add(1, Ordering::Relaxed) * SERIALS),
            ran: Cell::new(0),
            debug: Cell::new(std::env::var_os("CORO_DEBUG").is_some_and(|value| !value.is_empty())),
            exception_handler: RefCell::default(),
        }))
    }

    fn next_serial(&self) -> u64 {
        self.serial.replace(self.serial.get() + 1)
    }

    /// One turn.
    fn run_once(&self) {
        self.timers.borrow_mut().sweep();
        let wait = self.wait();
        if !wait.is_zero() || self.ran.get() >= LOOK_EVERY {
            self.ran.set(0);
            self.parker.park(wait);
        }
        self.queue_remote();
        self.queue_due_timers();
        let queued = self.ready.borrow().len();
        self.ran.set(self.ran.get() + queued);
        for _ in 0..queued {
            let next = self.ready.borrow_mut().pop_front();
            if let Some(ready) = next {
                self.run_ready(ready);
            }
        }
    }

    /// How long to wait.
    fn wait(&self) -> Duration {
        if !self.ready.borrow().is_empty() || self.remote.is_pending() || self.remote.is_stopping() {
            return Duration::ZERO;
        }
        self.timers.borrow().until_next().unwrap_or(MAX_WAIT).min(MAX_WAIT)
    }

    fn queue_remote(&self) {
        if !self.remote.is_pending() {
            return;
        }
        for event in self.remote.take() {
            match event {
                Event::WakeTask(id) => self.wake_task(id),
                Event::CallParked(parked) => self.call_parked(parked),
                Event::Call(f) => self.push(Ready::Call(callback(f))),
            }
        }
    }

    fn queue_due_timers(&self) {
        if self.timers.borrow().is_empty() {
            return;
        }
        let mut due = self.due.take();
        self.timers.borrow_mut().expire(Instant::now(), &mut due);
        for due in due.drain(..) {
            match due {
                Due::Wake(waker) => waker.wake(),
                Due::Call(callback) => self.push(Ready::Call(callback)),
            }
        }
        self.due.replace(due);
    }

    fn run_ready(&self, ready: Ready) {
        match self.debug.get() {
            true => self.run_timed(&ready),
            false => self.run(&ready),
        }
    }

    #[inline(always)] // It stands in two places, of which one counts.
    fn run(&self, ready: &Ready) {
        match ready {
            Ready::Step(task) => crate::task::step(self, task),
            Ready::Call(callback) => self.guard(|| callback.call()),
            Ready::Count(counter, index) => self.guard(|| counter.count(*index)),
        }
    }

    /// In debug mode, what takes long is reported.
    #[cold]
    fn run_timed(&self, ready: &Ready) {
        let started = Instant::now();
        self.run(ready);
        let task = match ready {
            Ready::Step(task) => Some(task.clone()),
            Ready::Call(_) | Ready::Count(..) => None,
        };
        exceptions::report_slow(started.elapsed(), SLOW, task);
    }

    pub(crate) fn without_debug_mode(&self, f: impl FnOnce()) {
        let debug = self.debug.replace(false);
        f();
        self.debug.set(debug);
    }

    /// Runs a callback. Its panic is the exception handler's, and does not end the loop.
    fn guard(&self, callback: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) {
            report(Exception::panicked("a callback panicked", None, &*panic));
        }
    }

    #[inline]
    fn push(&self, ready: Ready) {
        self.ready.borrow_mut().push_back(ready);
    }
}
