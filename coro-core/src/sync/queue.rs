//! [`Queue`]: values from tasks to tasks.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;

use super::counter::{Closed, Counter};
use super::event::{Event, EventWait};
use super::turns::Turn;

/// A queue: what is put in first is got out first, by who has waited longest.
///
/// ```
/// use coro_core::sync::Queue;
/// use coro_core::{join, run};
///
/// run(async {
///     let queue = Queue::bounded(1);
///     let producer = async {
///         for n in 0..3 {
///             queue.put(n).await.unwrap();
///         }
///         queue.shutdown();
///     };
///     let consumer = async {
///         let mut sum = 0;
///         while let Ok(n) = queue.get().await {
///             sum += n;
///         }
///         sum
///     };
///     assert_eq!(join((producer, consumer)).await, ((), 3));
/// })
/// .unwrap();
/// ```
pub struct Queue<T> {
    values: RefCell<VecDeque<T>>,
    /// As many as there are values that no getter was told of.
    filled: Counter,
    /// As many as there are places that no putter was told of.
    free: Counter,
    capacity: usize,
    shut_down: Cell<bool>,
    /// Values that were put in and not reported done.
    unfinished: Cell<usize>,
    all_done: Event,
}

impl<T> Queue<T> {
    /// A queue that is never full.
    pub fn unbounded() -> Self {
        Queue::bounded(usize::MAX)
    }

    /// A queue of at most so many values.
    pub fn bounded(capacity: usize) -> Self {
        let all_done = Event::new();
        all_done.set();
        Queue {
            values: RefCell::default(),
            filled: Counter::new(0),
            free: Counter::new(capacity),
            capacity,
            shut_down: Cell::new(false),
            unfinished: Cell::new(0),
            all_done,
        }
    }

    /// Puts a value in, when there is a place for it.
    pub fn put(&self, value: T) -> Put<'_, T> {
        Put { queue: self, turn: Turn::default(), value: Some(value) }
    }

    /// Puts a value in, if there is a place for it.
    ///
    /// # Errors
    ///
    /// Gives the value back if the queue is full, or was shut down.
    #[doc(alias = "put_nowait")]
    pub fn try_put(&self, value: T) -> Result<(), PutError<T>> {
        if self.shut_down.get() {
            Err(PutError::ShutDown(value))
        } else if self.free.try_take() {
            self.push(value);
            Ok(())
        } else {
            Err(PutError::Full(value))
        }
    }

    /// Gets a value out, when there is one.
    pub fn get(&self) -> Get<'_, T> {
        Get { queue: self, turn: Turn::default() }
    }

    /// Gets a value out, if there is one that nobody waits for.
    #[doc(alias = "get_nowait")]
    pub fn try_get(&self) -> Option<T> {
        self.filled.try_take().then(|| self.pop())
    }

    fn push(&self, value: T) {
        self.values.borrow_mut().push_back(value);
        self.unfinished.set(self.unfinished.get() + 1);
        self.all_done.clear();
        self.filled.give();
    }

    /// Whoever calls this has taken one from `filled`.
    fn pop(&self) -> T {
        let value = self.values.borrow_mut().pop_front().expect("a getter is told of each value");
        self.free.give();
        value
    }

    /// Says that a value that was got out has been dealt with.
    ///
    /// # Panics
    ///
    /// When it is called more often than values were put in.
    pub fn task_done(&self) {
        let left = self.unfinished.get().checked_sub(1).expect("`task_done` was called too often");
        self.unfinished.set(left);
        if left == 0 {
            self.all_done.set();
        }
    }

    /// Waits until [`task_done`](Queue::task_done) was called for every value that was put in.
    pub fn join(&self) -> Join<'_> {
        Join(self.all_done.wait())
    }

    /// From here on nothing can be put in. What is in can be got out; then getting is an error.
    pub fn shutdown(&self) {
        self.shut_down.set(true);
        self.filled.close();
        self.free.close();
    }

    /// How many values are in.
    #[doc(alias = "qsize")]
    pub fn len(&self) -> usize {
        self.values.borrow().len()
    }

    /// Whether no value is in.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no place for another.
    pub fn is_full(&self) -> bool {
        self.len() == self.capacity
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("len", &self.len()).field("shut_down", &self.shut_down).finish()
    }
}

/// A queue was shut down, and it is empty.
#[doc(alias = "QueueShutDown")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutDown;

impl fmt::Display for ShutDown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue was shut down")
    }
}

impl std::error::Error for ShutDown {}

/// Why a value was not put into a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError<T> {
    /// There is no place for it.
    Full(T),
    /// The queue was shut down.
    ShutDown(T),
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutError::Full(_) => "the queue is full",
            PutError::ShutDown(_) => "the queue was shut down",
        })
    }
}

impl<T: fmt::Debug> std::error::Error for PutError<T> {}

/// What [`Queue::put`] awaits.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Put<'a, T> {
    queue: &'a Queue<T>,
    turn: Turn,
    value: Option<T>,
}

impl<T> Unpin for Put<'_, T> {}

impl<T> Future for Put<'_, T> {
    type Output = Result<(), PutError<T>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if !this.queue.shut_down.get() {
            // It is closed when the queue is shut down.
            let _ = ready!(this.queue.free.poll_take(&mut this.turn, cx));
        }
        let value = this.value.take().expect("it is not polled after it was ready");
        if this.queue.shut_down.get() {
            return Poll::Ready(Err(PutError::ShutDown(value)));
        }
        this.queue.push(value);
        Poll::Ready(Ok(()))
    }
}

impl<T> Drop for Put<'_, T> {
    fn drop(&mut self) {
        self.queue.free.leave(&mut self.turn);
    }
}

impl<T> fmt::Debug for Put<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Put")
    }
}

/// What [`Queue::get`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Get<'a, T> {
    queue: &'a Queue<T>,
    turn: Turn,
}

impl<T> Future for Get<'_, T> {
    type Output = Result<T, ShutDown>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let taken = ready!(this.queue.filled.poll_take(&mut this.turn, cx));
        Poll::Ready(taken.map(|()| this.queue.pop()).map_err(|Closed| ShutDown))
    }
}

impl<T> Drop for Get<'_, T> {
    fn drop(&mut self) {
        self.queue.filled.leave(&mut self.turn);
    }
}

/// What [`Queue::join`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Join<'a>(EventWait<'a>);

impl Future for Join<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(cx)
    }
}
