//! Turns, callbacks, other threads, the beginning and the end of `run`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use coro_core::event_loop::{EventLoop, LoopHandle, call_later, call_soon, set_exception_handler};
use coro_core::time::yield_now;
use coro_core::{run, select, sleep, spawn, timeout};

use crate::support::{Dropped, Log, finally, ms};

#[test]
fn run_gives_the_value() {
    assert_eq!(run(async { 42 }), Ok(42));
}

#[test]
fn callbacks_run_in_the_order_in_which_they_came_and_not_at_once() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        for n in 0..3 {
            let it = it.clone();
            call_soon(move || it.push(n));
        }
        it.push("queued");
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["queued", "0", "1", "2"]);
}

#[test]
fn what_a_callback_queues_waits_for_the_next_turn() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (first, second) = (it.clone(), it.clone());
        call_soon(move || {
            first.push("first");
            call_soon(move || first.push("queued by the first"));
        });
        call_soon(move || second.push("second"));
        yield_now().await;
        it.push("the same turn");
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["first", "second", "the same turn", "queued by the first"]);
}

#[test]
fn a_cancelled_callback_is_dropped_and_does_not_run() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let kept = Dropped(it.clone(), "dropped");
        let handle = call_soon(move || drop(kept));
        assert!(handle.is_pending());
        handle.cancel();
        it.push("cancelled");
        assert!(!handle.is_pending());
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped", "cancelled"]);
}

#[test]
fn another_thread_wakes_the_loop() {
    let start = Instant::now();
    run(async {
        let (promised, done) = (Rc::new(Cell::new(false)), LoopHandle::current());
        let task = spawn(sleep(Duration::from_secs(60)));
        let cancel = task.task();
        std::thread::spawn(move || {
            std::thread::sleep(ms(10));
            done.call_soon(|| {
                coro_core::task::all_tasks().iter().find(|task| &*task.name() == "sleeper").unwrap().cancel();
            });
        });
        cancel.set_name("sleeper");
        assert!(task.await.unwrap_err().is_cancelled());
        promised.set(true);
    })
    .unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_waker_may_be_used_from_another_thread() {
    let (mut sent, start) = (false, Instant::now());
    run(std::future::poll_fn(move |cx| {
        if std::mem::replace(&mut sent, true) {
            return std::task::Poll::Ready(());
        }
        let waker = cx.waker().clone();
        std::thread::spawn(move || {
            std::thread::sleep(ms(10));
            waker.wake();
        });
        std::task::Poll::Pending
    }))
    .unwrap();
    assert!(start.elapsed() >= ms(10));
}

#[test]
fn wakers_outlive_their_loop() {
    let mut waker = None;
    let (send, receive) = std::sync::mpsc::channel();
    run(std::future::poll_fn(move |cx| {
        send.send(cx.waker().clone()).unwrap();
        std::task::Poll::Ready(())
    }))
    .unwrap();
    waker.replace(receive.recv().unwrap());
    waker.take().unwrap().wake();
}

#[test]
fn what_is_left_at_the_end_is_cancelled_and_awaited() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (body, cleanup) = (it.clone(), it.clone());
        drop(spawn(finally(
            async move {
                body.push("body");
                std::future::pending::<()>().await;
            },
            async move {
                sleep(ms(1)).await;
                cleanup.push("cleanup");
            },
        )));
        yield_now().await;
        it.push("main ends");
    })
    .unwrap();
    assert_eq!(log.take(), ["body", "main ends", "cleanup"]);
}

#[test]
fn a_panic_of_main_goes_on_after_the_cleanup() {
    let log = Log::new();
    let it = log.clone();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        run(async move {
            let kept = Dropped(it.clone(), "task dropped");
            drop(spawn(async move {
                let _kept = kept;
                std::future::pending::<()>().await;
            }));
            yield_now().await;
            panic!("oh");
        })
    }));
    assert_eq!(panic.unwrap_err().downcast_ref(), Some(&"oh"));
    assert_eq!(log.take(), ["task dropped"]);
    assert_eq!(run(async { 1 }), Ok(1), "the thread can run another loop");
}

#[test]
fn a_task_spawned_during_shutdown_is_destroyed_and_reported() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (handler, cleanup) = (it.clone(), it.clone());
        set_exception_handler(move |exception| handler.push(exception.message()));
        drop(spawn(finally(std::future::pending::<()>(), async move {
            let kept = Dropped(cleanup, "dropped");
            drop(spawn(async move {
                let _kept = kept;
                std::future::pending::<()>().await;
            }));
        })));
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["a task was destroyed while it was pending", "dropped"]);
}

#[test]
#[should_panic(expected = "an event loop runs on this thread already")]
fn a_loop_cannot_run_in_a_loop() {
    let _ = run(async { run(async {}) });
}

#[test]
fn a_callback_that_panics_is_reported_and_the_loop_goes_on() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let handler = it.clone();
        set_exception_handler(move |exception| handler.push(exception));
        call_soon(|| panic!("oh"));
        call_later(ms(1), move || it.push("later"));
        sleep(ms(5)).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["a callback panicked: oh", "later"]);
}

/// What debug mode reports of a task, up to the time that something took.
fn reported(main: impl Future + 'static) -> Vec<String> {
    let log = Log::new();
    let it = log.clone();
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.set_debug(true);
    event_loop
        .run(async move {
            set_exception_handler(move |exception| {
                it.push(exception.message().split(" took ").next().unwrap());
            });
            main.await;
        })
        .unwrap();
    log.take()
}

#[test]
fn debug_mode_reports_what_holds_the_loop_up() {
    let slow = reported(async {
        call_soon(|| std::thread::sleep(ms(120)));
        yield_now().await;
        std::thread::sleep(ms(120));
        yield_now().await;
    });
    assert_eq!(slow, ["a callback", "a task's step"]);
}

const LINE_OF_VISIT: u32 = line!() + 3;

#[coro_core::coroutine]
async fn visit() {}

/// A task that was cancelled before it ran was not forgotten.
#[test]
#[cfg_attr(not(debug_assertions), ignore)]
fn debug_mode_reports_what_was_never_awaited() {
    let forgotten = reported(async {
        drop(visit());
        visit().await;
        spawn(visit()).await.unwrap();
        let task = spawn(visit());
        task.cancel();
        task.await.unwrap_err();
        _ = timeout(ms(1), visit()).await;
        _ = select(visit(), visit()).await;
    });
    let never = format!("a coroutine was never awaited: tests/runtime/event_loop.rs:{LINE_OF_VISIT}:10");
    assert_eq!(forgotten, [never]);
}
