//! [`run`] and [`EventLoop`]: the loop from its beginning to its end.
//!
//! ```text
//!   new ----> run(main) ----> cancel what is left, wait for it ----> close generators ----> closed
//!    ^ |                                                                                      ^
//!    | '----> run_forever ----> stop: the turn is finished ----.----------- dropped ----------'
//!    '---------------------------------------------------------'
//! ```

use std::fmt;
use std::panic::{Location, resume_unwind};
use std::rc::Rc;

use super::current::Entered;
use super::{Loop, LoopHandle, remote::Remote, report, timers::Timers};
use crate::task::{JoinError, JoinHandle, Task};
use crate::{Cancelled, event_loop::Exception};

/// Runs a future to its end, on an event loop that is made for it.
///
/// When it has ended, tasks that are left are cancelled and waited for, async generators that are left suspended in an
/// [`aclosing`](crate::aclosing()) are closed, and so is the loop. A panic of `main` goes on
/// here, after that. With the feature `signal`, ctrl-c cancels `main`; a second one ends the process at once.
///
/// ```
/// use coro_core::{run, spawn};
///
/// let sum = run(async {
///     let one = spawn(async { 1 });
///     one.await.unwrap() + 1
/// });
/// assert_eq!(sum, Ok(2));
/// ```
///
/// # Errors
///
/// When `main` was cancelled.
///
/// # Panics
///
/// When a loop runs on this thread already; when `main` panics; when the system refuses what the loop needs.
#[doc(alias = "asyncio.run")]
#[track_caller]
pub fn run<F>(main: F) -> Result<F::Output, Cancelled>
where
    F: Future + 'static,
{
    EventLoop::new().expect("the system has what an event loop needs").run(main)
}

/// An event loop that does not run now.
///
/// ```
/// use coro_core::event_loop::EventLoop;
///
/// let mut event_loop = EventLoop::new()?;
/// event_loop.set_debug(true);
/// assert_eq!(event_loop.run(async { 1 }), Ok(1));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct EventLoop {
    it: Rc<Loop>,
}

impl EventLoop {
    /// Makes one. It will run on this thread.
    ///
    /// # Errors
    ///
    /// When the system refuses what it needs.
    pub fn new() -> std::io::Result<Self> {
        Ok(EventLoop { it: Loop::new()? })
    }

    /// In debug mode, callbacks and steps that take 100 ms or more are reported to the exception handler, and, in builds with
    /// debug assertions, each `async fn` of `#[coroutine]` that was called and never awaited. The environment variable
    /// `CORO_DEBUG` turns it on for every loop.
    pub fn set_debug(&mut self, debug: bool) {
        self.it.debug.set(debug);
    }

    /// The loop as other threads see it: to stop it, or to have it call something, also before it runs.
    #[must_use]
    pub fn handle(&self) -> LoopHandle {
        LoopHandle::of(&self.it)
    }

    /// Starts a task: the loop drives the future as soon as it runs. In code that the loop runs, this is
    /// [`spawn`](crate::spawn).
    ///
    /// ```
    /// use coro_core::event_loop::EventLoop;
    ///
    /// let event_loop = EventLoop::new()?;
    /// let one = event_loop.spawn(async { 1 });
    /// assert_eq!(event_loop.run(async { one.await.unwrap() + 1 }), Ok(2));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[doc(alias = "create_task")]
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
    {
        crate::task::spawn_on(&self.it, Location::caller(), future)
    }

    /// Runs until [`LoopHandle::stop`] is called, and finishes the turn in which it is. Called before, it makes this one turn
    /// that waits for nothing.
    ///
    /// The loop can be run again after that, and what waits in it goes on then. Who drops it before destroys the tasks
    /// that have not ended, and says so to standard error: [`run`](EventLoop::run) is for a program that ends when its main
    /// task does, and cleans up. Ctrl-c is left to the system.
    ///
    /// ```
    /// use coro_core::event_loop::{EventLoop, LoopHandle};
    /// use coro_core::sleep;
    /// use std::time::Duration;
    ///
    /// let mut event_loop = EventLoop::new()?;
    /// event_loop.spawn(async {
    ///     sleep(Duration::from_millis(1)).await;
    ///     LoopHandle::current().stop();
    /// });
    /// event_loop.run_forever();
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// When a loop runs on this thread already.
    #[track_caller]
    pub fn run_forever(&mut self) {
        let _entered = Entered::new(&self.it);
        self.run_until_stopped(|| false);
    }

