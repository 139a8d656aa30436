//! Every value is dropped once, at the point and in the order that Rust's scopes give: when the body runs on, when it is
//! left early, when the coroutine is closed or dropped, and when something panics.

// What these warn of is what some of the bodies are about.
#![allow(unreachable_code, unused_assignments, clippy::never_loop, clippy::unit_arg)]

mod support;

use coro_core::{Complete, Coroutine, Status, Yielded};
use support::{Guard, Log, panic_message};

/// Runs to the end, and gives what happened. A line tells of each suspension.
fn run(log: &Log, mut coroutine: impl Coroutine<Yield = u32, Return = ()> + Unpin) -> Vec<String> {
    while let Yielded(number) = coroutine.send(()) {
        log.note(format!("yield {number}"));
    }
    log.take()
}

/// Drops it at its suspension with this number, counted from 1, and gives what is dropped then.
fn cut(
    log: &Log,
    mut coroutine: impl Coroutine<Yield = u32, Return = ()> + Unpin,
    number: usize,
) -> Vec<String> {
    for _ in 0..number {
        assert!(coroutine.send(()).yielded().is_some());
    }
    log.take();
    drop(coroutine);
    log.take()
}

#[coro_core::coroutine(yield = u32)]
fn unmentioned(log: &Log) {
    let _outer = log.guard("outer");
    {
        let _inner = log.guard("inner");
        yield_!(1);
        log.note("end of block");
    }
    let _later = log.guard("later");
    yield_!(2);
}

#[test]
fn guards_that_nobody_mentions_live_to_the_end_of_their_scope() {
    let log = Log::default();
    assert_eq!(
        run(&log, unmentioned(&log)),
        ["yield 1", "end of block", "drop inner", "yield 2", "drop later", "drop outer"]
    );
}

#[test]
fn a_coroutine_that_is_dropped_drops_what_is_in_scope_last_first() {
    let log = Log::default();
    assert_eq!(cut(&log, unmentioned(&log), 1), ["drop inner", "drop outer"]);
    assert_eq!(cut(&log, unmentioned(&log), 2), ["drop later", "drop outer"]);
}

