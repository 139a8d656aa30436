//! The generator protocol of Python (PEP 342, 380, 479 and 525), as numbered lines 14 to 21. Line 22 is about async generators.

mod support;

use std::cell::Cell;
use std::pin::Pin;

use coro_core::{Complete, Coroutine, Resume, Status, Yielded};
use support::{Guard, Log, panic_message};

#[derive(Debug, PartialEq)]
struct Alarm(u32);

/// Says what it heard last.
#[coro_core::coroutine(yield = u32, send = u32)]
fn echo() {
    let mut heard = 0;
    loop {
        heard = yield_!(heard);
    }
}

/// Counts its resumes, and answers an alarm with a hundred times its number.
#[coro_core::coroutine(yield = u32, throw = Alarm)]
fn patient(log: &Log) -> u32 {
    log.note("the body runs");
    let mut count = 0;
    while count < 3 {
        match yield_!(count) {
            Ok(()) => count += 1,
            Err(Alarm(number)) => {
                let _ = yield_!(number * 100);
            }
        }
    }
    count
}

/// Has something to clean up, of every kind.
#[coro_core::coroutine(yield = u32)]
fn tidy(log: &Log, argument: Guard<'_>) {
    log.note("the body runs");
    let _first = log.guard("first");
    defer! {
        log.note("deferred");
    }
    let _second = log.guard("second");
    yield_!(1);
    log.note("it went on");
    drop(argument);
}

#[test]
fn line_14_a_value_sent_before_the_start_is_refused_and_it_can_still_be_started() {
    let mut echo = echo();
    let message = panic_message(|| echo.send(5));
    assert!(message.contains("has not been started"), "{message}");
    assert_eq!(echo.status(), Status::Unresumed);
    assert_eq!(echo.start(), Yielded(0));
    assert_eq!(echo.send(6), Yielded(6));
}

#[test]
fn line_14_a_coroutine_that_is_sent_nothing_is_started_by_a_send_as_well() {
    let log = Log::default();
    let mut tidy = tidy(&log, log.guard("argument"));
    assert_eq!(tidy.send(()), Yielded(1));
    assert_eq!(log.take(), ["the body runs"]);
}

#[test]
fn line_14_starting_it_twice_is_refused() {
    let mut echo = echo();
    let _ = echo.start();
    let message = panic_message(|| echo.start());
    assert!(message.contains("started only once"), "{message}");
}

#[test]
fn line_15_the_sent_value_is_the_value_of_the_yield() {
    let mut echo = echo();
    let _ = echo.start();
    assert_eq!(echo.send(7), Yielded(7));
    assert_eq!(echo.send(8), Yielded(8));
}

#[test]
fn line_16_a_throw_before_the_start_gives_the_error_back_and_the_body_never_runs() {
    let log = Log::default();
    let mut patient = patient(&log);
    assert_eq!(patient.throw(Alarm(1)), Err(Alarm(1)));
    assert_eq!(patient.status(), Status::Returned);
    assert_eq!(log.take(), [""; 0]);
    panic_message(|| patient.start());
    assert_eq!(log.take(), [""; 0]);
}

#[test]
fn line_17_a_throw_that_the_body_answers_with_a_yield_gives_that_value() {
    let log = Log::default();
    let mut patient = patient(&log);
    assert_eq!(patient.start(), Yielded(0));
    assert_eq!(patient.send(()), Yielded(1));
    assert_eq!(patient.throw(Alarm(4)), Ok(Yielded(400)));
    assert_eq!(patient.send(()), Yielded(1));
    assert_eq!(patient.send(()), Yielded(2));
    assert_eq!(patient.send(()), Complete(3));
}

#[test]
fn line_18_a_throw_on_a_finished_coroutine_gives_the_error_back() {
    #[coro_core::coroutine(yield = (), throw = Alarm)]
    fn once() -> Result<(), Alarm> {
        yield_!()
    }

    let mut returned = once();
    let _ = returned.start();
    assert_eq!(returned.send(()), Complete(Ok(())));
    assert_eq!(returned.throw(Alarm(2)), Err(Alarm(2)));

    let mut closed = once();
    let _ = closed.start();
    closed.close();
    assert_eq!(closed.throw(Alarm(3)), Err(Alarm(3)));

    let mut failed = once();
    let _ = failed.start();
    assert_eq!(failed.throw(Alarm(4)), Ok(Complete(Err(Alarm(4)))));
    assert_eq!(failed.throw(Alarm(5)), Err(Alarm(5)));
}

#[test]
fn line_18_a_throw_on_a_panicked_coroutine_gives_the_error_back() {
    #[coro_core::coroutine(yield = (), throw = Alarm)]
    fn fragile() {
        let outcome: Result<(), Alarm> = yield_!();
        outcome.unwrap();
    }

    let mut fragile = fragile();
    let _ = fragile.start();
    panic_message(|| fragile.throw(Alarm(1)));
    assert_eq!(fragile.status(), Status::Panicked);
    assert_eq!(fragile.throw(Alarm(2)), Err(Alarm(2)));
}

