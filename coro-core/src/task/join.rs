//! [`JoinHandle`]: the result of a task.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::any::Any;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::cell::{RunTo, TaskCell, Waiter, report_unread};
use super::{AnyTask, Header, Task};
use crate::{Cancelled, cancel};

/// Why a task has no value.
pub enum JoinError {
    /// It was cancelled.
    Cancelled(Cancelled),
    /// It panicked, with this.
    Panicked(Box<dyn Any + Send>),
}

impl JoinError {
    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, JoinError::Cancelled(_))
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JoinError::Cancelled(cancelled) => write!(f, "the task was {cancelled}"),
            JoinError::Panicked(panic) => {
                write!(f, "the task panicked: {}", crate::event_loop::panic_message(&**panic))
            }
        }
    }
}

impl std::error::Error for JoinError {}

/// A task that was spawned, and its result. Dropping it lets the task go on.
///
/// Awaiting it gives what the task returned, or why it did not. To cancel who awaits it cancels the task: it is awaited all
/// the same, and if it returns a value after all, that is the value here. [`shield`](crate::combine::shield) keeps the task out of it.
///
/// ```
/// use coro_core::{run, spawn};
///
/// run(async {
///     let handle = spawn(async { panic!("oh") });
///     assert_eq!(handle.await.unwrap_err().to_string(), "the task panicked: oh");
/// })
/// .unwrap();
/// ```
pub struct JoinHandle<T> {
    task: Rc<TaskCell<dyn RunTo<T>>>,
}

impl<T> JoinHandle<T> {
    pub(super) fn new(task: Rc<TaskCell<impl RunTo<T> + 'static>>) -> Self {
        JoinHandle { task }
    }

    fn header(&self) -> &Header {
        self.task.header()
    }

    /// The task, without its result.
    pub fn task(&self) -> Task {
        Task(self.task.clone())
    }

    /// Cancels the task: [`Task::cancel`].
    pub fn cancel(&self) -> bool {
        self.task().cancel()
    }

    /// Cancels the task, saying why: [`Task::cancel_because`].
    ///
    /// ```
    /// use coro_core::{run, spawn};
    ///
    /// run(async {
    ///     let handle = spawn(std::future::pending::<()>());
    ///     assert!(handle.cancel_because("it is late"));
    ///     assert_eq!(handle.await.unwrap_err().to_string(), "the task was cancelled: it is late");
    /// })
    /// .unwrap();
    /// ```
    pub fn cancel_because(&self, message: impl Into<Arc<str>>) -> bool {
        self.task().cancel_because(message)
    }

    /// Whether the task has finished.
    #[doc(alias = "done")]
    pub fn is_finished(&self) -> bool {
        self.header().is_finished()
    }

    /// Whether it was cancelled, or has panicked.
    pub(crate) fn has_failed(&self) -> bool {
        self.header().is_cancelled() || self.header().has_panicked()
    }

    /// Who is told of the end, instead of a waker.
    pub(crate) fn set_waiter(&self, waiter: Waiter) {
        self.header().set_waiter(waiter);
    }

    /// The result, if the task has finished and it has not been taken yet.
    ///
    /// ```
    /// use coro_core::{run, spawn};
    ///
    /// run(async {
    ///     let mut handle = spawn(async { 1 });
    ///     assert!(handle.try_take().is_none());
    /// })
    /// .unwrap();
    /// ```
    #[doc(alias = "result")]
    pub fn try_take(&mut self) -> Option<Result<T, JoinError>> {
        if self.is_finished() { self.task.take() } else { None }
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// # Panics
    ///
    /// When a task awaits itself; after it was ready.
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.is_finished() {
            if cancel::interrupts(cx) {
                return Poll::Pending;
            }
            return match this.task.take() {
                Some(Err(JoinError::Cancelled(cancelled))) if this.header().passed_on.get() => {
                    cancel::throw(cancelled);
                    Poll::Pending
                }
                Some(result) => Poll::Ready(result),
                // Who awaits it was cancelled with the task, and is polled all the same.
                None if this.header().passed_on.get() => {
                    cancel::raise_again();
                    Poll::Pending
                }
                None => panic!("a join handle was polled after it was ready"),
            };
        }
        let task = this.task();
        if let Some(cancelled) = cancel::catch() {
            this.header().passed_on.set(true);
            task.throw(cancelled);
        }
        assert!(super::current_task() != Some(task), "a task cannot await itself");
        this.header().set_waiter(Waiter::Waker(cx.waker().clone()));
        Poll::Pending
    }
}

impl<T> Unpin for JoinHandle<T> {}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        let header = self.header();
        header.detached.set(true);
        header.set_waiter(Waiter::Nobody);
        if header.has_panicked()
            && let Some(Err(error)) = self.task.take()
        {
            let task: Rc<AnyTask> = self.task.clone();
            report_unread(&task, &error);
        }
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JoinHandle").field(&self.task()).finish()
    }
}
