//! `timeout`: who is cancelled, and whose cancellation it was.

use std::time::{Duration, Instant};

use coro_core::cancel::catch_cancelled;
use coro_core::task::current_task;
use coro_core::time::{TimedOut, timeout, timeout_at, yield_now};
use coro_core::{Cancelled, run, sleep, spawn};

use crate::support::{Dropped, Log, cancelled, finally, long_cleanup, ms};

#[test]
fn in_time_it_is_the_value() {
    run(async {
        let value = async {
            sleep(ms(1)).await;
            7
        };
        assert_eq!(timeout(Duration::from_secs(60), value).await, Ok(7));
        assert_eq!(current_task().unwrap().cancelling(), 0);
    })
    .unwrap();
}

/// 10.
#[test]
fn too_late_it_is_cancelled_and_the_task_goes_on() {
    run(async {
        let start = Instant::now();
        assert_eq!(timeout(ms(5), std::future::pending::<()>()).await, Err(TimedOut));
        assert!(start.elapsed() >= ms(5));
        assert_eq!(current_task().unwrap().cancelling(), 0);
        yield_now().await;
    })
    .unwrap();
}

#[test]
fn what_awaits_itself_is_cancelled_from_the_innermost_call_outwards() {
    #[coro_core::coroutine]
    async fn nested(depth: u32, log: &Log) -> u32 {
        defer! {
            yield_now().await;
            log.push(format!("left {depth}"));
        }
        if depth == 0 {
            std::future::pending::<()>().await;
        }
        nested(depth - 1, log).await + 1
    }
    let log = Log::new();
    let nested_log = log.clone();
    run(async move {
        let log = nested_log;
        assert_eq!(timeout(ms(5), nested(2, &log)).await, Err(TimedOut));
        assert_eq!(current_task().unwrap().cancelling(), 0);
    })
    .unwrap();
    assert_eq!(log.take(), ["left 0", "left 1", "left 2"]);
}

/// 10.
#[test]
fn a_limit_of_nothing_around_no_await_does_not_fire() {
    run(async {
        assert_eq!(timeout(Duration::ZERO, async { 1 }).await, Ok(1));
        assert_eq!(timeout_at(Instant::now() - ms(1), async { 1 }).await, Ok(1));
        assert_eq!(timeout(Duration::ZERO, std::future::pending::<()>()).await, Err(TimedOut));
    })
    .unwrap();
}

/// 10.
#[test]
fn of_nested_equal_deadlines_only_the_outermost_fires() {
    run(async {
        let deadline = Instant::now() + ms(5);
        let inner = timeout_at(deadline, std::future::pending::<()>());
        assert_eq!(timeout_at(deadline, inner).await, Err(TimedOut));
        let deadline = Instant::now() + ms(5);
        let caught = timeout_at(deadline, async {
            let inner = finally(timeout_at(deadline, std::future::pending::<()>()), yield_now());
            catch_cancelled(inner).await
        });
        assert_eq!(caught.await, Ok(Err(Cancelled::new())), "inside it is a cancellation");
    })
    .unwrap();
}

#[test]
fn of_nested_deadlines_the_earlier_fires() {
    run(async {
        let inner = timeout(ms(2), std::future::pending::<()>());
        assert_eq!(timeout(Duration::from_secs(60), inner).await, Ok(Err(TimedOut)));
        let inner = timeout(Duration::from_secs(60), std::future::pending::<()>());
        assert_eq!(timeout(ms(2), inner).await, Err(TimedOut));
    })
    .unwrap();
}

/// 10.
#[test]
fn an_outside_cancellation_passes() {
    run(async {
        let task = spawn(timeout(Duration::from_secs(60), std::future::pending::<()>()));
        yield_now().await;
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
}

/// 10.
#[test]
fn an_outside_cancellation_during_the_cleanup_passes() {
    run(async {
        let (cleanup, begun) = long_cleanup();
        let task = spawn(timeout(ms(1), finally(std::future::pending::<()>(), cleanup)));
        begun.await.unwrap();
        assert_eq!(task.task().cancelling(), 1, "the limit has fired");
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
}

/// 11.
#[test]
fn it_waits_for_the_cleanup() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let cleanup = it.clone();
        let body = finally(std::future::pending::<()>(), async move {
            sleep(ms(5)).await;
            cleanup.push("cleanup");
        });
        assert_eq!(timeout(ms(1), body).await, Err(TimedOut));
        it.push("timed out");
    })
    .unwrap();
    assert_eq!(log.take(), ["cleanup", "timed out"]);
}

/// 11.
#[test]
fn a_value_all_the_same_is_the_value() {
    run(async {
        let body = async {
            let caught = catch_cancelled(std::future::pending::<()>()).await;
            yield_now().await;
            caught.is_err()
        };
        assert_eq!(timeout(ms(1), body).await, Ok(true));
        assert_eq!(current_task().unwrap().cancelling(), 0);
    })
    .unwrap();
}

/// 10.
#[test]
fn an_error_of_the_body_passes() {
    run(async {
        let body = async {
            let _ = catch_cancelled(std::future::pending::<()>()).await;
            Err::<(), _>("another error")
        };
        assert_eq!(timeout(ms(1), body).await, Ok(Err("another error")));
    })
    .unwrap();
}

#[test]
fn a_task_behind_a_handle_is_cancelled_and_awaited() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let child = it.clone();
        let task = spawn(finally(std::future::pending::<()>(), async move {
            sleep(ms(5)).await;
            child.push("child");
        }));
        assert!(timeout(ms(1), task).await.is_err());
        it.push("timed out");
    })
    .unwrap();
    assert_eq!(log.take(), ["child", "timed out"]);
}

#[test]
fn dropped_while_it_cancels_it_takes_its_request_back() {
    run(async {
        let this = current_task().unwrap();
        let mut limited =
            Box::pin(timeout(ms(1), finally(std::future::pending::<()>(), std::future::pending())));
        std::future::poll_fn(|cx| {
            let _ = limited.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
        sleep(ms(5)).await;
        std::future::poll_fn(|cx| {
            let _ = limited.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
        assert_eq!(this.cancelling(), 1);
        drop(limited);
        assert_eq!(this.cancelling(), 0);
    })
    .unwrap();
}

#[test]
fn the_future_is_dropped_before_the_result_is_seen() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let kept = Dropped(it.clone(), "dropped");
        let body = async move {
            let _kept = kept;
            std::future::pending::<()>().await;
        };
        assert_eq!(timeout(ms(1), body).await, Err(TimedOut));
        it.push("timed out");
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped", "timed out"]);
}
