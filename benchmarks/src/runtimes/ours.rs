//! `coro-core`.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use coro_core::future::{Future as Promised, promise};
use coro_core::task::JoinHandle;

pub use coro_core::future::Promise as Sender;
pub use coro_core::net::{TcpListener as Listener, TcpStream as Stream};
pub use coro_core::sleep;
pub use coro_core::time::yield_now;

use super::Unwrapped;

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
