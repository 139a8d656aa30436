//! Tasks: futures that the loop drives.
//!
//! ```text
//!              step                     step: Ready
//!   new -----------------> suspended ----------------> finished    (value | cancelled | panicked)
//!    |                      ^    |                        ^
//!    |       woken, by a    |    |  step: Pending         |
//!    |       waker's id     '----'                        |
//!    |                                                    |
//!    `----- cancelled before the first step: the body never runs
//! ```
//!
//! [`Task::cancel`] asks for a throw at the next step. What the throw meets is described in [`cancel`](crate::cancel): a
//! task ends as cancelled when nobody in it has caught it, or with a value when somebody has.
//!
//! A task is one allocation, shared by the loop while the task runs, the [`JoinHandle`], and each [`Task`].

mod blocking;
mod cell;
mod join;

use std::fmt;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

pub use blocking::{Blocking, spawn_blocking};
pub use join::{JoinError, JoinHandle};

pub(crate) use cell::{AnyTask, Header, Run, TaskCell, Waiter, destroy, step};

use crate::Cancelled;
use crate::event_loop::{self, Loop, with};

/// Starts a task: the loop drives the future from its next turn on.
///
/// The task goes on when the handle is dropped. If it panics and nobody has its handle, the exception handler is told.
///
/// ```
/// use coro_core::{run, spawn};
///
/// run(async {
///     let task = spawn(async { 40 + 2 });
///     assert_eq!(task.await.unwrap(), 42);
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[doc(alias = "create_task")]
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
{
    let spawned_at = Location::caller();
    with(|it| spawn_on(it, spawned_at, future))
}

/// Starts a task of a loop.
pub(crate) fn spawn_on<F>(
    it: &Loop,
    spawned_at: &'static Location<'static>,
    future: F,
) -> JoinHandle<F::Output>
where
    F: Future + 'static,
{
    let task = it.insert_task(|id, number| TaskCell::new(Header::new(id, number, spawned_at), future));
    JoinHandle::new(task)
}

/// Starts a task that closes an async generator. The loop does not cancel it at its end, but waits for it.
#[cfg(feature = "stream")]
pub(crate) fn spawn_to_close(
    it: &Loop,
    spawned_at: &'static Location<'static>,
    close: crate::aclosing::Close,
) {
    let handle = spawn_on(it, spawned_at, close);
    handle.task().set_name("aclose");
    handle.task().header().set_closes();
}

