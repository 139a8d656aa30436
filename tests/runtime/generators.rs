//! Async generators that the loop closes: line 22 of the semantics.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use coro_core::aclosing::Aclosing;
use coro_core::cancel::catch_cancelled;
use coro_core::event_loop::{EventLoop, LoopHandle, set_exception_handler};
use coro_core::sync::Event;
use coro_core::task::{all_tasks, current_task};
use coro_core::time::{TimedOut, timeout, yield_now};
use coro_core::{aclosing, run, sleep, spawn};
use futures_core::{FusedStream, Stream};

use crate::support::{Log, cancelled, ms};

/// Yields numbers for ever, and says when it is closed, which takes a while.
#[coro_core::coroutine(yield = u32)]
async fn numbers(log: Log) {
    defer! {
        log.push("closing");
        sleep(ms(1)).await;
        log.push("closed");
    }
    for n in 0.. {
        yield_!(n);
        log.push("goes on");
    }
}

/// Yields once, and its cleanup never ends.
#[coro_core::coroutine(yield = u32)]
async fn never_closed(log: Log) {
    defer! {
        log.push("closing");
        std::future::pending::<()>().await;
        log.push("never");
    }
    yield_!(1);
}

/// The numbers as well, and tells when they are closed.
#[coro_core::coroutine(yield = u32)]
async fn watched(log: Log, closed: Rc<Event>) {
    defer! { closed.set(); }
    let mut numbers = aclosing(numbers(log));
    defer! { numbers.aclose().await; }
    while let Some(n) = numbers.next().await {
        yield_!(n);
    }
}

/// Polls once, by no task of a loop.
fn poll_next<T>(numbers: &mut Aclosing<T>) -> Poll<Option<T>> {
    Pin::new(numbers).poll_next(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn after_a_break_the_loop_runs_its_cleanup_to_the_end() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let closed = Rc::new(Event::new());
        {
            let mut numbers = aclosing(watched(it.clone(), closed.clone()));
            while let Some(n) = numbers.next().await {
                if n == 1 {
                    break;
                }
            }
            it.push("after the break");
        }
        it.push("dropped");
        closed.wait().await;
        it.push("main ends");
    })
    .unwrap();
    assert_eq!(log.take(), ["goes on", "after the break", "dropped", "closing", "closed", "main ends"]);
}

#[test]
fn a_panic_of_the_cleanup_goes_to_the_exception_handler() {
    #[coro_core::coroutine(yield = u32)]
    async fn failing() {
        defer! {
            yield_now().await;
            fail();
        }
        yield_!(1);
    }
    fn fail() {
        panic!("no cleanup");
    }
    let log = Log::new();
    let it = log.clone();
    run(async move {
        set_exception_handler(move |exception| it.push(exception));
        assert_eq!(aclosing(failing()).next().await, Some(1));
    })
    .unwrap();
    assert_eq!(log.take(), ["a task panicked (aclose): no cleanup"]);
}

#[test]
fn what_is_dropped_as_main_ends_is_closed_before_run_returns() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut numbers = aclosing(numbers(it));
        numbers.next().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["closing", "closed"]);
}

#[test]
fn what_is_still_held_is_closed_before_run_returns() {
    let log = Log::new();
    let it = log.clone();
    let mut numbers = run(async move {
        let mut numbers = aclosing(numbers(it));
        numbers.next().await;
        numbers
    })
    .unwrap();
    assert_eq!(log.take(), ["closing", "closed"]);
    assert!(numbers.is_terminated());
    assert_eq!(poll_next(&mut numbers), Poll::Ready(None));
}

#[test]
fn what_a_cancelled_task_was_iterating_over_is_closed_before_run_returns() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        spawn(async move {
            let mut numbers = aclosing(numbers(it));
            numbers.next().await;
            std::future::pending::<()>().await;
        });
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["closing", "closed"]);
}

#[test]
fn what_the_cleanup_of_another_leaves_is_closed_too() {
    #[coro_core::coroutine(yield = u32)]
    async fn outer(log: Log) {
        defer! {
            let mut inner = aclosing(numbers(log.clone()));
            inner.next().await;
            log.push("outer closed");
        }
        yield_!(1);
    }
    let log = Log::new();
    let it = log.clone();
    run(async move {
        aclosing(outer(it)).next().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["outer closed", "closing", "closed"]);
}

#[test]
fn the_task_that_closes_is_not_cancelled_with_the_others() {
    let log = Log::new();
    let it = log.clone();
    let closing = run(async move {
        aclosing(numbers(it)).next().await;
        yield_now().await;
        all_tasks().into_iter().find(|task| &*task.name() == "aclose").unwrap()
    });
    let closing = closing.unwrap();
    assert!(closing.is_finished() && !closing.is_cancelled());
    assert_eq!(log.take(), ["closing", "closed"]);
}

#[test]
fn one_that_has_not_started_has_nothing_to_close() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        drop(aclosing(numbers(it)));
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
    assert!(log.take().is_empty());
}

