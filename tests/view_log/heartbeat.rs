//! A viewer is asked now and then whether it is there.

use std::rc::Rc;
use std::time::Duration;

use crate::files::Prefixes;
use crate::support::{Client, append, folder, serving};
use crate::view_log::{Heartbeat, view_log};
use crate::websocket::Options;

/// Runs a viewer of a log that is asked every 100 ms, and may take 300 ms to answer.
fn watching(test: &str, viewer: impl FnOnce(Client) + Send + 'static) {
    let folder = folder(test);
    let log = folder.join("app.log");
    append(&log, "line\n");
    let prefixes = Rc::new(Prefixes::new(&[folder]).expect("it is there"));
    let heartbeat = Heartbeat { interval: Duration::from_millis(100), timeout: Duration::from_millis(300) };
    let handler = move |socket| {
        let shown = view_log(socket, prefixes.clone(), heartbeat);
        async { shown.await.map_err(|error| error.to_string()) }
    };
    serving(Options::default(), handler, move |address, _| {
        viewer(Client::connect(address, &format!("{}?tail=1", log.display())));
    });
}

#[test]
fn who_answers_goes_on() {
    watching("heartbeat", |mut client| {
        assert_eq!(client.next(), "line\n");
        for _ in 0..5 {
            assert_eq!(client.next(), "ping");
            client.send("pong");
        }
        client.0.close(None).expect("it is connected");
        assert_eq!(client.rest().1, 1005);
    });
}

#[test]
fn who_does_not_is_closed() {
    watching("no_heartbeat", |mut client| {
        client.until("ping");
        assert_eq!(client.rest(), (String::new(), 1011));
    });
}

#[test]
fn who_answers_otherwise_is_closed() {
    watching("other_heartbeat", |mut client| {
        client.until("ping");
        client.send("Ping");
        assert_eq!(client.rest(), (String::new(), 1011));
    });
}

/// What a log says is never taken for the heartbeat.
#[test]
fn a_log_that_says_ping() {
    watching("log_says_ping", |mut client| {
        client.until("line\n");
        let text = client.0.read().expect("a message");
        assert_eq!(text.to_text().ok(), Some("ping"));
        client.send("pong");
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("view_log/log_says_ping/app.log");
        append(&path, "ping");
        loop {
            let message = client.0.read().expect("a message");
            match message.to_text() {
                Ok("ping") => client.send("pong"),
                shown => return assert_eq!(shown.ok(), Some("<span>ping</span>")),
            }
        }
    });
}
