//! [`wait`]: until some of many tasks have ended.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::cancel;
use crate::event_loop::Count;
use crate::task::{JoinHandle, Waiter};
use crate::time::{Sleep, sleep};

/// What [`wait`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnWhen {
    /// One task has ended.
    FirstCompleted,
    /// One task has panicked or was cancelled, or all have ended.
    FirstException,
    /// All tasks have ended.
    AllCompleted,
}

/// Waits for tasks, at most for so long, and gives the tasks back: those that have ended, in their order, and the others.
///
/// It never cancels a task, and running out of time is no error.
///
/// ```
/// use coro_core::combine::{ReturnWhen, wait};
/// use coro_core::{run, sleep, spawn};
/// use std::time::Duration;
///
/// run(async {
///     let tasks = [1, 500].map(|n| spawn(sleep(Duration::from_millis(n))));
///     let (done, pending) = wait(tasks, ReturnWhen::FirstCompleted, None).await;
///     assert_eq!((done.len(), pending.len()), (1, 1));
/// })
/// .unwrap();
/// ```
pub fn wait<T: 'static>(
    tasks: impl IntoIterator<Item = JoinHandle<T>>,
    when: ReturnWhen,
    limit: Option<Duration>,
) -> Wait<T> {
    let tasks: Vec<_> = tasks.into_iter().collect();
    let waiting = Rc::new(Waiting {
        left: Cell::new(tasks.len()),
        is_enough: Cell::new(tasks.is_empty()),
        tasks: RefCell::new(tasks),
        when,
        waker: Cell::default(),
    });
    for (index, task) in (0..).zip(waiting.tasks.borrow().iter()) {
        if task.is_finished() {
            waiting.see_end(task);
        } else {
            task.set_waiter(Waiter::Count(waiting.clone(), index));
        }
    }
    Wait { waiting, limit: limit.map(sleep) }
}

/// What the tasks tell of their end.
struct Waiting<T> {
    tasks: RefCell<Vec<JoinHandle<T>>>,
    /// How many have not told of their end.
    left: Cell<usize>,
    is_enough: Cell<bool>,
    when: ReturnWhen,
    waker: Cell<Option<Waker>>,
}

impl<T> Waiting<T> {
    fn see_end(&self, task: &JoinHandle<T>) {
        self.left.set(self.left.get() - 1);
        let is_enough = match self.when {
            ReturnWhen::FirstCompleted => true,
            ReturnWhen::FirstException => task.has_failed(),
            ReturnWhen::AllCompleted => false,
        };
        self.is_enough.set(self.is_enough.get() || is_enough || self.left.get() == 0);
    }
}

impl<T> Count for Waiting<T> {
    fn count(&self, index: usize) {
        // None are left when the waiting is over.
        if let Some(task) = self.tasks.borrow().get(index) {
            self.see_end(task);
        }
        // Not before: who is woken at the first end would see the last one a turn too early.
        if self.is_enough.get()
            && let Some(waker) = self.waker.take()
        {
            waker.wake();
        }
    }
}

/// What [`wait`] awaits. Dropping it lets the tasks go on.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Wait<T> {
    waiting: Rc<Waiting<T>>,
    limit: Option<Sleep>,
}

impl<T> Future for Wait<T> {
    /// The tasks that have ended, and those that have not.
    type Output = (Vec<JoinHandle<T>>, Vec<JoinHandle<T>>);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        let this = self.get_mut();
        if !this.waiting.is_enough.get() {
            let in_time = match &mut this.limit {
                Some(limit) => Pin::new(limit).poll(cx).is_pending(),
                None => true,
            };
            if in_time {
                this.waiting.waker.set(Some(cx.waker().clone()));
                return Poll::Pending;
            }
        }
        let tasks = this.waiting.tasks.take().into_iter();
        Poll::Ready(tasks.inspect(|task| task.set_waiter(Waiter::Nobody)).partition(JoinHandle::is_finished))
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        // The tasks keep what they tell of their end, and that keeps their handles: a circle.
        let tasks = self.waiting.tasks.take();
        drop(tasks);
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("when", &self.waiting.when).finish_non_exhaustive()
    }
}
