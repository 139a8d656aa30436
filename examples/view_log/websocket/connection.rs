//! One connection, from its first byte to its last.
//!
//! ```text
//!               incoming: 16 messages            the handler             outgoing: 32 KiB
//!     receive ------------------------> recv               send --------------------------> transmit
//!        |                                                                                     |
//!        `---- a ping's pong ----> keepalive                                                   |
//!                                                                                              |
//!     closing: set once, by the handler's end, the server, the client, or what went wrong -----'
//! ```
//!
//! All but the handler are coroutines of one task. `closing` shuts both queues: the handler notices at its next send or
//! receive. Then the closing handshake has its time, and what is left after it is cut.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display};
use std::io;
use std::rc::Rc;

use async_tungstenite::{WebSocketReceiver, WebSocketSender, WebSocketStream, tungstenite};
use coro_core::combine::select;
use coro_core::future::{Future as Pong, Promise, promise};
use coro_core::net::TcpStream;
use coro_core::sync::{Event, Queue};
use coro_core::task::JoinHandle;
use coro_core::{join, sleep, spawn, timeout};
use futures_util::StreamExt;
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Bytes, Message};

use super::handshake::{end, open};
use super::{Options, Request};

/// A connection, for its handler.
pub struct WebSocket(Rc<Connection>);

/// The connection is closed: with this code, for this reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub code: u16,
    pub reason: String,
}

impl Closed {
    /// Without a closing handshake.
    fn abnormal(reason: String) -> Self {
        Closed { code: CloseCode::Abnormal.into(), reason }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection is closed: {} {}", self.code, self.reason)
    }
}

impl std::error::Error for Closed {}

impl WebSocket {
    /// The request that opened it.
    pub fn request(&self) -> &Request {
        &self.0.request
    }

    /// The next text or binary message.
    #[coro_core::coroutine]
    pub async fn recv(&self) -> Result<Message, Closed> {
        match self.0.incoming.get().await {
            Ok(message) => Ok(message),
            Err(_) => Err(self.0.why_closed()),
        }
    }

    /// Sends a message. It waits while more than 32 KiB wait to be sent.
    #[coro_core::coroutine]
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), Closed> {
        self.0.queue(message.into())?;
        self.0.writable.wait().await;
        if self.0.closing.is_set() { Err(self.0.why_closed()) } else { Ok(()) }
    }
}

/// What the coroutines of a connection share.
struct Connection {
    request: Request,
    options: Rc<Options>,
    incoming: Queue<Message>,
    outgoing: Queue<Message>,
    /// The bytes in `outgoing`.
    unsent: Cell<usize>,
    /// Whether those are few: asyncio's `pause_writing` and `resume_writing`.
    writable: Event,
    /// The ping that was sent last, while it has no answer.
    ping: RefCell<Option<(Bytes, Promise<()>)>>,
    closing: Event,
    closed: RefCell<Option<Closed>>,
}

impl Connection {
    fn new(request: Request, options: Rc<Options>) -> Self {
        let connection = Connection {
            request,
            incoming: Queue::bounded(options.max_queue),
            options,
            outgoing: Queue::unbounded(),
            unsent: Cell::new(0),
            writable: Event::new(),
            ping: RefCell::default(),
            closing: Event::new(),
            closed: RefCell::default(),
        };
        connection.writable.set();
        connection
    }

    /// Puts a message in line.
    fn queue(&self, message: Message) -> Result<(), Closed> {
        let length = message.len();
        self.outgoing.try_put(message).map_err(|_| self.why_closed())?;
        self.unsent.set(self.unsent.get() + length);
        if self.unsent.get() > self.options.write_limit {
            self.writable.clear();
        }
        Ok(())
    }

    /// A message has gone out.
    fn sent(&self, length: usize) {
        self.unsent.set(self.unsent.get() - length);
        // The low-water mark is a quarter of the high one, as asyncio's is.
        if self.unsent.get() <= self.options.write_limit / 4 {
            self.writable.set();
        }
    }

    /// Begins the closing handshake, if nobody has.
    fn close(&self, code: CloseCode, reason: &'static str) {
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = self.queue(Message::Close(Some(frame)));
        self.shut(Closed { code: code.into(), reason: reason.to_owned() });
    }

    /// From here on nothing can be sent, and nothing is received but what has come already.
    fn shut(&self, why: Closed) {
        self.closed.borrow_mut().get_or_insert(why);
        self.outgoing.shutdown();
        self.incoming.shutdown();
        self.writable.set();
        self.closing.set();
    }

    fn why_closed(&self) -> Closed {
        let closed = self.closed.borrow().clone();
        closed.unwrap_or_else(|| Closed::abnormal(String::new()))
    }

    /// Sends a ping: the future is that of its answer.
    fn ping(&self, number: u32) -> Pong<()> {
        let payload = Bytes::copy_from_slice(&number.to_be_bytes());
        let (promise, pong) = promise();
        self.ping.replace(Some((payload.clone(), promise)));
        // It is refused when the connection is closed: then nobody waits for the answer.
        let _ = self.queue(Message::Ping(payload));
        pong
    }

