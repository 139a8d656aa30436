//! Tasks: their results, names, turns and wake-ups.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Poll;

use coro_core::event_loop::set_exception_handler;
use coro_core::future::promise;
use coro_core::task::{JoinError, JoinHandle, all_tasks, current_task, spawn_named};
use coro_core::time::yield_now;
use coro_core::{run, spawn};

use crate::support::{Dropped, Log, Turns};

#[test]
fn a_task_starts_in_the_next_turn() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let child = it.clone();
        let task = spawn(async move { child.push("child") });
        it.push("spawned");
        task.await.unwrap();
        it.push("joined");
    })
    .unwrap();
    assert_eq!(log.take(), ["spawned", "child", "joined"]);
}

/// 9.
#[test]
fn turns_until_the_value_is_there() {
    run(async {
        let turns = Turns::count();
        async {}.await;
        assert_eq!(turns.so_far(), 0, "a future that is awaited");
        let turns = Turns::count();
        spawn(async {}).await.unwrap();
        assert_eq!(turns.so_far(), 2, "a task");
    })
    .unwrap();
}

/// 7.
#[test]
fn a_task_that_awaits_itself_panics_there() {
    run(async {
        let own: Rc<RefCell<Option<JoinHandle<()>>>> = Rc::default();
        let it = own.clone();
        let task = spawn(async move {
            let own = it.take().unwrap();
            own.await.unwrap();
        });
        let observer = task.task();
        own.replace(Some(task));
        set_exception_handler(|exception| assert_eq!(exception.error(), Some("a task cannot await itself")));
        while !observer.is_finished() {
            yield_now().await;
        }
    })
    .unwrap();
}

#[test]
fn a_panic_is_the_result() {
    run(async {
        let task = spawn(async { panic!("oh") });
        let Err(JoinError::Panicked(panic)) = task.await else { unreachable!() };
        assert_eq!(panic.downcast_ref::<&str>().unwrap(), &"oh");
    })
    .unwrap();
}

#[test]
fn a_panic_that_nobody_reads_is_reported_once() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        set_exception_handler(move |exception| it.push(exception));
        drop(spawn_named("detached", async { panic!("oh") }));
        let kept = spawn_named("kept", async { panic!("ah") });
        let read = spawn_named("read", async { panic!("eh") });
        yield_now().await;
        assert!(read.await.is_err());
        drop(kept);
    })
    .unwrap();
    assert_eq!(log.take(), ["a task panicked (detached): oh", "a task panicked (kept): ah"]);
}

#[test]
fn many_wake_ups_are_one_step() {
    let steps = Rc::new(Cell::new(0));
    let it = steps.clone();
    run(async move {
        let stepped = it.clone();
        let task = spawn(std::future::poll_fn(move |cx| {
            stepped.set(stepped.get() + 1);
            if stepped.get() == 3 {
                return Poll::Ready(());
            }
            for _ in 0..5 {
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        }));
        task.await.unwrap();
    })
    .unwrap();
    assert_eq!(steps.get(), 3);
}

/// As in asyncio, where a bare yield is what a step ends with.
#[test]
fn who_wakes_itself_comes_after_those_it_wakes_in_that_step() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (promise, woken) = promise::<()>();
        let other = it.clone();
        spawn(async move {
            woken.await.unwrap();
            other.push("other");
        });
        yield_now().await;
        let mut promise = Some(promise);
        std::future::poll_fn(|cx| {
            let Some(promise) = promise.take() else { return Poll::Ready(()) };
            cx.waker().wake_by_ref();
            promise.set_result(()).unwrap();
            Poll::Pending
        })
        .await;
        it.push("itself");
    })
    .unwrap();
    assert_eq!(log.take(), ["other", "itself"]);
}

#[test]
fn the_future_is_dropped_before_the_result_is_seen() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let kept = Dropped(it.clone(), "future dropped");
        let task = spawn(std::future::poll_fn(move |_| {
            let _ = &kept;
            Poll::Ready(())
        }));
        task.await.unwrap();
        it.push("joined");
    })
    .unwrap();
    assert_eq!(log.take(), ["future dropped", "joined"]);
}

#[test]
fn a_destructor_that_panics_is_the_result() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("boom");
        }
    }
    run(async {
        let bomb = Bomb;
        let task = spawn(std::future::poll_fn(move |_| {
            let _ = &bomb;
            Poll::Ready(())
        }));
        assert_eq!(task.await.unwrap_err().to_string(), "the task panicked: boom");
    })
    .unwrap();
}

#[test]
fn names_and_the_current_task() {
    run(async {
        assert_eq!(&*current_task().unwrap().name(), "Task-1");
        let task = spawn_named("worker", async { current_task().unwrap().name() });
        assert_eq!(&*task.await.unwrap(), "worker");
        assert_eq!(&*current_task().unwrap().name(), "Task-1", "it is the current one again");
    })
    .unwrap();
}

#[test]
fn all_tasks_has_those_that_have_not_finished() {
    run(async {
        let task = spawn(async {});
        assert_eq!(all_tasks(), [current_task().unwrap(), task.task()]);
        task.await.unwrap();
        assert_eq!(all_tasks(), [current_task().unwrap()]);
    })
    .unwrap();
}

#[test]
fn done_callbacks_come_by_the_loop_and_in_order() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async {});
        for n in 0..2 {
            let it = it.clone();
            task.task().add_done_callback(move |task| it.push(format!("{n} {}", task.is_finished())));
        }
        let observer = task.task();
        task.await.unwrap();
        let late = it.clone();
        observer.add_done_callback(move |_| late.push("late"));
        it.push("added");
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["0 true", "1 true", "added", "late"]);
}

#[test]
fn a_result_is_taken_once() {
    run(async {
        let mut task = spawn(async { 1 });
        assert!(task.try_take().is_none());
        yield_now().await;
        assert_eq!(task.try_take().unwrap().unwrap(), 1);
        assert!(task.try_take().is_none());
    })
    .unwrap();
}