    /// Runs a future to its end, cancels and awaits the tasks that are left, and closes the loop: [`run`].
    ///
    /// If the loop is [stopped](LoopHandle::stop), `main` is one of those tasks.
    ///
    /// # Errors
    ///
    /// When `main` was cancelled.
    #[track_caller]
    pub fn run<F>(self, main: F) -> Result<F::Output, Cancelled>
    where
        F: Future + 'static,
    {
        let _entered = Entered::new(&self.it);
        let main = crate::task::spawn(main);
        #[cfg(feature = "signal")]
        let _listening = super::interrupt::Listening::new(self.handle(), main.task().id());
        let task = main.task();
        self.run_until_stopped(|| task.is_finished());
        self.cancel_all();
        #[cfg(feature = "stream")]
        self.close_generators();
        let result = ended(main);
        drop(self);
        match result {
            Ok(value) => Ok(value),
            Err(JoinError::Cancelled(cancelled)) => Err(cancelled),
            Err(JoinError::Panicked(panic)) => resume_unwind(panic),
        }
    }

    /// Runs turns until it is asked to stop, or something is done.
    fn run_until_stopped(&self, done: impl Fn() -> bool) {
        while !done() {
            self.it.run_once();
            // After the turn, which a `stop` lets finish. The next run begins without it.
            if self.it.remote.take_stop() {
                return;
            }
        }
    }

    /// Runs turns until a task has ended. The loop is shutting down: it cannot be stopped any more.
    fn run_until_ended(&self, task: &Task) {
        while !task.is_finished() {
            self.it.run_once();
        }
    }

    /// Cancels every task, and runs until those have ended. What closes a generator is cleanup already, and is let alone.
    fn cancel_all(&self) {
        let tasks: Vec<Task> =
            self.it.all_tasks().into_iter().map(Task::from_any).filter(|task| !task.closes()).collect();
        for task in &tasks {
            task.cancel_because("the event loop is shutting down");
        }
        for task in &tasks {
            self.run_until_ended(task);
        }
    }
}

#[cfg(feature = "stream")]
impl EventLoop {
    /// Closes the async generators that are suspended, and runs until they have ended: asyncio's `shutdown_asyncgens`.
    fn close_generators(&self) {
        loop {
            self.it.close_known();
            let closing: Vec<Task> =
                self.it.all_tasks().into_iter().map(Task::from_any).filter(Task::closes).collect();
            if closing.is_empty() {
                return;
            }
            // Their cleanup may iterate over others, or drop them.
            for task in &closing {
                self.run_until_ended(task);
            }
        }
    }
}

/// The result of a task that has ended.
fn ended<T>(mut handle: JoinHandle<T>) -> Result<T, JoinError> {
    handle.try_take().expect("the task has ended")
}

impl Drop for EventLoop {
    /// Drops what is left: tasks that were spawned while the loop was shutting down, or are there since it was stopped;
    /// callbacks, timers.
    fn drop(&mut self) {
        // Destructors of tasks may use the loop, which does not run if it was stopped.
        let _entered = Entered::again(&self.it);
        #[cfg(feature = "stream")]
        self.it.generators.close();
        for task in self.it.all_tasks() {
            report(Exception::new(
                "a task was destroyed while it was pending",
                Some(Task::from_any(task.clone())),
            ));
            crate::task::destroy(&self.it, &task);
        }
        // It waits for the functions that run.
        drop(self.it.pool.take());
        Remote::unregister(self.it.number);
        // What these hold may queue more as it is dropped, so they are emptied where nothing is borrowed.
        drop(self.it.timers.replace(Timers::new()));
        drop(self.it.parked.take());
        drop(self.it.remote.take());
        drop(self.it.ready.take());
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").field("tasks", &self.it.tasks.borrow().len()).finish()
    }
}