#[test]
fn line_19_close_before_the_start_drops_the_arguments_and_runs_nothing() {
    let log = Log::default();
    let mut tidy = tidy(&log, log.guard("argument"));
    tidy.close();
    assert_eq!(log.take(), ["drop argument"]);
    assert_eq!(tidy.status(), Status::Returned);
}

#[test]
fn line_19_close_at_a_suspension_runs_the_cleanup_last_first() {
    let log = Log::default();
    let mut tidy = tidy(&log, log.guard("argument"));
    let _ = tidy.start();
    log.take();
    tidy.close();
    assert_eq!(log.take(), ["drop second", "deferred", "drop first", "drop argument"]);
    assert_eq!(tidy.status(), Status::Returned);
}

#[test]
fn line_19_close_is_idempotent() {
    let log = Log::default();
    let mut tidy = tidy(&log, log.guard("argument"));
    let _ = tidy.start();
    tidy.close();
    log.take();
    tidy.close();
    tidy.close();
    drop(tidy);
    assert_eq!(log.take(), [""; 0]);
}

#[test]
fn line_19_close_after_the_end_does_nothing() {
    let log = Log::default();
    let mut tidy = tidy(&log, log.guard("argument"));
    assert_eq!(tidy.start(), Yielded(1));
    assert_eq!(tidy.send(()), Complete(()));
    log.take();
    tidy.close();
    assert_eq!(log.take(), [""; 0]);
    assert_eq!(tidy.status(), Status::Returned);
}

#[test]
fn line_19_what_was_closed_cannot_be_resumed() {
    let mut echo = echo();
    let _ = echo.start();
    echo.close();
    panic_message(|| echo.send(1));
    panic_message(|| Pin::new(&mut echo).resume(Resume::Start));
}

#[test]
fn line_20_dropping_closes() {
    let log = Log::default();
    let mut suspended = tidy(&log, log.guard("argument"));
    let _ = suspended.start();
    log.take();
    drop(suspended);
    assert_eq!(log.take(), ["drop second", "deferred", "drop first", "drop argument"]);

    drop(tidy(&log, log.guard("argument")));
    assert_eq!(log.take(), ["drop argument"]);
}

/// Doubles what it is sent and answers an alarm with its number; a zero, sent or thrown, ends it.
#[coro_core::coroutine(yield = u32, send = u32, throw = Alarm)]
fn child(log: &Log) -> &'static str {
    let _guard = log.guard("child");
    defer! {
        log.note("the child's cleanup");
    }
    let mut says = 1;
    loop {
        says = match yield_!(says) {
            Ok(0) => return "sent away",
            Ok(number) => number * 2,
            Err(Alarm(0)) => return "thrown out",
            Err(Alarm(number)) => number,
        };
    }
}

#[coro_core::coroutine(yield = u32, send = u32, throw = Alarm)]
fn parent(log: &Log) -> u32 {
    let _guard = log.guard("parent");
    defer! {
        log.note("the parent's cleanup");
    }
    let reason = yield_from!(child(log));
    log.note(reason);
    match yield_!(1000) {
        Ok(number) => number,
        Err(Alarm(number)) => number + 1,
    }
}

#[test]
fn line_21_what_the_child_yields_and_is_sent_passes_through() {
    let log = Log::default();
    let mut parent = parent(&log);
    assert_eq!(parent.start(), Yielded(1));
    assert_eq!(parent.send(5), Yielded(10));
    assert_eq!(parent.send(6), Yielded(12));
    assert_eq!(log.take(), [""; 0]);
}

#[test]
fn line_21_the_childs_return_value_is_the_value_of_the_expression() {
    let log = Log::default();
    let mut parent = parent(&log);
    let _ = parent.start();
    assert_eq!(parent.send(0), Yielded(1000));
    assert_eq!(log.take(), ["the child's cleanup", "drop child", "sent away"]);
    assert_eq!(parent.send(3), Complete(3));
}

#[test]
fn line_21_a_throw_reaches_the_child_which_may_answer_it() {
    let log = Log::default();
    let mut parent = parent(&log);
    let _ = parent.start();
    assert_eq!(parent.throw(Alarm(7)), Ok(Yielded(7)));
    assert_eq!(parent.send(8), Yielded(16));
}

#[test]
fn line_21_a_throw_that_the_child_ends_with_a_return_resumes_the_parent_with_that_value() {
    let log = Log::default();
    let mut parent = parent(&log);
    let _ = parent.start();
    assert_eq!(parent.throw(Alarm(0)), Ok(Yielded(1000)));
    assert_eq!(log.take(), ["the child's cleanup", "drop child", "thrown out"]);
    assert_eq!(parent.throw(Alarm(7)), Ok(Complete(8)));
}

