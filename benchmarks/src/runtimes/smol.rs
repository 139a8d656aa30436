//! smol: the `LocalExecutor` of `async-executor`, on the reactor of `async-io`; and the oneshot channel of `futures`.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread_local;
use std::time::Duration;

use futures_channel::oneshot::{self, Receiver as Oneshot};
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::{LocalExecutor, Task, Timer, future};

pub use futures_channel::oneshot::Sender;
pub use smol::future::yield_now;
pub use smol::net::{TcpListener as Listener, TcpStream as Stream};

pub use super::ours::Spawned;

use super::{Unwrapped, join, oneshots, sockets};

thread_local! {
    static EXECUTOR: RefCell<Option<Rc<LocalExecutor<'static>>>> = const { RefCell::new(None) };
}

/// Runs a future on an executor of its own.
pub fn block_on<F: Future>(main: F) -> F::Output {
    let executor = Rc::new(LocalExecutor::new());
    EXECUTOR.set(Some(executor.clone()));
    let value = smol::block_on(executor.run(main));
    EXECUTOR.set(None);
    value
}

/// Starts a task.
pub fn spawn<F: Future + 'static>(future: F) -> Task<F::Output> {
    EXECUTOR.with_borrow(|executor| executor.as_ref().expect("an executor runs").spawn(future))
}

/// Starts tasks, and awaits them all.
pub fn gather<F: Future + 'static>(futures: impl Iterator<Item = F>) -> impl Future<Output = Vec<F::Output>> {
    let tasks: Vec<_> = futures.map(spawn).collect();
    join(tasks)
}

/// Waits.
pub async fn sleep(delay: Duration) {
    Timer::after(delay).await;
}

/// Gives up after so long.
pub async fn timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    future::or(async { Some(future.await) }, async {
        sleep(limit).await;
        None
    })
    .await
}

oneshots!();
sockets!();
