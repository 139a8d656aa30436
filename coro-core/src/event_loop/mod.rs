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
//! [`Remote::call_soon`](LoopHandle::call_soon) may be used from any thread.

mod callbacks;
mod current;
mod exceptions;
mod id;
#[cfg(feature = "signal")]
mod interrupt;
#[cfg_attr(feature = "net", path = "reactor.rs")]
mod park;
mod pool;
mod remote;
mod run;
mod timers;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use slab::Slab;

pub use callbacks::{Handle, TimerHandle};
pub use exceptions::{Exception, set_exception_handler};
pub use run::{EventLoop, run};

pub(crate) use callbacks::{Call, Parked, callback};
pub(crate) use current::{try_with, with};
pub(crate) use exceptions::{panic_message, report};
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
    Step(Rc<dyn AnyTask>),
    Call(Rc<dyn Call>),
    /// A task that somebody counts on has ended.
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
    task: Rc<dyn AnyTask>,
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
    current: RefCell<Option<Rc<dyn AnyTask>>>,
    pool: RefCell<Pool>,
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
            current: RefCell::default(),
            pool: RefCell::default(),
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
        if !self.ready.borrow().is_empty() || self.remote.is_pending() {
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
        let started = self.debug.get().then(Instant::now);
        let what = match ready {
            Ready::Step(task) => {
                crate::task::step(self, &task);
                Some(task)
            }
            Ready::Call(callback) => {
                self.guard(|| callback.call());
                None
            }
            Ready::Count(counter, index) => {
                self.guard(|| counter.count(index));
                None
            }
        };
        if let Some(started) = started {
            exceptions::report_slow(started.elapsed(), SLOW, what);
        }
    }

    /// Runs a callback. Its panic is the exception handler's, and does not end the loop.
    fn guard(&self, callback: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) {
            report(Exception::panicked("a callback panicked", None, &*panic));
        }
    }

    fn push(&self, ready: Ready) {
        self.ready.borrow_mut().push_back(ready);
    }

    /// Tells a counter of a task's end, in the next turn.
    pub(crate) fn count(&self, counter: Rc<dyn Count>, index: usize) {
        self.push(Ready::Count(counter, index));
    }

    /// Runs a callback in the next turn.
    pub(crate) fn call_soon(&self, callback: Rc<dyn Call>) {
        self.push(Ready::Call(callback));
    }

    /// Has a task step in the next turn, if it has not ended.
    pub(crate) fn wake_task(&self, id: Id) {
        if let Some(entry) = self.tasks.borrow().get(id.index())
            && entry.id == id
            && entry.task.header().schedule()
        {
            self.push(Ready::Step(entry.task.clone()));
        }
    }

    /// Registers a task, and has it step in the next turn.
    pub(crate) fn insert_task<T: AnyTask + 'static>(&self, make: impl FnOnce(Id, u64) -> Rc<T>) -> Rc<T> {
        let serial = self.next_serial();
        let mut tasks = self.tasks.borrow_mut();
        let vacant = tasks.vacant_entry();
        let id = Id::new(self.number, serial as usize, vacant.key());
        let task = make(id, serial % SERIALS + 1);
        vacant.insert(Entry { id, task: task.clone() });
        drop(tasks);
        self.wake_task(id);
        task
    }

    /// Forgets a task that has ended.
    pub(crate) fn remove_task(&self, id: Id) {
        let removed = {
            let mut tasks = self.tasks.borrow_mut();
            let known = tasks.get(id.index()).is_some_and(|entry| entry.id == id);
            known.then(|| tasks.remove(id.index()))
        };
        drop(removed);
    }

    /// A task that has not ended.
    #[cfg(feature = "signal")]
    fn task(&self, id: Id) -> Option<Rc<dyn AnyTask>> {
        self.tasks.borrow().get(id.index()).filter(|entry| entry.id == id).map(|entry| entry.task.clone())
    }

    pub(crate) fn all_tasks(&self) -> Vec<Rc<dyn AnyTask>> {
        self.tasks.borrow().iter().map(|(_, entry)| entry.task.clone()).collect()
    }

    /// Makes a task the current one, and gives back the one before.
    pub(crate) fn set_current(&self, task: Option<Rc<dyn AnyTask>>) -> Option<Rc<dyn AnyTask>> {
        self.current.replace(task)
    }

    pub(crate) fn current(&self) -> Option<Rc<dyn AnyTask>> {
        self.current.borrow().clone()
    }

    /// Keeps a callback until it is called by its name.
    pub(crate) fn park_callback(&self, callback: Rc<dyn Call>) -> Parked {
        let serial = self.next_serial();
        let index = self.parked.borrow_mut().insert((serial, callback));
        Parked { event_loop: self.number, index, serial }
    }

    /// Takes a parked callback out.
    pub(crate) fn unpark_callback(&self, name: Parked) -> Option<Rc<dyn Call>> {
        let mut parked = self.parked.borrow_mut();
        let (serial, _) = parked.get(name.index)?;
        (*serial == name.serial && name.event_loop == self.number).then(|| parked.remove(name.index).1)
    }

    fn call_parked(&self, name: Parked) {
        if let Some(callback) = self.unpark_callback(name) {
            self.push(Ready::Call(callback));
        }
    }

    /// Runs a function on a thread of the pool.
    pub(crate) fn run_blocking(&self, work: Box<dyn FnOnce() + Send>) {
        self.pool.borrow_mut().run(work);
    }

    pub(crate) fn add_timer(&self, when: Instant, due: Due) -> TimerId {
        let serial = self.next_serial();
        self.timers.borrow_mut().insert(when, serial, due)
    }

    /// Cancels a timer.
    pub(crate) fn remove_timer(&self, id: TimerId) {
        let due = self.timers.borrow_mut().remove(id);
        drop(due);
    }

    /// Has a timer wake this waker. Answers false if it is due already, or was never of this loop.
    pub(crate) fn rearm(&self, id: TimerId, waker: &core::task::Waker) -> bool {
        match self.timers.borrow_mut().get_mut(id) {
            Some(Due::Wake(old)) => {
                old.clone_from(waker);
                true
            }
            _ => false,
        }
    }
}

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
        current::with(|it| LoopHandle(it.remote.clone()))
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

impl std::fmt::Debug for LoopHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoopHandle")
    }
}