#[test]
fn one_that_has_returned_has_nothing_to_close() {
    #[coro_core::coroutine(yield = u32)]
    async fn one() {
        yield_!(1);
    }
    run(async move {
        let mut one = aclosing(one());
        assert_eq!(one.next().await, Some(1));
        assert_eq!(one.next().await, None);
        drop(one);
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
}

#[test]
fn outside_of_a_loop_the_cleanup_runs_as_far_as_it_comes() {
    let log = Log::new();
    let mut one = aclosing(never_closed(log.clone()));
    assert_eq!(poll_next(&mut one), Poll::Ready(Some(1)));
    drop(one);
    assert_eq!(log.take(), ["closing"]);
}

#[test]
fn in_another_loop_than_its_own_it_was_closed_already() {
    let log = Log::new();
    let it = log.clone();
    let numbers = run(async move {
        let mut numbers = aclosing(numbers(it));
        numbers.next().await;
        numbers
    })
    .unwrap();
    log.take();
    run(async move {
        drop(numbers);
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
    assert!(log.take().is_empty());
}

#[test]
fn aclose_waits_for_the_cleanup_and_closing_twice_is_closing_once() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut numbers = aclosing(numbers(it.clone()));
        numbers.next().await;
        numbers.aclose().await;
        it.push("awaited");
        numbers.aclose().await;
        assert_eq!(numbers.next().await, None);
    })
    .unwrap();
    assert_eq!(log.take(), ["closing", "closed", "awaited"]);
}

#[test]
fn the_rest_of_a_cleanup_that_is_not_awaited_any_more_is_run_by_the_loop() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut numbers = aclosing(numbers(it.clone()));
        numbers.next().await;
        let mut close = Box::pin(numbers.aclose());
        std::future::poll_fn(|cx| {
            assert!(close.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        drop(close);
        assert_eq!(numbers.next().await, None, "it gives no items while it is closed");
        it.push("left");
    })
    .unwrap();
    assert_eq!(log.take(), ["closing", "left", "closed"]);
}

#[test]
fn to_cancel_who_awaits_aclose_cancels_the_cleanup() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async move {
            let mut slow = aclosing(never_closed(it));
            slow.next().await;
            assert_eq!(timeout(ms(1), slow.aclose()).await, Err(TimedOut));
            assert!(slow.is_terminated());
            assert_eq!(current_task().unwrap().cancelling(), 0);
        });
        task.await.unwrap();
    })
    .unwrap();
    assert_eq!(log.take(), ["closing"]);
}

#[test]
fn a_cancelled_task_throws_into_what_it_awaits_the_next_item_of() {
    #[coro_core::coroutine(yield = u32)]
    async fn waiting(log: Log) {
        defer! {
            yield_now().await;
            log.push("closed");
        }
        std::future::pending::<()>().await;
        yield_!(1);
    }
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async move { aclosing(waiting(it)).next().await });
        yield_now().await;
        task.task().cancel_because("enough");
        assert_eq!(cancelled(task.await).message(), Some("enough"));
    })
    .unwrap();
    assert_eq!(log.take(), ["closed"]);
}

/// Does not take an end for an answer.
#[coro_core::coroutine(yield = u32)]
async fn stubborn(log: Log) {
    defer! { log.push("dropped"); }
    yield_!(1);
    let _ = catch_cancelled(std::future::pending::<()>()).await;
    yield_!(2);
}

#[test]
fn one_whose_next_item_was_late_has_ended() {
    #[coro_core::coroutine(yield = u32)]
    async fn late() {
        yield_!(1);
        std::future::pending::<()>().await;
        yield_!(2);
    }
    run(async {
        let mut late = aclosing(late());
        assert_eq!(late.next().await, Some(1));
        assert_eq!(timeout(ms(1), late.next()).await, Err(TimedOut));
        assert_eq!(late.next().await, None);
    })
    .unwrap();
}

#[test]
fn what_catches_a_cancellation_may_yield_again() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut stubborn = aclosing(stubborn(it));
        assert_eq!(stubborn.next().await, Some(1));
        assert_eq!(timeout(ms(1), stubborn.next()).await, Ok(Some(2)));
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped"]);
}

#[test]
fn a_yield_while_it_is_closed_is_an_error() {
    let log = Log::new();
    let (it, handler) = (log.clone(), log.clone());
    run(async move {
        set_exception_handler(move |exception| handler.push(exception));
        let mut stubborn = aclosing(stubborn(it));
        assert_eq!(stubborn.next().await, Some(1));
        std::future::poll_fn(|cx| {
            assert!(Pin::new(&mut stubborn.next()).poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
    })
    .unwrap();
    let said = "a task panicked (aclose): an async generator yielded while it was closed";
    assert_eq!(log.take(), ["dropped", said]);
}

#[test]
fn thousands_are_closed_at_once() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut kept = Vec::new();
        for n in 0..2000 {
            let mut numbers = aclosing(numbers(it.clone()));
            numbers.next().await;
            if n % 2 == 0 {
                kept.push(numbers);
            }
        }
    })
    .unwrap();
    let log = log.take();
    assert_eq!(log.iter().filter(|what| *what == "closed").count(), 2000);
    assert_eq!(log.len(), 4000);
}

#[test]
fn a_loop_that_was_stopped_closes_it_when_it_goes_on() {
    let log = Log::new();
    let it = log.clone();
    let mut event_loop = EventLoop::new().unwrap();
    let mut task = event_loop.spawn(async move {
        let mut numbers = aclosing(numbers(it));
        numbers.next().await;
        LoopHandle::current().stop();
        numbers
    });
    event_loop.run_forever();
    let numbers = task.try_take().unwrap().unwrap();
    // No loop runs here. It is closed by the one in which it was iterated.
    drop(numbers);
    assert!(log.take().is_empty());
    event_loop.run(async {}).unwrap();
    assert_eq!(log.take(), ["closing", "closed"]);
}

#[test]
fn a_loop_that_is_dropped_closes_nothing_any_more() {
    let log = Log::new();
    let it = log.clone();
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.spawn(async move {
        let mut numbers = aclosing(numbers(it));
        numbers.next().await;
        LoopHandle::current().stop();
        std::future::pending::<()>().await;
    });
    event_loop.run_forever();
    drop(event_loop);
    assert_eq!(log.take(), ["closing"], "as far as it comes");
}
