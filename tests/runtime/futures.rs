//! Promises and futures: results, callbacks, other threads.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use coro_core::cancel::catch_cancelled;
use coro_core::combine::{Either, join, select};
use coro_core::event_loop::set_exception_handler;
use coro_core::future::{Callback, Future, FutureError, Promise, promise};
use coro_core::task::current_task;
use coro_core::time::yield_now;
use coro_core::{Cancelled, run, spawn};

use crate::support::{Dropped, Log, cancelled, finally, ms};

/// 1.
#[test]
fn the_result_while_pending_and_when_cancelled() {
    let (_promise, mut future) = promise::<u32>();
    assert_eq!(future.result(), Err(FutureError::InvalidState));
    assert_eq!(future.take_result(), Err(FutureError::InvalidState));
    future.cancel_because("why");
    assert_eq!(future.result(), Err(FutureError::Cancelled(Cancelled::because("why"))));
}

/// 2.
#[test]
fn what_is_done_is_neither_cancelled_nor_set() {
    let (promise, future) = promise();
    assert_eq!(promise.set_result(1), Ok(()));
    assert!(!future.cancel());
    assert_eq!(future.result(), Ok(1));

    let (promise, future) = Promise::<u32, &str>::new();
    assert!(future.cancel());
    assert!(promise.is_cancelled());
    assert_eq!(promise.set_error("too late"), Err("too late"));
}

#[test]
fn a_result_is_taken_once() {
    let (promise, mut future) = promise();
    promise.set_result(String::from("text")).unwrap();
    assert_eq!(future.take_result(), Ok("text".to_owned()));
    assert_eq!(future.take_result(), Err(FutureError::InvalidState));
}

#[test]
fn a_promise_that_is_dropped_is_broken() {
    run(async {
        let (promise, future) = promise::<()>();
        let reader = spawn(future);
        yield_now().await;
        drop(promise);
        assert_eq!(reader.await.unwrap(), Err(FutureError::BrokenPromise));
    })
    .unwrap();
}

/// 3 and 4.
#[test]
fn callbacks_come_by_the_loop_in_order_and_once() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (promise, future) = promise::<u32>();
        for n in 0..3 {
            let it = it.clone();
            future.add_done_callback(move |future| {
                it.push(format!("{n}: {}", future.result().unwrap()));
            });
        }
        promise.set_result(7).unwrap();
        it.push("set");
        yield_now().await;
        let late = it.clone();
        future.add_done_callback(move |_| late.push("late"));
        it.push("added");
        yield_now().await;
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["set", "0: 7", "1: 7", "2: 7", "added", "late"]);
}

/// 3.
#[test]
fn callbacks_and_tasks_stand_in_one_list() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (promise, future) = promise::<()>();
        let future = future.share();
        let (first, second) = (it.clone(), it.clone());
        let (reader, other) = (future.clone(), future);
        let tasks = [
            spawn(async move {
                reader.await.unwrap();
                first.push("first");
            }),
            spawn(async move {
                other.await.unwrap();
                second.push("second");
            }),
        ];
        yield_now().await;
        promise.set_result(()).unwrap();
        for task in tasks {
            task.await.unwrap();
        }
    })
    .unwrap();
    assert_eq!(log.take(), ["first", "second"]);
}

/// 3.
#[test]
fn removing_removes_all_that_are_equal() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (promise, future) = promise::<()>();
        let (kept, other) = (it.clone(), Dropped(it.clone(), "dropped"));
        let removed = Callback::new(move |_: &Future<()>| unreachable!("{}", other.name()));
        future.add_callback(&removed);
        future.add_done_callback(move |_| kept.push("kept"));
        future.add_callback(&removed);
        assert_eq!(future.remove_done_callback(&removed), 2);
        assert_eq!(future.remove_done_callback(&removed), 0);
        drop(removed);
        it.push("removed");
        promise.set_result(()).unwrap();
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped", "removed", "kept"]);
}

/// 3.
#[test]
fn a_callback_may_remove_others_while_the_list_runs() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (promise, future) = promise::<()>();
        let late = it.clone();
        let second = Callback::new(move |_: &Future<()>| late.push("second"));
        let (removed, first) = (second.clone(), it.clone());
        future.add_done_callback(move |future| {
            first.push(format!("first removes {}", future.remove_done_callback(&removed)));
        });
        future.add_callback(&second);
        promise.set_result(()).unwrap();
        yield_now().await;
    })
    .unwrap();
    // Both were scheduled when the promise was resolved.
    assert_eq!(log.take(), ["first removes 0", "second"]);
}