/// [`spawn`], with a name for the task.
///
/// ```
/// use coro_core::{run, task};
///
/// run(async {
///     let handle = task::spawn_named("worker", async {});
///     assert_eq!(&*handle.task().name(), "worker");
///     handle.await.unwrap();
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn spawn_named<F>(name: impl Into<Rc<str>>, future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
{
    let handle = spawn(future);
    handle.task().set_name(name);
    handle
}

/// The task that runs now, if code of a task runs on this thread.
///
/// ```
/// use coro_core::{run, task::current_task};
///
/// assert!(current_task().is_none());
/// run(async { assert!(current_task().is_some()) }).unwrap();
/// ```
pub fn current_task() -> Option<Task> {
    event_loop::try_with(|it| it.current()).flatten().map(Task)
}

/// The tasks of this thread's loop that have not finished, the oldest not necessarily first.
///
/// ```
/// use coro_core::{run, spawn, task::all_tasks};
///
/// run(async {
///     spawn(async {});
///     assert_eq!(all_tasks().len(), 2);
/// })
/// .unwrap();
/// ```
pub fn all_tasks() -> Vec<Task> {
    event_loop::try_with(|it| it.all_tasks()).unwrap_or_default().into_iter().map(Task).collect()
}

/// A task, apart from its result: to cancel it, and to tell it from others.
#[derive(Clone)]
pub struct Task(Rc<AnyTask>);

impl Task {
    pub(crate) fn from_any(task: Rc<AnyTask>) -> Self {
        Task(task)
    }

    #[cfg(feature = "signal")]
    pub(crate) fn id(&self) -> event_loop::Id {
        self.header().id()
    }

    fn header(&self) -> &Header {
        self.0.header()
    }

    /// Whether it closes an async generator.
    pub(crate) fn closes(&self) -> bool {
        self.header().closes()
    }

    /// Asks for its cancellation: a [`Cancelled`] is thrown in at the await where it is suspended.
    ///
    /// Answers false if it has finished. A task may catch the cancellation and go on, so this is no promise.
    ///
    /// ```
    /// use coro_core::{run, spawn, task::JoinError};
    ///
    /// run(async {
    ///     let handle = spawn(std::future::pending::<()>());
    ///     assert!(handle.cancel());
    ///     assert!(matches!(handle.await, Err(JoinError::Cancelled(_))));
    /// })
    /// .unwrap();
    /// ```
    pub fn cancel(&self) -> bool {
        self.throw(Cancelled::new())
    }

    /// [`cancel`](Task::cancel), saying why.
    ///
    /// ```
    /// use coro_core::{run, spawn};
    ///
    /// run(async {
    ///     let handle = spawn(std::future::pending::<()>());
    ///     handle.task().cancel_because("it is late");
    ///     assert_eq!(handle.await.unwrap_err().to_string(), "the task was cancelled: it is late");
    /// })
    /// .unwrap();
    /// ```
    pub fn cancel_because(&self, message: impl Into<Arc<str>>) -> bool {
        !self.is_finished() && self.throw(Cancelled::because(message))
    }

    pub(crate) fn throw(&self, cancelled: Cancelled) -> bool {
        let header = self.header();
        if header.is_finished() {
            return false;
        }
        header.ask_to_cancel(cancelled);
        header.wake();
        true
    }

    /// What a machine has caught that was suspended while it unwound.
    pub(crate) fn unwinding(&self) -> Option<Cancelled> {
        self.header().unwinding()
    }

    /// Whether something was thrown into it that nobody has caught for good.
    pub(crate) fn is_being_cancelled(&self) -> bool {
        self.header().is_being_cancelled()
    }

    /// Says that all that was thrown into it has been caught.
    pub(crate) fn settle(&self) {
        self.header().settle();
    }

    /// Counts a request that was thrown by a part of the task into itself.
    pub(crate) fn count_request(&self) {
        self.header().count_request();
    }

    /// Takes one request to cancel back, and says how many are left. At none, a request that has not been thrown in yet is
    /// forgotten.
    ///
    /// ```
    /// use coro_core::{run, task::current_task};
    ///
    /// run(async {
    ///     let this = current_task().unwrap();
    ///     this.cancel();
    ///     assert_eq!(this.cancelling(), 1);
    ///     assert_eq!(this.uncancel(), 0);
    /// })
    /// .unwrap();
    /// ```
    pub fn uncancel(&self) -> usize {
        self.header().uncancel()
    }

    /// How many requests to cancel it has, less those that were taken back.
    pub fn cancelling(&self) -> usize {
        self.header().cancelling()
    }

    /// Whether it has finished.
    #[doc(alias = "done")]
    pub fn is_finished(&self) -> bool {
        self.header().is_finished()
    }

    /// Whether it has finished, as cancelled.
    #[doc(alias = "cancelled")]
    pub fn is_cancelled(&self) -> bool {
        self.header().is_cancelled()
    }

    /// Its name: `Task-1` and so on, unless it was given one.
    pub fn name(&self) -> Rc<str> {
        self.header().name()
    }

    /// Gives it a name.
    pub fn set_name(&self, name: impl Into<Rc<str>>) {
        self.header().set_name(name.into());
    }

    /// Where it was spawned.
    pub fn spawned_at(&self) -> &'static Location<'static> {
        self.header().spawned_at()
    }

    /// Calls a function when the task has finished, in the loop's next turn; also if it has finished already.
    ///
    /// ```
    /// use coro_core::{run, spawn};
    ///
    /// run(async {
    ///     let handle = spawn(async { 1 });
    ///     handle.task().add_done_callback(|task| assert!(task.is_finished()));
    ///     handle.await.unwrap();
    /// })
    /// .unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    #[track_caller]
    pub fn add_done_callback(&self, f: impl FnOnce(&Task) + 'static) {
        let task = self.clone();
        self.header().add_done_callback(event_loop::callback(move || f(&task)));
    }
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(&other.0))
    }
}

impl Eq for Task {}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.name())
            .field("finished", &self.is_finished())
            .field("spawned_at", &format_args!("{}", self.spawned_at()))
            .finish()
    }
}
