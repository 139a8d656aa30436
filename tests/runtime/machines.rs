//! Explicit machines on the loop: `async fn`s with `defer!`, cancelled by everything that cancels.

use std::pin::Pin;
use std::time::Duration;

use coro_core::combine::{TaskGroup, select};
use coro_core::net::{TcpListener, TcpStream};
use coro_core::sync::Event;
use coro_core::task::{JoinHandle, current_task};
use coro_core::time::{TimedOut, timeout, yield_now};
use coro_core::{gather, join, run, sleep, spawn};
use futures_util::stream::{FuturesUnordered, StreamExt};

use crate::support::{Log, cancelled, ms};

/// Waits for ever. Its cleanup awaits.
#[coro_core::coroutine]
async fn waits(log: Log, name: &'static str) {
    defer! {
        log.push(format!("{name}: cleanup"));
        sleep(Duration::from_millis(2)).await;
        log.push(format!("{name}: cleaned up"));
    }
    std::future::pending::<()>().await;
}

#[coro_core::coroutine]
async fn calls(log: Log, name: &'static str) -> u32 {
    let child = log.clone();
    defer! {
        log.push("caller");
    }
    waits(child, name).await;
    7
}

fn spawned(log: &Log, name: &'static str) -> JoinHandle<u32> {
    spawn(calls(log.clone(), name))
}

/// What happens to two that wait, in a combinator of another crate that makes a future of them, when a task that awaits it is
/// cancelled.
fn cancelled_behind<F: Future + 'static>(
    combinator: impl FnOnce([Pin<Box<dyn Future<Output = u32>>>; 2]) -> F + 'static,
) -> Vec<String> {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let both = combinator(["one", "two"].map(|name| Box::pin(calls(it.clone(), name)) as _));
        let task = spawn(both);
        yield_now().await;
        task.cancel();
        assert!(task.await.is_err_and(|error| error.is_cancelled()));
    })
    .unwrap();
    log.take()
}

#[test]
fn behind_a_combinator_that_polls_all_it_reaches_each() {
    let log = cancelled_behind(|[one, two]| futures_util::future::join(one, two));
    let unwound =
        |name: &str| vec![format!("{name}: cleanup"), format!("{name}: cleaned up"), "caller".into()];
    assert_eq!(log, [unwound("one"), unwound("two")].concat());
}

/// A limit, which the head of `cancel.rs` explains.
#[test]
fn behind_a_combinator_that_polls_the_woken_ones_the_cleanup_does_not_wait() {
    let log = cancelled_behind(|children| FuturesUnordered::from_iter(children).collect::<Vec<_>>());
    assert_eq!(log.iter().filter(|line| line.ends_with(": cleanup")).count(), 2);
    assert!(!log.iter().any(|line| line.ends_with(": cleaned up")));
}

const UNWOUND: [&str; 3] = ["it: cleanup", "it: cleaned up", "caller"];

#[test]
fn by_its_task() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawned(&it, "it");
        yield_now().await;
        task.task().cancel_because("why");
        assert_eq!(cancelled(task.await).message(), Some("why"));
    })
    .unwrap();
    assert_eq!(log.take(), UNWOUND);
}

#[test]
fn before_its_first_step() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawned(&it, "it");
        task.cancel();
        cancelled(task.await);
    })
    .unwrap();
    assert_eq!(log.take(), [] as [&str; 0]);
}

#[test]
fn by_a_limit() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        assert_eq!(timeout(ms(1), calls(it.clone(), "it")).await, Err(TimedOut));
        assert_eq!(current_task().unwrap().cancelling(), 0);
    })
    .unwrap();
    assert_eq!(log.take(), UNWOUND);
}

#[test]
fn by_a_select_that_it_lost() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        select(yield_now(), calls(it, "it")).await;
    })
    .unwrap();
    assert_eq!(log.take(), UNWOUND);
}

#[test]
fn by_a_sibling_in_a_group() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(async move { Ok(calls(it, "it").await) });
            group.spawn(async {
                yield_now().await;
                Err::<(), _>("failed")
            });
            Ok(())
        });
        assert!(scope.await.is_err());
    })
    .unwrap();
    assert_eq!(log.take(), UNWOUND);
}

#[test]
fn by_the_end_of_the_loop() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        spawned(&it, "it");
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), UNWOUND);
}

#[coro_core::coroutine]
async fn awaits_tasks(log: Log) -> u32 {
    let children = [spawned(&log, "one"), spawned(&log, "two")];
    defer! {
        log.push("awaits_tasks");
    }
    let tasks = gather(children).await;
    tasks.unwrap().into_iter().map(Result::unwrap).sum()
}

#[test]
fn through_tasks_and_combinators() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async { join((awaits_tasks(it), yield_now())).await });
        for _ in 0..4 {
            yield_now().await;
        }
        task.task().cancel_because("all the way down");
        assert_eq!(cancelled(task.await).message(), Some("all the way down"));
    })
    .unwrap();
    let log = log.take();
    assert_eq!(log[..2], ["one: cleanup", "two: cleanup"]);
    assert_eq!(log.last().unwrap(), "awaits_tasks");
    assert_eq!(log.iter().filter(|line| *line == "caller").count(), 2);
}

/// Says hello, and goodbye when it is cancelled.
#[coro_core::coroutine]
async fn greets(stream: TcpStream, cancelled: Event) {
    stream.write_all(b"hello").await.unwrap();
    defer! {
        stream.write_all(b", goodbye").await.unwrap();
    }
    cancelled.wait().await;
}

#[test]
fn cleanup_that_uses_a_socket() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let server = spawn(greets(listener.accept().await.unwrap().0, Event::new()));
        client.read_exact(&mut [0; 5]).await.unwrap();
        server.cancel();
        let mut rest = Vec::new();
        client.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, b", goodbye");
        assert!(server.await.unwrap_err().is_cancelled());
    })
    .unwrap();
}