/// 5.
#[test]
fn an_error_that_nobody_read_is_reported() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let handler = it.clone();
        set_exception_handler(move |exception| handler.push(exception));
        let unread = |error| {
            let (promise, future) = Promise::<(), &str>::new();
            promise.set_error(error).unwrap();
            future
        };
        drop(unread("dropped"));
        let mut taken = unread("taken");
        let _ = taken.take_result();
        let looked_at = unread("looked at");
        let _ = looked_at.result();
        let _ = unread("awaited").await;
        let (promise, future) = Promise::<(), &str>::new();
        future.cancel();
        let _ = promise.set_error("cancelled");
    })
    .unwrap();
    assert_eq!(log.take(), ["a future failed and nobody read its error: \"dropped\""]);
}

#[test]
fn another_thread_resolves_it() {
    let answer = run(async {
        let (promise, future) = promise();
        let (called, call) = promise_for_a_callback();
        future.add_done_callback(call);
        let thread = std::thread::spawn(move || {
            std::thread::sleep(ms(5));
            promise.set_result(42)
        });
        let answer = future.await.unwrap();
        called.await.unwrap();
        thread.join().unwrap().unwrap();
        answer
    });
    assert_eq!(answer, Ok(42));
}

fn promise_for_a_callback() -> (Future<()>, impl FnMut(&Future<i32>)) {
    let (promise, future) = promise();
    let mut promise = Some(promise);
    (future, move |_: &Future<i32>| promise.take().unwrap().set_result(()).unwrap())
}

#[test]
fn to_cancel_who_awaits_it_cancels_it() {
    run(async {
        let (promise, future) = promise::<()>();
        let task = spawn(finally(future, yield_now()));
        yield_now().await;
        task.task().cancel_because("why");
        assert!(!promise.is_cancelled(), "the throw comes in the next turn");
        assert_eq!(cancelled(task.await), Cancelled::because("why"));
        assert!(promise.is_cancelled());
    })
    .unwrap();
}

#[test]
fn a_shared_one_survives_the_cancellation_of_a_reader() {
    run(async {
        let (promise, future) = promise::<u32>();
        let future = future.share();
        let [reader, other] = [spawn(future.clone()), spawn(future)];
        yield_now().await;
        reader.cancel();
        assert!(reader.await.unwrap_err().is_cancelled());
        promise.set_result(1).unwrap();
        assert_eq!(other.await.unwrap(), Ok(1));
    })
    .unwrap();
}

#[test]
fn a_reader_that_is_gone_is_not_woken() {
    let polls = Rc::new(Cell::new(0));
    let it = polls.clone();
    run(async move {
        let (promise, future) = promise::<u32>();
        let future = future.share();
        let (reader, other) = (future.clone(), spawn(future));
        let polled = it.clone();
        let task = spawn(async move {
            assert!(catch_cancelled(reader).await.is_err());
            std::future::poll_fn(|_| {
                polled.set(polled.get() + 1);
                Poll::<()>::Pending
            })
            .await
        });
        yield_now().await;
        task.cancel();
        for _ in 0..3 {
            yield_now().await;
        }
        let before = it.get();
        promise.set_result(1).unwrap();
        assert_eq!(other.await.unwrap(), Ok(1));
        yield_now().await;
        assert_eq!(it.get(), before);
        task.cancel();
    })
    .unwrap();
}

#[test]
fn two_readers_in_one_task_are_both_woken() {
    run(async {
        let (promise, future) = promise::<u32>();
        let future = future.share();
        let both = spawn(join((future.clone(), select(future, yield_now()))));
        for _ in 0..3 {
            yield_now().await;
        }
        promise.set_result(1).unwrap();
        assert_eq!(both.await.unwrap(), (Ok(1), Either::Right(())));
    })
    .unwrap();
}

#[test]
fn a_future_that_was_cancelled_is_an_error_of_its_await() {
    run(async {
        let (_promise, future) = promise::<()>();
        let shared = future.share();
        let reader = spawn(shared.clone());
        yield_now().await;
        shared.cancel();
        assert_eq!(reader.await.unwrap(), Err(FutureError::Cancelled(Cancelled::new())));
    })
    .unwrap();
}

#[test]
fn pending_waits_for_a_cancellation() {
    let result = run(async {
        let main = current_task().unwrap();
        spawn(async move { main.cancel() });
        Future::<()>::pending().await
    });
    assert_eq!(result, Err(Cancelled::new()));
}

#[test]
fn callbacks_of_a_loop_that_is_gone_are_dropped() {
    let log = Log::new();
    let it = log.clone();
    let (promise, future) = promise::<()>();
    let (future,) = run(async move {
        let kept = Dropped(it, "dropped");
        future.add_done_callback(move |_| unreachable!("{}", kept.name()));
        (future,)
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped"]);
    run(async move {
        let (_other, unrelated) = coro_core::future::promise::<()>();
        let callback = unrelated.add_done_callback(|_| unreachable!("its name is another"));
        promise.set_result(()).unwrap();
        yield_now().await;
        assert!(future.is_done());
        assert_eq!(unrelated.remove_done_callback(&callback), 1);
    })
    .unwrap();
}
