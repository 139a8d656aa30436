//! The handler: shows one log to one viewer.

use std::fmt;
use std::fs::File;
use std::io;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use coro_core::combine::select;
use coro_core::timeout;
use futures_util::{Stream, StreamExt};

use crate::ansi::{escaped, html};
use crate::files::Prefixes;
use crate::follow::follow;
use crate::websocket::{Closed, WebSocket};

/// How often a viewer is asked whether it is there, and how long it may take to say so.
#[derive(Clone, Copy)]
pub struct Heartbeat {
    pub interval: Duration,
    pub timeout: Duration,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Heartbeat { interval: Duration::from_secs(15), timeout: Duration::from_secs(5) }
    }
}

/// Sends the last lines of the log that the request's path names, and with `?tail=1` those that are appended.
#[coro_core::coroutine]
pub async fn view_log(socket: WebSocket, prefixes: Rc<Prefixes>, heartbeat: Heartbeat) -> Result<(), Error> {
    let requested = socket.request().uri().path().to_owned();
    let tail = socket.request().uri().query() == Some("tail=1");
    let opened =
        prefixes.admit(&requested).and_then(|path| File::open(path).map_err(|error| error.to_string()));
    let log = match opened {
        Ok(log) => log,
        Err(message) => {
            socket.send(format!("<strong style=\"color:#f55\">{}</strong>\n", escaped(&message))).await?;
            return Ok(());
        }
    };
    let shown = show(&socket, follow(prefixes, requested, log, tail));
    // Whichever ends first cancels the other: at the end of the log the heartbeat, at a closed connection the rest between
    // two looks at the file.
    select(shown, beat(&socket, heartbeat)).await.into_inner()
}

/// Sends what the log yields.
#[coro_core::coroutine]
async fn show(socket: &WebSocket, log: impl Stream<Item = io::Result<String>>) -> Result<(), Error> {
    let mut log = pin!(log);
    let mut html = html();
    while let Some(text) = log.next().await {
        socket.send(html.convert(&text?)).await?;
    }
    Ok(())
}

/// Asks the viewer now and then whether it is there. All the while it waits for a message, so it is the first to see that the
/// connection was closed.
#[coro_core::coroutine]
async fn beat(socket: &WebSocket, heartbeat: Heartbeat) -> Result<(), Error> {
    loop {
        if let Ok(message) = timeout(heartbeat.interval, socket.recv()).await {
            return Err(Error::Unexpected(message?.to_string()));
        }
        socket.send("ping").await?;
        match timeout(heartbeat.timeout, socket.recv()).await {
            Ok(Ok(pong)) if pong.to_text().is_ok_and(|text| text == "pong") => {}
            Ok(message) => return Err(Error::Unexpected(message?.to_string())),
            Err(_) => return Err(Error::NoPong),
        }
    }
}

/// Why a viewer sees no more.
#[derive(Debug)]
pub enum Error {
    Closed(Closed),
    Log(io::Error),
    NoPong,
    Unexpected(String),
}

impl From<Closed> for Error {
    fn from(closed: Closed) -> Self {
        Error::Closed(closed)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Log(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Closed(closed) => closed.fmt(f),
            Error::Log(error) => error.fmt(f),
            Error::NoPong => f.write_str("the viewer does not answer"),
            Error::Unexpected(message) => write!(f, "the viewer says {message:?}"),
        }
    }
}

impl std::error::Error for Error {}
