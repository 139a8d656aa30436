//! Cancelling tasks: what is thrown, who catches it, what counts.

use std::pin::pin;

use coro_core::cancel::catch_cancelled;
use coro_core::combine::{TaskGroup, gather, join, select, shield};
use coro_core::future::promise;
use coro_core::task::current_task;
use coro_core::time::{TimedOut, timeout, yield_now};
use coro_core::{Cancelled, run, sleep, spawn};

use crate::support::{Dropped, Log, cancelled, finally, ms};

/// 6.
#[test]
fn before_the_first_step_the_body_never_runs() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let kept = Dropped(it.clone(), "dropped");
        let task = spawn(async move {
            drop(kept);
            unreachable!()
        });
        assert!(task.task().cancel_because("too late"));
        let cancelled = cancelled::<()>(task.await);
        it.push("joined");
        assert_eq!(cancelled, Cancelled::because("too late"));
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped", "joined"]);
}

#[test]
fn after_the_end_it_is_refused() {
    run(async {
        let task = spawn(async {});
        yield_now().await;
        assert!(!task.cancel());
        assert_eq!(task.task().cancelling(), 0);
        task.await.unwrap();
    })
    .unwrap();
}

#[test]
fn cleanup_may_await_before_the_task_ends() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let cleanup = it.clone();
        let task = spawn(finally(std::future::pending::<()>(), async move {
            cleanup.push("cleanup begins");
            sleep(ms(2)).await;
            cleanup.push("cleanup ends");
        }));
        yield_now().await;
        task.cancel_because("why");
        let cancelled = cancelled(task.await);
        it.push(cancelled);
    })
    .unwrap();
    assert_eq!(log.take(), ["cleanup begins", "cleanup ends", "cancelled: why"]);
}

#[test]
fn two_that_unwind_at_a_time_keep_their_messages() {
    run(async {
        let tasks = [3, 1, 2].map(|n| {
            let task = spawn(finally(std::future::pending::<()>(), sleep(ms(n))));
            (task, format!("message {n}"))
        });
        yield_now().await;
        for (task, message) in &tasks {
            task.task().cancel_because(&**message);
        }
        for (task, message) in tasks {
            let cancelled = cancelled(task.await);
            assert_eq!(cancelled.message(), Some(&*message));
        }
    })
    .unwrap();
}

#[coro_core::coroutine]
async fn defers_once() {
    defer! { yield_now().await; }
    std::future::pending::<()>().await;
}

#[coro_core::coroutine]
async fn defers_twice() {
    defer! { yield_now().await; }
    defers_once().await;
}

#[test]
fn the_message_survives_one_cleanup_after_the_other() {
    run(async {
        let task = spawn(defers_twice());
        yield_now().await;
        task.cancel_because("why");
        assert_eq!(cancelled(task.await).message(), Some("why"));
    })
    .unwrap();
}

#[test]
fn who_catches_it_after_a_cleanup_has_the_message() {
    run(async {
        let task = spawn(async { catch_cancelled(defers_twice()).await.unwrap_err() });
        yield_now().await;
        task.cancel_because("why");
        assert_eq!(task.await.unwrap().message(), Some("why"));
    })
    .unwrap();
}

#[test]
fn machines_unwind_from_the_inside() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (inner, outer) = (it.clone(), it.clone());
        let inner = finally(std::future::pending::<()>(), async move {
            yield_now().await;
            inner.push("inner");
        });
        // An `async` block in the middle passes it on.
        let through = async {
            inner.await;
            unreachable!()
        };
        let task = spawn(finally(through, async move { outer.push("outer") }));
        yield_now().await;
        task.cancel();
        cancelled::<()>(task.await);
    })
    .unwrap();
    assert_eq!(log.take(), ["inner", "outer"]);
}

/// 8.
#[test]
fn who_catches_it_goes_on() {
    run(async {
        let task = spawn(async {
            let caught = catch_cancelled(std::future::pending::<()>()).await;
            yield_now().await;
            (caught.unwrap_err(), current_task().unwrap().cancelling())
        });
        yield_now().await;
        task.task().cancel_because("once");
        assert_eq!(task.await.unwrap(), (Cancelled::because("once"), 1));
    })
    .unwrap();
}

/// 8.
#[test]
fn at_the_moment_of_the_return_it_beats_the_return() {
    run(async {
        let running = spawn(async { current_task().unwrap().cancel() });
        assert!(running.await.unwrap_err().is_cancelled(), "cancelled while it ran to its end");
        let woken = spawn(yield_now());
        yield_now().await;
        woken.cancel();
        assert!(woken.await.unwrap_err().is_cancelled(), "cancelled when its last await was ready");
        let block = spawn(async {
            yield_now().await;
            unreachable!("an `async` block ends at the await too");
        });
        yield_now().await;
        block.cancel();
        cancelled::<()>(block.await);
    })
    .unwrap();
}

#[test]
fn requests_are_counted_and_taken_back() {
    run(async {
        let this = current_task().unwrap();
        this.cancel();
        this.cancel();
        assert_eq!(this.cancelling(), 2);
        assert_eq!(this.uncancel(), 1);
        assert_eq!(this.uncancel(), 0);
        assert_eq!(this.uncancel(), 0);
        yield_now().await;
    })
    .unwrap();
}

#[test]
fn a_second_request_interrupts_the_cleanup() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(finally(std::future::pending::<()>(), async move {
            let _kept = Dropped(it.clone(), "cleanup dropped");
            std::future::pending::<()>().await;
        }));
        for _ in 0..2 {
            yield_now().await;
            task.cancel();
        }
        assert!(task.await.unwrap_err().is_cancelled());
    })
    .unwrap();
    assert_eq!(log.take(), ["cleanup dropped"]);
}

