//! smol: the `LocalExecutor` of `async-executor`, on the reactor of `async-io`; and the oneshot channel of `futures`.

use std::cell::RefCell;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
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

use super::Unwrapped;

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
    async move {
        let mut values = Vec::with_capacity(tasks.len());
        for task in tasks {
            values.push(task.await);
        }
        values
    }
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

/// The reading side of a [`oneshot`](fn@oneshot).
pub type Receiver<T> = Unwrapped<Oneshot<T>>;

/// A value that comes later.
pub fn oneshot<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    (sender, Unwrapped(receiver))
}

/// Sends it.
pub fn resolve<T>(sender: Sender<T>, value: T) {
    assert!(sender.send(value).is_ok(), "somebody waits for it");
}

/// Listens on a free port.
pub async fn listen() -> io::Result<(Listener, SocketAddr)> {
    let listener = Listener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Takes a connection.
pub async fn accept(listener: &Listener) -> io::Result<Stream> {
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Connects.
pub async fn connect(address: SocketAddr) -> io::Result<Stream> {
    let stream = Stream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Reads what is there.
pub async fn read(stream: &mut Stream, buffer: &mut [u8]) -> io::Result<usize> {
    stream.read(buffer).await
}

/// Fills the buffer.
pub async fn read_exact(stream: &mut Stream, buffer: &mut [u8]) -> io::Result<()> {
    stream.read_exact(buffer).await
}

/// Writes the whole buffer.
pub async fn write_all(stream: &mut Stream, buffer: &[u8]) -> io::Result<()> {
    stream.write_all(buffer).await
}
