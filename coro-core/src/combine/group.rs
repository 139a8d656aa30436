//! [`TaskGroup`]: tasks that end together.
//!
//! ```text
//!             a child fails, the body fails, a cancellation comes from outside
//!   body runs ------------------------------------------------> aborting: body and children are cancelled
//!       |                                                             |
//!       | the body returns                                            |
//!       v                                                             v
//!   waiting for the children ---------------------------------> all have ended: the value, the errors, or the
//!                                                               cancellation from outside
//! ```

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use pin_project_lite::pin_project;
use slab::Slab;

use super::ChildError;
use crate::Cancelled;
use crate::cancel::{self, CancelScope};
use crate::event_loop::{Count, call_soon, try_with};
use crate::task::{JoinHandle, Task, spawn};

/// Tasks that are spawned inside of a scope, and have all ended when it is left.
///
/// The first of them that fails cancels the others, and what the scope's body awaits. A task that was only cancelled harms
/// nobody. Clones are the same group.
///
/// ```
/// use coro_core::combine::TaskGroup;
/// use coro_core::run;
///
/// run(async {
///     let sum = TaskGroup::scope(|group| async move {
///         let one = group.spawn(async { Ok(1) });
///         let two = group.spawn(async { Ok(2) });
///         Ok::<_, String>(one.await.unwrap().unwrap() + two.await.unwrap().unwrap())
///     });
///     assert_eq!(sum.await.unwrap(), 3);
///
///     let failed = TaskGroup::scope(|group| async move {
///         group.spawn(async { Err::<(), _>("no") });
///         std::future::pending().await
///     });
///     let errors: Result<(), _> = failed.await;
///     assert_eq!(errors.unwrap_err().to_string(), "1 error in a task group: no");
/// })
/// .unwrap();
/// ```
pub struct TaskGroup<E>(Rc<Group<E>>);

struct Group<E> {
    tasks: RefCell<Slab<Task>>,
    errors: RefCell<Vec<ChildError<E>>>,
    /// No task can be added any more: something has failed, or the scope was left.
    closed: Cell<bool>,
    /// The body has ended, and the scope waits for the tasks.
    is_waiting: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl<E> Group<E> {
    /// Cancels the tasks. Answers false if that was done before.
    fn abort(&self) -> bool {
        let first = !self.closed.replace(true);
        if first {
            for (_, task) in self.tasks.borrow().iter() {
                task.cancel();
            }
        }
        first
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl<E: 'static> TaskGroup<E> {
    /// Runs a body that spawns tasks, and awaits them all.
    ///
    /// The body may borrow from where it stands. The tasks may not, unlike the threads of [`std::thread::scope`]: the loop steps them, and
    /// the scope is a future, which can be dropped or leaked before they have ended, as a call on a thread's stack cannot. They share by
    /// `Rc`, and what runs in this task and may borrow is for [`join`](fn@crate::join).
    ///
    /// # Errors
    ///
    /// When a task or the body has failed: all errors together, the first one first. (That is of awaiting it.)
    pub fn scope<Body, F, T>(body: Body) -> GroupScope<F, T, E>
    where
        Body: FnOnce(TaskGroup<E>) -> F,
        F: Future<Output = Result<T, E>>,
    {
        let group = Rc::new(Group {
            tasks: RefCell::default(),
            errors: RefCell::default(),
            closed: Cell::new(false),
            is_waiting: Cell::new(false),
            waker: Cell::default(),
        });
        let body = body(TaskGroup(group.clone()));
        GroupScope { body: Some(body), group, value: None, outside: None, scope: None, over: false }
    }

    /// Starts a task. Its result is none if it has failed: the error is the group's.
    ///
    /// When something in the group has failed, or the scope was left, the task is cancelled before its first step.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    #[track_caller]
    pub fn spawn<F, T>(&self, future: F) -> JoinHandle<Option<T>>
    where
        F: Future<Output = Result<T, E>> + 'static,
        T: 'static,
    {
        let mut tasks = self.0.tasks.borrow_mut();
        let place = tasks.vacant_entry();
        let member = Member { group: self.0.clone(), place: place.key() };
        let handle = spawn(Child { future, member });
        place.insert(handle.task());
        if self.0.closed.get() {
            handle.cancel();
        }
        handle
    }
}

impl<E> Clone for TaskGroup<E> {
    fn clone(&self) -> Self {
        TaskGroup(self.0.clone())
    }
}

impl<E> fmt::Debug for TaskGroup<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroup").field("tasks", &self.0.tasks.borrow().len()).finish()
    }
}

/// That a task is of a group. It is dropped with the task's future.
struct Member<E: 'static> {
    group: Rc<Group<E>>,
    place: usize,
}

impl<E: 'static> Drop for Member<E> {
    fn drop(&mut self) {
        // By the loop, as of all callbacks of a task: leaving takes as many turns as a `gather`.
        if try_with(|it| it.count(self.group.clone(), self.place)).is_none() {
            self.group.count(self.place);
        }
    }
}

