//! Event loops: what a task, a timer or a socket costs, ours beside tokio's and smol's.
//!
//! Each file of [`rows`] is one text that is compiled for each runtime: in it `rt` is that runtime's module here. The bodies are
//! `async` blocks of the compiler in every column, so that only the runtimes differ. [`measure`] times them, and
//! [`python`] does the same in CPython.

pub mod measure;
pub mod ours;
pub mod python;
pub mod rows;
pub mod smol;
pub mod tokio;

use std::pin::Pin;
use std::task::{Context, Poll};

/// Whose event loop it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// `coro_core::run`.
    Ours,
    /// tokio's, of one thread.
    Tokio,
    /// smol's `LocalExecutor`, with `async-io`.
    Smol,
}

impl Runtime {
    /// All of them, in the order of the tables.
    pub const ALL: [Runtime; 3] = [Runtime::Ours, Runtime::Tokio, Runtime::Smol];

    /// Its name in tables and on command lines.
    pub const fn name(self) -> &'static str {
        match self {
            Runtime::Ours => "ours",
            Runtime::Tokio => "tokio",
            Runtime::Smol => "smol",
        }
    }
}

/// One body, for each runtime.
pub struct Row {
    /// Its name in tables and on command lines.
    pub name: &'static str,
    /// The work of one measurement. What it counts is up to the row.
    pub work: u64,
    /// Work that takes no time to speak of, for tests.
    pub little: u64,
    /// The work to count instructions with, where their number does not hang on the clock.
    pub counted: Option<u64>,
    /// Does it, and returns a checksum.
    runs: [fn(u64) -> u64; Runtime::ALL.len()],
}

impl Row {
    /// Does so much work on a runtime, and returns a checksum that is the same on each.
    pub fn run(&self, runtime: Runtime, work: u64) -> u64 {
        self.runs[runtime as usize](work)
    }
}

/// The value of what never fails here: a join handle, or a receiver.
pub struct Unwrapped<F>(F);

impl<F, T, E> Future for Unwrapped<F>
where
    F: Future<Output = Result<T, E>> + Unpin,
    E: std::fmt::Debug,
{
    type Output = T;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        Pin::new(&mut self.0).poll(cx).map(|result| result.expect("nothing is cancelled, and nobody panics"))
    }
}

/// Awaits tasks, one after the other.
async fn join<F: Future>(tasks: Vec<F>) -> Vec<F::Output> {
    let mut values = Vec::with_capacity(tasks.len());
    for task in tasks {
        values.push(task.await);
    }
    values
}

/// The oneshot channel of a runtime: that of its `oneshot`, whose receiver is `Oneshot`.
macro_rules! oneshots {
    () => {
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
    };
}

/// Sockets, by the `Listener` and the `Stream` of a runtime.
macro_rules! sockets {
    () => {
        /// Listens on a free port.
        pub async fn listen() -> std::io::Result<(Listener, std::net::SocketAddr)> {
            let listener =
                Listener::bind(std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, 0))).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        }

        /// Takes a connection.
        pub async fn accept(listener: &Listener) -> std::io::Result<Stream> {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        }

        /// Connects.
        pub async fn connect(address: std::net::SocketAddr) -> std::io::Result<Stream> {
            let stream = Stream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        }

        /// Reads what is there.
        pub async fn read(stream: &mut Stream, buffer: &mut [u8]) -> std::io::Result<usize> {
            stream.read(buffer).await
        }

        /// Fills the buffer.
        pub async fn read_exact(stream: &mut Stream, buffer: &mut [u8]) -> std::io::Result<()> {
            stream.read_exact(buffer).await?;
            Ok(())
        }

        /// Writes the whole buffer.
        pub async fn write_all(stream: &mut Stream, buffer: &[u8]) -> std::io::Result<()> {
            stream.write_all(buffer).await
        }
    };
}

use {oneshots, sockets};

/// One text for each runtime, which is `rt` in it. It has a function `run`.
macro_rules! on_each {
    ($($item:tt)*) => {
        mod ours {
            #[allow(unused_imports)]
            use super::*;
            use $crate::runtimes::ours as rt;
            $($item)*
        }

        mod tokio {
            #[allow(unused_imports)]
            use super::*;
            use $crate::runtimes::tokio as rt;
            $($item)*
        }

        mod smol {
            #[allow(unused_imports)]
            use super::*;
            use $crate::runtimes::smol as rt;
            $($item)*
        }
    };
}

use on_each;
