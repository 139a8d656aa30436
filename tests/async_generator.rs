//! `async fn` that yields: a stream.

mod support;

use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use coro_core::keyword::coroutine;
use coro_core::{Cancelled, Complete, Coroutine, Status, Yielded};
use futures_core::{FusedStream, Stream};
use support::pause;

fn next<S: Stream>(stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
    stream.poll_next(&mut Context::from_waker(Waker::noop()))
}

#[coro_core::coroutine(yield = String)]
async fn lines(text: &str) {
    let owned = text.to_owned();
    for line in owned.lines() {
        pause().await;
        yield_!(line.to_uppercase());
    }
}

#[test]
fn it_waits_between_its_items() {
    let mut lines = pin!(lines("a\nb"));
    assert_eq!(next(lines.as_mut()), Poll::Pending);
    assert_eq!(next(lines.as_mut()), Poll::Ready(Some("A".to_owned())));
    assert_eq!(next(lines.as_mut()), Poll::Pending);
    assert_eq!(next(lines.as_mut()), Poll::Ready(Some("B".to_owned())));
    assert_eq!(next(lines.as_mut()), Poll::Ready(None));
    assert_eq!(next(lines.as_mut()), Poll::Ready(None));
}

#[coro_core::coroutine(yield = Result<u32, std::num::ParseIntError>)]
async fn numbers(words: Vec<&'static str>) {
    for word in words {
        let parsed = word.parse();
        let stop = parsed.is_err();
        yield_!(parsed);
        if stop {
            return;
        }
    }
}

#[test]
fn it_yields_errors_as_items() {
    let mut numbers = pin!(numbers(vec!["1", "x", "2"]));
    assert_eq!(next(numbers.as_mut()), Poll::Ready(Some(Ok(1))));
    assert!(matches!(next(numbers.as_mut()), Poll::Ready(Some(Err(_)))));
    assert_eq!(next(numbers.as_mut()), Poll::Ready(None));
}

#[test]
fn it_is_a_coroutine_too() {
    let mut lines = pin!(lines("a"));
    assert_eq!(lines.send(Waker::noop()), Yielded(Poll::Pending));
    assert_eq!(lines.send(Waker::noop()), Yielded(Poll::Ready("A".to_owned())));
    assert_eq!(lines.resume_point().variant, "Suspend0");
    lines.close();
    assert_eq!(lines.status(), Status::Returned);
}

#[test]
fn a_cancellation_ends_it() {
    let mut lines = pin!(lines("a"));
    assert_eq!(lines.send(Waker::noop()), Yielded(Poll::Pending));
    assert_eq!(lines.throw(Cancelled::new()), Ok(Complete(Err(Cancelled::new()))));
    assert!(lines.is_terminated());
    assert_eq!(next(lines.as_mut()), Poll::Ready(None));
}

type Log = RefCell<Vec<&'static str>>;

/// Two items. Without a deferred block, so that a cancellation leaves it at once.
#[coro_core::coroutine(yield = u32)]
async fn plain(log: &Log) {
    yield_!(1);
    log.borrow_mut().push("after the first");
    pause().await;
    yield_!(2);
}

#[test]
fn a_cancellation_at_a_yield_ends_it_there() {
    let log = Log::default();
    let mut plain = pin!(plain(&log));
    assert_eq!(plain.send(Waker::noop()), Yielded(Poll::Ready(1)));
    assert_eq!(plain.throw(Cancelled::new()), Ok(Complete(Err(Cancelled::new()))));
    assert_eq!(plain.status(), Status::Returned);
    assert!(log.borrow().is_empty(), "what follows the `yield` has not run");
}

/// Two items, among operands, and cleanup that awaits.
#[coro_core::coroutine(yield = u32)]
async fn cleaning(log: &Log) {
    let say = |what| log.borrow_mut().push(what);
    defer! {
        say("closing");
        pause().await;
        say("closed");
    }
    let both = ((yield_!(1), say("after the first")), yield_!(2));
    assert_eq!(both, (((), ()), ()));
    say("after the second");
}

