//! What the tests share: a log, a machine written by hand, and a way to count turns.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use coro_core::cancel::in_flight;
use coro_core::event_loop::call_soon;
use coro_core::future::promise;
use coro_core::private::{catch_to_unwind, raise};
use coro_core::task::JoinError;
use coro_core::{Cancelled, sleep};

pub fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// What happened, in order.
#[derive(Clone, Default)]
pub struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub fn new() -> Self {
        Log::default()
    }

    pub fn push(&self, what: impl ToString) {
        self.0.borrow_mut().push(what.to_string());
    }

    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// The cancellation that a task ended with.
#[track_caller]
pub fn cancelled<T>(result: Result<T, JoinError>) -> Cancelled {
    match result {
        Err(JoinError::Cancelled(cancelled)) => cancelled,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("the task was not cancelled"),
    }
}

/// A value that logs its end.
pub struct Dropped(pub Log, pub &'static str);

impl Dropped {
    pub fn name(&self) -> &'static str {
        self.1
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.push(self.1);
    }
}

/// Polls what a machine awaits. `None` says that a cancellation was caught there.
fn await_child<F: Future + ?Sized>(child: Pin<&mut F>, cx: &mut Context<'_>) -> Option<Poll<F::Output>> {
    let polled = child.poll(cx);
    if in_flight() {
        catch_to_unwind();
        return None;
    }
    Some(polled)
}

/// A cleanup that no test waits for, and the future that tells its beginning.
pub fn long_cleanup() -> (impl Future<Output = ()>, coro_core::future::Future<()>) {
    let (begins, begun) = promise();
    let cleanup = async move {
        begins.set_result(()).unwrap();
        sleep(Duration::from_secs(60)).await;
    };
    (cleanup, begun)
}

/// `{ defer! { cleanup.await } body.await }`: the machine that it would be, written by hand.
pub fn finally<B, C>(body: B, cleanup: C) -> Finally<B, C>
where
    B: Future,
    C: Future<Output = ()>,
{
    Finally { state: State::Body(Box::pin(body)), cleanup: Some(Box::pin(cleanup)) }
}

pub struct Finally<B: Future, C> {
    state: State<B>,
    cleanup: Option<Pin<Box<C>>>,
}

enum State<B: Future> {
    Body(Pin<Box<B>>),
    Cleanup(Option<B::Output>),
    Over,
}

impl<B: Future, C> Unpin for Finally<B, C> {}

impl<B, C> Future for Finally<B, C>
where
    B: Future,
    C: Future<Output = ()>,
{
    type Output = B::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = &mut *self;
        if let State::Body(body) = &mut this.state {
            this.state = match await_child(body.as_mut(), cx) {
                None => State::Cleanup(None),
                Some(Poll::Ready(value)) => State::Cleanup(Some(value)),
                Some(Poll::Pending) => return Poll::Pending,
            };
        }
        if let State::Cleanup(value) = &mut this.state {
            match await_child(this.cleanup.as_mut().unwrap().as_mut(), cx) {
                None => *value = None,
                Some(Poll::Ready(())) => {}
                Some(Poll::Pending) => return Poll::Pending,
            }
            let value = value.take();
            this.state = State::Over;
            this.cleanup = None;
            return match value {
                Some(value) => Poll::Ready(value),
                None => {
                    raise();
                    Poll::Pending
                }
            };
        }
        Poll::Pending
    }
}

/// Counts the turns of the loop from here on.
pub struct Turns(Rc<RefCell<usize>>);

impl Turns {
    pub fn count() -> Self {
        fn again(turns: Rc<RefCell<usize>>) {
            call_soon(move || {
                *turns.borrow_mut() += 1;
                // Who counts has gone: so does this.
                if Rc::strong_count(&turns) > 1 {
                    again(turns);
                }
            });
        }
        let turns = Rc::default();
        again(Rc::clone(&turns));
        Turns(turns)
    }

    pub fn so_far(&self) -> usize {
        *self.0.borrow()
    }
}
