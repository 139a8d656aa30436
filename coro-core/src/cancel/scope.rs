//! [`CancelScope`]: a part of a task that is cancelled apart from the rest.
//!
//! `timeout`, `select` and task groups throw into a part of a task. As in asyncio, such a throw counts as a request to cancel the
//! task until the scope ends. By the count a scope tells whose cancellation has come out of it: if as many requests are
//! left as when it began, then its own.

use super::{Cancelled, in_flight, throw};
use crate::task::{Task, current_task};

/// A part of a task that can be cancelled on its own.
pub(crate) struct CancelScope {
    /// The task that it is a part of. A foreign executor has none, and nobody else who throws.
    task: Option<Task>,
    /// How many requests it had when the scope began.
    base: usize,
    thrown: bool,
}

impl CancelScope {
    pub(crate) fn enter() -> Self {
        let task = current_task();
        let base = task.as_ref().map_or(0, Task::cancelling);
        CancelScope { task, base, thrown: false }
    }

    /// Puts a cancellation in flight for the future that is polled next.
    pub(crate) fn throw(&mut self, cancelled: Cancelled) {
        self.count_request();
        throw(cancelled);
    }

    /// [`throw`](Self::throw)s, unless one is in flight already: that is the throw for both requests then. A second one would interrupt
    /// the cleanup of the first.
    pub(crate) fn throw_or_join(&mut self, cancelled: Cancelled) {
        self.count_request();
        if !in_flight() {
            throw(cancelled);
        }
    }

    fn count_request(&mut self) {
        if !std::mem::replace(&mut self.thrown, true)
            && let Some(task) = &self.task
        {
            task.count_request();
        }
    }

    pub(crate) fn has_thrown(&self) -> bool {
        self.thrown
    }

    /// Ends the scope. Whether a cancellation that has come out of it was thrown here, and by nobody else.
    pub(crate) fn exit(&mut self) -> bool {
        let thrown = std::mem::take(&mut self.thrown);
        let left = match &self.task {
            Some(task) if thrown => task.uncancel(),
            _ => 0,
        };
        thrown && left <= self.base
    }

    /// Has a cancellation that came from outside thrown again at the task's next await. One that nobody asked for is not.
    pub(crate) fn throw_again(&self, cancelled: Cancelled) {
        if let Some(task) = &self.task
            && task.cancelling() > self.base
        {
            task.uncancel();
            task.throw(cancelled);
        }
    }
}

impl Drop for CancelScope {
    fn drop(&mut self) {
        self.exit();
    }
}
