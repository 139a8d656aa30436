//! [`gather`]: many futures of one type, each as a task.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::ChildError;
use crate::event_loop::Count;
use crate::task::{JoinError, JoinHandle, Waiter, spawn};
use crate::{Cancelled, cancel};

/// Spawns each future as a task, and awaits them all: the values are in the order of the futures.
///
/// The first task that panics or is cancelled is the error, as soon as it has ended. The others go on.
///
/// ```
/// use coro_core::combine::gather;
/// use coro_core::run;
///
/// run(async {
///     let squares = gather((1..4).map(|n| async move { n * n })).await.unwrap();
///     assert_eq!(squares, [1, 4, 9]);
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn gather<Futures, F>(futures: Futures) -> Gather<F::Output>
where
    Futures: IntoIterator<Item = F>,
    F: Future + 'static,
{
    Gather { gathering: Gathering::new(futures, |_| false), passed_on: None, over: false }
}

/// [`gather`], for futures that return a `Result`: an error is the first one, too.
///
/// ```
/// use coro_core::combine::{ChildError, try_gather};
/// use coro_core::run;
///
/// run(async {
///     let parsed = try_gather(["1", "x"].map(|text| async { text.parse::<i32>() })).await;
///     assert!(matches!(parsed, Err(ChildError::Failed(_))));
/// })
/// .unwrap();
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn try_gather<Futures, F, T, E>(futures: Futures) -> TryGather<T, E>
where
    Futures: IntoIterator<Item = F>,
    F: Future<Output = Result<T, E>> + 'static,
    T: 'static,
    E: 'static,
{
    TryGather(Gather { gathering: Gathering::new(futures, Result::is_err), passed_on: None, over: false })
}

/// The result of a task that counts as a failure.
type Failed<T> = Result<T, JoinError>;

/// One of the tasks, or what has become of it.
enum Child<T> {
    Running(JoinHandle<T>),
    Ended(Result<T, JoinError>),
    /// The result was taken.
    Taken,
}

impl<T> Child<T> {
    fn running(&self) -> Option<&JoinHandle<T>> {
        match self {
            Child::Running(task) => Some(task),
            Child::Ended(_) | Child::Taken => None,
        }
    }

    fn take(&mut self) -> Option<Result<T, JoinError>> {
        match std::mem::replace(self, Child::Taken) {
            Child::Ended(result) => Some(result),
            Child::Running(_) | Child::Taken => None,
        }
    }
}

/// What the tasks count down.
struct Gathering<T> {
    children: RefCell<Vec<Child<T>>>,
    left: Cell<usize>,
    /// The first that has failed.
    failed: Cell<Option<usize>>,
    is_failure: fn(&T) -> bool,
    /// It waits for all of them, however they end.
    is_cancelled: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl<T: 'static> Gathering<T> {
    #[track_caller]
    fn new<F>(futures: impl IntoIterator<Item = F>, is_failure: fn(&T) -> bool) -> Rc<Self>
    where
        F: Future<Output = T> + 'static,
    {
        let futures = futures.into_iter();
        let mut children = Vec::with_capacity(futures.size_hint().0);
        // Not by `map`: each task is to be said to be spawned at the caller.
        for future in futures {
            children.push(Child::Running(spawn(future)));
        }
        let gathering = Rc::new(Gathering {
            left: Cell::new(children.len()),
            children: RefCell::new(children),
            failed: Cell::new(None),
            is_failure,
            is_cancelled: Cell::new(false),
            waker: Cell::new(None),
        });
        for (index, child) in (0..).zip(gathering.children.borrow().iter()) {
            if let Child::Running(task) = child {
                task.set_waiter(Waiter::Count(gathering.clone(), index));
            }
        }
        gathering
    }

    /// Takes a result that is there.
    fn take(&self, index: usize) -> Option<Result<T, JoinError>> {
        self.children.borrow_mut().get_mut(index)?.take()
    }
}