#[test]
fn its_cleanup_may_await() {
    let log = Log::default();
    let mut cleaning = pin!(cleaning(&log));
    assert_eq!(next(cleaning.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(next(cleaning.as_mut()), Poll::Ready(Some(2)));
    assert_eq!(next(cleaning.as_mut()), Poll::Pending);
    assert_eq!(next(cleaning.as_mut()), Poll::Ready(None));
    assert_eq!(*log.borrow(), ["after the first", "after the second", "closing", "closed"]);
}

#[test]
fn its_cleanup_runs_and_waits_when_it_is_cancelled_at_a_yield() {
    let log = Log::default();
    let mut cleaning = pin!(cleaning(&log));
    assert_eq!(cleaning.send(Waker::noop()), Yielded(Poll::Ready(1)));
    assert_eq!(cleaning.throw(Cancelled::new()), Ok(Yielded(Poll::Pending)));
    assert_eq!(*log.borrow(), ["closing"]);
    assert_eq!(cleaning.send(Waker::noop()), Complete(Err(Cancelled::new())));
    assert_eq!(*log.borrow(), ["closing", "closed"]);
}

#[test]
fn its_cleanup_runs_as_far_as_it_comes_when_it_is_dropped() {
    let log = Log::default();
    {
        let mut cleaning = pin!(cleaning(&log));
        assert_eq!(cleaning.send(Waker::noop()), Yielded(Poll::Ready(1)));
    }
    assert_eq!(*log.borrow(), ["closing"]);
}

#[test]
fn its_cleanup_does_not_run_when_its_body_never_did() {
    let log = Log::default();
    drop(cleaning(&log));
    assert!(log.borrow().is_empty());
}

#[test]
fn an_async_block_that_yields_is_a_stream_too() {
    let text = String::from("a b");
    let mut words = pin!(coroutine!(async move {
        for word in text.split(' ') {
            pause().await;
            yield word.to_uppercase();
        }
        yield_!(text);
    }));
    assert_eq!(next(words.as_mut()), Poll::Pending);
    assert_eq!(next(words.as_mut()), Poll::Ready(Some("A".to_owned())));
    assert_eq!(next(words.as_mut()), Poll::Pending);
    assert_eq!(next(words.as_mut()), Poll::Ready(Some("B".to_owned())));
    assert_eq!(next(words.as_mut()), Poll::Ready(Some("a b".to_owned())));
    assert_eq!(next(words.as_mut()), Poll::Ready(None));
    assert!(words.is_terminated());
}

#[test]
fn an_async_block_that_only_yields_borrows_what_it_captures() {
    let mut turns = 0;
    {
        let mut numbers = pin!(coroutine!(async {
            loop {
                turns += 1;
                yield turns;
                if turns == 2 {
                    return;
                }
            }
        }));
        assert_eq!(next(numbers.as_mut()), Poll::Ready(Some(1)));
        assert_eq!(next(numbers.as_mut()), Poll::Ready(Some(2)));
        assert_eq!(next(numbers.as_mut()), Poll::Ready(None));
    }
    assert_eq!(turns, 2);
}

#[test]
fn the_cleanup_of_an_async_block_waits_at_a_yield() {
    let log = Log::default();
    let mut cleaning = pin!(coroutine!(async {
        defer! {
            log.borrow_mut().push("closing");
            pause().await;
            log.borrow_mut().push("closed");
        }
        yield 1;
        yield 2;
    }));
    assert_eq!(cleaning.send(Waker::noop()), Yielded(Poll::Ready(1)));
    assert_eq!(cleaning.throw(Cancelled::new()), Ok(Yielded(Poll::Pending)));
    assert_eq!(cleaning.send(Waker::noop()), Complete(Err(Cancelled::new())));
    assert_eq!(*log.borrow(), ["closing", "closed"]);
}
