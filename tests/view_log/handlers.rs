//! The WebSocket server's handlers: how they end, and what they wait for.

use std::time::{Duration, Instant};

use async_tungstenite::tungstenite::Message;
use coro_core::sleep;

use crate::support::{Client, PATIENCE, serving};
use crate::websocket::{Options, WebSocket};

async fn echo(socket: WebSocket) -> Result<(), String> {
    while let Ok(message) = socket.recv().await {
        match message.to_text() {
            Ok("fail") => return Err("as it was told to".to_owned()),
            Ok("panic") => panic!("as it was told to"),
            Ok("return") => return Ok(()),
            _ => socket.send(message).await.map_err(|closed| closed.to_string())?,
        }
    }
    Ok(())
}

#[test]
fn a_handler_s_end_closes_the_connection() {
    serving(Options::default(), echo, |address, _| {
        for (word, code) in [("return", 1000), ("fail", 1011), ("panic", 1011)] {
            let mut client = Client::connect(address, "/");
            client.send("echo");
            assert_eq!(client.next(), "echo");
            client.send(word);
            assert_eq!(client.rest(), (String::new(), code), "{word}");
        }
    });
}

#[test]
fn a_client_that_closes_is_answered() {
    serving(Options::default(), echo, |address, _| {
        let mut client = Client::connect(address, "/");
        client.0.close(None).expect("it is connected");
        assert_eq!(client.rest().1, 1005);
    });
}

#[test]
fn a_message_may_be_so_long_and_no_longer() {
    serving(Options::default(), echo, |address, _| {
        let mut client = Client::connect(address, "/");
        let mebibyte = "x".repeat(1024 * 1024);
        client.send(&mebibyte);
        assert!(client.next() == mebibyte);
        client.send(&(mebibyte + "x"));
        assert_eq!(client.rest().1, 1009);
        let mut client = Client::connect(address, "/");
        client.send(&"x".repeat(20 << 20));
        assert_eq!(client.rest().1, 1009);
    });
}

#[test]
fn text_that_is_no_text_and_frames_that_are_no_frames() {
    use std::io::Write;
    serving(Options::default(), echo, |address, _| {
        for (frame, code) in [
            (&[0x81, 0x81, 0, 0, 0, 0, 0xff][..], 1007),
            (&[0x83, 0x80, 0, 0, 0, 0], 1002),
            (&[0x81, 0x01, b'x'], 1002),
        ] {
            let mut client = Client::connect(address, "/");
            client.0.get_mut().write_all(frame).expect("it is connected");
            assert_eq!(client.rest().1, code, "{frame:?}");
        }
    });
}

#[test]
fn a_client_is_pinged_and_cut_off_when_it_does_not_answer() {
    let options = Options {
        ping_interval: Duration::from_millis(50),
        ping_timeout: Duration::from_millis(300),
        close_timeout: Duration::from_millis(300),
        ..Options::default()
    };
    serving(options, echo, |address, _| {
        // Reading answers the pings.
        let mut client = Client::connect(address, "/");
        for _ in 0..5 {
            assert!(matches!(client.0.read(), Ok(Message::Ping(_))));
        }
        client.send("still there");
        while client.0.read().expect("it is open").to_text().ok() != Some("still there") {}
        // Who does not read does not answer.
        let mut client = Client::connect(address, "/");
        std::thread::sleep(Duration::from_millis(450));
        assert_eq!(client.rest().1, 1011);
    });
}

/// It reads no more than the queue holds; the rest waits in the sockets, and then in the client.
#[test]
fn reading_pauses_while_the_handler_does_not_receive() {
    async fn slow(socket: WebSocket) -> Result<(), String> {
        sleep(Duration::from_millis(500)).await;
        let mut received = 0;
        while socket.recv().await.is_ok() {
            received += 1;
        }
        if received == 100 { Ok(()) } else { Err(format!("{received} messages")) }
    }
    serving(Options::default(), slow, |address, _| {
        let mut client = Client::connect(address, "/");
        client.0.get_ref().set_write_timeout(Some(PATIENCE)).expect("a limit");
        let start = Instant::now();
        let message = "x".repeat(500_000);
        for _ in 0..100 {
            client.send(&message);
        }
        assert!(start.elapsed() >= Duration::from_millis(300), "50 MB do not fit into the sockets");
        client.0.close(None).expect("it is connected");
        client.rest();
    });
}

/// Pings are read in their turn, behind the messages.
#[test]
fn sixteen_messages_may_wait() {
    async fn deaf(socket: WebSocket) -> Result<(), String> {
        sleep(Duration::from_secs(2)).await;
        while socket.recv().await.is_ok() {}
        Ok(())
    }
    serving(Options::default(), deaf, |address, _| {
        let mut client = Client::connect(address, "/");
        for n in 0..16 {
            client.send(&n.to_string());
        }
        client.0.send(Message::Ping("16 wait".into())).expect("it is connected");
        assert_eq!(client.0.read().expect("an answer"), Message::Pong("16 wait".into()));
        client.send("one more");
        client.0.send(Message::Ping("17 wait".into())).expect("it is connected");
        client.0.get_ref().set_read_timeout(Some(Duration::from_millis(300))).expect("a limit");
        assert!(client.0.read().is_err(), "it reads on");
        client.0.get_ref().set_read_timeout(Some(PATIENCE)).expect("a limit");
        assert_eq!(client.0.read().expect("an answer"), Message::Pong("17 wait".into()));
    });
}

#[test]
fn sending_waits_when_the_client_does_not_read() {
    async fn flood(socket: WebSocket) -> Result<(), String> {
        let (start, mut longest) = (Instant::now(), Duration::ZERO);
        let message = "x".repeat(64 * 1024);
        for _ in 0..500 {
            let before = start.elapsed();
            socket.send(message.as_str()).await.map_err(|closed| closed.to_string())?;
            longest = longest.max(start.elapsed() - before);
        }
        socket.send(format!("{}", longest.as_millis())).await.map_err(|closed| closed.to_string())
    }
    serving(Options::default(), flood, |address, _| {
        let mut client = Client::connect(address, "/");
        std::thread::sleep(Duration::from_millis(500));
        for _ in 0..500 {
            assert_eq!(client.next().len(), 64 * 1024);
        }
        let longest: u64 = client.next().parse().expect("a number");
        assert!(longest >= 300, "it has waited for {longest} ms at most");
        assert_eq!(client.rest().1, 1000);
    });
}
