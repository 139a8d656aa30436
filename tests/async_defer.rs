//! `defer!` blocks that await.

mod support;

use std::cell::RefCell;
use std::pin::pin;
use std::task::Waker;

use coro_core::{Cancelled, Complete, Coroutine, Status, Yielded};
use support::{block_on, pause};

type Log = RefCell<Vec<&'static str>>;

struct Connection<'log> {
    log: &'log Log,
}

impl Connection<'_> {
    async fn send(&mut self, what: &'static str) -> Result<usize, String> {
        self.log.borrow_mut().push(what);
        pause().await;
        if what == "bad" { Err("refused".to_owned()) } else { Ok(what.len()) }
    }

    async fn close(&mut self) {
        self.log.borrow_mut().push("closing");
        pause().await;
        self.log.borrow_mut().push("closed");
    }
}

/// The deferred block and the rest use the same connection: neither captures it.
#[coro_core::coroutine]
async fn session(log: &Log, words: &[&'static str]) -> Result<usize, String> {
    let mut connection = Connection { log };
    defer! { connection.close().await; }
    let mut total = 0;
    for word in words {
        match *word {
            "skip" => continue,
            "stop" => break,
            "done" => return Ok(100),
            _ => {}
        }
        total += connection.send(word).await?;
    }
    Ok(total)
}

fn run(words: &[&'static str]) -> (Result<usize, String>, Vec<&'static str>) {
    let log = Log::default();
    let (returned, _) = block_on(session(&log, words));
    (returned, log.into_inner())
}

#[test]
fn it_runs_at_the_end() {
    assert_eq!(run(&["a", "skip", "bb"]), (Ok(3), vec!["a", "bb", "closing", "closed"]));
    assert_eq!(run(&["a", "stop", "bb"]), (Ok(1), vec!["a", "closing", "closed"]));
}

#[test]
fn it_runs_at_a_return() {
    assert_eq!(run(&["a", "done", "bb"]), (Ok(100), vec!["a", "closing", "closed"]));
}

#[test]
fn it_runs_at_an_error() {
    assert_eq!(run(&["bad", "bb"]), (Err("refused".to_owned()), vec!["bad", "closing", "closed"]));
}

#[test]
fn it_runs_and_waits_when_it_is_cancelled() {
    let log = Log::default();
    let mut session = pin!(session(&log, &["a", "b"]));
    assert_eq!(session.send(Waker::noop()), Yielded(()));
    assert_eq!(session.throw(Cancelled::new()), Ok(Yielded(())));
    assert_eq!(*log.borrow(), ["a", "closing"]);
    assert_eq!(session.send(Waker::noop()), Complete(Err(Cancelled::new())));
    assert_eq!(*log.borrow(), ["a", "closing", "closed"]);
    assert_eq!(session.status(), Status::Returned);
}

#[test]
fn it_runs_as_far_as_it_comes_when_it_is_dropped() {
    let log = Log::default();
    {
        let mut session = pin!(session(&log, &["a", "b"]));
        assert_eq!(session.send(Waker::noop()), Yielded(()));
    }
    assert_eq!(*log.borrow(), ["a", "closing"]);
}

#[test]
fn it_does_not_run_when_the_body_never_did() {
    let log = Log::default();
    drop(session(&log, &["a"]));
    assert!(log.borrow().is_empty());
}

#[coro_core::coroutine]
async fn nested(log: &Log, early: bool) -> u32 {
    let say = |what| log.borrow_mut().push(what);
    defer! { pause().await; say("first"); }
    let mut turns = 0;
    'turns: loop {
        defer! { pause().await; say("each turn"); }
        turns += 1;
        {
            defer! { say("inner"); pause().await; }
            if turns == 2 {
                break 'turns;
            }
            if early {
                return turns;
            }
        }
        say("end of turn");
    }
    turns * 10
}

#[test]
fn they_run_last_first_out_of_every_scope_that_is_left() {
    let log = Log::default();
    assert_eq!(block_on(nested(&log, true)), (1, 3));
    assert_eq!(log.take(), ["inner", "each turn", "first"]);
    assert_eq!(block_on(nested(&log, false)), (20, 5));
    assert_eq!(log.take(), ["inner", "end of turn", "each turn", "inner", "each turn", "first"]);
}

#[test]
fn nested_ones_run_when_it_is_cancelled() {
    let log = Log::default();
    let mut nested = pin!(nested(&log, false));
    assert_eq!(nested.send(Waker::noop()), Yielded(()));
    let mut outcome = nested.throw(Cancelled::new()).expect("it is suspended");
    while outcome == Yielded(()) {
        outcome = nested.send(Waker::noop());
    }
    assert_eq!(outcome, Complete(Err(Cancelled::new())));
    assert_eq!(log.take(), ["inner", "each turn", "first"]);
}

/// What is awaited under a deferred block may be a plain name: the compiler once read `yield future { .. }` as a struct.
#[coro_core::coroutine]
async fn named(future: impl Future<Output = u32>, log: &Log) -> u32 {
    defer! {
        pause().await;
        log.borrow_mut().push("closed");
    }
    future.await
}

#[test]
fn what_is_awaited_may_be_a_plain_name() {
    let log = Log::default();
    assert_eq!(block_on(named(async { 7 }, &log)), (7, 1));
    assert_eq!(log.take(), ["closed"]);
}

#[coro_core::coroutine]
async fn with_a_block_of_its_own(log: &Log) -> u32 {
    let block = coro_core::keyword::coroutine!(async move {
        defer! {
            pause().await;
            log.borrow_mut().push("the block's own");
        }
        pause().await;
        7
    });
    pause().await;
    block.await
}

#[test]
fn a_block_in_the_body_has_its_own() {
    let log = Log::default();
    assert_eq!(block_on(with_a_block_of_its_own(&log)).0, 7);
    assert_eq!(log.take(), ["the block's own"]);
}
