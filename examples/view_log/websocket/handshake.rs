//! The opening handshake: an HTTP request that becomes a WebSocket, or is answered.

use std::io;
use std::net::Shutdown;

use async_tungstenite::WebSocketStream;
use async_tungstenite::tungstenite;
use coro_core::combine::{Either, select};
use coro_core::net::TcpStream;
use coro_core::sync::Event;
use tungstenite::handshake::machine::TryParse;
use tungstenite::handshake::server::{create_response, write_response};
use tungstenite::http::StatusCode;
use tungstenite::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE};
use tungstenite::protocol::{Role, WebSocketConfig};

use super::{Options, Request, Response};

/// The longest head of a request.
const MAX_HEAD: usize = 16 * 1024;

/// Reads a request, and answers it. There is a WebSocket if that is what it was for.
#[coro_core::coroutine]
pub async fn open(
    stream: TcpStream,
    options: &Options,
    closing: &Event,
) -> io::Result<Option<(Request, WebSocketStream<TcpStream>)>> {
    let (request, rest) = match select(read_request(&stream), closing.wait()).await {
        Either::Left(Ok(Some(read))) => read,
        Either::Left(Ok(None)) => return Ok(None),
        Either::Left(Err(status)) => {
            respond(&stream, response(status)).await?;
            return Ok(None);
        }
        Either::Right(()) => {
            respond(&stream, response(StatusCode::SERVICE_UNAVAILABLE)).await?;
            return Ok(None);
        }
    };
    if let Some(answer) = options.process_request.as_ref().and_then(|process| process(&request)) {
        respond(&stream, answer).await?;
        return Ok(None);
    }
    let Ok(accepted) = create_response(&request) else {
        respond(&stream, response(StatusCode::UPGRADE_REQUIRED)).await?;
        return Ok(None);
    };
    stream.set_nodelay(true)?;
    stream.write_all(&head(&accepted)).await?;
    let config = WebSocketConfig::default()
        .read_buffer_size(8 * 1024)
        .max_message_size(Some(options.max_size))
        .max_frame_size(Some(options.max_size));
    let socket = WebSocketStream::from_partially_read(stream, rest, Role::Server, Some(config)).await;
    Ok(Some((request, socket)))
}

/// Reads the head of a request: that, and what came after it. None came if the client has gone.
#[coro_core::coroutine]
async fn read_request(stream: &TcpStream) -> Result<Option<(Request, Vec<u8>)>, StatusCode> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return Ok(None),
            Ok(read) => head.extend_from_slice(&buffer[..read]),
        }
        match Request::try_parse(&head) {
            Ok(Some((length, request))) => return Ok(Some((request, head.split_off(length)))),
            Ok(None) if head.len() < MAX_HEAD => {}
            Ok(None) => return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            Err(_) => return Err(StatusCode::BAD_REQUEST),
        }
    }
}

/// Sends a response, and ends the connection.
#[coro_core::coroutine]
async fn respond(stream: &TcpStream, mut response: Response) -> io::Result<()> {
    let length = response.body().len().into();
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response.headers_mut().insert(CONNECTION, "close".parse().expect("a header's value"));
    stream.write_all(&head(&response)).await?;
    stream.write_all(response.body().as_bytes()).await?;
    end(stream).await
}

/// Ends a connection so that what was sent is read: a socket that is closed with something unread in it resets the
/// connection. The caller says how long the other end may take.
#[coro_core::coroutine]
pub async fn end(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let mut buffer = [0; 1024];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// A response that is its status.
fn response(status: StatusCode) -> Response {
    tungstenite::http::Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(format!("{status}\n"))
        .expect("a status and a constant header")
}

fn head<T>(response: &tungstenite::http::Response<T>) -> Vec<u8> {
    let mut head = Vec::new();
    // Only a header that is no text can fail, and there is none: then the client sees an empty answer.
    let _ = write_response(&mut head, response);
    head
}