impl<T: 'static> Count for Gathering<T> {
    fn count(&self, index: usize) {
        let ended = match self.children.borrow_mut().get_mut(index) {
            Some(child) => std::mem::replace(child, Child::Taken),
            None => return,
        };
        let Child::Running(mut task) = ended else { return };
        let Some(result) = task.try_take() else { return };
        let failed = match &result {
            Ok(value) => (self.is_failure)(value),
            Err(_) => true,
        };
        let decides = failed && self.failed.get().is_none() && !self.is_cancelled.get();
        if decides {
            self.failed.set(Some(index));
        }
        self.children.borrow_mut()[index] = Child::Ended(result);
        self.left.set(self.left.get() - 1);
        // Not before: who is woken at one end would see the last one a turn too early.
        if (self.left.get() == 0 || decides)
            && let Some(waker) = self.waker.take()
        {
            waker.wake();
        }
    }
}

/// What [`gather`] awaits. Dropping it lets the tasks go on.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Gather<T> {
    gathering: Rc<Gathering<T>>,
    /// A cancellation that was passed on to the tasks.
    passed_on: Option<Cancelled>,
    /// It has ended as cancelled.
    over: bool,
}

impl<T: 'static> Gather<T> {
    /// The values of all tasks, or the result of the first that has failed.
    fn poll_values(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<T>, Failed<T>>> {
        let gathering = &*self.gathering;
        if self.over {
            cancel::raise_again();
            return Poll::Pending;
        }
        let is_decided = gathering.failed.get().is_some() || gathering.left.get() == 0;
        if is_decided && self.passed_on.is_none() && cancel::in_flight() {
            // It has ended, though nobody has seen it: the tasks that are left go on.
            self.over = true;
            return Poll::Pending;
        }
        if let Some(cancelled) = cancel::catch() {
            for task in gathering.children.borrow().iter().filter_map(Child::running) {
                task.task().throw(cancelled.clone());
            }
            gathering.is_cancelled.set(true);
            self.passed_on = Some(cancelled);
        }
        if self.passed_on.is_some() {
            if gathering.left.get() == 0 {
                self.over = true;
                cancel::throw(self.passed_on.take().unwrap_or_default());
            }
        } else if let Some(index) = gathering.failed.get() {
            let failed = gathering.take(index);
            return Poll::Ready(Err(failed.expect("it is not polled after it was ready")));
        } else if gathering.left.get() == 0 {
            let children = gathering.children.take();
            let mut values = Vec::with_capacity(children.len());
            values.extend(children.into_iter().filter_map(|mut child| child.take()?.ok()));
            return Poll::Ready(Ok(values));
        }
        gathering.waker.set(Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl<T: 'static> Future for Gather<T> {
    type Output = Result<Vec<T>, JoinError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_values(cx).map_err(|failed| match failed {
            Err(error) => error,
            Ok(_) => unreachable!("no value is a failure here"),
        })
    }
}

impl<T> Drop for Gather<T> {
    fn drop(&mut self) {
        // The tasks keep what they count down, and that keeps their handles: a circle.
        let children = self.gathering.children.take();
        drop(children);
    }
}

impl<T> fmt::Debug for Gather<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gather").field("left", &self.gathering.left).finish_non_exhaustive()
    }
}

/// What [`try_gather`] awaits. Dropping it lets the tasks go on.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct TryGather<T, E>(Gather<Result<T, E>>);

impl<T: 'static, E: 'static> Future for TryGather<T, E> {
    type Output = Result<Vec<T>, ChildError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_values(cx).map(|values| match values {
            Ok(values) => Ok(values.into_iter().flatten().collect()),
            Err(Ok(Err(error))) => Err(ChildError::Failed(error)),
            Err(Err(error)) => Err(error.into()),
            Err(Ok(Ok(_))) => unreachable!("a value is no failure"),
        })
    }
}
