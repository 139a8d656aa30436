//! `serve`: a WebSocket server, entered and left like Python's `async with websockets.serve(handler, host, port)`.
//!
//! ```text
//!   serve(..).await    bind and listen; one task takes connections
//!        |
//!        |             each connection is a task: handshake, then its handler
//!        |
//!   close().await      stop listening; unfinished handshakes are answered 503, open connections are closed with 1001,
//!                      all at once; then every handler is waited for, and none is cancelled
//! ```
//!
//! The protocol itself is `async-tungstenite`'s, on the sockets of `coro_core`. What is here is what happens in time: how
//! long each part may take, who waits for whom, and how it ends.

mod connection;
mod handshake;

use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use async_tungstenite::tungstenite::http;
use coro_core::combine::{Either, TaskGroup, select};
use coro_core::net::{Address, TcpListener};
use coro_core::sync::Event;
use coro_core::task::JoinHandle;
use coro_core::{sleep, spawn};

#[allow(unused_imports)] // The tests name the one, the example the other.
pub use connection::{Closed, WebSocket};

/// The head of an HTTP request.
pub type Request = http::Request<()>;
/// An HTTP response that is a text.
pub type Response = http::Response<String>;

/// Answers a request that is not to become a WebSocket, or none.
pub type ProcessRequest = Rc<dyn Fn(&Request) -> Option<Response>>;

/// What a server allows its clients. The defaults are those of Python's `websockets`.
#[derive(Clone)]
pub struct Options {
    /// How long a handshake may take.
    pub open_timeout: Duration,
    /// How long an open connection is left alone before it is pinged.
    pub ping_interval: Duration,
    /// How long the answer to a ping may take.
    pub ping_timeout: Duration,
    /// How long the closing handshake may take.
    pub close_timeout: Duration,
    /// How long a message may be, in bytes.
    pub max_size: usize,
    /// How many messages may wait for the handler before reading pauses.
    pub max_queue: usize,
    /// How many bytes may wait to be sent before sending waits.
    pub write_limit: usize,
    /// What is asked before a handshake, if anything.
    pub process_request: Option<ProcessRequest>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            open_timeout: Duration::from_secs(10),
            ping_interval: Duration::from_secs(20),
            ping_timeout: Duration::from_secs(20),
            close_timeout: Duration::from_secs(10),
            max_size: 1024 * 1024,
            max_queue: 16,
            write_limit: 32 * 1024,
            process_request: None,
        }
    }
}

/// A server that runs. It is left by [`close`](Server::close).
pub struct Server {
    address: SocketAddr,
    closing: Rc<Event>,
    task: JoinHandle<()>,
}

/// Starts a server: each connection is given to the handler, in a task of its own.
///
/// A handler that returns closes its connection with 1000; one that fails is logged, and closes it with 1011.
#[coro_core::coroutine]
pub async fn serve<H, F, E>(handler: H, address: impl Address, options: Options) -> io::Result<Server>
where
    H: Fn(WebSocket) -> F + 'static,
    F: Future<Output = Result<(), E>> + 'static,
    E: Display + 'static,
{
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let closing = Rc::new(Event::new());
    let task = spawn(accept(listener, Rc::new(handler), Rc::new(options), closing.clone()));
    Ok(Server { address, closing, task })
}

impl Server {
    /// Where it listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Leaves it: what the picture above says.
    #[coro_core::coroutine]
    pub async fn close(&mut self) {
        self.closing.set();
        let task = &mut self.task;
        if let Err(error) = task.await {
            eprintln!("the server has failed: {error}");
        }
    }
}

/// Takes connections until the server is closed, then waits for those that are left.
#[coro_core::coroutine]
async fn accept<H, F, E>(listener: TcpListener, handler: Rc<H>, options: Rc<Options>, closing: Rc<Event>)
where
    H: Fn(WebSocket) -> F + 'static,
    F: Future<Output = Result<(), E>> + 'static,
    E: Display + 'static,
{
    // A group is left when all its tasks have ended. No connection fails it: what a handler does wrong ends with its task.
    let group = TaskGroup::scope(|connections| take(listener, connections, handler, options, closing));
    if let Err(errors) = group.await {
        eprintln!("{errors}");
    }
}

/// Takes connections until the server is closed.
#[coro_core::coroutine]
async fn take<H, F, E>(
    listener: TcpListener,
    connections: TaskGroup<io::Error>,
    handler: Rc<H>,
    options: Rc<Options>,
    closing: Rc<Event>,
) -> io::Result<()>
where
    H: Fn(WebSocket) -> F + 'static,
    F: Future<Output = Result<(), E>> + 'static,
    E: Display + 'static,
{
    loop {
        match select(listener.accept(), closing.wait()).await {
            Either::Left(Ok((stream, _address))) => {
                let (handler, options, closing) = (handler.clone(), options.clone(), closing.clone());
                connections.spawn(connection::serve(stream, handler, options, closing));
            }
            Either::Left(Err(error)) => {
                // Too many open files, most likely: some connection may end meanwhile.
                eprintln!("cannot take a connection: {error}");
                sleep(Duration::from_millis(100)).await;
            }
            Either::Right(()) => return Ok(()),
        }
    }
}
