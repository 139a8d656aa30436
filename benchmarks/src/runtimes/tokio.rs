//! tokio, with its current-thread runtime.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Receiver as Oneshot};
use tokio::task::JoinHandle;

pub use std::marker::Send as Spawned;
pub use tokio::net::{TcpListener as Listener, TcpStream as Stream};
pub use tokio::sync::oneshot::Sender;
pub use tokio::task::yield_now;
pub use tokio::time::sleep;

use super::{Unwrapped, join, oneshots, sockets};

/// Runs a future on a runtime of its own.
pub fn block_on<F: Future>(main: F) -> F::Output {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("the system has what a runtime needs").block_on(main)
}

/// Starts a task.
pub fn spawn<F>(future: F) -> Unwrapped<JoinHandle<F::Output>>
where
    F: Future<Output: Send> + Send + 'static,
{
    Unwrapped(tokio::spawn(future))
}

/// Starts tasks, and awaits them all.
pub fn gather<F>(futures: impl Iterator<Item = F>) -> impl Future<Output = Vec<F::Output>> + Send
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = futures.map(spawn).collect();
    join(tasks)
}

/// Gives up after so long.
pub async fn timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, future).await.ok()
}

oneshots!();
sockets!();
