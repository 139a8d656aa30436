//! An `async fn` of ours is a `Future`: tokio runs it, on all of its threads, with its own timers, channels and I/O.
//!
//!     cargo run --example on_tokio

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{sleep, timeout};

/// Reads numbers, a line each, and sends them on. What is read into, and the reader, are borrowed across the awaits.
#[coro_core::coroutine]
async fn numbers(from: impl AsyncRead + Unpin, to: Sender<u64>) -> io::Result<usize> {
    let mut lines = BufReader::new(from).lines();
    let mut count = 0;
    while let Some(line) = lines.next_line().await? {
        let number = line.trim().parse().map_err(io::Error::other)?;
        if to.send(number).await.is_err() {
            break;
        }
        count += 1;
    }
    Ok(count)
}

/// Adds up what comes, until nothing has come for a while.
#[coro_core::coroutine]
async fn total(mut from: Receiver<u64>, patience: Duration) -> u64 {
    let mut total = 0;
    while let Ok(Some(number)) = timeout(patience, from.recv()).await {
        total += number;
    }
    total
}

#[coro_core::coroutine]
async fn write_slowly(mut to: impl AsyncWriteExt + Unpin, count: u64) -> io::Result<()> {
    for number in 1..=count {
        to.write_all(format!("{number}\n").as_bytes()).await?;
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let (near, far) = tokio::io::duplex(64);
    let (sender, receiver) = mpsc::channel(4);
    // Spawned, a future may move to another thread at each of its awaits: so these are `Send`, as their locals are.
    let writer = tokio::spawn(write_slowly(near, 10));
    let reader = tokio::spawn(numbers(far, sender));
    let adder = tokio::spawn(total(receiver, Duration::from_secs(10)));
    let (written, read, total) = tokio::try_join!(writer, reader, adder)?;
    written?;
    println!("{} numbers, {total} in all", read?);
    Ok(())
}
