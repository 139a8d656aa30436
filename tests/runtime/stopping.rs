//! `run_forever` and `stop`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use coro_core::event_loop::{EventLoop, LoopHandle, call_soon};
use coro_core::time::yield_now;
use coro_core::{run, sleep, spawn};

use crate::support::{Dropped, Log, finally, ms};

#[test]
fn stop_finishes_its_turn_and_what_that_queues_waits() {
    let log = Log::new();
    let mut event_loop = EventLoop::new().unwrap();
    let (first, second) = (log.clone(), log.clone());
    event_loop.spawn(async move {
        LoopHandle::current().stop();
        first.push("stopped");
        call_soon(move || first.push("queued"));
    });
    event_loop.spawn(async move { second.push("the same turn") });
    event_loop.run_forever();
    assert_eq!(log.take(), ["stopped", "the same turn"]);

    event_loop.handle().stop();
    event_loop.run_forever();
    assert_eq!(log.take(), ["queued"], "the next run goes on where it was stopped");
}

#[test]
fn stopped_before_it_runs_it_makes_one_turn() {
    let log = Log::new();
    let it = log.clone();
    let mut event_loop = EventLoop::new().unwrap();
    let task = event_loop.spawn(async move {
        it.push("the first turn");
        yield_now().await;
        it.push("the second turn");
    });
    event_loop.handle().stop();
    event_loop.run_forever();
    assert_eq!(log.take(), ["the first turn"]);
    assert!(!task.is_finished());
    event_loop.run(task).unwrap().unwrap();
    assert_eq!(log.take(), ["the second turn"]);
}

#[test]
fn stopped_before_it_runs_it_waits_for_nothing() {
    let mut event_loop = EventLoop::new().unwrap();
    let sleeper = event_loop.spawn(sleep(Duration::from_secs(60)));
    // Its timer is set.
    event_loop.handle().stop();
    event_loop.run_forever();
    let start = Instant::now();
    event_loop.handle().stop();
    event_loop.run_forever();
    assert!(start.elapsed() < Duration::from_secs(30));
    assert!(!sleeper.is_finished());
}

#[test]
fn a_task_may_be_cancelled_while_its_loop_is_stopped() {
    let mut event_loop = EventLoop::new().unwrap();
    let mut task = event_loop.spawn(std::future::pending::<()>());
    event_loop.handle().stop();
    event_loop.run_forever();
    assert!(task.cancel());
    event_loop.handle().stop();
    event_loop.run_forever();
    assert!(task.try_take().unwrap().unwrap_err().is_cancelled());
}

#[test]
fn another_thread_stops_a_loop_that_waits() {
    let mut event_loop = EventLoop::new().unwrap();
    let handle = event_loop.handle();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(ms(10));
        handle.stop();
    });
    event_loop.run_forever();
    thread.join().unwrap();
}

#[test]
fn a_handle_calls_before_the_loop_runs() {
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.handle().call_soon(|| LoopHandle::current().stop());
    event_loop.run_forever();
}

#[test]
fn a_stop_is_for_one_run() {
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.spawn(async {
        LoopHandle::current().stop();
        LoopHandle::current().stop();
    });
    event_loop.run_forever();
    let turns = Rc::new(Cell::new(0));
    let counted = turns.clone();
    event_loop.spawn(async move {
        for _ in 0..3 {
            counted.set(counted.get() + 1);
            yield_now().await;
        }
        LoopHandle::current().stop();
    });
    event_loop.run_forever();
    assert_eq!(turns.get(), 3);
}

#[test]
fn run_that_is_stopped_cancels_its_main_task_and_awaits_its_cleanup() {
    let log = Log::new();
    let it = log.clone();
    let result = run(finally(
        async {
            call_soon(|| LoopHandle::current().stop());
            std::future::pending::<()>().await;
        },
        async move {
            LoopHandle::current().stop();
            sleep(ms(1)).await;
            it.push("cleanup");
        },
    ));
    assert_eq!(result.unwrap_err().message(), Some("the event loop is shutting down"));
    assert_eq!(log.take(), ["cleanup"], "a loop that shuts down is not stopped");
}

#[test]
fn what_is_left_in_a_stopped_loop_is_destroyed_with_it() {
    let log = Log::new();
    let kept = Dropped(log.clone(), "dropped");
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.spawn(async move {
        let _kept = kept;
        LoopHandle::current().stop();
        std::future::pending::<()>().await;
    });
    event_loop.run_forever();
    assert!(log.take().is_empty());
    drop(event_loop);
    assert_eq!(log.take(), ["dropped"]);
    assert_eq!(run(async { 1 }), Ok(1), "the thread can run another loop");
}

/// Spawns a task when it is dropped, which needs a loop.
struct Spawns(Log);

impl Drop for Spawns {
    fn drop(&mut self) {
        let kept = Dropped(self.0.clone(), "spawned and dropped");
        spawn(async move { drop(kept) });
    }
}

#[test]
fn destructors_in_a_stopped_loop_may_use_it() {
    let log = Log::new();
    let spawns = Spawns(log.clone());
    let mut event_loop = EventLoop::new().unwrap();
    event_loop.spawn(async move {
        let _spawns = spawns;
        LoopHandle::current().stop();
        std::future::pending::<()>().await;
    });
    event_loop.run_forever();
    drop(event_loop);
    assert_eq!(log.take(), ["spawned and dropped"]);
}

#[test]
fn a_stopped_loop_may_be_dropped_where_another_runs() {
    run(async {
        let event_loop = EventLoop::new().unwrap();
        event_loop.spawn(std::future::pending::<()>());
        drop(event_loop);
        assert_eq!(spawn(async { 1 }).await.unwrap(), 1, "this one goes on");
    })
    .unwrap();
}

#[test]
#[should_panic(expected = "an event loop runs on this thread already")]
fn a_loop_cannot_run_for_ever_in_a_loop() {
    let _ = run(async { EventLoop::new().unwrap().run_forever() });
}