#[coro_core::coroutine(yield = u32)]
fn with_arguments(log: &Log, _first: Guard<'_>, _: Guard<'_>, (_third, _): (Guard<'_>, u32)) {
    let _local = log.guard("local");
    yield_!(1);
}

#[test]
fn arguments_are_dropped_after_the_locals() {
    let log = Log::default();
    let make = || with_arguments(&log, log.guard("first"), log.guard("second"), (log.guard("third"), 3));
    assert_eq!(run(&log, make()), ["yield 1", "drop local", "drop third", "drop second", "drop first"]);
    assert_eq!(cut(&log, make(), 1), ["drop local", "drop third", "drop second", "drop first"]);
}

#[test]
fn arguments_of_one_that_never_started_are_dropped_in_the_order_of_their_declarations() {
    let log = Log::default();
    drop(with_arguments(&log, log.guard("first"), log.guard("second"), (log.guard("third"), 3)));
    assert_eq!(log.take(), ["drop first", "drop second", "drop third"]);
}

#[coro_core::coroutine(yield = u32)]
fn underscores(log: &Log) {
    let _ = log.guard("dropped at once");
    yield_!(1);
    let _kept = log.guard("kept");
    yield_!(2);
    log.guard("dropped at the end of its statement");
    yield_!(3);
}

#[test]
fn an_underscore_keeps_nothing() {
    let log = Log::default();
    assert_eq!(
        run(&log, underscores(&log)),
        [
            "drop dropped at once",
            "yield 1",
            "yield 2",
            "drop dropped at the end of its statement",
            "yield 3",
            "drop kept"
        ]
    );
}

#[coro_core::coroutine(yield = u32)]
fn shadowed(log: &Log) {
    let guard = log.guard("first");
    yield_!(guard.len() as u32);
    let guard = (log.guard("second"), guard.len()).0;
    yield_!(guard.len() as u32);
    let mut guard = Some(guard);
    yield_!(3);
    guard = None;
    yield_!(4);
    drop(guard);
}

#[test]
fn a_shadowed_value_lives_to_the_end() {
    let log = Log::default();
    assert_eq!(
        run(&log, shadowed(&log)),
        ["yield 5", "yield 6", "yield 3", "drop second", "yield 4", "drop first"]
    );
    assert_eq!(cut(&log, shadowed(&log), 2), ["drop second", "drop first"]);
}

#[coro_core::coroutine(yield = u32)]
fn conditionally_moved(log: &Log, give_away: bool) {
    let guard = log.guard("guard");
    let _after = log.guard("after");
    if give_away {
        drop(guard);
    }
    yield_!(1);
    log.note("end");
}

#[test]
fn a_value_that_is_moved_on_one_branch_is_dropped_once() {
    let log = Log::default();
    assert_eq!(run(&log, conditionally_moved(&log, true)), ["drop guard", "yield 1", "end", "drop after"]);
    assert_eq!(run(&log, conditionally_moved(&log, false)), ["yield 1", "end", "drop after", "drop guard"]);
    assert_eq!(cut(&log, conditionally_moved(&log, true), 1), ["drop after"]);
    assert_eq!(cut(&log, conditionally_moved(&log, false), 1), ["drop after", "drop guard"]);
}

#[coro_core::coroutine(yield = u32)]
fn assigned_again(log: &Log) {
    let mut guard = log.guard("old");
    yield_!(1);
    guard = log.guard("new");
    yield_!(2);
    drop(guard);
    guard = log.guard("newest");
    yield_!(guard.len() as u32);
}

#[test]
fn an_assignment_drops_the_old_value() {
    let log = Log::default();
    assert_eq!(
        run(&log, assigned_again(&log)),
        ["yield 1", "drop old", "yield 2", "drop new", "yield 6", "drop newest"]
    );
}

#[coro_core::coroutine(yield = u32)]
fn initialised_later(log: &Log, now: bool) {
    let guard;
    let _other = log.guard("other");
    if now {
        guard = log.guard("guard");
        yield_!(guard.len() as u32);
    }
    yield_!(2);
}

#[test]
fn a_value_that_is_initialised_later_is_dropped_where_it_was_declared() {
    let log = Log::default();
    assert_eq!(run(&log, initialised_later(&log, true)), ["yield 5", "yield 2", "drop other", "drop guard"]);
    assert_eq!(run(&log, initialised_later(&log, false)), ["yield 2", "drop other"]);
    assert_eq!(cut(&log, initialised_later(&log, true), 2), ["drop other", "drop guard"]);
}

#[coro_core::coroutine(yield = u32)]
fn scrutinee(log: &Log) {
    match log.guard("of the match").len() {
        0 => {}
        length => yield_!(length as u32),
    }
    if let 5 = log.guard("if let").len() {
        unreachable!();
    } else {
        yield_!(2);
    }
    while log.guard("while").len() == 5 {
        yield_!(3);
        break;
    }
}

#[test]
fn temporaries_live_to_the_end_of_their_statement() {
    let log = Log::default();
    assert_eq!(
        run(&log, scrutinee(&log)),
        ["yield 12", "drop of the match", "drop if let", "yield 2", "drop while", "yield 3"]
    );
    assert_eq!(cut(&log, scrutinee(&log), 1), ["drop of the match"]);
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn operands(log: &Log) -> usize {
    let sum = log.guard("left").len() + yield_!(1) as usize + log.guard("right").len();
    log.note("end of statement");
    sum
}

#[test]
fn a_temporary_of_an_operand_lives_across_the_suspension() {
    let log = Log::default();
    let mut coroutine = operands(&log);
    let _ = coroutine.start();
    assert_eq!(log.take(), [""; 0]);
    assert_eq!(coroutine.send(1), Complete(10));
    assert_eq!(log.take(), ["drop right", "drop left", "end of statement"]);

    let mut coroutine = operands(&log);
    let _ = coroutine.start();
    drop(coroutine);
    assert_eq!(log.take(), ["drop left"]);
}

fn take_all(_first: Guard<'_>, _second: Guard<'_>, (): (), _third: Guard<'_>) {}

#[coro_core::coroutine(yield = u32)]
fn pending(log: &Log) {
    take_all(log.guard("first"), log.guard("second"), yield_!(1), log.guard("third"));
    log.note("after the call");
    for number in 2.. {
        take_all(
            log.guard("first"),
            log.guard("second"),
            {
                yield_!(number);
                break;
            },
            log.guard("third"),
        );
    }
    log.note("after the loop");
}

#[test]
fn pending_operands_are_dropped_last_first() {
    let log = Log::default();
    assert_eq!(cut(&log, pending(&log), 1), ["drop second", "drop first"]);
    assert_eq!(cut(&log, pending(&log), 2), ["drop second", "drop first"]);
    assert_eq!(
        run(&log, pending(&log)),
        [
            "yield 1",
            "drop third",
            "drop second",
            "drop first",
            "after the call",
            "yield 2",
            "drop second",
            "drop first",
            "after the loop"
        ]
    );
}

#[coro_core::coroutine(yield = u32)]
fn left_early(log: &Log, how: u32) {
    let _outer = log.guard("outer");
    'outer: for round in 0..2 {
        let _middle = log.guard("middle");
        loop {
            let _inner = log.guard("inner");
            yield_!(round);
            match how {
                0 => break,
                1 => continue 'outer,
                2 => break 'outer,
                _ => return,
            }
        }
        log.note("after the loop");
    }
    log.note("end");
}

#[test]
fn a_jump_drops_the_scopes_that_it_leaves() {
    let log = Log::default();
    assert_eq!(
        run(&log, left_early(&log, 0)),
        [
            "yield 0",
            "drop inner",
            "after the loop",
            "drop middle",
            "yield 1",
            "drop inner",
            "after the loop",
            "drop middle",
            "end",
            "drop outer"
        ]
    );
    assert_eq!(
        run(&log, left_early(&log, 1)),
        ["yield 0", "drop inner", "drop middle", "yield 1", "drop inner", "drop middle", "end", "drop outer"]
    );
    assert_eq!(run(&log, left_early(&log, 2)), ["yield 0", "drop inner", "drop middle", "end", "drop outer"]);
    assert_eq!(run(&log, left_early(&log, 3)), ["yield 0", "drop inner", "drop middle", "drop outer"]);
}

struct Guards<'log>(Vec<Guard<'log>>);

impl<'log> Iterator for Guards<'log> {
    type Item = Guard<'log>;

    fn next(&mut self) -> Option<Guard<'log>> {
        self.0.pop()
    }
}

