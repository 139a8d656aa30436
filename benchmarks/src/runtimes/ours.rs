//! `coro-core`.

use std::time::Duration;

use coro_core::future::{Future as Promised, promise};
use coro_core::task::JoinHandle;

pub use coro_core::future::Promise as Sender;
pub use coro_core::net::{TcpListener as Listener, TcpStream as Stream};
pub use coro_core::sleep;
pub use coro_core::time::yield_now;

use super::{Unwrapped, sockets};

/// What a task is, beside a future: anything.
pub trait Spawned {}

impl<F> Spawned for F {}

/// Runs a future on a loop of its own.
pub fn block_on<F: Future + 'static>(main: F) -> F::Output {
    coro_core::run(main).expect("nobody cancels it")
}

/// Starts a task.
pub fn spawn<F: Future + 'static>(future: F) -> Unwrapped<JoinHandle<F::Output>> {
    Unwrapped(coro_core::spawn(future))
}

/// Starts tasks, and awaits them all.
pub fn gather<F: Future + 'static>(futures: impl Iterator<Item = F>) -> impl Future<Output = Vec<F::Output>> {
    Unwrapped(coro_core::gather(futures))
}

/// Gives up after so long.
pub async fn timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    coro_core::timeout(limit, future).await.ok()
}

/// The reading side of a [`oneshot`].
pub type Receiver<T> = Unwrapped<Promised<T>>;

/// A value that comes later.
pub fn oneshot<T>() -> (Sender<T>, Receiver<T>) {
    let (promise, future) = promise();
    (promise, Unwrapped(future))
}

/// Sends it.
pub fn resolve<T>(sender: Sender<T>, value: T) {
    assert!(sender.set_result(value).is_ok(), "somebody waits for it");
}

sockets!();