    fn pong(&self, payload: &Bytes) {
        if let Some((_, promise)) = self.ping.borrow_mut().take_if(|(sent, _)| sent == payload) {
            let _ = promise.set_result(());
        }
    }
}

/// Serves a connection: the handshake, the handler, and the end.
#[coro_core::coroutine]
pub async fn serve<H, F, E>(
    stream: TcpStream,
    handler: Rc<H>,
    options: Rc<Options>,
    server_closing: Rc<Event>,
) -> io::Result<()>
where
    H: Fn(WebSocket) -> F + 'static,
    F: Future<Output = Result<(), E>> + 'static,
    E: Display + 'static,
{
    // Who takes too long, or has gone, is dropped.
    let opened = timeout(options.open_timeout, open(stream, &options, &server_closing)).await;
    let Ok(Ok(Some((request, stream)))) = opened else { return Ok(()) };
    let connection = Rc::new(Connection::new(request, options));
    let handler = spawn(handler(WebSocket(connection.clone())));
    join((supervise(handler, &connection), exchange(stream, &connection, &server_closing))).await;
    Ok(())
}

/// Closes the connection when the handler has ended.
#[coro_core::coroutine]
async fn supervise<E: Display>(handler: JoinHandle<Result<(), E>>, connection: &Connection) {
    let error = match handler.await {
        Ok(Ok(())) => return connection.close(CloseCode::Normal, ""),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    // That the connection was closed is no failure of who says so.
    if !connection.closing.is_set() {
        eprintln!("{}: {error}", connection.request.uri());
    }
    connection.close(CloseCode::Error, "");
}

/// Sends and receives until the connection is closed.
#[coro_core::coroutine]
async fn exchange(stream: WebSocketStream<TcpStream>, connection: &Connection, server_closing: &Event) {
    let (sender, receiver) = { stream }.split();
    // Whichever ends last cuts it: it owns the stream.
    select(both_ways(sender, receiver, connection), watch(connection, server_closing)).await;
    connection.shut(Closed::abnormal(String::new()));
}

#[coro_core::coroutine]
async fn both_ways(sender: Sender, receiver: Receiver, connection: &Connection) {
    let halves = join((transmit(sender, connection), receive(receiver, connection))).await;
    if let (sender, Some(receiver)) = halves
        && let Ok(stream) = WebSocketStream::reunite(sender, receiver)
    {
        // The client may have gone.
        let _ = end(&stream.into_inner()).await;
    }
}

type Sender = WebSocketSender<TcpStream>;
type Receiver = WebSocketReceiver<TcpStream>;

/// Sends what is in line.
#[coro_core::coroutine]
async fn transmit(mut sender: Sender, connection: &Connection) -> Sender {
    while let Ok(message) = connection.outgoing.get().await {
        let length = message.len();
        if let Err(error) = sender.send(message).await {
            // `receive` may be waiting for the handler, and the handler for this: it ends both.
            connection.shut(Closed::abnormal(error.to_string()));
            break;
        }
        connection.sent(length);
    }
    sender
}

/// Hands on what comes in. While the queue is full, it does not read; when it is shut, it reads to the end. If the client has
/// not closed the connection, more may come.
#[coro_core::coroutine]
async fn receive(mut receiver: Receiver, connection: &Connection) -> Option<Receiver> {
    let mut more = Some(());
    while let Some(received) = receiver.next().await {
        match received {
            Ok(message @ (Message::Text(_) | Message::Binary(_))) => {
                let _ = connection.incoming.put(message).await;
            }
            Ok(Message::Pong(payload)) => connection.pong(&payload),
            Ok(Message::Close(frame)) => {
                // Its answer is sent by the next round.
                connection.shut(closed_by(frame));
                more = None;
            }
            Ok(Message::Ping(_) | Message::Frame(_)) => {}
            Err(error) => connection.close(code(&error), ""),
        }
    }
    connection.shut(Closed::abnormal("without a closing handshake".to_owned()));
    more.map(|()| receiver)
}

/// Ends when the connection is to be cut: some time after it was to be closed.
#[coro_core::coroutine]
async fn watch(connection: &Connection, server_closing: &Event) {
    select(select(keepalive(connection), connection.closing.wait()), server_closing.wait()).await;
    connection.close(CloseCode::Away, "the server is shutting down");
    sleep(connection.options.close_timeout).await;
}

/// Pings the client, until one is not answered.
#[coro_core::coroutine]
async fn keepalive(connection: &Connection) {
    let options = &connection.options;
    for number in 0.. {
        sleep(options.ping_interval).await;
        if timeout(options.ping_timeout, connection.ping(number)).await.is_err() {
            return connection.close(CloseCode::Error, "keepalive ping timeout");
        }
    }
}

fn closed_by(frame: Option<CloseFrame>) -> Closed {
    match frame {
        Some(frame) => Closed { code: frame.code.into(), reason: frame.reason.to_string() },
        None => Closed { code: CloseCode::Status.into(), reason: String::new() },
    }
}

/// What the client is told that has sent what it may not.
fn code(error: &tungstenite::Error) -> CloseCode {
    match error {
        tungstenite::Error::Capacity(_) => CloseCode::Size,
        tungstenite::Error::Utf8(_) => CloseCode::Invalid,
        _ => CloseCode::Protocol,
    }
}
