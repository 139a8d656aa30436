//! The machines of `async fn`s run on any executor, with its own timers, channels and I/O.

use std::future::Future;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_executor::Executor;
use futures_util::future::{self, Either};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

fn tokio() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().expect("a runtime")
}

/// Reads to the end, in pieces.
#[coro_core::coroutine]
async fn read_all(mut from: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 8];
    let mut all = Vec::new();
    loop {
        match from.read(&mut buffer).await? {
            0 => return Ok(all),
            count => all.extend_from_slice(&buffer[..count]),
        }
    }
}

#[coro_core::coroutine]
async fn write_all(mut to: impl AsyncWrite + Unpin, text: String) -> io::Result<()> {
    for part in text.as_bytes().chunks(5) {
        to.write_all(part).await?;
        tokio::task::yield_now().await;
    }
    to.shutdown().await
}

#[test]
fn io_between_spawned_tasks() {
    let text = "what one task writes, the other reads".to_owned();
    let (near, far) = tokio::io::duplex(4);
    let runtime = tokio();
    let writer = runtime.spawn(write_all(near, text.clone()));
    let reader = runtime.spawn(read_all(far));
    assert_eq!(runtime.block_on(reader).unwrap().unwrap(), text.as_bytes());
    runtime.block_on(writer).unwrap().unwrap();
}

#[coro_core::coroutine]
async fn squares(mut from: mpsc::Receiver<u64>, to: mpsc::Sender<u64>) {
    while let Some(number) = from.recv().await {
        if to.send(number * number).await.is_err() {
            return;
        }
    }
}

#[coro_core::coroutine]
async fn sum_of_squares(count: u64) -> u64 {
    let (numbers, inner) = mpsc::channel(2);
    let (outer, mut squared) = mpsc::channel(2);
    let worker = tokio::spawn(squares(inner, outer));
    let feeder = tokio::spawn(async move {
        for number in 0..count {
            numbers.send(number).await.expect("the worker listens");
        }
    });
    let mut total = 0;
    while let Some(square) = squared.recv().await {
        total += square;
    }
    // What a macro awaits, it awaits in a block of its own.
    let (worker, feeder) = async move { tokio::join!(worker, feeder) }.await;
    worker.and(feeder).expect("no task panics");
    total
}

#[test]
fn channels_and_join() {
    let runtime = tokio();
    assert_eq!(runtime.block_on(runtime.spawn(sum_of_squares(10))).unwrap(), 285);
}

#[coro_core::coroutine]
async fn first_of(ready: oneshot::Receiver<&'static str>) -> &'static str {
    async move {
        tokio::select! {
            word = ready => word.unwrap_or("gone"),
            () = sleep(Duration::from_secs(60)) => "late",
        }
    }
    .await
}

#[test]
fn timers_and_select() {
    let runtime = tokio();
    let (sender, receiver) = oneshot::channel();
    let first = runtime.spawn(first_of(receiver));
    sender.send("ready").unwrap();
    assert_eq!(runtime.block_on(first).unwrap(), "ready");
    #[coro_core::coroutine]
    async fn never() {
        sleep(Duration::from_secs(3600)).await;
    }
    assert!(runtime.block_on(async { timeout(Duration::from_millis(5), never()).await }).is_err());
}

/// Whoever aborts a task drops its machine, and that drops what it keeps.
#[test]
fn an_aborted_task_drops_what_it_keeps() {
    struct Told(Option<oneshot::Sender<()>>);
    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.take().expect("it is dropped once").send(());
        }
    }
    #[coro_core::coroutine]
    async fn waits(told: Told, started: oneshot::Sender<()>) {
        let kept = &told;
        { started }.send(()).expect("the test listens");
        sleep(Duration::from_secs(3600)).await;
        assert!(kept.0.is_some());
    }
    let runtime = tokio();
    let (sender, dropped) = oneshot::channel();
    let (start, started) = oneshot::channel();
    let task = runtime.spawn(waits(Told(Some(sender)), start));
    runtime.block_on(started).unwrap();
    task.abort();
    runtime.block_on(dropped).unwrap();
}

#[coro_core::coroutine]
async fn both(left: impl Future<Output = u32>, right: impl Future<Output = u32>) -> u32 {
    let (left, right) = future::join(left, right).await;
    left + right
}