#[test]
fn it_goes_through_the_join_handle_and_waits_for_the_child() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (child, parent) = (it.clone(), it.clone());
        let task = spawn(finally(
            async move {
                let child = spawn(finally(std::future::pending::<()>(), async move {
                    sleep(ms(2)).await;
                    child.push("child");
                }));
                let _ = child.await;
                unreachable!("the child was cancelled, and so was this");
            },
            async move { parent.push("parent") },
        ));
        yield_now().await;
        yield_now().await;
        task.task().cancel_because("all of you");
        let cancelled = cancelled(task.await);
        it.push(cancelled);
    })
    .unwrap();
    assert_eq!(log.take(), ["child", "parent", "cancelled: all of you"]);
}

#[test]
fn a_child_that_returns_a_value_all_the_same_saves_its_parent() {
    run(async {
        let parent = spawn(async {
            let child = spawn(async {
                let _ = catch_cancelled(std::future::pending::<()>()).await;
                7
            });
            child.await.unwrap()
        });
        yield_now().await;
        yield_now().await;
        parent.cancel();
        assert_eq!(parent.await.unwrap(), 7);
    })
    .unwrap();
}

#[test]
fn a_child_that_somebody_else_cancelled_is_an_error_of_the_await() {
    run(async {
        let child = spawn(std::future::pending::<()>());
        let cancel = child.task();
        let parent = spawn(async move { child.await.unwrap_err().is_cancelled() });
        yield_now().await;
        cancel.cancel();
        assert!(parent.await.unwrap());
    })
    .unwrap();
}

#[test]
fn main_may_be_cancelled() {
    let result = run(async {
        current_task().unwrap().cancel_because("enough");
        std::future::pending::<()>().await;
    });
    assert_eq!(result, Err(Cancelled::because("enough")));
}

#[coro_core::coroutine]
async fn naps() -> u32 {
    for _ in 0..10_000 {
        sleep(ms(1)).await;
    }
    1
}

/// As a cancelled task of asyncio that is awaited again.
#[test]
fn what_was_cancelled_and_is_awaited_again_is_cancelled_again() {
    run(async {
        let limited = spawn(async {
            let mut naps = pin!(naps());
            assert_eq!(timeout(ms(1), naps.as_mut()).await, Err(TimedOut));
            timeout(ms(1), naps.as_mut()).await
        });
        assert!(cancelled(limited.await).message().is_some(), "it says what is wrong");
        let selected = spawn(async {
            let mut naps = pin!(naps());
            select(naps.as_mut(), yield_now()).await;
            select(naps.as_mut(), std::future::pending::<()>()).await
        });
        cancelled(selected.await);
        let caught = spawn(async {
            let mut naps = pin!(naps());
            assert!(catch_cancelled(naps.as_mut()).await.is_err());
            assert!(catch_cancelled(naps.as_mut()).await.is_err());
            current_task().unwrap().cancelling()
        });
        yield_now().await;
        caught.cancel();
        assert_eq!(caught.await.unwrap(), 1);
    })
    .unwrap();
}

#[test]
fn combinators_that_are_awaited_again_are_cancelled_again() {
    /// Cancels it twice, by a limit, if it has been awaited again.
    async fn twice<F: Future>(future: F) -> Result<(), Cancelled> {
        let mut future = pin!(future);
        assert!(timeout(ms(0), future.as_mut()).await.is_err());
        catch_cancelled(future).await.map(drop)
    }
    run(async {
        let forever = std::future::pending::<()>;
        assert!(twice(timeout(ms(60_000), forever())).await.is_err());
        assert!(twice(join((forever(), forever()))).await.is_err());
        assert!(twice(select(forever(), forever())).await.is_err());
        assert!(twice(gather([forever()])).await.is_err());
        assert!(twice(spawn(forever())).await.is_err());
        let scope = TaskGroup::scope(|_| std::future::pending::<Result<(), ()>>());
        assert!(twice(scope).await.is_err());
    })
    .unwrap();
}

#[test]
fn what_is_shielded_can_be_awaited_again() {
    run(async {
        let (promise, value) = promise();
        let mut work = shield(spawn(value));
        for _ in 0..2 {
            assert_eq!(timeout(ms(1), &mut work).await.map(drop), Err(TimedOut));
        }
        promise.set_result(7).unwrap();
        assert_eq!(timeout(ms(60_000), &mut work).await.unwrap().unwrap(), Ok(7));
    })
    .unwrap();
}

/// Another crate's combinator polls all of its children, also those that have ended as cancelled.
#[test]
fn what_has_ended_does_not_interrupt_the_cleanup_of_its_neighbours() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let cleaning = |name: &'static str| {
            let it = it.clone();
            finally(std::future::pending::<()>(), async move {
                for _ in 0..3 {
                    yield_now().await;
                }
                it.push(name);
            })
        };
        let both = |name| futures_util::future::join(naps(), cleaning(name));
        let task = spawn(both("by its task"));
        yield_now().await;
        task.cancel();
        cancelled(task.await);
        assert_eq!(timeout(ms(1), both("by a limit")).await, Err(TimedOut));
        select(both("by a select"), yield_now()).await;
        let gathered = spawn(futures_util::future::join(gather([naps()]), cleaning("beside a gather")));
        yield_now().await;
        yield_now().await;
        gathered.cancel();
        cancelled(gathered.await);
    })
    .unwrap();
    assert_eq!(log.take(), ["by its task", "by a limit", "by a select", "beside a gather"]);
}
