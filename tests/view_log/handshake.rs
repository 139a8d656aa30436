//! Requests, good and bad, fast and slow.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::support::{Client, PATIENCE, exchange, get, serving};
use crate::websocket::{Options, Response, WebSocket};

async fn idle(socket: WebSocket) -> Result<(), String> {
    let _ = socket.recv().await;
    Ok(())
}

#[test]
fn what_is_no_handshake_gets_a_status() {
    serving(Options::default(), idle, |address, _| {
        let status = |request: &str| exchange(address, request).lines().next().unwrap_or_default().to_owned();
        assert_eq!(status("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 426 Upgrade Required");
        assert_eq!(status("POST / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        assert_eq!(status("\0\u{1}\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000));
        assert_eq!(status(&long), "HTTP/1.1 431 Request Header Fields Too Large");
    });
}

#[test]
fn a_request_may_be_answered_otherwise() {
    let options = Options {
        process_request: Some(Rc::new(|request| {
            (request.uri().path() == "/page").then(|| Response::new("a page".to_owned()))
        })),
        ..Options::default()
    };
    serving(options, idle, |address, _| {
        let answer = get(address, "/page");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\na page"), "{answer}");
        Client::connect(address, "/other");
    });
}

/// The first frame may come with the request, and the request byte by byte.
#[test]
fn it_does_not_matter_how_the_bytes_come() {
    async fn echo_one(socket: WebSocket) -> Result<(), String> {
        let message = socket.recv().await.map_err(|closed| closed.to_string())?;
        socket.send(message).await.map_err(|closed| closed.to_string())
    }
    let request = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let bytes = [request.as_bytes(), &[0x81, 0x82, 0, 0, 0, 0, b'h', b'i']].concat();
    serving(Options::default(), echo_one, move |address, _| {
        for size in [1, bytes.len()] {
            let mut stream = TcpStream::connect(address).expect("it listens");
            stream.set_nodelay(true).expect("an option");
            for piece in bytes.chunks(size) {
                stream.write_all(piece).expect("it is connected");
            }
            // The answer, an echo, and a close frame that is not answered.
            stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
            let mut answer = [0; 1000];
            let mut length = 0;
            while !answer[..length].ends_with(&[0x81, 2, b'h', b'i', 0x88, 2, 3, 0xe8]) {
                let read = stream.read(&mut answer[length..]).expect("an answer");
                assert!(read > 0, "{}", String::from_utf8_lossy(&answer[..length]));
                length += read;
            }
            // Of RFC 6455.
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{answer}");
        }
    });
}

#[test]
fn a_handshake_that_takes_too_long_is_dropped() {
    let options = Options { open_timeout: Duration::from_millis(200), ..Options::default() };
    serving(options, idle, |address, _| {
        let start = Instant::now();
        assert_eq!(exchange(address, "GET / HTTP/1.1\r\nHost:"), "");
        assert!(start.elapsed() >= Duration::from_millis(200));
    });
}