#[coro_core::coroutine]
async fn sooner(turns: u32) -> u32 {
    let mut slow = std::pin::pin!(count_down(turns * 2));
    match future::select(slow.as_mut(), std::pin::pin!(count_down(turns))).await {
        Either::Left((value, _)) => value,
        Either::Right((value, slow)) => value * 10 + slow.await,
    }
}

#[coro_core::coroutine]
async fn count_down(turns: u32) -> u32 {
    for _ in 0..turns {
        let mut first = true;
        future::poll_fn(|cx| {
            cx.waker().wake_by_ref();
            match std::mem::take(&mut first) {
                true => std::task::Poll::Pending,
                false => std::task::Poll::Ready(()),
            }
        })
        .await;
    }
    turns
}

#[test]
fn the_executor_of_futures() {
    assert_eq!(futures_executor::block_on(both(count_down(3), count_down(4))), 7);
    assert_eq!(futures_executor::block_on(sooner(3)), 36);
}

#[test]
fn the_executor_of_smol() {
    let executor = Executor::new();
    let results = Arc::new(Mutex::new(Vec::new()));
    for turns in 0..4 {
        let results = Arc::clone(&results);
        executor.spawn(collect(turns, results)).detach();
    }
    let main = executor.spawn(both(sooner(2), count_down(9)));
    assert_eq!(futures_executor::block_on(executor.run(main)), 33);
    assert_eq!(*results.lock().unwrap(), [0, 1, 2, 3]);
}

#[coro_core::coroutine]
async fn collect(turns: u32, results: Arc<Mutex<Vec<u32>>>) {
    let value = count_down(turns).await;
    results.lock().expect("nobody panics").push(value);
}

fn require_send<T: Send>(_: T) {}

async fn turn() {}

/// What does not live across an await does not matter to a machine: it is in no state.
#[test]
fn what_is_gone_before_the_await_need_not_be_send() {
    #[coro_core::coroutine]
    async fn dropped() -> usize {
        let shared = Rc::new(1);
        let count = Rc::strong_count(&shared);
        drop(shared);
        turn().await;
        count
    }
    #[coro_core::coroutine]
    async fn out_of_scope() -> usize {
        let count = {
            let shared = Rc::new(1);
            Rc::strong_count(&shared)
        };
        turn().await;
        count
    }
    #[coro_core::coroutine]
    async fn moved_away(sender: std::sync::mpsc::Sender<Vec<u8>>) {
        let cell = Rc::new(std::cell::RefCell::new(Vec::new()));
        cell.borrow_mut().push(1);
        let inner = Rc::into_inner(cell).expect("it is the only one").into_inner();
        turn().await;
        sender.send(inner).expect("the test listens");
    }
    #[coro_core::coroutine]
    async fn temporary() -> usize {
        let count = Rc::strong_count(&Rc::new(1));
        turn().await;
        if Rc::new(count) > Rc::new(0) {
            turn().await;
        }
        count
    }
    #[coro_core::coroutine]
    async fn guard(lock: &Mutex<u32>) -> u32 {
        let value = *lock.lock().expect("nobody panics");
        turn().await;
        let mut guard = lock.lock().expect("nobody panics");
        *guard += value;
        drop(guard);
        turn().await;
        value
    }
    require_send(dropped());
    require_send(out_of_scope());
    require_send(moved_away(std::sync::mpsc::channel().0));
    require_send(temporary());
    require_send(guard(&Mutex::new(1)));
}

#[test]
fn what_is_borrowed_across_an_await_is_send_if_it_may_be_shared() {
    #[coro_core::coroutine]
    async fn borrows(mut list: Vec<String>, shared: Arc<Mutex<u32>>) -> usize {
        let mut total = 0;
        for each in &mut list {
            turn().await;
            total += each.len();
        }
        let total_of = |list: &[String]| list.len() + total;
        turn().await;
        let block = async {
            turn().await;
            list.len()
        };
        let length = block.await;
        *shared.lock().expect("nobody panics") += 1;
        total_of(&list) + length
    }
    #[coro_core::coroutine]
    async fn boxed(future: std::pin::Pin<Box<dyn Future<Output = u32> + Send>>) -> u32 {
        future.await
    }
    require_send(borrows(Vec::new(), Arc::default()));
    require_send(boxed(Box::pin(count_down(1))));
}
