//! [`wait`]: until some of many tasks have ended.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

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
    let waiting = Rc::new(Waiting { ended: RefCell::default(), waker: Cell::default() });
    let mut tasks: Vec<_> = tasks.into_iter().map(Some).collect();
    for (index, task) in (0..).zip(tasks.iter_mut().flatten()) {
        if task.is_finished() {
            waiting.ended.borrow_mut().push(index as usize);
        } else {
            task.set_waiter(Waiter::Count(waiting.clone(), index));
        }
    }
    Wait { waiting, tasks, when, limit: limit.map(sleep) }
}

/// What the tasks tell of their end.
struct Waiting {
    ended: RefCell<Vec<usize>>,
    waker: Cell<Option<Waker>>,
}

impl Count for Waiting {
    fn count(&self, index: usize) {
        self.ended.borrow_mut().push(index);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// What [`wait`] awaits. Dropping it lets the tasks go on.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Wait<T> {
    waiting: Rc<Waiting>,
    tasks: Vec<Option<JoinHandle<T>>>,
    when: ReturnWhen,
    limit: Option<Sleep>,
}

impl<T> Wait<T> {
    fn is_enough(&self) -> bool {
        let ended = self.waiting.ended.borrow();
        ended.len() == self.tasks.len()
            || match self.when {
                ReturnWhen::FirstCompleted => !ended.is_empty(),
                ReturnWhen::FirstException => {
                    ended.iter().any(|&index| self.tasks[index].as_ref().is_some_and(JoinHandle::has_failed))
                }
                ReturnWhen::AllCompleted => false,
            }
    }
}

impl<T> Future for Wait<T> {
    /// The tasks that have ended, and those that have not.
    type Output = (Vec<JoinHandle<T>>, Vec<JoinHandle<T>>);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if !this.is_enough() {
            let in_time = match &mut this.limit {
                Some(limit) => Pin::new(limit).poll(cx).is_pending(),
                None => true,
            };
            if in_time {
                this.waiting.waker.set(Some(cx.waker().clone()));
                return Poll::Pending;
            }
        }
        let tasks = std::mem::take(&mut this.tasks).into_iter().flatten();
        Poll::Ready(tasks.inspect(|task| task.set_waiter(Waiter::Nobody)).partition(JoinHandle::is_finished))
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("when", &self.when).finish_non_exhaustive()
    }
}
