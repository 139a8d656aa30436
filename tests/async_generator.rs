//! `async fn` that yields: a stream.

mod support;

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

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