#[test]
fn line_21_a_throw_that_the_child_does_not_catch_is_raised_in_the_parent() {
    #[coro_core::coroutine(yield = u32, throw = Alarm)]
    fn careless() -> Result<u32, Alarm> {
        yield_!(1)?;
        Ok(2)
    }

    #[coro_core::coroutine(yield = u32, throw = Alarm)]
    fn careful() -> u32 {
        match yield_from!(careless()) {
            Ok(number) => number,
            Err(Alarm(number)) => {
                let _ = yield_!(number + 1);
                0
            }
        }
    }

    let mut coroutine = careful();
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.throw(Alarm(5)), Ok(Yielded(6)));
    assert_eq!(coroutine.send(()), Complete(0));

    #[coro_core::coroutine(yield = u32, throw = Alarm)]
    fn indifferent() -> Result<u32, Alarm> {
        let number = yield_from!(careless())?;
        Ok(number + 1)
    }

    let mut coroutine = indifferent();
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.throw(Alarm(5)), Ok(Complete(Err(Alarm(5)))));
}

#[test]
fn line_21_close_reaches_the_child_first_then_the_parent() {
    let log = Log::default();
    let cleanup = ["the child's cleanup", "drop child", "the parent's cleanup", "drop parent"];

    let mut closed = parent(&log);
    let _ = closed.start();
    closed.close();
    assert_eq!(log.take(), cleanup);

    let mut dropped = parent(&log);
    let _ = dropped.start();
    drop(dropped);
    assert_eq!(log.take(), cleanup);
}

#[test]
fn line_21_a_panic_of_the_child_is_one_of_the_parent() {
    #[coro_core::coroutine(yield = u32)]
    fn faulty(log: &Log) {
        let _guard = log.guard("child");
        yield_!(1);
        panic!("the child's fault");
    }

    #[coro_core::coroutine(yield = u32)]
    fn outer(log: &Log) {
        let _guard = log.guard("parent");
        yield_from!(faulty(log));
        log.note("it went on");
    }

    let log = Log::default();
    let mut outer = outer(&log);
    let _ = outer.start();
    let message = panic_message(|| outer.send(()));
    assert_eq!(message, "the child's fault");
    assert_eq!(log.take(), ["drop child", "drop parent"]);
    assert_eq!(outer.status(), Status::Panicked);
}

#[test]
fn line_21_a_child_that_never_yields_does_not_suspend_the_parent() {
    #[coro_core::coroutine(yield = u32)]
    fn silent() -> u32 {
        if false {
            yield_!(1);
        }
        7
    }

    #[coro_core::coroutine(yield = u32)]
    fn outer() -> u32 {
        yield_from!(silent()) + yield_from!(silent())
    }

    assert_eq!(outer().start(), Complete(14));
}

#[test]
fn line_21_delegation_nests() {
    #[coro_core::coroutine(yield = u32, send = u32)]
    fn inner(base: u32) -> u32 {
        base + yield_!(base)
    }

    #[coro_core::coroutine(yield = u32, send = u32)]
    fn middle() -> u32 {
        yield_from!(inner(10)) + yield_from!(inner(20))
    }

    #[coro_core::coroutine(yield = u32, send = u32)]
    fn outer() -> u32 {
        let sum = yield_from!(middle());
        sum + yield_!(sum)
    }

    let mut outer = outer();
    assert_eq!(outer.start(), Yielded(10));
    assert_eq!(outer.send(1), Yielded(20));
    assert_eq!(outer.send(2), Yielded(33));
    assert_eq!(outer.send(3), Complete(36));
}

#[test]
fn line_21_a_child_that_is_lent_goes_on_after_its_parent() {
    #[coro_core::coroutine(yield = u32)]
    fn count(limit: u32) {
        for number in 0..limit {
            yield_!(number);
        }
    }

    #[coro_core::coroutine(yield = u32)]
    fn outer(child: &mut (dyn Coroutine<Yield = u32, Return = ()> + Unpin)) {
        yield_from!(child);
    }

    let mut child = count(3);
    let mut parent = outer(&mut child);
    assert_eq!(parent.start(), Yielded(0));
    assert_eq!(parent.send(()), Yielded(1));
    drop(parent);
    assert_eq!(child.send(()), Yielded(2));
}

#[test]
fn line_21_the_child_is_made_when_the_expression_is_evaluated() {
    #[coro_core::coroutine(yield = u32)]
    fn child(made: u32) {
        yield_!(made);
    }

    #[coro_core::coroutine(yield = u32)]
    fn outer(made: &Cell<u32>) {
        for _ in 0..2 {
            yield_from!(child({
                made.set(made.get() + 1);
                made.get()
            }));
        }
    }

    let made = Cell::new(0);
    let mut outer = outer(&made);
    assert_eq!(made.get(), 0);
    assert_eq!(outer.start(), Yielded(1));
    assert_eq!(outer.send(()), Yielded(2));
    assert_eq!(outer.send(()), Complete(()));
}