#[coro_core::coroutine(yield = u32)]
fn for_loop(log: &Log) {
    for _guard in Guards(vec![log.guard("c"), log.guard("b"), log.guard("a")]) {
        yield_!(1);
        log.note("end of round");
    }
    log.note("end");
}

#[test]
fn a_for_loop_drops_each_item_and_its_iterator() {
    let log = Log::default();
    assert_eq!(
        run(&log, for_loop(&log)),
        [
            "yield 1",
            "end of round",
            "drop a",
            "yield 1",
            "end of round",
            "drop b",
            "yield 1",
            "end of round",
            "drop c",
            "end"
        ]
    );
    assert_eq!(cut(&log, for_loop(&log), 2), ["drop b", "drop c"]);
}

#[coro_core::coroutine(yield = u32)]
fn deferred(log: &Log, early: bool) {
    defer! {
        log.note("defer 1");
    }
    let _guard = log.guard("guard");
    defer! {
        log.note("defer 2");
    }
    for number in 1..3 {
        defer! {
            log.note(format!("end of round {number}"));
        }
        yield_!(number);
        if early {
            return;
        }
    }
    log.note("end");
}

#[test]
fn defer_runs_on_every_way_out_in_order_with_the_drops() {
    let log = Log::default();
    assert_eq!(
        run(&log, deferred(&log, false)),
        ["yield 1", "end of round 1", "yield 2", "end of round 2", "end", "defer 2", "drop guard", "defer 1"]
    );
    assert_eq!(
        run(&log, deferred(&log, true)),
        ["yield 1", "end of round 1", "defer 2", "drop guard", "defer 1"]
    );
    assert_eq!(cut(&log, deferred(&log, false), 2), ["end of round 2", "defer 2", "drop guard", "defer 1"]);
}

#[coro_core::coroutine(yield = u32, send = Guard<'log> as _first)]
fn first_value<'log>(log: &'log Log) {
    let _local = log.guard("local");
    let second = yield_!(1);
    drop(second);
    log.note("end");
}

#[test]
fn the_first_value_lives_to_the_end_of_the_body() {
    let log = Log::default();
    let mut coroutine = first_value(&log);
    let _ = coroutine.send(log.guard("first"));
    assert_eq!(coroutine.send(log.guard("second")), Complete(()));
    assert_eq!(log.take(), ["drop second", "end", "drop local", "drop first"]);
}

#[coro_core::coroutine(yield = usize, send = Guard<'log>)]
fn sent_temporary<'log>(log: &'log Log) {
    let length = yield_!(0).len();
    log.note("end of statement");
    yield_!(length);
}

