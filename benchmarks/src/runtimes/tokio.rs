//! tokio, with its current-thread runtime.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
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

use super::Unwrapped;

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
    async move {
        let mut values = Vec::with_capacity(tasks.len());
        for task in tasks {
            values.push(task.await);
        }
        values
    }
}

/// Gives up after so long.
pub async fn timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, future).await.ok()
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
    stream.read_exact(buffer).await.map(drop)
}

/// Writes the whole buffer.
pub async fn write_all(stream: &mut Stream, buffer: &[u8]) -> io::Result<()> {
    stream.write_all(buffer).await
}