impl<E> Count for Group<E> {
    /// One of the tasks has ended.
    fn count(&self, place: usize) {
        let task = self.tasks.borrow_mut().remove(place);
        drop(task);
        // Not before: who is woken too early sees a turn too early what comes in that turn.
        if self.is_waiting.get() && self.tasks.borrow().is_empty() {
            self.wake();
        }
    }
}

pin_project! {
    /// A task's future that tells the group of its error.
    struct Child<F, E: 'static> {
        #[pin]
        future: F,
        member: Member<E>,
    }
}

impl<F, T, E> Future for Child<F, E>
where
    F: Future<Output = Result<T, E>>,
    E: 'static,
{
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let this = self.project();
        let error = match catch_unwind(AssertUnwindSafe(|| this.future.poll(cx))) {
            // A cancellation beats the return.
            Ok(_) if cancel::in_flight() => return Poll::Pending,
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Ok(value))) => return Poll::Ready(Some(value)),
            Ok(Poll::Ready(Err(error))) => ChildError::Failed(error),
            Err(panic) => ChildError::Panicked(panic),
        };
        let group = this.member.group.clone();
        group.errors.borrow_mut().push(error);
        // By the loop, so that tasks of this turn still have it: their errors are raised together with this one.
        call_soon(move || {
            if group.abort() {
                group.wake();
            }
        });
        Poll::Ready(None)
    }
}

/// What has failed in a [`TaskGroup`].
#[doc(alias = "ExceptionGroup")]
pub struct GroupError<E> {
    /// All errors, the first one first.
    pub errors: Vec<ChildError<E>>,
}

impl<E: fmt::Debug> fmt::Debug for GroupError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupError").field("errors", &self.errors).finish()
    }
}

impl<E: fmt::Display> fmt::Display for GroupError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.errors.len();
        write!(f, "{count} error{} in a task group", if count == 1 { "" } else { "s" })?;
        for (n, error) in self.errors.iter().enumerate() {
            write!(f, "{} {error}", if n == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for GroupError<E> {}

pin_project! {
    /// What [`TaskGroup::scope`] awaits.
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct GroupScope<F, T, E> {
        // Until it has ended.
        #[pin]
        body: Option<F>,
        group: Rc<Group<E>>,
        value: Option<T>,
        // A cancellation that came from outside.
        outside: Option<Cancelled>,
        scope: Option<CancelScope>,
        over: bool,
    }

    impl<F, T, E> PinnedDrop for GroupScope<F, T, E> {
        fn drop(this: Pin<&mut Self>) {
            // Whoever drops it does not wait.
            this.project().group.abort();
        }
    }
}

impl<F, T, E> Future for GroupScope<F, T, E>
where
    F: Future<Output = Result<T, E>>,
{
    type Output = Result<T, GroupError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if *this.over {
            cancel::raise_again();
            return Poll::Pending;
        }
        let scope = this.scope.get_or_insert_with(CancelScope::enter);
        let group = this.group;
        if let Some(body) = this.body.as_mut().as_pin_mut() {
            if group.closed.get() && !scope.has_thrown() {
                scope.throw_or_join(Cancelled::new());
            }
            let polled = body.poll(cx);
            let uncaught = cancel::catch();
            match polled {
                _ if uncaught.is_some() => {
                    if !scope.exit() {
                        *this.outside = uncaught;
                    }
                    group.abort();
                }
                Poll::Ready(Ok(value)) => *this.value = Some(value),
                Poll::Ready(Err(error)) => {
                    group.errors.borrow_mut().push(ChildError::Failed(error));
                    group.abort();
                }
                Poll::Pending => {
                    group.waker.set(Some(cx.waker().clone()));
                    // A child may have failed while the body ran.
                    if group.closed.get() && !scope.has_thrown() {
                        cx.waker().wake_by_ref();
                    }
                    return Poll::Pending;
                }
            }
            scope.exit();
            this.body.set(None);
            group.is_waiting.set(true);
        } else if let Some(cancelled) = cancel::catch() {
            // The first one is what it ends with.
            this.outside.get_or_insert(cancelled);
            group.abort();
        }
        if !group.tasks.borrow().is_empty() {
            group.waker.set(Some(cx.waker().clone()));
            return Poll::Pending;
        }
        *this.over = true;
        group.closed.set(true);
        let errors = group.errors.take();
        let outside = this.outside.take();
        match (this.value.take(), outside) {
            (Some(value), None) if errors.is_empty() => Poll::Ready(Ok(value)),
            (_, Some(cancelled)) if errors.is_empty() => {
                cancel::throw(cancelled);
                Poll::Pending
            }
            (_, outside) => {
                if let Some(cancelled) = outside {
                    scope.throw_again(cancelled);
                }
                Poll::Ready(Err(GroupError { errors }))
            }
        }
    }
}

impl<F, T, E> fmt::Debug for GroupScope<F, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupScope").field("body", &self.body.is_some()).finish_non_exhaustive()
    }
}