#[test]
fn a_sent_value_without_a_name_lives_to_the_end_of_its_statement() {
    let log = Log::default();
    let mut coroutine = sent_temporary(&log);
    let _ = coroutine.start();
    assert_eq!(coroutine.send(log.guard("sent")), Yielded(4));
    assert_eq!(log.take(), ["drop sent", "end of statement"]);
}

#[coro_core::coroutine(yield = u32)]
fn panics(log: &Log) {
    let _before = log.guard("before");
    yield_!(1);
    let _after = log.guard("after");
    panic!("in the body");
}

#[test]
fn a_panic_in_the_body_drops_the_locals_last_first() {
    let log = Log::default();
    let mut coroutine = panics(&log);
    let _ = coroutine.start();
    assert_eq!(panic_message(|| coroutine.send(())), "in the body");
    assert_eq!(log.take(), ["drop after", "drop before"]);
    assert_eq!(coroutine.status(), Status::Panicked);
    drop(coroutine);
    assert_eq!(log.take(), [""; 0]);
}

#[coro_core::coroutine(yield = u32)]
fn hands_over(log: &Log) {
    let _outer = log.guard("outer");
    for turn in [log.guard("turn 1"), log.guard("turn 2")] {
        yield_from!(panics(log));
        drop(turn);
    }
}

#[coro_core::coroutine(yield = u32)]
fn hands_over_twice(log: &Log) {
    let _outermost = log.guard("outermost");
    yield_from!(hands_over(log));
}

#[test]
fn a_panic_in_a_child_drops_what_is_kept_beside_it_last_first() {
    let log = Log::default();
    let mut coroutine = hands_over_twice(&log);
    let _ = coroutine.start();
    assert_eq!(panic_message(|| coroutine.send(())), "in the body");
    let dropped = log.take();
    assert_eq!(
        dropped,
        ["drop after", "drop before", "drop turn 1", "drop turn 2", "drop outer", "drop outermost"]
    );
    assert_eq!(coroutine.status(), Status::Panicked);
    drop(coroutine);
    assert_eq!(log.take(), [""; 0]);
}

struct Bomb<'log>(&'log Log);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        self.0.note("bang");
        panic!("in the destructor");
    }
}

#[coro_core::coroutine(yield = u32)]
fn mined(log: &Log, _argument: Guard<'_>) {
    let _before = log.guard("before");
    let _bomb = Bomb(log);
    let _after = log.guard("after");
    yield_!(1);
    log.note("end");
}

#[test]
fn a_panic_in_a_destructor_during_close_goes_on_closing() {
    let log = Log::default();
    let all = ["drop after", "bang", "drop before", "drop argument"];

    let mut closed = mined(&log, log.guard("argument"));
    let _ = closed.start();
    assert_eq!(panic_message(|| closed.close()), "in the destructor");
    assert_eq!(log.take(), all);
    assert_ne!(closed.status(), Status::Suspended);
    closed.close();
    drop(closed);
    assert_eq!(log.take(), [""; 0]);

    let mut dropped = mined(&log, log.guard("argument"));
    let _ = dropped.start();
    assert_eq!(panic_message(|| drop(dropped)), "in the destructor");
    assert_eq!(log.take(), all);
}

#[test]
fn a_panic_in_a_destructor_at_the_end_of_the_body_drops_the_rest() {
    let log = Log::default();
    let mut coroutine = mined(&log, log.guard("argument"));
    let _ = coroutine.start();
    assert_eq!(panic_message(|| coroutine.send(())), "in the destructor");
    assert_eq!(log.take(), ["end", "drop after", "bang", "drop before", "drop argument"]);
    assert_eq!(coroutine.status(), Status::Panicked);
}

#[coro_core::coroutine(yield = u32)]
fn owned_by_a_closure(log: &Log) {
    let guard = log.guard("captured");
    let length = move || guard.len();
    yield_!(length() as u32);
    let _after = log.guard("after");
    yield_!(length() as u32);
}

#[test]
fn a_closure_that_is_kept_drops_what_it_captured() {
    let log = Log::default();
    assert_eq!(run(&log, owned_by_a_closure(&log)), ["yield 8", "yield 8", "drop after", "drop captured"]);
    assert_eq!(cut(&log, owned_by_a_closure(&log), 1), ["drop captured"]);
}
