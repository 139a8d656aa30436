//! Leaving: what each client is told, who is waited for, and how long.

use std::cell::Cell;
use std::io::Read;
use std::net::TcpStream;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use coro_core::sleep;

use crate::support::{Client, PATIENCE, Viewer, append, folder, serving};
use crate::websocket::{Options, WebSocket};

async fn idle(socket: WebSocket) -> Result<(), String> {
    match socket.recv().await {
        Ok(message) => Err(message.to_string()),
        Err(closed) if closed.code == 1001 => Ok(()),
        Err(closed) => Err(closed.to_string()),
    }
}

#[test]
fn ctrl_c_with_clients() {
    let folder = folder("ctrl_c");
    let log = folder.join("app.log");
    append(&log, "line\n");
    let mut viewer = Viewer::new(&[&folder]);
    let mut clients: Vec<Client> =
        (0..50).map(|_| viewer.watch(format_args!("{}?tail=1", log.display()))).collect();
    for client in &mut clients {
        client.until("line\n");
    }
    let told = thread::spawn(move || clients.iter_mut().all(|client| client.rest() == (String::new(), 1001)));
    let start = Instant::now();
    viewer.interrupt();
    assert_eq!(viewer.code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert!(told.join().expect("they are told"));
}

#[test]
fn unfinished_handshakes_are_answered_503() {
    serving(Options::default(), idle, |address, close| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        // This one is open when that one has been taken.
        let mut open = Client::connect(address, "/");
        close.set_result(()).expect("it waits for this");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
        assert_eq!(open.rest(), (String::new(), 1001));
        assert!(TcpStream::connect(address).is_err(), "it listens no more");
    });
}

#[test]
fn clients_that_do_not_answer_are_cut_off_all_at_once() {
    let options = Options { close_timeout: Duration::from_millis(400), ..Options::default() };
    let start = Rc::new(Cell::new(None));
    let began = start.clone();
    let handler = move |socket| {
        began.set(Some(Instant::now()));
        idle(socket)
    };
    serving(options, handler, |address, close| {
        let deaf: Vec<Client> = (0..10).map(|_| Client::connect(address, "/")).collect();
        close.set_result(()).expect("it waits for this");
        thread::sleep(Duration::from_millis(700));
        deaf
    });
    let took = start.get().expect("handlers ran").elapsed();
    assert!(took >= Duration::from_millis(400) && took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn handlers_are_waited_for_and_not_cancelled() {
    let ended = Rc::new(Cell::new(false));
    let slow = ended.clone();
    let handler = move |socket: WebSocket| {
        let slow = slow.clone();
        async move {
            let _ = socket.recv().await;
            sleep(Duration::from_millis(300)).await;
            assert!(socket.send("too late").await.is_err());
            slow.set(true);
            Ok(())
        }
    };
    serving(Options::default(), handler, |address, close| {
        let mut client = Client::connect(address, "/");
        close.set_result(()).expect("it waits for this");
        assert_eq!(client.rest().1, 1001);
    });
    assert!(ended.get());
}

#[test]
fn it_ends_by_itself_after_so_many_seconds() {
    let folder = folder("seconds");
    let mut command = crate::example::example("view_log");
    command.args(["--seconds", "0.2", "--prefix"]).arg(folder);
    assert_eq!(Viewer::start(command).0.code(), Some(0));
}

#[test]
fn a_prefix_that_is_not_there_is_an_error() {
    let output = crate::example::example("view_log").args(["--prefix", "/no/such/folder"]).output();
    assert_eq!(output.expect("it runs").status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn without_arguments_it_writes_a_log_itself_and_removes_it() {
    let (mut viewer, url) = Viewer::start(crate::example::example("view_log"));
    let path = url.split_once(&viewer.address.to_string()).expect("its address").1.to_owned();
    let mut client = viewer.watch(format_args!("{path}?tail=1"));
    client.until(" ms\n");
    client.until(" ms\n");
    viewer.interrupt();
    assert_eq!(client.rest().1, 1001);
    assert_eq!(viewer.code(), Some(0));
    assert!(!std::path::Path::new(&path).exists());
}
